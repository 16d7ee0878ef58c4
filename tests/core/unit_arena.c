#include "support/testing.h"

#include <stdalign.h>

#include "core/arena.h"
#include "core/mem.h"
#include "core/vec.h"

static void blocks_are_zeroed_aligned_and_never_move(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    unsigned char *block[500];
    for (int i = 0; i < 500; i++) { /* odd sizes, over many blocks of the arena */
        size_t n = (size_t)i * 7 + 1;
        block[i] = gnbs_arena_alloc(&arena, n, 1);
        assert_non_null(block[i]);
        assert_int_equal((uintptr_t)block[i] % alignof(max_align_t), 0);
        for (size_t k = 0; k < n; k++) assert_int_equal(block[i][k], 0);
        memset(block[i], i % 251 + 1, n);
    }
    for (int i = 0; i < 500; i++)
        for (size_t k = 0; k < (size_t)i * 7 + 1; k++)
            assert_int_equal(block[i][k], i % 251 + 1);
    gnbs_arena_clear(&arena);
}

static void after_a_reset_the_memory_is_used_again_and_zeroed_again(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_arena_reset(&arena); /* of an arena that never gave anything */
    memset(GNBS_NEW(&arena, char, 100000), 'x', 100000);
    char *first = GNBS_NEW(&arena, char, 10);
    memset(first, 'x', 10);
    assert_true(arena.used_bytes >= 100010);
    gnbs_arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
    char *again = GNBS_NEW(&arena, char, 50000);
    for (int i = 0; i < 50000; i++) assert_int_equal(again[i], 0);
    gnbs_arena_clear(&arena);
    assert_null(arena.head);
    gnbs_arena_clear(&arena); /* twice is harmless */
}

static void strings_are_copied_with_their_end(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    assert_string_equal(gnbs_arena_strdup(&arena, "CFTR"), "CFTR");
    assert_string_equal(gnbs_arena_strdup(&arena, ""), "");
    assert_string_equal(gnbs_arena_strndup(&arena, "CFTRxyz", 4), "CFTR");
    assert_string_equal(gnbs_arena_printf(&arena, "%s:%d", "chr7", 117559590),
                        "chr7:117559590");
    gnbs_arena_clear(&arena);
}

static void a_size_that_overflows_is_refused(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    /* volatile: the compiler would otherwise warn of what is asked here on purpose */
    volatile size_t half = SIZE_MAX / 2 + 1, all = SIZE_MAX;
    assert_null(gnbs_arena_alloc(&arena, half, 2));
    assert_null(gnbs_arena_alloc(&arena, all, 1));
    assert_null(gnbs_arena_alloc(&arena, all - 64, 1));
    assert_null(gnbs_mem_alloc(half, 2));
    assert_null(gnbs_mem_resize(NULL, half, 4));
    assert_non_null(gnbs_arena_alloc(&arena, 0, 8)); /* nothing is a valid amount */
    void *nothing = gnbs_mem_alloc(0, 8);
    assert_non_null(nothing);
    gnbs_mem_free(nothing);
    gnbs_mem_free(NULL);
    gnbs_arena_clear(&arena);
}

static void a_vector_keeps_what_was_pushed(void **state) {
    (void)state;
    GNBS_VEC(int64_t) v = {0};
    for (int i = 0; i < 1000; i++) assert_true(GNBS_PUSH(&v, (int64_t)i * i));
    assert_int_equal(v.n, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(v.at[i], (int64_t)i * i);
    volatile size_t too_many = SIZE_MAX / 4;
    assert_false(GNBS_RESERVE(&v, too_many));
    assert_int_equal(v.at[999], 999 * 999); /* and is unchanged by a refusal */
    GNBS_VEC_CLEAR(&v);
    assert_null(v.at);
    assert_int_equal(v.n, 0);
    assert_int_equal(v.cap, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_zeroed_aligned_and_never_move),
        cmocka_unit_test(after_a_reset_the_memory_is_used_again_and_zeroed_again),
        cmocka_unit_test(strings_are_copied_with_their_end),
        cmocka_unit_test(a_size_that_overflows_is_refused),
        cmocka_unit_test(a_vector_keeps_what_was_pushed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
