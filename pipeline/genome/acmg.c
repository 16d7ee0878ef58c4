#include "genome/acmg.h"

#include <ctype.h>
#include <string.h>

static const struct {
    const char *name;
    gnbs_acmg_strength_t strength;
    const char *question;
} CODES[GNBS_ACMG_N] = {
    [GNBS_ACMG_PVS1] = {"PVS1", GNBS_ACMG_VERY_STRONG,
                        "a null variant where loss of function is the mechanism"},
    [GNBS_ACMG_PS1] = {"PS1", GNBS_ACMG_STRONG,
                       "the same change of protein as an established pathogenic variant"},
    [GNBS_ACMG_PS2] = {"PS2", GNBS_ACMG_STRONG, "de novo, parents confirmed"},
    [GNBS_ACMG_PS3] = {"PS3", GNBS_ACMG_STRONG,
                       "functional studies show a damaging effect"},
    [GNBS_ACMG_PS4] = {"PS4", GNBS_ACMG_STRONG,
                       "more frequent in affected people than in controls"},
    [GNBS_ACMG_PM1] = {"PM1", GNBS_ACMG_MODERATE, "in a hot spot or critical domain"},
    [GNBS_ACMG_PM2] = {"PM2", GNBS_ACMG_MODERATE, "absent or very rare in the population"},
    [GNBS_ACMG_PM3] = {"PM3", GNBS_ACMG_MODERATE,
                       "in trans with a pathogenic variant, in a recessive condition"},
    [GNBS_ACMG_PM4] = {"PM4", GNBS_ACMG_MODERATE, "changes the length of the protein"},
    [GNBS_ACMG_PM5] = {"PM5", GNBS_ACMG_MODERATE,
                       "another change of an amino acid where one is pathogenic"},
    [GNBS_ACMG_PM6] = {"PM6", GNBS_ACMG_MODERATE, "de novo, parents not confirmed"},
    [GNBS_ACMG_PP1] = {"PP1", GNBS_ACMG_SUPPORTING, "segregates with disease in families"},
    [GNBS_ACMG_PP2] = {"PP2", GNBS_ACMG_SUPPORTING,
                       "missense in a gene where benign missense is rare"},
    [GNBS_ACMG_PP3] = {"PP3", GNBS_ACMG_SUPPORTING,
                       "computational scores predict a damaging effect"},
    [GNBS_ACMG_PP4] = {"PP4", GNBS_ACMG_SUPPORTING,
                       "phenotype or biochemistry specific to the condition"},
    [GNBS_ACMG_PP5] = {"PP5", GNBS_ACMG_SUPPORTING,
                       "a reputable source says pathogenic (retired)"},
    [GNBS_ACMG_BA1] = {"BA1", GNBS_ACMG_STAND_ALONE, "common in the population"},
    [GNBS_ACMG_BS1] = {"BS1", GNBS_ACMG_STRONG, "more frequent than the condition allows"},
    [GNBS_ACMG_BS2] = {"BS2", GNBS_ACMG_STRONG, "seen in healthy people who would be ill"},
    [GNBS_ACMG_BS3] = {"BS3", GNBS_ACMG_STRONG,
                       "functional studies show no damaging effect"},
    [GNBS_ACMG_BS4] = {"BS4", GNBS_ACMG_STRONG, "does not segregate with disease"},
    [GNBS_ACMG_BP1] = {"BP1", GNBS_ACMG_SUPPORTING,
                       "missense where only truncating variants cause disease"},
    [GNBS_ACMG_BP2] = {"BP2", GNBS_ACMG_SUPPORTING,
                       "in cis with a pathogenic variant, or in trans in a dominant "
                       "condition"},
    [GNBS_ACMG_BP3] = {"BP3", GNBS_ACMG_SUPPORTING,
                       "in-frame change in a repeat without known function"},
    [GNBS_ACMG_BP4] = {"BP4", GNBS_ACMG_SUPPORTING,
                       "computational scores predict no effect"},
    [GNBS_ACMG_BP5] = {"BP5", GNBS_ACMG_SUPPORTING, "another cause of disease was found"},
    [GNBS_ACMG_BP6] = {"BP6", GNBS_ACMG_SUPPORTING,
                       "a reputable source says benign (retired)"},
    [GNBS_ACMG_BP7] = {"BP7", GNBS_ACMG_SUPPORTING,
                       "silent or deep intronic, without effect on splicing"},
};

const char *gnbs_acmg_code_name(gnbs_acmg_code_t code) { return CODES[code].name; }
const char *gnbs_acmg_code_question(gnbs_acmg_code_t code) { return CODES[code].question; }
bool gnbs_acmg_code_is_benign(gnbs_acmg_code_t code) { return code >= GNBS_ACMG_BA1; }
gnbs_acmg_strength_t gnbs_acmg_code_strength(gnbs_acmg_code_t code) {
    return CODES[code].strength;
}

gnbs_acmg_code_t gnbs_acmg_code_parse(const char *text, size_t n) {
    for (int i = 0; i < GNBS_ACMG_N; i++)
        if (strlen(CODES[i].name) == n && strncmp(CODES[i].name, text, n) == 0)
            return (gnbs_acmg_code_t)i;
    return GNBS_ACMG_N;
}

const char *gnbs_acmg_strength_name(gnbs_acmg_strength_t s) {
    switch (s) {
    case GNBS_ACMG_SUPPORTING: return "Supporting";
    case GNBS_ACMG_MODERATE: return "Moderate";
    case GNBS_ACMG_STRONG: return "Strong";
    case GNBS_ACMG_VERY_STRONG: return "Very strong";
    case GNBS_ACMG_STAND_ALONE: return "Stand alone";
    case GNBS_ACMG_NO_STRENGTH: break;
    }
    return "";
}

/* Letters only, lower case: "Very Strong", "VeryStrong" and "very_strong" are one word. Tables that
 * lost what follows a space say "Very" and "Stand". */
gnbs_acmg_strength_t gnbs_acmg_strength_parse(const char *text, size_t n) {
    static const struct {
        const char *word;
        gnbs_acmg_strength_t strength;
    } WORDS[] = {{"supporting", GNBS_ACMG_SUPPORTING},
                 {"moderate", GNBS_ACMG_MODERATE},
                 {"strong", GNBS_ACMG_STRONG},
                 {"verystrong", GNBS_ACMG_VERY_STRONG},
                 {"very", GNBS_ACMG_VERY_STRONG},
                 {"standalone", GNBS_ACMG_STAND_ALONE},
                 {"stand", GNBS_ACMG_STAND_ALONE},
                 {"p", GNBS_ACMG_SUPPORTING},
                 {"m", GNBS_ACMG_MODERATE},
                 {"s", GNBS_ACMG_STRONG},
                 {"vs", GNBS_ACMG_VERY_STRONG},
                 {"a", GNBS_ACMG_STAND_ALONE}};
    char word[16];
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == ' ' || c == '_' || c == '-') continue;
        if (k + 1 >= sizeof word) return GNBS_ACMG_NO_STRENGTH;
        word[k++] = (char)tolower(c);
    }
    word[k] = '\0';
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (strcmp(WORDS[i].word, word) == 0) return WORDS[i].strength;
    return GNBS_ACMG_NO_STRENGTH;
}

int gnbs_acmg_points(gnbs_acmg_code_t code, gnbs_acmg_strength_t strength) {
    static const int POINTS[] = {[GNBS_ACMG_NO_STRENGTH] = 0, [GNBS_ACMG_SUPPORTING] = 1,
                                 [GNBS_ACMG_MODERATE] = 2,    [GNBS_ACMG_STRONG] = 4,
                                 [GNBS_ACMG_VERY_STRONG] = 8, [GNBS_ACMG_STAND_ALONE] = 8};
    return gnbs_acmg_code_is_benign(code) ? -POINTS[strength] : POINTS[strength];
}

const char *gnbs_criterion_state_name(gnbs_criterion_state_t s) {
    switch (s) {
    case GNBS_CRITERION_MET: return "met";
    case GNBS_CRITERION_NOT_MET: return "not met";
    case GNBS_CRITERION_NOT_ASSESSABLE: break;
    }
    return "not assessable";
}

static const struct {
    const char *name, *brief;
} CLASSES[] = {[GNBS_ACMG_NOT_CLASSIFIED] = {"Not classified", "-"},
               [GNBS_ACMG_BENIGN] = {"Benign", "B"},
               [GNBS_ACMG_LIKELY_BENIGN] = {"Likely benign", "LB"},
               [GNBS_ACMG_UNCERTAIN] = {"Uncertain significance", "VUS"},
               [GNBS_ACMG_LIKELY_PATHOGENIC] = {"Likely pathogenic", "LP"},
               [GNBS_ACMG_PATHOGENIC] = {"Pathogenic", "P"}};

const char *gnbs_acmg_class_name(gnbs_acmg_class_t c) { return CLASSES[c].name; }
const char *gnbs_acmg_class_short(gnbs_acmg_class_t c) { return CLASSES[c].brief; }
