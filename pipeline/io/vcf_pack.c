#include "io/vcf_pack.h"

#include <errno.h>
#include <string.h>

#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <htslib/tbx.h>

#include "core/mem.h"

enum {
    BLOCK_TEXT_BYTES = 0xff00, /* as bgzip cuts */
    BLOCK_MAX_BYTES = 0x10000,
    /* of 12: annotations repeat themselves, and higher levels cost more than the whole rest */
    COMPRESSION_LEVEL = 2,
    TBI_SHIFT = 14,
    TBI_LEVELS = 5,
};

/* an empty block: SAM specification, section 4.1.2 */
static const uint8_t END_MARKER[28] = {0x1f, 0x8b, 8,    4,    0, 0, 0,    0, 0, 0xff,
                                       6,    0,    0x42, 0x43, 2, 0, 0x1b, 0, 3, 0,
                                       0,    0,    0,    0,    0, 0, 0,    0};

void gnbs_vcf_pack_reset(gnbs_vcf_pack_t *pack) {
    gnbs_str_reset(&pack->text);
    pack->record.n = pack->bytes.n = pack->block.n = 0;
}

void gnbs_vcf_pack_clear(gnbs_vcf_pack_t *pack) {
    gnbs_str_clear(&pack->text);
    GNBS_VEC_CLEAR(&pack->record);
    GNBS_VEC_CLEAR(&pack->bytes);
    GNBS_VEC_CLEAR(&pack->block);
}

gnbs_code_t gnbs_vcf_pack_close(gnbs_vcf_pack_t *pack, gnbs_err_t *err) {
    size_t n_block = (pack->text.n + BLOCK_TEXT_BYTES - 1) / BLOCK_TEXT_BYTES;
    if (pack->text.failed || !GNBS_RESERVE(&pack->bytes, n_block * BLOCK_MAX_BYTES))
        return gnbs_err_set(err, GNBS_E_NOMEM, "compressing %zu bytes", pack->text.n);
    for (size_t at = 0; at < pack->text.n; at += BLOCK_TEXT_BYTES) {
        size_t n = pack->text.n - at, n_out = BLOCK_MAX_BYTES;
        if (n > BLOCK_TEXT_BYTES) n = BLOCK_TEXT_BYTES;
        if (!GNBS_PUSH(&pack->block, pack->bytes.n))
            return gnbs_err_set(err, GNBS_E_NOMEM, "compressing %zu bytes", pack->text.n);
        if (bgzf_compress(pack->bytes.at + pack->bytes.n, &n_out, pack->text.s + at, n,
                          COMPRESSION_LEVEL) != 0)
            return gnbs_err_set(err, GNBS_E_INTERNAL,
                                "a block of %zu bytes: not compressed", n);
        pack->bytes.n += n_out;
    }
    return GNBS_OK;
}

/* ---- file ----------------------------------------------------------------------------- */

struct gnbs_vcf_packer {
    FILE *file;
    const char *path;
    uint64_t address; /* bytes written */
    bool has_index;
    hts_idx_t *index; /* made when the first record's place is known */
    int n_contig;
    gnbs_str_t names; /* of contigs in order, each with its NUL */
    gnbs_str_t last;  /* the contig of the last record */
};

gnbs_code_t gnbs_vcf_packer_new(FILE *file, const char *path, bool has_index,
                                gnbs_vcf_packer_t **packer, gnbs_err_t *err) {
    gnbs_vcf_packer_t *p = gnbs_mem_alloc(1, sizeof *p);
    *packer = NULL;
    if (p == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    *p = (gnbs_vcf_packer_t){.file = file, .path = path, .has_index = has_index};
    gnbs_str_init(&p->names);
    gnbs_str_init(&p->last);
    *packer = p;
    return GNBS_OK;
}

void gnbs_vcf_packer_free(gnbs_vcf_packer_t *packer) {
    if (packer == NULL) return;
    if (packer->index != NULL) hts_idx_destroy(packer->index);
    gnbs_str_clear(&packer->names);
    gnbs_str_clear(&packer->last);
    gnbs_mem_free(packer);
}

static gnbs_code_t write_bytes(gnbs_vcf_packer_t *p, size_t n, const uint8_t *bytes,
                               gnbs_err_t *err) {
    if (n > 0 && fwrite(bytes, 1, n, p->file) != n)
        return gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", p->path,
                            strerror(errno));
    p->address += n;
    return GNBS_OK;
}

/* Where byte `at` of the pack's text lies: address of its block, and place in it. */
static uint64_t virtual_offset(const gnbs_vcf_packer_t *p, const gnbs_vcf_pack_t *pack,
                               size_t at) {
    size_t i = at / BLOCK_TEXT_BYTES;
    uint64_t begin = i < pack->block.n ? pack->block.at[i] : pack->bytes.n;
    return (p->address + begin) << 16 | (at % BLOCK_TEXT_BYTES);
}

static gnbs_code_t open_index(gnbs_vcf_packer_t *p, gnbs_err_t *err) {
    if (p->index == NULL)
        p->index = hts_idx_init(0, HTS_FMT_TBI, p->address << 16, TBI_SHIFT, TBI_LEVELS);
    return p->index != NULL ? GNBS_OK
                            : gnbs_err_set(err, GNBS_E_NOMEM, "%s: index", p->path);
}

static gnbs_code_t push_record(gnbs_vcf_packer_t *p, const gnbs_vcf_pack_record_t *r,
                               uint64_t offset, gnbs_err_t *err) {
    if (p->n_contig == 0 || strcmp(gnbs_str_text(&p->last), r->chrom) != 0) {
        gnbs_str_add_n(&p->names, r->chrom, strlen(r->chrom) + 1);
        gnbs_str_reset(&p->last);
        gnbs_str_add(&p->last, r->chrom);
        p->n_contig++;
    }
    if (hts_idx_push(p->index, p->n_contig - 1, r->beg, r->end, offset, 1) == 0)
        return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: cannot be indexed: the input is expected sorted by contig and "
                        "position; run bcftools sort first",
                        p->path);
}

gnbs_code_t gnbs_vcf_pack_write(gnbs_vcf_packer_t *p, const gnbs_vcf_pack_t *pack,
                                gnbs_err_t *err) {
    if (p->has_index && pack->record.n > 0) GNBS_TRY(open_index(p, err));
    for (size_t i = 0; i < pack->record.n && p->has_index; i++)
        GNBS_TRY(push_record(p, &pack->record.at[i],
                             virtual_offset(p, pack, pack->record.at[i].end_byte), err));
    return write_bytes(p, pack->bytes.n, pack->bytes.at, err);
}

/* The head of a tabix index (tabix specification): format, columns, meta character, names. */
static bool set_meta(gnbs_vcf_packer_t *p) {
    const uint32_t head[7] = {TBX_VCF, 1, 2, 0, '#', 0, (uint32_t)p->names.n};
    size_t n = sizeof head + p->names.n;
    uint8_t *meta = gnbs_mem_alloc(n, 1);
    if (meta == NULL) return false;
    for (size_t i = 0; i < 7; i++)
        for (int k = 0; k < 4; k++) meta[4 * i + (size_t)k] = (uint8_t)(head[i] >> 8 * k);
    if (p->names.n > 0) memcpy(meta + sizeof head, p->names.s, p->names.n);
    bool is_set = hts_idx_set_meta(p->index, (uint32_t)n, meta, 1) == 0;
    gnbs_mem_free(meta);
    return is_set;
}

/* A contig that comes twice would be two contigs to a reader of the index. */
static bool has_twice(const gnbs_vcf_packer_t *p) {
    const char *end = p->names.s + p->names.n;
    for (const char *a = p->names.s; a < end; a += strlen(a) + 1)
        for (const char *b = a + strlen(a) + 1; b < end; b += strlen(b) + 1)
            if (strcmp(a, b) == 0) return true;
    return false;
}

gnbs_code_t gnbs_vcf_packer_end(gnbs_vcf_packer_t *p, const char *index_path,
                                gnbs_err_t *err) {
    uint64_t end = p->address << 16;
    if (p->has_index) GNBS_TRY(open_index(p, err));
    GNBS_TRY(write_bytes(p, sizeof END_MARKER, END_MARKER, err));
    if (!p->has_index || index_path == NULL) return GNBS_OK;
    if (p->names.n > 0 && has_twice(p))
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: cannot be indexed: the input is expected sorted by contig "
                            "and position; run bcftools sort first",
                            p->path);
    if (p->names.failed || p->last.failed || hts_idx_finish(p->index, end) != 0 ||
        !set_meta(p))
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: index", p->path);
    if (hts_idx_save_as(p->index, NULL, index_path, HTS_FMT_TBI) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: writing failed: %s", index_path,
                            strerror(errno));
    return GNBS_OK;
}
