/* norm/norm_parts.h -- what the files of this room share; not for other rooms. */
#ifndef GNBS_NORM_NORM_PARTS_H
#define GNBS_NORM_NORM_PARTS_H

#include "norm/norm.h"

/* NULL when the header says nothing of it */
const gnbs_norm_field_t *gnbs_norm_field_find(const gnbs_norm_header_t *header,
                                              bool is_format, const char *key);
const char *gnbs_norm_info_text(const gnbs_norm_record_t *record, const char *key);
/* False: no memory. Only a key that is there is set. */
bool gnbs_norm_info_set(gnbs_norm_record_t *record, const char *key, long long number,
                        gnbs_arena_t *arena);
static inline bool gnbs_norm_is_base(char c) {
    return c != '\0' && __builtin_strchr("ACGTNacgtn", c) != NULL;
}
static inline char gnbs_norm_upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}
bool gnbs_norm_is_bases(const char *s); /* A, C, G, T and N only, at least one */
bool gnbs_norm_is_breakend(const char *alt);
bool gnbs_norm_is_same_text(const char *a, const char *b); /* capitals or not */
int gnbs_norm_kind_of(const char *ref, const char *alt);
/* The values of a list: pointers into a copy in the arena. NULL: no memory. */
const char **gnbs_norm_values(const char *text, gnbs_arena_t *arena, size_t *n);

gnbs_code_t gnbs_norm_check_ref(const gnbs_norm_options_t *options,
                                const gnbs_norm_ref_t *ref, gnbs_norm_record_t *record,
                                gnbs_arena_t *arena, bool *is_kept,
                                gnbs_norm_counts_t *counts, gnbs_err_t *err);
/* Left-aligned and trimmed, all ALTs together. */
gnbs_code_t gnbs_norm_move(const gnbs_norm_ref_t *ref, gnbs_norm_record_t *record,
                           gnbs_arena_t *arena, gnbs_norm_counts_t *counts,
                           gnbs_err_t *err);
/* Both append to the list. */
gnbs_code_t gnbs_norm_split(const gnbs_norm_options_t *options,
                            const gnbs_norm_header_t *header,
                            const gnbs_norm_record_t *record, gnbs_arena_t *arena,
                            gnbs_norm_list_t *list, gnbs_norm_counts_t *counts,
                            gnbs_err_t *err);
gnbs_code_t gnbs_norm_atomize(const gnbs_norm_options_t *options,
                              const gnbs_norm_header_t *header,
                              const gnbs_norm_record_t *record, gnbs_arena_t *arena,
                              gnbs_norm_list_t *list, gnbs_norm_counts_t *counts,
                              gnbs_err_t *err);

/* ---- choosing values (norm_pick.c) ------------------------------------------------------- */

typedef struct gnbs_norm_pick { /* which of the old ALTs a new record has */
    int n_old;                  /* alleles of the old record */
    int n_alt;
    const int *alt;      /* n_alt old ALTs, from 1, whose values it takes */
    bool is_summed;      /* several ALTs became one: counts of reads are added up */
    bool has_star;       /* and * behind it, of which nothing is known */
    const char *to;      /* [n_old] what an old allele is in the new GT: '0' '1' '2' '.' */
    const char *sum_key; /* Number=R whose REF takes what is left out, or NULL */
    bool is_atom; /* INFO of Number=G is dropped, lists of missing values stay long */
} gnbs_norm_pick_t;

/* INFO, FORMAT and GT of `to`, chosen from those of `from`. */
gnbs_code_t gnbs_norm_pick_fields(const gnbs_norm_options_t *options,
                                  const gnbs_norm_header_t *header,
                                  const gnbs_norm_record_t *from,
                                  const gnbs_norm_pick_t *pick, gnbs_arena_t *arena,
                                  gnbs_norm_record_t *to, gnbs_norm_counts_t *counts,
                                  gnbs_err_t *err);

#endif
