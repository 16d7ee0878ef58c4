/* panel/panel_genes.h -- approved, retired and alias symbols of genes, by HGNC id.
 *
 * From a table with the columns hgnc_id, symbol, prev_symbols, alias_symbols (names joined by |), or HGNC's own
 * complete set (prev_symbol, alias_symbol, status). Ids that HGNC has withdrawn are kept and said to be so.
 * Memory   borrows the table's cells; the index lives in the arena
 * Cost     by id and by name O(log n)
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
    bool is_withdrawn; /* by HGNC: the id names no gene any more */
} gnbs_panel_gene_t;

typedef struct gnbs_panel_name { /* one name of one gene */
    const char *text;
    size_t n;
    const gnbs_panel_gene_t *gene;
    gnbs_panel_name_kind_t kind;
} gnbs_panel_name_t;

typedef struct gnbs_panel_genes {
    size_t n, n_name;
    gnbs_panel_gene_t *gene; /* by hgnc_id */
    gnbs_panel_name_t *name; /* by text, then hgnc_id */
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

/* "a retired symbol of TAFAZZIN (HGNC:11577), an alias of WWTR1 (HGNC:24042)": every gene but `but_id` that answers
 * to the name, the first three by name; "" when none does. *first is one of them, an approved one before others. NULL
 * when memory is exhausted. */
const char *gnbs_panel_genes_owners(const gnbs_panel_genes_t *genes, const char *name,
                                    const char *but_id, gnbs_arena_t *arena,
                                    const gnbs_panel_gene_t **first);

/* May this pair of symbol and id name a gene, and if not, why? */
typedef enum gnbs_panel_identity {
    GNBS_IDENTITY_AGREES, /* the symbol is the approved one of the id                         */
    GNBS_IDENTITY_UNCHECKED, /* the id is not in the table, and nobody else owns the symbol      */
    GNBS_IDENTITY_NO_ID, /* no id; the symbol is approved, and the name of one gene only     */
    GNBS_IDENTITY_NO_SYMBOL, /* no symbol; the id is in the table                                */
    GNBS_IDENTITY_OLD_NAME, /* the symbol is a retired symbol or alias of the id                */
    GNBS_IDENTITY_DISAGREES, /* the symbol is no name of the id, or the id is withdrawn          */
    GNBS_IDENTITY_AMBIGUOUS, /* no id, and the symbol is an alias, a retired symbol, or several's */
    GNBS_IDENTITY_UNKNOWN /* neither leads to a gene                                          */
} gnbs_panel_identity_t;

typedef struct gnbs_panel_identified {
    gnbs_panel_identity_t identity;
    const gnbs_panel_gene_t *gene; /* that the id names, or that NO_ID found; NULL */
    const char *why; /* a sentence with the right one named; "" when it agrees */
} gnbs_panel_identified_t;

/* Nothing is resolved: the caller decides what becomes of each verdict. */
gnbs_code_t gnbs_panel_identify(const gnbs_panel_genes_t *genes, const char *symbol,
                                const char *hgnc_id, gnbs_arena_t *arena,
                                gnbs_panel_identified_t *out, gnbs_err_t *err);

#endif
