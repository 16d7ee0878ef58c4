#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "core/arena.h"
#include "run/run_audit.h"

static gnbs_code_t verify(const char *path, const char *kept, bool wants_head,
                          gnbs_err_t *err) {
    gnbs_run_audit_state_t s;
    GNBS_TRY(gnbs_run_audit_verify(path, kept, &s, err));
    if (wants_head) {
        gnbs_str_t text;
        gnbs_str_init(&text);
        gnbs_audit_print_head(&text, &s.head);
        fputs(gnbs_str_text(&text), stdout);
        gnbs_str_clear(&text);
        return GNBS_OK;
    }
    printf("whole: %lld lines, %lld bytes, last hash %s\n", (long long)s.head.lines,
           (long long)s.head.bytes, s.head.hash);
    if (s.ahead > 0)
        printf("%lld lines are newer than the head file: a writer was cut off; the next "
               "entry puts it in order\n",
               (long long)s.ahead);
    if (s.clock_back > 0)
        printf("the clock went back %lld times; the order of lines is that of the log\n",
               (long long)s.clock_back);
    return GNBS_OK;
}

static gnbs_code_t audit_verify(int argc, char **argv, gnbs_err_t *err) {
    const char *kept = NULL;
    bool wants_head = false;
    const gnbs_cli_option_t options[] = {
        {"head", 0, GNBS_CLI_TEXT, &kept, "FILE",
         "a head kept elsewhere: finds a log and head that were rewritten together", false},
        {"print-head", 0, GNBS_CLI_FLAG, &wants_head, NULL,
         "prints the head, for keeping elsewhere", false},
        {0}};
    const gnbs_cli_command_t command = {
        "audit verify",
        "DIR|LOG",
        "is the log whole? Names the first line that was edited, moved, taken out or cut.",
        options,
        1,
        1,
        "Exit status: 0 whole, 3 not."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    const char *path = gnbs_run_audit_path(&arena, args.at[0]);
    gnbs_code_t code = path != NULL ? verify(path, kept, wants_head, err)
                                    : gnbs_err_set(err, GNBS_E_NOMEM, "audit");
    gnbs_arena_clear(&arena);
    return code;
}

static gnbs_code_t audit_show(int argc, char **argv, gnbs_err_t *err) {
    const char *sample = NULL;
    bool is_json = false;
    const gnbs_cli_option_t options[] = {
        {"case", 0, GNBS_CLI_TEXT, &sample, "SAMPLE",
         "one newborn's entries (default: all)", false},
        {"json", 0, GNBS_CLI_FLAG, &is_json, NULL, "the lines as they stand", false},
        {0}};
    const gnbs_cli_command_t command = {
        "audit show",
        "DIR|LOG",
        "who did what with a newborn's data, and when, in plain words.",
        options,
        1,
        1,
        "The log is verified while it is read."};
    gnbs_cli_args_t args;
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_arena_t arena;
    gnbs_str_t out;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    const char *path = gnbs_run_audit_path(&arena, args.at[0]);
    gnbs_code_t code = path != NULL ? gnbs_run_audit_show(path, sample, is_json, &out, err)
                                    : gnbs_err_set(err, GNBS_E_NOMEM, "audit");
    if (code == GNBS_OK && fwrite(gnbs_str_text(&out), 1, out.n, stdout) != out.n)
        code = gnbs_err_set(err, GNBS_E_IO, "audit: standard output: write failed");
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
    return code;
}

gnbs_code_t gnbs_cli_audit(int argc, char **argv, gnbs_err_t *err) {
    static const gnbs_cli_word_t COMMANDS[] = {
        {"verify", "is the log whole? names the first bad line", audit_verify},
        {"show", "who did what with a newborn's data, in plain words", audit_show},
    };
    return gnbs_cli_group("audit", "...", (int)(sizeof COMMANDS / sizeof *COMMANDS),
                          COMMANDS, argc, argv, err);
}
