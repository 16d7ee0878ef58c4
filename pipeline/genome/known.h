/* genome/known.h -- what is asserted of an allele, and how common it is.
 *
 * ClinVar terms and review stars: ClinVar documentation, "Review status" and
 * "Representation of clinical significance". One record per allele, in normal form
 * (genome/variant.h).
 */
#ifndef GNBS_GENOME_KNOWN_H
#define GNBS_GENOME_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "genome/variant.h"

/* aggregate germline classification */
typedef enum gnbs_clnsig {
    GNBS_CLNSIG_NONE,
    GNBS_CLNSIG_BENIGN,
    GNBS_CLNSIG_LIKELY_BENIGN,
    GNBS_CLNSIG_UNCERTAIN,
    GNBS_CLNSIG_CONFLICTING,
    GNBS_CLNSIG_LIKELY_PATHOGENIC,
    GNBS_CLNSIG_PATHOGENIC,
    GNBS_CLNSIG_OTHER, /* drug response, risk factor, ... */
} gnbs_clnsig_t;

/* The numbers of ClinVar files before 2017 (CLNSIG=5) as words; NULL when it is no such number. */
const char *gnbs_clnsig_of_number(const char *number);
const char *gnbs_clnrevstat_of_2016(
    const char *word); /* "exp" -> "reviewed_by_expert_panel"; NULL */
/* From CLNSIG of any ClinVar release ("Pathogenic/Likely_pathogenic",
 * "Pathogenic|drug_response", ...). */
gnbs_clnsig_t gnbs_clnsig_parse(const char *clnsig);
const char *gnbs_clnsig_name(gnbs_clnsig_t sig);
int gnbs_clnrevstat_stars(const char *clnrevstat); /* 0..4; an unknown text is 0 */

typedef struct gnbs_known {
    gnbs_variant_t variant;
    const char *clinvar_id;  /* VariationID */
    const char *clnsig_text; /* as ClinVar writes it */
    const char *clnrevstat;
    const char *clndn;      /* disease names */
    const char *clnsigconf; /* conflicting assertions with counts, "" when none */
    const char *symbol;     /* GENEINFO's first symbol, or "" */
    gnbs_clnsig_t sig;
    int8_t stars;
} gnbs_known_t;

static inline bool gnbs_known_is_pathogenic(const gnbs_known_t *k) {
    return k->sig == GNBS_CLNSIG_PATHOGENIC || k->sig == GNBS_CLNSIG_LIKELY_PATHOGENIC;
}

/* What a frequency source says of an allele. Absent is not zero: an allele that no source has may be
 * rare, or stand where nobody looked (gnbs_bundle_covered). */
typedef struct gnbs_frequency {
    gnbs_variant_t variant;
    double af;        /* overall                                                        */
    double faf95;     /* filtering AF (grpmax), < 0 when the source has none            */
    double af_grpmax; /* largest by ancestry, < 0 when the source has none              */
    double af_male;   /* among males (XY); X: of one chromosome each; < 0: not stated   */
    int32_t an, ac;   /* chromosomes judged and with the allele, -1 when not stated     */
    int32_t n_hom,
        n_hemi;         /* people, -1 when not stated; hemizygous: males, X outside PAR */
    const char *grpmax; /* ancestry group, "" when none                               */
    const char
        *groups; /* "afr=0.00012;amr=0;nfe=0.0033": AF by ancestry as stated, or "" */
    const char *filter; /* "" when it passed its source's filters, else their names       */
    const char *source;
} gnbs_frequency_t;

/* A predictor's score of an allele: SpliceAI's largest delta, REVEL, ... */
typedef struct gnbs_score {
    const char *name; /* "REVEL" */
    double value;
    const char *detail; /* "donor loss 0.91 at -2", or "" */
    const char *source; /* file name and version */
} gnbs_score_t;

/* The same while a bundle is built: with its allele; source is an index into the bundle's sources. */
typedef struct gnbs_scored {
    gnbs_variant_t variant;
    const char *name, *detail;
    double value;
    int32_t i_source;
} gnbs_scored_t;

/* Number of submissions by class, of CLNSIGCONF in any of its spellings: classes joined by | , ; or %3B. */
typedef struct gnbs_clnsigconf {
    int pathogenic, likely_pathogenic, uncertain, likely_benign, benign, other;
} gnbs_clnsigconf_t;
gnbs_clnsigconf_t gnbs_clnsigconf_parse(const char *text);

#endif
