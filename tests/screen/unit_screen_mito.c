#include "support/testing.h"

#include "support/make_case.h"

/* Gene SYN1 on chrM: policy reports A>G at 1010 from 95 %, everything else from 10 %; below 10 % a second method must show it. */
static const gnbs_mito_rule_t RULE = {.gene = "SYN1",
                                      .name = "m.1011A>G",
                                      .condition = "",
                                      .source = "made",
                                      .pos = 1010,
                                      .ref = "A",
                                      .alt = "G",
                                      .report_from = 0.95};
static const gnbs_mito_policy_t POLICY = {.call_from = 0.03,
                                          .confirm_below = 0.10,
                                          .homoplasmic_from = 0.95,
                                          .report_from = 0.10,
                                          .n_rule = 1,
                                          .rule = &RULE};
static const gnbs_mito_summary_t RAN = {.refusal = "", .policy = &POLICY},
                                 REFUSED = {.refusal = "hg19's old chrM"};

static made_case_t m;
static gnbs_arena_t arena;

static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    make_case(&m);
    m.contig[0].name = "chrM";
    m.row[0].inheritance = GNBS_INH_MT;
    m.row[0].policy = GNBS_POLICY_KNOWN;
    m.row[0].classes = GNBS_CLASS_MT;
    m.c.mito = &RAN;
    return 0;
}
static int end(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_case_variant_t *add_share(gnbs_pos_t pos, double low, double fraction,
                                      double high) {
    gnbs_case_variant_t *v = add_variant(&m, 0, pos, 1, fraction >= 0.95 ? 1 : 2);
    v->call.zygosity = fraction >= 0.95 ? GNBS_ZYG_HOMOPLASMIC : GNBS_ZYG_HETEROPLASMIC;
    v->call.heteroplasmy =
        (gnbs_heteroplasmy_t){true, fraction, low, high, fraction < 0.10};
    return v;
}

static gnbs_outcome_t judge(gnbs_outcome_kind_t kind, gnbs_reason_t reason) {
    gnbs_err_t err = {0};
    gnbs_screen_opt_t opt = gnbs_screen_opt_default();
    uint32_t methods = GNBS_METHOD_SMALL_VARIANT |
                       (m.c.mito != NULL && m.c.mito->policy != NULL ? GNBS_METHOD_MT : 0u);
    assert_ok(gnbs_screen_case(&opt, methods, &m.c, &arena, &err), &err);
    assert_string_equal(gnbs_reason_code(m.c.outcome[0].reason), gnbs_reason_code(reason));
    assert_int_equal(m.c.outcome[0].outcome, kind);
    return m.c.outcome[0];
}

static void assert_says(const gnbs_outcome_t *o, const char *words) {
    if (strstr(o->detail, words) == NULL) fail_msg("'%s' lacks '%s'", o->detail, words);
}

static void every_copy_is_suspected(void **state) {
    (void)state;
    add_share(1010, 0.99, 1, 1);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOPLASMIC);
    assert_int_equal(m.c.n_finding, 1);
    assert_int_equal(o.n_share, 1);
    assert_near(o.share[0].report_from, 0.95, 0);
}

static void a_fraction_below_the_policy_is_said_and_not_suspected(void **state) {
    (void)state;
    add_share(1010, 0.261, 0.302, 0.344);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_int_equal(m.c.n_finding, 0);
    assert_says(&o,
                "m.1011A>G in 30.2 % (26.1 to 34.4 %) of the mitochondrial copies; it is "
                "reported from 95 %");
    assert_int_equal(o.n_share, 1);
}

static void the_same_fraction_of_another_variant_is_suspected(void **state) {
    (void)state;
    add_share(1020, 0.261, 0.302, 0.344);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HETEROPLASMIC);
    assert_says(&o, "m.1021 A>G in 30.2 %");
    assert_says(&o, "reported from 10 %");
}

static void what_counting_cannot_tell_from_the_policy_is_not_assessed(void **state) {
    (void)state;
    add_share(1010, 0.90, 0.94, 0.97);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL);
    assert_says(&o, "94.0 % (90.0 to 97.0 %)");
    m.variant[0].call.heteroplasmy.high = 0.949;
    judge(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
}

static void a_small_fraction_needs_a_second_method(void **state) {
    (void)state;
    add_share(1020, 0.03, 0.05, 0.08);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_says(&o, "nothing until a second method shows it");
    /* a laboratory that reports from 4 % is told the same */
    static const gnbs_mito_policy_t LOW = {.call_from = 0.03,
                                           .confirm_below = 0.10,
                                           .homoplasmic_from = 0.95,
                                           .report_from = 0.04};
    const gnbs_mito_summary_t low = {.refusal = "", .policy = &LOW};
    m.c.mito = &low;
    o = judge(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HETEROPLASMIC);
    assert_says(&o, "nothing until a second method shows it");
}

static void a_doubtful_call_above_the_policy_is_not_assessed(void **state) {
    (void)state;
    add_share(1020, 0.26, 0.30, 0.34)->call.filter = GNBS_FILTER_NUMT;
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL);
    assert_says(&o, "PossibleNUMT");
}

static void the_variant_of_most_copies_is_shown(void **state) {
    (void)state;
    add_share(1020, 0.26, 0.30, 0.34);
    add_share(1030, 0.56, 0.60, 0.64);
    judge(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HETEROPLASMIC);
    assert_int_equal(m.c.finding[0].variant[0]->call.variant.pos, 1030);
    assert_int_equal(m.c.outcome[0].n_share, 2);
}

static void silence_is_judged_by_what_could_be_read(void **state) {
    (void)state;
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_string_equal(o.detail, "");
    bool says_deletions = false;
    for (size_t i = 0; i < o.n_limit; i++)
        says_deletions |= strstr(o.limit[i], "Large deletions") != NULL;
    assert_true(says_deletions);
    m.span[0].status = GNBS_CALLABLE_LOW_DEPTH;
    judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
}

static void without_the_method_nothing_is_assessed(void **state) {
    (void)state;
    add_share(1010, 0.99, 1, 1);
    m.c.mito = NULL;
    judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_MT);
    m.c.mito = &REFUSED;
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_MT);
    assert_says(&o, "hg19's old chrM");
}

static void a_nuclear_gene_is_not_judged_by_fractions(void **state) {
    (void)state;
    m.contig[0].name = "chr1";
    add_variant(&m, 0, 1010, 2, 2);
    gnbs_outcome_t o = judge(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_MT);
    assert_says(&o, "the gene is nuclear");
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(every_copy_is_suspected),
        A_TEST(a_fraction_below_the_policy_is_said_and_not_suspected),
        A_TEST(the_same_fraction_of_another_variant_is_suspected),
        A_TEST(what_counting_cannot_tell_from_the_policy_is_not_assessed),
        A_TEST(a_small_fraction_needs_a_second_method),
        A_TEST(a_doubtful_call_above_the_policy_is_not_assessed),
        A_TEST(the_variant_of_most_copies_is_shown),
        A_TEST(silence_is_judged_by_what_could_be_read),
        A_TEST(a_nuclear_gene_is_not_judged_by_fractions),
        A_TEST(without_the_method_nothing_is_assessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
