/* io/vcf.h -- VCF, BCF and gVCF files to genome types and back.
 *
 * Reading streams record by record (bgzip, gzip, plain or BCF; no index needed). Alleles are upper-cased.
 * Contigs are matched by name to the caller's contigs (chr1 and 1 alike).
 * Writing goes through io/out.h: bgzip + tabix index, both complete or absent.
 */
#ifndef GNBS_IO_VCF_H
#define GNBS_IO_VCF_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"
#include "genome/contig.h"

typedef struct gnbs_vcf gnbs_vcf_t;

typedef struct gnbs_vcf_record { /* one line; pointers are good until the next read */
    int64_t n_line;              /* 1-based number of the record, for messages      */
    const char *chrom;           /* as written                                      */
    int32_t tid;                 /* in the contigs given to open; -1 when not there */
    gnbs_pos_t pos, end;         /* [pos, end): REF, or INFO/END of a block         */
    const char *id;
    int n_allele;              /* REF + ALTs                                      */
    const char *const *allele; /* allele[0] is REF                                */
    double qual_phred;         /* < 0 when missing                                */
    bool is_pass;              /* FILTER is PASS or .                             */
    const char *filter_text;   /* "PASS", ".", or names joined by ;               */
    bool is_ref_block; /* gVCF: ALT is <NON_REF>, <*> or ., with END or MIN_DP or GQ */
} gnbs_vcf_record_t;

gnbs_code_t gnbs_vcf_open(const char *path, const gnbs_contigs_t *contigs, gnbs_vcf_t **vcf,
                          gnbs_err_t *err);
void gnbs_vcf_close(gnbs_vcf_t *vcf); /* accepts NULL */
/* ##contig lines of the header (length 0 when not stated). */
const gnbs_contigs_t *gnbs_vcf_contigs(const gnbs_vcf_t *vcf);
int gnbs_vcf_n_sample(const gnbs_vcf_t *vcf);
const char *gnbs_vcf_sample(const gnbs_vcf_t *vcf, int i);
bool gnbs_vcf_is_synthetic(
    const gnbs_vcf_t *vcf); /* the header has the line that meta.is_synthetic writes */
/* A line ##gnbs...= of the header says that only what was reportable is kept: an allele that is not there may have been seen. */
bool gnbs_vcf_is_reportable_only(const gnbs_vcf_t *vcf);
gnbs_code_t gnbs_vcf_next(gnbs_vcf_t *vcf, gnbs_vcf_record_t *record, bool *more,
                          gnbs_err_t *err);
/* INFO of the current record, by key; text is as written (of any type, lists joined by ,), NULL when absent. */
const char *gnbs_vcf_info_text(gnbs_vcf_t *vcf, const char *key);
/* Value i (0-based: per ALT for Number=A) of a numeric INFO; false when absent or missing. */
bool gnbs_vcf_info_real(gnbs_vcf_t *vcf, const char *key, int i, double *value);
bool gnbs_vcf_info_flag(gnbs_vcf_t *vcf, const char *key);
/* Genotype of sample i: its ploidy, and up to 2 allele indices (-1 missing, not reference). Ploidy 0: there is no GT;
 * above 2 (0/1/2 of mitochondrial callers): both are -1, because no pair of alleles says that. */
int gnbs_vcf_genotype(gnbs_vcf_t *vcf, int i_sample, int allele[2], bool *is_phased);
/* FORMAT value k of sample i as integer (GQ, DP, PS, MIN_DP; AD with k = allele); false when absent or missing. */
bool gnbs_vcf_format_int(gnbs_vcf_t *vcf, const char *key, int i_sample, int k,
                         int32_t *value);

typedef struct gnbs_vcf_meta {  /* the header beyond what every file has */
    const char *sample;         /* NULL: no sample column */
    const char *program_line;   /* "gnbs 0.1.0" */
    const char *reference_line; /* identity of the reference or bundle */
    const char
        *csq_format; /* the Format: part of INFO/GNBS_CSQ, or NULL when not annotated */
    const char *consent_line; /* a ##gnbs_consent line, or NULL */
    bool is_synthetic;        /* a ##gnbs_synthetic line */
    bool is_reportable_only; /* a ##gnbs_calls line: what is not there may have been seen */
    bool has_parents;        /* lines carry what the parents' reads say */
    bool has_dosage; /* some lines may be deletions or duplications (symbolic ALT) */
} gnbs_vcf_meta_t;

typedef struct gnbs_vcf_line { /* one variant to write */
    const gnbs_call_t *call;
    const char *csq;              /* value of INFO/GNBS_CSQ, or NULL */
    const char *clinvar_id;       /* ID column, or NULL */
    gnbs_callable_t status;       /* gVCF only: callability of the bases of REF */
    const gnbs_trio_call_t *trio; /* when meta has_parents */
    const gnbs_dosage_t *dosage;  /* of a <DEL> or <DUP>; when meta has_dosage */
} gnbs_vcf_line_t;

/* Sorted lines to a bgzip VCF with its .tbi. GT:DP:AD:GQ:PL and PS when phased; FILTER names and reasons of genome/variant.h.
 * Only called variants (n_alt > 0) and forced sites are lines; whoever writes decides which. */
gnbs_code_t gnbs_vcf_write(const char *path, const gnbs_contigs_t *contigs,
                           const gnbs_vcf_meta_t *meta, size_t n,
                           const gnbs_vcf_line_t line[], gnbs_err_t *err);
/* The same with reference blocks between the lines (gVCF): ALT <*>, END, GT:GQ:MIN_DP; a block that is not callable is ./. and
 * its FILTER says why. Lines state the callability of their own bases as INFO/STATUS, for a reader that asks per base. */
gnbs_code_t gnbs_vcf_write_blocks(const char *path, const gnbs_contigs_t *contigs,
                                  const gnbs_vcf_meta_t *meta, size_t n,
                                  const gnbs_vcf_line_t line[], size_t n_block,
                                  const gnbs_ref_block_t block[], gnbs_err_t *err);
/* callable.bed.gz + .tbi: contig, beg, end, status word, mean depth with 1 decimal. */
/* `note`, when there is one, is a ## line above the header. */
gnbs_code_t gnbs_callable_write(const char *path, const gnbs_contigs_t *contigs,
                                const char *note, size_t n,
                                const gnbs_callable_span_t span[], gnbs_err_t *err);

#endif
