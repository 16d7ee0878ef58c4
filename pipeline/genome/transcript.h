/* genome/transcript.h -- genes and their transcripts.
 *
 *     + strand   ====[exon 0]----[exon 1]----[exon 2]====      exons in genomic order
 *     - strand   the same order in memory; exon numbers in print run with the transcript
 *
 * Coordinates genomic, 0-based half-open. CDS is [cds_beg, cds_end) in genome terms,
 * includes the stop codon; cds_beg == cds_end for a non-coding transcript.
 * Threads  read-only after loading
 *
 * Transcript and genome. As a rule the exons are the transcript, base by base. Where its accession
 * has bases that the genome lacks, lacks some, or has others (RefSeq), blocks say which genomic
 * stretches run along it, and it brings its own sequence:
 *
 *     genome      ACGTACGT--ACGT       block 0 [beg,+8) at cDNA 0, block 1 [+8,+12) at cDNA 10
 *     transcript  ACGTACGTTTACGT       (insertion in the transcript); a block may end inside an exon
 */
#ifndef GNBS_GENOME_TRANSCRIPT_H
#define GNBS_GENOME_TRANSCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "genome/region.h"

typedef struct gnbs_exon {
    gnbs_pos_t beg, end;
} gnbs_exon_t;

typedef struct gnbs_tx_block { /* genome and transcript without a gap */
    gnbs_pos_t beg, end;
    int32_t cdna; /* of its 5'-most base on the transcript, 0-based */
} gnbs_tx_block_t;

typedef enum gnbs_mane {
    GNBS_MANE_NONE,
    GNBS_MANE_PLUS_CLINICAL,
    GNBS_MANE_SELECT
} gnbs_mane_t;

typedef struct gnbs_transcript {
    /* versioned accession of the source: ENST00000003084.11 or NM_000492.4 */
    const char *id;
    const char *other_id;   /* its MANE partner: NM_ for ENST, or "" */
    const char *protein_id; /* ENSP or NP, or "" */
    const char *gene_id;    /* ENSG..., gene-CFTR, ... */
    const char *symbol;     /* as the source says */
    const char *hgnc_id;    /* "HGNC:1884", or "" when the source does not say */
    const char *biotype;    /* "protein_coding", ... */
    gnbs_mane_t mane;
    int32_t tid;
    int8_t strand; /* +1 or -1 */
    gnbs_pos_t beg, end, cds_beg, cds_end;
    int32_t n_exon;
    const gnbs_exon_t *exon;
    /* bases to skip at the 5' end of the CDS to reach a codon: 0 when complete */
    int8_t cds_start_phase;
    int32_t i_gene;  /* into the bundle's genes; -1 before */
    int32_t rank;    /* among its gene's transcripts in the bundle; 0 stands for the gene */
    int32_t n_block; /* 0: the exons are the transcript */
    const gnbs_tx_block_t *block; /* in genomic order */
    int32_t n_cdna;               /* bases of its own sequence; 0: as the exons */
    const uint8_t *cdna;          /* codes in transcript order, or NULL: the genome's */
} gnbs_transcript_t;

static inline bool gnbs_transcript_is_coding(const gnbs_transcript_t *tx) {
    return tx->cds_end > tx->cds_beg;
}
/* Bases of exon i that are coding, as [beg, end); empty (beg == end) when none. */
static inline gnbs_exon_t gnbs_transcript_cds_part(const gnbs_transcript_t *tx, int i) {
    gnbs_exon_t e = tx->exon[i];
    if (e.beg < tx->cds_beg) e.beg = tx->cds_beg;
    if (e.end > tx->cds_end) e.end = tx->cds_end;
    if (e.end < e.beg) e.end = e.beg;
    return e;
}
/* Exon number in print (1 = first of the transcript) of genomic index i. */
static inline int gnbs_transcript_exon_number(const gnbs_transcript_t *tx, int i) {
    return tx->strand > 0 ? i + 1 : tx->n_exon - i;
}

#endif
