/* run/run_case.h -- the parts of a run, shared by its files only: what is open, and the steps in order. */
#ifndef GNBS_RUN_CASE_H
#define GNBS_RUN_CASE_H

#include "core/arena.h"
#include "core/log.h"
#include "genome/case.h"
#include "govern/govern.h"
#include "io/claim.h"
#include "io/reads.h"
#include "qc/qc_kin.h"
#include "io/sign.h"
#include "report/report.h"
#include "run/run.h"
#include "run/run_evidence.h"
#include "run/run_pass.h"

typedef struct gnbs_run_dosage { /* what the judgement needs beside the pass */
    const gnbs_cnv_opt_t *opt;
    const gnbs_bundle_t *bundle;
    const gnbs_read_source_t *reads;
    const gnbs_quality_t *quality;
    gnbs_sex_t sex;                     /* declared, else inferred */
    const gnbs_tile_normals_t *normals; /* or NULL */
    bool is_beside_calls;               /* small variants are told as well */
} gnbs_run_dosage_t;

/* What a file of records says of stretches of genome; in the arena. `callable`: a BED of what was looked at, or NULL:
 * where it is given, or the file has reference blocks, spans cover the targets; otherwise there are none, and silence says nothing */
typedef struct gnbs_run_records {
    size_t n_call, n_span;
    gnbs_call_t *call; /* sorted by gnbs_variant_compare */
    gnbs_callable_span_t *span;
    int64_t n_block; /* reference blocks: a gVCF has them */
} gnbs_run_records_t;

typedef struct gnbs_run_parent {
    const char *path, *sample; /* path NULL: not given */
    gnbs_reads_t *reads;       /* NULL: a file of records */
    gnbs_run_records_t records;
    gnbs_qc_kin_t kin; /* to the baby */
    bool is_other;     /* the markers say that this is no parent of the baby */
} gnbs_run_parent_t;

typedef struct gnbs_run_state {
    const gnbs_run_opt_t *opt;
    gnbs_log_t log;
    gnbs_arena_t arena;
    gnbs_claim_t *claim;   /* nobody else writes this newborn's results */
    const char *audit;     /* the log of accesses */
    const char *signed_by; /* of the consent; NULL when not asked */
    const char *report_id;
    gnbs_sign_public_t seal_key; /* with opt->seal */
    gnbs_consent_t consent;      /* zero without a consent file: nothing is left out */
    gnbs_panel_t panel;          /* what consent covers of it */
    gnbs_bundle_t bundle;        /* the genes of that */
    bool has_bundle;
    gnbs_screen_opt_t screen;     /* with the laboratory's policy */
    gnbs_run_evidence_t evidence; /* what classify is told */
    gnbs_run_curated_t curated;
    gnbs_reads_t *reads;
    gnbs_run_parent_t parent[GNBS_PARENTS];
    gnbs_trio_call_t
        *trio; /* parallel to pass.call as the pass left it; NULL without parents */
    gnbs_case_t newborn;
    gnbs_pass_result_t pass; /* calls and spans, from reads or VCF */
    size_t n_gate;
    gnbs_gate_t *gate;
    gnbs_run_dosage_t dosage_input;
    gnbs_tile_normals_t normals;
    gnbs_cnv_result_t dosage; /* events, from reads */
    gnbs_loci_t loci;         /* genes with near-identical copies */
    gnbs_loci_plan_t loci_plan;
    size_t n_known; /* P/LP alleles looked for by name, parallel to pass.known */
    const gnbs_known_t **known;
    gnbs_variant_t *known_variant;
    size_t n_pileup;
    gnbs_report_pileup_t *pileup;
    size_t n_link;
    gnbs_report_link_t *link;
    uint32_t methods;
    char *log_text; /* what the log said, as JSON lines; grows while the run goes on */
    size_t log_bytes;
    double began_s;
    char began[40];
} gnbs_run_state_t;

/* run_input.c: panel, bundle, consent, reads; everything that can be wrong is found here */
gnbs_code_t gnbs_run_open(gnbs_run_state_t *s, gnbs_err_t *err);
void gnbs_run_close(gnbs_run_state_t *s);
gnbs_code_t gnbs_run_log_access(gnbs_run_state_t *s, const char *what, const char *detail,
                                gnbs_err_t *err);
/* run_reads.c, run_vcf.c: calls and callability into s->pass and s->newborn */
gnbs_code_t gnbs_run_read_reads(gnbs_run_state_t *s, gnbs_err_t *err);
gnbs_code_t gnbs_run_read_vcf(gnbs_run_state_t *s, gnbs_err_t *err);
gnbs_code_t gnbs_run_compare_sex(gnbs_run_state_t *s, gnbs_err_t *err);
gnbs_ref_source_t gnbs_run_bundle_source(gnbs_run_state_t *s);
/* run_quality_vcf.c: quality, identity and parents of a baby whose input is records */
gnbs_code_t gnbs_run_judge_records(gnbs_run_state_t *s, const gnbs_run_records_t *records,
                                   gnbs_err_t *err);
/* run_vcf.c */
gnbs_code_t gnbs_run_read_records(gnbs_run_state_t *s, const char *path,
                                  const char *callable, size_t n_target,
                                  const gnbs_region_t target[], gnbs_run_records_t *records,
                                  gnbs_err_t *err);
const gnbs_call_t *gnbs_run_records_at_marker(const gnbs_run_records_t *records,
                                              const gnbs_marker_t *marker);
const gnbs_call_t *gnbs_run_records_find(const gnbs_run_records_t *records,
                                         const gnbs_variant_t *v);
/* Is every base that the allele would change told to be like the reference? */
bool gnbs_run_records_are_reference(const gnbs_run_records_t *records,
                                    const gnbs_variant_t *v);
/* run_mito_case.c: the same of the mitochondrion, joined to what is there; nothing when the panel asks for none of it */
gnbs_code_t gnbs_run_read_mito(gnbs_run_state_t *s, gnbs_err_t *err);
/* run_loci_case.c: before the pass what to count, after it what the counts say (into s->newborn) */
gnbs_code_t gnbs_run_plan_loci(gnbs_run_state_t *s, gnbs_err_t *err);
gnbs_code_t gnbs_run_judge_loci(gnbs_run_state_t *s, gnbs_err_t *err);
/* What loci are judged with, once quality is known: the contamination that was measured. */
gnbs_loci_opt_t gnbs_run_loci_opt(const gnbs_loci_opt_t *opt, const gnbs_quality_t *q);
/* Without reads: each locus by name, not assessed unless its result is supplied. */
gnbs_code_t gnbs_run_name_loci(gnbs_run_state_t *s, gnbs_err_t *err);
/* run_annotate.c: what each call means, per panel gene */
gnbs_code_t gnbs_run_annotate(gnbs_run_state_t *s, gnbs_err_t *err);
/* run_pileup.c: pictures of the reads behind the findings */
gnbs_code_t gnbs_run_draw_pileups(gnbs_run_state_t *s, gnbs_err_t *err);
/* run_link.c: of pairs of variants, what the fragments that reach both say */
gnbs_code_t gnbs_run_count_links(gnbs_run_state_t *s, gnbs_err_t *err);
/* run_output.c */
gnbs_code_t gnbs_run_write(gnbs_run_state_t *s, gnbs_err_t *err);
/* Targets of the bundle that the small-variant caller is to look at: all but the mitochondrion's. */
gnbs_code_t gnbs_run_targets(gnbs_run_state_t *s, size_t *n, gnbs_region_t **target,
                             gnbs_err_t *err);

#endif
