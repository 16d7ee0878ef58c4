/* The page: what a counsellor sees first, what must stand on it, and what must never. */
#include "support/testing.h"

#include <sodium.h>

#include "report/report_aid.h"
#include "report/report_html.h"

static made_t m;
static outputs_t out;
static gnbs_err_t err;
static bool is_made;

static const char *page(void) {
    if (is_made) outputs_clear(&out);
    is_made = true;
    assert_ok(outputs_make(&m, &out, &err), &err);
    const char *wrong = html_problem(out.html.s);
    if (wrong[0] != '\0') fail_msg("%s", wrong);
    return out.html.s;
}

static int begin(void **state) {
    (void)state;
    make_case(&m);
    is_made = false;
    return 0;
}

static int end(void **state) {
    (void)state;
    if (is_made) outputs_clear(&out);
    return 0;
}

#define assert_has(text, part)                                                             \
    do {                                                                                   \
        if (strstr((text), (part)) == NULL) fail_msg("lacks '%s'", (part));                \
    } while (0)
#define assert_lacks(text, part)                                                           \
    do {                                                                                   \
        if (strstr((text), (part)) != NULL) fail_msg("has '%s'", (part));                  \
    } while (0)

static void assert_order(const char *html, size_t n, const char *const parts[]) {
    const char *at = html;
    for (size_t i = 0; i < n; i++) {
        const char *next = strstr(at, parts[i]);
        if (next == NULL) fail_msg("'%s' is missing or out of order", parts[i]);
        at = next;
    }
}

static void the_outcome_comes_first_and_the_rest_in_order(void **state) {
    (void)state;
    static const char *const ORDER[] = {
        "Condition suspected</h2>",
        "2 conditions suspected. 2 conditions could not be assessed.",
        "not a diagnosis; confirm on a new sample",
        "id=\"identity\"",
        "NB-0001",
        "id=\"findings\"",
        "not a diagnosis; confirm on a new sample",
        "Medium-chain acyl-CoA",
        "hours",
        "Plasma acylcarnitines",
        "homozygous",
        "id=\"scope\"",
        "Reviewer 1",
        "Reviewer 2",
        "id=\"evidence\"",
        "id=\"not-assessed\"",
        "Spinal muscular atrophy",
        "id=\"not-suspected\"",
        "Phenylketonuria",
        "id=\"quality\"",
        "id=\"methods\"",
        "id=\"limitations\"",
        "id=\"glossary\""};
    assert_order(page(), sizeof ORDER / sizeof ORDER[0], ORDER);
}

static void findings_stand_in_the_order_of_the_case_not_of_the_panel(void **state) {
    (void)state;
    static const char *const ORDER[] = {"id=\"outcome-2\"", "F1</span>", "id=\"outcome-1\"",
                                        "F2</span>"};
    assert_order(page(), 4, ORDER);
}

static void a_finding_shows_all_of_its_evidence(void **state) {
    (void)state;
    const char *html = page();
    static const char *const PARTS[] = {
        "NM_000492.4:c.1521_1523del",
        "p.(Phe508del)",
        "NM_000492.4:c.1624G&gt;T",
        "NC_000007.14:g.117587778G&gt;T",
        "chr7:117559590 ATCT &rarr; A",
        "heterozygous",
        "Testing the parents",
        "VariationID 7105",
        "2 of 4 stars",
        "Some disease, early onset; not provided",
        "criteria provided, multiple submitters, no conflicts",
        "known pathogenic: ClinVar 7105",
        "16 of 34 show the variant (47.0%), 18 the reference",
        "variant: 9 forward, 7 reverse",
        "PS3",
        "+4",
        "-1",
        "Loss of function in cells",
        "stops the protein early",
        "exon 11 of 27",
        "Autosomal recessive inheritance",
        "HP:0000007",
        "Allele frequency 0.0071",
        "That is not a frequency of zero"};
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) assert_has(html, PARTS[i]);
}

/* Shares: 1/0.002 = 500, 1/0.0116 = 86.2, 1/0.004 = 250; 0 of a group is not seen, not zero. */
static void sources_are_shown_with_how_thin_they_are(void **state) {
    (void)state;
    make_evidence(&m);
    static const char *const ORDER[] = {"1,079 times among 152,000 chromosomes",
                                        "0 homozygotes; 4 hemizygotes",
                                        "Frequency by ancestry",
                                        "afr (African)",
                                        "0.002",
                                        "1 in 500",
                                        "asj (Ashkenazi Jewish)",
                                        "not seen",
                                        "nfe (European, not Finnish)",
                                        "0.0116",
                                        "1 in 86",
                                        "remaining (Other)",
                                        "1 in 250",
                                        "of all together: 152,000.",
                                        "no predictor's score",
                                        "VariationID 7115, release 2026-01-04",
                                        "Submissions disagree: 3 pathogenic, 1 uncertain "
                                        "significance<br>",
                                        "REVEL",
                                        "0.932",
                                        "revel.tsv.gz",
                                        "SpliceAI",
                                        "donor loss 0.04 at -2"};
    assert_order(page(), sizeof ORDER / sizeof ORDER[0], ORDER);
    assert_has(out.txt.s, "REVEL 0.932; SpliceAI 0.04");
    assert_int_equal(count_of(out.html.s, "Submissions disagree"), 1);
}

static void each_banner_is_one_of_three_sentences(void **state) {
    (void)state;
    assert_has(page(), "<h2 id=\"result-title\">Condition suspected</h2>");
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    const char *html = page();
    assert_has(html, "<h2 id=\"result-title\">No condition suspected</h2>");
    assert_has(html, "not a clean bill of health");
    assert_has(html, "None: every condition of the panel was assessed");
    make_none_suspected(&m, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_QUALITY_GATE);
    m.newborn.quality.passes = false;
    m.newborn.quality.fail_reason = "mean depth 8.1 is below 15";
    html = page();
    assert_has(html, "<h2 id=\"result-title\">Screen not completed</h2>");
    assert_has(html, "mean depth 8.1 is below 15");
    assert_lacks(html, "id=\"not-suspected\"");
}

/* Whatever the outcome and reason, whoever reads: this word would be taken for a clean bill of health. */
static void the_word_that_reassures_is_in_no_output(void **state) {
    (void)state;
    for (int r = 0; r < GNBS_REASON_N; r++) {
        for (int kind = 0; kind < 3; kind++) {
            make_case(&m);
            if (kind != GNBS_OUTCOME_SUSPECTED)
                make_none_suspected(&m, (gnbs_outcome_kind_t)kind, (gnbs_reason_t)r);
            else
                m.outcome[MADE_CFTR].reason = m.finding[1].reason = (gnbs_reason_t)r;
            m.variant[MADE_F508DEL].call.filter = 0xFF;
            (void)page();
            assert_false(has_word(out.html.s, "negative"));
            assert_false(has_word(out.json.s, "negative"));
            assert_false(has_word(out.tsv.s, "negative"));
        }
    }
}

static void carriers_and_unreported_variants_leave_no_trace(void **state) {
    (void)state;
    (void)page();
    const gnbs_str_t *const TEXTS[] = {&out.html, &out.json, &out.tsv};
    for (size_t i = 0; i < 3; i++) {
        assert_lacks(TEXTS[i]->s,
                     "563A"); /* NM_000155.4:c.563A>G, in the case, in no finding */
        assert_lacks(TEXTS[i]->s, "34648170");
        assert_lacks(TEXTS[i]->s, "Gln188");
    }
}

static void a_draft_says_so_on_every_sheet(void **state) {
    (void)state;
    assert_lacks(page(), "DRAFT");
    m.info.is_draft = true;
    const char *html = page();
    const char *running = strstr(html, "<div class=\"running\"");
    assert_non_null(running);
    const char *label = strstr(running, "DRAFT - not signed");
    assert_true(label != NULL && label < strstr(running, "</div>"));
    assert_has(html, ".running{display:flex;justify-content:space-between;align-items:"
                     "center;gap:1rem;position:fixed");
    assert_has(out.tsv.s, "##status=DRAFT - not signed");
    m.info.is_draft = false;
    m.panel.is_signed = false;
    assert_has(page(), "The panel carries no valid signature.");
}

static void synthetic_data_are_labelled_everywhere(void **state) {
    (void)state;
    assert_lacks(page(), "SYNTHETIC DATA");
    m.newborn.is_synthetic = true;
    const char *html = page();
    assert_true(count_of(html, "SYNTHETIC DATA") >=
                5); /* title, running line, header, banner, end */
    assert_has(html, "<title>SYNTHETIC DATA");
    assert_has(out.json.s, "\"synthetic\": true");
    assert_has(out.tsv.s, "##synthetic=SYNTHETIC DATA");
}

static void the_page_asks_nothing_of_the_network_and_runs_only_its_own_script(
    void **state) {
    (void)state;
    const char *html = page();
    static const char *const NEVER[] = {"http:",   "https:",  " src=",      "url(",
                                        "@import", "<link",   "<iframe",    "<object",
                                        "<form",   " onload", "javascript:"};
    for (size_t i = 0; i < sizeof NEVER / sizeof NEVER[0]; i++)
        assert_false(has_word(html, NEVER[i]));
    assert_has(html, "Content-Security-Policy\" content=\"default-src 'none'; style-src "
                     "'unsafe-inline'; script-src '" GNBS_REPORT_SCRIPT_HASH "'; img-src");
    assert_int_equal(count_of(html, "<script"), 1);
    const char *script = strstr(html, "<script>") + strlen("<script>");
    size_t n = (size_t)(strstr(script, "</script>") - script);
    uint8_t sum[crypto_hash_sha256_BYTES];
    char base64[64];
    crypto_hash_sha256(sum, (const uint8_t *)script, n);
    sodium_bin2base64(base64, sizeof base64, sum, sizeof sum,
                      sodium_base64_VARIANT_ORIGINAL);
    assert_string_equal(base64, GNBS_REPORT_SCRIPT_HASH + strlen("sha256-"));
    assert_true(n < 2000);
}

static void criteria_that_do_not_hold_are_shown_apart(void **state) {
    (void)state;
    const char *html = page();
    assert_has(html, "ClinVar 3586: an expert panel says pathogenic");
    assert_has(html, "The points alone say likely pathogenic");
    const char *met = strstr(html, "Criteria behind the classification"),
               *other = strstr(html, "Criteria not met, or not assessable");
    assert_non_null(met);
    assert_non_null(other);
    const char *null_variant = strstr(met, "Not a null variant");
    assert_true(strstr(met, "Rare in gnomAD v4.1") < other && null_variant > other);
    assert_has(other, "not assessable");
    assert_has(other, "No family was studied");
}

static void hostile_names_are_shown_not_obeyed(void **state) {
    (void)state;
    m.newborn.sample = "<script>alert(1)</script>\x01\x1B[31m";
    m.condition[MADE_CFTR].condition = "\"><img src=x onerror=alert(1)>";
    m.condition[MADE_SMN1].gene = "</td></table></style>";
    m.variant[MADE_F508DEL].call.variant.alt = "<DEL>";
    m.known[1].clndn = "%3Cscript%3Ealert(2)%3C/script%3E";
    m.criterion[0].why = "a & b &lt; c";
    m.finding[1].rule[0] = "' onclick='x";
    make_evidence(&m);
    m.source[0].version = "<img src=1>";
    m.known[2].clnsigconf = "<img src=2>(1)";
    m.frequency.groups = "<img>=0.5";
    m.frequency.filter = "<img src=4>";
    m.score[0] = (gnbs_score_t){"<img src=5>", 1, "<img src=6>", "<img src=7>"};
    const char *html = page();
    assert_int_equal(count_of(html, "<script"), 1); /* its own */
    assert_lacks(html, "<img");
    assert_lacks(html, "' onclick='");
    assert_has(html, "&lt;script&gt;alert(1)&lt;/script&gt; ");
    assert_has(html, "&lt;DEL&gt;");
    assert_has(html, "&lt;script&gt;alert(2)&lt;/script&gt;");
    assert_has(html, "a &amp; b &amp;lt; c");
    assert_has(html, "&lt;/td&gt;&lt;/table&gt;");
    static const char *const SHOWN[] = {
        "&lt;img src=1&gt;", "1 other",           "&lt;img&gt;",      "&lt;img src=4&gt;",
        "&lt;img src=5&gt;", "&lt;img src=6&gt;", "&lt;img src=7&gt;"};
    for (size_t i = 0; i < sizeof SHOWN / sizeof SHOWN[0]; i++) assert_has(html, SHOWN[i]);
    json_t *doc = json_loadb(out.json.s, out.json.n, 0, NULL);
    assert_non_null(doc);
    assert_string_equal(json_string_value(json_object_get(doc, "sample")),
                        m.newborn.sample);
    json_decref(doc);
}

static void very_long_names_are_kept_whole(void **state) {
    (void)state;
    static char name[200001];
    memset(name, 'W', sizeof name - 1);
    m.condition[MADE_GLA].condition = name;
    assert_has(page(), name);
    assert_has(out.json.s, name);
    assert_has(out.tsv.s, name);
}

static void tables_and_headings_can_be_read_aloud(void **state) {
    (void)state;
    const char *html = page();
    assert_int_equal(count_of(html, "<table role=\"table\">\n<caption>"),
                     count_of(html, "<table"));
    assert_int_equal(count_of(html, "<th scope="),
                     count_of(html, "<th ") + count_of(html, "<th>"));
    assert_int_equal(count_of(html, "<h1>"), 1);
    assert_has(html, "<html lang=\"en\">");
    assert_has(html, "<a class=\"skip\" href=\"#result\">");
    assert_has(html, "<main>");
    int level = 0;
    for (const char *at = strstr(html, "<h"); at != NULL; at = strstr(at + 2, "<h")) {
        if (at[2] < '1' || at[2] > '6') continue;
        if (at[2] - '0' > level + 1) fail_msg("h%c after h%d", at[2], level);
        level = at[2] - '0';
    }
}

static void the_reads_are_drawn_and_those_left_out_are_counted(void **state) {
    (void)state;
    const char *html = page();
    assert_int_equal(count_of(html, "<figure class=\"pile\">"), 1);
    assert_has(html, "30 reads; a pointed end");
    assert_has(html, "4 more are not drawn");
    /* by hand: of rows 0 to 29 the even ones carry the deletion, 3 columns each, and span columns 39 to 41 */
    assert_int_equal(count_of(html, "<path class=\"del\""), 15 * 3);
    assert_has(html, ">117,559,590</text>");
    assert_has(html, "<title>2 inserted</title>");
    m.info.n_pileup = m.info.n_link = 0;
    assert_lacks(page(), "<figure");
}

static void a_vcf_says_that_depth_is_not_known(void **state) {
    (void)state;
    m.newborn.quality = (gnbs_quality_t){.has_reads = false, .fail_reason = ""};
    m.newborn.input_kind = "vcf";
    make_none_suspected(&m, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    const char *html = page();
    assert_has(html, "The input holds no reads");
    assert_lacks(html, "Mean depth over");
    assert_has(html,
               "No condition suspected</h2>"); /* no gate was failed: there was none */
}

static void sexes_that_differ_are_pointed_out(void **state) {
    (void)state;
    assert_lacks(page(), "these differ");
    m.newborn.quality.sex_inferred = GNBS_SEX_MALE;
    assert_has(page(),
               "declared female; seen in the reads: male <strong>- these differ</strong>");
}

static void limits_shared_by_all_are_said_once(void **state) {
    (void)state;
    const char *html = page();
    const char *part = strstr(html, "id=\"not-suspected\"");
    assert_int_equal(count_of(part, "variants deep inside introns"), 1);
    m.outcome[MADE_GLA].n_limit = 1; /* no longer shared: said with the one that has it */
    html = page();
    part = strstr(html, "id=\"not-suspected\"");
    const char *row = strstr(part, "Phenylketonuria");
    assert_has(row, "variants deep inside introns");
    assert_int_equal(count_of(part, "variants deep inside introns"), 1);
    assert_true(strstr(part, "variants deep inside introns") > row);
}

static void a_fraction_of_copies_is_shown_with_its_interval(void **state) {
    (void)state;
    assert_lacks(page(), "Mitochondrial copies");
    m.variant[MADE_K329E].call.zygosity = GNBS_ZYG_HETEROPLASMIC;
    m.variant[MADE_K329E].call.heteroplasmy =
        (gnbs_heteroplasmy_t){true, 0.302, 0.2614, 0.3441, false};
    assert_has(page(), "30.2 % (26.1 to 34.4 %) have the variant");
    assert_lacks(page(), "until a second method");
    m.variant[MADE_K329E].call.heteroplasmy =
        (gnbs_heteroplasmy_t){true, 0.05, 0.03, 0.08, true};
    assert_has(page(), "nothing until a second method");
}

static void fragments_that_reach_both_variants_are_drawn_and_counted(void **state) {
    (void)state;
    assert_int_equal(count_of(page(), "<figure class=\"links\">"), 1);
    assert_non_null(strstr(page(), "14 fragments reach both places, 120 bases apart: 0 "
                                   "with both variants, 7 with the first only, 6 with the "
                                   "second only, 1 with neither."));
    assert_non_null(strstr(page(), "2 more could not be read clearly."));
    assert_int_equal(count_of(page(), "<circle class=\"with\""), 4);
    m.link = (gnbs_report_link_t){.finding = &m.finding[1], .distance_bp = 2662};
    assert_non_null(strstr(page(), "No fragment reaches both places clearly; they lie "
                                   "2,662 bases apart."));
    assert_int_equal(count_of(page(), "<circle class=\"with\""), 0);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(the_outcome_comes_first_and_the_rest_in_order),
        A_TEST(findings_stand_in_the_order_of_the_case_not_of_the_panel),
        A_TEST(a_finding_shows_all_of_its_evidence),
        A_TEST(sources_are_shown_with_how_thin_they_are),
        A_TEST(each_banner_is_one_of_three_sentences),
        A_TEST(the_word_that_reassures_is_in_no_output),
        A_TEST(carriers_and_unreported_variants_leave_no_trace),
        A_TEST(a_draft_says_so_on_every_sheet),
        A_TEST(synthetic_data_are_labelled_everywhere),
        A_TEST(the_page_asks_nothing_of_the_network_and_runs_only_its_own_script),
        A_TEST(criteria_that_do_not_hold_are_shown_apart),
        A_TEST(hostile_names_are_shown_not_obeyed),
        A_TEST(very_long_names_are_kept_whole),
        A_TEST(tables_and_headings_can_be_read_aloud),
        A_TEST(the_reads_are_drawn_and_those_left_out_are_counted),
        A_TEST(a_vcf_says_that_depth_is_not_known),
        A_TEST(sexes_that_differ_are_pointed_out),
        A_TEST(a_fraction_of_copies_is_shown_with_its_interval),
        A_TEST(limits_shared_by_all_are_said_once),
        A_TEST(fragments_that_reach_both_variants_are_drawn_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
