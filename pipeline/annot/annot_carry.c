#include <stdlib.h>
#include <string.h>

#include "annot/annot_index.h"

/* Who carries what, transcript by transcript. Copies that hold the same changes are read once:
 *
 *     sample 1   0|1 PS 7   1|1   0|1 PS 7        copies   {b}  {a b c}
 *     sample 2   0/1        1/1   0/0             copies   {b}  {a b}
 */
typedef struct place {
    int32_t tid;
    gnbs_pos_t pos;
    int32_t i; /* of the variant */
} place_t;

typedef struct copies {
    const gnbs_annot_index_t *index;
    gnbs_annot_scratch_t *s;
    size_t n_variant;
    const gnbs_variant_t *variant;
    place_t *place; /* sorted */
    size_t n_place;
    bool *is_carried;
    int64_t n_ref_max;
    size_t n_carried;
    const gnbs_annot_carried_t *carried;
    /* of the transcript at hand */
    const gnbs_annot_map_t *map;
    GNBS_VEC(gnbs_annot_member_t) member; /* in its order */
    int32_t *i_member;                    /* of a variant; -1: none */
    GNBS_VEC(int32_t) seen;               /* copies read so far: n, members ... */
    GNBS_VEC(int32_t) copy;               /* members of the copy in the making */
    size_t first_context;
    bool has_joint;
} copies_t;

/* ---- the transcript's members ----------------------------------------------------------- */

static size_t lower(const copies_t *c, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = c->n_place;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const place_t *v = &c->place[mid];
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool touches_exon(const gnbs_transcript_t *tx, const gnbs_variant_t *v) {
    gnbs_pos_t end = v->pos + (gnbs_pos_t)strlen(v->ref);
    int32_t lo = 0, hi = tx->n_exon;
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        if (tx->exon[mid].end < v->pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < tx->n_exon && tx->exon[lo].beg <= end;
}

static bool add_members(copies_t *c) {
    const gnbs_bundle_t *b = c->index->bundle;
    const gnbs_transcript_t *tx = c->map->tx;
    gnbs_err_t err = {GNBS_OK, ""};
    c->member.n = 0;
    size_t k = lower(c, tx->tid, tx->cds_beg - c->n_ref_max - 1);
    for (; k < c->n_place; k++) {
        int32_t i = c->place[k].i;
        const gnbs_variant_t *v = &c->variant[i];
        if (v->tid != tx->tid || v->pos > tx->cds_end) break;
        /* a REF that is not the bundle's is told when the record's turn comes */
        if (!c->is_carried[i] || !touches_exon(tx, v) ||
            gnbs_annot_check_ref(&c->s->work.seq, v, &err) != GNBS_OK)
            continue;
        gnbs_annot_member_t m;
        bool is_member;
        if (!gnbs_annot_member_make(b, c->map, v, i, &c->s->work, &m, &is_member) ||
            (is_member && !GNBS_PUSH(&c->member, m)))
            return false;
    }
    if (c->member.n > 1)
        qsort(c->member.at, c->member.n, sizeof *c->member.at, gnbs_annot_member_compare);
    for (size_t j = 0; j < c->member.n; j++) c->i_member[c->member.at[j].i] = (int32_t)j;
    return true;
}

/* ---- copies ----------------------------------------------------------------------------- */

static int compare_index(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool is_seen(const copies_t *c) {
    for (size_t at = 0; at < c->seen.n; at += 1 + (size_t)c->seen.at[at])
        if ((size_t)c->seen.at[at] == c->copy.n &&
            memcmp(&c->seen.at[at + 1], c->copy.at, c->copy.n * sizeof *c->copy.at) == 0)
            return true;
    return false;
}

static bool is_same_list(size_t n, const gnbs_variant_t *const a[], size_t m,
                         const gnbs_variant_t *const b[]) {
    return n == m && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static bool is_same_joint(const gnbs_joint_t *a, const gnbs_joint_t *b) {
    return is_same_list(a->n_member, a->member, b->n_member, b->member) &&
           is_same_list(a->n_stop, a->stop, b->n_stop, b->stop);
}

/* Contexts of this transcript stand behind first_context, those of a variant not together. */
static bool add_context(copies_t *c, int32_t i_variant, const gnbs_joint_t *joint) {
    gnbs_annot_scratch_t *s = c->s;
    for (size_t k = c->first_context; k < s->context.n; k++)
        if (s->context.at[k].i_variant == i_variant &&
            is_same_joint(s->context.at[k].joint, joint))
            return true;
    const gnbs_annot_context_t context = {
        i_variant, (int32_t)(s->context.n - c->first_context), c->map->tx, joint};
    c->has_joint |= joint->n_member > 0 || joint->n_stop > 0;
    return GNBS_PUSH(&s->context, context);
}

/* Reads the copy that c->copy lists, unless another sample has shown it. */
static bool read_copy(copies_t *c) {
    gnbs_annot_scratch_t *s = c->s;
    size_t n = c->copy.n;
    if (n == 0) return true;
    qsort(c->copy.at, n, sizeof *c->copy.at, compare_index);
    if (is_seen(c)) return true;
    if (!GNBS_RESERVE(&c->seen, c->seen.n + n + 1)) return false;
    c->seen.at[c->seen.n++] = (int32_t)n;
    memcpy(c->seen.at + c->seen.n, c->copy.at, n * sizeof *c->copy.at);
    c->seen.n += n;
    gnbs_annot_member_t *m = GNBS_NEW(&s->work.arena, gnbs_annot_member_t, n);
    gnbs_joint_t *joint = GNBS_NEW(&s->carry, gnbs_joint_t, n);
    if (m == NULL || joint == NULL) return false;
    for (size_t k = 0; k < n; k++) m[k] = c->member.at[c->copy.at[k]];
    if (!gnbs_annot_copy_read(c->index->bundle, c->map, n, m, &c->index->opt, &s->work,
                              &s->carry, joint))
        return false;
    for (size_t k = 0; k < n; k++)
        if (!add_context(c, m[k].i, &joint[k])) return false;
    return true;
}

static bool is_everywhere(const gnbs_annot_carried_t *e) {
    return e->sides == GNBS_ANNOT_SIDE_ALL;
}

static bool is_on(const gnbs_annot_carried_t *e, const gnbs_annot_carried_t *of, int side) {
    if (is_everywhere(e)) return true;
    if (!of->is_placed) return side == 0 && e == of;
    return e->is_placed && e->set == of->set && (e->sides & (1 << side)) != 0;
}

/* The copies on which `of` and what is in phase with it stand: side 0 and side 1; of one that is
 * not placed, the copy with it and the one without. */
static bool read_set(copies_t *c, size_t n, const gnbs_annot_carried_t e[],
                     const gnbs_annot_carried_t *of) {
    for (int side = 0; side < 2; side++) {
        c->copy.n = 0;
        for (size_t k = 0; k < n; k++) {
            int32_t j = c->i_member[e[k].i_variant];
            if (j >= 0 && is_on(&e[k], of, side) && !GNBS_PUSH(&c->copy, j)) return false;
        }
        if (!read_copy(c)) return false;
    }
    return true;
}

/* e[n]: all that one sample carries in the list. */
static bool read_sample(copies_t *c, size_t n, const gnbs_annot_carried_t e[]) {
    bool has_set = false;
    for (size_t k = 0; k < n; k++) {
        if (c->i_member[e[k].i_variant] < 0 || is_everywhere(&e[k])) continue;
        has_set = true;
        bool is_first = true; /* of its set */
        for (size_t j = 0; j < k && is_first && e[k].is_placed; j++)
            is_first = is_everywhere(&e[j]) || !e[j].is_placed || e[j].set != e[k].set ||
                       c->i_member[e[j].i_variant] < 0;
        if (is_first && !read_set(c, n, e, &e[k])) return false;
    }
    if (has_set) return true;
    c->copy.n = 0;
    for (size_t k = 0; k < n; k++) {
        int32_t j = c->i_member[e[k].i_variant];
        if (j >= 0 && !GNBS_PUSH(&c->copy, j)) return false;
    }
    return read_copy(c);
}

/* Of one sample, only those near the transcript matter: carried[] is sorted by variant, as
 * variants lie one behind the other. */
static bool read_samples(copies_t *c) {
    int32_t lo = INT32_MAX, hi = -1;
    for (size_t k = 0; k < c->member.n; k++) {
        int32_t i = c->member.at[k].i;
        lo = i < lo ? i : lo;
        hi = i > hi ? i : hi;
    }
    for (size_t beg = 0, end; beg < c->n_carried; beg = end) {
        int32_t sample = c->carried[beg].i_sample;
        size_t a = beg, z = c->n_carried, to;
        while (a < z) { /* the sample's first at or behind lo */
            size_t mid = a + (z - a) / 2;
            const gnbs_annot_carried_t *e = &c->carried[mid];
            if (e->i_sample < sample || (e->i_sample == sample && e->i_variant < lo))
                a = mid + 1;
            else
                z = mid;
        }
        for (to = a; to < c->n_carried && c->carried[to].i_sample == sample &&
                     c->carried[to].i_variant <= hi;)
            to++;
        if (!read_sample(c, to - a, c->carried + a)) return false;
        for (end = to, z = c->n_carried; end < z;) { /* the next sample's first */
            size_t mid = end + (z - end) / 2;
            if (c->carried[mid].i_sample == sample)
                end = mid + 1;
            else
                z = mid;
        }
    }
    return true;
}

static bool read_transcript(copies_t *c, const gnbs_annot_map_t *map) {
    gnbs_annot_scratch_t *s = c->s;
    c->map = map;
    gnbs_annot_work_reset(&s->work, map->tx->tid);
    c->first_context = s->context.n;
    c->has_joint = false;
    c->seen.n = 0;
    bool ok = add_members(c) && (c->member.n < 2 || read_samples(c));
    for (size_t j = 0; j < c->member.n; j++) c->i_member[c->member.at[j].i] = -1;
    if (!c->has_joint) s->context.n = c->first_context; /* all alone: nothing to say */
    return ok;
}

/* ---- a list of variants ------------------------------------------------------------------ */

static int compare_place(const void *a, const void *b) {
    const place_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    return (x->i > y->i) - (x->i < y->i);
}

static bool fill_places(copies_t *c) {
    gnbs_arena_t *arena = &c->s->carry;
    bool is_sorted = true;
    c->place = GNBS_NEW(arena, place_t, c->n_variant + 1);
    c->i_member = GNBS_NEW(arena, int32_t, c->n_variant + 1);
    c->is_carried = GNBS_NEW(arena, bool, c->n_variant + 1);
    if (c->place == NULL || c->i_member == NULL || c->is_carried == NULL) return false;
    for (size_t i = 0; i < c->n_variant; i++) {
        const gnbs_variant_t *v = &c->variant[i];
        int64_t n_ref = (int64_t)strlen(v->ref);
        c->i_member[i] = -1;
        if (v->tid < 0 || v->tid >= c->index->bundle->contigs.n || v->pos < 0 ||
            gnbs_variant_is_symbolic(v))
            continue;
        c->n_ref_max = n_ref > c->n_ref_max ? n_ref : c->n_ref_max;
        const place_t place = {v->tid, v->pos, (int32_t)i};
        if (c->n_place > 0)
            is_sorted &= compare_place(&c->place[c->n_place - 1], &place) <= 0;
        c->place[c->n_place++] = place;
    }
    if (!is_sorted) qsort(c->place, c->n_place, sizeof *c->place, compare_place);
    for (size_t k = 0; k < c->n_carried; k++) c->is_carried[c->carried[k].i_variant] = true;
    return true;
}

/* Coding transcripts of the contig that reach into [beg, end). */
static bool read_stretch(copies_t *c, int32_t tid, gnbs_pos_t beg, gnbs_pos_t end) {
    const gnbs_annot_index_t *index = c->index;
    const gnbs_bundle_t *b = index->bundle;
    size_t lo = index->first[tid],
           hi = gnbs_annot_index_upper(b, lo, index->first[tid + 1], end);
    for (size_t i = hi; i > lo && index->reach[i - 1] > beg; i--) {
        const gnbs_transcript_t *tx = &b->transcript[i - 1];
        if (!gnbs_transcript_is_coding(tx) || tx->cds_end <= beg || tx->cds_beg >= end)
            continue;
        if (!read_transcript(c, &index->map[i - 1])) return false;
    }
    return true;
}

static int compare_context(const void *a, const void *b) {
    const gnbs_annot_context_t *x = a, *y = b;
    if (x->i_variant != y->i_variant) return x->i_variant < y->i_variant ? -1 : 1;
    if (x->tx != y->tx) return x->tx < y->tx ? -1 : 1;
    return (x->i_order > y->i_order) - (x->i_order < y->i_order);
}

static bool read_all(copies_t *c) {
    gnbs_annot_scratch_t *s = c->s;
    if (!fill_places(c)) return false;
    for (size_t a = 0, z; a < c->n_place; a = z) {
        int32_t tid = c->place[a].tid;
        for (z = a + 1; z < c->n_place && c->place[z].tid == tid;) z++;
        gnbs_pos_t end = c->place[z - 1].pos + c->n_ref_max + 1;
        if (!read_stretch(c, tid, c->place[a].pos, end)) return false;
    }
    if (s->context.n > 1)
        qsort(s->context.at, s->context.n, sizeof *s->context.at, compare_context);
    return true;
}

gnbs_code_t gnbs_annot_index_carry(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *s,
                                   size_t n_variant, const gnbs_variant_t variant[],
                                   size_t n_carried, const gnbs_annot_carried_t carried[],
                                   gnbs_err_t *err) {
    copies_t c = {.index = index,
                  .s = s,
                  .n_variant = n_variant,
                  .variant = variant,
                  .n_carried = n_carried,
                  .carried = carried};
    gnbs_arena_reset(&s->carry);
    s->context.n = 0;
    bool ok = n_carried < 2 || read_all(&c);
    GNBS_VEC_CLEAR(&c.member);
    GNBS_VEC_CLEAR(&c.seen);
    GNBS_VEC_CLEAR(&c.copy);
    return ok ? GNBS_OK
              : gnbs_err_set(err, GNBS_E_NOMEM, "reading copies of %zu variants",
                             n_variant);
}

const gnbs_annot_context_t *gnbs_annot_contexts(const gnbs_annot_scratch_t *s,
                                                int32_t i_variant,
                                                const gnbs_transcript_t *tx, size_t *n) {
    size_t lo = 0, hi = s->context.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_annot_context_t *x = &s->context.at[mid];
        if (x->i_variant < i_variant || (x->i_variant == i_variant && x->tx < tx))
            lo = mid + 1;
        else
            hi = mid;
    }
    for (*n = 0; lo + *n < s->context.n; (*n)++) {
        const gnbs_annot_context_t *x = &s->context.at[lo + *n];
        if (x->i_variant != i_variant || x->tx != tx) break;
    }
    return s->context.at + lo;
}

bool gnbs_annot_index_may_cut(const gnbs_annot_index_t *index, int32_t tid,
                              gnbs_pos_t pos) {
    const gnbs_bundle_t *b = index->bundle;
    if (tid < 0 || tid >= b->contigs.n) return true;
    size_t lo = index->first[tid],
           hi = gnbs_annot_index_upper(b, lo, index->first[tid + 1], pos + 1);
    for (size_t i = hi; i > lo && index->reach[i - 1] > pos; i--) {
        const gnbs_transcript_t *tx = &b->transcript[i - 1];
        if (tx->cds_beg <= pos && pos < tx->cds_end) return false;
    }
    return true;
}
