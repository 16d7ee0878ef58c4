/* run/run_known.h -- known_alleles.tsv: each listed disease allele of the screened genes, and whether it could be judged.
 *
 * present        it is part of a finding
 * judged         its place could be judged. Whether a baby carries one allele that is not reported is not told: carriers are not
 *                reported, here neither
 * not_callable   nothing can be said of it: it is not counted among what was looked for
 */
#ifndef GNBS_RUN_RUN_KNOWN_H
#define GNBS_RUN_RUN_KNOWN_H

#include "core/str.h"
#include "genome/case.h"

void gnbs_run_print_known(gnbs_str_t *out, const gnbs_case_t *newborn);

#endif
