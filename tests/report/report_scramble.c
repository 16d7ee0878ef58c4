/* tests/report/report_scramble.c -- any bytes make a case; its three outputs must agree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/table_read.h"
#include "io/tree_read.h"
#include "report/report_aid.h"
#include "report/report_text.h"

typedef gnbs_code_t (*render_t)(const gnbs_tree_t *, gnbs_str_t *, gnbs_err_t *);

static gnbs_code_t render_all(const gnbs_str_t *json, outputs_t *out, gnbs_err_t *err) {
    const struct {
        render_t render;
        gnbs_str_t *to;
    } PARTS[] = {{gnbs_report_html, &out->html}, {gnbs_report_tsv, &out->tsv}};
    const gnbs_tree_t *tree;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code =
        gnbs_tree_parse("findings.json", json->s, json->n, &arena, &tree, err);
    for (size_t i = 0; code == GNBS_OK && i < sizeof PARTS / sizeof PARTS[0]; i++)
        code = PARTS[i].render(tree, PARTS[i].to, err);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t outputs_make(const made_t *m, outputs_t *out, gnbs_err_t *err) {
    gnbs_str_init(&out->html);
    gnbs_str_init(&out->json);
    gnbs_str_init(&out->tsv);
    gnbs_code_t code = gnbs_report_json(&m->newborn, &m->info, &out->json, err);
    return code == GNBS_OK ? render_all(&out->json, out, err) : code;
}

void outputs_clear(outputs_t *out) {
    gnbs_str_clear(&out->html);
    gnbs_str_clear(&out->json);
    gnbs_str_clear(&out->tsv);
}

/* ---- bytes to a case ---------------------------------------------------------------------------------- */
typedef struct bytes {
    const uint8_t *at;
    size_t n;
    gnbs_arena_t *arena;
} bytes_t;

static int take(bytes_t *b, int below) {
    if (b->n == 0) return 0;
    b->n--;
    return *b->at++ % below;
}

static const char *take_text(bytes_t *b, const char *if_empty) {
    size_t want = (size_t)take(b, 64), n = want < b->n ? want : b->n;
    char *text = gnbs_arena_strndup(b->arena, (const char *)b->at, n);
    b->at += n;
    b->n -= n;
    return text != NULL && text[0] != '\0' ? text : if_empty;
}

static void scramble_variant(made_t *m, bytes_t *b, int i) {
    gnbs_case_variant_t *v = &m->variant[i];
    v->call.variant.ref = take_text(b, "A");
    v->call.variant.alt = take_text(b, "<DEL>");
    v->call.variant.tid = take(b, 2);
    v->call.zygosity = (gnbs_zygosity_t)take(b, GNBS_ZYG_HETEROPLASMIC + 1);
    v->call.heteroplasmy = (gnbs_heteroplasmy_t){.is_stated = take(b, 2) != 0,
                                                 .fraction = take(b, 101) / 100.0,
                                                 .high = 1,
                                                 .needs_confirmation = take(b, 2) != 0};
    v->call.gq_phred = take(b, 100) - 1;
    v->call.ad_ref = take(b, 40) - 1;
    v->call.ad_alt = take(b, 40) - 1;
    v->call.filter = (uint32_t)take(b, 256) << take(b, GNBS_FILTER_N - 7);
    v->n_consequence = (size_t)take(b, 2);
    m->consequence[i].hgvs_c = take(b, 2) ? take_text(b, "") : NULL;
    m->consequence[i].hgvs_p = take(b, 2) ? take_text(b, "") : NULL;
    m->consequence[i].terms = UINT64_C(1) << take(b, GNBS_CSQ_N);
    v->known = take(b, 2) ? &m->known[i] : NULL;
    v->known_same_protein = take(b, 2) ? &m->known[i] : NULL;
    m->known[i].clndn = take_text(b, "");
    m->known[i].clnsig_text = take_text(b, "");
    m->known[i].clnrevstat = take_text(b, "");
    v->frequency = take(b, 2) ? &m->frequency : NULL;
}

static void scramble_outcome(made_t *m, bytes_t *b, int i) {
    gnbs_outcome_t *o = &m->outcome[i];
    gnbs_condition_t *c = &m->condition[i];
    c->gene = take_text(b, "GENE");
    c->condition = take_text(b, "condition");
    c->urgency = take_text(b, "");
    c->action = take_text(b, "");
    c->inheritance = (gnbs_inheritance_t)take(b, GNBS_INH_MT + 1);
    c->prevalence = take(b, 2) ? 1.0 / (1 + take(b, 200)) : 0;
    o->outcome = (gnbs_outcome_kind_t)take(b, 3);
    o->reason = (gnbs_reason_t)take(b, GNBS_REASON_N);
    o->detail = take_text(b, "");
    o->target_bp = take(b, 256);
    o->callable_bp = o->target_bp > 0 ? take(b, (int)o->target_bp + 1) : 0;
    o->n_known = take(b, 100);
    o->n_known_callable = o->n_known > 0 ? take(b, o->n_known + 1) : 0;
    o->n_gap = (size_t)take(b, 3);
    o->gap = m->gap;
    o->n_limit = (size_t)take(b, 3);
    o->n_finding = 0;
    if (o->outcome != GNBS_OUTCOME_SUSPECTED) return;
    gnbs_finding_t *f = &m->finding[m->newborn.n_finding];
    o->first_finding = m->newborn.n_finding++;
    o->n_finding = 1;
    *f = (gnbs_finding_t){.condition = c, .n_variant = 1 + (size_t)take(b, 2)};
    for (size_t k = 0; k < f->n_variant; k++) {
        f->variant[k] = &m->variant[take(b, 3)];
        f->rule[k] = take_text(b, "");
    }
    f->phase = (gnbs_phase_t)take(b, GNBS_PHASE_UNKNOWN + 1);
    f->reason = o->reason;
}

void scramble_case(made_t *m, gnbs_arena_t *arena, const uint8_t *data, size_t n) {
    bytes_t b = {data, n, arena};
    m->newborn.is_synthetic = take(&b, 2);
    m->info.is_draft = take(&b, 2);
    m->panel.is_signed = take(&b, 2);
    m->newborn.quality.passes = take(&b, 2);
    m->newborn.quality.has_reads = take(&b, 2);
    m->newborn.sample = take_text(&b, "");
    m->panel.name = take_text(&b, "");
    m->newborn.quality.fail_reason = take_text(&b, "");
    m->criterion[0].why = take_text(&b, "");
    m->gap[0] = take_text(&b, "gap");
    m->limit[0] = take_text(&b, "limit");
    m->contig[0].name = take_text(&b, "1");
    m->info.report_id = take_text(&b, "R");
    m->info.n_pileup = (size_t)take(&b, 2);
    m->row[0].base = take_text(&b, "");
    for (int i = 0; i < 3; i++) scramble_variant(m, &b, i);
    m->newborn.n_finding = 0;
    for (int i = 0; i < MADE_N_OUTCOME; i++) scramble_outcome(m, &b, i);
}

/* ---- the three outputs against each other and the case --------------------------------------------------- */
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
