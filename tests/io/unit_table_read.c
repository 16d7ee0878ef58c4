/* TSV and CSV to rows of cells, and where a message points when a file is not a table. */
#include "io_files.h"

#include "io/table_read.h"

static gnbs_arena_t arena;
static gnbs_table_t table;
static gnbs_err_t err;

static int clear_arena(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_code_t parse_as(const char *path, const char *text) {
    return gnbs_table_parse(path, text, strlen(text), 0, &arena, &table, &err);
}

static void expect_row(size_t i, int line, const char *a, const char *b) {
    assert_true(i < table.n_row);
    assert_int_equal(table.row[i].line, line);
    assert_string_equal(table.row[i].cell[0], a);
    assert_string_equal(table.row[i].cell[1], b);
}

static void tsv_gives_meta_header_and_rows_with_their_lines(void **state) {
    (void)state;
    assert_ok(parse_as("p.tsv",
                       "##name=NBS\n##version = 3 "
                       "\n##note=a\tb=c\n##bare\n#gene\tclass\nCFTR\tSNV\n\nSMN1\tCNV\n"),
              &err);
    assert_int_equal(table.n_meta, 4);
    assert_string_equal(gnbs_table_meta_value(&table, "name"), "NBS");
    assert_string_equal(gnbs_table_meta_value(&table, "version"), "3");
    assert_string_equal(gnbs_table_meta_value(&table, "note"),
                        "a\tb=c"); /* a value may hold separators */
    assert_string_equal(gnbs_table_meta_value(&table, "bare"), "");
    assert_int_equal(table.meta[1].line, 2);
    assert_int_equal(table.header_line, 5);
    assert_int_equal(table.n_column, 2);
    assert_int_equal(gnbs_table_column(&table, "gene"), 0);
    assert_int_equal(gnbs_table_column(&table, "class"), 1);
    assert_int_equal(table.n_row, 2);
    expect_row(0, 6, "CFTR", "SNV");
    expect_row(1, 8, "SMN1", "CNV"); /* an empty line counts as a line */
    assert_string_equal(table.path, "p.tsv");
}

static void csv_quotes_follow_rfc_4180(void **state) {
    (void)state;
    assert_ok(parse_as("p.csv", "gene,note\nA,\"one, two\"\nB,\"he said "
                                "\"\"no\"\"\"\nC,\"two\nlines\"\nD,\"\"\nE,5\" long\n"),
              &err);
    assert_int_equal(table.n_row, 5);
    expect_row(0, 2, "A", "one, two");
    expect_row(1, 3, "B", "he said \"no\"");
    expect_row(2, 4, "C", "two\nlines");
    expect_row(3, 6, "D", ""); /* the cell above took two lines */
    expect_row(4, 7, "E", "5\" long");
}

static void separator_follows_the_name_of_the_file(void **state) {
    (void)state;
    assert_ok(parse_as("a.CSV.gz", "a,b\n1,2\n"), &err);
    assert_int_equal(table.n_column, 2);
    assert_ok(parse_as("a.txt", "a,b\n1,2\n"), &err);
    assert_int_equal(table.n_column, 1);
    assert_ok(gnbs_table_parse("a.txt", "a;b\n", 4, ';', &arena, &table, &err), &err);
    assert_int_equal(table.n_column, 2);
}

static void windows_files_read_like_unix_files(void **state) {
    (void)state;
    assert_ok(parse_as("p.tsv",
                       "\xEF\xBB\xBF##name="
                       "NBS\r\ngene\tclass\r\nCFTR\tSNV\r\n\r\nSMN1\t\"C\r\nNV\"\r\n"),
              &err);
    assert_string_equal(gnbs_table_meta_value(&table, "name"), "NBS");
    assert_string_equal(table.column[0], "gene"); /* no byte-order mark in the name */
    assert_string_equal(table.column[1], "class");
    expect_row(0, 3, "CFTR", "SNV");
    expect_row(1, 5, "SMN1", "C\r\nNV"); /* inside quotes text is kept as it is */
}

static void meta_lines_filled_up_or_quoted_by_a_spreadsheet_are_read(void **state) {
    (void)state;
    assert_ok(parse_as("p.csv", "##name=NBS,,\n\"##title=heart, liver\",,\na,b,c\n"), &err);
    assert_string_equal(gnbs_table_meta_value(&table, "name"), "NBS");
    assert_string_equal(gnbs_table_meta_value(&table, "title"), "heart, liver");
    assert_int_equal(table.header_line, 3);
}

static void short_rows_are_filled_up_and_keep_their_count(void **state) {
    (void)state;
    assert_ok(parse_as("p.tsv", "a\tb\tc\n1\n1\t2\t3"), &err);
    assert_int_equal(table.row[0].n_cell, 1);
    assert_string_equal(table.row[0].cell[2], "");
    assert_int_equal(table.row[1].n_cell, 3);
    assert_string_equal(table.row[1].cell[2], "3"); /* no newline at the end of the file */
}

static void long_row_is_refused_with_line_and_column(void **state) {
    (void)state;
    assert_fails(parse_as("p.tsv", "a\tb\n1\t2\n1\t2\t3\n"), GNBS_E_FORMAT, &err,
                 "p.tsv:3: column 3: the row has 3 cells, the header 2");
}

static void broken_quotes_are_refused_where_they_begin(void **state) {
    (void)state;
    assert_fails(parse_as("p.csv", "a,b\nx,y\nx,\"y\nz,w\n"), GNBS_E_FORMAT, &err,
                 "p.csv:3: column 2: the quote that begins this cell");
    assert_fails(parse_as("p.csv", "a,b\nx,\"y\"z\n"), GNBS_E_FORMAT, &err,
                 "p.csv:2: column 2: text follows the closing quote");
}

static void bytes_that_are_no_text_are_refused(void **state) {
    (void)state;
    static const char UTF16[] = {'\xFF', '\xFE', 'a', 0},
                      NUL[] = {'a', '\n', 'b', 'c', 0, 'd'};
    assert_fails(gnbs_table_parse("p.tsv", UTF16, 4, 0, &arena, &table, &err),
                 GNBS_E_FORMAT, &err, "UTF-16");
    assert_fails(gnbs_table_parse("p.tsv", NUL, 6, 0, &arena, &table, &err), GNBS_E_FORMAT,
                 &err, "p.tsv:2: byte 3");
    assert_fails(parse_as("p.tsv", "a\tb\rc\td\r"), GNBS_E_FORMAT, &err,
                 "p.tsv:1: column 1: the lines end in carriage returns alone");
    assert_fails(parse_as("p.tsv", "a\tb\rc\nd\te\n"), GNBS_E_FORMAT, &err,
                 "p.tsv:1: column 2: a carriage return");
}

static void file_without_header_is_refused(void **state) {
    (void)state;
    assert_fails(parse_as("p.tsv", ""), GNBS_E_FORMAT, &err, "no header line");
    assert_fails(parse_as("p.tsv", "##a=b\n\n"), GNBS_E_FORMAT, &err, "no header line");
    assert_ok(parse_as("p.tsv", "gene\n"), &err);
    assert_int_equal(table.n_row, 0);
}

static void one_name_for_two_columns_is_refused(void **state) {
    (void)state;
    assert_fails(parse_as("p.tsv", "##x=1\na\tb\ta\n"), GNBS_E_FORMAT, &err,
                 "p.tsv:2: column 3: 'a' is also the name of column 1");
}

static void line_over_a_mebibyte_is_refused(void **state) {
    (void)state;
    size_t n = (1 << 20) + 100;
    char *text = malloc(n + 1);
    memset(text, 'x', n);
    memcpy(text, "a\tb\n", 4);
    text[n] = '\0';
    assert_fails(parse_as("p.tsv", text), GNBS_E_FORMAT, &err,
                 "p.tsv:2: column 1: the line is longer than 1048576 bytes");
    text[4] = '"';
    assert_fails(parse_as("p.tsv", text), GNBS_E_FORMAT, &err,
                 "p.tsv:2: column 1: the quote");
    free(text);
}

static void plain_and_gzip_files_read_alike(void **state) {
    (void)state;
    const char *paths[] = {write_file("t.csv", "a,b\n1,2\n"),
                           write_gzip("t.csv.gz", "a,b\n1,2\n")};
    for (int i = 0; i < 2; i++) {
        assert_ok(gnbs_table_read(paths[i], 0, &arena, &table, &err), &err);
        expect_row(0, 2, "1", "2");
        assert_string_equal(table.path, paths[i]);
    }
    assert_fails(gnbs_table_read(test_path("no.tsv"), 0, &arena, &table, &err), GNBS_E_IO,
                 &err, "No such file");
}

/* HGNC's complete set quotes cells with several values; ClinGen's dosage file is plain TSV. */
static void public_tables_are_read(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path,
                    "data/formats/clinical/hgnc_complete_set_excerpt.tsv") == NULL)
        return;
    assert_ok(gnbs_table_read(path, 0, &arena, &table, &err), &err);
    int symbol = gnbs_table_column(&table, "symbol");
    assert_true(symbol >= 0 && gnbs_table_column(&table, "hgnc_id") == 0 &&
                table.n_row >= 2);
    for (size_t i = 0; i < table.n_row; i++)
        for (int k = 0; k < table.n_column; k++)
            assert_true(table.row[i].cell[k][0] != '"');
    assert_memory_equal(table.row[0].cell[0], "HGNC:", 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(tsv_gives_meta_header_and_rows_with_their_lines,
                                  clear_arena),
        cmocka_unit_test_teardown(csv_quotes_follow_rfc_4180, clear_arena),
        cmocka_unit_test_teardown(separator_follows_the_name_of_the_file, clear_arena),
        cmocka_unit_test_teardown(windows_files_read_like_unix_files, clear_arena),
        cmocka_unit_test_teardown(meta_lines_filled_up_or_quoted_by_a_spreadsheet_are_read,
                                  clear_arena),
        cmocka_unit_test_teardown(short_rows_are_filled_up_and_keep_their_count,
                                  clear_arena),
        cmocka_unit_test_teardown(long_row_is_refused_with_line_and_column, clear_arena),
        cmocka_unit_test_teardown(broken_quotes_are_refused_where_they_begin, clear_arena),
        cmocka_unit_test_teardown(bytes_that_are_no_text_are_refused, clear_arena),
        cmocka_unit_test_teardown(file_without_header_is_refused, clear_arena),
        cmocka_unit_test_teardown(one_name_for_two_columns_is_refused, clear_arena),
        cmocka_unit_test_teardown(line_over_a_mebibyte_is_refused, clear_arena),
        cmocka_unit_test_teardown(plain_and_gzip_files_read_alike, clear_arena),
        cmocka_unit_test_teardown(public_tables_are_read, clear_arena),
    };
    gnbs_arena_init(&arena);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
