/* batch/batch_cohort.h -- parts of `gnbs batch cohort`, for its own files.
 *
 *     OUT/cohort/cohort.sqlite         newborn, outcome, metric, allele: rebuilt from the result folders, never the source
 *     OUT/cohort/quality.html          Levey-Jennings charts: each metric by day, with mean and 2 and 3 standard deviations
 *     OUT/cohort/positives.tsv         by condition: assessed, suspected, rate; fewer than five are not counted out
 *     OUT/cohort/frequencies.vcf.gz    the laboratory's own allele frequencies, for gnbs refdata build --frequencies
 *     OUT/cohort/normals.bed.gz        counts per dosage tile, nameless, for gnbs run --normals
 *     OUT/cohort/README.txt            what was counted and what was not
 *
 * Families that opted out of the laboratory's own numbers are in none of these; who withdrew has no folder. The folder is made
 * beside and exchanged in one step.
 */
#ifndef GNBS_BATCH_BATCH_COHORT_H
#define GNBS_BATCH_BATCH_COHORT_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/tree.h"
#include "core/vec.h"

enum { GNBS_COHORT_SMALL = 5 }; /* fewer people than these are never told apart */

typedef struct gnbs_cohort_metric {
    const char *name;
    double value;
} gnbs_cohort_metric_t;

typedef struct gnbs_cohort_outcome {
    const char *gene, *condition, *outcome, *reason;
} gnbs_cohort_outcome_t;

typedef struct gnbs_cohort_newborn {
    const char *sample, *began, *sex, *input, *panel, *panel_version, *version, *bundle;
    bool passes, has_alleles;
    size_t n_metric, n_outcome;
    const gnbs_cohort_metric_t *metric;
    const gnbs_cohort_outcome_t *outcome;
} gnbs_cohort_newborn_t;

typedef struct gnbs_cohort {
    const char *out;
    gnbs_arena_t *arena;
    GNBS_VEC(gnbs_cohort_newborn_t) newborn; /* by date, then name */
    size_t n_opted_out, n_unreadable, n_frequency;
    gnbs_str_t notes; /* lines for README.txt */
} gnbs_cohort_t;

typedef struct gnbs_cohort_allele {
    const char *contig, *ref, *alt;
    int64_t pos; /* 1-based, as in the VCF */
    int64_t ac, an, n_het, n_hom, n_carrier;
} gnbs_cohort_allele_t;
typedef GNBS_VEC(gnbs_cohort_allele_t) gnbs_cohort_alleles_t;

/* Each writes its file into `dir`. */
gnbs_code_t gnbs_cohort_write_quality(const gnbs_cohort_t *c, const char *dir,
                                      gnbs_err_t *err);
gnbs_code_t gnbs_cohort_write_positives(const gnbs_cohort_t *c, const char *dir,
                                        gnbs_err_t *err);
/* Alleles of the newborns' variants.lab-only.vcf.gz that passed, with how many copies of the place could be judged (callable.bed.gz). */
gnbs_code_t gnbs_cohort_count_alleles(gnbs_cohort_t *c, gnbs_cohort_alleles_t *alleles,
                                      gnbs_err_t *err);
gnbs_code_t gnbs_cohort_write_alleles(const gnbs_cohort_t *c,
                                      const gnbs_cohort_alleles_t *alleles, const char *dir,
                                      gnbs_err_t *err);

#endif
