/* tests/review/review_aid.h -- a folder of results, a desk over it, and a browser that keeps cookies. */
#ifndef GNBS_TESTS_REVIEW_AID_H
#define GNBS_TESTS_REVIEW_AID_H

#include "review/review_case.h"
#include "review/review_scan.h"
#include "review/review_web.h"

#define AID_PASSWORD "a long enough secret"

/* A new folder; `dir` has room for 64. */
void aid_make_folder(char *dir);
void aid_drop_folder(const char *dir);
/* Copies tests/report/findings/NAME.json to dir/AS/findings.json, with `sample` as its sample. */
void aid_put_result(const char *dir, const char *as, const char *name, const char *sample);
/* The text with every `old` replaced; gnbs_mem_free. */
char *aid_read(const char *path);
int aid_count(const char *text, const char *piece);

/* A desk with passwords that cost little, and the accounts ann and bob (reviewers), cat (authoriser), dee (curator), eve (auditor),
 * fay (reviewer and authoriser), zed (auditor of a closed account). */
gnbs_review_desk_t *aid_open_desk(const char *dir, bool with_accounts);
gnbs_review_account_t aid_account(gnbs_review_desk_t *desk, const char *name);

/* In the desk, without pages: all items of the case with one choice. */
gnbs_code_t aid_decide(gnbs_review_desk_t *desk, const char *name, int64_t id,
                       gnbs_review_choice_t choice, gnbs_err_t *err);
gnbs_code_t aid_rule(gnbs_review_desk_t *desk, const char *name, int64_t id,
                     bool is_signing, gnbs_err_t *err);
gnbs_review_state_t aid_state(gnbs_review_desk_t *desk, int64_t id);

typedef struct aid_browser {
    gnbs_review_web_t *web; /* pages asked in this process ... */
    int port;               /* ... or of a server on the loopback */
    char cookies[512], csrf[80];
    int status;
    char location[200];
    char *body, *head; /* of the last answer */
} aid_browser_t;

void aid_clear(aid_browser_t *b);
int aid_get(aid_browser_t *b, const char *path);
/* `fields` are names and values as they stand in a form, NULL at the end; csrf is added, unless it is among them. */
int aid_post(aid_browser_t *b, const char *path, const char *const fields[]);
int aid_post_raw(aid_browser_t *b, const char *path, const char *type, const char *body);
int aid_sign_in(aid_browser_t *b, const char *name, const char *password);
/* Value of the hidden field `name` in the form with that id on the page last read; false when there is none. */
bool aid_hidden(const aid_browser_t *b, const char *form, const char *name, char *value,
                size_t cap);
/* Opens the case and decides F1 and F2 (or R); the status of the answer. */
int aid_decide_page(aid_browser_t *b, int64_t id, const char *choice, const char *comment);

#endif
