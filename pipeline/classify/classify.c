#include "classify/classify.h"

#include <math.h>
#include <string.h>

enum { MAX_CRITERIA = 16 };

gnbs_classify_opt_t gnbs_classify_opt_default(void) {
    return (gnbs_classify_opt_t){.ba1_af = 0.05, .bs1_af = 0.015, .pm2_af_recessive = 1e-4};
}

typedef struct sheet {
    gnbs_arena_t *arena;
    size_t n;
    gnbs_criterion_t *at;
    int points;
    bool stands_alone, failed;
} sheet_t;

static void add(sheet_t *s, const char *code, const char *strength, int points,
                const char *why) {
    if (why == NULL || s->n == MAX_CRITERIA) {
        s->failed = true;
        return;
    }
    s->at[s->n++] = (gnbs_criterion_t){.code = code,
                                       .state = GNBS_CRITERION_MET,
                                       .strength = strength,
                                       .points = points,
                                       .why = why};
    s->points += points;
}

/* Abou Tayoun et al. 2018, Hum Mutat 39:1517: the branches that consequence, NMD and position decide. */
static void judge_pvs1(const gnbs_classify_input_t *in, sheet_t *s) {
    const gnbs_consequence_t *c = in->consequence;
    if (c == NULL || !gnbs_consequence_is_lof(c) || !in->is_lof_gene) return;
    gnbs_csq_t worst = gnbs_consequence_worst(c);
    const char *term = gnbs_csq_so_term(worst);
    if (worst == GNBS_CSQ_START_LOST)
        add(s, "PVS1", "Moderate", 2,
            gnbs_arena_printf(s->arena,
                              "%s in a gene where loss of function causes the condition; "
                              "another start may serve",
                              term));
    else if (c->escapes_nmd)
        add(s, "PVS1", "Strong", 4,
            gnbs_arena_printf(s->arena,
                              "%s in a loss-of-function gene; the transcript is expected "
                              "to escape nonsense-mediated decay",
                              term));
    else
        add(s, "PVS1", "Very strong", 8,
            gnbs_arena_printf(s->arena,
                              "%s on %s, in a gene where loss of function causes the "
                              "condition; nonsense-mediated decay expected",
                              term,
                              c->tx->other_id[0] != '\0' ? c->tx->other_id : c->tx->id));
}

static void judge_same_protein(const gnbs_classify_input_t *in, sheet_t *s) {
    const gnbs_known_t *k = in->known_same_protein;
    if (k == NULL) return;
    bool is_strong = k->sig == GNBS_CLNSIG_PATHOGENIC;
    add(s, "PS1", is_strong ? "Strong" : "Moderate", is_strong ? 4 : 2,
        gnbs_arena_printf(s->arena, "same protein change as ClinVar %s (%s, %d stars)",
                          k->clinvar_id, gnbs_clnsig_name(k->sig), k->stars));
}

static double filtering_af(const gnbs_frequency_t *f) {
    return f->faf95 >= 0 ? f->faf95 : f->af_grpmax >= 0 ? f->af_grpmax : f->af;
}

/* For rarity the largest that is stated: a lower bound of 0 (one allele seen in few) is not rarity. */
static double largest_af(const gnbs_frequency_t *f) {
    return fmax(f->af, fmax(f->af_grpmax, f->faf95));
}

static void judge_frequency(const gnbs_classify_opt_t *opt, const gnbs_classify_input_t *in,
                            sheet_t *s) {
    const gnbs_frequency_t *f = in->frequency;
    bool is_dominant = in->inheritance == GNBS_INH_AD || in->inheritance == GNBS_INH_XLD;
    if (f == NULL) {
        if (in->has_frequency_source)
            add(s, "PM2", "Supporting", 1,
                "absent from the frequency sources of the bundle (which do not say whether "
                "the site was covered)");
        return;
    }
    double af = filtering_af(f);
    if (af > opt->ba1_af) {
        s->stands_alone = true;
        add(s, "BA1", "Stand alone", -8,
            gnbs_arena_printf(s->arena, "allele frequency %.4g in %s, above %.3g", af,
                              f->source, opt->ba1_af));
    } else if (af > opt->bs1_af) {
        add(s, "BS1", "Strong", -4,
            gnbs_arena_printf(s->arena, "allele frequency %.4g in %s, above %.3g", af,
                              f->source, opt->bs1_af));
    } else if (!is_dominant && largest_af(f) <= opt->pm2_af_recessive) {
        add(s, "PM2", "Supporting", 1,
            gnbs_arena_printf(s->arena, "allele frequency %.4g in %s, at most %.3g",
                              largest_af(f), f->source, opt->pm2_af_recessive));
    }
}

static void judge_rest(const gnbs_classify_input_t *in, sheet_t *s) {
    if (in->consequence == NULL) return;
    gnbs_csq_t worst = gnbs_consequence_worst(in->consequence);
    if (worst == GNBS_CSQ_INFRAME_DELETION || worst == GNBS_CSQ_INFRAME_INSERTION ||
        worst == GNBS_CSQ_STOP_LOST)
        add(s, "PM4", "Moderate", 2,
            gnbs_arena_printf(s->arena, "%s changes the length of the protein",
                              gnbs_csq_so_term(worst)));
    if (worst == GNBS_CSQ_SYNONYMOUS)
        add(s, "BP7", "Supporting", -1, "synonymous, and not in a splice region");
}

gnbs_code_t gnbs_classify_variant(const gnbs_classify_opt_t *opt,
                                  const gnbs_classify_input_t *in, gnbs_arena_t *arena,
                                  gnbs_classification_t *out, gnbs_err_t *err) {
    sheet_t s = {.arena = arena, .at = GNBS_NEW(arena, gnbs_criterion_t, MAX_CRITERIA)};
    if (s.at == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "criteria");
    judge_pvs1(in, &s);
    judge_same_protein(in, &s);
    judge_frequency(opt, in, &s);
    judge_rest(in, &s);
    if (s.failed) return gnbs_err_set(err, GNBS_E_NOMEM, "criteria");
    *out = (gnbs_classification_t){.points = s.points,
                                   .posterior = gnbs_classify_posterior(s.points),
                                   .authority = "",
                                   .difference = "",
                                   .n_criterion = s.n,
                                   .criterion = s.at};
    out->acmg_class = s.stands_alone ? GNBS_ACMG_BENIGN : gnbs_classify_points(s.points);
    out->points_class = out->acmg_class;
    return GNBS_OK;
}
