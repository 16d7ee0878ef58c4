#include "panel/panel.h"

#include <string.h>

#include "panel/panel_terms.h"
#include "panel/panel_lint.h"

static const char *meta_or_empty(const gnbs_table_t *t, const char *key) {
    const char *value = t != NULL ? gnbs_table_meta_value(t, key) : NULL;
    return value != NULL ? value : "";
}

static gnbs_code_t refuse(const gnbs_panel_problems_t *found, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (size_t i = 0; i < found->n; i++)
        if (found->problem[i].severity == GNBS_PANEL_ERROR) {
            gnbs_panel_print_problem(&text, &found->problem[i]);
            break;
        }
    if (found->n_error > 1)
        gnbs_str_printf(&text, " (and %zu more errors: gnbs panel lint shows them all)",
                        found->n_error - 1);
    gnbs_code_t code = gnbs_err_set(err, GNBS_E_DATA, "%s", gnbs_str_text(&text));
    gnbs_str_clear(&text);
    return code;
}

/* Every cell has passed lint: a parse that fails here is a fault of ours. */
static gnbs_code_t read_condition(const gnbs_panel_cells_t *c, gnbs_arena_t *arena,
                                  gnbs_condition_t *out, gnbs_err_t *err) {
    const char *bad;
    size_t n_bad;
    const char *transcript = gnbs_panel_cell(c, GNBS_PANEL_TRANSCRIPT);
    *out = (gnbs_condition_t){
        .gene = gnbs_panel_cell(c, GNBS_PANEL_GENE),
        .hgnc_id = gnbs_panel_cell(c, GNBS_PANEL_HGNC_ID),
        .condition = gnbs_panel_cell(c, GNBS_PANEL_CONDITION),
        .condition_id = gnbs_panel_cell(c, GNBS_PANEL_CONDITION_ID),
        .mechanism = gnbs_panel_cell(c, GNBS_PANEL_MECHANISM),
        .transcript = gnbs_arena_strndup(arena, transcript, strcspn(transcript, ";")),
        .inheritance = gnbs_inheritance_parse(gnbs_panel_cell(c, GNBS_PANEL_INHERITANCE)),
        .classes_text = gnbs_panel_cell(c, GNBS_PANEL_CLASSES),
        .onset = gnbs_panel_cell(c, GNBS_PANEL_ONSET),
        .urgency = gnbs_panel_cell(c, GNBS_PANEL_URGENCY),
        .action = gnbs_panel_cell(c, GNBS_PANEL_ACTION),
        .confirmatory_test = gnbs_panel_cell(c, GNBS_PANEL_CONFIRMATORY_TEST),
        .programmes = gnbs_panel_cell(c, GNBS_PANEL_PROGRAMMES),
        .evidence = gnbs_panel_cell(c, GNBS_PANEL_EVIDENCE),
        .curator = gnbs_panel_cell(c, GNBS_PANEL_CURATOR),
        .reviewed = gnbs_panel_cell(c, GNBS_PANEL_REVIEWED),
        .note = gnbs_panel_cell(c, GNBS_PANEL_NOTE),
        .sources = gnbs_panel_cell(c, GNBS_PANEL_SOURCES),
        .needs_review = gnbs_panel_cell(c, GNBS_PANEL_NEEDS_REVIEW),
        .group = gnbs_panel_cell(c, GNBS_PANEL_GROUP),
        .prevalence_text = gnbs_panel_cell(c, GNBS_PANEL_PREVALENCE),
        .line = c->row->line,
    };
    if (out->transcript == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: a transcript name", c->table->path);
    if (out->inheritance == GNBS_INH_UNKNOWN ||
        !gnbs_panel_parse_policy(gnbs_panel_cell(c, GNBS_PANEL_REPORT), &out->policy) ||
        !gnbs_panel_parse_status(gnbs_panel_cell(c, GNBS_PANEL_STATUS), &out->status) ||
        !gnbs_panel_parse_classes(out->classes_text, &out->classes, &bad, &n_bad) ||
        !gnbs_panel_parse_prevalence(out->prevalence_text, &out->prevalence))
        return gnbs_err_set(err, GNBS_E_INTERNAL,
                            "%s:%d: a row that lint accepted cannot be read",
                            c->table->path, c->row->line);
    return GNBS_OK;
}

static gnbs_code_t read_conditions(const gnbs_table_t *t, gnbs_arena_t *arena,
                                   gnbs_panel_t *panel, gnbs_err_t *err) {
    int index[GNBS_PANEL_N_COLUMN];
    gnbs_panel_map_columns(t, GNBS_PANEL_N_COLUMN, gnbs_panel_columns, index);
    gnbs_condition_t *condition = GNBS_NEW(arena, gnbs_condition_t, t->n_row);
    if (condition == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu rows", t->path, t->n_row);
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t cells = {t, &t->row[i], index};
        GNBS_TRY(read_condition(&cells, arena, &condition[i], err));
    }
    panel->n_condition = t->n_row;
    panel->condition = condition;
    return GNBS_OK;
}

static gnbs_code_t read_alleles(const gnbs_table_t *t, gnbs_arena_t *arena, size_t *n,
                                const gnbs_panel_allele_t **out, gnbs_err_t *err) {
    int index[GNBS_ALLELE_N_COLUMN];
    *n = 0;
    *out = NULL;
    if (t == NULL) return GNBS_OK;
    gnbs_panel_map_columns(t, GNBS_ALLELE_N_COLUMN, gnbs_panel_allele_columns, index);
    gnbs_panel_allele_t *allele = GNBS_NEW(arena, gnbs_panel_allele_t, t->n_row);
    if (allele == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%s: %zu alleles", t->path, t->n_row);
    for (size_t i = 0; i < t->n_row; i++) {
        gnbs_panel_cells_t c = {t, &t->row[i], index};
        allele[i] = (gnbs_panel_allele_t){
            .gene = gnbs_panel_cell(&c, GNBS_ALLELE_GENE),
            .hgnc_id = gnbs_panel_cell(&c, GNBS_ALLELE_HGNC_ID),
            .chrom = gnbs_panel_cell(&c, GNBS_ALLELE_CHROM),
            .ref = gnbs_panel_cell(&c, GNBS_ALLELE_REF),
            .alt = gnbs_panel_cell(&c, GNBS_ALLELE_ALT),
            .hgvs = gnbs_panel_cell(&c, GNBS_ALLELE_HGVS),
            .condition = gnbs_panel_cell(&c, GNBS_ALLELE_CONDITION),
            .reason = gnbs_panel_cell(&c, GNBS_ALLELE_REASON),
            .source = gnbs_panel_cell(&c, GNBS_ALLELE_SOURCE),
            .date = gnbs_panel_cell(&c, GNBS_ALLELE_DATE),
            .curator = gnbs_panel_cell(&c, GNBS_ALLELE_CURATOR),
            .line = t->row[i].line,
        };
        if (!gnbs_panel_parse_pos1(gnbs_panel_cell(&c, GNBS_ALLELE_POS), &allele[i].pos))
            return gnbs_err_set(err, GNBS_E_INTERNAL,
                                "%s:%d: an allele that lint accepted cannot be read",
                                t->path, t->row[i].line);
    }
    *n = t->n_row;
    *out = allele;
    return GNBS_OK;
}

gnbs_code_t gnbs_panel_load(const gnbs_panel_tables_t *tables, const char sha256[65],
                            gnbs_arena_t *arena, gnbs_panel_t *panel, gnbs_err_t *err) {
    gnbs_panel_problems_t found;
    const gnbs_table_t *rows = tables->rows;
    *panel = (gnbs_panel_t){
        .name = meta_or_empty(rows, "name"),
        .version = meta_or_empty(rows, "version"),
        .status = meta_or_empty(rows, "status"),
        .date = meta_or_empty(rows, "date"),
        .curators = meta_or_empty(rows, "curators"),
        .previous = meta_or_empty(rows, "previous"),
        .genome_build = meta_or_empty(rows, "genome_build"),
        .path = rows->path,
    };
    memcpy(panel->sha256, sha256, sizeof panel->sha256);
    panel->sha256[sizeof panel->sha256 - 1] = '\0';
    GNBS_TRY(gnbs_panel_lint(tables, NULL, arena, &found, err));
    if (found.n_error > 0) return refuse(&found, err);
    if (panel->genome_build[0] == '\0')
        panel->genome_build = meta_or_empty(tables->include, "genome_build");
    if (panel->genome_build[0] == '\0')
        panel->genome_build = meta_or_empty(tables->exclude, "genome_build");
    if (panel->status[0] == '\0') panel->status = "draft";
    GNBS_TRY(read_conditions(rows, arena, panel, err));
    GNBS_TRY(read_alleles(tables->include, arena, &panel->n_include, &panel->include, err));
    return read_alleles(tables->exclude, arena, &panel->n_exclude, &panel->exclude, err);
}
