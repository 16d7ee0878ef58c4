/* report/report_svg.c -- drawings: the reads around a variant, and the share of each allele.
 *
 *        7:117,559,593 -.
 *     A T C A T |C T T| T G G T          reference; the variant's columns are framed
 *    [=====================>             a read on the forward strand
 *      <======[-----]============]       a read on the reverse strand, with a deletion
 *
 * A base is drawn as a letter only where it differs from the reference, so that the eye finds it.
 */
#include "report/report_html.h"

#include <inttypes.h>
#include <string.h>

#include "report/report_text.h"
#include "report/report_words.h"

enum {
    CELL = 11,
    ROW = 14,
    TOP = 40,
    LEFT = 10
}; /* user units; one is a CSS pixel at full size */

typedef struct picture {
    gnbs_str_t *out;
    const gnbs_report_pileup_t *pileup;
    size_t n_column, n_row;
    size_t var_beg, var_end; /* columns of the variant's REF */
} picture_t;

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

static bool is_covered(const gnbs_report_read_row_t *row, size_t n_base, size_t i) {
    return i < n_base && row->base[i] != ' ';
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

static void draw_bodies(const picture_t *p, const gnbs_report_read_row_t *row,
                        size_t n_base, int y) {
    for (size_t i = 0; i < p->n_column; i++) {
        if (!is_covered(row, n_base, i)) continue;
        size_t beg = i;
        while (i < p->n_column && is_covered(row, n_base, i)) i++;
        draw_body(p, row->is_reverse, beg, i, y);
    }
}

static const char *quality_class(const gnbs_report_read_row_t *row, size_t i) {
    int bin = row->qual_bin != NULL ? row->qual_bin[i] : GNBS_REPORT_QUAL_HIGH;
    return bin == GNBS_REPORT_QUAL_LOW ? " low" : bin == GNBS_REPORT_QUAL_MID ? " mid" : "";
}

static void draw_cell(const picture_t *p, const gnbs_report_read_row_t *row, size_t i,
                      int y) {
    char base = row->base[i], ref = p->pileup->reference[i];
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
    if (row->inserted_bp != NULL && row->inserted_bp[i] > 0)
        gnbs_str_printf(p->out,
                        "<path class=\"ins\" d=\"M%d %dh6m-3 0v%dm-3 0h6\"><title>%d "
                        "inserted</title></path>",
                        x + CELL - 3, y + 1, ROW - 3, (int)row->inserted_bp[i]);
}

static void draw_row(const picture_t *p, const gnbs_report_read_row_t *row, int y) {
    size_t n_base = row->base != NULL ? strlen(row->base) : 0;
    draw_bodies(p, row, n_base, y);
    for (size_t i = 0; i < p->n_column && i < n_base; i++) draw_cell(p, row, i, y);
}

static void draw_reference(const picture_t *p) {
    for (size_t i = 0; i < p->n_column; i++) {
        char base = p->pileup->reference[i];
        gnbs_str_printf(p->out, "<text class=\"ref\" x=\"%d\" y=\"%d\">%c</text>",
                        x_of(i) + CELL / 2, TOP - 8,
                        base != '\0' && strchr("ACGT", base) != NULL ? base : 'N');
    }
}

static void draw_frame(const picture_t *p, int height) {
    if (p->var_end <= p->var_beg) return;
    int x = x_of(p->var_beg), width = (int)(p->var_end - p->var_beg) * CELL;
    gnbs_str_printf(p->out,
                    "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" "
                    "height=\"%d\"/>",
                    x, TOP - 20, width, height - TOP + 16);
    gnbs_pos_t pos1 = p->pileup->variant->call.variant.pos + 1;
    bool is_right = p->var_beg > p->n_column / 2; /* keeps the number inside the picture */
    gnbs_str_printf(p->out, "<text class=\"pos %s\" x=\"%d\" y=\"12\">",
                    is_right ? "end" : "begin", is_right ? x + width : x);
    gnbs_report_put_count(p->out, pos1);
    gnbs_str_add(p->out, "</text>");
}

static picture_t plan(gnbs_str_t *out, const gnbs_report_pileup_t *pileup) {
    picture_t p = {.out = out, .pileup = pileup};
    gnbs_pos_t len = gnbs_region_len(pileup->region);
    p.n_column = pileup->reference != NULL ? strlen(pileup->reference) : 0;
    if (len < (gnbs_pos_t)p.n_column) p.n_column = len > 0 ? (size_t)len : 0;
    p.n_row =
        pileup->n_row < GNBS_REPORT_PILEUP_ROWS ? pileup->n_row : GNBS_REPORT_PILEUP_ROWS;
    const gnbs_variant_t *v = &pileup->variant->call.variant;
    gnbs_pos_t beg = v->pos - pileup->region.beg, end = beg + (gnbs_pos_t)strlen(v->ref);
    if (beg >= 0 && beg < (gnbs_pos_t)p.n_column) {
        p.var_beg = (size_t)beg;
        p.var_end = end < (gnbs_pos_t)p.n_column ? (size_t)end : p.n_column;
    }
    return p;
}

static void write_caption(gnbs_str_t *out, const gnbs_report_pileup_t *pileup,
                          size_t n_row) {
    size_t n_hidden = pileup->n_not_shown + (pileup->n_row - n_row);
    gnbs_str_printf(
        out,
        "<figcaption>%zu read%s; a pointed end shows the direction. Letters are bases "
        "that differ from the reference (top row): filled when the base is of high "
        "quality, outlined when lower, dashed when low. A line is a deletion, an I an "
        "insertion.",
        n_row, n_row == 1 ? "" : "s");
    if (n_hidden > 0) {
        gnbs_str_add_char(out, ' ');
        gnbs_report_put_count(out, (int64_t)n_hidden);
        gnbs_str_printf(out, " more %s not drawn.", n_hidden == 1 ? "is" : "are");
    }
    gnbs_str_add(out, "</figcaption></figure>\n");
}

void gnbs_report_svg_pileup(gnbs_str_t *out, const gnbs_case_t *newborn,
                            const gnbs_report_pileup_t *pileup, size_t n) {
    picture_t p = plan(out, pileup);
    if (p.n_column == 0) return;
    int width = x_of(p.n_column) + LEFT, height = TOP + (int)p.n_row * ROW + 6;
    gnbs_str_printf(
        out,
        "<figure class=\"pile\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Reads around variant, picture %zu\"><svg role=\"img\" "
        "aria-labelledby=\"pile-%zu\" viewBox=\"0 0 %d %d\" width=\"%d\" "
        "height=\"%d\"><title id=\"pile-%zu\">",
        n, n, width, height, width, height, n);
    gnbs_str_printf(out, "%zu reads over ", p.n_row);
    gnbs_report_put(out, gnbs_report_contig(newborn, pileup->variant->call.variant.tid));
    gnbs_str_printf(out, ":%" PRId64 "-%" PRId64, pileup->region.beg + 1,
                    pileup->region.end);
    gnbs_str_add(out, "; the counts of each allele are stated above</title>\n");
    for (size_t i = 0; i < p.n_row; i++) {
        draw_row(&p, &pileup->row[i], TOP + (int)i * ROW);
        gnbs_str_add_char(out, '\n');
    }
    draw_reference(&p);
    draw_frame(&p, height);
    gnbs_str_add(out, "</svg></div>");
    write_caption(out, pileup, p.n_row);
}

void gnbs_report_svg_balance(gnbs_str_t *out, int32_t n_ref, int32_t n_alt) {
    int64_t total = (int64_t)n_ref + n_alt;
    if (total <= 0) return;
    int alt = (int)(200 * (int64_t)n_alt / total);
    gnbs_str_printf(out,
                    "<svg class=\"balance\" viewBox=\"0 0 200 10\" aria-hidden=\"true\" "
                    "focusable=\"false\"><rect class=\"ref\" width=\"200\" height=\"10\"/>"
                    "<rect class=\"alt\" width=\"%d\" height=\"10\"/></svg>",
                    alt);
}
