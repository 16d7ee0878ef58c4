#include "panel/panel_draft.h"

#include <stdlib.h>
#include <string.h>

/* An export of ours carries its tables along, row by row with the gene that they belong to. They come back as they
 * were, unless somebody changed the file between: then this says so and refuses, because the two halves of the file
 * disagree and only a person knows which of them is meant. */

typedef struct found_row {
    int64_t order;
    const gnbs_panelapp_texts_t *cell;
} found_row_t;

typedef GNBS_VEC(found_row_t) found_rows_t;

static int by_order(const void *a, const void *b) {
    int64_t x = ((const found_row_t *)a)->order, y = ((const found_row_t *)b)->order;
    return (x > y) - (x < y);
}

static gnbs_code_t bad(const gnbs_panelapp_t *from, const char *where, const char *what,
                       gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_DATA,
                        "%s: %s: %s; the file was changed after gnbs wrote it: export it "
                        "again, or take its \"gnbs\" members out to import what is left as "
                        "PanelApp's",
                        from->path, where, what);
}

static int own_column(const gnbs_panelapp_texts_t *column, const char *name) {
    for (size_t i = 0; i < column->n; i++)
        if (strcmp(column->at[i], name) == 0) return (int)i;
    return -1;
}

static const char *own_cell(const gnbs_panelapp_t *from, const gnbs_panelapp_row_t *row,
                            const char *name) {
    int i = own_column(&from->own[GNBS_PANELAPP_OWN_PANEL].column, name);
    return i >= 0 && (size_t)i < row->cell.n ? row->cell.at[i] : "";
}

/* Do a gene and the rows that it carries still say the same? */
static gnbs_code_t check_gene(const gnbs_panelapp_t *from, const gnbs_panelapp_entity_t *e,
                              gnbs_err_t *err) {
    gnbs_inheritance_t inheritance[2] = {GNBS_INH_UNKNOWN, GNBS_INH_UNKNOWN};
    const char *why;
    size_t n = gnbs_panel_read_moi(e->moi, inheritance, &why);
    for (size_t i = 0; i < e->n_row; i++) {
        const gnbs_panelapp_row_t *row = &e->row[i];
        if (row->cell.n != from->own[GNBS_PANELAPP_OWN_PANEL].column.n)
            return bad(from, e->where, "a row has too many or too few cells", err);
        if (strcmp(own_cell(from, row, "hgnc_id"), e->hgnc_id) != 0 ||
            strcmp(own_cell(from, row, "gene"), e->symbol) != 0)
            return bad(from, e->where, "gene_data and the row name different genes", err);
        const char *status = own_cell(from, row, "status");
        const char *level = strcmp(status, "green") == 0   ? "3"
                            : strcmp(status, "amber") == 0 ? "2"
                                                           : "1";
        if (strcmp(level, e->confidence) != 0)
            return bad(from, e->where, "confidence_level and the row's status differ", err);
        gnbs_inheritance_t own = gnbs_inheritance_parse(own_cell(from, row, "inheritance"));
        bool is_x = own == GNBS_INH_XL || own == GNBS_INH_XLD; /* PanelApp has one word */
        bool has_it = false;
        for (size_t k = 0; k < n; k++)
            has_it |= inheritance[k] == own || (is_x && inheritance[k] == GNBS_INH_XL);
        if (!has_it)
            return bad(from, e->where, "mode_of_inheritance and the row's differ", err);
    }
    return GNBS_OK;
}

static bool was_listed(const gnbs_panelapp_t *from, const gnbs_panelapp_entity_t *e) {
    const gnbs_panelapp_table_t *t = &from->own[GNBS_PANELAPP_OWN_LISTED];
    int i = own_column(&t->column, "entity");
    for (size_t k = 0; i >= 0 && k < t->n_row; k++)
        if ((size_t)i < t->row[k].cell.n && strcmp(t->row[k].cell.at[i], e->raw) == 0)
            return true;
    return false;
}

static gnbs_code_t gather(const gnbs_panelapp_t *from, found_rows_t *rows,
                          gnbs_panel_import_t *out, gnbs_err_t *err) {
    size_t n_listed_here = 0;
    for (size_t i = 0; i < from->n_entity; i++) {
        const gnbs_panelapp_entity_t *e = &from->entity[i];
        if (was_listed(from,
                       e)) { /* also one that carries rows of another export of ours */
            n_listed_here++;
            continue;
        }
        if (e->n_row == 0)
            return bad(from, e->where, "an entity without rows of ours was added", err);
        GNBS_TRY(check_gene(from, e, err));
        out->n_kept++;
        for (size_t k = 0; k < e->n_row; k++) {
            found_row_t row = {e->row[k].order, &e->row[k].cell};
            if (!GNBS_PUSH(rows, row))
                return gnbs_err_set(err, GNBS_E_NOMEM, "%s: rows", from->path);
        }
    }
    if (n_listed_here > from->own[GNBS_PANELAPP_OWN_LISTED].n_row)
        return bad(from, "$.gnbs.listed", "there are more listed entities than it lists",
                   err);
    if (rows->n > 1) qsort(rows->at, rows->n, sizeof *rows->at, by_order);
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].order != (int64_t)i + 1)
            return bad(from, "$.gnbs", "a row is missing, or there twice", err);
    return GNBS_OK;
}

/* Columns of ours keep their place; others follow as they came. */
static gnbs_code_t place_columns(gnbs_panel_draft_t *d, const gnbs_panelapp_texts_t *column,
                                 int **place, gnbs_err_t *err) {
    int *at = GNBS_NEW(d->arena, int, column->n);
    const char **extra = GNBS_NEW(d->arena, const char *, column->n);
    int n_extra = 0;
    if (at == NULL || extra == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "columns");
    for (size_t i = 0; i < column->n; i++) {
        at[i] = -1;
        for (int k = 0; k < GNBS_PANEL_N_COLUMN; k++)
            if (strcmp(gnbs_panel_columns[k].name, column->at[i]) == 0) at[i] = k;
        if (at[i] >= 0) continue;
        extra[n_extra] = column->at[i];
        at[i] = GNBS_PANEL_N_COLUMN + n_extra++;
    }
    gnbs_panel_draft_begin(d, d->arena, n_extra, extra);
    *place = at;
    return GNBS_OK;
}

static gnbs_code_t rebuild_rows(const gnbs_panelapp_t *from, const found_rows_t *rows,
                                gnbs_panel_draft_t *d, gnbs_err_t *err) {
    const gnbs_panelapp_table_t *own = &from->own[GNBS_PANELAPP_OWN_PANEL];
    int *place = NULL;
    GNBS_TRY(place_columns(d, &own->column, &place, err));
    for (size_t i = 0; i < own->meta_key.n && i < own->meta_value.n; i++)
        gnbs_panel_draft_meta(d, own->meta_key.at[i], own->meta_value.at[i]);
    for (size_t i = 0; i < rows->n; i++) {
        const char **cell = gnbs_panel_draft_row(d);
        size_t before;
        if (cell == NULL) break;
        for (size_t k = 0; k < own->column.n; k++) cell[place[k]] = rows->at[i].cell->at[k];
        if (!gnbs_panel_draft_keep(d, cell, &before))
            return gnbs_err_set(err, GNBS_E_DATA, "%s: rows %zu and %zu are the same",
                                from->path, before, i + 1);
    }
    return GNBS_OK;
}

static gnbs_code_t rebuild_listed(const gnbs_panelapp_t *from, gnbs_panel_draft_t *d,
                                  gnbs_err_t *err) {
    const gnbs_panelapp_table_t *t = &from->own[GNBS_PANELAPP_OWN_LISTED];
    if (t->n_row > 0 && t->column.n != GNBS_LISTING_COLUMNS)
        return bad(from, "$.gnbs.listed", "not the columns of a list", err);
    for (size_t i = 0; i < t->n_row; i++) {
        const gnbs_panelapp_texts_t *c = &t->row[i].cell;
        if (c->n != GNBS_LISTING_COLUMNS)
            return bad(from, "$.gnbs.listed", "a row has too many or too few cells", err);
        const gnbs_panel_listing_t what = {c->at[0], c->at[1], c->at[2], c->at[3],
                                           c->at[4], c->at[5], c->at[6], c->at[7],
                                           c->at[8], c->at[9]};
        gnbs_panel_draft_list(d, &what);
    }
    return GNBS_OK;
}

/* include.tsv and exclude.tsv, as they were. */
static gnbs_code_t rebuild_table(const gnbs_panelapp_t *from, gnbs_panelapp_own_t which,
                                 gnbs_arena_t *arena, gnbs_table_t *out, gnbs_err_t *err) {
    const gnbs_panelapp_table_t *t = &from->own[which];
    size_t n_meta = t->meta_key.n < t->meta_value.n ? t->meta_key.n : t->meta_value.n;
    gnbs_table_meta_t *meta = GNBS_NEW(arena, gnbs_table_meta_t, n_meta);
    gnbs_table_row_t *row = GNBS_NEW(arena, gnbs_table_row_t, t->n_row);
    const char **column = GNBS_NEW(arena, const char *, t->column.n);
    if (meta == NULL || row == NULL || column == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: alleles", from->path);
    for (size_t i = 0; i < n_meta; i++)
        meta[i] = (gnbs_table_meta_t){(int)i + 1, t->meta_key.at[i], t->meta_value.at[i]};
    for (size_t i = 0; i < t->column.n; i++) column[i] = t->column.at[i];
    for (size_t i = 0; i < t->n_row; i++) {
        const gnbs_panelapp_texts_t *c = &t->row[i].cell;
        if (c->n != t->column.n)
            return bad(from, "$.gnbs", "an allele has too many or too few cells", err);
        row[i] = (gnbs_table_row_t){(int)(n_meta + i) + 2, (int)c->n,
                                    GNBS_NEW(arena, const char *, c->n)};
        if (row[i].cell == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%s: alleles", from->path);
        for (size_t k = 0; k < c->n; k++) row[i].cell[k] = c->at[k];
    }
    *out = (gnbs_table_t){.path = which == GNBS_PANELAPP_OWN_INCLUDE ? "include.tsv"
                                                                     : "exclude.tsv",
                          .n_meta = n_meta,
                          .meta = meta,
                          .header_line = (int)n_meta + 1,
                          .n_column = (int)t->column.n,
                          .column = column,
                          .n_row = t->n_row,
                          .row = row};
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_import_own(const gnbs_panelapp_t *from, gnbs_arena_t *arena,
                                  gnbs_panel_import_t *out, gnbs_err_t *err) {
    gnbs_panel_draft_t draft = {.arena = arena};
    found_rows_t rows = {0};
    gnbs_code_t code = gather(from, &rows, out, err);
    if (code == GNBS_OK) code = rebuild_rows(from, &rows, &draft, err);
    if (code == GNBS_OK) code = rebuild_listed(from, &draft, err);
    if (code == GNBS_OK) code = gnbs_panel_draft_finish(&draft, from->path, out, err);
    if (code == GNBS_OK)
        code = rebuild_table(from, GNBS_PANELAPP_OWN_INCLUDE, arena, &out->include, err);
    if (code == GNBS_OK)
        code = rebuild_table(from, GNBS_PANELAPP_OWN_EXCLUDE, arena, &out->exclude, err);
    out->n_listed = from->own[GNBS_PANELAPP_OWN_LISTED].n_row;
    out->n_in = out->n_kept + out->n_listed;
    gnbs_panel_draft_clear(&draft);
    GNBS_VEC_CLEAR(&rows);
    return code;
}
