/* run/run_identity.h -- the genotype vector of a case (identity.tsv), and a batch compared by it.
 *
 * A row per marker that could be told: contig, pos (1-based), ref, alt, af, genotype (copies of ALT). It names the baby as a
 * finger does: it stays in the case's folder, goes with it, and may be deleted alone (the case is then compared no more).
 */
#ifndef GNBS_RUN_RUN_IDENTITY_H
#define GNBS_RUN_RUN_IDENTITY_H

#include "core/str.h"
#include "genome/contig.h"
#include "genome/quality.h"

void gnbs_run_print_identity(gnbs_str_t *out, const gnbs_contigs_t *contigs,
                             const char *sample, const gnbs_identity_t *identity);

/* Pairs of the files (or of the cases' folders) given: one line each, with how the two are related; `is_duplicate` counts
 * pairs of one person under two names. */
gnbs_code_t gnbs_run_compare_identities(int n, char *const path[], gnbs_str_t *out,
                                        size_t *n_duplicate, gnbs_err_t *err);

#endif
