#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/escape.h"
#include "panel/panel_about.h"
#include "panel/panel_page.h"

static void add_text(gnbs_str_t *out, const char *before, const char *text,
                     const char *after) {
    gnbs_str_add(out, before);
    gnbs_escape_html(out, text);
    gnbs_str_add(out, after);
}

/* ---- the drawing: exons to scale, introns one width; pathogenic alleles as stems whose height grows with their number ---- */

enum { LEFT = 10, RIGHT = 10, TOP = 70, EXON_H = 26, INTRON_W = 10, VIEW_W = 1000 };

static double width_of(const gnbs_panel_about_t *g, const gnbs_panel_exon_t *e) {
    int64_t whole = 0;
    for (size_t i = 0; i < g->n_exon; i++) whole += gnbs_region_len(g->exon[i].region);
    double room = VIEW_W - LEFT - RIGHT - INTRON_W * ((double)g->n_exon - 1);
    if (room < 200) room = 200;
    return fmax(1.5, room * (double)gnbs_region_len(e->region) /
                         (double)(whole > 0 ? whole : 1));
}

static void add_rect(gnbs_str_t *out, double x, double y, double w, double h,
                     const char *fill) {
    gnbs_str_printf(
        out,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" "
        "stroke=\"#1a1a1a\" stroke-width=\".5\"/>\n",
        x, y, w, h, fill);
}

static void add_exon(gnbs_str_t *out, const gnbs_panel_about_t *g,
                     const gnbs_panel_exon_t *e, double x, double w) {
    double bp = (double)gnbs_region_len(e->region), mid = TOP + EXON_H / 2.0;
    const gnbs_transcript_t *tx = g->tx;
    gnbs_exon_t coding = {e->region.beg, e->region.end};
    if (gnbs_transcript_is_coding(tx)) {
        if (coding.beg < tx->cds_beg) coding.beg = tx->cds_beg;
        if (coding.end > tx->cds_end) coding.end = tx->cds_end;
    }
    double from = tx->strand > 0 ? (double)(coding.beg - e->region.beg)
                                 : (double)(e->region.end - coding.end);
    add_rect(out, x, mid - EXON_H / 4.0, w, EXON_H / 2.0, "#ffffff");
    if (e->coding > 0)
        add_rect(out, x + w * from / bp, TOP, w * (double)e->coding / bp, EXON_H,
                 e->no_sequence > 0 ? "#e0e0e0" : "#4a6fa5");
    if (e->n_known > 0) {
        double h = fmin(50, 8 + 6 * log2((double)e->n_known + 1)), cx = x + w / 2;
        gnbs_str_printf(out,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%d\" "
                        "stroke=\"#8a1c00\"/><circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" "
                        "fill=\"#8a1c00\"/>\n<text x=\"%.1f\" y=\"%.1f\" font-size=\"9\" "
                        "text-anchor=\"middle\">%" PRId32 "</text>\n",
                        cx, TOP - h + 3, cx, TOP, cx, TOP - h + 3, cx, TOP - h - 3,
                        e->n_known);
    }
    if (w >= 9 || e->number == 1 || (size_t)e->number == g->n_exon || e->number % 5 == 0)
        gnbs_str_printf(out,
                        "<text x=\"%.1f\" y=\"%d\" font-size=\"9\" "
                        "text-anchor=\"middle\">%" PRId32 "</text>\n",
                        x + w / 2, TOP + EXON_H + 12, e->number);
}

static void add_drawing(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    double end = LEFT, x = LEFT;
    for (size_t i = 0; i < g->n_exon; i++)
        end += width_of(g, &g->exon[i]) + (i + 1 < g->n_exon ? INTRON_W : 0);
    gnbs_str_printf(out, "<svg viewBox=\"0 0 %.0f %d\" role=\"img\" aria-label=\"",
                    end + RIGHT, TOP + EXON_H + 20);
    gnbs_str_printf(out, "%zu exons of ", g->n_exon);
    gnbs_escape_html(out, g->tx->id);
    gnbs_str_printf(out,
                    "; 5 prime is left; the table below says the same\">\n<line x1=\"%d\" "
                    "y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#1a1a1a\"/>\n",
                    LEFT, TOP + EXON_H / 2.0, end, TOP + EXON_H / 2.0);
    for (size_t i = 0; i < g->n_exon; i++) {
        double w = width_of(g, &g->exon[i]);
        add_exon(out, g, &g->exon[i], x, w);
        x += w + INTRON_W;
    }
    gnbs_str_add(
        out, "</svg>\n<p class=\"small\">Exons to scale, introns of one width, 5&#8242; "
             "left. Filled: coding; white: untranslated; grey: part of it has no "
             "reference sequence. Stems: (likely) pathogenic alleles of the exon and "
             "its splice sites.</p>\n");
}

/* ---- tables -------------------------------------------------------------------------------------------------------- */

static void add_row(gnbs_str_t *out, const char *label, const char *value) {
    add_text(out, "<tr><th>", label, "</th>");
    add_text(out, "<td>", value[0] != '\0' ? value : "-", "</td></tr>\n");
}

static void add_condition(gnbs_str_t *out, const gnbs_condition_t *c) {
    static const char *const STATUS[] = {[GNBS_STATUS_RED] = "red: not screened",
                                         [GNBS_STATUS_AMBER] =
                                             "amber: under discussion, not screened",
                                         [GNBS_STATUS_GREEN] = "green: screened"};
    add_text(out, "<h3>", c->condition, "</h3>\n<table>\n");
    add_row(out, "Condition id", c->condition_id);
    add_row(out, "Status", STATUS[c->status]);
    add_row(out, "Inheritance", gnbs_inheritance_name(c->inheritance));
    add_row(out, "Reported", gnbs_policy_name(c->policy));
    add_row(out, "Mechanism", c->mechanism);
    add_row(out, "Variant classes", c->classes_text);
    add_row(out, "Transcript", c->transcript);
    add_row(out, "Onset", c->onset);
    add_row(out, "Urgency", c->urgency);
    add_row(out, "Action", c->action);
    add_row(out, "Confirmatory test", c->confirmatory_test);
    add_row(out, "Prevalence", c->prevalence_text);
    add_row(out, "Evidence", c->evidence);
    add_row(out, "Sources", c->sources);
    add_row(out, "Needs review", c->needs_review);
    add_row(out, "Curator", c->curator);
    add_row(out, "Reviewed", c->reviewed);
    add_row(out, "Note", c->note);
    gnbs_str_add(out, "</table>\n");
}

static void add_alleles(gnbs_str_t *out, const char *title, const char *hgnc_id, size_t n,
                        const gnbs_panel_allele_t allele[]) {
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        const gnbs_panel_allele_t *a = &allele[i];
        if (strcmp(a->hgnc_id, hgnc_id) != 0) continue;
        if (n_shown++ == 0)
            gnbs_str_printf(out,
                            "<h3>%s</h3>\n<table>\n<tr><th>Allele</th><th>Name</th>"
                            "<th>Condition</th><th>Reason</th><th>Source</th></tr>\n",
                            title);
        add_text(out, "<tr><td>", a->chrom, ":");
        gnbs_str_add_int(out, (long long)a->pos + 1);
        add_text(out, " ", a->ref, "&gt;");
        add_text(out, "", a->alt, "</td>");
        add_text(out, "<td>", a->hgvs, "</td>");
        add_text(out, "<td>", a->condition, "</td>");
        add_text(out, "<td>", a->reason, "</td>");
        add_text(out, "<td>", a->source, "</td></tr>\n");
    }
    if (n_shown > 0) gnbs_str_add(out, "</table>\n");
}

static void add_programmes(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    const gnbs_panel_programme_t *p;
    gnbs_str_add(out, "<h2>Programmes</h2>\n<table>\n");
    for (size_t i = 0; (p = gnbs_panel_programme(i)) != NULL; i++) {
        bool is_in = false;
        for (size_t k = 0; k < g->n_row; k++)
            is_in |= gnbs_panel_lists_word(g->row[k]->programmes, p->word);
        add_row(out, p->name, is_in ? "yes" : "no");
    }
    gnbs_str_add(out, "</table>\n");
}

static void add_exons(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    gnbs_str_add(out, "<table>\n<tr><th>Exon</th><th>Place</th><th class=\"n\">Coding "
                      "bases</th><th class=\"n\">Without sequence</th><th class=\"n\">GC "
                      "%</th><th class=\"n\">P/LP alleles</th></tr>\n");
    for (size_t i = 0; i < g->n_exon; i++) {
        const gnbs_panel_exon_t *e = &g->exon[i];
        gnbs_str_t place;
        gnbs_str_init(&place);
        gnbs_contig_print_region(&place, &g->bundle->contigs, e->region);
        gnbs_str_printf(out, "<tr><td>%" PRId32 "</td>", e->number);
        add_text(out, "<td>", gnbs_str_text(&place), "</td>");
        gnbs_str_printf(out,
                        "<td class=\"n\">%" PRId64 "</td><td class=\"n\">%" PRId64
                        "</td><td class=\"n\">",
                        e->coding, e->no_sequence);
        if (e->gc_frac >= 0) gnbs_str_printf(out, "%.0f", 100 * e->gc_frac);
        gnbs_str_printf(out, "</td><td class=\"n\">%" PRId32 "</td></tr>\n", e->n_known);
        out->failed = out->failed || place.failed;
        gnbs_str_clear(&place);
    }
    gnbs_str_add(out, "</table>\n");
}

static void add_classes(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    gnbs_str_add(out, "<h2>Known alleles (ClinVar)</h2>\n<table>\n<tr><th>Class</th>");
    for (int s = 0; s < GNBS_PANEL_ABOUT_STARS; s++)
        gnbs_str_printf(out, "<th class=\"n\">%d stars</th>", s);
    gnbs_str_add(out, "</tr>\n");
    for (int k = GNBS_CLNSIG_OTHER; k >= GNBS_CLNSIG_NONE; k--) {
        size_t n = 0;
        for (int s = 0; s < GNBS_PANEL_ABOUT_STARS; s++) n += g->n_class[k][s];
        if (n == 0) continue;
        add_text(out, "<tr><td>", gnbs_clnsig_name((gnbs_clnsig_t)k), "</td>");
        for (int s = 0; s < GNBS_PANEL_ABOUT_STARS; s++)
            gnbs_str_printf(out, "<td class=\"n\">%zu</td>", g->n_class[k][s]);
        gnbs_str_add(out, "</tr>\n");
    }
    gnbs_str_printf(
        out,
        "</table>\n<p>%zu of the (likely) pathogenic ones lie outside exons and "
        "their splice sites: they are looked for by name.</p>\n",
        g->n_outside);
}

static void say(gnbs_str_t *out, const char *sentence) {
    add_text(out, "<li>", sentence, "</li>\n");
}

static void add_bundle(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    if (g->bundle == NULL || g->gene == NULL) {
        gnbs_str_add(out,
                     g->bundle == NULL
                         ? "<p>Transcript, difficult places, known alleles and "
                           "callability: give a reference bundle (--refdata).</p>\n"
                         : "<p>The gene is not in the reference bundle: its conditions "
                           "cannot be assessed.</p>\n");
        return;
    }
    if (g->tx != NULL) {
        add_text(out, "<h2>Transcript ", g->tx->id, " ");
        add_text(out, "", g->tx->other_id, "</h2>\n");
        add_drawing(out, g);
        add_exons(out, g);
    }
    gnbs_str_add(out, "<h2>How well it can be read</h2>\n<ul>\n");
    gnbs_panel_about_tell(out, g, say);
    gnbs_str_add(out, "</ul>\n");
    add_classes(out, g);
}

void gnbs_panel_about_print_html(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    gnbs_str_t title;
    gnbs_str_init(&title);
    gnbs_str_printf(&title, "%s (%s), panel %s %s", g->symbol, g->hgnc_id, g->panel->name,
                    g->panel->version);
    gnbs_panel_page_begin(out, gnbs_str_text(&title), !g->panel->is_signed);
    out->failed = out->failed || title.failed;
    gnbs_str_clear(&title);
    gnbs_str_add(out, "<h2>Conditions</h2>\n");
    for (size_t i = 0; i < g->n_row; i++) add_condition(out, g->row[i]);
    add_alleles(out, "Always considered", g->hgnc_id, g->panel->n_include,
                g->panel->include);
    add_alleles(out, "Never reported", g->hgnc_id, g->panel->n_exclude, g->panel->exclude);
    add_programmes(out, g);
    add_bundle(out, g);
    gnbs_panel_page_end(out);
}
