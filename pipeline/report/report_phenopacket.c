/* report/report_phenopacket.c -- phenopacket.json: GA4GH Phenopacket v2, for tools of rare-disease research and exchange.
 *
 * A packet holds what is suspected: an interpretation per finding, COMPLETED once signed and IN_PROGRESS before, its variants
 * CANDIDATE: a screen finds candidates, a confirmation on a new sample solves. A condition that is not suspected is never written
 * as `excluded`; how many were not suspected and not assessed is said in the reference to findings.json.
 *
 * Reader   Google's protobuf JSON: camelCase names, enums by name, uint64 as text. There is no clock here, so `created` is the
 *          epoch; provenance.json has the time of the run
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "report/report.h"
#include "report/report_check.h"
#include "report/report_text.h"
#include "report/report_words.h"

static void put_text(gnbs_json_t *j, const char *key, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_clean(&fit, gnbs_report_or(text, "not stated"));
    gnbs_json_text(j, key, gnbs_str_text(&fit));
    if (fit.failed) j->out->failed = true;
    gnbs_str_clear(&fit);
}

static void put_str(gnbs_json_t *j, const char *key, gnbs_str_t *text) {
    put_text(j, key, gnbs_str_text(text));
    if (text->failed) j->out->failed = true;
    gnbs_str_clear(text);
}

static void ontology_class(gnbs_json_t *j, const char *key, const char *id,
                           const char *label) {
    gnbs_json_object(j, key);
    put_text(j, "id", id);
    put_text(j, "label", label);
    gnbs_json_end(j);
}

/* PREFIX:local, printable and without blanks: what others may resolve. */
static bool is_curie(const char *id) {
    const char *colon = strchr(id, ':');
    if (colon == NULL || colon == id || colon[1] == '\0') return false;
    for (const char *s = id; *s != '\0'; s++)
        if ((unsigned char)*s <= 0x20 || (unsigned char)*s > 0x7E ||
            strchr("\"<>'\\", *s) != NULL)
            return false;
    return true;
}

static void write_subject(gnbs_json_t *j, const gnbs_tree_t *f) {
    const char *sex = gnbs_tree_text(f, "sex.declared");
    gnbs_json_object(j, "subject");
    put_text(j, "id", gnbs_tree_text(f, "sample"));
    gnbs_json_text(j, "sex",
                   strcmp(sex, "female") == 0 ? "FEMALE"
                   : strcmp(sex, "male") == 0 ? "MALE"
                                              : "UNKNOWN_SEX");
    ontology_class(j, "taxonomy", "NCBITaxon:9606", "Homo sapiens");
    gnbs_json_end(j);
}

/* ---- a variant ---------------------------------------------------------------------------------------------- */

static const char *acmg_enum(const gnbs_tree_t *v) {
    static const struct {
        const char *word, *name;
    } CLASSES[] = {{"Pathogenic", "PATHOGENIC"},
                   {"Likely pathogenic", "LIKELY_PATHOGENIC"},
                   {"Uncertain significance", "UNCERTAIN_SIGNIFICANCE"},
                   {"Likely benign", "LIKELY_BENIGN"},
                   {"Benign", "BENIGN"}};
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++)
        if (gnbs_tree_says(v, "classification.class", CLASSES[i].word))
            return CLASSES[i].name;
    return "NOT_PROVIDED";
}

/* The Genotype Ontology's terms (GENO). */
static void write_zygosity(gnbs_json_t *j, const gnbs_tree_t *v) {
    static const struct {
        const char *word, *id;
    } STATES[] = {{"heterozygous", "GENO:0000135"},
                  {"homozygous", "GENO:0000136"},
                  {"hemizygous", "GENO:0000134"},
                  {"homoplasmic", "GENO:0000602"},
                  {"heteroplasmic", "GENO:0000603"}};
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
        if (gnbs_tree_says(v, "zygosity", STATES[i].word))
            ontology_class(j, "allelicState", STATES[i].id, STATES[i].word);
}

static void write_expression(gnbs_json_t *j, const char *syntax, const char *value) {
    if (value[0] == '\0') return;
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "syntax", syntax);
    put_text(j, "value", value);
    gnbs_json_end(j);
}

static void write_extension(gnbs_json_t *j, const char *name, const char *value) {
    if (value[0] == '\0') return;
    gnbs_json_object(j, NULL);
    gnbs_json_text(j, "name", name);
    put_text(j, "value", value);
    gnbs_json_end(j);
}

static void write_vcf_record(gnbs_json_t *j, const gnbs_tree_t *f, const gnbs_tree_t *v) {
    char pos[32], info[96];
    snprintf(pos, sizeof pos, "%" PRId64, gnbs_tree_int(v, "pos", 1));
    gnbs_json_object(j, "vcfRecord");
    put_text(j, "genomeAssembly", gnbs_tree_text(f, "reference_bundle.build"));
    put_text(j, "chrom", gnbs_tree_text(v, "chrom"));
    gnbs_json_text(j, "pos", pos);
    put_text(j, "ref", gnbs_tree_text(v, "ref"));
    put_text(j, "alt", gnbs_tree_text(v, "alt"));
    if (gnbs_tree_has(v, "dosage.end")) {
        snprintf(info, sizeof info, "END=%" PRId64 ";SVTYPE=%s",
                 gnbs_tree_int(v, "dosage.end", 0),
                 gnbs_tree_says(v, "dosage.kind", "deletion") ? "DEL" : "DUP");
        gnbs_json_text(j, "info", info);
    }
    gnbs_json_end(j);
}

static void write_gene(gnbs_json_t *j, const gnbs_tree_t *x) {
    gnbs_json_object(j, "geneContext");
    put_text(j, "valueId", gnbs_tree_text(x, "hgnc_id"));
    put_text(j, "symbol", gnbs_tree_text(x, "gene"));
    gnbs_json_end(j);
}

static void add_label(gnbs_str_t *label, const gnbs_tree_t *v) {
    if (gnbs_tree_has(v, "hgvs_c"))
        gnbs_str_printf(label, "%s %s", gnbs_tree_text(v, "hgvs_c"),
                        gnbs_tree_text(v, "hgvs_p"));
    else
        gnbs_str_printf(label, "%s:%" PRId64, gnbs_tree_text(v, "chrom"),
                        gnbs_tree_int(v, "pos", 0));
}

static void write_variant(gnbs_json_t *j, const gnbs_tree_t *f, const gnbs_tree_t *x,
                          size_t k) {
    const gnbs_tree_t *v = gnbs_tree_at(gnbs_tree_get(x, "variants"), k);
    gnbs_str_t id, label;
    gnbs_str_init(&id);
    gnbs_str_init(&label);
    gnbs_str_printf(&id, "%s-%zu", gnbs_tree_text(x, "id"), k + 1);
    add_label(&label, v);
    gnbs_json_text(j, "acmgPathogenicityClassification", acmg_enum(v));
    gnbs_json_text(j, "therapeuticActionability", "UNKNOWN_ACTIONABILITY");
    gnbs_json_object(j, "variationDescriptor");
    put_str(j, "id", &id);
    put_str(j, "label", &label);
    write_gene(j, x);
    const char *g = gnbs_tree_text(v, "hgvs_g");
    gnbs_json_array(j, "expressions");
    write_expression(j, "hgvs.c", gnbs_tree_text(v, "hgvs_c"));
    write_expression(j, "hgvs.p", gnbs_tree_text(v, "hgvs_p"));
    write_expression(j, strstr(g, ":m.") != NULL ? "hgvs.m" : "hgvs.g", g);
    gnbs_json_end(j);
    write_vcf_record(j, f, v);
    if (gnbs_tree_has(v, "clinvar.id")) {
        gnbs_str_t xref;
        gnbs_str_init(&xref);
        gnbs_str_printf(&xref, "clinvar:%s", gnbs_tree_text(v, "clinvar.id"));
        gnbs_json_array(j, "xrefs");
        put_str(j, NULL, &xref);
        gnbs_json_end(j);
    }
    gnbs_json_array(j, "extensions");
    write_extension(j, "why-reported", gnbs_tree_text(v, "rule"));
    write_extension(j, "phase", gnbs_tree_text(x, "phase"));
    gnbs_json_end(j);
    gnbs_json_text(j, "moleculeContext", "genomic");
    write_zygosity(j, v);
    gnbs_json_end(j);
}

/* Copies of a gene with a near-identical twin: a finding without a place in a VCF. */
static void write_copies(gnbs_json_t *j, const gnbs_tree_t *x) {
    gnbs_str_t id;
    gnbs_str_init(&id);
    gnbs_str_printf(&id, "%s-copies", gnbs_tree_text(x, "id"));
    gnbs_json_text(j, "acmgPathogenicityClassification", "NOT_PROVIDED");
    gnbs_json_text(j, "therapeuticActionability", "UNKNOWN_ACTIONABILITY");
    gnbs_json_object(j, "variationDescriptor");
    put_str(j, "id", &id);
    put_text(j, "label", gnbs_tree_text(x, "locus.genotype"));
    put_text(j, "description", gnbs_tree_text(x, "locus.reason"));
    write_gene(j, x);
    gnbs_json_text(j, "moleculeContext", "genomic");
    gnbs_json_end(j);
}

/* ---- findings ----------------------------------------------------------------------------------------------- */

static void begin_genomic(gnbs_json_t *j, const gnbs_tree_t *f) {
    gnbs_json_object(j, NULL);
    put_text(j, "subjectOrBiosampleId", gnbs_tree_text(f, "sample"));
    gnbs_json_text(j, "interpretationStatus", "CANDIDATE");
    gnbs_json_object(j, "variantInterpretation");
}

static void end_genomic(gnbs_json_t *j) {
    gnbs_json_end(j);
    gnbs_json_end(j);
}

static void write_disease(gnbs_json_t *j, const gnbs_tree_t *x) {
    const char *id = gnbs_tree_text(x, "condition_id");
    gnbs_str_t own;
    gnbs_str_init(&own);
    gnbs_str_printf(&own, "gnbs:%s", gnbs_tree_text(x, "id"));
    ontology_class(j, "disease", is_curie(id) ? id : gnbs_str_text(&own),
                   gnbs_tree_text(x, "condition"));
    if (own.failed) j->out->failed = true;
    gnbs_str_clear(&own);
}

static void write_interpretation(gnbs_json_t *j, const gnbs_tree_t *f,
                                 const gnbs_tree_t *x) {
    gnbs_str_t summary;
    gnbs_str_init(&summary);
    gnbs_str_printf(&summary, "%s. Phase: %s. " GNBS_REPORT_CONFIRM " Confirm by: %s",
                    gnbs_tree_text(x, "reason_text"), gnbs_tree_text(x, "phase"),
                    gnbs_report_or(gnbs_tree_text(x, "confirmatory_test"), "not stated"));
    gnbs_json_object(j, NULL);
    put_text(j, "id", gnbs_tree_text(x, "id"));
    gnbs_json_text(j, "progressStatus",
                   gnbs_tree_is(f, "report.draft") ? "IN_PROGRESS" : "COMPLETED");
    gnbs_json_object(j, "diagnosis");
    write_disease(j, x);
    gnbs_json_array(j, "genomicInterpretations");
    if (gnbs_tree_has(x, "locus")) {
        begin_genomic(j, f);
        write_copies(j, x);
        end_genomic(j);
    }
    for (size_t k = 0; k < gnbs_tree_size(x, "variants"); k++) {
        begin_genomic(j, f);
        write_variant(j, f, x, k);
        end_genomic(j);
    }
    gnbs_json_end(j);
    gnbs_json_end(j);
    put_str(j, "summary", &summary);
    gnbs_json_end(j);
}

/* ---- what the codes are from -------------------------------------------------------------------------------- */

static void write_resources(gnbs_json_t *j) {
    static const struct {
        const char *id, *name, *url, *prefix, *iri;
    } RESOURCES[] = {
        {"mondo", "Mondo Disease Ontology", "http://purl.obolibrary.org/obo/mondo.owl",
         "MONDO", "http://purl.obolibrary.org/obo/MONDO_"},
        {"geno", "Genotype Ontology", "http://purl.obolibrary.org/obo/geno.owl", "GENO",
         "http://purl.obolibrary.org/obo/GENO_"},
        {"ncbitaxon", "NCBI organismal classification",
         "http://purl.obolibrary.org/obo/ncbitaxon.owl", "NCBITaxon",
         "http://purl.obolibrary.org/obo/NCBITaxon_"},
        {"hgnc", "HUGO Gene Nomenclature Committee", "https://www.genenames.org", "HGNC",
         "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:"},
        {"clinvar", "ClinVar", "https://www.ncbi.nlm.nih.gov/clinvar", "clinvar",
         "https://www.ncbi.nlm.nih.gov/clinvar/variation/"},
        {"gnbs", "Conditions of the panel that carry no identifier", "urn:gnbs", "gnbs",
         "urn:gnbs:"}};
    gnbs_json_array(j, "resources");
    for (size_t i = 0; i < sizeof RESOURCES / sizeof RESOURCES[0]; i++) {
        gnbs_json_object(j, NULL);
        gnbs_json_text(j, "id", RESOURCES[i].id);
        gnbs_json_text(j, "name", RESOURCES[i].name);
        gnbs_json_text(j, "url", RESOURCES[i].url);
        gnbs_json_text(j, "version", "as the panel and bundle of the report name it");
        gnbs_json_text(j, "namespacePrefix", RESOURCES[i].prefix);
        gnbs_json_text(j, "iriPrefix", RESOURCES[i].iri);
        gnbs_json_end(j);
    }
    gnbs_json_end(j);
}

static void write_metadata(gnbs_json_t *j, const gnbs_tree_t *f) {
    gnbs_str_t by, said;
    gnbs_str_init(&by);
    gnbs_str_init(&said);
    gnbs_str_printf(&by, "gnbs %s", gnbs_tree_text(f, "generated_by.version"));
    gnbs_str_printf(&said,
                    "%s%s. %s The complete result, with every condition that was "
                    "not suspected or not assessed and why. Time of the run: "
                    "provenance.json.",
                    gnbs_tree_is(f, "synthetic") ? GNBS_REPORT_SYNTHETIC ". " : "",
                    gnbs_tree_text(f, "summary.result_text"),
                    gnbs_tree_text(f, "summary.counts_text"));
    gnbs_json_object(j, "metaData");
    gnbs_json_text(j, "created", "1970-01-01T00:00:00Z");
    put_str(j, "createdBy", &by);
    write_resources(j);
    gnbs_json_text(j, "phenopacketSchemaVersion", "2.0");
    gnbs_json_array(j, "externalReferences");
    gnbs_json_object(j, NULL);
    put_text(j, "id", gnbs_tree_text(f, "report.id"));
    gnbs_json_text(j, "reference", "findings.json");
    put_str(j, "description", &said);
    gnbs_json_end(j);
    gnbs_json_end(j);
    gnbs_json_end(j);
}

gnbs_code_t gnbs_report_phenopacket(const gnbs_tree_t *f, gnbs_str_t *out,
                                    gnbs_err_t *err) {
    GNBS_TRY(gnbs_report_check_tree(f, err));
    const gnbs_tree_t *findings = gnbs_tree_get(f, "findings");
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    put_text(&j, "id", gnbs_tree_text(f, "report.id"));
    write_subject(&j, f);
    gnbs_json_array(&j, "interpretations");
    for (size_t i = 0; i < findings->n; i++)
        write_interpretation(&j, f, gnbs_tree_at(findings, i));
    gnbs_json_end(&j);
    write_metadata(&j, f);
    gnbs_json_end(&j);
    return out->failed ? gnbs_err_set(err, GNBS_E_NOMEM, "phenopacket.json") : GNBS_OK;
}
