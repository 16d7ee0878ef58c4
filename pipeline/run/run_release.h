/* run/run_release.h -- `gnbs panel reclassify`: what a new release of ClinVar moves, for the panel and for stored newborns.
 *
 * panel_reclassify lists the alleles whose class moved; here each stored case is asked which of them it carries, and its
 * outcome is judged again with every allele of the gene as the new release has it (run/run_impact.h: what is not stored is not
 * guessed). An allele that was benign and is pathogenic now is an alert for every newborn who carries it.
 *
 * A case says what it cannot say: alleles that are pathogenic now and lie where it was not judged, and, where only
 * reportable variants are kept, every allele that was not reportable before. Rows that a family declined are not looked at.
 * Nothing is written into a case. Same bytes for any number of threads.
 */
#ifndef GNBS_RUN_RUN_RELEASE_H
#define GNBS_RUN_RUN_RELEASE_H

#include "panel/panel_reclassify.h"
#include "run/run_impact.h"

typedef struct gnbs_run_release_opt {
    const char *panel, *from, *to; /* a panel, two bundles */
    const char *cases;             /* NULL: no stored cases */
    int n_threads;
    bool is_json;
} gnbs_run_release_opt_t;

/* GNBS_E_DATA when a case could not be read; the answer then lists it. */
gnbs_code_t gnbs_run_release(const gnbs_run_release_opt_t *opt, gnbs_str_t *out,
                             gnbs_err_t *err);

#endif
