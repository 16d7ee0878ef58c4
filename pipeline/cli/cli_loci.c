#include "cli/cli.h"
#include "run/run_loci.h"

gnbs_code_t gnbs_cli_loci(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_loci_opt_t opt = {.n_threads = 1, .out = "-", .loci = gnbs_loci_opt_default()};
    const char *sex = NULL, *progress = "auto";
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed", .is_required = true},
        {"refdata", 'r', GNBS_CLI_TEXT, &opt.refdata, "BUNDLE",
         "the reference bundle, which holds the locus tables", .is_required = true},
        {"locus", 'l', GNBS_CLI_TEXT, &opt.locus, "NAME",
         "this one only, as SMN1 (default: all that the bundle holds)"},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "JSON", "what was measured; - is stdout"},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA", "needed to read CRAM"},
        {"sex", 0, GNBS_CLI_TEXT, &sex, "F|M", "copies of X"},
        {"contamination", 0, GNBS_CLI_REAL, &opt.loci.contamination_frac, "SHARE",
         "of another person's DNA: reads that are not believed"},
        {"zero-lr", 0, GNBS_CLI_REAL, &opt.loci.zero_log10_lr, "LOG10",
         "evidence for or against no copy at all"},
        {"min-posterior", 0, GNBS_CLI_REAL, &opt.loci.min_posterior, "P",
         "of a number of copies that is told"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; the bytes do not depend on it"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "loci",
        "",
        "Counts copies where a gene has a near-identical twin.",
        options,
        0,
        0,
        "Status: affected, possible, clear, inconclusive, not_assessed, each with its "
        "reason. "
        "The file tells copy numbers,\nso also who carries one: it is for the laboratory, "
        "not "
        "for the family."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (sex != NULL && (opt.sex = gnbs_sex_parse(sex)) == GNBS_SEX_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE, "loci: --sex %s: expected F or M", sex);
    if (opt.n_threads < 1 || opt.n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "loci: --threads %d: expected 1-256",
                            opt.n_threads);
    if (!(opt.loci.contamination_frac >= 0 && opt.loci.contamination_frac <= 0.5))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "loci: --contamination %g: expected 0 to 0.5",
                            opt.loci.contamination_frac);
    if (!(opt.loci.zero_log10_lr >= 1 && opt.loci.zero_log10_lr <= 20))
        return gnbs_err_set(err, GNBS_E_USAGE, "loci: --zero-lr %g: expected 1 to 20",
                            opt.loci.zero_log10_lr);
    if (!(opt.loci.min_posterior > 0.5 && opt.loci.min_posterior < 1))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "loci: --min-posterior %g: expected 0.5 to 1",
                            opt.loci.min_posterior);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "loci: --progress %s: expected auto, bar, plain, json or none",
                            progress);
    return gnbs_run_loci(&opt, GNBS_VERSION, &log, err);
}
