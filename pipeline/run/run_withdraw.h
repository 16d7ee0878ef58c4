/* run/run_withdraw.h -- a family takes its newborn's data back.
 *
 *     DIR/.gnbs/withdrawn/<digest>.json     the tombstone: digest, date, by whom; never the pseudonym
 *     DIR/.gnbs/withdrawn/salt              what the pseudonym is hashed with
 *
 * The tombstone comes first: a withdrawal that is cut off already keeps every later run from this newborn, and is finished by
 * asking again. What was removed is unlinked and the folder made durable; blocks of a disk are the disk's encryption's concern.
 */
#ifndef GNBS_RUN_RUN_WITHDRAW_H
#define GNBS_RUN_RUN_WITHDRAW_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "govern/govern_audit.h"

/* Is there a tombstone of that sample in a folder of results? A folder without any has withdrawn nobody. */
gnbs_code_t gnbs_run_is_withdrawn(const char *dir, const char *sample, bool *is_withdrawn,
                                  gnbs_err_t *err);
/* GNBS_E_CONSENT where there is one. */
gnbs_code_t gnbs_run_refuse_withdrawn(const char *dir, const char *sample, gnbs_err_t *err);

/* Writes the tombstone (again: keeps the first) and gives the digest. */
gnbs_code_t gnbs_run_bury(const char *dir, const char *sample, const char *by,
                          const char *version, char digest[GNBS_AUDIT_CASE_TEXT],
                          gnbs_err_t *err);
/* Removes DIR/SAMPLE, what dead runs left of it, and its files below DIR/.gnbs; counts files. The caller holds the claim. */
gnbs_code_t gnbs_run_remove_results(const char *dir, const char *sample, long *n_removed,
                                    gnbs_err_t *err);
/* Every file below DIR whose name or bytes (unpacked, where gzip) hold the pseudonym as a word: one line each to `where`. */
gnbs_code_t gnbs_run_search(const char *dir, const char *sample, long *n_file, long *n_hit,
                            gnbs_str_t *where, gnbs_err_t *err);

/* ---- the whole of it ------------------------------------------------------------------------------------------------ */
typedef struct gnbs_run_withdraw {
    const char *dir, *sample, *by, *version;
    const char *audit; /* log of accesses; NULL: DIR/.gnbs/audit.jsonl */
    /* rows of tables that others keep of many newborns (batch, cohort), or NULL */
    gnbs_code_t (*forget)(const char *dir, const char *sample, gnbs_err_t *err);
} gnbs_run_withdraw_t;

/* Tombstone, removal, search; then the certificate is appended to `certificate` (it names the newborn: it is the family's) and the
 * same without the pseudonym lies beside the tombstone. GNBS_E_DATA names what still holds the pseudonym. */
gnbs_code_t gnbs_run_withdraw(const gnbs_run_withdraw_t *job, gnbs_str_t *certificate,
                              gnbs_err_t *err);

#endif
