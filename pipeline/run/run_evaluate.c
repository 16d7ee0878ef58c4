#include "run/run_evaluate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "evaluate/evaluate.h"
#include "genome/seq.h"
#include "io/bed.h"
#include "io/fasta.h"
#include "io/vcf.h"

enum { WINDOW_BP = 500, CAP = 4096, N_GQ_BINS = 10 };

typedef GNBS_VEC(gnbs_eval_allele_t) alleles_t;

typedef struct scene {
    const gnbs_run_evaluate_opt_t *opt;
    gnbs_arena_t arena;
    gnbs_fasta_t *fasta;
    size_t n_region;
    gnbs_region_t *region;
    alleles_t truth, call;
} scene_t;

static bool is_counted(const scene_t *s, const gnbs_variant_t *v) {
    if (s->region == NULL) return true;
    gnbs_pos_t pos =
        v->pos + (strlen(v->ref) != strlen(v->alt)); /* an indel lies behind its anchor */
    size_t i = gnbs_region_lower(s->n_region, s->region, v->tid, pos);
    return i < s->n_region && s->region[i].tid == v->tid && s->region[i].beg <= pos;
}

static gnbs_code_t push(scene_t *s, alleles_t *out, gnbs_eval_allele_t a, const char *ref,
                        const char *alt, gnbs_err_t *err) {
    a.variant.ref = gnbs_arena_strdup(&s->arena, ref);
    a.variant.alt = gnbs_arena_strdup(&s->arena, alt);
    if (a.variant.ref == NULL || a.variant.alt == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
    a.is_counted = is_counted(s, &a.variant);
    return GNBS_PUSH(out, a) ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "alleles");
}

/* Normalised; a substitution of several bases becomes its SNVs. */
static gnbs_code_t add_allele(scene_t *s, alleles_t *out, gnbs_eval_allele_t a,
                              gnbs_err_t *err) {
    char ref[CAP], alt[CAP];
    size_t n_ref = strlen(a.variant.ref), n_alt = strlen(a.variant.alt);
    if (n_ref >= CAP / 2 || n_alt >= CAP / 2) return GNBS_OK; /* not a small variant */
    if (n_ref == n_alt) {
        for (size_t i = 0; i < n_ref; i++) {
            gnbs_eval_allele_t one = a;
            one.variant.pos += (gnbs_pos_t)i;
            const char r[2] = {a.variant.ref[i], '\0'}, x[2] = {a.variant.alt[i], '\0'};
            if (r[0] != x[0]) GNBS_TRY(push(s, out, one, r, x, err));
        }
        return GNBS_OK;
    }
    memcpy(ref, a.variant.ref, n_ref + 1);
    memcpy(alt, a.variant.alt, n_alt + 1);
    gnbs_pos_t beg = a.variant.pos > WINDOW_BP ? a.variant.pos - WINDOW_BP : 0,
               end = a.variant.pos + (gnbs_pos_t)n_ref + 1;
    uint8_t window[WINDOW_BP + CAP];
    GNBS_TRY(
        gnbs_fasta_fetch(s->fasta, (gnbs_region_t){a.variant.tid, beg, end}, window, err));
    gnbs_variant_normalise(&a.variant.pos, ref, alt, CAP, beg, end, window);
    return push(s, out, a, ref, alt, err);
}

static int compare_allele(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_eval_allele_t *)a)->variant,
                                &((const gnbs_eval_allele_t *)b)->variant);
}

/* Two lines of one allele in one copy each are one allele in two. */
static void sort_and_join(alleles_t *v) {
    if (v->n == 0) return;
    qsort(v->at, v->n, sizeof *v->at, compare_allele);
    size_t n = 1;
    for (size_t i = 1; i < v->n; i++) {
        if (compare_allele(&v->at[n - 1], &v->at[i]) == 0)
            v->at[n - 1].copies = (int8_t)(v->at[n - 1].copies + v->at[i].copies > 2
                                               ? 2
                                               : v->at[n - 1].copies + v->at[i].copies);
        else
            v->at[n++] = v->at[i];
    }
    v->n = n;
}

static gnbs_code_t take_record(scene_t *s, gnbs_vcf_t *vcf, const gnbs_vcf_record_t *r,
                               alleles_t *out, gnbs_err_t *err) {
    int allele[2] = {-1, -1};
    bool is_phased;
    int ploidy = gnbs_vcf_genotype(vcf, 0, allele, &is_phased);
    int32_t gq = -1;
    gnbs_vcf_format_int(vcf, "GQ", 0, 0, &gq);
    double rival = 0;
    gnbs_vcf_info_real(vcf, "RIVAL", 0, &rival);
    for (int i = 1; i < r->n_allele; i++) {
        gnbs_eval_allele_t a = {.variant = {r->tid, r->pos, r->allele[0], r->allele[i]},
                                .ploidy = (int8_t)ploidy,
                                .gq_phred = gq,
                                .rival_frac = rival};
        for (int k = 0; k < ploidy; k++) a.copies = (int8_t)(a.copies + (allele[k] == i));
        if (a.copies > 0 && !gnbs_variant_is_symbolic(&a.variant))
            GNBS_TRY(add_allele(s, out, a, err));
    }
    return GNBS_OK;
}

static gnbs_code_t read_vcf(scene_t *s, const char *path, bool is_calls, alleles_t *out,
                            gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    GNBS_TRY(gnbs_vcf_open(path, gnbs_fasta_contigs(s->fasta), &vcf, err));
    gnbs_code_t code =
        gnbs_vcf_n_sample(vcf) < 1
            ? gnbs_err_set(err, GNBS_E_DATA, "%s: no sample column; genotypes are compared",
                           path)
            : GNBS_OK;
    while (code == GNBS_OK) {
        gnbs_vcf_record_t r;
        bool more;
        code = gnbs_vcf_next(vcf, &r, &more, err);
        if (code != GNBS_OK || !more) break;
        if (r.tid < 0 || (is_calls && ((!s->opt->takes_filtered && !r.is_pass) ||
                                       r.qual_phred < s->opt->min_qual)))
            continue;
        code = take_record(s, vcf, &r, out, err);
    }
    gnbs_vcf_close(vcf);
    sort_and_join(out);
    return code;
}

static void print_table(const scene_t *s, const gnbs_eval_result_t *r, gnbs_str_t *out) {
    static const char *const TYPE[GNBS_EVAL_TYPES] = {"SNV", "indel"};
    for (int t = 0; t < GNBS_EVAL_TYPES; t++) {
        const gnbs_eval_score_t *x = &r->score[t];
        gnbs_str_printf(out, "%s\t%s\t%lld\t%lld\t%lld\t%lld\t%lld\t%.5f\t%.5f\t%.5f\n",
                        s->opt->name, TYPE[t], (long long)(x->truth_tp + x->fn),
                        (long long)x->truth_tp, (long long)x->fp, (long long)x->fn,
                        (long long)x->genotype_errors, gnbs_evaluate_precision(x),
                        gnbs_evaluate_recall(x), gnbs_evaluate_f1(x));
    }
}

static void list_errors(const scene_t *s, const alleles_t *v, const char *what,
                        gnbs_str_t *out) {
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(s->fasta);
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i].is_counted && !v->at[i].is_matched)
            gnbs_str_printf(out, "#%s\t%s\t%lld\t%s\t%s\t%d\n", what,
                            contigs->contig[v->at[i].variant.tid].name,
                            (long long)v->at[i].variant.pos + 1, v->at[i].variant.ref,
                            v->at[i].variant.alt, v->at[i].copies);
}

/* GQ as stated against GQ as counted: Phred of the share of wrong calls in each bin. */
static void show_reliability(const scene_t *s, gnbs_str_t *out) {
    int64_t n[N_GQ_BINS] = {0}, n_wrong[N_GQ_BINS] = {0};
    for (size_t i = 0; i < s->call.n; i++) {
        const gnbs_eval_allele_t *a = &s->call.at[i];
        if (!a->is_counted || a->gq_phred < 0) continue;
        int bin = a->gq_phred / 10 < N_GQ_BINS ? a->gq_phred / 10 : N_GQ_BINS - 1;
        n[bin]++;
        n_wrong[bin] += !a->is_matched;
    }
    gnbs_str_add(out, "#GQ\tcalls\twrong\tobserved\n");
    for (int b = 0; b < N_GQ_BINS; b++)
        if (n[b] > 0) /* one imagined error more: the least that can be claimed */
            gnbs_str_printf(out, "#%d-%d\t%lld\t%lld\t%.1f\n", 10 * b, 10 * b + 9,
                            (long long)n[b], (long long)n_wrong[b],
                            -10 * log10(((double)n_wrong[b] + 1) / ((double)n[b] + 1)));
}

/* The same by the share of reads that fit elsewhere: what the ceiling of GQ rests on (call/call_stats.h). */
static void show_rivals(const scene_t *s, gnbs_str_t *out) {
    static const double EDGE[] = {0.02, 0.1, 0.3, 0.6, 1.01};
    enum { N_BAND = sizeof EDGE / sizeof *EDGE };
    int64_t n[N_BAND] = {0}, n_wrong[N_BAND] = {0};
    for (size_t i = 0; i < s->call.n; i++) {
        const gnbs_eval_allele_t *a = &s->call.at[i];
        if (!a->is_counted) continue;
        int b = 0;
        while (b < N_BAND - 1 && a->rival_frac >= EDGE[b]) b++;
        n[b]++;
        n_wrong[b] += !a->is_matched;
    }
    gnbs_str_add(out, "#RIVAL_below\tcalls\twrong\tobserved\n");
    for (int b = 0; b < N_BAND; b++)
        gnbs_str_printf(out, "#%.2f\t%lld\t%lld\t%.1f\n", EDGE[b], (long long)n[b],
                        (long long)n_wrong[b],
                        -10 * log10(((double)n_wrong[b] + 1) / ((double)n[b] + 1)));
}

static gnbs_code_t evaluate(scene_t *s, gnbs_str_t *out, gnbs_err_t *err) {
    GNBS_TRY(gnbs_fasta_open(s->opt->reference, &s->fasta, err));
    if (s->opt->regions != NULL) {
        gnbs_bed_t bed;
        GNBS_TRY(gnbs_bed_read(s->opt->regions, gnbs_fasta_contigs(s->fasta), &s->arena,
                               &bed, err));
        s->region = bed.region;
        s->n_region = gnbs_region_merge(bed.n, bed.region, 0);
    }
    GNBS_TRY(read_vcf(s, s->opt->truth, false, &s->truth, err));
    GNBS_TRY(read_vcf(s, s->opt->calls, true, &s->call, err));
    gnbs_ref_source_t ref = gnbs_fasta_source(s->fasta);
    gnbs_eval_result_t result;
    GNBS_TRY(gnbs_evaluate_match(&ref, s->truth.n, s->truth.at, s->call.n, s->call.at,
                                 &result, err));
    print_table(s, &result, out);
    if (s->opt->lists_errors) {
        list_errors(s, &s->truth, "FN", out);
        list_errors(s, &s->call, "FP", out);
    }
    if (s->opt->shows_reliability) {
        show_reliability(s, out);
        show_rivals(s, out);
    }
    return GNBS_OK;
}

gnbs_code_t gnbs_run_evaluate(const gnbs_run_evaluate_opt_t *opt, gnbs_str_t *out,
                              gnbs_err_t *err) {
    scene_t s = {.opt = opt};
    gnbs_arena_init(&s.arena);
    gnbs_code_t code = evaluate(&s, out, err);
    gnbs_fasta_close(s.fasta);
    GNBS_VEC_CLEAR(&s.truth);
    GNBS_VEC_CLEAR(&s.call);
    gnbs_arena_clear(&s.arena);
    return code;
}
