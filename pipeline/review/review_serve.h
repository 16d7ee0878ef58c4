/* review/review_serve.h -- gnbs review serve: the desk on a port, until it is told to stop (SIGINT, SIGTERM).
 *
 * Loopback  only, unless TLS is given or a proxy that speaks it is said to stand before the desk
 * Threads   the server's, and the caller's, which looks for new results
 */
#ifndef GNBS_REVIEW_SERVE_H
#define GNBS_REVIEW_SERVE_H

#include <stdio.h>

#include "review/review_store.h"
#include "review/review_web.h"

typedef struct gnbs_review_serve_opt {
    gnbs_review_desk_opt_t desk;
    const char *listen, *certificate, *key, *host;
    bool is_behind_proxy;
    int n_connections, idle_minutes;
    double scan_s; /* between looks at the folder of results */
    FILE *say;     /* where it listens, and what it finds */
} gnbs_review_serve_opt_t;

gnbs_review_serve_opt_t gnbs_review_serve_default(void);
gnbs_code_t gnbs_review_serve(const gnbs_review_serve_opt_t *opt, gnbs_err_t *err);

#endif
