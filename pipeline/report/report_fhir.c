#include "report/report_fhir.h"

#include <stdio.h>
#include <string.h>

#include "core/uuid.h"
#include "report/report.h"
#include "report/report_check.h"
#include "report/report_text.h"
#include "report/report_words.h"

static void uuid_of(const gnbs_fhir_t *w, const char *name, char text[GNBS_UUID_TEXT]) {
    gnbs_str_t full;
    gnbs_str_init(&full);
    gnbs_str_printf(&full, "gnbs/%s/%s", gnbs_tree_text(w->f, "report.id"), name);
    if (full.failed) w->j.out->failed = true;
    gnbs_uuid_of_name(gnbs_str_text(&full), text);
    gnbs_str_clear(&full);
}

void gnbs_fhir_reference(gnbs_fhir_t *w, const char *key, const char *name) {
    char uuid[GNBS_UUID_TEXT], urn[GNBS_UUID_TEXT + 9];
    uuid_of(w, name, uuid);
    snprintf(urn, sizeof urn, "urn:uuid:%s", uuid);
    gnbs_json_object(&w->j, key);
    gnbs_json_text(&w->j, "reference", urn);
    gnbs_json_end(&w->j);
}

static bool is_blank(const char *s) {
    while (*s == ' ') s++;
    return *s == '\0';
}

void gnbs_fhir_text(gnbs_fhir_t *w, const char *key, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_clean(&fit, text);
    if (!is_blank(gnbs_str_text(&fit))) gnbs_json_text(&w->j, key, gnbs_str_text(&fit));
    if (fit.failed) w->j.out->failed = true;
    gnbs_str_clear(&fit);
}

/* FHIR's type `code`: no blank at either end, none but single spaces inside. Ours are printable ASCII. */
static bool is_code(const char *s) {
    size_t n = strlen(s);
    if (n == 0 || s[0] == ' ' || s[n - 1] == ' ') return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || (unsigned char)s[i] > 0x7E ||
            (s[i] == ' ' && s[i + 1] == ' '))
            return false;
    return true;
}

void gnbs_fhir_concept(gnbs_fhir_t *w, const char *key, const char *system,
                       const char *code, const char *display, const char *text) {
    bool has_code = code != NULL && is_code(code);
    gnbs_json_object(&w->j, key);
    if (has_code) {
        gnbs_json_array(&w->j, "coding");
        gnbs_json_object(&w->j, NULL);
        gnbs_json_text(&w->j, "system", system);
        gnbs_json_text(&w->j, "code", code);
        if (display != NULL) gnbs_fhir_text(w, "display", display);
        gnbs_json_end(&w->j);
        gnbs_json_end(&w->j);
    }
    if (text != NULL) gnbs_fhir_text(w, "text", text);
    if (!has_code && (text == NULL || is_blank(text)))
        gnbs_json_text(&w->j, "text", "not stated");
    gnbs_json_end(&w->j);
}

void gnbs_fhir_begin(gnbs_fhir_t *w, const char *type, const char *name,
                     const char *profile) {
    char uuid[GNBS_UUID_TEXT], urn[GNBS_UUID_TEXT + 9], url[160];
    uuid_of(w, name, uuid);
    snprintf(urn, sizeof urn, "urn:uuid:%s", uuid);
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "fullUrl", urn);
    gnbs_json_object(&w->j, "resource");
    gnbs_json_text(&w->j, "resourceType", type);
    gnbs_json_text(&w->j, "id", uuid);
    if (profile == NULL) return;
    snprintf(url, sizeof url, GNBS_FHIR_PROFILE "%s", profile);
    gnbs_json_object(&w->j, "meta");
    gnbs_json_array(&w->j, "profile");
    gnbs_json_text(&w->j, NULL, url);
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

void gnbs_fhir_end(gnbs_fhir_t *w) {
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

const char *gnbs_fhir_status(const gnbs_tree_t *f) {
    if (gnbs_tree_is(f, "report.draft")) return "preliminary";
    return gnbs_tree_has(f, "report.replaces.id") ? "amended" : "final";
}

void gnbs_fhir_observation(gnbs_fhir_t *w, const char *system, const char *code,
                           const char *display) {
    gnbs_json_text(&w->j, "status", gnbs_fhir_status(w->f));
    gnbs_json_array(&w->j, "category");
    gnbs_fhir_concept(w, NULL, "http://terminology.hl7.org/CodeSystem/observation-category",
                      "laboratory", NULL, NULL);
    gnbs_fhir_concept(w, NULL, "http://terminology.hl7.org/CodeSystem/v2-0074", "GE", NULL,
                      NULL);
    gnbs_json_end(&w->j);
    gnbs_fhir_concept(w, "code", system, code, display, NULL);
    gnbs_fhir_reference(w, "subject", "patient");
    gnbs_fhir_reference(w, "specimen", "specimen");
}

/* ---- the report itself ------------------------------------------------------------------------------------ */

static void write_identifier(gnbs_fhir_t *w, const char *system, const char *value) {
    gnbs_json_array(&w->j, "identifier");
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "system", system);
    gnbs_fhir_text(w, "value", value);
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

static void write_people(gnbs_fhir_t *w) {
    const char *sex = gnbs_tree_text(w->f, "sex.declared");
    bool is_known = strcmp(sex, "female") == 0 || strcmp(sex, "male") == 0;
    gnbs_fhir_begin(w, "Patient", "patient", NULL);
    write_identifier(w, "urn:gnbs:pseudonym", gnbs_tree_text(w->f, "sample"));
    gnbs_json_text(&w->j, "gender", is_known ? sex : "unknown");
    gnbs_fhir_end(w);
    gnbs_fhir_begin(w, "Specimen", "specimen", NULL);
    write_identifier(w, "urn:gnbs:sample", gnbs_tree_text(w->f, "sample"));
    gnbs_fhir_reference(w, "subject", "patient");
    gnbs_fhir_end(w);
}

static void write_results(gnbs_fhir_t *w) {
    const gnbs_tree_t *findings = gnbs_tree_get(w->f, "findings");
    if (findings->n == 0) return;
    gnbs_json_array(&w->j, "result");
    for (size_t i = 0; i < findings->n; i++) {
        char name[64];
        size_t n = gnbs_tree_size(gnbs_tree_at(findings, i), "variants");
        for (size_t k = 0; k < n; k++) {
            snprintf(name, sizeof name, "variant-%zu-%zu", i + 1, k + 1);
            gnbs_fhir_reference(w, NULL, name);
        }
        snprintf(name, sizeof name, "genotype-%zu", i + 1);
        gnbs_fhir_reference(w, NULL, name);
        snprintf(name, sizeof name, "phase-%zu", i + 1);
        if (n == 2) gnbs_fhir_reference(w, NULL, name);
        snprintf(name, sizeof name, "implication-%zu", i + 1);
        gnbs_fhir_reference(w, NULL, name);
    }
    gnbs_json_end(&w->j);
}

static void write_extension(gnbs_fhir_t *w, const char *profile, const char *name) {
    char url[160];
    snprintf(url, sizeof url, GNBS_FHIR_PROFILE "%s", profile);
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "url", url);
    gnbs_fhir_reference(w, "valueReference", name);
    gnbs_json_end(&w->j);
}

static void write_extensions(gnbs_fhir_t *w) {
    const gnbs_tree_t *findings = gnbs_tree_get(w->f, "findings");
    gnbs_json_array(&w->j, "extension");
    write_extension(w, "genomic-study-reference", "study");
    for (size_t i = 0; i < findings->n; i++) {
        char name[64];
        snprintf(name, sizeof name, "task-%zu", i + 1);
        write_extension(w, "recommended-action", name);
    }
    gnbs_json_end(&w->j);
}

/* The screen's own words. The code of LOINC whose word would read as reassurance is not used. */
static void write_conclusion(gnbs_fhir_t *w) {
    const char *words = gnbs_tree_text(w->f, "summary.result_text");
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%s. %s %s", words, gnbs_tree_text(w->f, "summary.counts_text"),
                    gnbs_tree_text(w->f, "summary.meaning"));
    if (gnbs_tree_has(w->f, "report.replaces.id"))
        gnbs_str_printf(&text, " Replaces report %s. Reason: %s",
                        gnbs_tree_text(w->f, "report.replaces.id"),
                        gnbs_tree_text(w->f, "report.replaces.reason"));
    if (!gnbs_tree_is(w->f, "consent.checked"))
        gnbs_str_add(&text, " " GNBS_REPORT_NO_CONSENT ".");
    gnbs_fhir_text(w, "conclusion", gnbs_str_text(&text));
    if (text.failed) w->j.out->failed = true;
    gnbs_str_clear(&text);
    gnbs_json_array(&w->j, "conclusionCode");
    if (gnbs_tree_says(w->f, "summary.result", "condition_suspected"))
        gnbs_fhir_concept(w, NULL, GNBS_FHIR_LOINC, "LA6576-8", "Positive", words);
    else if (gnbs_tree_says(w->f, "summary.result", "screen_not_completed"))
        gnbs_fhir_concept(w, NULL, GNBS_FHIR_LOINC, "LA9663-1", "Inconclusive", words);
    else
        gnbs_fhir_concept(w, NULL, NULL, NULL, NULL, words);
    gnbs_json_end(&w->j);
}

static void write_report(gnbs_fhir_t *w) {
    gnbs_fhir_begin(w, "DiagnosticReport", "report", "genomic-report");
    write_extensions(w);
    write_identifier(w, "urn:gnbs:report", gnbs_tree_text(w->f, "report.id"));
    gnbs_json_text(&w->j, "status", gnbs_fhir_status(w->f));
    gnbs_json_array(&w->j, "category");
    gnbs_fhir_concept(w, NULL, "http://terminology.hl7.org/CodeSystem/v2-0074", "GE", NULL,
                      NULL);
    gnbs_json_end(&w->j);
    gnbs_fhir_concept(w, "code", GNBS_FHIR_LOINC, "51969-4", "Genetic analysis report",
                      "Newborn genomic screening report");
    gnbs_fhir_reference(w, "subject", "patient");
    gnbs_json_array(&w->j, "specimen");
    gnbs_fhir_reference(w, NULL, "specimen");
    gnbs_json_end(&w->j);
    write_results(w);
    write_conclusion(w);
    gnbs_fhir_end(w);
}

gnbs_code_t gnbs_report_fhir(const gnbs_tree_t *f, gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_tree(f, err));
    gnbs_fhir_t w = {.f = f};
    gnbs_json_init(&w.j, out);
    gnbs_json_object(&w.j, NULL);
    gnbs_json_text(&w.j, "resourceType", "Bundle");
    gnbs_json_text(&w.j, "type", "collection");
    gnbs_json_array(&w.j, "entry");
    write_report(&w);
    write_people(&w);
    gnbs_fhir_study(&w);
    for (size_t i = 0; i < gnbs_tree_size(f, "findings"); i++) gnbs_fhir_finding(&w, i);
    gnbs_json_end(&w.j);
    gnbs_json_end(&w.j);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "findings.fhir.json") : GNBS_OK;
}
