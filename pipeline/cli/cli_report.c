#include <stdio.h>

#include "cli/cli.h"
#include "run/run_report.h"

static const char *list_formats(gnbs_str_t *text) {
    gnbs_str_add(text, "Formats:\n");
    for (const gnbs_run_format_t *f = gnbs_run_formats; f->name != NULL; f++)
        gnbs_str_printf(text, "  %-14s %-22s %s%s\n", f->name, f->file, f->what,
                        f->is_usual ? "" : " (when asked for)");
    gnbs_str_printf(text, "  %-14s %-22s %s", "pdf", "report.pdf",
                    "the page printed by Chromium, where there is one (when asked for)");
    return gnbs_str_text(text);
}

gnbs_code_t gnbs_cli_report(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_report_opt_t opt = {0};
    gnbs_cli_list_t formats = {0};
    const gnbs_cli_option_t options[] = {
        {"format", 'f', GNBS_CLI_LIST, &formats, "NAME", "default: the usual ones"},
        {"out", 'o', GNBS_CLI_TEXT, &opt.out, "DIR",
         "folder, or - for one format (default: beside the findings)"},
        {0}};
    gnbs_str_t notes;
    gnbs_str_init(&notes);
    const gnbs_cli_command_t command = {
        "report",
        "FINDINGS.json",
        "Renders a findings.json again. The same findings give the same bytes as the run.",
        options,
        1,
        1,
        list_formats(&notes)};
    gnbs_cli_args_t args;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_cli_parse(&command, argc, argv, &args, err);
    if (code == GNBS_OK && !args.is_help) {
        opt.findings = args.at[0];
        opt.n_format = formats.n;
        opt.format = formats.at;
        code = gnbs_run_report(&opt, &text, err);
        if (code == GNBS_OK && fputs(gnbs_str_text(&text), stdout) == EOF)
            code = gnbs_err_set(err, GNBS_E_IO, "standard output: write failed");
    }
    gnbs_str_clear(&text);
    gnbs_str_clear(&notes);
    return code;
}
