/* run/run.h -- `gnbs run`: one newborn, from reads or calls to outcomes and reports.
 *
 *     panel + bundle + consent -> one pass over the reads (or the VCF) -> annotate -> classify -> screen -> DIR/SAMPLE/
 *
 * What is left  findings.json report.html findings.tsv variants.vcf.gz(.tbi) callable.bed.gz(.tbi) dosage.bed.gz(.tbi) qc_mqc.json
 *               provenance.json log.jsonl, written to a folder beside and renamed together: the old result or the new one, never a half
 *               variants.vcf.gz holds the variants of findings; variants.lab-only.vcf.gz, when asked for, all of them
 * Same bytes    for any number of threads, but for provenance.json and log.jsonl
 * Errors        GNBS_E_QC after writing, when a quality gate held the sample: every condition is then not_assessed
 */
#ifndef GNBS_RUN_RUN_H
#define GNBS_RUN_RUN_H

#include <stdbool.h>

#include "call/call.h"
#include "cnv/cnv.h"
#include "core/err.h"
#include "genome/case.h"
#include "loci/loci.h"
#include "qc/qc.h"
#include "screen/screen.h"

typedef struct gnbs_run_opt {
    const char *reads, *vcf; /* one of them */
    const char
        *callable; /* BED of what a VCF without reference blocks looked at, or NULL */
    const char *mother, *father; /* reads or VCF of the parents, or NULL */
    /* folder of trusted public keys; NULL: the panel is a draft */
    const char *panel_keys;
    const char *panel, *refdata, *reference, *out_dir, *consent, *progress;
    const char *
        consent_keys; /* folder of trusted public keys; NULL: signatures are not asked for */
    const char *seal;   /* the laboratory's public key: results are sealed to it; or NULL */
    const char *sample; /* whose the reads or calls must be, or NULL */
    const char *audit;  /* log of accesses; NULL: OUT/.gnbs/audit.jsonl */
    const char *amends,
        *amend_reason;  /* findings.json of the report this one replaces, and why */
    const char *policy; /* a laboratory's rules of screening, or NULL: those that ship */
    const char *gates;  /* NULL: refdata/gates.tsv as shipped */
    /* of this run, above the gates file; NULL: as the file says */
    const char *min_depth_mean, *min_15x;
    const char *targeted;     /* results of loci that another program made, or NULL */
    const char *curated;      /* a curator's table of criteria, or NULL */
    const char *command_line; /* as typed, for provenance */
    const char *program_version;
    gnbs_sex_t sex;
    int n_threads;
    bool skips_consent, trusts_cram, wants_pdf;
    bool keeps_all_variants; /* in variants.lab-only.vcf.gz; carriers are in it */
    gnbs_call_opt_t call;
    gnbs_cnv_opt_t cnv;
    const char *normals; /* tile counts of earlier samples, or NULL */
    gnbs_qc_opt_t qc;
    gnbs_loci_opt_t loci;
    gnbs_screen_opt_t screen;
} gnbs_run_opt_t;

gnbs_run_opt_t gnbs_run_opt_default(void);
gnbs_code_t gnbs_run(const gnbs_run_opt_t *opt, gnbs_err_t *err);

#endif
