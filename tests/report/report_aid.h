/* tests/report/report_aid.h -- what the tests of the report share: all outputs at once, a
 * judge of HTML, a judge of JSON against the shipped schema, and a case scrambled by bytes.
 */
#ifndef GNBS_TESTS_REPORT_AID_H
#define GNBS_TESTS_REPORT_AID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "core/arena.h"
#include "core/str.h"
#include "report/report_make.h"

#define AID_SCHEMA "pipeline/report/findings.schema.json"
#define AID_WORDS  "refdata/parents/en.tsv"

typedef struct outputs {
    gnbs_str_t html, json, tsv, txt, fhir, phenopacket, parents;
} outputs_t;

gnbs_code_t outputs_make(const made_t *m, outputs_t *out, gnbs_err_t *err);
void outputs_clear(outputs_t *out);

size_t count_of(const char *text, const char *part);
bool has_word(const char *text, const char *lower_case); /* without regard to case */
/* Do tags open and close in order, are attributes quoted, is every `<` and `&` markup? "" or what is wrong. */
const char *html_problem(const char *html);
/* Does the value satisfy the schema? "" or what is wrong. Understands what findings.schema.json uses and
 * refuses a keyword it does not know: type enum const required properties additionalProperties items
 * minItems maxItems minLength minimum maximum pattern $ref allOf if/then/else. */
const char *schema_problem(const json_t *schema, const json_t *value);

/* Turns the hand-made case into another by bytes: outcomes, findings, numbers and every text. It stays
 * consistent with itself. Texts live in the arena. */
void scramble_case(made_t *m, gnbs_arena_t *arena, const uint8_t *data, size_t n);
/* Renders all and holds them against each other and the case. "" or what is wrong. */
const char *outputs_problem(const made_t *m, const json_t *schema);

#endif
