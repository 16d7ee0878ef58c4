/* qc/qc_sex.h -- how many X and Y, by depth and by heterozygous markers.
 *
 * Method   ratios of X (outside the pseudo-autosomal regions) and Y to the autosomes (ranges as of DRAGEN's ploidy
 *          estimator: one copy 0.25-0.75, two 0.75-1.25, three 1.25-1.75), and markers on X: the heterozygous ones over
 *          those that two X would give (2 p (1 - p) each)
 * Y        a captured library without reads on Y says nothing of Y: its kit may not have it
 * Result   a karyotype when all agree; the sex is by Y when it was seen, else by the number of X
 */
#ifndef GNBS_QC_QC_SEX_H
#define GNBS_QC_QC_SEX_H

#include "genome/quality.h"

typedef struct gnbs_qc_sex_opt {
    double one_x_max, two_x_min, two_x_max; /* X ratio; between the first two: not told */
    double no_y_max, one_y_min, two_y_min;  /* Y ratio */
    int64_t min_bp;                         /* fewer X or Y bases say nothing */
    int min_markers;                        /* fewer on X say nothing */
    double min_het; /* share of the expected from which X markers speak for two X */
} gnbs_qc_sex_opt_t;

typedef struct gnbs_qc_sex_facts {
    bool has_x, has_y, has_het; /* is each known? */
    double x_ratio, y_ratio, het;
    bool y_may_be_missing; /* the library is captured: no reads on Y say nothing */
} gnbs_qc_sex_facts_t;

typedef struct gnbs_qc_sex {
    gnbs_sex_t sex;
    int n_x, n_y;          /* -1: not told */
    const char *karyotype; /* "" when not told; static */
} gnbs_qc_sex_t;

gnbs_qc_sex_opt_t gnbs_qc_sex_opt_default(void);
gnbs_qc_sex_t gnbs_qc_tell_sex(const gnbs_qc_sex_opt_t *opt,
                               const gnbs_qc_sex_facts_t *facts);

#endif
