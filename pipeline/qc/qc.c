#include "qc/qc.h"

#include <math.h>

enum { MAX_INSERT_BP = 2000 }; /* pairs farther apart are events, not library */

gnbs_qc_opt_t gnbs_qc_opt_default(void) {
    return (gnbs_qc_opt_t){.min_depth_mean = 18,
                           .min_15x_frac = 0.90,
                           .male_max_x_ratio = 0.65,
                           .female_min_x_ratio = 0.80,
                           .min_x_bp = 1000};
}

/* First reads of overlapping pairs, so that the second does not count the shared bases again. */
static const gnbs_read_t **first_mates(const gnbs_chunk_t *c, gnbs_arena_t *arena) {
    return GNBS_NEW(arena, const gnbs_read_t *, c->n_fragment + 1);
}

/* Adds `by` to the depth of each aligned base of the read that lies in both t and window. */
static void add_aligned(gnbs_region_t t, gnbs_exon_t window, const gnbs_read_t *r, int by,
                        int32_t depth[]) {
    gnbs_pos_t lo = window.beg > t.beg ? window.beg : t.beg,
               hi = window.end < t.end ? window.end : t.end, pos = r->beg;
    for (int32_t k = 0; k < r->n_cigar && pos < hi; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op))
            for (gnbs_pos_t p = pos > lo ? pos : lo; p < pos + n && p < hi; p++)
                depth[p - t.beg] += by;
        if (gnbs_cigar_eats_ref(op)) pos += n;
    }
}

/* A base that both mates have counts once; one that only one of them has (the other deletes it) counts too:
 * each aligned block of the read is added, and what the mate's blocks share with it is taken off again. */
static void add_read(gnbs_region_t t, const gnbs_read_t *r, const gnbs_read_t *mate,
                     int32_t depth[]) {
    add_aligned(t, (gnbs_exon_t){r->beg, r->end}, r, 1, depth);
    if (mate == NULL) return;
    gnbs_pos_t pos = r->beg;
    for (int32_t k = 0; k < r->n_cigar && pos < t.end; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_is_aligned(op))
            add_aligned(t, (gnbs_exon_t){pos, pos + n}, mate, -1, depth);
        if (gnbs_cigar_eats_ref(op)) pos += n;
    }
}

static void count_target(const gnbs_chunk_t *c, gnbs_region_t t, const int32_t depth[],
                         gnbs_qc_part_t *part) {
    gnbs_contig_kind_t kind = gnbs_contig_kind(c->contigs->contig[t.tid].name);
    for (gnbs_pos_t p = t.beg; p < t.end; p++) {
        int32_t d = depth[p - t.beg];
        if (gnbs_chunk_ref(c, p) > 3) continue; /* no reference, no expectation */
        if (kind == GNBS_CONTIG_X && !gnbs_contig_is_par(c->build, kind, p)) {
            part->x_bp++;
            part->x_depth += d;
        } else if (kind == GNBS_CONTIG_AUTOSOME || kind == GNBS_CONTIG_OTHER) {
            part->auto_bp++;
            part->auto_depth += d;
            part->auto_15x_bp += d >= 15;
            part->auto_20x_bp += d >= 20;
        }
    }
}

static void count_insert(const gnbs_read_t *r, gnbs_qc_part_t *part) {
    bool counts = r->is_home && (r->flag & GNBS_READ_PROPER) && r->mapq >= 20 &&
                  r->insert_bp > 0 && r->insert_bp <= MAX_INSERT_BP;
    if (!counts) return;
    part->n_insert++;
    part->insert_sum += r->insert_bp;
    part->insert_square_sum += r->insert_bp * r->insert_bp;
}

gnbs_code_t gnbs_qc_observe(const gnbs_chunk_t *c, gnbs_arena_t *arena,
                            gnbs_qc_part_t *part, gnbs_err_t *err) {
    *part = (gnbs_qc_part_t){0};
    const gnbs_read_t **mate = first_mates(c, arena);
    int32_t **depth = GNBS_NEW(arena, int32_t *, c->n_target);
    if (mate == NULL || depth == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "coverage");
    for (size_t t = 0; t < c->n_target; t++)
        if ((depth[t] = GNBS_NEW(arena, int32_t, gnbs_region_len(c->target[t]))) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "coverage");
    size_t first = 0;
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i],
                          *seen = r->overlaps_mate ? mate[r->fragment] : NULL;
        if (r->overlaps_mate && seen == NULL) mate[r->fragment] = r;
        count_insert(r, part);
        while (first < c->n_target && c->target[first].end <= r->beg) first++;
        for (size_t t = first; t < c->n_target && c->target[t].beg < r->end; t++)
            add_read(c->target[t], r, seen, depth[t]);
    }
    for (size_t t = 0; t < c->n_target; t++) count_target(c, c->target[t], depth[t], part);
    return GNBS_OK;
}

void gnbs_qc_add(gnbs_qc_part_t *s, const gnbs_qc_part_t *p) {
    s->auto_bp += p->auto_bp, s->auto_depth += p->auto_depth,
        s->auto_15x_bp += p->auto_15x_bp, s->auto_20x_bp += p->auto_20x_bp;
    s->x_bp += p->x_bp, s->x_depth += p->x_depth;
    s->n_insert += p->n_insert, s->insert_sum += p->insert_sum,
        s->insert_square_sum += p->insert_square_sum;
}

static gnbs_sex_t infer_sex(const gnbs_qc_opt_t *opt, const gnbs_quality_t *q,
                            int64_t x_bp) {
    if (x_bp < opt->min_x_bp || q->x_depth_ratio < 0) return GNBS_SEX_UNKNOWN;
    if (q->x_depth_ratio <= opt->male_max_x_ratio) return GNBS_SEX_MALE;
    return q->x_depth_ratio >= opt->female_min_x_ratio ? GNBS_SEX_FEMALE : GNBS_SEX_UNKNOWN;
}

gnbs_code_t gnbs_qc_conclude(const gnbs_qc_opt_t *opt, const gnbs_qc_part_t *s,
                             const gnbs_read_counts_t *counts, gnbs_sex_t declared,
                             gnbs_arena_t *arena, gnbs_quality_t *q, gnbs_err_t *err) {
    *q = (gnbs_quality_t){
        .has_reads = true, .counts = *counts, .x_depth_ratio = -1, .fail_reason = ""};
    if (s->auto_bp > 0) {
        q->depth_mean = (double)s->auto_depth / (double)s->auto_bp;
        q->target_15x_frac = (double)s->auto_15x_bp / (double)s->auto_bp;
        q->target_20x_frac = (double)s->auto_20x_bp / (double)s->auto_bp;
    }
    if (s->x_bp > 0 && q->depth_mean > 0)
        q->x_depth_ratio = (double)s->x_depth / (double)s->x_bp / q->depth_mean;
    if (s->n_insert > 1) {
        q->insert_mean_bp = (double)s->insert_sum / (double)s->n_insert;
        q->insert_sd_bp = sqrt(fmax(0, (double)s->insert_square_sum / (double)s->n_insert -
                                           q->insert_mean_bp * q->insert_mean_bp));
    }
    q->sex_inferred = infer_sex(opt, q, s->x_bp);
    if (q->depth_mean < opt->min_depth_mean)
        q->fail_reason =
            gnbs_arena_printf(arena, "Mean depth is %.1fx; at least %.0fx is needed",
                              q->depth_mean, opt->min_depth_mean);
    else if (q->target_15x_frac < opt->min_15x_frac)
        q->fail_reason = gnbs_arena_printf(
            arena, "%.1f%% of target bases reach 15x; at least %.0f%% are needed",
            100 * q->target_15x_frac, 100 * opt->min_15x_frac);
    else if (declared != GNBS_SEX_UNKNOWN && q->sex_inferred != GNBS_SEX_UNKNOWN &&
             declared != q->sex_inferred)
        q->fail_reason = gnbs_arena_printf(
            arena,
            "Declared %s, but the reads are those of a %s baby (X depth ratio %.2f): "
            "possible sample swap",
            gnbs_sex_name(declared), gnbs_sex_name(q->sex_inferred), q->x_depth_ratio);
    if (q->fail_reason == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    q->passes = q->fail_reason[0] == '\0';
    return GNBS_OK;
}
