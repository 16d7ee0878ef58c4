#include "annot/annot_resolve.h"
#include "io/bundle_store.h"
#include "io/table_read.h"
#include "run/run_models.h"
#include "run/run_panel.h"

static gnbs_code_t gather(const gnbs_run_lint_t *against, gnbs_panel_tables_t *tables,
                          gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_gff_t gff;
    if (against->genes != NULL)
        GNBS_TRY(gnbs_run_read_genes(against->genes, arena, &tables->genes, err));
    if (against->transcripts != NULL) {
        GNBS_TRY(gnbs_run_read_models(against->transcripts, arena, &gff, err));
        tables->n_model = gff.n_transcript;
        tables->model = gff.transcript;
    }
    if (against->validity != NULL) {
        gnbs_table_t *table = GNBS_NEW(arena, gnbs_table_t, 1);
        if (table == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", against->validity);
        GNBS_TRY(gnbs_table_read(against->validity, ',', arena, table, err));
        tables->validity = table;
    }
    return GNBS_OK;
}

static void resolve(void *ctx, const char *hgvs, gnbs_arena_t *arena,
                    gnbs_panel_named_t *out) {
    const gnbs_bundle_t *bundle = ctx;
    const gnbs_transcript_t *tx = NULL;
    gnbs_variant_t v;
    gnbs_name_t name;
    gnbs_err_t err = {GNBS_OK, ""};
    *out = (gnbs_panel_named_t){0};
    gnbs_code_t code = gnbs_name_parse(hgvs, arena, &name, &err);
    if (code == GNBS_OK && name.n_edit != 1)
        code = gnbs_err_set(&err, GNBS_E_DATA, "it names %zu changes", name.n_edit);
    if (code == GNBS_OK) code = gnbs_annot_resolve(bundle, &name, 0, arena, &tx, &v, &err);
    if (code != GNBS_OK) {
        out->fault = gnbs_arena_strdup(arena, err.msg);
        out->is_unreadable = code == GNBS_E_FORMAT;
        if (out->fault == NULL) out->fault = "no memory to read it";
        return;
    }
    out->chrom = bundle->contigs.contig[v.tid].name;
    out->pos = v.pos;
    out->ref = v.ref;
    out->alt = v.alt;
    out->hgnc_id = tx != NULL ? tx->hgnc_id : NULL;
}

gnbs_code_t gnbs_run_lint_panel(const char *path, const gnbs_run_lint_t *against,
                                gnbs_arena_t *arena, gnbs_panel_problems_t *problems,
                                gnbs_err_t *err) {
    gnbs_panel_tables_t tables;
    gnbs_bundle_t bundle;
    char sha256[65];
    GNBS_TRY(gnbs_run_read_panel(path, arena, &tables, sha256, err));
    GNBS_TRY(gather(against, &tables, arena, err));
    if (against->refdata == NULL)
        return gnbs_panel_lint(&tables, NULL, arena, problems, err);
    GNBS_TRY(gnbs_bundle_load(against->refdata, &bundle, err));
    const gnbs_panel_namer_t namer = {&bundle, resolve};
    tables.namer = &namer;
    gnbs_code_t code = gnbs_panel_lint(&tables, &bundle, arena, problems, err);
    gnbs_bundle_clear(&bundle);
    return code;
}
