/* run/run_call.h -- `gnbs call`: reads and a FASTA in, small variants out; as gVCF, or judged with the parents' reads, if asked. */
#ifndef GNBS_RUN_CALL_H
#define GNBS_RUN_CALL_H

#include "call/call.h"
#include "core/log.h"

typedef struct gnbs_run_call_opt {
    const char *reads, *reference, *regions /* BED, or NULL: the whole genome */, *out,
        *callable /* BED.gz out, or NULL */, *program_line;
    const char *mother, *father; /* their reads, or NULL */
    gnbs_sex_t sex;
    int n_threads;
    bool trusts_cram, wants_blocks /* gVCF */;
    gnbs_call_opt_t call;
} gnbs_run_call_opt_t;

gnbs_code_t gnbs_run_call(const gnbs_run_call_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err);

#endif
