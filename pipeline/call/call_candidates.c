#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "call/call_window.h"
#include "core/vec.h"
#include "genome/seq.h"

enum { NEAR_BP = 12, MAX_WINDOW_BP = 220, LONG_INDEL_BP = 4 };

typedef struct seen {
    gnbs_variant_t variant;
    int32_t fragment;
} seen_t;

typedef GNBS_VEC(seen_t) seen_list_t;
typedef GNBS_VEC(gnbs_candidate_t) candidates_t;
typedef GNBS_VEC(gnbs_window_t) windows_t;

bool gnbs_call_is_snv_candidate(const gnbs_call_opt_t *opt, const gnbs_pile_t *pile,
                                int b) {
    int32_t depth = gnbs_pile_depth(pile);
    return pile->n_alt[b] >= opt->min_alt_fragments &&
           pile->n_alt[b] >= opt->min_alt_frac * depth;
}

/* Letters of one CIGAR indel with its anchor, in normal form; false when it is too long or its reference is unknown. */
static bool spell_indel(const gnbs_chunk_t *c, const gnbs_read_t *r, gnbs_pos_t pos,
                        int32_t i_base, int op, int32_t n, gnbs_arena_t *arena,
                        gnbs_variant_t *v) {
    if (n + 2 > GNBS_CALL_MAX_ALLELE || pos <= c->ref_region.beg) return false;
    char ref[2 * GNBS_CALL_MAX_ALLELE], alt[2 * GNBS_CALL_MAX_ALLELE];
    gnbs_pos_t at = pos - 1;
    ref[0] = alt[0] = gnbs_seq_letter(gnbs_chunk_ref(c, at));
    int n_ref = 1, n_alt = 1;
    for (int32_t k = 0; k < n; k++) {
        if (op == GNBS_CIGAR_DEL)
            ref[n_ref++] = gnbs_seq_letter(gnbs_chunk_ref(c, pos + k));
        else
            alt[n_alt++] = gnbs_seq_letter(r->base[i_base + k]);
    }
    ref[n_ref] = alt[n_alt] = '\0';
    if (strchr(ref, 'N') != NULL || strchr(alt, 'N') != NULL) return false;
    if (!gnbs_variant_normalise(&at, ref, alt, sizeof ref, c->ref_region.beg,
                                c->ref_region.end, c->ref))
        return false;
    *v = (gnbs_variant_t){c->region.tid, at, gnbs_arena_strdup(arena, ref),
                          gnbs_arena_strdup(arena, alt)};
    return v->ref != NULL && v->alt != NULL;
}

static gnbs_code_t see_indels(const gnbs_pileup_t *p, gnbs_arena_t *arena,
                              seen_list_t *seen, gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    for (size_t i = 0; i < c->n_read; i++) {
        const gnbs_read_t *r = &c->read[i];
        if (p->qual[i] == NULL) continue;
        gnbs_pos_t pos = r->beg;
        int32_t i_base = 0;
        for (int32_t k = 0; k < r->n_cigar; k++) {
            int op = gnbs_cigar_op(r->cigar[k]);
            int32_t n = gnbs_cigar_len(r->cigar[k]);
            bool is_indel = op == GNBS_CIGAR_INS || op == GNBS_CIGAR_DEL;
            seen_t s = {.fragment = r->fragment};
            if (is_indel && k > 0 && k + 1 < r->n_cigar &&
                spell_indel(c, r, pos, i_base, op, n, arena, &s.variant) &&
                !GNBS_PUSH(seen, s))
                return gnbs_err_set(err, GNBS_E_NOMEM, "indels");
            if (gnbs_cigar_eats_ref(op)) pos += n;
            if (gnbs_cigar_eats_read(op)) i_base += n;
        }
    }
    return GNBS_OK;
}

static int compare_seen(const void *a, const void *b) {
    const seen_t *x = a, *y = b;
    int c = gnbs_variant_compare(&x->variant, &y->variant);
    return c != 0 ? c : x->fragment < y->fragment ? -1 : x->fragment > y->fragment;
}

/* All positions the indel may be written at: it slides right while the base it would drop equals the one it would take. */
static gnbs_region_t indel_span(const gnbs_chunk_t *c, const gnbs_variant_t *v) {
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    gnbs_pos_t end = v->pos + (gnbs_pos_t)n_ref;
    const char *unit = n_ref > n_alt ? v->ref + 1 : v->alt + 1;
    size_t n_unit = n_ref > n_alt ? n_ref - 1 : n_alt - 1;
    if (n_unit > 0 && (n_ref == 1 || n_alt == 1)) {
        gnbs_pos_t p = n_ref > n_alt ? v->pos + (gnbs_pos_t)n_ref : v->pos + 1;
        for (size_t k = 0; p < c->ref_region.end &&
                           gnbs_seq_letter(gnbs_chunk_ref(c, p)) == unit[k % n_unit];
             k++)
            p++;
        if (p > end) end = p;
    }
    return (gnbs_region_t){v->tid, v->pos, end + 1};
}

/* Shortest unit of the indel's bases, and how many of it the reference has in the span. */
static double indel_prior_ln(const gnbs_call_opt_t *opt, const gnbs_candidate_t *c) {
    size_t n_ref = strlen(c->variant.ref), n_alt = strlen(c->variant.alt);
    const char *text = (n_ref > n_alt ? c->variant.ref : c->variant.alt) + 1;
    size_t n = strlen(text), unit = 1;
    while (unit <= n && unit <= 6) {
        bool repeats = n % unit == 0;
        for (size_t i = unit; i < n && repeats; i++) repeats = text[i] == text[i - unit];
        if (repeats) break;
        unit++;
    }
    gnbs_pos_t bases =
        c->span.end - 1 -
        (c->variant.pos + 1); /* behind the anchor, without the base after the span */
    if (unit > 6 || unit > n || (n_ref > 1 && n_alt > 1)) return log(opt->indel_prior);
    return gnbs_call_indel_prior_ln(log(opt->indel_prior), (int)unit,
                                    (int)(bases / (gnbs_pos_t)unit));
}

/* Reads over a position that are judged. */
static int32_t depth_at(const gnbs_pileup_t *p, gnbs_pos_t pos) {
    int32_t n = 0;
    for (size_t i = gnbs_pileup_first_read(p, pos);
         i < p->chunk->n_read && p->chunk->read[i].beg <= pos; i++)
        n += p->qual[i] != NULL && p->chunk->read[i].end > pos;
    return n;
}

static gnbs_code_t gather_indels(const gnbs_pileup_t *p, size_t n_known,
                                 const gnbs_variant_t known[], seen_list_t *seen,
                                 candidates_t *out, gnbs_err_t *err) {
    if (seen->n > 0) qsort(seen->at, seen->n, sizeof *seen->at, compare_seen);
    for (size_t i = 0, j; i < seen->n; i = j) {
        int32_t n = 0;
        for (j = i; j < seen->n &&
                    gnbs_variant_compare(&seen->at[i].variant, &seen->at[j].variant) == 0;
             j++)
            n += j == i || seen->at[j].fragment != seen->at[j - 1].fragment;
        bool is_known = n_known > 0 && bsearch(&seen->at[i].variant, known, n_known,
                                               sizeof *known, gnbs_variant_compare) != NULL;
        int32_t depth = depth_at(p, seen->at[i].variant.pos);
        if (n < p->opt->min_alt_fragments && !is_known) continue;
        /* sequencers and polymerases slip by a few bases; longer changes seen twice are worth a look at any depth */
        const gnbs_variant_t *v = &seen->at[i].variant;
        bool is_long = abs((int)strlen(v->ref) - (int)strlen(v->alt)) >= LONG_INDEL_BP;
        if (n < p->opt->min_alt_frac * depth && !is_known && !is_long) continue;
        gnbs_candidate_t c = {
            .variant = seen->at[i].variant, .n_fragment = n, .is_indel = true};
        c.span = indel_span(p->chunk, &c.variant);
        c.prior_ln = indel_prior_ln(p->opt, &c);
        if (!GNBS_PUSH(out, c)) return gnbs_err_set(err, GNBS_E_NOMEM, "indels");
    }
    return GNBS_OK;
}

/* Alleles that assembly found and CIGARs did not; a substitution counts only beside an assembled indel, elsewhere the
 * pile-up has seen it. */
static gnbs_code_t add_assembled(const gnbs_pileup_t *p, const gnbs_assembled_t *found,
                                 candidates_t *out, gnbs_err_t *err) {
    gnbs_pos_t last_indel = -1000;
    for (size_t i = 0; i < found->n_variant; i++) {
        const gnbs_variant_t *v = &found->variant[i];
        gnbs_candidate_t c = {.variant = *v,
                              .is_indel = !gnbs_variant_is_snv(v),
                              .n_fragment = depth_at(p, v->pos) / 4};
        if (c.is_indel) {
            last_indel = v->pos;
            c.span = indel_span(p->chunk, v);
            c.prior_ln = indel_prior_ln(p->opt, &c);
        } else {
            bool before = i + 1 < found->n_variant &&
                          !gnbs_variant_is_snv(&found->variant[i + 1]) &&
                          found->variant[i + 1].pos - v->pos <= NEAR_BP;
            if (!before && v->pos - last_indel > NEAR_BP) continue;
            c.span = (gnbs_region_t){v->tid, v->pos, v->pos + 1};
            c.prior_ln = log(p->opt->snv_prior);
        }
        if (!GNBS_PUSH(out, c)) return gnbs_err_set(err, GNBS_E_NOMEM, "candidates");
    }
    return GNBS_OK;
}

static int compare_candidate(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_candidate_t *)a)->variant,
                                &((const gnbs_candidate_t *)b)->variant);
}
static int compare_support(const void *a, const void *b) {
    const gnbs_candidate_t *x = a, *y = b;
    if (x->n_fragment != y->n_fragment) return x->n_fragment > y->n_fragment ? -1 : 1;
    return gnbs_variant_compare(&x->variant, &y->variant);
}

static const char *const LETTER[4] = {"A", "C", "G", "T"};

/* Sorted, each allele once, with its better support. */
static void sort_unique(candidates_t *c) {
    if (c->n == 0) return;
    qsort(c->at, c->n, sizeof *c->at, compare_candidate);
    size_t n = 1;
    for (size_t i = 1; i < c->n; i++) {
        if (compare_candidate(&c->at[n - 1], &c->at[i]) != 0)
            c->at[n++] = c->at[i];
        else if (c->at[i].n_fragment > c->at[n - 1].n_fragment)
            c->at[n - 1].n_fragment = c->at[i].n_fragment;
    }
    c->n = n;
}

/* SNV candidates of the targets that fall in the window. */
static gnbs_code_t add_snvs(const gnbs_pileup_t *p, gnbs_region_t region, candidates_t *out,
                            gnbs_err_t *err) {
    const gnbs_chunk_t *c = p->chunk;
    for (size_t t = gnbs_region_lower(c->n_target, c->target, region.tid, region.beg);
         t < c->n_target && c->target[t].beg < region.end; t++) {
        gnbs_pos_t beg = c->target[t].beg > region.beg ? c->target[t].beg : region.beg,
                   end = c->target[t].end < region.end ? c->target[t].end : region.end;
        for (gnbs_pos_t q = beg; q < end; q++) {
            const gnbs_pile_t *pile = &p->target[t][q - c->target[t].beg];
            uint8_t ref = gnbs_chunk_ref(c, q);
            for (int b = 0; b < 4; b++) {
                if (ref > 3 || b == ref || !gnbs_call_is_snv_candidate(p->opt, pile, b))
                    continue;
                gnbs_candidate_t s = {.variant = {region.tid, q, LETTER[ref], LETTER[b]},
                                      .span = {region.tid, q, q + 1},
                                      .n_fragment = pile->n_alt[b],
                                      .prior_ln = log(p->opt->snv_prior)};
                if (!GNBS_PUSH(out, s))
                    return gnbs_err_set(err, GNBS_E_NOMEM, "candidates");
            }
        }
    }
    return GNBS_OK;
}

static gnbs_code_t finish_window(const gnbs_pileup_t *p, const candidates_t *indels,
                                 size_t first, size_t last, gnbs_region_t region,
                                 gnbs_arena_t *arena, windows_t *out, gnbs_err_t *err) {
    candidates_t all = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = first; i < last && code == GNBS_OK; i++)
        if (!GNBS_PUSH(&all, indels->at[i]))
            code = gnbs_err_set(err, GNBS_E_NOMEM, "candidates");
    if (code == GNBS_OK) code = add_snvs(p, region, &all, err);
    sort_unique(&all);
    if (code == GNBS_OK) {
        gnbs_window_t w = {.region = region, .n_candidate = all.n};
        if (all.n > 0) qsort(all.at, all.n, sizeof *all.at, compare_support);
        if (w.n_candidate > (size_t)p->opt->max_candidates) {
            /* a left-out candidate as strong as a heterozygote makes the window unreadable; a weak one is noise */
            w.n_candidate = (size_t)p->opt->max_candidates;
            int32_t depth = depth_at(p, all.at[w.n_candidate].variant.pos);
            w.is_crowded = all.at[w.n_candidate].n_fragment >= 0.2 * depth;
        }
        w.candidate = GNBS_NEW(arena, gnbs_candidate_t, w.n_candidate);
        if (w.candidate == NULL || !GNBS_PUSH(out, w)) {
            code = gnbs_err_set(err, GNBS_E_NOMEM, "candidates");
        } else {
            memcpy(w.candidate, all.at, w.n_candidate * sizeof *all.at);
            qsort(w.candidate, w.n_candidate, sizeof *w.candidate, compare_candidate);
        }
    }
    GNBS_VEC_CLEAR(&all);
    return code;
}

/* Does the window touch what this chunk is to judge? Indels of the flanks belong to no target. */
static bool is_wanted(const gnbs_chunk_t *c, gnbs_region_t w) {
    size_t t = gnbs_region_lower(c->n_target, c->target, w.tid, w.beg);
    return t < c->n_target && c->target[t].beg < w.end;
}

static gnbs_code_t cluster(const gnbs_pileup_t *p, const candidates_t *indels,
                           gnbs_arena_t *arena, windows_t *out, gnbs_err_t *err) {
    for (size_t i = 0, j; i < indels->n; i = j) {
        gnbs_region_t region = indels->at[i].span;
        for (j = i + 1; j < indels->n; j++) {
            gnbs_region_t next = indels->at[j].span;
            gnbs_pos_t end = next.end > region.end ? next.end : region.end;
            if (next.beg > region.end + NEAR_BP || end - region.beg > MAX_WINDOW_BP) break;
            region.end = end;
        }
        region.beg -= NEAR_BP;
        region.end += NEAR_BP;
        if (region.beg < p->chunk->ref_region.beg) region.beg = p->chunk->ref_region.beg;
        if (out->n > 0 && out->at[out->n - 1].region.end > region.beg)
            region.beg = out->at[out->n - 1].region.end;
        if (region.beg > indels->at[i].variant.pos) region.beg = indels->at[i].variant.pos;
        if (is_wanted(p->chunk, region))
            GNBS_TRY(finish_window(p, indels, i, j, region, arena, out, err));
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_call_find_windows(const gnbs_pileup_t *p, size_t n_known,
                                   const gnbs_variant_t known[], gnbs_arena_t *arena,
                                   size_t *n, gnbs_window_t **window,
                                   gnbs_assembled_t *assembled, gnbs_err_t *err) {
    seen_list_t seen = {0};
    candidates_t indels = {0};
    windows_t windows = {0};
    gnbs_code_t code = see_indels(p, arena, &seen, err);
    if (code == GNBS_OK) code = gather_indels(p, n_known, known, &seen, &indels, err);
    if (code == GNBS_OK) code = gnbs_call_assemble(p, arena, assembled, err);
    if (code == GNBS_OK) code = add_assembled(p, assembled, &indels, err);
    sort_unique(&indels);
    if (code == GNBS_OK) code = cluster(p, &indels, arena, &windows, err);
    if (code == GNBS_OK) {
        *n = windows.n;
        *window = GNBS_NEW(arena, gnbs_window_t, windows.n);
        if (*window == NULL)
            code = gnbs_err_set(err, GNBS_E_NOMEM, "windows");
        else if (windows.n > 0)
            memcpy(*window, windows.at, windows.n * sizeof **window);
    }
    GNBS_VEC_CLEAR(&seen);
    GNBS_VEC_CLEAR(&indels);
    GNBS_VEC_CLEAR(&windows);
    return code;
}
