/* io/table_read.h -- TSV and CSV files to core/table.h.
 *
 * `##key=value` lines above the header become meta; one header line; a UTF-8 byte-order mark and CRLF are
 * accepted; CSV quotes as in RFC 4180 (a quoted cell may hold separators and newlines); plain files and
 * gzip alike. Refused with line and column: NUL bytes, UTF-16, rows longer than the header, lines over 1 MiB.
 */
#ifndef GNBS_IO_TABLE_READ_H
#define GNBS_IO_TABLE_READ_H

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"

/* sep 0: by the file name (.csv is ',', anything else TAB). The table lives in `arena`. */
gnbs_code_t gnbs_table_read(const char *path, char sep, gnbs_arena_t *arena,
                            gnbs_table_t *table, gnbs_err_t *err);
/* The same over bytes in memory, for tests and fuzzing; `path` is for messages. */
gnbs_code_t gnbs_table_parse(const char *path, const char *bytes, size_t n_bytes, char sep,
                             gnbs_arena_t *arena, gnbs_table_t *table, gnbs_err_t *err);

#endif
