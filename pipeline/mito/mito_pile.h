/* mito/mito_pile.h -- what all reads say of each base of the circle, counted once per molecule.
 *
 * Chunks are observed in any thread (a part each) and added in order. Mates that overlap are one voice: one of the two,
 * chosen by the fragment's name so that neither strand is preferred, speaks for the bases both hold; where they
 * disagree neither does. Fragments that may meet across the origin are set aside by the parts and counted when all
 * have been added.
 *
 * Memory   the pile: 670 bytes per base of the circle and 16 per read; a part: as many columns as its chunk is wide
 */
#ifndef GNBS_MITO_PILE_H
#define GNBS_MITO_PILE_H

#include "core/err.h"
#include "core/vec.h"
#include "genome/chunk.h"
#include "mito/mito_row.h"

enum {
    GNBS_MITO_DELETION = 4,
    GNBS_MITO_ALLELES = 5, /* A C G T, deleted */
    GNBS_MITO_QUAL_BINS = 6,
    GNBS_MITO_NEAR_END_BP = 6
};
enum { GNBS_MITO_INNER, GNBS_MITO_NEAR_END, GNBS_MITO_LAYERS };

typedef struct gnbs_mito_sum { /* over reads */
    int64_t n, mapq, n_differ, n_base;
} gnbs_mito_sum_t;

/* Molecules by allele, strand, layer (is the base within 6 of the end of what is aligned?) and base quality. */
typedef struct gnbs_mito_column {
    uint32_t n[GNBS_MITO_ALLELES][2][GNBS_MITO_LAYERS][GNBS_MITO_QUAL_BINS];
    gnbs_mito_sum_t
        unlike[GNBS_MITO_ALLELES]; /* reads with an allele that is not the reference's */
    gnbs_mito_sum_t
        cover; /* all reads over it; before gnbs_mito_pile_finish: that begin here, less those that ended */
} gnbs_mito_column_t;

typedef struct gnbs_mito_seen { /* one molecule that shows an indel */
    int32_t pos, len, reach_bp; /* reach - pos */
    uint32_t molecule;          /* number of it, to know its other indels by */
    uint64_t seq;
    uint8_t mapq;
    bool is_reverse;
} gnbs_mito_seen_t;

typedef struct
    gnbs_mito_span { /* stretch that a molecule holds; weight -1 takes back what two mates both hold */
    int32_t beg, bp;
    int8_t weight;
    bool is_reverse;
} gnbs_mito_span_t;

typedef GNBS_VEC(gnbs_mito_seen_t) gnbs_mito_seens_t;
typedef GNBS_VEC(gnbs_mito_span_t) gnbs_mito_spans_t;
typedef GNBS_VEC(gnbs_mito_row_t) gnbs_mito_rows_t;

typedef struct gnbs_mito_part {
    int64_t beg; /* unwrapped position of column[0] */
    size_t n_column, n_seen, n_span, n_aside;
    gnbs_mito_column_t *column;
    gnbs_mito_seen_t *seen;
    gnbs_mito_span_t *span;
    gnbs_mito_row_t *aside;
    uint32_t n_molecule;
    int64_t n_left_out;
    gnbs_read_counts_t counts;
} gnbs_mito_part_t; /* lies in the arena of its chunk */

typedef struct gnbs_mito_pile {
    gnbs_mito_ref_t ref;
    gnbs_mito_column_t *column; /* [ref.n] */
    gnbs_mito_seens_t seen;
    gnbs_mito_spans_t span;
    gnbs_mito_rows_t aside;
    uint32_t n_molecule;
    int64_t n_left_out;
    gnbs_read_counts_t counts;
    gnbs_arena_t arena; /* of the rows set aside */
} gnbs_mito_pile_t;

gnbs_code_t gnbs_mito_pile_init(gnbs_mito_pile_t *pile, const gnbs_mito_ref_t *ref,
                                gnbs_err_t *err);
void gnbs_mito_pile_clear(gnbs_mito_pile_t *pile);
/* The reads of one chunk. */
gnbs_code_t gnbs_mito_observe(const gnbs_mito_ref_t *ref, int min_base_qual_phred,
                              const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                              gnbs_mito_part_t **part, gnbs_err_t *err);
gnbs_code_t gnbs_mito_pile_add(gnbs_mito_pile_t *pile, const gnbs_mito_part_t *part,
                               gnbs_err_t *err);
/* Counts what was set aside, and sums up cover: once, after the last part. */
gnbs_code_t gnbs_mito_pile_finish(gnbs_mito_pile_t *pile, gnbs_err_t *err);

/* Phred that stands for a bin of base qualities. */
int gnbs_mito_bin_phred(int bin);

#endif
