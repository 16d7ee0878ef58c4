/* io/http.h -- a small HTTP server: requests as plain values to one function, its answers back. The only door to libmicrohttpd.
 *
 * Requests  path and query as they were sent, percent signs and all: what they mean is decided by whoever routes them. Header fields
 *           that were not sent are "". A body of more than max_body_bytes is answered 413 and never seen
 * TLS       by certificate and key in PEM: versions 1.2 and 1.3
 * Threads   the function is called from many threads at once, each with its own request and answer
 * Memory    a request is borrowed for the call; the answer's body goes to the server
 */
#ifndef GNBS_IO_HTTP_H
#define GNBS_IO_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

typedef struct gnbs_http_request {
    const char *method, *path, *query; /* "GET", "/case/7", "page=2" */
    const char *host, *cookie, *content_type, *fetch_site, *forwarded_for;
    const char *address; /* of the other end, "127.0.0.1" */
    const char *body;    /* NUL-terminated past n_body; may hold NUL */
    size_t n_body;
} gnbs_http_request_t;

enum { GNBS_HTTP_N_HEADER = 20, GNBS_HTTP_HEADER_BYTES = 512 };

typedef struct gnbs_http_answer {
    int status;
    gnbs_str_t body;
    int n_header;
    struct {
        const char *name; /* a constant */
        char value[GNBS_HTTP_HEADER_BYTES];
    } header[GNBS_HTTP_N_HEADER];
} gnbs_http_answer_t;

/* Adds a header field. The value is one line: control characters become '?', and what does not fit is left out whole. */
void gnbs_http_header(gnbs_http_answer_t *answer, const char *name, const char *fmt, ...)
    GNBS_PRINTF(3, 4);

typedef void (*gnbs_http_answer_fn)(void *ctx, const gnbs_http_request_t *request,
                                    gnbs_http_answer_t *answer);

typedef struct gnbs_http_opt {
    const char
        *listen; /* "127.0.0.1:8460", "[::1]:8460"; numbers only; port 0: any free one */
    const char *certificate, *key; /* PEM files; both NULL: without TLS */
    int n_connections;             /* at once; each has a thread */
    size_t max_body_bytes;
} gnbs_http_opt_t;

typedef struct gnbs_http gnbs_http_t;

/* GNBS_E_USAGE: the address, a certificate; GNBS_E_IO: the port is taken. */
gnbs_code_t gnbs_http_start(const gnbs_http_opt_t *opt, gnbs_http_answer_fn answer,
                            void *ctx, gnbs_http_t **server, gnbs_err_t *err);
int gnbs_http_port(const gnbs_http_t *server);
/* Requests that are being answered are finished first. Accepts NULL. */
void gnbs_http_stop(gnbs_http_t *server);

/* Can only this machine reach that address? GNBS_E_USAGE when it is none. */
gnbs_code_t gnbs_http_is_loopback(const char *listen, bool *is_loopback, gnbs_err_t *err);

#endif
