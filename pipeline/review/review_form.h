/* review/review_form.h -- what a browser sends, as names and values: form bodies, queries, cookies.
 *
 * Refused  percent signs that mean no byte, NUL, bytes that are not UTF-8, a name twice, more fields than GNBS_REVIEW_N_FIELD
 * Memory   fields lie in the arena; line ends of a text come out as \n
 * Threads  pure
 */
#ifndef GNBS_REVIEW_FORM_H
#define GNBS_REVIEW_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

enum { GNBS_REVIEW_N_FIELD = 600 };

typedef struct gnbs_review_form {
    int n;
    struct {
        const char *name, *value;
    } field[GNBS_REVIEW_N_FIELD];
} gnbs_review_form_t;

/* application/x-www-form-urlencoded (WHATWG URL, 5.1). False, and an empty form, when it is refused or memory is out. */
bool gnbs_review_parse_form(const char *bytes, size_t n, gnbs_arena_t *arena,
                            gnbs_review_form_t *form);
/* "" when it was not sent. */
const char *gnbs_review_field(const gnbs_review_form_t *form, const char *name);
/* A cookie of the Cookie header; false when it was not sent, or sent twice, or does not fit. */
bool gnbs_review_cookie(const char *header, const char *name, char *value, size_t cap);
/* A whole number from 0, in decimal digits and nothing else, below 10^15. */
bool gnbs_review_number(const char *text, size_t n, long long *number);

#endif
