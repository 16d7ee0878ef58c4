#include "qc/qc_pick.h"

#include <stdlib.h>

enum { TOGETHER_BP = 300 }; /* markers this near are read in one go */

gnbs_qc_pick_opt_t gnbs_qc_pick_opt_default(void) {
    return (gnbs_qc_pick_opt_t){.near_bp = 400, .enough = 1650, .far_share = 0.25};
}

typedef struct stretch { /* far markers that are read in one go */
    size_t first, n;
    double worth; /* expected difference between two people, for the bases to be read */
} stretch_t;

static bool is_near(size_t n, const gnbs_region_t wanted[], const gnbs_marker_t *m,
                    gnbs_pos_t near_bp) {
    size_t t = gnbs_region_lower(n, wanted, m->tid, m->pos - near_bp);
    return t < n && wanted[t].tid == m->tid && wanted[t].beg <= m->pos + near_bp;
}

static int compare_worth(const void *a, const void *b) {
    const stretch_t *x = a, *y = b;
    if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static size_t list_stretches(size_t n, const gnbs_marker_t marker[], const bool is_taken[],
                             stretch_t stretch[]) {
    size_t n_stretch = 0;
    for (size_t i = 0; i < n;) {
        if (is_taken[i]) {
            i++;
            continue;
        }
        size_t k = i;
        double telling = 0;
        while (k < n && !is_taken[k] && marker[k].tid == marker[i].tid &&
               (k == i || marker[k].pos <= marker[k - 1].pos + TOGETHER_BP)) {
            telling += marker[k].af * (1 - marker[k].af);
            k++;
        }
        /* a read of 150 bases reaches half its length past a marker on either side */
        double bp = (double)(marker[k - 1].pos - marker[i].pos + 150);
        stretch[n_stretch++] = (stretch_t){i, k - i, telling / (1000 + bp)};
        i = k;
    }
    return n_stretch;
}

gnbs_code_t gnbs_qc_pick_markers(const gnbs_qc_pick_opt_t *opt, size_t n,
                                 const gnbs_marker_t marker[], size_t n_wanted,
                                 const gnbs_region_t wanted[], gnbs_arena_t *arena,
                                 size_t *n_picked, gnbs_marker_t **picked,
                                 gnbs_err_t *err) {
    bool *is_taken = GNBS_NEW(arena, bool, n);
    stretch_t *stretch = GNBS_NEW(arena, stretch_t, n);
    *picked = GNBS_NEW(arena, gnbs_marker_t, n);
    *n_picked = 0;
    if (is_taken == NULL || stretch == NULL || *picked == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", n);
    size_t n_taken = 0;
    for (size_t i = 0; i < n; i++) {
        is_taken[i] =
            marker[i].is_given || is_near(n_wanted, wanted, &marker[i], opt->near_bp);
        n_taken += is_taken[i];
    }
    size_t n_stretch = list_stretches(n, marker, is_taken, stretch);
    qsort(stretch, n_stretch, sizeof *stretch, compare_worth);
    double n_far =
        50 + opt->far_share * (double)n_wanted; /* a small panel may add as much again */
    for (size_t s = 0; s < n_stretch && n_taken < opt->enough && (double)s < n_far; s++) {
        for (size_t i = 0; i < stretch[s].n; i++) is_taken[stretch[s].first + i] = true;
        n_taken += stretch[s].n;
    }
    for (size_t i = 0; i < n; i++)
        if (is_taken[i]) (*picked)[(*n_picked)++] = marker[i];
    return GNBS_OK;
}
