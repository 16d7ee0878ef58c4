/* simulate/simulate_align.h -- where an aligner would place bases whose origin is known.
 *
 * The map from haplotype to reference gives the alignment; variants are left-aligned, so its gaps
 * are. Near a read's end an aligner does not pay for a gap that gains too little: there the score of
 * BWA-MEM (Li 2013: match 1, mismatch -4, gap -6 - length, end 5) chooses between the gap, mismatches
 * and a soft clip.
 * Threads  pure
 */
#ifndef GNBS_SIMULATE_SIMULATE_ALIGN_H
#define GNBS_SIMULATE_SIMULATE_ALIGN_H

#include "simulate/simulate.h"

enum { GNBS_SIMULATE_MAX_CIGAR = 64 };

typedef struct gnbs_simulate_alignment {
    gnbs_pos_t beg, end;
    int32_t n_cigar, edit_distance;
    uint32_t cigar[GNBS_SIMULATE_MAX_CIGAR];
} gnbs_simulate_alignment_t;

/* base[len] is what was read of hap->seq at hap_beg, errors and all; ref[hap->ref_length_bp]. */
void gnbs_simulate_align(const gnbs_simulate_haplotype_t *hap, const uint8_t *ref,
                         gnbs_pos_t hap_beg, int32_t len, const uint8_t base[],
                         gnbs_simulate_alignment_t *a);

#endif
