/* Symbols and ids, and spreadsheets with mapped columns: no old name becomes a gene unless somebody asks for it aloud. */
#include "panel/import_fixture.h"

/* ---- symbols and ids ------------------------------------------------------------------------------------------ */

/* None of these may become a row, with or without an id, unless somebody asks for it aloud. */
static void no_old_name_maps_silently(void **state) {
    (void)state;
    static const struct {
        const char *symbol, *hgnc_id, *right, *reason;
    } HAZARD[] = {{"TAZ", "HGNC:11577", "TAFAZZIN", "an alias of WWTR1"},
                  {"TAZ", "HGNC:24042", "WWTR1", "a retired symbol of TAFAZZIN"},
                  {"TAZ", "", "TAFAZZIN", "an alias of WWTR1"},
                  {"GBA", "HGNC:4177", "GBA1", "a retired symbol"},
                  {"GBA", "", "GBA1", "a retired symbol of GBA1 (HGNC:4177)"},
                  {"C17orf62", "HGNC:28672", "CYBC1", "a retired symbol"},
                  {"C17orf62", "", "CYBC1", "a retired symbol of CYBC1"},
                  {"AARS", "HGNC:20", "AARS1", "a retired symbol"},
                  {"CD36", "HGNC:1674", "CD3G", "the approved symbol of CD36 (HGNC:1663)"},
                  {"WMS", "", "FBN1", "a retired symbol of FBN1"},
                  {"cftr", "HGNC:1884", "CFTR", "is not a name of HGNC:1884"},
                  {"1-Sep", "", "", "a date that a spreadsheet made"},
                  {"Sep-01", "", "", "a date that a spreadsheet made"},
                  {"NOSUCH", "", "", "no gene of the gene table is called NOSUCH"},
                  {"", "HGNC:999999", "", "is not in the gene table"},
                  {"CFTR", "1884x", "", "is not an HGNC id"}};
    for (size_t i = 0; i < sizeof HAZARD / sizeof *HAZARD; i++) {
        fixture_t f;
        gnbs_panel_import_t im;
        gnbs_panel_mapping_t map = {0};
        char text[256];
        open_fixture(&f);
        snprintf(text, sizeof text, "gene,hgnc_id,condition,inheritance\n%s,%s,c,AR\n",
                 HAZARD[i].symbol, HAZARD[i].hgnc_id);
        import_csv(&f, text, &map, &im);
        assert_int_equal(im.rows.n_row, 0);
        assert_has(cell(&im.listed, 0, "reason"), HAZARD[i].reason);
        assert_has(cell(&im.listed, 0, "reason"), HAZARD[i].right);
        snprintf(text, sizeof text,
                 "{\"entity_type\": \"gene\", \"entity_name\": \"%s\", \"gene_data\": "
                 "{\"hgnc_id\": \"%s\"}, \"confidence_level\": \"3\", "
                 "\"mode_of_inheritance\": \"BIALLELIC\"}",
                 HAZARD[i].symbol, HAZARD[i].hgnc_id);
        import_text(&f, text, &im);
        assert_int_equal(im.rows.n_row, 0);
        assert_has(cell(&im.listed, 0, "reason"), HAZARD[i].reason);
        close_fixture(&f);
    }
}

/* Every retired symbol and every alias of the table that ships: alone it is never a gene. */
static void no_name_of_the_shipped_table_but_the_approved_one_is_taken(void **state) {
    (void)state;
    fixture_t f;
    gnbs_table_t table;
    gnbs_panel_genes_t genes;
    size_t n_old = 0;
    open_fixture(&f);
    assert_ok(gnbs_table_read("refdata/genes/hgnc.tsv", '\t', &f.arena, &table, &f.err),
              &f.err);
    assert_ok(gnbs_panel_genes_index(&table, &f.arena, &genes, &f.err), &f.err);
    for (size_t i = 0; i < genes.n_name; i++) {
        gnbs_panel_identified_t found;
        const char *name =
            gnbs_arena_strndup(&f.arena, genes.name[i].text, genes.name[i].n);
        if (genes.name[i].kind == GNBS_NAME_APPROVED) continue;
        n_old++;
        assert_ok(gnbs_panel_identify(&genes, name, "", &f.arena, &found, &f.err), &f.err);
        assert_int_equal(found.identity, GNBS_IDENTITY_AMBIGUOUS);
        assert_null(found.gene);
        assert_ok(gnbs_panel_identify(&genes, name, genes.name[i].gene->hgnc_id, &f.arena,
                                      &found, &f.err),
                  &f.err);
        assert_int_equal(found.identity, GNBS_IDENTITY_OLD_NAME);
        assert_has(found.why, genes.name[i].gene->symbol);
    }
    assert_true(n_old >= 285);
    /* and an approved symbol beside another gene's id is no gene either */
    for (size_t i = 0; i < genes.n; i++) {
        const gnbs_panel_gene_t *other = &genes.gene[(i + 1) % genes.n];
        gnbs_panel_identified_t found;
        assert_ok(gnbs_panel_identify(&genes, genes.gene[i].symbol, other->hgnc_id,
                                      &f.arena, &found, &f.err),
                  &f.err);
        assert_int_equal(found.identity, GNBS_IDENTITY_DISAGREES);
        assert_has(found.why, genes.gene[i].hgnc_id);
    }
    close_fixture(&f);
}

static void renaming_and_filling_ids_are_said_one_by_one(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    gnbs_panel_mapping_t map = {0};
    open_fixture(&f);
    f.opt.is_renaming = f.opt.is_filling_ids = true;
    import_csv(&f,
               "gene,hgnc_id,condition,inheritance\nTAZ,HGNC:11577,Barth,XLR\n"
               "CFTR,,Cystic fibrosis,AR\nTAZ,,Barth,XLR\nGBA,,Gaucher,AR\n",
               &map, &im);
    assert_int_equal(im.rows.n_row, 2);
    assert_string_equal(cell(&im.rows, 0, "gene"), "TAFAZZIN");
    assert_noted(&im, "TAZ is a retired symbol of HGNC:11577");
    assert_noted(&im, "an alias of WWTR1 (HGNC:24042), a different gene");
    assert_string_equal(cell(&im.rows, 1, "hgnc_id"), "HGNC:1884");
    assert_noted(&im, "CFTR was filled in as HGNC:1884");
    assert_int_equal(im.n_listed,
                     2); /* an old name alone leads nowhere, whatever is asked */
    close_fixture(&f);
}

static void hgncs_own_table_is_read_and_withdrawn_ids_are_refused(void **state) {
    (void)state;
    static const char COMPLETE[] =
        "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\n"
        "HGNC:3603\tFBN1\tfibrillin 1\tApproved\t\"MASS|OCTD|SGS\"\t\"FBN|MFS1|WMS\"\n"
        "HGNC:7\tOLD1\told\tEntry Withdrawn\t\t\n";
    fixture_t f;
    gnbs_table_t table;
    gnbs_panel_genes_t genes;
    gnbs_panel_identified_t found;
    open_fixture(&f);
    assert_ok(gnbs_table_parse("c.txt", COMPLETE, strlen(COMPLETE), '\t', &f.arena, &table,
                               &f.err),
              &f.err);
    assert_ok(gnbs_panel_genes_index(&table, &f.arena, &genes, &f.err), &f.err);
    assert_ok(gnbs_panel_identify(&genes, "OCTD", "HGNC:3603", &f.arena, &found, &f.err),
              &f.err);
    assert_int_equal(found.identity, GNBS_IDENTITY_OLD_NAME);
    assert_ok(gnbs_panel_identify(&genes, "OLD1", "HGNC:7", &f.arena, &found, &f.err),
              &f.err);
    assert_int_equal(found.identity, GNBS_IDENTITY_DISAGREES);
    assert_has(found.why, "withdrawn");
    close_fixture(&f);
}

/* ---- spreadsheets --------------------------------------------------------------------------------------------- */

static void columns_are_mapped_and_what_is_not_mapped_stays(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    gnbs_panel_mapping_t map = {0};
    open_fixture(&f);
    static const char *const MAP[] = {"gene=Gene Symbol", "hgnc_id=HGNC",
                                      "condition=Disease", "inheritance=Mode"};
    for (size_t i = 0; i < 4; i++)
        assert_ok(gnbs_panel_mapping_add(&map, false, MAP[i], &f.arena, &f.err), &f.err);
    assert_ok(gnbs_panel_mapping_add(&map, true, "urgency=days", &f.arena, &f.err), &f.err);
    import_csv(&f,
               "Gene Symbol,HGNC,Disease,Mode,status,Lab owner\n"
               "CFTR,1884,Cystic fibrosis,autosomal recessive,Green,Ann\n"
               "GBA1,HGNC:HGNC:4177,\"Gaucher disease, type 1\",AR,3,=cmd()\n"
               "FBN1,HGNC:3603,Marfan syndrome,AD/AR,red,\n",
               &map, &im);
    assert_int_equal(im.n_kept, 3);
    assert_int_equal(im.rows.n_row, 4);
    assert_string_equal(cell(&im.rows, 0, "hgnc_id"), "HGNC:1884");
    assert_string_equal(cell(&im.rows, 0, "inheritance"), "AR");
    assert_string_equal(cell(&im.rows, 0, "status"), "green");
    assert_string_equal(cell(&im.rows, 0, "urgency"), "days");
    assert_string_equal(cell(&im.rows, 0, "Lab owner"), "Ann");
    assert_string_equal(cell(&im.rows, 0, "origin"), "x.csv:2");
    assert_string_equal(cell(&im.rows, 1, "condition"), "Gaucher disease, type 1");
    assert_string_equal(cell(&im.rows, 1, "Lab owner"), "'=cmd()");
    assert_string_equal(cell(&im.rows, 2, "inheritance"), "AD");
    assert_string_equal(cell(&im.rows, 3, "inheritance"), "AR");
    assert_noted(&im, "inheritance 'autosomal recessive' is read as AR");
    assert_noted(&im, "2 HGNC ids were written without their prefix");
    close_fixture(&f);
}

static void a_missing_column_is_named_with_what_could_be_meant(void **state) {
    (void)state;
    static const char TEXT[] = "Gene Symbol,HGNC ID,Disease,MOI\nCFTR,HGNC:1884,CF,AR\n";
    fixture_t f;
    gnbs_panel_import_t im;
    gnbs_table_t from;
    gnbs_panel_mapping_t map = {0};
    open_fixture(&f);
    assert_ok(gnbs_table_parse("x.csv", TEXT, strlen(TEXT), ',', &f.arena, &from, &f.err),
              &f.err);
    assert_fails(gnbs_panel_import_table(&from, &map, &f.opt, &f.arena, &im, &f.err),
                 GNBS_E_DATA, &f.err, "--map 'gene=Gene Symbol'");
    map.theirs[GNBS_PANEL_GENE] = "Gene";
    assert_fails(gnbs_panel_import_table(&from, &map, &f.opt, &f.arena, &im, &f.err),
                 GNBS_E_DATA, &f.err, "no column 'Gene' for gene");
    assert_fails(gnbs_panel_mapping_add(&map, false, "genes=x", &f.arena, &f.err),
                 GNBS_E_USAGE, &f.err, "a panel has no column 'genes'");
    close_fixture(&f);
}

static void rows_that_a_spreadsheet_broke_are_listed_not_lost(void **state) {
    (void)state;
    fixture_t f;
    gnbs_panel_import_t im;
    gnbs_panel_mapping_t map = {0};
    open_fixture(&f);
    import_csv(&f,
               "gene,hgnc_id,condition,inheritance,prevalence,transcript\n"
               "CFTR,HGNC:1884,Cystic fibrosis,AR,1/2500 (UK),ENST00000003084.11\n"
               ",,Pancreatitis,AR,,\n"
               "CFTR,HGNC:1884,,AR,,\n"
               "CFTR,HGNC:1884,CBAVD,sometimes,,\n"
               "CFTR,HGNC:1884,Cystic fibrosis,AR,,\n"
               ",,,,,\n"
               "GBA1\xC2\xA0,HGNC:4177, Gaucher  disease ,AR,rare,NM_000157\n",
               &map, &im);
    static const char *const REASON[] = {
        "merged cell", "no condition", "'sometimes' is none",
        "the same gene, condition and inheritance as row 1"};
    assert_int_equal(im.n_in, 6);
    assert_int_equal(im.n_kept, 2);
    for (size_t i = 0; i < 4; i++) assert_has(cell(&im.listed, i, "reason"), REASON[i]);
    assert_string_equal(cell(&im.rows, 1, "gene"), "GBA1");
    assert_string_equal(cell(&im.rows, 1, "condition"), "Gaucher disease");
    assert_string_equal(cell(&im.rows, 1, "prevalence"), "");
    assert_has(cell(&im.rows, 1, "note"), "prevalence: rare");
    assert_has(cell(&im.rows, 1, "note"), "transcript: NM_000157");
    assert_noted(&im, "1 rows were empty");
    assert_noted(&im, "every row is amber");
    assert_string_equal(cell(&im.rows, 0, "status"), "amber");
    close_fixture(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_old_name_maps_silently),
        cmocka_unit_test(no_name_of_the_shipped_table_but_the_approved_one_is_taken),
        cmocka_unit_test(renaming_and_filling_ids_are_said_one_by_one),
        cmocka_unit_test(hgncs_own_table_is_read_and_withdrawn_ids_are_refused),
        cmocka_unit_test(columns_are_mapped_and_what_is_not_mapped_stays),
        cmocka_unit_test(a_missing_column_is_named_with_what_could_be_meant),
        cmocka_unit_test(rows_that_a_spreadsheet_broke_are_listed_not_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
