/* mito/mito.h -- the mitochondrial genome: a circle, hundreds of copies, fractions instead of genotypes.
 *
 *     reads of chrM --observe--> part --add (in order)--> pile --finish, conclude--> calls, callability, listed alleles
 *
 * Method   each molecule laid along the circle, over the origin too (mito_row, mito_align); counted once (mito_pile); for each
 *          allele the likelihood of its fraction with base qualities, or with an error of indels that follows the repeat,
 *          and a 95 % interval (mito_fraction); filters for strand, read end, misplaced reads, nuclear copies (NUMT)
 *          and sites where sequencing goes wrong in many samples (mito_call)
 * In       reads aligned to the linear contig of any aligner; rCRS only (mito_ref)
 * Out      gnbs_call_t with `heteroplasmy` stated: homoplasmic (one copy, GT 1) or heteroplasmic (GT 0/1)
 * Not      deletions over 100 bases, insertions over 32, rearrangements: counted as left out, never called
 * Threads  observe is pure; add in order by one thread: the same bytes for any number of threads
 * Cost     linear in reads; memory in mito_pile.h
 */
#ifndef GNBS_MITO_MITO_H
#define GNBS_MITO_MITO_H

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"
#include "genome/case.h"
#include "genome/plasmy.h"
#include "mito/mito_pile.h"
#include "mito/mito_ref.h"

typedef struct gnbs_mito_opt {
    int min_base_qual_phred; /* bases below say nothing: 20, as mutserve and gnomAD have it */
    int min_depth;           /* molecules; a base with fewer is not callable */
    double min_qual_phred;   /* below: FILTER LowQual */
    double
        numt_copies; /* nuclear copies of one stretch to reckon with: 4, as Mutect2's mitochondrial filter */
} gnbs_mito_opt_t;

gnbs_mito_opt_t gnbs_mito_opt_default(void);
gnbs_code_t gnbs_mito_opt_validate(const gnbs_mito_opt_t *opt, gnbs_err_t *err);

typedef struct gnbs_mito_request {
    const gnbs_mito_opt_t *opt;
    const gnbs_mito_policy_t *policy;
    double
        autosomal_depth; /* of nuclear DNA in the same reads; < 0: unknown, and NUMTs are judged by their bases only */
    size_t n_known;      /* alleles to look for by name */
    const gnbs_variant_t *known;
} gnbs_mito_request_t;

typedef struct gnbs_mito_result {
    size_t n_call;
    gnbs_call_t *call; /* sorted by gnbs_variant_compare */
    /* [n_known]: what is seen of each, n_alt 0 where it is not called; dp 0 where nothing can be said */
    gnbs_call_t *known;
    uint8_t *status; /* [n] of gnbs_callable_t, per base of the circle */
    int32_t *depth;  /* [n] molecules */
    double depth_mean;
    int64_t n_left_out; /* reads with an indel longer than is judged */
    gnbs_read_counts_t counts;
} gnbs_mito_result_t;

/* After gnbs_mito_pile_finish. The result lies in `arena`. */
gnbs_code_t gnbs_mito_conclude(const gnbs_mito_request_t *request,
                               const gnbs_mito_pile_t *pile, gnbs_arena_t *arena,
                               gnbs_mito_result_t *result, gnbs_err_t *err);
/* Runs of one status over the targets that lie on the mitochondrial contig; targets sorted and merged. */
gnbs_code_t gnbs_mito_spans(const gnbs_mito_ref_t *ref, const gnbs_mito_result_t *result,
                            size_t n_target, const gnbs_region_t target[],
                            gnbs_arena_t *arena, size_t *n, gnbs_callable_span_t **span,
                            gnbs_err_t *err);
/* The tables of refdata/mito: listed variants with their policy (its ## lines hold the thresholds), and sites. `ref` may be
 * NULL; else every REF of a listed variant must be its base. */
gnbs_code_t gnbs_mito_read_policy(const gnbs_table_t *variants, const gnbs_table_t *sites,
                                  const gnbs_mito_ref_t *ref, gnbs_arena_t *arena,
                                  gnbs_mito_policy_t *policy, gnbs_err_t *err);

#endif
