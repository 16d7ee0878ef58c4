/* run/run_classify.h -- `gnbs classify`: criteria to a class. */
#ifndef GNBS_RUN_CLASSIFY_H
#define GNBS_RUN_CLASSIFY_H

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"

/* Given criteria: points, class, posterior. `lists` holds one set of codes each ("PVS1,PM2_Supporting");
 * a file one set per line, its first column when there are TABs, lines with # left out. */
typedef struct gnbs_run_codes_opt {
    int n_list;
    const char *const *list;
    const char *file; /* NULL: none */
    bool is_json;
} gnbs_run_codes_opt_t;

/* Appends one row (or JSON object) per set. An unreadable set is GNBS_E_FORMAT with its line. */
gnbs_code_t gnbs_run_classify_codes(const gnbs_run_codes_opt_t *opt, gnbs_str_t *out,
                                    gnbs_err_t *err);

#endif
