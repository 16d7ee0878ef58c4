/* run/run_refdata.h -- files to a reference bundle: joins the readers of io with the decisions of refdata.
 *
 * Order     reference, gene models, panel, ClinVar, frequencies; every file's contigs are held against the
 *           reference before its records are read
 * Extra     refdata/transcripts/extra.BUILD.gff3 (genes that MANE lacks) are read after the given gene models
 * Errors    GNBS_E_DATA names both files (and builds) when two of them do not belong together
 * Memory    nothing is left behind; the bundle is a file, complete or absent
 */
#ifndef GNBS_RUN_RUN_REFDATA_H
#define GNBS_RUN_RUN_REFDATA_H

#include "core/log.h"
#include "refdata/refdata.h"

typedef struct gnbs_run_refdata {
    const char *build, *reference;
    int n_transcripts;
    const char *const *transcripts;
    const char *transcript_sequences; /* FASTA by accession, or NULL */
    const char *clinvar;              /* NULL: none */
    int n_frequencies;
    const char *const *frequencies;
    int n_markers; /* VCFs or VerifyBamID2 panels, beside what is found in the frequency files */
    const char *const *markers;
    int n_scores; /* SpliceAI VCF, REVEL table, any VCF or table that the map names */
    const char *const *scores;
    const char *score_map; /* NULL: the table that ships with gnbs */
    int n_rules;           /* tables of rules beside those that ship with gnbs */
    const char *const *rules;
    const char *panel;     /* a panel's path, or "all" */
    const char *difficult; /* NULL: the table that ships with gnbs */
    bool has_extra;        /* the shipped gene models too */
    gnbs_refdata_opt_t opt;
    const char *out;
} gnbs_run_refdata_t;

gnbs_code_t gnbs_run_build_refdata(const gnbs_run_refdata_t *job, gnbs_log_t *log,
                                   gnbs_err_t *err);

#endif
