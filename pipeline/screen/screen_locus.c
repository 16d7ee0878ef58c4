#include "screen/screen_locus.h"

#include <string.h>

const gnbs_locus_result_t *gnbs_screen_find_locus(const gnbs_case_t *c,
                                                  const char *hgnc_id) {
    for (size_t i = 0; i < c->n_locus; i++)
        for (size_t k = 0; k < c->locus[i].n_gene; k++)
            if (strcmp(c->locus[i].gene[k], hgnc_id) == 0) return &c->locus[i];
    return NULL;
}

bool gnbs_screen_locus_allows(const gnbs_locus_result_t *locus, const gnbs_variant_t *v) {
    if (locus == NULL) return true;
    if (!locus->allows_variants) return false;
    gnbs_region_t at = {v->tid, v->pos, v->pos + (gnbs_pos_t)strlen(v->ref)};
    for (size_t i = 0; i < locus->n_own; i++)
        if (gnbs_region_overlaps(locus->own[i], at)) return false;
    return true;
}

static gnbs_screen_locus_verdict_t settle(gnbs_outcome_kind_t outcome, gnbs_reason_t reason,
                                          gnbs_phase_t phase, size_t n_variant) {
    return (gnbs_screen_locus_verdict_t){.is_settled = true,
                                         .outcome = outcome,
                                         .reason = reason,
                                         .phase = phase,
                                         .n_variant = n_variant};
}

gnbs_screen_locus_verdict_t gnbs_screen_judge_locus(const gnbs_locus_result_t *locus,
                                                    bool after_variants, size_t n_hit) {
    gnbs_screen_locus_verdict_t open = {.is_settled = false};
    if (locus == NULL) return open;
    if (locus->status == GNBS_LOCUS_AFFECTED)
        return settle(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_NO_FUNCTIONAL_COPY,
                      GNBS_PHASE_NOT_APPLICABLE, 0);
    if (locus->status == GNBS_LOCUS_POSSIBLE)
        return settle(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COPIES_PHASE_UNKNOWN,
                      GNBS_PHASE_UNKNOWN, 0);
    if (!after_variants) return open;
    if (locus->n_lost > 0 && n_hit > 0)
        return settle(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COPIES_PHASE_UNKNOWN,
                      GNBS_PHASE_UNKNOWN, 1);
    if (locus->status == GNBS_LOCUS_INCONCLUSIVE)
        return settle(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOCUS_INCONCLUSIVE,
                      GNBS_PHASE_NOT_APPLICABLE, 0);
    if (locus->status == GNBS_LOCUS_NOT_ASSESSED)
        return settle(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOCUS_NOT_ASSESSED,
                      GNBS_PHASE_NOT_APPLICABLE, 0);
    return open;
}
