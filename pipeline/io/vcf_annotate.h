/* io/vcf_annotate.h -- a VCF copied line by line with one more INFO field.
 *
 * Every column is written as it was read, byte for byte; INFO gains KEY=value, the header a
 * line for it. An older value of the same key is replaced, not kept beside the new one.
 * Records need not be normalised, nor known to the genome: the caller decides per ALT.
 * Reading  VCF (plain, gzip, bgzip) or BCF; no index needed
 * Writing  bgzip and .tbi, both complete or both absent; "-" is standard output, no index
 */
#ifndef GNBS_IO_VCF_ANNOTATE_H
#define GNBS_IO_VCF_ANNOTATE_H

#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_vcf_site { /* good until the callback returns */
    int64_t n_line;            /* 1-based line of the file (of a BCF: of its text) */
    const char *chrom;         /* as written */
    int64_t pos;               /* 0-based */
    int n_allele;              /* REF + ALTs */
    const char *const *allele; /* allele[0] is REF; upper case */
} gnbs_vcf_site_t;

typedef struct gnbs_vcf_annotate {
    const char *key;         /* of INFO: [A-Za-z_][0-9A-Za-z_.]* */
    const char *description; /* of the header line, without double quotes */
    size_t n_meta;
    const char *const *meta; /* further header lines, each with its ## */
    void *ctx;
    /* Appends what is to be said of ALT i (1-based) to value; ALTs are joined by commas. */
    gnbs_code_t (*annotate)(void *ctx, const gnbs_vcf_site_t *site, int i_alt,
                            gnbs_str_t *value, gnbs_err_t *err);
} gnbs_vcf_annotate_t;

/* *n_record, when not NULL, is the number of records written. */
gnbs_code_t gnbs_vcf_annotate_file(const char *in_path, const char *out_path,
                                   const gnbs_vcf_annotate_t *how, int64_t *n_record,
                                   gnbs_err_t *err);

#endif
