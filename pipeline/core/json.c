#include "core/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/escape.h"

void gnbs_json_init(gnbs_json_t *json, gnbs_str_t *out) {
    *json = (gnbs_json_t){.out = out};
}

static void begin_item(gnbs_json_t *json, const char *key) {
    if (json->depth > 0) {
        bool *has_item = &json->has_item[json->depth - 1];
        gnbs_str_add(json->out, *has_item ? ",\n" : "\n");
        *has_item = true;
        for (int i = 0; i < json->depth; i++) gnbs_str_add_char(json->out, ' ');
    }
    if (key != NULL) {
        gnbs_escape_json(json->out, key);
        gnbs_str_add(json->out, ": ");
    }
}

static void open_level(gnbs_json_t *json, const char *key, char opener, char closer) {
    assert(json->depth < GNBS_JSON_DEPTH);
    begin_item(json, key);
    gnbs_str_add_char(json->out, opener);
    json->has_item[json->depth] = false;
    json->closer[json->depth++] = closer;
}

void gnbs_json_object(gnbs_json_t *json, const char *key) {
    open_level(json, key, '{', '}');
}
void gnbs_json_array(gnbs_json_t *json, const char *key) {
    open_level(json, key, '[', ']');
}

void gnbs_json_end(gnbs_json_t *json) {
    assert(json->depth > 0);
    json->depth--;
    if (json->has_item[json->depth]) {
        gnbs_str_add_char(json->out, '\n');
        for (int i = 0; i < json->depth; i++) gnbs_str_add_char(json->out, ' ');
    }
    gnbs_str_add_char(json->out, json->closer[json->depth]);
    if (json->depth == 0) gnbs_str_add_char(json->out, '\n');
}

void gnbs_json_text(gnbs_json_t *json, const char *key, const char *value) {
    if (value == NULL) {
        gnbs_json_null(json, key);
        return;
    }
    begin_item(json, key);
    gnbs_escape_json(json->out, value);
}

void gnbs_json_int(gnbs_json_t *json, const char *key, int64_t value) {
    begin_item(json, key);
    gnbs_str_printf(json->out, "%" PRId64, value);
}

void gnbs_json_real(gnbs_json_t *json, const char *key, double value, int decimals) {
    if (!isfinite(value)) {
        gnbs_json_null(json, key);
        return;
    }
    begin_item(json, key);
    size_t at = json->out->n;
    gnbs_str_printf(json->out, "%.*f", decimals, fabs(value));
    /* the sign only where a digit is left to carry it: -0.001 to one decimal is 0.0 */
    if (value < 0 && strpbrk(gnbs_str_text(json->out) + at, "123456789") != NULL) {
        json->out->n = at;
        gnbs_str_printf(json->out, "%.*f", decimals, value);
    }
}

void gnbs_json_bool(gnbs_json_t *json, const char *key, bool value) {
    begin_item(json, key);
    gnbs_str_add(json->out, value ? "true" : "false");
}

void gnbs_json_null(gnbs_json_t *json, const char *key) {
    begin_item(json, key);
    gnbs_str_add(json->out, "null");
}

void gnbs_json_raw(gnbs_json_t *json, const char *key, const char *value) {
    begin_item(json, key);
    gnbs_str_add(json->out, value);
}
