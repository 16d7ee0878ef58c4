/* Contamination: made mixtures of known share, by the model's own definition and against it (copies, wrong qualities). */
#include <math.h>

#include "support/testing.h"

#include "qc/qc_mix.h"

enum { MARKERS = 2000, DEPTH = 30 };

typedef struct made {
    gnbs_contig_t contig[2];
    gnbs_contigs_t contigs;
    gnbs_marker_t marker[MARKERS];
    gnbs_marker_pile_t pile[MARKERS];
    gnbs_marker_obs_t obs[MARKERS][4];
    int8_t truth[MARKERS]; /* the baby's copies of ALT */
} made_t;

static made_t m;
static gnbs_arena_t arena;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    memset(&m, 0, sizeof m);
    m.contig[0] = (gnbs_contig_t){.name = "chr1", .length_bp = 200000000};
    m.contig[1] = (gnbs_contig_t){.name = "chrX", .length_bp = 156040895};
    m.contigs = (gnbs_contigs_t){2, m.contig, "made"};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static double random_real(uint64_t *rng) {
    return (double)(random_u64(rng) >> 11) / 9007199254740992.0;
}
static int draw_copies(uint64_t *rng, int copies, double af) {
    int n = 0;
    for (int i = 0; i < copies; i++) n += random_real(rng) < af;
    return n;
}

/* One pile: bases of quality 37 and 23, of the baby with probability 1 - alpha (as a share of copies), wrong by `error`. */
static void fill_pile(size_t i, int g, int n_g, int h, int n_h, double alpha, int depth,
                      const double error[2], uint64_t *rng) {
    int n[2][2] = {{0}}, n_other = 0;
    for (int r = 0; r < depth; r++) {
        bool is_other = random_real(rng) < alpha;
        double p = is_other ? (double)h / n_h : (double)g / n_g;
        int allele = random_real(rng) < p, q = random_below(rng, 2);
        if (random_real(rng) < error[q]) { /* one of three other bases */
            if (random_below(rng, 3) > 0) {
                n_other++;
                continue;
            }
            allele = 1 - allele;
        }
        n[allele][q]++;
    }
    gnbs_marker_pile_t *p = &m.pile[i];
    *p = (gnbs_marker_pile_t){.i_marker = (int32_t)i,
                              .n_ref = n[0][0] + n[0][1],
                              .n_alt = n[1][0] + n[1][1],
                              .n_other = n_other,
                              .obs = m.obs[i]};
    for (int a = 0; a < 2; a++)
        for (int q = 0; q < 2; q++)
            if (n[a][q] > 0)
                m.obs[i][p->n_obs++] =
                    (gnbs_marker_obs_t){(uint8_t)a, q == 0 ? 37 : 23, (uint16_t)n[a][q]};
}

static const double BY_QUALITY[2] = {2e-4, 5e-3}; /* 10^-3.7, 10^-2.3 */

static void make_autosomes(double alpha, int depth, const double error[2], uint64_t *rng) {
    for (size_t i = 0; i < MARKERS; i++) {
        m.marker[i] = (gnbs_marker_t){.pos = (gnbs_pos_t)(1000 * i),
                                      .ref = 0,
                                      .alt = 2,
                                      .af = 0.05 + 0.9 * random_real(rng)};
        double af = m.marker[i].af;
        int g = draw_copies(rng, 2, af), h = draw_copies(rng, 2, af);
        m.truth[i] = (int8_t)g;
        fill_pile(i, g, 2, h, 2, alpha, depth, error, rng);
    }
}

static gnbs_qc_mix_t estimate(size_t n, int n_x, int8_t *genotype) {
    gnbs_qc_mix_opt_t opt = gnbs_qc_mix_opt_default();
    const gnbs_qc_mix_request_t rq = {.opt = &opt,
                                      .contigs = &m.contigs,
                                      .build = GNBS_BUILD_GRCH38,
                                      .n_x = n_x,
                                      .n_marker = n,
                                      .marker = m.marker,
                                      .n_pile = n,
                                      .pile = m.pile};
    gnbs_qc_mix_t mix;
    gnbs_err_t err;
    assert_ok(gnbs_qc_mix_estimate(&rq, &arena, &mix, genotype, &err), &err);
    return mix;
}

static void mixtures_are_estimated_within_half_a_point(void **state) {
    (void)state;
    static const double SHARES[] = {0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.10};
    uint64_t rng = test_seed();
    double bias = 0;
    int n = 0, n_inside = 0, n_near = 0;
    for (size_t s = 0; s < sizeof SHARES / sizeof *SHARES; s++)
        for (int round = 0; round < 4; round++) {
            make_autosomes(SHARES[s], DEPTH, BY_QUALITY, &rng);
            gnbs_qc_mix_t mix = estimate(MARKERS, 0, NULL);
            assert_true(mix.is_known);
            /* how far chance goes with 2,000 markers at 30x: standard deviations of 0.11, 0.17, 0.25 points at 1, 3, 5 % */
            assert_near(mix.alpha, SHARES[s], 0.004 + 0.14 * SHARES[s]);
            n_near += SHARES[s] > 0.05 || fabs(mix.alpha - SHARES[s]) <= 0.005;
            assert_true(mix.alpha_low <= mix.alpha && mix.alpha <= mix.alpha_high);
            bias += mix.alpha - SHARES[s];
            n_inside += mix.alpha_low <= SHARES[s] && SHARES[s] <= mix.alpha_high;
            n++;
            /* wrong bases count as the other person's */
            assert_near(mix.charr, SHARES[s] + 0.004, 0.3 * SHARES[s] + 0.003);
        }
    assert_near(bias / n, 0, 0.0015);
    assert_true(n_near >= n - 3);
    assert_true(n_inside >= n - 5); /* intervals of 95 % */
}

static void genotypes_are_the_babys_also_in_a_mixture(void **state) {
    (void)state;
    static int8_t genotype[MARKERS];
    uint64_t rng = 7;
    make_autosomes(0.04, DEPTH, BY_QUALITY, &rng);
    estimate(MARKERS, 0, genotype);
    int n_told = 0, n_wrong = 0;
    for (int i = 0; i < MARKERS; i++) {
        n_told += genotype[i] >= 0;
        n_wrong += genotype[i] >= 0 && genotype[i] != m.truth[i];
    }
    assert_true(n_told > 0.97 * MARKERS);
    assert_true(n_wrong <= 0.002 * MARKERS);
}

static void qualities_that_lie_are_scaled_by_the_bases_that_are_neither_allele(
    void **state) {
    (void)state;
    static const double WORSE[2] = {
        3e-3, 2e-2}; /* fifteen and four times what the qualities say */
    uint64_t rng = 11;
    make_autosomes(0, DEPTH, WORSE, &rng);
    gnbs_qc_mix_t mix = estimate(MARKERS, 0, NULL);
    assert_near(mix.alpha, 0, 0.002);
    assert_true(mix.error_scale > 3);
}

static void markers_with_copies_elsewhere_do_not_look_like_another_person(void **state) {
    (void)state;
    uint64_t rng = 13;
    make_autosomes(0, DEPTH, BY_QUALITY, &rng);
    for (size_t i = 0; i < MARKERS;
         i += 50) /* 2 %: reads of a copy that has the other allele, one in five */
        fill_pile(i, m.truth[i], 2, m.truth[i] == 0 ? 2 : 0, 2, 0.2, DEPTH, BY_QUALITY,
                  &rng);
    assert_near(estimate(MARKERS, 0, NULL).alpha, 0, 0.002);
}

static void x_takes_part_by_the_copies_that_each_person_has(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int n_x = 1; n_x <= 2; n_x++)
        for (int c = 1; c <= 2; c++) {
            for (size_t i = 0; i < MARKERS; i++) {
                bool is_x = i >= MARKERS / 2;
                int n_g = is_x ? n_x : 2, n_h = is_x ? c : 2;
                double af = 0.1 + 0.8 * random_real(&rng), alpha = 0.03;
                m.marker[i] = (gnbs_marker_t){.tid = is_x,
                                              .pos = (gnbs_pos_t)(5000000 + 1000 * i),
                                              .ref = 0,
                                              .alt = 2,
                                              .af = af};
                /* DNA of a person with one X gives half as many reads there */
                double share = alpha * n_h / (alpha * n_h + (1 - alpha) * n_g);
                fill_pile(i, draw_copies(&rng, n_g, af), n_g, draw_copies(&rng, n_h, af),
                          n_h, share, is_x ? 15 * n_x : 30, BY_QUALITY, &rng);
            }
            assert_near(estimate(MARKERS, n_x, NULL).alpha, 0.03, 0.005);
        }
    assert_int_equal(estimate(MARKERS, 0, NULL).n_used,
                     estimate(MARKERS / 2, 0, NULL).n_used);
}

static void ancestry_by_components_undoes_frequencies_of_elsewhere(void **state) {
    (void)state;
    /* mean frequencies are of two populations pooled; this baby and the other person are of one of them: its frequencies
     * lie up to 0.3 away, along one component. Without it the share comes out too low (as VerifyBamID2's authors say). */
    uint64_t rng = 17;
    for (int has_pc = 0; has_pc < 2; has_pc++) {
        for (size_t i = 0; i < MARKERS; i++) {
            double mean = 0.15 + 0.5 * random_real(&rng),
                   shift = 0.6 * (random_real(&rng) - 0.5),
                   af = fmin(0.99, fmax(0.01, mean + shift));
            m.marker[i] = (gnbs_marker_t){.pos = (gnbs_pos_t)(1000 * i),
                                          .ref = 0,
                                          .alt = 2,
                                          .af = mean,
                                          .has_pc = has_pc,
                                          .pc = {2 * shift / 0.05}}; /* at component 0.05 */
            fill_pile(i, draw_copies(&rng, 2, af), 2, draw_copies(&rng, 2, af), 2, 0.03,
                      DEPTH, BY_QUALITY, &rng);
        }
        gnbs_qc_mix_t mix = estimate(MARKERS, 0, NULL);
        assert_int_equal(mix.has_ancestry, has_pc);
        if (has_pc) {
            assert_near(mix.pc[0], 0.05, 0.01);
            assert_near(mix.alpha, 0.03, 0.005);
        } else {
            assert_true(mix.alpha < 0.028);
        }
    }
}

static void few_or_shallow_markers_say_nothing(void **state) {
    (void)state;
    uint64_t rng = 19;
    make_autosomes(0.05, DEPTH, BY_QUALITY, &rng);
    assert_false(estimate(99, 0, NULL).is_known);
    assert_false(estimate(0, 0, NULL).is_known);
    make_autosomes(0.05, 7, BY_QUALITY, &rng);
    gnbs_qc_mix_t mix = estimate(MARKERS, 0, NULL);
    assert_int_equal(mix.n_used, 0);
    assert_false(mix.is_known);
    assert_false(mix.has_charr);
}

static void charr_is_the_mean_over_homozygous_markers(void **state) {
    (void)state;
    /* 100 markers at depth 40, frequency 0.25: fifty without ALT, one of them with one ALT read; fifty with only ALT, one
     * of them with two REF reads: (1/(0.25 x 40) + 2/(0.75 x 40)) / 100 = 0.00166667 */
    for (size_t i = 0; i < 100; i++) {
        bool is_alt = i >= 50;
        int odd = i == 0 ? 1 : i == 50 ? 2 : 0;
        m.marker[i] = (gnbs_marker_t){.pos = (gnbs_pos_t)i, .ref = 0, .alt = 2, .af = 0.25};
        m.obs[i][0] = (gnbs_marker_obs_t){is_alt, 37, (uint16_t)(40 - odd)};
        m.obs[i][1] = (gnbs_marker_obs_t){!is_alt, 37, (uint16_t)odd};
        m.pile[i] = (gnbs_marker_pile_t){.i_marker = (int32_t)i,
                                         .n_ref = is_alt ? odd : 40 - odd,
                                         .n_alt = is_alt ? 40 - odd : odd,
                                         .n_obs = odd > 0 ? 2 : 1,
                                         .obs = m.obs[i]};
    }
    gnbs_qc_mix_t mix = estimate(100, 0, NULL);
    assert_true(mix.has_charr);
    assert_near(mix.charr, (1 / (0.25 * 40) + 2 / (0.75 * 40)) / 100, 1e-12);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(mixtures_are_estimated_within_half_a_point),
        CASE(genotypes_are_the_babys_also_in_a_mixture),
        CASE(qualities_that_lie_are_scaled_by_the_bases_that_are_neither_allele),
        CASE(markers_with_copies_elsewhere_do_not_look_like_another_person),
        CASE(x_takes_part_by_the_copies_that_each_person_has),
        CASE(ancestry_by_components_undoes_frequencies_of_elsewhere),
        CASE(few_or_shallow_markers_say_nothing),
        CASE(charr_is_the_mean_over_homozygous_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
