#include "cli/cli.h"
#include "cli/cli_panel.h"
#include "io/out.h"
#include "run/run_impact.h"

gnbs_code_t gnbs_cli_panel_impact(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_impact_opt_t opt = {.n_threads = 2};
    const char *out_path = NULL;
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"cases", 'c', GNBS_CLI_TEXT, &opt.cases, "DIR",
         "stored cases: a folder per newborn, as gnbs run leaves them", true},
        {"from", 'a', GNBS_CLI_TEXT, &opt.from, "A", "the panel they were screened under",
         true},
        {"to", 'b', GNBS_CLI_TEXT, &opt.to, "B", "the panel that is to come", true},
        {"json", 0, GNBS_CLI_FLAG, &opt.is_json, "", "the answer as JSON", false},
        {"out", 'o', GNBS_CLI_TEXT, &out_path, "FILE", "(default: standard output)", false},
        {"threads", 't', GNBS_CLI_INT, &opt.n_threads, "N", "threads", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel impact",
        "",
        "whose outcome a new panel changes, and why: stored cases judged again without "
        "their "
        "reads.",
        options,
        0,
        0,
        "Read: findings.json, variants.vcf.gz and, for named alleles, callable.bed.gz. "
        "Nothing is written into a case.\nWhat the stored files cannot answer is listed, "
        "case by case, with what is missing; it is never taken for no change.\nExit status "
        "3: some cases could not be read; the answer lists them."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_run_impact(&opt, &text, err), written = GNBS_OK;
    if (text.n > 0 && out_path != NULL)
        written = gnbs_out_write_text(out_path, &text, code == GNBS_OK ? err : NULL);
    else if (text.n > 0)
        written = gnbs_cli_panel_write(&text, code == GNBS_OK ? err : NULL);
    gnbs_str_clear(&text);
    return code != GNBS_OK ? code : written;
}
