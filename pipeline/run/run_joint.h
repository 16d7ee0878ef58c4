/* run/run_joint.h -- variants of one newborn that stand on the same copy of a gene, read together.
 *
 * consequence[0] of a variant becomes what the copy says (annot/annot_joint.h) when every copy that carries it agrees:
 *
 *     0|1 0|1   one copy has both: joined          1/1 1/1   both copies have both: joined
 *     1/1 0/1   one copy has both, one the first only: the second is joined, of the first both are told
 *     0/1 0/1   not phased: each is judged alone, and what they would do together is told
 */
#ifndef GNBS_RUN_JOINT_H
#define GNBS_RUN_JOINT_H

#include "genome/case.h"

/* v[n]: every variant with its consequences, not yet classified. Fills same_copy, and consequence where joined. */
gnbs_code_t gnbs_run_join(const gnbs_bundle_t *bundle, size_t n, gnbs_case_variant_t v[],
                          gnbs_arena_t *arena, gnbs_err_t *err);

#endif
