#include <string.h>

#include "cli/cli.h"
#include "run/run_call.h"

gnbs_code_t gnbs_cli_call(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_call_opt_t opt = {.n_threads = 1,
                               .call = gnbs_call_opt_default(),
                               .program_line = "gnbs " GNBS_VERSION};
    const char *sex = NULL, *progress = "auto", *simd = "auto";
    const gnbs_cli_option_t options[] = {
        {"reads", 'i', GNBS_CLI_TEXT, &opt.reads, "FILE",
         "BAM, CRAM or bgzip SAM, sorted and indexed", .is_required = true},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA",
         "the reference, with its .fai", .is_required = true},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "VCF.GZ",
         "variants, bgzip-compressed, with .tbi", .is_required = true},
        {"regions", 'R', GNBS_CLI_TEXT, &opt.regions, "BED",
         "call here only (default: everywhere)"},
        {"callable", 0, GNBS_CLI_TEXT, &opt.callable, "BED.GZ",
         "also write which bases could be judged"},
        {"gvcf", 0, GNBS_CLI_FLAG, &opt.wants_blocks, NULL,
         "reference blocks between the variants: every base of the regions is accounted "
         "for"},
        {"mother", 0, GNBS_CLI_TEXT, &opt.mother, "FILE",
         "her reads: inheritance as prior, phase, de novo"},
        {"father", 0, GNBS_CLI_TEXT, &opt.father, "FILE",
         "his reads; either parent may be missing"},
        {"sex", 0, GNBS_CLI_TEXT, &sex, "F|M",
         "copies of X and Y (default: X as in females)"},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N",
         "threads; the bytes do not depend on it"},
        {"min-mapq", 0, GNBS_CLI_INT, &opt.call.min_mapq_phred, "Q",
         "reads below are not judged"},
        {"min-base-qual", 0, GNBS_CLI_INT, &opt.call.min_base_qual_phred, "Q",
         "bases below are not judged"},
        {"min-qual", 0, GNBS_CLI_REAL, &opt.call.min_qual_phred, "Q",
         "below: FILTER LowQual"},
        {"min-depth", 0, GNBS_CLI_INT, &opt.call.min_depth, "N",
         "fragments; fewer are not callable"},
        {"contamination", 0, GNBS_CLI_REAL, &opt.call.contamination_frac, "FRAC",
         "share of another person's DNA in the sample, as gnbs qc estimates it"},
        {"trust-cram", 0, GNBS_CLI_FLAG, &opt.trusts_cram, NULL,
         "read CRAM with an htslib whose decoder has known holes"},
        {"simd", 0, GNBS_CLI_TEXT, &simd, "WORD",
         "auto, avx512, avx2 or scalar; the bytes do not depend on it"},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, bar, plain, json or none"},
        {0}};
    const gnbs_cli_command_t command = {
        "call",
        "",
        "Calls small variants of one newborn.",
        options,
        0,
        0,
        "With parents, ORIGIN says who gave ALT, DENOVO that it is new, MENDEL that the "
        "genotype does not follow; the paternal allele stands left of |.\n"
        "X and Y are judged with parents only where --sex says what the child is."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (sex != NULL && (opt.sex = gnbs_sex_parse(sex)) == GNBS_SEX_UNKNOWN)
        return gnbs_err_set(err, GNBS_E_USAGE, "call: --sex %s: expected F or M", sex);
    if (opt.n_threads < 1 || opt.n_threads > 256)
        return gnbs_err_set(err, GNBS_E_USAGE, "call: --threads %d: expected 1-256",
                            opt.n_threads);
    if (!gnbs_call_simd_parse(simd, &opt.call.simd))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "call: --simd %s: expected auto, or scalar, avx2, avx512 where the CPU has it",
            simd);
    gnbs_log_t log;
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "call: --progress %s: expected auto, bar, plain, json or none",
                            progress);
    return gnbs_run_call(&opt, &log, err);
}
