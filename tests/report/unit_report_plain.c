/* report.txt and phenopacket.json: what a terminal shows, and what a tool of rare-disease research reads. */
#include "support/testing.h"

#include "report/report_aid.h"
#include "report/report_text.h"

static made_t m;
static outputs_t out;
static gnbs_err_t err;
static json_t *packet;

static void make_now(void) {
    outputs_clear(&out);
    json_decref(packet);
    assert_ok(outputs_make(&m, &out, &err), &err);
    packet = json_loadb(out.phenopacket.s, out.phenopacket.n, 0, NULL);
    assert_non_null(packet);
}

static int begin(void **state) {
    (void)state;
    make_case(&m);
    out = (outputs_t){0};
    packet = NULL;
    return 0;
}

static int end(void **state) {
    (void)state;
    outputs_clear(&out);
    json_decref(packet);
    return 0;
}

static bool txt_has(const char *text) { return strstr(out.txt.s, text) != NULL; }

static void every_condition_is_a_line_that_begins_with_its_outcome(void **state) {
    (void)state;
    make_now();
    assert_true(txt_has("\n[suspected] Cystic fibrosis (CFTR)\n"));
    assert_true(
        txt_has("\n[suspected] Medium-chain acyl-CoA dehydrogenase deficiency (ACADM)\n"));
    assert_true(txt_has("\n[not suspected] Phenylketonuria (PAH)\n"));
    assert_true(txt_has("\n[not assessed] Spinal muscular atrophy (SMN1)\n"));
    assert_true(txt_has("\n*** Condition suspected ***\n"));
    assert_true(txt_has("    - exon 1: 92 of 142 bases, NO_COVERAGE\n"));
    assert_false(has_word(out.txt.s, "negative"));
}

static void the_most_urgent_finding_is_told_first_with_its_action(void **state) {
    (void)state;
    make_now();
    assert_true(strstr(out.txt.s, "(ACADM)") < strstr(out.txt.s, "(CFTR)"));
    assert_true(txt_has("  Urgency         hours\n"));
    assert_true(txt_has("  Action          Avoid fasting; telephone the metabolic team"));
    assert_true(txt_has("  Confirm by      Plasma acylcarnitines on a new sample\n"));
}

static void a_carrier_is_in_neither(void **state) {
    (void)state;
    make_now();
    assert_null(strstr(out.txt.s, "NM_000155.4"));
    assert_null(strstr(out.phenopacket.s, "NM_000155.4"));
    assert_null(strstr(out.phenopacket.s, "34648170"));
}

static void a_long_allele_is_told_by_its_ends_and_its_length(void **state) {
    (void)state;
    static char allele[10001];
    memset(allele, 'C', 10000);
    allele[0] = 'A';
    allele[9999] = 'G';
    m.variant[MADE_F508DEL].call.variant.alt = allele;
    make_now();
    assert_non_null(
        strstr(out.html.s, "ACCCCCCCCCCCCCCCCCCC...CCCCCCCCCG (10,000 letters)"));
    assert_true(txt_has("ACCCCCCCCCCCCCCCCCCC...CCCCCCCCCG"));
    assert_non_null(strstr(out.phenopacket.s, allele)); /* machines get it whole */
    assert_non_null(strstr(out.tsv.s, allele));
}

static void an_allele_is_never_cut_within_a_character(void **state) {
    (void)state;
    char allele[100] = "";
    for (int i = 0; i < 24; i++)
        strcat(allele, "\xE2\x98\x85"); /* 72 bytes of three each */
    gnbs_str_t cut;
    gnbs_str_init(&cut);
    gnbs_report_add_allele(&cut, allele); /* 20 is within the seventh, 62 within the 21st */
    assert_string_equal(cut.s,
                        "\xE2\x98\x85\xE2\x98\x85\xE2\x98\x85\xE2\x98\x85\xE2\x98\x85"
                        "\xE2\x98\x85...\xE2\x98\x85\xE2\x98\x85\xE2\x98\x85\xE2\x98\x85"
                        " (72 letters)");
    gnbs_str_clear(&cut);
}

static const json_t *descriptor(size_t finding, size_t variant) {
    const json_t *x = json_array_get(json_object_get(packet, "interpretations"), finding);
    const json_t *g = json_array_get(
        json_object_get(json_object_get(x, "diagnosis"), "genomicInterpretations"),
        variant);
    assert_string_equal(json_string_value(json_object_get(g, "interpretationStatus")),
                        "CANDIDATE");
    return json_object_get(json_object_get(g, "variantInterpretation"),
                           "variationDescriptor");
}

/* The allele of ClinVar VariationID 7115 in GRCh38; uint64 is text in Google's JSON. */
static void a_packet_names_the_variant_as_protobuf_reads_it(void **state) {
    (void)state;
    m.info.is_draft = true;
    make_now();
    const json_t *v = descriptor(1, 1), *at = json_object_get(v, "vcfRecord");
    assert_string_equal(json_string_value(json_object_get(at, "pos")), "117587778");
    assert_string_equal(json_string_value(json_object_get(at, "genomeAssembly")), "GRCh38");
    const json_t *state_of = json_object_get(v, "allelicState");
    assert_string_equal(json_string_value(json_object_get(state_of, "id")), "GENO:0000135");
    const json_t *gene = json_object_get(v, "geneContext");
    assert_string_equal(json_string_value(json_object_get(gene, "valueId")), "HGNC:1884");
    assert_non_null(strstr(out.phenopacket.s, "\"progressStatus\": \"IN_PROGRESS\""));
    assert_non_null(strstr(out.phenopacket.s, "\"MONDO:0009061\""));
}

static void what_is_no_identifier_is_not_passed_on_as_one(void **state) {
    (void)state;
    m.condition[MADE_CFTR].condition_id = "MONDO:0009061\" onclick=\"x";
    make_now();
    const json_t *x = json_array_get(json_object_get(packet, "interpretations"), 1);
    const json_t *disease = json_object_get(json_object_get(x, "diagnosis"), "disease");
    assert_string_equal(json_string_value(json_object_get(disease, "id")), "gnbs:F2");
}

static void a_screen_without_finding_interprets_nothing_and_excludes_nothing(void **state) {
    (void)state;
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    make_now();
    assert_int_equal(json_array_size(json_object_get(packet, "interpretations")), 0);
    assert_null(strstr(out.phenopacket.s, "excluded"));
    assert_non_null(strstr(out.phenopacket.s, "6 conditions not suspected, within the"));
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(every_condition_is_a_line_that_begins_with_its_outcome),
        A_TEST(the_most_urgent_finding_is_told_first_with_its_action),
        A_TEST(a_carrier_is_in_neither),
        A_TEST(a_long_allele_is_told_by_its_ends_and_its_length),
        A_TEST(an_allele_is_never_cut_within_a_character),
        A_TEST(a_packet_names_the_variant_as_protobuf_reads_it),
        A_TEST(what_is_no_identifier_is_not_passed_on_as_one),
        A_TEST(a_screen_without_finding_interprets_nothing_and_excludes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
