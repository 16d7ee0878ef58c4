#include "mito/mito_row.h"

#include <string.h>

enum { ORIGIN_REACH_BP = 10, MAX_REACH_BP = 500, MARK_BP = 2, CROWD_BP = 20 };

static bool make_room(gnbs_mito_row_t *row, size_t n_base, size_t n_event,
                      gnbs_arena_t *arena) {
    if (n_base > row->cap_base) {
        size_t cap = n_base > 2 * row->cap_base ? n_base : 2 * row->cap_base;
        row->base = GNBS_NEW(arena, uint8_t, cap);
        row->qual = GNBS_NEW(arena, uint8_t, cap);
        row->cap_base = row->base != NULL && row->qual != NULL ? cap : 0;
        if (row->cap_base == 0) return false;
    }
    if (n_event > row->cap_event) {
        row->event = GNBS_NEW(arena, gnbs_mito_event_t, n_event);
        row->cap_event = row->event != NULL ? n_event : 0;
        if (row->cap_event == 0) return false;
    }
    return true;
}

/* Bases clipped before the first aligned one, or after the last. */
static int32_t clip_of(const gnbs_read_t *read, bool is_first) {
    int32_t n = 0;
    for (int32_t k = 0; k < read->n_cigar; k++) {
        uint32_t c = read->cigar[is_first ? k : read->n_cigar - 1 - k];
        if (gnbs_cigar_op(c) == GNBS_CIGAR_SOFT)
            n += gnbs_cigar_len(c);
        else if (gnbs_cigar_op(c) != GNBS_CIGAR_HARD)
            break;
    }
    return n;
}

/* A clip at the end of the linear contig: the rest of the read lies on the other side of the origin. */
static bool is_clipped_at_origin(const gnbs_mito_ref_t *ref, const gnbs_read_t *read) {
    return (read->beg <= ORIGIN_REACH_BP && clip_of(read, true) > 0) ||
           (read->end >= ref->n - ORIGIN_REACH_BP && clip_of(read, false) > 0);
}

/* ---- indels in normal form ------------------------------------------------------------- */

int64_t gnbs_mito_reach(const gnbs_mito_ref_t *ref, int64_t pos, int32_t len,
                        uint64_t seq) {
    int64_t p = pos, end = pos + MAX_REACH_BP;
    if (len > 0) {
        while (p < end && gnbs_mito_base(ref, p) ==
                              gnbs_mito_inserted(seq, (int32_t)((p - pos) % len)))
            p++;
        return p;
    }
    int32_t n = -len;
    while (p < end && gnbs_mito_base(ref, p) == gnbs_mito_base(ref, p + n)) p++;
    return p + n;
}

/* May the bases from p stand right of an indel that now begins at p + 1? */
static bool agrees(const gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref, int64_t p) {
    if (p < row->beg) return false;
    uint8_t b = row->base[p - row->beg];
    return b == GNBS_BASE_N || b == gnbs_mito_base(ref, p);
}

static void left_align_insertion(const gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref,
                                 gnbs_mito_event_t *e) {
    uint64_t mask = e->len == 32 ? ~UINT64_C(0) : (UINT64_C(1) << (2 * e->len)) - 1;
    while (agrees(row, ref, e->pos - 1)) {
        uint8_t last = gnbs_mito_inserted(e->seq, e->len - 1);
        if (gnbs_mito_base(ref, e->pos - 1) != last) break;
        e->seq = ((e->seq << 2) | last) & mask;
        e->pos--;
    }
}

static void left_align_deletion(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref,
                                gnbs_mito_event_t *e) {
    int32_t n = -e->len;
    while (e->pos - 1 > row->beg && agrees(row, ref, e->pos - 1) &&
           gnbs_mito_base(ref, e->pos - 1) == gnbs_mito_base(ref, e->pos + n - 1)) {
        e->pos--;
        uint8_t *base = row->base + (e->pos - row->beg),
                *qual = row->qual + (e->pos - row->beg);
        base[n] = base[0];
        qual[n] = qual[0];
        base[0] = GNBS_MITO_DELETED;
    }
}

/* rCRS keeps its numbering by an N that no molecule has: a base less beside it is not a deletion. */
static bool is_numbering_gap(const gnbs_mito_ref_t *ref, const gnbs_mito_event_t *e) {
    if (e->len != -1) return false;
    for (int64_t p = e->pos - MARK_BP; p < e->reach + MARK_BP; p++)
        if (gnbs_mito_base(ref, p) > 3) return true;
    return false;
}

/* What was inserted here cannot be told: the row speaks of indels on the longer side only. */
static void give_up_beside(gnbs_mito_row_t *row, int64_t p) {
    if (p <= row->hold_beg || p >= row->hold_end) return;
    if (p - row->hold_beg > row->hold_end - p)
        row->hold_end = p;
    else
        row->hold_beg = p;
}

static void normalise_events(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref) {
    size_t n = 0;
    for (size_t i = 0; i < row->n_event; i++) {
        gnbs_mito_event_t e = row->event[i];
        if (e.len > 0 && !e.is_unsure)
            left_align_insertion(row, ref, &e);
        else if (e.len < 0)
            left_align_deletion(row, ref, &e);
        e.reach = gnbs_mito_reach(ref, e.pos, e.len, e.seq);
        /* One more of what stands there anyway: the length tells it, whatever the quality of the base that is called new */
        bool is_repeat = e.reach - e.pos >= e.len;
        if (e.is_unsure || (e.is_low && !is_repeat))
            give_up_beside(row, e.pos);
        else if (!is_numbering_gap(ref, &e))
            row->event[n++] = e;
    }
    row->n_event = n;
}

/* ---- a read along its CIGAR ------------------------------------------------------------ */

/* A stretch that does not run over the origin: bases that are known, and how many of them are unlike the reference. Without
 * branches, for it is the innermost loop. */
static int32_t put_stretch(uint8_t to[], const uint8_t base[], const uint8_t qual[],
                           const uint8_t ref[], int32_t n, uint8_t min_qual) {
    int32_t n_differ = 0;
    for (int32_t j = 0; j < n; j++) {
        uint8_t is_known = (uint8_t)((base[j] < 4) & (qual[j] >= min_qual)),
                b = is_known ? base[j] : GNBS_BASE_N;
        to[j] = b;
        n_differ += is_known & (ref[j] < 4) & (ref[j] != b);
    }
    return n_differ;
}

/* n aligned bases: read bases from i stand at positions from p. */
static void put_bases(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref,
                      const gnbs_read_t *read, int32_t i, int64_t p, int32_t n,
                      int min_qual) {
    uint8_t *to = row->base + (p - row->beg), least = (uint8_t)min_qual;
    const uint8_t *base = read->base + i, *qual = read->qual + i;
    memcpy(row->qual + (p - row->beg), qual, (size_t)n);
    int32_t n_differ = 0;
    for (int32_t j = 0, at = gnbs_mito_wrap(ref, p); j < n; at = 0) {
        int32_t len = n - j < ref->n - at ? n - j : ref->n - at;
        n_differ += put_stretch(to + j, base + j, qual + j, ref->code + at, len, least);
        j += len;
    }
    row->n_differ += n_differ;
}

static void add_insertion(gnbs_mito_row_t *row, const gnbs_read_t *read, int32_t i,
                          int32_t n, int64_t p, int min_qual) {
    gnbs_mito_event_t e = {.pos = p, .len = n};
    row->n_differ++;
    if (n > GNBS_MITO_MAX_INSERT_BP) {
        row->n_left_out++;
        e.len = 1, e.is_unsure = true;
    }
    for (int32_t k = 0; k < n && !e.is_unsure; k++) {
        e.seq |= (uint64_t)(read->base[i + k] & 3) << (2 * k);
        if (read->base[i + k] > 3) e.is_unsure = true;
        if (read->qual[i + k] < min_qual) e.is_low = true;
    }
    row->event[row->n_event++] = e;
}

/* A gap longer than is judged leaves unknown bases. */
static void add_deletion(gnbs_mito_row_t *row, int32_t n, int64_t p, uint8_t qual) {
    bool is_short = n <= GNBS_MITO_MAX_DELETE_BP;
    memset(row->base + (p - row->beg), is_short ? GNBS_MITO_DELETED : GNBS_BASE_N,
           (size_t)n);
    memset(row->qual + (p - row->beg), qual, (size_t)n);
    if (is_short) row->event[row->n_event++] = (gnbs_mito_event_t){.pos = p, .len = -n};
    row->n_left_out += !is_short;
    row->n_differ++;
}

static void walk(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref, const gnbs_read_t *read,
                 int32_t n_cigar, const uint32_t cigar[], int min_qual) {
    int64_t p = row->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < n_cigar; k++) {
        int op = gnbs_cigar_op(cigar[k]);
        int32_t n = gnbs_cigar_len(cigar[k]);
        if (gnbs_cigar_is_aligned(op)) {
            put_bases(row, ref, read, i, p, n, min_qual);
        } else if (op == GNBS_CIGAR_DEL || op == GNBS_CIGAR_SKIP) {
            add_deletion(row, n, p, i > 0 ? read->qual[i - 1] : 0);
        } else if (op == GNBS_CIGAR_INS && p > row->beg && p < row->end) {
            add_insertion(row, read, i, n, p, min_qual);
        }
        if (gnbs_cigar_eats_ref(op)) p += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
}

/* A gap with a mismatch beside it may be two gaps. */
static bool is_crowded(const gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref) {
    for (size_t i = 0; i < row->n_event; i++) {
        int64_t beg = row->event[i].pos - CROWD_BP,
                end = row->event[i].pos + CROWD_BP -
                      (row->event[i].len < 0 ? row->event[i].len : 0);
        if (beg < row->beg) beg = row->beg;
        if (end > row->end) end = row->end;
        for (int64_t p = beg; p < end; p++)
            if (row->base[p - row->beg] < 4 &&
                row->base[p - row->beg] != gnbs_mito_base(ref, p))
                return true;
    }
    return false;
}

static bool lay(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref, const gnbs_read_t *read,
                const gnbs_mito_alignment_t *a, int min_qual, gnbs_arena_t *arena) {
    int64_t n = 0;
    size_t n_event = 0;
    for (int32_t k = 0; k < a->n_cigar; k++) {
        int op = gnbs_cigar_op(a->cigar[k]);
        if (gnbs_cigar_eats_ref(op)) n += gnbs_cigar_len(a->cigar[k]);
        n_event += !gnbs_cigar_is_aligned(op);
    }
    if (!make_room(row, (size_t)n, n_event, arena)) return false;
    row->beg = row->hold_beg = a->beg;
    row->end = row->hold_end = a->beg + n;
    row->n_event = 0;
    row->n_differ = row->n_left_out = 0;
    row->is_over_origin = row->beg < 0 || row->end > ref->n;
    walk(row, ref, read, a->n_cigar, a->cigar, min_qual);
    return true;
}

bool gnbs_mito_row_fill(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref,
                        const gnbs_read_t *read, int min_base_qual_phred,
                        gnbs_mito_align_work_t *work, gnbs_arena_t *arena) {
    gnbs_mito_alignment_t a = {read->beg, read->n_cigar, (uint32_t *)read->cigar};
    bool may_align = read->len >= 1 && read->len <= GNBS_MITO_ALIGN_MAX_BP,
         is_again = may_align && is_clipped_at_origin(ref, read);
    if (!is_again) {
        if (!lay(row, ref, read, &a, min_base_qual_phred, arena)) return false;
        is_again = may_align && row->n_event > 0 && is_crowded(row, ref);
    }
    if (is_again) {
        if (!gnbs_mito_align(ref, read->len, read->base, read->beg - clip_of(read, true),
                             work, arena, &a) ||
            !lay(row, ref, read, &a, min_base_qual_phred, arena))
            return false;
    }
    row->mapq = read->mapq;
    row->is_reverse = (read->flag & GNBS_READ_REVERSE) != 0;
    row->is_first = (read->flag & GNBS_READ_SECOND) == 0;
    row->name_hash = read->name_hash;
    normalise_events(row, ref);
    return true;
}

bool gnbs_mito_row_copy(gnbs_mito_row_t *to, const gnbs_mito_row_t *from,
                        gnbs_arena_t *arena) {
    size_t n = (size_t)(from->end - from->beg);
    *to = *from;
    to->base = NULL;
    to->event = NULL;
    to->cap_base = to->cap_event = 0;
    if (!make_room(to, n, from->n_event, arena)) return false;
    if (n > 0) memcpy(to->base, from->base, n), memcpy(to->qual, from->qual, n);
    if (from->n_event > 0)
        memcpy(to->event, from->event, from->n_event * sizeof *from->event);
    return true;
}
