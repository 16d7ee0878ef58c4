/* report/report_html_table.c -- what was not assessed, what is not suspected, how good the data are. */
#include <inttypes.h>
#include <string.h>

#include "report/report_html.h"
#include "report/report_limits.h"
#include "report/report_text.h"
#include "report/report_words.h"

static bool is_outcome(const gnbs_tree_t *o, const char *word) {
    return gnbs_tree_says(o, "outcome", word);
}

/* Long lists fold away on screen; the stylesheet opens them on paper. */
static void put_fold(gnbs_str_t *out, const char *one, const char *many,
                     const gnbs_tree_t *texts) {
    size_t n = texts != NULL ? texts->n : 0;
    if (n == 0) return;
    if (n <= 3) {
        gnbs_report_put_list(out, texts);
        return;
    }
    gnbs_str_printf(out, "<details><summary>%zu %s</summary>", n, n == 1 ? one : many);
    gnbs_report_put_list(out, texts);
    gnbs_str_add(out, "</details>");
}

static void gene_cell(gnbs_str_t *out, const char *label, const gnbs_tree_t *o) {
    gnbs_report_cell_begin(out, label);
    gnbs_str_add(out, "<em>");
    gnbs_report_put_at(out, o, "gene");
    gnbs_str_add(out, "</em>");
    gnbs_report_cell_end(out);
}

/* Exons with bases that could not be judged, and disease alleles known by name that could not be looked for. */
static void put_gaps(gnbs_str_t *out, const gnbs_tree_t *o) {
    const gnbs_tree_t *gaps = gnbs_tree_get(o, "gaps"),
                      *alleles = gnbs_tree_get(o, "known_alleles.not_callable");
    bool has_alleles = alleles != NULL && alleles->n > 0;
    if (gaps != NULL && gaps->n > 0)
        put_fold(out, "gap", "gaps", gaps);
    else if (!has_alleles)
        gnbs_str_add(out, "<span class=\"quiet\">none listed</span>");
    if (has_alleles) {
        gnbs_str_add(out, "<p class=\"detail\">Listed disease alleles that could not be "
                          "looked for:</p>");
        put_fold(out, "allele", "alleles", alleles);
    }
}

static void not_assessed_row(gnbs_str_t *out, size_t i, const gnbs_tree_t *o,
                             const char *const head[]) {
    gnbs_report_outcome_row_begin(out, i, o);
    gnbs_report_head_cell(out, head[0], gnbs_tree_text(o, "condition"));
    gene_cell(out, head[1], o);
    gnbs_report_cell_begin(out, head[2]);
    gnbs_report_put_at(out, o, "reason_text");
    gnbs_str_add(out, ".");
    if (gnbs_tree_text(o, "detail")[0] != '\0') {
        gnbs_str_add(out, "<p class=\"detail\">");
        gnbs_report_put_at(out, o, "detail");
        gnbs_str_add(out, "</p>");
    }
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[3]);
    put_gaps(out, o);
    gnbs_report_cell_end(out);
    gnbs_report_row_end(out);
}

void gnbs_report_html_not_assessed(gnbs_str_t *out, const gnbs_tree_t *f) {
    static const char *const HEAD[] = {"Condition", "Gene", "Why not", "Gaps"};
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    gnbs_report_section_begin(out, "not-assessed", "Conditions that could not be assessed");
    if (gnbs_tree_int(f, "summary.n_not_assessed", 0) == 0) {
        gnbs_str_add(out, "<p>None: every condition of the panel was assessed, within the "
                          "limits stated.</p>\n");
        gnbs_report_section_end(out);
        return;
    }
    gnbs_str_add(out,
                 "<p>Nothing may be concluded about these, one way or the other.</p>\n");
    gnbs_report_table_begin(out, "Not assessed, with the reason", 4, HEAD);
    for (size_t i = 0; i < outcomes->n; i++)
        if (is_outcome(gnbs_tree_at(outcomes, i), "not_assessed"))
            not_assessed_row(out, i, gnbs_tree_at(outcomes, i), HEAD);
    gnbs_report_table_end(out);
    gnbs_report_section_end(out);
}

/* ---- not suspected ---------------------------------------------------------------------------------------- */

/* Limits of `o` that are common, or those that are not. */
static void put_limits(gnbs_str_t *out, const gnbs_report_common_t *c, const gnbs_tree_t *o,
                       bool want_common, const char *intro) {
    const gnbs_tree_t *limits = gnbs_tree_get(o, "limits");
    bool is_open = false;
    for (size_t i = 0; limits != NULL && i < limits->n; i++) {
        const char *limit = gnbs_tree_as_text(gnbs_tree_at(limits, i));
        if (gnbs_report_is_common(c, limit) != want_common) continue;
        if (!is_open) gnbs_str_printf(out, "<p>%s</p><ul>", intro);
        is_open = true;
        gnbs_str_add(out, "<li>");
        gnbs_report_put(out, limit);
        gnbs_str_add(out, "</li>");
    }
    if (is_open) gnbs_str_add(out, "</ul>\n");
}

static void limits_cell(gnbs_str_t *out, const char *label, const gnbs_report_common_t *c,
                        const gnbs_tree_t *o) {
    gnbs_report_cell_begin(out, label);
    gnbs_str_add(out, "<details><summary>Limits and risk that remains</summary>");
    if (!gnbs_tree_says(o, "reason", "no_reportable_finding")) {
        gnbs_str_add(out, "<p>"); /* the usual reason stands above the table */
        gnbs_report_put_at(out, o, "reason_text");
        gnbs_str_add(out, ".</p>");
    }
    if (gnbs_tree_text(o, "detail")[0] != '\0') {
        gnbs_str_add(out, "<p>");
        gnbs_report_put_at(out, o, "detail");
        gnbs_str_add(out, "</p>");
    }
    gnbs_str_add(out, "<p>Risk that remains: ");
    gnbs_report_put(out,
                    gnbs_report_or(gnbs_tree_text(o, "residual_risk.text"), "not stated"));
    gnbs_str_add(out, ".</p>");
    put_limits(out, c, o, false, "Not looked for, besides what is said above:");
    if (gnbs_tree_size(o, "gaps") > 0 ||
        gnbs_tree_size(o, "known_alleles.not_callable") > 0) {
        gnbs_str_add(out, "<p>Not read well enough:</p>");
        put_gaps(out, o);
    }
    gnbs_str_add(out, "</details>");
    gnbs_report_cell_end(out);
}

static void share_cell(gnbs_str_t *out, const char *label, const gnbs_tree_t *o) {
    int64_t target = gnbs_tree_int(o, "target_bp", 0);
    gnbs_report_cell_begin(out, label);
    if (target > 0)
        gnbs_report_percent(out, gnbs_tree_int(o, "callable_bp", 0), target);
    else
        gnbs_str_add(out, "<span class=\"quiet\">no target</span>");
    gnbs_report_cell_end(out);
}

static void alleles_cell(gnbs_str_t *out, const char *label, const gnbs_tree_t *o) {
    int64_t n = gnbs_tree_int(o, "known_alleles.n", 0);
    gnbs_report_cell_begin(out, label);
    if (n > 0)
        gnbs_str_printf(out, "%" PRId64 " of %" PRId64,
                        gnbs_tree_int(o, "known_alleles.n_callable", 0), n);
    else
        gnbs_str_add(out, "<span class=\"quiet\">none listed</span>");
    gnbs_report_cell_end(out);
}

static void not_suspected_row(gnbs_str_t *out, const gnbs_report_common_t *c, size_t i,
                              const gnbs_tree_t *o, const char *const head[]) {
    gnbs_report_outcome_row_begin(out, i, o);
    gnbs_report_head_cell(out, head[0], gnbs_tree_text(o, "condition"));
    gene_cell(out, head[1], o);
    gnbs_report_cell(out, head[2], gnbs_tree_text(o, "inheritance.short"));
    share_cell(out, head[3], o);
    alleles_cell(out, head[4], o);
    limits_cell(out, head[5], c, o);
    gnbs_report_row_end(out);
}

static const char *usual_reason(const gnbs_tree_t *outcomes) {
    for (size_t i = 0; i < outcomes->n; i++)
        if (gnbs_tree_says(gnbs_tree_at(outcomes, i), "reason", "no_reportable_finding"))
            return gnbs_tree_text(gnbs_tree_at(outcomes, i), "reason_text");
    return "";
}

void gnbs_report_html_not_suspected(gnbs_str_t *out, const gnbs_tree_t *f) {
    static const char *const HEAD[] = {"Condition", "Gene",           "Inheritance",
                                       "Read well", "Listed alleles", "Limits"};
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    size_t first = 0;
    while (first < outcomes->n &&
           !is_outcome(gnbs_tree_at(outcomes, first), "not_suspected"))
        first++;
    if (first == outcomes->n) return;
    gnbs_report_common_t common = gnbs_report_find_common(f);
    gnbs_report_section_begin(out, "not-suspected",
                              "Conditions not suspected, within stated limits");
    gnbs_str_add(out, "<p>");
    if (usual_reason(outcomes)[0] != '\0') {
        gnbs_report_put(out, usual_reason(outcomes));
        gnbs_str_add(out, ". ");
    }
    gnbs_str_add(
        out, "&ldquo;Read well&rdquo; is the share of the gene&rsquo;s target bases that "
             "could be judged. &ldquo;Listed alleles&rdquo; counts the alleles listed as "
             "disease-causing that could be looked for by name.</p>\n");
    put_limits(out, &common, gnbs_tree_at(outcomes, first), true,
               "For none of these was looked for:");
    gnbs_str_add(
        out, "<p class=\"filter\" hidden><label for=\"filter\">Show conditions or genes "
             "with</label> <input id=\"filter\" type=\"search\" autocomplete=\"off\"> "
             "<span role=\"status\" id=\"shown\"></span></p>\n");
    gnbs_report_table_begin(out, "Not suspected, with what was read", 6, HEAD);
    for (size_t i = first; i < outcomes->n; i++)
        if (is_outcome(gnbs_tree_at(outcomes, i), "not_suspected"))
            not_suspected_row(out, &common, i, gnbs_tree_at(outcomes, i), HEAD);
    gnbs_report_table_end(out);
    gnbs_report_section_end(out);
}

/* ---- quality ---------------------------------------------------------------------------------------------- */

static void read_counts(gnbs_str_t *out, const gnbs_tree_t *n) {
    static const struct {
        const char *key, *what;
    } PARTS[] = {{"duplicate", "duplicate"},         {"secondary", "secondary"},
                 {"supplementary", "supplementary"}, {"qc_fail", "failed by the sequencer"},
                 {"unmapped", "unmapped"},           {"excess", "beyond the depth limit"}};
    gnbs_report_fact_begin(out, "Reads over targets");
    gnbs_report_put_number(out, n, "used", "count", "not stated");
    gnbs_str_add(out, " used; set aside:");
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        gnbs_str_add(out, i > 0 ? ", " : " ");
        gnbs_report_put_number(out, n, PARTS[i].key, "count", "not stated");
        gnbs_str_printf(out, " %s", PARTS[i].what);
    }
    gnbs_report_fact_end(out);
}

static void percent_fact(gnbs_str_t *out, const char *term, const gnbs_tree_t *q,
                         const char *key) {
    double frac = gnbs_tree_real(q, key, 0);
    gnbs_report_fact_begin(out, term);
    /* the small term keeps 0.57, which is a little less in binary, from being cut to 56.9 */
    int64_t part = frac > 0 && frac <= 1 ? (int64_t)(frac * 1e6 + 1e-3) : 0;
    gnbs_report_percent(out, part, 1000000);
    gnbs_report_fact_end(out);
}

static void contamination_fact(gnbs_str_t *out, const gnbs_tree_t *q) {
    gnbs_report_fact_begin(out, "DNA of another person");
    if (gnbs_tree_has(q, "metrics.contamination"))
        gnbs_report_fraction(out, gnbs_tree_real(q, "metrics.contamination", 0),
                             gnbs_tree_real(q, "contamination_low", 0),
                             gnbs_tree_real(q, "contamination_high", 0));
    else
        gnbs_str_add(out, "not known: too few markers could be read");
    gnbs_report_fact_end(out);
}

static const char *kind_words(const char *kind) {
    if (strcmp(kind, "genome") == 0) return "whole genome";
    if (strcmp(kind, "exome") == 0) return "captured: exome";
    return strcmp(kind, "panel") == 0 ? "captured: panel of genes"
                                      : "could not be told from the depth";
}

static void depth_facts(gnbs_str_t *out, const gnbs_tree_t *q) {
    gnbs_report_fact_begin(out, "Mean depth over autosomal targets");
    gnbs_report_put_number(out, q, "depth_mean", "1", "not stated");
    gnbs_str_add(out, " fragments");
    gnbs_report_fact_end(out);
    percent_fact(out, "Target bases at depth 15 or more", q, "target_15x_fraction");
    percent_fact(out, "Target bases at depth 20 or more", q, "target_20x_fraction");
    contamination_fact(out, q);
    gnbs_report_fact(out, "Library", kind_words(gnbs_tree_text(q, "kind")));
    gnbs_report_fact_begin(out, "Fragment length");
    gnbs_report_put_number(out, q, "insert_mean_bp", "0", "not stated");
    gnbs_str_add(out, " bases, standard deviation ");
    gnbs_report_put_number(out, q, "insert_sd_bp", "0", "not stated");
    gnbs_report_fact_end(out);
    read_counts(out, gnbs_tree_get(q, "reads"));
}

/* The gates in one state: what each says, and what to do about it. */
static void gate_fact(gnbs_str_t *out, const gnbs_tree_t *q, const char *state,
                      const char *term) {
    const gnbs_tree_t *gates = gnbs_tree_get(q, "gates");
    size_t n = 0;
    for (size_t i = 0; gates != NULL && i < gates->n; i++) {
        const gnbs_tree_t *g = gnbs_tree_at(gates, i);
        if (!gnbs_tree_says(g, "state", state)) continue;
        if (n++ == 0) {
            gnbs_report_fact_begin(out, term);
            gnbs_str_add(out, "<ul>\n");
        }
        gnbs_str_add(out, "<li>");
        gnbs_report_put_at(out, g, "text");
        gnbs_str_add(out, ". ");
        gnbs_report_put_at(out, g, "action");
        gnbs_str_add(out, "</li>\n");
    }
    if (n == 0) return;
    gnbs_str_add(out, "</ul>");
    gnbs_report_fact_end(out);
}

void gnbs_report_html_quality(gnbs_str_t *out, const gnbs_tree_t *f) {
    const gnbs_tree_t *q = gnbs_tree_get(f, "quality");
    gnbs_report_section_begin(out, "quality", "Quality of the data");
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Input", gnbs_tree_text(f, "input"));
    gnbs_report_fact_begin(out, "Quality gates");
    if (!gnbs_tree_is(q, "from_reads")) {
        gnbs_str_add(out, "The input holds no reads: depth and the quality of the library "
                          "could not be measured here. ");
    }
    if (gnbs_tree_is(q, "passes")) {
        gnbs_str_add(out, "all passed");
    } else if (gnbs_tree_is(q, "from_reads") || gnbs_tree_size(q, "gates") > 0) {
        gnbs_str_add(out, "<strong>failed:</strong> ");
        gnbs_report_put(
            out, gnbs_report_or(gnbs_tree_text(q, "fail_reason"), "reason not stated"));
    }
    gnbs_report_fact_end(out);
    if (gnbs_tree_text(q, "fail_action")[0] != '\0')
        gnbs_report_fact(out, "What to do", gnbs_tree_text(q, "fail_action"));
    gate_fact(out, q, "warn", "Warnings");
    gate_fact(out, q, "unknown", "Gates that could not be judged");
    if (gnbs_tree_is(q, "from_reads")) depth_facts(out, q);
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}
