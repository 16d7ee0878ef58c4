#include "call/call_pairhmm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct emission {
    double right[64], wrong[64];
} emission_t;

static const double STAY = GNBS_PAIRHMM_EXTEND, LEAVE = 1 - GNBS_PAIRHMM_EXTEND,
                    INSERT_BASE = 0.25;
static const double SCALE = 0x1p1000;

static void fill_emission(emission_t *e) {
    for (int q = 0; q < 64; q++) {
        double p = q == 0 ? 0.75 : fmin(0.75, pow(10, -q / 10.0));
        e->right[q] = 1 - p;
        e->wrong[q] = p / 3;
    }
}

static double to_ln(double sum) {
    if (!(sum > 0)) return GNBS_PAIRHMM_FLOOR_LN;
    double ln = log(sum) - 1000 * log(2.0);
    return ln > GNBS_PAIRHMM_FLOOR_LN ? ln : GNBS_PAIRHMM_FLOOR_LN;
}

#define LANES         1
#define LANES_NAME(x) scalar_##x
#define LANES_TARGET
#include "call/call_pairhmm_lanes.h"

#if defined(__x86_64__)
#define LANES         4
#define LANES_NAME(x) avx2_##x
#define LANES_TARGET  __attribute__((target("avx2")))
#include "call/call_pairhmm_lanes.h"

#define LANES         8
#define LANES_NAME(x) avx512_##x
#define LANES_TARGET  __attribute__((target("avx512f,avx512dq,avx512vl")))
#include "call/call_pairhmm_lanes.h"
#endif

gnbs_simd_t gnbs_call_simd_best(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return GNBS_SIMD_AVX512;
    if (__builtin_cpu_supports("avx2")) return GNBS_SIMD_AVX2;
#endif
    return GNBS_SIMD_SCALAR;
}

bool gnbs_call_simd_parse(const char *word, gnbs_simd_t *simd) {
    static const struct {
        const char *word;
        gnbs_simd_t simd;
    } WORDS[] = {{"auto", GNBS_SIMD_AUTO},
                 {"scalar", GNBS_SIMD_SCALAR},
                 {"avx2", GNBS_SIMD_AVX2},
                 {"avx512", GNBS_SIMD_AVX512}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(WORDS[i].word, word) != 0 || WORDS[i].simd > gnbs_call_simd_best())
            continue;
        *simd = WORDS[i].simd;
        return true;
    }
    return false;
}

/* Reads of like length share a vector, so that few lanes idle; ties keep their order. */
static int compare_length(const void *a, const void *b) {
    const gnbs_pairhmm_job_t *x = *(gnbs_pairhmm_job_t *const *)a,
                             *y = *(gnbs_pairhmm_job_t *const *)b;
    if (x->n_read != y->n_read) return x->n_read > y->n_read ? -1 : 1;
    return x < y ? -1 : x > y;
}

static bool score_lanes(gnbs_simd_t simd, const emission_t *e, size_t n,
                        gnbs_pairhmm_job_t *const job[], int half, gnbs_arena_t *arena) {
    switch (simd) {
#if defined(__x86_64__)
    case GNBS_SIMD_AVX512: return avx512_score(e, n, job, half, arena);
    case GNBS_SIMD_AVX2: return avx2_score(e, n, job, half, arena);
#endif
    default: return scalar_score(e, n, job, half, arena);
    }
}

bool gnbs_call_pairhmm(gnbs_simd_t simd, size_t n_job, gnbs_pairhmm_job_t job[],
                       int half_band, gnbs_arena_t *arena) {
    emission_t e;
    fill_emission(&e);
    if (simd == GNBS_SIMD_AUTO) simd = gnbs_call_simd_best();
    size_t n_lane = simd == GNBS_SIMD_AVX512 ? 8 : simd == GNBS_SIMD_AVX2 ? 4 : 1;
    gnbs_pairhmm_job_t **order = GNBS_NEW(arena, gnbs_pairhmm_job_t *, n_job);
    if (order == NULL) return false;
    for (size_t i = 0; i < n_job; i++) order[i] = &job[i];
    if (n_job > 0) qsort(order, n_job, sizeof *order, compare_length);
    bool ok = true;
    gnbs_arena_t scratch;
    gnbs_arena_init(&scratch);
    for (size_t i = 0; i < n_job && ok; i += n_lane) {
        gnbs_arena_reset(&scratch);
        ok = score_lanes(simd, &e, n_job - i < n_lane ? n_job - i : n_lane, order + i,
                         half_band, &scratch);
    }
    gnbs_arena_clear(&scratch);
    return ok;
}
