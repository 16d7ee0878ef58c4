/* mito/mito_fraction.h -- which share of the molecules carries an allele, and how sure that is.
 *
 *     P(a read shows the allele | f) = f (1 - miss) + (1 - f) false       false, miss: errors of sequencing
 *
 * The likelihood of f is a product of such terms, one per molecule, and its logarithm is concave: one maximum, found by
 * halving. The interval holds every f whose log likelihood lies within 1.92 of the maximum (chi-square, one degree of
 * freedom, 95 %; Wilks 1938). It speaks of counting only: not of amplification, nor of another tissue.
 *
 * Shapes   molecules grouped by their error probabilities: n_alt[k] show the allele, n_other[k] do not
 * Units    lr_phred: 10 log10 of the likelihood at the best f over that at f = 0, >= 0
 * Range    n_group <= GNBS_MITO_MAX_GROUPS; error probabilities in (0, 0.5)
 * Threads  pure
 */
#ifndef GNBS_MITO_FRACTION_H
#define GNBS_MITO_FRACTION_H

#include <stddef.h>
#include <stdint.h>

enum { GNBS_MITO_MAX_GROUPS = 8 };

typedef struct gnbs_mito_evidence {
    int n_group;
    uint32_t n_alt[GNBS_MITO_MAX_GROUPS], n_other[GNBS_MITO_MAX_GROUPS];
    double p_false
        [GNBS_MITO_MAX_GROUPS]; /* a molecule without the allele is read as having it */
    double p_miss[GNBS_MITO_MAX_GROUPS]; /* and the reverse */
} gnbs_mito_evidence_t;

typedef struct gnbs_mito_fraction {
    double fraction, low, high; /* 95 % */
    double lr_phred;
} gnbs_mito_fraction_t;

/* No molecules: fraction 0, interval [0, 1]. */
gnbs_mito_fraction_t gnbs_mito_estimate(const gnbs_mito_evidence_t *e);

#endif
