/* call/call_force.h -- genotype likelihoods at alleles named by someone else: what a parent's reads say of a child's call.
 *
 * Method   as call.h: a lone SNV by base likelihoods, an indel (or an SNV where this sample shows an indel nearby) by haplotypes
 *          of this sample's own candidates and the named allele
 * Memory   results in the arena
 * Threads  pure
 */
#ifndef GNBS_CALL_CALL_FORCE_H
#define GNBS_CALL_CALL_FORCE_H

#include "call/call.h"

/* forced[] is parallel to request->known, every one of which starts in a target of the chunk. Where no read is judged, or
 * there are too many candidates, pl is 0,0,0 and n_alt -1; n_alt is set only where depth and the reads alone make it sure.
 * Sets is_given. */
gnbs_code_t gnbs_call_force(const gnbs_call_request_t *request, gnbs_arena_t *arena,
                            gnbs_parent_call_t forced[], gnbs_err_t *err);

#endif
