/* Depth per base by hand: what covers, what counts once, which bases are expected. */
#include "support/testing.h"

#include "qc/qc.h"
#include "support/make_chunk.h"

static made_chunk_t m;
static gnbs_arena_t arena;
static char letters[1001], bases[401];

static int set_up(void **state) {
    (void)state;
    memset(letters, 'A', 1000);
    memset(bases, 'A', 400);
    gnbs_arena_init(&arena);
    make_chunk(&m, "chr1", letters, 100, 200);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_read_t *read_at(gnbs_pos_t beg, const char *cigar, int32_t fragment) {
    return add_read(&m, beg, cigar, bases, 30, fragment);
}

/* Two reads of one fragment are a proper pair that knows of each other, as an aligner writes it. */
static void pair_up(void) {
    for (size_t i = 0; i < m.chunk.n_read; i++)
        for (size_t k = i + 1; k < m.chunk.n_read; k++) {
            gnbs_read_t *a = &m.read[i], *b = &m.read[k];
            if (a->fragment != b->fragment) continue;
            a->flag |= GNBS_READ_PAIRED | GNBS_READ_PROPER | GNBS_READ_FIRST;
            b->flag |= GNBS_READ_PAIRED | GNBS_READ_PROPER | GNBS_READ_SECOND;
            a->mate_tid = b->mate_tid = 0;
            a->mate_beg = b->beg, b->mate_beg = a->beg;
        }
}

static gnbs_qc_sum_t observe_with(const gnbs_qc_opt_t *opt) {
    gnbs_qc_part_t part;
    gnbs_qc_sum_t sum = {0};
    gnbs_err_t err;
    const gnbs_qc_request_t rq = {.opt = opt};
    assert_ok(gnbs_qc_observe(&rq, &m.chunk, &arena, &part, &err), &err);
    gnbs_qc_add(&sum, &part);
    return sum;
}

static gnbs_qc_sum_t observe(void) {
    gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    pair_up();
    return observe_with(&opt);
}

/* ---- depth ------------------------------------------------------------------------------------------------ */

static void overlapping_mates_count_once(void **state) {
    (void)state;
    /*  target   100 [==================) 200
     *  mates        [----- 50 -----)
     *                      130 [----- 50 -----) 180         80 bases are seen, 20 of them twice   */
    read_at(100, "50M", 0);
    read_at(130, "50M", 0);
    gnbs_qc_sum_t p = observe();
    assert_int_equal(p.count.auto_bp, 100);
    assert_int_equal(p.count.auto_depth, 80);
}

static void reads_of_two_fragments_count_twice(void **state) {
    (void)state;
    read_at(100, "50M", 0);
    read_at(130, "50M", 1);
    assert_int_equal(observe().count.auto_depth, 100);
}

static void only_aligned_bases_inside_the_target_count(void **state) {
    (void)state;
    read_at(90, "5S20M", 0);        /* 90..110: 10 inside */
    read_at(100, "50M10D50M", 1);   /* 100..150 and 160..210: 50 + 40 */
    read_at(110, "20M7I20M", 2);    /* 40 */
    read_at(120, "10M40N10=5X", 3); /* 120..130, 170..185: 10 + 15 */
    read_at(195, "30M", 4);         /* 5 */
    read_at(200, "30M", 5);         /* 0 */
    assert_int_equal(observe().count.auto_depth, 10 + 90 + 40 + 25 + 5);
}

static void a_base_that_one_mate_deletes_is_counted_for_the_other(void **state) {
    (void)state;
    /* both span the target; one lacks 20 bases, in whichever order they come: every base has been seen once */
    read_at(100, "40M20D40M", 0);
    read_at(100, "100M", 0);
    assert_int_equal(observe().count.auto_depth, 100);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "100M", 0);
    read_at(100, "40M20D40M", 0);
    assert_int_equal(observe().count.auto_depth, 100);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "40M20D40M", 0);
    read_at(100, "40M20D40M", 0); /* both lack them: nobody saw those bases */
    assert_int_equal(observe().count.auto_depth, 80);
}

static void pairs_that_are_not_proper_count_twice(void **state) {
    (void)state;
    gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    read_at(100, "50M", 0);
    read_at(130, "50M", 0);
    pair_up();
    m.read[1].flag &= (uint16_t)~GNBS_READ_PROPER;
    assert_int_equal(observe_with(&opt).count.auto_depth, 100);
    m.read[1].flag |= GNBS_READ_PROPER;
    m.read[0].mate_beg =
        150; /* it says that its mate begins where it ends: nothing is shared */
    assert_int_equal(observe_with(&opt).count.auto_depth, 100);
    m.read[0].mate_beg = 149;
    assert_int_equal(observe_with(&opt).count.auto_depth, 80);
    opt.depth.is_fast = true;
    assert_int_equal(observe_with(&opt).count.auto_depth, 100);
}

static void a_mate_below_the_mapping_quality_takes_nothing_away(void **state) {
    (void)state;
    gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    read_at(100, "50M", 0);
    read_at(130, "50M", 0)->mapq = 9;
    pair_up();
    assert_int_equal(observe_with(&opt).count.auto_depth, 80);
    opt.depth.min_mapq = 10;
    assert_int_equal(observe_with(&opt).count.auto_depth, 50);
}

static void the_rest_of_a_split_read_covers_too(void **state) {
    (void)state;
    static const uint32_t CIGAR[] = {30 << 4 | GNBS_CIGAR_HARD, 20 << 4 | GNBS_CIGAR_MATCH};
    const gnbs_read_t rest = {.beg = 120,
                              .end = 140,
                              .mapq = 60,
                              .flag = GNBS_READ_SUPPLEMENTARY,
                              .n_cigar = 2,
                              .cigar = CIGAR,
                              .fragment = -1};
    read_at(100, "30M20S", 0);
    m.chunk.n_rest = 1, m.chunk.rest = &rest;
    assert_int_equal(observe().count.auto_depth, 30 + 20);
}

static void a_mate_within_the_other_is_no_second_molecule(void **state) {
    (void)state;
    /* a trimmed mate: [100, 200) and [120, 150) within it. mosdepth 0.3.3 takes off up to the end of the longer one
     * (depth 0 from 150 on); one molecule covers all 100 bases */
    read_at(100, "100M", 0);
    read_at(120, "30M", 0);
    assert_int_equal(observe().count.auto_depth, 100);
}

static void deletions_cover_in_fast_mode_only(void **state) {
    (void)state;
    gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    read_at(100, "40M20D40M", 0);
    assert_int_equal(observe_with(&opt).count.auto_depth, 80);
    opt.depth.is_fast = true;
    assert_int_equal(observe_with(&opt).count.auto_depth, 100);
}

static void pairs_of_mosdepths_own_tests_have_depth_one(void **state) {
    (void)state;
    /* ovl.bam: 32S42M at 1 and 74M at 7 of one template; its functional test expects 0-80 at 1, then 0 */
    make_chunk(&m, "chr1", letters, 0, 100);
    read_at(0, "32S42M", 0);
    read_at(6, "74M", 0);
    assert_int_equal(observe().count.auto_depth, 80);
    /* overlapping-pairs.bam: both mates 80M at one place, expected 1 */
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "80M", 0);
    read_at(100, "80M", 0);
    assert_int_equal(observe().count.auto_depth, 80);
}

static void bases_are_counted_by_depth(void **state) {
    (void)state;
    /* 14 reads everywhere, one more from 110 on, five more from 150 on: 14, 15 and 20 deep */
    int32_t k = 0;
    while (k < 14) read_at(100, "100M", k++);
    read_at(110, "90M", k++);
    while (k < 20) read_at(150, "50M", k++);
    gnbs_qc_sum_t p = observe();
    assert_int_equal(p.hist[14], 10);
    assert_int_equal(p.hist[15], 40);
    assert_int_equal(p.hist[20], 50);
}

static void bases_without_reference_are_not_expected(void **state) {
    (void)state;
    memset(letters + 150, 'N', 10);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "100M", 0);
    gnbs_qc_sum_t p = observe();
    assert_int_equal(p.count.auto_bp, 90);
    assert_int_equal(p.count.auto_depth, 90);
}

static void x_counts_apart_and_its_pseudo_autosomal_part_y_and_mt_not_at_all(void **state) {
    (void)state;
    static const struct {
        const char *contig;
        int auto_bp, x_bp;
    } CASES[] = {{"chr7", 100, 0},
                 {"SYNTHETIC7", 100, 0},
                 {"chrX", 0, 100},
                 {"chrY", 0, 0},
                 {"chrM", 0, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        make_chunk(&m, CASES[i].contig, letters, 100, 200);
        read_at(100, "60M", 0);
        gnbs_qc_sum_t p = observe();
        assert_int_equal(p.count.auto_bp, CASES[i].auto_bp);
        assert_int_equal(p.count.auto_depth, CASES[i].auto_bp > 0 ? 60 : 0);
        assert_int_equal(p.count.x_bp, CASES[i].x_bp);
        assert_int_equal(p.count.x_depth, CASES[i].x_bp > 0 ? 60 : 0);
    }
    /* PAR1 of GRCh38 begins at X:10,001: of [9900, 10100) half is X, half is neither */
    make_chunk(&m, "chrX", letters, 9900, 10100);
    m.chunk.ref_region = (gnbs_region_t){0, 9500, 10500};
    m.chunk.build = GNBS_BUILD_GRCH38;
    read_at(9900, "200M", 0);
    gnbs_qc_sum_t p = observe();
    assert_int_equal(p.count.x_bp, 100);
    assert_int_equal(p.count.x_depth, 100);
    assert_int_equal(p.count.auto_bp, 0);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(overlapping_mates_count_once),
        CASE(reads_of_two_fragments_count_twice),
        CASE(only_aligned_bases_inside_the_target_count),
        CASE(a_base_that_one_mate_deletes_is_counted_for_the_other),
        CASE(pairs_that_are_not_proper_count_twice),
        CASE(a_mate_below_the_mapping_quality_takes_nothing_away),
        CASE(the_rest_of_a_split_read_covers_too),
        CASE(a_mate_within_the_other_is_no_second_molecule),
        CASE(deletions_cover_in_fast_mode_only),
        CASE(pairs_of_mosdepths_own_tests_have_depth_one),
        CASE(bases_are_counted_by_depth),
        CASE(bases_without_reference_are_not_expected),
        CASE(x_counts_apart_and_its_pseudo_autosomal_part_y_and_mt_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
