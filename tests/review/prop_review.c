/* Whatever people try, in whatever order: what the rules promise of every case holds after every step. */
#include "review_aid.h"
#include "support/testing.h"

enum { N_STEP = 120 };
static const char *const PEOPLE[] = {"ann", "bob", "cat", "dee", "eve", "fay", "zed"};
enum { N_PEOPLE = sizeof PEOPLE / sizeof *PEOPLE };

typedef struct seen { /* the case as it was before a step */
    gnbs_review_state_t state;
    int n_past;
    bool is_signed;
} seen_t;

static gnbs_review_case_t load(gnbs_review_desk_t *desk, gnbs_arena_t *arena) {
    gnbs_review_case_t c;
    gnbs_err_t err;
    gnbs_arena_reset(arena);
    assert_ok(gnbs_review_load(desk, 1, arena, &c, &err), &err);
    return c;
}

static void check(gnbs_review_desk_t *desk, const seen_t *before, bool was_taken,
                  gnbs_arena_t *arena) {
    gnbs_review_case_t c = load(desk, arena);
    assert_in_range(c.n_reviewer, 0, 2);
    if (c.n_reviewer == 2)
        assert_int_not_equal(c.reviewer[0].account, c.reviewer[1].account);
    for (int i = 0; i < c.n_reviewer; i++) {
        gnbs_review_account_t fay = aid_account(desk, "fay"),
                              ann = aid_account(desk, "ann"),
                              bob = aid_account(desk, "bob");
        assert_true(c.reviewer[i].account == ann.id || c.reviewer[i].account == bob.id ||
                    c.reviewer[i].account == fay.id);
    }
    if (c.is_signed) { /* two people, of one mind, without an open question */
        assert_int_equal(c.n_reviewer, 2);
        for (int i = 0; i < c.n_item; i++) {
            assert_int_equal(c.item[i].decision[0].choice, c.item[i].decision[1].choice);
            assert_int_not_equal(c.item[i].decision[0].choice, GNBS_REVIEW_NEEDS_MORE);
            assert_int_not_equal(c.item[i].decision[0].choice, GNBS_REVIEW_UNDECIDED);
        }
    }
    if (before->is_signed) assert_true(c.is_signed); /* for ever */
    assert_true(c.n_past >= before->n_past);         /* nothing is lost */
    if (!was_taken) { /* nothing of what was refused is there */
        assert_int_equal(c.n_past, before->n_past);
        assert_int_equal(c.state, before->state);
    }
    for (int i = 0; i < c.n_item; i++)
        if (c.item[i].result != GNBS_REVIEW_PENDING) {
            assert_true(c.is_signed);
            assert_int_equal(c.item[i].decision[0].choice, GNBS_REVIEW_REPORT);
        }
}

static bool step(gnbs_review_desk_t *desk, uint64_t *random, gnbs_arena_t *arena) {
    gnbs_err_t err;
    const char *name = PEOPLE[random_below(random, N_PEOPLE)];
    gnbs_review_account_t who = aid_account(desk, name);
    gnbs_review_case_t c = load(desk, arena);
    char seen[48], what[3] = {'F', (char)('1' + random_below(random, 3)), '\0'};
    int kind = random_below(random, 10);
    gnbs_review_seen(&c, who.id, kind < 6, seen);
    if (random_below(random, 8) == 0) seen[1]++; /* a page of yesterday */
    if (kind < 6) {
        gnbs_review_ballot_t ballot[4];
        int n = random_below(random, 10) == 0 ? 1 : c.n_item;
        for (int i = 0; i < n; i++)
            ballot[i] = (gnbs_review_ballot_t){
                c.item[i].id, (gnbs_review_choice_t)(1 + random_below(random, 5) % 3), "x"};
        return gnbs_review_decide(desk, &who, 1, seen, n, ballot, &err) == GNBS_OK;
    }
    if (kind == 6) return gnbs_review_send_back(desk, &who, 1, seen, "x", &err) == GNBS_OK;
    if (kind == 7) return gnbs_review_sign(desk, &who, 1, seen, "x", &err) == GNBS_OK;
    return gnbs_review_confirm(desk, &who, 1, seen, what,
                               (gnbs_review_result_t)random_below(random, 3), "x",
                               &err) == GNBS_OK;
}

static void no_order_of_steps_breaks_a_promise(void **state) {
    (void)state;
    uint64_t random = test_seed();
    int n_taken = 0, n_signed = 0;
    for (int run = 0; run < 6; run++) {
        char dir[64];
        gnbs_err_t err;
        gnbs_review_scan_t scan;
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        aid_make_folder(dir);
        aid_put_result(dir, "one", "two_suspected", NULL);
        gnbs_review_desk_t *desk = aid_open_desk(dir, true);
        assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
        for (int i = 0; i < N_STEP; i++) {
            gnbs_review_case_t c = load(desk, &arena);
            const seen_t before = {c.state, c.n_past, c.is_signed};
            bool was_taken = step(desk, &random, &arena);
            n_taken += was_taken;
            check(desk, &before, was_taken, &arena);
        }
        n_signed += load(desk, &arena).is_signed;
        gnbs_review_close(desk);
        gnbs_arena_clear(&arena);
        aid_drop_folder(dir);
    }
    print_message("%d steps taken, %d of 6 cases signed\n", n_taken, n_signed);
    assert_true(n_taken > 20); /* the walk goes somewhere */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_order_of_steps_breaks_a_promise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
