#include "cli/cli.h"
#include "run/run_mito.h"

gnbs_code_t gnbs_cli_mito(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_mito_opt_t opt = {.n_threads = 1,
                               .autosomal_depth = -1,
                               .min_fraction = -1,
                               .mito = gnbs_mito_opt_default(),
                               .program_line = "gnbs " GNBS_VERSION};
    const char *progress = "auto";
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed", .is_required = true},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA",
         "the reference, with its .fai; its mitochondrial contig must be rCRS"},
        {"refdata", 0, GNBS_CLI_TEXT, &opt.refdata, "BUNDLE",
         "or a reference bundle whose panel has a mitochondrial gene"},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "VCF.GZ",
         "variants, bgzip-compressed, with .tbi", .is_required = true},
        {"callable", 0, GNBS_CLI_TEXT, &opt.callable, "BED.GZ",
         "also write which bases could be judged"},
        {"listed", 0, GNBS_CLI_FLAG, &opt.wants_listed, NULL,
         "also write the listed variants that are absent, with what fraction is excluded"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; the bytes do not depend on it"},
        {"min-fraction", 0, GNBS_CLI_REAL, &opt.min_fraction, "F",
         "smaller fractions are not called (-1: as refdata/mito says)"},
        {"min-base-qual", 0, GNBS_CLI_INT, &opt.mito.min_base_qual_phred, "Q",
         "bases below are not judged"},
        {"min-depth", 0, GNBS_CLI_INT, &opt.mito.min_depth, "N",
         "molecules; fewer are not callable"},
        {"min-qual", 0, GNBS_CLI_REAL, &opt.mito.min_qual_phred, "Q",
         "below: FILTER LowQual"},
        {"autosomal-depth", 0, GNBS_CLI_REAL, &opt.autosomal_depth, "X",
         "of nuclear DNA, to judge nuclear copies by (-1: from the index)"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "mito",
        "",
        "Calls variants of the mitochondrial genome with the fraction of copies that have "
        "them.",
        options,
        0,
        0,
        "GT is 1 where every copy is taken to have the variant, 0/1 where some have it; AF "
        "says how many, AF95 between what bounds.\n"
        "A fraction below 10 % (INFO/CONFIRM) is nothing until a second method shows it. "
        "Deletions over 100 bases are not looked for."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (opt.n_threads < 1 || opt.n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "mito: --threads %d: expected 1-256",
                            opt.n_threads);
    if (opt.min_fraction >= 0 && (opt.min_fraction < 0.001 || opt.min_fraction > 0.9))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "mito: --min-fraction %g: expected 0.001-0.9",
                            opt.min_fraction);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "mito: --progress %s: expected auto, bar, plain, json or none",
                            progress);
    return gnbs_run_mito(&opt, &log, err);
}
