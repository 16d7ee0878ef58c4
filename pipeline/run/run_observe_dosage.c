/* run/run_observe_dosage.c -- reads per dosage tile, and the reads that hint at junctions. */
#include <string.h>

#include "core/vec.h"
#include "run/run_pass.h"

typedef struct own {
    GNBS_VEC(gnbs_cnv_hint_t) hints;
} own_t;

/* Tiles stand on and beside the caller's targets: the evidence options' reach covers them. */
static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = pass->rq;
    *n = rq->n_tile > 0 ? rq->n_target : 0;
    *region = rq->target;
    if (*n == 0) return GNBS_OK;
    pass->result->tile = GNBS_NEW(pass->arena, gnbs_tile_t, rq->n_tile);
    pass->own = GNBS_NEW(pass->arena, own_t, 1);
    if (pass->result->tile == NULL || pass->own == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", rq->n_tile);
    pass->result->n_tile = rq->n_tile;
    memcpy(pass->result->tile, rq->tile, rq->n_tile * sizeof *rq->tile);
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gnbs_pass_t *)pass)->rq;
    gnbs_cnv_part_t *part = GNBS_NEW(arena, gnbs_cnv_part_t, 1);
    *result = part;
    if (part == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "dosage");
    return gnbs_cnv_observe(chunk, rq->n_tile, rq->tile, arena, part, err);
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    gnbs_pass_t *p = pass;
    own_t *own = p->own;
    const gnbs_cnv_part_t *part = result;
    for (size_t i = 0; i < part->n; i++) {
        p->result->tile[part->first + i].n_read = part->n_read[i];
        p->result->tile[part->first + i].n_low = part->n_low[i];
    }
    for (size_t i = 0; i < part->n_hint; i++)
        if (!GNBS_PUSH(&own->hints, part->hint[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "%zu hints", own->hints.n);
    return GNBS_OK;
}

static gnbs_code_t finish(gnbs_pass_t *pass, gnbs_err_t *err) {
    own_t *own = pass->own;
    if (own == NULL) return GNBS_OK;
    pass->result->hint = GNBS_NEW(pass->arena, gnbs_cnv_hint_t, own->hints.n);
    if (pass->result->hint == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu hints", own->hints.n);
    if (own->hints.n > 0)
        memcpy(pass->result->hint, own->hints.at, own->hints.n * sizeof *own->hints.at);
    pass->result->n_hint = own->hints.n;
    return GNBS_OK;
}

static void clear(gnbs_pass_t *pass) {
    own_t *own = pass->own;
    if (own != NULL) GNBS_VEC_CLEAR(&own->hints);
}

const gnbs_pass_observer_t gnbs_pass_dosage = {.name = "dosage",
                                               .sees_all = true,
                                               .plan = plan,
                                               .observe = observe,
                                               .collect = collect,
                                               .finish = finish,
                                               .clear = clear};
