#include "support/testing.h"

#include "io/panelapp_read.h"
#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_export.h"
#include "panel/panel_import.h"
#include "panel/panel_write.h"

/* Names of the genes whose old names are known to have led tools to another gene. */
static const char GENES[] = "hgnc_id\tsymbol\tprev_symbols\talias_symbols\n"
                            "HGNC:1884\tCFTR\tCF\tABC35|MRP7\n"
                            "HGNC:4177\tGBA1\tGBA|GLUC\tGCB\n"
                            "HGNC:11577\tTAFAZZIN\tTAZ|EFE2\tBTHS\n"
                            "HGNC:24042\tWWTR1\t\tTAZ\n"
                            "HGNC:28672\tCYBC1\tC17orf62\t\n"
                            "HGNC:20\tAARS1\tAARS\tCMT2N\n"
                            "HGNC:3603\tFBN1\tFBN|MFS1|WMS\tMASS|OCTD|SGS\n"
                            "HGNC:1674\tCD3G\t\tT3G\n"
                            "HGNC:1663\tCD36\tGP3B\tFAT\n";

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_table_t table;
    gnbs_panel_genes_t genes;
    gnbs_panel_import_opt_t opt;
} fixture_t;

static void open_fixture(fixture_t *f) {
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    assert_ok(gnbs_table_parse("hgnc.tsv", GENES, strlen(GENES), '\t', &f->arena, &f->table,
                               &f->err),
              &f->err);
    assert_ok(gnbs_panel_genes_index(&f->table, &f->arena, &f->genes, &f->err), &f->err);
    f->opt = gnbs_panel_import_opt_default();
    f->opt.genes = &f->genes;
}

static void close_fixture(fixture_t *f) { gnbs_arena_clear(&f->arena); }

static void import_json(fixture_t *f, const char *text, size_t n,
                        gnbs_panel_import_t *out) {
    gnbs_panelapp_t from;
    assert_ok(gnbs_panelapp_parse("x.json", text, n, &f->arena, &from, &f->err), &f->err);
    assert_ok(gnbs_panel_import_panelapp(&from, &f->opt, &f->arena, out, &f->err), &f->err);
    assert_int_equal(out->n_in, out->n_kept + out->n_listed);
    assert_int_equal(out->n_listed, out->listed.n_row);
}

static void import_text(fixture_t *f, const char *text, gnbs_panel_import_t *out) {
    import_json(f, text, strlen(text), out);
}

static void import_csv(fixture_t *f, const char *text, const gnbs_panel_mapping_t *map,
                       gnbs_panel_import_t *out) {
    gnbs_table_t *from = GNBS_NEW(&f->arena, gnbs_table_t, 1);
    assert_ok(
        gnbs_table_parse("dir/x.csv", text, strlen(text), ',', &f->arena, from, &f->err),
        &f->err);
    assert_ok(gnbs_panel_import_table(from, map, &f->opt, &f->arena, out, &f->err),
              &f->err);
    assert_int_equal(out->n_in, out->n_kept + out->n_listed);
    assert_int_equal(out->n_listed, out->listed.n_row);
}

static const char *cell(const gnbs_table_t *t, size_t i, const char *column) {
    int k = gnbs_table_column(t, column);
    if (k < 0) return "";
    assert_true(i < t->n_row);
    return t->row[i].cell[k];
}

static void assert_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) fail_msg("'%s' lacks '%s'", text, part);
}

static void assert_noted(const gnbs_panel_import_t *im, const char *part) {
    for (size_t i = 0; i < im->notes.n; i++)
        if (strstr(im->notes.at[i], part) != NULL) return;
    fail_msg("no note says '%s'", part);
}

#define GENE(symbol, id, moi, level)                                                       \
    "{\"gene_data\": {\"hgnc_id\": \"" id "\", \"hgnc_symbol\": \"" symbol                 \
    "\"}, \"entity_type\": \"gene\", \"entity_name\": \"" symbol                           \
    "\", \"confidence_level\": \"" level "\", \"mode_of_inheritance\": \"" moi             \
    "\", \"phenotypes\": [\"" symbol " disease, OMIM:1\"], \"publications\": []}"
#define PANEL(genes)                                                                       \
    "{\"id\": 1, \"name\": \"P\", \"version\": \"1.0\", \"version_created\": "             \
    "\"2026-01-02T03:04:05Z\", \"genes\": [" genes "], \"strs\": [], \"regions\": []}"
#define BIALLELIC "BIALLELIC, autosomal or pseudoautosomal"

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
    assert_true(n_old > 100);
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
        cmocka_unit_test(modes_of_inheritance_of_panelapp_are_read_as_they_are_meant),
        cmocka_unit_test(a_gene_becomes_a_row_with_its_facts_and_what_needs_review),
        cmocka_unit_test(a_gene_with_two_modes_becomes_two_rows_and_counts_once),
        cmocka_unit_test(what_cannot_be_screened_is_listed_whole_with_its_reason),
        cmocka_unit_test(a_file_that_holds_less_than_it_says_is_told),
        cmocka_unit_test(no_old_name_maps_silently),
        cmocka_unit_test(no_name_of_the_shipped_table_but_the_approved_one_is_taken),
        cmocka_unit_test(renaming_and_filling_ids_are_said_one_by_one),
        cmocka_unit_test(hgncs_own_table_is_read_and_withdrawn_ids_are_refused),
        cmocka_unit_test(columns_are_mapped_and_what_is_not_mapped_stays),
        cmocka_unit_test(a_missing_column_is_named_with_what_could_be_meant),
        cmocka_unit_test(rows_that_a_spreadsheet_broke_are_listed_not_lost),
        cmocka_unit_test(every_real_panelapp_file_comes_back_as_it_was),
        cmocka_unit_test(an_export_that_was_changed_by_hand_is_refused),
        cmocka_unit_test(a_design_holds_coding_exons_with_flanks_and_named_alleles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
