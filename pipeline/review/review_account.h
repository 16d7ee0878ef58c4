/* review/review_account.h -- who may sit at the desk, and as what.
 *
 *     reviewer     sees cases and decides on findings; records results of second samples
 *     authoriser   sees cases, signs what two reviewers agreed on or sends it back; records results of second samples
 *     curator      sees cases and what became of them, changes nothing
 *     auditor      sees the log and the accounts, no case
 *
 * An account may have several roles. Accounts are made in a terminal by whoever owns the desk's file, never over the network, and
 * are never deleted: what they signed names them. A closed account cannot sign in, and its sessions end at once.
 * Errors   GNBS_E_USAGE: a name, role or password that will not do; GNBS_E_CONSENT: wrong name or password
 */
#ifndef GNBS_REVIEW_ACCOUNT_H
#define GNBS_REVIEW_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "io/secret.h"
#include "review/review_store.h"

enum {
    GNBS_REVIEW_REVIEWER = 1,
    GNBS_REVIEW_AUTHORISER = 2,
    GNBS_REVIEW_CURATOR = 4,
    GNBS_REVIEW_AUDITOR = 8,
    GNBS_REVIEW_ANYBODY = 15,
};
enum { GNBS_REVIEW_PASSWORD_MIN = 12, GNBS_REVIEW_PASSWORD_MAX = 1000 };

typedef struct gnbs_review_account {
    int64_t id;
    char name[65];
    char full_name[129];
    unsigned roles;
    bool is_closed;
    int64_t era; /* grows when the password or the roles change: sessions of before end */
} gnbs_review_account_t;

/* "reviewer,authoriser" to a set; 0: a word of it is no role. */
unsigned gnbs_review_roles_of(const char *text);
void gnbs_review_print_roles(gnbs_str_t *out, unsigned roles);

/* `by` is who does it, for the log. */
gnbs_code_t gnbs_review_add_account(gnbs_review_desk_t *desk, const char *by,
                                    const char *name, const char *full_name, unsigned roles,
                                    const char *password, gnbs_err_t *err);
gnbs_code_t gnbs_review_set_password(gnbs_review_desk_t *desk, const char *by,
                                     const char *name, const char *password,
                                     gnbs_err_t *err);
gnbs_code_t gnbs_review_set_roles(gnbs_review_desk_t *desk, const char *by,
                                  const char *name, unsigned roles, gnbs_err_t *err);
gnbs_code_t gnbs_review_set_closed(gnbs_review_desk_t *desk, const char *by,
                                   const char *name, bool is_closed, gnbs_err_t *err);

/* False when there is none of that name (or id); an error is GNBS_E_IO and the like. */
gnbs_code_t gnbs_review_find_account(gnbs_review_desk_t *desk, const char *name,
                                     gnbs_review_account_t *account, bool *is_found,
                                     gnbs_err_t *err);
gnbs_code_t gnbs_review_account_by_id(gnbs_review_desk_t *desk, int64_t id,
                                      gnbs_review_account_t *account, bool *is_found,
                                      gnbs_err_t *err);
/* All of them, by name. */
gnbs_code_t gnbs_review_list_accounts(gnbs_review_desk_t *desk, gnbs_arena_t *arena, int *n,
                                      gnbs_review_account_t **accounts, gnbs_err_t *err);
/* Takes and gives the desk's lock itself: the slow part needs no lock, and takes as long for a name that is not there. */
gnbs_code_t gnbs_review_check_password(gnbs_review_desk_t *desk, const char *name,
                                       const char *password, gnbs_review_account_t *account,
                                       gnbs_err_t *err);

#endif
