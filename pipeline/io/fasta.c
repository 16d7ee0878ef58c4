#include "io/fasta.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/faidx.h>
#include <htslib/hts_log.h>

#include "core/flow.h"
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

gnbs_code_t gnbs_fasta_letters(gnbs_fasta_t *fasta, gnbs_region_t region, char *letters,
                               gnbs_err_t *err) {
    memset(letters, 'N', (size_t)gnbs_region_len(region));
    if (region.tid < 0 || region.tid >= fasta->contigs.n)
        return gnbs_err_set(err, GNBS_E_INTERNAL, "%s: contig %d of %d",
                            fasta->contigs.source, region.tid, fasta->contigs.n);
    const gnbs_contig_t *contig = &fasta->contigs.contig[region.tid];
    gnbs_pos_t beg = region.beg < 0 ? 0 : region.beg;
    gnbs_pos_t end = region.end > contig->length_bp ? contig->length_bp : region.end;
    if (end <= beg) return GNBS_OK;
    hts_pos_t n = 0;
    pthread_mutex_lock(&fasta->lock);
    char *held = faidx_fetch_seq64(fasta->fai, contig->name, beg, end - 1, &n);
    pthread_mutex_unlock(&fasta->lock);
    bool is_whole = held != NULL && n == end - beg;
    if (is_whole) memcpy(letters + (beg - region.beg), held, (size_t)n);
    free(held);
    if (is_whole) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_IO,
                        "%s: cannot read %s:%lld-%lld: the file is truncated or its "
                        "index belongs to another",
                        fasta->contigs.source, contig->name, (long long)beg + 1,
                        (long long)end);
}

gnbs_code_t gnbs_fasta_fetch(gnbs_fasta_t *fasta, gnbs_region_t region, uint8_t *codes,
                             gnbs_err_t *err) {
    GNBS_TRY(gnbs_fasta_letters(fasta, region, (char *)codes, err));
    for (gnbs_pos_t i = 0; i < gnbs_region_len(region); i++)
        codes[i] = gnbs_seq_code((char)codes[i]);
    return GNBS_OK;
}

/* ---- checksums: one contig per item, one handle per worker ---------------------------------- */

enum { STRETCH_BP = 1 << 22, MAX_WORKERS = 8 };

typedef struct sums {
    gnbs_fasta_t *fasta;
    int next;
    int64_t done_bp, total_bp;
    faidx_t *handle[MAX_WORKERS];
    void (*progress)(void *ctx, int64_t done, int64_t total);
    void *ctx;
} sums_t;

typedef struct sum_item {
    int i_contig;
    char m5[33];
} sum_item_t;

static gnbs_code_t next_sum(void *ctx, void *item, bool *more, gnbs_err_t *err) {
    (void)err;
    sums_t *s = ctx;
    *more = s->next < s->fasta->contigs.n;
    if (*more) ((sum_item_t *)item)->i_contig = s->next++;
    return GNBS_OK;
}

static gnbs_code_t work_sum(void *ctx, int i_worker, void *item, gnbs_err_t *err) {
    sums_t *s = ctx;
    sum_item_t *it = item;
    const gnbs_contig_t *contig = &s->fasta->contigs.contig[it->i_contig];
    const char *path = s->fasta->contigs.source;
    if (s->handle[i_worker] == NULL) s->handle[i_worker] = fai_load3(path, NULL, NULL, 0);
    hts_md5_context *md5 = hts_md5_init();
    gnbs_code_t code = GNBS_OK;
    if (s->handle[i_worker] == NULL || md5 == NULL)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot be opened again", path);
    for (hts_pos_t beg = 0, n; beg < contig->length_bp && code == GNBS_OK; beg += n) {
        hts_pos_t end =
            beg + STRETCH_BP < contig->length_bp ? beg + STRETCH_BP : contig->length_bp;
        char *letters =
            faidx_fetch_seq64(s->handle[i_worker], contig->name, beg, end - 1, &n);
        if (letters == NULL || n != end - beg)
            code = gnbs_err_set(err, GNBS_E_IO,
                                "%s: %s cannot be read to its end; the file is truncated "
                                "or its index belongs to another",
                                path, contig->name);
        for (hts_pos_t i = 0; code == GNBS_OK && i < n; i++)
            if (letters[i] >= 'a' && letters[i] <= 'z')
                letters[i] = (char)(letters[i] - 'a' + 'A');
        if (code == GNBS_OK) hts_md5_update(md5, letters, (unsigned long)n);
        free(letters);
    }
    if (md5 == NULL) return code;
    unsigned char digest[16];
    hts_md5_final(digest, md5);
    hts_md5_destroy(md5);
    hts_md5_hex(it->m5, digest);
    return code;
}

static gnbs_code_t emit_sum(void *ctx, void *item, gnbs_err_t *err) {
    (void)err;
    sums_t *s = ctx;
    const sum_item_t *it = item;
    gnbs_contig_t *contig =
        (gnbs_contig_t *)&s->fasta->contigs
            .contig[it->i_contig]; /* ours: made by open, const for readers */
    memcpy(contig->m5, it->m5, sizeof contig->m5);
    s->done_bp += contig->length_bp;
    if (s->progress != NULL) s->progress(s->ctx, s->done_bp, s->total_bp);
    return GNBS_OK;
}

gnbs_code_t gnbs_fasta_checksum(gnbs_fasta_t *fasta, int n_threads,
                                void (*progress)(void *ctx, int64_t done, int64_t total),
                                void *ctx, gnbs_err_t *err) {
    sums_t s = {.fasta = fasta, .progress = progress, .ctx = ctx};
    for (int i = 0; i < fasta->contigs.n; i++)
        s.total_bp += fasta->contigs.contig[i].length_bp;
    int n_workers = n_threads < 1 ? 1 : n_threads > MAX_WORKERS ? MAX_WORKERS : n_threads;
    const gnbs_flow_t flow = {.ctx = &s,
                              .item_bytes = sizeof(sum_item_t),
                              .depth = 2 * n_workers,
                              .n_workers = n_workers,
                              .next = next_sum,
                              .work = work_sum,
                              .emit = emit_sum};
    gnbs_code_t code = gnbs_flow_run(&flow, err);
    for (int i = 0; i < MAX_WORKERS; i++)
        if (s.handle[i] != NULL) fai_destroy(s.handle[i]);
    return code;
}

static gnbs_code_t fetch_source(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    return gnbs_fasta_fetch(ctx, region, codes, err);
}

gnbs_ref_source_t gnbs_fasta_source(gnbs_fasta_t *fasta) {
    return (gnbs_ref_source_t){
        .ctx = fasta, .contigs = &fasta->contigs, .fetch = fetch_source};
}
