#include "report/report_check.h"

#include <string.h>

#include "report/report_html.h"

static gnbs_code_t bad(gnbs_err_t *err, const char *what) {
    return gnbs_err_set(err, GNBS_E_FORMAT,
                        "this is no findings.json that can be rendered: %s", what);
}

static gnbs_code_t check_parts(const gnbs_tree_t *f, gnbs_err_t *err) {
    static const char *const TEXTS[] = {"sample",
                                        "report.id",
                                        "summary.result",
                                        "summary.result_text",
                                        "generated_by.version",
                                        "panel.version"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const gnbs_tree_t *t = gnbs_tree_get(f, TEXTS[i]);
        if (t == NULL || t->kind != GNBS_TREE_TEXT)
            return gnbs_err_set(err, GNBS_E_FORMAT,
                                "this is no findings.json that can be rendered: it has no "
                                "text '%s'",
                                TEXTS[i]);
    }
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes"),
                      *findings = gnbs_tree_get(f, "findings");
    if (outcomes == NULL || outcomes->kind != GNBS_TREE_ARRAY)
        return bad(err, "it has no outcomes");
    if (findings == NULL || findings->kind != GNBS_TREE_ARRAY)
        return bad(err, "it has no findings");
    return GNBS_OK;
}

/* Every finding belongs to one outcome, which is suspected, and every suspected outcome has one. */
static gnbs_code_t check_findings(const gnbs_tree_t *f, gnbs_err_t *err) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes"),
                      *findings = gnbs_tree_get(f, "findings");
    size_t n_named = 0;
    for (size_t i = 0; i < outcomes->n; i++) {
        const gnbs_tree_t *o = gnbs_tree_at(outcomes, i);
        size_t n = gnbs_tree_size(o, "findings");
        if (gnbs_tree_says(o, "outcome", "suspected") != (n > 0))
            return bad(err, "an outcome that is suspected has a finding, and no other has");
        n_named += n;
    }
    if (n_named != findings->n)
        return bad(err, "its outcomes name more or fewer findings than it has");
    for (size_t i = 0; i < findings->n; i++) {
        const gnbs_tree_t *x = gnbs_tree_at(findings, i);
        if (gnbs_report_owner(f, gnbs_tree_text(x, "id")) == SIZE_MAX)
            return bad(err, "a finding belongs to no outcome");
        if (gnbs_tree_size(x, "variants") == 0 && !gnbs_tree_has(x, "events") &&
            !gnbs_tree_has(x, "locus"))
            return bad(err, "a finding has nothing to show");
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_report_check_tree(const gnbs_tree_t *f, gnbs_err_t *err) {
    static const char *const OUTCOME[] = {"suspected", "not_suspected", "not_assessed"};
    static const char *const COUNT[] = {"summary.n_suspected", "summary.n_not_suspected",
                                        "summary.n_not_assessed"};
    int64_t n[3] = {0};
    GNBS_TRY(check_parts(f, err));
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    for (size_t i = 0; i < outcomes->n; i++) {
        int k = 0;
        while (k < 3 && !gnbs_tree_says(gnbs_tree_at(outcomes, i), "outcome", OUTCOME[k]))
            k++;
        if (k == 3) return bad(err, "an outcome is none of the three");
        n[k]++;
    }
    for (int k = 0; k < 3; k++)
        if (gnbs_tree_int(f, COUNT[k], -1) != n[k])
            return bad(err, "a count of its summary is not that of its outcomes");
    return check_findings(f, err);
}
