/* findings.json and findings.tsv: the complete result, its schema, and agreement with the page. */
#include "support/testing.h"

#include <math.h>
#include <unistd.h>

#include "report/report_aid.h"

static made_t m;
static outputs_t out;
static gnbs_err_t err;
static json_t *schema, *doc;

static void make_now(void) {
    outputs_clear(&out);
    json_decref(doc);
    assert_ok(outputs_make(&m, &out, &err), &err);
    doc = json_loadb(out.json.s, out.json.n, 0, NULL);
    assert_non_null(doc);
}

static int begin(void **state) {
    (void)state;
    make_case(&m);
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

static const json_t *item(const char *list, size_t i) {
    return json_array_get(json_object_get(doc, list), i);
}
static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));
    return s != NULL ? s : "(null)";
}
static json_int_t number(const json_t *o, const char *key) {
    return json_integer_value(json_object_get(o, key));
}

static void the_result_keeps_to_the_schema(void **state) {
    (void)state;
    make_now();
    assert_string_equal(schema_problem(schema, doc), "");
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    m.newborn.quality = (gnbs_quality_t){.has_reads = false};
    make_now();
    assert_string_equal(schema_problem(schema, doc), "");
}

static void the_schema_refuses_what_it_does_not_know(void **state) {
    (void)state;
    make_now();
    json_object_set_new((json_t *)item("outcomes", 0), "outcome", json_string("carrier"));
    assert_string_not_equal(schema_problem(schema, doc), "");
    make_now();
    json_object_set_new(doc, "carriers", json_array());
    assert_string_not_equal(schema_problem(schema, doc), "");
    make_now();
    json_object_del((json_t *)item("outcomes", 5), "reason");
    assert_string_not_equal(schema_problem(schema, doc), "");
    make_now();
    json_object_set_new((json_t *)item("outcomes", 0), "findings", json_array());
    assert_string_not_equal(schema_problem(schema, doc),
                            ""); /* suspected without a finding */
}

static void the_schema_knows_every_word_of_the_program(void **state) {
    (void)state;
    for (int i = 0; i < GNBS_REASON_N; i++) {
        make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, (gnbs_reason_t)i);
        for (int k = 0; k < MADE_N_OUTCOME; k++)
            m.condition[k].inheritance = (gnbs_inheritance_t)(i % (GNBS_INH_MT + 1));
        make_now();
        assert_string_equal(schema_problem(schema, doc), "");
    }
    make_case(&m);
    m.variant[MADE_K329E].call.filter = (1u << GNBS_FILTER_N) - 1;
    for (int i = 0; i <= GNBS_ACMG_PATHOGENIC; i++) {
        m.variant[MADE_K329E].classification.acmg_class = (gnbs_acmg_class_t)i;
        m.variant[MADE_K329E].call.zygosity = (gnbs_zygosity_t)(GNBS_ZYG_HETEROPLASMIC - i);
        m.variant[MADE_K329E].call.heteroplasmy.is_stated = i % 2 == 1;
        m.finding[1].phase = (gnbs_phase_t)(i % (GNBS_PHASE_UNKNOWN + 1));
        make_now();
        assert_string_equal(schema_problem(schema, doc), "");
    }
}

/* A second opinion on our judge of schemas, where Python has one. */
static void a_peer_validator_agrees(void **state) {
    (void)state;
    if (system("python3 -c 'import jsonschema' 2>/dev/null") != 0) {
        print_message("skipped: no python3 jsonschema\n");
        return;
    }
    make_now();
    char path[] = "/tmp/gnbs-report-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(out.json.s, 1, out.json.n, f), out.json.n);
    assert_int_equal(fclose(f), 0);
    char command[600];
    snprintf(
        command, sizeof command,
        "python3 -c \"import json,jsonschema as j,sys\n"
        "s=json.load(open('%s')); d=json.load(open('%s'))\n"
        "j.Draft202012Validator.check_schema(s); j.Draft202012Validator(s).validate(d)\n"
        "d['outcomes'][0]['outcome']='carrier'\n"
        "sys.exit(0 if list(j.Draft202012Validator(s).iter_errors(d)) else 1)\"",
        AID_SCHEMA, path);
    int status = system(command);
    (void)unlink(path);
    assert_int_equal(status, 0);
}

static void outcomes_are_one_per_row_in_panel_order(void **state) {
    (void)state;
    make_now();
    assert_int_equal(json_array_size(json_object_get(doc, "outcomes")), MADE_N_OUTCOME);
    for (size_t i = 0; i < MADE_N_OUTCOME; i++)
        assert_string_equal(text(item("outcomes", i), "gene"), m.condition[i].gene);
    const json_t *summary = json_object_get(doc, "summary");
    assert_int_equal(number(summary, "n_suspected"), 2);
    assert_int_equal(number(summary, "n_not_suspected"), 2);
    assert_int_equal(number(summary, "n_not_assessed"), 2);
    assert_string_equal(text(summary, "result"), "condition_suspected");
}

static void an_outcome_points_at_its_findings(void **state) {
    (void)state;
    make_now();
    const json_t *ids = json_object_get(item("outcomes", MADE_CFTR), "findings");
    assert_string_equal(json_string_value(json_array_get(ids, 0)), "F2");
    assert_string_equal(text(item("findings", 1), "id"), "F2");
    assert_string_equal(text(item("findings", 1), "gene"), "CFTR");
    assert_string_equal(text(item("findings", 1), "phase"), "phase unknown");
    assert_int_equal(json_array_size(json_object_get(item("findings", 1), "variants")), 2);
}

static void a_variant_is_told_in_full_and_counts_from_one(void **state) {
    (void)state;
    make_now();
    const json_t *v = json_array_get(json_object_get(item("findings", 1), "variants"), 0);
    assert_string_equal(text(v, "chrom"), "chr7");
    assert_int_equal(number(v, "pos"), 117559590); /* ClinVar 7105 in a VCF on GRCh38 */
    assert_string_equal(text(v, "ref"), "ATCT");
    assert_string_equal(text(v, "hgvs_p"), "p.(Phe508del)");
    assert_true(json_is_null(json_object_get(v, "hgvs_g")));
    assert_int_equal(number(json_object_get(v, "allele_depths"), "alt"), 16);
    const json_t *clinvar = json_object_get(v, "clinvar");
    assert_string_equal(text(clinvar, "id"), "7105");
    const json_t *names = json_object_get(clinvar, "conditions");
    assert_int_equal(json_array_size(names), 2);
    assert_string_equal(json_string_value(json_array_get(names, 0)),
                        "Some disease, early onset");
    const json_t *class = json_object_get(v, "classification");
    assert_int_equal(number(class, "points"), 11);
    assert_string_equal(text(class, "class"), "Pathogenic");
    assert_string_equal(text(class, "class_by_points"), "Likely pathogenic");
    assert_string_equal(text(class, "authority"), m.variant[0].classification.authority);
    const json_t *criteria = json_object_get(class, "criteria");
    static const char *const STATES[] = {"met", "met", "met", "not met", "not assessable"};
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(text(json_array_get(criteria, i), "state"), STATES[i]);
    assert_string_equal(text(v, "rule"), "known pathogenic: ClinVar 7105");
    v = json_array_get(json_object_get(item("findings", 1), "variants"), 1);
    assert_string_equal(text(v, "hgvs_g"), "NC_000007.14:g.117587778G>T");
    assert_true(json_is_null(json_object_get(v, "frequency"))); /* absent is not zero */
}

/* Variant i of finding k. */
static const json_t *variant_of(size_t k, size_t i) {
    return json_array_get(json_object_get(item("findings", k), "variants"), i);
}
static double real(const json_t *o, const char *key) {
    return json_number_value(json_object_get(o, key));
}
#define assert_null_at(o, key) assert_true(json_is_null(json_object_get((o), (key))))

static void what_sources_say_of_an_allele_is_carried_whole(void **state) {
    (void)state;
    make_evidence(&m);
    make_now();
    assert_string_equal(schema_problem(schema, doc), "");
    const json_t *q = json_object_get(variant_of(1, 0), "frequency");
    const json_t *groups = json_object_get(q, "ancestries");
    static const char *const GROUPS[] = {"afr", "asj", "nfe", "remaining"};
    static const double AF[] = {0.002, 0, 0.0116, 0.004}; /* of make_evidence */
    assert_int_equal(json_array_size(groups), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(text(json_array_get(groups, i), "group"), GROUPS[i]);
        assert_true(real(json_array_get(groups, i), "af") == AF[i]);
    }
    assert_int_equal(number(q, "n_hemizygotes"), 4);
    assert_int_equal(number(q, "an"), 152000);
    assert_null_at(q, "filter");
    assert_null_at(variant_of(1, 0), "frequency_absent");
    assert_null_at(json_object_get(variant_of(1, 0), "clinvar"), "submissions");
    assert_int_equal(json_array_size(json_object_get(variant_of(1, 0), "scores")), 0);

    const json_t *clinvar = json_object_get(variant_of(1, 1), "clinvar");
    const json_t *n = json_object_get(clinvar, "submissions");
    assert_int_equal(number(n, "pathogenic"), 3);
    assert_int_equal(number(n, "uncertain"), 1);
    assert_int_equal(number(n, "likely_pathogenic"), 0);
    assert_int_equal(number(n, "benign"), 0);
    assert_string_equal(text(clinvar, "release"), "2026-01-04");
    const json_t *scores = json_object_get(variant_of(1, 1), "scores");
    assert_int_equal(json_array_size(scores), 2);
    assert_string_equal(text(json_array_get(scores, 0), "name"), "REVEL");
    assert_true(real(json_array_get(scores, 0), "value") == 0.932);
    assert_null_at(json_array_get(scores, 0), "detail");
    assert_string_equal(text(json_array_get(scores, 1), "detail"), "donor loss 0.04 at -2");
    assert_string_equal(text(json_array_get(scores, 1), "source"), "spliceai.vcf.gz");
}

static void an_absent_allele_says_whether_a_source_looked_there(void **state) {
    (void)state;
    make_now(); /* a bundle without frequencies */
    const json_t *a = json_object_get(variant_of(1, 1), "frequency_absent");
    assert_true(json_is_false(json_object_get(a, "looked")));
    assert_null_at(a, "an");
    assert_null_at(a, "source");
    assert_non_null(strstr(out.html.s, "unknown: its absence says nothing"));

    m.frequency.variant = m.variant[MADE_G542X].call.variant;
    m.frequency.variant.alt = "C"; /* another allele of the place */
    m.bundle.n_frequency = 1;
    m.bundle.frequency = &m.frequency;
    make_now();
    assert_string_equal(schema_problem(schema, doc), "");
    a = json_object_get(variant_of(1, 1), "frequency_absent");
    assert_true(json_is_true(json_object_get(a, "looked")));
    assert_int_equal(number(a, "an"), 152000);
    assert_string_equal(text(a, "source"), "gnomAD v4.1");
    assert_non_null(strstr(out.html.s, "152,000 chromosomes were judged within 10 bases"));
    assert_non_null(strstr(out.txt.s, "152000 chromosomes"));

    m.frequency.variant.pos -= 11; /* just out of reach */
    make_now();
    a = json_object_get(variant_of(1, 1), "frequency_absent");
    assert_true(json_is_false(json_object_get(a, "looked")));

    m.variant[MADE_G542X].call.variant.alt = "<DEL>"; /* no place to look at */
    make_now();
    assert_null_at(variant_of(1, 1), "frequency_absent");
}

static void an_allele_that_did_not_pass_is_shown_with_its_filter(void **state) {
    (void)state;
    m.frequency.variant = m.variant[MADE_G542X].call.variant;
    m.frequency.filter = "AC0";
    m.bundle.n_frequency = 1;
    m.bundle.frequency = &m.frequency;
    m.variant[MADE_F508DEL].frequency = NULL;
    make_now();
    assert_string_equal(schema_problem(schema, doc), "");
    const json_t *q = json_object_get(variant_of(1, 1), "frequency");
    assert_string_equal(text(q, "filter"), "AC0");
    assert_null_at(variant_of(1, 1), "frequency_absent");
    assert_null_at(variant_of(1, 0), "frequency"); /* another allele */
    assert_non_null(
        strstr(out.html.s, "filters (AC0): its frequency is not to be relied on"));
    assert_non_null(strstr(out.txt.s, "(AC0)"));
}

static void residual_risk_shows_its_inputs_or_says_it_is_unknown(void **state) {
    (void)state;
    make_now();
    const json_t *risk = json_object_get(item("outcomes", MADE_PAH), "residual_risk");
    /* 1/10,000 births, 90 of 100 listed alleles judged: 0.0001 * (1 - 0.9) */
    assert_true(fabs(json_number_value(json_object_get(risk, "value")) - 1.9e-5) < 1e-12);
    assert_true(json_number_value(json_object_get(risk, "prevalence")) == 0.0001);
    assert_true(
        json_number_value(json_object_get(risk, "known_alleles_callable_fraction")) == 0.9);
    risk = json_object_get(item("outcomes", MADE_GLA), "residual_risk");
    assert_true(json_is_null(json_object_get(risk, "value")));
    assert_string_equal(text(risk, "text"), "unknown: prevalence not stated in the panel");
    assert_true(
        json_is_null(json_object_get(item("outcomes", MADE_CFTR), "residual_risk")));
    assert_true(json_is_null(json_object_get(item("outcomes", MADE_HBB), "residual_risk")));
}

static void callable_fraction_is_cut_and_null_without_a_target(void **state) {
    (void)state;
    m.outcome[MADE_GLA].target_bp = m.outcome[MADE_GLA].callable_bp = 0;
    make_now();
    /* 2888 / 3000 = 0.962666... */
    assert_true(json_number_value(json_object_get(item("outcomes", MADE_HBB),
                                                  "callable_fraction")) == 0.962666);
    assert_true(
        json_is_null(json_object_get(item("outcomes", MADE_GLA), "callable_fraction")));
}

static void a_fraction_of_copies_is_stated_with_its_interval(void **state) {
    (void)state;
    make_now();
    const json_t *v = json_array_get(json_object_get(item("findings", 0), "variants"), 0);
    assert_true(json_is_null(json_object_get(v, "heteroplasmy")));
    for (int i = 0; i < MADE_N_VARIANT; i++)
        m.variant[i].call.heteroplasmy =
            (gnbs_heteroplasmy_t){true, 0.302, 0.2614, 0.3441, false};
    make_now();
    v = json_array_get(json_object_get(item("findings", 0), "variants"), 0);
    const json_t *h = json_object_get(v, "heteroplasmy");
    assert_near(json_real_value(json_object_get(h, "fraction")), 0.302, 1e-9);
    assert_near(json_real_value(json_object_get(h, "low")), 0.2614, 1e-9);
    assert_near(json_real_value(json_object_get(h, "high")), 0.3441, 1e-9);
    assert_true(json_is_false(json_object_get(h, "needs_confirmation")));
}

static void panel_bundle_and_program_are_named_with_their_checksums(void **state) {
    (void)state;
    make_now();
    assert_string_equal(text(json_object_get(doc, "panel"), "version"), "1.0");
    assert_string_equal(text(json_object_get(doc, "panel"), "sha256"), "feedfeedfeedfeed");
    const json_t *bundle = json_object_get(doc, "reference_bundle");
    assert_string_equal(text(bundle, "build"), "GRCh38");
    assert_int_equal(json_array_size(json_object_get(bundle, "sources")), 2);
    assert_string_equal(text(json_object_get(doc, "generated_by"), "command_line"),
                        "gnbs run --reads baby.bam --panel p");
}

static void page_json_and_table_say_the_same(void **state) {
    (void)state;
    const char *wrong = outputs_problem(&m, schema);
    if (wrong[0] != '\0') fail_msg("%s", wrong);
}

static void a_row_of_the_table_stays_one_line_and_no_formula(void **state) {
    (void)state;
    m.condition[MADE_GLA].condition = "a\tb\nc";
    m.condition[MADE_PAH].condition = "=1+1";
    make_now();
    size_t n_line = count_of(out.tsv.s, "\n"), n_meta = count_of(out.tsv.s, "##");
    assert_int_equal(n_line, n_meta + 1 + MADE_N_OUTCOME);
    assert_non_null(strstr(out.tsv.s, "\ta b c\t"));
    assert_non_null(strstr(out.tsv.s, "\t'=1+1\t"));
}

static void rows_that_await_a_curator_are_counted(void **state) {
    (void)state;
    make_now();
    assert_int_equal(number(json_object_get(doc, "panel"), "rows_needing_review"), 0);
    assert_null(strstr(out.html.s, "await a curator"));
    m.condition[MADE_GLA].needs_review = "onset;action";
    m.condition[MADE_PAH].needs_review = "urgency";
    m.condition[MADE_PAH].status = GNBS_STATUS_AMBER; /* not screened: not counted */
    make_now();
    assert_int_equal(number(json_object_get(doc, "panel"), "rows_needing_review"), 1);
    assert_non_null(
        strstr(out.html.s, "1 screened condition holds facts that await a curator"));
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(the_result_keeps_to_the_schema),
        A_TEST(the_schema_refuses_what_it_does_not_know),
        A_TEST(the_schema_knows_every_word_of_the_program),
        A_TEST(a_peer_validator_agrees),
        A_TEST(outcomes_are_one_per_row_in_panel_order),
        A_TEST(an_outcome_points_at_its_findings),
        A_TEST(a_variant_is_told_in_full_and_counts_from_one),
        A_TEST(what_sources_say_of_an_allele_is_carried_whole),
        A_TEST(an_absent_allele_says_whether_a_source_looked_there),
        A_TEST(an_allele_that_did_not_pass_is_shown_with_its_filter),
        A_TEST(residual_risk_shows_its_inputs_or_says_it_is_unknown),
        A_TEST(callable_fraction_is_cut_and_null_without_a_target),
        A_TEST(a_fraction_of_copies_is_stated_with_its_interval),
        A_TEST(panel_bundle_and_program_are_named_with_their_checksums),
        A_TEST(rows_that_await_a_curator_are_counted),
        A_TEST(page_json_and_table_say_the_same),
        A_TEST(a_row_of_the_table_stays_one_line_and_no_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
