#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"

enum {
    OWN_WEIGHT =
        50, /* own controls weigh as so many samples: many tiles stand behind each expectation */
    GC_NEAR_PERCENT =
        2, /* first width of "like GC" to each side; doubled until there are MIN_NEAR tiles */
    MIN_NEAR = 30,
    FLANK_AWAY_BP = 250, /* a capture library has few reads so far from an exon */
};
static const double TRIM = 0.4; /* tiles farther from the expectation do not teach it */

static int compare_double(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double gnbs_cnv_median(size_t n, double v[]) {
    if (n == 0) return 0;
    qsort(v, n, sizeof *v, compare_double);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* ---- copies --------------------------------------------------------------------------- */

static int8_t copies_of(const gnbs_bundle_t *b, gnbs_sex_t sex, gnbs_region_t r) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(b->contigs.contig[r.tid].name);
    if (kind == GNBS_CONTIG_MT) return 0;
    if (kind == GNBS_CONTIG_Y) return sex == GNBS_SEX_MALE ? 1 : 0;
    if (kind == GNBS_CONTIG_X && !gnbs_contig_is_par(b->build, kind, r.beg))
        return sex == GNBS_SEX_MALE ? 1 : sex == GNBS_SEX_FEMALE ? 2 : 0;
    return 2;
}

void gnbs_cnv_set_copies(const gnbs_cnv_request_t *rq, size_t n, gnbs_tile_t tile[]) {
    for (size_t i = 0; i < n; i++)
        tile[i].expected = copies_of(rq->bundle, rq->sex, tile[i].region);
}

/* ---- own controls --------------------------------------------------------------------- */

typedef struct curve { /* reads per base and copy, by GC percent */
    double reads[101], bases[101];
    int32_t n[101];
    double rate[101];
} curve_t;

static int gc_percent(const gnbs_tile_t *t) { return (int)(100 * t->gc_frac + 0.5); }

/* Only tiles with two copies in everybody teach what to expect. */
static bool teaches(const gnbs_tile_t *t) { return t->gc_frac >= 0 && t->expected == 2; }

static void gather_curve(size_t n, const gnbs_tile_t tile[], bool is_trimmed, curve_t *c) {
    memset(c->reads, 0, sizeof c->reads);
    memset(c->bases, 0, sizeof c->bases);
    memset(c->n, 0, sizeof c->n);
    for (size_t i = 0; i < n; i++) {
        const gnbs_tile_t *t = &tile[i];
        if (!teaches(t)) continue;
        int gc = gc_percent(t);
        double bases = 2.0 * (double)gnbs_region_len(t->region),
               expected = bases * c->rate[gc];
        bool is_far =
            fabs(t->n_read - expected) > TRIM * expected || t->n_low > 0.1 * expected;
        if (is_trimmed && is_far) continue;
        c->reads[gc] += t->n_read;
        c->bases[gc] += bases;
        c->n[gc]++;
    }
}

/* Nearer percents weigh more (triangle). */
static double rate_near(const curve_t *c, int gc) {
    for (int near = GC_NEAR_PERCENT; near <= 128; near *= 2) {
        double reads = 0, bases = 0;
        int32_t n = 0;
        for (int p = gc - near > 0 ? gc - near : 0; p <= 100 && p <= gc + near; p++) {
            double weight = near + 1 - abs(p - gc);
            reads += weight * c->reads[p];
            bases += weight * c->bases[p];
            n += c->n[p];
        }
        if ((n >= MIN_NEAR || near > 64) && bases > 0) return reads / bases;
    }
    return 0;
}

/* A first curve of all tiles, by medians over the whole, then twice without the tiles that are far from it. */
static void learn_curve(size_t n, const gnbs_tile_t tile[], double scratch[], curve_t *c) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (teaches(&tile[i]))
            scratch[k++] = tile[i].n_read / (2.0 * (double)gnbs_region_len(tile[i].region));
    double all = gnbs_cnv_median(k, scratch);
    for (int gc = 0; gc <= 100; gc++) c->rate[gc] = all;
    for (int round = 0; round < 3; round++) {
        gather_curve(n, tile, round > 0, c);
        for (int gc = 0; gc <= 100; gc++) c->rate[gc] = rate_near(c, gc);
    }
}

gnbs_code_t gnbs_cnv_expect_own(const gnbs_cnv_opt_t *opt, size_t n, gnbs_tile_t tile[],
                                gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                                gnbs_err_t *err) {
    curve_t *c = GNBS_NEW(arena, curve_t, 1);
    double *scratch = GNBS_NEW(arena, double, n);
    if (c == NULL || scratch == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    learn_curve(n, tile, scratch, c);
    for (size_t i = 0; i < n; i++) {
        gnbs_tile_t *t = &tile[i];
        double one = t->gc_frac < 0
                         ? 0
                         : c->rate[gc_percent(t)] * (double)gnbs_region_len(t->region);
        t->n_expected = t->expected * one;
        ref[i] = (gnbs_cnv_reference_t){2 * one * OWN_WEIGHT, 2 * OWN_WEIGHT};
        t->is_usable = t->expected > 0 && 2 * one >= opt->min_tile_reads &&
                       t->n_low <= opt->max_low_mapq_frac * 2 * one;
    }
    return GNBS_OK;
}

double gnbs_cnv_flank_ratio(size_t n, const gnbs_tile_t tile[], double scratch[]) {
    double depth[2] = {0, 0};
    for (int is_exon = 0; is_exon < 2; is_exon++) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++) {
            bool is_away = (i == 0 || tile[i - 1].exon_number == 0 ||
                            tile[i].region.beg - tile[i - 1].region.end > FLANK_AWAY_BP) &&
                           (i + 1 == n || tile[i + 1].exon_number == 0 ||
                            tile[i + 1].region.beg - tile[i].region.end > FLANK_AWAY_BP);
            if (tile[i].expected != 2 || tile[i].gc_frac < 0 ||
                (tile[i].exon_number > 0) != is_exon || (!is_exon && !is_away))
                continue;
            scratch[k++] = tile[i].n_read / (double)gnbs_region_len(tile[i].region);
        }
        if (k < MIN_NEAR) return 1;
        depth[is_exon] = gnbs_cnv_median(k, scratch);
    }
    return depth[1] > 0 ? depth[0] / depth[1] : 1;
}

/* ---- noise ---------------------------------------------------------------------------- */

static bool tells_noise(const gnbs_tile_t *t) {
    return t->is_usable && t->expected == 2 && (t->copies < 0 || t->copies == 2);
}

/* Of every step-th tile: a few thousand tell it well enough. */
static double rho_ln(size_t n, const gnbs_tile_t tile[], const gnbs_cnv_reference_t ref[],
                     double rho) {
    enum { ENOUGH_TILES = 4000 };
    double sum = 0;
    size_t step = n / ENOUGH_TILES + 1;
    for (size_t i = 0; i < n; i += step) {
        const gnbs_tile_t *t = &tile[i];
        if (!tells_noise(t) || fabs(t->n_read - t->n_expected) > 0.5 * t->n_expected)
            continue;
        sum += gnbs_cnv_betabinom_rel_ln(t->n_read, ref[i].reads,
                                         gnbs_cnv_share(2, ref[i].mass), rho);
    }
    return sum;
}

/* Golden section over ln rho: the likelihood has one top. */
static double fit_rho(size_t n, const gnbs_tile_t tile[],
                      const gnbs_cnv_reference_t ref[]) {
    static const double GOLDEN = 0.61803398874989485;
    double lo = log(1e-8), hi = log(0.05);
    double a = hi - GOLDEN * (hi - lo), b = lo + GOLDEN * (hi - lo);
    double fa = rho_ln(n, tile, ref, exp(a)), fb = rho_ln(n, tile, ref, exp(b));
    for (int round = 0; round < 24; round++) {
        if (fa > fb) {
            hi = b, b = a, fb = fa;
            a = hi - GOLDEN * (hi - lo);
            fa = rho_ln(n, tile, ref, exp(a));
        } else {
            lo = a, a = b, fa = fb;
            b = lo + GOLDEN * (hi - lo);
            fb = rho_ln(n, tile, ref, exp(b));
        }
    }
    return exp((lo + hi) / 2);
}

/* Deviations of disjoint runs of `length` usable autosomal tiles; their mean number of expected reads. */
static size_t gather_runs(size_t n, const gnbs_tile_t tile[], int length, double dev[],
                          double *mean) {
    enum { NEAR_BP = 50000 };
    size_t k = 0, first = 0;
    int run = 0;
    double reads = 0, expected = 0;
    *mean = 0;
    for (size_t i = 0; i < n; i++) {
        const gnbs_tile_t *t = &tile[i];
        if (!tells_noise(t)) continue;
        bool is_apart = run > 0 && (tile[first].region.tid != t->region.tid ||
                                    t->region.beg - tile[first].region.beg > NEAR_BP);
        if (run == 0 || is_apart) first = i, run = 0, reads = expected = 0;
        run++;
        reads += t->n_read;
        expected += t->n_expected;
        if (run < length) continue;
        dev[k++] = reads / expected - 1;
        *mean += expected;
        run = 0;
    }
    if (k > 0) *mean /= (double)k;
    return k;
}

static double robust_sd(size_t n, double dev[]) {
    for (size_t i = 0; i < n; i++) dev[i] = fabs(dev[i]);
    return 1.4826 * gnbs_cnv_median(n, dev); /* MAD to standard deviation of a normal */
}

/* Long runs show what no counting averages away; short ones how far counting is from Poisson. */
gnbs_code_t gnbs_cnv_measure_noise(size_t n, const gnbs_tile_t tile[],
                                   const gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                                   gnbs_cnv_noise_t *noise, gnbs_err_t *err) {
    enum { LENGTHS = 5, MIN_RUNS = 20 };
    double *dev = GNBS_NEW(arena, double, n), var[LENGTHS], mean[LENGTHS];
    if (dev == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    *noise = (gnbs_cnv_noise_t){.rho = fit_rho(n, tile, ref), .poisson = 1};
    int n_length = 0;
    for (int i = 0; i < LENGTHS; i++) {
        size_t k = gather_runs(n, tile, 1 << i, dev, &mean[i]);
        if (k < MIN_RUNS) break;
        double sd = robust_sd(k, dev);
        if (i == 0) noise->spread = sd;
        var[i] = sd * sd;
        n_length++;
    }
    if (n_length == 0) return GNBS_OK;
    for (int i = n_length < 3 ? n_length - 1 : 2; i < n_length;
         i++) /* four tiles or more */
        noise->relative = fmax(noise->relative, var[i] - noise->poisson / mean[i]);
    for (int i = 0; i < n_length; i++)
        noise->poisson = fmax(noise->poisson, (var[i] - noise->relative) * mean[i]);
    return GNBS_OK;
}
