/* loci/loci_votes.h -- votes of reads to votes of fragments. Private to the room. */
#ifndef GNBS_LOCI_LOCI_VOTES_H
#define GNBS_LOCI_LOCI_VOTES_H

#include "loci/loci_chain.h"

/* Sorts by locus, fragment and site. */
void gnbs_loci_sort_votes(size_t n, gnbs_loci_vote_t vote[]);
/* Of one locus's votes, sorted: a fragment counts once per site; mates that disagree do not count. */
gnbs_code_t gnbs_loci_tally(const gnbs_loci_locus_t *locus, size_t n,
                            const gnbs_loci_vote_t vote[], gnbs_arena_t *arena,
                            gnbs_loci_tally_t **tally, gnbs_err_t *err);
/* Fragments over two sites: n[a][b], a at the first, b at the second, 0 gene, 1 other. */
typedef struct gnbs_loci_link {
    int32_t n[2][2];
} gnbs_loci_link_t;
gnbs_loci_link_t gnbs_loci_link(size_t n, const gnbs_loci_vote_t vote[], int first,
                                int second);

#endif
