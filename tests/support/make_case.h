/* tests/support/make_case.h -- a small genome, gene, panel and case built by hand, for the rooms that judge. */
#ifndef GNBS_TESTS_MAKE_CASE_H
#define GNBS_TESTS_MAKE_CASE_H

#include "genome/case.h"
#include "screen/screen.h"

/*     chr1   gene SYN1, + strand, exons [1000,1100) [2000,2200), all coding
 *     chrX   gene SYX1, the same                                             */
typedef struct made_case {
    gnbs_contig_t contig[2];
    gnbs_exon_t exon[2];
    gnbs_transcript_t tx[2];
    int32_t tx_index[2];
    gnbs_gene_t gene[2];
    gnbs_bundle_t bundle;
    gnbs_condition_t row[8];
    gnbs_panel_t panel;
    gnbs_callable_span_t span[8];
    gnbs_known_t known[4];
    gnbs_consequence_t consequence[4];
    gnbs_case_variant_t variant[4];
    gnbs_case_t c;
} made_case_t;

static inline gnbs_condition_t make_row(const char *gene, const char *hgnc,
                                        gnbs_inheritance_t inh) {
    return (gnbs_condition_t){.gene = gene,
                              .hgnc_id = hgnc,
                              .condition = "a condition",
                              .condition_id = "",
                              .mechanism = "LoF",
                              .transcript = "",
                              .inheritance = inh,
                              .policy = GNBS_POLICY_KNOWN_LOF,
                              .status = GNBS_STATUS_GREEN,
                              .classes = GNBS_CLASS_SNV | GNBS_CLASS_INDEL,
                              .classes_text = "SNV;INDEL",
                              .onset = "",
                              .urgency = "weeks",
                              .action = "",
                              .confirmatory_test = "",
                              .programmes = "",
                              .evidence = "",
                              .curator = "",
                              .reviewed = "",
                              .note = "",
                              .sources = "",
                              .needs_review = "",
                              .group = "",
                              .prevalence_text = "",
                              .line = 2};
}

static inline void make_case(made_case_t *m) {
    memset(m, 0, sizeof *m);
    m->contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = 100000};
    m->contig[1] = (gnbs_contig_t){.name = "chrX", .length_bp = 100000};
    m->exon[0] = (gnbs_exon_t){1000, 1100};
    m->exon[1] = (gnbs_exon_t){2000, 2200};
    for (int i = 0; i < 2; i++) {
        m->tx[i] = (gnbs_transcript_t){.id = i == 0 ? "SYNT1.1" : "SYNT2.1",
                                       .other_id = "",
                                       .protein_id = "",
                                       .gene_id = "",
                                       .symbol = "",
                                       .hgnc_id = "",
                                       .biotype = "protein_coding",
                                       .mane = GNBS_MANE_SELECT,
                                       .tid = i,
                                       .strand = 1,
                                       .beg = 1000,
                                       .end = 2200,
                                       .cds_beg = 1000,
                                       .cds_end = 2200,
                                       .n_exon = 2,
                                       .exon = m->exon,
                                       .i_gene = i};
        m->tx_index[i] = i;
        m->gene[i] = (gnbs_gene_t){.symbol = i == 0 ? "SYN1" : "SYX1",
                                   .hgnc_id = i == 0 ? "HGNC:9000001" : "HGNC:9000002",
                                   .gene_id = "",
                                   .tid = i,
                                   .strand = 1,
                                   .beg = 1000,
                                   .end = 2200,
                                   .n_transcript = 1,
                                   .transcript = &m->tx_index[i],
                                   .target_bp = 300,
                                   .difficult = "",
                                   .difficult_source = ""};
        m->span[i] = (gnbs_callable_span_t){{i, 900, 2300}, GNBS_CALLABLE, 30};
    }
    m->bundle = (gnbs_bundle_t){.path = "made",
                                .build_name = "custom",
                                .panel_name = "made",
                                .panel_version = "1",
                                .contigs = {2, m->contig, "made"},
                                .build = GNBS_BUILD_CUSTOM,
                                .n_gene = 2,
                                .n_transcript = 2,
                                .gene = m->gene,
                                .transcript = m->tx};
    m->row[0] = make_row("SYN1", "HGNC:9000001", GNBS_INH_AR);
    m->panel = (gnbs_panel_t){.name = "made",
                              .version = "1",
                              .status = "draft",
                              .date = "",
                              .curators = "",
                              .previous = "",
                              .genome_build = "",
                              .path = "made",
                              .n_condition = 1,
                              .condition = m->row};
    m->c = (gnbs_case_t){.sample = "S",
                         .sex_declared = GNBS_SEX_FEMALE,
                         .panel = &m->panel,
                         .bundle = &m->bundle,
                         .input_kind = "reads",
                         .quality = {.has_reads = true, .passes = true, .fail_reason = ""},
                         .n_callable = 2,
                         .variant = m->variant,
                         .callable = m->span};
}

/* A pathogenic SNV of gene i at pos in n_alt copies. */
static inline gnbs_case_variant_t *add_variant(made_case_t *m, int i_gene, gnbs_pos_t pos,
                                               int n_alt, int ploidy) {
    size_t k = m->c.n_variant++;
    m->known[k] = (gnbs_known_t){.variant = {i_gene, pos, "A", "G"},
                                 .clinvar_id = "1",
                                 .clnsig_text = "Pathogenic",
                                 .clnrevstat = "",
                                 .clndn = "",
                                 .clnsigconf = "",
                                 .symbol = "",
                                 .sig = GNBS_CLNSIG_PATHOGENIC,
                                 .stars = 2};
    m->consequence[k] = (gnbs_consequence_t){.tx = &m->tx[i_gene],
                                             .terms = UINT64_C(1) << GNBS_CSQ_MISSENSE};
    m->variant[k] =
        (gnbs_case_variant_t){.call = {.variant = {i_gene, pos, "A", "G"},
                                       .ploidy = (int8_t)ploidy,
                                       .n_alt = (int8_t)n_alt,
                                       .zygosity = ploidy == 1  ? GNBS_ZYG_HEMI_ALT
                                                   : n_alt == 2 ? GNBS_ZYG_HOM_ALT
                                                                : GNBS_ZYG_HET,
                                       .qual_phred = 100,
                                       .gq_phred = 99,
                                       .dp = 30,
                                       .ad_ref = 15,
                                       .ad_alt = 15},
                              .gene = &m->gene[i_gene],
                              .n_consequence = 1,
                              .consequence = &m->consequence[k],
                              .known = &m->known[k]};
    return &m->variant[k];
}

#endif
