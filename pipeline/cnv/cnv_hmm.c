#include <math.h>

#include "cnv/cnv_parts.h"
#include "core/math.h"

/* Copies are told as a difference from the expected ones: -2, -1, 0, +1, +2. Where the expectation itself changes (the border
 * of a pseudo-autosomal region) the path goes on undisturbed. */
enum { STATES = 5, NORMAL = 2 };

static const double MISPLACED_COPIES =
    0.02; /* reads where there is no copy, as a share of one */

double gnbs_cnv_share(double copies, double mass) {
    double c = copies > 0 ? copies : MISPLACED_COPIES;
    return c / (c + mass);
}

/* What does not depend on p and rho is left to the exact form. */
double gnbs_cnv_betabinom_rel_ln(double x, double n_ref, double p, double rho) {
    double s = (1 - rho) / rho, a = p * s, b = (1 - p) * s;
    return gnbs_math_ln_gamma(a + x) + gnbs_math_ln_gamma(b + n_ref) -
           gnbs_math_ln_gamma(s + x + n_ref) + gnbs_math_ln_gamma(s) -
           gnbs_math_ln_gamma(a) - gnbs_math_ln_gamma(b);
}

double gnbs_cnv_betabinom_ln(double x, double n_ref, double p, double rho) {
    return gnbs_math_ln_gamma(x + n_ref + 1) - gnbs_math_ln_gamma(x + 1) -
           gnbs_math_ln_gamma(n_ref + 1) + gnbs_cnv_betabinom_rel_ln(x, n_ref, p, rho);
}

double gnbs_cnv_run_ln(double x, double mean, const gnbs_cnv_noise_t *noise) {
    if (mean < 0.5) mean = 0.5; /* a stray read is no surprise */
    double phi = (noise->poisson - 1) / mean + noise->relative;
    if (phi < 1e-9) phi = 1e-9;
    double size = 1 / phi; /* gamma-Poisson of that mean, variance mean + phi mean^2 */
    return gnbs_math_ln_gamma(x + size) - gnbs_math_ln_gamma(size) -
           gnbs_math_ln_gamma(x + 1) + size * log(size / (size + mean)) +
           x * log(mean / (size + mean));
}

static void emit(const gnbs_tile_t *t, const gnbs_cnv_reference_t *ref, double rho,
                 double ln[STATES]) {
    for (int s = 0; s < STATES; s++) {
        int copies = t->expected + s - NORMAL;
        if (copies < 0)
            ln[s] = -INFINITY;
        else if (!t->is_usable)
            ln[s] = 0;
        else
            ln[s] = gnbs_cnv_betabinom_rel_ln(t->n_read, ref->reads,
                                              gnbs_cnv_share(copies, ref->mass), rho);
    }
}

/* Half of the events are short, half long: the chance to be past the end of one after `apart` bases. */
static double chance_of_end(const gnbs_cnv_opt_t *opt, double apart) {
    double p =
        0.5 * (1 - exp(-apart / opt->short_bp)) + 0.5 * (1 - exp(-apart / opt->long_bp));
    return fmin(fmax(p, 1e-3), 0.9);
}

static void transit(const gnbs_cnv_opt_t *opt, double apart, double ln[STATES][STATES]) {
    /* one copy more or less is more usual than two */
    static const double SHARE[STATES] = {0.15, 0.35, 0, 0.35, 0.15};
    double end = chance_of_end(opt, apart);
    for (int from = 0; from < STATES; from++)
        for (int to = 0; to < STATES; to++) {
            double p = from == NORMAL ? (to == NORMAL ? 1 - opt->start_prob
                                                      : opt->start_prob * SHARE[to])
                       : to == from   ? (1 - end) * (1 - 1e-3)
                       : to == NORMAL ? end
                                      : (1 - end) * 1e-3 / 3;
            ln[from][to] = log(p);
        }
}

static double apart(const gnbs_tile_t *a, const gnbs_tile_t *b) {
    return (double)((b->region.beg + b->region.end) - (a->region.beg + a->region.end)) / 2;
}

static void begin_path(const gnbs_cnv_opt_t *opt, const double emitted[STATES],
                       double score[STATES]) {
    for (int s = 0; s < STATES; s++)
        score[s] = emitted[s] +
                   log(s == NORMAL ? 1 - opt->start_prob : opt->start_prob / (STATES - 1));
}

static void extend_path(double trans[STATES][STATES], const double emitted[STATES],
                        double score[STATES], int8_t from[STATES]) {
    double next[STATES];
    for (int to = 0; to < STATES; to++) {
        int best = NORMAL; /* on equal terms, from what is usual */
        for (int s = 0; s < STATES; s++)
            if (score[s] + trans[s][to] > score[best] + trans[best][to]) best = s;
        from[to] = (int8_t)best;
        next[to] = score[best] + trans[best][to] + emitted[to];
    }
    for (int s = 0; s < STATES; s++) score[s] = next[s];
}

static void trace_back(size_t first, size_t end, gnbs_tile_t tile[], int8_t (*from)[STATES],
                       const double score[STATES]) {
    int at = NORMAL;
    for (int s = 0; s < STATES; s++)
        if (score[s] > score[at]) at = s;
    for (size_t i = end; i-- > first;) {
        if (tile[i].is_usable) tile[i].copies = (int8_t)(tile[i].expected + at - NORMAL);
        at = from[i][at];
    }
}

/* Viterbi's path, contig by contig. */
gnbs_code_t gnbs_cnv_segment(const gnbs_cnv_opt_t *opt, const gnbs_cnv_noise_t *noise,
                             size_t n, gnbs_tile_t tile[], const gnbs_cnv_reference_t ref[],
                             gnbs_arena_t *arena, gnbs_err_t *err) {
    int8_t(*from)[STATES] = gnbs_arena_alloc(arena, n, sizeof *from);
    if (from == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    for (size_t first = 0, end; first < n; first = end) {
        double score[STATES], emitted[STATES], trans[STATES][STATES];
        emit(&tile[first], &ref[first], noise->rho, emitted);
        begin_path(opt, emitted, score);
        for (end = first + 1; end < n && tile[end].region.tid == tile[first].region.tid;
             end++) {
            emit(&tile[end], &ref[end], noise->rho, emitted);
            transit(opt, apart(&tile[end - 1], &tile[end]), trans);
            extend_path(trans, emitted, score, from[end]);
        }
        for (size_t i = first; i < end; i++) tile[i].copies = -1;
        trace_back(first, end, tile, from, score);
    }
    return GNBS_OK;
}
