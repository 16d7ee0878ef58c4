/* tests/report/report_make.h -- a small newborn by hand, for every test of the report.
 *
 *     CFTR   suspected      two variants, phase unknown          finding F2
 *     ACADM  suspected      one variant on both copies           finding F1: shown first
 *     PAH    not suspected  prevalence 1 in 10,000, 90 of 100 listed alleles judged
 *     SMN1   not assessed   needs a method for copies
 *     GLA    not suspected  prevalence not stated
 *     HBB    not assessed   gaps
 *
 * A carrier variant (GALT) is in the case and in no finding: it must not reach any output.
 * Alleles and positions: ClinVar VariationIDs 7105, 7115, 3586 (GRCh38).
 */
#ifndef GNBS_TESTS_REPORT_MAKE_H
#define GNBS_TESTS_REPORT_MAKE_H

#include <string.h>

#include "report/report.h"

enum { MADE_CFTR, MADE_ACADM, MADE_PAH, MADE_SMN1, MADE_GLA, MADE_HBB, MADE_N_OUTCOME };
enum { MADE_K329E, MADE_F508DEL, MADE_G542X, MADE_CARRIER, MADE_N_VARIANT };
enum { MADE_N_COLUMN = 61 };

typedef struct made {
    gnbs_case_t newborn;
    gnbs_report_info_t info;
    gnbs_panel_t panel;
    gnbs_bundle_t bundle;
    gnbs_contig_t contig[2];
    gnbs_bundle_source_t source[2];
    gnbs_gene_t gene[2];
    gnbs_transcript_t tx[2];
    gnbs_condition_t condition[MADE_N_OUTCOME];
    gnbs_outcome_t outcome[MADE_N_OUTCOME];
    gnbs_finding_t finding[MADE_N_OUTCOME];
    gnbs_case_variant_t variant[MADE_N_VARIANT];
    gnbs_consequence_t consequence[MADE_N_VARIANT];
    gnbs_known_t known[3];
    gnbs_frequency_t frequency;
    gnbs_score_t score[2];
    gnbs_criterion_t criterion[5];
    const char *gap[2], *limit[2];
    gnbs_report_text_t method[2], library[2];
    gnbs_report_pileup_t pileup;
    gnbs_report_link_t link; /* between the two variants in CFTR */
    gnbs_report_read_row_t row[34];
    char base[34][MADE_N_COLUMN + 1], reference[MADE_N_COLUMN + 1];
    uint8_t qual[34][MADE_N_COLUMN], inserted[MADE_N_COLUMN];
} made_t;

static inline void make_conditions(made_t *m) {
    static const struct {
        const char *gene, *hgnc_id, *condition, *condition_id;
        gnbs_inheritance_t inh;
    } ROWS[MADE_N_OUTCOME] = {
        {"CFTR", "HGNC:1884", "Cystic fibrosis", "MONDO:0009061", GNBS_INH_AR},
        {"ACADM", "HGNC:89", "Medium-chain acyl-CoA dehydrogenase deficiency",
         "MONDO:0008721", GNBS_INH_AR},
        {"PAH", "HGNC:8582", "Phenylketonuria", "MONDO:0009861", GNBS_INH_AR},
        {"SMN1", "HGNC:11117", "Spinal muscular atrophy", "MONDO:0001516", GNBS_INH_AR},
        {"GLA", "HGNC:4296", "Fabry disease", "MONDO:0010526", GNBS_INH_XL},
        {"HBB", "HGNC:4827", "Sickle cell disease", "MONDO:0011382", GNBS_INH_AR},
    };
    for (int i = 0; i < MADE_N_OUTCOME; i++) {
        m->condition[i] = (gnbs_condition_t){.gene = ROWS[i].gene,
                                             .hgnc_id = ROWS[i].hgnc_id,
                                             .condition = ROWS[i].condition,
                                             .condition_id = ROWS[i].condition_id,
                                             .inheritance = ROWS[i].inh,
                                             .policy = GNBS_POLICY_KNOWN_LOF,
                                             .status = GNBS_STATUS_GREEN,
                                             .classes_text = "SNV,INDEL",
                                             .onset = "first weeks of life",
                                             .urgency = "days",
                                             .action = "Refer to the regional centre",
                                             .confirmatory_test = "Sweat chloride",
                                             .prevalence_text = ""};
    }
    m->condition[MADE_ACADM].urgency = "hours";
    m->condition[MADE_ACADM].action =
        "Avoid fasting; telephone the metabolic team on the day of the result";
    m->condition[MADE_ACADM].confirmatory_test = "Plasma acylcarnitines on a new sample";
    m->condition[MADE_PAH].prevalence = 0.0001;
    m->condition[MADE_PAH].prevalence_text = "1/10000 (hand-made)";
}

static inline void make_variant(made_t *m, int i, int tid, gnbs_pos_t pos1, const char *ref,
                                const char *alt, gnbs_zygosity_t zyg, const char *hgvs_c,
                                const char *hgvs_p, gnbs_csq_t csq) {
    bool is_both = zyg == GNBS_ZYG_HOM_ALT;
    m->consequence[i] = (gnbs_consequence_t){.tx = &m->tx[tid],
                                             .terms = UINT64_C(1) << csq,
                                             .exon_number = 11,
                                             .hgvs_c = hgvs_c,
                                             .hgvs_p = hgvs_p};
    m->variant[i] = (gnbs_case_variant_t){
        .call = {.variant = {tid, pos1 - 1, ref, alt},
                 .zygosity = zyg,
                 .ploidy = 2,
                 .n_alt = is_both ? 2 : 1,
                 .gq_phred = 99,
                 .dp = 34,
                 .ad_ref = is_both ? 0 : 18,
                 .ad_alt = is_both ? 34 : 16,
                 .alt_forward = is_both ? 18 : 9,
                 .alt_reverse = is_both ? 16 : 7,
                 .ref_forward = is_both ? 0 : 8,
                 .ref_reverse = is_both ? 0 : 10},
        .gene = &m->gene[tid],
        .n_consequence = 1,
        .consequence = &m->consequence[i],
        .classification = {.acmg_class = GNBS_ACMG_PATHOGENIC,
                           .points_class = GNBS_ACMG_LIKELY_PATHOGENIC,
                           .table_class = GNBS_ACMG_UNCERTAIN,
                           .points = 11,
                           .posterior = 0.9974,
                           .authority = "ClinVar 3586: an expert panel says pathogenic",
                           .difference = "The points alone say likely pathogenic",
                           .n_criterion = 5,
                           .criterion = m->criterion}};
}

static inline void make_variants(made_t *m) {
    m->criterion[0] = (gnbs_criterion_t){"PM2", GNBS_CRITERION_MET, "Supporting", 1,
                                         "Rare in gnomAD v4.1"};
    m->criterion[1] = (gnbs_criterion_t){"PS3", GNBS_CRITERION_MET, "Strong", 4,
                                         "Loss of function in cells"};
    m->criterion[2] = (gnbs_criterion_t){"BP4", GNBS_CRITERION_MET, "Supporting", -1,
                                         "A score speaks against it"};
    m->criterion[3] =
        (gnbs_criterion_t){"PVS1", GNBS_CRITERION_NOT_MET, "", 0, "Not a null variant"};
    m->criterion[4] = (gnbs_criterion_t){"PP1", GNBS_CRITERION_NOT_ASSESSABLE, "", 0,
                                         "No family was studied"};
    make_variant(m, MADE_K329E, 0, 75761161, "A", "G", GNBS_ZYG_HOM_ALT,
                 "NM_000016.6:c.985A>G", "p.(Lys329Glu)", GNBS_CSQ_MISSENSE);
    make_variant(m, MADE_F508DEL, 1, 117559590, "ATCT", "A", GNBS_ZYG_HET,
                 "NM_000492.4:c.1521_1523del", "p.(Phe508del)", GNBS_CSQ_INFRAME_DELETION);
    make_variant(m, MADE_G542X, 1, 117587778, "G", "T", GNBS_ZYG_HET,
                 "NM_000492.4:c.1624G>T", "p.(Gly542Ter)", GNBS_CSQ_STOP_GAINED);
    make_variant(m, MADE_CARRIER, 0, 34648170, "A", "G", GNBS_ZYG_HET,
                 "NM_000155.4:c.563A>G", "p.(Gln188Arg)", GNBS_CSQ_MISSENSE);
    static const char *const IDS[3] = {"3586", "7105", "7115"};
    for (int i = 0; i < 3; i++) {
        m->known[i] = (gnbs_known_t){
            .variant = m->variant[i].call.variant,
            .clinvar_id = IDS[i],
            .clnsig_text = "Pathogenic/Likely_pathogenic",
            .clnrevstat = "criteria_provided,_multiple_submitters,_no_conflicts",
            .clndn = "Some_disease%2C_early_onset|not_provided",
            .sig = GNBS_CLNSIG_PATHOGENIC,
            .stars = 2};
        m->variant[i].known = &m->known[i];
    }
    m->frequency = (gnbs_frequency_t){.af = 0.0071,
                                      .faf95 = 0.011,
                                      .af_grpmax = 0.0116,
                                      .an = 152000,
                                      .ac = 1079,
                                      .n_hom = 0,
                                      .grpmax = "nfe",
                                      .source = "gnomAD v4.1"};
    m->variant[MADE_F508DEL].frequency = &m->frequency;
}

/* What sources say beyond the plainest: of G542X a conflict, scores, and frequencies of the groups. Written by hand, not
 * what any release holds. */
static inline void make_evidence(made_t *m) {
    m->known[2].clnsigconf = "Pathogenic(3)|Uncertain_significance(1)";
    m->frequency.groups = "afr=0.002;asj=0;nfe=0.0116;remaining=0.004";
    m->frequency.n_hemi = 4;
    m->frequency.variant = m->variant[MADE_F508DEL].call.variant;
    m->score[0] = (gnbs_score_t){"REVEL", 0.932, "", "revel.tsv.gz"};
    m->score[1] =
        (gnbs_score_t){"SpliceAI", 0.04, "donor loss 0.04 at -2", "spliceai.vcf.gz"};
    m->variant[MADE_G542X].n_score = 2;
    m->variant[MADE_G542X].score = m->score;
}

static inline void make_outcomes(made_t *m) {
    m->gap[0] = "exon 1: 92 of 142 bases, NO_COVERAGE";
    m->gap[1] = "exon 3: 20 of 261 bases, LOW_COVERAGE";
    m->limit[0] = "deletions and duplications of whole exons";
    m->limit[1] = "variants deep inside introns";
    static const gnbs_outcome_kind_t KINDS[MADE_N_OUTCOME] = {
        GNBS_OUTCOME_SUSPECTED,    GNBS_OUTCOME_SUSPECTED,     GNBS_OUTCOME_NOT_SUSPECTED,
        GNBS_OUTCOME_NOT_ASSESSED, GNBS_OUTCOME_NOT_SUSPECTED, GNBS_OUTCOME_NOT_ASSESSED};
    static const gnbs_reason_t REASONS[MADE_N_OUTCOME] = {
        GNBS_REASON_COMPOUND_PHASE_UNKNOWN,
        GNBS_REASON_HOMOZYGOUS,
        GNBS_REASON_NO_FINDING,
        GNBS_REASON_NO_METHOD_PARALOGUE,
        GNBS_REASON_NO_FINDING,
        GNBS_REASON_LOW_CALLABILITY};
    for (int i = 0; i < MADE_N_OUTCOME; i++)
        m->outcome[i] = (gnbs_outcome_t){.condition = &m->condition[i],
                                         .outcome = KINDS[i],
                                         .reason = REASONS[i],
                                         .detail = "",
                                         .target_bp = 3000,
                                         .callable_bp = 2999,
                                         .n_known = 100,
                                         .n_known_callable = 90,
                                         .n_limit = 2,
                                         .limit = m->limit};
    m->outcome[MADE_ACADM].n_finding = m->outcome[MADE_CFTR].n_finding = 1;
    m->outcome[MADE_CFTR].first_finding = 1;
    m->outcome[MADE_HBB].n_gap = 2;
    m->outcome[MADE_HBB].gap = m->gap;
    m->outcome[MADE_HBB].callable_bp = 2888;
    m->outcome[MADE_HBB].detail = "112 of 3000 target bases could not be judged";
    m->finding[0] = (gnbs_finding_t){.condition = &m->condition[MADE_ACADM],
                                     .n_variant = 1,
                                     .variant = {&m->variant[MADE_K329E]},
                                     .rule = {"known pathogenic: ClinVar 3586"},
                                     .phase = GNBS_PHASE_NOT_APPLICABLE,
                                     .reason = GNBS_REASON_HOMOZYGOUS};
    m->finding[1] =
        (gnbs_finding_t){.condition = &m->condition[MADE_CFTR],
                         .n_variant = 2,
                         .variant = {&m->variant[MADE_F508DEL], &m->variant[MADE_G542X]},
                         .rule = {"known pathogenic: ClinVar 7105",
                                  "loss of function in a gene where that is "
                                  "the mechanism; ClinVar 7115"},
                         .phase = GNBS_PHASE_UNKNOWN,
                         .reason = GNBS_REASON_COMPOUND_PHASE_UNKNOWN};
}

/* 34 reads around c.1521_1523del: every second carries the deletion, some bases differ at random. */
static inline void make_pileup(made_t *m) {
    static const char REF[] =
        "TTTCCTGGATTATGCCTGGCACCATTAAAGAAAATATCATCTTTGGTGTTTCCTATGATGAATATAG";
    memcpy(m->reference, REF, MADE_N_COLUMN);
    for (int r = 0; r < 34; r++) {
        memset(m->base[r], ' ', MADE_N_COLUMN);
        memset(m->qual[r], GNBS_REPORT_QUAL_HIGH, MADE_N_COLUMN);
        for (int k = (r * 7) % 23; k < MADE_N_COLUMN - (r * 5) % 17; k++)
            m->base[r][k] = r % 2 == 0 && k >= 39 && k < 42 ? '-' : REF[k];
        if (r % 9 == 3) m->base[r][30] = 'C', m->qual[r][30] = GNBS_REPORT_QUAL_LOW;
        if (r % 9 == 5) m->base[r][44] = 'A', m->qual[r][44] = GNBS_REPORT_QUAL_MID;
        if (r == 8) m->base[r][25] = 'G';
        m->row[r] = (gnbs_report_read_row_t){.base = m->base[r],
                                             .qual_bin = m->qual[r],
                                             .inserted_bp = r == 6 ? m->inserted : NULL,
                                             .is_reverse = r % 3 == 0};
    }
    m->inserted[33] = 2;
    m->pileup = (gnbs_report_pileup_t){.variant = &m->variant[MADE_F508DEL],
                                       .region = {1, 117559551, 117559551 + MADE_N_COLUMN},
                                       .reference = m->reference,
                                       .n_row = 34,
                                       .row = m->row};
}

static inline void make_world(made_t *m) {
    m->contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = 248956422};
    m->contig[1] = (gnbs_contig_t){.name = "chr7", .length_bp = 159345973};
    m->tx[0] = (gnbs_transcript_t){.id = "NM_000016.6", .other_id = "", .n_exon = 12};
    m->tx[1] = (gnbs_transcript_t){.id = "NM_000492.4", .other_id = "", .n_exon = 27};
    m->source[0] =
        (gnbs_bundle_source_t){"clinvar", "clinvar.vcf.gz",
                               "aa11bb22cc33dd44ee55ff66aa11bb22cc33dd44ee55ff66aa11bb2"
                               "2cc33dd44",
                               "2026-01-04", "public domain"};
    m->source[1] =
        (gnbs_bundle_source_t){"transcripts", "mane.gff3.gz", "bb22", "1.4", "CC0"};
    m->bundle = (gnbs_bundle_t){.identity = "0123456789abcdef0123456789abcdef",
                                .build_name = "GRCh38",
                                .panel_name = "hand-made",
                                .panel_version = "1.0",
                                .contigs = {2, m->contig, "by hand"},
                                .build = GNBS_BUILD_GRCH38,
                                .n_source = 2,
                                .source = m->source};
    m->panel = (gnbs_panel_t){.name = "hand-made",
                              .version = "1.0",
                              .status = "signed-off",
                              .date = "2026-01-01",
                              .curators = "A. Curator",
                              .previous = "",
                              .sha256 = "feedfeedfeedfeed",
                              .is_signed = true,
                              .n_condition = MADE_N_OUTCOME,
                              .condition = m->condition};
    m->method[0] =
        (gnbs_report_text_t){"Calling", "Local assembly and a pair-HMM over targets."};
    m->method[1] =
        (gnbs_report_text_t){"Screening", "Inheritance, phase and policy of the panel."};
    m->library[0] = (gnbs_report_text_t){"htslib", "1.16"};
    m->library[1] = (gnbs_report_text_t){"zlib", "1.2.13"};
}

static inline void make_case(made_t *m) {
    memset(m, 0, sizeof *m);
    make_world(m);
    make_conditions(m);
    make_variants(m);
    make_outcomes(m);
    make_pileup(m);
    m->link = (gnbs_report_link_t){.finding = &m->finding[1],
                                   .distance_bp = 120,
                                   .n_first = 7,
                                   .n_second = 6,
                                   .n_neither = 1,
                                   .n_unclear = 2};
    m->info = (gnbs_report_info_t){.program_version = "0.1.0",
                                   .command_line = "gnbs run --reads baby.bam --panel p",
                                   .report_id = "R-0001-1",
                                   .n_method = 2,
                                   .n_library = 2,
                                   .n_pileup = 1,
                                   .method = m->method,
                                   .library = m->library,
                                   .pileup = &m->pileup,
                                   .n_link = 1,
                                   .link = &m->link};
    m->newborn =
        (gnbs_case_t){.sample = "NB-0001",
                      .sex_declared = GNBS_SEX_FEMALE,
                      .panel = &m->panel,
                      .bundle = &m->bundle,
                      .input_kind = "reads",
                      .quality = {.has_reads = true,
                                  .counts = {.n_used = 1234567, .n_duplicate = 4321},
                                  .depth_mean = 34.2,
                                  .target_20x_frac = 0.978,
                                  .target_15x_frac = 0.991,
                                  .x_depth_ratio = 0.98,
                                  .sex_inferred = GNBS_SEX_FEMALE,
                                  .insert_mean_bp = 412,
                                  .insert_sd_bp = 80,
                                  .passes = true,
                                  .fail_reason = ""},
                      .n_variant = MADE_N_VARIANT,
                      .n_finding = 2,
                      .n_outcome = MADE_N_OUTCOME,
                      .variant = m->variant,
                      .finding = m->finding,
                      .outcome = m->outcome};
}

/* Nothing suspected: every condition gets this outcome and reason. */
static inline void make_none_suspected(made_t *m, gnbs_outcome_kind_t otherwise,
                                       gnbs_reason_t reason) {
    m->newborn.n_finding = 0;
    for (int i = 0; i < MADE_N_OUTCOME; i++) {
        m->outcome[i].n_finding = 0;
        m->outcome[i].outcome = otherwise;
        m->outcome[i].reason = reason;
    }
}

#endif
