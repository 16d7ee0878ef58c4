/* screen/screen_inherit.h -- do these variants, in these copies, on these sides, cause a condition inherited this way?
 *
 *     AR    homozygous, or two heterozygous not known to be in cis
 *     AD    one is enough
 *     XLR   males: hemizygous.  Females: as AR
 *     XL    males: hemizygous.  Females: one is enough (carriers may be ill: missing them costs more)
 *     XLD   one is enough
 *     MT    by the fraction of the copies: screen_mito.h
 * On the pseudo-autosomal regions of X the rules are those of an autosome.
 */
#ifndef GNBS_SCREEN_INHERIT_H
#define GNBS_SCREEN_INHERIT_H

#include "genome/case.h"

typedef struct gnbs_screen_hit {
    const gnbs_case_variant_t *variant;
    const char *rule;
} gnbs_screen_hit_t;

typedef struct gnbs_screen_verdict {
    bool is_suspected;
    gnbs_reason_t reason;
    gnbs_phase_t phase;
    size_t n_variant, variant[2]; /* indices into hit[] */
} gnbs_screen_verdict_t;

gnbs_screen_verdict_t gnbs_screen_judge(gnbs_inheritance_t inheritance,
                                        bool is_x_linked_site, gnbs_sex_t sex, size_t n,
                                        const gnbs_screen_hit_t hit[]);
/* Of two calls by their phase sets; of two variants of a case also by a deletion that one lies in. */
gnbs_phase_t gnbs_screen_phase_of(const gnbs_case_variant_t *a,
                                  const gnbs_case_variant_t *b);
gnbs_phase_t gnbs_screen_phase(const gnbs_call_t *a, const gnbs_call_t *b);
/* Do the two change the same bases differently? One copy then cannot carry both: two heterozygous calls are in trans, however a
 * multi-allelic site was split. */
bool gnbs_screen_exclude_each_other(const gnbs_variant_t *a, const gnbs_variant_t *b);

#endif
