#include "run/run_slips.h"

#include "call/call_slip.h"
#include "core/vec.h"

enum { PIECE_BP = 20000, SHARE = 16, LEAST_BP = 100000, MOST_BP = 1000000 };

typedef GNBS_VEC(gnbs_region_t) regions_t;

typedef struct sum {
    const gnbs_pass_request_t *rq;
    gnbs_slip_count_t count;
} sum_t;

static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    gnbs_slip_count_t *count = GNBS_NEW(arena, gnbs_slip_count_t, 1);
    if (count == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "slips of repeats");
    gnbs_call_count_slips(chunk, ((const sum_t *)ctx)->rq->call, count);
    *result = count;
    return GNBS_OK;
}

static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    (void)chunk;
    (void)err;
    gnbs_call_add_slips(&((sum_t *)ctx)->count, result);
    return GNBS_OK;
}

/* The first PIECE_BP of every stretch of targets that is `every` bases long. */
static bool choose_pieces(const gnbs_pass_request_t *rq, int64_t every, regions_t *piece) {
    int64_t at = 0; /* bases of targets so far, in their order */
    for (size_t i = 0; i < rq->n_target; i++) {
        gnbs_region_t t = rq->target[i];
        for (gnbs_pos_t p = t.beg; p < t.end;) {
            int64_t within = (at + p - t.beg) % every;
            gnbs_pos_t left = t.end - p,
                       n = within < PIECE_BP ? PIECE_BP - within : every - within;
            if (n > left) n = left;
            if (within < PIECE_BP && !GNBS_PUSH(piece, ((gnbs_region_t){t.tid, p, p + n})))
                return false;
            p += n;
        }
        at += t.end - t.beg;
    }
    return true;
}

gnbs_code_t gnbs_run_learn_slips(const gnbs_pass_request_t *rq, gnbs_arena_t *arena,
                                 double shift_phred[GNBS_SLIP_CLASSES], gnbs_err_t *err) {
    int64_t n_base = 0;
    for (size_t i = 0; i < rq->n_target; i++)
        n_base += rq->target[i].end - rq->target[i].beg;
    int64_t share = n_base / SHARE;
    if (share < LEAST_BP) share = n_base < LEAST_BP ? n_base : LEAST_BP;
    if (share > MOST_BP) share = MOST_BP;
    int64_t every = share > 0 ? PIECE_BP * n_base / share : PIECE_BP;
    regions_t piece = {0};
    sum_t sum = {.rq = rq};
    const gnbs_observer_t observer = {
        .name = "slips of repeats", .ctx = &sum, .observe = observe, .collect = collect};
    gnbs_schedule_t schedule;
    gnbs_code_t code =
        choose_pieces(rq, every, &piece)
            ? gnbs_evidence_plan(rq->evidence, piece.n, piece.at, arena, &schedule, err)
            : gnbs_err_set(err, GNBS_E_NOMEM, "slips of repeats");
    if (code == GNBS_OK)
        code = gnbs_evidence_pass(rq->evidence, &schedule, rq->build, rq->reads, rq->ref, 1,
                                  &observer, NULL, NULL, err);
    GNBS_VEC_CLEAR(&piece);
    if (code == GNBS_OK) gnbs_call_slip_shift(&sum.count, shift_phred);
    return code;
}
