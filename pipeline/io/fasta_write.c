#include "io/fasta_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <htslib/faidx.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>

#include "core/mem.h"
#include "core/str.h"
#include "genome/seq.h"
#include "io/bgzip.h"
#include "io/out.h"

enum { LINE_BP = 60 };

gnbs_code_t gnbs_fasta_md5(int64_t n, const uint8_t codes[], char md5[33],
                           gnbs_err_t *err) {
    hts_md5_context *context = hts_md5_init();
    if (context == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "MD5 of a contig");
    char letters[4096];
    for (int64_t at = 0; at < n;) {
        int64_t part = n - at < (int64_t)sizeof letters ? n - at : (int64_t)sizeof letters;
        for (int64_t i = 0; i < part; i++) letters[i] = gnbs_seq_letter(codes[at + i]);
        hts_md5_update(context, letters, (unsigned long)part);
        at += part;
    }
    unsigned char digest[16];
    hts_md5_final(digest, context);
    hts_md5_destroy(context);
    hts_md5_hex(md5, digest);
    return GNBS_OK;
}

static void write_sequences(FILE *file, const gnbs_contigs_t *contigs,
                            uint8_t *const *seq) {
    char line[LINE_BP + 1];
    for (int tid = 0; tid < contigs->n; tid++) {
        int64_t n = contigs->contig[tid].length_bp;
        fprintf(file, ">%s\n", contigs->contig[tid].name);
        for (int64_t at = 0; at < n; at += LINE_BP) {
            int part = n - at < LINE_BP ? (int)(n - at) : LINE_BP;
            for (int i = 0; i < part; i++) line[i] = gnbs_seq_letter(seq[tid][at + i]);
            line[part] = '\n';
            fwrite(line, 1, (size_t)part + 1, file); /* a short write is found by commit */
        }
    }
}

/* The index is made from the file as written, so that it tells of its real offsets. */
static gnbs_code_t write_both(const char *path, const char *fai,
                              const gnbs_contigs_t *contigs, uint8_t *const *seq,
                              gnbs_err_t *err) {
    gnbs_out_t *data = NULL, *index = NULL;
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours */
    gnbs_code_t code = gnbs_out_open(path, &data, err);
    if (code == GNBS_OK) code = gnbs_out_open(fai, &index, err);
    if (code == GNBS_OK) {
        write_sequences(gnbs_out_file(data), contigs, seq);
        if (fflush(gnbs_out_file(data)) != 0)
            code = gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", path,
                                strerror(errno));
    }
    if (code == GNBS_OK &&
        fai_build3(gnbs_out_temp_path(data), gnbs_out_temp_path(index), NULL) != 0)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot write the index of %s", fai, path);
    if (code == GNBS_OK && unlink(fai) != 0 && errno != ENOENT)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s", fai, strerror(errno));
    if (code == GNBS_OK) {
        code = gnbs_out_commit(data, err);
        data = NULL;
    }
    if (code == GNBS_OK) {
        code = gnbs_out_commit(index, err);
        index = NULL;
        if (code != GNBS_OK) unlink(path);
    }
    gnbs_out_discard(data);
    gnbs_out_discard(index);
    return code;
}

gnbs_code_t gnbs_fasta_write(const char *path, const gnbs_contigs_t *contigs,
                             uint8_t *const *seq, gnbs_err_t *err) {
    char *plain;
    GNBS_TRY(gnbs_bgzip_plain_path(path, &plain, err));
    gnbs_str_t fai;
    gnbs_str_init(&fai);
    gnbs_str_printf(&fai, "%s.fai", plain);
    gnbs_code_t code = fai.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                                  : write_both(plain, fai.s, contigs, seq, err);
    gnbs_str_clear(&fai);
    gnbs_mem_free(plain);
    return code;
}
