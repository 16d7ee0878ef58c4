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

/*            0         1         2         3         4         5
 *            0123456789012345678901234567890123456789012345678901234567
 *              UTR  M  K  G |intron 16-41            | L  P  G  * UTR       */
static void symbolic_alleles_are_told_by_their_place(void **state) {
    (void)state;
    static const char SEQ[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAACGCAC";
    static const char MODEL[] =
        "..55555EEEEEEEEE-------------------------EEEEEEEEEEEE333..";
    static const struct {
        const char *alt;
        gnbs_pos_t beg, end;
        const char *begins; /* Allele and Consequence */
    } CASES[] = {
        {"<DEL>", 17, 30,
         "deletion|splice_donor_variant&feature_truncation&splice_donor_5th_base_variant&"
         "splice_polypyrimidine_tract_variant&intron_variant|HIGH|"},
        {"<DEL:ME>", 44, 47, "deletion|feature_truncation&coding_sequence_variant|HIGH|"},
        {"<DEL>", 0, 58, "deletion|transcript_ablation|HIGH|"},
        {"<DUP:TANDEM>", 0, 58, "duplication|transcript_amplification|HIGH|"},
        {"<DUP>", 44, 47, "duplication|feature_elongation&coding_sequence_variant|HIGH|"},
        {"<INS:ME:ALU>", 44, 44,
         "insertion|feature_elongation&coding_sequence_variant|HIGH|"},
        {"<INS>", 40, 40, "insertion|splice_acceptor_variant&feature_elongation|HIGH|"},
        {"<INV>", 44, 47, "inversion|coding_sequence_variant|MODIFIER|"},
        {"<DEL>", 57, 58, "deletion|downstream_gene_variant|MODIFIER|"},
    };
    gnbs_transcript_t tx = drawn_transcript(&arena, "TX.1", MODEL, 1);
    gnbs_bundle_t bundle = drawn_bundle(&arena, "chr1", SEQ, 1, &tx);
    gnbs_annot_index_t *index;
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_annot_index_new(&bundle, NULL, &index, &err), &err);
    gnbs_annot_scratch_t *scratch = gnbs_annot_scratch_new(index);
    gnbs_str_t out;
    gnbs_str_init(&out);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        size_t n;
        gnbs_str_reset(&out);
        gnbs_annot_sv_t kind = gnbs_annot_sv_of(CASES[i].alt);
        assert_int_not_equal(kind, GNBS_ANNOT_SV_NONE);
        assert_ok(gnbs_annot_index_print_sv(index, scratch, kind,
                                            (gnbs_region_t){0, CASES[i].beg, CASES[i].end},
                                            &out, &n, &err),
                  &err);
        assert_int_equal(n, 1);
        if (strncmp(gnbs_str_text(&out), CASES[i].begins, strlen(CASES[i].begins)) != 0)
            fail_msg("case %zu: %s, expected %s", i, gnbs_str_text(&out), CASES[i].begins);
        int n_bar[2] = {0, 0};
        for (const char *s = gnbs_str_text(&out); *s != '\0'; s++) n_bar[0] += *s == '|';
        for (const char *s = gnbs_annot_csq_format(); *s != '\0'; s++)
            n_bar[1] += *s == '|';
        assert_int_equal(n_bar[0], n_bar[1]);
    }
    static const char *const OTHER[] = {"<*>",        "<NON_REF>", "*", "<CNV>",
                                        "<DELETION>", "A]chr2:9]", "A", "."};
    for (size_t i = 0; i < sizeof OTHER / sizeof OTHER[0]; i++)
        assert_int_equal(gnbs_annot_sv_of(OTHER[i]), GNBS_ANNOT_SV_NONE);
    gnbs_str_clear(&out);
    gnbs_annot_scratch_free(scratch);
    gnbs_annot_index_free(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_may_end_inside_a_codon),
        cmocka_unit_test(a_tga_inside_is_selenocysteine),
        cmocka_unit_test(starts_need_not_be_atg),
        cmocka_unit_test(a_stop_may_stay),
        cmocka_unit_test(symbolic_alleles_are_told_by_their_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
