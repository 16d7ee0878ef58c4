#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/table_read.h"
#include "panel/panel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes up to a line "%%" are panel.tsv, those behind it include.tsv, then exclude.tsv: an answer or an error. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char GENES[] = "hgnc_id\tsymbol\tprev_symbols\talias_symbols\nHGNC:"
                                "11577\tTAFAZZIN\tTAZ\t\nHGNC:24042\tWWTR1\t\tTAZ\n";
    static const char SHA[65] = "";
    gnbs_arena_t arena;
    gnbs_err_t err = {0};
    gnbs_table_t table[3], genes;
    gnbs_panel_problems_t found;
    gnbs_panel_t panel;
    const char *s = (const char *)data, *end = s + size;
    int n = 0;
    gnbs_arena_init(&arena);
    for (; n < 3; n++) {
        const char *cut = s;
        while (end - cut >= 3 && memcmp(cut, "%%\n", 3) != 0) cut++;
        if (end - cut < 3) cut = end;
        if (gnbs_table_parse("fuzz.tsv", s, (size_t)(cut - s), '\t', &arena, &table[n],
                             &err) != GNBS_OK)
            break;
        s = cut == end ? end : cut + 3;
    }
    if (n > 0 && gnbs_table_parse("hgnc.tsv", GENES, sizeof GENES - 1, '\t', &arena, &genes,
                                  &err) == GNBS_OK) {
        gnbs_panel_tables_t tables = {.rows = &table[0],
                                      .include = n > 1 ? &table[1] : NULL,
                                      .exclude = n > 2 ? &table[2] : NULL,
                                      .genes = &genes};
        gnbs_code_t code = gnbs_panel_lint(&tables, NULL, &arena, &found, &err);
        gnbs_code_t loaded = gnbs_panel_load(&tables, SHA, &arena, &panel, &err);
        if ((code == GNBS_OK && found.n_error == 0) != (loaded == GNBS_OK)) abort();
        if (loaded == GNBS_OK) {
            gnbs_str_t text;
            gnbs_str_init(&text);
            gnbs_panel_show_summary(&panel, &text);
            gnbs_panel_about_t gene;
            if (panel.n_condition > 0 &&
                gnbs_panel_about(&panel, NULL, panel.condition[0].gene, 8, &arena, &gene,
                                 &err) != GNBS_OK)
                abort();
            if (panel.n_condition > 0) {
                gnbs_panel_show_gene(&gene, &text);
                gnbs_panel_about_print_html(&text, &gene);
            }
            gnbs_str_clear(&text);
        }
    }
    gnbs_arena_clear(&arena);
    return 0;
}
