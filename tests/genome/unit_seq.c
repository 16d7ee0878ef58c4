#include "support/testing.h"

#include "genome/seq.h"

/* NCBI's genetic codes as NCBI prints them: bases in the order TCAG, the third fastest. */
static const char NCBI_1[] =
    "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
static const char NCBI_2[] =
    "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG";

static void every_codon_translates_as_ncbi_prints_it(void **state) {
    (void)state;
    for (int i = 0; i < 64; i++) {
        const uint8_t codon[3] = {gnbs_seq_code("TCAG"[i / 16]),
                                  gnbs_seq_code("TCAG"[i / 4 % 4]),
                                  gnbs_seq_code("TCAG"[i % 4])};
        assert_int_equal(gnbs_seq_translate(codon, 1), NCBI_1[i]);
        assert_int_equal(gnbs_seq_translate(codon, 2), NCBI_2[i]);
    }
}

/* An N stands for four bases: the answer is open when they differ. */
static void an_n_leaves_a_codon_open_only_where_it_matters(void **state) {
    (void)state;
    for (int table = 1; table <= 2; table++)
        for (int ab = 0; ab < 16; ab++) {
            uint8_t codon[3] = {(uint8_t)(ab / 4), (uint8_t)(ab % 4), 0};
            char first = gnbs_seq_translate(codon, table);
            bool is_same = true;
            for (uint8_t c = 1; c < 4; c++) {
                codon[2] = c;
                is_same = is_same && gnbs_seq_translate(codon, table) == first;
            }
            codon[2] = GNBS_BASE_N;
            assert_int_equal(gnbs_seq_translate(codon, table), is_same ? first : 'X');
        }
    assert_int_equal(gnbs_seq_translate((const uint8_t[]){4, 1, 1}, 1), 'X');
    assert_int_equal(gnbs_seq_translate((const uint8_t[]){0, 4, 1}, 1), 'X');
}

static void letters_become_codes_and_back(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(gnbs_seq_code("ACGTN"[i]), i);
        assert_int_equal(gnbs_seq_code("acgtn"[i]), i);
        assert_int_equal(gnbs_seq_letter((uint8_t)i), "ACGTN"[i]);
    }
    for (const char *s = "RYSWKMBDHV-*.?"; *s != '\0'; s++)
        assert_int_equal(gnbs_seq_code(*s), GNBS_BASE_N);
    assert_int_equal(gnbs_seq_letter(200), 'N');
}

static void the_complement_pairs_a_with_t_and_c_with_g(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(gnbs_seq_letter(gnbs_seq_complement((uint8_t)i)), "TGCAN"[i]);
}

static void reverse_complement_and_back_changes_nothing(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int n = 0; n < 100; n++) {
        uint8_t seq[100], twice[100];
        for (int i = 0; i < n; i++) seq[i] = twice[i] = (uint8_t)random_below(&rng, 5);
        gnbs_seq_reverse_complement(n, twice);
        for (int i = 0; i < n; i++)
            assert_int_equal(twice[i], gnbs_seq_complement(seq[n - 1 - i]));
        gnbs_seq_reverse_complement(n, twice);
        assert_memory_equal(twice, seq, (size_t)n);
    }
}

static void three_letter_names_are_iupacs(void **state) {
    (void)state;
    static const char NAMES[] =
        "A Ala R Arg N Asn D Asp C Cys Q Gln E Glu G Gly H His I Ile L Leu K Lys M Met "
        "F Phe P Pro S Ser T Thr W Trp Y Tyr V Val U Sec * Ter X Xaa";
    for (const char *s = NAMES; *s != '\0'; s += s[5] == '\0' ? 5 : 6)
        assert_memory_equal(gnbs_seq_aa3(s[0]), s + 2, 3);
    assert_string_equal(gnbs_seq_aa3('?'), "Xaa");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_codon_translates_as_ncbi_prints_it),
        cmocka_unit_test(an_n_leaves_a_codon_open_only_where_it_matters),
        cmocka_unit_test(letters_become_codes_and_back),
        cmocka_unit_test(the_complement_pairs_a_with_t_and_c_with_g),
        cmocka_unit_test(reverse_complement_and_back_changes_nothing),
        cmocka_unit_test(three_letter_names_are_iupacs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
