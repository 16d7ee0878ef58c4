#include "annot/annot_cds.h"

#include <string.h>

#include "genome/seq.h"

bool gnbs_annot_map_make(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                         gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    int32_t *exon_cdna = GNBS_NEW(arena, int32_t, tx->n_exon);
    if (exon_cdna == NULL) return false;
    *map = (gnbs_annot_map_t){.tx = tx, .exon_cdna = exon_cdna, .table = 1};
    int64_t n = 0, n_before = 0, n_cds = 0;
    for (int k = 0; k < tx->n_exon; k++) {
        int i = tx->strand > 0 ? k : tx->n_exon - 1 - k;
        gnbs_exon_t e = tx->exon[i], part = gnbs_transcript_cds_part(tx, i);
        exon_cdna[i] = (int32_t)n;
        if (gnbs_transcript_is_coding(tx)) {
            if (n_cds == 0 && part.end > part.beg)
                n_before = n + (tx->strand > 0 ? part.beg - e.beg : e.end - part.end);
            n_cds += part.end - part.beg;
        }
        n += e.end - e.beg;
    }
    map->n_cdna = (int32_t)n;
    map->cds_beg = (int32_t)n_before;
    map->cds_end = (int32_t)(n_before + n_cds);
    map->pad = (3 - tx->cds_start_phase) % 3;
    if (tx->tid >= 0 && tx->tid < b->contigs.n &&
        gnbs_contig_kind(b->contigs.contig[tx->tid].name) == GNBS_CONTIG_MT)
        map->table = 2;
    return true;
}

bool gnbs_annot_change_make(const gnbs_variant_t *v, int8_t strand, gnbs_arena_t *arena,
                            gnbs_annot_change_t *change) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt), head = 0;
    while (head < n_ref && head < n_alt && v->ref[head] == v->alt[head]) head++;
    n_ref -= head;
    n_alt -= head;
    const char *ref = v->ref + head, *alt = v->alt + head;
    while (n_ref > 0 && n_alt > 0 && ref[n_ref - 1] == alt[n_alt - 1]) n_ref--, n_alt--;
    uint8_t *codes = GNBS_NEW(arena, uint8_t, 2 * n_alt + 1);
    if (codes == NULL) return false;
    gnbs_pos_t beg = v->pos + (gnbs_pos_t)head;
    *change = (gnbs_annot_change_t){beg,   beg + (gnbs_pos_t)n_ref, (int32_t)n_alt,
                                    codes, codes + n_alt,           false};
    for (size_t i = 0; i < n_alt; i++) {
        codes[i] = codes[n_alt + i] = gnbs_seq_code(alt[i]);
        change->has_n |= codes[i] == GNBS_BASE_N;
    }
    if (strand < 0) gnbs_seq_reverse_complement((int64_t)n_alt, codes + n_alt);
    return true;
}

/* Genomic index of the first exon that ends after pos; n_exon when there is none. */
static int exon_lower(const gnbs_transcript_t *tx, gnbs_pos_t pos) {
    int lo = 0, hi = tx->n_exon;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (tx->exon[mid].end <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int32_t cdna_in_exon(const gnbs_annot_map_t *map, int i, gnbs_pos_t pos) {
    gnbs_exon_t e = map->tx->exon[i];
    return map->exon_cdna[i] +
           (int32_t)(map->tx->strand > 0 ? pos - e.beg : e.end - 1 - pos);
}

gnbs_annot_place_t gnbs_annot_map_place(const gnbs_annot_map_t *map, gnbs_pos_t pos) {
    const gnbs_transcript_t *tx = map->tx;
    int i = exon_lower(tx, pos);
    if (i == tx->n_exon || (i == 0 && pos < tx->exon[0].beg))
        return (gnbs_annot_place_t){0};
    if (pos >= tx->exon[i].beg)
        return (gnbs_annot_place_t){true, i, cdna_in_exon(map, i, pos), 0};
    gnbs_pos_t left = tx->exon[i - 1].end - 1, right = tx->exon[i].beg;
    int32_t to_left = (int32_t)(pos - left), to_right = (int32_t)(right - pos);
    /* in the middle of an intron of odd length the upstream exon counts (HGVS) */
    bool is_left = tx->strand > 0 ? to_left <= to_right : to_left < to_right;
    if (is_left)
        return (gnbs_annot_place_t){true, i - 1, cdna_in_exon(map, i - 1, left),
                                    tx->strand > 0 ? to_left : -to_left};
    return (gnbs_annot_place_t){true, i, cdna_in_exon(map, i, right),
                                tx->strand > 0 ? -to_right : to_right};
}

gnbs_annot_span_t gnbs_annot_map_span(const gnbs_annot_map_t *map,
                                      const gnbs_annot_change_t *c) {
    bool is_forward = map->tx->strand > 0, is_insertion = c->beg == c->end;
    gnbs_pos_t five, three; /* genomic bases at the two ends, in transcript order */
    if (is_insertion) {
        five = is_forward ? c->beg - 1 : c->beg;
        three = is_forward ? c->beg : c->beg - 1;
    } else {
        five = is_forward ? c->beg : c->end - 1;
        three = is_forward ? c->end - 1 : c->beg;
    }
    gnbs_annot_place_t a = gnbs_annot_map_place(map, five),
                       b = gnbs_annot_map_place(map, three);
    bool has_a = a.is_inside && a.offset == 0, has_b = b.is_inside && b.offset == 0;
    gnbs_annot_span_t span = {has_a, has_b, a.cdna, b.cdna + 1};
    if (is_insertion) {
        span.beg = span.end = has_a ? a.cdna + 1 : b.cdna;
        span.has_beg = span.has_end = has_a || has_b;
    }
    return span;
}

gnbs_pos_t gnbs_annot_map_genomic(const gnbs_annot_map_t *map, int32_t cdna) {
    const gnbs_transcript_t *tx = map->tx;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e = tx->exon[i];
        int32_t d = cdna - map->exon_cdna[i];
        if (d < 0 || d >= e.end - e.beg) continue;
        return tx->strand > 0 ? e.beg + d : e.end - 1 - d;
    }
    return -1;
}
