#include "panel/panel_export.h"

#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "panel/panel_import.h"
#include "panel/panel_lint.h"

typedef struct writer {
    const gnbs_table_t *rows, *listed;
    const bool *is_json;
    int index[GNBS_PANEL_N_COLUMN];
    size_t *leader; /* of each row: the first row that shares its entity */
    size_t n_gene, n_str, n_region;
    gnbs_json_t json;
} writer_t;

static const char *cell(const writer_t *w, size_t i, int column) {
    int k = w->index[column];
    return k < 0 ? "" : w->rows->row[i].cell[k];
}

static const char *listed_cell(const writer_t *w, size_t i, const char *name) {
    int k = gnbs_table_column(w->listed, name);
    return k < 0 ? "" : w->listed->row[i].cell[k];
}

/* ---- which rows share an entity ----------------------------------------------------------------------------- */

/* PanelApp has a gene once in a panel: rows of a gene share an entity when they have one origin, and one colour and one
 * mode of inheritance can say them. */
static bool may_share(const writer_t *w, size_t a, size_t b) {
    static const int SAME[] = {GNBS_PANEL_HGNC_ID, GNBS_PANEL_GENE, GNBS_PANEL_STATUS,
                               GNBS_PANEL_ORIGIN};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (strcmp(cell(w, a, SAME[i]), cell(w, b, SAME[i])) != 0) return false;
    const char *x = cell(w, a, GNBS_PANEL_INHERITANCE),
               *y = cell(w, b, GNBS_PANEL_INHERITANCE);
    bool is_x_dominant_or_recessive = strcmp(x, "AD") == 0 || strcmp(x, "AR") == 0;
    bool is_y_dominant_or_recessive = strcmp(y, "AD") == 0 || strcmp(y, "AR") == 0;
    return strcmp(x, y) == 0 || (is_x_dominant_or_recessive && is_y_dominant_or_recessive);
}

static void group(writer_t *w) {
    for (size_t i = 0; i < w->rows->n_row; i++) {
        w->leader[i] = i;
        for (size_t k = 0; k < i; k++)
            if (w->leader[k] == k && may_share(w, k, i)) {
                w->leader[i] = k;
                break;
            }
        w->n_gene += w->leader[i] == i;
    }
    for (size_t i = 0; w->listed != NULL && i < w->listed->n_row; i++) {
        const char *kind = listed_cell(w, i, "kind");
        if (!w->is_json[i]) continue;
        w->n_gene += strcmp(kind, "gene") == 0;
        w->n_str += strcmp(kind, "str") == 0;
        w->n_region += strcmp(kind, "region") == 0;
    }
}

/* ---- members -------------------------------------------------------------------------------------------------- */

static void add_split(writer_t *w, const char *key, const char *text, const char *between) {
    gnbs_json_array(&w->json, key);
    while (*text != '\0') {
        const char *end = strstr(text, between);
        size_t n = end != NULL ? (size_t)(end - text) : strlen(text);
        gnbs_str_t one;
        gnbs_str_init(&one);
        gnbs_str_add_n(&one, text, n);
        if (n > 0) gnbs_json_text(&w->json, NULL, gnbs_str_text(&one));
        if (one.failed) w->json.out->failed = true;
        gnbs_str_clear(&one);
        text += n + (end != NULL ? strlen(between) : 0);
    }
    gnbs_json_end(&w->json);
}

/* The words of its origin where they still say what the rows say; else ours. */
static const char *moi_of(const writer_t *w, size_t leader) {
    gnbs_inheritance_t own[2] = {GNBS_INH_UNKNOWN, GNBS_INH_UNKNOWN}, read[2];
    size_t n = 0;
    const char *why, *moi = cell(w, leader, GNBS_PANEL_MOI);
    for (size_t i = leader; i < w->rows->n_row; i++) {
        if (w->leader[i] != leader) continue;
        gnbs_inheritance_t inh = gnbs_inheritance_parse(cell(w, i, GNBS_PANEL_INHERITANCE));
        if (n == 0 || (n == 1 && own[0] != inh)) own[n++] = inh;
    }
    size_t n_read = gnbs_panel_read_moi(moi, read, &why);
    bool is_same = n_read == n;
    for (size_t i = 0; i < n && is_same; i++)
        is_same = own[i] == read[0] || (n_read == 2 && own[i] == read[1]);
    return is_same ? moi : gnbs_panel_write_moi(n, own);
}

static void add_phenotypes(writer_t *w, size_t leader) {
    const char *theirs = cell(w, leader, GNBS_PANEL_PHENOTYPES);
    if (theirs[0] != '\0') {
        add_split(w, "phenotypes", theirs, " | ");
        return;
    }
    gnbs_json_array(&w->json, "phenotypes");
    for (size_t i = leader; i < w->rows->n_row; i++) {
        if (w->leader[i] != leader) continue;
        const char *id = cell(w, i, GNBS_PANEL_CONDITION_ID);
        gnbs_str_t s;
        gnbs_str_init(&s);
        gnbs_str_printf(&s, "%s%s%s", cell(w, i, GNBS_PANEL_CONDITION),
                        id[0] != '\0' ? ", " : "", id);
        gnbs_json_text(&w->json, NULL, gnbs_str_text(&s));
        if (s.failed) w->json.out->failed = true;
        gnbs_str_clear(&s);
    }
    gnbs_json_end(&w->json);
}

static void add_row(writer_t *w, const gnbs_table_t *table, size_t i) {
    gnbs_json_object(&w->json, NULL);
    gnbs_json_int(&w->json, "order", (int64_t)i + 1);
    gnbs_json_array(&w->json, "cells");
    for (int k = 0; k < table->n_column; k++)
        gnbs_json_text(&w->json, NULL, table->row[i].cell[k]);
    gnbs_json_end(&w->json);
    gnbs_json_end(&w->json);
}

static void add_gene(writer_t *w, size_t leader) {
    gnbs_json_t *j = &w->json;
    const char *status = cell(w, leader, GNBS_PANEL_STATUS),
               *mechanism = cell(w, leader, GNBS_PANEL_MECHANISM);
    gnbs_json_object(j, NULL);
    gnbs_json_object(j, "gene_data");
    gnbs_json_text(j, "hgnc_id", cell(w, leader, GNBS_PANEL_HGNC_ID));
    gnbs_json_text(j, "gene_symbol", cell(w, leader, GNBS_PANEL_GENE));
    gnbs_json_text(j, "hgnc_symbol", cell(w, leader, GNBS_PANEL_GENE));
    gnbs_json_end(j);
    gnbs_json_text(j, "entity_type", "gene");
    gnbs_json_text(j, "entity_name", cell(w, leader, GNBS_PANEL_GENE));
    gnbs_json_text(j, "confidence_level",
                   strcmp(status, "green") == 0   ? "3"
                   : strcmp(status, "amber") == 0 ? "2"
                                                  : "1");
    gnbs_json_null(j, "penetrance");
    gnbs_json_text(j, "mode_of_pathogenicity",
                   strcmp(mechanism, "GoF") == 0 || strcmp(mechanism, "DN") == 0 ? "Other"
                                                                                 : "");
    add_split(w, "publications", cell(w, leader, GNBS_PANEL_EVIDENCE), ";");
    gnbs_json_array(j, "evidence");
    gnbs_json_end(j);
    add_phenotypes(w, leader);
    gnbs_json_text(j, "mode_of_inheritance", moi_of(w, leader));
    add_split(w, "tags", cell(w, leader, GNBS_PANEL_TAGS), ";");
    add_split(w, "transcript", cell(w, leader, GNBS_PANEL_TRANSCRIPT), ";");
    gnbs_json_object(j, "gnbs");
    gnbs_json_array(j, "rows");
    for (size_t i = leader; i < w->rows->n_row; i++)
        if (w->leader[i] == leader) add_row(w, w->rows, i);
    gnbs_json_end(j);
    gnbs_json_end(j);
    gnbs_json_end(j);
}

static void add_listed(writer_t *w, const char *kind) {
    for (size_t i = 0; w->listed != NULL && i < w->listed->n_row; i++)
        if (w->is_json[i] && strcmp(listed_cell(w, i, "kind"), kind) == 0)
            gnbs_json_raw(&w->json, NULL, listed_cell(w, i, "entity"));
}

static void add_table(writer_t *w, const char *key, const gnbs_table_t *t, bool has_rows) {
    gnbs_json_t *j = &w->json;
    if (t == NULL) return;
    gnbs_json_object(j, key);
    gnbs_json_array(j, "meta_keys");
    for (size_t i = 0; i < t->n_meta; i++) gnbs_json_text(j, NULL, t->meta[i].key);
    gnbs_json_end(j);
    gnbs_json_array(j, "meta_values");
    for (size_t i = 0; i < t->n_meta; i++) gnbs_json_text(j, NULL, t->meta[i].value);
    gnbs_json_end(j);
    gnbs_json_array(j, "columns");
    for (int i = 0; i < t->n_column; i++) gnbs_json_text(j, NULL, t->column[i]);
    gnbs_json_end(j);
    gnbs_json_array(j, "rows");
    for (size_t i = 0; has_rows && i < t->n_row; i++) add_row(w, t, i);
    gnbs_json_end(j);
    gnbs_json_end(j);
}

static void add_own(writer_t *w, const gnbs_panel_json_t *what) {
    gnbs_json_object(&w->json, "gnbs");
    add_table(w, "panel", what->rows, false); /* its rows stand with their genes */
    add_table(w, "listed", what->listed, true);
    add_table(w, "include", what->include, true);
    add_table(w, "exclude", what->exclude, true);
    gnbs_json_end(&w->json);
}

static const char *meta_or_empty(const writer_t *w, const char *key) {
    const char *value = gnbs_table_meta_value(w->rows, key);
    return value != NULL ? value : "";
}

static void add_head(writer_t *w) {
    gnbs_json_t *j = &w->json;
    gnbs_json_null(j, "id");
    gnbs_json_null(j, "hash_id");
    gnbs_json_text(j, "name", meta_or_empty(w, "name"));
    gnbs_json_text(j, "disease_group", "");
    gnbs_json_text(j, "disease_sub_group", "");
    gnbs_json_text(j, "status", meta_or_empty(w, "status"));
    gnbs_json_text(j, "version", meta_or_empty(w, "version"));
    gnbs_json_text(j, "version_created", meta_or_empty(w, "date"));
    add_split(w, "relevant_disorders", meta_or_empty(w, "disorders"), "; ");
    gnbs_json_object(j, "stats");
    gnbs_json_int(j, "number_of_genes", (int64_t)w->n_gene);
    gnbs_json_int(j, "number_of_strs", (int64_t)w->n_str);
    gnbs_json_int(j, "number_of_regions", (int64_t)w->n_region);
    gnbs_json_end(j);
    gnbs_json_array(j, "types");
    gnbs_json_end(j);
}

gnbs_code_t gnbs_panel_export_json(const gnbs_panel_json_t *what, gnbs_arena_t *arena,
                                   gnbs_str_t *out, gnbs_err_t *err) {
    const gnbs_table_t *rows = what->rows;
    writer_t w = {.rows = rows, .listed = what->listed, .is_json = what->is_json};
    w.leader = GNBS_NEW(arena, size_t, rows->n_row);
    if (w.leader == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s: rows", rows->path);
    gnbs_panel_map_columns(rows, GNBS_PANEL_N_COLUMN, gnbs_panel_columns, w.index);
    group(&w);
    gnbs_json_init(&w.json, out);
    gnbs_json_object(&w.json, NULL);
    add_head(&w);
    gnbs_json_array(&w.json, "genes");
    for (size_t i = 0; i < rows->n_row; i++)
        if (w.leader[i] == i) add_gene(&w, i);
    add_listed(&w, "gene");
    gnbs_json_end(&w.json);
    gnbs_json_array(&w.json, "strs");
    add_listed(&w, "str");
    gnbs_json_end(&w.json);
    gnbs_json_array(&w.json, "regions");
    add_listed(&w, "region");
    gnbs_json_end(&w.json);
    add_own(&w, what);
    gnbs_json_end(&w.json);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s: exporting", rows->path)
                       : GNBS_OK;
}
