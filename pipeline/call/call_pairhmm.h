/* call/call_pairhmm.h -- how likely is a read, given a haplotype?
 *
 * Method   pair hidden Markov model, forward algorithm (Durbin et al. 1998, ch. 4), free ends on the haplotype;
 *          gap opening per haplotype base (homopolymers and short repeats slip more), extension 0.1
 * Band     cells with |column - (row + offset)| <= half_band only; the read must lie there by its alignment
 * Lanes    many read-haplotype pairs are scored side by side: 8 with AVX-512, 4 with AVX2, 1 without; each lane does the
 *          arithmetic of the scalar twin in its order (no fused multiply-add), so the bits do not depend on the CPU
 * Units    qual Phred below 64, 0 = the base says nothing; result is ln P(read | haplotype), <= 0
 * Range    1 <= n_read <= 1000, 1 <= n_hap <= 4096; sums are scaled by 2^1000 against underflow; a read that fits
 *          nowhere gives GNBS_PAIRHMM_FLOOR_LN
 * Threads  pure
 */
#ifndef GNBS_CALL_PAIRHMM_H
#define GNBS_CALL_PAIRHMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

#define GNBS_PAIRHMM_FLOOR_LN (-600.0)
#define GNBS_PAIRHMM_EXTEND   0.1

typedef enum gnbs_simd {
    GNBS_SIMD_AUTO,
    GNBS_SIMD_SCALAR,
    GNBS_SIMD_AVX2,
    GNBS_SIMD_AVX512
} gnbs_simd_t;

typedef struct gnbs_pairhmm_job {
    int n_read, n_hap;
    const uint8_t *read, *qual, *hap;
    const double *open; /* [n_hap] probability of opening a gap at each haplotype base */
    int offset;         /* column of the haplotype where the first read base is expected */
    double ln;          /* out */
} gnbs_pairhmm_job_t;

/* All jobs under one half_band. Scratch comes from the arena; false when memory is exhausted. */
bool gnbs_call_pairhmm(gnbs_simd_t simd, size_t n_job, gnbs_pairhmm_job_t job[],
                       int half_band, gnbs_arena_t *arena);
/* Probability of opening a gap before each base of a haplotype, from the repeat it stands in; shift_phred is added to the
 * tables, for homopolymers and for repeats of longer units. */
void gnbs_call_gap_open(int n_hap, const uint8_t hap[], const double shift_phred[2],
                        double open[]);
/* Slips that the tables expect of one read over a whole tract: one unit more or less. */
double gnbs_call_slip_expected(int unit_bp, int copies);
/* ln of the prior of one copy of an indel that changes a repeat of `copies` units of `unit_bp` bases (unit_bp 0: no repeat):
 * base_ln outside repeats, rising with the copies as mutation rates do, to one in fifty in the longest. */
double gnbs_call_indel_prior_ln(double base_ln, int unit_bp, int copies);
/* What this CPU can do, and the words auto, scalar, avx2, avx512 (false for any other, or one it cannot do). */
gnbs_simd_t gnbs_call_simd_best(void);
bool gnbs_call_simd_parse(const char *word, gnbs_simd_t *simd);

#endif
