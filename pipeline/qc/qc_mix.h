/* qc/qc_mix.h -- how much of the DNA is another person's, and what the baby's genotypes are.
 *
 * Model    Jun et al. 2012 (AJHG 91:839) and Zhang et al. 2020 (Genome Research 30:185), VerifyBamID: a share `alpha` of
 *          the reads comes from one other person of the same population. With g the baby's and h the other's genotype
 *          (share of ALT among the copies), a read shows ALT with probability
 *              f (1 - e) + (1 - f) e/3,      f = (1 - alpha) g + alpha h
 *          Genotypes follow Hardy and Weinberg; the likelihood of a marker sums over the pairs (g, h), that of the sample
 *          multiplies the markers; alpha maximises it. A small share of markers may be anything (copies elsewhere in the
 *          genome, deletions), so that no one of them decides.
 * Error    of a base by its quality, scaled until the bases that are neither allele are as many as expected
 * Ancestry where markers carry loadings, the frequencies follow the principal components that maximise the likelihood
 * X        markers outside the pseudo-autosomal regions take part when the number of X is known: the baby then has c
 *          copies of each and the other person 1 or 2, whichever fits, and alpha becomes the share of copies
 * Check    CHARR (Lu et al. 2023, AJHG 110:2068): over markers where the baby is homozygous, the mean of
 *          (reads of the other allele) / (depth x frequency of the other allele)
 * Left out markers shallower than min_depth or deeper than mean + 3 standard deviations, or with more than max_other_frac
 *          of third bases
 * Threads  pure
 */
#ifndef GNBS_QC_QC_MIX_H
#define GNBS_QC_QC_MIX_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"
#include "genome/marker.h"

typedef struct gnbs_qc_mix_opt {
    int min_depth;
    double max_other_frac;
    double stray_frac;   /* of markers that may be anything */
    int min_markers;     /* fewer say nothing of alpha */
    double min_genotype; /* posterior from which a genotype is told */
} gnbs_qc_mix_opt_t;

typedef struct gnbs_qc_mix_request {
    const gnbs_qc_mix_opt_t *opt;
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    int n_x; /* copies of X in the baby: 1 or 2; 0: not known, X is left out */
    size_t n_marker, n_pile;
    const gnbs_marker_t *marker;
    const gnbs_marker_pile_t *pile;
} gnbs_qc_mix_request_t;

typedef struct gnbs_qc_mix {
    bool is_known; /* of alpha: enough markers */
    size_t n_used;
    double alpha, alpha_low, alpha_high; /* where the likelihood falls by 1.92: 95 % */
    bool has_charr;
    double charr;
    double error_scale;
    bool has_ancestry;
    double pc[GNBS_MARKER_PCS];
} gnbs_qc_mix_t;

/* CHARR alone, for calls with allele depths: of markers where both copies are one allele, `same` reads of it, `other` of the
 * other, whose frequency is other_af. */
typedef struct gnbs_qc_charr {
    int n;
    double sum;
} gnbs_qc_charr_t;
void gnbs_qc_charr_add(gnbs_qc_charr_t *charr, int32_t other, int32_t same,
                       double other_af);
bool gnbs_qc_charr_is_known(const gnbs_qc_charr_t *charr, double *value);

gnbs_qc_mix_opt_t gnbs_qc_mix_opt_default(void);
/* genotype[n_pile]: copies of ALT, 0..2 (haploid X: 0 or 1), or -1 where it cannot be told; may be NULL. */
gnbs_code_t gnbs_qc_mix_estimate(const gnbs_qc_mix_request_t *request, gnbs_arena_t *arena,
                                 gnbs_qc_mix_t *mix, int8_t genotype[], gnbs_err_t *err);

#endif
