/* simulate/simulate_world.h -- the parts of a world, for the files of this room.
 *
 * Order of making: bases and repeats, genes written over them, alleles, population sites. What
 * comes later keeps clear of what is taken.
 */
#ifndef GNBS_SIMULATE_SIMULATE_WORLD_H
#define GNBS_SIMULATE_SIMULATE_WORLD_H

#include "simulate/simulate.h"
#include "simulate/simulate_random.h"

enum {
    GNBS_SIMULATE_CLEAR_BP =
        25, /* between two variants: no aligner joins them into one event */
    GNBS_SIMULATE_SPLICE_BP =
        20, /* of intron beside an exon that background leaves alone */
    GNBS_SIMULATE_TYPED =
        20000, /* alleles that the population's frequencies rest on (AN) */
};

/* A gene as it will lie in the genome, in transcript direction. */
typedef struct gnbs_simulate_plan {
    int32_t n_exon, length_bp, utr5_bp, utr3_bp;
    int32_t *exon_bp,
        *intron_bp; /* along the transcript; intron_bp[n_exon - 1] is not used */
} gnbs_simulate_plan_t;

gnbs_code_t gnbs_simulate_gene_plan(const gnbs_simulate_gene_t *gene,
                                    gnbs_simulate_random_t *r, gnbs_arena_t *arena,
                                    gnbs_simulate_plan_t *plan, gnbs_err_t *err);
/* Writes exons and introns over seq at [beg, beg + plan->length_bp) and fills the transcript. */
gnbs_code_t gnbs_simulate_gene_write(const gnbs_simulate_gene_t *gene,
                                     const gnbs_simulate_plan_t *plan,
                                     gnbs_simulate_random_t *r, gnbs_pos_t beg,
                                     uint8_t *seq, gnbs_arena_t *arena,
                                     gnbs_transcript_t *tx, gnbs_err_t *err);

/* Genomic positions of the coding bases in transcript order, cds[n]; n is a multiple of 3. */
gnbs_code_t gnbs_simulate_cds(const gnbs_transcript_t *tx, gnbs_arena_t *arena, int32_t *n,
                              gnbs_pos_t **cds, gnbs_err_t *err);
/* The codon at cds[0..2], read along the transcript. */
void gnbs_simulate_codon(const gnbs_transcript_t *tx, const uint8_t *seq,
                         const gnbs_pos_t *cds, uint8_t codon[3]);

gnbs_code_t gnbs_simulate_alleles_find(const gnbs_simulate_scenario_t *scenario,
                                       gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                       gnbs_err_t *err);
gnbs_code_t gnbs_simulate_sites_draw(const gnbs_simulate_scenario_t *scenario,
                                     gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                     gnbs_err_t *err);

enum { /* what background may do at a base */
       GNBS_SIMULATE_ZONE_FREE,
       GNBS_SIMULATE_ZONE_CODING, /* SNVs that change one amino acid at most */
       GNBS_SIMULATE_ZONE_CLOSED, /* splice sites, start and stop codons     */
};
/* zone[tid][length_bp] */
gnbs_code_t gnbs_simulate_zones(const gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                                uint8_t ***zone, gnbs_err_t *err);

typedef struct gnbs_simulate_draw {
    const gnbs_simulate_world_t *world;
    gnbs_arena_t *arena;
    uint8_t **taken, **zone;
    bool may_code; /* SNVs may fall in coding sequence */
} gnbs_simulate_draw_t;

/* A background variant at a random place, in normal form, taken from then on. False: no place was found. */
bool gnbs_simulate_draw_variant(const gnbs_simulate_draw_t *draw, gnbs_simulate_random_t *r,
                                int32_t tid, bool is_indel, gnbs_variant_t *v);

/* Normal form against the whole contig; alleles are copied to the arena. False when REF disagrees. */
bool gnbs_simulate_normalise(const gnbs_simulate_world_t *world, gnbs_arena_t *arena,
                             int32_t tid, gnbs_pos_t pos, const char *ref, const char *alt,
                             gnbs_variant_t *v);
/* Marks the variant, wherever in its repeat it may be written, and CLEAR_BP around it. */
void gnbs_simulate_take(const gnbs_simulate_world_t *world, uint8_t **taken,
                        const gnbs_variant_t *v);
bool gnbs_simulate_is_taken(const gnbs_simulate_world_t *world, uint8_t **taken,
                            const gnbs_variant_t *v);

#endif
