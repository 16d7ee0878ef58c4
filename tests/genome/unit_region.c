#include "support/testing.h"

#include "genome/region.h"

static void half_open_intervals_that_touch_do_not_overlap(void **state) {
    (void)state;
    const gnbs_region_t a = {0, 10, 20}, b = {0, 20, 30}, c = {0, 19, 21}, d = {1, 10, 20};
    assert_int_equal(gnbs_region_len(a), 10);
    assert_false(gnbs_region_overlaps(a, b));
    assert_true(gnbs_region_overlaps(a, c));
    assert_true(gnbs_region_overlaps(c, b));
    assert_true(gnbs_region_overlaps(a, a));
    assert_false(gnbs_region_overlaps(a, d));
}

/*  in    [0--10) [5--12)   [14-20)        [0-3) of another contig
 *  gap 0 [0-----12)        [14-20)        [0-3)
 *  gap 2 [0---------------------20)       [0-3)                     */
static void merge_joins_what_overlaps_touches_or_lies_near(void **state) {
    (void)state;
    gnbs_region_t r[] = {{1, 0, 3}, {0, 14, 20}, {0, 5, 12}, {0, 0, 10}};
    assert_int_equal(gnbs_region_merge(4, r, 0), 3);
    assert_int_equal(r[0].beg, 0);
    assert_int_equal(r[0].end, 12);
    assert_int_equal(r[1].beg, 14);
    assert_int_equal(r[2].tid, 1);

    assert_int_equal(gnbs_region_merge(3, r, 1), 3); /* 2 bases lie between */
    assert_int_equal(gnbs_region_merge(3, r, 2), 2);
    assert_int_equal(r[0].end, 20);

    gnbs_region_t touching[] = {{0, 10, 20}, {0, 0, 10}};
    assert_int_equal(gnbs_region_merge(2, touching, 0), 1);
    gnbs_region_t inside[] = {{0, 0, 100}, {0, 10, 20}};
    assert_int_equal(gnbs_region_merge(2, inside, 0), 1);
    assert_int_equal(inside[0].end, 100);
    assert_int_equal(gnbs_region_merge(0, inside, 0), 0);
}

static void lower_finds_where_a_search_starts(void **state) {
    (void)state;
    const gnbs_region_t set[] = {{0, 10, 20}, {0, 30, 40}, {2, 5, 6}};
    assert_int_equal(gnbs_region_lower(3, set, 0, 0), 0);
    assert_int_equal(gnbs_region_lower(3, set, 0, 19), 0);
    assert_int_equal(gnbs_region_lower(3, set, 0, 20), 1); /* 20 is past [10, 20) */
    assert_int_equal(gnbs_region_lower(3, set, 0, 40), 2);
    assert_int_equal(gnbs_region_lower(3, set, 1, 0), 2);
    assert_int_equal(gnbs_region_lower(3, set, 2, 6), 3);
    assert_int_equal(gnbs_region_lower(0, set, 0, 0), 0);
}

/* Against the definition: base by base. */
static void covered_agrees_with_counting_bases(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int i_case = 0; i_case < 500; i_case++) {
        gnbs_region_t set[12];
        bool is_in[2][60] = {{false}};
        size_t n = (size_t)random_below(&rng, 12);
        for (size_t i = 0; i < n; i++) {
            set[i] = (gnbs_region_t){random_below(&rng, 2), random_below(&rng, 50), 0};
            set[i].end = set[i].beg + 1 + random_below(&rng, 9);
            for (gnbs_pos_t p = set[i].beg; p < set[i].end; p++)
                is_in[set[i].tid][p] = true;
        }
        n = gnbs_region_merge(n, set, 0);
        for (int i_query = 0; i_query < 20; i_query++) {
            gnbs_region_t q = {random_below(&rng, 2), random_below(&rng, 50), 0};
            q.end = q.beg + random_below(&rng, 10);
            gnbs_pos_t count = 0;
            for (gnbs_pos_t p = q.beg; p < q.end; p++) count += is_in[q.tid][p];
            assert_int_equal(gnbs_region_covered(n, set, q), count);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_open_intervals_that_touch_do_not_overlap),
        cmocka_unit_test(merge_joins_what_overlaps_touches_or_lies_near),
        cmocka_unit_test(lower_finds_where_a_search_starts),
        cmocka_unit_test(covered_agrees_with_counting_bases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
