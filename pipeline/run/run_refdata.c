#include "run/run_refdata.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/bundle_store.h"
#include "io/fasta.h"
#include "io/gff.h"
#include "io/path.h"
#include "io/table_read.h"
#include "run/run_data.h"
#include "run/run_markers.h"
#include "run/run_panel.h"
#include "run/run_refdata_loci.h"
#include "run/run_refdata_read.h"

typedef struct job_state {
    const gnbs_run_refdata_t *job;
    gnbs_log_t *log;
    gnbs_arena_t arena;
    gnbs_fasta_t *fasta, *own_fasta;
    gnbs_ref_source_t ref, own;
    gnbs_build_t build;
    gnbs_panel_t panel_held;
    const gnbs_panel_t *panel; /* NULL: all genes */
    gnbs_refdata_t *data;
} job_state_t;

/* Contigs are summed side by side; the sums do not depend on it. */
enum { CHECKSUM_THREADS = 4 };

static void show_progress(void *log, int64_t done, int64_t total) {
    gnbs_log_progress(log, done, total);
}

/* The build is asked for and looked up in the FASTA: a slip in either is found here. */
static gnbs_code_t open_reference(job_state_t *s, gnbs_err_t *err) {
    s->build = gnbs_contig_build_parse(s->job->build);
    if (s->build == GNBS_BUILD_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "--build '%s': expected GRCh38, GRCh37 or custom",
                            s->job->build);
    gnbs_log_step(s->log, "reference");
    GNBS_TRY(gnbs_fasta_open(s->job->reference, &s->fasta, err));
    s->ref = gnbs_fasta_source(s->fasta);
    gnbs_build_t found = gnbs_contig_build(s->ref.contigs);
    if (found != s->build)
        return gnbs_err_set(
            err, GNBS_E_DATA,
            "--build says %s, but by the lengths of its contigs %s is %s; give "
            "one or the other",
            gnbs_contig_build_name(s->build), s->job->reference,
            gnbs_contig_build_name(found));
    GNBS_TRY(gnbs_fasta_checksum(s->fasta, CHECKSUM_THREADS, show_progress, s->log, err));
    GNBS_TRY(gnbs_refdata_new(&s->ref, s->build, &s->job->opt, &s->data, err));
    GNBS_TRY(gnbs_run_refdata_source(s->data, "reference", s->job->reference, err));
    gnbs_log_done(s->log, "%s: %s, %d contigs", s->job->reference,
                  gnbs_contig_build_name(s->build), s->ref.contigs->n);
    return GNBS_OK;
}

static gnbs_code_t read_models(job_state_t *s, const char *path, const char *role,
                               gnbs_err_t *err) {
    gnbs_gff_t gff;
    gnbs_log_step(s->log, "models");
    GNBS_TRY(gnbs_gff_read(path, s->ref.contigs, &s->arena, &gff, err));
    if (gff.n_transcript == 0 && gff.n_skipped_contig > 0)
        return gnbs_err_set(err, GNBS_E_DATA,
                            "%s and %s share no contig: none of %" PRId64
                            " transcripts can be "
                            "placed",
                            path, s->job->reference, gff.n_skipped_contig);
    if (gnbs_refdata_add_transcripts(s->data, gff.n_transcript, gff.transcript, err) !=
        GNBS_OK)
        return gnbs_err_ctx(err, "%s", path);
    GNBS_TRY(gnbs_run_refdata_source(s->data, role, path, err));
    gnbs_log_done(
        s->log,
        "%s: %zu transcripts (%" PRId64 " on contigs the reference lacks, %" PRId64
        " without exons; left out: %" PRId64
        " exons and CDS whose transcript is not in the file)",
        path, gff.n_transcript, gff.n_skipped_contig, gff.n_no_exon, gff.n_orphan);
    if (gff.n_no_phase > 0)
        gnbs_log_note(s->log,
                      "note: %s: %" PRId64
                      " CDS lines state no phase and are taken to begin with a codon",
                      path, gff.n_no_phase);
    return GNBS_OK;
}

static gnbs_code_t read_sequences(job_state_t *s, gnbs_err_t *err) {
    const char *path = s->job->transcript_sequences;
    if (path == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_fasta_open(path, &s->own_fasta, err));
    s->own = gnbs_fasta_source(s->own_fasta);
    gnbs_refdata_give_sequences(s->data, &s->own);
    return gnbs_run_refdata_source(s->data, "transcript sequences", path, err);
}

static gnbs_code_t read_all_models(job_state_t *s, gnbs_err_t *err) {
    GNBS_TRY(read_sequences(s, err));
    for (int i = 0; i < s->job->n_transcripts; i++)
        GNBS_TRY(read_models(s, s->job->transcripts[i], "transcripts", err));
    if (!s->job->has_extra || s->build == GNBS_BUILD_CUSTOM) return GNBS_OK;
    const char *name = gnbs_arena_printf(&s->arena, "refdata/transcripts/extra.%s.gff3",
                                         gnbs_contig_build_name(s->build));
    const char *path = name != NULL ? gnbs_run_data_path(&s->arena, name) : NULL;
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "shipped gene models");
    if (read_models(s, path, "transcripts that ship with gnbs", err) != GNBS_OK)
        return gnbs_err_ctx(
            err, "gene models that ship with gnbs (--no-extra-transcripts leaves "
                 "them out)");
    return GNBS_OK;
}

static gnbs_code_t read_shipped(job_state_t *s, const char *given, const char *relative,
                                const char *role, gnbs_table_t *table, gnbs_err_t *err) {
    const char *path = given != NULL ? given : gnbs_run_data_path(&s->arena, relative);
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", relative);
    GNBS_TRY(gnbs_table_read(path, '\t', &s->arena, table, err));
    return gnbs_run_refdata_source(s->data, role, path, err);
}

static gnbs_code_t select_genes(job_state_t *s, gnbs_err_t *err) {
    gnbs_table_t difficult, ids;
    bool is_all = strcmp(s->job->panel, "all") == 0;
    gnbs_log_step(s->log, "genes");
    if (!is_all) {
        GNBS_TRY(gnbs_run_load_panel(s->job->panel, &s->arena, &s->panel_held, err));
        s->panel = &s->panel_held;
        const gnbs_bundle_source_t source = {.role = "panel",
                                             .name = s->panel->name,
                                             .sha256 = s->panel->sha256,
                                             .version = s->panel->version,
                                             .licence = ""};
        GNBS_TRY(gnbs_refdata_add_source(s->data, &source, err));
    } else {
        GNBS_TRY(read_shipped(s, NULL, "refdata/genes/hgnc.tsv", "gene ids", &ids, err));
    }
    GNBS_TRY(read_shipped(s, s->job->difficult, "refdata/difficult/genes.tsv",
                          "difficult genes", &difficult, err));
    GNBS_TRY(gnbs_refdata_select(s->data, s->panel, is_all, is_all ? &ids : NULL,
                                 &difficult, err));
    const gnbs_refdata_counts_t *c = gnbs_refdata_counts(s->data);
    gnbs_log_done(s->log,
                  "%" PRId64 " genes with %" PRId64 " transcripts; %" PRId64 " of %" PRId64
                  " panel genes without a gene model",
                  c->n_gene, c->n_transcript, c->n_panel_gene_missing, c->n_panel_gene);
    return GNBS_OK;
}

static gnbs_code_t read_loci(job_state_t *s, gnbs_err_t *err) {
    return gnbs_run_refdata_loci(s->data, &s->ref, s->build, &s->arena, s->log, err);
}

static void log_alleles(gnbs_log_t *log, const char *what,
                        const struct gnbs_refdata_allele_counts *c) {
    gnbs_log_done(log,
                  "%" PRId64 " alleles told, %" PRId64 " kept (%s); left out: %" PRId64
                  " elsewhere, %" PRId64 " REF disagrees, %" PRId64
                  " contig not in reference, %" PRId64 " symbolic or no ALT, %" PRId64
                  " too long, %" PRId64 " without value, %" PRId64 " duplicate; %" PRId64
                  " where the reference is N, %" PRId64 " not left-aligned",
                  c->n_allele, c->n_kept, what, c->n_outside, c->n_ref_mismatch,
                  c->n_no_contig, c->n_symbolic, c->n_long, c->n_unusable, c->n_duplicate,
                  c->n_no_reference, c->n_unaligned);
}

static gnbs_code_t read_alleles(job_state_t *s, gnbs_err_t *err) {
    const gnbs_refdata_counts_t *c = gnbs_refdata_counts(s->data);
    if (s->job->clinvar != NULL) {
        gnbs_log_step(s->log, "known");
        GNBS_TRY(gnbs_run_refdata_clinvar(s->data, s->job->clinvar, s->ref.contigs, err));
        GNBS_TRY(gnbs_refdata_end_known(s->data, s->job->clinvar, err));
        GNBS_TRY(gnbs_run_refdata_source(s->data, "clinvar", s->job->clinvar, err));
        char what[64];
        snprintf(what, sizeof what, "%" PRId64 " pathogenic", c->n_pathogenic);
        log_alleles(s->log, what, &c->known);
    }
    gnbs_log_step(s->log, "targets");
    GNBS_TRY(gnbs_refdata_fix_targets(s->data, s->panel, err));
    gnbs_log_done(s->log,
                  "%" PRId64 " alleles of the inclusion list (%" PRId64
                  " not placed); %" PRId64 " genes without reference sequence",
                  c->n_include_used, c->n_include_unplaced, c->n_gene_without_reference);
    if (s->job->n_frequencies == 0) return GNBS_OK;
    gnbs_log_step(s->log, "frequency");
    const char *path = NULL;
    for (int i = 0; i < s->job->n_frequencies; i++) {
        path = s->job->frequencies[i];
        GNBS_TRY(
            gnbs_run_refdata_frequencies(s->data, path, s->ref.contigs, s->build, err));
        GNBS_TRY(gnbs_run_refdata_source(s->data, "frequencies", path, err));
    }
    GNBS_TRY(gnbs_refdata_end_frequency(
        s->data, s->job->n_frequencies == 1 ? path : "frequency files", err));
    log_alleles(s->log, "frequencies", &c->frequency);
    return GNBS_OK;
}

static gnbs_code_t read_markers(job_state_t *s, gnbs_err_t *err) {
    for (int i = 0; i < s->job->n_markers; i++) {
        const char *path = s->job->markers[i];
        gnbs_marker_t *marker;
        size_t n;
        gnbs_log_step(s->log, "markers");
        GNBS_TRY(gnbs_run_read_markers(path, s->ref.contigs, &s->arena, &n, &marker, err));
        GNBS_TRY(gnbs_refdata_add_markers(s->data, n, marker, err));
        const char *file = path;
        if (gnbs_path_is_absent(path)) file = gnbs_arena_printf(&s->arena, "%s.UD", path);
        if (file == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
        GNBS_TRY(gnbs_run_refdata_source(s->data, "markers", file, err));
        gnbs_log_done(s->log, "%s: %zu markers", path, n);
    }
    return GNBS_OK;
}

static gnbs_code_t read_scores(job_state_t *s, gnbs_err_t *err) {
    if (s->job->n_scores == 0) return GNBS_OK;
    const gnbs_refdata_counts_t *c = gnbs_refdata_counts(s->data);
    gnbs_table_t where;
    GNBS_TRY(read_shipped(s, s->job->score_map, "refdata/acmg/scores.tsv", "score map",
                          &where, err));
    gnbs_log_step(s->log, "score");
    const char *path = NULL;
    for (int i = 0; i < s->job->n_scores; i++) {
        path = s->job->scores[i];
        GNBS_TRY(gnbs_run_refdata_source(s->data, "scores", path, err));
        GNBS_TRY(
            gnbs_run_refdata_scores(s->data, path, &where, s->ref.contigs, s->build, err));
    }
    GNBS_TRY(gnbs_refdata_end_scores(s->data, s->job->n_scores == 1 ? path : "score files",
                                     err));
    log_alleles(s->log, "scores", &c->score);
    return GNBS_OK;
}

/* What ACMG/AMP criteria ask of each gene; a laboratory's own rows stand instead. */
static gnbs_code_t read_rules(job_state_t *s, gnbs_err_t *err) {
    static const char *const SHIPPED[] = {"refdata/acmg/defaults.tsv",
                                          "refdata/acmg/vcep.tsv", "refdata/acmg/null.tsv",
                                          "refdata/acmg/regions.tsv"};
    gnbs_table_t table;
    gnbs_log_step(s->log, "rules");
    for (size_t i = 0; i < sizeof SHIPPED / sizeof SHIPPED[0]; i++) {
        GNBS_TRY(read_shipped(s, NULL, SHIPPED[i], "rules", &table, err));
        GNBS_TRY(gnbs_refdata_add_rules(s->data, &table, false, err));
    }
    for (int i = 0; i < s->job->n_rules; i++) {
        GNBS_TRY(read_shipped(s, s->job->rules[i], "", "rules", &table, err));
        GNBS_TRY(gnbs_refdata_add_rules(s->data, &table, true, err));
    }
    return GNBS_OK;
}

static gnbs_code_t write_bundle(job_state_t *s, gnbs_err_t *err) {
    gnbs_log_step(s->log, "bundle");
    for (size_t i = 0; i < gnbs_refdata_n_note(s->data); i++)
        gnbs_log_note(s->log, "note: %s", gnbs_refdata_note(s->data, i));
    gnbs_bundle_t bundle;
    GNBS_TRY(gnbs_refdata_finish(s->data, s->panel, &bundle, err));
    gnbs_code_t code = gnbs_bundle_save(s->job->out, &bundle, err);
    gnbs_bundle_clear(&bundle);
    if (code == GNBS_OK) code = gnbs_bundle_load(s->job->out, &bundle, err);
    if (code != GNBS_OK) return code;
    gnbs_log_done(s->log, "%s: %zu genes, %zu targets, %zu known alleles, identity %s",
                  s->job->out, bundle.n_gene, bundle.n_target, bundle.n_known,
                  bundle.identity);
    gnbs_bundle_clear(&bundle);
    return GNBS_OK;
}

/* Every file that will be asked for is looked for first: a slip in the last name is not found an hour later. */
static gnbs_code_t check_names(const gnbs_run_refdata_t *job, gnbs_err_t *err) {
    GNBS_TRY(gnbs_path_check_input(job->reference, err));
    for (int i = 0; i < job->n_transcripts; i++)
        GNBS_TRY(gnbs_path_check_input(job->transcripts[i], err));
    if (job->transcript_sequences != NULL)
        GNBS_TRY(gnbs_path_check_input(job->transcript_sequences, err));
    if (job->clinvar != NULL) GNBS_TRY(gnbs_path_check_input(job->clinvar, err));
    for (int i = 0; i < job->n_frequencies; i++)
        GNBS_TRY(gnbs_path_check_input(job->frequencies[i], err));
    for (int i = 0; i < job->n_scores; i++)
        GNBS_TRY(gnbs_path_check_input(job->scores[i], err));
    for (int i = 0; i < job->n_rules; i++)
        GNBS_TRY(gnbs_path_check_input(job->rules[i], err));
    return GNBS_OK;
}

gnbs_code_t gnbs_run_build_refdata(const gnbs_run_refdata_t *job, gnbs_log_t *log,
                                   gnbs_err_t *err) {
    static gnbs_code_t (*const STEPS[])(job_state_t *, gnbs_err_t *) = {
        open_reference, read_all_models, select_genes, read_rules,  read_loci,
        read_alleles,   read_markers,    read_scores,  write_bundle};
    GNBS_TRY(check_names(job, err));
    job_state_t s = {.job = job, .log = log};
    gnbs_arena_init(&s.arena);
    gnbs_code_t code = GNBS_OK;
    for (size_t i = 0; code == GNBS_OK && i < sizeof STEPS / sizeof STEPS[0]; i++)
        code = STEPS[i](&s, err);
    gnbs_refdata_free(s.data);
    gnbs_fasta_close(s.fasta);
    gnbs_fasta_close(s.own_fasta);
    gnbs_arena_clear(&s.arena);
    return code;
}
