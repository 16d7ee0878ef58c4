/* run/run_screen.h -- `gnbs screen`: a family's genotypes, and which ways of inheritance they fit, as a table. */
#ifndef GNBS_RUN_SCREEN_H
#define GNBS_RUN_SCREEN_H

#include "core/err.h"
#include "core/str.h"
#include "screen/screen_family.h"

typedef struct gnbs_run_screen_opt {
    const char *ped, *family; /* NULL: the only one of the file */
    const char *genotypes;    /* TSV: gene chrom pos ref alt, then a column per person */
    const char *vcf;          /* or VCF, with persons as samples */
    const char *gene_info; /* INFO key that names a record's gene(s), separated by , or | */
    const char *build;     /* for the pseudo-autosomal regions */
    const char *inheritance; /* "AR", ...; NULL: all */
    const char *program_version;
    int n_silent;
    const char *const *silent_genes; /* where unaffected carriers are allowed (AD) */
    gnbs_family_opt_t family_opt;
} gnbs_run_screen_opt_t;

/* Appends ## lines, a header, and one row per variant, gene and inheritance. */
gnbs_code_t gnbs_run_screen(const gnbs_run_screen_opt_t *opt, gnbs_str_t *out,
                            gnbs_err_t *err);

#endif
