/* run/run_evaluate.h -- `gnbs evaluate`: two VCFs of one sample, compared by haplotype, as a table. */
#ifndef GNBS_RUN_EVALUATE_H
#define GNBS_RUN_EVALUATE_H

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_run_evaluate_opt {
    const char *truth, *calls, *reference, *regions /* BED, or NULL */,
        *name /* first column */;
    bool takes_filtered; /* calls with FILTER other than PASS count too */
    double min_qual;     /* calls below are left out */
    bool lists_errors, shows_reliability;
} gnbs_run_evaluate_opt_t;

/* Appends the table (and lists) to out. */
gnbs_code_t gnbs_run_evaluate(const gnbs_run_evaluate_opt_t *opt, gnbs_str_t *out,
                              gnbs_err_t *err);

#endif
