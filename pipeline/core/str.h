/* core/str.h -- a growing string, for everything that is written.
 *
 * A failed allocation is remembered (`failed`), later calls do nothing, and the writer
 * checks once at the end: printing a page is not a hundred error branches.
 * Memory   gnbs_str_init / gnbs_str_clear; `s` is always NUL-terminated once something was
 *          added
 */
#ifndef GNBS_CORE_STR_H
#define GNBS_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gnbs_str {
    size_t n, cap;
    char *s; /* NULL until something is added; use gnbs_str_text for a never-NULL view */
    bool failed;
} gnbs_str_t;

void gnbs_str_init(gnbs_str_t *str);
void gnbs_str_clear(gnbs_str_t *str);
void gnbs_str_reset(gnbs_str_t *str); /* empty, memory kept, failure forgotten */
void gnbs_str_add(gnbs_str_t *str, const char *s);
void gnbs_str_add_n(gnbs_str_t *str, const char *s, size_t n);
void gnbs_str_add_char(gnbs_str_t *str, char c);
void gnbs_str_add_int(gnbs_str_t *str, long long number); /* decimal; faster than printf */
void gnbs_str_printf(gnbs_str_t *str, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *gnbs_str_text(const gnbs_str_t *str);

#endif
