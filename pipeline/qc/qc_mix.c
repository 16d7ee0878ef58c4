#include "qc/qc_mix.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/math.h"
#include "qc/qc_simplex.h"

enum { MAX_QUAL = 64, MAX_PAIRS = 9, N_KIND = 3 };
static const double MAX_ALPHA = 0.5, MIN_AF = 5e-4, SUPPORT_LN = 1.92;

/* How many copies baby and other have: 2 and 2; or, of X, n_x and 1 or 2. */
typedef struct mixture {
    int n_g, n_h; /* copies of the baby, of the other */
    double alpha; /* as a share of copies */
    /* ln P(base | pair), for the pairs (g, h) in order: h fastest */
    double ln_p[2][MAX_QUAL][MAX_PAIRS];
} mixture_t;

typedef struct site {
    const gnbs_marker_pile_t *pile;
    const gnbs_marker_t *marker;
    bool is_x;
    double stray_ln; /* likelihood of the counts when any share of ALT is as likely */
    double af;       /* under the ancestry at hand */
    double
        ln_p[2]
            [MAX_PAIRS]; /* of the pile, by pair, under alpha; [1]: the other has two X */
    double top_ln[2];
} site_t;

typedef struct job {
    const gnbs_qc_mix_request_t *rq;
    double error[MAX_QUAL];
    size_t n;
    site_t *site;
    bool has_x;
    mixture_t mixture[N_KIND]; /* autosomes; X with an other of one X; of two */
    double pc[GNBS_MARKER_PCS];
} job_t;

gnbs_qc_mix_opt_t gnbs_qc_mix_opt_default(void) {
    return (gnbs_qc_mix_opt_t){.min_depth = 8,
                               .max_other_frac = 0.10,
                               .stray_frac = 0.002,
                               .min_markers = 100,
                               .min_genotype = 0.99};
}

/* ---- which markers, and how sure their bases are ----------------------------------------------------------- */

static int32_t depth_of(const gnbs_marker_pile_t *p) { return p->n_ref + p->n_alt; }

/* 0: autosome, 1: X outside the pseudo-autosomal regions, -1: not for us. */
static int place_of(const gnbs_qc_mix_request_t *rq, const gnbs_marker_t *m) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(rq->contigs->contig[m->tid].name);
    if (kind == GNBS_CONTIG_AUTOSOME || kind == GNBS_CONTIG_OTHER) return 0;
    if (kind != GNBS_CONTIG_X) return -1;
    if (gnbs_contig_is_par(rq->build, kind, m->pos)) return 0;
    return rq->n_x == 1 || rq->n_x == 2 ? 1 : -1;
}

static bool is_clean(const gnbs_qc_mix_opt_t *opt, const gnbs_marker_pile_t *p) {
    int32_t all = depth_of(p) + p->n_other;
    return depth_of(p) >= opt->min_depth && p->n_other <= opt->max_other_frac * all;
}

/* Mean + 3 sd of the depth over the markers of one kind; deeper ones have copies elsewhere. */
static double deepest(const gnbs_qc_mix_request_t *rq, int place) {
    double n = 0, sum = 0, square = 0;
    for (size_t i = 0; i < rq->n_pile; i++) {
        const gnbs_marker_pile_t *p = &rq->pile[i];
        if (place_of(rq, &rq->marker[p->i_marker]) != place || depth_of(p) == 0) continue;
        n++, sum += depth_of(p), square += (double)depth_of(p) * depth_of(p);
    }
    double mean = n > 0 ? sum / n : 0;
    return mean + 3 * sqrt(n > 0 ? fmax(0, square / n - mean * mean) : 0);
}

static double ln_stray(const gnbs_marker_pile_t *p) {
    int n = depth_of(p);
    return -gnbs_math_ln_choose(n, p->n_alt) - log(n + 1.0);
}

static gnbs_code_t list_sites(job_t *j, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_qc_mix_request_t *rq = j->rq;
    const double max_depth[2] = {deepest(rq, 0), deepest(rq, 1)};
    j->site = GNBS_NEW(arena, site_t, rq->n_pile);
    if (j->site == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", rq->n_pile);
    for (size_t i = 0; i < rq->n_pile; i++) {
        const gnbs_marker_pile_t *p = &rq->pile[i];
        const gnbs_marker_t *m = &rq->marker[p->i_marker];
        int place = place_of(rq, m);
        if (place < 0 || !is_clean(rq->opt, p) || depth_of(p) > max_depth[place]) continue;
        j->site[j->n++] = (site_t){.pile = p,
                                   .marker = m,
                                   .is_x = place == 1,
                                   .stray_ln = ln_stray(p),
                                   .af = fmin(1 - MIN_AF, fmax(MIN_AF, m->af))};
        j->has_x = j->has_x || place == 1;
    }
    return GNBS_OK;
}

/* Two of three wrong bases are neither allele: they tell how far the qualities are to be believed. */
static double scale_errors(job_t *j) {
    double expected = 0, n_other = 0;
    for (size_t i = 0; i < j->n; i++) {
        const gnbs_marker_pile_t *p = j->site[i].pile;
        n_other += p->n_other;
        for (size_t k = 0; k < p->n_obs; k++)
            expected += p->obs[k].n * 2.0 / 3 * pow(10, -p->obs[k].qual / 10.0);
    }
    /* as if 2 more had been seen and expected: few markers do not say much */
    double scale = fmin(20, fmax(0.2, (n_other + 2) / (expected + 2)));
    for (int q = 0; q < MAX_QUAL; q++) j->error[q] = fmin(0.5, scale * pow(10, -q / 10.0));
    return scale;
}

/* ---- likelihood ------------------------------------------------------------------------------------------- */

static void fill_mixture(const job_t *j, mixture_t *m) {
    int k = 0;
    for (int g = 0; g <= m->n_g; g++)
        for (int h = 0; h <= m->n_h; h++, k++) {
            double f = (1 - m->alpha) * g / m->n_g + m->alpha * h / m->n_h;
            for (int q = 0; q < MAX_QUAL; q++) {
                double e = j->error[q];
                m->ln_p[0][q][k] = log((1 - f) * (1 - e) + f * e / 3);
                m->ln_p[1][q][k] = log(f * (1 - e) + (1 - f) * e / 3);
            }
        }
}

/* Of each pile, for every pair of genotypes. */
static void fill_sites(job_t *j, double alpha) {
    int n_x = j->rq->n_x == 1 ? 1 : 2;
    j->mixture[0].n_g = j->mixture[0].n_h = 2;
    j->mixture[0].alpha = alpha;
    fill_mixture(j, &j->mixture[0]);
    for (int c = 1; c <= 2 && j->has_x; c++) {
        double own = (1 - alpha) * n_x, other = alpha * c;
        j->mixture[c].n_g = n_x, j->mixture[c].n_h = c;
        j->mixture[c].alpha = other / (own + other);
        fill_mixture(j, &j->mixture[c]);
    }
    for (size_t i = 0; i < j->n; i++) {
        site_t *s = &j->site[i];
        for (int v = 0; v < (s->is_x ? 2 : 1); v++) {
            const mixture_t *m = &j->mixture[s->is_x ? 1 + v : 0];
            int n_pair = (m->n_g + 1) * (m->n_h + 1);
            s->top_ln[v] = -INFINITY;
            memset(s->ln_p[v], 0, sizeof s->ln_p[v]);
            for (size_t o = 0; o < s->pile->n_obs; o++) {
                const gnbs_marker_obs_t *obs = &s->pile->obs[o];
                const double *ln_p = m->ln_p[obs->is_alt][obs->qual];
                for (int k = 0; k < n_pair; k++) s->ln_p[v][k] += obs->n * ln_p[k];
            }
            for (int k = 0; k < n_pair; k++)
                s->top_ln[v] = fmax(s->top_ln[v], s->ln_p[v][k]);
            for (int k = 0; k < n_pair; k++)
                s->ln_p[v][k] = exp(s->ln_p[v][k] - s->top_ln[v]); /* from here: not ln */
        }
    }
}

static void genotype_prior(int copies, double af, double p[3]) {
    p[0] = copies == 1 ? 1 - af : (1 - af) * (1 - af);
    p[1] = copies == 1 ? af : 2 * af * (1 - af);
    p[2] = af * af;
}

/* ln P(pile) under variant v, and the share of it that each genotype of the baby has. */
static double site_ln(const job_t *j, const site_t *s, int v, double share[3]) {
    const mixture_t *m = &j->mixture[s->is_x ? 1 + v : 0];
    double g_prior[3], h_prior[3], sum = 0, own[3] = {0};
    genotype_prior(m->n_g, s->af, g_prior);
    genotype_prior(m->n_h, s->af, h_prior);
    int k = 0;
    for (int g = 0; g <= m->n_g; g++)
        for (int h = 0; h <= m->n_h; h++, k++)
            own[g] += g_prior[g] * h_prior[h] * s->ln_p[v][k];
    for (int g = 0; g <= m->n_g; g++) sum += own[g];
    double stray = j->rq->opt->stray_frac;
    sum = fmax(sum, DBL_MIN);
    double model_ln = log1p(-stray) + s->top_ln[v] + log(sum);
    /* a marker that is more likely a stray has no genotype */
    bool is_stray = log(stray) + s->stray_ln > model_ln;
    for (int g = 0; share != NULL && g < 3; g++) share[g] = is_stray ? 0 : own[g] / sum;
    return gnbs_math_ln_add(model_ln, log(stray) + s->stray_ln);
}

/* ln of the whole at the alpha for which fill_sites was called last; the other has one X or two. */
static double all_ln(const job_t *j) {
    double autosomes = 0, x[2] = {0};
    for (size_t i = 0; i < j->n; i++) {
        const site_t *s = &j->site[i];
        if (!s->is_x) {
            autosomes += site_ln(j, s, 0, NULL);
            continue;
        }
        x[0] += site_ln(j, s, 0, NULL);
        x[1] += site_ln(j, s, 1, NULL);
    }
    return autosomes + (j->has_x ? gnbs_math_ln_add(x[0], x[1]) + log(0.5) : 0);
}

static double ln_at(job_t *j, double alpha) {
    fill_sites(j, alpha);
    return all_ln(j);
}

/* ---- alpha ------------------------------------------------------------------------------------------------ */

static double best_alpha(job_t *j, double *best_ln) {
    static const double GRID[] = {0, 0.003, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5};
    enum { N = sizeof GRID / sizeof *GRID };
    int top = 0;
    double ln[N];
    for (int i = 0; i < N && i < top + 3;
         i++) { /* one top: past it nothing is looked for */
        ln[i] = ln_at(j, GRID[i]);
        if (ln[i] > ln[top]) top = i;
    }
    double lo = GRID[top > 0 ? top - 1 : 0], hi = GRID[top + 1 < N ? top + 1 : N - 1];
    const double golden = 0.6180339887498949;
    double a = hi - golden * (hi - lo), b = lo + golden * (hi - lo);
    double a_ln = ln_at(j, a), b_ln = ln_at(j, b);
    while (hi - lo > 2e-5 + 2e-3 * lo) {
        if (a_ln >= b_ln) {
            hi = b, b = a, b_ln = a_ln;
            a = hi - golden * (hi - lo), a_ln = ln_at(j, a);
        } else {
            lo = a, a = b, a_ln = b_ln;
            b = lo + golden * (hi - lo), b_ln = ln_at(j, b);
        }
    }
    double alpha = (lo + hi) / 2;
    *best_ln = ln_at(j, alpha);
    if (ln[0] >= *best_ln) { /* a maximum at the border */
        *best_ln = ln[0];
        alpha = 0;
    }
    return alpha;
}

/* Between `in` (supported) and `out`, where the likelihood has fallen by SUPPORT_LN. */
static double border(job_t *j, double in, double out, double best_ln) {
    if (in == out) return out;
    /* first by steps that double: the border is near */
    double step = fmax(0.001, 0.2 * in);
    for (double at = in; fabs(at - out) > 1e-9;) {
        at = out > in ? fmin(out, in + step) : fmax(out, in - step);
        if (ln_at(j, at) < best_ln - SUPPORT_LN) {
            out = at;
            break;
        }
        if (at == out) return out;
        in = at;
        step *= 2;
    }
    for (int i = 0; i < 9; i++) {
        double mid = (in + out) / 2;
        *(ln_at(j, mid) >= best_ln - SUPPORT_LN ? &in : &out) = mid;
    }
    return (in + out) / 2;
}

/* ---- ancestry --------------------------------------------------------------------------------------------- */

static void set_ancestry(job_t *j, const double pc[]) {
    for (size_t i = 0; i < j->n; i++) {
        site_t *s = &j->site[i];
        double twice = 2 * s->marker->af;
        for (int k = 0; k < GNBS_MARKER_PCS && s->marker->has_pc; k++)
            twice += s->marker->pc[k] * pc[k];
        s->af = fmin(1 - MIN_AF, fmax(MIN_AF, twice / 2));
    }
}

static double minus_ln_of(void *ctx, const double pc[]) {
    job_t *j = ctx;
    set_ancestry(j, pc);
    return -all_ln(j);
}

static void fit_ancestry(job_t *j) {
    double step[GNBS_MARKER_PCS];
    for (int k = 0; k < GNBS_MARKER_PCS; k++) step[k] = 0.02;
    gnbs_qc_simplex(GNBS_MARKER_PCS, j->pc, step, 1e-3, 400, minus_ln_of, j);
    set_ancestry(j, j->pc);
}

/* ---- what follows from alpha ------------------------------------------------------------------------------ */

static void tell_genotypes(job_t *j, int8_t genotype[]) {
    memset(genotype, -1, j->rq->n_pile * sizeof *genotype);
    for (size_t i = 0; i < j->n; i++) {
        const site_t *s = &j->site[i];
        double share[3];
        site_ln(j, s, 0, share);
        for (int8_t g = 0; g < 3; g++)
            if (share[g] >= j->rq->opt->min_genotype) genotype[s->pile - j->rq->pile] = g;
    }
}

/* Homozygous with a share of strange reads up to that of a heavy mixture, a hundred times rather than heterozygous. */
static bool is_homozygous(int32_t n, int32_t n_strange) {
    static const double HEAVY = 0.05;
    return n_strange * log(2 * HEAVY) + (n - n_strange) * log(2 * (1 - HEAVY)) > log(100);
}

static void compute_charr(const job_t *j, gnbs_qc_mix_t *mix) {
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < j->n; i++) {
        const site_t *s = &j->site[i];
        bool is_ref = s->pile->n_ref > s->pile->n_alt;
        int32_t strange = is_ref ? s->pile->n_alt : s->pile->n_ref;
        if (s->is_x || s->af < 0.1 || s->af > 0.9 ||
            !is_homozygous(depth_of(s->pile), strange))
            continue;
        sum += strange / ((is_ref ? s->af : 1 - s->af) * depth_of(s->pile));
        n++;
    }
    mix->has_charr = n >= (size_t)j->rq->opt->min_markers / 2;
    if (mix->has_charr) mix->charr = sum / (double)n;
}

gnbs_code_t gnbs_qc_mix_estimate(const gnbs_qc_mix_request_t *rq, gnbs_arena_t *arena,
                                 gnbs_qc_mix_t *mix, int8_t genotype[], gnbs_err_t *err) {
    *mix = (gnbs_qc_mix_t){0};
    job_t *j = GNBS_NEW(arena, job_t, 1);
    int8_t *own = GNBS_NEW(arena, int8_t, rq->n_pile);
    if (j == NULL || own == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "contamination");
    if (genotype == NULL) genotype = own;
    j->rq = rq;
    GNBS_TRY(list_sites(j, arena, err));
    mix->n_used = j->n;
    mix->error_scale = scale_errors(j);
    size_t n_pc = 0;
    for (size_t i = 0; i < j->n; i++) n_pc += j->site[i].marker->has_pc;
    mix->has_ancestry = n_pc >= (size_t)rq->opt->min_markers;
    double best_ln = 0;
    if (mix->has_ancestry) { /* it hardly depends on alpha: twice is enough */
        fill_sites(j, 0.01);
        fit_ancestry(j);
        mix->alpha = best_alpha(j, &best_ln);
        fill_sites(j, mix->alpha);
        fit_ancestry(j);
        memcpy(mix->pc, j->pc, sizeof mix->pc);
    }
    mix->alpha = best_alpha(j, &best_ln);
    mix->alpha_low = border(j, mix->alpha, 0, best_ln);
    mix->alpha_high = border(j, mix->alpha, MAX_ALPHA, best_ln);
    mix->is_known = j->n >= (size_t)rq->opt->min_markers;
    fill_sites(j, mix->is_known ? mix->alpha : 0);
    tell_genotypes(j, genotype);
    compute_charr(j, mix);
    return GNBS_OK;
}

/* ---- calls ------------------------------------------------------------------------------------------------ */

enum { CHARR_MIN_DEPTH = 10, CHARR_MAX_DEPTH = 100, CHARR_MIN_N = 20 };

/* Lu et al. 2023: depth 10 to 100, and the other allele neither rare nor nearly fixed. */
void gnbs_qc_charr_add(gnbs_qc_charr_t *c, int32_t other, int32_t same, double other_af) {
    int32_t depth = other + same;
    if (depth < CHARR_MIN_DEPTH || depth > CHARR_MAX_DEPTH) return;
    if (other_af < 0.1 || other_af > 0.9) return;
    c->n++;
    c->sum += other / (depth * other_af);
}

bool gnbs_qc_charr_is_known(const gnbs_qc_charr_t *c, double *value) {
    *value = c->n >= CHARR_MIN_N ? c->sum / c->n : 0;
    return c->n >= CHARR_MIN_N;
}
