/* qc/qc_kin.h -- how two people are related, by their genotypes at markers.
 *
 * Method   For each relationship the likelihood of the pair of genotypes at every autosomal marker, given how many copies two
 *          such people have by descent (0, 1 or 2: Thompson 1975, Ann Hum Genet 39:173), Hardy-Weinberg proportions, and one
 *          genotype in a hundred taken to be anything. Beside it KING-robust kinship (Manichaikul 2010, Bioinformatics 26:2867),
 *          which needs no frequencies
 *
 *              shared copies    0     1     2              shared copies    0     1     2
 *              same person      -     -     1              second degree   1/2   1/2    -
 *              parent, child    -     1     -              unrelated        1     -     -
 *              full siblings   1/4   1/2   1/4
 *
 * Limits   Markers count as independent. Those of one gene are not: a panel of few genes says less than its likelihood does.
 * Shapes   genotype[n]: copies of ALT 0..2, or -1; parallel to marker[n], sorted
 * Threads  pure
 */
#ifndef GNBS_QC_QC_KIN_H
#define GNBS_QC_QC_KIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum gnbs_kin {
    GNBS_KIN_UNKNOWN, /* too few markers, or two relationships fit alike */
    GNBS_KIN_SAME,    /* the same person, or identical twins */
    GNBS_KIN_PARENT_CHILD,
    GNBS_KIN_SIBLINGS,
    GNBS_KIN_SECOND,
    GNBS_KIN_UNRELATED,
} gnbs_kin_t;
enum { GNBS_KIN_N = GNBS_KIN_UNRELATED + 1 };
const char *gnbs_kin_name(gnbs_kin_t r); /* "parent and child", ... */

typedef struct gnbs_qc_kin_opt {
    size_t min_markers;
    double error_frac; /* genotypes that may be anything */
    double min_lod;    /* log10 by which one relationship must beat another to be told */
} gnbs_qc_kin_opt_t;
gnbs_qc_kin_opt_t gnbs_qc_kin_opt_default(void);

typedef struct gnbs_qc_kin {
    size_t n;          /* markers known in both */
    size_t n_opposite; /* no copy in common: never in parent and child, but for errors */
    size_t n_differ;   /* genotypes that are not the same */
    bool has_kinship;
    double
        kinship; /* KING-robust: 0.5 same, 0.25 parent and child or siblings, 0 unrelated */
    double log10_likelihood[GNBS_KIN_N];
    gnbs_kin_t best; /* the relationship of the greatest likelihood */
    double lod;      /* log10 by which it beats the next */
} gnbs_qc_kin_t;

/* af[n]: frequency of ALT, in (0, 1). */
gnbs_qc_kin_t gnbs_qc_kin(const gnbs_qc_kin_opt_t *opt, size_t n, const double af[],
                          const int8_t a[], const int8_t b[]);

/* Are they parent and child? 1 yes, 0 no, -1 the markers do not tell. A close relative is not a parent. */
int gnbs_qc_kin_is_parent(const gnbs_qc_kin_opt_t *opt, const gnbs_qc_kin_t *kin);

#endif
