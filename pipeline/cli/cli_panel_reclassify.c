#include "cli/cli_panel.h"
#include "run/run_release.h"

gnbs_code_t gnbs_cli_panel_reclassify(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_release_opt_t opt = {.n_threads = 2};
    bool is_refdata = false; /* OLD and NEW stand behind it, or alone */
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"panel", 'p', GNBS_CLI_TEXT, &opt.panel, "DIR", "panel folder, or its panel.tsv",
         true},
        {"refdata", 'r', GNBS_CLI_FLAG, &is_refdata, "",
         "may stand before OLD and NEW, for those who read it so", false},
        {"cases", 'c', GNBS_CLI_TEXT, &opt.cases, "DIR",
         "stored cases: a folder per newborn, as gnbs run leaves them", false},
        {"json", 0, GNBS_CLI_FLAG, &opt.is_json, "", "the changes as JSON", false},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N", "threads, for stored cases",
         false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel reclassify",
        "OLD NEW",
        "what a new ClinVar release changes for a panel: alleles whose class moved, alerts "
        "first; and which stored newborns carry them.",
        options,
        2,
        2,
        "OLD and NEW are reference bundles of one build made from two releases of "
        "ClinVar.\n"
        "Stored cases are judged again without their reads; nothing is written into them, "
        "and what they cannot say is listed."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    opt.from = args.at[0];
    opt.to = args.at[1];
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_run_release(&opt, &text, err), written = GNBS_OK;
    if (text.n > 0) written = gnbs_cli_panel_write(&text, code == GNBS_OK ? err : NULL);
    gnbs_str_clear(&text);
    return code != GNBS_OK ? code : written;
}
