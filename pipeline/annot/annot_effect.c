#include "annot/annot_cds.h"

#include <string.h>

#include "genome/seq.h"

/* The changed sequence in codon coordinates is never written down: it is the frame up to the
 * change, the new bases, and the frame behind it. */
typedef struct changed {
    const gnbs_annot_map_t *map;
    const uint8_t *alt;
    int32_t beg, end; /* the change, in codon coordinates; beg >= 0 */
    int32_t n_alt;    /* bases put in */
    int32_t delta;    /* bases gained */
    int32_t n;        /* bases of the changed sequence */
} changed_t;

static inline uint8_t base_at(const changed_t *c, int32_t i) {
    if (i < c->beg) return c->map->frame[i];
    if (i < c->beg + c->n_alt) return c->alt[i - c->beg];
    return c->map->frame[i - c->delta];
}

static char amino_acid_at(const changed_t *c, int32_t i) {
    const uint8_t codon[3] = {base_at(c, i), base_at(c, i + 1), base_at(c, i + 2)};
    const gnbs_annot_map_t *map = c->map;
    bool is_in_place = i % 3 == 0 && i / 3 < map->n_aa && (c->delta == 0 || i < c->beg);
    if (is_in_place && map->aa[i / 3] == 'U' && memcmp(codon, map->frame + i, 3) == 0)
        return 'U'; /* the codon is as it was, selenocysteine with it */
    return gnbs_seq_translate(codon, map->table);
}

static char ref_amino_acid_at(const gnbs_annot_map_t *map, int32_t i) {
    if (i % 3 == 0 && i / 3 < map->n_aa) return map->aa[i / 3];
    return gnbs_seq_translate(map->frame + i, map->table);
}

/* Whole codons of [beg, end) as letters, X for a rest; the stop is not an end here. */
static const char *translate(const changed_t *c, bool is_alt, int32_t beg, int32_t end,
                             gnbs_arena_t *arena) {
    int32_t n = (end - beg) / 3, rest = (end - beg) % 3;
    char *aa = GNBS_NEW(arena, char, n + 2);
    if (aa == NULL) return NULL;
    for (int32_t i = 0; i < n; i++)
        aa[i] =
            is_alt ? amino_acid_at(c, beg + 3 * i) : ref_amino_acid_at(c->map, beg + 3 * i);
    if (rest > 0 && !(n == 1 && aa[0] == '*'))
        aa[n] = 'X'; /* VEP leaves a lone stop bare */
    return aa;
}

/* Reads codons of the changed sequence from base `from` on, before `to`, until a stop, the end,
 * or a codon that is not known: behind N nobody knows where the stop is. Counts first: the
 * new end may be a few residues away, or the whole 3' UTR. */
static bool read_on(const changed_t *c, int32_t from, int32_t to, bool takes_n,
                    gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    int32_t n = 0;
    bool has_stop = false;
    for (int32_t at = from; at + 3 <= to && !has_stop; at += 3, n++) {
        char letter = amino_acid_at(c, at);
        if (letter == 'X' && !takes_n) break;
        has_stop = letter == '*';
    }
    char *mid = GNBS_NEW(arena, char, n + 1);
    if (mid == NULL) return false;
    for (int32_t i = 0; i < n; i++) mid[i] = amino_acid_at(c, from + 3 * i);
    e->mid = mid;
    e->n_mid = n;
    e->has_stop_alt = has_stop;
    if (has_stop) e->stop_cdna = c->map->cds_beg - c->map->pad + from + 3 * (n - 1);
    return true;
}

static void find_first(gnbs_annot_effect_t *e) {
    const gnbs_annot_map_t *map = e->map;
    e->first = -1;
    int32_t n = map->n_aa > e->n_aa_alt ? map->n_aa : e->n_aa_alt, p0 = e->p0;
    bool is_same_length = map->n_aa == e->n_aa_alt && e->tail == p0 + e->n_mid;
    if (is_same_length) n = e->tail; /* what follows is the same at the same place */
    for (int32_t i = p0; i < n && e->first < 0; i++)
        if (i >= map->n_aa || i >= e->n_aa_alt || map->aa[i] != gnbs_annot_aa_alt(e, i))
            e->first = i;
}

/* The changed protein: the reference up to the first codon touched, then what is read. With
 * the frame kept and no new stop, the reference goes on behind the codons touched (a
 * selenocysteine stays one). */
static bool translate_alt(const changed_t *c, gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    const gnbs_annot_map_t *map = c->map;
    e->stop_cdna = -1;
    bool is_local = e->is_frame_kept && e->p1 <= map->n_aa;
    bool touches_stop = e->p1 >= map->n_aa && map->n_aa > 0 && e->p1 > e->p0 &&
                        map->aa[map->n_aa - 1] == '*';
    bool reads_on = !is_local || touches_stop;
    int32_t to = reads_on ? c->n : 3 * e->p1 + c->delta;
    if (!read_on(c, 3 * e->p0, to, !reads_on, arena, e)) return false;
    e->tail = map->n_aa;
    if (!reads_on && !e->has_stop_alt) {
        e->tail = e->p1;
        e->has_stop_alt = map->n_aa > e->p1 && map->aa[map->n_aa - 1] == '*';
        if (e->has_stop_alt) e->stop_cdna = map->cds_end - 3 + c->delta;
    }
    e->n_aa_alt = e->p0 + e->n_mid + map->n_aa - e->tail;
    find_first(e);
    return true;
}

/* Does a whole codon hold an N that leaves its amino acid open? */
static bool has_open_codon(const char *pep, int32_t n_bases) {
    return n_bases >= 3 && memchr(pep, 'X', (size_t)(n_bases / 3)) != NULL;
}

static bool read_codons(const changed_t *c, gnbs_arena_t *arena, gnbs_annot_effect_t *e) {
    const gnbs_annot_map_t *map = c->map;
    e->p0 = c->beg / 3;
    e->p1 = c->end > c->beg ? (c->end - 1) / 3 + 1 : (c->beg + 2) / 3;
    int32_t beg = 3 * e->p0, rest = map->n_cds - beg;
    e->is_partial_codon = rest > 0 && rest < 3;
    e->is_frame_kept = c->delta % 3 == 0;
    int32_t end = 3 * e->p1 < map->n_cds || c->end > map->n_cds ? 3 * e->p1 : map->n_cds;
    if (end > map->n_frame) end = map->n_frame;
    int32_t end_alt = end + c->delta;
    if (end_alt < beg) end_alt = beg; /* cannot be for a change in codons */
    e->n_ref_codon = end - beg;
    e->n_alt_codon = end_alt - beg;
    uint8_t *alt_codon = GNBS_NEW(arena, uint8_t, e->n_alt_codon + 1);
    if (alt_codon == NULL) return false;
    for (int32_t i = 0; i < e->n_alt_codon; i++) alt_codon[i] = base_at(c, beg + i);
    e->ref_codon = map->frame + beg;
    e->alt_codon = alt_codon;
    e->ref_pep = translate(c, false, beg, end, arena);
    e->alt_pep = translate(c, true, beg, end_alt, arena);
    return e->ref_pep != NULL && e->alt_pep != NULL && translate_alt(c, arena, e);
}

/* ATG, or one base away from it: translation starts at such codons too (Kearse and Wilusz 2017). A CDS that begins
 * with any other is a model whose start was not found, and has none to lose. */
static bool begins_with_start(const gnbs_annot_map_t *map) {
    static const uint8_t ATG[3] = {GNBS_BASE_A, GNBS_BASE_T, GNBS_BASE_G};
    int n_other = 0;
    if (map->pad > 0 || map->n_cds < 3) return false;
    for (int i = 0; i < 3; i++) n_other += map->frame[i] != ATG[i];
    return n_other <= 1;
}

/* Does translation still start? Judged on the whole changed cDNA:
 *
 *     ref   ...UTR...|ATG|........      kept in place: a start codon at the same distance
 *     alt   ...UTR...|ATG|....             from the 5' end (a change behind its last base)
 *     alt   ...UTR.|ATG|........        kept late: the CDS is whole, only what stands
 *                                          before it changed length
 */
static void judge_start(const gnbs_annot_map_t *map, gnbs_annot_span_t span, int32_t n_alt,
                        const uint8_t *alt, gnbs_annot_effect_t *e) {
    int32_t s = map->cds_beg, n_ref = span.end - span.beg, delta = n_alt - n_ref;
    bool is_insertion = n_ref == 0;
    e->is_start_touched = begins_with_start(map) && span.beg < s + 3 &&
                          (is_insertion ? span.beg > s : span.end > s);
    if (!e->is_start_touched) return;
    bool in_place = true, late = delta != 0;
    for (int32_t k = 0; k < map->cds_end - s && (k < 3 || late); k++) {
        for (int way = 0; way < 2; way++) {
            int32_t at = s + k + (way == 1 ? delta : 0); /* in the changed cDNA */
            uint8_t base = GNBS_BASE_N;
            if (at >= 0 && at < span.beg)
                base = map->cdna[at];
            else if (at >= span.beg && at < span.beg + n_alt)
                base = alt[at - span.beg];
            else if (at >= 0 && at - delta < map->n_cdna)
                base = map->cdna[at - delta];
            bool same = base == map->cdna[s + k] && base < GNBS_BASE_N;
            if (way == 0 && k < 3) in_place &= same;
            if (way == 1) late &= same;
        }
    }
    e->is_start_kept_late = late;
    e->is_start_moved = late && !in_place;
    e->is_start_lost = !in_place && !late;
}

bool gnbs_annot_effect_make(const gnbs_annot_map_t *map, gnbs_annot_span_t span,
                            int32_t n_alt, const uint8_t *alt, gnbs_arena_t *arena,
                            gnbs_annot_effect_t *e) {
    *e = (gnbs_annot_effect_t){.map = map, .first = -1, .stop_cdna = -1};
    changed_t c = {.map = map,
                   .alt = alt,
                   .beg = map->pad + span.beg - map->cds_beg,
                   .end = map->pad + span.end - map->cds_beg,
                   .n_alt = n_alt};
    c.delta = n_alt - (c.end - c.beg);
    c.n = map->n_frame + c.delta;
    judge_start(map, span, n_alt, alt, e);
    e->is_cds_gone = span.beg <= map->cds_beg && span.end >= map->cds_end;
    if (c.beg < 0 || c.beg > map->n_cds) return true; /* codons are not asked for */
    if (!read_codons(&c, arena, e)) return false;
    bool has_n = false;
    for (int32_t i = 0; i < n_alt; i++) has_n |= alt[i] >= GNBS_BASE_N;
    e->is_readable = !has_n && !has_open_codon(e->ref_pep, e->n_ref_codon) &&
                     !has_open_codon(e->alt_pep, e->n_alt_codon);
    return true;
}
