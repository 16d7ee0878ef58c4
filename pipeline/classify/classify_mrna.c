#include "classify/classify_mrna.h"

#include <string.h>

#include "genome/seq.h"

enum { DECAY_BP = 50 };

static int exon_index(const gnbs_transcript_t *tx, int i) { /* genomic index of exon i */
    return tx->strand > 0 ? i : tx->n_exon - 1 - i;
}

static int32_t exon_bases(const gnbs_transcript_t *tx, int i) {
    return (int32_t)(tx->exon[i].end - tx->exon[i].beg);
}

static bool reserve(gnbs_arena_t *arena, int32_t n, int32_t n_exon, gnbs_mrna_t *mrna) {
    mrna->n = n;
    mrna->n_exon = n_exon;
    mrna->codes = GNBS_NEW(arena, uint8_t, n + 1);
    mrna->exon_end = GNBS_NEW(arena, int32_t, n_exon + 1);
    return mrna->codes != NULL && mrna->exon_end != NULL;
}

bool gnbs_mrna_place(const gnbs_transcript_t *tx, gnbs_pos_t beg, gnbs_pos_t end,
                     int32_t *cdna_beg, int32_t *cdna_end) {
    int32_t before = 0; /* bases of exons already passed along the transcript */
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = tx->exon[exon_index(tx, i)];
        if (beg >= e.beg && end <= e.end) {
            *cdna_beg = before + (int32_t)(tx->strand > 0 ? beg - e.beg : e.end - end);
            *cdna_end = *cdna_beg + (int32_t)(end - beg);
            return true;
        }
        before += (int32_t)(e.end - e.beg);
    }
    return false;
}

bool gnbs_mrna_make(const gnbs_bundle_t *bundle, const gnbs_transcript_t *tx,
                    gnbs_arena_t *arena, gnbs_mrna_t *mrna) {
    int32_t n = 0;
    for (int i = 0; i < tx->n_exon; i++) n += exon_bases(tx, i);
    *mrna = (gnbs_mrna_t){.start = -1, .normal_end = -1, .table = 1};
    if (!reserve(arena, n, tx->n_exon, mrna)) return false;
    int32_t at = 0;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = tx->exon[exon_index(tx, i)];
        int64_t bases = e.end - e.beg;
        gnbs_bundle_sequence(bundle, (gnbs_region_t){tx->tid, e.beg, e.end},
                             mrna->codes + at);
        if (tx->strand < 0) gnbs_seq_reverse_complement(bases, mrna->codes + at);
        at += (int32_t)bases;
        mrna->exon_end[i] = at;
    }
    if (tx->tid < bundle->contigs.n &&
        gnbs_contig_kind(bundle->contigs.contig[tx->tid].name) == GNBS_CONTIG_MT)
        mrna->table = 2;
    if (!gnbs_transcript_is_coding(tx)) return true;
    int32_t beg, end;
    gnbs_pos_t first = tx->strand > 0 ? tx->cds_beg : tx->cds_end - 1,
               last = tx->strand > 0 ? tx->cds_end - 1 : tx->cds_beg;
    if (gnbs_mrna_place(tx, first, first + 1, &beg, &end))
        mrna->start = beg + tx->cds_start_phase;
    if (gnbs_mrna_place(tx, last, last + 1, &beg, &end)) mrna->normal_end = end;
    return true;
}

/* Pieces of `from`, one behind the other; each is whole exons, or a part of one with other bases in its place. */
typedef struct piece {
    int32_t beg, end;
    int exon; /* it ends this exon, or -1 */
} piece_t;

/* Where a stretch [beg, end) of `from` stands in the pieces: its first base in the first piece that holds all of
 * it, or -1. */
static int32_t follow(size_t n, const piece_t piece[], int32_t beg, int32_t end) {
    int32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t whole_end = piece[i].end;
        for (size_t k = i + 1; k < n && piece[k].beg == whole_end; k++)
            whole_end = piece[k].end; /* neighbours of before are neighbours still */
        if (beg >= piece[i].beg && beg < piece[i].end)
            return end <= whole_end ? at + beg - piece[i].beg : -1;
        at += piece[i].end - piece[i].beg;
    }
    return -1;
}

static bool assemble(const gnbs_mrna_t *from, size_t n, const piece_t piece[],
                     gnbs_arena_t *arena, gnbs_mrna_t *to) {
    int32_t bases = 0;
    for (size_t i = 0; i < n; i++) bases += piece[i].end - piece[i].beg;
    *to = (gnbs_mrna_t){.start = -1, .normal_end = -1, .table = from->table};
    if (!reserve(arena, bases, (int32_t)n, to)) return false;
    int32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t len = piece[i].end - piece[i].beg;
        memcpy(to->codes + at, from->codes + piece[i].beg, (size_t)len);
        at += len;
        to->exon_end[i] = at;
    }
    if (from->start >= 0) to->start = follow(n, piece, from->start, from->start + 3);
    if (from->normal_end >= 3) {
        int32_t stop = follow(n, piece, from->normal_end - 3, from->normal_end);
        to->normal_end = stop >= 0 ? stop + 3 : -1;
    }
    return true;
}

static piece_t whole_exon(const gnbs_mrna_t *m, int i) {
    return (piece_t){gnbs_mrna_exon_beg(m, i), m->exon_end[i], i};
}

bool gnbs_mrna_skip(const gnbs_mrna_t *from, int first, int last, gnbs_arena_t *arena,
                    gnbs_mrna_t *to) {
    piece_t *piece = GNBS_NEW(arena, piece_t, from->n_exon);
    size_t n = 0;
    if (piece == NULL) return false;
    for (int i = 0; i < from->n_exon; i++)
        if (i < first || i > last) piece[n++] = whole_exon(from, i);
    return assemble(from, n, piece, arena, to);
}

bool gnbs_mrna_double(const gnbs_mrna_t *from, int first, int last, gnbs_arena_t *arena,
                      gnbs_mrna_t *to) {
    piece_t *piece = GNBS_NEW(arena, piece_t, 2 * from->n_exon);
    size_t n = 0;
    if (piece == NULL) return false;
    for (int i = 0; i < from->n_exon; i++) {
        piece[n++] = whole_exon(from, i);
        if (i != last) continue;
        for (int k = first; k <= last; k++) piece[n++] = whole_exon(from, k);
    }
    return assemble(from, n, piece, arena, to);
}

bool gnbs_mrna_change(const gnbs_mrna_t *from, int32_t beg, int32_t end, int32_t n_alt,
                      const uint8_t alt[], gnbs_arena_t *arena, gnbs_mrna_t *to) {
    int32_t shift = n_alt - (end - beg);
    *to = (gnbs_mrna_t){
        .start = from->start, .normal_end = from->normal_end, .table = from->table};
    if (!reserve(arena, from->n + shift, from->n_exon, to)) return false;
    memcpy(to->codes, from->codes, (size_t)beg);
    if (n_alt > 0) memcpy(to->codes + beg, alt, (size_t)n_alt);
    memcpy(to->codes + beg + n_alt, from->codes + end, (size_t)(from->n - end));
    for (int i = 0; i < from->n_exon; i++)
        to->exon_end[i] = from->exon_end[i] + (from->exon_end[i] >= end ? shift : 0);
    if (from->start >= end) to->start += shift;
    if (from->start >= 0 && beg < from->start + 3 && end > from->start) to->start = -1;
    if (from->normal_end >= end) to->normal_end += shift;
    return true;
}

gnbs_stop_t gnbs_mrna_find_stop(const gnbs_mrna_t *m, int32_t from) {
    if (m->start < 0) return (gnbs_stop_t){GNBS_STOP_NONE, m->n};
    int32_t pos = m->start;
    if (from > pos) pos += (from - pos) / 3 * 3;
    for (; pos + 3 <= m->n; pos += 3) {
        char aa = gnbs_seq_translate(m->codes + pos, m->table);
        if (aa == '*') return (gnbs_stop_t){GNBS_STOP_FOUND, pos};
        if (aa == 'X') return (gnbs_stop_t){GNBS_STOP_UNKNOWN, pos};
    }
    return (gnbs_stop_t){GNBS_STOP_NONE, m->n};
}

int32_t gnbs_mrna_decay_room(const gnbs_mrna_t *m, int32_t pos) {
    if (m->n_exon < 2) return 0;
    return m->exon_end[m->n_exon - 2] - DECAY_BP - pos;
}

int gnbs_mrna_exon_of(const gnbs_mrna_t *m, int32_t pos) {
    for (int i = 0; i < m->n_exon; i++)
        if (pos < m->exon_end[i]) return i;
    return m->n_exon - 1;
}

int32_t gnbs_mrna_coding(const gnbs_mrna_t *m, int first, int last) {
    if (m->start < 0 || m->normal_end < 0) return 0;
    int32_t beg = gnbs_mrna_exon_beg(m, first), end = m->exon_end[last];
    if (beg < m->start) beg = m->start;
    if (end > m->normal_end) end = m->normal_end;
    return end > beg ? end - beg : 0;
}

int32_t gnbs_mrna_next_start(const gnbs_mrna_t *m) {
    if (m->start < 0) return -1;
    for (int32_t pos = m->start + 3, residue = 2; pos + 3 <= m->normal_end;
         pos += 3, residue++) {
        char aa = gnbs_seq_translate(m->codes + pos, m->table);
        if (aa == 'X') return -1;
        if (aa == 'M') return residue;
        if (aa == '*') return 0;
    }
    return 0;
}
