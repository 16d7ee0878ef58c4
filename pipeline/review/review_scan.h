/* review/review_scan.h -- which results lie in the folder: new ones become cases, changed ones replace, missing ones are gone.
 *
 * A folder that cannot be read as a result is never passed over: it is counted, and the queue says so until it is put right.
 */
#ifndef GNBS_REVIEW_SCAN_H
#define GNBS_REVIEW_SCAN_H

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "review/review_store.h"

typedef struct gnbs_review_scan {
    int n_folder, n_new, n_gone, n_bad;
} gnbs_review_scan_t;

/* Takes and gives the desk's lock itself, case by case. Files that have not changed (size, time, inode) are not read again. */
gnbs_code_t gnbs_review_scan(gnbs_review_desk_t *desk, gnbs_review_scan_t *scan,
                             gnbs_err_t *err);
/* Folders that could not be read, one a line, "" when there is none. With the lock. */
gnbs_code_t gnbs_review_trouble(gnbs_review_desk_t *desk, gnbs_str_t *out, gnbs_err_t *err);
/* What tells a file that was not touched: size, time, inode. False when there is none, or memory is out. */
bool gnbs_review_stamp(const gnbs_review_desk_t *desk, const char *dir, gnbs_arena_t *arena,
                       const char **stamp);
/* RESULTS/dir/findings.json, whole. *bytes is the caller's (gnbs_mem_free). */
gnbs_code_t gnbs_review_read_findings(const gnbs_review_desk_t *desk, const char *dir,
                                      char **bytes, size_t *n, char sha256[65],
                                      gnbs_err_t *err);

#endif
