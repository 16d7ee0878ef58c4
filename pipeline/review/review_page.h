/* review/review_page.h -- the frame of every page, and the pieces that several pages are made of. */
#ifndef GNBS_REVIEW_PAGE_H
#define GNBS_REVIEW_PAGE_H

#include "core/str.h"
#include "review/review_web.h"

enum { GNBS_REVIEW_VERSION_TEXT = 17 }; /* of style and script, in their addresses */

typedef struct gnbs_review_page {
    const char *title; /* of the window; escaped here */
    const char *at;    /* the link of the navigation that is here: "/queue"; or NULL */
    bool is_draft;     /* a watermark lies behind the page */
} gnbs_review_page_t;

/* Status 200, type and frame up to <main>; then end. */
void gnbs_review_page_begin(gnbs_review_ask_t *ask, const gnbs_review_page_t *page);
void gnbs_review_page_end(gnbs_review_ask_t *ask);

void gnbs_review_put(gnbs_str_t *out, const char *text); /* one line, cleaned, escaped */
void gnbs_review_put_words(gnbs_str_t *out, const char *text); /* paragraphs of a comment */
/* "3 hours", "2 days": since `at`, a time of gnbs_review_clock. */
void gnbs_review_put_age(gnbs_str_t *out, const char *at);
void gnbs_review_put_time(gnbs_str_t *out, const char *at); /* "25 Nov 2026, 07:10 UTC" */
void gnbs_review_put_state(gnbs_str_t *out, gnbs_review_state_t state); /* sign and words */
void gnbs_review_put_urgency(gnbs_str_t *out, int urgency);
/* The hidden field that every form of somebody signed in must have. */
void gnbs_review_put_csrf(gnbs_review_ask_t *ask);

const char *gnbs_review_style_version(void);
void gnbs_review_page_style(gnbs_review_ask_t *ask);
void gnbs_review_page_script(gnbs_review_ask_t *ask);
void gnbs_review_page_icon(gnbs_review_ask_t *ask);
/* Once, before threads start. */
gnbs_code_t gnbs_review_make_style(gnbs_err_t *err);
void gnbs_review_drop_style(void);

/* The pages. */
void gnbs_review_page_home(gnbs_review_ask_t *ask);
void gnbs_review_page_sign_in(gnbs_review_ask_t *ask);
void gnbs_review_do_sign_in(gnbs_review_ask_t *ask);
void gnbs_review_do_sign_out(gnbs_review_ask_t *ask);
void gnbs_review_page_account(gnbs_review_ask_t *ask);
void gnbs_review_do_account(gnbs_review_ask_t *ask);
void gnbs_review_page_accounts(gnbs_review_ask_t *ask);
void gnbs_review_page_log(gnbs_review_ask_t *ask);
void gnbs_review_page_queue(gnbs_review_ask_t *ask);
void gnbs_review_page_case(gnbs_review_ask_t *ask);
void gnbs_review_page_report(gnbs_review_ask_t *ask);
void gnbs_review_do_decide(gnbs_review_ask_t *ask);
void gnbs_review_do_sign(gnbs_review_ask_t *ask);
void gnbs_review_do_send_back(gnbs_review_ask_t *ask);
void gnbs_review_do_confirm(gnbs_review_ask_t *ask);
void gnbs_review_page_help(gnbs_review_ask_t *ask);

#endif
