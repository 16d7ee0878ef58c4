#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "io/vcf.h"
#include "run/run_case.h"

enum { WINDOW_BP = 400, MAX_ALLELE_BP = 1000, DEFAULT_GQ = 20 };

typedef GNBS_VEC(gnbs_call_t) calls_t;
typedef GNBS_VEC(gnbs_callable_span_t) spans_t;

typedef struct intake {
    gnbs_run_state_t *s;
    gnbs_vcf_t *vcf;
    size_t n_target;
    const gnbs_region_t *target;
    calls_t calls;
    spans_t seen; /* what the records say of stretches of genome, in file order */
    int64_t n_blocks;
} intake_t;

static bool is_wanted(const intake_t *in, gnbs_region_t r) {
    size_t t = gnbs_region_lower(in->n_target, in->target, r.tid, r.beg);
    return t < in->n_target && in->target[t].tid == r.tid && in->target[t].beg < r.end;
}

/* Left-aligned against the bundle, as ClinVar's alleles in it are. */
static gnbs_code_t normalise(intake_t *in, gnbs_variant_t *v, gnbs_err_t *err) {
    static const size_t CAP = 4 * MAX_ALLELE_BP;
    size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    gnbs_pos_t beg = v->pos > WINDOW_BP ? v->pos - WINDOW_BP : 0,
               end = v->pos + (gnbs_pos_t)n_ref + WINDOW_BP;
    char *ref = gnbs_arena_alloc(&in->s->arena, CAP, 1),
         *alt = gnbs_arena_alloc(&in->s->arena, CAP, 1);
    uint8_t *window = gnbs_arena_alloc(&in->s->arena, (size_t)(end - beg), 1);
    if (ref == NULL || alt == NULL || window == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
    gnbs_bundle_sequence(&in->s->bundle, (gnbs_region_t){v->tid, beg, end}, window);
    memcpy(ref, v->ref, n_ref + 1);
    memcpy(alt, v->alt, n_alt + 1);
    for (size_t i = 0; i < n_ref; i++) {
        uint8_t held = window[v->pos - beg + (gnbs_pos_t)i];
        if (held < 4 && gnbs_seq_letter(held) != ref[i])
            return gnbs_err_set(err, GNBS_E_DATA,
                                "%s:%lld: REF %s is not what the bundle has there; the VCF "
                                "is of another reference",
                                in->s->bundle.contigs.contig[v->tid].name,
                                (long long)v->pos + 1, v->ref);
    }
    gnbs_pos_t pos = v->pos;
    gnbs_variant_normalise(
        &pos, ref, alt, CAP, beg, end,
        window); /* at the edge of what is held it stays where it got to */
    *v = (gnbs_variant_t){v->tid, pos, ref, alt};
    return GNBS_OK;
}

/* A word of callability, or GNBS_CALLABLE_N. */
static gnbs_callable_t status_named(const char *text) {
    int s = 0;
    while (s < GNBS_CALLABLE_N && strcmp(text, gnbs_callable_name((gnbs_callable_t)s)) != 0)
        s++;
    return (gnbs_callable_t)s;
}

/* Variant lines of a gVCF of gnbs state the callability of their bases. */
static bool is_own_line(const intake_t *in) {
    const char *status = gnbs_vcf_info_text(in->vcf, "STATUS");
    return status != NULL && status_named(status) != GNBS_CALLABLE_N;
}

static gnbs_code_t take_alt(intake_t *in, const gnbs_vcf_record_t *r, int i_alt,
                            const int allele[2], int ploidy, bool is_phased,
                            gnbs_err_t *err) {
    gnbs_call_t call = {.variant = {r->tid, r->pos, r->allele[0], r->allele[i_alt]},
                        .ploidy = (int8_t)ploidy,
                        .gq_phred = DEFAULT_GQ};
    for (int k = 0; k < ploidy; k++) {
        call.n_alt = (int8_t)(call.n_alt + (allele[k] == i_alt));
        call.n_other_alt =
            (int8_t)(call.n_other_alt + (allele[k] > 0 && allele[k] != i_alt));
    }
    /* gnbs writes one ALT per line: ./1 is 1/2, its other ALT on a line of its own */
    if (is_own_line(in) && ploidy == 2 && (allele[0] < 0) != (allele[1] < 0))
        call.n_other_alt = 1;
    if (call.n_alt == 0 || gnbs_variant_is_symbolic(&call.variant) ||
        strlen(r->allele[0]) > MAX_ALLELE_BP || strlen(r->allele[i_alt]) > MAX_ALLELE_BP)
        return GNBS_OK;
    GNBS_TRY(normalise(in, &call.variant, err));
    call.zygosity = ploidy == 1       ? GNBS_ZYG_HEMI_ALT
                    : call.n_alt == 2 ? GNBS_ZYG_HOM_ALT
                                      : GNBS_ZYG_HET;
    call.qual_phred = r->qual_phred < 0 ? 0 : r->qual_phred;
    if (!r->is_pass) call.filter |= GNBS_FILTER_EXTERNAL;
    int32_t v;
    if (gnbs_vcf_format_int(in->vcf, "GQ", 0, 0, &v)) call.gq_phred = v;
    if (gnbs_vcf_format_int(in->vcf, "DP", 0, 0, &v)) call.dp = v;
    if (gnbs_vcf_format_int(in->vcf, "AD", 0, 0, &v)) call.ad_ref = v;
    if (gnbs_vcf_format_int(in->vcf, "AD", 0, i_alt, &v)) call.ad_alt = v;
    if (is_phased && call.n_alt == 1 && ploidy == 2) {
        call.is_phased = true;
        call.haplotype = allele[0] == i_alt ? 1 : 2;
        call.phase_set =
            gnbs_vcf_format_int(in->vcf, "PS", 0, 0, &v)
                ? v - 1
                : 0; /* no PS: one set per contig, as the VCF specification says */
    }
    return GNBS_PUSH(&in->calls, call) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "calls");
}

/* Is an allele of the genotype one that take_alt cannot judge (<DEL>, a breakend, thousands of bases)? Its stretch
 * must not pass for reference. A '*' is a deletion that has a record of its own. */
static bool has_unread_allele(const gnbs_vcf_record_t *r, const int allele[2], int ploidy) {
    for (int k = 0; k < ploidy; k++) {
        if (allele[k] <= 0 || allele[k] >= r->n_allele) continue;
        const gnbs_variant_t v = {r->tid, r->pos, r->allele[0], r->allele[allele[k]]};
        bool is_symbolic = gnbs_variant_is_symbolic(&v) && strcmp(v.alt, "*") != 0;
        if (is_symbolic || strlen(v.ref) > MAX_ALLELE_BP || strlen(v.alt) > MAX_ALLELE_BP)
            return true;
    }
    return false;
}

/* What the record says of its stretch: a reason in words (gnbs's own gVCF), or a block or genotype sure enough, or not. */
static gnbs_callable_t judge_span(const intake_t *in, const gnbs_vcf_record_t *r,
                                  bool has_genotype, int ploidy, int32_t *dp) {
    int32_t gq = DEFAULT_GQ, v, min_depth = in->s->opt->call.min_depth;
    if (gnbs_vcf_format_int(in->vcf, "GQ", 0, 0, &v)) gq = v;
    if (gnbs_vcf_format_int(in->vcf, "MIN_DP", 0, 0, &v) ||
        gnbs_vcf_format_int(in->vcf, "DP", 0, 0, &v))
        *dp = v;
    const char *word =
        r->is_ref_block ? r->filter_text : gnbs_vcf_info_text(in->vcf, "STATUS");
    gnbs_callable_t named = word != NULL ? status_named(word) : GNBS_CALLABLE_N;
    if (named != GNBS_CALLABLE_N && named != GNBS_CALLABLE) return named;
    if (named ==
        GNBS_CALLABLE) /* of a line, whose genotype the caller had judged with its depth */
        return has_genotype && r->is_pass ? GNBS_CALLABLE : GNBS_CALLABLE_LOW_GQ;
    if (ploidy == 1) min_depth = (min_depth + 1) / 2;
    if (*dp == 0) return GNBS_CALLABLE_NO_COVERAGE;
    if (*dp > 0 && *dp < min_depth) return GNBS_CALLABLE_LOW_DEPTH;
    return has_genotype && gq >= in->s->opt->call.min_gq_phred && r->is_pass
               ? GNBS_CALLABLE
               : GNBS_CALLABLE_LOW_GQ;
}

static gnbs_code_t take_span(intake_t *in, const gnbs_vcf_record_t *r, bool has_genotype,
                             int ploidy, gnbs_err_t *err) {
    int32_t dp = -1;
    gnbs_callable_t status = judge_span(in, r, has_genotype, ploidy, &dp);
    gnbs_callable_span_t span = {{r->tid, r->pos, r->end}, status, dp < 0 ? 0 : dp};
    in->n_blocks += r->is_ref_block;
    return GNBS_PUSH(&in->seen, span) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "blocks");
}

static gnbs_code_t take_record(intake_t *in, const gnbs_vcf_record_t *r, gnbs_err_t *err) {
    if (r->tid < 0 || !is_wanted(in, (gnbs_region_t){r->tid, r->pos, r->end}))
        return GNBS_OK;
    int allele[2] = {-1, -1};
    bool is_phased = false;
    int ploidy = gnbs_vcf_genotype(in->vcf, 0, allele, &is_phased);
    if (ploidy > 2) ploidy = 2; /* allele[] then says -1, -1: no pair of alleles */
    bool is_complete = ploidy > 0 && allele[0] >= 0 && (ploidy == 1 || allele[1] >= 0);
    if (ploidy == 2 && is_own_line(in)) is_complete = allele[0] >= 0 || allele[1] >= 0;
    bool is_judged = is_complete && !has_unread_allele(r, allele, ploidy);
    GNBS_TRY(take_span(in, r, is_judged, ploidy, err));
    for (int i = 1; i < r->n_allele && !r->is_ref_block; i++)
        GNBS_TRY(take_alt(in, r, i, allele, ploidy, is_phased, err));
    return GNBS_OK;
}

/* Where two lines speak of the same stretch, the one with doubts comes first. */
static int compare_span(const void *a, const void *b) {
    const gnbs_callable_span_t *x = a, *y = b;
    int c = gnbs_region_compare(&x->region, &y->region);
    return c != 0 ? c : (x->status < y->status) - (x->status > y->status);
}
static int compare_call(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}

static bool add_span(spans_t *out, int32_t tid, gnbs_pos_t beg, gnbs_pos_t end,
                     gnbs_callable_t status, double depth) {
    if (end <= beg) return true;
    gnbs_callable_span_t span = {{tid, beg, end}, status, depth};
    gnbs_callable_span_t *last = out->n > 0 ? &out->at[out->n - 1] : NULL;
    if (last == NULL || last->region.tid != tid || last->region.end != beg ||
        last->status != status)
        return GNBS_PUSH(out, span);
    double n_last = (double)gnbs_region_len(last->region), n = (double)(end - beg);
    last->depth_mean = (last->depth_mean * n_last + depth * n) / (n_last + n);
    last->region.end = end;
    return true;
}

/* Each target base once: what the first record over it says; silence is no coverage. */
static gnbs_code_t cover_targets(intake_t *in, spans_t *out, gnbs_err_t *err) {
    if (in->seen.n > 0) qsort(in->seen.at, in->seen.n, sizeof *in->seen.at, compare_span);
    size_t i = 0;
    bool ok = true;
    for (size_t t = 0; t < in->n_target && ok; t++) {
        gnbs_region_t target = in->target[t];
        gnbs_pos_t at = target.beg;
        while (i < in->seen.n && (in->seen.at[i].region.tid < target.tid ||
                                  (in->seen.at[i].region.tid == target.tid &&
                                   in->seen.at[i].region.end <= target.beg)))
            i++;
        for (size_t k = i;
             k < in->seen.n && ok && in->seen.at[k].region.tid == target.tid &&
             in->seen.at[k].region.beg < target.end;
             k++) {
            const gnbs_callable_span_t *s = &in->seen.at[k];
            gnbs_pos_t beg = s->region.beg > at ? s->region.beg : at,
                       end = s->region.end < target.end ? s->region.end : target.end;
            if (end <= beg) continue;
            ok = add_span(out, target.tid, at, beg, GNBS_CALLABLE_NO_COVERAGE, 0) &&
                 add_span(out, target.tid, beg, end, s->status, s->depth_mean);
            at = end;
        }
        ok = ok && add_span(out, target.tid, at, target.end, GNBS_CALLABLE_NO_COVERAGE, 0);
    }
    return ok ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "callable spans");
}

/* Is every base that the allele changes callable (one behind an indel too), as far as the spans reach? */
static bool span_says(const spans_t *spans, const gnbs_variant_t *v) {
    size_t lo = 0, hi = spans->n, n_ref = strlen(v->ref);
    gnbs_pos_t end = v->pos + (gnbs_pos_t)n_ref + (n_ref == strlen(v->alt) ? 0 : 1);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = spans->at[mid].region;
        if (r.tid < v->tid || (r.tid == v->tid && r.end <= v->pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    gnbs_pos_t at = v->pos;
    for (; lo < spans->n && at < end; lo++) {
        const gnbs_callable_span_t *s = &spans->at[lo];
        if (s->region.tid != v->tid || s->region.beg > at) break;
        if (s->status != GNBS_CALLABLE) return false;
        at = s->region.end;
    }
    return at > v->pos;
}

/* One allele on two lines, heterozygous on each, would pass for two variants of a recessive gene. */
static gnbs_code_t check_alleles_once(const intake_t *in, gnbs_err_t *err) {
    for (size_t i = 1; i < in->calls.n; i++) {
        const gnbs_variant_t *v = &in->calls.at[i].variant;
        if (gnbs_variant_compare(&in->calls.at[i - 1].variant, v) != 0) continue;
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %s:%lld %s>%s (left-aligned) stands on two lines; make it "
                            "one: bcftools norm -f REFERENCE -d exact",
                            in->s->opt->vcf, in->s->bundle.contigs.contig[v->tid].name,
                            (long long)v->pos + 1, v->ref, v->alt);
    }
    return GNBS_OK;
}

static gnbs_code_t hand_over(intake_t *in, const spans_t *spans, gnbs_err_t *err) {
    gnbs_run_state_t *s = in->s;
    gnbs_pass_result_t *p = &s->pass;
    p->call = GNBS_NEW(&s->arena, gnbs_call_t, in->calls.n);
    p->span = GNBS_NEW(&s->arena, gnbs_callable_span_t, spans->n);
    p->known = GNBS_NEW(&s->arena, gnbs_call_known_t, s->n_known);
    if (p->call == NULL || p->span == NULL || p->known == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    if (in->calls.n > 0) {
        qsort(in->calls.at, in->calls.n, sizeof *in->calls.at, compare_call);
        GNBS_TRY(check_alleles_once(in, err));
        memcpy(p->call, in->calls.at, in->calls.n * sizeof *p->call);
    }
    if (spans->n > 0) memcpy(p->span, spans->at, spans->n * sizeof *p->span);
    p->n_call = in->calls.n;
    p->n_span = spans->n;
    for (size_t i = 0; i < s->n_known; i++) {
        const gnbs_call_t *found =
            p->n_call > 0 ? bsearch(&(gnbs_call_t){.variant = s->known_variant[i]}, p->call,
                                    p->n_call, sizeof *p->call, compare_call)
                          : NULL;
        bool is_absent = found == NULL && span_says(spans, &s->known_variant[i]);
        p->known[i].state = found != NULL && found->filter == 0 ? GNBS_KNOWN_PRESENT
                            : is_absent                         ? GNBS_KNOWN_ABSENT
                                                                : GNBS_KNOWN_NOT_CALLABLE;
    }
    s->newborn.n_callable = p->n_span;
    s->newborn.callable = p->span;
    return GNBS_OK;
}

gnbs_code_t gnbs_run_read_vcf(gnbs_run_state_t *s, gnbs_err_t *err) {
    intake_t in = {.s = s};
    spans_t spans = {0};
    gnbs_region_t *target;
    gnbs_log_step(&s->log, "read");
    GNBS_TRY(gnbs_run_targets(s, &in.n_target, &target, err));
    in.target = target;
    GNBS_TRY(gnbs_vcf_open(s->opt->vcf, &s->bundle.contigs, &in.vcf, err));
    gnbs_code_t code = GNBS_OK;
    for (bool more = true; code == GNBS_OK;) {
        gnbs_vcf_record_t r;
        code = gnbs_vcf_next(in.vcf, &r, &more, err);
        if (code != GNBS_OK || !more) break;
        code = take_record(&in, &r, err);
        if (code != GNBS_OK)
            gnbs_err_ctx(err, "%s: record %lld", s->opt->vcf, (long long)r.n_line);
    }
    s->newborn.input_kind = in.n_blocks > 0 ? "gvcf" : "vcf";
    if (code == GNBS_OK && in.n_blocks > 0) code = cover_targets(&in, &spans, err);
    if (code == GNBS_OK) code = hand_over(&in, &spans, err);
    if (code == GNBS_OK)
        gnbs_log_done(&s->log, "%zu variants on targets, %lld reference blocks",
                      s->pass.n_call, (long long)in.n_blocks);
    gnbs_vcf_close(in.vcf);
    GNBS_VEC_CLEAR(&in.calls);
    GNBS_VEC_CLEAR(&in.seen);
    GNBS_VEC_CLEAR(&spans);
    return code;
}
