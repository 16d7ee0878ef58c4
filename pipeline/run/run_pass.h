/* run/run_pass.h -- one pass over the reads with the observers that a run needs, their results gathered.
 *
 * An observer is a row of the table in run_pass.c: the stretches of genome it wants to see, what it makes of each chunk,
 * how the chunks' results come together. To add one: write run_observe_NAME.c with a gnbs_pass_observer_t, name it
 * below and in the table, and give it a place in the request and the result. The schedule is the union of what the
 * observers want; each sees its own stretches only, as the chunk's targets.
 * Memory   results live in the arena given
 */
#ifndef GNBS_RUN_PASS_H
#define GNBS_RUN_PASS_H

#include "call/call.h"
#include "cnv/cnv.h"
#include "core/arena.h"
#include "core/log.h"
#include "evidence/evidence.h"
#include "genome/case.h"
#include "genome/source.h"
#include "loci/loci.h"
#include "qc/qc.h"

/* No small variant that reads show has a longer REF. */
enum { GNBS_RUN_REACH_BP = 1000 };

typedef struct gnbs_pass_request {
    const gnbs_evidence_opt_t *evidence;
    const gnbs_call_opt_t *call;
    const gnbs_read_source_t *reads;
    const gnbs_ref_source_t *ref;
    gnbs_build_t build;
    gnbs_sex_t sex;
    size_t n_target; /* of the small-variant caller */
    const gnbs_region_t *target;
    size_t n_known; /* alleles to look for by name, sorted */
    const gnbs_variant_t *known;
    size_t n_tile; /* dosage windows, sorted; 0: no dosage observer */
    const gnbs_tile_t *tile;
    bool wants_blocks;            /* reference blocks, for a gVCF */
    const gnbs_qc_request_t *qc;  /* NULL: no quality observer */
    const gnbs_loci_plan_t *loci; /* NULL: no loci observer */
    const gnbs_loci_opt_t *loci_opt;
    gnbs_log_t *log;
} gnbs_pass_request_t;

typedef struct gnbs_pass_result {
    size_t n_call, n_span, n_block;
    gnbs_call_t *call;
    gnbs_callable_span_t *span;
    gnbs_ref_block_t *block; /* when wants_blocks */
    gnbs_call_known_t
        *known; /* [n_known]; zero (not callable) for alleles outside the targets */
    size_t n_tile;
    gnbs_tile_t *tile; /* [n_tile], counted; NULL without the dosage observer */
    size_t n_hint;     /* reads that do not lie as the reference does */
    gnbs_cnv_hint_t *hint;
    gnbs_qc_sum_t qc;
    size_t n_marker; /* of those asked for, the ones that were looked at */
    gnbs_marker_t *marker;
    size_t n_pile; /* of them, in their order */
    gnbs_marker_pile_t *pile;
    gnbs_loci_tile_t *loci_tile; /* the plan's tiles, counted */
    size_t n_loci_vote;
    gnbs_loci_vote_t *loci_vote;
    double slip_shift_phred[GNBS_SLIP_CLASSES]; /* learned from the sample (call_slip) */
    gnbs_read_counts_t counts;
} gnbs_pass_result_t;

gnbs_code_t gnbs_run_pass(const gnbs_pass_request_t *request, gnbs_arena_t *arena,
                          gnbs_pass_result_t *result, gnbs_err_t *err);

/* ---- for observers ------------------------------------------------------------------------------------------ */

typedef struct gnbs_pass { /* one per observer */
    const gnbs_pass_request_t *rq;
    gnbs_arena_t *arena; /* of the results; not for use in observe */
    gnbs_pass_result_t *result;
    /* in plan: what the observers before it in the table want, sorted and merged */
    size_t n_wanted;
    const gnbs_region_t *wanted;
    /* set by plan, beside its regions: places at which only the reads over them are wanted */
    size_t n_point;
    const gnbs_region_t *point;
    void *own; /* what plan made for this observer, in the arena */
} gnbs_pass_t;

typedef struct gnbs_pass_observer {
    const char *name; /* for messages: "calling" */
    /* It is shown every chunk, with all that is scheduled for targets: for who counts reads over the chunks' reaches */
    bool sees_all;
    /* Of its chunks all reads, also those that only others asked for */
    bool sees_all_reads;
    /* What it wants to see, in any order; *n = 0: it takes no part, and nothing more of it is called but finish. */
    gnbs_code_t (*plan)(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err);
    /* `pass` is the gnbs_pass_t: read-only in observe (any thread); collect comes in order, on one thread */
    gnbs_code_t (*observe)(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err);
    gnbs_code_t (*collect)(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err);
    /* What was collected, to pass->result; NULL: nothing to do */
    gnbs_code_t (*finish)(gnbs_pass_t *pass, gnbs_err_t *err);
    void (*clear)(gnbs_pass_t *pass); /* always called at the end; NULL: nothing is held */
} gnbs_pass_observer_t;

extern const gnbs_pass_observer_t gnbs_pass_calls, gnbs_pass_quality, gnbs_pass_dosage,
    gnbs_pass_loci;

#endif
