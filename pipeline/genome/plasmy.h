/* genome/plasmy.h -- what is known of the mitochondrial genome, and from which fraction a variant is reported.
 *
 * A cell holds hundreds of copies of it. A variant has no genotype but a fraction of the copies; where all have it, it is
 * called homoplasmic. What a fraction means differs by variant, so the policy is a table (refdata/mito), not code.
 * Memory   borrowed from the arena of whoever read the tables; read-only
 */
#ifndef GNBS_GENOME_PLASMY_H
#define GNBS_GENOME_PLASMY_H

#include <stdbool.h>
#include <stddef.h>

#include "genome/variant.h"

typedef struct gnbs_mito_rule { /* a listed variant: a row of refdata/mito/variants.tsv */
    const char *gene, *name;    /* "MT-RNR1", "m.1555A>G" */
    const char *condition, *source;
    gnbs_pos_t pos;
    const char *ref, *alt;
    double report_from; /* fraction from which a condition is suspected */
    int line;
} gnbs_mito_rule_t;

typedef struct
    gnbs_mito_site { /* where sequencing goes wrong in many samples: refdata/mito/sites.tsv */
    gnbs_pos_t beg, end;
    const char *why, *source;
} gnbs_mito_site_t;

typedef struct gnbs_mito_policy {
    double call_from;     /* smaller fractions are not told from errors */
    double confirm_below; /* a smaller fraction is nothing until a second method shows it */
    double homoplasmic_from; /* from here on every copy is taken to have it */
    double report_from;      /* of variants that no row lists */
    size_t n_rule, n_site;
    const gnbs_mito_rule_t *rule; /* sorted by pos, ref, alt */
    const gnbs_mito_site_t *site; /* sorted by beg */
} gnbs_mito_policy_t;

/* The row of that allele, or NULL. */
const gnbs_mito_rule_t *gnbs_mito_find_rule(const gnbs_mito_policy_t *policy,
                                            const gnbs_variant_t *v);
/* Fraction from which the allele is reported, listed or not. */
double gnbs_mito_report_from(const gnbs_mito_policy_t *policy, const gnbs_variant_t *v);
/* The first site that touches [beg, end), or NULL. */
const gnbs_mito_site_t *gnbs_mito_find_site(const gnbs_mito_policy_t *policy,
                                            gnbs_pos_t beg, gnbs_pos_t end);

#endif
