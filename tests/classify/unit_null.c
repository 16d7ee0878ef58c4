/* PVS1: every leaf of the tree of Abou Tayoun et al. 2018, on the gene of classify_world.h. Strengths are the paper's
 * figure 1; places are counted by hand in the comments. */
#include "classify/classify_world.h"

static world_t W;

static int set_up(void **state) {
    (void)state;
    world_make(&W, "A", "HGNC:1", false);
    /* three null alleles show that loss of function is the mechanism; they lie in exon 1, at residues 4, 5 and 6, and
     * say nothing of the end of the protein */
    world_known(&W, 10, "C", "T", GNBS_CLNSIG_PATHOGENIC,
                0); /* unreviewed: does not count */
    world_known(&W, 13, "A", "AT", GNBS_CLNSIG_PATHOGENIC, 1);
    world_known(&W, 16, "G", "GA", GNBS_CLNSIG_LIKELY_PATHOGENIC, 2);
    world_known(&W, 19, "G", "GT", GNBS_CLNSIG_PATHOGENIC, 1);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    world_clear(&W);
    return 0;
}

static void expect(const char *path, const char *strength) {
    world_expect_path(&W, path);
    world_expect(&W, "PVS1", strength);
}

/* The last junction stands behind c.261 (50 + 100 + 111); a stop is followed by decay when more than 50 bases, its own
 * three counted, lie before that: from c.212 on decay is escaped. */
static void a_stop_far_from_the_last_junction_brings_decay(void **state) {
    (void)state;
    world_judge(&W, 43, "G", "T"); /* GAA of residue 15 to TAA */
    expect("NF1", "Very strong");
    world_expect_says(&W, "PVS1", "stop_gained in NM_999.1");
    world_expect_says(&W, "PVS1",
                      "ClinVar 2026-01-04 has 3 other pathogenic null variants");
    assert_int_equal(W.out.points, 8);
    assert_int_equal(W.out.acmg_class, GNBS_ACMG_LIKELY_PATHOGENIC);
}

static void decay_ends_fifty_bases_before_the_last_junction(void **state) {
    (void)state;
    /* GAA codons begin at c.7 + 12k: c.211 (51 bases to the junction) and c.223 (39) */
    world_judge(&W, 211, "G", "T");
    expect("NF1", "Very strong");
    world_judge(&W, 223, "G", "T"); /* residue 75: 42 of 116 are lost */
    expect("NF5", "Strong");
    world_expect_says(&W, "PVS1", "residues 75-116 of 116 are lost (36.2 %)");
}

/* Deleting the G of c.4 shifts to the frame CTG AAC TAA: the stop is read, not presumed. */
static void the_stop_of_a_shifted_frame_is_read(void **state) {
    (void)state;
    world_judge(&W, 123, "CG", "C"); /* decay: the stop comes within four codons */
    expect("NF1", "Very strong");
    world_expect_says(&W, "PVS1", "a stop comes in exon 2 of 4");
    /* c.195 del shifts before the limit, its stop TAA stands at about c.204: still decay; c.207 is escaped */
    world_judge(&W, 219, "CG", "C");
    expect("NF5", "Strong");
}

static void less_than_a_tenth_is_moderate(void **state) {
    (void)state;
    world_judge(&W, 331, "G", "T"); /* residue 111: 6 of 116 are lost, 5.2 % */
    expect("NF6", "Moderate");
    world_judge(&W, 319, "G", "T"); /* residue 107: 10 of 116, 8.6 % */
    expect("NF6", "Moderate");
    world_judge(&W, 307, "G", "T"); /* residue 103: 14 of 116, 12.1 % */
    expect("NF5", "Strong");
}

static void a_part_with_pathogenic_truncations_behind_is_critical(void **state) {
    (void)state;
    world_known(&W, 343, "G", "T", GNBS_CLNSIG_PATHOGENIC, 1); /* residue 115 */
    world_judge(&W, 331, "G", "T");
    expect("NF3", "Strong");
    world_expect_says(&W, "PVS1", "1 pathogenic truncation in it (such as 1004)");
}

static void a_part_with_three_pathogenic_exchanges_is_critical(void **state) {
    (void)state;
    world_known(&W, 335, "T", "C", GNBS_CLNSIG_PATHOGENIC, 1);        /* Leu 112 Pro */
    world_known(&W, 338, "G", "A", GNBS_CLNSIG_LIKELY_PATHOGENIC, 1); /* Ser 113 Asn */
    world_judge(&W, 331, "G", "T");
    expect("NF6", "Moderate");                                 /* two are not enough */
    world_known(&W, 341, "C", "A", GNBS_CLNSIG_PATHOGENIC, 1); /* Ala 114 Asp */
    world_judge(&W, 331, "G", "T");
    expect("NF3", "Strong");
}

static void loss_of_function_frequent_in_the_exon_denies_it(void **state) {
    (void)state;
    world_common(&W, 343, "G", "T", 0.0009);
    world_judge(&W, 331, "G", "T");
    expect("NF6", "Moderate"); /* not above 0.1 % */
    world_common(&W, 343, "G", "T", 0.002);
    world_judge(&W, 331, "G", "T");
    expect("NF4", NULL);
    world_expect_says(&W, "PVS1", "allele frequency 0.002 in gnomAD 9");
    world_judge(&W, 223, "G", "T"); /* another exon: not concerned */
    expect("NF5", "Strong");
}

/* An exon that MANE Select does not have: the judged transcript is another one. */
static void an_exon_of_no_relevant_transcript_is_none(void **state) {
    (void)state;
    static const gnbs_exon_t SHORT[] = {{1000, 1100}, {1900, 2100}};
    gnbs_transcript_t pair[2] = {W.bundle.transcript[0], W.bundle.transcript[0]};
    pair[0].mane = GNBS_MANE_NONE;
    pair[1].n_exon = 2;
    pair[1].exon = SHORT;
    static const int32_t BOTH[] = {0, 1};
    gnbs_gene_t gene = W.bundle.gene[0];
    gene.n_transcript = 2;
    gene.transcript = BOTH;
    gnbs_bundle_t b = W.bundle;
    b.transcript = pair;
    b.n_transcript = 2;
    b.gene = &gene;
    W.in.bundle = &b;
    world_judge(&W, 127, "G", "T"); /* exon 2 */
    W.consequence.tx = &pair[0];
    world_judge_input(&W);
    expect("NF2", NULL);
    world_judge(&W, 43, "G", "T"); /* exon 1, which both have */
    W.consequence.tx = &pair[0];
    world_judge_input(&W);
    expect("NF1", "Very strong");
}

/* ---- splice sites ------------------------------------------------------------------------ */

static void skipping_an_exon_that_breaks_the_frame_brings_decay(void **state) {
    (void)state;
    world_judge_at(&W, 1400, "G", "A"); /* donor of intron 2: exon 2, 100 bases */
    expect("SS1", "Very strong");
    world_expect_says(&W, "PVS1", "exon 2 is expected to be skipped; 100 coding bases");
    world_judge_at(&W, 1299, "G", "A"); /* acceptor of intron 1: exon 2 too */
    expect("SS1", "Very strong");
}

static void skipping_an_exon_that_keeps_the_frame_is_judged_by_what_is_lost(void **state) {
    (void)state;
    world_judge_at(&W, 1711, "G", "A"); /* donor of intron 3: exon 3, 111 bases, 31.9 % */
    expect("SS8", "Strong");
    world_expect_says(&W, "PVS1", "111 coding bases are lost and the frame is kept");
    W.opt.critical_lost_frac = 0.5;
    world_judge_at(&W, 1711, "G", "A");
    expect("SS9", "Moderate");
    world_known(&W, 199, "G", "T", GNBS_CLNSIG_PATHOGENIC, 1); /* a truncation in exon 3 */
    world_judge_at(&W, 1711, "G", "A");
    expect("SS10", "Strong");
}

static void a_frequent_null_allele_in_the_skipped_exon_denies_it(void **state) {
    (void)state;
    world_common(&W, 199, "G", "T", 0.01);
    world_judge_at(&W, 1711, "G", "A");
    expect("SS7", NULL);
}

static void the_last_exon_and_the_first_are_not_skipped_like_others(void **state) {
    (void)state;
    world_judge_at(&W, 1899, "G", "A"); /* acceptor of the last exon: 29 residues of 116 */
    expect("SS5", "Strong");
    world_judge_at(&W, 1100, "G", "A"); /* donor of exon 1, which holds the start codon */
    expect("SS3", "Strong");
    world_expect_says(&W, "PVS1", "the start codon goes with it");
}

/* ---- start -------------------------------------------------------------------------------- */

static void a_lost_start_is_judged_by_what_is_known_before_the_next(void **state) {
    (void)state;
    world_judge(&W, 1, "A", "G"); /* no other methionine: GCT GAA CTA AGC has none */
    expect("IC1", "Moderate");
    world_expect_says(&W, "PVS1", "no other methionine follows in frame");
    W.n_known = 0;
    world_known(&W, 49, "A", "T", GNBS_CLNSIG_BENIGN, 2);
    W.opt.min_known_null = 0;
    world_judge(&W, 1, "A", "G");
    expect("IC2", "Supporting");
}

static void the_next_start_bounds_what_counts(void **state) {
    (void)state;
    world_clear(&W);
    small_genome_t g;
    memset(&g, 0, sizeof g);
    world_make(&W, "A", "HGNC:1", false);
    /* residue 10 (GAA CTA AGC ...: c.28-30) becomes ATG in the bundle's sequence */
    for (size_t i = 0; i < W.bundle.n_block; i++) {
        gnbs_region_t r = W.bundle.block[i].region;
        uint8_t *codes = (uint8_t *)(uintptr_t)W.bundle.block[i].codes;
        gnbs_pos_t at = world_place(28);
        if (at >= r.beg && at + 3 <= r.end) memcpy(codes + (at - r.beg), "\0\3\2", 3);
    }
    W.opt.min_known_null = 0;
    world_known(&W, 43, "G", "T", GNBS_CLNSIG_PATHOGENIC, 1); /* residue 15: behind it */
    world_judge(&W, 1, "A", "G");
    expect("IC2", "Supporting");
    world_expect_says(&W, "PVS1", "the next methionine in frame is residue 10");
    world_known(&W, 19, "G", "T", GNBS_CLNSIG_PATHOGENIC, 1); /* residue 7: before it */
    world_judge(&W, 1, "A", "G");
    expect("IC1", "Moderate");
}

static void another_relevant_transcript_with_its_own_start_denies_it(void **state) {
    (void)state;
    gnbs_transcript_t pair[2] = {W.bundle.transcript[0], W.bundle.transcript[0]};
    pair[1].mane = GNBS_MANE_PLUS_CLINICAL;
    pair[1].cds_beg = 1060;
    static const int32_t BOTH[] = {0, 1};
    gnbs_gene_t gene = W.bundle.gene[0];
    gene.n_transcript = 2;
    gene.transcript = BOTH;
    gnbs_bundle_t b = W.bundle;
    b.transcript = pair;
    b.n_transcript = 2;
    b.gene = &gene;
    W.in.bundle = &b;
    world_judge(&W, 1, "A", "G");
    W.consequence.tx = &pair[0];
    world_judge_input(&W);
    expect("IC3", NULL);
}

/* ---- exons lost or doubled --------------------------------------------------------------------- */

static void deletions_of_exons_follow_the_tree(void **state) {
    (void)state;
    world_judge_event(&W, true, 900, 2200, GNBS_TANDEM_PRESUMED);
    expect("DEL1", "Very strong");
    world_judge_event(&W, true, 1250, 1450, GNBS_TANDEM_PRESUMED); /* exon 2 */
    expect("DEL2", "Very strong");
    world_judge_event(&W, true, 1550, 1750, GNBS_TANDEM_PRESUMED); /* exon 3: in frame */
    expect("DEL10", "Strong");
    W.opt.critical_lost_frac = 0.5;
    world_judge_event(&W, true, 1550, 1750, GNBS_TANDEM_PRESUMED);
    expect("DEL11", "Moderate");
    world_known(&W, 199, "G", "T", GNBS_CLNSIG_PATHOGENIC, 1);
    world_judge_event(&W, true, 1550, 1750, GNBS_TANDEM_PRESUMED);
    expect("DEL8", "Strong");
    W.opt.critical_lost_frac = 0.1;
    W.n_known = 4;
    world_judge_event(&W, true, 1850, 2200, GNBS_TANDEM_PRESUMED); /* exon 4: 25.0 % */
    expect("DEL6", "Strong");
    world_judge_event(&W, true, 950, 1200, GNBS_TANDEM_PRESUMED); /* with the start */
    expect("DEL4", "Strong");
    world_judge_event(&W, true, 1450, 1550, GNBS_TANDEM_PRESUMED); /* between exons */
    world_expect(&W, "PVS1", NULL);
}

static void duplications_follow_the_tree(void **state) {
    (void)state;
    static const struct {
        gnbs_pos_t beg, end;
        gnbs_tandem_t tandem;
        const char *path, *strength;
    } CASES[] = {{1250, 1450, GNBS_TANDEM_PROVEN, "DUP1", "Very strong"}, /* exon 2 */
                 {1250, 1450, GNBS_TANDEM_PRESUMED, "DUP3", "Strong"},
                 {1550, 1750, GNBS_TANDEM_PROVEN, "DUP2", NULL}, /* exon 3: frame kept */
                 {1550, 1750, GNBS_TANDEM_PRESUMED, "DUP4", NULL},
                 {1250, 1450, GNBS_TANDEM_ELSEWHERE, "DUP5", NULL},
                 {900, 2200, GNBS_TANDEM_PROVEN, "DUP5", NULL}}; /* the whole gene */
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        world_judge_event(&W, false, CASES[i].beg, CASES[i].end, CASES[i].tandem);
        expect(CASES[i].path, CASES[i].strength);
    }
}

/* ---- the gene ----------------------------------------------------------------------------------- */

static void evidence_for_loss_of_function_bounds_the_strength(void **state) {
    (void)state;
    W.in.mechanism = "GoF";
    world_judge(&W, 43, "G", "T");
    expect("NF1", NULL);
    world_expect_says(&W, "PVS1", "the panel gives GoF as the mechanism");
    W.in.mechanism = "LoF";
    W.n_known =
        3; /* two reviewed null alleles are known: the panel's word alone is one level less */
    world_judge(&W, 43, "G", "T");
    expect("NF1", "Strong");
    W.in.mechanism = ""; /* nobody says */
    world_judge(&W, 43, "G", "T");
    expect("NF1", "?");
}

static void other_variants_are_no_null_variants(void **state) {
    (void)state;
    world_judge(&W, 5, "C", "A"); /* Ala 2 Asp */
    world_expect(&W, "PVS1", NULL);
    world_judge(&W, 6, "T", "C"); /* silent */
    world_expect(&W, "PVS1", NULL);
    world_judge_at(&W, 1404, "G", "A"); /* fifth base of a donor */
    world_expect(&W, "PVS1", NULL);
    W.in.n_consequence = 0;
    world_judge_input(&W);
    world_expect(&W, "PVS1", NULL);
    world_expect_says(&W, "PVS1", "in no transcript");
}

/* Without sequence a shifted frame is presumed to end within 96 codons (61/64 to the 96th is 0.0099): from c.4 to c.212 are
 * only 69, so this gene is too short to presume, and the criterion says that it cannot be judged. */
static void what_cannot_be_read_is_not_presumed_near_the_end(void **state) {
    (void)state;
    world_clear(&W);
    world_make(&W, "A", "HGNC:1", true);
    world_judge(&W, 4, "G", "GT");
    world_expect(&W, "PVS1", "?");
    world_expect_says(&W, "PVS1", "the bundle has no sequence there");
    world_judge(&W, 300, "G", "GT"); /* behind the limit: escaped, wherever its stop is */
    world_expect_path(&W, "NF5");
}

/* Rows for a gene stand instead of the tree: PTEN's own tree (path PTEN), GJB2 whose one coding exon cannot be decayed, PAH
 * with its rows for the end (from residue 429), for exons and for the start. */
static void rows_of_a_gene_stand_instead(void **state) {
    (void)state;
    static const struct {
        const char *symbol, *hgnc_id, *path, *strength;
        int c;
    } CASES[] = {{"PTEN", "HGNC:9588", "PTEN", "Very strong", 331},
                 {"GJB2", "HGNC:4284", "NF1", "Very strong", 331},
                 {"PAH", "HGNC:8582", "NF6", "Very strong", 331}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        world_clear(&W);
        world_make(&W, CASES[i].symbol, CASES[i].hgnc_id, false);
        world_judge(&W, CASES[i].c, "G", "T");
        expect(CASES[i].path, CASES[i].strength);
    }
    world_judge(&W, 1, "A", "G"); /* PAH: initiator codon variants are strong */
    expect("IC2", "Strong");
    W.in.inheritance =
        GNBS_INH_AD; /* MYOC: not applied, because loss of function is not the mechanism */
    world_clear(&W);
    world_make(&W, "MYOC", "HGNC:7610", false);
    W.in.inheritance = GNBS_INH_AD;
    W.in.mechanism = "";
    world_judge(&W, 43, "G", "T");
    world_expect(&W, "PVS1", NULL);
    world_expect_says(&W, "PVS1", "does not apply PVS1 to this gene");
}

static void a_named_stop_is_taken_at_its_word(void **state) {
    (void)state;
    world_judge(&W, 43, "G", "GT");
    W.in.variant = NULL;
    W.in.stop_residue = 60; /* c.178: 84 bases before the junction */
    world_judge_input(&W);
    expect("NF1", "Very strong");
    W.in.stop_residue = 80;
    world_judge_input(&W);
    world_expect_says(&W, "PVS1", "by its name the stop is residue 80");
    expect("NF5", "Strong");
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_stop_far_from_the_last_junction_brings_decay),
        CASE(decay_ends_fifty_bases_before_the_last_junction),
        CASE(the_stop_of_a_shifted_frame_is_read),
        CASE(less_than_a_tenth_is_moderate),
        CASE(a_part_with_pathogenic_truncations_behind_is_critical),
        CASE(a_part_with_three_pathogenic_exchanges_is_critical),
        CASE(loss_of_function_frequent_in_the_exon_denies_it),
        CASE(an_exon_of_no_relevant_transcript_is_none),
        CASE(skipping_an_exon_that_breaks_the_frame_brings_decay),
        CASE(skipping_an_exon_that_keeps_the_frame_is_judged_by_what_is_lost),
        CASE(a_frequent_null_allele_in_the_skipped_exon_denies_it),
        CASE(the_last_exon_and_the_first_are_not_skipped_like_others),
        CASE(a_lost_start_is_judged_by_what_is_known_before_the_next),
        CASE(the_next_start_bounds_what_counts),
        CASE(another_relevant_transcript_with_its_own_start_denies_it),
        CASE(deletions_of_exons_follow_the_tree),
        CASE(duplications_follow_the_tree),
        CASE(evidence_for_loss_of_function_bounds_the_strength),
        CASE(other_variants_are_no_null_variants),
        CASE(what_cannot_be_read_is_not_presumed_near_the_end),
        CASE(rows_of_a_gene_stand_instead),
        CASE(a_named_stop_is_taken_at_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
