/* io/tiles.h -- counts of reads per dosage tile: of one sample, and of many earlier ones (normals).
 *
 * Sample   BED with a header, bgzip and tabix; `##key=value` lines above: sample, sex, build, plan, kind, noise, chromosomes.
 *              #contig begin end gene exon gc reads low expected_copies expected_reads ratio copies
 *          "." where nothing can be said. It holds what is not reported (carriers, chromosomes): for the laboratory.
 * Normals  the same places with one column of counts per sample, nameless and in the order of a shuffle by their content:
 *          counts of other families' children are to be of use, not to be known
 *              ##gnbs_normals=1 ##build= ##plan= ##sex=F,M,...      #contig begin end 1 2 3 ...
 */
#ifndef GNBS_IO_TILES_H
#define GNBS_IO_TILES_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/bundle.h"
#include "genome/dosage.h"

typedef struct gnbs_tiles_meta {
    const char *sample, *program_line;
    gnbs_sex_t sex;
    uint64_t plan; /* gnbs_cnv_plan_hash: which places these are */
    bool is_synthetic;
    size_t n_line; /* more header lines, "key=value" */
    const char *const *line;
} gnbs_tiles_meta_t;

gnbs_code_t gnbs_tiles_write(const char *path, const gnbs_bundle_t *bundle,
                             const gnbs_tiles_meta_t *meta, size_t n,
                             const gnbs_tile_t tile[], gnbs_err_t *err);

/* Files that gnbs_tiles_write made, all of one plan, to one file of normals. */
gnbs_code_t gnbs_tiles_join(const char *const path[], size_t n_path, const char *out,
                            gnbs_err_t *err);

/* Counts for the tiles of a plan. Places that the file lacks have -1; GNBS_E_DATA when it lacks more than a fifth of them:
 * it belongs to another panel or build. */
gnbs_code_t gnbs_normals_read(const char *path, const gnbs_contigs_t *contigs, size_t n,
                              const gnbs_tile_t tile[], gnbs_arena_t *arena,
                              gnbs_tile_normals_t *normals, gnbs_err_t *err);

#endif
