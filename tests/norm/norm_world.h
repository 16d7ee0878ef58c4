/* A reference of one contig and records of one line, for the tests of this room. */
#ifndef GNBS_TESTS_NORM_WORLD_H
#define GNBS_TESTS_NORM_WORLD_H

#include <string.h>

#include "norm/norm.h"

typedef struct norm_world {
    const char *seq; /* of contig "c" */
    gnbs_norm_header_t header;
    gnbs_norm_list_t list;
    gnbs_norm_counts_t counts;
    gnbs_arena_t arena;
    gnbs_err_t err;
    char out[4096]; /* the records written, each with its newline */
} norm_world_t;

static inline bool norm_world_fetch(void *ctx, const char *chrom, gnbs_pos_t beg,
                                    gnbs_pos_t end, char *text) {
    const char *seq = ctx;
    gnbs_pos_t n = (gnbs_pos_t)strlen(seq);
    if (strcmp(chrom, "c") != 0) return false;
    for (gnbs_pos_t p = beg; p < end; p++) text[p - beg] = p >= 0 && p < n ? seq[p] : 'N';
    return true;
}

static inline void norm_world_init(norm_world_t *w, const char *seq) {
    memset(w, 0, sizeof *w);
    w->seq = seq;
    gnbs_arena_init(&w->arena);
    gnbs_norm_header_init(&w->header);
}

static inline void norm_world_clear(norm_world_t *w) {
    GNBS_VEC_CLEAR(&w->list.record);
    gnbs_norm_header_clear(&w->header);
    gnbs_arena_clear(&w->arena);
}

/* One line (eight columns, then FORMAT and samples) through norm; what comes out is in w->out. */
static inline gnbs_code_t norm_world_apply(norm_world_t *w, const gnbs_norm_options_t *opt,
                                           const char *line) {
    const char *column[8], *rest = "";
    char *copy = gnbs_arena_strdup(&w->arena, line), *s = copy;
    for (int i = 0; i < 8; i++) {
        column[i] = s;
        s = s != NULL ? strchr(s, '\t') : NULL;
        if (s == NULL) continue;
        if (i == 7) rest = gnbs_arena_strdup(&w->arena, s);
        *s++ = '\0';
    }
    gnbs_norm_record_t record;
    const gnbs_norm_ref_t ref = {(void *)w->seq, norm_world_fetch};
    w->err = (gnbs_err_t){GNBS_OK, ""};
    w->out[0] = '\0';
    gnbs_code_t code = gnbs_norm_record_read(column, rest, &w->arena, &record, &w->err);
    if (code == GNBS_OK)
        code = gnbs_norm_apply(opt, &w->header, w->seq != NULL ? &ref : NULL, &record,
                               &w->arena, &w->list, &w->counts, &w->err);
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < w->list.record.n && code == GNBS_OK; i++) {
        gnbs_norm_record_print(&w->list.record.at[i], opt->old_tag, &out);
        gnbs_str_add_char(&out, '\n');
    }
    if (out.n < sizeof w->out) memcpy(w->out, gnbs_str_text(&out), out.n + 1);
    gnbs_str_clear(&out);
    return code;
}

#endif
