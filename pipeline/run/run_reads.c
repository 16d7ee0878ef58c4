#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/evidence_pool.h"
#include "io/fasta.h"
#include "io/tiles.h"
#include "run/run_case.h"
#include "run/run_dosage.h"
#include "run/run_family.h"

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

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

gnbs_ref_source_t gnbs_run_bundle_source(gnbs_run_state_t *s) {
    return (gnbs_ref_source_t){
        .ctx = &s->bundle, .contigs = &s->bundle.contigs, .fetch = fetch_bundle};
}

/* Declared and seen: a baby is not judged under another's name. */
gnbs_code_t gnbs_run_compare_sex(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_quality_t *q = &s->newborn.quality;
    gnbs_sex_t declared = s->newborn.sex_declared;
    gnbs_metric_t *m = &q->metric[GNBS_METRIC_SEX_MISMATCH];
    m->is_known = declared != GNBS_SEX_UNKNOWN && q->sex_inferred != GNBS_SEX_UNKNOWN;
    m->value = m->is_known && declared != q->sex_inferred;
    m->words =
        declared == GNBS_SEX_UNKNOWN ? "The sex was not declared: it could not be checked"
        : q->sex_inferred == GNBS_SEX_UNKNOWN
            ? "The input does not tell the sex: it could not be checked"
        : m->value > 0
            ? gnbs_arena_printf(&s->arena,
                                "Declared %s, but the %s are those of a %s baby: "
                                "possible sample swap",
                                gnbs_sex_name(declared), q->has_reads ? "reads" : "calls",
                                gnbs_sex_name(q->sex_inferred))
            : "The sex seen is the declared one";
    return m->words != NULL ? GNBS_OK : gnbs_err_set(err, GNBS_E_NOMEM, "sex");
}

static void log_quality(gnbs_run_state_t *s) {
    const gnbs_quality_t *q = &s->newborn.quality;
    const gnbs_metric_t *mix = &q->metric[GNBS_METRIC_CONTAMINATION];
    char other[80] = "contamination not known";
    if (mix->is_known)
        snprintf(other, sizeof other, "contamination %.2f %% (%.2f-%.2f, %.0f markers)",
                 100 * mix->value, 100 * q->contamination_low, 100 * q->contamination_high,
                 q->metric[GNBS_METRIC_MARKERS].value);
    gnbs_log_done(&s->log, "%lld reads, %.1fx, %zu variants, %s, %s, %s",
                  (long long)s->pass.counts.n_used, q->depth_mean, s->pass.n_call,
                  gnbs_sex_name(q->sex_inferred), gnbs_assay_name(q->assay), other);
}

static gnbs_code_t conclude_quality(gnbs_run_state_t *s, const gnbs_qc_request_t *rq,
                                    const gnbs_ref_source_t *ref, gnbs_err_t *err) {
    gnbs_quality_t *q = &s->newborn.quality;
    const gnbs_qc_summary_t summary = {.opt = rq->opt,
                                       .sum = &s->pass.qc,
                                       .counts = &s->pass.counts,
                                       .contigs = &s->bundle.contigs,
                                       .build = s->bundle.build,
                                       .n_marker = s->pass.n_marker,
                                       .marker = s->pass.marker,
                                       .n_pile = s->pass.n_pile,
                                       .pile = s->pass.pile,
                                       .n_mapped = gnbs_reads_n_mapped(s->reads)};
    GNBS_TRY(gnbs_qc_conclude(&summary, &s->arena, q, err));
    GNBS_TRY(gnbs_run_compare_sex(s, err));
    log_quality(s);
    GNBS_TRY(gnbs_run_compare_parents(s, ref, err));
    return gnbs_qc_judge_gates(s->n_gate, s->gate, &s->arena, q, err);
}

static gnbs_code_t judge_dosage(gnbs_run_state_t *s, const gnbs_read_source_t *reads,
                                gnbs_err_t *err) {
    gnbs_case_t *c = &s->newborn;
    gnbs_run_dosage_t *in = &s->dosage_input;
    *in = (gnbs_run_dosage_t){.opt = &s->opt->cnv,
                              .bundle = &s->bundle,
                              .reads = reads,
                              .quality = &c->quality,
                              .sex = c->sex_declared != GNBS_SEX_UNKNOWN
                                         ? c->sex_declared
                                         : c->quality.sex_inferred,
                              .is_beside_calls = true};
    gnbs_log_step(&s->log, "copies");
    if (s->opt->normals != NULL) {
        GNBS_TRY(gnbs_normals_read(s->opt->normals, &s->bundle.contigs, s->pass.n_tile,
                                   s->pass.tile, &s->arena, &s->normals, err));
        in->normals = &s->normals;
    }
    GNBS_TRY(gnbs_run_judge_dosage(in, &s->pass, &s->arena, &s->dosage, err));
    c->n_tile = s->pass.n_tile;
    c->tile = s->pass.tile;
    bool is_done = s->dosage.status == GNBS_CNV_DONE;
    if (is_done) s->methods |= GNBS_METHOD_DOSAGE;
    c->dosage_why_not = is_done ? NULL : gnbs_cnv_status_sentence(s->dosage.status);
    gnbs_log_done(&s->log, "%s; %zu deletions or duplications, spread %.3f",
                  gnbs_cnv_status_sentence(s->dosage.status), s->dosage.n_event,
                  s->dosage.spread);
    return GNBS_OK;
}

gnbs_code_t gnbs_run_read_reads(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = s->opt->n_threads;
    evidence.reach_bp = GNBS_CNV_REACH_BP;
    GNBS_TRY(gnbs_run_plan_loci(s, err));
    gnbs_read_source_t file = gnbs_reads_source(s->reads);
    gnbs_pool_source_t
        pool; /* false second copies of the reference give their reads back */
    gnbs_read_source_t reads = gnbs_pool_source(&pool, &file, s->loci.n_pool, s->loci.pool);
    gnbs_ref_source_t ref = gnbs_run_bundle_source(s);
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
    gnbs_tile_t *tile;
    GNBS_TRY(gnbs_run_targets(s, &rq.n_target, &target, err));
    GNBS_TRY(gnbs_cnv_plan(&s->bundle, &s->arena, &rq.n_tile, &tile, err));
    rq.target = target;
    const gnbs_qc_request_t qc = {.opt = &s->opt->qc,
                                  .n_target = rq.n_target,
                                  .target = target,
                                  .n_marker = s->bundle.n_marker,
                                  .marker = s->bundle.marker};
    rq.qc = &qc;
    rq.tile = tile;
    rq.loci = &s->loci_plan;
    rq.loci_opt = &s->opt->loci;
    gnbs_log_step(&s->log, "read");
    GNBS_TRY(gnbs_run_pass(&rq, &s->arena, &s->pass, err));
    gnbs_case_t *c = &s->newborn;
    c->input_kind = "reads";
    GNBS_TRY(conclude_quality(s, &qc, &ref, err));
    GNBS_TRY(gnbs_run_judge_with_parents(s, &ref, err));
    GNBS_TRY(gnbs_run_read_mito(s, err));
    c->n_callable = s->pass.n_span;
    c->callable = s->pass.span;
    GNBS_TRY(gnbs_run_judge_loci(s, err));
    return judge_dosage(s, &reads, err);
}
