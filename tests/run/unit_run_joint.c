/* Variants of one copy, in the case of a newborn. */
#include "annot/annot_world.h"

#include "run/run_joint.h"

/* The gene of tests/annot/unit_joint.c: ATG AAA GGT | TTA CCC GGA TAA; AAA at 10, TTA at 41 */
static const char SEQ[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAACGCAC";
static const char MODEL[] = "..55555EEEEEEEEE-------------------------EEEEEEEEEEEE333..";

static gnbs_arena_t arena;
static gnbs_transcript_t tx;
static gnbs_bundle_t bundle;
static gnbs_gene_t gene;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    tx = drawn_transcript(&arena, "TX.1", MODEL, 1);
    bundle = drawn_bundle(&arena, "chr1", SEQ, 1, &tx);
    gene = (gnbs_gene_t){.symbol = "GENE", .hgnc_id = "HGNC:1", .beg = 2, .end = 56};
    bundle.gene = &gene;
    bundle.n_gene = 1;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* haplotype 0: not phased */
static gnbs_case_variant_t variant(gnbs_pos_t pos, const char *ref, const char *alt,
                                   int n_alt, int haplotype) {
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_case_variant_t v = {.gene = &gene, .n_consequence = 1};
    gnbs_consequence_t *c = GNBS_NEW(&arena, gnbs_consequence_t, 1);
    v.call = (gnbs_call_t){.variant = {0, pos, ref, alt},
                           .ploidy = 2,
                           .n_alt = (int8_t)n_alt,
                           .is_phased = haplotype > 0,
                           .haplotype = (int8_t)haplotype};
    assert_ok(
        gnbs_annot_on_transcript(&bundle, &tx, &v.call.variant, NULL, &arena, c, &err),
        &err);
    v.consequence = c;
    return v;
}

static void join(size_t n, gnbs_case_variant_t v[]) {
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_run_join(&bundle, n, v, &arena, &err), &err);
}

static gnbs_csq_t worst(const gnbs_case_variant_t *v) {
    return gnbs_consequence_worst(&v->consequence[0]);
}

static void frameshifts_in_phase_are_judged_together(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(11, "AA", "A", 1, 2), variant(43, "A", "AC", 1, 2)};
    assert_int_equal(worst(&v[0]), GNBS_CSQ_FRAMESHIFT);
    join(2, v);
    for (int i = 0; i < 2; i++) {
        assert_non_null(v[i].same_copy);
        assert_true(v[i].same_copy->is_joined);
        assert_true(v[i].same_copy->undoes_null);
        assert_int_equal(worst(&v[i]), GNBS_CSQ_MISSENSE);
        assert_string_equal(v[i].same_copy->hgvs_c, "TX.1:c.[6del;15dup]");
        assert_string_equal(v[i].consequence[0].hgvs_p, "p.(Gly3_Leu4delinsValTyr)");
        assert_string_equal(v[i].same_copy->with[0],
                            i == 0 ? "TX.1:c.15dup" : "TX.1:c.6del");
        assert_int_equal(gnbs_consequence_worst(&v[i].same_copy->alone),
                         GNBS_CSQ_FRAMESHIFT);
        assert_non_null(strstr(v[i].same_copy->text, "not loss of function"));
    }
    assert_string_equal(v[0].consequence[0].hgvs_c, "TX.1:c.6del");
}

static void on_two_copies_they_say_nothing_of_each_other(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(11, "AA", "A", 1, 1), variant(43, "A", "AC", 1, 2)};
    join(2, v);
    assert_null(v[0].same_copy);
    assert_null(v[1].same_copy);
    assert_int_equal(worst(&v[0]), GNBS_CSQ_FRAMESHIFT);
}

static void without_phase_each_is_judged_alone_and_the_doubt_is_told(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(11, "AA", "A", 1, 0), variant(43, "A", "AC", 1, 0)};
    join(2, v);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(worst(&v[i]), GNBS_CSQ_FRAMESHIFT);
        assert_non_null(v[i].same_copy);
        assert_false(v[i].same_copy->is_joined);
        assert_non_null(strstr(v[i].same_copy->text, "is not known"));
        assert_non_null(strstr(v[i].same_copy->text, "p.(Gly3_Leu4delinsValTyr)"));
    }
}

/* AAA>TAA on both copies, AAA>ATA on one: a stop on one copy, Leu on the other */
static void copies_that_differ_leave_the_variant_alone(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(10, "A", "T", 2, 0), variant(11, "A", "T", 1, 0)};
    join(2, v);
    assert_int_equal(worst(&v[0]), GNBS_CSQ_STOP_GAINED);
    assert_false(v[0].same_copy->is_joined);
    assert_non_null(strstr(v[0].same_copy->text, "Another copy"));
    assert_true(v[1].same_copy->is_joined);
    assert_int_equal(worst(&v[1]), GNBS_CSQ_MISSENSE);
    assert_string_equal(v[1].consequence[0].hgvs_p, "p.(Lys2Leu)");
}

static void a_stop_made_by_two_is_loss_of_function(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(13, "G", "T", 2, 0), variant(15, "T", "A", 2, 0)};
    join(2, v);
    for (int i = 0; i < 2; i++) {
        assert_true(v[i].same_copy->makes_null);
        assert_int_equal(v[i].same_copy->joint.stop_residue, 3);
        assert_true(gnbs_consequence_is_lof(&v[i].consequence[0]));
    }
}

static void what_a_stop_hides_is_told_and_judged_alone(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(10, "A", "T", 1, 1), variant(44, "C", "A", 1, 1)};
    join(2, v);
    assert_null(v[0].same_copy);
    assert_false(v[1].same_copy->is_joined);
    assert_int_equal(worst(&v[1]), GNBS_CSQ_MISSENSE);
    assert_non_null(strstr(v[1].same_copy->text, "TX.1:c.4A>T on the same copy"));
}

static void filtered_calls_and_shares_of_copies_are_left_out(void **state) {
    (void)state;
    gnbs_case_variant_t v[] = {variant(11, "AA", "A", 1, 2), variant(43, "A", "AC", 1, 2)};
    v[1].call.filter = GNBS_FILTER_LOW_QUAL;
    join(2, v);
    assert_null(v[0].same_copy);
    v[1].call.filter = 0;
    v[1].call.heteroplasmy.is_stated = true;
    join(2, v);
    assert_null(v[0].same_copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frameshifts_in_phase_are_judged_together),
        cmocka_unit_test(on_two_copies_they_say_nothing_of_each_other),
        cmocka_unit_test(without_phase_each_is_judged_alone_and_the_doubt_is_told),
        cmocka_unit_test(copies_that_differ_leave_the_variant_alone),
        cmocka_unit_test(a_stop_made_by_two_is_loss_of_function),
        cmocka_unit_test(what_a_stop_hides_is_told_and_judged_alone),
        cmocka_unit_test(filtered_calls_and_shares_of_copies_are_left_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
