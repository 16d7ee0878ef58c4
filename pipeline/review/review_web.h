/* review/review_web.h -- the desk as pages: a request in, a page or a redirect out. No socket: the server is io/http.h.
 *
 * Every request goes the same way, in this order: the name it was sent to (Host), the route, the session, the role, for changes the
 * form and its token (CSRF), then the page. What fails on the way is answered at once and never reaches a page:
 *     400 form, 401 session over, 403 role or token, 404 no such page, 405 method, 409 changed meanwhile, 413 too long,
 *     415 other than a form, 421 another host's name, 429 too many attempts
 * Pages     complete without script; the script only warns before a session or words are lost. Nothing comes from elsewhere
 * Threads   gnbs_review_answer may run in any number of threads
 */
#ifndef GNBS_REVIEW_WEB_H
#define GNBS_REVIEW_WEB_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "io/http.h"
#include "review/review_account.h"
#include "review/review_case.h"
#include "review/review_evidence.h"
#include "review/review_form.h"
#include "review/review_session.h"

enum { GNBS_REVIEW_BODY_BYTES = 1 << 20 }; /* 64 comments of 10,000 characters, with room */

typedef struct gnbs_review_web_opt {
    bool is_tls;          /* cookies go over TLS only */
    bool is_behind_proxy; /* which speaks TLS, and says for whom */
    const char *host; /* what the desk is called, or NULL: any name, or the loopback's */
    int idle_minutes;
} gnbs_review_web_opt_t;

typedef struct gnbs_review_web gnbs_review_web_t;

gnbs_code_t gnbs_review_web_open(gnbs_review_desk_t *desk, const gnbs_review_web_opt_t *opt,
                                 gnbs_review_web_t **web, gnbs_err_t *err);
void gnbs_review_web_close(gnbs_review_web_t *web); /* accepts NULL; not the desk */
/* A gnbs_http_answer_fn; `web` is a gnbs_review_web_t. */
void gnbs_review_answer(void *web, const gnbs_http_request_t *request,
                        gnbs_http_answer_t *answer);

/* ---- for the pages of the room, and the test over all of them ---------------------------------------------------------- */

typedef struct gnbs_review_ask { /* one request on its way */
    gnbs_review_web_t *web;
    gnbs_review_desk_t *desk;
    const gnbs_http_request_t *request;
    gnbs_http_answer_t *answer;
    gnbs_arena_t *arena;
    gnbs_review_form_t *form, *query;
    bool is_signed_in;
    gnbs_review_session_t session;
    gnbs_review_account_t account;
    int64_t id; /* of the case in the path, or 0 */
    gnbs_err_t err;
} gnbs_review_ask_t;

typedef struct gnbs_review_route {
    const char *method, *path; /* '#' is a case's number */
    unsigned roles;            /* any of them; 0: nobody need be signed in */
    void (*answer)(gnbs_review_ask_t *ask);
} gnbs_review_route_t;
extern const gnbs_review_route_t gnbs_review_routes[]; /* ends with method NULL */

const gnbs_review_web_opt_t *gnbs_review_web_options(const gnbs_review_web_t *web);
gnbs_review_sessions_t *gnbs_review_web_sessions(gnbs_review_web_t *web);
gnbs_review_cache_t *gnbs_review_web_cache(gnbs_review_web_t *web);
const char *gnbs_review_cookie_name(const gnbs_review_web_t *web);
/* Of the one who asks: the connection's, or what the proxy says. */
const char *gnbs_review_address(const gnbs_review_ask_t *ask);
double gnbs_review_now_s(void);

/* Answers of the room's own making. */
void gnbs_review_redirect(gnbs_review_ask_t *ask, const char *to);
/* A page that says what went wrong, with the words that were sent, so that nobody must think them up again. */
void gnbs_review_say(gnbs_review_ask_t *ask, int status, const char *title,
                     const char *words);
/* The status and page of ask->err. */
void gnbs_review_fail(gnbs_review_ask_t *ask, gnbs_code_t code);
/* Somebody looked. False: the log could not be written, and the answer says so: what is not logged is not shown. */
bool gnbs_review_log_look(gnbs_review_ask_t *ask, const char *sample, const char *detail);

#endif
