/* X and Y by depth and by heterozygous markers: karyotypes, and what cannot be told. */
#include "support/testing.h"

#include "qc/qc_sex.h"

static void karyotypes_by_the_ranges_of_depth(void **state) {
    (void)state;
    /* copies over two autosomes: one X is 0.5, one Y is 0.5; ranges of DRAGEN's ploidy estimator around them */
    static const struct {
        double x, y, het;
        const char *karyotype;
        gnbs_sex_t sex;
    } ROWS[] = {
        {1.00, 0.00, 1.0, "XX", GNBS_SEX_FEMALE}, {0.50, 0.50, 0.0, "XY", GNBS_SEX_MALE},
        {0.50, 0.00, 0.0, "X0", GNBS_SEX_FEMALE}, {1.00, 0.50, 1.0, "XXY", GNBS_SEX_MALE},
        {0.50, 1.00, 0.0, "XYY", GNBS_SEX_MALE},  {1.50, 0.01, 1.2, "XXX", GNBS_SEX_FEMALE},
        {1.03, 0.02, 0.9, "XX", GNBS_SEX_FEMALE}, {0.47, 0.44, 0.02, "XY", GNBS_SEX_MALE},
        {0.72, 0.00, 0.5, "", GNBS_SEX_FEMALE}, /* neither one X nor two: a mosaic, a mixture */
        {0.50, 0.50, 1.0, "", GNBS_SEX_MALE}, /* one X by depth, two by its markers */
    };
    gnbs_qc_sex_opt_t opt = gnbs_qc_sex_opt_default();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const gnbs_qc_sex_facts_t f = {.has_x = true,
                                       .has_y = true,
                                       .has_het = true,
                                       .x_ratio = ROWS[i].x,
                                       .y_ratio = ROWS[i].y,
                                       .het = ROWS[i].het};
        gnbs_qc_sex_t s = gnbs_qc_tell_sex(&opt, &f);
        assert_string_equal(s.karyotype, ROWS[i].karyotype);
        assert_int_equal(s.sex, ROWS[i].sex);
    }
}

static void without_y_the_sex_is_by_x_and_there_is_no_karyotype(void **state) {
    (void)state;
    static const struct {
        double x;
        gnbs_sex_t sex;
    } ROWS[] = {{0.00, GNBS_SEX_MALE},    {0.50, GNBS_SEX_MALE},    {0.65, GNBS_SEX_MALE},
                {0.66, GNBS_SEX_UNKNOWN}, {0.79, GNBS_SEX_UNKNOWN}, {0.80, GNBS_SEX_FEMALE},
                {1.00, GNBS_SEX_FEMALE}};
    gnbs_qc_sex_opt_t opt = gnbs_qc_sex_opt_default();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const gnbs_qc_sex_facts_t f = {.has_x = true, .x_ratio = ROWS[i].x};
        gnbs_qc_sex_t s = gnbs_qc_tell_sex(&opt, &f);
        assert_int_equal(s.sex, ROWS[i].sex);
        assert_string_equal(s.karyotype, "");
    }
    const gnbs_qc_sex_facts_t nothing = {0};
    assert_int_equal(gnbs_qc_tell_sex(&opt, &nothing).sex, GNBS_SEX_UNKNOWN);
}

static void a_captured_library_without_y_is_no_girl_for_it(void **state) {
    (void)state;
    gnbs_qc_sex_opt_t opt = gnbs_qc_sex_opt_default();
    gnbs_qc_sex_facts_t f = {.has_x = true,
                             .has_y = true,
                             .x_ratio = 0.5,
                             .y_ratio = 0,
                             .y_may_be_missing = true};
    assert_int_equal(gnbs_qc_tell_sex(&opt, &f).sex, GNBS_SEX_MALE);
    assert_string_equal(gnbs_qc_tell_sex(&opt, &f).karyotype, "");
    f.y_ratio = 0.4; /* the kit has it */
    assert_string_equal(gnbs_qc_tell_sex(&opt, &f).karyotype, "XY");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(karyotypes_by_the_ranges_of_depth),
        cmocka_unit_test(without_y_the_sex_is_by_x_and_there_is_no_karyotype),
        cmocka_unit_test(a_captured_library_without_y_is_no_girl_for_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
