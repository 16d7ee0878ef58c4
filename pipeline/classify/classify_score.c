#include <stdlib.h>
#include <string.h>

#include "classify/classify_sheet.h"

/* Scores speak at the strength they were calibrated to (Pejaver et al. 2022 for missense, Walker et al. 2023 for
 * splicing); one tool for each question, and tools are never summed. */

static bool is_splice_score(const gnbs_rule_t *r) {
    return strcmp(r->score, "SpliceAI") == 0;
}

/* Rows joined to row i by +, all of them: 1 holds, 0 does not, -1 a score is missing. */
static int joined_hold(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[], size_t i) {
    int answer = 1;
    for (size_t k = i + 1; k < n && r[k].is_joined; k++) {
        if (r[k].measure != GNBS_MEASURE_SCORE) continue;
        const gnbs_score_t *score = gnbs_sheet_score(s, r[k].score);
        if (score == NULL)
            answer = answer == 0 ? 0 : -1;
        else if (!gnbs_rule_holds(&r[k], score->value))
            answer = 0;
    }
    return answer;
}

typedef struct best {
    const gnbs_rule_t *rule;
    const gnbs_score_t *score;
} best_t;

/* The strongest row that holds among those about splicing, or among the others. */
static best_t strongest(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[],
                        bool about_splicing) {
    best_t best = {NULL, NULL};
    for (size_t i = 0; i < n; i++) {
        if (r[i].measure != GNBS_MEASURE_SCORE || r[i].is_joined ||
            is_splice_score(&r[i]) != about_splicing)
            continue;
        const gnbs_score_t *score = gnbs_sheet_score(s, r[i].score);
        if (score == NULL || !gnbs_rule_holds(&r[i], score->value) ||
            joined_hold(s, n, r, i) != 1)
            continue;
        if (best.rule == NULL || r[i].strength > best.rule->strength)
            best = (best_t){&r[i], score};
    }
    return best;
}

/* The first row about the question and its score, held or not. */
static best_t first_row(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[],
                        bool about_splicing) {
    for (size_t i = 0; i < n; i++)
        if (r[i].measure == GNBS_MEASURE_SCORE && !r[i].is_joined &&
            is_splice_score(&r[i]) == about_splicing)
            return (best_t){&r[i], gnbs_sheet_score(s, r[i].score)};
    return (best_t){NULL, NULL};
}

static void add_score(gnbs_str_t *out, const best_t *b) {
    if (b->rule == NULL) return;
    if (out->n > 0) gnbs_str_add(out, "; ");
    if (b->score == NULL) {
        gnbs_str_printf(out, "no %s score is given", b->rule->score);
        return;
    }
    gnbs_str_printf(out, "%s %.3g", b->rule->score, b->score->value);
    if (b->score->detail != NULL && b->score->detail[0] != '\0')
        gnbs_str_printf(out, " (%s)", b->score->detail);
    gnbs_str_printf(out, ", limit %s of %s, score from %s", b->rule->limit, b->rule->source,
                    b->score->source);
}

static void write_scores(gnbs_sheet_t *s, gnbs_acmg_code_t code,
                         gnbs_criterion_state_t state, gnbs_acmg_strength_t strength,
                         const best_t *a, const best_t *b, const char *tail) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    if (a != NULL) add_score(&text, a);
    if (b != NULL) add_score(&text, b);
    if (text.n == 0) gnbs_str_add(&text, "no score is set for this gene");
    gnbs_str_add(&text, tail);
    if (text.failed) s->failed = true;
    if (state == GNBS_CRITERION_MET)
        gnbs_sheet_met(s, code, strength, "%s", gnbs_str_text(&text));
    else if (state == GNBS_CRITERION_NOT_MET)
        gnbs_sheet_not_met(s, code, "%s", gnbs_str_text(&text));
    else
        gnbs_sheet_open(s, code, "%s", gnbs_str_text(&text));
    gnbs_str_clear(&text);
}

static void judge_damaging(gnbs_sheet_t *s, bool is_missense) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_PP3, &n);
    if (r == NULL) return;
    best_t protein = is_missense ? strongest(s, n, r, false) : (best_t){NULL, NULL},
           splice = strongest(s, n, r, true);
    best_t best = protein;
    if (splice.rule != NULL &&
        (best.rule == NULL || splice.rule->strength > best.rule->strength))
        best = splice;
    if (best.rule != NULL) {
        write_scores(s, GNBS_ACMG_PP3, GNBS_CRITERION_MET, best.rule->strength, &best, NULL,
                     "");
        return;
    }
    best_t a = is_missense ? first_row(s, n, r, false) : (best_t){NULL, NULL},
           b = first_row(s, n, r, true);
    bool has_any = a.score != NULL || b.score != NULL;
    write_scores(s, GNBS_ACMG_PP3,
                 has_any ? GNBS_CRITERION_NOT_MET : GNBS_CRITERION_NOT_ASSESSABLE,
                 GNBS_ACMG_NO_STRENGTH, &a, &b, "");
}

/* No effect on the protein, as far as a missense, and none on splicing. */
static void judge_harmless(gnbs_sheet_t *s, bool is_missense) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_BP4, &n);
    if (r == NULL) return;
    best_t protein = strongest(s, n, r, false), splice = strongest(s, n, r, true);
    best_t a = is_missense ? first_row(s, n, r, false) : (best_t){NULL, NULL},
           b = first_row(s, n, r, true);
    if (is_missense && protein.rule != NULL) {
        bool is_spliced = b.score != NULL && splice.rule == NULL;
        write_scores(s, GNBS_ACMG_BP4,
                     is_spliced ? GNBS_CRITERION_NOT_MET : GNBS_CRITERION_MET,
                     protein.rule->strength, &protein, &b, "");
        return;
    }
    if (!is_missense && splice.rule != NULL) {
        write_scores(s, GNBS_ACMG_BP4, GNBS_CRITERION_MET, splice.rule->strength, &splice,
                     NULL, "");
        return;
    }
    bool has_own = is_missense ? a.score != NULL : b.score != NULL;
    write_scores(s, GNBS_ACMG_BP4,
                 has_own ? GNBS_CRITERION_NOT_MET : GNBS_CRITERION_NOT_ASSESSABLE,
                 GNBS_ACMG_NO_STRENGTH, &a, &b, "");
}

/* Bases into an intron, by the c. name: > 0 behind an exon, < 0 before one, 0 not in an intron. */
static long intron_offset(const char *hgvs_c) {
    const char *p = hgvs_c != NULL ? strstr(hgvs_c, ":c.") : NULL;
    if (p == NULL) return 0;
    p += 3;
    if (*p == '-' || *p == '*') p++;
    while (*p >= '0' && *p <= '9') p++;
    return *p == '+' || *p == '-' ? strtol(p, NULL, 10) : 0;
}

static bool is_deep(const gnbs_sheet_t *s, size_t n, const gnbs_rule_t r[]) {
    long offset = intron_offset(s->in->consequence[0].hgvs_c), donor = 7, acceptor = -21;
    const gnbs_rule_t *row = gnbs_sheet_row(n, r, GNBS_MEASURE_INTRON_FROM);
    if (row != NULL) {
        char *rest;
        donor = strtol(row->limit, &rest, 10);
        if (*rest == '/') acceptor = strtol(rest + 1, NULL, 10);
    }
    return offset >= donor || (offset < 0 && offset <= acceptor);
}

static void judge_silent(gnbs_sheet_t *s) {
    size_t n;
    const gnbs_rule_t *r = gnbs_sheet_rules(s, GNBS_ACMG_BP7, &n);
    if (r == NULL) return;
    bool is_silent =
             s->worst == GNBS_CSQ_SYNONYMOUS || (gnbs_sheet_has(s, GNBS_CSQ_SYNONYMOUS) &&
                                                 s->worst >= GNBS_CSQ_SPLICE_DONOR_5TH),
         is_intron = gnbs_sheet_has(s, GNBS_CSQ_INTRON) &&
                     !gnbs_consequence_is_lof(&s->in->consequence[0]) && is_deep(s, n, r);
    if (!is_silent && !is_intron) {
        gnbs_sheet_not_met(s, GNBS_ACMG_BP7, "neither silent nor deep in an intron");
        return;
    }
    best_t row = first_row(s, n, r, true);
    const char *tail = is_silent ? "; silent" : "; deep in an intron";
    if (row.rule == NULL || row.score == NULL) {
        write_scores(s, GNBS_ACMG_BP7, GNBS_CRITERION_NOT_ASSESSABLE, GNBS_ACMG_NO_STRENGTH,
                     &row, NULL, tail);
        return;
    }
    int joined = joined_hold(s, n, r, (size_t)(row.rule - r));
    bool holds = gnbs_rule_holds(row.rule, row.score->value);
    if (holds && joined < 0) {
        write_scores(s, GNBS_ACMG_BP7, GNBS_CRITERION_NOT_ASSESSABLE, GNBS_ACMG_NO_STRENGTH,
                     &row, NULL,
                     "; the expert panel asks for conservation, which is not given");
        return;
    }
    write_scores(s, GNBS_ACMG_BP7,
                 holds && joined > 0 ? GNBS_CRITERION_MET : GNBS_CRITERION_NOT_MET,
                 row.rule->strength, &row, NULL, tail);
}

void gnbs_judge_scores(gnbs_sheet_t *s) {
    static const gnbs_acmg_code_t CODES[] = {GNBS_ACMG_PP3, GNBS_ACMG_BP4, GNBS_ACMG_BP7};
    if (s->in->n_consequence == 0 || gnbs_consequence_is_lof(&s->in->consequence[0])) {
        for (int i = 0; i < 3; i++)
            gnbs_sheet_not_met(s, CODES[i],
                               s->in->n_consequence == 0
                                   ? "the variant lies in no transcript of the gene"
                                   : "not asked of a null variant, which PVS1 judges");
        return;
    }
    bool is_missense = gnbs_sheet_has(s, GNBS_CSQ_MISSENSE);
    judge_damaging(s, is_missense);
    judge_harmless(s, is_missense);
    judge_silent(s);
    if (gnbs_sheet_holds(s, GNBS_ACMG_PP3) && gnbs_sheet_holds(s, GNBS_ACMG_BP4))
        gnbs_sheet_not_met(s, GNBS_ACMG_BP4,
                           "another score speaks for an effect: PP3 holds");
}
