#include "genome/region.h"

#include <stdlib.h>

int gnbs_region_compare(const void *a, const void *b) {
    const gnbs_region_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->beg != y->beg) return x->beg < y->beg ? -1 : 1;
    return x->end == y->end ? 0 : x->end < y->end ? -1 : 1;
}

size_t gnbs_region_merge(size_t n, gnbs_region_t region[], gnbs_pos_t gap_bp) {
    if (n == 0) return 0;
    qsort(region, n, sizeof *region, gnbs_region_compare);
    size_t n_out = 1;
    for (size_t i = 1; i < n; i++) {
        gnbs_region_t *last = &region[n_out - 1];
        if (region[i].tid == last->tid && region[i].beg <= last->end + gap_bp) {
            if (region[i].end > last->end) last->end = region[i].end;
        } else {
            region[n_out++] = region[i];
        }
    }
    return n_out;
}

size_t gnbs_region_lower(size_t n, const gnbs_region_t sorted[], int32_t tid,
                         gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (sorted[mid].tid < tid || (sorted[mid].tid == tid && sorted[mid].end <= pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

gnbs_pos_t gnbs_region_covered(size_t n, const gnbs_region_t sorted[], gnbs_region_t q) {
    gnbs_pos_t covered = 0;
    for (size_t i = gnbs_region_lower(n, sorted, q.tid, q.beg);
         i < n && sorted[i].tid == q.tid && sorted[i].beg < q.end; i++) {
        gnbs_pos_t beg = sorted[i].beg > q.beg ? sorted[i].beg : q.beg;
        gnbs_pos_t end = sorted[i].end < q.end ? sorted[i].end : q.end;
        if (end > beg) covered += end - beg;
    }
    return covered;
}
