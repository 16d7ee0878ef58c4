#include "review/review_form.h"
#include "support/testing.h"

static gnbs_arena_t arena;
static gnbs_review_form_t form;

static bool parse(const char *text) {
    return gnbs_review_parse_form(text, strlen(text), &arena, &form);
}

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* The examples of the URL standard's parser (WHATWG, 5.1): plus is a space, %XX a byte, an empty piece nothing. */
static void fields_are_decoded(void **state) {
    (void)state;
    assert_true(parse("a=1&b=two+words&&c=%C3%A9%26%3D%25&d&=e"));
    assert_int_equal(form.n, 5);
    assert_string_equal(gnbs_review_field(&form, "a"), "1");
    assert_string_equal(gnbs_review_field(&form, "b"), "two words");
    assert_string_equal(gnbs_review_field(&form, "c"), "\xC3\xA9&=%");
    assert_string_equal(gnbs_review_field(&form, "d"), "");
    assert_string_equal(gnbs_review_field(&form, ""), "e");
    assert_string_equal(gnbs_review_field(&form, "not there"), "");
    assert_true(parse(""));
    assert_int_equal(form.n, 0);
}

static void line_ends_of_browsers_become_one(void **state) {
    (void)state;
    assert_true(parse("a=x%0D%0Ay%0Az%0D%0A"));
    assert_string_equal(gnbs_review_field(&form, "a"), "x\ny\nz\n");
}

static void what_means_nothing_is_refused_whole(void **state) {
    (void)state;
    static const char *const WRONG[] = {
        "a=%",     "a=%4", "a=%zz",     "a=%00",      "a=%C3", "a=%FF%FE",
        "a=1&a=2", "%=1",  "ok=1&b=%4", "a=%ED%A0%80" /* half a surrogate pair */};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        if (parse(WRONG[i])) fail_msg("%s was taken", WRONG[i]);
        assert_int_equal(form.n, 0);
    }
    assert_false(gnbs_review_parse_form("a=\0b", 4, &arena, &form));
}

static void fields_beyond_the_limit_are_refused(void **state) {
    (void)state;
    char text[GNBS_REVIEW_N_FIELD * 8 + 16];
    size_t n = 0;
    for (int i = 0; i < GNBS_REVIEW_N_FIELD; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%sf%d=1", i > 0 ? "&" : "", i);
    assert_true(gnbs_review_parse_form(text, n, &arena, &form));
    n += (size_t)snprintf(text + n, sizeof text - n, "&x=1");
    assert_false(gnbs_review_parse_form(text, n, &arena, &form));
}

static void a_cookie_is_found_among_others_and_never_guessed(void **state) {
    (void)state;
    char value[8];
    assert_true(gnbs_review_cookie("a=1; desk=abc; b=2", "desk", value, sizeof value));
    assert_string_equal(value, "abc");
    assert_true(gnbs_review_cookie("desk=", "desk", value, sizeof value));
    assert_string_equal(value, "");
    assert_false(gnbs_review_cookie("xdesk=abc; deskx=d", "desk", value, sizeof value));
    assert_false(gnbs_review_cookie("desk=a; desk=b", "desk", value, sizeof value));
    assert_false(gnbs_review_cookie("desk=12345678", "desk", value, sizeof value));
    assert_false(gnbs_review_cookie("desk", "desk", value, sizeof value));
    assert_false(gnbs_review_cookie("", "desk", value, sizeof value));
    assert_false(gnbs_review_cookie(";;; ;", "desk", value, sizeof value));
}

static void a_number_is_digits_and_nothing_else(void **state) {
    (void)state;
    long long n;
    assert_true(gnbs_review_number("120", 3, &n));
    assert_int_equal(n, 120);
    static const char *const WRONG[] = {
        "", "-1", "+1", "1 ", "0x1", "1e3", "1234567890123456"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(gnbs_review_number(WRONG[i], strlen(WRONG[i]), &n));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_are_decoded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(line_ends_of_browsers_become_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_means_nothing_is_refused_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(fields_beyond_the_limit_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test(a_cookie_is_found_among_others_and_never_guessed),
        cmocka_unit_test(a_number_is_digits_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
