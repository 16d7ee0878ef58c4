/* review/review_page_case.c -- one case: the result, the evidence, what people said, and the forms of whoever may move it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "io/text.h"
#include "report/report_html.h"
#include "review/review_keep.h"
#include "review/review_page.h"

enum { MAX_PAGE_BYTES = 64 << 20 };

typedef struct view {
    gnbs_review_ask_t *ask;
    gnbs_str_t *out;
    gnbs_review_case_t c;
    const char *why_no_decision, *why_no_signature, *why_no_result; /* NULL: may */
    char seen_decide[48], seen[48];
} view_t;

/* ---- what people said ---------------------------------------------------------------------------------------------- */

static void put_said(view_t *v, const gnbs_review_item_t *item) {
    const gnbs_review_case_t *c = &v->c;
    bool is_hidden = false;
    int level =
        item->id[0] == 'R' ? 3 : 4; /* of headings: below a finding's, or a section's */
    for (int i = 0; i < c->n_reviewer; i++) {
        const gnbs_review_decision_t *d = &item->decision[i];
        if (!gnbs_review_may_see(c, v->ask->account.id, i)) {
            is_hidden = true;
            continue;
        }
        gnbs_str_printf(v->out, "<div class=\"said\"><h%d>", level);
        gnbs_review_put(v->out, c->reviewer[i].full_name);
        gnbs_str_printf(v->out, ": %s</h%d><p class=\"quiet\">Reviewer %d, ",
                        gnbs_review_choice_words(d->choice), level, i + 1);
        gnbs_review_put_time(v->out, d->at);
        gnbs_str_add(v->out, "</p><blockquote class=\"words\">");
        gnbs_review_put_words(v->out, d->comment);
        gnbs_str_add(v->out, "</blockquote></div>\n");
    }
    if (is_hidden)
        gnbs_str_add(v->out,
                     "<p class=\"said\">The first reviewer has decided. What, is shown "
                     "once a second reviewer has decided.</p>\n");
    if (item->result != GNBS_REVIEW_PENDING) {
        gnbs_str_printf(v->out,
                        "<div class=\"said\"><h4>Second sample: %s</h4><p class=\"quiet\">",
                        gnbs_review_result_words(item->result));
        gnbs_review_put(v->out, item->result_by);
        gnbs_str_add(v->out, ", ");
        gnbs_review_put_time(v->out, item->result_at);
        gnbs_str_add(v->out, "</p><blockquote class=\"words\">");
        gnbs_review_put_words(v->out, item->result_comment);
        gnbs_str_add(v->out, "</blockquote></div>\n");
    }
}

/* ---- forms --------------------------------------------------------------------------------------------------------- */

static void put_text_area(view_t *v, const char *name, const char *suffix,
                          const char *label, const char *hint, const char *form,
                          const char *value) {
    gnbs_str_printf(
        v->out,
        "<div><label for=\"%s%s%s\">%s</label> <span class=\"hint\" "
        "id=\"hint-%s%s%s\">%s</span>\n<textarea id=\"%s%s%s\" name=\"%s%s\" "
        "form=\"%s\" maxlength=\"%d\" required aria-describedby=\"hint-%s%s%s\">\n",
        form, name, suffix, label, form, name, suffix, hint, form, name, suffix, name,
        suffix, form, (int)GNBS_REVIEW_COMMENT_MAX, form, name, suffix);
    gnbs_str_t line;
    gnbs_str_init(&line);
    for (const char *p = value; *p != '\0';) { /* cleaned line by line */
        size_t n = strcspn(p, "\n");
        gnbs_str_reset(&line);
        gnbs_str_add_n(&line, p, n);
        gnbs_review_put(v->out, gnbs_str_text(&line));
        if (p[n] == '\n') gnbs_str_add_char(v->out, '\n');
        p += n + (p[n] == '\n');
    }
    gnbs_str_clear(&line);
    gnbs_str_add(v->out, "</textarea></div>\n");
}

static void put_ballot(view_t *v, const gnbs_review_item_t *item) {
    int own = gnbs_review_which(&v->c, v->ask->account.id);
    bool is_result = item->id[0] == 'R';
    const gnbs_review_decision_t *d = own >= 0 ? &item->decision[own] : NULL;
    gnbs_str_add(v->out, "<fieldset><legend>Your decision on ");
    gnbs_review_put(v->out, is_result ? "the result" : item->id);
    gnbs_str_add(v->out, is_result ? "" : ": ");
    if (!is_result) gnbs_review_put(v->out, item->title);
    gnbs_str_add(v->out, "</legend>\n<div class=\"choices\">\n");
    for (int k = GNBS_REVIEW_REPORT; k < GNBS_REVIEW_N_CHOICE; k++) {
        gnbs_review_choice_t choice = (gnbs_review_choice_t)k;
        if (is_result && choice == GNBS_REVIEW_DO_NOT_REPORT) continue;
        gnbs_str_printf(v->out,
                        "<label><input type=\"radio\" name=\"choice-%s\" value=\"%s\" "
                        "form=\"decide\" required%s> %s</label>\n",
                        item->id, gnbs_review_choice_name(choice),
                        d != NULL && d->choice == choice ? " checked" : "",
                        is_result && choice == GNBS_REVIEW_REPORT
                            ? "Report as it stands"
                            : gnbs_review_choice_words(choice));
    }
    gnbs_str_add(v->out, "</div>\n");
    put_text_area(v, "comment-", item->id, "Why",
                  "Needed. The other reviewer and the authoriser will read it.", "decide",
                  d != NULL ? d->comment : "");
    gnbs_str_add(v->out, "</fieldset>\n");
}

static void put_form(view_t *v, const char *id, const char *action, const char *seen) {
    gnbs_str_printf(v->out,
                    "<form id=\"%s\" method=\"post\" action=\"/case/%" PRId64
                    "/%s\" data-keep>\n",
                    id, v->c.id, action);
    gnbs_review_put_csrf(v->ask);
    gnbs_str_printf(v->out, "<input type=\"hidden\" name=\"seen\" value=\"%s\">\n", seen);
}

static void put_decide(view_t *v) {
    int own = gnbs_review_which(&v->c, v->ask->account.id);
    if ((v->ask->account.roles & GNBS_REVIEW_REVIEWER) == 0 || v->why_no_decision != NULL)
        return;
    gnbs_str_add(v->out, "<section class=\"panel\" aria-labelledby=\"send-title\"><h2 "
                         "id=\"send-title\">");
    gnbs_str_add(v->out, own >= 0 ? "Decide again</h2>\n" : "Send your decision</h2>\n");
    gnbs_str_add(v->out, own >= 0
                             ? "<p>Your earlier decision is kept; this one counts.</p>\n"
                             : "<p>You decide on your own: neither reviewer sees the "
                               "other's decision before both have decided.</p>\n");
    put_form(v, "decide", "decide", v->seen_decide);
    gnbs_str_printf(v->out,
                    "<button type=\"submit\" class=\"go\">%s</button>\n</form>\n"
                    "</section>\n",
                    v->c.n_item == 1 ? "Save my decision" : "Save my decisions");
}

static void put_sign(view_t *v) {
    if (v->why_no_signature != NULL) return;
    gnbs_str_add(v->out,
                 "<section class=\"panel\" aria-labelledby=\"sign-title\"><h2 "
                 "id=\"sign-title\">Authorise</h2>\n<p>Two reviewers agree. With your "
                 "signature the report leaves the desk.</p>\n<div "
                 "class=\"two\">\n<div>\n");
    put_form(v, "sign", "sign", v->seen);
    put_text_area(v, "comment", "", "Your comment", "Needed.", "sign", "");
    gnbs_str_add(v->out, "<button type=\"submit\" class=\"go\">Sign the report</button>\n"
                         "</form></div>\n<div>\n");
    put_form(v, "send-back", "send-back", v->seen);
    put_text_area(v, "comment", "", "Or: why it goes back",
                  "Needed. A new round begins; two people decide anew.", "send-back", "");
    gnbs_str_add(v->out, "<button type=\"submit\" class=\"go quiet-go\">Send back to "
                         "reviewers</button>\n</form></div>\n</div></section>\n");
}

static void put_confirm(view_t *v, const gnbs_review_item_t *item) {
    char form[32];
    snprintf(form, sizeof form, "confirm-%s", item->id);
    gnbs_str_add(v->out, "<fieldset><legend>Second sample for ");
    gnbs_review_put(v->out, item->id);
    gnbs_str_add(v->out, "</legend>\n");
    put_form(v, form, "confirm", v->seen);
    gnbs_str_printf(v->out,
                    "<input type=\"hidden\" name=\"item\" value=\"%s\">\n<div "
                    "class=\"choices\">\n",
                    item->id);
    for (int k = GNBS_REVIEW_CONFIRMED; k < GNBS_REVIEW_N_RESULT; k++)
        gnbs_str_printf(v->out,
                        "<label><input type=\"radio\" name=\"result\" value=\"%s\" "
                        "required> %s</label>\n",
                        gnbs_review_result_name((gnbs_review_result_t)k),
                        gnbs_review_result_words((gnbs_review_result_t)k));
    gnbs_str_add(v->out, "</div>\n");
    put_text_area(v, "comment", "", "Which test, which sample, what it showed", "Needed.",
                  form, "");
    gnbs_str_printf(v->out,
                    "<button type=\"submit\" class=\"go\">%s</button>\n</form>"
                    "</fieldset>\n",
                    item->result == GNBS_REVIEW_PENDING ? "Save the result"
                                                        : "Correct the result");
}

/* What stands after the evidence of an item. */
static void put_item(view_t *v, const gnbs_review_item_t *item) {
    put_said(v, item);
    if (v->why_no_decision == NULL) put_ballot(v, item);
    if (v->why_no_result == NULL && item->id[0] == 'F' &&
        item->decision[0].choice == GNBS_REVIEW_REPORT)
        put_confirm(v, item);
}

/* ---- the page ------------------------------------------------------------------------------------------------------ */

static void put_step(gnbs_str_t *out, const char *title, bool is_done, bool is_now,
                     const char *who, const char *at) {
    gnbs_str_printf(out, "<li class=\"%s\"%s><strong>%s</strong> ",
                    is_done  ? "is-done"
                    : is_now ? "is-now"
                             : "is-later",
                    is_now ? " aria-current=\"step\"" : "", title);
    if (is_done) {
        gnbs_review_put(out, who);
        if (at[0] != '\0') gnbs_str_add(out, "<br>");
        if (at[0] != '\0') gnbs_review_put_time(out, at);
    } else {
        gnbs_str_add(out, is_now ? "Next" : "Later");
    }
    gnbs_str_add(out, "</li>\n");
}

static void put_steps(view_t *v) {
    static const char *const TITLE[] = {"First reviewer", "Second reviewer"};
    const gnbs_review_case_t *c = &v->c;
    bool is_still = c->state >= GNBS_REVIEW_REPLACED;
    gnbs_str_add(v->out, "<ol class=\"steps\" aria-label=\"Where the case stands\">\n");
    for (int i = 0; i < 2; i++) {
        bool may = i < c->n_reviewer && gnbs_review_may_see(c, v->ask->account.id, i);
        put_step(v->out, TITLE[i], i < c->n_reviewer, !is_still && i == c->n_reviewer,
                 may ? c->reviewer[i].full_name : "Has decided",
                 may ? c->reviewer[i].at : "");
    }
    put_step(v->out, "Authoriser", c->is_signed, c->state == GNBS_REVIEW_AGREED,
             c->is_signed ? c->authoriser.full_name : "",
             c->is_signed ? c->authoriser.at : "");
    put_step(v->out, "Second sample", c->state == GNBS_REVIEW_CLOSED,
             c->state == GNBS_REVIEW_SIGNED, "Nothing is waited for", "");
    gnbs_str_add(v->out, "</ol>\n");
}

static const char *what_now(const view_t *v) {
    switch (v->c.state) {
    case GNBS_REVIEW_DIFFER:
        return "The two reviewers decided differently. Talk, then either decides again.";
    case GNBS_REVIEW_MORE:
        return "A reviewer needs more before this can be decided; the comment says what.";
    case GNBS_REVIEW_REPLACED:
        return "Another result has replaced this one. It is kept as it was and moves no "
               "more.";
    case GNBS_REVIEW_GONE:
        return "The result's folder was taken away. Its evidence cannot be shown.";
    default: return NULL;
    }
}

static void put_done(view_t *v) {
    static const struct {
        const char *done, *words;
    } WORDS[] = {{"decided", "Your decision is saved."},
                 {"signed", "The report is signed."},
                 {"back", "The case went back to the reviewers."},
                 {"confirmed", "The result of the second sample is saved."}};
    const char *done = gnbs_review_field(v->ask->query, "done");
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(WORDS[i].done, done) == 0)
            gnbs_str_printf(v->out, "<p class=\"done\" role=\"status\">%s</p>\n",
                            WORDS[i].words);
}

static void put_top(view_t *v) {
    const gnbs_review_case_t *c = &v->c;
    const char *now = what_now(v);
    gnbs_str_add(v->out, "<p class=\"trail\"><a href=\"/queue\">Queue</a></p>\n");
    put_done(v);
    gnbs_str_add(v->out, "<div class=\"title\"><h1>");
    gnbs_review_put(v->out, c->sample);
    gnbs_str_add(v->out, "</h1>");
    gnbs_review_put_state(v->out, c->state);
    if (!c->is_signed) gnbs_str_add(v->out, "<strong class=\"label draft\">DRAFT</strong>");
    gnbs_str_add(v->out, "</div>\n");
    if (now != NULL) gnbs_str_printf(v->out, "<p class=\"alarm\">%s</p>\n", now);
    if (c->replaced_by != 0)
        gnbs_str_printf(v->out,
                        "<p><a href=\"/case/%" PRId64 "\">Open the case that replaces "
                        "it</a></p>\n",
                        c->replaced_by);
    gnbs_str_add(v->out, "<dl class=\"facts\">\n");
    gnbs_report_fact_begin(v->out, "Urgency");
    gnbs_review_put_urgency(v->out, c->urgency);
    gnbs_report_fact_end(v->out);
    gnbs_report_fact_begin(v->out, "Result made");
    gnbs_review_put_time(v->out, c->made_at);
    gnbs_str_add(v->out, " (");
    gnbs_review_put_age(v->out, c->made_at);
    gnbs_str_add(v->out, " ago)");
    gnbs_report_fact_end(v->out);
    gnbs_report_fact_begin(v->out, "Report");
    gnbs_review_put(v->out, c->report_id);
    if (!c->is_gone)
        gnbs_str_printf(v->out,
                        " <a href=\"/case/%" PRId64 "/report\">Open the whole "
                        "report</a>",
                        c->id);
    gnbs_report_fact_end(v->out);
    gnbs_str_add(v->out, "</dl>\n<section aria-labelledby=\"steps-title\"><h2 "
                         "id=\"steps-title\">Where it stands</h2>\n");
    put_steps(v);
    gnbs_str_add(v->out, "</section>\n");
}

static const gnbs_review_item_t *item_of(const view_t *v, const char *id) {
    for (int i = 0; i < v->c.n_item; i++)
        if (strcmp(v->c.item[i].id, id) == 0) return &v->c.item[i];
    return NULL;
}

static void put_evidence(view_t *v, const gnbs_review_evidence_t *front,
                         const gnbs_review_evidence_t *evidence) {
    size_t at = 0;
    gnbs_str_add(v->out, "<section aria-labelledby=\"result-heading\"><h2 "
                         "id=\"result-heading\">The result</h2>\n");
    gnbs_str_add_n(v->out, front->html, front->n);
    gnbs_str_add(v->out, "</section>\n");
    for (size_t i = 0; i < evidence->n_mark; i++) {
        const gnbs_review_item_t *item = item_of(v, evidence->mark[i].id);
        gnbs_str_add_n(v->out, evidence->html + at, evidence->mark[i].at - at);
        at = evidence->mark[i].at;
        if (item != NULL) put_item(v, item);
    }
    gnbs_str_add_n(v->out, evidence->html + at, evidence->n - at);
    if (item_of(v, "R") != NULL) put_item(v, item_of(v, "R"));
}

/* Without evidence, what was said is still told. */
static void put_without_evidence(view_t *v, const char *why) {
    gnbs_str_add(v->out,
                 "<p class=\"alarm\"><strong>The evidence cannot be shown:</strong> ");
    gnbs_review_put(v->out, why);
    gnbs_str_add(v->out, ".</p>\n");
    for (int i = 0; i < v->c.n_item; i++) {
        gnbs_str_add(v->out, "<h3>");
        gnbs_review_put(v->out, v->c.item[i].title);
        gnbs_str_add(v->out, "</h3>\n");
        put_said(v, &v->c.item[i]);
    }
}

static void put_history(view_t *v) {
    const gnbs_review_case_t *c = &v->c;
    bool is_any = false;
    for (int i = 0; i < c->n_past; i++) {
        const gnbs_review_past_t *p = &c->past[i];
        bool is_blind =
            p->is_decision && c->n_reviewer < 2 && p->account != v->ask->account.id;
        if (is_blind) continue;
        if (!is_any)
            gnbs_str_add(v->out, "<section aria-labelledby=\"past-title\"><h2 "
                                 "id=\"past-title\">Everything that was decided</h2>\n<ol "
                                 "class=\"history\">\n");
        is_any = true;
        gnbs_str_add(v->out, "<li><strong>");
        gnbs_review_put(v->out, p->what);
        gnbs_str_add(v->out, "</strong> <span class=\"quiet\">");
        gnbs_review_put(v->out, p->by);
        gnbs_str_add(v->out, ", ");
        gnbs_review_put_time(v->out, p->at);
        if (p->is_decision) gnbs_str_printf(v->out, ", round %d", p->round);
        gnbs_str_add(v->out, "</span><blockquote class=\"words\">");
        gnbs_review_put_words(v->out, p->comment);
        gnbs_str_add(v->out, "</blockquote></li>\n");
    }
    if (is_any) gnbs_str_add(v->out, "</ol></section>\n");
}

static gnbs_code_t load(view_t *v, gnbs_review_ask_t *ask) {
    v->ask = ask;
    v->out = &ask->answer->body;
    gnbs_review_lock(ask->desk);
    gnbs_code_t code = gnbs_review_load(ask->desk, ask->id, ask->arena, &v->c, &ask->err);
    gnbs_review_unlock(ask->desk);
    if (code != GNBS_OK) return code;
    v->why_no_decision = gnbs_review_may_decide(&v->c, &ask->account);
    v->why_no_signature = gnbs_review_may_sign(&v->c, &ask->account);
    v->why_no_result = gnbs_review_may_confirm(&v->c, &ask->account);
    gnbs_review_seen(&v->c, ask->account.id, true, v->seen_decide);
    gnbs_review_seen(&v->c, ask->account.id, false, v->seen);
    return GNBS_OK;
}

static void fail_load(gnbs_review_ask_t *ask, gnbs_code_t code) {
    if (code != GNBS_E_USAGE) {
        gnbs_review_fail(ask, code);
        return;
    }
    ask->id = 0;
    gnbs_review_say(ask, 404, "There is no such case", "It may have another number.");
}

void gnbs_review_page_case(gnbs_review_ask_t *ask) {
    view_t v = {0};
    gnbs_review_evidence_t front = {0}, evidence = {0};
    gnbs_code_t code = load(&v, ask);
    if (code != GNBS_OK) {
        fail_load(ask, code);
        return;
    }
    gnbs_review_cache_t *cache = gnbs_review_web_cache(ask->web);
    if (!gnbs_review_log_look(ask, v.c.sample, "case page")) return;
    code = gnbs_review_get_evidence(cache, ask->desk, &v.c, GNBS_REVIEW_FRONT, ask->arena,
                                    &front, &ask->err);
    if (code == GNBS_OK)
        code = gnbs_review_get_evidence(cache, ask->desk, &v.c, GNBS_REVIEW_EVIDENCE,
                                        ask->arena, &evidence, &ask->err);
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){v.c.sample, NULL, !v.c.is_signed});
    put_top(&v);
    if (code == GNBS_OK) {
        put_evidence(&v, &front, &evidence);
        put_decide(&v);
        put_sign(&v);
    } else {
        put_without_evidence(&v, code == GNBS_E_DATA || code == GNBS_E_FORMAT
                                     ? ask->err.msg
                                     : "the file cannot be read");
    }
    put_history(&v);
    gnbs_review_page_end(ask);
}

/* The page of a signed report is the file that was made when it was signed. */
static gnbs_code_t read_signed(gnbs_review_ask_t *ask, const gnbs_review_case_t *c,
                               gnbs_review_evidence_t *page) {
    const char *dir = gnbs_review_signed_folder(ask->desk, c->id, ask->arena);
    const char *path =
        dir != NULL ? gnbs_arena_printf(ask->arena, "%s/report.html", dir) : NULL;
    char *bytes;
    if (path == NULL) return gnbs_err_set(&ask->err, GNBS_E_NOMEM, "the report");
    GNBS_TRY(gnbs_text_read(path, MAX_PAGE_BYTES, &bytes, &page->n, &ask->err));
    page->html = gnbs_arena_strndup(ask->arena, bytes, page->n);
    gnbs_mem_free(bytes);
    return page->html != NULL ? GNBS_OK
                              : gnbs_err_set(&ask->err, GNBS_E_NOMEM, "the report");
}

void gnbs_review_page_report(gnbs_review_ask_t *ask) {
    view_t v = {0};
    gnbs_review_evidence_t page;
    gnbs_code_t code = load(&v, ask);
    if (code != GNBS_OK) {
        fail_load(ask, code);
        return;
    }
    if (!gnbs_review_log_look(ask, v.c.sample, "whole report")) return;
    code = v.c.is_kept
               ? read_signed(ask, &v.c, &page)
               : gnbs_review_get_evidence(gnbs_review_web_cache(ask->web), ask->desk, &v.c,
                                          GNBS_REVIEW_PAGE, ask->arena, &page, &ask->err);
    if (code != GNBS_OK) {
        gnbs_review_say(ask, 404, "The report cannot be shown",
                        "Its result was taken away, or is another one now.");
        return;
    }
    ask->answer->status = 200;
    gnbs_http_header(ask->answer, "Content-Type", "text/html; charset=utf-8");
    gnbs_http_header(ask->answer, "Content-Security-Policy",
                     "default-src 'none'; style-src 'unsafe-inline'; script-src '%s'; "
                     "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
                     "'none'",
                     GNBS_REPORT_SCRIPT_HASH);
    gnbs_str_add_n(&ask->answer->body, page.html, page.n);
}

/* ---- changes -------------------------------------------------------------------------------------------------------- */

static void end_change(gnbs_review_ask_t *ask, gnbs_code_t code, const char *done) {
    char to[64];
    if (code != GNBS_OK) {
        gnbs_review_fail(ask, code);
        return;
    }
    snprintf(to, sizeof to, "/case/%" PRId64 "?done=%s", ask->id, done);
    gnbs_review_redirect(ask, to);
}

/* Fields choice-F1 and comment-F1 of every item. */
static int read_ballots(gnbs_review_ask_t *ask, gnbs_review_ballot_t ballot[]) {
    int n = 0;
    for (int i = 0; i < ask->form->n && n < GNBS_REVIEW_N_ITEM_MAX; i++) {
        const char *name = ask->form->field[i].name;
        if (strncmp(name, "choice-", 7) != 0) continue;
        char comment[80];
        snprintf(comment, sizeof comment, "comment-%.60s", name + 7);
        ballot[n++] = (gnbs_review_ballot_t){
            name + 7, gnbs_review_choice_of(ask->form->field[i].value),
            gnbs_review_field(ask->form, comment)};
    }
    return n;
}

void gnbs_review_do_decide(gnbs_review_ask_t *ask) {
    gnbs_review_ballot_t *ballot =
        GNBS_NEW(ask->arena, gnbs_review_ballot_t, GNBS_REVIEW_N_ITEM_MAX);
    if (ballot == NULL) {
        gnbs_review_fail(ask, gnbs_err_set(&ask->err, GNBS_E_NOMEM, "a decision"));
        return;
    }
    int n = read_ballots(ask, ballot);
    gnbs_review_lock(ask->desk);
    gnbs_code_t code =
        gnbs_review_decide(ask->desk, &ask->account, ask->id,
                           gnbs_review_field(ask->form, "seen"), n, ballot, &ask->err);
    gnbs_review_unlock(ask->desk);
    end_change(ask, code, "decided");
}

typedef gnbs_code_t (*ruling_t)(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                                int64_t id, const char *seen, const char *comment,
                                gnbs_err_t *err);

static void rule(gnbs_review_ask_t *ask, ruling_t ruling, const char *done) {
    gnbs_review_lock(ask->desk);
    gnbs_code_t code =
        ruling(ask->desk, &ask->account, ask->id, gnbs_review_field(ask->form, "seen"),
               gnbs_review_field(ask->form, "comment"), &ask->err);
    gnbs_review_unlock(ask->desk);
    end_change(ask, code, done);
}

void gnbs_review_do_sign(gnbs_review_ask_t *ask) { rule(ask, gnbs_review_sign, "signed"); }

void gnbs_review_do_send_back(gnbs_review_ask_t *ask) {
    rule(ask, gnbs_review_send_back, "back");
}

void gnbs_review_do_confirm(gnbs_review_ask_t *ask) {
    gnbs_review_result_t result =
        gnbs_review_result_of(gnbs_review_field(ask->form, "result"));
    gnbs_review_lock(ask->desk);
    gnbs_code_t code = gnbs_review_confirm(
        ask->desk, &ask->account, ask->id, gnbs_review_field(ask->form, "seen"),
        gnbs_review_field(ask->form, "item"), result,
        gnbs_review_field(ask->form, "comment"), &ask->err);
    gnbs_review_unlock(ask->desk);
    end_change(ask, code, "confirmed");
}
