#include "mito/mito_call.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Prior odds of a variant at a place, as Phred: Mutect2's mitochondrial mode takes 10^-2.5 and 10^-3.75 (GATK); ours are
 * stricter for bases, because every base of the circle is asked three times. */
static const double SNV_PRIOR_PHRED = 35, INDEL_PRIOR_PHRED = 37.5;
static const double MIN_ERROR = 1e-3; /* no base is believed more than this */
/* Nuclear copies differ from rCRS by 1.5 % and more (chr1:629084-634924, the youngest long one); so do their reads. */
static const double NUMT_DIFFERENCE = 0.01;
static const double NUMT_MAX_FRACTION = 0.05;
static const double STRAND_G = 10.83; /* chi-square(1), 0.001 */
enum { MIN_ALT = 3, MIN_STRAND = 10 };

typedef struct tally { /* of the molecules that show the allele, and of the others */
    uint32_t alt[2], other[2]; /* by strand */
    uint32_t n_error;          /* show neither it nor another allele that is there */
    uint32_t alt_near_end, other_near_end;
    double alt_mapq, other_mapq; /* means */
    double alt_difference,
        other_difference; /* mismatches per base, the allele itself left out */
} tally_t;

/* ---- filters ---------------------------------------------------------------------------- */

static double g_part(double seen, double expected) {
    return seen > 0 ? 2 * seen * log(seen / expected) : 0;
}

/* Does one strand show the allele, and the other hardly? (G test of two strands by two alleles.) */
static bool is_strand_biased(const tally_t *t) {
    double n[2] = {(double)t->alt[0] + t->other[0], (double)t->alt[1] + t->other[1]};
    if (n[0] < MIN_STRAND || n[1] < MIN_STRAND) return false;
    double f[2] = {t->alt[0] / n[0], t->alt[1] / n[1]};
    if (fmin(f[0], f[1]) >= 0.25 * fmax(f[0], f[1])) return false;
    double all = ((double)t->alt[0] + t->alt[1]) / (n[0] + n[1]), g = 0;
    for (int s = 0; s < 2; s++)
        g += g_part(t->alt[s], n[s] * all) + g_part(t->other[s], n[s] * (1 - all));
    return g > STRAND_G;
}

static bool is_at_read_ends(const tally_t *t) {
    double n_alt = (double)t->alt[0] + t->alt[1],
           n_other = (double)t->other[0] + t->other[1];
    double alt = t->alt_near_end / n_alt,
           other = n_other > 0 ? t->other_near_end / n_other : 0;
    return n_other > 0 && alt > 0.5 && alt > 3 * other;
}

static bool looks_nuclear(const gnbs_mito_bench_t *b, const tally_t *t, double fraction) {
    bool is_known = b->rq->autosomal_depth >= 0;
    uint32_t n_alt = t->alt[0] + t->alt[1];
    bool is_shallow =
        is_known ? n_alt <= b->numt_depth : fraction < b->rq->policy->confirm_below;
    bool is_linked = t->alt_difference - t->other_difference > NUMT_DIFFERENCE;
    return is_shallow && fraction < 0.5 &&
           (is_linked || (is_known && fraction < NUMT_MAX_FRACTION));
}

uint32_t gnbs_mito_numt_depth(double autosomal_depth, double copies) {
    double mean = autosomal_depth / 2 * copies;
    if (!(mean > 0)) return 0;
    double p_ln = -mean, sum = exp(p_ln);
    uint32_t k = 0;
    while (sum < 0.99 && k < 1000000) {
        k++;
        p_ln += log(mean / k);
        sum += exp(p_ln);
    }
    return k;
}

/* Every copy, or so many that the rest is not told apart from errors. */
static bool is_homoplasmic(const gnbs_mito_evidence_t *e, const gnbs_mito_fraction_t *f,
                           double from, double prior_phred) {
    if (f->fraction >= from || f->high < from) return f->fraction >= from;
    gnbs_mito_evidence_t rest = *e;
    for (int k = 0; k < e->n_group; k++) {
        rest.n_alt[k] = e->n_other[k], rest.n_other[k] = e->n_alt[k];
        rest.p_false[k] = e->p_miss[k], rest.p_miss[k] = e->p_false[k];
    }
    return gnbs_mito_estimate(&rest).lr_phred < prior_phred;
}

/* Fraction, quality and filters from the evidence; what only a called allele has is set when it is called. */
static void conclude(const gnbs_mito_bench_t *b, const gnbs_mito_evidence_t *e,
                     const tally_t *t, double prior_phred, gnbs_call_t *c) {
    const gnbs_mito_policy_t *policy = b->rq->policy;
    gnbs_mito_fraction_t f = gnbs_mito_estimate(e);
    uint32_t n_alt = t->alt[0] + t->alt[1], n_other = t->other[0] + t->other[1];
    c->heteroplasmy =
        (gnbs_heteroplasmy_t){.is_stated = true,
                              .fraction = f.fraction,
                              .low = f.low,
                              .high = f.high,
                              .needs_confirmation = f.fraction < policy->confirm_below};
    c->ad_alt = (int32_t)n_alt;
    c->dp = (int32_t)(n_alt + n_other + t->n_error);
    c->alt_forward = (int32_t)t->alt[0], c->alt_reverse = (int32_t)t->alt[1];
    c->alt_mapq_mean = t->alt_mapq;
    c->qual_phred = fmax(0, f.lr_phred - prior_phred);
    c->gq_phred = (int32_t)fmin(99, c->qual_phred);
    c->pl[0] = c->pl[1] = c->pl[2] = -1;
    c->ploidy = 1;
    bool is_called =
        n_alt >= MIN_ALT && f.fraction >= policy->call_from && c->qual_phred > 0;
    if (!is_called) return;
    c->n_alt = 1;
    c->zygosity = GNBS_ZYG_HOMOPLASMIC;
    if (!is_homoplasmic(e, &f, policy->homoplasmic_from, prior_phred))
        c->zygosity = GNBS_ZYG_HETEROPLASMIC, c->ploidy = 2;
    if (c->qual_phred < b->rq->opt->min_qual_phred) c->filter |= GNBS_FILTER_LOW_QUAL;
    if (is_strand_biased(t)) c->filter |= GNBS_FILTER_STRAND;
    if (is_at_read_ends(t)) c->filter |= GNBS_FILTER_READ_POS;
    if (n_other > 0 && t->alt_mapq < 20 && t->other_mapq - t->alt_mapq >= 10)
        c->filter |= GNBS_FILTER_LOW_MAPQ;
    if (looks_nuclear(b, t, f.fraction)) c->filter |= GNBS_FILTER_NUMT;
}

static bool is_artefact_site(const gnbs_mito_bench_t *b, const gnbs_call_t *c,
                             gnbs_pos_t beg, gnbs_pos_t end) {
    return c->heteroplasmy.fraction < 0.5 &&
           gnbs_mito_find_site(b->rq->policy, beg, end) != NULL;
}

/* ---- a base ----------------------------------------------------------------------------- */

/* Which alleles of a place a molecule without this base may really have: a bit each. */
static unsigned others_of(const gnbs_mito_bench_t *b, int32_t pos, uint8_t base) {
    unsigned all = (1u << GNBS_MITO_ALLELES) - 1, ref = b->pile->ref.code[pos];
    if (b->is_second_round)
        all = b->called[pos] | 1u << GNBS_MITO_DELETION | (ref < 4 ? 1u << ref : 0);
    return all & ~(1u << base);
}

static void add_base_evidence(const gnbs_mito_column_t *col, uint8_t base, unsigned others,
                              bool skips_ends, gnbs_mito_evidence_t *e, tally_t *t) {
    e->n_group = GNBS_MITO_QUAL_BINS;
    for (int k = 0; k < GNBS_MITO_QUAL_BINS; k++) {
        double error = fmax(MIN_ERROR, pow(10, -gnbs_mito_bin_phred(k) / 10.0));
        e->p_false[k] = error / 3;
        e->p_miss[k] = error;
        for (int a = 0; a < GNBS_MITO_ALLELES; a++)
            for (int s = 0; s < 2; s++) {
                uint32_t near_end = skips_ends ? 0 : col->n[a][s][GNBS_MITO_NEAR_END][k],
                         n = col->n[a][s][GNBS_MITO_INNER][k] + near_end;
                if (a == base)
                    e->n_alt[k] += n, t->alt[s] += n, t->alt_near_end += near_end;
                else if (others >> a & 1)
                    e->n_other[k] += n, t->other[s] += n, t->other_near_end += near_end;
                else
                    t->n_error += n;
            }
    }
}

uint32_t gnbs_mito_count(const gnbs_mito_column_t *col, int allele) {
    uint32_t n = 0;
    for (int s = 0; s < 2; s++)
        for (int l = 0; l < GNBS_MITO_LAYERS; l++)
            for (int k = 0; k < GNBS_MITO_QUAL_BINS; k++) n += col->n[allele][s][l][k];
    return n;
}

/* Means over the reads that show the allele, and over the others that cover the place. */
static void add_base_means(const gnbs_mito_column_t *col, uint8_t base, bool is_ref_base,
                           tally_t *t) {
    if (is_ref_base) return; /* what is like the reference is not doubted */
    gnbs_mito_sum_t alt = col->unlike[base],
                    other = col->cover; /* `alt` less its own mismatch */
    other.n -= alt.n, other.mapq -= alt.mapq;
    other.n_differ -= alt.n_differ, other.n_base -= alt.n_base;
    if (alt.n > 0) {
        t->alt_mapq = (double)alt.mapq / (double)alt.n;
        t->alt_difference = (double)(alt.n_differ - alt.n) / (double)alt.n_base;
    }
    if (other.n > 0) {
        t->other_mapq = (double)other.mapq / (double)other.n;
        t->other_difference = (double)other.n_differ / (double)other.n_base;
    }
}

static int32_t count_ref(const gnbs_mito_column_t *col, uint8_t ref, bool skips_ends,
                         gnbs_call_t *c) {
    if (ref > 3) return 0;
    int32_t *by_strand[2] = {&c->ref_forward, &c->ref_reverse};
    for (int s = 0; s < 2; s++) {
        *by_strand[s] = 0;
        for (int k = 0; k < GNBS_MITO_QUAL_BINS; k++)
            *by_strand[s] +=
                (int32_t)(col->n[ref][s][GNBS_MITO_INNER][k] +
                          (skips_ends ? 0 : col->n[ref][s][GNBS_MITO_NEAR_END][k]));
    }
    return c->ref_forward + c->ref_reverse;
}

void gnbs_mito_judge_base(const gnbs_mito_bench_t *b, int32_t pos, uint8_t base,
                          gnbs_call_t *call) {
    const gnbs_mito_column_t *col = &b->pile->column[pos];
    uint8_t ref = b->pile->ref.code[pos];
    bool skips_ends = b->is_near_indel[pos] != 0;
    gnbs_mito_evidence_t e = {0};
    tally_t t = {0};
    add_base_evidence(col, base, others_of(b, pos, base), skips_ends, &e, &t);
    add_base_means(col, base, base == ref, &t);
    conclude(b, &e, &t, SNV_PRIOR_PHRED, call);
    call->ad_ref = count_ref(col, ref, skips_ends, call);
    if (call->n_alt > 0 && is_artefact_site(b, call, pos, pos + 1))
        call->filter |= GNBS_FILTER_ARTEFACT_SITE;
}

/* ---- an indel --------------------------------------------------------------------------- */

uint32_t gnbs_mito_count_holding(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel,
                                 uint32_t by_strand[2]) {
    int64_t flank = gnbs_mito_flank(indel->len), n = b->pile->ref.n;
    int64_t beg = indel->pos - flank, end = (int64_t)indel->pos + indel->reach_bp + flank;
    int64_t sum[2] = {0};
    for (size_t i = 0; i < b->pile->span.n; i++) {
        const gnbs_mito_span_t *s = &b->pile->span.at[i];
        int64_t s_end = (int64_t)s->beg + s->bp;
        bool holds = (s->beg <= beg && s_end >= end) ||
                     (s->beg <= beg + n && s_end >= end + n) ||
                     (s->beg - n <= beg && s_end - n >= end);
        if (holds) sum[s->is_reverse] += s->weight;
    }
    for (int k = 0; k < 2; k++) by_strand[k] = sum[k] > 0 ? (uint32_t)sum[k] : 0;
    return by_strand[0] + by_strand[1];
}

/* Errors of indels by what they slide over. Steps of our own: sequencers slip more the longer a repeat is (Ross et al. 2013,
 * Genome Biology 14:R51), and in doubt more slips are allowed than a good library has. */
static double indel_error(const gnbs_mito_indel_t *indel) {
    int32_t n = indel->len < 0 ? -indel->len : indel->len;
    int32_t tract = indel->reach_bp + (indel->len > 0 ? n : 0);
    if (n > 1) return tract >= 3 * n ? 5e-3 : 2e-4;
    return tract >= 9 ? 2e-2 : tract >= 7 ? 5e-3 : tract >= 5 ? 1e-3 : 2e-4;
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool has_number(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel,
                       uint32_t molecule) {
    for (size_t i = 0; i < indel->n; i++)
        if (b->seen[indel->first + i].molecule == molecule) return true;
    return false;
}

/* Molecules with an indel at this tract that is neither this one nor another that is there. */
static uint32_t count_errors(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel) {
    size_t n = 0;
    if (!b->is_second_round) return 0;
    for (size_t i = 0; i < b->n_indel; i++) {
        const gnbs_mito_indel_t *o = &b->indel[i];
        if (o == indel || o->is_called || o->pos > indel->pos + indel->reach_bp ||
            o->pos + o->reach_bp < indel->pos)
            continue;
        for (size_t k = 0; k < o->n; k++)
            if (!has_number(b, indel, b->seen[o->first + k].molecule))
                b->other[n++] = b->seen[o->first + k].molecule;
    }
    if (n > 0) qsort(b->other, n, sizeof *b->other, compare_numbers);
    uint32_t n_distinct = 0;
    for (size_t i = 0; i < n; i++) n_distinct += i == 0 || b->other[i] != b->other[i - 1];
    return n_distinct;
}

void gnbs_mito_judge_indel(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel,
                           gnbs_call_t *call) {
    double error = indel_error(indel), mapq = 0;
    tally_t t = {0};
    uint32_t holding[2];
    (void)gnbs_mito_count_holding(b, indel, holding);
    for (size_t i = 0; i < indel->n; i++) {
        const gnbs_mito_seen_t *s = &b->seen[indel->first + i];
        t.alt[s->is_reverse]++;
        mapq += s->mapq;
    }
    for (int s = 0; s < 2; s++)
        t.other[s] = holding[s] > t.alt[s] ? holding[s] - t.alt[s] : 0;
    if (indel->n > 0) t.alt_mapq = t.other_mapq = mapq / (double)indel->n;
    uint32_t n_other = t.other[0] + t.other[1];
    t.n_error = count_errors(b, indel);
    if (t.n_error > n_other) t.n_error = n_other;
    for (int s = 0; s < 2; s++) /* by strand in proportion: only their sum is known */
        t.other[s] -=
            n_other > 0 ? (uint32_t)((uint64_t)t.n_error * t.other[s] / n_other) : 0;
    n_other -= t.n_error;
    gnbs_mito_evidence_t e = {.n_group = 1,
                              .n_alt = {t.alt[0] + t.alt[1]},
                              .n_other = {n_other},
                              .p_false = {error},
                              .p_miss = {error}};
    conclude(b, &e, &t, INDEL_PRIOR_PHRED, call);
    call->ref_forward = (int32_t)t.other[0], call->ref_reverse = (int32_t)t.other[1];
    call->ad_ref = (int32_t)n_other;
    call->dp = call->ad_ref + call->ad_alt + (int32_t)t.n_error;
    if (call->n_alt == 0) return;
    if (is_artefact_site(b, call, indel->pos - 1, (gnbs_pos_t)indel->pos + indel->reach_bp))
        call->filter |= GNBS_FILTER_ARTEFACT_SITE;
    if (call->heteroplasmy.fraction < 10 * error) call->filter |= GNBS_FILTER_REPEAT;
}
