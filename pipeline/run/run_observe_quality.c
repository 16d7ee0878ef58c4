/* run/run_observe_quality.c -- coverage, library, sex and markers, chunk by chunk. */
#include <string.h>

#include "core/vec.h"
#include "run/run_pass.h"

typedef GNBS_VEC(gnbs_marker_pile_t) piles_t;

/* Targets, stretches for the sex, and the place of each marker. */
static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    const gnbs_qc_request_t *qc = pass->rq->qc;
    *n = 0;
    if (qc == NULL) return GNBS_OK;
    pass->own = GNBS_NEW(pass->arena, piles_t, 1);
    gnbs_region_t *all =
        GNBS_NEW(pass->arena, gnbs_region_t, qc->n_target + qc->n_sex + qc->n_marker);
    if (pass->own == NULL || all == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    for (size_t i = 0; i < qc->n_target; i++) all[(*n)++] = qc->target[i];
    for (size_t i = 0; i < qc->n_sex; i++) all[(*n)++] = qc->sex[i];
    for (size_t i = 0; i < qc->n_marker; i++)
        all[(*n)++] =
            (gnbs_region_t){qc->marker[i].tid, qc->marker[i].pos, qc->marker[i].pos + 1};
    *region = all;
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_qc_observe(((const gnbs_pass_t *)pass)->rq->qc, chunk, arena,
                                          part, err)
                        : gnbs_err_set(err, GNBS_E_NOMEM, "quality");
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    gnbs_pass_t *p = pass;
    const gnbs_qc_part_t *part = result;
    gnbs_qc_add(&p->result->qc, part);
    for (size_t i = 0; i < part->n_pile; i++) {
        gnbs_marker_pile_t pile = part->pile[i]; /* its counts live in the chunk's arena */
        gnbs_marker_obs_t *obs = GNBS_NEW(p->arena, gnbs_marker_obs_t, pile.n_obs);
        if (obs == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
        if (pile.n_obs > 0) memcpy(obs, pile.obs, pile.n_obs * sizeof *obs);
        pile.obs = obs;
        if (!GNBS_PUSH((piles_t *)p->own, pile))
            return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    }
    return GNBS_OK;
}

static gnbs_code_t finish(gnbs_pass_t *pass, gnbs_err_t *err) {
    const piles_t *piles = pass->own;
    if (piles == NULL) return GNBS_OK;
    gnbs_pass_result_t *r = pass->result;
    r->n_pile = piles->n;
    r->pile = GNBS_NEW(pass->arena, gnbs_marker_pile_t, piles->n);
    if (r->pile == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    if (piles->n > 0) memcpy(r->pile, piles->at, piles->n * sizeof *r->pile);
    return GNBS_OK;
}

static void clear(gnbs_pass_t *pass) {
    piles_t *piles = pass->own;
    if (piles != NULL) GNBS_VEC_CLEAR(piles);
}

const gnbs_pass_observer_t gnbs_pass_quality = {.name = "quality",
                                                .plan = plan,
                                                .observe = observe,
                                                .collect = collect,
                                                .finish = finish,
                                                .clear = clear};
