#include <string.h>

#include "run/run_impact_parts.h"

static bool is_own(const gnbs_stored_variant_t *v, const char *hgnc_id) {
    for (size_t i = 0; i < v->n_effect; i++)
        if (strcmp(v->effect[i].hgnc_id, hgnc_id) == 0) return true;
    return false;
}

static bool is_dosage(const gnbs_stored_variant_t *v) {
    return v->call.variant.alt[0] == '<';
}

/* A known allele that touches no transcript has no effect on its line; it may belong to any gene, so it belongs to this one too
 * where it matters. */
static bool is_unplaced(const gnbs_stored_variant_t *v) {
    return v->n_effect == 0 && !is_dosage(v);
}

gnbs_code_t gnbs_run_impact_gather(const gnbs_stored_case_t *c, const char *hgnc_id,
                                   gnbs_arena_t *arena, gnbs_impact_gene_t *g,
                                   gnbs_err_t *err) {
    *g = (gnbs_impact_gene_t){.c = c, .arena = arena};
    g->variant = GNBS_NEW(arena, const gnbs_stored_variant_t *, c->n_variant);
    if (g->variant == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
    for (size_t i = 0; i < c->n_variant; i++) {
        const gnbs_stored_variant_t *v = &c->variant[i];
        if (!is_own(v, hgnc_id) && !is_unplaced(v)) continue;
        if (is_dosage(v))
            g->has_dosage = true;
        else if (v->call.n_alt > 0)
            g->variant[g->n++] = v;
    }
    return GNBS_OK;
}

/* ---- one variant, with what is not stored taken for or against it ----------------------------------------------- */

/* The effect on the row's transcript, else the gene's first. */
static const gnbs_stored_effect_t *effect_on(const gnbs_stored_variant_t *v,
                                             const gnbs_condition_t *row) {
    const gnbs_stored_effect_t *first = NULL;
    for (size_t i = 0; i < v->n_effect; i++) {
        const gnbs_stored_effect_t *e = &v->effect[i];
        if (strcmp(e->hgnc_id, row->hgnc_id) != 0) continue;
        if (first == NULL) first = e;
        if (strcmp(e->transcript, row->transcript) == 0 ||
            strcmp(e->transcript_other, row->transcript) == 0)
            return e;
    }
    return first;
}

static gnbs_acmg_class_t own_class(const gnbs_stored_variant_t *v,
                                   gnbs_impact_side_t side) {
    if (v->is_of_finding) return v->acmg_class;
    return side == GNBS_IMPACT_FOR ? GNBS_ACMG_PATHOGENIC : GNBS_ACMG_BENIGN;
}

static const gnbs_known_t *same_protein_on(const gnbs_stored_variant_t *v,
                                           const gnbs_stored_effect_t *e,
                                           gnbs_impact_side_t side) {
    static const gnbs_known_t SOMEBODY = {.clinvar_id = "",
                                          .clnsig_text = "Pathogenic",
                                          .clnrevstat = "",
                                          .clndn = "",
                                          .clnsigconf = "",
                                          .symbol = "",
                                          .sig = GNBS_CLNSIG_PATHOGENIC,
                                          .stars = 4};
    if (v->is_of_finding) return v->known_same_protein;
    return side == GNBS_IMPACT_FOR && e != NULL && e->changes_protein ? &SOMEBODY : NULL;
}

/* The variant with the bundle's number of its contig; tid -1: it has none of that name. */
static gnbs_variant_t in_bundle(const gnbs_stored_case_t *c, const gnbs_variant_t *v,
                                const gnbs_bundle_t *bundle) {
    gnbs_variant_t there = *v;
    there.tid = gnbs_contig_find(&bundle->contigs, c->contigs.contig[v->tid].name);
    return there;
}

const gnbs_known_t *gnbs_run_impact_lookup(const gnbs_stored_case_t *c,
                                           const gnbs_variant_t *v,
                                           const gnbs_bundle_t *bundle) {
    gnbs_variant_t there = in_bundle(c, v, bundle);
    return there.tid >= 0 ? gnbs_bundle_known(bundle, &there) : NULL;
}

/* Which submissions conflict is not stored; a bundle says it. */
static const gnbs_known_t *known_on(const gnbs_impact_gene_t *g,
                                    const gnbs_stored_variant_t *v, gnbs_impact_side_t side,
                                    const gnbs_bundle_t *asserted) {
    gnbs_arena_t *arena = g->arena;
    if (asserted != NULL) return gnbs_run_impact_lookup(g->c, &v->call.variant, asserted);
    if (v->known == NULL || v->known->sig != GNBS_CLNSIG_CONFLICTING ||
        side == GNBS_IMPACT_AGAINST)
        return v->known;
    gnbs_known_t *taken = GNBS_NEW(arena, gnbs_known_t, 1);
    if (taken == NULL) return v->known;
    *taken = *v->known;
    taken->clnsigconf = "Pathogenic(1000)";
    return taken;
}

static const gnbs_frequency_t *frequency_on(const gnbs_impact_gene_t *g,
                                            const gnbs_stored_variant_t *v,
                                            gnbs_impact_side_t side,
                                            const gnbs_bundle_t *asserted) {
    const gnbs_frequency_t *q = v->frequency;
    if (asserted != NULL) {
        gnbs_variant_t there = in_bundle(g->c, &v->call.variant, asserted);
        return there.tid >= 0 ? gnbs_bundle_frequency(asserted, &there) : NULL;
    }
    if (q == NULL || q->faf95 >= 0) return q;
    gnbs_frequency_t *taken = GNBS_NEW(g->arena, gnbs_frequency_t, 1);
    if (taken == NULL) return q;
    *taken = *q;
    if (side == GNBS_IMPACT_FOR)
        taken->faf95 = 0; /* a filtering frequency may be far below the observed one */
    else if (taken->af_grpmax < taken->af)
        taken->af_grpmax = taken->af;
    return taken;
}

static gnbs_code_t take_side(const gnbs_impact_gene_t *g, const gnbs_condition_t *row,
                             const gnbs_stored_variant_t *v, gnbs_impact_side_t side,
                             const gnbs_bundle_t *asserted, gnbs_case_variant_t *out,
                             gnbs_err_t *err) {
    const gnbs_stored_effect_t *e = effect_on(v, row);
    gnbs_consequence_t *c = GNBS_NEW(g->arena, gnbs_consequence_t, 1);
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "effects");
    if (e != NULL) c->terms = e->terms;
    *out = (gnbs_case_variant_t){.call = v->call,
                                 .n_consequence = e != NULL,
                                 .consequence = c,
                                 .known = known_on(g, v, side, asserted),
                                 .known_same_protein = same_protein_on(v, e, side),
                                 .frequency = frequency_on(g, v, side, asserted)};
    out->classification.acmg_class = own_class(v, side);
    return GNBS_OK;
}

static bool names(const gnbs_panel_t *panel, const gnbs_condition_t *row,
                  const gnbs_stored_case_t *c, const gnbs_variant_t *v) {
    for (size_t i = 0; i < panel->n_include; i++) {
        const gnbs_panel_allele_t *a = &panel->include[i];
        bool is_for_all = a->condition == NULL || a->condition[0] == '\0';
        if (a->pos == v->pos && strcmp(a->ref, v->ref) == 0 &&
            strcmp(a->alt, v->alt) == 0 && strcmp(a->hgnc_id, row->hgnc_id) == 0 &&
            (is_for_all || strcmp(a->condition, row->condition) == 0) &&
            gnbs_contig_same_name(a->chrom, c->contigs.contig[v->tid].name))
            return true;
    }
    return false;
}

static const char *name_of(const gnbs_impact_gene_t *g, const gnbs_condition_t *row,
                           const gnbs_stored_variant_t *v) {
    const gnbs_stored_effect_t *e = effect_on(v, row);
    const gnbs_variant_t *at = &v->call.variant;
    bool has_name = e != NULL && e->hgvs_c[0] != '\0';
    return gnbs_arena_printf(g->arena, "%s:%lld %.40s>%.40s%s%s%s, %s",
                             g->c->contigs.contig[at->tid].name, (long long)at->pos + 1,
                             at->ref, at->alt, has_name ? " (" : "",
                             has_name ? e->hgvs_c : "", has_name ? ")" : "",
                             gnbs_zygosity_name(v->call.zygosity));
}

gnbs_code_t gnbs_run_impact_rules(const gnbs_impact_gene_t *g, const gnbs_panel_t *panel,
                                  const gnbs_condition_t *row,
                                  const gnbs_bundle_t *asserted, gnbs_impact_row_t *r,
                                  gnbs_err_t *err) {
    const gnbs_bundle_t contigs = {.contigs = g->c->contigs};
    const gnbs_case_t asked = {.panel = panel, .bundle = &contigs};
    *r = (gnbs_impact_row_t){.panel = panel, .row = row, .n = g->n};
    r->name = GNBS_NEW(g->arena, const char *, g->n);
    if (r->name == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
    for (int s = 0; s < GNBS_IMPACT_SIDES; s++) {
        r->variant[s] = GNBS_NEW(g->arena, gnbs_case_variant_t, g->n);
        r->rule[s] = GNBS_NEW(g->arena, const char *, g->n);
        if (r->variant[s] == NULL || r->rule[s] == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
        for (size_t i = 0; i < g->n; i++) {
            const gnbs_stored_variant_t *v = g->variant[i];
            gnbs_case_variant_t *cv = &r->variant[s][i];
            GNBS_TRY(take_side(g, row, v, (gnbs_impact_side_t)s, asserted, cv, err));
            /* of an allele without a place, only a list that names it says that it is this gene's */
            bool may_count = v->n_effect > 0 || s == GNBS_IMPACT_FOR ||
                             names(panel, row, g->c, &v->call.variant);
            if (may_count)
                r->rule[s][i] =
                    gnbs_screen_reportable(&g->c->screen, &asked, row, cv, g->arena);
        }
    }
    for (size_t i = 0; i < g->n; i++)
        if ((r->name[i] = name_of(g, row, g->variant[i])) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "variants");
    return GNBS_OK;
}

/* ---- the order of rules, as screen.h prints it -------------------------------------------------------------------- */

static bool is_x_site(const gnbs_impact_gene_t *g) {
    size_t i = 0;
    while (i < g->n && g->variant[i]->n_effect == 0) i++;
    if (i == g->n) return false;
    const gnbs_variant_t *v = &g->variant[i]->call.variant;
    gnbs_contig_kind_t kind = gnbs_contig_kind(g->c->contigs.contig[v->tid].name);
    return kind == GNBS_CONTIG_X && !gnbs_contig_is_par(g->c->build, kind, v->pos);
}

static gnbs_impact_state_t state(gnbs_outcome_kind_t outcome, gnbs_reason_t reason) {
    return (gnbs_impact_state_t){true, outcome, reason};
}

/* How much of the gene was judged: what was told of it, where that still stands; else counted again from its bases. */
static gnbs_impact_state_t judge_scope(const gnbs_impact_gene_t *g,
                                       const gnbs_condition_t *row,
                                       const gnbs_condition_t *base_row, int n_named,
                                       int n_callable) {
    const gnbs_stored_outcome_t *base = g->base;
    const gnbs_screen_opt_t *opt = &g->c->screen;
    if (base->reason == GNBS_REASON_NO_REFERENCE || base->has_no_sequence)
        return state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE);
    if (!g->c->has_reference_confidence)
        return state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_REFERENCE_CONFIDENCE);
    if (base->reason == GNBS_REASON_SEX_UNKNOWN)
        return state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_SEX_UNKNOWN);
    if (row->policy == GNBS_POLICY_NAMED) {
        if (n_named == 0)
            return state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_NO_NAMED_ALLELE);
        if (n_callable < opt->min_callable_frac * n_named)
            return state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
        return state(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    }
    bool is_told = base_row->policy != GNBS_POLICY_NAMED;
    if (is_told && base->reason == GNBS_REASON_NO_FINDING)
        return state(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING);
    double frac =
        base->target_bp > 0 ? (double)base->callable_bp / (double)base->target_bp : 0;
    bool is_enough = frac >= opt->min_callable_frac &&
                     base->worst_exon_frac >= opt->min_exon_callable_frac;
    return is_enough ? state(GNBS_OUTCOME_NOT_SUSPECTED, GNBS_REASON_NO_FINDING)
                     : state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_LOW_CALLABILITY);
}

gnbs_impact_verdict_t gnbs_run_impact_judge(const gnbs_impact_gene_t *g,
                                            const gnbs_impact_row_t *r,
                                            gnbs_impact_side_t side,
                                            const gnbs_condition_t *base_row, int n_named,
                                            int n_callable) {
    gnbs_screen_hit_t *hit[2] = {GNBS_NEW(g->arena, gnbs_screen_hit_t, r->n),
                                 GNBS_NEW(g->arena, gnbs_screen_hit_t, r->n)};
    size_t *from = GNBS_NEW(g->arena, size_t, r->n), n[2] = {0};
    gnbs_impact_verdict_t v = {.state = {true, GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_N}};
    if (hit[0] == NULL || hit[1] == NULL || from == NULL)
        return v; /* then: cannot be told */
    for (size_t i = 0; i < r->n; i++) {
        const gnbs_screen_hit_t h = {&r->variant[side][i], r->rule[side][i]};
        if (h.rule == NULL) continue;
        if (h.variant->call.filter == 0) from[n[0]] = i, hit[0][n[0]++] = h;
        hit[1][n[1]++] = h;
    }
    gnbs_inheritance_t inh = r->row->inheritance;
    if (inh == GNBS_INH_XL && g->c->screen.xl_females_need_two) inh = GNBS_INH_XLR;
    bool is_x = is_x_site(g);
    gnbs_screen_verdict_t good = gnbs_screen_judge(inh, is_x, g->c->sex, n[0], hit[0]);
    if (good.is_suspected) {
        v.state = state(GNBS_OUTCOME_SUSPECTED, good.reason);
        v.n_variant = good.n_variant;
        for (size_t i = 0; i < good.n_variant; i++) v.variant[i] = from[good.variant[i]];
    } else if (gnbs_screen_judge(inh, is_x, g->c->sex, n[1], hit[1]).is_suspected) {
        v.state = state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_UNCERTAIN_CALL);
    } else if (r->row->policy != GNBS_POLICY_NAMED &&
               g->base->reason == GNBS_REASON_DOSAGE_SIGN) {
        v.state = state(GNBS_OUTCOME_NOT_ASSESSED, GNBS_REASON_DOSAGE_SIGN);
    } else {
        v.state = judge_scope(g, r->row, base_row, n_named, n_callable);
    }
    return v;
}
