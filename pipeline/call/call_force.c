#include "call/call_force.h"

#include <math.h>
#include <string.h>

#include "call/call_stats.h"
#include "call/call_window.h"
#include "core/math.h"
#include "genome/seq.h"

enum { NEAR_BP = 12, PL_MAX = 9999 };

typedef struct force {
    const gnbs_call_request_t *rq;
    gnbs_arena_t *arena;
    gnbs_pileup_t pileup;
    size_t n_window;
    gnbs_window_t *window;
    gnbs_assembled_t assembled;
} force_t;

static bool is_indel(const gnbs_variant_t *v) { return strlen(v->ref) != strlen(v->alt); }

/* REF, and the repeat of the indel's unit behind it: where reads may show it. */
static gnbs_pos_t reach_of(const gnbs_chunk_t *c, const gnbs_variant_t *v) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    gnbs_pos_t end = v->pos + (gnbs_pos_t)n_ref;
    const char *unit = n_ref > n_alt ? v->ref + 1 : v->alt + 1;
    size_t n_unit = strlen(unit);
    for (size_t k = 0; n_unit > 0 && end < c->ref_region.end &&
                       gnbs_seq_letter(gnbs_chunk_ref(c, end)) == unit[k % n_unit];
         k++)
        end++;
    return end;
}

static const gnbs_window_t *window_over(const force_t *f, gnbs_pos_t beg, gnbs_pos_t end) {
    for (size_t i = 0; i < f->n_window; i++)
        if (f->window[i].region.beg < end && beg < f->window[i].region.end)
            return &f->window[i];
    return NULL;
}

/* The sample's own window with the named allele in it, in place of the weakest candidate when there is no room. */
static gnbs_code_t make_window(const force_t *f, const gnbs_variant_t *v,
                               const gnbs_window_t *own, gnbs_window_t *w, size_t *i_named,
                               gnbs_err_t *err) {
    const gnbs_chunk_t *c = f->rq->chunk;
    size_t n_own = own != NULL ? own->n_candidate : 0, weakest = 0;
    gnbs_candidate_t *all = GNBS_NEW(f->arena, gnbs_candidate_t, n_own + 1);
    if (all == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "candidates");
    gnbs_pos_t end = is_indel(v) ? reach_of(c, v) + 1 : v->pos + (gnbs_pos_t)strlen(v->ref);
    const gnbs_call_opt_t *opt = f->rq->opt;
    const gnbs_candidate_t named = {
        .variant = *v,
        .span = {v->tid, v->pos, end},
        .is_indel = is_indel(v),
        .prior_ln = log(is_indel(v) ? opt->indel_prior : opt->snv_prior)};
    *w = own != NULL ? *own : (gnbs_window_t){.region = {v->tid, v->pos, end}};
    if (w->region.beg > v->pos - NEAR_BP) w->region.beg = v->pos - NEAR_BP;
    if (w->region.end < end + NEAR_BP) w->region.end = end + NEAR_BP;
    if (w->region.beg < c->ref_region.beg) w->region.beg = c->ref_region.beg;
    if (w->region.end > c->ref_region.end) w->region.end = c->ref_region.end;
    for (size_t i = 1; i < n_own; i++)
        if (own->candidate[i].n_fragment < own->candidate[weakest].n_fragment) weakest = i;
    bool is_full = n_own >= (size_t)opt->max_candidates;
    w->n_candidate = 0;
    *i_named = SIZE_MAX;
    for (size_t i = 0; i <= n_own; i++) {
        if (*i_named == SIZE_MAX &&
            (i == n_own || gnbs_variant_compare(v, &own->candidate[i].variant) < 0)) {
            *i_named = w->n_candidate;
            all[w->n_candidate++] = named;
        }
        if (i < n_own && !(is_full && i == weakest))
            all[w->n_candidate++] = own->candidate[i];
    }
    w->candidate = all;
    return GNBS_OK;
}

static gnbs_code_t judge_in_window(const force_t *f, const gnbs_variant_t *v,
                                   const gnbs_window_t *own, int ploidy,
                                   gnbs_window_call_t *answer, gnbs_err_t *err) {
    size_t i_named = SIZE_MAX;
    gnbs_window_t made;
    for (size_t i = 0; own != NULL && i < own->n_candidate; i++)
        if (gnbs_variant_compare(&own->candidate[i].variant, v) == 0) i_named = i;
    if (i_named == SIZE_MAX) {
        GNBS_TRY(make_window(f, v, own, &made, &i_named, err));
        own = &made;
    }
    gnbs_window_call_t *wc = GNBS_NEW(f->arena, gnbs_window_call_t, own->n_candidate);
    if (wc == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "window");
    GNBS_TRY(gnbs_call_judge_window(&f->pileup, own, ploidy, f->arena, wc, err));
    *answer = wc[i_named];
    return GNBS_OK;
}

/* Base likelihoods; beside another ALT as strong there is room for one copy at most. */
static void judge_base(const force_t *f, const gnbs_variant_t *v, int ploidy,
                       int32_t pl[3]) {
    const gnbs_chunk_t *c = f->rq->chunk;
    size_t t = gnbs_region_lower(c->n_target, c->target, v->tid, v->pos);
    if (t == c->n_target || c->target[t].beg > v->pos) return;
    const gnbs_pile_t *pile = &f->pileup.target[t][v->pos - c->target[t].beg];
    int b = gnbs_seq_code(v->alt[0]), ref = gnbs_seq_code(v->ref[0]);
    if (b > 3 || ref > 3) return;
    double ln[3];
    gnbs_pile_likelihood(pile, b, ln);
    if (ploidy == 1) ln[1] = ln[2], ln[2] = -INFINITY;
    for (int other = 0; other < 4; other++)
        if (ploidy == 2 && other != b && other != ref &&
            pile->n_alt[other] >= 0.25 * gnbs_pile_depth(pile) &&
            gnbs_call_is_snv_candidate(f->rq->opt, pile, other)) {
            ln[1] = fmax(ln[1], ln[2]);
            ln[2] = -INFINITY;
        }
    double top = fmax(ln[0], fmax(ln[1], ln[2]));
    for (int k = 0; k <= ploidy; k++)
        pl[k] = (int32_t)fmin(PL_MAX, gnbs_math_ln_to_phred(ln[k] - top) + 0.5);
}

/* The most likely genotype, when depth and the reads alone make it sure: a prior would make silence look like reference. */
static int8_t genotype_of(const gnbs_call_opt_t *opt, int ploidy, int32_t dp,
                          const int32_t pl[3]) {
    int best = 0;
    for (int k = 1; k <= ploidy; k++)
        if (pl[k] < pl[best]) best = k;
    int32_t min_depth = ploidy == 1 ? (opt->min_depth + 1) / 2 : opt->min_depth;
    bool is_sure = dp >= min_depth;
    for (int k = 0; k <= ploidy; k++)
        is_sure = is_sure && (k == best || pl[k] - pl[best] >= opt->min_gq_phred);
    return (int8_t)(is_sure ? best : -1);
}

/* Where there was more than could be looked at, this sample says nothing. */
static bool is_crowded(const force_t *f, const gnbs_window_t *own, gnbs_region_t r) {
    bool found = own != NULL && own->is_crowded;
    for (size_t i = 0; i < f->assembled.n_crowded; i++)
        found = found || gnbs_region_overlaps(f->assembled.crowded[i], r);
    return found;
}

static gnbs_code_t force_one(const force_t *f, const gnbs_variant_t *v,
                             gnbs_parent_call_t *out, gnbs_err_t *err) {
    const gnbs_chunk_t *c = f->rq->chunk;
    int ploidy = gnbs_call_ploidy(c->contigs, c->build, f->rq->sex, v->tid, v->pos);
    *out = (gnbs_parent_call_t){.is_given = true, .ploidy = (int8_t)ploidy, .n_alt = -1};
    if (ploidy == 0) return GNBS_OK;
    gnbs_call_t seen = {.variant = *v, .ploidy = (int8_t)ploidy};
    int32_t n_ref = -1, n_alt = -1;
    gnbs_pos_t end = is_indel(v) ? reach_of(c, v) : v->pos + (gnbs_pos_t)strlen(v->ref);
    const gnbs_window_t *own = window_over(f, v->pos, end);
    bool is_told = !is_crowded(f, own, (gnbs_region_t){v->tid, v->pos, end});
    if (is_told && (own != NULL || !gnbs_variant_is_snv(v))) {
        gnbs_window_call_t wc;
        GNBS_TRY(judge_in_window(f, v, own, ploidy, &wc, err));
        memcpy(out->pl, wc.pl, sizeof out->pl);
        n_ref = wc.n_ref_fragment, n_alt = wc.n_alt_fragment;
    } else if (is_told) {
        judge_base(f, v, ploidy, out->pl);
    }
    gnbs_call_count_reads(&f->pileup, n_ref, n_alt, &seen);
    out->ad_ref = seen.ad_ref;
    out->ad_alt = seen.ad_alt;
    out->n_alt = genotype_of(f->rq->opt, ploidy, seen.dp, out->pl);
    return GNBS_OK;
}

gnbs_code_t gnbs_call_force(const gnbs_call_request_t *rq, gnbs_arena_t *arena,
                            gnbs_parent_call_t forced[], gnbs_err_t *err) {
    force_t f = {.rq = rq, .arena = arena};
    GNBS_TRY(gnbs_call_pile_up(rq->chunk, rq->opt, arena, &f.pileup, err));
    GNBS_TRY(gnbs_call_find_windows(&f.pileup, rq->n_known, rq->known, arena, &f.n_window,
                                    &f.window, &f.assembled, err));
    for (size_t i = 0; i < rq->n_known; i++)
        GNBS_TRY(force_one(&f, &rq->known[i], &forced[i], err));
    return GNBS_OK;
}
