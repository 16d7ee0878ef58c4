/* io/bgzip.h -- composed text to a bgzip file with its tabix index, both complete or both absent.
 *
 * Text must be sorted by contig and position when an index is asked for. The same text gives the
 * same bytes. The index is PATH.tbi; an older one is removed before the new data are in place, so
 * that data and index of different runs never stand side by side.
 * Errors   GNBS_E_IO when writing fails, GNBS_E_FORMAT when the text cannot be indexed
 */
#ifndef GNBS_IO_BGZIP_H
#define GNBS_IO_BGZIP_H

#include "core/err.h"
#include "core/str.h"

typedef enum gnbs_bgzip_index {
    GNBS_BGZIP_NO_INDEX,
    GNBS_BGZIP_TBI_VCF,
    GNBS_BGZIP_TBI_BED
} gnbs_bgzip_index_t;

gnbs_code_t gnbs_bgzip_write_text(const char *path, const gnbs_str_t *text,
                                  gnbs_bgzip_index_t index, gnbs_err_t *err);
/* A path that htslib will take for a local file and nothing else: `s3://x` becomes `./s3://x`.
 * `##idx##` inside is GNBS_E_USAGE. *plain is the caller's (gnbs_mem_free). */
gnbs_code_t gnbs_bgzip_plain_path(const char *path, char **plain, gnbs_err_t *err);

#endif
