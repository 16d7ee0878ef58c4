#include "support/testing.h"

#include "genome/consequence.h"

static void the_worst_term_is_the_most_severe(void **state) {
    (void)state;
    gnbs_consequence_t c = {0};
    assert_int_equal(gnbs_consequence_worst(&c), GNBS_CSQ_INTERGENIC);
    c.terms = UINT64_C(1) << GNBS_CSQ_SPLICE_REGION | UINT64_C(1) << GNBS_CSQ_MISSENSE;
    assert_int_equal(gnbs_consequence_worst(&c), GNBS_CSQ_MISSENSE);
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_consequence_print_terms(&out, c.terms);
    assert_string_equal(gnbs_str_text(&out), "missense_variant&splice_region_variant");
    gnbs_str_clear(&out);
}

/* Richards et al. 2015, PVS1: nonsense, frameshift, canonical +-1 or 2 splice sites, initiation codon, deletion. */
static void loss_of_function_terms_are_those_of_pvs1(void **state) {
    (void)state;
    static const gnbs_csq_t LOF[] = {GNBS_CSQ_TRANSCRIPT_ABLATION, GNBS_CSQ_SPLICE_ACCEPTOR,
                                     GNBS_CSQ_SPLICE_DONOR,        GNBS_CSQ_STOP_GAINED,
                                     GNBS_CSQ_FRAMESHIFT,          GNBS_CSQ_START_LOST};
    uint64_t lof = 0;
    for (size_t i = 0; i < sizeof LOF / sizeof LOF[0]; i++) lof |= UINT64_C(1) << LOF[i];
    for (int i = 0; i < GNBS_CSQ_N; i++) {
        const gnbs_consequence_t c = {.terms = UINT64_C(1) << i};
        assert_int_equal(gnbs_consequence_is_lof(&c), (lof >> i & 1) != 0);
    }
}

/* Peer: VEP's table of consequences (rank, accession, IMPACT). */
static void order_accessions_and_impacts_are_veps(void **state) {
    (void)state;
    char path[1024], line[1024];
    if (shared_file(path, sizeof path, "data/annotation/csq_cases/so_rank_vep.tsv") == NULL)
        return;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    int n_found = 0, last = -1;
    while (fgets(line, sizeof line, f) != NULL) {
        char term[128], id[32], impact[32];
        if (line[0] == '#' ||
            sscanf(line, "%*s %*s %127s %31s %31s", term, id, impact) != 3)
            continue;
        for (int i = 0; i < GNBS_CSQ_N; i++) {
            if (strcmp(gnbs_csq_so_term((gnbs_csq_t)i), term) != 0) continue;
            assert_string_equal(gnbs_csq_so_id((gnbs_csq_t)i), id);
            assert_string_equal(gnbs_csq_impact((gnbs_csq_t)i), impact);
            if (i <= last)
                fail_msg("%s ranks before %s in VEP", gnbs_csq_so_term((gnbs_csq_t)last),
                         term);
            last = i;
            n_found++;
        }
    }
    fclose(f);
    assert_int_equal(n_found,
                     GNBS_CSQ_N - 1); /* intergenic_variant is not of a transcript */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_term_is_the_most_severe),
        cmocka_unit_test(loss_of_function_terms_are_those_of_pvs1),
        cmocka_unit_test(order_accessions_and_impacts_are_veps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
