/* io/head.h -- the comment lines that a text file begins with, plain or gzip: what it says of itself.
 *
 * Reads no further than the first line that does not begin with '#', and at most 1 MiB. A file that is
 * not text has no such lines and gives an empty text.
 */
#ifndef GNBS_IO_HEAD_H
#define GNBS_IO_HEAD_H

#include "core/err.h"
#include "core/str.h"

gnbs_code_t gnbs_head_read(const char *path, gnbs_str_t *lines, gnbs_err_t *err);

#endif
