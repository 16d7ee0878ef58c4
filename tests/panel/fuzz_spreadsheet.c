#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "io/table_read.h"
#include "panel/import_aid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_text(const gnbs_table_t *t) {
    for (int k = 0; k < t->n_column; k++)
        if (!gnbs_escape_is_utf8(t->column[k])) return 0;
    for (size_t i = 0; i < t->n_meta; i++)
        if (!gnbs_escape_is_utf8(t->meta[i].key) || !gnbs_escape_is_utf8(t->meta[i].value))
            return 0;
    for (size_t i = 0; i < t->n_row; i++)
        for (int k = 0; k < t->n_column; k++)
            if (!gnbs_escape_is_utf8(t->row[i].cell[k])) return 0;
    return 1;
}

/* The first byte chooses the separator; the rest is a spreadsheet with columns of ours, or mapped to them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    gnbs_arena_t arena;
    gnbs_panel_import_opt_t opt;
    gnbs_table_t from;
    gnbs_panel_import_t im;
    gnbs_panel_mapping_t map = {0};
    gnbs_err_t err = {0};
    if (size == 0) return 0;
    gnbs_arena_init(&arena);
    import_aid_options(&arena, &opt);
    opt.is_filling_ids = data[0] & 8;
    if (data[0] & 16) map.fixed[GNBS_PANEL_INHERITANCE] = "AR";
    if (data[0] & 32) map.theirs[GNBS_PANEL_GENE] = "Symbol";
    gnbs_code_t code = gnbs_table_parse("f.csv", (const char *)data + 1, size - 1,
                                        "\t,;,"[data[0] & 3], &arena, &from, &err);
    if (code == GNBS_OK && is_text(&from)) {
        code = gnbs_panel_import_table(&from, &map, &opt, &arena, &im, &err);
        if (code == GNBS_OK) import_aid_check(&opt, &arena, &im);
    }
    if (code != GNBS_OK && err.msg[0] == '\0') abort();
    gnbs_arena_clear(&arena);
    return 0;
}
