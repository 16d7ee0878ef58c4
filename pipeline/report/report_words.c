#include "report/report_words.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "report/report_text.h"

gnbs_report_summary_t gnbs_report_summarise(const gnbs_case_t *newborn) {
    gnbs_report_summary_t s = {0};
    for (size_t i = 0; i < newborn->n_outcome; i++) {
        switch (newborn->outcome[i].outcome) {
        case GNBS_OUTCOME_SUSPECTED: s.n_suspected++; break;
        case GNBS_OUTCOME_NOT_SUSPECTED: s.n_not_suspected++; break;
        case GNBS_OUTCOME_NOT_ASSESSED: s.n_not_assessed++; break;
        }
    }
    bool fails_gate = gnbs_quality_is_held(&newborn->quality);
    if (s.n_suspected > 0)
        s.banner = GNBS_REPORT_SUSPECTED;
    else if (s.n_not_suspected > 0 && !fails_gate)
        s.banner = GNBS_REPORT_NONE_SUSPECTED;
    return s;
}

static const struct {
    const char *words, *code, *meaning;
} BANNERS[] = {
    [GNBS_REPORT_NOT_COMPLETED] =
        {"Screen not completed", "screen_not_completed",
         "Nothing may be concluded about a condition that was not "
         "assessed. The reasons are listed below."},
    [GNBS_REPORT_NONE_SUSPECTED] =
        {"No condition suspected", "no_condition_suspected",
         "This is a screening result, not a diagnosis, and not a "
         "clean bill of health. A baby with signs of illness needs "
         "the usual tests, whatever this page says."},
    [GNBS_REPORT_SUSPECTED] = {"Condition suspected", "condition_suspected",
                               GNBS_REPORT_CONFIRM},
};

const char *gnbs_report_banner_words(gnbs_report_banner_t banner) {
    return BANNERS[banner].words;
}
const char *gnbs_report_banner_code(gnbs_report_banner_t banner) {
    return BANNERS[banner].code;
}
const char *gnbs_report_meaning(gnbs_report_banner_t banner) {
    return BANNERS[banner].meaning;
}

static void add_count(gnbs_str_t *out, size_t n, const char *rest) {
    if (n == 0) return;
    if (out->n > 0 && out->s[out->n - 1] == '.') gnbs_str_add_char(out, ' ');
    gnbs_report_put_count(out, (int64_t)n);
    gnbs_str_printf(out, " condition%s %s.", n == 1 ? "" : "s", rest);
}

void gnbs_report_counts_sentence(gnbs_str_t *out, const gnbs_report_summary_t *s) {
    if (s->n_suspected + s->n_not_suspected + s->n_not_assessed == 0) {
        gnbs_str_add(out, "The panel has no condition to screen for.");
        return;
    }
    add_count(out, s->n_suspected, "suspected");
    add_count(out, s->n_not_assessed, "could not be assessed");
    add_count(out, s->n_not_suspected, "not suspected, within the limits stated");
}

const char *gnbs_report_outcome_words(gnbs_outcome_kind_t kind) {
    switch (kind) {
    case GNBS_OUTCOME_SUSPECTED: return "Suspected";
    case GNBS_OUTCOME_NOT_SUSPECTED: return "Not suspected";
    case GNBS_OUTCOME_NOT_ASSESSED: break;
    }
    return "Not assessed";
}

const char *gnbs_report_change_words(const char *outcome) {
    if (strcmp(outcome, "suspected") == 0) return "suspected";
    if (strcmp(outcome, "not_suspected") == 0) return "not suspected";
    if (strcmp(outcome, "not_assessed") == 0) return "not assessed";
    return "not screened";
}

const char *gnbs_report_draft_words(const gnbs_case_t *newborn,
                                    const gnbs_report_info_t *info) {
    return info->is_draft || !newborn->panel->is_signed ? GNBS_REPORT_DRAFT : NULL;
}

const char *gnbs_report_draft_reason(const gnbs_case_t *newborn,
                                     const gnbs_report_info_t *info) {
    if (info->is_draft && !newborn->panel->is_signed)
        return "Two reviewers have not signed this report, and the panel carries no valid "
               "signature.";
    if (info->is_draft) return "Two reviewers have not signed this report.";
    return newborn->panel->is_signed ? NULL : "The panel carries no valid signature.";
}

const char *gnbs_report_phase_sentence(const gnbs_finding_t *finding) {
    switch (finding->phase) {
    case GNBS_PHASE_TRANS:
        return "The two variants lie on different copies of the gene (in trans).";
    case GNBS_PHASE_CIS:
        return "The two variants lie on the same copy of the gene (in cis).";
    case GNBS_PHASE_UNKNOWN:
        return "Not known. Testing the parents can tell whether the variants lie on "
               "different "
               "copies of the gene (in trans) or on the same (in cis).";
    case GNBS_PHASE_NOT_APPLICABLE: break;
    }
    if (finding->n_variant == 0) return "Phase does not apply.";
    switch (finding->variant[0]->call.zygosity) {
    case GNBS_ZYG_HOM_ALT: return "One variant, on both copies of the gene.";
    case GNBS_ZYG_HEMI_ALT: return "One variant, on the only copy of the gene.";
    case GNBS_ZYG_HET: return "One variant, on one of the two copies of the gene.";
    case GNBS_ZYG_HOMOPLASMIC:
        return "Mitochondrial: every copy is taken to have the variant.";
    case GNBS_ZYG_HETEROPLASMIC:
        return "Mitochondrial: some copies have the variant, others do not.";
    case GNBS_ZYG_HOM_REF:
    case GNBS_ZYG_NO_CALL: break;
    }
    return "Phase does not apply.";
}

double gnbs_report_share(int64_t part, int64_t whole) {
    if (whole <= 0) return 0;
    return (double)(part * 1000000 / whole) / 1e6; /* integers, so that the cut is exact */
}

void gnbs_report_percent(gnbs_str_t *out, int64_t part, int64_t whole) {
    int64_t permille = whole > 0 ? part * 1000 / whole : 0;
    gnbs_str_printf(out, "%" PRId64 ".%" PRId64 "%%", permille / 10, permille % 10);
}

void gnbs_report_fraction(gnbs_str_t *out, double fraction, double low, double high) {
    gnbs_str_printf(out, "%.1f %% (%.1f to %.1f %%)", 100 * fraction, 100 * low,
                    100 * high);
}

gnbs_report_risk_t gnbs_report_risk(const gnbs_outcome_t *outcome) {
    gnbs_report_risk_t r = {.prevalence = outcome->condition->prevalence,
                            .has_prevalence = outcome->condition->prevalence > 0,
                            .has_share = outcome->n_known > 0};
    if (r.has_share)
        r.share = gnbs_report_share(outcome->n_known_callable, outcome->n_known);
    /* a recessive condition is seen when both of its alleles are: one alone looks like a carrier's */
    r.n_needed = outcome->condition->inheritance == GNBS_INH_AR ? 2 : 1;
    r.has_value = r.has_prevalence && r.has_share;
    double seen = r.n_needed == 2 ? r.share * r.share : r.share;
    if (r.has_value) r.value = r.prevalence * (1 - seen);
    return r;
}

/* "1 in 250,000": two significant figures, because prevalence is not known better than that. */
static void add_one_in(gnbs_str_t *out, double risk) {
    double n = 1 / risk, step = 1;
    while (n / step >= 100 && step < 1e15) step *= 10;
    gnbs_str_add(out, "about 1 in ");
    gnbs_report_put_count(out, (int64_t)fmin(round(n / step) * step, 9e17));
}

void gnbs_report_risk_sentence(gnbs_str_t *out, const gnbs_outcome_t *outcome) {
    gnbs_report_risk_t r = gnbs_report_risk(outcome);
    if (!r.has_prevalence) {
        gnbs_str_add(out, "unknown: prevalence not stated in the panel");
        return;
    }
    if (!r.has_share) {
        gnbs_str_add(out,
                     "unknown: the reference bundle lists no disease allele of this gene");
        return;
    }
    if (outcome->n_known_callable == outcome->n_known) {
        gnbs_str_add(out,
                     "every listed disease allele could be judged; alleles that are not "
                     "listed are not counted, so the risk is not nil");
        return;
    }
    add_one_in(out, r.value);
    gnbs_str_add(out, " births: prevalence (");
    add_one_in(out, r.prevalence);
    gnbs_str_printf(out,
                    ") times the chance that %s could not be judged (%" PRId32
                    " of %" PRId32
                    " listed disease alleles, each counted alike); alleles that are not "
                    "listed are not counted",
                    r.n_needed == 2 ? "one of the two alleles" : "the allele",
                    outcome->n_known - outcome->n_known_callable, outcome->n_known);
}
