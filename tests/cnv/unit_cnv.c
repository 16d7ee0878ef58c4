/* Windows, counts and signs by hand. */
#include "support/testing.h"

#include <math.h>

#include "cnv/cnv.h"
#include "support/make_chunk.h"

static gnbs_arena_t arena;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* ---- windows ---------------------------------------------------------------------------------------------- */

static void expect_window(const gnbs_cnv_window_t *w, gnbs_pos_t beg, gnbs_pos_t end) {
    assert_int_equal(w->region.tid, 3);
    assert_int_equal(w->region.beg, beg);
    assert_int_equal(w->region.end, end);
    assert_int_equal(w->n_base, 0);
}

static void coding_exons_become_windows_and_long_ones_several(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{20, 200}, {1000, 3500}, {4990, 5100}, {6000, 6100}};
    gnbs_transcript_t tx = {.tid = 3,
                            .strand = -1,
                            .beg = 20,
                            .end = 6100,
                            .cds_beg = 30,
                            .cds_end = 5000,
                            .n_exon = 4,
                            .exon = exon};
    gnbs_cnv_window_t w[8] = {{{0}}};
    /* coding parts 30-200, 1000-3500, 4990-5000, none. The second is 2,500 long: three pieces, cut at 1000 + 833
     * and 1000 + 1666. Flanks of 50 at the ends of an exon, not between its pieces; the first has room for 30, and
     * takes no more at its other end. */
    assert_int_equal(gnbs_cnv_plan(&tx, 50, 8, w), 5);
    expect_window(&w[0], 0, 230);
    expect_window(&w[1], 950, 1833);
    expect_window(&w[2], 1833, 2666);
    expect_window(&w[3], 2666, 3550);
    expect_window(&w[4], 4940, 5050);

    tx.cds_end = tx.cds_beg = 20; /* codes nothing: all exons */
    assert_int_equal(gnbs_cnv_plan(&tx, 0, 8, w), 6);
    expect_window(&w[0], 20, 200);
    expect_window(&w[5], 6000, 6100);
}

static void windows_beyond_the_room_are_counted_and_not_written(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{100, 200}, {300, 400}, {500, 600}};
    const gnbs_transcript_t tx = {
        .tid = 3, .beg = 100, .end = 600, .n_exon = 3, .exon = exon};
    gnbs_cnv_window_t w[3] = {{{0}}};
    assert_int_equal(gnbs_cnv_plan(&tx, 0, 0, NULL), 3);
    assert_int_equal(gnbs_cnv_plan(&tx, 0, 2, w), 3);
    expect_window(&w[1], 300, 400);
    assert_int_equal(w[2].region.end, 0);
}

/* ---- counts ----------------------------------------------------------------------------------------------- */

static void a_window_counts_aligned_bases_gc_and_known_reference(void **state) {
    (void)state;
    static made_chunk_t m;
    static char letters[1001], bases[401];
    memset(letters, 'A', 1000);
    memset(letters + 100, 'G', 30);
    memset(letters + 140, 'C', 20);
    memset(letters + 180, 'N', 5);
    memset(bases, 'A', 400);
    make_chunk(&m, "chr1", letters, 100, 500);
    add_read(&m, 80, "50M", bases, 30, 0);           /* 100-130: 30 */
    add_read(&m, 110, "10S20M10D20M", bases, 30, 1); /* 110-130, 140-160: 40 */
    add_read(&m, 150, "30M5I30M", bases, 30,
             2); /* 150-210: 50 in the first, 10 in the second */
    add_read(&m, 195, "100M", bases, 30, 3); /* 195-295: 5, 95 */
    add_read(&m, 400, "50M", bases, 30, 4);  /* between windows */
    /* middles 150, 250, 450, 525: the last belongs to the next chunk */
    const gnbs_cnv_window_t window[] = {{.region = {0, 100, 200}},
                                        {.region = {0, 200, 300}},
                                        {.region = {0, 450, 451}},
                                        {.region = {0, 450, 600}}};
    size_t first, n;
    gnbs_cnv_window_t *w;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_observe(&m.chunk, 4, window, &arena, &first, &n, &w, &err), &err);
    assert_int_equal(first, 0);
    assert_int_equal(n, 3);
    assert_int_equal(w[0].n_base, 30 + 40 + 50 + 5);
    assert_int_equal(w[0].gc_bp, 50);
    assert_int_equal(w[0].known_bp, 95);
    assert_int_equal(w[1].n_base, 10 + 95);
    assert_int_equal(w[1].known_bp, 100);
    assert_int_equal(w[2].n_base, 0);
}

static void windows_of_overlapping_genes_are_each_counted_whole(void **state) {
    (void)state;
    static made_chunk_t m;
    static char letters[1001], bases[401];
    memset(letters, 'A', 1000);
    memset(bases, 'A', 400);
    make_chunk(&m, "chr1", letters, 100, 900);
    /*  long   100 [=========================) 900     middle 500
     *  short          400 [===) 520                    middle 460: first, though it begins and ends inside
     *  reads  100-200, 410-510, 700-800                                                               */
    add_read(&m, 100, "100M", bases, 30, 0);
    add_read(&m, 410, "100M", bases, 30, 1);
    add_read(&m, 700, "100M", bases, 30, 2);
    const gnbs_cnv_window_t window[] = {{.region = {0, 400, 520}},
                                        {.region = {0, 100, 900}}};
    size_t first, n;
    gnbs_cnv_window_t *w;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_observe(&m.chunk, 2, window, &arena, &first, &n, &w, &err), &err);
    assert_int_equal(n, 2);
    assert_int_equal(w[0].n_base, 100);
    assert_int_equal(w[1].n_base, 300);
}

/* ---- signs ------------------------------------------------------------------------------------------------ */

enum { MAX_WINDOWS = 400 };
static gnbs_cnv_window_t window[MAX_WINDOWS];
static size_t n_window;

/* One after the other along the contig. */
static gnbs_cnv_window_t *add_window(int32_t tid, int len, double depth, int gc_percent) {
    gnbs_cnv_window_t *w = &window[n_window];
    gnbs_pos_t beg = (gnbs_pos_t)(20 * n_window);
    *w = (gnbs_cnv_window_t){.region = {tid, beg, beg + len},
                             .n_base = (int64_t)(depth * len + 0.5),
                             .gc_bp = len * gc_percent / 100,
                             .known_bp = len};
    n_window++;
    return w;
}

/* n windows of 500 bases at 30x and GC 40 on chr1: 100 reads each, and no spread at all. */
static void even(size_t n) {
    n_window = 0;
    while (n-- > 0) add_window(0, 500, 30, 40);
}

static size_t find(gnbs_sex_t sex, gnbs_build_t build, gnbs_dosage_sign_t **sign) {
    static const gnbs_contig_t CONTIG[] = {{"chr1", 248956422, ""},
                                           {"chrX", 156040895, ""},
                                           {"chrY", 57227415, ""},
                                           {"chrM", 16569, ""}};
    static const gnbs_contigs_t CONTIGS = {4, CONTIG, "made"};
    gnbs_cnv_opt_t opt = gnbs_cnv_opt_default();
    gnbs_err_t err;
    size_t n;
    assert_ok(gnbs_cnv_find_signs(&opt, &CONTIGS, build, sex, n_window, window, &arena, &n,
                                  sign, &err),
              &err);
    return n;
}

static void a_window_of_half_depth_is_a_sign(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
    window[17].n_base /= 2;
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_int_equal(sign[0].region.beg, window[17].region.beg);
    assert_string_equal(sign[0].kind, "DEL");
    assert_near(sign[0].ratio, 0.5, 1e-12);
    assert_near(sign[0].z, -0.5 / 0.1, 1e-9); /* 100 reads expected: sd 1/sqrt(100) */
}

static void a_window_without_any_read_is_the_surest_sign(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    window[3].n_base = 0;
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_near(sign[0].ratio, 0, 1e-12);
    assert_near(sign[0].z, -10, 1e-9);
}

static void a_sign_needs_both_the_ratio_and_the_reads_to_be_sure(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    window[0].n_base = 10200; /* 0.68: still a sign, z = -3.2 */
    window[1].n_base = 10350; /* 0.69 is not */
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_int_equal(sign[0].region.beg, window[0].region.beg);
    even(100);
    add_window(0, 100, 15, 40); /* 20 reads expected: 0.5 is -2.2 standard deviations */
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
    add_window(0, 100, 9, 40); /* 0.3 is -3.1 */
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_near(sign[0].z, -0.7 * sqrt(20), 1e-9);
}

static void few_windows_are_nothing_to_compare_with(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(49);
    window[7].n_base = 0;
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
    even(50);
    window[7].n_base = 0;
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
}

static void one_x_is_what_a_boy_should_have(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    for (int i = 0; i < 5; i++) add_window(1, 500, 15, 40);
    for (int i = 0; i < 5; i++) add_window(2, 500, 15, 40);
    assert_int_equal(find(GNBS_SEX_MALE, GNBS_BUILD_CUSTOM, &sign), 0);
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign),
                     5); /* X; Y: none expected */
    assert_int_equal(find(GNBS_SEX_UNKNOWN, GNBS_BUILD_CUSTOM, &sign),
                     0);    /* nothing to expect */
    window[102].n_base = 0; /* his only copy is gone */
    assert_int_equal(find(GNBS_SEX_MALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_int_equal(sign[0].region.tid, 1);
}

static void a_boy_has_two_copies_of_the_pseudo_autosomal_part(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    add_window(1, 500, 15, 40)->region = (gnbs_region_t){1, 1000000, 1000500}; /* PAR1 */
    add_window(1, 500, 15, 40)->region = (gnbs_region_t){1, 5000000, 5000500};
    assert_int_equal(find(GNBS_SEX_MALE, GNBS_BUILD_GRCH38, &sign), 1);
    assert_int_equal(sign[0].region.beg, 1000000);
}

static void windows_with_n_and_the_mitochondrion_are_left_out(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    even(100);
    window[5].n_base = 0, window[5].known_bp = 499;
    window[6].n_base = 0, window[6].known_bp = 0;
    add_window(3, 500, 0, 40);
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
}

static void a_window_is_compared_with_those_of_like_gc(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    n_window = 0;
    for (int i = 0; i < 60; i++) add_window(0, 1000, 30, 40);
    for (int i = 0; i < 40; i++)
        add_window(0, 1000, 18, 66); /* 0.6 of the others: GC, not loss */
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
    window[80].n_base /= 2;
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
    assert_near(sign[0].ratio, 0.5, 1e-12);
    /* few of its own kind (under 30 within 4 percent): the circle widens, here to the GC 40 windows */
    n_window = 0;
    for (int i = 0; i < 60; i++) add_window(0, 1000, 30, 40);
    add_window(0, 1000, 15, 50);
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 1);
}

static void no_reads_at_all_is_no_sign(void **state) {
    (void)state;
    gnbs_dosage_sign_t *sign;
    n_window = 0;
    for (int i = 0; i < 60; i++)
        add_window(0, 500, 0, 40); /* quality gates hold such a sample */
    assert_int_equal(find(GNBS_SEX_FEMALE, GNBS_BUILD_CUSTOM, &sign), 0);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(coding_exons_become_windows_and_long_ones_several),
        CASE(windows_beyond_the_room_are_counted_and_not_written),
        CASE(a_window_counts_aligned_bases_gc_and_known_reference),
        CASE(windows_of_overlapping_genes_are_each_counted_whole),
        CASE(a_window_of_half_depth_is_a_sign),
        CASE(a_window_without_any_read_is_the_surest_sign),
        CASE(a_sign_needs_both_the_ratio_and_the_reads_to_be_sure),
        CASE(few_windows_are_nothing_to_compare_with),
        CASE(one_x_is_what_a_boy_should_have),
        CASE(a_boy_has_two_copies_of_the_pseudo_autosomal_part),
        CASE(windows_with_n_and_the_mitochondrion_are_left_out),
        CASE(a_window_is_compared_with_those_of_like_gc),
        CASE(no_reads_at_all_is_no_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
