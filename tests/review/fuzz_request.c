/* Any bytes as a request: an answer with a status, never a crash, and never a page for somebody without the right.
 *
 * Input    who asks (a letter: a reviewer, c authoriser, d curator, e auditor, else nobody), '+' to send the form's token too, then
 *          lines: method, path with query, Host, Cookie, Content-Type; the rest is the body
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review_aid.h"

static char dir[64];
static gnbs_review_desk_t *desk;
static gnbs_review_web_t *web;

static void end(void) {
    gnbs_review_web_close(web);
    gnbs_review_close(desk);
    aid_drop_folder(dir);
}

static void begin(void) {
    const gnbs_review_web_opt_t opt = {.idle_minutes = 200};
    gnbs_review_scan_t scan;
    gnbs_err_t err;
    aid_make_folder(dir);
    aid_put_result(dir, "one", "two_suspected", NULL);
    desk = aid_open_desk(dir, true);
    if (gnbs_review_scan(desk, &scan, &err) != GNBS_OK ||
        gnbs_review_web_open(desk, &opt, &web, &err) != GNBS_OK)
        abort();
    atexit(end);
}

/* The next line of the input, kept in `text`. */
static const char *line(const uint8_t **data, size_t *size, char *text, size_t cap) {
    size_t n = 0;
    while (n < *size && (*data)[n] != '\n') n++;
    snprintf(text, cap, "%.*s", (int)(n < cap ? n : cap - 1), (const char *)*data);
    *data += n < *size ? n + 1 : n;
    *size -= n < *size ? n + 1 : n;
    return text;
}

static bool begin_session(char letter, char token[GNBS_SECRET_TOKEN],
                          gnbs_review_session_t *session) {
    static const struct {
        char letter;
        const char *name;
    } PEOPLE[] = {{'a', "ann"}, {'c', "cat"}, {'d', "dee"}, {'e', "eve"}};
    gnbs_err_t err;
    for (size_t i = 0; i < 4; i++) {
        if (PEOPLE[i].letter != letter) continue;
        gnbs_review_account_t who = aid_account(desk, PEOPLE[i].name);
        gnbs_review_sessions_t *all = gnbs_review_web_sessions(web);
        return gnbs_review_session_begin(all, who.id, who.era, gnbs_review_now_s(), token,
                                         &err) == GNBS_OK &&
               gnbs_review_session_find(all, token, gnbs_review_now_s(), session);
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char who[8], method[16], target[2048], host[256], sent[512], type[128], cookie[700],
        token[GNBS_SECRET_TOKEN];
    gnbs_review_session_t session;
    if (desk == NULL) begin();
    if (size == 0 || size > 1 << 16) return 0;
    line(&data, &size, who, sizeof who);
    gnbs_http_request_t r = {.method = line(&data, &size, method, sizeof method),
                             .path = line(&data, &size, target, sizeof target),
                             .query = "",
                             .host = line(&data, &size, host, sizeof host),
                             .cookie = line(&data, &size, sent, sizeof sent),
                             .content_type = line(&data, &size, type, sizeof type),
                             .fetch_site = "",
                             .forwarded_for = sent,
                             .address = "127.0.0.1"};
    char *question = strchr(target, '?');
    if (question != NULL) {
        *question = '\0';
        r.query = question + 1;
    }
    bool is_in = begin_session(who[0], token, &session);
    if (is_in) {
        snprintf(cookie, sizeof cookie, "%s; gnbs-desk=%s", sent, token);
        r.cookie = cookie;
    }
    gnbs_str_t body;
    gnbs_str_init(&body);
    gnbs_str_add_n(&body, (const char *)data, size);
    if (is_in && who[1] == '+') gnbs_str_printf(&body, "&csrf=%s", session.csrf);
    r.body = gnbs_str_text(&body);
    r.n_body = body.n;
    gnbs_http_answer_t answer = {.status = 0};
    gnbs_str_init(&answer.body);
    gnbs_review_answer(web, &r, &answer);
    bool is_case = strstr(gnbs_str_text(&answer.body), "p.(Lys329Glu)") != NULL;
    if (answer.status < 200 || answer.status > 599) abort();
    if (is_case && (!is_in || who[0] == 'e')) abort();
    gnbs_str_clear(&answer.body);
    gnbs_str_clear(&body);
    return 0;
}
