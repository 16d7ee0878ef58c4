#include "support/testing.h"

#include <math.h>

#include "core/math.h"

/* Absolute, because every value here is of the order of 1 to 1000. */
static void near(double value, double expected) {
    if (!(fabs(value - expected) <= 1e-9))
        fail_msg("%.15g, expected %.15g", value, expected);
}

static void the_sum_of_nothing_is_impossible(void **state) {
    (void)state;
    const double none[] = {-INFINITY, -INFINITY};
    assert_true(gnbs_math_ln_sum(0, none) == -INFINITY);
    assert_true(gnbs_math_ln_sum(2, none) == -INFINITY); /* and not NaN */
    assert_true(gnbs_math_ln_add(-INFINITY, -INFINITY) == -INFINITY);
    near(gnbs_math_ln_add(-INFINITY, -3), -3);
}

static void sums_hold_where_exp_would_underflow(void **state) {
    (void)state;
    const double p[] = {log(0.25), log(0.5), log(0.25)};
    near(gnbs_math_ln_sum(3, p), 0);
    const double tiny[] = {-5000, -5000}; /* ln(2 e^-5000) = -5000 + ln 2 */
    near(gnbs_math_ln_sum(2, tiny), -5000 + 0.693147180559945);
    near(gnbs_math_ln_add(-5000, -5000), -5000 + 0.693147180559945);
    near(gnbs_math_ln_add(-1, -5000), -1);
}

static void phred_is_minus_ten_log_ten(void **state) {
    (void)state;
    near(exp(gnbs_math_phred_to_ln(10)), 0.1);
    near(exp(gnbs_math_phred_to_ln(30)), 0.001);
    near(gnbs_math_phred_to_ln(0), 0);
    near(gnbs_math_ln_to_phred(log(0.01)), 20);
    for (int q = 0; q <= 100; q++) near(gnbs_math_ln_to_phred(gnbs_math_phred_to_ln(q)), q);
}

static void phred_is_never_below_zero_nor_minus_zero(void **state) {
    (void)state;
    assert_false(signbit(gnbs_math_ln_to_phred(0.0)));
    assert_false(signbit(gnbs_math_ln_to_phred(-0.0)));
    near(gnbs_math_ln_to_phred(1e-12), 0); /* a probability a little above 1 */
}

static void choose_counts_as_by_hand(void **state) {
    (void)state;
    near(gnbs_math_ln_choose(5, 0), 0);
    near(gnbs_math_ln_choose(5, 2), log(10));       /* 5 * 4 / 2 */
    near(gnbs_math_ln_choose(52, 5), log(2598960)); /* hands of poker */
    for (int n = 1; n < 60; n++)                    /* Pascal's triangle */
        for (int k = 1; k < n; k++)
            near(gnbs_math_ln_choose(n, k),
                 gnbs_math_ln_add(gnbs_math_ln_choose(n - 1, k - 1),
                                  gnbs_math_ln_choose(n - 1, k)));
}

static void the_binomial_is_a_distribution(void **state) {
    (void)state;
    near(exp(gnbs_math_ln_binom(1, 2, 0.5)), 0.5);
    near(exp(gnbs_math_ln_binom(3, 4, 0.5)), 0.25);  /* 4 / 16 */
    near(exp(gnbs_math_ln_binom(2, 3, 0.1)), 0.027); /* 3 * 0.01 * 0.9 */
    static const double P[] = {0.001, 0.1, 0.5, 0.9};
    for (size_t i = 0; i < sizeof P / sizeof P[0]; i++) {
        double ln_p[41];
        for (int k = 0; k <= 40; k++) ln_p[k] = gnbs_math_ln_binom(k, 40, P[i]);
        near(gnbs_math_ln_sum(41, ln_p), 0);
    }
}

static void the_binomial_meets_its_edges(void **state) {
    (void)state;
    near(gnbs_math_ln_binom(0, 10, 0), 0);
    assert_true(gnbs_math_ln_binom(1, 10, 0) == -INFINITY);
    near(gnbs_math_ln_binom(10, 10, 1), 0);
    assert_true(gnbs_math_ln_binom(9, 10, 1) == -INFINITY);
    near(gnbs_math_ln_binom(0, 0, 0.3), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_of_nothing_is_impossible),
        cmocka_unit_test(sums_hold_where_exp_would_underflow),
        cmocka_unit_test(phred_is_minus_ten_log_ten),
        cmocka_unit_test(phred_is_never_below_zero_nor_minus_zero),
        cmocka_unit_test(choose_counts_as_by_hand),
        cmocka_unit_test(the_binomial_is_a_distribution),
        cmocka_unit_test(the_binomial_meets_its_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
