/* simulate/simulate_random.h -- splitmix64 (Steele, Lea and Flood 2014), a stream per purpose.
 *
 * Streams are independent: drawing one more read never moves a gene. Integers only, but for one
 * exact division by 2^53: the same numbers on every machine.
 */
#ifndef GNBS_SIMULATE_SIMULATE_RANDOM_H
#define GNBS_SIMULATE_SIMULATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct gnbs_simulate_random {
    uint64_t state;
} gnbs_simulate_random_t;

typedef enum gnbs_simulate_stream {
    GNBS_SIMULATE_STREAM_GENOME = 1,
    GNBS_SIMULATE_STREAM_REPEAT,
    GNBS_SIMULATE_STREAM_GENE,
    GNBS_SIMULATE_STREAM_ALLELE,
    GNBS_SIMULATE_STREAM_SITE,
    GNBS_SIMULATE_STREAM_GENOTYPE,
    GNBS_SIMULATE_STREAM_PRIVATE,
    GNBS_SIMULATE_STREAM_FRAGMENT,
} gnbs_simulate_stream_t;

static inline uint64_t gnbs_simulate_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
/* item: which contig, gene or haplotype of that purpose. */
static inline gnbs_simulate_random_t gnbs_simulate_random(uint64_t seed,
                                                          gnbs_simulate_stream_t stream,
                                                          uint64_t item) {
    uint64_t key = gnbs_simulate_mix(seed + UINT64_C(0x9E3779B97F4A7C15));
    key = gnbs_simulate_mix(key ^ ((uint64_t)stream << 32 | (item + 1)));
    return (gnbs_simulate_random_t){key};
}
static inline uint64_t gnbs_simulate_u64(gnbs_simulate_random_t *r) {
    return gnbs_simulate_mix(r->state += UINT64_C(0x9E3779B97F4A7C15));
}
/* Uniform in [0, n), n >= 1. */
static inline int32_t gnbs_simulate_below(gnbs_simulate_random_t *r, int32_t n) {
    return (int32_t)((gnbs_simulate_u64(r) >> 32) * (uint64_t)n >> 32);
}
/* Uniform in [low, high]. */
static inline int32_t gnbs_simulate_between(gnbs_simulate_random_t *r, int32_t low,
                                            int32_t high) {
    return low + gnbs_simulate_below(r, high - low + 1);
}
/* Uniform in [0, 1). */
static inline double gnbs_simulate_real(gnbs_simulate_random_t *r) {
    return (double)(gnbs_simulate_u64(r) >> 11) / 9007199254740992.0;
}
static inline bool gnbs_simulate_chance(gnbs_simulate_random_t *r, double p) {
    return gnbs_simulate_real(r) < p;
}
/* Mean 0, variance 1: the sum of twelve uniforms, less 6. No libm, so no machine differs. */
static inline double gnbs_simulate_normal(gnbs_simulate_random_t *r) {
    uint64_t sum = 0;
    for (int i = 0; i < 12; i++) sum += gnbs_simulate_u64(r) >> 32;
    return (double)sum / 4294967296.0 - 6.0;
}
/* A base other than `not_base`; 4 excludes none. */
static inline uint8_t gnbs_simulate_base(gnbs_simulate_random_t *r, uint8_t not_base) {
    if (not_base > 3) return (uint8_t)gnbs_simulate_below(r, 4);
    return (uint8_t)((not_base + 1 + gnbs_simulate_below(r, 3)) % 4);
}

#endif
