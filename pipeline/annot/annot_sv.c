#include <string.h>

#include "annot/annot_index.h"

gnbs_annot_sv_t gnbs_annot_sv_of(const char *alt) {
    static const struct {
        const char *word;
        gnbs_annot_sv_t kind;
    } WORDS[] = {{"<DEL", GNBS_ANNOT_SV_DEL},
                 {"<INS", GNBS_ANNOT_SV_INS},
                 {"<DUP", GNBS_ANNOT_SV_DUP},
                 {"<INV", GNBS_ANNOT_SV_INV}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t n = strlen(WORDS[i].word);
        if (strncmp(alt, WORDS[i].word, n) == 0 && (alt[n] == '>' || alt[n] == ':'))
            return WORDS[i].kind;
    }
    return GNBS_ANNOT_SV_NONE;
}

const char *gnbs_annot_sv_word(gnbs_annot_sv_t kind) {
    static const char *const WORD[] = {"", "deletion", "insertion", "duplication",
                                       "inversion"};
    return WORD[kind];
}

/* VEP's feature terms: what is lost shortens, what is gained inside lengthens; all of it is ablation, amplification. */
static uint64_t feature_terms(const gnbs_transcript_t *tx, gnbs_annot_sv_t kind,
                              gnbs_region_t r) {
    bool is_whole = r.beg <= tx->beg && r.end >= tx->end;
    bool is_inside = r.beg >= tx->beg && r.end <= tx->end;
    switch (kind) {
    case GNBS_ANNOT_SV_DEL: return GNBS_ANNOT_BIT(GNBS_CSQ_FEATURE_TRUNCATION);
    case GNBS_ANNOT_SV_INS: return GNBS_ANNOT_BIT(GNBS_CSQ_FEATURE_ELONGATION);
    case GNBS_ANNOT_SV_DUP:
        return is_whole    ? GNBS_ANNOT_BIT(GNBS_CSQ_TRANSCRIPT_AMPLIFICATION)
               : is_inside ? GNBS_ANNOT_BIT(GNBS_CSQ_FEATURE_ELONGATION)
                           : 0;
    default: return 0;
    }
}

/* The change as geometry sees it; how many bases come instead only says that it is no ablation. */
static gnbs_annot_change_t place_of(gnbs_annot_sv_t kind, gnbs_region_t r) {
    static const uint8_t N[1] = {GNBS_BASE_N};
    gnbs_annot_change_t c = {
        .beg = r.beg, .end = r.end, .alt = N, .alt_strand = N, .has_n = true};
    if (kind != GNBS_ANNOT_SV_DEL) c.n_alt = INT32_MAX;
    return c;
}

static bool judge(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *s,
                  const gnbs_annot_map_t *map, gnbs_annot_sv_t kind, gnbs_region_t r,
                  gnbs_consequence_t *csq) {
    const gnbs_annot_change_t change = place_of(kind, r);
    gnbs_annot_view_t view = {
        .bundle = index->bundle, .map = map, .change = &change, .work = &s->work};
    *csq = (gnbs_consequence_t){.tx = map->tx};
    bool is_inside = gnbs_annot_touches(map->tx, &change);
    if (is_inside) view.span = gnbs_annot_map_span(map, &change);
    csq->terms = gnbs_annot_terms(&view, index->opt.flank_bp);
    if (!is_inside || (csq->terms & GNBS_ANNOT_BIT(GNBS_CSQ_TRANSCRIPT_ABLATION)))
        return true;
    uint64_t feature = feature_terms(map->tx, kind, r);
    bool is_more = (feature & GNBS_ANNOT_BIT(GNBS_CSQ_TRANSCRIPT_AMPLIFICATION)) != 0;
    csq->terms = is_more ? feature : csq->terms | feature; /* all of it: nothing else */
    if (is_more) return true;
    return gnbs_annot_fill(&view, index->opt.nmd_bp, &s->keep, csq);
}

gnbs_code_t gnbs_annot_index_print_sv(const gnbs_annot_index_t *index,
                                      gnbs_annot_scratch_t *s, gnbs_annot_sv_t kind,
                                      gnbs_region_t r, gnbs_str_t *out, size_t *n,
                                      gnbs_err_t *err) {
    const gnbs_bundle_t *b = index->bundle;
    const gnbs_annot_facts_t nothing = {0};
    gnbs_pos_t flank = index->opt.flank_bp;
    *n = 0;
    s->list.n = 0;
    if (r.tid < 0 || r.tid >= b->contigs.n || kind == GNBS_ANNOT_SV_NONE) return GNBS_OK;
    gnbs_annot_work_reset(&s->work, r.tid);
    gnbs_arena_reset(&s->keep);
    size_t lo = index->first[r.tid],
           hi = gnbs_annot_index_upper(b, lo, index->first[r.tid + 1], r.end + 1 + flank);
    for (size_t i = hi; i > lo && index->reach[i - 1] + flank >= r.beg; i--) {
        gnbs_consequence_t csq;
        if (!judge(index, s, &index->map[i - 1], kind, r, &csq) ||
            (csq.terms != 0 && !GNBS_PUSH(&s->list, csq)))
            return gnbs_err_set(err, GNBS_E_NOMEM, "annotating a structural variant");
    }
    gnbs_annot_sort(s->list.at, s->list.n);
    gnbs_str_reset(&s->facts);
    gnbs_annot_print_facts(&s->facts, &nothing);
    for (size_t i = 0; i < s->list.n; i++) {
        const gnbs_consequence_t *c = &s->list.at[i];
        if (i > 0) gnbs_str_add_char(out, ',');
        gnbs_annot_print_entry(out, b, NULL, gnbs_annot_sv_word(kind), c, NULL,
                               &index->label[c->tx - b->transcript], "",
                               gnbs_str_text(&s->facts), NULL);
    }
    *n = s->list.n;
    return GNBS_OK;
}
