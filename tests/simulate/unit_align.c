/* Expected alignments: by hand from the drawings; those near a read's end from bwa mem 0.7.17
 * too, given the same reference and read. */
#include "simulate/world.h"

#include "core/str.h"
#include "genome/seq.h"
#include "simulate/simulate_align.h"

enum { MAX_BP = 400 };

typedef struct made {
    gnbs_simulate_haplotype_t hap;
    gnbs_simulate_edit_t edit;
    uint8_t ref[MAX_BP], seq[MAX_BP], alt[32];
} made_t;

/* A reference of letters and one edit of it: [beg, beg + n_ref) becomes alt. */
static void make(made_t *m, const char *ref, gnbs_pos_t beg, int32_t n_ref,
                 const char *alt) {
    memset(m, 0, sizeof *m);
    int32_t n = (int32_t)strlen(ref), n_alt = (int32_t)strlen(alt);
    for (int32_t i = 0; i < n; i++) m->ref[i] = gnbs_seq_code(ref[i]);
    for (int32_t i = 0; i < n_alt; i++) m->alt[i] = gnbs_seq_code(alt[i]);
    memcpy(m->seq, m->ref, (size_t)beg);
    memcpy(m->seq + beg, m->alt, (size_t)n_alt);
    memcpy(m->seq + beg + n_alt, m->ref + beg + n_ref, (size_t)(n - beg - n_ref));
    m->edit = (gnbs_simulate_edit_t){beg, beg, n_ref, n_alt, m->alt};
    m->hap = (gnbs_simulate_haplotype_t){0, n - n_ref + n_alt, n, m->seq, 1, &m->edit};
}

static void aligns(const made_t *m, gnbs_pos_t hap_beg, int32_t len, gnbs_pos_t beg,
                   const char *cigar, int32_t edit_distance) {
    gnbs_simulate_alignment_t a;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_simulate_align(&m->hap, m->ref, hap_beg, len, m->seq + hap_beg, &a);
    for (int i = 0; i < a.n_cigar; i++)
        gnbs_str_printf(&text, "%d%c", gnbs_cigar_len(a.cigar[i]),
                        "MIDNS"[gnbs_cigar_op(a.cigar[i])]);
    assert_string_equal(text.s, cigar);
    assert_int_equal(a.beg, beg);
    assert_int_equal(a.edit_distance, edit_distance);
    gnbs_str_clear(&text);
}

/*                      0         1         2         3         4         5         6
 *                      0123456789012345678901234567890123456789012345678901234567890123456789 */
static const char R[] =
    "GATTACAGCTTGCATCGGACAAAAAACTGGTCTAGCATTCGAGGCTATTGCACCGATAGTCTTAAGGCGT";

static void a_deletion_in_a_run_is_written_at_its_left(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 20, 2, ""); /* AAAAAA at 20..25 loses two: normal form deletes 20 and 21 */
    aligns(&m, 0, 60, 0, "20M2D40M", 2);
    aligns(&m, 5, 50, 5, "15M2D35M", 2);
}

static void an_insertion_in_a_run_is_written_at_its_left(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 20, 0, "AA");
    aligns(&m, 0, 60, 0, "20M2I38M", 2);
}

static void an_snv_is_a_mismatch(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 30, 1, "A"); /* T at 30 */
    aligns(&m, 10, 50, 10, "50M", 1);
}

static void a_read_beside_the_change_is_as_the_reference(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 20, 2, "");
    aligns(&m, 0, 20, 0, "20M", 0);
    aligns(&m, 20, 40, 22, "40M", 0); /* behind the deletion: 22 on the reference */
}

/*  ref   ...GGAC AAAAAA CTGG    A read that begins in the shortened run matches the reference's longer run as well:
 *  hap   ...GGAC   AAAA CTGG    no gap is seen. */
static void a_read_inside_the_run_shows_no_gap(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 20, 2, "");
    aligns(&m, 20, 44, 22, "44M", 0);
}

/*        28 GGT  31 [CTAG] 35 C ATTCGAGGC...     deleting CTAG
 * bwa mem, between 200 random bases each side: 131M4D9M, 132M4S, 3S109M */
static void a_gap_near_the_end_must_earn_its_price(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 31, 4, "");
    /* 9 bases behind the gap: 9 + 5 (the end) - 6 - 4 = 4; without a gap CATTCGAGG on CTAGCATTC earns 1 */
    aligns(&m, 0, 40, 0, "31M4D9M", 4);
    /* 5 bases behind it: 5 + 5 - 10 = 0, less than the 1 of the C that matches anyway */
    aligns(&m, 0, 36, 0, "32M4S", 0);
    /* GGT before it: 3 + 5 - 10 < 0, and T on the G of CTAG earns nothing */
    aligns(&m, 28, 38, 35, "3S35M", 0);
}

/*        36 A [TTCTTC] 37 TTC 40 GAGGCT           inserting TTCTTC
 * bwa mem: 140M6S, 140M3S, 108M with one mismatch */
static void inserted_bases_at_the_end_have_nothing_to_hold_on_to(void **state) {
    (void)state;
    made_t m;
    make(&m, R, 37, 0, "TTCTTC");
    aligns(&m, 0, 46, 0, "40M6S", 0); /* the first TTC matches, TTCTTC on GAGGCT does not */
    aligns(&m, 0, 43, 0, "40M3S", 0);
    aligns(&m, 42, 30, 36, "30M", 1); /* C on A at 36: -4 + 5 > 0, so no clip */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deletion_in_a_run_is_written_at_its_left),
        cmocka_unit_test(an_insertion_in_a_run_is_written_at_its_left),
        cmocka_unit_test(an_snv_is_a_mismatch),
        cmocka_unit_test(a_read_beside_the_change_is_as_the_reference),
        cmocka_unit_test(a_read_inside_the_run_shows_no_gap),
        cmocka_unit_test(a_gap_near_the_end_must_earn_its_price),
        cmocka_unit_test(inserted_bases_at_the_end_have_nothing_to_hold_on_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
