/* panel/panel_diff_parts.h -- what the files of panel_diff share. Not for use outside the room. */
#ifndef GNBS_PANEL_PANEL_DIFF_PARTS_H
#define GNBS_PANEL_PANEL_DIFF_PARTS_H

#include "core/vec.h"
#include "panel/panel_diff.h"

typedef struct
    gnbs_panel_lines { /* sentences of one change; a failed allocation is remembered */
    gnbs_arena_t *arena;
    GNBS_VEC(const char *) lines;
    bool has_failed;
} gnbs_panel_lines_t;

void gnbs_panel_say(gnbs_panel_lines_t *out, const char *fmt, ...) GNBS_PRINTF(2, 3);

/* What differs between two rows of which both are screened; true when it touches what is reported or how. */
bool gnbs_panel_say_row(gnbs_panel_lines_t *out, const gnbs_condition_t *from,
                        const gnbs_condition_t *to);
/* Alleles of the row that are newly in or out of the two lists; true when there are any. `from` or `to` may be NULL. */
bool gnbs_panel_say_alleles(gnbs_panel_lines_t *out, const gnbs_panel_diff_t *diff,
                            const gnbs_bundle_t *bundle, const gnbs_condition_t *from,
                            const gnbs_condition_t *to);
/* Counts of known alleles into the change. */
void gnbs_panel_count_known(gnbs_panel_lines_t *out, const gnbs_panel_diff_t *diff,
                            const gnbs_bundle_t *bundle, gnbs_panel_change_t *change);

#endif
