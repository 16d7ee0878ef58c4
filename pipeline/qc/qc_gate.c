#include "qc/qc_gate.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum column {
    METRIC,
    KIND,
    DIRECTION,
    WARN,
    FAIL,
    UNKNOWN,
    ACTION,
    SOURCE,
    N_COLUMN
} column_t;
static const char *const COLUMNS[N_COLUMN] = {"metric", "kind",    "direction", "warn",
                                              "fail",   "unknown", "action",    "source"};

static gnbs_code_t fault(const gnbs_table_t *t, const gnbs_table_row_t *row,
                         const char *column, const char *found, const char *expected,
                         gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: %s is '%s'; expected %s", t->path,
                        row->line, column, found, expected);
}

/* "one of depth_mean, depth_median, ...": thread-local, as long as the next call. */
static const char *metric_names(void) {
    static _Thread_local char names[1024];
    int n = snprintf(names, sizeof names, "one of");
    for (int i = 0; i < GNBS_METRIC_N; i++)
        n += snprintf(names + n, sizeof names - (size_t)n, "%s %s", i > 0 ? "," : "",
                      gnbs_metric_kind((gnbs_metric_id_t)i)->name);
    return names;
}

static gnbs_code_t read_limit(const gnbs_table_t *t, const gnbs_table_row_t *row,
                              const char *column, const char *text, double scale, bool *has,
                              double *value, gnbs_err_t *err) {
    *has = text[0] != '\0' && strcmp(text, ".") != 0;
    if (!*has) return GNBS_OK;
    char *rest;
    errno = 0;
    double v = strtod(text, &rest);
    if (errno != 0 || *rest != '\0' || rest == text || !isfinite(v))
        return fault(t, row, column, text, "a number in the metric's unit, or nothing",
                     err);
    *value = v / scale;
    return GNBS_OK;
}

static gnbs_code_t read_row(const gnbs_table_t *t, const gnbs_table_row_t *row,
                            const int at[N_COLUMN], gnbs_gate_t *g, gnbs_err_t *err) {
    const char *cell[N_COLUMN];
    for (int i = 0; i < N_COLUMN; i++) cell[i] = row->cell[at[i]];
    *g = (gnbs_gate_t){.metric = gnbs_metric_find(cell[METRIC]),
                       .action = cell[ACTION],
                       .source = cell[SOURCE]};
    if (g->metric == GNBS_METRIC_N)
        return fault(t, row, "metric", cell[METRIC], metric_names(), err);
    if (strcmp(cell[KIND], "any") != 0 &&
        (g->assay = gnbs_assay_parse(cell[KIND])) == GNBS_ASSAY_UNKNOWN)
        return fault(t, row, "kind", cell[KIND], "any, genome, exome or panel", err);
    g->is_floor = strcmp(cell[DIRECTION], "min") == 0;
    if (!g->is_floor && strcmp(cell[DIRECTION], "max") != 0)
        return fault(t, row, "direction", cell[DIRECTION], "min or max", err);
    double scale = gnbs_metric_kind(g->metric)->scale;
    GNBS_TRY(read_limit(t, row, "warn", cell[WARN], scale, &g->has_warn, &g->warn, err));
    GNBS_TRY(read_limit(t, row, "fail", cell[FAIL], scale, &g->has_fail, &g->fail, err));
    if (g->has_warn && g->has_fail && (g->is_floor ? g->warn < g->fail : g->warn > g->fail))
        return fault(t, row, "warn", cell[WARN], "the milder of the two limits", err);
    g->fails_unknown = strcmp(cell[UNKNOWN], "fail") == 0;
    if (!g->fails_unknown && strcmp(cell[UNKNOWN], "warn") != 0)
        return fault(t, row, "unknown", cell[UNKNOWN], "warn or fail", err);
    if (cell[ACTION][0] == '\0')
        return fault(t, row, "action", "", "what to do when the gate closes", err);
    return GNBS_OK;
}

gnbs_code_t gnbs_qc_read_gates(const gnbs_table_t *t, gnbs_arena_t *arena, size_t *n,
                               gnbs_gate_t **gate, gnbs_err_t *err) {
    int at[N_COLUMN];
    for (int i = 0; i < N_COLUMN; i++)
        if ((at[i] = gnbs_table_column(t, COLUMNS[i])) < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s:%d: no column '%s'", t->path,
                                t->header_line, COLUMNS[i]);
    *n = t->n_row;
    *gate = GNBS_NEW(arena, gnbs_gate_t, t->n_row);
    if (*gate == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu gates", t->n_row);
    for (size_t i = 0; i < t->n_row; i++) {
        GNBS_TRY(read_row(t, &t->row[i], at, &(*gate)[i], err));
        for (size_t k = 0; k < i; k++)
            if ((*gate)[k].metric == (*gate)[i].metric &&
                (*gate)[k].assay == (*gate)[i].assay)
                return fault(t, &t->row[i], "metric", t->row[i].cell[at[METRIC]],
                             "one row for a metric and kind", err);
    }
    return GNBS_OK;
}

/* ---- judging ----------------------------------------------------------------------------------------------- */

static bool is_past(const gnbs_gate_t *g, double value, double limit) {
    return g->is_floor ? value < limit : value > limit;
}

/* Of a parent who was not given nothing is asked. */
static bool is_of_parent(gnbs_metric_id_t id) {
    return id == GNBS_METRIC_MOTHER_MISMATCH || id == GNBS_METRIC_FATHER_MISMATCH;
}

static const char *describe(const gnbs_gate_t *g, const gnbs_metric_t *m,
                            gnbs_gate_state_t state, gnbs_arena_t *arena) {
    const gnbs_metric_kind_t *k = gnbs_metric_kind(g->metric);
    if (m->words != NULL) return m->words;
    if (!m->is_known) return gnbs_arena_printf(arena, "%s is not known", k->words);
    bool is_yes_no = g->metric == GNBS_METRIC_SEX_MISMATCH || is_of_parent(g->metric);
    if (is_yes_no)
        return gnbs_arena_printf(arena, "%s: %s", k->words,
                                 m->value > 0 ? "they do not agree" : "they agree");
    if (k->is_withheld) /* the number is the laboratory's: texts go to the report */
        return gnbs_arena_printf(arena, "%s is %s the limits of the laboratory", k->words,
                                 state == GNBS_GATE_PASS ? "within" : "outside");
    const char *space = k->unit[0] != '\0' && strcmp(k->unit, "x") != 0 ? " " : "";
    double limit = state == GNBS_GATE_FAIL || !g->has_warn ? g->fail : g->warn;
    if (!g->has_fail && !g->has_warn)
        return gnbs_arena_printf(arena, "%s is %.*f%s%s", k->words, k->decimals,
                                 m->value * k->scale, space, k->unit);
    /* as many decimals as it takes to tell the value from the limit */
    int decimals = k->decimals;
    double shown = m->value * k->scale, bound = limit * k->scale;
    while (decimals < 6 && shown != bound &&
           round(shown * pow(10, decimals)) == round(bound * pow(10, decimals)))
        decimals++;
    bool is_wish = state != GNBS_GATE_FAIL && g->has_warn;
    return gnbs_arena_printf(arena, "%s is %.*f%s%s; %s %g%s%s is %s", k->words, decimals,
                             shown, space, k->unit, g->is_floor ? "at least" : "at most",
                             bound, space, k->unit,
                             is_wish       ? "wanted"
                             : g->is_floor ? "needed"
                                           : "allowed");
}

static bool is_overruled(size_t n, const gnbs_gate_t gate[], size_t i, gnbs_assay_t assay) {
    if (gate[i].assay != GNBS_ASSAY_UNKNOWN) return gate[i].assay != assay;
    for (size_t k = 0; k < n; k++)
        if (gate[k].metric == gate[i].metric && gate[k].assay == assay &&
            assay != GNBS_ASSAY_UNKNOWN)
            return true;
    return false;
}

static gnbs_gate_state_t judge(const gnbs_gate_t *g, const gnbs_metric_t *m) {
    if (!m->is_known) return g->fails_unknown ? GNBS_GATE_FAIL : GNBS_GATE_UNKNOWN;
    if (g->has_fail && is_past(g, m->value, g->fail)) return GNBS_GATE_FAIL;
    return g->has_warn && is_past(g, m->value, g->warn) ? GNBS_GATE_WARN : GNBS_GATE_PASS;
}

gnbs_code_t gnbs_qc_judge_gates(size_t n, const gnbs_gate_t gate[], gnbs_arena_t *arena,
                                gnbs_quality_t *q, gnbs_err_t *err) {
    gnbs_gate_verdict_t *v = GNBS_NEW(arena, gnbs_gate_verdict_t, n);
    if (v == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gates");
    q->n_verdict = 0;
    q->verdict = v;
    q->passes = true;
    q->fail_reason = q->fail_action = "";
    for (size_t i = 0; i < n; i++) {
        if (is_overruled(n, gate, i, q->assay)) continue;
        const gnbs_metric_t *m = &q->metric[gate[i].metric];
        if (is_of_parent(gate[i].metric) && !m->is_known && m->words == NULL) continue;
        gnbs_gate_verdict_t *now = &v[q->n_verdict++];
        *now = (gnbs_gate_verdict_t){&gate[i], judge(&gate[i], m), NULL};
        now->words = describe(&gate[i], m, now->state, arena);
        if (now->words == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gates");
        if (now->state != GNBS_GATE_FAIL) continue;
        /* the first that fails gives the action; all are named */
        q->fail_reason =
            q->passes ? now->words
                      : gnbs_arena_printf(arena, "%s. %s", q->fail_reason, now->words);
        if (q->passes) q->fail_action = gate[i].action;
        q->passes = false;
        if (q->fail_reason == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gates");
    }
    return GNBS_OK;
}
