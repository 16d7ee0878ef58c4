/* batch/batch.h -- many newborns: a sheet in, one folder each out, on this machine or on Slurm.
 *
 *     OUT/SAMPLE/               a newborn's results, as `gnbs run` leaves them
 *     OUT/.gnbs/batch/          batch.json (sheet and options), SAMPLE.json (its state), SAMPLE.err (what its run said),
 *                               todo-N.txt and jobs.json (what was handed to Slurm)
 *
 * The unit is one newborn, in a process of its own: a crash of one touches no other. Everything that is known of a batch is in
 * these files: status works while it runs, from any machine that sees the folder, and resume does only what is missing or stale.
 * One process at a time works on a newborn (io/claim.h), whatever the queue does.
 */
#ifndef GNBS_BATCH_BATCH_H
#define GNBS_BATCH_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_batch_row {
    int line; /* of the sheet */
    const char *sample, *sex, *reads, *vcf, *mother, *father, *consent, *case_id, *note;
} gnbs_batch_row_t; /* "" where the sheet says nothing; sex is "F", "M" or "" */

typedef struct gnbs_batch { /* what batch.json says */
    const char *out;        /* absolute */
    const char *panel, *refdata, *reference, *panel_keys,
        *consent_keys; /* "" when not given */
    bool skips_consent;
    int n_threads; /* of one newborn's run */
    size_t n_extra;
    const char *const *extra; /* further options of `gnbs run` */
    size_t n_row;
    gnbs_batch_row_t *row;
} gnbs_batch_t;

typedef struct gnbs_batch_opt {
    const char *sheet, *out, *engine; /* "local" or "slurm" */
    const char *program, *version;    /* this program's file; of gnbs */
    const char *panel, *refdata, *reference, *panel_keys, *consent_keys, *slurm_config;
    const char *progress; /* auto, plain, json, none */
    bool skips_consent, waits;
    int n_threads, n_jobs, memory_mb, max_running, max_array; /* 0: found out */
    size_t n_extra;
    char *const *extra;
} gnbs_batch_opt_t;
gnbs_batch_opt_t gnbs_batch_opt_default(void);

/* GNBS_E_DATA when a newborn failed; the others are done. */
gnbs_code_t gnbs_batch_run(const gnbs_batch_opt_t *opt, gnbs_err_t *err);
/* Of the options, engine, jobs and the like count; sheet and run options are those of the batch. */
gnbs_code_t gnbs_batch_resume(const gnbs_batch_opt_t *opt, gnbs_err_t *err);
gnbs_code_t gnbs_batch_cancel(const char *out, gnbs_str_t *say, gnbs_err_t *err);
gnbs_code_t gnbs_batch_status(const char *out, bool is_json, gnbs_str_t *say,
                              gnbs_err_t *err);
/* What a queue starts: the newborn in line `line` (from 0) of a list of samples. */
gnbs_code_t gnbs_batch_task(const char *out, const char *list, long line,
                            const char *program, const char *version, gnbs_err_t *err);
/* OUT/cohort/: tables of all newborns with a result; see batch_cohort.h. */
gnbs_code_t gnbs_batch_cohort(const char *out, gnbs_str_t *say, gnbs_err_t *err);
/* At a withdrawal: the newborn's row, its lines in lists, and the cohort's tables made anew. */
gnbs_code_t gnbs_batch_forget(const char *out, const char *sample, gnbs_err_t *err);

#endif
