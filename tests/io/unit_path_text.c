/* Which names may be opened, and what of a file counts as text. */
#include "io_files.h"

#include "core/mem.h"
#include "io/path.h"
#include "io/text.h"

static void names_that_htslib_would_fetch_are_refused(void **state) {
    (void)state;
    static const char *const NAMES[] = {"https://example.org/a.bam",
                                        "ftp://example.org/a",
                                        "s3://bucket/a.bam",
                                        "gs://b/a",
                                        "data:,ACGT",
                                        "mem:",
                                        "preload:a.bam",
                                        "crypt4gh:a.bam",
                                        "S3+HTTP://b/a"};
    gnbs_err_t err;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_fails(gnbs_path_check_input(NAMES[i], &err), GNBS_E_USAGE, &err,
                     "only local files");
    assert_fails(gnbs_path_check_input("a.bam##idx##b.bai", &err), GNBS_E_USAGE, &err,
                 "##idx##");
    assert_fails(gnbs_path_check_input("a\nb.bam", &err), GNBS_E_USAGE, &err,
                 "control character");
    assert_fails(gnbs_path_check_input("", &err), GNBS_E_USAGE, &err, "empty");
}

static void file_with_a_colon_can_be_named_by_its_folder(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_ok(gnbs_path_check_input(write_file("mem:x", "x"), &err),
              &err); /* the path begins with a slash */
}

static void what_is_no_readable_file_is_an_input_error(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_fails(gnbs_path_check_input(test_path("absent"), &err), GNBS_E_IO, &err,
                 "No such file");
    assert_fails(gnbs_path_check_input(test_folder(), &err), GNBS_E_IO, &err,
                 "is a folder");
    if (geteuid() != 0) { /* root may read everything */
        const char *path = write_file("closed", "x");
        chmod(path, 0);
        assert_fails(gnbs_path_check_input(path, &err), GNBS_E_IO, &err, "Permission");
    }
}

static void plain_and_gzip_text_read_alike(void **state) {
    (void)state;
    gnbs_err_t err;
    char *bytes;
    size_t n;
    const char *paths[] = {write_file("a.txt", "one\ntwo\n"),
                           write_gzip("a.txt.gz", "one\ntwo\n")};
    for (int i = 0; i < 2; i++) {
        assert_ok(gnbs_text_read(paths[i], 100, &bytes, &n, &err), &err);
        assert_int_equal(n, 8);
        assert_string_equal(bytes, "one\ntwo\n");
        gnbs_mem_free(bytes);
    }
    assert_ok(gnbs_text_read(write_file("empty", ""), 100, &bytes, &n, &err), &err);
    assert_int_equal(n, 0);
    gnbs_mem_free(bytes);
}

static void truncated_gzip_is_refused(void **state) {
    (void)state;
    gnbs_err_t err;
    char *bytes;
    size_t n;
    const char *path = write_gzip(
        "cut.gz", "a line that is long enough to be cut somewhere in its middle\n");
    cut_file(path, 12);
    assert_int_equal(gnbs_text_read(path, 1000, &bytes, &n, &err), GNBS_E_FORMAT);
    assert_null(bytes);
}

static void ceiling_stops_a_bomb(void **state) {
    (void)state;
    gnbs_err_t err;
    char *bytes, *zeros = malloc(300001);
    size_t n;
    memset(zeros, 'a', 300000);
    zeros[300000] = '\0';
    assert_fails(gnbs_text_read(write_gzip("bomb.gz", zeros), 100000, &bytes, &n, &err),
                 GNBS_E_FORMAT, &err, "100000 bytes");
    free(zeros);
}

static void utf16_and_nul_are_refused(void **state) {
    (void)state;
    gnbs_err_t err;
    char *bytes;
    size_t n;
    assert_fails(
        gnbs_text_read(write_bytes("u16le", "\xFF\xFEg\0", 4), 100, &bytes, &n, &err),
        GNBS_E_FORMAT, &err, "UTF-16");
    assert_fails(
        gnbs_text_read(write_bytes("u16be", "\xFE\xFF\0g", 4), 100, &bytes, &n, &err),
        GNBS_E_FORMAT, &err, "UTF-16");
    assert_fails(gnbs_text_read(write_bytes("nul", "ab\0c", 4), 100, &bytes, &n, &err),
                 GNBS_E_FORMAT, &err, "offset 2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_htslib_would_fetch_are_refused),
        cmocka_unit_test(file_with_a_colon_can_be_named_by_its_folder),
        cmocka_unit_test(what_is_no_readable_file_is_an_input_error),
        cmocka_unit_test(plain_and_gzip_text_read_alike),
        cmocka_unit_test(truncated_gzip_is_refused),
        cmocka_unit_test(ceiling_stops_a_bomb),
        cmocka_unit_test(utf16_and_nul_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
