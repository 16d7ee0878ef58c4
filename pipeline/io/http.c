#include "io/http.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "core/mem.h"
#include "io/sign.h"
#include "io/text.h"

enum { MAX_PEM_BYTES = 1 << 20, MAX_URI = 4096, TIMEOUT_S = 20, STACK_BYTES = 1 << 20 };
enum { CONNECTION_BYTES = 32 << 10 };     /* for header fields */
enum { MAX_DISCARDED_BYTES = 256 << 20 }; /* of a body that is too long; then we hang up */

struct gnbs_http {
    struct MHD_Daemon *daemon;
    gnbs_http_answer_fn answer;
    void *ctx;
    size_t max_body_bytes;
    int port;
};

/* One request while it arrives. */
typedef struct arrival {
    char uri[MAX_URI];
    bool is_begun, is_uri_long, is_too_long;
    size_t n_discarded;
    gnbs_str_t body;
} arrival_t;

void gnbs_http_header(gnbs_http_answer_t *answer, const char *name, const char *fmt, ...) {
    if (answer->n_header >= GNBS_HTTP_N_HEADER) return;
    char *value = answer->header[answer->n_header].value;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(value, GNBS_HTTP_HEADER_BYTES, fmt, ap);
    va_end(ap);
    if (n < 0 || n >= GNBS_HTTP_HEADER_BYTES) return;
    for (char *p = value; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f) *p = '?';
    answer->header[answer->n_header++].name = name;
}

/* ---- one request -------------------------------------------------------------------------------------------------- */

static void *begin(void *cls, const char *uri, struct MHD_Connection *connection) {
    (void)cls, (void)connection;
    arrival_t *a = gnbs_mem_alloc(1, sizeof *a);
    if (a == NULL) return NULL;
    gnbs_str_init(&a->body);
    a->is_uri_long = strlen(uri) >= MAX_URI;
    if (!a->is_uri_long) strcpy(a->uri, uri);
    return a;
}

static void end(void *cls, struct MHD_Connection *connection, void **state,
                enum MHD_RequestTerminationCode why) {
    (void)cls, (void)connection, (void)why;
    arrival_t *a = *state;
    if (a == NULL) return;
    if (a->body.s != NULL) gnbs_sign_wipe(a->body.s, a->body.cap); /* may hold a password */
    gnbs_str_clear(&a->body);
    gnbs_mem_free(a);
    *state = NULL;
}

/* The path stays as it was sent. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text) {
    (void)cls, (void)connection;
    return strlen(text);
}

static const char *header(struct MHD_Connection *connection, const char *name) {
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value != NULL ? value : "";
}

static void print_address(struct MHD_Connection *connection, char text[INET6_ADDRSTRLEN]) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    strcpy(text, "unknown");
    if (info == NULL || info->client_addr == NULL) return;
    const struct sockaddr *a = info->client_addr;
    if (a->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text,
                  INET6_ADDRSTRLEN);
    else if (a->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
                  text, INET6_ADDRSTRLEN);
}

static void free_body(void *body) { gnbs_mem_free(body); }

/* Gives the answer and its body to libmicrohttpd. */
static enum MHD_Result send_answer(struct MHD_Connection *connection,
                                   gnbs_http_answer_t *answer) {
    if (answer->body.failed) {
        gnbs_str_clear(&answer->body);
        answer->status = 503;
    }
    if (answer->body.s == NULL) gnbs_str_add(&answer->body, "");
    struct MHD_Response *r =
        answer->body.s == NULL ? MHD_create_response_from_buffer(0, (void *)(uintptr_t) "",
                                                                 MHD_RESPMEM_PERSISTENT)
                               : MHD_create_response_from_buffer_with_free_callback(
                                     answer->body.n, answer->body.s, free_body);
    if (r == NULL) {
        gnbs_str_clear(&answer->body);
        return MHD_NO;
    }
    for (int i = 0; i < answer->n_header; i++)
        MHD_add_response_header(r, answer->header[i].name, answer->header[i].value);
    enum MHD_Result rc = MHD_queue_response(connection, (unsigned)answer->status, r);
    MHD_destroy_response(r);
    return rc;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, int status,
                              const char *words) {
    gnbs_http_answer_t answer = {.status = status};
    gnbs_str_init(&answer.body);
    gnbs_str_add(&answer.body, words);
    gnbs_http_header(&answer, "Content-Type", "text/plain; charset=utf-8");
    gnbs_http_header(&answer, "X-Content-Type-Options", "nosniff");
    gnbs_http_header(&answer, "Cache-Control", "no-store");
    gnbs_http_header(&answer, "Connection", "close");
    return send_answer(connection, &answer);
}

static enum MHD_Result answer_whole(gnbs_http_t *s, struct MHD_Connection *connection,
                                    const char *method, arrival_t *a) {
    char address[INET6_ADDRSTRLEN];
    print_address(connection, address);
    char *query = strchr(a->uri, '?');
    if (query != NULL) *query++ = '\0';
    gnbs_http_request_t request = {
        .method = method,
        .path = a->uri,
        .query = query != NULL ? query : "",
        .host = header(connection, "Host"),
        .cookie = header(connection, "Cookie"),
        .content_type = header(connection, "Content-Type"),
        .fetch_site = header(connection, "Sec-Fetch-Site"),
        .forwarded_for = header(connection, "X-Forwarded-For"),
        .address = address,
        .body = gnbs_str_text(&a->body),
        .n_body = a->body.n,
    };
    gnbs_http_answer_t answer = {.status = 500};
    gnbs_str_init(&answer.body);
    s->answer(s->ctx, &request, &answer);
    return send_answer(connection, &answer);
}

static enum MHD_Result first_call(gnbs_http_t *s, struct MHD_Connection *connection,
                                  arrival_t *a) {
    a->is_begun = true;
    if (a->is_uri_long) return refuse(connection, 414, "The address is too long.\n");
    /* Said before it is sent, a long body need not be read at all. */
    if (strtoull(header(connection, "Content-Length"), NULL, 10) > s->max_body_bytes)
        return refuse(connection, 413, "The request is too large.\n");
    return MHD_YES;
}

static enum MHD_Result take_bytes(gnbs_http_t *s, arrival_t *a, const char *bytes,
                                  size_t *n) {
    if (a->body.n + *n > s->max_body_bytes) a->is_too_long = true;
    if (a->is_too_long)
        a->n_discarded += *n;
    else
        gnbs_str_add_n(&a->body, bytes, *n);
    *n = 0;
    return a->n_discarded > MAX_DISCARDED_BYTES ? MHD_NO : MHD_YES;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *n, void **state) {
    gnbs_http_t *s = cls;
    arrival_t *a = *state;
    (void)url, (void)version;
    if (a == NULL) return MHD_NO;
    if (!a->is_begun) return first_call(s, connection, a);
    if (*n > 0) return take_bytes(s, a, bytes, n);
    if (a->is_too_long) return refuse(connection, 413, "The request is too large.\n");
    if (a->body.failed) return refuse(connection, 503, "Out of memory.\n");
    return answer_whole(s, connection, method, a);
}

/* ---- addresses ---------------------------------------------------------------------------------------------------- */

static gnbs_code_t parse_listen(const char *listen, struct sockaddr_storage *at,
                                gnbs_err_t *err) {
    char host[64];
    const char *colon = strrchr(listen, ':');
    size_t n = colon != NULL ? (size_t)(colon - listen) : 0;
    if (n > 2 && listen[0] == '[' && listen[n - 1] == ']') listen++, n -= 2;
    struct addrinfo hint = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                            .ai_socktype = SOCK_STREAM},
                    *found = NULL;
    if (n > 0 && n < sizeof host) {
        memcpy(host, listen, n);
        host[n] = '\0';
        if (getaddrinfo(host, colon + 1, &hint, &found) != 0) found = NULL;
    }
    if (found == NULL || found->ai_addrlen > sizeof *at) {
        if (found != NULL) freeaddrinfo(found);
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "'%s' is no address to listen at; as 127.0.0.1:8460 or "
                            "[::1]:8460",
                            listen);
    }
    memset(at, 0, sizeof *at);
    memcpy(at, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return GNBS_OK;
}

gnbs_code_t gnbs_http_is_loopback(const char *listen, bool *is_loopback, gnbs_err_t *err) {
    struct sockaddr_storage at;
    GNBS_TRY(parse_listen(listen, &at, err));
    const void *p = &at;
    *is_loopback =
        at.ss_family == AF_INET6
            ? IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)p)->sin6_addr)
            : ntohl(((const struct sockaddr_in *)p)->sin_addr.s_addr) >> 24 == 127;
    return GNBS_OK;
}

/* ---- starting and stopping ---------------------------------------------------------------------------------------- */

typedef struct pem {
    char *certificate, *key;
    size_t n_certificate, n_key;
} pem_t;

static void wipe_pem(pem_t *pem) {
    if (pem->key != NULL) gnbs_sign_wipe(pem->key, pem->n_key);
    gnbs_mem_free(pem->key);
    gnbs_mem_free(pem->certificate);
}

static gnbs_code_t read_pem(const gnbs_http_opt_t *opt, pem_t *pem, gnbs_err_t *err) {
    if (opt->certificate == NULL && opt->key == NULL) return GNBS_OK;
    if (opt->certificate == NULL || opt->key == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "TLS takes a certificate and its key");
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
        return gnbs_err_set(err, GNBS_E_USAGE, "this libmicrohttpd was built without TLS");
    GNBS_TRY(gnbs_text_read(opt->certificate, MAX_PEM_BYTES, &pem->certificate,
                            &pem->n_certificate, err));
    return gnbs_text_read(opt->key, MAX_PEM_BYTES, &pem->key, &pem->n_key, err);
}

static gnbs_code_t start(const gnbs_http_opt_t *opt, const pem_t *pem, gnbs_http_t *s,
                         gnbs_err_t *err) {
    struct sockaddr_storage at;
    GNBS_TRY(parse_listen(opt->listen, &at, err));
    bool is_tls = pem->key != NULL;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, pem->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, pem->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    /* A thread for each connection: people wait for the disk, and one who waits holds up nobody else. */
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;
    if (is_tls) flags |= MHD_USE_TLS;
    if (at.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)(void *)&at, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)opt->n_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, end, NULL, MHD_OPTION_ARRAY,
        is_tls ? tls : none, MHD_OPTION_END);
    if (s->daemon == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: cannot listen there: the port is taken%s",
                            opt->listen,
                            is_tls ? ", or certificate and key do not fit" : "");
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->port = info != NULL ? info->port : 0;
    return GNBS_OK;
}

gnbs_code_t gnbs_http_start(const gnbs_http_opt_t *opt, gnbs_http_answer_fn answer,
                            void *ctx, gnbs_http_t **server, gnbs_err_t *err) {
    pem_t pem = {0};
    gnbs_http_t *s = gnbs_mem_alloc(1, sizeof *s);
    *server = NULL;
    if (s == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", opt->listen);
    s->answer = answer;
    s->ctx = ctx;
    s->max_body_bytes = opt->max_body_bytes;
    gnbs_code_t code = read_pem(opt, &pem, err);
    if (code == GNBS_OK) code = start(opt, &pem, s, err);
    wipe_pem(&pem);
    if (code == GNBS_OK)
        *server = s;
    else
        gnbs_mem_free(s);
    return code;
}

int gnbs_http_port(const gnbs_http_t *server) { return server->port; }

void gnbs_http_stop(gnbs_http_t *server) {
    if (server == NULL) return;
    MHD_stop_daemon(server->daemon);
    gnbs_mem_free(server);
}
