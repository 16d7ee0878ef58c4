/* panel/panel_terms.h -- the words a panel may use: columns, vocabularies, forms of identifiers.
 *
 * One place for reading (panel_load.c) and checking (panel_lint*.c), so that what lint accepts is what load reads.
 * Threads  pure
 */
#ifndef GNBS_PANEL_PANEL_TERMS_H
#define GNBS_PANEL_PANEL_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "genome/condition.h"

typedef enum gnbs_panel_column {
    GNBS_PANEL_GENE,
    GNBS_PANEL_HGNC_ID,
    GNBS_PANEL_CONDITION,
    GNBS_PANEL_CONDITION_ID,
    GNBS_PANEL_INHERITANCE,
    GNBS_PANEL_MECHANISM,
    GNBS_PANEL_TRANSCRIPT,
    GNBS_PANEL_REPORT,
    GNBS_PANEL_CLASSES,
    GNBS_PANEL_ONSET,
    GNBS_PANEL_URGENCY,
    GNBS_PANEL_ACTION,
    GNBS_PANEL_CONFIRMATORY_TEST,
    GNBS_PANEL_PREVALENCE,
    GNBS_PANEL_PROGRAMMES,
    GNBS_PANEL_EVIDENCE,
    GNBS_PANEL_STATUS,
    GNBS_PANEL_CURATOR,
    GNBS_PANEL_REVIEWED,
    GNBS_PANEL_NOTE,
    GNBS_PANEL_GROUP, /* of conditions a family may decline; empty: part of every consent */
    GNBS_PANEL_SOURCES, /* optional from here on: which fact is whose                  */
    GNBS_PANEL_NEEDS_REVIEW, /* columns whose facts were recalled or chosen, joined by ;    */
    GNBS_PANEL_ORIGIN, /* of an imported row, as are the rest: what it was made from  */
    GNBS_PANEL_MOI,    /* inheritance in the words of the origin                      */
    GNBS_PANEL_PHENOTYPES,
    GNBS_PANEL_TAGS,
    GNBS_PANEL_N_COLUMN
} gnbs_panel_column_t;

typedef enum gnbs_panel_allele_column { /* of include.tsv and exclude.tsv */
                                        GNBS_ALLELE_GENE,
                                        GNBS_ALLELE_HGNC_ID,
                                        GNBS_ALLELE_CHROM,
                                        GNBS_ALLELE_POS,
                                        GNBS_ALLELE_REF,
                                        GNBS_ALLELE_ALT,
                                        GNBS_ALLELE_HGVS,
                                        GNBS_ALLELE_CONDITION,
                                        GNBS_ALLELE_REASON,
                                        GNBS_ALLELE_SOURCE,
                                        GNBS_ALLELE_DATE,
                                        GNBS_ALLELE_CURATOR,
                                        GNBS_ALLELE_N_COLUMN
} gnbs_panel_allele_column_t;

typedef enum gnbs_panel_need { /* what follows when a column is not there */
                               GNBS_NEED_ALWAYS, /* error                                  */
                               GNBS_NEED_EXPECTED, /* warning, taken as empty                */
                               GNBS_NEED_OPTIONAL, /* nothing                                */
} gnbs_panel_need_t;

typedef struct gnbs_panel_column_spec {
    const char *name;
    gnbs_panel_need_t need;
} gnbs_panel_column_spec_t;

extern const gnbs_panel_column_spec_t gnbs_panel_columns[GNBS_PANEL_N_COLUMN];
extern const gnbs_panel_column_spec_t gnbs_panel_allele_columns[GNBS_ALLELE_N_COLUMN];

/* What the writer of another vocabulary (HPO, PanelApp, plain words) probably means: "AR", ...; "" when unclear. */
const char *gnbs_panel_guess_inheritance(const char *text);
bool gnbs_panel_parse_policy(const char *text, gnbs_report_policy_t *policy);
bool gnbs_panel_parse_status(const char *text, gnbs_panel_status_t *status);
/* "SNV;INDEL;SMN1-CN" to bits. False: *bad is the first unknown token, *n_bad its length. An empty text is false. */
bool gnbs_panel_parse_classes(const char *text, uint32_t *classes, const char **bad,
                              size_t *n_bad);
/* "1/3000", "1 in 3000", "0.0003", each with free text behind a blank; "" is 0. False when it is none of these. */
bool gnbs_panel_parse_prevalence(const char *text, double *births_frac);
/* 1-based position in a TSV cell to a 0-based one. */
bool gnbs_panel_parse_pos1(const char *text, int64_t *pos);

bool gnbs_panel_is_mechanism(const char *text);
bool gnbs_panel_is_urgency(const char *text);
bool gnbs_panel_is_hgnc_id(const char *text);
bool gnbs_panel_is_symbol(const char *text);
bool gnbs_panel_is_spreadsheet_date(
    const char *text); /* what a spreadsheet makes of SEPT2 or MARCH1 */
bool gnbs_panel_is_transcript(const char *text, size_t n); /* versioned ENST or NM_/NR_ */
bool gnbs_panel_is_mondo(const char *text);
bool gnbs_panel_is_date(const char *text);   /* YYYY-MM-DD */
bool gnbs_panel_is_allele(const char *text); /* letters A C G T N */

#endif
