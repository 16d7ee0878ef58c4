/* classify/classify_mrna.h -- a transcript as it is spliced, and as it would be when something happened to it.
 *
 *     genome   ----[ 1 ]------[ 2 ]---[ 3 ]------        minus strand: read from the right
 *     mRNA         | 1 |  2  | 3 |                       junctions are the ends of its exons
 *     skipped 2    | 1 | 3 |      doubled 2   | 1 | 2 | 2 | 3 |      changed   | 1 | 2'| 3 |
 *
 * Every form keeps where the normal start codon and the normal stop stand in it, or that they are gone. What the
 * bundle does not hold is N: a reading frame is followed until a stop or an N.
 * Coordinates  cDNA, 0-based, int32_t; exons count from 0 along the transcript
 * Decay        a stop is expected to bring decay unless it lies in the last exon or within 50 bases before the
 *              last junction (Nagy and Maquat 1998; Abou Tayoun et al. 2018)
 * Memory       everything lies in the arena given; functions return false when it is exhausted
 */
#ifndef GNBS_CLASSIFY_CLASSIFY_MRNA_H
#define GNBS_CLASSIFY_CLASSIFY_MRNA_H

#include "core/arena.h"
#include "genome/bundle.h"

typedef struct gnbs_mrna {
    int32_t n;      /* bases */
    uint8_t *codes; /* on the transcript's strand */
    int32_t n_exon, *exon_end;
    int32_t start;      /* first base of the normal start codon, -1 when it is not whole */
    int32_t normal_end; /* past the normal stop codon, -1 when it is not whole */
    int table;          /* of codons: 2 on the mitochondrion, else 1 */
} gnbs_mrna_t;

typedef enum gnbs_stop_state {
    GNBS_STOP_NONE, /* read to the end without one */
    GNBS_STOP_FOUND,
    GNBS_STOP_UNKNOWN, /* a base on the way is not known */
} gnbs_stop_state_t;

typedef struct gnbs_stop {
    gnbs_stop_state_t state;
    int32_t pos; /* first base of the stop, of the codon with the N, or the end */
} gnbs_stop_t;

bool gnbs_mrna_make(const gnbs_bundle_t *bundle, const gnbs_transcript_t *tx,
                    gnbs_arena_t *arena, gnbs_mrna_t *mrna);
/* Without exons first..last; or with a second copy of them behind the first. */
bool gnbs_mrna_skip(const gnbs_mrna_t *from, int first, int last, gnbs_arena_t *arena,
                    gnbs_mrna_t *to);
bool gnbs_mrna_double(const gnbs_mrna_t *from, int first, int last, gnbs_arena_t *arena,
                      gnbs_mrna_t *to);
/* With bases [beg, end), inside one exon, replaced. */
bool gnbs_mrna_change(const gnbs_mrna_t *from, int32_t beg, int32_t end, int32_t n_alt,
                      const uint8_t alt[], gnbs_arena_t *arena, gnbs_mrna_t *to);

/* The first stop in the frame of the start, in a codon that ends behind `from`. */
gnbs_stop_t gnbs_mrna_find_stop(const gnbs_mrna_t *mrna, int32_t from);
/* Bases from a stop at pos to where decay is no longer expected behind it; <= 0: decay is escaped. */
int32_t gnbs_mrna_decay_room(const gnbs_mrna_t *mrna, int32_t pos);
int gnbs_mrna_exon_of(const gnbs_mrna_t *mrna, int32_t pos);
static inline int32_t gnbs_mrna_exon_beg(const gnbs_mrna_t *mrna, int exon) {
    return exon > 0 ? mrna->exon_end[exon - 1] : 0;
}
/* Bases of the normal coding sequence (with its stop) in exons first..last. */
int32_t gnbs_mrna_coding(const gnbs_mrna_t *mrna, int first, int last);
/* Residue of the next methionine in frame behind the start, 0 when there is none, -1 when it cannot be read. */
int32_t gnbs_mrna_next_start(const gnbs_mrna_t *mrna);

/* A genomic change [beg, end) in cDNA; false when it does not lie in one exon. An insertion has beg == end and
 * stands before beg. */
bool gnbs_mrna_place(const gnbs_transcript_t *tx, gnbs_pos_t beg, gnbs_pos_t end,
                     int32_t *cdna_beg, int32_t *cdna_end);

#endif
