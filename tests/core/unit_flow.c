#include "support/testing.h"

#include <time.h>

#include "core/flow.h"

/* Item k squares k. A flow is told which item fails where; -1: none. */
typedef struct job {
    int n_items, fail_next, fail_work, fail_emit;
    int n_workers, n_made, n_dropped, n_emitted;
    int emitted[1000];
    bool slow_first; /* the first items take longest: results come out of order */
} job_t;

typedef struct item {
    int k, square, n_uses, i_worker;
} item_t;

static gnbs_code_t make_item(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    job_t *job = ctx;
    item_t *it = item;
    if (job->n_made == job->fail_next)
        return gnbs_err_set(err, GNBS_E_IO, "next %d", job->n_made);
    *more = job->n_made < job->n_items;
    if (*more) it->k = job->n_made++;
    return GNBS_OK;
}

static gnbs_code_t work_item(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    const job_t *job = ctx;
    item_t *it = item;
    it->i_worker =
        i_worker; /* judged in emit: assertions belong to the test's own thread */
    if (job->slow_first && it->k % 8 < 2) {
        const struct timespec pause = {0, 2000000};
        nanosleep(&pause, NULL);
    }
    if (it->k == job->fail_work) return gnbs_err_set(err, GNBS_E_DATA, "work %d", it->k);
    it->square = it->k * it->k;
    it->n_uses++;
    return GNBS_OK;
}

static gnbs_code_t emit_item(void *ctx, void *item, gnbs_err_t *err) {
    job_t *job = ctx;
    const item_t *it = item;
    assert_in_range(it->i_worker, 0, job->n_workers - 1);
    if (it->k == job->fail_emit) return gnbs_err_set(err, GNBS_E_FORMAT, "emit %d", it->k);
    job->emitted[job->n_emitted++] = it->square;
    return GNBS_OK;
}

static void drop_item(void *ctx, void *item) {
    job_t *job = ctx;
    (void)item;
    job->n_dropped++;
}

static gnbs_code_t run(job_t *job, int n_workers, int depth, gnbs_err_t *err) {
    job->n_workers = n_workers;
    const gnbs_flow_t flow = {.ctx = job,
                              .item_bytes = sizeof(item_t),
                              .depth = depth,
                              .n_workers = n_workers,
                              .next = make_item,
                              .work = work_item,
                              .emit = emit_item,
                              .drop = drop_item};
    return gnbs_flow_run(&flow, err);
}

static job_t job_of(int n_items) {
    return (job_t){.n_items = n_items, .fail_next = -1, .fail_work = -1, .fail_emit = -1};
}

static const int WORKERS[] = {1, 2, 8};

static void results_leave_in_input_order(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(100);
        job.slow_first = true;
        gnbs_err_t err = {0};
        assert_ok(run(&job, WORKERS[w], 16, &err), &err);
        assert_int_equal(job.n_emitted, 100);
        for (int k = 0; k < 100; k++) assert_int_equal(job.emitted[k], k * k);
        assert_int_equal(job.n_dropped, 100);
    }
}

static void a_flow_of_nothing_is_done_at_once(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(0);
        gnbs_err_t err = {0};
        assert_ok(run(&job, WORKERS[w], 4, &err), &err);
        assert_int_equal(job.n_emitted, 0);
        assert_int_equal(job.n_dropped, 0);
    }
}

static void one_slot_serves_any_number_of_workers(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(20);
        gnbs_err_t err = {0};
        assert_ok(run(&job, WORKERS[w], 1, &err), &err);
        assert_int_equal(job.n_emitted, 20);
    }
}

static void the_first_failing_item_in_input_order_stops_the_flow(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(100);
        job.fail_work = 40; /* a slow one; 43 fails in emit, and sooner */
        job.fail_emit = 43;
        job.slow_first = true;
        gnbs_err_t err = {0};
        assert_fails(run(&job, WORKERS[w], 16, &err), GNBS_E_DATA, &err, "work 40");
        assert_int_equal(job.n_emitted, 40); /* none after it */
        assert_int_equal(job.n_dropped, job.n_made);
    }
}

static void a_failing_emit_stops_the_flow(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(100);
        job.fail_emit = 7;
        job.fail_work = 9;
        gnbs_err_t err = {0};
        assert_fails(run(&job, WORKERS[w], 16, &err), GNBS_E_FORMAT, &err, "emit 7");
        assert_int_equal(job.n_emitted, 7);
        assert_int_equal(job.n_dropped, job.n_made);
    }
}

static void a_failing_next_comes_after_the_items_before_it(void **state) {
    (void)state;
    for (size_t w = 0; w < 3; w++) {
        job_t job = job_of(100);
        job.fail_next = 30;
        job.slow_first = true;
        gnbs_err_t err = {0};
        assert_fails(run(&job, WORKERS[w], 16, &err), GNBS_E_IO, &err, "next 30");
        assert_int_equal(job.n_emitted, 30);
        assert_int_equal(job.n_dropped, 30);

        job = job_of(100);
        job.fail_next = 30;
        job.fail_work = 29; /* earlier in order, so it speaks */
        assert_fails(run(&job, WORKERS[w], 16, &err), GNBS_E_DATA, &err, "work 29");
        assert_int_equal(job.n_dropped, job.n_made);
    }
}

/* With one slot every item is made in the same memory, zeroed once: the uses add up. */
static gnbs_code_t emit_uses(void *ctx, void *item, gnbs_err_t *err) {
    job_t *job = ctx;
    const item_t *it = item;
    (void)err;
    job->emitted[job->n_emitted++] = it->n_uses;
    return GNBS_OK;
}

static void memory_of_an_item_is_kept_for_the_next(void **state) {
    (void)state;
    job_t job = job_of(5);
    gnbs_err_t err = {0};
    const gnbs_flow_t flow = {.ctx = &job,
                              .item_bytes = sizeof(item_t),
                              .depth = 1,
                              .n_workers = 2,
                              .next = make_item,
                              .work = work_item,
                              .emit = emit_uses};
    assert_ok(gnbs_flow_run(&flow, &err), &err);
    for (int k = 0; k < 5; k++) assert_int_equal(job.emitted[k], k + 1);
}

static void a_flow_that_cannot_run_says_so(void **state) {
    (void)state;
    job_t job = job_of(3);
    gnbs_err_t err = {0};
    assert_fails(run(&job, 0, 4, &err), GNBS_E_INTERNAL, &err, "workers 0");
    assert_fails(run(&job, 4, 0, &err), GNBS_E_INTERNAL, &err, "depth 0");
    assert_int_equal(job.n_made, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_leave_in_input_order),
        cmocka_unit_test(a_flow_of_nothing_is_done_at_once),
        cmocka_unit_test(one_slot_serves_any_number_of_workers),
        cmocka_unit_test(the_first_failing_item_in_input_order_stops_the_flow),
        cmocka_unit_test(a_failing_emit_stops_the_flow),
        cmocka_unit_test(a_failing_next_comes_after_the_items_before_it),
        cmocka_unit_test(memory_of_an_item_is_kept_for_the_next),
        cmocka_unit_test(a_flow_that_cannot_run_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
