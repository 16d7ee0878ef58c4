/* qc/qc_depth.h -- depth per base of a chunk, by mosdepth's rules (Pedersen and Quinlan 2018, Bioinformatics 34:867).
 *
 * Counted   alignments that are mapped, primary or supplementary, not duplicate, not QC-fail (SAM flag mask 1796), of at
 *           least min_mapq; of each, the bases aligned to the reference: not deletions, skips or clips
 * Once      what two mates of a proper pair both cover is one molecule and counts once; a base that one of them deletes is
 *           the other's alone. Which pairs are looked at: both flagged as proper, and the first says that its mate
 *           begins before it ends. A supplementary alignment takes no part in this.
 * Fast      whole spans, deletions included, without regard to mates: mosdepth --fast-mode
 * Shapes    one array for each piece, depth[i][p - piece[i].beg]; whole where the chunk's reads are complete (genome/chunk.h)
 * Threads   pure
 */
#ifndef GNBS_QC_QC_DEPTH_H
#define GNBS_QC_QC_DEPTH_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "genome/chunk.h"

typedef struct gnbs_qc_depth_opt {
    int min_mapq;
    bool is_fast;
} gnbs_qc_depth_opt_t;

typedef struct gnbs_qc_depths {
    size_t n; /* pieces: sorted, apart from one another */
    const gnbs_region_t *piece;
    int32_t **depth;
} gnbs_qc_depths_t;

/* Into depths->depth, in the arena; the pieces are given. */
gnbs_code_t gnbs_qc_depth(const gnbs_qc_depth_opt_t *opt, const gnbs_chunk_t *chunk,
                          gnbs_arena_t *arena, gnbs_qc_depths_t *depths, gnbs_err_t *err);
/* Depth from `pos` on, within its piece; NULL when no piece has it. */
const int32_t *gnbs_qc_depth_at(const gnbs_qc_depths_t *depths, gnbs_pos_t pos);

#endif
