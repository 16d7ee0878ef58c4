/* simulate/simulate.h -- a synthetic newborn whose truth is known, from a small scenario table.
 *
 *     scenario --> world (genome, genes, alleles, population sites) --> newborn (two haplotypes) --> reads
 *                  drawn from genome_seed                               drawn from seed
 *
 * The world depends on the scenario alone, the newborn on its seed too: many newborns can be made
 * against one genome, one panel and one reference bundle. No file is seen here.
 * Random   splitmix64 with a stream per purpose (simulate_random.h): same scenario and seed, same bytes
 * Memory   everything lives in the arena that the maker was given; the reads' arena is their own
 * Errors   GNBS_E_FORMAT for a cell that cannot be read, GNBS_E_DATA for a scenario that cannot be met;
 *          both name file and line
 */
#ifndef GNBS_SIMULATE_SIMULATE_H
#define GNBS_SIMULATE_SIMULATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"
#include "core/table.h"
#include "genome/case.h"
#include "genome/contig.h"
#include "genome/known.h"
#include "genome/read.h"
#include "genome/transcript.h"
#include "genome/variant.h"

/* ---- scenario ------------------------------------------------------------------------------ */
typedef enum gnbs_simulate_effect { /* the words of the column `effect` are in simulate_scenario.c */
                                    GNBS_SIMULATE_STOP_GAINED,
                                    GNBS_SIMULATE_FRAMESHIFT,
                                    GNBS_SIMULATE_INFRAME_DELETION,
                                    GNBS_SIMULATE_MISSENSE,
                                    GNBS_SIMULATE_SYNONYMOUS,
                                    GNBS_SIMULATE_SPLICE_DONOR,
                                    GNBS_SIMULATE_SPLICE_ACCEPTOR,
                                    GNBS_SIMULATE_INTRON,
                                    GNBS_SIMULATE_EFFECT_N
} gnbs_simulate_effect_t;

typedef struct gnbs_simulate_gene {
    const char *symbol, *hgnc_id, *transcript, *condition;
    int32_t tid, n_exon, line;
    int8_t strand;
} gnbs_simulate_gene_t;

typedef struct gnbs_simulate_allele {
    int32_t i_gene, exon_number; /* exon as printed: 1 is the first of the transcript */
    gnbs_simulate_effect_t effect;
    gnbs_zygosity_t zygosity; /* HOM_REF: known to ClinVar, not in this newborn */
    int8_t haplotype;         /* 1 or 2 for a heterozygous allele */
    const char *clnsig;       /* "" when ClinVar does not have it */
    int32_t stars;
    double af; /* 0: no population has it */
    int32_t line;
} gnbs_simulate_allele_t;

typedef struct gnbs_simulate_hole { /* an exon that no read covers */
    int32_t i_gene, exon_number, line;
} gnbs_simulate_hole_t;

typedef struct gnbs_simulate_scenario {
    const char *path, *name, *sample;
    gnbs_sex_t sex;
    uint64_t genome_seed, seed;
    /* the people whose seeds these are gave the background: one allele each at every site, unlinked */
    bool has_parents;
    uint64_t mother_seed, father_seed;
    double coverage;
    int32_t read_bp, insert_mean_bp, insert_sd_bp;
    double duplicate_frac;
    double site_snv_per_kb, site_indel_per_kb; /* population sites, each with a frequency */
    double private_snv_per_kb, private_indel_per_kb; /* of this newborn only */
    gnbs_contigs_t contigs;
    size_t n_gene, n_allele, n_hole;
    const gnbs_simulate_gene_t *gene;
    const gnbs_simulate_allele_t *allele;
    const gnbs_simulate_hole_t *hole;
} gnbs_simulate_scenario_t;

gnbs_code_t gnbs_simulate_scenario_parse(const gnbs_table_t *table, gnbs_arena_t *arena,
                                         gnbs_simulate_scenario_t *scenario,
                                         gnbs_err_t *err);
/* The same checks for values that a command line may have replaced. */
gnbs_code_t gnbs_simulate_scenario_check(const gnbs_simulate_scenario_t *scenario,
                                         gnbs_err_t *err);

/* ---- world --------------------------------------------------------------------------------- */
typedef struct gnbs_simulate_site { /* a variant that a population carries */
    gnbs_variant_t variant;
    double af;
    int32_t i_allele; /* the scenario allele it is, or -1 for background */
} gnbs_simulate_site_t;

typedef struct gnbs_simulate_world {
    gnbs_contigs_t contigs; /* of the scenario; no M5 */
    uint8_t **seq;          /* seq[tid][length_bp], codes 0..3 */
    uint8_t **
        taken; /* taken[tid][length_bp]: 1 within reach of a variant: no other goes there */
    size_t n_transcript; /* one per gene, same order */
    const gnbs_transcript_t *transcript;
    int32_t *n_cds;               /* coding bases of each transcript, a multiple of 3 */
    gnbs_pos_t **cds;             /* their genomic positions, along the transcript */
    const gnbs_variant_t *allele; /* one per scenario allele, same order, in normal form */
    size_t n_site;
    const gnbs_simulate_site_t *site; /* background, sorted by gnbs_variant_compare */
} gnbs_simulate_world_t;

gnbs_code_t gnbs_simulate_world_make(const gnbs_simulate_scenario_t *scenario,
                                     gnbs_arena_t *arena, gnbs_simulate_world_t *world,
                                     gnbs_err_t *err);

/* ---- newborn ------------------------------------------------------------------------------- */
typedef struct gnbs_simulate_truth {
    gnbs_variant_t variant;
    int8_t ploidy;      /* 1: X of a male */
    bool on[2];         /* which haplotype carries it */
    const char *origin; /* "scenario", "population" or "private" */
    int32_t i_allele;   /* of the scenario, or -1 */
} gnbs_simulate_truth_t;

typedef struct
    gnbs_simulate_edit { /* a variant without its anchor base, on one haplotype */
    gnbs_pos_t ref_beg, hap_beg;
    int32_t n_ref, n_alt;
    const uint8_t *alt;
} gnbs_simulate_edit_t;

typedef struct gnbs_simulate_haplotype {
    int32_t tid;
    gnbs_pos_t length_bp, ref_length_bp;
    const uint8_t *seq;
    size_t n_edit;
    const gnbs_simulate_edit_t
        *edit; /* sorted; at least one unchanged base lies between two */
} gnbs_simulate_haplotype_t;

typedef struct gnbs_simulate_newborn {
    size_t n_truth;
    const gnbs_simulate_truth_t *truth; /* sorted by gnbs_variant_compare */
    size_t n_haplotype;
    const gnbs_simulate_haplotype_t *haplotype; /* by contig, then 1 before 2 */
    size_t n_hole;
    const gnbs_region_t *hole; /* sorted, merged: no read overlaps these */
} gnbs_simulate_newborn_t;

gnbs_code_t gnbs_simulate_newborn_make(const gnbs_simulate_scenario_t *scenario,
                                       const gnbs_simulate_world_t *world,
                                       gnbs_arena_t *arena,
                                       gnbs_simulate_newborn_t *newborn, gnbs_err_t *err);

/* ---- reads --------------------------------------------------------------------------------- */
typedef struct gnbs_simulate_read {
    gnbs_read_t read; /* name_hash, fragment and overlaps_mate are not set */
    const char *name;
    int32_t edit_distance; /* SAM tag NM */
    int32_t n_mate_cigar;  /* SAM tag MC */
    const uint32_t *mate_cigar;
    /* truth, for tests: where it came from */
    int32_t i_haplotype;
    gnbs_pos_t
        hap_beg; /* its len bases are haplotype.seq[hap_beg ..], but for the errors */
    int32_t n_error;
} gnbs_simulate_read_t;

typedef struct
    gnbs_simulate_sink { /* takes reads in coordinate order; they live for the call */
    void *ctx;
    gnbs_code_t (*put)(void *ctx, const gnbs_simulate_read_t *read, gnbs_err_t *err);
} gnbs_simulate_sink_t;

typedef struct gnbs_simulate_counts {
    int64_t n_read, n_duplicate, n_removed; /* removed: their pair overlapped a hole */
    int64_t n_base, n_error;
} gnbs_simulate_counts_t;

gnbs_code_t gnbs_simulate_reads(const gnbs_simulate_scenario_t *scenario,
                                const gnbs_simulate_world_t *world,
                                const gnbs_simulate_newborn_t *newborn,
                                const gnbs_simulate_sink_t *sink,
                                gnbs_simulate_counts_t *counts, gnbs_err_t *err);

/* ---- texts: the caller checks out->failed once ---------------------------------------------- */
void gnbs_simulate_print_gff(const gnbs_simulate_scenario_t *scenario,
                             const gnbs_simulate_world_t *world, gnbs_str_t *out);
/* In the manner of the VCF of NCBI's ClinVar. */
gnbs_code_t gnbs_simulate_print_clinvar(const gnbs_simulate_scenario_t *scenario,
                                        const gnbs_simulate_world_t *world, gnbs_str_t *out,
                                        gnbs_err_t *err);
/* Population sites and every scenario allele that has a frequency. */
gnbs_code_t gnbs_simulate_print_frequencies(const gnbs_simulate_scenario_t *scenario,
                                            const gnbs_simulate_world_t *world,
                                            gnbs_str_t *out, gnbs_err_t *err);
void gnbs_simulate_print_truth(const gnbs_simulate_scenario_t *scenario,
                               const gnbs_simulate_world_t *world,
                               const gnbs_simulate_newborn_t *newborn, gnbs_str_t *out);
void gnbs_simulate_print_holes(const gnbs_simulate_world_t *world,
                               const gnbs_simulate_newborn_t *newborn,
                               gnbs_str_t *out); /* BED */
void gnbs_simulate_print_readme(const gnbs_simulate_scenario_t *scenario, gnbs_str_t *out);

#endif
