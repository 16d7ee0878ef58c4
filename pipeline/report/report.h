/* report/report.h -- a case to what people and machines read.
 *
 * One data model: findings.json is written from the case; everything else (page, table, text, FHIR, phenopacket, parents' page)
 * is rendered from a findings.json that was read again, so the outputs cannot disagree, and any of them can be made later
 * (`gnbs report`). Only the variants of findings are in it: a carrier state or a variant that the panel's policy does not
 * report leaves no trace in any output.
 *
 * Out      text appended to `out`. The same input gives the same bytes: there is no clock here,
 *          times of day belong to the provenance file
 * Errors   GNBS_E_INTERNAL when the case contradicts itself (a suspected condition without a
 *          finding, a finding nobody owns, more bases judged than there are); GNBS_E_FORMAT when what is to be
 *          rendered is no findings.json, or its counts are not those of its outcomes; GNBS_E_NOMEM
 * Threads  pure
 */
#ifndef GNBS_REPORT_REPORT_H
#define GNBS_REPORT_REPORT_H

#include "core/err.h"
#include "core/str.h"
#include "core/tree.h"
#include "genome/case.h"

#define GNBS_REPORT_SCHEMA_VERSION "1.1.0" /* of findings.json; see findings.schema.json */
#define GNBS_REPORT_PILEUP_ROWS    30      /* more rows than this are counted, not drawn */

/* A named piece of text: a method and what it does, a library and its version. */
typedef struct gnbs_report_text {
    const char *name, *text;
} gnbs_report_text_t;

typedef enum gnbs_report_qual {
    GNBS_REPORT_QUAL_LOW,  /* below Phred 20 */
    GNBS_REPORT_QUAL_MID,  /* 20 to 29       */
    GNBS_REPORT_QUAL_HIGH, /* 30 and above   */
} gnbs_report_qual_t;

/* One read (or fragment) of the picture, laid out against the reference columns.
 *
 *     column       0 1 2 3 4 5 6 7 8 9
 *     reference    A C G T A C G T A C
 *     base         . . G T A - - T A .      ' ' not covered (here a dot), '-' deleted
 *     inserted_bp              2            two bases inserted after column 4
 */
typedef struct gnbs_report_read_row {
    const char *base;           /* one letter per column, NUL at the end          */
    const uint8_t *qual_bin;    /* gnbs_report_qual_t per column; NULL: all high  */
    const uint8_t *inserted_bp; /* after each column, 255 for more; NULL: none    */
    bool is_reverse;
} gnbs_report_read_row_t;

typedef struct gnbs_report_pileup {
    const gnbs_case_variant_t *variant; /* the one it shows; matched by address */
    gnbs_region_t region;               /* one column per base                  */
    const char *reference;              /* one letter per column                */
    size_t n_row;
    const gnbs_report_read_row_t *row;
    size_t n_not_shown; /* reads that were left out of the picture */
} gnbs_report_pileup_t;

/* Of a finding with two variants: the fragments that reach both places, by what they carry there. Carrying both speaks for one copy
 * (in cis), carrying one each for two copies (in trans). Matched by the address of the finding. */
typedef struct gnbs_report_link {
    const gnbs_finding_t *finding;
    int64_t distance_bp;
    size_t n_both, n_first, n_second, n_neither;
    size_t n_unclear; /* another allele, or a base below Phred 20, at one of the places */
} gnbs_report_link_t;

/* What a report that is amended said, and why there is another. */
typedef struct gnbs_report_replaces {
    const char *id;
    int version;
    const char *reason;
    const gnbs_tree_t
        *findings; /* the one it replaces, or NULL: then changes are not listed */
} gnbs_report_replaces_t;

typedef struct gnbs_report_info {
    const char *program_version;
    /* Without what cannot change a result (threads, progress, output); NULL: not printed. */
    const char *command_line;
    const char *report_id;
    int report_version; /* 1; one more than that of the report it replaces */
    const gnbs_report_replaces_t *replaces; /* NULL: the first */
    bool is_consent_checked, has_consent_groups;
    size_t n_consent_group; /* groups of conditions the family agreed to */
    const char *const *consent_group;
    bool is_draft; /* two reviewers have not signed; an unsigned panel makes a draft too */
    size_t n_method, n_library, n_pileup;
    const gnbs_report_text_t *method;
    const gnbs_report_text_t *library; /* name and version */
    const gnbs_report_pileup_t *pileup;
    size_t n_link;
    const gnbs_report_link_t *link;
} gnbs_report_info_t;

typedef struct gnbs_report_signature {
    const char *role, *name, *at; /* "Reviewer 1", "Dr Ann Lee", "2026-11-25T07:10:00Z" */
} gnbs_report_signature_t;

/* What people made of a findings.json. */
typedef struct gnbs_report_review {
    const char *report_id; /* of the signed report: another content has another name */
    size_t n_signature;
    const gnbs_report_signature_t *signature;
    size_t n_dropped; /* ids of findings that two reviewers do not report */
    const char *const *dropped;
} gnbs_report_review_t;

/* The findings.json of the signed report, out of that of the draft: every other output is rendered from it as ever. A finding that
 * is not reported is not in it; its condition is not suspected, and says why. It stays a draft when the panel is not signed.
 * GNBS_E_DATA: a finding that there is not. */
gnbs_code_t gnbs_report_sign(const gnbs_tree_t *findings,
                             const gnbs_report_review_t *review, gnbs_str_t *out,
                             gnbs_err_t *err);

/* findings.json: the complete result, as findings.schema.json describes it. */
gnbs_code_t gnbs_report_json(const gnbs_case_t *newborn, const gnbs_report_info_t *info,
                             gnbs_str_t *out, gnbs_err_t *err);

/* qc_mqc.json: quality as MultiQC's custom content, one row per sample. The laboratory's: it holds what is withheld from
 * every report (the number of sex chromosomes). */
gnbs_code_t gnbs_report_mqc(const char *sample, gnbs_sex_t sex_declared,
                            const gnbs_quality_t *quality, gnbs_str_t *out,
                            gnbs_err_t *err);

/* report.html: one file, complete without script or network, printable. */
gnbs_code_t gnbs_report_html(const gnbs_tree_t *findings, gnbs_str_t *out, gnbs_err_t *err);
/* findings.tsv: ##key=value lines, a header, one row per condition screened. */
gnbs_code_t gnbs_report_tsv(const gnbs_tree_t *findings, gnbs_str_t *out, gnbs_err_t *err);
/* report.txt: for terminals and text fields; 78 columns, a line per condition that begins with its outcome in brackets. */
gnbs_code_t gnbs_report_plain(const gnbs_tree_t *findings, gnbs_str_t *out,
                              gnbs_err_t *err);
/* phenopacket.json: GA4GH Phenopacket v2, an interpretation per finding. */
gnbs_code_t gnbs_report_phenopacket(const gnbs_tree_t *findings, gnbs_str_t *out,
                                    gnbs_err_t *err);
/* findings.fhir.json: a Bundle of HL7 Genomics Reporting STU3 (3.0.0) on FHIR R4. */
gnbs_code_t gnbs_report_fhir(const gnbs_tree_t *findings, gnbs_str_t *out, gnbs_err_t *err);

#endif
