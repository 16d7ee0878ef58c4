#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"

enum { JITTER_BP = 10 }; /* aligners place the two parts of a read so exactly */

static int compare_hint(const void *a, const void *b) {
    const gnbs_cnv_hint_t *x = a, *y = b;
    if (x->is_split != y->is_split) return x->is_split ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    int c = gnbs_region_compare(&x->region, &y->region);
    if (c != 0) return c;
    if (x->name_hash != y->name_hash) return x->name_hash < y->name_hash ? -1 : 1;
    return x->homology_bp - y->homology_bp;
}

static bool is_near(const gnbs_cnv_hint_t *a, const gnbs_cnv_hint_t *b, gnbs_pos_t bp) {
    return a->kind == b->kind && a->region.tid == b->region.tid &&
           llabs((long long)(a->region.beg - b->region.beg)) <= bp &&
           llabs((long long)(a->region.end - b->region.end)) <= bp;
}

/* Different fragments among the hints of a junction that are marked as its own. */
static int32_t count_fragments(size_t n, const gnbs_cnv_hint_t hint[]) {
    int32_t k = 0;
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        while (j < i && hint[j].name_hash != hint[i].name_hash) j++;
        k += j == i;
    }
    return k;
}

/* The place that most hints state; on equal terms the first. Hints of one place stand together. */
static const gnbs_cnv_hint_t *usual_place(size_t n, const gnbs_cnv_hint_t hint[]) {
    const gnbs_cnv_hint_t *best = &hint[0];
    size_t n_best = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && is_near(&hint[i], &hint[j], 0); j++) {
        }
        if (j - i > n_best) n_best = j - i, best = &hint[i];
    }
    return best;
}

static gnbs_cnv_junction_t split_junction(size_t n, const gnbs_cnv_hint_t hint[]) {
    const gnbs_cnv_hint_t *at = usual_place(n, hint);
    gnbs_cnv_junction_t j = {.kind = at->kind,
                             .region = at->region,
                             .is_exact = true,
                             .homology_bp = at->homology_bp > 0 ? at->homology_bp : 0,
                             .inserted_bp = at->homology_bp < 0 ? -at->homology_bp : 0,
                             .n_split = count_fragments(n, hint),
                             .n_inside = -1};
    j.ci_beg =
        (gnbs_region_t){at->region.tid, at->region.beg, at->region.beg + j.homology_bp};
    j.ci_end =
        (gnbs_region_t){at->region.tid, at->region.end, at->region.end + j.homology_bp};
    return j;
}

/* Hints come sorted by begin; those of a junction lie within the jitter of the first, others may lie between them. */
static gnbs_code_t join_splits(size_t n, gnbs_cnv_hint_t hint[], gnbs_cnv_junctions_t *out,
                               gnbs_err_t *err) {
    gnbs_cnv_hints_t own = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < n && code == GNBS_OK; i++) {
        if (hint[i].region.tid < 0) continue; /* taken */
        own.n = 0;
        gnbs_cnv_hint_t first = hint[i];
        for (size_t k = i; k < n && code == GNBS_OK; k++) {
            if (hint[k].region.tid < 0) continue;
            if (hint[k].kind != first.kind || hint[k].region.tid != first.region.tid ||
                hint[k].region.beg > first.region.beg + JITTER_BP)
                break;
            if (!is_near(&first, &hint[k], JITTER_BP)) continue;
            if (!GNBS_PUSH(&own, hint[k]))
                code = gnbs_err_set(err, GNBS_E_NOMEM, "split reads");
            hint[k].region.tid = -1;
        }
        if (code == GNBS_OK && !GNBS_PUSH(out, split_junction(own.n, own.at)))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "junctions");
    }
    GNBS_VEC_CLEAR(&own);
    return code;
}

/*     deletion     -->|                  |<--     reads stop before it and go on behind it: its ends lie
 *                     ^ largest begin    ^ smallest end        between the innermost reads, each at most a fragment away */
static gnbs_cnv_junction_t pair_junction(const gnbs_cnv_request_t *rq, size_t n,
                                         const gnbs_cnv_hint_t hint[]) {
    gnbs_region_t r = hint[0].region;
    bool is_del = hint[0].kind == GNBS_DOSAGE_DEL;
    for (size_t i = 1; i < n; i++) {
        gnbs_pos_t b = hint[i].region.beg, e = hint[i].region.end;
        r.beg = is_del ? (b > r.beg ? b : r.beg) : (b < r.beg ? b : r.beg);
        r.end = is_del ? (e < r.end ? e : r.end) : (e > r.end ? e : r.end);
    }
    gnbs_pos_t slack = (gnbs_pos_t)(rq->insert_mean_bp / 2), half = gnbs_region_len(r) / 2;
    if (is_del && slack > half) slack = half;
    gnbs_region_t ci_beg = {r.tid, is_del ? r.beg : r.beg - slack,
                            is_del ? r.beg + slack : r.beg},
                  ci_end = {r.tid, is_del ? r.end - slack : r.end,
                            is_del ? r.end : r.end + slack};
    return (gnbs_cnv_junction_t){.kind = hint[0].kind,
                                 .region = r,
                                 .ci_beg = ci_beg,
                                 .ci_end = ci_end,
                                 .n_pair = (int32_t)n,
                                 .n_inside = -1};
}

/* Pairs of one junction begin and end within a fragment's length of each other. */
static gnbs_code_t join_pairs(const gnbs_cnv_request_t *rq, size_t n,
                              gnbs_cnv_hint_t hint[], gnbs_cnv_junctions_t *out,
                              gnbs_err_t *err) {
    gnbs_pos_t spread = (gnbs_pos_t)(rq->insert_mean_bp + 4 * rq->insert_sd_bp);
    gnbs_cnv_hints_t own = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < n && code == GNBS_OK; i++) {
        if (hint[i].region.tid < 0) continue;
        own.n = 0;
        gnbs_cnv_hint_t first = hint[i];
        for (size_t k = i; k < n && code == GNBS_OK; k++) {
            if (hint[k].region.tid < 0) continue;
            if (hint[k].kind != first.kind || hint[k].region.tid != first.region.tid ||
                hint[k].region.beg > first.region.beg + spread)
                break;
            if (!is_near(&first, &hint[k], spread)) continue;
            if (!GNBS_PUSH(&own, hint[k])) code = gnbs_err_set(err, GNBS_E_NOMEM, "pairs");
            hint[k].region.tid = -1;
        }
        if (code != GNBS_OK || own.n < 2) continue;
        gnbs_cnv_junction_t j = pair_junction(rq, own.n, own.at);
        if (gnbs_region_len(j.region) > 0 && !GNBS_PUSH(out, j))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "junctions");
    }
    GNBS_VEC_CLEAR(&own);
    return code;
}

static int compare_junction(const void *a, const void *b) {
    const gnbs_cnv_junction_t *x = a, *y = b;
    int c = gnbs_region_compare(&x->region, &y->region);
    if (c != 0) return c;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return x->is_exact == y->is_exact ? 0 : x->is_exact ? -1 : 1;
}

gnbs_code_t gnbs_cnv_join_hints(const gnbs_cnv_request_t *rq, size_t n,
                                gnbs_cnv_hint_t hint[], bool with_pairs,
                                gnbs_cnv_junctions_t *out, gnbs_err_t *err) {
    if (n > 0) qsort(hint, n, sizeof *hint, compare_hint);
    size_t n_split = 0;
    while (n_split < n && hint[n_split].is_split) n_split++;
    GNBS_TRY(join_splits(n_split, hint, out, err));
    if (with_pairs) GNBS_TRY(join_pairs(rq, n - n_split, hint + n_split, out, err));
    if (out->n > 0) qsort(out->at, out->n, sizeof *out->at, compare_junction);
    return GNBS_OK;
}
