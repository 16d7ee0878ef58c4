#include "core/json.h"
#include "report/report.h"

/* MultiQC fills "%" and "x" in behind numbers; a share is shown in per cent. */
static void write_header(gnbs_json_t *j, const gnbs_metric_kind_t *kind) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_json_object(j, kind->name);
    gnbs_json_text(j, "title", kind->title);
    gnbs_str_add(&text, kind->words);
    if (kind->peer[0] != '\0') gnbs_str_printf(&text, " (%s)", kind->peer);
    if (kind->is_withheld) gnbs_str_add(&text, "; for the laboratory only");
    gnbs_json_text(j, "description", gnbs_str_text(&text));
    text.n = 0;
    gnbs_str_printf(&text, "{:,.%df}", kind->decimals);
    gnbs_json_text(j, "format", gnbs_str_text(&text));
    if (kind->unit[0] != '\0') {
        text.n = 0;
        gnbs_str_printf(&text, "%s%s", kind->unit[0] == 'x' ? "" : " ", kind->unit);
        gnbs_json_text(j, "suffix", gnbs_str_text(&text));
    }
    gnbs_json_int(j, "min", 0);
    if (kind->scale > 1) gnbs_json_int(j, "max", 100);
    gnbs_json_end(j);
    j->out->failed |= text.failed;
    gnbs_str_clear(&text);
}

static void write_text_header(gnbs_json_t *j, const char *key, const char *title,
                              const char *description) {
    gnbs_json_object(j, key);
    gnbs_json_text(j, "title", title);
    gnbs_json_text(j, "description", description);
    gnbs_json_bool(j, "scale", false);
    gnbs_json_end(j);
}

static void write_headers(gnbs_json_t *j) {
    gnbs_json_object(j, "headers");
    write_text_header(j, "gates", "Gates", "The graver of the quality gates' verdicts");
    write_text_header(j, "held_by", "Held or warned by", "The gates that say so");
    for (int i = 0; i < GNBS_METRIC_N; i++)
        write_header(j, gnbs_metric_kind((gnbs_metric_id_t)i));
    write_text_header(j, "kind", "Kind",
                      "Whole genome, exome or panel, by depth beside targets");
    write_text_header(j, "sex_declared", "Sex declared", "As given to the run");
    write_text_header(j, "sex_seen", "Sex seen", "By depth and markers of X and Y");
    write_text_header(j, "karyotype", "X and Y",
                      "Sex chromosomes by depth; for the laboratory only, withheld from "
                      "reports");
    gnbs_json_end(j);
}

static gnbs_gate_state_t gravest(const gnbs_quality_t *q) {
    gnbs_gate_state_t state = q->n_verdict > 0 ? GNBS_GATE_PASS : GNBS_GATE_UNKNOWN;
    for (size_t i = 0; i < q->n_verdict; i++)
        if (q->verdict[i].state > state) state = q->verdict[i].state;
    return state;
}

static void write_held_by(gnbs_json_t *j, const gnbs_quality_t *q) {
    gnbs_str_t names;
    gnbs_str_init(&names);
    for (size_t i = 0; i < q->n_verdict; i++)
        if (q->verdict[i].state >= GNBS_GATE_WARN)
            gnbs_str_printf(&names, "%s%s", names.n > 0 ? ", " : "",
                            gnbs_metric_kind(q->verdict[i].gate->metric)->name);
    gnbs_json_text(j, "held_by", gnbs_str_text(&names));
    j->out->failed |= names.failed;
    gnbs_str_clear(&names);
}

static void write_sample(gnbs_json_t *j, const char *sample, const char *sex_declared,
                         const gnbs_quality_t *q) {
    gnbs_json_object(j, sample);
    gnbs_json_text(j, "gates", gnbs_gate_state_name(gravest(q)));
    write_held_by(j, q);
    for (int i = 0; i < GNBS_METRIC_N; i++) {
        const gnbs_metric_kind_t *kind = gnbs_metric_kind((gnbs_metric_id_t)i);
        if (q->metric[i].is_known)
            gnbs_json_real(j, kind->name, q->metric[i].value * kind->scale, 4);
    }
    gnbs_json_text(j, "kind", gnbs_assay_name(q->assay));
    gnbs_json_text(j, "sex_declared", sex_declared);
    gnbs_json_text(j, "sex_seen", gnbs_sex_name(q->sex_inferred));
    gnbs_json_text(j, "karyotype",
                   q->karyotype != NULL && q->karyotype[0] != '\0' ? q->karyotype
                                                                   : "not told");
    gnbs_json_end(j);
}

gnbs_code_t gnbs_report_mqc(const char *sample, gnbs_sex_t sex_declared,
                            const gnbs_quality_t *quality, gnbs_str_t *out,
                            gnbs_err_t *err) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "id", "gnbs_quality");
    gnbs_json_text(&j, "section_name", "gnbs: quality of samples");
    gnbs_json_text(&j, "description",
                   "What gnbs measured of each sample over the panel's targets, and its "
                   "quality gates. For the laboratory: columns on sex chromosomes are not "
                   "part of any report.");
    gnbs_json_text(&j, "plot_type", "table");
    gnbs_json_object(&j, "pconfig");
    gnbs_json_text(&j, "id", "gnbs_quality_table");
    gnbs_json_text(&j, "table_title", "gnbs: quality of samples");
    gnbs_json_text(&j, "namespace", "gnbs");
    gnbs_json_end(&j);
    write_headers(&j);
    gnbs_json_object(&j, "data");
    write_sample(&j, sample, gnbs_sex_name(sex_declared), quality);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "qc_mqc.json of %s", sample)
                       : GNBS_OK;
}
