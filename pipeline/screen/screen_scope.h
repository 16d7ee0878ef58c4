/* screen/screen_scope.h -- how much of a gene could be judged in this baby. */
#ifndef GNBS_SCREEN_SCOPE_H
#define GNBS_SCREEN_SCOPE_H

#include "screen/screen.h"

typedef struct gnbs_screen_scope {
    int64_t target_bp, callable_bp;
    double worst_exon_frac; /* 1 when there is no exon */
    size_t n_exon;
    gnbs_exon_scope_t *exon;
    size_t n_gap;
    const char **gap;  /* a sentence per exon with bases that could not be judged */
    size_t widest_gap; /* of these, the one with the most bases */
    int32_t n_known, n_known_callable;
    const char *
        *missed; /* [n_known - n_known_callable] those that could not be judged, by name */
} gnbs_screen_scope_t;

/* Coding exons of tx (all exons when it codes no protein) with their splice bases, and the gene's known P/LP alleles. */
gnbs_code_t gnbs_screen_measure(const gnbs_screen_opt_t *opt, const gnbs_case_t *c,
                                const gnbs_gene_t *gene, const gnbs_transcript_t *tx,
                                gnbs_arena_t *arena, gnbs_screen_scope_t *scope,
                                gnbs_err_t *err);
/* "chr7:117559590 ATCT>A (ClinVar 7105)"; NULL without memory. */
const char *gnbs_screen_name_allele(const gnbs_case_t *c, const gnbs_variant_t *v,
                                    const char *clinvar_id, gnbs_arena_t *arena);
/* Bases of the region with that status. */
int64_t gnbs_screen_count_status(const gnbs_case_t *c, gnbs_region_t region,
                                 gnbs_callable_t status);

#endif
