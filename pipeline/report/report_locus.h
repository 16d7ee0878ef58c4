/* report/report_locus.h -- loci with near-identical copies, as machines read them.
 *
 * Two depths: what was measured, for the laboratory that runs `gnbs loci`; and what a report may say, where copy numbers
 * are printed only with a finding, because a copy number tells of carriers.
 */
#ifndef GNBS_REPORT_REPORT_LOCUS_H
#define GNBS_REPORT_REPORT_LOCUS_H

#include "core/json.h"
#include "genome/case.h"
#include "genome/locus.h"

/* One object: status, reason, limits; with everything that was measured when tells_copies. */
void gnbs_report_json_locus(gnbs_json_t *j, const char *key, const gnbs_bundle_t *bundle,
                            const gnbs_locus_result_t *locus, bool tells_copies);
/* Is the locus to be told of: does it speak for a condition that was screened, or for none (a place that is never seen)?
 * Nothing is told of a sample that was held. */
bool gnbs_report_tells_locus(const gnbs_case_t *newborn, const gnbs_locus_result_t *locus);
/* "loci": status and reason of each, without copies. */
void gnbs_report_json_loci(gnbs_json_t *j, const gnbs_case_t *newborn);

#endif
