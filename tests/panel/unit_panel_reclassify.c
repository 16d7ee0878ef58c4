#include "support/testing.h"

#include "panel/panel_reclassify.h"

/* GENE at [100, 200) of chrT in both bundles, numbered otherwise in the new one. By 0-based place:
 *
 *     110  benign      -> pathogenic         alert            150  pathogenic  -> pathogenic   nothing
 *     120  uncertain   -> likely pathogenic  up               160  benign      -> uncertain    other
 *     130  not listed  -> pathogenic         new              170  likely benign -> benign     nothing
 *     140  pathogenic  -> conflicting        down             180  pathogenic  -> not listed   withdrawn
 *     5000 benign      -> pathogenic         outside the gene: nothing                                             */
#define AT(tid, pos, class)                                                                \
    { .variant = {tid, pos, "A", "C"}, .sig = class, .clinvar_id = "1", .stars = 1 }
static const gnbs_known_t OLD[] = {
    AT(0, 110, GNBS_CLNSIG_BENIGN),     AT(0, 120, GNBS_CLNSIG_UNCERTAIN),
    AT(0, 140, GNBS_CLNSIG_PATHOGENIC), AT(0, 150, GNBS_CLNSIG_PATHOGENIC),
    AT(0, 160, GNBS_CLNSIG_BENIGN),     AT(0, 170, GNBS_CLNSIG_LIKELY_BENIGN),
    AT(0, 180, GNBS_CLNSIG_PATHOGENIC), AT(0, 5000, GNBS_CLNSIG_BENIGN)};
static const gnbs_known_t NEW[] = {
    AT(1, 110, GNBS_CLNSIG_PATHOGENIC), AT(1, 120, GNBS_CLNSIG_LIKELY_PATHOGENIC),
    AT(1, 130, GNBS_CLNSIG_PATHOGENIC), AT(1, 140, GNBS_CLNSIG_CONFLICTING),
    AT(1, 150, GNBS_CLNSIG_PATHOGENIC), AT(1, 160, GNBS_CLNSIG_UNCERTAIN),
    AT(1, 170, GNBS_CLNSIG_BENIGN),     AT(1, 5000, GNBS_CLNSIG_PATHOGENIC)};
static const gnbs_contig_t CONTIG[] = {{"chrU", 9000, ""}, {"chrT", 9000, ""}};
static const gnbs_gene_t GENE[] = {
    {.symbol = "CFTR", .hgnc_id = "HGNC:1884", .tid = 0, .beg = 100, .end = 200},
    {.symbol = "CFTR", .hgnc_id = "HGNC:1884", .tid = 1, .beg = 100, .end = 200}};
static const gnbs_condition_t ROW[] = {
    {.gene = "CFTR", .hgnc_id = "HGNC:1884", .status = GNBS_STATUS_GREEN, .line = 7},
    {.gene = "CFTR", .hgnc_id = "HGNC:1884", .status = GNBS_STATUS_GREEN, .line = 8},
    {.gene = "GBA1", .hgnc_id = "HGNC:4177", .status = GNBS_STATUS_GREEN, .line = 9}};
static const gnbs_panel_allele_t EXCLUDED = {
    .hgnc_id = "HGNC:1884", .chrom = "T", .pos = 110, .ref = "A", .alt = "C"};

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_panel_t panel;
    gnbs_bundle_t from, to;
    gnbs_panel_reclassified_t found;
} fixture_t;

static void begin(fixture_t *f) {
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    f->panel = (gnbs_panel_t){.name = "p",
                              .version = "1",
                              .n_condition = 3,
                              .condition = ROW,
                              .n_exclude = 1,
                              .exclude = &EXCLUDED};
    f->from = (gnbs_bundle_t){.path = "old",
                              .identity = "11",
                              .contigs = {1, CONTIG + 1, "old"},
                              .n_gene = 1,
                              .gene = &GENE[0],
                              .n_known = sizeof OLD / sizeof *OLD,
                              .known = OLD};
    f->to = (gnbs_bundle_t){.path = "new",
                            .identity = "22",
                            .contigs = {2, CONTIG, "new"},
                            .n_gene = 1,
                            .gene = &GENE[1],
                            .n_known = sizeof NEW / sizeof *NEW,
                            .known = NEW};
}

static void compare(fixture_t *f) {
    assert_ok(
        gnbs_panel_reclassify(&f->panel, &f->from, &f->to, &f->arena, &f->found, &f->err),
        &f->err);
}

static void every_way_an_allele_can_move_is_told_apart(void **state) {
    (void)state;
    static const struct {
        gnbs_reclassified_t kind;
        int64_t pos;
    } WANT[] = {{GNBS_RECLASSIFIED_ALERT, 110},     {GNBS_RECLASSIFIED_UP, 120},
                {GNBS_RECLASSIFIED_NEW, 130},       {GNBS_RECLASSIFIED_DOWN, 140},
                {GNBS_RECLASSIFIED_WITHDRAWN, 180}, {GNBS_RECLASSIFIED_OTHER, 160}};
    fixture_t f;
    begin(&f);
    compare(&f);
    assert_int_equal(f.found.n_moved, 6); /* two rows of one gene count its alleles once */
    for (size_t i = 0; i < 6; i++) {
        const gnbs_panel_moved_t *m = &f.found.moved[i];
        assert_int_equal(m->kind, WANT[i].kind);
        assert_int_equal((m->to != NULL ? m->to : m->from)->variant.pos, WANT[i].pos);
        assert_int_equal(f.found.n[WANT[i].kind], 1);
    }
    gnbs_arena_clear(&f.arena);
}

static void genes_that_could_not_be_compared_are_counted(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    compare(&f);
    assert_int_equal(f.found.n_gene, 1);
    assert_int_equal(f.found.n_gene_missing, 1); /* GBA1 */
    gnbs_arena_clear(&f.arena);
}

static void an_alert_is_printed_first_with_what_the_panel_says_of_the_allele(void **state) {
    (void)state;
    fixture_t f;
    gnbs_str_t out;
    begin(&f);
    compare(&f);
    gnbs_str_init(&out);
    gnbs_panel_reclassified_print_text(&out, &f.found);
    assert_non_null(
        strstr(gnbs_str_text(&out),
               "ALERT: benign before, pathogenic now\n  CFTR chrT:111 A>C, ClinVar "
               "1: benign (1 of 4 stars) -> pathogenic (1 of 4 stars); the panel "
               "excludes it\n"));
    assert_non_null(strstr(gnbs_str_text(&out), "1 screened genes compared, 1 not"));
    gnbs_str_reset(&out);
    gnbs_panel_reclassified_print_json(&out, &f.found);
    assert_non_null(strstr(gnbs_str_text(&out), "\"excluded_by_panel\": true"));
    gnbs_str_clear(&out);
    gnbs_arena_clear(&f.arena);
}

static void the_same_release_changes_nothing_and_another_build_is_refused(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    f.to = f.from;
    compare(&f);
    assert_int_equal(f.found.n_moved, 0);
    f.to.build = GNBS_BUILD_GRCH37;
    assert_fails(
        gnbs_panel_reclassify(&f.panel, &f.from, &f.to, &f.arena, &f.found, &f.err),
        GNBS_E_DATA, &f.err, "compare two bundles of one build");
    gnbs_arena_clear(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_an_allele_can_move_is_told_apart),
        cmocka_unit_test(genes_that_could_not_be_compared_are_counted),
        cmocka_unit_test(an_alert_is_printed_first_with_what_the_panel_says_of_the_allele),
        cmocka_unit_test(the_same_release_changes_nothing_and_another_build_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
