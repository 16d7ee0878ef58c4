/* review/review_page_account.c -- signing in and out, one's own account, all accounts, the log. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/tree_read.h"
#include "report/report_html.h"
#include "review/review_page.h"
#include "run/run_audit.h"

enum { LOG_LINES = 200 };

/* ---- signing in ---------------------------------------------------------------------------------------------------- */

static const char *visit_name(const gnbs_review_ask_t *ask) {
    return gnbs_review_cookie_name(ask->web)[0] == '_' ? "__Host-gnbs-visit" : "gnbs-visit";
}

static void set_cookie(gnbs_review_ask_t *ask, const char *name, const char *value,
                       const char *more) {
    gnbs_http_header(ask->answer, "Set-Cookie",
                     "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value,
                     name[0] == '_' ? "; Secure" : "", more);
}

static void put_sign_in(gnbs_review_ask_t *ask, int status, const char *why,
                        const char *name) {
    gnbs_str_t *out = &ask->answer->body;
    char visit[GNBS_SECRET_TOKEN], token[GNBS_SECRET_MAC];
    if (gnbs_secret_token(visit, &ask->err) != GNBS_OK) {
        gnbs_review_fail(ask, GNBS_E_INTERNAL);
        return;
    }
    gnbs_review_form_token(gnbs_review_web_sessions(ask->web), visit, token);
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){.title = "Sign in"});
    ask->answer->status = status;
    set_cookie(ask, visit_name(ask), visit, "");
    gnbs_str_add(out, "<h1>Sign in</h1>\n<p class=\"lead\">The review desk of this "
                      "laboratory. Everything you open is recorded, and families can ask "
                      "who looked.</p>\n");
    if (why != NULL) {
        gnbs_str_add(out, "<p class=\"alarm\" role=\"alert\" id=\"why\">");
        gnbs_review_put(out, why);
        gnbs_str_add(out, "</p>\n");
    }
    gnbs_str_printf(out,
                    "<form method=\"post\" action=\"/sign-in\">\n<input type=\"hidden\" "
                    "name=\"csrf\" value=\"%s\">\n<div class=\"row\"><label "
                    "for=\"name\">Name</label><input type=\"text\" id=\"name\" "
                    "name=\"name\" autocomplete=\"username\" autocapitalize=\"none\" "
                    "spellcheck=\"false\" maxlength=\"64\" required value=\"",
                    token);
    gnbs_review_put(out, name);
    gnbs_str_add(out,
                 "\"></div>\n<div class=\"row\"><label for=\"password\">Password"
                 "</label><input type=\"password\" id=\"password\" name=\"password\" "
                 "autocomplete=\"current-password\" maxlength=\"1000\" required></div>\n"
                 "<button type=\"submit\" class=\"go\">Sign in</button>\n</form>\n");
    gnbs_review_page_end(ask);
}

void gnbs_review_page_sign_in(gnbs_review_ask_t *ask) {
    if (ask->is_signed_in)
        gnbs_review_redirect(ask, "/");
    else
        put_sign_in(ask, 200, NULL, "");
}

static bool is_own_form(gnbs_review_ask_t *ask) {
    char visit[128], token[GNBS_SECRET_MAC];
    if (!gnbs_review_cookie(ask->request->cookie, visit_name(ask), visit, sizeof visit))
        return false;
    gnbs_review_form_token(gnbs_review_web_sessions(ask->web), visit, token);
    return gnbs_secret_is_same(token, gnbs_review_field(ask->form, "csrf"));
}

static bool log_sign_in(gnbs_review_ask_t *ask, const char *who, const char *words) {
    char detail[160];
    snprintf(detail, sizeof detail, "%s, from %.60s", words, gnbs_review_address(ask));
    const gnbs_review_event_t event = {who, "desk", NULL, detail};
    if (gnbs_review_log_view(ask->desk, &event, &ask->err) == GNBS_OK) return true;
    gnbs_review_fail(ask, GNBS_E_IO);
    return false;
}

static void begin_session(gnbs_review_ask_t *ask) {
    char token[GNBS_SECRET_TOKEN];
    if (!log_sign_in(ask, ask->account.name, "signed in")) return;
    if (gnbs_review_session_begin(gnbs_review_web_sessions(ask->web), ask->account.id,
                                  ask->account.era, gnbs_review_now_s(), token,
                                  &ask->err) != GNBS_OK) {
        gnbs_review_fail(ask, GNBS_E_INTERNAL);
        return;
    }
    set_cookie(ask, gnbs_review_cookie_name(ask->web), token, "");
    set_cookie(ask, visit_name(ask), "", "; Max-Age=0");
    gnbs_review_redirect(ask, "/");
}

void gnbs_review_do_sign_in(gnbs_review_ask_t *ask) {
    const char *name = gnbs_review_field(ask->form, "name");
    gnbs_review_sessions_t *sessions = gnbs_review_web_sessions(ask->web);
    int wait_s;
    if (!is_own_form(ask)) {
        put_sign_in(ask, 403, "The form was too old. Please try once more.", name);
        return;
    }
    if (!gnbs_review_may_try(sessions, name, gnbs_review_address(ask), gnbs_review_now_s(),
                             &wait_s)) {
        put_sign_in(ask, 429, "Too many attempts. Please wait some minutes.", name);
        gnbs_http_header(ask->answer, "Retry-After", "%d", wait_s);
        return;
    }
    gnbs_code_t code = gnbs_review_check_password(ask->desk, name,
                                                  gnbs_review_field(ask->form, "password"),
                                                  &ask->account, &ask->err);
    if (code == GNBS_OK) {
        gnbs_review_tried_well(sessions, name);
        begin_session(ask);
    } else if (code == GNBS_E_CONSENT) {
        memset(&ask->account, 0, sizeof ask->account);
        if (log_sign_in(ask, "desk", "an attempt to sign in failed"))
            put_sign_in(ask, 403, "The name or the password is not right.", name);
    } else {
        gnbs_review_fail(ask, code);
    }
}

void gnbs_review_do_sign_out(gnbs_review_ask_t *ask) {
    char token[128];
    if (!log_sign_in(ask, ask->account.name, "signed out")) return;
    if (gnbs_review_cookie(ask->request->cookie, gnbs_review_cookie_name(ask->web), token,
                           sizeof token))
        gnbs_review_session_end(gnbs_review_web_sessions(ask->web), token);
    set_cookie(ask, gnbs_review_cookie_name(ask->web), "", "; Max-Age=0");
    gnbs_review_redirect(ask, "/sign-in");
}

/* ---- one's own account --------------------------------------------------------------------------------------------- */

static void put_password_field(gnbs_str_t *out, const char *name, const char *label,
                               const char *complete) {
    gnbs_str_printf(
        out,
        "<div class=\"row\"><label for=\"%s\">%s</label><input type=\"password\" "
        "id=\"%s\" name=\"%s\" autocomplete=\"%s\" maxlength=\"1000\" "
        "required></div>\n",
        name, label, name, name, complete);
}

static void put_account(gnbs_review_ask_t *ask, int status, const char *why) {
    gnbs_str_t *out = &ask->answer->body;
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){"Your account", "/account", false});
    ask->answer->status = status;
    gnbs_str_add(out, "<h1>Your account</h1>\n");
    if (why != NULL) {
        gnbs_str_add(out, "<p class=\"alarm\" role=\"alert\">");
        gnbs_review_put(out, why);
        gnbs_str_add(out, "</p>\n");
    }
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Name", ask->account.name);
    gnbs_report_fact(out, "Full name", ask->account.full_name);
    gnbs_report_fact_begin(out, "Roles");
    gnbs_review_print_roles(out, ask->account.roles);
    gnbs_report_fact_end(out);
    gnbs_str_printf(out,
                    "</dl>\n<h2>Change your password</h2>\n<p>At least %d characters. "
                    "Everywhere you are signed in, you will be asked again.</p>\n<form "
                    "method=\"post\" action=\"/account\">\n",
                    (int)GNBS_REVIEW_PASSWORD_MIN);
    gnbs_review_put_csrf(ask);
    put_password_field(out, "now", "Password now", "current-password");
    put_password_field(out, "new", "New password", "new-password");
    put_password_field(out, "again", "New password again", "new-password");
    gnbs_str_add(out, "<button type=\"submit\" class=\"go\">Change password</button>\n"
                      "</form>\n");
    gnbs_review_page_end(ask);
}

void gnbs_review_page_account(gnbs_review_ask_t *ask) { put_account(ask, 200, NULL); }

void gnbs_review_do_account(gnbs_review_ask_t *ask) {
    const char *now = gnbs_review_field(ask->form, "now"),
               *new = gnbs_review_field(ask->form, "new");
    gnbs_review_account_t same;
    int wait_s;
    if (strcmp(new, gnbs_review_field(ask->form, "again")) != 0) {
        put_account(ask, 400, "The two new passwords differ.");
        return;
    }
    if (!gnbs_review_may_try(gnbs_review_web_sessions(ask->web), ask->account.name,
                             gnbs_review_address(ask), gnbs_review_now_s(), &wait_s)) {
        put_account(ask, 429, "Too many attempts. Please wait some minutes.");
        gnbs_http_header(ask->answer, "Retry-After", "%d", wait_s);
        return;
    }
    gnbs_code_t code =
        gnbs_review_check_password(ask->desk, ask->account.name, now, &same, &ask->err);
    if (code == GNBS_E_CONSENT) {
        put_account(ask, 400, "The password of now is not right.");
        return;
    }
    if (code == GNBS_OK) {
        gnbs_review_tried_well(gnbs_review_web_sessions(ask->web), ask->account.name);
        gnbs_review_lock(ask->desk);
        code = gnbs_review_set_password(ask->desk, ask->account.name, ask->account.name,
                                        new, &ask->err);
        gnbs_review_unlock(ask->desk);
    }
    if (code == GNBS_OK)
        gnbs_review_redirect(ask, "/sign-in");
    else if (code == GNBS_E_USAGE)
        put_account(ask, 400, ask->err.msg);
    else
        gnbs_review_fail(ask, code);
}

/* ---- for auditors --------------------------------------------------------------------------------------------------- */

void gnbs_review_page_accounts(gnbs_review_ask_t *ask) {
    static const char *const HEAD[] = {"Name", "Full name", "Roles", "State"};
    gnbs_str_t *out = &ask->answer->body;
    gnbs_review_account_t *accounts;
    int n;
    if (!gnbs_review_log_look(ask, NULL, "list of accounts")) return;
    gnbs_review_lock(ask->desk);
    gnbs_code_t code =
        gnbs_review_list_accounts(ask->desk, ask->arena, &n, &accounts, &ask->err);
    gnbs_review_unlock(ask->desk);
    if (code != GNBS_OK) {
        gnbs_review_fail(ask, code);
        return;
    }
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){"Accounts", "/accounts", false});
    gnbs_str_add(out,
                 "<h1>Accounts</h1>\n<p>They are made, changed and closed in a terminal: "
                 "<code>gnbs review user --help</code>.</p>\n");
    gnbs_report_table_begin(out, "Everybody who may sit at the desk", 4, HEAD);
    for (int i = 0; i < n; i++) {
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], accounts[i].name);
        gnbs_report_cell(out, HEAD[1], accounts[i].full_name);
        gnbs_report_cell_begin(out, HEAD[2]);
        gnbs_review_print_roles(out, accounts[i].roles);
        gnbs_report_cell_end(out);
        gnbs_report_cell(out, HEAD[3], accounts[i].is_closed ? "closed" : "open");
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
    gnbs_review_page_end(ask);
}

static void put_entry(gnbs_review_ask_t *ask, const char *const head[], const char *line,
                      size_t n) {
    gnbs_str_t *out = &ask->answer->body;
    const gnbs_tree_t *e;
    gnbs_err_t ignored;
    if (gnbs_tree_parse("log", line, n, ask->arena, &e, &ignored) != GNBS_OK) return;
    gnbs_report_row_begin(out);
    gnbs_str_printf(out, "<th scope=\"row\" role=\"rowheader\" data-label=\"%s\">",
                    head[0]);
    gnbs_review_put_time(out, gnbs_tree_text(e, "time"));
    gnbs_str_add(out, "</th>");
    gnbs_report_cell(out, head[1], gnbs_tree_text(e, "who"));
    const char *what = gnbs_tree_text(e, "what");
    gnbs_report_cell(out, head[2],
                     strcmp(what, "desk") == 0 ? "At the desk" : gnbs_audit_words(what));
    gnbs_report_cell(out, head[3], gnbs_tree_text(e, "detail"));
    gnbs_report_row_end(out);
}

/* The newest lines, the newest first. */
static void put_entries(gnbs_review_ask_t *ask, const gnbs_str_t *text) {
    static const char *const HEAD[] = {"When", "Who", "What", "Note"};
    gnbs_str_t *out = &ask->answer->body;
    const char *begin = gnbs_str_text(text), *end = begin + text->n;
    gnbs_report_table_begin(out, "The newest first", 4, HEAD);
    for (int i = 0; i < LOG_LINES && end > begin; i++) {
        const char *line = end - 1; /* its newline */
        while (line > begin && line[-1] != '\n') line--;
        put_entry(ask, HEAD, line, (size_t)(end - line));
        end = line;
    }
    gnbs_report_table_end(out);
    if (end > begin)
        gnbs_str_printf(out,
                        "<p>Only the newest %d are shown; <code>gnbs audit show</code> "
                        "shows all.</p>\n",
                        (int)LOG_LINES);
}

static void put_log(gnbs_review_ask_t *ask, const char *sample, const gnbs_str_t *text,
                    gnbs_code_t code) {
    gnbs_str_t *out = &ask->answer->body;
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){"Log", "/log", false});
    gnbs_str_add(out, "<h1>Log</h1>\n<p class=\"lead\">Who opened, decided or signed, and "
                      "when. Each line vouches for the one before it.</p>\n");
    if (code != GNBS_OK) {
        gnbs_str_add(out,
                     "<p class=\"alarm\" role=\"alert\"><strong>The log does not hold: "
                     "</strong>");
        gnbs_review_put(out, ask->err.msg);
        gnbs_str_add(out, "</p>\n");
    } else {
        gnbs_str_add(out,
                     "<p class=\"done\">The log is whole: every line fits the one before "
                     "it.</p>\n");
    }
    gnbs_str_add(out,
                 "<form method=\"get\" action=\"/log\" class=\"search\"><div><label "
                 "for=\"sample\">Of one sample</label><input type=\"text\" id=\"sample\" "
                 "name=\"sample\" maxlength=\"64\" value=\"");
    gnbs_review_put(out, sample);
    gnbs_str_add(out, "\"></div><button type=\"submit\" class=\"go quiet-go\">Show</button>"
                      "</form>\n");
    put_entries(ask, text);
    gnbs_review_page_end(ask);
}

void gnbs_review_page_log(gnbs_review_ask_t *ask) {
    const char *sample = gnbs_review_field(ask->query, "sample");
    gnbs_str_t text;
    if (!gnbs_review_log_look(ask, sample[0] != '\0' ? sample : NULL, "the log")) return;
    gnbs_str_init(&text);
    const char *path = gnbs_run_audit_path(ask->arena, gnbs_review_results(ask->desk));
    gnbs_code_t code = path == NULL
                           ? gnbs_err_set(&ask->err, GNBS_E_NOMEM, "the log")
                           : gnbs_run_audit_show(path, sample[0] != '\0' ? sample : NULL,
                                                 true, &text, &ask->err);
    put_log(ask, sample, &text, code);
    gnbs_str_clear(&text);
}
