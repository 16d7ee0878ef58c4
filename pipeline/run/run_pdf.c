/* realpath is of X/Open, not of POSIX alone */
#define _XOPEN_SOURCE 700
/* run/run_pdf.c -- report.html to report.pdf, by a Chromium that is on the machine: tagged, with an outline.
 *
 * The browser gets an empty profile, no network and a minute. The PDF it makes names the time of printing in two places of fixed
 * length; they are set to a constant, so that the same page gives the same file.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/mem.h"
#include "io/out.h"
#include "run/run_report.h"

extern char **environ;

enum { LIMIT_S = 60, MAX_PDF_BYTES = 64 << 20 };

static bool is_program(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* $GNBS_CHROMIUM, or the first of the usual names on PATH; NULL when there is none. */
static const char *find_browser(gnbs_arena_t *arena) {
    static const char *const NAMES[] = {"chromium", "chromium-browser", "google-chrome",
                                        "google-chrome-stable"};
    const char *given = getenv("GNBS_CHROMIUM"), *path = getenv("PATH");
    if (given != NULL && given[0] != '\0') return is_program(given) ? given : NULL;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        for (const char *s = path; s != NULL && *s != '\0';) {
            size_t n = strcspn(s, ":");
            const char *file = gnbs_arena_printf(arena, "%.*s/%s", (int)n, s, NAMES[i]);
            if (file != NULL && n > 0 && is_program(file)) return file;
            s += n + (s[n] == ':');
        }
    return NULL;
}

static gnbs_code_t wait_for(pid_t child, gnbs_err_t *err) {
    const struct timespec tick = {.tv_nsec = 20000000};
    int status = 0;
    for (int i = 0; i < LIMIT_S * 50; i++) {
        pid_t got = waitpid(child, &status, WNOHANG);
        if (got == child)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0
                       ? GNBS_OK
                       : gnbs_err_set(err, GNBS_E_IO, "the browser ended with status %d",
                                      WIFEXITED(status) ? WEXITSTATUS(status) : -1);
        if (got < 0 && errno != EINTR)
            return gnbs_err_set(err, GNBS_E_IO, "the browser: %s", strerror(errno));
        nanosleep(&tick, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return gnbs_err_set(err, GNBS_E_IO, "the browser did not end within %d s", LIMIT_S);
}

/* A path as a URL; letters that a URL reads otherwise are spelled by number. */
static char *file_url(const char *path, gnbs_arena_t *arena) {
    gnbs_str_t url;
    gnbs_str_init(&url);
    gnbs_str_add(&url, "file://");
    for (const char *s = path; *s != '\0'; s++)
        if (isalnum((unsigned char)*s) || strchr("/-._~", *s) != NULL)
            gnbs_str_add_char(&url, *s);
        else
            gnbs_str_printf(&url, "%%%02X", (unsigned)(unsigned char)*s);
    char *kept = url.failed ? NULL : gnbs_arena_strdup(arena, gnbs_str_text(&url));
    gnbs_str_clear(&url);
    return kept;
}

static gnbs_code_t run_browser(const char *browser, const char *page, const char *profile,
                               const char *pdf, gnbs_arena_t *arena, gnbs_err_t *err) {
    char *argv[24];
    int n = 0;
    argv[n++] = gnbs_arena_strdup(arena, browser);
    static const char *const FLAGS[] = {"--headless",
                                        "--disable-gpu",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--disable-quic",
                                        "--disable-extensions",
                                        "--no-pdf-header-footer",
                                        "--generate-pdf-document-outline",
                                        "--export-tagged-pdf"};
    for (size_t i = 0; i < sizeof FLAGS / sizeof FLAGS[0]; i++)
        argv[n++] = gnbs_arena_strdup(arena, FLAGS[i]);
    if (geteuid() == 0) /* its sandbox refuses to run as root */
        argv[n++] = gnbs_arena_strdup(arena, "--no-sandbox");
    argv[n++] = gnbs_arena_printf(arena, "--user-data-dir=%s", profile);
    argv[n++] = gnbs_arena_printf(arena, "--print-to-pdf=%s", pdf);
    argv[n++] = file_url(page, arena);
    for (int i = 0; i < n; i++)
        if (argv[i] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "report.pdf");
    argv[n] = NULL;
    posix_spawn_file_actions_t files;
    pid_t child;
    if (posix_spawn_file_actions_init(&files) != 0)
        return gnbs_err_set(err, GNBS_E_NOMEM, "report.pdf");
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawn(&child, browser, &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", browser, strerror(failed));
    return wait_for(child, err);
}

/* Digits after each "/CreationDate (D:" and "/ModDate (D:" become those of one day; lengths stay. */
static void fix_dates(char *bytes, size_t n) {
    static const char *const KEYS[] = {"/CreationDate (D:", "/ModDate (D:"};
    static const char DAY[] = "20000101000000";
    for (size_t k = 0; k < 2; k++) {
        size_t m = strlen(KEYS[k]);
        for (size_t i = 0; i + m + sizeof DAY < n; i++) {
            if (memcmp(bytes + i, KEYS[k], m) != 0) continue;
            memcpy(bytes + i + m, DAY, sizeof DAY - 1);
        }
    }
}

static gnbs_code_t copy_fixed(const char *from, const char *to, gnbs_err_t *err) {
    FILE *f = fopen(from, "rb");
    if (f == NULL) return gnbs_err_set(err, GNBS_E_IO, "%s: %s", from, strerror(errno));
    gnbs_str_t bytes;
    gnbs_str_init(&bytes);
    char part[65536];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0 && bytes.n < MAX_PDF_BYTES)
        gnbs_str_add_n(&bytes, part, n);
    bool failed = ferror(f) != 0 || bytes.n < 5 || memcmp(bytes.s, "%PDF-", 5) != 0;
    fclose(f);
    gnbs_code_t code = failed         ? gnbs_err_set(err, GNBS_E_IO, "%s: is no PDF", from)
                       : bytes.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "report.pdf")
                                      : GNBS_OK;
    if (code == GNBS_OK) {
        fix_dates(bytes.s, bytes.n);
        code = gnbs_out_write_text(to, &bytes, err);
    }
    gnbs_str_clear(&bytes);
    return code;
}

static gnbs_code_t print_into(const char *browser, const char *dir, const char *profile,
                              gnbs_arena_t *arena, gnbs_err_t *err) {
    char *page = NULL;
    const char *relative = gnbs_arena_printf(arena, "%s/report.html", dir),
               *temp = gnbs_arena_printf(arena, "%s/report.pdf", profile),
               *pdf = gnbs_arena_printf(arena, "%s/report.pdf", dir);
    if (relative == NULL || temp == NULL || pdf == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "report.pdf");
    page = realpath(relative, NULL);
    if (page == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", relative, strerror(errno));
    gnbs_code_t code = run_browser(browser, page, profile, temp, arena, err);
    free(page); /* made by realpath */
    if (code == GNBS_OK) code = copy_fixed(temp, pdf, err);
    return code;
}

gnbs_code_t gnbs_run_print_pdf(const char *dir, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    const char *browser = find_browser(&arena), *base = getenv("TMPDIR");
    char *profile = gnbs_arena_printf(&arena, "%s/gnbs-pdf-XXXXXX",
                                      base != NULL && base[0] != '\0' ? base : "/tmp");
    gnbs_code_t code = GNBS_OK;
    if (browser == NULL)
        code = gnbs_err_set(err, GNBS_E_USAGE,
                            "report.pdf: no Chromium on this machine (looked at "
                            "GNBS_CHROMIUM and PATH); report.html prints the same");
    else if (profile == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "report.pdf");
    else if (mkdtemp(profile) == NULL)
        code = gnbs_err_set(err, GNBS_E_IO, "%s: %s", profile, strerror(errno));
    if (code == GNBS_OK) {
        code = print_into(browser, dir, profile, &arena, err);
        if (code != GNBS_OK) gnbs_err_ctx(err, "report.pdf");
        gnbs_out_dir_discard(profile);
    }
    gnbs_arena_clear(&arena);
    return code;
}
