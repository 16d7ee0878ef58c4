#include <stdio.h>
#include <string.h>

#include "classify/classify_points.h"
#include "cli/cli.h"
#include "core/log.h"
#include "run/run_classify.h"

static const char NOTES[] =
    "One of: --vcf, --list, --codes (or --codes-file), or a number of POINTS.\n\n"
    "Variants   an allele is judged for each gene of the bundle that it lies in, on the "
    "panel's "
    "transcript.\n"
    "List       a table with columns chrom pos ref alt, or hgvs_c (and hgvs_p), or chrom "
    "start end "
    "type\n"
    "           (DEL, DUP; tandem: proven, presumed, elsewhere); gene chooses one of "
    "several\n"
    "Curated    columns chrom pos ref alt or hgvs_c, then criterion state strength text "
    "reference "
    "curator date\n"
    "Codes      each with _Supporting, _Moderate, _Strong, _VeryStrong or _StandAlone "
    "where it "
    "differs from\n"
    "           2015 (PM2 is Moderate by name; ClinGen says PM2_Supporting), one set per "
    "line in a "
    "file\n\n"
    "    gnbs classify --vcf baby.vcf.gz --refdata newborn.grch38 --panel panels/newborn\n"
    "    gnbs classify --codes PVS1,PM2_Supporting\n\n"
    "Class and posterior are those of the point scale (Tavtigian et al. 2020); the class "
    "by the "
    "table of 2015\nstands beside it; an expert panel's class in ClinVar outranks both.";

static gnbs_code_t print_points(int points) {
    gnbs_acmg_class_t c = gnbs_classify_points(points);
    printf("#points\tclass\tclass_name\tposterior\n%d\t%s\t%s\t%.3f\n", points,
           gnbs_acmg_class_short(c), gnbs_acmg_class_name(c),
           gnbs_classify_posterior(points));
    return GNBS_OK;
}

static gnbs_code_t print_codes(const gnbs_run_codes_opt_t *given, gnbs_err_t *err) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_code_t code = gnbs_run_classify_codes(given, &out, err);
    if (code == GNBS_OK) fputs(gnbs_str_text(&out), stdout);
    gnbs_str_clear(&out);
    return code;
}

static gnbs_code_t classify(const gnbs_run_classify_opt_t *opt, const char *progress,
                            gnbs_err_t *err) {
    gnbs_log_t log;
    if (opt->refdata == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "classify: --refdata is required with --vcf "
                            "or --list");
    if (opt->vcf != NULL && opt->list != NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "classify: give one of --vcf and --list");
    if (!gnbs_log_init(&log, stderr, progress))
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "classify: --progress '%s': expected auto, plain, bar, json or none", progress);
    return gnbs_run_classify(opt, &log, err);
}

gnbs_code_t gnbs_cli_classify(int argc, char **argv, gnbs_err_t *err) {
    gnbs_cli_list_t codes = {0};
    int points;
    bool is_json = false, wants_criteria = false;
    const char *progress = "auto";
    gnbs_run_codes_opt_t given = {0};
    gnbs_run_classify_opt_t opt = {.out = "-"};
    const gnbs_cli_option_t options[] = {
        {"vcf", 0, GNBS_CLI_TEXT, &opt.vcf, "VCF", "variants to classify", false},
        {"list", 0, GNBS_CLI_TEXT, &opt.list, "TSV", "alleles, names or events to classify",
         false},
        {"refdata", 'R', GNBS_CLI_TEXT, &opt.refdata, "BUNDLE", "the reference bundle",
         false},
        {"panel", 'p', GNBS_CLI_TEXT, &opt.panel, "PANEL",
         "mechanism, inheritance and transcript of each gene", false},
        {"inheritance", 0, GNBS_CLI_TEXT, &opt.inheritance, "WORD",
         "of every variant, instead of the panel's: AR, AD, XLR, XLD, XL, MT", false},
        {"curated", 0, GNBS_CLI_TEXT, &opt.curated, "TSV",
         "criteria that people judged, with references", false},
        {"affected", 0, GNBS_CLI_FLAG, &opt.is_affected, NULL,
         "the carrier is known to have the condition: PM3 counts", false},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "FILE", "- is standard output", false},
        {"criteria", 0, GNBS_CLI_FLAG, &wants_criteria, NULL,
         "a row per criterion with its sentence, instead of one per variant", false},
        {"json", 0, GNBS_CLI_FLAG, &is_json, NULL, "JSON instead of a table", false},
        {"skip-bad", 0, GNBS_CLI_FLAG, &opt.skips_bad, NULL,
         "count records that cannot be used instead of stopping", false},
        {"codes", 0, GNBS_CLI_LIST, &codes, "LIST",
         "criteria to combine: points, class, posterior", false},
        {"codes-file", 0, GNBS_CLI_TEXT, &given.file, "FILE", "the same, one set per line",
         false},
        {"progress", 0, GNBS_CLI_TEXT, &progress, "MODE", "auto, plain, bar, json or none",
         false},
        {0}};
    const gnbs_cli_command_t command = {
        "classify", "[POINTS]", "ACMG/AMP criteria to a class, each with its reason.",
        options,    0,          1,
        NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    char rest;
    if (args.n == 1 && sscanf(args.at[0], "%d%c", &points, &rest) != 1)
        return gnbs_err_set(err, GNBS_E_USAGE, "classify: '%s' is not a number of points",
                            args.at[0]);
    if (args.n == 1) return print_points(points);
    opt.form = is_json          ? GNBS_CLASSIFY_JSON
               : wants_criteria ? GNBS_CLASSIFY_CRITERIA
                                : GNBS_CLASSIFY_TABLE;
    if (opt.vcf != NULL || opt.list != NULL) return classify(&opt, progress, err);
    if (codes.n == 0 && given.file == NULL)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "classify: expected --vcf, --list, --codes or --codes-file; see "
            "gnbs classify --help");
    given.n_list = codes.n;
    given.list = codes.at;
    given.is_json = is_json;
    return print_codes(&given, err);
}
