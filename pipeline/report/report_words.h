/* report/report_words.h -- what is said, once, for every output: so page, JSON and table agree.
 *
 * Words   a screen ends "suspected", "not suspected" or "not assessed", never otherwise
 *         (Generation Study and NHS GeNotes: "condition suspected", "no condition suspected",
 *         "should not be considered a clean bill of health")
 * Numbers shares are cut, not rounded: 99.96 % never reads as all
 * Memory  pointers returned are constant or borrowed from the case
 */
#ifndef GNBS_REPORT_WORDS_H
#define GNBS_REPORT_WORDS_H

#include "core/err.h"
#include "core/str.h"
#include "genome/case.h"
#include "report/report.h"

typedef enum gnbs_report_banner {
    GNBS_REPORT_NOT_COMPLETED, /* nothing could be assessed, or a quality gate failed */
    GNBS_REPORT_NONE_SUSPECTED,
    GNBS_REPORT_SUSPECTED,
} gnbs_report_banner_t;

typedef struct gnbs_report_summary {
    size_t n_suspected, n_not_suspected, n_not_assessed;
    gnbs_report_banner_t banner;
} gnbs_report_summary_t;

/* Does the case agree with itself? Called by every writer before the first byte. */
gnbs_code_t gnbs_report_check_case(const gnbs_case_t *newborn,
                                   const gnbs_report_info_t *info, gnbs_err_t *err);

gnbs_report_summary_t gnbs_report_summarise(const gnbs_case_t *newborn);
const char *gnbs_report_banner_words(
    gnbs_report_banner_t banner); /* "Condition suspected" */
const char *gnbs_report_banner_code(
    gnbs_report_banner_t banner); /* "condition_suspected" */
/* "1 condition suspected. 2 conditions could not be assessed." */
void gnbs_report_counts_sentence(gnbs_str_t *out, const gnbs_report_summary_t *summary);
const char *gnbs_report_outcome_words(gnbs_outcome_kind_t kind); /* "Not suspected" */
/* "suspected", "not suspected", "not assessed"; "not screened" for anything else: of a code in findings.json. */
const char *gnbs_report_change_words(const char *outcome_code);
/* What kind of result this is; for the first it is an instruction to confirm. */
const char *gnbs_report_meaning(gnbs_report_banner_t banner);

/* "DRAFT - not signed" and why, or NULL when panel and report are both signed. */
const char *gnbs_report_draft_words(const gnbs_case_t *newborn,
                                    const gnbs_report_info_t *info);
const char *gnbs_report_draft_reason(const gnbs_case_t *newborn,
                                     const gnbs_report_info_t *info);
#define GNBS_REPORT_DRAFT      "DRAFT - not signed"
#define GNBS_REPORT_NO_CONSENT "CONSENT NOT CHECKED"
#define GNBS_REPORT_SYNTHETIC  "SYNTHETIC DATA"
#define GNBS_REPORT_CONFIRM                                                                \
    "This is a screening result, not a diagnosis; confirm on a new sample."

/* Which copies of the gene carry the variants, in one sentence. */
const char *gnbs_report_phase_sentence(const gnbs_finding_t *finding);
/* Where to look: the contig's name. */
const char *gnbs_report_contig(const gnbs_case_t *newborn, int32_t tid);
/* "NC_000007.14:g.117559590A>G"; false, and nothing added, for anything but a single-base change
 * on a numbered, X, Y or mitochondrial (rCRS) contig of GRCh37 or GRCh38. */
bool gnbs_report_hgvs_g(gnbs_str_t *out, const gnbs_case_t *newborn,
                        const gnbs_variant_t *v);

double gnbs_report_share(int64_t part, int64_t whole); /* cut at 6 decimals */
void gnbs_report_percent(gnbs_str_t *out, int64_t part, int64_t whole); /* "99.9%", cut */

/* "30.2 % (26.1 to 34.4 %)", one decimal: the share of the mitochondrial copies and its interval. */
void gnbs_report_fraction(gnbs_str_t *out, double fraction, double low, double high);

typedef struct gnbs_report_risk { /* of a condition that is not suspected */
    bool has_value, has_prevalence, has_share;
    double value, prevalence;
    double share; /* of the known disease alleles, how many could be judged */
    int n_needed; /* alleles that make the condition: both must be judged */
} gnbs_report_risk_t;
gnbs_report_risk_t gnbs_report_risk(const gnbs_outcome_t *outcome);
void gnbs_report_risk_sentence(gnbs_str_t *out, const gnbs_outcome_t *outcome);

#endif
