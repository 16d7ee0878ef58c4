/* run/run_panel_show.h -- `gnbs panel show`: a page on a gene, or on the whole panel, from files.
 *
 * With stored cases the gene's callable share is measured: newborns of 25x to 35x that were held by no gate, whose
 * findings.json has the gene. Nothing else of a case is read, and no newborn is named.
 */
#ifndef GNBS_RUN_RUN_PANEL_SHOW_H
#define GNBS_RUN_RUN_PANEL_SHOW_H

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_run_panel_show_opt {
    const char *panel, *gene, *refdata, *cases; /* all but panel may be NULL */
    bool is_html;
} gnbs_run_panel_show_opt_t;

gnbs_code_t gnbs_run_panel_show(const gnbs_run_panel_show_opt_t *opt, gnbs_str_t *out,
                                gnbs_err_t *err);

#endif
