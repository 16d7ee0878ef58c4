#include "cli/cli_panel.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/cli_password.h"
#include "core/escape.h"
#include "core/json.h"
#include "io/out.h"
#include "io/path.h"
#include "io/sign.h"
#include "run/run_panel.h"
#include "run/run_panel_sign.h"

/* ---- keygen ------------------------------------------------------------------------------------------------------- */

static gnbs_code_t write_new(const char *name, const char *suffix, const gnbs_str_t *text,
                             gnbs_err_t *err) {
    gnbs_str_t path;
    gnbs_str_init(&path);
    gnbs_str_printf(&path, "%s%s", name, suffix);
    gnbs_code_t code = GNBS_OK;
    if (path.failed || text->failed)
        code = gnbs_err_set(err, GNBS_E_NOMEM, "%s", name);
    else if (!gnbs_path_is_absent(gnbs_str_text(&path)))
        code =
            gnbs_err_set(err, GNBS_E_USAGE, "%s: is there already; keys are not replaced",
                         gnbs_str_text(&path));
    else
        code = gnbs_out_write_text(gnbs_str_text(&path), text, err);
    gnbs_str_clear(&path);
    return code;
}

static gnbs_code_t keygen(const char *name, const char *password, gnbs_str_t *say,
                          gnbs_err_t *err) {
    gnbs_sign_secret_t secret;
    gnbs_sign_public_t key;
    gnbs_str_t secret_text, public_text;
    char id[GNBS_SIGN_ID_TEXT];
    GNBS_TRY(gnbs_sign_new_key(&secret, err));
    gnbs_sign_public_of(&secret, &key);
    gnbs_sign_print_id(key.id, id);
    gnbs_str_init(&secret_text);
    gnbs_str_init(&public_text);
    gnbs_code_t code = gnbs_sign_print_secret(&secret_text, &secret, password,
                                              gnbs_sign_cost_default(), err);
    if (code == GNBS_OK) code = gnbs_sign_print_public(&public_text, &key);
    mode_t others = umask(S_IRWXG | S_IRWXO); /* the secret key is its owner's alone */
    if (code == GNBS_OK) code = write_new(name, ".key", &secret_text, err);
    umask(others);
    if (code == GNBS_OK) code = write_new(name, ".pub", &public_text, err);
    if (code == GNBS_OK)
        gnbs_str_printf(say,
                        "key %s: %s.key is yours alone; %s.pub goes to the laboratory's "
                        "folder of trusted keys\n",
                        id, name, name);
    gnbs_sign_forget(&secret);
    if (secret_text.s != NULL) gnbs_sign_wipe(secret_text.s, secret_text.cap);
    gnbs_str_clear(&secret_text);
    gnbs_str_clear(&public_text);
    return code;
}

gnbs_code_t gnbs_cli_panel_keygen(int argc, char **argv, gnbs_err_t *err) {
    bool is_open = false;
    const char *password_file = NULL;
    char password[GNBS_CLI_PASSWORD_MAX] = "";
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"no-password", 0, GNBS_CLI_FLAG, &is_open, "",
         "leave the key in the clear, for machines that keep it otherwise", false},
        {"password-file", 0, GNBS_CLI_TEXT, &password_file, "FILE",
         "its first line; else it is asked for", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel keygen",
        "NAME",
        "a pair of keys for signing panels: NAME.key and NAME.pub (Ed25519, files of "
        "minisign).",
        options,
        1,
        1,
        "minisign can use them, and gnbs can use minisign's."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_str_t say;
    gnbs_str_init(&say);
    gnbs_code_t code =
        is_open ? GNBS_OK
                : gnbs_cli_read_password(password_file, "password for the new key", true,
                                         password, err);
    if (code == GNBS_OK) code = keygen(args.at[0], is_open ? NULL : password, &say, err);
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&say, err);
    gnbs_sign_wipe(password, sizeof password);
    gnbs_str_clear(&say);
    return code;
}

/* ---- sign ---------------------------------------------------------------------------------------------------------- */

static const char *today(char text[16]) {
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) == NULL || strftime(text, 16, "%Y-%m-%d", &utc) == 0)
        text[0] = '\0';
    return text;
}

gnbs_code_t gnbs_cli_panel_sign(int argc, char **argv, gnbs_err_t *err) {
    char date[16];
    const char *key = NULL, *password_file = NULL;
    gnbs_run_sign_t job = {.by = "", .note = "", .date = today(date)};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"key", 'k', GNBS_CLI_TEXT, &key, "FILE", "the secret key (of gnbs or minisign)",
         true},
        {"by", 0, GNBS_CLI_TEXT, &job.by, "NAME", "who signs", true},
        {"note", 0, GNBS_CLI_TEXT, &job.note, "TEXT", "for HISTORY.tsv", false},
        {"date", 0, GNBS_CLI_TEXT, &job.date, "YYYY-MM-DD", "for HISTORY.tsv", false},
        {"password-file", 0, GNBS_CLI_TEXT, &password_file, "FILE",
         "its first line is the key's password; else it is asked for", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel sign",
        "PANEL",
        "signs a panel as it is: SHA256SUMS, a signature of it, and a line in HISTORY.tsv.",
        options,
        1,
        1,
        "A panel is signed off when it says ##status=signed-off and two people have "
        "signed.\nAnybody can check: sha256sum -c SHA256SUMS; minisign -Vm SHA256SUMS -x "
        "SHA256SUMS.ID.minisig -p KEY.pub"};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_sign_secret_t secret;
    gnbs_str_t say;
    GNBS_TRY(gnbs_cli_load_secret(key, password_file, &secret, err));
    gnbs_str_init(&say);
    job.path = args.at[0];
    job.secret = &secret;
    gnbs_code_t code = gnbs_run_sign_panel(&job, &say, err);
    if (code == GNBS_OK) code = gnbs_cli_panel_write(&say, err);
    gnbs_sign_forget(&secret);
    gnbs_str_clear(&say);
    return code;
}

/* ---- verify --------------------------------------------------------------------------------------------------------- */

static void print_text(gnbs_str_t *out, const gnbs_panel_t *panel,
                       const gnbs_run_signatures_t *found) {
    gnbs_escape_term(out, panel->name);
    gnbs_str_add_char(out, ' ');
    gnbs_escape_term(out, panel->version);
    gnbs_str_printf(out, ", sha256 %s\n", panel->sha256);
    for (size_t i = 0; i < found->n; i++) {
        const gnbs_run_signature_t *s = &found->signature[i];
        gnbs_str_printf(out, "  %-8s ", s->is_good ? "counts" : "does not");
        gnbs_escape_term(out, s->file);
        gnbs_str_add(out, ": ");
        gnbs_escape_term(out, s->who[0] != '\0' ? s->who : "key not trusted");
        gnbs_str_add(out, s->is_good ? ": " : "; ");
        gnbs_escape_term(out, s->is_good ? s->said : s->why);
        gnbs_str_add_char(out, '\n');
    }
    if (found->is_signed_off)
        gnbs_str_add(out, "signed off\n");
    else
        gnbs_str_printf(out, "DRAFT: %s\n", found->why);
}

static void print_json(gnbs_str_t *out, const gnbs_panel_t *panel,
                       const gnbs_run_signatures_t *found) {
    gnbs_json_t j;
    gnbs_json_init(&j, out);
    gnbs_json_object(&j, NULL);
    gnbs_json_text(&j, "name", panel->name);
    gnbs_json_text(&j, "version", panel->version);
    gnbs_json_text(&j, "sha256", panel->sha256);
    gnbs_json_bool(&j, "signed_off", found->is_signed_off);
    gnbs_json_text(&j, "why", found->why);
    gnbs_json_array(&j, "signatures");
    for (size_t i = 0; i < found->n; i++) {
        const gnbs_run_signature_t *s = &found->signature[i];
        gnbs_json_object(&j, NULL);
        gnbs_json_text(&j, "file", s->file);
        gnbs_json_text(&j, "key", s->key_id);
        gnbs_json_text(&j, "who", s->who);
        gnbs_json_bool(&j, "counts", s->is_good);
        gnbs_json_text(&j, "said", s->said);
        gnbs_json_text(&j, "why", s->why);
        gnbs_json_end(&j);
    }
    gnbs_json_end(&j);
    gnbs_json_end(&j);
}

static gnbs_code_t verify(const char *path, const char *keys, bool is_json,
                          gnbs_arena_t *arena, gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_panel_t panel;
    gnbs_run_signatures_t found;
    GNBS_TRY(gnbs_run_load_panel(path, arena, &panel, err));
    GNBS_TRY(gnbs_run_check_signatures(keys, arena, &panel, &found, err));
    if (is_json)
        print_json(out, &panel, &found);
    else
        print_text(out, &panel, &found);
    GNBS_TRY(gnbs_cli_panel_write(out, err));
    return found.is_signed_off
               ? GNBS_OK
               : gnbs_err_set(err, GNBS_E_DATA, "%s: not signed off: %s", path, found.why);
}

gnbs_code_t gnbs_cli_panel_verify(int argc, char **argv, gnbs_err_t *err) {
    const char *keys = getenv("GNBS_PANEL_KEYS");
    bool is_json = false;
    gnbs_cli_args_t args;
    gnbs_arena_t arena;
    gnbs_str_t out;
    const gnbs_cli_option_t options[] = {
        {"keys", 'k', GNBS_CLI_TEXT, &keys, "DIR",
         "folder of trusted public keys, NAME.pub; else $GNBS_PANEL_KEYS", false},
        {"json", 0, GNBS_CLI_FLAG, &is_json, "", "the verdict as JSON", false},
        {0}};
    const gnbs_cli_command_t command = {
        "panel verify",
        "PANEL",
        "who has signed the panel as it is now, and is it signed off?",
        options,
        1,
        1,
        "Exit status: 0 signed off, 3 a draft."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    gnbs_code_t code = verify(args.at[0], keys, is_json, &arena, &out, err);
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
    return code;
}
