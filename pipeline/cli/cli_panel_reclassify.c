#include "cli/cli_panel.h"

#include <stdbool.h>

#include "io/bundle_store.h"
#include "panel/panel_reclassify.h"
#include "run/run_panel.h"

static gnbs_code_t reclassify(const char *panel_path, char *const bundle_path[2],
                              bool is_json, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_panel_t panel;
    gnbs_bundle_t bundle[2];
    gnbs_panel_reclassified_t found;
    gnbs_str_t text;
    GNBS_TRY(gnbs_run_load_panel(panel_path, arena, &panel, err));
    GNBS_TRY(gnbs_bundle_load(bundle_path[0], &bundle[0], err));
    gnbs_code_t code = gnbs_bundle_load(bundle_path[1], &bundle[1], err);
    if (code != GNBS_OK) {
        gnbs_bundle_clear(&bundle[0]);
        return code;
    }
    gnbs_str_init(&text);
    code = gnbs_panel_reclassify(&panel, &bundle[0], &bundle[1], arena, &found, err);
    if (code == GNBS_OK && is_json) gnbs_panel_reclassified_print_json(&text, &found);
    if (code == GNBS_OK && !is_json) gnbs_panel_reclassified_print_text(&text, &found);
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&text, err);
    gnbs_str_clear(&text);
    gnbs_bundle_clear(&bundle[0]);
    gnbs_bundle_clear(&bundle[1]);
    return code;
}

gnbs_code_t gnbs_cli_panel_reclassify(int argc, char **argv, gnbs_err_t *err) {
    bool is_json = false;
    const char *panel = NULL;
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    const gnbs_cli_option_t options[] = {
        {"panel", 'p', GNBS_CLI_TEXT, &panel, "DIR", "panel folder, or its panel.tsv",
         true},
        {"json", 0, GNBS_CLI_FLAG, &is_json, "", "the changes as JSON", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel reclassify",
        "OLD NEW",
        "what a new ClinVar release changes for a panel: alleles whose class moved, alerts "
        "first.",
        options,
        2,
        2,
        "OLD and NEW are reference bundles of one build made from two releases of "
        "ClinVar.\n"
        "Stored newborns are not looked up."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_init(&arena);
    gnbs_code_t code = reclassify(panel, args.at, is_json, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
