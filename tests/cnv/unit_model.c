/* From counts to copies: likelihood, expectation, noise, path, chromosomes, normals. */
#include "cnv/made_genes.h"

static gnbs_arena_t arena;
static made_genes_t m;
static gnbs_tile_t tile[MADE_TILES];
static gnbs_cnv_reference_t ref[MADE_TILES];
static size_t n_tile;
static gnbs_cnv_opt_t opt;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    made_init(&m);
    n_tile = 0;
    opt = gnbs_cnv_opt_default();
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* Genes of ten tiles in a row, 300 bases each, `apart` bases between genes. */
static void lay_tiles(int32_t tid, int n_gene, gnbs_pos_t apart, double gc) {
    for (int g = 0; g < n_gene; g++)
        for (int k = 0; k < 10; k++) {
            gnbs_pos_t beg = 1000 + g * (apart + 3000) + k * 300;
            tile[n_tile] = (gnbs_tile_t){.region = {tid, beg, beg + 300},
                                         .i_gene = 1000 * tid + g,
                                         .exon_number = k % 2,
                                         .gc_frac = gc,
                                         .expected = 2,
                                         .copies = -1};
            n_tile++;
        }
}

static void the_beta_binomial_is_that_of_the_books(void **state) {
    (void)state;
    /* a = 2, b = 5: p = 2/7, rho = 1/(a+b+1) = 1/8. P(3 of 10) = C(10,3) B(5,12)/B(2,5)
     *   = 120 * [4! 11! / 16!] * [6! / (1! 4!)] = 120 * 720 / (16 15 14 13 12) = 86400/524160 */
    assert_near(gnbs_cnv_betabinom_ln(3, 7, 2 / 7.0, 1 / 8.0), log(86400 / 524160.0),
                1e-10);
    double sum = 0;
    for (int x = 0; x <= 10; x++)
        sum += exp(gnbs_cnv_betabinom_ln(x, 10 - x, 2 / 7.0, 1 / 8.0));
    assert_near(sum, 1, 1e-10);
    /* without correlation it is the binomial: C(10,3) 0.3^3 0.7^7 = 0.266827932 */
    assert_near(exp(gnbs_cnv_betabinom_ln(3, 7, 0.3, 1e-9)), 0.266827932, 1e-5);
    /* differences do not need the constant part */
    assert_near(gnbs_cnv_betabinom_rel_ln(3, 7, 0.3, 0.01) -
                    gnbs_cnv_betabinom_rel_ln(3, 7, 0.4, 0.02),
                gnbs_cnv_betabinom_ln(3, 7, 0.3, 0.01) -
                    gnbs_cnv_betabinom_ln(3, 7, 0.4, 0.02),
                1e-9);
}

static void a_run_of_tiles_is_gamma_poisson(void **state) {
    (void)state;
    /* variance = poisson m + relative m^2; summed over all counts: probability 1, mean 30, variance 1.5 30 + 0.01 900 */
    const gnbs_cnv_noise_t noise = {.poisson = 1.5, .relative = 0.01};
    double p = 0, mean = 0, square = 0;
    for (int x = 0; x < 400; x++) {
        double q = exp(gnbs_cnv_run_ln(x, 30, &noise));
        p += q, mean += q * x, square += q * x * x;
    }
    assert_near(p, 1, 1e-9);
    assert_near(mean, 30, 1e-6);
    assert_near(square - mean * mean, 45 + 9, 1e-4);
}

static void the_expectation_follows_gc_and_is_not_moved_by_events(void **state) {
    (void)state;
    lay_tiles(0, 60, 20000, 0.40);
    for (size_t i = 0; i < n_tile; i++) {
        bool is_rich = i % 3 == 0;
        tile[i].gc_frac = is_rich ? 0.60 : 0.40;
        tile[i].n_read = is_rich ? 45 : 60;
    }
    for (size_t i = 100; i < 130; i++) tile[i].n_read /= 2; /* three genes with one copy */
    gnbs_err_t err;
    assert_ok(gnbs_cnv_expect_own(&opt, n_tile, tile, ref, &arena, &err), &err);
    for (size_t i = 0; i < n_tile; i++) {
        assert_near(tile[i].n_expected, i % 3 == 0 ? 45 : 60, 1e-9);
        assert_true(tile[i].is_usable);
        assert_near(ref[i].reads / ref[i].mass, tile[i].n_expected / 2, 1e-9);
    }
}

static void what_cannot_be_judged_is_not_usable(void **state) {
    (void)state;
    lay_tiles(0, 20, 20000, 0.40);
    for (size_t i = 0; i < n_tile; i++) tile[i].n_read = 60;
    tile[3].gc_frac = -1; /* no sequence */
    tile[4].expected = 0; /* X of an unknown sex */
    tile[5].n_low = 13;   /* more than a fifth of 60 misplaced */
    tile[6].n_low = 11;
    tile[7].region.end = tile[7].region.beg + 49,
    tile[7].n_read = 9; /* 9.8 reads expected */
    gnbs_err_t err;
    assert_ok(gnbs_cnv_expect_own(&opt, n_tile, tile, ref, &arena, &err), &err);
    const bool want[] = {true, true, true, false, false, false, true, false, true};
    for (size_t i = 0; i < 9; i++) assert_int_equal(tile[i].is_usable, want[i]);
}

static void depth_beside_exons_tells_a_capture_library(void **state) {
    (void)state;
    static double scratch[MADE_TILES];
    lay_tiles(0, 40, 20000, 0.4);
    for (size_t i = 0; i < n_tile; i++) {
        tile[i].exon_number = i % 10 == 4;
        tile[i].n_read = i % 10 == 4 ? 60 : i % 10 == 3 || i % 10 == 5 ? 30 : 6;
    }
    /* tiles that touch the exon's do not count: they hold the capture's own fringe */
    assert_near(gnbs_cnv_flank_ratio(n_tile, tile, scratch), 0.1, 1e-12);
    for (size_t i = 0; i < n_tile; i++) tile[i].n_read = 60;
    assert_near(gnbs_cnv_flank_ratio(n_tile, tile, scratch), 1, 1e-12);
}

static void noise_is_measured_on_the_sample_itself(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    lay_tiles(0, 300, 20000, 0.4);
    for (int noisy = 0; noisy < 2; noisy++) {
        /* Poisson of 60; or each gene 15% up or down as well */
        for (size_t i = 0; i < n_tile; i++) {
            double gene = noisy && tile[i].i_gene % 2 ? 0.85 : noisy ? 1.15 : 1;
            tile[i].n_read = made_poisson(&rng, 60 * gene);
            tile[i].n_expected = 60;
            tile[i].is_usable = true;
            ref[i] = (gnbs_cnv_reference_t){3000, 100};
        }
        gnbs_cnv_noise_t noise;
        gnbs_err_t err;
        assert_ok(gnbs_cnv_measure_noise(n_tile, tile, ref, &arena, &noise, &err), &err);
        double single = noisy ? sqrt(1 / 60.0 + 0.15 * 0.15) : sqrt(1 / 60.0);
        assert_near(noise.spread, single, 0.06);
        if (!noisy) {
            assert_true(noise.relative < 0.002); /* counting alone: long runs are sure */
            assert_true(noise.poisson < 1.4);
        } else {
            assert_true(noise.relative > 0.01 &&
                        noise.relative < 0.06); /* 0.15^2 = 0.0225 */
        }
        assert_true(noisy ? noise.rho > 1e-6 : noise.rho < 2e-5);
    }
}

static gnbs_cnv_request_t request(gnbs_sex_t sex) {
    return (gnbs_cnv_request_t){.opt = &opt,
                                .bundle = &m.bundle,
                                .sex = sex,
                                .insert_mean_bp = 400,
                                .insert_sd_bp = 80};
}

static void copies_are_expected_by_contig_and_sex(void **state) {
    (void)state;
    const struct {
        const char *contig;
        gnbs_pos_t pos;
        int female, male, unknown;
    } PLACE[] = {{"chr1", 100, 2, 2, 2},
                 {"chrX", 50000000, 2, 1, 0},
                 {"chrX", 1000000, 2, 2, 2}, /* PAR1 of GRCh38 is 10,001-2,781,479 */
                 {"chrY", 50000000, 0, 1, 0},
                 {"chrM", 100, 0, 0, 0}};
    m.bundle.build = GNBS_BUILD_GRCH38;
    for (size_t i = 0; i < sizeof PLACE / sizeof *PLACE; i++) {
        m.contig[0].name = PLACE[i].contig;
        const gnbs_sex_t sex[] = {GNBS_SEX_FEMALE, GNBS_SEX_MALE, GNBS_SEX_UNKNOWN};
        const int want[] = {PLACE[i].female, PLACE[i].male, PLACE[i].unknown};
        for (int k = 0; k < 3; k++) {
            gnbs_cnv_request_t rq = request(sex[k]);
            gnbs_tile_t t = {.region = {0, PLACE[i].pos, PLACE[i].pos + 300}};
            gnbs_cnv_set_copies(&rq, 1, &t);
            assert_int_equal(t.expected, want[k]);
        }
    }
}

/* ---- the whole, without reads to look at: conclude() on noisy counts ------------------------------------------- */

static gnbs_code_t no_reads_open(void *ctx, void **handle, gnbs_err_t *err) {
    (void)ctx, (void)err;
    *handle = ctx;
    return GNBS_OK;
}
static gnbs_code_t no_reads_seek(void *handle, gnbs_region_t r, gnbs_err_t *err) {
    (void)handle, (void)r, (void)err;
    return GNBS_OK;
}
static gnbs_code_t no_reads_next(void *handle, gnbs_arena_t *a, gnbs_read_t *read,
                                 bool *more, gnbs_err_t *err) {
    (void)handle, (void)a, (void)read, (void)err;
    *more = false;
    return GNBS_OK;
}
static gnbs_code_t no_reads_body(void *handle, gnbs_arena_t *a, gnbs_read_t *read,
                                 gnbs_err_t *err) {
    (void)handle, (void)a, (void)read;
    return gnbs_err_set(err, GNBS_E_INTERNAL, "no body");
}
static void no_reads_close(void *handle) { (void)handle; }
static const gnbs_read_source_t NO_READS = {NULL,          NULL,          "S",
                                            no_reads_open, no_reads_seek, no_reads_next,
                                            no_reads_body, no_reads_close};

static gnbs_cnv_result_t conclude(gnbs_sex_t sex, const gnbs_tile_normals_t *normals) {
    gnbs_cnv_request_t rq = request(sex);
    rq.reads = &NO_READS;
    rq.normals = normals;
    gnbs_cnv_result_t r;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_conclude(&rq, n_tile, tile, &arena, &r, &err), &err);
    return r;
}

/* 200 genes on chr1 and 20 on chrX, 60 reads a tile and two copies, GC that costs up to a third. */
static void count(uint64_t *rng, gnbs_sex_t sex, const int8_t delta[]) {
    for (size_t i = 0; i < n_tile; i++) {
        int gc = 35 + random_below(rng, 31);
        bool is_single = tile[i].region.tid == 1 && sex == GNBS_SEX_MALE;
        double copies = (is_single ? 1 : 2) + delta[i];
        tile[i].gc_frac = gc / 100.0;
        tile[i].n_read = made_poisson(rng, 30 * copies * (1 - 0.01 * (gc - 35)));
        tile[i].n_low = 0;
    }
}

/* The path alone makes no call: of thousands of tiles of pure noise one may leave it, and an end may be off by a tile. */
static size_t count_wrong(size_t beg, size_t end, int8_t expected, const int8_t delta[]) {
    size_t n_wrong = 0;
    for (size_t i = beg; i < end; i++) {
        assert_int_equal(tile[i].expected, expected);
        n_wrong += tile[i].copies != expected + delta[i];
    }
    return n_wrong;
}

static void lost_and_gained_copies_are_found_and_noise_is_not(void **state) {
    (void)state;
    static int8_t delta[MADE_TILES];
    memset(delta, 0, sizeof delta);
    uint64_t rng = test_seed();
    lay_tiles(0, 200, 20000, 0.4);
    size_t x = n_tile;
    lay_tiles(1, 20, 20000, 0.4);
    for (int round = 0; round < 10; round++) {
        memset(delta, 0, sizeof delta);
        for (size_t i = 502; i < 508; i++) delta[i] = -1;   /* six tiles of a gene */
        for (size_t i = 1000; i < 1020; i++) delta[i] = +1; /* two genes */
        for (size_t i = x + 51; i < x + 54; i++)
            delta[i] = -1; /* three on the X of a boy */
        count(&rng, GNBS_SEX_MALE, delta);
        gnbs_cnv_result_t r = conclude(GNBS_SEX_MALE, NULL);
        assert_int_equal(r.status, GNBS_CNV_DONE);
        assert_int_equal(r.n_event,
                         0); /* no gene of the bundle is touched: there is none */
        assert_true(count_wrong(500, 510, 2, delta) <= 3);
        assert_true(count_wrong(998, 1022, 2, delta) <= 5);
        assert_true(count_wrong(0, x, 2, delta) <= 8); /* of 2,000 */
        assert_true(count_wrong(x, n_tile, 1, delta) <= 3);
    }
}

static void a_whole_chromosome_more_is_no_event_of_its_genes(void **state) {
    (void)state;
    static int8_t delta[MADE_TILES];
    memset(delta, 0, sizeof delta);
    uint64_t rng = test_seed();
    lay_tiles(0, 200, 20000, 0.4);
    size_t x = n_tile;
    lay_tiles(1, 20, 800000, 0.4);                     /* spread over 16 million bases */
    for (size_t i = x; i < n_tile; i++) delta[i] = +1; /* XXY */
    for (size_t i = x + 30; i < x + 40; i++) delta[i] = 0;
    count(&rng, GNBS_SEX_MALE, delta);
    gnbs_cnv_result_t r = conclude(GNBS_SEX_MALE, NULL);
    assert_int_equal(r.n_contig, 2);
    assert_int_equal(r.contig[0].copies, 2);
    assert_int_equal(r.contig[1].expected, 1);
    assert_int_equal(r.contig[1].copies, 2);
    assert_near(r.contig[1].ratio, 2, 0.1);
    for (size_t i = x; i < n_tile; i++)
        delta[i]--; /* judged against two: one gene has lost a copy */
    assert_true(count_wrong(x, n_tile, 2, delta) <= 3);
}

static void one_gene_on_its_chromosome_is_not_taken_for_a_chromosome(void **state) {
    (void)state;
    static int8_t delta[MADE_TILES];
    memset(delta, 0, sizeof delta);
    uint64_t rng = test_seed();
    lay_tiles(0, 200, 20000, 0.4);
    size_t x = n_tile;
    lay_tiles(1, 1, 0, 0.4);
    for (size_t i = x; i < n_tile; i++) delta[i] = -1; /* the gene has lost a copy */
    count(&rng, GNBS_SEX_FEMALE, delta);
    gnbs_cnv_result_t r = conclude(GNBS_SEX_FEMALE, NULL);
    assert_int_equal(r.contig[1].copies, 2);
    assert_true(count_wrong(x, n_tile, 2, delta) <= 3);
}

static void where_copies_cannot_be_counted_it_is_said(void **state) {
    (void)state;
    static int8_t delta[MADE_TILES];
    memset(delta, 0, sizeof delta);
    uint64_t rng = test_seed();
    lay_tiles(0, 4, 20000, 0.4);
    count(&rng, GNBS_SEX_FEMALE, delta);
    assert_int_equal(conclude(GNBS_SEX_FEMALE, NULL).status, GNBS_CNV_FEW_TILES);
    n_tile = 0;
    lay_tiles(0, 100, 20000, 0.4);
    count(&rng, GNBS_SEX_FEMALE, delta);
    for (size_t i = 0; i < n_tile; i++) tile[i].n_read /= 10;
    assert_int_equal(conclude(GNBS_SEX_FEMALE, NULL).status, GNBS_CNV_LOW_DEPTH);
    count(&rng, GNBS_SEX_FEMALE, delta);
    for (size_t i = 0; i < n_tile; i++)
        if (i % 2) tile[i].n_read *= 3; /* every second tile three times as deep */
    assert_int_equal(conclude(GNBS_SEX_FEMALE, NULL).status, GNBS_CNV_NOISY);
    for (size_t i = 0; i < n_tile; i++) {
        tile[i].exon_number = i % 10 == 4;
        if (i % 10 != 4) tile[i].n_read /= 10;
    }
    assert_int_equal(conclude(GNBS_SEX_FEMALE, NULL).status, GNBS_CNV_NO_NORMALS);
}

/* ---- normals ---------------------------------------------------------------------------------------------------- */

static void a_capture_library_is_judged_by_normals_that_fit(void **state) {
    (void)state;
    enum { SAMPLES = 16 };
    static int32_t table[SAMPLES * MADE_TILES];
    static gnbs_sex_t sex[SAMPLES];
    uint64_t rng = test_seed();
    lay_tiles(0, 100, 20000, 0.4);
    size_t x = n_tile;
    lay_tiles(1, 10, 20000, 0.4);
    /* each exon is captured as well as it is, 0.3 to 3 times; beside exons there is next to nothing. Twelve samples of
     * both sexes share that, four were captured otherwise. */
    static double efficiency[MADE_TILES], strange[MADE_TILES];
    for (size_t i = 0; i < n_tile; i++) {
        tile[i].exon_number = i % 10 == 4;
        efficiency[i] = i % 10 == 4 ? 0.3 + random_below(&rng, 270) / 100.0 : 0.02;
        strange[i] = i % 10 == 4 ? 0.3 + random_below(&rng, 270) / 100.0 : 0.02;
    }
    for (size_t s = 0; s < SAMPLES; s++) {
        sex[s] = s % 2 ? GNBS_SEX_MALE : GNBS_SEX_FEMALE;
        double depth = 60 + 10 * (double)s; /* reads of a tile of efficiency 1, per copy */
        for (size_t i = 0; i < n_tile; i++) {
            double copies = i >= x && sex[s] == GNBS_SEX_MALE ? 1 : 2;
            table[s * n_tile + i] =
                made_poisson(&rng, depth * copies * (s < 12 ? efficiency[i] : strange[i]));
        }
    }
    for (size_t i = 0; i < n_tile; i++) {
        double copies =
            i >= x
                ? 1
                : 2; /* a boy; exons of genes 30 and 31 have one copy, of X gene 5 none */
        if (i >= 300 && i < 320) copies = 1;
        if (i >= x + 50 && i < x + 60) copies = 0;
        tile[i].n_read = made_poisson(&rng, 100 * copies * efficiency[i]);
    }
    const gnbs_tile_normals_t normals = {SAMPLES, n_tile, table, sex};
    gnbs_cnv_result_t r = conclude(GNBS_SEX_MALE, &normals);
    assert_int_equal(r.status, GNBS_CNV_DONE);
    assert_true(r.is_capture);
    assert_true(r.n_normal >= 10 && r.n_normal <= 12);
    for (size_t i = 0; i < n_tile; i++) {
        if (!tile[i].is_usable) continue;
        int want = i >= x + 50           ? (i < x + 60 ? 0 : 1)
                   : i >= x              ? 1
                   : i >= 300 && i < 320 ? 1
                                         : 2;
        if (i % 10 == 4) assert_int_equal(tile[i].copies, want);
    }
    gnbs_tile_normals_t few = normals;
    few.n_sample = 9;
    assert_int_equal(conclude(GNBS_SEX_MALE, &few).status, GNBS_CNV_NO_NORMALS);
    gnbs_tile_normals_t other = normals;
    other.n_tile--;
    gnbs_cnv_request_t rq = request(GNBS_SEX_MALE);
    rq.normals = &other, rq.reads = &NO_READS;
    gnbs_err_t err;
    assert_fails(gnbs_cnv_conclude(&rq, n_tile, tile, &arena, &r, &err), GNBS_E_DATA, &err,
                 "normals have");
}

static void senseless_options_are_refused(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_opt_validate(&opt, &err), &err);
    opt.max_low_mapq_frac = 1.5;
    assert_fails(gnbs_cnv_opt_validate(&opt, &err), GNBS_E_USAGE, &err,
                 "1.5 is not a share");
    opt = gnbs_cnv_opt_default(), opt.start_prob = 0;
    assert_fails(gnbs_cnv_opt_validate(&opt, &err), GNBS_E_USAGE, &err,
                 "start probability");
    opt = gnbs_cnv_opt_default(), opt.min_split = 0;
    assert_fails(gnbs_cnv_opt_validate(&opt, &err), GNBS_E_USAGE, &err, "out of range");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(the_beta_binomial_is_that_of_the_books),
        CASE(a_run_of_tiles_is_gamma_poisson),
        CASE(the_expectation_follows_gc_and_is_not_moved_by_events),
        CASE(what_cannot_be_judged_is_not_usable),
        CASE(depth_beside_exons_tells_a_capture_library),
        CASE(noise_is_measured_on_the_sample_itself),
        CASE(copies_are_expected_by_contig_and_sex),
        CASE(lost_and_gained_copies_are_found_and_noise_is_not),
        CASE(a_whole_chromosome_more_is_no_event_of_its_genes),
        CASE(one_gene_on_its_chromosome_is_not_taken_for_a_chromosome),
        CASE(where_copies_cannot_be_counted_it_is_said),
        CASE(a_capture_library_is_judged_by_normals_that_fit),
        CASE(senseless_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
