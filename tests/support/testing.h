/* tests/support/testing.h -- what every test program includes: cmocka in the order it
 * wants, the shared data folder, a seeded random source, and short checks for gnbs_code_t.
 */
#ifndef GNBS_TESTS_TESTING_H
#define GNBS_TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/err.h"

/* A file of the shared data ($GNBS_SHARED, default ../shared; below its data/ or itself), or NULL on a machine
 * without it. In CI a missing folder is a failure of the test, elsewhere "skipped: no
 * shared data" is printed. */
static inline const char *shared_file(char *buf, size_t cap, const char *relative) {
    const char *base = getenv("GNBS_SHARED");
    if (base == NULL || base[0] == '\0') base = "../shared";
    for (int i = 0; i < 2; i++) {
        snprintf(buf, cap, "%s/%s%s", base, i == 0 ? "data/" : "", relative);
        FILE *f = fopen(buf, "rb");
        if (f == NULL) continue;
        fclose(f);
        return buf;
    }
    if (getenv("CI") != NULL) fail_msg("shared data missing in CI: %s", buf);
    print_message("skipped: no shared data (%s)\n", relative);
    return NULL;
}

#define assert_ok(call, err)                                                               \
    do {                                                                                   \
        if ((call) != GNBS_OK) fail_msg("%s", (err)->msg);                                 \
    } while (0)
#define assert_fails(call, expected_code, err, words)                                      \
    do {                                                                                   \
        assert_int_equal((call), (expected_code));                                         \
        if (strstr((err)->msg, (words)) == NULL)                                           \
            fail_msg("message '%s' lacks '%s'", (err)->msg, (words));                      \
    } while (0)

/* Doubles, within `tolerance` of each other. */
#define assert_near(got, want, tolerance)                                                  \
    do {                                                                                   \
        double got_ = (got), want_ = (want);                                               \
        if (!(got_ - want_ <= (tolerance) && want_ - got_ <= (tolerance)))                 \
            fail_msg("%.17g is not %.17g", got_, want_);                                   \
    } while (0)

/* splitmix64 (Steele, Lea and Flood 2014): the same seed gives the same case on every
 * machine. */
static inline uint64_t random_u64(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
static inline int random_below(uint64_t *state, int n) {
    return (int)(random_u64(state) % (uint64_t)n);
}
/* $GNBS_SEED, or the fixed default; printed, so that a failure can be run again. */
static inline uint64_t test_seed(void) {
    const char *text = getenv("GNBS_SEED");
    uint64_t seed = text != NULL ? strtoull(text, NULL, 10) : UINT64_C(20260101);
    print_message("seed %llu\n", (unsigned long long)seed);
    return seed;
}

#endif
