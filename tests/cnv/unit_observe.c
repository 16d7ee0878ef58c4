/* Counts and hints by hand. */
#include "support/testing.h"

#include "cnv/cnv_parts.h"
#include "support/make_chunk.h"

static gnbs_arena_t arena;
static made_chunk_t m;
static char letters[2001], bases[401];

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    memset(letters, 'A', 2000);
    memset(bases, 'A', 400);
    make_chunk(&m, "chr1", letters, 500, 1500);
    m.chunk.reach = (gnbs_region_t){0, 300, 1800};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_cnv_part_t observe(size_t n, const gnbs_tile_t tile[]) {
    gnbs_cnv_part_t part;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_observe(&m.chunk, n, tile, &arena, &part, &err), &err);
    return part;
}

static void a_read_counts_in_the_tile_that_holds_its_middle(void **state) {
    (void)state;
    /* middles 250 and 1850 lie outside the reach: those tiles are other chunks' */
    const gnbs_tile_t tile[] = {{.region = {0, 200, 300}},
                                {.region = {0, 300, 500}},
                                {.region = {0, 500, 800}},
                                {.region = {0, 1000, 1200}},
                                {.region = {0, 1800, 1900}}};
    add_read(&m, 450, "100M", bases, 30, 0);            /* middle 500: the third */
    add_read(&m, 449, "100M", bases, 30, 1);            /* 499: the second */
    add_read(&m, 700, "50S80M20S", bases, 30, 2);       /* 740: clips do not move it */
    add_read(&m, 760, "40M40D40M", bases, 30, 3);       /* 820: between tiles */
    add_read(&m, 1150, "98M", bases, 30, 4)->mapq = 20; /* 1199 */
    add_read(&m, 1150, "98M", bases, 30, 5)->mapq = 19;
    add_read(&m, 1150, "100M", bases, 30, 6); /* 1200: past it */
    gnbs_read_t other[] = {{.beg = 310, .end = 410, .mapq = 60},
                           {.beg = 600, .end = 700, .mapq = 0}};
    m.chunk.n_other = 2;
    m.chunk.other = other;
    gnbs_cnv_part_t p = observe(5, tile);
    assert_int_equal(p.first, 1);
    assert_int_equal(p.n, 3);
    assert_int_equal(p.n_read[0], 1 + 1);
    assert_int_equal(p.n_low[0], 0);
    assert_int_equal(p.n_read[1], 2);
    assert_int_equal(p.n_low[1], 1);
    assert_int_equal(p.n_read[2], 1);
    assert_int_equal(p.n_low[2], 1);
}

/* A read of 100 bases, aligned with a clip; its other part at [beg, end) with `head` bases clipped before. */
static gnbs_read_t split_read(gnbs_pos_t beg, gnbs_pos_t end, int32_t clip_head,
                              int32_t clip_tail, gnbs_pos_t split_beg, gnbs_pos_t split_end,
                              int32_t split_head) {
    return (gnbs_read_t){.beg = beg,
                         .end = end,
                         .mapq = 60,
                         .len = 100,
                         .clip_head = clip_head,
                         .clip_tail = clip_tail,
                         .has_split = true,
                         .split_beg = split_beg,
                         .split_end = split_end,
                         .split_head = split_head,
                         .name_hash = 7};
}

static void expect_hint(const gnbs_read_t *r, gnbs_dosage_kind_t kind, gnbs_pos_t beg,
                        gnbs_pos_t end, int32_t homology) {
    gnbs_cnv_hint_t h;
    assert_true(gnbs_cnv_split_hint(r, &h));
    assert_int_equal(h.kind, kind);
    assert_int_equal(h.region.beg, beg);
    assert_int_equal(h.region.end, end);
    assert_int_equal(h.homology_bp, homology);
}

static void both_halves_of_a_split_read_tell_the_same_junction(void **state) {
    (void)state;
    /* deletion [1000, 5000), no homology: 60 bases end at 1000, 40 begin at 5000 */
    gnbs_read_t left = split_read(940, 1000, 0, 40, 5000, 5040, 60),
                right = split_read(5000, 5060, 40, 0, 960, 1000, 0);
    expect_hint(&left, GNBS_DOSAGE_DEL, 1000, 5000, 0);
    expect_hint(&right, GNBS_DOSAGE_DEL, 1000, 5000, 0);
    /* three bases of homology: the left part aligns to 1003, the right part from 5000 on; the leftmost place is 1000 */
    left = split_read(940, 1003, 0, 37, 5000, 5040, 60);
    right = split_read(5000, 5060, 40, 0, 960, 1003, 0);
    expect_hint(&left, GNBS_DOSAGE_DEL, 1000, 5000, 3);
    expect_hint(&right, GNBS_DOSAGE_DEL, 1000, 5000, 3);
    /* five bases inserted that neither part aligns */
    left = split_read(940, 1000, 0, 40, 5000, 5035, 65);
    expect_hint(&left, GNBS_DOSAGE_DEL, 1000, 5000, -5);
}

static void a_read_that_goes_on_before_where_it_stopped_tells_a_tandem_duplication(
    void **state) {
    (void)state;
    /* [1000, 5000) twice in a row: reads run to 5000 and go on at 1000 */
    gnbs_read_t tail = split_read(4940, 5000, 0, 40, 1000, 1040, 60),
                head = split_read(1000, 1060, 40, 0, 4960, 5000, 0);
    expect_hint(&tail, GNBS_DOSAGE_DUP, 1000, 5000, 0);
    expect_hint(&head, GNBS_DOSAGE_DUP, 1000, 5000, 0);
}

static void splits_of_other_kinds_and_uncertain_ones_are_no_hints(void **state) {
    (void)state;
    const gnbs_read_t good = split_read(940, 1000, 0, 40, 5000, 5040, 60);
    gnbs_cnv_hint_t h;
    gnbs_read_t r = good;
    assert_true(gnbs_cnv_split_hint(&r, &h));
    r.split_reverse = true; /* an inversion */
    assert_false(gnbs_cnv_split_hint(&r, &h));
    r = good, r.split_tid = 1;
    assert_false(gnbs_cnv_split_hint(&r, &h));
    r = good, r.mapq = 19;
    assert_false(gnbs_cnv_split_hint(&r, &h));
    r = good, r.clip_tail = 19;
    assert_false(gnbs_cnv_split_hint(&r, &h));
    r = good, r.has_split = false;
    assert_false(gnbs_cnv_split_hint(&r, &h));
    r = good, r.split_beg = 6000000, r.split_end = 6000040; /* farther than five million */
    assert_false(gnbs_cnv_split_hint(&r, &h));
}

static gnbs_read_t pair_read(gnbs_pos_t beg, gnbs_pos_t mate_beg, uint16_t flag) {
    return (gnbs_read_t){.beg = beg,
                         .end = beg + 100,
                         .mate_beg = mate_beg,
                         .mapq = 60,
                         .flag = (uint16_t)(flag | GNBS_READ_PAIRED)};
}

static void pairs_too_far_apart_or_everted_are_hints_and_proper_ones_not(void **state) {
    (void)state;
    gnbs_cnv_hint_t h;
    gnbs_read_t r = pair_read(1000, 3000, GNBS_READ_MATE_REVERSE); /* --> <--, 2,100 */
    assert_true(gnbs_cnv_pair_hint(&r, 600, &h));
    assert_int_equal(h.kind, GNBS_DOSAGE_DEL);
    assert_int_equal(h.region.beg, 1100);
    assert_int_equal(h.region.end, 3000);
    assert_int_equal(h.insert_bp, 2100);
    assert_false(gnbs_cnv_pair_hint(&r, 2101, &h));
    r = pair_read(1000, 3000, GNBS_READ_REVERSE); /* <-- --> */
    assert_true(gnbs_cnv_pair_hint(&r, 600, &h));
    assert_int_equal(h.kind, GNBS_DOSAGE_DUP);
    assert_int_equal(h.region.beg, 1000);
    assert_int_equal(h.region.end, 3100);
    r = pair_read(1000, 1099, GNBS_READ_REVERSE); /* mates of a short fragment */
    assert_false(gnbs_cnv_pair_hint(&r, 600, &h));
    r = pair_read(1000, 3000, 0); /* --> --> */
    assert_false(gnbs_cnv_pair_hint(&r, 600, &h));
    r = pair_read(3000, 1000, GNBS_READ_REVERSE); /* the same pair, from its right mate */
    assert_false(gnbs_cnv_pair_hint(&r, 600, &h));
}

static void a_hint_belongs_to_the_chunk_in_whose_reach_its_read_begins(void **state) {
    (void)state;
    gnbs_read_t other[] = {split_read(200, 260, 0, 40, 900, 940, 60),
                           split_read(300, 360, 0, 40, 900, 940, 60),
                           split_read(1799, 1859, 0, 40, 2900, 2940, 60),
                           split_read(1800, 1860, 0, 40, 2900, 2940, 60)};
    m.chunk.n_other = 4;
    m.chunk.other = other;
    gnbs_cnv_part_t p = observe(0, NULL);
    assert_int_equal(p.n_hint, 2);
    assert_int_equal(p.hint[0].region.beg, 360);
    assert_int_equal(p.hint[1].region.beg, 1859);
}

static void hints_that_agree_are_joined_and_fragments_counted_once(void **state) {
    (void)state;
    const gnbs_cnv_request_t rq = {.insert_mean_bp = 400, .insert_sd_bp = 100};
    gnbs_cnv_hint_t h[] = {
        {.is_split = true, .region = {0, 1000, 5000}, .homology_bp = 2, .name_hash = 1},
        {.is_split = true, .region = {0, 1003, 5003}, .name_hash = 3},
        {.is_split = true, .region = {0, 1000, 5000}, .homology_bp = 2, .name_hash = 2},
        {.is_split = true, .region = {0, 1000, 5000}, .homology_bp = 2, .name_hash = 1},
        {.is_split = true, .region = {0, 1000, 7000}, .name_hash = 4}, /* ends elsewhere */
        {.region = {0, 950,
                    5100}}, /* pairs between whose reads 950-5100 and 980-5050 lie */
        {.region = {0, 980, 5050}},
        {.region = {0, 990, 9000}}, /* one pair alone is nothing */
    };
    gnbs_cnv_junctions_t j = {0};
    gnbs_err_t err;
    assert_ok(gnbs_cnv_join_hints(&rq, 8, h, true, &j, &err), &err);
    assert_int_equal(j.n, 3);
    assert_int_equal(j.at[0].region.beg, 980); /* the innermost reads */
    assert_int_equal(j.at[0].region.end, 5050);
    assert_int_equal(j.at[0].n_pair, 2);
    assert_false(j.at[0].is_exact);
    assert_int_equal(j.at[0].ci_beg.end, 980 + 200); /* half a fragment */
    assert_int_equal(j.at[1].region.beg, 1000);
    assert_int_equal(j.at[1].region.end, 5000);
    assert_int_equal(j.at[1].n_split, 3);
    assert_int_equal(j.at[1].homology_bp, 2);
    assert_true(j.at[1].is_exact);
    assert_int_equal(j.at[2].region.end, 7000);
    assert_int_equal(j.at[2].n_split, 1);
    GNBS_VEC_CLEAR(&j);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_read_counts_in_the_tile_that_holds_its_middle),
        CASE(both_halves_of_a_split_read_tell_the_same_junction),
        CASE(a_read_that_goes_on_before_where_it_stopped_tells_a_tandem_duplication),
        CASE(splits_of_other_kinds_and_uncertain_ones_are_no_hints),
        CASE(pairs_too_far_apart_or_everted_are_hints_and_proper_ones_not),
        CASE(a_hint_belongs_to_the_chunk_in_whose_reach_its_read_begins),
        CASE(hints_that_agree_are_joined_and_fragments_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
