/* call/call_window.h -- candidate alleles and the windows in which they are judged together.
 *
 *     reference   ......ACAGTTTTTTTGCA........
 *     candidates        |  [-----]             an indel's span is all of the repeat it can slide in
 *     window         [==============)          candidates whose spans come within NEAR_BP of an indel's
 *     haplotypes  flank + window + flank       one per compatible subset of the candidates
 */
#ifndef GNBS_CALL_WINDOW_H
#define GNBS_CALL_WINDOW_H

#include "call/call_assemble.h"
#include "call/call_pileup.h"

#define GNBS_CALL_MAX_ALLELE 256

typedef struct gnbs_candidate {
    gnbs_variant_t variant;
    gnbs_region_t
        span; /* where it matters: SNV its base, indel all positions it may be written at */
    int32_t
        n_fragment; /* that show it by CIGAR or mismatch; 0 for a known allele not seen */
    bool is_indel;
    double
        prior_ln; /* of one copy: substitutions flat, indels by the repeat they stand in */
} gnbs_candidate_t;

typedef struct gnbs_window {
    gnbs_region_t region;
    size_t n_candidate;
    gnbs_candidate_t *candidate; /* sorted by variant */
    bool is_crowded; /* weaker candidates were left out: the bases are not callable */
} gnbs_window_t;

/* Windows around every indel candidate of the chunk (CIGARs and assembly), sorted; SNV candidates inside them included. */
gnbs_code_t gnbs_call_find_windows(const gnbs_pileup_t *pileup, size_t n_known,
                                   const gnbs_variant_t known[], gnbs_arena_t *arena,
                                   size_t *n, gnbs_window_t **window,
                                   gnbs_assembled_t *assembled, gnbs_err_t *err);
/* Is that mismatch worth a look: enough fragments, enough of the depth? */
bool gnbs_call_is_snv_candidate(const gnbs_call_opt_t *opt, const gnbs_pile_t *pile, int b);

typedef struct gnbs_window_call { /* parallel to the window's candidates */
    double no_alt_ln;   /* ln posterior of no copy                                 */
    double best_ln;     /* ln posterior of the best copy number                    */
    int n_alt, n_other; /* copies in the best genotype; of other alleles over it   */
    int32_t pl[3];
    int8_t haplotype; /* 1 or 2 when heterozygous                                */
    int32_t n_ref_fragment,
        n_alt_fragment; /* fragments that prefer a haplotype without / with it by 3 to 1 */
} gnbs_window_call_t;

/* Posterior genotypes over haplotype pairs. */
gnbs_code_t gnbs_call_judge_window(const gnbs_pileup_t *pileup, const gnbs_window_t *window,
                                   int ploidy, gnbs_arena_t *arena,
                                   gnbs_window_call_t call[], gnbs_err_t *err);

#endif
