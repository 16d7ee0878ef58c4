#include "run/run_loci.h"

#include <string.h>

#include "evidence/evidence_pool.h"
#include "io/bundle_store.h"
#include "io/out.h"
#include "io/reads.h"
#include "report/report_locus.h"
#include "run/run_pass.h"

typedef struct loci_state {
    const gnbs_run_loci_opt_t *opt;
    const char *program_version;
    gnbs_log_t *log;
    gnbs_arena_t arena;
    gnbs_bundle_t bundle;
    bool has_bundle;
    gnbs_reads_t *reads;
} loci_state_t;

static gnbs_code_t fetch_bundle(void *ctx, gnbs_region_t region, uint8_t *codes,
                                gnbs_err_t *err) {
    (void)err;
    gnbs_bundle_sequence(ctx, region, codes);
    return GNBS_OK;
}

static gnbs_code_t refuse_locus(const loci_state_t *s, const gnbs_loci_t *all,
                                gnbs_err_t *err) {
    gnbs_str_t names;
    gnbs_str_init(&names);
    for (size_t i = 0; i < all->n_locus; i++)
        gnbs_str_printf(&names, "%s%s", i > 0 ? ", " : "", all->locus[i].name);
    gnbs_code_t code =
        gnbs_err_set(err, GNBS_E_USAGE, "loci: %s holds no table for %s; it has %s",
                     s->bundle.path, s->opt->locus != NULL ? s->opt->locus : "any locus",
                     all->n_locus > 0 ? gnbs_str_text(&names) : "none");
    gnbs_str_clear(&names);
    return code;
}

/* All loci of the bundle, or the one asked for. */
static gnbs_code_t choose_loci(loci_state_t *s, gnbs_loci_t *loci, gnbs_err_t *err) {
    gnbs_loci_t all;
    GNBS_TRY(gnbs_loci_read(s->bundle.n_locus, s->bundle.locus, &s->bundle.contigs,
                            s->bundle.build, &s->arena, &all, err));
    *loci = all;
    for (size_t i = 0; i < all.n_locus && s->opt->locus != NULL; i++)
        if (strcmp(all.locus[i].name, s->opt->locus) == 0) {
            loci->locus = all.locus + i;
            loci->n_locus = 1;
            return GNBS_OK;
        }
    return s->opt->locus == NULL && all.n_locus > 0 ? GNBS_OK : refuse_locus(s, &all, err);
}

static gnbs_code_t print(const loci_state_t *s, size_t n,
                         const gnbs_locus_result_t result[], gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_json_t j;
    gnbs_str_init(&text);
    gnbs_json_init(&j, &text);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "program", "gnbs");
    gnbs_json_text(&j, "version", s->program_version);
    gnbs_json_text(&j, "sample", gnbs_reads_sample(s->reads));
    gnbs_json_text(&j, "build", gnbs_contig_build_name(s->bundle.build));
    gnbs_json_text(&j, "reference_bundle", s->bundle.identity);
    gnbs_json_array(&j, "loci");
    for (size_t i = 0; i < n; i++)
        gnbs_report_json_locus(&j, NULL, &s->bundle, &result[i], true);
    gnbs_json_end(&j);
    gnbs_json_end(&j);
    gnbs_code_t code = text.failed ? gnbs_err_set(err, GNBS_E_NOMEM, "loci")
                                   : gnbs_out_write_text(s->opt->out, &text, err);
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t run_all(loci_state_t *s, gnbs_err_t *err) {
    const gnbs_run_loci_opt_t *o = s->opt;
    gnbs_log_step(s->log, "load");
    GNBS_TRY(gnbs_bundle_load(o->refdata, &s->bundle, err));
    s->has_bundle = true;
    const gnbs_reads_opt_t reads_opt = {.reference = o->reference,
                                        .trusts_cram = o->trusts_cram};
    GNBS_TRY(gnbs_reads_open(o->reads, &s->bundle.contigs, &reads_opt, &s->reads, err));
    gnbs_loci_t loci;
    gnbs_loci_plan_t plan;
    GNBS_TRY(choose_loci(s, &loci, err));
    GNBS_TRY(gnbs_loci_plan(&loci, &s->bundle, &s->arena, &plan, err));
    gnbs_log_done(s->log, "%zu loci, %zu control tiles", loci.n_locus, plan.n_control);
    gnbs_evidence_opt_t evidence = gnbs_evidence_opt_default();
    evidence.n_threads = o->n_threads;
    gnbs_read_source_t file = gnbs_reads_source(s->reads);
    gnbs_pool_source_t pool;
    gnbs_read_source_t reads = gnbs_pool_source(&pool, &file, loci.n_pool, loci.pool);
    gnbs_ref_source_t ref = {
        .ctx = &s->bundle, .contigs = &s->bundle.contigs, .fetch = fetch_bundle};
    const gnbs_pass_request_t rq = {.evidence = &evidence,
                                    .reads = &reads,
                                    .ref = &ref,
                                    .build = s->bundle.build,
                                    .sex = o->sex,
                                    .loci = &plan,
                                    .loci_opt = &o->loci,
                                    .log = s->log};
    gnbs_pass_result_t pass;
    gnbs_locus_result_t *result;
    gnbs_log_step(s->log, "read");
    GNBS_TRY(gnbs_run_pass(&rq, &s->arena, &pass, err));
    GNBS_TRY(gnbs_loci_judge(&plan, &o->loci, pass.loci_tile, pass.n_loci_vote,
                             pass.loci_vote, o->sex, &s->arena, &result, err));
    gnbs_log_done(s->log, "%lld reads", (long long)pass.counts.n_used);
    return print(s, loci.n_locus, result, err);
}

gnbs_code_t gnbs_run_loci(const gnbs_run_loci_opt_t *opt, const char *program_version,
                          gnbs_log_t *log, gnbs_err_t *err) {
    loci_state_t s = {.opt = opt, .program_version = program_version, .log = log};
    gnbs_arena_init(&s.arena);
    gnbs_code_t code = run_all(&s, err);
    gnbs_reads_close(s.reads);
    if (s.has_bundle) gnbs_bundle_clear(&s.bundle);
    gnbs_arena_clear(&s.arena);
    return code;
}
