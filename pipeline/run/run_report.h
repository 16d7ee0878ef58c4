/* run/run_report.h -- every output that is rendered from a findings.json, by name: for `gnbs run`, which has just written one, and
 * for `gnbs report`, which reads one again. The same findings.json gives the same bytes both ways.
 */
#ifndef GNBS_RUN_REPORT_H
#define GNBS_RUN_REPORT_H

#include "core/err.h"
#include "core/str.h"
#include "core/tree.h"

typedef struct gnbs_run_format {
    const char *name; /* "html" */
    const char *file; /* "report.html" */
    const char *what; /* for --help */
    bool is_usual;    /* `gnbs run` writes it */
    /* NULL: the pages for parents, one per language (run_parents) */
    gnbs_code_t (*render)(const gnbs_tree_t *findings, gnbs_str_t *out, gnbs_err_t *err);
} gnbs_run_format_t;

/* All of them; ends with name NULL. */
extern const gnbs_run_format_t gnbs_run_formats[];
const gnbs_run_format_t *gnbs_run_format(const char *name); /* NULL: no such format */

typedef struct gnbs_run_report_opt {
    const char *findings; /* a findings.json */
    const char *
        out; /* a folder; "-": standard output, for one format; NULL: beside the findings */
    int n_format;
    const char *const *format; /* n_format 0: the usual ones */
} gnbs_run_report_opt_t;

/* Renders into files; into `to_stdout` when out is "-". */
gnbs_code_t gnbs_run_report(const gnbs_run_report_opt_t *opt, gnbs_str_t *to_stdout,
                            gnbs_err_t *err);
/* report.pdf of a folder that holds report.html, by a headless Chromium; GNBS_E_USAGE when there is none. */
gnbs_code_t gnbs_run_print_pdf(const char *dir, gnbs_err_t *err);

#endif
