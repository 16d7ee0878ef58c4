#include "run/run_panel_show.h"

#include <stdlib.h>

#include "call/call.h"
#include "io/bundle_store.h"
#include "panel/panel.h"
#include "run/run_panel.h"
#include "run/run_stored.h"

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The share of one case; < 0 when the case does not tell. */
static gnbs_code_t measure_case(const char *dir, const char *hgnc_id, double *share,
                                gnbs_err_t *err) {
    static const double LEAST = 25, MOST = 35;
    gnbs_arena_t arena;
    gnbs_stored_case_t c;
    *share = -1;
    gnbs_arena_init(&arena);
    gnbs_code_t code = gnbs_run_stored_outcomes(dir, 1, &hgnc_id, &arena, &c, err);
    const gnbs_stored_outcome_t *o =
        code == GNBS_OK ? gnbs_run_stored_outcome(&c, hgnc_id, NULL) : NULL;
    if (o != NULL && o->target_bp > 0 && !c.is_held && c.depth_mean >= LEAST &&
        c.depth_mean <= MOST)
        *share = (double)o->callable_bp / (double)o->target_bp;
    gnbs_arena_clear(&arena);
    return code;
}

static gnbs_code_t measure(const char *cases, const char *hgnc_id, gnbs_arena_t *arena,
                           gnbs_panel_measured_t *out, gnbs_err_t *err) {
    size_t n;
    const char **folder;
    GNBS_TRY(gnbs_run_stored_list(cases, arena, &n, &folder, err));
    double *share = GNBS_NEW(arena, double, n + 1);
    if (share == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", cases);
    for (size_t i = 0; i < n; i++) {
        GNBS_TRY(measure_case(folder[i], hgnc_id, &share[out->n], err));
        if (share[out->n] >= 0)
            out->n++;
        else
            out->n_other++;
    }
    if (out->n == 0) return GNBS_OK;
    qsort(share, out->n, sizeof *share, by_value);
    out->lowest = share[0];
    out->highest = share[out->n - 1];
    out->median = out->n % 2 == 1 ? share[out->n / 2]
                                  : (share[out->n / 2 - 1] + share[out->n / 2]) / 2;
    return GNBS_OK;
}

static gnbs_code_t show_gene(const gnbs_run_panel_show_opt_t *opt,
                             const gnbs_panel_t *panel, const gnbs_bundle_t *bundle,
                             gnbs_arena_t *arena, gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_about_t gene;
    GNBS_TRY(gnbs_panel_about(panel, bundle, opt->gene, gnbs_call_opt_default().min_depth,
                              arena, &gene, err));
    if (opt->cases != NULL)
        GNBS_TRY(measure(opt->cases, gene.hgnc_id, arena, &gene.measured, err));
    if (opt->is_html)
        gnbs_panel_about_print_html(out, &gene);
    else
        gnbs_panel_show_gene(&gene, out);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "showing %s", opt->gene) : GNBS_OK;
}

static gnbs_code_t show(const gnbs_run_panel_show_opt_t *opt, gnbs_arena_t *arena,
                        gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_t panel;
    gnbs_bundle_t bundle;
    bool has_bundle = opt->refdata != NULL;
    GNBS_TRY(gnbs_run_load_panel(opt->panel, arena, &panel, err));
    if (opt->gene == NULL) {
        gnbs_panel_show_summary(&panel, out);
        return GNBS_OK;
    }
    if (has_bundle) GNBS_TRY(gnbs_bundle_load(opt->refdata, &bundle, err));
    gnbs_code_t code = show_gene(opt, &panel, has_bundle ? &bundle : NULL, arena, out, err);
    if (has_bundle) gnbs_bundle_clear(&bundle);
    return code;
}

gnbs_code_t gnbs_run_panel_show(const gnbs_run_panel_show_opt_t *opt, gnbs_str_t *out,
                                gnbs_err_t *err) {
    gnbs_arena_t arena;
    bool is_page = opt->is_html || opt->cases != NULL;
    if (is_page && opt->gene == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel show: --html and --cases need a gene: PANEL GENE");
    if (opt->cases != NULL && opt->refdata == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel show: --cases needs --refdata: what was measured stands "
                            "beside what is expected");
    gnbs_arena_init(&arena);
    gnbs_code_t code = show(opt, &arena, out, err);
    gnbs_arena_clear(&arena);
    return code;
}
