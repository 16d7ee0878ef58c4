/* Changes on one copy of a gene, read together. */
#include "annot_world.h"

#include "annot/annot_joint.h"

/*            0         1         2         3         4         5
 *            0123456789012345678901234567890123456789012345678901234567
 *              UTR  M  K  G |intron of 25 bases      | L  P  G  * UTR
 * cDNA         -5    1     9 +1                    -1 10      21 *1        */
static const char SEQ[] = "TTGGCACATGAAAGGTGTAAGTCTCTTTTTCCTTTTTTCAGTTACCCGGATAACGCAC";
static const char MODEL[] = "..55555EEEEEEEEE-------------------------EEEEEEEEEEEE333..";
enum { N_SEQ = sizeof SEQ - 1, N_MAX = 4 };

static gnbs_arena_t arena;
static gnbs_transcript_t tx, mirror_tx;
static gnbs_bundle_t bundle, mirror;

static char *turn(const char *s, bool is_dna) {
    size_t n = strlen(s);
    char *out = GNBS_NEW(&arena, char, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = is_dna ? gnbs_seq_letter(gnbs_seq_complement(gnbs_seq_code(s[n - 1 - i])))
                        : s[n - 1 - i];
    return out;
}

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    tx = drawn_transcript(&arena, "TX.1", MODEL, 1);
    bundle = drawn_bundle(&arena, "chr1", SEQ, 1, &tx);
    mirror_tx = drawn_transcript(&arena, "TX.1", turn(MODEL, false), -1);
    mirror = drawn_bundle(&arena, "chr1", turn(SEQ, true), 1, &mirror_tx);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static void read_copy(size_t n, const gnbs_variant_t v[], gnbs_joint_t joint[]) {
    const gnbs_variant_t *list[N_MAX];
    gnbs_err_t err = {GNBS_OK, ""};
    for (size_t i = 0; i < n; i++) list[i] = &v[i];
    assert_ok(gnbs_annot_joint(&bundle, &tx, n, list, NULL, &arena, joint, &err), &err);
}

static const char *terms_of(const gnbs_consequence_t *c) {
    gnbs_str_t s;
    gnbs_str_init(&s);
    gnbs_consequence_print_terms(&s, c->terms);
    const char *text = gnbs_arena_strdup(&arena, gnbs_str_text(&s));
    gnbs_str_clear(&s);
    return text;
}

static void expect(const gnbs_joint_t *j, size_t n, const char *terms, const char *c,
                   const char *p) {
    assert_int_equal(j->n_member, n);
    assert_non_null(j->consequence);
    assert_string_equal(terms_of(j->consequence), terms);
    assert_string_equal(j->consequence->hgvs_c, c);
    assert_string_equal(j->consequence->hgvs_p, p);
}

/* The same on the other strand, with the variants turned. */
static void expect_both(size_t n, const gnbs_variant_t v[], const char *terms,
                        const char *c, const char *p) {
    gnbs_joint_t joint[N_MAX];
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_variant_t turned[N_MAX];
    const gnbs_variant_t *list[N_MAX];
    read_copy(n, v, joint);
    for (size_t i = 0; i < n; i++) expect(&joint[i], n, terms, c, p);
    for (size_t i = 0; i < n; i++) {
        gnbs_pos_t end = v[i].pos + (gnbs_pos_t)strlen(v[i].ref);
        turned[i] =
            (gnbs_variant_t){0, N_SEQ - end, turn(v[i].ref, true), turn(v[i].alt, true)};
        list[n - 1 - i] = &turned[i];
    }
    assert_ok(gnbs_annot_joint(&mirror, &mirror_tx, n, list, NULL, &arena, joint, &err),
              &err);
    for (size_t i = 0; i < n; i++) expect(&joint[i], n, terms, c, p);
}

/* AAA>TAA is a stop, AAA>ATA is Ile; AAA>TTA is Leu (TT is AA turned: an inversion by HGVS) */
static void two_substitutions_of_a_codon_are_one_change(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 10, "A", "T"}, {0, 11, "A", "T"}};
    expect_both(2, v, "missense_variant", "TX.1:c.4_5inv", "p.(Lys2Leu)");
}

/* GGT>TGT is Cys, GGT>GGA is Gly; GGT>TGA is a stop, 9 bases before the end of exon 1 */
static void two_harmless_substitutions_may_make_a_stop(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 13, "G", "T"}, {0, 15, "T", "A"}};
    expect_both(2, v, "stop_gained", "TX.1:c.7_9delinsTGA", "p.(Gly3Ter)");
}

/*  ATG AAA GGT | TTA CCC GGA TAA       M K G L P G *
 *  ATG AA- GGT | TTA CCC GGA TAA       M K V Y P D N R ...         frameshift alone
 *  ATG AA- GGT | TTA C CCC GGA TAA     ATG AAG GTT TAC CCC GGA TAA: M K V Y P G *   */
static void a_frameshift_is_rescued_in_the_next_exon(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 11, "AA", "A"}, {0, 43, "A", "AC"}};
    expect_both(2, v, "missense_variant", "TX.1:c.[6del;15dup]",
                "p.(Gly3_Leu4delinsValTyr)");
    gnbs_joint_t joint[2];
    read_copy(2, v, joint);
    assert_ptr_equal(joint[0].member[1], &v[1]);
    assert_false(gnbs_consequence_is_lof(joint[0].consequence));
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_consequence_t alone;
    assert_ok(gnbs_annot_on_transcript(&bundle, &tx, &v[0], NULL, &arena, &alone, &err),
              &err);
    assert_true(gnbs_consequence_is_lof(&alone));
    gnbs_consequence_t with = gnbs_annot_with_joint(&alone, &joint[0]);
    assert_string_equal(terms_of(&with), "missense_variant");
    assert_string_equal(with.hgvs_p, "p.(Gly3_Leu4delinsValTyr)");
    assert_string_equal(with.hgvs_c, "TX.1:c.6del");
}

/* CCC GGA: a C lost, and a substitution of the last base of the codon behind; reading ends open
 *  ATG AAA GGT TTA CC- GGT TAA: M K G L P V K?  ...CCG GTT AAC GC */
static void an_open_frame_takes_in_what_follows(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 45, "CC", "C"}, {0, 49, "A", "T"}};
    expect_both(2, v, "frameshift_variant", "TX.1:c.[15del;18A>T]", "p.(Gly6ValfsTer?)");
}

/* TTA loses its codon (c.10_12), CCC>ACC: two codons, two changes; with an insertion at the border one */
static void neighbours_in_other_codons_stay_apart(void **state) {
    (void)state;
    const gnbs_variant_t apart[] = {{0, 40, "GTTA", "G"}, {0, 44, "C", "A"}};
    gnbs_joint_t joint[N_MAX];
    read_copy(2, apart, joint);
    assert_int_equal(joint[0].n_member, 0);
    assert_int_equal(joint[1].n_member, 0);
    assert_int_equal(joint[1].n_stop, 0);
    /* ATG AAA GGT TTA [GAC] CCC>ACC: an insertion touches the codons on both its sides */
    const gnbs_variant_t beside[] = {{0, 43, "A", "AGAC"}, {0, 44, "C", "A"}};
    expect_both(2, beside, "inframe_insertion", "TX.1:c.[12_13insGAC;13C>A]",
                "p.(Pro5delinsAspThr)");
}

static void what_stands_behind_a_stop_is_told_so(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 10, "A", "T"}, {0, 44, "C", "A"}, {0, 47, "G", "C"}};
    gnbs_joint_t joint[N_MAX];
    read_copy(3, v, joint);
    assert_int_equal(joint[0].n_stop, 0);
    for (int i = 1; i < 3; i++) {
        assert_int_equal(joint[i].n_member, 0);
        assert_int_equal(joint[i].n_stop, 1);
        assert_ptr_equal(joint[i].stop[0], &v[0]);
    }
}

/* A base inside a deletion cannot be another one: the deletion stands, the rest stays alone. */
static void a_copy_does_not_carry_what_overlaps(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 9, "GAAA", "G"}, {0, 11, "A", "T"}};
    gnbs_joint_t joint[N_MAX];
    read_copy(2, v, joint);
    assert_int_equal(joint[0].n_member, 0);
    assert_int_equal(joint[1].n_member, 0);
}

/* Outside the CDS, over its end, in the start codon's length, on another contig, symbolic. */
static void what_is_no_codon_stays_alone(void **state) {
    (void)state;
    const gnbs_variant_t v[][2] = {{{0, 10, "A", "T"}, {0, 6, "C", "T"}},
                                   {{0, 15, "T", "A"}, {0, 15, "TGT", "T"}},
                                   {{0, 8, "TG", "T"}, {0, 10, "A", "T"}},
                                   {{0, 10, "A", "T"}, {0, 11, "A", "<DEL>"}}};
    for (size_t k = 0; k < sizeof v / sizeof v[0]; k++) {
        gnbs_joint_t joint[2];
        read_copy(2, v[k], joint);
        assert_int_equal(joint[0].n_member, 0);
        assert_int_equal(joint[1].n_member, 0);
    }
}

static void a_contradicting_ref_is_an_error(void **state) {
    (void)state;
    const gnbs_variant_t a = {0, 10, "A", "T"}, b = {0, 11, "G", "T"};
    const gnbs_variant_t *list[] = {&a, &b};
    gnbs_joint_t joint[2];
    gnbs_err_t err = {GNBS_OK, ""};
    assert_int_equal(gnbs_annot_joint(&bundle, &tx, 2, list, NULL, &arena, joint, &err),
                     GNBS_E_DATA);
    assert_non_null(strstr(err.msg, "chr1:12"));
}

/* ---- samples -------------------------------------------------------------------------- */

/* The IN_CIS and Consequence fields of each entry, as "IN_CIS Consequence; ...". */
static const char *entries(const gnbs_annot_index_t *index, gnbs_annot_scratch_t *scratch,
                           const gnbs_variant_t v[], int32_t i) {
    gnbs_str_t text, out;
    gnbs_str_init(&text);
    gnbs_str_init(&out);
    gnbs_err_t err = {GNBS_OK, ""};
    size_t n;
    assert_ok(gnbs_annot_index_print(index, scratch, &v[i], i, "X", &text, &n, &err), &err);
    const char *at = gnbs_str_text(&text);
    for (size_t k = 0; k < n; k++) {
        size_t len = strcspn(at, ",");
        const char *bar[64] = {at};
        int n_bar = 0;
        for (size_t c = 0; c < len; c++)
            if (at[c] == '|') bar[++n_bar] = at + c + 1;
        const char *cis = bar[n_bar - 4], *what = bar[1];
        if (k > 0) gnbs_str_add(&out, "; ");
        gnbs_str_add_n(&out, cis, strcspn(cis, "|"));
        gnbs_str_add_char(&out, ' ');
        gnbs_str_add_n(&out, what, strcspn(what, "|"));
        at += len + 1;
    }
    const char *kept = gnbs_arena_strdup(&arena, gnbs_str_text(&out));
    gnbs_str_clear(&text);
    gnbs_str_clear(&out);
    return kept;
}

typedef struct sample_case {
    gnbs_annot_carried_t carried[4];
    size_t n;
    const char *first, *second;
} sample_case_t;

static void samples_show_what_is_in_phase(void **state) {
    (void)state;
    const gnbs_variant_t v[] = {{0, 10, "A", "T"}, {0, 11, "A", "T"}};
    const char *stop = " stop_gained", *ile = " missense_variant";
    const char *with_b = "chr1-12-A-T missense_variant",
               *with_a = "chr1-11-A-T missense_variant";
    const sample_case_t cases[] = {
        /* 0|1 0|1 in one set; in two sets; 0|1 1|0; 0/1 0/1; 1/1 0/1; 1/1 1/1 */
        {{{0, 0, 2, true, 7}, {1, 0, 2, true, 7}}, 2, with_b, with_a},
        {{{0, 0, 2, true, 7}, {1, 0, 2, true, 9}}, 2, stop, ile},
        {{{0, 0, 2, true, 7}, {1, 0, 1, true, 7}}, 2, stop, ile},
        {{{0, 0, 2, false, 0}, {1, 0, 2, false, 0}}, 2, stop, ile},
        {{{0, 0, 3, true, 0}, {1, 0, 2, false, 0}},
         2,
         "chr1-12-A-T missense_variant;  stop_gained",
         with_a},
        {{{0, 0, 3, true, 0}, {1, 0, 3, true, 0}}, 2, with_b, with_a},
        /* a second sample has the first variant only */
        {{{0, 0, 2, true, 7}, {1, 0, 2, true, 7}, {0, 1, 1, true, 7}},
         3,
         "chr1-12-A-T missense_variant;  stop_gained",
         with_a},
    };
    gnbs_annot_index_t *index;
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_annot_index_new(&bundle, NULL, &index, &err), &err);
    gnbs_annot_scratch_t *scratch = gnbs_annot_scratch_new(index);
    assert_non_null(scratch);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const sample_case_t *c = &cases[k];
        assert_ok(gnbs_annot_index_carry(index, scratch, 2, v, c->n, c->carried, &err),
                  &err);
        if (strcmp(entries(index, scratch, v, 0), c->first) != 0 ||
            strcmp(entries(index, scratch, v, 1), c->second) != 0)
            fail_msg("case %zu: '%s' and '%s'", k, entries(index, scratch, v, 0),
                     entries(index, scratch, v, 1));
    }
    gnbs_annot_scratch_free(scratch);
    gnbs_annot_index_free(index);
}

static void a_list_ends_only_outside_a_cds(void **state) {
    (void)state;
    gnbs_annot_index_t *index;
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(gnbs_annot_index_new(&bundle, NULL, &index, &err), &err);
    assert_true(gnbs_annot_index_may_cut(index, 0, 6));
    assert_false(gnbs_annot_index_may_cut(index, 0, 7));
    assert_false(gnbs_annot_index_may_cut(index, 0, 30)); /* in the intron */
    assert_false(gnbs_annot_index_may_cut(index, 0, 52));
    assert_true(gnbs_annot_index_may_cut(index, 0, 53));
    assert_true(gnbs_annot_index_may_cut(index, -1, 30));
    gnbs_annot_index_free(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_substitutions_of_a_codon_are_one_change),
        cmocka_unit_test(two_harmless_substitutions_may_make_a_stop),
        cmocka_unit_test(a_frameshift_is_rescued_in_the_next_exon),
        cmocka_unit_test(an_open_frame_takes_in_what_follows),
        cmocka_unit_test(neighbours_in_other_codons_stay_apart),
        cmocka_unit_test(what_stands_behind_a_stop_is_told_so),
        cmocka_unit_test(a_copy_does_not_carry_what_overlaps),
        cmocka_unit_test(what_is_no_codon_stays_alone),
        cmocka_unit_test(a_contradicting_ref_is_an_error),
        cmocka_unit_test(samples_show_what_is_in_phase),
        cmocka_unit_test(a_list_ends_only_outside_a_cds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
