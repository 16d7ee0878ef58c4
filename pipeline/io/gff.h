/* io/gff.h -- GFF3 gene models of three dialects to genome/transcript.h.
 *
 *     MANE / GENCODE   feature `transcript`, ID=ENST00000003084.11, gene_name=, tag=MANE_Select, Dbxref=RefSeq:NM_...
 *     Ensembl          feature `mRNA` etc., ID=transcript:ENST..., version= in its own key, Parent=gene:ENSG...
 *     RefSeq           seqid NC_000007.14, ID=rna-NM_000492.4, Dbxref=...,HGNC:HGNC:1884, tag=MANE Select
 *
 * The dialect is recognised line by line from the keys, not asked for. Exons and CDS are gathered by Parent in
 * any order. RefSeq NC_ accessions of chromosomes are mapped to chr names by the RefSeq assembly reports.
 * Shapes   transcripts in file order; exon coordinates genomic, 0-based half-open
 */
#ifndef GNBS_IO_GFF_H
#define GNBS_IO_GFF_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/contig.h"
#include "genome/transcript.h"

typedef struct gnbs_gff {
    size_t n_transcript;
    gnbs_transcript_t *transcript;
    /* what was left out, for the log; n_orphan: exons and CDS whose transcript no line declares (a slice of a file) */
    int64_t n_line, n_skipped_contig, n_no_exon, n_orphan;
    int64_t n_no_phase; /* CDS lines without a phase, read as beginning with a codon */
} gnbs_gff_t;

/* Transcripts on contigs that `contigs` does not have are counted in n_skipped_contig. */
gnbs_code_t gnbs_gff_read(const char *path, const gnbs_contigs_t *contigs,
                          gnbs_arena_t *arena, gnbs_gff_t *gff, gnbs_err_t *err);
gnbs_code_t gnbs_gff_parse(const char *path, const char *bytes, size_t n_bytes,
                           const gnbs_contigs_t *contigs, gnbs_arena_t *arena,
                           gnbs_gff_t *gff, gnbs_err_t *err);

#endif
