#include "panel/panel_write.h"

#include <string.h>

static void print_cell(gnbs_str_t *out, const char *cell) {
    if (cell[0] != '"' && strpbrk(cell, "\t\r\n") == NULL) {
        gnbs_str_add(out, cell);
        return;
    }
    gnbs_str_add_char(out, '"');
    for (; *cell != '\0'; cell++) {
        if (*cell == '"') gnbs_str_add_char(out, '"');
        gnbs_str_add_char(out, *cell);
    }
    gnbs_str_add_char(out, '"');
}

static void print_cells(gnbs_str_t *out, int n, const char *const cell[]) {
    for (int i = 0; i < n; i++) {
        if (i > 0) gnbs_str_add_char(out, '\t');
        print_cell(out, cell[i]);
    }
    gnbs_str_add_char(out, '\n');
}

void gnbs_panel_print_table(gnbs_str_t *out, const gnbs_table_t *table) {
    for (size_t i = 0; i < table->n_meta; i++)
        gnbs_str_printf(out, "##%s=%s\n", table->meta[i].key, table->meta[i].value);
    print_cells(out, table->n_column, table->column);
    for (size_t i = 0; i < table->n_row; i++)
        print_cells(out, table->n_column, table->row[i].cell);
}
