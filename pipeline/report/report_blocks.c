/* report/report_blocks.c -- the building blocks of the page: sections, facts, tables, and texts out of the tree. */
#include "report/report_html.h"

#include <inttypes.h>
#include <string.h>

#include "report/report_text.h"

void gnbs_report_section_begin(gnbs_str_t *out, const char *id, const char *title) {
    gnbs_str_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n", id, id);
    gnbs_str_printf(out, "<h2 id=\"%s-title\">%s</h2>\n", id, title);
}

void gnbs_report_section_end(gnbs_str_t *out) { gnbs_str_add(out, "</section>\n"); }

void gnbs_report_fact_begin(gnbs_str_t *out, const char *term) {
    gnbs_str_printf(out, "<div><dt>%s</dt><dd>", term);
}

void gnbs_report_fact_end(gnbs_str_t *out) { gnbs_str_add(out, "</dd></div>\n"); }

void gnbs_report_fact(gnbs_str_t *out, const char *term, const char *text) {
    gnbs_report_fact_begin(out, term);
    gnbs_report_put(out, gnbs_report_or(text, "not stated"));
    gnbs_report_fact_end(out);
}

void gnbs_report_table_begin(gnbs_str_t *out, const char *caption, size_t n,
                             const char *const head[]) {
    gnbs_str_printf(out, "<table role=\"table\">\n<caption>%s</caption>\n", caption);
    gnbs_str_add(out, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < n; i++)
        gnbs_str_printf(out, "<th scope=\"col\" role=\"columnheader\">%s</th>", head[i]);
    gnbs_str_add(out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

void gnbs_report_table_end(gnbs_str_t *out) { gnbs_str_add(out, "</tbody></table>\n"); }

void gnbs_report_row_begin(gnbs_str_t *out) { gnbs_str_add(out, "<tr role=\"row\">"); }

void gnbs_report_outcome_row_begin(gnbs_str_t *out, size_t i_outcome,
                                   const gnbs_tree_t *o) {
    gnbs_str_printf(out, "<tr role=\"row\" id=\"outcome-%zu\" data-outcome=\"",
                    i_outcome + 1);
    gnbs_report_put_at(out, o, "outcome");
    gnbs_str_add(out, "\" data-reason=\"");
    gnbs_report_put_at(out, o, "reason");
    gnbs_str_add(out, "\">");
}

void gnbs_report_row_end(gnbs_str_t *out) { gnbs_str_add(out, "</tr>\n"); }

void gnbs_report_head_cell(gnbs_str_t *out, const char *label, const char *text) {
    gnbs_str_printf(out, "<th scope=\"row\" role=\"rowheader\" data-label=\"%s\">", label);
    gnbs_report_put(out, text);
    gnbs_str_add(out, "</th>");
}

void gnbs_report_cell_begin(gnbs_str_t *out, const char *label) {
    gnbs_str_printf(out, "<td role=\"cell\" data-label=\"%s\">", label);
}

void gnbs_report_cell_end(gnbs_str_t *out) { gnbs_str_add(out, "</td>"); }

void gnbs_report_cell(gnbs_str_t *out, const char *label, const char *text) {
    gnbs_report_cell_begin(out, label);
    gnbs_report_put(out, text);
    gnbs_report_cell_end(out);
}

void gnbs_report_put_at(gnbs_str_t *out, const gnbs_tree_t *t, const char *path) {
    gnbs_report_put(out, gnbs_tree_text(t, path));
}

void gnbs_report_put_list(gnbs_str_t *out, const gnbs_tree_t *texts) {
    gnbs_str_add(out, "<ul>");
    for (size_t i = 0; texts != NULL && i < texts->n; i++) {
        gnbs_str_add(out, "<li>");
        gnbs_report_put(out, gnbs_tree_as_text(gnbs_tree_at(texts, i)));
        gnbs_str_add(out, "</li>");
    }
    gnbs_str_add(out, "</ul>");
}

void gnbs_report_put_number(gnbs_str_t *out, const gnbs_tree_t *t, const char *path,
                            const char *format, const char *otherwise) {
    const gnbs_tree_t *v = gnbs_tree_get(t, path);
    if (v != NULL && v->kind == GNBS_TREE_INT && strcmp(format, "count") == 0)
        gnbs_report_put_count(out, v->whole);
    else if (v != NULL && (v->kind == GNBS_TREE_REAL || v->kind == GNBS_TREE_INT))
        gnbs_str_printf(out,
                        strcmp(format, "1") == 0   ? "%.1f"
                        : strcmp(format, "2") == 0 ? "%.2f"
                        : strcmp(format, "0") == 0 ? "%.0f"
                                                   : "%.3g",
                        v->real);
    else
        gnbs_str_add(out, otherwise);
}

void gnbs_report_number_cell(gnbs_str_t *out, const char *label, const gnbs_tree_t *t,
                             const char *path, const char *format, const char *otherwise) {
    gnbs_report_cell_begin(out, label);
    gnbs_report_put_number(out, t, path, format, otherwise);
    gnbs_report_cell_end(out);
}

void gnbs_report_put_variant_name(gnbs_str_t *out, const gnbs_tree_t *v) {
    gnbs_str_add(out, "<code>");
    if (gnbs_tree_has(v, "hgvs_c")) {
        gnbs_report_put_at(out, v, "hgvs_c");
    } else {
        gnbs_report_put_at(out, v, "chrom");
        gnbs_str_printf(out, ":%" PRId64, gnbs_tree_int(v, "pos", 0));
    }
    gnbs_str_add(out, "</code>");
    if (!gnbs_tree_has(v, "hgvs_p")) return;
    gnbs_str_add(out, " <code>");
    gnbs_report_put_at(out, v, "hgvs_p");
    gnbs_str_add(out, "</code>");
}

size_t gnbs_report_owner(const gnbs_tree_t *f, const char *finding_id) {
    const gnbs_tree_t *outcomes = gnbs_tree_get(f, "outcomes");
    for (size_t i = 0; outcomes != NULL && i < outcomes->n; i++) {
        const gnbs_tree_t *ids = gnbs_tree_get(gnbs_tree_at(outcomes, i), "findings");
        for (size_t k = 0; ids != NULL && k < ids->n; k++)
            if (strcmp(gnbs_tree_as_text(gnbs_tree_at(ids, k)), finding_id) == 0) return i;
    }
    return SIZE_MAX;
}
