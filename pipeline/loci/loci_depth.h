/* loci/loci_depth.h -- reads per base and copy at each GC, and copies of a region. Private to the room.
 *
 * Method   local-linear regression of control tiles' depth on their GC (Cleveland 1979), with tricube weights, tiles
 *          weighted by length and twice reweighted against outliers. Where GC lies beyond the controls the line is
 *          carried on for a little, and trusted less.
 * Units    rate is reads per base of one copy; spread is a standard deviation over the expectation
 */
#ifndef GNBS_LOCI_LOCI_DEPTH_H
#define GNBS_LOCI_LOCI_DEPTH_H

#include "loci/loci.h"

typedef struct gnbs_loci_curve {
    size_t n_tile;                /* controls that were used */
    double spread;                /* of control tiles, beyond counting */
    double rate[101], extra[101]; /* by GC percent; extra: relative sd of the fit there */
    bool is_usable;
    const char *why; /* a sentence when it is not usable */
} gnbs_loci_curve_t;

gnbs_code_t gnbs_loci_fit(const gnbs_loci_opt_t *opt, size_t n,
                          const gnbs_loci_tile_t control[], gnbs_arena_t *arena,
                          gnbs_loci_curve_t *curve, gnbs_err_t *err);

typedef struct gnbs_loci_depth { /* of one region */
    bool is_known;
    double copies, n_read, reads_per_copy;
    double extra; /* relative sd that comes with GC and with few tiles */
    double spread;
} gnbs_loci_depth_t;

gnbs_loci_depth_t gnbs_loci_measure(const gnbs_loci_plan_t *plan,
                                    const gnbs_loci_tile_t tile[],
                                    const gnbs_loci_curve_t *curve, int i_locus,
                                    int i_region);
/* ln of the density of what was measured, if there are so many copies; *z: standard deviations away. */
double gnbs_loci_depth_ln(const gnbs_loci_depth_t *depth, int copies, double *z);
double gnbs_loci_depth_sd(const gnbs_loci_depth_t *depth, int copies);

#endif
