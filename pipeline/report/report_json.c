#include "report/report.h"

#include "report/report_json.h"
#include "report/report_locus.h"
#include "report/report_text.h"
#include "report/report_words.h"

static void write_text(gnbs_json_t *j, const char *key, const char *text) {
    gnbs_json_text(j, key, text != NULL ? text : "");
}

static void write_texts(gnbs_json_t *j, const char *key, const char *value_name, size_t n,
                        const gnbs_report_text_t text[]) {
    gnbs_json_array(j, key);
    for (size_t i = 0; i < n; i++) {
        gnbs_json_object(j, NULL);
        write_text(j, "name", text[i].name);
        write_text(j, value_name, text[i].text);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_strings(gnbs_json_t *j, const char *key, size_t n,
                          const char *const text[]) {
    gnbs_json_array(j, key);
    for (size_t i = 0; i < n; i++) write_text(j, NULL, text[i]);
    gnbs_json_end(j);
}

static void write_generator(gnbs_json_t *j, const gnbs_report_info_t *info) {
    gnbs_json_object(j, "generated_by");
    gnbs_json_text(j, "name", "gnbs");
    gnbs_json_text(j, "version", info->program_version);
    gnbs_json_text(j, "command_line", info->command_line);
    write_texts(j, "methods", "text", info->n_method, info->method);
    write_texts(j, "libraries", "version", info->n_library, info->library);
    gnbs_json_end(j);
}

static void write_report(gnbs_json_t *j, const gnbs_case_t *newborn,
                         const gnbs_report_info_t *info) {
    gnbs_json_object(j, "report");
    gnbs_json_text(j, "id", info->report_id);
    gnbs_json_int(j, "version", info->report_version > 0 ? info->report_version : 1);
    gnbs_json_bool(j, "draft", gnbs_report_draft_words(newborn, info) != NULL);
    gnbs_json_text(j, "draft_reason", gnbs_report_draft_reason(newborn, info));
    gnbs_report_json_replaces(j, newborn, info->replaces);
    gnbs_json_end(j);
}

static void write_consent(gnbs_json_t *j, const gnbs_report_info_t *info) {
    gnbs_json_object(j, "consent");
    gnbs_json_bool(j, "checked", info->is_consent_checked);
    if (info->has_consent_groups)
        write_strings(j, "groups", info->n_consent_group, info->consent_group);
    else
        gnbs_json_null(j, "groups");
    gnbs_json_end(j);
}

static void write_policy(gnbs_json_t *j, const gnbs_case_t *newborn) {
    gnbs_json_array(j, "policy");
    for (size_t i = 0; i < newborn->n_policy; i++) {
        const gnbs_policy_item_t *p = &newborn->policy[i];
        gnbs_json_object(j, NULL);
        write_text(j, "key", p->key);
        write_text(j, "value", p->value);
        write_text(j, "default", p->standard);
        write_text(j, "meaning", p->what);
        write_text(j, "source", p->source);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_real_if(gnbs_json_t *j, const char *key, bool is_known, double value,
                          int decimals) {
    if (is_known)
        gnbs_json_real(j, key, value, decimals);
    else
        gnbs_json_null(j, key);
}

/* Screened rows with facts that were recalled or chosen and await a curator. */
static int64_t count_needing_review(const gnbs_panel_t *p) {
    int64_t n = 0;
    for (size_t i = 0; i < p->n_condition; i++) {
        const char *columns = p->condition[i].needs_review;
        n += p->condition[i].status == GNBS_STATUS_GREEN && columns != NULL &&
             columns[0] != '\0';
    }
    return n;
}

static void write_panel(gnbs_json_t *j, const gnbs_panel_t *p) {
    gnbs_json_object(j, "panel");
    write_text(j, "name", p->name);
    write_text(j, "version", p->version);
    write_text(j, "status", p->status);
    write_text(j, "date", p->date);
    write_text(j, "curators", p->curators);
    write_text(j, "previous", p->previous);
    gnbs_json_text(j, "sha256", p->sha256);
    gnbs_json_bool(j, "signed", p->is_signed);
    gnbs_json_int(j, "rows_needing_review", count_needing_review(p));
    gnbs_json_end(j);
}

static void write_bundle(gnbs_json_t *j, const gnbs_bundle_t *b) {
    gnbs_json_object(j, "reference_bundle");
    gnbs_json_text(j, "identity", b->identity);
    gnbs_json_text(j, "build", gnbs_contig_build_name(b->build));
    write_text(j, "panel_name", b->panel_name);
    write_text(j, "panel_version", b->panel_version);
    gnbs_json_array(j, "sources");
    for (size_t i = 0; i < b->n_source; i++) {
        gnbs_json_object(j, NULL);
        write_text(j, "role", b->source[i].role);
        write_text(j, "name", b->source[i].name);
        write_text(j, "sha256", b->source[i].sha256);
        write_text(j, "version", b->source[i].version);
        write_text(j, "licence", b->source[i].licence);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
    gnbs_json_end(j);
}

static void write_summary(gnbs_json_t *j, const gnbs_case_t *newborn) {
    gnbs_report_summary_t s = gnbs_report_summarise(newborn);
    gnbs_str_t sentence;
    gnbs_str_init(&sentence);
    gnbs_report_counts_sentence(&sentence, &s);
    gnbs_json_object(j, "summary");
    gnbs_json_text(j, "result", gnbs_report_banner_code(s.banner));
    gnbs_json_text(j, "result_text", gnbs_report_banner_words(s.banner));
    gnbs_report_json_str(j, "counts_text", &sentence);
    gnbs_json_text(j, "meaning", gnbs_report_meaning(s.banner));
    gnbs_json_int(j, "n_suspected", (int64_t)s.n_suspected);
    gnbs_json_int(j, "n_not_suspected", (int64_t)s.n_not_suspected);
    gnbs_json_int(j, "n_not_assessed", (int64_t)s.n_not_assessed);
    gnbs_json_end(j);
}

static void write_risk(gnbs_json_t *j, const gnbs_outcome_t *o) {
    if (o->outcome != GNBS_OUTCOME_NOT_SUSPECTED) {
        gnbs_json_null(j, "residual_risk");
        return;
    }
    gnbs_report_risk_t r = gnbs_report_risk(o);
    gnbs_str_t sentence;
    gnbs_str_init(&sentence);
    gnbs_report_risk_sentence(&sentence, o);
    gnbs_json_object(j, "residual_risk");
    write_real_if(j, "value", r.has_value, r.value, 12);
    gnbs_report_json_str(j, "text", &sentence);
    write_real_if(j, "prevalence", r.has_prevalence, r.prevalence, 12);
    write_text(j, "prevalence_text", o->condition->prevalence_text);
    write_real_if(j, "known_alleles_callable_fraction", r.has_share, r.share, 6);
    gnbs_json_int(j, "alleles_needed", r.n_needed);
    gnbs_json_end(j);
}

static void write_finding_ids(gnbs_json_t *j, const gnbs_outcome_t *o) {
    gnbs_json_array(j, "findings");
    for (size_t i = 0; i < o->n_finding; i++) {
        gnbs_str_t id;
        gnbs_str_init(&id);
        gnbs_report_finding_id(&id, o->first_finding + i);
        gnbs_report_json_str(j, NULL, &id);
    }
    gnbs_json_end(j);
}

/* Of a mitochondrial condition: the reportable variants that were seen, reported or not. */
static void write_shares(gnbs_json_t *j, const gnbs_outcome_t *o) {
    gnbs_json_array(j, "mitochondrial");
    for (size_t i = 0; i < o->n_share; i++) {
        const gnbs_call_t *c = &o->share[i].variant->call;
        gnbs_json_object(j, NULL);
        gnbs_json_int(j, "pos", c->variant.pos + 1);
        gnbs_json_text(j, "ref", c->variant.ref);
        gnbs_json_text(j, "alt", c->variant.alt);
        gnbs_json_int(j, "depth", c->dp);
        gnbs_report_json_heteroplasmy(j, "heteroplasmy", &c->heteroplasmy);
        gnbs_json_real(j, "report_from", o->share[i].report_from, 4);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_outcome(gnbs_json_t *j, const gnbs_outcome_t *o) {
    const gnbs_condition_t *c = o->condition;
    gnbs_json_object(j, NULL);
    write_text(j, "gene", c->gene);
    write_text(j, "hgnc_id", c->hgnc_id);
    write_text(j, "condition", c->condition);
    write_text(j, "condition_id", c->condition_id);
    gnbs_report_json_inheritance(j, c->inheritance);
    gnbs_json_text(j, "policy", gnbs_policy_name(c->policy));
    write_text(j, "classes", c->classes_text);
    gnbs_json_text(j, "outcome", gnbs_outcome_name(o->outcome));
    gnbs_json_text(j, "reason", gnbs_reason_code(o->reason));
    gnbs_json_text(j, "reason_text", gnbs_reason_text(o->reason));
    write_text(j, "detail", o->detail);
    write_finding_ids(j, o);
    write_real_if(j, "callable_fraction", o->target_bp > 0,
                  gnbs_report_share(o->callable_bp, o->target_bp), 6);
    gnbs_json_int(j, "target_bp", o->target_bp);
    gnbs_json_int(j, "callable_bp", o->callable_bp);
    write_strings(j, "gaps", o->n_gap, o->gap);
    gnbs_json_object(j, "known_alleles");
    gnbs_json_int(j, "n", o->n_known);
    gnbs_json_int(j, "n_callable", o->n_known_callable);
    write_strings(j, "not_callable",
                  o->known_missed != NULL ? (size_t)(o->n_known - o->n_known_callable) : 0,
                  o->known_missed);
    gnbs_json_end(j);
    write_strings(j, "limits", o->n_limit, o->limit);
    write_shares(j, o);
    write_risk(j, o);
    gnbs_json_end(j);
}

gnbs_code_t gnbs_report_json(const gnbs_case_t *newborn, const gnbs_report_info_t *info,
                             gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_case(newborn, info, err));
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "schema_version", GNBS_REPORT_SCHEMA_VERSION);
    write_generator(&j, info);
    write_report(&j, newborn, info);
    gnbs_json_bool(&j, "synthetic", newborn->is_synthetic);
    gnbs_json_text(&j, "sample", newborn->sample);
    gnbs_json_object(&j, "sex");
    gnbs_json_text(&j, "declared", gnbs_sex_name(newborn->sex_declared));
    gnbs_json_text(&j, "inferred", gnbs_sex_name(newborn->quality.sex_inferred));
    gnbs_json_end(&j);
    write_text(&j, "input", newborn->input_kind);
    write_consent(&j, info);
    gnbs_report_json_quality(&j, &newborn->quality);
    write_panel(&j, newborn->panel);
    write_bundle(&j, newborn->bundle);
    write_policy(&j, newborn);
    write_summary(&j, newborn);
    gnbs_report_json_loci(&j, newborn);
    gnbs_json_array(&j, "outcomes");
    for (size_t i = 0; i < newborn->n_outcome; i++) write_outcome(&j, &newborn->outcome[i]);
    gnbs_json_end(&j);
    gnbs_json_array(&j, "findings");
    for (size_t i = 0; i < newborn->n_finding; i++)
        gnbs_report_json_finding(&j, newborn, info, i);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
    if (out->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "findings.json of %s", newborn->sample);
    return GNBS_OK;
}
