/* run/run_cnv.h -- `gnbs cnv`: deletions and duplications of exons and genes alone, and the normals of later samples. */
#ifndef GNBS_RUN_CNV_H
#define GNBS_RUN_CNV_H

#include "cnv/cnv.h"
#include "core/log.h"

typedef struct gnbs_run_cnv_opt {
    const char *reads, *refdata, *out;    /* VCF of events */
    const char *tiles, *normals;          /* or NULL */
    const char *reference, *program_line; /* FASTA, for CRAM only */
    gnbs_sex_t sex;
    int n_threads;
    bool trusts_cram;
    gnbs_cnv_opt_t cnv;
} gnbs_run_cnv_opt_t;

/* GNBS_E_DATA, with the reason and nothing but the tiles written, when copies could not be counted. */
gnbs_code_t gnbs_run_cnv(const gnbs_run_cnv_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err);

#endif
