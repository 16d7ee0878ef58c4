/* Items fail at random in next(), work() and emit(); whatever the number of workers and slots, the flow must emit
 * the same items, stop with the same message, and drop each item that it made once. */
#include "support/testing.h"

#include "core/flow.h"

enum { MAX_ITEMS = 60 };

typedef struct job {
    int n_items, n_made, n_emitted, emitted[MAX_ITEMS], n_dropped[MAX_ITEMS];
    int fails_next; /* item before which next() fails, or -1 */
    bool fails_work[MAX_ITEMS], fails_emit[MAX_ITEMS];
} job_t;

static gnbs_code_t make_item(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    job_t *job = ctx;
    if (job->n_made == job->fails_next)
        return gnbs_err_set(err, GNBS_E_IO, "next %d", job->n_made);
    *more = job->n_made < job->n_items;
    if (*more) *(int *)item = job->n_made++;
    return GNBS_OK;
}

static gnbs_code_t work_item(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    const job_t *job = ctx;
    int k = *(int *)item;
    (void)i_worker;
    volatile unsigned spin =
        (unsigned)(k * 7919 % 5) * 2000; /* so that they end in any order */
    while (spin > 0) spin = spin - 1;
    return job->fails_work[k] ? gnbs_err_set(err, GNBS_E_DATA, "work %d", k) : GNBS_OK;
}

static gnbs_code_t emit_item(void *ctx, void *item, gnbs_err_t *err) {
    job_t *job = ctx;
    int k = *(int *)item;
    if (job->fails_emit[k]) return gnbs_err_set(err, GNBS_E_FORMAT, "emit %d", k);
    job->emitted[job->n_emitted++] = k;
    return GNBS_OK;
}

static void drop_item(void *ctx, void *item) {
    job_t *job = ctx;
    job->n_dropped[*(int *)item]++;
}

static job_t random_job(uint64_t *rng) {
    job_t job = {.n_items = random_below(rng, MAX_ITEMS), .fails_next = -1};
    if (random_below(rng, 4) == 0) job.fails_next = random_below(rng, MAX_ITEMS);
    int one_in = 1 + random_below(rng, 100);
    for (int k = 0; k < MAX_ITEMS; k++) {
        job.fails_work[k] = random_below(rng, 2 * one_in) == 0;
        job.fails_emit[k] = random_below(rng, 2 * one_in) == 0;
    }
    return job;
}

/* What the definition says, without a flow. */
static void expect_of(const job_t *job, int *n_emitted, gnbs_code_t *code, char *msg,
                      size_t cap) {
    *code = GNBS_OK;
    *msg = '\0';
    for (int k = 0;; k++) {
        *n_emitted = k;
        if (k == job->fails_next)
            *code = GNBS_E_IO, snprintf(msg, cap, "next %d", k);
        else if (k < job->n_items && job->fails_work[k])
            *code = GNBS_E_DATA, snprintf(msg, cap, "work %d", k);
        else if (k < job->n_items && job->fails_emit[k])
            *code = GNBS_E_FORMAT, snprintf(msg, cap, "emit %d", k);
        if (*code != GNBS_OK || k >= job->n_items) return;
    }
}

static void the_outcome_is_the_same_for_any_number_of_workers(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int i_case = 0; i_case < 200; i_case++) {
        const job_t planned = random_job(&rng);
        int n_emitted;
        gnbs_code_t code;
        char msg[64];
        expect_of(&planned, &n_emitted, &code, msg, sizeof msg);
        for (int n_workers = 1; n_workers <= 8; n_workers++) {
            job_t job = planned;
            const gnbs_flow_t flow = {.ctx = &job,
                                      .item_bytes = sizeof(int),
                                      .depth = 1 + random_below(&rng, 12),
                                      .n_workers = n_workers,
                                      .next = make_item,
                                      .work = work_item,
                                      .emit = emit_item,
                                      .drop = drop_item};
            gnbs_err_t err = {0};
            assert_int_equal(gnbs_flow_run(&flow, &err), code);
            assert_string_equal(err.msg, msg);
            assert_int_equal(job.n_emitted, n_emitted);
            for (int k = 0; k < n_emitted; k++) assert_int_equal(job.emitted[k], k);
            for (int k = 0; k < MAX_ITEMS; k++)
                assert_int_equal(job.n_dropped[k], k < job.n_made ? 1 : 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_outcome_is_the_same_for_any_number_of_workers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
