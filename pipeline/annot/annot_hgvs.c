#include "annot/annot_parts.h"

#include <inttypes.h>
#include <string.h>

#include "genome/seq.h"

/* ---- c. and n. ----------------------------------------------------------------------- */

/* The first base of the CDS is 1, also where a model starts inside a codon: HGVS has no rule
 * for such models, and bases that nobody has seen are not counted. */
void gnbs_annot_print_place(gnbs_str_t *out, const gnbs_annot_map_t *map,
                            gnbs_annot_place_t p) {
    if (!gnbs_annot_map_is_coding(map)) {
        gnbs_str_add_int(out, p.cdna + 1);
    } else if (p.cdna < map->cds_beg) {
        gnbs_str_add_int(out, p.cdna - map->cds_beg);
    } else if (p.cdna >= map->cds_end) {
        gnbs_str_add_char(out, '*');
        gnbs_str_add_int(out, p.cdna - map->cds_end + 1);
    } else {
        gnbs_str_add_int(out, p.cdna - map->cds_beg + 1);
    }
    if (p.offset > 0) gnbs_str_add_char(out, '+');
    if (p.offset != 0) gnbs_str_add_int(out, p.offset);
}

static void print_bases(gnbs_str_t *out, const uint8_t *code, int64_t n, int8_t strand) {
    for (int64_t i = 0; i < n; i++)
        gnbs_str_add_char(
            out,
            gnbs_seq_letter(strand > 0 ? code[i] : gnbs_seq_complement(code[n - 1 - i])));
}

void gnbs_annot_print_event(gnbs_str_t *out, const gnbs_annot_shifted_t *s, bool is_dup,
                            int8_t strand) {
    const gnbs_annot_change_t *c = &s->change;
    gnbs_pos_t n_ref = c->end - c->beg;
    if (is_dup) {
        gnbs_str_add(out, "dup");
    } else if (s->is_inv) {
        gnbs_str_add(out, "inv");
    } else if (c->n_alt == 0) {
        gnbs_str_add(out, "del");
    } else if (n_ref == 1 && c->n_alt == 1) {
        print_bases(out, &s->ref0, 1, strand);
        gnbs_str_add_char(out, '>');
        print_bases(out, c->alt, 1, strand);
    } else {
        gnbs_str_add(out, n_ref == 0 ? "ins" : "delins");
        print_bases(out, c->alt, c->n_alt, strand);
    }
}

const char *gnbs_annot_accession(const gnbs_transcript_t *tx) {
    bool has_refseq =
        strncmp(tx->other_id, "NM_", 3) == 0 || strncmp(tx->other_id, "NR_", 3) == 0;
    return has_refseq ? tx->other_id : tx->id;
}

/* First and last base of the name in transcript order: of the bases replaced, of the bases
 * that a duplication doubles, or the two neighbours of an insertion. */
static void name_ends(const gnbs_annot_change_t *c, bool is_dup, int8_t strand,
                      gnbs_pos_t *first, gnbs_pos_t *last) {
    gnbs_pos_t left = c->beg, right = c->end - 1;
    if (is_dup) {
        left = strand > 0 ? c->beg - c->n_alt : c->beg;
        right = left + c->n_alt - 1;
    } else if (c->beg == c->end) {
        left = c->beg - 1;
        right = c->beg;
    }
    *first = strand > 0 ? left : right;
    *last = strand > 0 ? right : left;
}

static bool is_in_cds(const gnbs_annot_map_t *map, gnbs_annot_place_t p) {
    return p.is_inside && p.offset == 0 && p.cdna >= map->cds_beg && p.cdna < map->cds_end;
}

static int32_t exon_cdna_end(const gnbs_annot_map_t *map, int32_t i_exon) {
    int32_t end = 0;
    for (int32_t i = 0; i < map->n_block; i++) {
        const gnbs_annot_block_t *k = &map->block[i];
        int32_t block_end = k->cdna + (int32_t)(k->end - k->beg);
        if (k->i_exon == i_exon && block_end > end) end = block_end;
    }
    return end;
}

/* Ends of a name in exons of a transcript with a sequence of its own: moved along that sequence,
 * not along the genome, as far as the exon goes. */
static void shift_on_cdna(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *s,
                          gnbs_annot_place_t *a, gnbs_annot_place_t *b) {
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_span_t span = view->span;
    const gnbs_annot_change_t *c = view->change;
    int32_t n_ref = span.end - span.beg, n_alt = c->n_alt, k = 0;
    int32_t limit = exon_cdna_end(map, a->i_exon);
    s->is_dup = s->is_inv = false;
    s->change = *c;
    s->change.alt_strand = c->alt_strand;
    if ((n_alt > 0) != (n_ref > 0)) {
        for (; span.end + k < limit; k++) {
            uint8_t in = map->cdna[span.end + k];
            uint8_t out = n_alt > 0 ? c->alt_strand[k % n_alt] : map->cdna[span.beg + k];
            if (in >= GNBS_BASE_N || in != out) break;
        }
    }
    span.beg += k;
    span.end += k;
    s->is_moved = k > 0;
    if (n_ref == 0 && span.beg >= n_alt) { /* ALT turned by k against the bases before it */
        s->is_dup = true;
        for (int32_t i = 0; i < n_alt && s->is_dup; i++)
            s->is_dup = map->cdna[span.beg - n_alt + i] == c->alt_strand[(i + k) % n_alt];
    }
    if (n_ref == n_alt && n_ref > 1) {
        s->is_inv = true;
        for (int32_t i = 0; i < n_ref && s->is_inv; i++)
            s->is_inv =
                gnbs_seq_complement(map->cdna[span.end - 1 - i]) == c->alt_strand[i];
    }
    int32_t first = s->is_dup ? span.beg - n_alt : n_ref > 0 ? span.beg : span.beg - 1;
    int32_t last = s->is_dup ? span.beg - 1 : n_ref > 0 ? span.end - 1 : span.beg;
    s->cdna_shift = k;
    s->ref0_strand = n_ref > 0 ? map->cdna[span.beg] : GNBS_BASE_N;
    *a = (gnbs_annot_place_t){.is_inside = true, .i_exon = a->i_exon, .cdna = first};
    *b = (gnbs_annot_place_t){.is_inside = true, .i_exon = a->i_exon, .cdna = last};
}

/* The event in the letters of the transcript: bases put in are turned by the shift. */
static void print_own_event(gnbs_str_t *out, const gnbs_annot_shifted_t *s, int32_t n_ref) {
    const gnbs_annot_change_t *c = &s->change;
    if (s->is_dup || s->is_inv || c->n_alt == 0) {
        gnbs_str_add(out, s->is_dup ? "dup" : s->is_inv ? "inv" : "del");
        return;
    }
    bool is_snv = n_ref == 1 && c->n_alt == 1;
    if (is_snv) {
        gnbs_str_add_char(out, gnbs_seq_letter(s->ref0_strand));
        gnbs_str_add_char(out, '>');
    } else {
        gnbs_str_add(out, n_ref == 0 ? "ins" : "delins");
    }
    for (int32_t i = 0; i < c->n_alt; i++)
        gnbs_str_add_char(out,
                          gnbs_seq_letter(c->alt_strand[(i + s->cdna_shift) % c->n_alt]));
}

static bool name_own(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *s,
                     gnbs_annot_place_t a, gnbs_arena_t *arena, gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_place_t b = a;
    int32_t n_ref = view->span.end - view->span.beg;
    shift_on_cdna(view, s, &a, &b);
    s->is_name_in_cds = is_in_cds(map, a) && is_in_cds(map, b);
    if (is_in_cds(map, a)) csq->cds_pos1 = a.cdna - map->cds_beg + 1;
    if (s->change.has_n) return true;
    gnbs_str_t *out = &view->work->text;
    gnbs_str_reset(out);
    gnbs_str_add(out, gnbs_annot_accession(map->tx));
    gnbs_str_add(out, gnbs_annot_map_is_coding(map) ? ":c." : ":n.");
    gnbs_annot_print_place(out, map, a);
    if (a.cdna != b.cdna) {
        gnbs_str_add_char(out, '_');
        gnbs_annot_print_place(out, map, b);
    }
    if (n_ref == 1 && s->change.n_alt == 1 && s->ref0_strand == s->change.alt_strand[0])
        gnbs_str_add_char(out,
                          '='); /* the genome has another base, the transcript this one */
    else
        print_own_event(out, s, n_ref);
    csq->hgvs_c = gnbs_annot_keep(out, arena);
    return csq->hgvs_c != NULL;
}

bool gnbs_annot_name_c(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *s,
                       const gnbs_variant_t *v, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    const gnbs_transcript_t *tx = map->tx;
    gnbs_pos_t first, last;
    name_ends(&s->change, s->is_dup, tx->strand, &first, &last);
    gnbs_annot_place_t a = gnbs_annot_map_place(map, first),
                       b = first == last ? a : gnbs_annot_map_place(map, last);
    if (map->is_own && view->span.has_beg && view->span.has_end && a.is_inside)
        return name_own(view, s, a, arena, csq);
    bool is_dup = s->is_dup && a.is_inside && b.is_inside;
    if (s->is_dup &&
        !is_dup) { /* doubled bases lie outside: only an insertion can be said */
        name_ends(&s->change, false, tx->strand, &first, &last);
        a = gnbs_annot_map_place(map, first);
        b = gnbs_annot_map_place(map, last);
    }
    s->is_name_in_cds = is_in_cds(map, a) && is_in_cds(map, b);
    if (is_in_cds(map, a)) csq->cds_pos1 = a.cdna - map->cds_beg + 1;
    if (map->table == 2) { /* HGVS: the mitochondrion is named by its genome */
        csq->hgvs_c = gnbs_annot_hgvs_g(view->bundle, v, arena);
        return csq->hgvs_c != NULL;
    }
    bool is_snv = first == last && s->change.n_alt == 1 && !is_dup;
    if (!a.is_inside || !b.is_inside || s->change.has_n || s->is_open ||
        (is_snv && s->ref0 >= GNBS_BASE_N))
        return true;
    gnbs_str_t *out = &view->work->text;
    gnbs_str_reset(out);
    gnbs_str_add(out, gnbs_annot_accession(tx));
    gnbs_str_add(out, gnbs_annot_map_is_coding(map) ? ":c." : ":n.");
    gnbs_annot_print_place(out, map, a);
    if (first != last) {
        gnbs_str_add_char(out, '_');
        gnbs_annot_print_place(out, map, b);
    }
    gnbs_annot_print_event(out, s, is_dup, tx->strand);
    csq->hgvs_c = gnbs_annot_keep(out, arena);
    return csq->hgvs_c != NULL;
}

/* ---- g. and m. ----------------------------------------------------------------------- */

/* Versions of NC_000001 ... NC_000024 (GRC assembly reports). */
static const int8_t VERSION_37[24] = {10, 11, 11, 11, 9,  11, 13, 10, 11, 10, 9,  11,
                                      10, 8,  9,  9,  10, 9,  9,  10, 8,  10, 10, 9};
static const int8_t VERSION_38[24] = {11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12,
                                      11, 9,  10, 10, 11, 10, 10, 11, 9,  11, 11, 10};

static int chromosome_number(const char *name) {
    static const char *const NAMES[24] = {"1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",
                                          "9",  "10", "11", "12", "13", "14", "15", "16",
                                          "17", "18", "19", "20", "21", "22", "X",  "Y"};
    for (int k = 0; k < 24; k++)
        if (gnbs_contig_same_name(name, NAMES[k])) return k + 1;
    return 0;
}

void gnbs_annot_print_contig(gnbs_str_t *out, const gnbs_bundle_t *b, int32_t tid) {
    const gnbs_contig_t *contig = &b->contigs.contig[tid];
    if (gnbs_contig_kind(contig->name) == GNBS_CONTIG_MT &&
        (contig->length_bp == 16569 || contig->length_bp == 0)) {
        gnbs_str_add(out, "NC_012920.1"); /* rCRS; any other length is another sequence */
        return;
    }
    int k = chromosome_number(contig->name);
    if (k > 0 && b->build == GNBS_BUILD_GRCH38)
        gnbs_str_printf(out, "NC_%06d.%d", k, VERSION_38[k - 1]);
    else if (k > 0 && b->build == GNBS_BUILD_GRCH37)
        gnbs_str_printf(out, "NC_%06d.%d", k, VERSION_37[k - 1]);
    else
        gnbs_str_add(out, contig->name);
}

bool gnbs_annot_print_g(gnbs_str_t *out, const gnbs_bundle_t *b, const gnbs_variant_t *v,
                        const gnbs_annot_change_t *c, gnbs_annot_work_t *work) {
    gnbs_annot_shifted_t s;
    if (c->beg == c->end && c->n_alt == 0) return false;
    if (!gnbs_annot_shift_3prime(&work->seq, c, 1, &work->arena, &s)) return false;
    if (s.is_open) return false;
    gnbs_pos_t first, last;
    name_ends(&s.change, s.is_dup, 1, &first, &last);
    bool is_mt = gnbs_contig_kind(b->contigs.contig[v->tid].name) == GNBS_CONTIG_MT;
    gnbs_annot_print_contig(out, b, v->tid);
    gnbs_str_add(out, is_mt ? ":m." : ":g.");
    gnbs_str_add_int(out, first + 1);
    if (first != last) {
        gnbs_str_add_char(out, '_');
        gnbs_str_add_int(out, last + 1);
    }
    gnbs_annot_print_event(out, &s, s.is_dup, 1);
    return true;
}

const char *gnbs_annot_hgvs_g(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                              gnbs_arena_t *arena) {
    if (gnbs_variant_is_symbolic(v) || v->tid < 0 || v->tid >= b->contigs.n) return NULL;
    gnbs_annot_work_t work;
    gnbs_annot_work_init(&work, b);
    gnbs_annot_work_reset(&work, v->tid);
    gnbs_annot_change_t c;
    const char *name = NULL;
    if (gnbs_annot_change_make(v, &work.arena, &c) &&
        gnbs_annot_print_g(&work.text, b, v, &c, &work))
        name = gnbs_annot_keep(&work.text, arena);
    gnbs_annot_work_clear(&work);
    return name;
}
