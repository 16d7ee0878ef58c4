/* run/run_mito.h -- the mitochondrial genome of one newborn: a pass over its contig, and `gnbs mito`.
 *
 * The contig is walked once, apart from the nuclear schedule, because its depth is another: as many chunks as its reads
 * need to bound memory (one for each 150,000 that the index counts), and a cap per start position that only reads of one amplicon
 * reach (counted, and said).
 * Memory   results live in the arena given
 */
#ifndef GNBS_RUN_MITO_H
#define GNBS_RUN_MITO_H

#include "core/log.h"
#include "genome/source.h"
#include "io/reads.h"
#include "mito/mito.h"

/* refdata/mito/variants.tsv and sites.tsv; `ref` may be NULL (see mito/mito.h). */
gnbs_code_t gnbs_run_mito_policy(const gnbs_mito_ref_t *ref, gnbs_arena_t *arena,
                                 gnbs_mito_policy_t *policy, gnbs_err_t *err);
/* The mitochondrial contig and its sequence. refusal is "" when it is rCRS, else why it cannot be used: there is none, the
 * source does not hold all of it, or it is another reference. */
gnbs_code_t gnbs_run_mito_reference(const gnbs_contigs_t *contigs,
                                    const gnbs_ref_source_t *source, gnbs_arena_t *arena,
                                    gnbs_mito_ref_t *ref, const char **refusal,
                                    gnbs_err_t *err);

/* Why reads cannot be used beside that contig; "" when they can. */
const char *gnbs_run_mito_reads_refusal(const gnbs_reads_t *reads,
                                        const gnbs_contig_t *contig);

typedef struct gnbs_run_mito_request {
    int n_threads;
    gnbs_reads_t *reads;
    const gnbs_ref_source_t *source;
    gnbs_build_t build;
    const gnbs_mito_ref_t *ref;
    const gnbs_mito_opt_t *opt;
    const gnbs_mito_policy_t *policy;
    double autosomal_depth; /* < 0: by the index of the reads, where it says */
    size_t n_known;
    const gnbs_variant_t *known;
} gnbs_run_mito_request_t;

gnbs_code_t gnbs_run_mito_pass(const gnbs_run_mito_request_t *request, gnbs_arena_t *arena,
                               gnbs_mito_result_t *result, gnbs_err_t *err);

typedef struct gnbs_run_mito_opt {
    const char *reads, *reference, *refdata /* one of the two */, *out,
        *callable /* BED.gz out, or NULL */, *program_line;
    int n_threads;
    bool trusts_cram, wants_listed /* absent ones too */;
    double autosomal_depth, min_fraction /* < 0: as the tables say */;
    gnbs_mito_opt_t mito;
} gnbs_run_mito_opt_t;

gnbs_code_t gnbs_run_mito(const gnbs_run_mito_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err);

#endif
