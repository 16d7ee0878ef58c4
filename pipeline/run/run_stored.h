/* run/run_stored.h -- a newborn's result as it lies in a folder: what may be asked of it again without reads.
 *
 *     DIR/SAMPLE/findings.json      outcomes, what is behind findings, rules that were in force
 *     DIR/SAMPLE/variants.vcf.gz    genotypes with their effects: of findings, or variants.lab-only.vcf.gz, where it was kept: of all
 *     DIR/SAMPLE/callable.bed.gz    which bases could be judged; read only when a place is asked for
 *
 * Nothing here writes. A file of an older program is taken as far as it goes; what it does not state is unknown.
 * Memory   everything lies in the arena that the case was read into
 * Threads  several cases may be read at once
 */
#ifndef GNBS_RUN_RUN_STORED_H
#define GNBS_RUN_RUN_STORED_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/case.h"
#include "screen/screen.h"

typedef struct gnbs_stored_outcome { /* a row as it was told */
    const char *gene, *hgnc_id, *condition;
    gnbs_outcome_kind_t outcome;
    gnbs_reason_t reason; /* GNBS_REASON_N: a word that this program does not know */
    const char *detail;
    int64_t target_bp, callable_bp;
    double worst_exon_frac; /* of the exons, the share that was judged where it was least */
    bool has_no_sequence;   /* a gap of it is N in the reference */
    bool has_locus;         /* its finding is, or is half of, counted copies */
} gnbs_stored_outcome_t;

typedef struct gnbs_stored_effect { /* of a call on one transcript */
    const char *hgnc_id, *transcript, *transcript_other, *hgvs_c;
    uint64_t terms;
    bool changes_protein;
} gnbs_stored_effect_t;

typedef struct gnbs_stored_variant { /* a line of the VCF */
    gnbs_call_t call;
    size_t n_effect;
    const gnbs_stored_effect_t *effect; /* in the VCF's order */
    const gnbs_known_t *known;          /* as the case was told; clnsigconf is not kept */
    const gnbs_frequency_t *frequency; /* overall and by ancestry; faf95 only of findings */
    /* Of a variant of a finding the whole judgement is kept. */
    bool is_of_finding;
    gnbs_acmg_class_t acmg_class;
    const gnbs_known_t *known_same_protein;
} gnbs_stored_variant_t;

typedef struct gnbs_stored_case {
    const char *dir, *sample;
    const char *panel_name, *panel_version, *panel_sha256, *bundle_identity, *input_kind;
    gnbs_build_t build;
    double depth_mean; /* of the targets; < 0: not measured */
    gnbs_sex_t sex;    /* declared, else inferred */
    bool is_held;      /* by a quality gate */
    bool has_reference_confidence;
    /* false: only what was reportable is kept, and an allele that is not there may have been seen */
    bool holds_all_calls;
    bool has_consent_groups;
    size_t n_consent_group;
    const char *const *consent_group;
    gnbs_screen_opt_t screen; /* rules in force */
    gnbs_contigs_t contigs;
    size_t n_outcome, n_variant, n_locus_gene;
    const gnbs_stored_outcome_t *outcome;
    gnbs_stored_variant_t *variant;
    const char *const *locus_gene; /* symbols that counted copies speak for */
    bool has_spans;                /* callable.bed.gz was read */
    size_t n_span;
    const gnbs_region_t *span; /* what could be judged, in the file's order */
} gnbs_stored_case_t;

/* Reads DIR: of the outcomes those of the wanted genes (HGNC ids; NULL: of all) and the first. GNBS_E_IO, GNBS_E_FORMAT or GNBS_E_DATA with what is wrong: a case that cannot be read is never one without
 * changes. */
gnbs_code_t gnbs_run_stored_read(const char *dir, size_t n_wanted,
                                 const char *const wanted[], gnbs_arena_t *arena,
                                 gnbs_stored_case_t *out, gnbs_err_t *err);
/* The same without its variants. */
gnbs_code_t gnbs_run_stored_outcomes(const char *dir, size_t n_wanted,
                                     const char *const wanted[], gnbs_arena_t *arena,
                                     gnbs_stored_case_t *out, gnbs_err_t *err);
/* callable[i]: was every base of region[i] judged? Contigs are the case's; callable.bed.gz is read when first asked. */
gnbs_code_t gnbs_run_stored_callable(gnbs_stored_case_t *c, size_t n,
                                     const gnbs_region_t region[], gnbs_arena_t *arena,
                                     bool callable[], gnbs_err_t *err);
const gnbs_stored_outcome_t *gnbs_run_stored_outcome(const gnbs_stored_case_t *c,
                                                     const char *hgnc_id,
                                                     const char *condition);

/* Folders of `dir` in the order of their names, hidden ones left out. */
gnbs_code_t gnbs_run_stored_list(const char *dir, gnbs_arena_t *arena, size_t *n,
                                 const char ***folder, gnbs_err_t *err);

/* *why_not: that the case was screened under another panel than the one of this digest; NULL when it was not. */
gnbs_code_t gnbs_run_stored_other_panel(const gnbs_stored_case_t *c, const char *sha256,
                                        gnbs_arena_t *arena, const char **why_not,
                                        gnbs_err_t *err);

#endif
