#include <math.h>
#include <string.h>

#include "core/math.h"
#include "loci/loci_judge.h"

/* Where copies lie in a row and differ in which of them are gone, depth of a few stretches tells the pair of haplotypes:
 *
 *     -- A ---- U1 ---- B ---- A' ---- U2 ---- B' --      alpha genes in B and B'; A and A', B and B' are alike
 *
 * every pair of listed haplotypes predicts copies of each region; the posterior of the pairs adds up to that of the number
 * of functional genes. */

enum { N = GNBS_LOCI_N_COPIES, MAX_PAIRS = 400 };

static const double VARIANT_PRIOR =
    0.002; /* of a gene copy that carries the event's variant */

typedef struct pair {
    int a, b;
    int functional; /* without what events take */
    double ln, worst_z;
} pair_t;

static size_t weigh_pairs(const gnbs_loci_bench_t *b, pair_t pair[]) {
    const gnbs_loci_locus_t *l = b->locus;
    size_t n = 0;
    for (int x = 0; x < (int)l->n_haplotype; x++)
        for (int y = x; y < (int)l->n_haplotype && n < MAX_PAIRS; y++) {
            const gnbs_loci_haplotype_t *hx = &l->haplotype[x], *hy = &l->haplotype[y];
            pair_t *p = &pair[n++];
            *p = (pair_t){x, y, hx->functional + hy->functional,
                          hx->prior_ln + hy->prior_ln + (x != y ? log(2) : 0), 0};
            for (size_t i = 0; i < l->n_region; i++) {
                double z;
                if (l->region[i].role != GNBS_LOCI_BOX || !b->depth[i].is_known) continue;
                p->ln +=
                    gnbs_loci_depth_ln(&b->depth[i], hx->copies[i] + hy->copies[i], &z);
                p->worst_z = fmax(p->worst_z, fabs(z));
            }
        }
    return n;
}

/* Functional genes that an event's variant takes, given the copies of its region: posterior of 0, 1, 2 ... copies. */
static void variant_post(const gnbs_loci_bench_t *b, const gnbs_loci_event_t *e, int total,
                         double post[N]) {
    const gnbs_loci_tally_t *t = &b->tally[e->site[0]];
    double ln[N];
    memset(post, 0, N * sizeof *post);
    post[0] = 1;
    if (total == 0 || t->n_gene + t->n_other == 0) return;
    for (int k = 0; k <= total; k++) {
        double p = (double)k / total * (1 - b->opt->error_frac) +
                   (1 - (double)k / total) * b->opt->error_frac;
        ln[k] = t->n_other * log(p) + t->n_gene * log1p(-p) +
                gnbs_math_ln_binom(k, total, VARIANT_PRIOR);
    }
    double sum = gnbs_math_ln_sum((size_t)total + 1, ln);
    for (int k = 0; k <= total; k++) post[k] = exp(ln[k] - sum);
}

/* Posterior of functional genes, summed over pairs. */
static void count_functional(const gnbs_loci_bench_t *b, size_t n, const pair_t pair[],
                             double sum_ln, double post[N], double variant[N]) {
    const gnbs_loci_locus_t *l = b->locus;
    memset(post, 0, N * sizeof *post);
    memset(variant, 0, N * sizeof *variant);
    for (size_t i = 0; i < n; i++) {
        double weight = exp(pair[i].ln - sum_ln), taken[N] = {1};
        const gnbs_loci_event_t *e = NULL;
        for (size_t k = 0; k < l->n_event; k++)
            if (l->event[k].takes > 0 && l->event[k].n_site > 0) e = &l->event[k];
        if (e != NULL) {
            int r = l->site[e->site[0]].i_total;
            int total = r >= 0 ? l->haplotype[pair[i].a].copies[r] +
                                     l->haplotype[pair[i].b].copies[r]
                               : pair[i].functional;
            variant_post(b, e, total, taken);
        }
        for (int k = 0; k < N; k++) {
            int left = pair[i].functional - k * (e != NULL ? e->takes : 0);
            post[left < 0 ? 0 : left >= N ? N - 1 : left] += weight * taken[k];
            variant[k] += weight * taken[k];
        }
    }
}

static gnbs_code_t tell_pair(gnbs_loci_bench_t *b, const pair_t *best,
                             const double variant[N], gnbs_err_t *err) {
    const gnbs_loci_locus_t *l = b->locus;
    const char *extra = "";
    int k = gnbs_loci_best(N, variant);
    for (size_t i = 0; i < l->n_event; i++) {
        b->event[i] = (gnbs_locus_event_t){
            .name = l->event[i].name, .text = l->event[i].text, .functional = -1};
        if (k > 0) extra = l->event[i].name;
    }
    b->result->genotype =
        gnbs_arena_printf(b->arena, "%s/%s%s%s", l->haplotype[best->a].name,
                          l->haplotype[best->b].name, extra[0] != '\0' ? ", " : "", extra);
    return b->result->genotype != NULL ? GNBS_OK
                                       : gnbs_err_set(err, GNBS_E_NOMEM, "genotype");
}

gnbs_code_t gnbs_loci_judge_haplotypes(gnbs_loci_bench_t *b, gnbs_err_t *err) {
    const gnbs_loci_locus_t *l = b->locus;
    gnbs_locus_result_t *r = b->result;
    pair_t *pair = GNBS_NEW(b->arena, pair_t, MAX_PAIRS);
    double *ln = GNBS_NEW(b->arena, double, MAX_PAIRS), post[N], variant[N];
    if (pair == NULL || ln == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "haplotypes");
    for (size_t i = 0; i < l->n_event; i++)
        b->event[i] = (gnbs_locus_event_t){
            .name = l->event[i].name, .text = l->event[i].text, .functional = -1};
    for (size_t i = 0; i < l->n_site; i++)
        b->site[i] = (gnbs_locus_site_t){.name = l->site[i].name,
                                         .n_gene = b->tally[i].n_gene,
                                         .n_other = b->tally[i].n_other,
                                         .n_neither = b->tally[i].n_neither,
                                         .copies = -1};
    for (size_t i = 0; i < l->n_region; i++)
        if (!b->depth[i].is_known)
            return gnbs_loci_conclude(
                b, GNBS_LOCUS_NOT_ASSESSED, err, "%s",
                b->curve->is_usable ? "Copies could not be counted: too few reads, or "
                                      "no reference sequence"
                                    : b->curve->why);
    r->is_depth_used = true;
    size_t n = weigh_pairs(b, pair);
    if (n == 0) return gnbs_err_set(err, GNBS_E_FORMAT, "no haplotypes");
    for (size_t i = 0; i < n; i++) ln[i] = pair[i].ln;
    size_t best = (size_t)gnbs_loci_best(n, ln);
    double sum_ln = gnbs_math_ln_sum(n, ln), affected = 0;
    count_functional(b, n, pair, sum_ln, post, variant);
    GNBS_TRY(tell_pair(b, &pair[best], variant, err));
    int functional = gnbs_loci_best(N, post);
    r->total_posterior = post[functional];
    if (post[functional] >= b->opt->min_posterior)
        r->total_copies = r->gene_copies = functional;
    for (int k = 0; k <= l->affected_functional; k++) affected += post[k];
    if (pair[best].worst_z > b->opt->max_depth_z)
        return gnbs_loci_conclude(
            b, GNBS_LOCUS_INCONCLUSIVE, err,
            "The depth fits no pair of known haplotypes (the nearest is "
            "%.1f standard deviations off)",
            pair[best].worst_z);
    if (affected >= 0.99)
        return gnbs_loci_conclude(b, GNBS_LOCUS_AFFECTED, err, "%s: %s", l->affected,
                                  r->genotype);
    if (affected > 0.01)
        return gnbs_loci_conclude(b, GNBS_LOCUS_INCONCLUSIVE, err,
                                  "The depth leaves open whether %d or more genes work",
                                  l->affected_functional + 1);
    return gnbs_loci_conclude(b, GNBS_LOCUS_CLEAR, err, "More than %d functional genes",
                              l->affected_functional);
}
