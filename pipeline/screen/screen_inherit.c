#include "screen/screen_inherit.h"

#include <string.h>

/* What of an allele differs from the reference: [beg, end) of reference bases, and the letters in their place. */
typedef struct change {
    gnbs_pos_t beg, end;
    const char *alt;
    size_t n_alt;
} change_t;

static change_t change_of(const gnbs_variant_t *v) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt), head = 0;
    while (n_ref > 0 && n_alt > 0 && v->ref[n_ref - 1] == v->alt[n_alt - 1])
        n_ref--, n_alt--;
    while (head < n_ref && head < n_alt && v->ref[head] == v->alt[head]) head++;
    return (change_t){v->pos + (gnbs_pos_t)head, v->pos + (gnbs_pos_t)n_ref, v->alt + head,
                      n_alt - head};
}

static bool is_same_length(const change_t *c) {
    return (gnbs_pos_t)c->n_alt == c->end - c->beg;
}

bool gnbs_screen_exclude_each_other(const gnbs_variant_t *a, const gnbs_variant_t *b) {
    if (a->tid != b->tid || gnbs_variant_is_symbolic(a) || gnbs_variant_is_symbolic(b) ||
        gnbs_variant_compare(a, b) == 0)
        return false;
    change_t x = change_of(a), y = change_of(b);
    if (x.beg == x.end && y.beg == y.end)
        return x.beg == y.beg; /* two insertions at one place */
    gnbs_pos_t beg = x.beg > y.beg ? x.beg : y.beg, end = x.end < y.end ? x.end : y.end;
    if (beg >= end) return false;
    if (!is_same_length(&x) || !is_same_length(&y)) return true;
    for (gnbs_pos_t p = beg; p < end; p++)
        if (x.alt[p - x.beg] != y.alt[p - y.beg]) return true;
    return false; /* the one may be part of the other */
}

/* A deletion of one copy, and what is there of a place within it: on the other copy, whatever its genotype looks like. */
static bool is_within_deletion(const gnbs_case_variant_t *del,
                               const gnbs_case_variant_t *v) {
    const gnbs_dosage_t *d = del->dosage;
    if (d == NULL || d->kind != GNBS_DOSAGE_DEL || del->call.n_alt != 1) return false;
    if (v->dosage != NULL) /* one chromosome cannot lose the same bases twice */
        return v->dosage->kind == GNBS_DOSAGE_DEL &&
               gnbs_region_overlaps(d->region, v->dosage->region);
    const gnbs_variant_t *at = &v->call.variant;
    return at->tid == d->region.tid && at->pos >= d->region.beg &&
           at->pos + (gnbs_pos_t)strlen(at->ref) <= d->region.end && v->call.n_alt == 2;
}

gnbs_phase_t gnbs_screen_phase_of(const gnbs_case_variant_t *a,
                                  const gnbs_case_variant_t *b) {
    if (is_within_deletion(a, b) || is_within_deletion(b, a)) return GNBS_PHASE_TRANS;
    return gnbs_screen_phase(&a->call, &b->call);
}

gnbs_phase_t gnbs_screen_phase(const gnbs_call_t *a, const gnbs_call_t *b) {
    bool is_one_site = a->variant.tid == b->variant.tid && a->variant.pos == b->variant.pos;
    if ((is_one_site && a->n_other_alt > 0 && b->n_other_alt > 0) ||
        gnbs_screen_exclude_each_other(&a->variant, &b->variant))
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
            gnbs_phase_t phase = gnbs_screen_phase_of(hit[i].variant, hit[j].variant);
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

/* A variant that looks homozygous because the other copy is deleted: both belong to the finding. */
static bool is_beside_deletion(size_t n, const gnbs_screen_hit_t hit[], size_t i) {
    for (size_t k = 0; k < n; k++)
        if (k != i && hit[i].variant->dosage == NULL &&
            is_within_deletion(hit[k].variant, hit[i].variant))
            return true;
    return false;
}

static gnbs_screen_verdict_t judge_biallelic(size_t n, const gnbs_screen_hit_t hit[]) {
    for (size_t i = 0; i < n; i++)
        if (hit[i].variant->call.ploidy == 2 && hit[i].variant->call.n_alt == 2 &&
            !is_beside_deletion(n, hit, i))
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
