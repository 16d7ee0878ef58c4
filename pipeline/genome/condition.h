/* genome/condition.h -- one row of the panel: a gene, a condition, and what may be
 * reported.
 *
 * A panel is a list of these. The panel room reads, checks and explains it; screen and
 * report use it. Terms of inheritance are HPO's, in their short forms.
 * Memory   borrowed from the panel's arena; read-only after loading
 */
#ifndef GNBS_GENOME_CONDITION_H
#define GNBS_GENOME_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* HPO: HP:0000007, 0000006, 0001419, 0001423, 0001417, 0001427 */
typedef enum gnbs_inheritance {
    GNBS_INH_UNKNOWN,
    GNBS_INH_AR,
    GNBS_INH_AD,
    GNBS_INH_XLR,
    GNBS_INH_XLD,
    GNBS_INH_XL,
    GNBS_INH_MT
} gnbs_inheritance_t;
typedef enum gnbs_report_policy {
    GNBS_POLICY_KNOWN,
    GNBS_POLICY_KNOWN_LOF,
    GNBS_POLICY_NAMED
} gnbs_report_policy_t;
typedef enum gnbs_panel_status {
    GNBS_STATUS_RED,
    GNBS_STATUS_AMBER,
    GNBS_STATUS_GREEN
} gnbs_panel_status_t;

/* variant classes a row asks for: bits of `classes` */
enum {
    GNBS_CLASS_SNV = 1 << 0,
    GNBS_CLASS_INDEL = 1 << 1,
    GNBS_CLASS_CNV = 1 << 2,
    GNBS_CLASS_SV = 1 << 3,
    GNBS_CLASS_PARALOGUE = 1 << 4,
    GNBS_CLASS_MT = 1 << 5,
};

/* "AR" ...; UNKNOWN for any other word */
gnbs_inheritance_t gnbs_inheritance_parse(const char *text);
const char *gnbs_inheritance_short(gnbs_inheritance_t inh); /* "AR" */
/* "Autosomal recessive inheritance" */
const char *gnbs_inheritance_name(gnbs_inheritance_t inh);
const char *gnbs_inheritance_hpo(gnbs_inheritance_t inh); /* "HP:0000007" */
/* "known", "known+lof", "named" */
const char *gnbs_policy_name(gnbs_report_policy_t policy);

typedef struct gnbs_condition {
    const char *gene, *hgnc_id, *condition, *condition_id, *mechanism, *transcript;
    gnbs_inheritance_t inheritance;
    gnbs_report_policy_t policy;
    gnbs_panel_status_t status; /* only green rows are screened */
    uint32_t classes;
    const char *classes_text;
    const char *onset, *urgency, *action, *confirmatory_test, *programmes, *evidence,
        *curator, *reviewed, *note;
    const char *group;           /* of consent; "": part of every consent */
    const char *sources;         /* whose fact is which: "column=source; ..." */
    const char *needs_review;    /* columns whose facts await a curator, joined by ; */
    const char *prevalence_text; /* "" when unknown */
    double prevalence;           /* births with the condition per birth; 0 when unknown */
    int line;                    /* of the panel file */
} gnbs_condition_t;

typedef struct gnbs_panel_allele { /* a row of include.tsv or exclude.tsv */
    /* chrom without regard to chr; ref/alt letters */
    const char *gene, *hgnc_id, *chrom, *ref, *alt;
    int64_t pos; /* 0-based */
    const char *hgvs, *reason, *source, *date, *curator;
    const char *condition; /* the one row of this gene it is for; "" (or NULL): every row */
    int line;
} gnbs_panel_allele_t;

typedef struct gnbs_panel {
    /* of the ## lines; "" when absent */
    const char *name, *version, *status, *date, *curators, *previous;
    const char *genome_build; /* of the alleles in include/exclude */
    const char *path;
    char sha256[65]; /* of panel.tsv, include.tsv, exclude.tsv together */
    bool is_signed;  /* a valid signature was checked; otherwise every page says DRAFT */
    size_t n_condition;
    const gnbs_condition_t *condition;
    size_t n_include, n_exclude;
    const gnbs_panel_allele_t *include, *exclude;
} gnbs_panel_t;

#endif
