/* cli/cli_password.h -- a password from a file, the terminal (without showing it), or standard input. */
#ifndef GNBS_CLI_CLI_PASSWORD_H
#define GNBS_CLI_CLI_PASSWORD_H

#include <stdbool.h>

#include "core/err.h"
#include "io/sign.h"

enum { GNBS_CLI_PASSWORD_MAX = 1024 };

/* The first line. `path` "-": standard input; NULL: asks with `prompt` on the terminal, or reads standard input where there is none.
 * is_new: asks twice. Wipe `password` when done. */
gnbs_code_t gnbs_cli_read_password(const char *path, const char *prompt, bool is_new,
                                   char password[GNBS_CLI_PASSWORD_MAX], gnbs_err_t *err);
/* A secret key out of its file, with the password as above where it has one. gnbs_sign_forget it. */
gnbs_code_t gnbs_cli_load_secret(const char *path, const char *password_file,
                                 gnbs_sign_secret_t *secret, gnbs_err_t *err);

#endif
