#include "genome/known.h"

#include <stdlib.h>
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

/* ClinVar's VCF before 2017: CLNSIG 0 uncertain, 1 not provided, 2 benign, 3 likely benign, 4 likely
 * pathogenic, 5 pathogenic, 6 drug response, 7 histocompatibility, 255 other (its header says so). */
const char *gnbs_clnsig_of_number(const char *number) {
    static const struct {
        const char *number, *word;
    } ROWS[] = {
        {"0", "Uncertain_significance"}, {"1", "not_provided"},       {"2", "Benign"},
        {"3", "Likely_benign"},          {"4", "Likely_pathogenic"},  {"5", "Pathogenic"},
        {"6", "drug_response"},          {"7", "histocompatibility"}, {"255", "other"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strcmp(ROWS[i].number, number) == 0) return ROWS[i].word;
    return NULL;
}

const char *gnbs_clnrevstat_of_2016(const char *word) {
    static const struct {
        const char *word, *status;
    } ROWS[] = {{"guideline", "practice_guideline"},
                {"exp", "reviewed_by_expert_panel"},
                {"mult", "criteria_provided,_multiple_submitters,_no_conflicts"},
                {"single", "criteria_provided,_single_submitter"},
                {"conf", "criteria_provided,_conflicting_classifications"},
                {"no_criteria", "no_assertion_criteria_provided"},
                {"no_assertion", "no_assertion_provided"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strcmp(ROWS[i].word, word) == 0) return ROWS[i].status;
    return NULL;
}

gnbs_clnsigconf_t gnbs_clnsigconf_parse(const char *text) {
    gnbs_clnsigconf_t c = {0};
    const struct {
        const char *word;
        int *n;
    } ROWS[] = {{"Pathogenic", &c.pathogenic},
                {"Likely_pathogenic", &c.likely_pathogenic},
                {"Uncertain_significance", &c.uncertain},
                {"Likely_benign", &c.likely_benign},
                {"Benign", &c.benign}};
    static const char LOW[] = ",_low_penetrance";
    while (text != NULL && *text != '\0') {
        if (strncmp(text, "%3B", 3) == 0) text += 3;
        text += strspn(text, "|,;_ ");
        size_t n_word = strcspn(text, "("), n_low = sizeof LOW - 1;
        if (text[n_word] == '\0') break;
        const char *count = text + n_word + 1;
        if (n_word > n_low && strncmp(text + n_word - n_low, LOW, n_low) == 0)
            n_word -= n_low;
        int *to = &c.other;
        for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
            if (strlen(ROWS[i].word) == n_word && strncmp(ROWS[i].word, text, n_word) == 0)
                to = ROWS[i].n;
        long n = strtol(count, NULL, 10);
        *to += n > 0 && n < 1000000 ? (int)n : 0;
        text = count + strcspn(count, ")");
        if (*text == ')') text++;
    }
    return c;
}
