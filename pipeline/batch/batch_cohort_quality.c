#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch/batch_cohort.h"
#include "core/escape.h"
#include "io/out.h"

/* Levey and Jennings 1950: each newborn a point in the order of runs, lines at the mean and at 2 and 3 standard deviations of the
 * series; a point beyond 3, or two in a row beyond 2 on one side (Westgard's 1-3s and 2-2s), is marked. A point bears the day, not
 * the newborn. */

enum { WIDE = 900, HIGH = 220, LEFT = 70, EDGE = 14, MIN_POINTS = 5 };

typedef struct point {
    const char *day;
    double value;
} point_t;

typedef struct series {
    const char *name;
    size_t n;
    point_t *at;
    double mean, sd;
} series_t;

static void measure(series_t *s) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < s->n; i++) sum += s->at[i].value;
    s->mean = s->n > 0 ? sum / (double)s->n : 0;
    for (size_t i = 0; i < s->n; i++)
        squares += (s->at[i].value - s->mean) * (s->at[i].value - s->mean);
    s->sd = s->n > 1 ? sqrt(squares / (double)(s->n - 1)) : 0;
}

static int is_out(const series_t *s, size_t i) {
    if (s->sd <= 0) return 0;
    double z = (s->at[i].value - s->mean) / s->sd;
    if (fabs(z) > 3) return 3;
    if (i == 0 || fabs(z) <= 2) return 0;
    double before = (s->at[i - 1].value - s->mean) / s->sd;
    return fabs(before) > 2 && (before > 0) == (z > 0) ? 2 : 0;
}

static double y_of(const series_t *s, double value, double lo, double hi) {
    (void)s;
    return hi > lo ? EDGE + (hi - value) / (hi - lo) * (HIGH - 2 * EDGE) : HIGH / 2.0;
}

static void draw(gnbs_str_t *out, const series_t *s) {
    double lo = s->mean - 4 * s->sd, hi = s->mean + 4 * s->sd;
    for (size_t i = 0; i < s->n; i++) {
        lo = fmin(lo, s->at[i].value);
        hi = fmax(hi, s->at[i].value);
    }
    gnbs_str_add(out, "<h2>");
    gnbs_escape_html(out, s->name);
    gnbs_str_printf(out,
                    "</h2>\n<p>%zu newborns, mean %.6g, standard deviation %.4g</p>\n"
                    "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                    s->n, s->mean, s->sd, WIDE, HIGH);
    gnbs_escape_html(out, s->name);
    gnbs_str_add(out, " by day\">\n");
    for (int k = -3; k <= 3; k++) {
        if (k == -1 || k == 1) continue;
        double y = y_of(s, s->mean + k * s->sd, lo, hi);
        gnbs_str_printf(out,
                        "<line class=\"s%d\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                        "<text x=\"4\" y=\"%.1f\">%.4g</text>\n",
                        abs(k), LEFT, WIDE, y, y, y + 4, s->mean + k * s->sd);
    }
    for (size_t i = 0; i < s->n; i++) {
        int rule = is_out(s, i);
        double x = LEFT + 8 +
                   (WIDE - LEFT - 16) * (s->n > 1 ? (double)i / (double)(s->n - 1) : 0.5);
        gnbs_str_printf(out,
                        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>",
                        rule == 3   ? "out"
                        : rule == 2 ? "warn"
                                    : "in",
                        x, y_of(s, s->at[i].value, lo, hi), rule > 0 ? 5 : 3);
        gnbs_escape_html(out, s->at[i].day);
        gnbs_str_printf(out, ": %.6g%s</title></circle>\n", s->at[i].value,
                        rule == 3   ? ", beyond 3 standard deviations"
                        : rule == 2 ? ", the second in a row beyond 2"
                                    : "");
    }
    gnbs_str_add(out, "</svg>\n");
}

static const char HEAD[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Quality by "
    "day</title>\n<style>"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem}"
    "h2{margin-bottom:0}svg{width:100%;background:#fafafa;border:1px solid #ccc}"
    "line{stroke:#333}line.s2{stroke:#b26a00;stroke-dasharray:6 "
    "4}line.s3{stroke:#b00020;stroke-dasharray:2 3}"
    "text{font-size:11px}circle.in{fill:#1a5fb4}circle.warn{fill:#b26a00}circle.out{fill:#"
    "b00020}</style>\n"
    "<h1>Quality by day</h1>\n<p>Each point is a newborn, in the order of runs. Solid: the "
    "mean; dashed: 2 standard "
    "deviations; dotted: 3. Large points are beyond 3, or the second in a row beyond 2 on "
    "one side.</p>\n";

/* Points of one metric: its values in the order of the newborns. */
static void collect(const gnbs_cohort_t *c, series_t *s) {
    s->n = 0;
    for (size_t i = 0; i < c->newborn.n; i++)
        for (size_t k = 0; k < c->newborn.at[i].n_metric; k++)
            if (strcmp(c->newborn.at[i].metric[k].name, s->name) == 0)
                s->at[s->n++] =
                    (point_t){c->newborn.at[i].began, c->newborn.at[i].metric[k].value};
}

static bool is_drawn(const char *const *done, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(done[i], name) == 0) return true;
    return false;
}

gnbs_code_t gnbs_cohort_write_quality(const gnbs_cohort_t *c, const char *dir,
                                      gnbs_err_t *err) {
    enum { MAX_SERIES = 128 };
    const char *done[MAX_SERIES];
    size_t n_done = 0;
    gnbs_str_t out;
    const char *path = gnbs_arena_printf(c->arena, "%s/quality.html", dir);
    point_t *at = GNBS_NEW(c->arena, point_t, c->newborn.n + 1);
    if (path == NULL || at == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    gnbs_str_init(&out);
    gnbs_str_add(&out, HEAD);
    for (size_t i = 0; i < c->newborn.n; i++)
        for (size_t k = 0; k < c->newborn.at[i].n_metric && n_done < MAX_SERIES; k++) {
            series_t s = {.name = c->newborn.at[i].metric[k].name, .at = at};
            if (is_drawn(done, n_done, s.name)) continue;
            done[n_done++] = s.name;
            collect(c, &s);
            measure(&s);
            if (s.n >= MIN_POINTS) draw(&out, &s);
        }
    if (n_done == 0 || c->newborn.n < MIN_POINTS)
        gnbs_str_printf(&out, "<p>Fewer than %d newborns with such numbers.</p>\n",
                        MIN_POINTS);
    gnbs_str_add(&out, "</html>\n");
    gnbs_code_t code = gnbs_out_write_text(path, &out, err);
    gnbs_str_clear(&out);
    return code;
}

/* ---- positives -------------------------------------------------------------------------------------------------------------- */

typedef struct tally {
    const char *gene, *condition;
    long assessed, suspected, not_assessed;
} tally_t;

static int by_condition(const void *a, const void *b) {
    const tally_t *x = a, *y = b;
    int order = strcmp(x->condition, y->condition);
    return order != 0 ? order : strcmp(x->gene, y->gene);
}

/* "<5" for one to four; 0 is told: nobody is behind it. */
static void put_count(gnbs_str_t *out, long n) {
    if (n > 0 && n < GNBS_COHORT_SMALL)
        gnbs_str_printf(out, "\t<%d", GNBS_COHORT_SMALL);
    else
        gnbs_str_printf(out, "\t%ld", n);
}

/* Rounded to fives where its neighbour is hidden: a difference would tell what the cell does not. */
static void put_row(gnbs_str_t *out, const tally_t *t) {
    bool hides = (t->suspected > 0 && t->suspected < GNBS_COHORT_SMALL) ||
                 (t->not_assessed > 0 && t->not_assessed < GNBS_COHORT_SMALL);
    gnbs_escape_csv(out, t->gene, '\t');
    gnbs_str_add_char(out, '\t');
    gnbs_escape_csv(out, t->condition, '\t');
    put_count(out, hides ? t->assessed / 5 * 5 : t->assessed);
    put_count(out, t->suspected);
    put_count(out, t->not_assessed);
    if (t->assessed >= GNBS_COHORT_SMALL && !hides)
        gnbs_str_printf(out, "\t%.6g\n", (double)t->suspected / (double)t->assessed);
    else
        gnbs_str_add(out, "\t.\n");
}

static void add_outcome(tally_t *t, const gnbs_cohort_outcome_t *o) {
    bool is_suspected = strcmp(o->outcome, "suspected") == 0;
    t->suspected += is_suspected;
    t->assessed += is_suspected || strcmp(o->outcome, "not_suspected") == 0;
    t->not_assessed += strcmp(o->outcome, "not_assessed") == 0;
}

gnbs_code_t gnbs_cohort_write_positives(const gnbs_cohort_t *c, const char *dir,
                                        gnbs_err_t *err) {
    GNBS_VEC(tally_t) row = {0};
    gnbs_str_t out;
    gnbs_code_t code = GNBS_OK;
    const char *path = gnbs_arena_printf(c->arena, "%s/positives.tsv", dir);
    for (size_t i = 0; i < c->newborn.n && code == GNBS_OK; i++)
        for (size_t k = 0; k < c->newborn.at[i].n_outcome && code == GNBS_OK; k++) {
            const gnbs_cohort_outcome_t *o = &c->newborn.at[i].outcome[k];
            tally_t t = {.gene = o->gene, .condition = o->condition};
            size_t at = k < row.n && by_condition(&row.at[k], &t) == 0 ? k : 0;
            while (at < row.n && by_condition(&row.at[at], &t) != 0) at++;
            if (at == row.n && !GNBS_PUSH(&row, t))
                code = gnbs_err_set(err, GNBS_E_NOMEM, "positives");
            if (code == GNBS_OK) add_outcome(&row.at[at], o);
        }
    if (row.n > 1) qsort(row.at, row.n, sizeof *row.at, by_condition);
    gnbs_str_init(&out);
    gnbs_str_printf(
        &out,
        "##newborns=%zu\n##small_numbers=one to four newborns are written <%d, and "
        "their neighbour is rounded down to fives\n"
        "gene\tcondition\tassessed\tsuspected\tnot_assessed\trate\n",
        c->newborn.n, GNBS_COHORT_SMALL);
    for (size_t i = 0; i < row.n; i++) put_row(&out, &row.at[i]);
    if (path == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "positives");
    if (code == GNBS_OK) code = gnbs_out_write_text(path, &out, err);
    gnbs_str_clear(&out);
    GNBS_VEC_CLEAR(&row);
    return code;
}
