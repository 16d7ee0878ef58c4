/* report/report_limits.h -- what was not looked for: limits that all conditions not suspected share are said once.
 *
 * A sentence that stands in four hundred rows is read in none.
 * Threads  pure
 */
#ifndef GNBS_REPORT_LIMITS_H
#define GNBS_REPORT_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/tree.h"

enum { GNBS_REPORT_MAX_COMMON = 16 };

typedef struct gnbs_report_common { /* asked once, not once per row */
    size_t n;
    const char *limit[GNBS_REPORT_MAX_COMMON]; /* borrowed from the tree */
} gnbs_report_common_t;

/* The limits that every outcome `not_suspected` has; none when nothing is not suspected. */
gnbs_report_common_t gnbs_report_find_common(const gnbs_tree_t *findings);
bool gnbs_report_is_common(const gnbs_report_common_t *common, const char *limit);

/* What holds for every report, in sentences. */
extern const char *const gnbs_report_limitations[];
extern const size_t gnbs_report_n_limitation;

#endif
