#include "run/run_qc_write.h"

#include <inttypes.h>

#include "core/json.h"
#include "io/bgzip.h"
#include "io/out.h"

static void add_place(gnbs_str_t *out, const gnbs_contigs_t *contigs, gnbs_region_t r) {
    gnbs_str_printf(out, "%s\t%" PRId64 "\t%" PRId64, contigs->contig[r.tid].name, r.beg,
                    r.end);
}

static gnbs_code_t write_bed(const char *path, gnbs_str_t *text, gnbs_err_t *err) {
    gnbs_code_t code = gnbs_bgzip_write_text(path, text, GNBS_BGZIP_TBI_BED, err);
    gnbs_str_clear(text);
    return code;
}

gnbs_code_t gnbs_run_qc_write_depth(const char *path, const gnbs_contigs_t *contigs,
                                    const gnbs_qc_table_t *t, gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < t->n; i++) {
        add_place(&out, contigs, t->row[i].region);
        gnbs_str_printf(&out, "\t%.2f", t->row[i].mean);
        if (t->row[i].name[0] != '\0') gnbs_str_printf(&out, "\t%s", t->row[i].name);
        gnbs_str_add_char(&out, '\n');
    }
    return write_bed(path, &out, err);
}

gnbs_code_t gnbs_run_qc_write_thresholds(const char *path, const gnbs_contigs_t *contigs,
                                         const gnbs_qc_table_t *t, gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_str_add(&out, "#chrom\tstart\tend\tregion");
    for (int k = 0; k < GNBS_QC_THRESHOLDS; k++)
        gnbs_str_printf(&out, "\t%dX", (int)GNBS_QC_THRESHOLD[k]);
    gnbs_str_add_char(&out, '\n');
    for (size_t i = 0; i < t->n; i++) {
        add_place(&out, contigs, t->row[i].region);
        gnbs_str_printf(&out, "\t%s",
                        t->row[i].name[0] != '\0' ? t->row[i].name : "unknown");
        for (int k = 0; k < GNBS_QC_THRESHOLDS; k++)
            gnbs_str_printf(&out, "\t%" PRId64, t->row[i].at_least[k]);
        gnbs_str_add_char(&out, '\n');
    }
    return write_bed(path, &out, err);
}

gnbs_code_t gnbs_run_qc_write_per_base(const char *path, const gnbs_contigs_t *contigs,
                                       const gnbs_qc_table_t *t, gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < t->run.n; i++) {
        add_place(&out, contigs, t->run.at[i].region);
        gnbs_str_printf(&out, "\t%d\n", (int)t->run.at[i].depth);
    }
    return write_bed(path, &out, err);
}

/* ---- qc.json ----------------------------------------------------------------------------------------------- */

static void write_depth(gnbs_json_t *j, const gnbs_qc_table_t *t) {
    gnbs_json_object(j, "depth");
    gnbs_json_int(j, "bases", t->sum);
    gnbs_json_real(j, "mean", t->n_base > 0 ? (double)t->sum / (double)t->n_base : 0, 2);
    gnbs_json_int(j, "min", t->n_base > 0 ? t->min : 0);
    gnbs_json_int(j, "max", t->max);
    gnbs_json_object(j, "at_least");
    for (int k = 0; k < GNBS_QC_THRESHOLDS; k++) {
        int64_t n = 0;
        char key[16];
        for (size_t d = (size_t)GNBS_QC_THRESHOLD[k]; d < t->hist.n; d++)
            n += t->hist.at[d];
        snprintf(key, sizeof key, "%dx", (int)GNBS_QC_THRESHOLD[k]);
        gnbs_json_int(j, key, n);
    }
    gnbs_json_end(j);
    gnbs_json_end(j);
}

/* Each depth that occurs, with the bases of exactly that depth. */
static void write_distribution(gnbs_json_t *j, const gnbs_qc_table_t *t) {
    gnbs_json_array(j, "distribution");
    for (size_t d = 0; d < t->hist.n; d++) {
        if (t->hist.at[d] == 0) continue;
        gnbs_json_array(j, NULL);
        gnbs_json_int(j, NULL, (int64_t)d);
        gnbs_json_int(j, NULL, t->hist.at[d]);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_metrics(gnbs_json_t *j, const gnbs_quality_t *q) {
    gnbs_json_object(j, "metrics");
    for (int i = 0; i < GNBS_METRIC_N; i++) {
        const gnbs_metric_t *m = &q->metric[i];
        const char *name = gnbs_metric_kind((gnbs_metric_id_t)i)->name;
        if (m->is_known) gnbs_json_real(j, name, m->value, 6);
    }
    gnbs_json_end(j);
}

gnbs_code_t gnbs_run_qc_write_json(const char *path, const gnbs_run_qc_facts_t *f,
                                   gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_json_t j;
    gnbs_str_init(&out);
    gnbs_json_init(&j, &out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "program", "gnbs");
    gnbs_json_text(&j, "version", f->program_version);
    gnbs_json_text(&j, "sample", f->sample);
    gnbs_json_int(&j, "min_mapq", f->depth->min_mapq);
    gnbs_json_int(&j, "regions", (int64_t)f->table->n);
    gnbs_json_int(&j, "length", f->table->n_base);
    write_depth(&j, f->table);
    write_distribution(&j, f->table);
    gnbs_json_text(&j, "kind", gnbs_assay_name(f->quality->assay));
    gnbs_json_text(&j, "sex", gnbs_sex_name(f->quality->sex_inferred));
    write_metrics(&j, f->quality);
    gnbs_json_end(&j);
    gnbs_code_t code = out.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", path)
                                  : gnbs_out_write_text(path, &out, err);
    gnbs_str_clear(&out);
    return code;
}
