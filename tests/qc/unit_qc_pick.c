/* Which markers a sample is asked for: those that cost nothing, those named, then the cheapest elsewhere. */
#include "support/testing.h"

#include "qc/qc_pick.h"

static gnbs_arena_t arena;
static gnbs_marker_t *picked;
static size_t n_picked;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static void pick(size_t enough, double far_share, size_t n, const gnbs_marker_t marker[]) {
    /*  wanted      1000 [====) 1200                50000 [=) 50100   */
    static const gnbs_region_t WANTED[] = {{0, 1000, 1200}, {0, 50000, 50100}};
    const gnbs_qc_pick_opt_t opt = {
        .near_bp = 400, .enough = enough, .far_share = far_share};
    gnbs_err_t err;
    assert_ok(
        gnbs_qc_pick_markers(&opt, n, marker, 2, WANTED, &arena, &n_picked, &picked, &err),
        &err);
}

static void near_and_named_markers_are_always_taken(void **state) {
    (void)state;
    const gnbs_marker_t marker[] = {
        {.pos = 599, .af = 0.5},           {.pos = 600, .af = 0.5},
        {.pos = 1100, .af = 0.5},          {.pos = 1599, .af = 0.5},
        {.pos = 1601, .af = 0.5},          {.pos = 20000, .af = 0.1, .is_given = true},
        {.tid = 1, .pos = 1100, .af = 0.5}};
    pick(0, 0, 7, marker);
    static const gnbs_pos_t WANT[] = {600, 1100, 1599, 20000};
    assert_int_equal(n_picked, 4);
    for (int i = 0; i < 4; i++) assert_int_equal(picked[i].pos, WANT[i]);
}

static void elsewhere_the_most_telling_for_their_cost_come_first(void **state) {
    (void)state;
    /* alone at 10,000 (0.25 of 0.25), three together from 20,000 on, alone and rare at 30,000 */
    const gnbs_marker_t marker[] = {{.pos = 10000, .af = 0.5},
                                    {.pos = 20000, .af = 0.5},
                                    {.pos = 20200, .af = 0.5},
                                    {.pos = 20450, .af = 0.5},
                                    {.pos = 30000, .af = 0.05}};
    pick(1, 1, 5, marker); /* a stretch is taken as a whole */
    assert_int_equal(n_picked, 3);
    assert_int_equal(picked[0].pos, 20000);
    pick(4, 1, 5, marker);
    assert_int_equal(n_picked, 4);
    assert_int_equal(picked[0].pos, 10000);
    pick(5, 1, 5, marker);
    assert_int_equal(n_picked, 5);
}

static void stretches_elsewhere_are_a_share_of_those_looked_at_anyway(void **state) {
    (void)state;
    static gnbs_marker_t marker[200];
    for (int i = 0; i < 200; i++)
        marker[i] = (gnbs_marker_t){.tid = 1, .pos = 1000 * i, .af = 0.5};
    pick(1000, 0, 200, marker);
    assert_int_equal(n_picked, 50); /* a small panel may have so many */
    pick(1000, 10, 200, marker);
    assert_int_equal(n_picked, 70); /* and ten for each of two stretches */
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(near_and_named_markers_are_always_taken),
        CASE(elsewhere_the_most_telling_for_their_cost_come_first),
        CASE(stretches_elsewhere_are_a_share_of_those_looked_at_anyway),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
