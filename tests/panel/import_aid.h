/* tests/panel/import_aid.h -- what the fuzz targets of import share. */
#ifndef GNBS_TESTS_PANEL_IMPORT_AID_H
#define GNBS_TESTS_PANEL_IMPORT_AID_H

#include "panel/panel_import.h"

/* A small gene table, indexed. */
void import_aid_options(gnbs_arena_t *arena, gnbs_panel_import_opt_t *opt);
/* abort() unless nothing was lost, and exporting and importing again gives the same tables. */
void import_aid_check(const gnbs_panel_import_opt_t *opt, gnbs_arena_t *arena,
                      const gnbs_panel_import_t *im);

#endif
