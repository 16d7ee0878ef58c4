/* Codes to points, points to classes. Expected values: the tables of Tavtigian et al. 2018 and 2020 and of Richards et
 * al. 2015 (table 5), Exomiser's own test cases and decisions of ClinGen's expert panels (shared data). */
#include "support/testing.h"

#include <math.h>

#include "classify/classify_points.h"

static gnbs_acmg_sum_t sum_of(const char *codes) {
    gnbs_acmg_evidence_t e[GNBS_ACMG_N];
    size_t n;
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_acmg_parse_codes(codes, GNBS_ACMG_N, &n, e, &err), &err);
    return gnbs_acmg_sum(n, e);
}

static void classes_change_at_ten_six_zero_and_minus_seven(void **state) {
    (void)state;
    for (int points = -30; points <= 30; points++) {
        gnbs_acmg_class_t want = points >= 10   ? GNBS_ACMG_PATHOGENIC
                                 : points >= 6  ? GNBS_ACMG_LIKELY_PATHOGENIC
                                 : points >= 0  ? GNBS_ACMG_UNCERTAIN
                                 : points >= -6 ? GNBS_ACMG_LIKELY_BENIGN
                                                : GNBS_ACMG_BENIGN;
        assert_int_equal(gnbs_classify_points(points), want);
    }
    static const struct {
        int points;
        const char *name;
    } EDGES[] = {{10, "Pathogenic"},
                 {9, "Likely pathogenic"},
                 {6, "Likely pathogenic"},
                 {5, "Uncertain significance"},
                 {0, "Uncertain significance"},
                 {-1, "Likely benign"},
                 {-6, "Likely benign"},
                 {-7, "Benign"}};
    for (size_t i = 0; i < sizeof EDGES / sizeof *EDGES; i++)
        assert_string_equal(gnbs_acmg_class_name(gnbs_classify_points(EDGES[i].points)),
                            EDGES[i].name);
}

/* Tavtigian 2018/2020: P above 0.99, LP from 0.90, LB below 0.1, B below 0.001. */
static void classes_agree_with_the_posterior_probability(void **state) {
    (void)state;
    for (int points = -16; points <= 16; points++) {
        double p = gnbs_classify_posterior(points) + 1e-9; /* 0 points are 0.1: uncertain */
        gnbs_acmg_class_t want = p > 0.99     ? GNBS_ACMG_PATHOGENIC
                                 : p >= 0.90  ? GNBS_ACMG_LIKELY_PATHOGENIC
                                 : p >= 0.10  ? GNBS_ACMG_UNCERTAIN
                                 : p >= 0.001 ? GNBS_ACMG_LIKELY_BENIGN
                                              : GNBS_ACMG_BENIGN;
        if (points == 6)
            want = GNBS_ACMG_LIKELY_PATHOGENIC; /* 0.8999: the paper rounds it to 0.90 */
        assert_int_equal(gnbs_classify_points(points), want);
    }
}

/* By hand: 8 points are odds of 350, so 35 / 35.9; none leave the prior of 0.1. */
static void posterior_follows_the_odds(void **state) {
    (void)state;
    assert_near(gnbs_classify_posterior(0), 0.1, 1e-12);
    assert_near(gnbs_classify_posterior(8), 35 / 35.9, 1e-12);
    assert_near(gnbs_classify_posterior(-8), (0.1 / 350) / (0.1 / 350 + 0.9), 1e-12);
}

static void strengths_are_read_in_every_spelling(void **state) {
    (void)state;
    static const struct {
        const char *codes;
        int points;
    } CASES[] = {{"PVS1", 8},
                 {"PS2_VeryStrong", 8},
                 {"PS2_Very Strong", 8},
                 {"PS2_Very", 8}, /* what is left of it in some tables */
                 {"PM3_very_strong", 8},
                 {"PM2_Supporting,PP3_Moderate;PP4_Strong|PM1", 1 + 2 + 4 + 2},
                 {"PM2_P PM5_M PP1_S PS1_VS", 1 + 2 + 4 + 8},
                 {"BP4_Moderate\tBS2_Supporting\n", -3},
                 {"BA1", -8},
                 {"BA1_Stand Alone", -8},
                 {"BA1_StandAlone BP7", -9},
                 {"", 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(sum_of(CASES[i].codes).points, CASES[i].points);
}

static void what_is_no_criterion_is_refused_by_name(void **state) {
    (void)state;
    gnbs_acmg_evidence_t e[GNBS_ACMG_N];
    size_t n;
    gnbs_err_t err = {GNBS_OK, ""};
    static const struct {
        const char *codes, *says;
    } CASES[] = {{"PVS2", "'PVS2' is no ACMG/AMP criterion"},
                 {"pm2", "'pm2' is no"},
                 {"PM2_Weak", "'PM2_Weak': expected"},
                 {"PVS1_StandAlone", "for benign evidence"},
                 {"PM2_", "'PM2_'"},
                 {"PM2,PS1,PM2_Supporting", "PM2 is given twice"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_fails(gnbs_acmg_parse_codes(CASES[i].codes, GNBS_ACMG_N, &n, e, &err),
                     GNBS_E_FORMAT, &err, CASES[i].says);
}

static void ba1_is_benign_whatever_else_is_found(void **state) {
    (void)state;
    gnbs_acmg_sum_t s = sum_of("BA1,PVS1,PS1");
    assert_int_equal(s.points, 4);
    assert_int_equal(s.points_class, GNBS_ACMG_BENIGN);
    assert_int_equal(s.table_class, GNBS_ACMG_UNCERTAIN); /* contradictory, in 2015 */
}

/* Table 5 of Richards et al. 2015, rule by rule, each with the neighbour that just misses it. */
static void the_table_of_2015_is_kept_word_for_word(void **state) {
    (void)state;
    static const struct {
        const char *codes;
        gnbs_acmg_class_t want;
    } CASES[] = {
        {"PVS1,PS1", GNBS_ACMG_PATHOGENIC},
        {"PVS1,PM1,PM2", GNBS_ACMG_PATHOGENIC},
        {"PVS1,PM1,PP1", GNBS_ACMG_PATHOGENIC},
        {"PVS1,PP1,PP2", GNBS_ACMG_PATHOGENIC},
        {"PVS1,PP1", GNBS_ACMG_UNCERTAIN},
        {"PVS1", GNBS_ACMG_UNCERTAIN},
        {"PS1,PS2", GNBS_ACMG_PATHOGENIC},
        {"PS1,PM1,PM2,PM3", GNBS_ACMG_PATHOGENIC},
        {"PS1,PM1,PM2,PP1,PP2", GNBS_ACMG_PATHOGENIC},
        {"PS1,PM1,PM2,PP1", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PS1,PM1,PP1,PP2,PP3,PP4", GNBS_ACMG_PATHOGENIC},
        {"PS1,PM1,PP1,PP2,PP3", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PVS1,PM1", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PS1,PM1", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PS1,PM1,PM2", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PS1,PP1,PP2", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PS1,PP1", GNBS_ACMG_UNCERTAIN},
        {"PM1,PM2,PM3", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PM1,PM2,PP1,PP2", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PM1,PM2,PP1", GNBS_ACMG_UNCERTAIN},
        {"PM1,PP1,PP2,PP3,PP4", GNBS_ACMG_LIKELY_PATHOGENIC},
        {"PM1,PP1,PP2,PP3", GNBS_ACMG_UNCERTAIN},
        {"BA1", GNBS_ACMG_BENIGN},
        {"BS1,BS2", GNBS_ACMG_BENIGN},
        {"BS1", GNBS_ACMG_UNCERTAIN},
        {"BS1,BP1", GNBS_ACMG_LIKELY_BENIGN},
        {"BP1,BP2", GNBS_ACMG_LIKELY_BENIGN},
        {"BP1", GNBS_ACMG_UNCERTAIN},
        {"PVS1,PS1,BS1,BP1", GNBS_ACMG_UNCERTAIN},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (sum_of(CASES[i].codes).table_class != CASES[i].want)
            fail_msg("%s: %s, want %s", CASES[i].codes,
                     gnbs_acmg_class_name(sum_of(CASES[i].codes).table_class),
                     gnbs_acmg_class_name(CASES[i].want));
}

static void uncertain_has_a_temperature(void **state) {
    (void)state;
    assert_string_equal(gnbs_classify_temperature(5), "hot");
    assert_string_equal(gnbs_classify_temperature(0), "ice cold");
    assert_string_equal(gnbs_classify_temperature(6), "");
    assert_string_equal(gnbs_classify_temperature(-1), "");
}

/* ---- shared cases ------------------------------------------------------------------------ */

/* Cells of a line; 0 for a comment, -1 at the end. */
static int read_row(FILE *f, char line[1024], char *cell[12]) {
    if (fgets(line, 1024, f) == NULL) return -1;
    if (line[0] == '#') return 0;
    int n = 0;
    for (char *s = line; n < 12; s++) {
        cell[n++] = s;
        s += strcspn(s, "\t\n");
        bool has_more = *s == '\t';
        *s = '\0';
        if (!has_more) break;
    }
    return n;
}

static void points_and_posteriors_are_those_of_exomiser(void **state) {
    (void)state;
    char path[600], line[1024], *cell[12];
    if (shared_file(path, sizeof path,
                    "annotation/acmg_cases/points_posterior_exomiser.tsv") == NULL)
        return;
    FILE *f = fopen(path, "r");
    int n = 0;
    for (int got; (got = read_row(f, line, cell)) >= 0;) {
        if (got < 3) continue;
        gnbs_acmg_sum_t s = sum_of(cell[0]);
        assert_int_equal(s.points, atoi(cell[1]));
        assert_near(s.posterior, atof(cell[2]), 0.00051);
        n++;
    }
    fclose(f);
    assert_true(n >= 18);
}

/* Rows "10, PATHOGENIC" give points instead of criteria. */
static void combinations_of_criteria_end_in_exomisers_classes(void **state) {
    (void)state;
    char path[600], line[1024], *cell[12];
    if (shared_file(path, sizeof path, "annotation/acmg_cases/combining_exomiser.tsv") ==
        NULL)
        return;
    FILE *f = fopen(path, "r");
    int n_points = 0, n_table = 0;
    for (int got; (got = read_row(f, line, cell)) >= 0;) {
        if (got < 3) continue;
        bool is_table = strcmp(cell[0], "ACMG2015") == 0;
        if (!is_table && strncmp(cell[0], "points2020", 10) != 0) continue;
        char *comma = strstr(cell[1], ", ");
        gnbs_acmg_class_t c = comma != NULL ? gnbs_classify_points(atoi(cell[1]))
                              : is_table    ? sum_of(cell[1]).table_class
                                            : sum_of(cell[1]).points_class;
        char spelt[40];
        snprintf(spelt, sizeof spelt, "%s", gnbs_acmg_class_name(c));
        for (char *p = spelt; *p != '\0'; p++)
            *p = *p == ' ' ? '_' : *p >= 'a' ? (char)(*p - 'a' + 'A') : *p;
        bool is_same = comma != NULL ? strcmp(spelt, comma + 2) == 0
                                     : strcmp(gnbs_acmg_class_short(c), cell[2]) == 0;
        if (!is_same)
            fail_msg("%s %s: %s, want %s", cell[0], cell[1], gnbs_acmg_class_short(c),
                     cell[2]);
        n_points += !is_table;
        n_table += is_table;
    }
    fclose(f);
    assert_true(n_points >= 37);
    assert_true(n_table >= 26);
}

/* Codes that an expert panel met, and the class it gave: at least 98 of 100 follow from the points. */
static void expert_panels_codes_give_their_classes(void **state) {
    (void)state;
    char path[600], line[1024], *cell[12];
    if (shared_file(path, sizeof path, "annotation/acmg_cases/erepo_sample_complete.tsv") ==
        NULL)
        return;
    FILE *f = fopen(path, "r");
    int n = 0, n_same = 0;
    for (int got; (got = read_row(f, line, cell)) >= 0;) {
        if (got < 6) continue;
        gnbs_acmg_class_t c = sum_of(cell[5]).points_class;
        bool is_same = strcmp(gnbs_acmg_class_short(c), cell[4]) == 0;
        if (!is_same)
            print_message("%s %s: %s, the panel says %s\n", cell[0], cell[5],
                          gnbs_acmg_class_short(c), cell[4]);
        n++;
        n_same += is_same;
    }
    fclose(f);
    print_message("%d of %d\n", n_same, n);
    assert_true(n >= 49);
    assert_true(n_same * 100 >= n * 98);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_change_at_ten_six_zero_and_minus_seven),
        cmocka_unit_test(classes_agree_with_the_posterior_probability),
        cmocka_unit_test(posterior_follows_the_odds),
        cmocka_unit_test(strengths_are_read_in_every_spelling),
        cmocka_unit_test(what_is_no_criterion_is_refused_by_name),
        cmocka_unit_test(ba1_is_benign_whatever_else_is_found),
        cmocka_unit_test(the_table_of_2015_is_kept_word_for_word),
        cmocka_unit_test(uncertain_has_a_temperature),
        cmocka_unit_test(points_and_posteriors_are_those_of_exomiser),
        cmocka_unit_test(combinations_of_criteria_end_in_exomisers_classes),
        cmocka_unit_test(expert_panels_codes_give_their_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
