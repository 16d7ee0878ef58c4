#include "annot/annot_cds.h"

#include <string.h>

#include "genome/seq.h"

/* ---- blocks --------------------------------------------------------------------------- */

static int32_t exon_of(const gnbs_transcript_t *tx, gnbs_pos_t pos) {
    int32_t lo = 0, hi = tx->n_exon;
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        if (tx->exon[mid].end <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < tx->n_exon ? lo : tx->n_exon - 1;
}

static bool make_blocks(const gnbs_transcript_t *tx, gnbs_arena_t *arena,
                        gnbs_annot_map_t *map) {
    bool has_own = tx->n_block > 0;
    int32_t n = has_own ? tx->n_block : tx->n_exon;
    gnbs_annot_block_t *block = GNBS_NEW(arena, gnbs_annot_block_t, n);
    if (block == NULL) return false;
    int64_t n_cdna = 0;
    for (int32_t k = 0; k < n; k++) {
        int32_t i = tx->strand > 0 ? k : n - 1 - k;
        if (has_own)
            block[i] =
                (gnbs_annot_block_t){tx->block[i].beg, tx->block[i].end, tx->block[i].cdna,
                                     exon_of(tx, tx->block[i].beg)};
        else
            block[i] =
                (gnbs_annot_block_t){tx->exon[i].beg, tx->exon[i].end, (int32_t)n_cdna, i};
        n_cdna = block[i].cdna + (block[i].end - block[i].beg);
    }
    map->n_block = n;
    map->block = block;
    map->n_cdna = tx->n_cdna > 0 ? tx->n_cdna : (int32_t)n_cdna;
    return true;
}

/* ---- sequence ------------------------------------------------------------------------- */

static bool read_cdna(const gnbs_bundle_t *b, gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    const gnbs_transcript_t *tx = map->tx;
    map->cdna = tx->cdna;
    if (tx->cdna != NULL && tx->n_cdna > 0) {
        map->is_own = true;
        return true;
    }
    uint8_t *cdna = GNBS_NEW(arena, uint8_t, map->n_cdna + 1);
    if (cdna == NULL) return false;
    memset(cdna, GNBS_BASE_N, (size_t)map->n_cdna + 1); /* bases only the transcript has */
    for (int32_t i = 0; i < map->n_block; i++) {
        const gnbs_annot_block_t *k = &map->block[i];
        uint8_t *to = cdna + k->cdna;
        gnbs_bundle_sequence(b, (gnbs_region_t){tx->tid, k->beg, k->end}, to);
        if (tx->strand < 0) gnbs_seq_reverse_complement(k->end - k->beg, to);
    }
    map->cdna = cdna;
    map->is_own = tx->n_block > 0;
    return true;
}

/* A TGA inside the CDS is selenocysteine. */
static bool translate_all(gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    map->n_aa = map->n_cds / 3;
    char *aa = GNBS_NEW(arena, char, map->n_aa + 1);
    if (aa == NULL) return false;
    for (int32_t i = 0; i < map->n_aa; i++) {
        const uint8_t *codon = map->frame + 3 * i;
        aa[i] = gnbs_seq_translate(codon, map->table);
        if (aa[i] == '*' && i + 1 < map->n_aa && map->table == 1 &&
            codon[1] == GNBS_BASE_G && codon[2] == GNBS_BASE_A)
            aa[i] = 'U';
    }
    map->aa = aa;
    return true;
}

static bool make_frame(gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    if (!gnbs_annot_map_is_coding(map)) return true;
    int32_t tail = map->n_cdna - map->cds_beg;
    map->n_frame = map->pad + tail;
    map->n_cds = map->pad + map->cds_end - map->cds_beg;
    map->frame = map->cdna + map->cds_beg;
    if (map->pad > 0) {
        uint8_t *frame = GNBS_NEW(arena, uint8_t, map->n_frame + 1);
        if (frame == NULL) return false;
        memset(frame, GNBS_BASE_N, (size_t)map->pad);
        memcpy(frame + map->pad, map->cdna + map->cds_beg, (size_t)tail);
        map->frame = frame;
    }
    return translate_all(arena, map);
}

/* cDNA position behind which (is_end) or from which on the CDS lies. */
static int32_t cds_border(const gnbs_annot_map_t *map, bool is_end) {
    const gnbs_transcript_t *tx = map->tx;
    gnbs_pos_t pos = is_end == (tx->strand > 0) ? tx->cds_end - 1 : tx->cds_beg;
    gnbs_annot_place_t p = gnbs_annot_map_place(map, pos);
    return is_end || p.is_gap ? p.cdna + 1 : p.cdna;
}

bool gnbs_annot_map_places(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                           gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    *map = (gnbs_annot_map_t){.tx = tx, .table = 1};
    if (!make_blocks(tx, arena, map)) return false;
    if (gnbs_transcript_is_coding(tx)) {
        map->cds_beg = cds_border(map, false);
        map->cds_end = cds_border(map, true);
    }
    map->pad = (3 - tx->cds_start_phase) % 3;
    if (tx->tid >= 0 && tx->tid < b->contigs.n &&
        gnbs_contig_kind(b->contigs.contig[tx->tid].name) == GNBS_CONTIG_MT)
        map->table = 2;
    return true;
}

bool gnbs_annot_map_make(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                         gnbs_arena_t *arena, gnbs_annot_map_t *map) {
    if (!gnbs_annot_map_places(b, tx, arena, map)) return false;
    map->is_nmd_biotype = strcmp(tx->biotype, "nonsense_mediated_decay") == 0;
    return read_cdna(b, arena, map) && make_frame(arena, map);
}

/* ---- changes -------------------------------------------------------------------------- */

/* Bases alike at the ends of REF and ALT, the first one of each left out: it is VCF's anchor. */
static size_t tail_alike(const char *ref, const char *alt) {
    size_t n_ref = strlen(ref), n_alt = strlen(alt), n = 0;
    while (n + 1 < n_ref && n + 1 < n_alt && ref[n_ref - 1 - n] == alt[n_alt - 1 - n]) n++;
    return n;
}

bool gnbs_annot_change_make(const gnbs_variant_t *v, gnbs_arena_t *arena,
                            gnbs_annot_change_t *change) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt), head = 0;
    while (head < n_ref && head < n_alt && v->ref[head] == v->alt[head]) head++;
    n_ref -= head;
    n_alt -= head;
    const char *ref = v->ref + head, *alt = v->alt + head;
    while (n_ref > 0 && n_alt > 0 && ref[n_ref - 1] == alt[n_alt - 1]) n_ref--, n_alt--;
    uint8_t *codes = GNBS_NEW(arena, uint8_t, 2 * n_alt + 1), *other = codes + n_alt;
    if (codes == NULL) return false;
    gnbs_pos_t beg = v->pos + (gnbs_pos_t)head;
    *change = (gnbs_annot_change_t){
        beg, beg + (gnbs_pos_t)n_ref, (int32_t)n_alt, codes, codes, ref, false, 0};
    for (size_t i = 0; i < n_alt; i++) {
        codes[i] = gnbs_seq_code(alt[i]);
        other[n_alt - 1 - i] = gnbs_seq_complement(codes[i]);
        change->has_n |= codes[i] == GNBS_BASE_N;
    }
    if ((n_ref == 0) != (n_alt == 0)) {
        size_t n = strlen(v->ref) < strlen(v->alt) ? strlen(v->ref) : strlen(v->alt);
        size_t left = n - tail_alike(v->ref, v->alt);
        change->slack = left < head ? (int32_t)(head - left) : 0;
    }
    return true;
}

/* ---- places --------------------------------------------------------------------------- */

/* Genomic index of the first block that ends after pos; n_block when there is none. */
static int32_t block_lower(const gnbs_annot_map_t *map, gnbs_pos_t pos) {
    int32_t lo = 0, hi = map->n_block;
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        if (map->block[mid].end <= pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int32_t cdna_in_block(const gnbs_annot_map_t *map, int32_t i, gnbs_pos_t pos) {
    const gnbs_annot_block_t *k = &map->block[i];
    return k->cdna + (int32_t)(map->tx->strand > 0 ? pos - k->beg : k->end - 1 - pos);
}

gnbs_annot_place_t gnbs_annot_map_place(const gnbs_annot_map_t *map, gnbs_pos_t pos) {
    const gnbs_annot_block_t *block = map->block;
    bool is_forward = map->tx->strand > 0;
    int32_t i = block_lower(map, pos);
    if (i == map->n_block || (i == 0 && pos < block[0].beg)) return (gnbs_annot_place_t){0};
    if (pos >= block[i].beg)
        return (gnbs_annot_place_t){.is_inside = true,
                                    .i_exon = block[i].i_exon,
                                    .cdna = cdna_in_block(map, i, pos)};
    gnbs_pos_t left = block[i - 1].end - 1, right = block[i].beg;
    if (block[i - 1].i_exon == block[i].i_exon) /* bases that only the genome has */
        return (gnbs_annot_place_t){.is_inside = true,
                                    .is_gap = true,
                                    .i_exon = block[i].i_exon,
                                    .cdna = is_forward ? cdna_in_block(map, i - 1, left)
                                                       : cdna_in_block(map, i, right)};
    int32_t to_left = (int32_t)(pos - left), to_right = (int32_t)(right - pos);
    /* in the middle of an intron of odd length the upstream exon counts (HGVS) */
    bool is_left = is_forward ? to_left <= to_right : to_left < to_right;
    if (is_left)
        return (gnbs_annot_place_t){.is_inside = true,
                                    .i_exon = block[i - 1].i_exon,
                                    .cdna = cdna_in_block(map, i - 1, left),
                                    .offset = is_forward ? to_left : -to_left};
    return (gnbs_annot_place_t){.is_inside = true,
                                .i_exon = block[i].i_exon,
                                .cdna = cdna_in_block(map, i, right),
                                .offset = is_forward ? -to_right : to_right};
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
                       b = five == three ? a : gnbs_annot_map_place(map, three);
    bool has_a = a.is_inside && a.offset == 0, has_b = b.is_inside && b.offset == 0;
    gnbs_annot_span_t span = {has_a, has_b, a.is_gap ? a.cdna + 1 : a.cdna, b.cdna + 1};
    if (is_insertion) {
        span.beg = span.end = has_a ? a.cdna + 1 : b.cdna;
        span.has_beg = span.has_end = has_a || has_b;
    }
    return span;
}

gnbs_pos_t gnbs_annot_map_genomic(const gnbs_annot_map_t *map, int32_t cdna) {
    for (int32_t i = 0; i < map->n_block; i++) {
        const gnbs_annot_block_t *k = &map->block[i];
        int32_t d = cdna - k->cdna;
        if (d < 0 || d >= k->end - k->beg) continue;
        return map->tx->strand > 0 ? k->beg + d : k->end - 1 - d;
    }
    return -1;
}
