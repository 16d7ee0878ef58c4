#include "run/run_trio.h"

#include <string.h>

#include "call/call_force.h"
#include "call/call_trio.h"
#include "core/vec.h"

enum {
    AROUND_BP = 60
}; /* of a call: candidates of a parent that near are judged with it */

typedef struct gather {
    const gnbs_trio_request_t *rq;
    size_t n;
    const gnbs_variant_t *variant; /* of the child's calls, sorted */
    int parent;
    gnbs_trio_call_t *trio;
} gather_t;

static size_t first_at(const gather_t *g, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = g->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &g->variant[mid];
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static gnbs_code_t observe_parent(const void *ctx, const gnbs_chunk_t *chunk,
                                  gnbs_arena_t *arena, void **result, gnbs_err_t *err) {
    const gather_t *g = ctx;
    size_t first = first_at(g, chunk->region.tid, chunk->region.beg),
           last = first_at(g, chunk->region.tid, chunk->region.end);
    gnbs_parent_call_t *forced = GNBS_NEW(arena, gnbs_parent_call_t, last - first);
    if (forced == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "parents");
    const gnbs_call_request_t rq = {.opt = g->rq->call,
                                    .chunk = chunk,
                                    .sex = g->parent == GNBS_FATHER ? GNBS_SEX_MALE
                                                                    : GNBS_SEX_FEMALE,
                                    .n_known = last - first,
                                    .known = g->variant + first};
    *result = forced;
    return gnbs_call_force(&rq, arena, forced, err);
}

static gnbs_code_t collect_parent(void *ctx, const gnbs_chunk_t *chunk, void *result,
                                  gnbs_err_t *err) {
    (void)err;
    gather_t *g = ctx;
    const gnbs_parent_call_t *forced = result;
    size_t first = first_at(g, chunk->region.tid, chunk->region.beg),
           last = first_at(g, chunk->region.tid, chunk->region.end);
    for (size_t i = first; i < last; i++) {
        gnbs_parent_call_t *p = &g->trio[i].parent[g->parent];
        int8_t copies = p->ploidy;
        *p = forced[i - first];
        p->ploidy = copies;
    }
    return GNBS_OK;
}

static gnbs_code_t read_parent(gather_t *g, size_t n_target, const gnbs_region_t target[],
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_trio_request_t *rq = g->rq;
    const char *who = g->parent == GNBS_FATHER ? "father" : "mother";
    gnbs_schedule_t schedule;
    const gnbs_observer_t observer = {who, g, observe_parent, collect_parent};
    GNBS_TRY(gnbs_evidence_plan(rq->evidence, n_target, target, arena, &schedule, err));
    gnbs_log_step(rq->log, who);
    gnbs_read_counts_t counts;
    gnbs_code_t code =
        gnbs_evidence_pass(rq->evidence, &schedule, rq->build, rq->parent[g->parent],
                           rq->ref, 1, &observer, rq->log, &counts, err);
    if (code != GNBS_OK) return gnbs_err_ctx(err, "%s", who);
    gnbs_log_done(rq->log, "%zu sites, %lld reads", g->n, (long long)counts.n_used);
    return GNBS_OK;
}

/* Places of the child's calls, where a parent is to be looked at. */
static gnbs_code_t plan_sites(const gather_t *g, gnbs_arena_t *arena,
                              gnbs_region_t **target, gnbs_err_t *err) {
    *target = GNBS_NEW(arena, gnbs_region_t, g->n);
    if (*target == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", g->n);
    for (size_t i = 0; i < g->n; i++) {
        const gnbs_variant_t *v = &g->variant[i];
        gnbs_pos_t end = v->pos + (gnbs_pos_t)strlen(v->ref) + AROUND_BP,
                   length = g->rq->contigs->contig[v->tid].length_bp;
        (*target)[i] = (gnbs_region_t){v->tid, v->pos > AROUND_BP ? v->pos - AROUND_BP : 0,
                                       length > 0 && end > length ? length : end};
    }
    return GNBS_OK;
}

typedef GNBS_VEC(gnbs_callable_span_t) spans_t;

static bool push_part(spans_t *out, const gnbs_callable_span_t *s, gnbs_pos_t beg,
                      gnbs_pos_t end, gnbs_callable_t status) {
    gnbs_callable_span_t part = {{s->region.tid, beg, end}, status, s->depth_mean};
    if (beg >= end) return true;
    gnbs_callable_span_t *last = out->n > 0 ? &out->at[out->n - 1] : NULL;
    bool joins = last != NULL && last->region.tid == part.region.tid &&
                 last->region.end == beg && last->region.beg >= s->region.beg &&
                 last->status == status;
    if (joins) last->region.end = end;
    return joins || GNBS_PUSH(out, part);
}

/* Where the parents have made a call doubtful, its bases are not callable any more. */
static gnbs_code_t doubt_spans(gnbs_pass_result_t *pass, const uint8_t is_doubtful[],
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    spans_t out = {0};
    bool ok = true;
    size_t first = 0;
    for (size_t i = 0; i < pass->n_span && ok; i++) {
        const gnbs_callable_span_t *s = &pass->span[i];
        gnbs_pos_t at = s->region.beg;
        while (first < pass->n_call &&
               (pass->call[first].variant.tid < s->region.tid ||
                (pass->call[first].variant.tid == s->region.tid &&
                 pass->call[first].variant.pos + GNBS_RUN_REACH_BP <= s->region.beg)))
            first++;
        for (size_t k = first; k < pass->n_call && s->status == GNBS_CALLABLE && ok; k++) {
            const gnbs_variant_t *v = &pass->call[k].variant;
            if (v->tid != s->region.tid || v->pos >= s->region.end) break;
            gnbs_pos_t beg = v->pos > at ? v->pos : at,
                       end = v->pos + (gnbs_pos_t)strlen(v->ref);
            if (end > s->region.end) end = s->region.end;
            if (!is_doubtful[k] || beg >= end) continue;
            ok = push_part(&out, s, at, beg, GNBS_CALLABLE) &&
                 push_part(&out, s, beg, end, GNBS_CALLABLE_LOW_GQ);
            at = end;
        }
        ok = ok && push_part(&out, s, at, s->region.end, s->status);
    }
    gnbs_callable_span_t *span = ok ? GNBS_NEW(arena, gnbs_callable_span_t, out.n) : NULL;
    if (span != NULL && out.n > 0) memcpy(span, out.at, out.n * sizeof *span);
    if (span != NULL) pass->span = span, pass->n_span = out.n;
    GNBS_VEC_CLEAR(&out);
    return span != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
}

static gnbs_code_t judge_all(const gnbs_trio_request_t *rq, gnbs_pass_result_t *pass,
                             gnbs_trio_call_t trio[], gnbs_arena_t *arena,
                             gnbs_err_t *err) {
    uint8_t *is_doubtful = GNBS_NEW(arena, uint8_t, pass->n_call);
    if (is_doubtful == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", pass->n_call);
    size_t n_judged = 0, n_new = 0, n_violation = 0;
    for (size_t i = 0; i < pass->n_call; i++) {
        gnbs_call_t *c = &pass->call[i];
        int8_t copies[GNBS_PARENTS];
        if (!gnbs_call_trio_copies(rq->contigs, rq->build, rq->child_sex, c->variant.tid,
                                   c->variant.pos, copies))
            continue;
        bool was_sure = c->filter == 0;
        gnbs_call_trio_judge(rq->call, c, &trio[i]);
        is_doubtful[i] = was_sure && c->filter != 0;
        if (c->filter != 0) continue;
        n_judged++;
        n_new += trio[i].origin == GNBS_ORIGIN_DENOVO;
        n_violation += trio[i].is_violation;
    }
    gnbs_call_trio_phase(pass->n_call, pass->call, trio);
    gnbs_log_note(rq->log,
                  "of %zu variants that pass and can be judged by the parents, %zu are new "
                  "and %zu do not follow from the parents' genotypes",
                  n_judged, n_new, n_violation);
    return doubt_spans(pass, is_doubtful, arena, err);
}

gnbs_code_t gnbs_run_trio(const gnbs_trio_request_t *rq, gnbs_arena_t *arena,
                          gnbs_pass_result_t *pass, gnbs_trio_call_t **trio,
                          gnbs_err_t *err) {
    gnbs_variant_t *variant = GNBS_NEW(arena, gnbs_variant_t, pass->n_call);
    *trio = GNBS_NEW(arena, gnbs_trio_call_t, pass->n_call);
    if (variant == NULL || *trio == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", pass->n_call);
    for (size_t i = 0; i < pass->n_call; i++) {
        int8_t copies[GNBS_PARENTS];
        variant[i] = pass->call[i].variant;
        gnbs_call_trio_copies(rq->contigs, rq->build, rq->child_sex, variant[i].tid,
                              variant[i].pos, copies);
        for (int p = 0; p < GNBS_PARENTS; p++) {
            gnbs_parent_call_t *call = &(*trio)[i].parent[p];
            *call = (gnbs_parent_call_t){.n_alt = -1};
            if (rq->given[p] != NULL) *call = rq->given[p][i];
            call->ploidy = copies[p];
        }
    }
    gather_t g = {.rq = rq, .n = pass->n_call, .variant = variant, .trio = *trio};
    gnbs_region_t *target;
    GNBS_TRY(plan_sites(&g, arena, &target, err));
    for (g.parent = 0; g.parent < GNBS_PARENTS && g.n > 0; g.parent++)
        if (rq->parent[g.parent] != NULL)
            GNBS_TRY(read_parent(&g, g.n, target, arena, err));
    return judge_all(rq, pass, *trio, arena, err);
}
