#include "annot/annot_parts.h"

#include "genome/seq.h"

void gnbs_annot_seq_init(gnbs_annot_seq_t *seq, const gnbs_bundle_t *b, int32_t tid) {
    *seq = (gnbs_annot_seq_t){.b = b, .tid = tid};
}

/* Finds the block of pos, or the gap between two that it lies in. */
uint8_t gnbs_annot_seq_find(gnbs_annot_seq_t *seq, gnbs_pos_t pos) {
    const gnbs_bundle_t *b = seq->b;
    size_t lo = 0, hi = b->n_block;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_region_t *r = &b->block[mid].region;
        if (r->tid < seq->tid || (r->tid == seq->tid && r->end <= pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == b->n_block || b->block[lo].region.tid != seq->tid ||
        b->block[lo].region.beg > pos)
        return GNBS_BASE_N;
    seq->beg = b->block[lo].region.beg;
    seq->end = b->block[lo].region.end;
    seq->codes = b->block[lo].codes;
    return seq->codes[pos - seq->beg];
}

/* How far a pure deletion or insertion can move without changing the result; *is_open when the
 * next base is not known, so that nobody can say. */
static int64_t count_shift(gnbs_annot_seq_t *seq, const gnbs_annot_change_t *c,
                           int8_t strand, bool *is_open) {
    int64_t k = 0, n = c->n_alt;
    for (;; k++) {
        gnbs_pos_t next = strand > 0 ? c->end + k : c->beg - 1 - k;
        uint8_t incoming = gnbs_annot_seq_at(seq, next), outgoing;
        if (n > 0)
            outgoing = c->alt[strand > 0 ? k % n : n - 1 - k % n];
        else
            outgoing = gnbs_annot_seq_at(seq, strand > 0 ? c->beg + k : c->end - 1 - k);
        *is_open = incoming >= GNBS_BASE_N && !gnbs_annot_seq_is_end(seq, next);
        if (incoming >= GNBS_BASE_N || incoming != outgoing) return k;
    }
}

static bool is_inversion(gnbs_annot_seq_t *seq, const gnbs_annot_change_t *c) {
    gnbs_pos_t n = c->end - c->beg;
    if (n < 2 || n != c->n_alt) return false;
    for (gnbs_pos_t i = 0; i < n; i++) {
        uint8_t ref = gnbs_annot_seq_at(seq, c->end - 1 - i);
        if (ref >= GNBS_BASE_N || gnbs_seq_complement(ref) != c->alt[i]) return false;
    }
    return true;
}

bool gnbs_annot_seq_is_end(const gnbs_annot_seq_t *seq, gnbs_pos_t pos) {
    if (pos < 0) return true;
    int64_t length =
        seq->tid < seq->b->contigs.n ? seq->b->contigs.contig[seq->tid].length_bp : 0;
    return length > 0 && pos >= length;
}

bool gnbs_annot_shift_3prime(gnbs_annot_seq_t *seq, const gnbs_annot_change_t *c,
                             int8_t strand, gnbs_arena_t *arena, gnbs_annot_shifted_t *s) {
    *s = (gnbs_annot_shifted_t){.change = *c, .ref0 = gnbs_annot_seq_at(seq, c->beg)};
    if (s->ref0 >= GNBS_BASE_N && c->end > c->beg && c->ref_letter != NULL)
        s->ref0 = gnbs_seq_code(c->ref_letter[0]);
    s->is_inv = is_inversion(seq, c);
    if ((c->n_alt > 0) == (c->end > c->beg)) return true; /* bases for bases: no shift */
    int64_t k = count_shift(seq, c, strand, &s->is_open), n = c->n_alt;
    s->is_moved = k > 0;
    s->change.beg += strand > 0 ? k : -k;
    s->change.end += strand > 0 ? k : -k;
    s->change.ref_letter = NULL;
    if (n == 0) return true;
    uint8_t *alt = GNBS_NEW(arena, uint8_t, 2 * n);
    if (alt == NULL) return false;
    for (int64_t i = 0; i < n; i++) { /* the inserted bases turn as they move */
        alt[i] = c->alt[strand > 0 ? (i + k) % n : (i + n - k % n) % n];
        alt[2 * n - 1 - i] = gnbs_seq_complement(alt[i]);
    }
    s->change.alt = alt;
    s->change.alt_strand = strand > 0 ? alt : alt + n;
    s->is_dup = true;
    gnbs_pos_t twin = strand > 0 ? s->change.beg - n : s->change.beg;
    for (int64_t i = 0; i < n && s->is_dup; i++)
        s->is_dup = gnbs_annot_seq_at(seq, twin + i) == alt[i] && alt[i] < GNBS_BASE_N;
    return true;
}
