/* run/run_evidence.h -- what classify is to know of a variant: gathered from the bundle, effects of neighbours included.
 *
 * classify judges facts and looks nothing up; annot knows effects and nothing of criteria. This joins them: known alleles near
 * a missense, all pathogenic ones of a gene for a null variant, common null alleles, scores.
 * Memory   what is gathered lives in `work`, which is reset for each variant; results live in the caller's arena
 * Threads  one per thread
 */
#ifndef GNBS_RUN_EVIDENCE_H
#define GNBS_RUN_EVIDENCE_H

#include "classify/classify.h"
#include "genome/condition.h"
#include "io/bundle_score.h"
#include "run/run_curated.h"

typedef struct gnbs_run_evidence {
    const gnbs_bundle_t *bundle;
    gnbs_classify_opt_t opt;
    gnbs_bundle_scores_t *scores;
    const gnbs_run_curated_t *curated; /* NULL: none */
    bool is_affected;
    gnbs_arena_t work;
} gnbs_run_evidence_t;

gnbs_code_t gnbs_run_evidence_open(const gnbs_bundle_t *bundle, gnbs_run_evidence_t *e,
                                   gnbs_err_t *err);
void gnbs_run_evidence_close(
    gnbs_run_evidence_t *e); /* accepts one that was never opened, but is zero */

/* The first screened row of a gene says how loss of function and dominance are read for the class; NULL without one. */
const gnbs_condition_t *gnbs_run_row_of_gene(const gnbs_panel_t *panel,
                                             const gnbs_gene_t *gene);
/* Consequences of this gene's transcripts only, the wanted one first, then in annot's order; how many are kept. */
size_t gnbs_run_keep_of_gene(const gnbs_bundle_t *b, const gnbs_gene_t *gene,
                             const char *wanted, size_t n, gnbs_consequence_t c[]);

typedef struct gnbs_run_question {
    const gnbs_variant_t *variant; /* normalised; NULL: known by name */
    const gnbs_gene_t *gene;
    size_t n_consequence;
    const gnbs_consequence_t *consequence; /* [0] on the panel's transcript */
    int32_t stop_residue;                  /* by name, 0: none */
    const gnbs_condition_t *row;           /* of the panel, or NULL */
    /* consequence is of several variants of one copy, and this is their name; NULL: of this one */
    const char *together;
    bool is_homozygous;
    size_t n_partner;
    const gnbs_classify_partner_t *partner;
} gnbs_run_question_t;

gnbs_code_t gnbs_run_classify_one(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                                  gnbs_arena_t *arena, gnbs_classification_t *out,
                                  gnbs_err_t *err);
gnbs_code_t gnbs_run_classify_event(gnbs_run_evidence_t *e, const gnbs_run_question_t *q,
                                    const gnbs_classify_dosage_t *event,
                                    gnbs_arena_t *arena, gnbs_classification_t *out,
                                    gnbs_err_t *err);

#endif
