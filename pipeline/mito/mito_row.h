/* mito/mito_row.h -- one read laid along the circle, base by base, with its indels in normal form.
 *
 *     base[p - beg]   0..3 as read, GNBS_BASE_N unknown (low quality, N), GNBS_MITO_DELETED
 *     event           an insertion before pos, or a deletion from pos; left-aligned on the circle as far as the read agrees.
 *                     It can slide right to `reach`: [pos, reach) is its tract.
 *
 * A read says something of a tract only when it holds it whole, with flank on both sides: near a read's end an aligner
 * prefers mismatches or a clip, so reads with the allele would be lost there and reads without it would not.
 * Memory   a row is filled again and again; its arrays grow in the arena given
 */
#ifndef GNBS_MITO_ROW_H
#define GNBS_MITO_ROW_H

#include <stdbool.h>

#include "core/arena.h"
#include "genome/read.h"
#include "mito/mito_align.h"
#include "mito/mito_ref.h"

enum {
    GNBS_MITO_DELETED = 5,
    GNBS_MITO_MAX_INSERT_BP = 32,
    GNBS_MITO_MAX_DELETE_BP = 100,
    GNBS_MITO_FLANK_BP = 8
};

typedef struct gnbs_mito_event {
    int64_t pos, reach;
    int32_t len;    /* > 0 inserted before pos; < 0 deleted from pos */
    uint64_t seq;   /* inserted bases, 2 bits each, first in the low bits */
    bool is_unsure; /* which bases were inserted cannot be told */
    bool is_low;    /* some of them are of low quality */
} gnbs_mito_event_t;

typedef struct gnbs_mito_row {
    int64_t beg, end;
    int64_t hold_beg, hold_end; /* what it holds without an insertion that cannot be told */
    uint8_t *base, *qual;       /* [end - beg] */
    size_t n_event;
    gnbs_mito_event_t *event;
    int32_t n_differ; /* sure mismatches and indels */
    uint8_t mapq;
    bool is_reverse, is_first, is_over_origin;
    int32_t n_left_out; /* indels longer than are judged */
    uint64_t name_hash;
    size_t cap_base, cap_event;
} gnbs_mito_row_t;

/* Fills the row. False when memory is exhausted. */
bool gnbs_mito_row_fill(gnbs_mito_row_t *row, const gnbs_mito_ref_t *ref,
                        const gnbs_read_t *read, int min_base_qual_phred,
                        gnbs_mito_align_work_t *work, gnbs_arena_t *arena);
bool gnbs_mito_row_copy(gnbs_mito_row_t *to, const gnbs_mito_row_t *from,
                        gnbs_arena_t *arena);
/* How far an allele of that length slides to the right from pos. */
int64_t gnbs_mito_reach(const gnbs_mito_ref_t *ref, int64_t pos, int32_t len, uint64_t seq);
/* Flank that a read must have on both sides of a tract to speak of it. */
static inline int64_t gnbs_mito_flank(int32_t len) {
    int32_t n = len < 0 ? -len : len;
    return GNBS_MITO_FLANK_BP + (n < 24 ? n : 24);
}
static inline bool gnbs_mito_row_holds(const gnbs_mito_row_t *row,
                                       const gnbs_mito_event_t *e) {
    int64_t flank = gnbs_mito_flank(e->len);
    return row->hold_beg <= e->pos - flank && row->hold_end >= e->reach + flank;
}
static inline uint8_t gnbs_mito_inserted(uint64_t seq, int32_t i) {
    return (uint8_t)(seq >> (2 * i) & 3);
}

#endif
