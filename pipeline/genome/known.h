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

/* Absent is not zero: found = false says that no source had the allele, and says nothing
 * of its frequency. */
typedef struct gnbs_frequency {
    gnbs_variant_t variant;
    double af;             /* overall                                           */
    double faf95;          /* filtering AF (grpmax), < 0 when the source has none */
    double af_grpmax;      /* largest by ancestry, < 0 when the source has none  */
    int32_t an, ac, n_hom; /* -1 when not stated                                 */
    const char *grpmax;    /* ancestry group, "" when none                       */
    const char *source;
} gnbs_frequency_t;

#endif
