/* Points, classes, and each criterion at its threshold. Sources: Tavtigian et al. 2020 (points), Abou Tayoun et al. 2018
 * (PVS1), ClinGen SVI 2018 and 2020 (BA1, PM2); further expectations from the shared tables of Exomiser's tests. */
#include "support/testing.h"

#include "classify/classify.h"

static gnbs_arena_t arena;
static gnbs_transcript_t tx;
static gnbs_consequence_t consequence;
static gnbs_frequency_t frequency;
static gnbs_known_t known;
static gnbs_classify_input_t in;

/* A variant that says nothing: missense, in a recessive loss-of-function gene, no frequency source. */
static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    tx = (gnbs_transcript_t){.id = "ENST99000000001.1", .other_id = "NM_999.1"};
    consequence =
        (gnbs_consequence_t){.tx = &tx, .terms = UINT64_C(1) << GNBS_CSQ_MISSENSE};
    frequency = (gnbs_frequency_t){.faf95 = -1,
                                   .af_grpmax = -1,
                                   .an = -1,
                                   .ac = -1,
                                   .n_hom = -1,
                                   .grpmax = "",
                                   .source = "gnomAD 9"};
    known = (gnbs_known_t){.clinvar_id = "77", .sig = GNBS_CLNSIG_PATHOGENIC, .stars = 2};
    in = (gnbs_classify_input_t){
        .consequence = &consequence, .is_lof_gene = true, .inheritance = GNBS_INH_AR};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_classification_t classify(void) {
    gnbs_classify_opt_t opt = gnbs_classify_opt_default();
    gnbs_classification_t out;
    gnbs_err_t err;
    assert_ok(gnbs_classify_variant(&opt, &in, &arena, &out, &err), &err);
    int points = 0;
    for (size_t i = 0; i < out.n_criterion; i++) {
        points += out.criterion[i].points;
        assert_true(strlen(out.criterion[i].why) > 10); /* each gives its reason */
    }
    assert_int_equal(out.points, points);
    return out;
}

static const gnbs_criterion_t *find(const gnbs_classification_t *c, const char *code) {
    for (size_t i = 0; i < c->n_criterion; i++)
        if (strcmp(c->criterion[i].code, code) == 0) return &c->criterion[i];
    return NULL;
}

/* The criterion holds with this strength and these points; with strength NULL it does not hold. */
static void expect(const char *code, const char *strength, int points) {
    gnbs_classification_t c = classify();
    const gnbs_criterion_t *found = find(&c, code);
    if (strength == NULL) {
        if (found != NULL) fail_msg("%s: %s", code, found->why);
        return;
    }
    if (found == NULL) fail_msg("%s does not hold", code);
    assert_string_equal(found->strength, strength);
    assert_int_equal(found->points, points);
}

static void effect(gnbs_csq_t csq) { consequence.terms = UINT64_C(1) << csq; }

/* ---- criteria --------------------------------------------------------------------------------------------- */

static void a_variant_without_evidence_is_uncertain(void **state) {
    (void)state;
    gnbs_classification_t c = classify();
    assert_int_equal(c.n_criterion, 0);
    assert_int_equal(c.acmg_class, GNBS_ACMG_UNCERTAIN);
    in.consequence = NULL;
    assert_int_equal(classify().n_criterion, 0);
}

static void pvs1_is_very_strong_where_decay_is_expected(void **state) {
    (void)state;
    static const gnbs_csq_t LOF[] = {GNBS_CSQ_STOP_GAINED, GNBS_CSQ_FRAMESHIFT,
                                     GNBS_CSQ_SPLICE_DONOR, GNBS_CSQ_SPLICE_ACCEPTOR,
                                     GNBS_CSQ_TRANSCRIPT_ABLATION};
    for (size_t i = 0; i < sizeof LOF / sizeof *LOF; i++) {
        effect(LOF[i]);
        expect("PVS1", "Very strong", 8);
        gnbs_classification_t c = classify();
        assert_non_null(strstr(c.criterion[0].why, gnbs_csq_so_term(LOF[i])));
        assert_non_null(
            strstr(c.criterion[0].why, "NM_999.1")); /* the transcript it is said of */
    }
    tx.other_id = "";
    gnbs_classification_t c = classify();
    assert_non_null(strstr(c.criterion[0].why, "ENST99000000001.1"));
}

static void pvs1_is_strong_where_decay_is_escaped_and_moderate_for_a_lost_start(
    void **state) {
    (void)state;
    effect(GNBS_CSQ_STOP_GAINED);
    consequence.escapes_nmd = true;
    expect("PVS1", "Strong", 4);
    consequence.escapes_nmd = false;
    effect(GNBS_CSQ_START_LOST);
    expect("PVS1", "Moderate", 2);
}

static void pvs1_needs_loss_of_function_as_mechanism_and_as_effect(void **state) {
    (void)state;
    static const gnbs_csq_t OTHER[] = {GNBS_CSQ_MISSENSE, GNBS_CSQ_INFRAME_DELETION,
                                       GNBS_CSQ_SPLICE_REGION, GNBS_CSQ_SYNONYMOUS,
                                       GNBS_CSQ_STOP_LOST};
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++) {
        effect(OTHER[i]);
        expect("PVS1", NULL, 0);
    }
    effect(GNBS_CSQ_STOP_GAINED);
    in.is_lof_gene = false;
    expect("PVS1", NULL, 0);
    in.is_lof_gene = true;
    in.consequence = NULL;
    expect("PVS1", NULL, 0);
}

static void the_same_protein_change_is_strong_if_pathogenic_else_moderate(void **state) {
    (void)state;
    expect("PS1", NULL, 0);
    in.known_same_protein = &known;
    expect("PS1", "Strong", 4);
    gnbs_classification_t c = classify();
    assert_string_equal(c.criterion[0].why,
                        "same protein change as ClinVar 77 (pathogenic, 2 stars)");
    known.sig = GNBS_CLNSIG_LIKELY_PATHOGENIC;
    expect("PS1", "Moderate", 2);
}

static void frequency_at_and_beside_each_threshold(void **state) {
    (void)state;
    static const struct {
        double af;
        const char *code;
        const char *strength;
        int points;
    } CASES[] = {
        {0.5, "BA1", "Stand alone", -8},  {0.0501, "BA1", "Stand alone", -8},
        {0.05, "BS1", "Strong", -4},      {0.0151, "BS1", "Strong", -4},
        {0.015, NULL, NULL, 0},           {0.00011, NULL, NULL, 0},
        {0.0001, "PM2", "Supporting", 1}, {0, "PM2", "Supporting", 1},
    };
    in.frequency = &frequency;
    in.has_frequency_source = true;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        frequency.af = CASES[i].af;
        gnbs_classification_t c = classify();
        assert_int_equal(c.n_criterion, CASES[i].code != NULL);
        if (CASES[i].code == NULL) continue;
        expect(CASES[i].code, CASES[i].strength, CASES[i].points);
        assert_non_null(strstr(c.criterion[0].why, "gnomAD 9"));
    }
}

static void ba1_stands_alone(void **state) {
    (void)state;
    /* PVS1 8 + PS1 4 - 8 = 4 points would be uncertain: a common allele is benign all the same */
    in.frequency = &frequency;
    frequency.af = 0.06;
    in.known_same_protein = &known;
    effect(GNBS_CSQ_STOP_GAINED);
    gnbs_classification_t c = classify();
    assert_int_equal(c.points, 4);
    assert_int_equal(c.acmg_class, GNBS_ACMG_BENIGN);
    frequency.af = 0.04; /* BS1: 8 + 4 - 4 = 8 */
    assert_int_equal(classify().acmg_class, GNBS_ACMG_LIKELY_PATHOGENIC);
}

static void absence_is_pm2_only_where_somebody_looked(void **state) {
    (void)state;
    expect("PM2", NULL, 0);
    in.has_frequency_source = true;
    expect("PM2", "Supporting", 1);
    in.inheritance = GNBS_INH_AD;
    expect("PM2", "Supporting", 1);
}

static void rare_is_not_absent_for_a_dominant_condition(void **state) {
    (void)state;
    static const gnbs_inheritance_t DOMINANT[] = {GNBS_INH_AD, GNBS_INH_XLD},
                                    RECESSIVE[] = {GNBS_INH_AR, GNBS_INH_XLR};
    in.frequency = &frequency;
    frequency.af = 1e-5;
    for (int i = 0; i < 2; i++) {
        in.inheritance = DOMINANT[i];
        expect("PM2", NULL, 0);
        in.inheritance = RECESSIVE[i];
        expect("PM2", "Supporting", 1);
    }
}

static void common_is_judged_by_the_filtering_frequency_and_rare_by_the_largest(
    void **state) {
    (void)state;
    in.frequency = &frequency;
    frequency.af = 0.06, frequency.af_grpmax = 0.08, frequency.faf95 = 0.04;
    expect("BA1", NULL, 0); /* with 95 % confidence only above 0.04 */
    expect("BS1", "Strong", -4);
    frequency.faf95 = -1; /* not stated: the largest by ancestry */
    expect("BA1", "Stand alone", -8);
    frequency.af_grpmax = -1, frequency.af = 0.02;
    expect("BS1", "Strong", -4);
    /* one allele in a small group: its confidence bound is 0, but it is not known to be rare */
    frequency.af = 5e-5, frequency.af_grpmax = 2e-3, frequency.faf95 = 0;
    expect("PM2", NULL, 0);
    frequency.af_grpmax = 9e-5;
    expect("PM2", "Supporting", 1);
}

static void length_changes_and_silent_changes_are_judged(void **state) {
    (void)state;
    effect(GNBS_CSQ_INFRAME_DELETION);
    expect("PM4", "Moderate", 2);
    effect(GNBS_CSQ_INFRAME_INSERTION);
    expect("PM4", "Moderate", 2);
    effect(GNBS_CSQ_STOP_LOST);
    expect("PM4", "Moderate", 2);
    effect(GNBS_CSQ_FRAMESHIFT);
    expect("PM4", NULL, 0);
    effect(GNBS_CSQ_SYNONYMOUS);
    expect("BP7", "Supporting", -1);
    assert_int_equal(classify().acmg_class, GNBS_ACMG_LIKELY_BENIGN);
    consequence.terms |= UINT64_C(1) << GNBS_CSQ_SPLICE_REGION;
    expect("BP7", NULL, 0);
}

static void pvs1_with_pm2_is_likely_pathogenic(void **state) {
    (void)state;
    /* ClinGen SVI 2020: PVS1 and PM2_Supporting together are likely pathogenic (8 + 1 = 9) */
    effect(GNBS_CSQ_FRAMESHIFT);
    in.has_frequency_source = true;
    gnbs_classification_t c = classify();
    assert_int_equal(c.points, 9);
    assert_int_equal(c.acmg_class, GNBS_ACMG_LIKELY_PATHOGENIC);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_variant_without_evidence_is_uncertain),
        CASE(pvs1_is_very_strong_where_decay_is_expected),
        CASE(pvs1_is_strong_where_decay_is_escaped_and_moderate_for_a_lost_start),
        CASE(pvs1_needs_loss_of_function_as_mechanism_and_as_effect),
        CASE(the_same_protein_change_is_strong_if_pathogenic_else_moderate),
        CASE(frequency_at_and_beside_each_threshold),
        CASE(ba1_stands_alone),
        CASE(absence_is_pm2_only_where_somebody_looked),
        CASE(rare_is_not_absent_for_a_dominant_condition),
        CASE(common_is_judged_by_the_filtering_frequency_and_rare_by_the_largest),
        CASE(length_changes_and_silent_changes_are_judged),
        CASE(pvs1_with_pm2_is_likely_pathogenic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
