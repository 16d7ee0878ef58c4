#include <stdlib.h>
#include <string.h>

#include "io/fasta.h"
#include "run/run_case.h"

enum { DOSAGE_FLANK_BP = 200 };

gnbs_code_t gnbs_run_targets(gnbs_run_state_t *s, size_t *n, gnbs_region_t **target,
                             gnbs_err_t *err) {
    *target = GNBS_NEW(&s->arena, gnbs_region_t, s->bundle.n_target);
    *n = 0;
    if (*target == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", s->bundle.n_target);
    for (size_t i = 0; i < s->bundle.n_target; i++)
        if (gnbs_contig_kind(s->bundle.contigs.contig[s->bundle.target[i].tid].name) !=
            GNBS_CONTIG_MT)
            (*target)[(*n)++] = s->bundle.target[i];
    return GNBS_OK;
}

static int compare_middle(const void *a, const void *b) {
    const gnbs_region_t *x = &((const gnbs_cnv_window_t *)a)->region,
                        *y = &((const gnbs_cnv_window_t *)b)->region;
    if (x->tid != y->tid) return x->tid < y->tid ? -1 : 1;
    gnbs_pos_t mx = x->beg + (x->end - x->beg) / 2, my = y->beg + (y->end - y->beg) / 2;
    if (mx != my) return mx < my ? -1 : 1;
    return x->beg < y->beg ? -1 : x->beg > y->beg;
}

/* Exon windows of every gene's first transcript, on contigs that the pass will see. */
static gnbs_code_t plan_dosage(gnbs_run_state_t *s, size_t *n, gnbs_cnv_window_t **window,
                               gnbs_err_t *err) {
    size_t cap = 0;
    for (int pass = 0; pass < 2; pass++) {
        *n = 0;
        for (size_t i = 0; i < s->bundle.n_gene; i++) {
            const gnbs_gene_t *g = &s->bundle.gene[i];
            if (g->n_transcript == 0 ||
                gnbs_contig_kind(s->bundle.contigs.contig[g->tid].name) == GNBS_CONTIG_MT)
                continue;
            if (g->difficulty == GNBS_DIFFICULT_NEEDS_METHOD)
                continue; /* its depth speaks of its copy too */
            *n += gnbs_cnv_plan(&s->bundle.transcript[g->transcript[0]], DOSAGE_FLANK_BP,
                                pass == 0 ? 0 : cap - *n, pass == 0 ? NULL : *window + *n);
        }
        if (pass == 1) break;
        cap = *n;
        if ((*window = GNBS_NEW(&s->arena, gnbs_cnv_window_t, cap)) == NULL)
            return gnbs_err_set(err, GNBS_E_NOMEM, "%zu windows", cap);
    }
    if (*n > 0) qsort(*window, *n, sizeof **window, compare_middle);
    return GNBS_OK;
}

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

/* Declared and seen: a baby is not judged under another's name. */
static gnbs_code_t compare_sex(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_quality_t *q = &s->newborn.quality;
    gnbs_sex_t declared = s->newborn.sex_declared;
    gnbs_metric_t *m = &q->metric[GNBS_METRIC_SEX_MISMATCH];
    m->is_known = declared != GNBS_SEX_UNKNOWN && q->sex_inferred != GNBS_SEX_UNKNOWN;
    m->value = m->is_known && declared != q->sex_inferred;
    m->words =
        declared == GNBS_SEX_UNKNOWN ? "The sex was not declared: it could not be checked"
        : q->sex_inferred == GNBS_SEX_UNKNOWN
            ? "The reads do not tell the sex: it could not be checked"
        : m->value > 0
            ? gnbs_arena_printf(&s->arena,
                                "Declared %s, but the reads are those of a %s baby: "
                                "possible sample swap",
                                gnbs_sex_name(declared), gnbs_sex_name(q->sex_inferred))
            : "The reads are those of a baby of the declared sex";
    return m->words != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "sex");
}

static gnbs_code_t conclude_quality(gnbs_run_state_t *s, const gnbs_qc_request_t *rq,
                                    gnbs_err_t *err) {
    gnbs_quality_t *q = &s->newborn.quality;
    const gnbs_qc_summary_t summary = {.opt = rq->opt,
                                       .sum = &s->pass.qc,
                                       .counts = &s->pass.counts,
                                       .contigs = &s->bundle.contigs,
                                       .build = s->bundle.build,
                                       .n_marker = rq->n_marker,
                                       .marker = rq->marker,
                                       .n_pile = s->pass.n_pile,
                                       .pile = s->pass.pile,
                                       .n_mapped = gnbs_reads_n_mapped(s->reads)};
    GNBS_TRY(gnbs_qc_conclude(&summary, &s->arena, q, err));
    GNBS_TRY(compare_sex(s, err));
    return gnbs_qc_judge_gates(s->n_gate, s->gate, &s->arena, q, err);
}

gnbs_code_t gnbs_run_read_reads(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = s->opt->n_threads;
    gnbs_read_source_t reads = gnbs_reads_source(s->reads);
    gnbs_ref_source_t ref = {
        .ctx = &s->bundle, .contigs = &s->bundle.contigs, .fetch = fetch_bundle};
    gnbs_pass_request_t rq = {.evidence = &evidence,
                              .call = &s->opt->call,
                              .reads = &reads,
                              .ref = &ref,
                              .build = s->bundle.build,
                              .sex = s->newborn.sex_declared,
                              .n_known = s->n_known,
                              .known = s->known_variant,
                              .log = &s->log};
    gnbs_region_t *target;
    gnbs_cnv_window_t *window;
    GNBS_TRY(gnbs_run_targets(s, &rq.n_target, &target, err));
    GNBS_TRY(plan_dosage(s, &rq.n_window, &window, err));
    rq.target = target;
    const gnbs_qc_request_t qc = {
        .opt = &s->opt->qc, .n_target = rq.n_target, .target = target};
    rq.qc = &qc;
    rq.window = window;
    gnbs_log_step(&s->log, "read");
    GNBS_TRY(gnbs_run_pass(&rq, &s->arena, &s->pass, err));
    gnbs_case_t *c = &s->newborn;
    c->input_kind = "reads";
    c->n_callable = s->pass.n_span;
    c->callable = s->pass.span;
    GNBS_TRY(conclude_quality(s, &qc, err));
    gnbs_sex_t sex =
        c->sex_declared != GNBS_SEX_UNKNOWN ? c->sex_declared : c->quality.sex_inferred;
    gnbs_cnv_opt_t cnv = gnbs_cnv_opt_default();
    gnbs_dosage_sign_t *sign;
    GNBS_TRY(gnbs_cnv_find_signs(&cnv, &s->bundle.contigs, s->bundle.build, sex,
                                 rq.n_window, s->pass.window, &s->arena, &c->n_dosage_sign,
                                 &sign, err));
    c->dosage_sign = sign;
    gnbs_log_done(&s->log, "%lld reads, %.1fx, %zu variants, %s",
                  (long long)s->pass.counts.n_used, c->quality.depth_mean, s->pass.n_call,
                  gnbs_sex_name(c->quality.sex_inferred));
    return GNBS_OK;
}
