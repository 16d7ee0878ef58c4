/* report/report_check.h -- is this tree a findings.json that agrees with itself? Asked by every renderer before its first byte. */
#ifndef GNBS_REPORT_CHECK_H
#define GNBS_REPORT_CHECK_H

#include "core/err.h"
#include "core/tree.h"

/* GNBS_E_FORMAT: a part that every output needs is not there, an outcome is none of the three, a count of the summary is not that
 * of the outcomes, or an outcome and the findings do not belong to one another. */
gnbs_code_t gnbs_report_check_tree(const gnbs_tree_t *findings, gnbs_err_t *err);

#endif
