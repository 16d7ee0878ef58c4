#include "mito/made_circle.h"
#include "mito/mito_fraction.h"

static made_circle_t made, turned;

/* The same molecules, the contig cut open elsewhere: the same calls, moved. */
static void calls_do_not_depend_on_where_the_circle_is_cut(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    for (int round = 0; round < 40; round++) {
        int n = 600 + random_below(&seed, 300), cut = 1 + random_below(&seed, n - 1);
        int64_t pos = random_below(&seed, n);
        int kind = random_below(&seed, 3);
        make_circle(&made, n, random_u64(&seed));
        make_circle(&turned, n, 1);
        for (int i = 0; i < n; i++) turned.code[i] = made.code[(i + cut) % n];
        char alt[8] = {gnbs_seq_letter((uint8_t)((made.code[pos] + 1 + kind) & 3)), 0};
        if (kind == 1) snprintf(alt, sizeof alt, "%cTGA", gnbs_seq_letter(made.code[pos]));
        change_t a = {pos, 1, alt}, b = {(pos - cut + n) % n, 1, alt};
        if (kind == 2) a.n_ref = b.n_ref = 4, a.alt = b.alt = "";
        int depth = 60 * n / CIRCLE_READ_BP;
        for (int i = 0; i < depth; i++) {
            int64_t beg = (int64_t)i * n / depth;
            int64_t at =
                (pos - beg + n) % n; /* no aligner opens a gap beside a read's end */
            bool has = i % 3 == 0 && at >= 20 && at < CIRCLE_READ_BP - 20;
            const change_t *ca = has ? &a : NULL, *cb = has ? &b : NULL;
            bool is_reverse = i / 3 % 2 == 1;
            uint64_t name = 2 * (uint64_t)i;
            add_molecule(&made, beg, CIRCLE_READ_BP, ca, is_reverse, 35, name);
            add_molecule(&turned, (beg - cut + n) % n, CIRCLE_READ_BP, cb, is_reverse, 35,
                         name);
        }
        gnbs_mito_opt_t opt = gnbs_mito_opt_default();
        gnbs_mito_policy_t policy = made_policy();
        gnbs_mito_request_t rq = {.opt = &opt, .policy = &policy, .autosomal_depth = -1};
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_mito_result_t x, y;
        call_circle(&made, &rq, &arena, &x);
        call_circle(&turned, &rq, &arena, &y);
        for (int i = 0; i < n; i++)
            if (x.depth[(i + cut) % n] != y.depth[i])
                fail_msg("round %d, position %d: depth %d and %d", round, i,
                         x.depth[(i + cut) % n], y.depth[i]);
        /* an indel over the origin has no VCF line; it is then counted as left out */
        if (x.n_left_out == 0 && y.n_left_out == 0) assert_int_equal(x.n_call, y.n_call);
        for (size_t i = 0; i < x.n_call && x.n_call == y.n_call; i++) {
            bool is_found = false;
            const gnbs_call_t *c = &x.call[i];
            for (size_t k = 0; k < y.n_call; k++)
                is_found |= y.call[k].ad_alt == c->ad_alt && y.call[k].dp == c->dp &&
                            (y.call[k].variant.pos + cut) % n == c->variant.pos;
            if (!is_found && strlen(c->variant.ref) == strlen(c->variant.alt))
                fail_msg("round %d: a call at %d is not found again", round,
                         (int)c->variant.pos);
        }
        gnbs_arena_clear(&arena);
    }
}

/* One chunk or many: the same pile, so the same calls. */
static void calls_do_not_depend_on_the_chunks(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    gnbs_mito_opt_t opt = gnbs_mito_opt_default();
    gnbs_mito_policy_t policy = made_policy();
    gnbs_mito_request_t rq = {.opt = &opt, .policy = &policy, .autosomal_depth = -1};
    for (int round = 0; round < 20; round++) {
        int n = 900;
        make_circle(&made, n, random_u64(&seed));
        for (int i = 0; i < 400; i++) {
            int64_t beg = random_below(&seed, n), apart = random_below(&seed, 150);
            uint64_t name = random_u64(&seed);
            gnbs_read_t *a = add_molecule(&made, beg, 100, NULL, false, 35, name),
                        *b = add_molecule(&made, (beg + apart) % n, 100, NULL, true, 35,
                                          name);
            a->flag |= GNBS_READ_PAIRED | GNBS_READ_FIRST;
            b->flag |= GNBS_READ_PAIRED | GNBS_READ_SECOND;
            a->mate_tid = b->mate_tid = 0;
            a->mate_beg = b->beg, b->mate_beg = a->beg;
            a->fragment = b->fragment = i;
            for (int k = 0; k < 3; k++) /* errors, so that mates disagree */
                ((uint8_t *)a->base)[random_below(&seed, 100)] =
                    (uint8_t)random_below(&seed, 4);
        }
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_err_t err = {0};
        gnbs_mito_result_t whole, parts;
        call_circle(&made, &rq, &arena, &whole);
        gnbs_mito_pile_t pile;
        assert_ok(gnbs_mito_pile_init(&pile, &made.ref, &err), &err);
        for (int beg = 0; beg < n;
             beg += 300) { /* every read is shown to each, home in one */
            gnbs_chunk_t chunk = chunk_of(&made, beg, beg + 300);
            for (size_t i = 0; i < made.n_read; i++)
                made.read[i].is_home =
                    made.read[i].beg >= beg && made.read[i].beg < beg + 300;
            gnbs_mito_part_t *part;
            assert_ok(gnbs_mito_observe(&made.ref, 20, &chunk, &arena, &part, &err), &err);
            assert_ok(gnbs_mito_pile_add(&pile, part, &err), &err);
        }
        assert_ok(gnbs_mito_pile_finish(&pile, &err), &err);
        assert_ok(gnbs_mito_conclude(&rq, &pile, &arena, &parts, &err), &err);
        gnbs_mito_pile_clear(&pile);
        assert_memory_equal(whole.depth, parts.depth, (size_t)n * sizeof *whole.depth);
        assert_int_equal(whole.n_call, parts.n_call);
        gnbs_arena_clear(&arena);
    }
}

/* A 95 % interval holds the truth in 95 of 100 samples, more or less (for a binomial the cover swings with n and f). */
static void intervals_hold_the_truth(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    static const double TRUTH[] = {0.05, 0.16, 0.5, 0.9};
    for (size_t t = 0; t < sizeof TRUTH / sizeof *TRUTH; t++) {
        int n_in = 0, n_all = 2000;
        for (int i = 0; i < n_all; i++) {
            gnbs_mito_evidence_t e = {
                .n_group = 1, .p_false = {0.001 / 3}, .p_miss = {0.001}};
            for (int k = 0; k < 200; k++) {
                double u = (double)(random_u64(&seed) >> 11) / 9007199254740992.0;
                bool has = u < TRUTH[t];
                int die = random_below(&seed, 3000);
                bool shows = has ? die >= 3 : die == 0;
                e.n_alt[0] += shows, e.n_other[0] += !shows;
            }
            gnbs_mito_fraction_t f = gnbs_mito_estimate(&e);
            assert_true(f.low <= f.fraction && f.fraction <= f.high);
            n_in += f.low <= TRUTH[t] && TRUTH[t] <= f.high;
        }
        double cover = (double)n_in / n_all;
        if (cover < 0.93 || cover > 0.975) fail_msg("f %g: cover %g", TRUTH[t], cover);
    }
}

/* Any read anywhere: the row lies about where the read does, and indels are named inside it. */
static void rows_stay_on_the_circle(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_mito_row_t row = {0};
    gnbs_mito_align_work_t work = {0};
    for (int round = 0; round < 3000; round++) {
        if (round % 100 == 0)
            make_circle(&made, 300 + random_below(&seed, 600), random_u64(&seed));
        made.n_read = 0;
        int len = 20 + random_below(&seed, 80), beg = random_below(&seed, made.n);
        gnbs_read_t *r = add_molecule(&made, beg, len, NULL, false, 35, 0);
        for (int k = 0; k < random_below(&seed, 8); k++)
            ((uint8_t *)r->base)[random_below(&seed, len)] =
                (uint8_t)random_below(&seed, 5);
        for (int k = 0; k < random_below(&seed, 8); k++)
            ((uint8_t *)r->qual)[random_below(&seed, len)] = 2;
        assert_true(gnbs_mito_row_fill(&row, &made.ref, r, 20, &work, &arena));
        assert_true(row.end > row.beg && row.end - row.beg <= len + 60);
        assert_true(row.beg >= -(int64_t)len - 30 && row.end <= made.n + len + 30);
        for (size_t i = 0; i < row.n_event; i++) {
            assert_true(row.event[i].pos > row.beg && row.event[i].pos < row.end);
            assert_true(row.event[i].reach >= row.event[i].pos);
        }
        for (int64_t p = row.beg; p < row.end; p++)
            assert_true(row.base[p - row.beg] <= GNBS_MITO_DELETED);
    }
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_do_not_depend_on_where_the_circle_is_cut),
        cmocka_unit_test(calls_do_not_depend_on_the_chunks),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(rows_stay_on_the_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
