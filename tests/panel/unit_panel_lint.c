#include "support/testing.h"

#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_terms.h"

/* Lines of a test panel: 1 name, 2 version, 3 status, 4 date, 5 build, 6 columns, 7 the row. */
#define META                                                                               \
    "##name=test\n##version=1\n##status=draft\n##date=2026-01-02\n##genome_build=GRCh38\n"
#define ALLELE_COLUMNS                                                                     \
    "gene\thgnc_id\tchrom\tpos\tref\talt\thgvs\treason\tsource\tdate\tcurator\n"
enum { ROW_LINE = 7 };

static const char *const GOOD[GNBS_PANEL_N_COLUMN] = {
    [GNBS_PANEL_GENE] = "CFTR",
    [GNBS_PANEL_HGNC_ID] = "HGNC:1884",
    [GNBS_PANEL_CONDITION] = "Cystic fibrosis",
    [GNBS_PANEL_CONDITION_ID] = "MONDO:0009061",
    [GNBS_PANEL_INHERITANCE] = "AR",
    [GNBS_PANEL_MECHANISM] = "LoF",
    [GNBS_PANEL_TRANSCRIPT] = "ENST00000003084.11",
    [GNBS_PANEL_REPORT] = "known+lof",
    [GNBS_PANEL_CLASSES] = "SNV;INDEL;CNV",
    [GNBS_PANEL_ONSET] = "infancy",
    [GNBS_PANEL_URGENCY] = "weeks",
    [GNBS_PANEL_ACTION] = "see a specialist",
    [GNBS_PANEL_CONFIRMATORY_TEST] = "sweat chloride",
    [GNBS_PANEL_PREVALENCE] = "1/2500 (UK; a source)",
    [GNBS_PANEL_PROGRAMMES] = "",
    [GNBS_PANEL_EVIDENCE] = "1234567;PMID:7654321",
    [GNBS_PANEL_STATUS] = "green",
    [GNBS_PANEL_CURATOR] = "",
    [GNBS_PANEL_REVIEWED] = "",
    [GNBS_PANEL_NOTE] = ""};

static const char GENES[] = "hgnc_id\tsymbol\tprev_symbols\talias_symbols\tsource\n"
                            "HGNC:1884\tCFTR\tCF\tABC35|MRP7\ttest\n"
                            "HGNC:4177\tGBA1\tGBA|GLUC\tGCB\ttest\n"
                            "HGNC:11577\tTAFAZZIN\tTAZ|EFE2\tBTHS\ttest\n"
                            "HGNC:24042\tWWTR1\t\tTAZ|DKFZp586I1419\ttest\n";

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_table_t rows, include, exclude, genes;
    gnbs_panel_tables_t tables;
    gnbs_panel_problems_t found;
} fixture_t;

static void open_fixture(fixture_t *f) {
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    assert_ok(gnbs_table_parse("hgnc.tsv", GENES, strlen(GENES), '\t', &f->arena, &f->genes,
                               &f->err),
              &f->err);
    f->tables.genes = &f->genes;
}

static void close_fixture(fixture_t *f) { gnbs_arena_clear(&f->arena); }

static void read_text(fixture_t *f, const char *path, const char *text,
                      gnbs_table_t *table) {
    assert_ok(gnbs_table_parse(path, text, strlen(text), '\t', &f->arena, table, &f->err),
              &f->err);
}

static void add_row(gnbs_str_t *s, const char *const cell[]) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        gnbs_str_printf(s, "%s%s", i > 0 ? "\t" : "", cell[i] != NULL ? cell[i] : "");
    gnbs_str_add_char(s, '\n');
}

static void add_columns(gnbs_str_t *s) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        gnbs_str_printf(s, "%s%s", i > 0 ? "\t" : "", gnbs_panel_columns[i].name);
    gnbs_str_add_char(s, '\n');
}

/* The good panel with up to two cells changed (column < 0: none), linted. */
static void lint_with(fixture_t *f, int column_a, const char *a, int column_b,
                      const char *b, const gnbs_bundle_t *bundle) {
    const char *cell[GNBS_PANEL_N_COLUMN];
    gnbs_str_t s;
    memcpy(cell, GOOD, sizeof cell);
    if (column_a >= 0) cell[column_a] = a;
    if (column_b >= 0) cell[column_b] = b;
    gnbs_str_init(&s);
    gnbs_str_add(&s, META);
    add_columns(&s);
    add_row(&s, cell);
    read_text(f, "panel.tsv", gnbs_str_text(&s), &f->rows);
    gnbs_str_clear(&s);
    f->tables.rows = &f->rows;
    assert_ok(gnbs_panel_lint(&f->tables, bundle, &f->arena, &f->found, &f->err), &f->err);
}

static void lint_text(fixture_t *f, const char *text) {
    read_text(f, "panel.tsv", text, &f->rows);
    f->tables.rows = &f->rows;
    assert_ok(gnbs_panel_lint(&f->tables, NULL, &f->arena, &f->found, &f->err), &f->err);
}

static void lint_alleles(fixture_t *f, const char *include, const char *exclude) {
    if (include != NULL) {
        read_text(f, "include.tsv", include, &f->include);
        f->tables.include = &f->include;
    }
    if (exclude != NULL) {
        read_text(f, "exclude.tsv", exclude, &f->exclude);
        f->tables.exclude = &f->exclude;
    }
    lint_with(f, -1, "", -1, "", NULL);
}

/* One problem of that severity at line and column (1-based field) whose printed line holds all the words. */
static void expect_at(const fixture_t *f, gnbs_panel_severity_t severity, const char *path,
                      int line, int column, const char *word_1, const char *word_2,
                      const char *word_3) {
    gnbs_str_t all;
    gnbs_str_init(&all);
    for (size_t i = 0; i < f->found.n; i++) {
        const gnbs_panel_problem_t *p = &f->found.problem[i];
        gnbs_str_t s;
        gnbs_str_init(&s);
        gnbs_panel_print_problem(&s, p);
        bool is_it = p->severity == severity && p->line == line && p->column == column &&
                     strcmp(p->path, path) == 0 &&
                     strstr(gnbs_str_text(&s), word_1) != NULL &&
                     strstr(gnbs_str_text(&s), word_2) != NULL &&
                     strstr(gnbs_str_text(&s), word_3) != NULL;
        gnbs_str_printf(&all, "%s\n", gnbs_str_text(&s));
        gnbs_str_clear(&s);
        if (is_it) {
            gnbs_str_clear(&all);
            return;
        }
    }
    print_message("found:\n%s", gnbs_str_text(&all));
    gnbs_str_clear(&all);
    fail_msg("no %s at %s:%d:%d with '%s', '%s', '%s'", gnbs_panel_severity_name(severity),
             path, line, column, word_1, word_2, word_3);
}

static void expect_cell(const fixture_t *f, int column, const char *word_1,
                        const char *word_2, const char *word_3) {
    expect_at(f, GNBS_PANEL_ERROR, "panel.tsv", ROW_LINE, column + 1, word_1, word_2,
              word_3);
}

static void a_good_panel_has_neither_errors_nor_warnings(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_with(&f, -1, "", -1, "", NULL);
    assert_int_equal(f.found.n_error, 0);
    assert_int_equal(f.found.n_warning, 0);
    close_fixture(&f);
}

static void taz_beside_the_id_of_tafazzin_is_an_error_that_names_both_genes(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_with(&f, GNBS_PANEL_GENE, "TAZ", GNBS_PANEL_HGNC_ID, "HGNC:11577", NULL);
    assert_int_equal(f.found.n_error, 1);
    expect_cell(&f, GNBS_PANEL_GENE, "TAZ is a retired symbol of HGNC:11577",
                "also an alias of WWTR1 (HGNC:24042), a different gene",
                "expected TAFAZZIN, the approved symbol of HGNC:11577");
    expect_cell(&f, GNBS_PANEL_GENE, "write TAFAZZIN if HGNC:11577 is meant",
                "WWTR1 and HGNC:24042", "");
    close_fixture(&f);
}

static void the_approved_symbol_of_tafazzin_is_accepted(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_with(&f, GNBS_PANEL_GENE, "TAFAZZIN", GNBS_PANEL_HGNC_ID, "HGNC:11577", NULL);
    assert_int_equal(f.found.n_error, 0);
    close_fixture(&f);
}

static void no_name_but_the_approved_symbol_of_the_id_is_accepted(void **state) {
    (void)state;
    static const struct {
        const char *symbol, *id, *what, *expected;
    } CASE[] = {
        {"GBA", "HGNC:4177", "a retired symbol", "expected GBA1"},
        {"GCB", "HGNC:4177", "an alias", "expected GBA1"},
        {"CFTR", "HGNC:4177",
         "the approved symbol of CFTR (HGNC:1884), not a name of HGNC:4177",
         "expected GBA1"},
        {"gba1", "HGNC:4177", "not a name of HGNC:4177 in this spelling", "expected GBA1"},
        {"XYZ9", "HGNC:4177", "not a name of HGNC:4177", "expected GBA1"},
        {"TAZ", "HGNC:24042",
         "an alias of HGNC:24042; it is also a retired symbol of TAFAZZIN",
         "expected WWTR1"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        fixture_t f;
        open_fixture(&f);
        lint_with(&f, GNBS_PANEL_GENE, CASE[i].symbol, GNBS_PANEL_HGNC_ID, CASE[i].id,
                  NULL);
        expect_cell(&f, GNBS_PANEL_GENE, CASE[i].what, CASE[i].expected, "write");
        close_fixture(&f);
    }
}

static void an_id_that_the_gene_table_lacks_is_told(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_with(&f, GNBS_PANEL_GENE, "NEWGENE", GNBS_PANEL_HGNC_ID, "HGNC:99999", NULL);
    expect_at(&f, GNBS_PANEL_WARNING, "panel.tsv", ROW_LINE, 2,
              "HGNC:99999 is not in the gene table hgnc.tsv", "was not checked",
              "add the gene");
    lint_with(&f, GNBS_PANEL_GENE, "CFTR", GNBS_PANEL_HGNC_ID, "HGNC:1885",
              NULL); /* a digit wrong */
    expect_cell(&f, GNBS_PANEL_HGNC_ID, "CFTR is the approved symbol of CFTR (HGNC:1884)",
                "expected HGNC:1884", "write CFTR and HGNC:1884");
    close_fixture(&f);
}

static void without_a_gene_table_lint_says_that_symbols_went_unchecked(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    f.tables.genes = NULL;
    lint_with(&f, GNBS_PANEL_GENE, "TAZ", GNBS_PANEL_HGNC_ID, "HGNC:11577", NULL);
    assert_int_equal(f.found.n_error, 0);
    expect_at(&f, GNBS_PANEL_INFO, "panel.tsv", 6, 0, "symbols were not checked", "", "");
    close_fixture(&f);
}

static void every_cell_outside_its_form_is_an_error_with_line_column_expectation_and_cure(
    void **state) {
    (void)state;
    static const struct {
        int column;
        const char *value, *what, *expected, *cure;
    } CASE[] = {
        {GNBS_PANEL_HGNC_ID, "1884", "'1884' is not an HGNC id",
         "expected HGNC: and a number", "write HGNC:1884"},
        {GNBS_PANEL_HGNC_ID, "HGNC:HGNC:1884", "is not an HGNC id", "expected",
         "write HGNC:1884"},
        {GNBS_PANEL_HGNC_ID, "hgnc:1884", "is not an HGNC id", "expected",
         "write HGNC:1884"},
        {GNBS_PANEL_HGNC_ID, "HGNC:0", "is not an HGNC id", "expected", "genenames.org"},
        {GNBS_PANEL_HGNC_ID, "", "the HGNC id is missing", "expected", "genenames.org"},
        {GNBS_PANEL_GENE, "2-Sep", "a date that a spreadsheet made", "expected", "SEPTIN2"},
        {GNBS_PANEL_GENE, "CF TR", "'CF TR' is not a gene symbol", "expected",
         "without blanks"},
        {GNBS_PANEL_GENE, "", "the gene symbol is missing", "expected", "write it"},
        {GNBS_PANEL_CONDITION, "", "no name", "expected", "write it"},
        {GNBS_PANEL_CONDITION_ID, "MONDO:9061", "is not a MONDO id",
         "expected MONDO: and seven digits", "write MONDO:0009061 if that is meant"},
        {GNBS_PANEL_INHERITANCE, "autosomal recessive", "unknown inheritance",
         "expected AR, AD, XLR, XLD, XL or MT", "write AR"},
        {GNBS_PANEL_INHERITANCE, "BIALLELIC, autosomal or pseudoautosomal",
         "unknown inheritance", "expected", "write AR"},
        {GNBS_PANEL_INHERITANCE, "HP:0001419", "unknown inheritance", "expected",
         "write XLR"},
        {GNBS_PANEL_INHERITANCE, "AR ", "unknown inheritance 'AR '", "expected",
         "write AR"},
        {GNBS_PANEL_INHERITANCE, "", "unknown inheritance ''", "expected", "two rows"},
        {GNBS_PANEL_MECHANISM, "lof", "unknown mechanism 'lof'",
         "expected LoF, GoF, DN or unknown", "write LoF"},
        {GNBS_PANEL_TRANSCRIPT, "ENST00000003084", "is not a versioned transcript",
         "expected ENST00000003084.11", "version"},
        {GNBS_PANEL_TRANSCRIPT, "ENST00000003084.11;NM_0004",
         "'NM_0004' is not a versioned transcript", "expected",
         "write the version too: NM_0004.N"},
        {GNBS_PANEL_REPORT, "all", "unknown report policy 'all'",
         "expected known, known+lof or named", "include.tsv"},
        {GNBS_PANEL_CLASSES, "SNV;BIG", "unknown variant class 'BIG'",
         "expected SNV, INDEL", "write these words"},
        {GNBS_PANEL_CLASSES, "SNV;;CNV", "an empty variant class", "expected",
         "write these words"},
        {GNBS_PANEL_CLASSES, "", "an empty variant class", "expected", "write these words"},
        {GNBS_PANEL_URGENCY, "soon", "unknown urgency 'soon'",
         "expected hours, days, weeks or nothing", "write"},
        {GNBS_PANEL_PREVALENCE, "about 1/3000", "cannot read the prevalence",
         "expected births with the condition per birth", "leave the cell empty"},
        {GNBS_PANEL_PREVALENCE, "3000", "cannot read the prevalence", "expected",
         "write it so"},
        {GNBS_PANEL_STATUS, "Green", "unknown status 'Green'",
         "expected green, amber or red", "write green"},
        {GNBS_PANEL_REVIEWED, "22/11/2026", "is not a date", "expected YYYY-MM-DD",
         "write 2026-11-22"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        fixture_t f;
        open_fixture(&f);
        lint_with(&f, CASE[i].column, CASE[i].value, -1, "", NULL);
        assert_int_equal(f.found.n_error, 1);
        expect_cell(&f, CASE[i].column, CASE[i].what, CASE[i].expected, CASE[i].cure);
        close_fixture(&f);
    }
}

static void doubts_that_do_not_stop_a_run_are_warnings(void **state) {
    (void)state;
    static const struct {
        int column_a;
        const char *a;
        int column_b;
        const char *b;
        int at;
        const char *what;
    } CASE[] = {
        {GNBS_PANEL_TRANSCRIPT, "", -1, "", GNBS_PANEL_TRANSCRIPT,
         "no transcript is named"},
        {GNBS_PANEL_CONDITION_ID, "OMIM:219700", -1, "", GNBS_PANEL_CONDITION_ID,
         "is not a MONDO id"},
        {GNBS_PANEL_MECHANISM, "GoF", -1, "", GNBS_PANEL_REPORT, "the mechanism is GoF"},
        {GNBS_PANEL_INHERITANCE, "MT", -1, "", GNBS_PANEL_CLASSES, "without the class MT"},
        {GNBS_PANEL_EVIDENCE, "1234567;Smith 2020", -1, "", GNBS_PANEL_EVIDENCE,
         "'Smith' is not a PubMed number"},
        {GNBS_PANEL_REPORT, "named", -1, "", GNBS_PANEL_REPORT,
         "include.tsv names none for it"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        fixture_t f;
        open_fixture(&f);
        lint_with(&f, CASE[i].column_a, CASE[i].a, CASE[i].column_b, CASE[i].b, NULL);
        assert_int_equal(f.found.n_error, 0);
        assert_int_equal(f.found.n_warning, 1);
        expect_at(&f, GNBS_PANEL_WARNING, "panel.tsv", ROW_LINE, CASE[i].at + 1,
                  CASE[i].what, "", "");
        close_fixture(&f);
    }
}

static void a_row_that_repeats_gene_condition_and_inheritance_points_at_the_first(
    void **state) {
    (void)state;
    fixture_t f;
    gnbs_str_t s;
    const char *other[GNBS_PANEL_N_COLUMN];
    open_fixture(&f);
    gnbs_str_init(&s);
    gnbs_str_add(&s, META);
    add_columns(&s);
    add_row(&s, GOOD);
    memcpy(other, GOOD, sizeof other);
    other[GNBS_PANEL_INHERITANCE] = "AD"; /* not a repeat: inherited in another way */
    add_row(&s, other);
    add_row(&s, GOOD);
    lint_text(&f, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    assert_int_equal(f.found.n_error, 1);
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 9, 0, "repeats line 7",
              "HGNC:1884, 'Cystic fibrosis', AR", "remove one");
    close_fixture(&f);
}

static void columns_that_are_missing_or_unknown_are_told(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_text(&f, META "gene\thgnc_"
                       "id\tcondition\tinheritance\tmechanism\ttranscript\treport\tclasses"
                       "\tprevalance\nCFTR\n");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 6, 0, "no column 'status'", "add status",
              "");
    expect_at(&f, GNBS_PANEL_WARNING, "panel.tsv", 6, 0,
              "no column 'urgency': taken as empty", "add urgency", "");
    expect_at(&f, GNBS_PANEL_WARNING, "panel.tsv", 6, 9, "unknown column 'prevalance'",
              "prevalence is meant", "");
    expect_at(&f, GNBS_PANEL_WARNING, "panel.tsv", 7, 0, "the row has 1 cells",
              "expected 9", "TABs");
    close_fixture(&f);
}

static void a_panel_without_name_or_version_is_refused(void **state) {
    (void)state;
    fixture_t f;
    gnbs_str_t s;
    open_fixture(&f);
    gnbs_str_init(&s);
    gnbs_str_add(&s, "##version=\n##status=final\n##date=yesterday\n##genome_build=hg38\n");
    add_columns(&s);
    lint_text(&f, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 1, 0, "no ##name",
              "expected a line ##name=", "add it");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 1, 0, "no ##version",
              "expected a line ##version=", "add it");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 2, 0, "##status is 'final'",
              "draft or signed-off", "");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 3, 0, "##date is 'yesterday'",
              "YYYY-MM-DD", "");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 4, 0, "##genome_build is 'hg38'",
              "GRCh37, GRCh38 or custom", "");
    expect_at(&f, GNBS_PANEL_ERROR, "panel.tsv", 5, 0, "has no rows", "", "");
    close_fixture(&f);
}

static void a_signed_off_panel_needs_a_name_and_a_date_on_every_row(void **state) {
    (void)state;
    fixture_t f;
    gnbs_str_t s;
    open_fixture(&f);
    gnbs_str_init(&s);
    gnbs_str_add(&s, "##name=t\n##version=1\n##status=signed-off\n##date=2026-01-02\n##"
                     "genome_build=GRCh38\n");
    add_columns(&s);
    add_row(&s, GOOD);
    lint_text(&f, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    expect_cell(&f, GNBS_PANEL_REVIEWED, "nobody signed this row", "a curator and a date",
                "draft");
    close_fixture(&f);
}

static void alleles_that_no_caller_could_match_are_errors(void **state) {
    (void)state;
    static const struct {
        const char *row;
        gnbs_panel_severity_t severity;
        int column;
        const char *what;
    } CASE[] = {
        {"CFTR\tHGNC:1884\tchr7\t0\tA\tG\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 4,
         "'0' is not a position"},
        {"CFTR\tHGNC:1884\tchr7\t117,559,590\tA\tG\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 4,
         "without commas"},
        {"CFTR\tHGNC:1884\tchr7\t117559590\tatct\tA\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 5,
         "'atct' is not an allele"},
        {"CFTR\tHGNC:1884\tchr7\t117559591\tTCT\t-\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 6,
         "with the base before them"},
        {"CFTR\tHGNC:1884\tchr7\t117559590\tA\tA\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 6,
         "the same"},
        {"CFTR\tHGNC:1884\tchr7\t117559590\tATCT\tAT\t\twhy\twho\t\t\n", GNBS_PANEL_WARNING,
         5, "can be written shorter"},
        {"CFTR\tHGNC:1884\t\t117559590\tA\tG\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 3,
         "the contig is missing"},
        {"CFTR\tHGNC:1884\tchr77\t117559590\tA\tG\t\twhy\twho\t\t\n", GNBS_PANEL_WARNING, 3,
         "'chr77' is not a chromosome"},
        {"CFTR\tHGNC:1884\tchr7\t117559590\tA\tG\t\t\twho\t\t\n", GNBS_PANEL_WARNING, 8,
         "cannot be replayed"},
        {"CFTR\tHGNC:1884\tchr7\t117559590\tA\tG\t\twhy\twho\t2026\t\n", GNBS_PANEL_ERROR,
         10, "'2026' is not a date"},
        {"GBA1\tHGNC:4177\tchr1\t155235843\tT\tC\t\twhy\twho\t\t\n", GNBS_PANEL_WARNING, 2,
         "no row for HGNC:4177"},
        {"TAZ\tHGNC:11577\tchrX\t154412000\tT\tC\t\twhy\twho\t\t\n", GNBS_PANEL_ERROR, 1,
         "expected TAFAZZIN"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        fixture_t f;
        char text[512];
        open_fixture(&f);
        snprintf(text, sizeof text, "%s%s", ALLELE_COLUMNS, CASE[i].row);
        lint_alleles(&f, text, NULL);
        expect_at(&f, CASE[i].severity, "include.tsv", 2, CASE[i].column, CASE[i].what, "",
                  "");
        close_fixture(&f);
    }
}

static void an_allele_stands_once_and_in_one_list(void **state) {
    (void)state;
    static const char ROW[] = "CFTR\tHGNC:1884\tchr7\t117559590\tATCT\tA\t\twhy\twho\t\t\n";
    static const char SAME[] =
        "CFTR\tHGNC:1884\t7\t117559590\tATCT\tA\t\twhy\twho\t\t\n"; /* chr7 and 7 are one contig */
    char include[512], exclude[512];
    fixture_t f;
    open_fixture(&f);
    snprintf(include, sizeof include, "%s%s%s", ALLELE_COLUMNS, ROW, SAME);
    snprintf(exclude, sizeof exclude, "%s%s", ALLELE_COLUMNS, SAME);
    lint_alleles(&f, include, NULL);
    assert_int_equal(f.found.n_error, 1);
    expect_at(&f, GNBS_PANEL_ERROR, "include.tsv", 3, 0, "is also at include.tsv:2",
              "each allele once", "");
    snprintf(include, sizeof include, "%s%s", ALLELE_COLUMNS, ROW);
    lint_alleles(&f, include, exclude);
    assert_int_equal(f.found.n_error, 1);
    expect_at(&f, GNBS_PANEL_ERROR, "include.tsv", 2, 0, "is also at exclude.tsv:2",
              "either included or excluded", "");
    close_fixture(&f);
}

static void an_allele_for_one_condition_must_name_a_row_of_the_panel(void **state) {
    (void)state;
    static const char TEXT[] =
        "gene\thgnc_"
        "id\tchrom\tpos\tref\talt\thgvs\tcondition\treason\tsource\tdate\tcurator\n"
        "CFTR\tHGNC:1884\tchr7\t117559590\tATCT\tA\t\tCystic fibrosis\twhy\twho\t\t\n"
        "CFTR\tHGNC:1884\tchr7\t117559593\tT\tA\t\tPancreatitis\twhy\twho\t\t\n";
    fixture_t f;
    open_fixture(&f);
    lint_alleles(&f, TEXT, NULL);
    assert_int_equal(f.found.n_error, 1);
    expect_at(&f, GNBS_PANEL_ERROR, "include.tsv", 3, 8,
              "no row 'Pancreatitis' for this gene", "", "");
    close_fixture(&f);
}

static void alleles_without_a_build_or_on_another_build_are_refused(void **state) {
    (void)state;
    static const char ROW[] = "CFTR\tHGNC:1884\tchr7\t117559590\tATCT\tA\t\twhy\twho\t\t\n";
    char text[512];
    fixture_t f;
    gnbs_str_t s;
    open_fixture(&f);
    snprintf(text, sizeof text, "##genome_build=GRCh37\n%s%s", ALLELE_COLUMNS, ROW);
    lint_alleles(&f, text, NULL);
    expect_at(&f, GNBS_PANEL_ERROR, "include.tsv", 1, 0, "##genome_build is GRCh37",
              "expected GRCh38", "");
    snprintf(text, sizeof text, "%s%s", ALLELE_COLUMNS, ROW);
    read_text(&f, "include.tsv", text, &f.include);
    gnbs_str_init(&s);
    gnbs_str_add(&s, "##name=t\n##version=1\n");
    add_columns(&s);
    add_row(&s, GOOD);
    lint_text(&f, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    expect_at(&f, GNBS_PANEL_ERROR, "include.tsv", 1, 0, "the alleles have no genome build",
              "", "");
    close_fixture(&f);
}

static void control_bytes_of_a_cell_never_reach_the_terminal(void **state) {
    (void)state;
    fixture_t f;
    open_fixture(&f);
    lint_with(&f, GNBS_PANEL_STATUS, "\x1b[31mgreen", -1, "", NULL);
    for (size_t i = 0; i < f.found.n; i++)
        assert_null(strchr(f.found.problem[i].what, '\x1b'));
    expect_cell(&f, GNBS_PANEL_STATUS, "\\x1B[31mgreen", "", "");
    close_fixture(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_panel_has_neither_errors_nor_warnings),
        cmocka_unit_test(taz_beside_the_id_of_tafazzin_is_an_error_that_names_both_genes),
        cmocka_unit_test(the_approved_symbol_of_tafazzin_is_accepted),
        cmocka_unit_test(no_name_but_the_approved_symbol_of_the_id_is_accepted),
        cmocka_unit_test(an_id_that_the_gene_table_lacks_is_told),
        cmocka_unit_test(without_a_gene_table_lint_says_that_symbols_went_unchecked),
        cmocka_unit_test(
            every_cell_outside_its_form_is_an_error_with_line_column_expectation_and_cure),
        cmocka_unit_test(doubts_that_do_not_stop_a_run_are_warnings),
        cmocka_unit_test(
            a_row_that_repeats_gene_condition_and_inheritance_points_at_the_first),
        cmocka_unit_test(columns_that_are_missing_or_unknown_are_told),
        cmocka_unit_test(a_panel_without_name_or_version_is_refused),
        cmocka_unit_test(a_signed_off_panel_needs_a_name_and_a_date_on_every_row),
        cmocka_unit_test(alleles_that_no_caller_could_match_are_errors),
        cmocka_unit_test(an_allele_stands_once_and_in_one_list),
        cmocka_unit_test(an_allele_for_one_condition_must_name_a_row_of_the_panel),
        cmocka_unit_test(alleles_without_a_build_or_on_another_build_are_refused),
        cmocka_unit_test(control_bytes_of_a_cell_never_reach_the_terminal),
    };
    return cmocka_run_group_tests_name("panel lint", tests, NULL, NULL);
}
