#include "run/run_qc.h"

#include <stdlib.h>
#include <string.h>

#include "core/vec.h"
#include "evidence/evidence.h"
#include "io/bed.h"
#include "io/fasta.h"
#include "io/reads.h"
#include "qc/qc_region.h"
#include "run/run_qc_write.h"

/* Shorter chunks than a run's: every read is kept, however many start at one place. */
enum { CHUNK_BP = 16384 };

typedef struct job {
    const gnbs_run_qc_opt_t *opt;
    gnbs_log_t *log;
    gnbs_arena_t arena;
    gnbs_reads_t *reads;
    gnbs_fasta_t *fasta;
    const gnbs_contigs_t *contigs;
    gnbs_bed_t bed;
    gnbs_qc_request_t rq;
    gnbs_qc_table_t table;
    gnbs_qc_sum_t sum;
    gnbs_read_counts_t counts;
    gnbs_quality_t quality;
} job_t;

static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *chunk, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const job_t *j = ctx;
    gnbs_qc_part_t *part = GNBS_NEW(arena, gnbs_qc_part_t, 1);
    *result = part;
    return part != NULL ? gnbs_qc_observe(&j->rq, chunk, arena, part, err)
                        : gnbs_err_set(err, GNBS_E_NOMEM, "quality");
}

static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *chunk, void *result,
                           gnbs_err_t *err) {
    job_t *j = ctx;
    const gnbs_qc_part_t *part = result;
    gnbs_qc_add(&j->sum, part);
    for (size_t i = 0; i < chunk->n_target; i++) {
        gnbs_region_t t = chunk->target[i];
        GNBS_TRY(
            gnbs_qc_table_add(&j->table, t, gnbs_qc_depth_at(&part->depths, t.beg), err));
    }
    return GNBS_OK;
}

static gnbs_code_t no_reference(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)ctx, (void)err;
    memset(codes, 4, (size_t)gnbs_region_len(region));
    return GNBS_OK;
}

static gnbs_code_t open_all(job_t *j, gnbs_err_t *err) {
    const gnbs_run_qc_opt_t *o = j->opt;
    const gnbs_reads_opt_t reads = {
        .reference = o->reference, .trusts_cram = o->trusts_cram, .may_lack_sample = true};
    GNBS_TRY(gnbs_reads_open(o->reads, NULL, &reads, &j->reads, err));
    j->contigs = gnbs_reads_contigs(j->reads);
    if (o->reference != NULL) {
        GNBS_TRY(gnbs_fasta_open(o->reference, &j->fasta, err));
        GNBS_TRY(gnbs_contig_check(gnbs_fasta_contigs(j->fasta), j->contigs, err));
    }
    GNBS_TRY(gnbs_bed_read(o->regions, j->contigs, &j->arena, &j->bed, err));
    size_t n = 0; /* an empty row has no bases to look at: its mean is 0 */
    gnbs_region_t *target = GNBS_NEW(&j->arena, gnbs_region_t, j->bed.n);
    if (target == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu regions", j->bed.n);
    for (size_t i = 0; i < j->bed.n; i++)
        if (gnbs_region_len(j->bed.region[i]) > 0) target[n++] = j->bed.region[i];
    if (n == 0)
        return gnbs_err_set(err, GNBS_E_DATA, "%s: no regions, nothing to look at",
                            o->regions);
    j->rq = (gnbs_qc_request_t){.opt = &o->qc,
                                .n_target = gnbs_region_merge(n, target, 0),
                                .target = target,
                                .lacks_reference = o->reference == NULL};
    return gnbs_qc_table_init(j->bed.n, j->bed.region, j->bed.name, o->per_base != NULL,
                              &j->arena, &j->table, err);
}

/* The FASTA's contigs stand in its own order: regions are handed over by name. */
typedef struct bridge {
    gnbs_ref_source_t fasta;
    const gnbs_contigs_t *contigs;
    const int32_t *tid; /* of the reads' contigs in the FASTA; -1: it lacks it */
} bridge_t;

static gnbs_code_t fetch_by_name(void *ctx, gnbs_region_t r, uint8_t *codes,
                                 gnbs_err_t *err) {
    const bridge_t *b = ctx;
    if (b->tid[r.tid] < 0) return no_reference(NULL, r, codes, err);
    return b->fasta.fetch(b->fasta.ctx, (gnbs_region_t){b->tid[r.tid], r.beg, r.end}, codes,
                          err);
}

static gnbs_code_t link_reference(job_t *j, bridge_t *b, gnbs_ref_source_t *ref,
                                  gnbs_err_t *err) {
    *ref = (gnbs_ref_source_t){NULL, j->contigs, no_reference};
    if (j->fasta == NULL) return GNBS_OK;
    int32_t *tid = GNBS_NEW(&j->arena, int32_t, j->contigs->n);
    if (tid == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%d contigs", j->contigs->n);
    for (int i = 0; i < j->contigs->n; i++)
        tid[i] = gnbs_contig_find(gnbs_fasta_contigs(j->fasta), j->contigs->contig[i].name);
    *b = (bridge_t){gnbs_fasta_source(j->fasta), j->contigs, tid};
    *ref = (gnbs_ref_source_t){b, j->contigs, fetch_by_name};
    return GNBS_OK;
}

static gnbs_code_t read_all(job_t *j, gnbs_err_t *err) {
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = j->opt->n_threads;
    evidence.chunk_bp = CHUNK_BP;
    evidence.max_starts = INT32_MAX;
    bridge_t bridge;
    gnbs_ref_source_t ref;
    gnbs_schedule_t schedule;
    gnbs_read_source_t source = gnbs_reads_source(j->reads);
    gnbs_build_t build = gnbs_contig_build(j->contigs);
    const gnbs_observer_t observer = {
        .name = "quality", .ctx = j, .observe = observe, .collect = collect};
    gnbs_log_step(j->log, "read");
    GNBS_TRY(link_reference(j, &bridge, &ref, err));
    GNBS_TRY(gnbs_evidence_plan(&evidence, j->rq.n_target, j->rq.target, &j->arena,
                                &schedule, err));
    GNBS_TRY(gnbs_evidence_pass(&evidence, &schedule, build, &source, &ref, 1, &observer,
                                j->log, &j->counts, err));
    const gnbs_qc_summary_t summary = {.opt = &j->opt->qc,
                                       .sum = &j->sum,
                                       .counts = &j->counts,
                                       .contigs = j->contigs,
                                       .build = build,
                                       .n_mapped = gnbs_reads_n_mapped(j->reads)};
    GNBS_TRY(gnbs_qc_conclude(&summary, &j->arena, &j->quality, err));
    gnbs_log_done(j->log, "%lld reads, %.2fx over %lld bases", (long long)j->counts.n_used,
                  j->table.n_base > 0 ? (double)j->table.sum / (double)j->table.n_base : 0,
                  (long long)j->table.n_base);
    return GNBS_OK;
}

static gnbs_code_t write_all(job_t *j, gnbs_err_t *err) {
    const gnbs_run_qc_opt_t *o = j->opt;
    gnbs_log_step(j->log, "write");
    if (o->depth != NULL)
        GNBS_TRY(gnbs_run_qc_write_depth(o->depth, j->contigs, &j->table, err));
    if (o->thresholds != NULL)
        GNBS_TRY(gnbs_run_qc_write_thresholds(o->thresholds, j->contigs, &j->table, err));
    if (o->per_base != NULL)
        GNBS_TRY(gnbs_run_qc_write_per_base(o->per_base, j->contigs, &j->table, err));
    const gnbs_run_qc_facts_t facts = {.program_version = o->program_version,
                                       .sample = gnbs_reads_sample(j->reads),
                                       .table = &j->table,
                                       .quality = &j->quality,
                                       .depth = &o->qc.depth};
    GNBS_TRY(gnbs_run_qc_write_json(o->out, &facts, err));
    gnbs_log_done(j->log, "%s", o->out);
    return GNBS_OK;
}

gnbs_code_t gnbs_run_qc(const gnbs_run_qc_opt_t *opt, gnbs_log_t *log, gnbs_err_t *err) {
    job_t *j = calloc(1, sizeof *j);
    if (j == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "qc");
    j->opt = opt;
    j->log = log;
    gnbs_arena_init(&j->arena);
    gnbs_code_t code = open_all(j, err);
    if (code == GNBS_OK) code = read_all(j, err);
    if (code == GNBS_OK) code = write_all(j, err);
    gnbs_qc_table_clear(&j->table);
    gnbs_reads_close(j->reads);
    gnbs_fasta_close(j->fasta);
    gnbs_arena_clear(&j->arena);
    free(j);
    return code;
}
