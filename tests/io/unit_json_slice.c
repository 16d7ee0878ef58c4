#include <string.h>

#include "io/json_slice.h"
#include "support/testing.h"

static size_t cut(const char *text, gnbs_arena_t *arena, gnbs_json_slice_t **slice) {
    size_t n = 99;
    gnbs_err_t err = {0};
    gnbs_code_t code = gnbs_json_cut("t.json", text, strlen(text), arena, &n, slice, &err);
    assert_true(code == GNBS_OK || code == GNBS_E_FORMAT);
    if (code == GNBS_E_FORMAT) assert_int_equal(strncmp(err.msg, "t.json: ", 8), 0);
    return code == GNBS_OK ? n : SIZE_MAX;
}

static void is_slice(const gnbs_json_slice_t *s, const char *key, const char *value) {
    if (key != NULL)
        assert_true(gnbs_json_slice_is(s, key));
    else
        assert_null(s->key);
    assert_int_equal(s->n, strlen(value));
    assert_memory_equal(s->at, value, s->n);
}

static void members_are_found_whatever_is_in_them(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_json_slice_t *s;
    gnbs_arena_init(&arena);
    assert_int_equal(cut(" { \"a\" : 1,\"b\":\"x}\\\"]\\\\\" , \"c\":[{\"d\":[]} ,2], "
                         "\"e\": null }\n",
                         &arena, &s),
                     4);
    is_slice(&s[0], "a", "1");
    is_slice(&s[1], "b", "\"x}\\\"]\\\\\"");
    is_slice(&s[2], "c", "[{\"d\":[]} ,2]");
    is_slice(&s[3], "e", "null");
    assert_int_equal(cut("[ {\"k\":\"v\"}, [1] ,-2.5e3]", &arena, &s), 3);
    is_slice(&s[0], NULL, "{\"k\":\"v\"}");
    is_slice(&s[1], NULL, "[1]");
    is_slice(&s[2], NULL, "-2.5e3");
    assert_int_equal(cut("{}", &arena, &s), 0);
    assert_int_equal(cut("[ ]", &arena, &s), 0);
    gnbs_arena_clear(&arena);
}

static void a_member_says_what_it_is(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_json_slice_t *s;
    gnbs_arena_init(&arena);
    assert_int_equal(cut("[{\"x\":{\"id\":\"HGNC:2\"},\"id\":\"HGNC:1\"}]", &arena, &s), 1);
    assert_true(gnbs_json_slice_says(&s[0], "id", "HGNC:1"));
    assert_false(gnbs_json_slice_says(&s[0], "id", "HGNC:2")); /* of an inner object */
    assert_false(gnbs_json_slice_says(&s[0], "id", "HGNC:11"));
    assert_false(gnbs_json_slice_says(&s[0], "x", "HGNC:1"));
    gnbs_arena_clear(&arena);
}

static void what_does_not_close_is_refused(void **state) {
    (void)state;
    static const char *const BAD[] = {"",
                                      "1",
                                      "\"a\"",
                                      "{",
                                      "[",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1",
                                      "{\"a\":1]",
                                      "[1,]",
                                      "[1 2]",
                                      "[{]}",
                                      "{\"a\":\"b}",
                                      "[1] [2]",
                                      "{\"a\":1,\"a\":2}",
                                      "[,]",
                                      "{a:1}",
                                      "{\"a\":\"\\\"}",
                                      "[\"\\\\\\\"]",
                                      "[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                                      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]"
                                      "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                                      "]]]]]]]]]]]]]]]]]]]]]"};
    gnbs_arena_t arena;
    gnbs_json_slice_t *s;
    gnbs_arena_init(&arena);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (cut(BAD[i], &arena, &s) != SIZE_MAX) fail_msg("accepted: %s", BAD[i]);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_whatever_is_in_them),
        cmocka_unit_test(a_member_says_what_it_is),
        cmocka_unit_test(what_does_not_close_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
