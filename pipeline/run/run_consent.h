/* run/run_consent.h -- a consent file: made, signed, read, judged.
 *
 *     {"schema": "gnbs-consent-1", "sample": "NB0001", "decision": "granted", "date": "2026-11-01",
 *      "by": "mother", "text": "leaflet 3", "groups": ["hearing", "immune"], "research": false, "cohort": true,
 *      "expires": "2027-11-01"}
 *
 * schema, sample and decision must be there. groups, when given, are the groups of the panel's conditions that the family
 * agreed to (column `group`); conditions without a group belong to every consent. What is not covered is taken out of panel and
 * bundle before a read is seen: it is neither looked at nor anywhere in what is written. research: may be used for research.
 * cohort false: not counted in the laboratory's own frequencies and normals.
 * Signature   CONSENT.minisig beside it (io/sign.h). Where the laboratory names a folder of trusted keys, one of them must have
 *             signed these very bytes.
 * A member that is none of these is refused: a wish misspelt would be a wish ignored.
 */
#ifndef GNBS_RUN_CONSENT_H
#define GNBS_RUN_CONSENT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "genome/bundle.h"
#include "govern/govern.h"
#include "io/sign.h"

enum { GNBS_RUN_DATE_TEXT = 16 };

/* Today by the system's clock (UTC), YYYY-MM-DD. */
void gnbs_run_today(char text[GNBS_RUN_DATE_TEXT]);

/* The file as it stands, whatever it decides. `signed_by` is the name of the trusted key (NULL when `keys` is NULL). */
gnbs_code_t gnbs_run_read_consent(const char *path, const char *keys, gnbs_arena_t *arena,
                                  gnbs_consent_t *consent, const char **signed_by,
                                  gnbs_err_t *err);
/* GNBS_E_CONSENT when it does not allow this sample to be analysed today. */
gnbs_code_t gnbs_run_check_consent(const char *path, const char *keys, const char *sample,
                                   gnbs_arena_t *arena, gnbs_consent_t *consent,
                                   const char **signed_by, gnbs_err_t *err);
/* Leaves in `panel` the conditions that consent covers, and in `bundle` the genes of its green ones. */
gnbs_code_t gnbs_run_limit(const gnbs_consent_t *consent, gnbs_panel_t *panel,
                           gnbs_bundle_t *bundle, gnbs_arena_t *arena, gnbs_err_t *err);

void gnbs_run_print_consent(gnbs_str_t *out, const gnbs_consent_t *consent);
/* Writes PATH.minisig; `by` and today's date go to the trusted comment. */
gnbs_code_t gnbs_run_sign_consent(const char *path, const gnbs_sign_secret_t *secret,
                                  const char *by, gnbs_arena_t *arena, gnbs_err_t *err);

#endif
