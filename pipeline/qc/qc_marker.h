/* qc/qc_marker.h -- what the reads say at the markers of a chunk.
 *
 * Counted  bases of at least min_base_qual in reads of at least min_mapq; a fragment once: where its mates agree with the
 *          better of the two qualities, where they disagree not at all
 * Shapes   one pile for each marker in the chunk's region that lies in one of the chunk's targets, in marker order
 * Memory   in the arena
 * Threads  pure
 */
#ifndef GNBS_QC_QC_MARKER_H
#define GNBS_QC_QC_MARKER_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/chunk.h"
#include "genome/marker.h"

typedef struct gnbs_qc_marker_opt {
    int min_mapq, min_base_qual, max_base_qual; /* no base is believed more than the last */
} gnbs_qc_marker_opt_t;

gnbs_code_t gnbs_qc_pile_markers(const gnbs_qc_marker_opt_t *opt, const gnbs_chunk_t *chunk,
                                 size_t n_marker, const gnbs_marker_t marker[],
                                 gnbs_arena_t *arena, size_t *n_pile,
                                 gnbs_marker_pile_t **pile, gnbs_err_t *err);

#endif
