#include "review/review_session.h"
#include "support/testing.h"

static gnbs_review_sessions_t *sessions;

static int set_up(void **state) {
    gnbs_err_t err;
    (void)state;
    return gnbs_review_sessions_new(900, 3600, &sessions, &err) == GNBS_OK ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_review_sessions_free(sessions);
    return 0;
}

static void a_session_lives_while_it_is_used_and_not_for_ever(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_review_session_t s;
    char token[GNBS_SECRET_TOKEN];
    assert_ok(gnbs_review_session_begin(sessions, 7, 3, 1000, token, &err), &err);
    for (double now = 1000; now <= 1000 + 3600; now += 800) {
        assert_true(gnbs_review_session_find(sessions, token, now, &s));
        assert_int_equal(s.account, 7);
        assert_int_equal(s.era, 3);
        assert_int_equal(strlen(s.csrf), 43);
    }
    assert_false(
        gnbs_review_session_find(sessions, token, 1000 + 3601, &s)); /* the longest */
    assert_ok(gnbs_review_session_begin(sessions, 7, 3, 5000, token, &err), &err);
    assert_true(gnbs_review_session_find(sessions, token, 5000 + 900, &s));
    assert_false(gnbs_review_session_find(sessions, token, 5900 + 901, &s)); /* idle */
    assert_false(gnbs_review_session_find(sessions, token, 5900, &s)); /* it stays ended */
}

static void other_tokens_find_nothing(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_review_session_t s;
    char token[GNBS_SECRET_TOKEN];
    assert_ok(gnbs_review_session_begin(sessions, 1, 1, 0, token, &err), &err);
    assert_false(gnbs_review_session_find(sessions, "", 0, &s));
    char other[GNBS_SECRET_TOKEN];
    strcpy(other, token);
    other[0] = other[0] == 'A' ? 'B' : 'A';
    assert_false(gnbs_review_session_find(sessions, other, 0, &s));
    assert_true(gnbs_review_session_find(sessions, token, 0, &s));
    gnbs_review_session_end(sessions, token);
    assert_false(gnbs_review_session_find(sessions, token, 0, &s));
}

static void too_many_sessions_end_the_one_longest_idle(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_review_session_t s;
    char first[GNBS_SECRET_TOKEN], token[GNBS_SECRET_TOKEN];
    assert_ok(gnbs_review_session_begin(sessions, 1, 1, 0, first, &err), &err);
    for (int i = 1; i <= 600; i++)
        assert_ok(gnbs_review_session_begin(sessions, 2, 1, i * 0.001, token, &err), &err);
    assert_false(gnbs_review_session_find(sessions, first, 1, &s));
    assert_true(gnbs_review_session_find(sessions, token, 1, &s));
}

static void five_wrong_passwords_close_a_name_for_a_quarter_of_an_hour(void **state) {
    (void)state;
    int wait;
    for (int i = 0; i < 5; i++)
        assert_true(gnbs_review_may_try(sessions, "ann", "192.0.2.1", 100 + i, &wait));
    assert_false(gnbs_review_may_try(sessions, "ann", "192.0.2.1", 110, &wait));
    assert_in_range(wait, 880, 901);
    assert_false(
        gnbs_review_may_try(sessions, "ann", "192.0.2.2", 110, &wait)); /* from anywhere */
    assert_true(
        gnbs_review_may_try(sessions, "bob", "192.0.2.1", 110, &wait)); /* not others */
    assert_true(gnbs_review_may_try(sessions, "ann", "192.0.2.1", 1002, &wait));
    gnbs_review_tried_well(sessions, "ann");
    for (int i = 0; i < 5; i++)
        assert_true(gnbs_review_may_try(sessions, "ann", "192.0.2.1", 1003, &wait));
}

static void an_address_that_tries_many_names_is_slowed(void **state) {
    (void)state;
    int wait, n_let = 0;
    char name[16];
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "name%d", i);
        n_let += gnbs_review_may_try(sessions, name, "192.0.2.1", 10, &wait);
    }
    assert_int_equal(n_let, GNBS_REVIEW_ADDRESS_TRIES);
    assert_in_range(wait, 290, 301);
    assert_true(gnbs_review_may_try(sessions, "x", "192.0.2.9", 10, &wait));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_lives_while_it_is_used_and_not_for_ever,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_tokens_find_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_sessions_end_the_one_longest_idle, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            five_wrong_passwords_close_a_name_for_a_quarter_of_an_hour, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_address_that_tries_many_names_is_slowed, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
