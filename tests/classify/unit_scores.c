/* PP3, BP4 and BP7 at the calibrated limits: Pejaver et al. 2022, table 2 (REVEL); Walker et al. 2023 (SpliceAI). Then what
 * criteria do to one another, what people add, and who outranks whom. */
#include "classify/classify_world.h"

static world_t W;
static gnbs_score_t SCORE[3];

static int set_up(void **state) {
    (void)state;
    world_make(&W, "A", "HGNC:1", false);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    world_clear(&W);
    return 0;
}

/* Scores below 0 are not given. */
static void give(double revel, double spliceai) {
    size_t n = 0;
    if (revel >= 0) SCORE[n++] = (gnbs_score_t){"REVEL", revel, "", "revel.csv"};
    if (spliceai >= 0)
        SCORE[n++] = (gnbs_score_t){"SpliceAI", spliceai, "donor loss", "spliceai.vcf"};
    W.in.n_score = n;
    W.in.score = SCORE;
}

static void missense_scores_at_and_beside_each_limit(void **state) {
    (void)state;
    static const struct {
        double revel;
        const char *pp3, *bp4;
    } CASES[] = {{0.932, "Strong", NULL},      {0.931, "Moderate", NULL},
                 {0.773, "Moderate", NULL},    {0.772, "Supporting", NULL},
                 {0.644, "Supporting", NULL},  {0.643, NULL, NULL},
                 {0.291, NULL, NULL},          {0.290, NULL, "Supporting"},
                 {0.183, NULL, "Moderate"},    {0.184, NULL, "Supporting"},
                 {0.016, NULL, "Strong"},      {0.017, NULL, "Moderate"},
                 {0.003, NULL, "Very strong"}, {0.004, NULL, "Strong"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        give(CASES[i].revel, -1);
        world_judge(&W, 5, "C", "A");
        world_expect(&W, "PP3", CASES[i].pp3);
        world_expect(&W, "BP4", CASES[i].bp4);
    }
    world_expect_says(&W, "BP4", "REVEL 0.004, limit <=0.016 of Pejaver et al. 2022");
    give(-1, -1);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", "?");
    world_expect(&W, "BP4", "?");
}

static void splicing_is_asked_of_every_kind(void **state) {
    (void)state;
    give(0.1, 0.2); /* harmless to the protein, not to splicing */
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", "Supporting");
    world_expect(&W, "BP4", NULL);
    world_expect_says(&W, "PP3", "SpliceAI 0.2 (donor loss)");
    give(0.1, 0.15); /* between the limits: neither */
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", NULL);
    world_expect(&W, "BP4", NULL);
    give(0.1, 0.1);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "BP4", "Moderate");
    give(0.8, 0.5); /* the stronger of the two, never their sum */
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", "Moderate");
    give(0.99, 0.99);
    world_judge(&W, 43, "G", "T"); /* a null variant is judged by PVS1 */
    world_expect(&W, "PP3", NULL);
}

static void silent_variants_need_a_splicing_score(void **state) {
    (void)state;
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", "?");
    give(-1, 0.1);
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", "Supporting");
    world_expect(&W, "BP4", "Supporting"); /* both, after Walker et al. */
    give(-1, 0.11);
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", NULL);
    give(-1, 0);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "BP7", NULL); /* a missense is not silent */
}

static const char *other(const char *letter) { return letter[0] == 'A' ? "C" : "A"; }

/* Intron 2 is [1400, 1600): c.150+7 is 1406, c.151-21 is 1579. */
static void deep_in_an_intron_begins_at_seven_and_twenty_one(void **state) {
    (void)state;
    static const struct {
        gnbs_pos_t pos;
        bool is_deep;
    } CASES[] = {{1406, true}, {1405, false}, {1579, true}, {1580, false}};
    give(-1, 0);
    for (size_t i = 0; i < 4; i++) {
        const char ref[2] = {W.genome.letters[0][CASES[i].pos], '\0'};
        world_judge_at(&W, CASES[i].pos, ref, other(ref));
        world_expect(&W, "BP7", CASES[i].is_deep ? "Supporting" : NULL);
    }
    /* expert panels: one that counts every intronic base but the canonical two, one that asks for conservation too */
    const char ref[2] = {W.genome.letters[0][1405], '\0'};
    world_clear(&W);
    world_make(&W, "PTPN11", "HGNC:9644", false);
    give(-1, 0);
    world_judge_at(&W, 1405, ref, other(ref));
    world_expect(&W, "BP7", "Supporting");
    world_clear(&W);
    world_make(&W, "FOXG1", "HGNC:3811", false);
    give(-1, 0);
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", "?");
    world_expect_says(&W, "BP7", "conservation");
    SCORE[1] = (gnbs_score_t){"phyloP", 0.05, "", "gnomad.vcf"};
    W.in.n_score = 2;
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", "Supporting");
    SCORE[1].value = 0.2;
    world_judge(&W, 6, "T", "C");
    world_expect(&W, "BP7", NULL);
}

static void an_expert_panels_score_limits_stand_instead(void **state) {
    (void)state;
    world_clear(&W);
    world_make(&W, "GJB2", "HGNC:4284",
               false); /* PP3 from 0.7, supporting at most; BP4 to 0.15 */
    give(0.69, -1);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", NULL);
    give(0.99, -1);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PP3", "Supporting");
    give(0.16, -1);
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "BP4", NULL);
}

/* Pejaver et al. 2022: PM1 and PP3 together give at most 4 points. */
static void a_hot_spot_and_a_score_give_four_points_at_most(void **state) {
    (void)state;
    world_clear(&W);
    world_make(&W, "IDUA", "HGNC:5391",
               false); /* PM1 moderate at 89, 91; PP3 to moderate */
    give(0.95, -1);
    world_judge(&W, 266, "G", "C"); /* residue 89 */
    world_expect(&W, "PM1", "Moderate");
    world_expect(&W, "PP3", "Moderate");
    world_clear(&W);
    world_make(&W, "GP1BA", "HGNC:4439", false); /* PM1 at 20, 33 */
    give(0.95, -1);
    world_judge(&W, 59, "T", "C"); /* residue 20 */
    const gnbs_criterion_t *pm1 = world_find(&W, "PM1"), *pp3 = world_find(&W, "PP3");
    assert_true(pm1->points > 0 && pm1->points + pp3->points <= 4);
}

/* ---- two variants of one newborn ------------------------------------------------------------- */

static void pm3_counts_points_by_phase_for_patients(void **state) {
    (void)state;
    static const struct {
        gnbs_acmg_class_t acmg_class;
        gnbs_phase_t phase;
        const char *strength;
    } CASES[] = {{GNBS_ACMG_PATHOGENIC, GNBS_PHASE_TRANS, "Moderate"},        /* 1.0  */
                 {GNBS_ACMG_LIKELY_PATHOGENIC, GNBS_PHASE_TRANS, "Moderate"}, /* 1.0  */
                 {GNBS_ACMG_PATHOGENIC, GNBS_PHASE_UNKNOWN, "Supporting"},    /* 0.5  */
                 {GNBS_ACMG_LIKELY_PATHOGENIC, GNBS_PHASE_UNKNOWN, NULL},     /* 0.25 */
                 {GNBS_ACMG_UNCERTAIN, GNBS_PHASE_TRANS, NULL},               /* 0.25 */
                 {GNBS_ACMG_PATHOGENIC, GNBS_PHASE_CIS, NULL}};
    gnbs_classify_partner_t partner = {"NM_999.1:c.43G>T", GNBS_ACMG_PATHOGENIC,
                                       GNBS_PHASE_TRANS};
    W.in.partner = &partner;
    W.in.n_partner = 1;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        partner.acmg_class = CASES[i].acmg_class;
        partner.phase = CASES[i].phase;
        W.in.is_affected = true;
        world_judge(&W, 5, "C", "A");
        world_expect(&W, "PM3", CASES[i].strength);
        W.in.is_affected = false; /* a screened newborn proves nothing by its genotype */
        world_judge(&W, 5, "C", "A");
        world_expect(&W, "PM3", CASES[i].strength != NULL ? "?" : NULL);
        world_expect(&W, "BP2", CASES[i].phase == GNBS_PHASE_CIS ? "Supporting" : NULL);
    }
    partner.phase = GNBS_PHASE_TRANS;
    world_judge(&W, 5, "C", "A");
    world_expect_says(&W, "PM3",
                      "once the condition is confirmed in this newborn it gives 1.00 "
                      "points (Moderate");
    W.in.n_partner = 0;
    W.in.is_homozygous = W.in.is_affected = true;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM3", "Supporting");
    W.in.inheritance = GNBS_INH_AD;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM3", NULL);
}

static void a_frequent_variant_does_not_count_for_pm3(void **state) {
    (void)state;
    W.in.is_homozygous = W.in.is_affected = true;
    W.frequency.af = 0.02;
    W.frequency.an = 100000;
    W.in.frequency = &W.frequency;
    W.in.has_frequency_source = true;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "BS1", "Strong");
    world_expect(&W, "PM3", NULL);
}

/* ---- people ------------------------------------------------------------------------------------- */

static void criteria_that_need_people_say_so(void **state) {
    (void)state;
    static const char *const CODES[] = {"PS2", "PS3", "PS4", "PM6", "PP1", "PP4",
                                        "PP5", "BS3", "BS4", "BP5", "BP6"};
    world_judge(&W, 5, "C", "A");
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        world_expect(&W, CODES[i], "?");
    world_expect_says(&W, "PP5", "retired");
    assert_int_equal(W.out.points, 0);
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_UNCERTAIN);
}

static void a_curators_row_stands_and_says_what_the_program_said(void **state) {
    (void)state;
    const gnbs_classify_curated_t rows[] = {
        {GNBS_ACMG_PS3, GNBS_CRITERION_MET, GNBS_ACMG_MODERATE,
         "no activity in fibroblasts", "PMID:1", "A. Curator", "2026-03-01"},
        {GNBS_ACMG_PVS1, GNBS_CRITERION_NOT_MET, GNBS_ACMG_NO_STRENGTH,
         "rescued by a cryptic site", "PMID:2", "A. Curator", "2026-03-02"}};
    W.in.curated = rows;
    W.in.n_curated = 2;
    W.opt.min_known_null = 0;
    world_judge(&W, 43, "G", "T");
    world_expect(&W, "PS3", "Moderate");
    world_expect_says(&W, "PS3",
                      "no activity in fibroblasts (PMID:1; curated by A. Curator, "
                      "2026-03-01)");
    world_expect(&W, "PVS1", NULL);
    world_expect_says(&W, "PVS1", "the program had said met, Very strong: stop_gained");
    assert_int_equal(W.out.points, 2);
}

/* ---- authority ------------------------------------------------------------------------------------ */

static void an_expert_panel_outranks_the_points_and_differences_are_told(void **state) {
    (void)state;
    gnbs_known_t known = {.clinvar_id = "77", .sig = GNBS_CLNSIG_PATHOGENIC, .stars = 3};
    W.in.known = &known;
    world_judge(&W, 5, "C", "A");
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_PATHOGENIC);
    assert_int_equal(W.out.points_class, GNBS_ACMG_UNCERTAIN);
    assert_string_equal(
        W.out.authority,
        "An expert panel in ClinVar 2026-01-04 (VariationID 77) says Pathogenic, "
        "which outranks the points counted here");
    assert_non_null(strstr(W.out.difference, "the points counted here say Uncertain"));
    known.stars = 4;
    known.sig = GNBS_CLNSIG_BENIGN;
    W.opt.min_known_null = 0;
    world_judge(&W, 43, "G", "T"); /* 8 points */
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_BENIGN);
    assert_non_null(strstr(W.out.authority, "A practice guideline"));
    assert_non_null(
        strstr(W.out.difference, "contradict each other, and a person decides"));
    known.stars = 2; /* submitters do not outrank, but the difference is told */
    world_judge(&W, 43, "G", "T");
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_LIKELY_PATHOGENIC);
    assert_string_equal(W.out.authority, "");
    assert_non_null(strstr(W.out.difference, "contradict"));
    known.sig = GNBS_CLNSIG_LIKELY_PATHOGENIC; /* the same: nothing to tell */
    world_judge(&W, 43, "G", "T");
    assert_string_equal(W.out.difference, "");
    known.sig = GNBS_CLNSIG_CONFLICTING; /* says no class */
    known.stars = 3;
    world_judge(&W, 43, "G", "T");
    assert_string_equal(W.out.authority, "");
}

static void pvs1_with_pm2_is_likely_pathogenic(void **state) {
    (void)state;
    /* ClinGen SVI 2020: PVS1 and PM2_Supporting together are likely pathogenic (8 + 1 = 9) */
    W.opt.min_known_null = 0;
    W.frequency.af = 0;
    W.frequency.an = 100000;
    W.in.frequency = &W.frequency;
    world_judge(&W, 43, "G", "T");
    assert_int_equal(W.out.points, 9);
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_LIKELY_PATHOGENIC);
    assert_string_equal(W.out.criterion[0].code, "PVS1"); /* what holds comes first */
    assert_string_equal(W.out.criterion[1].code, "PM2");
    assert_int_equal(W.out.criterion[2].state, GNBS_CRITERION_NOT_MET);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(missense_scores_at_and_beside_each_limit),
        CASE(splicing_is_asked_of_every_kind),
        CASE(silent_variants_need_a_splicing_score),
        CASE(deep_in_an_intron_begins_at_seven_and_twenty_one),
        CASE(an_expert_panels_score_limits_stand_instead),
        CASE(a_hot_spot_and_a_score_give_four_points_at_most),
        CASE(pm3_counts_points_by_phase_for_patients),
        CASE(a_frequent_variant_does_not_count_for_pm3),
        CASE(criteria_that_need_people_say_so),
        CASE(a_curators_row_stands_and_says_what_the_program_said),
        CASE(an_expert_panel_outranks_the_points_and_differences_are_told),
        CASE(pvs1_with_pm2_is_likely_pathogenic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
