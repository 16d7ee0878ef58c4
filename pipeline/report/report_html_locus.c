/* report/report_html_locus.c -- loci with near-identical copies on the page: what a finding rests on, and all of them. */
#include <inttypes.h>

#include "report/report_html.h"
#include "report/report_text.h"

enum { ROW = 18, BAR = 260, LEFT = 150, TOP = 8, MAX_SITES = 200 };

static int64_t reads_at(const gnbs_tree_t *site, const char *key) {
    int64_t n = gnbs_tree_int(site, key, 0);
    return n > 0 && n < 1000000 ? n : 0;
}

static bool is_drawn(const gnbs_tree_t *site) {
    return reads_at(site, "gene") + reads_at(site, "other") > 0;
}

static void draw_site(gnbs_str_t *out, const gnbs_tree_t *site, int y) {
    int64_t n_gene = reads_at(site, "gene"), total = n_gene + reads_at(site, "other");
    gnbs_str_printf(out, "<text x=\"%d\" y=\"%d\">", LEFT - 8, y + 11);
    gnbs_report_put_at(out, site, "name");
    gnbs_str_printf(out,
                    "</text><rect class=\"o\" x=\"%d\" y=\"%d\" width=\"%d\" "
                    "height=\"%d\"/><rect class=\"g\" x=\"%d\" y=\"%d\" "
                    "width=\"%" PRId64 "\" height=\"%d\"/><text class=\"n\" x=\"%d\" "
                    "y=\"%d\">%" PRId64 " of %" PRId64,
                    LEFT, y, BAR, ROW - 6, LEFT, y, BAR * n_gene / total, ROW - 6,
                    LEFT + BAR + 8, y + 11, n_gene, total);
    if (gnbs_tree_has(site, "copies")) {
        int64_t copies = gnbs_tree_int(site, "copies", 0);
        gnbs_str_printf(out, ": %" PRId64 " cop%s", copies, copies == 1 ? "y" : "ies");
    }
    gnbs_str_add(out, "</text>\n");
}

static void draw_sites(gnbs_str_t *out, const gnbs_tree_t *locus) {
    const gnbs_tree_t *sites = gnbs_tree_get(locus, "sites");
    int n = 0, y = TOP;
    for (size_t i = 0; sites != NULL && i < sites->n; i++)
        n += is_drawn(gnbs_tree_at(sites, i)) && n < MAX_SITES;
    if (n == 0) return;
    int width = LEFT + BAR + 150, height = TOP + n * ROW + 4;
    gnbs_str_add(out, "<figure class=\"copies\"><div class=\"scroll\" tabindex=\"0\" "
                      "role=\"region\" aria-label=\"Shares of fragments, ");
    gnbs_report_put_at(out, locus, "locus");
    gnbs_str_printf(out,
                    "\"><svg role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                    "height=\"%d\"><title>Fragments with the base of the gene, at the "
                    "bases that tell gene and copy apart</title>\n",
                    width, height, width, height);
    for (size_t i = 0; i < sites->n && n > 0; i++) {
        if (!is_drawn(gnbs_tree_at(sites, i))) continue;
        draw_site(out, gnbs_tree_at(sites, i), y);
        y += ROW;
        n--;
    }
    gnbs_str_add(
        out, "</svg></div><figcaption>Fragments at each base that differs between "
             "gene and copy: dark, with the base of the gene; light, with that of "
             "its copy; then the copies of the gene that this base tells. Reads of both "
             "places are counted together."
             "</figcaption></figure>\n");
}

static void write_regions(gnbs_str_t *out, const gnbs_tree_t *locus) {
    static const char *const HEAD[] = {"Stretch", "Copies measured", "Standard deviation",
                                       "Copies"};
    const gnbs_tree_t *regions = gnbs_tree_get(locus, "regions");
    if (regions == NULL || regions->n == 0) return;
    gnbs_report_table_begin(out, "Copies counted by depth", 4, HEAD);
    for (size_t i = 0; i < regions->n; i++) {
        const gnbs_tree_t *r = gnbs_tree_at(regions, i);
        gnbs_report_row_begin(out);
        gnbs_report_head_cell(out, HEAD[0], gnbs_tree_text(r, "name"));
        gnbs_report_number_cell(out, HEAD[1], r, "measured_copies", "2", "not measured");
        gnbs_report_number_cell(out, HEAD[2], r, "sd", "2", "");
        gnbs_report_number_cell(out, HEAD[3], r, "copies", "0", "not decided");
        gnbs_report_row_end(out);
    }
    gnbs_report_table_end(out);
}

/* "gnbs" is not told: it made the rest of the page too. */
static bool is_made_elsewhere(const gnbs_tree_t *locus) {
    return gnbs_tree_has(locus, "made_by") && !gnbs_tree_says(locus, "made_by", "gnbs");
}

void gnbs_report_html_locus(gnbs_str_t *out, const gnbs_tree_t *locus) {
    if (locus == NULL || locus->kind != GNBS_TREE_OBJECT) return;
    gnbs_str_add(out, "<div class=\"variant\">\n<h4>");
    gnbs_report_put_at(out, locus, "title");
    gnbs_str_add(out, "</h4>\n<dl class=\"facts\">\n");
    if (gnbs_tree_has(locus, "genotype"))
        gnbs_report_fact(out, "Copies", gnbs_tree_text(locus, "genotype"));
    gnbs_report_fact(out, "Why", gnbs_tree_text(locus, "reason"));
    if (gnbs_tree_text(locus, "note")[0] != '\0')
        gnbs_report_fact(out, "Note", gnbs_tree_text(locus, "note"));
    if (is_made_elsewhere(locus))
        gnbs_report_fact(out, "Made by", gnbs_tree_text(locus, "made_by"));
    gnbs_report_fact(out, "Source", gnbs_tree_text(locus, "source"));
    gnbs_str_add(out, "</dl>\n");
    write_regions(out, locus);
    draw_sites(out, locus);
    gnbs_str_add(out, "</div>\n");
}

static void write_detail(gnbs_str_t *out, const char *before, const char *text) {
    gnbs_str_printf(out, "<div class=\"detail\">%s", before);
    gnbs_report_put(out, text);
    gnbs_str_add(out, "</div>");
}

static void write_row(gnbs_str_t *out, const gnbs_tree_t *l, const char *const head[]) {
    gnbs_report_row_begin(out);
    gnbs_report_head_cell(out, head[0], gnbs_tree_text(l, "title"));
    gnbs_report_cell(out, head[1], gnbs_tree_text(l, "status_text"));
    gnbs_report_cell_begin(out, head[2]);
    gnbs_report_put_at(out, l, "reason");
    const gnbs_tree_t *limits = gnbs_tree_get(l, "limits");
    if (limits != NULL && gnbs_tree_says(l, "status", "clear"))
        for (size_t i = 0; i < limits->n; i++)
            write_detail(out, "", gnbs_tree_as_text(gnbs_tree_at(limits, i)));
    if (is_made_elsewhere(l)) write_detail(out, "Made by ", gnbs_tree_text(l, "made_by"));
    gnbs_report_cell_end(out);
    gnbs_report_row_end(out);
}

void gnbs_report_html_loci(gnbs_str_t *out, const gnbs_tree_t *f) {
    static const char *const HEAD[] = {"Place", "Result", "Why"};
    const gnbs_tree_t *loci = gnbs_tree_get(f, "loci");
    if (loci == NULL || loci->n == 0) return;
    gnbs_report_section_begin(out, "loci", "Near-identical copies, and places not seen");
    gnbs_report_table_begin(
        out,
        "Genes whose copies were counted, and places of the genome that "
        "this method does not see",
        3, HEAD);
    for (size_t i = 0; i < loci->n; i++) write_row(out, gnbs_tree_at(loci, i), HEAD);
    gnbs_report_table_end(out);
    gnbs_report_section_end(out);
}
