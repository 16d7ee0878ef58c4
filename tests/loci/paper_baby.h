/* tests/loci/paper_baby.h -- counts and votes of a baby whose copies are known, drawn by chance as sequencing does. */
#ifndef GNBS_TESTS_PAPER_BABY_H
#define GNBS_TESTS_PAPER_BABY_H

#include "loci/paper_genome.h"

enum { BABY_VOTES = 200000, BABY_SITES = 80, BABY_REGIONS = 16 };

typedef struct paper_truth {  /* of one locus */
    int region[BABY_REGIONS]; /* copies, per region */
    int total[BABY_SITES];    /* copies that a site has in all */
    int gene[BABY_SITES];     /* of these, with the gene's base */
} paper_truth_t;

typedef struct paper_baby {
    const gnbs_loci_plan_t *plan;
    double depth;    /* of two copies */
    double gc_slope; /* depth falls by this share per unit of GC over 0.5 */
    double scatter;  /* sd of a tile beyond counting */
    uint64_t state;
    gnbs_loci_tile_t *tile;
    size_t n_vote;
    gnbs_loci_vote_t *vote;
    uint64_t n_fragment;
} paper_baby_t;

/* A plan over made tiles of known GC: 400 control tiles, and the loci's regions. */
gnbs_loci_plan_t paper_plan(const gnbs_loci_t *loci, gnbs_arena_t *arena);
void baby_begin(paper_baby_t *b, const gnbs_loci_plan_t *plan, double depth, uint64_t seed,
                gnbs_arena_t *arena);
/* All regions and sites of a locus as `truth` has them. */
void baby_add(paper_baby_t *b, int i_locus, const paper_truth_t *truth);
/* Fragments over two sites: n with these votes. */
void baby_link(paper_baby_t *b, int i_locus, int site_a, int vote_a, int site_b, int vote_b,
               int n);
/* Same copies at every site: gene copies of total. Regions get `total` times their places' share. */
paper_truth_t truth_of(const gnbs_loci_locus_t *locus, int gene, int total);
int site_of(const gnbs_loci_locus_t *locus, const char *name);

#endif
