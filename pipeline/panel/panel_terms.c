#include "panel/panel_terms.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "panel/panel_import.h"

const gnbs_panel_column_spec_t gnbs_panel_columns[GNBS_PANEL_N_COLUMN] = {
    [GNBS_PANEL_GENE] = {"gene", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_HGNC_ID] = {"hgnc_id", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_CONDITION] = {"condition", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_CONDITION_ID] = {"condition_id", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_INHERITANCE] = {"inheritance", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_MECHANISM] = {"mechanism", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_TRANSCRIPT] = {"transcript", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_REPORT] = {"report", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_CLASSES] = {"classes", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_ONSET] = {"onset", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_URGENCY] = {"urgency", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_ACTION] = {"action", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_CONFIRMATORY_TEST] = {"confirmatory_test", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_PREVALENCE] = {"prevalence", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_PROGRAMMES] = {"programmes", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_EVIDENCE] = {"evidence", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_STATUS] = {"status", GNBS_NEED_ALWAYS},
    [GNBS_PANEL_CURATOR] = {"curator", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_REVIEWED] = {"reviewed", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_NOTE] = {"note", GNBS_NEED_EXPECTED},
    [GNBS_PANEL_GROUP] = {"group", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_SOURCES] = {"sources", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_NEEDS_REVIEW] = {"needs_review", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_ORIGIN] = {"origin", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_MOI] = {"moi", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_PHENOTYPES] = {"phenotypes", GNBS_NEED_OPTIONAL},
    [GNBS_PANEL_TAGS] = {"tags", GNBS_NEED_OPTIONAL},
};

const gnbs_panel_column_spec_t gnbs_panel_allele_columns[GNBS_ALLELE_N_COLUMN] = {
    [GNBS_ALLELE_GENE] = {"gene", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_HGNC_ID] = {"hgnc_id", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_CHROM] = {"chrom", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_POS] = {"pos", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_REF] = {"ref", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_ALT] = {"alt", GNBS_NEED_ALWAYS},
    [GNBS_ALLELE_HGVS] = {"hgvs", GNBS_NEED_OPTIONAL},
    [GNBS_ALLELE_CONDITION] = {"condition", GNBS_NEED_OPTIONAL},
    [GNBS_ALLELE_REASON] = {"reason", GNBS_NEED_EXPECTED},
    [GNBS_ALLELE_SOURCE] = {"source", GNBS_NEED_EXPECTED},
    [GNBS_ALLELE_DATE] = {"date", GNBS_NEED_EXPECTED},
    [GNBS_ALLELE_CURATOR] = {"curator", GNBS_NEED_EXPECTED},
};

static bool has_word(const char *text, const char *word) { /* without regard to case */
    size_t n = strlen(word);
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (i < n && tolower((unsigned char)text[i]) == word[i]) i++;
        if (i == n) return true;
    }
    return false;
}

const char *gnbs_panel_guess_inheritance(const char *text) {
    static const struct {
        const char *word, *term;
    } LIKELY[] = {{"hp:0001419", "XLR"},   {"hp:0001423", "XLD"},   {"hp:0001417", "XL"},
                  {"hp:0000007", "AR"},    {"hp:0000006", "AD"},    {"hp:0001427", "MT"},
                  {"x-linked rec", "XLR"}, {"x-linked dom", "XLD"}, {"x-linked", "XL"},
                  {"xr", "XLR"},           {"xd", "XLD"},           {"mito", "MT"},
                  {"maternal", "MT"},      {"biallelic", "AR"},     {"monoallelic", "AD"},
                  {"recessive", "AR"},     {"dominant", "AD"}};
    const char *found = "", *why;
    gnbs_inheritance_t moi[2];
    size_t n_moi = gnbs_panel_read_moi(text, moi, &why);
    if (n_moi == 1) return gnbs_inheritance_short(moi[0]);
    if (n_moi == 2) return "";
    for (int i = GNBS_INH_AR; i <= GNBS_INH_MT; i++) {
        const char *term = gnbs_inheritance_short((gnbs_inheritance_t)i);
        if (strlen(text) <= strlen(term) + 2 && strstr(text, term) != NULL)
            return term; /* blanks around it */
    }
    bool is_x = has_word(text, "x-linked");
    for (size_t i = 0; i < sizeof LIKELY / sizeof LIKELY[0]; i++) {
        if (!has_word(text, LIKELY[i].word) || (is_x && LIKELY[i].term[0] != 'X')) continue;
        bool is_other = found[0] != '\0' && strcmp(found, LIKELY[i].term) != 0;
        if (is_other && (is_x || found[0] == 'X')) continue; /* the more exact came first */
        if (is_other) return ""; /* "dominant and recessive" is no one of them */
        found = LIKELY[i].term;
    }
    return found;
}

bool gnbs_panel_parse_policy(const char *text, gnbs_report_policy_t *policy) {
    for (int i = GNBS_POLICY_KNOWN; i <= GNBS_POLICY_NAMED; i++)
        if (strcmp(text, gnbs_policy_name((gnbs_report_policy_t)i)) == 0) {
            *policy = (gnbs_report_policy_t)i;
            return true;
        }
    return false;
}

bool gnbs_panel_parse_status(const char *text, gnbs_panel_status_t *status) {
    static const char *const NAME[] = {[GNBS_STATUS_RED] = "red",
                                       [GNBS_STATUS_AMBER] = "amber",
                                       [GNBS_STATUS_GREEN] = "green"};
    for (int i = GNBS_STATUS_RED; i <= GNBS_STATUS_GREEN; i++)
        if (strcmp(text, NAME[i]) == 0) {
            *status = (gnbs_panel_status_t)i;
            return true;
        }
    return false;
}

static uint32_t class_of(const char *token, size_t n) {
    static const struct {
        const char *word;
        uint32_t bit;
    } CLASS[] = {
        {"SNV", GNBS_CLASS_SNV}, {"INDEL", GNBS_CLASS_INDEL},
        {"CNV", GNBS_CLASS_CNV}, {"SV", GNBS_CLASS_SV},
        {"INV", GNBS_CLASS_SV},  {"PARALOGUE", GNBS_CLASS_PARALOGUE},
        {"MT", GNBS_CLASS_MT},
    };
    for (size_t i = 0; i < sizeof CLASS / sizeof CLASS[0]; i++)
        if (strlen(CLASS[i].word) == n && strncmp(CLASS[i].word, token, n) == 0)
            return CLASS[i].bit;
    /* GENE-CN: the copy number of one gene, which a paralogue method gives (SMN1-CN) */
    if (n > 3 && strncmp(token + n - 3, "-CN", 3) == 0) {
        for (size_t i = 0; i < n - 3; i++)
            if (!isupper((unsigned char)token[i]) && !isdigit((unsigned char)token[i]))
                return 0;
        return GNBS_CLASS_PARALOGUE;
    }
    return 0;
}

bool gnbs_panel_parse_classes(const char *text, uint32_t *classes, const char **bad,
                              size_t *n_bad) {
    *classes = 0;
    for (const char *s = text;; s++) {
        size_t n = strcspn(s, ";");
        uint32_t bit = class_of(s, n);
        if (bit == 0) {
            *bad = s;
            *n_bad = n;
            return false;
        }
        *classes |= bit;
        s += n;
        if (*s == '\0') return true;
    }
}

/* A plain decimal number, thousands with commas; strtod alone would take hex, inf and nan. */
static const char *read_real(const char *s, double *value) {
    char buf[32];
    size_t n = 0;
    for (; n + 1 < sizeof buf &&
           (isdigit((unsigned char)*s) || *s == '.' || (*s == ',' && n > 0));
         s++)
        if (*s != ',') buf[n++] = *s;
    buf[n] = '\0';
    char *rest;
    *value = strtod(buf, &rest);
    return n == 0 || *rest != '\0' ? NULL : s;
}

bool gnbs_panel_parse_prevalence(const char *text, double *births_frac) {
    double num, den = 1;
    *births_frac = 0;
    if (text[0] == '\0') return true;
    const char *s = read_real(text, &num);
    if (s == NULL) return false;
    if (*s == '/' || strncmp(s, " in ", 4) == 0) {
        s = read_real(*s == '/' ? s + 1 : s + 4, &den);
        if (s == NULL) return false;
    }
    if ((*s != '\0' && *s != ' ') || num <= 0 || den <= 0 || num > den) return false;
    *births_frac = num / den;
    return true;
}

bool gnbs_panel_parse_pos1(const char *text, int64_t *pos) {
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 10 || text[n] != '\0' || text[0] == '0') return false;
    *pos = strtoll(text, NULL, 10) - 1;
    return true;
}

static bool is_word_of(const char *text, size_t n, const char *const word[]) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, word[i]) == 0) return true;
    return false;
}

bool gnbs_panel_is_mechanism(const char *text) {
    static const char *const WORD[] = {"LoF", "GoF", "DN", "unknown"};
    return is_word_of(text, sizeof WORD / sizeof WORD[0], WORD);
}

bool gnbs_panel_is_urgency(const char *text) {
    static const char *const WORD[] = {"hours", "days", "weeks"};
    return is_word_of(text, sizeof WORD / sizeof WORD[0], WORD);
}

/* Does `text` match: '9' a digit, anything else itself? */
static bool is_shaped(const char *text, const char *shape) {
    for (; *shape != '\0'; text++, shape++)
        if (*shape == '9' ? !isdigit((unsigned char)*text) : *text != *shape) return false;
    return *text == '\0';
}

bool gnbs_panel_is_hgnc_id(const char *text) {
    if (strncmp(text, "HGNC:", 5) != 0 || text[5] < '1' || text[5] > '9') return false;
    size_t n = strspn(text + 5, "0123456789");
    return n <= 7 && text[5 + n] == '\0';
}

bool gnbs_panel_is_symbol(const char *text) {
    size_t n = strlen(text);
    if (n == 0 || n > 32 || !isalpha((unsigned char)text[0])) return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)text[i]) && strchr("-_.@", text[i]) == NULL)
            return false;
    return true;
}

bool gnbs_panel_is_spreadsheet_date(const char *text) {
    static const char *const MONTH[] = {"Sep", "Mar", "Dec", "Oct", "Apr",
                                        "Feb", "Nov", "SEP", "MAR", "DEC"};
    for (size_t i = 0; i < sizeof MONTH / sizeof MONTH[0]; i++) {
        const char *at = strstr(text, MONTH[i]);
        if (at == NULL) continue;
        if (at == text ? is_shaped(text + 3, "-99") || is_shaped(text + 3, "-9")
                       : at[3] == '\0' && at - text <= 3 && at[-1] == '-' &&
                             isdigit((unsigned char)text[0]))
            return true;
    }
    return false;
}

bool gnbs_panel_is_transcript(const char *text, size_t n) {
    size_t i = strncmp(text, "ENST", 4) == 0                                  ? 4
               : strncmp(text, "NM_", 3) == 0 || strncmp(text, "NR_", 3) == 0 ? 3
                                                                              : 0;
    if (i == 0) return false;
    size_t beg = i;
    while (i < n && isdigit((unsigned char)text[i])) i++;
    if (i - beg < 6 || i >= n || text[i] != '.') return false;
    beg = ++i;
    while (i < n && isdigit((unsigned char)text[i])) i++;
    return i == n && i > beg;
}

bool gnbs_panel_is_mondo(const char *text) { return is_shaped(text, "MONDO:9999999"); }

bool gnbs_panel_is_date(const char *text) {
    if (!is_shaped(text, "9999-99-99")) return false;
    int month = (text[5] - '0') * 10 + text[6] - '0',
        day = (text[8] - '0') * 10 + text[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool gnbs_panel_is_allele(const char *text) {
    return text[0] != '\0' && text[strspn(text, "ACGTN")] == '\0';
}
