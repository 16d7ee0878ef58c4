/* run/run_models.h -- gene models from a GFF3 alone, without a reference: for curating panels.
 *
 * The contigs are the chromosomes by name, of no length: what the file places elsewhere is left out and counted
 * (gnbs_gff_t).
 */
#ifndef GNBS_RUN_RUN_MODELS_H
#define GNBS_RUN_RUN_MODELS_H

#include "core/arena.h"
#include "core/err.h"
#include "io/gff.h"

/* chr1 .. chr22, chrX, chrY, chrM. */
const gnbs_contigs_t *gnbs_run_chromosomes(void);
gnbs_code_t gnbs_run_read_models(const char *path, gnbs_arena_t *arena, gnbs_gff_t *gff,
                                 gnbs_err_t *err);

#endif
