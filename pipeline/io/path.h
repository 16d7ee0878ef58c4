/* io/path.h -- which names of files may be opened at all.
 *
 * htslib would take a URL, an S3 bucket or `a.bam##idx##b.bai` for a path. A sample sheet
 * must not be able to make a laboratory's machine fetch anything, so these are refused
 * before they reach it.
 */
#ifndef GNBS_IO_PATH_H
#define GNBS_IO_PATH_H

#include <stdbool.h>

#include "core/err.h"

/* Refuses schemes (anything:// and data: mem: preload: s3: ...), `##idx##`, control
 * bytes, and names of nothing: a file that does not exist or cannot be read is
 * GNBS_E_IO. "-" is refused here; commands allow it themselves. */
gnbs_code_t gnbs_path_check_input(const char *path, gnbs_err_t *err);

/* Is there nothing of that name? False when there is something that cannot be read: an optional file that is there
 * must be read or refused, never passed over. */
bool gnbs_path_is_absent(const char *path);
bool gnbs_path_is_dir(const char *path);

#endif
