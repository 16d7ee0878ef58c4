/* io/text.h -- the whole of a text file in memory, plain or gzip, with a ceiling. */
#ifndef GNBS_IO_TEXT_H
#define GNBS_IO_TEXT_H

#include <stddef.h>

#include "core/err.h"

/* *bytes is owned by the caller (gnbs_mem_free), NUL-terminated past n_bytes. More than
 * max_bytes uncompressed is GNBS_E_FORMAT: a bomb or a wrong file. NUL bytes inside and
 * UTF-16 are GNBS_E_FORMAT. */
gnbs_code_t gnbs_text_read(const char *path, size_t max_bytes, char **bytes,
                           size_t *n_bytes, gnbs_err_t *err);

#endif
