/* Gates: the file a laboratory edits, and what it makes of numbers. */
#include "support/testing.h"

#include "io/table_read.h"
#include "qc/qc_gate.h"

static gnbs_arena_t arena;

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

#define HEAD "metric\tkind\tdirection\twarn\tfail\tunknown\taction\tsource\n"

static gnbs_code_t read_gates(const char *text, size_t *n, gnbs_gate_t **gate,
                              gnbs_err_t *err) {
    gnbs_table_t table;
    assert_ok(gnbs_table_parse("gates.tsv", text, strlen(text), '\t', &arena, &table, err),
              err);
    return gnbs_qc_read_gates(&table, &arena, n, gate, err);
}

static gnbs_quality_t judge(const char *text, gnbs_metric_id_t id, double value,
                            gnbs_assay_t assay) {
    size_t n;
    gnbs_gate_t *gate;
    gnbs_err_t err;
    gnbs_quality_t q = {.assay = assay};
    q.metric[id] = (gnbs_metric_t){true, value, NULL};
    assert_ok(read_gates(text, &n, &gate, &err), &err);
    assert_ok(gnbs_qc_judge_gates(n, gate, &arena, &q, &err), &err);
    return q;
}

static void limits_are_in_the_metrics_unit_and_belong_to_the_good_side(void **state) {
    (void)state;
    static const char *const GATES =
        HEAD "contamination\tany\tmax\t1\t1.5\twarn\tNew library\tx\n"
             "depth_mean\tany\tmin\t25\t18\twarn\tSequence more\tx\n";
    static const struct {
        double contamination;
        gnbs_gate_state_t state;
        const char *words;
    } ROWS[] = {
        {0.0099, GNBS_GATE_PASS, "is 0.99 %; at most 1 % is wanted"},
        {0.01, GNBS_GATE_PASS, "is 1.00 %; at most 1 % is wanted"},
        {0.0101, GNBS_GATE_WARN, "is 1.01 %; at most 1 % is wanted"},
        {0.015, GNBS_GATE_WARN, "is 1.50 %"},
        {0.01500001, GNBS_GATE_FAIL, "is 1.500001 %; at most 1.5 % is allowed"},
        {0.03, GNBS_GATE_FAIL, "is 3.00 %; at most 1.5 % is allowed"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        gnbs_quality_t q = judge(GATES, GNBS_METRIC_CONTAMINATION, ROWS[i].contamination,
                                 GNBS_ASSAY_GENOME);
        assert_int_equal(q.verdict[0].state, ROWS[i].state);
        if (strstr(q.verdict[0].words, ROWS[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", q.verdict[0].words, ROWS[i].words);
        assert_int_equal(q.passes, ROWS[i].state != GNBS_GATE_FAIL);
    }
    gnbs_quality_t q = judge(GATES, GNBS_METRIC_DEPTH_MEAN, 17.9, GNBS_ASSAY_GENOME);
    assert_string_equal(q.fail_reason,
                        "Mean depth of the targets is 17.9x; at least 18x is needed");
    assert_string_equal(q.fail_action, "Sequence more");
    assert_true(judge(GATES, GNBS_METRIC_DEPTH_MEAN, 18, GNBS_ASSAY_GENOME).passes);
}

/* Texts of gates go to the report, which is silent about the number of sex chromosomes. */
static void a_gate_on_a_sex_chromosome_tells_no_number(void **state) {
    (void)state;
    gnbs_quality_t q = judge(HEAD "x_ratio\tany\tmax\t0.4\t0.5\twarn\tLook again\tx\n",
                             GNBS_METRIC_X_RATIO, 0.512, GNBS_ASSAY_GENOME);
    assert_int_equal(q.verdict[0].state, GNBS_GATE_FAIL);
    assert_string_equal(q.fail_reason, "Depth of X over that of the autosomes is outside "
                                       "the limits of the laboratory");
}

static void what_was_not_measured_is_unknown_or_fails_as_the_row_says(void **state) {
    (void)state;
    gnbs_quality_t q = judge(HEAD "charr\tany\tmax\t1\t2\twarn\tx\tx\n",
                             GNBS_METRIC_MARKERS, 1, GNBS_ASSAY_UNKNOWN);
    assert_int_equal(q.verdict[0].state, GNBS_GATE_UNKNOWN);
    assert_true(q.passes);
    q = judge(HEAD "charr\tany\tmax\t1\t2\tfail\tLook\tx\n", GNBS_METRIC_MARKERS, 1,
              GNBS_ASSAY_UNKNOWN);
    assert_false(q.passes);
    assert_string_equal(
        q.fail_reason,
        "Reads of the other allele where the baby is homozygous is not known");
}

static void a_row_for_a_kind_replaces_the_row_for_any(void **state) {
    (void)state;
    static const char *const GATES =
        HEAD "depth_mean\tany\tmin\t\t18\twarn\tMore\tx\n"
             "depth_mean\texome\tmin\t\t60\twarn\tMuch more\tx\n";
    gnbs_quality_t q = judge(GATES, GNBS_METRIC_DEPTH_MEAN, 30, GNBS_ASSAY_EXOME);
    assert_int_equal(q.n_verdict, 1);
    assert_string_equal(q.fail_action, "Much more");
    q = judge(GATES, GNBS_METRIC_DEPTH_MEAN, 30, GNBS_ASSAY_PANEL);
    assert_int_equal(q.n_verdict, 1);
    assert_true(q.passes);
}

static void every_gate_that_fails_is_named_and_the_first_says_what_to_do(void **state) {
    (void)state;
    size_t n;
    gnbs_gate_t *gate;
    gnbs_err_t err;
    gnbs_quality_t q = {0};
    q.metric[GNBS_METRIC_DEPTH_MEAN] = (gnbs_metric_t){true, 12, NULL};
    q.metric[GNBS_METRIC_SEX_MISMATCH] =
        (gnbs_metric_t){true, 1, "Declared female, seen male"};
    assert_ok(read_gates(HEAD "depth_mean\tany\tmin\t\t18\twarn\tMore\tx\n"
                              "sex_mismatch\tany\tmax\t\t0\twarn\tStop\tx\n",
                         &n, &gate, &err),
              &err);
    assert_ok(gnbs_qc_judge_gates(n, gate, &arena, &q, &err), &err);
    assert_string_equal(q.fail_reason,
                        "Mean depth of the targets is 12.0x; at least 18x is needed. "
                        "Declared female, seen male");
    assert_string_equal(q.fail_action, "More");
}

static void a_slip_in_the_file_is_named_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *row, *words;
    } ROWS[] = {
        {"depth\tany\tmin\t\t18\twarn\tx\tx\n", "gates.tsv:2: metric is 'depth'"},
        {"depth_mean\twgs\tmin\t\t18\twarn\tx\tx\n", "gates.tsv:2: kind is 'wgs'"},
        {"depth_mean\tany\tlow\t\t18\twarn\tx\tx\n", "direction is 'low'"},
        {"depth_mean\tany\tmin\t\t18x\twarn\tx\tx\n", "fail is '18x'"},
        {"depth_mean\tany\tmin\tnan\t18\twarn\tx\tx\n", "warn is 'nan'"},
        {"depth_mean\tany\tmin\t15\t18\twarn\tx\tx\n", "the milder of the two limits"},
        {"depth_mean\tany\tmin\t\t18\tno\tx\tx\n", "unknown is 'no'"},
        {"depth_mean\tany\tmin\t\t18\twarn\t\tx\n", "what to do"},
        {"depth_mean\tany\tmin\t\t18\twarn\tx\tx\ndepth_mean\tany\tmin\t\t9\twarn\tx\tx\n",
         "gates.tsv:3: metric is 'depth_mean'; expected one row"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        char text[600];
        size_t n;
        gnbs_gate_t *gate;
        gnbs_err_t err;
        snprintf(text, sizeof text, HEAD "%s", ROWS[i].row);
        assert_fails(read_gates(text, &n, &gate, &err), GNBS_E_FORMAT, &err, ROWS[i].words);
    }
    size_t n;
    gnbs_gate_t *gate;
    gnbs_err_t err;
    assert_fails(read_gates("metric\tkind\n", &n, &gate, &err), GNBS_E_FORMAT, &err,
                 "no column 'direction'");
}

static void the_gates_that_ship_are_sound(void **state) {
    (void)state;
    gnbs_table_t table;
    gnbs_err_t err;
    size_t n, n_stop = 0;
    gnbs_gate_t *gate;
    assert_ok(gnbs_table_read("refdata/gates.tsv", '\t', &arena, &table, &err), &err);
    assert_ok(gnbs_qc_read_gates(&table, &arena, &n, &gate, &err), &err);
    for (size_t i = 0; i < n; i++) {
        assert_true(gate[i].source[0] != '\0');
        n_stop += gate[i].has_fail;
        if (gate[i].metric == GNBS_METRIC_CONTAMINATION) {
            assert_near(gate[i].warn, 0.01, 1e-12); /* Generation Study: 1.5 % pauses */
            assert_near(gate[i].fail, 0.015, 1e-12);
        }
    }
    assert_true(n_stop >= 6);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_gate_on_a_sex_chromosome_tells_no_number),
        CASE(limits_are_in_the_metrics_unit_and_belong_to_the_good_side),
        CASE(what_was_not_measured_is_unknown_or_fails_as_the_row_says),
        CASE(a_row_for_a_kind_replaces_the_row_for_any),
        CASE(every_gate_that_fails_is_named_and_the_first_says_what_to_do),
        CASE(a_slip_in_the_file_is_named_with_its_line),
        CASE(the_gates_that_ship_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
