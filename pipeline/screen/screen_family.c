#include "screen/screen_family.h"

#include <string.h>

#include "core/vec.h"
#include "screen/screen_inherit.h"

static const struct {
    const char *name;
    gnbs_inheritance_t inheritance;
} MODELS[GNBS_MODEL_N] = {[GNBS_MODEL_AD] = {"AD", GNBS_INH_AD},
                          [GNBS_MODEL_AD_DN] = {"AD_dn", GNBS_INH_AD},
                          [GNBS_MODEL_AR_HOM] = {"AR_hom", GNBS_INH_AR},
                          [GNBS_MODEL_AR_HOM_DN] = {"AR_hom_dn", GNBS_INH_AR},
                          [GNBS_MODEL_AR_COMP] = {"AR_comp", GNBS_INH_AR},
                          [GNBS_MODEL_AR_COMP_DN] = {"AR_comp_dn", GNBS_INH_AR},
                          [GNBS_MODEL_XD] = {"XD", GNBS_INH_XLD},
                          [GNBS_MODEL_XD_DN] = {"XD_dn", GNBS_INH_XLD},
                          [GNBS_MODEL_XR] = {"XR", GNBS_INH_XLR},
                          [GNBS_MODEL_XR_DN] = {"XR_dn", GNBS_INH_XLR},
                          [GNBS_MODEL_XR_COMP] = {"XR_comp", GNBS_INH_XLR},
                          [GNBS_MODEL_XR_COMP_DN] = {"XR_comp_dn", GNBS_INH_XLR},
                          [GNBS_MODEL_MT] = {"MT", GNBS_INH_MT}};

const char *gnbs_family_model_name(gnbs_family_model_t m) { return MODELS[m].name; }
gnbs_inheritance_t gnbs_family_model_inheritance(gnbs_family_model_t m) {
    return MODELS[m].inheritance;
}

enum { CARRIES = GNBS_COPIES_ONE | GNBS_COPIES_ALL };

typedef struct family {
    const gnbs_family_opt_t *opt;
    const gnbs_pedigree_t *p;
} family_t;

/* What a kind of person may have under a model; the rest speaks against it. */
typedef struct rule {
    uint8_t affected_man, affected_woman, unaffected_man, unaffected_woman;
} rule_t;

static bool is_woman(const gnbs_person_t *who) { return who->sex == GNBS_SEX_FEMALE; }

static uint8_t allowed(const rule_t *r, const gnbs_person_t *who) {
    bool is_ill = who->illness == GNBS_AFFECTED;
    uint8_t man = is_ill ? r->affected_man : r->unaffected_man,
            woman = is_ill ? r->affected_woman : r->unaffected_woman;
    if (who->illness == GNBS_ILLNESS_UNKNOWN) return GNBS_COPIES_ANY;
    if (who->sex == GNBS_SEX_UNKNOWN) return man | woman;
    return is_woman(who) ? woman : man;
}

/* Does every genotype leave room for the rule; and is an affected person seen to carry the variant? */
static gnbs_family_fit_t fit_rule(const family_t *f, const rule_t *r,
                                  const gnbs_family_variant_t *v) {
    gnbs_family_fit_t fit = GNBS_FIT_POSSIBLE;
    for (size_t i = 0; i < f->p->n; i++) {
        const gnbs_person_t *who = &f->p->person[i];
        uint8_t may = allowed(r, who);
        if ((v->copies[i] & may) == 0) return GNBS_FIT_NO;
        if (who->illness == GNBS_AFFECTED && (v->copies[i] & ~may) == 0 &&
            (v->copies[i] & GNBS_COPIES_NONE) == 0)
            fit = GNBS_FIT_YES;
    }
    return fit;
}

/* ---- where an affected person's copies can have come from ------------------------------------------------- */

typedef struct origin {
    bool inherited, mutated; /* both when a parent's genotype is missing */
} origin_t;

static bool may_carry(const gnbs_family_variant_t *v, int parent) {
    return parent < 0 || (v->copies[parent] & CARRIES) != 0;
}
static bool may_lack(const gnbs_family_variant_t *v, int parent) {
    return parent >= 0 && (v->copies[parent] & GNBS_COPIES_NONE) != 0;
}
/* The same of a man's X: one who is well does not carry what makes men ill. */
static bool x_father_may_carry(const family_t *f, const gnbs_family_variant_t *v,
                               int father) {
    return father < 0 ||
           (f->p->person[father].illness != GNBS_UNAFFECTED && may_carry(v, father));
}
static bool x_father_may_lack(const family_t *f, const gnbs_family_variant_t *v,
                              int father) {
    return father >= 0 &&
           !(f->p->person[father].illness == GNBS_AFFECTED &&
             (v->copies[father] & GNBS_COPIES_NONE) == 0) &&
           ((v->copies[father] & GNBS_COPIES_NONE) != 0 ||
            !x_father_may_carry(f, v, father));
}

static bool has_parents(const gnbs_person_t *who) {
    return who->father >= 0 || who->mother >= 0;
}

/* One copy, from either parent. */
static origin_t one_copy(const family_t *f, const gnbs_person_t *who,
                         const gnbs_family_variant_t *v) {
    (void)f;
    bool both_may_lack = (who->father < 0 || may_lack(v, who->father)) &&
                         (who->mother < 0 || may_lack(v, who->mother));
    return (origin_t){!has_parents(who) || may_carry(v, who->father) ||
                          may_carry(v, who->mother),
                      has_parents(who) && both_may_lack};
}

/* Two copies, one from each. */
static origin_t two_copies(const family_t *f, const gnbs_person_t *who,
                           const gnbs_family_variant_t *v) {
    (void)f;
    return (origin_t){may_carry(v, who->father) && may_carry(v, who->mother),
                      may_lack(v, who->father) || may_lack(v, who->mother)};
}

/* The X of a man is his mother's. */
static origin_t x_of_man(const gnbs_person_t *who, const gnbs_family_variant_t *v) {
    return (origin_t){may_carry(v, who->mother), may_lack(v, who->mother)};
}

static origin_t x_dominant(const family_t *f, const gnbs_person_t *who,
                           const gnbs_family_variant_t *v) {
    return is_woman(who) ? one_copy(f, who, v) : x_of_man(who, v);
}

static origin_t x_recessive(const family_t *f, const gnbs_person_t *who,
                            const gnbs_family_variant_t *v) {
    if (!is_woman(who)) return x_of_man(who, v);
    return (origin_t){x_father_may_carry(f, v, who->father) && may_carry(v, who->mother),
                      x_father_may_lack(f, v, who->father) || may_lack(v, who->mother)};
}

/* Over all affected: inherited when every one may have inherited, new when one may not. */
static origin_t origin_of(const family_t *f, const gnbs_family_variant_t *v,
                          origin_t (*of)(const family_t *, const gnbs_person_t *,
                                         const gnbs_family_variant_t *)) {
    origin_t all = {.inherited = true};
    for (size_t i = 0; i < f->p->n; i++) {
        const gnbs_person_t *who = &f->p->person[i];
        if (who->illness != GNBS_AFFECTED) continue;
        origin_t o = of(f, who, v);
        all.inherited &= o.inherited;
        all.mutated |= o.mutated;
    }
    return all;
}

static void set_fit(gnbs_family_result_t *r, gnbs_family_model_t model,
                    gnbs_family_fit_t fit, origin_t o) {
    if (o.inherited && r->fit[model] < fit) r->fit[model] = (uint8_t)fit;
    if (o.mutated && r->fit[model + 1] < fit) r->fit[model + 1] = (uint8_t)fit;
}

/* ---- one variant ------------------------------------------------------------------------------------------ */

static void fit_autosome(const family_t *f, const gnbs_family_variant_t *v,
                         gnbs_family_result_t *r) {
    uint8_t ill =
        (uint8_t)(GNBS_COPIES_ONE | (f->opt->dominant_homozygotes ? GNBS_COPIES_ALL : 0));
    uint8_t well =
        (uint8_t)(GNBS_COPIES_NONE | (f->opt->silent_carriers ? GNBS_COPIES_ONE : 0));
    const rule_t dominant = {ill, ill, well, well};
    const rule_t recessive = {GNBS_COPIES_ALL, GNBS_COPIES_ALL,
                              GNBS_COPIES_NONE | GNBS_COPIES_ONE,
                              GNBS_COPIES_NONE | GNBS_COPIES_ONE};
    set_fit(r, GNBS_MODEL_AD, fit_rule(f, &dominant, v), origin_of(f, v, one_copy));
    set_fit(r, GNBS_MODEL_AR_HOM, fit_rule(f, &recessive, v), origin_of(f, v, two_copies));
}

static void fit_x(const family_t *f, const gnbs_family_variant_t *v,
                  gnbs_family_result_t *r) {
    /* callers write the only copy of a man as 0/1 too: it is what he carries */
    uint8_t woman =
        (uint8_t)(GNBS_COPIES_ONE | (f->opt->dominant_homozygotes ? GNBS_COPIES_ALL : 0));
    const rule_t dominant = {
        CARRIES, woman, GNBS_COPIES_NONE,
        (uint8_t)(GNBS_COPIES_NONE | (f->opt->silent_women ? GNBS_COPIES_ONE : 0))};
    const rule_t recessive = {CARRIES, GNBS_COPIES_ALL, GNBS_COPIES_NONE,
                              GNBS_COPIES_NONE | GNBS_COPIES_ONE};
    set_fit(r, GNBS_MODEL_XD, fit_rule(f, &dominant, v), origin_of(f, v, x_dominant));
    set_fit(r, GNBS_MODEL_XR, fit_rule(f, &recessive, v), origin_of(f, v, x_recessive));
}

static void fit_mt(const family_t *f, const gnbs_family_variant_t *v,
                   gnbs_family_result_t *r) {
    const rule_t rule = {CARRIES, CARRIES, GNBS_COPIES_NONE | GNBS_COPIES_ONE,
                         GNBS_COPIES_NONE | GNBS_COPIES_ONE};
    gnbs_family_fit_t fit = fit_rule(f, &rule, v);
    for (size_t i = 0; i < f->p->n; i++) {
        const gnbs_person_t *who = &f->p->person[i];
        if (who->illness == GNBS_AFFECTED && !may_carry(v, who->mother)) return;
    }
    r->fit[GNBS_MODEL_MT] = (uint8_t)fit;
}

/* ---- two variants ----------------------------------------------------------------------------------------- */

static gnbs_phase_t phase_in(const gnbs_family_variant_t *a, const gnbs_family_variant_t *b,
                             size_t i) {
    if (gnbs_screen_exclude_each_other(&a->variant, &b->variant)) return GNBS_PHASE_TRANS;
    if (a->side[i] == 0 || b->side[i] == 0 || a->phase_set[i] != b->phase_set[i])
        return GNBS_PHASE_UNKNOWN;
    return a->side[i] == b->side[i] ? GNBS_PHASE_CIS : GNBS_PHASE_TRANS;
}

/* Which parent may have given which: a from the father and b from the mother, or the other way. */
static origin_t pair_origin(const family_t *f, const gnbs_person_t *who, bool is_x,
                            const gnbs_family_variant_t *a,
                            const gnbs_family_variant_t *b) {
    const gnbs_family_variant_t *of[2] = {a, b};
    origin_t o = {.mutated = has_parents(who)};
    for (int k = 0; k < 2; k++) {
        const gnbs_family_variant_t *pat = of[k], *mat = of[1 - k];
        bool father_may =
            is_x ? x_father_may_carry(f, pat, who->father) : may_carry(pat, who->father);
        bool father_lacks =
            is_x ? x_father_may_lack(f, pat, who->father) : may_lack(pat, who->father);
        o.inherited |= father_may && may_carry(mat, who->mother);
        if (father_may && may_carry(mat, who->mother) && !father_lacks &&
            !may_lack(mat, who->mother))
            o.mutated = false; /* both parents are seen to carry their part */
    }
    return o;
}

typedef struct pair_fit {
    gnbs_family_fit_t fit;
    origin_t origin;
} pair_fit_t;

/* Nobody unaffected has either on both copies or both of them; an unaffected man has nothing of them on X. */
static bool unaffected_allow(const gnbs_person_t *who, bool is_x, uint8_t a, uint8_t b) {
    uint8_t may =
        is_x && !is_woman(who) ? GNBS_COPIES_NONE : GNBS_COPIES_NONE | GNBS_COPIES_ONE;
    bool has_both = (a & GNBS_COPIES_NONE) == 0 && (b & GNBS_COPIES_NONE) == 0;
    return (a & may) != 0 && (b & may) != 0 && !has_both;
}

static pair_fit_t fit_pair(const family_t *f, bool is_x, const gnbs_family_variant_t *a,
                           const gnbs_family_variant_t *b) {
    pair_fit_t p = {.origin = {.inherited = true}};
    bool saw_a = false, saw_b = false;
    for (size_t i = 0; i < f->p->n; i++) {
        const gnbs_person_t *who = &f->p->person[i];
        if (who->illness == GNBS_UNAFFECTED &&
            !unaffected_allow(who, is_x, a->copies[i], b->copies[i]))
            return (pair_fit_t){0};
        if (who->illness != GNBS_AFFECTED) continue;
        if ((is_x && !is_woman(who)) || (a->copies[i] & GNBS_COPIES_ONE) == 0 ||
            (b->copies[i] & GNBS_COPIES_ONE) == 0 || phase_in(a, b, i) == GNBS_PHASE_CIS)
            return (pair_fit_t){0};
        saw_a |= a->copies[i] == GNBS_COPIES_ONE;
        saw_b |= b->copies[i] == GNBS_COPIES_ONE;
        origin_t o = pair_origin(f, who, is_x, a, b);
        p.origin.inherited &= o.inherited;
        p.origin.mutated |= o.mutated;
    }
    p.fit = saw_a && saw_b ? GNBS_FIT_YES : GNBS_FIT_POSSIBLE;
    return p;
}

typedef GNBS_VEC(size_t) indices_t;

static gnbs_code_t keep_partners(indices_t *found, gnbs_arena_t *arena,
                                 gnbs_family_result_t *r, gnbs_err_t *err) {
    if (found->n == 0) return GNBS_OK;
    size_t *partner = GNBS_NEW(arena, size_t, found->n);
    if (partner == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "pairs of variants");
    memcpy(partner, found->at, found->n * sizeof *partner);
    r->partner = partner;
    r->n_partner = found->n;
    return GNBS_OK;
}

static gnbs_code_t fit_pairs(const family_t *f, size_t n,
                             const gnbs_family_variant_t variant[], size_t i,
                             gnbs_arena_t *arena, gnbs_family_result_t *r,
                             gnbs_err_t *err) {
    const gnbs_family_variant_t *v = &variant[i];
    bool is_x = v->site == GNBS_SITE_X;
    indices_t found = {0};
    gnbs_code_t code = GNBS_OK;
    if (!is_x && v->site != GNBS_SITE_AUTOSOME) return GNBS_OK;
    for (size_t k = 0; k < n && code == GNBS_OK; k++) {
        if (k == i || variant[k].site != v->site) continue;
        pair_fit_t p = fit_pair(f, is_x, v, &variant[k]);
        if (p.fit == GNBS_FIT_NO || !(p.origin.inherited || p.origin.mutated)) continue;
        set_fit(r, is_x ? GNBS_MODEL_XR_COMP : GNBS_MODEL_AR_COMP, p.fit, p.origin);
        if (p.fit == GNBS_FIT_YES && !GNBS_PUSH(&found, k))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "pairs of variants");
    }
    if (code == GNBS_OK) code = keep_partners(&found, arena, r, err);
    GNBS_VEC_CLEAR(&found);
    return code;
}

gnbs_code_t gnbs_screen_family(const gnbs_family_opt_t *opt, const gnbs_pedigree_t *family,
                               size_t n, const gnbs_family_variant_t variant[],
                               gnbs_arena_t *arena, gnbs_family_result_t result[],
                               gnbs_err_t *err) {
    const family_t f = {opt, family};
    for (size_t i = 0; i < n; i++) {
        result[i] = (gnbs_family_result_t){0};
        switch (variant[i].site) {
        case GNBS_SITE_AUTOSOME: fit_autosome(&f, &variant[i], &result[i]); break;
        case GNBS_SITE_X: fit_x(&f, &variant[i], &result[i]); break;
        case GNBS_SITE_MT: fit_mt(&f, &variant[i], &result[i]); break;
        case GNBS_SITE_OTHER: break;
        }
        GNBS_TRY(fit_pairs(&f, n, variant, i, arena, &result[i], err));
    }
    return GNBS_OK;
}
