/* There and back: exports imported again; BED for capture designs. */
#include "panel/import_fixture.h"
#include "panel/panel_export.h"
#include "panel/panel_write.h"

/* ---- there and back --------------------------------------------------------------------------------------------- */

static void print_tables(const gnbs_panel_import_t *im, gnbs_str_t *out) {
    gnbs_str_reset(out);
    gnbs_panel_print_table(out, &im->rows);
    gnbs_str_add(out, "----\n");
    gnbs_panel_print_table(out, &im->listed);
}

static void export_json(fixture_t *f, const gnbs_panel_import_t *im, gnbs_str_t *out) {
    bool *is_json = GNBS_NEW(&f->arena, bool, im->listed.n_row);
    for (size_t i = 0; i < im->listed.n_row; i++) is_json[i] = true;
    const gnbs_panel_json_t what = {
        .rows = &im->rows, .listed = &im->listed, .is_json = is_json};
    gnbs_str_reset(out);
    assert_ok(gnbs_panel_export_json(&what, &f->arena, out, &f->err), &f->err);
}

/* Import, export, import: the same panel, and the same list; the tables survive printing and reading too. */
static void assert_round_trip(fixture_t *f, const char *bytes, size_t n, size_t n_in) {
    gnbs_panel_import_t first, again;
    gnbs_str_t tables, tables_again, json, json_again;
    gnbs_str_init(&tables);
    gnbs_str_init(&tables_again);
    gnbs_str_init(&json);
    gnbs_str_init(&json_again);
    import_json(f, bytes, n, &first);
    assert_int_equal(first.n_in, n_in);
    export_json(f, &first, &json);
    import_json(f, json.s, json.n, &again);
    print_tables(&first, &tables);
    print_tables(&again, &tables_again);
    assert_string_equal(gnbs_str_text(&tables), gnbs_str_text(&tables_again));
    assert_int_equal(first.n_kept, again.n_kept);
    assert_int_equal(first.n_listed, again.n_listed);
    export_json(f, &again, &json_again);
    assert_string_equal(gnbs_str_text(&json), gnbs_str_text(&json_again));
    gnbs_table_t read;
    gnbs_str_reset(&tables);
    gnbs_panel_print_table(&tables, &first.rows);
    assert_ok(
        gnbs_table_parse("panel.tsv", tables.s, tables.n, '\t', &f->arena, &read, &f->err),
        &f->err);
    gnbs_str_reset(&tables_again);
    gnbs_panel_print_table(&tables_again, &read);
    assert_string_equal(gnbs_str_text(&tables), gnbs_str_text(&tables_again));
    gnbs_str_clear(&tables);
    gnbs_str_clear(&tables_again);
    gnbs_str_clear(&json);
    gnbs_str_clear(&json_again);
}

/* Entities per file as counted by hand: genes + strs + regions, results of pages, lines of JSON lines. */
static void every_real_panelapp_file_comes_back_as_it_was(void **state) {
    (void)state;
    static const struct {
        const char *file;
        size_t n_in;
    } REAL[] = {{"formats/clinical/uk_panel_285.json", 5 + 3 + 3},
                {"formats/clinical/uk_panel_1207.json", 1},
                {"formats/clinical/au_panel_3149.json", 5},
                {"formats/clinical/panelapp_current_137.json", 5},
                {"formats/clinical/uk_panels_page1.json", 3},
                {"formats/clinical/uk_signedoff_page1.json", 3},
                {"formats/clinical/au_panels_page1.json", 3},
                {"formats/clinical/au_genes_pkd1.json", 3},
                {"formats/clinical/panelapp_australia_or_uk_jsonl_excerpt.jsonl", 3},
                {"formats/panelapp/panel-small.json", 2},
                {"formats/panelapp/panelapp_panels.jsonl", 8 + 69 + 14}};
    for (size_t i = 0; i < sizeof REAL / sizeof *REAL; i++) {
        char path[512];
        fixture_t f;
        if (shared_file(path, sizeof path, REAL[i].file) == NULL) continue;
        open_fixture(&f);
        FILE *in = fopen(path, "rb");
        char *bytes = GNBS_NEW(&f.arena, char, 1 << 20);
        size_t n = fread(bytes, 1, 1 << 20, in);
        fclose(in);
        assert_round_trip(&f, bytes, n, REAL[i].n_in);
        close_fixture(&f);
    }
}

static void an_export_that_was_changed_by_hand_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *words;
    } CHANGE[] = {
        {"\"confidence_level\": \"3\"", "\"confidence_level\": \"1\"", "status differ"},
        {"\"hgnc_id\": \"HGNC:1884\"", "\"hgnc_id\": \"HGNC:4177\"", "different genes"},
        {"\"mode_of_inheritance\": \"BIALLELIC", "\"mode_of_inheritance\": \"X-LINKED",
         "mode_of_inheritance"},
        {"\"order\": 1", "\"order\": 7", "a row is missing"}};
    for (size_t i = 0; i < sizeof CHANGE / sizeof *CHANGE; i++) {
        fixture_t f;
        gnbs_panel_import_t im;
        gnbs_panelapp_t from;
        gnbs_str_t json, changed;
        open_fixture(&f);
        gnbs_str_init(&json);
        gnbs_str_init(&changed);
        import_text(&f, PANEL(GENE("CFTR", "HGNC:1884", BIALLELIC, "3")), &im);
        export_json(&f, &im, &json);
        const char *at = strstr(json.s, CHANGE[i].from);
        assert_non_null(at);
        gnbs_str_add_n(&changed, json.s, (size_t)(at - json.s));
        gnbs_str_add(&changed, CHANGE[i].to);
        gnbs_str_add(&changed, at + strlen(CHANGE[i].from));
        assert_ok(
            gnbs_panelapp_parse("x.json", changed.s, changed.n, &f.arena, &from, &f.err),
            &f.err);
        assert_fails(gnbs_panel_import_panelapp(&from, &f.opt, &f.arena, &im, &f.err),
                     GNBS_E_DATA, &f.err, CHANGE[i].words);
        gnbs_str_clear(&json);
        gnbs_str_clear(&changed);
        close_fixture(&f);
    }
}

/* ---- BED --------------------------------------------------------------------------------------------------------- */

/*   chr7, 0-based   100    200    300    400          exons [100,200) [300,400), CDS [150,350)
 *                    =====xxx------xxx=====            coding parts [150,200) [300,350), 20 bases each side           */
static void a_design_holds_coding_exons_with_flanks_and_named_alleles(void **state) {
    (void)state;
    static const gnbs_contig_t CONTIG[] = {{"chr7", 360, ""}};
    static const gnbs_contigs_t CONTIGS = {1, CONTIG, "test"};
    static const gnbs_exon_t EXON[] = {{100, 200}, {300, 400}};
    const gnbs_transcript_t tx = {.id = "ENST00000003084.11",
                                  .other_id = "NM_000492.4",
                                  .strand = -1,
                                  .beg = 100,
                                  .end = 400,
                                  .cds_beg = 150,
                                  .cds_end = 350,
                                  .n_exon = 2,
                                  .exon = EXON};
    const gnbs_condition_t row[] = {{.gene = "CFTR",
                                     .hgnc_id = "HGNC:1884",
                                     .transcript = "NM_000492.4",
                                     .status = GNBS_STATUS_GREEN},
                                    {.gene = "CFTR",
                                     .hgnc_id = "HGNC:1884",
                                     .transcript = "NM_000492.4",
                                     .status = GNBS_STATUS_GREEN},
                                    {.gene = "GBA1",
                                     .hgnc_id = "HGNC:4177",
                                     .transcript = "NM_1.1",
                                     .status = GNBS_STATUS_GREEN},
                                    {.gene = "FBN1",
                                     .hgnc_id = "HGNC:3603",
                                     .transcript = "NM_2.1",
                                     .status = GNBS_STATUS_AMBER}};
    const gnbs_panel_allele_t allele = {.gene = "CFTR",
                                        .hgnc_id = "HGNC:1884",
                                        .chrom = "7",
                                        .pos = 50,
                                        .ref = "AC",
                                        .alt = "A"};
    const gnbs_panel_t panel = {.name = "p",
                                .version = "1",
                                .genome_build = "GRCh38",
                                .n_condition = 4,
                                .condition = row,
                                .n_include = 1,
                                .include = &allele};
    const gnbs_panel_models_t models = {&CONTIGS, 1, &tx};
    const gnbs_panel_bed_opt_t opt = {20, GNBS_STATUS_GREEN};
    gnbs_panel_bed_counts_t n;
    gnbs_arena_t arena;
    gnbs_str_t out;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    assert_ok(gnbs_panel_export_bed(&panel, &models, &opt, &arena, &out, &n, &err), &err);
    assert_string_equal(gnbs_str_text(&out),
                        "#panel p 1, GRCh38, sha256 \n"
                        "#1 genes: exons with 20 bases each side; 1 named alleles\n"
                        "#not covered: GBA1 (HGNC:4177): no gene model of NM_1.1\n"
                        "chr7\t49\t53\tCFTR:7:51:AC>A\t0\t.\n"
                        "chr7\t130\t220\tCFTR:ENST00000003084.11:exon2\t0\t-\n"
                        "chr7\t280\t360\tCFTR:ENST00000003084.11:exon1\t0\t-\n");
    assert_int_equal(n.n_without_model, 1);
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_real_panelapp_file_comes_back_as_it_was),
        cmocka_unit_test(an_export_that_was_changed_by_hand_is_refused),
        cmocka_unit_test(a_design_holds_coding_exons_with_flanks_and_named_alleles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
