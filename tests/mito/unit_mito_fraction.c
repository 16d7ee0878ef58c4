#include "mito/mito_call.h"
#include "mito/mito_fraction.h"
#include "support/testing.h"

static gnbs_mito_evidence_t of(uint32_t n_alt, uint32_t n_other, double error) {
    return (gnbs_mito_evidence_t){.n_group = 1,
                                  .n_alt = {n_alt},
                                  .n_other = {n_other},
                                  .p_false = {error},
                                  .p_miss = {error}};
}

static void share_of_molecules_is_the_fraction(void **state) {
    (void)state;
    gnbs_mito_evidence_t e = of(30, 70, 1e-9);
    gnbs_mito_fraction_t f = gnbs_mito_estimate(&e);
    assert_near(f.fraction, 0.3, 1e-6);
    /* 2 (30 ln(f/0.3) + 70 ln((1-f)/0.7)) = -3.8415: f = 0.21603 and 0.39410 */
    assert_near(f.low, 0.216028, 1e-5);
    assert_near(f.high, 0.394095, 1e-5);
    /* 10/ln 10 (30 ln(0.3/1e-9) + 70 ln 0.7) */
    assert_near(f.lr_phred, 2434.705, 0.01);
}

static void nothing_seen_excludes_more_the_deeper_it_was_looked(void **state) {
    (void)state;
    gnbs_mito_evidence_t e = of(0, 100, 1e-9);
    gnbs_mito_fraction_t f = gnbs_mito_estimate(&e);
    assert_near(f.fraction, 0, 0);
    assert_near(f.low, 0, 0);
    assert_near(f.high, 0.019024, 1e-5); /* 1 - exp(-1.92073 / 100) */
    e = of(0, 1000, 1e-9);
    assert_near(gnbs_mito_estimate(&e).high, 0.001919, 1e-5);
    e = of(0, 0, 1e-3);
    f = gnbs_mito_estimate(&e);
    assert_near(f.low, 0, 0);
    assert_near(f.high, 1, 0);
    assert_near(f.lr_phred, 0, 0);
}

static void all_of_them_is_one(void **state) {
    (void)state;
    gnbs_mito_evidence_t e = of(50, 0, 1e-9);
    gnbs_mito_fraction_t f = gnbs_mito_estimate(&e);
    assert_near(f.fraction, 1, 1e-9);
    assert_near(f.low, 0.962313, 1e-5); /* exp(-1.92073 / 50) */
    assert_near(f.high, 1, 0);
}

static void errors_are_taken_off(void **state) {
    (void)state;
    /* 11 of 1000 where 1 % of the molecules without the allele are read as having it: 0.01 + 0.98 f = 0.011 */
    gnbs_mito_evidence_t e = of(11, 989, 0.01);
    gnbs_mito_fraction_t f = gnbs_mito_estimate(&e);
    assert_near(f.fraction, 0.00102, 1e-4);
    assert_near(f.low, 0, 0);
    assert_true(f.lr_phred < 1);
}

static void bases_of_good_quality_weigh_more(void **state) {
    (void)state;
    gnbs_mito_evidence_t e = {.n_group = 2,
                              .n_alt = {5, 0},
                              .n_other = {45, 50},
                              .p_false = {0.03, 1e-4},
                              .p_miss = {0.03, 1e-4}};
    gnbs_mito_evidence_t swapped = e;
    swapped.n_alt[0] = 0, swapped.n_alt[1] = 5;
    swapped.n_other[0] = 50, swapped.n_other[1] = 45;
    gnbs_mito_fraction_t poor = gnbs_mito_estimate(&e), good = gnbs_mito_estimate(&swapped);
    assert_true(good.lr_phred > poor.lr_phred + 50);
    assert_true(good.fraction > poor.fraction);
}

static void depth_of_nuclear_copies_is_a_poisson_quantile(void **state) {
    (void)state;
    /* R: qpois(0.99, 30 / 2 * 4) = 79, qpois(0.99, 2) = 6 */
    assert_int_equal(gnbs_mito_numt_depth(30, 4), 79);
    assert_int_equal(gnbs_mito_numt_depth(1, 4), 6);
    assert_int_equal(gnbs_mito_numt_depth(0, 4), 0);
    assert_int_equal(gnbs_mito_numt_depth(-1, 4), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(share_of_molecules_is_the_fraction),
        cmocka_unit_test(nothing_seen_excludes_more_the_deeper_it_was_looked),
        cmocka_unit_test(all_of_them_is_one),
        cmocka_unit_test(errors_are_taken_off),
        cmocka_unit_test(bases_of_good_quality_weigh_more),
        cmocka_unit_test(depth_of_nuclear_copies_is_a_poisson_quantile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
