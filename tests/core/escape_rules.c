#include "core/escape_rules.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/str.h"

/* Are the bytes UTF-8? By decoding to code points and asking whether each needed all its bytes: slower and
 * unlike the byte ranges of escape.c. */
static bool is_utf8(const char *text) {
    for (const unsigned char *s = (const unsigned char *)text; *s != '\0';) {
        int n = *s < 0x80         ? 1
                : (*s >> 5) == 6  ? 2
                : (*s >> 4) == 14 ? 3
                : (*s >> 3) == 30 ? 4
                                  : 0;
        if (n == 0) return false;
        unsigned long point = n == 1 ? *s : *s & (0xFFU >> (n + 1));
        for (int i = 1; i < n; i++) {
            if ((s[i] & 0xC0) != 0x80) return false;
            point = point << 6 | (s[i] & 0x3F);
        }
        static const unsigned long LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
        if (point < LEAST[n] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
            return false;
        s += n;
    }
    return true;
}

static const char *html_rule(const char *out) {
    if (!is_utf8(out)) return "HTML is not UTF-8";
    if (strpbrk(out, "<>\"'") != NULL) return "HTML markup came through";
    for (const char *s = strchr(out, '&'); s != NULL; s = strchr(s + 1, '&'))
        if (strncmp(s, "&amp;", 5) != 0 && strncmp(s, "&lt;", 4) != 0 &&
            strncmp(s, "&gt;", 4) != 0 && strncmp(s, "&quot;", 6) != 0 &&
            strncmp(s, "&#39;", 5) != 0)
            return "a bare & in HTML";
    return NULL;
}

static const char *json_rule(const char *out) {
    size_t n = strlen(out);
    if (!is_utf8(out)) return "JSON is not UTF-8";
    if (n < 2 || out[0] != '"' || out[n - 1] != '"') return "JSON has lost its quotes";
    for (size_t i = 1; i < n - 1; i++) {
        if (out[i] == '"' || out[i] == '<' || (unsigned char)out[i] < 0x20)
            return "JSON is open";
        if (out[i] != '\\') continue;
        if (out[i + 1] == 'u')
            i += 5;
        else if (strchr("\"\\nt", out[i + 1]) != NULL)
            i += 1;
        else
            return "an escape that JSON does not have";
        if (i >= n - 1) return "an escape runs over the end";
    }
    return NULL;
}

/* Reads one cell back as RFC 4180 says; NULL when it is not exactly one cell. */
static char *read_cell(const char *cell, char sep) {
    char *back = malloc(strlen(cell) + 1), *to = back;
    bool is_quoted = *cell == '"';
    const char *s = cell + is_quoted;
    for (; *s != '\0'; s++) {
        if (is_quoted && *s == '"') {
            if (s[1] != '"') break;
            s++;
        } else if (!is_quoted && (*s == sep || *s == '"' || *s == '\n' || *s == '\r')) {
            break;
        }
        *to++ = *s;
    }
    *to = '\0';
    if (is_quoted ? s[0] != '"' || s[1] != '\0' : s[0] != '\0') {
        free(back);
        return NULL;
    }
    return back;
}

static const char *csv_rule(const char *out, const char *text, char sep) {
    char *back = read_cell(out, sep);
    if (back == NULL) return "CSV is not one cell";
    const char *broken = NULL;
    bool is_guarded = *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
    if (*back != '\0' && strchr("=+-@\t\r\n", *back) != NULL)
        broken = "CSV may be a formula";
    if (is_guarded != (strcmp(back, text) != 0) || strcmp(back + is_guarded, text) != 0)
        broken = "CSV does not read back";
    free(back);
    return broken;
}

static const char *shell_rule(const char *out, const char *text) {
    const char *s = out;
    if (*s++ != '\'') return "a shell word without its quote";
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            if (strncmp(s, "'\\''", 4) != 0) return "a quote in a shell word";
            s += 4;
        } else if (*s++ != *text) {
            return "a shell word has changed";
        }
    }
    return strcmp(s, "'") == 0 ? NULL : "a shell word does not end";
}

static const char *term_rule(const char *out) {
    if (!is_utf8(out)) return "a terminal gets bytes that are not UTF-8";
    for (const unsigned char *s = (const unsigned char *)out; *s != '\0'; s++)
        if (*s < 0x20 || *s == 0x7F || (*s == 0xC2 && s[1] < 0xA0))
            return "a terminal may be steered";
    return NULL;
}

const char *escape_rules_broken(const char *text) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_escape_html(&out, text);
    const char *broken = html_rule(gnbs_str_text(&out));
    if (broken == NULL) {
        gnbs_str_reset(&out);
        gnbs_escape_json(&out, text);
        broken = json_rule(gnbs_str_text(&out));
    }
    for (int i = 0; i < 2 && broken == NULL; i++) {
        gnbs_str_reset(&out);
        gnbs_escape_csv(&out, text, ",\t"[i]);
        broken = csv_rule(gnbs_str_text(&out), text, ",\t"[i]);
    }
    if (broken == NULL) {
        gnbs_str_reset(&out);
        gnbs_escape_shell(&out, text);
        broken = shell_rule(gnbs_str_text(&out), text);
    }
    if (broken == NULL) {
        gnbs_str_reset(&out);
        gnbs_escape_term(&out, text);
        broken = term_rule(gnbs_str_text(&out));
    }
    if (broken == NULL && gnbs_escape_is_file_name(text) &&
        (strpbrk(text, "/\\ :*?\n") != NULL || text[0] == '.' || text[0] == '-'))
        broken = "a file name may leave its folder";
    gnbs_str_clear(&out);
    return broken;
}
