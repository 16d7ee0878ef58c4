/* loci/loci_chain.h -- gene copies along a locus, from the shares of its differing bases. Private to the room.
 *
 *     site      1    2    3    4    5    6        T copies in all, of them k with the gene's base
 *     gene     31   28   30   16   15   14
 *     other    29   33   31   46   43   47        T = 4: k = 2 2 2 1 1 1, one change between sites 3 and 4
 *
 * Method   hidden Markov model, states k = 0..T, one chain per T; forward and backward. A fragment that covers m sites is
 *          one witness, not m: it adds 1/m to each. Shares scatter more than counting: a likelihood of n fragments has
 *          the weight of n / (1 + (n - 1) * RHO).
 *          Then each site for itself, all its fragments counted, with what the rest of the chain expects there as
 *          prior, mixed with the locus's share of lone changes: one is found where the site's own reads say so.
 */
#ifndef GNBS_LOCI_LOCI_CHAIN_H
#define GNBS_LOCI_LOCI_CHAIN_H

#include "loci/loci.h"

typedef struct gnbs_loci_tally { /* votes of fragments at one site */
    int32_t n_gene, n_other, n_neither;
    double gene_share, other_share; /* each fragment shared out over the sites it covers */
} gnbs_loci_tally_t;

enum { GNBS_LOCI_N_COPIES = GNBS_LOCI_MAX_COPIES + 1 };

typedef struct gnbs_loci_chain {
    double total_post[GNBS_LOCI_N_COPIES]; /* of T at the sites */
    size_t n_site;
    double (*site_post)[GNBS_LOCI_N_COPIES];  /* of k, each site for itself */
    double (*chain_post)[GNBS_LOCI_N_COPIES]; /* of k, along the chain */
} gnbs_loci_chain_t;

/* total_ln[T]: what else is known of T (depth), up to a constant. Sites that say nothing of gene or copy (is_variant)
 * stand outside the chain: their rows are judged with a flat prior. */
gnbs_code_t gnbs_loci_run_chain(const gnbs_loci_locus_t *locus, const gnbs_loci_opt_t *opt,
                                const double total_ln[GNBS_LOCI_N_COPIES],
                                const double gene_ln[GNBS_LOCI_N_COPIES],
                                const gnbs_loci_tally_t tally[], gnbs_arena_t *arena,
                                gnbs_loci_chain_t *chain, gnbs_err_t *err);
/* log10 of P(votes | no copy has the gene's base) over P(votes | the best number of copies, at least one), for the totals
 * that are not excluded (total_post at least 1e-3). */
double gnbs_loci_zero_log10_lr(const gnbs_loci_opt_t *opt, const gnbs_loci_tally_t *t,
                               const double total_post[GNBS_LOCI_N_COPIES]);
int gnbs_loci_best(size_t n, const double post[]);

#endif
