#include "support/testing.h"

#include <unistd.h>

#include "core/escape.h"

/* One text through one door. */
static void check(void (*door)(gnbs_str_t *, const char *), const char *text,
                  const char *expected) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    door(&out, text);
    assert_string_equal(gnbs_str_text(&out), expected);
    gnbs_str_clear(&out);
}

static void html_text_cannot_open_an_element_or_leave_an_attribute(void **state) {
    (void)state;
    check(gnbs_escape_html, "<script>alert(1)</script>",
          "&lt;script&gt;alert(1)&lt;/script&gt;");
    check(gnbs_escape_html, "\" onload='x' & more", "&quot; onload=&#39;x&#39; &amp; more");
    check(gnbs_escape_html, "CFTR", "CFTR");
    check(gnbs_escape_html, "", "");
    check(gnbs_escape_html, "a\tb\nc", "a\tb\nc");
    check(gnbs_escape_html, "a\001b\033[31m",
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD[31m");
}

static void bytes_that_are_not_utf8_leave_as_the_replacement_character(void **state) {
    (void)state;
#define BAD "\xEF\xBF\xBD"
    check(gnbs_escape_html, "Zo\xC3\xAB", "Zo\xC3\xAB");             /* 2 bytes */
    check(gnbs_escape_html, "\xE2\x82\xAC", "\xE2\x82\xAC");         /* 3 bytes */
    check(gnbs_escape_html, "\xF0\x9F\x91\xB6", "\xF0\x9F\x91\xB6"); /* 4 bytes */
    check(gnbs_escape_html, "\xFF", BAD);                            /* never in UTF-8 */
    check(gnbs_escape_html, "\x80", BAD);                         /* continuation alone */
    check(gnbs_escape_html, "\xC3", BAD);                         /* cut short by the end */
    check(gnbs_escape_html, "\xC3<", BAD "&lt;");                 /* cut short by a < */
    check(gnbs_escape_html, "\xC0\xBC", BAD BAD);                 /* overlong '<' */
    check(gnbs_escape_html, "\xE0\x80\xBC", BAD BAD BAD);         /* overlong '<' */
    check(gnbs_escape_html, "\xED\xA0\x80", BAD BAD BAD);         /* a surrogate */
    check(gnbs_escape_html, "\xF4\x90\x80\x80", BAD BAD BAD BAD); /* past U+10FFFF */
    check(gnbs_escape_json, "\xC0\xBC", "\"" BAD BAD "\"");
#undef BAD
}

static void json_text_cannot_leave_its_quotes_or_a_script_element(void **state) {
    (void)state;
    check(gnbs_escape_json, "a\"b\\c", "\"a\\\"b\\\\c\"");
    check(gnbs_escape_json, "</script>", "\"\\u003c/script>\"");
    check(gnbs_escape_json, "a\nb\tc\r\001\x7F", "\"a\\nb\\tc\\u000d\\u0001\\u007f\"");
    check(gnbs_escape_json, "Zo\xC3\xAB", "\"Zo\xC3\xAB\"");
    check(gnbs_escape_json, "", "\"\"");
}

static void check_csv(const char *text, char sep, const char *expected) {
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_escape_csv(&out, text, sep);
    assert_string_equal(gnbs_str_text(&out), expected);
    gnbs_str_clear(&out);
}

static void a_spreadsheet_cell_is_never_a_formula(void **state) {
    (void)state;
    check_csv("=HYPERLINK(\"http://x\",\"y\")", ',',
              "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    check_csv("+1+1", ',', "'+1+1");
    check_csv("-2+3", '\t', "'-2+3");
    check_csv("@SUM(A1)", ',', "'@SUM(A1)");
    check_csv("\tx", '\t', "\"'\tx\"");
    check_csv("\n=1", ',', "\"'\n=1\"");
    check_csv("a=b", ',', "a=b"); /* only the first character makes a formula */
}

static void csv_quotes_what_would_break_the_row(void **state) {
    (void)state;
    check_csv("CFTR", ',', "CFTR");
    check_csv("", ',', "");
    check_csv("a,b", ',', "\"a,b\"");
    check_csv("a,b", '\t', "a,b");
    check_csv("a\tb", '\t', "\"a\tb\"");
    check_csv("say \"no\"", ',', "\"say \"\"no\"\"\"");
    check_csv("two\nlines", ',', "\"two\nlines\"");
}

static void shell_words_are_single_quoted(void **state) {
    (void)state;
    check(gnbs_escape_shell, "x.bam", "'x.bam'");
    check(gnbs_escape_shell, "", "''");
    check(gnbs_escape_shell, "it's", "'it'\\''s'");
}

/* What the shell hands to a program must be, byte for byte, what was escaped. */
static void the_shell_gives_back_every_byte(void **state) {
    (void)state;
    static const char *const WORDS[] = {
        "plain", "two words", "$(touch x)", "`id`",    "a;rm -rf b",  "it's",
        "''",    "\\",        "a\nb\n",     "*",       "~",           "!x",
        "-n",    "$HOME",     "\"quoted\"", "a&b|c>d", "\x01\x7F\xFF"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        gnbs_str_t line;
        gnbs_str_init(&line);
        gnbs_str_add(&line, "printf '%s.' ");
        gnbs_escape_shell(&line, WORDS[i]);
        FILE *pipe = popen(gnbs_str_text(&line), "r");
        assert_non_null(pipe);
        char back[64] = {0};
        size_t n = fread(back, 1, sizeof back - 1, pipe);
        assert_int_equal(pclose(pipe), 0);
        assert_int_equal(n, strlen(WORDS[i]) + 1);
        assert_memory_equal(back, WORDS[i], n - 1);
        assert_int_equal(back[n - 1], '.');
        gnbs_str_clear(&line);
    }
}

static void a_terminal_is_not_steered_by_a_sample_name(void **state) {
    (void)state;
    check(gnbs_escape_term, "baby\033[2J\007", "baby\\x1B[2J\\x07");
    check(gnbs_escape_term, "a\nb\r", "a\\x0Ab\\x0D");
    check(gnbs_escape_term, "Zo\xC3\xAB", "Zo\xC3\xAB");
    check(gnbs_escape_term, "\x7F", "\\x7F");
    check(gnbs_escape_term,
          "\xC2\x9B"
          "2J",
          "\\xC2\\x9B2J"); /* U+009B is ESC [ in one character */
    check(gnbs_escape_term,
          "\x9B"
          "2J\xFF",
          "\\x9B2J\\xFF");
    check(gnbs_escape_term, "\xC2\xA0", "\xC2\xA0"); /* the first character past them */
}

static void file_names_cannot_leave_their_folder(void **state) {
    (void)state;
    char long_name[66];
    memset(long_name, 'a', 65);
    long_name[65] = '\0';
    static const char *const BAD[] = {"",    ".",    "..",   ".x",        "-x",
                                      "_x",  "a/b",  "a b",  "a\nb",      "a:b",
                                      "a*b", "a\\b", "../x", "Zo\xC3\xAB"};
    static const char *const GOOD[] = {"a", "NA12878", "HG002_30x", "baby-1.v2", "0"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(gnbs_escape_is_file_name(BAD[i]));
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(gnbs_escape_is_file_name(GOOD[i]));
    assert_false(gnbs_escape_is_file_name(long_name));
    assert_true(gnbs_escape_is_file_name(long_name + 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_text_cannot_open_an_element_or_leave_an_attribute),
        cmocka_unit_test(bytes_that_are_not_utf8_leave_as_the_replacement_character),
        cmocka_unit_test(json_text_cannot_leave_its_quotes_or_a_script_element),
        cmocka_unit_test(a_spreadsheet_cell_is_never_a_formula),
        cmocka_unit_test(csv_quotes_what_would_break_the_row),
        cmocka_unit_test(shell_words_are_single_quoted),
        cmocka_unit_test(the_shell_gives_back_every_byte),
        cmocka_unit_test(a_terminal_is_not_steered_by_a_sample_name),
        cmocka_unit_test(file_names_cannot_leave_their_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
