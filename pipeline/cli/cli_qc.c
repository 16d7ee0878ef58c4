#include <stdio.h>

#include "cli/cli.h"
#include "core/log.h"
#include "io/out.h"
#include "run/run_identity.h"
#include "run/run_qc.h"

static gnbs_code_t compare(const gnbs_cli_args_t *args, const char *out, gnbs_err_t *err) {
    gnbs_str_t text;
    size_t n_duplicate;
    if (args->n < 2)
        return gnbs_err_set(err, GNBS_E_USAGE, "qc --compare: give two cases or more");
    gnbs_str_init(&text);
    gnbs_code_t code =
        gnbs_run_compare_identities(args->n, args->at, &text, &n_duplicate, err);
    if (code == GNBS_OK) code = gnbs_out_write_text(out, &text, err);
    gnbs_str_clear(&text);
    if (code == GNBS_OK && n_duplicate > 0)
        fprintf(stderr, "%zu pairs are one person under two names, or identical twins\n",
                n_duplicate);
    return code;
}

gnbs_code_t gnbs_cli_qc(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_qc_opt_t opt = {
        .n_threads = 1, .qc = gnbs_qc_opt_default(), .program_version = GNBS_VERSION};
    const char *progress = "auto";
    bool is_comparison = false;
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed"},
        {"regions", 'R', GNBS_CLI_TEXT, &opt.regions, "BED", "where to look"},
        {"compare", 0, GNBS_CLI_FLAG, &is_comparison, NULL,
         "instead: which of the cases given (folders, or identity.tsv) are one person, or "
         "related"},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "JSON", "what was measured; - is stdout",
         .is_required = true},
        {"depth", 'd', GNBS_CLI_TEXT, &opt.depth, "BED.GZ",
         "also mean depth of each region (column 4)"},
        {"thresholds", 'T', GNBS_CLI_TEXT, &opt.thresholds, "BED.GZ",
         "also bases of each region at 1, 10, 15, 20, 30x"},
        {"per-base", 'b', GNBS_CLI_TEXT, &opt.per_base, "BED.GZ",
         "also depth of every base, in runs of one depth"},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA",
         "for CRAM; and to tell GC and mismatches"},
        {"mapq", 'Q', GNBS_CLI_INT, &opt.qc.depth.min_mapq, "Q",
         "reads below do not count as depth"},
        {"fast-mode", 'x', GNBS_CLI_FLAG, &opt.qc.depth.is_fast, NULL,
         "whole spans of reads; mates that overlap count twice"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; the bytes do not depend on it"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "qc",
        "[CASE CASE ...]",
        "Measures one sample: coverage, library, sex; or compares cases with one another.",
        options,
        0,
        10000,
        "Depth follows mosdepth's rules: duplicates, secondary and quality-failed "
        "alignments are left out (flags 1796),\n"
        "deletions and clips do not cover, what both mates of a proper pair cover counts "
        "once."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (is_comparison) return compare(&args, opt.out, err);
    if (args.n > 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "qc: '%s': cases are given with --compare",
                            args.at[0]);
    if (opt.reads == NULL || opt.regions == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "qc: give --reads and --regions");
    if (opt.n_threads < 1 || opt.n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "qc: --threads %d: expected 1-256",
                            opt.n_threads);
    if (opt.qc.depth.min_mapq < 0 || opt.qc.depth.min_mapq > 255)
        return gnbs_err_set(err, GNBS_E_USAGE, "qc: --mapq %d: expected 0-255",
                            opt.qc.depth.min_mapq);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "qc: --progress %s: expected auto, bar, plain, json or none",
                            progress);
    return gnbs_run_qc(&opt, &log, err);
}
