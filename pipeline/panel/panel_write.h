/* panel/panel_write.h -- a table back to TSV, so that reading it again gives the same table.
 *
 * "##key=value" lines, the column names, the rows. A cell with a TAB or a line end, or that begins with a quote, is
 * quoted as RFC 4180 says. `#` is not added to the column names: what follows ## lines is the header.
 */
#ifndef GNBS_PANEL_PANEL_WRITE_H
#define GNBS_PANEL_PANEL_WRITE_H

#include "core/str.h"
#include "core/table.h"

void gnbs_panel_print_table(gnbs_str_t *out, const gnbs_table_t *table);

#endif
