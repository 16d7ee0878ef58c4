#include "support/testing.h"

#include "io/ped.h"

static gnbs_arena_t arena;
static gnbs_pedigree_t ped;
static gnbs_err_t err;

static gnbs_code_t parse(const char *text, const char *family) {
    return gnbs_ped_parse("f.ped", text, strlen(text), family, &arena, &ped, &err);
}
static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}
static int end(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static void a_trio_is_read_whatever_separates_its_columns(void **state) {
    (void)state;
    assert_ok(parse("#fam id pa ma sex ill\nF kid dad mum 1 2\r\n\nF\tdad\t0\t0\t1\t1\n"
                    "F mum  0 -9 2 -9 extra\n",
                    NULL),
              &err);
    assert_int_equal(ped.n, 3);
    assert_int_equal(ped.person[0].father, 1);
    assert_int_equal(ped.person[0].mother, 2);
    assert_int_equal(ped.person[0].illness, GNBS_AFFECTED);
    assert_int_equal(ped.person[1].illness, GNBS_UNAFFECTED);
    assert_int_equal(ped.person[2].illness, GNBS_ILLNESS_UNKNOWN);
    assert_int_equal(ped.person[2].sex, GNBS_SEX_FEMALE);
    assert_int_equal(ped.person[2].mother, -1);
}
static void one_family_of_several_is_taken_by_name(void **state) {
    (void)state;
    const char *two = "F a 0 0 1 2\nG b 0 0 2 2\nG a 0 0 1 1\n";
    assert_fails(parse(two, NULL), GNBS_E_DATA, &err, "f.ped:2: a second family, 'G'");
    assert_ok(parse(two, "G"), &err);
    assert_int_equal(ped.n, 2);
    assert_string_equal(ped.person[1].id, "a");
    assert_fails(parse(two, "H"), GNBS_E_DATA, &err, "no family 'H'");
    assert_fails(parse("# nobody\n", NULL), GNBS_E_DATA, &err, "nobody in it");
}
static void families_that_cannot_be_are_refused_with_their_line(void **state) {
    (void)state;
    assert_fails(parse("F a 0 0 1\n", NULL), GNBS_E_FORMAT, &err, "f.ped:1: 5 columns");
    assert_fails(parse("F a 0 0 1 2\nF a 0 0 1 2\n", NULL), GNBS_E_DATA, &err,
                 "f.ped:2: 'a' a second time");
    assert_fails(parse("F a b 0 1 2\n", NULL), GNBS_E_DATA, &err,
                 "the father 'b' has no line; write 0");
    assert_fails(parse("F a b 0 1 2\nF b 0 0 2 1\n", NULL), GNBS_E_DATA, &err,
                 "the father 'b' is female");
    assert_fails(parse("F a 0 b 1 2\nF b 0 0 1 1\n", NULL), GNBS_E_DATA, &err,
                 "the mother 'b' is male");
    assert_fails(parse("F a a 0 1 2\n", NULL), GNBS_E_DATA, &err, "his own ancestor");
    assert_fails(parse("F a b 0 1 2\nF b c 0 1 1\nF c a 0 1 1\n", NULL), GNBS_E_DATA, &err,
                 "his own ancestor");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(a_trio_is_read_whatever_separates_its_columns),
        CASE(one_family_of_several_is_taken_by_name),
        CASE(families_that_cannot_be_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
