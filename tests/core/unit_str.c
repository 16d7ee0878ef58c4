#include "support/testing.h"

#include <limits.h>

#include "core/str.h"
#include "core/table.h"

static void nothing_added_reads_as_the_empty_string(void **state) {
    (void)state;
    gnbs_str_t str;
    gnbs_str_init(&str);
    assert_string_equal(gnbs_str_text(&str), "");
    assert_int_equal(str.n, 0);
    gnbs_str_reset(&str);
    gnbs_str_clear(&str);
}

static void pieces_are_joined_and_counted(void **state) {
    (void)state;
    gnbs_str_t str;
    gnbs_str_init(&str);
    gnbs_str_add(&str, "SMN1");
    gnbs_str_add_char(&str, ':');
    gnbs_str_add_n(&str, "c.840C>T and more", 8);
    gnbs_str_printf(&str, " %d%s", 2, " copies");
    assert_string_equal(gnbs_str_text(&str), "SMN1:c.840C>T 2 copies");
    assert_int_equal(str.n, strlen("SMN1:c.840C>T 2 copies"));
    gnbs_str_reset(&str);
    assert_string_equal(gnbs_str_text(&str), "");
    gnbs_str_add(&str, "again");
    assert_string_equal(gnbs_str_text(&str), "again");
    gnbs_str_clear(&str);
}

static void numbers_are_written_in_decimal(void **state) {
    (void)state;
    static const long long NUMBERS[] = {0, 7, -7, 1234567890123LL, LLONG_MAX, LLONG_MIN};
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "%lld", NUMBERS[i]);
        gnbs_str_t s;
        gnbs_str_init(&s);
        gnbs_str_add_int(&s, NUMBERS[i]);
        assert_string_equal(gnbs_str_text(&s), expected);
        gnbs_str_clear(&s);
    }
}

static void it_grows_past_every_doubling(void **state) {
    (void)state;
    gnbs_str_t str;
    gnbs_str_init(&str);
    for (int i = 0; i < 5000; i++) gnbs_str_printf(&str, "%04d", i);
    assert_int_equal(str.n, 20000);
    assert_false(str.failed);
    for (int i = 0; i < 5000; i++) {
        char four[16];
        snprintf(four, sizeof four, "%04d", i);
        assert_memory_equal(gnbs_str_text(&str) + 4 * i, four, 4);
    }
    gnbs_str_clear(&str);
}

static void a_failure_is_remembered_and_later_calls_do_nothing(void **state) {
    (void)state;
    gnbs_str_t str;
    gnbs_str_init(&str);
    gnbs_str_add(&str, "kept");
    volatile size_t too_many = SIZE_MAX / 2 + 1;
    gnbs_str_add_n(&str, "x", too_many); /* refused before a byte of "x" is read */
    assert_true(str.failed);
    gnbs_str_add(&str, " lost");
    assert_string_equal(gnbs_str_text(&str), "kept");
    gnbs_str_reset(&str);
    assert_false(str.failed);
    gnbs_str_clear(&str);
}

static void a_table_is_asked_by_exact_names(void **state) {
    (void)state;
    const char *column[] = {"gene", "hgnc_id"};
    const gnbs_table_meta_t meta[] = {{1, "name", "newborn"}, {2, "version", "3"}};
    const gnbs_table_t table = {.n_meta = 2, .meta = meta, .n_column = 2, .column = column};
    assert_int_equal(gnbs_table_column(&table, "hgnc_id"), 1);
    assert_int_equal(gnbs_table_column(&table, "HGNC_ID"), -1);
    assert_int_equal(gnbs_table_column(&table, "gen"), -1);
    assert_string_equal(gnbs_table_meta_value(&table, "version"), "3");
    assert_null(gnbs_table_meta_value(&table, "date"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_added_reads_as_the_empty_string),
        cmocka_unit_test(pieces_are_joined_and_counted),
        cmocka_unit_test(numbers_are_written_in_decimal),
        cmocka_unit_test(it_grows_past_every_doubling),
        cmocka_unit_test(a_failure_is_remembered_and_later_calls_do_nothing),
        cmocka_unit_test(a_table_is_asked_by_exact_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
