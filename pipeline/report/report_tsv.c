#include "report/report.h"

#include <inttypes.h>

#include "core/escape.h"
#include "report/report_json.h"
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

static void put_int_cell(gnbs_str_t *out, gnbs_str_t *cell, int64_t value) {
    gnbs_str_printf(cell, "%" PRId64, value);
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

static void put_list_cell(gnbs_str_t *out, gnbs_str_t *cell, size_t n,
                          const char *const text[]) {
    for (size_t i = 0; i < n; i++) put_join(cell, text[i]);
    put_str_cell(out, cell);
}

/* What one variant adds to a column of the finding part. */
enum finding_column { COL_VARIANT, COL_ZYGOSITY, COL_CLINVAR, COL_CLASS, N_VARIANT_COLUMN };

static void add_place(gnbs_str_t *cell, const gnbs_case_t *newborn,
                      const gnbs_case_variant_t *v) {
    const gnbs_consequence_t *c = v->n_consequence > 0 ? &v->consequence[0] : NULL;
    const gnbs_variant_t *at = &v->call.variant;
    gnbs_str_printf(cell, "%s%s:%" PRId64 ":%s:%s", cell->n > 0 ? "; " : "",
                    gnbs_report_contig(newborn, at->tid), at->pos + 1, at->ref, at->alt);
    if (c != NULL && c->hgvs_c != NULL) gnbs_str_printf(cell, " %s", c->hgvs_c);
    if (c != NULL && c->hgvs_p != NULL) gnbs_str_printf(cell, " %s", c->hgvs_p);
}

static void add_clinvar(gnbs_str_t *cell, const gnbs_known_t *k) {
    if (k == NULL) {
        put_join(cell, "not listed");
        return;
    }
    put_join(cell, gnbs_report_or(k->clinvar_id, NULL));
    gnbs_str_add_char(cell, ' ');
    gnbs_report_decode(cell, k->clnsig_text);
    gnbs_str_printf(cell, " (%d of 4 stars)", k->stars);
}

static void put_variant_cell(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_case_t *newborn,
                             const gnbs_outcome_t *o, enum finding_column column) {
    for (size_t i = 0; i < o->n_finding; i++) {
        const gnbs_finding_t *f = &newborn->finding[o->first_finding + i];
        for (size_t k = 0; k < f->n_variant; k++) {
            const gnbs_case_variant_t *v = f->variant[k];
            switch (column) {
            case COL_VARIANT: add_place(cell, newborn, v); break;
            case COL_ZYGOSITY: put_join(cell, gnbs_zygosity_name(v->call.zygosity)); break;
            case COL_CLINVAR: add_clinvar(cell, v->known); break;
            case COL_CLASS:
                put_join(cell, gnbs_acmg_class_name(v->classification.acmg_class));
                break;
            case N_VARIANT_COLUMN: break;
            }
        }
    }
    put_str_cell(out, cell);
}

static void put_findings(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_case_t *newborn,
                         const gnbs_outcome_t *o) {
    for (size_t i = 0; i < o->n_finding; i++) {
        if (i > 0) gnbs_str_add(cell, "; ");
        gnbs_report_finding_id(cell, o->first_finding + i);
    }
    put_str_cell(out, cell);
    put_variant_cell(out, cell, newborn, o, COL_VARIANT);
    put_variant_cell(out, cell, newborn, o, COL_ZYGOSITY);
    for (size_t i = 0; i < o->n_finding; i++)
        put_join(cell, gnbs_phase_name(newborn->finding[o->first_finding + i].phase));
    put_str_cell(out, cell);
    put_variant_cell(out, cell, newborn, o, COL_CLINVAR);
    put_variant_cell(out, cell, newborn, o, COL_CLASS);
    bool is_suspected = o->outcome == GNBS_OUTCOME_SUSPECTED;
    put_cell(out, false, is_suspected ? o->condition->urgency : "");
    put_cell(out, false, is_suspected ? o->condition->action : "");
    put_cell(out, false, is_suspected ? o->condition->confirmatory_test : "");
}

static void put_row(gnbs_str_t *out, gnbs_str_t *cell, const gnbs_case_t *newborn,
                    const gnbs_outcome_t *o) {
    const gnbs_condition_t *c = o->condition;
    put_cell(out, true, newborn->sample);
    put_cell(out, false, c->gene);
    put_cell(out, false, c->hgnc_id);
    put_cell(out, false, c->condition);
    put_cell(out, false, c->condition_id);
    put_cell(out, false, gnbs_inheritance_short(c->inheritance));
    put_cell(out, false, gnbs_outcome_name(o->outcome));
    put_cell(out, false, gnbs_reason_code(o->reason));
    put_cell(out, false, gnbs_reason_text(o->reason));
    put_cell(out, false, o->detail);
    if (o->target_bp > 0)
        gnbs_str_printf(cell, "%.6f", gnbs_report_share(o->callable_bp, o->target_bp));
    put_str_cell(out, cell);
    put_int_cell(out, cell, o->target_bp);
    put_int_cell(out, cell, o->callable_bp);
    put_int_cell(out, cell, o->n_known);
    put_int_cell(out, cell, o->n_known_callable);
    if (o->outcome == GNBS_OUTCOME_NOT_SUSPECTED) gnbs_report_risk_sentence(cell, o);
    put_str_cell(out, cell);
    put_findings(out, cell, newborn, o);
    put_list_cell(out, cell, o->n_gap, o->gap);
    put_list_cell(out, cell, o->n_limit, o->limit);
    gnbs_str_add_char(out, '\n');
}

static void put_head(gnbs_str_t *out, const gnbs_case_t *newborn,
                     const gnbs_report_info_t *info) {
    gnbs_report_summary_t s = gnbs_report_summarise(newborn);
    const char *draft = gnbs_report_draft_words(newborn, info);
    put_meta(out, "gnbs", info->program_version);
    put_meta(out, "report_id", info->report_id);
    put_meta(out, "status", draft != NULL ? draft : "signed");
    if (newborn->is_synthetic) put_meta(out, "synthetic", GNBS_REPORT_SYNTHETIC);
    put_meta(out, "sample", newborn->sample);
    put_meta(out, "result", gnbs_report_banner_words(s.banner));
    put_meta(out, "panel", newborn->panel->name);
    put_meta(out, "panel_version", newborn->panel->version);
    put_meta(out, "panel_sha256", newborn->panel->sha256);
    put_meta(out, "reference_bundle", newborn->bundle->identity);
    put_meta(out, "genome_build", gnbs_contig_build_name(newborn->bundle->build));
    for (size_t i = 0; i < N_COLUMN; i++) put_cell(out, i == 0, COLUMNS[i]);
    gnbs_str_add_char(out, '\n');
}

gnbs_code_t gnbs_report_tsv(const gnbs_case_t *newborn, const gnbs_report_info_t *info,
                            gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_case(newborn, info, err));
    gnbs_str_t cell;
    gnbs_str_init(&cell);
    put_head(out, newborn, info);
    for (size_t i = 0; i < newborn->n_outcome; i++)
        put_row(out, &cell, newborn, &newborn->outcome[i]);
    gnbs_str_clear(&cell);
    if (out->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "findings.tsv of %s", newborn->sample);
    return GNBS_OK;
}
