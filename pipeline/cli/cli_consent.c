#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "batch/batch.h"
#include "cli/cli.h"
#include "cli/cli_password.h"
#include "core/escape.h"
#include "io/out.h"
#include "io/path.h"
#include "run/run_consent.h"
#include "review/review_keep.h"
#include "run/run_withdraw.h"

enum { MAX_GROUPS = 256 };

static gnbs_code_t write_out(const gnbs_str_t *text, gnbs_err_t *err) {
    if (text->failed) return gnbs_err_set(err, GNBS_E_NOMEM, "consent");
    if (fwrite(gnbs_str_text(text), 1, text->n, stdout) != text->n || fflush(stdout) != 0)
        return gnbs_err_set(err, GNBS_E_IO, "consent: standard output: write failed");
    return GNBS_OK;
}

/* ---- new -------------------------------------------------------------------------------------------------------------- */

/* "hearing,immune"; "" is the core alone. */
static gnbs_code_t split_groups(const char *text, gnbs_arena_t *arena, gnbs_consent_t *c,
                                gnbs_err_t *err) {
    const char **group = GNBS_NEW(arena, const char *, MAX_GROUPS);
    if (group == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "consent");
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (c->n_group == MAX_GROUPS || n == 0)
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "consent new: --groups %s: expected NAME,NAME,...", text);
        group[c->n_group] = gnbs_arena_strndup(arena, at, n);
        if (group[c->n_group++] == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "consent");
        at += n + (at[n] == ',');
    }
    c->has_groups = true;
    c->group = group;
    return GNBS_OK;
}

static gnbs_code_t check_new(const gnbs_consent_t *c, gnbs_err_t *err) {
    if (!gnbs_escape_is_file_name(c->sample))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "consent new: --sample %s: expected letters, digits, '.', '_', "
                            "'-', at most 64",
                            c->sample);
    if (strcmp(c->decision, "granted") != 0 && strcmp(c->decision, "refused") != 0 &&
        strcmp(c->decision, "withdrawn") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "consent new: --decision %s: expected granted, refused or "
                            "withdrawn",
                            c->decision);
    if (!gnbs_govern_is_date(c->date))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "consent new: --date %s: expected YYYY-MM-DD", c->date);
    if (c->expires[0] != '\0' && !gnbs_govern_is_date(c->expires))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "consent new: --expires %s: expected YYYY-MM-DD", c->expires);
    return GNBS_OK;
}

static gnbs_code_t consent_new(int argc, char **argv, gnbs_err_t *err) {
    char today[GNBS_RUN_DATE_TEXT];
    const char *groups = NULL, *to = "-";
    gnbs_run_today(today);
    gnbs_consent_t c = {
        .decision = "granted", .date = today, .by = "", .text = "", .expires = ""};
    const gnbs_cli_option_t options[] = {
        {"sample", 's', GNBS_CLI_TEXT, &c.sample, "NAME", "the newborn's pseudonym", true},
        {"decision", 0, GNBS_CLI_TEXT, &c.decision, "WORD", "granted, refused or withdrawn",
         false},
        {"date", 0, GNBS_CLI_TEXT, &c.date, "YYYY-MM-DD", "of the decision", false},
        {"by", 0, GNBS_CLI_TEXT, &c.by, "ROLE", "who decided: a role, not a name", true},
        {"text", 0, GNBS_CLI_TEXT, &c.text, "VERSION", "version of the text that was read",
         true},
        {"groups", 0, GNBS_CLI_TEXT, &groups, "A,B",
         "groups of conditions agreed to (default: every condition); \"\": the core alone",
         false},
        {"research", 0, GNBS_CLI_FLAG, &c.allows_research, NULL, "may be used for research",
         false},
        {"no-cohort", 0, GNBS_CLI_FLAG, &c.leaves_cohort, NULL,
         "not counted in the laboratory's own frequencies and normals", false},
        {"expires", 0, GNBS_CLI_TEXT, &c.expires, "YYYY-MM-DD", "the last day it holds",
         false},
        {"output", 'o', GNBS_CLI_TEXT, &to, "FILE", "where to", false},
        {0}};
    const gnbs_cli_command_t command = {
        "consent new", "", "writes down a family's decision.", options, 0, 0, NULL};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_t arena;
    gnbs_str_t text;
    gnbs_arena_init(&arena);
    gnbs_str_init(&text);
    gnbs_code_t code = groups != NULL ? split_groups(groups, &arena, &c, err) : GNBS_OK;
    if (code == GNBS_OK) code = check_new(&c, err);
    if (code == GNBS_OK && strcmp(to, "-") != 0 && !gnbs_path_is_absent(to))
        code = gnbs_err_set(err, GNBS_E_USAGE,
                            "%s: is there already; a decision is not written over", to);
    gnbs_run_print_consent(&text, &c);
    umask(S_IRWXG | S_IRWXO);
    if (code == GNBS_OK) code = gnbs_out_write_text(to, &text, err);
    gnbs_str_clear(&text);
    gnbs_arena_clear(&arena);
    return code;
}

/* ---- sign and verify ----------------------------------------------------------------------------------------------------- */

static gnbs_code_t consent_sign(int argc, char **argv, gnbs_err_t *err) {
    const char *key = NULL, *by = NULL, *password_file = NULL;
    const gnbs_cli_option_t options[] = {
        {"key", 'k', GNBS_CLI_TEXT, &key, "FILE", "the secret key (gnbs panel keygen)",
         true},
        {"by", 0, GNBS_CLI_TEXT, &by, "NAME", "who signs", true},
        {"password-file", 0, GNBS_CLI_TEXT, &password_file, "FILE",
         "its first line is the key's password; else it is asked for", false},
        {0}};
    const gnbs_cli_command_t command = {
        "consent sign",
        "CONSENT",
        "signs a decision as it is written: CONSENT.minisig beside it.",
        options,
        1,
        1,
        "Anybody can check: minisign -Vm CONSENT -x CONSENT.minisig -p KEY.pub"};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_sign_secret_t secret;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    umask(S_IRWXG | S_IRWXO);
    gnbs_code_t code = gnbs_cli_load_secret(key, password_file, &secret, err);
    if (code == GNBS_OK) {
        code = gnbs_run_sign_consent(args.at[0], &secret, by, &arena, err);
        gnbs_sign_forget(&secret);
    }
    gnbs_arena_clear(&arena);
    return code;
}

static void say_consent(gnbs_str_t *out, const gnbs_consent_t *c, const char *signed_by) {
    gnbs_escape_term(out, c->sample);
    gnbs_str_add(out, ": ");
    gnbs_escape_term(out, c->decision);
    if (c->date[0] != '\0') gnbs_str_printf(out, " on %s", c->date);
    if (c->by[0] != '\0') gnbs_str_add(out, " by ");
    gnbs_escape_term(out, c->by);
    if (c->expires[0] != '\0') gnbs_str_printf(out, ", until %s", c->expires);
    gnbs_str_add(out, "\nconditions: ");
    if (!c->has_groups) gnbs_str_add(out, "every condition of the panel");
    if (c->has_groups) gnbs_str_add(out, "the core");
    for (size_t i = 0; i < c->n_group; i++) {
        gnbs_str_add(out, ", ");
        gnbs_escape_term(out, c->group[i]);
    }
    gnbs_str_printf(out, "\nresearch: %s; own frequencies: %s\nsignature: ",
                    c->allows_research ? "allowed" : "not allowed",
                    c->leaves_cohort ? "left out" : "counted");
    gnbs_escape_term(out, signed_by != NULL ? signed_by : "not asked for");
    gnbs_str_add_char(out, '\n');
}

static gnbs_code_t verify(const char *path, const char *keys, gnbs_arena_t *arena,
                          gnbs_str_t *out, gnbs_err_t *err) {
    gnbs_consent_t c;
    const char *signed_by;
    char today[GNBS_RUN_DATE_TEXT];
    GNBS_TRY(gnbs_run_read_consent(path, keys, arena, &c, &signed_by, err));
    say_consent(out, &c, signed_by);
    GNBS_TRY(write_out(out, err));
    GNBS_TRY(gnbs_govern_check_consent(&c, c.sample, err));
    gnbs_run_today(today);
    return gnbs_govern_check_term(&c, today, err);
}

static gnbs_code_t consent_verify(int argc, char **argv, gnbs_err_t *err) {
    const char *keys = getenv("GNBS_CONSENT_KEYS");
    const gnbs_cli_option_t options[] = {
        {"keys", 'k', GNBS_CLI_TEXT, &keys, "DIR",
         "folder of trusted public keys, NAME.pub; else $GNBS_CONSENT_KEYS", false},
        {0}};
    const gnbs_cli_command_t command = {
        "consent verify",
        "CONSENT",
        "what the family decided, and whether it holds today.",
        options,
        1,
        1,
        "Exit status: 0 it allows analysis today, 6 it does not, 3 it is no consent."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_t arena;
    gnbs_str_t out;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    gnbs_code_t code = verify(args.at[0], keys, &arena, &out, err);
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
    return code;
}

/* ---- withdraw --------------------------------------------------------------------------------------------------------------- */

/* Rows of tables that hold many newborns. */
static gnbs_code_t forget(const char *dir, const char *sample, gnbs_err_t *err) {
    GNBS_TRY(gnbs_batch_forget(dir, sample, err));
    return gnbs_review_forget(dir, sample, GNBS_VERSION, err);
}

static gnbs_code_t consent_withdraw(int argc, char **argv, gnbs_err_t *err) {
    const char *to = "-";
    gnbs_run_withdraw_t job = {.version = GNBS_VERSION, .forget = forget};
    const gnbs_cli_option_t options[] = {
        {"sample", 's', GNBS_CLI_TEXT, &job.sample, "NAME", "the newborn's pseudonym",
         true},
        {"by", 0, GNBS_CLI_TEXT, &job.by, "NAME", "who carries it out", true},
        {"certificate", 'o', GNBS_CLI_TEXT, &to, "FILE",
         "for the family; it names the newborn", false},
        {"audit", 0, GNBS_CLI_TEXT, &job.audit, "LOG",
         "log of accesses (default: DIR/.gnbs/audit.jsonl)", false},
        {0}};
    const gnbs_cli_command_t command = {
        "consent withdraw",
        "DIR",
        "removes all that a folder of results holds of one newborn, and keeps every later "
        "run from it.",
        options,
        1,
        1,
        "What is left is a tombstone without a name. Safe to ask again."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    job.dir = args.at[0];
    if (!gnbs_path_is_dir(job.dir))
        return gnbs_err_set(err, GNBS_E_USAGE, "%s: is no folder of results", job.dir);
    if (!gnbs_escape_is_file_name(job.sample))
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "consent withdraw: --sample %s: is no "
                            "pseudonym of a newborn",
                            job.sample);
    gnbs_str_t certificate;
    gnbs_str_init(&certificate);
    umask(S_IRWXG | S_IRWXO);
    gnbs_code_t code = gnbs_run_withdraw(&job, &certificate, err);
    if (code == GNBS_OK) code = gnbs_out_write_text(to, &certificate, err);
    gnbs_str_clear(&certificate);
    return code;
}

gnbs_code_t gnbs_cli_consent(int argc, char **argv, gnbs_err_t *err) {
    static const gnbs_cli_word_t COMMANDS[] = {
        {"new", "writes down a family's decision", consent_new},
        {"sign", "signs it (Ed25519, minisign's files)", consent_sign},
        {"verify", "what was decided, by whom signed, and does it hold today?",
         consent_verify},
        {"check", "the same", consent_verify},
        {"withdraw", "removes all results of a newborn, for good", consent_withdraw},
    };
    return gnbs_cli_group("consent", "...", (int)(sizeof COMMANDS / sizeof *COMMANDS),
                          COMMANDS, argc, argv, err);
}
