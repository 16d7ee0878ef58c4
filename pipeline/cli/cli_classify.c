#include <stdio.h>
#include <string.h>

#include "classify/classify_points.h"
#include "cli/cli.h"
#include "run/run_classify.h"

static const char NOTES[] =
    "Criteria as codes, each with _Supporting, _Moderate, _Strong, _VeryStrong or "
    "_StandAlone where "
    "it\ndiffers from 2015 (PM2 is Moderate by name; ClinGen says PM2_Supporting):\n"
    "    gnbs classify --codes PVS1,PM2_Supporting\n"
    "    gnbs classify --codes-file sets.txt          one set per line\n"
    "Class and posterior are those of the point scale (Tavtigian et al. 2020); the class "
    "by the table "
    "of 2015\nstands beside it.";

static gnbs_code_t print_points(int points) {
    gnbs_acmg_class_t c = gnbs_classify_points(points);
    printf("#points\tclass\tclass_name\tposterior\n%d\t%s\t%s\t%.3f\n", points,
           gnbs_acmg_class_short(c), gnbs_acmg_class_name(c),
           gnbs_classify_posterior(points));
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_classify(int argc, char **argv, gnbs_err_t *err) {
    enum { NO_POINTS = -1000 };
    gnbs_cli_list_t codes = {0};
    int points = NO_POINTS;
    gnbs_run_codes_opt_t given = {0};
    const gnbs_cli_option_t options[] = {
        {"codes", 0, GNBS_CLI_LIST, &codes, "LIST",
         "criteria to combine: points, class, posterior", false},
        {"codes-file", 0, GNBS_CLI_TEXT, &given.file, "FILE", "the same, one set per line",
         false},
        {"json", 0, GNBS_CLI_FLAG, &given.is_json, NULL, "JSON instead of a table", false},
        {0}};
    const gnbs_cli_command_t command = {
        "classify", "[POINTS]", "ACMG/AMP criteria to a class.", options, 0, 1, NOTES};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    char rest;
    if (args.n == 1 && sscanf(args.at[0], "%d%c", &points, &rest) != 1)
        return gnbs_err_set(err, GNBS_E_USAGE, "classify: '%s' is not a number of points",
                            args.at[0]);
    if (args.n == 1) return print_points(points);
    if (codes.n == 0 && given.file == NULL)
        return gnbs_err_set(
            err, GNBS_E_USAGE,
            "classify: expected --codes or --codes-file; see gnbs classify --help");
    given.n_list = codes.n;
    given.list = codes.at;
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_code_t code = gnbs_run_classify_codes(&given, &out, err);
    if (code == GNBS_OK) fputs(gnbs_str_text(&out), stdout);
    gnbs_str_clear(&out);
    return code;
}
