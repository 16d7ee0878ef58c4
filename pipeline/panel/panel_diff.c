#include "panel/panel_diff.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panel/panel_diff_parts.h"

const char *gnbs_panel_change_name(gnbs_panel_change_kind_t kind) {
    static const char *const NAME[GNBS_CHANGE_N] = {"starts", "stops",      "changes",
                                                    "words",  "unscreened", "none"};
    return kind < GNBS_CHANGE_N ? NAME[kind] : "none";
}

const char *gnbs_panel_change_title(gnbs_panel_change_kind_t kind) {
    static const char *const TITLE[GNBS_CHANGE_N] = {"Becomes reportable",
                                                     "Stops being reportable",
                                                     "Is reported differently",
                                                     "Only its record changes",
                                                     "Not screened, before or after",
                                                     "As before"};
    return kind < GNBS_CHANGE_N ? TITLE[kind] : "As before";
}

void gnbs_panel_say(gnbs_panel_lines_t *out, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = n < 0 ? NULL : gnbs_arena_alloc(out->arena, (size_t)n + 1, 1);
    if (text != NULL) vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    if (text == NULL || !GNBS_PUSH(&out->lines, text)) out->has_failed = true;
}

/* ---- which row is which ---------------------------------------------------------------------------------------- */

typedef struct matcher {
    const gnbs_panel_t *from, *to;
    size_t *to_of;   /* row of `to` for each row of `from`, NO_ROW */
    size_t *from_of; /* the other way round */
} matcher_t;
#define NO_ROW ((size_t)-1)

typedef bool same_t(const gnbs_condition_t *a, const gnbs_condition_t *b);

static bool same_gene(const gnbs_condition_t *a, const gnbs_condition_t *b) {
    return strcmp(a->hgnc_id, b->hgnc_id) == 0;
}
static bool same_row(const gnbs_condition_t *a, const gnbs_condition_t *b) {
    return same_gene(a, b) && strcmp(a->condition, b->condition) == 0 &&
           a->inheritance == b->inheritance;
}
static bool same_condition(const gnbs_condition_t *a, const gnbs_condition_t *b) {
    return same_gene(a, b) && strcmp(a->condition, b->condition) == 0;
}
static bool same_id(const gnbs_condition_t *a, const gnbs_condition_t *b) {
    return same_gene(a, b) && a->condition_id[0] != '\0' &&
           strcmp(a->condition_id, b->condition_id) == 0;
}
static bool same_inheritance(const gnbs_condition_t *a, const gnbs_condition_t *b) {
    return same_gene(a, b) && a->inheritance == b->inheritance;
}

static void join(matcher_t *m, size_t i, size_t k) {
    m->to_of[i] = k;
    m->from_of[k] = i;
}

/* The first free row that is the same, for every row that is still alone. */
static void match_first(matcher_t *m, same_t *same) {
    for (size_t i = 0; i < m->from->n_condition; i++)
        for (size_t k = 0; m->to_of[i] == NO_ROW && k < m->to->n_condition; k++)
            if (m->from_of[k] == NO_ROW &&
                same(&m->from->condition[i], &m->to->condition[k]))
                join(m, i, k);
}

/* A looser rule counts only where it leaves no choice on either side. */
static void match_only(matcher_t *m, same_t *same) {
    for (size_t i = 0; i < m->from->n_condition; i++) {
        size_t n_to = 0, n_from = 0, only = NO_ROW;
        if (m->to_of[i] != NO_ROW) continue;
        for (size_t k = 0; k < m->to->n_condition; k++)
            if (m->from_of[k] == NO_ROW &&
                same(&m->from->condition[i], &m->to->condition[k]))
                only = k, n_to++;
        for (size_t k = 0; k < m->from->n_condition; k++)
            n_from += m->to_of[k] == NO_ROW &&
                      same(&m->from->condition[i], &m->from->condition[k]);
        if (n_to == 1 && n_from == 1) join(m, i, only);
    }
}

static void match(matcher_t *m) {
    match_first(m, same_row);
    match_first(m, same_condition);
    match_only(m, same_id);
    match_only(m, same_inheritance);
    match_only(m, same_gene);
}

/* ---- one change -------------------------------------------------------------------------------------------------- */

static const char *status_word(const gnbs_condition_t *c) {
    static const char *const WORD[] = {[GNBS_STATUS_RED] = "red",
                                       [GNBS_STATUS_AMBER] = "amber",
                                       [GNBS_STATUS_GREEN] = "green"};
    return WORD[c->status];
}

static bool is_screened(const gnbs_condition_t *c) {
    return c != NULL && c->status == GNBS_STATUS_GREEN;
}

static void say_status(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                       const gnbs_condition_t *to) {
    if (from == NULL && to == NULL) return;
    if (from == NULL)
        gnbs_panel_say(out, "a new row, %s; reported: %s", status_word(to),
                       gnbs_policy_name(to->policy));
    else if (to == NULL)
        gnbs_panel_say(out, "the row is gone; it was %s", status_word(from));
    else if (from->status != to->status)
        gnbs_panel_say(out, "was %s, is %s", status_word(from), status_word(to));
}

static gnbs_panel_change_kind_t kind_of(const gnbs_condition_t *from,
                                        const gnbs_condition_t *to, bool is_touched,
                                        size_t n_line) {
    if (is_screened(to) && !is_screened(from)) return GNBS_CHANGE_STARTS;
    if (is_screened(from) && !is_screened(to)) return GNBS_CHANGE_STOPS;
    if (n_line == 0) return GNBS_CHANGE_NONE;
    if (!is_screened(from)) return GNBS_CHANGE_UNSCREENED;
    return is_touched ? GNBS_CHANGE_REPORTED : GNBS_CHANGE_WORDS;
}

static gnbs_code_t compare_row(const gnbs_panel_diff_t *diff, const gnbs_bundle_t *bundle,
                               const gnbs_condition_t *from, const gnbs_condition_t *to,
                               gnbs_arena_t *arena, gnbs_panel_change_t *change,
                               gnbs_err_t *err) {
    gnbs_panel_lines_t out = {.arena = arena};
    bool is_touched = false;
    say_status(&out, from, to);
    if (from != NULL && to != NULL) is_touched = gnbs_panel_say_row(&out, from, to);
    if (is_screened(from) || is_screened(to))
        is_touched |= gnbs_panel_say_alleles(&out, diff, bundle, from, to);
    *change = (gnbs_panel_change_t){
        .from = from, .to = to, .n_gained = -1, .n_lost = -1, .gained = "", .lost = ""};
    change->kind = kind_of(from, to, is_touched, out.lines.n);
    if (bundle != NULL && (is_screened(from) || is_screened(to)))
        gnbs_panel_count_known(&out, diff, bundle, change);
    const char **line = GNBS_NEW(arena, const char *, out.lines.n);
    bool has_failed = out.has_failed || line == NULL;
    if (!has_failed && out.lines.n > 0)
        memcpy(line, out.lines.at, out.lines.n * sizeof *line);
    change->n_line = out.lines.n;
    change->line = line;
    GNBS_VEC_CLEAR(&out.lines);
    return has_failed ? gnbs_err_set(err, GNBS_E_NOMEM, "comparing panels") : GNBS_OK;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static int line_of(const gnbs_panel_change_t *c) {
    return c->to != NULL ? c->to->line : c->from->line;
}

static int by_kind(const void *a, const void *b) {
    const gnbs_panel_change_t *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (line_of(x) != line_of(y)) return line_of(x) < line_of(y) ? -1 : 1;
    return (x->to == NULL) -
           (y->to == NULL); /* a row that is gone behind one of its line */
}

static gnbs_code_t compare_heads(gnbs_panel_diff_t *d, gnbs_arena_t *arena,
                                 gnbs_err_t *err) {
    const struct {
        const char *name, *from, *to;
    } HEAD[] = {{"name", d->from->name, d->to->name},
                {"version", d->from->version, d->to->version},
                {"status", d->from->status, d->to->status},
                {"date", d->from->date, d->to->date},
                {"curators", d->from->curators, d->to->curators},
                {"genome build", d->from->genome_build, d->to->genome_build}};
    const char **head = GNBS_NEW(arena, const char *, sizeof HEAD / sizeof *HEAD);
    if (head == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "comparing panels");
    for (size_t i = 0; i < sizeof HEAD / sizeof *HEAD; i++) {
        if (strcmp(HEAD[i].from, HEAD[i].to) == 0) continue;
        head[d->n_head] =
            gnbs_arena_printf(arena, "%s: %s -> %s", HEAD[i].name,
                              HEAD[i].from[0] != '\0' ? HEAD[i].from : "(none)",
                              HEAD[i].to[0] != '\0' ? HEAD[i].to : "(none)");
        if (head[d->n_head++] == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "comparing panels");
    }
    d->head = head;
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_compare(const gnbs_panel_t *from, const gnbs_panel_t *to,
                               const gnbs_bundle_t *bundle, gnbs_arena_t *arena,
                               gnbs_panel_diff_t *diff, gnbs_err_t *err) {
    size_t n_max = from->n_condition + to->n_condition, n = 0;
    matcher_t m = {from, to, GNBS_NEW(arena, size_t, from->n_condition),
                   GNBS_NEW(arena, size_t, to->n_condition)};
    gnbs_panel_change_t *change = GNBS_NEW(arena, gnbs_panel_change_t, n_max);
    *diff = (gnbs_panel_diff_t){.from = from, .to = to, .has_bundle = bundle != NULL};
    if (m.to_of == NULL || m.from_of == NULL || change == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "comparing panels");
    for (size_t i = 0; i < from->n_condition; i++) m.to_of[i] = NO_ROW;
    for (size_t k = 0; k < to->n_condition; k++) m.from_of[k] = NO_ROW;
    match(&m);
    for (size_t k = 0; k < to->n_condition; k++)
        GNBS_TRY(compare_row(diff, bundle,
                             m.from_of[k] != NO_ROW ? &from->condition[m.from_of[k]] : NULL,
                             &to->condition[k], arena, &change[n++], err));
    for (size_t i = 0; i < from->n_condition; i++)
        if (m.to_of[i] == NO_ROW)
            GNBS_TRY(compare_row(diff, bundle, &from->condition[i], NULL, arena,
                                 &change[n++], err));
    if (n > 0) qsort(change, n, sizeof *change, by_kind);
    for (size_t i = 0; i < n; i++) {
        diff->n[change[i].kind]++;
        if (change[i].n_gained > 0) diff->n_gained += change[i].n_gained;
        if (change[i].n_lost > 0) diff->n_lost += change[i].n_lost;
    }
    diff->n_change = n - diff->n[GNBS_CHANGE_NONE]; /* those are last */
    diff->change = change;
    return compare_heads(diff, arena, err);
}
