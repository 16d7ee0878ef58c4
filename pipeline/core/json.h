/* core/json.h -- writes JSON with a stable order and stable numbers (same input, same
 * bytes).
 *
 *     gnbs_json_t j;  gnbs_json_init(&j, &str);
 *     gnbs_json_object(&j, NULL); gnbs_json_text(&j, "gene", "CFTR"); gnbs_json_end(&j);
 *
 * `key` is NULL for the root and inside arrays. A NULL text is written as null. Indent is 1
 * space. Depth at most GNBS_JSON_DEPTH (asserted: our own structure, never input). Reading
 * JSON is io's.
 */
#ifndef GNBS_CORE_JSON_H
#define GNBS_CORE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "core/str.h"

#define GNBS_JSON_DEPTH 32

typedef struct gnbs_json {
    gnbs_str_t *out;
    int depth;
    bool has_item[GNBS_JSON_DEPTH];
    char closer[GNBS_JSON_DEPTH];
} gnbs_json_t;

void gnbs_json_init(gnbs_json_t *json, gnbs_str_t *out);
void gnbs_json_object(gnbs_json_t *json, const char *key);
void gnbs_json_array(gnbs_json_t *json, const char *key);
/* closes the innermost object or array; a newline after the root */
void gnbs_json_end(gnbs_json_t *json);
void gnbs_json_text(gnbs_json_t *json, const char *key, const char *value);
void gnbs_json_int(gnbs_json_t *json, const char *key, int64_t value);
/* non-finite: null */
void gnbs_json_real(gnbs_json_t *json, const char *key, double value, int decimals);
void gnbs_json_bool(gnbs_json_t *json, const char *key, bool value);
void gnbs_json_null(gnbs_json_t *json, const char *key);
/* a value that is JSON already, as it stands; the caller answers for it */
void gnbs_json_raw(gnbs_json_t *json, const char *key, const char *value);

#endif
