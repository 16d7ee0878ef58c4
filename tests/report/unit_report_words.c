/* What is said, once, for every output: counts, shares, risk, names, and what is refused. */
#include "support/testing.h"

#include <math.h>

#include "report/report_make.h"
#include "report/report_text.h"
#include "report/report_words.h"

static made_t m;
static gnbs_str_t str;
static gnbs_err_t err;

static int begin(void **state) {
    (void)state;
    make_case(&m);
    gnbs_str_init(&str);
    err = (gnbs_err_t){0};
    return 0;
}

static int end(void **state) {
    (void)state;
    gnbs_str_clear(&str);
    return 0;
}

static const char *counts(void) {
    gnbs_report_summary_t s = gnbs_report_summarise(&m.newborn);
    gnbs_str_reset(&str);
    gnbs_report_counts_sentence(&str, &s);
    return gnbs_str_text(&str);
}

static const char *banner(void) {
    return gnbs_report_banner_words(gnbs_report_summarise(&m.newborn).banner);
}

static void one_suspected_condition_is_said_with_its_counts(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
    m.newborn.n_outcome = 3;
    m.outcome[0].outcome = GNBS_OUTCOME_SUSPECTED;
    assert_string_equal(banner(), "Condition suspected");
    assert_string_equal(counts(),
                        "1 condition suspected. 2 conditions could not be assessed.");
}

static void nothing_suspected_is_said_only_when_something_was_assessed(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    assert_string_equal(banner(), "No condition suspected");
    assert_string_equal(counts(), "6 conditions not suspected, within the limits stated.");
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    assert_string_equal(banner(), "Screen not completed");
    assert_string_equal(counts(), "6 conditions could not be assessed.");
}

static void a_failed_gate_never_reads_as_reassurance(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    m.newborn.quality.passes = false;
    assert_string_equal(banner(), "Screen not completed");
}

static void an_empty_panel_is_a_screen_not_completed(void **state) {
    (void)state;
    m.newborn.n_outcome = m.newborn.n_finding = 0;
    assert_string_equal(banner(), "Screen not completed");
    assert_string_equal(counts(), "The panel has no condition to screen for.");
}

static void shares_are_cut_and_never_read_as_all(void **state) {
    (void)state;
    gnbs_report_percent(&str, 2999, 3000); /* 99.966... */
    assert_string_equal(gnbs_str_text(&str), "99.9%");
    gnbs_str_reset(&str);
    gnbs_report_percent(&str, 3000, 3000);
    assert_string_equal(gnbs_str_text(&str), "100.0%");
    assert_true(gnbs_report_share(9999999, 10000000) < 1);
    assert_true(gnbs_report_share(5, 0) == 0);
}

static void residual_risk_is_prevalence_times_what_could_not_be_judged(void **state) {
    (void)state;
    /* prevalence 1 in 10,000; 90 of 100 alleles judged; recessive, so both of two must be: 0.0001 * (1 - 0.9^2) = 1 in 52,632 */
    gnbs_report_risk_t r = gnbs_report_risk(&m.outcome[MADE_PAH]);
    assert_true(r.has_value && fabs(r.value - 1.9e-5) < 1e-15);
    gnbs_report_risk_sentence(&str, &m.outcome[MADE_PAH]);
    assert_non_null(strstr(gnbs_str_text(&str), "about 1 in 53,000 births"));
    assert_non_null(strstr(gnbs_str_text(&str), "one of the two alleles"));
    assert_non_null(strstr(gnbs_str_text(&str), "10 of 100"));
    /* of a dominant condition one allele is enough: 0.0001 * 0.1 = 1 in 100,000 */
    gnbs_condition_t dominant = *m.outcome[MADE_PAH].condition;
    dominant.inheritance = GNBS_INH_AD;
    m.outcome[MADE_PAH].condition = &dominant;
    assert_true(fabs(gnbs_report_risk(&m.outcome[MADE_PAH]).value - 1e-5) < 1e-15);
}

static void residual_risk_is_unknown_when_the_panel_states_no_prevalence(void **state) {
    (void)state;
    assert_false(gnbs_report_risk(&m.outcome[MADE_GLA]).has_value);
    gnbs_report_risk_sentence(&str, &m.outcome[MADE_GLA]);
    assert_string_equal(gnbs_str_text(&str), "unknown: prevalence not stated in the panel");
}

static void residual_risk_is_never_said_to_be_nil(void **state) {
    (void)state;
    m.outcome[MADE_PAH].n_known_callable = 100;
    gnbs_report_risk_sentence(&str, &m.outcome[MADE_PAH]);
    assert_non_null(strstr(gnbs_str_text(&str), "the risk is not nil"));
    m.outcome[MADE_PAH].n_known = m.outcome[MADE_PAH].n_known_callable = 0;
    assert_false(gnbs_report_risk(&m.outcome[MADE_PAH]).has_value);
}

/* ClinVar names VariationID 7115 NC_000007.14:g.117587778G>T and NC_000007.13:g.117227832G>T; m.3243A>G is
 * VariationID 9589, NC_012920.1:m.3243A>G. */
static void single_base_changes_get_their_genomic_name(void **state) {
    (void)state;
    gnbs_variant_t v = m.variant[MADE_G542X].call.variant;
    assert_true(gnbs_report_hgvs_g(&str, &m.newborn, &v));
    assert_string_equal(gnbs_str_text(&str), "NC_000007.14:g.117587778G>T");
    gnbs_str_reset(&str);
    m.bundle.build = GNBS_BUILD_GRCH37;
    v.pos = 117227832 - 1;
    assert_true(gnbs_report_hgvs_g(&str, &m.newborn, &v));
    assert_string_equal(gnbs_str_text(&str), "NC_000007.13:g.117227832G>T");
    gnbs_str_reset(&str);
    m.contig[1] = (gnbs_contig_t){.name = "chrM", .length_bp = 16569};
    v = (gnbs_variant_t){1, 3242, "A", "G"};
    assert_true(gnbs_report_hgvs_g(&str, &m.newborn, &v));
    assert_string_equal(gnbs_str_text(&str), "NC_012920.1:m.3243A>G");
}

static void what_cannot_be_named_by_its_place_alone_is_not_named(void **state) {
    (void)state;
    assert_false(
        gnbs_report_hgvs_g(&str, &m.newborn, &m.variant[MADE_F508DEL].call.variant));
    gnbs_variant_t v = m.variant[MADE_G542X].call.variant;
    m.bundle.build = GNBS_BUILD_CUSTOM;
    assert_false(gnbs_report_hgvs_g(&str, &m.newborn, &v));
    m.bundle.build = GNBS_BUILD_GRCH37;
    m.contig[1] =
        (gnbs_contig_t){.name = "chrM", .length_bp = 16571}; /* hg19's: not rCRS */
    assert_false(gnbs_report_hgvs_g(&str, &m.newborn, &v));
    assert_int_equal(str.n, 0);
}

static void phase_is_told_in_plain_words(void **state) {
    (void)state;
    m.finding[1].phase = GNBS_PHASE_TRANS;
    assert_non_null(strstr(gnbs_report_phase_sentence(&m.finding[1]), "different copies"));
    m.finding[1].phase = GNBS_PHASE_UNKNOWN;
    assert_non_null(
        strstr(gnbs_report_phase_sentence(&m.finding[1]), "Testing the parents"));
    assert_non_null(strstr(gnbs_report_phase_sentence(&m.finding[0]), "both copies"));
}

static void names_of_clinvar_are_decoded_for_people(void **state) {
    (void)state;
    gnbs_report_decode(&str, "Cystic_fibrosis%2C_mild|not_provided");
    assert_string_equal(gnbs_str_text(&str), "Cystic fibrosis, mild; not provided");
    gnbs_str_reset(&str);
    gnbs_report_decode(&str, "p.Leu%3D 100% %zz %0"); /* not an escape: left alone */
    assert_string_equal(gnbs_str_text(&str), "p.Leu= 100% %zz %0");
    gnbs_str_reset(&str);
    gnbs_report_decode(&str, "a%00b"); /* would cut the text short */
    assert_string_equal(gnbs_str_text(&str), "a%00b");
}

static void text_from_outside_becomes_one_line_of_valid_text(void **state) {
    (void)state;
    gnbs_report_clean(&str, "a\nb\tc\x7F"
                            "d\xC2\x85"
                            "e");
    assert_string_equal(gnbs_str_text(&str), "a b c d e");
    gnbs_str_reset(&str);
    gnbs_report_clean(
        &str,
        "x\xE2\x80\xAEy\xFFz\xC3\xA9"); /* right-to-left override, a stray byte, e acute */
    assert_string_equal(gnbs_str_text(&str), "x\xEF\xBF\xBDy\xEF\xBF\xBDz\xC3\xA9");
    gnbs_str_reset(&str);
    gnbs_report_clean(&str, NULL);
    assert_string_equal(gnbs_str_text(&str), "");
}

static void numbers_are_grouped_by_thousands(void **state) {
    (void)state;
    gnbs_report_put_count(&str, 1234567);
    gnbs_str_add_char(&str, ' ');
    gnbs_report_put_count(&str, 999);
    gnbs_str_add_char(&str, ' ');
    gnbs_report_put_count(&str, -1000);
    assert_string_equal(gnbs_str_text(&str), "1,234,567 999 -1,000");
}

static void a_draft_says_why(void **state) {
    (void)state;
    assert_null(gnbs_report_draft_words(&m.newborn, &m.info));
    m.panel.is_signed = false;
    assert_string_equal(gnbs_report_draft_words(&m.newborn, &m.info), "DRAFT - not signed");
    assert_non_null(strstr(gnbs_report_draft_reason(&m.newborn, &m.info), "panel"));
    m.info.is_draft = true;
    assert_non_null(strstr(gnbs_report_draft_reason(&m.newborn, &m.info), "Two reviewers"));
}

static gnbs_code_t check_now(void) {
    return gnbs_report_check_case(&m.newborn, &m.info, &err);
}

static void a_case_that_contradicts_itself_is_refused(void **state) {
    (void)state;
    assert_ok(check_now(), &err);
    m.outcome[MADE_CFTR].n_finding = 0;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "suspected without a finding");
    make_case(&m);
    m.outcome[MADE_CFTR].outcome = GNBS_OUTCOME_NOT_SUSPECTED;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "not suspected");
    make_case(&m);
    m.outcome[MADE_CFTR].first_finding = 0;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "finding of another condition");
    make_case(&m);
    m.outcome[MADE_CFTR].first_finding = 7;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "does not exist");
    make_case(&m);
    m.newborn.n_finding = 1;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "does not exist");
    make_case(&m);
    m.newborn.n_outcome = 1; /* CFTR alone: nobody owns the finding in ACADM */
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "belongs to no condition");
    make_case(&m);
    m.outcome[MADE_PAH].callable_bp = 3001;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "more bases judged");
    make_case(&m);
    m.outcome[MADE_PAH].n_known_callable = 101;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "more known alleles");
    make_case(&m);
    m.variant[MADE_K329E].call.variant.tid = 2;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "contig");
    make_case(&m);
    m.finding[1].n_variant = 3;
    assert_fails(check_now(), GNBS_E_INTERNAL, &err, "neither one nor two");
}

static void nothing_is_written_for_a_refused_case(void **state) {
    (void)state;
    m.outcome[MADE_CFTR].n_finding = 0;
    assert_int_equal(gnbs_report_json(&m.newborn, &m.info, &str, &err), GNBS_E_INTERNAL);
    assert_int_equal(str.n, 0);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(one_suspected_condition_is_said_with_its_counts),
        A_TEST(nothing_suspected_is_said_only_when_something_was_assessed),
        A_TEST(a_failed_gate_never_reads_as_reassurance),
        A_TEST(an_empty_panel_is_a_screen_not_completed),
        A_TEST(shares_are_cut_and_never_read_as_all),
        A_TEST(residual_risk_is_prevalence_times_what_could_not_be_judged),
        A_TEST(residual_risk_is_unknown_when_the_panel_states_no_prevalence),
        A_TEST(residual_risk_is_never_said_to_be_nil),
        A_TEST(single_base_changes_get_their_genomic_name),
        A_TEST(what_cannot_be_named_by_its_place_alone_is_not_named),
        A_TEST(phase_is_told_in_plain_words),
        A_TEST(names_of_clinvar_are_decoded_for_people),
        A_TEST(text_from_outside_becomes_one_line_of_valid_text),
        A_TEST(numbers_are_grouped_by_thousands),
        A_TEST(a_draft_says_why),
        A_TEST(a_case_that_contradicts_itself_is_refused),
        A_TEST(nothing_is_written_for_a_refused_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
