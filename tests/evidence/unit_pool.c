/* What is promised of reads that a false second copy has taken: they come back, in order, base for base. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evidence/evidence_pool.h"
#include "made_reads.h"

/*      true, chr1   1000        1500 1510            2000        two blocks; bases 1500 to 1510 are missing in the copy
 *      false, chr2  5000        5500                 5990        and three bases stand in the copy that chr1 lacks:
 *                               5500 5503            5993   */
static const gnbs_pool_block_t BLOCK[] = {{{0, 1000, 1500}, {1, 5000, 5500}},
                                          {{0, 1510, 2000}, {1, 5503, 5993}}};

static gnbs_arena_t arena;
static gnbs_err_t err;
static fake_file_t file;

static int setup(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    fake_init(&file);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_read_t move(gnbs_read_t r, bool expected) {
    bool is_moved;
    assert_int_equal(gnbs_pool_move(2, BLOCK, &arena, &r, &is_moved, &err), GNBS_OK);
    assert_int_equal(is_moved, expected);
    return r;
}

static void expect_cigar(const gnbs_read_t *r, int n, const uint32_t cigar[]) {
    assert_int_equal(r->n_cigar, n);
    for (int i = 0; i < n; i++) assert_int_equal(r->cigar[i], cigar[i]);
}

static void a_read_inside_a_block_keeps_its_cigar(void **state) {
    (void)state;
    gnbs_read_t r = *fake_add(&file, 1, 5200, 5300, 0, 1);
    r.len = 100;
    r.mapq = 0;
    r.has_rival = true;
    r = move(r, true);
    assert_int_equal(r.tid, 0);
    assert_int_equal(r.beg, 1200);
    assert_int_equal(r.end, 1300);
    assert_int_equal(r.mapq, 60);
    assert_false(r.has_rival);
    expect_cigar(&r, 1, (const uint32_t[]){100 << 4});
}

/* 40 bases before the gap; 3 of the copy alone: inserted; 10 of the gene that the copy lacks: deleted; 57 behind. */
static void a_read_over_a_gap_says_insertion_and_deletion(void **state) {
    (void)state;
    gnbs_read_t r = *fake_add(&file, 1, 5460, 5560, 0, 1);
    r.len = 100;
    r = move(r, true);
    assert_int_equal(r.beg, 1460);
    assert_int_equal(r.end, 1510 + 57);
    expect_cigar(&r, 4,
                 (const uint32_t[]){40 << 4, 3 << 4 | GNBS_CIGAR_INS,
                                    10 << 4 | GNBS_CIGAR_DEL, 57 << 4});
}

static void an_end_outside_the_blocks_is_clipped(void **state) {
    (void)state;
    gnbs_read_t r = *fake_add(&file, 1, 4970, 5070, 0, 1);
    r.len = 100;
    r = move(r, true);
    assert_int_equal(r.beg, 1000);
    assert_int_equal(r.clip_head, 30);
    assert_int_equal(r.clip_tail, 0);
    expect_cigar(&r, 2, (const uint32_t[]){30 << 4 | GNBS_CIGAR_SOFT, 70 << 4});
    move(*fake_add(&file, 1, 7000, 7100, 0, 2), false);
}

static void a_deletion_of_the_read_is_kept(void **state) {
    (void)state;
    static const uint32_t CIGAR[] = {30 << 4, 5 << 4 | GNBS_CIGAR_DEL, 70 << 4};
    gnbs_read_t r = *fake_add(&file, 1, 5100, 5205, 0, 1);
    r.len = 100;
    r.cigar = CIGAR;
    r.n_cigar = 3;
    r = move(r, true);
    assert_int_equal(r.beg, 1100);
    assert_int_equal(r.end, 1205);
    expect_cigar(&r, 3, CIGAR);
}

/* A mate in each copy: a pair of 300 bases again. */
static void mates_of_two_copies_are_a_pair_again(void **state) {
    (void)state;
    gnbs_read_t r =
        *fake_add(&file, 1, 5400, 5500, GNBS_READ_PAIRED | GNBS_READ_REVERSE, 1);
    r.len = 100;
    r.mate_tid = 0;
    r.mate_beg = 1200;
    r = move(r, true);
    assert_true(r.flag & GNBS_READ_PROPER);
    assert_int_equal(r.insert_bp, -300);
}

static size_t read_all(const gnbs_read_source_t *source, gnbs_region_t region,
                       bool with_body, gnbs_read_t out[], size_t cap) {
    void *handle;
    size_t n = 0;
    assert_int_equal(source->open(source->ctx, &handle, &err), GNBS_OK);
    assert_int_equal(source->seek(handle, region, &err), GNBS_OK);
    for (bool more = true;;) {
        gnbs_read_t r;
        assert_int_equal(source->next(handle, with_body ? &arena : NULL, &r, &more, &err),
                         GNBS_OK);
        if (!more) break;
        assert_true(n < cap);
        if (!with_body && !gnbs_read_is_unused(r.flag))
            assert_int_equal(source->body(handle, &arena, &r, &err), GNBS_OK);
        out[n++] = r;
    }
    source->close(handle);
    return n;
}

/* Ten fragments start every 20 bases from 1100 on; the aligner gave every other one to the copy. */
static void the_true_place_shows_all_reads_in_order(void **state) {
    (void)state;
    gnbs_read_t out[64];
    for (int copy = 0; copy < 2; copy++)
        for (int i = copy; i < 20; i += 2)
            fake_add(&file, copy, (copy == 0 ? 1100 : 5100) + 20 * i,
                     (copy == 0 ? 1200 : 5200) + 20 * i, 0, (uint64_t)i)
                ->len = 100;
    for (size_t i = 0; i < file.n; i++) file.read[i].mapq = 0;
    gnbs_read_source_t below = fake_source(&file);
    gnbs_pool_source_t pool;
    gnbs_read_source_t source = gnbs_pool_source(&pool, &below, 2, BLOCK);
    for (int with_body = 0; with_body < 2; with_body++) {
        size_t n = read_all(&source, (gnbs_region_t){0, 1000, 2000}, with_body, out, 64);
        assert_int_equal(n, 20);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(out[i].beg, 1100 + 20 * (int)i);
            assert_int_equal(out[i].name_hash, i);
            assert_int_equal(out[i].mapq, 60);
            assert_non_null(out[i].cigar);
        }
    }
    /* what a smaller stretch asks for is what of it overlaps: 1290 to 1310 meets the starts 1200 to 1300, which are six */
    assert_int_equal(read_all(&source, (gnbs_region_t){0, 1290, 1310}, true, out, 64), 6);
    /* elsewhere, and the false copy itself: as the file has it */
    assert_int_equal(read_all(&source, (gnbs_region_t){1, 5000, 6000}, true, out, 64), 10);
    assert_int_equal(out[0].mapq, 0);
    assert_int_equal(read_all(&source, (gnbs_region_t){0, 3000, 4000}, true, out, 64), 0);
}

static void without_blocks_the_source_is_the_file(void **state) {
    (void)state;
    gnbs_read_source_t below = fake_source(&file);
    gnbs_pool_source_t pool;
    gnbs_read_source_t source = gnbs_pool_source(&pool, &below, 0, NULL);
    assert_ptr_equal(source.ctx, below.ctx);
    assert_true(source.next == below.next);
}

static void a_file_that_fails_says_so(void **state) {
    (void)state;
    file.fails_to_open = true;
    gnbs_read_source_t below = fake_source(&file);
    gnbs_pool_source_t pool;
    gnbs_read_source_t source = gnbs_pool_source(&pool, &below, 2, BLOCK);
    void *handle;
    assert_int_equal(source.open(source.ctx, &handle, &err), GNBS_E_IO);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_read_inside_a_block_keeps_its_cigar),
        TEST(a_read_over_a_gap_says_insertion_and_deletion),
        TEST(an_end_outside_the_blocks_is_clipped),
        TEST(a_deletion_of_the_read_is_kept),
        TEST(mates_of_two_copies_are_a_pair_again),
        TEST(the_true_place_shows_all_reads_in_order),
        TEST(without_blocks_the_source_is_the_file),
        TEST(a_file_that_fails_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
