#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/http.h"
#include "support/testing.h"

/* Answers with what it was asked. */
static void echo(void *ctx, const gnbs_http_request_t *r, gnbs_http_answer_t *answer) {
    (void)ctx;
    answer->status = 200;
    gnbs_http_header(answer, "X-Echo", "a\r\nSet-Cookie: evil=1");
    gnbs_http_header(answer, "X-Long", "%0*d", GNBS_HTTP_HEADER_BYTES, 1);
    gnbs_str_printf(&answer->body, "[%s][%s][%s][%s][%s][%zu]", r->method, r->path,
                    r->query, r->cookie, r->address, r->n_body);
    gnbs_str_add_n(&answer->body, r->body, r->n_body);
}

static gnbs_http_t *server;

static int set_up(void **state) {
    (void)state;
    gnbs_err_t err;
    const gnbs_http_opt_t opt = {"127.0.0.1:0", NULL, NULL, 2, 1000};
    return gnbs_http_start(&opt, echo, NULL, &server, &err) == GNBS_OK ? 0 : -1;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_http_stop(server);
    return 0;
}

/* Sends bytes, reads until the server hangs up. */
static void talk(const char *bytes, size_t n, char *answer, size_t cap) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)gnbs_http_port(server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)(void *)&at, sizeof at), 0);
    size_t sent = 0, got = 0;
    while (sent < n) {
        ssize_t k = send(fd, bytes + sent, n - sent, MSG_NOSIGNAL);
        if (k <= 0) break; /* it may hang up on us: that too is an answer */
        sent += (size_t)k;
    }
    for (ssize_t k; got + 1 < cap && (k = recv(fd, answer + got, cap - got - 1, 0)) > 0;)
        got += (size_t)k;
    answer[got] = '\0';
    close(fd);
}

static void a_request_arrives_as_it_was_sent(void **state) {
    (void)state;
    char answer[4096];
    static const char ASK[] = "GET /a/%2e%2e/b?x=%00&y=2 HTTP/1.1\r\nHost: here\r\nCookie: "
                              "c=1\r\nConnection: close\r\n\r\n";
    talk(ASK, sizeof ASK - 1, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 200"));
    assert_non_null(strstr(answer, "[GET][/a/%2e%2e/b][x=%00&y=2][c=1][127.0.0.1][0]"));
}

static void a_header_value_stays_one_line(void **state) {
    (void)state;
    char answer[4096];
    static const char ASK[] = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    talk(ASK, sizeof ASK - 1, answer, sizeof answer);
    assert_non_null(strstr(answer, "X-Echo: a??Set-Cookie: evil=1\r\n"));
    assert_null(strstr(answer, "\nSet-Cookie"));
    assert_null(strstr(answer, "X-Long")); /* half a value could mean something else */
}

static void a_body_arrives_whole_with_its_nul(void **state) {
    (void)state;
    char answer[4096];
    static const char ASK[] = "POST /p HTTP/1.1\r\nHost: h\r\nConnection: "
                              "close\r\nContent-Length: 5\r\n\r\nab\0cd";
    talk(ASK, sizeof ASK - 1, answer, sizeof answer);
    const char *body = strstr(answer, "[POST][/p][][][127.0.0.1][5]");
    assert_non_null(body);
    assert_memory_equal(body + 28, "ab\0cd", 5);
}

static void a_body_that_is_too_long_is_refused(void **state) {
    (void)state;
    char answer[4096];
    static const char SAYS[] =
        "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 10485760\r\n\r\n";
    talk(SAYS, sizeof SAYS - 1, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 413"));
    /* A body that does not say its length, in two pieces of 800 bytes. */
    char ask[2048];
    int n = snprintf(ask, sizeof ask,
                     "POST /p HTTP/1.1\r\nHost: h\r\nConnection: "
                     "close\r\nTransfer-Encoding: chunked\r\n\r\n320\r\n%0800d\r\n320\r\n"
                     "%0800d\r\n0\r\n\r\n",
                     1, 2);
    talk(ask, (size_t)n, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 413"));
    assert_null(strstr(answer, "[POST]"));
}

static void an_address_that_is_too_long_is_refused(void **state) {
    (void)state;
    char ask[8192], answer[4096];
    int n = snprintf(ask, sizeof ask,
                     "GET /%05000d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 1);
    talk(ask, (size_t)n, answer, sizeof answer);
    assert_non_null(strstr(answer, "HTTP/1.1 414"));
}

static void only_loopback_is_loopback(void **state) {
    (void)state;
    static const struct {
        const char *listen;
        bool is_loopback;
    } CASES[] = {
        {"127.0.0.1:80", true}, {"127.9.9.9:80", true},      {"[::1]:80", true},
        {"0.0.0.0:80", false},  {"192.0.2.1:80", false},     {"[::]:80", false},
        {"128.0.0.1:1", false}, {"[2001:db8::1]:80", false}, {"1.127.0.0:80", false}};
    gnbs_err_t err;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        bool is;
        assert_ok(gnbs_http_is_loopback(CASES[i].listen, &is, &err), &err);
        assert_int_equal(is, CASES[i].is_loopback);
    }
    static const char *const WRONG[] = {"",          "8080",    "localhost:80",
                                        "127.0.0.1", ":80",     "127.0.0.1:http",
                                        "[]:80",     "[::1:80", "a:b:c"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        bool is;
        assert_fails(gnbs_http_is_loopback(WRONG[i], &is, &err), GNBS_E_USAGE, &err,
                     "no address");
    }
}

static void a_taken_port_and_half_a_key_are_said(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_http_t *second;
    char listen[32];
    snprintf(listen, sizeof listen, "127.0.0.1:%d", gnbs_http_port(server));
    gnbs_http_opt_t opt = {listen, NULL, NULL, 1, 1000};
    assert_fails(gnbs_http_start(&opt, echo, NULL, &second, &err), GNBS_E_IO, &err,
                 "taken");
    opt.listen = "127.0.0.1:0";
    opt.certificate = "/etc/hostname";
    assert_fails(gnbs_http_start(&opt, echo, NULL, &second, &err), GNBS_E_USAGE, &err,
                 "certificate and its key");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_arrives_as_it_was_sent),
        cmocka_unit_test(a_header_value_stays_one_line),
        cmocka_unit_test(a_body_arrives_whole_with_its_nul),
        cmocka_unit_test(a_body_that_is_too_long_is_refused),
        cmocka_unit_test(an_address_that_is_too_long_is_refused),
        cmocka_unit_test(only_loopback_is_loopback),
        cmocka_unit_test(a_taken_port_and_half_a_key_are_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
