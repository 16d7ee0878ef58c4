/* run/run_curated.h -- a curator's table: criteria that people judge, allele by allele.
 *
 *     chrom pos ref alt | hgvs_c   criterion   state   strength   text   reference   curator   date
 *
 * An allele is named by its place (VCF terms, of the bundle's build; it need not be normalised) or by its c. name with its
 * accession; state is met, not met or not assessable (empty: met); strength is needed where it is met, and is that of 2015
 * when empty. text, reference, curator and date are needed: a judgement has a reason and somebody who made it.
 */
#ifndef GNBS_RUN_CURATED_H
#define GNBS_RUN_CURATED_H

#include "classify/classify.h"
#include "core/table.h"

typedef struct gnbs_run_curated_row {
    gnbs_variant_t variant; /* normalised; tid -1: named by hgvs_c */
    const char *hgvs_c;
    gnbs_classify_curated_t judgement;
} gnbs_run_curated_row_t;

typedef struct gnbs_run_curated {
    const char *path;
    char sha256[65];
    size_t n;
    const gnbs_run_curated_row_t *row;
} gnbs_run_curated_t;

/* GNBS_E_FORMAT with line and cure for what cannot be used; everything lives in `arena`. */
gnbs_code_t gnbs_run_curated_read(const char *path, const gnbs_bundle_t *bundle,
                                  gnbs_arena_t *arena, gnbs_run_curated_t *out,
                                  gnbs_err_t *err);
/* Rows for an allele, in the order of the table. */
gnbs_code_t gnbs_run_curated_of(const gnbs_run_curated_t *table, const gnbs_variant_t *v,
                                const char *hgvs_c, gnbs_arena_t *arena, size_t *n,
                                gnbs_classify_curated_t **out, gnbs_err_t *err);

/* Into normal form, as far as the bundle's sequence says; REF that is not the bundle's is GNBS_E_DATA. The alleles are
 * copied. */
gnbs_code_t gnbs_run_normal_form(const gnbs_bundle_t *bundle, const gnbs_variant_t *v,
                                 gnbs_arena_t *arena, gnbs_variant_t *out, gnbs_err_t *err);

#endif
