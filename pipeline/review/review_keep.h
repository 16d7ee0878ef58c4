/* review/review_keep.h -- the signed report in its files, and a newborn whose family takes its data back.
 *
 *     RESULTS/.gnbs/signed/case-7/   findings.json, report.html, findings.tsv, ...: what people decided and signed
 *
 * Made after the signature is in the database, complete or absent; a desk that dies between the two makes it at the next look.
 */
#ifndef GNBS_REVIEW_KEEP_H
#define GNBS_REVIEW_KEEP_H

#include "core/arena.h"
#include "review/review_case.h"

/* RESULTS/.gnbs/signed/case-7; NULL without memory. */
const char *gnbs_review_signed_folder(const gnbs_review_desk_t *desk, int64_t id,
                                      gnbs_arena_t *arena);
/* Makes it of a signed case. GNBS_E_DATA: the folder holds another result now. With the lock. */
gnbs_code_t gnbs_review_keep(gnbs_review_desk_t *desk, int64_t id, gnbs_err_t *err);
/* Of every signed case that has none. What cannot be made stays to be made; the last reason is in err. With the lock. */
gnbs_code_t gnbs_review_keep_all(gnbs_review_desk_t *desk, gnbs_err_t *err);

/* Takes every row and file of a sample off the desk of a folder of results; what no desk knows is not there. The log, which holds
 * no names, stays. */
gnbs_code_t gnbs_review_forget(const char *results, const char *sample, const char *version,
                               gnbs_err_t *err);

#endif
