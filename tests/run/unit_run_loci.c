/* What loci are judged with: contamination as it was measured, never less than is always allowed for. */
#include "support/testing.h"

#include "run/run_case.h"

static void contamination_that_was_measured_is_allowed_for(void **state) {
    (void)state;
    const gnbs_loci_opt_t opt = gnbs_loci_opt_default(); /* 0.01 */
    gnbs_quality_t q = {.contamination_low = 0.02, .contamination_high = 0.035};
    gnbs_loci_opt_t with = gnbs_run_loci_opt(&opt, &q);
    assert_true(with.contamination_frac == opt.contamination_frac); /* it is not known */
    q.metric[GNBS_METRIC_CONTAMINATION].is_known = true;
    with = gnbs_run_loci_opt(&opt, &q);
    assert_true(with.contamination_frac == 0.035);
    assert_true(with.zero_log10_lr == opt.zero_log10_lr);
    q.contamination_high = 0.002;
    assert_true(gnbs_run_loci_opt(&opt, &q).contamination_frac == opt.contamination_frac);
    q.contamination_high = 0.9;
    assert_true(gnbs_run_loci_opt(&opt, &q).contamination_frac == 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contamination_that_was_measured_is_allowed_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
