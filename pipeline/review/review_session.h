/* review/review_session.h -- who is signed in, and who tries too often.
 *
 * Sessions  in memory only: a desk that is started again asks everybody to sign in. A session ends after `idle_s` without a request, after
 *           `longest_s` at the latest, and when its account changes (the caller compares `era`). Kept is a digest of the token
 * Throttle  attempts to sign in are counted by account name (whether there is such an account or not) and by address, before the
 *           password is looked at; what is over the limit waits for the window to pass. Names share a table by a keyed hash, so
 *           that no flood of names makes it grow
 * Clock     seconds, the caller's; never goes back
 * Threads   safe
 */
#ifndef GNBS_REVIEW_SESSION_H
#define GNBS_REVIEW_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "io/secret.h"

typedef struct gnbs_review_sessions gnbs_review_sessions_t;

typedef struct gnbs_review_session {
    int64_t account, era;
    char csrf[GNBS_SECRET_TOKEN];
} gnbs_review_session_t;

enum {
    GNBS_REVIEW_NAME_TRIES = 5,      /* wrong passwords for one name ...      */
    GNBS_REVIEW_NAME_WINDOW_S = 900, /* ... in a quarter of an hour           */
    GNBS_REVIEW_ADDRESS_TRIES = 30,  /* attempts of one address, any name ... */
    GNBS_REVIEW_ADDRESS_WINDOW_S = 300
};

gnbs_code_t gnbs_review_sessions_new(double idle_s, double longest_s,
                                     gnbs_review_sessions_t **sessions, gnbs_err_t *err);
void gnbs_review_sessions_free(gnbs_review_sessions_t *sessions); /* accepts NULL */

/* A new session and its token. When there are too many, the one longest idle ends. */
gnbs_code_t gnbs_review_session_begin(gnbs_review_sessions_t *sessions, int64_t account,
                                      int64_t era, double now_s,
                                      char token[GNBS_SECRET_TOKEN], gnbs_err_t *err);
/* Is there such a session? Then it is not idle any more. */
bool gnbs_review_session_find(gnbs_review_sessions_t *sessions, const char *token,
                              double now_s, gnbs_review_session_t *session);
void gnbs_review_session_end(gnbs_review_sessions_t *sessions, const char *token);

/* Counts an attempt. False when it is one too many; *wait_s says how long until the window has passed. */
bool gnbs_review_may_try(gnbs_review_sessions_t *sessions, const char *name,
                         const char *address, double now_s, int *wait_s);
/* The password was right: the name's count begins anew. */
void gnbs_review_tried_well(gnbs_review_sessions_t *sessions, const char *name);

/* A token for a form of somebody who is not signed in: under a key of this process, for the value of a cookie. */
void gnbs_review_form_token(const gnbs_review_sessions_t *sessions, const char *cookie,
                            char token[GNBS_SECRET_MAC]);

#endif
