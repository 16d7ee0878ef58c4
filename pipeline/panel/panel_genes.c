#include "panel/panel_genes.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b) {
    return strcmp(((const gnbs_panel_gene_t *)a)->hgnc_id,
                  ((const gnbs_panel_gene_t *)b)->hgnc_id);
}

gnbs_code_t gnbs_panel_genes_index(const gnbs_table_t *table, gnbs_arena_t *arena,
                                   gnbs_panel_genes_t *genes, gnbs_err_t *err) {
    static const char *const NAME[4] = {"hgnc_id", "symbol", "prev_symbols",
                                        "alias_symbols"};
    int column[4];
    for (int i = 0; i < 4; i++)
        if ((column[i] = gnbs_table_column(table, NAME[i])) < 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s:%d: no column '%s'; a gene table has hgnc_id, symbol, "
                                "prev_symbols and alias_symbols",
                                table->path, table->header_line, NAME[i]);
    *genes = (gnbs_panel_genes_t){.n = table->n_row,
                                  .gene = GNBS_NEW(arena, gnbs_panel_gene_t, table->n_row)};
    if (genes->gene == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu genes", table->n_row);
    for (size_t i = 0; i < table->n_row; i++) {
        const char **cell = table->row[i].cell;
        genes->gene[i] = (gnbs_panel_gene_t){cell[column[0]], cell[column[1]],
                                             cell[column[2]], cell[column[3]]};
    }
    qsort(genes->gene, genes->n, sizeof *genes->gene, by_id);
    for (size_t i = 1; i < genes->n; i++)
        if (by_id(&genes->gene[i - 1], &genes->gene[i]) == 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s: %s is listed twice (%s and %s); keep one", table->path,
                                genes->gene[i].hgnc_id, genes->gene[i - 1].symbol,
                                genes->gene[i].symbol);
    return GNBS_OK;
}

const gnbs_panel_gene_t *gnbs_panel_genes_find(const gnbs_panel_genes_t *genes,
                                               const char *hgnc_id) {
    gnbs_panel_gene_t key = {.hgnc_id = hgnc_id};
    return genes->n == 0 ? NULL
                         : bsearch(&key, genes->gene, genes->n, sizeof *genes->gene, by_id);
}

static bool list_has(const char *list, const char *name) {
    size_t n_name = strlen(name);
    for (const char *s = list; *s != '\0';) {
        size_t n = strcspn(s, "|");
        if (n == n_name && strncmp(s, name, n) == 0) return true;
        s += n;
        if (*s == '|') s++;
    }
    return false;
}

gnbs_panel_name_kind_t gnbs_panel_gene_knows(const gnbs_panel_gene_t *gene,
                                             const char *name) {
    if (name[0] == '\0') return GNBS_NAME_NONE;
    if (strcmp(gene->symbol, name) == 0) return GNBS_NAME_APPROVED;
    if (list_has(gene->prev_symbols, name)) return GNBS_NAME_RETIRED;
    return list_has(gene->alias_symbols, name) ? GNBS_NAME_ALIAS : GNBS_NAME_NONE;
}

const char *gnbs_panel_name_kind_text(gnbs_panel_name_kind_t kind) {
    switch (kind) {
    case GNBS_NAME_APPROVED: return "the approved symbol";
    case GNBS_NAME_RETIRED: return "a retired symbol";
    case GNBS_NAME_ALIAS: return "an alias";
    case GNBS_NAME_NONE: break;
    }
    return "no name";
}
