/* qc/qc.h -- is this sample fit to be read, and is it the baby it is said to be?
 *
 * Observe   each chunk gives a part; parts are summed in chunk order: the same bytes for any thread count
 * Coverage  qc_depth.h, over the targets where the reference is known
 * Library   of home reads: duplicates, insert sizes of proper pairs, clips, mismatches (of every 8th read), GC
 * Kind      a captured library is deep on its targets and thin beside them; a genome is the same on both
 * Markers   qc_marker.h, qc_mix.h: contamination, genotypes
 * Sex       qc_sex.h. Gates: qc_gate.h
 * Threads   gnbs_qc_observe is pure
 */
#ifndef GNBS_QC_QC_H
#define GNBS_QC_QC_H

#include "genome/case.h"
#include "genome/chunk.h"
#include "qc/qc_depth.h"
#include "qc/qc_gate.h"
#include "qc/qc_marker.h"
#include "qc/qc_mix.h"
#include "qc/qc_pick.h"
#include "qc/qc_sex.h"

enum {
    GNBS_QC_DEPTHS = 1024,      /* deeper bases count as GNBS_QC_DEPTHS - 1 */
    GNBS_QC_INSERTS = 2000,     /* pairs farther apart are events, not library */
    GNBS_QC_SHOULDER_BEG = 150, /* bases beside a target that are held against it: */
    GNBS_QC_SHOULDER_END = 200, /* within the pad, where depth is whole */
};

typedef struct gnbs_qc_opt {
    gnbs_qc_depth_opt_t depth;
    gnbs_qc_marker_opt_t marker;
    gnbs_qc_pick_opt_t pick;
    gnbs_qc_mix_opt_t mix;
    gnbs_qc_sex_opt_t sex;
    double genome_min_shoulder,
        capture_max_shoulder; /* depth beside targets over depth on them */
    double exome_min_bp;      /* captured bases from which a library is an exome */
} gnbs_qc_opt_t;

gnbs_qc_opt_t gnbs_qc_opt_default(void);

/* The same for every chunk. Regions are sorted and merged. */
typedef struct gnbs_qc_request {
    const gnbs_qc_opt_t *opt;
    /* where coverage is counted; NULL: the chunk's targets */
    size_t n_target;
    const gnbs_region_t *target;
    size_t n_marker;
    const gnbs_marker_t *marker;
    /* stretches of X and Y beside the targets, for the sex */
    size_t n_sex;
    const gnbs_region_t *sex;
    /* every base counts as known; GC and mismatches are not told */
    bool lacks_reference;
} gnbs_qc_request_t;

typedef struct gnbs_qc_counts {
    int64_t auto_bp, auto_depth, x_bp, x_depth, y_bp, y_depth;
    int64_t n_read, n_mapq0, n_pair, n_chimeric;
    int64_t read_bp, clipped_bp, compared_bp, mismatch_bp;
    int64_t n_insert, insert_sum, insert_square_sum;
    /* windows of 100 bases by GC, and their summed depth */
    int64_t gc_n[101], gc_depth[101];
    int64_t shoulder_n;
    double shoulder_sum; /* depth beside a target over depth on it, each at most 2 */
} gnbs_qc_counts_t;

typedef struct gnbs_qc_part { /* of one chunk, in its arena */
    gnbs_qc_counts_t count;
    size_t n_hist;
    int32_t *hist;    /* autosomal target bases by depth */
    uint16_t *insert; /* [count.n_insert] insert sizes */
    size_t n_pile;
    const gnbs_marker_pile_t *pile;
    gnbs_qc_depths_t depths; /* of the targets and GNBS_QC_SHOULDER_END beside them */
} gnbs_qc_part_t;

typedef struct gnbs_qc_sum {
    gnbs_qc_counts_t count;
    int64_t hist[GNBS_QC_DEPTHS], insert[GNBS_QC_INSERTS + 1];
} gnbs_qc_sum_t;

gnbs_code_t gnbs_qc_observe(const gnbs_qc_request_t *request, const gnbs_chunk_t *chunk,
                            gnbs_arena_t *arena, gnbs_qc_part_t *part, gnbs_err_t *err);
void gnbs_qc_add(gnbs_qc_sum_t *sum, const gnbs_qc_part_t *part);

/* ---- all chunks seen --------------------------------------------------------------------------------------- */

typedef struct gnbs_qc_summary { /* what the numbers of a sample stand on */
    const gnbs_qc_opt_t *opt;
    const gnbs_qc_sum_t *sum;
    const gnbs_read_counts_t *counts;
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    size_t n_marker, n_pile;
    const gnbs_marker_t *marker;
    const gnbs_marker_pile_t *pile; /* of all chunks, in marker order */
    bool has_y;                     /* stretches of Y were looked at */
    int64_t n_mapped; /* reads of the whole file, by its index; < 0: it does not say */
} gnbs_qc_summary_t;

/* Fills q's numbers: metrics, sex, kind, contamination, genotypes (identity.genotype[n_pile] follows the piles).
 * Gates are not judged here. */
gnbs_code_t gnbs_qc_conclude(const gnbs_qc_summary_t *summary, gnbs_arena_t *arena,
                             gnbs_quality_t *q, gnbs_err_t *err);

#endif
