/* run/run_markers.h -- markers that a laboratory brings, from files.
 *
 *     FILE          VCF with INFO/AF: its biallelic SNVs
 *     PREFIX        VerifyBamID2's panel: PREFIX.UD (loadings), PREFIX.mu (twice the mean frequency), PREFIX.bed (places);
 *                   the name of any of the three does too
 *
 * The lists lie in `arena`, sorted, each place once.
 * Errors   GNBS_E_FORMAT names file and line; a contig that `contigs` lacks leaves its markers out, all left out is an error
 */
#ifndef GNBS_RUN_MARKERS_H
#define GNBS_RUN_MARKERS_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"
#include "genome/marker.h"

gnbs_code_t gnbs_run_read_markers(const char *path, const gnbs_contigs_t *contigs,
                                  gnbs_arena_t *arena, size_t *n, gnbs_marker_t **marker,
                                  gnbs_err_t *err);

#endif
