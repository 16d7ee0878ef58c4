/* io/reads_write.h -- alignments to a BAM with its .bai, both complete or both absent.
 *
 * Reads come in coordinate order. Same reads and header, same bytes, whatever the number of threads.
 * Memory   open gives ownership; commit or discard ends it
 */
#ifndef GNBS_IO_READS_WRITE_H
#define GNBS_IO_READS_WRITE_H

#include "core/err.h"
#include "genome/contig.h"
#include "genome/read.h"

typedef struct gnbs_reads_writer gnbs_reads_writer_t;

typedef struct gnbs_reads_header {
    const char *sample;          /* @RG SM and ID                       */
    const char *program_version; /* @PG VN                              */
    const char *program_note;    /* @PG DS: one line, no tab            */
    const char *comment;         /* @CO: one line, or NULL              */
} gnbs_reads_header_t;

typedef struct gnbs_reads_line { /* one alignment to write */
    const gnbs_read_t *read;
    const char *name;
    int32_t edit_distance; /* NM */
    int32_t n_mate_cigar;  /* MC; 0: no tag */
    const uint32_t *mate_cigar;
} gnbs_reads_line_t;

/* contigs: with M5 where known, written as @SQ. */
gnbs_code_t gnbs_reads_writer_open(const char *path, const gnbs_contigs_t *contigs,
                                   const gnbs_reads_header_t *header, int n_threads,
                                   gnbs_reads_writer_t **writer, gnbs_err_t *err);
gnbs_code_t gnbs_reads_writer_put(gnbs_reads_writer_t *writer,
                                  const gnbs_reads_line_t *line, gnbs_err_t *err);
gnbs_code_t gnbs_reads_writer_commit(gnbs_reads_writer_t *writer, gnbs_err_t *err);
void gnbs_reads_writer_discard(gnbs_reads_writer_t *writer); /* accepts NULL */

#endif
