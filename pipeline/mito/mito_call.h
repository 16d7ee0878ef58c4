/* mito/mito_call.h -- one allele at one place, judged. Private to this room. */
#ifndef GNBS_MITO_CALL_H
#define GNBS_MITO_CALL_H

#include "mito/mito.h"
#include "mito/mito_fraction.h"

/* An indel as the molecules show it, in normal form on the circle. */
typedef struct gnbs_mito_indel {
    int32_t pos, len, reach_bp;
    uint64_t seq;
    size_t first, n; /* of the bench's seen[] */
    bool is_called;  /* told apart from errors */
} gnbs_mito_indel_t;

typedef struct gnbs_mito_bench { /* what judgements stand on */
    const gnbs_mito_request_t *rq;
    const gnbs_mito_pile_t *pile;
    gnbs_mito_seen_t *seen; /* sorted copy */
    size_t n_indel;
    gnbs_mito_indel_t *indel; /* sorted by pos; those that reads show at all */
    uint8_t *is_near_indel;   /* [n]: bases near a read's end are not believed here */
    uint8_t *called;          /* [n]: bases told apart from errors, a bit each */
    bool is_second_round;     /* the above two and is_called of the indels are complete */
    uint32_t *other;          /* work: molecules with another indel, [seen] */
    uint32_t numt_depth;      /* molecules that nuclear copies may explain */
    gnbs_arena_t *arena;
} gnbs_mito_bench_t;

/* Molecules of a column that show the allele. */
uint32_t gnbs_mito_count(const gnbs_mito_column_t *col, int allele);
/* Evidence for a base at a place: counts, fraction, filters; n_alt stays 0 when it is not called. Alleles of the variant are
 * set by the caller. Two rounds: in the first an allele stands against all else, which is how errors are told from
 * alleles; in the second against the alleles that are there, because a base or an indel that is an error says nothing of
 * how many molecules have this one. */
void gnbs_mito_judge_base(const gnbs_mito_bench_t *b, int32_t pos, uint8_t base,
                          gnbs_call_t *call);
void gnbs_mito_judge_indel(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel,
                           gnbs_call_t *call);
/* Molecules that hold the tract of an indel whole, with flank. */
uint32_t gnbs_mito_count_holding(const gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel,
                                 uint32_t by_strand[2]);
/* Largest count that `copies` nuclear copies would exceed in 1 sample of 100. */
uint32_t gnbs_mito_numt_depth(double autosomal_depth, double copies);

#endif
