/* core/log.h -- what a person watching stderr sees, and what a machine reads there.
 *
 * One line per step with its seconds; a bar while a step runs on a terminal; with
 * --progress json one JSON object per line. Results never go through here. The clock is
 * read here and in govern only: nothing logged may reach a result.
 * Threads  call from one thread (the flow's emit)
 */
#ifndef GNBS_CORE_LOG_H
#define GNBS_CORE_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef enum gnbs_log_mode {
    GNBS_LOG_PLAIN,
    GNBS_LOG_BAR,
    GNBS_LOG_JSON,
    GNBS_LOG_QUIET
} gnbs_log_mode_t;

typedef struct gnbs_log {
    gnbs_log_mode_t mode;
    FILE *to;   /* borrowed; stderr as a rule               */
    FILE *copy; /* borrowed; JSON lines go here too, or NULL */
    char step[64];
    double step_beg_s, shown_s;
    int shown_percent;
} gnbs_log_t;

/* Reads "auto", "plain", "bar", "json", "none"; false for any other word. auto: a bar on
 * a terminal. */
bool gnbs_log_init(gnbs_log_t *log, FILE *to, const char *mode);
void gnbs_log_step(gnbs_log_t *log, const char *step);                /* a step begins */
void gnbs_log_progress(gnbs_log_t *log, int64_t done, int64_t total); /* within the step */
/* it ended: with what */
void gnbs_log_done(gnbs_log_t *log, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* for people */
void gnbs_log_note(gnbs_log_t *log, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
double gnbs_log_clock_s(void); /* monotonic */

#endif
