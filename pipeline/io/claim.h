/* io/claim.h -- one process at a time for one newborn's results.
 *
 *     gnbs_claim_take("out", "NB1", false, &claim, err)      GNBS_E_IO when another process has it
 *
 * A claim is a lock (flock) on out/.gnbs/claim-NB1 and ends with its process, however that ends. Who holds it may clear away what
 * a dead one left: NB1.tmp-PID, and the earlier result that stood aside while it was replaced.
 */
#ifndef GNBS_IO_CLAIM_H
#define GNBS_IO_CLAIM_H

#include <stdbool.h>

#include "core/err.h"

typedef struct gnbs_claim gnbs_claim_t;

/* Makes `dir` and dir/.gnbs where they are missing (for their owner alone). waits: until the other one ends. */
gnbs_code_t gnbs_claim_take(const char *dir, const char *sample, bool waits,
                            gnbs_claim_t **claim, gnbs_err_t *err);
void gnbs_claim_end(gnbs_claim_t *claim); /* accepts NULL */
/* Is a process at work on that newborn now? */
bool gnbs_claim_is_held(const char *dir, const char *sample);
/* With the claim held: what dead processes left in `dir` of this newborn. */
void gnbs_claim_tidy(const gnbs_claim_t *claim);
/* With the claim held, at a withdrawal: the claim's own file, whose name is the pseudonym. */
void gnbs_claim_remove(const gnbs_claim_t *claim);

#endif
