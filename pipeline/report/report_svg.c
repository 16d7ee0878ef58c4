/* report/report_svg.c -- drawings: the reads around a variant, the share of each allele, how well the exons were read.
 *
 *        7:117,559,593 -.
 *     A T C A T |C T T| T G G T          reference; the variant's columns are framed
 *    [=====================>             a read on the forward strand
 *      <======[-----]============]       a read on the reverse strand, with a deletion
 *
 * A base is drawn as a letter only where it differs from the reference, so that the eye finds it.
 */
#include <inttypes.h>
#include <string.h>

#include "report/report_html.h"
#include "report/report_text.h"

enum {
    CELL = 11,
    ROW = 14,
    TOP = 40,
    LEFT = 10,
    MAX_COLUMN = 400
}; /* user units; one is a CSS pixel at full size */

typedef struct picture {
    gnbs_str_t *out;
    const char *reference;
    size_t n_column, n_row;
    size_t var_beg, var_end; /* columns of the variant's REF */
    int64_t pos1;
} picture_t;

typedef struct read_row {
    const char *base, *quality; /* quality "": all high */
    size_t n_base, n_quality;
    bool is_reverse;
    const gnbs_tree_t *inserted;
} read_row_t;

static int x_of(size_t column) { return LEFT + (int)column * CELL; }

static const char *base_class(char base) {
    switch (base) {
    case 'A': return "bA";
    case 'C': return "bC";
    case 'G': return "bG";
    case 'T': return "bT";
    default: return "bN";
    }
}

static bool is_covered(const read_row_t *row, size_t i) {
    return i < row->n_base && row->base[i] != ' ';
}

/* The body of a read, pointed at its end in reading direction. */
static void draw_body(const picture_t *p, bool is_reverse, size_t beg, size_t end, int y) {
    int x0 = x_of(beg), x1 = x_of(end), y0 = y + 1, y1 = y + ROW - 2, mid = (y0 + y1) / 2;
    if (is_reverse)
        gnbs_str_printf(p->out, "<path class=\"rv\" d=\"M%d %dH%dV%dH%dL%d %dZ\"/>", x0 + 4,
                        y0, x1 - 1, y1, x0 + 4, x0, mid);
    else
        gnbs_str_printf(p->out, "<path class=\"fw\" d=\"M%d %dH%dL%d %dL%d %dH%dZ\"/>",
                        x0 + 1, y0, x1 - 4, x1, mid, x1 - 4, y1, x0 + 1);
}

static void draw_bodies(const picture_t *p, const read_row_t *row, int y) {
    for (size_t i = 0; i < p->n_column; i++) {
        if (!is_covered(row, i)) continue;
        size_t beg = i;
        while (i < p->n_column && is_covered(row, i)) i++;
        draw_body(p, row->is_reverse, beg, i, y);
    }
}

static const char *quality_class(const read_row_t *row, size_t i) {
    char q = i < row->n_quality ? row->quality[i] : 'h';
    return q == 'l' ? " low" : q == 'm' ? " mid" : "";
}

static void draw_cell(const picture_t *p, const read_row_t *row, size_t i, int y) {
    char base = row->base[i], ref = p->reference[i];
    int x = x_of(i);
    if (base == '-') {
        gnbs_str_printf(p->out,
                        "<rect class=\"gap\" x=\"%d\" y=\"%d\" width=\"%d\" "
                        "height=\"%d\"/><path class=\"del\" d=\"M%d %dh%d\"/>",
                        x, y, CELL, ROW, x, y + ROW / 2, CELL);
    } else if (base != ref && base != 'N' && base != ' ') {
        const char *letter = strchr("ACGT", base) != NULL ? (char[]){base, '\0'} : "?";
        gnbs_str_printf(
            p->out,
            "<g class=\"%s%s\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
            "<text x=\"%d\" y=\"%d\">%s</text></g>",
            base_class(base), quality_class(row, i), x, y + 1, CELL, ROW - 3, x + CELL / 2,
            y + ROW - 4, letter);
    }
}

static void draw_inserted(const picture_t *p, const read_row_t *row, int y) {
    for (size_t i = 0; row->inserted != NULL && i < row->inserted->n; i++) {
        const gnbs_tree_t *t = gnbs_tree_at(row->inserted, i);
        int64_t after = gnbs_tree_int(t, "after", -1);
        if (after < 0 || after >= (int64_t)p->n_column) continue;
        gnbs_str_printf(p->out,
                        "<path class=\"ins\" d=\"M%d %dh6m-3 0v%dm-3 0h6\"><title>%" PRId64
                        " inserted</title></path>",
                        x_of((size_t)after) + CELL - 3, y + 1, ROW - 3,
                        gnbs_tree_int(t, "bases", 0));
    }
}

static read_row_t row_of(const gnbs_tree_t *t) {
    read_row_t r = {.base = gnbs_tree_text(t, "bases"),
                    .quality = gnbs_tree_text(t, "qualities"),
                    .is_reverse = gnbs_tree_says(t, "strand", "-"),
                    .inserted = gnbs_tree_get(t, "inserted")};
    r.n_base = strlen(r.base);
    r.n_quality = strlen(r.quality);
    return r;
}

static void draw_row(const picture_t *p, const gnbs_tree_t *t, int y) {
    read_row_t row = row_of(t);
    draw_bodies(p, &row, y);
    for (size_t i = 0; i < p->n_column && i < row.n_base; i++) draw_cell(p, &row, i, y);
    draw_inserted(p, &row, y);
}

static void draw_reference(const picture_t *p) {
    for (size_t i = 0; i < p->n_column; i++) {
        char base = p->reference[i];
        gnbs_str_printf(p->out, "<text class=\"ref\" x=\"%d\" y=\"%d\">%c</text>",
                        x_of(i) + CELL / 2, TOP - 8,
                        strchr("ACGT", base) != NULL ? base : 'N');
    }
}

static void draw_frame(const picture_t *p, int height) {
    if (p->var_end <= p->var_beg) return;
    int x = x_of(p->var_beg), width = (int)(p->var_end - p->var_beg) * CELL;
    gnbs_str_printf(p->out,
                    "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" "
                    "height=\"%d\"/>",
                    x, TOP - 20, width, height - TOP + 16);
    bool is_right = p->var_beg > p->n_column / 2; /* keeps the number inside the picture */
    gnbs_str_printf(p->out, "<text class=\"pos %s\" x=\"%d\" y=\"12\">",
                    is_right ? "end" : "begin", is_right ? x + width : x);
    gnbs_report_put_count(p->out, p->pos1);
    gnbs_str_add(p->out, "</text>");
}

static picture_t plan(gnbs_str_t *out, const gnbs_tree_t *v, const gnbs_tree_t *picture) {
    picture_t p = {.out = out,
                   .reference = gnbs_tree_text(picture, "reference"),
                   .n_row = gnbs_tree_size(picture, "reads"),
                   .pos1 = gnbs_tree_int(v, "pos", 0)};
    p.n_column = strlen(p.reference);
    if (p.n_column > MAX_COLUMN) p.n_column = MAX_COLUMN;
    if (p.n_row > GNBS_REPORT_PILEUP_ROWS) p.n_row = GNBS_REPORT_PILEUP_ROWS;
    int64_t beg = p.pos1 - gnbs_tree_int(picture, "begin", 0),
            end = beg + (int64_t)strlen(gnbs_tree_text(v, "ref"));
    if (beg >= 0 && beg < (int64_t)p.n_column) {
        p.var_beg = (size_t)beg;
        p.var_end = end < (int64_t)p.n_column ? (size_t)end : p.n_column;
    }
    return p;
}

static void write_caption(gnbs_str_t *out, size_t n_row, int64_t n_hidden) {
    gnbs_str_printf(
        out,
        "<figcaption>%zu read%s; a pointed end shows the direction. Letters are bases "
        "that differ from the reference (top row): filled when the base is of high "
        "quality, outlined when lower, dashed when low. A line is a deletion, an I an "
        "insertion.",
        n_row, n_row == 1 ? "" : "s");
    if (n_hidden > 0) {
        gnbs_str_add_char(out, ' ');
        gnbs_report_put_count(out, n_hidden);
        gnbs_str_printf(out, " more %s not drawn.", n_hidden == 1 ? "is" : "are");
    }
    gnbs_str_add(out, "</figcaption></figure>\n");
}

void gnbs_report_svg_pileup(gnbs_str_t *out, const gnbs_tree_t *v, const char *id) {
    const gnbs_tree_t *picture = gnbs_tree_get(v, "picture");
    if (!gnbs_tree_has(v, "picture")) return;
    picture_t p = plan(out, v, picture);
    if (p.n_column == 0) return;
    int width = x_of(p.n_column) + LEFT, height = TOP + (int)p.n_row * ROW + 6;
    int64_t begin = gnbs_tree_int(picture, "begin", 0);
    gnbs_str_printf(
        out,
        "<figure class=\"pile\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Reads around variant %s\"><svg role=\"img\" "
        "aria-labelledby=\"pile-%s\" viewBox=\"0 0 %d %d\" width=\"%d\" "
        "height=\"%d\"><title id=\"pile-%s\">",
        id, id, width, height, width, height, id);
    gnbs_str_printf(out, "%zu reads over ", p.n_row);
    gnbs_report_put_at(out, picture, "chrom");
    gnbs_str_printf(out, ":%" PRId64 "-%" PRId64, begin, begin + (int64_t)p.n_column - 1);
    gnbs_str_add(out, "; the counts of each allele are stated above</title>\n");
    for (size_t i = 0; i < p.n_row; i++) {
        draw_row(&p, gnbs_tree_at(gnbs_tree_get(picture, "reads"), i), TOP + (int)i * ROW);
        gnbs_str_add_char(out, '\n');
    }
    draw_reference(&p);
    draw_frame(&p, height);
    gnbs_str_add(out, "</svg></div>");
    write_caption(out, p.n_row, gnbs_tree_int(picture, "n_not_shown", 0));
}

void gnbs_report_svg_balance(gnbs_str_t *out, int64_t n_ref, int64_t n_alt) {
    int64_t total = n_ref + n_alt;
    if (total <= 0) return;
    int alt = (int)(200 * n_alt / total);
    gnbs_str_printf(out,
                    "<svg class=\"balance\" viewBox=\"0 0 200 10\" aria-hidden=\"true\" "
                    "focusable=\"false\"><rect class=\"ref\" width=\"200\" height=\"10\"/>"
                    "<rect class=\"alt\" width=\"%d\" height=\"10\"/></svg>",
                    alt);
}

/* ---- exons ------------------------------------------------------------------------------------------------ */

enum { BAR_WIDTH = 22, BAR_GAP = 4, BAR_HEIGHT = 60, BAR_TOP = 6, PER_LINE = 30 };

/* One bar per exon: filled to the share that was judged, hatched above it. */
static void draw_exon(gnbs_str_t *out, const gnbs_tree_t *e, size_t k) {
    int64_t bases = gnbs_tree_int(e, "bases", 0), ok = gnbs_tree_int(e, "callable", 0);
    int x = LEFT + (int)(k % PER_LINE) * (BAR_WIDTH + BAR_GAP),
        y = BAR_TOP + (int)(k / PER_LINE) * (BAR_HEIGHT + 24),
        fill = bases > 0 && ok >= 0 && ok <= bases ? (int)(BAR_HEIGHT * ok / bases) : 0;
    gnbs_str_printf(out,
                    "<g><title>exon %" PRId64 ": %" PRId64 " of %" PRId64
                    " bases judged</title><rect class=\"miss\" x=\"%d\" y=\"%d\" "
                    "width=\"%d\" height=\"%d\"/><rect class=\"read\" x=\"%d\" y=\"%d\" "
                    "width=\"%d\" height=\"%d\"/><text x=\"%d\" y=\"%d\">%" PRId64
                    "</text></g>",
                    gnbs_tree_int(e, "exon", 0), ok, bases, x, y, BAR_WIDTH, BAR_HEIGHT, x,
                    y + BAR_HEIGHT - fill, BAR_WIDTH, fill, x + BAR_WIDTH / 2,
                    y + BAR_HEIGHT + 13, gnbs_tree_int(e, "exon", 0));
}

static void list_short_exons(gnbs_str_t *out, const gnbs_tree_t *list) {
    size_t n_short = 0;
    for (size_t i = 0; i < list->n; i++) {
        const gnbs_tree_t *e = gnbs_tree_at(list, i);
        if (gnbs_tree_int(e, "callable", 0) >= gnbs_tree_int(e, "bases", 0)) continue;
        gnbs_str_printf(out, "%sexon %" PRId64 " (%" PRId64 " of %" PRId64 " bases)",
                        n_short++ == 0 ? " Not read in full: " : ", ",
                        gnbs_tree_int(e, "exon", 0), gnbs_tree_int(e, "callable", 0),
                        gnbs_tree_int(e, "bases", 0));
    }
    gnbs_str_add(out, n_short == 0 ? " Every exon was read in full." : ".");
}

static void list_depth(gnbs_str_t *out, const gnbs_tree_t *list) {
    double low = -1, high = -1;
    for (size_t i = 0; i < list->n; i++) {
        double depth = gnbs_tree_real(gnbs_tree_at(list, i), "depth_mean", -1);
        if (depth < 0) return;
        low = low < 0 || depth < low ? depth : low;
        high = depth > high ? depth : high;
    }
    gnbs_str_printf(out, " Mean depth by exon: %.0f to %.0f fragments.", low, high);
}

void gnbs_report_svg_coverage(gnbs_str_t *out, const gnbs_tree_t *x, const char *id) {
    const gnbs_tree_t *list = gnbs_tree_get(x, "coverage");
    if (list == NULL || list->n == 0) return;
    int columns = (int)(list->n < PER_LINE ? list->n : PER_LINE),
        lines = (int)((list->n + PER_LINE - 1) / PER_LINE),
        width = 2 * LEFT + columns * (BAR_WIDTH + BAR_GAP),
        height = BAR_TOP + lines * (BAR_HEIGHT + 24);
    gnbs_str_printf(
        out,
        "<figure class=\"exons\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Exons of finding %s\"><svg role=\"img\" aria-labelledby=\"exons-%s\" "
        "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title id=\"exons-%s\">",
        id, id, width, height, width, height, id);
    gnbs_str_printf(out,
                    "How much of each of %zu exons could be judged; said in words "
                    "below</title>\n",
                    list->n);
    for (size_t i = 0; i < list->n; i++) draw_exon(out, gnbs_tree_at(list, i), i);
    gnbs_str_add(out,
                 "</svg></div><figcaption>Exons by number; a bar is filled as far as the "
                 "exon could be judged.");
    list_short_exons(out, list);
    list_depth(out, list);
    gnbs_str_add(out, "</figcaption></figure>\n");
}
