#include "review/review_form.h"

#include <string.h>

#include "core/escape.h"

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* NULL when it is refused. */
static const char *decode(const char *bytes, size_t n, gnbs_arena_t *arena) {
    char *out = gnbs_arena_alloc(arena, n + 1, 1);
    size_t k = 0;
    if (out == NULL) return NULL;
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i] == '+' ? ' ' : bytes[i];
        if (c == '%') {
            if (i + 2 >= n) return NULL;
            int high = hex(bytes[i + 1]), low = hex(bytes[i + 2]);
            if (high < 0 || low < 0) return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return NULL;
        if (c == '\n' && k > 0 && out[k - 1] == '\r') k--; /* \r\n is one end of a line */
        out[k++] = c;
    }
    out[k] = '\0';
    return gnbs_escape_is_utf8(out) ? out : NULL;
}

static bool add(gnbs_review_form_t *form, const char *name, const char *value) {
    if (name == NULL || value == NULL || form->n == GNBS_REVIEW_N_FIELD) return false;
    for (int i = 0; i < form->n; i++)
        if (strcmp(form->field[i].name, name) == 0) return false;
    form->field[form->n].name = name;
    form->field[form->n++].value = value;
    return true;
}

bool gnbs_review_parse_form(const char *bytes, size_t n, gnbs_arena_t *arena,
                            gnbs_review_form_t *form) {
    form->n = 0;
    for (size_t at = 0; at < n;) {
        const char *end = memchr(bytes + at, '&', n - at);
        size_t stop = end != NULL ? (size_t)(end - bytes) : n;
        if (stop > at) {
            const char *equals = memchr(bytes + at, '=', stop - at);
            size_t name_end = equals != NULL ? (size_t)(equals - bytes) : stop,
                   value_at = equals != NULL ? name_end + 1 : stop;
            if (!add(form, decode(bytes + at, name_end - at, arena),
                     decode(bytes + value_at, stop - value_at, arena))) {
                form->n = 0;
                return false;
            }
        }
        at = stop + 1;
    }
    return true;
}

const char *gnbs_review_field(const gnbs_review_form_t *form, const char *name) {
    for (int i = 0; i < form->n; i++)
        if (strcmp(form->field[i].name, name) == 0) return form->field[i].value;
    return "";
}

bool gnbs_review_cookie(const char *header, const char *name, char *value, size_t cap) {
    size_t n_name = strlen(name);
    bool is_found = false;
    while (*header != '\0') {
        header += strspn(header, " ;");
        size_t n = strcspn(header, ";");
        if (n > n_name && header[n_name] == '=' && memcmp(header, name, n_name) == 0) {
            size_t n_value = n - n_name - 1;
            if (is_found || n_value >= cap) return false;
            memcpy(value, header + n_name + 1, n_value);
            value[n_value] = '\0';
            is_found = true;
        }
        header += n;
    }
    return is_found;
}

bool gnbs_review_number(const char *text, size_t n, long long *number) {
    long long sum = 0;
    if (n == 0 || n > 15) return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        sum = sum * 10 + (text[i] - '0');
    }
    *number = sum;
    return true;
}
