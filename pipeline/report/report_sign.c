/* report/report_sign.c -- findings.json once people have decided and signed: the same document, with what they decided.
 *
 * A finding that two reviewers do not report is taken out; a condition that had no other is not suspected, with that as its reason
 * and no number for the risk that remains: people judged it, the rules' number does not hold. All else is as it was read.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "report/report.h"
#include "report/report_check.h"
#include "report/report_html.h"
#include "report/report_words.h"

#define DROPPED_REASON "not_reported_by_review"
#define DROPPED_TEXT   "Two people judged what was seen here and decided not to report it"
#define DROPPED_RISK                                                                       \
    "not stated: people judged what was seen, and a rule's number does not hold for that"

typedef struct sign {
    const gnbs_tree_t *findings;
    const gnbs_report_review_t *review;
    gnbs_json_t j;
    gnbs_report_summary_t summary;
} sign_t;

static bool is_dropped(const sign_t *s, const char *finding_id) {
    for (size_t i = 0; i < s->review->n_dropped; i++)
        if (strcmp(s->review->dropped[i], finding_id) == 0) return true;
    return false;
}

static size_t n_kept(const sign_t *s, const gnbs_tree_t *outcome) {
    size_t n = 0;
    for (size_t i = 0; i < gnbs_tree_size(outcome, "findings"); i++)
        n += !is_dropped(
            s, gnbs_tree_as_text(gnbs_tree_at(gnbs_tree_get(outcome, "findings"), i)));
    return n;
}

/* It was suspected, and nothing of it is reported. */
static bool is_cleared(const sign_t *s, const gnbs_tree_t *outcome) {
    return gnbs_tree_size(outcome, "findings") > 0 && n_kept(s, outcome) == 0;
}

/* ---- values as they were read ---------------------------------------------------------------------------------------- */

/* With as few decimals as read back as the same number. */
static void put_real(gnbs_json_t *j, const char *key, double value) {
    char text[64];
    int decimals = 1;
    do snprintf(text, sizeof text, "%.*f", decimals, value);
    while (strtod(text, NULL) != value && ++decimals <= 17);
    if (!isfinite(value) || fabs(value) > 1e15 || decimals > 17)
        snprintf(text, sizeof text, "%.17e", value);
    gnbs_json_raw(j, key, isfinite(value) ? text : "null");
}

static void put(gnbs_json_t *j, const char *key, const gnbs_tree_t *t) {
    switch (t->kind) {
    case GNBS_TREE_NULL: gnbs_json_null(j, key); return;
    case GNBS_TREE_BOOL: gnbs_json_bool(j, key, t->truth); return;
    case GNBS_TREE_INT: gnbs_json_int(j, key, t->whole); return;
    case GNBS_TREE_REAL: put_real(j, key, t->real); return;
    case GNBS_TREE_TEXT: gnbs_json_text(j, key, t->text); return;
    case GNBS_TREE_ARRAY: gnbs_json_array(j, key); break;
    case GNBS_TREE_OBJECT: gnbs_json_object(j, key); break;
    }
    for (size_t i = 0; i < t->n; i++) put(j, t->child[i].key, &t->child[i]);
    gnbs_json_end(j);
}

/* ---- what people changed --------------------------------------------------------------------------------------------- */

static void put_report(sign_t *s, const gnbs_tree_t *report) {
    bool is_draft = !gnbs_tree_is(s->findings, "panel.signed");
    gnbs_json_object(&s->j, "report");
    for (size_t i = 0; i < report->n; i++) {
        const gnbs_tree_t *m = &report->child[i];
        if (strcmp(m->key, "id") == 0)
            gnbs_json_text(&s->j, "id", s->review->report_id);
        else if (strcmp(m->key, "draft") == 0)
            gnbs_json_bool(&s->j, "draft", is_draft);
        else if (strcmp(m->key, "draft_reason") == 0)
            gnbs_json_text(&s->j, "draft_reason",
                           is_draft
                               ? "Two reviewers and an authoriser have signed; the panel "
                                 "carries no valid signature."
                               : NULL);
        else if (strcmp(m->key, "signatures") != 0)
            put(&s->j, m->key, m);
    }
    gnbs_json_array(&s->j, "signatures");
    for (size_t i = 0; i < s->review->n_signature; i++) {
        const gnbs_report_signature_t *x = &s->review->signature[i];
        gnbs_json_object(&s->j, NULL);
        gnbs_json_text(&s->j, "role", x->role);
        gnbs_json_text(&s->j, "name", x->name);
        gnbs_json_text(&s->j, "at", x->at);
        gnbs_json_end(&s->j);
    }
    gnbs_json_end(&s->j);
    gnbs_json_end(&s->j);
}

static void put_summary(sign_t *s) {
    gnbs_str_t sentence;
    gnbs_str_init(&sentence);
    gnbs_report_counts_sentence(&sentence, &s->summary);
    gnbs_json_object(&s->j, "summary");
    gnbs_json_text(&s->j, "result", gnbs_report_banner_code(s->summary.banner));
    gnbs_json_text(&s->j, "result_text", gnbs_report_banner_words(s->summary.banner));
    gnbs_json_text(&s->j, "counts_text", gnbs_str_text(&sentence));
    gnbs_json_text(&s->j, "meaning", gnbs_report_meaning(s->summary.banner));
    gnbs_json_int(&s->j, "n_suspected", (int64_t)s->summary.n_suspected);
    gnbs_json_int(&s->j, "n_not_suspected", (int64_t)s->summary.n_not_suspected);
    gnbs_json_int(&s->j, "n_not_assessed", (int64_t)s->summary.n_not_assessed);
    gnbs_json_end(&s->j);
    if (sentence.failed) s->j.out->failed = true;
    gnbs_str_clear(&sentence);
}

static void put_no_risk(gnbs_json_t *j) {
    gnbs_json_object(j, "residual_risk");
    gnbs_json_null(j, "value");
    gnbs_json_text(j, "text", DROPPED_RISK);
    gnbs_json_null(j, "prevalence");
    gnbs_json_text(j, "prevalence_text", "");
    gnbs_json_null(j, "known_alleles_callable_fraction");
    gnbs_json_end(j);
}

/* A member of an outcome that is suspected no more; false when it stays as it was. */
static bool put_cleared(gnbs_json_t *j, const char *key) {
    static const struct {
        const char *key, *text;
    } TEXTS[] = {{"outcome", "not_suspected"},
                 {"reason", DROPPED_REASON},
                 {"reason_text", DROPPED_TEXT},
                 {"detail", ""}};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (strcmp(key, TEXTS[i].key) == 0) {
            gnbs_json_text(j, key, TEXTS[i].text);
            return true;
        }
    if (strcmp(key, "mitochondrial") == 0) {
        gnbs_json_array(j, key);
        gnbs_json_end(j);
        return true;
    }
    if (strcmp(key, "residual_risk") != 0) return false;
    put_no_risk(j);
    return true;
}

static void put_outcome(sign_t *s, const gnbs_tree_t *o) {
    bool clears = is_cleared(s, o);
    gnbs_json_object(&s->j, NULL);
    for (size_t i = 0; i < o->n; i++) {
        const gnbs_tree_t *m = &o->child[i];
        if (strcmp(m->key, "findings") == 0) {
            gnbs_json_array(&s->j, "findings");
            for (size_t k = 0; k < m->n; k++)
                if (!is_dropped(s, gnbs_tree_as_text(&m->child[k])))
                    put(&s->j, NULL, &m->child[k]);
            gnbs_json_end(&s->j);
        } else if (!clears || !put_cleared(&s->j, m->key)) {
            put(&s->j, m->key, m);
        }
    }
    gnbs_json_end(&s->j);
}

/* Copies of a gene are told beside a finding of it; without one they are not. */
static bool is_told(const sign_t *s, const gnbs_tree_t *locus) {
    const gnbs_tree_t *genes = gnbs_tree_get(locus, "genes"),
                      *outcomes = gnbs_tree_get(s->findings, "outcomes");
    bool is_any_cleared = false;
    for (size_t g = 0; genes != NULL && g < genes->n; g++)
        for (size_t i = 0; i < outcomes->n; i++) {
            const gnbs_tree_t *o = &outcomes->child[i];
            if (!gnbs_tree_says(o, "gene", gnbs_tree_as_text(&genes->child[g]))) continue;
            if (n_kept(s, o) > 0) return true;
            is_any_cleared = is_any_cleared || is_cleared(s, o);
        }
    return !is_any_cleared;
}

static void put_array(sign_t *s, const gnbs_tree_t *array) {
    gnbs_json_array(&s->j, array->key);
    for (size_t i = 0; i < array->n; i++) {
        const gnbs_tree_t *x = &array->child[i];
        if (strcmp(array->key, "outcomes") == 0)
            put_outcome(s, x);
        else if (strcmp(array->key, "findings") == 0
                     ? !is_dropped(s, gnbs_tree_text(x, "id"))
                     : is_told(s, x))
            put(&s->j, NULL, x);
    }
    gnbs_json_end(&s->j);
}

static gnbs_report_summary_t summarise(const sign_t *s) {
    gnbs_report_summary_t n = {0};
    const gnbs_tree_t *outcomes = gnbs_tree_get(s->findings, "outcomes"),
                      *passes = gnbs_tree_get(s->findings, "quality.passes");
    for (size_t i = 0; i < outcomes->n; i++) {
        const gnbs_tree_t *o = &outcomes->child[i];
        if (gnbs_tree_says(o, "outcome", "not_assessed"))
            n.n_not_assessed++;
        else if (n_kept(s, o) > 0)
            n.n_suspected++;
        else
            n.n_not_suspected++;
    }
    bool fails_gate = passes != NULL && passes->kind == GNBS_TREE_BOOL && !passes->truth;
    if (n.n_suspected > 0)
        n.banner = GNBS_REPORT_SUSPECTED;
    else if (n.n_not_suspected > 0 && !fails_gate)
        n.banner = GNBS_REPORT_NONE_SUSPECTED;
    return n;
}

gnbs_code_t gnbs_report_sign(const gnbs_tree_t *findings,
                             const gnbs_report_review_t *review, gnbs_str_t *out,
                             gnbs_err_t *err) {
    sign_t s = {.findings = findings, .review = review};
    GNBS_TRY(gnbs_report_check_tree(findings, err));
    for (size_t i = 0; i < review->n_dropped; i++)
        if (gnbs_report_owner(findings, review->dropped[i]) == SIZE_MAX)
            return gnbs_err_set(err, GNBS_E_DATA, "there is no finding %s",
                                review->dropped[i]);
    s.summary = summarise(&s);
    gnbs_json_init(&s.j, out);
    gnbs_json_object(&s.j, NULL);
    for (size_t i = 0; i < findings->n; i++) {
        const gnbs_tree_t *m = &findings->child[i];
        if (strcmp(m->key, "report") == 0)
            put_report(&s, m);
        else if (strcmp(m->key, "summary") == 0)
            put_summary(&s);
        else if (m->kind == GNBS_TREE_ARRAY &&
                 (strcmp(m->key, "outcomes") == 0 || strcmp(m->key, "findings") == 0 ||
                  strcmp(m->key, "loci") == 0))
            put_array(&s, m);
        else
            put(&s.j, m->key, m);
    }
    gnbs_json_end(&s.j);
    if (out->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "the signed findings");
    return GNBS_OK;
}
