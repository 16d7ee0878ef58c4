#include "report/report_limits.h"

#include <string.h>

const char *const gnbs_report_limitations[] = {
    "Only the conditions of the panel are looked for, and for each only the kinds of "
    "variant its row names. What was left out for a condition is listed with that "
    "condition.",
    "A condition that is not suspected can still be present: through a variant that is not "
    "yet known to cause disease, one outside the sequence read, or one of a kind not "
    "looked for.",
    "Variants of uncertain significance and carrier states are not reported.",
    "Findings outside the panel are not looked for.",
    "A suspected condition can turn out not to be present. Nothing here replaces "
    "confirmation on a new sample by another method.",
    "An allele that no frequency source lists is not thereby known to be rare: sources "
    "cover some ancestries better than others.",
    "Classifications change with evidence; this report speaks of the versions it names.",
};
const size_t gnbs_report_n_limitation =
    sizeof gnbs_report_limitations / sizeof gnbs_report_limitations[0];

static bool has_limit(const gnbs_tree_t *o, const char *limit) {
    const gnbs_tree_t *limits = gnbs_tree_get(o, "limits");
    for (size_t i = 0; limits != NULL && i < limits->n; i++)
        if (strcmp(gnbs_tree_as_text(gnbs_tree_at(limits, i)), limit) == 0) return true;
    return false;
}

static bool all_have_limit(const gnbs_tree_t *outcomes, const char *limit) {
    for (size_t i = 0; i < outcomes->n; i++)
        if (gnbs_tree_says(gnbs_tree_at(outcomes, i), "outcome", "not_suspected") &&
            !has_limit(gnbs_tree_at(outcomes, i), limit))
            return false;
    return true;
}

bool gnbs_report_is_common(const gnbs_report_common_t *c, const char *limit) {
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->limit[i], limit) == 0) return true;
    return false;
}

gnbs_report_common_t gnbs_report_find_common(const gnbs_tree_t *f) {
    gnbs_report_common_t c = {0};
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes"), *limits = NULL;
    for (size_t i = 0; outcomes != NULL && i < outcomes->n && limits == NULL; i++)
        if (gnbs_tree_says(gnbs_tree_at(outcomes, i), "outcome", "not_suspected"))
            limits = gnbs_tree_get(gnbs_tree_at(outcomes, i), "limits");
    for (size_t i = 0; limits != NULL && i < limits->n && c.n < GNBS_REPORT_MAX_COMMON;
         i++) {
        const char *limit = gnbs_tree_as_text(gnbs_tree_at(limits, i));
        if (!gnbs_report_is_common(&c, limit) && all_have_limit(outcomes, limit))
            c.limit[c.n++] = limit;
    }
    return c;
}
