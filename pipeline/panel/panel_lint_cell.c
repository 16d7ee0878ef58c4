#include "panel/panel_lint.h"

#include <ctype.h>
#include <string.h>

#include "core/escape.h"

/* What a cell shows to be wrong with it, whatever its column means. The first that fits is said. */
typedef struct flaw {
    gnbs_panel_severity_t severity;
    const char *what, *cure;
} flaw_t;

enum { SPREADSHEET_CELL_MAX = 32767 }; /* characters; Excel cuts there */

static bool is_free_text(const char *column) {
    static const char *const FREE[] = {
        "condition",  "onset",  "action", "confirmatory_test", "prevalence", "programmes",
        "note",       "reason", "source", "curator",           "sources",    "origin",
        "phenotypes", "moi"};
    for (size_t i = 0; i < sizeof FREE / sizeof *FREE; i++)
        if (strcmp(FREE[i], column) == 0) return true;
    return false;
}

static bool has_any(const char *text, size_t n, const char *const part[]) {
    for (size_t i = 0; i < n; i++)
        if (strstr(text, part[i]) != NULL) return true;
    return false;
}
#define HAS_ANY(text, list) has_any((text), sizeof(list) / sizeof *(list), (list))

static bool is_one_of(const char *text, size_t n, const char *const word[]) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, word[i]) == 0) return true;
    return false;
}
#define IS_ONE_OF(text, list) is_one_of((text), sizeof(list) / sizeof *(list), (list))

/* White space that looks like a blank or like nothing: U+00A0, U+2000..200F, U+202F, U+2060, U+3000, U+FEFF. */
static bool has_unseen(const char *text) {
    for (const unsigned char *s = (const unsigned char *)text; *s != '\0'; s++) {
        if (s[0] == 0xC2 && s[1] == 0xA0) return true;
        if (s[0] == 0xE2 && s[1] == 0x80 &&
            ((s[2] >= 0x80 && s[2] <= 0x8F) || s[2] == 0xAF))
            return true;
        if (s[0] == 0xE2 && s[1] == 0x81 && s[2] == 0xA0) return true;
        if (s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80) return true;
        if (s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF) return true;
    }
    return false;
}

/* A letter of the Greek or Cyrillic block (U+0370..U+052F). */
static bool has_foreign_letter(const char *text) {
    for (const unsigned char *s = (const unsigned char *)text; *s != '\0'; s++)
        if (s[0] >= 0xCD && s[0] <= 0xD4 && (s[1] & 0xC0) == 0x80) return true;
    return false;
}

/* UTF-8 that was read as Windows-1252 and saved again: two letters for one. */
static bool is_twice_encoded(const char *text) {
    static const char *const SIGN[] = {"\xC3\x83\xC2", "\xC3\x82\xC2",
                                       "\xC3\xA2\xE2\x82\xAC", "\xC3\x83\xC5"};
    return HAS_ANY(text, SIGN);
}

static bool has_control(const char *text) {
    for (; *text != '\0'; text++)
        if (((unsigned char)*text < 0x20 || *text == 0x7F) && *text != '\n' &&
            *text != '\r')
            return true;
    return false;
}

static flaw_t find_spreadsheet_flaw(const char *text, const char *column) {
    static const char *const ERROR[] = {"#N/A",    "#REF!", "#VALUE!", "#NAME?",
                                        "#DIV/0!", "#NUM!", "#NULL!",  "#SPILL!"};
    static const char *const NOTHING[] = {"NA",   "N/A",  "n/a", "na",  "-",      ".",
                                          "NULL", "null", "nan", "NaN", "None",   "none",
                                          "?",    "TBD",  "tbd", "TBC", "missing"};
    static const char *const ENTITY[] = {"&amp;",  "&lt;",  "&gt;",
                                         "&quot;", "&#39;", "&nbsp;"};
    if (IS_ONE_OF(text, ERROR))
        return (flaw_t){GNBS_PANEL_ERROR, "is the error of a spreadsheet formula",
                        "write the value itself"};
    if (text[0] == '#' && strspn(text, "#") == strlen(text))
        return (flaw_t){GNBS_PANEL_ERROR, "is a cell that was too narrow to show its value",
                        "widen the column in the spreadsheet and save it again"};
    if (strchr("=+@", text[0]) != NULL && text[0] != '\0')
        return (flaw_t){GNBS_PANEL_WARNING,
                        "begins as a formula does: a spreadsheet runs it",
                        "write the value itself, or a ' before it"};
    if (IS_ONE_OF(text, NOTHING) && strcmp(column, "ref") != 0 &&
        strcmp(column, "alt") != 0)
        return (flaw_t){GNBS_PANEL_WARNING, "is a word for nothing: it is read as text",
                        "leave the cell empty"};
    if (HAS_ANY(text, ENTITY))
        return (flaw_t){GNBS_PANEL_WARNING, "holds the code of a web page for a letter",
                        "write the letter itself: & < > \""};
    if (strlen(text) >= SPREADSHEET_CELL_MAX)
        return (flaw_t){GNBS_PANEL_WARNING, "is as long as a spreadsheet's cell can be",
                        "see in its source whether the end was cut off"};
    return (flaw_t){0};
}

static flaw_t find_flaw(const char *text, const char *column) {
    static const char *const DASH[] = {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92",
                                       "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"};
    static const char *const QUOTE[] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C",
                                        "\xE2\x80\x9D", "\xC2\xB4"};
    size_t n = strlen(text);
    bool is_free = is_free_text(column);
    if (!gnbs_escape_is_utf8(text))
        return (flaw_t){GNBS_PANEL_ERROR,
                        "is not UTF-8 text: an older encoding (Windows, Mac)",
                        "save the file as UTF-8"};
    if (strstr(text, "\xEF\xBF\xBD") != NULL)
        return (flaw_t){GNBS_PANEL_WARNING, "has lost letters: U+FFFD stands for them",
                        "write them again from the source"};
    if (is_twice_encoded(text))
        return (flaw_t){
            GNBS_PANEL_WARNING,
            "was read in the wrong encoding and saved again (two odd letters for "
            "one)",
            "open the file as UTF-8 and write the letters again"};
    if (strpbrk(text, "\r\n") != NULL)
        return (flaw_t){GNBS_PANEL_WARNING, "holds a line break", "write it on one line"};
    if (has_control(text))
        return (flaw_t){GNBS_PANEL_ERROR, "holds a control character",
                        "write the cell again"};
    if (has_unseen(text))
        return (flaw_t){GNBS_PANEL_WARNING,
                        "holds white space that is not a blank (U+00A0 or alike)",
                        "write the cell again; text copied from web pages brings it along"};
    if (n > 0 && (text[0] == ' ' || text[n - 1] == ' '))
        return (flaw_t){GNBS_PANEL_WARNING, "begins or ends with a blank",
                        "take the blank away"};
    if (!is_free && has_foreign_letter(text))
        return (flaw_t){GNBS_PANEL_WARNING,
                        "holds a Greek or Cyrillic letter that looks like a Latin one",
                        "type it again on a Latin keyboard"};
    if (!is_free && HAS_ANY(text, DASH))
        return (flaw_t){GNBS_PANEL_ERROR, "holds a typographic dash",
                        "write a plain hyphen (-)"};
    if (!is_free && HAS_ANY(text, QUOTE))
        return (flaw_t){GNBS_PANEL_ERROR, "holds a typographic quotation mark",
                        "write a plain one, or none"};
    return find_spreadsheet_flaw(text, column);
}

void gnbs_panel_lint_cells(gnbs_panel_linter_t *lint, const gnbs_table_t *t) {
    for (size_t i = 0; i < t->n_row; i++)
        for (int k = 0; k < t->n_column; k++) {
            const char *text = t->row[i].cell[k];
            flaw_t flaw = find_flaw(text, t->column[k]);
            if (flaw.what == NULL) continue;
            gnbs_panel_add_problem(
                lint, flaw.severity, (gnbs_panel_place_t){t, t->row[i].line, k},
                gnbs_panel_text(lint, "'%.40s' %s", text, flaw.what), "", flaw.cure);
        }
}
