#include "support/testing.h"

#include "genome/known.h"

typedef struct text_class {
    const char *text;
    gnbs_clnsig_t sig;
} text_class_t;

static void check(size_t n, const text_class_t rows[]) {
    for (size_t i = 0; i < n; i++)
        if (gnbs_clnsig_parse(rows[i].text) != rows[i].sig)
            fail_msg("'%s' is read as %s, expected %s", rows[i].text,
                     gnbs_clnsig_name(gnbs_clnsig_parse(rows[i].text)),
                     gnbs_clnsig_name(rows[i].sig));
}
#define CHECK(rows) check(sizeof rows / sizeof rows[0], rows)

static void single_terms_mean_themselves(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"Benign", GNBS_CLNSIG_BENIGN},
        {"Likely_benign", GNBS_CLNSIG_LIKELY_BENIGN},
        {"Uncertain_significance", GNBS_CLNSIG_UNCERTAIN},
        {"Likely_pathogenic", GNBS_CLNSIG_LIKELY_PATHOGENIC},
        {"Pathogenic", GNBS_CLNSIG_PATHOGENIC}};
    CHECK(ROWS);
}

static void conflicts_have_had_two_names(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"Conflicting_interpretations_of_pathogenicity",
         GNBS_CLNSIG_CONFLICTING}, /* until 2023 */
        {"Conflicting_classifications_of_pathogenicity",
         GNBS_CLNSIG_CONFLICTING}, /* since 2024 */
        {"Conflicting_classifications_of_pathogenicity|risk_factor",
         GNBS_CLNSIG_CONFLICTING}};
    CHECK(ROWS);
}

static void combined_values_keep_the_class_that_matters(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"Pathogenic/Likely_pathogenic", GNBS_CLNSIG_PATHOGENIC},
        {"Pathogenic|drug_response", GNBS_CLNSIG_PATHOGENIC},
        {"Affects|Pathogenic", GNBS_CLNSIG_PATHOGENIC},
        {"Pathogenic/Likely_pathogenic/Pathogenic,_low_penetrance", GNBS_CLNSIG_PATHOGENIC},
        {"Likely_pathogenic,_low_penetrance", GNBS_CLNSIG_LIKELY_PATHOGENIC},
        {"Likely_pathogenic|risk_factor", GNBS_CLNSIG_LIKELY_PATHOGENIC},
        {"Benign/Likely_benign", GNBS_CLNSIG_BENIGN},
        {"Uncertain_significance|drug_response", GNBS_CLNSIG_UNCERTAIN},
        {"Benign|risk_factor", GNBS_CLNSIG_BENIGN}};
    CHECK(ROWS);
}

/* One conflict as files of 2019, of 2022 and others have written it. */
static void conflicts_are_counted_in_every_spelling(void **state) {
    (void)state;
    static const char *const SPELLINGS[] = {
        "Benign(1)%3BLikely_benign(2)%3BUncertain_significance(3)",
        "Benign(1)|Likely_benign(2)|Uncertain_significance(3)",
        "Benign(1),_Likely_benign(2),_Uncertain_significance(3)",
        "Benign(1); Likely_benign(2); Uncertain_significance(3)",
        "Benign(1)%3B_Likely_benign(2)%3B_Uncertain_significance(3)"};
    for (size_t i = 0; i < sizeof SPELLINGS / sizeof SPELLINGS[0]; i++) {
        gnbs_clnsigconf_t c = gnbs_clnsigconf_parse(SPELLINGS[i]);
        assert_int_equal(c.benign, 1);
        assert_int_equal(c.likely_benign, 2);
        assert_int_equal(c.uncertain, 3);
        assert_int_equal(c.pathogenic + c.likely_pathogenic + c.other, 0);
    }
    gnbs_clnsigconf_t c = gnbs_clnsigconf_parse(
        "Pathogenic(12)|Pathogenic,_low_penetrance(1)|Likely_risk_allele(2)|"
        "Likely_pathogenic(3)");
    assert_int_equal(c.pathogenic, 13);
    assert_int_equal(c.likely_pathogenic, 3);
    assert_int_equal(c.other, 2);
    static const char *const NONE[] = {
        "", "(", "Pathogenic", "Benign(", "Benign(-4)", "Benign(99999999999999999999)"};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        c = gnbs_clnsigconf_parse(NONE[i]);
        assert_int_equal(c.benign + c.pathogenic + c.other, 0);
    }
}

static void files_before_2017_say_it_in_numbers(void **state) {
    (void)state;
    assert_string_equal(gnbs_clnsig_of_number("5"), "Pathogenic");
    assert_string_equal(gnbs_clnsig_of_number("255"), "other");
    assert_null(gnbs_clnsig_of_number("8"));
    assert_int_equal(gnbs_clnrevstat_stars(gnbs_clnrevstat_of_2016("exp")), 3);
    assert_int_equal(gnbs_clnrevstat_stars(gnbs_clnrevstat_of_2016("guideline")), 4);
    assert_int_equal(gnbs_clnrevstat_stars(gnbs_clnrevstat_of_2016("no_criteria")), 0);
    assert_null(gnbs_clnrevstat_of_2016("prof"));
}

static void values_that_contradict_each_other_are_a_conflict(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"Pathogenic|Benign", GNBS_CLNSIG_CONFLICTING},
        {"Uncertain_significance|Pathogenic", GNBS_CLNSIG_CONFLICTING},
        {"Likely_benign,Likely_pathogenic", GNBS_CLNSIG_CONFLICTING}};
    CHECK(ROWS);
}

static void other_terms_are_never_taken_for_a_class(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"drug_response", GNBS_CLNSIG_OTHER},
        {"risk_factor", GNBS_CLNSIG_OTHER},
        {"association", GNBS_CLNSIG_OTHER},
        {"protective", GNBS_CLNSIG_OTHER},
        {"Affects", GNBS_CLNSIG_OTHER},
        {"Likely_risk_allele", GNBS_CLNSIG_OTHER},
        {"Uncertain_risk_allele", GNBS_CLNSIG_OTHER},
        {"Established_risk_allele", GNBS_CLNSIG_OTHER},
        {"NotPathogenic", GNBS_CLNSIG_OTHER}, /* a word inside a word is not that word */
        {"Pathogenicity_disputed", GNBS_CLNSIG_OTHER}};
    CHECK(ROWS);
}

static void nothing_said_is_none(void **state) {
    (void)state;
    static const text_class_t ROWS[] = {
        {"", GNBS_CLNSIG_NONE},
        {".", GNBS_CLNSIG_NONE},
        {"not_provided", GNBS_CLNSIG_NONE},
        {"no_classification_for_the_single_variant", GNBS_CLNSIG_NONE},
        {"no_interpretation_for_the_single_variant", GNBS_CLNSIG_NONE}};
    CHECK(ROWS);
    assert_int_equal(gnbs_clnsig_parse(NULL), GNBS_CLNSIG_NONE);
}

static void only_two_classes_are_pathogenic(void **state) {
    (void)state;
    for (int s = GNBS_CLNSIG_NONE; s <= GNBS_CLNSIG_OTHER; s++) {
        const gnbs_known_t k = {.sig = (gnbs_clnsig_t)s};
        assert_int_equal(gnbs_known_is_pathogenic(&k),
                         s == GNBS_CLNSIG_PATHOGENIC || s == GNBS_CLNSIG_LIKELY_PATHOGENIC);
        assert_true(strlen(gnbs_clnsig_name((gnbs_clnsig_t)s)) > 0);
    }
}

/* ClinVar documentation, "Review status". */
static void stars_are_clinvars(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int stars;
    } ROWS[] = {{"practice_guideline", 4},
                {"reviewed_by_expert_panel", 3},
                {"criteria_provided,_multiple_submitters,_no_conflicts", 2},
                {"criteria_provided,_conflicting_interpretations", 1},
                {"criteria_provided,_conflicting_classifications", 1},
                {"criteria_provided,_single_submitter", 1},
                {"no_assertion_criteria_provided", 0},
                {"no_assertion_provided", 0},
                {"no_classification_provided", 0},
                {"no_interpretation_for_the_single_variant", 0},
                {"no_classification_for_the_single_variant", 0},
                {"a_status_of_next_year", 0},
                {"", 0}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_int_equal(gnbs_clnrevstat_stars(ROWS[i].text), ROWS[i].stars);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_terms_mean_themselves),
        cmocka_unit_test(conflicts_have_had_two_names),
        cmocka_unit_test(combined_values_keep_the_class_that_matters),
        cmocka_unit_test(conflicts_are_counted_in_every_spelling),
        cmocka_unit_test(files_before_2017_say_it_in_numbers),
        cmocka_unit_test(values_that_contradict_each_other_are_a_conflict),
        cmocka_unit_test(other_terms_are_never_taken_for_a_class),
        cmocka_unit_test(nothing_said_is_none),
        cmocka_unit_test(only_two_classes_are_pathogenic),
        cmocka_unit_test(stars_are_clinvars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
