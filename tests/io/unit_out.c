/* Files are complete or absent: what stands at the path after success, failure and second thoughts. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "io_files.h"

#include "core/mem.h"
#include "io/out.h"

static void expect_text(const char *path, const char *text) {
    size_t n;
    char *bytes = read_bytes(path, &n);
    assert_non_null(bytes);
    assert_string_equal(bytes, text);
    free(bytes);
}

static void committed_file_appears_and_replaces_the_old_one(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_out_t *out;
    const char *path = write_file("replaced.txt", "old");
    assert_ok(gnbs_out_open(path, &out, &err), &err);
    fputs("new", gnbs_out_file(out));
    fflush(gnbs_out_file(out));
    expect_text(path, "old"); /* until commit, readers see the old file */
    assert_ok(gnbs_out_commit(out, &err), &err);
    expect_text(path, "new");
}

static void discarded_file_leaves_the_old_one_and_no_temporary(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_out_t *out;
    const char *path = write_file("kept.txt", "old");
    assert_ok(gnbs_out_open(path, &out, &err), &err);
    char temp[500];
    snprintf(temp, sizeof temp, "%s", gnbs_out_temp_path(out));
    assert_int_equal(access(temp, F_OK), 0);
    gnbs_out_discard(out);
    assert_int_not_equal(access(temp, F_OK), 0);
    expect_text(path, "old");
    gnbs_out_discard(NULL);
}

static void folder_that_is_missing_is_found_before_the_work(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_out_t *out;
    assert_fails(gnbs_out_open(test_path("no/such/folder.txt"), &out, &err), GNBS_E_IO,
                 &err, "cannot create");
    assert_null(out);
}

typedef enum trouble {
    STDOUT_IS_FULL,
    FILES_STAY_SMALL,
    FILES_STAY_SMALL_FOR_A_WHILE
} trouble_t;

/* Writes a megabyte in a child whose standard output is /dev/full, or whose files may not grow past a kilobyte. */
static int write_in_child(const char *path, trouble_t trouble) {
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit low = {1024, RLIM_INFINITY}, high = {RLIM_INFINITY, RLIM_INFINITY};
        gnbs_err_t err;
        gnbs_out_t *out;
        if (trouble == STDOUT_IS_FULL && freopen("/dev/full", "w", stdout) == NULL)
            _exit(99);
        if (trouble != STDOUT_IS_FULL && setrlimit(RLIMIT_FSIZE, &low) != 0) _exit(99);
        if (gnbs_out_open(path, &out, &err) != GNBS_OK) _exit(98);
        for (int i = 0; i < 100000; i++) fputs("0123456789", gnbs_out_file(out));
        if (trouble == FILES_STAY_SMALL_FOR_A_WHILE && setrlimit(RLIMIT_FSIZE, &high) != 0)
            _exit(97);
        _exit((int)gnbs_out_commit(out, &err));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void full_disk_is_an_error_and_leaves_the_old_file(void **state) {
    (void)state;
    const char *path = write_file("full.txt", "old");
    assert_int_equal(write_in_child(path, FILES_STAY_SMALL), GNBS_E_IO);
    expect_text(path, "old");
    assert_int_equal(write_in_child(path, FILES_STAY_SMALL_FOR_A_WHILE),
                     GNBS_E_IO); /* room again: the hole stays */
    expect_text(path, "old");
    DIR *dir = opendir(test_folder());
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        assert_null(strstr(e->d_name, "full.txt.tmp"));
    closedir(dir);
}

static void full_standard_output_is_an_error(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) skip();
    assert_int_equal(write_in_child("-", STDOUT_IS_FULL), GNBS_E_IO);
}

static void text_whose_composing_failed_is_not_written(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_str_t text = {.failed = true};
    assert_fails(gnbs_out_write_text(test_path("never.txt"), &text, &err), GNBS_E_NOMEM,
                 &err, "never.txt");
    assert_int_not_equal(access(test_path("never.txt"), F_OK), 0);
}

static void write_in(const char *folder, const char *name, const char *text) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void folder_replaces_an_earlier_one_only_on_commit(void **state) {
    (void)state;
    gnbs_err_t err;
    char *temp, inside[600];
    char path[400];
    snprintf(path, sizeof path, "%s", test_path("run"));
    for (int round = 0; round < 2; round++) {
        assert_ok(gnbs_out_dir_begin(path, &temp, &err), &err);
        write_in(temp, "result", round == 0 ? "first" : "second");
        if (round == 0) write_in(temp, "only-first", "x");
        snprintf(inside, sizeof inside, "%s/result", path);
        if (round == 1) expect_text(inside, "first");
        assert_ok(gnbs_out_dir_commit(temp, path, &err), &err);
        expect_text(inside, round == 0 ? "first" : "second");
        gnbs_mem_free(temp);
    }
    snprintf(inside, sizeof inside, "%s/only-first", path);
    assert_int_not_equal(access(inside, F_OK), 0); /* the old folder is gone as a whole */
    gnbs_out_dir_discard(path);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void failed_folder_commit_keeps_the_old_one(void **state) {
    (void)state;
    gnbs_err_t err;
    char *temp, path[400], inside[600];
    snprintf(path, sizeof path, "%s", test_path("steady"));
    assert_ok(gnbs_out_dir_begin(path, &temp, &err), &err);
    write_in(temp, "result", "old");
    assert_ok(gnbs_out_dir_commit(temp, path, &err), &err);
    gnbs_mem_free(temp);
    assert_ok(gnbs_out_dir_begin(path, &temp, &err), &err);
    gnbs_out_dir_discard(temp); /* what was to be committed has vanished */
    assert_int_equal(gnbs_out_dir_commit(temp, path, &err), GNBS_E_IO);
    snprintf(inside, sizeof inside, "%s/result", path);
    expect_text(inside, "old");
    gnbs_mem_free(temp);
    gnbs_out_dir_discard(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(committed_file_appears_and_replaces_the_old_one),
        cmocka_unit_test(discarded_file_leaves_the_old_one_and_no_temporary),
        cmocka_unit_test(folder_that_is_missing_is_found_before_the_work),
        cmocka_unit_test(full_disk_is_an_error_and_leaves_the_old_file),
        cmocka_unit_test(full_standard_output_is_an_error),
        cmocka_unit_test(text_whose_composing_failed_is_not_written),
        cmocka_unit_test(folder_replaces_an_earlier_one_only_on_commit),
        cmocka_unit_test(failed_folder_commit_keeps_the_old_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
