#include "panel/panel_lint.h"

#include <string.h>

typedef struct against { /* a row, and what ClinGen says of its gene */
    gnbs_panel_linter_t *lint;
    const gnbs_panel_cells_t *cells;
    size_t n;
    const gnbs_panel_assertion_t *assertion;
    const char *id;
    gnbs_inheritance_t inheritance;
} against_t;

/* A row may differ from ClinGen when it says why: its note speaks of ClinGen. */
static bool is_explained(const gnbs_panel_cells_t *cells) {
    return strstr(gnbs_panel_cell(cells, GNBS_PANEL_NOTE), "ClinGen") != NULL;
}

static const char *list_modes(const against_t *a, bool is_of_disease) {
    const char *text = "";
    for (size_t i = 0; i < a->n; i++) {
        const gnbs_panel_assertion_t *s = &a->assertion[i];
        if (is_of_disease && strcmp(s->mondo_id, a->id) != 0) continue;
        if (!is_of_disease && !gnbs_panel_assertion_is_supportive(s)) continue;
        text = gnbs_panel_text(a->lint, "%s%s%.10s (%.60s, %.30s)", text,
                               text[0] != '\0' ? ", " : "", s->moi, s->disease,
                               s->classification);
    }
    return text;
}

/* The row names a disease that ClinGen has judged for this gene. */
static void lint_disease(const against_t *a) {
    const gnbs_panel_assertion_t *best = NULL;
    bool agrees = false;
    for (size_t i = 0; i < a->n; i++) {
        const gnbs_panel_assertion_t *s = &a->assertion[i];
        if (strcmp(s->mondo_id, a->id) != 0) continue;
        if (best == NULL || gnbs_panel_assertion_is_supportive(s)) best = s;
        agrees |= gnbs_panel_moi_agrees(s->moi, a->inheritance);
    }
    if (best == NULL) return; /* no assertion of this disease */
    if (!gnbs_panel_assertion_is_supportive(best))
        gnbs_panel_add_problem(
            a->lint, GNBS_PANEL_WARNING, gnbs_panel_place(a->cells, GNBS_PANEL_STATUS),
            gnbs_panel_text(a->lint,
                            "the row is screened, and ClinGen calls the evidence that the "
                            "gene causes %.60s %.30s",
                            best->disease, best->classification),
            "Definitive, Strong or Moderate",
            "make the row amber, or note why it is screened");
    if (!agrees && a->inheritance != GNBS_INH_UNKNOWN && !is_explained(a->cells))
        gnbs_panel_add_problem(
            a->lint, GNBS_PANEL_WARNING, gnbs_panel_place(a->cells, GNBS_PANEL_INHERITANCE),
            gnbs_panel_text(a->lint, "inheritance is %s, and ClinGen says %s",
                            gnbs_inheritance_short(a->inheritance), list_modes(a, true)),
            "the inheritance that ClinGen judged",
            "correct it, or say in the note why it differs from ClinGen");
}

static const gnbs_panel_assertion_t *find_elsewhere(const gnbs_panel_validity_t *v,
                                                    const char *id) {
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->assertion[i].mondo_id, id) == 0) return &v->assertion[i];
    return NULL;
}

/* The row names another disease, or none: is its inheritance one that ClinGen supports for the gene? */
static void lint_gene(const against_t *a) {
    bool agrees = false, has_any = false;
    for (size_t i = 0; i < a->n; i++) {
        if (!gnbs_panel_assertion_is_supportive(&a->assertion[i])) continue;
        has_any = true;
        agrees |= gnbs_panel_moi_agrees(a->assertion[i].moi, a->inheritance);
    }
    if (has_any && !agrees && a->inheritance != GNBS_INH_UNKNOWN && !is_explained(a->cells))
        gnbs_panel_add_problem(
            a->lint, GNBS_PANEL_WARNING, gnbs_panel_place(a->cells, GNBS_PANEL_INHERITANCE),
            gnbs_panel_text(a->lint,
                            "inheritance is %s, and ClinGen supports for the gene %s",
                            gnbs_inheritance_short(a->inheritance), list_modes(a, false)),
            "an inheritance that ClinGen supports",
            "correct it, or say in the note why it differs from ClinGen");
    const gnbs_panel_assertion_t *other =
        a->id[0] != '\0' ? find_elsewhere(&a->lint->validity, a->id) : NULL;
    if (other != NULL)
        gnbs_panel_add_problem(
            a->lint, GNBS_PANEL_WARNING,
            gnbs_panel_place(a->cells, GNBS_PANEL_CONDITION_ID),
            gnbs_panel_text(a->lint,
                            "%.20s is to ClinGen %.60s, of %.32s and not this gene", a->id,
                            other->disease, other->symbol),
            "the MONDO id of this row's condition", "look the condition up at MONDO");
}

void gnbs_panel_lint_validity(gnbs_panel_linter_t *lint, const gnbs_panel_cells_t *cells) {
    against_t a = {.lint = lint,
                   .cells = cells,
                   .id = gnbs_panel_cell(cells, GNBS_PANEL_CONDITION_ID),
                   .inheritance = gnbs_inheritance_parse(
                       gnbs_panel_cell(cells, GNBS_PANEL_INHERITANCE))};
    if (lint->validity.n == 0 ||
        strcmp(gnbs_panel_cell(cells, GNBS_PANEL_STATUS), "green") != 0)
        return;
    a.n = gnbs_panel_validity_find(
        &lint->validity, gnbs_panel_cell(cells, GNBS_PANEL_HGNC_ID), &a.assertion);
    for (size_t i = 0; i < a.n; i++)
        if (strcmp(a.assertion[i].mondo_id, a.id) == 0) {
            lint_disease(&a);
            return;
        }
    lint_gene(&a);
}
