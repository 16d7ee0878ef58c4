/* tests/classify/classify_world.h -- one gene on an invented chromosome, with the rules that ship with gnbs.
 *
 *     chr1   1000   1050 1100   1300 1400   1600  1711   1900  1990  2100        0-based
 *            [ 1    |ATG...]----[  2  ]------[  3   ]------[  4 TAA|   ]
 *     CDS bases         50        100           111           90        = 351: 116 residues and a stop
 *
 * Coding sequence: ATG, then GCT GAA CTA AGC over and over (Met, then Ala Glu Leu Ser ...); read one base further it is CTG AAC
 * TAA, two bases further TGA: both shifted frames end within four codons. Exon 2 breaks the frame when it is skipped (100 is not
 * a multiple of 3), exon 3 keeps it (111 = 37 residues). Residue r > 1 is "AELS"[(r - 2) % 4].
 */
#ifndef GNBS_TESTS_CLASSIFY_WORLD_H
#define GNBS_TESTS_CLASSIFY_WORLD_H

#include "support/testing.h"

#include "annot/annot.h"
#include "classify/classify.h"
#include "refdata/refdata_genome.h"

enum { WORLD_RESIDUES = 116, WORLD_MAX = 64 };

typedef struct world {
    small_genome_t genome;
    gnbs_bundle_t bundle;
    gnbs_arena_t arena;
    gnbs_classify_opt_t opt;
    gnbs_classify_input_t
        in; /* what the next judgement is told; variant and consequence are filled by judge_allele */
    gnbs_variant_t variant;
    gnbs_consequence_t consequence;
    gnbs_frequency_t frequency;
    size_t n_known, n_common;
    gnbs_known_t known[WORLD_MAX];
    gnbs_classify_neighbour_t neighbour[WORLD_MAX];
    gnbs_frequency_t common_frequency[WORLD_MAX];
    gnbs_classify_common_t common[WORLD_MAX];
    gnbs_classification_t out;
} world_t;

/* The gene goes by that symbol and id, so that the shipped rows for it hold; `masked`: no base is known. */
void world_make(world_t *w, const char *symbol, const char *hgnc_id, bool masked);
void world_clear(world_t *w);
/* Genomic position of coding base c. (1-based). */
gnbs_pos_t world_place(int c);
/* A known allele, or a common one, to be told of: at coding base c. */
void world_known(world_t *w, int c, const char *ref, const char *alt, gnbs_clnsig_t sig,
                 int stars);
void world_common(world_t *w, int c, const char *ref, const char *alt, double af);
/* Judges an allele: its first base at coding base c, or (world_judge_at) at a genomic position. */
void world_judge(world_t *w, int c, const char *ref, const char *alt);
void world_judge_at(world_t *w, gnbs_pos_t pos, const char *ref, const char *alt);
void world_judge_event(world_t *w, bool is_deletion, gnbs_pos_t beg, gnbs_pos_t end,
                       gnbs_tandem_t tandem);
/* Judges what `in` holds. */
void world_judge_input(world_t *w);

const gnbs_criterion_t *world_find(const world_t *w, const char *code);
/* The criterion holds at a strength; with NULL it is not met; with "?" it is not assessable. */
void world_expect(const world_t *w, const char *code, const char *strength);
/* Its sentence says this. */
void world_expect_says(const world_t *w, const char *code, const char *words);
void world_expect_path(const world_t *w, const char *path);

#endif
