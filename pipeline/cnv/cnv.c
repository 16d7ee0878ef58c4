#include "cnv/cnv.h"

#include <math.h>
#include <stdlib.h>

#include "genome/seq.h"

enum { WINDOW_BP = 1000, READ_BP = 150, GC_NEAR_PERCENT = 4, MIN_NEAR = 30 };

gnbs_cnv_opt_t gnbs_cnv_opt_default(void) {
    return (gnbs_cnv_opt_t){.max_ratio = 0.68, .max_z = -3.0, .min_windows = 50};
}

static gnbs_pos_t middle(gnbs_region_t r) { return r.beg + (r.end - r.beg) / 2; }

/* First window whose middle is at or past (tid, pos): a window belongs to the chunk that holds its middle. */
static size_t first_middle(size_t n, const gnbs_cnv_window_t w[], int32_t tid,
                           gnbs_pos_t pos) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w[mid].region.tid < tid ||
            (w[mid].region.tid == tid && middle(w[mid].region) < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void count_reference(const gnbs_chunk_t *c, gnbs_cnv_window_t *w) {
    for (gnbs_pos_t p = w->region.beg; p < w->region.end; p++) {
        uint8_t b = gnbs_chunk_ref(c, p);
        w->known_bp += b < 4;
        w->gc_bp += b == GNBS_BASE_C || b == GNBS_BASE_G;
    }
}

static int64_t bases_over(const gnbs_read_t *r, gnbs_region_t w) {
    gnbs_pos_t pos = r->beg;
    int64_t n_base = 0;
    for (int32_t k = 0; k < r->n_cigar && pos < w.end; k++) {
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        int op = gnbs_cigar_op(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op)) {
            gnbs_pos_t b = pos > w.beg ? pos : w.beg, e = pos + n < w.end ? pos + n : w.end;
            if (e > b) n_base += e - b;
        }
        if (gnbs_cigar_eats_ref(op)) pos += n;
    }
    return n_base;
}

gnbs_code_t gnbs_cnv_observe(const gnbs_chunk_t *c, size_t n_window,
                             const gnbs_cnv_window_t window[], gnbs_arena_t *arena,
                             size_t *first, size_t *n, gnbs_cnv_window_t **counted,
                             gnbs_err_t *err) {
    *first = first_middle(n_window, window, c->region.tid, c->region.beg);
    *n = first_middle(n_window, window, c->region.tid, c->region.end) - *first;
    *counted = GNBS_NEW(arena, gnbs_cnv_window_t, *n);
    if (*counted == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu windows", *n);
    for (size_t i = 0; i < *n; i++) {
        (*counted)[i].region = window[*first + i].region;
        count_reference(c, &(*counted)[i]);
    }
    /* Middles ascend; begins and ends need not (two genes may overlap), but none is farther than `reach` from its middle. */
    gnbs_pos_t reach = 0;
    for (size_t i = 0; i < *n; i++)
        if (gnbs_region_len((*counted)[i].region) > reach)
            reach = gnbs_region_len((*counted)[i].region);
    size_t at = 0;
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        while (at < *n && middle((*counted)[at].region) + reach <= r->beg) at++;
        for (size_t k = at; k < *n && middle((*counted)[k].region) - reach < r->end; k++)
            (*counted)[k].n_base += bases_over(r, (*counted)[k].region);
    }
    return GNBS_OK;
}

/* Windows of a transcript's exons, widened by flank; long exons in pieces of about WINDOW_BP. */
size_t gnbs_cnv_plan(const gnbs_transcript_t *tx, int32_t flank_bp, size_t cap,
                     gnbs_cnv_window_t window[]) {
    size_t n = 0;
    for (int i = 0; i < tx->n_exon; i++) {
        gnbs_exon_t e =
            gnbs_transcript_is_coding(tx) ? gnbs_transcript_cds_part(tx, i) : tx->exon[i];
        if (e.end == e.beg) continue;
        gnbs_pos_t pieces = (e.end - e.beg + WINDOW_BP - 1) / WINDOW_BP, beg = e.beg;
        for (gnbs_pos_t k = 0; k < pieces; k++) {
            gnbs_pos_t end = e.beg + (e.end - e.beg) * (k + 1) / pieces;
            gnbs_region_t r = {tx->tid, k == 0 ? beg - flank_bp : beg,
                               k + 1 == pieces ? end + flank_bp : end};
            /* cut at the contig's start, on both sides alike: the middle stays in the exon, hence in its chunk */
            if (r.beg < 0 && pieces == 1) r.end += r.beg;
            if (r.beg < 0) r.beg = 0;
            if (n < cap) window[n] = (gnbs_cnv_window_t){.region = r};
            n++;
            beg = end;
        }
    }
    return n;
}

typedef struct tile {
    const gnbs_cnv_window_t *window;
    double depth, gc;
    int copies;
} tile_t;

static int compare_double(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(size_t n, double v[]) {
    if (n == 0) return 0;
    qsort(v, n, sizeof *v, compare_double);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static int copies_expected(const gnbs_contigs_t *contigs, gnbs_build_t build,
                           gnbs_sex_t sex, gnbs_region_t r) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(contigs->contig[r.tid].name);
    if (kind == GNBS_CONTIG_MT) return 0;
    if (kind == GNBS_CONTIG_Y) return sex == GNBS_SEX_MALE ? 1 : 0;
    if (kind == GNBS_CONTIG_X && !gnbs_contig_is_par(build, kind, r.beg))
        return sex == GNBS_SEX_MALE ? 1 : sex == GNBS_SEX_FEMALE ? 2 : 0;
    return 2;
}

/* Depth of one copy at this GC: median over windows of like GC, of all when few are alike. */
static double expected_per_copy(size_t n, const tile_t tile[], double gc,
                                double scratch[]) {
    for (double near = GC_NEAR_PERCENT; near <= 100; near *= 2) {
        size_t k = 0;
        for (size_t i = 0; i < n; i++)
            if (fabs(tile[i].gc - gc) <= near)
                scratch[k++] = tile[i].depth / tile[i].copies;
        if (k >= MIN_NEAR || near > 50) return median(k, scratch);
    }
    return 0;
}

static size_t make_tiles(const gnbs_contigs_t *contigs, gnbs_build_t build, gnbs_sex_t sex,
                         size_t n_window, const gnbs_cnv_window_t window[], tile_t tile[]) {
    size_t n = 0;
    for (size_t i = 0; i < n_window; i++) {
        const gnbs_cnv_window_t *w = &window[i];
        int copies = copies_expected(contigs, build, sex, w->region);
        if (w->known_bp == 0 || w->known_bp < gnbs_region_len(w->region) || copies == 0)
            continue;
        tile[n++] = (tile_t){w, (double)w->n_base / w->known_bp,
                             100.0 * w->gc_bp / w->known_bp, copies};
    }
    return n;
}

gnbs_code_t gnbs_cnv_find_signs(const gnbs_cnv_opt_t *opt, const gnbs_contigs_t *contigs,
                                gnbs_build_t build, gnbs_sex_t sex, size_t n_window,
                                const gnbs_cnv_window_t window[], gnbs_arena_t *arena,
                                size_t *n_sign, gnbs_dosage_sign_t **sign,
                                gnbs_err_t *err) {
    tile_t *tile = GNBS_NEW(arena, tile_t, n_window);
    double *scratch = GNBS_NEW(arena, double, n_window),
           *ratio = GNBS_NEW(arena, double, n_window),
           *expected = GNBS_NEW(arena, double, n_window);
    *sign = GNBS_NEW(arena, gnbs_dosage_sign_t, n_window);
    *n_sign = 0;
    if (tile == NULL || scratch == NULL || ratio == NULL || expected == NULL ||
        *sign == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu windows", n_window);
    size_t n = make_tiles(contigs, build, sex, n_window, window, tile);
    if ((int64_t)n < opt->min_windows) return GNBS_OK;
    double per_copy[101]; /* by GC percent: windows are many, percents few */
    for (int gc = 0; gc <= 100; gc++)
        per_copy[gc] = expected_per_copy(n, tile, gc, scratch);
    for (size_t i = 0; i < n; i++) {
        expected[i] = tile[i].copies * per_copy[(int)(tile[i].gc + 0.5)];
        ratio[i] = expected[i] > 0 ? tile[i].depth / expected[i] : 1;
    }
    for (size_t i = 0; i < n; i++) scratch[i] = fabs(ratio[i] - 1);
    double spread = 1.4826 * median(n, scratch); /* MAD to standard deviation of a normal */
    for (size_t i = 0; i < n; i++) {
        /* as if the ratio were 1: a window without any read is the surest sign of all */
        double n_reads =
            expected[i] * (double)gnbs_region_len(tile[i].window->region) / READ_BP;
        double z = (ratio[i] - 1) / sqrt(1 / fmax(n_reads, 1) + 0.5 * spread * spread);
        if (ratio[i] > opt->max_ratio || z > opt->max_z) continue;
        (*sign)[(*n_sign)++] = (gnbs_dosage_sign_t){
            .region = tile[i].window->region, .kind = "DEL", .ratio = ratio[i], .z = z};
    }
    return GNBS_OK;
}
