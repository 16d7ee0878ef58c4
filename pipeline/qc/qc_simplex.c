#include "qc/qc_simplex.h"

#include <assert.h>
#include <string.h>

enum { MAX = GNBS_QC_SIMPLEX_MAX };

typedef struct corner {
    double x[MAX], value;
} corner_t;

typedef struct simplex {
    int n, n_call;
    corner_t at[MAX + 1]; /* best first */
    double (*value)(void *ctx, const double x[]);
    void *ctx;
} simplex_t;

static void sort_corners(simplex_t *s) { /* by insertion: nearly sorted already */
    for (int i = 1; i <= s->n; i++) {
        corner_t c = s->at[i];
        int k = i;
        for (; k > 0 && s->at[k - 1].value > c.value; k--) s->at[k] = s->at[k - 1];
        s->at[k] = c;
    }
}

/* The worst corner moved through (or towards) the middle of the others. */
static corner_t move_worst(simplex_t *s, double by) {
    corner_t c = {{0}, 0};
    const corner_t *worst = &s->at[s->n];
    for (int d = 0; d < s->n; d++) {
        double middle = 0;
        for (int i = 0; i < s->n; i++) middle += s->at[i].x[d] / s->n;
        c.x[d] = middle + by * (worst->x[d] - middle);
    }
    c.value = s->value(s->ctx, c.x);
    s->n_call++;
    return c;
}

static void shrink(simplex_t *s) {
    for (int i = 1; i <= s->n; i++) {
        for (int d = 0; d < s->n; d++) s->at[i].x[d] = (s->at[0].x[d] + s->at[i].x[d]) / 2;
        s->at[i].value = s->value(s->ctx, s->at[i].x);
        s->n_call++;
    }
}

static void step_once(simplex_t *s) {
    corner_t *worst = &s->at[s->n];
    corner_t c = move_worst(s, -1);
    if (c.value < s->at[0].value) {
        corner_t further = move_worst(s, -2);
        *worst = further.value < c.value ? further : c;
    } else if (c.value < s->at[s->n - 1].value) {
        *worst = c;
    } else {
        corner_t nearer = move_worst(s, c.value < worst->value ? -0.5 : 0.5);
        if (nearer.value < (c.value < worst->value ? c.value : worst->value))
            *worst = nearer;
        else
            shrink(s);
    }
}

double gnbs_qc_simplex(int n, double x[], const double step[], double tolerance,
                       int max_calls, double (*value)(void *ctx, const double x[]),
                       void *ctx) {
    assert(n >= 1 && n <= MAX);
    simplex_t s = {.n = n, .value = value, .ctx = ctx};
    for (int i = 0; i <= n; i++) {
        memcpy(s.at[i].x, x, (size_t)n * sizeof *x);
        if (i > 0) s.at[i].x[i - 1] += step[i - 1];
        s.at[i].value = value(ctx, s.at[i].x);
        s.n_call++;
    }
    sort_corners(&s);
    while (s.n_call < max_calls && s.at[n].value - s.at[0].value > tolerance) {
        step_once(&s);
        sort_corners(&s);
    }
    memcpy(x, s.at[0].x, (size_t)n * sizeof *x);
    return s.at[0].value;
}
