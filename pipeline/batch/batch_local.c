#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "batch/batch_plan.h"
#include "core/escape.h"
#include "core/json.h"
#include "core/log.h"
#include "core/mem.h"

/* One supervising process per newborn, forked off; it starts the run and writes the state. The parent counts, prints and, asked to
 * end, passes that on: eight seconds for the runs, then their end by force. */

enum { PATIENCE_S = 8 };

typedef struct slot {
    pid_t pid; /* 0: free */
    size_t i_row;
    double began_s;
} slot_t;

typedef struct pool {
    const gnbs_batch_t *batch;
    const gnbs_batch_now_t *now;
    const char *program;
    enum { SHOW_NOTHING, SHOW_LINES, SHOW_JSON } show;
    int n_slot;
    slot_t *slot;
    size_t n, next, n_ended, n_failed, n_held, n_refused;
    const size_t *todo;
    double began_s;
} pool_t;

static volatile sig_atomic_t asked;
static void on_signal(int number) { asked = number; }

/* ---- how many at once ----------------------------------------------------------------------------------------------------- */

static long memory_free_mb(void) {
    FILE *f = fopen("/proc/meminfo", "r");
    char line[128];
    long kb = -1;
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (sscanf(line, "MemAvailable: %ld kB", &kb) == 1) break;
    if (f != NULL) fclose(f);
    return kb / 1024;
}

static int count_slots(const gnbs_batch_t *b, const gnbs_batch_opt_t *opt, size_t n) {
    if (opt->n_jobs > 0) return (size_t)opt->n_jobs < n ? opt->n_jobs : (int)n;
    long cores = sysconf(_SC_NPROCESSORS_ONLN), free_mb = memory_free_mb();
    long jobs = (cores > 0 ? cores : 1) / b->n_threads;
    if (free_mb > 0 && jobs > free_mb / opt->memory_mb) jobs = free_mb / opt->memory_mb;
    if (jobs < 1) jobs = 1;
    return (size_t)jobs < n ? (int)jobs : (int)n;
}

/* ---- progress ------------------------------------------------------------------------------------------------------------- */

static void show(const pool_t *p, const gnbs_batch_state_t *s) {
    gnbs_str_t line;
    gnbs_str_init(&line);
    if (p->show == SHOW_LINES) {
        gnbs_str_printf(&line, "%5zu/%zu  %-24s %-11s %6.1f s", p->n_ended, p->n, s->sample,
                        s->state, s->seconds);
        if (s->reason[0] != '\0') gnbs_str_add(&line, "  ");
        gnbs_escape_term(&line, s->reason);
        gnbs_str_add_char(&line, '\n');
    } else if (p->show == SHOW_JSON) {
        gnbs_str_printf(&line, "{\"ended\":%zu,\"of\":%zu,\"sample\":", p->n_ended, p->n);
        gnbs_escape_json(&line, s->sample);
        gnbs_str_printf(&line, ",\"state\":\"%s\",\"seconds\":%.3f,\"reason\":", s->state,
                        s->seconds);
        gnbs_escape_json(&line, s->reason);
        gnbs_str_add(&line, "}\n");
    }
    fputs(gnbs_str_text(&line), stderr);
    gnbs_str_clear(&line);
}

/* ---- the pool -------------------------------------------------------------------------------------------------------------- */

static void supervise(const pool_t *p, size_t i_row) {
    gnbs_arena_t arena;
    gnbs_err_t err = {0};
    gnbs_batch_state_t s;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_batch_do(p->batch, &p->batch->row[i_row], p->now, p->program,
                                     &arena, &s, &err);
    if (code != GNBS_OK) {
        s.state = "failed", s.reason = err.msg, s.status = gnbs_err_exit_status(code);
        gnbs_err_t other;
        (void)!gnbs_batch_write_state(p->batch, &s, &other);
    }
    _exit(0);
}

static gnbs_code_t start(pool_t *p, slot_t *slot, gnbs_err_t *err) {
    size_t i_row = p->todo[p->next];
    fflush(NULL); /* nothing of ours is to be written twice */
    pid_t pid = fork();
    if (pid == 0) supervise(p, i_row);
    if (pid < 0)
        return gnbs_err_set(err, GNBS_E_IO, "no further process: %s", strerror(errno));
    *slot = (slot_t){pid, i_row, gnbs_log_clock_s()};
    p->next++;
    return GNBS_OK;
}

/* A supervisor that was itself ended by force has written nothing: we do. */
static void take_end(pool_t *p, slot_t *slot, int status) {
    gnbs_arena_t arena;
    gnbs_batch_state_t s;
    gnbs_err_t err;
    const char *sample = p->batch->row[slot->i_row].sample;
    gnbs_arena_init(&arena);
    gnbs_batch_read_state(p->batch->out, sample, &arena, &s);
    if (status != 0 || strcmp(s.state, "running") == 0 || strcmp(s.state, "waiting") == 0) {
        s.state = asked ? "interrupted" : "failed";
        s.reason = "its supervising process was ended by force";
        s.seconds = gnbs_log_clock_s() - slot->began_s;
        (void)!gnbs_batch_write_state(p->batch, &s, &err);
    }
    p->n_ended++;
    p->n_held += strcmp(s.state, "held") == 0;
    p->n_refused += strcmp(s.state, "refused") == 0;
    p->n_failed += strcmp(s.state, "failed") == 0 || strcmp(s.state, "interrupted") == 0;
    show(p, &s);
    gnbs_arena_clear(&arena);
    slot->pid = 0;
}

static void signal_all(const pool_t *p, int number) {
    for (int i = 0; i < p->n_slot; i++)
        if (p->slot[i].pid > 0) kill(p->slot[i].pid, number);
}

static int n_running(const pool_t *p) {
    int n = 0;
    for (int i = 0; i < p->n_slot; i++) n += p->slot[i].pid > 0;
    return n;
}

/* The next that ended; false when none has. */
static bool collect(pool_t *p, int flags) {
    int status;
    pid_t pid = waitpid(-1, &status, flags);
    if (pid <= 0) return false;
    for (int i = 0; i < p->n_slot; i++)
        if (p->slot[i].pid == pid) take_end(p, &p->slot[i], status);
    return true;
}

static void end_all(pool_t *p) {
    double until = gnbs_log_clock_s() + PATIENCE_S;
    signal_all(p, SIGTERM);
    while (n_running(p) > 0) {
        if (collect(p, WNOHANG)) continue;
        if (gnbs_log_clock_s() > until) signal_all(p, SIGKILL);
        nanosleep(&(struct timespec){0, 20000000L}, NULL);
    }
}

static gnbs_code_t go(pool_t *p, gnbs_err_t *err) {
    while (!asked && (p->next < p->n || n_running(p) > 0)) {
        for (int i = 0; i < p->n_slot && p->next < p->n; i++)
            if (p->slot[i].pid == 0) {
                gnbs_code_t code = start(p, &p->slot[i], err);
                if (code != GNBS_OK) {
                    end_all(p);
                    return code;
                }
            }
        collect(p, 0); /* a signal ends the wait */
    }
    if (!asked) return GNBS_OK;
    end_all(p);
    return gnbs_err_set(
        err, GNBS_E_IO,
        "ended by a signal after %zu of %zu newborns; gnbs batch resume goes "
        "on from here",
        p->n_ended, p->n);
}

static gnbs_code_t set_show(pool_t *p, const char *mode, gnbs_err_t *err) {
    if (strcmp(mode, "auto") == 0)
        p->show = isatty(STDERR_FILENO) ? SHOW_LINES : SHOW_JSON;
    else if (strcmp(mode, "plain") == 0)
        p->show = SHOW_LINES;
    else if (strcmp(mode, "json") == 0)
        p->show = SHOW_JSON;
    else if (strcmp(mode, "none") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "batch: --progress %s: expected auto, plain, json or none",
                            mode);
    return GNBS_OK;
}

gnbs_code_t gnbs_batch_local(const gnbs_batch_t *batch, const gnbs_batch_opt_t *opt,
                             const gnbs_batch_now_t *now, size_t n, const size_t todo[],
                             gnbs_err_t *err) {
    pool_t p = {.batch = batch, .now = now, .program = opt->program, .n = n, .todo = todo};
    GNBS_TRY(set_show(&p, opt->progress, err));
    p.n_slot = count_slots(batch, opt, n);
    p.slot = gnbs_mem_alloc((size_t)p.n_slot, sizeof *p.slot);
    if (p.slot == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%d slots", p.n_slot);
    struct sigaction act = {.sa_handler = on_signal}; /* no restart: waitpid is to return */
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    p.began_s = gnbs_log_clock_s();
    gnbs_code_t code = go(&p, err);
    double seconds = gnbs_log_clock_s() - p.began_s;
    printf("%zu newborns in %.1f s, %d at once: %zu done, %zu held by quality, %zu refused "
           "by consent, %zu failed\n",
           p.n_ended, seconds, p.n_slot, p.n_ended - p.n_held - p.n_refused - p.n_failed,
           p.n_held, p.n_refused, p.n_failed);
    gnbs_mem_free(p.slot);
    if (code == GNBS_OK && p.n_failed > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%zu of %zu newborns failed; gnbs batch status says why",
                            p.n_failed, n);
    return code;
}
