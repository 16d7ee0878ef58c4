/* run/run_loci.h -- `gnbs loci`: loci with near-identical copies, of one sample, as JSON with all that was measured.
 *
 * Errors  GNBS_E_USAGE when the bundle holds no table of the locus asked for
 */
#ifndef GNBS_RUN_RUN_LOCI_H
#define GNBS_RUN_RUN_LOCI_H

#include "core/log.h"
#include "genome/case.h"
#include "loci/loci.h"

typedef struct gnbs_run_loci_opt {
    const char *reads, *refdata, *reference, *out;
    const char *locus; /* NULL: all of the bundle */
    gnbs_sex_t sex;
    int n_threads;
    bool trusts_cram;
    gnbs_loci_opt_t loci;
} gnbs_run_loci_opt_t;

gnbs_code_t gnbs_run_loci(const gnbs_run_loci_opt_t *opt, const char *program_version,
                          gnbs_log_t *log, gnbs_err_t *err);

#endif
