#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "core/str.h"
#include "io/bundle_store.h"
#include "panel/panel.h"
#include "run/run_panel.h"

static gnbs_code_t write_out(gnbs_str_t *text, gnbs_err_t *err) {
    if (text->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "panel: out of memory while writing");
    if (fwrite(gnbs_str_text(text), 1, text->n, stdout) != text->n || fflush(stdout) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "panel: standard output: write failed");
    return GNBS_OK;
}

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
    if (code == GNBS_OK) code = write_out(&text, err);
    if (code == GNBS_OK && found.n_error > 0)
        code = gnbs_err_set(err, GNBS_E_DATA,
                            "%s: %zu error%s: the panel cannot be used until %s cured",
                            path, found.n_error, found.n_error == 1 ? "" : "s",
                            found.n_error == 1 ? "it is" : "they are");
    gnbs_str_clear(&text);
    if (refdata != NULL) gnbs_bundle_clear(&bundle);
    return code;
}

static gnbs_code_t show(const char *path, const char *gene, const char *refdata,
                        gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_panel_t panel;
    gnbs_bundle_t bundle;
    gnbs_str_t text;
    GNBS_TRY(gnbs_run_load_panel(path, arena, &panel, err));
    if (refdata != NULL) GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_str_init(&text);
    gnbs_code_t code = GNBS_OK;
    if (gene != NULL)
        code = gnbs_panel_show_gene(&panel, refdata != NULL ? &bundle : NULL, gene, &text,
                                    err);
    else
        gnbs_panel_show_summary(&panel, &text);
    if (code == GNBS_OK) code = write_out(&text, err);
    gnbs_str_clear(&text);
    if (refdata != NULL) gnbs_bundle_clear(&bundle);
    return code;
}

static gnbs_code_t lint_command(int argc, char **argv, gnbs_err_t *err) {
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

static gnbs_code_t show_command(int argc, char **argv, gnbs_err_t *err) {
    const char *refdata = NULL;
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "R",
         "a reference bundle: also shows what is known of the gene there", false},
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
    gnbs_arena_init(&arena);
    gnbs_code_t code =
        show(args.at[0], args.n > 1 ? args.at[1] : NULL, refdata, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_cli_panel(int argc, char **argv, gnbs_err_t *err) {
    static const char HELP[] =
        "usage: gnbs panel lint|show PANEL ...\n\n"
        "  lint   explains every problem of a panel\n"
        "  show   what the panel says of a gene, or a summary\n\n"
        "gnbs panel lint --help and gnbs panel show --help say more.\n";
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "lint") == 0) return lint_command(argc - 1, argv + 1, err);
    if (strcmp(word, "show") == 0) return show_command(argc - 1, argv + 1, err);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        fputs(HELP, stdout);
        return GNBS_OK;
    }
    return gnbs_err_set(err, GNBS_E_USAGE,
                        "panel: expected lint or show%s%s%s; see gnbs panel --help",
                        word[0] != '\0' ? ", not '" : "", word, word[0] != '\0' ? "'" : "");
}
