#include "screen/screen_mito.h"

#include <inttypes.h>

#include "core/str.h"

static const gnbs_call_t *call_of(const gnbs_screen_hit_t *hit) {
    return &hit->variant->call;
}

/* A variant that every copy is taken to have reaches any threshold. */
static bool reaches(const gnbs_mito_policy_t *policy, const gnbs_call_t *c) {
    return c->zygosity == GNBS_ZYG_HOMOPLASMIC ||
           c->heteroplasmy.fraction >= gnbs_mito_report_from(policy, &c->variant);
}

gnbs_screen_verdict_t gnbs_screen_judge_mito(const gnbs_mito_policy_t *policy, size_t n,
                                             const gnbs_screen_hit_t hit[]) {
    gnbs_screen_verdict_t v = {.reason = GNBS_REASON_NO_FINDING,
                               .phase = GNBS_PHASE_NOT_APPLICABLE,
                               .n_variant = 1};
    double most = -1;
    for (size_t i = 0; i < n; i++) {
        const gnbs_call_t *c = call_of(&hit[i]);
        if (!reaches(policy, c) || c->heteroplasmy.fraction <= most) continue;
        most = c->heteroplasmy.fraction;
        v.is_suspected = true;
        v.variant[0] = i;
        v.reason = c->zygosity == GNBS_ZYG_HOMOPLASMIC ? GNBS_REASON_HOMOPLASMIC
                                                       : GNBS_REASON_HETEROPLASMIC;
    }
    return v;
}

bool gnbs_screen_may_reach(const gnbs_mito_policy_t *policy, size_t n,
                           const gnbs_screen_hit_t hit[]) {
    for (size_t i = 0; i < n; i++) {
        const gnbs_call_t *c = call_of(&hit[i]);
        if (c->heteroplasmy.high >= gnbs_mito_report_from(policy, &c->variant)) return true;
    }
    return false;
}

static void add_name(gnbs_str_t *out, const gnbs_mito_policy_t *policy,
                     const gnbs_variant_t *v) {
    const gnbs_mito_rule_t *rule = gnbs_mito_find_rule(policy, v);
    if (rule != NULL)
        gnbs_str_add(out, rule->name);
    else
        gnbs_str_printf(out, "m.%" PRId64 " %s>%s", v->pos + 1, v->ref, v->alt);
}

const char *gnbs_screen_tell_shares(const gnbs_mito_policy_t *policy, size_t n,
                                    const gnbs_screen_hit_t hit[], gnbs_arena_t *arena) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < n; i++) {
        const gnbs_call_t *c = call_of(&hit[i]);
        const gnbs_heteroplasmy_t *h = &c->heteroplasmy;
        if (i > 0) gnbs_str_add(&out, ". ");
        add_name(&out, policy, &c->variant);
        gnbs_str_printf(&out,
                        " in %.1f %% (%.1f to %.1f %%) of the mitochondrial copies; it is "
                        "reported from "
                        "%.0f %%",
                        100 * h->fraction, 100 * h->low, 100 * h->high,
                        100 * gnbs_mito_report_from(policy, &c->variant));
        if (h->needs_confirmation)
            gnbs_str_add(&out, "; so small a fraction is nothing until a second method "
                               "shows it");
        for (int k = 0; k < GNBS_FILTER_N; k++)
            if (c->filter >> k & 1) gnbs_str_printf(&out, "; %s", gnbs_filter_name(k));
    }
    const char *text = out.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    return text != NULL ? text : "A mitochondrial variant was seen";
}
