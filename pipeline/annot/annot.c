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

/* A REF that contradicts the reference means another genome, and every name would be wrong. */
static gnbs_code_t check_ref(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                             gnbs_err_t *err) {
    size_t n = strlen(v->ref);
    for (size_t i = 0; i < n; i++) {
        gnbs_pos_t p = v->pos + (gnbs_pos_t)i;
        uint8_t held, given = gnbs_seq_code(v->ref[i]);
        gnbs_bundle_sequence(b, (gnbs_region_t){v->tid, p, p + 1}, &held);
        if (held < GNBS_BASE_N && given < GNBS_BASE_N && held != given)
            return gnbs_err_set(
                err, GNBS_E_DATA,
                "%s:%" PRId64 ": REF has %c where the reference of the bundle (%s) has %c; "
                "give variants of the bundle's build",
                contig_name(b, v->tid), p + 1, v->ref[i],
                b->build_name != NULL ? b->build_name : "unknown build",
                gnbs_seq_letter(held));
    }
    return GNBS_OK;
}

gnbs_annot_view_t gnbs_annot_view_make(const gnbs_bundle_t *b, const gnbs_annot_map_t *map,
                                       const gnbs_annot_change_t *change) {
    return (gnbs_annot_view_t){b, map, change, gnbs_annot_map_span(map, change), NULL};
}

/* Names are of the 3'-most place, terms of the place where the variant stands. In a repeat
 * over the border of an exon these differ: the protein is then told where the name is. */
static bool name(const gnbs_annot_view_t *view, const gnbs_variant_t *v, gnbs_arena_t *work,
                 gnbs_arena_t *keep, gnbs_consequence_t *csq) {
    const gnbs_annot_map_t *map = view->map;
    gnbs_annot_shifted_t s;
    if (!gnbs_annot_shift_3prime(view->bundle, map->tx->tid, view->change, map->tx->strand,
                                 work, &s) ||
        !gnbs_annot_name_c(view, &s, v, keep, csq))
        return false;
    gnbs_annot_view_t moved = gnbs_annot_view_make(view->bundle, map, &s.change);
    const gnbs_annot_effect_t *effect = view->effect;
    gnbs_annot_effect_t moved_effect;
    bool is_insertion = s.change.beg == s.change.end; /* at a border: coding or not? */
    bool is_coding = gnbs_annot_needs_codons(&moved) && (!is_insertion || s.is_name_in_cds);
    if (s.is_moved && !is_coding) {
        bool is_start = effect != NULL && (effect->is_start_lost || effect->is_start_moved);
        effect = is_start ? effect : NULL;
    } else if (s.is_moved && effect == NULL) {
        if (!gnbs_annot_effect_make(view->bundle, map, &s.change, moved.span, work,
                                    &moved_effect))
            return false;
        effect = &moved_effect;
    }
    return gnbs_annot_name_p(effect, keep, csq);
}

/* `work` holds the sequences, `keep` what is handed out. False: out of memory. */
static bool annotate(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                     const gnbs_variant_t *v, const gnbs_annot_opt_t *opt,
                     gnbs_arena_t *work, gnbs_arena_t *keep, gnbs_consequence_t *csq) {
    *csq = (gnbs_consequence_t){.tx = tx};
    gnbs_annot_map_t map;
    gnbs_annot_change_t change;
    if (!gnbs_annot_change_make(v, tx->strand, work, &change)) return false;
    if (change.beg == change.end && change.n_alt == 0) return true; /* ALT is REF */
    if (!gnbs_annot_map_make(b, tx, work, &map)) return false;
    gnbs_annot_view_t view = gnbs_annot_view_make(b, &map, &change);
    gnbs_annot_effect_t effect;
    bool is_inside = gnbs_annot_touches(tx, &change);
    if (is_inside && gnbs_annot_needs_codons(&view)) {
        if (!gnbs_annot_effect_make(b, &map, &change, view.span, work, &effect))
            return false;
        view.effect = &effect;
    }
    csq->terms = gnbs_annot_terms(&view, opt->flank_bp);
    if (!is_inside || (csq->terms & GNBS_ANNOT_BIT(GNBS_CSQ_TRANSCRIPT_ABLATION)))
        return true;
    return gnbs_annot_fill(&view, opt->nmd_bp, keep, csq) &&
           name(&view, v, work, keep, csq);
}

gnbs_code_t gnbs_annot_on_transcript(const gnbs_bundle_t *b, const gnbs_transcript_t *tx,
                                     const gnbs_variant_t *v, const gnbs_annot_opt_t *opt,
                                     gnbs_arena_t *arena, gnbs_consequence_t *csq,
                                     gnbs_err_t *err) {
    gnbs_annot_opt_t standard = gnbs_annot_opt_default();
    *csq = (gnbs_consequence_t){.tx = tx};
    if (gnbs_variant_is_symbolic(v) || v->tid != tx->tid) return GNBS_OK;
    GNBS_TRY(check_ref(b, v, err));
    gnbs_arena_t work;
    gnbs_arena_init(&work);
    bool is_done = annotate(b, tx, v, opt != NULL ? opt : &standard, &work, arena, csq);
    gnbs_arena_clear(&work);
    return is_done ? GNBS_OK : no_memory(b, v, err);
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

static int compare_preference(const void *a, const void *b) {
    const gnbs_consequence_t *x = a, *y = b;
    bool x_far = (x->terms & FAR_TERMS) != 0, y_far = (y->terms & FAR_TERMS) != 0;
    if (x_far != y_far) return x_far ? 1 : -1;
    if (x->tx->mane != y->tx->mane) return x->tx->mane > y->tx->mane ? -1 : 1;
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
    GNBS_TRY(check_ref(b, v, err));
    gnbs_consequence_t *list = GNBS_NEW(arena, gnbs_consequence_t, n_near);
    if (list == NULL) return no_memory(b, v, err);
    gnbs_arena_t work;
    gnbs_arena_init(&work);
    bool is_done = true;
    for (size_t i = first; i < last && is_done; i++) {
        if (!is_near(&b->transcript[i], v, n_ref, opt->flank_bp)) continue;
        is_done = annotate(b, &b->transcript[i], v, opt, &work, arena, &list[*n]);
        if (list[*n].terms != 0) (*n)++;
        gnbs_arena_reset(&work);
    }
    gnbs_arena_clear(&work);
    if (!is_done) return no_memory(b, v, err);
    qsort(list, *n, sizeof list[0], compare_preference);
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
