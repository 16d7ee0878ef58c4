#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/mem.h"
#include "govern/govern.h"
#include "io/digest.h"
#include "io/out.h"
#include "io/tree_read.h"
#include "io/vcf.h"
#include "run/run_case.h"
#include "run/run_data.h"
#include "run/run_dosage.h"
#include "run/run_identity.h"
#include "run/run_known.h"
#include "run/run_parents.h"
#include "run/run_report.h"
#include "run/run_seal.h"
#include "run/run_variants.h"
#include "run/run_withdraw.h"

enum { MAX_INPUTS = 16 };

/* Files larger than this are known by their ends: hashing a 60 GB genome would cost more than reading it. */
static const long long WHOLE_DIGEST_BYTES = 1LL << 28;

static const gnbs_report_text_t METHODS[] = {
    {"Reads",
     "Target regions of the panel are read once. Duplicates, secondary, supplementary and "
     "quality-failed alignments are left out; mates of a "
     "fragment count once; reads below mapping quality 20 are counted but not judged."},
    {"Small variants",
     "Lone mismatches by base likelihoods; around insertions and deletions, reads are "
     "scored against candidate haplotypes by a pair hidden "
     "Markov model, and genotypes are posteriors over haplotype pairs. Variants that raise "
     "a filter are not reported."},
    {"Deletions and duplications",
     "Reads are counted in windows on and beside coding exons and compared with windows of "
     "like GC content of the same baby (whole genomes) or with earlier samples of the same "
     "kind; copies by a beta-binomial hidden Markov model, ends by reads that cross the "
     "junction. Narrow events are reported only when both agree. Loss of function by the "
     "reading frame of the exons left."},
    {"Mitochondrial DNA", "Each molecule is laid along the circle of rCRS and counted "
                          "once; an allele has the fraction "
                          "of the copies that maximises the likelihood, with a 95 % "
                          "interval of counting. Fractions "
                          "that nuclear copies, artefact-prone sites or one strand may "
                          "explain are not reported. "
                          "From which fraction a variant is reported is a table; below 10 "
                          "% a second method must "
                          "show it."},
    {"Near-identical copies",
     "Genes with a second, almost identical place in the genome: reads of both are counted "
     "together, whatever their mapping quality, against control windows of the same baby; "
     "bases that differ tell gene from copy; a hidden Markov model follows conversions and "
     "fusions. That no copy is left is concluded from a likelihood ratio of 10,000, and "
     "nothing where the reads do not decide. Places, bases and limits are tables."},
    {"Callability", "A base is judged when at least 8 fragments (4 where there is one "
                    "copy) support its genotype with quality 20. Bases that are not are "
                    "never taken to be like the reference."},
    {"Consequences",
     "Sequence Ontology terms on the panel's transcript (MANE Select), names by HGVS."},
    {"Reporting",
     "A variant may be reported when the panel names it, when ClinVar has the "
     "exact allele or the same protein change as pathogenic or likely "
     "pathogenic (conflicting assertions by their submissions), or, where the "
     "panel says so, when it is a rare loss-of-function variant. The rules that "
     "were in force are listed below."},
    {"Classification", "ACMG/AMP 2015 on the point scale of Tavtigian 2020; judged are "
                       "PVS1, PS1, PM2, PM4, BA1, BS1 and BP7."},
    {"Inheritance", "Recessive: homozygous, or two variants not known to lie on one copy. "
                    "Dominant: one. X-linked: hemizygous in males. Carriers are not "
                    "reported."},
    {"Residual risk",
     "Prevalence at birth times (1 - s^n): s is the share of the gene's listed disease "
     "alleles that could be judged in this baby, each counted alike; n is 2 for autosomal "
     "recessive conditions, whose two alleles must both be seen, and 1 for others. Unknown "
     "where the panel states no prevalence. Alleles that nobody listed are not counted."},
};

static const char *path_in(gnbs_arena_t *arena, const char *dir, const char *name) {
    return gnbs_arena_printf(arena, "%s/%s", dir, name);
}

static gnbs_code_t write_text(gnbs_run_state_t *s, const char *dir, const char *name,
                              gnbs_str_t *text, gnbs_err_t *err) {
    const char *path = path_in(&s->arena, dir, name);
    gnbs_code_t code = path == NULL ? gnbs_err_set(err, GNBS_E_NOMEM, "%s", name)
                                    : gnbs_out_write_text(path, text, err);
    gnbs_str_clear(text);
    return code;
}

/* ---- reports ---------------------------------------------------------------------------------------------- */

/* The report that is amended: its id and version, what it said, and why there is another. */
static gnbs_code_t read_replaced(gnbs_run_state_t *s, gnbs_report_info_t *info,
                                 gnbs_report_replaces_t *r, gnbs_err_t *err) {
    if (s->opt->amends == NULL) return GNBS_OK;
    GNBS_TRY(gnbs_tree_read(s->opt->amends, &s->arena, &r->findings, err));
    r->id = gnbs_tree_text(r->findings, "report.id");
    r->version = (int)gnbs_tree_int(r->findings, "report.version", 1);
    r->reason = s->opt->amend_reason;
    if (r->id[0] == '\0')
        return gnbs_err_set(err, GNBS_E_FORMAT,
                            "%s: has no report id; it is no findings.json of gnbs",
                            s->opt->amends);
    if (!gnbs_tree_says(r->findings, "sample", s->newborn.sample))
        return gnbs_err_set(err, GNBS_E_DATA, "%s: is the report of '%s', not of '%s'",
                            s->opt->amends, gnbs_tree_text(r->findings, "sample"),
                            s->newborn.sample);
    info->replaces = r;
    info->report_version = r->version + 1;
    return GNBS_OK;
}

/* A report is named by what it says: the first twelve digits of the SHA-256 of its findings, written without a name. */
static gnbs_code_t name_report(gnbs_run_state_t *s, gnbs_report_info_t *info,
                               gnbs_err_t *err) {
    gnbs_str_t text;
    char hex[GNBS_DIGEST_HEX];
    gnbs_str_init(&text);
    info->report_id = "";
    gnbs_code_t code = gnbs_report_json(&s->newborn, info, &text, err);
    if (code == GNBS_OK) {
        gnbs_digest_bytes(gnbs_str_text(&text), text.n, hex);
        info->report_id = gnbs_arena_printf(&s->arena, "%s-%.12s", s->newborn.sample, hex);
        s->report_id = info->report_id;
        if (info->report_id == NULL) code = gnbs_err_set(err, GNBS_E_NOMEM, "report");
    }
    gnbs_str_clear(&text);
    return code;
}

/* Everything else is rendered from the findings.json just written, read again. */
static gnbs_code_t render_reports(gnbs_run_state_t *s, const char *dir,
                                  const gnbs_str_t *json, gnbs_err_t *err) {
    const gnbs_tree_t *tree;
    GNBS_TRY(gnbs_tree_parse("findings.json", gnbs_str_text(json), json->n, &s->arena,
                             &tree, err));
    for (const gnbs_run_format_t *f = gnbs_run_formats; f->name != NULL; f++) {
        gnbs_str_t text;
        gnbs_str_init(&text);
        if (!f->is_usual) continue;
        if (f->render == NULL) {
            GNBS_TRY(gnbs_run_write_parents(tree, dir, &s->arena, err));
            continue;
        }
        gnbs_code_t code = f->render(tree, &text, err);
        if (code == GNBS_OK) code = write_text(s, dir, f->file, &text, err);
        gnbs_str_clear(&text);
        if (code != GNBS_OK) return gnbs_err_ctx(err, "%s", f->file);
    }
    return GNBS_OK;
}

/* For the laboratory: MultiQC collects it over a batch. */
static gnbs_code_t write_mqc(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_report_mqc(s->newborn.sample, s->newborn.sex_declared,
                                       &s->newborn.quality, &text, err);
    if (code == GNBS_OK) return write_text(s, dir, "qc_mqc.json", &text, err);
    gnbs_str_clear(&text);
    return code;
}

/* Nothing when the reads told no marker. */
static gnbs_code_t write_identity(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    gnbs_str_t text;
    if (s->newborn.quality.identity.n == 0) return GNBS_OK;
    gnbs_str_init(&text);
    gnbs_run_print_identity(&text, &s->bundle.contigs, s->newborn.sample,
                            &s->newborn.quality.identity);
    return write_text(s, dir, "identity.tsv", &text, err);
}

static gnbs_code_t write_known(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_run_print_known(&text, &s->newborn);
    return write_text(s, dir, "known_alleles.tsv", &text, err);
}

static gnbs_code_t write_pdf(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    if (!s->opt->wants_pdf) return GNBS_OK;
    gnbs_code_t code = gnbs_run_print_pdf(dir, err);
    if (code == GNBS_E_NOMEM) return code;
    if (code != GNBS_OK)
        gnbs_log_note(&s->log, "%s", err->msg); /* its absence is no failure */
    return GNBS_OK;
}

static gnbs_code_t write_reports(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    const gnbs_report_text_t library[] = {{"htslib", gnbs_reads_htslib_version()}};
    gnbs_report_info_t info = {.program_version = s->opt->program_version,
                               .report_version = 1,
                               .is_consent_checked = s->opt->consent != NULL,
                               .has_consent_groups = s->consent.has_groups,
                               .n_consent_group = s->consent.n_group,
                               .consent_group = s->consent.group,
                               .is_draft = true,
                               .n_method = sizeof METHODS / sizeof *METHODS,
                               .method = METHODS,
                               .n_library = 1,
                               .library = library,
                               .n_pileup = s->n_pileup,
                               .pileup = s->pileup,
                               .n_link = s->n_link,
                               .link = s->link};
    gnbs_report_replaces_t replaces = {0};
    GNBS_TRY(read_replaced(s, &info, &replaces, err));
    GNBS_TRY(name_report(s, &info, err));
    gnbs_str_t json, copy;
    gnbs_str_init(&json);
    gnbs_str_init(&copy);
    gnbs_code_t code = gnbs_report_json(&s->newborn, &info, &json, err);
    if (code == GNBS_OK) {
        gnbs_str_add_n(&copy, gnbs_str_text(&json), json.n);
        code = write_text(s, dir, "findings.json", &copy, err);
    }
    if (code == GNBS_OK) code = render_reports(s, dir, &json, err);
    gnbs_str_clear(&json);
    gnbs_str_clear(&copy);
    return code == GNBS_OK ? write_pdf(s, dir, err) : code;
}

/* ---- bases and copies ---------------------------------------------------------------------------------------- */

static gnbs_code_t write_callable(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    const char *path = path_in(&s->arena, dir, "callable.bed.gz");
    if (path == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "callable");
    return gnbs_callable_write(path, &s->bundle.contigs,
                               s->opt->consent == NULL ? "gnbs_consent=not checked" : NULL,
                               s->newborn.n_callable, s->newborn.callable, err);
}

/* Counts per dosage tile, for the laboratory; nothing when there were no reads, or no place to count them. */
static gnbs_code_t write_dosage(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    if (s->reads == NULL || s->pass.n_tile == 0) return GNBS_OK;
    const char *path = path_in(&s->arena, dir, "dosage.bed.gz"),
               *program = gnbs_arena_printf(
                   &s->arena, "gnbs %s%s", s->opt->program_version,
                   s->opt->consent == NULL ? "; consent not checked" : "");
    if (path == NULL || program == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "dosage");
    return gnbs_run_write_tiles(path, &s->dosage_input, s->reads, program, &s->pass,
                                &s->dosage, &s->arena, err);
}

/* ---- provenance ------------------------------------------------------------------------------------------- */

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static gnbs_code_t add_input(gnbs_run_state_t *s, gnbs_provenance_t *p,
                             gnbs_provenance_input_t input[], const char *role,
                             const char *path, gnbs_err_t *err) {
    struct stat st;
    if (path == NULL) return GNBS_OK;
    if (stat(path, &st) != 0 || S_ISDIR(st.st_mode))
        return GNBS_OK; /* a panel folder: its own checksum stands above */
    char *hex = gnbs_arena_alloc(&s->arena, 65, 1);
    if (hex == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "provenance");
    bool is_sampled = st.st_size > WHOLE_DIGEST_BYTES;
    GNBS_TRY(is_sampled ? gnbs_digest_ends(path, hex, err)
                        : gnbs_digest_file(path, hex, err));
    input[p->n_input++] = (gnbs_provenance_input_t){role, file_name(path),
                                                    (long long)st.st_size, hex, is_sampled};
    return GNBS_OK;
}

static gnbs_code_t write_provenance(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    char host[256] = "", ended[40] = "";
    gethostname(host, sizeof host - 1);
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) != NULL)
        strftime(ended, sizeof ended, "%Y-%m-%dT%H:%M:%SZ", &utc);
    gnbs_provenance_input_t input[MAX_INPUTS];
    gnbs_provenance_t p = {.program_version = s->opt->program_version,
                           .command_line = s->opt->command_line,
                           .sample = s->newborn.sample,
                           .began = s->began,
                           .ended = ended,
                           .host = host,
                           .compiler = __VERSION__,
                           .htslib_version = gnbs_reads_htslib_version(),
                           .consent = s->opt->consent != NULL ? "granted" : "not checked",
                           .consent_signed_by = s->signed_by,
                           .allows_research = s->consent.allows_research,
                           .leaves_cohort = s->consent.leaves_cohort,
                           .has_consent_groups = s->consent.has_groups,
                           .n_consent_group = s->consent.n_group,
                           .consent_group = s->consent.group,
                           .panel_name = s->panel.name,
                           .panel_version = s->panel.version,
                           .panel_sha256 = s->panel.sha256,
                           .bundle_identity = s->bundle.identity,
                           .bundle_build = gnbs_contig_build_name(s->bundle.build),
                           .n_threads = s->opt->n_threads,
                           .variants_kept = s->opt->keeps_all_variants
                                                ? "all, in " GNBS_RUN_LAB_VARIANTS
                                                : "those of findings",
                           .seconds = gnbs_log_clock_s() - s->began_s,
                           .input = input};
    GNBS_TRY(add_input(s, &p, input, "reads", s->opt->reads, err));
    GNBS_TRY(add_input(s, &p, input, "vcf", s->opt->vcf, err));
    GNBS_TRY(add_input(s, &p, input, "callable", s->opt->callable, err));
    GNBS_TRY(add_input(s, &p, input, "mother", s->opt->mother, err));
    GNBS_TRY(add_input(s, &p, input, "father", s->opt->father, err));
    GNBS_TRY(add_input(s, &p, input, "panel", s->opt->panel, err));
    GNBS_TRY(add_input(s, &p, input, "refdata", s->opt->refdata, err));
    GNBS_TRY(add_input(s, &p, input, "normals", s->opt->normals, err));
    GNBS_TRY(add_input(s, &p, input, "consent", s->opt->consent, err));
    GNBS_TRY(add_input(s, &p, input, "policy", s->opt->policy, err));
    GNBS_TRY(add_input(s, &p, input, "curated", s->opt->curated, err));
    GNBS_TRY(add_input(s, &p, input, "targeted", s->opt->targeted, err));
    if (s->methods & GNBS_METHOD_MT) {
        static const char *const TABLE[] = {"refdata/mito/variants.tsv",
                                            "refdata/mito/sites.tsv"};
        for (int i = 0; i < 2; i++)
            GNBS_TRY(add_input(s, &p, input, "mitochondrial table",
                               gnbs_run_data_path(&s->arena, TABLE[i]), err));
    }
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_govern_print_provenance(&text, &p);
    return write_text(s, dir, "provenance.json", &text, err);
}

static gnbs_code_t write_log(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    fflush(s->log.copy);
    gnbs_str_add_n(&text, s->log_text, s->log_bytes);
    return write_text(s, dir, "log.jsonl", &text, err);
}

static gnbs_code_t write_all(gnbs_run_state_t *s, const char *dir, gnbs_err_t *err) {
    GNBS_TRY(write_reports(s, dir, err));
    GNBS_TRY(write_mqc(s, dir, err));
    GNBS_TRY(write_identity(s, dir, err));
    GNBS_TRY(write_known(s, dir, err));
    GNBS_TRY(gnbs_run_write_variants(s, dir, err));
    GNBS_TRY(write_callable(s, dir, err));
    GNBS_TRY(write_dosage(s, dir, err));
    GNBS_TRY(write_provenance(s, dir, err));
    return write_log(s, dir, err);
}

/* A withdrawal may have come while the data were read: it has the last word. */
static gnbs_code_t commit(gnbs_run_state_t *s, const char *temp, const char *final,
                          gnbs_err_t *err) {
    GNBS_TRY(gnbs_run_refuse_withdrawn(s->opt->out_dir, s->newborn.sample, err));
    GNBS_TRY(gnbs_out_dir_commit(temp, final, err));
    return gnbs_run_log_access(s, "report", s->report_id, err);
}

gnbs_code_t gnbs_run_write(gnbs_run_state_t *s, gnbs_err_t *err) {
    const char *final = path_in(&s->arena, s->opt->out_dir, s->newborn.sample);
    if (final == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", s->opt->out_dir);
    char *temp;
    GNBS_TRY(gnbs_out_dir_begin(final, &temp, err));
    gnbs_code_t code = write_all(s, temp, err);
    if (code == GNBS_OK && s->opt->seal != NULL)
        code = gnbs_run_seal_folder(temp, &s->seal_key, err);
    if (code == GNBS_OK) code = commit(s, temp, final, err);
    if (code != GNBS_OK) gnbs_out_dir_discard(temp);
    gnbs_mem_free(temp);
    return code;
}
