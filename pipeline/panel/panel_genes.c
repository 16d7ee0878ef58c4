#include "panel/panel_genes.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b) {
    return strcmp(((const gnbs_panel_gene_t *)a)->hgnc_id,
                  ((const gnbs_panel_gene_t *)b)->hgnc_id);
}

/* Ours, and the names of HGNC's complete set. */
static int column_of(const gnbs_table_t *table, const char *name, const char *or_name) {
    int i = gnbs_table_column(table, name);
    return i >= 0 ? i : gnbs_table_column(table, or_name);
}

static int by_text(const gnbs_panel_name_t *a, const char *text, size_t n) {
    size_t n_less = a->n < n ? a->n : n;
    int c = memcmp(a->text, text, n_less);
    return c != 0 ? c : (a->n > n) - (a->n < n);
}

static int by_name(const void *a, const void *b) {
    const gnbs_panel_name_t *x = a, *y = b;
    int c = by_text(x, y->text, y->n);
    if (c == 0) c = strcmp(x->gene->hgnc_id, y->gene->hgnc_id);
    return c != 0 ? c : (int)y->kind - (int)x->kind;
}

/* Calls `name` (when not NULL) for every name of the gene, and counts them. */
static size_t each_name(const gnbs_panel_gene_t *gene, gnbs_panel_name_t *name) {
    const char *const list[] = {gene->symbol, gene->prev_symbols, gene->alias_symbols};
    static const gnbs_panel_name_kind_t KIND[] = {GNBS_NAME_APPROVED, GNBS_NAME_RETIRED,
                                                  GNBS_NAME_ALIAS};
    size_t n_name = 0;
    for (int i = 0; i < 3; i++)
        for (const char *s = list[i]; *s != '\0';) {
            size_t n = i == 0 ? strlen(s) : strcspn(s, "|");
            if (n > 0 && name != NULL)
                name[n_name] = (gnbs_panel_name_t){s, n, gene, KIND[i]};
            n_name += n > 0;
            s += n;
            if (*s == '|') s++;
        }
    return n_name;
}

static gnbs_code_t index_names(gnbs_panel_genes_t *genes, gnbs_arena_t *arena,
                               gnbs_err_t *err) {
    for (size_t i = 0; i < genes->n; i++) genes->n_name += each_name(&genes->gene[i], NULL);
    genes->name = GNBS_NEW(arena, gnbs_panel_name_t, genes->n_name);
    if (genes->name == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu gene names", genes->n_name);
    size_t at = 0;
    for (size_t i = 0; i < genes->n; i++)
        at += each_name(&genes->gene[i], genes->name + at);
    if (at > 0) qsort(genes->name, at, sizeof *genes->name, by_name);
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_genes_index(const gnbs_table_t *table, gnbs_arena_t *arena,
                                   gnbs_panel_genes_t *genes, gnbs_err_t *err) {
    static const char *const NAME[4][2] = {{"hgnc_id", "hgnc_id"},
                                           {"symbol", "symbol"},
                                           {"prev_symbols", "prev_symbol"},
                                           {"alias_symbols", "alias_symbol"}};
    int column[4], status = gnbs_table_column(table, "status");
    for (int i = 0; i < 4; i++)
        if ((column[i] = column_of(table, NAME[i][0], NAME[i][1])) < 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s:%d: no column '%s'; a gene table has hgnc_id, symbol, "
                                "prev_symbols and alias_symbols, or is the complete set of "
                                "HGNC",
                                table->path, table->header_line, NAME[i][0]);
    *genes = (gnbs_panel_genes_t){.n = table->n_row,
                                  .gene = GNBS_NEW(arena, gnbs_panel_gene_t, table->n_row)};
    if (genes->gene == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu genes", table->n_row);
    for (size_t i = 0; i < table->n_row; i++) {
        const char **cell = table->row[i].cell;
        genes->gene[i] = (gnbs_panel_gene_t){
            cell[column[0]], cell[column[1]], cell[column[2]], cell[column[3]],
            status >= 0 && strstr(cell[status], "ithdrawn") != NULL};
    }
    if (genes->n > 0) qsort(genes->gene, genes->n, sizeof *genes->gene, by_id);
    for (size_t i = 1; i < genes->n; i++)
        if (by_id(&genes->gene[i - 1], &genes->gene[i]) == 0)
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s: %s is listed twice (%s and %s); keep one", table->path,
                                genes->gene[i].hgnc_id, genes->gene[i - 1].symbol,
                                genes->gene[i].symbol);
    return index_names(genes, arena, err);
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

enum { N_NAMED = 3 };

const char *gnbs_panel_genes_owners(const gnbs_panel_genes_t *genes, const char *name,
                                    const char *but_id, gnbs_arena_t *arena,
                                    const gnbs_panel_gene_t **first) {
    const char *text = "";
    int n_found = 0;
    size_t n = strlen(name), lo = 0, hi = genes->n_name;
    *first = NULL;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (by_text(&genes->name[mid], name, n) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    const gnbs_panel_gene_t *before = NULL;
    for (; n > 0 && text != NULL && lo < genes->n_name; lo++) {
        const gnbs_panel_name_t *found = &genes->name[lo];
        if (by_text(found, name, n) != 0) break;
        if (found->gene == before || strcmp(found->gene->hgnc_id, but_id) == 0) continue;
        before = found->gene; /* the first of a gene's kinds is its best */
        if (*first == NULL || found->kind == GNBS_NAME_APPROVED) *first = found->gene;
        if (n_found++ < N_NAMED)
            text = gnbs_arena_printf(arena, "%s%s%s of %.32s (%.20s)", text,
                                     n_found > 1 ? ", " : "",
                                     gnbs_panel_name_kind_text(found->kind),
                                     found->gene->symbol, found->gene->hgnc_id);
    }
    if (n_found > N_NAMED && text != NULL)
        text = gnbs_arena_printf(arena, "%s and %d more", text, n_found - N_NAMED);
    return text;
}

/* The id is in the table. */
static gnbs_panel_identity_t hold_against(const gnbs_panel_gene_t *gene, const char *symbol,
                                          const char *owners, gnbs_arena_t *arena,
                                          const char **why) {
    gnbs_panel_name_kind_t kind = gnbs_panel_gene_knows(gene, symbol);
    if (gene->is_withdrawn) {
        *why = gnbs_arena_printf(arena, "HGNC has withdrawn %s (%s)", gene->hgnc_id,
                                 gene->symbol);
        return GNBS_IDENTITY_DISAGREES;
    }
    if (symbol[0] == '\0') {
        *why = gnbs_arena_printf(arena, "no symbol; %s is %s", gene->hgnc_id, gene->symbol);
        return GNBS_IDENTITY_NO_SYMBOL;
    }
    if (kind == GNBS_NAME_APPROVED) return GNBS_IDENTITY_AGREES;
    if (kind != GNBS_NAME_NONE) {
        *why =
            gnbs_arena_printf(arena, "%.60s is %s of %s, whose approved symbol is %s%s%s%s",
                              symbol, gnbs_panel_name_kind_text(kind), gene->hgnc_id,
                              gene->symbol, owners[0] != '\0' ? "; it is also " : "",
                              owners, owners[0] != '\0' ? ", a different gene" : "");
        return GNBS_IDENTITY_OLD_NAME;
    }
    *why = gnbs_arena_printf(arena, "%.60s is not a name of %s, which is %s%s%s", symbol,
                             gene->hgnc_id, gene->symbol,
                             owners[0] != '\0' ? "; it is " : "", owners);
    return GNBS_IDENTITY_DISAGREES;
}

gnbs_code_t gnbs_panel_identify(const gnbs_panel_genes_t *genes, const char *symbol,
                                const char *hgnc_id, gnbs_arena_t *arena,
                                gnbs_panel_identified_t *out, gnbs_err_t *err) {
    const gnbs_panel_gene_t *other;
    const char *owners = gnbs_panel_genes_owners(genes, symbol, hgnc_id, arena, &other),
               *why = "";
    *out = (gnbs_panel_identified_t){GNBS_IDENTITY_UNKNOWN, NULL, ""};
    if (owners == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a gene's names");
    if (hgnc_id[0] != '\0') {
        out->gene = gnbs_panel_genes_find(genes, hgnc_id);
        if (out->gene != NULL) {
            out->identity = hold_against(out->gene, symbol, owners, arena, &why);
        } else if (symbol[0] == '\0') {
            why = gnbs_arena_printf(arena, "no symbol, and %.60s is not in the gene table",
                                    hgnc_id);
        } else if (other != NULL &&
                   gnbs_panel_gene_knows(other, symbol) == GNBS_NAME_APPROVED) {
            out->identity = GNBS_IDENTITY_DISAGREES;
            why =
                gnbs_arena_printf(arena, "%.60s is %s, not %.60s", symbol, owners, hgnc_id);
        } else {
            out->identity = GNBS_IDENTITY_UNCHECKED;
            why = gnbs_arena_printf(
                arena, "%.60s is not in the gene table: %.60s was not checked%s%s", hgnc_id,
                symbol, other != NULL ? "; it is " : "", owners);
        }
    } else if (symbol[0] == '\0') {
        why = "neither symbol nor HGNC id";
    } else if (other == NULL) {
        why = gnbs_arena_printf(
            arena, "no HGNC id, and no gene of the gene table is called %.60s", symbol);
    } else {
        const gnbs_panel_gene_t *second;
        const char *rest =
            gnbs_panel_genes_owners(genes, symbol, other->hgnc_id, arena, &second);
        if (rest == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a gene's names");
        bool is_clear = second == NULL &&
                        gnbs_panel_gene_knows(other, symbol) == GNBS_NAME_APPROVED &&
                        !other->is_withdrawn;
        out->identity = is_clear ? GNBS_IDENTITY_NO_ID : GNBS_IDENTITY_AMBIGUOUS;
        out->gene = is_clear ? other : NULL;
        why = gnbs_arena_printf(arena, "no HGNC id; %.60s is %s", symbol, owners);
    }
    if (why == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "a gene's names");
    out->why = why;
    return GNBS_OK;
}
