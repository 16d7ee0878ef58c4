/* Depth, sex and gates by hand. */
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

static gnbs_qc_part_t observe(void) {
    gnbs_qc_part_t part;
    gnbs_err_t err;
    assert_ok(gnbs_qc_observe(&m.chunk, &arena, &part, &err), &err);
    return part;
}

/* ---- depth ------------------------------------------------------------------------------------------------ */

static void overlapping_mates_count_once(void **state) {
    (void)state;
    /*  target   100 [==================) 200
     *  mates        [----- 50 -----)
     *                      130 [----- 50 -----) 180         80 bases are seen, 20 of them twice   */
    read_at(100, "50M", 0);
    read_at(130, "50M", 0);
    gnbs_qc_part_t p = observe();
    assert_int_equal(p.auto_bp, 100);
    assert_int_equal(p.auto_depth, 80);
}

static void reads_of_two_fragments_count_twice(void **state) {
    (void)state;
    read_at(100, "50M", 0);
    read_at(130, "50M", 1);
    assert_int_equal(observe().auto_depth, 100);
}

static void only_aligned_bases_inside_the_target_count(void **state) {
    (void)state;
    read_at(90, "5S20M", 0);        /* 90..110: 10 inside */
    read_at(100, "50M10D50M", 1);   /* 100..150 and 160..210: 50 + 40 */
    read_at(110, "20M7I20M", 2);    /* 40 */
    read_at(120, "10M40N10=5X", 3); /* 120..130, 170..185: 10 + 15 */
    read_at(195, "30M", 4);         /* 5 */
    read_at(200, "30M", 5);         /* 0 */
    assert_int_equal(observe().auto_depth, 10 + 90 + 40 + 25 + 5);
}

static void a_base_that_one_mate_deletes_is_counted_for_the_other(void **state) {
    (void)state;
    /* both span the target; one lacks 20 bases, in whichever order they come: every base has been seen once */
    read_at(100, "40M20D40M", 0);
    read_at(100, "100M", 0);
    assert_int_equal(observe().auto_depth, 100);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "100M", 0);
    read_at(100, "40M20D40M", 0);
    assert_int_equal(observe().auto_depth, 100);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "40M20D40M", 0);
    read_at(100, "40M20D40M", 0); /* both lack them: nobody saw those bases */
    assert_int_equal(observe().auto_depth, 80);
}

static void pairs_of_mosdepths_own_tests_have_depth_one(void **state) {
    (void)state;
    /* ovl.bam: 32S42M at 1 and 74M at 7 of one template; its functional test expects 0-80 at 1, then 0 */
    make_chunk(&m, "chr1", letters, 0, 100);
    read_at(0, "32S42M", 0);
    read_at(6, "74M", 0);
    assert_int_equal(observe().auto_depth, 80);
    /* overlapping-pairs.bam: both mates 80M at one place, expected 1 */
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "80M", 0);
    read_at(100, "80M", 0);
    assert_int_equal(observe().auto_depth, 80);
}

static void bases_at_15x_and_20x_are_counted(void **state) {
    (void)state;
    /* 14 reads everywhere, one more from 110 on, five more from 150 on: 14, 15 and 20 deep */
    int32_t k = 0;
    while (k < 14) read_at(100, "100M", k++);
    read_at(110, "90M", k++);
    while (k < 20) read_at(150, "50M", k++);
    gnbs_qc_part_t p = observe();
    assert_int_equal(p.auto_15x_bp, 90);
    assert_int_equal(p.auto_20x_bp, 50);
}

static void bases_without_reference_are_not_expected(void **state) {
    (void)state;
    memset(letters + 150, 'N', 10);
    make_chunk(&m, "chr1", letters, 100, 200);
    read_at(100, "100M", 0);
    gnbs_qc_part_t p = observe();
    assert_int_equal(p.auto_bp, 90);
    assert_int_equal(p.auto_depth, 90);
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
        gnbs_qc_part_t p = observe();
        assert_int_equal(p.auto_bp, CASES[i].auto_bp);
        assert_int_equal(p.auto_depth, CASES[i].auto_bp > 0 ? 60 : 0);
        assert_int_equal(p.x_bp, CASES[i].x_bp);
        assert_int_equal(p.x_depth, CASES[i].x_bp > 0 ? 60 : 0);
    }
    /* PAR1 of GRCh38 begins at X:10,001: of [9900, 10100) half is X, half is neither */
    make_chunk(&m, "chrX", letters, 9900, 10100);
    m.chunk.ref_region = (gnbs_region_t){0, 9500, 10500};
    m.chunk.build = GNBS_BUILD_GRCH38;
    read_at(9900, "200M", 0);
    gnbs_qc_part_t p = observe();
    assert_int_equal(p.x_bp, 100);
    assert_int_equal(p.x_depth, 100);
    assert_int_equal(p.auto_bp, 0);
}

static gnbs_read_t *paired(gnbs_pos_t beg, gnbs_pos_t insert_bp, int32_t fragment) {
    gnbs_read_t *r = read_at(beg, "50M", fragment);
    r->flag = GNBS_READ_PAIRED | GNBS_READ_PROPER;
    r->insert_bp = insert_bp;
    return r;
}

static void inserts_are_those_of_proper_home_pairs_once_each(void **state) {
    (void)state;
    paired(100, 300, 0);
    paired(350, -300, 0); /* its mate */
    paired(400, 500, 1);
    paired(410, 2000, 2);
    paired(420, 2001, 3);                 /* farther apart than a library makes */
    paired(430, 0, 4);                    /* not stated */
    paired(440, 400, 5)->is_home = false; /* another chunk counts it */
    paired(450, 400, 6)->mapq = 19;       /* may lie elsewhere */
    paired(460, 400, 7)->flag = GNBS_READ_PAIRED;
    gnbs_qc_part_t p = observe();
    assert_int_equal(p.n_insert, 3);
    assert_int_equal(p.insert_sum, 300 + 500 + 2000);
    assert_int_equal(p.insert_square_sum, 90000 + 250000 + 4000000);
}

static void parts_add_up(void **state) {
    (void)state;
    gnbs_qc_part_t a = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const gnbs_qc_part_t b = {10, 20, 30, 40, 50, 60, 70, 80, 90},
                         sum = {11, 22, 33, 44, 55, 66, 77, 88, 99};
    gnbs_qc_add(&a, &b);
    assert_memory_equal(&a, &sum, sizeof sum);
}

/* ---- sex and gates ---------------------------------------------------------------------------------------- */

/* 100,000 autosomal bases at 30x, all of them at 20x; 10,000 X bases at this depth. */
static gnbs_qc_part_t sums(int64_t x_depth_per_base_x10) {
    return (gnbs_qc_part_t){.auto_bp = 100000,
                            .auto_depth = 3000000,
                            .auto_15x_bp = 100000,
                            .auto_20x_bp = 100000,
                            .x_bp = 10000,
                            .x_depth = 1000 * x_depth_per_base_x10};
}

static gnbs_quality_t conclude(gnbs_qc_part_t sum, gnbs_sex_t declared) {
    gnbs_qc_opt_t opt = gnbs_qc_opt_default();
    gnbs_read_counts_t counts = {.n_used = 42};
    gnbs_quality_t q;
    gnbs_err_t err;
    assert_ok(gnbs_qc_conclude(&opt, &sum, &counts, declared, &arena, &q, &err), &err);
    assert_true(q.has_reads);
    assert_int_equal(q.counts.n_used, 42);
    assert_int_equal(q.passes, q.fail_reason[0] == '\0');
    return q;
}

static void sex_is_read_from_the_depth_of_x(void **state) {
    (void)state;
    static const struct {
        int x10; /* ten times the depth of X; the autosomes have 30 */
        gnbs_sex_t sex;
    } CASES[] = {
        {150, GNBS_SEX_MALE},    {195, GNBS_SEX_MALE},    /* 0.50, 0.65 */
        {196, GNBS_SEX_UNKNOWN}, {239, GNBS_SEX_UNKNOWN}, /* between */
        {240, GNBS_SEX_FEMALE},  {300, GNBS_SEX_FEMALE},  /* 0.80, 1.00 */
        {0, GNBS_SEX_MALE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        gnbs_quality_t q = conclude(sums(CASES[i].x10), GNBS_SEX_UNKNOWN);
        assert_int_equal(q.sex_inferred, CASES[i].sex);
        assert_near(q.x_depth_ratio, CASES[i].x10 / 300.0, 1e-12);
        assert_true(q.passes);
    }
}

static void too_few_x_bases_say_nothing_of_sex(void **state) {
    (void)state;
    gnbs_qc_part_t s = sums(0);
    s.x_bp = 1000, s.x_depth = 15000;
    assert_int_equal(conclude(s, GNBS_SEX_UNKNOWN).sex_inferred, GNBS_SEX_MALE);
    s.x_bp = 999;
    assert_int_equal(conclude(s, GNBS_SEX_FEMALE).sex_inferred, GNBS_SEX_UNKNOWN);
    assert_true(conclude(s, GNBS_SEX_FEMALE).passes);
    s.x_bp = 0, s.x_depth = 0;
    assert_true(conclude(s, GNBS_SEX_MALE).x_depth_ratio < 0);
    assert_int_equal(conclude(s, GNBS_SEX_MALE).sex_inferred, GNBS_SEX_UNKNOWN);
}

static void numbers_are_those_of_the_sums(void **state) {
    (void)state;
    gnbs_qc_part_t s = sums(300);
    s.auto_15x_bp = 95000, s.auto_20x_bp = 91000;
    /* inserts 300, 400, 500: mean 400, variance 20000/3 */
    s.n_insert = 3, s.insert_sum = 1200, s.insert_square_sum = 90000 + 160000 + 250000;
    gnbs_quality_t q = conclude(s, GNBS_SEX_UNKNOWN);
    assert_near(q.depth_mean, 30, 1e-12);
    assert_near(q.target_15x_frac, 0.95, 1e-12);
    assert_near(q.target_20x_frac, 0.91, 1e-12);
    assert_near(q.insert_mean_bp, 400, 1e-9);
    assert_near(q.insert_sd_bp * q.insert_sd_bp, 20000.0 / 3, 1e-6);
}

static void a_gate_closes_with_a_sentence(void **state) {
    (void)state;
    gnbs_qc_part_t s = sums(300);
    s.auto_depth = 1790000; /* 17.9x */
    s.x_depth = 179000;
    assert_string_equal(conclude(s, GNBS_SEX_FEMALE).fail_reason,
                        "Mean depth is 17.9x; at least 18x is needed");
    s.auto_depth = 1800000;
    assert_true(conclude(s, GNBS_SEX_UNKNOWN).passes);

    s = sums(300);
    s.auto_15x_bp = 89900;
    assert_string_equal(conclude(s, GNBS_SEX_FEMALE).fail_reason,
                        "89.9% of target bases reach 15x; at least 90% are needed");
    s.auto_15x_bp = 90000;
    assert_true(conclude(s, GNBS_SEX_FEMALE).passes);

    assert_string_equal(conclude(sums(150), GNBS_SEX_FEMALE).fail_reason,
                        "Declared female, but the reads are those of a male baby (X depth "
                        "ratio 0.50): possible sample swap");
    assert_string_equal(conclude(sums(300), GNBS_SEX_MALE).fail_reason,
                        "Declared male, but the reads are those of a female baby (X depth "
                        "ratio 1.00): possible sample swap");
    assert_true(conclude(sums(150), GNBS_SEX_MALE).passes);
    assert_true(conclude(sums(220), GNBS_SEX_MALE).passes); /* unclear is not a mismatch */
    assert_true(conclude(sums(150), GNBS_SEX_UNKNOWN).passes);
}

static void a_sample_without_any_base_is_held(void **state) {
    (void)state;
    gnbs_quality_t q = conclude((gnbs_qc_part_t){0}, GNBS_SEX_FEMALE);
    assert_false(q.passes);
    assert_string_equal(q.fail_reason, "Mean depth is 0.0x; at least 18x is needed");
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(overlapping_mates_count_once),
        CASE(reads_of_two_fragments_count_twice),
        CASE(only_aligned_bases_inside_the_target_count),
        CASE(a_base_that_one_mate_deletes_is_counted_for_the_other),
        CASE(pairs_of_mosdepths_own_tests_have_depth_one),
        CASE(bases_at_15x_and_20x_are_counted),
        CASE(bases_without_reference_are_not_expected),
        CASE(x_counts_apart_and_its_pseudo_autosomal_part_y_and_mt_not_at_all),
        CASE(inserts_are_those_of_proper_home_pairs_once_each),
        CASE(parts_add_up),
        CASE(sex_is_read_from_the_depth_of_x),
        CASE(too_few_x_bases_say_nothing_of_sex),
        CASE(numbers_are_those_of_the_sums),
        CASE(a_gate_closes_with_a_sentence),
        CASE(a_sample_without_any_base_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
