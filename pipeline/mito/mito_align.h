/* mito/mito_align.h -- lays a read along the circle again, where its aligner could not or should not be followed.
 *
 * An aligner that sees a linear contig clips a read that crosses its end. And where gaps are dear it prefers one gap
 * with a mismatch to two gaps: C7 T C5 read as C8 T C6 becomes an inserted CT and T310C, which nobody else calls so. Such a
 * read's whole bases are aligned again to the circle around the diagonal that its aligned part shows.
 *
 * Method   banded affine-gap alignment with free ends at a price (Gotoh 1982): match 1, mismatch -4, clip -5 as bwa mem, gap
 *          -4 -1 per base, so that two gaps of one base cost less than one of two with a mismatch
 * Shapes   base[n_read] codes 0..4; cigar of at most cap operations, written in read order
 * Units    beg is an unwrapped position, the first aligned base
 * Range    1 <= n_read <= GNBS_MITO_ALIGN_MAX_BP
 * Memory   `work` is used again by the next read; the result lies in it. About 800 bytes per base of the longest read
 */
#ifndef GNBS_MITO_ALIGN_H
#define GNBS_MITO_ALIGN_H

#include <stdbool.h>

#include "core/arena.h"
#include "mito/mito_ref.h"

enum { GNBS_MITO_ALIGN_MAX_BP = 1024, GNBS_MITO_ALIGN_BAND_BP = 24 };

typedef struct gnbs_mito_alignment {
    int64_t beg;
    int32_t n_cigar;
    uint32_t *cigar; /* packed as in genome/read.h */
} gnbs_mito_alignment_t;

typedef struct gnbs_mito_align_work {
    int32_t cap; /* bases of read it has room for */
    void *cell;
    uint32_t *cigar;
} gnbs_mito_align_work_t;

/* `expected` is where base 0 of the read would lie if there were no gap. False when memory is exhausted. */
bool gnbs_mito_align(const gnbs_mito_ref_t *ref, int32_t n_read, const uint8_t base[],
                     int64_t expected, gnbs_mito_align_work_t *work, gnbs_arena_t *arena,
                     gnbs_mito_alignment_t *out);

#endif
