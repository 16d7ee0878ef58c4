#include "io/json_slice.h"

#include <string.h>

#include "core/vec.h"

enum { MAX_DEPTH = 64 };

static const char *skip_blanks(const char *s, const char *end) {
    while (s < end && (*s == ' ' || *s == '\n' || *s == '\t' || *s == '\r')) s++;
    return s;
}

/* Behind the closing quote of the text that begins at s; NULL when it does not close. */
static const char *skip_text(const char *s, const char *end) {
    for (const char *q = s + 1; q < end; q++) {
        q = memchr(q, '"', (size_t)(end - q));
        if (q == NULL) return NULL;
        const char *back = q;
        while (back[-1] == '\\') back--; /* stops at the opening quote at the latest */
        if ((q - back) % 2 == 0) return q + 1;
    }
    return NULL;
}

/* Behind the value that begins at s; NULL when it is none, or does not close. */
static const char *skip_value(const char *s, const char *end) {
    char open[MAX_DEPTH];
    int depth = 0;
    do {
        s = depth > 0 ? s : skip_blanks(s, end);
        if (s >= end) return NULL;
        switch (*s) {
        case '"':
            if ((s = skip_text(s, end)) == NULL) return NULL;
            break;
        case '{':
        case '[':
            if (depth == MAX_DEPTH) return NULL;
            open[depth++] = *s++;
            break;
        case '}':
        case ']':
            if (depth == 0 || open[depth - 1] != (*s == '}' ? '{' : '[')) return NULL;
            depth--, s++;
            break;
        default:
            if (depth == 0) {
                const char *from = s;
                while (s < end && strchr(",]} \n\t\r", *s) == NULL) s++;
                return s > from ? s : NULL;
            }
            s++;
        }
    } while (depth > 0);
    return s;
}

typedef GNBS_VEC(gnbs_json_slice_t) slices_t;

static const char *next_member(const char *s, const char *end, bool is_object,
                               gnbs_json_slice_t *slice) {
    *slice = (gnbs_json_slice_t){0};
    s = skip_blanks(s, end);
    if (is_object) {
        if (s >= end || *s != '"') return NULL;
        const char *behind = skip_text(s, end);
        if (behind == NULL) return NULL;
        slice->key = s + 1;
        slice->n_key = (size_t)(behind - s) - 2;
        s = skip_blanks(behind, end);
        if (s >= end || *s != ':') return NULL;
        s = skip_blanks(s + 1, end);
    }
    slice->at = s;
    if ((s = skip_value(s, end)) == NULL) return NULL;
    slice->n = (size_t)(s - slice->at);
    return skip_blanks(s, end);
}

/* NULL: the text is whole; else what is wrong. */
static const char *cut_all(const char *text, size_t n, slices_t *out) {
    const char *end = text + n, *s = skip_blanks(text, end);
    if (s >= end || (*s != '{' && *s != '[')) return "expected an object or an array";
    bool is_object = *s == '{';
    char close = is_object ? '}' : ']';
    s = skip_blanks(s + 1, end);
    bool is_empty = s < end && *s == close;
    while (!is_empty) {
        gnbs_json_slice_t slice;
        if ((s = next_member(s, end, is_object, &slice)) == NULL || s >= end)
            return "a member that does not begin, or does not end";
        for (size_t i = 0; is_object && i < out->n; i++)
            if (out->at[i].n_key == slice.n_key &&
                memcmp(out->at[i].key, slice.key, slice.n_key) == 0)
                return "a key twice";
        if (!GNBS_PUSH(out, slice)) return "too many members for the memory";
        if (*s == close) break;
        if (*s++ != ',') return "expected a comma between members";
    }
    return skip_blanks(s + 1, end) == end ? NULL : "something behind the end";
}

gnbs_code_t gnbs_json_cut(const char *path, const char *text, size_t n, gnbs_arena_t *arena,
                          size_t *n_slice, gnbs_json_slice_t **slice, gnbs_err_t *err) {
    slices_t found = {0};
    const char *fault = cut_all(text, n, &found);
    *n_slice = 0;
    *slice = fault == NULL ? GNBS_NEW(arena, gnbs_json_slice_t, found.n) : NULL;
    if (*slice != NULL && found.n > 0) memcpy(*slice, found.at, found.n * sizeof **slice);
    if (*slice != NULL) *n_slice = found.n;
    GNBS_VEC_CLEAR(&found);
    if (fault != NULL)
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: no whole JSON: %s", path, fault);
    return *slice != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
}

bool gnbs_json_slice_is(const gnbs_json_slice_t *slice, const char *key) {
    return slice->key != NULL && slice->n_key == strlen(key) &&
           memcmp(slice->key, key, slice->n_key) == 0;
}

bool gnbs_json_slice_says(const gnbs_json_slice_t *object, const char *key,
                          const char *text) {
    const char *end = object->at + object->n;
    if (object->n < 2 || object->at[0] != '{') return false;
    for (const char *s = skip_blanks(object->at + 1, end); s < end && *s != '}'; s++) {
        gnbs_json_slice_t m;
        if ((s = next_member(s, end, true, &m)) == NULL || s >= end) return false;
        if (gnbs_json_slice_is(&m, key))
            return m.n == strlen(text) + 2 && m.at[0] == '"' &&
                   memcmp(m.at + 1, text, m.n - 2) == 0;
    }
    return false;
}
