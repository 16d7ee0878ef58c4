#include "support/testing.h"

#include "genome/seq.h"
#include "genome/variant.h"
#include "io/fasta.h"

typedef struct shown { /* a variant as VCF shows it */
    gnbs_pos_t pos1;
    const char *ref, *alt;
} shown_t;

/* Normalises against letters, the first of which is base beg1 of the contig. */
static bool normalise(const char *letters, gnbs_pos_t beg1, shown_t v, gnbs_pos_t *pos1,
                      char ref[64], char alt[64]) {
    uint8_t window[256];
    size_t n = strlen(letters);
    for (size_t i = 0; i < n; i++) window[i] = gnbs_seq_code(letters[i]);
    gnbs_pos_t pos = v.pos1 - 1;
    snprintf(ref, 64, "%s", v.ref);
    snprintf(alt, 64, "%s", v.alt);
    bool ok = gnbs_variant_normalise(&pos, ref, alt, 64, beg1 - 1, beg1 - 1 + (gnbs_pos_t)n,
                                     window);
    *pos1 = pos + 1;
    return ok;
}

static void expect(const char *letters, shown_t v, shown_t normal) {
    gnbs_pos_t pos1;
    char ref[64], alt[64];
    assert_true(normalise(letters, 1, v, &pos1, ref, alt));
    assert_int_equal(pos1, normal.pos1);
    assert_string_equal(ref, normal.ref);
    assert_string_equal(alt, normal.alt);
}

/* Tan et al. 2015, figure 1: one CA is lost from a short tandem repeat.
 *
 *          1  4  7  10  14
 *     ref  GGGCACACACAGGG
 *     alt  GGG--CACACAGGG        the leftmost of four places for the gap
 */
static void a_lost_repeat_unit_moves_to_the_left_end_of_the_repeat(void **state) {
    (void)state;
    const char *letters = "GGGCACACACAGGG";
    const shown_t normal = {3, "GCA", "G"};
    expect(letters, (shown_t){6, "CAC", "C"}, normal);     /* not left-aligned */
    expect(letters, (shown_t){3, "GCACA", "GCA"}, normal); /* not trimmed on the right */
    expect(letters, (shown_t){2, "GGCA", "GG"}, normal);   /* not trimmed on the left */
    expect(letters, (shown_t){9, "ACA", "A"}, normal);
    expect(letters, (shown_t){10, "CAG", "G"}, normal); /* anchored on the right */
    expect(letters, normal, normal);
}

/* The same figure read the other way: one CA too many. */
static void a_gained_repeat_unit_moves_to_the_left_end_of_the_repeat(void **state) {
    (void)state;
    const char *letters = "GGGCACACACAGGG";
    const shown_t normal = {3, "G", "GCA"};
    expect(letters, (shown_t){11, "A", "ACA"}, normal);
    expect(letters, (shown_t){9, "ACAG", "ACACAG"}, normal);
    expect(letters, (shown_t){4, "C", "CAC"}, normal);
}

/* Tan et al. 2015: several neighbouring bases change.
 *
 *          1  4  7
 *     ref  GGGCATGGG
 *     alt  GGGTGCGGG
 */
static void a_substitution_is_trimmed_on_both_sides(void **state) {
    (void)state;
    const char *letters = "GGGCATGGG";
    const shown_t normal = {4, "CAT", "TGC"};
    expect(letters, (shown_t){3, "GCAT", "GTGC"}, normal);
    expect(letters, (shown_t){4, "CATG", "TGCG"}, normal);
    expect(letters, (shown_t){3, "GCATG", "GTGCG"}, normal);
    expect(letters, normal, normal);
    expect(letters, (shown_t){3, "GCATG", "GCTTG"},
           (shown_t){5, "A", "T"}); /* an SNV in a coat */
}

/*          1234567
 *     ref  TTTTAC        one T is lost: nothing stands left of base 1 to anchor on
 *     alt  -TTTAC                                                                      */
static void at_the_start_of_a_contig_the_anchor_is_the_first_base(void **state) {
    (void)state;
    expect("TTTTAC", (shown_t){4, "TA", "A"}, (shown_t){1, "TT", "T"});
    expect("CAC", (shown_t){1, "CA", "A"}, (shown_t){1, "CA", "A"});
}

static void the_edge_of_a_window_is_not_an_answer(void **state) {
    (void)state;
    gnbs_pos_t pos1;
    char ref[64], alt[64];
    /* the repeat runs on to the left of what is held (window begins at base 101) */
    assert_false(normalise("CACACAGGG", 101, (shown_t){104, "ACA", "A"}, &pos1, ref, alt));
    assert_true(normalise("GCACACAGGG", 101, (shown_t){105, "ACA", "A"}, &pos1, ref, alt));
    assert_int_equal(pos1, 101);
}

static void a_reference_allele_that_is_not_the_reference_is_refused(void **state) {
    (void)state;
    gnbs_pos_t pos1;
    char ref[64], alt[64];
    assert_false(normalise("GGGCAC", 1, (shown_t){3, "T", "A"}, &pos1, ref, alt));
    assert_false(normalise("GGGCAC", 1, (shown_t){6, "CA", "C"}, &pos1, ref,
                           alt)); /* past the end */
    assert_false(
        normalise("GGGCAC", 101, (shown_t){3, "G", "A"}, &pos1, ref, alt)); /* before it */
}

/* No room to take a base on the left, not even for a moment: neither allele may be touched alone. */
static void a_full_buffer_leaves_the_variant_as_it_was(void **state) {
    (void)state;
    static const char *const ALLELES[2][2] = {{"ACA", "A"}, {"A", "ACA"}};
    uint8_t window[9];
    for (int i = 0; i < 9; i++) window[i] = gnbs_seq_code("GCACACACA"[i]);
    for (int i = 0; i < 2; i++) {
        gnbs_pos_t pos = 6;
        char ref[4], alt[4];
        snprintf(ref, sizeof ref, "%s", ALLELES[i][0]);
        snprintf(alt, sizeof alt, "%s", ALLELES[i][1]);
        assert_false(gnbs_variant_normalise(&pos, ref, alt, sizeof ref, 0, 9, window));
        assert_int_equal(pos, 6);
        assert_string_equal(ref, ALLELES[i][0]);
        assert_string_equal(alt, ALLELES[i][1]);
    }
}

static void variants_sort_by_place_then_allele(void **state) {
    (void)state;
    const gnbs_variant_t in_order[] = {{0, 5, "A", "C"},
                                       {0, 5, "A", "G"},
                                       {0, 5, "AC", "A"},
                                       {0, 6, "A", "C"},
                                       {1, 0, "A", "C"}};
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++) {
            int c = gnbs_variant_compare(&in_order[i], &in_order[j]);
            assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
        }
}

static void symbolic_alleles_are_not_sequences(void **state) {
    (void)state;
    static const char *const SYMBOLIC[] = {"<DEL>", "*",         "<*>", "N[chr2:5[",
                                           ".",     "<NON_REF>", ""};
    for (size_t i = 0; i < sizeof SYMBOLIC / sizeof SYMBOLIC[0]; i++)
        assert_true(gnbs_variant_is_symbolic(&(gnbs_variant_t){0, 1, "A", SYMBOLIC[i]}));
    assert_false(gnbs_variant_is_symbolic(&(gnbs_variant_t){0, 1, "A", "ACGTN"}));
    assert_true(gnbs_variant_is_snv(&(gnbs_variant_t){0, 1, "A", "C"}));
    assert_false(gnbs_variant_is_snv(&(gnbs_variant_t){0, 1, "A", "AC"}));
    assert_false(gnbs_variant_is_snv(&(gnbs_variant_t){0, 1, "AC", "A"}));
}

static void every_filter_has_a_name_and_a_reason(void **state) {
    (void)state;
    for (int i = 0; i < GNBS_FILTER_N; i++) {
        assert_true(strlen(gnbs_filter_name(i)) > 3);
        assert_null(strpbrk(gnbs_filter_name(i), " ;,\t")); /* it is a FILTER of VCF */
        assert_true(strlen(gnbs_filter_reason(i)) > 20);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(gnbs_filter_name(i), gnbs_filter_name(j));
    }
}

/* Peers: 3,663 variants with needless bases, at the edges of exons of 17 transcripts of chromosome 21, for which
 * bcftools norm and vt normalize give the same normal form. */
static void bcftools_and_vt_give_the_same_normal_form(void **state) {
    (void)state;
    char path[1024], line[4096];
    if (shared_file(path, sizeof path, "data/annotation/csq_cases/vep_chr21/chr21.fa.gz") ==
        NULL)
        return;
    gnbs_err_t err;
    gnbs_fasta_t *fasta;
    assert_ok(gnbs_fasta_open(path, &fasta, &err), &err);
    int32_t tid = gnbs_contig_find(gnbs_fasta_contigs(fasta), "21");
    assert_non_null(
        shared_file(path, sizeof path, "data/annotation/norm_cases/gen/expected.tsv"));
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    int n = 0, n_wrong = 0, n_unlike = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        char id[32], in_ref[512], in_alt[512], out_ref[512], out_alt[512];
        long long in_pos1, out_pos1;
        int agree_vt;
        if (line[0] == '#') continue;
        assert_int_equal(sscanf(line, "%31s %lld %511s %511s %lld %511s %511s %d", id,
                                &in_pos1, in_ref, in_alt, &out_pos1, out_ref, out_alt,
                                &agree_vt),
                         8);
        if (!agree_vt) n_unlike++;
        uint8_t window[3000];
        gnbs_region_t r = {tid, in_pos1 - 1 - 1500, in_pos1 - 1 + 1500};
        assert_ok(gnbs_fasta_fetch(fasta, r, window, &err), &err);
        char ref[1024], alt[1024];
        gnbs_pos_t pos = in_pos1 - 1;
        memcpy(ref, in_ref, strlen(in_ref) + 1);
        memcpy(alt, in_alt, strlen(in_alt) + 1);
        bool ok = gnbs_variant_normalise(&pos, ref, alt, sizeof ref, r.beg, r.end, window);
        if (!ok || pos + 1 != out_pos1 || strcmp(ref, out_ref) != 0 ||
            strcmp(alt, out_alt) != 0) {
            print_message("%s %lld %s>%s: %lld %s>%s, peers %lld %s>%s\n", id, in_pos1,
                          in_ref, in_alt, (long long)pos + 1, ref, alt, out_pos1, out_ref,
                          out_alt);
            n_wrong++;
        }
        n++;
    }
    fclose(f);
    gnbs_fasta_close(fasta);
    print_message(
        "%d variants, %d unlike the peers (the peers differ between themselves in %d)\n", n,
        n_wrong, n_unlike);
    assert_int_equal(n_wrong, 0);
    assert_int_equal(n, 3663);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lost_repeat_unit_moves_to_the_left_end_of_the_repeat),
        cmocka_unit_test(a_gained_repeat_unit_moves_to_the_left_end_of_the_repeat),
        cmocka_unit_test(a_substitution_is_trimmed_on_both_sides),
        cmocka_unit_test(at_the_start_of_a_contig_the_anchor_is_the_first_base),
        cmocka_unit_test(the_edge_of_a_window_is_not_an_answer),
        cmocka_unit_test(a_reference_allele_that_is_not_the_reference_is_refused),
        cmocka_unit_test(a_full_buffer_leaves_the_variant_as_it_was),
        cmocka_unit_test(variants_sort_by_place_then_allele),
        cmocka_unit_test(symbolic_alleles_are_not_sequences),
        cmocka_unit_test(every_filter_has_a_name_and_a_reason),
        cmocka_unit_test(bcftools_and_vt_give_the_same_normal_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
