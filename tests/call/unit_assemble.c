#include "support/testing.h"

#include "call/call.h"
#include "call/call_assemble.h"
#include "call/call_graph.h"
#include "support/make_chunk.h"

static char REF[801];
static made_chunk_t m;
static const char INSERT[] =
    "ACGTTGCATGCCATTAGCGGATACCGTATTGGCCAATCTG"; /* 40 bases that are nowhere else */

static int set_up(void **state) {
    (void)state;
    uint64_t rng = 11;
    for (int i = 0; i < 800; i++) REF[i] = "ACGT"[random_below(&rng, 4)];
    make_chunk(&m, "chr1", REF, 200, 600);
    return 0;
}

/* A read of the haplotype with INSERT before position 400, from haplotype column `at`, aligned as an aligner would that clips
 * what it cannot place:
 *     reference  ...............|...............
 *     haplotype  ...............IIIIIIII...............
 *     read             MMMMMMMMMSSSSS        or   SSSSSMMMMMMM        */
static void add_hap_read(int at, int32_t fragment) {
    char bases[151], cigar[32];
    for (int i = 0; i < 150; i++) {
        int col = at + i;
        bases[i] = col < 400 ? REF[col] : col < 440 ? INSERT[col - 400] : REF[col - 40];
    }
    bases[150] = '\0';
    int before = 400 - at;
    gnbs_pos_t beg = at;
    if (before >= 75 || before >= 150) {
        snprintf(cigar, sizeof cigar, before >= 150 ? "150M" : "%dM%dS", before,
                 150 - before);
    } else { /* the clip leads */
        int clip = before + 40;
        snprintf(cigar, sizeof cigar, "%dS%dM", clip, 150 - clip);
        beg = 400;
    }
    gnbs_read_t *r = add_read(&m, beg, cigar, bases, 37, fragment);
    if (fragment % 2) r->flag |= GNBS_READ_REVERSE;
}

static void add_ref_read(int at, int32_t fragment) {
    char bases[151];
    memcpy(bases, REF + at, 150);
    bases[150] = '\0';
    gnbs_read_t *r = add_read(&m, at, "150M", bases, 37, fragment);
    if (fragment % 2) r->flag |= GNBS_READ_REVERSE;
}

static void an_insertion_that_no_cigar_spells_is_called(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    int32_t f = 0;
    for (int at = 255; at < 325; at += 7)
        add_hap_read(at, f++), add_ref_read(at, f++); /* clipped at the right */
    for (int k = 0; k < 8; k++) add_ref_read(330 + 7 * k, f++);
    for (int at = 330; at < 390; at += 7)
        add_hap_read(at, f++); /* clipped at the left, all placed at 400 */
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_request_t rq = {.opt = &opt, .chunk = &m.chunk, .sex = GNBS_SEX_FEMALE};
    gnbs_call_result_t r;
    assert_ok(gnbs_call_chunk(&rq, &arena, &r, &err), &err);
    assert_int_equal(r.n_call, 1);
    /* by hand: 40 inserted bases before position 400, anchored at 399, unless the last of them equals base 399 */
    assert_int_equal(strlen(r.call[0].variant.alt) - strlen(r.call[0].variant.ref), 40);
    assert_true(r.call[0].variant.pos <= 399 && r.call[0].variant.pos >= 396);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HET);
    gnbs_arena_clear(&arena);
}

static void a_repeat_longer_than_any_k_is_left_uncallable_not_guessed(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    for (int i = 330; i < 470; i++) REF[i] = "ACAG"[i % 4]; /* 140 bases of one unit */
    make_chunk(&m, "chr1", REF, 200, 600);
    for (int32_t f = 0; f < 10; f++) {
        char bases[151];
        memcpy(bases, REF + 260, 140);
        memcpy(bases + 140, "TTGGCCATTG", 11);
        add_read(&m, 260, "140M10S", bases, 37, f);
    }
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_pileup_t p;
    gnbs_assembled_t found;
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_ok(gnbs_call_assemble(&p, &arena, &found, &err), &err);
    assert_int_equal(found.n_variant, 0);
    assert_int_equal(found.n_crowded, 1);
    assert_true(found.crowded[0].beg <= 400 && found.crowded[0].end > 400);
    gnbs_arena_clear(&arena);
}

static void a_repeat_longer_than_reads_is_not_called_and_not_callable(void **state) {
    (void)state;
    enum { N = 2400 };
    static char letters[N + 1];
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    for (int i = 0; i < N; i++) letters[i] = "ACAG"[i % 4];
    make_chunk(&m, "chr1", letters, 1000, 1400);
    char bases[151]; /* a whole unit less leaves the same letters */
    memcpy(bases, letters + 1100, 150);
    bases[150] = '\0';
    for (int32_t f = 0; f < 12; f++) add_read(&m, 1100, "70M4D80M", bases, 37, f);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_request_t rq = {.opt = &opt, .chunk = &m.chunk, .sex = GNBS_SEX_FEMALE};
    gnbs_call_result_t r;
    assert_ok(gnbs_call_chunk(&rq, &arena, &r, &err), &err);
    assert_int_equal(r.n_call, 0);
    for (size_t i = 0; i < r.n_span; i++)
        assert_int_not_equal(r.span[i].status, GNBS_CALLABLE);
    gnbs_arena_clear(&arena);
}

static void a_graph_finds_both_ways_round_a_bubble(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    uint8_t ref[60], alt[60], qual[60], *path[4];
    int n_path[4];
    uint64_t rng = 5;
    for (int i = 0; i < 60; i++)
        ref[i] = alt[i] = (uint8_t)random_below(&rng, 4), qual[i] = 30;
    alt[30] = (uint8_t)(3 - alt[30]);
    gnbs_graph_t *g = gnbs_graph_new(&arena, 11, 500);
    assert_true(gnbs_graph_add(g, 60, ref, NULL));
    for (int k = 0; k < 3; k++) assert_true(gnbs_graph_add(g, 60, alt, qual));
    assert_int_equal(gnbs_graph_paths(g, 60, ref, 2, 4, 100, path, n_path), 2);
    int n_ref = 0, n_alt = 0;
    for (int k = 0; k < 2; k++) {
        assert_int_equal(n_path[k], 60);
        n_ref += memcmp(path[k], ref, 60) == 0;
        n_alt += memcmp(path[k], alt, 60) == 0;
    }
    assert_int_equal(n_ref, 1);
    assert_int_equal(n_alt, 1);
    assert_int_equal(gnbs_graph_paths(g, 60, ref, 4, 4, 100, path, n_path),
                     1); /* three reads are not four */
    gnbs_arena_clear(&arena);
}

static void a_cycle_is_told_and_a_reference_that_repeats_is_refused(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    uint8_t ref[40], read[80], qual[80], *path[8];
    int n_path[8];
    uint64_t rng = 9;
    for (int i = 0; i < 40; i++) ref[i] = (uint8_t)random_below(&rng, 4);
    for (int i = 0; i < 80; i++)
        read[i] = i < 50 ? ref[i < 30 ? i : i - 20] : ref[(i - 40) % 40],
        qual[i] = 30; /* goes back by 20 */
    gnbs_graph_t *g = gnbs_graph_new(&arena, 9, 500);
    assert_true(gnbs_graph_add(g, 40, ref, NULL));
    for (int k = 0; k < 3; k++) assert_true(gnbs_graph_add(g, 50, read, qual));
    assert_int_equal(gnbs_graph_paths(g, 40, ref, 2, 8, 200, path, n_path), -1);
    for (int i = 20; i < 40; i++) ref[i] = ref[i - 20];
    assert_false(gnbs_graph_add(gnbs_graph_new(&arena, 9, 500), 40, ref, NULL));
    gnbs_arena_clear(&arena);
}

static void a_haplotype_is_taken_apart_into_its_differences(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    uint8_t hap[240];
    gnbs_variant_t v[4];
    int n = 0; /* of [300, 500): base 350 changed, 400..404 deleted */
    for (int i = 300; i < 500; i++) {
        if (i >= 400 && i < 405) continue;
        hap[n++] = (uint8_t)(i == 350 ? 3 - gnbs_seq_code(REF[i]) : gnbs_seq_code(REF[i]));
    }
    size_t n_v = gnbs_call_align_haplotype(&m.chunk, 300, 200, n, hap, &arena, 4, v);
    assert_int_equal(n_v, 2); /* found from the end */
    assert_int_equal(strlen(v[0].ref) - strlen(v[0].alt), 5);
    assert_true(v[0].pos <= 399 && v[0].pos >= 395);
    assert_int_equal(v[1].pos, 350);
    assert_true(gnbs_variant_is_snv(&v[1]));
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_insertion_that_no_cigar_spells_is_called, set_up),
        cmocka_unit_test_setup(a_repeat_longer_than_any_k_is_left_uncallable_not_guessed,
                               set_up),
        cmocka_unit_test_setup(a_repeat_longer_than_reads_is_not_called_and_not_callable,
                               set_up),
        cmocka_unit_test_setup(a_graph_finds_both_ways_round_a_bubble, set_up),
        cmocka_unit_test_setup(a_cycle_is_told_and_a_reference_that_repeats_is_refused,
                               set_up),
        cmocka_unit_test_setup(a_haplotype_is_taken_apart_into_its_differences, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
