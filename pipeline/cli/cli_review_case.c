#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli_password.h"
#include "cli/cli_review.h"
#include "core/escape.h"
#include "io/sign.h"
#include "review/review_case.h"
#include "review/review_scan.h"

/* What every one of these commands begins with: a desk that knows the results, and somebody who has said the password. */
typedef struct seat {
    const char *user, *password_file;
    gnbs_review_desk_t *desk;
    gnbs_review_account_t account;
    gnbs_arena_t arena;
    gnbs_str_t out;
} seat_t;

#define SEAT_OPTIONS(seat)                                                                 \
    {"user", 'u', GNBS_CLI_TEXT, &(seat).user, "NAME", "your account"}, {                  \
        "password-file", 0, GNBS_CLI_TEXT, &(seat).password_file, "FILE",                  \
            "its first line; - is standard input; else it is asked for"                    \
    }

static gnbs_code_t sit(seat_t *s, const char *results, gnbs_err_t *err) {
    char password[GNBS_CLI_PASSWORD_MAX];
    gnbs_review_scan_t scan;
    gnbs_arena_init(&s->arena);
    gnbs_str_init(&s->out);
    if (s->user == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE, "--user: your account at the desk");
    GNBS_TRY(gnbs_cli_review_open(results, &s->desk, err));
    GNBS_TRY(gnbs_cli_read_password(s->password_file, "password", false, password, err));
    gnbs_code_t code =
        gnbs_review_check_password(s->desk, s->user, password, &s->account, err);
    gnbs_sign_wipe(password, sizeof password);
    if (code == GNBS_OK) code = gnbs_review_scan(s->desk, &scan, err);
    return code;
}

static gnbs_code_t rise(seat_t *s, gnbs_code_t code, gnbs_err_t *err) {
    if (code == GNBS_OK && s->out.failed) code = gnbs_err_set(err, GNBS_E_NOMEM, "review");
    if (code == GNBS_OK && fputs(gnbs_str_text(&s->out), stdout) == EOF)
        code = gnbs_err_set(err, GNBS_E_IO, "standard output: write failed");
    gnbs_review_close(s->desk);
    gnbs_str_clear(&s->out);
    gnbs_arena_clear(&s->arena);
    return code;
}

static gnbs_code_t check_sees(const seat_t *s, gnbs_err_t *err) {
    if ((s->account.roles &
         (GNBS_REVIEW_REVIEWER | GNBS_REVIEW_AUTHORISER | GNBS_REVIEW_CURATOR)) != 0)
        return GNBS_OK;
    return gnbs_err_set(err, GNBS_E_CONSENT, "your account has no role that sees cases");
}

static gnbs_code_t log_look(const seat_t *s, const char *sample, const char *detail,
                            gnbs_err_t *err) {
    const gnbs_review_event_t event = {s->account.name, "view", sample, detail};
    return gnbs_review_log_view(s->desk, &event, err);
}

static gnbs_code_t load(seat_t *s, const char *name, gnbs_review_case_t *c,
                        gnbs_err_t *err) {
    int64_t id;
    GNBS_TRY(gnbs_review_find(s->desk, name, &id, err));
    if (id == 0) return gnbs_err_set(err, GNBS_E_USAGE, "%s: no such case or sample", name);
    return gnbs_review_load(s->desk, id, &s->arena, c, err);
}

/* ---- list ---------------------------------------------------------------------------------------------------------- */

static gnbs_code_t print_queue(seat_t *s, const char *state_name, gnbs_err_t *err) {
    gnbs_review_state_t state = GNBS_REVIEW_N_STATE;
    gnbs_review_queue_t q;
    for (int i = 0; state_name != NULL && i < GNBS_REVIEW_N_STATE; i++)
        if (strcmp(gnbs_review_state_name((gnbs_review_state_t)i), state_name) == 0)
            state = (gnbs_review_state_t)i;
    if (state_name != NULL && state == GNBS_REVIEW_N_STATE)
        return gnbs_err_set(err, GNBS_E_USAGE, "--state %s: no such state", state_name);
    GNBS_TRY(check_sees(s, err));
    GNBS_TRY(log_look(s, NULL, "the queue", err));
    gnbs_str_add(&s->out, "#case\tsample\turgency\tstate\tresult\tfindings\tmade\n");
    int64_t page = 0;
    do {
        GNBS_TRY(gnbs_review_ask_queue(s->desk, state, "", page++, &s->arena, &q, err));
        for (int i = 0; i < q.n_row; i++) {
            const gnbs_review_row_t *r = &q.row[i];
            gnbs_str_printf(&s->out, "%" PRId64 "\t", r->id);
            gnbs_escape_term(&s->out, r->sample);
            gnbs_str_printf(&s->out, "\t%s\t%s\t", gnbs_review_urgency_words(r->urgency),
                            gnbs_review_state_name(r->state));
            gnbs_escape_term(&s->out, r->result_text);
            gnbs_str_printf(&s->out, "\t%d\t", r->n_finding);
            gnbs_escape_term(&s->out, r->made_at);
            gnbs_str_add_char(&s->out, '\n');
        }
    } while (q.n_row == GNBS_REVIEW_PAGE_ROWS);
    gnbs_str_t trouble;
    gnbs_str_init(&trouble);
    gnbs_code_t code = gnbs_review_trouble(s->desk, &trouble, err);
    if (trouble.n > 0)
        fprintf(stderr, "gnbs review: results that cannot be read:\n%s", trouble.s);
    gnbs_str_clear(&trouble);
    return code;
}

gnbs_code_t gnbs_cli_review_list(int argc, char **argv, gnbs_err_t *err) {
    seat_t s = {0};
    const char *state = NULL;
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        SEAT_OPTIONS(s),
        {"state", 0, GNBS_CLI_TEXT, &state, "NAME",
         "only these: waiting, half, differ, more, agreed, signed, closed, replaced, gone"},
        {0}};
    const gnbs_cli_command_t command = {
        "review list",
        "RESULTS",
        "What somebody must still act on, most urgent first (TSV).",
        options,
        1,
        1,
        NULL};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_code_t code = sit(&s, args.at[0], err);
    if (code == GNBS_OK) code = print_queue(&s, state, err);
    return rise(&s, code, err);
}

/* ---- show ---------------------------------------------------------------------------------------------------------- */

static void put_words(gnbs_str_t *out, const char *text) {
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        gnbs_str_t line;
        gnbs_str_init(&line);
        gnbs_str_add_n(&line, text, n);
        gnbs_str_add(out, "      ");
        gnbs_escape_term(out, gnbs_str_text(&line));
        gnbs_str_add_char(out, '\n');
        gnbs_str_clear(&line);
        text += n + (text[n] == '\n');
    }
}

static void put_item(seat_t *s, const gnbs_review_case_t *c,
                     const gnbs_review_item_t *item) {
    gnbs_str_printf(&s->out, "\n  %s  ", item->id);
    gnbs_escape_term(&s->out, item->title);
    gnbs_str_add(&s->out, item->gene[0] != '\0' ? ", " : "");
    gnbs_escape_term(&s->out, item->gene);
    gnbs_str_add_char(&s->out, '\n');
    for (int i = 0; i < c->n_reviewer; i++) {
        const gnbs_review_decision_t *d = &item->decision[i];
        if (!gnbs_review_may_see(c, s->account.id, i)) {
            gnbs_str_add(&s->out,
                         "    the first reviewer has decided; what, is shown once a "
                         "second has\n");
            continue;
        }
        gnbs_str_add(&s->out, "    ");
        gnbs_escape_term(&s->out, c->reviewer[i].full_name);
        gnbs_str_printf(&s->out, ": %s, %s\n", gnbs_review_choice_words(d->choice), d->at);
        put_words(&s->out, d->comment);
    }
    if (item->result == GNBS_REVIEW_PENDING) return;
    gnbs_str_printf(&s->out, "    second sample: %s, ",
                    gnbs_review_result_words(item->result));
    gnbs_escape_term(&s->out, item->result_by);
    gnbs_str_printf(&s->out, ", %s\n", item->result_at);
    put_words(&s->out, item->result_comment);
}

static gnbs_code_t print_case(seat_t *s, const char *name, gnbs_err_t *err) {
    gnbs_review_case_t c;
    char seen_decide[48], seen[48];
    GNBS_TRY(check_sees(s, err));
    GNBS_TRY(load(s, name, &c, err));
    GNBS_TRY(log_look(s, c.sample, "case in a terminal", err));
    gnbs_str_printf(&s->out, "case %" PRId64 "  ", c.id);
    gnbs_escape_term(&s->out, c.sample);
    gnbs_str_printf(&s->out, "\n  %s%s\n  ", gnbs_review_state_words(c.state),
                    c.is_signed ? "" : "  (DRAFT)");
    gnbs_escape_term(&s->out, c.result_text);
    gnbs_str_printf(&s->out, "\n  urgency: %s; made %s; report ",
                    gnbs_review_urgency_words(c.urgency), c.made_at);
    gnbs_escape_term(&s->out, c.report_id);
    gnbs_str_add_char(&s->out, '\n');
    for (int i = 0; i < c.n_item; i++) put_item(s, &c, &c.item[i]);
    if (c.is_signed) {
        gnbs_str_add(&s->out, "\n  signed by ");
        gnbs_escape_term(&s->out, c.authoriser.full_name);
        gnbs_str_printf(&s->out, ", %s\n", c.authoriser.at);
        put_words(&s->out, c.signed_comment);
    }
    gnbs_review_seen(&c, s->account.id, true, seen_decide);
    gnbs_review_seen(&c, s->account.id, false, seen);
    gnbs_str_printf(&s->out, "\n  seen: to decide %s, for all else %s\n", seen_decide,
                    seen);
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_review_show(int argc, char **argv, gnbs_err_t *err) {
    seat_t s = {0};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {SEAT_OPTIONS(s), {0}};
    const gnbs_cli_command_t command = {
        "review show",
        "RESULTS CASE",
        "Where a case stands and what was decided. CASE is its number or its sample.",
        options,
        2,
        2,
        "The evidence itself is in RESULTS/SAMPLE/report.html."};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_code_t code = sit(&s, args.at[0], err);
    if (code == GNBS_OK) code = print_case(&s, args.at[1], err);
    return rise(&s, code, err);
}

/* ---- sign ---------------------------------------------------------------------------------------------------------- */

typedef struct sign_opt {
    const char *choice, *comment, *seen;
    bool is_authorising, is_sending_back;
    gnbs_cli_list_t decide;
} sign_opt_t;

/* "F1=report:words" */
static gnbs_code_t parse_ballot(seat_t *s, const char *text, gnbs_review_ballot_t *b,
                                gnbs_err_t *err) {
    const char *equals = strchr(text, '='),
               *colon = equals != NULL ? strchr(equals, ':') : NULL;
    if (colon == NULL)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "--decide %s: as F1=report:WORDS, or do-not-report, needs-more",
                            text);
    const char *item = gnbs_arena_strndup(&s->arena, text, (size_t)(equals - text));
    const char *choice =
        gnbs_arena_strndup(&s->arena, equals + 1, (size_t)(colon - equals - 1));
    if (item == NULL || choice == NULL) return gnbs_err_set(err, GNBS_E_NOMEM, "sign");
    *b = (gnbs_review_ballot_t){item, gnbs_review_choice_of(choice), colon + 1};
    return GNBS_OK;
}

static gnbs_code_t decide(seat_t *s, const sign_opt_t *opt, const gnbs_review_case_t *c,
                          const char *seen, gnbs_err_t *err) {
    gnbs_review_ballot_t ballot[GNBS_REVIEW_N_ITEM_MAX];
    int n = 0;
    for (; n < opt->decide.n; n++)
        GNBS_TRY(parse_ballot(s, opt->decide.at[n], &ballot[n], err));
    if (opt->choice != NULL && n > 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "--decision or --decide, not both");
    for (; opt->choice != NULL && n < c->n_item; n++)
        ballot[n] = (gnbs_review_ballot_t){
            c->item[n].id, gnbs_review_choice_of(opt->choice), opt->comment};
    return gnbs_review_decide(s->desk, &s->account, c->id, seen, n, ballot, err);
}

static gnbs_code_t sign(seat_t *s, const char *name, const sign_opt_t *opt,
                        gnbs_err_t *err) {
    gnbs_review_case_t c;
    char seen[48];
    bool is_ruling = opt->is_authorising || opt->is_sending_back;
    if ((int)opt->is_authorising + (int)opt->is_sending_back +
            (int)(opt->choice != NULL || opt->decide.n > 0) !=
        1)
        return gnbs_err_set(err, GNBS_E_USAGE,
                            "one of --decision, --decide, --authorise, --send-back");
    GNBS_TRY(load(s, name, &c, err));
    gnbs_review_seen(&c, s->account.id, !is_ruling, seen);
    if (opt->seen != NULL) snprintf(seen, sizeof seen, "%s", opt->seen);
    if (opt->is_authorising)
        GNBS_TRY(gnbs_review_sign(s->desk, &s->account, c.id, seen, opt->comment, err));
    else if (opt->is_sending_back)
        GNBS_TRY(
            gnbs_review_send_back(s->desk, &s->account, c.id, seen, opt->comment, err));
    else
        GNBS_TRY(decide(s, opt, &c, seen, err));
    GNBS_TRY(gnbs_review_load(s->desk, c.id, &s->arena, &c, err));
    gnbs_str_printf(&s->out, "case %" PRId64 ": %s\n", c.id,
                    gnbs_review_state_words(c.state));
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_review_sign(int argc, char **argv, gnbs_err_t *err) {
    seat_t s = {0};
    sign_opt_t opt = {0};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        SEAT_OPTIONS(s),
        {"decision", 0, GNBS_CLI_TEXT, &opt.choice, "CHOICE",
         "of every finding: report, do-not-report or needs-more; with --comment"},
        {"decide", 0, GNBS_CLI_LIST, &opt.decide, "FINDING=CHOICE:WORDS",
         "one finding; repeat for each (R: the result of a case without findings)"},
        {"authorise", 0, GNBS_CLI_FLAG, &opt.is_authorising, "",
         "signs what two reviewers agreed on; with --comment"},
        {"send-back", 0, GNBS_CLI_FLAG, &opt.is_sending_back, "",
         "to the reviewers, for a new round; with --comment"},
        {"comment", 0, GNBS_CLI_TEXT, &opt.comment, "WORDS", "why"},
        {"seen", 0, GNBS_CLI_TEXT, &opt.seen, "TEXT",
         "what gnbs review show said: refused when the case has changed since"},
        {0}};
    const gnbs_cli_command_t command = {
        "review sign",
        "RESULTS CASE",
        "Decides on a case, authorises it, or sends it back. CASE is its number or sample.",
        options,
        2,
        2,
        NULL};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_code_t code = sit(&s, args.at[0], err);
    if (code == GNBS_OK) code = sign(&s, args.at[1], &opt, err);
    return rise(&s, code, err);
}

/* ---- confirm ------------------------------------------------------------------------------------------------------- */

typedef struct confirm_opt {
    const char *item, *result, *comment;
} confirm_opt_t;

static gnbs_code_t confirm(seat_t *s, const char *name, const confirm_opt_t *opt,
                           gnbs_err_t *err) {
    gnbs_review_case_t c;
    char seen[48];
    GNBS_TRY(load(s, name, &c, err));
    gnbs_review_seen(&c, s->account.id, false, seen);
    GNBS_TRY(gnbs_review_confirm(s->desk, &s->account, c.id, seen, opt->item,
                                 gnbs_review_result_of(opt->result), opt->comment, err));
    GNBS_TRY(gnbs_review_load(s->desk, c.id, &s->arena, &c, err));
    gnbs_str_printf(&s->out, "case %" PRId64 ": %s\n", c.id,
                    gnbs_review_state_words(c.state));
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_review_confirm(int argc, char **argv, gnbs_err_t *err) {
    seat_t s = {0};
    confirm_opt_t opt = {0};
    gnbs_cli_args_t args;
    const gnbs_cli_option_t options[] = {
        SEAT_OPTIONS(s),
        {"finding", 0, GNBS_CLI_TEXT, &opt.item, "F1", "of the signed report", true},
        {"result", 0, GNBS_CLI_TEXT, &opt.result, "RESULT", "confirmed or refuted", true},
        {"comment", 0, GNBS_CLI_TEXT, &opt.comment, "WORDS",
         "which test, which sample, what it showed", true},
        {0}};
    const gnbs_cli_command_t command = {
        "review confirm",
        "RESULTS CASE",
        "Records what the second sample showed of a finding that was reported.",
        options,
        2,
        2,
        NULL};
    GNBS_TRY(gnbs_cli_parse(&command, argc, argv, &args, err));
    if (args.is_help) return GNBS_OK;
    gnbs_code_t code = sit(&s, args.at[0], err);
    if (code == GNBS_OK) code = confirm(&s, args.at[1], &opt, err);
    return rise(&s, code, err);
}
