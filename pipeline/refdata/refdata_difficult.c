#include "refdata/refdata_state.h"

#include <string.h>

#include "genome/seq.h"

/* refdata/difficult/genes.tsv: genes that a caller which places each read once cannot judge, or
 * judges with a limit. A copy that exists only because the reference is wrong (false duplications
 * of GRCh38) does no harm when it is masked: then nothing is difficult, and the row says where to
 * look. */

enum { HGNC_ID, GENE, LEVEL, BUILDS, MASKED, REASON, SOURCE, N_COLUMN };

static gnbs_code_t find_columns(const gnbs_table_t *table, int column[N_COLUMN],
                                gnbs_err_t *err) {
    static const char *const NAMES[N_COLUMN] = {
        "hgnc_id", "gene", "level", "builds", "resolved_if_masked", "reason", "source"};
    for (int i = 0; i < N_COLUMN; i++) {
        column[i] = gnbs_table_column(table, NAMES[i]);
        if (column[i] < 0)
            return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no column '%s'",
                                table->path, table->header_line, NAMES[i]);
    }
    return GNBS_OK;
}

/* Is nothing but N in the region, or no such contig? */
static gnbs_code_t is_masked(gnbs_refdata_t *data, const char *text, bool *answer,
                             gnbs_err_t *err) {
    gnbs_region_t region;
    char name[64];
    size_t n_name = strcspn(text, ":");
    if (n_name >= sizeof name)
        return gnbs_err_set(err, GNBS_E_FORMAT, "region '%s': contig name too long", text);
    memcpy(name, text, n_name);
    name[n_name] = '\0';
    *answer = true;
    if (gnbs_contig_find(data->ref->contigs, name) < 0) return GNBS_OK;
    GNBS_TRY(gnbs_contig_parse_region(data->ref->contigs, text, &region, err));
    GNBS_TRY(gnbs_refdata_window_hold(&data->window, region, err));
    for (gnbs_pos_t p = region.beg; p < region.end && *answer; p++)
        *answer = gnbs_refdata_window_at(&data->window, p) == GNBS_BASE_N;
    return GNBS_OK;
}

static bool applies_to_build(const char *builds, gnbs_build_t build) {
    return strcmp(builds, "both") == 0 ||
           strcmp(builds, gnbs_contig_build_name(build)) == 0;
}

static gnbs_gene_t *find_gene(gnbs_refdata_t *data, const char *hgnc_id,
                              const char *symbol) {
    for (size_t g = 0; g < data->n_gene; g++)
        if (strcmp(data->gene[g].hgnc_id, hgnc_id) == 0) return &data->gene[g];
    for (size_t g = 0; g < data->n_gene; g++)
        if (data->gene[g].hgnc_id[0] == '\0' && strcmp(data->gene[g].symbol, symbol) == 0)
            return &data->gene[g];
    return NULL;
}

static gnbs_code_t read_level(const gnbs_table_t *table, const gnbs_table_row_t *row,
                              const char *text, gnbs_difficulty_t *level, gnbs_err_t *err) {
    *level = strcmp(text, "limited") == 0        ? GNBS_DIFFICULT_LIMITED
             : strcmp(text, "needs_method") == 0 ? GNBS_DIFFICULT_NEEDS_METHOD
                                                 : GNBS_DIFFICULT_NONE;
    if (*level != GNBS_DIFFICULT_NONE) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "%s: line %d: level '%s'; expected limited or needs_method",
                        table->path, row->line, text);
}

static gnbs_code_t mark_row(gnbs_refdata_t *data, const gnbs_table_t *table,
                            const gnbs_table_row_t *row, const int column[N_COLUMN],
                            gnbs_err_t *err) {
    const char *const *cell = row->cell;
    gnbs_difficulty_t level;
    GNBS_TRY(read_level(table, row, cell[column[LEVEL]], &level, err));
    if (cell[column[REASON]][0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT, "%s: line %d: no reason", table->path,
                            row->line);
    if (!applies_to_build(cell[column[BUILDS]], data->build)) return GNBS_OK;
    gnbs_gene_t *gene = find_gene(data, cell[column[HGNC_ID]], cell[column[GENE]]);
    if (gene == NULL) return GNBS_OK;
    const char *masked = cell[column[MASKED]];
    if (masked[0] != '\0') {
        bool is_resolved = false;
        if (is_masked(data, masked, &is_resolved, err) != GNBS_OK)
            return gnbs_err_ctx(err, "%s: line %d", table->path, row->line);
        if (is_resolved)
            return gnbs_refdata_add_note(
                data, err,
                "%s: its false copy at %s is masked or absent in this "
                "reference: no limit",
                gene->symbol, masked);
    }
    if (gene->difficulty > level) return GNBS_OK; /* two rows: the graver one speaks */
    gene->difficulty = level;
    gene->difficult = gnbs_arena_strdup(&data->arena, cell[column[REASON]]);
    gene->difficult_source = gnbs_arena_strdup(&data->arena, cell[column[SOURCE]]);
    if (gene->difficult == NULL || gene->difficult_source == NULL)
        return gnbs_refdata_no_memory(err);
    return GNBS_OK;
}

gnbs_code_t gnbs_refdata_mark_difficult(gnbs_refdata_t *data, const gnbs_table_t *table,
                                        gnbs_err_t *err) {
    int column[N_COLUMN];
    GNBS_TRY(find_columns(table, column, err));
    for (size_t i = 0; i < table->n_row; i++)
        GNBS_TRY(mark_row(data, table, &table->row[i], column, err));
    return GNBS_OK;
}
