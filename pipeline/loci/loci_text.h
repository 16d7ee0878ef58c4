/* loci/loci_text.h -- cells of a locus table: settings and places. Private to the room. */
#ifndef GNBS_LOCI_LOCI_TEXT_H
#define GNBS_LOCI_LOCI_TEXT_H

#include "core/arena.h"
#include "core/err.h"
#include "loci/loci.h"

/* A value of "key=value key=value", copied; NULL when the key is not there. */
const char *gnbs_loci_setting(const char *settings, const char *key, gnbs_arena_t *arena);
/* As a number; `missing` when the key is not there. */
gnbs_code_t gnbs_loci_setting_real(const gnbs_locus_row_t *row, const char *key,
                                   double missing, gnbs_arena_t *arena, double *value,
                                   gnbs_err_t *err);
/* "0:0.1,1:0.9" to natural logs by number - low; numbers that are not named are as rare as 1e-6. */
gnbs_code_t gnbs_loci_setting_prior(const gnbs_locus_row_t *row, const char *key, int low,
                                    int high, gnbs_arena_t *arena, double ln[],
                                    gnbs_err_t *err);
/* Splits at `separator`; empty pieces are dropped. */
gnbs_code_t gnbs_loci_split(const char *text, char separator, gnbs_arena_t *arena,
                            size_t *n, const char *const **piece, gnbs_err_t *err);
/* "A,B;C": places of the groups 0 and 1. A contig that the genome lacks is an error, or (is_lenient) its place is
 * left out; *n_absent counts those. '~' marks a place that is still to be found: is_search[i]. */
gnbs_code_t gnbs_loci_places(const gnbs_locus_row_t *row, const gnbs_contigs_t *contigs,
                             bool is_lenient, gnbs_arena_t *arena, size_t *n,
                             gnbs_loci_place_t **place, bool **is_search, int *n_absent,
                             gnbs_err_t *err);
gnbs_code_t gnbs_loci_row_error(const gnbs_locus_row_t *row, gnbs_err_t *err,
                                const char *expected);

#endif
