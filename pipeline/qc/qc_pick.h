/* qc/qc_pick.h -- which markers a sample is asked for.
 *
 * Where the reads are decoded anyway (the stretches others want, and near_bp beside them) a marker is nearly free: all of
 * those are taken, and all that the laboratory named. Where they are few, stretches elsewhere are added, the most telling for
 * what they cost first, until there are `enough`, at most one for every chunks_per_far stretches of the others.
 * Shapes   markers sorted; the picked ones too
 * Threads  pure
 */
#ifndef GNBS_QC_QC_PICK_H
#define GNBS_QC_QC_PICK_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/marker.h"

typedef struct gnbs_qc_pick_opt {
    gnbs_pos_t near_bp;
    size_t enough;    /* markers */
    double far_share; /* stretches elsewhere, of the number of stretches looked at anyway */
} gnbs_qc_pick_opt_t;

gnbs_qc_pick_opt_t gnbs_qc_pick_opt_default(void);
/* `wanted`: sorted and merged. */
gnbs_code_t gnbs_qc_pick_markers(const gnbs_qc_pick_opt_t *opt, size_t n_marker,
                                 const gnbs_marker_t marker[], size_t n_wanted,
                                 const gnbs_region_t wanted[], gnbs_arena_t *arena,
                                 size_t *n_picked, gnbs_marker_t **picked, gnbs_err_t *err);

#endif
