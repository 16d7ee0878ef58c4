/* What an event does to a transcript. Exon lengths of DMD (NM_004006, exons 44 to 52: 148 176 148 150 186 102 109 233 118)
 * stand in a gene whose introns are 1,000 bases; whether a deletion keeps the frame is known of patients: 45-50 and 48-50 are
 * Duchenne (out of frame), 45-47 and 48-49 Becker (in frame) (Monaco et al. 1988; Leiden DMD pages). */
#include "support/testing.h"

#include "cnv/cnv.h"
#include "genome/consequence.h"

enum { N_EXON = 9 };
static const int LENGTH[N_EXON] = {148, 176, 148, 150, 186, 102, 109, 233, 118};
static gnbs_exon_t exon[N_EXON];
static gnbs_transcript_t tx;
static gnbs_arena_t arena;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    gnbs_pos_t at = 10000;
    for (int i = 0; i < N_EXON; i++) {
        exon[i] = (gnbs_exon_t){at, at + LENGTH[i]};
        at += LENGTH[i] + 1000;
    }
    tx = (gnbs_transcript_t){.tid = 0,
                             .strand = 1,
                             .beg = 10000,
                             .end = exon[N_EXON - 1].end,
                             .cds_beg = 10000,
                             .cds_end = exon[N_EXON - 1].end,
                             .n_exon = N_EXON,
                             .exon = exon};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_dosage_t event(gnbs_dosage_kind_t kind, gnbs_pos_t beg, gnbs_pos_t end) {
    return (gnbs_dosage_t){.kind = kind,
                           .region = {0, beg, end},
                           .is_exact = true,
                           .is_tandem = kind == GNBS_DOSAGE_DUP};
}

/* From the middle of one intron to the middle of another: exons first..last by index, 0-based. */
static gnbs_dosage_effect_t whole_exons(gnbs_dosage_kind_t kind, int first, int last) {
    gnbs_dosage_t d = event(kind, exon[first].beg - 500, exon[last].end + 500);
    gnbs_dosage_effect_t e;
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_non_null(e.effect_why);
    assert_false(e.cuts_exon);
    return e;
}

static void deletions_of_exons_follow_the_reading_frame_rule(void **state) {
    (void)state;
    static const struct {
        int first, last; /* exons of DMD */
        bool is_duchenne;
    } KNOWN[] = {{45, 50, true},  {48, 50, true},  {45, 45, true},  {50, 50, true},
                 {45, 47, false}, {48, 49, false}, {45, 49, false}, {48, 51, false}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        gnbs_dosage_effect_t e =
            whole_exons(GNBS_DOSAGE_DEL, KNOWN[i].first - 44, KNOWN[i].last - 44);
        assert_int_equal(e.is_lof, KNOWN[i].is_duchenne);
        assert_int_equal(e.is_unclear, !KNOWN[i].is_duchenne);
        assert_true(e.terms == UINT64_C(1)
                                   << (KNOWN[i].is_duchenne ? GNBS_CSQ_FRAMESHIFT
                                                            : GNBS_CSQ_INFRAME_DELETION));
        assert_int_equal(e.first_exon, KNOWN[i].first - 43);
        assert_int_equal(e.last_exon, KNOWN[i].last - 43);
    }
    gnbs_dosage_effect_t e = whole_exons(GNBS_DOSAGE_DEL, 1, 6);
    assert_int_equal(e.coding_bp, 176 + 148 + 150 + 186 + 102 + 109); /* 871 */
    assert_non_null(strstr(e.effect_why, "Exons 2 to 7 of 9 are lost: 871 coding bases"));
}

static void exon_numbers_run_with_the_transcript(void **state) {
    (void)state;
    tx.strand = -1;
    gnbs_dosage_effect_t e = whole_exons(GNBS_DOSAGE_DEL, 1, 2);
    assert_int_equal(e.first_exon, 7);
    assert_int_equal(e.last_exon, 8);
    e = whole_exons(GNBS_DOSAGE_DEL, 0, 0); /* the last of the transcript, with its stop */
    assert_true(e.has_stop);
    assert_false(e.has_start);
}

static void ends_of_the_gene_count_by_what_they_hold(void **state) {
    (void)state;
    gnbs_dosage_effect_t e = whole_exons(GNBS_DOSAGE_DEL, 0, 0);
    assert_true(e.has_start && e.is_lof);
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_START_LOST);
    e = whole_exons(GNBS_DOSAGE_DEL, 8, 8); /* 118 of 1,370 bases: 8.6 % */
    assert_true(e.has_stop && !e.is_lof && e.is_unclear);
    e = whole_exons(GNBS_DOSAGE_DEL, 7, 8); /* 351: 25.6 % */
    assert_true(e.has_stop && e.is_lof);
    assert_near(e.coding_frac, 351 / 1370.0, 1e-12);
    e = whole_exons(GNBS_DOSAGE_DEL, 0, 8);
    assert_true(e.is_whole && e.is_lof);
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_TRANSCRIPT_ABLATION);
}

static void an_end_inside_an_exon_takes_a_splice_site(void **state) {
    (void)state;
    gnbs_dosage_effect_t e;
    gnbs_dosage_t d = event(GNBS_DOSAGE_DEL, exon[2].beg + 50, exon[2].end + 300);
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(e.cuts_exon && e.is_lof);
    assert_int_equal(e.coding_bp, 148 - 50);
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_SPLICE_DONOR);
    d = event(GNBS_DOSAGE_DEL, exon[2].beg - 300,
              exon[2].beg - 1); /* one of the two splice bases */
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_int_equal(e.coding_bp, 0);
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_SPLICE_ACCEPTOR);
    d = event(GNBS_DOSAGE_DEL, exon[2].beg - 300, exon[2].beg - 2); /* neither */
    assert_false(gnbs_cnv_affect(&d, &tx, &arena, &e));
    tx.strand = -1;
    d = event(GNBS_DOSAGE_DEL, exon[2].beg + 50, exon[2].end + 300);
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_SPLICE_ACCEPTOR);
}

static void within_an_exon_whole_codons_decide(void **state) {
    (void)state;
    gnbs_dosage_effect_t e;
    gnbs_dosage_t d = event(GNBS_DOSAGE_DEL, exon[2].beg + 10, exon[2].beg + 100); /* 90 */
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(e.is_inside_exon && e.is_in_frame && !e.is_lof);
    d = event(GNBS_DOSAGE_DEL, exon[2].beg + 10, exon[2].beg + 101);
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(e.is_inside_exon && !e.is_in_frame && e.is_lof);
}

static void ends_that_are_not_known_do_not_cut_exons(void **state) {
    (void)state;
    gnbs_dosage_effect_t e;
    gnbs_dosage_t d = event(GNBS_DOSAGE_DEL, exon[2].beg + 60, exon[3].end - 60);
    d.is_exact = false;
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_false(e.cuts_exon);
    assert_int_equal(e.coding_bp, 148 + 150);
}

static void duplications_lose_function_only_in_a_row_within_the_gene_and_out_of_frame(
    void **state) {
    (void)state;
    gnbs_dosage_effect_t e = whole_exons(GNBS_DOSAGE_DUP, 2, 2); /* 148 */
    assert_true(e.is_lof);
    assert_true(e.terms == UINT64_C(1) << GNBS_CSQ_FRAMESHIFT);
    e = whole_exons(GNBS_DOSAGE_DUP, 3, 3); /* 150 */
    assert_true(!e.is_lof && e.is_unclear);
    e = whole_exons(GNBS_DOSAGE_DUP, 0, 1); /* up to an end: a whole copy remains */
    assert_true(!e.is_lof && !e.is_unclear);
    e = whole_exons(GNBS_DOSAGE_DUP, 0, 8);
    assert_true(!e.is_lof && !e.is_unclear);
    gnbs_dosage_t d = event(GNBS_DOSAGE_DUP, exon[2].beg - 100, exon[2].end + 100);
    d.is_tandem = d.is_exact = false; /* where the copy lies is not known */
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(!e.is_lof && e.is_unclear);
}

static void utrs_do_not_count_and_genes_that_work_as_rna_do(void **state) {
    (void)state;
    gnbs_dosage_effect_t e;
    tx.cds_beg = exon[2].beg + 20;
    gnbs_dosage_t d = event(GNBS_DOSAGE_DEL, exon[0].beg - 100, exon[1].end + 100);
    assert_false(gnbs_cnv_affect(&d, &tx, &arena, &e));
    tx.cds_beg = tx.cds_end = 10000;
    assert_true(gnbs_cnv_affect(&d, &tx, &arena, &e));
    assert_true(e.is_lof);
    assert_int_equal(e.coding_bp, 148 + 176);
    d.region.tid = 1;
    assert_false(gnbs_cnv_affect(&d, &tx, &arena, &e));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(deletions_of_exons_follow_the_reading_frame_rule),
        CASE(exon_numbers_run_with_the_transcript),
        CASE(ends_of_the_gene_count_by_what_they_hold),
        CASE(an_end_inside_an_exon_takes_a_splice_site),
        CASE(within_an_exon_whole_codons_decide),
        CASE(ends_that_are_not_known_do_not_cut_exons),
        CASE(duplications_lose_function_only_in_a_row_within_the_gene_and_out_of_frame),
        CASE(utrs_do_not_count_and_genes_that_work_as_rna_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
