/* io/vcf_text.h -- parts of a VCF that vcf_write.c puts together: reference blocks (vcf_block.c), what the parents'
 * reads say (vcf_trio.c) and fractions of mitochondrial copies (vcf_mito.c); for these files only.
 */
#ifndef GNBS_IO_VCF_TEXT_H
#define GNBS_IO_VCF_TEXT_H

#include "core/str.h"
#include "io/vcf.h"

void gnbs_vcf_add_block_header(gnbs_str_t *out);
void gnbs_vcf_add_block(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                        const gnbs_ref_block_t *block);
/* Blocks are sorted, none is empty or overlaps another. */
gnbs_code_t gnbs_vcf_check_block(const char *path, const gnbs_contigs_t *contigs,
                                 const gnbs_ref_block_t *block,
                                 const gnbs_ref_block_t *before, gnbs_err_t *err);
void gnbs_vcf_add_trio_header(gnbs_str_t *out);
/* Entries of an INFO column that began at out->s[beg]; none when there is nothing to say. */
void gnbs_vcf_add_trio_info(gnbs_str_t *out, size_t beg, const gnbs_trio_call_t *trio);

/* Is any of the lines mitochondrial? Its header lines, its INFO and its whole sample column, FORMAT included. */
bool gnbs_vcf_has_mito(size_t n, const gnbs_vcf_line_t line[]);
void gnbs_vcf_add_mito_header(gnbs_str_t *out);
void gnbs_vcf_add_mito_info(gnbs_str_t *out, size_t beg, const gnbs_call_t *call);
void gnbs_vcf_add_mito_sample(gnbs_str_t *out, const gnbs_call_t *call);

/* Deletions and duplications (vcf_dosage.c): has_end, when the header states INFO/END already. */
void gnbs_vcf_add_dosage_header(gnbs_str_t *out, bool has_end);
void gnbs_vcf_add_dosage_filter(gnbs_str_t *out, uint32_t filter);
void gnbs_vcf_add_dosage_info(gnbs_str_t *out, const gnbs_dosage_t *dosage);
void gnbs_vcf_add_dosage_sample(gnbs_str_t *out, const gnbs_call_t *call,
                                const gnbs_dosage_t *dosage);

/* The ; between the entries of an INFO column that began at out->s[beg]. */
static inline void gnbs_vcf_begin_info(gnbs_str_t *out, size_t beg) {
    if (out->n > beg) gnbs_str_add_char(out, ';');
}

#endif
