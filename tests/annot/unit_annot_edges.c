/* Ends, starts and codes that are not the common ones. Each sequence can be read with a pencil. */
#include "annot_world.h"

static gnbs_arena_t arena;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

typedef struct expected {
    int64_t pos;
    const char *ref, *alt, *terms, *p, *amino_acids;
} expected_t;

static void expect(const char *seq, const char *model, size_t n, const expected_t e[]) {
    gnbs_transcript_t tx = drawn_transcript(&arena, "TX.1", model, 1);
    gnbs_bundle_t bundle = drawn_bundle(&arena, "chr1", seq, 1, &tx);
    for (size_t i = 0; i < n; i++) {
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_variant_t v = {0, e[i].pos, e[i].ref, e[i].alt};
        gnbs_consequence_t c;
        gnbs_str_t terms;
        gnbs_str_init(&terms);
        assert_ok(gnbs_annot_on_transcript(&bundle, &tx, &v, NULL, &arena, &c, &err), &err);
        gnbs_consequence_print_terms(&terms, c.terms);
        const char *p = c.hgvs_p != NULL ? c.hgvs_p : "-";
        const char *aa = c.amino_acids != NULL ? c.amino_acids : "-";
        if (strcmp(gnbs_str_text(&terms), e[i].terms) != 0 || strcmp(p, e[i].p) != 0 ||
            strcmp(aa, e[i].amino_acids) != 0)
            fail_msg("%d %s>%s: %s %s %s, expected %s %s %s", (int)e[i].pos, e[i].ref,
                     e[i].alt, gnbs_str_text(&terms), p, aa, e[i].terms, e[i].p,
                     e[i].amino_acids);
        gnbs_str_clear(&terms);
    }
}
#define EXPECT(seq, model, table)                                                          \
    expect(seq, model, sizeof(table) / sizeof((table)[0]), table)

/* 0   4  7  10 13        M K G and two bases of a fourth codon: nobody knows how it ends
 * CCCCATGAAAGGTCACCCC    */
static void a_model_may_end_inside_a_codon(void **state) {
    (void)state;
    const expected_t e[] = {
        {13, "C", "G", "incomplete_terminal_codon_variant&coding_sequence_variant", "-",
         "X"},
        {14, "A", "G", "incomplete_terminal_codon_variant&coding_sequence_variant", "-",
         "X"},
        {11, "G", "A", "missense_variant", "p.(Gly3Asp)", "G/D"},
    };
    EXPECT("CCCCATGAAAGGTCACCCC", "....EEEEEEEEEEE....", e);
}

/* M U K * : a TGA inside a CDS is read as selenocysteine */
static void a_tga_inside_is_selenocysteine(void **state) {
    (void)state;
    const expected_t e[] = {
        {9, "A", "C", "missense_variant", "p.(Sec2Cys)", "U/C"},  /* TGC */
        {8, "G", "A", "stop_gained", "p.(Sec2Ter)", "U/*"},       /* TAA */
        {11, "A", "T", "missense_variant", "p.(Lys3Ile)", "K/I"}, /* ATA */
        {13, "T", "C", "stop_lost", "p.(Ter4GlnextTer?)", "*/Q"}, /* CAA */
        {10, "AAA", "TGA", "stop_gained", "p.(Lys3Ter)", "K/*"},  /* a TGA that is new */
    };
    EXPECT("CCCCATGTGAAAATAACCC", "....EEEEEEEEEEEE333", e);
}

/* The protein begins with Met whichever codon starts it; a change of that codon may end it.
 *   CTG AAA GGT TAA   one base from ATG: a start
 *   GGC AAA GGT TAA   two bases and more from it: a model whose start was not found */
static void starts_need_not_be_atg(void **state) {
    (void)state;
    const expected_t ctg[] = {
        {4, "C", "G", "start_lost", "p.(Met1?)", "L/V"},
        {5, "T", "A", "start_lost", "p.(Met1?)", "L/Q"},
        {8, "A", "T", "missense_variant", "p.(Lys2Ile)", "K/I"},
    };
    EXPECT("CCCCCTGAAAGGTTAACCC", "..55EEEEEEEEEEEE333", ctg);
    const expected_t ggc[] = {
        {4, "G", "A", "missense_variant", "p.(Gly1Ser)", "G/S"},
        {6, "C", "T", "synonymous_variant", "p.(Gly1=)", "G"},
    };
    EXPECT("CCCCGGCAAAGGTTAACCC", "..55EEEEEEEEEEEE333", ggc);
}

/* M K G TAA TAA: what is put in or taken out may leave a stop where one was */
static void a_stop_may_stay(void **state) {
    (void)state;
    const expected_t e[] = {
        {15, "A", "G", "stop_retained_variant", "p.(Ter4=)", "*"},           /* TAG */
        {13, "TAATAA", "TGATAA", "stop_retained_variant", "p.(Ter4=)", "*"}, /* TGA */
        /* by the 3' rule it is the second TAA that is lost, in the UTR: no p. name */
        {12, "TTAA", "T", "inframe_deletion&stop_retained_variant", "-", "*/-"},
    };
    EXPECT("CCCCATGAAAGGTTAATAACC", "....EEEEEEEEEEEE33333", e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_may_end_inside_a_codon),
        cmocka_unit_test(a_tga_inside_is_selenocysteine),
        cmocka_unit_test(starts_need_not_be_atg),
        cmocka_unit_test(a_stop_may_stay),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
