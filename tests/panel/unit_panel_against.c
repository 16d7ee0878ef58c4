#include "support/testing.h"

#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_validity.h"

/* A table in ClinGen's form: banner, names, plus signs, assertions. */
static const char CLINGEN[] =
    "\"CLINGEN GENE DISEASE VALIDITY "
    "CURATIONS\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n"
    "\"FILE CREATED: 2026-02-09\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n"
    "\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\"\n"
    "\"GENE SYMBOL\",\"GENE ID (HGNC)\",\"DISEASE LABEL\",\"DISEASE ID "
    "(MONDO)\",\"MOI\",\"SOP\",\"CLASSIFICATION\",\"ONLINE REPORT\",\"CLASSIFICATION "
    "DATE\",\"GCEP\"\n"
    "\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\",\"+++\"\n"
    "\"CFTR\",\"HGNC:1884\",\"cystic fibrosis\",\"MONDO:0009061\",\"AR\",\"SOP8\","
    "\"Definitive\",\"https://x\",\"2022-01-01T00:00:00.000Z\",\"P\"\n"
    "\"CFTR\",\"HGNC:1884\",\"hereditary "
    "chronic pancreatitis\",\"MONDO:0008185\",\"AD\",\"SOP8\",\"Limited\",\"https://x\","
    "\"2022-01-01T00:00:00.000Z\",\"P\"\n"
    "\"GBA1\",\"HGNC:4177\",\"Gaucher disease\",\"MONDO:0018150\",\"AR\",\"SOP8\","
    "\"Definitive\",\"https://x\",\"2022-01-01T00:00:00.000Z\",\"P\"\n";

#define HEAD                                                                               \
    "##name=t\n##version=1\n##date=2026-01-02\n##status=draft\n##genome_build=GRCh38\n"    \
    "gene\thgnc_id\tcondition\tcondition_id\tinheritance\tmechanism\ttranscript\treport\t" \
    "classes\tstatus\tnote\tneeds_review\n"
enum { ROW_LINE = 7 };

typedef struct fixture {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_table_t rows, validity;
    gnbs_panel_tables_t tables;
    gnbs_panel_problems_t found;
} fixture_t;

static void lint_rows(fixture_t *f, const char *rows, size_t n_model,
                      const gnbs_transcript_t model[]) {
    gnbs_str_t text;
    memset(f, 0, sizeof *f);
    gnbs_arena_init(&f->arena);
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%s%s", HEAD, rows);
    assert_ok(gnbs_table_parse("p.tsv", text.s, text.n, '\t', &f->arena, &f->rows, &f->err),
              &f->err);
    gnbs_str_clear(&text);
    assert_ok(gnbs_table_parse("clingen.csv", CLINGEN, strlen(CLINGEN), ',', &f->arena,
                               &f->validity, &f->err),
              &f->err);
    f->tables = (gnbs_panel_tables_t){
        .rows = &f->rows, .validity = &f->validity, .n_model = n_model, .model = model};
    assert_ok(gnbs_panel_lint(&f->tables, NULL, &f->arena, &f->found, &f->err), &f->err);
}

static const gnbs_panel_problem_t *find(const fixture_t *f, const char *what) {
    for (size_t i = 0; i < f->found.n; i++)
        if (strstr(f->found.problem[i].what, what) != NULL) return &f->found.problem[i];
    return NULL;
}

static void expect(const fixture_t *f, const char *what, const char *column) {
    const gnbs_panel_problem_t *p = find(f, what);
    if (p == NULL) fail_msg("no problem says '%s'", what);
    assert_int_equal(p->severity, GNBS_PANEL_WARNING);
    assert_int_equal(p->line, ROW_LINE);
    assert_string_equal(p->column_name, column);
    assert_true(p->cure[0] != '\0');
}

#define CF_ROW(id, inheritance, status, note)                                              \
    "CFTR\tHGNC:1884\tCF\t" id "\t" inheritance                                            \
    "\tLoF\tENST00000003084.11\tknown\tSNV\t" status "\t" note "\t\n"

/* ---- ClinGen -------------------------------------------------------------------------------------------------- */

static void a_row_that_agrees_with_clingen_says_nothing(void **state) {
    (void)state;
    fixture_t f;
    lint_rows(&f, CF_ROW("MONDO:0009061", "AR", "green", ""), 0, NULL);
    assert_null(find(&f, "ClinGen"));
    gnbs_arena_clear(&f.arena);
}

static void an_inheritance_that_clingen_does_not_know_is_said_with_clingens(void **state) {
    (void)state;
    fixture_t f;
    lint_rows(&f, CF_ROW("MONDO:0009061", "AD", "green", ""), 0, NULL);
    expect(&f, "inheritance is AD, and ClinGen says AR (cystic fibrosis, Definitive)",
           "inheritance");
    gnbs_arena_clear(&f.arena);
    lint_rows(&f, CF_ROW("", "XLR", "green", ""), 0, NULL);
    expect(&f, "inheritance is XLR, and ClinGen supports for the gene AR", "inheritance");
    gnbs_arena_clear(&f.arena);
}

static void a_row_may_differ_when_its_note_says_why(void **state) {
    (void)state;
    fixture_t f;
    lint_rows(&f, CF_ROW("MONDO:0009061", "AD", "green", "differs from ClinGen: ..."), 0,
              NULL);
    assert_null(find(&f, "inheritance is AD"));
    gnbs_arena_clear(&f.arena);
    lint_rows(&f, CF_ROW("MONDO:0009061", "AD", "amber", ""), 0, NULL);
    assert_null(
        find(&f, "inheritance is AD")); /* what is not screened is not argued with */
    gnbs_arena_clear(&f.arena);
}

static void weak_evidence_and_foreign_condition_ids_are_said(void **state) {
    (void)state;
    fixture_t f;
    lint_rows(&f, CF_ROW("MONDO:0008185", "AD", "green", ""), 0, NULL);
    expect(&f, "ClinGen calls the evidence that the gene causes hereditary chronic",
           "status");
    gnbs_arena_clear(&f.arena);
    lint_rows(&f, CF_ROW("MONDO:0018150", "AR", "green", ""), 0, NULL);
    expect(&f, "MONDO:0018150 is to ClinGen Gaucher disease, of GBA1 and not this gene",
           "condition_id");
    gnbs_arena_clear(&f.arena);
}

static void modes_of_clingen_are_read_as_they_are_meant(void **state) {
    (void)state;
    assert_true(gnbs_panel_moi_agrees("SD", GNBS_INH_AD)); /* semidominant */
    assert_true(gnbs_panel_moi_agrees("SD", GNBS_INH_AR));
    assert_true(gnbs_panel_moi_agrees("XL", GNBS_INH_XLR));
    assert_true(gnbs_panel_moi_agrees("UD", GNBS_INH_MT)); /* undetermined */
    assert_false(gnbs_panel_moi_agrees("AD", GNBS_INH_AR));
    assert_false(gnbs_panel_moi_agrees("XL", GNBS_INH_AD));
}

static void a_table_of_another_kind_is_refused(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_table_t t;
    gnbs_panel_validity_t v;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_table_parse("x.csv", "a,b\n1,2\n", 8, ',', &arena, &t, &err), &err);
    assert_fails(gnbs_panel_validity_index(&t, &arena, &v, &err), GNBS_E_DATA, &err,
                 "expected ClinGen's gene-disease validity table");
    gnbs_arena_clear(&arena);
}

/* 3,445 assertions in the file of 2026-02-09, six of them of HBB: counted with another CSV reader. */
static void clingens_real_table_is_read_whole(void **state) {
    (void)state;
    char path[512];
    gnbs_arena_t arena;
    gnbs_table_t t;
    gnbs_panel_validity_t v;
    gnbs_err_t err;
    const gnbs_panel_assertion_t *first;
    if (shared_file(path, sizeof path, "genes/clingen-gene-validity.csv") == NULL) return;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_table_read(path, ',', &arena, &t, &err), &err);
    assert_ok(gnbs_panel_validity_index(&t, &arena, &v, &err), &err);
    assert_int_equal(v.n, 3445);
    assert_string_equal(v.created, "2026-02-09");
    assert_int_equal(gnbs_panel_validity_find(&v, "HGNC:4827", &first), 6);
    assert_string_equal(first->symbol, "HBB");
    assert_int_equal(gnbs_panel_validity_find(&v, "HGNC:0", &first), 0);
    gnbs_arena_clear(&arena);
}

/* ---- MANE ------------------------------------------------------------------------------------------------------ */

static void a_transcript_that_is_not_todays_mane_is_said_with_todays(void **state) {
    (void)state;
    static const gnbs_transcript_t MODEL[] = {{.id = "ENST00000003084.12",
                                               .other_id = "NM_000492.5",
                                               .symbol = "CFTR",
                                               .hgnc_id = "",
                                               .mane = GNBS_MANE_SELECT},
                                              {.id = "ENST00000000001.1",
                                               .other_id = "NM_000001.1",
                                               .symbol = "GBA1",
                                               .hgnc_id = "HGNC:4177",
                                               .mane = GNBS_MANE_SELECT}};
    fixture_t f;
    lint_rows(&f, CF_ROW("MONDO:0009061", "AR", "green", ""), 2, MODEL);
    expect(&f, "MANE has another version of ENST00000003084.11", "transcript");
    assert_string_equal(find(&f, "MANE has")->expected, "ENST00000003084.12");
    gnbs_arena_clear(&f.arena);
    lint_rows(&f,
              "GBA1\tHGNC:4177\tGaucher disease\t\tAR\tLoF\tNM_999999.1\tknown\tSNV\t"
              "green\t\t\n",
              2, MODEL);
    expect(&f, "NM_999999.1 is not the MANE Select transcript of GBA1", "transcript");
    assert_string_equal(find(&f, "is not the MANE")->expected, "NM_000001.1");
    gnbs_arena_clear(&f.arena);
    lint_rows(&f,
              "GBA1\tHGNC:4177\tGaucher disease\t\tAR\tLoF\tNM_000001.1\tknown\tSNV\t"
              "green\t\t\n",
              2, MODEL);
    assert_null(find(&f, "MANE"));
    gnbs_arena_clear(&f.arena);
}

/* ---- facts that await a curator ---------------------------------------------------------------------------------- */

static void facts_that_await_a_curator_are_counted_and_stop_a_sign_off(void **state) {
    (void)state;
    fixture_t f;
    lint_rows(&f,
              "CFTR\tHGNC:1884\tCF\t\tAR\tLoF\tENST00000003084.11\tknown\tSNV\tgreen\t\t"
              "onset;mechanisms\n",
              0, NULL);
    assert_non_null(find(&f, "rows with facts that await a curator: 1 (CFTR)"));
    expect(&f, "'mechanisms' is no column of a panel", "needs_review");
    gnbs_arena_clear(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_agrees_with_clingen_says_nothing),
        cmocka_unit_test(an_inheritance_that_clingen_does_not_know_is_said_with_clingens),
        cmocka_unit_test(a_row_may_differ_when_its_note_says_why),
        cmocka_unit_test(weak_evidence_and_foreign_condition_ids_are_said),
        cmocka_unit_test(modes_of_clingen_are_read_as_they_are_meant),
        cmocka_unit_test(a_table_of_another_kind_is_refused),
        cmocka_unit_test(clingens_real_table_is_read_whole),
        cmocka_unit_test(a_transcript_that_is_not_todays_mane_is_said_with_todays),
        cmocka_unit_test(facts_that_await_a_curator_are_counted_and_stop_a_sign_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
