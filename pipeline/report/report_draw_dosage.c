/* report/report_draw_dosage.c -- a deletion or duplication on the page: how many copies were counted, window by window.
 *
 *     copies  3 |            duplication
 *             2 |- o o - - - - - - - - - o o - -    dashed: as expected
 *             1 |      [x x x x x x x]              the event's windows, shaded
 *             0 |______________________________
 *               exon  1    2   3  4        5
 *
 * Windows stand side by side, not to scale: introns would hide the exons. What could not be counted is a cross on the line below.
 */
#include <inttypes.h>

#include "report/report_html.h"
#include "report/report_text.h"

enum {
    TOP = 14,
    LEFT = 34,
    COPY_HEIGHT = 34,
    MAX_COPIES = 4,
    BOTTOM = TOP + MAX_COPIES * COPY_HEIGHT,
    WIDTH = 640,
    MAX_COLUMN_WIDTH = 26,
    MIN_COLUMN_WIDTH = 5,
    MAX_WINDOWS = 400,
    EXON = 1, /* dark: of an exon */
};

static const char *const DARK = "#1c4f9c", *const LIGHT = "#7c93a8",
                         *const SHADE = "#f3dfc6", *const LINE = "#4c5d6b";

typedef struct plot {
    const gnbs_tree_t *windows;
    size_t first, n; /* of the windows: those that are drawn */
    int64_t begin, end;
    int column;
} plot_t;

static const gnbs_tree_t *find_event(const gnbs_tree_t *finding) {
    const gnbs_tree_t *variants = gnbs_tree_get(finding, "variants");
    for (size_t i = 0; variants != NULL && i < variants->n; i++) {
        const gnbs_tree_t *v = gnbs_tree_at(variants, i);
        if (gnbs_tree_has(v, "dosage.kind")) return gnbs_tree_get(v, "dosage");
    }
    return NULL;
}

static bool is_inside(const plot_t *p, const gnbs_tree_t *w) {
    return gnbs_tree_int(w, "begin", 0) <= p->end &&
           gnbs_tree_int(w, "end", -1) >= p->begin;
}

/* All windows of the gene, or those around the event when they are too many. */
static void choose_windows(plot_t *p) {
    size_t first = 0, last = 0, n_inside = 0;
    for (size_t i = 0; i < p->windows->n; i++) {
        if (!is_inside(p, gnbs_tree_at(p->windows, i))) continue;
        if (n_inside++ == 0) first = i;
        last = i;
    }
    p->first = 0;
    p->n = p->windows->n;
    if (p->n <= MAX_WINDOWS) return;
    size_t middle = (first + last) / 2;
    p->first = middle > MAX_WINDOWS / 2 ? middle - MAX_WINDOWS / 2 : 0;
    if (p->first > p->n - MAX_WINDOWS) p->first = p->n - MAX_WINDOWS;
    p->n = MAX_WINDOWS;
}

static int x_of(const plot_t *p, size_t i) { return LEFT + (int)i * p->column; }

static int y_of(double copies) {
    if (!(copies > 0)) copies = 0;
    if (copies > MAX_COPIES) copies = MAX_COPIES;
    return BOTTOM - (int)(copies * COPY_HEIGHT + 0.5);
}

static void draw_axis(gnbs_str_t *out, const plot_t *p) {
    int right = x_of(p, p->n);
    for (int k = 0; k <= MAX_COPIES; k++)
        gnbs_str_printf(out,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>"
                        "<path d=\"M%d %dH%d\" stroke=\"#dfe6ec\"/>",
                        LEFT - 8, y_of(k) + 4, k, LEFT, y_of(k), right);
    gnbs_str_add_char(out, '\n');
}

/* The event behind, what is expected as a dashed line. */
static void draw_ground(gnbs_str_t *out, const plot_t *p) {
    for (size_t i = 0; i < p->n; i++) {
        const gnbs_tree_t *w = gnbs_tree_at(p->windows, p->first + i);
        if (is_inside(p, w))
            gnbs_str_printf(out,
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                            "fill=\"%s\"/>",
                            x_of(p, i), TOP, p->column, BOTTOM - TOP, SHADE);
        int64_t expected = gnbs_tree_int(w, "expected_copies", 0);
        if (expected > 0 && expected <= MAX_COPIES)
            gnbs_str_printf(out, "<path d=\"M%d %dh%d\" stroke=\"%s\"/>", x_of(p, i),
                            y_of((double)expected), p->column > 2 ? p->column - 2 : 1,
                            LINE);
    }
    gnbs_str_add_char(out, '\n');
}

static void draw_window(gnbs_str_t *out, const plot_t *p, size_t i) {
    const gnbs_tree_t *w = gnbs_tree_at(p->windows, p->first + i);
    int x = x_of(p, i) + p->column / 2;
    const char *colour = gnbs_tree_int(w, "exon", 0) >= EXON ? DARK : LIGHT;
    if (!gnbs_tree_has(w, "observed_copies")) {
        gnbs_str_printf(out, "<path d=\"M%d %dl4 4m0 -4l-4 4\" stroke=\"%s\"/>", x - 2,
                        BOTTOM + 3, LINE);
        return;
    }
    double copies = gnbs_tree_real(w, "observed_copies", 0);
    gnbs_str_printf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"><title>", x,
                    y_of(copies), p->column >= 10 ? 4 : 2, colour);
    gnbs_report_put_count(out, gnbs_tree_int(w, "begin", 0));
    gnbs_str_add_char(out, '-');
    gnbs_report_put_count(out, gnbs_tree_int(w, "end", 0));
    gnbs_str_printf(out, ": %.2f</title></circle>", copies);
}

/* An exon's number stands under its first window, where there is room. */
static void draw_exons(gnbs_str_t *out, const plot_t *p) {
    int64_t before = 0;
    int free_from = 0;
    for (size_t i = 0; i < p->n; i++) {
        int64_t exon = gnbs_tree_int(gnbs_tree_at(p->windows, p->first + i), "exon", 0);
        int x = x_of(p, i) + p->column / 2;
        if (exon >= EXON && exon != before && x >= free_from) {
            gnbs_str_printf(
                out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%" PRId64 "</text>", x,
                BOTTOM + 22, exon);
            free_from = x + 20;
        }
        if (exon >= EXON) before = exon;
    }
    gnbs_str_add_char(out, '\n');
}

static void write_caption(gnbs_str_t *out, const plot_t *p) {
    gnbs_str_add(out, "<figcaption>Copies counted in each window of the gene, along the "
                      "chromosome, not to scale: dark on exons (numbered), light beside "
                      "them; lines: the copies expected; shaded: the event. A cross below: "
                      "not counted.");
    if (p->n < p->windows->n)
        gnbs_str_printf(out, " %zu windows farther away are not drawn.",
                        p->windows->n - p->n);
    gnbs_str_add(out, "</figcaption></figure>\n");
}

void gnbs_report_draw_dosage(gnbs_str_t *out, const gnbs_tree_t *finding, const char *id) {
    const gnbs_tree_t *event = find_event(finding);
    plot_t p = {.windows = gnbs_tree_get(finding, "copies")};
    if (event == NULL || p.windows == NULL || p.windows->n == 0) return;
    p.begin = gnbs_tree_int(event, "begin", 0);
    p.end = gnbs_tree_int(event, "end", -1);
    choose_windows(&p);
    p.column = (WIDTH - LEFT) / (int)p.n;
    if (p.column > MAX_COLUMN_WIDTH) p.column = MAX_COLUMN_WIDTH;
    if (p.column < MIN_COLUMN_WIDTH) p.column = MIN_COLUMN_WIDTH;
    int width = x_of(&p, p.n) + 10, height = BOTTOM + 30;
    gnbs_str_printf(
        out,
        "<figure class=\"exons\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Copies of finding %s\"><svg role=\"img\" "
        "aria-labelledby=\"dosage-%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
        "fill=\"none\"><title id=\"dosage-%s\">Copies counted in %zu windows of the gene; "
        "said in words above</title>\n<g fill=\"#24323d\">",
        id, id, width, height, width, height, id, p.n);
    draw_axis(out, &p);
    draw_exons(out, &p);
    gnbs_str_add(out, "</g>");
    draw_ground(out, &p);
    for (size_t i = 0; i < p.n; i++) draw_window(out, &p, i);
    gnbs_str_add(out, "</svg></div>");
    write_caption(out, &p);
}

/* ---- in words ------------------------------------------------------------------------------------------------ */

static void write_reads(gnbs_str_t *out, const gnbs_tree_t *d) {
    int64_t n_split = gnbs_tree_int(d, "split_reads", 0),
            n_pair = gnbs_tree_int(d, "pairs", 0);
    gnbs_report_fact_begin(out, "Ends");
    gnbs_report_put_count(out, gnbs_tree_int(d, "begin", 0));
    gnbs_str_add(out, " to ");
    gnbs_report_put_count(out, gnbs_tree_int(d, "end", 0));
    gnbs_str_add(out, gnbs_tree_is(d, "is_exact") ? ", to the base" : ", about");
    if (n_split + n_pair > 0)
        gnbs_str_printf(out,
                        "; %" PRId64 " fragments read across the junction, %" PRId64
                        " stand on both sides of it",
                        n_split, n_pair);
    else
        gnbs_str_add(out, "; no read shows the junction: known by depth alone");
    gnbs_report_fact_end(out);
}

void gnbs_report_put_dosage(gnbs_str_t *out, const gnbs_tree_t *variant) {
    const gnbs_tree_t *d = gnbs_tree_get(variant, "dosage");
    if (!gnbs_tree_has(d, "kind")) return;
    gnbs_report_fact_begin(out, "Copies");
    gnbs_str_printf(out, "%" PRId64 " counted, %" PRId64 " expected",
                    gnbs_tree_int(d, "copies", 0), gnbs_tree_int(d, "expected_copies", 0));
    if (gnbs_tree_has(d, "ratio"))
        gnbs_str_printf(out,
                        "; reads over what is expected: %.2f <span class=\"quiet\">(95 %% "
                        "interval %.2f to %.2f, %" PRId64 " windows)</span>",
                        gnbs_tree_real(d, "ratio", 0), gnbs_tree_real(d, "ratio_low", 0),
                        gnbs_tree_real(d, "ratio_high", 0), gnbs_tree_int(d, "windows", 0));
    gnbs_report_fact_end(out);
    write_reads(out, d);
    if (gnbs_tree_has(d, "effect"))
        gnbs_report_fact(out, "What it does", gnbs_tree_text(d, "effect"));
}
