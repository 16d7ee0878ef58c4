#include <string.h>

#include "genome/contig.h"
#include "screen/screen.h"

gnbs_screen_opt_t gnbs_screen_opt_default(void) {
    return (gnbs_screen_opt_t){.max_af_known = 0.05,
                               .max_af_lof_recessive = 0.01,
                               .max_af_lof_dominant = 0.001,
                               .min_benign_stars = 1,
                               .min_callable_frac = 0.95,
                               .min_exon_callable_frac = 0.5,
                               .splice_bp = 2};
}

gnbs_code_t gnbs_screen_opt_validate(const gnbs_screen_opt_t *o, gnbs_err_t *err) {
    const double frac[] = {o->max_af_known, o->max_af_lof_recessive, o->max_af_lof_dominant,
                           o->min_callable_frac, o->min_exon_callable_frac};
    for (size_t i = 0; i < sizeof frac / sizeof *frac; i++)
        if (!(frac[i] >= 0 && frac[i] <= 1))
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "screening policy: %g is not a share between 0 and 1",
                                frac[i]);
    if (o->splice_bp < 0 || o->splice_bp > 20)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "screening policy: %d splice bases, expected 0-20",
                            o->splice_bp);
    return GNBS_OK;
}

static bool is_for_row(const gnbs_panel_allele_t *a, const gnbs_condition_t *row) {
    bool is_for_all = a->condition == NULL || a->condition[0] == '\0';
    return strcmp(a->hgnc_id, row->hgnc_id) == 0 &&
           (is_for_all || strcmp(a->condition, row->condition) == 0);
}

static const gnbs_panel_allele_t *find_allele(size_t n, const gnbs_panel_allele_t list[],
                                              const gnbs_case_t *c,
                                              const gnbs_condition_t *row,
                                              const gnbs_variant_t *v) {
    for (size_t i = 0; i < n; i++)
        if (list[i].pos == v->pos && is_for_row(&list[i], row) &&
            strcmp(list[i].ref, v->ref) == 0 && strcmp(list[i].alt, v->alt) == 0 &&
            gnbs_contig_same_name(list[i].chrom, c->bundle->contigs.contig[v->tid].name))
            return &list[i];
    return NULL;
}

static double known_af(const gnbs_case_variant_t *v) {
    if (v->frequency == NULL) return 0;
    const gnbs_frequency_t *f = v->frequency;
    return f->faf95 >= 0 ? f->faf95 : f->af_grpmax >= 0 ? f->af_grpmax : f->af;
}

/* A variant is never lost because the sentence about it did not fit in memory. */
static const char *or_short(const char *sentence) {
    return sentence != NULL ? sentence : "Reportable by the panel's policy";
}

static const char *lof_rule(const gnbs_screen_opt_t *opt, const gnbs_condition_t *row,
                            const gnbs_case_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_known_t *k = v->known;
    bool is_dominant = row->inheritance == GNBS_INH_AD || row->inheritance == GNBS_INH_XLD;
    double ceiling = is_dominant ? opt->max_af_lof_dominant : opt->max_af_lof_recessive;
    if (v->n_consequence == 0 || !gnbs_consequence_is_lof(&v->consequence[0]) ||
        known_af(v) > ceiling)
        return NULL;
    bool is_benign =
        k != NULL &&
        (k->sig == GNBS_CLNSIG_BENIGN || k->sig == GNBS_CLNSIG_LIKELY_BENIGN) &&
        k->stars >= opt->min_benign_stars;
    if (is_benign) return NULL;
    return or_short(gnbs_arena_printf(
        arena,
        "Loss of function (%s) in a gene where the panel reports it; frequency at most "
        "%.3g",
        gnbs_csq_so_term(gnbs_consequence_worst(&v->consequence[0])), ceiling));
}

const char *gnbs_screen_reportable(const gnbs_screen_opt_t *opt, const gnbs_case_t *c,
                                   const gnbs_condition_t *row,
                                   const gnbs_case_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_variant_t *var = &v->call.variant;
    if (find_allele(c->panel->n_exclude, c->panel->exclude, c, row, var) != NULL)
        return NULL;
    const gnbs_panel_allele_t *named =
        find_allele(c->panel->n_include, c->panel->include, c, row, var);
    if (named != NULL)
        return or_short(gnbs_arena_printf(arena, "On the panel's inclusion list: %s (%s)",
                                          named->reason, named->source));
    if (row->policy == GNBS_POLICY_NAMED || known_af(v) > opt->max_af_known) return NULL;
    if (v->known != NULL && gnbs_known_is_pathogenic(v->known))
        return or_short(
            gnbs_arena_printf(arena, "ClinVar %s: %s, %d of 4 stars", v->known->clinvar_id,
                              gnbs_clnsig_name(v->known->sig), v->known->stars));
    bool is_disputed = v->known != NULL && v->known->sig != GNBS_CLNSIG_NONE &&
                       v->known->sig != GNBS_CLNSIG_OTHER;
    if (v->known_same_protein != NULL && !is_disputed)
        return or_short(gnbs_arena_printf(
            arena, "Same protein change as ClinVar %s: %s, %d of 4 stars",
            v->known_same_protein->clinvar_id, gnbs_clnsig_name(v->known_same_protein->sig),
            v->known_same_protein->stars));
    return row->policy == GNBS_POLICY_KNOWN_LOF ? lof_rule(opt, row, v, arena) : NULL;
}
