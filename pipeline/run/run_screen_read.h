/* run/run_screen_read.h -- genotypes of a family, from a table or a VCF. Private to run/run_screen*.c. */
#ifndef GNBS_RUN_SCREEN_READ_H
#define GNBS_RUN_SCREEN_READ_H

#include "core/arena.h"
#include "genome/contig.h"
#include "screen/screen_family.h"

typedef struct gnbs_screen_row { /* a variant in one gene */
    const char *gene, *chrom;    /* gene "": in none, or none named */
    size_t rank;                 /* order of the gene's first row */
    size_t order;                /* of the row in the file */
    gnbs_family_variant_t v;
} gnbs_screen_row_t;

typedef struct gnbs_screen_input {
    gnbs_build_t build;
    gnbs_pedigree_t pedigree;
    size_t n_row;
    gnbs_screen_row_t *row; /* genes together */
} gnbs_screen_input_t;

/* build and pedigree are filled; rows come from the file. */
gnbs_code_t gnbs_screen_read_table(const char *path, gnbs_arena_t *arena,
                                   gnbs_screen_input_t *in, gnbs_err_t *err);
gnbs_code_t gnbs_screen_read_vcf(const char *path, const char *gene_info,
                                 gnbs_arena_t *arena, gnbs_screen_input_t *in,
                                 gnbs_err_t *err);

#endif
