/* report/report_json.h -- the parts of findings.json, between the files that write it. */
#ifndef GNBS_REPORT_JSON_H
#define GNBS_REPORT_JSON_H

#include "core/json.h"
#include "genome/case.h"
#include "report/report.h"

/* The id of finding i of the case: "F1" for the first, in the order they are shown. */
void gnbs_report_finding_id(gnbs_str_t *out, size_t i_finding);
void gnbs_report_json_inheritance(gnbs_json_t *j, gnbs_inheritance_t inh);
void gnbs_report_json_finding(gnbs_json_t *j, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info, size_t i_finding);
/* Share of the mitochondrial copies; null for a nuclear variant. */
void gnbs_report_json_heteroplasmy(gnbs_json_t *j, const char *key,
                                   const gnbs_heteroplasmy_t *h);
/* The reads around a variant, as findings.json keeps them; null when no picture was made. */
void gnbs_report_json_picture(gnbs_json_t *j, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info, const gnbs_case_variant_t *v);
/* What the report amends, with every outcome that changed, in words; null for a first report. */
void gnbs_report_json_replaces(gnbs_json_t *j, const gnbs_case_t *newborn,
                               const gnbs_report_replaces_t *replaces);
void gnbs_report_json_quality(gnbs_json_t *j, const gnbs_quality_t *quality);
/* Writes and clears `text`; null when it is empty. */
void gnbs_report_json_str(gnbs_json_t *j, const char *key, gnbs_str_t *text);

/* "fragments": those that reach both variants of the finding; null when they were not asked. */
void gnbs_report_json_link(gnbs_json_t *j, const gnbs_report_info_t *info,
                           const gnbs_finding_t *finding);

#endif
