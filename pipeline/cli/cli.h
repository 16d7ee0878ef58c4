/* cli/cli.h -- argv to options, options to a room, result to exit status.
 *
 * One file per command (cli_NAME.c) with one public function. Options are a table: parsing
 * and --help come from the same rows, and defaults are printed out of the variables
 * themselves.
 *
 *     const char *panel = NULL; int threads = 1;
 *     const gnbs_cli_option_t options[] = {
 *         {"panel", 'p', GNBS_CLI_TEXT, &panel, "DIR", "the panel", .is_required = true},
 *         {"threads", 't', GNBS_CLI_INT, &threads, "N", "threads"},
 *         {0}};
 *     const gnbs_cli_command_t command = {"panel lint", "PANEL", "checks a panel",
 *                                         options, 1, 1};
 *     GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
 *     if (args.is_help) return GNBS_OK;
 */
#ifndef GNBS_CLI_CLI_H
#define GNBS_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

#define GNBS_VERSION "0.1.0"

typedef enum gnbs_cli_kind {
    GNBS_CLI_TEXT, /* const char **            */
    GNBS_CLI_INT,  /* int *                    */
    GNBS_CLI_REAL, /* double *                 */
    GNBS_CLI_FLAG, /* bool *                   */
    GNBS_CLI_LIST, /* gnbs_cli_list_t *; the option may be repeated */
} gnbs_cli_kind_t;

#define GNBS_CLI_LIST_MAX 64
typedef struct gnbs_cli_list {
    int n;
    const char *at[GNBS_CLI_LIST_MAX];
} gnbs_cli_list_t;

typedef struct gnbs_cli_option {
    const char *name; /* without dashes; NULL ends the table */
    char letter;      /* short form, or 0                    */
    gnbs_cli_kind_t kind;
    void *to;
    const char *value_name, *help;
    bool is_required;
} gnbs_cli_option_t;

typedef struct gnbs_cli_command {
    const char *name, *operands, *summary;
    const gnbs_cli_option_t *options;
    int min_operands, max_operands;
    const char *notes; /* printed at the end of --help, or NULL */
} gnbs_cli_command_t;

typedef struct gnbs_cli_args {
    int n;
    char **at;    /* operands, borrowed from argv */
    bool is_help; /* help was printed: nothing more to do */
} gnbs_cli_args_t;

/* Options and operands in any order; "--" ends options; --name=value and --name value;
 * GNBS_E_USAGE names what is wrong. */
gnbs_code_t gnbs_cli_parse(const gnbs_cli_command_t *command, int argc, char **argv,
                           gnbs_cli_args_t *args, gnbs_err_t *err);

typedef struct gnbs_cli_word { /* a command of a group, as lint of `gnbs panel lint` */
    const char *word, *help;
    gnbs_code_t (*run)(int argc, char **argv, gnbs_err_t *err);
} gnbs_cli_word_t;

/* Runs the command that argv[1] names, or lists them all for --help. `operands` follows COMMAND in the usage. */
gnbs_code_t gnbs_cli_group(const char *name, const char *operands, int n,
                           const gnbs_cli_word_t words[], int argc, char **argv,
                           gnbs_err_t *err);

/* argv[0] is the command's own name ("run", "panel"); status is 0, or the first
 * failure's exit code. */
gnbs_code_t gnbs_cli_annotate(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_audit(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_batch(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_call(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_classify(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_cnv(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_consent(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_evaluate(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_hgvs(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_mito(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_loci(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_norm(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_panel(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_qc(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_refdata(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_report(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_review(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_run(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_screen(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_simulate(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_unseal(int argc, char **argv, gnbs_err_t *err);

#endif
