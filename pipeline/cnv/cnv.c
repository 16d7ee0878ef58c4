#include "cnv/cnv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"

gnbs_cnv_opt_t gnbs_cnv_opt_default(void) {
    return (gnbs_cnv_opt_t){.min_tiles = 50,
                            .min_tile_reads = 10,
                            .max_low_mapq_frac = 0.2,
                            .min_flank_frac = 0.5,
                            .min_normals = 10,
                            .min_normal_corr = 0.9,
                            .start_prob = 1e-4,
                            .short_bp = 1000,
                            .long_bp = 50000,
                            .min_split = 3,
                            .min_support = 4,
                            .min_junction_bp = 50,
                            .min_bf_junction = 3,
                            .min_bf_depth = 8,
                            .min_wide_bp = 1500,
                            .sign_bf_depth = 3,
                            .look_bp = 300000,
                            .max_looks = 500,
                            .max_spread = 0.35,
                            .max_unexplained = 60};
}

gnbs_code_t gnbs_cnv_opt_validate(const gnbs_cnv_opt_t *o, gnbs_err_t *err) {
    const double frac[] = {o->max_low_mapq_frac, o->min_flank_frac, o->min_normal_corr};
    for (size_t i = 0; i < sizeof frac / sizeof *frac; i++)
        if (!(frac[i] >= 0 && frac[i] <= 1))
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "dosage: %g is not a share between 0 and 1", frac[i]);
    if (!(o->start_prob > 0 && o->start_prob < 0.1))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "dosage: start probability %g, expected above 0, below 0.1",
                            o->start_prob);
    if (o->min_tiles < 1 || !(o->min_tile_reads > 0) || o->min_normals < 1 ||
        !(o->short_bp > 0) || !(o->long_bp > 0) || o->min_split < 1 || o->min_support < 1 ||
        o->look_bp < 0 || o->max_looks < 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "dosage: an option is out of range");
    return GNBS_OK;
}

const char *gnbs_cnv_status_sentence(gnbs_cnv_status_t status) {
    switch (status) {
    case GNBS_CNV_DONE: return "Copies were counted";
    case GNBS_CNV_FEW_TILES: return "Too few places of the panel to compare with";
    case GNBS_CNV_LOW_DEPTH: return "Too few reads to count copies";
    case GNBS_CNV_NO_NORMALS:
        return "A capture library, and no earlier samples that fit to compare it with";
    case GNBS_CNV_NOISY:
        return "The number of reads varies too much from place to place to count copies";
    }
    return "Copies were not counted";
}

/* ---- chromosomes ------------------------------------------------------------------------------ */

/* Median ratio of each gene on [first, end), then whether they agree. */
static void judge_contig(size_t first, size_t end, const gnbs_tile_t tile[],
                         double scratch[], double gene_ratio[], gnbs_cnv_contig_t *c) {
    enum { MIN_GENES = 4, MIN_SPAN_BP = 10000000 };
    size_t n_gene = 0;
    for (size_t i = first, k; i < end; i = k) {
        size_t n = 0;
        for (k = i; k < end && tile[k].i_gene == tile[i].i_gene; k++)
            if (tile[k].is_usable) scratch[n++] = tile[k].n_read / tile[k].n_expected;
        c->n_tile += (int32_t)n;
        if (n > 0) gene_ratio[n_gene++] = gnbs_cnv_median(n, scratch);
    }
    if (n_gene == 0) return;
    memcpy(scratch, gene_ratio, n_gene * sizeof *scratch);
    c->ratio = gnbs_cnv_median(n_gene, scratch);
    double copies = c->ratio * c->expected, whole = floor(copies + 0.5);
    size_t n_agree = 0;
    double near = fmax(0.2, c->ratio / 4);
    for (size_t i = 0; i < n_gene; i++) n_agree += fabs(gene_ratio[i] - c->ratio) < near;
    bool is_whole_contig = n_gene >= MIN_GENES && 10 * n_agree >= 9 * n_gene &&
                           tile[end - 1].region.end - tile[first].region.beg > MIN_SPAN_BP;
    if (is_whole_contig && fabs(copies - whole) < 0.2 && whole >= 1 && whole <= 4)
        c->copies = (int8_t)whole;
}

/* A chromosome that is there once more, or once less, is no event of each of its genes: they are judged against its own
 * number. What it means is not this method's to report. */
static void follow_contig(size_t first, size_t end, gnbs_tile_t tile[],
                          const gnbs_cnv_contig_t *c) {
    if (c->copies == c->expected) return;
    for (size_t i = first; i < end; i++) {
        if (tile[i].expected != c->expected) continue;
        tile[i].n_expected *= (double)c->copies / c->expected;
        tile[i].expected = c->copies;
    }
}

static gnbs_code_t judge_contigs(const gnbs_bundle_t *b, size_t n, gnbs_tile_t tile[],
                                 gnbs_arena_t *arena, gnbs_cnv_result_t *r,
                                 gnbs_err_t *err) {
    double *scratch = GNBS_NEW(arena, double, n), *gene = GNBS_NEW(arena, double, n);
    r->contig = GNBS_NEW(arena, gnbs_cnv_contig_t, b->contigs.n);
    if (scratch == NULL || gene == NULL || r->contig == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    for (size_t first = 0, end; first < n; first = end) {
        size_t middle = first + 1;
        while (middle < n && tile[middle].region.tid == tile[first].region.tid) middle++;
        end = middle;
        gnbs_cnv_contig_t c = {.tid = tile[first].region.tid};
        for (size_t i = first; i < end;
             i++) /* outside the pseudo-autosomal regions, if it has any */
            if (i == first || tile[i].expected < c.expected) c.expected = tile[i].expected;
        c.copies = c.expected;
        judge_contig(first, end, tile, scratch, gene, &c);
        follow_contig(first, end, tile, &c);
        r->contig[r->n_contig++] = c;
    }
    return GNBS_OK;
}

/* ---- all of it -------------------------------------------------------------------------------- */

static gnbs_code_t expect(const gnbs_cnv_request_t *rq, size_t n, gnbs_tile_t tile[],
                          gnbs_cnv_reference_t ref[], gnbs_arena_t *arena,
                          gnbs_cnv_result_t *r, gnbs_err_t *err) {
    double *scratch = GNBS_NEW(arena, double, n);
    if (scratch == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    gnbs_cnv_set_copies(rq, n, tile);
    size_t n_teach = 0;
    for (size_t i = 0; i < n; i++) n_teach += tile[i].expected == 2 && tile[i].gc_frac >= 0;
    if ((int64_t)n_teach < rq->opt->min_tiles) {
        r->status = GNBS_CNV_FEW_TILES;
        return GNBS_OK;
    }
    r->is_capture = gnbs_cnv_flank_ratio(n, tile, scratch) < rq->opt->min_flank_frac;
    if (rq->normals != NULL)
        GNBS_TRY(gnbs_cnv_expect_normals(rq, n, tile, ref, &r->n_normal, arena, err));
    if (r->n_normal == 0 && r->is_capture) {
        r->status = GNBS_CNV_NO_NORMALS;
        return GNBS_OK;
    }
    if (r->n_normal == 0) GNBS_TRY(gnbs_cnv_expect_own(rq->opt, n, tile, ref, arena, err));
    size_t n_usable = 0;
    for (size_t i = 0; i < n; i++) {
        if (!tile[i].is_usable || tile[i].expected != 2) continue;
        scratch[n_usable++] =
            1000 * tile[i].n_expected / (double)gnbs_region_len(tile[i].region);
    }
    if ((int64_t)n_usable < rq->opt->min_tiles) r->status = GNBS_CNV_LOW_DEPTH;
    r->reads_per_kb = gnbs_cnv_median(n_usable, scratch);
    return GNBS_OK;
}

static gnbs_code_t find(const gnbs_cnv_request_t *rq, const gnbs_cnv_noise_t *noise,
                        size_t n, gnbs_tile_t tile[], gnbs_arena_t *arena,
                        gnbs_cnv_result_t *r, gnbs_err_t *err) {
    gnbs_cnv_looker_t looker = {.rq = rq};
    gnbs_arena_init(&looker.arena);
    gnbs_cnv_bench_t bench = {.rq = rq,
                              .noise = noise,
                              .n_tile = n,
                              .tile = tile,
                              .looker = &looker,
                              .arena = arena};
    gnbs_cnv_events_t events = {0};
    gnbs_code_t code = gnbs_cnv_find_events(&bench, &events, err);
    if (code == GNBS_OK) {
        r->event = GNBS_NEW(arena, gnbs_dosage_t, events.n);
        if (r->event == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "events");
    }
    bool is_noisy = bench.n_unexplained > rq->opt->max_unexplained;
    if (code == GNBS_OK && is_noisy) r->status = GNBS_CNV_NOISY;
    if (code == GNBS_OK && !is_noisy && events.n > 0) {
        memcpy(r->event, events.at, events.n * sizeof *events.at);
        r->n_event = events.n;
    }
    r->n_look = looker.n_look;
    if (looker.handle != NULL) rq->reads->close(looker.handle);
    gnbs_arena_clear(&looker.arena);
    GNBS_VEC_CLEAR(&events);
    return code;
}

gnbs_code_t gnbs_cnv_conclude(const gnbs_cnv_request_t *rq, size_t n, gnbs_tile_t tile[],
                              gnbs_arena_t *arena, gnbs_cnv_result_t *r, gnbs_err_t *err) {
    *r = (gnbs_cnv_result_t){.status = GNBS_CNV_DONE};
    gnbs_cnv_reference_t *ref = GNBS_NEW(arena, gnbs_cnv_reference_t, n);
    if (ref == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu tiles", n);
    GNBS_TRY(expect(rq, n, tile, ref, arena, r, err));
    if (r->status != GNBS_CNV_DONE) return GNBS_OK;
    GNBS_TRY(judge_contigs(rq->bundle, n, tile, arena, r, err));
    gnbs_cnv_noise_t noise;
    for (size_t i = 0; i < n; i++) tile[i].copies = -1;
    for (int round = 0; round < 2;
         round++) { /* the second time without what the first found */
        GNBS_TRY(gnbs_cnv_measure_noise(n, tile, ref, arena, &noise, err));
        GNBS_TRY(gnbs_cnv_segment(rq->opt, &noise, n, tile, ref, arena, err));
    }
    r->overdispersion = noise.rho;
    r->spread = noise.spread;
    if (noise.spread > rq->opt->max_spread)
        r->status = GNBS_CNV_NOISY;
    else
        GNBS_TRY(find(rq, &noise, n, tile, arena, r, err));
    return GNBS_OK;
}
