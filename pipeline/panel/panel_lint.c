#include "panel/panel.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/json.h"
#include "panel/panel_lint.h"

const char *gnbs_panel_cell(const gnbs_panel_cells_t *cells, int column) {
    int i = cells->index[column];
    return i < 0 ? "" : cells->row->cell[i];
}

gnbs_panel_place_t gnbs_panel_place(const gnbs_panel_cells_t *cells, int column) {
    return (gnbs_panel_place_t){cells->table, cells->row->line, cells->index[column]};
}

void gnbs_panel_map_columns(const gnbs_table_t *table, int n,
                            const gnbs_panel_column_spec_t spec[], int index[]) {
    for (int i = 0; i < n; i++) index[i] = gnbs_table_column(table, spec[i].name);
}

const char *gnbs_panel_text(gnbs_panel_linter_t *lint, const char *fmt, ...) {
    gnbs_str_t s;
    va_list args;
    char buf[1024]; /* cells inside messages are cut at 60 bytes, so this is room enough */
    va_start(args, fmt);
    vsnprintf(buf, sizeof buf, fmt, args);
    va_end(args);
    gnbs_str_init(&s);
    gnbs_escape_term(&s, buf); /* cells are hostile until escaped */
    char *text = s.failed ? NULL : gnbs_arena_strdup(lint->arena, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    if (text == NULL) lint->has_failed = true;
    return text != NULL ? text : "";
}

void gnbs_panel_add_problem(gnbs_panel_linter_t *lint, gnbs_panel_severity_t severity,
                            gnbs_panel_place_t place, const char *what,
                            const char *expected, const char *cure) {
    gnbs_panel_problem_t p = {
        severity, place.table->path, place.line, place.i_column + 1, "",
        what,     expected,          cure};
    if (place.i_column >= 0) p.column_name = place.table->column[place.i_column];
    if (!GNBS_PUSH(&lint->found, p)) lint->has_failed = true;
}

/* Files in the order panel, include, exclude; inside one by line, then column, then as found. */
typedef struct sort_key {
    int i_file;
    size_t i_found;
    const gnbs_panel_problem_t *problem;
} sort_key_t;

static int by_place(const void *a, const void *b) {
    const sort_key_t *x = a, *y = b;
    if (x->i_file != y->i_file) return x->i_file < y->i_file ? -1 : 1;
    if (x->problem->line != y->problem->line)
        return x->problem->line < y->problem->line ? -1 : 1;
    if (x->problem->column != y->problem->column)
        return x->problem->column < y->problem->column ? -1 : 1;
    return x->i_found < y->i_found ? -1 : 1;
}

static int file_of(const gnbs_panel_tables_t *t, const char *path) {
    if (t->rows->path == path) return 0;
    return t->include != NULL && t->include->path == path ? 1 : 2;
}

static gnbs_code_t gather(gnbs_panel_linter_t *lint, gnbs_panel_problems_t *out,
                          gnbs_err_t *err) {
    size_t n = lint->found.n;
    sort_key_t *key = GNBS_NEW(lint->arena, sort_key_t, n);
    gnbs_panel_problem_t *sorted = GNBS_NEW(lint->arena, gnbs_panel_problem_t, n);
    if (lint->has_failed || key == NULL || sorted == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory while checking",
                            lint->tables->rows->path);
    for (size_t i = 0; i < n; i++)
        key[i] = (sort_key_t){file_of(lint->tables, lint->found.at[i].path), i,
                              &lint->found.at[i]};
    if (n > 0) qsort(key, n, sizeof *key, by_place);
    *out = (gnbs_panel_problems_t){.n = n, .problem = sorted};
    for (size_t i = 0; i < n; i++) {
        sorted[i] = *key[i].problem;
        out->n_error += sorted[i].severity == GNBS_PANEL_ERROR;
        out->n_warning += sorted[i].severity == GNBS_PANEL_WARNING;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_lint(const gnbs_panel_tables_t *tables, const gnbs_bundle_t *bundle,
                            gnbs_arena_t *arena, gnbs_panel_problems_t *problems,
                            gnbs_err_t *err) {
    gnbs_panel_linter_t lint = {.tables = tables,
                                .bundle = bundle,
                                .arena = arena,
                                .has_genes = tables->genes != NULL};
    int index[GNBS_PANEL_N_COLUMN];
    *problems = (gnbs_panel_problems_t){0};
    if (lint.has_genes)
        GNBS_TRY(gnbs_panel_genes_index(tables->genes, arena, &lint.genes, err));
    if (tables->validity != NULL)
        GNBS_TRY(gnbs_panel_validity_index(tables->validity, arena, &lint.validity, err));
    gnbs_panel_map_columns(tables->rows, GNBS_PANEL_N_COLUMN, gnbs_panel_columns, index);
    gnbs_panel_lint_header(&lint);
    gnbs_panel_lint_cells(&lint, tables->rows);
    if (tables->include != NULL) gnbs_panel_lint_cells(&lint, tables->include);
    if (tables->exclude != NULL) gnbs_panel_lint_cells(&lint, tables->exclude);
    gnbs_panel_lint_columns(&lint, tables->rows, GNBS_PANEL_N_COLUMN, gnbs_panel_columns,
                            index);
    for (size_t i = 0; i < tables->rows->n_row; i++) {
        gnbs_panel_cells_t cells = {tables->rows, &tables->rows->row[i], index};
        gnbs_panel_lint_row(&lint, &cells);
    }
    gnbs_panel_lint_rows_together(&lint, index);
    gnbs_panel_lint_whole(&lint, index);
    gnbs_panel_lint_alleles(&lint, index);
    gnbs_code_t code = gather(&lint, problems, err);
    GNBS_VEC_CLEAR(&lint.found);
    return code;
}

const char *gnbs_panel_severity_name(gnbs_panel_severity_t severity) {
    switch (severity) {
    case GNBS_PANEL_ERROR: return "error";
    case GNBS_PANEL_WARNING: return "warning";
    case GNBS_PANEL_INFO: return "info";
    }
    return "error";
}

void gnbs_panel_print_problem(gnbs_str_t *out, const gnbs_panel_problem_t *p) {
    gnbs_escape_term(out, p->path);
    gnbs_str_printf(out, ":%d:%d: %s: ", p->line, p->column,
                    gnbs_panel_severity_name(p->severity));
    if (p->column_name[0] != '\0') {
        gnbs_escape_term(out, p->column_name);
        gnbs_str_add(out, ": ");
    }
    gnbs_str_add(out, p->what);
    if (p->expected[0] != '\0') gnbs_str_printf(out, "; expected %s", p->expected);
    if (p->cure[0] != '\0') gnbs_str_printf(out, "; %s", p->cure);
}

void gnbs_panel_print_problems_json(gnbs_str_t *out,
                                    const gnbs_panel_problems_t *problems) {
    gnbs_json_t json;
    gnbs_json_init(&json, out);
    gnbs_json_array(&json, NULL);
    for (size_t i = 0; i < problems->n; i++) {
        const gnbs_panel_problem_t *p = &problems->problem[i];
        gnbs_json_object(&json, NULL);
        gnbs_json_text(&json, "severity", gnbs_panel_severity_name(p->severity));
        gnbs_json_text(&json, "path", p->path);
        gnbs_json_int(&json, "line", p->line);
        gnbs_json_int(&json, "column", p->column);
        gnbs_json_text(&json, "column_name", p->column_name);
        gnbs_json_text(&json, "what", p->what);
        gnbs_json_text(&json, "expected", p->expected);
        gnbs_json_text(&json, "cure", p->cure);
        gnbs_json_end(&json);
    }
    gnbs_json_end(&json);
}
