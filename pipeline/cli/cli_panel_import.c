#include "cli/cli_panel.h"

#include <string.h>

#include "panel/panel_export.h"
#include "run/run_panel_import.h"

static gnbs_code_t add_mappings(const gnbs_cli_list_t *list, bool is_fixed,
                                gnbs_panel_mapping_t *map, gnbs_arena_t *arena,
                                gnbs_err_t *err) {
    for (int i = 0; i < list->n; i++)
        GNBS_TRY(gnbs_panel_mapping_add(map, is_fixed, list->at[i], arena, err));
    return GNBS_OK;
}

static gnbs_code_t import(gnbs_run_import_t *job, const gnbs_cli_list_t *maps,
                          const gnbs_cli_list_t *sets, gnbs_err_t *err) {
    gnbs_arena_t arena;
    gnbs_str_t say;
    gnbs_arena_init(&arena);
    gnbs_str_init(&say);
    gnbs_code_t code = add_mappings(maps, false, &job->map, &arena, err);
    if (code == GNBS_OK) code = add_mappings(sets, true, &job->map, &arena, err);
    if (code == GNBS_OK) code = gnbs_run_import_panel(job, &say, err);
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&say, err);
    gnbs_str_clear(&say);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_cli_panel_import(int argc, char **argv, gnbs_err_t *err) {
    gnbs_run_import_t job = {.opt = gnbs_panel_import_opt_default()};
    gnbs_panel_import_opt_t *o = &job.opt;
    gnbs_cli_list_t maps = {0}, sets = {0};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"out", 'o', GNBS_CLI_TEXT, &job.out_dir, "DIR",
         "new folder for panel.tsv and listed.tsv; without it nothing is written", false},
        {"map", 'm', GNBS_CLI_LIST, &maps, "OURS=THEIRS",
         "a spreadsheet's column for one of a panel: gene=Symbol", false},
        {"set", 's', GNBS_CLI_LIST, &sets, "OURS=VALUE",
         "what every row has where the spreadsheet says nothing: inheritance=AR", false},
        {"hgnc", 0, GNBS_CLI_TEXT, &job.genes, "TSV",
         "gene table (HGNC's complete set) instead of the one that ships", false},
        {"transcripts", 't', GNBS_CLI_TEXT, &job.transcripts, "GFF3",
         "gene models (MANE): fills in the MANE Select transcript", false},
        {"rename", 0, GNBS_CLI_FLAG, &o->is_renaming, "",
         "take the approved symbol of an id whose symbol is an old one; each is said",
         false},
        {"fill-ids", 0, GNBS_CLI_FLAG, &o->is_filling_ids, "",
         "take the id of an approved symbol that no other gene answers to; each is said",
         false},
        {"report", 0, GNBS_CLI_TEXT, &o->policy, "POLICY",
         "known, known+lof or named, where the source says nothing", false},
        {"classes", 0, GNBS_CLI_TEXT, &o->classes, "LIST",
         "variant classes, where the source says nothing", false},
        {"name", 0, GNBS_CLI_TEXT, &o->name, "TEXT", "name of the panel", false},
        {"panel-version", 0, GNBS_CLI_TEXT, &o->version, "TEXT", "its version", false},
        {"date", 0, GNBS_CLI_TEXT, &o->date, "YYYY-MM-DD", "its date", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel import",
        "FILE",
        "makes a draft panel out of PanelApp's JSON (UK, Australia, ours) or a CSV or TSV.",
        options,
        1,
        1,
        "What comes in is either kept as rows or listed with the reason; the counts are "
        "printed.\nSymbols that are not approved are listed with the right one named."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_report_policy_t policy;
    if (!gnbs_panel_parse_policy(o->policy, &policy))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "panel import: --report '%s': expected known, known+lof or "
                            "named",
                            o->policy);
    job.path = args.at[0];
    return import(&job, &maps, &sets, err);
}
