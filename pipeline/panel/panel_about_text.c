#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/escape.h"
#include "panel/panel_about.h"

/* ---- the drawing --------------------------------------------------------------------------------------------------- */

/* Exons in columns that grow with the square root of their bases, introns one column each; rows of WIDTH columns.
 *
 *     exon        1  2   3     4
 *     ====----###-###-#####-###=====      = untranslated  # coding  N no reference sequence  - intron
 *     P/LP        2   .    9    +         (likely) pathogenic alleles of the exon; + more than 9
 */
enum { WIDTH = 72, MAX_COLUMNS = 12 };

static int columns_of(int64_t bp) {
    int n = (int)ceil(sqrt((double)bp) / 4);
    return bp <= 0 ? 0 : n < 1 ? 1 : n > MAX_COLUMNS ? MAX_COLUMNS : n;
}

typedef struct cell {
    gnbs_str_t number, shape, known;
} cell_t;

static void draw_exon(const gnbs_panel_about_t *g, size_t i, cell_t *out) {
    const gnbs_panel_exon_t *e = &g->exon[i];
    const gnbs_transcript_t *tx = g->tx;
    gnbs_pos_t beg = e->region.beg, end = e->region.end;
    bool is_coding = gnbs_transcript_is_coding(tx);
    int64_t left = is_coding ? (tx->cds_beg < end ? tx->cds_beg : end) - beg : 0,
            right = is_coding ? end - (tx->cds_end > beg ? tx->cds_end : beg) : 0;
    if (left < 0) left = 0;
    if (right < 0) right = 0;
    if (e->coding == 0 && is_coding) left = end - beg, right = 0;
    int n_five = columns_of(tx->strand > 0 ? left : right),
        n_three = columns_of(tx->strand > 0 ? right : left),
        n_coding = columns_of(e->coding);
    for (int k = 0; k < n_five; k++) gnbs_str_add_char(&out->shape, '=');
    for (int k = 0; k < n_coding; k++)
        gnbs_str_add_char(&out->shape,
                          e->no_sequence * n_coding > k * e->coding ? 'N' : '#');
    for (int k = 0; k < n_three; k++) gnbs_str_add_char(&out->shape, '=');
    gnbs_str_printf(&out->number, "%" PRId32, e->number);
    if (e->n_known > 9)
        gnbs_str_add_char(&out->known, '+');
    else if (e->coding > 0)
        gnbs_str_printf(&out->known, "%" PRId32, e->n_known);
}

static void pad_to(gnbs_str_t *out, size_t n) {
    while (out->n < n && !out->failed) gnbs_str_add_char(out, ' ');
}

static void flush(gnbs_str_t *out, cell_t *row, bool is_last) {
    gnbs_str_printf(out, "  exon  %s\n        %s%s\n  P/LP  %s\n",
                    gnbs_str_text(&row->number), gnbs_str_text(&row->shape),
                    is_last ? "" : "-", gnbs_str_text(&row->known));
    gnbs_str_reset(&row->number);
    gnbs_str_reset(&row->shape);
    gnbs_str_reset(&row->known);
}

static void draw(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    cell_t row, one;
    gnbs_str_t *const all[] = {&row.number, &row.shape, &row.known,
                               &one.number, &one.shape, &one.known};
    for (size_t i = 0; i < 6; i++) gnbs_str_init(all[i]);
    for (size_t i = 0; i < g->n_exon; i++) {
        for (size_t k = 3; k < 6; k++) gnbs_str_reset(all[k]);
        draw_exon(g, i, &one);
        if (row.shape.n > 0 && row.shape.n + 1 + one.shape.n > WIDTH)
            flush(out, &row, false);
        if (row.shape.n > 0) gnbs_str_add_char(&row.shape, '-');
        if (row.number.n > row.shape.n) { /* a wide number over a narrow exon */
            while (row.shape.n < row.number.n + 1) gnbs_str_add_char(&row.shape, '-');
        }
        pad_to(&row.number, row.shape.n);
        pad_to(&row.known, row.shape.n);
        for (size_t k = 0; k < 3; k++) {
            gnbs_str_add(all[k], gnbs_str_text(all[k + 3]));
            out->failed = out->failed || all[k]->failed;
        }
    }
    if (row.shape.n > 0) flush(out, &row, true);
    for (size_t i = 0; i < 6; i++) gnbs_str_clear(all[i]);
    gnbs_str_add(out,
                 "        = untranslated  # coding  N no reference sequence  - intron, "
                 "not to scale; 5' is left\n");
}

/* ---- the page ------------------------------------------------------------------------------------------------------- */

static void say(gnbs_str_t *out, const char *sentence) {
    gnbs_str_printf(out, "  * %s\n", sentence);
}

static void print_exons(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    gnbs_str_printf(out, "\n  %4s  %-30s %7s %7s %5s %6s\n", "exon", "place", "coding",
                    "no seq.", "GC %", "P/LP");
    for (size_t i = 0; i < g->n_exon; i++) {
        const gnbs_panel_exon_t *e = &g->exon[i];
        gnbs_str_t place;
        gnbs_str_init(&place);
        gnbs_contig_print_region(&place, &g->bundle->contigs, e->region);
        gnbs_str_printf(out, "  %4" PRId32 "  %-30s %7" PRId64 " %7" PRId64 " ", e->number,
                        gnbs_str_text(&place), e->coding, e->no_sequence);
        if (e->gc_frac >= 0)
            gnbs_str_printf(out, "%5.0f", 100 * e->gc_frac);
        else
            gnbs_str_add(out, "    -");
        gnbs_str_printf(out, " %6" PRId32 "\n", e->n_known);
        out->failed = out->failed || place.failed;
        gnbs_str_clear(&place);
    }
}

static void print_classes(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    static const gnbs_clnsig_t ORDER[] = {
        GNBS_CLNSIG_PATHOGENIC,    GNBS_CLNSIG_LIKELY_PATHOGENIC,
        GNBS_CLNSIG_CONFLICTING,   GNBS_CLNSIG_UNCERTAIN,
        GNBS_CLNSIG_LIKELY_BENIGN, GNBS_CLNSIG_BENIGN,
        GNBS_CLNSIG_OTHER,         GNBS_CLNSIG_NONE};
    gnbs_str_printf(out, "\nKnown alleles (ClinVar), %zu\n  %-28s %6s %6s %6s %6s %6s\n",
                    g->n_allele, "review stars", "0", "1", "2", "3", "4");
    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
        const size_t *n = g->n_class[ORDER[k]];
        if (n[0] + n[1] + n[2] + n[3] + n[4] == 0) continue;
        gnbs_str_printf(out, "  %-28s %6zu %6zu %6zu %6zu %6zu\n",
                        gnbs_clnsig_name(ORDER[k]), n[0], n[1], n[2], n[3], n[4]);
    }
    gnbs_str_printf(
        out,
        "  %zu of the (likely) pathogenic ones lie outside exons and their splice "
        "sites: they are looked for by name\n",
        g->n_outside);
}

static void print_programmes(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    gnbs_str_add(out, "\nProgrammes\n");
    const gnbs_panel_programme_t *p;
    for (size_t i = 0; (p = gnbs_panel_programme(i)) != NULL; i++) {
        bool is_in = false;
        for (size_t k = 0; k < g->n_row; k++)
            is_in |= gnbs_panel_lists_word(g->row[k]->programmes, p->word);
        gnbs_str_printf(out, "  %-4s %s\n", is_in ? "yes" : "no", p->name);
    }
    gnbs_str_add(out,
                 "  (by the panel's column `programmes`; its README says of which date the "
                 "lists are)\n");
}

void gnbs_panel_about_print_text(gnbs_str_t *out, const gnbs_panel_about_t *g) {
    print_programmes(out, g);
    if (g->bundle == NULL) {
        gnbs_str_add(
            out, "\nTranscript, difficult places, known alleles and callability: give a "
                 "reference bundle (--refdata).\n");
        return;
    }
    gnbs_str_add(out, "\nIn the reference bundle\n");
    if (g->gene == NULL) {
        gnbs_str_add(out, "  the gene is not in it: its conditions cannot be assessed\n");
        return;
    }
    for (int32_t i = 0; i < g->gene->n_transcript; i++) {
        const gnbs_transcript_t *tx = &g->bundle->transcript[g->gene->transcript[i]];
        gnbs_str_printf(out, "  %-18s %s %s, %d exons%s%s\n", i == 0 ? "transcripts" : "",
                        tx->id, tx->other_id, tx->n_exon,
                        tx->mane == GNBS_MANE_SELECT          ? ", MANE Select"
                        : tx->mane == GNBS_MANE_PLUS_CLINICAL ? ", MANE Plus Clinical"
                                                              : "",
                        tx == g->tx ? ", drawn below" : "");
    }
    if (g->tx != NULL) {
        gnbs_str_add_char(out, '\n');
        draw(out, g);
        print_exons(out, g);
    }
    gnbs_str_add(out, "\nHow well it can be read\n");
    gnbs_panel_about_tell(out, g, say);
    print_classes(out, g);
}
