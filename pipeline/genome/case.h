/* genome/case.h -- the record that flows: one newborn, what was seen, and one outcome per
 * condition.
 *
 * There are three outcomes and no missing row. The zero value of an outcome is not_assessed
 * with reason NOT_JUDGED: a row that some bug forgets says so, it does not reassure.
 * Memory   everything is borrowed from the run's arena, the bundle and the panel
 */
#ifndef GNBS_GENOME_CASE_H
#define GNBS_GENOME_CASE_H

#include "genome/acmg.h"
#include "genome/bundle.h"
#include "genome/chunk.h"
#include "genome/condition.h"
#include "genome/consequence.h"
#include "genome/dosage.h"
#include "genome/plasmy.h"
#include "genome/quality.h"
#include "genome/variant.h"

/* ---- callability --------------------------------------------------------------------- */
/* why a target base can or cannot be judged; the words go to callable.bed */
typedef enum gnbs_callable {
    GNBS_CALLABLE,
    GNBS_CALLABLE_REF_N,
    GNBS_CALLABLE_NO_COVERAGE,
    GNBS_CALLABLE_LOW_DEPTH,
    GNBS_CALLABLE_LOW_MAPQ,
    GNBS_CALLABLE_LOW_GQ,
    GNBS_CALLABLE_EXCESS,
    GNBS_CALLABLE_N
} gnbs_callable_t;
/* CALLABLE REF_N NO_COVERAGE LOW_COVERAGE POOR_MAPPING_QUALITY ... (GATK CallableLoci) */
const char *gnbs_callable_name(gnbs_callable_t c);

/* runs of one status; sorted, cover every target base exactly once */
typedef struct gnbs_callable_span {
    gnbs_region_t region;
    gnbs_callable_t status;
    double depth_mean;
} gnbs_callable_span_t;

/* The reference block of a gVCF: a run of target bases that no variant line covers, of one
 * status, ploidy and band of confidence (0-9, 10-19, ... 60 and more). */
typedef struct gnbs_ref_block {
    gnbs_region_t region;
    gnbs_callable_t status;
    int8_t ploidy;            /* 0: no copy is expected here (Y of a female) */
    char ref;                 /* letter of the first base */
    int32_t gq_phred, min_dp; /* the smallest of its bases */
} gnbs_ref_block_t;
enum { GNBS_REF_BLOCK_BAND_PHRED = 10, GNBS_REF_BLOCK_BANDS = 7 };
static inline int gnbs_ref_block_band(int32_t gq_phred) {
    int band = gq_phred / GNBS_REF_BLOCK_BAND_PHRED;
    return band < GNBS_REF_BLOCK_BANDS ? band : GNBS_REF_BLOCK_BANDS - 1;
}

/* ---- variants ------------------------------------------------------------------------ */
/* What a variant does together with others on the same copy of the gene. */
typedef struct gnbs_same_copy {
    size_t n_with;
    const char *const *with; /* the others' names: "NM_000492.4:c.90dup" */
    /* joined: of all of them, NULL when it cannot be said */
    const char *hgvs_c, *hgvs_p;
    gnbs_consequence_t alone; /* the variant by itself, on the panel's transcript */
    gnbs_joint_t joint;       /* what was read; its variants are copies */
    /* consequence[0] of the variant is of all of them: every copy that carries it reads it so. Otherwise it is of the
     * variant alone, and `text` says what else may be */
    bool is_joined;
    bool undoes_null,
        makes_null;   /* joined: a null variant alone and not together; the reverse */
    const char *text; /* a sentence or two */
} gnbs_same_copy_t;

typedef struct gnbs_case_variant {
    gnbs_call_t call;
    const gnbs_gene_t *gene;
    size_t n_consequence;
    const gnbs_consequence_t *consequence; /* [0] is on the panel's (MANE) transcript */
    const gnbs_same_copy_t *same_copy;     /* NULL: nothing stands on it that matters */
    const gnbs_known_t *known;             /* exact allele in ClinVar, or NULL          */
    /* another allele with the same protein change, P/LP, or NULL */
    const gnbs_known_t *known_same_protein;
    const gnbs_frequency_t *frequency; /* or NULL                                   */
    size_t n_score;
    const gnbs_score_t *score; /* of the bundle, by name; what judged them says the class */
    gnbs_classification_t classification;
    /* of a deletion or duplication of exons (ALT <DEL>, <DUP>), and what it does to the gene; otherwise NULL */
    const gnbs_dosage_t *dosage;
    const gnbs_dosage_effect_t *dosage_effect;
} gnbs_case_variant_t;

typedef struct gnbs_known_state { /* a known P/LP allele, looked for by name */
    const gnbs_known_t *known;
    enum { GNBS_KNOWN_NOT_CALLABLE, GNBS_KNOWN_ABSENT, GNBS_KNOWN_PRESENT } state;
    int32_t dp, gq_phred;
} gnbs_known_state_t;

/* ---- outcomes ------------------------------------------------------------------------ */
typedef enum gnbs_outcome_kind {
    GNBS_OUTCOME_NOT_ASSESSED,
    GNBS_OUTCOME_NOT_SUSPECTED,
    GNBS_OUTCOME_SUSPECTED
} gnbs_outcome_kind_t;
/* "not_assessed", "not_suspected", "suspected" */
const char *gnbs_outcome_name(gnbs_outcome_kind_t kind);

/* the code behind an outcome; the JSON word is gnbs_reason_code() */
typedef enum gnbs_reason {
    GNBS_REASON_NOT_JUDGED,
    GNBS_REASON_QUALITY_GATE,
    GNBS_REASON_SEX_MISMATCH,
    GNBS_REASON_SEX_UNKNOWN,
    GNBS_REASON_NOT_CONSENTED,
    GNBS_REASON_NOT_IN_BUNDLE,
    GNBS_REASON_NO_REFERENCE,
    GNBS_REASON_NO_METHOD_PARALOGUE,
    GNBS_REASON_NO_METHOD_MT,
    GNBS_REASON_NO_METHOD_DOSAGE,
    GNBS_REASON_NO_METHOD_SV,
    GNBS_REASON_DOSAGE_SIGN,
    GNBS_REASON_LOW_CALLABILITY,
    GNBS_REASON_NO_REFERENCE_CONFIDENCE,
    GNBS_REASON_UNCERTAIN_CALL,
    GNBS_REASON_NO_NAMED_ALLELE,
    GNBS_REASON_NO_FINDING,
    GNBS_REASON_HOMOZYGOUS,
    GNBS_REASON_HEMIZYGOUS,
    GNBS_REASON_HETEROZYGOUS_DOMINANT,
    GNBS_REASON_COMPOUND_TRANS,
    GNBS_REASON_COMPOUND_PHASE_UNKNOWN,
    GNBS_REASON_HOMOPLASMIC,
    GNBS_REASON_HETEROPLASMIC,
    GNBS_REASON_LOCUS_INCONCLUSIVE,
    GNBS_REASON_LOCUS_NOT_ASSESSED,
    GNBS_REASON_NO_FUNCTIONAL_COPY,
    GNBS_REASON_COPIES_PHASE_UNKNOWN,
    GNBS_REASON_N
} gnbs_reason_t;
const char *gnbs_reason_code(gnbs_reason_t r); /* "low_callability" */
const char *gnbs_reason_text(gnbs_reason_t r); /* one plain sentence */

typedef enum gnbs_phase {
    GNBS_PHASE_NOT_APPLICABLE,
    GNBS_PHASE_TRANS,
    GNBS_PHASE_CIS,
    GNBS_PHASE_UNKNOWN
} gnbs_phase_t;
/* "not applicable", "in trans", "in cis", "phase unknown" */
const char *gnbs_phase_name(gnbs_phase_t p);

typedef struct gnbs_finding {
    const gnbs_condition_t *condition;
    size_t n_variant; /* 1 or 2; 0 or 1 with a locus */
    const gnbs_case_variant_t *variant[2];
    const char *rule[2]; /* why each variant may be reported: the policy rule, its source */
    gnbs_phase_t phase;
    gnbs_reason_t reason;
    /* copies of the gene that are the finding, or half of it; or NULL */
    const gnbs_locus_result_t *locus;
} gnbs_finding_t;

typedef struct gnbs_exon_scope { /* an exon as it was read */
    int32_t number;              /* 1 is the transcript's first */
    int64_t bases, callable;     /* judged: coding part and splice bases */
    double depth_mean;           /* < 0: not measured */
} gnbs_exon_scope_t;

/* A reportable mitochondrial variant that was seen, and from which fraction it is reported. */
typedef struct gnbs_share {
    const gnbs_case_variant_t *variant;
    double report_from;
} gnbs_share_t;

typedef struct gnbs_outcome {
    const gnbs_condition_t *condition;
    gnbs_outcome_kind_t outcome;
    gnbs_reason_t reason;
    const char *detail;              /* this baby's particulars, a sentence or "" */
    size_t n_finding, first_finding; /* into the case's findings */
    int64_t target_bp, callable_bp;  /* of the gene's targets in this baby */
    size_t n_exon;
    const gnbs_exon_scope_t *exon; /* in the order of the transcript */
    size_t n_gap;                  /* exons with bases that could not be judged */
    const char *const *gap;        /* "exon 14: 724 of 764 bases, NO_COVERAGE" */
    /* P/LP alleles of the gene, and how many could be judged */
    int32_t n_known, n_known_callable;
    /* [n_known - n_known_callable] the others by name, or NULL */
    const char *const *known_missed;
    size_t n_limit;
    const char *const *limit; /* what was not looked for, in words */
    size_t n_share;           /* of a mitochondrial condition, suspected or not */
    const gnbs_share_t *share;
} gnbs_outcome_t;

typedef struct gnbs_mito_summary { /* of the mitochondrial method */
    const char *refusal;           /* why it did not run, a sentence; "" when it did */
    const gnbs_mito_policy_t *policy;
    double depth_mean;
    int64_t n_excess,
        n_left_out; /* reads beyond the cap of a start; with an indel too long to judge */
} gnbs_mito_summary_t;

typedef struct gnbs_policy_item {       /* a rule of screening as it was in force */
    const char *key, *value, *standard; /* "max_af.known", "0.05", and what gnbs ships */
    const char *what;                   /* a sentence */
    const char *source; /* of the value: who states it, or why the laboratory changed it */
} gnbs_policy_item_t;

typedef struct gnbs_case {
    const char *sample;
    gnbs_sex_t sex_declared;
    const gnbs_panel_t *panel;
    const gnbs_bundle_t *bundle;
    const char *input_kind; /* "reads", "vcf", "gvcf" */
    gnbs_quality_t quality;
    size_t n_variant, n_callable, n_known_state, n_finding, n_outcome;
    gnbs_case_variant_t *variant; /* sorted by gnbs_variant_compare */
    const gnbs_callable_span_t *callable;
    const gnbs_known_state_t *known_state;
    size_t n_tile;
    const gnbs_tile_t *tile; /* dosage windows; sorted */
    const char
        *dosage_why_not; /* a sentence when copies were not counted; NULL when they were */
    size_t n_locus;
    const gnbs_locus_result_t *locus; /* genes with near-identical copies */
    gnbs_finding_t *finding;          /* in the order they are shown */
    gnbs_outcome_t *outcome;          /* one per green row, in panel order */
    size_t n_policy;
    const gnbs_policy_item_t *policy;
    const gnbs_mito_summary_t
        *mito;         /* NULL: the panel has no mitochondrial gene, or no reads */
    bool is_synthetic; /* stated on every page */
} gnbs_case_t;

#endif
