/* report/report_html.h -- the parts of the page, between the files that write it.
 *
 * Tables carry ARIA roles beside their tags: on a narrow screen the stylesheet lays rows out as
 * cards, and browsers drop the meaning of a table whose display was changed.
 */
#ifndef GNBS_REPORT_HTML_H
#define GNBS_REPORT_HTML_H

#include <stdint.h>

#include "core/str.h"
#include "genome/case.h"
#include "report/report.h"

void gnbs_report_put_style(gnbs_str_t *out); /* the stylesheet, screen and print */

/* Building blocks. `title`, `term`, `label` and `attributes` are our own words; `text` is anybody's. */
void gnbs_report_section_begin(gnbs_str_t *out, const char *id, const char *title);
void gnbs_report_section_end(gnbs_str_t *out);
void gnbs_report_fact_begin(gnbs_str_t *out, const char *term);
void gnbs_report_fact_end(gnbs_str_t *out);
void gnbs_report_fact(gnbs_str_t *out, const char *term,
                      const char *text); /* "not stated" when empty */
void gnbs_report_table_begin(gnbs_str_t *out, const char *caption, size_t n,
                             const char *const head[]);
void gnbs_report_table_end(gnbs_str_t *out);
void gnbs_report_row_begin(gnbs_str_t *out);
void gnbs_report_outcome_row_begin(gnbs_str_t *out, size_t i_outcome,
                                   const gnbs_outcome_t *o);
void gnbs_report_row_end(gnbs_str_t *out);
void gnbs_report_head_cell(gnbs_str_t *out, const char *label, const char *text);
void gnbs_report_cell(gnbs_str_t *out, const char *label, const char *text);
void gnbs_report_cell_begin(gnbs_str_t *out, const char *label);
void gnbs_report_cell_end(gnbs_str_t *out);

/* The page from top to bottom. */
void gnbs_report_html_findings(gnbs_str_t *out, const gnbs_case_t *newborn,
                               const gnbs_report_info_t *info);
void gnbs_report_html_not_assessed(gnbs_str_t *out, const gnbs_case_t *newborn);
void gnbs_report_html_not_suspected(gnbs_str_t *out, const gnbs_case_t *newborn);
void gnbs_report_html_quality(gnbs_str_t *out, const gnbs_case_t *newborn);
void gnbs_report_html_methods(gnbs_str_t *out, const gnbs_case_t *newborn,
                              const gnbs_report_info_t *info);
void gnbs_report_html_back(gnbs_str_t *out); /* limitations, glossary, signatures */
/* The reads around a variant, as a drawing; n tells the drawings of a page apart. */
void gnbs_report_svg_pileup(gnbs_str_t *out, const gnbs_case_t *newborn,
                            const gnbs_report_pileup_t *p, size_t n);
/* Shares of reference and variant fragments, as a bar. */
void gnbs_report_svg_balance(gnbs_str_t *out, int32_t n_ref, int32_t n_alt);

#endif
