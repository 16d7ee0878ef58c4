/* tests/report/report_agree.c -- one data model: what every output says of every condition, held against the case and each other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/table_read.h"
#include "report/report_aid.h"
#include "report/report_text.h"

static char message[700];

static const char *problem(const char *where, const char *what) {
    if (what[0] == '\0') return "";
    snprintf(message, sizeof message, "%s: %.600s", where, what);
    return message;
}

static bool html_has(const char *html, const char *text) {
    gnbs_str_t fit;
    gnbs_str_init(&fit);
    gnbs_report_put(&fit, text);
    bool has = strstr(html, gnbs_str_text(&fit)) != NULL;
    gnbs_str_clear(&fit);
    return has;
}

/* Same text, once both are made fit for a line of people's text? A table cell may have gained a '. */
static bool same_text(const char *a, const char *b) {
    gnbs_str_t x, y;
    gnbs_str_init(&x);
    gnbs_str_init(&y);
    gnbs_report_clean(&x, a);
    gnbs_report_clean(&y, b);
    const char *s = gnbs_str_text(&x), *t = gnbs_str_text(&y);
    bool is_same = strcmp(s, t) == 0 || (s[0] == '\'' && strcmp(s + 1, t) == 0);
    gnbs_str_clear(&x);
    gnbs_str_clear(&y);
    return is_same;
}

static const char *html_outcomes_problem(const made_t *m, const char *html) {
    if (count_of(html, " data-outcome=\"") != MADE_N_OUTCOME)
        return "a condition is missing or twice";
    for (int i = 0; i < MADE_N_OUTCOME; i++) {
        char mark[200];
        snprintf(mark, sizeof mark,
                 "id=\"outcome-%d\" data-outcome=\"%s\" data-reason=\"%s\"", i + 1,
                 gnbs_outcome_name(m->outcome[i].outcome),
                 gnbs_reason_code(m->outcome[i].reason));
        if (count_of(html, mark) != 1) return "an outcome is not what the case says";
        if (!html_has(html, m->condition[i].condition))
            return "the name of a condition is missing";
        if (!html_has(html, m->condition[i].gene)) return "the name of a gene is missing";
        if (m->outcome[i].detail[0] != '\0' && !html_has(html, m->outcome[i].detail))
            return "a detail is missing";
    }
    return "";
}

static const char *json_outcomes_problem(const made_t *m, const json_t *doc) {
    const json_t *outcomes = json_object_get(doc, "outcomes");
    if (json_array_size(outcomes) != MADE_N_OUTCOME)
        return "a condition is missing or twice";
    for (size_t i = 0; i < MADE_N_OUTCOME; i++) {
        const json_t *o = json_array_get(outcomes, i);
        const struct {
            const char *key, *expected;
        } SAME[] = {{"gene", m->condition[i].gene},
                    {"condition", m->condition[i].condition},
                    {"outcome", gnbs_outcome_name(m->outcome[i].outcome)},
                    {"reason", gnbs_reason_code(m->outcome[i].reason)},
                    {"reason_text", gnbs_reason_text(m->outcome[i].reason)},
                    {"detail", m->outcome[i].detail}};
        for (size_t k = 0; k < sizeof SAME / sizeof SAME[0]; k++)
            if (!same_text(json_string_value(json_object_get(o, SAME[k].key)),
                           SAME[k].expected))
                return SAME[k].key;
        if (json_array_size(json_object_get(o, "findings")) != m->outcome[i].n_finding)
            return "findings";
    }
    return json_array_size(json_object_get(doc, "findings")) == m->newborn.n_finding
               ? ""
               : "another number of findings";
}

static const char *tsv_outcomes_problem(const gnbs_str_t *tsv, const json_t *doc) {
    static const char *const SAME[] = {"gene",    "hgnc_id", "condition",   "condition_id",
                                       "outcome", "reason",  "reason_text", "detail"};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_table_t table = {0};
    gnbs_err_t err = {0};
    const char *wrong = "";
    if (gnbs_table_parse("findings.tsv", tsv->s, tsv->n, '\t', &arena, &table, &err) !=
        GNBS_OK)
        wrong = problem("findings.tsv", err.msg);
    else if (table.n_row != MADE_N_OUTCOME)
        wrong = "another number of rows";
    for (size_t i = 0; wrong[0] == '\0' && i < table.n_row; i++)
        for (size_t k = 0; wrong[0] == '\0' && k < sizeof SAME / sizeof SAME[0]; k++) {
            const json_t *o = json_array_get(json_object_get(doc, "outcomes"), i);
            int column = gnbs_table_column(&table, SAME[k]);
            if (column < 0 || !same_text(table.row[i].cell[column],
                                         json_string_value(json_object_get(o, SAME[k]))))
                wrong = SAME[k];
        }
    gnbs_arena_clear(&arena);
    return wrong;
}

/* ---- report.txt -------------------------------------------------------------------------------------------- */

/* Without blanks, so that where a line was broken does not matter. */
static char *squeeze(const char *text) {
    gnbs_str_t clean;
    gnbs_str_init(&clean);
    gnbs_report_clean(&clean, text);
    char *s = malloc(clean.n + 1), *to = s;
    for (const char *at = gnbs_str_text(&clean); *at != '\0'; at++)
        if (*at != ' ') *to++ = *at;
    *to = '\0';
    gnbs_str_clear(&clean);
    return s;
}

static size_t squeezed_count(const char *squeezed, const char *text) {
    char *part = squeeze(text);
    size_t n = part[0] == '\0' ? 1 : count_of(squeezed, part); /* blanks are everywhere */
    free(part);
    return n;
}

/* A control character or a line too long would break a terminal. */
static const char *txt_layout_problem(const char *txt) {
    int column = 0;
    for (const unsigned char *s = (const unsigned char *)txt; *s != '\0'; s++) {
        if (*s < 0x20 && *s != '\n') return "a control character";
        column = *s == '\n' ? 0 : column + ((*s & 0xC0) != 0x80);
        if (column > 78) return "a line of more than 78 columns";
    }
    return "";
}

static const char *txt_problem(const made_t *m, const json_t *doc, const char *txt) {
    static const char *const WORDS[] = {"not assessed", "not suspected", "suspected"};
    const char *wrong = txt_layout_problem(txt);
    size_t n_line = count_of(txt, "\n[suspected] ") + count_of(txt, "\n[not suspected] ") +
                    count_of(txt, "\n[not assessed] ");
    if (wrong[0] == '\0' && n_line != MADE_N_OUTCOME)
        wrong = "a condition is missing or twice";
    char *squeezed = squeeze(txt);
    for (int i = 0; i < MADE_N_OUTCOME && wrong[0] == '\0'; i++) {
        const gnbs_outcome_t *o = &m->outcome[i];
        gnbs_str_t line;
        gnbs_str_init(&line);
        gnbs_str_printf(&line, "[%s] %s (%s)", WORDS[o->outcome], o->condition->condition,
                        o->condition->gene);
        if (squeezed_count(squeezed, gnbs_str_text(&line)) == 0)
            wrong = "an outcome is not what the case says";
        gnbs_str_clear(&line);
        if (o->detail[0] != '\0' && squeezed_count(squeezed, o->detail) == 0)
            wrong = "a detail is missing";
    }
    const json_t *result = json_object_get(json_object_get(doc, "summary"), "result_text");
    if (wrong[0] == '\0' && squeezed_count(squeezed, json_string_value(result)) == 0)
        wrong = "another result";
    free(squeezed);
    return wrong;
}

/* ---- findings.fhir.json and phenopacket.json ---------------------------------------------------------------- */

static bool is_profile(const json_t *resource, const char *profile) {
    const json_t *profiles = json_object_get(json_object_get(resource, "meta"), "profile");
    const char *url = json_string_value(json_array_get(profiles, 0));
    const char *name = url != NULL ? strrchr(url, '/') : NULL;
    return name != NULL && strcmp(name + 1, profile) == 0;
}

static const json_t *extension(const json_t *resource, const char *end) {
    const json_t *list = json_object_get(resource, "extension");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *url =
            json_string_value(json_object_get(json_array_get(list, i), "url"));
        size_t n = url != NULL ? strlen(url) : 0, k = strlen(end);
        if (n >= k && strcmp(url + n - k, end) == 0) return json_array_get(list, i);
    }
    return NULL;
}

/* Genes studied, called and not called: in the order of the outcomes, each list. */
static const char *fhir_regions_problem(const made_t *m, const json_t *analysis) {
    const json_t *regions =
        json_object_get(extension(analysis, "analysis-regions"), "extension");
    size_t at = 0, n = json_array_size(regions);
    for (int i = 0; i < MADE_N_OUTCOME; i++) {
        const char *expected =
            m->outcome[i].outcome == GNBS_OUTCOME_NOT_ASSESSED ? "uncalled" : "called";
        const json_t *part = NULL;
        const char *url = NULL;
        while (at < n && part == NULL) { /* the next that is called or uncalled */
            part = json_array_get(regions, at++);
            url = json_string_value(json_object_get(part, "url"));
            if (strcmp(url, "called") != 0 && strcmp(url, "uncalled") != 0) part = NULL;
        }
        if (part == NULL || strcmp(url, expected) != 0)
            return "a gene is called where the case says it is not assessed, or the "
                   "reverse";
    }
    return "";
}

static const json_t *component(const json_t *observation, const char *code) {
    const json_t *list = json_object_get(observation, "component");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *coding = json_array_get(
            json_object_get(json_object_get(json_array_get(list, i), "code"), "coding"), 0);
        const char *is = json_string_value(json_object_get(coding, "code"));
        if (is != NULL && strcmp(is, code) == 0) return json_array_get(list, i);
    }
    return NULL;
}

/* FHIR forbids texts that are empty or blank: the code, or "not stated", stands there. */
static bool is_blank(const char *text) {
    char *squeezed = squeeze(text);
    bool is = squeezed[0] == '\0';
    free(squeezed);
    return is;
}

/* An implication per finding, in their order, with the condition's name and the reason. */
static const char *fhir_problem(const made_t *m, const json_t *bundle) {
    const json_t *entries = json_object_get(bundle, "entry");
    size_t n_implication = 0, n_variant = 0, n_expected = 0;
    const char *wrong = "";
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *r = json_object_get(json_array_get(entries, i), "resource");
        n_variant += is_profile(r, "variant");
        if (is_profile(r, "genomic-study-analysis") && wrong[0] == '\0')
            wrong = fhir_regions_problem(m, r);
        if (!is_profile(r, "diagnostic-implication")) continue;
        if (n_implication >= m->newborn.n_finding) return "an implication too many";
        const gnbs_finding_t *f = &m->finding[n_implication++];
        const json_t *name = json_object_get(
            json_object_get(component(r, "81259-4"), "valueCodeableConcept"), "text");
        const json_t *why =
            json_object_get(component(r, "conclusion-string"), "valueString");
        const char *expected = f->condition->condition, *is = json_string_value(name);
        if (!is_blank(expected) && (is == NULL || !same_text(is, expected)))
            return "a condition's name";
        if (!same_text(json_string_value(why), gnbs_reason_text(f->reason)))
            return "a reason";
    }
    for (size_t i = 0; i < m->newborn.n_finding; i++) n_expected += m->finding[i].n_variant;
    if (wrong[0] == '\0' && n_implication != m->newborn.n_finding)
        wrong = "an implication is missing";
    if (wrong[0] == '\0' && n_variant != n_expected) wrong = "another number of variants";
    return wrong;
}

static const char *packet_variant_problem(const gnbs_finding_t *f, size_t k,
                                          const json_t *genomic) {
    const json_t *what =
        json_object_get(json_object_get(json_object_get(genomic, "variantInterpretation"),
                                        "variationDescriptor"),
                        "vcfRecord");
    char pos[32];
    snprintf(pos, sizeof pos, "%lld", (long long)f->variant[k]->call.variant.pos + 1);
    if (strcmp(json_string_value(json_object_get(what, "pos")), pos) != 0)
        return "a variant's position";
    return same_text(json_string_value(json_object_get(what, "alt")),
                     f->variant[k]->call.variant.alt)
               ? ""
               : "a variant's allele";
}

/* An interpretation per finding; nothing is excluded, nothing is solved by a screen. */
static const char *packet_problem(const made_t *m, const json_t *packet) {
    const json_t *list = json_object_get(packet, "interpretations");
    if (json_array_size(list) != m->newborn.n_finding) return "another number of findings";
    for (size_t i = 0; i < m->newborn.n_finding; i++) {
        const gnbs_finding_t *f = &m->finding[i];
        const json_t *diagnosis = json_object_get(json_array_get(list, i), "diagnosis");
        const char *label = json_string_value(
            json_object_get(json_object_get(diagnosis, "disease"), "label"));
        if (f->condition->condition[0] != '\0' &&
            !same_text(label, f->condition->condition))
            return "a condition's name";
        const json_t *genomic = json_object_get(diagnosis, "genomicInterpretations");
        if (json_array_size(genomic) != f->n_variant) return "another number of variants";
        for (size_t k = 0; k < f->n_variant; k++) {
            const char *wrong = packet_variant_problem(f, k, json_array_get(genomic, k));
            if (wrong[0] != '\0') return wrong;
        }
    }
    char *text = json_dumps(packet, 0);
    bool is_bad = strstr(text, "\"excluded\"") != NULL || strstr(text, "SOLVED") != NULL;
    free(text);
    return is_bad ? "a condition is excluded or solved" : "";
}

/* ---- report.parents.html ------------------------------------------------------------------------------------ */

static const char *parents_problem(const made_t *m, const json_t *doc, const char *html) {
    const char *wrong = html_problem(html);
    char mark[100];
    if (wrong[0] != '\0') return wrong;
    if (count_of(html, " data-outcome=\"") != MADE_N_OUTCOME)
        return "a condition is missing or twice";
    snprintf(mark, sizeof mark, "data-result=\"%s\"",
             json_string_value(json_object_get(json_object_get(doc, "summary"), "result")));
    if (count_of(html, mark) != 1) return "another result";
    for (int i = 0; i < MADE_N_OUTCOME; i++) {
        snprintf(mark, sizeof mark, "id=\"outcome-%d\" data-outcome=\"%s\"", i + 1,
                 gnbs_outcome_name(m->outcome[i].outcome));
        if (count_of(html, mark) != 1) return "an outcome is not what the case says";
        if (!html_has(html, m->condition[i].condition))
            return "the name of a condition is missing";
    }
    return count_of(html, "<script") > 0 ? "a script" : "";
}

static const char *with_json(const char *name, const gnbs_str_t *text, const made_t *m,
                             const char *(*judge)(const made_t *, const json_t *)) {
    json_error_t at;
    json_t *doc = json_loadb(text->s, text->n, 0, &at);
    if (doc == NULL) return problem(name, at.text);
    const char *wrong = problem(name, judge(m, doc));
    json_decref(doc);
    return wrong;
}

static const char *compare_outputs(const made_t *m, const outputs_t *out,
                                   const json_t *schema) {
    const char *html = gnbs_str_text(&out->html);
    const char *wrong = problem("html", html_problem(html));
    if (wrong[0] == '\0') wrong = problem("html", html_outcomes_problem(m, html));
    if (wrong[0] == '\0' && count_of(html, "<script") != 1)
        wrong = "html: another script than its own";
    if (wrong[0] != '\0') return wrong;
    json_error_t at;
    json_t *doc = json_loadb(out->json.s, out->json.n, 0, &at);
    if (doc == NULL) return problem("json", at.text);
    wrong = problem("schema", schema_problem(schema, doc));
    if (wrong[0] == '\0') wrong = problem("json", json_outcomes_problem(m, doc));
    if (wrong[0] == '\0') wrong = problem("tsv", tsv_outcomes_problem(&out->tsv, doc));
    if (wrong[0] == '\0')
        wrong = problem("txt", txt_problem(m, doc, gnbs_str_text(&out->txt)));
    if (wrong[0] == '\0')
        wrong = problem("parents", parents_problem(m, doc, gnbs_str_text(&out->parents)));
    if (wrong[0] == '\0') wrong = with_json("fhir", &out->fhir, m, fhir_problem);
    if (wrong[0] == '\0')
        wrong = with_json("phenopacket", &out->phenopacket, m, packet_problem);
    json_decref(doc);
    return wrong;
}

const char *outputs_problem(const made_t *m, const json_t *schema) {
    outputs_t out;
    gnbs_err_t err = {0};
    const char *wrong = outputs_make(m, &out, &err) == GNBS_OK
                            ? compare_outputs(m, &out, schema)
                            : problem("refused", err.msg);
    outputs_clear(&out);
    return wrong;
}
