/* io/fasta.h -- a reference FASTA, plain or bgzip-compressed, with its .fai (and .gzi).
 *
 * The index is made in memory terms only when it lies beside the file; a missing one is an
 * error that says `samtools faidx`. Contig names and lengths come from the .fai.
 * Threads  fetch is safe from several threads (one lock per open file)
 */
#ifndef GNBS_IO_FASTA_H
#define GNBS_IO_FASTA_H

#include "core/err.h"
#include "genome/source.h"

typedef struct gnbs_fasta gnbs_fasta_t;

gnbs_code_t gnbs_fasta_open(const char *path, gnbs_fasta_t **fasta, gnbs_err_t *err);
void gnbs_fasta_close(gnbs_fasta_t *fasta);                          /* accepts NULL */
const gnbs_contigs_t *gnbs_fasta_contigs(const gnbs_fasta_t *fasta); /* borrowed */
/* Codes of [beg, end); clipped parts beyond the contig are N. */
gnbs_code_t gnbs_fasta_fetch(gnbs_fasta_t *fasta, gnbs_region_t region, uint8_t *codes,
                             gnbs_err_t *err);
/* Letters of [beg, end) as the file has them, small ones too, without a NUL; N beyond the contig. */
gnbs_code_t gnbs_fasta_letters(gnbs_fasta_t *fasta, gnbs_region_t region, char *letters,
                               gnbs_err_t *err);
/* Reads every contig and fills its M5 (SAM specification 1.3.2: MD5 of the upper-case sequence), so that reads aligned to another
 * sequence of the same lengths, such as a masked one, are told apart. Minutes for a plain genome: the bundle does it once.
 * `progress` may be NULL; it is told the bases done. Not at once with fetch. */
gnbs_code_t gnbs_fasta_checksum(gnbs_fasta_t *fasta, int n_threads,
                                void (*progress)(void *ctx, int64_t done, int64_t total),
                                void *ctx, gnbs_err_t *err);
gnbs_ref_source_t gnbs_fasta_source(gnbs_fasta_t *fasta); /* borrows */

#endif
