#include "cli/cli_panel.h"

#include <stdio.h>
#include <string.h>

#include "io/out.h"
#include "run/run_panel_import.h"

/* By the ending of the file's name, where --format says nothing. */
static const char *format_of(const char *path) {
    static const char *const FORMAT[] = {"tsv", "json", "bed", "md"};
    const char *dot = path != NULL ? strrchr(path, '.') : NULL;
    for (size_t i = 0; dot != NULL && i < sizeof FORMAT / sizeof *FORMAT; i++)
        if (strcmp(dot + 1, FORMAT[i]) == 0) return FORMAT[i];
    return "tsv";
}

gnbs_code_t gnbs_cli_panel_export(int argc, char **argv, gnbs_err_t *err) {
    const char *out_path = "-";
    gnbs_run_export_t job = {.flank_bp = 20};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"out", 'o', GNBS_CLI_TEXT, &out_path, "FILE", "where to; - is standard output",
         false},
        {"format", 'f', GNBS_CLI_TEXT, &job.format, "F",
         "tsv, json, bed or md; else by the file's name, else tsv", false},
        {"refdata", 'r', GNBS_CLI_TEXT, &job.refdata, "R",
         "for BED: gene models of a reference bundle", false},
        {"transcripts", 't', GNBS_CLI_TEXT, &job.transcripts, "GFF3",
         "for BED: gene models of a GFF3 (MANE)", false},
        {"flank", 0, GNBS_CLI_INT, &job.flank_bp, "BASES", "for BED: each side of an exon",
         false},
        {"amber", 0, GNBS_CLI_FLAG, &job.has_amber, "", "for BED: amber rows too", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel export",
        "PANEL",
        "a panel for others: TSV, PanelApp-like JSON, BED for capture design, Markdown.",
        options,
        1,
        1,
        "Importing the JSON again gives the same panel, and the same list."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    job.path = args.at[0];
    if (job.format == NULL) job.format = format_of(out_path);
    gnbs_str_t out, say;
    gnbs_str_init(&out);
    gnbs_str_init(&say);
    gnbs_code_t code = gnbs_run_export_panel(&job, &out, &say, err);
    if (code == GNBS_OK)
        code = strcmp(out_path, "-") == 0 ? gnbs_cli_panel_write(&out, err)
                                          : gnbs_out_write_text(out_path, &out, err);
    if (code == GNBS_OK) fputs(gnbs_str_text(&say), stderr);
    gnbs_str_clear(&out);
    gnbs_str_clear(&say);
    return code;
}
