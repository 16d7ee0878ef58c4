/* The rules of what may be reported. Values of the Generation Study are those its pipeline guide states: AF below 0.05 for
 * asserted variants; loss of function 0.01 recessive, 0.001 dominant, gnomAD AFR 0.0005, ASJ 0.003, EAS 0.002; at least one
 * P/LP and at most one B/LB submission. */
#include "support/testing.h"

#include "io/table_read.h"
#include "support/make_case.h"

static made_case_t m;
static gnbs_arena_t arena;
static gnbs_screen_opt_t opt;
static gnbs_frequency_t frequency;
static gnbs_case_variant_t *v;

static int begin(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    make_case(&m);
    opt = gnbs_screen_opt_default();
    v = add_variant(&m, 0, 1010, 2, 2);
    frequency = (gnbs_frequency_t){.af = 0, .faf95 = -1, .af_grpmax = -1, .grpmax = ""};
    v->frequency = &frequency;
    return 0;
}
static int end(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static const char *rule(void) {
    return gnbs_screen_reportable(&opt, &m.c, &m.row[0], v, &arena);
}

static gnbs_code_t read_policy(const char *text, gnbs_err_t *err) {
    gnbs_table_t t;
    assert_ok(gnbs_table_parse("p.tsv", text, strlen(text), '\t', &arena, &t, err), err);
    return gnbs_screen_policy_read(&t, &arena, &opt, err);
}

static void the_shipped_file_states_every_rule_as_the_program_has_it(void **state) {
    (void)state;
    gnbs_table_t t;
    gnbs_err_t err;
    size_t n;
    const gnbs_policy_item_t *item;
    assert_ok(gnbs_table_read("refdata/policy.tsv", 0, &arena, &t, &err), &err);
    assert_ok(gnbs_screen_policy_list(&opt, &arena, &n, &item, &err), &err);
    assert_int_equal(n, GNBS_SCREEN_N_RULE);
    assert_int_equal(t.n_row, n);
    static const char *const NAMES[] = {"key", "value", "meaning", "source"};
    for (size_t i = 0; i < n; i++) {
        const char *const want[] = {item[i].key, item[i].value, item[i].what,
                                    item[i].source};
        for (int k = 0; k < 4; k++)
            assert_string_equal(t.row[i].cell[gnbs_table_column(&t, NAMES[k])], want[k]);
    }
    assert_ok(gnbs_screen_policy_read(&t, &arena, &opt, &err), &err);
    const gnbs_policy_item_t *again;
    assert_ok(gnbs_screen_policy_list(&opt, &arena, &n, &again, &err), &err);
    for (size_t i = 0; i < n; i++) assert_string_equal(again[i].value, item[i].value);
}

static void asserted_variants_are_reported_up_to_five_per_cent(void **state) {
    (void)state;
    frequency.af = 0.05;
    assert_non_null(rule());
    frequency.af = 0.0501;
    assert_null(rule());
    frequency.faf95 = 0.01; /* the filtering frequency says how sure that is */
    assert_non_null(rule());
    v->frequency = NULL;
    assert_non_null(rule());
}

static void make_lof(gnbs_inheritance_t inh, double af, const char *ancestry) {
    v->known = NULL;
    m.consequence[0].terms = UINT64_C(1) << GNBS_CSQ_STOP_GAINED;
    m.row[0].inheritance = inh;
    frequency.af_grpmax = af;
    frequency.grpmax = ancestry;
}

static void loss_of_function_has_a_ceiling_by_inheritance_and_ancestry(void **state) {
    (void)state;
    static const struct {
        gnbs_inheritance_t inh;
        const char *ancestry;
        double ceiling;
    } CASES[] = {{GNBS_INH_AR, "nfe", 0.01},  {GNBS_INH_AR, "afr", 0.01},
                 {GNBS_INH_AD, "nfe", 0.001}, {GNBS_INH_AD, "afr", 0.0005},
                 {GNBS_INH_AD, "AMR", 0.001}, {GNBS_INH_AD, "asj", 0.003},
                 {GNBS_INH_AD, "eas", 0.002}, {GNBS_INH_AD, "fin", 0.001},
                 {GNBS_INH_XLR, "afr", 0.001}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        make_lof(CASES[i].inh, CASES[i].ceiling, CASES[i].ancestry);
        assert_non_null(rule());
        frequency.af_grpmax = 1.01 * CASES[i].ceiling;
        assert_null(rule());
    }
}

static void conflicting_assertions_go_by_their_submissions(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool is_reported;
    } CASES[] = {{"Pathogenic(1)|Uncertain_significance(5)", true},
                 {"Likely_pathogenic(1)|Likely_benign(1)", true},
                 {"Pathogenic(3)|Benign(1)|Likely_benign(1)", false},
                 {"Uncertain_significance(2)|Likely_benign(1)", false},
                 {"", false},
                 {"Pathogenic(0)|Benign(1)", false}};
    m.known[0].sig = GNBS_CLNSIG_CONFLICTING;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        m.known[0].clnsigconf = CASES[i].text;
        assert_int_equal(rule() != NULL, CASES[i].is_reported);
    }
    opt.min_conflict_pathogenic = 1000; /* a laboratory that reports none */
    m.known[0].clnsigconf = CASES[0].text;
    assert_null(rule());
}

static void a_laboratory_may_ask_for_stars(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_ok(
        read_policy("key\tvalue\tsource\nclinvar.min_stars\t3\tour board, May\n", &err),
        &err);
    assert_null(rule());
    m.known[0].stars = 3;
    assert_non_null(rule());
    v->known = NULL;
    const gnbs_known_t twin = {
        .sig = GNBS_CLNSIG_PATHOGENIC, .clinvar_id = "2", .stars = 2};
    v->known_same_protein = &twin;
    assert_null(rule());
}

static void our_own_class_reports_only_where_a_laboratory_says_so(void **state) {
    (void)state;
    v->known = NULL;
    v->classification.acmg_class = GNBS_ACMG_LIKELY_PATHOGENIC;
    assert_null(rule());
    opt.own_reports = GNBS_OWN_PATHOGENIC;
    assert_null(rule());
    opt.own_reports = GNBS_OWN_LIKELY_PATHOGENIC;
    assert_non_null(strstr(rule(), "own classification"));
    v->classification.acmg_class = GNBS_ACMG_UNCERTAIN;
    assert_null(rule());
    v->classification.acmg_class = GNBS_ACMG_PATHOGENIC;
    m.row[0].policy = GNBS_POLICY_KNOWN; /* this row reports what is known only */
    assert_null(rule());
}

static void a_benign_class_of_our_own_stops_loss_of_function(void **state) {
    (void)state;
    make_lof(GNBS_INH_AR, 0, "");
    assert_non_null(rule());
    v->classification.acmg_class = GNBS_ACMG_LIKELY_BENIGN;
    assert_null(rule());
    opt.own_benign_stops_lof = false;
    assert_non_null(rule());
    m.consequence[0].terms = UINT64_C(1) << GNBS_CSQ_STOP_LOST;
    assert_non_null(rule());
    opt.stop_lost_is_lof = false;
    assert_null(rule());
}

static void girls_of_an_xl_row_go_by_policy(void **state) {
    (void)state;
    gnbs_err_t err;
    m.row[0] = make_row("SYX1", "HGNC:9000002", GNBS_INH_XL);
    m.c.n_variant = 0;
    add_variant(&m, 1, 1010, 1, 2);
    assert_ok(gnbs_screen_case(&opt, GNBS_METHOD_SMALL_VARIANT, &m.c, &arena, &err), &err);
    assert_int_equal(m.c.outcome[0].outcome, GNBS_OUTCOME_SUSPECTED);
    assert_ok(read_policy("key\tvalue\tsource\nx.females\ttwo\tour board\n", &err), &err);
    assert_ok(gnbs_screen_case(&opt, GNBS_METHOD_SMALL_VARIANT, &m.c, &arena, &err), &err);
    assert_int_equal(m.c.outcome[0].outcome, GNBS_OUTCOME_NOT_SUSPECTED);
}

static void a_change_is_shown_with_its_source(void **state) {
    (void)state;
    gnbs_err_t err;
    size_t n;
    const gnbs_policy_item_t *item;
    assert_ok(read_policy("key\tvalue\tsource\nmax_af.known\t0.02\tour board\n", &err),
              &err);
    opt.splice_bp = 8;
    assert_ok(gnbs_screen_policy_list(&opt, &arena, &n, &item, &err), &err);
    assert_string_equal(item[0].key, "max_af.known");
    assert_string_equal(item[0].value, "0.02");
    assert_string_equal(item[0].standard, "0.05");
    assert_string_equal(item[0].source, "our board");
    assert_string_equal(item[n - 1].key, "splice_bp");
    assert_string_equal(item[n - 1].source, "set on the command line");
}

static void what_is_no_rule_or_no_value_is_refused_with_its_line(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_fails(read_policy("key\tvalue\tsource\n\nmax_af.knwon\t0.1\tx\n", &err),
                 GNBS_E_FORMAT, &err, "'max_af.knwon' is no rule");
    assert_fails(read_policy("key\tvalue\tsource\nmax_af.known\t5%\tx\n", &err),
                 GNBS_E_FORMAT, &err,
                 "p.tsv:2: max_af.known '5%': expected a number from 0");
    assert_fails(read_policy("key\tvalue\tsource\nmax_af.known\t1.5\tx\n", &err),
                 GNBS_E_FORMAT, &err, "from 0 to 1");
    assert_fails(read_policy("key\tvalue\tsource\nsplice_bp\t2.5\tx\n", &err),
                 GNBS_E_FORMAT, &err, "a whole number from 0 to 20");
    assert_fails(read_policy("key\tvalue\tsource\nmax_af.known\tnan\tx\n", &err),
                 GNBS_E_FORMAT, &err, "expected a number");
    assert_fails(read_policy("key\tvalue\tsource\nx.females\tthree\tx\n", &err),
                 GNBS_E_FORMAT, &err, "expected one, two");
    assert_fails(read_policy("key\tvalue\tsource\nmax_af.known\t0.01\t\n", &err),
                 GNBS_E_FORMAT, &err, "without a source");
    assert_fails(read_policy("key\tvalue\tsource\nsplice_bp\t2\t\nsplice_bp\t3\tx\n", &err),
                 GNBS_E_FORMAT, &err, "a second time");
    assert_fails(read_policy("key\tvalue\nsplice_bp\t2\n", &err), GNBS_E_FORMAT, &err,
                 "no column 'source'");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(the_shipped_file_states_every_rule_as_the_program_has_it),
        CASE(asserted_variants_are_reported_up_to_five_per_cent),
        CASE(loss_of_function_has_a_ceiling_by_inheritance_and_ancestry),
        CASE(conflicting_assertions_go_by_their_submissions),
        CASE(a_laboratory_may_ask_for_stars),
        CASE(our_own_class_reports_only_where_a_laboratory_says_so),
        CASE(a_benign_class_of_our_own_stops_loss_of_function),
        CASE(girls_of_an_xl_row_go_by_policy),
        CASE(a_change_is_shown_with_its_source),
        CASE(what_is_no_rule_or_no_value_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
