/* loci/loci_pool.h -- a false second copy laid against the true place, when a bundle is built. Private to the room.
 *
 * Method   words of 24 bases that occur once in each of the two, in the same order in both (longest increasing
 *          subsequence); stretches of equal offset are blocks, and what lies between two of them is a gap
 * Cost     O(n log n) of the longer one; 100 kb: 50 ms
 */
#ifndef GNBS_LOCI_LOCI_POOL_H
#define GNBS_LOCI_LOCI_POOL_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/pool.h"

/* `to[n_to]` and `from[n_from]` are codes of the two regions; blocks in the arena, sorted. None when they do not match. */
gnbs_code_t gnbs_loci_lay(gnbs_region_t to_at, const uint8_t to[], gnbs_region_t from_at,
                          const uint8_t from[], gnbs_arena_t *arena, size_t *n_block,
                          gnbs_pool_block_t **block, gnbs_err_t *err);

#endif
