#include "review/review_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/escape.h"
#include "report/report_html.h"
#include "report/report_text.h"

/* ---- words -------------------------------------------------------------------------------------------------------- */

void gnbs_review_put(gnbs_str_t *out, const char *text) { gnbs_report_put(out, text); }

void gnbs_review_put_words(gnbs_str_t *out, const char *text) {
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        gnbs_str_t piece;
        gnbs_str_init(&piece);
        gnbs_str_add_n(&piece, text, n);
        if (n > 0) {
            gnbs_str_add(out, "<p>");
            gnbs_report_put(out, gnbs_str_text(&piece));
            gnbs_str_add(out, "</p>");
        }
        if (piece.failed) out->failed = true;
        gnbs_str_clear(&piece);
        text += n + (text[n] == '\n');
    }
}

/* Seconds since 1970 of "2026-11-25T07:10:00Z"; -1 for anything else. */
static long long seconds_of(const char *at) {
    int y, mo, d, h, mi, s;
    if (sscanf(at, "%4d-%2d-%2dT%2d:%2d:%2dZ", &y, &mo, &d, &h, &mi, &s) != 6) return -1;
    if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > 31) return -1;
    int64_t a = (14 - mo) / 12, year = y + 4800 - a, month = mo + 12 * a - 3;
    int64_t day = d + (153 * month + 2) / 5 + 365 * year + year / 4 - year / 100 +
                  year / 400 -
                  2472633; /* days since 1 January 1970: Fliegel, Van Flandern */
    return day * 86400 + h * 3600 + mi * 60 + s;
}

void gnbs_review_put_age(gnbs_str_t *out, const char *at) {
    long long then = seconds_of(at), s = (long long)time(NULL) - then;
    if (then < 0) {
        gnbs_str_add(out, "not known");
        return;
    }
    if (s < 0) s = 0;
    long long n = s < 3600 ? s / 60 : s < 2 * 86400 ? s / 3600 : s / 86400;
    const char *unit = s < 3600 ? "minute" : s < 2 * 86400 ? "hour" : "day";
    gnbs_str_printf(out, "%lld %s%s", n, unit, n == 1 ? "" : "s");
}

void gnbs_review_put_time(gnbs_str_t *out, const char *at) {
    static const char *const MONTH[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (seconds_of(at) < 0) {
        gnbs_review_put(out, gnbs_report_or(at, "not known"));
        return;
    }
    gnbs_str_add(out, "<time datetime=\"");
    gnbs_review_put(out, at);
    gnbs_str_printf(out, "\">%d %s %.4s, %.5s UTC</time>", atoi(at + 8),
                    MONTH[atoi(at + 5) - 1], at, at + 11);
}

/* A sign of its own for every state, so that colour carries nothing. */
static const char *const STATE_SIGNS[GNBS_REVIEW_N_STATE] = {
    [GNBS_REVIEW_WAITING] = "<circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"none\" "
                            "stroke=\"currentColor\" stroke-width=\"2\"/>",
    [GNBS_REVIEW_HALF] =
        "<circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"none\" stroke=\"currentColor\" "
        "stroke-width=\"2\"/><path d=\"M8 2a6 6 0 0 0 0 12z\" fill=\"currentColor\"/>",
    [GNBS_REVIEW_DIFFER] = "<path d=\"M2 5h9m-3-3 3 3-3 3M14 11H5m3-3-3 3 3 3\" "
                           "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
    [GNBS_REVIEW_MORE] = "<path d=\"M5 6a3 3 0 1 1 4 2.8c-.8.4-1 .8-1 1.7\" fill=\"none\" "
                         "stroke=\"currentColor\" stroke-width=\"2\"/><circle cx=\"8\" "
                         "cy=\"13.5\" r=\"1.3\" fill=\"currentColor\"/>",
    [GNBS_REVIEW_AGREED] = "<path d=\"m1 8 3 3 5-6M7 11l1 0 6-7\" fill=\"none\" "
                           "stroke=\"currentColor\" stroke-width=\"2\"/>",
    [GNBS_REVIEW_SIGNED] = "<path d=\"M2 14h12M3 11l7-8 3 2.5-7 6.5-4 1z\" fill=\"none\" "
                           "stroke=\"currentColor\" stroke-width=\"1.6\"/>",
    [GNBS_REVIEW_CLOSED] = "<circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"currentColor\"/><path "
                           "d=\"m4.5 8 2.5 2.5 4.5-5\" fill=\"none\" stroke=\"#fff\" "
                           "stroke-width=\"2\"/>",
    [GNBS_REVIEW_REPLACED] = "<path d=\"M3 4h6a4 4 0 0 1 0 8H4m3-3-3 3 3 3\" fill=\"none\" "
                             "stroke=\"currentColor\" stroke-width=\"2\"/>",
    [GNBS_REVIEW_GONE] =
        "<path d=\"M2 8h12\" stroke=\"currentColor\" stroke-width=\"2.5\"/>",
};

void gnbs_review_put_state(gnbs_str_t *out, gnbs_review_state_t state) {
    gnbs_str_printf(out,
                    "<span class=\"state %s\"><svg viewBox=\"0 0 16 16\" width=\"16\" "
                    "height=\"16\" aria-hidden=\"true\" focusable=\"false\">%s</svg> "
                    "%s</span>",
                    gnbs_review_state_name(state), STATE_SIGNS[state],
                    gnbs_review_state_words(state));
}

void gnbs_review_put_urgency(gnbs_str_t *out, int urgency) {
    gnbs_str_add(out, "<span class=\"urgency\"><svg viewBox=\"0 0 16 16\" width=\"16\" "
                      "height=\"16\" aria-hidden=\"true\" focusable=\"false\">");
    for (int i = 0; i < 3; i++) /* three, two, one, no bars */
        gnbs_str_printf(out,
                        "<rect x=\"%d\" y=\"%d\" width=\"4\" height=\"%d\" "
                        "fill=\"%s\" stroke=\"currentColor\"/>",
                        1 + 5 * i, 11 - 4 * i, 4 + 4 * i,
                        i < 3 - urgency ? "currentColor" : "none");
    gnbs_str_printf(out, "</svg> %s</span>", gnbs_review_urgency_words(urgency));
}

void gnbs_review_put_csrf(gnbs_review_ask_t *ask) {
    gnbs_str_printf(&ask->answer->body,
                    "<input type=\"hidden\" name=\"csrf\" value=\"%s\">\n",
                    ask->session.csrf);
}

/* ---- the frame ---------------------------------------------------------------------------------------------------- */

static void put_link(gnbs_review_ask_t *ask, const gnbs_review_page_t *page, const char *to,
                     const char *words, unsigned roles) {
    if ((ask->account.roles & roles) == 0) return;
    bool is_here = page->at != NULL && strcmp(page->at, to) == 0;
    gnbs_str_printf(&ask->answer->body, "<li><a href=\"%s\"%s>%s</a></li>\n", to,
                    is_here ? " aria-current=\"page\"" : "", words);
}

static void put_bar(gnbs_review_ask_t *ask, const gnbs_review_page_t *page) {
    gnbs_str_t *out = &ask->answer->body;
    gnbs_str_add(out, "<header class=\"bar\"><div>\n<p class=\"brand\">Review desk</p>\n");
    if (ask->is_signed_in) {
        gnbs_str_add(out, "<nav aria-label=\"Desk\"><ul>\n");
        put_link(ask, page, "/queue", "Queue",
                 GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER | GNBS_REVIEW_CURATOR);
        put_link(ask, page, "/log", "Log", GNBS_REVIEW_AUDITOR);
        put_link(ask, page, "/accounts", "Accounts", GNBS_REVIEW_AUDITOR);
        put_link(ask, page, "/help", "How it works", GNBS_REVIEW_ANYBODY);
        put_link(ask, page, "/account", "Your account", GNBS_REVIEW_ANYBODY);
        gnbs_str_add(out, "</ul></nav>\n<form method=\"post\" action=\"/sign-out\" "
                          "class=\"out\">");
        gnbs_review_put_csrf(ask);
        gnbs_str_add(out, "<span>");
        gnbs_review_put(out, ask->account.full_name);
        gnbs_str_add(out, "</span> <button type=\"submit\" class=\"plain-button\">Sign "
                          "out</button></form>\n");
    }
    gnbs_str_add(out, "</div></header>\n");
}

void gnbs_review_page_begin(gnbs_review_ask_t *ask, const gnbs_review_page_t *page) {
    gnbs_str_t *out = &ask->answer->body;
    ask->answer->status = 200;
    gnbs_http_header(ask->answer, "Content-Type", "text/html; charset=utf-8");
    gnbs_str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
                      "charset=\"utf-8\">\n<meta name=\"viewport\" "
                      "content=\"width=device-width, initial-scale=1\">\n<meta "
                      "name=\"robots\" content=\"noindex, nofollow\">\n<title>");
    if (page->is_draft) gnbs_str_add(out, "DRAFT - ");
    gnbs_review_put(out, page->title);
    gnbs_str_printf(out,
                    " - Review desk</title>\n<link "
                    "rel=\"stylesheet\" href=\"/desk.css?v=%s\">\n<script "
                    "src=\"/desk.js?v=%s\" defer></script>\n</head>\n<body "
                    "class=\"desk%s\" data-idle=\"%d\">\n<a class=\"skip\" "
                    "href=\"#main\">Skip to the content</a>\n",
                    gnbs_review_style_version(), gnbs_review_style_version(),
                    page->is_draft ? " is-draft" : "",
                    ask->is_signed_in ? gnbs_review_web_options(ask->web)->idle_minutes
                                      : 0);
    put_bar(ask, page);
    gnbs_str_add(out, "<main id=\"main\" tabindex=\"-1\">\n");
}

void gnbs_review_page_end(gnbs_review_ask_t *ask) {
    gnbs_str_add(
        &ask->answer->body,
        "</main>\n<footer class=\"foot\"><p>Rules decide, people sign. A screening "
        "result is not a diagnosis.</p></footer>\n</body>\n</html>\n");
}

/* ---- home and help ------------------------------------------------------------------------------------------------ */

void gnbs_review_page_home(gnbs_review_ask_t *ask) {
    unsigned sees = GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER | GNBS_REVIEW_CURATOR;
    gnbs_review_redirect(ask, (ask->account.roles & sees) != 0 ? "/queue" : "/log");
}

static void put_states(gnbs_str_t *out) {
    static const char *const HEAD[] = {"State", "Who acts", "What happens"};
    static const struct {
        gnbs_review_state_t state;
        const char *who, *what;
    } ROWS[] = {
        {GNBS_REVIEW_WAITING, "Any reviewer", "Looks at the evidence and decides."},
        {GNBS_REVIEW_HALF, "Any other reviewer",
         "Decides without seeing what the first decided. Then both see both."},
        {GNBS_REVIEW_DIFFER, "Either of the two",
         "Talk, and decide again. Every decision is kept."},
        {GNBS_REVIEW_MORE, "Either of the two",
         "What is missing is fetched; then they decide again."},
        {GNBS_REVIEW_AGREED, "An authoriser",
         "Signs, or sends the case back with a reason."},
        {GNBS_REVIEW_SIGNED, "A reviewer or authoriser",
         "Records what the second sample showed: confirmed or refuted."},
        {GNBS_REVIEW_CLOSED, "Nobody", "The report is signed and nothing is waited for."},
        {GNBS_REVIEW_REPLACED, "Nobody", "Another result stands in its place."},
        {GNBS_REVIEW_GONE, "Nobody", "The result's folder was taken away."},
    };
    gnbs_report_table_begin(out, "The states of a case", 3, HEAD);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        gnbs_report_row_begin(out);
        gnbs_report_cell_begin(out, HEAD[0]);
        gnbs_review_put_state(out, ROWS[i].state);
        gnbs_report_cell_end(out);
        gnbs_report_cell(out, HEAD[1], ROWS[i].who);
        gnbs_report_cell(out, HEAD[2], ROWS[i].what);
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

void gnbs_review_page_help(gnbs_review_ask_t *ask) {
    static const char TEXT[] =
        "<h1>How the desk works</h1>\n"
        "<p class=\"lead\">Two people look at each result on their own. When they agree, "
        "an "
        "authoriser signs. What a second sample shows is recorded last.</p>\n"
        "<h2>From result to signed report</h2>\n";
    static const char MORE[] =
        "<h2>What the choices mean</h2>\n<dl class=\"facts\">\n"
        "<div><dt>Report</dt><dd>The evidence holds; the family should hear of it, and a "
        "second sample is to confirm it.</dd></div>\n"
        "<div><dt>Do not report</dt><dd>The evidence does not hold, or does not concern "
        "this "
        "baby. The signed report does not show it.</dd></div>\n"
        "<div><dt>Needs more</dt><dd>It cannot be decided yet. Say what is "
        "missing.</dd></div>\n</dl>\n"
        "<h2>What is kept</h2>\n<p>Every decision with its words, every signature, and in "
        "the "
        "log everybody who opened a case and when. Nothing is changed afterwards: one "
        "decides "
        "again, and both stay. Families can ask who looked.</p>\n"
        "<h2>By keyboard</h2>\n<p>Everything can be reached with the Tab key; choices are "
        "made "
        "with the arrow keys, and Enter sends a form. The first link of each page skips to "
        "its "
        "content.</p>\n";
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){"How it works", "/help", false});
    gnbs_str_add(&ask->answer->body, TEXT);
    put_states(&ask->answer->body);
    gnbs_str_add(&ask->answer->body, MORE);
    gnbs_review_page_end(ask);
}
