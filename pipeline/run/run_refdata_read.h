/* run/run_refdata_read.h -- records of ClinVar and of frequency files to refdata's builder. Private to run/run_refdata*.c. */
#ifndef GNBS_RUN_RUN_REFDATA_READ_H
#define GNBS_RUN_RUN_REFDATA_READ_H

#include "io/vcf.h"
#include "refdata/refdata.h"

/* Name (without folders), SHA-256, version and licence of a file, as far as it says. */
gnbs_code_t gnbs_run_refdata_source(gnbs_refdata_t *data, const char *role,
                                    const char *path, gnbs_err_t *err);
gnbs_code_t gnbs_run_refdata_clinvar(gnbs_refdata_t *data, const char *path,
                                     const gnbs_contigs_t *contigs, gnbs_err_t *err);
/* gnomAD of any release (exomes, genomes, joint, mitochondrial), 1000 Genomes, or any VCF with AF, or AC and AN. */
gnbs_code_t gnbs_run_refdata_frequencies(gnbs_refdata_t *data, const char *path,
                                         const gnbs_contigs_t *contigs, gnbs_build_t build,
                                         gnbs_err_t *err);
/* SpliceAI's VCF, REVEL's table, or any VCF or table with scores that `where` (refdata/acmg/scores.tsv) names. */
gnbs_code_t gnbs_run_refdata_scores(gnbs_refdata_t *data, const char *path,
                                    const gnbs_table_t *where,
                                    const gnbs_contigs_t *contigs, gnbs_build_t build,
                                    gnbs_err_t *err);
/* A VCF whose contigs agree with the reference's. */
gnbs_code_t gnbs_run_refdata_open_vcf(const char *path, const gnbs_contigs_t *contigs,
                                      gnbs_vcf_t **vcf, gnbs_err_t *err);

#endif
