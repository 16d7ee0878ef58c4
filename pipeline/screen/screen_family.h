/* screen/screen_family.h -- which ways of inheritance fit what a family carries and who in it is ill?
 *
 * Models    named as in the literature on family filters: AD, AR_hom, AR_comp, XD, XR, XR_comp, MT; _dn where the family can
 *           only be explained by a new mutation. A variant may fit several.
 *
 *     AD        every affected person has one copy, no unaffected person any
 *     AR_hom    every affected person has it on both copies, no unaffected person has; _dn: a parent does not carry it
 *     AR_comp   every affected person has one copy of each of two variants, from different parents; nobody unaffected has
 *               both variants; never two on one copy. _dn: one of the two was not in the parents
 *     XD        affected: one copy or the only one; no unaffected man carries it, no unaffected woman (unless allowed)
 *     XR        affected men carry it, affected women on both copies; no unaffected man carries it, no unaffected woman on both
 *     XR_comp   the AR_comp of women, in families without an affected man
 *     MT        every affected person carries it (any fraction), as does the mother; no unaffected person has it alone
 *
 * Verdict   FITS: nothing speaks against, and an affected person is seen to carry it. POSSIBLE: nothing speaks against, but no
 *           affected person's genotype is known. NO: a genotype speaks against it. A missing genotype speaks neither way.
 * PAR       on the pseudo-autosomal regions the rules are those of an autosome
 * Threads   pure
 */
#ifndef GNBS_SCREEN_FAMILY_H
#define GNBS_SCREEN_FAMILY_H

#include "core/arena.h"
#include "genome/pedigree.h"

typedef enum gnbs_family_model {
    GNBS_MODEL_AD,
    GNBS_MODEL_AD_DN,
    GNBS_MODEL_AR_HOM,
    GNBS_MODEL_AR_HOM_DN,
    GNBS_MODEL_AR_COMP,
    GNBS_MODEL_AR_COMP_DN,
    GNBS_MODEL_XD,
    GNBS_MODEL_XD_DN,
    GNBS_MODEL_XR,
    GNBS_MODEL_XR_DN,
    GNBS_MODEL_XR_COMP,
    GNBS_MODEL_XR_COMP_DN,
    GNBS_MODEL_MT,
    GNBS_MODEL_N
} gnbs_family_model_t;

const char *gnbs_family_model_name(gnbs_family_model_t model); /* "AR_hom_dn" */
/* The inheritance a model is a case of: AD, AR, XLD, XLR, MT. */
gnbs_inheritance_t gnbs_family_model_inheritance(gnbs_family_model_t model);

typedef enum gnbs_family_fit {
    GNBS_FIT_NO,
    GNBS_FIT_POSSIBLE,
    GNBS_FIT_YES
} gnbs_family_fit_t;

typedef enum gnbs_family_site {
    GNBS_SITE_AUTOSOME, /* and PAR */
    GNBS_SITE_X,
    GNBS_SITE_MT,
    GNBS_SITE_OTHER /* Y and contigs without a rule: no model fits */
} gnbs_family_site_t;

typedef struct gnbs_family_variant {
    gnbs_variant_t variant;
    gnbs_family_site_t site;
    const uint8_t *copies; /* [n person], GNBS_COPIES_ sets */
    /* [n person]: 1 or 2, the side that carries it; 0: not phased. phase_set: equal where sides can be compared */
    const int8_t *side;
    const int64_t *phase_set;
} gnbs_family_variant_t;

typedef struct gnbs_family_opt {
    bool dominant_homozygotes; /* two copies fit a dominant condition too */
    bool silent_carriers; /* unaffected people may have one copy of a dominant variant */
    bool silent_women;    /* unaffected women may have one copy of an XD variant */
} gnbs_family_opt_t;

typedef struct gnbs_family_result {
    uint8_t fit[GNBS_MODEL_N]; /* gnbs_family_fit_t */
    size_t n_partner;          /* variants it fits AR_comp or XR_comp with, _dn included */
    const size_t *partner;
} gnbs_family_result_t;

/* result[n], for the variants of one gene. */
gnbs_code_t gnbs_screen_family(const gnbs_family_opt_t *opt, const gnbs_pedigree_t *family,
                               size_t n, const gnbs_family_variant_t variant[],
                               gnbs_arena_t *arena, gnbs_family_result_t result[],
                               gnbs_err_t *err);

#endif
