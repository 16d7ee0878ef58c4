/* core/err.h -- one error type, one path.
 *
 * A function that can fail returns gnbs_code_t and takes gnbs_err_t *err last. The place
 * that finds the fault says what is wrong (gnbs_err_set); each caller that knows more
 * prepends it (gnbs_err_ctx), so that the user reads one line: "calling
 * chr5:70925031-70953015: x.bam: ...".
 * Memory   gnbs_err_t is a plain value, never owns anything; messages are cut at
 *          GNBS_ERR_BYTES
 * Threads  one gnbs_err_t per thread
 */
#ifndef GNBS_CORE_ERR_H
#define GNBS_CORE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#define GNBS_ERR_BYTES 1024

typedef enum gnbs_code {
    GNBS_OK = 0,
    GNBS_E_USAGE,    /* the request cannot be met: options, config                       */
    GNBS_E_IO,       /* open, read or write failed                                       */
    GNBS_E_FORMAT,   /* the bytes are not what the format promises                       */
    GNBS_E_DATA,     /* well formed but inconsistent with other inputs                   */
    GNBS_E_NOMEM,    /* allocation failed                                                */
    GNBS_E_INTERNAL, /* a promise of our own was broken                                  */
    GNBS_E_QC,       /* outputs written, but the sample failed a quality gate            */
    GNBS_E_CONSENT,  /* refused: no consent covers the request                           */
} gnbs_code_t;

typedef struct gnbs_err {
    gnbs_code_t code;
    char msg[GNBS_ERR_BYTES];
} gnbs_err_t;

#if defined(__GNUC__)
#define GNBS_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define GNBS_MUST_USE          __attribute__((warn_unused_result))
#else
#define GNBS_PRINTF(fmt, args)
#define GNBS_MUST_USE
#endif

/* Both return the code, so that `return gnbs_err_set(...)` is the whole of an error
 * exit. err may be NULL. */
gnbs_code_t gnbs_err_set(gnbs_err_t *err, gnbs_code_t code, const char *fmt, ...)
    GNBS_PRINTF(3, 4);
/* "ctx: " + message already there; returns the code already there. */
gnbs_code_t gnbs_err_ctx(gnbs_err_t *err, const char *fmt, ...) GNBS_PRINTF(2, 3);
/* The exit status of the process for a code: 0 done, 2 usage, 3 input, 4 ours, 5
 * quality, 6 consent. */
int gnbs_err_exit_status(gnbs_code_t code);

/* For a function that holds nothing: leave with the code of a step that failed. */
#define GNBS_TRY(call)                                                                     \
    do {                                                                                   \
        gnbs_code_t try_code_ = (call);                                                    \
        if (try_code_ != GNBS_OK) return try_code_;                                        \
    } while (0)

#endif
