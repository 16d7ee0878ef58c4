/* run/run_mito_case.c -- the mitochondrial part of one newborn's run: calls, callability and known alleles beside the nuclear ones. */
#include <stdlib.h>
#include <string.h>

#include "run/run_case.h"
#include "run/run_mito.h"

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

static bool is_mito(const gnbs_run_state_t *s, int32_t tid) {
    return gnbs_contig_kind(s->bundle.contigs.contig[tid].name) == GNBS_CONTIG_MT;
}

/* Does the panel ask for it, or hold the bundle a gene of it? (Of what consent covers.) */
static bool is_wanted(const gnbs_run_state_t *s) {
    for (size_t i = 0; i < s->panel.n_condition; i++)
        if (s->panel.condition[i].inheritance == GNBS_INH_MT) return true;
    for (size_t i = 0; i < s->bundle.n_gene; i++)
        if (is_mito(s, s->bundle.gene[i].tid)) return true;
    return false;
}

/* Known alleles are sorted by contig: those of the mitochondrion stand together. */
static void find_known(const gnbs_run_state_t *s, size_t *first, size_t *n) {
    *first = *n = 0;
    for (size_t i = 0; i < s->n_known; i++) {
        if (!is_mito(s, s->known_variant[i].tid)) continue;
        if (*n == 0) *first = i;
        ++*n;
    }
}

/* Absent: a fraction that would be reported can be excluded. */
static void judge_known(const gnbs_mito_policy_t *policy, const gnbs_call_t *seen,
                        gnbs_call_known_t *known) {
    bool is_present = seen->n_alt > 0 && seen->filter == 0;
    bool is_absent =
        seen->n_alt == 0 && seen->dp > 0 &&
        seen->heteroplasmy.high < gnbs_mito_report_from(policy, &seen->variant);
    *known = (gnbs_call_known_t){.state = is_present  ? GNBS_KNOWN_PRESENT
                                          : is_absent ? GNBS_KNOWN_ABSENT
                                                      : GNBS_KNOWN_NOT_CALLABLE,
                                 .dp = seen->dp,
                                 .gq_phred = seen->gq_phred};
}

static int compare_calls(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_call_t *)a)->variant,
                                &((const gnbs_call_t *)b)->variant);
}
static int compare_spans(const void *a, const void *b) {
    return gnbs_region_compare(&((const gnbs_callable_span_t *)a)->region,
                               &((const gnbs_callable_span_t *)b)->region);
}

static gnbs_code_t join(gnbs_run_state_t *s, const gnbs_mito_result_t *r, size_t n_span,
                        const gnbs_callable_span_t span[], gnbs_err_t *err) {
    gnbs_pass_result_t *p = &s->pass;
    gnbs_call_t *call = GNBS_NEW(&s->arena, gnbs_call_t, p->n_call + r->n_call);
    gnbs_callable_span_t *both =
        GNBS_NEW(&s->arena, gnbs_callable_span_t, p->n_span + n_span);
    if (call == NULL || both == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial calls");
    if (p->n_call > 0) memcpy(call, p->call, p->n_call * sizeof *call);
    if (r->n_call > 0) memcpy(call + p->n_call, r->call, r->n_call * sizeof *call);
    if (p->n_span > 0) memcpy(both, p->span, p->n_span * sizeof *both);
    if (n_span > 0) memcpy(both + p->n_span, span, n_span * sizeof *both);
    p->call = call, p->n_call += r->n_call;
    p->span = both, p->n_span += n_span;
    if (p->n_call > 0) qsort(call, p->n_call, sizeof *call, compare_calls);
    if (p->n_span > 0) qsort(both, p->n_span, sizeof *both, compare_spans);
    return GNBS_OK;
}

static gnbs_code_t read_genome(gnbs_run_state_t *s, const gnbs_mito_ref_t *ref,
                               const gnbs_ref_source_t *source,
                               gnbs_mito_summary_t *summary, gnbs_err_t *err) {
    gnbs_mito_policy_t *policy = GNBS_NEW(&s->arena, gnbs_mito_policy_t, 1);
    if (policy == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial policy");
    GNBS_TRY(gnbs_run_mito_policy(ref, &s->arena, policy, err));
    size_t first, n_known;
    find_known(s, &first, &n_known);
    const gnbs_mito_opt_t opt = gnbs_mito_opt_default();
    const gnbs_run_mito_request_t rq = {.n_threads = s->opt->n_threads,
                                        .reads = s->reads,
                                        .source = source,
                                        .build = s->bundle.build,
                                        .ref = ref,
                                        .opt = &opt,
                                        .policy = policy,
                                        .autosomal_depth = -1,
                                        .n_known = n_known,
                                        .known = s->known_variant + first};
    gnbs_mito_result_t r;
    GNBS_TRY(gnbs_run_mito_pass(&rq, &s->arena, &r, err));
    for (size_t i = 0; i < n_known; i++)
        judge_known(policy, &r.known[i], &s->pass.known[first + i]);
    size_t n_span;
    gnbs_callable_span_t *span;
    GNBS_TRY(gnbs_mito_spans(ref, &r, s->bundle.n_target, s->bundle.target, &s->arena,
                             &n_span, &span, err));
    summary->policy = policy;
    summary->depth_mean = r.depth_mean;
    summary->n_excess = r.counts.n_excess;
    summary->n_left_out = r.n_left_out;
    s->methods |= GNBS_METHOD_MT;
    return join(s, &r, n_span, span, err);
}

gnbs_code_t gnbs_run_read_mito(gnbs_run_state_t *s, gnbs_err_t *err) {
    if (!is_wanted(s)) return GNBS_OK;
    gnbs_mito_summary_t *summary = GNBS_NEW(&s->arena, gnbs_mito_summary_t, 1);
    if (summary == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reads");
    gnbs_ref_source_t source = {
        .ctx = &s->bundle, .contigs = &s->bundle.contigs, .fetch = fetch_bundle};
    gnbs_mito_ref_t ref;
    GNBS_TRY(gnbs_run_mito_reference(&s->bundle.contigs, &source, &s->arena, &ref,
                                     &summary->refusal, err));
    if (summary->refusal[0] == '\0') {
        summary->refusal =
            gnbs_run_mito_reads_refusal(s->reads, &s->bundle.contigs.contig[ref.tid]);
    } else if (ref.n > 0) {
        summary->refusal = gnbs_arena_printf(&s->arena, "the bundle: %s", summary->refusal);
        if (summary->refusal == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "mitochondrial reads");
    }
    s->newborn.mito = summary;
    gnbs_log_step(&s->log, "mito");
    if (summary->refusal[0] == '\0') GNBS_TRY(read_genome(s, &ref, &source, summary, err));
    if (summary->refusal[0] != '\0')
        gnbs_log_done(&s->log, "not assessed: %s", summary->refusal);
    else
        gnbs_log_done(&s->log, "%.0fx", summary->depth_mean);
    return GNBS_OK;
}
