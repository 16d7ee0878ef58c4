#include "genome/plasmy.h"

#include <string.h>

const gnbs_mito_rule_t *gnbs_mito_find_rule(const gnbs_mito_policy_t *policy,
                                            const gnbs_variant_t *v) {
    for (size_t i = 0; i < policy->n_rule; i++)
        if (policy->rule[i].pos == v->pos && strcmp(policy->rule[i].ref, v->ref) == 0 &&
            strcmp(policy->rule[i].alt, v->alt) == 0)
            return &policy->rule[i];
    return NULL;
}

double gnbs_mito_report_from(const gnbs_mito_policy_t *policy, const gnbs_variant_t *v) {
    const gnbs_mito_rule_t *rule = gnbs_mito_find_rule(policy, v);
    return rule != NULL ? rule->report_from : policy->report_from;
}

const gnbs_mito_site_t *gnbs_mito_find_site(const gnbs_mito_policy_t *policy,
                                            gnbs_pos_t beg, gnbs_pos_t end) {
    for (size_t i = 0; i < policy->n_site; i++)
        if (policy->site[i].beg < end && beg < policy->site[i].end) return &policy->site[i];
    return NULL;
}
