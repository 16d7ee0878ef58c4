#include <inttypes.h>
#include <string.h>

#include "io/bundle_store.h"
#include "io/json_read.h"
#include "io/path.h"
#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_export.h"
#include "panel/panel_write.h"
#include "run/run_models.h"
#include "run/run_panel.h"
#include "run/run_panel_import.h"

/* listed.tsv beside panel.tsv, or nothing. */
static gnbs_code_t read_listed(const gnbs_table_t *rows, gnbs_arena_t *arena,
                               gnbs_table_t *held, const gnbs_table_t **listed,
                               bool **is_json, gnbs_err_t *err) {
    const char *slash = strrchr(rows->path, '/');
    const char *path =
        gnbs_arena_printf(arena, "%.*slisted.tsv",
                          slash != NULL ? (int)(slash - rows->path) + 1 : 0, rows->path);
    *listed = NULL;
    *is_json = NULL;
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", rows->path);
    if (gnbs_path_is_absent(path)) return GNBS_OK;
    GNBS_TRY(gnbs_table_read(path, '\t', arena, held, err));
    int entity = gnbs_table_column(held, "entity");
    bool *is_good = GNBS_NEW(arena, bool, held->n_row);
    if (is_good == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    for (size_t i = 0; i < held->n_row && entity >= 0; i++) {
        const char *text = held->row[i].cell[entity];
        gnbs_json_doc_t *doc;
        is_good[i] = gnbs_json_parse(path, text, strlen(text), &doc, NULL) == GNBS_OK;
        if (is_good[i]) gnbs_json_doc_close(doc);
    }
    *listed = held;
    *is_json = is_good;
    return GNBS_OK;
}

static gnbs_code_t export_json(const gnbs_panel_tables_t *tables, gnbs_arena_t *arena,
                               gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_table_t held;
    const gnbs_table_t *listed;
    bool *is_json;
    GNBS_TRY(read_listed(tables->rows, arena, &held, &listed, &is_json, err));
    const gnbs_panel_json_t what = {tables->rows, listed, tables->include, tables->exclude,
                                    is_json};
    return gnbs_panel_export_json(&what, arena, out, err);
}

static gnbs_code_t export_bed(const gnbs_run_export_t *job, const gnbs_panel_t *panel,
                              gnbs_arena_t *arena, gnbs_str_t *out, gnbs_str_t *say,
                              gnbs_err_t *err) {
    const gnbs_panel_bed_opt_t opt = {job->flank_bp, job->has_amber ? GNBS_STATUS_AMBER
                                                                    : GNBS_STATUS_GREEN};
    gnbs_panel_bed_counts_t n;
    gnbs_bundle_t bundle;
    gnbs_gff_t gff = {0};
    gnbs_panel_models_t models = {.contigs = gnbs_run_chromosomes()};
    if ((job->refdata == NULL) == (job->transcripts == NULL))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "panel export: BED needs gene models: give one of --refdata and "
            "--transcripts");
    if (job->flank_bp < 0 || job->flank_bp > 10000)
        return gnbs_err_set(err, GNBS_E_USAGE, "panel export: --flank %d: expected 0-10000",
                            job->flank_bp);
    if (job->refdata != NULL) {
        GNBS_TRY(gnbs_bundle_load(job->refdata, &bundle, err));
        models =
            (gnbs_panel_models_t){&bundle.contigs, bundle.n_transcript, bundle.transcript};
    } else {
        GNBS_TRY(gnbs_run_read_models(job->transcripts, arena, &gff, err));
        models.n_transcript = gff.n_transcript;
        models.transcript = gff.transcript;
    }
    gnbs_code_t code = gnbs_panel_export_bed(panel, &models, &opt, arena, out, &n, err);
    if (job->refdata != NULL) gnbs_bundle_clear(&bundle);
    gnbs_str_printf(say,
                    "%zu genes as %zu exons, %zu named alleles; %zu genes without a gene "
                    "model, named in the file\n",
                    n.n_gene, n.n_region, n.n_allele, n.n_without_model);
    return code;
}

static gnbs_code_t export_panel(const gnbs_run_export_t *job, gnbs_arena_t *arena,
                                gnbs_str_t *out, gnbs_str_t *say, gnbs_err_t *err) {
    gnbs_panel_tables_t tables;
    gnbs_panel_t panel;
    char sha256[65];
    GNBS_TRY(gnbs_run_read_panel(job->path, arena, &tables, sha256, err));
    if (strcmp(job->format, "tsv") == 0) {
        gnbs_panel_print_table(out, tables.rows);
        return GNBS_OK;
    }
    if (strcmp(job->format, "json") == 0) return export_json(&tables, arena, out, err);
    GNBS_TRY(gnbs_panel_load(&tables, sha256, arena, &panel, err));
    if (strcmp(job->format, "bed") == 0)
        return export_bed(job, &panel, arena, out, say, err);
    if (strcmp(job->format, "md") == 0) {
        gnbs_panel_export_markdown(&panel, out);
        return GNBS_OK;
    }
    return gnbs_err_set(err, GNBS_E_USAGE,
                        "panel export: --format '%s': expected tsv, json, bed or md",
                        job->format);
}

gnbs_code_t gnbs_run_export_panel(const gnbs_run_export_t *job, gnbs_str_t *out,
                                  gnbs_str_t *say, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = export_panel(job, &arena, out, say, err);
    if (code == GNBS_OK && (out->failed || say->failed))
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s: exporting", job->path);
    gnbs_arena_clear(&arena);
    return code;
}
