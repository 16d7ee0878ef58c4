/* Counted copies of a gene, small variants beside them, and what is told. The gene is SYN1 (see make_case.h). */
#include "support/testing.h"

#include "support/make_case.h"

static made_case_t m;
static gnbs_arena_t arena;
static gnbs_locus_result_t locus;
static const char *const GENE[] = {"HGNC:9000001"};
static const char *const LIMIT[] = {"A limit of the table"};
static const gnbs_region_t OWN[] = {{0, 1010, 1011}};

static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    make_case(&m);
    m.gene[0].difficulty = GNBS_DIFFICULT_NEEDS_METHOD;
    m.gene[0].difficult = "Its twin is almost the same.";
    locus = (gnbs_locus_result_t){.locus = "SYN1",
                                  .title = "Copies of SYN1",
                                  .method = "",
                                  .n_gene = 1,
                                  .gene = GENE,
                                  .status = GNBS_LOCUS_CLEAR,
                                  .reason = "said by the locus",
                                  .genotype = "SYN1 2, SYN2 2",
                                  .n_limit = 1,
                                  .limit = LIMIT,
                                  .n_own = 1,
                                  .own = OWN,
                                  .note = "",
                                  .source = ""};
    m.c.n_locus = 1;
    m.c.locus = &locus;
    return 0;
}

static int end(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static void expect(gnbs_outcome_kind_t kind, gnbs_reason_t reason) {
    gnbs_err_t err;
    gnbs_screen_opt_t opt = gnbs_screen_opt_default();
    assert_ok(gnbs_screen_case(&opt, GNBS_METHOD_SMALL_VARIANT, &m.c, &arena, &err), &err);
    assert_string_equal(gnbs_reason_code(m.c.outcome[0].reason), gnbs_reason_code(reason));
    assert_int_equal(m.c.outcome[0].outcome, kind);
}

static bool has_limit(const char *words) {
    bool has = false;
    for (size_t i = 0; i < m.c.outcome[0].n_limit; i++)
        has = has || strstr(m.c.outcome[0].limit[i], words) != NULL;
    return has;
}

static void a_difficult_gene_without_counted_copies_is_not_assessed(void **state) {
    (void)state;
    m.c.n_locus = 0;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_PARALOGUE);
    assert_string_equal(m.c.outcome[0].detail, "Its twin is almost the same.");
    /* copies of another gene do not speak for this one */
    static const char *const other[] = {"HGNC:9000002"};
    locus.gene = other;
    m.c.n_locus = 1;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_METHOD_PARALOGUE);
}

static void no_functional_copy_is_suspected_with_the_locus_as_its_evidence(void **state) {
    (void)state;
    locus.status = GNBS_LOCUS_AFFECTED;
    expect(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_NO_FUNCTIONAL_COPY);
    assert_int_equal(m.c.n_finding, 1);
    assert_ptr_equal(m.c.finding[0].locus, &locus);
    assert_int_equal(m.c.finding[0].n_variant, 0);
    assert_int_equal(m.c.finding[0].phase, GNBS_PHASE_NOT_APPLICABLE);
    assert_string_equal(m.c.outcome[0].detail, "said by the locus");
}

static void two_losses_of_unknown_phase_are_suspected_and_say_so(void **state) {
    (void)state;
    locus.status = GNBS_LOCUS_POSSIBLE;
    expect(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COPIES_PHASE_UNKNOWN);
    assert_int_equal(m.c.finding[0].phase, GNBS_PHASE_UNKNOWN);
}

static void a_clear_locus_is_not_suspected_within_its_limits(void **state) {
    (void)state;
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_true(has_limit("A limit of the table"));
    assert_true(has_limit("Small variants of the gene were not looked for"));
    assert_int_equal(m.c.n_finding, 0);
}

static void a_carrier_of_a_lost_copy_reads_like_anybody_else(void **state) {
    (void)state;
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    gnbs_outcome_t healthy = m.c.outcome[0];
    locus.n_lost = 1;
    locus.genotype = "SYN1 1, SYN2 2";
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_string_equal(m.c.outcome[0].detail, healthy.detail);
    assert_int_equal(m.c.outcome[0].n_limit, healthy.n_limit);
    for (size_t i = 0; i < healthy.n_limit; i++)
        assert_string_equal(m.c.outcome[0].limit[i], healthy.limit[i]);
    assert_int_equal(m.c.n_finding, 0);
}

static void undecided_and_uncounted_copies_are_not_assessed_and_say_why(void **state) {
    (void)state;
    locus.status = GNBS_LOCUS_INCONCLUSIVE;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOCUS_INCONCLUSIVE);
    assert_string_equal(m.c.outcome[0].detail, "said by the locus");
    locus.status = GNBS_LOCUS_NOT_ASSESSED;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOCUS_NOT_ASSESSED);
    /* what is forgotten does not reassure */
    locus.status = (gnbs_locus_status_t){0};
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOCUS_NOT_ASSESSED);
}

static void a_lost_copy_and_a_variant_on_the_other_are_suspected_together(void **state) {
    (void)state;
    locus.allows_variants = true;
    add_variant(&m, 0, 2010, 1, 2);
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING); /* a carrier */
    locus.n_lost = 1;
    expect(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_COPIES_PHASE_UNKNOWN);
    assert_int_equal(m.c.finding[0].n_variant, 1);
    assert_ptr_equal(m.c.finding[0].variant[0], &m.variant[0]);
    assert_ptr_equal(m.c.finding[0].locus, &locus);
    assert_non_null(strstr(m.c.outcome[0].detail, "one carries the variant"));
}

static void two_variants_are_a_finding_even_where_copies_are_undecided(void **state) {
    (void)state;
    locus.allows_variants = true;
    locus.status = GNBS_LOCUS_INCONCLUSIVE;
    add_variant(&m, 0, 2010, 2, 2);
    expect(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
    assert_null(m.c.finding[0].locus);
}

static void variants_do_not_count_where_the_twin_imitates_them(void **state) {
    (void)state;
    locus.allows_variants = true;
    add_variant(&m, 0, 1010, 2, 2); /* the locus's own base */
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    m.variant[0].call.variant.pos = 1011;
    expect(GNBS_OUTCOME_SUSPECTED, GNBS_REASON_HOMOZYGOUS);
    locus.allows_variants = false;
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
}

static void unread_bases_matter_only_where_the_locus_needs_variants(void **state) {
    (void)state;
    locus.allows_variants = true;
    m.span[0].region.end = 1500; /* exon 2 was not read */
    expect(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_true(has_limit("coding bases could not be judged"));
    locus.needs_variants = true;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
}

static void a_sample_that_is_held_is_held_whatever_its_copies(void **state) {
    (void)state;
    locus.status = GNBS_LOCUS_AFFECTED;
    m.c.quality.passes = false;
    expect(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    assert_int_equal(m.c.n_finding, 0);
}

int main(void) {
#define A_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        A_TEST(a_difficult_gene_without_counted_copies_is_not_assessed),
        A_TEST(no_functional_copy_is_suspected_with_the_locus_as_its_evidence),
        A_TEST(two_losses_of_unknown_phase_are_suspected_and_say_so),
        A_TEST(a_clear_locus_is_not_suspected_within_its_limits),
        A_TEST(a_carrier_of_a_lost_copy_reads_like_anybody_else),
        A_TEST(undecided_and_uncounted_copies_are_not_assessed_and_say_why),
        A_TEST(a_lost_copy_and_a_variant_on_the_other_are_suspected_together),
        A_TEST(two_variants_are_a_finding_even_where_copies_are_undecided),
        A_TEST(variants_do_not_count_where_the_twin_imitates_them),
        A_TEST(unread_bases_matter_only_where_the_locus_needs_variants),
        A_TEST(a_sample_that_is_held_is_held_whatever_its_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
