#include <string.h>

#include "genome/bundle.h"

typedef struct restriction {
    gnbs_bundle_t *b;
    const bool *keep; /* [n_gene], as the bundle was */
    gnbs_pos_t margin_bp;
    const gnbs_gene_t *gene; /* as the bundle was */
    size_t n_gene;
    gnbs_arena_t *arena;
} restriction_t;

/* Does a stretch belong to genes that were taken away, and to none that is kept? */
static bool is_taken(const restriction_t *r, int32_t tid, gnbs_pos_t beg, gnbs_pos_t end) {
    bool is_in_taken = false;
    for (size_t i = 0; i < r->n_gene; i++) {
        const gnbs_gene_t *g = &r->gene[i];
        if (g->tid != tid || beg >= g->end + r->margin_bp || end <= g->beg - r->margin_bp)
            continue;
        if (r->keep[i]) return false;
        is_in_taken = true;
    }
    return is_in_taken;
}

static gnbs_code_t keep_genes(const restriction_t *r, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->b;
    gnbs_gene_t *gene = GNBS_NEW(r->arena, gnbs_gene_t, b->n_gene);
    gnbs_transcript_t *tx = GNBS_NEW(r->arena, gnbs_transcript_t, b->n_transcript);
    int32_t *index = GNBS_NEW(r->arena, int32_t, b->n_transcript);
    if (gene == NULL || tx == NULL || index == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu genes", b->n_gene);
    size_t n_gene = 0, n_tx = 0;
    for (size_t i = 0; i < b->n_gene; i++)
        if (r->keep[i]) gene[n_gene++] = b->gene[i];
    for (size_t t = 0; t < b->n_transcript; t++) {
        int32_t g = b->transcript[t].i_gene, before = 0;
        index[t] = -1;
        if (g >= 0 && !r->keep[g]) continue;
        for (int32_t i = 0; i < g; i++) before += r->keep[i];
        index[t] = (int32_t)n_tx;
        tx[n_tx] = b->transcript[t];
        tx[n_tx++].i_gene = g >= 0 ? before : -1;
    }
    for (size_t i = 0; i < n_gene; i++) {
        int32_t *list = GNBS_NEW(r->arena, int32_t, gene[i].n_transcript), n = 0;
        if (list == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu genes", n_gene);
        for (int32_t k = 0; k < gene[i].n_transcript; k++)
            if (index[gene[i].transcript[k]] >= 0) list[n++] = index[gene[i].transcript[k]];
        gene[i].transcript = list;
        gene[i].n_transcript = n;
    }
    b->gene = gene, b->n_gene = n_gene;
    b->transcript = tx, b->n_transcript = n_tx;
    return GNBS_OK;
}

static gnbs_code_t keep_places(const restriction_t *r, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->b;
    gnbs_region_t *target = GNBS_NEW(r->arena, gnbs_region_t, b->n_target);
    gnbs_known_t *known = GNBS_NEW(r->arena, gnbs_known_t, b->n_known);
    gnbs_marker_t *marker = GNBS_NEW(r->arena, gnbs_marker_t, b->n_marker);
    if (target == NULL || known == NULL || marker == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", b->n_target);
    size_t n_target = 0, n_known = 0, n_marker = 0;
    for (size_t i = 0; i < b->n_marker; i++)
        if (!is_taken(r, b->marker[i].tid, b->marker[i].pos, b->marker[i].pos + 1))
            marker[n_marker++] = b->marker[i];
    b->marker = marker, b->n_marker = n_marker;
    for (size_t i = 0; i < b->n_target; i++)
        if (!is_taken(r, b->target[i].tid, b->target[i].beg, b->target[i].end))
            target[n_target++] = b->target[i];
    for (size_t i = 0; i < b->n_known; i++) {
        const gnbs_variant_t *v = &b->known[i].variant;
        if (!is_taken(r, v->tid, v->pos, v->pos + (gnbs_pos_t)strlen(v->ref)))
            known[n_known++] = b->known[i];
    }
    b->target = target, b->n_target = n_target;
    b->known = known, b->n_known = n_known;
    return GNBS_OK;
}

/* Rules name their gene by its place, which has moved. */
static gnbs_code_t keep_rules(const restriction_t *r, gnbs_err_t *err) {
    gnbs_bundle_t *b = r->b;
    gnbs_rule_t *rule = GNBS_NEW(r->arena, gnbs_rule_t, b->n_rule);
    int32_t *moved = GNBS_NEW(r->arena, int32_t, r->n_gene);
    if (rule == NULL || moved == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu rules", b->n_rule);
    int32_t n_kept = 0;
    for (size_t i = 0; i < r->n_gene; i++) moved[i] = r->keep[i] ? n_kept++ : -1;
    size_t n = 0;
    for (size_t i = 0; i < b->n_rule; i++) {
        int32_t g = b->rule[i].i_gene;
        if (g >= 0 && moved[g] < 0) continue;
        rule[n] = b->rule[i];
        rule[n++].i_gene = g >= 0 ? moved[g] : -1;
    }
    b->rule = rule, b->n_rule = n;
    return GNBS_OK;
}

gnbs_code_t gnbs_bundle_restrict(gnbs_bundle_t *b, const bool keep[], gnbs_pos_t margin_bp,
                                 gnbs_arena_t *arena, gnbs_err_t *err) {
    const restriction_t r = {b, keep, margin_bp, b->gene, b->n_gene, arena};
    bool is_whole = true;
    for (size_t i = 0; i < b->n_gene; i++) is_whole &= keep[i];
    if (is_whole) return GNBS_OK;
    GNBS_TRY(keep_places(&r, err));
    GNBS_TRY(keep_rules(&r, err));
    return keep_genes(&r, err);
}
