#include "loci/loci_depth.h"

#include <math.h>
#include <stdlib.h>

enum { N_PASS = 3, MIN_NEAR = 40 };

static const double READS_PER_EVENT =
    1.8; /* mates come together: variance of a count of reads */
static const double EDGE_BAND = 0.20, MIN_BAND = 0.05,
                    MAX_BAND = 0.25; /* of GC, half width of the smoother */
static const double LOWEST = 0.2,
                    HIGHEST = 3.0; /* of the median: outside are no controls */
static const double LOW_MAPQ_FRAC = 0.2;
static const double FLOOR_SD = 0.06; /* of a number of copies, when all else is exact */

typedef struct point {
    double gc, rate, bp, weight;
} point_t;

static int compare_double(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(size_t n, double v[]) {
    if (n == 0) return 0;
    qsort(v, n, sizeof *v, compare_double);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double rate_of(const gnbs_loci_tile_t *t) {
    return (double)t->n_read / (double)gnbs_region_len(t->at);
}

static double low_mapq_frac(const gnbs_loci_tile_t *t) {
    return t->n_read > 0 ? (double)t->n_low_mapq / t->n_read : 0;
}

/* Tiles with sequence, reads, and of them few that fit elsewhere too; where an aligner gives no mapping quality at all, that
 * is not asked. */
static size_t choose_points(size_t n, const gnbs_loci_tile_t tile[], double scratch[],
                            point_t point[]) {
    size_t n_seen = 0, n_point = 0;
    for (size_t i = 0; i < n; i++)
        if (tile[i].is_known && tile[i].n_read > 0) scratch[n_seen++] = rate_of(&tile[i]);
    double middle = median(n_seen, scratch);
    n_seen = 0;
    for (size_t i = 0; i < n; i++)
        if (tile[i].is_known && tile[i].n_read > 0)
            scratch[n_seen++] = low_mapq_frac(&tile[i]);
    double max_low = median(n_seen, scratch) < LOW_MAPQ_FRAC / 2 ? LOW_MAPQ_FRAC : 1;
    for (size_t i = 0; i < n; i++) {
        double rate = rate_of(&tile[i]);
        if (!tile[i].is_known || rate <= LOWEST * middle || rate > HIGHEST * middle ||
            low_mapq_frac(&tile[i]) > max_low)
            continue;
        point[n_point++] =
            (point_t){tile[i].gc, rate, (double)gnbs_region_len(tile[i].at), 1};
    }
    return n_point;
}

typedef struct line_fit {
    double rate, slope, n_eff;
} line_fit_t;

/* Weighted straight line through the tiles near this GC, read off at it. */
static line_fit_t fit_at(size_t n, const point_t p[], double gc, double band) {
    double sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, sw2 = 0;
    for (size_t i = 0; i < n; i++) {
        double d = fabs(p[i].gc - gc) / band;
        if (d >= 1) continue;
        double u = 1 - d * d * d, w = u * u * u * p[i].bp * p[i].weight, x = p[i].gc - gc;
        sw += w, sx += w * x, sy += w * p[i].rate;
        sxx += w * x * x, sxy += w * x * p[i].rate;
        sw2 += w * w;
    }
    if (sw <= 0) return (line_fit_t){0, 0, 0};
    double det = sw * sxx - sx * sx;
    bool is_line = det > 1e-9 * sw * sw * band * band;
    double slope = is_line ? (sw * sxy - sx * sy) / det : 0;
    return (line_fit_t){(sy - slope * sx) / sw, slope, sw * sw / sw2};
}

/* The band widens until enough tiles lie in it. */
static double band_at(size_t n, const point_t p[], double gc) {
    size_t want = n / 10 > MIN_NEAR ? n / 10 : MIN_NEAR;
    for (double band = MIN_BAND; band < MAX_BAND; band *= 1.25) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++) k += fabs(p[i].gc - gc) < band;
        if (k >= want || k == n) return band;
    }
    return MAX_BAND;
}

static void fit_curve(size_t n, const point_t p[], gnbs_loci_curve_t *curve,
                      double scratch[]) {
    for (size_t i = 0; i < n; i++) scratch[i] = p[i].gc;
    qsort(scratch, n, sizeof *scratch, compare_double);
    double low = scratch[n / 50], high = scratch[n - 1 - n / 50];
    for (size_t i = 0; i < n; i++) scratch[i] = p[i].rate;
    double middle = median(n, scratch);
    for (int percent = 0; percent <= 100; percent++) {
        /* beyond the controls: from their edge on along a line through many of them */
        double gc = percent / 100.0, edge = fmin(fmax(gc, low), high), beyond = gc - edge;
        line_fit_t f = fit_at(n, p, edge, band_at(n, p, edge));
        double rate = f.rate;
        if (beyond != 0) rate += beyond * fit_at(n, p, edge, EDGE_BAND).slope;
        curve->rate[percent] = fmin(fmax(rate, 0.2 * middle), 3 * middle);
        curve->extra[percent] = 1.0 * fabs(beyond) + 0.15 / sqrt(fmax(f.n_eff, 1));
        if (f.n_eff < 3) curve->extra[percent] = 0.5;
    }
}

static double at_gc(const double v[101], double gc) {
    int low = (int)(gc * 100);
    if (low < 0) low = 0;
    if (low > 99) low = 99;
    double share = gc * 100 - low;
    return v[low] * (1 - share) + v[low + 1] * share;
}

/* Tukey's biweight: tiles that are far off (a deletion, a repeat) no longer pull. */
static void reweight(size_t n, point_t p[], const gnbs_loci_curve_t *curve,
                     double scratch[]) {
    for (size_t i = 0; i < n; i++)
        scratch[i] = fabs(p[i].rate / at_gc(curve->rate, p[i].gc) - 1);
    double scale = fmax(6 * median(n, scratch), 0.05);
    for (size_t i = 0; i < n; i++) {
        double u = (p[i].rate / at_gc(curve->rate, p[i].gc) - 1) / scale;
        p[i].weight = fabs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
    }
}

/* What tiles scatter more than their counts allow for. */
static double measure_spread(size_t n, const point_t p[], const gnbs_loci_curve_t *curve,
                             double scratch[]) {
    for (size_t i = 0; i < n; i++)
        scratch[i] = fabs(p[i].rate / at_gc(curve->rate, p[i].gc) - 1);
    double sd = 1.4826 * median(n, scratch);
    for (size_t i = 0; i < n; i++)
        scratch[i] = READS_PER_EVENT / (at_gc(curve->rate, p[i].gc) * p[i].bp);
    double counting = median(n, scratch);
    return sd * sd > counting ? sqrt(sd * sd - counting) : 0;
}

gnbs_code_t gnbs_loci_fit(const gnbs_loci_opt_t *opt, size_t n,
                          const gnbs_loci_tile_t control[], gnbs_arena_t *arena,
                          gnbs_loci_curve_t *curve, gnbs_err_t *err) {
    *curve = (gnbs_loci_curve_t){.why = ""};
    point_t *point = GNBS_NEW(arena, point_t, n);
    double *scratch = GNBS_NEW(arena, double, n);
    if (point == NULL || scratch == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "control windows");
    curve->n_tile = choose_points(n, control, scratch, point);
    if ((int64_t)curve->n_tile < opt->min_control_tiles) {
        curve->why = gnbs_arena_printf(arena,
                                       "Copies could not be counted: %zu control windows "
                                       "with reads, at least %d are needed",
                                       curve->n_tile, opt->min_control_tiles);
        return curve->why != NULL ? GNBS_OK
                                  : gnbs_err_set(err, GNBS_E_NOMEM, "control windows");
    }
    for (int pass = 0; pass < N_PASS; pass++) {
        fit_curve(curve->n_tile, point, curve, scratch);
        reweight(curve->n_tile, point, curve, scratch);
    }
    curve->spread = measure_spread(curve->n_tile, point, curve, scratch);
    curve->is_usable = curve->spread <= opt->max_control_spread;
    if (!curve->is_usable)
        curve->why = gnbs_arena_printf(arena,
                                       "Copies could not be counted: depth of the control "
                                       "windows scatters by %.0f %%, "
                                       "as in a capture library (at most %.0f %%)",
                                       100 * curve->spread, 100 * opt->max_control_spread);
    /* controls have two copies */
    for (int i = 0; i <= 100; i++) curve->rate[i] /= 2;
    return curve->why != NULL ? GNBS_OK
                              : gnbs_err_set(err, GNBS_E_NOMEM, "control windows");
}

gnbs_loci_depth_t gnbs_loci_measure(const gnbs_loci_plan_t *plan,
                                    const gnbs_loci_tile_t tile[],
                                    const gnbs_loci_curve_t *curve, int i_locus,
                                    int i_region) {
    const gnbs_loci_region_t *g = &plan->loci->locus[i_locus].region[i_region];
    gnbs_loci_depth_t d = {.spread = g->spread};
    double expected = 0, extra = 0, bp = 0, known_bp = 0;
    size_t n_tile = 0;
    for (size_t i = 0; i < plan->n_place; i++) {
        const struct gnbs_loci_tiles *list = &plan->place[i];
        if (list->i_locus != i_locus || list->i_region != i_region) continue;
        for (size_t k = list->first; k < list->first + list->n; k++) {
            double len = (double)gnbs_region_len(tile[k].at);
            bp += len;
            if (!tile[k].is_known) continue;
            double e = len * at_gc(curve->rate, tile[k].gc);
            known_bp += len;
            expected += e;
            extra += e * at_gc(curve->extra, tile[k].gc);
            d.n_read += tile[k].n_read;
            n_tile++;
        }
    }
    d.reads_per_copy = expected / g->n_group;
    d.is_known = curve->is_usable && known_bp >= 0.5 * bp && d.reads_per_copy >= 10;
    if (!d.is_known) return d;
    d.copies = d.n_read / d.reads_per_copy;
    double of_tiles = curve->spread / sqrt((double)n_tile / g->n_group);
    d.extra = sqrt(pow(extra / expected, 2) + of_tiles * of_tiles);
    return d;
}

double gnbs_loci_depth_sd(const gnbs_loci_depth_t *d, int copies) {
    double counting = READS_PER_EVENT * fmax(copies, 0.1) / d->reads_per_copy;
    double relative = (d->spread * d->spread + d->extra * d->extra) * copies * copies;
    return sqrt(counting + relative + FLOOR_SD * FLOOR_SD);
}

double gnbs_loci_depth_ln(const gnbs_loci_depth_t *d, int copies, double *z) {
    double sd = gnbs_loci_depth_sd(d, copies), from = (d->copies - copies) / sd;
    if (z != NULL) *z = from;
    return -0.5 * from * from - log(sd);
}
