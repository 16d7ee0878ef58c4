/* run/run_targeted.h -- results of loci with near-identical copies that another program made (`gnbs run --targeted`).
 *
 * Two forms, told apart by their first character. DRAGEN's targeted.json (`sample`, `dragenVersion`, `smn`, `hba`, `cyp21a2`, `gba`:
 * Illumina DRAGEN user guide 4.2 and later), and a table for all others:
 *
 *     locus  status  made_by  [sample]  [genotype]  [reason]
 *     SMN1   affected|possible|clear|inconclusive|not_assessed   MLPA, laboratory X   N001   SMN1 0, SMN2 3   no exon 7
 *
 * Rules for DRAGEN  smn: no copy of SMN1 is affected, none told is inconclusive, else clear. hba: one functional gene or none of the
 *                   genotype is affected; a filter is inconclusive. gba: biallelic is affected. cyp21a2 tells changes without
 *                   their chromosome: none found is clear, any found is inconclusive and left to people.
 * Errors    GNBS_E_DATA when it is of another sample; GNBS_E_FORMAT with the place for what cannot be read
 */
#ifndef GNBS_RUN_RUN_TARGETED_H
#define GNBS_RUN_RUN_TARGETED_H

#include "core/arena.h"
#include "core/err.h"
#include "genome/locus.h"

typedef struct gnbs_run_targeted_row {
    const char *locus; /* as the tables of refdata/loci name it */
    gnbs_locus_status_t status;
    const char *genotype, *made_by, *reason; /* "" where nothing is said */
} gnbs_run_targeted_row_t;

typedef struct gnbs_run_targeted {
    size_t n;
    const gnbs_run_targeted_row_t *row;
} gnbs_run_targeted_t;

gnbs_code_t gnbs_run_targeted_read(const char *path, const char *sample,
                                   gnbs_arena_t *arena, gnbs_run_targeted_t *out,
                                   gnbs_err_t *err);

/* Puts the supplied result in the place of what these reads gave. Where the two contradict each other, and the reads say that
 * something is wrong, the result is inconclusive. */
gnbs_code_t gnbs_run_targeted_apply(const gnbs_run_targeted_row_t *row, gnbs_arena_t *arena,
                                    gnbs_locus_result_t *result, gnbs_err_t *err);

#endif
