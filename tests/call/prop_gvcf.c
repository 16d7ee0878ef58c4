#include "support/testing.h"

#include "call/call.h"
#include "support/make_chunk.h"

/* Whatever the reads: blocks and calls account for every target base, once; a block says what its bases say. */
static char REF[401];
static made_chunk_t m;

static void random_reads(uint64_t *rng) {
    for (int i = 0; i < 400; i++) REF[i] = "ACGT"[random_below(rng, 4)];
    REF[400] = '\0';
    if (random_below(rng, 3) == 0) REF[random_below(rng, 400)] = 'N';
    gnbs_pos_t beg = 60 + random_below(rng, 60), end = beg + 40 + random_below(rng, 180);
    make_chunk(&m, random_below(rng, 2) ? "chrX" : "chr1", REF, beg, end);
    char donor[401];
    memcpy(donor, REF, sizeof donor);
    for (int k = random_below(rng, 5); k > 0; k--)
        donor[random_below(rng, 400)] = "ACGT"[random_below(rng, 4)];
    int n_read = random_below(rng, 60), n_del = random_below(rng, 6);
    gnbs_pos_t start = 0, del_at = 100 + random_below(rng, 150);
    for (int i = 0; i < n_read; i++) {
        start += random_below(rng, 6);
        if (start > 290) break;
        char bases[101], cigar[32] = "100M";
        const char *from = random_below(rng, 2) ? donor : REF;
        memcpy(bases, from + start, 100);
        bases[100] = '\0';
        for (int k = 0; k < 100; k++)
            if (bases[k] == 'N') bases[k] = 'A';
        if (from == donor && n_del > 0 && del_at > start + 5 && del_at < start + 80) {
            memmove(bases + (del_at - start), donor + del_at + n_del,
                    (size_t)(100 - (del_at - start)));
            snprintf(cigar, sizeof cigar, "%dM%dD%dM", (int)(del_at - start), n_del,
                     (int)(100 - (del_at - start)));
        }
        if (start + 100 + n_del > 400) break;
        gnbs_read_t *r =
            add_read(&m, start, cigar, bases, (uint8_t)(20 + random_below(rng, 20)), i);
        r->mapq = random_below(rng, 6) == 0 ? 3 : 60;
        if (i % 2) r->flag |= GNBS_READ_REVERSE;
    }
}

static gnbs_callable_t status_at(const gnbs_call_result_t *r, gnbs_pos_t pos) {
    for (size_t i = 0; i < r->n_span; i++)
        if (r->span[i].region.beg <= pos && pos < r->span[i].region.end)
            return r->span[i].status;
    return GNBS_CALLABLE_N;
}

static void every_target_base_is_in_one_block_or_under_a_call(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_err_t err;
    int64_t n_call = 0, n_block = 0;
    for (int round = 0; round < 300; round++) {
        random_reads(&rng);
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_call_request_t rq = {.opt = &opt,
                                  .chunk = &m.chunk,
                                  .sex = random_below(&rng, 2) ? GNBS_SEX_MALE
                                                               : GNBS_SEX_FEMALE,
                                  .wants_blocks = true};
        gnbs_call_result_t r;
        assert_ok(gnbs_call_chunk(&rq, &arena, &r, &err), &err);
        int held[401] = {0};
        for (size_t i = 0; i < r.n_call; i++)
            for (size_t k = 0; k < strlen(r.call[i].variant.ref); k++)
                held[r.call[i].variant.pos + (gnbs_pos_t)k] = -1;
        for (size_t i = 0; i < r.n_block; i++) {
            const gnbs_ref_block_t *b = &r.block[i];
            assert_int_equal(b->ref, REF[b->region.beg]);
            if (b->status == GNBS_CALLABLE)
                assert_true(b->gq_phred >= opt.min_gq_phred && b->gq_phred <= 99);
            for (gnbs_pos_t p = b->region.beg; p < b->region.end; p++) {
                assert_int_equal(held[p], 0); /* once, and not under a call */
                held[p] = 1;
                assert_int_equal(status_at(&r, p), b->status);
            }
            if (i > 0) { /* what could have been joined was */
                gnbs_ref_block_t before = r.block[i - 1];
                assert_false(gnbs_call_join_blocks(&before, b));
            }
        }
        for (gnbs_pos_t p = m.chunk.region.beg; p < m.chunk.region.end; p++)
            assert_int_not_equal(held[p], 0);
        n_call += (int64_t)r.n_call, n_block += (int64_t)r.n_block;
        gnbs_arena_clear(&arena);
    }
    print_message("%lld calls, %lld blocks\n", (long long)n_call, (long long)n_block);
    assert_true(n_call > 20 && n_block > 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_target_base_is_in_one_block_or_under_a_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
