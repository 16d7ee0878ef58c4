/* report/report_fhir.h -- the parts of findings.fhir.json, between the files that write it.
 *
 * Profiles  HL7 Genomics Reporting STU3 (3.0.0) on FHIR R4 (4.0.1). References are urn:uuid, and a UUID is version 5 of the report's
 *           id and the object's place in it: the same report gives the same bytes.
 * Codes     a text from outside becomes a `code` only where FHIR's pattern for codes allows it; otherwise it stays a text
 */
#ifndef GNBS_REPORT_FHIR_H
#define GNBS_REPORT_FHIR_H

#include "core/json.h"
#include "core/tree.h"

#define GNBS_FHIR_PROFILE "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/"
#define GNBS_FHIR_TBD     "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs"
#define GNBS_FHIR_LOINC   "http://loinc.org"
#define GNBS_FHIR_HGNC    "http://www.genenames.org"
#define GNBS_FHIR_HGVS    "http://varnomen.hgvs.org"

typedef struct gnbs_fhir {
    gnbs_json_t j;
    const gnbs_tree_t *f;
} gnbs_fhir_t;

/* {"reference": "urn:uuid:..."} of an object by its name within the report: "patient", "variant-1-2". */
void gnbs_fhir_reference(gnbs_fhir_t *w, const char *key, const char *name);
/* A text, cleaned; nothing at all when it is empty, as FHIR forbids empty strings. */
void gnbs_fhir_text(gnbs_fhir_t *w, const char *key, const char *text);
/* A CodeableConcept; display and text may be NULL. */
void gnbs_fhir_concept(gnbs_fhir_t *w, const char *key, const char *system,
                       const char *code, const char *display, const char *text);
/* entry, its fullUrl, resource with type, id and profile; _end closes them. profile NULL: none. */
void gnbs_fhir_begin(gnbs_fhir_t *w, const char *type, const char *name,
                     const char *profile);
void gnbs_fhir_end(gnbs_fhir_t *w);
/* What every genomic Observation has: status, the two categories, code, subject, specimen. */
void gnbs_fhir_observation(gnbs_fhir_t *w, const char *system, const char *code,
                           const char *display);
const char *gnbs_fhir_status(const gnbs_tree_t *f); /* preliminary, final or amended */

/* Per finding: variants, genotype or phase, implication, follow-up. */
void gnbs_fhir_finding(gnbs_fhir_t *w, size_t i_finding);
/* Study and analysis: what was studied, called and not called. */
void gnbs_fhir_study(gnbs_fhir_t *w);

#endif
