/* genome/marker.h -- common single-base variants that tell one person from another.
 *
 * A marker is a place, its two alleles, and how common ALT is; some carry the loadings of a principal-component model,
 * by which the frequency follows a person's ancestry (Zhang et al. 2020, Genome Research 30:185, VerifyBamID2):
 *
 *     frequency(x) = (sum over k of pc[k] * x[k] + 2 * af) / 2, kept inside (0, 1)
 *
 * A pile is what the reads of one sample say there, each fragment once. The genotype vector of a sample is the list of
 * its piles' genotypes, in marker order.
 * Shapes   markers are sorted by (tid, pos), each place once; obs[n_obs] by allele and quality, each pair once
 */
#ifndef GNBS_GENOME_MARKER_H
#define GNBS_GENOME_MARKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "genome/region.h"

enum { GNBS_MARKER_PCS = 4 };

typedef struct gnbs_marker {
    int32_t tid;
    gnbs_pos_t pos;
    uint8_t ref, alt; /* codes 0..3 */
    double af;        /* of ALT, in (0, 1) */
    bool
        is_given; /* the laboratory named it; otherwise it was found in the frequency files */
    bool has_pc;
    double pc[GNBS_MARKER_PCS];
} gnbs_marker_t;

typedef struct gnbs_marker_obs {
    uint8_t is_alt, qual; /* Phred of the base */
    uint16_t n;
} gnbs_marker_obs_t;

typedef struct gnbs_marker_pile {
    int32_t i_marker;
    int32_t n_ref, n_alt, n_other;
    size_t n_obs; /* of REF and ALT */
    const gnbs_marker_obs_t *obs;
} gnbs_marker_pile_t;

/* By (tid, pos): for qsort. */
int gnbs_marker_compare(const void *a, const void *b);
/* First marker at or after (tid, pos). */
size_t gnbs_marker_lower(size_t n, const gnbs_marker_t marker[], int32_t tid,
                         gnbs_pos_t pos);

#endif
