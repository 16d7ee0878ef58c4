#include "support/testing.h"

#include <unistd.h>

#include "cli/cli.h"

/* One command with an option of each kind. */
typedef struct asked {
    const char *panel;
    int threads;
    double min_qual;
    bool is_gvcf;
    gnbs_cli_list_t frequencies;
    gnbs_cli_args_t args;
} asked_t;

static gnbs_code_t parse(asked_t *a, int argc, const char *const words[], gnbs_err_t *err) {
    static char copy[16][64];
    char *argv[16];
    *a = (asked_t){.threads = 1, .min_qual = 20};
    for (int i = 0; i < argc; i++) {
        snprintf(copy[i], sizeof copy[i], "%s", words[i]);
        argv[i] = copy[i];
    }
    const gnbs_cli_option_t options[] = {
        {"panel", 'p', GNBS_CLI_TEXT, &a->panel, "DIR", "the panel", .is_required = true},
        {"threads", 't', GNBS_CLI_INT, &a->threads, "N", "threads"},
        {"min-qual", 0, GNBS_CLI_REAL, &a->min_qual, "Q", "least quality",
         .is_required = false},
        {"gvcf", 0, GNBS_CLI_FLAG, &a->is_gvcf, NULL, "blocks too"},
        {"frequencies", 0, GNBS_CLI_LIST, &a->frequencies, "VCF", "allele frequencies",
         .is_required = false},
        {0}};
    const gnbs_cli_command_t command = {"call", "READS", "calls variants",   options,
                                        1,      2,       "Notes at the end."};
    return gnbs_cli_parse(&command, argc, argv, &a->args, err);
}
#define PARSE(asked, err, ...)                                                             \
    parse((asked), (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)),          \
          (const char *const[]){__VA_ARGS__}, (err))

static void options_and_operands_come_in_any_order(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(
        PARSE(&a, &err, "call", "x.bam", "--panel", "p", "-t", "8", "y.bam", "--gvcf"),
        &err);
    assert_string_equal(a.panel, "p");
    assert_int_equal(a.threads, 8);
    assert_true(a.is_gvcf);
    assert_int_equal(a.args.n, 2);
    assert_string_equal(a.args.at[0], "x.bam");
    assert_string_equal(a.args.at[1], "y.bam");
}

static void values_may_be_joined_to_their_option(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(PARSE(&a, &err, "call", "--panel=a=b", "-t4", "--min-qual=12.5", "x"), &err);
    assert_string_equal(a.panel, "a=b");
    assert_int_equal(a.threads, 4);
    assert_true(a.min_qual == 12.5);
    assert_ok(PARSE(&a, &err, "call", "--panel=", "x"), &err);
    assert_string_equal(a.panel, "");
}

static void what_is_not_given_keeps_its_default(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(PARSE(&a, &err, "call", "-p", "p", "x"), &err);
    assert_int_equal(a.threads, 1);
    assert_true(a.min_qual == 20);
    assert_false(a.is_gvcf);
    assert_int_equal(a.frequencies.n, 0);
}

static void a_list_collects_in_order(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(
        PARSE(&a, &err, "call", "-p", "p", "--frequencies", "a", "x", "--frequencies=b"),
        &err);
    assert_int_equal(a.frequencies.n, 2);
    assert_string_equal(a.frequencies.at[0], "a");
    assert_string_equal(a.frequencies.at[1], "b");
}

static void a_dash_is_an_operand_and_two_dashes_end_the_options(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(PARSE(&a, &err, "call", "-p", "p", "-", "--", "--gvcf"), &err);
    assert_false(a.is_gvcf);
    assert_int_equal(a.args.n, 2);
    assert_string_equal(a.args.at[0], "-");
    assert_string_equal(a.args.at[1], "--gvcf");
}

static void a_value_may_look_like_an_option(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_ok(PARSE(&a, &err, "call", "-p", "p", "-t", "-3", "x"),
              &err); /* the range is the command's affair */
    assert_int_equal(a.threads, -3);
}

static void mistakes_are_named(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    assert_fails(PARSE(&a, &err, "call", "--panle", "p", "x"), GNBS_E_USAGE, &err,
                 "no option '--panle'");
    assert_fails(PARSE(&a, &err, "call", "-q", "x"), GNBS_E_USAGE, &err, "no option '-q'");
    assert_fails(PARSE(&a, &err, "call", "x"), GNBS_E_USAGE, &err, "--panel is required");
    assert_fails(PARSE(&a, &err, "call", "x", "-p"), GNBS_E_USAGE, &err,
                 "--panel needs a value");
    assert_fails(PARSE(&a, &err, "call", "-p", "p", "--gvcf=no", "x"), GNBS_E_USAGE, &err,
                 "--gvcf takes no value");
    assert_fails(PARSE(&a, &err, "call", "-p", "p"), GNBS_E_USAGE, &err, "expected READS");
    assert_fails(PARSE(&a, &err, "call", "-p", "p", "1", "2", "3"), GNBS_E_USAGE, &err,
                 "expected READS");
}

static void numbers_are_whole_words(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    static const char *const BAD[] = {
        "four", "4x", "", "1.5", "99999999999", "2147483648", "99999999999999999999"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_fails(PARSE(&a, &err, "call", "-p", "p", "-t", BAD[i], "x"), GNBS_E_USAGE,
                     &err, "not a whole number");
    static const char *const BAD_REAL[] = {"x", "1,5", "", "nan", "1e999"};
    for (size_t i = 0; i < sizeof BAD_REAL / sizeof BAD_REAL[0]; i++)
        assert_fails(PARSE(&a, &err, "call", "-p", "p", "--min-qual", BAD_REAL[i], "x"),
                     GNBS_E_USAGE, &err, "not a number");
}

/* stdout of a call, read back. */
static void help_prints_every_option_with_its_default(void **state) {
    (void)state;
    asked_t a;
    gnbs_err_t err = {0};
    FILE *to = tmpfile();
    assert_non_null(to);
    fflush(stdout);
    int kept = dup(1);
    dup2(fileno(to), 1);
    gnbs_code_t code =
        PARSE(&a, &err, "call", "--help"); /* nothing is required of one who asks */
    fflush(stdout);
    dup2(kept, 1);
    close(kept);
    char text[4096] = {0};
    rewind(to);
    size_t n = fread(text, 1, sizeof text - 1, to);
    fclose(to);
    assert_ok(code, &err);
    assert_true(a.args.is_help);
    assert_true(n > 0);
    static const char *const WANTED[] = {"usage: gnbs call [options] READS",
                                         "calls variants",
                                         "-p, --panel DIR",
                                         "(required)",
                                         "-t, --threads N",
                                         "[1]",
                                         "--min-qual Q",
                                         "[20]",
                                         "--gvcf",
                                         "(may be repeated)",
                                         "-h, --help",
                                         "Notes at the end."};
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++)
        if (strstr(text, WANTED[i]) == NULL)
            fail_msg("help lacks '%s':\n%s", WANTED[i], text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands_come_in_any_order),
        cmocka_unit_test(values_may_be_joined_to_their_option),
        cmocka_unit_test(what_is_not_given_keeps_its_default),
        cmocka_unit_test(a_list_collects_in_order),
        cmocka_unit_test(a_dash_is_an_operand_and_two_dashes_end_the_options),
        cmocka_unit_test(a_value_may_look_like_an_option),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(numbers_are_whole_words),
        cmocka_unit_test(help_prints_every_option_with_its_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
