/* io/gff_build.h -- what gff.c (lines) hands to gff_build.c (gene models); for these files only.
 *
 *     line -> node (a gene or a transcript, by its ID) or part (exon, CDS, stop codon, of a node by its Parent)
 *
 * A Parent may be named before its own line is read: such a node is kept undeclared until then.
 * Memory   all strings and nodes are scratch; gnbs_gff_build copies what is kept into the caller's arena
 */
#ifndef GNBS_IO_GFF_BUILD_H
#define GNBS_IO_GFF_BUILD_H

#include "core/vec.h"
#include "io/gff.h"

typedef enum gnbs_gff_kind {
    GNBS_GFF_UNDECLARED,
    GNBS_GFF_GENE,
    GNBS_GFF_TRANSCRIPT,
    GNBS_GFF_OTHER, /* a transcript only if exons or CDS name it as their Parent */
    GNBS_GFF_EXON,
    GNBS_GFF_CDS,
    GNBS_GFF_STOP_CODON,
    GNBS_GFF_MATCH, /* of a transcript's own sequence to the genome */
    GNBS_GFF_IGNORED,
} gnbs_gff_kind_t;

typedef struct gnbs_gff_node {
    gnbs_gff_kind_t kind;
    int64_t line;
    int32_t parent; /* node, or -1 */
    gnbs_region_t region;
    int8_t strand;
    const char *id;                                /* the ID attribute; never NULL     */
    const char *transcript_id, *gene_id, *version; /* attributes, decoded; NULL absent */
    const char *symbol, *hgnc_id, *biotype, *partner_id, *protein_id;
    gnbs_mane_t mane;
} gnbs_gff_node_t;

typedef struct gnbs_gff_part {
    gnbs_gff_kind_t kind;
    int32_t node;
    int8_t strand, phase;
    gnbs_region_t region;
    int64_t line;
} gnbs_gff_part_t;

typedef struct gnbs_gff_match {    /* a line cDNA_match: one exon, as a rule */
    const char *id, *target, *gap; /* target: the accession; gap NULL: none */
    int32_t t_beg, t_end;          /* on the target, 0-based, half-open */
    gnbs_region_t region;
    int8_t strand;
    int64_t line;
} gnbs_gff_match_t;

typedef struct gnbs_gff_builder {
    const char *path;
    const gnbs_contigs_t *contigs;
    gnbs_build_t build;
    gnbs_arena_t scratch;
    GNBS_VEC(gnbs_gff_node_t) nodes;
    GNBS_VEC(gnbs_gff_part_t) parts;
    GNBS_VEC(gnbs_gff_match_t) matches;
    GNBS_VEC(int32_t)
    slots; /* hash table over nodes by id: index + 1, 0 empty; size a power of two */
    int32_t last_node; /* exons of one transcript follow one another      */
    char seqid[256];   /* of the last line, and its contig                */
    int32_t tid;
    int64_t n_line, n_skipped_contig, n_no_phase;
    gnbs_err_t *err;
} gnbs_gff_builder_t;

/* The node of that ID, made undeclared if it is new; -1 when memory is exhausted. */
int32_t gnbs_gff_find_node(gnbs_gff_builder_t *b, const char *id);
/* A cDNA_match line: kept when it says which bases of which transcript. */
gnbs_code_t gnbs_gff_add_match(gnbs_gff_builder_t *b, gnbs_gff_match_t match,
                               const char *id, const char *target, const char *gap);
void gnbs_gff_sort_matches(gnbs_gff_builder_t *b);
/* The blocks of a transcript whose sequence is not its exons base by base. */
gnbs_code_t gnbs_gff_align(gnbs_gff_builder_t *b, gnbs_arena_t *arena,
                           gnbs_transcript_t *tx);
/* Joins nodes and parts to transcripts. */
gnbs_code_t gnbs_gff_build(gnbs_gff_builder_t *b, gnbs_arena_t *arena, gnbs_gff_t *gff);

#endif
