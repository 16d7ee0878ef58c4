#include "panel/panel_lint.h"

#include <stdlib.h>
#include <string.h>

enum { N_NAMED = 4 };

typedef struct tally { /* rows of one kind, the first few by name */
    gnbs_panel_linter_t *lint;
    size_t n;
    const char *names;
} tally_t;

static void count(tally_t *t, const gnbs_panel_cells_t *row) {
    if (t->n < N_NAMED)
        t->names =
            gnbs_panel_text(t->lint, "%s%s%.32s", t->n > 0 ? t->names : "",
                            t->n > 0 ? ", " : "", gnbs_panel_cell(row, GNBS_PANEL_GENE));
    t->n++;
}

static void say(const tally_t *t, gnbs_panel_severity_t severity, const char *what,
                const char *cure) {
    const gnbs_table_t *rows = t->lint->tables->rows;
    if (t->n == 0) return;
    gnbs_panel_add_problem(t->lint, severity,
                           (gnbs_panel_place_t){rows, rows->header_line, -1},
                           gnbs_panel_text(t->lint, "%s: %zu (%s%s)", what, t->n, t->names,
                                           t->n > N_NAMED ? ", ..." : ""),
                           "", cure);
}

static bool is_green(const gnbs_panel_cells_t *row) {
    return strcmp(gnbs_panel_cell(row, GNBS_PANEL_STATUS), "green") == 0;
}

/* Facts that a screened row should have; an empty cell is honest, so it is counted and not refused. */
static void lint_gaps(gnbs_panel_linter_t *lint, const int index[]) {
    static const struct {
        int column;
        const char *what, *cure;
    } GAP[] = {
        {GNBS_PANEL_PREVALENCE, "screened rows that state no prevalence",
         "without it no residual risk can be given; write it with population and source"},
        {GNBS_PANEL_URGENCY, "screened rows that state no urgency",
         "write within what time somebody must act"},
        {GNBS_PANEL_ACTION, "screened rows that state no action",
         "write what is done for a baby with the condition"},
        {GNBS_PANEL_CONFIRMATORY_TEST, "screened rows that state no confirmatory test",
         "write how the condition is confirmed or excluded"},
        {GNBS_PANEL_CONDITION_ID, "screened rows that have no condition id",
         "write the MONDO id of the condition"},
        {GNBS_PANEL_EVIDENCE, "screened rows that name no evidence",
         "write the PubMed numbers that the row rests on"}};
    const gnbs_table_t *t = lint->tables->rows;
    for (size_t g = 0; g < sizeof GAP / sizeof *GAP; g++) {
        tally_t tally = {.lint = lint, .names = ""};
        for (size_t i = 0; i < t->n_row && index[GAP[g].column] >= 0; i++) {
            gnbs_panel_cells_t row = {t, &t->row[i], index};
            if (is_green(&row) && gnbs_panel_cell(&row, GAP[g].column)[0] == '\0')
                count(&tally, &row);
        }
        say(&tally,
            GAP[g].column == GNBS_PANEL_PREVALENCE ? GNBS_PANEL_WARNING : GNBS_PANEL_INFO,
            GAP[g].what, GAP[g].cure);
    }
}

static int known_column(const char *name, size_t n) {
    for (int i = 0; i < GNBS_PANEL_N_COLUMN; i++)
        if (strlen(gnbs_panel_columns[i].name) == n &&
            strncmp(gnbs_panel_columns[i].name, name, n) == 0)
            return i;
    return -1;
}

/* needs_review names columns of the panel, and none is left when the panel is signed off. */
static void lint_review(gnbs_panel_linter_t *lint, const int index[]) {
    const gnbs_table_t *t = lint->tables->rows;
    tally_t tally = {.lint = lint, .names = ""};
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t row = {t, &t->row[i], index};
        const char *list = gnbs_panel_cell(&row, GNBS_PANEL_NEEDS_REVIEW);
        if (list[0] == '\0') continue;
        count(&tally, &row);
        if (lint->is_signed_off)
            gnbs_panel_add_problem(
                lint, GNBS_PANEL_ERROR, gnbs_panel_place(&row, GNBS_PANEL_NEEDS_REVIEW),
                "the panel says signed-off, and facts of this row await a curator", "",
                "review them and empty the cell, or write ##status=draft");
        for (const char *s = list; *s != '\0';) {
            size_t n = strcspn(s, ";");
            if (known_column(s, n) < 0)
                gnbs_panel_add_problem(
                    lint, GNBS_PANEL_WARNING,
                    gnbs_panel_place(&row, GNBS_PANEL_NEEDS_REVIEW),
                    gnbs_panel_text(lint, "'%.*s' is no column of a panel",
                                    (int)(n > 40 ? 40 : n), s),
                    "names of columns joined by semicolons", "write them so");
            s += n + (s[n] != '\0');
        }
    }
    say(&tally, GNBS_PANEL_INFO, "rows with facts that await a curator",
        "needs_review says which; empty it once they are reviewed");
}

/* One MONDO id, one name; conditions of one gene that differ in nothing but letters' case or blanks. */
static void lint_names(gnbs_panel_linter_t *lint, const int index[]) {
    const gnbs_table_t *t = lint->tables->rows;
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t b = {t, &t->row[i], index};
        const char *id = gnbs_panel_cell(&b, GNBS_PANEL_CONDITION_ID);
        for (size_t k = 0; k < i && id[0] != '\0'; k++) {
            gnbs_panel_cells_t a = {t, &t->row[k], index};
            if (strcmp(gnbs_panel_cell(&a, GNBS_PANEL_CONDITION_ID), id) != 0 ||
                strcmp(gnbs_panel_cell(&a, GNBS_PANEL_HGNC_ID),
                       gnbs_panel_cell(&b, GNBS_PANEL_HGNC_ID)) != 0 ||
                strcmp(gnbs_panel_cell(&a, GNBS_PANEL_CONDITION),
                       gnbs_panel_cell(&b, GNBS_PANEL_CONDITION)) == 0)
                continue;
            gnbs_panel_add_problem(
                lint, GNBS_PANEL_WARNING, gnbs_panel_place(&b, GNBS_PANEL_CONDITION_ID),
                gnbs_panel_text(lint, "%.20s is called '%.60s' at line %d", id,
                                gnbs_panel_cell(&a, GNBS_PANEL_CONDITION), t->row[k].line),
                "one name for one condition of a gene", "let the two rows agree");
            break;
        }
    }
}

static void lint_onset(gnbs_panel_linter_t *lint, const int index[]) {
    const gnbs_table_t *t = lint->tables->rows;
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t row = {t, &t->row[i], index};
        if (is_green(&row) &&
            strstr(gnbs_panel_cell(&row, GNBS_PANEL_ONSET), "adult") != NULL)
            gnbs_panel_add_problem(
                lint, GNBS_PANEL_WARNING, gnbs_panel_place(&row, GNBS_PANEL_ONSET),
                "a condition that begins in adults is screened for in newborns",
                "onset in childhood", "make the row red, or correct the onset");
    }
}

void gnbs_panel_lint_whole(gnbs_panel_linter_t *lint, const int index[]) {
    lint_gaps(lint, index);
    lint_review(lint, index);
    lint_names(lint, index);
    lint_onset(lint, index);
}
