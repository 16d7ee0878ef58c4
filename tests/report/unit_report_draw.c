/* Drawings of copies and of fractions: what is counted is where the eye looks for it, and nothing leaves the picture. */
#include "support/testing.h"

#include "io/tree_read.h"
#include "report/report_aid.h"
#include "report/report_html.h"

static gnbs_arena_t arena;
static gnbs_err_t err;
static gnbs_str_t out;

static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    gnbs_str_init(&out);
    return 0;
}

static int end(void **state) {
    (void)state;
    gnbs_str_clear(&out);
    gnbs_arena_clear(&arena);
    return 0;
}

static const gnbs_tree_t *tree_of(const char *json) {
    const gnbs_tree_t *t;
    assert_ok(gnbs_tree_parse("made.json", json, strlen(json), &arena, &t, &err), &err);
    return t;
}

static int count(const char *part) {
    int n = 0;
    for (const char *at = gnbs_str_text(&out); (at = strstr(at, part)) != NULL; at++) n++;
    return n;
}

static void expect(const char *part, int n) {
    if (count(part) != n)
        fail_msg("'%s' stands %d times, expected %d, in\n%s", part, count(part), n,
                 gnbs_str_text(&out));
}

/* Four windows; the two in the middle lie in a heterozygous deletion; one was not counted. */
static const char *const FINDING =
    "{\"variants\": [{\"dosage\": null}, {\"dosage\": {\"kind\": \"deletion\", \"begin\": "
    "1500, \"end\": 3500, \"is_exact\": true, \"expected_copies\": 2, \"copies\": 1, "
    "\"ratio\": 0.51, \"ratio_low\": 0.44, \"ratio_high\": 0.6, \"windows\": 2, "
    "\"split_reads\": 9, \"pairs\": 4, \"effect\": \"Exons 2 and 3 are lost\"}}],\n"
    "\"copies\": ["
    "{\"begin\": 1000, \"end\": 1300, \"exon\": 1, \"usable\": true, \"expected_copies\": "
    "2, "
    "\"observed_copies\": 2.0},"
    "{\"begin\": 2000, \"end\": 2300, \"exon\": 2, \"usable\": true, \"expected_copies\": "
    "2, "
    "\"observed_copies\": 1.0},"
    "{\"begin\": 3000, \"end\": 3300, \"exon\": 3, \"usable\": false, \"expected_copies\": "
    "2, \"observed_copies\": null},"
    "{\"begin\": 4000, \"end\": 4300, \"exon\": 0, \"usable\": true, \"expected_copies\": "
    "2, "
    "\"observed_copies\": 57.5}]}";

static void each_window_is_drawn_at_its_copies(void **state) {
    (void)state;
    gnbs_report_draw_dosage(&out, tree_of(FINDING), "1");
    assert_string_equal(html_problem(gnbs_str_text(&out)), "");
    expect("<circle", 3);
    expect("l4 4m0 -4l-4 4", 1);      /* not counted */
    expect("fill=\"#f3dfc6\"", 2);    /* windows of the event */
    expect(">1,000-1,300: 2.00<", 1); /* what a pointer shows */
    /* one copy lies 34 units below two */
    int y2, y1;
    const char *first = strstr(gnbs_str_text(&out), "<circle");
    assert_int_equal(sscanf(first, "<circle cx=\"%*d\" cy=\"%d\"", &y2), 1);
    assert_int_equal(
        sscanf(strstr(first + 1, "<circle"), "<circle cx=\"%*d\" cy=\"%d\"", &y1), 1);
    assert_int_equal(y1 - y2, 34);
    expect("cy=\"14\"", 1); /* 57.5 copies stand at the top, not above it */
    for (int exon = 1; exon <= 3; exon++) {
        char label[64];
        snprintf(label, sizeof label, "text-anchor=\"middle\">%d</text>", exon);
        expect(label, 1);
    }
}

static void many_windows_are_cut_around_the_event_and_said(void **state) {
    (void)state;
    gnbs_str_t json;
    gnbs_str_init(&json);
    gnbs_str_add(&json,
                 "{\"variants\": [{\"dosage\": {\"kind\": \"duplication\", \"begin\": "
                 "900100, \"end\": 900200}}], \"copies\": [");
    for (int i = 0; i < 1000; i++)
        gnbs_str_printf(&json,
                        "%s{\"begin\": %d, \"end\": %d, \"exon\": %d, \"usable\": true, "
                        "\"expected_copies\": 1, \"observed_copies\": 1.1}",
                        i > 0 ? "," : "", 1000 * i + 1, 1000 * i + 900, i + 1);
    gnbs_str_add(&json, "]}");
    gnbs_report_draw_dosage(&out, tree_of(gnbs_str_text(&json)), "2");
    gnbs_str_clear(&json);
    expect("<circle", 400);
    expect("fill=\"#f3dfc6\"", 1);
    expect("600 windows farther away are not drawn", 1);
}

static void a_finding_without_an_event_has_no_drawing(void **state) {
    (void)state;
    gnbs_report_draw_dosage(&out,
                            tree_of("{\"variants\": [{\"dosage\": null}], \"copies\": "
                                    "[]}"),
                            "1");
    gnbs_report_draw_dosage(&out, tree_of("{}"), "1");
    assert_int_equal(out.n, 0);
}

static void an_event_is_said_in_words_too(void **state) {
    (void)state;
    const gnbs_tree_t *f = tree_of(FINDING);
    gnbs_report_put_dosage(&out, gnbs_tree_at(gnbs_tree_get(f, "variants"), 1));
    expect("1 counted, 2 expected", 1);
    expect("0.51", 1);
    expect("0.44 to 0.60", 1);
    expect("1,500 to 3,500, to the base", 1);
    expect("9 fragments read across the junction, 4 stand", 1);
    expect("Exons 2 and 3 are lost", 1);
    gnbs_str_reset(&out);
    gnbs_report_put_dosage(&out, gnbs_tree_at(gnbs_tree_get(f, "variants"), 0));
    assert_int_equal(out.n, 0);
}

/* 28 % of 300 units begin at 14: the interval from 98 to 117, the point at 104 (30 %). */
static void a_fraction_stands_on_its_line_with_its_interval(void **state) {
    (void)state;
    gnbs_report_draw_fraction(
        &out, tree_of("{\"fraction\": 0.30, \"low\": 0.28, \"high\": 0.3434}"));
    assert_string_equal(html_problem(gnbs_str_text(&out)), "");
    expect("<rect x=\"98\" y=\"8\" width=\"19\"", 1);
    expect("<circle cx=\"104\"", 1);
    gnbs_str_reset(&out);
    gnbs_report_draw_fraction(&out,
                              tree_of("{\"fraction\": 7, \"low\": -3, \"high\": 1e30}"));
    expect("<rect x=\"14\" y=\"8\" width=\"300\"", 1);
    expect("<circle cx=\"314\"", 1);
    gnbs_str_reset(&out);
    gnbs_report_draw_fraction(&out, tree_of("{\"fraction\": null}"));
    assert_int_equal(out.n, 0);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        A_TEST(each_window_is_drawn_at_its_copies),
        A_TEST(many_windows_are_cut_around_the_event_and_said),
        A_TEST(a_finding_without_an_event_has_no_drawing),
        A_TEST(an_event_is_said_in_words_too),
        A_TEST(a_fraction_stands_on_its_line_with_its_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
