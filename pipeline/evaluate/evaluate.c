#include "evaluate/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"

enum {
    NEAR_GAP_BP = 40,
    FAR_GAP_BP = 150,
    FLANK_BP = 40,
    MAX_HETS = 11,
    MAX_CLUSTER_BP = 4000
};

typedef struct side { /* one caller's alleles within a cluster */
    size_t n;
    gnbs_eval_allele_t **at;
} side_t;

typedef GNBS_VEC(gnbs_eval_allele_t *) allele_refs_t;

static int type_of(const gnbs_eval_allele_t *a) {
    return gnbs_variant_is_snv(&a->variant) ? GNBS_EVAL_SNV : GNBS_EVAL_INDEL;
}
static gnbs_pos_t end_of(const gnbs_eval_allele_t *a) {
    return a->variant.pos + (gnbs_pos_t)strlen(a->variant.ref);
}

double gnbs_evaluate_precision(const gnbs_eval_score_t *s) {
    return s->call_tp + s->fp > 0 ? (double)s->call_tp / (double)(s->call_tp + s->fp) : 0;
}
double gnbs_evaluate_recall(const gnbs_eval_score_t *s) {
    return s->truth_tp + s->fn > 0 ? (double)s->truth_tp / (double)(s->truth_tp + s->fn)
                                   : 0;
}
double gnbs_evaluate_f1(const gnbs_eval_score_t *s) {
    double p = gnbs_evaluate_precision(s), r = gnbs_evaluate_recall(s);
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

/* ---- exact ------------------------------------------------------------------------------------------------ */

static void match_exactly(size_t n_truth, gnbs_eval_allele_t truth[], size_t n_call,
                          gnbs_eval_allele_t call[]) {
    for (size_t i = 0, j = 0; i < n_truth && j < n_call;) {
        int c = gnbs_variant_compare(&truth[i].variant, &call[j].variant);
        if (c < 0) {
            i++;
        } else if (c > 0) {
            j++;
        } else {
            bool same =
                truth[i].copies == call[j].copies || truth[i].ploidy != call[j].ploidy;
            truth[i].is_matched = call[j].is_matched = same;
            i++, j++;
        }
    }
}

/* ---- by haplotype ----------------------------------------------------------------------------------------- */

typedef struct spelling { /* one haplotype pair, in order, as one text: "ACGT|ACTT" */
    char *text;
} spelling_t;

/* One haplotype of a phasing into out (room for cap); false when alleles on it overlap or it does not fit. */
static bool spell(const side_t *s, uint32_t phasing, int hap, gnbs_region_t w,
                  const uint8_t *ref, char *out, size_t cap, size_t *n_out) {
    gnbs_pos_t p = w.beg;
    size_t n = 0;
    int i_het = 0;
    for (size_t i = 0; i <= s->n; i++) {
        gnbs_pos_t stop = w.end;
        const gnbs_eval_allele_t *a = NULL;
        if (i < s->n) {
            a = s->at[i];
            bool is_het = a->copies == 1 && a->ploidy == 2;
            bool on_this = !is_het || (int)(phasing >> i_het & 1) == hap;
            i_het += is_het;
            if (!on_this) continue;
            stop = a->variant.pos;
            if (stop < p - 1 ||
                (stop < p && (strlen(a->variant.ref) == strlen(a->variant.alt) ||
                              a->variant.ref[0] != a->variant.alt[0])))
                return false;
        }
        for (; p < stop; p++) {
            if (n + 2 > cap) return false;
            out[n++] = gnbs_seq_letter(ref[p - w.beg]);
        }
        if (a == NULL) break;
        const char *alt =
            a->variant.alt +
            (p > a->variant.pos); /* an anchor that an SNV has written already */
        size_t len = strlen(alt);
        if (n + len + 2 > cap) return false;
        memcpy(out + n, alt, len);
        n += len;
        p = end_of(a);
    }
    out[n] = '\0';
    *n_out = n;
    return true;
}

static int count_hets(const side_t *s) {
    int n = 0;
    for (size_t i = 0; i < s->n; i++) n += s->at[i]->copies == 1 && s->at[i]->ploidy == 2;
    return n;
}

/* All pairs the side can spell, each with its haplotypes in order. */
static gnbs_code_t spell_all(const side_t *s, gnbs_region_t w, const uint8_t *ref,
                             gnbs_arena_t *arena, size_t *n, spelling_t **out,
                             gnbs_err_t *err) {
    int n_het = count_hets(s);
    size_t n_phasing = n_het == 0 ? 1 : (size_t)1 << (n_het - 1),
           cap = (size_t)gnbs_region_len(w) +
                 16; /* the first het may stay: pairs have no order */
    for (size_t i = 0; i < s->n; i++) cap += strlen(s->at[i]->variant.alt);
    *out = GNBS_NEW(arena, spelling_t, n_phasing);
    if (*out == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu phasings", n_phasing);
    *n = 0;
    for (size_t k = 0; k < n_phasing; k++) {
        char *a = gnbs_arena_alloc(arena, cap, 1), *b = gnbs_arena_alloc(arena, cap, 1),
             *pair = gnbs_arena_alloc(arena, 2 * cap, 1);
        if (a == NULL || b == NULL || pair == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%zu phasings", n_phasing);
        size_t na, nb;
        if (!spell(s, (uint32_t)k, 0, w, ref, a, cap, &na) ||
            !spell(s, (uint32_t)k, 1, w, ref, b, cap, &nb))
            continue;
        bool is_ordered = strcmp(a, b) <= 0;
        strcpy(pair, is_ordered ? a : b);
        strcat(pair, "|");
        strcat(pair, is_ordered ? b : a);
        (*out)[(*n)++].text = pair;
    }
    return GNBS_OK;
}

static int compare_spelling(const void *a, const void *b) {
    return strcmp(((const spelling_t *)a)->text, ((const spelling_t *)b)->text);
}

static gnbs_code_t spell_the_same(const gnbs_ref_source_t *source, const side_t *t,
                                  const side_t *c, gnbs_region_t w, gnbs_arena_t *arena,
                                  bool *same, gnbs_err_t *err) {
    *same = false;
    uint8_t *ref = GNBS_NEW(arena, uint8_t, gnbs_region_len(w));
    spelling_t *ts, *cs;
    size_t nt, nc;
    if (ref == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "reference");
    GNBS_TRY(source->fetch(source->ctx, w, ref, err));
    GNBS_TRY(spell_all(t, w, ref, arena, &nt, &ts, err));
    GNBS_TRY(spell_all(c, w, ref, arena, &nc, &cs, err));
    if (nt == 0 || nc == 0) return GNBS_OK;
    qsort(ts, nt, sizeof *ts, compare_spelling);
    for (size_t i = 0; i < nc && !*same; i++)
        *same = bsearch(&cs[i], ts, nt, sizeof *ts, compare_spelling) != NULL;
    return GNBS_OK;
}

static void keep_unmatched(side_t *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!s->at[i]->is_matched) s->at[n++] = s->at[i];
    s->n = n;
}

static size_t count_unmatched(const side_t *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) n += !s->at[i]->is_matched;
    return n;
}

/* The whole cluster; then, when it is not spelled alike, what exact matching left of it. */
static gnbs_code_t judge_cluster(const gnbs_ref_source_t *source, side_t *t, side_t *c,
                                 gnbs_region_t w, gnbs_eval_result_t *result,
                                 gnbs_err_t *err) {
    if (count_unmatched(t) == 0 || count_unmatched(c) == 0) return GNBS_OK;
    for (int round = 0; round < 2; round++) {
        if (round == 1) keep_unmatched(t), keep_unmatched(c);
        if (count_hets(t) > MAX_HETS || count_hets(c) > MAX_HETS ||
            gnbs_region_len(w) > MAX_CLUSTER_BP) {
            result->n_too_complex += round == 1;
            continue;
        }
        gnbs_arena_t scratch;
        gnbs_arena_init(&scratch);
        bool same = false;
        gnbs_code_t code = spell_the_same(source, t, c, w, &scratch, &same, err);
        gnbs_arena_clear(&scratch);
        if (code != GNBS_OK) return code;
        if (!same) continue;
        for (size_t i = 0; i < t->n; i++) {
            result->n_by_haplotype += !t->at[i]->is_matched;
            t->at[i]->is_matched = true;
        }
        for (size_t i = 0; i < c->n; i++) c->at[i]->is_matched = true;
        return GNBS_OK;
    }
    return GNBS_OK;
}

static gnbs_code_t match_clusters(const gnbs_ref_source_t *source, size_t n_truth,
                                  gnbs_eval_allele_t truth[], size_t n_call,
                                  gnbs_eval_allele_t call[], gnbs_pos_t gap_bp,
                                  gnbs_eval_result_t *result, gnbs_err_t *err) {
    allele_refs_t t = {0}, c = {0};
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0, j = 0; (i < n_truth || j < n_call) && code == GNBS_OK;) {
        t.n = c.n = 0;
        gnbs_region_t w = {-1, 0, 0};
        for (;;) { /* the next allele of either side, while it is near */
            bool from_truth =
                j >= n_call || (i < n_truth && gnbs_variant_compare(&truth[i].variant,
                                                                    &call[j].variant) <= 0);
            if (i >= n_truth && j >= n_call) break;
            gnbs_eval_allele_t *a = from_truth ? &truth[i] : &call[j];
            if (w.tid >= 0 && (a->variant.tid != w.tid || a->variant.pos > w.end + gap_bp))
                break;
            if (w.tid < 0) w = (gnbs_region_t){a->variant.tid, a->variant.pos, end_of(a)};
            if (end_of(a) > w.end) w.end = end_of(a);
            if (!(from_truth ? GNBS_PUSH(&t, a) : GNBS_PUSH(&c, a)))
                code = gnbs_err_set(err, GNBS_E_NOMEM, "cluster");
            if (from_truth)
                i++;
            else
                j++;
        }
        w.beg = w.beg > FLANK_BP ? w.beg - FLANK_BP : 0;
        w.end += FLANK_BP;
        side_t ts = {t.n, t.at}, cs = {c.n, c.at};
        if (code == GNBS_OK) code = judge_cluster(source, &ts, &cs, w, result, err);
    }
    GNBS_VEC_CLEAR(&t);
    GNBS_VEC_CLEAR(&c);
    return code;
}

gnbs_code_t gnbs_evaluate_match(const gnbs_ref_source_t *ref, size_t n_truth,
                                gnbs_eval_allele_t truth[], size_t n_call,
                                gnbs_eval_allele_t call[], gnbs_eval_result_t *result,
                                gnbs_err_t *err) {
    *result = (gnbs_eval_result_t){0};
    match_exactly(n_truth, truth, n_call, call);
    GNBS_TRY(match_clusters(ref, n_truth, truth, n_call, call, NEAR_GAP_BP, result, err));
    /* a repeat may hold what belongs together farther apart */
    result->n_too_complex = 0;
    GNBS_TRY(match_clusters(ref, n_truth, truth, n_call, call, FAR_GAP_BP, result, err));
    for (size_t i = 0; i < n_truth; i++) {
        gnbs_eval_score_t *s = &result->score[type_of(&truth[i])];
        if (truth[i].is_counted) *(truth[i].is_matched ? &s->truth_tp : &s->fn) += 1;
    }
    for (size_t j = 0; j < n_call; j++) {
        gnbs_eval_score_t *s = &result->score[type_of(&call[j])];
        if (!call[j].is_counted) continue;
        *(call[j].is_matched ? &s->call_tp : &s->fp) += 1;
        const gnbs_eval_allele_t *t =
            call[j].is_matched || n_truth == 0
                ? NULL
                : bsearch(&call[j].variant, &truth[0].variant, n_truth, sizeof *truth,
                          gnbs_variant_compare);
        if (t != NULL && !t->is_matched) s->genotype_errors++;
    }
    return GNBS_OK;
}
