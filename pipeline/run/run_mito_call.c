#include <stdlib.h>
#include <string.h>

#include "io/bundle_store.h"
#include "io/fasta.h"
#include "io/vcf.h"
#include "run/run_mito.h"

typedef struct open_files {
    gnbs_fasta_t *fasta;
    gnbs_bundle_t bundle;
    bool has_bundle;
    gnbs_reads_t *reads;
    const gnbs_contigs_t *contigs;
    gnbs_ref_source_t source;
    const char *reference_line;
} open_files_t;

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

static gnbs_code_t open_reference(const gnbs_run_mito_opt_t *opt, gnbs_arena_t *arena,
                                  open_files_t *f, gnbs_err_t *err) {
    if ((opt->reference == NULL) == (opt->refdata == NULL))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "mito: give one of --reference and --refdata");
    if (opt->reference != NULL) {
        GNBS_TRY(gnbs_fasta_open(opt->reference, &f->fasta, err));
        f->contigs = gnbs_fasta_contigs(f->fasta);
        f->source = gnbs_fasta_source(f->fasta);
        f->reference_line = opt->reference;
        return GNBS_OK;
    }
    GNBS_TRY(gnbs_bundle_load(opt->refdata, &f->bundle, err));
    f->has_bundle = true;
    f->contigs = &f->bundle.contigs;
    f->source = (gnbs_ref_source_t){
        .ctx = &f->bundle, .contigs = &f->bundle.contigs, .fetch = fetch_bundle};
    f->reference_line = gnbs_arena_printf(
        arena, "%s bundle %s", gnbs_contig_build_name(f->bundle.build), f->bundle.identity);
    return f->reference_line != NULL ? GNBS_OK
                                     : gnbs_err_set(err, GNBS_E_NOMEM, "reference");
}

static int compare_lines(const void *a, const void *b) {
    return gnbs_variant_compare(&((const gnbs_vcf_line_t *)a)->call->variant,
                                &((const gnbs_vcf_line_t *)b)->call->variant);
}

/* The calls, and the listed variants that are not among them when they are asked for. */
static gnbs_code_t write_result(const gnbs_run_mito_opt_t *opt, const open_files_t *f,
                                const gnbs_mito_ref_t *ref, const gnbs_mito_result_t *r,
                                size_t n_known, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_vcf_line_t *line = GNBS_NEW(arena, gnbs_vcf_line_t, r->n_call + n_known);
    if (line == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%zu calls", r->n_call);
    size_t n = 0;
    for (size_t i = 0; i < r->n_call; i++)
        line[n++] = (gnbs_vcf_line_t){.call = &r->call[i]};
    for (size_t i = 0; i < n_known; i++)
        if (r->known[i].n_alt == 0 && r->known[i].dp > 0)
            line[n++] = (gnbs_vcf_line_t){.call = &r->known[i]};
    if (n > 0) qsort(line, n, sizeof *line, compare_lines);
    const gnbs_vcf_meta_t meta = {.sample = gnbs_reads_sample(f->reads),
                                  .program_line = opt->program_line,
                                  .reference_line = f->reference_line,
                                  .is_synthetic = gnbs_reads_is_synthetic(f->reads)};
    GNBS_TRY(gnbs_vcf_write(opt->out, f->contigs, &meta, n, line, err));
    if (opt->callable == NULL) return GNBS_OK;
    const gnbs_region_t whole = {ref->tid, 0, ref->n};
    size_t n_span;
    gnbs_callable_span_t *span;
    GNBS_TRY(gnbs_mito_spans(ref, r, 1, &whole, arena, &n_span, &span, err));
    return gnbs_callable_write(opt->callable, f->contigs, NULL, n_span, span, err);
}

static gnbs_code_t list_rules(const gnbs_mito_policy_t *policy, const gnbs_mito_ref_t *ref,
                              gnbs_arena_t *arena, gnbs_variant_t **variant,
                              gnbs_err_t *err) {
    *variant = GNBS_NEW(arena, gnbs_variant_t, policy->n_rule);
    if (*variant == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu listed variants", policy->n_rule);
    for (size_t i = 0; i < policy->n_rule; i++)
        (*variant)[i] = (gnbs_variant_t){ref->tid, policy->rule[i].pos, policy->rule[i].ref,
                                         policy->rule[i].alt};
    return GNBS_OK;
}

static gnbs_code_t check_reads(const gnbs_run_mito_opt_t *opt, const open_files_t *f,
                               const gnbs_mito_ref_t *ref, gnbs_err_t *err) {
    const char *refusal =
        gnbs_run_mito_reads_refusal(f->reads, &f->contigs->contig[ref->tid]);
    return refusal[0] == '\0'
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_DATA, "%s: %s", opt->reads, refusal);
}

static gnbs_code_t call_all(const gnbs_run_mito_opt_t *opt, open_files_t *f,
                            gnbs_arena_t *arena, gnbs_log_t *log, gnbs_err_t *err) {
    GNBS_TRY(gnbs_mito_opt_validate(&opt->mito, err));
    GNBS_TRY(open_reference(opt, arena, f, err));
    gnbs_mito_ref_t ref;
    const char *refusal;
    GNBS_TRY(gnbs_run_mito_reference(f->contigs, &f->source, arena, &ref, &refusal, err));
    if (refusal[0] != '\0')
        return gnbs_err_set(err, GNBS_E_DATA, "%s: %s",
                            opt->reference != NULL ? opt->reference : opt->refdata,
                            refusal);
    gnbs_mito_policy_t policy;
    GNBS_TRY(gnbs_run_mito_policy(&ref, arena, &policy, err));
    if (opt->min_fraction >= 0) policy.call_from = opt->min_fraction;
    const gnbs_reads_opt_t reads_opt = {.reference = opt->reference,
                                        .trusts_cram = opt->trusts_cram};
    GNBS_TRY(gnbs_reads_open(opt->reads, f->contigs, &reads_opt, &f->reads, err));
    GNBS_TRY(check_reads(opt, f, &ref, err));
    gnbs_variant_t *listed;
    GNBS_TRY(list_rules(&policy, &ref, arena, &listed, err));
    const gnbs_run_mito_request_t rq = {.n_threads = opt->n_threads,
                                        .reads = f->reads,
                                        .source = &f->source,
                                        .build = gnbs_contig_build(f->contigs),
                                        .ref = &ref,
                                        .opt = &opt->mito,
                                        .policy = &policy,
                                        .autosomal_depth = opt->autosomal_depth,
                                        .n_known = opt->wants_listed ? policy.n_rule : 0,
                                        .known = listed};
    gnbs_log_step(log, "mito");
    gnbs_mito_result_t result;
    GNBS_TRY(gnbs_run_mito_pass(&rq, arena, &result, err));
    gnbs_log_done(log, "%zu variants from %lld reads, %.0fx", result.n_call,
                  (long long)result.counts.n_used, result.depth_mean);
    if (result.counts.n_excess > 0)
        gnbs_log_note(
            log,
            "mito: %lld reads beyond the cap of reads that begin at one base were "
            "not counted",
            (long long)result.counts.n_excess);
    if (result.n_left_out > 0)
        gnbs_log_note(log,
                      "mito: %lld reads with an indel longer than is judged, or over the "
                      "origin: large deletions are not looked for",
                      (long long)result.n_left_out);
    return write_result(opt, f, &ref, &result, rq.n_known, arena, err);
}

gnbs_code_t gnbs_run_mito(const gnbs_run_mito_opt_t *opt, gnbs_log_t *log,
                          gnbs_err_t *err) {
    open_files_t files = {0};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_code_t code = call_all(opt, &files, &arena, log, err);
    gnbs_reads_close(files.reads);
    gnbs_fasta_close(files.fasta);
    if (files.has_bundle) gnbs_bundle_clear(&files.bundle);
    gnbs_arena_clear(&arena);
    return code;
}
