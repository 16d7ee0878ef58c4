/* report/report_html_table.c -- what was not assessed, what is not suspected, how good the data are. */
#include "report/report_html.h"

#include <inttypes.h>
#include <string.h>

#include "report/report_text.h"
#include "report/report_words.h"

static bool has_outcome(const gnbs_case_t *newborn, gnbs_outcome_kind_t kind) {
    for (size_t i = 0; i < newborn->n_outcome; i++)
        if (newborn->outcome[i].outcome == kind) return true;
    return false;
}

static void put_list(gnbs_str_t *out, size_t n, const char *const text[]) {
    gnbs_str_add(out, "<ul>");
    for (size_t i = 0; i < n; i++) {
        gnbs_str_add(out, "<li>");
        gnbs_report_put(out, text[i]);
        gnbs_str_add(out, "</li>");
    }
    gnbs_str_add(out, "</ul>");
}

/* Long lists fold away on screen; the stylesheet opens them on paper. */
static void put_fold(gnbs_str_t *out, const char *one, const char *many, size_t n,
                     const char *const text[]) {
    if (n == 0) return;
    gnbs_str_printf(out, "<details><summary>%zu %s</summary>", n, n == 1 ? one : many);
    put_list(out, n, text);
    gnbs_str_add(out, "</details>");
}

static void gene_cell(gnbs_str_t *out, const char *label, const gnbs_condition_t *c) {
    gnbs_report_cell_begin(out, label);
    gnbs_str_add(out, "<em>");
    gnbs_report_put(out, c->gene);
    gnbs_str_add(out, "</em>");
    gnbs_report_cell_end(out);
}

static void not_assessed_row(gnbs_str_t *out, size_t i, const gnbs_outcome_t *o,
                             const char *const head[]) {
    gnbs_report_outcome_row_begin(out, i, o);
    gnbs_report_head_cell(out, head[0], o->condition->condition);
    gene_cell(out, head[1], o->condition);
    gnbs_report_cell_begin(out, head[2]);
    gnbs_str_printf(out, "%s.", gnbs_reason_text(o->reason));
    if (gnbs_report_or(o->detail, NULL) != NULL) {
        gnbs_str_add(out, "<p class=\"detail\">");
        gnbs_report_put(out, o->detail);
        gnbs_str_add(out, "</p>");
    }
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[3]);
    if (o->n_gap == 0)
        gnbs_str_add(out, "<span class=\"quiet\">none listed</span>");
    else if (o->n_gap <= 3)
        put_list(out, o->n_gap, o->gap);
    else
        put_fold(out, "gap", "gaps", o->n_gap, o->gap);
    gnbs_report_cell_end(out);
    gnbs_report_row_end(out);
}

void gnbs_report_html_not_assessed(gnbs_str_t *out, const gnbs_case_t *newborn) {
    static const char *const HEAD[] = {"Condition", "Gene", "Why not", "Gaps"};
    gnbs_report_section_begin(out, "not-assessed", "Conditions that could not be assessed");
    if (!has_outcome(newborn, GNBS_OUTCOME_NOT_ASSESSED)) {
        gnbs_str_add(out, "<p>None: every condition of the panel was assessed, within the "
                          "limits stated.</p>\n");
        gnbs_report_section_end(out);
        return;
    }
    gnbs_str_add(out,
                 "<p>Nothing may be concluded about these, one way or the other.</p>\n");
    gnbs_report_table_begin(out, "Not assessed, with the reason", 4, HEAD);
    for (size_t i = 0; i < newborn->n_outcome; i++)
        if (newborn->outcome[i].outcome == GNBS_OUTCOME_NOT_ASSESSED)
            not_assessed_row(out, i, &newborn->outcome[i], HEAD);
    gnbs_report_table_end(out);
    gnbs_report_section_end(out);
}

static bool has_limit(const gnbs_outcome_t *o, const char *limit) {
    for (size_t i = 0; i < o->n_limit; i++)
        if (strcmp(gnbs_report_or(o->limit[i], ""), limit) == 0) return true;
    return false;
}

/* Is it a limit of every condition not suspected? Such a limit is said once, above the table: a
 * sentence that stands in four hundred rows is read in none. */
static bool is_common_limit(const gnbs_case_t *newborn, const char *limit) {
    for (size_t i = 0; i < newborn->n_outcome; i++)
        if (newborn->outcome[i].outcome == GNBS_OUTCOME_NOT_SUSPECTED &&
            !has_limit(&newborn->outcome[i], limit))
            return false;
    return true;
}

/* Limits of `o` that are common, or those that are not. */
static void put_limits(gnbs_str_t *out, const gnbs_case_t *newborn, const gnbs_outcome_t *o,
                       bool want_common, const char *intro) {
    bool is_open = false;
    for (size_t i = 0; i < o->n_limit; i++) {
        const char *limit = gnbs_report_or(o->limit[i], "");
        if (is_common_limit(newborn, limit) != want_common) continue;
        if (!is_open) gnbs_str_printf(out, "<p>%s</p><ul>", intro);
        is_open = true;
        gnbs_str_add(out, "<li>");
        gnbs_report_put(out, limit);
        gnbs_str_add(out, "</li>");
    }
    if (is_open) gnbs_str_add(out, "</ul>\n");
}

static void limits_cell(gnbs_str_t *out, const char *label, const gnbs_case_t *newborn,
                        const gnbs_outcome_t *o) {
    gnbs_report_cell_begin(out, label);
    gnbs_str_add(out, "<details><summary>Limits and risk that remains</summary>");
    if (o->reason != GNBS_REASON_NO_FINDING) /* the usual reason stands above the table */
        gnbs_str_printf(out, "<p>%s.</p>", gnbs_reason_text(o->reason));
    if (gnbs_report_or(o->detail, NULL) != NULL) {
        gnbs_str_add(out, "<p>");
        gnbs_report_put(out, o->detail);
        gnbs_str_add(out, "</p>");
    }
    gnbs_str_add(out, "<p>Risk that remains: ");
    gnbs_str_t risk;
    gnbs_str_init(&risk);
    gnbs_report_risk_sentence(&risk, o);
    gnbs_report_put(out, gnbs_str_text(&risk));
    if (risk.failed) out->failed = true;
    gnbs_str_clear(&risk);
    gnbs_str_add(out, ".</p>");
    put_limits(out, newborn, o, false, "Not looked for, besides what is said above:");
    if (o->n_gap > 0) {
        gnbs_str_add(out, "<p>Not read well enough:</p>");
        put_list(out, o->n_gap, o->gap);
    }
    gnbs_str_add(out, "</details>");
    gnbs_report_cell_end(out);
}

static void not_suspected_row(gnbs_str_t *out, const gnbs_case_t *newborn, size_t i,
                              const char *const head[]) {
    const gnbs_outcome_t *o = &newborn->outcome[i];
    gnbs_report_outcome_row_begin(out, i, o);
    gnbs_report_head_cell(out, head[0], o->condition->condition);
    gene_cell(out, head[1], o->condition);
    gnbs_report_cell(out, head[2], gnbs_inheritance_short(o->condition->inheritance));
    gnbs_report_cell_begin(out, head[3]);
    if (o->target_bp > 0)
        gnbs_report_percent(out, o->callable_bp, o->target_bp);
    else
        gnbs_str_add(out, "no target");
    gnbs_report_cell_end(out);
    gnbs_report_cell_begin(out, head[4]);
    gnbs_report_put_count(out, o->n_known_callable);
    gnbs_str_add(out, " of ");
    gnbs_report_put_count(out, o->n_known);
    gnbs_report_cell_end(out);
    limits_cell(out, head[5], newborn, o);
    gnbs_report_row_end(out);
}

void gnbs_report_html_not_suspected(gnbs_str_t *out, const gnbs_case_t *newborn) {
    static const char *const HEAD[] = {"Condition", "Gene",           "Inheritance",
                                       "Read well", "Listed alleles", "Limits"};
    size_t first = 0;
    while (first < newborn->n_outcome &&
           newborn->outcome[first].outcome != GNBS_OUTCOME_NOT_SUSPECTED)
        first++;
    if (first == newborn->n_outcome) return;
    gnbs_report_section_begin(out, "not-suspected",
                              "Conditions not suspected, within stated limits");
    gnbs_str_printf(
        out,
        "<p>%s. &ldquo;Read well&rdquo; is the share of the gene&rsquo;s target "
        "bases that could be judged. &ldquo;Listed alleles&rdquo; counts the "
        "alleles listed as disease-causing that could be looked for by name."
        "</p>\n",
        gnbs_reason_text(GNBS_REASON_NO_FINDING));
    put_limits(out, newborn, &newborn->outcome[first], true,
               "For none of these was looked for:");
    gnbs_report_table_begin(out, "Not suspected, with what was read", 6, HEAD);
    for (size_t i = first; i < newborn->n_outcome; i++)
        if (newborn->outcome[i].outcome == GNBS_OUTCOME_NOT_SUSPECTED)
            not_suspected_row(out, newborn, i, HEAD);
    gnbs_report_table_end(out);
    gnbs_report_section_end(out);
}

static void read_counts(gnbs_str_t *out, const gnbs_read_counts_t *n) {
    const struct {
        int64_t n;
        const char *what;
    } PARTS[] = {
        {n->n_duplicate, "duplicate"},         {n->n_secondary, "secondary"},
        {n->n_supplementary, "supplementary"}, {n->n_qc_fail, "failed by the sequencer"},
        {n->n_unmapped, "unmapped"},           {n->n_excess, "beyond the depth limit"}};
    gnbs_report_fact_begin(out, "Reads over targets");
    gnbs_report_put_count(out, n->n_used);
    gnbs_str_add(out, " used; set aside:");
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        gnbs_str_add(out, i > 0 ? ", " : " ");
        gnbs_report_put_count(out, PARTS[i].n);
        gnbs_str_printf(out, " %s", PARTS[i].what);
    }
    gnbs_report_fact_end(out);
}

static void percent_fact(gnbs_str_t *out, const char *term, double frac) {
    gnbs_report_fact_begin(out, term);
    /* the small term keeps 0.57, which is a little less in binary, from being cut to 56.9 */
    int64_t part = frac > 0 && frac <= 1 ? (int64_t)(frac * 1e6 + 1e-3) : 0;
    gnbs_report_percent(out, part, 1000000);
    gnbs_report_fact_end(out);
}

static void depth_facts(gnbs_str_t *out, const gnbs_quality_t *q) {
    gnbs_report_fact_begin(out, "Mean depth over autosomal targets");
    gnbs_str_printf(out, "%.1f fragments", q->depth_mean);
    gnbs_report_fact_end(out);
    percent_fact(out, "Target bases at depth 15 or more", q->target_15x_frac);
    percent_fact(out, "Target bases at depth 20 or more", q->target_20x_frac);
    gnbs_report_fact_begin(out, "Depth of X over autosomes");
    if (q->x_depth_ratio >= 0)
        gnbs_str_printf(out, "%.2f (about 1 in girls, about 0.5 in boys)",
                        q->x_depth_ratio);
    else
        gnbs_str_add(out, "no target on X");
    gnbs_report_fact_end(out);
    gnbs_report_fact_begin(out, "Fragment length");
    gnbs_str_printf(out, "%.0f bases, standard deviation %.0f", q->insert_mean_bp,
                    q->insert_sd_bp);
    gnbs_report_fact_end(out);
    read_counts(out, &q->counts);
}

void gnbs_report_html_quality(gnbs_str_t *out, const gnbs_case_t *newborn) {
    const gnbs_quality_t *q = &newborn->quality;
    gnbs_report_section_begin(out, "quality", "Quality of the data");
    gnbs_str_add(out, "<dl class=\"facts\">\n");
    gnbs_report_fact(out, "Input", newborn->input_kind);
    gnbs_report_fact_begin(out, "Quality gates");
    if (!q->has_reads) {
        gnbs_str_add(out,
                     "The input holds no reads: depth, sex and the sample&rsquo;s quality "
                     "could not be measured here.");
    } else if (q->passes) {
        gnbs_str_add(out, "all passed");
    } else {
        gnbs_str_add(out, "<strong>failed:</strong> ");
        gnbs_report_put(out, gnbs_report_or(q->fail_reason, "reason not stated"));
    }
    gnbs_report_fact_end(out);
    if (q->has_reads) depth_facts(out, q);
    gnbs_str_add(out, "</dl>\n");
    gnbs_report_section_end(out);
}
