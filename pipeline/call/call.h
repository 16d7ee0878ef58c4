/* call/call.h -- small variants of one chunk: which, in how many copies, how surely, and what could not be told.
 *
 * Method   Candidates come from mismatches and CIGAR indels. A lone mismatch is judged by base likelihoods
 *          (as in Li 2011, Bioinformatics 27:2987); where an indel is near, every candidate of the window is put
 *          into haplotypes, reads are scored against each by a banded pair-HMM (Durbin et al. 1998, ch. 4), and
 *          genotypes are posteriors over haplotype pairs. Mates count as one fragment. Known pathogenic
 *          alleles are looked for by name. Every target base gets a reference confidence.
 * Output   normalised calls (genome/variant.h) that touch the chunk's targets, sorted (a deletion over the border of
 *          two chunks may come from both); callable spans that cover each target base exactly once; one state per known
 *          allele asked for; where asked for, reference blocks over all target bases that no call covers
 * Ploidy   1 on X and Y of males outside the pseudo-autosomal regions, else 2; chrM is mito's, not ours
 * Errors   GNBS_E_NOMEM only
 * Threads  pure
 */
#ifndef GNBS_CALL_CALL_H
#define GNBS_CALL_CALL_H

#include "call/call_pairhmm.h"
#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"
#include "genome/chunk.h"

typedef enum gnbs_slip_class {
    GNBS_SLIP_HOMOPOLYMER,
    GNBS_SLIP_REPEAT, /* of two to four bases */
    GNBS_SLIP_CLASSES
} gnbs_slip_class_t;

/* clang-format off */
typedef struct gnbs_call_opt {
    int min_mapq_phred;      /* reads below are counted, not judged                                */
    int min_base_qual_phred; /* bases below say nothing                                            */
    int max_base_qual_phred; /* no base is believed more than this                                 */
    double contamination_frac; /* share of another person's DNA: so many bases may be his or hers      */
    double snv_prior;        /* expected heterozygosity per base: 1e-3 in human genomes             */
    double indel_prior;      /* the same for indels outside repeats: about 1 in 8 of SNVs           */
    double min_qual_phred;   /* below: FILTER LowQual                                              */
    int min_gq_phred;        /* a base or genotype less sure than this is not callable             */
    int min_depth;           /* fragments; a base with fewer is not callable                       */
    int min_call_depth, min_call_gq_phred; /* a call with less: FILTER LowDepth, LowQual. Less than a callable base needs: to
                                see a variant takes fewer fragments than to exclude one             */
    int min_alt_fragments;   /* fewer do not make a candidate                                      */
    double min_alt_frac;     /* a smaller share does not either                                    */
    double max_balance_ln;   /* so few ALT by chance in a heterozygote, or rarer: FILTER AlleleBalance */
    double min_alt_mapq_phred;    /* ALT reads that map worse on average, ...                      */
    double min_misplaced_balance; /* ... and are a smaller share: FILTER LowMapQ                   */
    double max_rival_frac; /* of the reads over a heterozygote, those that fit elsewhere as well: more: FILTER LowMapQ */
    double slip_shift_phred[GNBS_SLIP_CLASSES]; /* added to the tables of call_gap: how much rarer slips are in this sample,
                                by call_slip; 0 where nothing was learned                           */
    gnbs_simd_t simd;        /* how the pair-HMM is computed; the calls do not depend on it        */
    int max_candidates;      /* per window; what is left out makes its bases not callable          */
} gnbs_call_opt_t;
/* clang-format on */

gnbs_call_opt_t gnbs_call_opt_default(void);
gnbs_code_t gnbs_call_opt_validate(const gnbs_call_opt_t *opt, gnbs_err_t *err);

typedef struct gnbs_call_request {
    const gnbs_call_opt_t *opt;
    const gnbs_chunk_t *chunk;
    gnbs_sex_t sex; /* UNKNOWN is judged as diploid */
    size_t n_known; /* alleles to look for by name that start in this chunk, sorted */
    const gnbs_variant_t *known;
    bool wants_blocks; /* for a gVCF */
} gnbs_call_request_t;

typedef struct gnbs_call_known { /* parallel to request.known */
    int state;                   /* of gnbs_known_state_t */
    int32_t dp, gq_phred;
} gnbs_call_known_t;

typedef struct gnbs_call_result {
    size_t n_call, n_span, n_known, n_block;
    gnbs_call_t *call;
    gnbs_callable_span_t *span;
    gnbs_call_known_t *known;
    gnbs_ref_block_t *block; /* when wants_blocks */
} gnbs_call_result_t;

gnbs_code_t gnbs_call_chunk(const gnbs_call_request_t *request, gnbs_arena_t *arena,
                            gnbs_call_result_t *result, gnbs_err_t *err);
/* Makes `last` longer by `next`, when it follows at once and says the same; false when it does not. */
bool gnbs_call_join_blocks(gnbs_ref_block_t *last, const gnbs_ref_block_t *next);
/* Copies of the genome at a position: 1 or 2 (0 for Y of a female). */
int gnbs_call_ploidy(const gnbs_contigs_t *contigs, gnbs_build_t build, gnbs_sex_t sex,
                     int32_t tid, gnbs_pos_t pos);
/* The same, of a contig whose kind is known: for who asks for every base. */
int gnbs_call_ploidy_of(gnbs_contig_kind_t kind, gnbs_build_t build, gnbs_sex_t sex,
                        gnbs_pos_t pos);

#endif
