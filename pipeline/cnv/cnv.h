/* cnv/cnv.h -- does an exon carry fewer reads than two copies would give?
 *
 * Reads over each exon window are counted, corrected for GC against the other windows of the same baby, and compared
 * with what two copies (one on X and Y of a male) would give. A window far below is a sign: it is not a
 * call of a deletion, it only forbids to say "not suspected" where a deletion would change the answer.
 *
 * Shapes   windows sorted by middle; each is counted whole, by the one chunk that holds its middle
 * Units    depth is bases of reads per base of window; z in standard deviations, sd from counting and from the spread of
 *          this sample's own windows
 * Threads  gnbs_cnv_observe is pure
 */
#ifndef GNBS_CNV_CNV_H
#define GNBS_CNV_CNV_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"
#include "genome/chunk.h"

typedef struct gnbs_cnv_opt {
    double max_ratio;    /* corrected depth over expectation: at most this makes a sign */
    double max_z;        /* and at most this many standard deviations (a number below 0) */
    int64_t min_windows; /* with fewer windows of a kind there is nothing to compare with */
} gnbs_cnv_opt_t;

gnbs_cnv_opt_t gnbs_cnv_opt_default(void);

typedef struct gnbs_cnv_window {
    gnbs_region_t region;
    int64_t n_base;          /* read bases over it, any mapping quality */
    int32_t gc_bp, known_bp; /* G or C, and bases that are not N, of the reference */
} gnbs_cnv_window_t;

/* Windows over the coding exons of a transcript (all exons when it codes no protein), each widened by flank_bp, which must
 * not exceed the pad of the chunks. Returns how many there are; writes at most cap. */
size_t gnbs_cnv_plan(const gnbs_transcript_t *tx, int32_t flank_bp, size_t cap,
                     gnbs_cnv_window_t window[]);
/* Counts for the windows whose middle lies in this chunk: *first is the index of the first, *n how many. */
gnbs_code_t gnbs_cnv_observe(const gnbs_chunk_t *chunk, size_t n_window,
                             const gnbs_cnv_window_t window[], gnbs_arena_t *arena,
                             size_t *first, size_t *n, gnbs_cnv_window_t **counted,
                             gnbs_err_t *err);
/* Signs from the summed windows, sorted; neighbouring windows with a sign stay separate. */
gnbs_code_t gnbs_cnv_find_signs(const gnbs_cnv_opt_t *opt, const gnbs_contigs_t *contigs,
                                gnbs_build_t build, gnbs_sex_t sex, size_t n_window,
                                const gnbs_cnv_window_t window[], gnbs_arena_t *arena,
                                size_t *n, gnbs_dosage_sign_t **sign, gnbs_err_t *err);

#endif
