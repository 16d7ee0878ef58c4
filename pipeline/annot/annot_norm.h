/* annot/annot_norm.h -- the normal form of an allele: what it is looked up by.
 *
 * Method   parsimonious and left-aligned (Tan, Abecasis and Kang 2015; vt and bcftools norm give
 *          the same). An allele of unequal lengths keeps one shared base before it, as VCF
 *          wants it; at the start of a contig, the one behind it.
 * Threads  pure
 */
#ifndef GNBS_ANNOT_NORM_H
#define GNBS_ANNOT_NORM_H

#include "core/arena.h"
#include "genome/bundle.h"

typedef enum gnbs_norm {
    GNBS_NORM_DONE,
    GNBS_NORM_SYMBOLIC, /* <DEL>, *, breakends: not moved */
    GNBS_NORM_OPEN,     /* met bases that are not held: as far as could be seen */
    GNBS_NORM_NO_MEMORY
} gnbs_norm_t;

/* REF is taken at its word. Texts of *normal lie in the arena, or are those of v. */
gnbs_norm_t gnbs_annot_normalise(const gnbs_bundle_t *b, const gnbs_variant_t *v,
                                 gnbs_arena_t *arena, gnbs_variant_t *normal);

#endif
