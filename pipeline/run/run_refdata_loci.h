/* run/run_refdata_loci.h -- locus tables to refdata's builder. Private to run/run_refdata*.c. */
#ifndef GNBS_RUN_RUN_REFDATA_LOCI_H
#define GNBS_RUN_RUN_REFDATA_LOCI_H

#include "core/log.h"
#include "genome/source.h"
#include "refdata/refdata.h"

/* The tables of refdata/loci for the genes that the builder kept, and the control windows: looked up in the reference, handed
 * over as rows, their sequence held. Nothing for a genome of no known build. */
gnbs_code_t gnbs_run_refdata_loci(gnbs_refdata_t *data, const gnbs_ref_source_t *ref,
                                  gnbs_build_t build, gnbs_arena_t *arena, gnbs_log_t *log,
                                  gnbs_err_t *err);

#endif
