#include "cli/cli_panel.h"

#include <string.h>

#include "io/bundle_store.h"
#include "io/out.h"
#include "panel/panel_diff.h"
#include "run/run_panel.h"

typedef void print_t(gnbs_str_t *out, const gnbs_panel_diff_t *diff);

static print_t *printer_of(const char *format, gnbs_err_t *err) {
    if (strcmp(format, "text") == 0) return gnbs_panel_diff_print_text;
    if (strcmp(format, "json") == 0) return gnbs_panel_diff_print_json;
    if (strcmp(format, "html") == 0) return gnbs_panel_diff_print_html;
    gnbs_err_set(err, GNBS_E_USAGE,
                 "panel diff: --format '%s': expected text, json or html", format);
    return NULL;
}

static gnbs_code_t diff(char *const path[2], const char *refdata, print_t *print,
                        const char *out_path, gnbs_arena_t *arena, gnbs_err_t *err) {
    gnbs_panel_t panel[2];
    gnbs_bundle_t bundle;
    gnbs_panel_diff_t found;
    gnbs_str_t text;
    for (int i = 0; i < 2; i++)
        GNBS_TRY(gnbs_run_load_panel(path[i], arena, &panel[i], err));
    if (refdata != NULL) GNBS_TRY(gnbs_bundle_load(refdata, &bundle, err));
    gnbs_str_init(&text);
    gnbs_code_t code = gnbs_panel_compare(
        &panel[0], &panel[1], refdata != NULL ? &bundle : NULL, arena, &found, err);
    if (code == GNBS_OK) print(&text, &found);
    if (code == GNBS_OK)
        code = strcmp(out_path, "-") == 0 ? gnbs_cli_panel_write(&text, err)
                                          : gnbs_out_write_text(out_path, &text, err);
    gnbs_str_clear(&text);
    if (refdata != NULL) gnbs_bundle_clear(&bundle);
    return code;
}

gnbs_code_t gnbs_cli_panel_diff(int argc, char **argv, gnbs_err_t *err) {
    const char *refdata = NULL, *format = NULL, *out_path = "-";
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    const gnbs_cli_option_t options[] = {
        {"refdata", 'r', GNBS_CLI_TEXT, &refdata, "R",
         "a reference bundle: counts the known pathogenic alleles gained and lost", false},
        {"format", 'f', GNBS_CLI_TEXT, &format, "F",
         "text, json or html; else by the file's name, else text", false},
        {"out", 'o', GNBS_CLI_TEXT, &out_path, "FILE", "where to; - is standard output",
         false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel diff",
        "FROM TO",
        "what a new panel means, in clinical words: what becomes reportable, what stops, "
        "what is reported otherwise.",
        options,
        2,
        2,
        "Which stored cases it touches: gnbs panel impact."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (format == NULL) {
        const char *dot = strrchr(out_path, '.');
        format = dot != NULL && strcmp(dot, ".json") == 0   ? "json"
                 : dot != NULL && strcmp(dot, ".html") == 0 ? "html"
                                                            : "text";
    }
    print_t *print = printer_of(format, err);
    if (print == NULL) return GNBS_E_USAGE;
    gnbs_arena_init(&arena);
    gnbs_code_t code = diff(args.at, refdata, print, out_path, &arena, err);
    gnbs_arena_clear(&arena);
    return code;
}
