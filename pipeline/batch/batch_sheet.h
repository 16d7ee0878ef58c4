/* batch/batch_sheet.h -- a sample sheet, checked whole before anything starts.
 *
 *     sample,sex,reads,vcf,mother,father,consent,case_id,note        CSV, or TSV by its name
 *
 * Names of other pipelines' sheets are taken too (bam, cram, sample_id, gender, ...). Relative paths begin at the sheet's folder.
 * Every problem is listed, with its line: a sheet is mended once, not ten times.
 */
#ifndef GNBS_BATCH_BATCH_SHEET_H
#define GNBS_BATCH_BATCH_SHEET_H

#include "batch/batch.h"

typedef struct gnbs_batch_sheet_opt {
    const char *out;          /* for withdrawals: who withdrew is refused */
    const char *consent_keys; /* or NULL */
    bool skips_consent;
} gnbs_batch_sheet_opt_t;

/* Rows in sheet order, in `arena`. GNBS_E_DATA with the list of problems in `problems`, one a line. */
gnbs_code_t gnbs_batch_read_sheet(const char *path, const gnbs_batch_sheet_opt_t *opt,
                                  gnbs_arena_t *arena, size_t *n, gnbs_batch_row_t **row,
                                  gnbs_str_t *problems, gnbs_err_t *err);

#endif
