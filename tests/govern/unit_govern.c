/* Whose consent, which decision; and a provenance that any reader of JSON can read, whatever the names in it. */
#include "support/testing.h"

#include <jansson.h>

#include "govern/govern.h"

/* ---- consent ---------------------------------------------------------------------------------------------- */

static gnbs_code_t check(const char *sample, const char *decision, gnbs_err_t *err) {
    const gnbs_consent_t c = {"consent.json", sample, decision, "2026-11-01"};
    return gnbs_govern_check_consent(&c, "NB1", err);
}

static void a_granted_consent_of_this_baby_lets_the_run_begin(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_ok(check("NB1", "granted", &err), &err);
}

static void refused_and_withdrawn_end_the_run_with_status_six(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_fails(check("NB1", "refused", &err), GNBS_E_CONSENT, &err, "");
    assert_string_equal(err.msg,
                        "consent.json: consent for 'NB1' is refused; nothing was analysed");
    assert_fails(check("NB1", "withdrawn", &err), GNBS_E_CONSENT, &err, "is withdrawn");
    assert_int_equal(gnbs_err_exit_status(err.code), 6);
}

static void another_babys_consent_is_none(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_fails(check("NB2", "granted", &err), GNBS_E_CONSENT, &err, "");
    assert_string_equal(err.msg, "consent.json: is the consent of 'NB2', not of 'NB1'");
    assert_fails(check("nb1", "granted", &err), GNBS_E_CONSENT, &err, "of 'nb1'");
    assert_fails(check("NB11", "granted", &err), GNBS_E_CONSENT, &err, "of 'NB11'");
    assert_fails(check("", "granted", &err), GNBS_E_CONSENT, &err, "of ''");
}

static void a_word_that_is_no_decision_is_not_taken_for_one(void **state) {
    (void)state;
    static const char *const WORDS[] = {"", "yes", "Granted", "granted ", "not granted"};
    gnbs_err_t err;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        assert_fails(check("NB1", WORDS[i], &err), GNBS_E_DATA, &err,
                     "expected granted, refused or withdrawn");
        assert_int_equal(gnbs_err_exit_status(err.code), 3);
    }
}

static void groups_that_were_not_agreed_to_are_not_covered(void **state) {
    (void)state;
    static const char *const HEARING[] = {"hearing"};
    gnbs_consent_t all = {.path = "c", .sample = "NB1", .decision = "granted"};
    gnbs_consent_t some = all, none = all;
    some.has_groups = none.has_groups = true;
    some.n_group = 1, some.group = HEARING;
    assert_true(gnbs_govern_covers(&all, "immune"));
    assert_true(gnbs_govern_covers(&some, "hearing"));
    assert_false(gnbs_govern_covers(&some, "immune"));
    assert_false(gnbs_govern_covers(&some, "Hearing"));
    assert_true(gnbs_govern_covers(&some, "")); /* of no group: part of every consent */
    assert_false(gnbs_govern_covers(&none, "hearing"));
    assert_true(gnbs_govern_covers(&none, ""));
}

static void a_group_that_no_condition_has_is_refused(void **state) {
    (void)state;
    static const char *const NAMES[] = {"hearing", "imune"};
    const gnbs_condition_t rows[] = {
        {.group = ""}, {.group = "immune"}, {.group = "hearing"}};
    const gnbs_panel_t panel = {
        .name = "p", .version = "1", .n_condition = 3, .condition = rows};
    gnbs_consent_t c = {.path = "c.json", .has_groups = true, .n_group = 1, .group = NAMES};
    gnbs_err_t err;
    assert_ok(gnbs_govern_check_groups(&c, &panel, &err), &err);
    c.n_group = 2;
    assert_fails(gnbs_govern_check_groups(&c, &panel, &err), GNBS_E_DATA, &err,
                 "c.json: no condition of panel p 1 is of the group 'imune'");
    static const char *const EMPTY[] = {""};
    c.n_group = 1, c.group = EMPTY;
    assert_fails(gnbs_govern_check_groups(&c, &panel, &err), GNBS_E_DATA, &err, "''");
}

static gnbs_code_t term(const char *date, const char *expires, gnbs_err_t *err) {
    const gnbs_consent_t c = {
        .path = "c.json", .sample = "NB1", .date = date, .expires = expires};
    return gnbs_govern_check_term(&c, "2026-03-01", err);
}

static void a_consent_holds_to_the_end_of_its_last_day(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_ok(term("", "", &err), &err);
    assert_ok(term("2026-03-01", "2026-03-01", &err), &err);
    assert_fails(term("2026-01-01", "2026-02-28", &err), GNBS_E_CONSENT, &err,
                 "ended on 2026-02-28; nothing was analysed");
    /* a clock that went back, or a date that was mistyped: not guessed */
    assert_fails(term("2026-03-02", "", &err), GNBS_E_DATA, &err, "is the clock right?");
    assert_fails(term("", "2026-02-30", &err), GNBS_E_DATA, &err, "expected YYYY-MM-DD");
    assert_fails(term("01.03.2026", "", &err), GNBS_E_DATA, &err, "date '01.03.2026'");
}

static void days_are_those_of_the_calendar(void **state) {
    (void)state;
    assert_true(gnbs_govern_is_date("2024-02-29"));
    assert_true(gnbs_govern_is_date("2000-02-29"));
    assert_false(gnbs_govern_is_date("2100-02-29")); /* no leap year */
    assert_false(gnbs_govern_is_date("2026-13-01"));
    assert_false(gnbs_govern_is_date("2026-00-10"));
    assert_false(gnbs_govern_is_date("2026-04-31"));
    assert_false(gnbs_govern_is_date("2026-4-310"));
    assert_false(gnbs_govern_is_date("2026-04-1"));
    assert_false(gnbs_govern_is_date("-026-04-01"));
}

/* ---- provenance ------------------------------------------------------------------------------------------- */

static gnbs_provenance_t facts(void) {
    return (gnbs_provenance_t){.program_version = "0.1.0",
                               .command_line = "gnbs run",
                               .sample = "NB1",
                               .began = "2026-11-22T01:00:00Z",
                               .ended = "2026-11-22T01:00:02Z",
                               .host = "node7",
                               .compiler = "12.2.0",
                               .htslib_version = "1.21.1",
                               .consent = "granted",
                               .panel_name = "demo",
                               .panel_version = "1",
                               .panel_sha256 = "aa",
                               .bundle_identity = "bb",
                               .bundle_build = "GRCh38",
                               .n_threads = 4,
                               .seconds = 2.25};
}

static json_t *print_and_parse(const gnbs_provenance_t *p) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_govern_print_provenance(&text, p);
    assert_false(text.failed);
    json_error_t where;
    json_t *root = json_loads(gnbs_str_text(&text), JSON_REJECT_DUPLICATES, &where);
    if (root == NULL) fail_msg("line %d: %s\n%s", where.line, where.text, text.s);
    gnbs_str_clear(&text);
    return root;
}

static const char *text_of(json_t *root, const char *key) {
    return json_string_value(json_object_get(root, key));
}

static void provenance_holds_what_it_was_told(void **state) {
    (void)state;
    const gnbs_provenance_input_t input[] = {{"reads", "a.bam", 61203283968LL, "cc", 1},
                                             {"panel", "panel.tsv", 12, "dd", 0}};
    gnbs_provenance_t p = facts();
    p.n_input = 2, p.input = input;
    json_t *root = print_and_parse(&p);
    assert_string_equal(text_of(root, "program"), "gnbs");
    assert_string_equal(text_of(root, "version"), "0.1.0");
    assert_string_equal(text_of(root, "command_line"), "gnbs run");
    assert_string_equal(text_of(root, "sample"), "NB1");
    assert_string_equal(text_of(root, "consent"), "granted");
    assert_string_equal(text_of(root, "began"), "2026-11-22T01:00:00Z");
    assert_string_equal(text_of(root, "ended"), "2026-11-22T01:00:02Z");
    assert_string_equal(text_of(root, "host"), "node7");
    assert_string_equal(text_of(root, "compiler"), "12.2.0");
    assert_string_equal(text_of(root, "htslib"), "1.21.1");
    assert_int_equal(json_integer_value(json_object_get(root, "threads")), 4);
    assert_near(json_number_value(json_object_get(root, "seconds")), 2.25, 1e-9);
    json_t *panel = json_object_get(root, "panel"),
           *bundle = json_object_get(root, "reference_bundle"),
           *inputs = json_object_get(root, "inputs");
    assert_string_equal(text_of(panel, "name"), "demo");
    assert_string_equal(text_of(panel, "version"), "1");
    assert_string_equal(text_of(panel, "sha256"), "aa");
    assert_string_equal(text_of(bundle, "build"), "GRCh38");
    assert_string_equal(text_of(bundle, "identity"), "bb");
    assert_int_equal(json_array_size(inputs), 2);
    json_t *reads = json_array_get(inputs, 0), *rows = json_array_get(inputs, 1);
    assert_string_equal(text_of(reads, "role"), "reads");
    assert_string_equal(text_of(reads, "path"), "a.bam");
    assert_true(json_integer_value(json_object_get(reads, "size_bytes")) == 61203283968LL);
    assert_string_equal(text_of(reads, "sha256_of_ends"),
                        "cc"); /* says that it is not the whole */
    assert_null(json_object_get(reads, "sha256"));
    assert_string_equal(text_of(rows, "sha256"), "dd");
    assert_null(json_object_get(rows, "sha256_of_ends"));
    json_decref(root);
}

static void hostile_names_stay_inside_their_strings(void **state) {
    (void)state;
    static const char HOSTILE[] =
        "a\"b\\c\n\r\t\x01\x1f</script>\", \"consent\": \"granted\xf0\x9f\x91\xb6";
    const gnbs_provenance_input_t input[] = {{HOSTILE, HOSTILE, 1, HOSTILE, 0}};
    gnbs_provenance_t p = facts();
    p.sample = p.command_line = p.host = p.panel_name = p.panel_version = HOSTILE;
    p.consent = "not checked";
    p.n_input = 1, p.input = input;
    json_t *root = print_and_parse(&p);
    assert_string_equal(text_of(root, "sample"), HOSTILE);
    assert_string_equal(text_of(root, "command_line"), HOSTILE);
    assert_string_equal(text_of(root, "host"), HOSTILE);
    assert_string_equal(text_of(root, "consent"), "not checked");
    assert_string_equal(text_of(json_object_get(root, "panel"), "name"), HOSTILE);
    assert_string_equal(text_of(json_array_get(json_object_get(root, "inputs"), 0), "path"),
                        HOSTILE);
    json_decref(root);

    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_govern_print_provenance(&text, &p);
    assert_null(strstr(text.s, "</script>")); /* may stand in a page */
    gnbs_str_clear(&text);
}

static void bytes_that_are_not_utf8_and_missing_facts_still_make_json(void **state) {
    (void)state;
    gnbs_provenance_t p = facts();
    p.sample = "bad \xff\xc0\x80 byte";
    p.consent = NULL;
    json_t *root = print_and_parse(&p);
    assert_string_equal(text_of(root, "sample"),
                        "bad \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD byte");
    assert_true(json_is_null(json_object_get(root, "consent")));
    assert_int_equal(json_array_size(json_object_get(root, "inputs")), 0);
    json_decref(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_granted_consent_of_this_baby_lets_the_run_begin),
        cmocka_unit_test(refused_and_withdrawn_end_the_run_with_status_six),
        cmocka_unit_test(another_babys_consent_is_none),
        cmocka_unit_test(a_word_that_is_no_decision_is_not_taken_for_one),
        cmocka_unit_test(groups_that_were_not_agreed_to_are_not_covered),
        cmocka_unit_test(a_group_that_no_condition_has_is_refused),
        cmocka_unit_test(a_consent_holds_to_the_end_of_its_last_day),
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test(provenance_holds_what_it_was_told),
        cmocka_unit_test(hostile_names_stay_inside_their_strings),
        cmocka_unit_test(bytes_that_are_not_utf8_and_missing_facts_still_make_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
