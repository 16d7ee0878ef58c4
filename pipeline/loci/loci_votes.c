#include "loci/loci_votes.h"

#include <stdlib.h>

enum { GENE = 0, OTHER = 1, NEITHER = 2, NONE = -1 };

static int compare_votes(const void *a, const void *b) {
    const gnbs_loci_vote_t *x = a, *y = b;
    if (x->i_locus != y->i_locus) return x->i_locus < y->i_locus ? -1 : 1;
    if (x->fragment != y->fragment) return x->fragment < y->fragment ? -1 : 1;
    if (x->i_site != y->i_site) return x->i_site < y->i_site ? -1 : 1;
    return (x->vote > y->vote) - (x->vote < y->vote);
}

void gnbs_loci_sort_votes(size_t n, gnbs_loci_vote_t vote[]) {
    if (n > 0) qsort(vote, n, sizeof *vote, compare_votes);
}

/* What the fragment that begins at `at` says of that site; *end is behind its last vote on it. Votes of one site come with
 * the smallest first, so a pair of mates reads gene-gene, gene-other, gene-neither ... */
static int settle(size_t n, const gnbs_loci_vote_t vote[], size_t at, size_t *end) {
    bool has[3] = {false, false, false};
    size_t i = at;
    for (; i < n && vote[i].fragment == vote[at].fragment &&
           vote[i].i_site == vote[at].i_site;
         i++)
        has[vote[i].vote] = true;
    *end = i;
    if (has[GENE] && has[OTHER]) return NONE;
    return has[GENE] ? GENE : has[OTHER] ? OTHER : NEITHER;
}

gnbs_code_t gnbs_loci_tally(const gnbs_loci_locus_t *locus, size_t n,
                            const gnbs_loci_vote_t vote[], gnbs_arena_t *arena,
                            gnbs_loci_tally_t **tally, gnbs_err_t *err) {
    *tally = GNBS_NEW(arena, gnbs_loci_tally_t, locus->n_site);
    if (*tally == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "votes");
    for (size_t i = 0, j; i < n; i = j) {
        int n_informative = 0;
        for (j = i; j < n && vote[j].fragment == vote[i].fragment;) {
            int v = settle(n, vote, j, &j);
            n_informative += v == GENE || v == OTHER;
            n_informative -=
                (v == GENE || v == OTHER) && locus->site[vote[j - 1].i_site].is_variant;
        }
        for (size_t k = i; k < j;) {
            gnbs_loci_tally_t *t = &(*tally)[vote[k].i_site];
            int v = settle(n, vote, k, &k);
            double share = n_informative > 0 ? 1.0 / n_informative : 0;
            t->n_gene += v == GENE;
            t->n_other += v == OTHER;
            t->n_neither += v == NEITHER;
            if (v == GENE) t->gene_share += share;
            if (v == OTHER) t->other_share += share;
        }
    }
    return GNBS_OK;
}

gnbs_loci_link_t gnbs_loci_link(size_t n, const gnbs_loci_vote_t vote[], int first,
                                int second) {
    gnbs_loci_link_t link = {{{0, 0}, {0, 0}}};
    for (size_t i = 0, j; i < n; i = j) {
        int a = NONE, b = NONE;
        for (j = i; j < n && vote[j].fragment == vote[i].fragment;) {
            int site = vote[j].i_site, v = settle(n, vote, j, &j);
            if (site == first) a = v;
            if (site == second) b = v;
        }
        if ((a == GENE || a == OTHER) && (b == GENE || b == OTHER)) link.n[a][b]++;
    }
    return link;
}
