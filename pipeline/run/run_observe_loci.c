/* run/run_observe_loci.c -- reads over loci with near-identical copies: counts and votes, gathered. */
#include <string.h>

#include "core/vec.h"
#include "run/run_pass.h"

typedef GNBS_VEC(gnbs_loci_vote_t) votes_t;

static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    const gnbs_loci_plan_t *p = pass->rq->loci;
    *n = 0;
    if (p == NULL || p->loci->n_locus == 0) return GNBS_OK;
    gnbs_loci_tile_t *tile = GNBS_NEW(pass->arena, gnbs_loci_tile_t, p->n_tile);
    pass->own = GNBS_NEW(pass->arena, votes_t, 1);
    if (tile == NULL || pass->own == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", p->n_tile);
    if (p->n_tile > 0) memcpy(tile, p->tile, p->n_tile * sizeof *tile);
    pass->result->loci_tile = tile;
    gnbs_region_t *wanted;
    GNBS_TRY(gnbs_loci_plan_regions(p, pass->arena, n, &wanted, err));
    *region = wanted;
    return GNBS_OK;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gnbs_pass_t *)pass)->rq;
    gnbs_loci_part_t *part = GNBS_NEW(arena, gnbs_loci_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_loci_observe(rq->loci, rq->loci_opt, chunk, arena, part, err)
                        : gnbs_err_set(err, GNBS_E_NOMEM, "loci");
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    gnbs_pass_t *p = pass;
    votes_t *votes = p->own;
    const gnbs_loci_part_t *part = result;
    for (size_t i = 0; i < part->n_count; i++) {
        gnbs_loci_tile_t *t = &p->result->loci_tile[part->count[i].i_tile];
        t->n_read += part->count[i].n_read;
        t->n_low_mapq += part->count[i].n_low_mapq;
    }
    for (size_t i = 0; i < part->n_vote; i++)
        if (!GNBS_PUSH(votes, part->vote[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "votes of reads");
    return GNBS_OK;
}

static gnbs_code_t finish(gnbs_pass_t *pass, gnbs_err_t *err) {
    const votes_t *votes = pass->own;
    if (votes == NULL) return GNBS_OK;
    pass->result->n_loci_vote = votes->n;
    pass->result->loci_vote = GNBS_NEW(pass->arena, gnbs_loci_vote_t, votes->n);
    if (pass->result->loci_vote == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "votes of reads");
    if (votes->n > 0)
        memcpy(pass->result->loci_vote, votes->at, votes->n * sizeof *votes->at);
    return GNBS_OK;
}

static void clear(gnbs_pass_t *pass) {
    votes_t *votes = pass->own;
    if (votes != NULL) GNBS_VEC_CLEAR(votes);
}

const gnbs_pass_observer_t gnbs_pass_loci = {.name = "loci",
                                             .plan = plan,
                                             .observe = observe,
                                             .collect = collect,
                                             .finish = finish,
                                             .clear = clear};
