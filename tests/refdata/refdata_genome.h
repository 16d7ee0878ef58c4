/* tests/refdata/refdata_genome.h -- a small genome in memory, and short ways to say gene models and panels. */
#ifndef GNBS_TESTS_REFDATA_GENOME_H
#define GNBS_TESTS_REFDATA_GENOME_H

#include "genome/bundle.h"
#include "genome/condition.h"
#include "genome/source.h"

enum { SMALL_N_CONTIG = 4 };

typedef struct
    small_genome { /* chr1, chr2, chr21, chrM; letters may be overwritten by a test */
    char letters[SMALL_N_CONTIG][20000];
    gnbs_contig_t contig[SMALL_N_CONTIG];
    gnbs_contigs_t contigs;
    gnbs_ref_source_t ref;
} small_genome_t;

/* 10 kb, 10 kb, 10 kb and 16,569 bases of random letters without N; the same seed, the same genome. */
void small_genome_init(small_genome_t *g, uint64_t seed);
/* Overwrites letters of a contig from pos on. */
void small_genome_write(small_genome_t *g, int tid, gnbs_pos_t pos, const char *letters);
void small_genome_mask(small_genome_t *g, int tid, gnbs_pos_t beg, gnbs_pos_t end);

/* A coding transcript with its texts empty; exon[n] is borrowed. */
gnbs_transcript_t small_transcript(const char *id, const char *symbol, int32_t tid,
                                   int n_exon, const gnbs_exon_t exon[], gnbs_pos_t cds_beg,
                                   gnbs_pos_t cds_end);
/* A panel row with its other texts empty. */
gnbs_condition_t small_row(const char *gene, const char *hgnc_id, const char *transcript);

/* Are the two bundles the same in everything that is stored? Fails the test with what differs. */
void assert_same_bundle(const gnbs_bundle_t *a, const gnbs_bundle_t *b);

#endif
