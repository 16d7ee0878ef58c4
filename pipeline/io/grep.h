/* io/grep.h -- is a word somewhere in a file? Gzip and bgzip are unpacked; a database and anything else is read as it lies.
 *
 * A word: not inside a longer run of letters, digits, '_' and '-', so that NB1 is not found in NB12 or NB1-2.
 */
#ifndef GNBS_IO_GREP_H
#define GNBS_IO_GREP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

bool gnbs_grep_bytes(const char *bytes, size_t n, const char *word);
gnbs_code_t gnbs_grep_file(const char *path, const char *word, bool *is_there,
                           gnbs_err_t *err);

#endif
