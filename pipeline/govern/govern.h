/* govern/govern.h -- whose data these are, and how a result came to be.
 *
 * Consent   a decision for one newborn; nothing is read of the reads or calls before it has been checked
 * Provenance  everything that is needed to make the result again: versions, command, checksums of inputs, identities of
 *           panel and bundle, host. The only result file that holds a clock time.
 * Threads   pure; the clock is the caller's
 */
#ifndef GNBS_GOVERN_GOVERN_H
#define GNBS_GOVERN_GOVERN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"
#include "genome/condition.h"

typedef struct gnbs_consent {
    const char *path;     /* for messages */
    const char *sample;   /* whose it is */
    const char *decision; /* "granted", "refused", "withdrawn" */
    const char *date;     /* of the decision; "" when not stated */
    const char *by;       /* who decided: a role ("mother"), never a name; "" */
    const char *text;     /* version of the text that was read; "" */
    const char *expires;  /* the last day it holds, YYYY-MM-DD; "" */
    bool allows_research; /* false when not stated */
    bool leaves_cohort;   /* true: not counted in the laboratory's own frequencies */
    bool has_groups;      /* false: the decision is for every condition of the panel */
    size_t n_group;       /* groups of conditions that the family agreed to */
    const char *const *group;
} gnbs_consent_t;

/* GNBS_E_CONSENT unless the consent is this sample's and granted; GNBS_E_DATA for a decision that is none of the three. */
gnbs_code_t gnbs_govern_check_consent(const gnbs_consent_t *consent, const char *sample,
                                      gnbs_err_t *err);
/* GNBS_E_CONSENT after the last day it holds; GNBS_E_DATA for dates that are none, or a decision dated after today. */
gnbs_code_t gnbs_govern_check_term(const gnbs_consent_t *consent, const char *today,
                                   gnbs_err_t *err);
/* Is it YYYY-MM-DD, a day of the calendar? */
bool gnbs_govern_is_date(const char *text);
/* Does a granted consent cover a condition of that group? A condition without a group ("") belongs to every consent. */
bool gnbs_govern_covers(const gnbs_consent_t *consent, const char *group);
/* GNBS_E_DATA when the consent names a group that no condition has: a slip of the pen would screen for less, or look as if. */
gnbs_code_t gnbs_govern_check_groups(const gnbs_consent_t *consent,
                                     const gnbs_panel_t *panel, gnbs_err_t *err);

typedef struct gnbs_provenance_input {
    const char *role, *path; /* "reads", file name without its folder */
    long long size_bytes;
    const char *sha256; /* of the whole file, or of its ends when is_sampled */
    int is_sampled;
} gnbs_provenance_input_t;

typedef struct gnbs_provenance {
    const char *program_version, *command_line, *sample, *began, *ended, *host, *compiler,
        *htslib_version, *consent;
    const char *consent_signed_by; /* name of the trusted key, or NULL */
    bool allows_research, leaves_cohort, has_consent_groups;
    size_t n_consent_group;
    const char *const *consent_group;
    const char *panel_name, *panel_version, *panel_sha256, *bundle_identity, *bundle_build;
    const char *variants_kept; /* which calls the result keeps, in words */
    int n_threads;
    double seconds;
    size_t n_input;
    const gnbs_provenance_input_t *input;
} gnbs_provenance_t;

/* provenance.json */
void gnbs_govern_print_provenance(gnbs_str_t *out, const gnbs_provenance_t *p);

#endif
