#include "support/testing.h"

#include <ctype.h>

#include "genome/case.h"

/* Names of an enum: there, all different, and free of what breaks a column. */
static void check_names(int n, const char *(*name)(int)) {
    for (int i = 0; i < n; i++) {
        assert_non_null(name(i));
        assert_true(strlen(name(i)) > 1);
        assert_null(strpbrk(name(i), "\t\n\"<>"));
        for (int j = 0; j < i; j++) assert_string_not_equal(name(i), name(j));
    }
}
static const char *sex(int i) { return gnbs_sex_name((gnbs_sex_t)i); }
static const char *callable(int i) { return gnbs_callable_name((gnbs_callable_t)i); }
static const char *acmg(int i) { return gnbs_acmg_class_name((gnbs_acmg_class_t)i); }
static const char *outcome(int i) { return gnbs_outcome_name((gnbs_outcome_kind_t)i); }
static const char *code(int i) { return gnbs_reason_code((gnbs_reason_t)i); }
static const char *text(int i) { return gnbs_reason_text((gnbs_reason_t)i); }
static const char *phase(int i) { return gnbs_phase_name((gnbs_phase_t)i); }
static const char *zygosity(int i) { return gnbs_zygosity_name((gnbs_zygosity_t)i); }
static const char *policy(int i) { return gnbs_policy_name((gnbs_report_policy_t)i); }
static const char *inheritance(int i) {
    return gnbs_inheritance_short((gnbs_inheritance_t)i);
}
static const char *inheritance_name(int i) {
    return gnbs_inheritance_name((gnbs_inheritance_t)i);
}
static const char *inheritance_hpo(int i) {
    return gnbs_inheritance_hpo((gnbs_inheritance_t)i);
}
static const char *so_term(int i) { return gnbs_csq_so_term((gnbs_csq_t)i); }
static const char *so_id(int i) { return gnbs_csq_so_id((gnbs_csq_t)i); }
static const char *plain(int i) { return gnbs_csq_plain((gnbs_csq_t)i); }

static void every_value_of_every_enum_has_its_own_name(void **state) {
    (void)state;
    check_names(GNBS_SEX_MALE + 1, sex);
    check_names(GNBS_CALLABLE_N, callable);
    check_names(GNBS_ACMG_PATHOGENIC + 1, acmg);
    check_names(GNBS_OUTCOME_SUSPECTED + 1, outcome);
    check_names(GNBS_REASON_N, code);
    check_names(GNBS_REASON_N, text);
    check_names(GNBS_PHASE_UNKNOWN + 1, phase);
    check_names(GNBS_ZYG_HETEROPLASMIC + 1, zygosity);
    check_names(GNBS_POLICY_NAMED + 1, policy);
    check_names(GNBS_INH_MT + 1, inheritance);
    check_names(GNBS_INH_MT + 1, inheritance_name);
    check_names(GNBS_INH_MT + 1, inheritance_hpo);
    check_names(GNBS_CSQ_N, so_term);
    check_names(GNBS_CSQ_N, so_id);
    check_names(GNBS_CSQ_N, plain);
}

static void a_forgotten_row_says_that_it_was_not_assessed(void **state) {
    (void)state;
    const gnbs_outcome_t forgotten = {0};
    assert_string_equal(gnbs_outcome_name(forgotten.outcome), "not_assessed");
    assert_string_equal(gnbs_reason_code(forgotten.reason), "not_judged");
    const gnbs_classification_t unclassified = {0};
    assert_string_equal(gnbs_acmg_class_name(unclassified.acmg_class), "Not classified");
    const gnbs_quality_t unmeasured = {0};
    assert_false(unmeasured.passes);
    const gnbs_known_state_t unseen = {0};
    assert_int_equal(unseen.state, GNBS_KNOWN_NOT_CALLABLE);
}

static void there_are_three_outcomes_in_fixed_words(void **state) {
    (void)state;
    assert_string_equal(gnbs_outcome_name(GNBS_OUTCOME_SUSPECTED), "suspected");
    assert_string_equal(gnbs_outcome_name(GNBS_OUTCOME_NOT_SUSPECTED), "not_suspected");
    assert_string_equal(gnbs_outcome_name(GNBS_OUTCOME_NOT_ASSESSED), "not_assessed");
}

static void reason_codes_are_words_for_programs_and_texts_are_sentences(void **state) {
    (void)state;
    for (int r = 0; r < GNBS_REASON_N; r++) {
        assert_int_equal(strspn(code(r), "abcdefghijklmnopqrstuvwxyz_"), strlen(code(r)));
        assert_true(isupper((unsigned char)text(r)[0]));
        assert_true(strlen(text(r)) > 20);
        assert_null(
            strstr(text(r), "egative")); /* a screen that finds nothing proves nothing */
    }
}

static void sex_is_read_as_people_and_ped_files_write_it(void **state) {
    (void)state;
    static const char *const FEMALE[] = {"F", "female", "2"},
                             *const MALE[] = {"M", "male", "1"},
                             *const NEITHER[] = {"", "0", "unknown", "f?", "12", "Femal"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(gnbs_sex_parse(FEMALE[i]), GNBS_SEX_FEMALE);
    for (size_t i = 0; i < 3; i++) assert_int_equal(gnbs_sex_parse(MALE[i]), GNBS_SEX_MALE);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(gnbs_sex_parse(NEITHER[i]), GNBS_SEX_UNKNOWN);
}

static void inheritance_reads_back_and_has_the_terms_of_hpo(void **state) {
    (void)state;
    for (int i = GNBS_INH_AR; i <= GNBS_INH_MT; i++)
        assert_int_equal(gnbs_inheritance_parse(inheritance(i)), i);
    assert_int_equal(gnbs_inheritance_parse("ar"), GNBS_INH_UNKNOWN);
    assert_int_equal(gnbs_inheritance_parse(""), GNBS_INH_UNKNOWN);
    assert_string_equal(inheritance_hpo(GNBS_INH_AR), "HP:0000007");
    assert_string_equal(inheritance_hpo(GNBS_INH_AD), "HP:0000006");
    assert_string_equal(inheritance_hpo(GNBS_INH_XLR), "HP:0001419");
    assert_string_equal(inheritance_hpo(GNBS_INH_XLD), "HP:0001423");
    assert_string_equal(inheritance_hpo(GNBS_INH_XL), "HP:0001417");
    assert_string_equal(inheritance_hpo(GNBS_INH_MT), "HP:0001427");
}

/*   + strand   [0: exon 1] [1: exon 2] [2: exon 3]      - strand   [0: exon 3] [1: exon 2] [2: exon 1]
 *   CDS 15..35        [15-20)  [25-30)  [35.. none                                                        */
static void exons_are_numbered_along_the_transcript(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{10, 20}, {25, 30}, {40, 50}};
    gnbs_transcript_t tx = {
        .strand = 1, .n_exon = 3, .exon = exon, .cds_beg = 15, .cds_end = 30};
    assert_int_equal(gnbs_transcript_exon_number(&tx, 0), 1);
    assert_int_equal(gnbs_transcript_cds_part(&tx, 0).beg, 15);
    assert_int_equal(gnbs_transcript_cds_part(&tx, 0).end, 20);
    assert_int_equal(gnbs_transcript_cds_part(&tx, 1).end, 30);
    gnbs_exon_t none = gnbs_transcript_cds_part(&tx, 2);
    assert_int_equal(none.beg, none.end);
    assert_true(gnbs_transcript_is_coding(&tx));
    tx.strand = -1;
    assert_int_equal(gnbs_transcript_exon_number(&tx, 0), 3);
    tx.cds_end = tx.cds_beg;
    assert_false(gnbs_transcript_is_coding(&tx));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_of_every_enum_has_its_own_name),
        cmocka_unit_test(a_forgotten_row_says_that_it_was_not_assessed),
        cmocka_unit_test(there_are_three_outcomes_in_fixed_words),
        cmocka_unit_test(reason_codes_are_words_for_programs_and_texts_are_sentences),
        cmocka_unit_test(sex_is_read_as_people_and_ped_files_write_it),
        cmocka_unit_test(inheritance_reads_back_and_has_the_terms_of_hpo),
        cmocka_unit_test(exons_are_numbered_along_the_transcript),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
