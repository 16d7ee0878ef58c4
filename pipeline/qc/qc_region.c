#include "qc/qc_region.h"

#include <stdlib.h>
#include <string.h>

const int32_t GNBS_QC_THRESHOLD[GNBS_QC_THRESHOLDS] = {1, 10, 15, 20, 30};

typedef struct ordered {
    gnbs_region_t region;
    size_t i; /* as they came */
} ordered_t;

static int compare_begin(const void *a, const void *b) {
    const ordered_t *x = a, *y = b;
    if (x->region.tid != y->region.tid) return x->region.tid < y->region.tid ? -1 : 1;
    if (x->region.beg != y->region.beg) return x->region.beg < y->region.beg ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

gnbs_code_t gnbs_qc_table_init(size_t n, const gnbs_region_t region[],
                               const char *const name[], bool wants_runs,
                               gnbs_arena_t *arena, gnbs_qc_table_t *t, gnbs_err_t *err) {
    *t = (gnbs_qc_table_t){.n = n, .min = INT32_MAX, .wants_runs = wants_runs};
    t->row = GNBS_NEW(arena, gnbs_qc_row_t, n);
    ordered_t *order = GNBS_NEW(arena, ordered_t, n);
    if (t->row == NULL || order == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu regions", n);
    for (size_t i = 0; i < n; i++) order[i] = (ordered_t){region[i], i};
    if (n > 0) qsort(order, n, sizeof *order, compare_begin);
    for (size_t i = 0; i < n; i++) {
        t->row[i] = (gnbs_qc_row_t){.region = order[i].region, .name = name[order[i].i]};
        gnbs_pos_t bp = gnbs_region_len(order[i].region);
        if (bp > t->longest) t->longest = bp;
    }
    return GNBS_OK;
}

static size_t first_row(const gnbs_qc_table_t *t, int32_t tid, gnbs_pos_t beg) {
    size_t lo = 0, hi = t->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->row[mid].region.tid < tid ||
            (t->row[mid].region.tid == tid && t->row[mid].region.beg < beg))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static gnbs_code_t add_row(gnbs_qc_table_t *t, gnbs_qc_row_t *row, gnbs_region_t where,
                           const int32_t depth[], gnbs_err_t *err) {
    gnbs_pos_t beg = row->region.beg > where.beg ? row->region.beg : where.beg,
               end = row->region.end < where.end ? row->region.end : where.end;
    double length = (double)gnbs_region_len(row->region);
    for (gnbs_pos_t p = beg; p < end; p++) {
        int32_t d = depth[p - where.beg];
        row->mean += d / length;
        for (int k = 0; k < GNBS_QC_THRESHOLDS && d >= GNBS_QC_THRESHOLD[k]; k++)
            row->at_least[k]++;
        t->sum += d;
        if (d < t->min) t->min = d;
        if (d > t->max) t->max = d;
        if ((size_t)d >= t->hist.n) {
            if (!GNBS_RESERVE(&t->hist, (size_t)d + 1))
                return gnbs_err_set(err, GNBS_E_NOMEM, "depth %d", d);
            memset(t->hist.at + t->hist.n, 0,
                   ((size_t)d + 1 - t->hist.n) * sizeof *t->hist.at);
            t->hist.n = (size_t)d + 1;
        }
        t->hist.at[d]++;
    }
    if (end > beg) t->n_base += end - beg;
    return GNBS_OK;
}

static gnbs_code_t add_runs(gnbs_qc_table_t *t, gnbs_region_t where, const int32_t depth[],
                            gnbs_err_t *err) {
    for (gnbs_pos_t p = where.beg; p < where.end; p++) {
        int32_t d = depth[p - where.beg];
        gnbs_qc_run_t *last = t->run.n > 0 ? &t->run.at[t->run.n - 1] : NULL;
        if (last != NULL && last->region.tid == where.tid && last->region.end == p &&
            last->depth == d)
            last->region.end++;
        else if (!GNBS_PUSH(&t->run, ((gnbs_qc_run_t){{where.tid, p, p + 1}, d})))
            return gnbs_err_set(err, GNBS_E_NOMEM, "depth per base");
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_qc_table_add(gnbs_qc_table_t *t, gnbs_region_t where,
                              const int32_t depth[], gnbs_err_t *err) {
    for (size_t i = first_row(t, where.tid, where.beg - t->longest);
         i < t->n && t->row[i].region.tid == where.tid && t->row[i].region.beg < where.end;
         i++)
        GNBS_TRY(add_row(t, &t->row[i], where, depth, err));
    return t->wants_runs ? add_runs(t, where, depth, err) : GNBS_OK;
}

void gnbs_qc_table_clear(gnbs_qc_table_t *t) {
    GNBS_VEC_CLEAR(&t->hist);
    GNBS_VEC_CLEAR(&t->run);
}
