/* tests/evidence/made_reads.h -- reads in memory that behave like a file: a source whose handles seek and step. */
#ifndef GNBS_TESTS_MADE_READS_H
#define GNBS_TESTS_MADE_READS_H

#include "evidence/evidence.h"

enum { FAKE_READS = 2048 };

typedef struct fake_file {
    gnbs_contig_t contig[2];
    gnbs_contigs_t contigs;
    size_t n;
    gnbs_read_t read[FAKE_READS]; /* sorted by tid and beg, as in a file */
    int64_t fail_beg;             /* a read that starts here cannot be decoded; -1: none */
    bool fails_to_open;
} fake_file_t;

typedef struct fake_handle {
    const fake_file_t *file;
    size_t at;
    gnbs_region_t region;
} fake_handle_t;

/* chr1 and chr2 of 20,000 bases each, no reads. */
static inline void fake_init(fake_file_t *f) {
    memset(f, 0, sizeof *f);
    f->contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = 20000};
    f->contig[1] = (gnbs_contig_t){.name = "chr2", .length_bp = 20000};
    f->contigs = (gnbs_contigs_t){2, f->contig, "made"};
    f->fail_beg = -1;
}

static inline gnbs_read_t *fake_add(fake_file_t *f, int32_t tid, gnbs_pos_t beg,
                                    gnbs_pos_t end, uint16_t flag, uint64_t name) {
    static const uint32_t CIGAR[] = {100 << 4};
    static const uint8_t BASES[100] = {0};
    gnbs_read_t *r = &f->read[f->n++];
    bool is_used = !gnbs_read_is_unused(flag) || gnbs_read_is_rest(flag);
    *r = (gnbs_read_t){.tid = tid,
                       .beg = beg,
                       .end = end,
                       .mate_tid = -1,
                       .flag = flag,
                       .mapq = 60,
                       .name_hash = name,
                       .fragment = -1,
                       .split_tid = -1,
                       .n_cigar = is_used,
                       .cigar = is_used ? CIGAR : NULL,
                       .base = is_used ? BASES : NULL,
                       .qual = is_used ? BASES : NULL};
    return r;
}

static inline gnbs_code_t fake_open(void *ctx, void **handle, gnbs_err_t *err) {
    const fake_file_t *f = ctx;
    if (f->fails_to_open) return gnbs_err_set(err, GNBS_E_IO, "made.bam: cannot open");
    fake_handle_t *h = calloc(1, sizeof *h);
    if (h == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "made.bam");
    h->file = f;
    *handle = h;
    return GNBS_OK;
}

static inline gnbs_code_t fake_seek(void *handle, gnbs_region_t region, gnbs_err_t *err) {
    (void)err;
    fake_handle_t *h = handle;
    h->at = 0;
    h->region = region;
    return GNBS_OK;
}

static inline gnbs_code_t fake_next(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                                    bool *more, gnbs_err_t *err) {
    fake_handle_t *h = handle;
    for (; h->at < h->file->n; h->at++) {
        const gnbs_read_t *r = &h->file->read[h->at];
        if (r->tid != h->region.tid || r->end <= h->region.beg || r->beg >= h->region.end)
            continue;
        if (r->beg == h->file->fail_beg)
            return gnbs_err_set(err, GNBS_E_FORMAT, "made.bam: damaged near %lld",
                                (long long)r->beg);
        *read = *r;
        if (arena == NULL) {
            read->cigar = NULL; /* clip_head and clip_tail stay: a reader decides by them */
            read->base = read->qual = NULL;
            read->name_hash = 0;
        }
        h->at++;
        *more = true;
        return GNBS_OK;
    }
    *more = false;
    return GNBS_OK;
}

/* Made reads carry their body from the start; a reader that did not ask for it must not have looked. */
static inline gnbs_code_t fake_body(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                                    gnbs_err_t *err) {
    fake_handle_t *h = handle;
    if (arena == NULL) return gnbs_err_set(err, GNBS_E_INTERNAL, "no arena");
    bool is_home = read->is_home;
    *read = h->file->read[h->at - 1];
    read->is_home = is_home;
    return GNBS_OK;
}

static inline void fake_close(void *handle) { free(handle); }

static inline gnbs_read_source_t fake_source(fake_file_t *f) {
    return (gnbs_read_source_t){f,         &f->contigs, "S",       fake_open,
                                fake_seek, fake_next,   fake_body, fake_close};
}

/* The base at p is p modulo 4; N past the end of the contig. */
static inline gnbs_code_t fake_fetch(void *ctx, gnbs_region_t region, uint8_t *codes,
                                     gnbs_err_t *err) {
    (void)ctx, (void)err;
    for (gnbs_pos_t p = region.beg; p < region.end; p++)
        codes[p - region.beg] = (uint8_t)(p < 20000 ? p % 4 : 4);
    return GNBS_OK;
}

static inline gnbs_ref_source_t fake_reference(const fake_file_t *f) {
    return (gnbs_ref_source_t){NULL, &f->contigs, fake_fetch};
}

/* ---- an observer that writes down what it was shown, and fails where it is told to ------------------------ */

typedef struct scribe {
    gnbs_str_t text;   /* one line per chunk, one per read; filled by collect */
    int64_t fail_from; /* chunks from this one on are refused by observe; -1: none */
    int64_t fail_collect;
} scribe_t;

static inline gnbs_code_t scribe_observe(const void *ctx, const gnbs_chunk_t *c,
                                         gnbs_arena_t *arena, void **result,
                                         gnbs_err_t *err) {
    const scribe_t *s = ctx;
    if (s->fail_from >= 0 && c->i_chunk >= s->fail_from)
        return gnbs_err_set(err, GNBS_E_DATA, "no luck with chunk %lld",
                            (long long)c->i_chunk);
    gnbs_str_t t;
    gnbs_str_init(&t);
    gnbs_str_printf(&t, "chunk %lld %d:%lld-%lld targets %zu fragments %d\n",
                    (long long)c->i_chunk, c->region.tid, (long long)c->region.beg,
                    (long long)c->region.end, c->n_target, c->n_fragment);
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        gnbs_str_printf(&t, " read %llu at %lld %s fragment %d%s\n",
                        (unsigned long long)r->name_hash, (long long)r->beg,
                        r->is_home ? "home" : "guest", r->fragment,
                        r->overlaps_mate ? " overlapping" : "");
    }
    for (size_t i = 0; i < c->n_rest; i++)
        gnbs_str_printf(&t, " rest %llu at %lld %s\n",
                        (unsigned long long)c->rest[i].name_hash, (long long)c->rest[i].beg,
                        c->rest[i].cigar != NULL ? "whole" : "without body");
    *result = gnbs_arena_strdup(arena, gnbs_str_text(&t));
    gnbs_str_clear(&t);
    if (*result == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "scribe");
    return GNBS_OK;
}

static inline gnbs_code_t scribe_collect(void *ctx, const gnbs_chunk_t *c, void *result,
                                         gnbs_err_t *err) {
    scribe_t *s = ctx;
    if (c->i_chunk == s->fail_collect)
        return gnbs_err_set(err, GNBS_E_IO, "no room for chunk %lld",
                            (long long)c->i_chunk);
    gnbs_str_add(&s->text, result);
    return GNBS_OK;
}

static inline gnbs_observer_t scribe_observer(scribe_t *s, const char *name) {
    *s = (scribe_t){.fail_from = -1, .fail_collect = -1};
    return (gnbs_observer_t){name, s, scribe_observe, scribe_collect};
}

#endif
