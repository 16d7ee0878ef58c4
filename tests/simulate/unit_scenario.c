#include "simulate/world.h"

#define ONE_GENE                                                                           \
    META("F", "chr1:20000,chrX:20000") COLUMNS GENE("SYNA1", "1", "chr1", "+", "4")

static void refused(const char *text, gnbs_code_t code, const char *words) {
    gnbs_arena_t arena;
    gnbs_simulate_scenario_t s;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    assert_fails(parse_scenario(text, &arena, &s, &err), code, &err, words);
    gnbs_arena_clear(&arena);
}

static void a_scenario_is_read_as_written(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_simulate_scenario_t s;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    assert_ok(parse_scenario(ONE_GENE ALLELE("SYNA1", "2", "stop_gained", "het", "2")
                                 HOLE("SYNA1", "3"),
                             &arena, &s, &err),
              &err);
    assert_string_equal(s.sample, "S1");
    assert_int_equal(s.sex, GNBS_SEX_FEMALE);
    assert_int_equal(s.seed, 3);
    assert_int_equal(s.contigs.n, 2);
    assert_int_equal(s.contigs.contig[1].length_bp, 20000);
    assert_int_equal(s.n_gene, 1);
    assert_string_equal(s.gene[0].transcript, "ENST99000000001.1");
    assert_int_equal(s.n_allele, 1);
    assert_int_equal(s.allele[0].effect, GNBS_SIMULATE_STOP_GAINED);
    assert_int_equal(s.allele[0].zygosity, GNBS_ZYG_HET);
    assert_int_equal(s.allele[0].haplotype, 2);
    assert_int_equal(s.allele[0].line, 14); /* 11 lines of ##, one of columns, the gene */
    assert_int_equal(s.n_hole, 1);
    assert_int_equal(s.hole[0].exon_number, 3);
    gnbs_arena_clear(&arena);
}

static void a_misspelt_setting_is_not_a_default_in_silence(void **state) {
    (void)state;
    refused("##name=x\n##sample=S\n##sex=F\n##contigs=chr1:20000\n##coverge=30\n" COLUMNS,
            GNBS_E_FORMAT, "test.tsv:5: ##coverge: no such setting");
}

static void what_is_wrong_is_named_with_line_and_column(void **state) {
    (void)state;
    refused(META("Q", "chr1:20000") COLUMNS, GNBS_E_FORMAT,
            "test.tsv:3: ##sex='Q': expected F or M");
    refused(META("F", "chr1:20") COLUMNS, GNBS_E_FORMAT, "expected NAME:LENGTH");
    refused(META("F", "chr1:20000,1:20000") COLUMNS, GNBS_E_FORMAT, "expected a new name");
    refused(META("F", "chr1:20000,chrY:20000") COLUMNS, GNBS_E_FORMAT, "autosomes and X");
    refused(META("F", "../x:20000") COLUMNS, GNBS_E_FORMAT, "expected a new name");
    refused(ONE_GENE "gnee\tSYNB1\n", GNBS_E_FORMAT, "test.tsv:14: column item: 'gnee'");
    refused(ONE_GENE GENE("SYNA1", "2", "chr1", "+", "4"), GNBS_E_FORMAT,
            "that of line 13");
    refused(ONE_GENE GENE("SYNB1", "2", "chr9", "+", "4"), GNBS_E_FORMAT,
            "column contig: 'chr9'");
    refused(ONE_GENE ALLELE("SYNB1", "2", "missense", "het", "1"), GNBS_E_FORMAT,
            "column gene");
    refused(ONE_GENE ALLELE("SYNA1", "5", "missense", "het", "1"), GNBS_E_FORMAT,
            "column exon: '5': expected a whole number from 1 to 4");
    refused(ONE_GENE ALLELE("SYNA1", "2", "mutation", "het", "1"), GNBS_E_FORMAT,
            "column effect");
    refused(ONE_GENE ALLELE("SYNA1", "2", "missense", "het", "3"), GNBS_E_FORMAT,
            "column haplotype");
}

static void copies_fit_the_sex(void **state) {
    (void)state;
    refused(ONE_GENE ALLELE("SYNA1", "2", "missense", "hemi", "."), GNBS_E_FORMAT,
            "two copies");
    refused(META("M", "chr1:20000,chrX:20000") COLUMNS GENE("SYNX1", "1", "chrX", "+", "4")
                ALLELE("SYNX1", "2", "missense", "het", "1"),
            GNBS_E_FORMAT, "one copy");
}

static void a_gene_that_does_not_fit_is_refused(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_simulate_scenario_t s;
    gnbs_simulate_world_t world;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    /* 40 exons of at least 90 bases and 39 introns of at least 300: over 15,300, with margins over 17,300 */
    assert_ok(parse_scenario(META("F", "chr1:15000")
                                 COLUMNS GENE("SYNA1", "1", "chr1", "+", "40"),
                             &arena, &s, &err),
              &err);
    assert_fails(gnbs_simulate_world_make(&s, &arena, &world, &err), GNBS_E_DATA, &err,
                 "does not fit");
    gnbs_arena_clear(&arena);
}

static void a_change_without_a_place_is_refused(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_simulate_scenario_t s;
    gnbs_simulate_world_t world;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    assert_ok(parse_scenario(ONE_GENE ALLELE("SYNA1", "4", "splice_donor", "het", "1"),
                             &arena, &s, &err),
              &err);
    assert_fails(gnbs_simulate_world_make(&s, &arena, &world, &err), GNBS_E_DATA, &err,
                 "test.tsv:14: gene SYNA1, exon 4");
    gnbs_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_is_read_as_written),
        cmocka_unit_test(a_misspelt_setting_is_not_a_default_in_silence),
        cmocka_unit_test(what_is_wrong_is_named_with_line_and_column),
        cmocka_unit_test(copies_fit_the_sex),
        cmocka_unit_test(a_gene_that_does_not_fit_is_refused),
        cmocka_unit_test(a_change_without_a_place_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
