#include "genome/marker.h"

int gnbs_marker_compare(const void *a, const void *b) {
    const gnbs_marker_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    return (x->pos > y->pos) - (x->pos < y->pos);
}

size_t gnbs_marker_lower(size_t n, const gnbs_marker_t marker[], int32_t tid,
                         gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (marker[mid].tid < tid || (marker[mid].tid == tid && marker[mid].pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
