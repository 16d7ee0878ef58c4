/* Expected verdicts: the rules as genmod's documentation states them ("Conditions for Genetic Models") and, where a test says
 * so, by hand from Mendel. */
#include "support/testing.h"

#include "screen/screen_family.h"
#include "screen/screen_inherit.h"

enum { DAD, MUM, KID, N_PERSON };
enum {
    NONE = GNBS_COPIES_NONE,
    ONE = GNBS_COPIES_ONE,
    ALL = GNBS_COPIES_ALL,
    ANY = GNBS_COPIES_ANY
};

static gnbs_person_t trio[N_PERSON];
static const gnbs_pedigree_t FAMILY = {N_PERSON, trio};
static uint8_t copies[4][N_PERSON];
static int8_t side[4][N_PERSON];
static int64_t set[4][N_PERSON];
static gnbs_family_variant_t variant[4];
static gnbs_family_result_t result[4];
static gnbs_family_opt_t opt;

static int make(void **state) {
    (void)state;
    trio[DAD] = (gnbs_person_t){"F", "dad", -1, -1, GNBS_SEX_MALE, GNBS_UNAFFECTED};
    trio[MUM] = (gnbs_person_t){"F", "mum", -1, -1, GNBS_SEX_FEMALE, GNBS_UNAFFECTED};
    trio[KID] = (gnbs_person_t){"F", "kid", DAD, MUM, GNBS_SEX_MALE, GNBS_AFFECTED};
    memset(side, 0, sizeof side);
    memset(set, 0, sizeof set);
    opt = (gnbs_family_opt_t){0};
    for (int i = 0; i < 4; i++)
        variant[i] = (gnbs_family_variant_t){.variant = {0, 1000 + 100 * i, "A", "C"},
                                             .site = GNBS_SITE_AUTOSOME,
                                             .copies = copies[i],
                                             .side = side[i],
                                             .phase_set = set[i]};
    return 0;
}

static void give(int i, int dad, int mum, int kid) {
    copies[i][DAD] = (uint8_t)dad, copies[i][MUM] = (uint8_t)mum,
    copies[i][KID] = (uint8_t)kid;
}

static void judge(size_t n) {
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_screen_family(&opt, &FAMILY, n, variant, &arena, result, &err), &err);
    for (size_t i = 0; i < n; i++) result[i].partner = NULL; /* goes with the arena */
    gnbs_arena_clear(&arena);
}

/* The models that variant 0 of n fits, "?" after those that are only possible. */
static void expect(size_t n, const char *models) {
    char got[200] = "";
    judge(n);
    for (int m = 0; m < GNBS_MODEL_N; m++) {
        if (result[0].fit[m] == GNBS_FIT_NO) continue;
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "%s%s%s", used > 0 ? " " : "",
                 gnbs_family_model_name((gnbs_family_model_t)m),
                 result[0].fit[m] == GNBS_FIT_POSSIBLE ? "?" : "");
    }
    assert_string_equal(got, models);
}

static void two_copies_from_two_carriers_fit_recessive_only(void **state) {
    (void)state;
    give(0, ONE, ONE, ALL);
    expect(1, "AR_hom");
}
static void a_parent_who_does_not_carry_needs_a_new_mutation(void **state) {
    (void)state;
    give(0, ONE, NONE, ALL);
    expect(1, "AR_hom_dn");
    give(0, NONE, NONE, ONE);
    expect(1, "AD_dn");
}
static void a_missing_parent_is_not_taken_for_one_who_does_not_carry(void **state) {
    (void)state;
    give(0, ANY, ONE, ALL);
    expect(1, "AR_hom AR_hom_dn");
    give(0, ANY, NONE, ONE);
    expect(1, "AD AD_dn");
}
static void a_missing_child_is_possible_and_never_compatible(void **state) {
    (void)state;
    give(0, ONE, ONE, ANY);
    expect(1, "AR_hom?");
}
static void half_a_genotype_is_a_copy_at_least(void **state) {
    (void)state;
    int half[2] = {-1, 1};
    assert_int_equal(gnbs_copies_of(2, half, 1), ONE | ALL);
    half[1] =
        2; /* split from a multi-allelic site: another ALT, not the reference, not this allele */
    assert_int_equal(gnbs_copies_of(2, half, 1), NONE | ONE);
    int other[2] = {1, 2};
    assert_int_equal(gnbs_copies_of(2, other, 1), ONE);
    assert_int_equal(gnbs_copies_of(2, other, 2), ONE);
    int one[2] = {1, -1};
    assert_int_equal(gnbs_copies_of(1, one, 1), ALL);
    assert_int_equal(gnbs_copies_of(0, one, 1), ANY);
    give(0, ONE, ONE, ONE | ALL);
    expect(1, "AR_hom?");
}
static void a_pair_needs_one_from_each_parent(void **state) {
    (void)state;
    give(0, ONE, NONE, ONE);
    give(1, NONE, ONE, ONE);
    expect(2, "AR_comp");
    assert_int_equal(result[0].n_partner, 1);
    give(1, NONE, NONE, ONE); /* the second is new */
    expect(2, "AR_comp_dn");
    give(1, ONE, NONE, ONE); /* both the father's: he is well with both */
    expect(2, "");
    give(1, ANY, ONE, ONE); /* the father not tested there */
    expect(2, "AR_comp");
}
static void a_pair_on_one_copy_is_no_pair(void **state) {
    (void)state;
    give(0, ANY, ANY, ONE);
    give(1, ANY, ANY, ONE);
    expect(2, "AD AD_dn AR_comp AR_comp_dn");
    side[0][KID] = side[1][KID] = 1;
    expect(2, "AD AD_dn");
    set[1][KID] = 9; /* another phase set: the sides cannot be compared */
    expect(2, "AD AD_dn AR_comp AR_comp_dn");
}
static void x_rules_follow_sex(void **state) {
    (void)state;
    variant[0].site = GNBS_SITE_X;
    give(0, NONE, ONE, ALL); /* the boy's only copy, from a mother who carries */
    expect(1, "XR");
    opt.silent_women = true;
    expect(1, "XD XR");
    opt.silent_women = false;
    give(0, NONE, NONE, ALL);
    expect(1, "XD_dn XR_dn");
    give(0, ALL, NONE, ALL); /* a well father has it */
    expect(1, "");
    trio[KID].sex = GNBS_SEX_FEMALE;
    give(0, NONE, ONE, ONE);
    expect(1, "");
    trio[DAD].illness = GNBS_AFFECTED;
    give(0, ALL, ONE, ALL);
    expect(1, "XR");
}
static void on_the_pseudo_autosomal_region_a_boy_has_two_copies(void **state) {
    (void)state;
    give(0, ONE, ONE,
         ONE); /* the caller gives the site as an autosome: a carrier boy is well */
    expect(1, "");
    give(0, ONE, ONE, ALL);
    expect(1, "AR_hom");
}
static void mitochondria_come_from_the_mother(void **state) {
    (void)state;
    variant[0].site = GNBS_SITE_MT;
    give(0, NONE, ONE, ALL);
    expect(1, "MT");
    give(0, ONE, NONE, ALL);
    expect(1, "");
    give(0, NONE, ANY, ALL);
    expect(1, "MT");
}
static void two_copies_of_a_dominant_variant_fit_when_asked(void **state) {
    (void)state;
    trio[DAD].illness = GNBS_AFFECTED;
    give(0, ONE, NONE, ALL);
    expect(1, "");
    opt.dominant_homozygotes = true;
    expect(1, "AD");
    trio[MUM].illness = GNBS_UNAFFECTED;
    give(0, ONE, ONE, ALL);
    expect(1, "");
    opt.silent_carriers = true;
    expect(1, "AD");
}

static bool exclude(gnbs_pos_t pos_a, const char *ref_a, const char *alt_a,
                    gnbs_pos_t pos_b, const char *ref_b, const char *alt_b) {
    const gnbs_variant_t a = {0, pos_a, ref_a, alt_a}, b = {0, pos_b, ref_b, alt_b};
    assert_int_equal(gnbs_screen_exclude_each_other(&a, &b),
                     gnbs_screen_exclude_each_other(&b, &a));
    return gnbs_screen_exclude_each_other(&a, &b);
}

/* By hand: can one chromosome spell both? */
static void alleles_that_change_one_base_differently_cannot_share_a_copy(void **state) {
    (void)state;
    assert_true(exclude(10, "A", "C", 10, "A", "G"));    /* C or G, not both */
    assert_true(exclude(9, "TACG", "T", 10, "A", "G"));  /* the base is gone */
    assert_true(exclude(9, "TA", "T", 9, "TAC", "T"));   /* two deletions from one place */
    assert_true(exclude(10, "A", "AT", 10, "A", "AG"));  /* two insertions at one place */
    assert_false(exclude(10, "A", "AT", 10, "A", "G"));  /* G then T: one copy can */
    assert_false(exclude(10, "A", "C", 11, "T", "G"));   /* neighbours */
    assert_false(exclude(10, "AC", "GT", 10, "A", "G")); /* the one is part of the other */
    assert_true(exclude(10, "AC", "GT", 10, "A", "C"));  /* at odds at the first base */
    assert_false(exclude(9, "TACG", "T", 13, "A", "G")); /* beside the deletion */
    assert_false(exclude(10, "A", "<DEL>", 10, "A", "G")); /* no letters, no statement */
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup(name, make)
    const struct CMUnitTest tests[] = {
        CASE(two_copies_from_two_carriers_fit_recessive_only),
        CASE(a_parent_who_does_not_carry_needs_a_new_mutation),
        CASE(a_missing_parent_is_not_taken_for_one_who_does_not_carry),
        CASE(a_missing_child_is_possible_and_never_compatible),
        CASE(half_a_genotype_is_a_copy_at_least),
        CASE(a_pair_needs_one_from_each_parent),
        CASE(a_pair_on_one_copy_is_no_pair),
        CASE(x_rules_follow_sex),
        CASE(on_the_pseudo_autosomal_region_a_boy_has_two_copies),
        CASE(mitochondria_come_from_the_mother),
        CASE(two_copies_of_a_dominant_variant_fit_when_asked),
        CASE(alleles_that_change_one_base_differently_cannot_share_a_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
