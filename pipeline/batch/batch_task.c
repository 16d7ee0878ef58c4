#define _GNU_SOURCE /* prctl, wait4 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "batch/batch_plan.h"
#include "core/log.h"
#include "core/mem.h"
#include "io/claim.h"
#include "io/text.h"

enum { ERR_MAX_BYTES = 1 << 20, SAID_MAX = 600 };

static volatile sig_atomic_t asked_to_end;
static volatile sig_atomic_t child_pid;

static void pass_on(int number) {
    asked_to_end = number;
    if (child_pid > 0) kill((pid_t)child_pid, number);
}

static void clock_text(char text[40]) {
    time_t now = time(NULL);
    struct tm utc;
    text[0] = '\0';
    if (gmtime_r(&now, &utc) != NULL) strftime(text, 40, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* The run itself: a program of its own, that ends when we do. */
static void become_run(char *const argv[], const char *said) {
    int fd = open(said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    if (fd >= 0) {
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
    }
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    execv(argv[0], argv);
    fprintf(stderr, "gnbs: %s: cannot be started: %s\n", argv[0], strerror(errno));
    _exit(4);
}

static int wait_for(pid_t pid, struct rusage *usage) {
    int status;
    while (wait4(pid, &status, 0, usage) < 0)
        if (errno != EINTR) return -1;
    return status;
}

/* The last line that the run said, without its "gnbs: ". */
static const char *last_words(const char *path, gnbs_arena_t *arena) {
    char *text;
    size_t n;
    gnbs_err_t err;
    if (gnbs_text_read(path, ERR_MAX_BYTES, &text, &n, &err) != GNBS_OK) return "";
    while (n > 0 && text[n - 1] == '\n') n--;
    size_t from = n;
    while (from > 0 && text[from - 1] != '\n') from--;
    if (strncmp(text + from, "gnbs: ", 6) == 0 && n - from >= 6) from += 6;
    const char *said =
        gnbs_arena_strndup(arena, text + from, n - from < SAID_MAX ? n - from : SAID_MAX);
    gnbs_mem_free(text);
    return said != NULL ? said : "";
}

static void judge(int status, const char *said, gnbs_arena_t *arena,
                  gnbs_batch_state_t *s) {
    s->reason = said;
    if (WIFSIGNALED(status)) {
        s->status = 128 + WTERMSIG(status);
        s->state = asked_to_end ? "interrupted" : "failed";
        s->reason = gnbs_arena_printf(arena, "ended by signal %d%s%s", WTERMSIG(status),
                                      said[0] != '\0' ? ": " : "", said);
        if (s->reason == NULL) s->reason = "ended by a signal";
        return;
    }
    s->status = WEXITSTATUS(status);
    s->state = s->status == 0                                         ? "done"
               : s->status == 5                                       ? "held"
               : s->status == 6                                       ? "refused"
               : s->status > 128 || (asked_to_end && said[0] == '\0') ? "interrupted"
                                                                      : "failed";
    if (s->status == 0) s->reason = "";
}

static gnbs_code_t run_it(const gnbs_batch_t *b, const gnbs_batch_row_t *r,
                          const char *program, gnbs_arena_t *arena, gnbs_batch_state_t *s,
                          gnbs_err_t *err) {
    char **argv;
    struct rusage usage = {0};
    const char *said = gnbs_arena_printf(arena, "%s/.gnbs/batch/%s.err", b->out, r->sample);
    if (said == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->sample);
    GNBS_TRY(gnbs_batch_command(b, r, program, arena, &argv, err));
    double from = gnbs_log_clock_s();
    pid_t pid = fork();
    if (pid == 0) become_run(argv, said);
    if (pid < 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot be started: %s", r->sample,
                            strerror(errno));
    child_pid = pid;
    if (asked_to_end) kill(pid, SIGTERM);
    int status = wait_for(pid, &usage);
    child_pid = 0;
    s->seconds = gnbs_log_clock_s() - from;
    s->memory_kb = usage.ru_maxrss;
    judge(status, last_words(said, arena), arena, s);
    return GNBS_OK;
}

static gnbs_code_t do_claimed(const gnbs_batch_t *b, const gnbs_batch_row_t *r,
                              const gnbs_batch_now_t *now, const char *program,
                              gnbs_arena_t *arena, gnbs_batch_state_t *s, gnbs_err_t *err) {
    static char began[40], ended[40];
    gnbs_batch_read_state(b->out, r->sample, arena, s);
    int attempt = s->attempt + 1;
    bool was_known = strcmp(s->state, "done") == 0 || strcmp(s->state, "held") == 0;
    const char *why = gnbs_batch_why(b, r, now, arena);
    if (why == NULL && was_known) return GNBS_OK; /* a job that was queued twice */
    clock_text(began);
    *s = (gnbs_batch_state_t){.sample = r->sample,
                              .state = "running",
                              .reason = "",
                              .began = began,
                              .ended = "",
                              .job = "",
                              .attempt = attempt};
    const char *array = getenv("SLURM_ARRAY_JOB_ID"), *task = getenv("SLURM_ARRAY_TASK_ID");
    if (array != NULL && task != NULL)
        s->job = gnbs_arena_printf(arena, "%.20s_%.20s", array, task);
    if (s->job == NULL) s->job = "";
    GNBS_TRY(gnbs_batch_write_state(b, s, err));
    GNBS_TRY(run_it(b, r, program, arena, s, err));
    clock_text(ended);
    s->ended = ended;
    return gnbs_batch_write_state(b, s, err);
}

gnbs_code_t gnbs_batch_do(const gnbs_batch_t *b, const gnbs_batch_row_t *r,
                          const gnbs_batch_now_t *now, const char *program,
                          gnbs_arena_t *arena, gnbs_batch_state_t *s, gnbs_err_t *err) {
    gnbs_claim_t *task = NULL, *result = NULL;
    const char *dir = gnbs_arena_printf(arena, "%s/.gnbs/batch", b->out);
    struct sigaction act = {.sa_handler = pass_on};
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    *s = (gnbs_batch_state_t){.sample = r->sample, .state = "failed", .reason = ""};
    if (dir == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", r->sample);
    /* a job that was queued again waits for the end of its first process, and then finds the result */
    GNBS_TRY(gnbs_claim_take(dir, r->sample, true, &task, err));
    gnbs_claim_tidy(task);
    gnbs_code_t code = gnbs_claim_take(b->out, r->sample, true, &result, err);
    gnbs_claim_end(result);
    if (code == GNBS_OK) code = do_claimed(b, r, now, program, arena, s, err);
    gnbs_claim_end(task);
    return code;
}
