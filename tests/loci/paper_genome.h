/* tests/loci/paper_genome.h -- a genome on paper: whatever the shipped locus tables say of it is true, the rest is made up.
 *
 * Base p of a contig is a hash of p; at a site the gene has the gene's allele, and around each of its other places the
 * sequence is that of the gene (turned round for a '-' place) with the other allele. So gnbs_loci_prepare finds everything.
 */
#ifndef GNBS_TESTS_PAPER_GENOME_H
#define GNBS_TESTS_PAPER_GENOME_H

#include "loci/loci.h"
#include "support/testing.h"

enum { PAPER_CONTIGS = 32, PAPER_SITES = 600, PAPER_IMAGE_BP = 60 };

typedef struct paper_site {
    char contig[40];
    gnbs_pos_t beg, end; /* of the allele that is there */
    bool is_reverse, is_gene;
    char letters[128]; /* on the forward strand of this contig */
    char gene_contig[40];
    gnbs_pos_t gene_beg, gene_end;
} paper_site_t;

typedef struct paper_genome {
    gnbs_contig_t contig[PAPER_CONTIGS];
    gnbs_contigs_t contigs;
    size_t n_site;
    paper_site_t site[PAPER_SITES];
    gnbs_region_t hole; /* N here; empty: nowhere */
    gnbs_arena_t arena;
} paper_genome_t;

/* chr1 ... chr22 X Y, and the alternative contigs of SMN; 250 Mb each. For GRCh37 without "chr". */
void paper_init(paper_genome_t *g, gnbs_build_t build);
void paper_clear(paper_genome_t *g);
gnbs_ref_source_t paper_source(paper_genome_t *g);
/* A place of a site: the gene's (letters are there), or one that looks like it. */
void paper_add_site(paper_genome_t *g, const char *contig, gnbs_pos_t pos1, bool is_reverse,
                    const char *allele, const paper_site_t *gene);
/* A shipped table, its sites made true. */
gnbs_table_t paper_table(paper_genome_t *g, const char *name, gnbs_build_t build);
/* Prepared and read, one locus or more. */
gnbs_loci_t paper_loci(paper_genome_t *g, gnbs_build_t build, size_t n,
                       const char *const name[]);
/* Rows of `text` ("kind|name|place|allele|setting" lines) as a locus of its own, for tables that are not shipped. */
gnbs_loci_t paper_read(paper_genome_t *g, const char *text, gnbs_err_t *err,
                       gnbs_code_t *code);

#endif
