/* loci/loci_judge.h -- one locus of one baby, and the steps to its result. Private to the room. */
#ifndef GNBS_LOCI_LOCI_JUDGE_H
#define GNBS_LOCI_LOCI_JUDGE_H

#include "loci/loci_chain.h"
#include "loci/loci_depth.h"
#include "loci/loci_votes.h"

typedef struct gnbs_loci_bench {
    const gnbs_loci_locus_t *locus;
    const gnbs_loci_opt_t *opt;
    const gnbs_loci_curve_t *curve;
    gnbs_sex_t sex;
    gnbs_arena_t *arena;
    gnbs_loci_depth_t *depth; /* [n_region] */
    gnbs_loci_tally_t *tally; /* [n_site] */
    size_t n_vote;
    const gnbs_loci_vote_t *vote; /* of this locus, sorted */
    gnbs_loci_chain_t chain;
    gnbs_locus_region_t *region;
    gnbs_locus_site_t *site;
    gnbs_locus_event_t *event;
    gnbs_locus_result_t *result;
} gnbs_loci_bench_t;

/* Posterior of the copies of one region, from its depth alone; every number as likely before. */
void gnbs_loci_region_post(const gnbs_loci_depth_t *depth, double post[GNBS_LOCI_N_COPIES]);
/* loci_event.c: events of a locus judged by sites, then its status. */
gnbs_code_t gnbs_loci_judge_events(gnbs_loci_bench_t *b, gnbs_err_t *err);
/* loci_haplotype.c: a locus judged by pairs of haplotypes. */
gnbs_code_t gnbs_loci_judge_haplotypes(gnbs_loci_bench_t *b, gnbs_err_t *err);
/* Sets status and reason; the reason is formatted into the arena. */
gnbs_code_t gnbs_loci_conclude(gnbs_loci_bench_t *b, gnbs_locus_status_t status,
                               gnbs_err_t *err, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
