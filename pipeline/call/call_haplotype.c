#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "call/call_pairhmm.h"
#include "call/call_window.h"
#include "core/math.h"
#include "core/vec.h"
#include "genome/seq.h"

enum {
    FLANK_BP = 32,
    MAX_HAPLOTYPES = 256,
    MAX_HAP_BP = 2048,
    MAX_READ_BP = 1000,
    SLACK_BP = 6,
    MAX_CONFIDENCE_PHRED = 45
};

typedef struct haplotype {
    uint32_t alleles; /* bit i: carries candidate i */
    int n;
    uint8_t *base;
    double *open;
    double prior_ln; /* sum over carried candidates of ln(prior) */
} haplotype_t;

typedef struct scene {
    const gnbs_pileup_t *pileup;
    const gnbs_window_t *window;
    gnbs_region_t region; /* of the haplotypes: the window and its flanks */
    int n_hap, slack_bp;
    haplotype_t *hap;
    size_t n_fragment;
    double *score_ln; /* [n_fragment][n_hap] */
} scene_t;

static bool are_compatible(const gnbs_window_t *w, uint32_t alleles) {
    gnbs_pos_t end = -1, last_anchor = -1;
    for (size_t i = 0; i < w->n_candidate; i++) {
        if (!(alleles & (UINT32_C(1) << i))) continue;
        const gnbs_variant_t *v = &w->candidate[i].variant;
        size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
        bool is_anchored =
            n_ref != n_alt &&
            v->ref[0] == v->alt[0]; /* the anchor base is not changed by the indel */
        gnbs_pos_t beg = v->pos + is_anchored;
        /* two indels at one anchor would be written as one allele, an SNV on the anchor of an indel goes with it */
        if (beg < end || (is_anchored && beg == end && last_anchor == v->pos)) return false;
        last_anchor = is_anchored ? v->pos : -1;
        end = v->pos + (gnbs_pos_t)n_ref;
    }
    return true;
}

static gnbs_code_t build_haplotype(const scene_t *s, uint32_t alleles, haplotype_t *h,
                                   gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_window_t *w = s->window;
    h->alleles = alleles;
    h->base = gnbs_arena_alloc(arena, MAX_HAP_BP, 1);
    if (h->base == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "haplotypes");
    gnbs_pos_t p = s->region.beg;
    for (size_t i = 0; i <= w->n_candidate; i++) {
        bool is_end = i == w->n_candidate;
        if (!is_end && !(alleles & (UINT32_C(1) << i))) continue;
        gnbs_pos_t stop = is_end ? s->region.end : w->candidate[i].variant.pos;
        for (; p < stop && h->n < MAX_HAP_BP; p++)
            h->base[h->n++] = gnbs_chunk_ref(s->pileup->chunk, p);
        if (is_end) break;
        const gnbs_candidate_t *c = &w->candidate[i];
        size_t skip = p > c->variant.pos
                          ? 1
                          : 0; /* the anchor was written by a candidate just before */
        for (const char *a = c->variant.alt + skip; *a != '\0' && h->n < MAX_HAP_BP; a++)
            h->base[h->n++] = gnbs_seq_code(*a);
        p = c->variant.pos + (gnbs_pos_t)strlen(c->variant.ref);
        h->prior_ln += c->prior_ln;
    }
    h->open = GNBS_NEW(arena, double, h->n);
    if (h->open == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "haplotypes");
    gnbs_call_gap_open(h->n, h->base, s->pileup->opt->slip_shift_phred, h->open);
    return GNBS_OK;
}

/* Two subsets may spell one sequence (a deletion of two bases, or two of one): it is one haplotype, under the more likely
 * of its names, or its evidence would be split between them. */
static void keep_if_new(scene_t *s) {
    haplotype_t *h = &s->hap[s->n_hap];
    for (int i = 0; i < s->n_hap; i++) {
        if (s->hap[i].n != h->n || memcmp(s->hap[i].base, h->base, (size_t)h->n) != 0)
            continue;
        if (h->prior_ln > s->hap[i].prior_ln) s->hap[i] = *h;
        return;
    }
    s->n_hap++;
}

static gnbs_code_t build_haplotypes(scene_t *s, gnbs_arena_t *arena, gnbs_err_t *err) {
    s->hap = GNBS_NEW(arena, haplotype_t, MAX_HAPLOTYPES + 1);
    if (s->hap == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "haplotypes");
    s->slack_bp = SLACK_BP;
    for (size_t i = 0; i < s->window->n_candidate; i++) {
        const gnbs_variant_t *v = &s->window->candidate[i].variant;
        s->slack_bp += abs((int)strlen(v->ref) - (int)strlen(v->alt));
    }
    for (uint32_t a = 0;
         a < UINT32_C(1) << s->window->n_candidate && s->n_hap < MAX_HAPLOTYPES; a++) {
        if (!are_compatible(s->window, a)) continue;
        s->hap[s->n_hap] = (haplotype_t){0};
        GNBS_TRY(build_haplotype(s, a, &s->hap[s->n_hap], arena, err));
        keep_if_new(s);
    }
    return GNBS_OK;
}

/* The read bases that lie over the haplotype's region by their alignment, clipped ends included where they would
 * continue into it; *offset is where the first would fall on the reference haplotype. */
static int clip_read(const gnbs_read_t *r, gnbs_region_t region, int32_t *first,
                     int *offset) {
    gnbs_pos_t p = r->beg;
    int32_t i = 0, beg = -1, end = 0;
    if (r->n_cigar > 0 && gnbs_cigar_op(r->cigar[0]) == GNBS_CIGAR_SOFT)
        p -= gnbs_cigar_len(r->cigar[0]);
    for (int32_t k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (gnbs_cigar_eats_read(op)) {
            bool moves = op != GNBS_CIGAR_INS;
            for (int32_t j = 0; j < n; j++) {
                gnbs_pos_t q = p + (moves ? j : 0);
                if (q < region.beg || q >= region.end) continue;
                if (beg < 0) {
                    beg = i + j;
                    *offset = (int)(q - region.beg);
                }
                end = i + j + 1;
            }
            i += n;
            if (moves) p += n;
        } else if (gnbs_cigar_eats_ref(op)) {
            p += n;
        }
    }
    *first = beg;
    return beg < 0 ? 0 : end - beg;
}

/* One job per haplotype for the part of the read that lies here; 0 when that is too little to say anything. */
static size_t add_jobs(const scene_t *s, size_t i_read, gnbs_pairhmm_job_t job[]) {
    const gnbs_read_t *r = &s->pileup->chunk->read[i_read];
    int32_t first;
    int offset = 0, n = clip_read(r, s->region, &first, &offset);
    if (n < 10) return 0;
    if (n > MAX_READ_BP) n = MAX_READ_BP;
    for (int h = 0; h < s->n_hap; h++)
        job[h] = (gnbs_pairhmm_job_t){.n_read = n,
                                      .n_hap = s->hap[h].n,
                                      .read = r->base + first,
                                      .qual = s->pileup->qual[i_read] + first,
                                      .hap = s->hap[h].base,
                                      .open = s->hap[h].open,
                                      .offset = offset};
    return (size_t)s->n_hap;
}

/* A read is never surer than its mapping: the worst haplotype is at most this much worse than the best. */
static double surety_phred(const gnbs_call_opt_t *opt, int mapq) {
    double most = mapq < MAX_CONFIDENCE_PHRED ? mapq : MAX_CONFIDENCE_PHRED;
    return opt->contamination_frac > 0
               ? fmin(most, -10 * log10(opt->contamination_frac / 2))
               : most;
}

static void take_scores(const scene_t *s, size_t i_read, const gnbs_pairhmm_job_t job[],
                        double into[]) {
    int mapq = s->pileup->chunk->read[i_read].mapq;
    double best = GNBS_PAIRHMM_FLOOR_LN;
    for (int h = 0; h < s->n_hap; h++) best = fmax(best, job[h].ln);
    double floor_ln = best + gnbs_math_phred_to_ln(surety_phred(s->pileup->opt, mapq));
    for (int h = 0; h < s->n_hap; h++) into[h] += fmax(job[h].ln, floor_ln);
}

/* The row of a fragment; a mate that was seen before shares its own. */
static size_t row_of(const scene_t *s, const int32_t fragment[], const gnbs_read_t *r) {
    size_t f = s->n_fragment;
    if (r->overlaps_mate)
        for (f = 0; f < s->n_fragment && fragment[f] != r->fragment; f++) {
        }
    return f;
}

/* Fragments with a judged read over the window. */
static gnbs_code_t score_fragments(scene_t *s, gnbs_arena_t *arena, gnbs_err_t *err) {
    const gnbs_chunk_t *c = s->pileup->chunk;
    gnbs_region_t w = s->window->region;
    size_t lo = gnbs_pileup_first_read(s->pileup, w.beg), hi = lo, n_hap = (size_t)s->n_hap,
           n_job = 0;
    while (hi < c->n_read && c->read[hi].beg < w.end) hi++;
    size_t n = hi - lo;
    s->score_ln = GNBS_NEW(arena, double, n *n_hap + 1);
    int32_t *fragment = GNBS_NEW(arena, int32_t, n + 1);
    size_t *first_job = GNBS_NEW(arena, size_t, n + 1);
    gnbs_pairhmm_job_t *job = GNBS_NEW(arena, gnbs_pairhmm_job_t, n * n_hap + 1);
    if (s->score_ln == NULL || fragment == NULL || first_job == NULL || job == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", n);
    for (size_t i = 0; i < n; i++) {
        bool is_judged = s->pileup->qual[lo + i] != NULL && c->read[lo + i].end > w.beg;
        first_job[i] = n_job;
        if (is_judged) n_job += add_jobs(s, lo + i, job + n_job);
    }
    first_job[n] = n_job;
    if (!gnbs_call_pairhmm(s->pileup->opt->simd, n_job, job, s->slack_bp, arena))
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu reads", n);
    for (size_t i = 0; i < n; i++) {
        if (first_job[i + 1] == first_job[i]) continue;
        size_t f = row_of(s, fragment, &c->read[lo + i]);
        if (f == s->n_fragment) fragment[s->n_fragment++] = c->read[lo + i].fragment;
        take_scores(s, lo + i, job + first_job[i], s->score_ln + f * n_hap);
    }
    return GNBS_OK;
}

static double pair_likelihood_ln(const scene_t *s, int h1, int h2) {
    double sum = 0;
    for (size_t f = 0; f < s->n_fragment; f++) {
        const double *row = s->score_ln + f * (size_t)s->n_hap;
        sum += h1 == h2 ? row[h1] : gnbs_math_ln_add(row[h1], row[h2]) - log(2.0);
    }
    return sum;
}

/* Prior of a genotype: each allele once per pair, a homozygote half as likely as a heterozygote (Hardy-Weinberg with
 * a small frequency, as in MAQ and its successors). */
static double pair_prior_ln(const scene_t *s, int h1, int h2) {
    double ln = 0;
    for (size_t i = 0; i < s->window->n_candidate; i++) {
        uint32_t bit = UINT32_C(1) << i;
        int copies = ((s->hap[h1].alleles & bit) != 0) + ((s->hap[h2].alleles & bit) != 0);
        if (copies == 0) continue;
        ln += s->window->candidate[i].prior_ln;
        if (copies == 2) ln += log(0.5);
    }
    return ln;
}

static int copies_of(const scene_t *s, size_t i, int h1, int h2, int ploidy) {
    uint32_t bit = UINT32_C(1) << i;
    return ploidy == 1
               ? (s->hap[h1].alleles & bit) != 0
               : ((s->hap[h1].alleles & bit) != 0) + ((s->hap[h2].alleles & bit) != 0);
}

static bool do_overlap(const gnbs_candidate_t *a, const gnbs_candidate_t *b) {
    return a->variant.pos < b->variant.pos + (gnbs_pos_t)strlen(b->variant.ref) &&
           b->variant.pos < a->variant.pos + (gnbs_pos_t)strlen(a->variant.ref);
}

static void count_support(const scene_t *s, size_t i, gnbs_window_call_t *call) {
    const double sure_ln = log(3.0); /* in the longest homopolymers a read tells no more */
    for (size_t f = 0; f < s->n_fragment; f++) {
        const double *row = s->score_ln + f * (size_t)s->n_hap;
        double with = -INFINITY, without = -INFINITY;
        for (int h = 0; h < s->n_hap; h++) {
            double *side = s->hap[h].alleles & (UINT32_C(1) << i) ? &with : &without;
            *side = fmax(*side, row[h]);
        }
        call->n_alt_fragment += with > without + sure_ln;
        call->n_ref_fragment += without > with + sure_ln;
    }
}

typedef struct pair {
    int h1, h2;
    double likelihood_ln, posterior_ln;
} pair_t;

static void settle_candidate(const scene_t *s, size_t i, int ploidy, size_t n_pair,
                             const pair_t pair[], const pair_t *best,
                             gnbs_window_call_t *call) {
    double posterior[3] = {-INFINITY, -INFINITY, -INFINITY},
           likelihood[3] = {-INFINITY, -INFINITY, -INFINITY};
    for (size_t k = 0; k < n_pair; k++) {
        int copies = copies_of(s, i, pair[k].h1, pair[k].h2, ploidy);
        posterior[copies] = gnbs_math_ln_add(posterior[copies], pair[k].posterior_ln);
        likelihood[copies] = fmax(likelihood[copies], pair[k].likelihood_ln);
    }
    *call = (gnbs_window_call_t){.no_alt_ln = posterior[0]};
    call->n_alt = copies_of(s, i, best->h1, best->h2, ploidy);
    call->best_ln = posterior[call->n_alt];
    double top = fmax(likelihood[0], fmax(likelihood[1], likelihood[2]));
    for (int c = 0; c <= ploidy; c++)
        call->pl[c] = (int32_t)fmin(9999, gnbs_math_ln_to_phred(likelihood[c] - top) + 0.5);
    if (call->n_alt == 1 && ploidy == 2) {
        call->haplotype = s->hap[best->h1].alleles & (UINT32_C(1) << i) ? 1 : 2;
        uint32_t other = s->hap[call->haplotype == 1 ? best->h2 : best->h1].alleles;
        for (size_t j = 0; j < s->window->n_candidate; j++)
            if (j != i && (other & (UINT32_C(1) << j)) &&
                do_overlap(&s->window->candidate[i], &s->window->candidate[j]))
                call->n_other = 1;
    }
    count_support(s, i, call);
}

gnbs_code_t gnbs_call_judge_window(const gnbs_pileup_t *pileup, const gnbs_window_t *window,
                                   int ploidy, gnbs_arena_t *arena,
                                   gnbs_window_call_t call[], gnbs_err_t *err) {
    scene_t s = {.pileup = pileup, .window = window};
    s.region = (gnbs_region_t){window->region.tid, window->region.beg - FLANK_BP,
                               window->region.end + FLANK_BP};
    if (s.region.beg < pileup->chunk->ref_region.beg)
        s.region.beg = pileup->chunk->ref_region.beg;
    if (s.region.end > pileup->chunk->ref_region.end)
        s.region.end = pileup->chunk->ref_region.end;
    GNBS_TRY(build_haplotypes(&s, arena, err));
    GNBS_TRY(score_fragments(&s, arena, err));
    size_t n_pair = 0, max_pair = (size_t)s.n_hap * (size_t)(s.n_hap + 1) / 2;
    pair_t *pair = GNBS_NEW(arena, pair_t, max_pair + 1);
    if (pair == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%d haplotypes", s.n_hap);
    for (int h1 = 0; h1 < s.n_hap; h1++)
        for (int h2 = h1; h2 < (ploidy == 1 ? h1 + 1 : s.n_hap); h2++) {
            double ln = pair_likelihood_ln(&s, h1, h2);
            pair[n_pair++] = (pair_t){
                h1, h2, ln,
                ln + (ploidy == 1 ? s.hap[h1].prior_ln : pair_prior_ln(&s, h1, h2))};
        }
    const pair_t *best = &pair[0];
    double total = -INFINITY;
    for (size_t k = 0; k < n_pair; k++) {
        if (pair[k].posterior_ln > best->posterior_ln) best = &pair[k];
        total = gnbs_math_ln_add(total, pair[k].posterior_ln);
    }
    for (size_t k = 0; k < n_pair; k++) pair[k].posterior_ln -= total;
    for (size_t i = 0; i < window->n_candidate; i++)
        settle_candidate(&s, i, ploidy, n_pair, pair, best, &call[i]);
    return GNBS_OK;
}
