#include "annot/annot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "annot/annot_parts.h"
#include "genome/seq.h"

gnbs_annot_opt_t gnbs_annot_opt_default(void) {
    return (gnbs_annot_opt_t){.flank_bp = 5000, .nmd_bp = 50};
}

gnbs_code_t gnbs_annot_opt_validate(const gnbs_annot_opt_t *opt, gnbs_err_t *err) {
    if (opt->flank_bp < 0 || opt->flank_bp > 1000000)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "flank %" PRId64 ": expected 0 to 1000000 bases",
                            opt->flank_bp);
    if (opt->nmd_bp < 0 || opt->nmd_bp > 1000)
        return gnbs_err_set(err, GNBS_E_USAGE, "NMD distance %d: expected 0 to 1000 bases",
                            opt->nmd_bp);
    return GNBS_OK;
}

static const char *contig_name(const gnbs_bundle_t *b, int32_t tid) {
    return tid >= 0 && tid < b->contigs.n ? b->contigs.contig[tid].name : "?";
}

static gnbs_code_t no_memory(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                             gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_NOMEM, "annotating %s:%" PRId64, contig_name(b, v->tid),
                        v->pos + 1);
}

void gnbs_annot_work_init(gnbs_annot_work_t *work, const gnbs_bundle_t *b) {
    gnbs_arena_init(&work->arena);
    gnbs_annot_seq_init(&work->seq, b, -1);
    gnbs_str_init(&work->text);
}

void gnbs_annot_work_reset(gnbs_annot_work_t *work, int32_t tid) {
    gnbs_arena_reset(&work->arena);
    if (work->seq.tid != tid) gnbs_annot_seq_init(&work->seq, work->seq.b, tid);
    gnbs_str_reset(&work->text);
}

void gnbs_annot_work_clear(gnbs_annot_work_t *work) {
    gnbs_arena_clear(&work->arena);
    gnbs_str_clear(&work->text);
}

const char *gnbs_annot_keep(gnbs_str_t *text, gnbs_arena_t *arena) {
    return text->failed ? NULL : gnbs_arena_strndup(arena, gnbs_str_text(text), text->n);
}

/* A REF that contradicts the reference means another genome, and every name would be wrong. */
gnbs_code_t gnbs_annot_check_ref(gnbs_annot_seq_t *seq, const gnbs_variant_t *v,
                                 gnbs_err_t *err) {
    for (size_t i = 0; v->ref[i] != '\0'; i++) {
        gnbs_pos_t p = v->pos + (gnbs_pos_t)i;
        uint8_t held = gnbs_annot_seq_at(seq, p), given = gnbs_seq_code(v->ref[i]);
        if (held < GNBS_BASE_N && given < GNBS_BASE_N && held != given)
            return gnbs_err_set(
                err, GNBS_E_DATA,
                "%s:%" PRId64 ": REF has %c where the reference of the bundle (%s) has %c; "
                "give variants of the bundle's build",
                contig_name(seq->b, v->tid), p + 1, v->ref[i],
                seq->b->build_name != NULL ? seq->b->build_name : "unknown build",
                gnbs_seq_letter(held));
    }
    return GNBS_OK;
}

gnbs_annot_view_t gnbs_annot_view_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                                       const gnbs_annot_change_t *change,
                                       gnbs_annot_work_t *work) {
    return (gnbs_annot_view_t){b,    map, change, gnbs_annot_map_span(map, change),
                               NULL, work};
}

static bool make_effect(gnbs_annot_view_t *view, gnbs_annot_effect_t *effect) {
    view->effect = effect;
    return gnbs_annot_effect_make(view->map, view->span, view->change->n_alt,
                                  view->change->alt_strand, &view->work->arena, effect);
}

/* Names are of the 3'-most place, terms of the place where the variant stands. In a repeat
 * over the border of an exon these differ: the protein is then told where the name is. */
static bool name(const gnbs_annot_view_t *view, const gnbs_variant_t *v, gnbs_arena_t *keep,
                 gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_work_t *work = view->work;
    gnbs_annot_shifted_t s;
    if (!gnbs_annot_shift_3prime(&work->seq, view->change, map->tx->strand, &work->arena,
                                 &s) ||
        !gnbs_annot_name_c(view, &s, v, keep, csq))
        return false;
    const gnbs_annot_effect_t *effect = view->effect;
    gnbs_annot_effect_t moved_effect;
    if (s.is_moved && !map->is_own) {
        gnbs_annot_view_t moved = gnbs_annot_view_make(view->bundle, map, &s.change, work);
        bool is_insertion = s.change.beg == s.change.end; /* at a border: coding or not? */
        bool is_coding =
            gnbs_annot_needs_codons(&moved) && (!is_insertion || s.is_name_in_cds);
        bool is_start = effect != NULL && (effect->is_start_lost || effect->is_start_moved);
        if (!is_coding && !is_start) {
            effect = NULL;
        } else if (is_coding && effect == NULL) {
            if (!make_effect(&moved, &moved_effect)) return false;
            effect = &moved_effect;
        }
    }
    return gnbs_annot_name_p(effect, &work->text, keep, csq);
}

bool gnbs_annot_one(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                    const gnbs_variant_t *v, const gnbs_annot_change_t *change,
                    const gnbs_annot_opt_t *opt, gnbs_annot_work_t *work,
                    gnbs_arena_t *keep, gnbs_consequence_t *csq) {
    const gnbs_transcript_t *tx = map->tx;
    *csq = (gnbs_consequence_t){.tx = tx};
    if (change->beg == change->end && change->n_alt == 0) return true; /* ALT is REF */
    gnbs_annot_change_t c = gnbs_annot_change_on(change, tx->strand);
    gnbs_annot_view_t view = {.bundle = b, .map = map, .change = &c, .work = work};
    bool is_inside = gnbs_annot_touches(tx, &c);
    if (is_inside) view.span = gnbs_annot_map_span(map, &c);
    gnbs_annot_effect_t effect;
    if (is_inside && gnbs_annot_needs_codons(&view) && !make_effect(&view, &effect))
        return false;
    csq->terms = gnbs_annot_terms(&view, opt->flank_bp);
    if (!is_inside || (csq->terms & GNBS_ANNOT_BIT(GNBS_CSQ_TRANSCRIPT_ABLATION)))
        return true;
    return gnbs_annot_fill(&view, opt->nmd_bp, keep, csq) && name(&view, v, keep, csq);
}

gnbs_code_t gnbs_annot_on_transcript(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                                     const gnbs_variant_t *v, const gnbs_annot_opt_t *opt,
                                     gnbs_arena_t *arena, gnbs_consequence_t *csq,
                                     gnbs_err_t *err) {
    gnbs_annot_opt_t standard = gnbs_annot_opt_default();
    *csq = (gnbs_consequence_t){.tx = tx};
    if (gnbs_variant_is_symbolic(v) || v->tid != tx->tid) return GNBS_OK;
    gnbs_annot_work_t work;
    gnbs_annot_work_init(&work, b);
    gnbs_annot_work_reset(&work, v->tid);
    gnbs_annot_map_t map;
    gnbs_annot_change_t change;
    gnbs_code_t code = gnbs_annot_check_ref(&work.seq, v, err);
    if (code == GNBS_OK &&
        (!gnbs_annot_map_make(b, tx, &work.arena, &map) ||
         !gnbs_annot_change_make(v, &work.arena, &change) ||
         !gnbs_annot_one(b, &map, v, &change, opt != NULL ? opt : &standard, &work, arena,
                         csq)))
        code = no_memory(b, v, err);
    gnbs_annot_work_clear(&work);
    return code;
}

static size_t first_of_contig(const gnbs_bundle_t *b, int32_t tid) {
    size_t lo = 0, hi = b->n_transcript;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (b->transcript[mid].tid < tid)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool is_near(const gnbs_transcript_t *tx, const gnbs_variant_t *v, size_t n_ref,
                    gnbs_pos_t flank) {
    return v->pos < tx->end + flank && v->pos + (gnbs_pos_t)n_ref + 1 > tx->beg - flank;
}

static const uint64_t FAR_TERMS =
    GNBS_ANNOT_BIT(GNBS_CSQ_UPSTREAM) | GNBS_ANNOT_BIT(GNBS_CSQ_DOWNSTREAM);

/* Near ones last, then MANE, then the gene's own order of transcripts, then names. */
int gnbs_annot_compare_preference(const void *a, const void *b) {
    const gnbs_consequence_t *x = a, *y = b;
    bool x_far = (x->terms & FAR_TERMS) != 0, y_far = (y->terms & FAR_TERMS) != 0;
    if (x_far != y_far) return x_far ? 1 : -1;
    if (x->tx->mane != y->tx->mane) return x->tx->mane > y->tx->mane ? -1 : 1;
    if (x->tx->i_gene != y->tx->i_gene) return x->tx->i_gene < y->tx->i_gene ? -1 : 1;
    if (x->tx->rank != y->tx->rank) return x->tx->rank < y->tx->rank ? -1 : 1;
    return strcmp(x->tx->id, y->tx->id);
}

gnbs_code_t gnbs_annot_variant(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                               const gnbs_annot_opt_t *opt, gnbs_arena_t *arena, size_t *n,
                               gnbs_consequence_t **consequence, gnbs_err_t *err) {
    gnbs_annot_opt_t standard = gnbs_annot_opt_default();
    if (opt == NULL) opt = &standard;
    *n = 0;
    *consequence = NULL;
    if (gnbs_variant_is_symbolic(v) || v->tid < 0) return GNBS_OK;
    size_t n_ref = strlen(v->ref), n_near = 0, first = first_of_contig(b, v->tid);
    size_t last = first;
    for (; last < b->n_transcript && b->transcript[last].tid == v->tid; last++) {
        if (b->transcript[last].beg - opt->flank_bp > v->pos + (gnbs_pos_t)n_ref) break;
        n_near += is_near(&b->transcript[last], v, n_ref, opt->flank_bp);
    }
    if (n_near == 0) return GNBS_OK;
    gnbs_consequence_t *list = GNBS_NEW(arena, gnbs_consequence_t, n_near);
    if (list == NULL) return no_memory(b, v, err);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = first; i < last && code == GNBS_OK; i++) {
        if (!is_near(&b->transcript[i], v, n_ref, opt->flank_bp)) continue;
        code =
            gnbs_annot_on_transcript(b, &b->transcript[i], v, opt, arena, &list[*n], err);
        if (list[*n].terms != 0) (*n)++;
    }
    if (code != GNBS_OK) return code;
    qsort(list, *n, sizeof list[0], gnbs_annot_compare_preference);
    *consequence = list;
    return GNBS_OK;
}

/* ---- the same protein by another allele ---------------------------------------------- */

static bool is_missense(const gnbs_consequence_t *c) {
    return (c->terms & GNBS_ANNOT_BIT(GNBS_CSQ_MISSENSE)) && c->amino_acids != NULL &&
           strlen(c->amino_acids) == 3;
}

static bool is_better(const gnbs_known_t *a, const gnbs_known_t *than) {
    if (than == NULL) return true;
    if (a->sig != than->sig) return a->sig == GNBS_CLNSIG_PATHOGENIC;
    return a->stars > than->stars;
}

/* Alleles that stand at one base of the codon, or reach it as a block of up to three. */
static const gnbs_known_t *search_base(const gnbs_bundle_t *b, const gnbs_consequence_t *c,
                                       const gnbs_variant_t *v, gnbs_pos_t pos,
                                       const gnbs_known_t *best, gnbs_arena_t *work) {
    for (size_t i = gnbs_bundle_known_lower(b, v->tid, pos - 2); i < b->n_known; i++) {
        const gnbs_known_t *k = &b->known[i];
        if (k->variant.tid != v->tid || k->variant.pos > pos) break;
        if (!gnbs_known_is_pathogenic(k) || gnbs_variant_compare(&k->variant, v) == 0 ||
            gnbs_variant_is_symbolic(&k->variant) ||
            strlen(k->variant.ref) != strlen(k->variant.alt) ||
            strlen(k->variant.ref) > 3 || k == best || !is_better(k, best))
            continue;
        gnbs_consequence_t other;
        gnbs_err_t err = {GNBS_OK, ""};
        /* an allele whose REF is not the reference's says nothing here */
        if (gnbs_annot_on_transcript(b, c->tx, &k->variant, NULL, work, &other, &err) !=
                GNBS_OK ||
            !is_missense(&other))
            continue;
        if (other.protein_pos1 == c->protein_pos1 &&
            strcmp(other.amino_acids, c->amino_acids) == 0)
            best = k;
    }
    return best;
}

const gnbs_known_t *gnbs_annot_same_protein(const gnbs_bundle_t *b,
                                            const gnbs_consequence_t *c,
                                            const gnbs_variant_t *v, gnbs_arena_t *arena) {
    gnbs_annot_map_t map;
    const gnbs_known_t *best = NULL;
    if (!is_missense(c) || !gnbs_annot_map_make(b, c->tx, arena, &map)) return NULL;
    for (int32_t k = 0; k < 3; k++) {
        int32_t cdna = map.cds_beg - map.pad + 3 * (c->protein_pos1 - 1) + k;
        gnbs_pos_t pos = cdna < 0 ? -1 : gnbs_annot_map_genomic(&map, cdna);
        if (pos >= 0) best = search_base(b, c, v, pos, best, arena);
    }
    return best;
}
