/* What we promise of the pages: roles on every route, tokens, limits, headers, blindness, hostile names. */
#include <inttypes.h>

#include "core/mem.h"
#include "review_aid.h"
#include "support/testing.h"

static char dir[64];
static gnbs_review_desk_t *desk;
static gnbs_review_web_t *web;
static gnbs_err_t err;
static aid_browser_t ann, bob, cat, eve;

static int set_up(void **state) {
    (void)state;
    const gnbs_review_web_opt_t opt = {.idle_minutes = 15};
    gnbs_review_scan_t scan;
    aid_make_folder(dir);
    aid_put_result(dir, "one", "two_suspected", NULL);
    desk = aid_open_desk(dir, true);
    assert_ok(gnbs_review_scan(desk, &scan, &err), &err);
    assert_ok(gnbs_review_web_open(desk, &opt, &web, &err), &err);
    aid_browser_t *const all[] = {&ann, &bob, &cat, &eve};
    static const char *const NAME[] = {"ann", "bob", "cat", "eve"};
    for (int i = 0; i < 4; i++) {
        *all[i] = (aid_browser_t){.web = web};
        assert_int_equal(aid_sign_in(all[i], NAME[i], AID_PASSWORD), 303);
    }
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    aid_browser_t *const all[] = {&ann, &bob, &cat, &eve};
    for (int i = 0; i < 4; i++) aid_clear(all[i]);
    gnbs_review_web_close(web);
    gnbs_review_close(desk);
    aid_drop_folder(dir);
    return 0;
}

static void scan(void) {
    gnbs_review_scan_t counts;
    assert_ok(gnbs_review_scan(desk, &counts, &err), &err);
}

static const char *path_of(const gnbs_review_route_t *route, char path[64]) {
    char *to = path;
    for (const char *p = route->path; *p != '\0'; p++) *to++ = *p == '#' ? '1' : *p;
    *to = '\0';
    return path;
}

/* Which role may do what. Written down here a second time, by hand. */
static const struct {
    const char *method, *path,
        *who; /* a: ann, c: cat, d: dee, e: eve, -: nobody signed in */
} RIGHTS[] = {
    {"GET", "/", "acde"},
    {"GET", "/sign-in", "acde-"},
    {"POST", "/sign-in", "acde-"},
    {"POST", "/sign-out", "acde"},
    {"GET", "/queue", "acd"},
    {"GET", "/case/#", "acd"},
    {"GET", "/case/#/report", "acd"},
    {"POST", "/case/#/decide", "a"},
    {"POST", "/case/#/sign", "c"},
    {"POST", "/case/#/send-back", "c"},
    {"POST", "/case/#/confirm", "ac"},
    {"GET", "/log", "e"},
    {"GET", "/accounts", "e"},
    {"GET", "/account", "acde"},
    {"POST", "/account", "acde"},
    {"GET", "/help", "acde"},
    {"GET", "/desk.css", "acde-"},
    {"GET", "/desk.js", "acde-"},
    {"GET", "/favicon.ico", "acde-"},
};

static void every_route_is_open_to_its_roles_alone(void **state) {
    (void)state;
    static const struct {
        char sign;
        const char *name;
    } PEOPLE[] = {{'a', "ann"}, {'c', "cat"}, {'d', "dee"}, {'e', "eve"}, {'-', NULL}};
    size_t n_route = 0;
    char path[64];
    while (gnbs_review_routes[n_route].method != NULL) n_route++;
    assert_int_equal(n_route,
                     sizeof RIGHTS / sizeof *RIGHTS); /* a new route needs a line here */
    for (size_t i = 0; i < n_route; i++) {
        const gnbs_review_route_t *r = &gnbs_review_routes[i];
        assert_string_equal(r->path, RIGHTS[i].path);
        assert_string_equal(r->method, RIGHTS[i].method);
        for (size_t k = 0; k < sizeof PEOPLE / sizeof *PEOPLE; k++) {
            aid_browser_t b = {.web = web};
            bool may = strchr(RIGHTS[i].who, PEOPLE[k].sign) != NULL;
            bool is_post = strcmp(r->method, "POST") == 0;
            static const char *const NOTHING[] = {"nothing", "x", NULL};
            /* A session made here: signing in is counted, and this is no attempt of the table. */
            if (PEOPLE[k].name != NULL) {
                gnbs_review_account_t who = aid_account(desk, PEOPLE[k].name);
                char token[GNBS_SECRET_TOKEN];
                assert_ok(gnbs_review_session_begin(gnbs_review_web_sessions(web), who.id,
                                                    who.era, gnbs_review_now_s(), token,
                                                    &err),
                          &err);
                snprintf(b.cookies, sizeof b.cookies, "gnbs-desk=%s", token);
                aid_get(&b, "/account");
            }
            int status = is_post ? aid_post(&b, path_of(r, path), NOTHING)
                                 : aid_get(&b, path_of(r, path));
            bool is_refused = status == 401 || (status == 403 && r->roles != 0) ||
                              (status == 303 && strcmp(b.location, "/sign-in") == 0 &&
                               PEOPLE[k].name == NULL);
            if (is_refused == may)
                fail_msg("%s %s by %s: %d", r->method, path,
                         PEOPLE[k].name != NULL ? PEOPLE[k].name : "nobody", status);
            aid_clear(&b);
        }
    }
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING); /* and nothing was done */
}

static void a_case_is_decided_signed_and_confirmed_in_pages(void **state) {
    (void)state;
    char seen[48];
    assert_int_equal(aid_decide_page(&ann, 1, "report", "Reads on both strands."), 303);
    assert_string_equal(ann.location, "/case/1?done=decided");
    assert_int_equal(aid_get(&bob, "/case/1"), 200);
    assert_null(strstr(bob.body, "Reads on both strands."));
    assert_null(strstr(bob.body, "Dr Ann One"));
    assert_non_null(strstr(bob.body, "The first reviewer has decided"));
    assert_int_equal(aid_get(&cat, "/case/1"), 200);
    assert_null(strstr(cat.body, "Reads on both strands."));
    assert_int_equal(aid_decide_page(&bob, 1, "report", "Agreed: \"phase\" & more"), 303);
    assert_int_equal(aid_get(&bob, "/case/1"), 200);
    assert_non_null(strstr(bob.body, "Reads on both strands."));
    assert_non_null(strstr(bob.body, "Dr Ann One: Report"));
    assert_int_equal(aid_get(&cat, "/case/1"), 200);
    assert_non_null(strstr(cat.body, "Agreed: &quot;phase&quot; &amp; more"));
    assert_non_null(strstr(cat.body, ">DRAFT</strong>"));
    assert_int_equal(aid_get(&bob, "/case/1/report"), 200);
    assert_non_null(strstr(bob.body, "DRAFT - not signed"));
    assert_true(aid_hidden(&cat, "sign", "seen", seen, sizeof seen));
    const char *const SIGN[] = {"seen", seen, "comment", "to the metabolic team", NULL};
    assert_int_equal(aid_post(&cat, "/case/1/sign", SIGN), 303);
    assert_int_equal(aid_get(&cat, "/case/1?done=signed"), 200);
    assert_null(strstr(cat.body, "DRAFT"));
    assert_non_null(strstr(cat.body, "The report is signed."));
    assert_int_equal(aid_get(&bob, "/case/1/report"), 200);
    assert_null(strstr(bob.body, "DRAFT"));
    assert_non_null(strstr(bob.body, "Dr Cat Three</strong>, signed"));
    assert_true(aid_hidden(&cat, "confirm-F1", "seen", seen, sizeof seen));
    const char *const RESULT[] = {"seen",      seen,      "item",           "F1", "result",
                                  "confirmed", "comment", "acylcarnitines", NULL};
    assert_int_equal(aid_post(&cat, "/case/1/confirm", RESULT), 303);
    assert_int_equal(aid_get(&ann, "/case/1"), 200);
    assert_non_null(strstr(ann.body, "Second sample: Confirmed"));
}

static void the_case_page_shows_the_pictures_of_the_report(void **state) {
    (void)state;
    char *pile;
    assert_int_equal(aid_get(&ann, "/case/1/report"), 200);
    const char *from = strstr(ann.body, "<figure class=\"pile\""),
               *to = from != NULL ? strstr(from, "</figure>") : NULL;
    assert_non_null(to);
    gnbs_str_t picture;
    gnbs_str_init(&picture);
    gnbs_str_add_n(&picture, from, (size_t)(to - from));
    pile = picture.s;
    assert_int_equal(aid_get(&ann, "/case/1"), 200);
    assert_non_null(strstr(ann.body, pile));
    gnbs_str_clear(&picture);
}

static void a_form_without_its_token_does_nothing(void **state) {
    (void)state;
    aid_get(&ann, "/case/1");
    static const char *const WRONG[] = {"", "x",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < 3; i++) {
        const char *const FIELDS[] = {"csrf",      WRONG[i], "seen",       "r1-0",
                                      "choice-F1", "report", "comment-F1", "x",
                                      "choice-F2", "report", "comment-F2", "x",
                                      NULL};
        assert_int_equal(aid_post(&ann, "/case/1/decide", FIELDS), 403);
        assert_int_equal(aid_post(&ann, "/sign-out", FIELDS), 403);
    }
    assert_int_equal(aid_post_raw(&ann, "/case/1/decide",
                                  "application/x-www-form-urlencoded",
                                  "seen=r1-0&choice-F1=report&comment-F1=x"),
                     403);
    /* Somebody else's token is not one's own. */
    const char *const OTHERS[] = {"csrf", bob.csrf, "seen", "r1-0", NULL};
    assert_int_equal(aid_post(&ann, "/case/1/decide", OTHERS), 403);
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_WAITING);
    /* Nor does signing in go without the form that was given. */
    aid_browser_t b = {.web = web};
    const char *const SIGN_IN[] = {"csrf",     "x",          "name", "ann",
                                   "password", AID_PASSWORD, NULL};
    assert_int_equal(aid_post(&b, "/sign-in", SIGN_IN), 403);
    assert_null(strstr(b.cookies, "gnbs-desk="));
    aid_clear(&b);
}

static void other_kinds_of_body_and_torn_forms_are_refused(void **state) {
    (void)state;
    assert_int_equal(aid_post_raw(&ann, "/case/1/decide", "application/json", "{}"), 415);
    assert_int_equal(aid_post_raw(&ann, "/case/1/decide", "text/plain", "a=1"), 415);
    assert_int_equal(
        aid_post_raw(&ann, "/case/1/decide", "application/x-www-form-urlencoded", "a=%4"),
        400);
    assert_int_equal(aid_get(&ann, "/queue?page=%00"), 400);
}

static void what_changed_meanwhile_is_told_and_the_words_are_kept(void **state) {
    (void)state;
    char seen[48];
    assert_int_equal(aid_decide_page(&ann, 1, "report", "x"), 303);
    assert_int_equal(aid_decide_page(&bob, 1, "report", "x"), 303);
    assert_int_equal(aid_get(&cat, "/case/1"), 200);
    assert_true(aid_hidden(&cat, "sign", "seen", seen, sizeof seen));
    assert_int_equal(aid_decide_page(&bob, 1, "needs-more", "wait"), 303);
    assert_int_equal(aid_decide_page(&bob, 1, "report", "fetched"), 303);
    const char *const SIGN[] = {"seen", seen, "comment", "my <long> thoughts", NULL};
    assert_int_equal(aid_post(&cat, "/case/1/sign", SIGN), 409);
    assert_non_null(strstr(cat.body, "my &lt;long&gt; thoughts"));
    assert_int_equal(aid_state(desk, 1), GNBS_REVIEW_AGREED);
}

static void a_flood_of_sign_ins_is_told_to_wait(void **state) {
    (void)state;
    aid_browser_t b = {.web = web};
    for (int i = 0; i < 4; i++) /* ann signed in before: her count began anew */
        assert_int_equal(aid_sign_in(&b, "ann", "not the password"), 403);
    assert_int_equal(aid_sign_in(&b, "ann", "not the password"), 403);
    assert_int_equal(aid_sign_in(&b, "ann", "not the password"), 429);
    assert_non_null(strstr(b.head, "Retry-After: "));
    assert_int_equal(aid_sign_in(&b, "ann", AID_PASSWORD),
                     429);                          /* not even the right one */
    assert_int_equal(aid_get(&ann, "/queue"), 200); /* who is in stays in */
    aid_clear(&b);
}

static void sessions_end_with_their_account_and_when_one_signs_out(void **state) {
    (void)state;
    gnbs_review_lock(desk);
    assert_ok(gnbs_review_set_roles(desk, "t", "bob", GNBS_REVIEW_CURATOR, &err), &err);
    gnbs_review_unlock(desk);
    assert_int_equal(aid_get(&bob, "/queue"), 303);
    assert_string_equal(bob.location, "/sign-in");
    static const char *const NONE[] = {NULL};
    char before[512];
    strcpy(before, ann.cookies);
    aid_get(&ann, "/queue");
    assert_int_equal(aid_post(&ann, "/sign-out", NONE), 303);
    assert_null(strstr(ann.cookies, "gnbs-desk"));
    strcpy(ann.cookies, before); /* who kept the cookie has nothing */
    assert_int_equal(aid_get(&ann, "/queue"), 303);
}

static void a_new_password_ends_all_sessions(void **state) {
    (void)state;
    const char *const WRONG[] = {
        "now", "no", "new", "another long secret", "again", "another long secret", NULL};
    const char *const DIFFER[] = {
        "now",   AID_PASSWORD,          "new", "another long secret",
        "again", "another long secreT", NULL};
    const char *const SHORT[] = {"now",   AID_PASSWORD, "new", "short",
                                 "again", "short",      NULL};
    const char *const GOOD[] = {
        "now",   AID_PASSWORD,          "new", "another long secret",
        "again", "another long secret", NULL};
    assert_int_equal(aid_post(&ann, "/account", WRONG), 400);
    assert_int_equal(aid_post(&ann, "/account", DIFFER), 400);
    assert_int_equal(aid_post(&ann, "/account", SHORT), 400);
    assert_int_equal(aid_post(&ann, "/account", GOOD), 303);
    assert_int_equal(aid_get(&ann, "/queue"), 303);
    assert_int_equal(aid_sign_in(&ann, "ann", AID_PASSWORD), 403);
    assert_int_equal(aid_sign_in(&ann, "ann", "another long secret"), 303);
}

static void every_answer_carries_its_safeguards(void **state) {
    (void)state;
    static const char *const PATHS[] = {"/sign-in", "/queue", "/case/1", "/case/1/report",
                                        "/case/9",  "/none",  "/log",    "/desk.css"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        aid_get(&ann, PATHS[i]);
        assert_non_null(strstr(ann.head, "Content-Security-Policy: default-src 'none';"));
        assert_non_null(strstr(ann.head, "frame-ancestors 'none'"));
        assert_non_null(strstr(ann.head, "X-Content-Type-Options: nosniff"));
        assert_non_null(strstr(ann.head, "X-Frame-Options: DENY"));
        assert_int_equal(aid_count(ann.head, "Cache-Control: "), 1);
        if (strcmp(PATHS[i], "/desk.css") != 0)
            assert_non_null(strstr(ann.head, "Cache-Control: no-store"));
        assert_null(strstr(ann.head, "unsafe-eval"));
    }
    aid_get(&ann, "/case/1");
    assert_null(strstr(ann.head, "unsafe-inline"));
    assert_null(strstr(ann.body, " style=\""));
    assert_null(strstr(ann.body, "onclick"));
}

static void cookies_are_kept_from_scripts_and_other_sites(void **state) {
    (void)state;
    aid_browser_t b = {.web = web};
    aid_get(&b, "/sign-in");
    assert_non_null(strstr(b.head, "HttpOnly; SameSite=Strict"));
    const char *const FIELDS[] = {"name", "ann", "password", AID_PASSWORD, NULL};
    assert_int_equal(aid_post(&b, "/sign-in", FIELDS), 303);
    assert_non_null(strstr(b.head, "Set-Cookie: gnbs-desk="));
    assert_int_equal(aid_count(b.head, "HttpOnly; SameSite=Strict"), 2);
    aid_clear(&b);
    /* Behind a proxy that speaks TLS they are Secure too, and of this host alone. */
    const gnbs_review_web_opt_t opt = {.is_behind_proxy = true, .idle_minutes = 15};
    gnbs_review_web_t *proxied;
    assert_ok(gnbs_review_web_open(desk, &opt, &proxied, &err), &err);
    aid_browser_t p = {.web = proxied};
    aid_get(&p, "/sign-in");
    assert_int_equal(aid_post(&p, "/sign-in", FIELDS), 303);
    assert_non_null(strstr(p.head, "Set-Cookie: __Host-gnbs-desk="));
    assert_int_equal(aid_count(p.head, "; Secure"), 2);
    assert_non_null(strstr(p.head, "Strict-Transport-Security: "));
    aid_clear(&p);
    gnbs_review_web_close(proxied);
}

static int ask_as(const char *host, const char *fetch_site, const char *path,
                  const char *method) {
    const gnbs_http_request_t r = {.method = method,
                                   .path = path,
                                   .query = "",
                                   .host = host,
                                   .cookie = ann.cookies,
                                   .content_type = "application/x-www-form-urlencoded",
                                   .fetch_site = fetch_site,
                                   .forwarded_for = "",
                                   .address = "127.0.0.1",
                                   .body = "",
                                   .n_body = 0};
    gnbs_http_answer_t answer = {.status = 0};
    gnbs_str_init(&answer.body);
    gnbs_review_answer(web, &r, &answer);
    gnbs_str_clear(&answer.body);
    return answer.status;
}

static void other_names_and_other_sites_are_refused(void **state) {
    (void)state;
    static const char *const OURS[] = {"127.0.0.1",  "127.0.0.1:8460", "localhost:8460",
                                       "[::1]:8460", "[::1]",          "127.1.2.3:1"};
    static const char *const OTHERS[] = {"",
                                         "evil.example",
                                         "127.0.0.1.evil.example",
                                         "localhost.evil.example:8460",
                                         "evil.example:127",
                                         "127.evil.example"};
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        assert_int_equal(ask_as(OURS[i], "", "/queue", "GET"), 200);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_int_equal(ask_as(OTHERS[i], "", "/queue", "GET"), 421);
    assert_int_equal(ask_as("127.0.0.1", "cross-site", "/sign-out", "POST"), 403);
    assert_int_equal(ask_as("127.0.0.1", "same-site", "/sign-out", "POST"), 403);
}

static void paths_lead_nowhere_but_to_pages(void **state) {
    (void)state;
    static const char *const PATHS[] = {"/../etc/passwd",
                                        "/case/../../etc/passwd",
                                        "/%2e%2e/%2e%2e/etc/passwd",
                                        "//etc/passwd",
                                        "/case/1/../2",
                                        "/case/1/report/",
                                        "/case/",
                                        "/case/01",
                                        "/case/0",
                                        "/case/-1",
                                        "/case/1e0",
                                        "/case/99999999999999999999",
                                        "/case/1%00",
                                        "/case/1/report.html",
                                        "/findings.json",
                                        "/.gnbs/desk.sqlite3",
                                        "/one/findings.json",
                                        "/desk.css/",
                                        "/QUEUE",
                                        "/case/1;x",
                                        "/case/1/decide",
                                        "",
                                        "*",
                                        "queue",
                                        "/case/1\\report"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        int status = ask_as("127.0.0.1", "", PATHS[i], "GET");
        if (status != 404 && status != 405) fail_msg("%s: %d", PATHS[i], status);
    }
    static const char *const METHODS[] = {"HEAD",    "PUT",   "DELETE",
                                          "OPTIONS", "TRACE", "get"};
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        assert_int_equal(ask_as("127.0.0.1", "", "/queue", METHODS[i]), 405);
}

static void hostile_names_and_words_show_and_do_nothing(void **state) {
    (void)state;
    static const char EVIL[] = "</textarea><script>alert(1)</script>\"'&\xE2\x80\xAE=cmd|x";
    aid_put_result(dir, "evil", "hostile", NULL);
    scan();
    assert_int_equal(aid_get(&ann, "/queue"), 200);
    assert_null(strstr(ann.body, "<script>alert"));
    assert_non_null(strstr(ann.body, "&lt;script&gt;alert"));
    assert_int_equal(aid_decide_page(&ann, 2, "report", EVIL), 303);
    assert_int_equal(aid_decide_page(&bob, 2, "report", EVIL), 303);
    aid_browser_t *const all[] = {&ann, &bob, &cat};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(aid_get(all[i], "/case/2"), 200);
        assert_null(strstr(all[i]->body, "<script>alert"));
        assert_null(strstr(all[i]->body, "</textarea><script"));
        assert_null(strstr(all[i]->body, "\xE2\x80\xAE")); /* no turning of the line */
        assert_int_equal(aid_count(all[i]->body, "<script"), 1); /* the desk's own */
    }
    assert_int_equal(aid_get(&eve, "/log?sample=%22%3E%3Cscript%3Ealert(1)"), 200);
    assert_null(strstr(eve.body, "<script>alert"));
    assert_int_equal(aid_get(&ann, "/queue?sample=%22%3E%3Cscript%3E&state=%22%3E"), 200);
    assert_null(strstr(ann.body, "\"><script>"));
}

static void every_look_is_in_the_log(void **state) {
    (void)state;
    char path[200];
    aid_get(&ann, "/queue");
    aid_get(&ann, "/case/1");
    aid_get(&cat, "/case/1/report");
    aid_get(&eve, "/case/1"); /* refused: nothing was seen */
    snprintf(path, sizeof path, "%s/.gnbs/audit.jsonl", dir);
    char *log = aid_read(path);
    assert_int_equal(aid_count(log, "\"who\":\"ann\",\"what\":\"view\""), 2);
    assert_int_equal(aid_count(log, "\"who\":\"cat\",\"what\":\"view\""), 1);
    assert_int_equal(aid_count(log, "\"who\":\"eve\",\"what\":\"view\""), 0);
    assert_int_equal(aid_count(log, "signed in, from 127.0.0.1"), 4);
    gnbs_mem_free(log);
}

static void a_result_taken_away_is_not_shown_from_memory(void **state) {
    (void)state;
    char path[100];
    assert_int_equal(aid_get(&ann, "/case/1"), 200);
    assert_non_null(strstr(ann.body, "p.(Lys329Glu)"));
    snprintf(path, sizeof path, "%s/one/findings.json", dir);
    assert_int_equal(remove(path), 0);
    assert_int_equal(aid_get(&ann, "/case/1"), 200);
    assert_null(strstr(ann.body, "p.(Lys329Glu)"));
    assert_non_null(strstr(ann.body, "The evidence cannot be shown"));
    assert_int_equal(aid_get(&ann, "/case/1/report"), 404);
}

static void unreadable_results_are_told_on_the_queue(void **state) {
    (void)state;
    char path[100];
    aid_put_result(dir, "torn", "two_suspected", NULL);
    snprintf(path, sizeof path, "%s/torn/findings.json", dir);
    FILE *f = fopen(path, "wb");
    fputs("{", f);
    fclose(f);
    scan();
    assert_int_equal(aid_get(&ann, "/queue"), 200);
    assert_non_null(strstr(ann.body, "Results that the desk cannot read"));
    assert_non_null(strstr(ann.body, "<li>torn: "));
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        T(every_route_is_open_to_its_roles_alone),
        T(a_case_is_decided_signed_and_confirmed_in_pages),
        T(the_case_page_shows_the_pictures_of_the_report),
        T(a_form_without_its_token_does_nothing),
        T(other_kinds_of_body_and_torn_forms_are_refused),
        T(what_changed_meanwhile_is_told_and_the_words_are_kept),
        T(a_flood_of_sign_ins_is_told_to_wait),
        T(sessions_end_with_their_account_and_when_one_signs_out),
        T(a_new_password_ends_all_sessions),
        T(every_answer_carries_its_safeguards),
        T(cookies_are_kept_from_scripts_and_other_sites),
        T(other_names_and_other_sites_are_refused),
        T(paths_lead_nowhere_but_to_pages),
        T(hostile_names_and_words_show_and_do_nothing),
        T(every_look_is_in_the_log),
        T(a_result_taken_away_is_not_shown_from_memory),
        T(unreadable_results_are_told_on_the_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
