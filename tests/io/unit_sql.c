#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/sql.h"
#include "support/testing.h"

static const gnbs_sql_kind_t KIND = {"book of sums", 0x54455354, 1,
                                     "CREATE TABLE sum(id INTEGER PRIMARY KEY, word TEXT, "
                                     "n INTEGER NOT NULL)"};
static char path[64];

static int set_up(void **state) {
    (void)state;
    snprintf(path, sizeof path, "/tmp/gnbs_sql_%ld.db", (long)getpid());
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    char name[96];
    static const char *const ENDS[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, ENDS[i]);
        remove(name);
    }
    return 0;
}

static void what_is_written_is_read_back(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_sql_t *db;
    gnbs_sql_rows_t *rows;
    int64_t n;
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    assert_ok(gnbs_sql_run(db, &err, "INSERT INTO sum(word, n) VALUES(?, ?)", "ti",
                           "it's \"one\"", (int64_t)1),
              &err);
    assert_int_equal(gnbs_sql_last_id(db), 1);
    assert_ok(gnbs_sql_run(db, &err, "INSERT INTO sum(word, n) VALUES(?, ?)", "ti",
                           (const char *)NULL, INT64_MIN),
              &err);
    assert_ok(gnbs_sql_ask(db, &rows, &err, "SELECT word, n FROM sum ORDER BY id", ""),
              &err);
    assert_true(gnbs_sql_next(rows));
    assert_string_equal(gnbs_sql_text(rows, 0), "it's \"one\"");
    assert_true(gnbs_sql_next(rows));
    assert_true(gnbs_sql_is_null(rows, 0));
    assert_string_equal(gnbs_sql_text(rows, 0), "");
    assert_true(gnbs_sql_int(rows, 1) == INT64_MIN);
    assert_false(gnbs_sql_next(rows));
    assert_ok(gnbs_sql_end(rows, &err), &err);
    assert_ok(gnbs_sql_number(db, &n, -1, &err, "SELECT n FROM sum WHERE id = ?", "i",
                              (int64_t)99),
              &err);
    assert_int_equal(n, -1);
    gnbs_sql_close(db);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600); /* its owner's alone */
}

static void an_undone_change_leaves_nothing(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_sql_t *db;
    int64_t n;
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    assert_ok(gnbs_sql_begin(db, &err), &err);
    assert_ok(gnbs_sql_run(db, &err, "INSERT INTO sum(n) VALUES(1)", ""), &err);
    assert_int_equal(gnbs_sql_finish(db, GNBS_E_DATA, &err), GNBS_E_DATA);
    assert_ok(gnbs_sql_number(db, &n, 0, &err, "SELECT count(*) FROM sum", ""), &err);
    assert_int_equal(n, 0);
    assert_int_equal(gnbs_sql_run(db, &err, "INSERT INTO nothing VALUES(1)", ""),
                     GNBS_E_INTERNAL);
    gnbs_sql_close(db);
}

/* Two processes add to the same number a hundred times each; none of the two hundred is lost. */
static void two_processes_change_one_after_the_other(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_sql_t *db;
    int64_t n;
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    assert_ok(gnbs_sql_run(db, &err, "INSERT INTO sum(n) VALUES(0)", ""), &err);
    gnbs_sql_close(db);
    pid_t child = fork();
    assert_true(child >= 0);
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; i < 100 && code == GNBS_OK; i++) {
        code = gnbs_sql_begin(db, &err);
        if (code == GNBS_OK)
            code = gnbs_sql_number(db, &n, 0, &err, "SELECT n FROM sum", "");
        if (code == GNBS_OK)
            code = gnbs_sql_run(db, &err, "UPDATE sum SET n = ?", "i", n + 1);
        code = gnbs_sql_finish(db, code, &err);
    }
    gnbs_sql_close(db);
    if (child == 0) _exit(code == GNBS_OK ? 0 : 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_ok(code, &err);
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    assert_ok(gnbs_sql_number(db, &n, 0, &err, "SELECT n FROM sum", ""), &err);
    assert_int_equal(n, 200);
    gnbs_sql_close(db);
}

static void a_file_of_something_else_is_refused(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_sql_t *db;
    gnbs_sql_kind_t other = KIND;
    assert_ok(gnbs_sql_open(path, &KIND, &db, &err), &err);
    gnbs_sql_close(db);
    other.application_id = 7;
    assert_fails(gnbs_sql_open(path, &other, &db, &err), GNBS_E_FORMAT, &err,
                 "something else");
    other = KIND;
    other.version = 2;
    assert_fails(gnbs_sql_open(path, &other, &db, &err), GNBS_E_FORMAT, &err, "version 1");
    FILE *f = fopen(path, "wb");
    for (int i = 0; i < 4096; i++) fputc('x', f);
    fclose(f);
    assert_int_equal(gnbs_sql_open(path, &KIND, &db, &err), GNBS_E_FORMAT);
    assert_fails(gnbs_sql_open("/nowhere/at/all.db", &KIND, &db, &err), GNBS_E_IO, &err,
                 "/nowhere");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_undone_change_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_processes_change_one_after_the_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_something_else_is_refused, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
