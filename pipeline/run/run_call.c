#include "run/run_call.h"

#include <string.h>

#include "io/bed.h"
#include "io/fasta.h"
#include "io/reads.h"
#include "io/vcf.h"
#include "run/run_pass.h"

typedef struct open_files {
    gnbs_fasta_t *fasta;
    gnbs_reads_t *reads;
} open_files_t;

static gnbs_code_t whole_genome(const gnbs_contigs_t *contigs, gnbs_arena_t *arena,
                                size_t *n, gnbs_region_t **region, gnbs_err_t *err) {
    *region = GNBS_NEW(arena, gnbs_region_t, contigs->n);
    *n = 0;
    if (*region == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%d contigs", contigs->n);
    for (int i = 0; i < contigs->n; i++)
        if (contigs->contig[i].length_bp > 0)
            (*region)[(*n)++] = (gnbs_region_t){i, 0, contigs->contig[i].length_bp};
    return GNBS_OK;
}

static gnbs_code_t write_calls(const gnbs_run_call_opt_t *opt, const open_files_t *files,
                               const gnbs_pass_result_t *pass, gnbs_arena_t *arena,
                               gnbs_err_t *err) {
    gnbs_vcf_line_t *line = GNBS_NEW(arena, gnbs_vcf_line_t, pass->n_call);
    if (line == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", pass->n_call);
    for (size_t i = 0; i < pass->n_call; i++) line[i].call = &pass->call[i];
    const gnbs_vcf_meta_t meta = {.sample = gnbs_reads_sample(files->reads),
                                  .program_line = opt->program_line,
                                  .reference_line = opt->reference,
                                  .is_synthetic = gnbs_reads_is_synthetic(files->reads)};
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(files->fasta);
    GNBS_TRY(gnbs_vcf_write(opt->out, contigs, &meta, pass->n_call, line, err));
    return opt->callable != NULL
               ? gnbs_callable_write(opt->callable, contigs, pass->n_span, pass->span, err)
               : GNBS_OK;
}

static gnbs_code_t call_all(const gnbs_run_call_opt_t *opt, open_files_t *files,
                            gnbs_arena_t *arena, gnbs_log_t *log, gnbs_err_t *err) {
    GNBS_TRY(gnbs_call_opt_validate(&opt->call, err));
    GNBS_TRY(gnbs_fasta_open(opt->reference, &files->fasta, err));
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(files->fasta);
    const gnbs_reads_opt_t reads_opt = {.reference = opt->reference,
                                        .trusts_cram = opt->trusts_cram};
    GNBS_TRY(gnbs_reads_open(opt->reads, contigs, &reads_opt, &files->reads, err));
    gnbs_region_t *target;
    size_t n_target;
    if (opt->regions != NULL) {
        gnbs_bed_t bed;
        GNBS_TRY(gnbs_bed_read(opt->regions, contigs, arena, &bed, err));
        target = bed.region;
        n_target = bed.n;
    } else {
        GNBS_TRY(whole_genome(contigs, arena, &n_target, &target, err));
    }
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = opt->n_threads;
    gnbs_read_source_t reads = gnbs_reads_source(files->reads);
    gnbs_ref_source_t ref = gnbs_fasta_source(files->fasta);
    const gnbs_pass_request_t rq = {.evidence = &evidence,
                                    .call = &opt->call,
                                    .reads = &reads,
                                    .ref = &ref,
                                    .build = gnbs_contig_build(contigs),
                                    .sex = opt->sex,
                                    .n_target = n_target,
                                    .target = target,
                                    .log = log};
    gnbs_pass_result_t pass;
    gnbs_log_step(log, "call");
    GNBS_TRY(gnbs_run_pass(&rq, arena, &pass, err));
    GNBS_TRY(write_calls(opt, files, &pass, arena, err));
    gnbs_log_done(log, "%zu variants from %lld reads", pass.n_call,
                  (long long)pass.counts.n_used);
    return GNBS_OK;
}

gnbs_code_t gnbs_run_call(const gnbs_run_call_opt_t *opt, gnbs_log_t *log,
                          gnbs_err_t *err) {
    open_files_t files = {0};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = call_all(opt, &files, &arena, log, err);
    gnbs_reads_close(files.reads);
    gnbs_fasta_close(files.fasta);
    gnbs_arena_clear(&arena);
    return code;
}
