/* run/run_observe_dosage.c -- bases over the dosage windows, counted. */
#include <string.h>

#include "run/run_pass.h"

typedef struct counted {
    size_t first, n;
    gnbs_cnv_window_t *window;
} counted_t;

/* Windows stand on exons and reach less than pad_bp past them: where the caller looks, they are whole. */
static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = pass->rq;
    pass->result->window = GNBS_NEW(pass->arena, gnbs_cnv_window_t, rq->n_window);
    if (pass->result->window == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu windows", rq->n_window);
    if (rq->n_window > 0)
        memcpy(pass->result->window, rq->window, rq->n_window * sizeof *rq->window);
    *n = rq->n_window > 0 ? rq->n_target : 0;
    *region = rq->target;
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gnbs_pass_t *)pass)->rq;
    counted_t *c = GNBS_NEW(arena, counted_t, 1);
    *result = c;
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "dosage");
    return gnbs_cnv_observe(chunk, rq->n_window, rq->window, arena, &c->first, &c->n,
                            &c->window, err);
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk, (void)err;
    const counted_t *c = result;
    if (c->n > 0)
        memcpy(((gnbs_pass_t *)pass)->result->window + c->first, c->window,
               c->n * sizeof *c->window);
    return GNBS_OK;
}

const gnbs_pass_observer_t gnbs_pass_dosage = {.name = "dosage",
                                               .sees_all = true,
                                               .plan = plan,
                                               .observe = observe,
                                               .collect = collect};
