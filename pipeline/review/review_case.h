/* review/review_case.h -- a case on the desk: what it is, where it stands, and who may move it.
 *
 * A case is one findings.json, named by the SHA-256 of its bytes: other bytes are another case, and the earlier one of the same
 * folder is `replaced`. Its items are what people decide on: each finding, or, where there is none, the result as a whole ("R").
 *
 *                    first reviewer         second reviewer, the same      authoriser          every second sample is back
 *     waiting ───────────────────> half ────────────────────────> agreed ───────────> signed ──────────────────────> closed
 *                                    │                              ^ │
 *                                    │ second, not the same         │ │ authoriser sends back: a new round, decisions anew
 *                                    └────────────> differ, more ───┘ └────────────> waiting
 *                                                   (either reviewer decides again)
 *     any ──> replaced (the folder holds another result now)          any ──> gone (the folder was taken away; it may come back)
 *
 * Two       the two reviewers of a round are two people, whoever else has the role. Until the second has decided, each sees
 *           nothing of the other: not the choice, not the words, only that somebody decided
 * Sign      an authoriser moves an agreed case on; he or she may be one of the two reviewers. Signed is for ever: what changes
 *           after it is an amended report, which is another case
 * Never     is a decision changed or taken away: one decides again, and both are kept
 * Seen      a change says what its maker saw (gnbs_review_seen): when that is no longer so, it is refused (GNBS_E_DATA), and nothing
 *           is written. Blind decisions of two people do not touch each other
 * Log       every change has an entry, made in the same transaction (review_store.h)
 * Memory    everything of a loaded case lies in the arena it was given
 */
#ifndef GNBS_REVIEW_CASE_H
#define GNBS_REVIEW_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "review/review_account.h"
#include "review/review_store.h"

typedef enum gnbs_review_state {
    GNBS_REVIEW_WAITING,
    GNBS_REVIEW_HALF,
    GNBS_REVIEW_DIFFER,
    GNBS_REVIEW_MORE,
    GNBS_REVIEW_AGREED,
    GNBS_REVIEW_SIGNED,
    GNBS_REVIEW_CLOSED,
    GNBS_REVIEW_REPLACED,
    GNBS_REVIEW_GONE,
    GNBS_REVIEW_N_STATE
} gnbs_review_state_t;

typedef enum gnbs_review_choice {
    GNBS_REVIEW_UNDECIDED,
    GNBS_REVIEW_REPORT,
    GNBS_REVIEW_DO_NOT_REPORT,
    GNBS_REVIEW_NEEDS_MORE,
    GNBS_REVIEW_N_CHOICE
} gnbs_review_choice_t;

typedef enum gnbs_review_result { /* of the second sample */
                                  GNBS_REVIEW_PENDING,
                                  GNBS_REVIEW_CONFIRMED,
                                  GNBS_REVIEW_REFUTED,
                                  GNBS_REVIEW_N_RESULT
} gnbs_review_result_t;

enum { GNBS_REVIEW_COMMENT_MAX = 10000, GNBS_REVIEW_N_ITEM_MAX = 256 };
enum {
    GNBS_REVIEW_URGENT_HOURS,
    GNBS_REVIEW_URGENT_DAYS,
    GNBS_REVIEW_URGENT_WEEKS,
    GNBS_REVIEW_URGENT_NONE
};

typedef struct gnbs_review_decision { /* the latest of a reviewer on an item */
    gnbs_review_choice_t choice;
    const char *comment, *at;
} gnbs_review_decision_t;

typedef struct gnbs_review_item {
    const char *id; /* "F1", "R" */
    const char *title, *gene, *urgency;
    gnbs_review_decision_t decision[2]; /* of the two reviewers of this round */
    gnbs_review_result_t result;
    const char *result_comment, *result_by, *result_at;
} gnbs_review_item_t;

typedef struct gnbs_review_person {
    int64_t account;
    const char *name, *full_name;
    const char *at; /* when he or she first decided in this round, or signed */
} gnbs_review_person_t;

typedef struct gnbs_review_past { /* everything that happened, oldest first */
    const char *at, *by, *what, *comment;
    int64_t account;
    int round;
    bool is_decision;
} gnbs_review_past_t;

typedef struct gnbs_review_case {
    int64_t id, version;
    int round, urgency;
    const char *stamp; /* of the file when it was read: review_scan.h */
    const char *sample, *report_id, *dir, *sha256, *result, *result_text, *made_at,
        *seen_at;
    gnbs_review_state_t state; /* as the rules have it: gnbs_review_state_of */
    bool is_replaced, is_gone, is_signed;
    bool is_kept; /* the signed report is in its files: review_keep.h */
    int n_reviewer;
    gnbs_review_person_t reviewer[2], authoriser;
    const char *signed_comment;
    int64_t replaced_by; /* another case, or 0 */
    int n_item;
    gnbs_review_item_t *item;
    int n_past;
    gnbs_review_past_t *past;
} gnbs_review_case_t;

/* ---- the rules: pure ------------------------------------------------------------------------------------------------ */

gnbs_review_state_t gnbs_review_state_of(const gnbs_review_case_t *c);
/* NULL when he or she may; else why not, in words. */
const char *gnbs_review_may_decide(const gnbs_review_case_t *c,
                                   const gnbs_review_account_t *who);
const char *gnbs_review_may_sign(const gnbs_review_case_t *c,
                                 const gnbs_review_account_t *who); /* and send back */
const char *gnbs_review_may_confirm(const gnbs_review_case_t *c,
                                    const gnbs_review_account_t *who);
/* Which of the two reviewers is that: 0, 1, or -1. */
int gnbs_review_which(const gnbs_review_case_t *c, int64_t account);
/* May he or she see what reviewer `i` decided? One's own always; the other's once two have decided. */
bool gnbs_review_may_see(const gnbs_review_case_t *c, int64_t account, int i);
/* What a decision (is_decision) or any other change of the case rests on. */
void gnbs_review_seen(const gnbs_review_case_t *c, int64_t account, bool is_decision,
                      char seen[48]);

const char *gnbs_review_state_name(gnbs_review_state_t state); /* "waiting" */
const char *gnbs_review_state_words(
    gnbs_review_state_t state); /* "Waits for the first reviewer" */
const char *gnbs_review_choice_name(gnbs_review_choice_t choice);  /* "do-not-report" */
const char *gnbs_review_choice_words(gnbs_review_choice_t choice); /* "Do not report" */
gnbs_review_choice_t gnbs_review_choice_of(const char *name);      /* UNDECIDED: none */
const char *gnbs_review_result_name(gnbs_review_result_t result);  /* "confirmed" */
const char *gnbs_review_result_words(gnbs_review_result_t result);
gnbs_review_result_t gnbs_review_result_of(const char *name); /* PENDING: none */
int gnbs_review_urgency_of(const char *text);       /* "hours": GNBS_REVIEW_URGENT_HOURS */
const char *gnbs_review_urgency_words(int urgency); /* "Within hours" */
/* NULL when the words may stand as a comment; else what is wrong with them. */
const char *gnbs_review_check_comment(const char *comment);

/* ---- cases on the desk ----------------------------------------------------------------------------------------------- */

/* GNBS_E_USAGE: no such case. */
gnbs_code_t gnbs_review_load(gnbs_review_desk_t *desk, int64_t id, gnbs_arena_t *arena,
                             gnbs_review_case_t *c, gnbs_err_t *err);
/* Inside a transaction that changed what a state rests on: writes the state that the rules give, and a new version. */
gnbs_code_t gnbs_review_settle(gnbs_review_desk_t *desk, int64_t id, gnbs_err_t *err);
/* A case by its number, or the newest of a sample; 0 when there is none. */
gnbs_code_t gnbs_review_find(gnbs_review_desk_t *desk, const char *name, int64_t *id,
                             gnbs_err_t *err);

typedef struct gnbs_review_row { /* of the queue */
    int64_t id;
    const char *sample, *result_text, *made_at;
    gnbs_review_state_t state;
    int urgency, n_finding;
} gnbs_review_row_t;

typedef struct gnbs_review_queue {
    int64_t n_by_state[GNBS_REVIEW_N_STATE];
    int64_t n; /* that fit the question, on all pages */
    int n_row;
    gnbs_review_row_t *row;
} gnbs_review_queue_t;

enum { GNBS_REVIEW_PAGE_ROWS = 50 };
/* state GNBS_REVIEW_N_STATE: all that somebody must still act on. Most urgent first, then oldest first. `page` from 0. */
gnbs_code_t gnbs_review_ask_queue(gnbs_review_desk_t *desk, gnbs_review_state_t state,
                                  const char *sample, int64_t page, gnbs_arena_t *arena,
                                  gnbs_review_queue_t *queue, gnbs_err_t *err);

/* The changes. GNBS_E_CONSENT: he or she has not the role; GNBS_E_DATA: the case does not stand where that can be done, or what was seen is no longer so; GNBS_E_USAGE: a choice or comment is
 * missing or too long. All or nothing. */
typedef struct gnbs_review_ballot {
    const char *item;
    gnbs_review_choice_t choice;
    const char *comment;
} gnbs_review_ballot_t;
/* All items of the case, each once. */
gnbs_code_t gnbs_review_decide(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                               int64_t id, const char *seen, int n,
                               const gnbs_review_ballot_t ballot[], gnbs_err_t *err);
gnbs_code_t gnbs_review_sign(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                             int64_t id, const char *seen, const char *comment,
                             gnbs_err_t *err);
gnbs_code_t gnbs_review_send_back(gnbs_review_desk_t *desk,
                                  const gnbs_review_account_t *who, int64_t id,
                                  const char *seen, const char *comment, gnbs_err_t *err);
gnbs_code_t gnbs_review_confirm(gnbs_review_desk_t *desk, const gnbs_review_account_t *who,
                                int64_t id, const char *seen, const char *item,
                                gnbs_review_result_t result, const char *comment,
                                gnbs_err_t *err);

#endif
