#include <stdlib.h>
#include <string.h>

#include "core/escape.h"
#include "core/mem.h"
#include "io/bundle_store.h"
#include "io/out.h"
#include "io/path.h"
#include "io/table_read.h"
#include "io/vcf.h"
#include "run/run_case.h"
#include "run/run_audit.h"
#include "run/run_consent.h"
#include "run/run_data.h"
#include "run/run_family.h"
#include "run/run_panel.h"
#include "run/run_panel_sign.h"
#include "run/run_seal.h"
#include "run/run_stop.h"
#include "run/run_withdraw.h"

static gnbs_code_t check_options(const gnbs_run_opt_t *o, gnbs_err_t *err) {
    if ((o->reads == NULL) == (o->vcf == NULL))
        return gnbs_err_set(err, GNBS_E_USAGE, "run: give one of --reads and --vcf");
    if (o->callable != NULL && o->vcf == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "run: --callable says where a --vcf looked; reads say it "
                            "themselves");
    if (o->n_threads < 1 || o->n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "run: --threads %d: expected 1-256",
                            o->n_threads);
    if ((o->consent == NULL) == !o->skips_consent)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "run: give --consent FILE, or state --no-consent-check (for "
                            "tests and validation samples)");
    if (o->consent_keys != NULL && o->consent == NULL && !o->skips_consent)
        return gnbs_err_set(err, GNBS_E_USAGE, "run: --consent-keys goes with --consent");
    if ((o->amends == NULL) != (o->amend_reason == NULL) ||
        (o->amend_reason != NULL && o->amend_reason[0] == '\0'))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "run: an amended report names the one it replaces and says why: "
            "--amends FINDINGS.json --reason TEXT");
    return GNBS_OK;
}

/* Every P/LP allele of the bundle, in its order. */
static gnbs_code_t list_known(gnbs_run_state_t *s, gnbs_err_t *err) {
    s->known = GNBS_NEW(&s->arena, const gnbs_known_t *, s->bundle.n_known);
    s->known_variant = GNBS_NEW(&s->arena, gnbs_variant_t, s->bundle.n_known);
    if (s->known == NULL || s->known_variant == NULL)
        return gnbs_err_set(err, GNBS_E_NOMEM, "%zu known alleles", s->bundle.n_known);
    for (size_t i = 0; i < s->bundle.n_known; i++) {
        const gnbs_known_t *k = &s->bundle.known[i];
        if (!gnbs_known_is_pathogenic(k)) continue;
        s->known[s->n_known] = k;
        s->known_variant[s->n_known++] = k->variant;
    }
    return GNBS_OK;
}

static gnbs_code_t check_panel_build(const gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_build_t panel = s->panel.genome_build[0] != '\0'
                             ? gnbs_contig_build_parse(s->panel.genome_build)
                             : s->bundle.build;
    bool has_alleles = s->panel.n_include + s->panel.n_exclude > 0;
    if (panel == s->bundle.build || !has_alleles) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_DATA,
        "%s names alleles on %s, but %s is %s; give a bundle of the panel's build",
        s->panel.path, s->panel.genome_build, s->bundle.path,
        gnbs_contig_build_name(s->bundle.build));
}

static gnbs_code_t open_reads(gnbs_run_state_t *s, gnbs_err_t *err) {
    const gnbs_reads_opt_t opt = {.reference = s->opt->reference,
                                  .trusts_cram = s->opt->trusts_cram};
    GNBS_TRY(gnbs_reads_open(s->opt->reads, &s->bundle.contigs, &opt, &s->reads, err));
    s->newborn.sample = gnbs_reads_sample(s->reads);
    s->newborn.is_synthetic = gnbs_reads_is_synthetic(s->reads);
    return GNBS_OK;
}

static gnbs_code_t open_vcf(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_vcf_t *vcf;
    GNBS_TRY(gnbs_vcf_open(s->opt->vcf, &s->bundle.contigs, &vcf, err));
    gnbs_code_t code = gnbs_contig_check(&s->bundle.contigs, gnbs_vcf_contigs(vcf), err);
    if (code == GNBS_OK && gnbs_vcf_n_sample(vcf) != 1)
        code = gnbs_err_set(
            err, GNBS_E_DATA,
            "%s: %d samples, expected one newborn; select one: bcftools view -s NAME",
            s->opt->vcf, gnbs_vcf_n_sample(vcf));
    if (code == GNBS_OK &&
        (s->newborn.sample = gnbs_arena_strdup(&s->arena, gnbs_vcf_sample(vcf, 0))) == NULL)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->opt->vcf);
    s->newborn.is_synthetic = gnbs_vcf_is_synthetic(vcf);
    gnbs_vcf_close(vcf);
    return code;
}

static gnbs_code_t check_sample_name(const gnbs_run_state_t *s, gnbs_err_t *err) {
    if (s->opt->sample != NULL && strcmp(s->opt->sample, s->newborn.sample) != 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s: is of sample '%s', and '%s' was asked for",
                            s->opt->reads != NULL ? s->opt->reads : s->opt->vcf,
                            s->newborn.sample, s->opt->sample);
    if (gnbs_escape_is_file_name(s->newborn.sample)) return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_DATA,
                        "sample name '%s' (SM of @RG, or the VCF column) cannot be a "
                        "folder: expected letters, digits, '.', '_', '-', at most 64",
                        s->newborn.sample);
}

/* The folder is replaced as a whole: only an earlier result may be. A folder of the baby's name that holds the reads
 * themselves must not be lost to a wrong --out. */
static gnbs_code_t check_target(gnbs_run_state_t *s, gnbs_err_t *err) {
    const char *dir =
        gnbs_arena_printf(&s->arena, "%s/%s", s->opt->out_dir, s->newborn.sample);
    const char *mark =
        dir != NULL ? gnbs_arena_printf(&s->arena, "%s/provenance.json", dir) : NULL;
    if (mark == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->opt->out_dir);
    if (gnbs_path_is_absent(dir) || gnbs_out_dir_is_empty(dir) ||
        !gnbs_path_is_absent(mark))
        return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_USAGE,
        "%s: is there and is not the result of an earlier run; give another "
        "folder to --out",
        dir);
}

/* What the command line says stands above the file. */
static gnbs_code_t read_policy(gnbs_run_state_t *s, gnbs_err_t *err) {
    s->screen = s->opt->screen;
    if (s->opt->policy == NULL) return GNBS_OK;
    const gnbs_screen_opt_t standard = gnbs_screen_opt_default();
    gnbs_table_t table;
    GNBS_TRY(gnbs_table_read(s->opt->policy, 0, &s->arena, &table, err));
    GNBS_TRY(gnbs_screen_policy_read(&table, &s->arena, &s->screen, err));
    if (s->opt->screen.min_callable_frac != standard.min_callable_frac)
        s->screen.min_callable_frac = s->opt->screen.min_callable_frac;
    return gnbs_screen_opt_validate(&s->screen, err);
}

/* What the command line says stands above the file. */
static gnbs_code_t set_gate(gnbs_run_state_t *s, const char *option, const char *text,
                            gnbs_metric_id_t metric, double max, gnbs_err_t *err) {
    if (text == NULL) return GNBS_OK;
    char *rest;
    double limit = strtod(text, &rest);
    if (rest == text || *rest != '\0' || !(limit >= 0 && limit <= max))
        return gnbs_err_set(err, GNBS_E_USAGE, "run: --%s %s: expected 0 to %g", option,
                            text, max);
    for (size_t i = 0; i < s->n_gate; i++)
        if (s->gate[i].metric == metric) {
            s->gate[i].has_fail = true, s->gate[i].has_warn = false;
            s->gate[i].fail = limit;
        }
    return GNBS_OK;
}

static gnbs_code_t read_gates(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_table_t table;
    const char *path = s->opt->gates != NULL
                           ? s->opt->gates
                           : gnbs_run_data_path(&s->arena, "refdata/gates.tsv");
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "gates");
    GNBS_TRY(gnbs_table_read(path, '\t', &s->arena, &table, err));
    GNBS_TRY(gnbs_qc_read_gates(&table, &s->arena, &s->n_gate, &s->gate, err));
    GNBS_TRY(set_gate(s, "min-depth-mean", s->opt->min_depth_mean, GNBS_METRIC_DEPTH_MEAN,
                      1e6, err));
    return set_gate(s, "min-15x", s->opt->min_15x, GNBS_METRIC_TARGET_15X, 1, err);
}

/* A draft is screened with as any panel is; every page says so. */
static gnbs_code_t check_signatures(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_run_signatures_t found;
    GNBS_TRY(
        gnbs_run_check_signatures(s->opt->panel_keys, &s->arena, &s->panel, &found, err));
    if (!found.is_signed_off) gnbs_log_note(&s->log, "the panel is a DRAFT: %s", found.why);
    return GNBS_OK;
}

/* One entry about this newborn in the log of accesses. */
gnbs_code_t gnbs_run_log_access(gnbs_run_state_t *s, const char *what, const char *detail,
                                gnbs_err_t *err) {
    const gnbs_run_audit_entry_t entry = {.what = what,
                                          .sample = s->newborn.sample,
                                          .version = s->opt->program_version,
                                          .detail = detail};
    gnbs_run_stop_hold(); /* an end that is asked for waits for the line to be whole */
    gnbs_code_t code = gnbs_run_audit_append(s->audit, &entry, err);
    gnbs_run_stop_release();
    return code;
}

/* A refusal is an access that was asked for. Where there is no log yet, none is made for it: nothing is written. */
static gnbs_code_t check_consent(gnbs_run_state_t *s, gnbs_err_t *err) {
    gnbs_code_t code = gnbs_run_refuse_withdrawn(s->opt->out_dir, s->newborn.sample, err);
    if (code == GNBS_OK && s->opt->consent != NULL)
        code =
            gnbs_run_check_consent(s->opt->consent, s->opt->consent_keys, s->newborn.sample,
                                   &s->arena, &s->consent, &s->signed_by, err);
    gnbs_err_t other;
    if (code == GNBS_E_CONSENT && !gnbs_path_is_absent(s->audit) &&
        gnbs_run_log_access(s, "refused", "", &other) != GNBS_OK)
        gnbs_err_ctx(err, "%s; and", other.msg);
    return code;
}

/* From here on this process alone writes the newborn's results, and the log says that the data are read. */
static gnbs_code_t begin(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(gnbs_claim_take(s->opt->out_dir, s->newborn.sample, false, &s->claim, err));
    gnbs_claim_tidy(s->claim);
    GNBS_TRY(check_target(s, err));
    const char *detail =
        gnbs_arena_printf(&s->arena, "panel %s %s, %s", s->panel.name, s->panel.version,
                          s->opt->consent == NULL ? "consent not checked"
                          : s->signed_by != NULL  ? "signed consent"
                                                  : "consent");
    if (detail == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "log of accesses");
    return gnbs_run_log_access(s, "run", detail, err);
}

gnbs_code_t gnbs_run_open(gnbs_run_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(check_options(s->opt, err));
    if (s->opt->seal != NULL)
        GNBS_TRY(gnbs_run_read_seal_key(s->opt->seal, &s->seal_key, err));
    GNBS_TRY(read_policy(s, err));
    gnbs_log_step(&s->log, "load");
    GNBS_TRY(read_gates(s, err));
    GNBS_TRY(gnbs_run_load_panel(s->opt->panel, &s->arena, &s->panel, err));
    GNBS_TRY(check_signatures(s, err));
    GNBS_TRY(gnbs_bundle_load(s->opt->refdata, &s->bundle, err));
    s->has_bundle = true;
    GNBS_TRY(check_panel_build(s, err));
    GNBS_TRY(s->opt->reads != NULL ? open_reads(s, err) : open_vcf(s, err));
    GNBS_TRY(check_sample_name(s, err));
    s->audit = s->opt->audit != NULL
                   ? s->opt->audit
                   : gnbs_arena_printf(&s->arena, "%s/.gnbs/audit.jsonl", s->opt->out_dir);
    if (s->audit == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "log of accesses");
    GNBS_TRY(check_consent(s, err));
    GNBS_TRY(gnbs_run_open_parents(s, err));
    GNBS_TRY(gnbs_run_limit(&s->consent, &s->panel, &s->bundle, &s->arena, err));
    GNBS_TRY(begin(s, err));
    GNBS_TRY(list_known(s, err));
    s->newborn.sex_declared = s->opt->sex;
    s->newborn.panel = &s->panel;
    GNBS_TRY(gnbs_run_evidence_open(&s->bundle, &s->evidence, err));
    if (s->opt->curated != NULL) {
        GNBS_TRY(gnbs_run_curated_read(s->opt->curated, &s->bundle, &s->arena, &s->curated,
                                       err));
        s->evidence.curated = &s->curated;
    }
    s->newborn.bundle = &s->bundle;
    s->newborn.quality =
        (gnbs_quality_t){.karyotype = "", .fail_reason = "", .fail_action = ""};
    s->methods = GNBS_METHOD_SMALL_VARIANT;
    gnbs_log_done(&s->log, "panel %s %s (%zu rows), bundle %.12s (%s, %zu genes)",
                  s->panel.name, s->panel.version, s->panel.n_condition, s->bundle.identity,
                  gnbs_contig_build_name(s->bundle.build), s->bundle.n_gene);
    return GNBS_OK;
}

void gnbs_run_close(gnbs_run_state_t *s) {
    gnbs_reads_close(s->reads);
    gnbs_claim_end(s->claim);
    gnbs_run_close_parents(s);
    gnbs_run_evidence_close(&s->evidence);
    if (s->has_bundle) gnbs_bundle_clear(&s->bundle);
    gnbs_arena_clear(&s->arena);
}
