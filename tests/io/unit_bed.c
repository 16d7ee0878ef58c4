/* BED lines to regions, and messages that name file, line and column. */
#include "io_files.h"

#include "io/bed.h"

static gnbs_arena_t arena;
static gnbs_bed_t bed;
static gnbs_err_t err;

static int clear_arena(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_code_t parse(const char *text) {
    return gnbs_bed_parse("t.bed", text, strlen(text), small_genome(), &arena, &bed, &err);
}

static void expect_region(size_t i, int tid, long beg, long end, const char *name) {
    assert_true(i < bed.n);
    assert_int_equal(bed.region[i].tid, tid);
    assert_int_equal(bed.region[i].beg, beg);
    assert_int_equal(bed.region[i].end, end);
    assert_string_equal(bed.name[i], name);
}

static void regions_keep_file_order_and_names(void **state) {
    (void)state;
    assert_ok(parse("chr2\t10\t20\texon 2\t0\t+\nchr1\t0\t10000\nchr1\t5\t5\t\n"), &err);
    assert_int_equal(bed.n, 3);
    expect_region(0, 1, 10, 20, "exon 2");
    expect_region(1, 0, 0, 10000,
                  ""); /* BED is 0-based half-open, as we are: the whole of chr1 */
    expect_region(2, 0, 5, 5, "");
}

static void names_with_and_without_chr_are_one_contig(void **state) {
    (void)state;
    assert_ok(parse("1\t1\t2\nMT\t1\t2\nchr2\t1\t2\n"), &err);
    expect_region(0, 0, 1, 2, "");
    expect_region(1, 2, 1, 2, "");
    expect_region(2, 1, 1, 2, "");
}

static void comments_tracks_and_windows_ends_are_no_regions(void **state) {
    (void)state;
    assert_ok(parse("\xEF\xBB\xBF# made by hand\r\ntrack name=x\nbrowser position "
                    "chr1:1-10\n\nchr1\t1\t2\tn\r\nchr1\t3\t4"),
              &err);
    assert_int_equal(bed.n, 2);
    expect_region(0, 0, 1, 2, "n");
    expect_region(1, 0, 3, 4, "");
    assert_ok(parse(""), &err);
    assert_int_equal(bed.n, 0);
}

static void blanks_may_separate_columns(void **state) {
    (void)state;
    assert_ok(parse("chr1  1   2 name \n"), &err);
    expect_region(0, 0, 1, 2, "name");
}

static void each_fault_names_line_and_column(void **state) {
    (void)state;
    static const struct {
        const char *text;
        gnbs_code_t code;
        const char *words;
    } CASES[] = {
        {"chr1\t1\t2\nchr1\t1\n", GNBS_E_FORMAT, "t.bed:2: expected at least 3 columns"},
        {"chr1,1,2\n", GNBS_E_FORMAT, "t.bed:1: expected at least 3 columns"},
        {"#x\nchr9\t1\t2\n", GNBS_E_DATA,
         "t.bed:2: column 1: the genome has no contig 'chr9'"},
        {"\t1\t2\n", GNBS_E_DATA, "column 1"},
        {"chr1\t-1\t2\n", GNBS_E_FORMAT,
         "t.bed:1: column 2 (begin): expected a position from 0, found '-1'"},
        {"chr1\t1.5\t2\n", GNBS_E_FORMAT, "column 2"},
        {"chr1\t1\t2e3\n", GNBS_E_FORMAT,
         "column 3 (end): expected a position, found '2e3'"},
        {"chr1\t1\t\n", GNBS_E_FORMAT, "column 3"},
        {"chr1\t7\t6\n", GNBS_E_FORMAT, "t.bed:1: column 3 (end) lies before the begin"},
        {"chr1\t1\t10001\n", GNBS_E_DATA, "lies beyond the contig"},
        {"chr1\t1\t99999999999999999999\n", GNBS_E_FORMAT, "column 3"},
        {"chr1\t1\t\x1b[2J\n", GNBS_E_FORMAT,
         "\\x1B[2J"}, /* nothing of a file reaches a terminal raw */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(parse(CASES[i].text), CASES[i].code);
        if (strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", err.msg, CASES[i].words);
    }
}

static void gzip_files_are_read(void **state) {
    (void)state;
    assert_ok(gnbs_bed_read(write_gzip("a.bed.gz", "chr1\t1\t2\n"), small_genome(), &arena,
                            &bed, &err),
              &err);
    expect_region(0, 0, 1, 2, "");
    const char *path =
        write_gzip("cut.bed.gz", "chr1\t1\t2\tsome name that takes bytes\nchr1\t1\t2\n");
    cut_file(path, 10);
    assert_int_equal(gnbs_bed_read(path, small_genome(), &arena, &bed, &err),
                     GNBS_E_FORMAT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(regions_keep_file_order_and_names, clear_arena),
        cmocka_unit_test_teardown(names_with_and_without_chr_are_one_contig, clear_arena),
        cmocka_unit_test_teardown(comments_tracks_and_windows_ends_are_no_regions,
                                  clear_arena),
        cmocka_unit_test_teardown(blanks_may_separate_columns, clear_arena),
        cmocka_unit_test_teardown(each_fault_names_line_and_column, clear_arena),
        cmocka_unit_test_teardown(gzip_files_are_read, clear_arena),
    };
    gnbs_arena_init(&arena);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
