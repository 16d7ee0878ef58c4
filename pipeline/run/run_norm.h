/* run/run_norm.h -- `gnbs norm`: a VCF in normal form, line by line. */
#ifndef GNBS_RUN_NORM_H
#define GNBS_RUN_NORM_H

#include "core/log.h"
#include "io/vcf_stream.h"
#include "norm/norm.h"

typedef struct gnbs_run_norm_opt {
    const char *vcf, *out;
    const char *reference; /* FASTA; NULL: nothing is checked or moved */
    gnbs_vcf_form_t form;
    bool skips_bad;           /* malformed records are left out and counted */
    const char *program_line; /* "gnbs 0.1.0" */
    gnbs_norm_options_t norm;
} gnbs_run_norm_opt_t;

gnbs_code_t gnbs_run_norm(const gnbs_run_norm_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err);

#endif
