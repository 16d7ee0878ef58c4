/* io/vcf_annotate.h -- a VCF copied line by line with one more INFO field.
 *
 * Every column is written as it was read, byte for byte; INFO gains KEY=value, the header a
 * line for it. An older value of the same key is replaced, not kept beside the new one.
 * Records need not be normalised, nor known to the genome: the caller decides per ALT.
 * Reading  VCF (plain, gzip, bgzip) or BCF; no index needed
 * Writing  bgzip and .tbi, both complete or both absent; "-" is standard output, no index
 * Memory   a few thousand records for each thread, whatever the length of the file
 * Errors   a malformed record is named by file, line, field and cure. With skips_bad it is left
 *          out and counted instead
 * Threads  records are judged in chunks by n_threads workers and written in order: the same
 *          bytes for any number of threads
 */
#ifndef GNBS_IO_VCF_ANNOTATE_H
#define GNBS_IO_VCF_ANNOTATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_vcf_site { /* good until the chunk is written */
    int64_t n_line;            /* 1-based line of the file (of a BCF: of its text) */
    const char *chrom;         /* as written */
    int64_t pos;               /* 0-based */
    int n_allele;              /* REF + ALTs; 1 when ALT is "." */
    const char *const *allele; /* allele[0] is REF; upper case */
    const char *info;          /* ends at a tab or at the end of the line */
    /* FORMAT and the sample columns, separated by tabs; NULL when there are none */
    const char *format;
} gnbs_vcf_site_t;

typedef struct gnbs_vcf_bad { /* a record that was left out */
    int64_t n_line;
    const char *why;
} gnbs_vcf_bad_t;

typedef struct gnbs_vcf_annotate {
    const char *key;         /* of INFO: [A-Za-z_][0-9A-Za-z_.]* */
    const char *description; /* of the header line, without double quotes */
    size_t n_meta;
    const char *const *meta; /* further header lines, each with its ## */
    void *ctx;
    int n_threads;  /* 0 is 1 */
    bool skips_bad; /* leave malformed records out, and those that annotate refuses */
    /* Samples of the #CHROM line, before the first record. May be NULL. */
    gnbs_code_t (*begin)(void *ctx, int n_sample, const char *const sample[],
                         gnbs_err_t *err);
    /* May a chunk of records end before this one? NULL: anywhere. */
    bool (*may_cut)(void *ctx, const char *chrom, int64_t pos);
    /* A chunk arrives at worker i: its records, before annotate is asked for each. May be NULL. */
    gnbs_code_t (*open)(void *ctx, int i_worker, size_t n, const gnbs_vcf_site_t site[],
                        gnbs_err_t *err);
    /* Appends what is to be said of ALT i (1-based) of the site; ALTs are joined by commas. */
    gnbs_code_t (*annotate)(void *ctx, int i_worker, const gnbs_vcf_site_t *site, int i_alt,
                            gnbs_str_t *value, gnbs_err_t *err);
    /* A record was left out; in the order of the file. May be NULL. */
    void (*bad)(void *ctx, const gnbs_vcf_bad_t *bad);
} gnbs_vcf_annotate_t;

typedef struct gnbs_vcf_annotate_counts {
    int64_t n_record; /* written */
    int64_t n_bad;    /* left out */
} gnbs_vcf_annotate_counts_t;

/* *counts, when not NULL, is filled. */
gnbs_code_t gnbs_vcf_annotate_file(const char *in_path, const char *out_path,
                                   const gnbs_vcf_annotate_t *how,
                                   gnbs_vcf_annotate_counts_t *counts, gnbs_err_t *err);

#endif
