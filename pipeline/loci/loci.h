/* loci/loci.h -- how many copies of a gene does a baby have, where a second place in the genome is almost the same?
 *
 * One engine, driven by tables (refdata/loci): a locus is regions whose reads are counted, sites where gene and copy
 * differ, events that take the function of a gene copy, and, where depth alone decides, haplotypes.
 *
 *     tables --gnbs_loci_prepare--> rows of one build (in the bundle) --gnbs_loci_read--> gnbs_loci_t
 *     chunk  --gnbs_loci_observe--> counts and votes, added up --gnbs_loci_judge--> one gnbs_locus_result_t per locus
 *
 * Method   reads of gene and copy are pooled, whatever their mapping quality. Copies in all: read counts against control
 *          windows of the same baby, corrected for GC. Copies of the gene: shares of the differing bases, joined along the
 *          locus by a hidden Markov model over the number of gene copies, and once more for each site alone. No copy at
 *          all: a likelihood ratio that allows for errors and contamination (SMN1: Chen et al. 2020, Genet Med 22:945).
 * Units    copies; positions as everywhere (0-based, half-open); natural logs
 * Errors   GNBS_E_FORMAT names row and cell of a table that cannot be read
 * Threads  gnbs_loci_observe is pure
 */
#ifndef GNBS_LOCI_LOCI_H
#define GNBS_LOCI_LOCI_H

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"
#include "genome/bundle.h"
#include "genome/case.h"
#include "genome/chunk.h"
#include "genome/locus.h"
#include "genome/pool.h"
#include "genome/source.h"

enum {
    GNBS_LOCI_MAX_COPIES = 8, /* of gene and its copies together */
    GNBS_LOCI_TILE_BP = 500,  /* depth is counted in tiles of about this length */
};

typedef struct gnbs_loci_opt {
    double error_frac;         /* a base read as the other allele: 0.003 */
    double contamination_frac; /* share of another person's DNA: 0.01 unless measured */
    double zero_log10_lr;      /* evidence for or against "no copy at all": 4 */
    double min_posterior;      /* of a number of copies that a rule rests on: 0.95 */
    double max_depth_z; /* depth so far between two whole numbers is not believed: 3.5 */
    double
        max_control_spread; /* of control tiles, beyond counting: more is no whole-genome library: 0.20 */
    int min_control_tiles;   /* 60 */
    int min_base_qual_phred; /* 13 */
} gnbs_loci_opt_t;

gnbs_loci_opt_t gnbs_loci_opt_default(void);

/* ---- tables ------------------------------------------------------------------------------------------------- */

typedef struct gnbs_loci_place {
    gnbs_region_t at;
    bool is_reverse;
    int32_t group; /* places of one reference copy share a group */
} gnbs_loci_place_t;

typedef enum gnbs_loci_role {
    GNBS_LOCI_TOTAL, /* all copies, gene and others */
    GNBS_LOCI_SITES, /* the copies that carry the sites: total less what `lost` allows */
    GNBS_LOCI_GENE,  /* the part of the gene that has no copy */
    GNBS_LOCI_CHECK, /* reported beside the rest */
    GNBS_LOCI_BOX,   /* judged by haplotypes */
} gnbs_loci_role_t;

typedef struct gnbs_loci_region {
    const char *name;
    gnbs_loci_role_t role;
    size_t n_place;
    const gnbs_loci_place_t *place;
    int32_t n_group;
    int32_t adds;  /* copies in all = copies here + adds */
    bool is_x;     /* copies follow the sex */
    double spread; /* sd of depth over its expectation that no counting explains */
    double lost_ln[2 * GNBS_LOCI_MAX_COPIES + 1]; /* of total - here, from -8 to 8 */
} gnbs_loci_region_t;

enum { GNBS_LOCI_MAX_ALLELES = 4 };
typedef struct gnbs_loci_site {
    const char *name;
    size_t n_place;
    const gnbs_loci_place_t
        *place;        /* [0] is the gene's, forward; first base of the alleles */
    int n_gene_allele; /* letters as on the strand of place[0]; [0] is the longest */
    const char *gene_allele[GNBS_LOCI_MAX_ALLELES], *other_allele;
    bool is_variant; /* either copy may have either base: it says nothing of gene or copy */
    int i_total;     /* region that counts the copies; -1: the locus's */
} gnbs_loci_site_t;

typedef struct gnbs_loci_event {
    const char *name, *text;
    size_t n_site;
    const int *site;  /* indices */
    int i_region;     /* or -1 */
    bool is_unplaced; /* a loss seen here cannot be placed in gene or copy */
    int tract;        /* so many sites in a row must show it, 1: it alone */
    int takes; /* haplotypes: functional genes that one copy of the other allele takes */
    int min_fragments;
} gnbs_loci_event_t;

typedef struct gnbs_loci_haplotype {
    const char *name, *text;
    double prior_ln;
    int copies[16]; /* per region */
    int functional;
} gnbs_loci_haplotype_t;

typedef struct gnbs_loci_locus {
    const char *name, *title, *source;
    size_t n_hgnc;
    const char *const *hgnc;
    const char *gene_name, *other_name;
    bool needs_depth; /* nothing but "no copy" can be said without it */
    bool uses_variants, needs_variants;
    double lone_frac; /* prior share of sites that change alone */
    double switch_ln; /* of a change of gene copies between neighbouring sites */
    double gene_prior_ln[GNBS_LOCI_MAX_COPIES + 1],
        other_prior_ln[GNBS_LOCI_MAX_COPIES + 1];
    int affected_functional; /* haplotypes: at most so many functional genes; -1: judged by sites */
    int i_copies_site; /* the site whose gene copies are told as the gene's; -1: the chain's */
    size_t n_region, n_site, n_event, n_haplotype, n_limit;
    const gnbs_loci_region_t *region;
    const gnbs_loci_site_t *site; /* in the order of place[0] */
    const gnbs_loci_event_t *event;
    size_t
        n_own; /* the gene's place of every site, also of those that this reference does not bear out */
    const gnbs_region_t *own;
    const gnbs_loci_haplotype_t *haplotype;
    const char *const *limit;
    const char *affected, *possible, *hybrid,
        *clear; /* sentences, "" when the table has none */
} gnbs_loci_locus_t;

typedef struct gnbs_loci {
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    size_t n_locus, n_control;
    const gnbs_loci_locus_t *locus;
    const gnbs_region_t *control; /* stated control windows; sorted */
    size_t n_unseen;              /* places that no method sees, by name and reason */
    const gnbs_locus_row_t *const *unseen;
    size_t n_pool; /* false second copies, whose reads belong to the true place; sorted */
    const gnbs_pool_block_t *pool;
} gnbs_loci_t;

/* One build's rows out of a locus table as read from refdata/loci, with every place looked at in the reference: a site
 * whose bases are not there is left out and noted; places to be searched for ('~') are found. */
typedef struct gnbs_loci_rows {
    size_t n, n_note;
    const gnbs_locus_row_t *row;
    const char *const *note;
} gnbs_loci_rows_t;
gnbs_code_t gnbs_loci_prepare(const gnbs_table_t *table, const gnbs_ref_source_t *ref,
                              gnbs_build_t build, gnbs_arena_t *arena,
                              gnbs_loci_rows_t *rows, gnbs_err_t *err);
/* All rows of a bundle. */
gnbs_code_t gnbs_loci_read(size_t n_row, const gnbs_locus_row_t row[],
                           const gnbs_contigs_t *contigs, gnbs_build_t build,
                           gnbs_arena_t *arena, gnbs_loci_t *loci, gnbs_err_t *err);
/* Everything that tables name: regions, sites and control windows; sorted and merged. */
gnbs_code_t gnbs_loci_regions(const gnbs_loci_t *loci, gnbs_arena_t *arena, size_t *n,
                              gnbs_region_t **region, gnbs_err_t *err);

/* ---- counting ------------------------------------------------------------------------------------------------ */

typedef struct gnbs_loci_tile {
    gnbs_region_t at;
    float gc;      /* of the tile and its surroundings */
    bool is_known; /* no N */
    int32_t n_read, n_low_mapq;
} gnbs_loci_tile_t;

typedef struct gnbs_loci_vote { /* of one read at one site */
    uint64_t fragment;
    int32_t i_locus;
    int16_t i_site;
    int8_t vote; /* 0 gene, 1 other, 2 neither */
} gnbs_loci_vote_t;

typedef struct
    gnbs_loci_plan { /* what to count; tiles of each place lie together, sorted */
    const gnbs_loci_t *loci;
    size_t n_tile, n_control; /* tile[0..n_control) are controls, sorted, not overlapping */
    const gnbs_loci_tile_t *tile;
    size_t n_place;
    const struct gnbs_loci_tiles {
        int32_t i_locus, i_region, i_place; /* i_locus -1: controls */
        gnbs_region_t at;
        size_t first, n;
    } * place;
} gnbs_loci_plan_t;

/* Controls are the stated windows and, spread evenly, at most MAX_TARGET_CONTROLS targets of genes without a difficulty. */
enum { GNBS_LOCI_MAX_TARGET_CONTROLS = 2000 };
gnbs_code_t gnbs_loci_plan(const gnbs_loci_t *loci, const gnbs_bundle_t *bundle,
                           gnbs_arena_t *arena, gnbs_loci_plan_t *plan, gnbs_err_t *err);

/* What must be read for it; sorted and merged. */
gnbs_code_t gnbs_loci_plan_regions(const gnbs_loci_plan_t *plan, gnbs_arena_t *arena,
                                   size_t *n, gnbs_region_t **region, gnbs_err_t *err);

typedef struct gnbs_loci_part { /* of one chunk */
    size_t n_count, n_vote;
    struct gnbs_loci_count {
        size_t i_tile;
        int32_t n_read, n_low_mapq;
    } * count;
    const gnbs_loci_vote_t *vote;
} gnbs_loci_part_t;

gnbs_code_t gnbs_loci_observe(const gnbs_loci_plan_t *plan, const gnbs_loci_opt_t *opt,
                              const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                              gnbs_loci_part_t *part, gnbs_err_t *err);

/* ---- judging ------------------------------------------------------------------------------------------------- */

/* A locus that nobody has looked at yet: its names, genes, limits and places; not assessed. */
gnbs_locus_result_t gnbs_loci_unjudged(const gnbs_loci_locus_t *locus);

/* `tile` is plan->tile with the counts of all chunks; votes in any order (they are sorted). One result per locus. */
gnbs_code_t gnbs_loci_judge(const gnbs_loci_plan_t *plan, const gnbs_loci_opt_t *opt,
                            const gnbs_loci_tile_t tile[], size_t n_vote,
                            gnbs_loci_vote_t vote[], gnbs_sex_t sex, gnbs_arena_t *arena,
                            gnbs_locus_result_t **result, gnbs_err_t *err);

#endif
