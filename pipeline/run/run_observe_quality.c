/* run/run_observe_quality.c -- coverage, sex and library, chunk by chunk. */
#include "run/run_pass.h"

static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    (void)err;
    *n = pass->rq->n_target;
    *region = pass->rq->target;
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    (void)pass;
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_qc_observe(chunk, arena, part, err)
                        : gnbs_err_set(err, GNBS_E_NOMEM, "quality");
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk, (void)err;
    gnbs_qc_add(&((gnbs_pass_t *)pass)->result->qc, result);
    return GNBS_OK;
}

const gnbs_pass_observer_t gnbs_pass_quality = {
    .name = "quality", .plan = plan, .observe = observe, .collect = collect};
