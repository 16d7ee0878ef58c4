/* realpath is of X/Open, not of POSIX alone */
#define _XOPEN_SOURCE 700
#include "batch/batch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/batch_plan.h"
#include "batch/batch_sheet.h"
#include "core/escape.h"
#include "core/mem.h"
#include "io/bundle_store.h"
#include "io/claim.h"
#include "io/out.h"
#include "io/path.h"
#include "io/text.h"
#include "run/run_audit.h"

/* What a list of samples may hold: a line of a newborn who was withdrawn is "-". */
enum { LIST_MAX_BYTES = 1 << 26 };
/* The claim of the process that runs a batch on this machine: no sample's name begins so. */
static const char ENGINE[] = "-engine";

gnbs_batch_opt_t gnbs_batch_opt_default(void) {
    return (gnbs_batch_opt_t){
        .engine = "local", .progress = "auto", .n_threads = 1, .memory_mb = 1500};
}

static gnbs_code_t check_options(const gnbs_batch_opt_t *o, gnbs_err_t *err) {
    if (strcmp(o->engine, "local") != 0 && strcmp(o->engine, "slurm") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "batch: --engine %s: expected local or slurm", o->engine);
    if (o->n_threads < 1 || o->n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "batch: --threads %d: expected 1-256",
                            o->n_threads);
    if (o->n_jobs < 0 || o->memory_mb < 1 || o->max_running < 0 || o->max_array < 0)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "batch: --jobs, --memory, --max-running and --max-array are not "
            "below 0");
    static const char *const OURS[] = {
        "--out",    "-o",       "--reads",   "-i",        "--vcf",     "-v",
        "--sex",    "--sample", "-s",        "--consent", "-c",        "--no-consent-check",
        "--panel",  "-p",       "--refdata", "-r",        "--threads", "-t",
        "--amends", "--audit"};
    for (size_t i = 0; i < o->n_extra; i++)
        for (size_t k = 0; k < sizeof OURS / sizeof *OURS; k++)
            if (strncmp(o->extra[i], OURS[k], strlen(OURS[k])) == 0 &&
                (o->extra[i][strlen(OURS[k])] == '\0' ||
                 o->extra[i][strlen(OURS[k])] == '='))
                return gnbs_err_set(
                    err, GNBS_E_USAGE,
                    "batch: %s is the batch's to say, not an option for each "
                    "run",
                    o->extra[i]);
    return GNBS_OK;
}

/* Absolute, so that a node that starts elsewhere finds it; "" for NULL. */
static gnbs_code_t absolute(gnbs_arena_t *arena, const char *path, const char **to,
                            gnbs_err_t *err) {
    *to = "";
    if (path == NULL || path[0] == '\0') return GNBS_OK;
    char *real = realpath(path, NULL);
    if (real == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    *to = gnbs_arena_strdup(arena, real);
    free(real);
    return *to != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
}

static gnbs_code_t make_folders(const char *out, gnbs_err_t *err) {
    static const char *const BELOW[] = {"", "/.gnbs", "/.gnbs/batch"};
    for (int i = 0; i < 3; i++) {
        gnbs_str_t path;
        gnbs_str_init(&path);
        gnbs_str_printf(&path, "%s%s", out, BELOW[i]);
        bool is_there =
            !path.failed && (mkdir(path.s, 0700) == 0 || gnbs_path_is_dir(path.s));
        int why = errno;
        gnbs_str_clear(&path);
        if (!is_there)
            return gnbs_err_set(err, GNBS_E_IO, "%s%s: cannot be made a folder: %s", out,
                                BELOW[i], strerror(why));
    }
    return GNBS_OK;
}

static gnbs_code_t plan(const gnbs_batch_opt_t *o, gnbs_arena_t *arena, gnbs_batch_t *b,
                        gnbs_err_t *err) {
    gnbs_str_t problems;
    const gnbs_batch_sheet_opt_t sheet = {o->out, o->consent_keys, o->skips_consent};
    *b = (gnbs_batch_t){.skips_consent = o->skips_consent,
                        .n_threads = o->n_threads,
                        .n_extra = o->n_extra,
                        .extra = (const char *const *)o->extra};
    GNBS_TRY(absolute(arena, o->panel, &b->panel, err));
    GNBS_TRY(absolute(arena, o->refdata, &b->refdata, err));
    GNBS_TRY(absolute(arena, o->reference, &b->reference, err));
    GNBS_TRY(absolute(arena, o->panel_keys, &b->panel_keys, err));
    GNBS_TRY(absolute(arena, o->consent_keys, &b->consent_keys, err));
    gnbs_str_init(&problems);
    gnbs_code_t code =
        gnbs_batch_read_sheet(o->sheet, &sheet, arena, &b->n_row, &b->row, &problems, err);
    fputs(gnbs_str_text(&problems), stderr);
    gnbs_str_clear(&problems);
    return code;
}

/* A batch that is there already: rows may be added or changed, and what is fresh is left as it is. */
static gnbs_code_t choose(const gnbs_batch_t *b, const gnbs_batch_opt_t *o,
                          const gnbs_batch_now_t *now, gnbs_arena_t *arena, size_t *n,
                          size_t *todo, gnbs_err_t *err) {
    bool says = strcmp(o->progress, "none") != 0;
    size_t n_fresh = 0;
    *n = 0;
    for (size_t i = 0; i < b->n_row; i++) {
        gnbs_batch_state_t s;
        gnbs_batch_read_state(b->out, b->row[i].sample, arena, &s);
        const char *why = gnbs_batch_why(b, &b->row[i], now, arena);
        bool has_ended = strcmp(s.state, "done") == 0 || strcmp(s.state, "held") == 0;
        if (why == NULL && has_ended) {
            n_fresh++;
            continue;
        }
        if (why == NULL) why = "its run was cut off";
        if (says && strcmp(s.state, "failed") == 0)
            printf("%s: again: it failed before: %s\n", b->row[i].sample, s.reason);
        else if (says && s.attempt > 0)
            printf("%s: again: %s\n", b->row[i].sample, why);
        todo[(*n)++] = i;
    }
    if (n_fresh > 0) printf("%zu newborns are done already\n", n_fresh);
    fflush(stdout);
    return *n < b->n_row + 1 ? GNBS_OK : gnbs_err_set(err, GNBS_E_INTERNAL, "rows");
}

static gnbs_code_t note(const gnbs_batch_t *b, const gnbs_batch_opt_t *o, size_t n,
                        gnbs_arena_t *arena, gnbs_err_t *err) {
    const char *path = gnbs_arena_printf(arena, "%s/.gnbs/audit.jsonl", b->out);
    const char *detail = gnbs_arena_printf(arena, "%zu newborns, engine %s", n, o->engine);
    const gnbs_run_audit_entry_t e = {
        .what = "batch", .version = o->version, .detail = detail};
    return path == NULL || detail == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "batch")
                                          : gnbs_run_audit_append(path, &e, err);
}

/* What every run would fail at is found once, before the first. */
static gnbs_code_t check_bundle(const gnbs_batch_t *b, gnbs_err_t *err) {
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_bundle_load(b->refdata, &bundle, err));
    gnbs_bundle_clear(&bundle);
    return GNBS_OK;
}

static gnbs_code_t start(const gnbs_batch_t *b, const gnbs_batch_opt_t *o,
                         gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_batch_now_t now;
    size_t n, *todo = GNBS_NEW(arena, size_t, b->n_row + 1);
    if (todo == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu rows", b->n_row);
    GNBS_TRY(gnbs_batch_now(b, o->version, arena, &now, err));
    GNBS_TRY(check_bundle(b, err));
    GNBS_TRY(choose(b, o, &now, arena, &n, todo, err));
    if (n == 0) {
        printf("nothing to do\n");
        return GNBS_OK;
    }
    GNBS_TRY(note(b, o, n, arena, err));
    return strcmp(o->engine, "slurm") == 0 ? gnbs_batch_slurm(b, o, n, todo, arena, err)
                                           : gnbs_batch_local(b, o, &now, n, todo, err);
}

/* One process at a time hands out the newborns of a folder; its number lies in engine.pid, for cancel. */
static gnbs_code_t start_alone(const gnbs_batch_t *b, const gnbs_batch_opt_t *o,
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_claim_t *claim;
    gnbs_str_t text;
    const char *dir = gnbs_arena_printf(arena, "%s/.gnbs/batch", b->out);
    const char *pid = gnbs_batch_path(arena, b->out, "engine.pid");
    if (dir == NULL || pid == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", b->out);
    if (gnbs_claim_take(dir, ENGINE, false, &claim, err) != GNBS_OK)
        return gnbs_err_ctx(err, "a batch is at work in %s", b->out);
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%ld\n", (long)getpid());
    gnbs_code_t code = gnbs_out_write_text(pid, &text, err);
    if (code == GNBS_OK) code = gnbs_batch_write_plan(b, err);
    if (code == GNBS_OK) code = start(b, o, arena, err);
    unlink(pid);
    gnbs_claim_end(claim);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t begin(const gnbs_batch_opt_t *o, bool is_new, gnbs_arena_t *arena,
                         gnbs_err_t *err) {
    gnbs_batch_t b;
    const char *out;
    GNBS_TRY(check_options(o, err));
    if (is_new) {
        GNBS_TRY(
            plan(o, arena, &b, err)); /* with a fault in the sheet, not even a folder */
        GNBS_TRY(make_folders(o->out, err));
        GNBS_TRY(absolute(arena, o->out, &b.out, err));
    } else {
        GNBS_TRY(absolute(arena, o->out, &out, err));
        GNBS_TRY(gnbs_batch_read_plan(out, arena, &b, err));
    }
    return start_alone(&b, o, arena, err);
}

static gnbs_code_t with_arena(const gnbs_batch_opt_t *o, bool is_new, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = begin(o, is_new, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_batch_run(const gnbs_batch_opt_t *o, gnbs_err_t *err) {
    return with_arena(o, true, err);
}

gnbs_code_t gnbs_batch_resume(const gnbs_batch_opt_t *o, gnbs_err_t *err) {
    return with_arena(o, false, err);
}

/* ---- cancel ---------------------------------------------------------------------------------------------------------------- */

static gnbs_code_t cancel(const char *out, gnbs_arena_t *arena, gnbs_str_t *say,
                          gnbs_err_t *err) {
    int n_array;
    char *text;
    size_t n;
    const char *dir = gnbs_arena_printf(arena, "%s/.gnbs/batch", out);
    const char *path = gnbs_batch_path(arena, out, "engine.pid");
    if (dir == NULL || path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", out);
    GNBS_TRY(gnbs_batch_slurm_cancel(out, arena, &n_array, err));
    if (n_array > 0) gnbs_str_printf(say, "%d arrays taken out of the queue\n", n_array);
    if (!gnbs_claim_is_held(dir, ENGINE)) {
        if (n_array == 0) gnbs_str_add(say, "nothing is at work here\n");
        return GNBS_OK;
    }
    GNBS_TRY(gnbs_text_read(path, 64, &text, &n, err));
    long pid = strtol(text, NULL, 10);
    gnbs_mem_free(text);
    if (pid <= 1 || kill((pid_t)pid, SIGTERM) != 0)
        return gnbs_err_set(err, GNBS_E_IO,
                            "process %ld of this batch cannot be ended from here: is it on "
                            "another machine?",
                            pid);
    gnbs_str_printf(say, "process %ld was asked to end\n", pid);
    return GNBS_OK;
}

gnbs_code_t gnbs_batch_cancel(const char *out, gnbs_str_t *say, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_batch_t b;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_batch_read_plan(out, &arena, &b, err);
    if (code == GNBS_OK) code = cancel(out, &arena, say, err);
    gnbs_arena_clear(&arena);
    return code;
}

/* ---- task ------------------------------------------------------------------------------------------------------------------ */

static gnbs_code_t line_of(const char *list, long line, gnbs_arena_t *arena,
                           const char **sample, gnbs_err_t *err) {
    char *text;
    size_t n;
    GNBS_TRY(gnbs_text_read(list, LIST_MAX_BYTES, &text, &n, err));
    const char *at = text;
    for (long k = 0; k < line && at != NULL; k++) {
        at = strchr(at, '\n');
        if (at != NULL) at++;
    }
    gnbs_code_t code = GNBS_OK;
    if (at == NULL || *at == '\0')
        code = gnbs_err_set(err, GNBS_E_USAGE, "%s: has no line %ld", list, line + 1);
    else if ((*sample = gnbs_arena_strndup(arena, at, strcspn(at, "\n"))) == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", list);
    gnbs_mem_free(text);
    return code;
}

static gnbs_code_t task(const char *out, const char *list, long line, const char *program,
                        const char *version, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_batch_t b;
    gnbs_batch_now_t now;
    gnbs_batch_state_t state;
    const char *sample;
    GNBS_TRY(gnbs_batch_read_plan(out, arena, &b, err));
    GNBS_TRY(line_of(list, line, arena, &sample, err));
    const gnbs_batch_row_t *row = gnbs_batch_find(&b, sample);
    if (row == NULL) return GNBS_OK; /* withdrawn since, or taken out of the sheet */
    GNBS_TRY(gnbs_batch_now(&b, version, arena, &now, err));
    GNBS_TRY(gnbs_batch_do(&b, row, &now, program, arena, &state, err));
    if (strcmp(state.state, "failed") == 0 || strcmp(state.state, "interrupted") == 0)
        return gnbs_err_set(err, GNBS_E_DATA, "%s: %s: %s", sample, state.state,
                            state.reason);
    return GNBS_OK;
}

gnbs_code_t gnbs_batch_task(const char *out, const char *list, long line,
                            const char *program, const char *version, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = task(out, list, line, program, version, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
