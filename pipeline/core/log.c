#include "core/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/json.h"

double gnbs_log_clock_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool gnbs_log_init(gnbs_log_t *log, FILE *to, const char *mode) {
    *log = (gnbs_log_t){.to = to, .mode = GNBS_LOG_PLAIN};
    if (strcmp(mode, "auto") == 0)
        log->mode = isatty(fileno(to)) ? GNBS_LOG_BAR : GNBS_LOG_PLAIN;
    else if (strcmp(mode, "plain") == 0)
        log->mode = GNBS_LOG_PLAIN;
    else if (strcmp(mode, "bar") == 0)
        log->mode = GNBS_LOG_BAR;
    else if (strcmp(mode, "json") == 0)
        log->mode = GNBS_LOG_JSON;
    else if (strcmp(mode, "none") == 0)
        log->mode = GNBS_LOG_QUIET;
    else
        return false;
    return true;
}

static void write_json_line(FILE *to, const char *event, const char *step, double seconds,
                            const char *text) {
    gnbs_str_t line;
    gnbs_str_init(&line);
    gnbs_str_add(&line, "{\"event\": ");
    gnbs_escape_json(&line, event);
    gnbs_str_add(&line, ", \"step\": ");
    gnbs_escape_json(&line, step);
    gnbs_str_printf(&line, ", \"seconds\": %.3f", seconds);
    if (text != NULL) {
        gnbs_str_add(&line, ", \"text\": ");
        gnbs_escape_json(&line, text);
    }
    gnbs_str_add(&line, "}\n");
    fputs(gnbs_str_text(&line), to);
    fflush(to);
    gnbs_str_clear(&line);
}

static void say(gnbs_log_t *log, const char *event, double seconds, const char *text) {
    if (log->copy != NULL) write_json_line(log->copy, event, log->step, seconds, text);
    if (log->mode == GNBS_LOG_JSON)
        write_json_line(log->to, event, log->step, seconds, text);
}

static void wipe_bar(gnbs_log_t *log) {
    if (log->mode == GNBS_LOG_BAR && log->shown_percent >= 0) fputs("\r\033[K", log->to);
    log->shown_percent = -1;
}

void gnbs_log_step(gnbs_log_t *log, const char *step) {
    snprintf(log->step, sizeof log->step, "%s", step);
    log->step_beg_s = gnbs_log_clock_s();
    log->shown_percent = -1;
    say(log, "start", 0, NULL);
    if (log->mode == GNBS_LOG_BAR) {
        fprintf(log->to, "%-10s ...", step);
        log->shown_percent = 0;
        fflush(log->to);
    }
}

void gnbs_log_progress(gnbs_log_t *log, int64_t done, int64_t total) {
    if (total <= 0 || (log->mode != GNBS_LOG_BAR && log->mode != GNBS_LOG_JSON)) return;
    int percent = (int)(100 * done / total);
    double now_s = gnbs_log_clock_s();
    double every_s = log->mode == GNBS_LOG_BAR ? 0.1 : 1.0;
    if (percent == log->shown_percent || now_s - log->shown_s < every_s) return;
    log->shown_percent = percent;
    log->shown_s = now_s;
    if (log->mode == GNBS_LOG_JSON) {
        fprintf(log->to,
                "{\"event\": \"progress\", \"step\": \"%s\", \"done\": %" PRId64
                ", \"total\": %" PRId64 "}\n",
                log->step, done, total);
    } else {
        char bar[31];
        for (int i = 0; i < 30; i++) bar[i] = i < percent * 30 / 100 ? '#' : '-';
        bar[30] = '\0';
        fprintf(log->to, "\r%-10s [%s] %3d%%", log->step, bar, percent);
    }
    fflush(log->to);
}

void gnbs_log_done(gnbs_log_t *log, const char *fmt, ...) {
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    double seconds = gnbs_log_clock_s() - log->step_beg_s;
    wipe_bar(log);
    say(log, "done", seconds, text);
    if (log->mode == GNBS_LOG_PLAIN || log->mode == GNBS_LOG_BAR) {
        gnbs_str_t safe;
        gnbs_str_init(&safe);
        gnbs_escape_term(&safe, text);
        fprintf(log->to, "%-10s %6.2f s  %s\n", log->step, seconds, gnbs_str_text(&safe));
        gnbs_str_clear(&safe);
    }
    fflush(log->to);
}

void gnbs_log_note(gnbs_log_t *log, const char *fmt, ...) {
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    wipe_bar(log);
    say(log, "note", 0, text);
    if (log->mode == GNBS_LOG_PLAIN || log->mode == GNBS_LOG_BAR) {
        gnbs_str_t safe;
        gnbs_str_init(&safe);
        gnbs_escape_term(&safe, text);
        fprintf(log->to, "%s\n", gnbs_str_text(&safe));
        gnbs_str_clear(&safe);
    }
}
