/* norm/norm.h -- lines of a VCF in normal form.
 *
 * A line becomes a record of texts; REF is checked against the reference; ALTs are split, moved
 * left, trimmed and taken apart; a window puts what moved back into order and drops repeats.
 * Values are copied letter by letter: only those of Number=A, R and G are chosen from, GT is
 * renumbered, and INFO/END follows POS.
 * Method   left alignment of all alleles of a line at once (Tan, Abecasis and Kang 2015);
 *          options and results are those of bcftools norm
 * Memory   records lie in the caller's arena; a window copies what it keeps
 * Threads  pure
 */
#ifndef GNBS_NORM_NORM_H
#define GNBS_NORM_NORM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/vec.h"
#include "genome/contig.h"
#include "genome/region.h"

/* ---- what the header says of a field --------------------------------------------------- */

typedef enum gnbs_norm_number {
    GNBS_NORM_WHOLE, /* does not follow the alleles */
    GNBS_NORM_PER_ALT,
    GNBS_NORM_PER_ALLELE,
    GNBS_NORM_PER_GENOTYPE
} gnbs_norm_number_t;

typedef struct gnbs_norm_field {
    const char *key;
    gnbs_norm_number_t number;
    bool is_format, is_text; /* of FORMAT, else of INFO; Type=String or Character */
} gnbs_norm_field_t;

typedef struct gnbs_norm_header {
    gnbs_arena_t arena;
    GNBS_VEC(gnbs_norm_field_t) field;
} gnbs_norm_header_t;

void gnbs_norm_header_init(gnbs_norm_header_t *header);
void gnbs_norm_header_clear(gnbs_norm_header_t *header);
/* Takes what a ##INFO or ##FORMAT line states; other lines say nothing. False: no memory. */
bool gnbs_norm_header_add(gnbs_norm_header_t *header, const char *line);

/* ---- a record ---------------------------------------------------------------------------- */

typedef struct gnbs_norm_info {
    const char *key, *value; /* value NULL: a flag */
} gnbs_norm_info_t;

typedef struct gnbs_norm_record {
    const char *chrom, *id, *qual, *filter;
    gnbs_pos_t pos;
    int n_allele; /* 1 when ALT is "." */
    const char **allele;
    size_t n_info;
    gnbs_norm_info_t *info;
    size_t n_key, n_sample;
    const char **key;   /* of FORMAT */
    const char **value; /* [n_sample][n_key]; NULL: dropped at the end of the column */
    const char *before; /* CHROM|POS|REF|ALT as it was read */
    const char *used;   /* which of its ALTs this one came from, "2,3"; NULL: all */
    bool is_changed;
} gnbs_norm_record_t;

/* column[8] are the fixed columns, rest is FORMAT and the samples ("" when there are none). */
gnbs_code_t gnbs_norm_record_read(const char *const column[8], const char *rest,
                                  gnbs_arena_t *arena, gnbs_norm_record_t *record,
                                  gnbs_err_t *err);
/* The line without its end. old_tag: INFO key for `before` of changed records, or NULL. */
void gnbs_norm_record_print(const gnbs_norm_record_t *record, const char *old_tag,
                            gnbs_str_t *out);

/* ---- what is done to it ------------------------------------------------------------------ */

typedef enum gnbs_norm_check {                 /* REF that is not the reference: */
                               GNBS_NORM_STOP, /* ends the run */
                               GNBS_NORM_KEEP, /* is kept as it is, and counted */
                               GNBS_NORM_DROP, /* is left out, and counted */
                               GNBS_NORM_SET /* is set; an ALT that is the reference changes places with REF */
} gnbs_norm_check_t;

typedef enum gnbs_norm_kind {                    /* kinds of ALTs, as bits */
                              GNBS_NORM_SNP = 1, /* bases replaced by as many others */
                              GNBS_NORM_INDEL = 2,
                              GNBS_NORM_OTHER = 4, /* both, symbolic, breakends */
} gnbs_norm_kind_t;

typedef enum gnbs_norm_same { /* a later line on the same position is a repeat when it has */
                              GNBS_NORM_KEEP_ALL,
                              GNBS_NORM_SAME_ALLELES, /* the same REF and the same ALTs in any order */
                              GNBS_NORM_SAME_SNP, /* a SNP, and so had one before */
                              GNBS_NORM_SAME_INDEL,
                              GNBS_NORM_SAME_KIND, /* either of these */
                              GNBS_NORM_SAME_POS
} gnbs_norm_same_t;

typedef struct gnbs_norm_options {
    gnbs_norm_check_t check;
    bool is_moved;     /* left alignment and trimming, where there is a reference */
    int split;         /* kinds to split, as bits of gnbs_norm_kind_t; 0: none */
    bool is_atomized;  /* blocks taken apart into single changes */
    bool is_force;     /* drop fields with a wrong number of values, instead of stopping */
    char other_allele; /* after a split, another ALT in GT is '0' or '.' */
    char overlap;      /* after atomizing, an overlapping ALT in GT is '*' or '.' */
    const char *keep_sum;  /* Number=R: REF takes the values of ALTs split away; or NULL */
    const char *old_tag;   /* INFO key that keeps the record as it was; or NULL */
    bool is_lexical;       /* lines of one position by their alleles, else as they came */
    gnbs_norm_same_t same; /* which are repeats */
    gnbs_pos_t window_bp;  /* lines wait until the next one is this far behind */
} gnbs_norm_options_t;
#define GNBS_NORM_DEFAULTS                                                                 \
    {                                                                                      \
        .check = GNBS_NORM_STOP, .is_moved = true, .other_allele = '0', .overlap = '*',    \
        .window_bp = 1000                                                                  \
    }

/* Letters of one contig, as the reference has them; N beyond its ends. */
typedef struct gnbs_norm_ref {
    void *ctx;
    /* [beg, end) into text, which has room for it; false: the contig is not there */
    bool (*fetch)(void *ctx, const char *chrom, gnbs_pos_t beg, gnbs_pos_t end, char *text);
} gnbs_norm_ref_t;

typedef struct gnbs_norm_counts {
    int64_t n_read, n_written, n_split, n_moved, n_trimmed, n_atomized, n_repeat;
    int64_t n_mismatch, n_dropped, n_set, n_swapped, n_bad, n_late;
    int64_t n_spanning, n_symbolic, n_breakend, n_ref_only; /* ALTs; records without ALT */
    int64_t n_field; /* fields left out of records by is_force */
} gnbs_norm_counts_t;

typedef struct gnbs_norm_list {
    GNBS_VEC(gnbs_norm_record_t) record;
} gnbs_norm_list_t;

/* One record to none, one or several. GNBS_E_FORMAT and GNBS_E_DATA say what is wrong with it. */
gnbs_code_t gnbs_norm_apply(const gnbs_norm_options_t *options,
                            const gnbs_norm_header_t *header, const gnbs_norm_ref_t *ref,
                            const gnbs_norm_record_t *record, gnbs_arena_t *arena,
                            gnbs_norm_list_t *list, gnbs_norm_counts_t *counts,
                            gnbs_err_t *err);

/* ---- back into order --------------------------------------------------------------------- */

typedef struct gnbs_norm_window gnbs_norm_window_t;

gnbs_norm_window_t *gnbs_norm_window_new(const gnbs_norm_options_t *options,
                                         gnbs_norm_counts_t *counts); /* NULL: no memory */
void gnbs_norm_window_free(gnbs_norm_window_t *window);               /* accepts NULL */
/* A line read at `pos` of chrom comes next (chrom NULL: none comes): what can no more be
 * overtaken goes to emit, in order. */
gnbs_code_t gnbs_norm_window_flush(gnbs_norm_window_t *window, const char *chrom,
                                   gnbs_pos_t pos,
                                   gnbs_code_t (*emit)(void *ctx, const gnbs_str_t *line,
                                                       gnbs_err_t *err),
                                   void *ctx, gnbs_err_t *err);
gnbs_code_t gnbs_norm_window_add(gnbs_norm_window_t *window,
                                 const gnbs_norm_record_t *record, gnbs_err_t *err);

#endif
