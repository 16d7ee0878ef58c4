#include "panel/panel_lint.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What the writer of a cell that cannot be read probably meant, as the cure of the problem. A guess is proposed and
 * never taken. */

/* ---- alleles ---------------------------------------------------------------------------------------------------- */

const char *gnbs_panel_guess_pos(gnbs_panel_linter_t *lint, const char *text) {
    char digits[24];
    size_t n = 0;
    for (const char *s = text; *s != '\0' && n + 1 < sizeof digits; s++)
        if (isdigit((unsigned char)*s)) digits[n++] = *s;
    digits[n] = '\0';
    size_t n_plain = strspn(text, "0123456789");
    if (strpbrk(text, "Ee") != NULL && isdigit((unsigned char)text[0]) &&
        strchr(text, '+') != NULL)
        return "a spreadsheet has rounded it: take it from its source again, and format "
               "the "
               "column as text";
    if (strchr(text, ':') != NULL)
        return "write the contig in chrom and the position alone here";
    if (n_plain > 0 && (text[n_plain] == '-' || text[n_plain] == '_'))
        return "write the POS of VCF alone: the first base of ref";
    if (n_plain > 0 && text[n_plain] == '.' &&
        text[n_plain + 1 + strspn(text + n_plain + 1, "0")] == '\0')
        return gnbs_panel_text(lint, "write %.*s", (int)n_plain, text);
    if (n > 0 && text[strspn(text, "0123456789, '")] == '\0' && text[0] != '0')
        return gnbs_panel_text(lint, "write %s", digits);
    return "write the POS of VCF";
}

const char *gnbs_panel_guess_chrom(gnbs_panel_linter_t *lint, const char *text) {
    static const struct {
        const char *theirs, *ours;
    } NAME[] = {{"23", "chrX"},        {"24", "chrY"},       {"25", "chrM"},
                {"26", "chrM"},        {"chr23", "chrX"},    {"chr24", "chrY"},
                {"chrMT", "chrM"},     {"Mito", "chrM"},     {"NC_012920", "chrM"},
                {"NC_000023", "chrX"}, {"NC_000024", "chrY"}};
    for (size_t i = 0; i < sizeof NAME / sizeof *NAME; i++)
        if (strncasecmp(text, NAME[i].theirs, strlen(NAME[i].theirs)) == 0 &&
            (text[strlen(NAME[i].theirs)] == '\0' || text[strlen(NAME[i].theirs)] == '.'))
            return gnbs_panel_text(lint, "write %s if that is meant", NAME[i].ours);
    if (strncmp(text, "NC_0000", 7) == 0)
        return gnbs_panel_text(lint, "write chr%d if that is meant", atoi(text + 7));
    if (strncasecmp(text, "chr", 3) == 0 && strncmp(text, "chr", 3) != 0)
        return gnbs_panel_text(lint, "write chr%.20s if that is meant", text + 3);
    int number = atoi(text);
    if (number >= 1 && number <= 22)
        return gnbs_panel_text(lint, "write chr%d if that is meant", number);
    return "correct it, unless the genome is your own";
}

const char *gnbs_panel_guess_letters(gnbs_panel_linter_t *lint, const char *text) {
    char upper[48];
    size_t n = strlen(text);
    for (size_t i = 0; i <= n && n < sizeof upper; i++)
        upper[i] = (char)toupper((unsigned char)text[i]);
    if (n < sizeof upper && gnbs_panel_is_allele(upper))
        return gnbs_panel_text(lint, "write %s", upper);
    if (n == 0 || strcmp(text, "-") == 0 || strcmp(text, ".") == 0)
        return "write deletions and insertions with the base before them, as VCF does";
    if (strpbrk(text, ",/|") != NULL) return "write one allele per row";
    if (text[0] == '<') return "an allele without letters cannot be looked for by name";
    if (strpbrk(text, "delinsup>") != NULL && strpbrk(text, "ACGT") != NULL)
        return "write the letters themselves; names of HGVS belong in hgvs";
    if (strpbrk(text, "U") != NULL) return "write T for U";
    return "write alleles as VCF does: deletions and insertions with the base before them, "
           "upper case";
}

/* ---- facts of a row --------------------------------------------------------------------------------------------- */

/* Days since 1899-12-30, as spreadsheets count them, to a date (the civil calendar of days since 1970-01-01, by the
 * algorithm of Howard Hinnant). */
static const char *date_of_serial(gnbs_panel_linter_t *lint, int serial) {
    int64_t z =
        serial - 25569 + 719468; /* 25569: 1970-01-01; 719468: days from 0000-03-01 */
    int64_t era = z / 146097, doe = z - era * 146097,
            yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
            doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9,
            year = yoe + era * 400 + (month <= 2);
    return gnbs_panel_text(lint, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year, month,
                           day);
}

const char *gnbs_panel_guess_date(gnbs_panel_linter_t *lint, const char *text) {
    int part[3] = {0};
    size_t n = 0;
    const char *s = text;
    for (; n < 3 && isdigit((unsigned char)*s); n++) {
        part[n] = (int)strtol(s, (char **)&s, 10);
        if (*s != '\0' && strchr("/.-", *s) != NULL) s++;
    }
    bool is_whole = *s == '\0';
    if (n == 1 && is_whole && part[0] > 20000 && part[0] < 80000)
        return gnbs_panel_text(lint, "it is a spreadsheet's number for a day: write %s",
                               date_of_serial(lint, part[0]));
    if (n != 3 || !is_whole) return "write it so";
    if (part[0] > 1900 && part[1] <= 12 && part[2] <= 31)
        return gnbs_panel_text(lint, "write %04d-%02d-%02d", part[0], part[1], part[2]);
    if (part[2] > 1900 && part[0] > 12 && part[1] <= 12)
        return gnbs_panel_text(lint, "write %04d-%02d-%02d", part[2], part[1], part[0]);
    if (part[2] > 1900 && part[1] > 12 && part[0] <= 12)
        return gnbs_panel_text(lint, "write %04d-%02d-%02d", part[2], part[0], part[1]);
    if (part[2] > 1900 && part[0] <= 12 && part[1] <= 12)
        return gnbs_panel_text(lint,
                               "day or month first? write %04d-%02d-%02d or %04d-%02d-%02d",
                               part[2], part[1], part[0], part[2], part[0], part[1]);
    return "write it so";
}

const char *gnbs_panel_guess_mondo(gnbs_panel_linter_t *lint, const char *text) {
    const char *at = NULL;
    for (const char *s = text; *s != '\0' && at == NULL; s++)
        if (strncasecmp(s, "MONDO", 5) == 0) at = s;
    if (at != NULL) {
        at += 5 + strspn(at + 5, ":_ ");
        size_t n = strspn(at, "0123456789");
        if (n >= 1 && n <= 7 && at[n] == '\0')
            return gnbs_panel_text(lint, "write MONDO:%.*s%.7s if that is meant",
                                   (int)(7 - n), "0000000", at);
    }
    if (strncasecmp(text, "OMIM", 4) == 0 || strncasecmp(text, "MIM", 3) == 0 ||
        (strlen(text) == 6 && strspn(text, "0123456789") == 6))
        return "that is a number of OMIM: look up its MONDO id, or leave the cell empty";
    if (strncasecmp(text, "ORPHA", 5) == 0)
        return "that is a number of Orphanet: look up its MONDO id, or leave the cell "
               "empty";
    return "write the MONDO id, or leave the cell empty";
}

const char *gnbs_panel_guess_prevalence(gnbs_panel_linter_t *lint, const char *text) {
    size_t n = strspn(text, "0123456789");
    if (gnbs_panel_is_spreadsheet_date(text) || strncmp(text, "Jan-", 4) == 0)
        return "a spreadsheet has made a date of a fraction: write 1/3000 and format the "
               "column as text";
    if (n > 0 && (text[n] == ':' || text[n] == '\\') && isdigit((unsigned char)text[n + 1]))
        return gnbs_panel_text(lint, "write %.*s/%.20s", (int)n, text, text + n + 1);
    if (n > 0 && text[n] == ',' && strspn(text + n + 1, "0123456789") > 0 &&
        text[n + 1 + strspn(text + n + 1, "0123456789")] == '\0')
        return gnbs_panel_text(lint, "write %.*s.%.20s", (int)n, text, text + n + 1);
    if (strchr(text, '%') != NULL) return "write the share itself: 0.03 % is 0.0003";
    if (n > 0 && (text[n] == '-' || strncmp(text + n, "\xE2\x80\x93", 3) == 0))
        return "write one value, and the range behind a blank";
    if (n == 0) return "leave the cell empty when it is not known; keep the words in note";
    return "write it so, or leave the cell empty when it is not known";
}

const char *gnbs_panel_guess_transcript(gnbs_panel_linter_t *lint, const char *text,
                                        size_t n) {
    char word[64] = "";
    if (n < sizeof word) memcpy(word, text, n);
    if (strncmp(word, "ENSG", 4) == 0)
        return "that is a gene: write the transcript that its variants are named on";
    if (strncmp(word, "ENSP", 4) == 0 || strncmp(word, "NP_", 3) == 0)
        return "that is a protein: write its transcript";
    if (strncmp(word, "XM_", 3) == 0 || strncmp(word, "XR_", 3) == 0)
        return "that is a predicted model: write a curated transcript (NM_, NR_, ENST)";
    if (strncmp(word, "LRG_", 4) == 0)
        return "write the transcript that the LRG fixes, with its version";
    if (strpbrk(word, ", |/") != NULL) return "several are joined by semicolons";
    if ((strncmp(word, "ENST", 4) == 0 || strncmp(word, "NM_", 3) == 0) &&
        strchr(word, '.') == NULL)
        return gnbs_panel_text(lint, "write the version too: %.40s.N, as its source has it",
                               word);
    return "write accession, dot and version; several are joined by semicolons";
}

const char *gnbs_panel_guess_status(const char *text) {
    static const struct {
        const char *theirs, *cure;
    } WORD[] = {{"green", "write green"},
                {"amber", "write amber"},
                {"red", "write red"},
                {"3", "write green if PanelApp's 3 is meant"},
                {"2", "write amber if PanelApp's 2 is meant"},
                {"1", "write red if PanelApp's 1 is meant"},
                {"grey", "write red: it is not screened"},
                {"gray", "write red: it is not screened"},
                {"yellow", "write amber if that is meant"}};
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD; i++)
        if (strcasecmp(WORD[i].theirs, text) == 0) return WORD[i].cure;
    return "write green only for what is screened";
}

const char *gnbs_panel_guess_mechanism(const char *text) {
    static const struct {
        const char *theirs, *cure;
    } WORD[] = {{"lof", "write LoF"},
                {"loss of function", "write LoF"},
                {"loss-of-function", "write LoF"},
                {"haploinsufficiency", "write LoF, and keep the word in note"},
                {"gof", "write GoF"},
                {"gain of function", "write GoF"},
                {"gain-of-function", "write GoF"},
                {"dn", "write DN"},
                {"dominant negative", "write DN"},
                {"dominant-negative", "write DN"},
                {"", "write unknown when it is not known"}};
    for (size_t i = 0; i < sizeof WORD / sizeof *WORD; i++)
        if (strcasecmp(WORD[i].theirs, text) == 0) return WORD[i].cure;
    return "write the mechanism of the screened condition; keep the rest in note";
}
