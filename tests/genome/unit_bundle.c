#include "support/testing.h"

#include "genome/bundle.h"
#include "genome/seq.h"

static const gnbs_known_t KNOWN[] = {{.variant = {0, 10, "A", "C"}, .clinvar_id = "1"},
                                     {.variant = {0, 10, "A", "G"}, .clinvar_id = "2"},
                                     {.variant = {0, 12, "AT", "A"}, .clinvar_id = "3"},
                                     {.variant = {2, 5, "C", "T"}, .clinvar_id = "4"}};
static const gnbs_frequency_t FREQUENCY[] = {{.variant = {0, 10, "A", "C"}, .af = 0.5},
                                             {.variant = {0, 10, "A", "G"}, .af = 0.25},
                                             {.variant = {2, 5, "C", "T"}, .af = 0}};
static const uint8_t FIRST[] = {0, 1, 2, 3}, SECOND[] = {3, 3};
static const gnbs_seq_block_t BLOCK[] = {
    {{0, 10, 14}, FIRST}, {{0, 16, 18}, SECOND}, {{1, 0, 4}, FIRST}};
static const gnbs_gene_t GENE[] = {{.symbol = "CFTR", .hgnc_id = "HGNC:1884"},
                                   {.symbol = "PAH", .hgnc_id = "HGNC:8582"}};
static const gnbs_transcript_t TRANSCRIPT[] = {
    {.id = "ENST00000003084.11", .other_id = "NM_000492.4"},
    {.id = "NM_000277.3", .other_id = ""}};
static const gnbs_bundle_t BUNDLE = {.n_gene = 2,
                                     .gene = GENE,
                                     .n_transcript = 2,
                                     .transcript = TRANSCRIPT,
                                     .n_known = 4,
                                     .known = KNOWN,
                                     .n_frequency = 3,
                                     .frequency = FREQUENCY,
                                     .n_block = 3,
                                     .block = BLOCK};

static void alleles_are_found_by_exact_identity(void **state) {
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_ptr_equal(gnbs_bundle_known(&BUNDLE, &KNOWN[i].variant), &KNOWN[i]);
    assert_null(gnbs_bundle_known(&BUNDLE, &(gnbs_variant_t){0, 10, "A", "T"}));
    assert_null(gnbs_bundle_known(&BUNDLE, &(gnbs_variant_t){1, 10, "A", "C"}));
    assert_null(gnbs_bundle_known(&BUNDLE, &(gnbs_variant_t){3, 0, "A", "C"}));
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(gnbs_bundle_frequency(&BUNDLE, &FREQUENCY[i].variant),
                         &FREQUENCY[i]);
    assert_null(gnbs_bundle_frequency(
        &BUNDLE, &(gnbs_variant_t){0, 12, "AT", "A"})); /* absent is not zero */
}

static void known_lower_starts_at_or_after_a_place(void **state) {
    (void)state;
    assert_int_equal(gnbs_bundle_known_lower(&BUNDLE, 0, 0), 0);
    assert_int_equal(gnbs_bundle_known_lower(&BUNDLE, 0, 10), 0);
    assert_int_equal(gnbs_bundle_known_lower(&BUNDLE, 0, 11), 2);
    assert_int_equal(gnbs_bundle_known_lower(&BUNDLE, 1, 0), 3);
    assert_int_equal(gnbs_bundle_known_lower(&BUNDLE, 2, 6), 4);
}

static void genes_go_by_hgnc_id_and_transcripts_by_either_accession(void **state) {
    (void)state;
    assert_ptr_equal(gnbs_bundle_gene(&BUNDLE, "HGNC:8582"), &GENE[1]);
    assert_null(gnbs_bundle_gene(&BUNDLE, "PAH")); /* a symbol is not a key */
    assert_ptr_equal(gnbs_bundle_transcript(&BUNDLE, "NM_000492.4"), &TRANSCRIPT[0]);
    assert_ptr_equal(gnbs_bundle_transcript(&BUNDLE, "ENST00000003084.11"), &TRANSCRIPT[0]);
    assert_null(gnbs_bundle_transcript(
        &BUNDLE, "NM_000492.3")); /* another version is another transcript */
    assert_null(
        gnbs_bundle_transcript(&BUNDLE, "")); /* though one of them has no partner */
}

/*   pos     8 9 | 10 11 12 13 | 14 15 | 16 17 | 18 19
 *   held    N N |  A  C  G  T |  N  N |  T  T |  N  N     */
static void bases_that_are_not_held_are_n(void **state) {
    (void)state;
    const char *expected = "NNACGTNNTTNN";
    for (gnbs_pos_t beg = 8; beg < 20; beg++)
        for (gnbs_pos_t end = beg; end <= 20; end++) {
            uint8_t codes[12];
            gnbs_bundle_sequence(&BUNDLE, (gnbs_region_t){0, beg, end}, codes);
            for (gnbs_pos_t p = beg; p < end; p++)
                assert_int_equal(gnbs_seq_letter(codes[p - beg]), expected[p - 8]);
        }
    uint8_t other[2];
    gnbs_bundle_sequence(&BUNDLE, (gnbs_region_t){1, 3, 5}, other);
    assert_int_equal(other[0], GNBS_BASE_T);
    assert_int_equal(other[1], GNBS_BASE_N);
}

/*     contig 0   gene A [1000,2000)   gene B [1900,3000)   gene C [9000,9500)
 *     targets    t0 [1100,1200) A     t1 [1950,1980) A, B  t2 [2500,2600) B   t3 [9100,9200) C   t4 [20000,20010) none */
static void a_gene_taken_away_leaves_nothing_but_what_it_shares(void **state) {
    (void)state;
    const int32_t of_a[] = {0}, of_b[] = {2, 1}, of_c[] = {3};
    const gnbs_gene_t gene[] = {
        {.hgnc_id = "A", .beg = 1000, .end = 2000, .n_transcript = 1, .transcript = of_a},
        {.hgnc_id = "B", .beg = 1900, .end = 3000, .n_transcript = 2, .transcript = of_b},
        {.hgnc_id = "C", .beg = 9000, .end = 9500, .n_transcript = 1, .transcript = of_c}};
    const gnbs_transcript_t tx[] = {{.id = "a", .other_id = "", .i_gene = 0},
                                    {.id = "b2", .other_id = "", .i_gene = 1},
                                    {.id = "b1", .other_id = "", .i_gene = 1},
                                    {.id = "c", .other_id = "", .i_gene = 2}};
    const gnbs_region_t target[] = {{0, 1100, 1200},
                                    {0, 1950, 1980},
                                    {0, 2500, 2600},
                                    {0, 9100, 9200},
                                    {0, 20000, 20010}};
    const gnbs_known_t known[] = {{.variant = {0, 1150, "A", "C"}},
                                  {.variant = {0, 1960, "A", "C"}},
                                  {.variant = {0, 2550, "A", "C"}},
                                  {.variant = {0, 9150, "A", "C"}}};
    gnbs_bundle_t b = {.n_gene = 3,
                       .gene = gene,
                       .n_transcript = 4,
                       .transcript = tx,
                       .n_target = 5,
                       .target = target,
                       .n_known = 4,
                       .known = known};
    const bool keep[] = {true, false, true};
    gnbs_arena_t arena;
    gnbs_err_t err;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_bundle_restrict(&b, keep, 10, &arena, &err), &err);
    assert_int_equal(b.n_gene, 2);
    assert_null(gnbs_bundle_gene(&b, "B"));
    assert_null(gnbs_bundle_transcript(&b, "b1"));
    const gnbs_gene_t *c = gnbs_bundle_gene(&b, "C");
    assert_int_equal(c->n_transcript, 1);
    assert_string_equal(b.transcript[c->transcript[0]].id, "c");
    assert_ptr_equal(&b.gene[b.transcript[c->transcript[0]].i_gene], c);
    assert_int_equal(b.n_target, 4); /* t2 is gone, t1 is A's too, t4 is nobody's */
    assert_int_equal(b.target[2].beg, 9100);
    assert_int_equal(b.n_known, 3);
    assert_int_equal(b.known[2].variant.pos, 9150);
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gene_taken_away_leaves_nothing_but_what_it_shares),
        cmocka_unit_test(alleles_are_found_by_exact_identity),
        cmocka_unit_test(known_lower_starts_at_or_after_a_place),
        cmocka_unit_test(genes_go_by_hgnc_id_and_transcripts_by_either_accession),
        cmocka_unit_test(bases_that_are_not_held_are_n),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
