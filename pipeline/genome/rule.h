/* genome/rule.h -- what a criterion asks of a gene: one fact per rule, with its source.
 *
 * Rules are tables (refdata/acmg/): a row says that for a gene (or every gene), under an inheritance (or any), a
 * criterion holds with a strength when something measured stands in a relation to a limit:
 *
 *     PAH   AR  BS1  Strong      faf95         >=0.002        ClinGen PAH GN006 2.0.0
 *     GAMT  AR  PM2  Supporting  grpmax        <=0.0004       ...
 *     GAMT  AR  PM2  Supporting  +homozygotes  <=0            + : and, with the row before
 *     PTEN      PM1  Moderate    residue       90-94;123-130  ...
 *     MYOC      PVS1 -           use           =no            the criterion is not applied to this gene
 *
 * Rows of one strength are alternatives (any is enough) unless joined by +; of several strengths the highest that
 * holds is taken. Rows of a gene take the place of the rows of every gene, criterion by criterion; rows of the
 * inheritance that is judged take the place of rows without one. Rows of another inheritance say nothing.
 * Memory   owned by the bundle's arena; read-only after loading
 */
#ifndef GNBS_GENOME_RULE_H
#define GNBS_GENOME_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "genome/acmg.h"
#include "genome/condition.h"

typedef enum gnbs_measure {
    GNBS_MEASURE_USE, /* =no: not applied; =yes: applied without further condition */
    GNBS_MEASURE_FAF95, /* filtering allele frequency; the largest stated where there is none */
    GNBS_MEASURE_GRPMAX, /* largest frequency of an ancestry group, or any larger one stated */
    GNBS_MEASURE_AF_MALE, /* of X chromosomes of males */
    GNBS_MEASURE_HOMOZYGOTES,
    GNBS_MEASURE_HEMIZYGOTES,
    GNBS_MEASURE_HOM_OR_HEMI,
    GNBS_MEASURE_SCORE,       /* "score:REVEL" */
    GNBS_MEASURE_RESIDUE,     /* changed residue is in a list of ranges */
    GNBS_MEASURE_RESIDUE_NOT, /* it is in none of them */
    GNBS_MEASURE_CHANGED,     /* number of residues inserted, deleted or added */
    GNBS_MEASURE_VARIANT,     /* missense, truncating, any */
    GNBS_MEASURE_INTRON_FROM, /* "7/-21": bases into an intron from which it is deep */
    GNBS_MEASURE_WITH,        /* other criteria that must hold too */
    GNBS_MEASURE_WITHOUT,     /* criteria that exclude this one */
    GNBS_MEASURE_KNOWN,       /* number of known pathogenic alleles */
    GNBS_MEASURE_LIKELY,      /* =no: likely pathogenic neighbours do not count */
    GNBS_MEASURE_DISTANCE,    /* Grantham distance: ge, gt than that of the known change */
    GNBS_MEASURE_MOST,        /* the strength of this row is the most that is given */
    GNBS_MEASURE_EXON,        /* exons whose skipping has this strength */
    GNBS_MEASURE_TRUNCATION,  /* a stop in these residues has this strength */
    GNBS_MEASURE_START_LOST,  /* loss of the start codon has this strength */
    GNBS_MEASURE_NEXT_START,  /* residue of the next methionine in frame */
    GNBS_MEASURE_LOF_LEVEL, /* L0 to L3, with E when computed: evidence for loss of function */
    GNBS_MEASURE_PATH,      /* a leaf of the PVS1 tree, by name */
    GNBS_MEASURE_ALLELE,    /* build:chrom-pos-ref-alt the rule is about */
    GNBS_MEASURE_PROTEIN_NOT, /* p. names the rule is not about */
    GNBS_MEASURE_N
} gnbs_measure_t;
const char *gnbs_measure_name(gnbs_measure_t m); /* "faf95" */

typedef enum gnbs_relation {
    GNBS_RELATION_ABOVE,    /* >  */
    GNBS_RELATION_AT_LEAST, /* >= */
    GNBS_RELATION_BELOW,    /* <  */
    GNBS_RELATION_AT_MOST,  /* <= */
    GNBS_RELATION_TEXT,     /* the limit is a word or a list */
} gnbs_relation_t;

typedef struct gnbs_rule {
    int32_t i_gene;                 /* -1: every gene */
    gnbs_inheritance_t inheritance; /* UNKNOWN: any; XL: every X-linked one */
    gnbs_acmg_code_t code;
    gnbs_acmg_strength_t strength; /* NO_STRENGTH where the row gives none */
    bool is_joined;                /* and, with the row before */
    gnbs_measure_t measure;
    const char *score; /* "REVEL", of a SCORE; else "" */
    gnbs_relation_t relation;
    double value;      /* of a relation other than TEXT */
    const char *limit; /* as written: ">=0.002", "90-94;123-130" */
    const char *source, *note;
} gnbs_rule_t;

/* Reads "faf95", "+homozygotes", "score:REVEL" into is_joined, measure, score (borrowed); false: no such measure. */
bool gnbs_rule_parse_measure(const char *text, gnbs_rule_t *rule);
/* Reads ">=0.002" or a list into relation, value, limit (borrowed); false when it does not fit the measure. */
bool gnbs_rule_parse_limit(const char *text, gnbs_rule_t *rule);
bool gnbs_rule_holds(const gnbs_rule_t *rule, double value);
/* Is the number in "90-94;123-130"? */
bool gnbs_rule_lists(const char *list, int64_t number);
/* Does a range of the list share a number with [first, last]? */
bool gnbs_rule_touches(const char *list, int64_t first, int64_t last);

/* Order of rules in a bundle: gene, criterion, inheritance, then as in the tables. */
int gnbs_rule_compare(const gnbs_rule_t *a, const gnbs_rule_t *b);

struct gnbs_bundle;
/* All rules of a criterion for a gene (index, or -1), of every inheritance. */
const gnbs_rule_t *gnbs_rule_all(const struct gnbs_bundle *b, int32_t i_gene,
                                 gnbs_acmg_code_t code, size_t *n);
/* Does a row speak of the inheritance that is judged? */
bool gnbs_rule_fits(const gnbs_rule_t *rule, gnbs_inheritance_t inheritance);
/* The rules of a criterion for a gene (index, or -1) and an inheritance: *n of them, side by side. Where the
 * inheritance is UNKNOWN and the gene has rows of several, those of the first. */
const gnbs_rule_t *gnbs_rule_find(const struct gnbs_bundle *b, int32_t i_gene,
                                  gnbs_inheritance_t inheritance, gnbs_acmg_code_t code,
                                  size_t *n);

#endif
