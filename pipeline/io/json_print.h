/* io/json_print.h -- a JSON value back to text, on one line, members in file order.
 *
 * Text that reads the same gives the same bytes: what was read and is printed again may be compared.
 * Numbers keep their value (whole numbers as they are, others with the fewest digits that read back alike).
 */
#ifndef GNBS_IO_JSON_PRINT_H
#define GNBS_IO_JSON_PRINT_H

#include "core/str.h"
#include "io/json_read.h"

void gnbs_json_print_compact(gnbs_str_t *out, const gnbs_json_value_t *v);

#endif
