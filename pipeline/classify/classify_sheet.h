/* classify/classify_sheet.h -- the sheet on which criteria are judged, and what was measured. Inside the room only.
 *
 * Every criterion has one line, which begins as not assessable. Who judges writes a state, a strength and one sentence:
 * the datum, where it comes from, the limit and whose it is.
 */
#ifndef GNBS_CLASSIFY_CLASSIFY_SHEET_H
#define GNBS_CLASSIFY_CLASSIFY_SHEET_H

#include "classify/classify.h"

typedef struct gnbs_sheet_line {
    gnbs_criterion_state_t state;
    gnbs_acmg_strength_t strength;
    const char *why;
} gnbs_sheet_line_t;

typedef struct gnbs_sheet {
    const gnbs_classify_opt_t *opt;
    const gnbs_classify_input_t *in;
    gnbs_arena_t *arena;
    bool failed; /* memory is exhausted */
    gnbs_sheet_line_t line[GNBS_ACMG_N];
    /* facts */
    gnbs_csq_t worst;              /* INTERGENIC without a consequence */
    int32_t residue, residue_last; /* changed residues, 0: none */
    int32_t n_changed;             /* residues inserted or deleted */
    bool is_x, is_mt; /* of the variant's contig; is_x outside the pseudoautosomal parts */
    const char *clinvar;   /* "ClinVar 2026-01-04" */
    const char *null_path; /* "NF1", or "" */
} gnbs_sheet_t;

void gnbs_sheet_met(gnbs_sheet_t *s, gnbs_acmg_code_t code, gnbs_acmg_strength_t strength,
                    const char *fmt, ...) GNBS_PRINTF(4, 5);
void gnbs_sheet_not_met(gnbs_sheet_t *s, gnbs_acmg_code_t code, const char *fmt, ...)
    GNBS_PRINTF(3, 4);
void gnbs_sheet_open(gnbs_sheet_t *s, gnbs_acmg_code_t code, const char *fmt, ...)
    GNBS_PRINTF(3, 4);
static inline bool gnbs_sheet_holds(const gnbs_sheet_t *s, gnbs_acmg_code_t code) {
    return s->line[code].state == GNBS_CRITERION_MET;
}
static inline bool gnbs_sheet_has(const gnbs_sheet_t *s, gnbs_csq_t term) {
    return s->in->n_consequence > 0 &&
           (s->in->consequence[0].terms & (UINT64_C(1) << term)) != 0;
}

/* The rules that speak for a criterion here; NULL after a row "use =no", for which the line is written. */
const gnbs_rule_t *gnbs_sheet_rules(gnbs_sheet_t *s, gnbs_acmg_code_t code, size_t *n);
/* The first row with this measure, or NULL. */
const gnbs_rule_t *gnbs_sheet_row(size_t n, const gnbs_rule_t rule[], gnbs_measure_t m);
const gnbs_score_t *gnbs_sheet_score(const gnbs_sheet_t *s, const char *name);

/* classify_frequency.c: BA1 BS1 BS2 PM2 */
void gnbs_judge_frequency(gnbs_sheet_t *s);
/* classify_null.c: PVS1 */
void gnbs_judge_null(gnbs_sheet_t *s);
void gnbs_judge_dosage(gnbs_sheet_t *s, const gnbs_classify_dosage_t *event);
/* classify_score.c: PP3 BP4 BP7 */
void gnbs_judge_scores(gnbs_sheet_t *s);
/* classify_protein.c: PS1 PM5 PM1 PM4 BP3 PP2 BP1 */
void gnbs_judge_protein(gnbs_sheet_t *s);
/* classify_people.c: PM3 BP2, criteria that need people, the curator's table */
void gnbs_judge_partners(gnbs_sheet_t *s);
void gnbs_judge_people(gnbs_sheet_t *s);
void gnbs_judge_curated(gnbs_sheet_t *s);

/* Grantham 1974, Science 185:862: distance of two amino acids by letter; -1 for others. */
int gnbs_grantham(char a, char b);

#endif
