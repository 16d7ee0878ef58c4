#include "cli/cli_panel.h"
#include "io/out.h"
#include "run/run_panel_show.h"

gnbs_code_t gnbs_cli_panel_show(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_panel_show_opt_t opt = {0};
    const char *out_path = NULL;
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &opt.refdata, "R",
         "a reference bundle: the transcript drawn, difficult places, known alleles by "
         "class, callability expected at 30x",
         false},
        {"cases", 'c', GNBS_CLI_TEXT, &opt.cases, "DIR",
         "stored cases of 25x to 35x: the callability measured in them beside it", false},
        {"html", 0, GNBS_CLI_FLAG, &opt.is_html, "", "the page of a gene as one HTML file",
         false},
        {"out", 'o', GNBS_CLI_TEXT, &out_path, "FILE", "(default: standard output)", false},
        {0}};
    const gnbs_cli_command_t command = {"panel show",
                                        "PANEL [GENE]",
                                        "what the panel says of a gene (approved symbol or "
                                        "HGNC id), or a summary of the whole.",
                                        options,
                                        1,
                                        2,
                                        NULL};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    opt.panel = args.at[0];
    opt.gene = args.n > 1 ? args.at[1] : NULL;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_run_panel_show(&opt, &text, err);
    if (code == GNBS_OK)
        code = out_path != NULL ? gnbs_out_write_text(out_path, &text, err)
                                : gnbs_cli_panel_write(&text, err);
    gnbs_str_clear(&text);
    return code;
}
