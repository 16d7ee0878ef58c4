/* run/run_dosage.h -- from the counts of a pass to deletions and duplications, and to variants of the case. */
#ifndef GNBS_RUN_DOSAGE_H
#define GNBS_RUN_DOSAGE_H

#include "run/run_case.h"

/* Fills expectation and copies of pass->tile. */
gnbs_code_t gnbs_run_judge_dosage(const gnbs_run_dosage_t *in, gnbs_pass_result_t *pass,
                                  gnbs_arena_t *arena, gnbs_cnv_result_t *result,
                                  gnbs_err_t *err);
/* Counts and what was made of them, for the laboratory and for later samples (io/tiles.h). */
gnbs_code_t gnbs_run_write_tiles(const char *path, const gnbs_run_dosage_t *in,
                                 const gnbs_reads_t *reads, const char *program_line,
                                 const gnbs_pass_result_t *pass,
                                 const gnbs_cnv_result_t *result, gnbs_arena_t *arena,
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
