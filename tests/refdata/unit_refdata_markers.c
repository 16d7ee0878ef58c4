/* Which common SNVs become markers: near targets first, away from copies, borne out by the reference. */
#include "support/testing.h"

#include "genome/seq.h"
#include "refdata/refdata.h"
#include "refdata/refdata_genome.h"

/* One gene on chr1: exons [1000, 1100) and [1300, 1400); chr2 has none. */
static const gnbs_exon_t EXONS[] = {{1000, 1100}, {1300, 1400}};

typedef struct fixture {
    small_genome_t genome;
    gnbs_refdata_t *data;
    gnbs_bundle_t bundle;
    gnbs_err_t err;
} fixture_t;

static fixture_t F;

static int setup(void **state) {
    (void)state;
    memset(&F, 0, sizeof F);
    small_genome_init(&F.genome, 23);
    gnbs_refdata_opt_t opt = gnbs_refdata_opt_default();
    opt.pad_bp = 100;
    const gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1050, 1350)};
    assert_ok(gnbs_refdata_new(&F.genome.ref, GNBS_BUILD_CUSTOM, &opt, &F.data, &F.err),
              &F.err);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_ok(gnbs_refdata_select(F.data, NULL, true, NULL, NULL, &F.err), &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, NULL, &F.err), &F.err);
    return 0;
}
static int teardown(void **state) {
    (void)state;
    gnbs_refdata_free(F.data);
    gnbs_arena_clear(&F.bundle.arena);
    return 0;
}

static char letter_at(int32_t tid, gnbs_pos_t pos) { return F.genome.letters[tid][pos]; }
static char other_letter(char c) { return c == 'A' ? 'C' : 'A'; }

static void tell(int32_t tid, gnbs_pos_t pos, char ref, char alt, double af, int32_t an) {
    const char ref_text[2] = {ref}, alt_text[2] = {alt};
    const gnbs_refdata_frequency_t allele = {
        .tid = tid,
        .chrom = "chr",
        .is_usable = true,
        .value = {.variant = {tid, pos, ref_text, alt_text},
                  .af = af,
                  .faf95 = -1,
                  .af_grpmax = -1,
                  .an = an,
                  .ac = -1,
                  .n_hom = -1,
                  .n_hemi = -1,
                  .af_male = -1,
                  .grpmax = "",
                  .groups = "",
                  .filter = "",
                  .source = "x"}};
    assert_ok(gnbs_refdata_add_frequency(F.data, &allele, &F.err), &F.err);
}
static void tell_snv(int32_t tid, gnbs_pos_t pos, double af) {
    char ref = letter_at(tid, pos);
    tell(tid, pos, ref, other_letter(ref), af, 1000);
}
static const gnbs_bundle_t *finish(void) {
    assert_ok(gnbs_refdata_finish(F.data, NULL, &F.bundle, &F.err), &F.err);
    return &F.bundle;
}

static void common_snvs_become_markers_in_order(void **state) {
    (void)state;
    tell_snv(1, 5000, 0.3); /* far from any target */
    tell_snv(0, 1200, 0.5);
    tell_snv(0, 1060, 0.05);
    tell_snv(0, 1070, 0.049); /* rare: says little */
    tell_snv(0, 1080, 0.951); /* nearly everybody has it */
    tell(0, 1090, other_letter(letter_at(0, 1090)), letter_at(0, 1090), 0.4,
         10); /* REF is not there */
    const gnbs_bundle_t *b = finish();
    static const gnbs_marker_t WANT[] = {
        {.tid = 0, .pos = 1060}, {.tid = 0, .pos = 1200}, {.tid = 1, .pos = 5000}};
    assert_int_equal(b->n_marker, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(gnbs_marker_compare(&b->marker[i], &WANT[i]), 0);
        assert_int_equal(gnbs_seq_letter(b->marker[i].ref),
                         letter_at(WANT[i].tid, WANT[i].pos));
        assert_false(b->marker[i].is_given);
    }
    assert_near(b->marker[1].af, 0.5, 0);
}

static void of_one_allele_told_twice_the_larger_source_counts(void **state) {
    (void)state;
    char ref = letter_at(0, 1060), alt = other_letter(ref);
    tell(0, 1060, ref, alt, 0.3, 100);
    tell(0, 1060, ref, alt, 0.2, 5000);
    tell(0, 1060, ref, alt, 0.4, -1);
    const gnbs_bundle_t *b = finish();
    assert_int_equal(b->n_marker, 1);
    assert_near(b->marker[0].af, 0.2, 0);
}

static void a_place_with_two_common_alleles_is_no_marker(void **state) {
    (void)state;
    char ref = letter_at(0, 1060);
    const char *others = ref == 'A' ? "CG" : ref == 'C' ? "AG" : "AC";
    tell(0, 1060, ref, others[0], 0.3, 100);
    tell(0, 1060, ref, others[1], 0.2, 100);
    tell_snv(0, 1061, 0.3);
    const gnbs_bundle_t *b = finish();
    assert_int_equal(b->n_marker, 1);
    assert_int_equal(b->marker[0].pos, 1061);
}

static void of_a_far_stretch_the_most_telling_stay(void **state) {
    (void)state;
    /* eight of one stretch of chr2 (8,192 bases), frequencies 0.1 to 0.45: six stay */
    for (int i = 0; i < 8; i++) tell_snv(1, 100 + 500 * i, 0.10 + 0.05 * i);
    /* near the gene all stay */
    for (int i = 0; i < 8; i++) tell_snv(0, 1000 + 10 * i, 0.10 + 0.05 * i);
    const gnbs_bundle_t *b = finish();
    assert_int_equal(b->n_marker, 8 + 6);
    assert_int_equal(b->marker[8].pos, 100 + 500 * 2);
}

static void what_the_laboratory_names_stays(void **state) {
    (void)state;
    char ref = letter_at(0, 1060);
    tell(0, 1060, ref, other_letter(ref), 0.3, 100);
    const gnbs_marker_t given[] = {
        {.tid = 0,
         .pos = 1060,
         .ref = gnbs_seq_code(ref),
         .alt = gnbs_seq_code(other_letter(ref)),
         .af = 0.002,
         .has_pc = true,
         .pc = {1.5, -2, 0, 0}},
        {.tid = 1,
         .pos = 77,
         .ref = (uint8_t)((gnbs_seq_code(letter_at(1, 77)) + 1) % 4),
         .alt = gnbs_seq_code(letter_at(1, 77)),
         .af = 0.5}}; /* not what the reference has */
    assert_ok(gnbs_refdata_add_markers(F.data, 2, given, &F.err), &F.err);
    const gnbs_bundle_t *b = finish();
    assert_int_equal(b->n_marker, 1);
    assert_true(b->marker[0].is_given);
    assert_true(b->marker[0].has_pc);
    assert_near(b->marker[0].af, 0.002, 0);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(common_snvs_become_markers_in_order),
        CASE(of_one_allele_told_twice_the_larger_source_counts),
        CASE(a_place_with_two_common_alleles_is_no_marker),
        CASE(of_a_far_stretch_the_most_telling_stay),
        CASE(what_the_laboratory_names_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
