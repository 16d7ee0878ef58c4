/* io/vcf_genotype.h -- genotypes and their phase, out of the text of FORMAT and the sample columns.
 *
 * Phase   GT with | in the phase set of PS (VCF 4.4; without PS, one set for the whole file); otherwise PGT in the set
 *         of PID (GATK HaplotypeCaller). A GT with / and neither of them is not phased
 * Text    of a line that gnbs_vcf_line_cut has taken; values that make no sense are no genotype (n_allele 0)
 */
#ifndef GNBS_IO_VCF_GENOTYPE_H
#define GNBS_IO_VCF_GENOTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GNBS_VCF_PLOIDY_MAX = 8 };

typedef struct gnbs_vcf_genotype {
    int n_allele; /* ploidy; 0: no genotype, or more alleles than GNBS_VCF_PLOIDY_MAX */
    int allele[GNBS_VCF_PLOIDY_MAX]; /* -1: missing */
    bool is_phased;                  /* the order of alleles is that of the copies */
    int64_t set;                     /* phase set; 0 when none is stated */
} gnbs_vcf_genotype_t;

typedef struct gnbs_vcf_genotypes { /* a walk along the samples of one line */
    const char *at;                 /* the next sample's column; NULL behind the last */
    int i_gt, i_ps, i_pgt, i_pid;   /* keys of FORMAT; -1: absent */
} gnbs_vcf_genotypes_t;

/* format: "GT:PS\t0|1:7\t..." (gnbs_vcf_site_t), or NULL. */
gnbs_vcf_genotypes_t gnbs_vcf_genotypes_begin(const char *format);
/* False behind the last sample. */
bool gnbs_vcf_genotypes_next(gnbs_vcf_genotypes_t *walk, gnbs_vcf_genotype_t *genotype);

/* Is every GT made of alleles 0..n_alt or ., joined by / or |? False with the first sample (0-based) whose is not, and
 * its text. */
bool gnbs_vcf_genotypes_check(const char *format, int n_alt, int *i_sample, const char **at,
                              size_t *n);

#endif
