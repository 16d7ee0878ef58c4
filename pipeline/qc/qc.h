/* qc/qc.h -- is this sample fit to be read, and is it the baby it is said to be?
 *
 * Method   depth per target base, mate overlaps counted once (mosdepth's semantics: Pedersen and Quinlan 2018), sex from
 *          the depth of X against the autosomes, insert size of proper pairs
 * Gates    mean depth and share of target bases at 15x (the Generation Study asks >= 95 % of the autosomes at >= 15x);
 *          sex seen against sex declared. A closed gate makes every condition not_assessed.
 * Shapes   one gnbs_qc_part_t per chunk, summed in chunk order: the same bytes for any thread count
 * Threads  gnbs_qc_observe is pure
 */
#ifndef GNBS_QC_QC_H
#define GNBS_QC_QC_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"
#include "genome/chunk.h"

typedef struct gnbs_qc_opt {
    double min_depth_mean, min_15x_frac;
    double male_max_x_ratio,
        female_min_x_ratio; /* X depth over autosomal depth; between them the sex is unknown */
    int64_t min_x_bp;       /* fewer X target bases say nothing of sex */
} gnbs_qc_opt_t;

gnbs_qc_opt_t gnbs_qc_opt_default(void);

typedef struct gnbs_qc_part {
    int64_t auto_bp, auto_depth, auto_15x_bp, auto_20x_bp, x_bp, x_depth;
    int64_t n_insert, insert_sum, insert_square_sum;
} gnbs_qc_part_t;

gnbs_code_t gnbs_qc_observe(const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                            gnbs_qc_part_t *part, gnbs_err_t *err);
void gnbs_qc_add(gnbs_qc_part_t *sum, const gnbs_qc_part_t *part);
/* Closes the gates; reasons are allocated in arena. */
gnbs_code_t gnbs_qc_conclude(const gnbs_qc_opt_t *opt, const gnbs_qc_part_t *sum,
                             const gnbs_read_counts_t *counts, gnbs_sex_t declared,
                             gnbs_arena_t *arena, gnbs_quality_t *quality, gnbs_err_t *err);

#endif
