#include "report/report_json.h"

static void write_text(gnbs_json_t *j, const char *key, const char *text) {
    gnbs_json_text(j, key, text != NULL ? text : "");
}

static void write_real_if(gnbs_json_t *j, const char *key, bool is_known, double value,
                          int decimals) {
    if (is_known)
        gnbs_json_real(j, key, value, decimals);
    else
        gnbs_json_null(j, key);
}

static void write_reads(gnbs_json_t *j, const gnbs_read_counts_t *n) {
    gnbs_json_object(j, "reads");
    gnbs_json_int(j, "used", n->n_used);
    gnbs_json_int(j, "secondary", n->n_secondary);
    gnbs_json_int(j, "supplementary", n->n_supplementary);
    gnbs_json_int(j, "duplicate", n->n_duplicate);
    gnbs_json_int(j, "qc_fail", n->n_qc_fail);
    gnbs_json_int(j, "unmapped", n->n_unmapped);
    gnbs_json_int(j, "excess", n->n_excess);
    gnbs_json_end(j);
}

/* What was measured, by name. The number of sex chromosomes is the laboratory's: not even its absence is told here. */
static void write_metrics(gnbs_json_t *j, const gnbs_quality_t *q) {
    gnbs_json_object(j, "metrics");
    for (int i = 0; i < GNBS_METRIC_N; i++) {
        const gnbs_metric_kind_t *kind = gnbs_metric_kind((gnbs_metric_id_t)i);
        if (q->metric[i].is_known && !kind->is_withheld)
            gnbs_json_real(j, kind->name, q->metric[i].value, 6);
    }
    gnbs_json_end(j);
}

static void write_limit(gnbs_json_t *j, const char *key, bool has, double limit,
                        const gnbs_metric_kind_t *kind) {
    write_real_if(j, key, has, limit * kind->scale, 6);
}

static void write_gates(gnbs_json_t *j, const gnbs_quality_t *q) {
    gnbs_json_array(j, "gates");
    for (size_t i = 0; i < q->n_verdict; i++) {
        const gnbs_gate_verdict_t *v = &q->verdict[i];
        const gnbs_metric_kind_t *kind = gnbs_metric_kind(v->gate->metric);
        if (kind->is_withheld && v->state != GNBS_GATE_FAIL) continue;
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "metric", kind->name);
        gnbs_json_text(j, "state", gnbs_gate_state_name(v->state));
        write_text(j, "text", v->words);
        write_limit(j, "warn", v->gate->has_warn, v->gate->warn, kind);
        write_limit(j, "fail", v->gate->has_fail, v->gate->fail, kind);
        gnbs_json_text(j, "unit", kind->unit);
        write_text(j, "action", v->gate->action);
        write_text(j, "source", v->gate->source);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

void gnbs_report_json_quality(gnbs_json_t *j, const gnbs_quality_t *q) {
    bool has = q->has_reads, has_mix = q->metric[GNBS_METRIC_CONTAMINATION].is_known;
    gnbs_json_object(j, "quality");
    gnbs_json_bool(j, "from_reads", has);
    if (has || q->n_verdict > 0)
        gnbs_json_bool(j, "passes", q->passes);
    else
        gnbs_json_null(j, "passes");
    write_text(j, "fail_reason", q->fail_reason);
    write_text(j, "fail_action", q->fail_action);
    gnbs_json_text(j, "kind", gnbs_assay_name(q->assay));
    write_real_if(j, "depth_mean", has, q->depth_mean, 2);
    write_real_if(j, "target_15x_fraction", has, q->target_15x_frac, 6);
    write_real_if(j, "target_20x_fraction", has, q->target_20x_frac, 6);
    write_real_if(j, "contamination_low", has_mix, q->contamination_low, 6);
    write_real_if(j, "contamination_high", has_mix, q->contamination_high, 6);
    write_real_if(j, "insert_mean_bp", has, q->insert_mean_bp, 1);
    write_real_if(j, "insert_sd_bp", has, q->insert_sd_bp, 1);
    if (has)
        write_reads(j, &q->counts);
    else
        gnbs_json_null(j, "reads");
    write_metrics(j, q);
    write_gates(j, q);
    gnbs_json_end(j);
}
