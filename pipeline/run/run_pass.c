#include "run/run_pass.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"

typedef GNBS_VEC(gnbs_call_t) calls_t;
typedef GNBS_VEC(gnbs_callable_span_t) spans_t;
typedef GNBS_VEC(gnbs_ref_block_t) blocks_t;

typedef struct gather {
    const gnbs_pass_request_t *rq;
    gnbs_arena_t *arena;
    gnbs_pass_result_t *result;
    calls_t calls;
    spans_t spans;
    blocks_t blocks;
} gather_t;

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

static gnbs_code_t observe_calls(const void *ctx, const gnbs_chunk_t *chunk,
                                 gnbs_arena_t *arena, void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gather_t *)ctx)->rq;
    gnbs_call_result_t *r = GNBS_NEW(arena, gnbs_call_result_t, 1);
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    size_t first = first_known(rq, chunk->region.tid, chunk->region.beg),
           last = first_known(rq, chunk->region.tid, chunk->region.end);
    gnbs_call_request_t request = {.opt = rq->call,
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

static gnbs_code_t collect_calls(void *ctx, const gnbs_chunk_t *chunk, void *result,
                                 gnbs_err_t *err) {
    gather_t *g = ctx;
    const gnbs_call_result_t *r = result;
    for (size_t i = 0; i < r->n_call; i++) {
        if (is_collected(&g->calls, &r->call[i].variant)) continue;
        gnbs_call_t call = r->call[i]; /* its alleles live in the chunk's arena */
        call.variant.ref = gnbs_arena_strdup(g->arena, call.variant.ref);
        call.variant.alt = gnbs_arena_strdup(g->arena, call.variant.alt);
        if (call.variant.ref == NULL || call.variant.alt == NULL ||
            !GNBS_PUSH(&g->calls, call))
            return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    }
    for (size_t i = 0; i < r->n_span; i++)
        if (!GNBS_PUSH(&g->spans, r->span[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
    size_t first = first_known(g->rq, chunk->region.tid, chunk->region.beg);
    if (r->n_known > 0)
        memcpy(g->result->known + first, r->known, r->n_known * sizeof *r->known);
    return collect_blocks(g, r, err);
}

static gnbs_code_t observe_quality(const void *ctx, const gnbs_chunk_t *chunk,
                                   gnbs_arena_t *arena, void **result, gnbs_err_t *err) {
    (void)ctx;
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_qc_observe(chunk, arena, part, err)
                        : gnbs_err_set(err, GNBS_E_NOMEM, "quality");
}

static gnbs_code_t collect_quality(void *ctx, const gnbs_chunk_t *chunk, void *result,
                                   gnbs_err_t *err) {
    (void)chunk, (void)err;
    gnbs_qc_add(&((gather_t *)ctx)->result->qc, result);
    return GNBS_OK;
}

typedef struct counted {
    size_t first, n;
    gnbs_cnv_window_t *window;
} counted_t;

static gnbs_code_t observe_dosage(const void *ctx, const gnbs_chunk_t *chunk,
                                  gnbs_arena_t *arena, void **result, gnbs_err_t *err) {
    const gnbs_pass_request_t *rq = ((const gather_t *)ctx)->rq;
    counted_t *c = GNBS_NEW(arena, counted_t, 1);
    *result = c;
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "dosage");
    return gnbs_cnv_observe(chunk, rq->n_window, rq->window, arena, &c->first, &c->n,
                            &c->window, err);
}

static gnbs_code_t collect_dosage(void *ctx, const gnbs_chunk_t *chunk, void *result,
                                  gnbs_err_t *err) {
    (void)chunk, (void)err;
    const counted_t *c = result;
    if (c->n > 0)
        memcpy(((gather_t *)ctx)->result->window + c->first, c->window,
               c->n * sizeof *c->window);
    return GNBS_OK;
}

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

static gnbs_code_t hand_over(gather_t *g, gnbs_err_t *err) {
    gnbs_pass_result_t *r = g->result;
    r->n_call = g->calls.n;
    r->n_span = g->spans.n;
    r->call = GNBS_NEW(g->arena, gnbs_call_t, g->calls.n);
    r->span = GNBS_NEW(g->arena, gnbs_callable_span_t, g->spans.n);
    r->n_block = g->blocks.n;
    r->block = GNBS_NEW(g->arena, gnbs_ref_block_t, g->blocks.n);
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

gnbs_code_t gnbs_run_pass(const gnbs_pass_request_t *rq, gnbs_arena_t *arena,
                          gnbs_pass_result_t *result, gnbs_err_t *err) {
    *result =
        (gnbs_pass_result_t){.known = GNBS_NEW(arena, gnbs_call_known_t, rq->n_known),
                             .window = GNBS_NEW(arena, gnbs_cnv_window_t, rq->n_window)};
    gnbs_schedule_t schedule;
    if (result->known == NULL || result->window == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu known alleles", rq->n_known);
    if (rq->n_window > 0)
        memcpy(result->window, rq->window, rq->n_window * sizeof *rq->window);
    GNBS_TRY(
        gnbs_evidence_plan(rq->evidence, rq->n_target, rq->target, arena, &schedule, err));
    gather_t g = {.rq = rq, .arena = arena, .result = result};
    const gnbs_observer_t observer[] = {
        {"calling", &g, observe_calls, collect_calls},
        {"quality", &g, observe_quality, collect_quality},
        {"dosage", &g, observe_dosage, collect_dosage},
    };
    size_t n_observer = rq->n_window > 0 ? 3 : 2;
    gnbs_code_t code =
        gnbs_evidence_pass(rq->evidence, &schedule, rq->build, rq->reads, rq->ref,
                           n_observer, observer, rq->log, &result->counts, err);
    if (code == GNBS_OK) code = hand_over(&g, err);
    GNBS_VEC_CLEAR(&g.calls);
    GNBS_VEC_CLEAR(&g.spans);
    GNBS_VEC_CLEAR(&g.blocks);
    return code;
}
