#include "qc/qc_kin.h"

#include <math.h>

gnbs_qc_kin_opt_t gnbs_qc_kin_opt_default(void) {
    return (gnbs_qc_kin_opt_t){.min_markers = 20, .error_frac = 0.01, .min_lod = 2};
}

const char *gnbs_kin_name(gnbs_kin_t r) {
    static const char *const NAMES[GNBS_KIN_N] = {
        "not told",         "the same person, or identical twins",
        "parent and child", "full siblings",
        "second degree",    "unrelated"};
    return NAMES[r];
}

/* P(a, b | copies shared by descent), p the frequency of ALT. */
static double pair_given_shared(int a, int b, int shared, double p) {
    const double q = 1 - p, of[3] = {q * q, 2 * p * q, p * p};
    if (shared == 0) return of[a] * of[b];
    if (shared == 2) return a == b ? of[a] : 0;
    const double one[3][3] = {{q * q * q, p * q * q, 0},
                              {p * q * q, p * q, p * p * q},
                              {0, p * p * q, p * p * p}};
    return one[a][b];
}

static double pair_given_relation(int a, int b, gnbs_kin_t r, double p, double error_frac) {
    static const double SHARED[GNBS_KIN_N][3] = {
        [GNBS_KIN_UNKNOWN] = {1, 0, 0},      [GNBS_KIN_SAME] = {0, 0, 1},
        [GNBS_KIN_PARENT_CHILD] = {0, 1, 0}, [GNBS_KIN_SIBLINGS] = {.25, .5, .25},
        [GNBS_KIN_SECOND] = {.5, .5, 0},     [GNBS_KIN_UNRELATED] = {1, 0, 0}};
    double sum = 0;
    for (int k = 0; k < 3; k++)
        if (SHARED[r][k] > 0) sum += SHARED[r][k] * pair_given_shared(a, b, k, p);
    return (1 - error_frac) * sum + error_frac * pair_given_shared(a, b, 0, p);
}

/* Eq. 11 of Manichaikul 2010, with the smaller number of heterozygotes. */
static void set_kinship(gnbs_qc_kin_t *k, size_t n_het_a, size_t n_het_b, size_t n_both) {
    double fewer = (double)(n_het_a < n_het_b ? n_het_a : n_het_b);
    k->has_kinship = fewer > 0;
    if (!k->has_kinship) return;
    k->kinship = ((double)n_both - 2 * (double)k->n_opposite) / (2 * fewer) + 0.5 -
                 0.25 * (double)(n_het_a + n_het_b) / fewer;
}

gnbs_qc_kin_t gnbs_qc_kin(const gnbs_qc_kin_opt_t *opt, size_t n, const double af[],
                          const int8_t a[], const int8_t b[]) {
    gnbs_qc_kin_t k = {0};
    size_t n_het_a = 0, n_het_b = 0, n_both = 0;
    for (size_t i = 0; i < n; i++) {
        if (a[i] < 0 || b[i] < 0) continue;
        k.n++;
        k.n_opposite += a[i] + b[i] == 2 && a[i] != 1;
        k.n_differ += a[i] != b[i];
        n_het_a += a[i] == 1, n_het_b += b[i] == 1, n_both += a[i] == 1 && b[i] == 1;
        for (int r = GNBS_KIN_SAME; r < GNBS_KIN_N; r++)
            k.log10_likelihood[r] += log10(
                pair_given_relation(a[i], b[i], (gnbs_kin_t)r, af[i], opt->error_frac));
    }
    set_kinship(&k, n_het_a, n_het_b, n_both);
    k.best = GNBS_KIN_SAME;
    for (int r = GNBS_KIN_SAME; r < GNBS_KIN_N; r++)
        if (k.log10_likelihood[r] > k.log10_likelihood[k.best]) k.best = (gnbs_kin_t)r;
    k.lod = INFINITY;
    for (int r = GNBS_KIN_SAME; r < GNBS_KIN_N; r++)
        if (r != (int)k.best)
            k.lod = fmin(k.lod, k.log10_likelihood[k.best] - k.log10_likelihood[r]);
    if (k.n < opt->min_markers) k.best = GNBS_KIN_UNKNOWN;
    return k;
}

int gnbs_qc_kin_is_parent(const gnbs_qc_kin_opt_t *opt, const gnbs_qc_kin_t *k) {
    if (k->n < opt->min_markers) return -1;
    double parent = k->log10_likelihood[GNBS_KIN_PARENT_CHILD], best_other = -INFINITY;
    for (int r = GNBS_KIN_SAME; r < GNBS_KIN_N; r++)
        if (r != GNBS_KIN_PARENT_CHILD && k->log10_likelihood[r] > best_other)
            best_other = k->log10_likelihood[r];
    if (best_other - parent >= opt->min_lod) return 0;
    return parent - k->log10_likelihood[GNBS_KIN_UNRELATED] >= opt->min_lod ? 1 : -1;
}
