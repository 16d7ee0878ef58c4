#include "mito/mito.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "mito/mito_call.h"

typedef GNBS_VEC(gnbs_call_t) calls_t;

gnbs_mito_opt_t gnbs_mito_opt_default(void) {
    return (gnbs_mito_opt_t){
        .min_base_qual_phred = 20, .min_depth = 30, .min_qual_phred = 20, .numt_copies = 4};
}

gnbs_code_t gnbs_mito_opt_validate(const gnbs_mito_opt_t *o, gnbs_err_t *err) {
    if (o->min_base_qual_phred >= 0 && o->min_base_qual_phred <= 60 && o->min_depth >= 1 &&
        o->min_qual_phred >= 0 && o->numt_copies >= 0 && o->numt_copies <= 1000)
        return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_USAGE,
        "mito: base quality %d, depth %d, quality %g, nuclear copies %g: out "
        "of range",
        o->min_base_qual_phred, o->min_depth, o->min_qual_phred, o->numt_copies);
}

/* ---- indels that reads show ------------------------------------------------------------- */

static int compare_seen(const void *a, const void *b) {
    const gnbs_mito_seen_t *x = a, *y = b;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    if (x->len != y->len) return x->len < y->len ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

static gnbs_code_t group_indels(gnbs_mito_bench_t *b, gnbs_err_t *err) {
    size_t n = b->pile->seen.n;
    b->seen = GNBS_NEW(b->arena, gnbs_mito_seen_t, n);
    b->indel = GNBS_NEW(b->arena, gnbs_mito_indel_t, n);
    if (b->seen == NULL || b->indel == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial indels");
    if (n == 0) return GNBS_OK;
    memcpy(b->seen, b->pile->seen.at, n * sizeof *b->seen);
    qsort(b->seen, n, sizeof *b->seen, compare_seen);
    for (size_t i = 0; i < n; i++) {
        const gnbs_mito_seen_t *s = &b->seen[i];
        gnbs_mito_indel_t *last = b->n_indel > 0 ? &b->indel[b->n_indel - 1] : NULL;
        if (last != NULL && compare_seen(&b->seen[last->first], s) == 0)
            last->n++;
        else
            b->indel[b->n_indel++] =
                (gnbs_mito_indel_t){s->pos, s->len, s->reach_bp, s->seq, i, 1, false};
    }
    return GNBS_OK;
}

/* Reads that end just behind an indel are laid without it, and their last bases look like mismatches. */
static void mark_neighbourhood(gnbs_mito_bench_t *b, const gnbs_mito_indel_t *indel) {
    int64_t end = (int64_t)indel->pos + indel->reach_bp + GNBS_MITO_NEAR_END_BP;
    for (int64_t p = (int64_t)indel->pos - GNBS_MITO_NEAR_END_BP; p < end; p++)
        b->is_near_indel[gnbs_mito_wrap(&b->pile->ref, p)] = 1;
}

/* ---- names ------------------------------------------------------------------------------ */

/* VCF alleles of an indel: the base before it is added, at the start of the contig the base behind. False when it lies over
 * the origin, where no VCF line can say it. */
static bool name_indel(const gnbs_mito_ref_t *ref, const gnbs_mito_indel_t *indel,
                       gnbs_arena_t *arena, gnbs_variant_t *v) {
    int32_t n_del = indel->len < 0 ? -indel->len : 0,
            n_ins = indel->len > 0 ? indel->len : 0;
    bool is_behind = indel->pos == 0 && n_del > 0;
    int32_t anchor = is_behind ? n_del : gnbs_mito_wrap(ref, (int64_t)indel->pos - 1);
    if (!is_behind && anchor + n_del >= ref->n) return false;
    char *ref_al = gnbs_arena_alloc(arena, (size_t)n_del + 2, 1),
         *alt_al = gnbs_arena_alloc(arena, (size_t)n_ins + 2, 1);
    if (ref_al == NULL || alt_al == NULL) return false;
    char a = gnbs_seq_letter(ref->code[anchor]);
    for (int32_t i = 0; i < n_del; i++)
        ref_al[is_behind ? i : i + 1] = gnbs_seq_letter(ref->code[indel->pos + i]);
    for (int32_t i = 0; i < n_ins; i++)
        alt_al[i + 1] = gnbs_seq_letter(gnbs_mito_inserted(indel->seq, i));
    ref_al[is_behind ? n_del : 0] = a;
    alt_al[0] = a;
    *v = (gnbs_variant_t){ref->tid, is_behind ? 0 : anchor, ref_al, alt_al};
    return true;
}

static bool name_base(const gnbs_mito_ref_t *ref, int32_t pos, uint8_t base,
                      gnbs_arena_t *arena, gnbs_variant_t *v) {
    char *al = gnbs_arena_alloc(arena, 4, 1);
    if (al == NULL) return false;
    al[0] = gnbs_seq_letter(ref->code[pos]);
    al[2] = gnbs_seq_letter(base);
    *v = (gnbs_variant_t){ref->tid, pos, al, al + 2};
    return true;
}

/* ---- calls ------------------------------------------------------------------------------ */

/* Few molecules, or a small share: not worth a likelihood. */
static bool is_hopeless(const gnbs_mito_bench_t *b, uint32_t n_alt, uint32_t n_all) {
    return n_alt < 3 || n_alt < 0.5 * b->rq->policy->call_from * n_all;
}

static bool is_hopeless_base(const gnbs_mito_bench_t *b, const gnbs_mito_result_t *r,
                             int32_t p, uint8_t base) {
    uint8_t ref = b->pile->ref.code[p];
    return ref > 3 || ref == base ||
           is_hopeless(b, gnbs_mito_count(&b->pile->column[p], base),
                       (uint32_t)r->depth[p]);
}

/* First round: which alleles are told apart from errors, indels before the bases beside them. */
static void find_alleles(gnbs_mito_bench_t *b, const gnbs_mito_result_t *r) {
    for (size_t i = 0; i < b->n_indel; i++) {
        uint32_t by_strand[2];
        gnbs_mito_indel_t *indel = &b->indel[i];
        if (indel->n < 3 || is_hopeless(b, (uint32_t)indel->n,
                                        gnbs_mito_count_holding(b, indel, by_strand)))
            continue;
        gnbs_call_t call = {0};
        gnbs_mito_judge_indel(b, indel, &call);
        indel->is_called = call.n_alt > 0;
        if (indel->is_called) mark_neighbourhood(b, indel);
    }
    for (int32_t p = 0; p < b->pile->ref.n; p++)
        for (uint8_t base = 0; base < 4; base++) {
            if (is_hopeless_base(b, r, p, base)) continue;
            gnbs_call_t call = {0};
            gnbs_mito_judge_base(b, p, base, &call);
            if (call.n_alt > 0) b->called[p] |= (uint8_t)(1u << base);
        }
    b->is_second_round = true;
}

static gnbs_code_t call_indels(const gnbs_mito_bench_t *b, gnbs_mito_result_t *result,
                               calls_t *calls, gnbs_err_t *err) {
    for (size_t i = 0; i < b->n_indel; i++) {
        if (!b->indel[i].is_called) continue;
        gnbs_call_t call = {0};
        gnbs_mito_judge_indel(b, &b->indel[i], &call);
        if (call.n_alt == 0) continue;
        if (!name_indel(&b->pile->ref, &b->indel[i], b->arena, &call.variant)) {
            result->n_left_out += (int64_t)b->indel[i].n;
            continue;
        }
        if (!GNBS_PUSH(calls, call)) return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    }
    return GNBS_OK;
}

static gnbs_code_t call_bases(const gnbs_mito_bench_t *b, calls_t *calls, gnbs_err_t *err) {
    const gnbs_mito_ref_t *ref = &b->pile->ref;
    for (int32_t p = 0; p < ref->n; p++)
        for (uint8_t base = 0; base < 4 && b->called[p] != 0; base++) {
            gnbs_call_t call = {0};
            if (!(b->called[p] >> base & 1)) continue;
            gnbs_mito_judge_base(b, p, base, &call);
            if (call.n_alt == 0) continue;
            if (!name_base(ref, p, base, b->arena, &call.variant) ||
                !GNBS_PUSH(calls, call))
                return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
        }
    return GNBS_OK;
}

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

/* ---- depth and callability -------------------------------------------------------------- */

static gnbs_code_t measure(const gnbs_mito_bench_t *b, gnbs_mito_result_t *r,
                           gnbs_err_t *err) {
    const gnbs_mito_ref_t *ref = &b->pile->ref;
    r->depth = GNBS_NEW(b->arena, int32_t, ref->n);
    r->status = GNBS_NEW(b->arena, uint8_t, ref->n);
    if (r->depth == NULL || r->status == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial depth");
    int64_t sum = 0;
    for (int32_t p = 0; p < ref->n; p++) {
        uint32_t n = 0;
        for (int a = 0; a < GNBS_MITO_ALLELES; a++)
            n += gnbs_mito_count(&b->pile->column[p], a);
        r->depth[p] = (int32_t)n;
        sum += n;
        r->status[p] =
            (uint8_t)(ref->code[p] > 3                     ? GNBS_CALLABLE_REF_N
                      : n == 0                             ? GNBS_CALLABLE_NO_COVERAGE
                      : (int32_t)n < b->rq->opt->min_depth ? GNBS_CALLABLE_LOW_DEPTH
                                                           : GNBS_CALLABLE);
    }
    r->depth_mean = (double)sum / ref->n;
    return GNBS_OK;
}

/* ---- alleles looked for by name --------------------------------------------------------- */

/* The allele as an indel on the circle, when it is a plain one: REF or ALT begins the other. */
static bool read_indel(const gnbs_mito_bench_t *b, const gnbs_variant_t *v,
                       gnbs_mito_indel_t *indel) {
    const gnbs_mito_ref_t *ref = &b->pile->ref;
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt),
           n = n_ref < n_alt ? n_ref : n_alt;
    if (n_ref == n_alt || n == 0 || strncmp(v->ref, v->alt, n) != 0) return false;
    int32_t len = (int32_t)n_alt - (int32_t)n_ref;
    if (len > GNBS_MITO_MAX_INSERT_BP || len < -GNBS_MITO_MAX_DELETE_BP) return false;
    *indel = (gnbs_mito_indel_t){.pos = (int32_t)(v->pos + (gnbs_pos_t)n), .len = len};
    for (int32_t i = 0; i < len; i++) {
        uint8_t code = gnbs_seq_code(v->alt[n + (size_t)i]);
        if (code > 3) return false;
        indel->seq |= (uint64_t)code << (2 * i);
    }
    indel->reach_bp =
        (int32_t)(gnbs_mito_reach(ref, indel->pos, len, indel->seq) - indel->pos);
    gnbs_mito_seen_t key = {.pos = indel->pos, .len = len, .seq = indel->seq};
    for (size_t i = 0; i < b->n_indel; i++)
        if (compare_seen(&b->seen[b->indel[i].first], &key) == 0) *indel = b->indel[i];
    return true;
}

static bool has_reference(const gnbs_mito_ref_t *ref, const gnbs_variant_t *v) {
    for (size_t i = 0; v->ref[i] != '\0'; i++)
        if (gnbs_seq_letter(gnbs_mito_base(ref, v->pos + (int64_t)i)) != v->ref[i])
            return false;
    return v->tid == ref->tid && v->pos >= 0 && v->pos < ref->n;
}

static void look_for(const gnbs_mito_bench_t *b, const gnbs_mito_result_t *r,
                     const gnbs_variant_t *v, gnbs_call_t *call) {
    *call = (gnbs_call_t){.variant = *v, .is_forced = true, .n_alt = -1};
    gnbs_mito_indel_t indel;
    if (!has_reference(&b->pile->ref, v)) return;
    for (size_t i = 0; i < r->n_call; i++)
        if (gnbs_variant_compare(&r->call[i].variant, v) == 0) *call = r->call[i];
    if (call->n_alt <= 0) {
        call->n_alt = 0;
        if (gnbs_variant_is_snv(v))
            gnbs_mito_judge_base(b, (int32_t)v->pos, gnbs_seq_code(v->alt[0]), call);
        else if (read_indel(b, v, &indel))
            gnbs_mito_judge_indel(b, &indel, call);
        else
            call->n_alt = -1; /* of a kind that this method does not see */
    }
    call->variant = *v;
    call->is_forced = true;
}

gnbs_code_t gnbs_mito_conclude(const gnbs_mito_request_t *request,
                               const gnbs_mito_pile_t *pile, gnbs_arena_t *arena,
                               gnbs_mito_result_t *result, gnbs_err_t *err) {
    *result = (gnbs_mito_result_t){.n_left_out = pile->n_left_out, .counts = pile->counts};
    gnbs_mito_bench_t b = {.rq = request,
                           .pile = pile,
                           .is_near_indel = GNBS_NEW(arena, uint8_t, pile->ref.n),
                           .called = GNBS_NEW(arena, uint8_t, pile->ref.n),
                           .other = GNBS_NEW(arena, uint32_t, pile->seen.n),
                           .numt_depth = gnbs_mito_numt_depth(request->autosomal_depth,
                                                              request->opt->numt_copies),
                           .arena = arena};
    calls_t calls = {0};
    if (b.is_near_indel == NULL || b.called == NULL || b.other == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial bases");
    GNBS_TRY(measure(&b, result, err));
    GNBS_TRY(group_indels(&b, err));
    find_alleles(&b, result);
    gnbs_code_t code = call_indels(&b, result, &calls, err);
    if (code == GNBS_OK) code = call_bases(&b, &calls, err);
    result->call = GNBS_NEW(arena, gnbs_call_t, calls.n);
    result->known = GNBS_NEW(arena, gnbs_call_t, request->n_known);
    if (code == GNBS_OK && (result->call == NULL || result->known == NULL))
        code = gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    if (code == GNBS_OK && calls.n > 0) {
        memcpy(result->call, calls.at, calls.n * sizeof *calls.at);
        qsort(result->call, calls.n, sizeof *result->call, compare_calls);
        result->n_call = calls.n;
    }
    GNBS_VEC_CLEAR(&calls);
    if (code != GNBS_OK) return code;
    for (size_t i = 0; i < request->n_known; i++)
        look_for(&b, result, &request->known[i], &result->known[i]);
    return GNBS_OK;
}

gnbs_code_t gnbs_mito_spans(const gnbs_mito_ref_t *ref, const gnbs_mito_result_t *r,
                            size_t n_target, const gnbs_region_t target[],
                            gnbs_arena_t *arena, size_t *n, gnbs_callable_span_t **span,
                            gnbs_err_t *err) {
    GNBS_VEC(gnbs_callable_span_t) out = {0};
    bool ok = true;
    for (size_t t = 0; t < n_target; t++) {
        if (target[t].tid != ref->tid) continue;
        gnbs_pos_t end = target[t].end < ref->n ? target[t].end : ref->n;
        for (gnbs_pos_t p = target[t].beg, q; p < end && ok; p = q) {
            double depth = 0;
            for (q = p; q < end && r->status[q] == r->status[p]; q++) depth += r->depth[q];
            ok = GNBS_PUSH(&out, ((gnbs_callable_span_t){{ref->tid, p, q},
                                                         (gnbs_callable_t)r->status[p],
                                                         depth / (double)(q - p)}));
        }
    }
    *n = out.n;
    *span = GNBS_NEW(arena, gnbs_callable_span_t, out.n);
    ok = ok && *span != NULL;
    if (ok && out.n > 0) memcpy(*span, out.at, out.n * sizeof *out.at);
    GNBS_VEC_CLEAR(&out);
    return ok ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
}
