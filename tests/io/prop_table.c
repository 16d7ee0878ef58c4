/* Any table that our own escaping writes is read back cell by cell, as TSV and as CSV. */
#include "support/testing.h"

#include "core/escape.h"
#include "io/table_read.h"

enum { N_ROUND = 3000, MAX_COLUMN = 6, MAX_ROW = 8, MAX_CELL = 12 };

/* Not beginning with what a spreadsheet takes for a formula: there our writer adds an apostrophe on purpose. */
static void random_cell(uint64_t *seed, char *cell) {
    static const char *const PIECES[] = {"a",    "B", "\"", "\"\"",     ",", "\t", "\n",
                                         "\r\n", " ", ";",  "\xC3\xA9", "#", "=",  "'"};
    int n = random_below(seed, MAX_CELL / 2);
    cell[0] = '\0';
    for (int i = 0; i < n; i++)
        strcat(cell, PIECES[random_below(seed, (int)(sizeof PIECES / sizeof PIECES[0]))]);
    if (cell[0] != '\0' && strchr("=+-@\t\r\n", cell[0]) != NULL) cell[0] = 'x';
}

static void written_tables_are_read_back(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (int round = 0; round < N_ROUND; round++) {
        static char cell[MAX_ROW][MAX_COLUMN][4 * MAX_CELL];
        int n_row = random_below(&seed, MAX_ROW + 1),
            n_column = 2 + random_below(&seed, MAX_COLUMN - 1);
        char sep = random_below(&seed, 2) == 0 ? '\t' : ',';
        const char *line_end = random_below(&seed, 2) == 0 ? "\n" : "\r\n";
        gnbs_str_reset(&text);
        if (random_below(&seed, 2) == 0)
            gnbs_str_printf(&text, "##name=a%cb%s", sep, line_end);
        for (int k = 0; k < n_column; k++)
            gnbs_str_printf(&text, "%s%c", k == 0 ? "" : (char[]){sep, '\0'}, 'a' + k);
        gnbs_str_add(&text, line_end);
        for (int i = 0; i < n_row; i++) {
            for (int k = 0; k < n_column; k++) {
                random_cell(&seed, cell[i][k]);
                if (k > 0) gnbs_str_add_char(&text, sep);
                gnbs_escape_csv(&text, cell[i][k], sep);
            }
            if (i + 1 < n_row || random_below(&seed, 2) == 0) gnbs_str_add(&text, line_end);
        }
        gnbs_table_t table;
        gnbs_err_t err;
        assert_ok(gnbs_table_parse("t", text.s, text.n, sep, &arena, &table, &err), &err);
        assert_int_equal(table.n_row, n_row);
        assert_int_equal(table.n_column, n_column);
        for (int i = 0; i < n_row; i++)
            for (int k = 0; k < n_column; k++)
                assert_string_equal(table.row[i].cell[k], cell[i][k]);
        gnbs_arena_reset(&arena);
    }
    gnbs_str_clear(&text);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(written_tables_are_read_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
