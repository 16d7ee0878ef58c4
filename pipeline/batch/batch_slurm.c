#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "batch/batch_exec.h"
#include "batch/batch_plan.h"
#include "core/escape.h"
#include "core/json.h"
#include "core/mem.h"
#include "io/out.h"
#include "io/path.h"
#include "io/text.h"
#include "io/tree_read.h"

/* A list of samples, one a line, goes to the queue as arrays of at most MaxArraySize tasks; task k of an array that begins at line
 * `offset` does the newborn of line offset + k. Arrays wait for one another, so that --max-running holds for all. Slurm queues a
 * task again when its node fails or it is pre-empted (--requeue); a run that ends with a status is not tried again. */

enum { MAX_FLAGS = 64, MAX_JOBS = 4096, CONFIG_MAX_BYTES = 1 << 16, POLL_S = 2 };

typedef struct job {
    char id[24];
    const char *list;
    long offset, n;
} job_t;

typedef struct jobs {
    size_t n;
    job_t job[MAX_JOBS];
} jobs_t;

/* ---- jobs.json ------------------------------------------------------------------------------------------------------------ */

static gnbs_code_t read_jobs(const char *out, gnbs_arena_t *arena, jobs_t **jobs,
                             gnbs_err_t *err) {
    const gnbs_tree_t *root;
    const char *path = gnbs_batch_path(arena, out, "jobs.json");
    *jobs = GNBS_NEW(arena, jobs_t, 1);
    if (path == NULL || *jobs == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    if (gnbs_path_is_absent(path)) return GNBS_OK;
    GNBS_TRY(gnbs_tree_read(path, arena, &root, err));
    for (size_t i = 0; i < gnbs_tree_size(root, "jobs") && i < MAX_JOBS; i++) {
        const gnbs_tree_t *t = gnbs_tree_at(gnbs_tree_get(root, "jobs"), i);
        job_t *j = &(*jobs)->job[(*jobs)->n++];
        snprintf(j->id, sizeof j->id, "%s", gnbs_tree_text(t, "id"));
        j->list = gnbs_tree_text(t, "list");
        j->offset = (long)gnbs_tree_int(t, "offset", 0);
        j->n = (long)gnbs_tree_int(t, "n", 0);
    }
    return GNBS_OK;
}

static gnbs_code_t write_jobs(const char *out, const jobs_t *jobs, gnbs_arena_t *arena,
                              gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_json_t j;
    const char *path = gnbs_batch_path(arena, out, "jobs.json");
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    gnbs_str_init(&text);
    gnbs_json_init(&j, &text);
    gnbs_json_object(&j, NULL);
    gnbs_json_array(&j, "jobs");
    for (size_t i = 0; i < jobs->n; i++) {
        gnbs_json_object(&j, NULL);
        gnbs_json_text(&j, "id", jobs->job[i].id);
        gnbs_json_text(&j, "list", jobs->job[i].list);
        gnbs_json_int(&j, "offset", jobs->job[i].offset);
        gnbs_json_int(&j, "n", jobs->job[i].n);
        gnbs_json_end(&j);
    }
    gnbs_json_end(&j);
    gnbs_json_end(&j);
    gnbs_code_t code = gnbs_out_write_text(path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

/* ---- what goes to sbatch ---------------------------------------------------------------------------------------------------- */

/* A laboratory's flags, one a line: --partition=long. Those that are ours to set are refused. */
static gnbs_code_t read_flags(const char *path, gnbs_arena_t *arena, size_t *n,
                              const char *flag[MAX_FLAGS], gnbs_err_t *err) {
    static const char *const OURS[] = {"--array",     "--wrap",     "--output",
                                       "--error",     "--parsable", "--dependency",
                                       "--no-requeue"};
    char *text;
    size_t n_text;
    *n = 0;
    if (path == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_text_read(path, CONFIG_MAX_BYTES, &text, &n_text, err));
    gnbs_code_t code = GNBS_OK;
    for (char *line = strtok(text, "\n"); code == GNBS_OK && line != NULL;
         line = strtok(NULL, "\n")) {
        while (isspace((unsigned char)*line)) line++;
        size_t len = strlen(line);
        while (len > 0 && isspace((unsigned char)line[len - 1])) line[--len] = '\0';
        if (line[0] == '\0' || line[0] == '#') continue;
        bool is_ours = strncmp(line, "--", 2) != 0 || *n == MAX_FLAGS;
        for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
            is_ours = is_ours || strncmp(line, OURS[i], strlen(OURS[i])) == 0;
        if (is_ours)
            code = gnbs_err_set(
                err, GNBS_E_USAGE,
                "%s: '%s': expected options of sbatch such as --mem=2G; array, "
                "output and dependencies are gnbs's to set",
                path, line);
        else if ((flag[(*n)++] = gnbs_arena_strdup(arena, line)) == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    }
    gnbs_mem_free(text);
    return code;
}

static gnbs_code_t max_array(long *max, gnbs_err_t *err) {
    char *argv[] = {"scontrol", "show", "config", NULL};
    gnbs_str_t said;
    gnbs_str_init(&said);
    gnbs_code_t code = gnbs_batch_exec(argv, &said, err);
    const char *at = code == GNBS_OK ? strstr(gnbs_str_text(&said), "MaxArraySize") : NULL;
    *max = at != NULL ? strtol(at + strcspn(at, "0123456789\n"), NULL, 10) : 0;
    if (*max < 1) *max = 1001; /* Slurm's own default */
    gnbs_str_clear(&said);
    return code;
}

/* The list and the script lie in the batch's folder: a task needs nothing else, from any node. */
static gnbs_code_t write_list(const gnbs_batch_t *b, size_t n, const size_t todo[],
                              gnbs_arena_t *arena, const char **name, gnbs_err_t *err) {
    gnbs_str_t text;
    const char *path = NULL;
    for (int k = 1; path == NULL || !gnbs_path_is_absent(path); k++) {
        *name = gnbs_arena_printf(arena, "todo-%d.txt", k);
        path = *name != NULL ? gnbs_batch_path(arena, b->out, *name) : NULL;
        if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", b->out);
    }
    gnbs_str_init(&text);
    for (size_t i = 0; i < n; i++) gnbs_str_printf(&text, "%s\n", b->row[todo[i]].sample);
    gnbs_code_t code = gnbs_out_write_text(path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t write_script(const gnbs_batch_t *b, const char *program,
                                const char *list, gnbs_arena_t *arena, const char **path,
                                gnbs_err_t *err) {
    gnbs_str_t text;
    *path = gnbs_batch_path(arena, b->out, "task.sh");
    const char *list_path = gnbs_batch_path(arena, b->out, list);
    if (*path == NULL || list_path == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s", b->out);
    gnbs_str_init(&text);
    gnbs_str_add(&text,
                 "#!/bin/sh\n# one newborn of a batch; $1 is the first line of this array\n"
                 "exec ");
    gnbs_escape_shell(&text, program);
    gnbs_str_add(&text, " batch task ");
    gnbs_escape_shell(&text, b->out);
    gnbs_str_add(&text, " --list \"$2\" --line $(($1 + SLURM_ARRAY_TASK_ID))\n");
    gnbs_code_t code = gnbs_out_write_text(*path, &text, err);
    gnbs_str_clear(&text);
    return code;
}

typedef struct submission {
    const gnbs_batch_t *batch;
    const gnbs_batch_opt_t *opt;
    const char *script, *list;
    size_t n_flag;
    const char *flag[MAX_FLAGS];
    gnbs_arena_t *arena;
} submission_t;

static gnbs_code_t submit(const submission_t *s, long offset, long n, const char *after,
                          job_t *job, gnbs_err_t *err) {
    const char *argv[MAX_FLAGS + 24];
    size_t k = 0;
    gnbs_arena_t *a = s->arena;
    argv[k++] = "sbatch", argv[k++] = "--parsable", argv[k++] = "--requeue";
    argv[k++] = "--open-mode=append", argv[k++] = "--job-name=gnbs";
    argv[k++] = s->opt->max_running > 0
                    ? gnbs_arena_printf(a, "--array=0-%ld%%%d", n - 1, s->opt->max_running)
                    : gnbs_arena_printf(a, "--array=0-%ld", n - 1);
    argv[k++] = gnbs_arena_printf(a, "--cpus-per-task=%d", s->batch->n_threads);
    argv[k++] =
        gnbs_arena_printf(a, "--output=%s/.gnbs/batch/slurm-%%A_%%a.out", s->batch->out);
    if (after != NULL) argv[k++] = gnbs_arena_printf(a, "--dependency=afterany:%s", after);
    for (size_t i = 0; i < s->n_flag; i++) argv[k++] = s->flag[i];
    argv[k++] = s->script;
    argv[k++] = gnbs_arena_printf(a, "%ld", offset);
    argv[k++] = gnbs_batch_path(a, s->batch->out, s->list);
    for (size_t i = 0; i < k; i++)
        if (argv[i] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "sbatch");
    argv[k] = NULL;
    gnbs_str_t said;
    gnbs_str_init(&said);
    gnbs_code_t code = gnbs_batch_exec((char *const *)argv, &said, err);
    const char *id = gnbs_str_text(&said);
    size_t n_id = strspn(id, "0123456789");
    if (code == GNBS_OK && (n_id == 0 || n_id >= sizeof job->id))
        code =
            gnbs_err_set(err, GNBS_E_IO, "sbatch answered '%.80s', no number of a job", id);
    *job = (job_t){.list = s->list, .offset = offset, .n = n};
    if (code == GNBS_OK) memcpy(job->id, id, n_id);
    gnbs_str_clear(&said);
    return code;
}

/* ---- the queue ------------------------------------------------------------------------------------------------------------- */

static gnbs_code_t ask_queue(const jobs_t *jobs, gnbs_str_t *said, gnbs_err_t *err) {
    gnbs_str_t ids;
    gnbs_str_init(&ids);
    gnbs_str_add(&ids, "--jobs=");
    for (size_t i = 0; i < jobs->n; i++)
        gnbs_str_printf(&ids, "%s%s", i > 0 ? "," : "", jobs->job[i].id);
    char *argv[] = {"squeue", "--noheader", "--array", "--states=all", "--format=%F %K %T",
                    ids.s,    NULL};
    gnbs_code_t code = ids.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "squeue")
                                  : gnbs_batch_exec(argv, said, err);
    /* jobs that ended long ago are not known any more: then nothing of ours is queued */
    if (code == GNBS_E_IO && strstr(gnbs_str_text(said), "Invalid job id") != NULL) {
        gnbs_str_reset(said);
        code = GNBS_OK;
    }
    gnbs_str_clear(&ids);
    return code;
}

static bool is_over(const char *state) {
    static const char *const OVER[] = {
        "COMPLETED", "FAILED",    "CANCELLED", "TIMEOUT",       "NODE_FAIL",
        "PREEMPTED", "BOOT_FAIL", "DEADLINE",  "OUT_OF_MEMORY", "REVOKED"};
    for (size_t i = 0; i < sizeof OVER / sizeof *OVER; i++)
        if (strcmp(state, OVER[i]) == 0) return true;
    return false;
}

static gnbs_code_t wait_for_end(const jobs_t *jobs, gnbs_err_t *err) {
    for (;;) {
        gnbs_str_t said;
        gnbs_str_init(&said);
        long n_left = 0;
        gnbs_code_t code = ask_queue(jobs, &said, err);
        char *text = code == GNBS_OK ? said.s : NULL;
        for (char *line = text != NULL ? strtok(text, "\n") : NULL; line != NULL;
             line = strtok(NULL, "\n")) {
            char *word = strrchr(line, ' ');
            n_left += word != NULL && !is_over(word + 1);
        }
        gnbs_str_clear(&said);
        if (code != GNBS_OK || n_left == 0) return code;
        nanosleep(&(struct timespec){POLL_S, 0}, NULL);
    }
}

/* "%A_%a" of squeue to the sample of that line. */
static void set_state(const gnbs_batch_t *b, const jobs_t *jobs, char *const *list_text,
                      const char *id, long task, const char *word, gnbs_arena_t *arena,
                      const char **state) {
    for (size_t i = 0; i < jobs->n; i++) {
        if (strcmp(jobs->job[i].id, id) != 0 || list_text[i] == NULL) continue;
        const char *at = list_text[i];
        for (long k = jobs->job[i].offset + task; k > 0 && at != NULL; k--) {
            at = strchr(at, '\n');
            if (at != NULL) at++;
        }
        if (at == NULL) return;
        const char *sample = gnbs_arena_strndup(arena, at, strcspn(at, "\n"));
        const gnbs_batch_row_t *r = sample != NULL ? gnbs_batch_find(b, sample) : NULL;
        if (r != NULL) state[r - b->row] = gnbs_arena_strdup(arena, word);
        return;
    }
}

static char *read_list(const char *out, const char *name, gnbs_arena_t *arena) {
    char *text;
    size_t n;
    gnbs_err_t err;
    const char *path = gnbs_batch_path(arena, out, name);
    if (path == NULL || gnbs_text_read(path, 1 << 26, &text, &n, &err) != GNBS_OK)
        return NULL;
    char *kept = gnbs_arena_strndup(arena, text, n);
    gnbs_mem_free(text);
    return kept;
}

gnbs_code_t gnbs_batch_slurm_states(const gnbs_batch_t *b, gnbs_arena_t *arena,
                                    const char **state, gnbs_err_t *err) {
    jobs_t *jobs;
    gnbs_str_t said;
    memset(state, 0, b->n_row * sizeof *state);
    GNBS_TRY(read_jobs(b->out, arena, &jobs, err));
    if (jobs->n == 0) return GNBS_OK;
    char **list = GNBS_NEW(arena, char *, jobs->n);
    if (list == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "jobs");
    for (size_t i = 0; i < jobs->n; i++) /* arrays of one list share its text */
        list[i] = i > 0 && strcmp(jobs->job[i].list, jobs->job[i - 1].list) == 0
                      ? list[i - 1]
                      : read_list(b->out, jobs->job[i].list, arena);
    gnbs_str_init(&said);
    gnbs_code_t code = ask_queue(jobs, &said, err);
    char *text = code == GNBS_OK ? said.s : NULL;
    for (char *line = text != NULL ? strtok(text, "\n") : NULL; line != NULL;
         line = strtok(NULL, "\n")) {
        char id[24], word[40];
        long task;
        if (sscanf(line, "%23s %ld %39s", id, &task, word) == 3)
            set_state(b, jobs, list, id, task, word, arena, state);
    }
    gnbs_str_clear(&said);
    return code;
}

gnbs_code_t gnbs_batch_slurm_cancel(const char *out, gnbs_arena_t *arena, int *n,
                                    gnbs_err_t *err) {
    jobs_t *jobs;
    *n = 0;
    GNBS_TRY(read_jobs(out, arena, &jobs, err));
    for (size_t i = 0; i < jobs->n; i++) {
        char *argv[] = {"scancel", "--quiet", jobs->job[i].id, NULL};
        gnbs_str_t said;
        gnbs_str_init(&said);
        gnbs_code_t code = gnbs_batch_exec(argv, &said, err);
        gnbs_str_clear(&said);
        GNBS_TRY(code);
        ++*n;
    }
    return GNBS_OK;
}

/* ---- all of it ---------------------------------------------------------------------------------------------------------------- */

static gnbs_code_t submit_all(const submission_t *s, size_t n, long max, jobs_t *jobs,
                              gnbs_err_t *err) {
    size_t first = jobs->n;
    for (long offset = 0; offset < (long)n; offset += max) {
        long k = (long)n - offset < max ? (long)n - offset : max;
        const char *after = jobs->n > first ? jobs->job[jobs->n - 1].id : NULL;
        if (jobs->n == MAX_JOBS)
            return gnbs_err_set(err, GNBS_E_USAGE, "more than %d arrays", MAX_JOBS);
        GNBS_TRY(submit(s, offset, k, after, &jobs->job[jobs->n], err));
        jobs->n++; /* kept at once: what is queued can be cancelled whatever comes */
        GNBS_TRY(write_jobs(s->batch->out, jobs, s->arena, err));
        printf("job %s: %ld newborns\n", jobs->job[jobs->n - 1].id, k);
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_batch_slurm(const gnbs_batch_t *batch, const gnbs_batch_opt_t *opt,
                             size_t n, const size_t todo[], gnbs_arena_t *arena,
                             gnbs_err_t *err) {
    submission_t s = {.batch = batch, .opt = opt, .arena = arena};
    jobs_t *jobs;
    long max;
    GNBS_TRY(read_flags(opt->slurm_config, arena, &s.n_flag, s.flag, err));
    GNBS_TRY(max_array(&max, err));
    if (opt->max_array > 0 && opt->max_array < max) max = opt->max_array;
    GNBS_TRY(read_jobs(batch->out, arena, &jobs, err));
    GNBS_TRY(write_list(batch, n, todo, arena, &s.list, err));
    GNBS_TRY(write_script(batch, opt->program, s.list, arena, &s.script, err));
    GNBS_TRY(submit_all(&s, n, max, jobs, err));
    if (!opt->waits) {
        printf("gnbs batch status %s says how they are\n", batch->out);
        return GNBS_OK;
    }
    fflush(stdout);
    return wait_for_end(jobs, err);
}
