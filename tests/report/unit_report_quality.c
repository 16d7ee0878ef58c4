/* What is told of a sample's quality, to whom: gates and actions on the page, all numbers to MultiQC, the number of sex
 * chromosomes to the laboratory alone. */
#include "support/testing.h"

#include "report/report_aid.h"

static made_t m;
static outputs_t out;
static json_t *schema;
static gnbs_err_t err;
static const gnbs_gate_t GATE[] = {{.metric = GNBS_METRIC_CONTAMINATION,
                                    .has_warn = true,
                                    .has_fail = true,
                                    .warn = 0.01,
                                    .fail = 0.015,
                                    .action = "Make a new library",
                                    .source = "Generation Study"},
                                   {.metric = GNBS_METRIC_DUPLICATE,
                                    .has_warn = true,
                                    .warn = 0.2,
                                    .action = "Start from more DNA",
                                    .source = "QPHI"},
                                   {.metric = GNBS_METRIC_X_RATIO,
                                    .has_warn = true,
                                    .warn = 0.4,
                                    .action = "Look at the karyotype",
                                    .source = "the laboratory"}};
static gnbs_gate_verdict_t verdict[] = {
    {&GATE[0], GNBS_GATE_PASS, "Share of DNA of another person is 0.20 %"},
    {&GATE[1], GNBS_GATE_WARN, "Share of duplicate reads is 31.0 %"},
    {&GATE[2], GNBS_GATE_WARN, "Depth of X over that of the autosomes is outside"}};

/* A girl with one X: her report says nothing of it. */
static int begin(void **state) {
    (void)state;
    make_case(&m);
    gnbs_quality_t *q = &m.newborn.quality;
    q->metric[GNBS_METRIC_DEPTH_MEAN] = (gnbs_metric_t){true, 34.2, NULL};
    q->metric[GNBS_METRIC_CONTAMINATION] = (gnbs_metric_t){true, 0.002, NULL};
    q->metric[GNBS_METRIC_DUPLICATE] = (gnbs_metric_t){true, 0.31, NULL};
    q->metric[GNBS_METRIC_X_RATIO] = (gnbs_metric_t){true, 0.512, NULL};
    q->contamination_low = 0.001, q->contamination_high = 0.0031;
    q->assay = GNBS_ASSAY_GENOME;
    q->karyotype = "X0";
    q->n_verdict = 3;
    q->verdict = verdict;
    verdict[0] = (gnbs_gate_verdict_t){&GATE[0], GNBS_GATE_PASS,
                                       "Share of DNA of another person is 0.20 %"};
    out = (outputs_t){0};
    schema = json_load_file(AID_SCHEMA, 0, NULL);
    assert_non_null(schema);
    return 0;
}

static int end(void **state) {
    (void)state;
    outputs_clear(&out);
    json_decref(schema);
    return 0;
}

static json_t *findings(void) {
    outputs_clear(&out);
    assert_ok(outputs_make(&m, &out, &err), &err);
    json_t *doc = json_loadb(out.json.s, out.json.n, 0, NULL);
    assert_non_null(doc);
    assert_string_equal(schema_problem(schema, doc), "");
    return doc;
}

static void gates_and_numbers_are_in_the_findings(void **state) {
    (void)state;
    json_t *doc = findings(), *q = json_object_get(doc, "quality"),
           *metrics = json_object_get(q, "metrics"), *gates = json_object_get(q, "gates");
    assert_float_equal(json_number_value(json_object_get(metrics, "contamination")), 0.002,
                       1e-9);
    assert_float_equal(json_number_value(json_object_get(q, "contamination_high")), 0.0031,
                       1e-9);
    assert_null(json_object_get(metrics, "insert_median")); /* not measured is not zero */
    assert_int_equal(json_array_size(gates), 2);
    const json_t *g = json_array_get(gates, 0);
    assert_float_equal(json_number_value(json_object_get(g, "fail")), 1.5, 1e-9); /* % */
    assert_string_equal(json_string_value(json_object_get(g, "state")), "pass");
    json_decref(doc);
}

static void warnings_are_on_the_page_with_what_to_do(void **state) {
    (void)state;
    json_decref(findings());
    assert_non_null(
        strstr(out.html.s, "Share of duplicate reads is 31.0 %. Start from more DNA"));
    assert_non_null(strstr(out.html.s, "0.2 % (0.1 to 0.3 %)"));
    assert_null(strstr(out.html.s, "<strong>What to do:</strong>")); /* nothing failed */
}

static void a_held_case_says_what_to_do_first(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    m.newborn.quality.passes = false;
    m.newborn.quality.fail_reason = "Share of DNA of another person is 3.00 %";
    m.newborn.quality.fail_action = "Make a new library";
    verdict[0].state = GNBS_GATE_FAIL;
    json_decref(findings());
    const char *banner = strstr(out.html.s, "id=\"result\""),
               *action =
                   strstr(out.html.s, "<strong>What to do:</strong> Make a new library");
    assert_non_null(action);
    assert_true(action > banner && action < strstr(out.html.s, "</section>"));
}

static void sex_chromosomes_are_told_to_the_laboratory_alone(void **state) {
    (void)state;
    gnbs_str_t mqc;
    gnbs_str_init(&mqc);
    json_decref(findings());
    const char *const text[] = {out.html.s, out.json.s, out.tsv.s};
    static const char *const SECRET[] = {"X0",      "0.512",      "0.51",
                                         "x_ratio", "Depth of X", "karyotype"};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < sizeof SECRET / sizeof *SECRET; k++)
            if (strstr(text[i], SECRET[k]) != NULL)
                fail_msg("output %zu tells '%s'", i, SECRET[k]);
    assert_ok(gnbs_report_mqc("NB-0001", GNBS_SEX_FEMALE, &m.newborn.quality, &mqc, &err),
              &err);
    json_t *doc = json_loadb(mqc.s, mqc.n, 0, NULL);
    const json_t *row = json_object_get(json_object_get(doc, "data"), "NB-0001");
    assert_string_equal(json_string_value(json_object_get(row, "karyotype")), "X0");
    assert_float_equal(json_number_value(json_object_get(row, "x_ratio")), 0.512, 1e-9);
    json_decref(doc);
    gnbs_str_clear(&mqc);
}

/* MultiQC's custom content: a table has id, plot_type, headers by column and data by sample. Shares in per cent. */
static void the_file_for_multiqc_is_custom_content(void **state) {
    (void)state;
    gnbs_str_t mqc;
    gnbs_str_init(&mqc);
    assert_ok(gnbs_report_mqc("NB-0001", GNBS_SEX_FEMALE, &m.newborn.quality, &mqc, &err),
              &err);
    json_t *doc = json_loadb(mqc.s, mqc.n, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(doc, "plot_type")), "table");
    const json_t *row = json_object_get(json_object_get(doc, "data"), "NB-0001"),
                 *headers = json_object_get(doc, "headers");
    assert_string_equal(json_string_value(json_object_get(row, "gates")), "warn");
    assert_string_equal(json_string_value(json_object_get(row, "held_by")),
                        "duplicates, x_ratio");
    assert_float_equal(json_number_value(json_object_get(row, "contamination")), 0.2, 1e-9);
    assert_null(json_object_get(row, "insert_median"));
    const char *what = json_string_value(
        json_object_get(json_object_get(headers, "contamination"), "description"));
    assert_non_null(strstr(what, "VerifyBamID2 FREEMIX"));
    for (void *it = json_object_iter((json_t *)row); it != NULL;
         it = json_object_iter_next((json_t *)row, it))
        assert_non_null(json_object_get(headers, json_object_iter_key(it)));
    json_decref(doc);
    gnbs_str_clear(&mqc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gates_and_numbers_are_in_the_findings, begin, end),
        cmocka_unit_test_setup_teardown(warnings_are_on_the_page_with_what_to_do, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_held_case_says_what_to_do_first, begin, end),
        cmocka_unit_test_setup_teardown(sex_chromosomes_are_told_to_the_laboratory_alone,
                                        begin, end),
        cmocka_unit_test_setup_teardown(the_file_for_multiqc_is_custom_content, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
