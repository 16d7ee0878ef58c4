#include "cli/cli_panel.h"

#include <stdbool.h>

#include "io/bundle_store.h"
#include "panel/panel.h"
#include "run/run_panel.h"

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
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&text, err);
    gnbs_str_clear(&text);
    if (refdata != NULL) gnbs_bundle_clear(&bundle);
    return code;
}

gnbs_code_t gnbs_cli_panel_show(int argc, char **argv, gnbs_err_t *err) {
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
