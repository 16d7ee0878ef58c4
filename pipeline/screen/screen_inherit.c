#include "screen/screen_inherit.h"

gnbs_phase_t gnbs_screen_phase(const gnbs_call_t *a, const gnbs_call_t *b) {
    if (a->variant.tid == b->variant.tid && a->variant.pos == b->variant.pos &&
        a->n_other_alt > 0 && b->n_other_alt > 0)
        return GNBS_PHASE_TRANS; /* 1/2 at one site: two alleles, two copies */
    if (!a->is_phased || !b->is_phased || a->variant.tid != b->variant.tid ||
        a->phase_set != b->phase_set)
        return GNBS_PHASE_UNKNOWN;
    return a->haplotype == b->haplotype ? GNBS_PHASE_CIS : GNBS_PHASE_TRANS;
}

static gnbs_screen_verdict_t one(gnbs_reason_t reason, size_t i) {
    return (gnbs_screen_verdict_t){.is_suspected = true,
                                   .reason = reason,
                                   .phase = GNBS_PHASE_NOT_APPLICABLE,
                                   .n_variant = 1,
                                   .variant = {i}};
}

static gnbs_screen_verdict_t none(void) {
    return (gnbs_screen_verdict_t){.reason = GNBS_REASON_NO_FINDING};
}

/* The pair to show: trans before unknown, then the pair of the most certain genotypes. */
static gnbs_screen_verdict_t best_pair(size_t n, const gnbs_screen_hit_t hit[]) {
    gnbs_screen_verdict_t best = none();
    int32_t best_gq = -1;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            const gnbs_call_t *a = &hit[i].variant->call, *b = &hit[j].variant->call;
            gnbs_phase_t phase = gnbs_screen_phase(a, b);
            if (phase == GNBS_PHASE_CIS) continue;
            int32_t gq = (a->gq_phred < b->gq_phred ? a->gq_phred : b->gq_phred) +
                         (phase == GNBS_PHASE_TRANS ? 1000 : 0);
            if (gq <= best_gq) continue;
            best_gq = gq;
            best = (gnbs_screen_verdict_t){
                .is_suspected = true, .phase = phase, .n_variant = 2, .variant = {i, j}};
            best.reason = phase == GNBS_PHASE_TRANS ? GNBS_REASON_COMPOUND_TRANS
                                                    : GNBS_REASON_COMPOUND_PHASE_UNKNOWN;
        }
    }
    return best;
}

static gnbs_screen_verdict_t judge_biallelic(size_t n, const gnbs_screen_hit_t hit[]) {
    for (size_t i = 0; i < n; i++)
        if (hit[i].variant->call.ploidy == 2 && hit[i].variant->call.n_alt == 2)
            return one(GNBS_REASON_HOMOZYGOUS, i);
    return best_pair(n, hit);
}

static gnbs_screen_verdict_t judge_hemizygous(size_t n) {
    return n > 0 ? one(GNBS_REASON_HEMIZYGOUS, 0) : none();
}

static gnbs_screen_verdict_t judge_dominant(size_t n, const gnbs_screen_hit_t hit[]) {
    for (size_t i = 0; i < n; i++)
        if (hit[i].variant->call.n_alt == 2) return one(GNBS_REASON_HOMOZYGOUS, i);
    return n > 0 ? one(GNBS_REASON_HETEROZYGOUS_DOMINANT, 0) : none();
}

gnbs_screen_verdict_t gnbs_screen_judge(gnbs_inheritance_t inheritance,
                                        bool is_x_linked_site, gnbs_sex_t sex, size_t n,
                                        const gnbs_screen_hit_t hit[]) {
    if (is_x_linked_site && sex == GNBS_SEX_MALE) return judge_hemizygous(n);
    switch (inheritance) {
    case GNBS_INH_AR:
    case GNBS_INH_XLR: return judge_biallelic(n, hit);
    case GNBS_INH_AD:
    case GNBS_INH_XLD:
    case GNBS_INH_XL: return judge_dominant(n, hit);
    case GNBS_INH_MT:
    case GNBS_INH_UNKNOWN: break;
    }
    return none();
}
