/* run/run_consent.h -- a consent file, read and judged.
 *
 *     {"schema": "gnbs-consent-1", "sample": "NB0001", "decision": "granted", "date": "2026-11-01"}
 */
#ifndef GNBS_RUN_CONSENT_H
#define GNBS_RUN_CONSENT_H

#include "core/err.h"

/* GNBS_E_CONSENT when it does not allow this sample to be analysed. */
gnbs_code_t gnbs_run_check_consent(const char *path, const char *sample, gnbs_err_t *err);

#endif
