#include <stdio.h>

#include "cli/cli.h"
#include "run/run_evaluate.h"

gnbs_code_t gnbs_cli_evaluate(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_evaluate_opt_t opt = {.name = "calls"};
    bool no_header = false;
    const gnbs_cli_option_t options[] = {
        {"truth", 0, GNBS_CLI_TEXT, &opt.truth, "VCF", "what is true of the sample",
         .is_required = true},
        {"calls", 0, GNBS_CLI_TEXT, &opt.calls, "VCF", "what was called",
         .is_required = true},
        {"reference", 'f', GNBS_CLI_TEXT, &opt.reference, "FASTA",
         "the reference, with its .fai", .is_required = true},
        {"regions", 'R', GNBS_CLI_TEXT, &opt.regions, "BED", "count alleles here only"},
        {"name", 0, GNBS_CLI_TEXT, &opt.name, "TEXT", "first column of the table"},
        {"min-qual", 0, GNBS_CLI_REAL, &opt.min_qual, "Q",
         "leave out calls with a smaller QUAL"},
        {"filtered", 0, GNBS_CLI_FLAG, &opt.takes_filtered, NULL,
         "count calls with a FILTER too"},
        {"errors", 0, GNBS_CLI_FLAG, &opt.lists_errors, NULL,
         "list every missed and false allele"},
        {"reliability", 0, GNBS_CLI_FLAG, &opt.shows_reliability, NULL,
         "GQ as stated against GQ as counted"},
        {"no-header", 0, GNBS_CLI_FLAG, &no_header, NULL, "rows only"},
        {0}};
    const gnbs_cli_command_t command = {
        "evaluate",
        "",
        "Compares calls with truth by the haplotypes they spell; genotypes count.",
        options,
        0,
        0,
        "Columns: name, type, truth alleles, TP, FP, FN, genotype errors (in both FP and "
        "FN), precision, recall, F1."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_str_t out;
    gnbs_str_init(&out);
    if (!no_header)
        gnbs_str_add(&out,
                     "#name\ttype\ttruth\ttp\tfp\tfn\tgenotype\tprecision\trecall\tf1\n");
    gnbs_code_t code = gnbs_run_evaluate(&opt, &out, err);
    if (code == GNBS_OK && out.failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "table");
    if (code == GNBS_OK) fputs(gnbs_str_text(&out), stdout);
    gnbs_str_clear(&out);
    return code;
}
