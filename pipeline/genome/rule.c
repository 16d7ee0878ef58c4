#include "genome/rule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "genome/bundle.h"

enum { NUMBER, LIST, WORDS };

static const struct {
    const char *name;
    int limit;         /* NUMBER, LIST of numbers, or WORDS */
    const char *words; /* allowed, between spaces; NULL: any */
} MEASURES[GNBS_MEASURE_N] = {
    [GNBS_MEASURE_USE] = {"use", WORDS, " no yes "},
    [GNBS_MEASURE_FAF95] = {"faf95", NUMBER, NULL},
    [GNBS_MEASURE_GRPMAX] = {"grpmax", NUMBER, NULL},
    [GNBS_MEASURE_AF_MALE] = {"af_male", NUMBER, NULL},
    [GNBS_MEASURE_HOMOZYGOTES] = {"homozygotes", NUMBER, NULL},
    [GNBS_MEASURE_HEMIZYGOTES] = {"hemizygotes", NUMBER, NULL},
    [GNBS_MEASURE_HOM_OR_HEMI] = {"hom_or_hemi", NUMBER, NULL},
    [GNBS_MEASURE_SCORE] = {"score", NUMBER, NULL},
    [GNBS_MEASURE_RESIDUE] = {"residue", LIST, NULL},
    [GNBS_MEASURE_RESIDUE_NOT] = {"residue_not", LIST, NULL},
    [GNBS_MEASURE_CHANGED] = {"changed", NUMBER, NULL},
    [GNBS_MEASURE_VARIANT] = {"variant", WORDS, " missense truncating any "},
    [GNBS_MEASURE_INTRON_FROM] = {"intron_from", WORDS, NULL},
    [GNBS_MEASURE_WITH] = {"with", WORDS, NULL},
    [GNBS_MEASURE_WITHOUT] = {"without", WORDS, NULL},
    [GNBS_MEASURE_KNOWN] = {"known", NUMBER, NULL},
    [GNBS_MEASURE_LIKELY] = {"likely", WORDS, " no yes "},
    [GNBS_MEASURE_DISTANCE] = {"distance", WORDS, " ge gt blosum "},
    [GNBS_MEASURE_MOST] = {"most", WORDS, " yes "},
    [GNBS_MEASURE_EXON] = {"exon", LIST, NULL},
    [GNBS_MEASURE_TRUNCATION] = {"truncation", LIST, NULL},
    [GNBS_MEASURE_START_LOST] = {"start_lost", WORDS, " yes "},
    [GNBS_MEASURE_NEXT_START] = {"next_start", LIST, NULL},
    [GNBS_MEASURE_LOF_LEVEL] = {"lof_level", WORDS, " L0 L1 L2 L3 L0E L1E L2E L3E "},
    [GNBS_MEASURE_PATH] = {"path", WORDS, NULL},
    [GNBS_MEASURE_ALLELE] = {"allele", WORDS, NULL},
    [GNBS_MEASURE_PROTEIN_NOT] = {"protein_not", WORDS, NULL},
};

const char *gnbs_measure_name(gnbs_measure_t m) { return MEASURES[m].name; }

bool gnbs_rule_parse_measure(const char *text, gnbs_rule_t *rule) {
    rule->is_joined = text[0] == '+';
    text += rule->is_joined;
    rule->score = "";
    if (strncmp(text, "score:", 6) == 0) {
        rule->measure = GNBS_MEASURE_SCORE;
        rule->score = text + 6;
        return text[6] != '\0';
    }
    for (int i = 0; i < GNBS_MEASURE_N; i++)
        if (i != GNBS_MEASURE_SCORE && strcmp(MEASURES[i].name, text) == 0) {
            rule->measure = (gnbs_measure_t)i;
            return true;
        }
    return false;
}

static bool parse_relation(const char **text, gnbs_relation_t *relation) {
    static const struct {
        const char *sign;
        gnbs_relation_t relation;
    } SIGNS[] = {{">=", GNBS_RELATION_AT_LEAST},
                 {"<=", GNBS_RELATION_AT_MOST},
                 {">", GNBS_RELATION_ABOVE},
                 {"<", GNBS_RELATION_BELOW}};
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        size_t n = strlen(SIGNS[i].sign);
        if (strncmp(*text, SIGNS[i].sign, n) != 0) continue;
        *relation = SIGNS[i].relation;
        *text += n;
        return true;
    }
    return false;
}

/* One range "a-b" or number "a"; false at the end of the list or when it is none. */
static bool next_range(const char **s, int64_t *first, int64_t *last) {
    char *rest;
    while (**s == ';' || **s == ' ' || **s == ',') (*s)++;
    if (**s < '0' || **s > '9') return false;
    *first = *last = strtoll(*s, &rest, 10);
    if (*rest == '-' && rest[1] >= '0' && rest[1] <= '9')
        *last = strtoll(rest + 1, &rest, 10);
    *s = rest;
    return *last >= *first;
}

static bool is_list(const char *text) {
    int64_t first, last;
    size_t n = 0;
    while (next_range(&text, &first, &last)) n++;
    return n > 0 && *text == '\0';
}

bool gnbs_rule_parse_limit(const char *text, gnbs_rule_t *rule) {
    rule->limit = text;
    rule->relation = GNBS_RELATION_TEXT;
    rule->value = 0;
    switch (MEASURES[rule->measure].limit) {
    case NUMBER: {
        char *rest;
        if (!parse_relation(&text, &rule->relation)) return false;
        errno = 0;
        rule->value = strtod(text, &rest);
        return errno == 0 && rest != text && *rest == '\0' && rule->value == rule->value;
    }
    case LIST: return is_list(text);
    default: break;
    }
    if (text[0] == '=') rule->limit = ++text;
    if (text[0] == '\0') return false;
    const char *words = MEASURES[rule->measure].words;
    if (words == NULL) return true;
    size_t n = strlen(text);
    for (const char *s = words; (s = strstr(s, text)) != NULL; s++)
        if (s > words && s[-1] == ' ' && s[n] == ' ') return true;
    return false;
}

bool gnbs_rule_holds(const gnbs_rule_t *rule, double value) {
    switch (rule->relation) {
    case GNBS_RELATION_ABOVE: return value > rule->value;
    case GNBS_RELATION_AT_LEAST: return value >= rule->value;
    case GNBS_RELATION_BELOW: return value < rule->value;
    case GNBS_RELATION_AT_MOST: return value <= rule->value;
    case GNBS_RELATION_TEXT: break;
    }
    return false;
}

bool gnbs_rule_touches(const char *list, int64_t first, int64_t last) {
    int64_t a, b;
    while (next_range(&list, &a, &b))
        if (a <= last && b >= first) return true;
    return false;
}

bool gnbs_rule_lists(const char *list, int64_t number) {
    return gnbs_rule_touches(list, number, number);
}

int gnbs_rule_compare(const gnbs_rule_t *a, const gnbs_rule_t *b) {
    if (a->i_gene != b->i_gene) return a->i_gene < b->i_gene ? -1 : 1;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    if (a->inheritance != b->inheritance) return a->inheritance < b->inheritance ? -1 : 1;
    return 0;
}

static size_t lower(const gnbs_bundle_t *b, int32_t i_gene, gnbs_acmg_code_t code) {
    const gnbs_rule_t key = {.i_gene = i_gene, .code = code};
    size_t lo = 0, hi = b->n_rule;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (gnbs_rule_compare(&b->rule[mid], &key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool is_x_linked(gnbs_inheritance_t inh) {
    return inh == GNBS_INH_XL || inh == GNBS_INH_XLR || inh == GNBS_INH_XLD;
}

/* How well rows of an inheritance fit the one that is judged: 0 not, 1 any, 2 a wider term, 3 the same. */
static int fit(gnbs_inheritance_t row, gnbs_inheritance_t asked) {
    if (row == GNBS_INH_UNKNOWN) return 1;
    if (row == asked) return 3;
    if (row == GNBS_INH_XL && is_x_linked(asked)) return 2;
    return asked == GNBS_INH_UNKNOWN ? 2 : 0;
}

bool gnbs_rule_fits(const gnbs_rule_t *rule, gnbs_inheritance_t inheritance) {
    return fit(rule->inheritance, inheritance) > 0;
}

const gnbs_rule_t *gnbs_rule_all(const gnbs_bundle_t *b, int32_t i_gene,
                                 gnbs_acmg_code_t code, size_t *n) {
    size_t first = lower(b, i_gene, code), i = first;
    while (i < b->n_rule && b->rule[i].i_gene == i_gene && b->rule[i].code == code) i++;
    *n = i - first;
    return *n > 0 ? &b->rule[first] : NULL;
}

const gnbs_rule_t *gnbs_rule_find(const gnbs_bundle_t *b, int32_t i_gene,
                                  gnbs_inheritance_t inheritance, gnbs_acmg_code_t code,
                                  size_t *n) {
    *n = 0;
    for (int pass = i_gene >= 0 ? 0 : 1; pass < 2; pass++) {
        int32_t gene = pass == 0 ? i_gene : -1;
        const gnbs_rule_t *best = NULL;
        int best_fit = 0;
        size_t i = lower(b, gene, code);
        while (i < b->n_rule && b->rule[i].i_gene == gene && b->rule[i].code == code) {
            size_t first = i;
            gnbs_inheritance_t inh = b->rule[first].inheritance;
            while (i < b->n_rule && gnbs_rule_compare(&b->rule[first], &b->rule[i]) == 0)
                i++;
            int f = fit(inh, inheritance);
            /* nothing is known of the inheritance: for every gene, only rows without one */
            if (gene < 0 && inheritance == GNBS_INH_UNKNOWN && inh != GNBS_INH_UNKNOWN)
                f = 0;
            if (f <= best_fit) continue;
            best_fit = f;
            best = &b->rule[first];
            *n = i - first;
        }
        if (best != NULL) return best;
    }
    return NULL;
}
