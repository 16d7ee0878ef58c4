/* JSON to values that know their place. */
#include "io_files.h"

#include "io/json_read.h"

static gnbs_err_t err;
static gnbs_json_doc_t *doc;

static int close_doc(void **state) {
    (void)state;
    gnbs_json_doc_close(doc);
    doc = NULL;
    return 0;
}

static gnbs_code_t parse(const char *text) {
    gnbs_json_doc_close(doc);
    return gnbs_json_parse("c.json", text, strlen(text), &doc, &err);
}

static void every_kind_of_value_is_read(void **state) {
    (void)state;
    const char *text = "";
    int64_t whole = 0;
    double real = 0;
    bool truth = false;
    assert_ok(parse("{\"t\": \"caf\\u00e9\", \"i\": -7, \"r\": 2.5, \"b\": true, \"n\": "
                    "null, \"a\": [1, [], {}]}"),
              &err);
    const gnbs_json_value_t *root = gnbs_json_root(doc);
    assert_int_equal(gnbs_json_kind(root), GNBS_JSON_OBJECT);
    assert_true(gnbs_json_as_text(gnbs_json_get(root, "t"), &text));
    assert_string_equal(text, "caf\xC3\xA9");
    assert_true(gnbs_json_as_int(gnbs_json_get(root, "i"), &whole) && whole == -7);
    assert_true(gnbs_json_as_real(gnbs_json_get(root, "r"), &real) && real > 2.4 &&
                real < 2.6);
    assert_true(gnbs_json_as_real(gnbs_json_get(root, "i"), &real) && real < -6.9 &&
                real > -7.1);
    assert_true(gnbs_json_as_bool(gnbs_json_get(root, "b"), &truth) && truth);
    assert_int_equal(gnbs_json_kind(gnbs_json_get(root, "n")), GNBS_JSON_NULL);
    const gnbs_json_value_t *a = gnbs_json_get(root, "a");
    assert_int_equal(gnbs_json_size(a), 3);
    assert_int_equal(gnbs_json_kind(gnbs_json_item(a, 1)), GNBS_JSON_ARRAY);
    assert_int_equal(gnbs_json_size(gnbs_json_item(a, 2)), 0);
    assert_null(gnbs_json_item(a, 3));
}

static void members_keep_the_order_of_the_file(void **state) {
    (void)state;
    assert_ok(parse("{\"z\":1,\"a\":2,\"m\":3}"), &err);
    const gnbs_json_value_t *root = gnbs_json_root(doc);
    assert_int_equal(gnbs_json_size(root), 3);
    assert_string_equal(gnbs_json_key(gnbs_json_item(root, 0)), "z");
    assert_string_equal(gnbs_json_key(gnbs_json_item(root, 1)), "a");
    assert_string_equal(gnbs_json_key(gnbs_json_item(root, 2)), "m");
}

static void chain_through_what_is_not_there_ends_in_nothing(void **state) {
    (void)state;
    const char *text = "untouched";
    assert_ok(parse("{\"a\": 1}"), &err);
    const gnbs_json_value_t *none =
        gnbs_json_get(gnbs_json_item(gnbs_json_get(gnbs_json_root(doc), "a"), 0), "b");
    assert_null(none);
    assert_false(gnbs_json_as_text(none, &text));
    assert_string_equal(text, "untouched");
    assert_int_equal(gnbs_json_need_text(none, "x", &text, &err), GNBS_E_FORMAT);
}

static void messages_name_file_and_place(void **state) {
    (void)state;
    const char *text;
    int64_t whole;
    const gnbs_json_value_t *v;
    assert_ok(parse("{\"outcomes\": [{}, {\"gene\": 7, \"n\": 1.5}]}"), &err);
    const gnbs_json_value_t *second =
        gnbs_json_item(gnbs_json_get(gnbs_json_root(doc), "outcomes"), 1);
    assert_fails(gnbs_json_need_text(second, "gene", &text, &err), GNBS_E_FORMAT, &err,
                 "c.json: $.outcomes[1].gene: expected text, found a whole number");
    assert_fails(gnbs_json_need_int(second, "n", &whole, &err), GNBS_E_FORMAT, &err,
                 "$.outcomes[1].n: expected a whole number");
    assert_fails(gnbs_json_need_array(second, "list", &v, &err), GNBS_E_FORMAT, &err,
                 "c.json: $.outcomes[1]: has no 'list', expected an array");
    assert_fails(gnbs_json_bad(second, &err, "%s", "is odd"), GNBS_E_FORMAT, &err,
                 "c.json: $.outcomes[1]: is odd");
    assert_ok(gnbs_json_need_int(second, "gene", &whole, &err), &err);
    assert_int_equal(whole, 7);
}

static void what_is_not_json_is_refused_with_line_and_column(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
    } CASES[] = {
        {"", "c.json:1: column 0"},
        {"{\n\"a\": 1,\n}", "c.json:3"},
        {"{\"a\":1,\"a\":2}", "duplicate"},
        {"{\"a\":1} x", "end of file expected"},
        {"7", "c.json:1"},
        {"{\"a\":\"\xFF\"}", "byte 0xff"},
        {"{\"a\":\"\\u0000\"}", "0000"},
        {"{\"a\":99999999999999999999}", "too big"},
        {"{\"a\":1e999}", "real number"},
        {"[1,", "c.json:1"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(parse(CASES[i].text), GNBS_E_FORMAT);
        assert_null(doc);
        if (strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", err.msg, CASES[i].words);
    }
}

static void nesting_has_a_floor(void **state) {
    (void)state;
    char text[4000];
    for (int depth = 64; depth <= 65; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        text[2 * depth] = '\0';
        if (depth == 64)
            assert_ok(parse(text), &err);
        else
            assert_fails(parse(text), GNBS_E_FORMAT, &err, "nested deeper than 64");
    }
    memset(text, '[', sizeof text - 1); /* beyond what the parser itself would take */
    text[sizeof text - 1] = '\0';
    assert_int_equal(parse(text), GNBS_E_FORMAT);
}

static void files_are_read_plain_or_gzip(void **state) {
    (void)state;
    assert_ok(gnbs_json_read(write_gzip("c.json.gz", "{\"a\": 1}"), &doc, &err), &err);
    assert_int_equal(gnbs_json_size(gnbs_json_root(doc)), 1);
    close_doc(NULL);
    assert_fails(gnbs_json_read(test_path("absent.json"), &doc, &err), GNBS_E_IO, &err,
                 "No such file");
    assert_fails(gnbs_json_read("https://example.org/c.json", &doc, &err), GNBS_E_USAGE,
                 &err, "only local files");
    gnbs_json_doc_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_kind_of_value_is_read, close_doc),
        cmocka_unit_test_teardown(members_keep_the_order_of_the_file, close_doc),
        cmocka_unit_test_teardown(chain_through_what_is_not_there_ends_in_nothing,
                                  close_doc),
        cmocka_unit_test_teardown(messages_name_file_and_place, close_doc),
        cmocka_unit_test_teardown(what_is_not_json_is_refused_with_line_and_column,
                                  close_doc),
        cmocka_unit_test_teardown(nesting_has_a_floor, close_doc),
        cmocka_unit_test_teardown(files_are_read_plain_or_gzip, close_doc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
