/* call/call_phase.h -- which heterozygous calls of a chunk lie on the same copy, by the fragments that show both.
 *
 * Method   neighbouring heterozygous calls are joined when at least MIN_FRAGMENTS fragments show both sites and nearly all
 *          of them tell the same story (cis: ALT with ALT or REF with REF; trans: ALT with REF); a chain of joined calls is one
 *          phase set (VCF PS), named by its first position. Calls that no fragment joins stay unphased
 * Threads  pure
 */
#ifndef GNBS_CALL_PHASE_H
#define GNBS_CALL_PHASE_H

#include "call/call_pileup.h"

/* calls sorted by variant; is_phased, haplotype and phase_set are set anew for diploid heterozygous calls that pass filters. */
gnbs_code_t gnbs_call_phase(const gnbs_pileup_t *pileup, size_t n, gnbs_call_t call[],
                            gnbs_arena_t *arena, gnbs_err_t *err);

#endif
