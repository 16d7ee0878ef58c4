#include "panel/import_aid.h"

#include <stdlib.h>
#include <string.h>

#include "io/json_read.h"
#include "io/panelapp_read.h"
#include "io/table_read.h"
#include "panel/panel_export.h"
#include "panel/panel_write.h"

void import_aid_options(gnbs_arena_t *arena, gnbs_panel_import_opt_t *opt) {
    static const char GENES[] = "hgnc_id\tsymbol\tprev_symbols\talias_symbols\n"
                                "HGNC:11577\tTAFAZZIN\tTAZ\t\nHGNC:24042\tWWTR1\t\tTAZ\n"
                                "HGNC:1884\tCFTR\tCF\tABC35\n";
    gnbs_table_t *table = GNBS_NEW(arena, gnbs_table_t, 1);
    gnbs_panel_genes_t *genes = GNBS_NEW(arena, gnbs_panel_genes_t, 1);
    if (table == NULL || genes == NULL ||
        gnbs_table_parse("hgnc.tsv", GENES, sizeof GENES - 1, '\t', arena, table, NULL) !=
            GNBS_OK ||
        gnbs_panel_genes_index(table, arena, genes, NULL) != GNBS_OK)
        abort();
    *opt = gnbs_panel_import_opt_default();
    opt->genes = genes;
}

static void print_tables(gnbs_str_t *out, const gnbs_panel_import_t *im) {
    gnbs_panel_print_table(out, &im->rows);
    gnbs_panel_print_table(out, &im->listed);
    gnbs_panel_print_table(out, &im->include);
    gnbs_panel_print_table(out, &im->exclude);
}

void import_aid_check(const gnbs_panel_import_opt_t *opt, gnbs_arena_t *arena,
                      const gnbs_panel_import_t *im) {
    gnbs_str_t json, before, after;
    gnbs_panelapp_t from;
    gnbs_panel_import_t again;
    if (im->n_in != im->n_kept + im->n_listed || im->n_listed != im->listed.n_row) abort();
    gnbs_str_init(&json);
    gnbs_str_init(&before);
    gnbs_str_init(&after);
    bool *is_json = GNBS_NEW(arena, bool, im->listed.n_row);
    int entity = gnbs_table_column(&im->listed, "entity");
    for (size_t i = 0; i < im->listed.n_row; i++) {
        const char *text = im->listed.row[i].cell[entity];
        gnbs_json_doc_t *doc;
        is_json[i] = gnbs_json_parse("e", text, strlen(text), &doc, NULL) == GNBS_OK;
        if (is_json[i]) gnbs_json_doc_close(doc);
    }
    const gnbs_panel_json_t what = {
        &im->rows, &im->listed, im->include.n_column > 0 ? &im->include : NULL,
        im->exclude.n_column > 0 ? &im->exclude : NULL, is_json};
    if (gnbs_panel_export_json(&what, arena, &json, NULL) != GNBS_OK ||
        gnbs_panelapp_parse("again.json", json.s, json.n, arena, &from, NULL) != GNBS_OK ||
        gnbs_panel_import_panelapp(&from, opt, arena, &again, NULL) != GNBS_OK)
        abort();
    print_tables(&before, im);
    print_tables(&after, &again);
    if (before.n != after.n || memcmp(before.s, after.s, before.n) != 0) abort();
    gnbs_str_clear(&json);
    gnbs_str_clear(&before);
    gnbs_str_clear(&after);
}
