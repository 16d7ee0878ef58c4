#include "refdata/refdata_state.h"

#include <stdlib.h>
#include <string.h>

/* Tables of refdata/acmg/: what criteria ask of a gene. Every row is checked, also those of genes that the bundle
 * does not hold: a slip is found by whoever edits the table, not by the laboratory that screens the gene. */

enum {
    HGNC_ID,
    GENE,
    INHERITANCE,
    CRITERION,
    STRENGTH,
    MEASURE,
    LIMIT,
    SOURCE,
    NOTE,
    N_COLUMN
};

static gnbs_code_t find_columns(const gnbs_table_t *table, int column[N_COLUMN],
                                gnbs_err_t *err) {
    static const char *const NAMES[N_COLUMN] = {"hgnc_id",   "gene",     "inheritance",
                                                "criterion", "strength", "measure",
                                                "limit",     "source",   "note"};
    for (int i = 0; i < N_COLUMN; i++) {
        column[i] = gnbs_table_column(table, NAMES[i]);
        if (column[i] < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'",
                                table->path, table->header_line, NAMES[i]);
    }
    return GNBS_OK;
}

static gnbs_code_t bad_cell(const gnbs_table_t *table, const gnbs_table_row_t *row,
                            const char *column, const char *cell, const char *expected,
                            gnbs_err_t *err) {
    return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: %s '%.60s'; expected %s",
                        table->path, row->line, column, cell, expected);
}

/* The parts of a row that mean something by themselves. Texts are borrowed from the table. */
static gnbs_code_t read_row(const gnbs_table_t *table, const gnbs_table_row_t *row,
                            const int column[N_COLUMN], gnbs_rule_t *rule,
                            gnbs_err_t *err) {
    const char *cell[N_COLUMN];
    for (int i = 0; i < N_COLUMN; i++) cell[i] = row->cell[column[i]];
    *rule = (gnbs_rule_t){.i_gene = -1, .source = cell[SOURCE], .note = cell[NOTE]};
    rule->inheritance = gnbs_inheritance_parse(cell[INHERITANCE]);
    if (cell[INHERITANCE][0] != '\0' && rule->inheritance == GNBS_INH_UNKNOWN)
        return bad_cell(table, row, "inheritance", cell[INHERITANCE],
                        "AR, AD, XLR, XLD, XL, MT or nothing", err);
    rule->code = gnbs_acmg_code_parse(cell[CRITERION], strlen(cell[CRITERION]));
    if (rule->code == GNBS_ACMG_N)
        return bad_cell(table, row, "criterion", cell[CRITERION], "one of PVS1 to BP7",
                        err);
    rule->strength = gnbs_acmg_strength_parse(cell[STRENGTH], strlen(cell[STRENGTH]));
    if (cell[STRENGTH][0] != '\0' && rule->strength == GNBS_ACMG_NO_STRENGTH)
        return bad_cell(table, row, "strength", cell[STRENGTH],
                        "Supporting, Moderate, Strong, Very strong, Stand alone or nothing",
                        err);
    if (!gnbs_rule_parse_measure(cell[MEASURE], rule))
        return bad_cell(table, row, "measure", cell[MEASURE],
                        "a measure (see refdata/acmg/README.md), or + and a measure", err);
    if (!gnbs_rule_parse_limit(cell[LIMIT], rule))
        return bad_cell(table, row, "limit", cell[LIMIT], "what fits the measure", err);
    if (cell[SOURCE][0] == '\0')
        return bad_cell(table, row, "source", "", "where the row comes from", err);
    return GNBS_OK;
}

static int32_t find_gene(const gnbs_refdata_t *data, const char *hgnc_id,
                         const char *symbol) {
    for (size_t g = 0; g < data->n_gene; g++)
        if (strcmp(data->gene[g].hgnc_id, hgnc_id) == 0) return (int32_t)g;
    for (size_t g = 0; g < data->n_gene; g++)
        if (data->gene[g].hgnc_id[0] == '\0' && strcmp(data->gene[g].symbol, symbol) == 0)
            return (int32_t)g;
    return -1;
}

static gnbs_code_t keep(gnbs_refdata_t *data, gnbs_rule_t rule, gnbs_err_t *err) {
    const char **const TEXTS[] = {&rule.score, &rule.limit, &rule.source, &rule.note};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        if ((*TEXTS[i] = gnbs_arena_strdup(&data->arena, *TEXTS[i])) == NULL)
            return gnbs_refdata_no_memory(err);
    return GNBS_PUSH(&data->rule, rule) ? GNBS_OK : gnbs_refdata_no_memory(err);
}

/* Rows of one gene, criterion and inheritance in the new table stand instead of those there were. */
static void replace(gnbs_refdata_t *data, size_t n_before) {
    size_t n = 0;
    for (size_t i = 0; i < data->rule.n; i++) {
        bool is_replaced = false;
        for (size_t k = n_before; i < n_before && k < data->rule.n && !is_replaced; k++)
            is_replaced = gnbs_rule_compare(&data->rule.at[i], &data->rule.at[k]) == 0;
        if (!is_replaced) data->rule.at[n++] = data->rule.at[i];
    }
    data->rule.n = n;
}

gnbs_code_t gnbs_refdata_add_rules(gnbs_refdata_t *data, const gnbs_table_t *table,
                                   bool replaces, gnbs_err_t *err) {
    int column[N_COLUMN];
    size_t n_before = data->rule.n;
    GNBS_TRY(find_columns(table, column, err));
    for (size_t i = 0; i < table->n_row; i++) {
        const gnbs_table_row_t *row = &table->row[i];
        gnbs_rule_t rule;
        GNBS_TRY(read_row(table, row, column, &rule, err));
        const char *hgnc_id = row->cell[column[HGNC_ID]];
        bool is_general = strcmp(hgnc_id, "*") == 0;
        if (!is_general && strncmp(hgnc_id, "HGNC:", 5) != 0)
            return bad_cell(table, row, "hgnc_id", hgnc_id, "HGNC:number or *", err);
        if (!is_general) rule.i_gene = find_gene(data, hgnc_id, row->cell[column[GENE]]);
        if (!is_general && rule.i_gene < 0) continue;
        GNBS_TRY(keep(data, rule, err));
    }
    if (replaces) replace(data, n_before);
    return GNBS_OK;
}

/* In the order of genome/rule.h; rows that are equal in it keep the order of the tables, for a joined row belongs to
 * the one before it. */
gnbs_code_t gnbs_refdata_sort_rules(gnbs_refdata_t *data, gnbs_err_t *err) {
    size_t n = data->rule.n;
    gnbs_rule_t *other = GNBS_NEW(&data->arena, gnbs_rule_t, n), *from = data->rule.at,
                *to = other;
    if (other == NULL) return gnbs_refdata_no_memory(err);
    for (size_t width = 1; width < n; width *= 2) { /* merges runs: stable */
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n,
                   hi = lo + 2 * width < n ? lo + 2 * width : n;
            size_t a = lo, b = mid;
            for (size_t k = lo; k < hi; k++) {
                bool takes_left =
                    a < mid && (b >= hi || gnbs_rule_compare(&from[a], &from[b]) <= 0);
                to[k] = takes_left ? from[a++] : from[b++];
            }
        }
        gnbs_rule_t *swap = from;
        from = to;
        to = swap;
    }
    if (n > 0 && from != data->rule.at) memcpy(data->rule.at, from, n * sizeof *from);
    return GNBS_OK;
}
