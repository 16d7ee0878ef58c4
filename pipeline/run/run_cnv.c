#include "run/run_cnv.h"

#include "io/bundle_store.h"
#include "io/tiles.h"
#include "io/vcf.h"
#include "run/run_dosage.h"

typedef struct job {
    const gnbs_run_cnv_opt_t *opt;
    gnbs_log_t *log;
    gnbs_arena_t arena;
    gnbs_bundle_t bundle;
    bool has_bundle;
    gnbs_reads_t *reads;
    gnbs_pass_result_t pass;
    gnbs_quality_t quality;
    gnbs_cnv_result_t result;
} job_t;

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

static gnbs_code_t open_all(job_t *j, gnbs_err_t *err) {
    const gnbs_run_cnv_opt_t *o = j->opt;
    const gnbs_reads_opt_t reads = {.reference = o->reference,
                                    .trusts_cram = o->trusts_cram};
    GNBS_TRY(gnbs_cnv_opt_validate(&o->cnv, err));
    gnbs_log_step(j->log, "load");
    GNBS_TRY(gnbs_bundle_load(o->refdata, &j->bundle, err));
    j->has_bundle = true;
    GNBS_TRY(gnbs_reads_open(o->reads, &j->bundle.contigs, &reads, &j->reads, err));
    gnbs_log_done(j->log, "bundle %.12s, %zu genes", j->bundle.identity, j->bundle.n_gene);
    return GNBS_OK;
}

/* What the caller of small variants looks at, but for the mitochondrion: its heterozygous calls speak against deletions. */
static gnbs_code_t list_targets(job_t *j, size_t *n, gnbs_region_t **target,
                                gnbs_err_t *err) {
    const gnbs_bundle_t *b = &j->bundle;
    *target = GNBS_NEW(&j->arena, gnbs_region_t, b->n_target);
    *n = 0;
    if (*target == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu targets", b->n_target);
    for (size_t i = 0; i < b->n_target; i++)
        if (gnbs_contig_kind(b->contigs.contig[b->target[i].tid].name) != GNBS_CONTIG_MT)
            (*target)[(*n)++] = b->target[i];
    return GNBS_OK;
}

static gnbs_code_t read_all(job_t *j, const gnbs_read_source_t *reads, gnbs_err_t *err) {
    const gnbs_call_opt_t call = gnbs_call_opt_default();
    const gnbs_qc_opt_t quality = gnbs_qc_opt_default();
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = j->opt->n_threads;
    evidence.reach_bp = GNBS_CNV_REACH_BP;
    gnbs_ref_source_t ref = {
        .ctx = &j->bundle, .contigs = &j->bundle.contigs, .fetch = fetch_bundle};
    gnbs_region_t *target;
    gnbs_tile_t *tile;
    gnbs_pass_request_t rq = {.evidence = &evidence,
                              .call = &call,
                              .reads = reads,
                              .ref = &ref,
                              .build = j->bundle.build,
                              .sex = j->opt->sex,
                              .log = j->log};
    GNBS_TRY(list_targets(j, &rq.n_target, &target, err));
    GNBS_TRY(gnbs_cnv_plan(&j->bundle, &j->arena, &rq.n_tile, &tile, err));
    const gnbs_qc_request_t qc = {
        .opt = &quality, .n_target = rq.n_target, .target = target};
    rq.target = target, rq.tile = tile, rq.qc = &qc;
    gnbs_log_step(j->log, "read");
    GNBS_TRY(gnbs_run_pass(&rq, &j->arena, &j->pass, err));
    const gnbs_qc_summary_t summary = {.opt = &quality,
                                       .sum = &j->pass.qc,
                                       .counts = &j->pass.counts,
                                       .contigs = &j->bundle.contigs,
                                       .build = j->bundle.build,
                                       .n_mapped = gnbs_reads_n_mapped(j->reads)};
    GNBS_TRY(gnbs_qc_conclude(&summary, &j->arena, &j->quality, err));
    gnbs_log_done(j->log, "%lld reads, %.1fx, %s", (long long)j->pass.counts.n_used,
                  j->quality.depth_mean, gnbs_sex_name(j->quality.sex_inferred));
    return GNBS_OK;
}

static gnbs_code_t write_events(job_t *j, gnbs_err_t *err) {
    size_t n = j->result.n_event;
    gnbs_call_t *call = GNBS_NEW(&j->arena, gnbs_call_t, n);
    gnbs_vcf_line_t *line = GNBS_NEW(&j->arena, gnbs_vcf_line_t, n);
    if (call == NULL || line == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu events", n);
    for (size_t i = 0; i < n; i++) {
        const gnbs_dosage_t *d = &j->result.event[i];
        GNBS_TRY(gnbs_run_dosage_call(&j->bundle, d, &j->arena, &call[i], err));
        line[i] = (gnbs_vcf_line_t){.call = &call[i], .dosage = d};
    }
    const gnbs_vcf_meta_t meta = {.sample = gnbs_reads_sample(j->reads),
                                  .program_line = j->opt->program_line,
                                  .reference_line = j->bundle.identity,
                                  .is_synthetic = gnbs_reads_is_synthetic(j->reads),
                                  .has_dosage = true};
    return gnbs_vcf_write(j->opt->out, &j->bundle.contigs, &meta, n, line, err);
}

static gnbs_code_t judge(job_t *j, const gnbs_read_source_t *reads, gnbs_err_t *err) {
    const gnbs_run_cnv_opt_t *o = j->opt;
    gnbs_tile_normals_t normals;
    gnbs_run_dosage_t in = {.opt = &o->cnv,
                            .bundle = &j->bundle,
                            .reads = reads,
                            .quality = &j->quality,
                            .sex = o->sex != GNBS_SEX_UNKNOWN ? o->sex
                                                              : j->quality.sex_inferred};
    gnbs_log_step(j->log, "copies");
    if (o->normals != NULL) {
        GNBS_TRY(gnbs_normals_read(o->normals, &j->bundle.contigs, j->pass.n_tile,
                                   j->pass.tile, &j->arena, &normals, err));
        in.normals = &normals;
    }
    GNBS_TRY(gnbs_run_judge_dosage(&in, &j->pass, &j->arena, &j->result, err));
    if (o->tiles != NULL)
        GNBS_TRY(gnbs_run_write_tiles(o->tiles, &in, j->reads, o->program_line, &j->pass,
                                      &j->result, &j->arena, err));
    if (j->result.status != GNBS_CNV_DONE)
        return gnbs_err_set(err, GNBS_E_DATA, "cnv: %s: %s", o->reads,
                            gnbs_cnv_status_sentence(j->result.status));
    gnbs_log_done(j->log, "%zu deletions or duplications, %zu normals, spread %.3f",
                  j->result.n_event, j->result.n_normal, j->result.spread);
    return write_events(j, err);
}

gnbs_code_t gnbs_run_cnv(const gnbs_run_cnv_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err) {
    job_t j = {.opt = opt, .log = log};
    gnbs_arena_init(&j.arena);
    gnbs_code_t code = open_all(&j, err);
    if (code == GNBS_OK) {
        gnbs_read_source_t reads = gnbs_reads_source(j.reads);
        code = read_all(&j, &reads, err);
        if (code == GNBS_OK) code = judge(&j, &reads, err);
    }
    gnbs_reads_close(j.reads);
    if (j.has_bundle) gnbs_bundle_clear(&j.bundle);
    gnbs_arena_clear(&j.arena);
    return code;
}
