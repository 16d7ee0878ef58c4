#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "norm/norm_parts.h"

typedef struct entry {
    gnbs_pos_t pos;
    int64_t order; /* as it came */
    gnbs_str_t line;
    char
        *key; /* REF, then the ALTs in their order, each with a tab behind it; then SVLEN */
    int kinds; /* of its ALTs */
} entry_t;

struct gnbs_norm_window {
    const gnbs_norm_options_t *options;
    gnbs_norm_counts_t *counts;
    char chrom[256];
    int64_t n_entry;
    gnbs_pos_t out_pos; /* of the line that was written last; -2: none on this contig */
    GNBS_VEC(entry_t) entry;
};

gnbs_norm_window_t *gnbs_norm_window_new(const gnbs_norm_options_t *options,
                                         gnbs_norm_counts_t *counts) {
    gnbs_norm_window_t *w = gnbs_mem_alloc(1, sizeof *w);
    if (w != NULL) *w = (gnbs_norm_window_t){.options = options, .counts = counts};
    return w;
}

static void clear_entry(entry_t *e) {
    gnbs_str_clear(&e->line);
    gnbs_mem_free(e->key);
}

void gnbs_norm_window_free(gnbs_norm_window_t *w) {
    if (w == NULL) return;
    for (size_t i = 0; i < w->entry.n; i++) clear_entry(&w->entry.at[i]);
    GNBS_VEC_CLEAR(&w->entry);
    gnbs_mem_free(w);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same for the same REF and the same set of ALTs, in capitals. */
static char *make_key(const gnbs_norm_record_t *r) {
    gnbs_str_t key;
    gnbs_str_init(&key);
    const char **alt = gnbs_mem_alloc((size_t)r->n_allele, sizeof *alt);
    if (alt == NULL) return NULL;
    memcpy(alt, r->allele, (size_t)r->n_allele * sizeof *alt);
    qsort(alt + 1, (size_t)r->n_allele - 1, sizeof *alt, compare_texts);
    for (int i = 0; i < r->n_allele; i++) {
        gnbs_str_add(&key, alt[i]);
        gnbs_str_add_char(&key, '\t');
    }
    gnbs_mem_free(alt);
    for (size_t i = 0; i < key.n && !key.failed; i++) key.s[i] = gnbs_norm_upper(key.s[i]);
    const char *end = gnbs_norm_info_text(r, "END"), *len = gnbs_norm_info_text(r, "SVLEN");
    if (strchr(gnbs_str_text(&key), '<') != NULL)
        gnbs_str_printf(&key, "%s;%s", end != NULL ? end : "", len != NULL ? len : "");
    char *text = key.failed ? NULL : gnbs_mem_strdup(gnbs_str_text(&key));
    gnbs_str_clear(&key);
    return text;
}

gnbs_code_t gnbs_norm_window_add(gnbs_norm_window_t *w, const gnbs_norm_record_t *r,
                                 gnbs_err_t *err) {
    entry_t e = {.pos = r->pos, .order = w->n_entry++, .key = make_key(r)};
    gnbs_str_init(&e.line);
    gnbs_norm_record_print(r, w->options->old_tag, &e.line);
    for (int i = 1; i < r->n_allele; i++)
        e.kinds |= gnbs_norm_kind_of(r->allele[0], r->allele[i]);
    if (e.key == NULL || e.line.failed || !GNBS_PUSH(&w->entry, e)) {
        clear_entry(&e);
        return gnbs_err_set(err, GNBS_E_NOMEM, "norm");
    }
    /* Lines come nearly in order: the new one walks to its place from the end. */
    for (size_t i = w->entry.n - 1; i > 0; i--) {
        entry_t *a = &w->entry.at[i - 1], *b = &w->entry.at[i];
        bool is_behind = a->pos != b->pos
                             ? a->pos > b->pos
                             : w->options->is_lexical && strcmp(a->key, b->key) > 0;
        if (!is_behind) break;
        entry_t swap = *a;
        *a = *b;
        *b = swap;
    }
    return GNBS_OK;
}

/* Is it a repeat of one of entry[first, i) at the same position? */
static bool is_repeat(const gnbs_norm_window_t *w, size_t first, size_t i) {
    const entry_t *e = &w->entry.at[i];
    for (size_t j = first; j < i; j++) {
        const entry_t *before = &w->entry.at[j];
        int both = e->kinds & before->kinds;
        bool is_same = false;
        switch (w->options->same) {
        case GNBS_NORM_SAME_ALLELES: is_same = strcmp(e->key, before->key) == 0; break;
        case GNBS_NORM_SAME_SNP: is_same = (both & GNBS_NORM_SNP) != 0; break;
        case GNBS_NORM_SAME_INDEL: is_same = (both & GNBS_NORM_INDEL) != 0; break;
        case GNBS_NORM_SAME_KIND:
            is_same = (both & (GNBS_NORM_SNP | GNBS_NORM_INDEL)) != 0;
            break;
        case GNBS_NORM_SAME_POS: is_same = true; break;
        default: break;
        }
        if (is_same) return true;
    }
    return false;
}

/* The first n entries leave; a position always leaves as a whole. */
static gnbs_code_t emit_first(gnbs_norm_window_t *w, size_t n,
                              gnbs_code_t (*emit)(void *ctx, const gnbs_str_t *line,
                                                  gnbs_err_t *err),
                              void *ctx, gnbs_err_t *err) {
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0, first = 0; i < n && code == GNBS_OK; i++) {
        entry_t *e = &w->entry.at[i];
        if (e->pos != w->entry.at[first].pos) first = i;
        if (is_repeat(w, first, i)) {
            w->counts->n_repeat++;
            e->kinds = 0; /* what was left out makes no other a repeat */
            continue;
        }
        w->counts->n_late += e->pos < w->out_pos;
        w->counts->n_written++;
        w->out_pos = e->pos;
        code = emit(ctx, &e->line, err);
    }
    for (size_t i = 0; i < n; i++) clear_entry(&w->entry.at[i]);
    if (n > 0)
        memmove(w->entry.at, w->entry.at + n, (w->entry.n - n) * sizeof *w->entry.at);
    w->entry.n -= n;
    return code;
}

gnbs_code_t gnbs_norm_window_flush(gnbs_norm_window_t *w, const char *chrom, gnbs_pos_t pos,
                                   gnbs_code_t (*emit)(void *ctx, const gnbs_str_t *line,
                                                       gnbs_err_t *err),
                                   void *ctx, gnbs_err_t *err) {
    bool is_same = chrom != NULL && strcmp(chrom, w->chrom) == 0;
    size_t n = 0;
    while (n < w->entry.n && (!is_same || w->entry.at[n].pos + w->options->window_bp < pos))
        n++;
    GNBS_TRY(emit_first(w, n, emit, ctx, err));
    if (is_same || chrom == NULL) return GNBS_OK;
    size_t n_name = strlen(chrom);
    if (n_name >= sizeof w->chrom)
        return gnbs_err_set(err, GNBS_E_FORMAT, "CHROM has %zu bytes, expected at most 255",
                            n_name);
    memcpy(w->chrom, chrom, n_name + 1);
    w->out_pos = -2;
    return GNBS_OK;
}
