/* call/call_assemble.h -- alleles that no CIGAR spells: local assembly where reads are clipped or disagree.
 *
 * Method   Where several reads end in soft clips, or several candidates crowd, the reads of the neighbourhood are cut
 *          into k-mers and joined into a de Bruijn graph (Compeau, Pevzner and Tesler 2011) with the reference; branches that
 *          fewer than min_alt_fragments reads walk are dropped; k grows (21, 31, 45, 61, 81) until reference and
 *          graph have no cycle. Every path from the first to the last reference k-mer is a haplotype; it is aligned to the
 *          reference (affine gaps, Gotoh 1982) and its differences, in normal form, become candidates
 * Errors   GNBS_E_NOMEM only; a place that stays cyclic or has too many paths is returned as crowded: not callable
 * Threads  pure
 */
#ifndef GNBS_CALL_ASSEMBLE_H
#define GNBS_CALL_ASSEMBLE_H

#include "call/call_pileup.h"

typedef struct gnbs_assembled { /* what the neighbourhoods gave */
    size_t n_variant, n_crowded, n_region;
    gnbs_variant_t *variant; /* normal form, sorted, each once */
    gnbs_region_t *crowded;  /* sorted; could not be resolved  */
} gnbs_assembled_t;

gnbs_code_t gnbs_call_assemble(const gnbs_pileup_t *pileup, gnbs_arena_t *arena,
                               gnbs_assembled_t *out, gnbs_err_t *err);
/* Differences of a haplotype (codes) from the reference stretch [beg, beg + n_ref) of the chunk, appended as they are found;
 * for tests. Returns the number written, at most cap. */
size_t gnbs_call_align_haplotype(const gnbs_chunk_t *chunk, gnbs_pos_t beg, int n_ref,
                                 int n_hap, const uint8_t hap[], gnbs_arena_t *arena,
                                 size_t cap, gnbs_variant_t out[]);

#endif
