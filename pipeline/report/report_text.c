#include "report/report_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/escape.h"

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* Bytes of the UTF-8 character at s, 0 when it is not one (Unicode Standard, table 3-7). */
static size_t char_bytes(const unsigned char *s) {
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4 || !is_tail(s[1])) return 0;
    if (s[0] < 0xE0) return 2;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || !is_tail(s[2]))
        return 0;
    if (s[0] < 0xF0) return 3;
    if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F) || !is_tail(s[3]))
        return 0;
    return 4;
}

/* U+202A..202E and U+2066..2069: embeddings, overrides and isolates of text direction. */
static bool is_direction_control(const unsigned char *s) {
    return s[0] == 0xE2 && ((s[1] == 0x80 && s[2] >= 0xAA && s[2] <= 0xAE) ||
                            (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9));
}

/* U+0000..001F, U+007F and U+0080..009F; two of them (U+2028, U+2029) break lines too. */
static bool is_control(const unsigned char *s, size_t n) {
    if (n == 1) return s[0] < 0x20 || s[0] == 0x7F;
    if (n == 2) return s[0] == 0xC2 && s[1] < 0xA0;
    return n == 3 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0xA8 || s[2] == 0xA9);
}

void gnbs_report_clean(gnbs_str_t *out, const char *text) {
    if (text == NULL) text = "";
    while (*text != '\0') {
        const unsigned char *s = (const unsigned char *)text;
        size_t n = char_bytes(s);
        if (n == 0 || (n == 3 && is_direction_control(s)))
            gnbs_str_add(out, "\xEF\xBF\xBD");
        else if (is_control(s, n))
            gnbs_str_add_char(out, ' ');
        else
            gnbs_str_add_n(out, text, n);
        text += n == 0 ? 1 : n;
    }
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Appends n bytes of `text`, decoded but not yet clean. */
static void decode_bytes(gnbs_str_t *out, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int hi = text[i] == '%' && i + 2 < n ? hex_value(text[i + 1]) : -1;
        int lo = hi >= 0 ? hex_value(text[i + 2]) : -1;
        if (lo >= 0 && hi * 16 + lo >= 0x20) { /* %00 would cut the text short */
            gnbs_str_add_char(out, (char)(hi * 16 + lo));
            i += 2;
        } else if (text[i] == '|') {
            gnbs_str_add(out, "; ");
        } else {
            gnbs_str_add_char(out, text[i] == '_' ? ' ' : text[i]);
        }
    }
}

static void decode_clean(gnbs_str_t *out, const char *text, size_t n) {
    gnbs_str_t raw;
    gnbs_str_init(&raw);
    decode_bytes(&raw, text, n);
    gnbs_report_clean(out, gnbs_str_text(&raw));
    if (raw.failed) out->failed = true;
    gnbs_str_clear(&raw);
}

void gnbs_report_decode(gnbs_str_t *out, const char *text) {
    if (text != NULL) decode_clean(out, text, strlen(text));
}

const char *gnbs_report_decode_piece(gnbs_str_t *out, const char *text) {
    size_t n = strcspn(text, "|");
    decode_clean(out, text, n);
    return text[n] == '|' ? text + n + 1 : NULL;
}

static void put_with(gnbs_str_t *out, const char *text,
                     void (*prepare)(gnbs_str_t *, const char *)) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    prepare(&fit, text);
    gnbs_escape_html(out, gnbs_str_text(&fit));
    if (fit.failed) out->failed = true;
    gnbs_str_clear(&fit);
}

void gnbs_report_put(gnbs_str_t *out, const char *text) {
    put_with(out, text, gnbs_report_clean);
}

void gnbs_report_put_decoded(gnbs_str_t *out, const char *text) {
    put_with(out, text, gnbs_report_decode);
}

/* Cut between characters: a letter of a hostile allele may be several bytes. */
static size_t back_to_begin(const char *s, size_t at) {
    while (at > 0 && is_tail((unsigned char)s[at])) at--;
    return at;
}

void gnbs_report_add_allele(gnbs_str_t *out, const char *allele) {
    enum { WHOLE = 60, HEAD = 20, TAIL = 10 };
    size_t n = strlen(allele);
    if (n <= WHOLE) {
        gnbs_str_add(out, allele);
        return;
    }
    gnbs_str_add_n(out, allele, back_to_begin(allele, HEAD));
    gnbs_str_add(out, "...");
    gnbs_str_add(out, allele + back_to_begin(allele, n - TAIL));
    gnbs_str_add(out, " (");
    gnbs_report_put_count(out, (int64_t)n);
    gnbs_str_add(out, " letters)");
}

void gnbs_report_put_allele(gnbs_str_t *out, const char *allele) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_add_allele(&fit, allele);
    gnbs_report_put(out, gnbs_str_text(&fit));
    if (fit.failed) out->failed = true;
    gnbs_str_clear(&fit);
}

void gnbs_report_put_count(gnbs_str_t *out, int64_t n) {
    char digits[32];
    snprintf(digits, sizeof digits, "%" PRId64, n);
    size_t len = strlen(digits), sign = digits[0] == '-';
    for (size_t i = 0; i < len; i++) {
        if (i > sign && (len - i) % 3 == 0) gnbs_str_add_char(out, ',');
        gnbs_str_add_char(out, digits[i]);
    }
}
