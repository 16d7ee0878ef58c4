/* run/run_stored_parts.h -- what the files of run_stored share. */
#ifndef GNBS_RUN_RUN_STORED_PARTS_H
#define GNBS_RUN_RUN_STORED_PARTS_H

#include "run/run_stored.h"

/* One variant of a finding of findings.json, with the judgement that only that file keeps. */
typedef struct gnbs_stored_judged {
    const char *chrom, *ref, *alt;
    gnbs_pos_t pos;
    gnbs_acmg_class_t acmg_class;
    const gnbs_known_t *known_same_protein;
    double faf95;
} gnbs_stored_judged_t;

/* variants.vcf.gz of c->dir into c->contigs and c->variant. */
gnbs_code_t gnbs_run_stored_variants(gnbs_stored_case_t *c, size_t n_judged,
                                     const gnbs_stored_judged_t judged[],
                                     gnbs_arena_t *arena, gnbs_err_t *err);

#endif
