#include "cli/cli_panel.h"

#include <stdio.h>
#include <string.h>

gnbs_code_t gnbs_cli_panel_write(const gnbs_str_t *text, gnbs_err_t *err) {
    if (text->failed)
        return gnbs_err_set(err, GNBS_E_NOMEM, "panel: out of memory while writing");
    if (fwrite(gnbs_str_text(text), 1, text->n, stdout) != text->n || fflush(stdout) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "panel: standard output: write failed");
    return GNBS_OK;
}

static const struct {
    const char *word, *help;
    gnbs_code_t (*run)(int argc, char **argv, gnbs_err_t *err);
} COMMANDS[] = {
    {"lint", "explains every problem of a panel", gnbs_cli_panel_lint},
    {"show", "what the panel says of a gene, or a summary", gnbs_cli_panel_show},
    {"diff", "what a new panel means, in clinical words", gnbs_cli_panel_diff},
    {"impact", "whose outcome a new panel changes, from stored cases",
     gnbs_cli_panel_impact},
    {"reclassify", "what a new ClinVar release changes for a panel",
     gnbs_cli_panel_reclassify},
    {"import", "a panel out of PanelApp's JSON or a spreadsheet", gnbs_cli_panel_import},
    {"export", "a panel as TSV, PanelApp-like JSON, BED or Markdown",
     gnbs_cli_panel_export},
    {"keygen", "a pair of keys for signing panels", gnbs_cli_panel_keygen},
    {"sign", "signs a panel as it is", gnbs_cli_panel_sign},
    {"verify", "who has signed it, and is it signed off?", gnbs_cli_panel_verify},
};
enum { N_COMMANDS = sizeof COMMANDS / sizeof *COMMANDS };

static void print_help(void) {
    printf("usage: gnbs panel COMMAND ...\n\n");
    for (int i = 0; i < N_COMMANDS; i++)
        printf("  %-12s%s\n", COMMANDS[i].word, COMMANDS[i].help);
    printf("\ngnbs panel COMMAND --help says more.\n");
}

gnbs_code_t gnbs_cli_panel(int argc, char **argv, gnbs_err_t *err) {
    const char *word = argc > 1 ? argv[1] : "";
    for (int i = 0; i < N_COMMANDS; i++)
        if (strcmp(word, COMMANDS[i].word) == 0)
            return COMMANDS[i].run(argc - 1, argv + 1, err);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_help();
        return GNBS_OK;
    }
    return gnbs_err_set(err, GNBS_E_USAGE, "panel: %s%s%s; see gnbs panel --help",
                        word[0] != '\0' ? "no command '" : "expected a command", word,
                        word[0] != '\0' ? "'" : "");
}
