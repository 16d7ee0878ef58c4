/* Copies of near-identical genes in the three outputs: told beside a finding, and nowhere else. */
#include "support/testing.h"

#include "report/report_aid.h"

static made_t m;
static outputs_t out;
static gnbs_err_t err;
static json_t *schema, *doc;
static gnbs_locus_result_t locus[2];
static const char *const GENE[] = {"HGNC:11117"};
static const char *const LIMIT[] = {"Two copies on one chromosome are not told"};
/* Copy numbers and counts that nothing else in the page could hold. */
static const gnbs_locus_region_t REGION[] = {{.name = "exon1_6",
                                              .measured = 3.97,
                                              .sd = 0.11,
                                              .copies = 4,
                                              .posterior = 0.9991,
                                              .n_read = 70707}};
static const gnbs_locus_site_t SITE[] = {
    {.name = "c.840", .n_gene = 21, .n_other = 63, .copies = 1, .posterior = 0.9988}};
static const gnbs_locus_event_t EVENT[] = {{.name = "exon 7 absent",
                                            .text = "No exon 7",
                                            .functional = 1,
                                            .posterior = 0.9988,
                                            .zero_log10_lr = -42.17}};
/* The unseen place belongs to no gene; the other speaks for SMN1. */
static void make_loci(void) {
    locus[0] = (gnbs_locus_result_t){.locus = "SMN1",
                                     .title = "Copies of SMN1 and SMN2",
                                     .method = "",
                                     .n_gene = 1,
                                     .gene = GENE,
                                     .status = GNBS_LOCUS_CLEAR,
                                     .reason = "Functional copies were found",
                                     .genotype = "SMN1 1, SMN2 3",
                                     .gene_name = "SMN1",
                                     .other_name = "SMN2",
                                     .total_copies = 4,
                                     .gene_copies = 1,
                                     .other_copies = 3,
                                     .total_posterior = 0.9991,
                                     .n_lost = 1,
                                     .is_depth_used = true,
                                     .n_region = 1,
                                     .region = REGION,
                                     .n_site = 1,
                                     .site = SITE,
                                     .n_event = 1,
                                     .event = EVENT,
                                     .n_limit = 1,
                                     .limit = LIMIT,
                                     .note = "a hybrid gene",
                                     .source = "A paper"};
    locus[1] = (gnbs_locus_result_t){.locus = "unseen",
                                     .title = "F8 inversions",
                                     .method = "",
                                     .status = GNBS_LOCUS_NOT_ASSESSED,
                                     .reason = "Repeats longer than a fragment",
                                     .genotype = "",
                                     .gene_name = "",
                                     .other_name = "",
                                     .total_copies = -1,
                                     .gene_copies = -1,
                                     .other_copies = -1,
                                     .note = "",
                                     .source = ""};
    m.newborn.n_locus = 2;
    m.newborn.locus = locus;
    m.outcome[MADE_SMN1].outcome = GNBS_OUTCOME_NOT_SUSPECTED;
    m.outcome[MADE_SMN1].reason = GNBS_REASON_NO_FINDING;
}

static void make_affected(void) {
    locus[0].status = GNBS_LOCUS_AFFECTED;
    locus[0].genotype = "SMN1 0, SMN2 3";
    locus[0].gene_copies = 0;
    m.finding[2] = (gnbs_finding_t){.condition = &m.condition[MADE_SMN1],
                                    .locus = &locus[0],
                                    .phase = GNBS_PHASE_NOT_APPLICABLE,
                                    .reason = GNBS_REASON_NO_FUNCTIONAL_COPY};
    m.newborn.n_finding = 3;
    m.outcome[MADE_SMN1].outcome = GNBS_OUTCOME_SUSPECTED;
    m.outcome[MADE_SMN1].reason = GNBS_REASON_NO_FUNCTIONAL_COPY;
    m.outcome[MADE_SMN1].first_finding = 2;
    m.outcome[MADE_SMN1].n_finding = 1;
}

static void make_now(void) {
    outputs_clear(&out);
    json_decref(doc);
    assert_ok(outputs_make(&m, &out, &err), &err);
    doc = json_loadb(out.json.s, out.json.n, 0, NULL);
    assert_non_null(doc);
    assert_string_equal(schema_problem(schema, doc), "");
    assert_string_equal(html_problem(out.html.s), "");
}

static int begin(void **state) {
    (void)state;
    make_case(&m);
    make_loci();
    out = (outputs_t){0};
    schema = json_load_file(AID_SCHEMA, 0, NULL);
    doc = NULL;
    return schema == NULL ? -1 : 0;
}

static int end(void **state) {
    (void)state;
    outputs_clear(&out);
    json_decref(doc);
    json_decref(schema);
    return 0;
}

static const json_t *get(const json_t *o, const char *key) {
    return json_object_get(o, key);
}

static void copies_of_a_carrier_stand_in_no_output(void **state) {
    (void)state;
    static const char *const SECRET[] = {"SMN1 1", "SMN2 3", "3.97",          "70707",
                                         "-42.17", "0.9988", "0.9991",        "hybrid gene",
                                         "c.840",  "n_lost", "exon 7 absent", "21 of 84"};
    make_now();
    for (size_t i = 0; i < sizeof SECRET / sizeof *SECRET; i++) {
        assert_int_equal(count_of(out.html.s, SECRET[i]), 0);
        assert_int_equal(count_of(out.json.s, SECRET[i]), 0);
        assert_int_equal(count_of(out.tsv.s, SECRET[i]), 0);
    }
}

static void a_carrier_and_a_healthy_baby_give_the_same_bytes(void **state) {
    (void)state;
    outputs_t carrier = {0};
    assert_ok(outputs_make(&m, &carrier, &err), &err);
    locus[0].genotype = "SMN1 2, SMN2 2";
    locus[0].gene_copies = locus[0].other_copies = 2;
    locus[0].n_lost = 0;
    locus[0].note = "";
    make_now();
    assert_string_equal(out.html.s, carrier.html.s);
    assert_string_equal(out.json.s, carrier.json.s);
    assert_string_equal(out.tsv.s, carrier.tsv.s);
    outputs_clear(&carrier);
}

static void every_locus_is_listed_with_status_and_reason(void **state) {
    (void)state;
    make_now();
    const json_t *loci = get(doc, "loci");
    assert_int_equal(json_array_size(loci), 2);
    const json_t *smn = json_array_get(loci, 0), *f8 = json_array_get(loci, 1);
    assert_string_equal(json_string_value(get(smn, "status")), "clear");
    assert_string_equal(json_string_value(get(smn, "made_by")), "gnbs");
    assert_string_equal(json_string_value(json_array_get(get(smn, "limits"), 0)), LIMIT[0]);
    assert_string_equal(json_string_value(get(f8, "status")), "not_assessed");
    assert_string_equal(json_string_value(get(f8, "reason")),
                        "Repeats longer than a fragment");
    assert_int_equal(json_array_size(get(f8, "genes")), 0);
    assert_int_equal(count_of(out.html.s, "F8 inversions"), 1);
    assert_int_equal(count_of(out.html.s, "Repeats longer than a fragment"), 1);
    assert_int_equal(count_of(out.html.s, LIMIT[0]), 1);
}

static void a_finding_shows_all_that_was_counted(void **state) {
    (void)state;
    make_affected();
    make_now();
    const json_t *l = get(json_array_get(get(doc, "findings"), 2), "locus");
    assert_string_equal(json_string_value(get(l, "genotype")), "SMN1 0, SMN2 3");
    assert_int_equal(json_integer_value(get(get(l, "copies"), "SMN1")), 0);
    assert_int_equal(json_integer_value(get(get(l, "copies"), "SMN2")), 3);
    const json_t *site = json_array_get(get(l, "sites"), 0);
    assert_int_equal(json_integer_value(get(site, "gene")), 21);
    assert_int_equal(json_integer_value(get(site, "other")), 63);
    const json_t *region = json_array_get(get(l, "regions"), 0);
    assert_int_equal(json_integer_value(get(region, "reads")), 70707);
    assert_int_equal(count_of(out.html.s, "SMN1 0, SMN2 3"), 2); /* page one, evidence */
    assert_int_equal(count_of(out.html.s, ">21 of 84: 1 copy<"), 1); /* 21 + 63 */
    assert_int_equal(count_of(out.html.s, "a hybrid gene"), 1);
    assert_int_equal(count_of(out.tsv.s, "SMN1 0, SMN2 3"), 1);
    /* the list of all loci tells no copies even then */
    assert_null(get(json_array_get(get(doc, "loci"), 0), "genotype"));
}

static void a_result_made_elsewhere_is_marked(void **state) {
    (void)state;
    make_affected();
    locus[0].method = "DRAGEN 4.3";
    make_now();
    const json_t *l = get(json_array_get(get(doc, "findings"), 2), "locus");
    assert_string_equal(json_string_value(get(l, "made_by")), "DRAGEN 4.3");
    assert_true(count_of(out.html.s, "DRAGEN 4.3") >= 2); /* the finding, the list */
}

static void a_held_sample_tells_nothing_of_its_loci(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    m.newborn.quality.passes = false;
    m.newborn.quality.fail_reason = "depth";
    locus[0].status = GNBS_LOCUS_AFFECTED;
    make_now();
    assert_int_equal(json_array_size(get(doc, "loci")), 0);
    assert_int_equal(count_of(out.html.s, "Functional copies were found"), 0);
}

static void what_was_not_consented_to_is_not_listed(void **state) {
    (void)state;
    static const char *const other[] = {"HGNC:2600"}; /* no condition of this report */
    locus[0].gene = other;
    make_now();
    assert_int_equal(json_array_size(get(doc, "loci")), 1);
    assert_int_equal(count_of(out.html.s, "Copies of SMN1 and SMN2"), 0);
}

static void a_finding_without_variant_or_copies_is_refused(void **state) {
    (void)state;
    make_affected();
    m.finding[2].locus = NULL;
    assert_int_not_equal(outputs_make(&m, &out, &err), GNBS_OK);
    assert_non_null(strstr(err.msg, "neither one nor two variants"));
}

int main(void) {
#define A_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        A_TEST(copies_of_a_carrier_stand_in_no_output),
        A_TEST(a_carrier_and_a_healthy_baby_give_the_same_bytes),
        A_TEST(every_locus_is_listed_with_status_and_reason),
        A_TEST(a_finding_shows_all_that_was_counted),
        A_TEST(a_result_made_elsewhere_is_marked),
        A_TEST(a_held_sample_tells_nothing_of_its_loci),
        A_TEST(what_was_not_consented_to_is_not_listed),
        A_TEST(a_finding_without_variant_or_copies_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
