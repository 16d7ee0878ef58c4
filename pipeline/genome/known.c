#include "genome/known.h"

#include <string.h>

static bool has_word(const char *text, const char *word) {
    size_t n = strlen(word);
    for (const char *s = text; (s = strstr(s, word)) != NULL; s += n) {
        bool begins = s == text || strchr("|/,;", s[-1]) != NULL;
        bool ends = s[n] == '\0' || strchr("|/,;", s[n]) != NULL;
        if (begins && ends) return true;
    }
    return false;
}

gnbs_clnsig_t gnbs_clnsig_parse(const char *clnsig) {
    if (clnsig == NULL || clnsig[0] == '\0' || strcmp(clnsig, ".") == 0)
        return GNBS_CLNSIG_NONE;
    if (strncmp(clnsig, "Conflicting", 11) == 0) return GNBS_CLNSIG_CONFLICTING;
    if (has_word(clnsig, "Pathogenic")) {
        /* several values that contradict each other are a conflict (old releases list
         * them side by side) */
        if (has_word(clnsig, "Benign") || has_word(clnsig, "Likely_benign") ||
            has_word(clnsig, "Uncertain_significance"))
            return GNBS_CLNSIG_CONFLICTING;
        return GNBS_CLNSIG_PATHOGENIC;
    }
    if (has_word(clnsig, "Likely_pathogenic")) {
        if (has_word(clnsig, "Benign") || has_word(clnsig, "Likely_benign") ||
            has_word(clnsig, "Uncertain_significance"))
            return GNBS_CLNSIG_CONFLICTING;
        return GNBS_CLNSIG_LIKELY_PATHOGENIC;
    }
    if (has_word(clnsig, "Uncertain_significance")) return GNBS_CLNSIG_UNCERTAIN;
    if (has_word(clnsig, "Benign")) return GNBS_CLNSIG_BENIGN;
    if (has_word(clnsig, "Likely_benign")) return GNBS_CLNSIG_LIKELY_BENIGN;
    if (strcmp(clnsig, "not_provided") == 0 || strncmp(clnsig, "no_", 3) == 0)
        return GNBS_CLNSIG_NONE;
    return GNBS_CLNSIG_OTHER;
}

const char *gnbs_clnsig_name(gnbs_clnsig_t sig) {
    switch (sig) {
    case GNBS_CLNSIG_NONE: return "not provided";
    case GNBS_CLNSIG_BENIGN: return "benign";
    case GNBS_CLNSIG_LIKELY_BENIGN: return "likely benign";
    case GNBS_CLNSIG_UNCERTAIN: return "uncertain significance";
    case GNBS_CLNSIG_CONFLICTING: return "conflicting classifications";
    case GNBS_CLNSIG_LIKELY_PATHOGENIC: return "likely pathogenic";
    case GNBS_CLNSIG_PATHOGENIC: return "pathogenic";
    case GNBS_CLNSIG_OTHER: return "other";
    }
    return "not provided";
}

int gnbs_clnrevstat_stars(const char *clnrevstat) {
    static const struct {
        const char *text;
        int stars;
    } STARS[] = {{"practice_guideline", 4},
                 {"reviewed_by_expert_panel", 3},
                 {"criteria_provided,_multiple_submitters,_no_conflicts", 2},
                 {"criteria_provided,_multiple_submitters", 2},
                 {"criteria_provided,_conflicting_interpretations", 1},
                 {"criteria_provided,_conflicting_classifications", 1},
                 {"criteria_provided,_single_submitter", 1}};
    for (size_t i = 0; i < sizeof STARS / sizeof STARS[0]; i++)
        if (strcmp(STARS[i].text, clnrevstat) == 0) return STARS[i].stars;
    return 0;
}
