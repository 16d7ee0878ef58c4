/* call/call_block.h -- how surely a base is like the reference, and runs of such bases: the blocks of a gVCF.
 *
 *     bases      . . . . . . V V . . . . . .        V: covered by REF of a call, no block there
 *     status     C C C C C C     C C L L C C        C callable, L low coverage: never "like the reference"
 *     GQ         45 47 41 32 38  51 58 - - 60 72
 *     blocks     [-----)[---)    [---)[--)[--)      joined while status, ploidy and band of GQ are equal
 */
#ifndef GNBS_CALL_CALL_BLOCK_H
#define GNBS_CALL_CALL_BLOCK_H

#include "call/call_pileup.h"

/* Confidence that the base is like the reference: against the most likely other genotype, without a prior. */
int32_t gnbs_call_reference_gq(const gnbs_pile_t *pile, uint8_t ref, int ploidy);
/* Blocks of all target bases that no call covers, in order; spans are the callability of the same targets. */
gnbs_code_t gnbs_call_find_blocks(const gnbs_pileup_t *pileup, gnbs_sex_t sex,
                                  size_t n_call, const gnbs_call_t call[], size_t n_span,
                                  const gnbs_callable_span_t span[], gnbs_arena_t *arena,
                                  size_t *n, gnbs_ref_block_t **block, gnbs_err_t *err);

#endif
