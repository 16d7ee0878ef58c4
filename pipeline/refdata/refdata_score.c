#include "refdata/refdata_state.h"

#include <stdlib.h>
#include <string.h>

gnbs_code_t gnbs_refdata_add_score(gnbs_refdata_t *data, const gnbs_refdata_score_t *score,
                                   gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.score;
    counts->n_allele++;
    if (score->tid < 0) {
        counts->n_no_contig++;
        return GNBS_OK;
    }
    if (!gnbs_refdata_in_blocks(data, score->tid, score->pos,
                                score->pos + (gnbs_pos_t)strlen(score->ref))) {
        counts->n_outside++;
        return GNBS_OK;
    }
    gnbs_refdata_allele_t a = {score->tid, score->chrom, score->pos, score->ref,
                               score->alt};
    gnbs_refdata_fit_t fit;
    bool is_usable;
    GNBS_TRY(gnbs_refdata_check_allele(data, &a, counts, &data->score_mismatch, &fit,
                                       &is_usable, err));
    if (!is_usable) return GNBS_OK;
    gnbs_scored_t s = {.name = gnbs_arena_strdup(&data->arena, score->name),
                       .detail = gnbs_arena_strdup(&data->arena, score->detail),
                       .value = score->value,
                       .i_source = (int32_t)data->source.n - 1};
    GNBS_TRY(gnbs_refdata_normal_form(data, &a, fit, counts, &s.variant, err));
    if (s.name == NULL || s.detail == NULL || !GNBS_PUSH(&data->scored, s))
        return gnbs_refdata_no_memory(err);
    return GNBS_OK;
}

static int compare_scores(const void *a, const void *b) {
    const gnbs_scored_t *x = a, *y = b;
    int c = gnbs_variant_compare(&x->variant, &y->variant);
    if (c == 0) c = strcmp(x->name, y->name);
    if (c != 0) return c;
    if (x->value != y->value) return x->value > y->value ? -1 : 1;
    c = strcmp(x->detail, y->detail);
    return c != 0 ? c : (x->i_source > y->i_source) - (x->i_source < y->i_source);
}

gnbs_code_t gnbs_refdata_end_scores(gnbs_refdata_t *data, const char *source,
                                    gnbs_err_t *err) {
    struct gnbs_refdata_allele_counts *counts = &data->counts.score;
    GNBS_TRY(gnbs_refdata_judge_mismatches(data, source, "score", counts,
                                           &data->score_mismatch, err));
    size_t n = 0;
    if (data->scored.n > 0)
        qsort(data->scored.at, data->scored.n, sizeof *data->scored.at, compare_scores);
    for (size_t i = 0; i < data->scored.n; i++) {
        const gnbs_scored_t *s = &data->scored.at[i],
                            *last = n > 0 ? &data->scored.at[n - 1] : NULL;
        if (last != NULL && gnbs_variant_compare(&last->variant, &s->variant) == 0 &&
            strcmp(last->name, s->name) == 0)
            counts->n_duplicate++;
        else
            data->scored.at[n++] = *s;
    }
    data->scored.n = n;
    counts->n_kept = (int64_t)n;
    return GNBS_OK;
}
