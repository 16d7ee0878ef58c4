/* evaluate/evaluate.h -- calls against truth, by the haplotypes they spell and not by how they are written.
 *
 * Method   Alleles of both sides are normalised and matched exactly, copies included. What is left is compared in clusters
 *          of neighbours: if some phasing of the truth and some phasing of the calls give the same pair of sequences, all
 *          alleles of the cluster are right (the idea of Cleary et al. 2015, vcfeval, by exhaustion). A right allele in a
 *          wrong number of copies is a false call and a missed one.
 * Input    alleles as `gnbs_eval_allele_t`, one per ALT with its copies, sorted by gnbs_variant_compare; substitutions of
 *          several bases are split into SNVs by the reader
 * Threads  pure
 */
#ifndef GNBS_EVALUATE_EVALUATE_H
#define GNBS_EVALUATE_EVALUATE_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/source.h"
#include "genome/variant.h"

typedef struct gnbs_eval_allele {
    gnbs_variant_t variant;
    int8_t copies;     /* 1 or 2 */
    int8_t ploidy;     /* 1 or 2 */
    int32_t gq_phred;  /* of the genotype; -1 when not stated */
    double rival_frac; /* INFO/RIVAL; 0 when not stated */
    bool is_counted;   /* inside the regions; others only help to spell haplotypes */
    bool is_matched;   /* out */
} gnbs_eval_allele_t;

typedef struct gnbs_eval_score { /* by the type of the allele */
    int64_t truth_tp, call_tp, fp, fn, genotype_errors;
} gnbs_eval_score_t;

enum { GNBS_EVAL_SNV, GNBS_EVAL_INDEL, GNBS_EVAL_TYPES };

typedef struct gnbs_eval_result {
    gnbs_eval_score_t score[GNBS_EVAL_TYPES];
    int64_t n_by_haplotype; /* truth alleles found only by comparing haplotypes */
    int64_t n_too_complex;  /* clusters with more heterozygotes than can be tried */
} gnbs_eval_result_t;

/* Sets is_matched on both sides. */
gnbs_code_t gnbs_evaluate_match(const gnbs_ref_source_t *ref, size_t n_truth,
                                gnbs_eval_allele_t truth[], size_t n_call,
                                gnbs_eval_allele_t call[], gnbs_eval_result_t *result,
                                gnbs_err_t *err);
double gnbs_evaluate_precision(const gnbs_eval_score_t *s); /* 0 when nothing was called */
double gnbs_evaluate_recall(const gnbs_eval_score_t *s);
double gnbs_evaluate_f1(const gnbs_eval_score_t *s);

#endif
