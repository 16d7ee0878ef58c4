/* tests/report/report_judges.c -- judges of HTML and of JSON, written for the tests alone. */
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "report/report_aid.h"

size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) n++;
    return n;
}

bool has_word(const char *text, const char *lower_case) {
    size_t n = strlen(lower_case);
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (i < n && tolower((unsigned char)text[i]) == lower_case[i]) i++;
        if (i == n) return true;
    }
    return false;
}

/* ---- HTML ------------------------------------------------------------------------------------------- */
static char why[512];

static bool is_void(const char *name) {
    return strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 ||
           strcmp(name, "!doctype") == 0 || strcmp(name, "input") == 0;
}

static const char *tag_name(const char *at, char *name, size_t cap) {
    size_t n = 0;
    while (isalnum((unsigned char)*at) || *at == '!' || *at == '-') {
        if (n + 1 < cap) name[n++] = (char)tolower((unsigned char)*at);
        at++;
    }
    name[n] = '\0';
    return at;
}

/* Past the attributes, to the `>`; NULL when one is not quoted, or holds a `<`. */
static const char *skip_attributes(const char *at) {
    while (*at != '>' && *at != '\0') {
        if (*at == '<') return NULL;
        if (*at == '=') {
            if (*++at != '"') return NULL;
            at = strchr(at + 1, '"');
            if (at == NULL) return NULL;
        }
        at++;
    }
    return *at == '>' ? at : NULL;
}

static bool is_entity(const char *at) {
    size_t n = strcspn(at + 1, "; &<");
    return n > 0 && n < 10 && at[n + 1] == ';';
}

const char *html_problem(const char *html) {
    static char stack[64][16];
    size_t depth = 0;
    for (const char *at = html; *at != '\0'; at++) {
        if (*at == '&' && !is_entity(at)) return "a bare &";
        if (*at != '<') continue;
        bool is_end = at[1] == '/';
        char name[16];
        const char *rest = tag_name(at + 1 + is_end, name, sizeof name);
        if (name[0] == '\0') return "a < that opens no tag";
        const char *close = skip_attributes(rest);
        if (close == NULL) {
            snprintf(why, sizeof why, "attributes of <%s>: %.80s", name, at);
            return why;
        }
        bool is_closed = close[-1] == '/';
        at = close;
        if (is_end) {
            if (depth == 0 || strcmp(stack[depth - 1], name) != 0) {
                snprintf(why, sizeof why, "</%s> where </%s> was due: %.80s", name,
                         depth > 0 ? stack[depth - 1] : "nothing", close);
                return why;
            }
            depth--;
        } else if (!is_closed && !is_void(name)) {
            if (depth == 64) return "too deep";
            strcpy(stack[depth++], name);
            if (strcmp(name, "style") == 0) at = strstr(at, "</style>") - 1;
            if (strcmp(name, "script") == 0) at = strstr(at, "</script>") - 1;
        }
    }
    return depth == 0 ? "" : "a tag that is never closed";
}

/* ---- JSON Schema -------------------------------------------------------------------------------------- */
static const json_t *root_schema;
static bool check(const json_t *schema, const json_t *v, const char *path, bool is_loud);

static bool fail(bool is_loud, const char *path, const char *what) {
    if (is_loud) snprintf(why, sizeof why, "%s: %s", path, what);
    return false;
}

static bool is_of_type(const json_t *v, const char *type) {
    if (strcmp(type, "object") == 0) return json_is_object(v);
    if (strcmp(type, "array") == 0) return json_is_array(v);
    if (strcmp(type, "string") == 0) return json_is_string(v);
    if (strcmp(type, "integer") == 0) return json_is_integer(v);
    if (strcmp(type, "number") == 0) return json_is_number(v);
    if (strcmp(type, "boolean") == 0) return json_is_boolean(v);
    return strcmp(type, "null") == 0 && json_is_null(v);
}

static bool check_type(const json_t *type, const json_t *v) {
    if (json_is_string(type)) return is_of_type(v, json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++)
        if (is_of_type(v, json_string_value(json_array_get(type, i)))) return true;
    return false;
}

static bool check_enum(const json_t *words, const json_t *v) {
    for (size_t i = 0; i < json_array_size(words); i++)
        if (json_equal(json_array_get(words, i), v)) return true;
    return false;
}

static bool check_pattern(const char *pattern, const json_t *v) {
    regex_t re;
    if (!json_is_string(v)) return true;
    if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) != 0) return false;
    bool is_match = regexec(&re, json_string_value(v), 0, NULL, 0) == 0;
    regfree(&re);
    return is_match;
}

static bool check_object(const json_t *schema, const json_t *v, const char *path,
                         bool loud) {
    if (!json_is_object(v)) return true;
    const json_t *props = json_object_get(schema, "properties");
    const json_t *required = json_object_get(schema, "required");
    for (size_t i = 0; i < json_array_size(required); i++) {
        const char *key = json_string_value(json_array_get(required, i));
        if (json_object_get(v, key) == NULL) return fail(loud, path, key);
    }
    const json_t *others = json_object_get(schema, "additionalProperties");
    bool is_strict = json_is_false(others);
    for (void *it = json_object_iter((json_t *)v); it != NULL;
         it = json_object_iter_next((json_t *)v, it)) {
        const char *key = json_object_iter_key(it);
        const json_t *sub = json_object_get(props, key);
        if (sub == NULL && json_is_object(others)) sub = others;
        char below[300];
        snprintf(below, sizeof below, "%.200s/%.90s", path, key);
        if (sub == NULL && is_strict) return fail(loud, below, "not in the schema");
        if (sub != NULL && !check(sub, json_object_iter_value(it), below, loud))
            return false;
    }
    return true;
}

static bool check_array(const json_t *schema, const json_t *v, const char *path,
                        bool loud) {
    if (!json_is_array(v)) return true;
    json_int_t n = (json_int_t)json_array_size(v);
    const json_t *min = json_object_get(schema, "minItems");
    const json_t *max = json_object_get(schema, "maxItems");
    if (min != NULL && n < json_integer_value(min))
        return fail(loud, path, "too few items");
    if (max != NULL && n > json_integer_value(max))
        return fail(loud, path, "too many items");
    const json_t *items = json_object_get(schema, "items");
    for (size_t i = 0; items != NULL && i < (size_t)n; i++) {
        char below[300];
        snprintf(below, sizeof below, "%.200s/%zu", path, i);
        if (!check(items, json_array_get(v, i), below, loud)) return false;
    }
    return true;
}

static bool check_number(const json_t *schema, const json_t *v) {
    if (!json_is_number(v)) return true;
    const json_t *min = json_object_get(schema, "minimum");
    const json_t *max = json_object_get(schema, "maximum");
    return (min == NULL || json_number_value(v) >= json_number_value(min)) &&
           (max == NULL || json_number_value(v) <= json_number_value(max));
}

static bool check_branches(const json_t *schema, const json_t *v, const char *path,
                           bool loud) {
    const json_t *all = json_object_get(schema, "allOf");
    for (size_t i = 0; i < json_array_size(all); i++)
        if (!check(json_array_get(all, i), v, path, loud)) return false;
    const json_t *test = json_object_get(schema, "if");
    if (test == NULL) return true;
    const json_t *then =
        json_object_get(schema, check(test, v, path, false) ? "then" : "else");
    return then == NULL || check(then, v, path, loud);
}

static bool knows(const char *keyword) {
    static const char *const KNOWN[] = {"type",        "enum",       "const",
                                        "required",    "properties", "additionalProperties",
                                        "items",       "minItems",   "maxItems",
                                        "minLength",   "minimum",    "maximum",
                                        "pattern",     "$ref",       "allOf",
                                        "if",          "then",       "else",
                                        "description", "title",      "$schema",
                                        "$id",         "$defs"};
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (strcmp(KNOWN[i], keyword) == 0) return true;
    return false;
}

static bool check(const json_t *schema, const json_t *v, const char *path, bool is_loud) {
    for (void *it = json_object_iter((json_t *)schema); it != NULL;
         it = json_object_iter_next((json_t *)schema, it))
        if (!knows(json_object_iter_key(it)))
            return fail(true, path, "a keyword this judge does not know");
    const char *ref = json_string_value(json_object_get(schema, "$ref"));
    if (ref != NULL) {
        const json_t *defs = json_object_get(root_schema, "$defs");
        const json_t *target = json_object_get(defs, ref + strlen("#/$defs/"));
        if (target == NULL) return fail(true, path, ref);
        if (!check(target, v, path, is_loud)) return false;
    }
    const json_t *part = json_object_get(schema, "type");
    if (part != NULL && !check_type(part, v)) return fail(is_loud, path, "of another type");
    part = json_object_get(schema, "enum");
    if (part != NULL && !check_enum(part, v))
        return fail(is_loud, path, "not a word allowed");
    part = json_object_get(schema, "const");
    if (part != NULL && !json_equal(part, v))
        return fail(is_loud, path, "not the constant");
    part = json_object_get(schema, "pattern");
    if (part != NULL && !check_pattern(json_string_value(part), v))
        return fail(is_loud, path, "not of the pattern");
    part = json_object_get(schema, "minLength");
    if (part != NULL && json_is_string(v) && json_string_length(v) == 0)
        return fail(is_loud, path, "empty");
    if (!check_number(schema, v)) return fail(is_loud, path, "out of range");
    return check_object(schema, v, path, is_loud) &&
           check_array(schema, v, path, is_loud) &&
           check_branches(schema, v, path, is_loud);
}

const char *schema_problem(const json_t *schema, const json_t *value) {
    root_schema = schema;
    why[0] = '\0';
    return check(schema, value, "", true) ? "" : why;
}
