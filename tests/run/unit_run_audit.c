/* The log in its file: many writers at once, writers that die, a disk that is full, and hands that touch it. */
#include "support/testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/out.h"
#include "run/run_audit.h"

static char dir[64], path[96], head[128];

static int make_dir(void **state) {
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/gnbs-audit-XXXXXX");
    if (mkdtemp(dir) == NULL) return -1;
    snprintf(path, sizeof path, "%s/.gnbs/audit.jsonl", dir);
    snprintf(head, sizeof head, "%s.head", path);
    return 0;
}

static int drop_dir(void **state) {
    (void)state;
    gnbs_out_dir_discard(dir);
    return 0;
}

static void note(const char *what, const char *sample, const char *detail) {
    gnbs_err_t err;
    const gnbs_run_audit_entry_t e = {"lee", what, sample, "0.1.0", detail};
    assert_ok(gnbs_run_audit_append(path, &e, &err), &err);
}

static size_t slurp(const char *name, char *buf, size_t cap) {
    FILE *f = fopen(name, "rb");
    assert_non_null(f);
    size_t n = fread(buf, 1, cap - 1, f);
    fclose(f);
    buf[n] = '\0';
    return n;
}

static void spit(const char *name, const char *bytes, size_t n) {
    FILE *f = fopen(name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static int64_t verified_lines(void) {
    gnbs_err_t err;
    gnbs_run_audit_state_t s;
    assert_ok(gnbs_run_audit_verify(path, NULL, &s, &err), &err);
    return s.head.lines;
}

static void many_processes_append_and_no_line_is_lost(void **state) {
    (void)state;
    enum { WRITERS = 6, EACH = 12 };
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0) {
            gnbs_err_t err;
            int n_failed = 0;
            const gnbs_run_audit_entry_t e = {NULL, "view", "NB1", "0.1.0", "many"};
            for (int k = 0; k < EACH; k++)
                n_failed += gnbs_run_audit_append(path, &e, &err) != GNBS_OK;
            _exit(n_failed != 0);
        }
    for (int i = 0, status; i < WRITERS; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(verified_lines(), WRITERS * EACH);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600); /* its owner's alone */
}

static void killed_writers_leave_a_log_that_goes_on(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    for (int i = 0; i < 25; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            gnbs_err_t err;
            const gnbs_run_audit_entry_t e = {NULL, "view", "NB1", "0.1.0", "dies"};
            for (;;) (void)!gnbs_run_audit_append(path, &e, &err);
        }
        nanosleep(&(struct timespec){0, 1000L * random_below(&seed, 4000)}, NULL);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        note("view", "NB1", "lives");
    }
    assert_true(verified_lines() >= 25);
}

static void a_torn_line_is_cut_off_and_said(void **state) {
    (void)state;
    char text[8192];
    note("run", "NB1", "");
    FILE *f = fopen(path, "ab");
    assert_non_null(f);
    fputs("{\"n\":2,\"prev\":\"", f);
    fclose(f);
    gnbs_err_t err;
    gnbs_run_audit_state_t s;
    assert_fails(gnbs_run_audit_verify(path, NULL, &s, &err), GNBS_E_DATA, &err,
                 "line 2 is cut off in its middle");
    note("view", "NB1", "");
    assert_int_equal(verified_lines(), 3);
    slurp(path, text, sizeof text);
    assert_non_null(strstr(text, "\"what\":\"recover\""));
}

/* RLIMIT_FSIZE stands for a full disk: the write is short, what went out is taken back. */
static void a_full_disk_leaves_the_log_as_it_was(void **state) {
    (void)state;
    char before[8192], after[8192];
    note("run", "NB1", "");
    size_t n = slurp(path, before, sizeof before);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {n + 20, n + 20};
        setrlimit(RLIMIT_FSIZE, &limit);
        gnbs_err_t err;
        const gnbs_run_audit_entry_t e = {NULL, "view", "NB1", "0.1.0", ""};
        _exit(gnbs_run_audit_append(path, &e, &err) == GNBS_E_IO ? 0 : 1);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(slurp(path, after, sizeof after), n);
    assert_memory_equal(before, after, n);
    note("view", "NB1", "");
    assert_int_equal(verified_lines(), 2);
}

static void nothing_is_added_to_a_log_that_was_touched(void **state) {
    (void)state;
    char text[8192], head_text[512];
    gnbs_err_t err;
    const gnbs_run_audit_entry_t e = {"lee", "view", NULL, "0.1.0", ""};
    for (int i = 0; i < 3; i++) note("view", "NB1", "");
    size_t n = slurp(path, text, sizeof text), n_head = slurp(head, head_text, 512);
    spit(path, text, n - 10); /* cut in the last line */
    assert_fails(gnbs_run_audit_append(path, &e, &err), GNBS_E_DATA, &err, "was cut");
    text[n - 20] = (char)(text[n - 20] == 'a' ? 'b' : 'a'); /* in the last hash */
    spit(path, text, n);
    assert_fails(gnbs_run_audit_append(path, &e, &err), GNBS_E_DATA, &err,
                 "line 3 is not the one that the head file names");
    unlink(head);
    assert_fails(gnbs_run_audit_append(path, &e, &err), GNBS_E_DATA, &err,
                 "head file is missing");
    head_text[3] = 'x';
    spit(head, head_text, n_head);
    assert_fails(gnbs_run_audit_append(path, &e, &err), GNBS_E_DATA, &err,
                 "no head of a log");
    unlink(path); /* all lines gone, the head left */
    head_text[3] = 'i';
    spit(head, head_text, n_head);
    assert_fails(gnbs_run_audit_append(path, &e, &err), GNBS_E_DATA, &err, "was cut");
}

static void a_head_that_lies_about_an_earlier_line_is_found(void **state) {
    (void)state;
    char head_text[512];
    gnbs_err_t err;
    gnbs_run_audit_state_t s;
    note("view", "NB1", "");
    note("view", "NB1", "");
    size_t n = slurp(head, head_text, sizeof head_text);
    note("view", "NB1", "");
    spit(head, head_text, n); /* of the second line: a writer died */
    assert_ok(gnbs_run_audit_verify(path, NULL, &s, &err), &err);
    assert_int_equal(s.ahead, 1);
    head_text[n - 5] = (char)(head_text[n - 5] == 'a' ? 'b' : 'a');
    spit(head, head_text, n);
    assert_fails(gnbs_run_audit_verify(path, NULL, &s, &err), GNBS_E_DATA, &err,
                 "line 2 is not the line that the head file names");
}

/* Who rewrites log and head alike is found by a head kept elsewhere. */
static void a_head_kept_elsewhere_finds_a_log_written_anew(void **state) {
    (void)state;
    char kept[128], text[512];
    gnbs_err_t err;
    gnbs_run_audit_state_t s;
    note("view", "NB1", "");
    note("sign", "NB1", "");
    snprintf(kept, sizeof kept, "%s/kept", dir);
    size_t n = slurp(head, text, sizeof text);
    spit(kept, text, n);
    note("view", "NB1", "");
    assert_ok(gnbs_run_audit_verify(path, kept, &s, &err), &err);
    unlink(path);
    unlink(head);
    for (int i = 0; i < 3; i++) note("view", "NB1", "");
    assert_ok(gnbs_run_audit_verify(path, NULL, &s, &err), &err);
    assert_fails(gnbs_run_audit_verify(path, kept, &s, &err), GNBS_E_DATA, &err,
                 "log and head were rewritten together");
}

static void the_pseudonym_is_nowhere_and_its_entries_are_found(void **state) {
    (void)state;
    char text[8192];
    gnbs_err_t err;
    gnbs_str_t out;
    note("run", "NB-0042", "NB-0042/findings.json of NB-0042");
    note("view", "NB-0043", "");
    note("sign", "NB-0042", "");
    slurp(path, text, sizeof text);
    assert_null(strstr(text, "NB-0042"));
    assert_non_null(strstr(text, "*/findings.json of *"));
    gnbs_str_init(&out);
    assert_ok(gnbs_run_audit_show(path, "NB-0042", false, &out, &err), &err);
    assert_non_null(
        strstr(out.s, "The sample was analysed.\n    By: lee (with gnbs 0.1.0)\n"));
    assert_non_null(strstr(out.s, "A specialist signed the result."));
    assert_null(strstr(out.s, "looked at"));
    gnbs_str_reset(&out);
    assert_ok(gnbs_run_audit_show(path, "NB-9", false, &out, &err), &err);
    assert_non_null(strstr(out.s, "Nothing was done with this newborn's data"));
    gnbs_str_clear(&out);
}

int main(void) {
#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
    const struct CMUnitTest tests[] = {
        IN_DIR(many_processes_append_and_no_line_is_lost),
        IN_DIR(killed_writers_leave_a_log_that_goes_on),
        IN_DIR(a_torn_line_is_cut_off_and_said),
        IN_DIR(a_full_disk_leaves_the_log_as_it_was),
        IN_DIR(nothing_is_added_to_a_log_that_was_touched),
        IN_DIR(a_head_that_lies_about_an_earlier_line_is_found),
        IN_DIR(a_head_kept_elsewhere_finds_a_log_written_anew),
        IN_DIR(the_pseudonym_is_nowhere_and_its_entries_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
