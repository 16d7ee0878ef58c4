/* genome/bundle.h -- the reference bundle in memory: what is known about each gene of the
 * panel.
 *
 * Made by refdata, stored and loaded by io (one SQLite file), read by everything else.
 * Shapes   transcript[] sorted by (tid, beg); known[] and frequency[] sorted by
 *          gnbs_variant_compare; target[] sorted and merged; block[] sorted, not
 *          overlapping
 * Memory   owned by the bundle's arena; read-only after loading, shared by all threads
 */
#ifndef GNBS_GENOME_BUNDLE_H
#define GNBS_GENOME_BUNDLE_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"
#include "genome/known.h"
#include "genome/marker.h"
#include "genome/locus.h"
#include "genome/rule.h"
#include "genome/transcript.h"

/* of a gene, to a caller that places each read once */
typedef enum gnbs_difficulty {
    GNBS_DIFFICULT_NONE,
    GNBS_DIFFICULT_LIMITED, /* judged, with a limit that the report states */
    /* not judged without its own method: a near-identical copy, ... */
    GNBS_DIFFICULT_NEEDS_METHOD,
} gnbs_difficulty_t;

typedef struct gnbs_gene {
    const char *symbol, *hgnc_id, *gene_id;
    int32_t tid;
    int8_t strand;
    gnbs_pos_t beg, end;
    int32_t n_transcript;
    const int32_t *transcript; /* indices, MANE Select first */
    int64_t target_bp;   /* bases of its targets (coding exons and their splice flanks) */
    int64_t target_n_bp; /* of these, N in the FASTA: no reference sequence */
    gnbs_difficulty_t difficulty;
    const char *difficult; /* why, in a sentence; "" for GNBS_DIFFICULT_NONE */
    const char *difficult_source;
} gnbs_gene_t;

typedef struct gnbs_seq_block { /* reference sequence held in the bundle */
    gnbs_region_t region;
    const uint8_t *codes;
} gnbs_seq_block_t;

typedef struct gnbs_bundle_source { /* a file the bundle was made from */
    const char *role, *name, *sha256, *version, *licence;
} gnbs_bundle_source_t;

/* what the build counted and chose: "clinvar.n_ref_mismatch", "3"; keys sorted */
typedef struct gnbs_bundle_fact {
    const char *key, *value;
} gnbs_bundle_fact_t;

typedef struct gnbs_bundle {
    gnbs_arena_t arena;
    const char *path;
    /* BLAKE2b-256 over the content of the tables; the same inputs give the same identity */
    char identity[65];
    const char *build_name, *panel_name, *panel_version;
    gnbs_contigs_t contigs;
    gnbs_build_t build;
    size_t n_gene, n_transcript, n_known, n_frequency, n_target, n_block, n_source;
    const gnbs_gene_t *gene;
    const gnbs_transcript_t *transcript;
    const gnbs_known_t *known;
    const gnbs_frequency_t *frequency;
    const gnbs_region_t *target;
    const gnbs_seq_block_t *block;
    const gnbs_bundle_source_t *source;
    size_t n_fact;
    const gnbs_bundle_fact_t *fact;
    size_t n_marker; /* common SNVs for identity and contamination, sorted */
    const gnbs_marker_t *marker;
    size_t n_locus; /* rows of the locus tables, each locus's together */
    const gnbs_locus_row_t *locus;
    size_t n_rule; /* what criteria ask of its genes, sorted by gnbs_rule_compare */
    const gnbs_rule_t *rule;
    /* only while it is built, sorted by allele and name; of a loaded bundle io/bundle_score.h is asked */
    size_t n_scored;
    const gnbs_scored_t *scored;
} gnbs_bundle_t;

const gnbs_gene_t *gnbs_bundle_gene(const gnbs_bundle_t *b, const char *hgnc_id);
/* The transcript by versioned accession (either of its two names), or NULL. */
const gnbs_transcript_t *gnbs_bundle_transcript(const gnbs_bundle_t *b,
                                                const char *accession);
/* Takes away what the bundle knows of genes that are not kept: the gene, its transcripts, its targets and the alleles there, but
 * for what overlaps a kept gene within margin_bp. Lists are made anew in `arena`, which must outlive the bundle's use. */
gnbs_code_t gnbs_bundle_restrict(gnbs_bundle_t *b, const bool keep[], gnbs_pos_t margin_bp,
                                 gnbs_arena_t *arena, gnbs_err_t *err);
/* Exact normalised allele, or NULL. */
const gnbs_known_t *gnbs_bundle_known(const gnbs_bundle_t *b, const gnbs_variant_t *v);
/* Of an allele that passed its source's filters, or NULL. */
const gnbs_frequency_t *gnbs_bundle_frequency(const gnbs_bundle_t *b,
                                              const gnbs_variant_t *v);
/* The same, also when it did not pass. */
const gnbs_frequency_t *gnbs_bundle_frequency_any(const gnbs_bundle_t *b,
                                                  const gnbs_variant_t *v);
/* Chromosomes that a source judged at alleles within GNBS_COVERED_NEAR_BP of the place: the largest AN, with
 * the source; 0 when none says so, and then absence says nothing. */
enum { GNBS_COVERED_NEAR_BP = 10 };
int32_t gnbs_bundle_covered(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos,
                            const char **source);
/* First index in known[] at or after (tid, pos). */
size_t gnbs_bundle_known_lower(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos);
/* The same in frequency[]. */
size_t gnbs_bundle_frequency_lower(const gnbs_bundle_t *b, int32_t tid, gnbs_pos_t pos);
/* Codes of a region; bases the bundle does not hold are N. */
void gnbs_bundle_sequence(const gnbs_bundle_t *b, gnbs_region_t region, uint8_t *codes);

#endif
