#include "review/review_serve.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "core/escape.h"
#include "review/review_scan.h"

gnbs_review_serve_opt_t gnbs_review_serve_default(void) {
    return (gnbs_review_serve_opt_t){
        .listen = "127.0.0.1:8460", .n_connections = 256, .idle_minutes = 15, .scan_s = 10};
}

static gnbs_code_t check(const gnbs_review_serve_opt_t *opt, gnbs_err_t *err) {
    bool is_loopback;
    GNBS_TRY(gnbs_http_is_loopback(opt->listen, &is_loopback, err));
    if (!is_loopback && opt->certificate == NULL && !opt->is_behind_proxy)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "%s can be reached from elsewhere: give --tls-cert and "
                            "--tls-key, or --behind-proxy when a proxy speaks TLS",
                            opt->listen);
    if (opt->n_connections < 1 || opt->n_connections > 4096)
        return gnbs_err_set(err, GNBS_E_USAGE, "--connections: 1 to 4096");
    if (opt->idle_minutes < 1 || opt->idle_minutes > 240)
        return gnbs_err_set(err, GNBS_E_USAGE, "--idle-minutes: 1 to 240");
    return GNBS_OK;
}

static void say(const gnbs_review_serve_opt_t *opt, const char *words) {
    gnbs_str_t line;
    gnbs_str_init(&line);
    gnbs_escape_term(&line, words);
    fprintf(opt->say, "gnbs review: %s\n", gnbs_str_text(&line));
    fflush(opt->say);
    gnbs_str_clear(&line);
}

static gnbs_code_t look(const gnbs_review_serve_opt_t *opt, gnbs_review_desk_t *desk,
                        int *n_bad, gnbs_err_t *err) {
    gnbs_review_scan_t scan;
    GNBS_TRY(gnbs_review_scan(desk, &scan, err));
    if (scan.n_new + scan.n_gone > 0 || scan.n_bad != *n_bad)
        fprintf(opt->say, "gnbs review: %d results: %d new, %d gone, %d cannot be read\n",
                scan.n_folder, scan.n_new, scan.n_gone, scan.n_bad);
    fflush(opt->say);
    *n_bad = scan.n_bad;
    return GNBS_OK;
}

/* Looks for results until a signal says stop. What goes wrong with one look is said, and the next may go well. */
static void wait_for_end(const gnbs_review_serve_opt_t *opt, gnbs_review_desk_t *desk,
                         const sigset_t *signals, int n_bad) {
    gnbs_err_t err;
    struct timespec wait = {.tv_sec = (time_t)opt->scan_s,
                            .tv_nsec =
                                (long)((opt->scan_s - (double)(time_t)opt->scan_s) * 1e9)};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &wait);
        if (signal > 0) return;
        if (errno == EAGAIN && look(opt, desk, &n_bad, &err) != GNBS_OK) say(opt, err.msg);
    }
}

static gnbs_code_t serve(const gnbs_review_serve_opt_t *opt, gnbs_review_desk_t *desk,
                         gnbs_review_web_t *web, gnbs_err_t *err) {
    const gnbs_http_opt_t http = {opt->listen, opt->certificate, opt->key,
                                  opt->n_connections, GNBS_REVIEW_BODY_BYTES};
    gnbs_http_t *server;
    sigset_t signals, before;
    int n_bad = 0;
    /* Blocked before threads start, so that all of them leave the signals to us. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    gnbs_code_t code = look(opt, desk, &n_bad, err);
    if (code == GNBS_OK)
        code = gnbs_http_start(&http, gnbs_review_answer, web, &server, err);
    if (code == GNBS_OK) {
        const char *colon = strrchr(opt->listen, ':');
        fprintf(opt->say, "gnbs review: listening at %s://%.*s:%d/\n",
                opt->certificate != NULL ? "https" : "http", (int)(colon - opt->listen),
                opt->listen, gnbs_http_port(server));
        fflush(opt->say);
        wait_for_end(opt, desk, &signals, n_bad);
        gnbs_http_stop(server);
        say(opt, "stopped");
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

gnbs_code_t gnbs_review_serve(const gnbs_review_serve_opt_t *opt, gnbs_err_t *err) {
    gnbs_review_desk_t *desk = NULL;
    gnbs_review_web_t *web = NULL;
    const gnbs_review_web_opt_t web_opt = {opt->certificate != NULL, opt->is_behind_proxy,
                                           opt->host, opt->idle_minutes};
    GNBS_TRY(check(opt, err));
    gnbs_code_t code = gnbs_review_open(&opt->desk, &desk, err);
    if (code == GNBS_OK) code = gnbs_review_web_open(desk, &web_opt, &web, err);
    if (code == GNBS_OK) code = serve(opt, desk, web, err);
    gnbs_review_web_close(web);
    gnbs_review_close(desk);
    return code;
}
