#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/batch.h"
#include "cli/cli.h"
#include "io/path.h"

enum { PATH_BYTES = 4096 };

static gnbs_code_t write_out(const gnbs_str_t *text, gnbs_err_t *err) {
    if (fwrite(gnbs_str_text(text), 1, text->n, stdout) != text->n || fflush(stdout) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "batch: standard output: write failed");
    return GNBS_OK;
}

/* This program's own file: what the engines start for each newborn. */
static gnbs_code_t find_program(char path[PATH_BYTES], gnbs_err_t *err) {
    ssize_t n = readlink("/proc/self/exe", path, PATH_BYTES - 1);
    if (n <= 0)
        return gnbs_err_set(err, GNBS_E_IO, "batch: this program's file is not known");
    path[n] = '\0';
    return GNBS_OK;
}

static gnbs_code_t go(gnbs_batch_opt_t *opt, bool is_new, gnbs_err_t *err) {
    static char program[PATH_BYTES];
    GNBS_TRY(find_program(program, err));
    opt->program = program;
    opt->version = GNBS_VERSION;
    umask(S_IRWXG | S_IRWXO);
    return is_new ? gnbs_batch_run(opt, err) : gnbs_batch_resume(opt, err);
}

static const char ENGINE_NOTES[] = "Engines: local runs as many at once as cores and "
                                   "memory allow; slurm hands them to the "
                                   "queue as job arrays.\nExit status 3: newborns failed; "
                                   "the others are done, and gnbs batch "
                                   "status says why.";

static gnbs_code_t batch_run(int argc, char **argv, gnbs_err_t *err) {
    gnbs_batch_opt_t opt = gnbs_batch_opt_default();
    opt.panel_keys = getenv("GNBS_PANEL_KEYS");
    opt.consent_keys = getenv("GNBS_CONSENT_KEYS");
    const gnbs_cli_option_t options[] = {
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "DIR", "results go to DIR/SAMPLE/", true},
        {"panel", 'p', GNBS_CLI_TEXT, &opt.panel, "DIR", "panel folder, or its panel.tsv",
         true},
        {"refdata", 'r', GNBS_CLI_TEXT, &opt.refdata, "FILE", "reference bundle", true},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA", "needed for CRAM only"},
        {"engine", 'e', GNBS_CLI_TEXT, &opt.engine, "NAME", "local or slurm"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N", "threads of one newborn's run"},
        {"jobs", 'j', GNBS_CLI_INT, &opt.n_jobs, "N",
         "local: newborns at once; 0: as many as cores and memory allow"},
        {"memory", 0, GNBS_CLI_INT, &opt.memory_mb, "MB",
         "local: memory that one may take"},
        {"max-running", 0, GNBS_CLI_INT, &opt.max_running, "N",
         "slurm: newborns at once; 0: the queue decides"},
        {"slurm-config", 0, GNBS_CLI_TEXT, &opt.slurm_config, "FILE",
         "slurm: options of sbatch, one a line (--mem=2G)"},
        {"max-array", 0, GNBS_CLI_INT, &opt.max_array, "N",
         "slurm: tasks in one array; 0: what the queue allows"},
        {"wait", 0, GNBS_CLI_FLAG, &opt.waits, NULL, "slurm: until the last has ended"},
        {"panel-keys", 0, GNBS_CLI_TEXT, &opt.panel_keys, "DIR", "as for gnbs run"},
        {"consent-keys", 0, GNBS_CLI_TEXT, &opt.consent_keys, "DIR", "as for gnbs run"},
        {"no-consent-check", 0, GNBS_CLI_FLAG, &opt.skips_consent, NULL,
         "rows without a consent are run too, and every output says so"},
        {"progress", 0, GNBS_CLI_TEXT, &opt.progress, "MODE",
         "auto (plain on a terminal, else json), plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "batch run",
        "SHEET [-- OPTIONS OF GNBS RUN]",
        "Screens the newborns of a sample sheet: sample, sex, reads, vcf, mother, father, "
        "consent, case_id, note.",
        options,
        1,
        64,
        ENGINE_NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    opt.sheet = args.at[0];
    opt.n_extra = (size_t)args.n - 1;
    opt.extra = args.at + 1;
    return go(&opt, true, err);
}

static gnbs_code_t batch_resume(int argc, char **argv, gnbs_err_t *err) {
    gnbs_batch_opt_t opt = gnbs_batch_opt_default();
    const gnbs_cli_option_t options[] = {
        {"engine", 'e', GNBS_CLI_TEXT, &opt.engine, "NAME", "local or slurm"},
        {"jobs", 'j', GNBS_CLI_INT, &opt.n_jobs, "N",
         "local: newborns at once; 0: as many as cores and memory allow"},
        {"memory", 0, GNBS_CLI_INT, &opt.memory_mb, "MB",
         "local: memory that one may take"},
        {"max-running", 0, GNBS_CLI_INT, &opt.max_running, "N",
         "slurm: newborns at once; 0: the queue decides"},
        {"slurm-config", 0, GNBS_CLI_TEXT, &opt.slurm_config, "FILE",
         "slurm: options of sbatch, one a line (--mem=2G)"},
        {"max-array", 0, GNBS_CLI_INT, &opt.max_array, "N",
         "slurm: tasks in one array; 0: what the queue allows"},
        {"wait", 0, GNBS_CLI_FLAG, &opt.waits, NULL, "slurm: until the last has ended"},
        {"progress", 0, GNBS_CLI_TEXT, &opt.progress, "MODE",
         "auto (plain on a terminal, else json), plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "batch resume",
        "DIR",
        "Does what is missing, failed or stale (inputs, consent, panel, bundle, options or "
        "version changed), and says why.",
        options,
        1,
        1,
        ENGINE_NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    opt.out = args.at[0];
    return go(&opt, false, err);
}

static gnbs_code_t batch_status(int argc, char **argv, gnbs_err_t *err) {
    bool is_json = false;
    const gnbs_cli_option_t options[] = {
        {"json", 0, GNBS_CLI_FLAG, &is_json, NULL, "for machines"}, {0}};
    const gnbs_cli_command_t command = {
        "batch status",
        "DIR",
        "How every newborn of a batch is, also while it runs.",
        options,
        1,
        1,
        NULL};
    gnbs_cli_args_t args;
    gnbs_str_t say;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_str_init(&say);
    gnbs_code_t code = gnbs_batch_status(args.at[0], is_json, &say, err);
    if (code == GNBS_OK) code = write_out(&say, err);
    gnbs_str_clear(&say);
    return code;
}

static gnbs_code_t batch_cancel(int argc, char **argv, gnbs_err_t *err) {
    const gnbs_cli_option_t options[] = {{0}};
    const gnbs_cli_command_t command = {
        "batch cancel",
        "DIR",
        "Ends a batch that is at work; resume goes on from there.",
        options,
        1,
        1,
        NULL};
    gnbs_cli_args_t args;
    gnbs_str_t say;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_str_init(&say);
    gnbs_code_t code = gnbs_batch_cancel(args.at[0], &say, err);
    if (code == GNBS_OK) code = write_out(&say, err);
    gnbs_str_clear(&say);
    return code;
}

static gnbs_code_t batch_cohort(int argc, char **argv, gnbs_err_t *err) {
    const gnbs_cli_option_t options[] = {{0}};
    const gnbs_cli_command_t command = {
        "batch cohort",
        "DIR",
        "Makes DIR/cohort/ anew from the result folders: cohort.sqlite, quality.html, "
        "positives.tsv, frequencies.vcf.gz, normals.bed.gz.",
        options,
        1,
        1,
        "Families that opted out of the laboratory's own numbers are in none of it; fewer "
        "than "
        "five newborns are never counted out."};
    gnbs_cli_args_t args;
    gnbs_str_t say;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    umask(S_IRWXG | S_IRWXO);
    gnbs_str_init(&say);
    gnbs_code_t code = gnbs_batch_cohort(args.at[0], &say, err);
    if (code == GNBS_OK) code = write_out(&say, err);
    gnbs_str_clear(&say);
    return code;
}

static gnbs_code_t batch_task(int argc, char **argv, gnbs_err_t *err) {
    static char program[PATH_BYTES];
    const char *list = NULL;
    int line = 0;
    const gnbs_cli_option_t options[] = {
        {"list", 0, GNBS_CLI_TEXT, &list, "FILE", "samples, one a line", true},
        {"line", 0, GNBS_CLI_INT, &line, "N", "which of them, from 0", true},
        {0}};
    const gnbs_cli_command_t command = {
        "batch task", "DIR", "One newborn of a batch: what a queue starts.", options, 1, 1,
        NULL};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    GNBS_TRY(find_program(program, err));
    umask(S_IRWXG | S_IRWXO);
    return gnbs_batch_task(args.at[0], list, line, program, GNBS_VERSION, err);
}

gnbs_code_t gnbs_cli_batch(int argc, char **argv, gnbs_err_t *err) {
    static const gnbs_cli_word_t COMMANDS[] = {
        {"run", "the newborns of a sample sheet", batch_run},
        {"status", "how each of them is", batch_status},
        {"resume", "what is missing or stale, and why", batch_resume},
        {"cancel", "ends a batch that is at work", batch_cancel},
        {"cohort", "tables of all newborns: quality, positives, frequencies, normals",
         batch_cohort},
        {"task", "one newborn: what a queue starts", batch_task},
    };
    return gnbs_cli_group("batch", "...", (int)(sizeof COMMANDS / sizeof *COMMANDS),
                          COMMANDS, argc, argv, err);
}
