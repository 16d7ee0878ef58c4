/* tests/cnv/made_genes.h -- a genome of a few contigs, genes on it, and tiles with counts as copies would give them. */
#ifndef GNBS_TESTS_CNV_MADE_GENES_H
#define GNBS_TESTS_CNV_MADE_GENES_H

#include <math.h>

#include "cnv/cnv_parts.h"
#include "support/testing.h"

enum { MADE_GENES = 40, MADE_EXONS = 12, MADE_TILES = 4000, MADE_CONTIG_BP = 30000000 };

typedef struct made_genes {
    gnbs_contig_t contig[3]; /* chr1, chrX, chrM */
    gnbs_gene_t gene[MADE_GENES];
    int32_t index[MADE_GENES];
    gnbs_exon_t exon[MADE_GENES][MADE_EXONS];
    gnbs_transcript_t tx[MADE_GENES];
    gnbs_seq_block_t block[3];
    gnbs_bundle_t bundle;
} made_genes_t;

static inline void made_init(made_genes_t *m) {
    memset(m, 0, sizeof *m);
    m->contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = MADE_CONTIG_BP};
    m->contig[1] = (gnbs_contig_t){.name = "chrX", .length_bp = MADE_CONTIG_BP};
    m->contig[2] = (gnbs_contig_t){.name = "chrM", .length_bp = 16569};
    m->bundle = (gnbs_bundle_t){.contigs = {3, m->contig, "made"},
                                .build = GNBS_BUILD_CUSTOM,
                                .gene = m->gene,
                                .transcript = m->tx,
                                .block = m->block};
}

/* All exons coding. */
static inline gnbs_transcript_t *made_gene(made_genes_t *m, int32_t tid, int8_t strand,
                                           int n_exon, const gnbs_exon_t exon[]) {
    size_t g = m->bundle.n_gene++;
    m->bundle.n_transcript++;
    memcpy(m->exon[g], exon, (size_t)n_exon * sizeof *exon);
    gnbs_pos_t beg = exon[0].beg, end = exon[n_exon - 1].end;
    m->index[g] = (int32_t)g;
    m->tx[g] = (gnbs_transcript_t){.id = "T",
                                   .other_id = "",
                                   .tid = tid,
                                   .strand = strand,
                                   .beg = beg,
                                   .end = end,
                                   .cds_beg = beg,
                                   .cds_end = end,
                                   .n_exon = n_exon,
                                   .exon = m->exon[g],
                                   .i_gene = (int32_t)g};
    m->gene[g] = (gnbs_gene_t){.symbol = "G",
                               .hgnc_id = "",
                               .tid = tid,
                               .strand = strand,
                               .beg = beg,
                               .end = end,
                               .n_transcript = 1,
                               .transcript = &m->index[g]};
    return &m->tx[g];
}

/* Poisson by multiplication (Knuth 1969), in pieces so that the product does not vanish. */
static inline int made_poisson(uint64_t *rng, double mean) {
    int k = 0;
    for (; mean > 0; mean -= 20) {
        double limit = exp(-(mean < 20 ? mean : 20)), p = 1;
        for (;; k++) {
            p *= ((double)(random_u64(rng) >> 11) + 0.5) / 9007199254740992.0;
            if (p <= limit) break;
        }
    }
    return k;
}

#endif
