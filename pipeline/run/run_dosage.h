/* run/run_dosage.h -- from the counts of a pass to deletions and duplications, and to variants of the case. */
#ifndef GNBS_RUN_DOSAGE_H
#define GNBS_RUN_DOSAGE_H

#include "run/run_case.h"

typedef struct gnbs_run_dosage { /* what the judgement needs beside the pass */
    const gnbs_cnv_opt_t *opt;
    const gnbs_bundle_t *bundle;
    const gnbs_read_source_t *reads;
    const gnbs_quality_t *quality;
    gnbs_sex_t sex;                    /* declared, else inferred */
    const gnbs_cnv_normals_t *normals; /* or NULL */
} gnbs_run_dosage_t;

/* Fills expectation and copies of pass->tile. */
gnbs_code_t gnbs_run_judge_dosage(const gnbs_run_dosage_t *in, gnbs_pass_result_t *pass,
                                  gnbs_arena_t *arena, gnbs_cnv_result_t *result,
                                  gnbs_err_t *err);
/* The event as a call of its place: ALT <DEL> or <DUP>, REF the base before it. */
gnbs_code_t gnbs_run_dosage_call(const gnbs_bundle_t *bundle, const gnbs_dosage_t *event,
                                 gnbs_arena_t *arena, gnbs_call_t *call, gnbs_err_t *err);
/* The event as a variant of a gene that it touches; *touches is false when it touches none of its exons. */
gnbs_code_t gnbs_run_dosage_variant(const gnbs_bundle_t *bundle, const gnbs_dosage_t *event,
                                    const gnbs_gene_t *gene, const gnbs_transcript_t *tx,
                                    gnbs_arena_t *arena, gnbs_case_variant_t *v,
                                    bool *touches, gnbs_err_t *err);

#endif
