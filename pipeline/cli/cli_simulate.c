#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "io/bgzip.h"
#include "io/fasta_write.h"
#include "io/out.h"
#include "io/path.h"
#include "io/reads_write.h"
#include "io/table_read.h"
#include "io/text.h"
#include "simulate/simulate.h"

typedef struct options {
    const char *out, *progress;
    int seed, threads;
    double coverage;
} options_t;

typedef struct job {
    const options_t *opt;
    gnbs_arena_t arena;
    gnbs_log_t log;
    gnbs_simulate_scenario_t s;
    gnbs_simulate_world_t world;
    gnbs_simulate_newborn_t newborn;
    gnbs_simulate_counts_t counts;
    const char *folder;
} job_t;

static gnbs_code_t read_scenario(job_t *job, const char *path, gnbs_err_t *err) {
    gnbs_table_t table;
    GNBS_TRY(gnbs_table_read(path, 0, &job->arena, &table, err));
    GNBS_TRY(gnbs_simulate_scenario_parse(&table, &job->arena, &job->s, err));
    if (job->opt->seed >= 0) job->s.seed = (uint64_t)job->opt->seed;
    if (job->opt->coverage > 0) job->s.coverage = job->opt->coverage;
    return gnbs_simulate_scenario_check(&job->s, err);
}

static const char *file_in(job_t *job, const char *name, gnbs_err_t *err) {
    const char *path = gnbs_arena_printf(&job->arena, "%s/%s", job->folder, name);
    if (path == NULL) gnbs_err_set(err, GNBS_E_NOMEM, "%s", name);
    return path;
}

/* With the M5 of each contig, which BAM headers state. */
static gnbs_code_t with_md5(job_t *job, gnbs_contigs_t *contigs, gnbs_err_t *err) {
    *contigs = job->world.contigs;
    gnbs_contig_t *c = GNBS_NEW(&job->arena, gnbs_contig_t, contigs->n);
    if (c == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "contigs");
    for (int i = 0; i < contigs->n; i++) {
        c[i] = contigs->contig[i];
        GNBS_TRY(gnbs_fasta_md5(c[i].length_bp, job->world.seq[i], c[i].m5, err));
    }
    contigs->contig = c;
    return GNBS_OK;
}

static gnbs_code_t put_read(void *ctx, const gnbs_simulate_read_t *read, gnbs_err_t *err) {
    gnbs_reads_line_t line = {.read = &read->read,
                              .name = read->name,
                              .edit_distance = read->edit_distance,
                              .n_mate_cigar = read->n_mate_cigar,
                              .mate_cigar = read->mate_cigar};
    return gnbs_reads_writer_put(ctx, &line, err);
}

static gnbs_code_t write_reads(job_t *job, gnbs_err_t *err) {
    gnbs_contigs_t contigs;
    GNBS_TRY(with_md5(job, &contigs, err));
    const char *path = file_in(job, "reads.bam", err);
    if (path == NULL) return GNBS_E_NOMEM;
    const char *note =
        gnbs_arena_printf(&job->arena, "SYNTHETIC reads of scenario %s, seed %llu",
                          job->s.name, (unsigned long long)job->s.seed);
    if (note == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "%s", path);
    gnbs_reads_header_t header = {.sample = job->s.sample,
                                  .program_version = GNBS_VERSION,
                                  .program_note = note,
                                  .comment =
                                      "SYNTHETIC DATA made by gnbs simulate: no person"};
    gnbs_reads_writer_t *writer;
    GNBS_TRY(
        gnbs_reads_writer_open(path, &contigs, &header, job->opt->threads, &writer, err));
    gnbs_simulate_sink_t sink = {writer, put_read};
    gnbs_code_t code =
        gnbs_simulate_reads(&job->s, &job->world, &job->newborn, &sink, &job->counts, err);
    if (code == GNBS_OK) return gnbs_reads_writer_commit(writer, err);
    gnbs_reads_writer_discard(writer);
    return code;
}

enum { CLINVAR, FREQUENCIES, TRUTH, GENES, HOLES, README, N_TEXT };

static gnbs_code_t compose(job_t *job, int which, gnbs_str_t *text, gnbs_err_t *err) {
    switch (which) {
    case CLINVAR: return gnbs_simulate_print_clinvar(&job->s, &job->world, text, err);
    case FREQUENCIES:
        return gnbs_simulate_print_frequencies(&job->s, &job->world, text, err);
    case TRUTH: gnbs_simulate_print_truth(&job->s, &job->world, &job->newborn, text); break;
    case GENES: gnbs_simulate_print_gff(&job->s, &job->world, text); break;
    case HOLES: gnbs_simulate_print_holes(&job->world, &job->newborn, text); break;
    default: gnbs_simulate_print_readme(&job->s, text); break;
    }
    return GNBS_OK;
}

static gnbs_code_t write_texts(job_t *job, gnbs_err_t *err) {
    static const char *const NAME[N_TEXT] = {
        [CLINVAR] = "clinvar.vcf.gz", [FREQUENCIES] = "frequencies.vcf.gz",
        [TRUTH] = "truth.vcf.gz",     [GENES] = "genes.gff3",
        [HOLES] = "uncovered.bed",    [README] = "README.txt"};
    gnbs_code_t code = GNBS_OK;
    gnbs_str_t text;
    gnbs_str_init(&text);
    for (int i = 0; code == GNBS_OK && i < N_TEXT; i++) {
        gnbs_str_reset(&text);
        const char *path = file_in(job, NAME[i], err);
        code = path != NULL ? compose(job, i, &text, err) : GNBS_E_NOMEM;
        if (code != GNBS_OK) break;
        code = i <= TRUTH ? gnbs_bgzip_write_text(path, &text, GNBS_BGZIP_TBI_VCF, err)
                          : gnbs_out_write_text(path, &text, err);
    }
    gnbs_str_clear(&text);
    return code;
}

static gnbs_code_t write_folder(job_t *job, gnbs_err_t *err) {
    const char *path = file_in(job, "reference.fa", err);
    if (path == NULL) return GNBS_E_NOMEM;
    GNBS_TRY(gnbs_fasta_write(path, &job->world.contigs, job->world.seq, err));
    GNBS_TRY(write_texts(job, err));
    return write_reads(job, err);
}

static void print_summary(const job_t *job) {
    const gnbs_simulate_scenario_t *s = &job->s;
    const gnbs_simulate_newborn_t *b = &job->newborn;
    int64_t total_bp = 0, n_scenario = 0;
    for (int i = 0; i < s->contigs.n; i++) total_bp += s->contigs.contig[i].length_bp;
    for (size_t i = 0; i < b->n_truth; i++) n_scenario += b->truth[i].i_allele >= 0;
    printf("scenario\t%s\nsample\t%s\nsex\t%s\n", s->name, s->sample,
           gnbs_sex_name(s->sex));
    printf("seed\t%llu\ngenome_seed\t%llu\n", (unsigned long long)s->seed,
           (unsigned long long)s->genome_seed);
    printf("contigs\t%d\nbases\t%lld\ngenes\t%zu\n", s->contigs.n, (long long)total_bp,
           s->n_gene);
    printf("alleles_of_scenario\t%lld\nvariants\t%zu\n", (long long)n_scenario, b->n_truth);
    printf("reads\t%lld\nduplicates\t%lld\n", (long long)job->counts.n_read,
           (long long)job->counts.n_duplicate);
    printf("reads_removed\t%lld\n", (long long)job->counts.n_removed);
}

/* A folder is replaced only when it is one of ours: --out with the wrong name must not cost
 * anybody their data. */
static gnbs_code_t check_target(const char *out, gnbs_err_t *err) {
    static const char FIRST_WORDS[] = "SYNTHETIC DATA";
    enum { README_BYTES = 1 << 16 };
    if (gnbs_path_is_absent(out) || gnbs_out_dir_is_empty(out)) return GNBS_OK;
    gnbs_str_t path;
    char *text = NULL;
    size_t n_bytes;
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s/README.txt", out);
    bool is_ours = gnbs_text_read(gnbs_str_text(&path), README_BYTES, &text, &n_bytes,
                                  NULL) == GNBS_OK &&
                   strncmp(text, FIRST_WORDS, strlen(FIRST_WORDS)) == 0;
    gnbs_mem_free(text);
    gnbs_str_clear(&path);
    if (is_ours) return GNBS_OK;
    return gnbs_err_set(
        err, GNBS_E_USAGE,
        "%s: is there and is not a synthetic newborn's folder; give a new name to --out",
        out);
}

static gnbs_code_t make_all(job_t *job, const char *path, gnbs_err_t *err) {
    GNBS_TRY(check_target(job->opt->out, err));
    gnbs_log_step(&job->log, "simulate");
    GNBS_TRY(read_scenario(job, path, err));
    GNBS_TRY(gnbs_simulate_world_make(&job->s, &job->arena, &job->world, err));
    GNBS_TRY(
        gnbs_simulate_newborn_make(&job->s, &job->world, &job->arena, &job->newborn, err));
    char *folder;
    GNBS_TRY(gnbs_out_dir_begin(job->opt->out, &folder, err));
    job->folder = folder;
    gnbs_code_t code = write_folder(job, err);
    if (code == GNBS_OK) code = gnbs_out_dir_commit(folder, job->opt->out, err);
    if (code != GNBS_OK) gnbs_out_dir_discard(folder);
    gnbs_mem_free(folder);
    if (code != GNBS_OK) return code;
    gnbs_log_done(&job->log, "%lld reads, %zu variants in %s",
                  (long long)job->counts.n_read, job->newborn.n_truth, job->opt->out);
    print_summary(job);
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_simulate(int argc, char **argv, gnbs_err_t *err) {
    options_t opt = {.seed = -1, .threads = 1, .progress = "auto"};
    const gnbs_cli_option_t options[] = {
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "DIR",
         "folder to make; an earlier one is replaced", true},
        {"seed", 's', GNBS_CLI_INT, &opt.seed, "N",
         "another newborn of the same world; -1: the scenario's own seed", false},
        {"coverage", 'c', GNBS_CLI_REAL, &opt.coverage, "X",
         "mean depth, 1 to 100; 0: the scenario's own", false},
        {"threads", 't', GNBS_CLI_INT, &opt.threads, "N", "threads that compress", false},
        {"progress", 0, GNBS_CLI_TEXT, &opt.progress, "MODE",
         "auto, plain, bar, json or none", false},
        {0}};
    const gnbs_cli_command_t command = {
        "simulate",
        "SCENARIO",
        "A synthetic newborn with known truth: genome, genes, reads.",
        options,
        1,
        1,
        "The genome, its genes and their known alleles come from the scenario alone; the "
        "seed\n"
        "decides the newborn. Same scenario and seed, same bytes. An example is in "
        "refdata/demo."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (opt.seed < -1 || opt.coverage < 0 || opt.threads < 1)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "simulate: --seed and --coverage are not below 0, --threads not below 1");
    job_t job = {.opt = &opt};
    if (!gnbs_log_init(&job.log, stderr, opt.progress))
        return gnbs_err_set(err, GNBS_E_USAGE, "simulate: --progress: no mode '%s'",
                            opt.progress);
    gnbs_arena_init(&job.arena);
    gnbs_code_t code = make_all(&job, args.at[0], err);
    gnbs_arena_clear(&job.arena);
    return code;
}
