#include "report/report.h"

#include <inttypes.h>

#include "core/escape.h"
#include "report/report_check.h"
#include "report/report_html.h"
#include "report/report_text.h"
#include "report/report_words.h"

static const char *const COLUMNS[] = {"sample",
                                      "gene",
                                      "hgnc_id",
                                      "condition",
                                      "condition_id",
                                      "inheritance",
                                      "outcome",
                                      "reason",
                                      "reason_text",
                                      "detail",
                                      "callable_fraction",
                                      "target_bp",
                                      "callable_bp",
                                      "known_alleles",
                                      "known_alleles_callable",
                                      "residual_risk",
                                      "findings",
                                      "variants",
                                      "zygosity",
                                      "phase",
                                      "clinvar",
                                      "classification",
                                      "urgency",
                                      "action",
                                      "confirmatory_test",
                                      "gaps",
                                      "limits"};
enum { N_COLUMN = sizeof COLUMNS / sizeof COLUMNS[0] };

/* One cell: on one line, quoted where it must be, never a formula. */
static void put_cell(gnbs_str_t *out, bool is_first, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_clean(&fit, text);
    if (!is_first) gnbs_str_add_char(out, '\t');
    gnbs_escape_csv(out, gnbs_str_text(&fit), '\t');
    if (fit.failed) out->failed = true;
    gnbs_str_clear(&fit);
}

static void put_str_cell(gnbs_str_t *out, gnbs_str_t *cell) {
    put_cell(out, false, gnbs_str_text(cell));
    if (cell->failed) out->failed = true;
    gnbs_str_reset(cell);
}

static void put_at_cell(gnbs_str_t *out, const gnbs_tree_t *t, const char *path) {
    put_cell(out, false, gnbs_tree_text(t, path));
}

static void put_int_cell(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_tree_t *t,
                         const char *path) {
    if (gnbs_tree_has(t, path))
        gnbs_str_printf(cell, "%" PRId64, gnbs_tree_int(t, path, 0));
    put_str_cell(out, cell);
}

static void put_meta(gnbs_str_t *out, const char *key, const char *value) {
    gnbs_str_printf(out, "##%s=", key);
    gnbs_report_clean(out, value);
    gnbs_str_add_char(out, '\n');
}

static void put_join(gnbs_str_t *cell, const char *text) {
    if (cell->n > 0) gnbs_str_add(cell, "; ");
    gnbs_str_add(cell, gnbs_report_or(text, "not stated"));
}

static void put_list_cell(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_tree_t *list) {
    for (size_t i = 0; list != NULL && i < list->n; i++)
        put_join(cell, gnbs_tree_as_text(gnbs_tree_at(list, i)));
    put_str_cell(out, cell);
}

/* What one variant adds to a column of the finding part. */
enum finding_column { COL_VARIANT, COL_ZYGOSITY, COL_CLINVAR, COL_CLASS };

static void add_place(gnbs_str_t *cell, const gnbs_tree_t *v) {
    gnbs_str_printf(cell, "%s%s:%" PRId64 ":%s:%s", cell->n > 0 ? "; " : "",
                    gnbs_tree_text(v, "chrom"), gnbs_tree_int(v, "pos", 0),
                    gnbs_tree_text(v, "ref"), gnbs_tree_text(v, "alt"));
    if (gnbs_tree_has(v, "hgvs_c"))
        gnbs_str_printf(cell, " %s", gnbs_tree_text(v, "hgvs_c"));
    if (gnbs_tree_has(v, "hgvs_p"))
        gnbs_str_printf(cell, " %s", gnbs_tree_text(v, "hgvs_p"));
}

static void add_clinvar(gnbs_str_t *cell, const gnbs_tree_t *v) {
    if (!gnbs_tree_has(v, "clinvar.id")) {
        put_join(cell, "not listed");
        return;
    }
    put_join(cell, gnbs_tree_text(v, "clinvar.id"));
    gnbs_str_printf(cell, " %s (%" PRId64 " of 4 stars)",
                    gnbs_tree_text(v, "clinvar.classification"),
                    gnbs_tree_int(v, "clinvar.stars", 0));
}

static void add_variant(gnbs_str_t *cell, const gnbs_tree_t *v,
                        enum finding_column column) {
    switch (column) {
    case COL_VARIANT: add_place(cell, v); break;
    case COL_ZYGOSITY: put_join(cell, gnbs_tree_text(v, "zygosity")); break;
    case COL_CLINVAR: add_clinvar(cell, v); break;
    case COL_CLASS: put_join(cell, gnbs_tree_text(v, "classification.class")); break;
    }
}

/* The finding of that id; NULL when there is none. */
static const gnbs_tree_t *find_finding(const gnbs_tree_t *f, const char *id) {
    const gnbs_tree_t *list = gnbs_tree_get(f, "findings");
    for (size_t i = 0; i < list->n; i++)
        if (gnbs_tree_says(gnbs_tree_at(list, i), "id", id)) return gnbs_tree_at(list, i);
    return NULL;
}

static void put_variant_cell(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_tree_t *f,
                             const gnbs_tree_t *ids, enum finding_column column) {
    for (size_t i = 0; ids != NULL && i < ids->n; i++) {
        const gnbs_tree_t *x = find_finding(f, gnbs_tree_as_text(gnbs_tree_at(ids, i))),
                          *list = gnbs_tree_get(x, "variants");
        if (gnbs_tree_has(x, "locus") && column == COL_VARIANT)
            put_join(cell,
                     gnbs_tree_text(x, list != NULL && list->n > 0 ? "locus.locus"
                                                                   : "locus.genotype"));
        for (size_t k = 0; list != NULL && k < list->n; k++)
            add_variant(cell, gnbs_tree_at(list, k), column);
    }
    put_str_cell(out, cell);
}

static void put_findings(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_tree_t *f,
                         const gnbs_tree_t *o) {
    const gnbs_tree_t *ids = gnbs_tree_get(o, "findings"), *first = NULL;
    put_list_cell(out, cell, ids);
    put_variant_cell(out, cell, f, ids, COL_VARIANT);
    put_variant_cell(out, cell, f, ids, COL_ZYGOSITY);
    for (size_t i = 0; ids != NULL && i < ids->n; i++) {
        const gnbs_tree_t *x = find_finding(f, gnbs_tree_as_text(gnbs_tree_at(ids, i)));
        if (first == NULL) first = x;
        put_join(cell, gnbs_tree_text(x, "phase"));
    }
    put_str_cell(out, cell);
    put_variant_cell(out, cell, f, ids, COL_CLINVAR);
    put_variant_cell(out, cell, f, ids, COL_CLASS);
    put_at_cell(out, first, "urgency");
    put_at_cell(out, first, "action");
    put_at_cell(out, first, "confirmatory_test");
}

static void put_row(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_tree_t *f,
                    const gnbs_tree_t *o) {
    static const char *const TEXTS[] = {"gene",         "hgnc_id",           "condition",
                                        "condition_id", "inheritance.short", "outcome",
                                        "reason",       "reason_text",       "detail"};
    put_cell(out, true, gnbs_tree_text(f, "sample"));
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        put_at_cell(out, o, TEXTS[i]);
    if (gnbs_tree_has(o, "callable_fraction"))
        gnbs_str_printf(cell, "%.6f", gnbs_tree_real(o, "callable_fraction", 0));
    put_str_cell(out, cell);
    put_int_cell(out, cell, o, "target_bp");
    put_int_cell(out, cell, o, "callable_bp");
    put_int_cell(out, cell, o, "known_alleles.n");
    put_int_cell(out, cell, o, "known_alleles.n_callable");
    put_at_cell(out, o, "residual_risk.text");
    put_findings(out, cell, f, o);
    put_list_cell(out, cell, gnbs_tree_get(o, "gaps"));
    put_list_cell(out, cell, gnbs_tree_get(o, "limits"));
    gnbs_str_add_char(out, '\n');
}

static void put_head(gnbs_str_t *out, const gnbs_tree_t *f) {
    put_meta(out, "gnbs", gnbs_tree_text(f, "generated_by.version"));
    put_meta(out, "report_id", gnbs_tree_text(f, "report.id"));
    if (gnbs_tree_has(f, "report.replaces.id"))
        put_meta(out, "replaces", gnbs_tree_text(f, "report.replaces.id"));
    put_meta(out, "status", gnbs_tree_is(f, "report.draft") ? GNBS_REPORT_DRAFT : "signed");
    if (gnbs_tree_is(f, "synthetic")) put_meta(out, "synthetic", GNBS_REPORT_SYNTHETIC);
    if (!gnbs_tree_is(f, "consent.checked"))
        put_meta(out, "consent", GNBS_REPORT_NO_CONSENT);
    put_meta(out, "sample", gnbs_tree_text(f, "sample"));
    put_meta(out, "result", gnbs_tree_text(f, "summary.result_text"));
    put_meta(out, "panel", gnbs_tree_text(f, "panel.name"));
    put_meta(out, "panel_version", gnbs_tree_text(f, "panel.version"));
    put_meta(out, "panel_sha256", gnbs_tree_text(f, "panel.sha256"));
    put_meta(out, "reference_bundle", gnbs_tree_text(f, "reference_bundle.identity"));
    put_meta(out, "genome_build", gnbs_tree_text(f, "reference_bundle.build"));
    for (size_t i = 0; i < N_COLUMN; i++) put_cell(out, i == 0, COLUMNS[i]);
    gnbs_str_add_char(out, '\n');
}

gnbs_code_t gnbs_report_tsv(const gnbs_tree_t *f, gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_tree(f, err));
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    gnbs_str_t cell;
    gnbs_str_init(&cell);
    put_head(out, f);
    for (size_t i = 0; i < outcomes->n; i++)
        put_row(out, &cell, f, gnbs_tree_at(outcomes, i));
    gnbs_str_clear(&cell);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "findings.tsv") : GNBS_OK;
}
