#include "loci/loci_chain.h"

#include <math.h>

#include "core/math.h"

enum { N = GNBS_LOCI_N_COPIES };

static const double RHO_CHAIN = 0.01,
                    RHO_SITE = 0.003; /* scatter of shares beyond counting */
static const double STRAY_LN = -3;

int gnbs_loci_best(size_t n, const double post[]) {
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (post[i] > post[best]) best = i;
    return (int)best;
}

static double share_ln(double n_gene, double n_other, int k, int total, double error,
                       double rho) {
    double n = n_gene + n_other;
    if (total == 0) return n * STRAY_LN; /* reads without a copy: astray, each of them */
    double p = (double)k / total * (1 - error) + (1 - (double)k / total) * error;
    double weight = n > 1 ? 1 / (1 + (n - 1) * rho) : 1;
    return weight * (n_gene * log(p) + n_other * log1p(-p));
}

typedef struct one_total { /* a chain for one T */
    double ln;             /* of all sites */
    double (*gamma)[N],
        (*rest)[N]; /* posterior, and what the other sites expect; both sum to 1 */
} one_total_t;

typedef struct job {
    const gnbs_loci_locus_t *locus;
    const gnbs_loci_opt_t *opt;
    const gnbs_loci_tally_t *tally;
    size_t n;   /* sites of the chain */
    int *index; /* into the locus's sites */
    double (*forward)[N], (*backward)[N], (*emit)[N];
} job_t;

static double step_ln(const job_t *j, int from, int to, int total) {
    double change = exp(j->locus->switch_ln);
    return from == to ? log1p(-change) : j->locus->switch_ln - log(total);
}

static void normalise(int n, double ln[], double out[]) {
    double sum = gnbs_math_ln_sum((size_t)n, ln);
    for (int k = 0; k < n; k++) out[k] = sum == -INFINITY ? 0 : exp(ln[k] - sum);
}

static void run_total(job_t *j, int total, const double gene_ln[N], one_total_t *out) {
    int n_state = total + 1;
    double start[N], sum[N];
    for (int k = 0; k < n_state; k++)
        start[k] = gene_ln[k] + j->locus->other_prior_ln[total - k];
    for (size_t i = 0; i < j->n; i++) {
        const gnbs_loci_tally_t *t = &j->tally[j->index[i]];
        for (int k = 0; k < n_state; k++) {
            j->emit[i][k] = share_ln(t->gene_share, t->other_share, k, total,
                                     j->opt->error_frac, RHO_CHAIN);
            if (i == 0) {
                j->forward[0][k] = start[k];
                continue;
            }
            for (int from = 0; from < n_state; from++)
                sum[from] = j->forward[i - 1][from] + j->emit[i - 1][from] +
                            step_ln(j, from, k, total);
            j->forward[i][k] = gnbs_math_ln_sum((size_t)n_state, sum);
        }
    }
    for (size_t i = j->n; i-- > 0;)
        for (int k = 0; k < n_state; k++) {
            if (i + 1 == j->n) {
                j->backward[i][k] = 0;
                continue;
            }
            for (int to = 0; to < n_state; to++)
                sum[to] =
                    j->backward[i + 1][to] + j->emit[i + 1][to] + step_ln(j, k, to, total);
            j->backward[i][k] = gnbs_math_ln_sum((size_t)n_state, sum);
        }
    out->ln = gnbs_math_ln_sum((size_t)n_state, start);
    for (size_t i = 0; i < j->n; i++) {
        double with[N], without[N];
        for (int k = 0; k < n_state; k++) {
            without[k] = j->forward[i][k] + j->backward[i][k];
            with[k] = without[k] + j->emit[i][k];
        }
        if (i == 0) out->ln = gnbs_math_ln_sum((size_t)n_state, with);
        normalise(n_state, with, out->gamma[i]);
        normalise(n_state, without, out->rest[i]);
    }
}

/* One site's own reads, and what the others expect of it: the same copies; or, with the locus's prior of a lone change, one
 * copy fewer or any number. */
static void judge_site(const job_t *j, const gnbs_loci_tally_t *t, int total,
                       const double rest[], double out[N]) {
    double ln[N], lone = j->locus->lone_frac;
    for (int k = 0; k <= total; k++) {
        double any = 1.0 / (total + 1), same = rest != NULL ? rest[k] : any,
               fewer = rest == NULL ? any
                       : k < total  ? rest[k + 1]
                                    : 0;
        double prior = (1 - lone) * same + lone * (0.7 * fewer + 0.3 * any);
        ln[k] = share_ln(t->n_gene, t->n_other, k, total, j->opt->error_frac, RHO_SITE) +
                log(prior);
    }
    normalise(total + 1, ln, out);
}

static void add_total(const job_t *j, int total, double weight, const one_total_t *one,
                      gnbs_loci_chain_t *chain) {
    double post[N];
    for (size_t i = 0; i < j->n; i++) {
        judge_site(j, &j->tally[j->index[i]], total, one->rest[i], post);
        for (int k = 0; k <= total; k++) {
            chain->site_post[j->index[i]][k] += weight * post[k];
            chain->chain_post[j->index[i]][k] += weight * one->gamma[i][k];
        }
    }
    for (size_t i = 0; i < j->locus->n_site; i++) {
        if (!j->locus->site[i].is_variant) continue;
        judge_site(j, &j->tally[i], total, NULL, post);
        for (int k = 0; k <= total; k++) chain->site_post[i][k] += weight * post[k];
    }
}

static bool make_room(job_t *j, one_total_t one[N], gnbs_arena_t *arena,
                      gnbs_loci_chain_t *chain) {
    size_t n = j->locus->n_site;
    j->index = GNBS_NEW(arena, int, n);
    j->forward = gnbs_arena_alloc(arena, n, sizeof *j->forward);
    j->backward = gnbs_arena_alloc(arena, n, sizeof *j->backward);
    j->emit = gnbs_arena_alloc(arena, n, sizeof *j->emit);
    chain->n_site = n;
    chain->site_post = gnbs_arena_alloc(arena, n, sizeof *chain->site_post);
    chain->chain_post = gnbs_arena_alloc(arena, n, sizeof *chain->chain_post);
    bool is_whole = j->index != NULL && j->forward != NULL && j->backward != NULL &&
                    j->emit != NULL && chain->site_post != NULL &&
                    chain->chain_post != NULL;
    for (int t = 0; t < N; t++) {
        one[t].gamma = gnbs_arena_alloc(arena, n, sizeof *one[t].gamma);
        one[t].rest = gnbs_arena_alloc(arena, n, sizeof *one[t].rest);
        is_whole = is_whole && one[t].gamma != NULL && one[t].rest != NULL;
    }
    return is_whole;
}

gnbs_code_t gnbs_loci_run_chain(const gnbs_loci_locus_t *locus, const gnbs_loci_opt_t *opt,
                                const double total_ln[N], const double gene_ln[N],
                                const gnbs_loci_tally_t tally[], gnbs_arena_t *arena,
                                gnbs_loci_chain_t *chain, gnbs_err_t *err) {
    job_t j = {.locus = locus, .opt = opt, .tally = tally};
    one_total_t one[N];
    double ln[N];
    *chain = (gnbs_loci_chain_t){.n_site = locus->n_site};
    if (!make_room(&j, one, arena, chain))
        return gnbs_err_set(err, GNBS_E_NOMEM, "locus %s", locus->name);
    for (size_t i = 0; i < locus->n_site; i++)
        if (!locus->site[i].is_variant) j.index[j.n++] = (int)i;
    for (int total = 0; total < N; total++) {
        run_total(&j, total, gene_ln, &one[total]);
        ln[total] = one[total].ln + total_ln[total];
    }
    normalise(N, ln, chain->total_post);
    for (int total = 0; total < N; total++)
        if (chain->total_post[total] > 1e-9)
            add_total(&j, total, chain->total_post[total], &one[total], chain);
    return GNBS_OK;
}

double gnbs_loci_zero_log10_lr(const gnbs_loci_opt_t *opt, const gnbs_loci_tally_t *t,
                               const double total_post[N]) {
    double n_gene = t->n_gene, n_other = t->n_other;
    /* half of a contaminating person's reads at the most, less often all, have the gene's base */
    double stray = fmax(opt->error_frac / 3, opt->contamination_frac / 2);
    double none = n_gene * log(stray) + n_other * log1p(-stray), best = -INFINITY;
    for (int total = 1; total < N; total++) {
        if (total_post[total] < 1e-3) continue;
        for (int k = 1; k <= total; k++)
            best = fmax(best, share_ln(n_gene, n_other, k, total, opt->error_frac, 0));
    }
    return best == -INFINITY ? 0 : (none - best) / log(10.0);
}
