#include "review/review_web.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "review/review_page.h"

enum { LONGEST_S = 12 * 3600, COOKIE_BYTES = 128 };

#define SEES_CASES (GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER | GNBS_REVIEW_CURATOR)

const gnbs_review_route_t gnbs_review_routes[] = {
    {"GET", "/", GNBS_REVIEW_ANYBODY, gnbs_review_page_home},
    {"GET", "/sign-in", 0, gnbs_review_page_sign_in},
    {"POST", "/sign-in", 0, gnbs_review_do_sign_in},
    {"POST", "/sign-out", GNBS_REVIEW_ANYBODY, gnbs_review_do_sign_out},
    {"GET", "/queue", SEES_CASES, gnbs_review_page_queue},
    {"GET", "/case/#", SEES_CASES, gnbs_review_page_case},
    {"GET", "/case/#/report", SEES_CASES, gnbs_review_page_report},
    {"POST", "/case/#/decide", GNBS_REVIEW_REVIEWER, gnbs_review_do_decide},
    {"POST", "/case/#/sign", GNBS_REVIEW_AUTHORISER, gnbs_review_do_sign},
    {"POST", "/case/#/send-back", GNBS_REVIEW_AUTHORISER, gnbs_review_do_send_back},
    {"POST", "/case/#/confirm", GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER,
     gnbs_review_do_confirm},
    {"GET", "/log", GNBS_REVIEW_AUDITOR, gnbs_review_page_log},
    {"GET", "/accounts", GNBS_REVIEW_AUDITOR, gnbs_review_page_accounts},
    {"GET", "/account", GNBS_REVIEW_ANYBODY, gnbs_review_page_account},
    {"POST", "/account", GNBS_REVIEW_ANYBODY, gnbs_review_do_account},
    {"GET", "/help", GNBS_REVIEW_ANYBODY, gnbs_review_page_help},
    {"GET", "/desk.css", 0, gnbs_review_page_style},
    {"GET", "/desk.js", 0, gnbs_review_page_script},
    {"GET", "/favicon.ico", 0, gnbs_review_page_icon},
    {NULL, NULL, 0, NULL},
};

struct gnbs_review_web {
    gnbs_review_desk_t *desk;
    gnbs_review_web_opt_t opt;
    gnbs_review_sessions_t *sessions;
    gnbs_review_cache_t *cache;
};

const gnbs_review_web_opt_t *gnbs_review_web_options(const gnbs_review_web_t *web) {
    return &web->opt;
}
gnbs_review_sessions_t *gnbs_review_web_sessions(gnbs_review_web_t *web) {
    return web->sessions;
}
gnbs_review_cache_t *gnbs_review_web_cache(gnbs_review_web_t *web) { return web->cache; }
double gnbs_review_now_s(void) { return gnbs_log_clock_s(); }

/* A browser takes a cookie of this name only over TLS, for this host and the whole of it. */
const char *gnbs_review_cookie_name(const gnbs_review_web_t *web) {
    return web->opt.is_tls || web->opt.is_behind_proxy ? "__Host-gnbs-desk" : "gnbs-desk";
}

gnbs_code_t gnbs_review_web_open(gnbs_review_desk_t *desk, const gnbs_review_web_opt_t *opt,
                                 gnbs_review_web_t **out, gnbs_err_t *err) {
    *out = NULL;
    gnbs_review_web_t *web = gnbs_mem_alloc(1, sizeof *web);
    if (web == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "the desk");
    web->desk = desk;
    web->opt = *opt;
    web->cache = gnbs_review_cache_new();
    gnbs_code_t code =
        gnbs_review_sessions_new(60.0 * opt->idle_minutes, LONGEST_S, &web->sessions, err);
    if (code == GNBS_OK && web->cache == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "the desk");
    if (code == GNBS_OK) code = gnbs_review_make_style(err);
    if (code == GNBS_OK)
        *out = web;
    else
        gnbs_review_web_close(web);
    return code;
}

void gnbs_review_web_close(gnbs_review_web_t *web) {
    if (web == NULL) return;
    gnbs_review_sessions_free(web->sessions);
    gnbs_review_drop_style();
    gnbs_review_cache_free(web->cache);
    gnbs_mem_free(web);
}

/* ---- answers ------------------------------------------------------------------------------------------------------ */

void gnbs_review_redirect(gnbs_review_ask_t *ask, const char *to) {
    ask->answer->status = 303;
    gnbs_http_header(ask->answer, "Location", "%s", to);
}

static void put_sent_words(gnbs_review_ask_t *ask) {
    gnbs_str_t *out = &ask->answer->body;
    bool is_any = false;
    for (int i = 0; i < ask->form->n; i++) {
        const char *name = ask->form->field[i].name, *value = ask->form->field[i].value;
        if (strncmp(name, "comment", 7) != 0 || value[0] == '\0') continue;
        if (!is_any)
            gnbs_str_add(out, "<h2>Your words</h2>\n<p>They were not saved. Copy what you "
                              "want to keep.</p>\n");
        is_any = true;
        gnbs_str_add(out, "<blockquote class=\"words\">");
        gnbs_review_put_words(out, value);
        gnbs_str_add(out, "</blockquote>\n");
    }
}

void gnbs_review_say(gnbs_review_ask_t *ask, int status, const char *title,
                     const char *words) {
    gnbs_str_t *out = &ask->answer->body;
    gnbs_str_reset(out);
    gnbs_review_page_begin(ask, &(gnbs_review_page_t){.title = title});
    ask->answer->status = status;
    gnbs_str_add(out, "<h1>");
    gnbs_review_put(out, title);
    gnbs_str_add(out, "</h1>\n<p class=\"lead\">");
    gnbs_review_put(out, words);
    gnbs_str_add(out, "</p>\n");
    put_sent_words(ask);
    if (ask->id > 0 && ask->is_signed_in)
        gnbs_str_printf(out,
                        "<p><a href=\"/case/%" PRId64 "\">Open the case as it is now"
                        "</a></p>\n",
                        ask->id);
    else if (ask->is_signed_in)
        gnbs_str_add(out, "<p><a href=\"/\">Back to the desk</a></p>\n");
    else
        gnbs_str_add(out, "<p><a href=\"/sign-in\">Sign in</a></p>\n");
    gnbs_review_page_end(ask);
}

void gnbs_review_fail(gnbs_review_ask_t *ask, gnbs_code_t code) {
    switch (code) {
    case GNBS_E_CONSENT:
        gnbs_review_say(ask, 403, "That is not yours to do", ask->err.msg);
        return;
    case GNBS_E_DATA:
        gnbs_review_say(ask, 409, "The case has changed meanwhile", ask->err.msg);
        return;
    case GNBS_E_USAGE:
        gnbs_review_say(ask, 400, "Something is missing", ask->err.msg);
        return;
    default: /* the details are the administrator's: they name files */
        fprintf(stderr, "gnbs: review: %s\n", ask->err.msg);
        gnbs_review_say(
            ask, 500, "The desk could not do that",
            "Look at the case before you repeat it. The reason stands in the desk's own "
            "messages; please tell whoever runs it.");
    }
}

bool gnbs_review_log_look(gnbs_review_ask_t *ask, const char *sample, const char *detail) {
    const gnbs_review_event_t event = {ask->account.name, "view", sample, detail};
    gnbs_code_t code = gnbs_review_log_view(ask->desk, &event, &ask->err);
    if (code == GNBS_OK) return true;
    gnbs_review_fail(ask, GNBS_E_IO);
    return false;
}

/* ---- on the way to a page ------------------------------------------------------------------------------------------ */

static void put_safeguards(gnbs_review_ask_t *ask) {
    gnbs_http_answer_t *a = ask->answer;
    gnbs_http_header(a, "X-Content-Type-Options", "nosniff");
    gnbs_http_header(a, "X-Frame-Options", "DENY");
    gnbs_http_header(a, "Referrer-Policy", "same-origin");
    gnbs_http_header(a, "Cross-Origin-Opener-Policy", "same-origin");
    gnbs_http_header(a, "Cross-Origin-Resource-Policy", "same-origin");
    gnbs_http_header(a, "Permissions-Policy",
                     "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (ask->web->opt.is_tls || ask->web->opt.is_behind_proxy)
        gnbs_http_header(a, "Strict-Transport-Security", "max-age=31536000");
    for (int i = 0; i < a->n_header; i++)
        if (strcmp(a->header[i].name, "Content-Security-Policy") == 0) return;
    gnbs_http_header(a, "Content-Security-Policy",
                     "default-src 'none'; style-src 'self'; script-src 'self'; img-src "
                     "'self' data:; connect-src 'self'; form-action 'self'; base-uri "
                     "'none'; frame-ancestors "
                     "'none'");
}

static void put_caching(gnbs_review_ask_t *ask) {
    for (int i = 0; i < ask->answer->n_header; i++)
        if (strcmp(ask->answer->header[i].name, "Cache-Control") == 0) return;
    gnbs_http_header(ask->answer, "Cache-Control", "no-store");
}

/* A page of another name that points at this address must not speak to the desk (DNS rebinding). */
static bool is_our_host(const gnbs_review_ask_t *ask) {
    static const char *const LOOPBACK[] = {"127.0.0.1", "localhost", "[::1]"};
    const gnbs_review_web_opt_t *opt = &ask->web->opt;
    const char *host = ask->request->host, *colon = strrchr(host, ':');
    size_t n = strlen(host);
    if (colon != NULL && strchr(colon, ']') == NULL) n = (size_t)(colon - host);
    if (opt->host != NULL) return strlen(opt->host) == n && memcmp(host, opt->host, n) == 0;
    if (opt->is_tls || opt->is_behind_proxy) return n > 0;
    for (size_t i = 0; i < 3; i++)
        if (strlen(LOOPBACK[i]) == n && memcmp(host, LOOPBACK[i], n) == 0) return true;
    return n > 4 && memcmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") >= n;
}

static bool fits(const char *pattern, const char *path, int64_t *id) {
    *id = 0;
    for (; *pattern != '\0'; pattern++) {
        if (*pattern != '#') {
            if (*path++ != *pattern) return false;
            continue;
        }
        size_t n = strcspn(path, "/");
        long long number;
        if (!gnbs_review_number(path, n, &number) || number == 0 || path[0] == '0')
            return false;
        *id = number;
        path += n;
    }
    return *path == '\0';
}

/* NULL when there is no such page; *is_there says whether it is there for another method. */
static const gnbs_review_route_t *find_route(gnbs_review_ask_t *ask, const char **allow) {
    *allow = NULL;
    for (const gnbs_review_route_t *r = gnbs_review_routes; r->method != NULL; r++) {
        int64_t id;
        if (!fits(r->path, ask->request->path, &id)) continue;
        ask->id = id;
        if (strcmp(r->method, ask->request->method) == 0) return r;
        *allow = *allow != NULL ? "GET, POST" : r->method;
    }
    return NULL;
}

const char *gnbs_review_address(const gnbs_review_ask_t *ask) {
    if (!ask->web->opt.is_behind_proxy) return ask->request->address;
    const char *all = ask->request->forwarded_for, *last = strrchr(all, ',');
    last = last != NULL ? last + 1 : all; /* the one that our own proxy added */
    last += strspn(last, " ");
    return last[0] != '\0' ? last : ask->request->address;
}

static gnbs_code_t find_session(gnbs_review_ask_t *ask) {
    char token[COOKIE_BYTES];
    bool is_found = false;
    if (!gnbs_review_cookie(ask->request->cookie, gnbs_review_cookie_name(ask->web), token,
                            sizeof token) ||
        !gnbs_review_session_find(ask->web->sessions, token, gnbs_review_now_s(),
                                  &ask->session))
        return GNBS_OK;
    gnbs_review_lock(ask->desk);
    gnbs_code_t code = gnbs_review_account_by_id(ask->desk, ask->session.account,
                                                 &ask->account, &is_found, &ask->err);
    gnbs_review_unlock(ask->desk);
    if (code != GNBS_OK) return code;
    ask->is_signed_in =
        is_found && !ask->account.is_closed && ask->account.era == ask->session.era;
    if (!ask->is_signed_in) gnbs_review_session_end(ask->web->sessions, token);
    return GNBS_OK;
}

static bool is_form(const char *type) {
    static const char FORM[] = "application/x-www-form-urlencoded";
    size_t n = sizeof FORM - 1;
    return strncmp(type, FORM, n) == 0 && (type[n] == '\0' || type[n] == ';');
}

/* Reads what was sent; false when the answer is given already. */
static bool take_form(gnbs_review_ask_t *ask) {
    const gnbs_http_request_t *r = ask->request;
    if (!is_form(r->content_type) && r->n_body > 0) {
        gnbs_review_say(ask, 415, "The desk takes forms only", "Another kind was sent.");
        return false;
    }
    if (!gnbs_review_parse_form(r->body, r->n_body, ask->arena, ask->form)) {
        gnbs_review_say(ask, 400, "The form could not be read", "Nothing was saved.");
        return false;
    }
    return true;
}

static bool is_from_elsewhere(const char *fetch_site) {
    return strcmp(fetch_site, "cross-site") == 0 || strcmp(fetch_site, "same-site") == 0;
}

static void answer_route(gnbs_review_ask_t *ask, const gnbs_review_route_t *route) {
    bool is_change = strcmp(route->method, "POST") == 0;
    if (is_change && !take_form(ask)) return;
    if (is_change && is_from_elsewhere(ask->request->fetch_site)) {
        ask->form->n = 0;
        gnbs_review_say(ask, 403, "That came from another site", "Nothing was done.");
        return;
    }
    if (route->roles != 0 && !ask->is_signed_in) {
        if (is_change)
            gnbs_review_say(ask, 401, "You are not signed in",
                            "Your session has ended. Nothing was saved.");
        else
            gnbs_review_redirect(ask, "/sign-in");
        return;
    }
    if (route->roles != 0 && (route->roles & ask->account.roles) == 0) {
        ask->id = 0;
        gnbs_review_say(ask, 403, "That is not yours to see",
                        "Your account has none of the roles that this page is for.");
        return;
    }
    if (is_change && route->roles != 0 &&
        !gnbs_secret_is_same(gnbs_review_field(ask->form, "csrf"), ask->session.csrf)) {
        gnbs_review_say(ask, 403, "The form is not one of this session",
                        "Nothing was done. Open the page again and repeat it there.");
        return;
    }
    route->answer(ask);
}

static void answer(gnbs_review_ask_t *ask) {
    const char *allow;
    gnbs_code_t code;
    if (!is_our_host(ask)) {
        gnbs_review_say(ask, 421, "This desk has another name",
                        "Open it under the name that whoever runs it has told you.");
        return;
    }
    const gnbs_review_route_t *route = find_route(ask, &allow);
    if ((code = find_session(ask)) != GNBS_OK) {
        gnbs_review_fail(ask, code);
    } else if (route == NULL && allow != NULL) {
        gnbs_review_say(ask, 405, "That cannot be done here", "Nothing was done.");
        gnbs_http_header(ask->answer, "Allow", "%s", allow);
    } else if (route == NULL) {
        gnbs_review_say(ask, 404, "There is no such page", "The address may be mistyped.");
    } else if (!gnbs_review_parse_form(ask->request->query, strlen(ask->request->query),
                                       ask->arena, ask->query)) {
        gnbs_review_say(ask, 400, "The address could not be read", "Nothing was done.");
    } else {
        answer_route(ask, route);
    }
}

void gnbs_review_answer(void *web, const gnbs_http_request_t *request,
                        gnbs_http_answer_t *a) {
    gnbs_review_web_t *w = web;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_review_ask_t ask = {.web = w,
                             .desk = w->desk,
                             .request = request,
                             .answer = a,
                             .arena = &arena,
                             .form = GNBS_NEW(&arena, gnbs_review_form_t, 1),
                             .query = GNBS_NEW(&arena, gnbs_review_form_t, 1)};
    if (ask.form == NULL || ask.query == NULL)
        a->status = 503;
    else
        answer(&ask);
    put_safeguards(&ask);
    put_caching(&ask);
    gnbs_arena_clear(&arena);
}
