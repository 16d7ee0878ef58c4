#include "qc/qc.h"

#include <string.h>

#include "qc/qc_library.h"

gnbs_qc_opt_t gnbs_qc_opt_default(void) {
    return (gnbs_qc_opt_t){
        .marker = {.min_mapq = 20, .min_base_qual = 20, .max_base_qual = 40},
        .pick = gnbs_qc_pick_opt_default(),
        .mix = gnbs_qc_mix_opt_default(),
        .sex = gnbs_qc_sex_opt_default(),
        .genome_min_shoulder = 0.80,
        .capture_max_shoulder = 0.65,
        .exome_min_bp = 1.5e7};
}

enum { FAR_BP = 1000, MIN_SHOULDER_DEPTH = 5 };

/* ---- one chunk --------------------------------------------------------------------------------------------- */

typedef struct view { /* the chunk with what it was asked */
    const gnbs_qc_request_t *rq;
    const gnbs_chunk_t *chunk;
    size_t n_target;
    const gnbs_region_t *target; /* all of the request's, or the chunk's */
    const gnbs_qc_depths_t *depths;
} view_t;

/* Autosomes by depth; X outside the pseudo-autosomal regions by sum; of Y and MT nothing. */
static void count_target(const view_t *v, gnbs_region_t t, gnbs_qc_part_t *part) {
    const gnbs_chunk_t *c = v->chunk;
    gnbs_contig_kind_t kind = gnbs_contig_kind(c->contigs->contig[t.tid].name);
    const int32_t *depth = gnbs_qc_depth_at(v->depths, t.beg);
    const uint8_t *ref = c->ref + (t.beg - c->ref_region.beg);
    bool knows_all = v->rq->lacks_reference, is_x = kind == GNBS_CONTIG_X;
    int64_t n = 0, sum = 0;
    gnbs_qc_count_gc(ref, gnbs_region_len(t), depth, part);
    if (!is_x && kind != GNBS_CONTIG_AUTOSOME && kind != GNBS_CONTIG_OTHER) return;
    for (gnbs_pos_t k = 0; k < gnbs_region_len(t); k++) {
        if (ref[k] > 3 && !knows_all) continue; /* no reference, no expectation */
        if (is_x && gnbs_contig_is_par(c->build, kind, t.beg + k)) continue;
        int32_t d = depth[k];
        n++;
        sum += d;
        if (!is_x) part->hist[d < GNBS_QC_DEPTHS ? d : GNBS_QC_DEPTHS - 1]++;
    }
    *(is_x ? &part->count.x_bp : &part->count.auto_bp) += n;
    *(is_x ? &part->count.x_depth : &part->count.auto_depth) += sum;
}

static double mean_depth(const view_t *v, gnbs_pos_t beg, gnbs_pos_t end) {
    int64_t sum = 0;
    const int32_t *depth = gnbs_qc_depth_at(v->depths, beg);
    for (gnbs_pos_t p = beg; p < end; p++) sum += depth[p - beg];
    return end > beg ? (double)sum / (double)(end - beg) : 0;
}

/* Depth beside a target against depth on it, where the neighbours leave room. */
static void count_shoulders(const view_t *v, gnbs_region_t t, gnbs_pos_t before,
                            gnbs_pos_t after, gnbs_qc_part_t *part) {
    const gnbs_pos_t side[2][2] = {
        {t.beg - GNBS_QC_SHOULDER_END, t.beg - GNBS_QC_SHOULDER_BEG},
        {t.end + GNBS_QC_SHOULDER_BEG, t.end + GNBS_QC_SHOULDER_END}};
    double on = -1;
    for (int k = 0; k < 2; k++) {
        bool is_free = k == 0 ? side[0][0] - before >= GNBS_QC_SHOULDER_END
                              : after - side[1][1] >= GNBS_QC_SHOULDER_END;
        if (!is_free || side[k][0] < 0 || v->chunk->pad_bp < GNBS_QC_SHOULDER_END) continue;
        if (on < 0) on = mean_depth(v, t.beg, t.end);
        if (on < MIN_SHOULDER_DEPTH) return;
        double ratio = mean_depth(v, side[k][0], side[k][1]) / on;
        part->count.shoulder_n++;
        part->count.shoulder_sum += ratio < 2 ? ratio : 2;
    }
}

static void count_targets(const view_t *v, gnbs_qc_part_t *part) {
    gnbs_region_t c = v->chunk->region;
    for (size_t i = gnbs_region_lower(v->n_target, v->target, c.tid, c.beg);
         i < v->n_target && gnbs_region_overlaps(v->target[i], c); i++) {
        gnbs_region_t t = v->target[i];
        bool has_before = i > 0 && v->target[i - 1].tid == t.tid,
             has_after = i + 1 < v->n_target && v->target[i + 1].tid == t.tid;
        gnbs_pos_t before = has_before ? v->target[i - 1].end : t.beg - FAR_BP,
                   after = has_after ? v->target[i + 1].beg : t.end + FAR_BP;
        if (t.beg < c.beg) before = t.beg = c.beg; /* cut: it goes on in another chunk */
        if (t.end > c.end) after = t.end = c.end;
        count_target(v, t, part);
        count_shoulders(v, t, before, after, part);
    }
}

/* Reads that could lie elsewhere (X and Y are alike in places) say nothing here. */
static gnbs_code_t count_sex(const view_t *v, gnbs_arena_t *arena, gnbs_qc_part_t *part,
                             gnbs_err_t *err) {
    const gnbs_chunk_t *c = v->chunk;
    size_t first =
               gnbs_region_lower(v->rq->n_sex, v->rq->sex, c->region.tid, c->region.beg),
           last = first;
    while (last < v->rq->n_sex && gnbs_region_overlaps(v->rq->sex[last], c->region)) last++;
    if (last == first) return GNBS_OK;
    const gnbs_qc_depth_opt_t sure = {.min_mapq = 30};
    gnbs_qc_depths_t d = {.n = last - first, .piece = v->rq->sex + first};
    GNBS_TRY(gnbs_qc_depth(&sure, c, arena, &d, err));
    bool is_y = gnbs_contig_kind(c->contigs->contig[c->region.tid].name) == GNBS_CONTIG_Y;
    for (size_t i = 0; i < d.n; i++)
        for (gnbs_pos_t p = d.piece[i].beg; p < d.piece[i].end; p++) {
            if (p < c->region.beg || p >= c->region.end) continue;
            *(is_y ? &part->count.y_bp : &part->count.x_bp) += 1;
            *(is_y ? &part->count.y_depth : &part->count.x_depth) +=
                d.depth[i][p - d.piece[i].beg];
        }
    return GNBS_OK;
}

/* The targets of the chunk with what lies beside them. */
static gnbs_code_t list_pieces(const view_t *v, gnbs_arena_t *arena, gnbs_qc_depths_t *d,
                               gnbs_err_t *err) {
    gnbs_region_t c = v->chunk->region;
    size_t first = gnbs_region_lower(v->n_target, v->target, c.tid, c.beg), last = first;
    while (last < v->n_target && gnbs_region_overlaps(v->target[last], c)) last++;
    gnbs_region_t *piece = GNBS_NEW(arena, gnbs_region_t, last - first);
    if (piece == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "targets");
    for (size_t i = first; i < last; i++) {
        gnbs_region_t t = v->target[i];
        t.beg = (t.beg > c.beg ? t.beg : c.beg) - GNBS_QC_SHOULDER_END;
        t.end = (t.end < c.end ? t.end : c.end) + GNBS_QC_SHOULDER_END;
        if (t.beg < 0) t.beg = 0;
        piece[i - first] = t;
    }
    *d = (gnbs_qc_depths_t){.n = gnbs_region_merge(last - first, piece, 0), .piece = piece};
    return GNBS_OK;
}

gnbs_code_t gnbs_qc_observe(const gnbs_qc_request_t *rq, const gnbs_chunk_t *c,
                            gnbs_arena_t *arena, gnbs_qc_part_t *part, gnbs_err_t *err) {
    gnbs_marker_pile_t *pile;
    *part = (gnbs_qc_part_t){.n_hist = GNBS_QC_DEPTHS,
                             .hist = GNBS_NEW(arena, int32_t, GNBS_QC_DEPTHS),
                             .insert = GNBS_NEW(arena, uint16_t, c->n_read)};
    if (part->hist == NULL || part->insert == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "quality");
    const view_t v = {rq, c, rq->target != NULL ? rq->n_target : c->n_target,
                      rq->target != NULL ? rq->target : c->target, &part->depths};
    GNBS_TRY(list_pieces(&v, arena, &part->depths, err));
    GNBS_TRY(gnbs_qc_depth(&rq->opt->depth, c, arena, &part->depths, err));
    count_targets(&v, part);
    while (part->n_hist > 0 && part->hist[part->n_hist - 1] == 0) part->n_hist--;
    gnbs_qc_count_reads(c, part);
    GNBS_TRY(count_sex(&v, arena, part, err));
    GNBS_TRY(gnbs_qc_pile_markers(&rq->opt->marker, c, rq->n_marker, rq->marker, arena,
                                  &part->n_pile, &pile, err));
    part->pile = pile;
    return GNBS_OK;
}

void gnbs_qc_add(gnbs_qc_sum_t *sum, const gnbs_qc_part_t *part) {
    gnbs_qc_counts_t *s = &sum->count;
    const gnbs_qc_counts_t *p = &part->count;
    s->auto_bp += p->auto_bp, s->auto_depth += p->auto_depth;
    s->x_bp += p->x_bp, s->x_depth += p->x_depth;
    s->y_bp += p->y_bp, s->y_depth += p->y_depth;
    s->n_read += p->n_read, s->n_mapq0 += p->n_mapq0;
    s->n_pair += p->n_pair, s->n_chimeric += p->n_chimeric;
    s->read_bp += p->read_bp, s->clipped_bp += p->clipped_bp;
    s->compared_bp += p->compared_bp, s->mismatch_bp += p->mismatch_bp;
    s->n_insert += p->n_insert, s->insert_sum += p->insert_sum;
    s->insert_square_sum += p->insert_square_sum;
    s->shoulder_n += p->shoulder_n, s->shoulder_sum += p->shoulder_sum;
    for (int i = 0; i <= 100; i++)
        s->gc_n[i] += p->gc_n[i], s->gc_depth[i] += p->gc_depth[i];
    for (size_t d = 0; d < part->n_hist; d++) sum->hist[d] += part->hist[d];
    for (int64_t i = 0; i < p->n_insert; i++) sum->insert[part->insert[i]]++;
}

/* ---- all of them ------------------------------------------------------------------------------------------- */

static gnbs_assay_t tell_assay(const gnbs_qc_summary_t *s) {
    const gnbs_qc_counts_t *p = &s->sum->count;
    if (p->shoulder_n < 20) return GNBS_ASSAY_UNKNOWN;
    double shoulder = p->shoulder_sum / (double)p->shoulder_n;
    if (shoulder >= s->opt->genome_min_shoulder) return GNBS_ASSAY_GENOME;
    if (shoulder > s->opt->capture_max_shoulder || s->n_mapped < 0 || p->n_read == 0 ||
        p->auto_depth == 0)
        return GNBS_ASSAY_UNKNOWN;
    /* as many bases as all reads of the file would cover at the depth seen on targets */
    double read_bp = (double)p->read_bp / (double)p->n_read;
    double depth = (double)p->auto_depth / (double)p->auto_bp;
    return (double)s->n_mapped * read_bp / depth >= s->opt->exome_min_bp ? GNBS_ASSAY_EXOME
                                                                         : GNBS_ASSAY_PANEL;
}

static void set_ratio(gnbs_quality_t *q, gnbs_metric_id_t id, int64_t bp, int64_t depth,
                      int64_t min_bp) {
    bool is_known = bp >= min_bp && q->depth_mean > 0;
    q->metric[id] = (gnbs_metric_t){
        is_known, is_known ? (double)depth / (double)bp / q->depth_mean : 0, NULL};
}

/* Heterozygous by allele balance (somalier: 0.3 to 0.7), against what two X would give. */
static void set_x_het(const gnbs_qc_summary_t *s, gnbs_quality_t *q) {
    int n = 0;
    double n_het = 0, expected = 0;
    for (size_t i = 0; i < s->n_pile; i++) {
        const gnbs_marker_pile_t *p = &s->pile[i];
        const gnbs_marker_t *m = &s->marker[p->i_marker];
        gnbs_contig_kind_t kind = gnbs_contig_kind(s->contigs->contig[m->tid].name);
        int32_t depth = p->n_ref + p->n_alt;
        if (kind != GNBS_CONTIG_X || gnbs_contig_is_par(s->build, kind, m->pos) ||
            depth < s->opt->mix.min_depth)
            continue;
        double balance = (double)p->n_alt / depth;
        n++;
        n_het += balance >= 0.3 && balance <= 0.7;
        expected += 2 * m->af * (1 - m->af);
    }
    bool is_known = n >= s->opt->sex.min_markers && expected > 3;
    q->metric[GNBS_METRIC_X_HET] =
        (gnbs_metric_t){is_known, is_known ? n_het / expected : 0, NULL};
}

static gnbs_qc_sex_t conclude_sex(const gnbs_qc_summary_t *s, gnbs_quality_t *q) {
    set_ratio(q, GNBS_METRIC_X_RATIO, s->sum->count.x_bp, s->sum->count.x_depth,
              s->opt->sex.min_bp);
    set_ratio(q, GNBS_METRIC_Y_RATIO, s->has_y ? s->sum->count.y_bp : 0,
              s->sum->count.y_depth, s->opt->sex.min_bp);
    set_x_het(s, q);
    const gnbs_qc_sex_facts_t facts = {.has_x = q->metric[GNBS_METRIC_X_RATIO].is_known,
                                       .has_y = q->metric[GNBS_METRIC_Y_RATIO].is_known,
                                       .has_het = q->metric[GNBS_METRIC_X_HET].is_known,
                                       .x_ratio = q->metric[GNBS_METRIC_X_RATIO].value,
                                       .y_ratio = q->metric[GNBS_METRIC_Y_RATIO].value,
                                       .het = q->metric[GNBS_METRIC_X_HET].value,
                                       .y_may_be_missing = q->assay != GNBS_ASSAY_GENOME};
    gnbs_qc_sex_t sex = gnbs_qc_tell_sex(&s->opt->sex, &facts);
    q->sex_inferred = sex.sex;
    q->karyotype = sex.karyotype;
    q->x_depth_ratio = facts.has_x ? facts.x_ratio : -1;
    return sex;
}

static gnbs_code_t conclude_markers(const gnbs_qc_summary_t *s, int n_x,
                                    gnbs_arena_t *arena, gnbs_quality_t *q,
                                    gnbs_err_t *err) {
    gnbs_qc_mix_t mix;
    int8_t *genotype = GNBS_NEW(arena, int8_t, s->n_pile);
    gnbs_marker_t *marker = GNBS_NEW(arena, gnbs_marker_t, s->n_pile);
    if (genotype == NULL || marker == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu markers", s->n_pile);
    const gnbs_qc_mix_request_t rq = {.opt = &s->opt->mix,
                                      .contigs = s->contigs,
                                      .build = s->build,
                                      .n_x = n_x == 1 || n_x == 2 ? n_x : 0,
                                      .n_marker = s->n_marker,
                                      .marker = s->marker,
                                      .n_pile = s->n_pile,
                                      .pile = s->pile};
    GNBS_TRY(gnbs_qc_mix_estimate(&rq, arena, &mix, genotype, err));
    for (size_t i = 0; i < s->n_pile; i++) marker[i] = s->marker[s->pile[i].i_marker];
    q->identity = (gnbs_identity_t){.n = s->n_pile,
                                    .marker = marker,
                                    .genotype = genotype,
                                    .sample = "",
                                    .markers = ""};
    q->metric[GNBS_METRIC_MARKERS] = (gnbs_metric_t){true, (double)mix.n_used, NULL};
    q->metric[GNBS_METRIC_CONTAMINATION] = (gnbs_metric_t){mix.is_known, mix.alpha, NULL};
    q->metric[GNBS_METRIC_CHARR] = (gnbs_metric_t){mix.has_charr, mix.charr, NULL};
    q->contamination_low = mix.alpha_low, q->contamination_high = mix.alpha_high;
    return GNBS_OK;
}

gnbs_code_t gnbs_qc_conclude(const gnbs_qc_summary_t *s, gnbs_arena_t *arena,
                             gnbs_quality_t *q, gnbs_err_t *err) {
    *q = (gnbs_quality_t){.has_reads = true,
                          .counts = *s->counts,
                          .x_depth_ratio = -1,
                          .karyotype = "",
                          .fail_reason = "",
                          .fail_action = ""};
    gnbs_qc_conclude_library(s->sum, s->counts, q);
    q->assay = tell_assay(s);
    gnbs_qc_sex_t sex = conclude_sex(s, q);
    return conclude_markers(s, sex.n_x, arena, q, err);
}
