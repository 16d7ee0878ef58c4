#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "genome/contig.h"
#include "screen/screen.h"

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

/* The frequency that is held against a ceiling: the filtering frequency where the source has one, as it says how thin the evidence
 * is; else the highest by ancestry; else the overall one. An allele that no source lists has none. */
static double judged_af(const gnbs_case_variant_t *v) {
    if (v->frequency == NULL) return 0;
    const gnbs_frequency_t *f = v->frequency;
    return f->faf95 >= 0 ? f->faf95 : f->af_grpmax >= 0 ? f->af_grpmax : f->af;
}

static double lof_ceiling(const gnbs_screen_opt_t *opt, gnbs_inheritance_t inh,
                          const gnbs_case_variant_t *v) {
    static const char *const ANCESTRY[GNBS_SCREEN_N_ANCESTRY] = {"afr", "amr", "asj", "eas",
                                                                 "fin"};
    const gnbs_frequency_t *f = v->frequency;
    if (inh == GNBS_INH_AD && f != NULL && f->grpmax != NULL &&
        (f->faf95 >= 0 || f->af_grpmax >= 0))
        for (int i = 0; i < GNBS_SCREEN_N_ANCESTRY; i++)
            if (strcasecmp(f->grpmax, ANCESTRY[i]) == 0) return opt->max_af_lof_ancestry[i];
    return opt->max_af_lof[inh];
}

/* A variant is never lost because the sentence about it did not fit in memory. */
static const char *or_short(const char *sentence) {
    return sentence != NULL ? sentence : "Reportable by the panel's policy";
}

static bool is_lof(const gnbs_screen_opt_t *opt, const gnbs_consequence_t *c) {
    return gnbs_consequence_is_lof(c) ||
           (opt->stop_lost_is_lof && gnbs_consequence_worst(c) == GNBS_CSQ_STOP_LOST);
}

static const char *lof_rule(const gnbs_screen_opt_t *opt, const gnbs_condition_t *row,
                            const gnbs_case_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_known_t *k = v->known;
    gnbs_acmg_class_t own = v->classification.acmg_class;
    double ceiling = lof_ceiling(opt, row->inheritance, v);
    if (v->n_consequence == 0 || !is_lof(opt, &v->consequence[0])) return NULL;
    if (v->same_copy != NULL && v->same_copy->makes_null)
        return or_short(gnbs_arena_printf(
            arena,
            "Loss of function (%s) by what stands on one copy together, in a gene where "
            "the "
            "panel reports it; how common each allele is, and what is known of it, says "
            "nothing of both",
            gnbs_csq_so_term(gnbs_consequence_worst(&v->consequence[0]))));
    if (judged_af(v) > ceiling) return NULL;
    bool is_benign =
        k != NULL &&
        (k->sig == GNBS_CLNSIG_BENIGN || k->sig == GNBS_CLNSIG_LIKELY_BENIGN) &&
        k->stars >= opt->min_benign_stars;
    bool is_own_benign = opt->own_benign_stops_lof &&
                         (own == GNBS_ACMG_BENIGN || own == GNBS_ACMG_LIKELY_BENIGN);
    if (is_benign || is_own_benign) return NULL;
    return or_short(gnbs_arena_printf(
        arena,
        "Loss of function (%s) in a gene where the panel reports it; frequency at most "
        "%.3g",
        gnbs_csq_so_term(gnbs_consequence_worst(&v->consequence[0])), ceiling));
}

static const char *own_rule(const gnbs_screen_opt_t *opt, const gnbs_case_variant_t *v,
                            gnbs_arena_t *arena) {
    gnbs_acmg_class_t own = v->classification.acmg_class,
                      least = opt->own_reports == GNBS_OWN_PATHOGENIC
                                  ? GNBS_ACMG_PATHOGENIC
                                  : GNBS_ACMG_LIKELY_PATHOGENIC;
    if (opt->own_reports == GNBS_OWN_NEVER || own < least) return NULL;
    return or_short(gnbs_arena_printf(arena, "%s by our own classification (ACMG/AMP)",
                                      gnbs_acmg_class_name(own)));
}

typedef struct tally {
    long n_pathogenic, n_benign;
} tally_t;

/* "Pathogenic(2)|Likely_benign(1)|Uncertain_significance(3)": submissions for and against. */
static tally_t count_conflict(const char *text) {
    tally_t t = {0};
    while (text != NULL && *text != '\0') {
        size_t n = strcspn(text, "|");
        const char *open = memchr(text, '(', n);
        long count = open != NULL ? strtol(open + 1, NULL, 10) : 1;
        if (count < 0) count = 0;
        if (strncmp(text, "Pathogenic", 10) == 0 ||
            strncmp(text, "Likely_pathogenic", 17) == 0)
            t.n_pathogenic += count;
        else if (strncmp(text, "Benign", 6) == 0 || strncmp(text, "Likely_benign", 13) == 0)
            t.n_benign += count;
        text += n + (text[n] == '|');
    }
    return t;
}

static const char *known_rule(const gnbs_screen_opt_t *opt, const gnbs_known_t *k,
                              gnbs_arena_t *arena) {
    if (k == NULL) return NULL;
    if (gnbs_known_is_pathogenic(k))
        return k->stars < opt->min_stars
                   ? NULL
                   : or_short(gnbs_arena_printf(arena, "ClinVar %s: %s, %d of 4 stars",
                                                k->clinvar_id, gnbs_clnsig_name(k->sig),
                                                k->stars));
    if (k->sig != GNBS_CLNSIG_CONFLICTING) return NULL;
    tally_t t = count_conflict(k->clnsigconf);
    if (t.n_pathogenic < opt->min_conflict_pathogenic || t.n_pathogenic < 1 ||
        t.n_benign > opt->max_conflict_benign)
        return NULL;
    return or_short(gnbs_arena_printf(
        arena,
        "ClinVar %s: conflicting; %ld (likely) pathogenic, %ld (likely) benign submissions",
        k->clinvar_id, t.n_pathogenic, t.n_benign));
}

static const char *same_protein_rule(const gnbs_screen_opt_t *opt,
                                     const gnbs_case_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_known_t *k = v->known_same_protein;
    bool is_disputed = v->known != NULL && v->known->sig != GNBS_CLNSIG_NONE &&
                       v->known->sig != GNBS_CLNSIG_OTHER;
    if (k == NULL || is_disputed || k->stars < opt->min_stars) return NULL;
    return or_short(
        gnbs_arena_printf(arena, "Same protein change as ClinVar %s: %s, %d of 4 stars",
                          k->clinvar_id, gnbs_clnsig_name(k->sig), k->stars));
}

/* Exons lost or doubled, where the row asks for such variants and the panel reports loss of function. */
static const char *dosage_rule(const gnbs_condition_t *row, const gnbs_case_variant_t *v,
                               gnbs_arena_t *arena) {
    if (!(row->classes & GNBS_CLASS_CNV) || row->policy != GNBS_POLICY_KNOWN_LOF ||
        !v->dosage_effect->is_lof)
        return NULL;
    return or_short(gnbs_arena_printf(
        arena, "Loss of function in a gene where the panel reports it. %s",
        v->dosage_effect->effect_why));
}

const char *gnbs_screen_reportable(const gnbs_screen_opt_t *opt, const gnbs_case_t *c,
                                   const gnbs_condition_t *row,
                                   const gnbs_case_variant_t *v, gnbs_arena_t *arena) {
    const gnbs_variant_t *var = &v->call.variant;
    if (v->dosage != NULL) return dosage_rule(row, v, arena);
    if (find_allele(c->panel->n_exclude, c->panel->exclude, c, row, var) != NULL)
        return NULL;
    const gnbs_panel_allele_t *named =
        find_allele(c->panel->n_include, c->panel->include, c, row, var);
    if (named != NULL)
        return or_short(gnbs_arena_printf(arena, "On the panel's inclusion list: %s (%s)",
                                          named->reason, named->source));
    if (row->policy == GNBS_POLICY_NAMED || judged_af(v) > opt->max_af_known) return NULL;
    const char *rule = known_rule(opt, v->known, arena);
    if (rule == NULL) rule = same_protein_rule(opt, v, arena);
    if (rule == NULL && row->policy == GNBS_POLICY_KNOWN_LOF)
        rule = lof_rule(opt, row, v, arena);
    if (rule == NULL && row->policy == GNBS_POLICY_KNOWN_LOF)
        rule = own_rule(opt, v, arena);
    return rule;
}
