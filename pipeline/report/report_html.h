/* report/report_html.h -- the parts of the page, between the files that write it.
 *
 * Everything is rendered from the tree of a findings.json. Tables carry ARIA roles beside their tags: on a narrow screen the
 * stylesheet lays rows out as cards, and browsers drop the meaning of a table whose display was changed.
 */
#ifndef GNBS_REPORT_HTML_H
#define GNBS_REPORT_HTML_H

#include <stdint.h>

#include "core/str.h"
#include "core/tree.h"
#include "report/report.h"

void gnbs_report_put_style(gnbs_str_t *out); /* the stylesheet, screen and print */
/* The one small script of the page: it sorts and filters the long table, which is complete without it. The page's policy lets
 * only these bytes run: GNBS_REPORT_SCRIPT_HASH is the base64 of their SHA-256. */
extern const char gnbs_report_script[];
#define GNBS_REPORT_SCRIPT_HASH "sha256-VJzQGqbw0yPaMLTe/JQp/L67M7YeIQ7G4WmnLm2H5ms="

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
                                   const gnbs_tree_t *outcome);
void gnbs_report_row_end(gnbs_str_t *out);
void gnbs_report_head_cell(gnbs_str_t *out, const char *label, const char *text);
void gnbs_report_cell(gnbs_str_t *out, const char *label, const char *text);
void gnbs_report_cell_begin(gnbs_str_t *out, const char *label);
void gnbs_report_cell_end(gnbs_str_t *out);
void gnbs_report_put_at(gnbs_str_t *out, const gnbs_tree_t *t, const char *path);
void gnbs_report_put_list(gnbs_str_t *out, const gnbs_tree_t *texts); /* as <ul> */
/* A number that may be null: "otherwise" then. */
void gnbs_report_put_number(gnbs_str_t *out, const gnbs_tree_t *t, const char *path,
                            const char *format, const char *otherwise);
void gnbs_report_number_cell(gnbs_str_t *out, const char *label, const gnbs_tree_t *t,
                             const char *path, const char *format, const char *otherwise);
/* HGVS name of a variant, or its place when it has none; c. and p. */
void gnbs_report_put_variant_name(gnbs_str_t *out, const gnbs_tree_t *variant);
/* The condition that a finding id belongs to: index of the outcome; SIZE_MAX when there is none. */
size_t gnbs_report_owner(const gnbs_tree_t *findings, const char *finding_id);

/* The page from top to bottom. */
void gnbs_report_html_front(gnbs_str_t *out, const gnbs_tree_t *f); /* page one */
void gnbs_report_html_banner(gnbs_str_t *out,
                             const gnbs_tree_t *f); /* the result, in words and shape */
void gnbs_report_html_findings(gnbs_str_t *out, const gnbs_tree_t *f);
/* The same, with a word of the caller's after the evidence of each finding: the review desk puts its forms there. */
typedef void (*gnbs_report_after_t)(void *ctx, gnbs_str_t *out, const char *finding_id);
void gnbs_report_html_findings_with(gnbs_str_t *out, const gnbs_tree_t *f,
                                    gnbs_report_after_t after, void *ctx);
void gnbs_report_html_not_assessed(gnbs_str_t *out, const gnbs_tree_t *f);
void gnbs_report_html_not_suspected(gnbs_str_t *out, const gnbs_tree_t *f);
void gnbs_report_html_quality(gnbs_str_t *out, const gnbs_tree_t *f);
void gnbs_report_html_methods(gnbs_str_t *out, const gnbs_tree_t *f);
void gnbs_report_html_back(gnbs_str_t *out); /* limitations, glossary */
/* The reads around a variant, as a drawing; `id` tells the drawings of a page apart. */
void gnbs_report_svg_pileup(gnbs_str_t *out, const gnbs_tree_t *variant, const char *id);
/* Shares of reference and variant fragments, as a bar. */
void gnbs_report_svg_balance(gnbs_str_t *out, int64_t n_ref, int64_t n_alt);
/* Copies of a near-identical gene that a finding rests on; all such loci, and places that no method sees. */
void gnbs_report_html_locus(gnbs_str_t *out, const gnbs_tree_t *locus);
void gnbs_report_html_loci(gnbs_str_t *out, const gnbs_tree_t *f);
/* A deletion or duplication: in words, as facts of the variant; and the copies counted along the gene, of a finding. */
void gnbs_report_put_dosage(gnbs_str_t *out, const gnbs_tree_t *variant);
void gnbs_report_draw_dosage(gnbs_str_t *out, const gnbs_tree_t *finding, const char *id);
/* A fraction of mitochondrial copies and its interval, on a line. */
void gnbs_report_draw_fraction(gnbs_str_t *out, const gnbs_tree_t *heteroplasmy);
/* The fragments that reach both variants of a finding: on one copy of the gene, or on two? */
void gnbs_report_svg_link(gnbs_str_t *out, const gnbs_tree_t *finding, const char *id);
/* "12 fragments reach both places, 150 bases apart: ..."; nothing when they were not asked. */
void gnbs_report_link_sentence(gnbs_str_t *out, const gnbs_tree_t *finding);
/* Exon by exon, how well the gene of a finding was read. */
void gnbs_report_svg_coverage(gnbs_str_t *out, const gnbs_tree_t *finding, const char *id);

#endif
