/* PanelApp's JSON: what becomes a row, what is listed, and that nothing is lost. */
#include "panel/import_fixture.h"

/* ---- what becomes a row ------------------------------------------------------------------------------------- */

/* The modes of inheritance of PanelApp, and what a row may say (HPO's terms). */
static void modes_of_inheritance_of_panelapp_are_read_as_they_are_meant(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        gnbs_inheritance_t inheritance[2];
    } CASE[] = {
        {"MONOALLELIC, autosomal or pseudoautosomal, NOT imprinted", 1, {GNBS_INH_AD}},
        {"MONOALLELIC, autosomal or pseudoautosomal, imprinted status unknown",
         1,
         {GNBS_INH_AD}},
        {"MONOALLELIC, autosomal or pseudoautosomal, maternally imprinted (paternal allele "
         "expressed)",
         0,
         {0}},
        {"MONOALLELIC, autosomal or pseudoautosomal, paternally imprinted (maternal allele "
         "expressed)",
         0,
         {0}},
        {BIALLELIC, 1, {GNBS_INH_AR}},
        {"BOTH monoallelic and biallelic, autosomal or pseudoautosomal",
         2,
         {GNBS_INH_AD, GNBS_INH_AR}},
        {"BOTH monoallelic and biallelic (but BIALLELIC mutations cause a more SEVERE "
         "disease form), autosomal or pseudoautosomal",
         2,
         {GNBS_INH_AD, GNBS_INH_AR}},
        {"X-LINKED: hemizygous mutation in males, biallelic mutations in females",
         1,
         {GNBS_INH_XLR}},
        {"X-LINKED: hemizygous mutation in males, monoallelic mutations in females may "
         "cause disease (may be less severe, later onset than males)",
         1,
         {GNBS_INH_XL}},
        {"MITOCHONDRIAL", 1, {GNBS_INH_MT}},
        {"Unknown", 0, {0}},
        {"Other", 0, {0}},
        {"", 0, {0}}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        gnbs_inheritance_t got[2];
        const char *why;
        assert_int_equal(gnbs_panel_read_moi(CASE[i].text, got, &why), CASE[i].n);
        for (size_t k = 0; k < CASE[i].n; k++)
            assert_int_equal(got[k], CASE[i].inheritance[k]);
        assert_int_equal(CASE[i].n == 0, why[0] != '\0');
    }
}

static void a_gene_becomes_a_row_with_its_facts_and_what_needs_review(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    open_fixture(&f);
    import_text(
        &f,
        PANEL("{\"gene_data\": {\"hgnc_id\": \"HGNC:1884\", \"hgnc_symbol\": \"CFTR\"}, "
              "\"entity_type\": \"gene\", \"entity_name\": \"CFTR\", "
              "\"confidence_level\": \"3\", \"penetrance\": \"Complete\", "
              "\"mode_of_inheritance\": \"" BIALLELIC "\", \"publications\": "
              "[\"2475911\", \"PMID: 1234567\", \"a book\"], \"phenotypes\": [\"219700\", "
              "\"Congenital absence of the vas deferens, OMIM:277180\", \"cystic fibrosis, "
              "MONDO:0009061\"], \"tags\": [\"cnv\"], \"transcript\": [\"NM_000492.3\", "
              "\"ENST00000003084.10\"]}"),
        &im);
    const gnbs_table_t *t = &im.rows;
    assert_int_equal(t->n_row, 1);
    assert_string_equal(cell(t, 0, "gene"), "CFTR");
    assert_string_equal(cell(t, 0, "condition"), "cystic fibrosis");
    assert_string_equal(cell(t, 0, "condition_id"), "MONDO:0009061");
    assert_string_equal(cell(t, 0, "inheritance"), "AR");
    assert_string_equal(cell(t, 0, "status"), "green");
    assert_string_equal(cell(t, 0, "report"), "known");
    assert_string_equal(cell(t, 0, "transcript"), "ENST00000003084.10");
    assert_string_equal(cell(t, 0, "evidence"), "2475911;1234567");
    assert_has(cell(t, 0, "note"), "publication: a book");
    assert_has(cell(t, 0, "note"), "penetrance: Complete");
    assert_has(cell(t, 0, "needs_review"), "mechanism");
    assert_string_equal(cell(t, 0, "origin"), "PanelApp 1 v1.0 CFTR");
    assert_string_equal(cell(t, 0, "phenotypes"),
                        "219700 | Congenital absence of the vas deferens, OMIM:277180 | "
                        "cystic fibrosis, MONDO:0009061");
    assert_string_equal(gnbs_table_meta_value(t, "status"), "draft");
    assert_string_equal(gnbs_table_meta_value(t, "date"), "2026-01-02");
    close_fixture(&f);
}

static void a_gene_with_two_modes_becomes_two_rows_and_counts_once(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    open_fixture(&f);
    import_text(
        &f,
        PANEL(GENE("CFTR", "HGNC:1884",
                   "BOTH monoallelic and biallelic, autosomal or pseudoautosomal", "2")),
        &im);
    assert_int_equal(im.n_kept, 1);
    assert_int_equal(im.rows.n_row, 2);
    assert_string_equal(cell(&im.rows, 0, "inheritance"), "AD");
    assert_string_equal(cell(&im.rows, 1, "inheritance"), "AR");
    assert_string_equal(cell(&im.rows, 1, "status"), "amber");
    close_fixture(&f);
}

/* ---- what is listed ------------------------------------------------------------------------------------------ */

static void what_cannot_be_screened_is_listed_whole_with_its_reason(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    open_fixture(&f);
    import_text(
        &f,
        "{\"id\": 1, \"name\": \"P\", \"version\": \"1\", \"genes\": [" GENE(
            "CFTR", "HGNC:1884", "Unknown",
            "3") "," GENE("GBA1", "HGNC:4177", BIALLELIC,
                          "0") "," GENE("GBA1", "HGNC:4177", BIALLELIC,
                                        "3") "," GENE("GBA1", "HGNC:4177", BIALLELIC,
                                                      "1") "],"
                                                           "\"strs\": [{\"entity_type\": "
                                                           "\"str\", \"entity_name\": "
                                                           "\"FMR1_CGG\", "
                                                           "\"gene_data\": {\"hgnc_id\": "
                                                           "\"HGNC:3775\", "
                                                           "\"hgnc_symbol\": \"FMR1\"}, "
                                                           "\"chromosome\": \"X\", "
                                                           "\"grch38_coordinates\": "
                                                           "[147912051, 147912110], "
                                                           "\"grch37_coordinates\": "
                                                           "[146993569, 146993628], "
                                                           "\"confidence_level\": \"3\"}],"
                                                           "\"regions\": "
                                                           "[{\"entity_type\": \"region\", "
                                                           "\"entity_name\": "
                                                           "\"ISCA-1-Loss\", "
                                                           "\"gene_data\": null, "
                                                           "\"chromosome\": \"5\", "
                                                           "\"grch37_coordinates\": [1, "
                                                           "9], "
                                                           "\"grch38_coordinates\": null}],"
                                                           "\"cnvs\": [{\"entity_type\": "
                                                           "\"cnv\", \"entity_name\": \"of "
                                                           "later years\"}]}",
        &im);
    static const struct {
        const char *name, *reason, *place;
    } LISTED[] = {{"CFTR", "none that is screened for", ""},
                  {"GBA1", "has not rated it", ""},
                  {"GBA1", "the same gene, condition and inheritance as row 1", ""},
                  {"FMR1_CGG", "repeat expansion", "GRCh38 X:147912051-147912110"},
                  {"ISCA-1-Loss", "copy number region", "GRCh37 5:1-9"},
                  {"of later years", "unknown kind 'cnv'", ""}};
    assert_int_equal(im.n_in, 7);
    assert_int_equal(im.n_kept, 1);
    assert_int_equal(im.listed.n_row, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(cell(&im.listed, i, "name"), LISTED[i].name);
        assert_has(cell(&im.listed, i, "reason"), LISTED[i].reason);
        assert_string_equal(cell(&im.listed, i, "place"), LISTED[i].place);
        assert_has(cell(&im.listed, i, "entity"), LISTED[i].name);
    }
    assert_has(cell(&im.listed, 3, "entity"),
               "\"grch37_coordinates\":[146993569,146993628]");
    close_fixture(&f);
}

static void a_file_that_holds_less_than_it_says_is_told(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    open_fixture(&f);
    import_text(&f,
                "{\"id\": 285, \"name\": \"P\", \"version\": \"10.18\", \"stats\": "
                "{\"number_of_genes\": 2834, \"number_of_strs\": 0}, \"genes\": [" GENE(
                    "CFTR", "HGNC:1884", BIALLELIC, "3") "]}",
                &im);
    assert_noted(&im, "it says 2834 genes and holds 1");
    import_text(&f,
                "{\"count\": 297, \"next\": \"https://x\", \"results\": [{\"id\": 3, "
                "\"name\": \"Stickler syndrome\", \"version\": \"4.0\", \"stats\": "
                "{\"number_of_genes\": 11}, \"signed_off\": \"2023-03-22\"}]}",
                &im);
    assert_noted(&im, "it says 297 and this file holds 1");
    assert_string_equal(cell(&im.listed, 0, "name"), "Stickler syndrome");
    assert_has(cell(&im.listed, 0, "reason"), "import its own file");
    close_fixture(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(modes_of_inheritance_of_panelapp_are_read_as_they_are_meant),
        cmocka_unit_test(a_gene_becomes_a_row_with_its_facts_and_what_needs_review),
        cmocka_unit_test(a_gene_with_two_modes_becomes_two_rows_and_counts_once),
        cmocka_unit_test(what_cannot_be_screened_is_listed_whole_with_its_reason),
        cmocka_unit_test(a_file_that_holds_less_than_it_says_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
