/* review/review_store.h -- the desk's state: one SQLite file beside the results, and the log that shows when it was touched.
 *
 *     RESULTS/SAMPLE/findings.json      what is reviewed: read, never written
 *     RESULTS/.gnbs/desk.sqlite3        accounts, cases, decisions, signatures, results of second samples
 *     RESULTS/.gnbs/signed/CASE/        the report as it was signed
 *     RESULTS/.gnbs/audit.jsonl         the log (run/run_audit.h)
 *
 * Two steps  a change and its log entry are one transaction of the database; only then is the entry written to the log, and only
 *            then is the change acknowledged. A desk that dies between the two writes the entry when it opens again, once: the
 *            entry carries its number
 * Threads    a desk belongs to one thread at a time; between gnbs_review_lock and gnbs_review_unlock it is one's own. Any number
 *            of processes may have the same desk open
 */
#ifndef GNBS_REVIEW_STORE_H
#define GNBS_REVIEW_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "io/secret.h"
#include "io/sql.h"

typedef struct gnbs_review_desk gnbs_review_desk_t;

typedef struct gnbs_review_desk_opt {
    const char *results;     /* folder of result folders */
    const char *version;     /* of gnbs, for the log */
    gnbs_secret_cost_t cost; /* of passwords; zero: the default */
} gnbs_review_desk_opt_t;

/* Makes the desk when there is none; writes what an earlier one left to be logged. */
gnbs_code_t gnbs_review_open(const gnbs_review_desk_opt_t *opt, gnbs_review_desk_t **desk,
                             gnbs_err_t *err);
void gnbs_review_close(gnbs_review_desk_t *desk); /* accepts NULL */

void gnbs_review_lock(gnbs_review_desk_t *desk);
void gnbs_review_unlock(gnbs_review_desk_t *desk);

/* For the other files of the room. */
gnbs_sql_t *gnbs_review_sql(gnbs_review_desk_t *desk);
const char *gnbs_review_results(const gnbs_review_desk_t *desk);
const char *gnbs_review_folder(const gnbs_review_desk_t *desk); /* RESULTS/.gnbs */
const char *gnbs_review_program_version(const gnbs_review_desk_t *desk);
gnbs_secret_cost_t gnbs_review_cost(const gnbs_review_desk_t *desk);
/* "2026-11-25T07:10:00Z" */
void gnbs_review_clock(char now[32]);

typedef struct gnbs_review_event {
    const char *who;    /* an account's name */
    const char *what;   /* a word of govern/govern_audit.h */
    const char *sample; /* or NULL */
    const char *detail; /* a few words */
} gnbs_review_event_t;

/* Inside a transaction: the entry goes with the change. */
gnbs_code_t gnbs_review_note(gnbs_review_desk_t *desk, const gnbs_review_event_t *event,
                             gnbs_err_t *err);
/* After it: what was noted goes to the log. */
gnbs_code_t gnbs_review_flush(gnbs_review_desk_t *desk, gnbs_err_t *err);
/* Ends a change: commits (or undoes it, when `code` is a failure) and flushes. */
gnbs_code_t gnbs_review_finish(gnbs_review_desk_t *desk, gnbs_code_t code, gnbs_err_t *err);
/* Somebody looked: straight to the log, on disk before the page is shown. Needs no lock. */
gnbs_code_t gnbs_review_log_view(gnbs_review_desk_t *desk, const gnbs_review_event_t *event,
                                 gnbs_err_t *err);

#endif
