/* io/vcf_line.h -- one line of a VCF cut into its columns and checked, without htslib's types:
 * for copying what is there byte for byte.
 *
 * What is checked: number of columns, POS, letters of REF and ALT, alleles alike, QUAL, empty columns, GT. What is
 * not: INFO and other sample values against the header, which are copied as they are.
 */
#ifndef GNBS_IO_VCF_LINE_H
#define GNBS_IO_VCF_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

enum { GNBS_VCF_FIXED = 8 }; /* CHROM POS ID REF ALT QUAL FILTER INFO */

typedef struct gnbs_vcf_line_text {
    const char *column[GNBS_VCF_FIXED]; /* each ends at a tab, or at the end of the line */
    size_t n[GNBS_VCF_FIXED];
    const char *rest; /* "\tFORMAT\t...", or "" */
    size_t n_rest;
    int64_t pos; /* 0-based */
    int n_alt;   /* 0 when ALT is "." */
} gnbs_vcf_line_text_t;

/* line[n] ends with a NUL. n_column: of the #CHROM line, at least 8. False with a sentence in
 * why: the field, what it holds, what was expected. */
bool gnbs_vcf_line_cut(const char *line, size_t n, int n_column, gnbs_vcf_line_text_t *text,
                       char *why, size_t n_why);

#endif
