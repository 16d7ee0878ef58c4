#include "simulate/simulate_align.h"

#include <assert.h>
#include <string.h>

enum { MATCH = 1, MISMATCH = -4, GAP_OPEN = -6, GAP_EXTEND = -1, END_BONUS = 5 };

typedef struct op {
    int kind; /* GNBS_CIGAR_ */
    int32_t len;
} op_t;

typedef struct path { /* operations in reference order; consecutive ones differ in kind */
    int n;
    op_t op[GNBS_SIMULATE_MAX_CIGAR];
    gnbs_pos_t beg;
} path_t;

typedef struct query {
    const uint8_t *ref, *base;
    gnbs_pos_t ref_bp;
    int32_t len;
} query_t;

static void push(path_t *p, int kind, int32_t len) {
    if (len <= 0) return;
    if (p->n > 0 && p->op[p->n - 1].kind == kind) {
        p->op[p->n - 1].len += len;
        return;
    }
    assert(p->n <
           GNBS_SIMULATE_MAX_CIGAR); /* variants keep their distance, reads are short */
    p->op[p->n++] = (op_t){kind, len};
}

/* First edit that ends past a haplotype position. */
static size_t first_edit(const gnbs_simulate_haplotype_t *hap, gnbs_pos_t hap_pos) {
    size_t low = 0, high = hap->n_edit;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (hap->edit[mid].hap_beg + hap->edit[mid].n_alt > hap_pos)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

static void walk(const gnbs_simulate_haplotype_t *hap, gnbs_pos_t hap_beg, int32_t len,
                 path_t *p) {
    size_t i = first_edit(hap, hap_beg);
    gnbs_pos_t at = hap_beg, end = hap_beg + len;
    p->beg = hap_beg;
    if (i > 0) {
        const gnbs_simulate_edit_t *e = &hap->edit[i - 1];
        p->beg = e->ref_beg + e->n_ref + (hap_beg - e->hap_beg - e->n_alt);
    }
    if (i < hap->n_edit && hap->edit[i].hap_beg < at) p->beg = hap->edit[i].ref_beg;
    for (; i < hap->n_edit && hap->edit[i].hap_beg < end; i++) {
        const gnbs_simulate_edit_t *e = &hap->edit[i];
        gnbs_pos_t alt_end = e->hap_beg + e->n_alt < end ? e->hap_beg + e->n_alt : end;
        gnbs_pos_t alt_beg = e->hap_beg > at ? e->hap_beg : at;
        push(p, GNBS_CIGAR_MATCH, (int32_t)(alt_beg - at));
        if (e->n_ref == e->n_alt) {
            push(p, GNBS_CIGAR_MATCH, e->n_alt);
        } else {
            push(p, GNBS_CIGAR_INS, (int32_t)(alt_end - alt_beg));
            push(p, GNBS_CIGAR_DEL, e->n_ref);
        }
        at = alt_end;
    }
    push(p, GNBS_CIGAR_MATCH, (int32_t)(end - at));
    /* inserted bases at an end have nothing to hold on to */
    if (p->op[0].kind == GNBS_CIGAR_INS) p->op[0].kind = GNBS_CIGAR_SOFT;
    if (p->op[p->n - 1].kind == GNBS_CIGAR_INS) p->op[p->n - 1].kind = GNBS_CIGAR_SOFT;
}

/* Score of n bases without a gap, outwards from the corner (q, r); best is that of the best
 * prefix, best_n its length. */
static int32_t score(const query_t *x, int dir, int32_t q, gnbs_pos_t r, int32_t n,
                     int32_t *best, int32_t *best_n) {
    int32_t sum = 0;
    *best = *best_n = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t qi = dir > 0 ? q + i : q - 1 - i;
        gnbs_pos_t ri = dir > 0 ? r + i : r - 1 - i;
        bool is_inside = ri >= 0 && ri < x->ref_bp;
        sum += is_inside && x->ref[ri] == x->base[qi] ? MATCH : MISMATCH;
        if (sum > *best) {
            *best = sum;
            *best_n = i + 1;
        }
        if (!is_inside) sum += 2 * MISMATCH * n; /* never end to end beyond the contig */
    }
    return sum;
}

typedef struct corner {
    int32_t q;
    gnbs_pos_t r;
} corner_t;

/* Replaces operation j and all beyond it, outwards from its inner corner, by n matched bases
 * and a clip of the rest. */
static void cut(path_t *p, int j, int dir, corner_t inner, int32_t n, int32_t rest) {
    path_t made = {.beg = p->beg};
    if (dir > 0) {
        for (int i = 0; i < j; i++) push(&made, p->op[i].kind, p->op[i].len);
        push(&made, GNBS_CIGAR_MATCH, n);
        push(&made, GNBS_CIGAR_SOFT, rest);
    } else {
        made.beg = inner.r - n;
        push(&made, GNBS_CIGAR_SOFT, rest);
        push(&made, GNBS_CIGAR_MATCH, n);
        for (int i = j + 1; i < p->n; i++) push(&made, p->op[i].kind, p->op[i].len);
    }
    *p = made;
}

/* The corners of operation j: inner faces the middle of the read. */
static void corners(const path_t *p, int j, int dir, corner_t *inner, corner_t *outer) {
    corner_t left = {0, p->beg}, right;
    for (int i = 0; i < j; i++) {
        if (gnbs_cigar_eats_read(p->op[i].kind)) left.q += p->op[i].len;
        if (gnbs_cigar_eats_ref(p->op[i].kind)) left.r += p->op[i].len;
    }
    right = left;
    if (gnbs_cigar_eats_read(p->op[j].kind)) right.q += p->op[j].len;
    if (gnbs_cigar_eats_ref(p->op[j].kind)) right.r += p->op[j].len;
    *inner = dir > 0 ? left : right;
    *outer = dir > 0 ? right : left;
}

/* Bases from the corner to the read's end as matches: how many to keep, and the score, with the
 * end bonus if all are kept. A tie goes to the clip, as in BWA-MEM. */
static int32_t score_flat(const query_t *x, int dir, corner_t from, int32_t *n_all,
                          int32_t *n_kept) {
    int32_t best, best_n;
    *n_all = dir > 0 ? x->len - from.q : from.q;
    int32_t all = score(x, dir, from.q, from.r, *n_all, &best, &best_n) + END_BONUS;
    *n_kept = all > best ? *n_all : best_n;
    return all > best ? all : best;
}

/*            inner          outer
 *   ...MMMMMMM|    gap j     |MMMMM SS      dir +1: what lies to the right of the last gap
 * Is the gap worth its price to what lies beyond it? If not, it goes; true when it went. */
static bool settle_gap(const query_t *x, path_t *p, int dir) {
    int j = dir > 0 ? p->n - 1 : 0;
    int32_t n_match = 0, n_clip = 0;
    for (; j >= 0 && j < p->n; j -= dir) {
        if (p->op[j].kind == GNBS_CIGAR_INS || p->op[j].kind == GNBS_CIGAR_DEL) break;
        if (p->op[j].kind == GNBS_CIGAR_MATCH)
            n_match += p->op[j].len;
        else
            n_clip += p->op[j].len;
    }
    if (j < 0 || j >= p->n) return false;
    corner_t inner, outer;
    corners(p, j, dir, &inner, &outer);
    int32_t best, best_n, n_all, n_kept;
    int32_t gap = score(x, dir, outer.q, outer.r, n_match, &best, &best_n);
    if (n_clip == 0) gap += END_BONUS;
    gap = (gap > best ? gap : best) + GAP_OPEN + GAP_EXTEND * p->op[j].len;
    if (gap > score_flat(x, dir, inner, &n_all, &n_kept)) return false;
    cut(p, j, dir, inner, n_kept, n_all - n_kept);
    return true;
}

/* The outermost matched run ends where its score is best, or at the read's end. */
static void trim_end(const query_t *x, path_t *p, int dir) {
    int j = dir > 0 ? p->n - 1 : 0;
    if (p->op[j].kind == GNBS_CIGAR_SOFT) j -= dir;
    corner_t inner, outer;
    int32_t n_all, n_kept;
    corners(p, j, dir, &inner, &outer);
    score_flat(x, dir, inner, &n_all, &n_kept);
    cut(p, j, dir, inner, n_kept, n_all - n_kept);
}

static void finish(const query_t *x, const path_t *p, gnbs_simulate_alignment_t *a) {
    int32_t q = 0;
    *a = (gnbs_simulate_alignment_t){.beg = p->beg, .end = p->beg, .n_cigar = p->n};
    for (int i = 0; i < p->n; i++) {
        op_t o = p->op[i];
        a->cigar[i] = (uint32_t)o.len << 4 | (uint32_t)o.kind;
        if (o.kind == GNBS_CIGAR_MATCH)
            for (int32_t k = 0; k < o.len; k++)
                a->edit_distance += x->ref[a->end + k] != x->base[q + k];
        if (o.kind == GNBS_CIGAR_INS || o.kind == GNBS_CIGAR_DEL) a->edit_distance += o.len;
        if (gnbs_cigar_eats_read(o.kind)) q += o.len;
        if (gnbs_cigar_eats_ref(o.kind)) a->end += o.len;
    }
}

void gnbs_simulate_align(const gnbs_simulate_haplotype_t *hap, const uint8_t *ref,
                         gnbs_pos_t hap_beg, int32_t len, const uint8_t base[],
                         gnbs_simulate_alignment_t *a) {
    query_t x = {.ref = ref, .base = base, .ref_bp = hap->ref_length_bp, .len = len};
    path_t p = {0};
    walk(hap, hap_beg, len, &p);
    while (settle_gap(&x, &p, 1) || settle_gap(&x, &p, -1)) {
    } /* a gap goes each time */
    trim_end(&x, &p, 1);
    trim_end(&x, &p, -1);
    finish(&x, &p, a);
}
