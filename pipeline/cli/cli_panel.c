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

static const gnbs_cli_word_t COMMANDS[] = {
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
gnbs_code_t gnbs_cli_panel(int argc, char **argv, gnbs_err_t *err) {
    return gnbs_cli_group("panel", "...", (int)(sizeof COMMANDS / sizeof *COMMANDS),
                          COMMANDS, argc, argv, err);
}
