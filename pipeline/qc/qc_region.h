/* qc/qc_region.h -- depth by region and by base, to the last base and digit as mosdepth writes them.
 *
 * Regions may overlap, and each row counts for itself: total, distribution and thresholds are sums over the rows, as in
 * mosdepth's --by. The mean is summed base by base as depth / length, in order: its last digit is mosdepth's too.
 * Chunks come in order (evidence), so regions may be longer than a chunk.
 * Memory   tables live in the arena; runs of the per-base list grow with the genome looked at
 */
#ifndef GNBS_QC_QC_REGION_H
#define GNBS_QC_QC_REGION_H

#include "core/arena.h"
#include "core/err.h"
#include "core/vec.h"
#include "genome/region.h"

enum { GNBS_QC_THRESHOLDS = 5 };
extern const int32_t GNBS_QC_THRESHOLD[GNBS_QC_THRESHOLDS]; /* 1, 10, 15, 20, 30 */

typedef struct gnbs_qc_row {
    gnbs_region_t region;
    const char *name; /* "" when it has none */
    double mean;
    int64_t at_least[GNBS_QC_THRESHOLDS];
} gnbs_qc_row_t;

typedef struct gnbs_qc_run { /* bases in a row of one depth */
    gnbs_region_t region;
    int32_t depth;
} gnbs_qc_run_t;

typedef struct gnbs_qc_table {
    size_t n;
    gnbs_qc_row_t
        *row; /* sorted by contig and begin; rows that begin alike stay as they came */
    gnbs_pos_t longest;
    int64_t n_base, sum;
    int32_t min, max;
    GNBS_VEC(int64_t) hist; /* bases by depth */
    bool wants_runs;
    GNBS_VEC(gnbs_qc_run_t) run;
} gnbs_qc_table_t;

gnbs_code_t gnbs_qc_table_init(size_t n, const gnbs_region_t region[],
                               const char *const name[], bool wants_runs,
                               gnbs_arena_t *arena, gnbs_qc_table_t *table,
                               gnbs_err_t *err);
/* Stretches of the rows' union, in order; depth[p - where.beg]. */
gnbs_code_t gnbs_qc_table_add(gnbs_qc_table_t *table, gnbs_region_t where,
                              const int32_t depth[], gnbs_err_t *err);
void gnbs_qc_table_clear(gnbs_qc_table_t *table);

#endif
