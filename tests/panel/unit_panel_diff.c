#include "support/testing.h"

#include "panel/panel_diff.h"

/* Two panels by their rows; what a row does not name is alike on both sides. */
static const gnbs_condition_t BASE = {.gene = "CFTR",
                                      .hgnc_id = "HGNC:1884",
                                      .condition = "Cystic fibrosis",
                                      .condition_id = "MONDO:0009061",
                                      .mechanism = "LoF",
                                      .transcript = "ENST00000003084.11",
                                      .inheritance = GNBS_INH_AR,
                                      .policy = GNBS_POLICY_KNOWN,
                                      .status = GNBS_STATUS_GREEN,
                                      .classes_text = "SNV;INDEL",
                                      .onset = "",
                                      .urgency = "weeks",
                                      .action = "refer",
                                      .confirmatory_test = "",
                                      .programmes = "",
                                      .evidence = "",
                                      .curator = "",
                                      .reviewed = "",
                                      .note = "",
                                      .group = "",
                                      .sources = "",
                                      .needs_review = "",
                                      .prevalence_text = "",
                                      .line = 7};

/* chrT 0-based: GENE [100, 200); pathogenic 110 A>C, likely pathogenic 120 A>C, benign 130 A>C. */
static const gnbs_contig_t CONTIG[] = {{"chrT", 300, ""}};
static const gnbs_gene_t GENE[] = {
    {.symbol = "CFTR", .hgnc_id = "HGNC:1884", .beg = 100, .end = 200, .strand = 1}};
static const gnbs_known_t KNOWN[] = {
    {.variant = {0, 110, "A", "C"}, .sig = GNBS_CLNSIG_PATHOGENIC, .stars = 3},
    {.variant = {0, 120, "A", "C"}, .sig = GNBS_CLNSIG_LIKELY_PATHOGENIC},
    {.variant = {0, 130, "A", "C"}, .sig = GNBS_CLNSIG_BENIGN}};
static const gnbs_bundle_t BUNDLE = {.contigs = {1, CONTIG, "test"},
                                     .n_gene = 1,
                                     .gene = GENE,
                                     .n_known = 3,
                                     .known = KNOWN};
static const gnbs_panel_allele_t ALLELE = {.gene = "CFTR",
                                           .hgnc_id = "HGNC:1884",
                                           .chrom = "T",
                                           .pos = 110,
                                           .ref = "A",
                                           .alt = "C",
                                           .hgvs = "c.1A>C",
                                           .reason = "mild",
                                           .source = "",
                                           .condition = ""};

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_panel_t from, to;
    gnbs_panel_diff_t diff;
} fixture_t;

static void begin(fixture_t *f, size_t n_from, const gnbs_condition_t from[], size_t n_to,
                  const gnbs_condition_t to[]) {
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    f->from = (gnbs_panel_t){.name = "p",
                             .version = "1",
                             .status = "draft",
                             .date = "",
                             .curators = "",
                             .genome_build = "custom",
                             .n_condition = n_from,
                             .condition = from};
    f->to = f->from;
    f->to.version = "2";
    f->to.n_condition = n_to;
    f->to.condition = to;
}

static void compare(fixture_t *f) {
    assert_ok(gnbs_panel_compare(&f->from, &f->to, &BUNDLE, &f->arena, &f->diff, &f->err),
              &f->err);
}

static void end(fixture_t *f) { gnbs_arena_clear(&f->arena); }

static void expect(const fixture_t *f, size_t i, gnbs_panel_change_kind_t kind,
                   const char *words) {
    assert_true(i < f->diff.n_change);
    const gnbs_panel_change_t *c = &f->diff.change[i];
    assert_int_equal(c->kind, kind);
    for (size_t k = 0; k < c->n_line; k++)
        if (strstr(c->line[k], words) != NULL) return;
    fail_msg("no sentence says '%s'; the first is '%s'", words,
             c->n_line > 0 ? c->line[0] : "(none)");
}

/* ---- kinds ------------------------------------------------------------------------------------------------------ */

static void equal_panels_change_nothing(void **state) {
    (void)state;
    fixture_t f;
    begin(&f, 1, &BASE, 1, &BASE);
    compare(&f);
    assert_int_equal(f.diff.n_change, 0);
    assert_int_equal(f.diff.n[GNBS_CHANGE_NONE], 1);
    end(&f);
}

static void rows_that_turn_green_start_and_others_stop(void **state) {
    (void)state;
    gnbs_condition_t amber = BASE, other = BASE;
    fixture_t f;
    amber.status = GNBS_STATUS_AMBER;
    begin(&f, 1, &amber, 1, &BASE);
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_STARTS, "was amber, is green");
    assert_int_equal(f.diff.change[0].n_gained, 2);
    assert_int_equal(f.diff.change[0].n_lost, 0);
    end(&f);
    begin(&f, 1, &BASE, 1, &amber);
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_STOPS, "was green, is amber");
    assert_int_equal(f.diff.change[0].n_lost, 2);
    end(&f);
    begin(&f, 1, &BASE, 0, NULL);
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_STOPS, "the row is gone; it was green");
    end(&f);
    other.hgnc_id = "HGNC:4177";
    begin(&f, 0, NULL, 1, &other);
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_STARTS, "a new row, green; reported: known");
    assert_int_equal(f.diff.change[0].n_gained,
                     -1); /* not in the bundle: not counted, not 0 */
    end(&f);
    begin(&f, 1, &amber, 1, &amber);
    other = amber;
    other.action = "another";
    f.to.condition = &other;
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_UNSCREENED, "action: refer -> another");
    end(&f);
}

/* ---- clinical words --------------------------------------------------------------------------------------------- */

static void changes_of_what_is_reported_are_said_in_clinical_words(void **state) {
    (void)state;
    gnbs_condition_t to[11];
    static const char *const WORDS[11] = {
        "one variant is now enough: babies who were carriers become suspected",
        "new variants that abolish the gene's function become reportable",
        "only the alleles that the panel names stay reportable",
        "variants are judged on another version of it",
        "variants are judged and named on another transcript",
        "variants of class INDEL are no longer asked for",
        "variants of class CNV are asked for too",
        "somebody must act sooner",
        "action: refer -> admit",
        "prevalence (and with it the residual risk): (empty) -> 1/2500",
        "the family reads another name: Cystic fibrosis -> CF"};
    for (int i = 0; i < 11; i++) to[i] = BASE;
    to[0].inheritance = GNBS_INH_AD;
    to[1].policy = GNBS_POLICY_KNOWN_LOF;
    to[2].policy = GNBS_POLICY_NAMED;
    to[3].transcript = "ENST00000003084.12";
    to[4].transcript = "NM_000492.4";
    to[5].classes_text = "SNV";
    to[6].classes_text = "SNV;INDEL;CNV";
    to[7].urgency = "hours";
    to[8].action = "admit";
    to[9].prevalence_text = "1/2500";
    to[10].condition = "CF"; /* the same MONDO id */
    for (int i = 0; i < 11; i++) {
        fixture_t f;
        begin(&f, 1, &BASE, 1, &to[i]);
        compare(&f);
        assert_int_equal(f.diff.n_change, 1);
        expect(&f, 0, GNBS_CHANGE_REPORTED, WORDS[i]);
        end(&f);
    }
}

static void a_changed_record_is_no_changed_report(void **state) {
    (void)state;
    gnbs_condition_t to = BASE;
    fixture_t f;
    to.curator = "Ann";
    to.evidence = "1";
    begin(&f, 1, &BASE, 1, &to);
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_WORDS, "curator: (empty) -> Ann");
    end(&f);
}

/* Two rows of a gene are told apart by condition; one that changes its name too is found by what is left. */
static void rows_find_their_own_row_of_before(void **state) {
    (void)state;
    gnbs_condition_t from[2] = {BASE, BASE}, to[2] = {BASE, BASE};
    from[1].condition = "Pancreatitis";
    from[1].condition_id = "";
    from[1].inheritance = GNBS_INH_AD;
    to[0] = from[1]; /* the order does not matter */
    to[0].condition = "Hereditary pancreatitis";
    fixture_t f;
    begin(&f, 2, from, 2, to);
    compare(&f);
    assert_int_equal(f.diff.n[GNBS_CHANGE_NONE], 1);
    expect(&f, 0, GNBS_CHANGE_REPORTED, "Pancreatitis -> Hereditary pancreatitis");
    end(&f);
}

/* ---- alleles ------------------------------------------------------------------------------------------------------ */

static void alleles_newly_in_or_out_are_named_with_what_clinvar_says(void **state) {
    (void)state;
    fixture_t f;
    begin(&f, 1, &BASE, 1, &BASE);
    f.to.n_exclude = 1;
    f.to.exclude = &ALLELE;
    compare(&f);
    expect(
        &f, 0, GNBS_CHANGE_REPORTED,
        "never reported from now on: T:111 A>C c.1A>C (mild), to ClinVar pathogenic with "
        "3 of 4 stars");
    assert_int_equal(f.diff.change[0].n_lost, 1);
    assert_int_equal(f.diff.n_lost, 1);
    assert_string_equal(f.diff.change[0].lost, "chrT:111 A>C");
    end(&f);
    begin(&f, 1, &BASE, 1, &BASE);
    f.from.n_include = 1;
    f.from.include = &ALLELE;
    compare(&f);
    expect(&f, 0, GNBS_CHANGE_REPORTED, "no longer considered by name: T:111");
    assert_int_equal(f.diff.change[0].n_lost, 0); /* known still reports it */
    end(&f);
}

static void a_named_row_reports_known_alleles_only_by_name(void **state) {
    (void)state;
    gnbs_condition_t named = BASE;
    fixture_t f;
    named.policy = GNBS_POLICY_NAMED;
    begin(&f, 1, &BASE, 1, &named);
    f.to.n_include = f.from.n_include = 1;
    f.to.include = f.from.include = &ALLELE;
    compare(&f);
    assert_int_equal(f.diff.change[0].n_lost, 1); /* 120 A>C; 110 A>C is named */
    assert_string_equal(f.diff.change[0].lost, "chrT:121 A>C");
    end(&f);
}

/* ---- pages ------------------------------------------------------------------------------------------------------ */

static void pages_say_draft_and_escape_what_cells_hold(void **state) {
    (void)state;
    gnbs_condition_t to = BASE;
    fixture_t f;
    gnbs_str_t page;
    to.action = "<script>alert(1)</script>\x1b[2J";
    begin(&f, 1, &BASE, 1, &to);
    compare(&f);
    gnbs_str_init(&page);
    gnbs_panel_diff_print_html(&page, &f.diff);
    assert_non_null(strstr(gnbs_str_text(&page), "DRAFT: the panel is not signed"));
    assert_null(strstr(gnbs_str_text(&page), "<script"));
    gnbs_str_reset(&page);
    gnbs_panel_diff_print_text(&page, &f.diff);
    assert_null(strchr(gnbs_str_text(&page), '\x1b'));
    assert_non_null(strstr(gnbs_str_text(&page), "DRAFT: not signed"));
    f.to.is_signed = true;
    gnbs_str_reset(&page);
    gnbs_panel_diff_print_html(&page, &f.diff);
    assert_null(strstr(gnbs_str_text(&page), "not signed</p>"));
    gnbs_str_clear(&page);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_panels_change_nothing),
        cmocka_unit_test(rows_that_turn_green_start_and_others_stop),
        cmocka_unit_test(changes_of_what_is_reported_are_said_in_clinical_words),
        cmocka_unit_test(a_changed_record_is_no_changed_report),
        cmocka_unit_test(rows_find_their_own_row_of_before),
        cmocka_unit_test(alleles_newly_in_or_out_are_named_with_what_clinvar_says),
        cmocka_unit_test(a_named_row_reports_known_alleles_only_by_name),
        cmocka_unit_test(pages_say_draft_and_escape_what_cells_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
