/* cli/cli_panel.h -- the commands below `gnbs panel`, one file each. argv[0] is the word behind `panel`. */
#ifndef GNBS_CLI_CLI_PANEL_H
#define GNBS_CLI_CLI_PANEL_H

#include "cli/cli.h"
#include "core/str.h"

gnbs_code_t gnbs_cli_panel_lint(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_show(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_import(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_export(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_diff(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_impact(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_reclassify(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_keygen(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_sign(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel_verify(int argc, char **argv, gnbs_err_t *err);

/* The whole text to standard output; a short write is an error. */
gnbs_code_t gnbs_cli_panel_write(const gnbs_str_t *text, gnbs_err_t *err);

#endif
