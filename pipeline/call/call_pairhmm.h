/* call/call_pairhmm.h -- how likely is a read, given a haplotype?
 *
 * Method   pair hidden Markov model, forward algorithm (Durbin et al. 1998, ch. 4), free ends on the haplotype;
 *          gap opening per haplotype base (homopolymers and short repeats slip more), extension 0.1
 * Band     cells with |column - (row + offset)| <= half_band only; the read must lie there by its alignment
 * Shapes   read[n_read], qual[n_read]; hap[n_hap], open_ln[n_hap]; work[6 * (n_hap + 1)]
 * Units    qual Phred, 0 = the base says nothing; result is ln P(read | haplotype), <= 0
 * Range    1 <= n_read <= 1000, 1 <= n_hap <= 4096; sums are scaled by 2^1000 against underflow; a read that fits
 *          nowhere gives GNBS_PAIRHMM_FLOOR_LN
 * Threads  pure; `work` is overwritten
 */
#ifndef GNBS_CALL_PAIRHMM_H
#define GNBS_CALL_PAIRHMM_H

#include <stdint.h>

#define GNBS_PAIRHMM_FLOOR_LN (-600.0)
#define GNBS_PAIRHMM_EXTEND   0.1

double gnbs_call_pairhmm_ln(int n_read, const uint8_t read[], const uint8_t qual[],
                            int n_hap, const uint8_t hap[], const double open[], int offset,
                            int half_band, double work[]);
/* Probability of opening a gap before each base of a haplotype, from the repeat it stands in. */
void gnbs_call_gap_open(int n_hap, const uint8_t hap[], double open[]);

#endif
