#include "panel/panel_lint.h"

#include <ctype.h>
#include <string.h>

#include "genome/contig.h"

static int meta_line(const gnbs_table_t *table, const char *key) {
    for (size_t i = 0; i < table->n_meta; i++)
        if (strcmp(table->meta[i].key, key) == 0) return table->meta[i].line;
    return 1;
}

static void need_meta(gnbs_panel_linter_t *lint, gnbs_panel_severity_t severity,
                      const char *key, const char *why) {
    const gnbs_table_t *t = lint->tables->rows;
    const char *value = gnbs_table_meta_value(t, key);
    if (value != NULL && value[0] != '\0') return;
    gnbs_panel_place_t at = {t, meta_line(t, key), -1};
    gnbs_panel_add_problem(
        lint, severity, at, gnbs_panel_text(lint, "the panel has no ##%s; %s", key, why),
        gnbs_panel_text(lint, "a line ##%s=... above the column names", key), "add it");
}

static void lint_status(gnbs_panel_linter_t *lint) {
    const gnbs_table_t *t = lint->tables->rows;
    const char *value = gnbs_table_meta_value(t, "status");
    if (value == NULL || value[0] == '\0') return;
    lint->is_signed_off = strcmp(value, "signed-off") == 0;
    if (lint->is_signed_off || strcmp(value, "draft") == 0) return;
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_ERROR, (gnbs_panel_place_t){t, meta_line(t, "status"), -1},
        gnbs_panel_text(lint, "##status is '%.60s'", value), "draft or signed-off",
        "write ##status=draft until the curators have signed");
}

/* The build of a table's alleles: what it says itself, else what panel.tsv says, else NULL. */
static void lint_build(gnbs_panel_linter_t *lint, const gnbs_table_t *t, bool has_alleles) {
    const char *own = gnbs_table_meta_value(t, "genome_build");
    const char *panel = gnbs_table_meta_value(lint->tables->rows, "genome_build");
    gnbs_panel_place_t at = {t, meta_line(t, "genome_build"), -1};
    if (own != NULL && own[0] == '\0') own = NULL;
    if (own != NULL && gnbs_contig_build_parse(own) == GNBS_BUILD_UNKNOWN)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, at,
            gnbs_panel_text(lint, "##genome_build is '%.60s'", own),
            "GRCh37, GRCh38 or custom",
            "name the build of the positions in include.tsv and exclude.tsv");
    if (t == lint->tables->rows) return;
    if (own != NULL && panel != NULL && panel[0] != '\0' && strcmp(own, panel) != 0)
        gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, at,
                               gnbs_panel_text(lint, "##genome_build is %.60s", own),
                               gnbs_panel_text(lint, "%.60s, as panel.tsv says", panel),
                               "give all positions on one build");
    if (has_alleles && own == NULL && (panel == NULL || panel[0] == '\0'))
        gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, at,
                               "the alleles have no genome build",
                               "##genome_build=GRCh38, or GRCh37",
                               "say in panel.tsv which build the positions are on");
}

void gnbs_panel_lint_header(gnbs_panel_linter_t *lint) {
    const gnbs_panel_tables_t *t = lint->tables;
    need_meta(lint, GNBS_PANEL_ERROR, "name",
              "a report could not say which panel was used");
    need_meta(lint, GNBS_PANEL_ERROR, "version",
              "a result could not be traced to this list");
    need_meta(lint, GNBS_PANEL_WARNING, "status", "it is taken as draft");
    need_meta(lint, GNBS_PANEL_WARNING, "date", "a reader cannot tell how old it is");
    need_meta(lint, GNBS_PANEL_WARNING, "genome_build", "alleles need it");
    lint_status(lint);
    const char *date = gnbs_table_meta_value(t->rows, "date");
    if (date != NULL && date[0] != '\0' && !gnbs_panel_is_date(date))
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR,
            (gnbs_panel_place_t){t->rows, meta_line(t->rows, "date"), -1},
            gnbs_panel_text(lint, "##date is '%.60s'", date), "YYYY-MM-DD",
            gnbs_panel_guess_date(lint, date));
    lint_build(lint, t->rows, false);
    if (t->include != NULL) lint_build(lint, t->include, t->include->n_row > 0);
    if (t->exclude != NULL) lint_build(lint, t->exclude, t->exclude->n_row > 0);
    gnbs_panel_place_t top = {t->rows, t->rows->header_line, -1};
    if (t->rows->n_row == 0)
        gnbs_panel_add_problem(lint, GNBS_PANEL_ERROR, top, "the panel has no rows",
                               "one row per gene and condition", "add them");
    if (!lint->has_genes)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_INFO, top,
            "no gene table was given: symbols were not checked against HGNC ids", "", "");
    if (lint->bundle == NULL)
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_INFO, top,
            "no reference bundle was given: transcripts and REF letters were not checked",
            "", "run with --refdata to check them");
}

/* Do two names differ only in case, blanks or underscores, or in one letter? */
static bool is_like(const char *a, const char *b) {
    size_t n_a = strlen(a), n_b = strlen(b), i = 0, j = 0;
    while (i < n_a && i < n_b &&
           tolower((unsigned char)a[i]) == tolower((unsigned char)b[i]))
        i++;
    while (j < n_a - i && j < n_b - i &&
           tolower((unsigned char)a[n_a - 1 - j]) == tolower((unsigned char)b[n_b - 1 - j]))
        j++;
    size_t left_a = n_a - i - j, left_b = n_b - i - j;
    return (left_a <= 1 && left_b <= 1) ||
           (left_a == 2 && left_b == 2); /* the last: two letters changed places */
}

static void lint_unknown_column(gnbs_panel_linter_t *lint, gnbs_panel_place_t at, int n,
                                const gnbs_panel_column_spec_t spec[]) {
    const char *name = at.table->column[at.i_column], *like = NULL;
    for (int i = 0; i < n; i++) {
        if (strcmp(spec[i].name, name) == 0) return;
        if (is_like(spec[i].name, name)) like = spec[i].name;
    }
    const char *cure = like != NULL
                           ? gnbs_panel_text(lint, "if %s is meant, write it so", like)
                           : "remove it, or leave it for your own use";
    gnbs_panel_add_problem(
        lint, GNBS_PANEL_WARNING, at,
        gnbs_panel_text(lint, "unknown column '%.60s' is not read", name), "", cure);
}

void gnbs_panel_lint_columns(gnbs_panel_linter_t *lint, const gnbs_table_t *table, int n,
                             const gnbs_panel_column_spec_t spec[], const int index[]) {
    gnbs_panel_place_t top = {table, table->header_line, -1};
    const char *other = table->n_column == 1 ? strpbrk(table->column[0], ",;") : NULL;
    if (other != NULL) {
        gnbs_panel_add_problem(
            lint, GNBS_PANEL_ERROR, top,
            gnbs_panel_text(lint, "the columns are separated by '%c', not by TABs", *other),
            "a TSV",
            "save it as tab-separated text, or make a panel of it: gnbs panel import");
        return;
    }
    for (int i = 0; i < n; i++) {
        if (index[i] >= 0 || spec[i].need == GNBS_NEED_OPTIONAL) continue;
        bool is_needed = spec[i].need == GNBS_NEED_ALWAYS;
        gnbs_panel_add_problem(
            lint, is_needed ? GNBS_PANEL_ERROR : GNBS_PANEL_WARNING, top,
            gnbs_panel_text(lint, "no column '%s'%s", spec[i].name,
                            is_needed ? "" : ": taken as empty in every row"),
            "",
            gnbs_panel_text(lint, "add %s to the line of column names, separated by a TAB",
                            spec[i].name));
    }
    for (int i = 0; i < table->n_column; i++)
        lint_unknown_column(lint, (gnbs_panel_place_t){table, table->header_line, i}, n,
                            spec);
}
