/* The schedule and the one pass, by hand: what shares a chunk, which read is shown where, and who counts it. */
#include "support/testing.h"

#include "evidence/made_reads.h"

static gnbs_arena_t arena;
static fake_file_t file;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    fake_init(&file);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_evidence_opt_t options(int32_t join_bp, int32_t chunk_bp) {
    gnbs_evidence_opt_t opt = gnbs_evidence_opt_default();
    opt.join_bp = join_bp;
    opt.chunk_bp = chunk_bp;
    opt.pad_bp = 200;
    return opt;
}

static gnbs_schedule_t plan(const gnbs_evidence_opt_t *opt, size_t n,
                            const gnbs_region_t target[]) {
    gnbs_schedule_t s;
    gnbs_err_t err;
    assert_ok(gnbs_evidence_plan(opt, n, target, &arena, &s, &err), &err);
    return s;
}

static void expect_regions(size_t n, const gnbs_region_t got[], size_t n_want,
                           const gnbs_region_t want[]) {
    assert_int_equal(n, n_want);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(got[i].tid, want[i].tid);
        assert_int_equal(got[i].beg, want[i].beg);
        assert_int_equal(got[i].end, want[i].end);
    }
}
#define EXPECT_REGIONS(n, got, ...)                                                        \
    do {                                                                                   \
        const gnbs_region_t want_[] = {__VA_ARGS__};                                       \
        expect_regions((n), (got), sizeof want_ / sizeof *want_, want_);                   \
    } while (0)

/* ---- plan ------------------------------------------------------------------------------------------------- */

static void targets_that_overlap_touch_or_lie_near_share_a_chunk(void **state) {
    (void)state;
    /* gaps: none, none, 100 (joined), 101 (too far), another contig */
    const gnbs_region_t target[] = {{0, 100, 200}, {0, 150, 300}, {0, 300, 350},
                                    {0, 450, 500}, {0, 601, 700}, {1, 0, 10}};
    gnbs_evidence_opt_t opt = options(100, 1000);
    gnbs_schedule_t s = plan(&opt, 6, target);
    EXPECT_REGIONS(s.n_target, s.target, {0, 100, 350}, {0, 450, 500}, {0, 601, 700},
                   {1, 0, 10});
    EXPECT_REGIONS(s.n_chunk, s.chunk, {0, 100, 500}, {0, 601, 700}, {1, 0, 10});
    const size_t first[] = {0, 2, 3, 4};
    for (size_t i = 0; i < 4; i++) assert_int_equal(s.first_target[i], first[i]);
}

static void the_order_of_the_targets_does_not_matter(void **state) {
    (void)state;
    const gnbs_region_t target[] = {
        {1, 0, 10}, {0, 450, 500}, {0, 300, 350}, {0, 100, 300}};
    gnbs_evidence_opt_t opt = options(100, 1000);
    gnbs_schedule_t s = plan(&opt, 4, target);
    EXPECT_REGIONS(s.n_target, s.target, {0, 100, 350}, {0, 450, 500}, {1, 0, 10});
    EXPECT_REGIONS(s.n_chunk, s.chunk, {0, 100, 500}, {1, 0, 10});
}

static void a_target_is_cut_only_when_it_is_longer_than_a_chunk(void **state) {
    (void)state;
    /* the first two are near, but together 1,200 long: they part, uncut. The third is 2,500 long: cut at 6,000 and
     * 7,000, and its last piece still has room for the fourth. */
    const gnbs_region_t target[] = {
        {0, 0, 600}, {0, 650, 1200}, {0, 5000, 7500}, {0, 7600, 7900}};
    gnbs_evidence_opt_t opt = options(100, 1000);
    gnbs_schedule_t s = plan(&opt, 4, target);
    EXPECT_REGIONS(s.n_chunk, s.chunk, {0, 0, 600}, {0, 650, 1200}, {0, 5000, 6000},
                   {0, 6000, 7000}, {0, 7000, 7900});
    EXPECT_REGIONS(s.n_target, s.target, {0, 0, 600}, {0, 650, 1200}, {0, 5000, 6000},
                   {0, 6000, 7000}, {0, 7000, 7500}, {0, 7600, 7900});
    const size_t first[] = {0, 1, 2, 3, 4, 6};
    for (size_t i = 0; i < 6; i++) assert_int_equal(s.first_target[i], first[i]);
}

static void empty_targets_and_senseless_options_are_refused(void **state) {
    (void)state;
    gnbs_schedule_t s;
    gnbs_err_t err;
    gnbs_evidence_opt_t opt = options(100, 1000);
    const gnbs_region_t empty[] = {{0, 1, 9}, {0, 5, 5}}, before[] = {{0, -1, 5}};
    assert_fails(gnbs_evidence_plan(&opt, 2, empty, &arena, &s, &err), GNBS_E_DATA, &err,
                 "target 2 is empty");
    assert_fails(gnbs_evidence_plan(&opt, 1, before, &arena, &s, &err), GNBS_E_DATA, &err,
                 "target 1");
    opt.n_threads = 0;
    assert_fails(gnbs_evidence_plan(&opt, 1, empty, &arena, &s, &err), GNBS_E_USAGE, &err,
                 "threads 0");
    opt = options(100, 999);
    assert_fails(gnbs_evidence_plan(&opt, 1, empty, &arena, &s, &err), GNBS_E_USAGE, &err,
                 "chunk 999 bp");
}

/* ---- pass ------------------------------------------------------------------------------------------------- */

static gnbs_code_t pass(const gnbs_evidence_opt_t *opt, const gnbs_schedule_t *s,
                        size_t n_observer, const gnbs_observer_t observer[],
                        gnbs_read_counts_t *counts, gnbs_err_t *err) {
    gnbs_read_source_t reads = fake_source(&file);
    gnbs_ref_source_t ref = fake_reference(&file);
    return gnbs_evidence_pass(opt, s, GNBS_BUILD_CUSTOM, &reads, &ref, n_observer, observer,
                              NULL, counts, err);
}

/* Shows the reads of `file` over one target cut into chunks of 1,000; the text must be `want`. */
static gnbs_read_counts_t expect_shown(gnbs_evidence_opt_t opt, gnbs_region_t target,
                                       const char *want) {
    gnbs_schedule_t s = plan(&opt, 1, &target);
    gnbs_read_counts_t counts;
    gnbs_err_t err;
    scribe_t scribe;
    gnbs_observer_t o = scribe_observer(&scribe, "scribe");
    assert_ok(pass(&opt, &s, 1, &o, &counts, &err), &err);
    assert_string_equal(gnbs_str_text(&scribe.text), want);
    gnbs_str_clear(&scribe.text);
    return counts;
}

static void a_read_is_home_in_one_chunk_and_a_guest_in_the_next(void **state) {
    (void)state;
    /*  target and chunks   1000 [=========)[=========) 3000        pad 200 each side
     *  1 far             -                                          ends at 799: not shown
     *  2 in the pad       --                                        shown to be complete, counted by nobody
     *  3 over the edge      ---      4 over the border ---      5 over the end ---    6 in the far pad --   */
    fake_add(&file, 0, 700, 799, 0, 1);
    fake_add(&file, 0, 700, 801, 0, 2);
    fake_add(&file, 0, 950, 1100, 0, 3);
    fake_add(&file, 0, 1950, 2100, 0, 4);
    fake_add(&file, 0, 2900, 3050, 0, 5);
    fake_add(&file, 0, 3199, 3300, 0, 6);
    fake_add(&file, 0, 3200, 3300, 0, 7);
    fake_add(&file, 1, 1500, 1600, 0, 8);
    gnbs_read_counts_t counts =
        expect_shown(options(0, 1000), (gnbs_region_t){0, 1000, 3000},
                     "chunk 0 0:1000-2000 targets 1 fragments 3\n"
                     " read 2 at 700 guest fragment 0\n"
                     " read 3 at 950 home fragment 1\n"
                     " read 4 at 1950 home fragment 2\n"
                     "chunk 1 0:2000-3000 targets 1 fragments 3\n"
                     " read 4 at 1950 guest fragment 0\n"
                     " read 5 at 2900 home fragment 1\n"
                     " read 6 at 3199 guest fragment 2\n");
    assert_int_equal(counts.n_used, 3);
}

static void what_is_left_out_is_counted_by_its_flag(void **state) {
    (void)state;
    fake_add(&file, 0, 1100, 1200, 0, 1);
    fake_add(&file, 0, 1100, 1101, GNBS_READ_UNMAPPED | GNBS_READ_QC_FAIL, 2);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_SECONDARY, 3);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_SUPPLEMENTARY | GNBS_READ_DUPLICATE, 4);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_QC_FAIL, 5);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_DUPLICATE, 6);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_DUPLICATE, 7);
    fake_add(&file, 0, 2100, 2200, GNBS_READ_DUPLICATE, 8); /* in the pad: nobody's */
    gnbs_read_counts_t c = expect_shown(options(0, 1000), (gnbs_region_t){0, 1000, 2000},
                                        "chunk 0 0:1000-2000 targets 1 fragments 1\n"
                                        " read 1 at 1100 home fragment 0\n");
    assert_int_equal(c.n_used, 1);
    assert_int_equal(c.n_unmapped, 1);
    assert_int_equal(c.n_secondary, 1);
    assert_int_equal(c.n_supplementary, 1);
    assert_int_equal(c.n_qc_fail, 1);
    assert_int_equal(c.n_duplicate, 2);
    assert_int_equal(c.n_excess, 0);
}

static void a_pile_up_is_cut_and_the_rest_counted(void **state) {
    (void)state;
    for (uint64_t i = 0; i < 5; i++) fake_add(&file, 0, 1100, 1200, 0, i);
    fake_add(&file, 0, 1101, 1200, 0, 9);
    gnbs_evidence_opt_t opt = options(0, 1000);
    opt.max_starts = 3;
    gnbs_read_counts_t c = expect_shown(opt, (gnbs_region_t){0, 1000, 2000},
                                        "chunk 0 0:1000-2000 targets 1 fragments 4\n"
                                        " read 0 at 1100 home fragment 0\n"
                                        " read 1 at 1100 home fragment 1\n"
                                        " read 2 at 1100 home fragment 2\n"
                                        " read 9 at 1101 home fragment 3\n");
    assert_int_equal(c.n_used, 4);
    assert_int_equal(c.n_excess, 2);
}

static void rests_of_split_reads_come_apart_from_the_reads(void **state) {
    (void)state;
    fake_add(&file, 0, 1100, 1200, 0, 1);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_SUPPLEMENTARY, 2);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_SUPPLEMENTARY, 3);
    fake_add(&file, 0, 1100, 1200, GNBS_READ_SUPPLEMENTARY, 4); /* one too many there */
    fake_add(&file, 0, 1110, 1210, GNBS_READ_SUPPLEMENTARY | GNBS_READ_SECONDARY, 5);
    fake_add(&file, 0, 1120, 1220, GNBS_READ_SUPPLEMENTARY, 1);
    gnbs_evidence_opt_t opt = options(0, 1000);
    opt.max_starts = 2;
    gnbs_read_counts_t c = expect_shown(opt, (gnbs_region_t){0, 1000, 2000},
                                        "chunk 0 0:1000-2000 targets 1 fragments 1\n"
                                        " read 1 at 1100 home fragment 0\n"
                                        " rest 2 at 1100 whole\n"
                                        " rest 3 at 1100 whole\n"
                                        " rest 1 at 1120 whole\n");
    assert_int_equal(c.n_used, 1);
    assert_int_equal(c.n_supplementary, 4);
    assert_int_equal(c.n_secondary, 1);
    assert_int_equal(c.n_excess, 0);
}

static void each_observer_sees_its_own_stretches_only(void **state) {
    (void)state;
    /*  scheduled   1000 [=====) 1100   1200 [====) 1300     3000 [==) 3100
     *  one         1000 [=====)             1250 [)1300
     *  another                                              3000 [==)           nothing of the first chunk
     *  all         every stretch                                                                     */
    const gnbs_region_t target[] = {{0, 1000, 1100}, {0, 1200, 1300}, {0, 3000, 3100}};
    const gnbs_region_t of_one[] = {{0, 500, 1100}, {0, 1250, 1400}};
    fake_add(&file, 0, 1220, 1320, 0, 7);
    gnbs_evidence_opt_t opt = options(200, 1000);
    gnbs_schedule_t s = plan(&opt, 3, target);
    gnbs_err_t err;
    scribe_t scribe[3];
    gnbs_observer_t o[3] = {scribe_observer(&scribe[0], "one"),
                            scribe_observer(&scribe[1], "another"),
                            scribe_observer(&scribe[2], "all")};
    o[0].n_region = 2, o[0].region = of_one;
    o[1].n_region = 1, o[1].region = target + 2;
    assert_ok(pass(&opt, &s, 3, o, NULL, &err), &err);
    assert_string_equal(gnbs_str_text(&scribe[0].text),
                        "chunk 0 0:1000-1300 targets 2 fragments 1\n"
                        " read 7 at 1220 home fragment 0\n");
    assert_string_equal(gnbs_str_text(&scribe[1].text),
                        "chunk 1 0:3000-3100 targets 1 fragments 0\n");
    assert_string_equal(gnbs_str_text(&scribe[2].text),
                        "chunk 0 0:1000-1300 targets 2 fragments 1\n"
                        " read 7 at 1220 home fragment 0\n"
                        "chunk 1 0:3000-3100 targets 1 fragments 0\n");
    for (int i = 0; i < 3; i++) gnbs_str_clear(&scribe[i].text);
}

static void of_a_point_only_the_reads_over_it_are_read(void **state) {
    (void)state;
    /*  target      1000 [===) 1100                    pad 200: reads from 801 to 1299 touch it
     *  points                        1500|   4000|    without a pad                          */
    const gnbs_region_t target = {0, 1000, 1100},
                        point[] = {{0, 1500, 1501}, {0, 4000, 4001}};
    const gnbs_region_t of_caller[] = {{0, 1000, 1100}};
    fake_add(&file, 0, 1250, 1350, 0, 1); /* in the target's pad */
    fake_add(&file, 0, 1350, 1450, 0, 2); /* between */
    fake_add(&file, 0, 1401, 1501, 0, 3); /* its last base is the point */
    fake_add(&file, 0, 1500, 1600, 0, 4);
    fake_add(&file, 0, 1501, 1601, 0, 5); /* just past it */
    fake_add(&file, 0, 3990, 4090, 0, 6);
    gnbs_evidence_opt_t opt = options(500, 1000);
    gnbs_schedule_t s;
    gnbs_err_t err;
    scribe_t scribe[2];
    gnbs_observer_t o[2] = {scribe_observer(&scribe[0], "caller"),
                            scribe_observer(&scribe[1], "markers")};
    o[0].n_region = 1, o[0].region = of_caller;
    assert_ok(gnbs_evidence_plan_points(&opt, 1, &target, 2, point, &arena, &s, &err),
              &err);
    assert_ok(pass(&opt, &s, 2, o, NULL, &err), &err);
    /* the caller sees what it would see without the points */
    assert_string_equal(gnbs_str_text(&scribe[0].text),
                        "chunk 0 0:1000-1501 targets 1 fragments 3\n"
                        " read 1 at 1250 home fragment 0\n");
    assert_string_equal(gnbs_str_text(&scribe[1].text),
                        "chunk 0 0:1000-1501 targets 2 fragments 3\n"
                        " read 1 at 1250 home fragment 0\n"
                        " read 3 at 1401 home fragment 1\n"
                        " read 4 at 1500 home fragment 2\n"
                        "chunk 1 0:4000-4001 targets 1 fragments 1\n"
                        " read 6 at 3990 home fragment 0\n");
    for (int i = 0; i < 2; i++) gnbs_str_clear(&scribe[i].text);
}

static void a_mate_that_only_others_asked_for_is_none(void **state) {
    (void)state;
    enum {
        R1 = GNBS_READ_PAIRED | GNBS_READ_FIRST,
        R2 = GNBS_READ_PAIRED | GNBS_READ_SECOND
    };
    /* the mate of a read in the target's pad lies beyond it, over a point */
    const gnbs_region_t target = {0, 1000, 1100}, point = {0, 1395, 1396};
    const gnbs_region_t of_caller[] = {{0, 1000, 1100}};
    fake_add(&file, 0, 1250, 1350, R1, 1);
    fake_add(&file, 0, 1300, 1400, R2, 1);
    gnbs_evidence_opt_t opt = options(500, 1000);
    gnbs_schedule_t s;
    gnbs_err_t err;
    scribe_t scribe[2];
    gnbs_observer_t o[2] = {scribe_observer(&scribe[0], "caller"),
                            scribe_observer(&scribe[1], "markers")};
    o[0].n_region = 1, o[0].region = of_caller;
    assert_ok(gnbs_evidence_plan_points(&opt, 1, &target, 1, &point, &arena, &s, &err),
              &err);
    assert_ok(pass(&opt, &s, 2, o, NULL, &err), &err);
    assert_string_equal(gnbs_str_text(&scribe[0].text),
                        "chunk 0 0:1000-1396 targets 1 fragments 1\n"
                        " read 1 at 1250 home fragment 0\n");
    assert_string_equal(gnbs_str_text(&scribe[1].text),
                        "chunk 0 0:1000-1396 targets 2 fragments 1\n"
                        " read 1 at 1250 home fragment 0 overlapping\n"
                        " read 1 at 1300 home fragment 0 overlapping\n");
    for (int i = 0; i < 2; i++) gnbs_str_clear(&scribe[i].text);
}

static void mates_share_a_fragment_and_know_that_they_overlap(void **state) {
    (void)state;
    enum {
        R1 = GNBS_READ_PAIRED | GNBS_READ_FIRST,
        R2 = GNBS_READ_PAIRED | GNBS_READ_SECOND
    };
    fake_add(&file, 0, 1000, 1100, R1, 70); /* fragment 0, overlaps its mate by one base */
    fake_add(&file, 0, 1050, 1150, R2, 50); /* 1, mate begins where it ends: no overlap */
    fake_add(&file, 0, 1099, 1199, R2, 70);
    fake_add(&file, 0, 1150, 1250, R1, 50);
    fake_add(&file, 0, 1300, 1400, R1, 60); /* 2, mate far away */
    fake_add(&file, 0, 1300, 1400, 0, 40);  /* 3 and 4: one name, but no pair */
    fake_add(&file, 0, 1310, 1410, 0, 40);
    fake_add(&file, 0, 1500, 1600, R1, 30); /* 5 and 6: two first reads of one name */
    fake_add(&file, 0, 1500, 1600, R1, 30);
    fake_add(&file, 0, 9000, 9100, R2, 60);
    expect_shown(options(0, 1000), (gnbs_region_t){0, 1000, 2000},
                 "chunk 0 0:1000-2000 targets 1 fragments 7\n"
                 " read 70 at 1000 home fragment 0 overlapping\n"
                 " read 50 at 1050 home fragment 1\n"
                 " read 70 at 1099 home fragment 0 overlapping\n"
                 " read 50 at 1150 home fragment 1\n"
                 " read 60 at 1300 home fragment 2\n"
                 " read 40 at 1300 home fragment 3\n"
                 " read 40 at 1310 home fragment 4\n"
                 " read 30 at 1500 home fragment 5\n"
                 " read 30 at 1500 home fragment 6\n");
}

static gnbs_code_t write_outlines(const void *ctx, const gnbs_chunk_t *c, gnbs_arena_t *a,
                                  void **result, gnbs_err_t *err) {
    (void)ctx, (void)err;
    gnbs_str_t t;
    gnbs_str_init(&t);
    gnbs_str_printf(&t, "reach %lld-%lld\n", (long long)c->reach.beg,
                    (long long)c->reach.end);
    for (size_t i = 0; i < c->n_other; i++) {
        const gnbs_read_t *r = &c->other[i];
        gnbs_str_printf(&t, " other at %lld%s%s\n", (long long)r->beg,
                        r->cigar != NULL ? " whole" : "", r->is_home ? " home" : "");
    }
    *result = gnbs_arena_strdup(a, gnbs_str_text(&t));
    gnbs_str_clear(&t);
    return GNBS_OK;
}

static void what_lies_beside_targets_is_shown_in_outline_where_it_is_asked_for(
    void **state) {
    (void)state;
    /*  targets   1000 [==) 1100         1900 [==) 2000 joined          3000 [==) 3100 chunk of its own
     *  pad 200; reach 600, but the gap of 1,000 between the chunks is halved at 2500
     *  outside   at 250-350 (ends before 400-200)   inside the reach: 300-401 (pad of the query), 500, 1400, 2250, 2600
     *  targets   790-810 touches 1000-200: it is no other but a read                                             */
    fake_add(&file, 0, 100, 199, 0, 1);
    fake_add(&file, 0, 300, 401, 0, 2);
    fake_add(&file, 0, 500, 600, GNBS_READ_DUPLICATE, 3);
    fake_add(&file, 0, 520, 620, 0, 4)->clip_tail = 20;
    fake_add(&file, 0, 790, 810, 0, 5);
    fake_add(&file, 0, 1400, 1500, 0, 6)->clip_head = 19;
    fake_add(&file, 0, 2250, 2350, 0, 7);
    fake_add(&file, 0, 2600, 2700, 0, 8);
    fake_add(&file, 0, 3850, 3950, 0, 9);
    fake_add(&file, 0, 3950, 4050, 0, 10);
    const gnbs_region_t target[] = {{0, 1000, 1100}, {0, 1900, 2000}, {0, 3000, 3100}};
    gnbs_evidence_opt_t opt = options(800, 1000);
    scribe_t s = {.fail_from = -1, .fail_collect = -1};
    const gnbs_observer_t o = {"outlines", &s, write_outlines, scribe_collect};
    gnbs_err_t err;
    opt.reach_bp = 600;
    gnbs_schedule_t schedule = plan(&opt, 3, target);
    assert_ok(pass(&opt, &schedule, 1, &o, NULL, &err), &err);
    assert_string_equal(gnbs_str_text(&s.text), "reach 400-2500\n"
                                                " other at 300\n"
                                                " other at 520 whole\n"
                                                " other at 1400\n"
                                                " other at 2250\n"
                                                " other at 2600\n"
                                                "reach 2500-3700\n"
                                                " other at 2250\n"
                                                " other at 2600\n"
                                                " other at 3850\n");
    gnbs_str_clear(&s.text);
    opt.reach_bp = 0;
    s = (scribe_t){.fail_from = -1, .fail_collect = -1};
    schedule = plan(&opt, 3, target);
    assert_ok(pass(&opt, &schedule, 1, &o, NULL, &err), &err);
    assert_string_equal(gnbs_str_text(&s.text), "reach 1000-2000\nreach 3000-3100\n");
    gnbs_str_clear(&s.text);
}

static gnbs_code_t check_window(const void *ctx, const gnbs_chunk_t *c, gnbs_arena_t *a,
                                void **result, gnbs_err_t *err) {
    (void)ctx, (void)a, (void)err;
    *result = NULL;
    gnbs_pos_t beg = c->region.beg - 400 > 0 ? c->region.beg - 400 : 0;
    assert_int_equal(c->ref_region.beg, beg);
    assert_int_equal(c->ref_region.end, c->region.end + 400);
    assert_int_equal(c->pad_bp, 200);
    assert_int_equal(c->build, GNBS_BUILD_CUSTOM);
    for (gnbs_pos_t p = beg; p < c->ref_region.end; p++)
        assert_int_equal(gnbs_chunk_ref(c, p), p < 20000 ? p % 4 : 4);
    assert_int_equal(gnbs_chunk_ref(c, c->ref_region.end), 4);
    return GNBS_OK;
}
static gnbs_code_t collect_nothing(void *ctx, const gnbs_chunk_t *c, void *result,
                                   gnbs_err_t *err) {
    (void)c, (void)result, (void)err;
    if (ctx != NULL) ++*(int *)ctx;
    return GNBS_OK;
}

static void the_reference_window_reaches_two_pads_out_and_is_cut_at_the_start(
    void **state) {
    (void)state;
    const gnbs_region_t target[] = {{0, 100, 300}, {0, 5000, 5100}, {0, 19900, 20000}};
    gnbs_evidence_opt_t opt = options(0, 1000);
    gnbs_schedule_t s = plan(&opt, 3, target);
    gnbs_err_t err;
    int n = 0;
    const gnbs_observer_t o = {"window", &n, check_window, collect_nothing};
    assert_ok(pass(&opt, &s, 1, &o, NULL, &err), &err);
    assert_int_equal(n, 3);
}

static void nothing_to_read_is_a_pass_without_chunks(void **state) {
    (void)state;
    gnbs_evidence_opt_t opt = options(0, 1000);
    gnbs_schedule_t s = plan(&opt, 0, NULL);
    gnbs_read_counts_t counts;
    gnbs_err_t err;
    int n = 0;
    const gnbs_observer_t o = {"window", &n, check_window, collect_nothing};
    assert_int_equal(s.n_chunk, 0);
    assert_ok(pass(&opt, &s, 1, &o, &counts, &err), &err);
    assert_int_equal(n + counts.n_used, 0);
}

static void results_and_errors_come_in_schedule_order_for_one_thread_and_for_eight(
    void **state) {
    (void)state;
    const gnbs_region_t target = {0, 0, 20000};
    for (gnbs_pos_t p = 0; p < 19000; p += 37)
        fake_add(&file, 0, p, p + 100, 0, (uint64_t)p);
    for (int threads = 1; threads <= 8; threads += 7) {
        gnbs_evidence_opt_t opt = options(0, 1000);
        opt.n_threads = threads;
        gnbs_schedule_t s = plan(&opt, 1, &target);
        gnbs_err_t err;
        scribe_t a, b;
        gnbs_observer_t o[] = {scribe_observer(&a, "counting"),
                               scribe_observer(&b, "calling")};
        assert_ok(pass(&opt, &s, 2, o, NULL, &err), &err);
        assert_string_equal(gnbs_str_text(&a.text), gnbs_str_text(&b.text));
        const char *at = gnbs_str_text(&a.text);
        for (int i = 0; i < 20; i++) { /* every chunk once, in order */
            char line[32];
            snprintf(line, sizeof line, "chunk %d ", i);
            assert_non_null(at = strstr(at, line));
        }
        gnbs_str_clear(&a.text);
        gnbs_str_clear(&b.text);

        /* chunks 7 and later are refused by the second observer: it is chunk 7 that is told, and what was
         * collected are the seven before it */
        o[0] = scribe_observer(&a, "counting"), o[1] = scribe_observer(&b, "calling");
        b.fail_from = 7;
        assert_fails(pass(&opt, &s, 2, o, NULL, &err), GNBS_E_DATA, &err, "");
        assert_string_equal(err.msg, "chr1:7001-8000: calling: no luck with chunk 7");
        assert_non_null(strstr(gnbs_str_text(&a.text), "chunk 6 "));
        assert_null(strstr(gnbs_str_text(&a.text), "chunk 7 "));
        gnbs_str_clear(&a.text);
        gnbs_str_clear(&b.text);

        /* a read of chunk 3 cannot be decoded: that is earlier */
        o[0] = scribe_observer(&a, "counting"), o[1] = scribe_observer(&b, "calling");
        b.fail_from = 7;
        file.fail_beg = 37 * 100; /* 3,700 */
        assert_fails(pass(&opt, &s, 2, o, NULL, &err), GNBS_E_FORMAT, &err, "");
        assert_string_equal(err.msg, "chr1:3001-4000: made.bam: damaged near 3700");
        file.fail_beg = -1;
        gnbs_str_clear(&a.text);
        gnbs_str_clear(&b.text);

        o[0] = scribe_observer(&a, "counting"), o[1] = scribe_observer(&b, "calling");
        a.fail_collect = 5;
        assert_fails(pass(&opt, &s, 2, o, NULL, &err), GNBS_E_IO, &err,
                     "no room for chunk 5");
        assert_non_null(strstr(gnbs_str_text(&b.text), "chunk 4 "));
        assert_null(strstr(gnbs_str_text(&b.text), "chunk 5 "));
        gnbs_str_clear(&a.text);
        gnbs_str_clear(&b.text);
    }
}

static void a_source_that_does_not_open_and_too_many_observers_are_errors(void **state) {
    (void)state;
    const gnbs_region_t target = {0, 0, 3000};
    gnbs_evidence_opt_t opt = options(0, 1000);
    gnbs_schedule_t s = plan(&opt, 1, &target);
    gnbs_err_t err;
    scribe_t scribe[17];
    gnbs_observer_t o[17];
    for (int i = 0; i < 17; i++) o[i] = scribe_observer(&scribe[i], "scribe");
    assert_fails(pass(&opt, &s, 17, o, NULL, &err), GNBS_E_INTERNAL, &err, "17 observers");
    file.fails_to_open = true;
    assert_fails(pass(&opt, &s, 1, o, NULL, &err), GNBS_E_IO, &err, "cannot open");
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(targets_that_overlap_touch_or_lie_near_share_a_chunk),
        CASE(the_order_of_the_targets_does_not_matter),
        CASE(a_target_is_cut_only_when_it_is_longer_than_a_chunk),
        CASE(empty_targets_and_senseless_options_are_refused),
        CASE(a_read_is_home_in_one_chunk_and_a_guest_in_the_next),
        CASE(what_is_left_out_is_counted_by_its_flag),
        CASE(a_pile_up_is_cut_and_the_rest_counted),
        CASE(rests_of_split_reads_come_apart_from_the_reads),
        CASE(each_observer_sees_its_own_stretches_only),
        CASE(of_a_point_only_the_reads_over_it_are_read),
        CASE(a_mate_that_only_others_asked_for_is_none),
        CASE(mates_share_a_fragment_and_know_that_they_overlap),
        CASE(what_lies_beside_targets_is_shown_in_outline_where_it_is_asked_for),
        CASE(the_reference_window_reaches_two_pads_out_and_is_cut_at_the_start),
        CASE(nothing_to_read_is_a_pass_without_chunks),
        CASE(results_and_errors_come_in_schedule_order_for_one_thread_and_for_eight),
        CASE(a_source_that_does_not_open_and_too_many_observers_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
