#include "io/bgzip.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <htslib/bgzf.h>
#include <htslib/hts_log.h>
#include <htslib/tbx.h>

#include "core/mem.h"
#include "io/out.h"

gnbs_code_t gnbs_bgzip_plain_path(const char *path, char **plain, gnbs_err_t *err) {
    *plain = NULL;
    if (strstr(path, "##idx##") != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "%s: a file name may not hold '##idx##'; choose another", path);
    bool is_plain = path[0] == '/' || strncmp(path, "./", 2) == 0;
    size_t n = strlen(path) + 3;
    *plain = gnbs_mem_alloc(n, 1);
    if (*plain == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    snprintf(*plain, n, "%s%s", is_plain ? "" : "./", path);
    return GNBS_OK;
}

/* Blocks are cut at fixed offsets of the text: the bytes do not depend on who calls. htslib keeps
 * the memory of a BGZF that fails on closing: lost, once, on the way out. */
static gnbs_code_t compress(const char *temp, const char *path, const gnbs_str_t *text,
                            gnbs_err_t *err) {
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours */
    BGZF *bgzf = bgzf_open(temp, "w");
    if (bgzf == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", path, strerror(errno));
    bool is_written =
        text->n == 0 || bgzf_write(bgzf, text->s, text->n) == (ssize_t)text->n;
    int why = errno;
    if (bgzf_close(bgzf) != 0 && is_written) {
        is_written = false;
        why = errno;
    }
    if (is_written) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", path, strerror(why));
}

static gnbs_code_t build_index(const char *temp, const char *temp_tbi, const char *path,
                               gnbs_bgzip_index_t index, gnbs_err_t *err) {
    const tbx_conf_t *conf = index == GNBS_BGZIP_TBI_VCF ? &tbx_conf_vcf : &tbx_conf_bed;
    if (tbx_index_build3(temp, temp_tbi, 0, 0, conf) == 0) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_FORMAT,
        "%s: cannot be indexed: lines are expected sorted by contig and position", path);
}

/* Data first: a data file without index is refused by every reader, an index without data is not. */
static gnbs_code_t commit_both(const char *path, const char *tbi, gnbs_out_t **data,
                               gnbs_out_t **idx, gnbs_err_t *err) {
    if (unlink(tbi) != 0 && errno != ENOENT)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s", tbi, strerror(errno));
    gnbs_out_t *d = *data, *i = *idx;
    *data = NULL; /* commit ends it, whatever comes of it */
    GNBS_TRY(gnbs_out_commit(d, err));
    *idx = NULL;
    gnbs_code_t code = gnbs_out_commit(i, err);
    if (code != GNBS_OK) unlink(path);
    return code;
}

static gnbs_code_t write_indexed(const char *path, const char *tbi, const gnbs_str_t *text,
                                 gnbs_bgzip_index_t index, gnbs_err_t *err) {
    gnbs_out_t *data = NULL, *idx = NULL;
    gnbs_code_t code = gnbs_out_open(path, &data, err);
    if (code == GNBS_OK) code = gnbs_out_open(tbi, &idx, err);
    if (code == GNBS_OK) code = compress(gnbs_out_temp_path(data), path, text, err);
    if (code == GNBS_OK)
        code = build_index(gnbs_out_temp_path(data), gnbs_out_temp_path(idx), path, index,
                           err);
    if (code == GNBS_OK) code = commit_both(path, tbi, &data, &idx, err);
    gnbs_out_discard(data);
    gnbs_out_discard(idx);
    return code;
}

static gnbs_code_t write_bare(const char *path, const gnbs_str_t *text, gnbs_err_t *err) {
    gnbs_out_t *data;
    GNBS_TRY(gnbs_out_open(path, &data, err));
    gnbs_code_t code = compress(gnbs_out_temp_path(data), path, text, err);
    if (code == GNBS_OK) return gnbs_out_commit(data, err);
    gnbs_out_discard(data);
    return code;
}

gnbs_code_t gnbs_bgzip_write_text(const char *path, const gnbs_str_t *text,
                                  gnbs_bgzip_index_t index, gnbs_err_t *err) {
    if (text->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: out of memory while composing", path);
    if (strcmp(path, "-") == 0)
        return write_bare(path, text, err); /* a pipe has no index */
    char *plain;
    GNBS_TRY(gnbs_bgzip_plain_path(path, &plain, err));
    gnbs_str_t tbi;
    gnbs_str_init(&tbi);
    gnbs_str_printf(&tbi, "%s.tbi", plain);
    gnbs_code_t code;
    if (tbi.failed)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    else if (index == GNBS_BGZIP_NO_INDEX)
        code = write_bare(plain, text, err);
    else
        code = write_indexed(plain, tbi.s, text, index, err);
    gnbs_str_clear(&tbi);
    gnbs_mem_free(plain);
    return code;
}
