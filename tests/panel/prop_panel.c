#include "support/testing.h"

#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_terms.h"

enum { N_ROUND = 3000 };

/* Words that are right in some column, and some that are right in none: a draw is right often enough to load. */
static const char *const WORD[] = {"CFTR",
                                   "TAZ",
                                   "GBA1",
                                   "HGNC:1884",
                                   "HGNC:11577",
                                   "HGNC:4177",
                                   "AR",
                                   "AD",
                                   "XL",
                                   "MT",
                                   "LoF",
                                   "GoF",
                                   "unknown",
                                   "known",
                                   "known+lof",
                                   "named",
                                   "SNV",
                                   "SNV;CNV",
                                   "SMN1-CN",
                                   "green",
                                   "amber",
                                   "red",
                                   "hours",
                                   "days",
                                   "1/3000",
                                   "0.1",
                                   "",
                                   "ENST00000003084.11",
                                   "NM_000492.4;ENST00000003084.11",
                                   "2026-01-02",
                                   "MONDO:0009061",
                                   "x",
                                   "\x1b[2J",
                                   "\xff\xfe",
                                   "%s%n",
                                   "1e999",
                                   "-1",
                                   "9999999999999999999",
                                   "\xc3\xa9",
                                   " AR",
                                   "chr7",
                                   "117559590",
                                   "A",
                                   "ATCT"};
enum { N_WORD = sizeof WORD / sizeof WORD[0] };

static const char *const GOOD[GNBS_PANEL_N_COLUMN] = {"CFTR",
                                                      "HGNC:1884",
                                                      "Cystic fibrosis",
                                                      "",
                                                      "AR",
                                                      "LoF",
                                                      "ENST00000003084.11",
                                                      "known",
                                                      "SNV",
                                                      "",
                                                      "days",
                                                      "",
                                                      "",
                                                      "",
                                                      "",
                                                      "",
                                                      "green",
                                                      "",
                                                      "",
                                                      ""};

static void write_panel(uint64_t *seed, gnbs_str_t *s) {
    gnbs_str_add(s, "##name=p\n##version=1\n##genome_build=GRCh38\n");
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        gnbs_str_printf(s, "%s%s", i > 0 ? "\t" : "", gnbs_panel_columns[i].name);
    gnbs_str_add_char(s, '\n');
    int n_row = 1 + random_below(seed, 3);
    for (int r = 0; r < n_row; r++)
        for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++) {
            const char *cell =
                random_below(seed, 30) == 0 ? WORD[random_below(seed, N_WORD)] : GOOD[i];
            if (i == GNBS_PANEL_CONDITION && random_below(seed, 2) == 0)
                cell = WORD[random_below(seed, N_WORD)];
            if (cell == NULL) cell = ""; /* an optional column */
            gnbs_str_printf(s, "%s%s", cell, i + 1 < GNBS_PANEL_N_COLUMN ? "\t" : "\n");
        }
}

static void write_alleles(uint64_t *seed, gnbs_str_t *s) {
    gnbs_str_add(
        s,
        "gene\thgnc_id\tchrom\tpos\tref\talt\tcondition\treason\tsource\tdate\tcurator\n");
    static const char *const ALLELE[11] = {
        "CFTR", "HGNC:1884", "chr7", "117559590", "ATCT", "A", "", "why", "who", "", ""};
    for (int i = 0; i < 11; i++)
        gnbs_str_printf(s, "%s%s",
                        random_below(seed, 20) == 0 ? WORD[random_below(seed, N_WORD)]
                                                    : ALLELE[i],
                        i < 10 ? "\t" : "\n");
}

static void assert_valid(const gnbs_panel_t *p) {
    assert_true(p->name[0] != '\0' && p->version[0] != '\0');
    for (size_t i = 0; i < p->n_condition; i++) {
        const gnbs_condition_t *c = &p->condition[i];
        assert_true(gnbs_panel_is_hgnc_id(c->hgnc_id) && gnbs_panel_is_symbol(c->gene) &&
                    c->condition[0] != '\0');
        assert_true(c->inheritance >= GNBS_INH_AR && c->inheritance <= GNBS_INH_MT);
        assert_true(c->policy >= GNBS_POLICY_KNOWN && c->policy <= GNBS_POLICY_NAMED);
        assert_true(c->status >= GNBS_STATUS_RED && c->status <= GNBS_STATUS_GREEN);
        assert_true(c->classes != 0 && c->classes < GNBS_CLASS_MT * 2u);
        assert_true(c->prevalence >= 0 && c->prevalence <= 1);
        assert_true(gnbs_panel_is_mechanism(c->mechanism));
        assert_true(c->urgency[0] == '\0' || gnbs_panel_is_urgency(c->urgency));
    }
    for (size_t i = 0; i < p->n_include; i++) {
        assert_true(p->include[i].pos >= 0 && p->include[i].chrom[0] != '\0');
        assert_true(gnbs_panel_is_allele(p->include[i].ref) &&
                    gnbs_panel_is_allele(p->include[i].alt));
    }
}

/* Whatever the cells hold: load accepts exactly the panels in which lint finds no error, all that is accepted lies
 * within its vocabulary, and the problems stand in order. */
static void what_lint_accepts_is_what_load_reads(void **state) {
    (void)state;
    static const char SHA[65] = "";
    uint64_t seed = test_seed();
    int n_loaded = 0;
    for (int round = 0; round < N_ROUND; round++) {
        gnbs_arena_t arena;
        gnbs_err_t err = {0};
        gnbs_table_t rows, include;
        gnbs_panel_t panel;
        gnbs_panel_problems_t found;
        gnbs_str_t a, b;
        gnbs_arena_init(&arena);
        gnbs_str_init(&a);
        gnbs_str_init(&b);
        write_panel(&seed, &a);
        write_alleles(&seed, &b);
        if (gnbs_table_parse("panel.tsv", gnbs_str_text(&a), a.n, '\t', &arena, &rows,
                             &err) == GNBS_OK &&
            gnbs_table_parse("include.tsv", gnbs_str_text(&b), b.n, '\t', &arena, &include,
                             &err) == GNBS_OK) {
            gnbs_panel_tables_t tables = {
                .rows = &rows, .include = random_below(&seed, 2) == 0 ? &include : NULL};
            assert_ok(gnbs_panel_lint(&tables, NULL, &arena, &found, &err), &err);
            gnbs_code_t code = gnbs_panel_load(&tables, SHA, &arena, &panel, &err);
            assert_int_equal(code, found.n_error == 0 ? GNBS_OK : GNBS_E_DATA);
            if (code == GNBS_OK) assert_valid(&panel);
            n_loaded += code == GNBS_OK;
            for (size_t i = 1; i < found.n; i++)
                if (found.problem[i].path == found.problem[i - 1].path)
                    assert_true(found.problem[i].line >= found.problem[i - 1].line);
        }
        gnbs_str_clear(&a);
        gnbs_str_clear(&b);
        gnbs_arena_clear(&arena);
    }
    print_message("%d of %d accepted\n", n_loaded, N_ROUND);
    assert_true(n_loaded > N_ROUND / 50 &&
                n_loaded < N_ROUND); /* else the draw shows nothing */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lint_accepts_is_what_load_reads)};
    return cmocka_run_group_tests_name("panel properties", tests, NULL, NULL);
}
