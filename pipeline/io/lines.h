/* io/lines.h -- a large text file line by line, plain or gzip, for tables that do not fit in memory.
 *
 * A line is split at one separator; cells are borrowed until the next line. No quoting: for CSV that quotes,
 * io/table_read.h. Lines over 1 MiB and NUL bytes are GNBS_E_FORMAT.
 */
#ifndef GNBS_IO_LINES_H
#define GNBS_IO_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"

typedef struct gnbs_lines gnbs_lines_t;

/* sep 0: TAB or comma, whichever the first line that is no comment has more of. */
gnbs_code_t gnbs_lines_open(const char *path, char sep, gnbs_lines_t **lines,
                            gnbs_err_t *err);
void gnbs_lines_close(gnbs_lines_t *lines); /* accepts NULL */
/* The next line that is neither empty nor begins with ##; *n cells (at most 4096). */
gnbs_code_t gnbs_lines_next(gnbs_lines_t *lines, bool *more, int *n, char ***cell,
                            gnbs_err_t *err);
int64_t gnbs_lines_number(const gnbs_lines_t *lines); /* of the line just read, from 1 */

#endif
