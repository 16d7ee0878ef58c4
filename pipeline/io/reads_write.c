#include "io/reads_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/sam.h>

#include "core/mem.h"
#include "core/str.h"
#include "genome/seq.h"
#include "io/bgzip.h"
#include "io/out.h"

struct gnbs_reads_writer {
    char *path;
    gnbs_str_t bai, letters, mate;
    gnbs_out_t *out, *out_bai;
    htsFile *file;
    sam_hdr_t *header;
    bam1_t *record;
};

static void free_writer(gnbs_reads_writer_t *w) {
    if (w->record != NULL) bam_destroy1(w->record);
    if (w->header != NULL) sam_hdr_destroy(w->header);
    gnbs_str_clear(&w->bai);
    gnbs_str_clear(&w->letters);
    gnbs_str_clear(&w->mate);
    gnbs_mem_free(w->path);
    gnbs_mem_free(w);
}

void gnbs_reads_writer_discard(gnbs_reads_writer_t *w) {
    if (w == NULL) return;
    if (w->file != NULL) sam_close(w->file);
    gnbs_out_discard(w->out);
    gnbs_out_discard(w->out_bai);
    free_writer(w);
}

static gnbs_code_t build_header(gnbs_reads_writer_t *w, const gnbs_contigs_t *contigs,
                                const gnbs_reads_header_t *h, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_add(&text, "@HD\tVN:1.6\tSO:coordinate\n");
    for (int i = 0; i < contigs->n; i++) {
        const gnbs_contig_t *c = &contigs->contig[i];
        gnbs_str_printf(&text, "@SQ\tSN:%s\tLN:%lld", c->name, (long long)c->length_bp);
        if (c->m5[0] != '\0') gnbs_str_printf(&text, "\tM5:%s", c->m5);
        gnbs_str_add_char(&text, '\n');
    }
    gnbs_str_printf(&text, "@RG\tID:%s\tSM:%s\tLB:%s\tPL:ILLUMINA\n", h->sample, h->sample,
                    h->sample);
    gnbs_str_printf(&text, "@PG\tID:gnbs\tPN:gnbs\tVN:%s\tDS:%s\n", h->program_version,
                    h->program_note);
    if (h->comment != NULL) gnbs_str_printf(&text, "@CO\t%s\n", h->comment);
    if (!text.failed) w->header = sam_hdr_parse(text.n, text.s);
    gnbs_str_clear(&text);
    if (w->header != NULL) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_INTERNAL, "%s: the header cannot be composed", w->path);
}

static gnbs_code_t open_files(gnbs_reads_writer_t *w, int n_threads, gnbs_err_t *err) {
    GNBS_TRY(gnbs_out_open(w->path, &w->out, err));
    GNBS_TRY(gnbs_out_open(gnbs_str_text(&w->bai), &w->out_bai, err));
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours */
    w->file = sam_open(gnbs_out_temp_path(w->out), "wb");
    if (w->file == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot create: %s", w->path,
                            strerror(errno));
    if (n_threads > 1 && hts_set_threads(w->file, n_threads) != 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %d threads", w->path, n_threads);
    if (sam_hdr_write(w->file, w->header) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", w->path,
                            strerror(errno));
    if (sam_idx_init(w->file, w->header, 0, gnbs_out_temp_path(w->out_bai)) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot start the index", w->path);
    return GNBS_OK;
}

gnbs_code_t gnbs_reads_writer_open(const char *path, const gnbs_contigs_t *contigs,
                                   const gnbs_reads_header_t *header, int n_threads,
                                   gnbs_reads_writer_t **writer, gnbs_err_t *err) {
    *writer = NULL;
    gnbs_reads_writer_t *w = gnbs_mem_alloc(1, sizeof *w);
    if (w == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_code_t code = gnbs_bgzip_plain_path(path, &w->path, err);
    if (code == GNBS_OK) {
        gnbs_str_printf(&w->bai, "%s.bai", w->path);
        w->record = bam_init1();
        if (w->record == NULL || w->bai.failed)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    }
    if (code == GNBS_OK) code = build_header(w, contigs, header, err);
    if (code == GNBS_OK) code = open_files(w, n_threads, err);
    if (code == GNBS_OK)
        *writer = w;
    else
        gnbs_reads_writer_discard(w);
    return code;
}

static gnbs_code_t add_tags(gnbs_reads_writer_t *w, const gnbs_reads_line_t *line,
                            gnbs_err_t *err) {
    gnbs_str_reset(&w->mate);
    for (int32_t i = 0; i < line->n_mate_cigar; i++)
        gnbs_str_printf(&w->mate, "%d%c", gnbs_cigar_len(line->mate_cigar[i]),
                        BAM_CIGAR_STR[gnbs_cigar_op(line->mate_cigar[i])]);
    const char *group = sam_hdr_line_name(w->header, "RG", 0);
    if (w->mate.failed || group == NULL ||
        bam_aux_update_int(w->record, "NM", line->edit_distance) != 0 ||
        (line->n_mate_cigar > 0 &&
         bam_aux_update_str(w->record, "MC", (int)w->mate.n + 1, w->mate.s) != 0) ||
        bam_aux_update_str(w->record, "RG", (int)strlen(group) + 1, group) != 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: read %s", w->path, line->name);
    return GNBS_OK;
}

gnbs_code_t gnbs_reads_writer_put(gnbs_reads_writer_t *w, const gnbs_reads_line_t *line,
                                  gnbs_err_t *err) {
    const gnbs_read_t *r = line->read;
    gnbs_str_reset(&w->letters);
    for (int32_t i = 0; i < r->len; i++)
        gnbs_str_add_char(&w->letters, gnbs_seq_letter(r->base[i]));
    if (w->letters.failed ||
        bam_set1(w->record, strlen(line->name), line->name, r->flag, r->tid, r->beg,
                 r->mapq, (size_t)r->n_cigar, r->cigar, r->mate_tid, r->mate_beg,
                 r->insert_bp, (size_t)r->len, w->letters.s, (const char *)r->qual,
                 128) < 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: read %s", w->path, line->name);
    GNBS_TRY(add_tags(w, line, err));
    if (sam_write1(w->file, w->header, w->record) < 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: read %s cannot be written: %s", w->path,
                            line->name, strerror(errno));
    return GNBS_OK;
}

/* Index first while the file is open, then the file; both are renamed only when both are whole. */
static gnbs_code_t finish(gnbs_reads_writer_t *w, gnbs_err_t *err) {
    bool is_indexed = sam_idx_save(w->file) == 0;
    int closed = sam_close(w->file);
    w->file = NULL;
    if (!is_indexed || closed != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: writing %s failed: %s", w->path,
                            is_indexed ? "the end" : "the index", strerror(errno));
    if (unlink(gnbs_str_text(&w->bai)) != 0 && errno != ENOENT)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot replace: %s",
                            gnbs_str_text(&w->bai), strerror(errno));
    gnbs_out_t *out = w->out, *out_bai = w->out_bai;
    w->out = NULL;
    GNBS_TRY(gnbs_out_commit(out, err));
    w->out_bai = NULL;
    gnbs_code_t code = gnbs_out_commit(out_bai, err);
    if (code != GNBS_OK) unlink(w->path);
    return code;
}

gnbs_code_t gnbs_reads_writer_commit(gnbs_reads_writer_t *w, gnbs_err_t *err) {
    gnbs_code_t code = finish(w, err);
    gnbs_reads_writer_discard(w);
    return code;
}
