#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cnv/cnv_parts.h"
#include "core/math.h"

enum {
    NEAR_BP = 500,  /* tiles so near a short junction say how many reads to expect in it */
    SHORT_BP = 300, /* depth may lean against a junction so short, */
    MEDIUM_BP = 1000,   /* must not against this, and must speak for anything longer, */
    LONG_BP = 3000,     /* but where two kinds of reads show it less strictly up to here */
    MIN_TILES_BP = 100, /* inside a long junction */
    WIDE_EMPTY_FACTOR =
        2, /* without any read left, twice as wide: lost reads look like a lost gene */
    MAX_PLACES =
        3, /* of the junctions that may explain a stretch, the best few are looked at */
};
static const double NULL_SHARE = 0.01;    /* of reads that look split where nothing is */
static const double MIN_DEPTH_SHORT = -1; /* log10 Bayes factors of the depth inside */
static const double MIN_DEPTH_LONG = 1;
static const double SIDE_SHARE =
    0.3; /* a junction within another's event needs this share of its fragments */

/* ---- reads inside -------------------------------------------------------------------------- */

typedef struct inside {
    double x, expected; /* reads, and what the expected copies would give */
    int32_t n_tile;
    int8_t copies; /* the expected ones; 0: not known */
} inside_t;

/* A long event is counted by the tiles that lie in it, a short one by its own reads against what tiles around it expect. */
static inside_t count_inside(const gnbs_cnv_bench_t *b, gnbs_region_t r, int32_t n_inside) {
    inside_t in = {0};
    gnbs_pos_t wide = n_inside >= 0 ? NEAR_BP : 0;
    double bases = 0;
    for (size_t i = gnbs_tile_lower(b->n_tile, b->tile, r.tid, r.beg - wide);
         i < b->n_tile && b->tile[i].region.tid == r.tid &&
         b->tile[i].region.beg < r.end + wide;
         i++) {
        const gnbs_tile_t *t = &b->tile[i];
        if (in.copies == 0) in.copies = t->expected;
        bool is_in = t->region.beg >= r.beg && t->region.end <= r.end;
        if (!t->is_usable || (n_inside < 0 && !is_in)) continue;
        in.x += t->n_read;
        in.expected += t->n_expected;
        bases += (double)gnbs_region_len(t->region);
        in.n_tile++;
    }
    if (n_inside >= 0 && bases > 0) {
        in.expected *= (double)gnbs_region_len(r) / bases;
        in.x = n_inside;
    }
    if (bases < MIN_TILES_BP) in.expected = 0;
    return in;
}

static int other_copies(gnbs_dosage_kind_t kind, int expected, int k) {
    return kind == GNBS_DOSAGE_DEL ? expected - k : expected + k;
}

static double depth_ln(const gnbs_cnv_bench_t *b, const inside_t *in, int copies) {
    if (in->expected <= 0) return 0;
    double share = copies > 0 ? (double)copies / in->copies : 0.02;
    return gnbs_cnv_run_ln(in->x, in->expected * share, b->noise);
}

/* Of the fragments at a junction those that cross it: k of the expected copies lost, or k copies with a junction each beside
 * all of the expected ones, which still run through. */
static double junction_ln(const gnbs_cnv_junction_t *j, int expected, int k) {
    double f = k == 0                       ? NULL_SHARE
               : j->kind == GNBS_DOSAGE_DEL ? (double)k / expected
                                            : (double)k / (expected + k);
    f = fmin(fmax(f, NULL_SHARE), 1 - 2 * NULL_SHARE);
    return gnbs_math_ln_binom(j->n_split, j->n_split + j->n_spanning, f);
}

static void set_ratio(const gnbs_cnv_bench_t *b, const inside_t *in, gnbs_dosage_t *d) {
    double x = fmax(in->x, 1);
    double sd = sqrt(b->noise->poisson * x + b->noise->relative * x * x);
    d->n_tile = in->n_tile;
    d->n_read = (int32_t)in->x;
    d->expected = in->copies;
    if (in->expected <= 0) return;
    d->ratio = in->x / in->expected;
    d->ratio_lo = fmax(0, in->x - 1.96 * sd) / in->expected;
    d->ratio_hi = (in->x + 1.96 * sd) / in->expected;
}

/* The number of copies that fits best, and the Bayes factors for it. */
static void set_copies(const gnbs_cnv_bench_t *b, const inside_t *in,
                       const gnbs_cnv_junction_t *j, gnbs_dosage_t *d) {
    double null_depth = depth_ln(b, in, in->copies),
           null_all = null_depth + (j != NULL ? junction_ln(j, in->copies, 0) : 0),
           best = -INFINITY;
    for (int k = 1; k <= in->copies || (d->kind == GNBS_DOSAGE_DUP && k <= 2); k++) {
        int copies = other_copies(d->kind, in->copies, k);
        double depth = depth_ln(b, in, copies),
               all = depth + (j != NULL ? junction_ln(j, in->copies, k) : 0);
        if (all <= best) continue;
        best = all;
        d->copies = (int8_t)copies;
        d->log10_bf = (all - null_all) / log(10.0);
        d->log10_bf_depth = (depth - null_depth) / log(10.0);
    }
}

/* ---- events with a junction ---------------------------------------------------------------- */

/* How far the number of reads may lean against the event. Where splits and pairs, each enough alone, both show the junction,
 * chance alone in the counts of a short stretch does not undo it. */
static bool is_depth_in_step(const gnbs_cnv_opt_t *opt, const gnbs_dosage_t *d) {
    gnbs_pos_t len = gnbs_region_len(d->region);
    bool is_shown_twice = d->n_split >= opt->min_split && d->n_pair >= opt->min_split;
    double least = len < SHORT_BP || (is_shown_twice && len < LONG_BP) ? MIN_DEPTH_SHORT
                   : len < MEDIUM_BP || is_shown_twice                 ? 0
                                                                       : MIN_DEPTH_LONG;
    return d->n_tile > 0 && d->log10_bf_depth >= least;
}

/* False: where it lies no number of copies is expected. */
static bool judge_junction(const gnbs_cnv_bench_t *b, const gnbs_cnv_junction_t *j,
                           gnbs_dosage_t *d) {
    const gnbs_cnv_opt_t *opt = b->rq->opt;
    inside_t in = count_inside(b, j->region, j->n_inside);
    *d = (gnbs_dosage_t){.kind = j->kind,
                         .region = j->region,
                         .is_exact = j->is_exact,
                         .is_tandem = j->kind == GNBS_DOSAGE_DUP,
                         .ci_beg = j->ci_beg,
                         .ci_end = j->ci_end,
                         .homology_bp = j->homology_bp,
                         .inserted_bp = j->inserted_bp,
                         .n_split = j->n_split,
                         .n_pair = j->n_pair,
                         .n_spanning = j->n_spanning};
    if (in.copies == 0) return false;
    set_ratio(b, &in, d);
    set_copies(b, &in, j->is_exact ? j : NULL, d);
    bool has_support =
        j->n_split >= opt->min_split || (j->n_split + j->n_pair >= opt->min_support);
    if (!has_support || d->log10_bf < opt->min_bf_junction) d->filter |= GNBS_DOSAGE_WEAK;
    if (!is_depth_in_step(opt, d)) d->filter |= GNBS_DOSAGE_DEPTH_DISAGREES;
    return true;
}

static bool touches_gene(const gnbs_cnv_bench_t *b, const gnbs_dosage_t *d) {
    const gnbs_bundle_t *bundle = b->rq->bundle;
    for (size_t i = 0; i < bundle->n_gene; i++) {
        const gnbs_gene_t *g = &bundle->gene[i];
        gnbs_dosage_effect_t effect;
        if (g->tid == d->region.tid && g->n_transcript > 0 && g->beg < d->region.end &&
            d->region.beg < g->end &&
            gnbs_cnv_affect(d, &bundle->transcript[g->transcript[0]], b->arena, &effect))
            return true;
    }
    return false;
}

static gnbs_pos_t shared_bp(gnbs_region_t a, gnbs_region_t b) {
    if (!gnbs_region_overlaps(a, b)) return 0;
    return (a.end < b.end ? a.end : b.end) - (a.beg > b.beg ? a.beg : b.beg);
}

static int32_t support(const gnbs_dosage_t *d) { return d->n_split + d->n_pair; }

/* Reads of one event may align in a second way: a junction with few fragments within the event of one with many. */
static bool is_shadow(const gnbs_cnv_events_t *had, const gnbs_dosage_t *d) {
    for (size_t i = 0; i < had->n; i++) {
        const gnbs_dosage_t *e = &had->at[i];
        gnbs_pos_t shared = shared_bp(e->region, d->region);
        bool is_same = 20 * shared >= 19 * gnbs_region_len(d->region) &&
                       20 * shared >= 19 * gnbs_region_len(e->region);
        if (e->kind == d->kind && e->filter == 0 &&
            (is_same || (2 * shared >= gnbs_region_len(d->region) &&
                         support(d) < SIDE_SHARE * support(e))))
            return true;
    }
    return false;
}

static int compare_support(const void *a, const void *b) {
    const gnbs_dosage_t *x = a, *y = b;
    if ((x->filter == 0) != (y->filter == 0)) return x->filter == 0 ? -1 : 1;
    if (support(x) != support(y)) return support(y) - support(x);
    int c = gnbs_region_compare(&x->region, &y->region);
    return c != 0 ? c : (int)x->kind - (int)y->kind;
}

static gnbs_code_t keep_best(gnbs_cnv_events_t *found, gnbs_cnv_events_t *out,
                             gnbs_err_t *err) {
    if (found->n > 0) qsort(found->at, found->n, sizeof *found->at, compare_support);
    for (size_t i = 0; i < found->n; i++)
        if (!is_shadow(out, &found->at[i]) && !GNBS_PUSH(out, found->at[i]))
            return gnbs_err_set(err, GNBS_E_NOMEM, "events");
    return GNBS_OK;
}

/* Junctions that the pass saw, in or beside exons. */
static gnbs_code_t judge_seen(gnbs_cnv_bench_t *b, gnbs_cnv_events_t *out,
                              gnbs_err_t *err) {
    gnbs_cnv_hints_t hints = {0};
    gnbs_cnv_junctions_t seen = {0};
    gnbs_cnv_events_t found = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; i < b->rq->n_hint && code == GNBS_OK; i++)
        if (b->rq->hint[i].is_split && !GNBS_PUSH(&hints, b->rq->hint[i]))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "hints");
    if (code == GNBS_OK)
        code = gnbs_cnv_join_hints(b->rq, hints.n, hints.at, false, &seen, err);
    for (size_t i = 0; i < seen.n && code == GNBS_OK; i++) {
        gnbs_cnv_junction_t *j = &seen.at[i];
        gnbs_dosage_t d = {.kind = j->kind, .region = j->region, .is_exact = true};
        if (j->n_split < 2 || gnbs_region_len(j->region) < b->rq->opt->min_junction_bp ||
            !touches_gene(b, &d))
            continue;
        code = gnbs_cnv_look_at(b->looker, j, err);
        if (code == GNBS_OK && judge_junction(b, j, &d) && !GNBS_PUSH(&found, d))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "events");
    }
    if (code == GNBS_OK) code = keep_best(&found, out, err);
    GNBS_VEC_CLEAR(&hints);
    GNBS_VEC_CLEAR(&seen);
    GNBS_VEC_CLEAR(&found);
    return code;
}

/* ---- stretches of other copies -------------------------------------------------------------- */

typedef struct
    stretch {           /* usable tiles in a row with fewer copies than expected, or more */
    size_t first, last; /* inclusive */
    gnbs_dosage_kind_t kind;
} stretch_t;

static bool is_explained(const gnbs_cnv_events_t *had, const gnbs_tile_t *t,
                         gnbs_dosage_kind_t kind) {
    gnbs_pos_t middle = t->region.beg + gnbs_region_len(t->region) / 2, edge = 200;
    for (size_t i = 0; i < had->n; i++) {
        const gnbs_dosage_t *d = &had->at[i];
        if (d->filter == 0 && d->kind == kind && d->region.tid == t->region.tid &&
            middle >= d->region.beg - edge && middle < d->region.end + edge)
            return true;
    }
    return false;
}

static bool is_other(const gnbs_tile_t *t) {
    return t->is_usable && t->copies >= 0 && t->copies != t->expected;
}

static gnbs_dosage_kind_t kind_of(const gnbs_tile_t *t) {
    return t->copies < t->expected ? GNBS_DOSAGE_DEL : GNBS_DOSAGE_DUP;
}

/* The next stretch from *i on that no event with a junction explains. */
static bool next_stretch(const gnbs_cnv_bench_t *b, const gnbs_cnv_events_t *had, size_t *i,
                         stretch_t *s) {
    for (; *i < b->n_tile; ++*i) {
        const gnbs_tile_t *t = &b->tile[*i];
        if (!is_other(t)) continue;
        s->kind = kind_of(t);
        if (is_explained(had, t, s->kind)) continue;
        s->first = s->last = *i;
        for (size_t k = *i + 1; k < b->n_tile && b->tile[k].region.tid == t->region.tid;
             k++) {
            if (!b->tile[k].is_usable) continue;
            if (!is_other(&b->tile[k]) || kind_of(&b->tile[k]) != s->kind ||
                is_explained(had, &b->tile[k], s->kind))
                break;
            s->last = k;
        }
        *i = s->last + 1;
        return true;
    }
    return false;
}

static size_t usable_before(const gnbs_cnv_bench_t *b, size_t i) {
    size_t k = i;
    while (k > 0 && b->tile[k - 1].region.tid == b->tile[i].region.tid)
        if (b->tile[--k].is_usable) return k;
    return i;
}
static size_t usable_after(const gnbs_cnv_bench_t *b, size_t i) {
    for (size_t k = i + 1; k < b->n_tile && b->tile[k].region.tid == b->tile[i].region.tid;
         k++)
        if (b->tile[k].is_usable) return k;
    return i;
}

typedef struct width {
    double bp;
    bool is_empty; /* part of it has no copy left */
} width_t;

static void depth_event(const gnbs_cnv_bench_t *b, const stretch_t *s, gnbs_dosage_t *d,
                        width_t *w) {
    const gnbs_tile_t *first = &b->tile[s->first], *last = &b->tile[s->last];
    gnbs_region_t r = {first->region.tid, first->region.beg, last->region.end};
    size_t before = usable_before(b, s->first), after = usable_after(b, s->last);
    *d = (gnbs_dosage_t){.kind = s->kind, .region = r};
    d->ci_beg = (gnbs_region_t){r.tid, b->tile[before].region.beg, first->region.end};
    d->ci_end = (gnbs_region_t){r.tid, last->region.beg, b->tile[after].region.end};
    gnbs_pos_t far = b->rq->opt->look_bp; /* nothing was counted beyond: it may reach far */
    if (before == s->first) d->ci_beg.beg = r.beg > far ? r.beg - far : 0;
    if (after == s->last) d->ci_end.end = r.end + far;
    *w = (width_t){0};
    inside_t in = {.copies = first->expected};
    for (size_t i = s->first; i <= s->last; i++) {
        const gnbs_tile_t *t = &b->tile[i];
        if (!t->is_usable) continue;
        in.x += t->n_read;
        in.expected += t->n_expected;
        in.n_tile++;
        w->bp += (double)gnbs_region_len(t->region);
        w->is_empty |= t->copies == 0;
    }
    set_ratio(b, &in, d);
    set_copies(b, &in, NULL, d);
}

/* Where no read is left a lost gene looks like lost reads: without a read across it, it is no call, however wide. */
static void judge_depth(const gnbs_cnv_opt_t *opt, const width_t *w, gnbs_dosage_t *d) {
    bool is_wide = w->bp >= opt->min_wide_bp && !w->is_empty;
    if (!is_wide) d->filter |= GNBS_DOSAGE_NO_JUNCTION;
    if (d->log10_bf_depth < opt->min_bf_depth) d->filter |= GNBS_DOSAGE_WEAK;
}

/* Where the ends may lie: from the last tile of the usual number to the first of the other, at most look_bp away. */
static void search_zones(const gnbs_cnv_bench_t *b, const stretch_t *s, gnbs_region_t *left,
                         gnbs_region_t *right) {
    size_t before = usable_before(b, s->first), after = usable_after(b, s->last);
    gnbs_region_t first = b->tile[s->first].region, last = b->tile[s->last].region;
    gnbs_pos_t far = b->rq->opt->look_bp;
    *left = (gnbs_region_t){first.tid, first.beg - far, first.end};
    *right = (gnbs_region_t){last.tid, last.beg, last.end + far};
    if (before != s->first && b->tile[before].region.beg > left->beg)
        left->beg = b->tile[before].region.beg;
    if (after != s->last && b->tile[after].region.end < right->end)
        right->end = b->tile[after].region.end;
    if (left->beg < 0) left->beg = 0;
}

static int compare_junction(const void *a, const void *b) {
    const gnbs_cnv_junction_t *x = a, *y = b;
    int32_t sx = 2 * x->n_split + x->n_pair, sy = 2 * y->n_split + y->n_pair;
    if (sx != sy) return sy - sx;
    return gnbs_region_compare(&x->region, &y->region);
}

/* The junction that explains the stretch best, if there is one. */
static gnbs_code_t find_junction(gnbs_cnv_bench_t *b, const stretch_t *s,
                                 const gnbs_dosage_t *by_depth, gnbs_dosage_t *found,
                                 bool *is_found, gnbs_err_t *err) {
    gnbs_region_t left, right;
    gnbs_cnv_junctions_t j = {0};
    *is_found = false;
    search_zones(b, s, &left, &right);
    gnbs_code_t code = gnbs_cnv_look_for(b->looker, s->kind, left, right, &j, err);
    if (code == GNBS_OK && j.n > 0) qsort(j.at, j.n, sizeof *j.at, compare_junction);
    for (size_t i = 0; i < j.n && i < MAX_PLACES && code == GNBS_OK && !*is_found; i++) {
        if (j.at[i].is_exact) code = gnbs_cnv_look_at(b->looker, &j.at[i], err);
        *is_found = code == GNBS_OK && judge_junction(b, &j.at[i], found) &&
                    found->filter == 0 &&
                    2 * shared_bp(found->region, by_depth->region) >=
                        gnbs_region_len(by_depth->region);
    }
    GNBS_VEC_CLEAR(&j);
    return code;
}

static gnbs_code_t judge_stretches(gnbs_cnv_bench_t *b, gnbs_cnv_events_t *out,
                                   gnbs_err_t *err) {
    stretch_t s;
    for (size_t i = 0; next_stretch(b, out, &i, &s);) {
        gnbs_dosage_t d, found = {0};
        width_t w;
        bool is_found = false;
        depth_event(b, &s, &d, &w);
        if (d.log10_bf_depth < b->rq->opt->sign_bf_depth) continue;
        if ((int64_t)b->looker->n_look < b->rq->opt->max_looks)
            GNBS_TRY(find_junction(b, &s, &d, &found, &is_found, err));
        if (is_found)
            d = found;
        else
            judge_depth(b->rq->opt, &w, &d), b->n_unexplained++;
        if (touches_gene(b, &d) && !GNBS_PUSH(out, d))
            return gnbs_err_set(err, GNBS_E_NOMEM, "events");
    }
    return GNBS_OK;
}

/* ---- what small variants say ----------------------------------------------------------------- */

static size_t first_call(const gnbs_cnv_request_t *rq, int32_t tid, gnbs_pos_t pos) {
    size_t lo = 0, hi = rq->n_call;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gnbs_variant_t *v = &rq->call[mid].variant;
        if (v->tid < tid || (v->tid == tid && v->pos < pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Two sure heterozygous variants inside a deletion that leaves one copy, or none: one may be an error. */
static bool has_het_inside(const gnbs_cnv_request_t *rq, const gnbs_dosage_t *d) {
    enum { MIN_GQ = 30, MIN_HETS = 2 };
    int n = 0;
    if (d->kind != GNBS_DOSAGE_DEL || d->copies > 1) return false;
    for (size_t i = first_call(rq, d->region.tid, d->region.beg + d->homology_bp);
         i < rq->n_call && rq->call[i].variant.tid == d->region.tid &&
         rq->call[i].variant.pos < d->region.end;
         i++)
        n += rq->call[i].zygosity == GNBS_ZYG_HET && rq->call[i].filter == 0 &&
             rq->call[i].gq_phred >= MIN_GQ && gnbs_variant_is_snv(&rq->call[i].variant);
    return n >= MIN_HETS;
}

/* Does the small-variant caller have it already, spelled out? */
static bool is_called(const gnbs_cnv_request_t *rq, const gnbs_dosage_t *d) {
    enum { MAX_SMALL_BP = 1000, APART_BP = 30 };
    gnbs_pos_t len = gnbs_region_len(d->region);
    if (len > MAX_SMALL_BP) return false;
    for (size_t i = first_call(rq, d->region.tid, d->region.beg - APART_BP);
         i < rq->n_call && rq->call[i].variant.tid == d->region.tid &&
         rq->call[i].variant.pos < d->region.end + APART_BP;
         i++) {
        const gnbs_call_t *c = &rq->call[i];
        gnbs_pos_t change =
            (gnbs_pos_t)strlen(c->variant.ref) - (gnbs_pos_t)strlen(c->variant.alt);
        if (d->kind == GNBS_DOSAGE_DUP) change = -change;
        bool is_near = d->kind == GNBS_DOSAGE_DUP ||
                       c->variant.pos < d->region.beg + d->homology_bp + APART_BP;
        if (gnbs_call_has_alt(c) && c->filter == 0 && is_near && 10 * change >= 9 * len &&
            10 * change <= 11 * len)
            return true;
    }
    return false;
}

static int compare_event(const void *a, const void *b) {
    const gnbs_dosage_t *x = a, *y = b;
    int c = gnbs_region_compare(&x->region, &y->region);
    return c != 0 ? c : (int)x->kind - (int)y->kind;
}

gnbs_code_t gnbs_cnv_find_events(gnbs_cnv_bench_t *b, gnbs_cnv_events_t *out,
                                 gnbs_err_t *err) {
    GNBS_TRY(judge_seen(b, out, err));
    GNBS_TRY(judge_stretches(b, out, err));
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        gnbs_dosage_t *d = &out->at[i];
        if (b->rq->is_beside_calls && is_called(b->rq, d)) continue;
        if (has_het_inside(b->rq, d)) d->filter |= GNBS_DOSAGE_HET_INSIDE;
        out->at[n++] = *d;
    }
    out->n = n;
    if (n > 0) qsort(out->at, n, sizeof *out->at, compare_event);
    return GNBS_OK;
}
