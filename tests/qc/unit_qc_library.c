/* The library and the kind of it: sums and numbers by hand. */
#include "support/testing.h"

#include "qc/qc.h"
#include "support/make_chunk.h"

static made_chunk_t m;
static gnbs_arena_t arena;
static char letters[4001], bases[401];
static gnbs_qc_opt_t opt;

static int set_up(void **state) {
    (void)state;
    memset(letters, 'A', 4000);
    memset(bases, 'A', 400);
    gnbs_arena_init(&arena);
    opt = gnbs_qc_opt_default();
    make_chunk(&m, "chr1", letters, 100, 200);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static const gnbs_qc_sum_t *observe(void) {
    static gnbs_qc_sum_t sum;
    gnbs_qc_part_t part;
    gnbs_err_t err;
    memset(&sum, 0, sizeof sum);
    const gnbs_qc_request_t rq = {.opt = &opt};
    assert_ok(gnbs_qc_observe(&rq, &m.chunk, &arena, &part, &err), &err);
    gnbs_qc_add(&sum, &part);
    return &sum;
}

static gnbs_quality_t conclude(const gnbs_qc_sum_t *sum, gnbs_read_counts_t counts,
                               int64_t n_mapped) {
    gnbs_quality_t q;
    gnbs_err_t err;
    const gnbs_qc_summary_t s = {
        .opt = &opt, .sum = sum, .counts = &counts, .n_mapped = n_mapped};
    assert_ok(gnbs_qc_conclude(&s, &arena, &q, &err), &err);
    return q;
}

static void expect(const gnbs_quality_t *q, gnbs_metric_id_t id, double want) {
    if (!q->metric[id].is_known) fail_msg("%s is not known", gnbs_metric_kind(id)->name);
    assert_near(q->metric[id].value, want, 1e-9);
}

static gnbs_read_t *paired(gnbs_pos_t beg, gnbs_pos_t insert_bp, int32_t fragment) {
    gnbs_read_t *r = add_read(&m, beg, "50M", bases, 30, fragment);
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
    const gnbs_qc_sum_t *p = observe();
    assert_int_equal(p->count.n_insert, 3);
    assert_int_equal(p->count.insert_sum, 300 + 500 + 2000);
    assert_int_equal(p->count.insert_square_sum, 90000 + 250000 + 4000000);
    gnbs_quality_t q = conclude(p, (gnbs_read_counts_t){.n_used = 8}, -1);
    expect(&q, GNBS_METRIC_INSERT_MEDIAN, 500);
    expect(&q, GNBS_METRIC_INSERT_MAD, 200); /* 200, 0, 1500 away: the middle one */
}

static void clips_mismatches_and_strays_are_shares_of_home_reads(void **state) {
    (void)state;
    /* name hashes that are multiples of 8 are compared; the reference is all A */
    char odd[101];
    memset(odd, 'A', 100);
    odd[100] = '\0';
    odd[10] = odd[50] = 'C', odd[60] = 'N';
    gnbs_read_t *a = add_read(&m, 100, "100M", odd, 30, 0);
    a->name_hash = 16; /* 99 known bases, 2 of them wrong */
    gnbs_read_t *b = add_read(&m, 100, "20S70M10S", odd, 30, 1);
    b->clip_head = 20, b->clip_tail = 10, b->name_hash = 7;
    b->mate_tid = 3, b->mate_beg = 5; /* mate on another contig */
    gnbs_read_t *c = add_read(&m, 110, "5H100M", odd, 30, 2);
    c->clip_head = 5, c->name_hash = 9; /* hard clips hold no bases */
    c->mate_tid = 0, c->mate_beg = 400;
    gnbs_read_t *d = add_read(&m, 120, "100M", odd, 30, 3);
    d->mapq = 0, d->name_hash = 8;
    add_read(&m, 120, "100M", odd, 30, 4)->is_home = false;
    gnbs_quality_t q =
        conclude(observe(), (gnbs_read_counts_t){.n_used = 3, .n_duplicate = 1}, -1);
    expect(&q, GNBS_METRIC_SOFT_CLIP, 30.0 / 400);
    expect(&q, GNBS_METRIC_MISMATCH, 2.0 / 99);
    expect(&q, GNBS_METRIC_CHIMERIC, 1.0 / 2);
    expect(&q, GNBS_METRIC_MAPQ0, 1.0 / 4);
    expect(&q, GNBS_METRIC_DUPLICATE, 1.0 / 4);
}

static void dropout_is_what_one_side_of_half_gc_lacks(void **state) {
    (void)state;
    /* ten windows: eight of 40 % GC at depth 30, two of 60 % at depth 15: reads 240 + 30. The GC-rich have 20 % of the
     * windows and 11.1 % of the reads: 8.9 % are lost there; nothing is lost on the other side. */
    static gnbs_qc_sum_t s;
    memset(&s, 0, sizeof s);
    s.count.gc_n[40] = 8, s.count.gc_depth[40] = 8 * 30 * 100;
    s.count.gc_n[60] = 2, s.count.gc_depth[60] = 2 * 15 * 100;
    gnbs_quality_t q = conclude(&s, (gnbs_read_counts_t){0}, -1);
    expect(&q, GNBS_METRIC_GC_DROPOUT, 0.2 - 30.0 / 270);
    expect(&q, GNBS_METRIC_AT_DROPOUT, 0);
}

static void depth_numbers_are_those_of_the_histogram(void **state) {
    (void)state;
    /* 10 bases: depths 0 1 10 15 20 20 30 30 30 44; mean 20, median 20, 20th percentile 1 */
    static gnbs_qc_sum_t s;
    memset(&s, 0, sizeof s);
    static const int DEPTHS[] = {0, 1, 10, 15, 20, 20, 30, 30, 30, 44};
    for (int i = 0; i < 10; i++) s.hist[DEPTHS[i]]++, s.count.auto_depth += DEPTHS[i];
    s.count.auto_bp = 10;
    gnbs_quality_t q = conclude(&s, (gnbs_read_counts_t){0}, -1);
    expect(&q, GNBS_METRIC_DEPTH_MEAN, 20);
    expect(&q, GNBS_METRIC_DEPTH_MEDIAN, 20);
    expect(&q, GNBS_METRIC_DEPTH_MAD,
           10); /* 20 19 10 5 0 0 10 10 10 24: half are within 10 */
    expect(&q, GNBS_METRIC_TARGET_1X, 0.9);
    expect(&q, GNBS_METRIC_TARGET_10X, 0.8);
    expect(&q, GNBS_METRIC_TARGET_15X, 0.7);
    expect(&q, GNBS_METRIC_TARGET_20X, 0.6);
    expect(&q, GNBS_METRIC_TARGET_30X, 0.4);
    expect(&q, GNBS_METRIC_FOLD_80, 20);
    assert_false(q.metric[GNBS_METRIC_INSERT_MEDIAN].is_known);
    assert_false(q.metric[GNBS_METRIC_MISMATCH].is_known);
    assert_false(q.metric[GNBS_METRIC_CONTAMINATION].is_known);
}

static void the_kind_is_told_by_depth_beside_the_targets(void **state) {
    (void)state;
    static gnbs_qc_sum_t s;
    memset(&s, 0, sizeof s);
    /* 1,000,000 target bases at 100x by reads of 100 bases */
    s.count.auto_bp = 1000000, s.count.auto_depth = 100000000, s.count.n_read = 1000,
    s.count.read_bp = 100000;
    s.count.shoulder_n = 1000;
    s.count.shoulder_sum = 980;
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, -1).assay, GNBS_ASSAY_GENOME);
    s.count.shoulder_sum = 300;
    /* 4e7 reads of 100 bases at 100x: 40 Mb are covered; 2e6: 2 Mb */
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, 40000000).assay,
                     GNBS_ASSAY_EXOME);
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, 2000000).assay,
                     GNBS_ASSAY_PANEL);
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, -1).assay, GNBS_ASSAY_UNKNOWN);
    s.count.shoulder_sum = 700; /* neither here nor there */
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, 40000000).assay,
                     GNBS_ASSAY_UNKNOWN);
    s.count.shoulder_n = 10, s.count.shoulder_sum = 10; /* too few to tell */
    assert_int_equal(conclude(&s, (gnbs_read_counts_t){0}, -1).assay, GNBS_ASSAY_UNKNOWN);
}

static void shoulders_lie_150_to_200_beside_a_target_that_stands_alone(void **state) {
    (void)state;
    make_chunk(&m, "chr1", letters, 1000, 1100);
    m.target[1] =
        (gnbs_region_t){0, 1500, 1600}; /* 400 away: 150-200 and 200 more fit between */
    m.target[2] = (gnbs_region_t){0, 1950, 2000}; /* 350 from the second: they do not */
    m.chunk.n_target = 3, m.chunk.region.end = 2000;
    for (int k = 0; k < 10; k++) add_read(&m, 1000, "100M", bases, 30, k);
    for (int k = 10; k < 13; k++) add_read(&m, 1250, "50M", bases, 30, k);
    for (int k = 13; k < 23; k++) add_read(&m, 1500, "100M", bases, 30, k);
    /* first target: 0 before it, 3/10 after it; second: its free side is the left one (1300-1350): 0 */
    const gnbs_qc_sum_t *p = observe();
    assert_int_equal(p->count.shoulder_n, 3);
    assert_near(p->count.shoulder_sum, 0.3, 1e-12);
}

static void parts_add_up(void **state) {
    (void)state;
    static gnbs_qc_sum_t sum;
    gnbs_qc_part_t part = {
        .n_hist = 3, .hist = (int32_t[]){5, 0, 7}, .insert = (uint16_t[]){300, 300, 450}};
    int64_t *x = (int64_t *)&sum.count, *y = (int64_t *)&part.count;
    size_t n =
        offsetof(gnbs_qc_counts_t, shoulder_sum) / sizeof *x; /* whole numbers so far */
    for (size_t i = 0; i < n; i++) x[i] = (int64_t)i, y[i] = (int64_t)(10 * i);
    sum.count.shoulder_sum = 0.5, part.count.shoulder_sum = 0.25;
    part.count.n_insert = 3;
    int64_t n_insert = sum.count.n_insert;
    gnbs_qc_add(&sum, &part);
    assert_int_equal(sum.count.n_insert, n_insert + 3);
    sum.count.n_insert = 11 * n_insert;
    for (size_t i = 0; i < n; i++) assert_int_equal(x[i], 11 * (int64_t)i);
    assert_near(sum.count.shoulder_sum, 0.75, 0);
    assert_int_equal(sum.hist[0], 5);
    assert_int_equal(sum.hist[2], 7);
    assert_int_equal(sum.insert[300], 2);
    assert_int_equal(sum.insert[450], 1);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(inserts_are_those_of_proper_home_pairs_once_each),
        CASE(clips_mismatches_and_strays_are_shares_of_home_reads),
        CASE(dropout_is_what_one_side_of_half_gc_lacks),
        CASE(depth_numbers_are_those_of_the_histogram),
        CASE(the_kind_is_told_by_depth_beside_the_targets),
        CASE(shoulders_lie_150_to_200_beside_a_target_that_stands_alone),
        CASE(parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
