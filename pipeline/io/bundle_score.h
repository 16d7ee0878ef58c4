/* io/bundle_score.h -- scores of one allele, asked of the bundle's file when they are needed.
 *
 * A score file may hold millions of alleles of a panel's genes, of which a newborn has a few dozen: they stay in the
 * file, found by its primary key (contig, pos1, ref, alt, name), and are not part of loading. Their digest is in the
 * bundle's identity, and `gnbs refdata verify` checks it.
 * Memory   rows are copied into the arena given
 * Threads  one handle per thread
 */
#ifndef GNBS_IO_BUNDLE_SCORE_H
#define GNBS_IO_BUNDLE_SCORE_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/bundle.h"
#include "genome/source.h"

typedef struct gnbs_bundle_scores gnbs_bundle_scores_t;

/* `bundle` was loaded from a file that is still there; it is borrowed until close. */
gnbs_code_t gnbs_bundle_scores_open(const gnbs_bundle_t *bundle,
                                    gnbs_bundle_scores_t **scores, gnbs_err_t *err);
void gnbs_bundle_scores_close(gnbs_bundle_scores_t *scores); /* accepts NULL */
/* Scores of a normalised allele by name, ascending; none is no error. */
gnbs_code_t gnbs_bundle_scores_of(gnbs_bundle_scores_t *scores, const gnbs_variant_t *v,
                                  gnbs_arena_t *arena, size_t *n, gnbs_score_t **score,
                                  gnbs_err_t *err);
gnbs_score_source_t gnbs_bundle_scores_source(gnbs_bundle_scores_t *scores); /* borrowed */

#endif
