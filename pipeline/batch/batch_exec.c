#include "batch/batch_exec.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void become(char *const argv[], const int to[2]) {
    dup2(to[1], STDOUT_FILENO);
    dup2(to[1], STDERR_FILENO);
    close(to[0]);
    close(to[1]);
    execvp(argv[0], argv);
    fprintf(stderr, "%s: cannot be started: %s", argv[0], strerror(errno));
    _exit(127);
}

static void read_all(int fd, gnbs_str_t *out) {
    char buf[4096];
    for (;;) {
        ssize_t n = read(fd, buf, sizeof buf);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        gnbs_str_add_n(out, buf, (size_t)n);
    }
}

gnbs_code_t gnbs_batch_exec(char *const argv[], gnbs_str_t *out, gnbs_err_t *err) {
    int to[2], status;
    size_t from = out->n;
    if (pipe(to) != 0) return gnbs_err_set(err, GNBS_E_IO, "%s", strerror(errno));
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) become(argv, to);
    close(to[1]);
    if (pid > 0) read_all(to[0], out);
    close(to[0]);
    if (pid < 0) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", argv[0], strerror(errno));
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return gnbs_err_set(err, GNBS_E_IO, "%s", strerror(errno));
    if (out->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", argv[0]);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return GNBS_OK;
    const char *said = gnbs_str_text(out) + from;
    return gnbs_err_set(err, GNBS_E_IO, "%s failed: %.*s", argv[0],
                        (int)strcspn(said, "\n"), said);
}
