/* run/run_data.h -- where the tables that ship with gnbs lie (refdata/, panels/).
 *
 * $GNBS_DATADIR when set and not empty, else the folder compiled in (GNBS_DATADIR), else the working folder.
 */
#ifndef GNBS_RUN_RUN_DATA_H
#define GNBS_RUN_RUN_DATA_H

#include "core/arena.h"

/* relative: "refdata/genes/hgnc.tsv". NULL when memory is exhausted; whether the file is there, its reader says. */
const char *gnbs_run_data_path(gnbs_arena_t *arena, const char *relative);

#endif
