#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli_password.h"
#include "cli/cli_review.h"
#include "core/escape.h"
#include "io/sign.h"

/* Who sits at this terminal, for the log. */
static const char *who(void) {
    const char *name = getenv("GNBS_USER");
    const struct passwd *entry = name == NULL ? getpwuid(getuid()) : NULL;
    return name != NULL ? name : entry != NULL ? entry->pw_name : "unknown";
}

typedef struct user_opt {
    const char *full_name, *roles, *password_file;
} user_opt_t;

static gnbs_code_t with_password(gnbs_review_desk_t *desk, const char *name,
                                 const user_opt_t *opt, bool is_new, unsigned roles,
                                 gnbs_err_t *err) {
    char password[GNBS_CLI_PASSWORD_MAX];
    GNBS_TRY(
        gnbs_cli_read_password(opt->password_file, "new password", true, password, err));
    gnbs_code_t code = is_new ? gnbs_review_add_account(desk, who(), name, opt->full_name,
                                                        roles, password, err)
                              : gnbs_review_set_password(desk, who(), name, password, err);
    gnbs_sign_wipe(password, sizeof password);
    return code;
}

static gnbs_code_t add(gnbs_review_desk_t *desk, const char *name, const user_opt_t *opt,
                       gnbs_err_t *err) {
    unsigned roles = gnbs_review_roles_of(opt->roles != NULL ? opt->roles : "");
    if (opt->full_name == NULL || opt->roles == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "review user add: --full-name and --roles");
    if (roles == 0)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "--roles %s: roles are reviewer, authoriser, curator, auditor; "
                            "several with commas between",
                            opt->roles);
    return with_password(desk, name, opt, true, roles, err);
}

static gnbs_code_t password(gnbs_review_desk_t *desk, const char *name,
                            const user_opt_t *opt, gnbs_err_t *err) {
    return with_password(desk, name, opt, false, 0, err);
}

static gnbs_code_t roles(gnbs_review_desk_t *desk, const char *name, const user_opt_t *opt,
                         gnbs_err_t *err) {
    if (opt->roles == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "review user roles: --roles");
    return gnbs_review_set_roles(desk, who(), name, gnbs_review_roles_of(opt->roles), err);
}

static gnbs_code_t close_account(gnbs_review_desk_t *desk, const char *name,
                                 const user_opt_t *opt, gnbs_err_t *err) {
    (void)opt;
    return gnbs_review_set_closed(desk, who(), name, true, err);
}

static gnbs_code_t open_account(gnbs_review_desk_t *desk, const char *name,
                                const user_opt_t *opt, gnbs_err_t *err) {
    (void)opt;
    return gnbs_review_set_closed(desk, who(), name, false, err);
}

static gnbs_code_t list(gnbs_review_desk_t *desk, const char *name, const user_opt_t *opt,
                        gnbs_err_t *err) {
    gnbs_review_account_t *accounts;
    gnbs_arena_t arena;
    gnbs_str_t out;
    int n = 0;
    (void)name, (void)opt;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    gnbs_code_t code = gnbs_review_list_accounts(desk, &arena, &n, &accounts, err);
    for (int i = 0; code == GNBS_OK && i < n; i++) {
        gnbs_str_printf(&out, "%s\t", accounts[i].name);
        gnbs_escape_term(&out, accounts[i].full_name);
        gnbs_str_add_char(&out, '\t');
        gnbs_review_print_roles(&out, accounts[i].roles);
        gnbs_str_add(&out, accounts[i].is_closed ? "\tclosed\n" : "\topen\n");
    }
    fputs(gnbs_str_text(&out), stdout);
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
    return code;
}

static const struct {
    const char *word, *help;
    bool has_name;
    gnbs_code_t (*run)(gnbs_review_desk_t *desk, const char *name, const user_opt_t *opt,
                       gnbs_err_t *err);
} ACTIONS[] = {
    {"add", "an account with roles and a password", true, add},
    {"list", "all accounts: name, full name, roles, state", false, list},
    {"password", "another password; sessions end", true, password},
    {"roles", "other roles; sessions end", true, roles},
    {"close", "it cannot sign in any more; what it signed stays", true, close_account},
    {"open", "it can sign in again", true, open_account},
};
enum { N_ACTION = sizeof ACTIONS / sizeof *ACTIONS };

static gnbs_code_t run(int i, int argc, char **argv, gnbs_err_t *err) {
    user_opt_t opt = {0};
    gnbs_cli_args_t args;
    char name[32];
    const gnbs_cli_option_t options[] = {
        {"full-name", 0, GNBS_CLI_TEXT, &opt.full_name, "TEXT",
         "as it stands beside a signature (add)"},
        {"roles", 0, GNBS_CLI_TEXT, &opt.roles, "LIST",
         "of reviewer, authoriser, curator, auditor (add, roles)"},
        {"password-file", 0, GNBS_CLI_TEXT, &opt.password_file, "FILE",
         "its first line; - is standard input; else it is asked for (add, password)"},
        {0}};
    int n = ACTIONS[i].has_name ? 2 : 1;
    snprintf(name, sizeof name, "review user %s", ACTIONS[i].word);
    const gnbs_cli_command_t command = {
        name, n == 2 ? "RESULTS NAME" : "RESULTS", ACTIONS[i].help, options, n, n, NULL};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_review_desk_t *desk;
    GNBS_TRY(gnbs_cli_review_open(args.at[0], &desk, err));
    gnbs_code_t code = ACTIONS[i].run(desk, n == 2 ? args.at[1] : "", &opt, err);
    gnbs_review_close(desk);
    return code;
}

gnbs_code_t gnbs_cli_review_user(int argc, char **argv, gnbs_err_t *err) {
    const char *word = argc > 1 ? argv[1] : "";
    for (int i = 0; i < N_ACTION; i++)
        if (strcmp(word, ACTIONS[i].word) == 0) return run(i, argc - 1, argv + 1, err);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        printf("usage: gnbs review user ACTION RESULTS [NAME] [options]\n\n");
        for (int i = 0; i < N_ACTION; i++)
            printf("  %-10s%s\n", ACTIONS[i].word, ACTIONS[i].help);
        printf("\nWhoever may write RESULTS/.gnbs may do this; nobody can over the "
               "network.\n");
        return GNBS_OK;
    }
    return gnbs_err_set(err, GNBS_E_USAGE,
                        "review user: add, list, password, roles, close or open; see gnbs "
                        "review user --help");
}
