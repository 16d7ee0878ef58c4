/* io/out.h -- files that are complete or absent.
 *
 * Bytes go to PATH.tmp-PID beside the target; commit makes them durable (fsync) and renames
 * them into place; discard, or a process that dies, leaves the old file or none. "-" is
 * standard output.
 * Errors   every failed write is kept and returned by commit; a full disk is an error, not
 *          a short file
 */
#ifndef GNBS_IO_OUT_H
#define GNBS_IO_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_out gnbs_out_t;

gnbs_code_t gnbs_out_open(const char *path, gnbs_out_t **out, gnbs_err_t *err);
/* for libraries that open by name; "-" stays "-" */
const char *gnbs_out_temp_path(const gnbs_out_t *out);
FILE *gnbs_out_file(gnbs_out_t *out); /* borrowed; opened on first use */
/* Both end `out`. A library that wrote to the temp path has closed it by then. */
gnbs_code_t gnbs_out_commit(gnbs_out_t *out, gnbs_err_t *err);
void gnbs_out_discard(gnbs_out_t *out); /* accepts NULL */
/* The whole of a small file in one call. */
gnbs_code_t gnbs_out_write_text(const char *path, const gnbs_str_t *text, gnbs_err_t *err);

/* A folder built beside its target and renamed in one step; an existing target is
 * replaced only on commit. */
/* free temp_path with gnbs_mem_free */
gnbs_code_t gnbs_out_dir_begin(const char *path, char **temp_path, gnbs_err_t *err);
gnbs_code_t gnbs_out_dir_commit(const char *temp_path, const char *path, gnbs_err_t *err);
void gnbs_out_dir_discard(const char *temp_path);
/* A folder without entries: nothing is lost when it is replaced. */
bool gnbs_out_dir_is_empty(const char *path);

#endif
