/* What reads say at a marker, by hand: bases, fragments, qualities. */
#include "support/testing.h"

#include "qc/qc_marker.h"
#include "support/make_chunk.h"

static made_chunk_t m;
static gnbs_arena_t arena;
static char letters[1001], bases[401];
static const gnbs_qc_marker_opt_t OPT = {
    .min_mapq = 20, .min_base_qual = 20, .max_base_qual = 40};

static int set_up(void **state) {
    (void)state;
    memset(letters, 'A', 1000);
    gnbs_arena_init(&arena);
    make_chunk(&m, "chr1", letters, 100, 200);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* A read of 50 bases from `beg` on, all A but for one letter at 150. */
static gnbs_read_t *read_with(char at_150, gnbs_pos_t beg, uint8_t qual, int32_t fragment) {
    memset(bases, 'A', 50);
    bases[50] = '\0';
    bases[150 - beg] = at_150;
    return add_read(&m, beg, "50M", bases, qual, fragment);
}

static size_t pile_up(size_t n, const gnbs_marker_t marker[], gnbs_marker_pile_t **pile) {
    size_t n_pile;
    gnbs_err_t err;
    assert_ok(gnbs_qc_pile_markers(&OPT, &m.chunk, n, marker, &arena, &n_pile, pile, &err),
              &err);
    return n_pile;
}

static const gnbs_marker_t AT_150 = {.pos = 150, .ref = 0, .alt = 2, .af = 0.5}; /* A>G */

static void bases_are_counted_by_allele_and_quality(void **state) {
    (void)state;
    read_with('A', 110, 37, 0);
    read_with('A', 111, 37, 1);
    read_with('G', 112, 23, 2);
    read_with('G', 113, 60, 3); /* believed as 40 */
    read_with('C', 114, 37, 4); /* neither */
    read_with('G', 115, 19, 5); /* too poor */
    read_with('G', 116, 37, 6)->mapq = 19;
    read_with('N', 117, 37, 7);
    gnbs_marker_pile_t *p;
    assert_int_equal(pile_up(1, &AT_150, &p), 1);
    assert_int_equal(p->n_ref, 2);
    assert_int_equal(p->n_alt, 2);
    assert_int_equal(p->n_other, 1);
    assert_int_equal(p->n_obs, 3);
    static const gnbs_marker_obs_t WANT[] = {{0, 37, 2}, {1, 23, 1}, {1, 40, 1}};
    for (int i = 0; i < 3; i++) assert_memory_equal(&p->obs[i], &WANT[i], sizeof WANT[i]);
}

static void a_fragment_counts_once_and_mates_that_disagree_not_at_all(void **state) {
    (void)state;
    read_with('G', 110, 23, 0);
    read_with('A', 112, 37, 1);
    read_with('G', 120, 37, 0); /* its mate agrees: the better quality */
    read_with('G', 130, 37, 1); /* its mate does not */
    gnbs_marker_pile_t *p;
    pile_up(1, &AT_150, &p);
    assert_int_equal(p->n_ref, 0);
    assert_int_equal(p->n_alt, 1);
    assert_int_equal(p->n_obs, 1);
    assert_int_equal(p->obs[0].qual, 37);
}

static void deletions_and_clips_say_nothing(void **state) {
    (void)state;
    memset(bases, 'G', 80);
    bases[80] = '\0';
    add_read(&m, 110, "40M1D40M", bases, 37, 0);
    add_read(&m, 110, "30M50S", bases, 37, 1);
    add_read(&m, 160, "20S60M", bases, 37, 2);
    gnbs_marker_pile_t *p;
    pile_up(1, &AT_150, &p);
    assert_int_equal(p->n_ref + p->n_alt + p->n_other, 0);
    assert_int_equal(p->n_obs, 0);
}

static void only_markers_in_the_chunks_targets_have_a_pile(void **state) {
    (void)state;
    const gnbs_marker_t marker[] = {{.pos = 99},  {.pos = 100}, {.pos = 150},
                                    {.pos = 199}, {.pos = 200}, {.tid = 1, .pos = 150}};
    m.target[0] = (gnbs_region_t){0, 100, 101};
    m.target[1] = (gnbs_region_t){0, 199, 200};
    m.chunk.n_target = 2;
    gnbs_marker_pile_t *p;
    assert_int_equal(pile_up(6, marker, &p), 2);
    assert_int_equal(p[0].i_marker, 1);
    assert_int_equal(p[1].i_marker, 3);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(bases_are_counted_by_allele_and_quality),
        CASE(a_fragment_counts_once_and_mates_that_disagree_not_at_all),
        CASE(deletions_and_clips_say_nothing),
        CASE(only_markers_in_the_chunks_targets_have_a_pile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
