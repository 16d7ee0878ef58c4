#include <math.h>
#include <stdlib.h>

#include "cnv/cnv_parts.h"

/* The method of Plagnol et al. 2012: normals in order of their correlation with the sample, added one by one while that makes
 * a typical heterozygous deletion stand out more; expected log Bayes factor at the median tile. */

typedef struct candidate {
    size_t i_sample;
    double corr;
} candidate_t;

static int compare_candidate(const void *a, const void *b) {
    const candidate_t *x = a, *y = b;
    if (x->corr != y->corr) return x->corr > y->corr ? -1 : 1;
    return x->i_sample < y->i_sample ? -1 : x->i_sample > y->i_sample;
}

/* Autosomal tiles; what the mass of a reference is measured by. */
static bool compares(const gnbs_tile_t *t) { return t->expected == 2 && t->gc_frac >= 0; }

static double correlate(size_t n, const gnbs_tile_t tile[], const int32_t count[]) {
    double k = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        if (!compares(&tile[i]) || count[i] < 0) continue;
        double bp = (double)gnbs_region_len(tile[i].region), x = tile[i].n_read / bp,
               y = count[i] / bp;
        k++;
        sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
    }
    double vx = k * sxx - sx * sx, vy = k * syy - sy * sy;
    return vx > 0 && vy > 0 ? (k * sxy - sx * sy) / sqrt(vx * vy) : 0;
}

/* How many times the reads of the sample a normal has, over the tiles that both have; 0: nothing to compare. */
static double relative_size(size_t n, const gnbs_tile_t tile[], const int32_t count[]) {
    double own = 0, other = 0;
    for (size_t i = 0; i < n; i++) {
        if (!compares(&tile[i]) || count[i] < 0) continue;
        own += tile[i].n_read;
        other += count[i];
    }
    return own > 0 ? other / own : 0;
}

static int copies_in(const gnbs_cnv_request_t *rq, const gnbs_tile_t *t, gnbs_sex_t sex) {
    gnbs_cnv_request_t as = *rq;
    gnbs_tile_t one = *t;
    as.sex = sex;
    gnbs_cnv_set_copies(&as, 1, &one);
    return one.expected;
}

/* Adds a normal to the reference of every tile: its reads, and its copies in units of the sample's reads per copy. */
static void add_normal(const gnbs_cnv_request_t *rq, size_t i_sample, double size, size_t n,
                       const gnbs_tile_t tile[], double sign, gnbs_cnv_reference_t ref[]) {
    const int32_t *count = rq->normals->count + i_sample * rq->normals->n_tile;
    for (size_t i = 0; i < n; i++) {
        int copies =
            compares(&tile[i]) ? 2 : copies_in(rq, &tile[i], rq->normals->sex[i_sample]);
        if (copies == 0 || count[i] < 0) continue;
        ref[i].reads += sign * count[i];
        ref[i].mass += sign * copies * size;
    }
}

static void set_expected(const gnbs_cnv_opt_t *opt, size_t n, gnbs_tile_t tile[],
                         const gnbs_cnv_reference_t ref[]) {
    for (size_t i = 0; i < n; i++) {
        gnbs_tile_t *t = &tile[i];
        double one = ref[i].mass > 0 ? ref[i].reads / ref[i].mass : 0;
        t->n_expected = t->expected * one;
        t->is_usable = t->gc_frac >= 0 && t->expected > 0 &&
                       2 * one >= opt->min_tile_reads &&
                       t->n_low <= opt->max_low_mapq_frac * 2 * one;
    }
}

/* How strongly would half of the reads of the median tile speak for a deletion? */
static double expected_bf(size_t n, const gnbs_tile_t tile[],
                          const gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                          gnbs_err_t *err, gnbs_code_t *code) {
    double *scratch = GNBS_NEW(arena, double, n);
    gnbs_cnv_noise_t noise;
    if (scratch == NULL) {
        *code = gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
        return 0;
    }
    *code = gnbs_cnv_measure_noise(n, tile, ref, arena, &noise, err);
    size_t k = 0;
    double mass = 0;
    for (size_t i = 0; i < n; i++) {
        if (!compares(&tile[i]) || !tile[i].is_usable) continue;
        scratch[k++] = tile[i].n_expected;
        mass = ref[i].mass;
    }
    if (k == 0) return 0;
    double x = gnbs_cnv_median(k, scratch) / 2, reads = x * mass;
    return gnbs_cnv_betabinom_ln(x, reads, gnbs_cnv_share(1, mass), noise.rho) -
           gnbs_cnv_betabinom_ln(x, reads, gnbs_cnv_share(2, mass), noise.rho);
}

static size_t rank_normals(const gnbs_cnv_request_t *rq, size_t n, const gnbs_tile_t tile[],
                           candidate_t c[]) {
    size_t k = 0;
    for (size_t s = 0; s < rq->normals->n_sample; s++) {
        const int32_t *count = rq->normals->count + s * rq->normals->n_tile;
        double corr = correlate(n, tile, count);
        if (corr >= rq->opt->min_normal_corr && relative_size(n, tile, count) > 0)
            c[k++] = (candidate_t){s, corr};
    }
    if (k > 0) qsort(c, k, sizeof *c, compare_candidate);
    return k;
}

gnbs_code_t gnbs_cnv_expect_normals(const gnbs_cnv_request_t *rq, size_t n,
                                    gnbs_tile_t tile[], gnbs_cnv_reference_t ref[],
                                    size_t *n_used, gnbs_arena_t *arena, gnbs_err_t *err) {
    *n_used = 0;
    if (rq->normals->n_tile != n)
        return gnbs_err_set(err, GNBS_E_DATA, "normals have %zu tiles, this panel %zu",
                            rq->normals->n_tile, n);
    candidate_t *c = GNBS_NEW(arena, candidate_t, rq->normals->n_sample);
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "normals");
    size_t n_fit = rank_normals(rq, n, tile, c);
    if ((int64_t)n_fit < rq->opt->min_normals) return GNBS_OK;
    double best = -INFINITY;
    for (size_t i = 0; i < n; i++) ref[i] = (gnbs_cnv_reference_t){0, 0};
    for (size_t k = 0; k < n_fit; k++) {
        const int32_t *count = rq->normals->count + c[k].i_sample * rq->normals->n_tile;
        double size = relative_size(n, tile, count);
        add_normal(rq, c[k].i_sample, size, n, tile, 1, ref);
        set_expected(rq->opt, n, tile, ref);
        gnbs_code_t code = GNBS_OK;
        double bf = expected_bf(n, tile, ref, arena, err, &code);
        GNBS_TRY(code);
        bool is_enough = (int64_t)*n_used >= rq->opt->min_normals;
        if (is_enough && bf <= best) { /* one more only adds its own noise */
            add_normal(rq, c[k].i_sample, size, n, tile, -1, ref);
            set_expected(rq->opt, n, tile, ref);
            break;
        }
        best = bf;
        (*n_used)++;
    }
    return GNBS_OK;
}
