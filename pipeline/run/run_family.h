/* run/run_family.h -- the baby's declared parents: are they, and what their reads or calls say of the baby's variants.
 *
 * Order    the baby's own pass comes first; then each parent is looked at where the baby's markers are, and compared
 *          (qc/qc_kin.h): a sample that is not the parent's closes a gate and is not used; only then are the baby's calls
 *          judged with the parents' (run/run_trio.h)
 * Memory   in the run's arena
 */
#ifndef GNBS_RUN_RUN_FAMILY_H
#define GNBS_RUN_RUN_FAMILY_H

#include "run/run_case.h"

/* Opens what the options name; refuses two files of one person. After the baby's own file is open. */
gnbs_code_t gnbs_run_open_parents(gnbs_run_state_t *s, gnbs_err_t *err);
void gnbs_run_close_parents(gnbs_run_state_t *s);
/* Sets the metrics mother_mismatch and father_mismatch; after the baby's own quality is concluded, before gates are judged. */
gnbs_code_t gnbs_run_compare_parents(gnbs_run_state_t *s, const gnbs_ref_source_t *ref,
                                     gnbs_err_t *err);
/* Genotypes and phase of s->pass.call in the light of the parents that were not found to be someone else. */
gnbs_code_t gnbs_run_judge_with_parents(gnbs_run_state_t *s, const gnbs_ref_source_t *ref,
                                        gnbs_err_t *err);

/* What the reads of a person say at markers: genotype[n] (copies of ALT, -1: cannot be told), in one pass over the places of
 * the markers alone. n_x: copies of X that the person has. */
gnbs_code_t gnbs_run_read_markers_of(const gnbs_read_source_t *reads,
                                     const gnbs_ref_source_t *ref, gnbs_build_t build,
                                     const gnbs_qc_opt_t *opt, int n_threads, int n_x,
                                     size_t n, const gnbs_marker_t marker[],
                                     gnbs_log_t *log, gnbs_arena_t *arena,
                                     int8_t genotype[], gnbs_err_t *err);
/* The same of a file of records. */
void gnbs_run_records_genotypes(const gnbs_run_records_t *records, size_t n,
                                const gnbs_marker_t marker[], int8_t genotype[]);

#endif
