/* io/reads.h -- BAM, CRAM and (bgzip-compressed, indexed) SAM to genome/read.h.
 *
 * Everything that can be wrong with a file is found by gnbs_reads_open, before any work: no index, not
 * sorted by coordinate, cut short, several samples, another genome than `contigs`.
 * CRAM     htslib before 1.21.1, 1.22.0-1.22.1 and 1.23.0 have decoder holes (CVE-2026-31962 to -31971): CRAM is
 *          refused with those unless the caller trusts the file. The reference is the FASTA given, never the
 *          network: REF_PATH and REF_CACHE are set so that htslib looks nowhere else.
 * Threads  gnbs_reads_source().open makes one handle per worker over one shared index
 */
#ifndef GNBS_IO_READS_H
#define GNBS_IO_READS_H

#include "core/err.h"
#include "genome/source.h"

typedef struct gnbs_reads gnbs_reads_t;

typedef struct gnbs_reads_opt {
    const char *reference; /* FASTA, needed for CRAM; NULL for none */
    bool trusts_cram;
    bool may_lack_sample; /* no SM in the header: the sample is "" */
} gnbs_reads_opt_t;

/* `contigs` is the genome that regions and reads will speak of (borrowed); the file must agree with it. NULL: the genome
 * of the file's own header. */
gnbs_code_t gnbs_reads_open(const char *path, const gnbs_contigs_t *contigs,
                            const gnbs_reads_opt_t *opt, gnbs_reads_t **reads,
                            gnbs_err_t *err);
void gnbs_reads_close(gnbs_reads_t *reads); /* accepts NULL */
const char *gnbs_reads_sample(const gnbs_reads_t *reads);
const gnbs_contigs_t *gnbs_reads_contigs(const gnbs_reads_t *reads); /* of the header */
/* Mapped alignments of the whole file, as its index counts them; -1 when it does not. */
int64_t gnbs_reads_n_mapped(const gnbs_reads_t *reads);
bool gnbs_reads_is_synthetic(
    const gnbs_reads_t *reads); /* a @CO line of the header says SYNTHETIC */
gnbs_read_source_t gnbs_reads_source(gnbs_reads_t *reads); /* borrows */
/* Alignments on a contig (of `contigs`), by the index; -1 when it does not count (CRAM). */
int64_t gnbs_reads_count(const gnbs_reads_t *reads, int32_t tid);
/* Reads on autosomes, and the bases these have, by the index; false when it does not count (CRAM) or the file has no autosome. */
bool gnbs_reads_count_autosomal(const gnbs_reads_t *reads, int64_t *n_read, int64_t *n_bp);
const char *gnbs_reads_htslib_version(void);
/* Has this htslib version ("1.21.1") the fixes of 2026 in its CRAM decoder? */
bool gnbs_reads_cram_is_safe(const char *htslib_version);

#endif
