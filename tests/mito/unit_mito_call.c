#include "mito/made_circle.h"

static made_circle_t made;
static gnbs_mito_opt_t opt;
static gnbs_mito_policy_t policy;

static gnbs_mito_request_t request(void) {
    opt = gnbs_mito_opt_default();
    policy = made_policy();
    return (gnbs_mito_request_t){.opt = &opt, .policy = &policy, .autosomal_depth = -1};
}

static uint8_t other_code(uint8_t code) { return (uint8_t)((code + 2) & 3); }

static change_t snv_at(int64_t pos, char letters[2]) {
    letters[0] = gnbs_seq_letter(other_code(made.code[pos]));
    letters[1] = '\0';
    return (change_t){pos, 1, letters};
}

static void a_fraction_is_called_with_its_interval(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 11);
    change_t c = snv_at(400, letter);
    cover_circle(&made, 200, &c, 1, 4, 35);
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    const gnbs_call_t *call = &r.call[0];
    assert_int_equal(call->variant.pos, 400);
    assert_string_equal(call->variant.alt, letter);
    assert_int_equal(call->zygosity, GNBS_ZYG_HETEROPLASMIC);
    assert_int_equal(call->filter, 0);
    assert_near(call->heteroplasmy.fraction, 0.25, 0.01);
    /* binomial, 50 of 200: 0.194 to 0.313 (likelihood ratio) */
    assert_near(call->heteroplasmy.low, 0.194, 0.01);
    assert_near(call->heteroplasmy.high, 0.313, 0.01);
    assert_false(call->heteroplasmy.needs_confirmation);
    assert_near(r.depth_mean, 200, 0.5);
    gnbs_arena_clear(&arena);
}

static void nothing_is_lost_at_the_origin(void **state) {
    (void)state;
    static const int64_t PLACE[] = {0, 1, 5, 999, 998, 990};
    for (size_t i = 0; i < sizeof PLACE / sizeof *PLACE; i++) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        char letter[2];
        make_circle(&made, 1000, 12 + i);
        change_t c = snv_at(PLACE[i], letter);
        cover_circle(&made, 120, &c, 1, 3, 35);
        gnbs_mito_request_t rq = request();
        gnbs_mito_result_t r;
        call_circle(&made, &rq, &arena, &r);
        assert_int_equal(r.n_call, 1);
        assert_int_equal(r.call[0].variant.pos, PLACE[i]);
        assert_int_equal(r.call[0].dp, 120); /* as everywhere else */
        assert_near(r.call[0].heteroplasmy.fraction, 1 / 3.0, 0.01);
        for (int p = 0; p < 1000; p++) assert_int_equal(r.depth[p], 120);
        gnbs_arena_clear(&arena);
    }
}

static void indels_have_fractions_too(void **state) {
    (void)state;
    const change_t CHANGE[] = {{500, 1, "GATTACA"}, {500, 5, ""}, {996, 1, "GATTACA"}};
    for (size_t i = 0; i < sizeof CHANGE / sizeof *CHANGE; i++) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        make_circle(&made, 1000, 21);
        change_t c = CHANGE[i];
        char alt[16];
        if (c.n_ref == 1) { /* an insertion behind the base */
            snprintf(alt, sizeof alt, "%c%s", gnbs_seq_letter(made.code[c.pos]), c.alt);
            c.alt = alt;
        }
        cover_circle(&made, 200, &c, 1, 5, 35);
        gnbs_mito_request_t rq = request();
        gnbs_mito_result_t r;
        call_circle(&made, &rq, &arena, &r);
        assert_int_equal(r.n_call, 1);
        size_t n_ref = strlen(r.call[0].variant.ref), n_alt = strlen(r.call[0].variant.alt);
        assert_int_equal((int)n_alt - (int)n_ref, c.n_ref == 1 ? 7 : -5);
        assert_near(r.call[0].heteroplasmy.fraction, 0.2, 0.02);
        assert_int_equal(r.call[0].filter, 0);
        gnbs_arena_clear(&arena);
    }
}

static void every_copy_is_homoplasmic(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 31);
    change_t c = snv_at(600, letter);
    cover_circle(&made, 100, &c, 1, 1, 35);
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HOMOPLASMIC);
    assert_int_equal(r.call[0].ploidy, 1);
    assert_near(r.call[0].heteroplasmy.fraction, 1, 1e-3);
    gnbs_arena_clear(&arena);
}

static void an_allele_on_one_strand_is_marked(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 41);
    change_t c = snv_at(500, letter);
    cover_circle(&made, 300, &c, 1, 5, 35);
    for (size_t i = 0; i < made.n_read; i++) { /* those that show it: all forward */
        gnbs_read_t *k = &made.read[i];
        int64_t at = 500 - k->beg;
        if (at >= 0 && at < k->len && k->base[at] == gnbs_seq_code(letter[0])) k->flag = 0;
    }
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].filter, GNBS_FILTER_STRAND);
    gnbs_arena_clear(&arena);
}

static void reads_full_of_mismatches_are_nuclear(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 51);
    change_t c = snv_at(500, letter);
    cover_circle(&made, 200, &c, 1, 12, 35);
    for (size_t i = 0; i < made.n_read;
         i++) { /* a copy of 96 % identity that spans 450-550 */
        gnbs_read_t *k = &made.read[i];
        int64_t at = 500 - k->beg;
        if (at < 0 || at >= k->len || k->base[at] != gnbs_seq_code(letter[0])) continue;
        for (int64_t p = 455; p < 550; p += 25)
            if (p >= k->beg && p < k->end)
                ((uint8_t *)k->base)[p - k->beg] = other_code(made.code[p]);
    }
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r); /* nuclear depth unknown: by the bases */
    assert_int_equal(r.n_call, 5);
    for (size_t i = 0; i < r.n_call; i++) assert_true(r.call[i].filter & GNBS_FILTER_NUMT);
    rq.autosomal_depth =
        0.5; /* at most 4 nuclear reads: these are mitochondrial after all */
    call_circle(&made, &rq, &arena, &r);
    for (size_t i = 0; i < r.n_call; i++) assert_int_equal(r.call[i].filter, 0);
    gnbs_arena_clear(&arena);
}

static void a_small_fraction_within_nuclear_depth_is_marked(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 61);
    change_t c = snv_at(500, letter);
    cover_circle(&made, 400, &c, 1, 25, 35); /* 16 of 400 */
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    rq.autosomal_depth = 30; /* nuclear copies may give 79 reads */
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].filter, GNBS_FILTER_NUMT);
    assert_true(r.call[0].heteroplasmy.needs_confirmation);
    rq.autosomal_depth = 1; /* at most 6 */
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.call[0].filter, 0);
    gnbs_arena_clear(&arena);
}

static void a_minor_allele_of_an_artefact_site_is_marked(void **state) {
    (void)state;
    static const gnbs_mito_site_t SITE = {495, 505, "made", "made"};
    for (int with = 1; with <= 4; with += 3) {
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        char letter[2];
        make_circle(&made, 1000, 71);
        change_t c = snv_at(500, letter);
        cover_circle(&made, 200, &c, with, 5, 35);
        gnbs_mito_request_t rq = request();
        gnbs_mito_result_t r;
        policy.site = &SITE, policy.n_site = 1;
        call_circle(&made, &rq, &arena, &r);
        assert_int_equal(r.n_call, 1);
        assert_int_equal(r.call[0].filter, with == 1 ? GNBS_FILTER_ARTEFACT_SITE : 0);
        gnbs_arena_clear(&arena);
    }
}

static void third_bases_do_not_thin_a_fraction(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2];
    make_circle(&made, 1000, 81);
    change_t c = snv_at(500, letter);
    cover_circle(&made, 100, &c, 1, 1, 20);
    int n_spoiled = 0;
    for (size_t i = 0; i < made.n_read && n_spoiled < 3; i++) {
        gnbs_read_t *k = &made.read[i];
        int64_t at = 500 - k->beg;
        if (at < 20 || at >= k->len - 20) continue;
        ((uint8_t *)k->base)[at] =
            (uint8_t)((made.code[500] + 1) & 3); /* neither REF nor ALT */
        n_spoiled++;
    }
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].ad_alt, 97);
    assert_int_equal(r.call[0].dp, 100);
    assert_near(r.call[0].heteroplasmy.fraction, 1, 1e-3);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HOMOPLASMIC);
    gnbs_arena_clear(&arena);
}

static void mates_that_overlap_are_one_voice(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 1000, 91);
    /* pairs of 100 bases, 60 apart: 40 bases in common; one of them at the origin */
    for (int i = 0; i < 500; i++) {
        int64_t beg = i * 2;
        gnbs_read_t *a = add_molecule(&made, beg, 100, NULL, false, 35, 1000 + (uint64_t)i);
        gnbs_read_t *b =
            add_molecule(&made, (beg + 60) % 1000, 100, NULL, true, 35, 1000 + (uint64_t)i);
        a->flag |= GNBS_READ_PAIRED | GNBS_READ_FIRST;
        b->flag |= GNBS_READ_PAIRED | GNBS_READ_SECOND;
        a->mate_tid = b->mate_tid = 0;
        a->mate_beg = b->beg, b->mate_beg = a->beg;
        a->fragment = b->fragment = i;
    }
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    for (int p = 0; p < 1000; p++) assert_int_equal(r.depth[p], 80); /* 160 bases every 2 */
    gnbs_arena_clear(&arena);
}

static void an_indel_that_both_mates_hold_is_one(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 1000, 95);
    const change_t c = {500, 5, ""};
    for (int i = 0; i < 60;
         i++) { /* 60 molecules, 30 with the deletion; both mates of each hold it */
        const change_t *has = i % 2 == 0 ? &c : NULL;
        gnbs_read_t *a = add_molecule(&made, 430 + i / 4, 100, has, false, 35, (uint64_t)i);
        gnbs_read_t *b = add_molecule(&made, 450 + i / 4, 100, has, true, 35, (uint64_t)i);
        a->flag |= GNBS_READ_PAIRED | GNBS_READ_FIRST;
        b->flag |= GNBS_READ_PAIRED | GNBS_READ_SECOND;
        a->fragment = b->fragment = i;
    }
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].ad_alt, 30);
    assert_int_equal(r.call[0].dp, 60);
    assert_near(r.call[0].heteroplasmy.fraction, 0.5, 0.001);
    gnbs_arena_clear(&arena);
}

static void listed_alleles_are_looked_for_by_name(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    char letter[2], absent[2];
    make_circle(&made, 1000, 101);
    change_t c = snv_at(500, letter);
    (void)snv_at(700, absent);
    cover_circle(&made, 100, &c, 1, 1, 35);
    char ref500[2] = {gnbs_seq_letter(made.code[500]), 0},
         ref700[2] = {gnbs_seq_letter(made.code[700]), 0}, wrong[2] = {letter[0], 0};
    const gnbs_variant_t known[] = {
        {0, 500, ref500, letter},
        {0, 700, ref700, absent},
        {0, 500, wrong, ref500}}; /* REF is not the reference's */
    gnbs_mito_request_t rq = request();
    rq.n_known = 3, rq.known = known;
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.known[0].n_alt, 1);
    assert_int_equal(r.known[1].n_alt, 0);
    assert_int_equal(r.known[1].dp, 100);
    assert_true(r.known[1].heteroplasmy.high <
                0.025); /* 1.92 / 100, and a little for errors */
    assert_int_equal(r.known[2].n_alt, -1);
    gnbs_arena_clear(&arena);
}

static void what_is_not_deep_enough_is_not_callable(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_circle(&made, 1000, 111);
    made.code[300] = GNBS_BASE_N;
    cover_circle(&made, 40, NULL, 0, 1, 35);
    for (size_t i = 0; i < made.n_read; i++) /* 600-699 keeps a read in three */
        if (made.read[i].beg < 700 && made.read[i].end > 600 && i % 3 != 0)
            memset((uint8_t *)made.read[i].qual, 2, (size_t)made.read[i].len);
    gnbs_mito_request_t rq = request();
    gnbs_mito_result_t r;
    call_circle(&made, &rq, &arena, &r);
    assert_int_equal(r.status[300], GNBS_CALLABLE_REF_N);
    assert_int_equal(r.status[100], GNBS_CALLABLE);
    assert_int_equal(r.status[650], GNBS_CALLABLE_LOW_DEPTH);
    const gnbs_region_t target[] = {{0, 290, 310}, {0, 640, 660}, {5, 0, 10}};
    size_t n;
    gnbs_callable_span_t *span;
    gnbs_err_t err = {0};
    assert_ok(gnbs_mito_spans(&made.ref, &r, 3, target, &arena, &n, &span, &err), &err);
    assert_int_equal(n, 4);
    assert_int_equal(span[1].region.beg, 300);
    assert_int_equal(span[1].status, GNBS_CALLABLE_REF_N);
    assert_int_equal(span[3].region.end, 660);
    assert_int_equal(span[3].status, GNBS_CALLABLE_LOW_DEPTH);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fraction_is_called_with_its_interval),
        cmocka_unit_test(nothing_is_lost_at_the_origin),
        cmocka_unit_test(indels_have_fractions_too),
        cmocka_unit_test(every_copy_is_homoplasmic),
        cmocka_unit_test(an_allele_on_one_strand_is_marked),
        cmocka_unit_test(reads_full_of_mismatches_are_nuclear),
        cmocka_unit_test(a_small_fraction_within_nuclear_depth_is_marked),
        cmocka_unit_test(a_minor_allele_of_an_artefact_site_is_marked),
        cmocka_unit_test(third_bases_do_not_thin_a_fraction),
        cmocka_unit_test(mates_that_overlap_are_one_voice),
        cmocka_unit_test(an_indel_that_both_mates_hold_is_one),
        cmocka_unit_test(listed_alleles_are_looked_for_by_name),
        cmocka_unit_test(what_is_not_deep_enough_is_not_callable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
