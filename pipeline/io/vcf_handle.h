/* io/vcf_handle.h -- what vcf_open.c, vcf.c (records) and vcf_field.c (INFO and FORMAT) share; for these files only.
 *
 * INFO is kept as the text of the line, not as htslib's typed copy: a frequency then keeps all its digits, and a
 * file without samples needs no typed INFO at all. BCF records are written out as a line first.
 */
#ifndef GNBS_IO_VCF_HANDLE_H
#define GNBS_IO_VCF_HANDLE_H

#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include "core/arena.h"
#include "core/str.h"
#include "core/vec.h"
#include "io/vcf.h"

typedef struct
    gnbs_vcf_info { /* KEY=value, both NUL-terminated in info_text; value "" of a flag */
    const char *key, *value;
    size_t n_key;
} gnbs_vcf_info_t;

struct gnbs_vcf {
    char *path;
    htsFile *file;
    bcf_hdr_t *hdr;
    bcf1_t *rec;
    bool is_bcf, is_4_4;
    int n_sample;
    int64_t n_record;
    kstring_t line;               /* the record as text; cut by htslib while it is parsed */
    size_t column[9];             /* offset of each of the first columns in line          */
    double qual_phred;            /* QUAL of the line; -1 when missing                    */
    gnbs_str_t info_text, filter; /* INFO of the record; joined filter names              */
    bool is_info_split;           /* info[] is of this record                             */
    GNBS_VEC(gnbs_vcf_info_t) info;
    GNBS_VEC(int32_t)
    tid_of_rid; /* htslib's contig number to the caller's; -2: not asked yet */
    const gnbs_contigs_t *wanted; /* of the caller; may be NULL                           */
    gnbs_contigs_t contigs;       /* of the header                                        */
    gnbs_arena_t arena;
};

bool gnbs_vcf_set_info(gnbs_vcf_t *v, const char *text, size_t n); /* false: no memory */
/* A finite decimal number that fills all of s[n]; "." and "nan" are none. */
bool gnbs_vcf_read_real(const char *s, size_t n, double *value);
/* What is wrong with the genotypes of the record, or NULL. */
const char *gnbs_vcf_genotype_fault(gnbs_vcf_t *v);

#endif
