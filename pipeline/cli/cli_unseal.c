#include <sys/stat.h>

#include "cli/cli.h"
#include "cli/cli_password.h"
#include "run/run_seal.h"

gnbs_code_t gnbs_cli_unseal(int argc, char **argv, gnbs_err_t *err) {
    const char *key = NULL, *password_file = NULL, *to = NULL;
    const gnbs_cli_option_t options[] = {
        {"key", 'k', GNBS_CLI_TEXT, &key, "FILE", "the laboratory's secret key", true},
        {"out", 'o', GNBS_CLI_TEXT, &to, "DIR", "where to (default: beside)", false},
        {"password-file", 0, GNBS_CLI_TEXT, &password_file, "FILE",
         "its first line is the key's password; else it is asked for", false},
        {0}};
    const gnbs_cli_command_t command = {
        "unseal",
        "FILE.sealed ...",
        "Opens what gnbs run --seal closed.",
        options,
        1,
        64,
        "In a folder of results the log of accesses says so."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_sign_secret_t secret;
    umask(S_IRWXG | S_IRWXO);
    GNBS_TRY(gnbs_cli_load_secret(key, password_file, &secret, err));
    gnbs_code_t code = GNBS_OK;
    for (int i = 0; code == GNBS_OK && i < args.n; i++)
        code = gnbs_run_unseal(args.at[i], to, &secret, GNBS_VERSION, err);
    gnbs_sign_forget(&secret);
    return code;
}
