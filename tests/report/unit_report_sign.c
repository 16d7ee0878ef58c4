/* What people decided, in the document that every output is rendered from. */
#include "support/testing.h"

#include "io/tree_read.h"
#include "report/report_aid.h"
#include "report/report_words.h"

static made_t m;
static outputs_t draft;
static gnbs_arena_t arena;
static gnbs_str_t text, page;
static json_t *schema;
static gnbs_err_t err;

static int begin(void **state) {
    (void)state;
    make_case(&m);
    m.info.is_draft = true;
    gnbs_arena_init(&arena);
    gnbs_str_init(&text);
    gnbs_str_init(&page);
    schema = json_load_file(AID_SCHEMA, 0, NULL);
    return schema != NULL && outputs_make(&m, &draft, &err) == GNBS_OK ? 0 : -1;
}
static int end(void **state) {
    (void)state;
    outputs_clear(&draft);
    gnbs_arena_clear(&arena);
    gnbs_str_clear(&text);
    gnbs_str_clear(&page);
    json_decref(schema);
    return 0;
}

static const gnbs_report_signature_t SIGNATURES[] = {
    {"Reviewer 1", "Dr Ann One", "2026-11-25T07:10:00Z"},
    {"Reviewer 2", "Dr <Bob> Two", "2026-11-25T08:10:00Z"},
    {"Authoriser", "Dr Cat Three", "2026-11-25T09:10:00Z"}};

/* The signed document of the case at hand, as text and as a page; checked against the schema. */
static gnbs_code_t sign(size_t n_dropped, const char *const dropped[]) {
    const gnbs_tree_t *tree;
    const gnbs_report_review_t review = {"R-0001-1-signed", 3, SIGNATURES, n_dropped,
                                         dropped};
    gnbs_str_reset(&text);
    gnbs_str_reset(&page);
    assert_ok(gnbs_tree_parse("draft", draft.json.s, draft.json.n, &arena, &tree, &err),
              &err);
    GNBS_TRY(gnbs_report_sign(tree, &review, &text, &err));
    json_t *value = json_loads(text.s, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    const char *wrong = schema_problem(schema, value);
    if (wrong[0] != '\0') fail_msg("%s", wrong);
    json_decref(value);
    assert_ok(gnbs_tree_parse("signed", text.s, text.n, &arena, &tree, &err), &err);
    assert_ok(gnbs_report_html(tree, &page, &err), &err);
    wrong = html_problem(page.s);
    if (wrong[0] != '\0') fail_msg("%s", wrong);
    return GNBS_OK;
}

static void when_all_is_reported_only_the_report_itself_differs(void **state) {
    (void)state;
    assert_ok(sign(0, NULL), &err);
    json_t *before = json_loads(draft.json.s, 0, NULL),
           *after = json_loads(text.s, 0, NULL);
    assert_int_equal(
        json_array_size(json_object_get(json_object_get(after, "report"), "signatures")),
        3);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(after, "report"), "id")),
        "R-0001-1-signed");
    assert_true(json_is_false(json_object_get(json_object_get(after, "report"), "draft")));
    json_object_del(before, "report");
    json_object_del(after, "report");
    assert_true(json_equal(before, after)); /* to the last number */
    json_decref(before);
    json_decref(after);
    assert_null(strstr(page.s, GNBS_REPORT_DRAFT));
    assert_non_null(strstr(page.s, "Dr Ann One</strong>, signed at the review desk"));
    assert_non_null(strstr(page.s, "Dr &lt;Bob&gt; Two"));
}

/* Of six conditions: ACADM suspected (F1), CFTR no more, PAH and GLA not suspected, SMN1 and HBB not assessed. */
static void a_finding_that_is_not_reported_is_nowhere_in_it(void **state) {
    (void)state;
    static const char *const F2[] = {"F2"};
    static const char *const TRACES[] = {"Phe508del", "1521_1523", "Gly542",
                                         "1624G",     "\"F2\"",    "compound_heterozygous"};
    assert_ok(sign(1, F2), &err);
    for (size_t i = 0; i < sizeof TRACES / sizeof *TRACES; i++) {
        assert_non_null(strstr(draft.json.s, TRACES[i]));
        assert_null(strstr(text.s, TRACES[i]));
        assert_null(strstr(page.s, TRACES[i]));
    }
    assert_non_null(strstr(page.s,
                           "1 condition suspected. 2 conditions could not be assessed. 3 "
                           "conditions not suspected"));
    assert_non_null(strstr(text.s, "\"reason\": \"not_reported_by_review\""));
    assert_non_null(strstr(page.s, "Two people judged what was seen here"));
    assert_non_null(strstr(page.s, "p.(Lys329Glu)")); /* F1 stays */
}

static void when_nothing_is_reported_no_condition_is_suspected(void **state) {
    (void)state;
    static const char *const BOTH[] = {"F1", "F2"};
    assert_ok(sign(2, BOTH), &err);
    assert_non_null(strstr(text.s, "\"result\": \"no_condition_suspected\""));
    assert_non_null(strstr(text.s, "\"findings\": []"));
    assert_null(strstr(page.s, "Condition suspected</h2>"));
    assert_null(strstr(page.s, "p.(Lys329Glu)"));
}

static void under_an_unsigned_panel_it_stays_a_draft(void **state) {
    (void)state;
    m.panel.is_signed = false;
    outputs_clear(&draft);
    assert_ok(outputs_make(&m, &draft, &err), &err);
    assert_ok(sign(0, NULL), &err);
    assert_non_null(strstr(page.s, GNBS_REPORT_DRAFT));
    assert_non_null(strstr(page.s, "the panel carries no valid signature"));
}

static void the_record_system_is_told_that_it_is_final(void **state) {
    (void)state;
    const gnbs_tree_t *tree;
    gnbs_str_t fhir;
    assert_ok(sign(0, NULL), &err);
    gnbs_str_init(&fhir);
    assert_ok(gnbs_tree_parse("signed", text.s, text.n, &arena, &tree, &err), &err);
    assert_ok(gnbs_report_fhir(tree, &fhir, &err), &err);
    assert_non_null(strstr(fhir.s, "\"status\": \"final\""));
    assert_null(strstr(fhir.s, "\"preliminary\""));
    gnbs_str_clear(&fhir);
}

static void a_finding_that_there_is_not_is_refused(void **state) {
    (void)state;
    static const char *const F9[] = {"F9"};
    assert_int_equal(sign(1, F9), GNBS_E_DATA);
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        T(when_all_is_reported_only_the_report_itself_differs),
        T(a_finding_that_is_not_reported_is_nowhere_in_it),
        T(when_nothing_is_reported_no_condition_is_suspected),
        T(under_an_unsigned_panel_it_stays_a_draft),
        T(the_record_system_is_told_that_it_is_final),
        T(a_finding_that_there_is_not_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
