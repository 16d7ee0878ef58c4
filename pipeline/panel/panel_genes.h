/* panel/panel_genes.h -- approved, retired and alias symbols of genes, by HGNC id.
 *
 * From a table with the columns hgnc_id, symbol, prev_symbols, alias_symbols (names joined by |).
 * Memory   borrows the table's cells; the index lives in the arena
 * Cost     by id O(log n); by name O(n)
 */
#ifndef GNBS_PANEL_PANEL_GENES_H
#define GNBS_PANEL_PANEL_GENES_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/table.h"

typedef enum gnbs_panel_name_kind {
    GNBS_NAME_NONE,
    GNBS_NAME_ALIAS,
    GNBS_NAME_RETIRED,
    GNBS_NAME_APPROVED
} gnbs_panel_name_kind_t;

typedef struct gnbs_panel_gene {
    const char *hgnc_id, *symbol, *prev_symbols, *alias_symbols;
} gnbs_panel_gene_t;

typedef struct gnbs_panel_genes {
    size_t n;
    gnbs_panel_gene_t *gene; /* by hgnc_id */
} gnbs_panel_genes_t;

gnbs_code_t gnbs_panel_genes_index(const gnbs_table_t *table, gnbs_arena_t *arena,
                                   gnbs_panel_genes_t *genes, gnbs_err_t *err);
const gnbs_panel_gene_t *gnbs_panel_genes_find(const gnbs_panel_genes_t *genes,
                                               const char *hgnc_id);
/* What is `name` to this gene? */
gnbs_panel_name_kind_t gnbs_panel_gene_knows(const gnbs_panel_gene_t *gene,
                                             const char *name);
const char *gnbs_panel_name_kind_text(
    gnbs_panel_name_kind_t kind); /* "a retired symbol", ... */

#endif
