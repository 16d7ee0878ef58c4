#include "io/json_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/escape.h"

static void print_real(gnbs_str_t *out, double x) {
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x) break;
    }
    gnbs_str_add(out, text);
}

static void print_items(gnbs_str_t *out, const gnbs_json_value_t *v, bool is_object) {
    gnbs_str_add_char(out, is_object ? '{' : '[');
    for (size_t i = 0; i < gnbs_json_size(v); i++) {
        const gnbs_json_value_t *item = gnbs_json_item(v, i);
        if (i > 0) gnbs_str_add_char(out, ',');
        if (is_object) {
            gnbs_escape_json(out, gnbs_json_key(item));
            gnbs_str_add_char(out, ':');
        }
        gnbs_json_print_compact(out, item);
    }
    gnbs_str_add_char(out, is_object ? '}' : ']');
}

void gnbs_json_print_compact(gnbs_str_t *out, const gnbs_json_value_t *v) {
    const char *text = "";
    int64_t whole = 0;
    double real = 0;
    bool truth = false;
    switch (gnbs_json_kind(v)) {
    case GNBS_JSON_NULL: gnbs_str_add(out, "null"); return;
    case GNBS_JSON_BOOL:
        gnbs_json_as_bool(v, &truth);
        gnbs_str_add(out, truth ? "true" : "false");
        return;
    case GNBS_JSON_INT:
        gnbs_json_as_int(v, &whole);
        gnbs_str_printf(out, "%" PRId64, whole);
        return;
    case GNBS_JSON_REAL:
        gnbs_json_as_real(v, &real);
        print_real(out, real);
        return;
    case GNBS_JSON_TEXT:
        gnbs_json_as_text(v, &text);
        gnbs_escape_json(out, text);
        return;
    case GNBS_JSON_ARRAY: print_items(out, v, false); return;
    case GNBS_JSON_OBJECT: print_items(out, v, true); return;
    }
}
