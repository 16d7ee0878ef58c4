/* run/run_observe_quality.c -- coverage, library, sex and markers, chunk by chunk. */
#include <string.h>

#include "core/vec.h"
#include "run/run_pass.h"

typedef struct own {
    gnbs_qc_request_t rq; /* with the markers that were picked */
    GNBS_VEC(gnbs_marker_pile_t) piles;
} own_t;

static gnbs_code_t pick_markers(gnbs_pass_t *pass, own_t *own, gnbs_err_t *err) {
    const gnbs_qc_request_t *rq = pass->rq->qc;
    gnbs_region_t *wanted =
        GNBS_NEW(pass->arena, gnbs_region_t, pass->n_wanted + rq->n_target);
    if (wanted == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    size_t n = 0;
    for (size_t i = 0; i < pass->n_wanted; i++) wanted[n++] = pass->wanted[i];
    for (size_t i = 0; i < rq->n_target; i++) wanted[n++] = rq->target[i];
    n = gnbs_region_merge(n, wanted, 0);
    gnbs_marker_t *picked;
    GNBS_TRY(gnbs_qc_pick_markers(&rq->opt->pick, rq->n_marker, rq->marker, n, wanted,
                                  pass->arena, &own->rq.n_marker, &picked, err));
    own->rq.marker = picked;
    pass->result->n_marker = own->rq.n_marker;
    pass->result->marker = picked;
    return GNBS_OK;
}

/* Targets, stretches for the sex, and the place of each marker. */
static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    *n = 0;
    if (pass->rq->qc == NULL) return GNBS_OK;
    own_t *own = pass->own = GNBS_NEW(pass->arena, own_t, 1);
    if (own == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    own->rq = *pass->rq->qc;
    GNBS_TRY(pick_markers(pass, own, err));
    const gnbs_qc_request_t *rq = &own->rq;
    gnbs_region_t *all = GNBS_NEW(pass->arena, gnbs_region_t, rq->n_target + rq->n_sex),
                  *point = GNBS_NEW(pass->arena, gnbs_region_t, rq->n_marker);
    if (all == NULL || point == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    for (size_t i = 0; i < rq->n_target; i++) all[(*n)++] = rq->target[i];
    for (size_t i = 0; i < rq->n_sex; i++) all[(*n)++] = rq->sex[i];
    for (size_t i = 0; i < rq->n_marker; i++)
        point[i] =
            (gnbs_region_t){rq->marker[i].tid, rq->marker[i].pos, rq->marker[i].pos + 1};
    pass->n_point = rq->n_marker;
    pass->point = point;
    *region = all;
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const own_t *own = ((const gnbs_pass_t *)pass)->own;
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_qc_observe(&own->rq, chunk, arena, part, err)
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
        if (!GNBS_PUSH(&((own_t *)p->own)->piles, pile))
            return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    }
    return GNBS_OK;
}

static gnbs_code_t finish(gnbs_pass_t *pass, gnbs_err_t *err) {
    const own_t *own = pass->own;
    if (own == NULL) return GNBS_OK;
    gnbs_pass_result_t *r = pass->result;
    r->n_pile = own->piles.n;
    r->pile = GNBS_NEW(pass->arena, gnbs_marker_pile_t, r->n_pile);
    if (r->pile == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "markers");
    if (r->n_pile > 0) memcpy(r->pile, own->piles.at, r->n_pile * sizeof *r->pile);
    return GNBS_OK;
}

static void clear(gnbs_pass_t *pass) {
    own_t *own = pass->own;
    if (own != NULL) GNBS_VEC_CLEAR(&own->piles);
}

const gnbs_pass_observer_t gnbs_pass_quality = {.name = "quality",
                                                .sees_all_reads = true,
                                                .plan = plan,
                                                .observe = observe,
                                                .collect = collect,
                                                .finish = finish,
                                                .clear = clear};
