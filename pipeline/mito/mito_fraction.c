#include "mito/mito_fraction.h"

#include <math.h>

static const double HALF_CHI2_95 = 1.9207294103470624; /* chi-square(1), 0.95, halved */
enum { HALVINGS = 60 };

static double likelihood_ln(const gnbs_mito_evidence_t *e, double f) {
    double ln = 0;
    for (int k = 0; k < e->n_group; k++) {
        double p = f * (1 - e->p_miss[k]) + (1 - f) * e->p_false[k];
        if (e->n_alt[k] > 0) ln += e->n_alt[k] * log(p);
        if (e->n_other[k] > 0) ln += e->n_other[k] * log1p(-p);
    }
    return ln;
}

static double slope(const gnbs_mito_evidence_t *e, double f) {
    double d = 0;
    for (int k = 0; k < e->n_group; k++) {
        double gain = 1 - e->p_miss[k] - e->p_false[k];
        double p = f * (1 - e->p_miss[k]) + (1 - f) * e->p_false[k];
        d += gain * (e->n_alt[k] / p - e->n_other[k] / (1 - p));
    }
    return d;
}

/* The f between inside (likelihood high enough) and outside (not) where it crosses the floor. */
static double crossing(const gnbs_mito_evidence_t *e, double inside, double outside,
                       double floor_ln) {
    if (likelihood_ln(e, outside) >= floor_ln) return outside;
    for (int i = 0; i < HALVINGS; i++) {
        double mid = (inside + outside) / 2;
        if (likelihood_ln(e, mid) >= floor_ln)
            inside = mid;
        else
            outside = mid;
    }
    return inside;
}

gnbs_mito_fraction_t gnbs_mito_estimate(const gnbs_mito_evidence_t *e) {
    double lo = 0, hi = 1;
    if (slope(e, 0) <= 0) {
        hi = 0;
    } else if (slope(e, 1) >= 0) {
        lo = 1;
    } else {
        for (int i = 0; i < HALVINGS; i++) {
            double mid = (lo + hi) / 2;
            if (slope(e, mid) > 0)
                lo = mid;
            else
                hi = mid;
        }
    }
    double best = (lo + hi) / 2;
    double top_ln = likelihood_ln(e, best), gain_ln = top_ln - likelihood_ln(e, 0);
    return (gnbs_mito_fraction_t){.fraction = best,
                                  .low = crossing(e, best, 0, top_ln - HALF_CHI2_95),
                                  .high = crossing(e, best, 1, top_ln - HALF_CHI2_95),
                                  .lr_phred = gain_ln > 0 ? gain_ln * 10 / log(10.0) : 0};
}
