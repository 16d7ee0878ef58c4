#include "cli/cli_panel.h"

#include <stdbool.h>

#include "run/run_panel.h"

static void print_text(gnbs_str_t *text, const char *path,
                       const gnbs_panel_problems_t *found) {
    for (size_t i = 0; i < found->n; i++) {
        gnbs_panel_print_problem(text, &found->problem[i]);
        gnbs_str_add_char(text, '\n');
    }
    gnbs_str_printf(text, "%s: errors: %zu, warnings: %zu\n", path, found->n_error,
                    found->n_warning);
}

static gnbs_code_t lint(const char *path, const gnbs_run_lint_t *against, bool is_json,
                        bool is_strict, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_panel_problems_t found;
    gnbs_str_t text;
    GNBS_TRY(gnbs_run_lint_panel(path, against, arena, &found, err));
    gnbs_str_init(&text);
    if (is_json)
        gnbs_panel_print_problems_json(&text, &found);
    else
        print_text(&text, path, &found);
    gnbs_code_t code = gnbs_cli_panel_write(&text, err);
    if (code == GNBS_OK && found.n_error > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %zu error%s: the panel cannot be used until %s cured",
                            path, found.n_error, found.n_error == 1 ? "" : "s",
                            found.n_error == 1 ? "it is" : "they are");
    if (code == GNBS_OK && is_strict && found.n_warning > 0)
        code = gnbs_err_set(err, GNBS_E_DATA, "%s: %zu warning%s", path, found.n_warning,
                            found.n_warning == 1 ? "" : "s");
    gnbs_str_clear(&text);
    return code;
}

gnbs_code_t gnbs_cli_panel_lint(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_lint_t against = {0};
    bool is_json = false, is_strict = false;
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &against.refdata, "R",
         "a reference bundle: transcripts, difficult genes, REF letters, normal forms",
         false},
        {"hgnc", 0, GNBS_CLI_TEXT, &against.genes, "TSV",
         "HGNC's complete set, instead of the gene table that ships", false},
        {"transcripts", 't', GNBS_CLI_TEXT, &against.transcripts, "GFF3",
         "gene models of MANE: are the transcripts today's?", false},
        {"clingen", 'c', GNBS_CLI_TEXT, &against.validity, "CSV",
         "ClinGen's gene-disease validity: inheritance, evidence, condition ids", false},
        {"json", 0, GNBS_CLI_FLAG, &is_json, "", "the problems as a JSON array", false},
        {"strict", 0, GNBS_CLI_FLAG, &is_strict, "", "warnings count as errors do", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel lint",
        "PANEL",
        "explains every problem of a panel: file, line, column, what was expected, and the "
        "cure.",
        options,
        1,
        1,
        "PANEL is a folder with panel.tsv, include.tsv and exclude.tsv, or a "
        "panel.tsv.\nExit status: 0 no errors, 3 errors (with --strict, warnings too)."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_init(&arena);
    gnbs_code_t code = lint(args.at[0], &against, is_json, is_strict, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
