#include "report/report_parents.h"

#include <inttypes.h>
#include <string.h>

#include "report/report_check.h"
#include "report/report_html.h"
#include "report/report_text.h"
#include "report/report_words.h"

/* Large type, dark on white, one column; nothing to click but the folded lists. Contrast is at least 7 everywhere. */
static const char STYLE[] =
    ":root{color-scheme:light}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:#fff;color:#14202a;font:1.1875rem/1.6 'Source Sans 3','Segoe "
    "UI',Roboto,'Noto Sans',Arial,'DejaVu Sans',sans-serif;overflow-wrap:anywhere}\n"
    "header,main,footer{max-width:40rem;margin:0 auto;padding:0 1.25rem}\n"
    "header{padding-top:1.5rem}\nfooter{padding-bottom:2rem}\n"
    "h1{font-size:1.375rem;line-height:1.3;margin:.5rem 0 1rem}\n"
    "h2{font-size:1.375rem;line-height:1.3;margin:2.25rem 0 .5rem}\n"
    "h3{font-size:1.1875rem;line-height:1.4;margin:0 0 .25rem}\n"
    "p{margin:0 0 .75rem}\nul{margin:.5rem 0 .75rem;padding-inline-start:1.5rem}\n"
    "li{margin:.25rem 0}\n"
    ".result{border:3px solid #0d4f6b;border-radius:.5rem;padding:1.25rem "
    "1.25rem .75rem;background:#f3f8fa}\n"
    ".result.condition_suspected{border-color:#8a2f0a;background:#fdf6f1}\n"
    ".result.screen_not_completed{border-color:#4a4560;border-style:dashed;background:#"
    "f6f5f"
    "9}\n"
    ".result h2{margin-top:0;font-size:1.625rem}\n"
    ".result h2:focus{outline:none}\n"
    ".card{border-inline-start:6px solid #8a2f0a;padding:.25rem 0 .25rem 1rem;margin:1rem "
    "0}\n"
    ".note{border:2px solid #8a2f0a;border-radius:.25rem;padding:.375rem "
    ".75rem;font-weight:700;color:#702608}\n"
    ".help{border:3px solid #14202a;border-radius:.5rem;padding:.75rem "
    "1rem;font-weight:700;margin-top:1.5rem}\n"
    ".quiet{color:#3d4c58;font-weight:400}\n"
    "a{color:#0a4058}\n"
    "summary{cursor:pointer;padding:.375rem 0;font-weight:600}\n"
    "a:focus-visible,summary:focus-visible{outline:3px solid #a3440a;outline-offset:3px}\n"
    ".skip{position:absolute;left:-999rem;top:0;padding:.75rem 1rem;background:#fff}\n"
    ".skip:focus{left:0}\n"
    "footer dl{border-top:1px solid #8795a1;padding-top:.75rem;font-size:1rem}\n"
    "footer dl div{display:flex;flex-wrap:wrap;gap:0 .75rem}\n"
    "dl,dd{margin:0}\ndt{font-weight:600;min-width:6rem}\n"
    "@media "
    "print{@page{size:A4;margin:18mm}body{font-size:13pt}header,main,footer{max-width"
    ":none;padding:0}.skip,.languages{display:none}.card,.result,.help,li{break-inside:"
    "avoid}"
    "h2,h3{break-after:avoid}details::details-content{content-visibility:visible;height:"
    "auto"
    "}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

typedef struct page {
    gnbs_str_t *out;
    const gnbs_tree_t *f;
    const gnbs_parents_words_t *w;
} page_t;

static void say(const page_t *p, gnbs_parents_word_t word) {
    gnbs_report_put(p->out, p->w->text[word]);
}

static void say_number(const page_t *p, gnbs_parents_word_t word, int64_t n) {
    const char *text = p->w->text[word], *at = strstr(text, "{n}");
    gnbs_str_t whole;
    gnbs_str_init(&whole);
    gnbs_str_add_n(&whole, text, (size_t)(at - text));
    gnbs_str_add_int(&whole, n);
    gnbs_str_add(&whole, at + strlen("{n}"));
    gnbs_report_put(p->out, gnbs_str_text(&whole));
    if (whole.failed) p->out->failed = true;
    gnbs_str_clear(&whole);
}

static void paragraph(const page_t *p, gnbs_parents_word_t word) {
    gnbs_str_add(p->out, "<p>");
    say(p, word);
    gnbs_str_add(p->out, "</p>\n");
}

static void heading(const page_t *p, const char *id, gnbs_parents_word_t word) {
    gnbs_str_printf(p->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
    say(p, word);
    gnbs_str_add(p->out, "</h2>\n");
}

static void section_end(const page_t *p) { gnbs_str_add(p->out, "</section>\n"); }

static const struct {
    const char *result;
    gnbs_parents_word_t words, means, next;
} RESULTS[] = {
    {"screen_not_completed", GNBS_PARENTS_FAILED_RESULT, GNBS_PARENTS_FAILED_MEANS,
     GNBS_PARENTS_NEXT_FAILED},
    {"no_condition_suspected", GNBS_PARENTS_NONE_RESULT, GNBS_PARENTS_NONE_MEANS,
     GNBS_PARENTS_NEXT_NONE},
    {"condition_suspected", GNBS_PARENTS_SUSPECTED_RESULT, GNBS_PARENTS_SUSPECTED_MEANS,
     GNBS_PARENTS_NEXT_SUSPECTED},
};

/* Anything unknown is a test that was not finished: never reassurance by default. */
static size_t result_of(const gnbs_tree_t *f) {
    for (size_t i = 0; i < sizeof RESULTS / sizeof RESULTS[0]; i++)
        if (gnbs_tree_says(f, "summary.result", RESULTS[i].result)) return i;
    return 0;
}

static void write_head(const page_t *p) {
    gnbs_str_printf(p->out,
                    "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta "
                    "charset=\"utf-8\">\n",
                    p->w->language, p->w->is_rtl ? "rtl" : "ltr");
    gnbs_str_add(
        p->out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta "
        "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
        "name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" "
        "content=\"noindex, nofollow\">\n<title>");
    say(p, GNBS_PARENTS_TITLE);
    gnbs_str_add(p->out, "</title>\n<style>\n");
    gnbs_str_add(p->out, STYLE);
    gnbs_str_add(p->out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#result\">");
    say(p, GNBS_PARENTS_SKIP);
    gnbs_str_add(p->out, "</a>\n<header>\n");
}

static void write_note(const page_t *p, bool is_there, gnbs_parents_word_t word) {
    if (!is_there) return;
    gnbs_str_add(p->out, "<p class=\"note\">");
    say(p, word);
    gnbs_str_add(p->out, "</p>\n");
}

static void write_languages(const page_t *p, size_t n, const gnbs_parents_words_t words[],
                            size_t i_own) {
    if (n < 2) return;
    gnbs_str_add(p->out, "<p class=\"languages\">");
    say(p, GNBS_PARENTS_OTHER_LANGUAGES);
    for (size_t i = 0; i < n; i++) {
        if (i == i_own) continue;
        gnbs_str_printf(p->out, " <a lang=\"%s\" hreflang=\"%s\" href=\"",
                        words[i].language, words[i].language);
        gnbs_parents_file_name(p->out, &words[i], i == 0);
        gnbs_str_add(p->out, "\">");
        gnbs_report_put(p->out, words[i].name);
        gnbs_str_add(p->out, "</a>");
    }
    gnbs_str_add(p->out, "</p>\n");
}

static void write_result(const page_t *p) {
    size_t i = result_of(p->f);
    gnbs_str_printf(p->out,
                    "<section class=\"result %s\" data-result=\"%s\" "
                    "aria-labelledby=\"result\">\n<h2 id=\"result\" tabindex=\"-1\">",
                    RESULTS[i].result, RESULTS[i].result);
    say(p, RESULTS[i].words);
    gnbs_str_add(p->out, "</h2>\n");
    paragraph(p, RESULTS[i].means);
    section_end(p);
}

/* ---- conditions --------------------------------------------------------------------------------------------- */

/* Names of conditions are the panel's, in English whatever the page speaks. */
static void put_name(const page_t *p, const gnbs_tree_t *o) {
    gnbs_str_add(p->out, "<span lang=\"en\" dir=\"ltr\">");
    gnbs_report_put_at(p->out, o, "condition");
    gnbs_str_add(p->out, "</span> <span class=\"quiet\">(");
    say(p, GNBS_PARENTS_GENE);
    gnbs_str_add(p->out, " <span dir=\"ltr\">");
    gnbs_report_put_at(p->out, o, "gene");
    gnbs_str_add(p->out, "</span>)</span>");
}

static gnbs_parents_word_t when_of(const gnbs_tree_t *x) {
    if (gnbs_tree_says(x, "urgency", "hours")) return GNBS_PARENTS_WHEN_HOURS;
    if (gnbs_tree_says(x, "urgency", "days")) return GNBS_PARENTS_WHEN_DAYS;
    return gnbs_tree_says(x, "urgency", "weeks") ? GNBS_PARENTS_WHEN_WEEKS
                                                 : GNBS_PARENTS_WHEN_OTHER;
}

static void write_condition(const page_t *p, const gnbs_tree_t *x, size_t owner) {
    gnbs_str_printf(p->out,
                    "<div class=\"card\" id=\"outcome-%zu\" "
                    "data-outcome=\"suspected\">\n<h3>",
                    owner + 1);
    put_name(p, x);
    gnbs_str_add(p->out, "</h3>\n");
    paragraph(p, when_of(x));
    const char *test = gnbs_tree_text(x, "confirmatory_test");
    if (test[0] != '\0') {
        gnbs_str_add(p->out, "<p>");
        say(p, GNBS_PARENTS_CONFIRM);
        gnbs_str_add(p->out, " <span lang=\"en\" dir=\"ltr\">");
        gnbs_report_put(p->out, test);
        gnbs_str_add(p->out, "</span></p>\n");
    }
    gnbs_str_add(p->out, "</div>\n");
}

static void write_conditions(const page_t *p) {
    const gnbs_tree_t *findings = gnbs_tree_get(p->f, "findings");
    size_t last = SIZE_MAX;
    if (findings->n == 0) return;
    heading(p, "conditions", GNBS_PARENTS_CONDITIONS_HEADING);
    for (size_t i = 0; i < findings->n; i++) {
        const gnbs_tree_t *x = gnbs_tree_at(findings, i);
        size_t owner = gnbs_report_owner(p->f, gnbs_tree_text(x, "id"));
        if (owner != last) write_condition(p, x, owner);
        last = owner;
    }
    section_end(p);
}

static void write_list(const page_t *p, const char *outcome, gnbs_parents_word_t word,
                       int64_t n) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(p->f, "outcomes");
    if (n == 0) return;
    gnbs_str_add(p->out, "<details><summary>");
    say_number(p, word, n);
    gnbs_str_add(p->out, "</summary>\n");
    if (word == GNBS_PARENTS_LIST_MISSING) paragraph(p, GNBS_PARENTS_LIST_MISSING_MEANS);
    gnbs_str_add(p->out, "<ul>\n");
    for (size_t i = 0; i < outcomes->n; i++) {
        const gnbs_tree_t *o = gnbs_tree_at(outcomes, i);
        if (!gnbs_tree_says(o, "outcome", outcome)) continue;
        gnbs_str_printf(p->out, "<li id=\"outcome-%zu\" data-outcome=\"%s\">", i + 1,
                        outcome);
        put_name(p, o);
        gnbs_str_add(p->out, "</li>\n");
    }
    gnbs_str_add(p->out, "</ul></details>\n");
}

static void write_checked(const page_t *p) {
    int64_t n = (int64_t)gnbs_tree_size(p->f, "outcomes"),
            n_suspected = gnbs_tree_int(p->f, "summary.n_suspected", 0);
    const gnbs_tree_t *groups = gnbs_tree_get(p->f, "consent.groups");
    heading(p, "checked", GNBS_PARENTS_CHECKED_HEADING);
    gnbs_str_add(p->out, "<p>");
    if (n == 1)
        say(p, GNBS_PARENTS_CHECKED_ONE);
    else
        say_number(p, GNBS_PARENTS_CHECKED_MANY, n);
    if (groups != NULL && groups->kind == GNBS_TREE_ARRAY) {
        gnbs_str_add(p->out, " ");
        say(p, GNBS_PARENTS_CHOICE);
    }
    gnbs_str_add(p->out, "</p>\n");
    if (n_suspected > 0) {
        gnbs_str_add(p->out, "<p>");
        say_number(p, GNBS_PARENTS_LIST_SUSPECTED, n_suspected);
        gnbs_str_add(p->out, "</p>\n");
    }
    write_list(p, "not_assessed", GNBS_PARENTS_LIST_MISSING,
               gnbs_tree_int(p->f, "summary.n_not_assessed", 0));
    write_list(p, "not_suspected", GNBS_PARENTS_LIST_CLEAR,
               gnbs_tree_int(p->f, "summary.n_not_suspected", 0));
    section_end(p);
}

/* ---- the rest ----------------------------------------------------------------------------------------------- */

static void write_next(const page_t *p) {
    heading(p, "next", GNBS_PARENTS_NEXT_HEADING);
    paragraph(p, RESULTS[result_of(p->f)].next);
    gnbs_str_add(p->out, "<p class=\"help\">");
    say(p, GNBS_PARENTS_UNWELL);
    gnbs_str_add(p->out, "</p>\n");
    section_end(p);
}

static void write_limits(const page_t *p) {
    heading(p, "limits", GNBS_PARENTS_LIMITS_HEADING);
    paragraph(p, GNBS_PARENTS_LIMITS_MISS);
    paragraph(p, GNBS_PARENTS_LIMITS_CARRIER);
    paragraph(p, GNBS_PARENTS_LIMITS_OTHER);
    section_end(p);
}

static void write_fact(const page_t *p, gnbs_parents_word_t term, const char *path) {
    gnbs_str_add(p->out, "<div><dt>");
    say(p, term);
    gnbs_str_add(p->out, "</dt><dd dir=\"ltr\">");
    gnbs_report_put_at(p->out, p->f, path);
    gnbs_str_add(p->out, "</dd></div>\n");
}

static void write_end(const page_t *p) {
    heading(p, "questions", GNBS_PARENTS_QUESTIONS_HEADING);
    paragraph(p, GNBS_PARENTS_QUESTIONS_TEXT);
    section_end(p);
    gnbs_str_add(p->out, "</main>\n<footer>\n");
    if (!gnbs_tree_is(p->f, "report.draft")) paragraph(p, GNBS_PARENTS_PEOPLE);
    gnbs_str_add(p->out, "<dl>\n");
    write_fact(p, GNBS_PARENTS_SAMPLE, "sample");
    write_fact(p, GNBS_PARENTS_REPORT, "report.id");
    gnbs_str_add(p->out, "</dl>\n</footer>\n</body>\n</html>\n");
}

gnbs_code_t gnbs_report_parents(const gnbs_tree_t *f, size_t n,
                                const gnbs_parents_words_t words[], size_t i_language,
                                gnbs_str_t *out, gnbs_err_t *err) {
    const page_t page = {out, f, &words[i_language]}, *p = &page;
    GNBS_TRY(gnbs_report_check_tree(f, err));
    write_head(p);
    write_note(p, gnbs_tree_is(f, "synthetic"), GNBS_PARENTS_SYNTHETIC);
    write_note(p, gnbs_tree_is(f, "report.draft"), GNBS_PARENTS_DRAFT);
    write_note(p, !p->w->is_checked, GNBS_PARENTS_UNCHECKED);
    write_languages(p, n, words, i_language);
    gnbs_str_add(out, "<h1>");
    say(p, GNBS_PARENTS_TITLE);
    gnbs_str_add(out, "</h1>\n</header>\n<main>\n");
    write_result(p);
    if (gnbs_tree_has(f, "report.replaces.id")) paragraph(p, GNBS_PARENTS_REPLACES);
    write_conditions(p);
    write_next(p);
    write_checked(p);
    write_limits(p);
    write_end(p);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "report.parents.html") : GNBS_OK;
}
