/* run/run_refdata_read.h -- records of ClinVar and of frequency files to refdata's builder. Private to run/run_refdata*.c. */
#ifndef GNBS_RUN_RUN_REFDATA_READ_H
#define GNBS_RUN_RUN_REFDATA_READ_H

#include "refdata/refdata.h"

/* Name (without folders), SHA-256, version and licence of a file, as far as it says. */
gnbs_code_t gnbs_run_refdata_source(gnbs_refdata_t *data, const char *role,
                                    const char *path, gnbs_err_t *err);
gnbs_code_t gnbs_run_refdata_clinvar(gnbs_refdata_t *data, const char *path,
                                     const gnbs_contigs_t *contigs, gnbs_err_t *err);
/* gnomAD of any release (AF AN AC nhomalt grpmax AF_grpmax fafmax_faf95_max ...), or any VCF with AF. */
gnbs_code_t gnbs_run_refdata_frequencies(gnbs_refdata_t *data, const char *path,
                                         const gnbs_contigs_t *contigs, gnbs_err_t *err);

#endif
