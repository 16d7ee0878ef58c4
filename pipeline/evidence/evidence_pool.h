/* evidence/evidence_pool.h -- reads of a false second copy, given back to the true place.
 *
 * A read source in front of another: whoever asks for a stretch of the true place gets its reads and, among them in order
 * of position, those that the aligner gave to the false copy, with place, CIGAR, mate and split part translated through
 * the blocks. All others pass unchanged, and so do the reads of the false copy when that is asked for.
 *
 *     aligner   true  -- --   - -         false  -  -- - --
 *     here      true  ---- -- --- - --    (what is false-only is an insertion, what is true-only a deletion)
 *
 * Mapping quality of the true place and of what was moved becomes MAPQ: it was low because the reference says the same
 * thing twice. What the aligner wrote of a rival place is dropped with it.
 * Limits    a read no base of which lies in a block is not moved; ends behind a gap of more than MAX_GAP_BP are clipped
 * Memory    handles hold the moved reads of the stretch sought (30x: 5 MB for 100 kb); blocks and source are borrowed
 * Threads   as any read source: one handle per worker
 */
#ifndef GNBS_EVIDENCE_EVIDENCE_POOL_H
#define GNBS_EVIDENCE_EVIDENCE_POOL_H

#include "genome/pool.h"
#include "genome/source.h"

enum { GNBS_POOL_MAPQ = 60, GNBS_POOL_MAX_GAP_BP = 50 };

typedef struct
    gnbs_pool_source { /* set up by gnbs_pool_source; keep it where it is while the source is used */
    const gnbs_read_source_t *reads;
    size_t n_block;
    const gnbs_pool_block_t
        *block; /* sorted by to; several copies may follow one another */
} gnbs_pool_source_t;

/* The source to ask instead of `reads`. Without blocks it is `reads` itself. */
gnbs_read_source_t gnbs_pool_source(gnbs_pool_source_t *pool,
                                    const gnbs_read_source_t *reads, size_t n_block,
                                    const gnbs_pool_block_t block[]);

/* A read of the false copy at the true place, its CIGAR in the arena; false: it does not lie in a block. Reads without a
 * body (cigar NULL) are moved by their span. */
gnbs_code_t gnbs_pool_move(size_t n_block, const gnbs_pool_block_t block[],
                           gnbs_arena_t *arena, gnbs_read_t *read, bool *is_moved,
                           gnbs_err_t *err);

#endif
