/* Tiles by hand: where they lie, whose they are, what sequence says of them. */
#include "cnv/made_genes.h"

#include "genome/seq.h"

static gnbs_arena_t arena;
static made_genes_t m;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    made_init(&m);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static size_t plan(gnbs_tile_t **tile) {
    size_t n;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_plan(&m.bundle, &arena, &n, tile, &err), &err);
    return n;
}

static void expect_tile(const gnbs_tile_t *t, gnbs_pos_t beg, gnbs_pos_t end,
                        int32_t exon_number) {
    assert_int_equal(t->region.beg, beg);
    assert_int_equal(t->region.end, end);
    assert_int_equal(t->exon_number, exon_number);
}

static void short_exons_are_widened_long_ones_cut_and_both_flanked(void **state) {
    (void)state;
    /* exon 1 of 60 bases: 140 missing, 70 on each side: 9930-10130. Exon 2 of 1,000 is cut in three (1000/300, rounded):
     * 333, 333, 334. Flanks of 800 are cut in three: 266, 267, 267. The intron of 5,970 between the cores is longer than
     * two flanks: the middle of it is not counted. */
    const gnbs_exon_t exon[] = {{10000, 10060}, {16100, 17100}};
    gnbs_tile_t *t;
    made_gene(&m, 0, 1, 2, exon);
    assert_int_equal(plan(&t), 3 + 1 + 3 + 3 + 3 + 3);
    expect_tile(&t[0], 9130, 9396, 0);
    expect_tile(&t[1], 9396, 9663, 0);
    expect_tile(&t[2], 9663, 9930, 0);
    expect_tile(&t[3], 9930, 10130, 1);
    expect_tile(&t[4], 10130, 10396, 0);
    expect_tile(&t[6], 10663, 10930, 0);
    expect_tile(&t[7], 15300, 15566, 0);
    expect_tile(&t[10], 16100, 16433, 2);
    expect_tile(&t[12], 16766, 17100, 2);
    expect_tile(&t[15], 17633, 17900, 0);
}

static void a_short_intron_is_counted_whole_and_a_tiny_one_not(void **state) {
    (void)state;
    /* introns of 900 (three tiles of 300), 100 (below 120: left out) and 1 */
    const gnbs_exon_t exon[] = {
        {10000, 10300}, {11200, 11500}, {11600, 11900}, {11901, 12201}};
    gnbs_tile_t *t;
    made_gene(&m, 0, -1, 4, exon);
    assert_int_equal(plan(&t), 3 + 1 + 3 + 1 + 1 + 1 + 3);
    expect_tile(&t[3], 10000, 10300,
                4); /* - strand: the first in the genome is the last exon */
    expect_tile(&t[4], 10300, 10600, 0);
    expect_tile(&t[7], 11200, 11500, 3);
    expect_tile(&t[8], 11600, 11900, 2);
    expect_tile(&t[9], 11901, 12201, 1);
}

static void exons_of_overlapping_genes_share_a_tile_and_no_base_lies_in_two(void **state) {
    (void)state;
    const gnbs_exon_t a[] = {{10000, 10300}}, b[] = {{10200, 10400}, {20000, 20300}};
    gnbs_tile_t *t;
    made_gene(&m, 0, 1, 1, a);
    made_gene(&m, 0, 1, 2, b);
    assert_int_equal(plan(&t), 3 + 1 + 3 + 3 + 1 + 3);
    expect_tile(&t[3], 10000, 10400, 1);
    assert_int_equal(t[3].i_gene, 0);
    assert_int_equal(t[10].i_gene, 1);
    assert_int_equal(t[10].exon_number, 2);
}

static void genes_for_other_methods_and_the_mitochondrion_have_no_tiles(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{10000, 10300}}, mt[] = {{1000, 1300}};
    gnbs_tile_t *t;
    made_gene(&m, 0, 1, 1, exon);
    m.gene[0].difficulty = GNBS_DIFFICULT_NEEDS_METHOD;
    made_gene(&m, 2, 1, 1, mt);
    assert_int_equal(plan(&t), 0);
    m.gene[0].difficulty = GNBS_DIFFICULT_LIMITED;
    assert_int_equal(plan(&t), 7);
}

static void a_gene_without_codons_is_counted_by_its_exons_and_utrs_are_not(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{10000, 10300}, {20000, 20300}};
    gnbs_tile_t *t;
    gnbs_transcript_t *tx = made_gene(&m, 0, 1, 2, exon);
    tx->cds_beg = 20000, tx->cds_end = 20300;
    assert_int_equal(plan(&t), 7);
    expect_tile(&t[3], 20000, 20300, 2);
    tx->cds_beg = tx->cds_end = 10000;
    assert_int_equal(plan(&t), 14);
}

static void gc_is_of_the_tile_and_a_hundred_bases_beside_it(void **state) {
    (void)state;
    static uint8_t code[4000]; /* 8000-12000, all A */
    const gnbs_exon_t exon[] = {{10000, 10200}};
    gnbs_tile_t *t;
    made_gene(&m, 0, 1, 1, exon);
    m.block[0] = (gnbs_seq_block_t){{0, 8000, 12000}, code};
    m.bundle.n_block = 1;
    memset(code, GNBS_BASE_A, sizeof code);
    memset(code + 1900, GNBS_BASE_C, 50); /* 9900-9950: within 100 of the exon's tile */
    memset(code + 2250, GNBS_BASE_G, 30); /* 10250-10280: too */
    assert_int_equal(plan(&t), 7);
    assert_near(t[3].gc_frac, 80 / 400.0, 1e-12);
    code[2000 - 250] = GNBS_BASE_N; /* as far as 250 bases away an unknown base spoils it */
    assert_int_equal(plan(&t), 7);
    assert_true(t[3].gc_frac < 0);
    code[2000 - 250] = GNBS_BASE_A;
    code[2000 - 251] = GNBS_BASE_N;
    assert_int_equal(plan(&t), 7);
    assert_near(t[3].gc_frac, 0.2, 1e-12);
}

static void counts_of_other_places_have_another_hash_and_names_do_not_matter(void **state) {
    (void)state;
    const gnbs_exon_t exon[] = {{10000, 10200}};
    gnbs_tile_t *t;
    made_gene(&m, 0, 1, 1, exon);
    size_t n = plan(&t);
    uint64_t hash = gnbs_cnv_plan_hash(&m.bundle.contigs, n, t);
    m.contig[0].name = "1";
    assert_true(gnbs_cnv_plan_hash(&m.bundle.contigs, n, t) == hash);
    t[2].region.beg++;
    assert_false(gnbs_cnv_plan_hash(&m.bundle.contigs, n, t) == hash);
}

static void no_base_lies_in_two_tiles_whatever_the_genes(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int round = 0; round < 300; round++) {
        made_init(&m);
        for (int g = 0, n_gene = 1 + random_below(&rng, 8); g < n_gene; g++) {
            gnbs_exon_t exon[MADE_EXONS];
            gnbs_pos_t at = random_below(&rng, 30000);
            int n = 1 + random_below(&rng, MADE_EXONS - 1);
            for (int i = 0; i < n; i++) {
                exon[i] = (gnbs_exon_t){at, at + 1 + random_below(&rng, 900)};
                at = exon[i].end + 1 +
                     random_below(&rng, random_below(&rng, 3) ? 300 : 6000);
            }
            made_gene(&m, random_below(&rng, 2), 1, n, exon);
        }
        gnbs_tile_t *t;
        size_t n = plan(&t);
        for (size_t i = 0; i < n; i++) {
            gnbs_pos_t len = gnbs_region_len(t[i].region);
            assert_true(t[i].region.beg >= 0 && len > 0 && len <= 400);
            if (i > 0 && t[i].region.tid == t[i - 1].region.tid)
                assert_true(t[i].region.beg >= t[i - 1].region.end);
        }
        for (size_t g = 0; g < m.bundle.n_gene; g++) /* and each coding base lies in one */
            for (int e = 0; e < m.tx[g].n_exon; e++)
                for (gnbs_pos_t p = m.exon[g][e].beg; p < m.exon[g][e].end; p++) {
                    size_t i = gnbs_tile_lower(n, t, m.tx[g].tid, p);
                    assert_true(i < n && t[i].region.tid == m.tx[g].tid &&
                                t[i].region.beg <= p);
                    assert_true(t[i].exon_number > 0);
                }
        gnbs_arena_reset(&arena);
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(short_exons_are_widened_long_ones_cut_and_both_flanked),
        CASE(a_short_intron_is_counted_whole_and_a_tiny_one_not),
        CASE(exons_of_overlapping_genes_share_a_tile_and_no_base_lies_in_two),
        CASE(genes_for_other_methods_and_the_mitochondrion_have_no_tiles),
        CASE(a_gene_without_codons_is_counted_by_its_exons_and_utrs_are_not),
        CASE(gc_is_of_the_tile_and_a_hundred_bases_beside_it),
        CASE(counts_of_other_places_have_another_hash_and_names_do_not_matter),
        CASE(no_base_lies_in_two_tiles_whatever_the_genes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
