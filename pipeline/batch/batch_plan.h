/* batch/batch_plan.h -- parts of the batch room, for its own files: batch.json, paths, the command of one run, its state. */
#ifndef GNBS_BATCH_BATCH_PLAN_H
#define GNBS_BATCH_BATCH_PLAN_H

#include "batch/batch.h"
#include "core/tree.h"

/* OUT/.gnbs/batch/NAME; NULL without memory. */
const char *gnbs_batch_path(gnbs_arena_t *arena, const char *out, const char *name);
gnbs_code_t gnbs_batch_write_plan(const gnbs_batch_t *batch, gnbs_err_t *err);
gnbs_code_t gnbs_batch_read_plan(const char *out, gnbs_arena_t *arena, gnbs_batch_t *batch,
                                 gnbs_err_t *err);
const gnbs_batch_row_t *gnbs_batch_find(const gnbs_batch_t *batch, const char *sample);

/* argv of `gnbs run` for a row, ended by NULL; argv[0] is `program`. --out and --threads come last. */
gnbs_code_t gnbs_batch_command(const gnbs_batch_t *batch, const gnbs_batch_row_t *row,
                               const char *program, gnbs_arena_t *arena, char ***argv,
                               gnbs_err_t *err);

/* Why a newborn must be run (again), in words; NULL: its result is there and of these inputs. */
typedef struct gnbs_batch_now { /* what results are compared with; made once */
    const char *version, *panel_sha256;
} gnbs_batch_now_t;
gnbs_code_t gnbs_batch_now(const gnbs_batch_t *batch, const char *version,
                           gnbs_arena_t *arena, gnbs_batch_now_t *now, gnbs_err_t *err);
const char *gnbs_batch_why(const gnbs_batch_t *batch, const gnbs_batch_row_t *row,
                           const gnbs_batch_now_t *now, gnbs_arena_t *arena);

typedef struct gnbs_batch_state { /* SAMPLE.json */
    const char *sample, *state;   /* waiting running done held refused failed interrupted */
    const char *reason;           /* "" when done */
    const char *began, *ended, *job;
    int status, attempt;
    double seconds;
    long memory_kb;
} gnbs_batch_state_t;
gnbs_code_t gnbs_batch_write_state(const gnbs_batch_t *batch, const gnbs_batch_state_t *s,
                                   gnbs_err_t *err);
/* A newborn that was never begun is "waiting". */
void gnbs_batch_read_state(const char *out, const char *sample, gnbs_arena_t *arena,
                           gnbs_batch_state_t *state);

/* One newborn, in a process of its own; its state is written whatever comes. GNBS_OK also when the newborn failed: see `state`. */
gnbs_code_t gnbs_batch_do(const gnbs_batch_t *batch, const gnbs_batch_row_t *row,
                          const gnbs_batch_now_t *now, const char *program,
                          gnbs_arena_t *arena, gnbs_batch_state_t *state, gnbs_err_t *err);

/* The engines: rows by index, each to its end (local) or to the queue (Slurm). */
gnbs_code_t gnbs_batch_local(const gnbs_batch_t *batch, const gnbs_batch_opt_t *opt,
                             const gnbs_batch_now_t *now, size_t n, const size_t todo[],
                             gnbs_err_t *err);
gnbs_code_t gnbs_batch_slurm(const gnbs_batch_t *batch, const gnbs_batch_opt_t *opt,
                             size_t n, const size_t todo[], gnbs_arena_t *arena,
                             gnbs_err_t *err);
/* Takes everything of this batch out of the queue; how many arrays. */
gnbs_code_t gnbs_batch_slurm_cancel(const char *out, gnbs_arena_t *arena, int *n,
                                    gnbs_err_t *err);
/* The queue's word for each row (PENDING, RUNNING, ...), NULL for rows it does not know. */
gnbs_code_t gnbs_batch_slurm_states(const gnbs_batch_t *batch, gnbs_arena_t *arena,
                                    const char **state /* [n_row] */, gnbs_err_t *err);

#endif
