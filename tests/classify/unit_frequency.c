/* BA1, BS1, BS2 and PM2 at and beside each limit. Limits: Ghosh et al. 2018 (BA1), ClinGen SVI 2020 (PM2), the specifications of
 * ClinGen's expert panels (cspec.genome.network: PAH GN006, hearing loss GN005, SLC6A8, ADA, OTC, F8), McCormick et al.
 * 2020. */
#include "classify/classify_world.h"

static world_t W;

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
static void use_gene(const char *symbol, const char *hgnc_id, gnbs_inheritance_t inh) {
    world_clear(&W);
    world_make(&W, symbol, hgnc_id, false);
    W.in.inheritance = inh;
}

/* A missense of frequency `af` in a source that judged 100,000 chromosomes. */
static void judge(double af) {
    W.frequency.af = af;
    if (W.frequency.an < 0) W.frequency.an = 100000;
    W.in.frequency = &W.frequency;
    W.in.has_frequency_source = true;
    world_judge(&W, 5, "C", "A");
}

/* Which of the four hold at a frequency. */
static void expect(double af, const char *ba1, const char *bs1, const char *pm2) {
    judge(af);
    world_expect(&W, "BA1", ba1);
    world_expect(&W, "BS1", bs1);
    world_expect(&W, "PM2", pm2);
}

static void recessive_defaults_at_and_beside_each_limit(void **state) {
    (void)state;
    expect(0.0501, "Stand alone", NULL, NULL); /* BS1 is not counted beside BA1 */
    expect(0.05, NULL, "Strong", NULL);
    expect(0.0151, NULL, "Strong", NULL);
    expect(0.015, NULL, NULL, NULL);
    expect(0.00011, NULL, NULL, NULL);
    expect(0.0001, NULL, NULL, "Supporting");
    world_expect_says(&W, "PM2", "source gnomAD 9; limit of ClinGen SVI");
    expect(0, NULL, NULL, "Supporting");
    judge(0.06);
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_BENIGN);
}

static void dominant_x_linked_and_mitochondrial_limits_are_their_own(void **state) {
    (void)state;
    W.in.inheritance = GNBS_INH_AD;
    expect(0.0011, NULL, "Strong", NULL);
    expect(0.001, NULL, NULL, NULL);
    expect(1e-6, NULL, NULL, NULL); /* rare is not absent */
    expect(0, NULL, NULL, "Supporting");
    W.in.inheritance = GNBS_INH_XLR;
    W.frequency.n_hemi = 0;
    expect(0.0021, NULL, "Strong", NULL);
    expect(0.00002, NULL, NULL, "Supporting");
    expect(0.00003, NULL, NULL, NULL);
    W.in.inheritance = GNBS_INH_MT;
    expect(0.011, "Stand alone", NULL, NULL);
    expect(0.006, NULL, "Strong", NULL);
    expect(0.00001, NULL, NULL, "Supporting");
    expect(0.00002, NULL, NULL, NULL);
}

/* On the mitochondrion a nuclear source proves nothing by silence (m.1555A>G would be called rare by it). */
static void mitochondrial_alleles_are_not_judged_by_nuclear_frequencies(void **state) {
    (void)state;
    gnbs_contig_t *contig = (gnbs_contig_t *)(uintptr_t)W.in.bundle->contigs.contig;
    static const char *const FOUR[] = {"BA1", "BS1", "BS2", "PM2"};
    contig[0].name = "chrM";
    W.in.inheritance = GNBS_INH_MT;
    W.in.has_frequency_source = true;
    W.in.frequency = NULL;
    world_judge(&W, 5, "C", "A");
    for (int i = 0; i < 4; i++) world_expect_says(&W, FOUR[i], "a mitochondrial allele");
    W.in.inheritance = GNBS_INH_AR;
    judge(0.06);
    world_expect_says(&W, "BA1", "a mitochondrial allele");
    W.in.inheritance =
        GNBS_INH_MT; /* stated for this allele: McCormick et al. 2020, BA1 above 1 % */
    expect(0.011, "Stand alone", NULL, NULL);
    expect(0.00001, NULL, NULL, "Supporting");
}

static void a_stated_prevalence_gives_the_limits(void **state) {
    (void)state;
    /* 1 in 10,000 recessive: the square root is 0.01 (BS1), ten times that 0.1, and BA1 is at most 0.05 */
    W.in.prevalence = 1e-4;
    expect(0.0101, NULL, "Strong", NULL);
    expect(0.0099, NULL, NULL, NULL);
    world_expect_says(&W, "BS1", "the panel's prevalence");
    /* 1 in 100 dominant: 0.005, and 0.05 */
    W.in.inheritance = GNBS_INH_AD;
    W.in.prevalence = 0.01;
    expect(0.0051, NULL, "Strong", NULL);
    expect(0.0049, NULL, NULL, NULL);
    /* 1 in 100,000 dominant: 0.000005 is raised to the floor of 0.0005, ten times that is 0.005 */
    W.in.prevalence = 1e-5;
    expect(0.0006, NULL, "Strong", NULL);
    expect(0.0004, NULL, NULL, NULL);
    expect(0.0051, "Stand alone", NULL, NULL);
}

/* PAH: BA1 >= 0.015, BS1 >= 0.002, PM2 < 0.0002. */
static void an_expert_panels_limits_stand_instead(void **state) {
    (void)state;
    use_gene("PAH", "HGNC:8582", GNBS_INH_AR);
    expect(0.015, "Stand alone", NULL, NULL);
    expect(0.0149, NULL, "Strong", NULL);
    expect(0.002, NULL, "Strong", NULL);
    expect(0.0019, NULL, NULL, NULL);
    expect(0.0002, NULL, NULL, NULL);
    expect(0.00019, NULL, NULL, "Supporting");
    world_expect_says(&W, "PM2", "ClinGen Phenylketonuria expert panel, GN006");
    /* GAA: PM2 at moderate strength */
    use_gene("GAA", "HGNC:4065", GNBS_INH_AR);
    expect(0.0009, NULL, NULL, "Moderate");
}

/* Hearing loss: PM2 0.00007 recessive, 0.00002 dominant; BA1 0.005 and 0.001, BS1 0.003 and 0.0002. */
static void hearing_loss_limits_follow_the_inheritance(void **state) {
    (void)state;
    static const struct {
        const char *symbol, *hgnc_id;
    } GENES[] = {{"GJB2", "HGNC:4284"}, {"SLC26A4", "HGNC:8818"}, {"USH2A", "HGNC:12601"}};
    for (int i = 0; i < 3; i++) {
        use_gene(GENES[i].symbol, GENES[i].hgnc_id, GNBS_INH_AR);
        expect(0.00007, NULL, NULL, "Supporting");
        expect(0.000071, NULL, NULL, NULL);
        expect(0.0031, NULL, "Strong", NULL);
        expect(0.0051, "Stand alone", NULL, NULL);
        W.in.inheritance = GNBS_INH_AD;
        expect(0.00002, NULL, NULL, "Supporting");
        expect(0.00003, NULL, NULL, NULL);
        expect(0.0003, NULL, "Strong", NULL);
        expect(0.0011, "Stand alone", NULL, NULL);
    }
}

/* GCK's panel speaks of the dominant condition (BS1 from 0.00004): for a recessive one the defaults hold. */
static void limits_for_another_inheritance_say_nothing(void **state) {
    (void)state;
    use_gene("GCK", "HGNC:4195", GNBS_INH_AD);
    expect(0.0005, "Stand alone", NULL, NULL);
    W.in.inheritance = GNBS_INH_AR;
    expect(0.0005, NULL, NULL, NULL);
    W.in.inheritance = GNBS_INH_UNKNOWN; /* nothing is stated: the panel's */
    expect(0.0005, "Stand alone", NULL, NULL);
}

/* ADA: no homozygotes; SLC6A8: frequency in males, no hemizygotes, and ten of them for BA1. */
static void counts_of_people_are_asked_too(void **state) {
    (void)state;
    use_gene("ADA", "HGNC:186", GNBS_INH_AR);
    W.frequency.n_hom = 0;
    expect(0.0001, NULL, NULL, "Supporting");
    W.frequency.n_hom = 1;
    expect(0.0001, NULL, NULL, NULL);
    W.frequency.n_hom = -1;
    expect(0.0001, NULL, NULL, "?"); /* not stated is not none */
    use_gene("SLC6A8", "HGNC:11055", GNBS_INH_XLR);
    gnbs_contig_t x = {.name = "chrX", .length_bp = 10000};
    W.bundle.contigs = (gnbs_contigs_t){1, &x, "x.fa"};
    W.frequency.af_male = 0.00001;
    W.frequency.n_hom = W.frequency.n_hemi = 0;
    expect(0.3, NULL, NULL, "Supporting"); /* females are not asked */
    W.frequency.n_hemi = 5;
    expect(0.00001, NULL, "Strong", NULL);
    W.frequency.n_hemi = 10;
    expect(0.00001, "Stand alone", NULL, NULL);
}

/* F8: BS2 is set by number of hemizygous and homozygous people in several genes; ABCD1 from 11. */
static void healthy_carriers_count_where_a_panel_says_how_many(void **state) {
    (void)state;
    use_gene("ABCD1", "HGNC:61", GNBS_INH_XLR);
    gnbs_contig_t x = {.name = "chrX", .length_bp = 10000};
    W.bundle.contigs = (gnbs_contigs_t){1, &x, "x.fa"};
    W.frequency.n_hom = 0;
    W.frequency.n_hemi = 10;
    judge(0);
    world_expect(&W, "BS2", NULL);
    W.frequency.n_hemi = 11;
    judge(0);
    world_expect(&W, "BS2", "Strong");
    use_gene("A", "HGNC:1", GNBS_INH_AR);
    W.frequency.n_hom = 40;
    judge(0.01);
    world_expect(&W, "BS2", "?"); /* no panel: told, and left to a person */
    world_expect_says(&W, "BS2", "has homozygotes");
}

static void absence_is_rare_only_where_somebody_looked(void **state) {
    (void)state;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM2", "?");
    world_expect_says(&W, "PM2", "no frequency source");
    W.in.has_frequency_source = true;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM2", "?");
    world_expect_says(&W, "PM2", "absent is not rare");
    /* another allele nearby was judged in many: then this place was looked at */
    gnbs_frequency_t near = W.frequency;
    near.variant = (gnbs_variant_t){0, world_place(5) + 7, "A", "G"};
    near.an = 80000;
    W.bundle.frequency = &near;
    W.bundle.n_frequency = 1;
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM2", "Supporting");
    world_expect_says(&W, "PM2", "in none of 80000 chromosomes judged within 10 bases");
    world_expect(&W, "BA1", NULL);
    near.an = 1999; /* in few */
    world_judge(&W, 5, "C", "A");
    world_expect(&W, "PM2", "?");
}

static void what_a_source_filtered_is_not_judged_by(void **state) {
    (void)state;
    W.frequency.filter = "AS_VQSR";
    expect(0.2, "?", "?", "?");
    world_expect_says(&W, "BA1", "did not pass its filters (AS_VQSR)");
    /* AC0: many were judged, none carries it with good quality */
    W.frequency.filter = "AC0";
    W.frequency.ac = 0;
    expect(0, NULL, NULL, "Supporting");
    world_expect_says(&W, "PM2", "in none of 100000 chromosomes (AC0)");
}

static void few_chromosomes_are_no_frequency(void **state) {
    (void)state;
    W.frequency.an = 1999;
    expect(0.5, "?", "?", NULL); /* but they can deny that it is rare */
    expect(0, "?", "?", "?");
    W.frequency.an = 2000;
    expect(0.5, "Stand alone", NULL, NULL);
}

static void common_is_judged_by_the_filtering_frequency_and_rare_by_the_largest(
    void **state) {
    (void)state;
    W.frequency.af_grpmax = 0.08, W.frequency.faf95 = 0.04;
    expect(0.06, NULL, "Strong", NULL); /* with 95 % confidence only above 0.04 */
    W.frequency.faf95 = -1;             /* not stated: the largest by ancestry */
    expect(0.06, "Stand alone", NULL, NULL);
    W.frequency.af_grpmax = -1;
    expect(0.02, NULL, "Strong", NULL);
    /* one allele in a small group: its confidence bound is 0, but it is not known to be rare */
    W.frequency.af_grpmax = 2e-3, W.frequency.faf95 = 0;
    expect(5e-5, NULL, NULL, NULL);
    W.frequency.af_grpmax = 9e-5;
    expect(5e-5, NULL, NULL, "Supporting");
}

/* The nine alleles of Ghosh et al. 2018 are not benign for being common: BTD p.Asp444His on GRCh38 is chr3:15645186 G>C. */
static void listed_exceptions_are_not_benign_for_being_common(void **state) {
    (void)state;
    gnbs_contig_t chr3 = {.name = "chr3", .length_bp = 198295559};
    W.bundle.contigs = (gnbs_contigs_t){1, &chr3, "3.fa"};
    W.bundle.build = GNBS_BUILD_GRCH38;
    W.variant = (gnbs_variant_t){0, 15645185, "G", "C"};
    W.frequency.af = 0.06;
    W.frequency.an = 100000;
    W.in.frequency = &W.frequency;
    W.in.has_frequency_source = true;
    W.in.variant = &W.variant;
    world_judge_input(&W);
    world_expect(&W, "BA1", NULL);
    world_expect_says(&W, "BA1", "an exception");
    W.bundle.build =
        GNBS_BUILD_GRCH37; /* the same numbers on another build are another place */
    world_judge_input(&W);
    world_expect(&W, "BA1", "Stand alone");
}

static void a_common_allele_that_reviewers_call_pathogenic_waits_for_a_person(
    void **state) {
    (void)state;
    gnbs_known_t known = {.clinvar_id = "77", .sig = GNBS_CLNSIG_PATHOGENIC, .stars = 2};
    W.in.known = &known;
    expect(0.06, "?", "?", NULL);
    world_expect_says(&W, "BA1", "a person decides");
    known.stars = 1;
    expect(0.06, "Stand alone", NULL, NULL);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(recessive_defaults_at_and_beside_each_limit),
        CASE(dominant_x_linked_and_mitochondrial_limits_are_their_own),
        CASE(mitochondrial_alleles_are_not_judged_by_nuclear_frequencies),
        CASE(a_stated_prevalence_gives_the_limits),
        CASE(an_expert_panels_limits_stand_instead),
        CASE(hearing_loss_limits_follow_the_inheritance),
        CASE(limits_for_another_inheritance_say_nothing),
        CASE(counts_of_people_are_asked_too),
        CASE(healthy_carriers_count_where_a_panel_says_how_many),
        CASE(absence_is_rare_only_where_somebody_looked),
        CASE(what_a_source_filtered_is_not_judged_by),
        CASE(few_chromosomes_are_no_frequency),
        CASE(common_is_judged_by_the_filtering_frequency_and_rare_by_the_largest),
        CASE(listed_exceptions_are_not_benign_for_being_common),
        CASE(a_common_allele_that_reviewers_call_pathogenic_waits_for_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
