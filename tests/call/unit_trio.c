#include "support/testing.h"

#include <math.h>

#include "call/call_force.h"
#include "call/call_trio.h"
#include "support/make_chunk.h"

/* A child's call and what its parents' reads say. PL are Phred: a parent {0, 60, 600} is reference but for one in 10^6. */
static const int32_t REF_PL[3] = {0, 60, 600}, HET_PL[3] = {300, 0, 300},
                     HOM_PL[3] = {600, 60, 0};

static gnbs_call_t het_call(gnbs_pos_t pos) {
    return (gnbs_call_t){.variant = {0, pos, "A", "G"},
                         .zygosity = GNBS_ZYG_HET,
                         .ploidy = 2,
                         .n_alt = 1,
                         .pl = {200, 0, 200},
                         .dp = 20,
                         .ad_ref = 10,
                         .ad_alt = 10,
                         .qual_phred = 170,
                         .gq_phred = 99,
                         .alt_forward = 5,
                         .alt_reverse = 5,
                         .ref_forward = 5,
                         .ref_reverse = 5,
                         .alt_mapq_mean = 60,
                         .alt_base_qual_mean = 37,
                         .alt_read_pos_mean = 40};
}

static gnbs_call_t hom_call(gnbs_pos_t pos) {
    gnbs_call_t c = het_call(pos);
    c.zygosity = GNBS_ZYG_HOM_ALT, c.n_alt = 2, c.ad_ref = 0, c.ad_alt = 20;
    c.pl[0] = 600, c.pl[1] = 60, c.pl[2] = 0;
    return c;
}

static void set_parent(gnbs_trio_call_t *t, int who, int ploidy, const int32_t *pl) {
    t->parent[who] =
        (gnbs_parent_call_t){.is_given = pl != NULL, .ploidy = (int8_t)ploidy, .n_alt = -1};
    for (int k = 0; pl != NULL && k <= ploidy; k++) t->parent[who].pl[k] = pl[k];
}

static gnbs_trio_call_t judge(gnbs_call_t *c, const int32_t *father,
                              const int32_t *mother) {
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_trio_call_t t = {0};
    set_parent(&t, GNBS_FATHER, 2, father);
    set_parent(&t, GNBS_MOTHER, 2, mother);
    gnbs_call_trio_judge(&opt, c, &t);
    return t;
}

static void what_neither_parent_has_is_new(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    gnbs_trio_call_t t = judge(&c, REF_PL, REF_PL);
    /* new, given two reference parents (nearly 1): 2 x 1.2e-8.
     * from a parent who is heterozygous after all, 10^-6 by the reads: prior, frequencies summed,
     *     integral of theta/q  2q(1-q)  (1-q)^2  1/2 dq = theta / 4, so 2 x 2.5e-4 x 10^-6 = 5e-10
     * not new: 5e-10 / (2.4e-8 + 5e-10) = 0.0204, Phred 16.9 */
    assert_int_equal(t.origin, GNBS_ORIGIN_DENOVO);
    assert_int_equal(t.dnp_phred, 16);
    assert_int_equal(c.filter, 0);
    assert_int_equal(c.n_alt, 1);
    assert_false(c.is_phased);
    /* quality against no copy: 10^-20 / 2.4e-8 is Phred 200 - 76 */
    assert_near(c.qual_phred, 123.9, 0.3);
}

static void a_weak_allele_that_neither_parent_has_is_filtered_not_new(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    c.pl[0] = 60; /* alone: 60 - 30 of the prior, enough */
    gnbs_trio_call_t t = judge(&c, REF_PL, REF_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_UNKNOWN);
    assert_true(c.filter & GNBS_FILTER_LOW_QUAL);
    assert_int_equal(c.n_alt, 1); /* the line stays, with its doubt */
    assert_int_equal(t.dnp_phred, 0);
}

static void the_same_weak_allele_passes_when_the_mother_has_it(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    c.pl[0] = 60;
    gnbs_trio_call_t t = judge(&c, REF_PL, HET_PL);
    assert_int_equal(c.filter, 0);
    assert_int_equal(t.origin, GNBS_ORIGIN_MATERNAL);
    assert_near(c.qual_phred, 60, 0.1); /* half and half: the reads alone decide */
}

static void a_missing_parent_is_never_reference(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    gnbs_trio_call_t t = judge(&c, NULL, REF_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_PATERNAL); /* not new: the father may have it */
    assert_int_equal(t.dnp_phred, 0);
    c = het_call(100);
    t = judge(&c, HET_PL, NULL);
    /* the mother may have it too: paternal is 2/3 (integrals of (1-q)^2 and q(1-q)), and that is not phase */
    assert_int_equal(t.origin, GNBS_ORIGIN_UNKNOWN);
    const int32_t nothing[3] = {0, 0, 0}; /* reads were given, but none lie here */
    c = het_call(100);
    t = judge(&c, nothing, REF_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_PATERNAL);
    assert_int_equal(t.dnp_phred, 0);
}

static void a_shallow_parent_leaves_it_open(void **state) {
    (void)state;
    const int32_t five_reads[3] = {0, 15, 200}; /* 5 x 3.01 */
    gnbs_call_t c = het_call(100);
    gnbs_trio_call_t t = judge(&c, five_reads, REF_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_PATERNAL);
    assert_int_equal(t.dnp_phred, 0);
}

static void two_heterozygous_parents_do_not_phase(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    gnbs_trio_call_t t = judge(&c, HET_PL, HET_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_UNKNOWN);
    assert_false(t.is_violation);
    c = hom_call(100);
    t = judge(&c, HET_PL, HET_PL);
    assert_int_equal(t.origin, GNBS_ORIGIN_BOTH);
}

static void a_homozygote_with_one_carrier_parent_keeps_its_genotype(void **state) {
    (void)state;
    gnbs_call_t c = hom_call(100);
    gnbs_trio_call_t t = judge(&c, REF_PL, HET_PL);
    assert_true(t.is_violation); /* a deletion on the paternal copy would look like this */
    assert_int_equal(c.n_alt, 2);
    assert_int_equal(c.gq_phred, 99);
    assert_int_equal(c.filter, 0);
    assert_int_not_equal(t.origin, GNBS_ORIGIN_DENOVO);
}

static void parents_decide_where_the_reads_leave_room(void **state) {
    (void)state;
    gnbs_call_t c = het_call(100);
    c.pl[2] = 8;
    c.ad_ref = 1;
    c.ad_alt = 19;
    gnbs_trio_call_t t = judge(&c, HOM_PL, HOM_PL);
    assert_int_equal(c.n_alt, 2);
    assert_int_equal(c.zygosity, GNBS_ZYG_HOM_ALT);
    assert_int_equal(t.origin, GNBS_ORIGIN_BOTH);
    const int32_t surely_hom[3] = {3000, 300,
                                   0}; /* but not where they do not: 200 against */
    c = het_call(100);
    t = judge(&c, surely_hom, surely_hom);
    assert_int_equal(c.n_alt, 1);
    assert_true(t.is_violation);
}

static void x_and_y_go_the_ways_they_go(void **state) {
    (void)state;
    const gnbs_contig_t contig[] = {
        {.name = "chrX"}, {.name = "Y"}, {.name = "1"}, {.name = "MT"}};
    const gnbs_contigs_t all = {4, contig, "made"};
    static const struct {
        int tid;
        gnbs_pos_t pos;
        gnbs_sex_t child;
        bool is_known;
        int8_t father, mother;
    } CASES[] = {{0, 50000000, GNBS_SEX_MALE, true, 0, 2},
                 {0, 50000000, GNBS_SEX_FEMALE, true, 1, 2},
                 {0, 1000000, GNBS_SEX_MALE, true, 2, 2}, /* PAR1 */
                 {1, 10000000, GNBS_SEX_MALE, true, 1, 0},
                 {2, 5, GNBS_SEX_UNKNOWN, true, 2, 2},
                 {0, 50000000, GNBS_SEX_UNKNOWN, false, 0, 0},
                 {3, 5, GNBS_SEX_FEMALE, false, 0, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int8_t copies[GNBS_PARENTS];
        assert_int_equal(gnbs_call_trio_copies(&all, GNBS_BUILD_GRCH38, CASES[i].child,
                                               CASES[i].tid, CASES[i].pos, copies),
                         CASES[i].is_known);
        if (!CASES[i].is_known) continue;
        assert_int_equal(copies[GNBS_FATHER], CASES[i].father);
        assert_int_equal(copies[GNBS_MOTHER], CASES[i].mother);
    }
}

static void a_son_has_his_x_from_his_mother_alone(void **state) {
    (void)state;
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    for (int mother_has = 0; mother_has < 2; mother_has++) {
        gnbs_call_t c = het_call(100);
        c.ploidy = 1, c.pl[0] = 600, c.pl[1] = 0, c.zygosity = GNBS_ZYG_HEMI_ALT;
        c.ad_ref = 0;
        gnbs_trio_call_t t = {0};
        set_parent(&t, GNBS_FATHER, 0, NULL);
        set_parent(&t, GNBS_MOTHER, 2, mother_has ? HET_PL : REF_PL);
        gnbs_call_trio_judge(&opt, &c, &t);
        assert_int_equal(t.origin, mother_has ? GNBS_ORIGIN_MATERNAL : GNBS_ORIGIN_DENOVO);
        assert_int_equal(c.zygosity, GNBS_ZYG_HEMI_ALT);
        assert_int_equal(c.filter, 0);
    }
}

static void a_set_of_reads_is_turned_as_a_parent_tells(void **state) {
    (void)state;
    gnbs_call_t call[] = {het_call(100), het_call(150), het_call(160), het_call(900)};
    gnbs_trio_call_t trio[4] = {{.is_judged = true, .origin = GNBS_ORIGIN_UNKNOWN},
                                {.is_judged = true, .origin = GNBS_ORIGIN_MATERNAL},
                                {.is_judged = true, .origin = GNBS_ORIGIN_UNKNOWN},
                                {.is_judged = true, .origin = GNBS_ORIGIN_PATERNAL}};
    const int8_t side[3] = {1, 1,
                            2}; /* by reads: the first two together, the third apart */
    for (int i = 0; i < 3; i++)
        call[i].is_phased = true, call[i].haplotype = side[i], call[i].phase_set = 100;
    gnbs_call_trio_phase(4, call, trio);
    const int8_t want[4] = {2, 2, 1, 1}; /* the second is the mother's: haplotype 2 */
    for (int i = 0; i < 4; i++) {
        assert_true(call[i].is_phased);
        assert_int_equal(call[i].phase_set, 0);
        assert_int_equal(call[i].haplotype, want[i]);
    }
}

static void a_set_whose_parents_contradict_each_other_is_left_alone(void **state) {
    (void)state;
    gnbs_call_t call[] = {het_call(100), het_call(150), het_call(160)};
    gnbs_trio_call_t trio[3] = {{.is_judged = true, .origin = GNBS_ORIGIN_PATERNAL},
                                {.is_judged = true, .origin = GNBS_ORIGIN_MATERNAL},
                                {.is_judged = true, .origin = GNBS_ORIGIN_UNKNOWN}};
    for (int i = 0; i < 3; i++) /* by reads all on one side, by the parents not */
        call[i].is_phased = true, call[i].haplotype = 1, call[i].phase_set = 100;
    gnbs_call_trio_phase(3, call, trio);
    assert_int_equal(call[2].phase_set, 100);
    assert_int_equal(call[0].phase_set, 0);
    assert_int_equal(call[1].haplotype, 2);
}

/* ---- a parent's reads at the child's allele ------------------------------------------------------------------ */

static char REF[401];
static made_chunk_t m;

static int set_up(void **state) {
    (void)state;
    make_letters(REF, 400, 7);
    memcpy(REF + 194, "CAGTGCATCTG",
           11); /* 197..200 is TGCA: a deletion of it cannot slide */
    make_chunk(&m, "chr1", REF, 100, 300);
    return 0;
}

static void add_reads(int n, int n_alt, int n_del) {
    for (int i = 0; i < n; i++) {
        char bases[101];
        memcpy(bases, REF + 150, 100);
        bases[100] = '\0';
        const char *cigar = "100M";
        if (i < n_alt) bases[70] = bases[70] == 'A' ? 'C' : 'A'; /* of position 220 */
        if (i >= n - n_del) {
            memmove(bases + 47, bases + 51, 50);
            bases[96] = '\0';
            cigar = "47M4D49M";
        }
        gnbs_read_t *r = add_read(&m, 150, cigar, bases, 37, (int32_t)m.chunk.n_read);
        if (i % 2) r->flag |= GNBS_READ_REVERSE;
    }
}

static void force(gnbs_parent_call_t out[2]) {
    char ref[2] = {REF[220], 0}, alt[2] = {REF[220] == 'A' ? 'C' : 'A', 0};
    const gnbs_variant_t known[] = {{0, 196, "GTGCA", "G"}, {0, 220, ref, alt}};
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_request_t rq = {.opt = &opt, .chunk = &m.chunk, .n_known = 2, .known = known};
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_err_t err;
    assert_ok(gnbs_call_force(&rq, &arena, out, &err), &err);
    gnbs_arena_clear(&arena);
}

static void a_parent_without_reads_says_nothing(void **state) {
    (void)state;
    gnbs_parent_call_t p[2];
    force(p);
    for (int i = 0; i < 2; i++) {
        assert_true(p[i].is_given);
        assert_int_equal(p[i].n_alt, -1);
        for (int k = 0; k < 3; k++) assert_int_equal(p[i].pl[k], 0);
    }
}

static void a_parent_with_few_reads_is_not_called_reference(void **state) {
    (void)state;
    gnbs_parent_call_t p[2];
    add_reads(5, 0, 0);
    force(p);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(p[i].n_alt, -1);
        assert_int_equal(p[i].pl[0], 0);
        assert_true(p[i].pl[1] >= 14 && p[i].pl[1] <= 16); /* 5 x 3.01 */
    }
}

static void a_parent_is_genotyped_at_an_allele_that_it_does_not_show(void **state) {
    (void)state;
    gnbs_parent_call_t p[2];
    add_reads(20, 0, 0);
    force(p);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(p[i].n_alt, 0);
        assert_int_equal(p[i].ad_ref, 20);
        assert_int_equal(p[i].ad_alt, 0);
        assert_true(p[i].pl[1] >= 58 && p[i].pl[1] <= 61); /* 20 x 3.01 */
    }
}

static void a_carrier_parent_is_seen_by_its_reads(void **state) {
    (void)state;
    gnbs_parent_call_t p[2];
    add_reads(20, 10, 10); /* ten with the base, the other ten with the deletion */
    force(p);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(p[i].n_alt, 1);
        assert_int_equal(p[i].ad_alt, 10);
        assert_int_equal(p[i].pl[1], 0);
        assert_true(p[i].pl[0] > 100 && p[i].pl[2] > 100);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_neither_parent_has_is_new),
        cmocka_unit_test(a_weak_allele_that_neither_parent_has_is_filtered_not_new),
        cmocka_unit_test(the_same_weak_allele_passes_when_the_mother_has_it),
        cmocka_unit_test(a_missing_parent_is_never_reference),
        cmocka_unit_test(a_shallow_parent_leaves_it_open),
        cmocka_unit_test(two_heterozygous_parents_do_not_phase),
        cmocka_unit_test(a_homozygote_with_one_carrier_parent_keeps_its_genotype),
        cmocka_unit_test(parents_decide_where_the_reads_leave_room),
        cmocka_unit_test(x_and_y_go_the_ways_they_go),
        cmocka_unit_test(a_son_has_his_x_from_his_mother_alone),
        cmocka_unit_test(a_set_of_reads_is_turned_as_a_parent_tells),
        cmocka_unit_test(a_set_whose_parents_contradict_each_other_is_left_alone),
        cmocka_unit_test_setup(a_parent_without_reads_says_nothing, set_up),
        cmocka_unit_test_setup(a_parent_with_few_reads_is_not_called_reference, set_up),
        cmocka_unit_test_setup(a_parent_is_genotyped_at_an_allele_that_it_does_not_show,
                               set_up),
        cmocka_unit_test_setup(a_carrier_parent_is_seen_by_its_reads, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
