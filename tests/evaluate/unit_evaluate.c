#include "support/testing.h"

#include "evaluate/evaluate.h"
#include "genome/seq.h"

/*            0         1         2         3
 *            0123456789012345678901234567890123456789 */
static const char REF[] = "GATTACAGGTCACACACATTTTGCCGATAGCTAGGATCCA";

static gnbs_code_t fetch(void *ctx, gnbs_region_t r, uint8_t *codes, gnbs_err_t *err) {
    (void)ctx, (void)err;
    for (gnbs_pos_t p = r.beg; p < r.end; p++)
        codes[p - r.beg] = p >= 0 && p < 40 ? gnbs_seq_code(REF[p]) : 4;
    return GNBS_OK;
}

static gnbs_eval_allele_t het(gnbs_pos_t pos, const char *ref, const char *alt) {
    return (gnbs_eval_allele_t){.variant = {0, pos, ref, alt},
                                .copies = 1,
                                .ploidy = 2,
                                .gq_phred = 50,
                                .is_counted = true};
}
static gnbs_eval_allele_t hom(gnbs_pos_t pos, const char *ref, const char *alt) {
    gnbs_eval_allele_t a = het(pos, ref, alt);
    a.copies = 2;
    return a;
}

static gnbs_eval_result_t compare(size_t nt, gnbs_eval_allele_t t[], size_t nc,
                                  gnbs_eval_allele_t c[]) {
    const gnbs_ref_source_t ref = {.fetch = fetch};
    gnbs_eval_result_t r;
    gnbs_err_t err;
    assert_ok(gnbs_evaluate_match(&ref, nt, t, nc, c, &r, &err), &err);
    return r;
}

static void the_same_allele_in_the_same_copies_is_right(void **state) {
    (void)state;
    gnbs_eval_allele_t t[] = {het(5, "C", "T")}, c[] = {het(5, "C", "T")};
    gnbs_eval_result_t r = compare(1, t, 1, c);
    assert_int_equal(r.score[GNBS_EVAL_SNV].truth_tp, 1);
    assert_int_equal(r.score[GNBS_EVAL_SNV].call_tp, 1);
    assert_int_equal(r.n_by_haplotype, 0);
}

static void the_right_allele_in_wrong_copies_is_false_and_missed(void **state) {
    (void)state;
    gnbs_eval_allele_t t[] = {het(5, "C", "T")}, c[] = {hom(5, "C", "T")};
    gnbs_eval_result_t r = compare(1, t, 1, c);
    assert_int_equal(r.score[GNBS_EVAL_SNV].fn, 1);
    assert_int_equal(r.score[GNBS_EVAL_SNV].fp, 1);
    assert_int_equal(r.score[GNBS_EVAL_SNV].genotype_errors, 1);
}

static void one_deletion_written_at_two_places_of_a_repeat_is_one_genotype(void **state) {
    (void)state;
    /* CACACACA at 10..17: deleting any CA gives the same sequence */
    gnbs_eval_allele_t t[] = {hom(9, "TCA", "T")}, c[] = {hom(13, "ACA", "A")};
    gnbs_eval_result_t r = compare(1, t, 1, c);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].truth_tp, 1);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].call_tp, 1);
    assert_int_equal(r.n_by_haplotype, 1);
}

static void two_mismatches_and_an_indel_pair_can_spell_the_same(void **state) {
    (void)state;
    gnbs_eval_allele_t t[] = {hom(18, "T", "G"), hom(21, "T", "G")},
                       c[] = {hom(17, "A", "AG"), hom(20, "TT", "G")};
    /* ATTTTG: truth A G T T G G; calls A[G] T T T->... : A G T T + (TT>G) = A G T T G G */
    gnbs_eval_result_t r = compare(2, t, 2, c);
    assert_int_equal(r.score[GNBS_EVAL_SNV].truth_tp, 2);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].call_tp, 2);
}

static void phase_that_cannot_be_spelled_alike_is_wrong(void **state) {
    (void)state;
    /* truth: both alleles of a 2-base change on one copy; calls: a homozygous and nothing: never the same pair */
    gnbs_eval_allele_t t[] = {het(5, "C", "T"), het(6, "A", "G")}, c[] = {hom(5, "C", "T")};
    gnbs_eval_result_t r = compare(2, t, 1, c);
    assert_int_equal(r.score[GNBS_EVAL_SNV].truth_tp, 0);
    assert_int_equal(r.score[GNBS_EVAL_SNV].fn, 2);
    assert_int_equal(r.score[GNBS_EVAL_SNV].fp, 1);
}

static void only_counted_alleles_are_counted_but_all_help_to_spell(void **state) {
    (void)state;
    gnbs_eval_allele_t t[] = {hom(9, "TCA", "T")}, c[] = {hom(13, "ACA", "A")};
    c[0].is_counted = false;
    gnbs_eval_result_t r = compare(1, t, 1, c);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].truth_tp, 1);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].call_tp, 0);
    assert_int_equal(r.score[GNBS_EVAL_INDEL].fp, 0);
}

static void scores_are_those_of_the_definition(void **state) {
    (void)state;
    const gnbs_eval_score_t s = {.truth_tp = 8, .call_tp = 9, .fp = 1, .fn = 2};
    assert_near(gnbs_evaluate_precision(&s), 0.9, 1e-12);
    assert_near(gnbs_evaluate_recall(&s), 0.8, 1e-12);
    assert_near(gnbs_evaluate_f1(&s), 2 * 0.9 * 0.8 / 1.7, 1e-12);
    const gnbs_eval_score_t none = {0};
    assert_near(gnbs_evaluate_f1(&none), 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_allele_in_the_same_copies_is_right),
        cmocka_unit_test(the_right_allele_in_wrong_copies_is_false_and_missed),
        cmocka_unit_test(one_deletion_written_at_two_places_of_a_repeat_is_one_genotype),
        cmocka_unit_test(two_mismatches_and_an_indel_pair_can_spell_the_same),
        cmocka_unit_test(phase_that_cannot_be_spelled_alike_is_wrong),
        cmocka_unit_test(only_counted_alleles_are_counted_but_all_help_to_spell),
        cmocka_unit_test(scores_are_those_of_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
