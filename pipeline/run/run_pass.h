/* run/run_pass.h -- one pass over the reads with the observers that a run needs, their results gathered.
 *
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
    size_t n_target;
    const gnbs_region_t *target;
    size_t n_known; /* alleles to look for by name, sorted */
    const gnbs_variant_t *known;
    size_t n_window; /* dosage windows, sorted by middle; 0: no dosage observer */
    const gnbs_cnv_window_t *window;
    bool wants_blocks; /* reference blocks, for a gVCF */
    gnbs_log_t *log;
} gnbs_pass_request_t;

typedef struct gnbs_pass_result {
    size_t n_call, n_span, n_block;
    gnbs_call_t *call;
    gnbs_callable_span_t *span;
    gnbs_ref_block_t *block; /* when wants_blocks */
    gnbs_call_known_t
        *known; /* [n_known]; zero (not callable) for alleles outside the targets */
    gnbs_cnv_window_t *window; /* [n_window], counted */
    gnbs_qc_part_t qc;
    gnbs_read_counts_t counts;
} gnbs_pass_result_t;

gnbs_code_t gnbs_run_pass(const gnbs_pass_request_t *request, gnbs_arena_t *arena,
                          gnbs_pass_result_t *result, gnbs_err_t *err);

#endif
