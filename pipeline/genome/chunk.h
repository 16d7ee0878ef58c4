/* genome/chunk.h -- what an observer is shown: one stretch of genome, its reference, its
 * reads.
 *
 * evidence/ makes chunks; qc, call, cnv, loci, mito look at them. Chunks follow file order
 * and do not overlap. A read that overlaps two chunks is shown in both, so that each can
 * judge its own bases, but is_home is true in exactly one: counts of reads and fragments
 * use home reads only.
 *
 *     ref window   ----------------------------------------------     pad each side
 *     chunk             [==============================)
 *     targets             [----)      [-------)   [--)      sorted, merged, inside the chunk
 *     reach          [========================================)   the chunk and what lies near it; reaches do not overlap
 *
 * Complete every read that touches a target widened by pad_bp is here, so depth is whole up to pad_bp outside a target
 * Targets  those of the observer it is shown to: each sees its own regions, not those of the others
 * Reads    primary alignments, mapped, overlapping the chunk, in file order; apart from them, in `rest`, the
 *          supplementary alignments of split reads. Excluded and counted: secondary, duplicate, QC-fail,
 *          unmapped-with-position.
 * Others   primary alignments over the reach that touch no target (deep in introns, beside exons), for who counts reads:
 *          place, flags and mate; a body (cigar not NULL) only where min_clip_bp or more bases are clipped; in file order,
 *          not paired (fragment -1), never home. None where the pass was told no reach_bp.
 * Memory   all borrowed; lives until the observers have returned
 */
#ifndef GNBS_GENOME_CHUNK_H
#define GNBS_GENOME_CHUNK_H

#include "genome/contig.h"
#include "genome/read.h"
#include "genome/region.h"

typedef struct gnbs_read_counts { /* home alignments, by what became of them */
    int64_t n_used, n_secondary, n_supplementary, n_duplicate, n_qc_fail, n_unmapped,
        n_excess;
} gnbs_read_counts_t;

typedef struct gnbs_chunk {
    int64_t i_chunk;
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    gnbs_region_t region;
    size_t n_target;
    const gnbs_region_t *target;
    int32_t pad_bp;
    gnbs_region_t ref_region; /* the window `ref` covers                             */
    const uint8_t *ref;       /* codes; ref[p - ref_region.beg]                      */
    size_t n_read;
    const gnbs_read_t *read; /* sorted by beg                                       */
    size_t n_rest;
    const gnbs_read_t *rest; /* supplementary; sorted by beg, fragment -1            */
    int32_t n_fragment;
    gnbs_read_counts_t counts;
    gnbs_region_t
        reach; /* what this chunk, and no other, answers for when reads are counted */
    size_t n_other;
    const gnbs_read_t *other;
} gnbs_chunk_t;

static inline uint8_t gnbs_chunk_ref(const gnbs_chunk_t *c, gnbs_pos_t p) {
    return p >= c->ref_region.beg && p < c->ref_region.end ? c->ref[p - c->ref_region.beg]
                                                           : 4;
}

#endif
