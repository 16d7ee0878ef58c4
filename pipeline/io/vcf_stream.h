/* io/vcf_stream.h -- a VCF as lines of text, in and out, whatever its form.
 *
 * Reading  VCF (plain, gzip, bgzip) or BCF; "-" is standard input; BCF is written out as text
 * Writing  plain, bgzip or BCF; complete or absent, "-" is standard output
 * Errors   name the file and the line
 */
#ifndef GNBS_IO_VCF_STREAM_H
#define GNBS_IO_VCF_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_vcf_in gnbs_vcf_in_t;

/* The header is read: its lines up to and with #CHROM, each with its end. */
gnbs_code_t gnbs_vcf_in_open(const char *path, gnbs_vcf_in_t **in, gnbs_err_t *err);
void gnbs_vcf_in_close(gnbs_vcf_in_t *in); /* accepts NULL */
const char *gnbs_vcf_in_header(const gnbs_vcf_in_t *in);
int gnbs_vcf_in_n_column(const gnbs_vcf_in_t *in); /* of the #CHROM line, at least 8 */
/* The next line that is not empty, without its end; borrowed until the next call. */
gnbs_code_t gnbs_vcf_in_next(gnbs_vcf_in_t *in, bool *more, char **line, size_t *n,
                             gnbs_err_t *err);
int64_t gnbs_vcf_in_line(
    const gnbs_vcf_in_t *in); /* 1-based number of the line just read */

typedef enum gnbs_vcf_form {
    GNBS_VCF_BY_NAME, /* .bcf, .gz, else plain; plain to standard output */
    GNBS_VCF_PLAIN,
    GNBS_VCF_BGZIP,
    GNBS_VCF_BCF,
    GNBS_VCF_BCF_PLAIN /* BCF, not compressed */
} gnbs_vcf_form_t;

typedef struct gnbs_vcf_out gnbs_vcf_out_t;

gnbs_code_t gnbs_vcf_out_open(const char *path, gnbs_vcf_form_t form, const char *header,
                              gnbs_vcf_out_t **out, gnbs_err_t *err);
gnbs_code_t gnbs_vcf_out_line(gnbs_vcf_out_t *out, const gnbs_str_t *line, gnbs_err_t *err);
gnbs_code_t gnbs_vcf_out_commit(gnbs_vcf_out_t *out, gnbs_err_t *err); /* ends it */
void gnbs_vcf_out_discard(gnbs_vcf_out_t *out);                        /* accepts NULL */

#endif
