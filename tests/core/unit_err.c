#include "support/testing.h"

static void set_returns_the_code_so_that_return_is_the_whole_exit(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_int_equal(gnbs_err_set(&err, GNBS_E_DATA, "%s: line %d", "x.tsv", 7),
                     GNBS_E_DATA);
    assert_int_equal(err.code, GNBS_E_DATA);
    assert_string_equal(err.msg, "x.tsv: line 7");
}

static void context_reads_outermost_first(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_err_set(&err, GNBS_E_FORMAT, "truncated block");
    assert_int_equal(gnbs_err_ctx(&err, "x.cram"), GNBS_E_FORMAT);
    assert_int_equal(gnbs_err_ctx(&err, "calling chr%d:%d-%d", 5, 11, 20), GNBS_E_FORMAT);
    assert_string_equal(err.msg, "calling chr5:11-20: x.cram: truncated block");
}

static void long_messages_are_cut_and_stay_strings(void **state) {
    (void)state;
    char text[2 * GNBS_ERR_BYTES];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    gnbs_err_t err;
    gnbs_err_set(&err, GNBS_E_IO, "%s", text);
    assert_int_equal(strlen(err.msg), GNBS_ERR_BYTES - 1);
    gnbs_err_ctx(&err, "reading");
    assert_int_equal(strlen(err.msg), GNBS_ERR_BYTES - 1);
    assert_memory_equal(err.msg, "reading: aaa", 12);
    gnbs_err_ctx(&err, "%s", text); /* the context alone fills it */
    assert_int_equal(strlen(err.msg), GNBS_ERR_BYTES - 1);
}

static void nobody_has_to_listen(void **state) {
    (void)state;
    assert_int_equal(gnbs_err_set(NULL, GNBS_E_IO, "gone"), GNBS_E_IO);
    assert_int_not_equal(gnbs_err_ctx(NULL, "gone"), GNBS_OK);
}

static gnbs_code_t step(gnbs_code_t code, int *n_run, gnbs_err_t *err) {
    (*n_run)++;
    return code == GNBS_OK ? GNBS_OK : gnbs_err_set(err, code, "step %d", *n_run);
}

static gnbs_code_t two_steps(gnbs_code_t first, int *n_run, gnbs_err_t *err) {
    GNBS_TRY(step(first, n_run, err));
    GNBS_TRY(step(GNBS_OK, n_run, err));
    return GNBS_OK;
}

static void try_leaves_at_the_first_failure(void **state) {
    (void)state;
    gnbs_err_t err;
    int n_run = 0;
    assert_int_equal(two_steps(GNBS_OK, &n_run, &err), GNBS_OK);
    assert_int_equal(n_run, 2);
    n_run = 0;
    assert_fails(two_steps(GNBS_E_NOMEM, &n_run, &err), GNBS_E_NOMEM, &err, "step 1");
    assert_int_equal(n_run, 1);
}

static void every_code_has_the_exit_status_that_the_manual_promises(void **state) {
    (void)state;
    static const int STATUS[] = {
        [GNBS_OK] = 0,       [GNBS_E_USAGE] = 2,   [GNBS_E_IO] = 3,
        [GNBS_E_FORMAT] = 3, [GNBS_E_DATA] = 3,    [GNBS_E_NOMEM] = 4,
        [GNBS_E_QC] = 5,     [GNBS_E_CONSENT] = 6, [GNBS_E_INTERNAL] = 4};
    for (size_t i = 0; i < sizeof STATUS / sizeof STATUS[0]; i++)
        assert_int_equal(gnbs_err_exit_status((gnbs_code_t)i), STATUS[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_returns_the_code_so_that_return_is_the_whole_exit),
        cmocka_unit_test(context_reads_outermost_first),
        cmocka_unit_test(long_messages_are_cut_and_stay_strings),
        cmocka_unit_test(nobody_has_to_listen),
        cmocka_unit_test(try_leaves_at_the_first_failure),
        cmocka_unit_test(every_code_has_the_exit_status_that_the_manual_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
