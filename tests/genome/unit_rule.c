/* Rules as the tables write them, and which of them speak for a gene and an inheritance. */
#include "support/testing.h"

#include "genome/bundle.h"
#include "genome/rule.h"

static gnbs_rule_t rule(const char *measure, const char *limit) {
    gnbs_rule_t r = {0};
    assert_true(gnbs_rule_parse_measure(measure, &r));
    assert_true(gnbs_rule_parse_limit(limit, &r));
    return r;
}

static void limits_are_read_with_their_relation(void **state) {
    (void)state;
    static const struct {
        const char *measure, *limit;
        double holds, fails;
    } CASES[] = {
        {"faf95", ">0.05", 0.0500001, 0.05},      {"faf95", ">=0.002", 0.002, 0.0019999},
        {"grpmax", "<0.0002", 0.0001999, 0.0002}, {"+homozygotes", "<=0", 0, 1},
        {"score:REVEL", ">=0.932", 0.932, 0.931}, {"score:phyloP", "<-1.5", -2, -1.5}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        gnbs_rule_t r = rule(CASES[i].measure, CASES[i].limit);
        assert_true(gnbs_rule_holds(&r, CASES[i].holds));
        assert_false(gnbs_rule_holds(&r, CASES[i].fails));
        assert_int_equal(r.is_joined, CASES[i].measure[0] == '+');
    }
    assert_string_equal(rule("score:REVEL", ">=0.7").score, "REVEL");
    assert_string_equal(rule("use", "=no").limit, "no");
}

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    static const char *const BAD[][2] = {
        {"faf95", "0.05"},  {"faf95", "=0.05"}, {"faf95", ">often"}, {"faf95", ">0.05x"},
        {"faf95", ">nan"},  {"residue", "9-4"}, {"residue", "p.12"}, {"residue", ""},
        {"use", "=maybe"},  {"use", "="},       {"lof_level", "L4"}, {"most", "no"},
        {"truncation", "x"}};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        gnbs_rule_t r = {0};
        assert_true(gnbs_rule_parse_measure(BAD[i][0], &r));
        if (gnbs_rule_parse_limit(BAD[i][1], &r)) fail_msg("%s %s", BAD[i][0], BAD[i][1]);
    }
    gnbs_rule_t r;
    assert_false(gnbs_rule_parse_measure("faf96", &r));
    assert_false(gnbs_rule_parse_measure("score:", &r));
    assert_false(gnbs_rule_parse_measure("score", &r));
}

static void lists_hold_numbers_and_ranges(void **state) {
    (void)state;
    assert_true(gnbs_rule_lists("10-17;25;57-64", 10));
    assert_true(gnbs_rule_lists("10-17;25;57-64", 25));
    assert_true(gnbs_rule_lists("10-17;25;57-64", 64));
    assert_false(gnbs_rule_lists("10-17;25;57-64", 9));
    assert_false(gnbs_rule_lists("10-17;25;57-64", 26));
    assert_true(gnbs_rule_touches("10-17;25", 18, 30));
    assert_false(gnbs_rule_touches("10-17;25", 18, 24));
    assert_true(gnbs_rule_touches("10-17;25", 1, 100));
}

/* Gene 0 has rows of its own for PM2: AR, AD and any; gene 1 only for BA1 under X-linked. */
static const gnbs_rule_t ROWS[] = {
    {.i_gene = -1, .code = GNBS_ACMG_PM2, .limit = "general"},
    {.i_gene = -1,
     .code = GNBS_ACMG_PM2,
     .inheritance = GNBS_INH_AR,
     .limit = "general AR"},
    {.i_gene = -1, .code = GNBS_ACMG_BA1, .limit = "general BA1"},
    {.i_gene = 0, .code = GNBS_ACMG_PM2, .inheritance = GNBS_INH_AR, .limit = "AR"},
    {.i_gene = 0, .code = GNBS_ACMG_PM2, .inheritance = GNBS_INH_AR, .limit = "AR too"},
    {.i_gene = 0, .code = GNBS_ACMG_PM2, .inheritance = GNBS_INH_AD, .limit = "AD"},
    {.i_gene = 1, .code = GNBS_ACMG_BA1, .inheritance = GNBS_INH_XL, .limit = "XL"},
};
static const gnbs_bundle_t B = {.n_rule = sizeof ROWS / sizeof ROWS[0], .rule = ROWS};

static void expect(int32_t gene, gnbs_inheritance_t inh, gnbs_acmg_code_t code,
                   const char *first, size_t n_want) {
    size_t n;
    const gnbs_rule_t *found = gnbs_rule_find(&B, gene, inh, code, &n);
    assert_int_equal(n, n_want);
    if (n_want > 0) assert_string_equal(found->limit, first);
}

static void the_nearest_rows_speak(void **state) {
    (void)state;
    expect(0, GNBS_INH_AR, GNBS_ACMG_PM2, "AR", 2);
    expect(0, GNBS_INH_AD, GNBS_ACMG_PM2, "AD", 1);
    expect(0, GNBS_INH_UNKNOWN, GNBS_ACMG_PM2, "AR", 2);  /* the first of the gene */
    expect(0, GNBS_INH_XLR, GNBS_ACMG_PM2, "general", 1); /* its rows are of others */
    expect(1, GNBS_INH_AR, GNBS_ACMG_PM2, "general AR", 1);
    expect(-1, GNBS_INH_UNKNOWN, GNBS_ACMG_PM2, "general", 1);
    expect(1, GNBS_INH_XLD, GNBS_ACMG_BA1, "XL", 1);
    expect(1, GNBS_INH_AR, GNBS_ACMG_BA1, "general BA1", 1);
    expect(0, GNBS_INH_AR, GNBS_ACMG_PM1, NULL, 0);
    size_t n;
    (void)gnbs_rule_all(&B, 0, GNBS_ACMG_PM2, &n);
    assert_int_equal(n, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_read_with_their_relation),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(lists_hold_numbers_and_ranges),
        cmocka_unit_test(the_nearest_rows_speak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
