/* The parts of the judgement, each against a calculation by hand: votes, depth, chain, the test for no copy. */
#include <math.h>

#include "loci/loci_chain.h"
#include "loci/loci_depth.h"
#include "loci/loci_votes.h"
#include "loci/paper_baby.h"

static gnbs_arena_t arena;
static gnbs_err_t err;
static gnbs_loci_opt_t opt;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    opt = gnbs_loci_opt_default();
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* ---- votes ----------------------------------------------------------------------------------------------- */

static void a_fragment_counts_once_per_site_and_is_shared_out_over_its_sites(void **state) {
    (void)state;
    const gnbs_loci_site_t site[3] = {
        {.name = "a"}, {.name = "b"}, {.name = "v", .is_variant = true}};
    const gnbs_loci_locus_t locus = {.name = "X", .n_site = 3, .site = site};
    gnbs_loci_vote_t vote[] = {
        {7, 0, 0, 0}, {7, 0, 0, 0}, /* both mates: gene */
        {7, 0, 1, 1},               /* and other at the next site: half a witness each */
        {5, 0, 0, 0}, {5, 0, 0, 1}, /* mates disagree: nothing */
        {6, 0, 0, 2}, {6, 0, 0, 1}, /* one mate unreadable, one other: other */
        {8, 0, 1, 1}, {8, 0, 2, 0}, /* the variant site takes no share */
        {9, 0, 1, 2},
    };
    size_t n = sizeof vote / sizeof *vote;
    gnbs_loci_tally_t *t;
    gnbs_loci_sort_votes(n, vote);
    assert_ok(gnbs_loci_tally(&locus, n, vote, &arena, &t, &err), &err);
    assert_int_equal(t[0].n_gene, 1);
    assert_int_equal(t[0].n_other, 1);
    assert_int_equal(t[0].n_neither, 0);
    assert_int_equal(t[1].n_other, 2);
    assert_int_equal(t[1].n_neither, 1);
    assert_int_equal(t[2].n_gene, 1);
    assert_near(t[0].gene_share, 0.5, 1e-12);
    assert_near(t[1].other_share, 1.5, 1e-12);
    gnbs_loci_link_t l = gnbs_loci_link(n, vote, 0, 1);
    assert_int_equal(l.n[0][1], 1);
    assert_int_equal(l.n[0][0] + l.n[1][0] + l.n[1][1], 0);
}

/* ---- depth ----------------------------------------------------------------------------------------------- */

/* 400 tiles, GC 0.30 to 0.70; two copies give 0.2 reads per base at GC 0.5, falling by half per unit of GC above. */
static void the_curve_is_found_through_lost_and_doubled_controls(void **state) {
    (void)state;
    static gnbs_loci_tile_t tile[420];
    uint64_t seed = 3;
    for (int i = 0; i < 420; i++) {
        float gc = (float)(0.30 + 0.40 * (i % 400) / 400);
        double mean = 100 * (1 - 0.5 * (gc - 0.5));
        tile[i] = (gnbs_loci_tile_t){
            .at = {0, 1000 * i, 1000 * i + 500},
            .gc = gc,
            .is_known = true,
            .n_read = (int32_t)(mean + 6 * (double)random_below(&seed, 5) - 12)};
    }
    for (int i = 0; i < 400; i += 20) tile[i].n_read = i % 40 ? 0 : 2 * tile[i].n_read;
    for (int i = 400; i < 420; i++)
        tile[i].n_low_mapq = tile[i].n_read, tile[i].n_read *= 3;
    gnbs_loci_curve_t curve;
    assert_ok(gnbs_loci_fit(&opt, 420, tile, &arena, &curve, &err), &err);
    assert_true(curve.is_usable);
    /* one copy: half of 0.2 at GC 0.5, 0.19 at 0.6, 0.21 at 0.4 */
    assert_near(curve.rate[50], 0.1, 0.002);
    assert_near(curve.rate[60], 0.095, 0.002);
    assert_near(curve.rate[40], 0.105, 0.002);
    assert_near(curve.rate[75], 0.0875, 0.006); /* the line goes on */
    assert_true(curve.extra[75] > curve.extra[60] + 0.03);
}

static void too_few_controls_and_a_capture_library_are_no_measure(void **state) {
    (void)state;
    static gnbs_loci_tile_t tile[200];
    uint64_t seed = 5;
    for (int i = 0; i < 200; i++)
        tile[i] = (gnbs_loci_tile_t){.at = {0, 1000 * i, 1000 * i + 500},
                                     .gc = 0.5F,
                                     .is_known = true,
                                     .n_read = 40 + random_below(&seed, 120)};
    gnbs_loci_curve_t curve;
    assert_ok(gnbs_loci_fit(&opt, 59, tile, &arena, &curve, &err), &err);
    assert_false(curve.is_usable);
    assert_non_null(strstr(curve.why, "59 control windows with reads, at least 60"));
    assert_ok(gnbs_loci_fit(&opt, 200, tile, &arena, &curve, &err), &err);
    assert_false(curve.is_usable); /* uniform from 40 to 160: sd 35 % */
    assert_non_null(strstr(curve.why, "as in a capture library"));
}

/* ---- no copy at all -------------------------------------------------------------------------------------- */

/* By hand, three copies in all, 0 of 30 fragments: ln P(none) = 30 ln(1 - 0.005); best is one copy of three,
 * 30 ln(1 - p), p = (1 - e)/3 + 2e/3 with e = 0.003: p = 0.334333; log10: -0.0653 - (-5.301) = 5.236 */
static void the_test_for_no_copy_is_the_ratio_of_two_binomials(void **state) {
    (void)state;
    double three[GNBS_LOCI_N_COPIES] = {[3] = 1};
    gnbs_loci_tally_t t = {.n_gene = 0, .n_other = 30};
    assert_near(gnbs_loci_zero_log10_lr(&opt, &t, three), 5.236, 0.01);
    /* one stray read of thirty: log10(0.005) + 29 log10(0.995) - log10(0.334333) - 29 log10(0.665667) = 3.237 */
    t = (gnbs_loci_tally_t){.n_gene = 1, .n_other = 29};
    assert_near(gnbs_loci_zero_log10_lr(&opt, &t, three), 3.237, 0.01);
    /* at 6 % contamination a stray read is likelier: log10(0.03 / 0.005) + 29 log10(0.97 / 0.995) = +0.458 */
    opt.contamination_frac = 0.06;
    assert_near(gnbs_loci_zero_log10_lr(&opt, &t, three), 3.237 + 0.458, 0.01);
}

/* ---- the chain ------------------------------------------------------------------------------------------- */

static gnbs_loci_site_t chain_site[8];
static gnbs_loci_locus_t chain_locus;

static void make_chain(int n) {
    chain_locus = (gnbs_loci_locus_t){.name = "X",
                                      .n_site = (size_t)n,
                                      .site = chain_site,
                                      .switch_ln = log(1e-3),
                                      .lone_frac = 0.02};
    for (int i = 0; i < 8; i++) chain_site[i] = (gnbs_loci_site_t){.name = "s"};
}

static gnbs_loci_chain_t run(const gnbs_loci_tally_t tally[], int total) {
    double total_ln[GNBS_LOCI_N_COPIES], gene_ln[GNBS_LOCI_N_COPIES] = {0};
    gnbs_loci_chain_t chain;
    for (int i = 0; i < GNBS_LOCI_N_COPIES; i++) total_ln[i] = i == total ? 0 : -INFINITY;
    assert_ok(gnbs_loci_run_chain(&chain_locus, &opt, total_ln, gene_ln, tally, &arena,
                                  &chain, &err),
              &err);
    return chain;
}

static gnbs_loci_tally_t shares(double gene, double other) {
    return (gnbs_loci_tally_t){.n_gene = (int32_t)gene,
                               .n_other = (int32_t)other,
                               .gene_share = gene,
                               .other_share = other};
}

/* Two sites of two copies: the posterior of the chain is the sum over the nine paths, written out. */
static void the_chain_is_the_sum_over_its_paths(void **state) {
    (void)state;
    make_chain(2);
    const gnbs_loci_tally_t tally[2] = {shares(3, 5), shares(1, 6)};
    gnbs_loci_chain_t c = run(tally, 2);
    double post[2][3] = {{0}}, sum = 0, e = opt.error_frac;
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            double pa = a / 2.0 * (1 - e) + (1 - a / 2.0) * e,
                   pb = b / 2.0 * (1 - e) + (1 - b / 2.0) * e;
            double wa = 1 / (1 + 7 * 0.01), wb = 1 / (1 + 6 * 0.01);
            double path = (a == b ? 1 - 1e-3 : 1e-3 / 2) *
                          pow(pow(pa, 3) * pow(1 - pa, 5), wa) *
                          pow(pow(pb, 1) * pow(1 - pb, 6), wb);
            post[0][a] += path, post[1][b] += path, sum += path;
        }
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 3; k++) assert_near(c.chain_post[i][k], post[i][k] / sum, 1e-9);
    assert_near(c.total_post[2], 1, 1e-12);
}

static void a_lone_change_is_found_where_its_own_reads_say_so(void **state) {
    (void)state;
    make_chain(7);
    gnbs_loci_tally_t t[7];
    for (int i = 0; i < 7; i++) t[i] = shares(30, 30);
    t[3] = shares(0, 58);
    gnbs_loci_chain_t c = run(t, 4);
    assert_int_equal(gnbs_loci_best(GNBS_LOCI_N_COPIES, c.site_post[3]), 0);
    assert_true(c.site_post[3][0] > 0.999);
    assert_int_equal(gnbs_loci_best(GNBS_LOCI_N_COPIES, c.site_post[2]), 2);
    /* a chance dip is not: 22 of 60 where 30 are expected */
    t[3] = shares(22, 38);
    c = run(t, 4);
    assert_true(c.site_post[3][2] > 0.95);
}

static void a_step_along_the_locus_is_followed(void **state) {
    (void)state;
    make_chain(8);
    gnbs_loci_tally_t t[8];
    for (int i = 0; i < 8; i++) t[i] = i < 4 ? shares(14, 29) : shares(29, 15);
    gnbs_loci_chain_t c = run(t, 3);
    for (int i = 0; i < 8; i++)
        assert_int_equal(gnbs_loci_best(GNBS_LOCI_N_COPIES, c.chain_post[i]),
                         i < 4 ? 1 : 2);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_fragment_counts_once_per_site_and_is_shared_out_over_its_sites),
        CASE(the_curve_is_found_through_lost_and_doubled_controls),
        CASE(too_few_controls_and_a_capture_library_are_no_measure),
        CASE(the_test_for_no_copy_is_the_ratio_of_two_binomials),
        CASE(the_chain_is_the_sum_over_its_paths),
        CASE(a_lone_change_is_found_where_its_own_reads_say_so),
        CASE(a_step_along_the_locus_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
