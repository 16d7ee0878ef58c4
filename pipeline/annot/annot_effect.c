#include "annot/annot_cds.h"

#include <string.h>

#include "genome/seq.h"

/* Codon coordinates: pad N, then the cDNA from cds_beg to its end. */
typedef struct frame {
    const gnbs_annot_map_t *map;
    uint8_t *ref, *alt;
    int32_t n_ref, n_alt; /* bases: CDS and 3' UTR */
    int32_t n_cds;        /* of the reference, pad included */
    int32_t beg, end;     /* the change */
    int32_t delta;        /* bases gained */
} frame_t;

static uint8_t *read_cdna(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                          gnbs_arena_t *arena) {
    const gnbs_transcript_t *tx = map->tx;
    uint8_t *cdna = GNBS_NEW(arena, uint8_t, map->n_cdna + 1);
    if (cdna == NULL) return NULL;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = tx->exon[i];
        uint8_t *to = cdna + map->exon_cdna[i];
        gnbs_bundle_sequence(b, (gnbs_region_t){tx->tid, e.beg, e.end}, to);
        if (tx->strand < 0) gnbs_seq_reverse_complement(e.end - e.beg, to);
    }
    return cdna;
}

/* The coding sequence and what follows it, before and after. A change that begins in the
 * 5' UTR has beg < 0 here: the part before the CDS is of no matter to codons. */
static bool make_frame(const gnbs_annot_map_t *map, const uint8_t *cdna,
                       const gnbs_annot_change_t *c, gnbs_annot_span_t span,
                       gnbs_arena_t *arena, frame_t *f) {
    int32_t pad = map->pad, tail = map->n_cdna - map->cds_beg;
    *f = (frame_t){.map = map,
                   .n_ref = pad + tail,
                   .n_cds = pad + map->cds_end - map->cds_beg,
                   .beg = pad + span.beg - map->cds_beg,
                   .end = pad + span.end - map->cds_beg};
    f->delta = c->n_alt - (f->end - f->beg);
    f->n_alt = f->n_ref + f->delta;
    if (f->beg < 0) return true; /* codons are not asked for */
    f->ref = GNBS_NEW(arena, uint8_t, f->n_ref + 1);
    f->alt = GNBS_NEW(arena, uint8_t, f->n_alt + 1);
    if (f->ref == NULL || f->alt == NULL) return false;
    memset(f->ref, GNBS_BASE_N, (size_t)pad);
    memcpy(f->ref + pad, cdna + map->cds_beg, (size_t)tail);
    memcpy(f->alt, f->ref, (size_t)f->beg);
    memcpy(f->alt + f->beg, c->alt_strand, (size_t)c->n_alt);
    memcpy(f->alt + f->beg + c->n_alt, f->ref + f->end, (size_t)(f->n_ref - f->end));
    return true;
}

/* Whole codons of [beg, end) as letters, X for a rest; the stop is not an end here. */
static char *translate(const uint8_t *seq, int32_t beg, int32_t end, int table,
                       gnbs_arena_t *arena) {
    int32_t n = (end - beg) / 3, rest = (end - beg) % 3;
    char *aa = GNBS_NEW(arena, char, n + 2);
    if (aa == NULL) return NULL;
    for (int32_t i = 0; i < n; i++) aa[i] = gnbs_seq_translate(seq + beg + 3 * i, table);
    if (rest > 0 && !(n == 1 && aa[0] == '*'))
        aa[n] = 'X'; /* VEP leaves a lone stop bare */
    return aa;
}

/* The reference protein up to and with its stop. A TGA inside the CDS is selenocysteine. */
static bool translate_ref(const frame_t *f, gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    e->n_aa_ref = f->n_cds / 3;
    char *aa = translate(f->ref, 0, e->n_aa_ref * 3, f->map->table, arena);
    if (aa == NULL) return false;
    for (int32_t i = 0; i + 1 < e->n_aa_ref; i++)
        if (aa[i] == '*' && f->ref[3 * i + 1] == GNBS_BASE_G && f->map->table == 1)
            aa[i] = f->ref[3 * i + 2] == GNBS_BASE_A ? 'U' : '*';
    e->aa_ref = aa;
    return true;
}

/* Reads codons of the changed sequence from base `from` on until a stop, the end, or a codon
 * that is not known: behind N nobody knows where the stop is. */
static void read_on(const frame_t *f, int32_t from, char *aa, gnbs_annot_effect_t *e) {
    for (int32_t at = from; at + 3 <= f->n_alt && !e->has_stop_alt; at += 3) {
        char letter = gnbs_seq_translate(f->alt + at, f->map->table);
        if (letter == 'X') return;
        aa[e->n_aa_alt++] = letter;
        e->has_stop_alt = letter == '*';
        if (e->has_stop_alt) e->stop_cdna = f->map->cds_beg - f->map->pad + at;
    }
}

/* The changed protein: the reference up to the first codon touched, then what is read. With
 * the frame kept and no new stop, the reference goes on behind the codons touched (a
 * selenocysteine stays one). */
static bool translate_alt(const frame_t *f, gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    char *aa = GNBS_NEW(arena, char, e->n_aa_ref + f->n_alt / 3 + 2);
    if (aa == NULL) return false;
    int32_t n_head = e->p0 < e->n_aa_ref ? e->p0 : e->n_aa_ref;
    memcpy(aa, e->aa_ref, (size_t)n_head);
    e->n_aa_alt = n_head;
    e->stop_cdna = -1;
    bool is_local = e->is_frame_kept && e->p1 <= e->n_aa_ref;
    bool touches_stop = e->p1 >= e->n_aa_ref && e->n_aa_ref > 0 && e->p1 > e->p0 &&
                        e->aa_ref[e->n_aa_ref - 1] == '*';
    if (!is_local || touches_stop) {
        read_on(f, 3 * e->p0, aa, e);
    } else {
        for (int32_t at = 3 * e->p0; at < 3 * e->p1 + f->delta && !e->has_stop_alt;
             at += 3) {
            char letter = gnbs_seq_translate(f->alt + at, f->map->table);
            aa[e->n_aa_alt++] = letter;
            e->has_stop_alt = letter == '*';
            if (e->has_stop_alt) e->stop_cdna = f->map->cds_beg - f->map->pad + at;
        }
        if (!e->has_stop_alt) {
            int32_t n_tail = e->n_aa_ref - e->p1;
            memcpy(aa + e->n_aa_alt, e->aa_ref + e->p1, (size_t)n_tail);
            e->n_aa_alt += n_tail;
            e->has_stop_alt = n_tail > 0 && aa[e->n_aa_alt - 1] == '*';
            if (e->has_stop_alt) e->stop_cdna = f->map->cds_end - 3 + f->delta;
        }
    }
    e->aa_alt = aa;
    e->first = -1;
    int32_t n = e->n_aa_ref > e->n_aa_alt ? e->n_aa_ref : e->n_aa_alt;
    for (int32_t i = e->p0; i < n && e->first < 0; i++)
        if (i >= e->n_aa_ref || i >= e->n_aa_alt || e->aa_ref[i] != aa[i]) e->first = i;
    return true;
}

/* Does a whole codon hold an N that leaves its amino acid open? */
static bool has_open_codon(const char *pep, int32_t n_bases) {
    return n_bases >= 3 && memchr(pep, 'X', (size_t)(n_bases / 3)) != NULL;
}

static bool read_codons(const frame_t *f, gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    e->p0 = f->beg / 3;
    e->p1 = f->end > f->beg ? (f->end - 1) / 3 + 1 : (f->beg + 2) / 3;
    int32_t rest = f->n_cds - 3 * e->p0;
    e->is_partial_codon = rest > 0 && rest < 3;
    e->is_frame_kept = f->delta % 3 == 0;
    int32_t end = 3 * e->p1 < f->n_cds || f->end > f->n_cds ? 3 * e->p1 : f->n_cds;
    if (end > f->n_ref) end = f->n_ref;
    int32_t end_alt = end + f->delta;
    if (end_alt < 3 * e->p0) end_alt = 3 * e->p0; /* cannot be for a change in codons */
    e->ref_codon = f->ref + 3 * e->p0;
    e->alt_codon = f->alt + 3 * e->p0;
    e->n_ref_codon = end - 3 * e->p0;
    e->n_alt_codon = end_alt - 3 * e->p0;
    e->ref_pep = translate(f->ref, 3 * e->p0, end, f->map->table, arena);
    e->alt_pep = translate(f->alt, 3 * e->p0, end_alt, f->map->table, arena);
    return e->ref_pep != NULL && e->alt_pep != NULL && translate_ref(f, arena, e) &&
           translate_alt(f, arena, e);
}

/* Does translation still start? Judged on the whole changed cDNA:
 *
 *     ref   ...UTR...|ATG|........      kept in place: a start codon at the same distance
 *     alt   ...UTR...|ATG|....             from the 5' end (a change behind its last base)
 *     alt   ...UTR.|ATG|........        kept late: the CDS is whole, only what stands
 *                                          before it changed length
 */
static void judge_start(const gnbs_annot_map_t *map, const uint8_t *cdna,
                        const gnbs_annot_change_t *c, gnbs_annot_span_t span,
                        gnbs_annot_effect_t *e) {
    int32_t s = map->cds_beg, n_ref = span.end - span.beg, delta = c->n_alt - n_ref;
    bool is_insertion = n_ref == 0;
    e->is_start_touched =
        map->pad == 0 && span.beg < s + 3 && (is_insertion ? span.beg > s : span.end > s);
    if (!e->is_start_touched) return;
    bool in_place = true, late = delta != 0;
    for (int32_t k = 0; k < map->cds_end - s && (k < 3 || late); k++) {
        for (int way = 0; way < 2; way++) {
            int32_t at = s + k + (way == 1 ? delta : 0); /* in the changed cDNA */
            uint8_t base = GNBS_BASE_N;
            if (at >= 0 && at < span.beg)
                base = cdna[at];
            else if (at >= span.beg && at < span.beg + c->n_alt)
                base = c->alt_strand[at - span.beg];
            else if (at >= 0 && at - delta < map->n_cdna)
                base = cdna[at - delta];
            bool same = base == cdna[s + k] && base < GNBS_BASE_N;
            if (way == 0 && k < 3) in_place &= same;
            if (way == 1) late &= same;
        }
    }
    e->is_start_kept_late = late;
    e->is_start_moved = late && !in_place;
    e->is_start_lost = !in_place && !late;
}

bool gnbs_annot_effect_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                            const gnbs_annot_change_t *c, gnbs_annot_span_t span,
                            gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    *e = (gnbs_annot_effect_t){.first = -1, .stop_cdna = -1};
    uint8_t *cdna = read_cdna(b, map, arena);
    frame_t f;
    if (cdna == NULL || !make_frame(map, cdna, c, span, arena, &f)) return false;
    judge_start(map, cdna, c, span, e);
    e->is_cds_gone = span.beg <= map->cds_beg && span.end >= map->cds_end;
    if (f.beg < 0 || f.beg > f.n_cds) return true;
    if (!read_codons(&f, arena, e)) return false;
    e->is_readable = !c->has_n && !has_open_codon(e->ref_pep, e->n_ref_codon) &&
                     !has_open_codon(e->alt_pep, e->n_alt_codon);
    return true;
}
