#include "annot/annot_resolve.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "annot/annot_parts.h"
#include "core/vec.h"
#include "genome/seq.h"

enum { BASES_MAX = 1000000 }; /* of one change */

typedef GNBS_VEC(uint8_t) bases_t;

typedef struct resolver {
    const gnbs_bundle_t *b;
    const gnbs_name_t *name;
    gnbs_arena_t *arena;
    gnbs_err_t *err;
    const gnbs_transcript_t *tx; /* NULL: places are the contig's */
    gnbs_annot_map_t map;
    gnbs_annot_seq_t seq;
    int32_t tid;
    int8_t strand;
    char system;
    bool has_contig; /* the name's reference is a contig of the bundle */
} resolver_t;

/* Bases that a name speaks of, + strand. */
typedef struct stretch {
    gnbs_pos_t beg, end;
} stretch_t;

static gnbs_code_t no_memory(const resolver_t *r) {
    return gnbs_err_set(r->err, GNBS_E_NOMEM, "resolving a name");
}

/* ---- references ----------------------------------------------------------------------- */

static int32_t find_contig(const resolver_t *r, const char *name) {
    gnbs_str_t accession;
    gnbs_str_init(&accession);
    int32_t found = gnbs_contig_find(&r->b->contigs, name);
    for (int32_t i = 0; i < r->b->contigs.n && found < 0; i++) {
        gnbs_str_reset(&accession);
        gnbs_annot_print_contig(&accession, r->b, i);
        if (strcmp(gnbs_str_text(&accession), name) == 0) found = i;
    }
    gnbs_str_clear(&accession);
    return found;
}

static bool is_unversioned(const char *id, const char *name) {
    size_t n = strlen(name);
    return strncmp(id, name, n) == 0 && id[n] == '.';
}

typedef enum match { MATCH_EXACT, MATCH_NO_VERSION, MATCH_SYMBOL } match_t;

static bool matches(const gnbs_transcript_t *tx, const char *name, match_t how) {
    if (how == MATCH_EXACT)
        return strcmp(tx->id, name) == 0 || strcmp(tx->other_id, name) == 0;
    if (how == MATCH_NO_VERSION)
        return is_unversioned(tx->id, name) || is_unversioned(tx->other_id, name);
    if (strcmp(tx->symbol, name) == 0 || strcmp(tx->hgnc_id, name) == 0) return true;
    bool is_number = name[0] != '\0' && strspn(name, "0123456789") == strlen(name);
    return is_number && strncmp(tx->hgnc_id, "HGNC:", 5) == 0 &&
           strcmp(tx->hgnc_id + 5, name) == 0;
}

/* BRCA2_v001: transcripts of a gene by number, as RefSeqGene names once had them. Only where the gene has one. */
static const gnbs_transcript_t *find_numbered(const gnbs_bundle_t *b, const char *name,
                                              int32_t tid) {
    const char *at = strstr(name, "_v");
    if (at == NULL || at[2] == '\0' || strspn(at + 2, "0123456789") != strlen(at + 2))
        return NULL;
    size_t n = (size_t)(at - name);
    const gnbs_transcript_t *found = NULL;
    for (size_t i = 0; i < b->n_transcript; i++) {
        const gnbs_transcript_t *tx = &b->transcript[i];
        if (tx->tid != tid || strlen(tx->symbol) != n || strncmp(tx->symbol, name, n) != 0)
            continue;
        if (found != NULL) return NULL;
        found = tx;
    }
    return found;
}

gnbs_code_t gnbs_annot_find_transcript(const gnbs_bundle_t *b, const char *name,
                                       int32_t tid, const gnbs_transcript_t **found,
                                       gnbs_err_t *err) {
    static const match_t HOW[] = {MATCH_EXACT, MATCH_NO_VERSION, MATCH_SYMBOL};
    for (size_t k = 0; k < sizeof HOW / sizeof HOW[0]; k++) {
        int n = 0, n_select = 0;
        const gnbs_transcript_t *any = NULL, *select = NULL;
        for (size_t i = 0; i < b->n_transcript; i++) {
            const gnbs_transcript_t *tx = &b->transcript[i];
            if ((tid >= 0 && tx->tid != tid) || !matches(tx, name, HOW[k])) continue;
            any = tx;
            n++;
            if (tx->mane != GNBS_MANE_SELECT) continue;
            select = tx;
            n_select++;
        }
        bool is_gene = HOW[k] == MATCH_SYMBOL;
        *found = n == 1 ? any : is_gene && n_select == 1 ? select : NULL;
        if (*found != NULL) return GNBS_OK;
        if (n > 1)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s stands for %d transcripts of the bundle; give one "
                                "accession with its version",
                                name, n);
    }
    *found = tid >= 0 ? find_numbered(b, name, tid) : NULL;
    if (*found != NULL) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "%s is no transcript, gene or contig of the bundle; give an accession "
        "with its version that the bundle holds",
        name);
}

/* A contig that is itself a transcript's sequence: places on it are c. or n. */
static gnbs_code_t find_own_transcript(resolver_t *r) {
    static const char *const PREFIXES[] = {"NM_", "NR_", "XM_", "XR_", "ENST"};
    const char *reference = r->name->reference;
    for (size_t k = 0; k < sizeof PREFIXES / sizeof PREFIXES[0]; k++)
        if (strncmp(reference, PREFIXES[k], strlen(PREFIXES[k])) == 0 &&
            r->name->selector == NULL)
            return gnbs_annot_find_transcript(r->b, reference, r->tid, &r->tx, r->err);
    return GNBS_OK;
}

static gnbs_code_t find_reference(resolver_t *r) {
    const gnbs_name_t *name = r->name;
    r->tid = find_contig(r, name->reference);
    r->has_contig = r->tid >= 0;
    if (r->tid >= 0) GNBS_TRY(find_own_transcript(r));
    if (r->tid >= 0 && name->selector != NULL)
        GNBS_TRY(gnbs_annot_find_transcript(r->b, name->selector, r->tid, &r->tx, r->err));
    if (r->tid < 0)
        GNBS_TRY(gnbs_annot_find_transcript(r->b, name->reference, -1, &r->tx, r->err));
    if (r->tid < 0 && name->selector != NULL &&
        strcmp(name->selector, r->tx->symbol) != 0 &&
        strcmp(name->selector, r->tx->hgnc_id) != 0)
        return gnbs_err_set(r->err, GNBS_E_DATA, "%s belongs to gene %s, not %s",
                            name->reference, r->tx->symbol, name->selector);
    if (r->tx != NULL) {
        r->tid = r->tx->tid;
        r->strand = r->tx->strand;
        if (!gnbs_annot_map_make(r->b, r->tx, r->arena, &r->map)) return no_memory(r);
    }
    bool is_coding = r->tx != NULL && gnbs_annot_map_is_coding(&r->map);
    const char *contig = r->b->contigs.contig[r->tid].name;
    bool is_mt =
        gnbs_contig_kind(contig) == GNBS_CONTIG_MT || strcmp(contig, "NC_012920.1") == 0;
    char natural = r->tx == NULL ? (is_mt ? 'm' : 'g') : is_coding ? 'c' : 'n';
    r->system = name->system != '\0' ? name->system : natural;
    if (r->system == 'c' && r->tx != NULL && !is_coding)
        return gnbs_err_set(r->err, GNBS_E_DATA, "%s has no coding sequence; use n.",
                            r->tx->id);
    bool is_of_contig = r->system == 'g' || r->system == 'm';
    if (is_of_contig && r->tx != NULL && name->selector != NULL) {
        r->tx = NULL; /* g. of the contig, whatever transcript is named beside it */
        r->strand = 1;
    }
    if (is_of_contig != (r->tx == NULL) ||
        (r->tx == NULL && r->system != natural && !is_mt))
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "%c. positions do not exist on %s; use %c.", r->system,
                            name->reference, natural);
    gnbs_annot_seq_init(&r->seq, r->b, r->tid);
    return GNBS_OK;
}

/* ---- places --------------------------------------------------------------------------- */

/* Is cdna the last (is_end) or first base of an exon? */
static bool is_border(const resolver_t *r, gnbs_pos_t pos, bool is_end) {
    bool is_right = is_end == (r->strand > 0);
    for (int32_t i = 0; i < r->tx->n_exon; i++)
        if ((is_right ? r->tx->exon[i].end - 1 : r->tx->exon[i].beg) == pos) return true;
    return false;
}

/* On a genomic reference places behind the last base of a transcript are counted on. */
static gnbs_code_t point_behind(resolver_t *r, const gnbs_name_point_t *p, int64_t by,
                                gnbs_pos_t *pos) {
    gnbs_pos_t last = r->strand > 0 ? r->tx->end : r->tx->beg - 1;
    *pos = r->strand > 0 ? last + by : last - by;
    int64_t length = r->b->contigs.contig[r->tid].length_bp;
    if (p->offset_sign == '\0' && *pos >= 0 && *pos < length) return GNBS_OK;
    return gnbs_err_set(r->err, GNBS_E_DATA,
                        "position %.1s%" PRId64 " lies behind the end of %s",
                        p->zone != '\0' ? &p->zone : "", p->number, r->name->reference);
}

static gnbs_code_t transcript_point(resolver_t *r, const gnbs_name_point_t *p,
                                    gnbs_pos_t *pos) {
    const gnbs_annot_map_t *map = &r->map;
    bool is_c = r->system == 'c';
    int64_t cdna = p->number - 1;
    if (is_c && p->zone == '\0') cdna += map->cds_beg;
    if (is_c && p->zone == '-') cdna = map->cds_beg - p->number;
    if (is_c && p->zone == '*') cdna += map->cds_end;
    if (p->number == 0 || (!is_c && p->zone != '\0'))
        return gnbs_err_set(r->err, GNBS_E_DATA, "%c. positions count from 1%s", r->system,
                            is_c ? ", before the coding sequence from -1, behind it from *1"
                                 : " and have no - or * in front");
    int64_t beg = !is_c || p->zone == '-' ? 0
                  : p->zone == '*'        ? map->cds_end
                                          : map->cds_beg;
    int64_t end = !is_c || p->zone == '*' ? map->n_cdna
                  : p->zone == '-'        ? map->cds_beg
                                          : map->cds_end;
    /* on a genomic reference 250 behind a last base 183 is read on as *67; the name that is given back says so */
    if (is_c && p->zone == '\0' && r->has_contig) end = map->n_cdna;
    if (is_c && p->zone != '-' && r->has_contig && cdna >= map->n_cdna)
        return point_behind(r, p, cdna - map->n_cdna, pos);
    if (cdna < beg || cdna >= end)
        return gnbs_err_set(
            r->err, GNBS_E_DATA,
            "position %.1s%" PRId64 " is not on %s: there are %" PRId64 " such bases",
            p->zone != '\0' ? &p->zone : "", p->number, r->tx->id, end - beg);
    *pos = gnbs_annot_map_genomic(map, (int32_t)cdna);
    if (*pos < 0)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "base %" PRId64 " of %s does not exist in the genome",
                            p->number, r->tx->id);
    if (p->offset_sign == '\0') return GNBS_OK;
    bool is_after = p->offset_sign == '+';
    if (!is_border(r, *pos, is_after))
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "%" PRId64 "%c%" PRId64 ": base %" PRId64
                            " is not the %s of an "
                            "exon of %s; is it another transcript that is meant?",
                            p->number, p->offset_sign, p->offset, p->number,
                            is_after ? "last base" : "first base", r->tx->id);
    *pos += is_after == (r->strand > 0) ? p->offset : -p->offset;
    gnbs_annot_place_t place = gnbs_annot_map_place(map, *pos);
    if (place.is_inside && place.offset == 0 && p->offset > 0)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "%" PRId64 "%c%" PRId64 " is beyond the intron", p->number,
                            p->offset_sign, p->offset);
    return GNBS_OK;
}

static gnbs_code_t resolve_point(resolver_t *r, const gnbs_name_place_t *place,
                                 gnbs_pos_t *pos) {
    const gnbs_name_point_t *p = &place->a;
    if (place->is_uncertain || p->is_unknown || p->is_offset_unknown)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "uncertain positions do not name one variant");
    int64_t length = r->b->contigs.contig[r->tid].length_bp;
    if (p->zone == 'p' || p->zone == 'q') {
        if (!r->has_contig)
            return gnbs_err_set(r->err, GNBS_E_DATA,
                                "pter and qter are ends of the reference that is named");
        *pos = (p->zone == 'p') == (r->strand > 0) ? 0 : length - 1;
        return GNBS_OK;
    }
    if (r->tx != NULL) return transcript_point(r, p, pos);
    if (p->zone != '\0' || p->offset_sign != '\0' || p->number == 0)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "%c. positions count from 1 and have no -, * or offset",
                            r->system);
    if (length > 0 && p->number > length)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "position %" PRId64 " is behind the end of %s (%" PRId64 ")",
                            p->number, r->name->reference, length);
    *pos = p->number - 1;
    return GNBS_OK;
}

static gnbs_code_t resolve_range(resolver_t *r, const gnbs_name_range_t *range,
                                 stretch_t *s) {
    gnbs_pos_t a, z;
    GNBS_TRY(resolve_point(r, &range->beg, &a));
    z = a;
    if (range->is_range) GNBS_TRY(resolve_point(r, &range->end, &z));
    bool is_ordered = r->strand > 0 ? a <= z : a >= z;
    if (!is_ordered)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "the two positions stand the wrong way round");
    *s = r->strand > 0 ? (stretch_t){a, z + 1} : (stretch_t){z, a + 1};
    if (s->end - s->beg > BASES_MAX)
        return gnbs_err_set(r->err, GNBS_E_DATA, "more than %d bases", BASES_MAX);
    return GNBS_OK;
}

/* ---- bases, on the strand of the name ------------------------------------------------- */

static gnbs_code_t push_base(const resolver_t *r, bases_t *out, uint8_t code) {
    if (out->n >= BASES_MAX)
        return gnbs_err_set(r->err, GNBS_E_DATA, "more than %d bases", BASES_MAX);
    return GNBS_PUSH(out, code) ? GNBS_OK : no_memory(r);
}

static gnbs_code_t push_stretch(resolver_t *r, stretch_t s, bases_t *out) {
    for (gnbs_pos_t i = 0; i < s.end - s.beg; i++) {
        gnbs_pos_t pos = r->strand > 0 ? s.beg + i : s.end - 1 - i;
        uint8_t code = gnbs_annot_seq_at(&r->seq, pos);
        if (code >= GNBS_BASE_N)
            return gnbs_err_set(r->err, GNBS_E_DATA,
                                "the bundle does not hold the reference at %s:%" PRId64,
                                r->b->contigs.contig[r->tid].name, pos + 1);
        GNBS_TRY(push_base(r, out, r->strand > 0 ? code : gnbs_seq_complement(code)));
    }
    return GNBS_OK;
}

static gnbs_code_t push_piece(resolver_t *r, const gnbs_name_piece_t *p, bases_t *out) {
    size_t beg = out->n;
    if (p->is_repeat_unknown || p->kind == GNBS_PIECE_COUNT || p->reference != NULL)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "bases put in must be given as letters or by place on the same "
                            "reference");
    if (p->kind == GNBS_PIECE_RANGE) {
        stretch_t s;
        GNBS_TRY(resolve_range(r, &p->range, &s));
        GNBS_TRY(push_stretch(r, s, out));
    } else {
        for (const char *c = p->letters; *c != '\0'; c++) {
            if (strchr("ACGT", *c) == NULL)
                return gnbs_err_set(r->err, GNBS_E_DATA, "%c does not name one base", *c);
            GNBS_TRY(push_base(r, out, gnbs_seq_code(*c)));
        }
    }
    size_t n = out->n - beg;
    if (p->is_inverted) gnbs_seq_reverse_complement((int64_t)n, out->at + beg);
    if (p->n_repeat == 0) out->n = beg;
    for (int64_t k = 1; k < p->n_repeat; k++)
        for (size_t i = 0; i < n; i++) GNBS_TRY(push_base(r, out, out->at[beg + i]));
    return GNBS_OK;
}

static gnbs_code_t push_pieces(resolver_t *r, size_t n, const gnbs_name_piece_t *piece,
                               bases_t *out) {
    for (size_t i = 0; i < n; i++) GNBS_TRY(push_piece(r, &piece[i], out));
    return GNBS_OK;
}

/* What the name says stands there, against what does. */
static gnbs_code_t check_stated(resolver_t *r, const gnbs_name_edit_t *e, stretch_t s) {
    int64_t n = s.end - s.beg;
    if (e->n_stated == 0) return GNBS_OK;
    if (e->stated[0].kind == GNBS_PIECE_COUNT) {
        if (e->n_stated == 1 && (e->stated[0].count == n || e->stated[0].count < 0))
            return GNBS_OK;
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "the name states %" PRId64
                            " bases, the positions span %" PRId64,
                            e->stated[0].count, n);
    }
    bases_t stated = {0}, held = {0};
    gnbs_code_t code = push_pieces(r, e->n_stated, e->stated, &stated);
    if (code == GNBS_OK) code = push_stretch(r, s, &held);
    if (code == GNBS_OK &&
        (stated.n != held.n || memcmp(stated.at, held.at, held.n) != 0)) {
        gnbs_str_t text;
        gnbs_str_init(&text);
        for (size_t i = 0; i < held.n && i < 30; i++)
            gnbs_str_add_char(&text, gnbs_seq_letter(held.at[i]));
        code =
            gnbs_err_set(r->err, GNBS_E_DATA,
                         "the bases stated are not those of the reference, which has %s%s "
                         "there",
                         gnbs_str_text(&text), held.n > 30 ? "..." : "");
        gnbs_str_clear(&text);
    }
    GNBS_VEC_CLEAR(&stated);
    GNBS_VEC_CLEAR(&held);
    return code;
}

/* ---- edits ---------------------------------------------------------------------------- */

/* "GT[5]": the run of units that stands there becomes five. With one position the run is
 * followed from it on; with two it is what lies between them. */
static gnbs_code_t resolve_repeat(resolver_t *r, const gnbs_name_edit_t *e, stretch_t *s,
                                  bases_t *alt) {
    if (e->n_inserted != 1 || e->inserted[0].kind != GNBS_PIECE_LETTERS)
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "a repeat is one unit in letters and its count, as 10_15GT[5]");
    int64_t unit = (int64_t)strlen(e->inserted[0].letters), n = s->end - s->beg, run = 0;
    for (int64_t i = 0; !e->range.is_range || i < n; i++) {
        gnbs_pos_t pos = r->strand > 0 ? s->beg + i : s->end - 1 - i;
        uint8_t code = gnbs_annot_seq_at(&r->seq, pos);
        uint8_t held = r->strand > 0 ? code : gnbs_seq_complement(code);
        if (code >= GNBS_BASE_N || held != gnbs_seq_code(e->inserted[0].letters[i % unit]))
            break;
        run = i + 1;
    }
    run -= run % unit;
    if (run == 0 || (e->range.is_range && run != n))
        return gnbs_err_set(r->err, GNBS_E_DATA,
                            "the reference there is not whole units of %s",
                            e->inserted[0].letters);
    *s = r->strand > 0 ? (stretch_t){s->beg, s->beg + run}
                       : (stretch_t){s->end - run, s->end};
    return push_piece(r, &e->inserted[0], alt);
}

/* The bases replaced (maybe none) and, on the strand of the name, what stands there now. */
static gnbs_code_t resolve_edit(resolver_t *r, const gnbs_name_edit_t *e, stretch_t *s,
                                bases_t *alt) {
    if (!e->has_range || e->kind == GNBS_EDIT_NONE || e->kind == GNBS_EDIT_EQUAL)
        return gnbs_err_set(r->err, GNBS_E_DATA, "%s", GNBS_ANNOT_UNCHANGED);
    GNBS_TRY(resolve_range(r, &e->range, s));
    GNBS_TRY(check_stated(r, e, *s));
    switch (e->kind) {
    case GNBS_EDIT_INSERTION:
        if (s->end - s->beg != 2)
            return gnbs_err_set(r->err, GNBS_E_DATA,
                                "an insertion stands between two neighbours, as 10_11insA");
        s->beg++;
        s->end--;
        return push_pieces(r, e->n_inserted, e->inserted, alt);
    case GNBS_EDIT_DUPLICATION:
        GNBS_TRY(push_stretch(r, *s, alt));
        return push_stretch(r, *s, alt);
    case GNBS_EDIT_INVERSION:
        GNBS_TRY(push_stretch(r, *s, alt));
        gnbs_seq_reverse_complement((int64_t)alt->n, alt->at);
        return GNBS_OK;
    case GNBS_EDIT_REPEAT: return resolve_repeat(r, e, s, alt);
    case GNBS_EDIT_SUBSTITUTION:
    case GNBS_EDIT_DELINS: return push_pieces(r, e->n_inserted, e->inserted, alt);
    default: return GNBS_OK; /* a deletion */
    }
}

/* REF and ALT; where one of them is empty, with one base more in front, at the start of the contig behind.
 * That base may be unknown: it is not changed. */
static gnbs_code_t write_variant(resolver_t *r, stretch_t s, const bases_t *alt,
                                 gnbs_variant_t *v) {
    bool has_more = s.end == s.beg || alt->n == 0, is_first = s.beg == 0 || !has_more;
    stretch_t whole = {s.beg - !is_first, s.end + (has_more && is_first)};
    size_t n_ref = (size_t)(whole.end - whole.beg), n_alt = alt->n + has_more;
    char *ref = GNBS_NEW(r->arena, char, n_ref + 1),
         *to = GNBS_NEW(r->arena, char, n_alt + 1);
    if (ref == NULL || to == NULL) return no_memory(r);
    for (size_t i = 0; i < n_ref; i++) {
        gnbs_pos_t pos = whole.beg + (gnbs_pos_t)i;
        uint8_t code = gnbs_annot_seq_at(&r->seq, pos);
        bool is_changed = pos >= s.beg && pos < s.end;
        if (code >= GNBS_BASE_N && (is_changed || gnbs_annot_seq_is_end(&r->seq, pos)))
            return gnbs_err_set(r->err, GNBS_E_DATA,
                                "the bundle does not hold the reference at %s:%" PRId64,
                                r->b->contigs.contig[r->tid].name, pos + 1);
        ref[i] = gnbs_seq_letter(code);
    }
    for (size_t i = 0; i < alt->n; i++) {
        uint8_t code =
            r->strand > 0 ? alt->at[i] : gnbs_seq_complement(alt->at[alt->n - 1 - i]);
        to[i + !is_first] = gnbs_seq_letter(code);
    }
    if (has_more) to[is_first ? alt->n : 0] = ref[is_first ? n_ref - 1 : 0];
    ref[n_ref] = to[n_alt] = '\0';
    if (strcmp(ref, to) == 0)
        return gnbs_err_set(r->err, GNBS_E_DATA, "%s", GNBS_ANNOT_UNCHANGED);
    const gnbs_variant_t given = {r->tid, whole.beg, ref, to};
    return gnbs_annot_normalise_on(&r->seq, &given, r->arena, v) == GNBS_NORM_NO_MEMORY
               ? no_memory(r)
               : GNBS_OK;
}

gnbs_code_t gnbs_annot_resolve(const gnbs_bundle_t *b, const gnbs_name_t *name,
                               size_t i_edit, gnbs_arena_t *arena,
                               const gnbs_transcript_t **tx, gnbs_variant_t *v,
                               gnbs_err_t *err) {
    resolver_t r = {.b = b, .name = name, .arena = arena, .err = err, .strand = 1};
    *tx = NULL;
    GNBS_TRY(find_reference(&r));
    *tx = r.tx;
    stretch_t s;
    bases_t alt = {0};
    gnbs_code_t code = resolve_edit(&r, &name->edit[i_edit], &s, &alt);
    if (code == GNBS_OK) code = write_variant(&r, s, &alt, v);
    GNBS_VEC_CLEAR(&alt);
    return code;
}

/* ---- lists ---------------------------------------------------------------------------- */

typedef struct change { /* as it is written, before it is moved; alt on the + strand */
    stretch_t s;
    bases_t alt;
    size_t i_edit;
} change_t;

/* In the order of the genome; an insertion stands before what begins at its place. */
static int compare_changes(const void *a, const void *b) {
    const change_t *x = a, *y = b;
    if (x->s.beg != y->s.beg) return x->s.beg < y->s.beg ? -1 : 1;
    if (x->s.end != y->s.end) return x->s.end < y->s.end ? -1 : 1;
    return x->i_edit < y->i_edit ? -1 : 1;
}

static gnbs_code_t read_changes(resolver_t *r, change_t *change) {
    for (size_t i = 0; i < r->name->n_edit; i++) {
        change[i].i_edit = i;
        const gnbs_name_edit_t *e = &r->name->edit[i];
        if (e->kind != GNBS_EDIT_NONE && e->kind != GNBS_EDIT_EQUAL) {
            GNBS_TRY(resolve_edit(r, e, &change[i].s, &change[i].alt));
        } else if (e->has_range) { /* the bases that are there, or that are said to be */
            GNBS_TRY(resolve_range(r, &e->range, &change[i].s));
            GNBS_TRY(check_stated(r, e, change[i].s));
            GNBS_TRY(push_stretch(r, change[i].s, &change[i].alt));
        }
        if (r->strand < 0)
            gnbs_seq_reverse_complement((int64_t)change[i].alt.n, change[i].alt.at);
    }
    qsort(change, r->name->n_edit, sizeof *change, compare_changes);
    for (size_t i = 1; i < r->name->n_edit; i++) {
        stretch_t a = change[i - 1].s, b = change[i].s;
        bool is_same_place = a.beg == a.end && b.beg == b.end && a.beg == b.beg;
        if (is_same_place || b.beg < a.end)
            return gnbs_err_set(r->err, GNBS_E_DATA, "two changes of the list overlap");
    }
    return GNBS_OK;
}

/* Changes [first, last) as one; ref NULL when nothing is changed. */
static gnbs_code_t write_changes(resolver_t *r, const change_t *change, size_t first,
                                 size_t last, gnbs_variant_t *v) {
    bases_t alt = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = first; i < last && code == GNBS_OK; i++)
        for (size_t k = 0; k < change[i].alt.n && code == GNBS_OK; k++)
            code = push_base(r, &alt, change[i].alt.at[k]);
    if (r->strand < 0) gnbs_seq_reverse_complement((int64_t)alt.n, alt.at);
    const stretch_t s = {change[first].s.beg, change[last - 1].s.end};
    if (code == GNBS_OK) code = write_variant(r, s, &alt, v);
    GNBS_VEC_CLEAR(&alt);
    if (code != GNBS_E_DATA || strcmp(r->err->msg, GNBS_ANNOT_UNCHANGED) != 0) return code;
    *v = (gnbs_variant_t){.tid = r->tid, .pos = s.beg};
    return GNBS_OK;
}

gnbs_code_t gnbs_annot_resolve_list(const gnbs_bundle_t *b, const gnbs_name_t *name,
                                    gnbs_arena_t *arena, const gnbs_transcript_t **tx,
                                    size_t *n, gnbs_variant_t **v, gnbs_err_t *err) {
    resolver_t r = {.b = b, .name = name, .arena = arena, .err = err, .strand = 1};
    *n = 0;
    *tx = NULL;
    GNBS_TRY(find_reference(&r));
    *tx = r.tx;
    change_t *change = GNBS_NEW(arena, change_t, name->n_edit);
    *v = GNBS_NEW(arena, gnbs_variant_t, name->n_edit);
    if (change == NULL || *v == NULL) return no_memory(&r);
    gnbs_code_t code = read_changes(&r, change);
    for (size_t i = 0, k; i < name->n_edit && code == GNBS_OK; i = k) {
        for (k = i + 1; k < name->n_edit && change[k].s.beg == change[k - 1].s.end;) k++;
        code = write_changes(&r, change, i, k, &(*v)[(*n)++]);
    }
    for (size_t i = 0; i < name->n_edit; i++) GNBS_VEC_CLEAR(&change[i].alt);
    return code;
}
