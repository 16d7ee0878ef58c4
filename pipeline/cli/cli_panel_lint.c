#include "cli/cli_panel.h"

#include <stdbool.h>

#include "io/bundle_store.h"
#include "panel/panel.h"
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

static gnbs_code_t lint(const char *path, const char *refdata, bool is_json,
                        gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_panel_tables_t tables;
    gnbs_panel_problems_t found;
    gnbs_bundle_t bundle;
    gnbs_str_t text;
    char sha256[65];
    GNBS_TRY(gnbs_run_read_panel(path, arena, &tables, sha256, err));
    if (refdata != NULL) GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_str_init(&text);
    gnbs_code_t code =
        gnbs_panel_lint(&tables, refdata != NULL ? &bundle : NULL, arena, &found, err);
    if (code == GNBS_OK && is_json) gnbs_panel_print_problems_json(&text, &found);
    if (code == GNBS_OK && !is_json) print_text(&text, path, &found);
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&text, err);
    if (code == GNBS_OK && found.n_error > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %zu error%s: the panel cannot be used until %s cured",
                            path, found.n_error, found.n_error == 1 ? "" : "s",
                            found.n_error == 1 ? "it is" : "they are");
    gnbs_str_clear(&text);
    if (refdata != NULL) gnbs_bundle_clear(&bundle);
    return code;
}

gnbs_code_t gnbs_cli_panel_lint(int argc, char **argv, gnbs_err_t *err) {
    const char *refdata = NULL;
    bool is_json = false;
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "R",
         "a reference bundle: also checks transcripts, reference sequence and REF letters",
         false},
        {"json", 0, GNBS_CLI_FLAG, &is_json, "", "the problems as a JSON array", false},
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
        "panel.tsv.\nExit status: 0 no errors, 3 errors."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_init(&arena);
    gnbs_code_t code = lint(args.at[0], refdata, is_json, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
