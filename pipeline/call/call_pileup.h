/* call/call_pileup.h -- what the bases over each target position say.
 *
 * Mates that overlap are made one voice first: where they agree the better base stays, where they
 * disagree the better one stays with the difference of qualities; the other gets quality 0.
 *
 *     ln P(bases | ref)   = sum over matching bases of ln(1-e)          + over others ln(e/3)
 *     ln P(bases | het b) = matching: ln(1/2)(1-e + e/3)   b: the same   others: ln(e/3)
 *     ln P(bases | hom b) = matching: ln(e/3)              b: ln(1-e)    others: ln(e/3)
 */
#ifndef GNBS_CALL_PILEUP_H
#define GNBS_CALL_PILEUP_H

#include "call/call.h"

typedef struct gnbs_pile { /* one position */
    double match_ref_ln, match_het_ln,
        match_err_ln; /* sums over bases equal to the reference */
    double alt_ref_ln[4], alt_het_ln[4],
        alt_err_ln[4];       /* sums over bases b: as ALT hom, het, as error */
    int32_t n_ref, n_alt[4]; /* usable bases                              */
    int32_t n_low_mapq;      /* bases of reads below min_mapq              */
    int32_t n_low_mapq_alt;  /* of them not the reference's                */
    int32_t n_gap;           /* fragments with a deletion over it          */
} gnbs_pile_t;

typedef struct gnbs_pileup {
    const gnbs_chunk_t *chunk;
    const gnbs_call_opt_t *opt;
    const uint8_t *
        *qual; /* [n_read]: effective qualities; NULL for a read that is not judged */
    uint8_t *is_sure;     /* [n_read]: 1 where the read fits nowhere else nearly as well */
    gnbs_pile_t **target; /* [n_target][len]: piles of each target */
    gnbs_pos_t max_span_bp; /* longest reference span of a read */
} gnbs_pileup_t;

gnbs_code_t gnbs_call_pile_up(const gnbs_chunk_t *chunk, const gnbs_call_opt_t *opt,
                              gnbs_arena_t *arena, gnbs_pileup_t *pileup, gnbs_err_t *err);

static inline int32_t gnbs_pile_depth(const gnbs_pile_t *p) {
    return p->n_ref + p->n_alt[0] + p->n_alt[1] + p->n_alt[2] + p->n_alt[3];
}
/* ln likelihoods of ref, het and hom for ALT base b. */
void gnbs_pile_likelihood(const gnbs_pile_t *p, int b, double ln[3]);
/* The ALT base with the most evidence, or -1 when no base but the reference was seen. */
int gnbs_pile_best_alt(const gnbs_pile_t *p);
/* First read that could overlap `pos` (reads are sorted by beg). */
size_t gnbs_pileup_first_read(const gnbs_pileup_t *p, gnbs_pos_t pos);

#endif
