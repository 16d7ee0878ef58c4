/* io/fasta_write.h -- a FASTA and its .fai, both complete or both absent; MD5 of sequences. */
#ifndef GNBS_IO_FASTA_WRITE_H
#define GNBS_IO_FASTA_WRITE_H

#include "core/err.h"
#include "genome/contig.h"

/* seq[tid][length_bp] are codes. The index is PATH.fai. */
gnbs_code_t gnbs_fasta_write(const char *path, const gnbs_contigs_t *contigs,
                             uint8_t *const *seq, gnbs_err_t *err);
/* The M5 of SAM headers: MD5 of the upper-case letters, as 32 hexadecimal digits. */
gnbs_code_t gnbs_fasta_md5(int64_t n, const uint8_t codes[], char md5[33], gnbs_err_t *err);

#endif
