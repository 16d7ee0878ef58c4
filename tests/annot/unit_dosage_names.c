/* HGVS names of deletions and duplications of exons, by hand.
 *
 *     exons (0-based)   [1000,1100) [2000,2200) [3000,3100)     c.1-100  c.101-300  c.301-400
 *     base p of intron 1 is c.100+(p-1099) up to its middle, c.101-(2000-p) behind it                     */
#include "support/testing.h"

#include "annot/annot.h"

static const gnbs_exon_t EXON[] = {{1000, 1100}, {2000, 2200}, {3000, 3100}};
static const gnbs_contig_t CONTIG[] = {{.name = "chr3", .length_bp = 198295559}};
static gnbs_bundle_t bundle;
static gnbs_transcript_t tx;
static gnbs_arena_t arena;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    tx = (gnbs_transcript_t){.id = "ENST1.1",
                             .other_id = "NM_1.2",
                             .tid = 0,
                             .strand = 1,
                             .beg = 1000,
                             .end = 3100,
                             .cds_beg = 1000,
                             .cds_end = 3100,
                             .n_exon = 3,
                             .exon = EXON};
    bundle = (gnbs_bundle_t){.contigs = {1, CONTIG, "made"},
                             .build = GNBS_BUILD_GRCH38,
                             .n_transcript = 1,
                             .transcript = &tx};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_dosage_t exact(gnbs_pos_t beg, gnbs_pos_t end, int32_t homology) {
    return (gnbs_dosage_t){
        .region = {0, beg, end}, .is_exact = true, .homology_bp = homology};
}

static void ends_that_are_known_are_named_to_the_base(void **state) {
    (void)state;
    /* lost: 1900 (100 before exon 2) to 2249 (50 behind it) */
    gnbs_dosage_t d = exact(1900, 2250, 0);
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-100_300+50del");
    assert_string_equal(gnbs_annot_hgvs_g_dosage(&bundle, &d, &arena),
                        "NC_000003.12:g.1901_2250del");
    d.kind = GNBS_DOSAGE_DUP;
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-100_300+50dup");
    tx.strand = -1; /* exon 2 is still the second: c.101-300 from 2199 down to 2000 */
    d.kind = GNBS_DOSAGE_DEL;
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-50_300+100del");
}

static void homology_moves_the_name_to_its_3_prime_place(void **state) {
    (void)state;
    gnbs_dosage_t d = exact(1900, 2250, 4); /* may slide four bases to the right */
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-96_300+54del");
    assert_string_equal(gnbs_annot_hgvs_g_dosage(&bundle, &d, &arena),
                        "NC_000003.12:g.1905_2254del");
    tx.strand = -1; /* 3' is to the left: the leftmost place it is */
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-50_300+100del");
}

static void ends_that_are_not_known_are_named_by_where_they_lie(void **state) {
    (void)state;
    gnbs_dosage_t d = {
        .region = {0, 1900, 2300}, .ci_beg = {0, 1300, 1999}, .ci_end = {0, 2200, 2599}};
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.(100+201_101-1)_(300+1_300+400)del");
    assert_string_equal(gnbs_annot_hgvs_g_dosage(&bundle, &d, &arena),
                        "NC_000003.12:g.(1301_2000)_(2201_2600)del");
    tx.strand = -1;
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.(101-400_101-1)_(300+1_301-201)del");
}

static void beyond_the_transcript_there_is_no_number(void **state) {
    (void)state;
    gnbs_dosage_t d = exact(1900, 9000, 0);
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:c.101-100_?del");
    d = exact(100, 9000, 0);
    assert_null(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena));
    tx.cds_beg = tx.cds_end = 1000; /* codes no protein: n., counted from its first base */
    d = exact(1900, 2250, 0);
    assert_string_equal(gnbs_annot_name_dosage(&bundle, &tx, &d, &arena),
                        "NM_1.2:n.101-100_300+50del");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(ends_that_are_known_are_named_to_the_base),
        CASE(homology_moves_the_name_to_its_3_prime_place),
        CASE(ends_that_are_not_known_are_named_by_where_they_lie),
        CASE(beyond_the_transcript_there_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
