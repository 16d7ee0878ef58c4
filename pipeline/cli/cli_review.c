#include "cli/cli_review.h"

#include <stdio.h>
#include <string.h>

#include "review/review_serve.h"

gnbs_code_t gnbs_cli_review_open(const char *results, gnbs_review_desk_t **desk,
                                 gnbs_err_t *err) {
    const gnbs_review_desk_opt_t opt = {.results = results, .version = GNBS_VERSION};
    return gnbs_review_open(&opt, desk, err);
}

static gnbs_code_t serve(int argc, char **argv, gnbs_err_t *err) {
    gnbs_review_serve_opt_t opt = gnbs_review_serve_default();
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        {"listen", 'l', GNBS_CLI_TEXT, &opt.listen, "ADDRESS:PORT",
         "where it listens; port 0: any free one"},
        {"tls-cert", 0, GNBS_CLI_TEXT, &opt.certificate, "FILE",
         "certificate in PEM; then the desk speaks TLS 1.2 and 1.3 only"},
        {"tls-key", 0, GNBS_CLI_TEXT, &opt.key, "FILE", "its key in PEM"},
        {"behind-proxy", 0, GNBS_CLI_FLAG, &opt.is_behind_proxy, "",
         "a proxy that speaks TLS stands before the desk"},
        {"host", 0, GNBS_CLI_TEXT, &opt.host, "NAME",
         "the desk's name; requests to another are refused"},
        {"idle-minutes", 0, GNBS_CLI_INT, &opt.idle_minutes, "N",
         "a session without a request ends"},
        {"connections", 0, GNBS_CLI_INT, &opt.n_connections, "N",
         "at once, each with a thread; more wait"},
        {"scan-seconds", 0, GNBS_CLI_REAL, &opt.scan_s, "S",
         "between looks for new results"},
        {0}};
    const gnbs_cli_command_t command = {
        "review serve",
        "RESULTS",
        "The review desk over a folder of results (gnbs run --out RESULTS), in a browser.",
        options,
        1,
        1,
        "Other machines reach the desk only over TLS: by certificate, or by a proxy (that "
        "sets "
        "X-Forwarded-For)\nbefore a desk that listens on the loopback. Make accounts "
        "first: gnbs "
        "review user add RESULTS NAME.\nState: RESULTS/.gnbs/desk.sqlite3, on a disk of "
        "this "
        "machine; log: RESULTS/.gnbs/audit.jsonl (gnbs audit)."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    if (!(opt.scan_s >= 0.1 && opt.scan_s <= 3600))
        return gnbs_err_set(err, GNBS_E_USAGE, "--scan-seconds: 0.1 to 3600");
    opt.desk = (gnbs_review_desk_opt_t){.results = args.at[0], .version = GNBS_VERSION};
    opt.say = stderr;
    return gnbs_review_serve(&opt, err);
}

static const gnbs_cli_word_t COMMANDS[] = {
    {"serve", "the desk in a browser", serve},
    {"list", "what waits, most urgent first", gnbs_cli_review_list},
    {"show", "one case: where it stands, what was decided", gnbs_cli_review_show},
    {"sign", "decides on a case; authorises it, or sends it back", gnbs_cli_review_sign},
    {"confirm", "what the second sample showed", gnbs_cli_review_confirm},
    {"user", "accounts: add, list, password, roles, close, open", gnbs_cli_review_user},
};
gnbs_code_t gnbs_cli_review(int argc, char **argv, gnbs_err_t *err) {
    return gnbs_cli_group("review", "RESULTS ...",
                          (int)(sizeof COMMANDS / sizeof *COMMANDS), COMMANDS, argc, argv,
                          err);
}
