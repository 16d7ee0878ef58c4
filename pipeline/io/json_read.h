/* io/json_read.h -- JSON files to a tree of plain values: consent files, findings to render again.
 *
 *     gnbs_json_doc_t *doc;
 *     GNBS_TRY(gnbs_json_read(path, &doc, err));
 *     const gnbs_json_value_t *root = gnbs_json_root(doc);
 *     code = gnbs_json_need_text(root, "pseudonym", &pseudonym, err);    "c.json: $.pseudonym: expected text, found a number"
 *
 * Two ways to ask. _get, _item and _as_ accept NULL and values of another type, so that a chain of them may end in
 * NULL or false; the _need_ functions say in the message which file, which place and what was expected.
 * Refused  a key twice in one object, more than 64 MiB, nesting deeper than 64, bytes that are not UTF-8, NUL in a
 *          text, anything but an object or array at the top, anything after it
 * Memory   the document owns everything; values and texts live until gnbs_json_doc_close. Members keep file order
 * Errors   GNBS_E_FORMAT with file, line and column, or file and place ($.outcomes[3].gene)
 */
#ifndef GNBS_IO_JSON_READ_H
#define GNBS_IO_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_json_doc gnbs_json_doc_t;
typedef struct gnbs_json_value gnbs_json_value_t;

typedef enum gnbs_json_kind {
    GNBS_JSON_NULL, /* also of a value that is not there */
    GNBS_JSON_BOOL,
    GNBS_JSON_INT,
    GNBS_JSON_REAL,
    GNBS_JSON_TEXT,
    GNBS_JSON_ARRAY,
    GNBS_JSON_OBJECT,
} gnbs_json_kind_t;

gnbs_code_t gnbs_json_read(const char *path, gnbs_json_doc_t **doc, gnbs_err_t *err);
/* The same over bytes in memory; `path` is for messages. */
gnbs_code_t gnbs_json_parse(const char *path, const char *bytes, size_t n_bytes,
                            gnbs_json_doc_t **doc, gnbs_err_t *err);
void gnbs_json_doc_close(gnbs_json_doc_t *doc); /* accepts NULL */
const gnbs_json_value_t *gnbs_json_root(const gnbs_json_doc_t *doc);

gnbs_json_kind_t gnbs_json_kind(const gnbs_json_value_t *v);
/* Member of an object by key; NULL when absent or `v` is no object. */
const gnbs_json_value_t *gnbs_json_get(const gnbs_json_value_t *v, const char *key);
size_t gnbs_json_size(
    const gnbs_json_value_t *v); /* items of an array, members of an object; else 0 */
/* Item i of an array or member i of an object, in file order; NULL past the end. */
const gnbs_json_value_t *gnbs_json_item(const gnbs_json_value_t *v, size_t i);
const char *gnbs_json_key(
    const gnbs_json_value_t *v); /* of a member; NULL for items and the root */

/* False, and *out untouched, when the value is absent or of another type. A whole number is also a real. */
bool gnbs_json_as_text(const gnbs_json_value_t *v, const char **out);
bool gnbs_json_as_int(const gnbs_json_value_t *v, int64_t *out);
bool gnbs_json_as_real(const gnbs_json_value_t *v, double *out);
bool gnbs_json_as_bool(const gnbs_json_value_t *v, bool *out);

/* Member `key` of an object, which must be there and of that type. */
gnbs_code_t gnbs_json_need_text(const gnbs_json_value_t *object, const char *key,
                                const char **out, gnbs_err_t *err);
gnbs_code_t gnbs_json_need_int(const gnbs_json_value_t *object, const char *key,
                               int64_t *out, gnbs_err_t *err);
gnbs_code_t gnbs_json_need_real(const gnbs_json_value_t *object, const char *key,
                                double *out, gnbs_err_t *err);
gnbs_code_t gnbs_json_need_bool(const gnbs_json_value_t *object, const char *key, bool *out,
                                gnbs_err_t *err);
gnbs_code_t gnbs_json_need_array(const gnbs_json_value_t *object, const char *key,
                                 const gnbs_json_value_t **out, gnbs_err_t *err);
gnbs_code_t gnbs_json_need_object(const gnbs_json_value_t *object, const char *key,
                                  const gnbs_json_value_t **out, gnbs_err_t *err);

/* Appends the place of a value, "$.outcomes[3].gene". */
void gnbs_json_where(const gnbs_json_value_t *v, gnbs_str_t *out);
/* "file: place: words": for a value that is well formed but not what the reader of the file expects. */
gnbs_code_t gnbs_json_bad(const gnbs_json_value_t *v, gnbs_err_t *err, const char *fmt, ...)
    GNBS_PRINTF(3, 4);

#endif
