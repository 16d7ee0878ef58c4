#include "run/run_call.h"

#include <string.h>

#include "io/bed.h"
#include "io/fasta.h"
#include "io/reads.h"
#include "io/vcf.h"
#include "run/run_pass.h"
#include "run/run_trio.h"

typedef struct open_files {
    gnbs_fasta_t *fasta;
    gnbs_reads_t *reads, *parent[GNBS_PARENTS];
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

/* Of the bases of REF: the first reason against, if there is one. */
static gnbs_callable_t status_of(const gnbs_pass_result_t *pass, const gnbs_variant_t *v) {
    gnbs_region_t ref = {v->tid, v->pos, v->pos + (gnbs_pos_t)strlen(v->ref)};
    size_t lo = 0, hi = pass->n_span;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        gnbs_region_t r = pass->span[mid].region;
        if (r.tid < ref.tid || (r.tid == ref.tid && r.end <= ref.beg))
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < pass->n_span && gnbs_region_overlaps(pass->span[lo].region, ref); lo++)
        if (pass->span[lo].status != GNBS_CALLABLE) return pass->span[lo].status;
    return GNBS_CALLABLE;
}

static gnbs_code_t write_calls(const gnbs_run_call_opt_t *opt, const open_files_t *files,
                               const gnbs_pass_result_t *pass, const gnbs_trio_call_t *trio,
                               gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_vcf_line_t *line = GNBS_NEW(arena, gnbs_vcf_line_t, pass->n_call);
    if (line == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", pass->n_call);
    for (size_t i = 0; i < pass->n_call; i++)
        line[i] = (gnbs_vcf_line_t){.call = &pass->call[i],
                                    .status = status_of(pass, &pass->call[i].variant),
                                    .trio = trio != NULL ? &trio[i] : NULL};
    const gnbs_vcf_meta_t meta = {.sample = gnbs_reads_sample(files->reads),
                                  .program_line = opt->program_line,
                                  .reference_line = opt->reference,
                                  .is_synthetic = gnbs_reads_is_synthetic(files->reads),
                                  .has_parents = trio != NULL};
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(files->fasta);
    if (opt->wants_blocks)
        GNBS_TRY(gnbs_vcf_write_blocks(opt->out, contigs, &meta, pass->n_call, line,
                                       pass->n_block, pass->block, err));
    else
        GNBS_TRY(gnbs_vcf_write(opt->out, contigs, &meta, pass->n_call, line, err));
    return opt->callable != NULL ? gnbs_callable_write(opt->callable, contigs, NULL,
                                                       pass->n_span, pass->span, err)
                                 : GNBS_OK;
}

/* Three files of three people. */
static gnbs_code_t open_family(const gnbs_run_call_opt_t *opt, open_files_t *files,
                               gnbs_err_t *err) {
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(files->fasta);
    const gnbs_reads_opt_t reads_opt = {.reference = opt->reference,
                                        .trusts_cram = opt->trusts_cram};
    GNBS_TRY(gnbs_reads_open(opt->reads, contigs, &reads_opt, &files->reads, err));
    const char *const path[GNBS_PARENTS] = {
        [GNBS_FATHER] = opt->father, [GNBS_MOTHER] = opt->mother};
    for (int p = 0; p < GNBS_PARENTS; p++)
        if (path[p] != NULL)
            GNBS_TRY(gnbs_reads_open(path[p], contigs, &reads_opt, &files->parent[p], err));
    const gnbs_reads_t *of[] = {files->reads, files->parent[0], files->parent[1]};
    for (int i = 0; i < 3; i++)
        for (int k = i + 1; k < 3; k++)
            if (of[i] != NULL && of[k] != NULL &&
                strcmp(gnbs_reads_sample(of[i]), gnbs_reads_sample(of[k])) == 0)
                return gnbs_err_set(err, GNBS_E_DATA,
                                    "call: two of the files given for child, mother and "
                                    "father are of one sample, '%s'",
                                    gnbs_reads_sample(of[i]));
    return GNBS_OK;
}

static gnbs_code_t judge_with_parents(const gnbs_run_call_opt_t *opt,
                                      const open_files_t *files,
                                      const gnbs_pass_request_t *rq, gnbs_arena_t *arena,
                                      gnbs_pass_result_t *pass, gnbs_trio_call_t **trio,
                                      gnbs_err_t *err) {
    *trio = NULL;
    if (opt->mother == NULL && opt->father == NULL) return GNBS_OK;
    gnbs_read_source_t source[GNBS_PARENTS];
    gnbs_trio_request_t request = {.evidence = rq->evidence,
                                   .call = rq->call,
                                   .ref = rq->ref,
                                   .contigs = gnbs_fasta_contigs(files->fasta),
                                   .build = rq->build,
                                   .child_sex = rq->sex,
                                   .log = rq->log};
    for (int p = 0; p < GNBS_PARENTS; p++) {
        if (files->parent[p] == NULL) continue;
        source[p] = gnbs_reads_source(files->parent[p]);
        request.parent[p] = &source[p];
    }
    return gnbs_run_trio(&request, arena, pass, trio, err);
}

static gnbs_code_t call_all(const gnbs_run_call_opt_t *opt, open_files_t *files,
                            gnbs_arena_t *arena, gnbs_log_t *log, gnbs_err_t *err) {
    GNBS_TRY(gnbs_call_opt_validate(&opt->call, err));
    GNBS_TRY(gnbs_fasta_open(opt->reference, &files->fasta, err));
    const gnbs_contigs_t *contigs = gnbs_fasta_contigs(files->fasta);
    GNBS_TRY(open_family(opt, files, err));
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
                                    .wants_blocks = opt->wants_blocks,
                                    .log = log};
    gnbs_pass_result_t pass;
    gnbs_log_step(log, "call");
    GNBS_TRY(gnbs_run_pass(&rq, arena, &pass, err));
    gnbs_log_done(log, "%zu variants from %lld reads", pass.n_call,
                  (long long)pass.counts.n_used);
    gnbs_trio_call_t *trio;
    GNBS_TRY(judge_with_parents(opt, files, &rq, arena, &pass, &trio, err));
    return write_calls(opt, files, &pass, trio, arena, err);
}

gnbs_code_t gnbs_run_call(const gnbs_run_call_opt_t *opt, gnbs_log_t *log,
                          gnbs_err_t *err) {
    open_files_t files = {0};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = call_all(opt, &files, &arena, log, err);
    gnbs_reads_close(files.reads);
    for (int p = 0; p < GNBS_PARENTS; p++) gnbs_reads_close(files.parent[p]);
    gnbs_fasta_close(files.fasta);
    gnbs_arena_clear(&arena);
    return code;
}
