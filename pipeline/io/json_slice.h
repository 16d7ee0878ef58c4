/* io/json_slice.h -- where the members of a JSON object or array begin and end, without reading what is in them.
 *
 * For files of which little is asked, ten thousand times: a slice is a piece of the text that io/tree_read.h reads alone. Only
 * the nesting is followed here; what is never read is never judged.
 * Memory   slices point into the text; the list is the caller's arena's
 * Errors   GNBS_E_FORMAT: no object or array, text behind it, nesting that does not close or is deeper than 64, a key twice
 */
#ifndef GNBS_IO_JSON_SLICE_H
#define GNBS_IO_JSON_SLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/err.h"

typedef struct gnbs_json_slice {
    const char *key; /* as written between its quotes; NULL in an array */
    size_t n_key;
    const char *at; /* the value, without blanks around it */
    size_t n;
} gnbs_json_slice_t;

/* Members of the object or items of the array that fills text[n]; `path` is for messages. */
gnbs_code_t gnbs_json_cut(const char *path, const char *text, size_t n, gnbs_arena_t *arena,
                          size_t *n_slice, gnbs_json_slice_t **slice, gnbs_err_t *err);
bool gnbs_json_slice_is(const gnbs_json_slice_t *slice, const char *key);
/* Member of an object's slice whose value is a text: is it this one? Written without escapes, as ids are. */
bool gnbs_json_slice_says(const gnbs_json_slice_t *object, const char *key,
                          const char *text);

#endif
