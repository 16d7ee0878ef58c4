#include "mito/mito_row.h"
#include "mito/made_circle.h"

static made_circle_t made;

static gnbs_mito_row_t row_of(const gnbs_read_t *r, gnbs_arena_t *arena) {
    gnbs_mito_row_t row = {0};
    gnbs_mito_align_work_t work = {0};
    assert_true(gnbs_mito_row_fill(&row, &made.ref, r, 20, &work, arena));
    return row;
}

/* bases over the linear contig from beg, with that CIGAR */
static gnbs_read_t *add_bases(int64_t beg, const char *letters, const uint32_t cigar[],
                              int n_cigar) {
    gnbs_read_t *r = add_molecule(&made, 0, (int)strlen(letters), NULL, false, 30, 0);
    uint32_t *to = made.cigar[made.n_read - 1];
    uint8_t *base = made.base[made.n_read - 1];
    for (int i = 0; letters[i] != '\0'; i++) base[i] = gnbs_seq_code(letters[i]);
    r->beg = r->end = beg;
    r->n_cigar = n_cigar;
    for (int k = 0; k < n_cigar; k++) {
        to[k] = cigar[k];
        if (gnbs_cigar_eats_ref(gnbs_cigar_op(cigar[k])))
            r->end += gnbs_cigar_len(cigar[k]);
    }
    return r;
}

static void a_clip_at_the_origin_is_the_other_end_of_the_circle(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 1);
    /* 100 bases from 540: 60 before the origin, 40 behind it. The linear aligner clips the 40. */
    gnbs_read_t *r = add_molecule(&made, 540, 100, NULL, false, 30, 0);
    assert_int_equal(r->n_cigar, 2);
    assert_int_equal(r->cigar[1], op(GNBS_CIGAR_SOFT, 40));
    gnbs_mito_row_t row = row_of(r, &arena);
    assert_int_equal(row.beg, 540);
    assert_int_equal(row.end, 640);
    assert_true(row.is_over_origin);
    for (int i = 0; i < 100; i++) assert_int_equal(row.base[i], made.code[(540 + i) % 600]);
    /* and the other way round: 30 clipped before position 0 */
    row = row_of(add_molecule(&made, 570, 100, NULL, false, 30, 0), &arena);
    assert_int_equal(row.beg, -30);
    assert_int_equal(row.end, 70);
    gnbs_arena_clear(&arena);
}

static void a_gap_in_the_clipped_part_is_found(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 2);
    const change_t deletion = {20, 3, ""};
    gnbs_read_t *r = add_molecule(&made, 545, 100, &deletion, false, 30, 0);
    assert_int_equal(gnbs_cigar_op(r->cigar[1]), GNBS_CIGAR_SOFT);
    gnbs_mito_row_t row = row_of(r, &arena);
    assert_int_equal(row.end, 648);
    assert_int_equal(row.n_event, 1);
    assert_int_equal(row.event[0].len, -3);
    assert_true(gnbs_mito_wrap(&made.ref, row.event[0].pos) <= 20);
    gnbs_arena_clear(&arena);
}

static void indels_slide_left_as_far_as_they_can(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 3);
    /*  100       110
     *  ACGTGCCCCCATGCA   five C at 105-109; one more at the end of the run is one more at its start */
    write_circle(&made, 100, "ACGTGCCCCCATGCATGACT");
    const char *letters = "ACGTGCCCCCCATGCATGACT";
    const uint32_t cigar[] = {op(0, 10), op(1, 1), op(0, 10)};
    gnbs_mito_row_t row = row_of(add_bases(100, letters, cigar, 3), &arena);
    assert_int_equal(row.n_event, 1);
    assert_int_equal(row.event[0].pos, 105);
    assert_int_equal(row.event[0].reach, 110);
    assert_int_equal(row.event[0].seq, GNBS_BASE_C);
    /* with a G in the run, one inserted G is simpler than an inserted C and a mismatch */
    row = row_of(add_bases(100, "ACGTGCGCCCCATGCATGACT", cigar, 3), &arena);
    assert_int_equal(row.n_event, 1);
    assert_int_equal(row.event[0].pos, 106);
    assert_int_equal(row.event[0].seq, GNBS_BASE_G);
    const uint32_t deletion[] = {op(0, 9), op(2, 1), op(0, 10)};
    row = row_of(add_bases(100, "ACGTGCCCCATGCATGACT", deletion, 3), &arena);
    assert_int_equal(row.event[0].pos, 105);
    assert_int_equal(row.event[0].reach, 110);
    assert_int_equal(row.base[5], GNBS_MITO_DELETED);
    assert_int_equal(row.base[9], GNBS_BASE_C);
    gnbs_arena_clear(&arena);
}

static void one_gap_with_a_mismatch_becomes_two_gaps(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 4);
    /* rCRS 296-330; the read has one C more in either run. Its aligner inserted CT behind the first run and read T310C. */
    write_circle(&made, 200, "CACCAAACCCCCCCTCCCCCGCTTCTGGCCACAGC");
    const char *letters = "CACCAAACCCCCCCCTCCCCCCGCTTCTGGCCACAGC";
    const uint32_t cigar[] = {op(0, 14), op(1, 2), op(0, 21)};
    gnbs_mito_row_t row = row_of(add_bases(200, letters, cigar, 3), &arena);
    assert_int_equal(row.n_event, 2);
    assert_int_equal(row.event[0].pos,
                     207); /* behind AAA: m.302 A>AC counts from 296 = 200 */
    assert_int_equal(row.event[0].len, 1);
    assert_int_equal(row.event[1].pos, 215); /* behind T: m.310 T>TC */
    assert_int_equal(row.event[1].len, 1);
    for (int64_t p = row.beg; p < row.end; p++)
        assert_int_equal(row.base[p - row.beg], made.code[p]);
    gnbs_arena_clear(&arena);
}

static void the_placeholder_is_no_deletion(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 5);
    write_circle(&made, 300, "GATCTACNTTCAAATTC"); /* rCRS 3100-3116 */
    const uint32_t at_n[] = {op(0, 7), op(2, 1), op(0, 9)},
                   before_n[] = {op(0, 6), op(2, 1), op(0, 10)};
    const char *letters = "GATCTACTTCAAATTC";
    assert_int_equal(row_of(add_bases(300, letters, at_n, 3), &arena).n_event, 0);
    assert_int_equal(row_of(add_bases(300, letters, before_n, 3), &arena).n_event, 0);
    const uint32_t two[] = {op(0, 7), op(2, 2), op(0, 8)};
    assert_int_equal(row_of(add_bases(300, "GATCTACTCAAATTC", two, 3), &arena).n_event, 1);
    gnbs_arena_clear(&arena);
}

static void a_read_speaks_only_of_tracts_it_holds_with_flank(void **state) {
    (void)state;
    const gnbs_mito_event_t e = {.pos = 105, .reach = 110, .len = 1};
    gnbs_mito_row_t row = {.hold_beg = 96, .hold_end = 119}; /* flank 8 + 1 on both sides */
    assert_true(gnbs_mito_row_holds(&row, &e));
    row.hold_beg = 97;
    assert_false(gnbs_mito_row_holds(&row, &e));
    row.hold_beg = 96, row.hold_end = 118;
    assert_false(gnbs_mito_row_holds(&row, &e));
}

static void an_insertion_of_poor_bases_is_told_only_by_its_length(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 6);
    write_circle(&made, 100, "ACGTGCCCCCATGCATGACT");
    const uint32_t cigar[] = {op(0, 10), op(1, 1), op(0, 10)};
    gnbs_read_t *r = add_bases(100, "ACGTGCCCCCCATGCATGACT", cigar, 3);
    made.qual[made.n_read - 1][10] = 5;
    assert_int_equal(row_of(r, &arena).n_event, 1); /* one C more is one C more */
    r = add_bases(100, "ACGTGCCCCCGATGCATGACT", cigar, 3);
    made.qual[made.n_read - 1][10] = 5;
    gnbs_mito_row_t row = row_of(r, &arena);
    assert_int_equal(row.n_event,
                     0); /* a G of quality 5 is anything: the row is silent on one side */
    assert_true(row.hold_end - row.hold_beg < row.end - row.beg);
    gnbs_arena_clear(&arena);
}

static void indels_too_long_are_counted(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 600, 7);
    char letters[101];
    for (int i = 0; i < 100; i++)
        letters[i] = gnbs_seq_letter(made.code[i < 50 ? 100 + i : 300 + i - 50]);
    letters[100] = '\0';
    const uint32_t cigar[] = {op(0, 50), op(2, 150), op(0, 50)};
    gnbs_mito_row_t row = row_of(add_bases(100, letters, cigar, 3), &arena);
    assert_int_equal(row.n_event, 0);
    assert_int_equal(row.n_left_out, 1);
    assert_int_equal(row.base[60],
                     GNBS_BASE_N); /* the gap says nothing of the bases in it */
    gnbs_arena_clear(&arena);
}

static void references_are_told_apart(void **state) {
    (void)state;
    static uint8_t code[16571];
    gnbs_mito_ref_t ref = {0, 16571, code};
    assert_int_equal(gnbs_mito_recognise(&ref), GNBS_MITO_YORUBA);
    assert_non_null(strstr(gnbs_mito_refusal(GNBS_MITO_YORUBA), "hg19"));
    ref.n = 16569; /* all A: 3107 is not N */
    assert_int_equal(gnbs_mito_recognise(&ref), GNBS_MITO_OTHER);
    code[3106] = GNBS_BASE_N;
    assert_int_equal(gnbs_mito_recognise(&ref), GNBS_MITO_RCRS);
    code[8859] = GNBS_BASE_G; /* RSRS, and nearly everybody, has 8860G */
    assert_int_equal(gnbs_mito_recognise(&ref), GNBS_MITO_OTHER);
    assert_string_equal(gnbs_mito_refusal(GNBS_MITO_RCRS), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_at_the_origin_is_the_other_end_of_the_circle),
        cmocka_unit_test(a_gap_in_the_clipped_part_is_found),
        cmocka_unit_test(indels_slide_left_as_far_as_they_can),
        cmocka_unit_test(one_gap_with_a_mismatch_becomes_two_gaps),
        cmocka_unit_test(the_placeholder_is_no_deletion),
        cmocka_unit_test(a_read_speaks_only_of_tracts_it_holds_with_flank),
        cmocka_unit_test(an_insertion_of_poor_bases_is_told_only_by_its_length),
        cmocka_unit_test(indels_too_long_are_counted),
        cmocka_unit_test(references_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
