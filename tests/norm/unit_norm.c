/* A line of a VCF in normal form. Expected lines were worked out by hand; the drawings show how. */
#include "norm_world.h"
#include "support/testing.h"

/*             1   5    10   15   20
 *             TTGCACACACATTTGGGACC      CA five bases of repeat end at 11; T 12-14; G 15-17 */
#define SEQ "TTGCACACACATTTGGGACC"

static void check(const char *seq, const gnbs_norm_options_t *opt, const char *header,
                  const char *line, const char *expected) {
    norm_world_t w;
    norm_world_init(&w, seq);
    for (const char *s = header; s != NULL && *s != '\0';) {
        assert_true(gnbs_norm_header_add(&w.header, s));
        s = strchr(s, '\n');
        if (s != NULL) s++;
    }
    assert_int_equal(norm_world_apply(&w, opt, line), GNBS_OK);
    assert_string_equal(w.out, expected);
    norm_world_clear(&w);
}

static void a_deleted_repeat_unit_moves_to_its_first_place(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    /* TTG[CA]CACACA: the same sequence without any one CA, or AC */
    check(SEQ, &opt, NULL, "c\t9\t.\tACA\tA\t.\t.\t.", "c\t3\t.\tGCA\tG\t.\t.\t.\n");
    check(SEQ, &opt, NULL, "c\t8\tid\tCACATT\tCATT\t7\tq\tX",
          "c\t3\tid\tGCA\tG\t7\tq\tX\n");
}

static void an_inserted_base_moves_through_its_run(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    check(SEQ, &opt, NULL, "c\t17\t.\tG\tGG\t.\t.\tEND=17",
          "c\t14\t.\tT\tTG\t.\t.\tEND=14\n");
}

static void the_first_base_of_a_contig_is_as_far_as_it_goes(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    check("TTTTG", &opt, NULL, "c\t3\t.\tTT\tT\t.\t.\t.", "c\t1\t.\tTT\tT\t.\t.\t.\n");
}

static void padding_goes_and_blocks_stay(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    check(SEQ, &opt, NULL, "c\t2\t.\tTGCA\tTCCT\t.\t.\t.", "c\t3\t.\tGCA\tCCT\t.\t.\t.\n");
    check(SEQ, &opt, NULL, "c\t2\t.\tTGC\tTAC\t.\t.\t.", "c\t3\t.\tG\tA\t.\t.\t.\n");
}

static void alleles_of_one_line_move_together(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    /* G run 15-17: one more and two more begin at the same place */
    check(SEQ, &opt, NULL, "c\t16\t.\tGG\tGGG,GGGG\t.\t.\t.",
          "c\t14\t.\tT\tTG,TGG\t.\t.\t.\n");
}

static void what_is_not_spelled_stays(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    const char *line[] = {"c\t9\t.\tACA\tA,*\t.\t.\t.\n", "c\t9\t.\tA\t<DEL>\t.\t.\t.\n",
                          "c\t9\t.\tA\tA]c:3]\t.\t.\t.\n"};
    for (int i = 0; i < 3; i++) {
        char in[64];
        snprintf(in, sizeof in, "%.*s", (int)strlen(line[i]) - 1, line[i]);
        check(SEQ, &opt, NULL, in, line[i]);
    }
}

static void a_symbolic_deletion_of_known_end_moves_as_the_spelled_one(void **state) {
    (void)state;
    const gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    check(SEQ, &opt, NULL, "c\t9\t.\tA\t<DEL>\t.\t.\tEND=11;SVTYPE=DEL",
          "c\t3\t.\tG\t<DEL>\t.\t.\tEND=5;SVTYPE=DEL\n");
}

#define HEADER                                                                             \
    "##INFO=<ID=AC,Number=A,Type=Integer>\n##INFO=<ID=XR,Number=R,Type=String>\n"          \
    "##FORMAT=<ID=AD,Number=R,Type=Integer>\n##FORMAT=<ID=PL,Number=G,Type=Integer>\n"

static void a_split_line_takes_the_values_of_its_allele(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    opt.split = GNBS_NORM_SNP | GNBS_NORM_INDEL | GNBS_NORM_OTHER;
    /* PL of 0/0 0/1 1/1 0/2 1/2 2/2; AD of REF, A, C */
    check(SEQ, &opt, HEADER,
          "c\t3\t.\tG\tA,C\t.\t.\tAC=1,2;XR=r,a,c;DP=9\tGT:AD:PL\t1|2:5,6,7:1,2,3,4,5,6",
          "c\t3\t.\tG\tA\t.\t.\tAC=1;XR=r,a;DP=9\tGT:AD:PL\t1|0:5,6:1,2,3\n"
          "c\t3\t.\tG\tC\t.\t.\tAC=2;XR=r,c;DP=9\tGT:AD:PL\t0|1:5,7:1,4,6\n");
    opt.other_allele = '.';
    opt.keep_sum = "AD";
    check(SEQ, &opt, HEADER, "c\t3\t.\tG\tA,C\t.\t.\t.\tGT:AD\t1|2:5,6,7",
          "c\t3\t.\tG\tA\t.\t.\t.\tGT:AD\t1|.:12,6\n"
          "c\t3\t.\tG\tC\t.\t.\t.\tGT:AD\t.|1:11,7\n");
}

static void a_wrong_number_of_values_is_told_or_left_out(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    opt.split = GNBS_NORM_SNP;
    norm_world_t w;
    norm_world_init(&w, SEQ);
    assert_true(gnbs_norm_header_add(&w.header, "##INFO=<ID=AC,Number=A,Type=Integer>"));
    assert_int_equal(norm_world_apply(&w, &opt, "c\t3\t.\tG\tA,C\t.\t.\tAC=1,2,3"),
                     GNBS_E_FORMAT);
    assert_non_null(strstr(w.err.msg, "INFO/AC"));
    opt.is_force = true;
    assert_int_equal(norm_world_apply(&w, &opt, "c\t3\t.\tG\tA,C\t.\t.\tAC=1,2,3;X"),
                     GNBS_OK);
    assert_string_equal(w.out, "c\t3\t.\tG\tA\t.\t.\tX\nc\t3\t.\tG\tC\t.\t.\tX\n");
    assert_int_equal(w.counts.n_field, 2);
    norm_world_clear(&w);
}

static void a_block_is_taken_apart_and_neighbours_become_stars(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    opt.is_atomized = true;
    opt.old_tag = "OLD";
    /* GCA to CCT: G>C at 3, A>T at 5 */
    check(SEQ, &opt, NULL, "c\t3\t.\tGCA\tCCT\t.\t.\t.\tGT\t0/1",
          "c\t3\t.\tG\tC\t.\t.\tOLD=c|3|GCA|CCT|1\tGT\t0/1\n"
          "c\t5\t.\tA\tT\t.\t.\tOLD=c|3|GCA|CCT|1\tGT\t0/1\n");
    /* without a reference: the deletion of CA covers the SNV of the other ALT */
    opt.old_tag = NULL;
    check(NULL, &opt, NULL, "c\t3\t.\tGCA\tG,GTA\t.\t.\t.\tGT\t1/2",
          "c\t3\t.\tGCA\tG,*\t.\t.\t.\tGT\t1/2\nc\t4\t.\tC\tT,*\t.\t.\t.\tGT\t2/1\n");
    opt.overlap = '.';
    check(NULL, &opt, NULL, "c\t3\t.\tGCA\tG,GTA\t.\t.\t.\tGT\t1/2",
          "c\t3\t.\tGCA\tG\t.\t.\t.\tGT\t1/.\nc\t4\t.\tC\tT\t.\t.\t.\tGT\t./1\n");
}

static void ref_that_is_not_the_reference_is_told_left_out_or_set(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    norm_world_t w;
    norm_world_init(&w, SEQ);
    const char *line = "c\t3\t.\tA\tG\t.\t.\tAC=3;AN=4\tGT\t0/1\t1/1";
    assert_int_equal(norm_world_apply(&w, &opt, line), GNBS_E_DATA);
    assert_non_null(strstr(w.err.msg, "c:3: REF is 'A', the reference has 'G'"));
    opt.check = GNBS_NORM_DROP;
    assert_int_equal(norm_world_apply(&w, &opt, line), GNBS_OK);
    assert_string_equal(w.out, "");
    assert_int_equal(w.counts.n_dropped, 1);
    opt.check = GNBS_NORM_SET; /* G is the reference: they change places, AC is AN - 3 */
    assert_int_equal(norm_world_apply(&w, &opt, line), GNBS_OK);
    assert_string_equal(w.out, "c\t3\t.\tG\tA\t.\t.\tAC=1;AN=4\tGT\t1/0\t0/0\n");
    assert_int_equal(norm_world_apply(&w, &opt, "c\t3\t.\tN\tNC\t.\t.\t."), GNBS_OK);
    assert_string_equal(w.out, "c\t3\t.\tG\tGC\t.\t.\t.\n");
    assert_int_equal(w.counts.n_mismatch, 4);
    norm_world_clear(&w);
}

/* ---- the window ------------------------------------------------------------------------ */

static gnbs_code_t keep(void *ctx, const gnbs_str_t *line, gnbs_err_t *err) {
    (void)err;
    gnbs_str_t *all = ctx;
    gnbs_str_add(all, line->s);
    gnbs_str_add_char(all, '\n');
    return GNBS_OK;
}

static void check_window(const gnbs_norm_options_t *opt, size_t n, const char *const line[],
                         const char *expected, int64_t n_repeat) {
    norm_world_t w;
    norm_world_init(&w, SEQ);
    gnbs_norm_window_t *window = gnbs_norm_window_new(opt, &w.counts);
    gnbs_str_t all;
    gnbs_str_init(&all);
    for (size_t i = 0; i < n; i++) {
        gnbs_pos_t pos = strtoll(line[i] + 2, NULL, 10) - 1;
        assert_int_equal(gnbs_norm_window_flush(window, "c", pos, keep, &all, &w.err), 0);
        assert_int_equal(norm_world_apply(&w, opt, line[i]), GNBS_OK);
        for (size_t j = 0; j < w.list.record.n; j++)
            assert_int_equal(gnbs_norm_window_add(window, &w.list.record.at[j], &w.err), 0);
    }
    assert_int_equal(gnbs_norm_window_flush(window, NULL, 0, keep, &all, &w.err), 0);
    assert_string_equal(gnbs_str_text(&all), expected);
    assert_int_equal(w.counts.n_repeat, n_repeat);
    assert_int_equal(w.counts.n_late, 0);
    gnbs_str_clear(&all);
    gnbs_norm_window_free(window);
    norm_world_clear(&w);
}

static void what_moved_left_comes_out_in_order_and_once(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    opt.same = GNBS_NORM_SAME_ALLELES;
    /* both deletions of CA are one; the SNV at 5 was read between them */
    const char *const line[] = {"c\t3\t.\tGCA\tG\t.\t.\t.", "c\t5\t.\tA\tC\t.\t.\t.",
                                "c\t9\t.\tACA\tA\t.\t.\t."};
    check_window(&opt, 3, line, "c\t3\t.\tGCA\tG\t.\t.\t.\nc\t5\t.\tA\tC\t.\t.\t.\n", 1);
}

static void repeats_are_those_of_the_kind_asked_for(void **state) {
    (void)state;
    gnbs_norm_options_t opt = GNBS_NORM_DEFAULTS;
    const char *const line[] = {"c\t3\t.\tG\tA\t.\t.\t.", "c\t3\t.\tG\tC\t.\t.\t.",
                                "c\t3\t.\tG\tGT\t.\t.\t.", "c\t3\t.\tG\tGC\t.\t.\t."};
#define A  "c\t3\t.\tG\tA\t.\t.\t.\n"
#define C  "c\t3\t.\tG\tC\t.\t.\t.\n"
#define GT "c\t3\t.\tG\tGT\t.\t.\t.\n"
#define GC "c\t3\t.\tG\tGC\t.\t.\t.\n"
    check_window(&opt, 4, line, A C GT GC, 0);
    opt.same = GNBS_NORM_SAME_SNP;
    check_window(&opt, 4, line, A GT GC, 1);
    opt.same = GNBS_NORM_SAME_INDEL;
    check_window(&opt, 4, line, A C GT, 1);
    opt.same = GNBS_NORM_SAME_KIND;
    check_window(&opt, 4, line, A GT, 2);
    opt.same = GNBS_NORM_SAME_POS;
    check_window(&opt, 4, line, A, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deleted_repeat_unit_moves_to_its_first_place),
        cmocka_unit_test(an_inserted_base_moves_through_its_run),
        cmocka_unit_test(the_first_base_of_a_contig_is_as_far_as_it_goes),
        cmocka_unit_test(padding_goes_and_blocks_stay),
        cmocka_unit_test(alleles_of_one_line_move_together),
        cmocka_unit_test(what_is_not_spelled_stays),
        cmocka_unit_test(a_symbolic_deletion_of_known_end_moves_as_the_spelled_one),
        cmocka_unit_test(a_split_line_takes_the_values_of_its_allele),
        cmocka_unit_test(a_wrong_number_of_values_is_told_or_left_out),
        cmocka_unit_test(a_block_is_taken_apart_and_neighbours_become_stars),
        cmocka_unit_test(ref_that_is_not_the_reference_is_told_left_out_or_set),
        cmocka_unit_test(what_moved_left_comes_out_in_order_and_once),
        cmocka_unit_test(repeats_are_those_of_the_kind_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
