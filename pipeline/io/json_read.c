#include "io/json_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "core/arena.h"
#include "core/escape.h"
#include "core/mem.h"
#include "io/text.h"

enum { MAX_FILE_BYTES = 64 << 20, MAX_DEPTH = 64 };

struct gnbs_json_value {
    gnbs_json_kind_t kind;
    bool truth;
    size_t n;        /* of item[]                  */
    size_t i;        /* of itself in its parent    */
    const char *key; /* NULL unless it is a member */
    const gnbs_json_value_t *parent;
    const gnbs_json_doc_t *doc;
    union {
        int64_t whole;
        double real;
        const char *text;
        const gnbs_json_value_t *item;
    } as;
};

struct gnbs_json_doc {
    gnbs_arena_t arena;
    const char *path;
    gnbs_json_value_t root;
};

/* ---- reading: jansson's tree is copied, so that each value knows its place -------------- */

static gnbs_code_t no_memory(const gnbs_json_doc_t *doc, gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory", doc->path);
}

static gnbs_code_t copy_value(gnbs_json_doc_t *doc, json_t *from, int depth,
                              gnbs_json_value_t *to, gnbs_err_t *err);

static gnbs_code_t copy_items(gnbs_json_doc_t *doc, json_t *from, int depth,
                              gnbs_json_value_t *to, gnbs_err_t *err) {
    bool is_object = json_is_object(from);
    to->kind = is_object ? GNBS_JSON_OBJECT : GNBS_JSON_ARRAY;
    to->n = is_object ? json_object_size(from) : json_array_size(from);
    gnbs_json_value_t *item = GNBS_NEW(&doc->arena, gnbs_json_value_t, to->n);
    if (item == NULL) return no_memory(doc, err);
    to->as.item = item;
    void *member = is_object ? json_object_iter(from) : NULL;
    for (size_t i = 0; i < to->n; i++) {
        item[i] = (gnbs_json_value_t){.i = i, .parent = to, .doc = doc};
        if (is_object) {
            item[i].key = gnbs_arena_strdup(&doc->arena, json_object_iter_key(member));
            if (item[i].key == NULL) return no_memory(doc, err);
        }
        json_t *value =
            is_object ? json_object_iter_value(member) : json_array_get(from, i);
        GNBS_TRY(copy_value(doc, value, depth + 1, &item[i], err));
        if (is_object) member = json_object_iter_next(from, member);
    }
    return GNBS_OK;
}

static gnbs_code_t copy_value(gnbs_json_doc_t *doc, json_t *from, int depth,
                              gnbs_json_value_t *to, gnbs_err_t *err) {
    if (depth > MAX_DEPTH)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: nested deeper than %d levels; this is not a file of ours",
                            doc->path, MAX_DEPTH);
    switch (json_typeof(from)) {
    case JSON_OBJECT:
    case JSON_ARRAY: return copy_items(doc, from, depth, to, err);
    case JSON_STRING:
        to->kind = GNBS_JSON_TEXT;
        to->as.text = gnbs_arena_strdup(&doc->arena, json_string_value(from));
        return to->as.text != NULL ? GNBS_OK : no_memory(doc, err);
    case JSON_INTEGER:
        to->kind = GNBS_JSON_INT;
        to->as.whole = json_integer_value(from);
        return GNBS_OK;
    case JSON_REAL:
        to->kind = GNBS_JSON_REAL;
        to->as.real = json_real_value(from);
        return GNBS_OK;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = GNBS_JSON_BOOL;
        to->truth = json_is_true(from);
        return GNBS_OK;
    case JSON_NULL: break;
    }
    to->kind = GNBS_JSON_NULL;
    return GNBS_OK;
}

static gnbs_code_t bad_json(const char *path, const json_error_t *why, gnbs_err_t *err) {
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, why->text);
    gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: column %d: not valid JSON: %s", path,
                 why->line, why->column, gnbs_str_text(&safe));
    gnbs_str_clear(&safe);
    return GNBS_E_FORMAT;
}

gnbs_code_t gnbs_json_parse(const char *path, const char *bytes, size_t n_bytes,
                            gnbs_json_doc_t **out, gnbs_err_t *err) {
    *out = NULL;
    if (n_bytes > MAX_FILE_BYTES)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: more than %d bytes; this is not a file of ours", path,
                            MAX_FILE_BYTES);
    if (n_bytes >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n_bytes -= 3;
    }
    gnbs_json_doc_t *doc = gnbs_mem_alloc(1, sizeof *doc);
    if (doc == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_arena_init(&doc->arena);
    doc->root.doc = doc;
    doc->path = gnbs_arena_strdup(&doc->arena, path);
    json_error_t why;
    json_t *tree =
        json_loadb(n_bytes > 0 ? bytes : "", n_bytes, JSON_REJECT_DUPLICATES, &why);
    gnbs_code_t code = GNBS_OK;
    if (doc->path == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    else if (tree == NULL)
        code = bad_json(path, &why, err);
    else
        code = copy_value(doc, tree, 1, &doc->root, err);
    json_decref(tree);
    if (code != GNBS_OK) {
        gnbs_json_doc_close(doc);
        return code;
    }
    *out = doc;
    return GNBS_OK;
}

gnbs_code_t gnbs_json_read(const char *path, gnbs_json_doc_t **doc, gnbs_err_t *err) {
    *doc = NULL;
    char *bytes;
    size_t n_bytes;
    GNBS_TRY(gnbs_text_read(path, MAX_FILE_BYTES, &bytes, &n_bytes, err));
    gnbs_code_t code = gnbs_json_parse(path, bytes, n_bytes, doc, err);
    gnbs_mem_free(bytes);
    return code;
}

void gnbs_json_doc_close(gnbs_json_doc_t *doc) {
    if (doc == NULL) return;
    gnbs_arena_clear(&doc->arena);
    gnbs_mem_free(doc);
}

const gnbs_json_value_t *gnbs_json_root(const gnbs_json_doc_t *doc) { return &doc->root; }

/* ---- asking --------------------------------------------------------------------------- */

gnbs_json_kind_t gnbs_json_kind(const gnbs_json_value_t *v) {
    return v != NULL ? v->kind : GNBS_JSON_NULL;
}

size_t gnbs_json_size(const gnbs_json_value_t *v) { return v != NULL ? v->n : 0; }

const gnbs_json_value_t *gnbs_json_item(const gnbs_json_value_t *v, size_t i) {
    return i < gnbs_json_size(v) ? &v->as.item[i] : NULL;
}

const char *gnbs_json_key(const gnbs_json_value_t *v) { return v != NULL ? v->key : NULL; }

const gnbs_json_value_t *gnbs_json_get(const gnbs_json_value_t *v, const char *key) {
    if (gnbs_json_kind(v) != GNBS_JSON_OBJECT) return NULL;
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->as.item[i].key, key) == 0) return &v->as.item[i];
    return NULL;
}

bool gnbs_json_as_text(const gnbs_json_value_t *v, const char **out) {
    if (gnbs_json_kind(v) != GNBS_JSON_TEXT) return false;
    *out = v->as.text;
    return true;
}

bool gnbs_json_as_int(const gnbs_json_value_t *v, int64_t *out) {
    if (gnbs_json_kind(v) != GNBS_JSON_INT) return false;
    *out = v->as.whole;
    return true;
}

bool gnbs_json_as_real(const gnbs_json_value_t *v, double *out) {
    gnbs_json_kind_t kind = gnbs_json_kind(v);
    if (kind == GNBS_JSON_INT)
        *out = (double)v->as.whole;
    else if (kind == GNBS_JSON_REAL)
        *out = v->as.real;
    return kind == GNBS_JSON_INT || kind == GNBS_JSON_REAL;
}

bool gnbs_json_as_bool(const gnbs_json_value_t *v, bool *out) {
    if (gnbs_json_kind(v) != GNBS_JSON_BOOL) return false;
    *out = v->truth;
    return true;
}

/* ---- asking with a message ------------------------------------------------------------ */

void gnbs_json_where(const gnbs_json_value_t *v, gnbs_str_t *out) {
    const gnbs_json_value_t *chain[MAX_DEPTH + 1];
    int n = 0;
    for (; v != NULL && v->parent != NULL; v = v->parent) chain[n++] = v;
    gnbs_str_add_char(out, '$');
    while (n-- > 0) {
        if (chain[n]->key == NULL) {
            gnbs_str_printf(out, "[%zu]", chain[n]->i);
        } else {
            gnbs_str_add_char(out, '.');
            gnbs_escape_term(out, chain[n]->key);
        }
    }
}

gnbs_code_t gnbs_json_bad(const gnbs_json_value_t *v, gnbs_err_t *err, const char *fmt,
                          ...) {
    char words[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(words, sizeof words, fmt, ap);
    va_end(ap);
    gnbs_str_t place;
    gnbs_str_init(&place);
    gnbs_json_where(v, &place);
    gnbs_str_add(&place, ": ");
    gnbs_escape_term(&place, words);
    gnbs_err_set(err, GNBS_E_FORMAT, "%s: %s", v != NULL ? v->doc->path : "JSON",
                 gnbs_str_text(&place));
    gnbs_str_clear(&place);
    return GNBS_E_FORMAT;
}

static const char *kind_name(gnbs_json_kind_t kind) {
    static const char *const NAMES[] = {"null",     "true or false", "a whole number",
                                        "a number", "text",          "an array",
                                        "an object"};
    return NAMES[kind];
}

/* The member that is there and of the kind; a whole number passes for a real. */
static gnbs_code_t need(const gnbs_json_value_t *object, const char *key,
                        gnbs_json_kind_t kind, const gnbs_json_value_t **member,
                        gnbs_err_t *err) {
    *member = gnbs_json_get(object, key);
    if (gnbs_json_kind(object) != GNBS_JSON_OBJECT)
        return gnbs_json_bad(object, err, "expected an object with '%s', found %s", key,
                             kind_name(gnbs_json_kind(object)));
    if (*member == NULL)
        return gnbs_json_bad(object, err, "has no '%s', expected %s", key, kind_name(kind));
    gnbs_json_kind_t found = gnbs_json_kind(*member);
    if (found == kind || (kind == GNBS_JSON_REAL && found == GNBS_JSON_INT)) return GNBS_OK;
    return gnbs_json_bad(*member, err, "expected %s, found %s", kind_name(kind),
                         kind_name(found));
}

gnbs_code_t gnbs_json_need_text(const gnbs_json_value_t *object, const char *key,
                                const char **out, gnbs_err_t *err) {
    const gnbs_json_value_t *member;
    GNBS_TRY(need(object, key, GNBS_JSON_TEXT, &member, err));
    gnbs_json_as_text(member, out);
    return GNBS_OK;
}

gnbs_code_t gnbs_json_need_int(const gnbs_json_value_t *object, const char *key,
                               int64_t *out, gnbs_err_t *err) {
    const gnbs_json_value_t *member;
    GNBS_TRY(need(object, key, GNBS_JSON_INT, &member, err));
    gnbs_json_as_int(member, out);
    return GNBS_OK;
}

gnbs_code_t gnbs_json_need_real(const gnbs_json_value_t *object, const char *key,
                                double *out, gnbs_err_t *err) {
    const gnbs_json_value_t *member;
    GNBS_TRY(need(object, key, GNBS_JSON_REAL, &member, err));
    gnbs_json_as_real(member, out);
    return GNBS_OK;
}

gnbs_code_t gnbs_json_need_bool(const gnbs_json_value_t *object, const char *key, bool *out,
                                gnbs_err_t *err) {
    const gnbs_json_value_t *member;
    GNBS_TRY(need(object, key, GNBS_JSON_BOOL, &member, err));
    gnbs_json_as_bool(member, out);
    return GNBS_OK;
}

gnbs_code_t gnbs_json_need_array(const gnbs_json_value_t *object, const char *key,
                                 const gnbs_json_value_t **out, gnbs_err_t *err) {
    return need(object, key, GNBS_JSON_ARRAY, out, err);
}

gnbs_code_t gnbs_json_need_object(const gnbs_json_value_t *object, const char *key,
                                  const gnbs_json_value_t **out, gnbs_err_t *err) {
    return need(object, key, GNBS_JSON_OBJECT, out, err);
}
