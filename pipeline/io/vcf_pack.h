/* io/vcf_pack.h -- bgzip blocks made by any thread, written by one, with a tabix index on the way.
 *
 * A pack is a stretch of whole lines. gnbs_vcf_pack_close compresses it (worker threads);
 * gnbs_vcf_pack_write appends it to the file and its records to the index (one thread, in order).
 * The same packs give the same bytes.
 */
#ifndef GNBS_IO_VCF_PACK_H
#define GNBS_IO_VCF_PACK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/err.h"
#include "core/str.h"
#include "core/vec.h"

typedef struct gnbs_vcf_pack_record { /* for the index */
    size_t end_byte;                  /* of its line, in the pack's text */
    const char *chrom;                /* NUL-terminated */
    int64_t beg, end;
} gnbs_vcf_pack_record_t;

typedef struct gnbs_vcf_pack {
    gnbs_str_t text;
    GNBS_VEC(gnbs_vcf_pack_record_t) record;
    GNBS_VEC(uint8_t) bytes; /* compressed */
    GNBS_VEC(size_t) block;  /* where each block begins in bytes */
} gnbs_vcf_pack_t;

void gnbs_vcf_pack_reset(gnbs_vcf_pack_t *pack);
void gnbs_vcf_pack_clear(gnbs_vcf_pack_t *pack);
gnbs_code_t gnbs_vcf_pack_close(gnbs_vcf_pack_t *pack, gnbs_err_t *err);

typedef struct gnbs_vcf_packer gnbs_vcf_packer_t; /* a file that is being written */

/* `file` is borrowed; `path` is for messages. An index is made when has_index. */
gnbs_code_t gnbs_vcf_packer_new(FILE *file, const char *path, bool has_index,
                                gnbs_vcf_packer_t **packer, gnbs_err_t *err);
gnbs_code_t gnbs_vcf_pack_write(gnbs_vcf_packer_t *packer, const gnbs_vcf_pack_t *pack,
                                gnbs_err_t *err);
/* bgzip's end marker, and the index to index_path (NULL: none). */
gnbs_code_t gnbs_vcf_packer_end(gnbs_vcf_packer_t *packer, const char *index_path,
                                gnbs_err_t *err);
void gnbs_vcf_packer_free(gnbs_vcf_packer_t *packer); /* accepts NULL */

#endif
