#include "qc/qc_library.h"

#include <math.h>

#include "genome/seq.h"

enum { GC_BP = 100, MIN_MAPQ = 20, COMPARE_EVERY = 8, FAR_BP = 100000 };

static void count_insert(const gnbs_read_t *r, gnbs_qc_part_t *part) {
    bool counts = (r->flag & GNBS_READ_PROPER) && r->mapq >= MIN_MAPQ && r->insert_bp > 0 &&
                  r->insert_bp <= GNBS_QC_INSERTS;
    if (!counts) return;
    part->insert[part->count.n_insert++] = (uint16_t)r->insert_bp;
    part->count.insert_sum += r->insert_bp;
    part->count.insert_square_sum += r->insert_bp * r->insert_bp;
}

/* Mates on two contigs, or far apart (100 kb, as Picard has it), both well placed as far as is known here. */
static void count_pair(const gnbs_read_t *r, gnbs_qc_part_t *part) {
    if (r->mate_tid < 0 || r->mapq < MIN_MAPQ) return;
    gnbs_pos_t apart = r->mate_beg > r->beg ? r->mate_beg - r->beg : r->beg - r->mate_beg;
    part->count.n_pair++;
    part->count.n_chimeric += r->mate_tid != r->tid || apart > FAR_BP;
}

static void compare_block(const gnbs_chunk_t *c, gnbs_pos_t pos, int32_t n,
                          const uint8_t base[], gnbs_qc_part_t *part) {
    gnbs_pos_t lo = c->ref_region.beg > pos ? c->ref_region.beg - pos : 0,
               hi = c->ref_region.end < pos + n ? c->ref_region.end - pos : n;
    const uint8_t *ref = c->ref + (pos - c->ref_region.beg);
    int32_t n_known = 0, n_odd = 0;
    for (gnbs_pos_t b = lo; b < hi; b++) {
        bool is_known = ref[b] < 4 && base[b] < 4;
        n_known += is_known;
        n_odd += is_known && ref[b] != base[b];
    }
    part->count.compared_bp += n_known;
    part->count.mismatch_bp += n_odd;
}

static void compare_bases(const gnbs_chunk_t *c, const gnbs_read_t *r,
                          gnbs_qc_part_t *part) {
    gnbs_pos_t pos = r->beg;
    int32_t i = 0;
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op)) compare_block(c, pos, n, r->base + i, part);
        if (gnbs_cigar_eats_ref(op)) pos += n;
        if (gnbs_cigar_eats_read(op)) i += n;
    }
}

void gnbs_qc_count_reads(const gnbs_chunk_t *c, gnbs_qc_part_t *part) {
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (!r->is_home) continue;
        part->count.n_read++;
        part->count.n_mapq0 += r->mapq == 0;
        part->count.read_bp += r->len;
        part->count.clipped_bp +=
            (gnbs_cigar_op(r->cigar[0]) == GNBS_CIGAR_SOFT ? r->clip_head : 0) +
            (gnbs_cigar_op(r->cigar[r->n_cigar - 1]) == GNBS_CIGAR_SOFT && r->n_cigar > 1
                 ? r->clip_tail
                 : 0);
        count_insert(r, part);
        count_pair(r, part);
        if (r->name_hash % COMPARE_EVERY == 0 && r->mapq >= MIN_MAPQ)
            compare_bases(c, r, part);
    }
}

void gnbs_qc_count_gc(const uint8_t ref[], gnbs_pos_t n, const int32_t depth[],
                      gnbs_qc_part_t *part) {
    for (gnbs_pos_t beg = 0; beg + GC_BP <= n; beg += GC_BP) {
        int n_gc = 0, n_unknown = 0;
        int64_t sum = 0;
        for (gnbs_pos_t p = beg; p < beg + GC_BP; p++) {
            n_gc += ref[p] == GNBS_BASE_C || ref[p] == GNBS_BASE_G;
            n_unknown += ref[p] > 3;
            sum += depth[p];
        }
        if (n_unknown > 0) continue;
        part->count.gc_n[n_gc]++;
        part->count.gc_depth[n_gc] += sum;
    }
}

/* ---- numbers ------------------------------------------------------------------------------------------------ */

static void set(gnbs_quality_t *q, gnbs_metric_id_t id, bool is_known, double value) {
    q->metric[id] = (gnbs_metric_t){is_known, is_known ? value : 0, NULL};
}

static void set_share(gnbs_quality_t *q, gnbs_metric_id_t id, int64_t part, int64_t whole) {
    set(q, id, whole > 0, (double)part / (double)whole);
}

static int64_t median_of(size_t n_bin, const int64_t bin[], int64_t n) {
    int64_t seen = 0;
    for (size_t i = 0; i < n_bin; i++)
        if ((seen += bin[i]) * 2 >= n) return (int64_t)i;
    return 0;
}

static int64_t mad_of(size_t n_bin, const int64_t bin[], int64_t n, int64_t median) {
    int64_t seen = 0;
    for (int64_t d = 0; d < (int64_t)n_bin; d++) {
        if (median - d >= 0) seen += bin[median - d];
        if (d > 0 && median + d < (int64_t)n_bin) seen += bin[median + d];
        if (seen * 2 >= n) return d;
    }
    return 0;
}

/* Of the windows' share less their reads' share, where that is above zero, over one side of 50 % GC. */
static void conclude_gc(const gnbs_qc_sum_t *s, gnbs_quality_t *q) {
    int64_t n = 0, depth = 0;
    for (int i = 0; i <= 100; i++) n += s->count.gc_n[i], depth += s->count.gc_depth[i];
    double at = 0, gc = 0;
    for (int i = 0; i <= 100 && n > 0 && depth > 0; i++) {
        double lost = (double)s->count.gc_n[i] / (double)n -
                      (double)s->count.gc_depth[i] / (double)depth;
        if (lost > 0) *(i <= 50 ? &at : &gc) += lost;
    }
    set(q, GNBS_METRIC_AT_DROPOUT, n > 0 && depth > 0, at);
    set(q, GNBS_METRIC_GC_DROPOUT, n > 0 && depth > 0, gc);
}

static void conclude_insert(const gnbs_qc_sum_t *s, gnbs_quality_t *q) {
    int64_t median = median_of(GNBS_QC_INSERTS + 1, s->insert, s->count.n_insert);
    set(q, GNBS_METRIC_INSERT_MEDIAN, s->count.n_insert > 0, (double)median);
    set(q, GNBS_METRIC_INSERT_MAD, s->count.n_insert > 0,
        (double)mad_of(GNBS_QC_INSERTS + 1, s->insert, s->count.n_insert, median));
    if (s->count.n_insert < 2) return;
    q->insert_mean_bp = (double)s->count.insert_sum / (double)s->count.n_insert;
    q->insert_sd_bp =
        sqrt(fmax(0, (double)s->count.insert_square_sum / (double)s->count.n_insert -
                         q->insert_mean_bp * q->insert_mean_bp));
}

static void conclude_depth(const gnbs_qc_sum_t *s, gnbs_quality_t *q) {
    static const struct {
        gnbs_metric_id_t id;
        int depth;
    } ROWS[] = {{GNBS_METRIC_TARGET_1X, 1},
                {GNBS_METRIC_TARGET_10X, 10},
                {GNBS_METRIC_TARGET_15X, 15},
                {GNBS_METRIC_TARGET_20X, 20},
                {GNBS_METRIC_TARGET_30X, 30}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        int64_t n = s->count.auto_bp;
        for (int d = 0; d < ROWS[i].depth; d++) n -= s->hist[d];
        set_share(q, ROWS[i].id, n, s->count.auto_bp);
    }
    q->target_15x_frac = q->metric[GNBS_METRIC_TARGET_15X].value;
    q->target_20x_frac = q->metric[GNBS_METRIC_TARGET_20X].value;
    q->depth_mean =
        s->count.auto_bp > 0 ? (double)s->count.auto_depth / (double)s->count.auto_bp : 0;
    set(q, GNBS_METRIC_DEPTH_MEAN, true, q->depth_mean); /* nothing looked at is depth 0 */
    int64_t median = median_of(GNBS_QC_DEPTHS, s->hist, s->count.auto_bp), low = 0,
            seen = 0;
    while (low < GNBS_QC_DEPTHS && (seen += s->hist[low]) * 5 < s->count.auto_bp) low++;
    set(q, GNBS_METRIC_DEPTH_MEDIAN, s->count.auto_bp > 0, (double)median);
    set(q, GNBS_METRIC_DEPTH_MAD, s->count.auto_bp > 0,
        (double)mad_of(GNBS_QC_DEPTHS, s->hist, s->count.auto_bp, median));
    set(q, GNBS_METRIC_FOLD_80, s->count.auto_bp > 0 && low > 0,
        q->depth_mean / (double)low);
}

void gnbs_qc_conclude_library(const gnbs_qc_sum_t *s, const gnbs_read_counts_t *counts,
                              gnbs_quality_t *q) {
    conclude_depth(s, q);
    conclude_insert(s, q);
    conclude_gc(s, q);
    set_share(q, GNBS_METRIC_DUPLICATE, counts->n_duplicate,
              counts->n_duplicate + counts->n_used);
    set_share(q, GNBS_METRIC_MAPQ0, s->count.n_mapq0, s->count.n_read);
    set_share(q, GNBS_METRIC_SOFT_CLIP, s->count.clipped_bp, s->count.read_bp);
    set_share(q, GNBS_METRIC_MISMATCH, s->count.mismatch_bp, s->count.compared_bp);
    set_share(q, GNBS_METRIC_CHIMERIC, s->count.n_chimeric, s->count.n_pair);
}
