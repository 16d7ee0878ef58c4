/* report/report_fhir_finding.c -- a finding as Observations: its variants, how they lie, what they imply; and the Task to confirm. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report_fhir.h"
#include "report/report_text.h"

static void begin_component(gnbs_fhir_t *w, const char *system, const char *code) {
    gnbs_json_object(&w->j, NULL);
    gnbs_fhir_concept(w, "code", system, code, NULL, NULL);
}

static void component(gnbs_fhir_t *w, const char *loinc, const char *system,
                      const char *code, const char *display, const char *text) {
    begin_component(w, GNBS_FHIR_LOINC, loinc);
    gnbs_fhir_concept(w, "valueCodeableConcept", system, code, display, text);
    gnbs_json_end(&w->j);
}

static void answer(gnbs_fhir_t *w, const char *loinc, const char *code,
                   const char *display) {
    component(w, loinc, GNBS_FHIR_LOINC, code, display, NULL);
}

/* A text that is a value of its own system; left out when it is not there. */
static void named(gnbs_fhir_t *w, const gnbs_tree_t *v, const char *path, const char *loinc,
                  const char *system) {
    const char *text = gnbs_tree_text(v, path);
    if (text[0] != '\0') component(w, loinc, system, text, NULL, text);
}

static void text_component(gnbs_fhir_t *w, const char *loinc, const char *text) {
    if (text[0] == '\0') return;
    begin_component(w, GNBS_FHIR_LOINC, loinc);
    gnbs_fhir_text(w, "valueString", text);
    gnbs_json_end(&w->j);
}

static void quantity(gnbs_fhir_t *w, const char *loinc, double value, int decimals,
                     const char *unit, const char *code) {
    begin_component(w, GNBS_FHIR_LOINC, loinc);
    gnbs_json_object(&w->j, "valueQuantity");
    gnbs_json_real(&w->j, "value", value, decimals);
    gnbs_json_text(&w->j, "unit", unit);
    gnbs_json_text(&w->j, "system", "http://unitsofmeasure.org");
    gnbs_json_text(&w->j, "code", code);
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

/* LOINC LL2938-0: 1 to 22, X, Y. The list has no mitochondrion. */
static void chromosome(gnbs_fhir_t *w, const char *chrom) {
    static const char *const CODES[] = {
        "LA21254-0", "LA21255-7", "LA21256-5", "LA21257-3", "LA21258-1", "LA21259-9",
        "LA21260-7", "LA21261-5", "LA21262-3", "LA21263-1", "LA21264-9", "LA21265-6",
        "LA21266-4", "LA21267-2", "LA21268-0", "LA21269-8", "LA21270-6", "LA21271-4",
        "LA21272-2", "LA21273-0", "LA21274-8", "LA21275-5", "LA21276-3", "LA21277-1"};
    if (strncmp(chrom, "chr", 3) == 0) chrom += 3;
    char *end;
    long n = strtol(chrom, &end, 10);
    if (*end != '\0' || end == chrom || n < 1 || n > 22)
        n = strcmp(chrom, "X") == 0 ? 23 : strcmp(chrom, "Y") == 0 ? 24 : 0;
    char words[32];
    snprintf(words, sizeof words, "Chromosome %.2s", chrom);
    if (n > 0) answer(w, "48000-4", CODES[n - 1], words);
}

static void assembly(gnbs_fhir_t *w) {
    const char *build = gnbs_tree_text(w->f, "reference_bundle.build");
    if (strcmp(build, "GRCh38") == 0)
        answer(w, "62374-4", "LA26806-2", "GRCh38");
    else if (strcmp(build, "GRCh37") == 0)
        answer(w, "62374-4", "LA14029-5", "GRCh37");
}

static void zygosity(gnbs_fhir_t *w, const gnbs_tree_t *v) {
    static const struct {
        const char *word, *code, *display;
    } STATES[] = {{"heterozygous", "LA6706-1", "Heterozygous"},
                  {"homozygous", "LA6705-3", "Homozygous"},
                  {"hemizygous", "LA6707-9", "Hemizygous"},
                  {"homoplasmic", "LA6704-6", "Homoplasmic"},
                  {"heteroplasmic", "LA6703-8", "Heteroplasmic"}};
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
        if (gnbs_tree_says(v, "zygosity", STATES[i].word))
            answer(w, "53034-5", STATES[i].code, STATES[i].display);
}

static bool is_letters(const char *s) {
    return s[0] != '\0' && strspn(s, "ACGTN") == strlen(s);
}

static void change_type(gnbs_fhir_t *w, const gnbs_tree_t *v) {
    static const char SO[] = "http://www.sequenceontology.org";
    const char *ref = gnbs_tree_text(v, "ref"), *alt = gnbs_tree_text(v, "alt");
    size_t n_ref = strlen(ref), n_alt = strlen(alt);
    const char *code = "SO:1000032", *words = "delins";
    if (gnbs_tree_has(v, "dosage.kind")) {
        bool is_loss = gnbs_tree_says(v, "dosage.kind", "deletion");
        code = is_loss ? "SO:0000159" : "SO:1000035";
        words = is_loss ? "deletion" : "duplication";
    } else if (!is_letters(ref) || !is_letters(alt)) {
        return;
    } else if (n_ref == 1 && n_alt == 1) {
        code = "SO:0001483", words = "SNV";
    } else if (n_alt == 1 && ref[0] == alt[0]) {
        code = "SO:0000159", words = "deletion";
    } else if (n_ref == 1 && ref[0] == alt[0]) {
        code = "SO:0000667", words = "insertion";
    }
    component(w, "48019-4", SO, code, words, NULL);
}

static void range(gnbs_fhir_t *w, const char *loinc, int64_t low, int64_t high) {
    begin_component(w, GNBS_FHIR_LOINC, loinc);
    gnbs_json_object(&w->j, "valueRange");
    gnbs_json_object(&w->j, "low");
    gnbs_json_int(&w->j, "value", low);
    gnbs_json_end(&w->j);
    if (high > low) {
        gnbs_json_object(&w->j, "high");
        gnbs_json_int(&w->j, "value", high);
        gnbs_json_end(&w->j);
    }
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

static void place(gnbs_fhir_t *w, const gnbs_tree_t *v) {
    const char *ref = gnbs_tree_text(v, "ref"), *alt = gnbs_tree_text(v, "alt");
    int64_t pos = gnbs_tree_int(v, "pos", 1);
    bool has_dosage = gnbs_tree_has(v, "dosage.kind");
    chromosome(w, gnbs_tree_text(v, "chrom"));
    assembly(w);
    if (has_dosage)
        range(w, gnbs_tree_is(v, "dosage.is_exact") ? "81254-5" : "81301-4",
              gnbs_tree_int(v, "dosage.begin", pos), gnbs_tree_int(v, "dosage.end", pos));
    else
        range(w, "81254-5", pos, pos + (int64_t)strlen(ref) - 1);
    answer(w, "92822-6", "LA30102-0", "1-based character counting");
    if (!has_dosage) {
        text_component(w, "69547-8", ref);
        text_component(w, "69551-0", alt);
    }
    change_type(w, v);
    if (has_dosage)
        quantity(w, "82155-3", gnbs_tree_real(v, "dosage.copies", 0), 0, "copies", "1");
}

static void counts(gnbs_fhir_t *w, const gnbs_tree_t *v) {
    int64_t ref = gnbs_tree_int(v, "allele_depths.ref", -1),
            alt = gnbs_tree_int(v, "allele_depths.alt", -1);
    if (ref < 0 || alt < 0 || ref + alt == 0) return;
    quantity(w, "81258-6", (double)alt / (double)(ref + alt), 4,
             "relative frequency of a particular allele in the specimen", "1");
    quantity(w, "82121-5", (double)alt, 0, "reads per base pair", "{reads}/{base}");
}

static void write_variant(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i, size_t k) {
    const gnbs_tree_t *v = gnbs_tree_at(gnbs_tree_get(x, "variants"), k);
    char name[64];
    snprintf(name, sizeof name, "variant-%zu-%zu", i + 1, k + 1);
    gnbs_fhir_begin(w, "Observation", name, "variant");
    gnbs_fhir_observation(w, GNBS_FHIR_LOINC, "69548-6", "Genetic variant assessment");
    gnbs_fhir_concept(w, "valueCodeableConcept", GNBS_FHIR_LOINC, "LA9633-4", "Present",
                      NULL);
    gnbs_json_array(&w->j, "component");
    component(w, "48018-6", GNBS_FHIR_HGNC, gnbs_tree_text(x, "hgnc_id"),
              gnbs_tree_text(x, "gene"), gnbs_tree_text(x, "gene"));
    place(w, v);
    named(w, v, "hgvs_c", "48004-6", GNBS_FHIR_HGVS);
    named(w, v, "hgvs_p", "48005-3", GNBS_FHIR_HGVS);
    named(w, v, "hgvs_g", "81290-9", GNBS_FHIR_HGVS);
    named(w, v, "transcript", "51958-7", "http://www.ncbi.nlm.nih.gov/refseq");
    named(w, v, "clinvar.id", "81252-9", "http://www.ncbi.nlm.nih.gov/clinvar");
    answer(w, "48002-0", "LA6683-2", "Germline");
    zygosity(w, v);
    counts(w, v);
    gnbs_json_end(&w->j);
    gnbs_fhir_end(w);
}

static void derived_from(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i) {
    gnbs_json_array(&w->j, "derivedFrom");
    for (size_t k = 0; k < gnbs_tree_size(x, "variants"); k++) {
        char name[64];
        snprintf(name, sizeof name, "variant-%zu-%zu", i + 1, k + 1);
        gnbs_fhir_reference(w, NULL, name);
    }
    gnbs_json_end(&w->j);
}

static void write_genotype(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i) {
    char name[64];
    gnbs_str_t words;
    gnbs_str_init(&words);
    for (size_t k = 0; k < gnbs_tree_size(x, "variants"); k++) {
        const gnbs_tree_t *v = gnbs_tree_at(gnbs_tree_get(x, "variants"), k);
        const char *hgvs = gnbs_tree_text(v, "hgvs_c");
        gnbs_str_printf(&words, "%s%s %s", k > 0 ? "; " : "",
                        hgvs[0] != '\0' ? hgvs : gnbs_tree_text(v, "chrom"),
                        gnbs_tree_text(v, "zygosity"));
    }
    gnbs_str_printf(&words, ", %s", gnbs_tree_text(x, "phase"));
    snprintf(name, sizeof name, "genotype-%zu", i + 1);
    gnbs_fhir_begin(w, "Observation", name, "genotype");
    gnbs_fhir_observation(w, GNBS_FHIR_LOINC, "84413-4", "Genotype display name");
    gnbs_fhir_concept(w, "valueCodeableConcept", NULL, NULL, NULL, gnbs_str_text(&words));
    derived_from(w, x, i);
    gnbs_fhir_end(w);
    if (words.failed) w->j.out->failed = true;
    gnbs_str_clear(&words);
}

static void write_phase(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i) {
    static const char CS[] =
        "http://terminology.hl7.org/CodeSystem/sequence-phase-relationship-cs";
    if (gnbs_tree_size(x, "variants") != 2) return;
    const char *code = gnbs_tree_says(x, "phase", "in trans") ? "Trans"
                       : gnbs_tree_says(x, "phase", "in cis") ? "Cis"
                                                              : "Unknown";
    char name[64];
    snprintf(name, sizeof name, "phase-%zu", i + 1);
    gnbs_fhir_begin(w, "Observation", name, "sequence-phase-relationship");
    gnbs_fhir_observation(w, GNBS_FHIR_LOINC, "82120-7", "Allelic phase");
    gnbs_fhir_concept(w, "valueCodeableConcept", CS, code, code,
                      gnbs_tree_text(x, "phase_text"));
    derived_from(w, x, i);
    gnbs_fhir_end(w);
}

/* The weakest class among the variants of the finding: a pair is not surer than its weaker half. */
static void significance(gnbs_fhir_t *w, const gnbs_tree_t *x) {
    static const struct {
        const char *word, *code;
    } CLASSES[] = {{"Benign", "LA6675-8"},
                   {"Likely benign", "LA26334-5"},
                   {"Uncertain significance", "LA26333-7"},
                   {"Likely pathogenic", "LA26332-9"},
                   {"Pathogenic", "LA6668-3"}};
    size_t weakest = sizeof CLASSES / sizeof CLASSES[0];
    for (size_t k = 0; k < gnbs_tree_size(x, "variants"); k++) {
        const gnbs_tree_t *v = gnbs_tree_at(gnbs_tree_get(x, "variants"), k);
        for (size_t c = 0; c < weakest; c++)
            if (gnbs_tree_says(v, "classification.class", CLASSES[c].word)) weakest = c;
    }
    if (weakest < sizeof CLASSES / sizeof CLASSES[0])
        answer(w, "53037-8", CLASSES[weakest].code, CLASSES[weakest].word);
}

static void write_implication(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i) {
    char name[64];
    snprintf(name, sizeof name, "implication-%zu", i + 1);
    gnbs_fhir_begin(w, "Observation", name, "diagnostic-implication");
    gnbs_fhir_observation(w, GNBS_FHIR_TBD, "diagnostic-implication", NULL);
    derived_from(w, x, i);
    gnbs_json_array(&w->j, "component");
    significance(w, x);
    const char *mondo = gnbs_tree_text(x, "condition_id");
    bool is_mondo = strncmp(mondo, "MONDO:", 6) == 0;
    component(w, "81259-4", "http://purl.obolibrary.org/obo/mondo.owl",
              is_mondo ? mondo : NULL, NULL, gnbs_tree_text(x, "condition"));
    begin_component(w, GNBS_FHIR_TBD, "condition-inheritance");
    gnbs_fhir_concept(w, "valueCodeableConcept", "http://human-phenotype-ontology.org",
                      gnbs_tree_text(x, "inheritance.hpo"),
                      gnbs_tree_text(x, "inheritance.name"), NULL);
    gnbs_json_end(&w->j);
    begin_component(w, GNBS_FHIR_TBD, "conclusion-string");
    gnbs_fhir_text(w, "valueString", gnbs_tree_text(x, "reason_text"));
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
    gnbs_fhir_end(w);
}

static const char *priority_of(const char *urgency) {
    if (strcmp(urgency, "hours") == 0) return "stat";
    return strcmp(urgency, "days") == 0 ? "urgent" : "routine";
}

static void write_task(gnbs_fhir_t *w, const gnbs_tree_t *x, size_t i) {
    char name[64];
    gnbs_str_t words;
    gnbs_str_init(&words);
    gnbs_str_printf(&words,
                    "Urgency: %s. Action: %s. Confirm by: %s. A screening result, not a "
                    "diagnosis; confirm on a new sample.",
                    gnbs_report_or(gnbs_tree_text(x, "urgency"), "not stated"),
                    gnbs_report_or(gnbs_tree_text(x, "action"), "not stated"),
                    gnbs_report_or(gnbs_tree_text(x, "confirmatory_test"), "not stated"));
    snprintf(name, sizeof name, "task-%zu", i + 1);
    gnbs_fhir_begin(w, "Task", name, "followup-recommendation");
    gnbs_json_text(&w->j, "status", "requested");
    gnbs_json_text(&w->j, "intent", "proposal");
    gnbs_json_text(&w->j, "priority", priority_of(gnbs_tree_text(x, "urgency")));
    gnbs_fhir_concept(w, "code", GNBS_FHIR_LOINC, "LA14021-2",
                      "Confirmatory testing recommended", NULL);
    gnbs_fhir_text(w, "description", gnbs_str_text(&words));
    gnbs_fhir_reference(w, "for", "patient");
    snprintf(name, sizeof name, "implication-%zu", i + 1);
    gnbs_fhir_reference(w, "reasonReference", name);
    gnbs_fhir_end(w);
    if (words.failed) w->j.out->failed = true;
    gnbs_str_clear(&words);
}

void gnbs_fhir_finding(gnbs_fhir_t *w, size_t i) {
    const gnbs_tree_t *x = gnbs_tree_at(gnbs_tree_get(w->f, "findings"), i);
    for (size_t k = 0; k < gnbs_tree_size(x, "variants"); k++) write_variant(w, x, i, k);
    write_genotype(w, x, i);
    write_phase(w, x, i);
    write_implication(w, x, i);
    write_task(w, x, i);
}

/* ---- the study -------------------------------------------------------------------------------------------- */

static void begin_extension(gnbs_fhir_t *w, const char *profile) {
    char url[160];
    snprintf(url, sizeof url, GNBS_FHIR_PROFILE "%s", profile);
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "url", url);
}

static void part(gnbs_fhir_t *w, const char *url, const gnbs_tree_t *o) {
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "url", url);
    gnbs_fhir_concept(w, "valueCodeableConcept", GNBS_FHIR_HGNC,
                      gnbs_tree_text(o, "hgnc_id"), gnbs_tree_text(o, "gene"),
                      gnbs_tree_text(o, "gene"));
    gnbs_json_end(&w->j);
}

static void text_part(gnbs_fhir_t *w, const char *url, const char *text) {
    gnbs_json_object(&w->j, NULL);
    gnbs_json_text(&w->j, "url", url);
    gnbs_fhir_text(w, "valueString", text);
    gnbs_json_end(&w->j);
}

/* Every gene studied, and whether its condition could be assessed; a gene with two conditions is there for each. */
static void write_regions(gnbs_fhir_t *w) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(w->f, "outcomes");
    begin_extension(w, "genomic-study-analysis-regions");
    gnbs_json_array(&w->j, "extension");
    text_part(w, "description",
              "Genes of the panel's conditions; called: the condition could be assessed, "
              "within the limits that the report states");
    for (size_t i = 0; i < outcomes->n; i++) part(w, "studied", gnbs_tree_at(outcomes, i));
    for (size_t i = 0; i < outcomes->n; i++) {
        const gnbs_tree_t *o = gnbs_tree_at(outcomes, i);
        part(w, gnbs_tree_says(o, "outcome", "not_assessed") ? "uncalled" : "called", o);
    }
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
}

static void write_metrics(gnbs_fhir_t *w) {
    gnbs_str_t words;
    if (!gnbs_tree_has(w->f, "quality.depth_mean")) return;
    gnbs_str_init(&words);
    gnbs_str_printf(&words,
                    "Mean depth over autosomal targets %.1f; %.1f %% of target bases "
                    "at depth 15 or more",
                    gnbs_tree_real(w->f, "quality.depth_mean", 0),
                    100 * gnbs_tree_real(w->f, "quality.target_15x_fraction", 0));
    begin_extension(w, "genomic-study-analysis-metrics");
    gnbs_json_array(&w->j, "extension");
    text_part(w, "metrics-description", gnbs_str_text(&words));
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
    if (words.failed) w->j.out->failed = true;
    gnbs_str_clear(&words);
}

static void write_build(gnbs_fhir_t *w) {
    const char *build = gnbs_tree_text(w->f, "reference_bundle.build");
    const char *code = strcmp(build, "GRCh38") == 0   ? "LA26806-2"
                       : strcmp(build, "GRCh37") == 0 ? "LA14029-5"
                                                      : NULL;
    if (code == NULL) return;
    begin_extension(w, "genomic-study-analysis-genome-build");
    gnbs_fhir_concept(w, "valueCodeableConcept", GNBS_FHIR_LOINC, code, build, NULL);
    gnbs_json_end(&w->j);
}

static void write_procedure(gnbs_fhir_t *w) {
    gnbs_json_text(&w->j, "status", "completed");
    gnbs_fhir_concept(w, "category",
                      "http://terminology.hl7.org/CodeSystem/observation-category",
                      "laboratory", NULL, NULL);
    gnbs_fhir_reference(w, "subject", "patient");
}

void gnbs_fhir_study(gnbs_fhir_t *w) {
    gnbs_fhir_begin(w, "Procedure", "study", "genomic-study");
    gnbs_json_array(&w->j, "extension");
    begin_extension(w, "genomic-study-analysis-ext");
    gnbs_fhir_reference(w, "valueReference", "analysis");
    gnbs_json_end(&w->j);
    gnbs_json_end(&w->j);
    write_procedure(w);
    gnbs_fhir_end(w);
    gnbs_fhir_begin(w, "Procedure", "analysis", "genomic-study-analysis");
    gnbs_json_array(&w->j, "extension");
    write_build(w);
    write_metrics(w);
    write_regions(w);
    gnbs_json_end(&w->j);
    write_procedure(w);
    gnbs_fhir_end(w);
}
