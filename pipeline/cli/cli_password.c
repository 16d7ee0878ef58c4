#include "cli/cli_password.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/mem.h"
#include "io/sign.h"
#include "io/text.h"

enum { MAX_KEY_BYTES = 1 << 16 };

static gnbs_code_t read_line(FILE *from, const char *name,
                             char password[GNBS_CLI_PASSWORD_MAX], gnbs_err_t *err) {
    if (fgets(password, GNBS_CLI_PASSWORD_MAX, from) == NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: no password", name);
    size_t n = strcspn(password, "\r\n");
    if (password[n] == '\0' && n + 1 == GNBS_CLI_PASSWORD_MAX)
        return gnbs_err_set(err, GNBS_E_USAGE, "%s: a password has at most %d bytes", name,
                            GNBS_CLI_PASSWORD_MAX - 2);
    password[n] = '\0';
    if (n == 0) return gnbs_err_set(err, GNBS_E_USAGE, "%s: the password is empty", name);
    return GNBS_OK;
}

static gnbs_code_t ask(FILE *terminal, const char *prompt,
                       char password[GNBS_CLI_PASSWORD_MAX], gnbs_err_t *err) {
    struct termios shown, hidden;
    bool is_hiding = tcgetattr(fileno(terminal), &shown) == 0;
    hidden = shown;
    hidden.c_lflag &= (tcflag_t)~ECHO;
    if (is_hiding) tcsetattr(fileno(terminal), TCSAFLUSH, &hidden);
    fprintf(terminal, "%s: ", prompt);
    fflush(terminal);
    gnbs_code_t code = read_line(terminal, "terminal", password, err);
    if (is_hiding) tcsetattr(fileno(terminal), TCSAFLUSH, &shown);
    fprintf(terminal, "\n");
    return code;
}

static gnbs_code_t ask_on_terminal(FILE *terminal, const char *prompt, bool is_new,
                                   char password[GNBS_CLI_PASSWORD_MAX], gnbs_err_t *err) {
    char again[GNBS_CLI_PASSWORD_MAX] = "";
    GNBS_TRY(ask(terminal, prompt, password, err));
    if (!is_new) return GNBS_OK;
    gnbs_code_t code = ask(terminal, "the same again", again, err);
    if (code == GNBS_OK && strcmp(password, again) != 0)
        code = gnbs_err_set(err, GNBS_E_USAGE, "the two passwords differ");
    gnbs_sign_wipe(again, sizeof again);
    return code;
}

gnbs_code_t gnbs_cli_read_password(const char *path, const char *prompt, bool is_new,
                                   char password[GNBS_CLI_PASSWORD_MAX], gnbs_err_t *err) {
    if (path != NULL && strcmp(path, "-") == 0)
        return read_line(stdin, "standard input", password, err);
    FILE *from = path != NULL ? fopen(path, "r") : fopen("/dev/tty", "r+");
    if (from == NULL && path != NULL)
        return gnbs_err_set(err, GNBS_E_IO, "%s: %s", path, strerror(errno));
    if (from == NULL) return read_line(stdin, "standard input", password, err);
    gnbs_code_t code = path != NULL ? read_line(from, path, password, err)
                                    : ask_on_terminal(from, prompt, is_new, password, err);
    fclose(from);
    return code;
}

gnbs_code_t gnbs_cli_load_secret(const char *path, const char *password_file,
                                 gnbs_sign_secret_t *secret, gnbs_err_t *err) {
    char *text, password[GNBS_CLI_PASSWORD_MAX] = "";
    size_t n;
    GNBS_TRY(gnbs_text_read(path, MAX_KEY_BYTES, &text, &n, err));
    bool is_protected = gnbs_sign_is_protected(text);
    gnbs_code_t code = GNBS_OK;
    if (is_protected)
        code = gnbs_cli_read_password(password_file, "password of the key", false, password,
                                      err);
    if (code == GNBS_OK)
        code =
            gnbs_sign_parse_secret(path, text, is_protected ? password : NULL, secret, err);
    gnbs_sign_wipe(password, sizeof password);
    gnbs_sign_wipe(text, n);
    gnbs_mem_free(text);
    return code;
}
