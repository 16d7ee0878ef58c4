/* run/run_impact.h -- `gnbs panel impact`: whose outcome a new panel changes, and why, from what is stored.
 *
 * Every stored case that was screened under panel A is judged again under panel B for the conditions on which the two differ.
 * No reads and no reference bundle are asked for: genotypes, their effects and what was asserted of them stand in
 * variants.vcf.gz, and the rules in force in findings.json. The rules are screen's own (gnbs_screen_reportable,
 * gnbs_screen_judge).
 *
 * What is not stored is not guessed. A fact that the files do not keep (our own class of a variant that was not reported, a
 * filtering frequency, the same protein change in ClinVar) is taken both ways; where the answer depends on it, the case is
 * listed as one that cannot be told, with what is missing. So is every case whose old outcome this replay does not give.
 * Nothing is written into a case.
 *
 * Same bytes  for any number of threads: cases in the order of their folders' names
 * Errors      a case that cannot be read is listed, the rest goes on, and the command ends with GNBS_E_DATA
 */
#ifndef GNBS_RUN_RUN_IMPACT_H
#define GNBS_RUN_RUN_IMPACT_H

#include "panel/panel_diff.h"
#include "run/run_stored.h"

typedef enum gnbs_impact_kind {
    GNBS_IMPACT_SUSPECTED,    /* suspected now, and not before            */
    GNBS_IMPACT_NOT_ANY_MORE, /* suspected before, and not now            */
    GNBS_IMPACT_OTHERWISE, /* suspected before and now, for another reason or by other variants */
    GNBS_IMPACT_UNASSESSED, /* not assessed now, not suspected before   */
    GNBS_IMPACT_ASSESSED,   /* not suspected now, not assessed before   */
    GNBS_IMPACT_REASON,     /* not assessed before and now, for another reason */
    GNBS_IMPACT_STARTS,     /* a new condition; not suspected or not assessed */
    GNBS_IMPACT_STOPS,      /* no longer screened; was not suspected    */
    GNBS_IMPACT_CANNOT_TELL,
    GNBS_IMPACT_N
} gnbs_impact_kind_t;
const char *gnbs_impact_name(gnbs_impact_kind_t kind);  /* "newly_suspected", ... */
const char *gnbs_impact_title(gnbs_impact_kind_t kind); /* a sentence */

typedef struct gnbs_impact_state { /* an outcome before or after */
    bool is_screened;              /* false: the row is not screened there */
    gnbs_outcome_kind_t outcome;
    gnbs_reason_t reason;
} gnbs_impact_state_t;

typedef struct gnbs_impact_item { /* one condition of one case */
    gnbs_impact_kind_t kind;
    const char *sample;
    const gnbs_panel_change_t *change;
    gnbs_impact_state_t before, after; /* after: not meant when it cannot be told */
    const char *why;                   /* sentences */
} gnbs_impact_item_t;

typedef struct gnbs_impact_plan { /* what two panels ask of every case; shared, read-only */
    const gnbs_panel_t *from, *to;
    const gnbs_panel_diff_t *diff;
    size_t n_change; /* those that may move an outcome */
    const gnbs_panel_change_t **change;
    size_t n_gene;
    const char **gene; /* their HGNC ids */
} gnbs_impact_plan_t;

/* Items of one case, in the order of the plan; those without a change are not among them. `item` has room for n_change. */
gnbs_code_t gnbs_run_impact_case(const gnbs_impact_plan_t *plan, gnbs_stored_case_t *c,
                                 gnbs_arena_t *arena, size_t *n_item,
                                 gnbs_impact_item_t item[], gnbs_err_t *err);

/* One row of one panel, with alleles asserted as another release of ClinVar has them. item->kind is GNBS_IMPACT_N when the
 * outcome stands, the row was not told in this case, or the case was held. */
gnbs_code_t gnbs_run_impact_release(const gnbs_panel_t *panel, const gnbs_condition_t *row,
                                    const gnbs_bundle_t *asserted, gnbs_stored_case_t *c,
                                    gnbs_arena_t *arena, gnbs_impact_item_t *item,
                                    gnbs_err_t *err);

typedef struct gnbs_run_impact_opt {
    const char *cases, *from, *to;
    int n_threads;
    bool is_json;
} gnbs_run_impact_opt_t;

/* The whole command, its answer to `out`. */
gnbs_code_t gnbs_run_impact(const gnbs_run_impact_opt_t *opt, gnbs_str_t *out,
                            gnbs_err_t *err);

#endif
