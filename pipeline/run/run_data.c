#include "run/run_data.h"

#include <stdlib.h>

#ifndef GNBS_DATADIR
#define GNBS_DATADIR "."
#endif

const char *gnbs_run_data_path(gnbs_arena_t *arena, const char *relative) {
    const char *base = getenv("GNBS_DATADIR");
    if (base == NULL || base[0] == '\0') base = GNBS_DATADIR;
    return gnbs_arena_printf(arena, "%s/%s", base, relative);
}
