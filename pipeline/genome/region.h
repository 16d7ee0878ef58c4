/* genome/region.h -- positions and intervals.
 *
 * Coordinates are 0-based; intervals are half-open [beg, end). A 1-based number exists only
 * at the io and report doors, is called pos1 and lives for one statement. Messages print
 * regions as samtools does (1-based, inclusive).
 */
#ifndef GNBS_GENOME_REGION_H
#define GNBS_GENOME_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t gnbs_pos_t;

typedef struct gnbs_region {
    int32_t tid; /* index into gnbs_contigs_t */
    gnbs_pos_t beg, end;
} gnbs_region_t;

static inline gnbs_pos_t gnbs_region_len(gnbs_region_t r) { return r.end - r.beg; }
static inline bool gnbs_region_overlaps(gnbs_region_t a, gnbs_region_t b) {
    return a.tid == b.tid && a.beg < b.end && b.beg < a.end;
}
/* By tid, beg, end: for qsort. */
int gnbs_region_compare(const void *a, const void *b);
/* Sorts, and joins what overlaps, touches, or lies at most gap_bp apart; returns the new
 * count. */
size_t gnbs_region_merge(size_t n, gnbs_region_t region[], gnbs_pos_t gap_bp);
/* Bases of q that lie in the sorted, merged set. */
gnbs_pos_t gnbs_region_covered(size_t n, const gnbs_region_t sorted[], gnbs_region_t q);
/* First index whose end lies past (tid, pos), in a sorted and merged set: where a search
 * starts. */
size_t gnbs_region_lower(size_t n, const gnbs_region_t sorted[], int32_t tid,
                         gnbs_pos_t pos);

#endif
