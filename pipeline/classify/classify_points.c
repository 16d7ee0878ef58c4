#include "classify/classify_points.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_between(char c) { return c != '\0' && strchr(",;| \t\r\n", c) != NULL; }

/* Of a word: the code, then an underscore and the strength, where it is stated. */
static gnbs_code_t parse_word(const char *word, size_t n, gnbs_acmg_evidence_t *e,
                              gnbs_err_t *err) {
    const char *bar = memchr(word, '_', n);
    size_t n_code = bar != NULL ? (size_t)(bar - word) : n;
    e->code = gnbs_acmg_code_parse(word, n_code);
    if (e->code == GNBS_ACMG_N)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "'%.*s' is no ACMG/AMP criterion (PVS1, PS1-4, PM1-6, PP1-5, "
                            "BA1, BS1-4, BP1-7, each with _Supporting, _Moderate, _Strong, "
                            "_VeryStrong or _StandAlone where it differs)",
                            (int)(n < 40 ? n : 40), word);
    e->strength = bar == NULL ? gnbs_acmg_code_strength(e->code)
                              : gnbs_acmg_strength_parse(bar + 1, n - n_code - 1);
    bool is_alone = e->strength == GNBS_ACMG_STAND_ALONE;
    if (e->strength != GNBS_ACMG_NO_STRENGTH &&
        !(is_alone && !gnbs_acmg_code_is_benign(e->code)))
        return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "'%.*s': expected _Supporting, _Moderate, _Strong, _VeryStrong or, "
                        "for benign evidence, _StandAlone",
                        (int)(n < 40 ? n : 40), word);
}

/* "Very Strong" and "Stand Alone" have a space inside: the second word belongs to the first. */
static size_t word_length(const char *text) {
    size_t n = 0;
    while (text[n] != '\0' && !is_between(text[n])) n++;
    static const char *const TAILS[][2] = {{"_Very", " Strong"}, {"_Stand", " Alone"}};
    for (size_t i = 0; i < 2; i++) {
        size_t n_head = strlen(TAILS[i][0]), n_tail = strlen(TAILS[i][1]);
        if (n > n_head && strncmp(text + n - n_head, TAILS[i][0], n_head) == 0 &&
            strncmp(text + n, TAILS[i][1], n_tail) == 0)
            return n + n_tail;
    }
    return n;
}

gnbs_code_t gnbs_acmg_parse_codes(const char *text, size_t cap, size_t *n,
                                  gnbs_acmg_evidence_t evidence[], gnbs_err_t *err) {
    *n = 0;
    for (const char *s = text; *s != '\0';) {
        if (is_between(*s)) {
            s++;
            continue;
        }
        size_t n_word = word_length(s);
        gnbs_acmg_evidence_t e;
        GNBS_TRY(parse_word(s, n_word, &e, err));
        for (size_t i = 0; i < *n; i++)
            if (evidence[i].code == e.code)
                return gnbs_err_set(err, GNBS_E_FORMAT,
                                    "%s is given twice: a criterion holds once, at one "
                                    "strength",
                                    gnbs_acmg_code_name(e.code));
        if (*n == cap)
            return gnbs_err_set(err, GNBS_E_FORMAT, "more than %zu criteria", cap);
        evidence[(*n)++] = e;
        s += n_word;
    }
    return GNBS_OK;
}

gnbs_acmg_class_t gnbs_classify_points(int points) {
    if (points >= 10) return GNBS_ACMG_PATHOGENIC;
    if (points >= 6) return GNBS_ACMG_LIKELY_PATHOGENIC;
    if (points >= 0) return GNBS_ACMG_UNCERTAIN;
    return points >= -6 ? GNBS_ACMG_LIKELY_BENIGN : GNBS_ACMG_BENIGN;
}

double gnbs_classify_posterior(int points) {
    static const double PRIOR = 0.1, ODDS_VERY_STRONG = 350;
    double odds = pow(ODDS_VERY_STRONG, points / 8.0);
    return odds * PRIOR / ((odds - 1) * PRIOR + 1);
}

const char *gnbs_classify_temperature(int points) {
    static const char *const WORDS[] = {"ice cold", "cold", "cool", "tepid", "warm", "hot"};
    return points >= 0 && points <= 5 ? WORDS[points] : "";
}

/* Numbers of criteria by strength: pathogenic [0], benign [1]. */
typedef int counts_t[2][GNBS_ACMG_STAND_ALONE + 1];

static bool is_table_pathogenic(const int p[]) {
    int vs = p[GNBS_ACMG_VERY_STRONG], s = p[GNBS_ACMG_STRONG], m = p[GNBS_ACMG_MODERATE],
        pp = p[GNBS_ACMG_SUPPORTING];
    if (vs >= 2) s += vs - 1; /* the table knows one; a second is at least strong */
    if (vs >= 1 && (s >= 1 || m >= 2 || (m == 1 && pp >= 1) || pp >= 2)) return true;
    if (s >= 2) return true;
    return s == 1 && (m >= 3 || (m == 2 && pp >= 2) || (m == 1 && pp >= 4));
}

static bool is_table_likely_pathogenic(const int p[]) {
    int vs = p[GNBS_ACMG_VERY_STRONG], s = p[GNBS_ACMG_STRONG], m = p[GNBS_ACMG_MODERATE],
        pp = p[GNBS_ACMG_SUPPORTING];
    if ((vs >= 1 && m >= 1) || (s >= 1 && m >= 1) || (s >= 1 && pp >= 2)) return true;
    return m >= 3 || (m == 2 && pp >= 2) || (m == 1 && pp >= 4);
}

/* Moderate benign evidence came later than the table: it counts as one supporting. */
static gnbs_acmg_class_t table_class(counts_t c) {
    bool is_p = is_table_pathogenic(c[0]), is_lp = is_p || is_table_likely_pathogenic(c[0]);
    int strong = c[1][GNBS_ACMG_STRONG] + 2 * c[1][GNBS_ACMG_VERY_STRONG];
    int supporting = c[1][GNBS_ACMG_SUPPORTING] + c[1][GNBS_ACMG_MODERATE];
    bool is_b = c[1][GNBS_ACMG_STAND_ALONE] > 0 || strong >= 2;
    bool is_lb = is_b || (strong == 1 && supporting >= 1) || supporting >= 2;
    if (is_lp == is_lb) return GNBS_ACMG_UNCERTAIN; /* neither, or both */
    if (is_lp) return is_p ? GNBS_ACMG_PATHOGENIC : GNBS_ACMG_LIKELY_PATHOGENIC;
    return is_b ? GNBS_ACMG_BENIGN : GNBS_ACMG_LIKELY_BENIGN;
}

gnbs_acmg_sum_t gnbs_acmg_sum(size_t n, const gnbs_acmg_evidence_t evidence[]) {
    gnbs_acmg_sum_t sum = {0};
    counts_t counts = {{0}};
    for (size_t i = 0; i < n; i++) {
        sum.points += gnbs_acmg_points(evidence[i].code, evidence[i].strength);
        sum.stands_alone |= evidence[i].strength == GNBS_ACMG_STAND_ALONE;
        counts[gnbs_acmg_code_is_benign(evidence[i].code)][evidence[i].strength]++;
    }
    sum.points_class =
        sum.stands_alone ? GNBS_ACMG_BENIGN : gnbs_classify_points(sum.points);
    sum.table_class = table_class(counts);
    sum.posterior = gnbs_classify_posterior(sum.points);
    return sum;
}
