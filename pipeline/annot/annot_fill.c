#include "annot/annot_parts.h"

#include <string.h>

/* Numbers, positions and VEP's display forms of one consequence. */

static bool overlaps(gnbs_pos_t beg, gnbs_pos_t end, gnbs_pos_t a, gnbs_pos_t b) {
    return end > a &&
           beg < b; /* as annot_consequence.c: an insertion overlaps what contains it */
}

static void fill_numbers(const gnbs_transcript_t *tx, const gnbs_annot_change_t *c,
                         gnbs_consequence_t *csq) {
    int lo = 0, hi = tx->n_exon; /* the first exon that ends behind the change's begin */
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (tx->exon[mid].end <= c->beg)
            lo = mid + 1;
        else
            hi = mid;
    }
    int first = lo > 0 ? lo - 1 : 0;
    for (int i = first; i < tx->n_exon && tx->exon[i].beg <= c->end; i++) {
        int number =
            gnbs_transcript_exon_number(tx, i); /* the first of the transcript is kept */
        if (overlaps(c->beg, c->end, tx->exon[i].beg, tx->exon[i].end) &&
            (csq->exon_number == 0 || number < csq->exon_number))
            csq->exon_number = number;
    }
    for (int i = first; i + 1 < tx->n_exon && tx->exon[i].end <= c->end; i++) {
        int number = tx->strand > 0 ? i + 1 : tx->n_exon - 1 - i;
        if (overlaps(c->beg, c->end, tx->exon[i].end, tx->exon[i + 1].beg) &&
            (csq->intron_number == 0 || number < csq->intron_number))
            csq->intron_number = number;
    }
}

static void fill_positions(const gnbs_annot_view_t *view, gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_span_t s = view->span;
    bool is_insertion = s.beg == s.end;
    csq->cdna_first1 = s.has_beg ? s.beg + 1 : 0;
    csq->cdna_last1 = s.has_end ? s.end : 0;
    if (!gnbs_annot_map_is_coding(map)) return;
    int32_t beg = s.beg - map->cds_beg + map->pad, end = s.end - map->cds_beg + map->pad;
    bool has_beg = s.has_beg && beg >= map->pad && beg < map->n_cds;
    bool has_end = s.has_end && end > map->pad && end <= map->n_cds;
    if (is_insertion && !(has_beg && has_end)) return;
    csq->cds_first1 = has_beg ? beg + 1 : 0;
    csq->cds_last1 = has_end ? end : 0;
    csq->aa_first1 = has_beg ? beg / 3 + 1 : 0;
    csq->aa_last1 = has_end ? (end - 1) / 3 + 1 : 0;
}

/* The codons with the changed bases in capitals: "tTt/tCt", "-/GCA". */
static char *print_codons(const gnbs_annot_effect_t *e, int32_t i_changed,
                          int32_t n_changed, int32_t n_alt, gnbs_arena_t *arena) {
    char *text = GNBS_NEW(arena, char, e->n_ref_codon + e->n_alt_codon + 4);
    if (text == NULL) return NULL;
    char *to = text;
    for (int way = 0; way < 2; way++) {
        const uint8_t *codon = way == 0 ? e->ref_codon : e->alt_codon;
        int32_t n = way == 0 ? e->n_ref_codon : e->n_alt_codon;
        int32_t n_upper = way == 0 ? n_changed : n_alt;
        if (way == 1) *to++ = '/';
        if (n == 0) *to++ = '-';
        for (int32_t i = 0; i < n; i++) {
            char letter = gnbs_seq_letter(codon[i]);
            bool is_upper = i >= i_changed && i < i_changed + n_upper;
            *to++ = is_upper ? letter : (char)(letter - 'A' + 'a');
        }
    }
    return text;
}

static char *print_amino_acids(const gnbs_annot_effect_t *e, gnbs_arena_t *arena) {
    size_t n_ref = strlen(e->ref_pep), n_alt = strlen(e->alt_pep);
    char *text = GNBS_NEW(arena, char, n_ref + n_alt + 4), *to = text;
    if (text == NULL) return NULL;
    memcpy(to, n_ref > 0 ? e->ref_pep : "-", n_ref > 0 ? n_ref : 1);
    if (n_ref > 0 && n_ref == n_alt && memcmp(e->ref_pep, e->alt_pep, n_ref) == 0)
        return text;
    to += n_ref > 0 ? n_ref : 1;
    *to++ = '/';
    memcpy(to, n_alt > 0 ? e->alt_pep : "-", n_alt > 0 ? n_alt : 1);
    return text;
}

/* Would a ribosome stop so late that the message is kept? The last junction decides:
 *
 *     ====exon n-1====|J|====exon n====      stop in exon n, or at most nmd_bp before J
 */
bool gnbs_annot_escapes_nmd(const gnbs_annot_effect_t *e, int32_t span_beg, int32_t delta,
                            int32_t nmd_bp) {
    const gnbs_annot_map_t *map = e->map;
    const gnbs_transcript_t *tx = map->tx;
    if (e->stop_cdna < 0 || tx->n_exon < 2) return true;
    int32_t junction = 0, i_last = tx->strand > 0 ? tx->n_exon - 1 : 0;
    for (int32_t k = 0; k < map->n_block; k++) { /* the 5' end of the last exon */
        int32_t i = tx->strand > 0 ? k : map->n_block - 1 - k;
        junction = map->block[i].cdna;
        if (map->block[i].i_exon == i_last) break;
    }
    if (span_beg < junction) junction += delta;
    return junction - e->stop_cdna <= nmd_bp;
}

bool gnbs_annot_fill_codons(const gnbs_annot_effect_t *e, int32_t beg, int32_t n_ref,
                            int32_t n_alt, gnbs_arena_t *arena, gnbs_consequence_t *csq) {
    csq->amino_acids = print_amino_acids(e, arena);
    csq->codons = print_codons(e, beg - 3 * e->p0, n_ref, n_alt, arena);
    return csq->amino_acids != NULL && csq->codons != NULL;
}

bool gnbs_annot_fill(const gnbs_annot_view_t *view, int32_t nmd_bp, gnbs_arena_t *arena,
                     gnbs_consequence_t *csq) {
    const gnbs_annot_effect_t *e = view->effect;
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_span_t s = view->span;
    fill_numbers(map->tx, view->change, csq);
    fill_positions(view, csq);
    if (e == NULL || e->ref_pep == NULL || view->change->has_n || s.end > map->cds_end)
        return true;
    uint64_t cut =
        GNBS_ANNOT_BIT(GNBS_CSQ_STOP_GAINED) | GNBS_ANNOT_BIT(GNBS_CSQ_FRAMESHIFT);
    int32_t n_ref = s.end - s.beg, n_alt = view->change->n_alt;
    if (csq->terms & cut)
        csq->escapes_nmd = gnbs_annot_escapes_nmd(e, s.beg, n_alt - n_ref, nmd_bp);
    return gnbs_annot_fill_codons(e, s.beg - map->cds_beg + map->pad, n_ref, n_alt, arena,
                                  csq);
}
