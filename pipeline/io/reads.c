#include "io/reads.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/sam.h>

#include "core/mem.h"
#include "genome/seq.h"
#include "io/path.h"

struct gnbs_reads {
    gnbs_arena_t arena;
    char *path;
    gnbs_reads_opt_t opt;
    sam_hdr_t *header;
    hts_idx_t
        *index; /* shared by workers; NULL for CRAM, whose index belongs to a handle */
    gnbs_contigs_t file_contigs;
    const gnbs_contigs_t *contigs;
    int32_t *to_file;   /* tid of `contigs` to tid of the file, -1 when it has none */
    int32_t *from_file; /* and back */
    const char *sample;
    bool is_cram, is_synthetic;
};

typedef struct handle {
    gnbs_reads_t *reads;
    htsFile *file;
    sam_hdr_t *header;
    hts_idx_t *index; /* owned here for CRAM only */
    hts_itr_t *itr;
    bam1_t *record;
} handle_t;

const char *gnbs_reads_htslib_version(void) { return hts_version(); }

bool gnbs_reads_cram_is_safe(const char *version) {
    int major = 0, minor = 0, patch = 0;
    if (sscanf(version, "%d.%d.%d", &major, &minor, &patch) < 2) return false;
    if (major != 1) return major > 1;
    if (minor < 21) return false;
    return minor == 21   ? patch >= 1
           : minor == 22 ? patch >= 2
           : minor == 23 ? patch >= 1
                         : true;
}

static gnbs_code_t open_file(const gnbs_reads_t *r, htsFile **file, gnbs_err_t *err) {
    *file = sam_open(r->path, "r");
    if (*file == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot open: %s", r->path,
                            strerror(errno));
    if (r->opt.reference != NULL && r->is_cram &&
        hts_set_fai_filename(*file, r->opt.reference) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot use the reference %s", r->path,
                            r->opt.reference);
    return GNBS_OK;
}

static gnbs_code_t check_format(gnbs_reads_t *r, htsFile *file, gnbs_err_t *err) {
    const htsFormat *format = hts_get_format(file);
    switch (format->format) {
    case bam: break;
    case cram:
        r->is_cram = true;
        if (r->opt.reference == NULL)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "%s: CRAM needs --reference, the FASTA it was written with",
                                r->path);
        if (!gnbs_reads_cram_is_safe(hts_version()) && !r->opt.trusts_cram)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "%s: this htslib (%s) has known holes in its CRAM decoder "
                                "(CVE-2026-31962 to 31971, fixed in 1.21.1, 1.22.2 and "
                                "1.23.1); convert to BAM, build with a newer htslib, or "
                                "give --trust-cram for a file of your own",
                                r->path, hts_version());
        if (hts_set_fai_filename(file, r->opt.reference) != 0)
            return gnbs_err_set(err, GNBS_E_IO, "%s: cannot use the reference %s", r->path,
                                r->opt.reference);
        break;
    case sam:
        if (format->compression == bgzf) break;
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: plain SAM cannot be read by region; make a BAM: samtools "
                            "sort -o x.bam %s && samtools index x.bam",
                            r->path, r->path);
    default: return gnbs_err_set(err, GNBS_E_FORMAT, "%s: not BAM, CRAM or SAM", r->path);
    }
    if (hts_check_EOF(file) == 0)
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: cut short: the end-of-file marker is missing; copy or "
                            "write the file again",
                            r->path);
    return GNBS_OK;
}

static gnbs_code_t read_sort_order(gnbs_reads_t *r, gnbs_err_t *err) {
    kstring_t so = {0, 0, NULL};
    gnbs_code_t code = GNBS_OK;
    if (sam_hdr_find_tag_hd(r->header, "SO", &so) == 0 && so.s != NULL &&
        strcmp(so.s, "coordinate") != 0 && strcmp(so.s, "unknown") != 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: sorted by '%s', expected 'coordinate'; run: samtools sort",
                            r->path, so.s);
    free(so.s);
    return code;
}

static gnbs_code_t read_sample(gnbs_reads_t *r, gnbs_err_t *err) {
    int n = sam_hdr_count_lines(r->header, "RG");
    gnbs_code_t code = GNBS_OK;
    kstring_t sm = {0, 0, NULL};
    for (int i = 0; i < n && code == GNBS_OK; i++) {
        if (sam_hdr_find_tag_pos(r->header, "RG", i, "SM", &sm) != 0 || sm.s == NULL)
            continue;
        if (r->sample == NULL) {
            r->sample = gnbs_arena_strdup(&r->arena, sm.s);
            if (r->sample == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->path);
        } else if (strcmp(r->sample, sm.s) != 0) {
            code = gnbs_err_set(err, GNBS_E_DATA,
                                "%s: two samples in one file, '%s' and '%s' (SM of @RG); "
                                "give one newborn per file",
                                r->path, r->sample, sm.s);
        }
    }
    free(sm.s);
    if (code == GNBS_OK && r->sample == NULL && r->opt.may_lack_sample) r->sample = "";
    if (code == GNBS_OK && r->sample == NULL)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: no sample name: no @RG line of the header has SM; add it "
                            "with: samtools addreplacerg",
                            r->path);
    return code;
}

static void read_synthetic_mark(gnbs_reads_t *r) {
    int n = sam_hdr_count_lines(r->header, "CO");
    const char *text = sam_hdr_str(r->header);
    for (const char *line = text; n > 0 && line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t len = end != NULL ? (size_t)(end - line) : strlen(line);
        if (strncmp(line, "@CO\t", 4) == 0)
            for (size_t i = 4; i + 9 <= len; i++)
                if (strncmp(line + i, "SYNTHETIC", 9) == 0) r->is_synthetic = true;
        line = end != NULL ? end + 1 : NULL;
    }
}

static gnbs_code_t read_contigs(gnbs_reads_t *r, gnbs_err_t *err) {
    int n = sam_hdr_nref(r->header);
    gnbs_contig_t *contig = GNBS_NEW(&r->arena, gnbs_contig_t, n);
    r->from_file = GNBS_NEW(&r->arena, int32_t, n);
    if (r->contigs == NULL) r->contigs = &r->file_contigs;
    r->to_file =
        GNBS_NEW(&r->arena, int32_t, r->contigs == &r->file_contigs ? n : r->contigs->n);
    if (contig == NULL || r->from_file == NULL || r->to_file == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %d contigs", r->path, n);
    kstring_t m5 = {0, 0, NULL};
    for (int i = 0; i < n; i++) {
        contig[i].name = sam_hdr_tid2name(r->header, i);
        contig[i].length_bp = sam_hdr_tid2len(r->header, i);
        if (sam_hdr_find_tag_id(r->header, "SQ", "SN", contig[i].name, "M5", &m5) == 0 &&
            m5.l == 32)
            memcpy(contig[i].m5, m5.s, 33);
    }
    free(m5.s);
    r->file_contigs = (gnbs_contigs_t){.n = n, .contig = contig, .source = r->path};
    if (r->contigs != &r->file_contigs)
        GNBS_TRY(gnbs_contig_check(r->contigs, &r->file_contigs, err));
    for (int i = 0; i < r->contigs->n; i++) {
        int32_t tid = gnbs_contig_find(&r->file_contigs, r->contigs->contig[i].name);
        bool is_other = tid >= 0 && gnbs_contig_is_other_mito(&r->contigs->contig[i],
                                                              &r->file_contigs.contig[tid]);
        r->to_file[i] = is_other ? -1 : tid;
    }
    for (int i = 0; i < n; i++) r->from_file[i] = -1;
    for (int i = 0; i < r->contigs->n; i++)
        if (r->to_file[i] >= 0) r->from_file[r->to_file[i]] = i;
    return GNBS_OK;
}

static gnbs_code_t read_index(gnbs_reads_t *r, htsFile *file, gnbs_err_t *err) {
    hts_idx_t *index = sam_index_load3(file, r->path, NULL, HTS_IDX_SILENT_FAIL);
    if (index == NULL)
        return gnbs_err_set(err, GNBS_E_IO,
                            "%s: no index beside it (or one that cannot be read); make it "
                            "with: samtools index %s",
                            r->path, r->path);
    if (r->is_cram)
        hts_idx_destroy(index);
    else
        r->index = index;
    return GNBS_OK;
}

static gnbs_code_t open_all(gnbs_reads_t *r, htsFile **file, gnbs_err_t *err) {
    GNBS_TRY(open_file(r, file, err));
    GNBS_TRY(check_format(r, *file, err));
    r->header = sam_hdr_read(*file);
    if (r->header == NULL)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: the header cannot be read; the file is damaged or not an alignment file",
            r->path);
    GNBS_TRY(read_sort_order(r, err));
    GNBS_TRY(read_sample(r, err));
    GNBS_TRY(read_contigs(r, err));
    read_synthetic_mark(r);
    return read_index(r, *file, err);
}

gnbs_code_t gnbs_reads_open(const char *path, const gnbs_contigs_t *contigs,
                            const gnbs_reads_opt_t *opt, gnbs_reads_t **reads,
                            gnbs_err_t *err) {
    *reads = NULL;
    GNBS_TRY(gnbs_path_check_input(path, err));
    if (opt->reference != NULL) GNBS_TRY(gnbs_path_check_input(opt->reference, err));
    /* A colon list of nowhere: htslib then has no place to look but the FASTA that was given. */
    setenv("REF_PATH", ":", 1);
    setenv("REF_CACHE", "", 1);
    hts_set_log_level(HTS_LOG_OFF); /* its faults reach the user as ours, with what to do */
    gnbs_reads_t *r = gnbs_mem_alloc(1, sizeof *r);
    if (r == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_arena_init(&r->arena);
    r->path = gnbs_mem_strdup(path);
    r->opt = *opt;
    r->contigs = contigs;
    htsFile *file = NULL;
    gnbs_code_t code = r->path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                                       : open_all(r, &file, err);
    if (file != NULL) sam_close(file);
    if (code != GNBS_OK) {
        gnbs_reads_close(r);
        return code;
    }
    *reads = r;
    return GNBS_OK;
}

void gnbs_reads_close(gnbs_reads_t *r) {
    if (r == NULL) return;
    if (r->index != NULL) hts_idx_destroy(r->index);
    if (r->header != NULL) sam_hdr_destroy(r->header);
    gnbs_mem_free(r->path);
    gnbs_arena_clear(&r->arena);
    gnbs_mem_free(r);
}

const char *gnbs_reads_sample(const gnbs_reads_t *reads) { return reads->sample; }
const gnbs_contigs_t *gnbs_reads_contigs(const gnbs_reads_t *reads) {
    return &reads->file_contigs;
}
int64_t gnbs_reads_n_mapped(const gnbs_reads_t *r) {
    int64_t n = 0;
    for (int i = 0; i < r->file_contigs.n; i++) {
        uint64_t mapped = 0, unmapped = 0;
        if (r->index == NULL || hts_idx_get_stat(r->index, i, &mapped, &unmapped) < 0)
            continue; /* a contig without reads has no entry */
        n += (int64_t)mapped;
    }
    return n > 0 ? n : -1;
}
bool gnbs_reads_is_synthetic(const gnbs_reads_t *reads) { return reads->is_synthetic; }

int64_t gnbs_reads_count(const gnbs_reads_t *r, int32_t tid) {
    uint64_t n_mapped, n_unmapped;
    int32_t at = tid >= 0 && tid < r->contigs->n ? r->to_file[tid] : -1;
    if (r->index == NULL) return -1;
    if (at < 0 || hts_idx_get_stat(r->index, at, &n_mapped, &n_unmapped) != 0) return 0;
    return (int64_t)n_mapped;
}

bool gnbs_reads_count_autosomal(const gnbs_reads_t *r, int64_t *n_read, int64_t *n_bp) {
    *n_read = *n_bp = 0;
    for (int i = 0; r->index != NULL && i < r->file_contigs.n; i++) {
        const gnbs_contig_t *c = &r->file_contigs.contig[i];
        uint64_t n_mapped, n_unmapped;
        if (gnbs_contig_kind(c->name) != GNBS_CONTIG_AUTOSOME) continue;
        *n_bp += c->length_bp;
        if (hts_idx_get_stat(r->index, i, &n_mapped, &n_unmapped) == 0)
            *n_read += (int64_t)n_mapped;
    }
    return *n_bp > 0;
}

static void close_handle(void *handle) {
    handle_t *h = handle;
    if (h == NULL) return;
    if (h->itr != NULL) hts_itr_destroy(h->itr);
    if (h->record != NULL) bam_destroy1(h->record);
    if (h->index != NULL) hts_idx_destroy(h->index);
    if (h->header != NULL) sam_hdr_destroy(h->header);
    if (h->file != NULL) sam_close(h->file);
    gnbs_mem_free(h);
}

static gnbs_code_t open_handle(void *ctx, void **handle, gnbs_err_t *err) {
    gnbs_reads_t *r = ctx;
    *handle = NULL;
    handle_t *h = gnbs_mem_alloc(1, sizeof *h);
    if (h == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->path);
    h->reads = r;
    h->record = bam_init1();
    gnbs_code_t code = h->record == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->path)
                                         : open_file(r, &h->file, err);
    if (code == GNBS_OK) { /* htslib's SAM and CRAM decoders want it read on this handle */
        h->header = sam_hdr_read(h->file);
        if (h->header != NULL && r->is_cram)
            h->index = sam_index_load3(h->file, r->path, NULL, HTS_IDX_SILENT_FAIL);
        if (h->header == NULL || (r->is_cram && h->index == NULL))
            code = gnbs_err_set(err, GNBS_E_IO, "%s: cannot read the header or index again",
                                r->path);
    }
    if (code != GNBS_OK) {
        close_handle(h);
        return code;
    }
    *handle = h;
    return GNBS_OK;
}

static gnbs_code_t seek_region(void *handle, gnbs_region_t region, gnbs_err_t *err) {
    handle_t *h = handle;
    if (h->itr != NULL) hts_itr_destroy(h->itr);
    h->itr = NULL;
    int32_t tid = region.tid >= 0 && region.tid < h->reads->contigs->n
                      ? h->reads->to_file[region.tid]
                      : -1;
    if (tid < 0)
        return GNBS_OK; /* a contig the file does not have: no reads, and the bases come out without coverage */
    h->itr = sam_itr_queryi(h->index != NULL ? h->index : h->reads->index, tid, region.beg,
                            region.end);
    if (h->itr == NULL)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: the index cannot be used for %s; make it again: samtools index",
            h->reads->path, h->reads->contigs->contig[region.tid].name);
    return GNBS_OK;
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo): mates share it; used to pair reads within a chunk. */
static uint64_t hash_name(const char *s) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (; *s != '\0'; s++) h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
    return h;
}

/* "chr2,51,-,5S5M,60,0": reference span and leading clip of a CIGAR as text; false: not one. */
static bool read_text_cigar(const char *text, int32_t *head, gnbs_pos_t *span) {
    *head = 0;
    *span = 0;
    bool is_first = true;
    for (const char *s = text; *s != ',' && *s != '\0'; is_first = false) {
        char *rest;
        long long n = strtoll(s, &rest, 10);
        if (rest == s || n < 0 || n > INT32_MAX || *rest == '\0') return false;
        if ((*rest == 'S' || *rest == 'H') && is_first) *head = (int32_t)n;
        if (strchr("MDN=X", *rest) != NULL) *span += n;
        s = rest + 1;
    }
    return *span > 0;
}

static void read_split(const gnbs_reads_t *r, const bam1_t *b, gnbs_read_t *read) {
    const uint8_t *aux = bam_aux_get(b, "SA");
    const char *sa = aux != NULL && *aux == 'Z' ? bam_aux2Z(aux) : NULL;
    if (sa == NULL) return;
    char name[256];
    const char *comma = strchr(sa, ',');
    if (comma == NULL || (size_t)(comma - sa) >= sizeof name) return;
    memcpy(name, sa, (size_t)(comma - sa));
    name[comma - sa] = '\0';
    read->has_split = true;
    read->split_tid = gnbs_contig_find(r->contigs, name);
    char *rest;
    long long pos1 = strtoll(comma + 1, &rest, 10);
    read->split_beg = read->split_end = pos1 > 0 ? pos1 - 1 : 0;
    gnbs_pos_t span;
    int32_t head;
    if (rest[0] != ',' || rest[1] == '\0' || rest[2] != ',' ||
        !read_text_cigar(rest + 3, &head, &span))
        return; /* the place alone */
    read->split_reverse = rest[1] == '-';
    read->split_end = read->split_beg + span;
    read->split_head = head;
    const char *mapq = strchr(rest + 3, ',');
    long q = mapq != NULL ? strtol(mapq + 1, NULL, 10) : 0;
    read->split_mapq = (uint8_t)(q < 0 ? 0 : q > 255 ? 255 : q);
}

/* AS and XS, where both are integers (XS:A of spliced aligners is a strand). */
static void read_rival(const bam1_t *b, gnbs_read_t *read) {
    const uint8_t *as = bam_aux_get(b, "AS"), *xs = bam_aux_get(b, "XS");
    if (as == NULL || xs == NULL || strchr("cCsSiI", *as) == NULL ||
        strchr("cCsSiI", *xs) == NULL)
        return;
    int64_t here = bam_aux2i(as), there = bam_aux2i(xs);
    if (here < 0 || there < 0 || here > INT32_MAX || there > INT32_MAX) return;
    read->has_rival = true;
    read->score = (int32_t)here;
    read->rival_score = (int32_t)there;
}

static gnbs_code_t copy_body(const bam1_t *b, gnbs_arena_t *arena, gnbs_read_t *read,
                             gnbs_err_t *err) {
    static const uint8_t CODE[16] = {
        4, 0, 1, 4, 2, 4, 4, 4,
        3, 4, 4, 4, 4, 4, 4, 4}; /* SAM specification 4.2.3: =ACMGRSVTWYHKDBN */
    /* What the CIGAR spans: as long as the bases, or the bases are absent (SEQ is *) and come as N of quality 0. */
    size_t n = (size_t)bam_cigar2qlen((int)b->core.n_cigar, bam_get_cigar(b));
    bool has_bases = b->core.l_qseq > 0;
    uint32_t *cigar = gnbs_arena_alloc(arena, b->core.n_cigar, sizeof *cigar);
    uint8_t *base = gnbs_arena_alloc(arena, 2 * n, 1);
    if (cigar == NULL || base == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "a read of %zu bases", n);
    memcpy(cigar, bam_get_cigar(b), b->core.n_cigar * sizeof *cigar);
    const uint8_t *packed = bam_get_seq(b);
    for (size_t i = 0; i < n; i++)
        base[i] = has_bases ? CODE[packed[i >> 1] >> ((~i & 1) << 2) & 0xF] : GNBS_BASE_N;
    uint8_t *qual = base + n;
    const uint8_t *q = bam_get_qual(b);
    if (has_bases && n > 0 && q[0] != 0xFF)
        memcpy(qual, q, n); /* absent qualities stay 0: bases that say nothing */
    read->n_cigar = (int32_t)b->core.n_cigar;
    read->len = (int32_t)n;
    read->cigar = cigar;
    read->base = base;
    read->qual = qual;
    return GNBS_OK;
}

/* Our arrays rely on these, whichever of them this version of htslib looks at. */
static gnbs_code_t check_record(const gnbs_reads_t *r, const bam1_t *b, gnbs_err_t *err) {
    int n = r->file_contigs.n;
    if (b->core.tid >= n || b->core.mtid >= n)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: read %s is on contig %d, or its mate on %d, but the header "
            "names %d; the file is damaged",
            r->path, bam_get_qname(b), b->core.tid + 1, b->core.mtid + 1, n);
    if (b->core.flag & GNBS_READ_UNMAPPED || b->core.tid < 0) return GNBS_OK;
    if (bam_endpos(b) > r->file_contigs.contig[b->core.tid].length_bp)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: read %s ends past the end of %s; the file or its header is damaged",
            r->path, bam_get_qname(b), r->file_contigs.contig[b->core.tid].name);
    int64_t n_spanned = bam_cigar2qlen((int)b->core.n_cigar, bam_get_cigar(b));
    if (b->core.l_qseq > 0 && n_spanned != b->core.l_qseq)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: read %s at %s:%lld: CIGAR spans %lld bases, the sequence "
            "has %d; the file is damaged",
            r->path, bam_get_qname(b), r->file_contigs.contig[b->core.tid].name,
            (long long)b->core.pos + 1, (long long)n_spanned, b->core.l_qseq);
    return GNBS_OK;
}

static gnbs_code_t read_body(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                             gnbs_err_t *err) {
    handle_t *h = handle;
    if (gnbs_read_is_unused(read->flag) && !gnbs_read_is_rest(read->flag)) return GNBS_OK;
    read->name_hash = hash_name(bam_get_qname(h->record));
    read_split(h->reads, h->record, read);
    read_rival(h->record, read);
    return copy_body(h->record, arena, read, err);
}

static void read_clips(const bam1_t *b, gnbs_read_t *read) {
    const uint32_t *cigar = bam_get_cigar(b);
    int last = (int)b->core.n_cigar - 1;
    for (int k = 0; k <= last && gnbs_cigar_op(cigar[k]) >= GNBS_CIGAR_SOFT &&
                    gnbs_cigar_op(cigar[k]) <= GNBS_CIGAR_HARD;
         k++)
        read->clip_head += gnbs_cigar_len(cigar[k]);
    for (int k = last; k > 0 && gnbs_cigar_op(cigar[k]) >= GNBS_CIGAR_SOFT &&
                       gnbs_cigar_op(cigar[k]) <= GNBS_CIGAR_HARD;
         k--)
        read->clip_tail += gnbs_cigar_len(cigar[k]);
}

static gnbs_code_t next_read(void *handle, gnbs_arena_t *arena, gnbs_read_t *read,
                             bool *more, gnbs_err_t *err) {
    handle_t *h = handle;
    *more = false;
    if (h->itr == NULL) return GNBS_OK;
    int got = sam_itr_next(h->file, h->itr, h->record);
    if (got == -1) return GNBS_OK;
    const bam1_t *b = h->record;
    if (got < -1)
        return gnbs_err_set(
            err, GNBS_E_FORMAT,
            "%s: truncated or damaged near %s:%lld; copy or write the file again",
            h->reads->path,
            h->itr->tid >= 0 ? h->reads->file_contigs.contig[h->itr->tid].name : "?",
            (long long)b->core.pos + 1);
    *more = true;
    GNBS_TRY(check_record(h->reads, b, err));
    *read = (gnbs_read_t){.mate_tid = -1, .fragment = -1, .split_tid = -1};
    read->tid = b->core.tid >= 0 ? h->reads->from_file[b->core.tid] : -1;
    read->beg = b->core.pos;
    read->end = bam_endpos(b);
    read->flag = b->core.flag;
    read->mapq = b->core.qual;
    read_clips(b, read);
    if ((b->core.flag & GNBS_READ_PAIRED) && !(b->core.flag & GNBS_READ_MATE_UNMAPPED) &&
        b->core.mtid >= 0) {
        read->mate_tid = h->reads->from_file[b->core.mtid];
        read->mate_beg = b->core.mpos;
        read->insert_bp = b->core.isize;
    }
    return arena != NULL ? read_body(handle, arena, read, err) : GNBS_OK;
}

gnbs_read_source_t gnbs_reads_source(gnbs_reads_t *reads) {
    return (gnbs_read_source_t){.ctx = reads,
                                .contigs = reads->contigs,
                                .sample = reads->sample,
                                .open = open_handle,
                                .seek = seek_region,
                                .next = next_read,
                                .body = read_body,
                                .close = close_handle};
}
