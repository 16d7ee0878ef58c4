#include "mito/mito_pile.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

/* Reads so near to the origin, or with a mate so far beyond it, may hold bases that a mate on the other side holds too. */
enum { NEAR_ORIGIN_BP = 1000 };

static const int BIN_PHRED[GNBS_MITO_QUAL_BINS] = {15, 20, 25, 30, 35, 40};

int gnbs_mito_bin_phred(int bin) { return BIN_PHRED[bin]; }

/* The highest Phred of BIN_PHRED that the quality reaches; a table, for it is asked once per base. */
static int bin_of(uint8_t qual) {
    static const uint8_t BIN[40] = {[20] = 1, 1, 1, 1, 1, 2, 2, 2, 2, 2,
                                    3,        3, 3, 3, 3, 4, 4, 4, 4, 4};
    return qual < 40 ? BIN[qual] : GNBS_MITO_QUAL_BINS - 1;
}

/* ---- where counts go: a part's columns, or the pile's ----------------------------------- */

typedef struct sink {
    const gnbs_mito_ref_t *ref;
    gnbs_mito_column_t *column;
    int64_t beg;    /* of column[0], when it is a part's */
    bool is_circle; /* the pile's: positions wrap */
    gnbs_mito_seens_t *seen;
    gnbs_mito_spans_t *span;
    uint32_t *n_molecule;
} sink_t;

static gnbs_mito_column_t *column_at(const sink_t *s, int64_t p) {
    return &s->column[s->is_circle ? gnbs_mito_wrap(s->ref, p) : p - s->beg];
}

static void add_sum(gnbs_mito_sum_t *to, const gnbs_mito_row_t *row, int sign) {
    to->n += sign;
    to->mapq += sign * row->mapq;
    to->n_differ += sign * row->n_differ;
    to->n_base += sign * (row->end - row->beg);
}

/* Positions from beg to end of a row, which lie in one layer. */
static void count_stretch(const sink_t *s, const gnbs_mito_row_t *row, int64_t beg,
                          int64_t end, int layer) {
    if (beg >= end) return;
    int strand = row->is_reverse;
    int32_t at = gnbs_mito_wrap(s->ref, beg);
    gnbs_mito_column_t *c = column_at(s, beg);
    const uint8_t *base = row->base + (beg - row->beg),
                  *qual = row->qual + (beg - row->beg);
    for (int64_t n = end - beg; n > 0; n--, base++, qual++) {
        if (*base != GNBS_BASE_N) {
            int allele = *base == GNBS_MITO_DELETED ? GNBS_MITO_DELETION : *base;
            c->n[allele][strand][layer][bin_of(*qual)]++;
            if (*base != s->ref->code[at]) add_sum(&c->unlike[allele], row, 1);
        }
        c++;
        if (++at == s->ref->n) {
            at = 0;
            if (s->is_circle) c = s->column;
        }
    }
}

static void count_bases(const sink_t *s, const gnbs_mito_row_t *row) {
    int64_t inner_beg = row->beg + GNBS_MITO_NEAR_END_BP,
            inner_end = row->end - GNBS_MITO_NEAR_END_BP;
    if (inner_beg >= inner_end) {
        count_stretch(s, row, row->beg, row->end, GNBS_MITO_NEAR_END);
        return;
    }
    count_stretch(s, row, row->beg, inner_beg, GNBS_MITO_NEAR_END);
    count_stretch(s, row, inner_beg, inner_end, GNBS_MITO_INNER);
    count_stretch(s, row, inner_end, row->end, GNBS_MITO_NEAR_END);
}

static bool add_span(const sink_t *s, int64_t beg, int64_t end, int8_t weight,
                     bool is_reverse) {
    if (end <= beg) return true;
    return GNBS_PUSH(s->span,
                     ((gnbs_mito_span_t){gnbs_mito_wrap(s->ref, beg), (int32_t)(end - beg),
                                         weight, is_reverse}));
}

static bool add_seen(const sink_t *s, const gnbs_mito_row_t *row,
                     const gnbs_mito_event_t *e) {
    return GNBS_PUSH(s->seen,
                     ((gnbs_mito_seen_t){gnbs_mito_wrap(s->ref, e->pos), e->len,
                                         (int32_t)(e->reach - e->pos), *s->n_molecule,
                                         e->seq, row->mapq, row->is_reverse}));
}

/* ---- one fragment ----------------------------------------------------------------------- */

static bool has_event(const gnbs_mito_row_t *row, const gnbs_mito_event_t *e,
                      int64_t shift) {
    for (size_t i = 0; i < row->n_event; i++)
        if (row->event[i].pos + shift == e->pos && row->event[i].len == e->len &&
            row->event[i].seq == e->seq)
            return true;
    return false;
}

/* Does the mate, moved by shift, hold the tract too? */
static bool mate_holds(const gnbs_mito_row_t *mate, const gnbs_mito_event_t *e,
                       int64_t shift) {
    gnbs_mito_event_t moved = *e;
    moved.pos -= shift, moved.reach -= shift;
    return gnbs_mito_row_holds(mate, &moved);
}

/* Where its cover begins and ends; over the origin it begins again at 0. A row that ends with the contig has no end. */
static void mark_cover(const sink_t *s, const gnbs_mito_row_t *row) {
    int64_t n = s->ref->n, beg = gnbs_mito_wrap(s->ref, row->beg),
            end = beg + row->end - row->beg;
    add_sum(&column_at(s, beg)->cover, row, 1);
    if (end > n) add_sum(&column_at(s, 0)->cover, row, 1);
    if (end != n) add_sum(&column_at(s, end > n ? end - n : end)->cover, row, -1);
}

/* Of bases that both mates know, the owner keeps those on which they agree, at the better quality; the other is silent. Position p
 * is position p - shift of the other. */
static void settle(gnbs_mito_row_t *owner, gnbs_mito_row_t *other, int64_t shift) {
    int64_t beg = owner->beg > other->beg + shift ? owner->beg : other->beg + shift,
            end = owner->end < other->end + shift ? owner->end : other->end + shift;
    for (int64_t p = beg; p < end; p++) {
        uint8_t *x = &owner->base[p - owner->beg],
                *y = &other->base[p - shift - other->beg];
        if (*x == GNBS_BASE_N || *y == GNBS_BASE_N) continue;
        uint8_t *qual = &owner->qual[p - owner->beg],
                qual_other = other->qual[p - shift - other->beg];
        if (*x != *y) *x = GNBS_BASE_N;
        *y = GNBS_BASE_N;
        if (qual_other > *qual) *qual = qual_other;
    }
}

/* What `row` says, once bases are settled; position p is position p - shift of the mate (or NULL). */
static bool speak(const sink_t *s, const gnbs_mito_row_t *row, const gnbs_mito_row_t *mate,
                  int64_t shift, bool is_owner) {
    mark_cover(s, row);
    count_bases(s, row);
    for (size_t i = 0; i < row->n_event; i++) {
        const gnbs_mito_event_t *e = &row->event[i];
        if (!gnbs_mito_row_holds(row, e)) continue;
        bool is_shared = mate != NULL && mate_holds(mate, e, shift);
        if (is_shared && (!is_owner || !has_event(mate, e, shift))) continue;
        if (!add_seen(s, row, e)) return false;
    }
    return add_span(s, row->hold_beg, row->hold_end, 1, row->is_reverse);
}

/* How far b must be moved to lie beside a, when they meet across the origin. */
static int64_t shift_beside(const sink_t *s, const gnbs_mito_row_t *a,
                            const gnbs_mito_row_t *b) {
    int64_t apart = (a->beg + a->end) / 2 - (b->beg + b->end) / 2;
    if (!s->is_circle || (apart <= s->ref->n / 2 && apart >= -s->ref->n / 2)) return 0;
    return apart > 0 ? s->ref->n : -s->ref->n;
}

/* What both mates hold was added twice; it is taken back from the strand of the one that does not speak. */
static bool take_back(const sink_t *s, const gnbs_mito_row_t *a, const gnbs_mito_row_t *b,
                      int64_t shift, bool is_reverse) {
    int64_t beg = a->hold_beg > b->hold_beg + shift ? a->hold_beg : b->hold_beg + shift,
            end = a->hold_end < b->hold_end + shift ? a->hold_end : b->hold_end + shift;
    return add_span(s, beg, end, -1, is_reverse);
}

/* The rows of one fragment; b may be NULL. Only those marked are counted here, the other is another chunk's. */
static bool count_fragment(const sink_t *s, gnbs_mito_row_t *a, gnbs_mito_row_t *b,
                           bool counts_a, bool counts_b) {
    ++*s->n_molecule;
    if (b == NULL) return !counts_a || speak(s, a, NULL, 0, true);
    int64_t shift = shift_beside(s, a, b);
    bool overlap = a->beg < b->end + shift && b->beg + shift < a->end,
         a_owns = (a->name_hash & 1) == (uint64_t)a->is_first;
    if (overlap) settle(a_owns ? a : b, a_owns ? b : a, a_owns ? shift : -shift);
    if (counts_a && !speak(s, a, overlap ? b : NULL, shift, a_owns)) return false;
    if (counts_b && !speak(s, b, overlap ? a : NULL, -shift, !a_owns)) return false;
    bool counts_owner = a_owns ? counts_a : counts_b;
    return !overlap || !counts_owner ||
           take_back(s, a, b, shift, a_owns ? b->is_reverse : a->is_reverse);
}

/* ---- one chunk -------------------------------------------------------------------------- */

typedef struct observer {
    const gnbs_mito_ref_t *ref;
    const gnbs_chunk_t *chunk;
    int min_qual;
    gnbs_arena_t *arena;
    gnbs_mito_part_t *part;
    gnbs_mito_seens_t seen;
    gnbs_mito_spans_t span;
    gnbs_mito_rows_t aside;
    gnbs_mito_row_t row[2]; /* filled again for each fragment */
    gnbs_mito_align_work_t work;
} observer_t;

/* Could this read's mate hold the same bases from the other side of the origin? */
static bool may_meet_over_origin(const gnbs_mito_ref_t *ref, const gnbs_read_t *r,
                                 const gnbs_mito_row_t *row) {
    if (row->is_over_origin) return true;
    if (r->mate_tid != r->tid) return false;
    return (row->beg < NEAR_ORIGIN_BP && r->mate_beg > ref->n - 2 * NEAR_ORIGIN_BP) ||
           (row->end > ref->n - NEAR_ORIGIN_BP && r->mate_beg < NEAR_ORIGIN_BP);
}

static gnbs_code_t set_aside(observer_t *o, const gnbs_mito_row_t *row, gnbs_err_t *err) {
    gnbs_mito_row_t kept;
    if (!gnbs_mito_row_copy(&kept, row, o->arena) || !GNBS_PUSH(&o->aside, kept))
        return gnbs_err_set(err, GNBS_E_NOMEM, "reads over the origin");
    return GNBS_OK;
}

static bool fill_row(observer_t *o, int k, const gnbs_read_t *r) {
    return gnbs_mito_row_fill(&o->row[k], o->ref, r, o->min_qual, &o->work, o->arena);
}

static gnbs_code_t observe_fragment(observer_t *o, const gnbs_read_t *a,
                                    const gnbs_read_t *b, gnbs_err_t *err) {
    gnbs_mito_part_t *part = o->part;
    sink_t sink = {.ref = o->ref,
                   .column = part->column,
                   .beg = part->beg,
                   .seen = &o->seen,
                   .span = &o->span,
                   .n_molecule = &part->n_molecule};
    if (!fill_row(o, 0, a) || (b != NULL && !fill_row(o, 1, b)))
        return gnbs_err_set(err, GNBS_E_NOMEM, "a read");
    bool counts_a = a->is_home, counts_b = b != NULL && b->is_home;
    part->n_left_out +=
        (counts_a ? o->row[0].n_left_out : 0) + (counts_b ? o->row[1].n_left_out : 0);
    bool is_aside = may_meet_over_origin(o->ref, a, &o->row[0]) ||
                    (b != NULL && may_meet_over_origin(o->ref, b, &o->row[1]));
    if (is_aside) {
        if (counts_a) GNBS_TRY(set_aside(o, &o->row[0], err));
        return counts_b ? set_aside(o, &o->row[1], err) : GNBS_OK;
    }
    if (!count_fragment(&sink, &o->row[0], b != NULL ? &o->row[1] : NULL, counts_a,
                        counts_b))
        return gnbs_err_set(err, GNBS_E_NOMEM, "a read");
    return GNBS_OK;
}

/* Columns from the first to the last base of the reads that are counted here. */
static gnbs_code_t make_columns(observer_t *o, gnbs_err_t *err) {
    int64_t beg = o->chunk->region.beg, end = o->chunk->region.end;
    for (size_t i = 0; i < o->chunk->n_read; i++) {
        const gnbs_read_t *r = &o->chunk->read[i];
        if (!r->is_home) continue;
        /* aligned again, it may reach into what was clipped */
        gnbs_pos_t from = r->beg - r->len,
                   to = r->end > r->beg + r->len ? r->end : r->beg + r->len;
        if (from < beg) beg = from;
        if (to > end) end = to;
    }
    beg -= GNBS_MITO_ALIGN_BAND_BP, end += GNBS_MITO_ALIGN_BAND_BP + 1;
    o->part->beg = beg;
    o->part->n_column = (size_t)(end - beg);
    o->part->column = GNBS_NEW(o->arena, gnbs_mito_column_t, o->part->n_column);
    return o->part->column != NULL ? GNBS_OK
                                   : gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial bases");
}

static gnbs_code_t observe_reads(observer_t *o, gnbs_err_t *err) {
    const gnbs_chunk_t *c = o->chunk;
    int32_t *mate = GNBS_NEW(o->arena, int32_t, c->n_read);
    int32_t *first = GNBS_NEW(o->arena, int32_t, c->n_fragment);
    if (mate == NULL || first == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", c->n_read);
    for (int32_t f = 0; f < c->n_fragment; f++) first[f] = -1;
    for (size_t i = 0; i < c->n_read; i++) {
        int32_t f = c->read[i].fragment;
        mate[i] = -1;
        if (first[f] >= 0) mate[first[f]] = (int32_t)i, mate[i] = first[f];
        first[f] = (int32_t)i;
    }
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *b = mate[i] >= 0 ? &c->read[mate[i]] : NULL;
        if (b != NULL && (size_t)mate[i] < i) continue; /* was told with its mate */
        if (!c->read[i].is_home && (b == NULL || !b->is_home)) continue;
        GNBS_TRY(observe_fragment(o, &c->read[i], b, err));
    }
    return GNBS_OK;
}

/* The growing arrays move to the arena, which goes with the chunk whatever becomes of it. */
static gnbs_code_t hand_over(observer_t *o, gnbs_err_t *err) {
    gnbs_mito_part_t *p = o->part;
    p->seen = GNBS_NEW(o->arena, gnbs_mito_seen_t, o->seen.n);
    p->span = GNBS_NEW(o->arena, gnbs_mito_span_t, o->span.n);
    p->aside = GNBS_NEW(o->arena, gnbs_mito_row_t, o->aside.n);
    if (p->seen == NULL || p->span == NULL || p->aside == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reads");
    if (o->seen.n > 0) memcpy(p->seen, o->seen.at, o->seen.n * sizeof *p->seen);
    if (o->span.n > 0) memcpy(p->span, o->span.at, o->span.n * sizeof *p->span);
    if (o->aside.n > 0) memcpy(p->aside, o->aside.at, o->aside.n * sizeof *p->aside);
    p->n_seen = o->seen.n, p->n_span = o->span.n, p->n_aside = o->aside.n;
    return GNBS_OK;
}

gnbs_code_t gnbs_mito_observe(const gnbs_mito_ref_t *ref, int min_base_qual_phred,
                              const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                              gnbs_mito_part_t **part, gnbs_err_t *err) {
    *part = GNBS_NEW(arena, gnbs_mito_part_t, 1);
    if (*part == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reads");
    (*part)->counts = chunk->counts;
    observer_t o = {.ref = ref,
                    .chunk = chunk,
                    .min_qual = min_base_qual_phred,
                    .arena = arena,
                    .part = *part};
    gnbs_code_t code = make_columns(&o, err);
    if (code == GNBS_OK) code = observe_reads(&o, err);
    if (code == GNBS_OK) code = hand_over(&o, err);
    GNBS_VEC_CLEAR(&o.seen);
    GNBS_VEC_CLEAR(&o.span);
    GNBS_VEC_CLEAR(&o.aside);
    return code;
}

/* ---- the pile --------------------------------------------------------------------------- */

gnbs_code_t gnbs_mito_pile_init(gnbs_mito_pile_t *pile, const gnbs_mito_ref_t *ref,
                                gnbs_err_t *err) {
    *pile = (gnbs_mito_pile_t){.ref = *ref};
    gnbs_arena_init(&pile->arena);
    pile->column = gnbs_mem_alloc((size_t)ref->n, sizeof *pile->column);
    return pile->column != NULL ? GNBS_OK
                                : gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial bases");
}

void gnbs_mito_pile_clear(gnbs_mito_pile_t *pile) {
    gnbs_mem_free(pile->column);
    GNBS_VEC_CLEAR(&pile->seen);
    GNBS_VEC_CLEAR(&pile->span);
    GNBS_VEC_CLEAR(&pile->aside);
    gnbs_arena_clear(&pile->arena);
}

static void add_sums(gnbs_mito_sum_t *to, const gnbs_mito_sum_t *from) {
    to->n += from->n, to->mapq += from->mapq;
    to->n_differ += from->n_differ, to->n_base += from->n_base;
}

static void add_column(gnbs_mito_column_t *to, const gnbs_mito_column_t *from) {
    uint32_t *a = &to->n[0][0][0][0];
    const uint32_t *b = &from->n[0][0][0][0];
    for (size_t i = 0; i < sizeof to->n / sizeof *a; i++) a[i] += b[i];
    for (int i = 0; i < GNBS_MITO_ALLELES; i++) add_sums(&to->unlike[i], &from->unlike[i]);
    add_sums(&to->cover, &from->cover);
}

static gnbs_code_t add_vectors(gnbs_mito_pile_t *pile, const gnbs_mito_part_t *part,
                               gnbs_err_t *err) {
    bool ok = true;
    for (size_t i = 0; i < part->n_seen && ok; i++) {
        gnbs_mito_seen_t seen = part->seen[i];
        seen.molecule += pile->n_molecule;
        ok = GNBS_PUSH(&pile->seen, seen);
    }
    pile->n_molecule += part->n_molecule;
    for (size_t i = 0; i < part->n_span && ok; i++)
        ok = GNBS_PUSH(&pile->span, part->span[i]);
    for (size_t i = 0; i < part->n_aside && ok; i++) {
        gnbs_mito_row_t row; /* the part's arena goes with its chunk */
        ok = gnbs_mito_row_copy(&row, &part->aside[i], &pile->arena) &&
             GNBS_PUSH(&pile->aside, row);
    }
    return ok ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reads");
}

gnbs_code_t gnbs_mito_pile_add(gnbs_mito_pile_t *pile, const gnbs_mito_part_t *part,
                               gnbs_err_t *err) {
    for (size_t i = 0; i < part->n_column; i++)
        add_column(&pile->column[gnbs_mito_wrap(&pile->ref, part->beg + (int64_t)i)],
                   &part->column[i]);
    gnbs_read_counts_t *t = &pile->counts;
    const gnbs_read_counts_t *c = &part->counts;
    t->n_used += c->n_used, t->n_secondary += c->n_secondary;
    t->n_supplementary += c->n_supplementary, t->n_duplicate += c->n_duplicate;
    t->n_qc_fail += c->n_qc_fail, t->n_unmapped += c->n_unmapped;
    t->n_excess += c->n_excess;
    pile->n_left_out += part->n_left_out;
    return add_vectors(pile, part, err);
}

static int compare_aside(const void *a, const void *b) {
    const gnbs_mito_row_t *x = a, *y = b;
    if (x->name_hash != y->name_hash) return x->name_hash < y->name_hash ? -1 : 1;
    if (x->is_first != y->is_first) return x->is_first ? -1 : 1;
    return (x->beg > y->beg) - (x->beg < y->beg);
}

/* From beginnings and ends to what covers each base. */
static void cover_columns(gnbs_mito_pile_t *pile) {
    gnbs_mito_sum_t now = {0};
    for (int32_t p = 0; p < pile->ref.n; p++) {
        add_sums(&now, &pile->column[p].cover);
        pile->column[p].cover = now;
    }
}

gnbs_code_t gnbs_mito_pile_finish(gnbs_mito_pile_t *pile, gnbs_err_t *err) {
    sink_t sink = {.ref = &pile->ref,
                   .column = pile->column,
                   .is_circle = true,
                   .seen = &pile->seen,
                   .span = &pile->span,
                   .n_molecule = &pile->n_molecule};
    size_t n = pile->aside.n;
    gnbs_mito_row_t *row = pile->aside.at;
    if (n > 0) qsort(row, n, sizeof *row, compare_aside);
    for (size_t i = 0; i < n; i++) {
        bool is_pair = i + 1 < n && row[i].name_hash == row[i + 1].name_hash &&
                       row[i].is_first != row[i + 1].is_first;
        if (!count_fragment(&sink, &row[i], is_pair ? &row[i + 1] : NULL, true, is_pair))
            return gnbs_err_set(err, GNBS_E_NOMEM, "reads over the origin");
        i += is_pair;
    }
    GNBS_VEC_CLEAR(&pile->aside);
    cover_columns(pile);
    return GNBS_OK;
}
