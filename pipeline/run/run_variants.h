/* run/run_variants.h -- which variants a result keeps.
 *
 * variants.vcf.gz holds the variants of findings and no other: a carrier's allele leaves no trace in what is handed on. Its header says
 * so (##gnbs_calls=reportable only). A laboratory that wants to ask stored newborns again later (gnbs panel impact, panel reclassify)
 * keeps all calls of the screened genes in a file of its own, when told to (--keep-all-variants).
 */
#ifndef GNBS_RUN_RUN_VARIANTS_H
#define GNBS_RUN_RUN_VARIANTS_H

#include "run/run_case.h"

#define GNBS_RUN_VARIANTS     "variants.vcf.gz"
#define GNBS_RUN_LAB_VARIANTS "variants.lab-only.vcf.gz"

gnbs_code_t gnbs_run_write_variants(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err);

#endif
