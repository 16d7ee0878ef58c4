#include <stdio.h>

#include "cli/cli.h"
#include "io/out.h"
#include "run/run_screen.h"

gnbs_code_t gnbs_cli_screen(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_screen_opt_t opt = {.build = "GRCh38", .program_version = GNBS_VERSION};
    gnbs_cli_list_t silent = {0};
    const char *out_path = NULL;
    const gnbs_cli_option_t options[] = {
        {"ped", 'p', GNBS_CLI_TEXT, &opt.ped, "FILE", "who is whose parent, who is ill",
         .is_required = true},
        {"genotypes", 'g', GNBS_CLI_TEXT, &opt.genotypes, "TSV",
         "gene, chrom, pos, ref, alt, and a column per person"},
        {"vcf", 'v', GNBS_CLI_TEXT, &opt.vcf, "FILE", "or VCF, with persons as samples"},
        {"gene-info", 0, GNBS_CLI_TEXT, &opt.gene_info, "KEY",
         "INFO key that names the gene(s) of a record"},
        {"family", 0, GNBS_CLI_TEXT, &opt.family, "ID", "when the PED holds several"},
        {"inheritance", 0, GNBS_CLI_TEXT, &opt.inheritance, "WORD",
         "AR, AD, XLR, XLD, XL or MT (default: each)"},
        {"build", 0, GNBS_CLI_TEXT, &opt.build, "NAME",
         "GRCh38 or GRCh37, for the pseudo-autosomal regions"},
        {"dominant-homozygotes", 0, GNBS_CLI_FLAG, &opt.family_opt.dominant_homozygotes,
         NULL, "two copies fit a dominant condition too"},
        {"silent-carriers", 0, GNBS_CLI_LIST, &silent, "GENE",
         "unaffected people may carry one copy (AD)"},
        {"silent-women", 0, GNBS_CLI_FLAG, &opt.family_opt.silent_women, NULL,
         "unaffected women may carry one copy (XLD)"},
        {"out", 'o', GNBS_CLI_TEXT, &out_path, "FILE", "(default: standard output)"},
        {0}};
    const gnbs_cli_command_t command = {
        "screen",
        "",
        "Judges which ways of inheritance fit a family's genotypes.",
        options,
        0,
        0,
        "One row per variant and inheritance. verdict: compatible; possible, when nobody "
        "who is ill has a genotype (a missing genotype is never taken for the reference); "
        "no.\nmodels: AD, AR_hom, AR_comp, XD, XR, XR_comp, MT; _dn: only by a new "
        "mutation; ?: possible. partners: the other variant of a pair."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    opt.n_silent = silent.n;
    opt.silent_genes = silent.at;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_run_screen(&opt, &text, err);
    if (code == GNBS_OK && out_path != NULL)
        code = gnbs_out_write_text(out_path, &text, err);
    else if (code == GNBS_OK && fputs(gnbs_str_text(&text), stdout) == EOF)
        code = gnbs_err_set(err, GNBS_E_IO, "standard output: write failed");
    gnbs_str_clear(&text);
    return code;
}
