/* qc/qc_library.h -- what home reads tell of the library, and depth by GC; private to the room. */
#ifndef GNBS_QC_QC_LIBRARY_H
#define GNBS_QC_QC_LIBRARY_H

#include "qc/qc.h"

/* Adds the chunk's home reads to the part. */
void gnbs_qc_count_reads(const gnbs_chunk_t *chunk, gnbs_qc_part_t *part);
/* Adds windows of 100 bases of a target: its reference and its depth, [n]. */
void gnbs_qc_count_gc(const uint8_t ref[], gnbs_pos_t n, const int32_t depth[],
                      gnbs_qc_part_t *part);
/* Numbers of the library, from the sums. */
void gnbs_qc_conclude_library(const gnbs_qc_sum_t *sum, const gnbs_read_counts_t *counts,
                              gnbs_quality_t *q);

#endif
