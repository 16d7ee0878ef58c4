#include "core/escape.h"

#include <string.h>

/* Length of the valid UTF-8 sequence at s, or 0. Table 3-7 of the Unicode Standard. */
static int utf8_len(const unsigned char *s) {
    if (s[0] < 0x80) return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF) return (s[1] & 0xC0) == 0x80 ? 2 : 0;
    if (s[0] >= 0xE0 && s[0] <= 0xEF) {
        unsigned lo = s[0] == 0xE0 ? 0xA0 : 0x80, hi = s[0] == 0xED ? 0x9F : 0xBF;
        return s[1] >= lo && s[1] <= hi && (s[2] & 0xC0) == 0x80 ? 3 : 0;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        unsigned lo = s[0] == 0xF0 ? 0x90 : 0x80, hi = s[0] == 0xF4 ? 0x8F : 0xBF;
        return s[1] >= lo && s[1] <= hi && (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80
                   ? 4
                   : 0;
    }
    return 0;
}

/* Appends the character at *s (or U+FFFD) and moves *s past it. */
static void add_utf8(gnbs_str_t *out, const char **s) {
    int n = utf8_len((const unsigned char *)*s);
    if (n == 0) {
        gnbs_str_add(out, "\xEF\xBF\xBD");
        n = 1;
    } else {
        gnbs_str_add_n(out, *s, (size_t)n);
    }
    *s += n;
}

void gnbs_escape_html(gnbs_str_t *out, const char *text) {
    while (*text != '\0') {
        switch (*text) {
        case '&': gnbs_str_add(out, "&amp;"), text++; break;
        case '<': gnbs_str_add(out, "&lt;"), text++; break;
        case '>': gnbs_str_add(out, "&gt;"), text++; break;
        case '"': gnbs_str_add(out, "&quot;"), text++; break;
        case '\'': gnbs_str_add(out, "&#39;"), text++; break;
        default:
            if ((unsigned char)*text < 0x20 && *text != '\t' && *text != '\n')
                gnbs_str_add(out, "\xEF\xBF\xBD"), text++;
            else
                add_utf8(out, &text);
        }
    }
}

void gnbs_escape_json(gnbs_str_t *out, const char *text) {
    gnbs_str_add_char(out, '"');
    while (*text != '\0') {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            gnbs_str_printf(out, "\\%c", c), text++;
        else if (c == '\n')
            gnbs_str_add(out, "\\n"), text++;
        else if (c == '\t')
            gnbs_str_add(out, "\\t"), text++;
        else if (c < 0x20 || c == 0x7F || c == '<')
            gnbs_str_printf(out, "\\u%04x", c), text++;
        else
            add_utf8(out, &text);
    }
    gnbs_str_add_char(out, '"');
}

void gnbs_escape_csv(gnbs_str_t *out, const char *text, char sep) {
    bool is_formula = *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
    bool must_quote = strchr(text, sep) != NULL || strpbrk(text, "\"\r\n") != NULL;
    if (must_quote) gnbs_str_add_char(out, '"');
    if (is_formula) gnbs_str_add_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"') gnbs_str_add_char(out, '"');
        gnbs_str_add_char(out, *text);
    }
    if (must_quote) gnbs_str_add_char(out, '"');
}

void gnbs_escape_shell(gnbs_str_t *out, const char *text) {
    gnbs_str_add_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            gnbs_str_add(out, "'\\''");
        else
            gnbs_str_add_char(out, *text);
    }
    gnbs_str_add_char(out, '\'');
}

/* C1 controls (U+0080..U+009F) steer a terminal as escape sequences do, also when written in UTF-8. */
static bool is_c1_control(const unsigned char *s) {
    return s[0] == 0xC2 && s[1] >= 0x80 && s[1] <= 0x9F;
}

void gnbs_escape_term(gnbs_str_t *out, const char *text) {
    while (*text != '\0') {
        const unsigned char *s = (const unsigned char *)text;
        if (s[0] < 0x20 || s[0] == 0x7F || utf8_len(s) == 0 || is_c1_control(s))
            gnbs_str_printf(out, "\\x%02X", *s), text++;
        else
            add_utf8(out, &text);
    }
}

bool gnbs_escape_is_utf8(const char *text) {
    for (int n; *text != '\0'; text += n)
        if ((n = utf8_len((const unsigned char *)text)) == 0) return false;
    return true;
}

static bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool gnbs_escape_is_file_name(const char *text) {
    size_t n = strlen(text);
    if (n == 0 || n > 64 || !is_alnum(text[0])) return false;
    for (size_t i = 1; i < n; i++)
        if (!is_alnum(text[i]) && strchr("._-", text[i]) == NULL) return false;
    return true;
}
