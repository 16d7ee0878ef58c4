/* screen/screen_mito.h -- from which fraction of the mitochondrial copies a condition is suspected.
 *
 *     fraction at or above the variant's threshold                     suspected
 *     below it, but the 95 % interval reaches it                       uncertain: not assessed
 *     below it                                                         not suspected; what was seen is said
 * The threshold of a variant is its row in refdata/mito/variants.tsv, or the table's default.
 * Threads  pure
 */
#ifndef GNBS_SCREEN_MITO_H
#define GNBS_SCREEN_MITO_H

#include "core/arena.h"
#include "screen/screen_inherit.h"

/* Of the hits at or above their thresholds, the one that most copies carry. */
gnbs_screen_verdict_t gnbs_screen_judge_mito(const gnbs_mito_policy_t *policy, size_t n,
                                             const gnbs_screen_hit_t hit[]);
/* Is one below its threshold by less than counting can tell? */
bool gnbs_screen_may_reach(const gnbs_mito_policy_t *policy, size_t n,
                           const gnbs_screen_hit_t hit[]);
/* "m.1555A>G in 30.0 % (26.1 to 34.4 %) of the mitochondrial copies; it is reported from 95 %": a sentence for every hit, and
 * what a fraction needs that a second method must show. "" when there is none. */
const char *gnbs_screen_tell_shares(const gnbs_mito_policy_t *policy, size_t n,
                                    const gnbs_screen_hit_t hit[], gnbs_arena_t *arena);

#endif
