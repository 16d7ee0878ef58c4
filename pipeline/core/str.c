#include "core/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"

void gnbs_str_init(gnbs_str_t *str) { *str = (gnbs_str_t){0}; }

void gnbs_str_clear(gnbs_str_t *str) {
    gnbs_mem_free(str->s);
    gnbs_str_init(str);
}

void gnbs_str_reset(gnbs_str_t *str) {
    str->n = 0;
    str->failed = false;
    if (str->s != NULL) str->s[0] = '\0';
}

static bool make_room(gnbs_str_t *str, size_t extra) {
    if (str->failed) return false;
    if (extra < SIZE_MAX / 2 && str->n < SIZE_MAX / 4) {
        size_t need = str->n + extra + 1;
        if (need <= str->cap) return true;
        size_t cap = str->cap < 64 ? 64 : str->cap;
        while (cap < need) cap *= 2;
        char *s = gnbs_mem_resize(str->s, cap, 1);
        if (s != NULL) {
            str->s = s;
            str->cap = cap;
            return true;
        }
    }
    str->failed = true;
    return false;
}

void gnbs_str_add_n(gnbs_str_t *str, const char *s, size_t n) {
    if (!make_room(str, n)) return;
    if (n > 0) memcpy(str->s + str->n, s, n);
    str->n += n;
    str->s[str->n] = '\0';
}

void gnbs_str_add(gnbs_str_t *str, const char *s) { gnbs_str_add_n(str, s, strlen(s)); }

void gnbs_str_add_char(gnbs_str_t *str, char c) { gnbs_str_add_n(str, &c, 1); }

void gnbs_str_add_int(gnbs_str_t *str, long long number) {
    char digits[24];
    size_t at = sizeof digits;
    unsigned long long rest =
        number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) digits[--at] = '-';
    gnbs_str_add_n(str, digits + at, sizeof digits - at);
}

void gnbs_str_printf(gnbs_str_t *str, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) {
        str->failed = true;
    } else if (make_room(str, (size_t)n)) {
        vsnprintf(str->s + str->n, (size_t)n + 1, fmt, again);
        str->n += (size_t)n;
    }
    va_end(again);
}

const char *gnbs_str_text(const gnbs_str_t *str) { return str->s != NULL ? str->s : ""; }
