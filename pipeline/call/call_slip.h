/* call/call_slip.h -- how often the polymerases and the sequencer of this sample slip in repeats, learned from its own reads.
 *
 * PCR-free libraries slip far less than amplified ones, so a fixed rate is wrong for both: too high, and heterozygous
 * indels in homopolymers drown in expected noise; too low, and noise becomes findings.
 *
 *     tract            ACGGTTTTTTTTTTTTCAGTACGT     8 or more copies of a base, 5 or more of a unit of 2 to 4 bases
 *     reads       ------------------------------     that cover it and ANCHOR_BP on both sides
 *     their change      0  0  0 -1  0  0  0  0  0     bases gained or lost over it, by CIGAR
 *
 * The most frequent change of a tract is its allele; k of its n reads show another. Either they have slipped, each with the
 * probability s that the tables of call_gap state, shifted; or the tract is heterozygous (h: one in ten homopolymers, one in four
 * longer repeats), with a share p of 0.2 to 0.5 for the allele that fewer reads cover:
 *
 *     L(shift) = (1 - h) s^k (1 - s)^(n - k) + 2 h mean over p of p^k (1 - p)^(n - k)
 *
 * The shift is the best of a grid of half Phred, for homopolymers and for longer units, under a normal prior around the tables
 * (6 Phred), so that a few tracts change little. From 6 Phred worse (amplified libraries) to 14 better.
 * Sums     in millionths of ln, integers, so the order of chunks does not matter
 * Threads  pure
 */
#ifndef GNBS_CALL_SLIP_H
#define GNBS_CALL_SLIP_H

#include <stdint.h>

#include "call/call.h"
#include "genome/chunk.h"

enum { GNBS_SLIP_GRID = 41, GNBS_SLIP_GRID_ZERO = 12 }; /* -6 ... 14 by 0.5 Phred */

typedef struct gnbs_slip_count { /* by gnbs_slip_class_t */
    int64_t n_tract[GNBS_SLIP_CLASSES];
    int64_t likelihood[GNBS_SLIP_CLASSES][GNBS_SLIP_GRID]; /* ln, times 10^6 */
} gnbs_slip_count_t;

/* Adds what the chunk's targets show. */
void gnbs_call_count_slips(const gnbs_chunk_t *chunk, const gnbs_call_opt_t *opt,
                           gnbs_slip_count_t *count);
void gnbs_call_add_slips(gnbs_slip_count_t *sum, const gnbs_slip_count_t *part);
/* Phred to add to the tables: above 0 where the sample slips less often than they say. */
void gnbs_call_slip_shift(const gnbs_slip_count_t *count,
                          double shift_phred[GNBS_SLIP_CLASSES]);

#endif
