#include "io/vcf_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/escape.h"
#include "core/str.h"
#include "io/vcf_genotype.h"

static const char *const NAME[GNBS_VCF_FIXED] = {"CHROM", "POS",  "ID",     "REF",
                                                 "ALT",   "QUAL", "FILTER", "INFO"};
enum { CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO };
enum { CHROM_MAX = 255 };

/* "field is 'text', expected ..." with what a terminal should not see made visible. */
static bool bad(char *why, size_t n_why, int i, const char *text, size_t n,
                const char *expected) {
    char raw[48];
    size_t shown = n < 40 ? n : 40;
    memcpy(raw, text, shown);
    snprintf(raw + shown, sizeof raw - shown, "%s", n > 40 ? "..." : "");
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, raw);
    snprintf(why, n_why, "%s is '%s', expected %s", NAME[i], gnbs_str_text(&safe),
             expected);
    gnbs_str_clear(&safe);
    return false;
}

static bool is_letter_of_dna(char c) {
    static const char LETTERS[] = "ACGTNRYSWKMBDHVacgtnryswkmbdhv";
    return c != '\0' && strchr(LETTERS, c) != NULL;
}

/* Letters, or "*", "<DEL>", a breakend ("G]17:198982]", ".TC"), a missing allele. */
static bool is_alt(const char *s, size_t n) {
    if (n == 0) return false;
    size_t n_letter = 0;
    while (n_letter < n && is_letter_of_dna(s[n_letter])) n_letter++;
    if (n_letter == n) return true;
    if (n == 1) return s[0] == '*' || s[0] == '.';
    if (s[0] == '<') return s[n - 1] == '>' && n > 2;
    return memchr(s, '[', n) != NULL || memchr(s, ']', n) != NULL || s[0] == '.' ||
           s[n - 1] == '.';
}

static bool check_alts(gnbs_vcf_line_text_t *t, char *why, size_t n_why) {
    const char *s = t->column[ALT];
    size_t n = t->n[ALT];
    t->n_alt = 0;
    if (n == 1 && s[0] == '.') return true;
    for (size_t at = 0; at <= n; t->n_alt++) {
        const char *comma = memchr(s + at, ',', n - at);
        size_t len = comma != NULL ? (size_t)(comma - s) - at : n - at;
        if (!is_alt(s + at, len))
            return bad(why, n_why, ALT, s, n,
                       "alleles of letters A C G T N, *, <...>, a breakend, or .");
        at += len + 1;
    }
    return true;
}

static bool check_pos(gnbs_vcf_line_text_t *t, char *why, size_t n_why) {
    const char *s = t->column[POS];
    int64_t pos1 = 0;
    for (size_t i = 0; i < t->n[POS]; i++) {
        if (s[i] < '0' || s[i] > '9' || i > 11)
            return bad(why, n_why, POS, s, t->n[POS], "a number");
        pos1 = 10 * pos1 + (s[i] - '0');
    }
    t->pos = pos1 - 1; /* POS 0 is the telomere */
    return true;
}

static bool check_qual(gnbs_vcf_line_text_t *t, char *why, size_t n_why) {
    const char *s = t->column[QUAL];
    char text[64], *end;
    if (t->n[QUAL] == 1 && s[0] == '.') return true;
    bool is_short = t->n[QUAL] < sizeof text;
    memcpy(text, s, is_short ? t->n[QUAL] : 0);
    text[is_short ? t->n[QUAL] : 0] = '\0';
    bool is_plain = text[0] != '\0' && strchr(" \t+", text[0]) == NULL &&
                    strpbrk(text, "xXpP(") == NULL; /* strtod knows more than VCF */
    if (is_plain) (void)strtod(text, &end);
    if (!is_plain || *end != '\0')
        return bad(why, n_why, QUAL, s, t->n[QUAL], "a number or .");
    return true;
}

/* Nobody can say what a genotype means that names an allele which is not there. */
static bool check_genotypes(const gnbs_vcf_line_text_t *t, char *why, size_t n_why) {
    if (t->n_rest == 0 || t->n_alt == 0) return true; /* ALT ".": nothing is asked of it */
    int i_sample;
    const char *at;
    size_t n;
    if (gnbs_vcf_genotypes_check(t->rest + 1, t->n_alt, &i_sample, &at, &n)) return true;
    char raw[48];
    snprintf(raw, sizeof raw, "%.*s%s", (int)(n < 40 ? n : 40), at, n > 40 ? "..." : "");
    gnbs_str_t safe;
    gnbs_str_init(&safe);
    gnbs_escape_term(&safe, raw);
    snprintf(why, n_why,
             "GT of sample %d is '%s', expected alleles 0 to %d or ., joined by / or |",
             i_sample + 1, gnbs_str_text(&safe), t->n_alt);
    gnbs_str_clear(&safe);
    return false;
}

/* Two ALTs alike: which of them does a sample carry? */
static bool check_alike(const gnbs_vcf_line_text_t *t, char *why, size_t n_why) {
    const char *s = t->column[ALT], *end = s + t->n[ALT];
    for (int i = 0; i < t->n_alt; i++) {
        const char *comma = memchr(s, ',', (size_t)(end - s));
        size_t n = (size_t)((comma != NULL ? comma : end) - s);
        const char *r = s + n + 1;
        for (int k = i + 1; k < t->n_alt; k++) {
            const char *next = memchr(r, ',', (size_t)(end - r));
            size_t m = (size_t)((next != NULL ? next : end) - r);
            bool is_same =
                s[0] == '<' || memchr(s, '[', n) != NULL || memchr(s, ']', n) != NULL
                    ? strncmp(s, r, n) == 0
                    : strncasecmp(s, r, n) == 0;
            if (n == m && is_same)
                return bad(why, n_why, ALT, t->column[ALT], t->n[ALT], "each allele once");
            r += m + 1;
        }
        s += n + 1;
    }
    return true;
}

static int count_tabs(const char *s, size_t n) {
    int n_tab = 0;
    for (const char *end = s + n; (s = memchr(s, '\t', (size_t)(end - s))) != NULL; s++)
        n_tab++;
    return n_tab;
}

bool gnbs_vcf_line_cut(const char *line, size_t n, int n_column, gnbs_vcf_line_text_t *t,
                       char *why, size_t n_why) {
    const char *s = line, *end = line + n;
    if (memchr(line, '\0', n) != NULL) {
        snprintf(why, n_why, "the line holds a NUL byte");
        return false;
    }
    for (int i = 0; i < GNBS_VCF_FIXED; i++) {
        const char *tab = memchr(s, '\t', (size_t)(end - s));
        if (tab == NULL && i + 1 < GNBS_VCF_FIXED) {
            snprintf(why, n_why, "has %d columns, expected %d separated by tabs", i + 1,
                     n_column);
            return false;
        }
        t->column[i] = s;
        t->n[i] = (size_t)((tab != NULL ? tab : end) - s);
        s += t->n[i] + (tab != NULL && i + 1 < GNBS_VCF_FIXED);
    }
    t->rest = s;
    t->n_rest = (size_t)(end - s);
    for (int i = 0; i < GNBS_VCF_FIXED; i++)
        if (t->n[i] == 0)
            return bad(why, n_why, i, "", 0,
                       i == CHROM || i == POS || i == REF ? "a value" : "a value or .");
    int n_found = GNBS_VCF_FIXED + count_tabs(t->rest, t->n_rest);
    if (n_found != n_column) {
        snprintf(why, n_why, "has %d columns, expected %d as in the #CHROM line", n_found,
                 n_column);
        return false;
    }
    if (t->n[CHROM] > CHROM_MAX)
        return bad(why, n_why, CHROM, t->column[CHROM], t->n[CHROM], "1 to 255 bytes");
    for (size_t i = 0; i < t->n[REF]; i++)
        if (!is_letter_of_dna(t->column[REF][i]))
            return bad(why, n_why, REF, t->column[REF], t->n[REF], "letters A C G T N");
    return check_pos(t, why, n_why) && check_alts(t, why, n_why) &&
           check_alike(t, why, n_why) && check_qual(t, why, n_why) &&
           check_genotypes(t, why, n_why);
}
