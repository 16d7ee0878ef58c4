#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "genome/seq.h"
#include "io/bed.h"
#include "io/vcf.h"
#include "run/run_case.h"

enum { WINDOW_BP = 400, MAX_ALLELE_BP = 1000, DEFAULT_GQ = 20 };

typedef GNBS_VEC(gnbs_call_t) calls_t;
typedef GNBS_VEC(gnbs_callable_span_t) spans_t;

typedef struct intake {
    gnbs_run_state_t *s;
    const char *path;
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

/* As the line states them; else by its genotype quality alone. */
static void take_likelihoods(const intake_t *in, const gnbs_vcf_record_t *r,
                             gnbs_call_t *call) {
    int32_t v;
    for (int k = 0; k <= call->ploidy; k++) {
        bool is_stated = r->n_allele == 2 && gnbs_vcf_format_int(in->vcf, "PL", 0, k, &v);
        call->pl[k] = is_stated ? v : k == call->n_alt ? 0 : call->gq_phred;
    }
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
    take_likelihoods(in, r, &call);
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

static void paint(uint8_t status[], gnbs_region_t target, gnbs_region_t r,
                  gnbs_callable_t with) {
    gnbs_pos_t beg = r.beg > target.beg ? r.beg : target.beg,
               end = r.end < target.end ? r.end : target.end;
    if (end > beg) memset(status + (beg - target.beg), (int)with, (size_t)(end - beg));
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
static bool span_says(size_t n_span, const gnbs_callable_span_t span[],
                      const gnbs_variant_t *v) {
    size_t lo = 0, hi = n_span, n_ref = strlen(v->ref);
    gnbs_pos_t end = v->pos + (gnbs_pos_t)n_ref + (n_ref == strlen(v->alt) ? 0 : 1);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = span[mid].region;
        if (r.tid < v->tid || (r.tid == v->tid && r.end <= v->pos))
            lo = mid + 1;
        else
            hi = mid;
    }
    gnbs_pos_t at = v->pos;
    for (; lo < n_span && at < end; lo++) {
        const gnbs_callable_span_t *s = &span[lo];
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
                            in->path, in->s->bundle.contigs.contig[v->tid].name,
                            (long long)v->pos + 1, v->ref, v->alt);
    }
    return GNBS_OK;
}

static gnbs_code_t hand_over(intake_t *in, const spans_t *spans, gnbs_run_records_t *out,
                             gnbs_err_t *err) {
    gnbs_arena_t *arena = &in->s->arena;
    *out = (gnbs_run_records_t){.n_call = in->calls.n,
                                .n_span = spans->n,
                                .n_block = in->n_blocks,
                                .call = GNBS_NEW(arena, gnbs_call_t, in->calls.n),
                                .span = GNBS_NEW(arena, gnbs_callable_span_t, spans->n)};
    if (out->call == NULL || out->span == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "calls");
    if (in->calls.n > 0) {
        qsort(in->calls.at, in->calls.n, sizeof *in->calls.at, compare_call);
        GNBS_TRY(check_alleles_once(in, err));
        memcpy(out->call, in->calls.at, in->calls.n * sizeof *out->call);
    }
    if (spans->n > 0) memcpy(out->span, spans->at, spans->n * sizeof *out->span);
    return GNBS_OK;
}

/* What a list of callable stretches says of targets: silence in the VCF is then reference, but not where a line has doubts. */
static gnbs_code_t cover_by_list(intake_t *in, const gnbs_bed_t *bed, spans_t *out,
                                 gnbs_err_t *err) {
    size_t n_bed = gnbs_region_merge(bed->n, bed->region, 0);
    for (size_t t = 0; t < in->n_target; t++) {
        gnbs_region_t target = in->target[t];
        gnbs_pos_t n = gnbs_region_len(target);
        uint8_t *status = gnbs_arena_alloc(&in->s->arena, (size_t)n, 1);
        if (status == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "callable stretches");
        memset(status, GNBS_CALLABLE_NO_COVERAGE, (size_t)n);
        for (size_t k = gnbs_region_lower(n_bed, bed->region, target.tid, target.beg);
             k < n_bed && gnbs_region_overlaps(bed->region[k], target); k++)
            paint(status, target, bed->region[k], GNBS_CALLABLE);
        for (int is_doubt = 0; is_doubt < 2; is_doubt++)
            for (size_t k = 0; k < in->seen.n; k++)
                if (gnbs_region_overlaps(in->seen.at[k].region, target) &&
                    (in->seen.at[k].status != GNBS_CALLABLE) == is_doubt)
                    paint(status, target, in->seen.at[k].region, in->seen.at[k].status);
        for (gnbs_pos_t p = 0; p < n; p++)
            if (!add_span(out, target.tid, target.beg + p, target.beg + p + 1,
                          (gnbs_callable_t)status[p], 0))
                return gnbs_err_set(err, GNBS_E_NOMEM, "callable stretches");
    }
    return GNBS_OK;
}

static gnbs_code_t take_records(intake_t *in, gnbs_err_t *err) {
    for (bool more = true;;) {
        gnbs_vcf_record_t r;
        GNBS_TRY(gnbs_vcf_next(in->vcf, &r, &more, err));
        if (!more) return GNBS_OK;
        if (take_record(in, &r, err) != GNBS_OK)
            return gnbs_err_ctx(err, "%s: record %lld", in->path, (long long)r.n_line);
    }
}

gnbs_code_t gnbs_run_read_records(gnbs_run_state_t *s, const char *path,
                                  const char *callable, size_t n_target,
                                  const gnbs_region_t target[], gnbs_run_records_t *out,
                                  gnbs_err_t *err) {
    intake_t in = {.s = s, .path = path, .n_target = n_target, .target = target};
    spans_t spans = {0};
    gnbs_bed_t bed;
    if (callable != NULL)
        GNBS_TRY(gnbs_bed_read(callable, &s->bundle.contigs, &s->arena, &bed, err));
    GNBS_TRY(gnbs_vcf_open(path, &s->bundle.contigs, &in.vcf, err));
    gnbs_code_t code = take_records(&in, err);
    if (code == GNBS_OK && callable != NULL)
        code = cover_by_list(&in, &bed, &spans, err);
    else if (code == GNBS_OK && in.n_blocks > 0)
        code = cover_targets(&in, &spans, err);
    if (code == GNBS_OK) code = hand_over(&in, &spans, out, err);
    gnbs_vcf_close(in.vcf);
    GNBS_VEC_CLEAR(&in.calls);
    GNBS_VEC_CLEAR(&in.seen);
    GNBS_VEC_CLEAR(&spans);
    return code == GNBS_OK ? gnbs_run_name_loci(s, err) : code;
}

bool gnbs_run_records_are_reference(const gnbs_run_records_t *r, const gnbs_variant_t *v) {
    return span_says(r->n_span, r->span, v);
}

const gnbs_call_t *gnbs_run_records_find(const gnbs_run_records_t *r,
                                         const gnbs_variant_t *v) {
    const gnbs_call_t key = {.variant = *v};
    return r->n_call > 0 ? bsearch(&key, r->call, r->n_call, sizeof *r->call, compare_call)
                         : NULL;
}

const gnbs_call_t *gnbs_run_records_at_marker(const gnbs_run_records_t *r,
                                              const gnbs_marker_t *m) {
    const char ref[2] = {gnbs_seq_letter(m->ref)}, alt[2] = {gnbs_seq_letter(m->alt)};
    const gnbs_variant_t v = {m->tid, m->pos, ref, alt};
    return gnbs_run_records_find(r, &v);
}

/* An allele is absent only where its bases are known to be like the reference. */
static gnbs_code_t look_for_known(gnbs_run_state_t *s, const gnbs_run_records_t *r,
                                  gnbs_err_t *err) {
    gnbs_pass_result_t *p = &s->pass;
    p->known = GNBS_NEW(&s->arena, gnbs_call_known_t, s->n_known);
    if (p->known == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "known alleles");
    for (size_t i = 0; i < s->n_known; i++) {
        const gnbs_variant_t *v = &s->known_variant[i];
        const gnbs_call_t *found = gnbs_run_records_find(r, v);
        bool is_absent = found == NULL && gnbs_run_records_are_reference(r, v);
        p->known[i].state = found != NULL && found->filter == 0 ? GNBS_KNOWN_PRESENT
                            : is_absent                         ? GNBS_KNOWN_ABSENT
                                                                : GNBS_KNOWN_NOT_CALLABLE;
        if (found != NULL)
            p->known[i].dp = found->dp, p->known[i].gq_phred = found->gq_phred;
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_read_vcf(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_region_t *target;
    size_t n_target;
    gnbs_run_records_t r;
    gnbs_log_step(&s->log, "read");
    GNBS_TRY(gnbs_run_targets(s, &n_target, &target, err));
    GNBS_TRY(
        gnbs_run_read_records(s, s->opt->vcf, s->opt->callable, n_target, target, &r, err));
    s->newborn.input_kind = r.n_block > 0 ? "gvcf" : "vcf";
    s->pass.n_call = r.n_call, s->pass.call = r.call;
    s->pass.n_span = r.n_span, s->pass.span = r.span;
    gnbs_log_done(&s->log, "%zu variants on targets, %lld reference blocks", r.n_call,
                  (long long)r.n_block);
    GNBS_TRY(gnbs_run_judge_records(s, &r, err));
    r.n_call = s->pass.n_call,
    r.call = s->pass.call; /* the parents may have settled some */
    r.n_span = s->pass.n_span, r.span = s->pass.span;
    s->newborn.n_callable = r.n_span, s->newborn.callable = r.span;
    return look_for_known(s, &r, err);
}
