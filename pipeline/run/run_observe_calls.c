/* run/run_observe_calls.c -- the small-variant caller, chunk by chunk. */
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "run/run_pass.h"
#include "run/run_slips.h"

typedef GNBS_VEC(gnbs_call_t) calls_t;
typedef GNBS_VEC(gnbs_callable_span_t) spans_t;
typedef GNBS_VEC(gnbs_ref_block_t) blocks_t;

typedef struct gather {
    calls_t calls;
    spans_t spans;
    blocks_t blocks;
    gnbs_call_opt_t opt; /* with what was learned from the sample */
} gather_t;

static gnbs_code_t plan(gnbs_pass_t *pass, size_t *n, const gnbs_region_t **region,
                        gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = pass->rq;
    pass->own = GNBS_NEW(pass->arena, gather_t, 1);
    pass->result->known = GNBS_NEW(pass->arena, gnbs_call_known_t, rq->n_known);
    if (pass->own == NULL || pass->result->known == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu known alleles", rq->n_known);
    *n = 0;
    if (rq->n_target == 0) return GNBS_OK; /* and then nobody says how to call */
    gather_t *g = pass->own;
    g->opt = *rq->call;
    GNBS_TRY(gnbs_run_learn_slips(rq, pass->arena, g->opt.slip_shift_phred, err));
    memcpy(pass->result->slip_shift_phred, g->opt.slip_shift_phred,
           sizeof g->opt.slip_shift_phred);
    *n = rq->n_target;
    *region = rq->target;
    return GNBS_OK;
}

static size_t first_known(const gnbs_pass_request_t *rq, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = rq->n_known;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &rq->known[mid];
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static gnbs_code_t observe(const void *pass, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gnbs_pass_t *)pass)->rq;
    const gather_t *g = ((const gnbs_pass_t *)pass)->own;
    gnbs_call_result_t *r = GNBS_NEW(arena, gnbs_call_result_t, 1);
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    size_t first = first_known(rq, chunk->region.tid, chunk->region.beg),
           last = first_known(rq, chunk->region.tid, chunk->region.end);
    gnbs_call_request_t request = {.opt = &g->opt,
                                   .chunk = chunk,
                                   .sex = rq->sex,
                                   .n_known = last - first,
                                   .known = rq->known + first,
                                   .wants_blocks = rq->wants_blocks};
    *result = r;
    return gnbs_call_chunk(&request, arena, r, err);
}

/* A deletion over the border of two chunks is found by both; none reaches further than GNBS_RUN_REACH_BP. */
static bool is_collected(const calls_t *calls, const gnbs_variant_t *v) {
    for (size_t i = calls->n; i > 0; i--) {
        const gnbs_variant_t *had = &calls->at[i - 1].variant;
        if (had->tid != v->tid || had->pos + GNBS_RUN_REACH_BP < v->pos) return false;
        if (gnbs_variant_compare(had, v) == 0) return true;
    }
    return false;
}

static gnbs_code_t collect_blocks(gather_t *g, const gnbs_call_result_t *r,
                                  gnbs_err_t *err) {
    for (size_t i = 0; i < r->n_block; i++) {
        bool is_joined =
            g->blocks.n > 0 &&
            gnbs_call_join_blocks(&g->blocks.at[g->blocks.n - 1], &r->block[i]);
        if (!is_joined && !GNBS_PUSH(&g->blocks, r->block[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "reference blocks");
    }
    return GNBS_OK;
}

static gnbs_code_t collect(void *pass, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    gnbs_pass_t *p = pass;
    gather_t *g = p->own;
    const gnbs_call_result_t *r = result;
    for (size_t i = 0; i < r->n_call; i++) {
        if (is_collected(&g->calls, &r->call[i].variant)) continue;
        gnbs_call_t call = r->call[i]; /* its alleles live in the chunk's arena */
        call.variant.ref = gnbs_arena_strdup(p->arena, call.variant.ref);
        call.variant.alt = gnbs_arena_strdup(p->arena, call.variant.alt);
        if (call.variant.ref == NULL || call.variant.alt == NULL ||
            !GNBS_PUSH(&g->calls, call))
            return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    }
    for (size_t i = 0; i < r->n_span; i++)
        if (!GNBS_PUSH(&g->spans, r->span[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
    size_t first = first_known(p->rq, chunk->region.tid, chunk->region.beg);
    if (r->n_known > 0)
        memcpy(p->result->known + first, r->known, r->n_known * sizeof *r->known);
    return collect_blocks(g, r, err);
}

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

static gnbs_code_t finish(gnbs_pass_t *pass, gnbs_err_t *err) {
    gather_t *g = pass->own;
    gnbs_pass_result_t *r = pass->result;
    r->n_call = g->calls.n;
    r->n_span = g->spans.n;
    r->call = GNBS_NEW(pass->arena, gnbs_call_t, g->calls.n);
    r->span = GNBS_NEW(pass->arena, gnbs_callable_span_t, g->spans.n);
    r->n_block = g->blocks.n;
    r->block = GNBS_NEW(pass->arena, gnbs_ref_block_t, g->blocks.n);
    if (r->call == NULL || r->span == NULL || r->block == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    if (g->calls.n > 0) {
        memcpy(r->call, g->calls.at, g->calls.n * sizeof *r->call);
        qsort(r->call, r->n_call, sizeof *r->call, compare_calls);
    }
    if (g->spans.n > 0) memcpy(r->span, g->spans.at, g->spans.n * sizeof *r->span);
    if (g->blocks.n > 0) memcpy(r->block, g->blocks.at, g->blocks.n * sizeof *r->block);
    return GNBS_OK;
}

static void clear(gnbs_pass_t *pass) {
    gather_t *g = pass->own;
    if (g == NULL) return;
    GNBS_VEC_CLEAR(&g->calls);
    GNBS_VEC_CLEAR(&g->spans);
    GNBS_VEC_CLEAR(&g->blocks);
}

const gnbs_pass_observer_t gnbs_pass_calls = {.name = "calling",
                                              .plan = plan,
                                              .observe = observe,
                                              .collect = collect,
                                              .finish = finish,
                                              .clear = clear};
