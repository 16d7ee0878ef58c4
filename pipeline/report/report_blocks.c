/* report/report_blocks.c -- the building blocks of the page: sections, facts, tables. */
#include "report/report_html.h"

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
                                   const gnbs_outcome_t *o) {
    gnbs_str_printf(out,
                    "<tr role=\"row\" id=\"outcome-%zu\" data-outcome=\"%s\" "
                    "data-reason=\"%s\">",
                    i_outcome + 1, gnbs_outcome_name(o->outcome),
                    gnbs_reason_code(o->reason));
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
