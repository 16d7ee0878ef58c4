#include "io/panelapp_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "core/vec.h"
#include "io/json_print.h"
#include "io/json_read.h"
#include "io/text.h"

enum { MAX_FILE_BYTES = 64 << 20 };

typedef struct reader {
    gnbs_arena_t *arena;
    const char *path, *line; /* "" or "line 3: ", before places of JSON lines */
    GNBS_VEC(gnbs_panelapp_panel_t) panels;
    GNBS_VEC(gnbs_panelapp_entity_t) entities;
    bool has_loose; /* panels.at[i_loose] gathers entities that stand in no panel */
    size_t i_loose;
    gnbs_panelapp_t *out;
    gnbs_err_t *err;
} reader_t;

static gnbs_code_t no_memory(reader_t *r) {
    return gnbs_err_set(r->err, GNBS_E_NOMEM, "%s: out of memory", r->path);
}

/* ---- small pieces: a text, texts, a number that may be written as text ------------------------------------ */

/* "" for null and for what is not there; numbers and truth values as JSON writes them. */
static gnbs_code_t read_text(reader_t *r, const gnbs_json_value_t *v, const char **out) {
    const char *text = "";
    gnbs_str_t printed;
    gnbs_str_init(&printed);
    if (gnbs_json_kind(v) != GNBS_JSON_NULL && !gnbs_json_as_text(v, &text)) {
        gnbs_json_print_compact(&printed, v);
        text = gnbs_str_text(&printed);
    }
    *out = printed.failed ? NULL : gnbs_arena_strdup(r->arena, text);
    gnbs_str_clear(&printed);
    return *out != NULL ? GNBS_OK : no_memory(r);
}

static gnbs_code_t read_member(reader_t *r, const gnbs_json_value_t *object,
                               const char *key, const char **out) {
    return read_text(r, gnbs_json_get(object, key), out);
}

/* An array of texts; one text alone counts as an array of one. */
static gnbs_code_t read_texts(reader_t *r, const gnbs_json_value_t *v,
                              gnbs_panelapp_texts_t *out) {
    bool is_array = gnbs_json_kind(v) == GNBS_JSON_ARRAY;
    size_t n = is_array ? gnbs_json_size(v) : gnbs_json_kind(v) != GNBS_JSON_NULL ? 1 : 0;
    const char **at = GNBS_NEW(r->arena, const char *, n);
    if (at == NULL) return no_memory(r);
    for (size_t i = 0; i < n; i++)
        GNBS_TRY(read_text(r, is_array ? gnbs_json_item(v, i) : v, &at[i]));
    *out = (gnbs_panelapp_texts_t){n, at};
    return GNBS_OK;
}

static gnbs_code_t join_texts(reader_t *r, const gnbs_json_value_t *v, const char *key,
                              const char *between, const char **out) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    for (size_t i = 0; i < gnbs_json_size(v); i++) {
        const gnbs_json_value_t *item = gnbs_json_item(v, i);
        const char *text = "";
        gnbs_json_as_text(key != NULL ? gnbs_json_get(item, key) : item, &text);
        if (text[0] == '\0') continue;
        if (s.n > 0) gnbs_str_add(&s, between);
        gnbs_str_add(&s, text);
    }
    *out = s.failed ? NULL : gnbs_arena_strdup(r->arena, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    return *out != NULL ? GNBS_OK : no_memory(r);
}

static int64_t count_or_missing(const gnbs_json_value_t *object, const char *key) {
    int64_t n = -1;
    gnbs_json_as_int(gnbs_json_get(object, key), &n);
    return n;
}

/* ---- entities --------------------------------------------------------------------------------------------- */

static gnbs_panelapp_kind_t kind_of(const char *text, const char *array) {
    if (strcmp(text, "gene") == 0) return GNBS_PANELAPP_GENE;
    if (strcmp(text, "str") == 0) return GNBS_PANELAPP_STR;
    if (strcmp(text, "region") == 0) return GNBS_PANELAPP_REGION;
    if (text[0] == '\0' && array != NULL) {
        if (strcmp(array, "genes") == 0) return GNBS_PANELAPP_GENE;
        if (strcmp(array, "strs") == 0) return GNBS_PANELAPP_STR;
        if (strcmp(array, "regions") == 0) return GNBS_PANELAPP_REGION;
    }
    return GNBS_PANELAPP_OTHER;
}

/* "GRCh38 5:37695-11347150", GRCh37 where there is no other; "" where there is none. */
static gnbs_code_t read_place(reader_t *r, const gnbs_json_value_t *v, const char **out) {
    static const char *const KEY[2] = {"grch38_coordinates", "grch37_coordinates"},
                             *const BUILD[2] = {"GRCh38", "GRCh37"};
    const char *chrom;
    *out = "";
    GNBS_TRY(read_member(r, v, "chromosome", &chrom));
    for (int i = 0; i < 2; i++) {
        const gnbs_json_value_t *at = gnbs_json_get(v, KEY[i]);
        int64_t beg1, end;
        if (!gnbs_json_as_int(gnbs_json_item(at, 0), &beg1) ||
            !gnbs_json_as_int(gnbs_json_item(at, 1), &end))
            continue;
        *out = gnbs_arena_printf(r->arena, "%s %s:%" PRId64 "-%" PRId64, BUILD[i], chrom,
                                 beg1, end);
        return *out != NULL ? GNBS_OK : no_memory(r);
    }
    return GNBS_OK;
}

static gnbs_code_t keep_raw(reader_t *r, const gnbs_json_value_t *v,
                            gnbs_panelapp_entity_t *e) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_json_print_compact(&s, v);
    e->raw = s.failed ? NULL : gnbs_arena_strdup(r->arena, gnbs_str_text(&s));
    gnbs_str_reset(&s);
    gnbs_str_add(&s, r->line);
    gnbs_json_where(v, &s);
    e->where = s.failed ? NULL : gnbs_arena_strdup(r->arena, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    return e->raw != NULL && e->where != NULL ? GNBS_OK : no_memory(r);
}

/* "rows": [{"order": 3, "cells": ["CFTR", ..]}] of an export of ours. */
static gnbs_code_t read_rows(reader_t *r, const gnbs_json_value_t *rows, size_t *n,
                             const gnbs_panelapp_row_t **out) {
    *n = gnbs_json_size(rows);
    gnbs_panelapp_row_t *row = GNBS_NEW(r->arena, gnbs_panelapp_row_t, *n);
    if (row == NULL) return no_memory(r);
    for (size_t i = 0; i < *n; i++) {
        const gnbs_json_value_t *item = gnbs_json_item(rows, i);
        GNBS_TRY(gnbs_json_need_int(item, "order", &row[i].order, r->err));
        GNBS_TRY(read_texts(r, gnbs_json_get(item, "cells"), &row[i].cell));
    }
    *out = row;
    return GNBS_OK;
}

static gnbs_code_t read_entity(reader_t *r, const gnbs_json_value_t *v, const char *array,
                               size_t i_panel) {
    gnbs_panelapp_entity_t e = {.i_panel = i_panel};
    const gnbs_json_value_t *gene = gnbs_json_get(v, "gene_data");
    if (gnbs_json_kind(v) != GNBS_JSON_OBJECT)
        return gnbs_json_bad(v, r->err, "expected an entity (an object with entity_type)");
    GNBS_TRY(read_member(r, v, "entity_type", &e.kind_text));
    GNBS_TRY(read_member(r, v, "entity_name", &e.name));
    GNBS_TRY(read_member(r, v, "confidence_level", &e.confidence));
    GNBS_TRY(read_member(r, v, "mode_of_inheritance", &e.moi));
    GNBS_TRY(read_member(r, v, "mode_of_pathogenicity", &e.pathogenicity));
    GNBS_TRY(read_member(r, v, "penetrance", &e.penetrance));
    GNBS_TRY(read_member(r, gene, "hgnc_id", &e.hgnc_id));
    GNBS_TRY(read_member(r, gene, "hgnc_symbol", &e.symbol));
    if (e.symbol[0] == '\0') GNBS_TRY(read_member(r, gene, "gene_symbol", &e.symbol));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "phenotypes"), &e.phenotype));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "publications"), &e.publication));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "transcript"), &e.transcript));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "tags"), &e.tag));
    GNBS_TRY(read_place(r, v, &e.place));
    GNBS_TRY(keep_raw(r, v, &e));
    GNBS_TRY(
        read_rows(r, gnbs_json_get(gnbs_json_get(v, "gnbs"), "rows"), &e.n_row, &e.row));
    e.kind = kind_of(e.kind_text, array);
    if (e.kind == GNBS_PANELAPP_GENE && e.symbol[0] == '\0') e.symbol = e.name;
    gnbs_panelapp_panel_t *p = &r->panels.at[i_panel];
    p->n_gene += e.kind == GNBS_PANELAPP_GENE;
    p->n_str += e.kind == GNBS_PANELAPP_STR;
    p->n_region += e.kind == GNBS_PANELAPP_REGION;
    return GNBS_PUSH(&r->entities, e) ? GNBS_OK : no_memory(r);
}

/* ---- panels ----------------------------------------------------------------------------------------------- */

static gnbs_code_t read_panel_head(reader_t *r, const gnbs_json_value_t *v,
                                   gnbs_panelapp_panel_t *p) {
    const gnbs_json_value_t *stats = gnbs_json_get(v, "stats"),
                            *types = gnbs_json_get(v, "types");
    const struct {
        const char *key;
        const char **to;
    } TEXTS[] = {{"id", &p->id},           {"name", &p->name},
                 {"version", &p->version}, {"version_created", &p->version_created},
                 {"status", &p->status},   {"signed_off", &p->signed_off}};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        GNBS_TRY(read_member(r, v, TEXTS[i].key, TEXTS[i].to));
    GNBS_TRY(
        join_texts(r, gnbs_json_get(v, "relevant_disorders"), NULL, "; ", &p->disorders));
    GNBS_TRY(join_texts(r, types, "slug", ";", &p->types));
    p->n_child = gnbs_json_size(gnbs_json_get(v, "child_panel_ids"));
    p->is_signed_off = p->signed_off[0] != '\0' || strstr(p->types, "signed-off") != NULL;
    for (size_t i = 0; i < gnbs_json_size(types); i++) {
        const char *slug = "";
        gnbs_json_as_text(gnbs_json_get(gnbs_json_item(types, i), "slug"), &slug);
        p->is_super |= strcmp(slug, "super-panel") == 0 || strcmp(slug, "superpanel") == 0;
    }
    p->is_super |= p->n_child > 0;
    p->n_gene_stated = count_or_missing(stats, "number_of_genes");
    p->n_str_stated = count_or_missing(stats, "number_of_strs");
    p->n_region_stated = count_or_missing(stats, "number_of_regions");
    return GNBS_OK;
}

static gnbs_code_t add_panel(reader_t *r, const gnbs_json_value_t *v, size_t *i_panel) {
    gnbs_panelapp_panel_t p = {0};
    GNBS_TRY(read_panel_head(r, v, &p));
    *i_panel = r->panels.n;
    return GNBS_PUSH(&r->panels, p) ? GNBS_OK : no_memory(r);
}

static bool is_entity(const gnbs_json_value_t *v) {
    return gnbs_json_get(v, "entity_type") != NULL ||
           (gnbs_json_get(v, "gene_data") != NULL &&
            gnbs_json_get(v, "entity_name") != NULL);
}

/* Arrays that hold entities: genes, strs, regions, and whatever a later PanelApp may add. */
static bool holds_entities(const gnbs_json_value_t *member) {
    static const char *const KNOWN[] = {"genes", "strs", "regions"};
    if (gnbs_json_kind(member) != GNBS_JSON_ARRAY) return false;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strcmp(gnbs_json_key(member), KNOWN[i]) == 0) return true;
    return is_entity(gnbs_json_item(member, 0));
}

static bool is_panel(const gnbs_json_value_t *v) {
    for (size_t i = 0; i < gnbs_json_size(v); i++)
        if (gnbs_json_kind(v) == GNBS_JSON_OBJECT && holds_entities(gnbs_json_item(v, i)))
            return true;
    return gnbs_json_get(v, "name") != NULL && gnbs_json_get(v, "version") != NULL &&
           (gnbs_json_get(v, "stats") != NULL || gnbs_json_get(v, "types") != NULL);
}

static gnbs_code_t read_own_table(reader_t *r, const gnbs_json_value_t *v,
                                  gnbs_panelapp_table_t *t) {
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "meta_keys"), &t->meta_key));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "meta_values"), &t->meta_value));
    GNBS_TRY(read_texts(r, gnbs_json_get(v, "columns"), &t->column));
    return read_rows(r, gnbs_json_get(v, "rows"), &t->n_row, &t->row);
}

static gnbs_code_t read_own(reader_t *r, const gnbs_json_value_t *v) {
    static const char *const NAME[GNBS_PANELAPP_N_OWN] = {"panel", "listed", "include",
                                                          "exclude"};
    if (gnbs_json_kind(v) != GNBS_JSON_OBJECT) return GNBS_OK;
    if (r->out->own[GNBS_PANELAPP_OWN_PANEL].column.n > 0)
        return gnbs_json_bad(v, r->err,
                             "two exports of gnbs in one file; import them one by one");
    for (int i = 0; i < GNBS_PANELAPP_N_OWN; i++)
        GNBS_TRY(read_own_table(r, gnbs_json_get(v, NAME[i]), &r->out->own[i]));
    return GNBS_OK;
}

static gnbs_code_t read_panel(reader_t *r, const gnbs_json_value_t *v) {
    size_t i_panel = 0, n_array = 0;
    GNBS_TRY(add_panel(r, v, &i_panel));
    for (size_t i = 0; i < gnbs_json_size(v); i++) {
        const gnbs_json_value_t *member = gnbs_json_item(v, i);
        if (!holds_entities(member)) continue;
        n_array++;
        for (size_t k = 0; k < gnbs_json_size(member); k++)
            GNBS_TRY(
                read_entity(r, gnbs_json_item(member, k), gnbs_json_key(member), i_panel));
    }
    GNBS_TRY(read_own(r, gnbs_json_get(v, "gnbs")));
    if (n_array > 0) return GNBS_OK;
    const gnbs_panelapp_panel_t *p = &r->panels.at[i_panel]; /* named, without content */
    gnbs_panelapp_entity_t e = {.kind = GNBS_PANELAPP_PANEL,
                                .kind_text = "panel",
                                .name = p->name,
                                .hgnc_id = "",
                                .symbol = "",
                                .confidence = "",
                                .moi = "",
                                .pathogenicity = "",
                                .penetrance = "",
                                .place = "",
                                .i_panel = i_panel};
    GNBS_TRY(keep_raw(r, v, &e));
    return GNBS_PUSH(&r->entities, e) ? GNBS_OK : no_memory(r);
}

/* An entity outside a panel may name its own (`panel`, as /genes/ pages do); consecutive ones share it. */
static gnbs_code_t read_loose(reader_t *r, const gnbs_json_value_t *v) {
    const gnbs_json_value_t *of = gnbs_json_get(v, "panel");
    gnbs_panelapp_panel_t p = {0};
    GNBS_TRY(read_panel_head(r, of, &p));
    const gnbs_panelapp_panel_t *held = r->has_loose ? &r->panels.at[r->i_loose] : NULL;
    if (held == NULL || strcmp(held->id, p.id) != 0 ||
        strcmp(held->version, p.version) != 0) {
        r->has_loose = true;
        r->i_loose = r->panels.n;
        p.n_gene_stated = p.n_str_stated = p.n_region_stated = -1; /* not a whole panel */
        if (!GNBS_PUSH(&r->panels, p)) return no_memory(r);
    }
    return read_entity(r, v, NULL, r->i_loose);
}

static gnbs_code_t read_any(reader_t *r, const gnbs_json_value_t *v);

static gnbs_code_t read_each(reader_t *r, const gnbs_json_value_t *array) {
    for (size_t i = 0; i < gnbs_json_size(array); i++)
        GNBS_TRY(read_any(r, gnbs_json_item(array, i)));
    return GNBS_OK;
}

static gnbs_code_t read_page(reader_t *r, const gnbs_json_value_t *v) {
    const gnbs_json_value_t *results = gnbs_json_get(v, "results");
    int64_t n = count_or_missing(v, "count");
    if (n >= 0) r->out->n_stated = r->out->n_stated < 0 ? n : r->out->n_stated + n;
    r->out->has_next |= gnbs_json_kind(gnbs_json_get(v, "next")) == GNBS_JSON_TEXT;
    return read_each(r, results);
}

static gnbs_code_t read_any(reader_t *r, const gnbs_json_value_t *v) {
    if (gnbs_json_kind(v) == GNBS_JSON_ARRAY) return read_each(r, v);
    if (gnbs_json_kind(gnbs_json_get(v, "results")) == GNBS_JSON_ARRAY)
        return read_page(r, v);
    if (is_entity(v)) return read_loose(r, v);
    if (is_panel(v)) return read_panel(r, v);
    return gnbs_json_bad(v, r->err,
                         "is neither a PanelApp panel (genes, strs, regions), nor a list "
                         "page (results), nor an entity (entity_type)");
}

/* ---- documents -------------------------------------------------------------------------------------------- */

static gnbs_code_t read_document(reader_t *r, const char *bytes, size_t n_bytes,
                                 gnbs_err_t *err) {
    gnbs_json_doc_t *doc;
    GNBS_TRY(gnbs_json_parse(r->path, bytes, n_bytes, &doc, err));
    gnbs_code_t code = read_any(r, gnbs_json_root(doc));
    gnbs_json_doc_close(doc);
    return code;
}

static size_t line_end(const char *bytes, size_t beg, size_t n_bytes) {
    const char *end = memchr(bytes + beg, '\n', n_bytes - beg);
    return end != NULL ? (size_t)(end - bytes) : n_bytes;
}

/* JSON lines: the first line is a document of its own, and something follows it. */
static bool is_json_lines(const reader_t *r, const char *bytes, size_t n_bytes) {
    size_t end = line_end(bytes, 0, n_bytes);
    gnbs_json_doc_t *doc;
    if (end == n_bytes || strspn(bytes + end, " \t\r\n") == n_bytes - end) return false;
    if (gnbs_json_parse(r->path, bytes, end, &doc, NULL) != GNBS_OK) return false;
    gnbs_json_doc_close(doc);
    return true;
}

static gnbs_code_t read_lines(reader_t *r, const char *bytes, size_t n_bytes) {
    int line = 1;
    for (size_t beg = 0; beg < n_bytes; line++) {
        size_t end = line_end(bytes, beg, n_bytes);
        bool is_blank = strspn(bytes + beg, " \t\r") >= end - beg;
        char where[32];
        snprintf(where, sizeof where, "line %d: ", line);
        r->line = where;
        if (!is_blank && read_document(r, bytes + beg, end - beg, r->err) != GNBS_OK)
            return gnbs_err_ctx(r->err, "line %d of JSON lines", line);
        beg = end + 1;
    }
    return GNBS_OK;
}

static gnbs_code_t settle(reader_t *r) {
    gnbs_panelapp_t *out = r->out;
    gnbs_panelapp_panel_t *panel = GNBS_NEW(r->arena, gnbs_panelapp_panel_t, r->panels.n);
    gnbs_panelapp_entity_t *entity =
        GNBS_NEW(r->arena, gnbs_panelapp_entity_t, r->entities.n);
    if (panel == NULL || entity == NULL) return no_memory(r);
    if (r->panels.n == 0)
        return gnbs_err_set(r->err, GNBS_E_FORMAT,
                            "%s: holds no panel and no entity; expected a PanelApp panel, "
                            "a page of a PanelApp list, or their lines",
                            r->path);
    memcpy(panel, r->panels.at, r->panels.n * sizeof *panel);
    if (r->entities.n > 0) memcpy(entity, r->entities.at, r->entities.n * sizeof *entity);
    out->n_panel = r->panels.n;
    out->panel = panel;
    out->n_entity = r->entities.n;
    out->entity = entity;
    return GNBS_OK;
}

gnbs_code_t gnbs_panelapp_parse(const char *path, const char *bytes, size_t n_bytes,
                                gnbs_arena_t *arena, gnbs_panelapp_t *out,
                                gnbs_err_t *err) {
    reader_t r = {.arena = arena, .line = "", .out = out, .err = err};
    *out = (gnbs_panelapp_t){.n_stated = -1};
    out->path = r.path = gnbs_arena_strdup(arena, path);
    /* The texts are cut as C strings below, so they must end. */
    char *copy = gnbs_arena_strndup(arena, n_bytes > 0 ? bytes : "", n_bytes);
    if (r.path == NULL || copy == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", path);
    gnbs_code_t code = is_json_lines(&r, copy, n_bytes)
                           ? read_lines(&r, copy, n_bytes)
                           : read_document(&r, copy, n_bytes, err);
    if (code == GNBS_OK) code = settle(&r);
    GNBS_VEC_CLEAR(&r.panels);
    GNBS_VEC_CLEAR(&r.entities);
    return code;
}

gnbs_code_t gnbs_panelapp_read(const char *path, gnbs_arena_t *arena, gnbs_panelapp_t *out,
                               gnbs_err_t *err) {
    char *bytes;
    size_t n_bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_FILE_BYTES, &bytes, &n_bytes, err));
    gnbs_code_t code = gnbs_panelapp_parse(path, bytes, n_bytes, arena, out, err);
    gnbs_mem_free(bytes);
    return code;
}
