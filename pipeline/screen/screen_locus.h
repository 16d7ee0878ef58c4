/* screen/screen_locus.h -- what counted copies mean for a condition. Private to the room.
 *
 *     no functional copy                            -> suspected
 *     two events, one copy left of each             -> suspected, phase unknown
 *     one copy lost and one reportable variant      -> suspected, phase unknown
 *     not counted, or not decided                   -> not assessed
 *     otherwise                                     -> as the variants say; alone, one lost copy is a carrier and is not told
 *
 * Where a locus speaks for a gene, what the ordinary caller sees at the locus's own bases does not count: reads of the other
 * copies imitate it.
 */
#ifndef GNBS_SCREEN_SCREEN_LOCUS_H
#define GNBS_SCREEN_SCREEN_LOCUS_H

#include "genome/case.h"

/* The locus that speaks for the gene, or NULL. */
const gnbs_locus_result_t *gnbs_screen_find_locus(const gnbs_case_t *c,
                                                  const char *hgnc_id);
/* May the variant be reported beside this locus (or NULL)? */
bool gnbs_screen_locus_allows(const gnbs_locus_result_t *locus, const gnbs_variant_t *v);

typedef struct gnbs_screen_locus_verdict {
    bool is_settled; /* nothing else need be asked */
    gnbs_outcome_kind_t outcome;
    gnbs_reason_t reason;
    gnbs_phase_t phase;
    size_t n_variant; /* of the hits: 1 when the finding is a lost copy and hit 0 */
} gnbs_screen_locus_verdict_t;

/* Before variants are judged: n_hit 0. After, when they alone are no finding: how many are reportable. */
gnbs_screen_locus_verdict_t gnbs_screen_judge_locus(const gnbs_locus_result_t *locus,
                                                    bool after_variants, size_t n_hit);

#endif
