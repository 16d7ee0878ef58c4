/* Families drawn by Mendel's rules: every relationship is told from the others, whatever the frequencies; and the table of a pair
 * of genotypes sums to one, as probabilities do. */
#include "support/testing.h"

#include <math.h>

#include "qc/qc_kin.h"

enum { N = 600 };
static uint64_t state_;
static double real(void) { /* splitmix64 */
    uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

typedef struct person {
    int8_t copy[2][N];
} person_t;
static double af[N];

static void found(person_t *p) {
    for (int h = 0; h < 2; h++)
        for (int i = 0; i < N; i++) p->copy[h][i] = real() < af[i];
}
static void beget(const person_t *a, const person_t *b, person_t *child) {
    for (int i = 0; i < N; i++) {
        child->copy[0][i] = a->copy[real() < 0.5][i];
        child->copy[1][i] = b->copy[real() < 0.5][i];
    }
}
/* Genotypes as they are read: one in 300 wrong, one in 20 not told. */
static void show(const person_t *p, int8_t genotype[]) {
    for (int i = 0; i < N; i++) {
        genotype[i] = (int8_t)(p->copy[0][i] + p->copy[1][i]);
        if (real() < 1.0 / 300) genotype[i] = (int8_t)(real() * 3);
        if (real() < 0.05) genotype[i] = -1;
    }
}
static gnbs_qc_kin_t compare(const person_t *a, const person_t *b) {
    static int8_t x[N], y[N];
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    show(a, x), show(b, y);
    return gnbs_qc_kin(&opt, N, af, x, y);
}

static void relatives_are_told_apart(void **state) {
    (void)state;
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    enum { SEEDS = 40, PAIRS = 7 };
    double off[PAIRS] = {0};
    int n_told = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        state_ = seed;
        for (int i = 0; i < N; i++) af[i] = 0.05 + 0.9 * real();
        static person_t mother, father, child, sister, stranger, grandchild, aunt_line;
        found(&mother), found(&father), found(&stranger);
        beget(&mother, &father, &child);
        beget(&mother, &father, &sister);
        beget(&child, &stranger, &grandchild);
        beget(&sister, &stranger, &aunt_line);
        const struct {
            const person_t *a, *b;
            gnbs_kin_t kin;
            int is_parent;
            double kinship;
        } ROWS[PAIRS] = {{&child, &child, GNBS_KIN_SAME, 0, 0.5},
                         {&child, &mother, GNBS_KIN_PARENT_CHILD, 1, 0.25},
                         {&child, &father, GNBS_KIN_PARENT_CHILD, 1, 0.25},
                         {&child, &sister, GNBS_KIN_SIBLINGS, 0, 0.25},
                         {&sister, &grandchild, GNBS_KIN_SECOND, 0, 0.125},
                         {&mother, &father, GNBS_KIN_UNRELATED, 0, 0},
                         {&child, &stranger, GNBS_KIN_UNRELATED, 0, 0}};
        for (size_t i = 0; i < PAIRS; i++) {
            gnbs_qc_kin_t k = compare(ROWS[i].a, ROWS[i].b);
            bool is_told = k.lod >= opt.min_lod;
            n_told += is_told;
            if ((is_told && k.best != ROWS[i].kin) ||
                gnbs_qc_kin_is_parent(&opt, &k) != ROWS[i].is_parent)
                fail_msg("seed %d, pair %zu: %s (LOD %.1f), parent %d", (int)seed, i,
                         gnbs_kin_name(k.best), k.lod, gnbs_qc_kin_is_parent(&opt, &k));
            assert_true(k.has_kinship);
            off[i] += (k.kinship - ROWS[i].kinship) / SEEDS;
        }
    }
    assert_true(n_told >
                SEEDS * PAIRS * 9 / 10); /* the others lie between two relationships */
    /* one pair scatters by 0.05 with so many markers; the smaller number of heterozygotes pulls down a little */
    for (size_t i = 0; i < PAIRS; i++) assert_near(off[i], 0, 0.03);
}

/* By hand, ALT at one half. An unrelated pair: 1/16 + ... ; 0|0 with 1|1: parent and child never, unrelated 1/16. The share
 * of one in a hundred that may be anything leaves 0.01 / 16 of it. */
static void one_marker_is_as_by_hand(void **state) {
    (void)state;
    const gnbs_qc_kin_opt_t opt = {.min_markers = 1, .error_frac = 0.01, .min_lod = 1};
    const double half = 0.5;
    const int8_t g[] = {0, 1, 2};
    gnbs_qc_kin_t k = gnbs_qc_kin(&opt, 1, &half, &g[0], &g[2]);
    assert_near(k.log10_likelihood[GNBS_KIN_PARENT_CHILD], log10(0.01 / 16), 1e-12);
    assert_near(k.log10_likelihood[GNBS_KIN_UNRELATED], log10(1.0 / 16), 1e-12);
    assert_near(k.log10_likelihood[GNBS_KIN_SIBLINGS], log10(0.99 / 64 + 0.01 / 16), 1e-12);
    assert_int_equal(k.n_opposite, 1);
    k = gnbs_qc_kin(&opt, 1, &half, &g[1], &g[1]);
    assert_near(k.log10_likelihood[GNBS_KIN_SAME], log10(0.99 / 2 + 0.01 / 4), 1e-12);
    assert_near(k.log10_likelihood[GNBS_KIN_PARENT_CHILD], log10(0.99 / 4 + 0.01 / 4),
                1e-12);
    double sum = 0;
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++)
            sum += pow(10, gnbs_qc_kin(&opt, 1, &half, &g[a], &g[b])
                               .log10_likelihood[GNBS_KIN_SIBLINGS]);
    assert_near(sum, 1, 1e-12);
}

static void few_markers_tell_nothing(void **state) {
    (void)state;
    const gnbs_qc_kin_opt_t opt = gnbs_qc_kin_opt_default();
    static int8_t a[N], b[N];
    for (int i = 0; i < N; i++) af[i] = 0.5, a[i] = 0, b[i] = i < 19 ? 2 : -1;
    gnbs_qc_kin_t k = gnbs_qc_kin(&opt, N, af, a, b);
    assert_int_equal(k.n, 19);
    assert_int_equal(gnbs_qc_kin_is_parent(&opt, &k), -1);
    assert_int_equal(k.best, GNBS_KIN_UNKNOWN);
    for (int i = 0; i < N; i++) b[i] = i < 25 ? 2 : -1;
    k = gnbs_qc_kin(&opt, N, af, a, b);
    assert_int_equal(gnbs_qc_kin_is_parent(&opt, &k), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relatives_are_told_apart),
        cmocka_unit_test(one_marker_is_as_by_hand),
        cmocka_unit_test(few_markers_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
