/* panel/panel_page.h -- the frame of the room's HTML pages: one self-contained file, readable in print and without colour.
 *
 * The page of a panel that is not signed says DRAFT at its head and beside every section, and so on each printed page.
 */
#ifndef GNBS_PANEL_PANEL_PAGE_H
#define GNBS_PANEL_PANEL_PAGE_H

#include <stdbool.h>

#include "core/str.h"

void gnbs_panel_page_begin(gnbs_str_t *out, const char *title, bool is_draft);
void gnbs_panel_page_end(gnbs_str_t *out);

#endif
