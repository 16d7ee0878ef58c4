/* report/report_parents.h -- the page for parents: plain words, one table of them per language.
 *
 *     ##language=cy  ##name=Cymraeg  ##direction=ltr  ##checked=no
 *     key            text
 *     title          Canlyniad sgrinio ...
 *
 * It says what findings.json says, less what only a professional can use: no variant, no number of a laboratory. What the family did
 * not agree to is not in findings.json, and so not here; carriers neither.
 * Errors   a table that lacks a key, has an unknown or doubled one, or whose {n} is lost: GNBS_E_FORMAT with file, line and key
 * Threads  pure
 */
#ifndef GNBS_REPORT_REPORT_PARENTS_H
#define GNBS_REPORT_REPORT_PARENTS_H

#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "core/tree.h"

/* name, key in the table, and whether its text must hold a {n} */
/* clang-format off: a line per word */
#define GNBS_PARENTS_WORDS(X)                                                              \
    X(TITLE, "title", 0)                                                                   \
    X(SKIP, "skip", 0)                                                                     \
    X(DRAFT, "draft", 0)                                                                   \
    X(SYNTHETIC, "synthetic", 0)                                                           \
    X(UNCHECKED, "unchecked", 0)                                                           \
    X(SUSPECTED_RESULT, "suspected.result", 0)                                             \
    X(SUSPECTED_MEANS, "suspected.means", 0)                                               \
    X(NONE_RESULT, "none.result", 0)                                                       \
    X(NONE_MEANS, "none.means", 0)                                                         \
    X(FAILED_RESULT, "failed.result", 0)                                                   \
    X(FAILED_MEANS, "failed.means", 0)                                                     \
    X(CONDITIONS_HEADING, "conditions.heading", 0)                                         \
    X(WHEN_HOURS, "when.hours", 0)                                                         \
    X(WHEN_DAYS, "when.days", 0)                                                           \
    X(WHEN_WEEKS, "when.weeks", 0)                                                         \
    X(WHEN_OTHER, "when.other", 0)                                                         \
    X(CONFIRM, "confirm", 0)                                                               \
    X(NEXT_HEADING, "next.heading", 0)                                                     \
    X(NEXT_SUSPECTED, "next.suspected", 0)                                                 \
    X(NEXT_NONE, "next.none", 0)                                                           \
    X(NEXT_FAILED, "next.failed", 0)                                                       \
    X(UNWELL, "unwell", 0)                                                                 \
    X(CHECKED_HEADING, "checked.heading", 0)                                               \
    X(CHECKED_ONE, "checked.one", 0)                                                       \
    X(CHECKED_MANY, "checked.many", 1)                                                     \
    X(CHOICE, "choice", 0)                                                                 \
    X(LIST_SUSPECTED, "list.suspected", 1)                                                 \
    X(LIST_CLEAR, "list.clear", 1)                                                         \
    X(LIST_MISSING, "list.missing", 1)                                                     \
    X(LIST_MISSING_MEANS, "list.missing.means", 0)                                         \
    X(GENE, "gene", 0)                                                                     \
    X(LIMITS_HEADING, "limits.heading", 0)                                                 \
    X(LIMITS_MISS, "limits.miss", 0)                                                       \
    X(LIMITS_CARRIER, "limits.carrier", 0)                                                 \
    X(LIMITS_OTHER, "limits.other", 0)                                                     \
    X(QUESTIONS_HEADING, "questions.heading", 0)                                           \
    X(QUESTIONS_TEXT, "questions.text", 0)                                                 \
    X(PEOPLE, "people", 0)                                                                 \
    X(REPLACES, "replaces", 0)                                                             \
    X(SAMPLE, "sample", 0)                                                                 \
    X(REPORT, "report", 0)                                                                 \
    X(OTHER_LANGUAGES, "other.languages", 0)
/* clang-format on */

typedef enum gnbs_parents_word {
#define GNBS_PARENTS_ENUM(name, key, n) GNBS_PARENTS_##name,
    GNBS_PARENTS_WORDS(GNBS_PARENTS_ENUM)
#undef GNBS_PARENTS_ENUM
        GNBS_PARENTS_N
} gnbs_parents_word_t;

typedef struct gnbs_parents_words { /* borrowed from the table */
    const char *language, *name;
    bool is_rtl, is_checked;
    const char *text[GNBS_PARENTS_N];
} gnbs_parents_words_t;

gnbs_code_t gnbs_parents_words(const gnbs_table_t *table, gnbs_parents_words_t *words,
                               gnbs_err_t *err);
/* words[i_language] of n: the others are linked to. */
gnbs_code_t gnbs_report_parents(const gnbs_tree_t *findings, size_t n,
                                const gnbs_parents_words_t words[], size_t i_language,
                                gnbs_str_t *out, gnbs_err_t *err);
/* "report.parents.html" for the first language, "report.parents.cy.html" for others. */
void gnbs_parents_file_name(gnbs_str_t *out, const gnbs_parents_words_t *words,
                            bool is_first);

#endif
