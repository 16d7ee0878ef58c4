#include "annot/annot_parts.h"

#include <inttypes.h>
#include <string.h>

#include "genome/seq.h"

/* ---- the 3' rule --------------------------------------------------------------------- */

enum { SHIFT_WINDOW_BP = 1024 }; /* bases fetched at a time while shifting */

typedef struct ref_window { /* reference bases on demand, fetched in blocks */
    const gnbs_bundle_t *b;
    int32_t tid;
    gnbs_pos_t beg;
    bool is_full;
    uint8_t code[SHIFT_WINDOW_BP];
} ref_window_t;

static uint8_t ref_base(ref_window_t *w, gnbs_pos_t pos) {
    if (pos < 0) return GNBS_BASE_N;
    if (!w->is_full || pos < w->beg || pos >= w->beg + SHIFT_WINDOW_BP) {
        w->beg = pos - pos % SHIFT_WINDOW_BP;
        w->is_full = true;
        gnbs_region_t r = {w->tid, w->beg, w->beg + SHIFT_WINDOW_BP};
        gnbs_bundle_sequence(w->b, r, w->code);
    }
    return w->code[pos - w->beg];
}

/* How far a pure deletion or insertion can move without changing the result. N stops it:
 * it matches nothing. */
static int64_t count_shift(ref_window_t *w, const gnbs_annot_change_t *c, int8_t strand) {
    int64_t k = 0, n = c->n_alt;
    for (;; k++) {
        gnbs_pos_t next = strand > 0 ? c->end + k : c->beg - 1 - k;
        uint8_t incoming = ref_base(w, next), outgoing;
        if (n > 0)
            outgoing = c->alt[strand > 0 ? k % n : n - 1 - k % n];
        else
            outgoing = ref_base(w, strand > 0 ? c->beg + k : c->end - 1 - k);
        if (incoming >= GNBS_BASE_N || incoming != outgoing) return k;
    }
}

static bool is_inversion(ref_window_t *w, const gnbs_annot_change_t *c) {
    gnbs_pos_t n = c->end - c->beg;
    if (n < 2 || n != c->n_alt) return false;
    for (gnbs_pos_t i = 0; i < n; i++) {
        uint8_t ref = ref_base(w, c->end - 1 - i);
        if (ref >= GNBS_BASE_N || gnbs_seq_complement(ref) != c->alt[i]) return false;
    }
    return true;
}

bool gnbs_annot_shift_3prime(const gnbs_bundle_t *b, int32_t tid,
                             const gnbs_annot_change_t *c, int8_t strand,
                             gnbs_arena_t *arena, gnbs_annot_shifted_t *s) {
    ref_window_t w = {.b = b, .tid = tid};
    *s = (gnbs_annot_shifted_t){.change = *c, .ref0 = ref_base(&w, c->beg)};
    s->is_inv = is_inversion(&w, c);
    if ((c->n_alt > 0) == (c->end > c->beg)) return true; /* bases for bases: no shift */
    int64_t k = count_shift(&w, c, strand), n = c->n_alt;
    s->is_moved = k > 0;
    s->change.beg += strand > 0 ? k : -k;
    s->change.end += strand > 0 ? k : -k;
    if (n == 0) return true;
    uint8_t *alt = GNBS_NEW(arena, uint8_t, 2 * n);
    if (alt == NULL) return false;
    for (int64_t i = 0; i < n; i++) /* the inserted bases turn as they move */
        alt[i] = alt[n + i] = c->alt[strand > 0 ? (i + k) % n : (i + n - k % n) % n];
    if (strand < 0) gnbs_seq_reverse_complement(n, alt + n);
    s->change.alt = alt;
    s->change.alt_strand = alt + n;
    s->is_dup = true;
    gnbs_pos_t twin = strand > 0 ? s->change.beg - n : s->change.beg;
    for (int64_t i = 0; i < n && s->is_dup; i++)
        s->is_dup = ref_base(&w, twin + i) == alt[i] && alt[i] < GNBS_BASE_N;
    return true;
}

/* ---- c. and n. ----------------------------------------------------------------------- */

/* The first base of the CDS is 1, also where a model starts inside a codon: HGVS has no rule
 * for such models, and bases that nobody has seen are not counted. */
void gnbs_annot_print_place(gnbs_str_t *out, const gnbs_annot_map_t *map,
                            gnbs_annot_place_t p) {
    if (!gnbs_annot_map_is_coding(map))
        gnbs_str_printf(out, "%d", p.cdna + 1);
    else if (p.cdna < map->cds_beg)
        gnbs_str_printf(out, "-%d", map->cds_beg - p.cdna);
    else if (p.cdna >= map->cds_end)
        gnbs_str_printf(out, "*%d", p.cdna - map->cds_end + 1);
    else
        gnbs_str_printf(out, "%d", p.cdna - map->cds_beg + 1);
    if (p.offset != 0) gnbs_str_printf(out, "%+d", p.offset);
}

static void print_bases(gnbs_str_t *out, const uint8_t *code, int64_t n, int8_t strand) {
    for (int64_t i = 0; i < n; i++)
        gnbs_str_add_char(
            out,
            gnbs_seq_letter(strand > 0 ? code[i] : gnbs_seq_complement(code[n - 1 - i])));
}

/* What follows the position: ">G", "del", "dup", "insAC", "inv", "delinsAC". */
static void print_event(gnbs_str_t *out, const gnbs_annot_shifted_t *s, bool is_dup,
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

/* The RefSeq name of the transcript where there is one, with its version. */
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

bool gnbs_annot_name_c(const gnbs_annot_view_t *view, gnbs_annot_shifted_t *s,
                       const gnbs_variant_t *v, gnbs_arena_t *arena,
                       gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    const gnbs_transcript_t *tx = map->tx;
    gnbs_pos_t first, last;
    name_ends(&s->change, s->is_dup, tx->strand, &first, &last);
    gnbs_annot_place_t a = gnbs_annot_map_place(map, first),
                       b = gnbs_annot_map_place(map, last);
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
    if (!a.is_inside || !b.is_inside || s->change.has_n ||
        (is_snv && s->ref0 >= GNBS_BASE_N))
        return true;
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_str_printf(&out, "%s:%s", gnbs_annot_accession(tx),
                    gnbs_annot_map_is_coding(map) ? "c." : "n.");
    gnbs_annot_print_place(&out, map, a);
    if (first != last) {
        gnbs_str_add_char(&out, '_');
        gnbs_annot_print_place(&out, map, b);
    }
    print_event(&out, s, is_dup, tx->strand);
    if (!out.failed) csq->hgvs_c = gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
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

const char *gnbs_annot_hgvs_g(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                              gnbs_arena_t *arena) {
    if (gnbs_variant_is_symbolic(v) || v->tid < 0 || v->tid >= b->contigs.n) return NULL;
    gnbs_annot_change_t c;
    gnbs_annot_shifted_t s;
    if (!gnbs_annot_change_make(v, 1, arena, &c) || (c.beg == c.end && c.n_alt == 0) ||
        !gnbs_annot_shift_3prime(b, v->tid, &c, 1, arena, &s))
        return NULL;
    if (s.ref0 >= GNBS_BASE_N && c.end > c.beg) /* not held: REF is what we have */
        s.ref0 = gnbs_seq_code(v->ref[c.beg - v->pos]);
    gnbs_pos_t first, last;
    name_ends(&s.change, s.is_dup, 1, &first, &last);
    bool is_mt = gnbs_contig_kind(b->contigs.contig[v->tid].name) == GNBS_CONTIG_MT;
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_annot_print_contig(&out, b, v->tid);
    gnbs_str_printf(&out, ":%c.%" PRId64, is_mt ? 'm' : 'g', first + 1);
    if (first != last) gnbs_str_printf(&out, "_%" PRId64, last + 1);
    print_event(&out, &s, s.is_dup, 1);
    const char *name = out.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&out));
    gnbs_str_clear(&out);
    return name;
}
