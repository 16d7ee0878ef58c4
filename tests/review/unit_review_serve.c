/* The real program on the loopback: signing in, deciding, signing; killed in the middle; over TLS; in a terminal. */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/mem.h"
#include "review_aid.h"
#include "run/run_audit.h"
#include "support/testing.h"

enum { N_ARG = 24, N_CASE = 16 };

static char dir[64];
static gnbs_err_t err;

typedef struct server {
    pid_t pid;
    FILE *said; /* its standard error */
    int port;
} server_t;

/* The program under test: make says where it is. */
static const char *program(void) {
    const char *gnbs = getenv("GNBS");
    return gnbs != NULL ? gnbs : "build/release/gnbs";
}

/* Runs gnbs with `arg` (NULL at the end), `input` on its standard input. */
static pid_t start(const char *const arg[], const char *input, int output, int *from) {
    int in[2], out[2];
    const char *argv[N_ARG + 2] = {program()};
    for (int i = 0; arg[i] != NULL; i++) argv[i + 1] = arg[i];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], output);
        close(in[1]);
        close(out[0]);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    ssize_t n = write(in[1], input, strlen(input));
    (void)n; /* who does not read what we say is told by the exit status */
    close(in[1]);
    *from = out[0];
    return pid;
}

/* Exit status, and what was printed. */
static int run(const char *const arg[], const char *input, char *printed, size_t cap) {
    int from, status;
    size_t n = 0;
    pid_t pid = start(arg, input, 1, &from);
    for (ssize_t k; n + 1 < cap && (k = read(from, printed + n, cap - n - 1)) > 0;)
        n += (size_t)k;
    printed[n] = '\0';
    close(from);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static server_t serve(const char *const more[]) {
    const char *arg[N_ARG] = {"review",      "serve",          dir,  "--listen",
                              "127.0.0.1:0", "--scan-seconds", "0.2"};
    server_t s = {.port = 0};
    char line[400];
    int from, n = 7;
    for (int i = 0; more[i] != NULL; i++) arg[n++] = more[i];
    s.pid = start(arg, "", 2, &from);
    s.said = fdopen(from, "r");
    while (s.port == 0 && fgets(line, sizeof line, s.said) != NULL) {
        const char *at = strstr(line, "listening at http");
        if (at != NULL) s.port = atoi(strrchr(line, ':') + 1);
    }
    if (s.port == 0) fail_msg("the desk did not start: %s", line);
    return s;
}

static void stop(server_t *s, int signal) {
    int status;
    kill(s->pid, signal);
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    if (signal == SIGTERM) {
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    fclose(s->said);
}

static const char *const NO_MORE[] = {NULL};

static int set_up(void **state) {
    (void)state;
    char name[16];
    aid_make_folder(dir);
    aid_put_result(dir, "one", "two_suspected", NULL);
    for (int i = 0; i < N_CASE; i++) {
        snprintf(name, sizeof name, "S%02d", i);
        aid_put_result(dir, name, "none_suspected", name);
    }
    gnbs_review_close(aid_open_desk(dir, true)); /* accounts whose passwords cost little */
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    aid_drop_folder(dir);
    return 0;
}

static int64_t id_of(const char *sample) {
    gnbs_review_desk_t *desk = aid_open_desk(dir, false);
    int64_t id;
    assert_ok(gnbs_review_find(desk, sample, &id, &err), &err);
    gnbs_review_close(desk);
    return id;
}

static void a_case_is_signed_over_the_wire(void **state) {
    (void)state;
    server_t s = serve(NO_MORE);
    int64_t id = id_of("NB-0001");
    char path[64], seen[48];
    aid_browser_t ann = {.port = s.port}, bob = {.port = s.port}, cat = {.port = s.port};
    assert_int_equal(aid_get(&ann, "/queue"), 303);
    assert_int_equal(aid_sign_in(&ann, "ann", AID_PASSWORD), 303);
    assert_int_equal(aid_sign_in(&bob, "bob", AID_PASSWORD), 303);
    assert_int_equal(aid_sign_in(&cat, "cat", AID_PASSWORD), 303);
    assert_int_equal(aid_get(&ann, "/queue"), 200);
    assert_non_null(strstr(ann.body, ">NB-0001</a>"));
    assert_int_equal(aid_decide_page(&ann, id, "report", "x"), 303);
    assert_int_equal(aid_decide_page(&bob, id, "report", "y"), 303);
    snprintf(path, sizeof path, "/case/%" PRId64, id);
    assert_int_equal(aid_get(&cat, path), 200);
    assert_true(aid_hidden(&cat, "sign", "seen", seen, sizeof seen));
    snprintf(path, sizeof path, "/case/%" PRId64 "/sign", id);
    const char *const SIGN[] = {"seen", seen, "comment", "z", NULL};
    assert_int_equal(aid_post(&cat, path, SIGN), 303);
    assert_int_equal(aid_post(&ann, path, SIGN), 403);
    /* Ten megabytes are refused, and the desk goes on. */
    char *large = gnbs_mem_alloc(10 << 20, 1);
    memset(large, 'a', (10 << 20) - 1);
    assert_int_equal(
        aid_post_raw(&ann, "/sign-out", "application/x-www-form-urlencoded", large), 413);
    gnbs_mem_free(large);
    /* A result that comes while the desk runs is found. */
    aid_put_result(dir, "late", "not_completed", "LATE");
    int status = 0;
    for (int i = 0; i < 100 && status == 0; i++) {
        struct timespec wait = {0, 50000000};
        nanosleep(&wait, NULL);
        aid_get(&ann, "/queue?sample=LATE");
        status = strstr(ann.body, ">LATE</a>") != NULL;
    }
    assert_int_equal(status, 1);
    stop(&s, SIGTERM);
    aid_clear(&ann);
    aid_clear(&bob);
    aid_clear(&cat);
}

/* ---- killed -------------------------------------------------------------------------------------------------------- */

typedef struct writer {
    aid_browser_t browser;
    int64_t id[N_CASE];
    _Atomic int *n_acknowledged;
    bool acknowledged[N_CASE];
} writer_t;

static void *decide_all(void *p) {
    writer_t *w = p;
    for (int i = 0; i < N_CASE; i++) {
        w->acknowledged[i] =
            aid_decide_page(&w->browser, w->id[i], "report", "looked at") == 303;
        if (w->acknowledged[i]) ++*w->n_acknowledged;
        if (w->browser.status == 0) break; /* nobody answers any more */
    }
    return NULL;
}

static bool has_decided(gnbs_review_desk_t *desk, int64_t id, const char *name) {
    gnbs_review_case_t c;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_review_load(desk, id, &arena, &c, &err), &err);
    int i = gnbs_review_which(&c, aid_account(desk, name).id);
    bool has = i >= 0 && c.item[0].decision[i].choice == GNBS_REVIEW_REPORT &&
               strcmp(c.item[0].decision[i].comment, "looked at") == 0;
    gnbs_arena_clear(&arena);
    return has;
}

static void a_desk_killed_in_the_middle_loses_nothing_it_acknowledged(void **state) {
    (void)state;
    static const char *const NAME[] = {"ann", "bob"};
    _Atomic int n_acknowledged = 0;
    server_t s = serve(NO_MORE);
    writer_t w[2] = {0};
    pthread_t thread[2];
    for (int k = 0; k < 2; k++) {
        w[k].browser.port = s.port;
        for (int i = 0; i < N_CASE; i++) {
            char name[16];
            snprintf(name, sizeof name, "S%02d", i);
            w[k].id[i] = id_of(name);
        }
        w[k].n_acknowledged = &n_acknowledged;
        assert_int_equal(aid_sign_in(&w[k].browser, NAME[k], AID_PASSWORD), 303);
    }
    for (int k = 0; k < 2; k++)
        assert_int_equal(pthread_create(&thread[k], NULL, decide_all, &w[k]), 0);
    while (n_acknowledged < N_CASE / 2) {
        struct timespec wait = {0, 1000000};
        nanosleep(&wait, NULL);
    }
    stop(&s, SIGKILL);
    for (int k = 0; k < 2; k++) pthread_join(thread[k], NULL);
    /* Opened again, the desk has every decision that was answered, and the log has an entry for each that it has. */
    gnbs_review_desk_t *desk = aid_open_desk(dir, false);
    int n_kept = 0, n_promised = 0;
    for (int i = 0; i < N_CASE; i++)
        for (int k = 0; k < 2; k++) {
            bool has = has_decided(desk, w[k].id[i], NAME[k]);
            n_kept += has;
            n_promised += w[k].acknowledged[i];
            if (w[k].acknowledged[i] && !has)
                fail_msg("the decision of %s on case %" PRId64 " was acknowledged and lost",
                         NAME[k], w[k].id[i]);
        }
    assert_true(n_promised >= N_CASE / 2 && n_promised < 2 * N_CASE);
    char path[200];
    gnbs_run_audit_state_t whole;
    snprintf(path, sizeof path, "%s/.gnbs/audit.jsonl", dir);
    assert_ok(gnbs_run_audit_verify(path, NULL, &whole, &err), &err);
    char *log = aid_read(path);
    assert_int_equal(aid_count(log, "\"what\":\"comment\""), n_kept);
    gnbs_mem_free(log);
    gnbs_review_close(desk);
    print_message("killed after %d acknowledged decisions; %d kept\n", n_promised, n_kept);
    for (int k = 0; k < 2; k++) aid_clear(&w[k].browser);
}

/* ---- TLS and addresses --------------------------------------------------------------------------------------------- */

static void over_tls_the_desk_answers_and_in_the_clear_it_does_not(void **state) {
    (void)state;
    static const char *const TLS[] = {"--tls-cert", "tests/review/tls/cert.pem",
                                      "--tls-key", "tests/review/tls/key.pem", NULL};
    char command[400], line[400], answer[4000] = "";
    if (system("command -v curl >/dev/null 2>&1") != 0) {
        print_message("skipped: no curl\n");
        assert_null(getenv("CI"));
        return;
    }
    server_t s = serve(TLS);
    snprintf(command, sizeof command,
             "curl -si --max-time 20 --cacert tests/review/tls/cert.pem --resolve "
             "localhost:%d:127.0.0.1 https://localhost:%d/sign-in",
             s.port, s.port);
    FILE *f = popen(command, "r");
    while (fgets(line, sizeof line, f) != NULL)
        strncat(answer, line, sizeof answer - strlen(answer) - 1);
    assert_int_equal(pclose(f), 0);
    assert_non_null(strstr(answer, " 200 "));
    assert_non_null(strstr(answer, "__Host-gnbs-visit="));
    assert_non_null(strstr(answer, "; Secure"));
    assert_non_null(strstr(answer, "Strict-Transport-Security: "));
    snprintf(command, sizeof command,
             "curl -s --max-time 20 -o /dev/null http://127.0.0.1:%d/sign-in", s.port);
    assert_int_not_equal(system(command), 0);
    stop(&s, SIGTERM);
}

static void other_machines_are_not_answered_in_the_clear(void **state) {
    (void)state;
    static const char *const LISTEN[] = {"0.0.0.0:0", "[::]:0", "192.0.2.1:0"};
    char printed[200];
    for (size_t i = 0; i < 3; i++) {
        const char *const ARG[] = {"review", "serve", dir, "--listen", LISTEN[i], NULL};
        assert_int_equal(run(ARG, "", printed, sizeof printed), 2);
    }
    const char *const NO_TLS[] = {"review", "serve", "/nowhere", NULL};
    assert_int_equal(run(NO_TLS, "", printed, sizeof printed), 3);
}

/* ---- the terminal -------------------------------------------------------------------------------------------------- */

static int in_terminal(const char *command, const char *user, const char *password,
                       const char *const more[], char *printed, size_t cap) {
    const char *arg[N_ARG] = {"review", command, dir};
    int n = 3;
    for (int i = 0; more[i] != NULL; i++) arg[n++] = more[i];
    const char *const SEAT[] = {"--user", user, "--password-file", "-"};
    for (int i = 0; i < 4; i++) arg[n++] = SEAT[i];
    char input[100];
    snprintf(input, sizeof input, "%s\n", password);
    return run(arg, input, printed, cap);
}

static void a_terminal_does_the_same_by_the_same_rules(void **state) {
    (void)state;
    char out[20000];
    const char *const LIST[] = {NULL};
    assert_int_equal(in_terminal("list", "ann", AID_PASSWORD, LIST, out, sizeof out), 0);
    assert_memory_equal(out, "#case\tsample\turgency\t", 21);
    assert_int_equal(aid_count(out, "\n"), 1 + 1 + N_CASE);
    assert_non_null(strstr(out, "\tNB-0001\tWithin hours\twaiting\t"));
    assert_int_equal(in_terminal("list", "ann", "not her password", LIST, out, sizeof out),
                     6);
    assert_string_equal(out, "");
    const char *const REPORT[] = {"NB-0001",   "--decision", "report",
                                  "--comment", "seen",       NULL};
    const char *const EACH[] = {
        "NB-0001", "--decide", "F1=report:seen", "--decide", "F2=do-not-report:in cis",
        NULL};
    const char *const SHOW[] = {"NB-0001", NULL};
    const char *const SIGN[] = {"NB-0001", "--authorise", "--comment", "good", NULL};
    assert_int_equal(in_terminal("sign", "ann", AID_PASSWORD, REPORT, out, sizeof out), 0);
    assert_non_null(strstr(out, "Waits for the second reviewer"));
    assert_int_equal(in_terminal("show", "bob", AID_PASSWORD, SHOW, out, sizeof out), 0);
    assert_null(strstr(out, "seen\n"));
    assert_int_equal(in_terminal("sign", "bob", AID_PASSWORD, EACH, out, sizeof out), 0);
    assert_non_null(strstr(out, "The two reviewers differ"));
    assert_int_equal(in_terminal("sign", "cat", AID_PASSWORD, SIGN, out, sizeof out), 3);
    assert_int_equal(in_terminal("sign", "bob", AID_PASSWORD, REPORT, out, sizeof out), 0);
    assert_int_equal(in_terminal("sign", "cat", AID_PASSWORD, REPORT, out, sizeof out), 6);
    assert_int_equal(in_terminal("sign", "cat", AID_PASSWORD, SIGN, out, sizeof out), 0);
    const char *const CONFIRM[] = {"NB-0001",        "--finding", "F1",
                                   "--result",       "refuted",   "--comment",
                                   "acylcarnitines", NULL};
    assert_int_equal(in_terminal("confirm", "bob", AID_PASSWORD, CONFIRM, out, sizeof out),
                     0);
    assert_int_equal(in_terminal("show", "ann", AID_PASSWORD, SHOW, out, sizeof out), 0);
    assert_null(strstr(out, "in cis")); /* the latest counts */
    assert_non_null(strstr(out, "second sample: Refuted"));
    assert_non_null(strstr(out, "signed by Dr Cat Three"));
}

static void an_account_is_made_in_a_terminal(void **state) {
    (void)state;
    char out[2000];
    const char *const ADD[] = {"review",
                               "user",
                               "add",
                               dir,
                               "gus",
                               "--roles",
                               "curator,auditor",
                               "--full-name",
                               "Gus Eight",
                               "--password-file",
                               "-",
                               NULL};
    const char *const LIST[] = {"review", "user", "list", dir, NULL};
    const char *const SEE[] = {NULL};
    assert_int_equal(run(ADD, "too short\n", out, sizeof out), 2);
    assert_int_equal(run(ADD, AID_PASSWORD "\n", out, sizeof out), 0);
    assert_int_equal(run(ADD, AID_PASSWORD "\n", out, sizeof out), 2); /* there is one */
    assert_int_equal(run(LIST, "", out, sizeof out), 0);
    assert_non_null(strstr(out, "gus\tGus Eight\tcurator, auditor\topen\n"));
    assert_non_null(
        strstr(out, "zed\tZed Seven\treviewer, authoriser, curator, auditor\tclosed\n"));
    assert_int_equal(in_terminal("list", "gus", AID_PASSWORD, SEE, out, sizeof out), 0);
    const char *const CLOSE[] = {"review", "user", "close", dir, "gus", NULL};
    assert_int_equal(run(CLOSE, "", out, sizeof out), 0);
    assert_int_equal(in_terminal("list", "gus", AID_PASSWORD, SEE, out, sizeof out), 6);
}

static void a_family_that_withdraws_takes_its_rows_from_the_desk(void **state) {
    (void)state;
    char out[20000];
    const char *const REPORT[] = {"S00", "--decision", "report", "--comment", "seen", NULL};
    const char *const LIST[] = {NULL};
    const char *const WITHDRAW[] = {"consent", "withdraw", dir,      "--sample",
                                    "S00",     "--by",     "tester", NULL};
    assert_int_equal(in_terminal("sign", "ann", AID_PASSWORD, REPORT, out, sizeof out), 0);
    assert_int_equal(run(WITHDRAW, "", out, sizeof out), 0);
    assert_int_equal(in_terminal("list", "ann", AID_PASSWORD, LIST, out, sizeof out), 0);
    assert_null(strstr(out, "\tS00\t"));
    assert_non_null(strstr(out, "\tS01\t"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_case_is_signed_over_the_wire),
        T(a_desk_killed_in_the_middle_loses_nothing_it_acknowledged),
        T(over_tls_the_desk_answers_and_in_the_clear_it_does_not),
        T(other_machines_are_not_answered_in_the_clear),
        T(an_account_is_made_in_a_terminal),
        T(a_family_that_withdraws_takes_its_rows_from_the_desk),
        T(a_terminal_does_the_same_by_the_same_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
