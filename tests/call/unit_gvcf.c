#include "support/testing.h"

#include "call/call.h"
#include "call/call_block.h"
#include "support/make_chunk.h"

/* Blocks of a gVCF: which bases stand together, and with what confidence. */
static char REF[401];
static made_chunk_t m;

static int set_up(void **state) {
    (void)state;
    make_letters(REF, 400, 7);
    make_chunk(&m, "chr1", REF, 100, 300);
    return 0;
}

/* n reads of [beg, beg + 100) with quality 37; `n_alt` of them carry ALT at pos. */
static void cover(gnbs_pos_t beg, int n, int n_alt, gnbs_pos_t pos) {
    for (int i = 0; i < n; i++) {
        char bases[101];
        memcpy(bases, REF + beg, 100);
        bases[100] = '\0';
        if (i < n_alt) bases[pos - beg] = other_base(REF[pos]);
        gnbs_read_t *r = add_read(&m, beg, "100M", bases, 37, (int32_t)m.chunk.n_read);
        if (i % 2) r->flag |= GNBS_READ_REVERSE;
    }
}

static gnbs_call_result_t call(gnbs_arena_t *arena, gnbs_sex_t sex, bool wants_blocks) {
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_request_t rq = {
        .opt = &opt, .chunk = &m.chunk, .sex = sex, .wants_blocks = wants_blocks};
    gnbs_call_result_t result;
    gnbs_err_t err;
    assert_ok(gnbs_call_chunk(&rq, arena, &result, &err), &err);
    return result;
}

static void assert_block(const gnbs_ref_block_t *b, gnbs_pos_t beg, gnbs_pos_t end,
                         gnbs_callable_t status, int32_t gq, int32_t min_dp) {
    assert_int_equal(b->region.beg, beg);
    assert_int_equal(b->region.end, end);
    assert_int_equal(b->status, status);
    if (status == GNBS_CALLABLE) assert_int_equal(b->gq_phred, gq);
    assert_int_equal(b->min_dp, min_dp);
    assert_int_equal(b->ref, REF[beg]);
}

static void bases_without_reads_are_blocks_of_their_own(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 12, 0, 0);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, true);
    /* each read tells reference from heterozygote by 10 log10(1 / (1/2 + e/6)) = 3.01 with e = 10^-3.7; 12 x 3.01 = 36 */
    assert_int_equal(r.n_block, 3);
    assert_block(&r.block[0], 100, 150, GNBS_CALLABLE_NO_COVERAGE, 0, 0);
    assert_block(&r.block[1], 150, 250, GNBS_CALLABLE, 36, 12);
    assert_block(&r.block[2], 250, 300, GNBS_CALLABLE_NO_COVERAGE, 0, 0);
    gnbs_arena_clear(&arena);
}

static void blocks_are_made_only_when_asked_for(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 12, 0, 0);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, false);
    assert_int_equal(r.n_block, 0);
    assert_int_equal(r.n_span, 3);
    gnbs_arena_clear(&arena);
}

static void a_block_ends_where_the_band_of_confidence_does(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 13, 0, 0);
    cover(200, 1, 0, 0);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, true);
    /* 13 x 3.01 = 39.1: the band 30-39; 14 x 3.01 = 42.1: 40-49. From 250 on one read: too few. */
    assert_int_equal(r.n_block, 4);
    assert_block(&r.block[1], 150, 200, GNBS_CALLABLE, 39, 13);
    assert_block(&r.block[2], 200, 250, GNBS_CALLABLE, 42, 14);
    assert_block(&r.block[3], 250, 300, GNBS_CALLABLE_LOW_DEPTH, 0, 1);
    gnbs_arena_clear(&arena);
    set_up(NULL);
    cover(150, 11, 0, 0);
    cover(200, 1, 0, 0); /* 33 and 36: one band, and the least of it stands for all */
    gnbs_arena_init(&arena);
    r = call(&arena, GNBS_SEX_FEMALE, true);
    assert_int_equal(r.n_block, 3);
    assert_block(&r.block[1], 150, 250, GNBS_CALLABLE, 33, 11);
    gnbs_arena_clear(&arena);
}

static void no_block_lies_under_a_variant(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 20, 10, 200);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, true);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.n_block, 4);
    assert_block(&r.block[1], 150, 200, GNBS_CALLABLE, 60, 20);
    assert_block(&r.block[2], 201, 250, GNBS_CALLABLE, 60, 20);
    gnbs_arena_clear(&arena);
}

/* Half of 20 reads lack [197, 201); written where the aligner would put it. */
static void cover_deletion(void) {
    for (int i = 0; i < 20; i++) {
        char bases[101];
        if (i < 10) {
            memcpy(bases, REF + 150, 47);
            memcpy(bases + 47, REF + 201, 49);
            bases[96] = '\0';
            add_read(&m, 150, "47M4D49M", bases, 37, i);
        } else {
            memcpy(bases, REF + 150, 100);
            bases[100] = '\0';
            add_read(&m, 150, "100M", bases, 37, i);
        }
        if (i % 2) m.read[i].flag |= GNBS_READ_REVERSE;
    }
}

static void a_deletion_covers_its_bases(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    memcpy(REF + 194, "CAGTGCATCTG", 11); /* 197..200 is TGCA: it cannot slide */
    make_chunk(&m, "chr1", REF, 100, 300);
    cover_deletion();
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, true);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].variant.pos, 196);
    assert_int_equal(strlen(r.call[0].variant.ref), 5);
    for (size_t i = 0; i < r.n_block; i++)
        assert_false(gnbs_region_overlaps(r.block[i].region, (gnbs_region_t){0, 196, 201}));
    gnbs_arena_clear(&arena);
}

static void a_deletion_that_starts_before_the_target_is_called(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    memcpy(REF + 194, "CAGTGCATCTG", 11);
    for (gnbs_pos_t beg = 197; beg <= 201; beg++) {
        make_chunk(&m, "chr1", REF, beg, 300);
        cover_deletion();
        gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, true);
        /* it takes away 197..200, so a target from 201 on has all its bases */
        assert_int_equal(r.n_call, beg <= 200 ? 1 : 0);
        assert_int_equal(r.block[0].region.beg, 201);
    }
    gnbs_arena_clear(&arena);
}

static void the_x_of_a_boy_is_haploid_and_the_y_of_a_girl_is_nothing(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_chunk(&m, "chrX", REF, 150, 250);
    cover(150, 12, 0, 0);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_MALE, true);
    assert_int_equal(r.n_block, 1);
    assert_int_equal(r.block[0].ploidy, 1);
    assert_int_equal(r.block[0].gq_phred,
                     99); /* the other haploid genotype: 12 x 41.7 and more */
    make_chunk(&m, "chrY", REF, 150, 250);
    cover(150, 12, 0, 0);
    r = call(&arena, GNBS_SEX_FEMALE, true);
    assert_int_equal(r.block[0].ploidy, 0);
    gnbs_arena_clear(&arena);
}

static void blocks_join_over_the_border_of_two_chunks(void **state) {
    (void)state;
    gnbs_ref_block_t a = {{0, 100, 200}, GNBS_CALLABLE, 2, 'A', 45, 15};
    gnbs_ref_block_t next = {{0, 200, 300}, GNBS_CALLABLE, 2, 'C', 41, 14}, b = a;
    assert_true(gnbs_call_join_blocks(&b, &next));
    assert_int_equal(b.region.beg, 100);
    assert_int_equal(b.region.end, 300);
    assert_int_equal(b.gq_phred, 41);
    assert_int_equal(b.min_dp, 14);
    assert_int_equal(b.ref, 'A');
    const gnbs_ref_block_t not_one[] = {
        {{0, 201, 300}, GNBS_CALLABLE, 2, 'C', 45, 15}, /* a gap */
        {{1, 200, 300}, GNBS_CALLABLE, 2, 'C', 45, 15}, /* another contig */
        {{0, 200, 300}, GNBS_CALLABLE, 1, 'C', 45, 15}, /* ploidy */
        {{0, 200, 300}, GNBS_CALLABLE, 2, 'C', 50, 15}, /* band */
        {{0, 200, 300}, GNBS_CALLABLE_LOW_GQ, 2, 'C', 45, 15}};
    for (size_t i = 0; i < sizeof not_one / sizeof *not_one; i++) {
        b = a;
        assert_false(gnbs_call_join_blocks(&b, &not_one[i]));
        assert_int_equal(b.region.end, 200);
    }
}

static void no_calls_of_any_confidence_are_one_block(void **state) {
    (void)state;
    gnbs_ref_block_t a = {{0, 100, 200}, GNBS_CALLABLE_LOW_DEPTH, 2, 'A', 5, 2};
    const gnbs_ref_block_t next = {{0, 200, 300}, GNBS_CALLABLE_LOW_DEPTH, 2, 'C', 18, 6};
    assert_true(gnbs_call_join_blocks(&a, &next));
    assert_int_equal(a.min_dp, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bases_without_reads_are_blocks_of_their_own, set_up),
        cmocka_unit_test_setup(blocks_are_made_only_when_asked_for, set_up),
        cmocka_unit_test_setup(a_block_ends_where_the_band_of_confidence_does, set_up),
        cmocka_unit_test_setup(no_block_lies_under_a_variant, set_up),
        cmocka_unit_test_setup(a_deletion_covers_its_bases, set_up),
        cmocka_unit_test_setup(a_deletion_that_starts_before_the_target_is_called, set_up),
        cmocka_unit_test_setup(the_x_of_a_boy_is_haploid_and_the_y_of_a_girl_is_nothing,
                               set_up),
        cmocka_unit_test(blocks_join_over_the_border_of_two_chunks),
        cmocka_unit_test(no_calls_of_any_confidence_are_one_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
