#include <string.h>

#include "classify/classify_sheet.h"

/* PM3 (ClinGen SVI, version 1.0) in hundredths of a point: with a pathogenic or likely pathogenic variant in trans 1.0; phase
 * unknown 0.5 and 0.25; with an uncertain one in trans 0.25; homozygous 0.5. 0.5 is supporting, 1.0 moderate, 2.0 strong,
 * 4.0 very strong. */

static int points_of(const gnbs_classify_partner_t *p) {
    bool is_p = p->acmg_class == GNBS_ACMG_PATHOGENIC,
         is_lp = p->acmg_class == GNBS_ACMG_LIKELY_PATHOGENIC;
    if (p->phase == GNBS_PHASE_TRANS)
        return is_p || is_lp ? 100 : p->acmg_class == GNBS_ACMG_UNCERTAIN ? 25 : 0;
    if (p->phase == GNBS_PHASE_UNKNOWN) return is_p ? 50 : is_lp ? 25 : 0;
    return 0;
}

static gnbs_acmg_strength_t strength_of(int hundredths) {
    return hundredths >= 400   ? GNBS_ACMG_VERY_STRONG
           : hundredths >= 200 ? GNBS_ACMG_STRONG
           : hundredths >= 100 ? GNBS_ACMG_MODERATE
           : hundredths >= 50  ? GNBS_ACMG_SUPPORTING
                               : GNBS_ACMG_NO_STRENGTH;
}

/* One newborn is one proband: the partner that gives most counts, not all of them. */
static void judge_trans(gnbs_sheet_t *s) {
    const gnbs_classify_input_t *in = s->in;
    const gnbs_classify_partner_t *best = NULL;
    int points = in->is_homozygous ? 50 : 0;
    for (size_t i = 0; i < in->n_partner; i++)
        if (points_of(&in->partner[i]) > points) {
            best = &in->partner[i];
            points = points_of(best);
        }
    if (points == 0) {
        gnbs_sheet_not_met(s, GNBS_ACMG_PM3,
                           "not homozygous, and not seen in trans with another variant of "
                           "weight in this newborn");
        return;
    }
    const char *what =
        best != NULL
            ? gnbs_arena_printf(s->arena, "%s with %s (%s)", gnbs_phase_name(best->phase),
                                best->name, gnbs_acmg_class_name(best->acmg_class))
            : "homozygous";
    gnbs_acmg_strength_t strength = strength_of(points);
    /* in the population the variant must not be more frequent than a disease allele can be */
    bool is_common =
        gnbs_sheet_holds(s, GNBS_ACMG_BA1) || gnbs_sheet_holds(s, GNBS_ACMG_BS1);
    if (is_common || strength == GNBS_ACMG_NO_STRENGTH)
        gnbs_sheet_not_met(s, GNBS_ACMG_PM3, "%s: %s", what,
                           is_common ? "too frequent in the population to count"
                                     : "0.25 points, where 0.5 are needed");
    else if (in->is_affected)
        gnbs_sheet_met(s, GNBS_ACMG_PM3, strength,
                       "in this affected newborn %s: %.2f points (ClinGen SVI, PM3 1.0)",
                       what, points / 100.0);
    else
        gnbs_sheet_open(s, GNBS_ACMG_PM3,
                        "%s; PM3 counts patients: once the condition is confirmed in this "
                        "newborn it gives %.2f points (%s; ClinGen SVI, PM3 1.0)",
                        what, points / 100.0, gnbs_acmg_strength_name(strength));
}

static void judge_cis(gnbs_sheet_t *s) {
    const gnbs_classify_input_t *in = s->in;
    bool is_dominant = in->inheritance == GNBS_INH_AD || in->inheritance == GNBS_INH_XLD;
    for (size_t i = 0; i < in->n_partner; i++) {
        const gnbs_classify_partner_t *p = &in->partner[i];
        bool is_bad = p->acmg_class >= GNBS_ACMG_LIKELY_PATHOGENIC;
        bool is_other =
            p->phase == GNBS_PHASE_CIS || (is_dominant && p->phase == GNBS_PHASE_TRANS);
        if (!is_bad || !is_other) continue;
        gnbs_sheet_met(s, GNBS_ACMG_BP2, GNBS_ACMG_SUPPORTING,
                       "%s with %s (%s) in this newborn%s", gnbs_phase_name(p->phase),
                       p->name, gnbs_acmg_class_name(p->acmg_class),
                       p->phase == GNBS_PHASE_TRANS ? ", in a dominant condition" : "");
        return;
    }
    gnbs_sheet_not_met(s, GNBS_ACMG_BP2,
                       "no pathogenic variant known in cis%s in this newborn",
                       is_dominant ? ", nor in trans" : "");
}

void gnbs_judge_partners(gnbs_sheet_t *s) {
    bool is_recessive =
        s->in->inheritance == GNBS_INH_AR || s->in->inheritance == GNBS_INH_UNKNOWN;
    if (is_recessive)
        judge_trans(s);
    else
        gnbs_sheet_not_met(s, GNBS_ACMG_PM3,
                           "the condition is not autosomal recessive (%s)",
                           gnbs_inheritance_short(s->in->inheritance));
    judge_cis(s);
}

void gnbs_judge_people(gnbs_sheet_t *s) {
    static const struct {
        gnbs_acmg_code_t code;
        const char *why;
    } ROWS[] = {
        {GNBS_ACMG_PS2, "needs an affected child and confirmed parents: a curator's table"},
        {GNBS_ACMG_PM6, "needs an affected child and its parents: a curator's table"},
        {GNBS_ACMG_PS3, "needs functional studies: a curator's table"},
        {GNBS_ACMG_BS3, "needs functional studies: a curator's table"},
        {GNBS_ACMG_PS4, "needs counts of affected people: a curator's table"},
        {GNBS_ACMG_PP1, "needs affected relatives: a curator's table"},
        {GNBS_ACMG_BS4, "needs affected relatives: a curator's table"},
        {GNBS_ACMG_PP4, "needs phenotype or biochemistry: a curator's table"},
        {GNBS_ACMG_BP5, "needs another diagnosis: a curator's table"},
        {GNBS_ACMG_PP5,
         "not used: retired (Biesecker and Harrison 2018, Genet Med 20:1687)"},
        {GNBS_ACMG_BP6,
         "not used: retired (Biesecker and Harrison 2018, Genet Med 20:1687)"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        gnbs_sheet_open(s, ROWS[i].code, "%s", ROWS[i].why);
}

/* A person's judgement stands; what the program had said is kept beside it. */
void gnbs_judge_curated(gnbs_sheet_t *s) {
    for (size_t i = 0; i < s->in->n_curated; i++) {
        const gnbs_classify_curated_t *c = &s->in->curated[i];
        gnbs_sheet_line_t before = s->line[c->code];
        bool was_judged = before.state != GNBS_CRITERION_NOT_ASSESSABLE;
        const char *said =
            was_judged
                ? gnbs_arena_printf(s->arena, "; the program had said %s%s%s: %s",
                                    gnbs_criterion_state_name(before.state),
                                    before.strength != GNBS_ACMG_NO_STRENGTH ? ", " : "",
                                    gnbs_acmg_strength_name(before.strength),
                                    before.why != NULL ? before.why : "")
                : "";
        if (said == NULL) {
            s->failed = true;
            return;
        }
        static const char FORM[] = "%s (%s; curated by %s, %s)%s";
        if (c->state == GNBS_CRITERION_MET)
            gnbs_sheet_met(s, c->code, c->strength, FORM, c->text, c->reference, c->curator,
                           c->date, said);
        else if (c->state == GNBS_CRITERION_NOT_MET)
            gnbs_sheet_not_met(s, c->code, FORM, c->text, c->reference, c->curator, c->date,
                               said);
        else
            gnbs_sheet_open(s, c->code, FORM, c->text, c->reference, c->curator, c->date,
                            said);
    }
}
