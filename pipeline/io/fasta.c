#include "io/fasta.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/faidx.h>
#include <htslib/hts_log.h>

#include "core/mem.h"
#include "genome/seq.h"
#include "io/path.h"

struct gnbs_fasta {
    faidx_t *fai;
    gnbs_arena_t arena;
    gnbs_contigs_t contigs;
    pthread_mutex_t lock; /* faidx_fetch_seq64 moves one file position */
};

gnbs_code_t gnbs_fasta_open(const char *path, gnbs_fasta_t **fasta, gnbs_err_t *err) {
    *fasta = NULL;
    GNBS_TRY(gnbs_path_check_input(path, err));
    gnbs_str_t index;
    gnbs_str_init(&index);
    gnbs_str_printf(&index, "%s.fai", path);
    bool has_index = access(gnbs_str_text(&index), R_OK) == 0;
    gnbs_str_clear(&index);
    if (!has_index)
        return gnbs_err_set(err, GNBS_E_IO,
                            "%s: no index (%s.fai); make it with: samtools faidx %s", path,
                            path, path);
    gnbs_fasta_t *f = gnbs_mem_alloc(1, sizeof *f);
    if (f == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_arena_init(&f->arena);
    pthread_mutex_init(&f->lock, NULL);
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours, with what to do */
    f->fai = fai_load3(path, NULL, NULL, 0);
    if (f->fai == NULL) {
        gnbs_fasta_close(f);
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: cannot be read as FASTA with its .fai (a .gz reference "
                            "must be bgzip-compressed, with .gzi)",
                            path);
    }
    int n = faidx_nseq(f->fai);
    gnbs_contig_t *contig = GNBS_NEW(&f->arena, gnbs_contig_t, n);
    if (contig == NULL) goto no_memory;
    for (int i = 0; i < n; i++) {
        const char *name = faidx_iseq(f->fai, i);
        contig[i].name = gnbs_arena_strdup(&f->arena, name);
        contig[i].length_bp = faidx_seq_len(f->fai, name);
        if (contig[i].name == NULL) goto no_memory;
    }
    f->contigs = (gnbs_contigs_t){
        .n = n, .contig = contig, .source = gnbs_arena_strdup(&f->arena, path)};
    if (f->contigs.source == NULL) goto no_memory;
    *fasta = f;
    return GNBS_OK;
no_memory:
    gnbs_fasta_close(f);
    return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
}

void gnbs_fasta_close(gnbs_fasta_t *fasta) {
    if (fasta == NULL) return;
    if (fasta->fai != NULL) fai_destroy(fasta->fai);
    pthread_mutex_destroy(&fasta->lock);
    gnbs_arena_clear(&fasta->arena);
    gnbs_mem_free(fasta);
}

const gnbs_contigs_t *gnbs_fasta_contigs(const gnbs_fasta_t *fasta) {
    return &fasta->contigs;
}

gnbs_code_t gnbs_fasta_fetch(gnbs_fasta_t *fasta, gnbs_region_t region, uint8_t *codes,
                             gnbs_err_t *err) {
    memset(codes, GNBS_BASE_N, (size_t)gnbs_region_len(region));
    if (region.tid < 0 || region.tid >= fasta->contigs.n)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "%s: contig %d of %d",
                            fasta->contigs.source, region.tid, fasta->contigs.n);
    const gnbs_contig_t *contig = &fasta->contigs.contig[region.tid];
    gnbs_pos_t beg = region.beg < 0 ? 0 : region.beg;
    gnbs_pos_t end = region.end > contig->length_bp ? contig->length_bp : region.end;
    if (end <= beg) return GNBS_OK;
    hts_pos_t n = 0;
    pthread_mutex_lock(&fasta->lock);
    char *letters = faidx_fetch_seq64(fasta->fai, contig->name, beg, end - 1, &n);
    pthread_mutex_unlock(&fasta->lock);
    if (letters == NULL || n != end - beg) {
        free(letters);
        return gnbs_err_set(err, GNBS_E_IO,
                            "%s: cannot read %s:%lld-%lld: the file is truncated or its "
                            "index belongs to another",
                            fasta->contigs.source, contig->name, (long long)beg + 1,
                            (long long)end);
    }
    for (hts_pos_t i = 0; i < n; i++)
        codes[beg - region.beg + i] = gnbs_seq_code(letters[i]);
    free(letters);
    return GNBS_OK;
}

static gnbs_code_t fetch_source(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    return gnbs_fasta_fetch(ctx, region, codes, err);
}

gnbs_ref_source_t gnbs_fasta_source(gnbs_fasta_t *fasta) {
    return (gnbs_ref_source_t){
        .ctx = fasta, .contigs = &fasta->contigs, .fetch = fetch_source};
}
