#include "support/testing.h"

#include <math.h>

#include "core/json.h"

typedef struct fixture {
    gnbs_str_t out;
    gnbs_json_t json;
} fixture_t;

static void begin(fixture_t *f) {
    gnbs_str_init(&f->out);
    gnbs_json_init(&f->json, &f->out);
}

static void expect(fixture_t *f, const char *text) {
    assert_string_equal(gnbs_str_text(&f->out), text);
    gnbs_str_clear(&f->out);
}

static void members_are_indented_by_one_space_and_end_with_a_newline(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    gnbs_json_object(&f.json, NULL);
    gnbs_json_text(&f.json, "gene", "CFTR");
    gnbs_json_array(&f.json, "copies");
    gnbs_json_int(&f.json, NULL, 1);
    gnbs_json_int(&f.json, NULL, -2);
    gnbs_json_end(&f.json);
    gnbs_json_bool(&f.json, "phased", true);
    gnbs_json_end(&f.json);
    expect(
        &f,
        "{\n \"gene\": \"CFTR\",\n \"copies\": [\n  1,\n  -2\n ],\n \"phased\": true\n}\n");
}

static void empty_things_stay_on_one_line(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    gnbs_json_object(&f.json, NULL);
    gnbs_json_array(&f.json, "a");
    gnbs_json_end(&f.json);
    gnbs_json_object(&f.json, "b");
    gnbs_json_end(&f.json);
    gnbs_json_end(&f.json);
    expect(&f, "{\n \"a\": [],\n \"b\": {}\n}\n");
}

static void what_is_not_known_is_null(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    gnbs_json_array(&f.json, NULL);
    gnbs_json_text(&f.json, NULL, NULL);
    gnbs_json_real(&f.json, NULL, NAN, 2);
    gnbs_json_real(&f.json, NULL, INFINITY, 2);
    gnbs_json_null(&f.json, NULL);
    gnbs_json_end(&f.json);
    expect(&f, "[\n null,\n null,\n null,\n null\n]\n");
}

static void numbers_are_written_the_same_everywhere(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    gnbs_json_array(&f.json, NULL);
    gnbs_json_real(&f.json, NULL, 0.125, 2); /* a tie in binary: IEEE rounds it to even */
    gnbs_json_real(&f.json, NULL, -0.0, 1);
    gnbs_json_real(&f.json, NULL, -0.04,
                   1); /* to one decimal this is nothing, and nothing has no sign */
    gnbs_json_real(&f.json, NULL, -0.06, 1);
    gnbs_json_real(&f.json, NULL, 1e9, 0);
    gnbs_json_int(&f.json, NULL, INT64_MAX);
    gnbs_json_int(&f.json, NULL, INT64_MIN);
    gnbs_json_end(&f.json);
    expect(&f, "[\n 0.12,\n 0.0,\n 0.0,\n -0.1,\n 1000000000,\n 9223372036854775807,\n "
               "-9223372036854775808\n]\n");
}

static void keys_and_values_are_escaped(void **state) {
    (void)state;
    fixture_t f;
    begin(&f);
    gnbs_json_object(&f.json, NULL);
    gnbs_json_text(&f.json, "a\"b", "</script>");
    gnbs_json_end(&f.json);
    expect(&f, "{\n \"a\\\"b\": \"\\u003c/script>\"\n}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_indented_by_one_space_and_end_with_a_newline),
        cmocka_unit_test(empty_things_stay_on_one_line),
        cmocka_unit_test(what_is_not_known_is_null),
        cmocka_unit_test(numbers_are_written_the_same_everywhere),
        cmocka_unit_test(keys_and_values_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
