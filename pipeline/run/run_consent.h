/* run/run_consent.h -- a consent file, read and judged.
 *
 *     {"schema": "gnbs-consent-1", "sample": "NB0001", "decision": "granted", "date": "2026-11-01",
 *      "groups": ["hearing", "immune"]}
 *
 * groups, when given, are the groups of the panel's conditions that the family agreed to (column `group`); conditions without a
 * group belong to every consent. What is not covered is taken out of panel and bundle before a read is seen: it is neither
 * looked at nor anywhere in what is written.
 */
#ifndef GNBS_RUN_CONSENT_H
#define GNBS_RUN_CONSENT_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/bundle.h"
#include "govern/govern.h"

/* GNBS_E_CONSENT when it does not allow this sample to be analysed. */
gnbs_code_t gnbs_run_check_consent(const char *path, const char *sample,
                                   gnbs_arena_t *arena, gnbs_consent_t *consent,
                                   gnbs_err_t *err);
/* Leaves in `panel` the conditions that consent covers, and in `bundle` the genes of its green ones. */
gnbs_code_t gnbs_run_limit(const gnbs_consent_t *consent, gnbs_panel_t *panel,
                           gnbs_bundle_t *bundle, gnbs_arena_t *arena, gnbs_err_t *err);

#endif
