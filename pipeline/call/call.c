#include "call/call.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "call/call_block.h"
#include "call/call_phase.h"
#include "call/call_stats.h"
#include "call/call_window.h"
#include "core/math.h"
#include "core/vec.h"

enum {
    MAX_JUDGED_BP = 1500
}; /* of a window: haplotypes of it fit in memory, reads do not span more */

typedef GNBS_VEC(gnbs_call_t) calls_t;
typedef GNBS_VEC(gnbs_callable_span_t) spans_t;

typedef struct job {
    const gnbs_call_request_t *rq;
    gnbs_arena_t *arena;
    gnbs_contig_kind_t kind; /* of the chunk's contig */
    gnbs_pileup_t pileup;
    size_t n_window;
    gnbs_window_t *window;
    uint8_t **unsure; /* [n_target][len]: 1 where a window could not decide */
    calls_t calls;
    spans_t spans;
} job_t;

static const char *const LETTER[4] = {"A", "C", "G", "T"};

/* An insertion stands between its anchor and the next base; a deletion may start before the target. */
static bool touches_targets(const gnbs_chunk_t *c, const gnbs_variant_t *v) {
    gnbs_pos_t n_ref = (gnbs_pos_t)strlen(v->ref);
    gnbs_pos_t end = v->pos + (n_ref == 1 && v->alt[1] != '\0' ? 2 : n_ref);
    size_t t = gnbs_region_lower(c->n_target, c->target, v->tid, v->pos);
    return t < c->n_target && c->target[t].tid == v->tid && c->target[t].beg < end;
}

static gnbs_zygosity_t zygosity_of(int n_alt, int ploidy) {
    if (n_alt == 0) return GNBS_ZYG_HOM_REF;
    if (ploidy == 1) return GNBS_ZYG_HEMI_ALT;
    return n_alt == 2 ? GNBS_ZYG_HOM_ALT : GNBS_ZYG_HET;
}

static int ploidy_at(const job_t *j, gnbs_pos_t pos) {
    return gnbs_call_ploidy_of(j->kind, j->rq->chunk->build, j->rq->sex, pos);
}

static int32_t to_gq(double best_ln) {
    double p_wrong = -expm1(best_ln); /* 1 - exp(best), exact near 0 */
    return p_wrong <= 0 ? 99 : (int32_t)fmin(99, gnbs_math_ln_to_phred(log(p_wrong)));
}

static double to_qual(double no_alt_ln) {
    return fmin(9999, gnbs_math_ln_to_phred(no_alt_ln));
}

/* ---- windows: indels and what stands near them ------------------------------------------------------------ */

static void mark_unsure(job_t *j, gnbs_region_t r) {
    const gnbs_chunk_t *c = j->rq->chunk;
    for (size_t t = gnbs_region_lower(c->n_target, c->target, r.tid, r.beg);
         t < c->n_target && c->target[t].beg < r.end; t++)
        for (gnbs_pos_t p = r.beg > c->target[t].beg ? r.beg : c->target[t].beg;
             p < r.end && p < c->target[t].end; p++)
            j->unsure[t][p - c->target[t].beg] = 1;
}

static gnbs_code_t take_window_call(job_t *j, const gnbs_candidate_t *cand,
                                    const gnbs_window_call_t *wc, int ploidy,
                                    gnbs_err_t *err) {
    int32_t gq = to_gq(wc->best_ln);
    if (wc->n_alt == 0) {
        if (gq < j->rq->opt->min_gq_phred) mark_unsure(j, cand->span);
        return GNBS_OK;
    }
    if (!touches_targets(j->rq->chunk, &cand->variant)) return GNBS_OK;
    gnbs_call_t call = {.variant = cand->variant,
                        .ploidy = (int8_t)ploidy,
                        .n_alt = (int8_t)wc->n_alt,
                        .n_other_alt = (int8_t)wc->n_other};
    call.zygosity = zygosity_of(wc->n_alt, ploidy);
    call.qual_phred = to_qual(wc->no_alt_ln);
    call.gq_phred = gq;
    memcpy(call.pl, wc->pl, sizeof call.pl);
    gnbs_call_count_reads(&j->pileup, wc->n_ref_fragment, wc->n_alt_fragment, &call);
    call.gq_phred = gnbs_call_honest_gq(call.gq_phred, call.rival_frac);
    gnbs_call_set_filters(j->rq->opt, &call);
    if (call.filter != 0) mark_unsure(j, cand->span);
    return GNBS_PUSH(&j->calls, call) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "calls");
}

static gnbs_code_t judge_windows(job_t *j, gnbs_err_t *err) {
    for (size_t i = 0; i < j->n_window; i++) {
        const gnbs_window_t *w = &j->window[i];
        int ploidy = ploidy_at(j, w->region.beg);
        if (w->is_crowded) mark_unsure(j, w->region);
        if (ploidy == 0) continue;
        if (gnbs_region_len(w->region) >
            MAX_JUDGED_BP) { /* a repeat longer than any read can span */
            mark_unsure(j, w->region);
            continue;
        }
        gnbs_window_call_t *wc = GNBS_NEW(j->arena, gnbs_window_call_t, w->n_candidate);
        if (wc == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "window");
        GNBS_TRY(gnbs_call_judge_window(&j->pileup, w, ploidy, j->arena, wc, err));
        for (size_t k = 0; k < w->n_candidate; k++)
            GNBS_TRY(take_window_call(j, &w->candidate[k], &wc[k], ploidy, err));
    }
    return GNBS_OK;
}

/* ---- lone mismatches ------------------------------------------------------------------------------------- */

/* Posterior over 0, 1, 2 copies of b (and, for a second base seen, one copy of each). */
static gnbs_code_t call_snv(job_t *j, gnbs_pos_t pos, uint8_t ref, const gnbs_pile_t *pile,
                            int b, int ploidy, gnbs_err_t *err) {
    double ln[3], post[3], prior = j->rq->opt->snv_prior;
    gnbs_pile_likelihood(pile, b, ln);
    if (ploidy == 1) ln[1] = ln[2], ln[2] = -INFINITY;
    post[0] = ln[0] + log1p(-1.5 * prior);
    post[1] = ln[1] + log(prior);
    post[2] = ln[2] + log(prior / 2);
    double total = gnbs_math_ln_sum(3, post), top = fmax(ln[0], fmax(ln[1], ln[2]));
    int best = 0;
    for (int k = 1; k < 3; k++)
        if (post[k] > post[best]) best = k;
    if (best == 0) return GNBS_OK;
    gnbs_call_t call = {.variant = {j->rq->chunk->region.tid, pos, LETTER[ref], LETTER[b]},
                        .ploidy = (int8_t)ploidy,
                        .n_alt = (int8_t)best};
    call.zygosity = zygosity_of(best, ploidy);
    call.qual_phred = to_qual(post[0] - total);
    call.gq_phred = to_gq(post[best] - total);
    for (int k = 0; k <= ploidy; k++)
        call.pl[k] = (int32_t)fmin(9999, gnbs_math_ln_to_phred(ln[k] - top) + 0.5);
    for (int c = 0; c < 4; c++) /* a second ALT as strong: 1/2 */
        if (c != b && c != ref && ploidy == 2 &&
            gnbs_call_is_snv_candidate(j->rq->opt, pile, c) &&
            pile->n_alt[c] >= 0.25 * gnbs_pile_depth(pile)) {
            call.n_other_alt = 1;
            call.n_alt = 1;
            call.zygosity = GNBS_ZYG_HET;
        }
    gnbs_call_count_reads(&j->pileup, -1, -1, &call);
    call.gq_phred = gnbs_call_honest_gq(call.gq_phred, call.rival_frac);
    gnbs_call_set_filters(j->rq->opt, &call);
    return GNBS_PUSH(&j->calls, call) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "calls");
}

static bool in_window(const job_t *j, gnbs_pos_t pos, size_t *i_window) {
    while (*i_window < j->n_window && j->window[*i_window].region.end <= pos) (*i_window)++;
    return *i_window < j->n_window && j->window[*i_window].region.beg <= pos;
}

static gnbs_code_t judge_snvs(job_t *j, gnbs_err_t *err) {
    const gnbs_chunk_t *c = j->rq->chunk;
    size_t i_window = 0;
    for (size_t t = 0; t < c->n_target; t++) {
        for (gnbs_pos_t pos = c->target[t].beg; pos < c->target[t].end; pos++) {
            const gnbs_pile_t *pile = &j->pileup.target[t][pos - c->target[t].beg];
            uint8_t ref = gnbs_chunk_ref(c, pos);
            if (pile->n_ref == gnbs_pile_depth(pile) || ref > 3 ||
                in_window(j, pos, &i_window))
                continue;
            int ploidy = ploidy_at(j, pos);
            for (int b = 0; b < 4 && ploidy > 0; b++)
                if (b != ref && gnbs_call_is_snv_candidate(j->rq->opt, pile, b))
                    GNBS_TRY(call_snv(j, pos, ref, pile, b, ploidy, err));
        }
    }
    return GNBS_OK;
}

/* ---- what can be judged ---------------------------------------------------------------------------------- */

static const gnbs_call_t *call_at(const job_t *j, gnbs_pos_t pos) {
    size_t lo = 0, hi = j->calls.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (j->calls.at[mid].variant.pos < pos)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < j->calls.n && j->calls.at[lo].variant.pos == pos ? &j->calls.at[lo] : NULL;
}

static gnbs_callable_t status_of(const job_t *j, size_t t, gnbs_pos_t pos) {
    const gnbs_call_opt_t *opt = j->rq->opt;
    const gnbs_pile_t *pile = &j->pileup.target[t][pos - j->rq->chunk->target[t].beg];
    uint8_t ref = gnbs_chunk_ref(j->rq->chunk, pos);
    int ploidy = ploidy_at(j, pos);
    int32_t depth = gnbs_pile_depth(pile), with_gap = depth + pile->n_gap,
            min_depth = ploidy == 1 ? (opt->min_depth + 1) / 2 : opt->min_depth;
    if (ref > 3) return GNBS_CALLABLE_REF_N;
    if (with_gap + pile->n_low_mapq == 0) return GNBS_CALLABLE_NO_COVERAGE;
    if (with_gap < min_depth)
        return pile->n_low_mapq > with_gap ? GNBS_CALLABLE_LOW_MAPQ
                                           : GNBS_CALLABLE_LOW_DEPTH;
    if (j->unsure[t][pos - j->rq->chunk->target[t].beg]) return GNBS_CALLABLE_LOW_GQ;
    if (pile->n_low_mapq > 2 * with_gap) return GNBS_CALLABLE_LOW_MAPQ;
    if (pile->n_low_mapq_alt >= opt->min_alt_fragments &&
        5 * pile->n_low_mapq_alt >= with_gap + pile->n_low_mapq)
        return GNBS_CALLABLE_LOW_MAPQ; /* what cannot be placed may carry a variant of here */
    const gnbs_call_t *call = call_at(j, pos);
    if (call != NULL) return call->filter == 0 ? GNBS_CALLABLE : GNBS_CALLABLE_LOW_GQ;
    if (pile->n_gap * 5 >= with_gap)
        return GNBS_CALLABLE; /* inside a deletion that a window has judged */
    return gnbs_call_reference_gq(pile, ref, ploidy == 0 ? 2 : ploidy) >= opt->min_gq_phred
               ? GNBS_CALLABLE
               : GNBS_CALLABLE_LOW_GQ;
}

static gnbs_code_t write_spans(job_t *j, gnbs_err_t *err) {
    const gnbs_chunk_t *c = j->rq->chunk;
    for (size_t t = 0; t < c->n_target; t++) {
        gnbs_pos_t beg = c->target[t].beg;
        gnbs_callable_t status = status_of(j, t, beg);
        int64_t depth = 0;
        for (gnbs_pos_t pos = beg; pos <= c->target[t].end; pos++) {
            gnbs_callable_t here =
                pos < c->target[t].end ? status_of(j, t, pos) : GNBS_CALLABLE_N;
            if (here != status) {
                gnbs_callable_span_t s = {
                    {c->region.tid, beg, pos}, status, (double)depth / (double)(pos - beg)};
                if (!GNBS_PUSH(&j->spans, s))
                    return gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
                beg = pos, status = here, depth = 0;
            }
            if (pos < c->target[t].end) {
                const gnbs_pile_t *pile = &j->pileup.target[t][pos - c->target[t].beg];
                depth += gnbs_pile_depth(pile) + pile->n_gap;
            }
        }
    }
    return GNBS_OK;
}

static bool all_callable(const job_t *j, gnbs_pos_t beg, gnbs_pos_t end) {
    gnbs_region_t q = {j->rq->chunk->region.tid, beg, end};
    gnbs_pos_t good = 0;
    for (size_t i = 0; i < j->spans.n; i++) {
        const gnbs_callable_span_t *s = &j->spans.at[i];
        if (s->status != GNBS_CALLABLE || !gnbs_region_overlaps(s->region, q)) continue;
        good += (s->region.end < end ? s->region.end : end) -
                (s->region.beg > beg ? s->region.beg : beg);
    }
    return good == end - beg;
}

static void judge_known(const job_t *j, const gnbs_variant_t *v, gnbs_call_known_t *k) {
    *k = (gnbs_call_known_t){.state = GNBS_KNOWN_NOT_CALLABLE};
    for (size_t i = 0; i < j->calls.n; i++) {
        const gnbs_call_t *call = &j->calls.at[i];
        if (gnbs_variant_compare(&call->variant, v) != 0) continue;
        *k = (gnbs_call_known_t){call->filter == 0 ? GNBS_KNOWN_PRESENT
                                                   : GNBS_KNOWN_NOT_CALLABLE,
                                 call->dp, call->gq_phred};
        return;
    }
    const gnbs_chunk_t *c = j->rq->chunk;
    size_t t = gnbs_region_lower(c->n_target, c->target, v->tid, v->pos);
    if (t == c->n_target || c->target[t].beg > v->pos) return;
    const gnbs_pile_t *pile = &j->pileup.target[t][v->pos - c->target[t].beg];
    uint8_t ref = gnbs_chunk_ref(c, v->pos);
    if (ref > 3) return;
    k->dp = gnbs_pile_depth(pile);
    int ploidy = ploidy_at(j, v->pos);
    k->gq_phred = gnbs_call_reference_gq(pile, ref, ploidy == 0 ? 2 : ploidy);
    size_t n_ref = strlen(v->ref);
    gnbs_pos_t end = v->pos + (gnbs_pos_t)n_ref + (n_ref == strlen(v->alt) ? 0 : 1);
    if (end > c->target[t].end) end = c->target[t].end;
    if (all_callable(j, v->pos, end)) k->state = GNBS_KNOWN_ABSENT;
}

/* ---- all of it ------------------------------------------------------------------------------------------- */

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

static gnbs_code_t run_job(job_t *j, gnbs_err_t *err) {
    const gnbs_chunk_t *c = j->rq->chunk;
    GNBS_TRY(gnbs_call_pile_up(c, j->rq->opt, j->arena, &j->pileup, err));
    j->unsure = GNBS_NEW(j->arena, uint8_t *, c->n_target);
    if (j->unsure == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "targets");
    for (size_t t = 0; t < c->n_target; t++)
        if ((j->unsure[t] = GNBS_NEW(j->arena, uint8_t, gnbs_region_len(c->target[t]))) ==
            NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "targets");
    gnbs_assembled_t assembled;
    GNBS_TRY(gnbs_call_find_windows(&j->pileup, j->rq->n_known, j->rq->known, j->arena,
                                    &j->n_window, &j->window, &assembled, err));
    for (size_t i = 0; i < assembled.n_crowded; i++) mark_unsure(j, assembled.crowded[i]);
    GNBS_TRY(judge_windows(j, err));
    GNBS_TRY(judge_snvs(j, err));
    if (j->calls.n > 0) {
        qsort(j->calls.at, j->calls.n, sizeof *j->calls.at, compare_calls);
        GNBS_TRY(gnbs_call_phase(&j->pileup, j->calls.n, j->calls.at, j->arena, err));
    }
    return write_spans(j, err);
}

static gnbs_code_t hand_over(job_t *j, gnbs_call_result_t *result, gnbs_err_t *err) {
    *result = (gnbs_call_result_t){
        .n_call = j->calls.n, .n_span = j->spans.n, .n_known = j->rq->n_known};
    result->call = GNBS_NEW(j->arena, gnbs_call_t, j->calls.n);
    result->span = GNBS_NEW(j->arena, gnbs_callable_span_t, j->spans.n);
    result->known = GNBS_NEW(j->arena, gnbs_call_known_t, j->rq->n_known);
    if (result->call == NULL || result->span == NULL || result->known == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    if (j->calls.n > 0)
        memcpy(result->call, j->calls.at, j->calls.n * sizeof *result->call);
    if (j->spans.n > 0)
        memcpy(result->span, j->spans.at, j->spans.n * sizeof *result->span);
    for (size_t i = 0; i < j->rq->n_known; i++)
        judge_known(j, &j->rq->known[i], &result->known[i]);
    return j->rq->wants_blocks
               ? gnbs_call_find_blocks(&j->pileup, j->rq->sex, result->n_call, result->call,
                                       result->n_span, result->span, j->arena,
                                       &result->n_block, &result->block, err)
               : GNBS_OK;
}

gnbs_code_t gnbs_call_chunk(const gnbs_call_request_t *request, gnbs_arena_t *arena,
                            gnbs_call_result_t *result, gnbs_err_t *err) {
    const gnbs_chunk_t *c = request->chunk;
    job_t j = {.rq = request,
               .arena = arena,
               .kind = gnbs_contig_kind(c->contigs->contig[c->region.tid].name)};
    gnbs_code_t code = run_job(&j, err);
    if (code == GNBS_OK) code = hand_over(&j, result, err);
    GNBS_VEC_CLEAR(&j.calls);
    GNBS_VEC_CLEAR(&j.spans);
    return code;
}
