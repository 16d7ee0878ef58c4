/* evidence/evidence.h -- the reads are read once.
 *
 * One schedule (all that any room wants to see of the genome) is walked once; each decoded read is offered to
 * every observer that asked for its stretch. Observers are pure: chunk in, result out, in any thread; results and errors come back
 * in schedule order.
 *
 *     targets     --  ---      -----   --                 ----    (sorted, merged)
 *     chunks      [================)                      [===)    neighbours at most join_bp apart share one
 *
 * A chunk is one seek in the file: targets nearer than about a BAI linear window (16 kb) would make the same
 * BGZF blocks be inflated twice if they were sought apart. Reads between targets are decoded and dropped.
 * Long stretches are cut at chunk_bp, so that work is even and memory is bounded.
 * Memory   at most depth chunks in flight; a pile-up is cut at max_starts reads per start position, counted as n_excess
 * Cost     measured against `samtools view -c -M -L` over the same targets (make bench)
 */
#ifndef GNBS_EVIDENCE_EVIDENCE_H
#define GNBS_EVIDENCE_EVIDENCE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/log.h"
#include "genome/chunk.h"
#include "genome/source.h"

typedef struct gnbs_evidence_opt {
    int n_threads;
    int32_t join_bp, chunk_bp;
    int32_t
        pad_bp; /* reads overlapping a target widened by this are shown; the reference window is as wide */
    int32_t max_starts; /* reads kept per start position */
    int32_t
        reach_bp; /* reads so near a chunk, or between its targets, are shown in outline; 0: none */
    int32_t
        min_clip_bp; /* of these, one with so many bases clipped at an end is shown whole */
} gnbs_evidence_opt_t;

gnbs_evidence_opt_t gnbs_evidence_opt_default(void);

typedef struct gnbs_schedule {
    size_t n_target, n_chunk;
    const gnbs_region_t *target; /* sorted, merged, cut at chunk borders */
    const gnbs_region_t *chunk;
    const size_t *first_target; /* n_chunk + 1 entries */
    size_t n_full, n_point;
    const gnbs_region_t
        *full; /* of the targets: those read with a pad on either side, merged */
    const gnbs_region_t *point; /* and those read without, merged */
} gnbs_schedule_t;

typedef struct gnbs_observer {
    const char *name; /* for messages: "calling" */
    void *ctx;        /* shared: read-only in observe() */
    gnbs_code_t (*observe)(const void *ctx, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err);
    gnbs_code_t (*collect)(
        void *ctx, const gnbs_chunk_t *chunk, void *result,
        gnbs_err_t *err); /* one thread, in order; copies what it keeps */
    /* What it wants to see, sorted and merged, within the schedule's targets: its chunks have these as targets, and chunks
     * that hold none of them are not shown to it. NULL: all that is scheduled. */
    size_t n_region;
    const gnbs_region_t *region;
    /* Reads too that only other observers' targets brought in. Otherwise what it sees does not depend on them. */
    bool sees_all_reads;
} gnbs_observer_t;

/* Targets in any order, overlapping or not; empty ones are an error. */
gnbs_code_t gnbs_evidence_plan(const gnbs_evidence_opt_t *opt, size_t n,
                               const gnbs_region_t target[], gnbs_arena_t *arena,
                               gnbs_schedule_t *schedule, gnbs_err_t *err);
/* The same with points: stretches for which only the reads over them are wanted, without a pad. */
gnbs_code_t gnbs_evidence_plan_points(const gnbs_evidence_opt_t *opt, size_t n,
                                      const gnbs_region_t target[], size_t n_point,
                                      const gnbs_region_t point[], gnbs_arena_t *arena,
                                      gnbs_schedule_t *schedule, gnbs_err_t *err);
/* `log` may be NULL. totals may be NULL. */
gnbs_code_t gnbs_evidence_pass(const gnbs_evidence_opt_t *opt,
                               const gnbs_schedule_t *schedule, gnbs_build_t build,
                               const gnbs_read_source_t *reads,
                               const gnbs_ref_source_t *ref, size_t n_observer,
                               const gnbs_observer_t observer[], gnbs_log_t *log,
                               gnbs_read_counts_t *totals, gnbs_err_t *err);

#endif
