#include "support/testing.h"

#include "genome/seq.h"
#include "refdata/refdata.h"
#include "refdata/refdata_genome.h"

/* One gene on chr1: exons [1000, 1100) and [1300, 1400), CDS [1050, 1350). */
static const gnbs_exon_t EXONS[] = {{1000, 1100}, {1300, 1400}};

typedef struct fixture {
    small_genome_t genome;
    gnbs_refdata_t *data;
    gnbs_bundle_t bundle;
    gnbs_err_t err;
} fixture_t;

static fixture_t F;
static gnbs_refdata_opt_t OPT;

static int setup(void **state) {
    (void)state;
    OPT = gnbs_refdata_opt_default();
    OPT.pad_bp = 100;
    memset(&F, 0, sizeof F);
    small_genome_init(&F.genome, 11);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    gnbs_refdata_free(F.data);
    gnbs_arena_clear(&F.bundle.arena);
    return 0;
}

static void begin(void) {
    const gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1050, 1350)};
    assert_ok(gnbs_refdata_new(&F.genome.ref, GNBS_BUILD_CUSTOM, &OPT, &F.data, &F.err),
              &F.err);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_ok(gnbs_refdata_select(F.data, NULL, true, NULL, NULL, &F.err), &F.err);
}

/* Ends the text of REF with what the genome has, so that a test need not know its letters. */
static const char *ref_at(char buf[64], gnbs_pos_t pos, int n) {
    memcpy(buf, F.genome.letters[0] + pos, (size_t)n);
    buf[n] = '\0';
    return buf;
}

static void tell(gnbs_pos_t pos, const char *ref, const char *alt, const char *id,
                 const char *clnsig, const char *revstat) {
    const gnbs_refdata_known_t allele = {.tid = 0,
                                         .chrom = "chr1",
                                         .pos = pos,
                                         .ref = ref,
                                         .alt = alt,
                                         .id = id,
                                         .clnsig = clnsig,
                                         .clnrevstat = revstat,
                                         .clndn = "",
                                         .clnsigconf = "",
                                         .geneinfo = "A:1|B:2"};
    assert_ok(gnbs_refdata_add_known(F.data, &allele, &F.err), &F.err);
}

static void finish(const gnbs_panel_t *panel) {
    assert_ok(gnbs_refdata_end_known(F.data, "clinvar.vcf", &F.err), &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, panel, &F.err), &F.err);
    assert_ok(gnbs_refdata_end_frequency(F.data, "f.vcf", &F.err), &F.err);
    assert_ok(gnbs_refdata_finish(F.data, panel, &F.bundle, &F.err), &F.err);
}

static void assert_region(gnbs_region_t r, gnbs_pos_t beg, gnbs_pos_t end) {
    assert_int_equal(r.tid, 0);
    assert_int_equal(r.beg, beg);
    assert_int_equal(r.end, end);
}

static void targets_are_coding_parts_with_flanks_and_pathogenic_alleles(void **state) {
    (void)state;
    char ref[64];
    small_genome_write(&F.genome, 0, 2000, "GATTACA"); /* the list's allele: AT at 2001 */
    begin();
    tell(600, ref_at(ref, 600, 1), ref[0] == 'A' ? "C" : "A", "1", "Pathogenic", "");
    tell(700, ref_at(ref, 700, 1), ref[0] == 'A' ? "C" : "A", "2", "Benign", "");
    const gnbs_panel_allele_t include = {.gene = "A",
                                         .chrom = "1",
                                         .pos = 2001,
                                         .ref = "AT",
                                         .alt = "A",
                                         .hgvs = "",
                                         .line = 2};
    const gnbs_panel_t panel = {.name = "p",
                                .version = "1",
                                .genome_build = "",
                                .n_include = 1,
                                .include = &include};
    finish(&panel);
    /*   600: P allele, one base each side             [599, 602)
     *   coding parts [1050, 1100) and [1300, 1350)    [1030, 1120) [1280, 1370)
     *   2001: two bases, one base each side           [2000, 2004)        */
    assert_int_equal(F.bundle.n_target, 4);
    assert_region(F.bundle.target[0], 599, 602);
    assert_region(F.bundle.target[1], 1030, 1120);
    assert_region(F.bundle.target[2], 1280, 1370);
    assert_region(F.bundle.target[3], 2000, 2004);
    /* padded by 100: [499, 702), the transcript [900, 1500), [1900, 2104) */
    assert_int_equal(F.bundle.n_block, 3);
    assert_region(F.bundle.block[0].region, 499, 702);
    assert_region(F.bundle.block[1].region, 900, 1500);
    assert_region(F.bundle.block[2].region, 1900, 2104);
    assert_int_equal(F.bundle.block[2].codes[100], gnbs_seq_code('G')); /* position 2000 */
    assert_int_equal(F.bundle.gene[0].target_bp, 90 + 90);
    assert_int_equal(F.bundle.gene[0].target_n_bp, 0);
    assert_int_equal(F.bundle.n_known, 2);
}

static void a_gene_that_codes_for_nothing_has_its_exons_as_targets(void **state) {
    (void)state;
    const gnbs_transcript_t tx[] = {small_transcript("T1.1", "R", 0, 2, EXONS, 0, 0)};
    assert_ok(gnbs_refdata_new(&F.genome.ref, GNBS_BUILD_CUSTOM, &OPT, &F.data, &F.err),
              &F.err);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_ok(gnbs_refdata_select(F.data, NULL, true, NULL, NULL, &F.err), &F.err);
    finish(NULL);
    assert_int_equal(F.bundle.n_target, 2);
    assert_region(F.bundle.target[0], 980, 1120);
    assert_region(F.bundle.target[1], 1280, 1420);
}

static void sequence_can_be_held_without_being_a_target(void **state) {
    (void)state;
    begin();
    const gnbs_region_t hold[] = {{0, 5000, 5100}, {0, 1480, 1600}, {0, 5050, 5200}};
    const gnbs_locus_row_t row = {"SMN1", "site", "c840", "chr1:5001,chr1:5151",
                                  "C>T",  "",     "",     "somewhere"};
    assert_true(gnbs_refdata_has_gene(F.data, ""));
    assert_false(gnbs_refdata_has_gene(F.data, "HGNC:2"));
    assert_ok(gnbs_refdata_hold(F.data, 3, hold, &F.err), &F.err);
    assert_ok(gnbs_refdata_add_loci(F.data, 1, &row, &F.err), &F.err);
    finish(NULL);
    /* the transcript [1000, 1400) is held with its pad: [900, 1500), here grown to 1600 */
    assert_int_equal(F.bundle.n_target, 2);
    assert_int_equal(F.bundle.n_block, 2);
    assert_region(F.bundle.block[0].region, 900, 1600);
    assert_region(F.bundle.block[1].region, 5000, 5200);
    assert_int_equal(F.bundle.n_locus, 1);
    assert_string_equal(F.bundle.locus[0].place, "chr1:5001,chr1:5151");
}

static void a_gene_without_reference_sequence_is_recorded(void **state) {
    (void)state;
    small_genome_mask(&F.genome, 0, 0, 10000);
    begin();
    tell(1060, "A", "C", "1", "Pathogenic", "");
    finish(NULL);
    assert_int_equal(F.bundle.gene[0].target_bp, 180);
    assert_int_equal(F.bundle.gene[0].target_n_bp, 180);
    assert_int_equal(F.bundle.n_block, 0); /* nothing but N: not held */
    assert_int_equal(F.bundle.n_known, 1); /* and still known: it cannot be looked at */
    assert_int_equal(gnbs_refdata_counts(F.data)->n_gene_without_reference, 1);
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_no_reference, 1);
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_ref_mismatch, 0);
}

static void counts_the_bases_of_a_gene_that_are_n(void **state) {
    (void)state;
    small_genome_mask(&F.genome, 0, 1100,
                      1300); /* of [1030,1120) and [1280,1370): 20 and 20 */
    begin();
    finish(NULL);
    assert_int_equal(F.bundle.gene[0].target_n_bp, 40);
    assert_int_equal(gnbs_refdata_counts(F.data)->n_gene_without_reference, 0);
}

static void known_alleles_are_left_aligned(void **state) {
    (void)state;
    /* pos 1060: T [CA][CA][CA] G; the last CA is deleted, written at its right end:
     *   1064 ACA>A  means  ..CACA CA G without 1065-1066; left-aligned it is 1060 TCA>T */
    small_genome_write(&F.genome, 0, 1060, "TCACACAG");
    begin();
    tell(1064, "ACA", "A", "9", "Likely_pathogenic", "criteria_provided,_single_submitter");
    finish(NULL);
    assert_int_equal(F.bundle.n_known, 1);
    assert_int_equal(F.bundle.known[0].variant.pos, 1060);
    assert_string_equal(F.bundle.known[0].variant.ref, "TCA");
    assert_string_equal(F.bundle.known[0].variant.alt, "T");
    assert_int_equal(F.bundle.known[0].sig, GNBS_CLNSIG_LIKELY_PATHOGENIC);
    assert_int_equal(F.bundle.known[0].stars, 1);
    assert_string_equal(F.bundle.known[0].symbol, "A");
    const gnbs_variant_t v = {0, 1060, "TCA", "T"};
    assert_non_null(gnbs_bundle_known(&F.bundle, &v));
}

static void shifts_through_a_repeat_longer_than_the_first_look(void **state) {
    (void)state;
    /* T, then 3,000 A from 1061 to 4060; one A deleted at the far end (gene margin 2000: up to 3399) */
    small_genome_write(&F.genome, 0, 1060, "T");
    for (int p = 1061; p < 4061; p++) small_genome_write(&F.genome, 0, p, "A");
    begin();
    tell(3300, "AA", "A", "9", "Pathogenic", "");
    finish(NULL);
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_unaligned, 0);
    assert_int_equal(F.bundle.known[0].variant.pos, 1060);
    assert_string_equal(F.bundle.known[0].variant.ref, "TA");
}

static void of_two_records_of_one_allele_the_better_reviewed_stays(void **state) {
    (void)state;
    small_genome_write(&F.genome, 0, 1060, "TCACACAG");
    begin();
    tell(1060, "TCA", "T", "1", "Pathogenic", "no_assertion_criteria_provided");
    tell(1064, "ACA", "A", "2", "Benign",
         "reviewed_by_expert_panel"); /* the same, unnormalised */
    finish(NULL);
    assert_int_equal(F.bundle.n_known, 1);
    assert_string_equal(F.bundle.known[0].clinvar_id, "2");
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_duplicate, 1);
}

static void says_why_each_allele_is_left_out(void **state) {
    (void)state;
    char ref[64], *long_alt = malloc(1002);
    memset(long_alt, 'A', 1001);
    long_alt[1001] = '\0';
    begin();
    ref_at(ref, 1060, 1);
    tell(1060, ref, "", "1", "Pathogenic", "");       /* no ALT                      */
    tell(1060, ref, "<DEL>", "2", "Pathogenic", "");  /* symbolic                    */
    tell(1060, ref, long_alt, "3", "Pathogenic", ""); /* 1001 bases                  */
    tell(1060, "R", "A", "4", "Pathogenic", "");      /* not a base                  */
    ref_at(ref, 8000, 1);
    tell(8000, ref, ref[0] == 'A' ? "C" : "A", "5", "Pathogenic",
         ""); /* beyond 1400 + 2000   */
    const gnbs_refdata_known_t elsewhere = {.tid = -1,
                                            .chrom = "chrUn",
                                            .pos = 5,
                                            .ref = "A",
                                            .alt = "C",
                                            .id = "6",
                                            .clnsig = "",
                                            .clnrevstat = "",
                                            .clndn = "",
                                            .clnsigconf = "",
                                            .geneinfo = ""};
    assert_ok(gnbs_refdata_add_known(F.data, &elsewhere, &F.err), &F.err);
    finish(NULL);
    const struct gnbs_refdata_allele_counts *c = &gnbs_refdata_counts(F.data)->known;
    assert_int_equal(c->n_allele, 6);
    assert_int_equal(c->n_symbolic, 3);
    assert_int_equal(c->n_long, 1);
    assert_int_equal(c->n_outside, 1);
    assert_int_equal(c->n_no_contig, 1);
    assert_int_equal(c->n_kept, 0);
    free(long_alt);
}

/* `n_bad` of 100 REF alleles are wrong; they lie outside the gene, so that only the count speaks. */
static void tell_hundred(int n_bad) {
    char ref[64];
    for (int i = 0; i < 100; i++) {
        ref_at(ref, 8000 + i, 1);
        const char *other = ref[0] == 'A' ? "C" : "A";
        if (i < n_bad)
            tell(8000 + i, other, ref, "1", "Benign", "");
        else
            tell(8000 + i, ref, other, "1", "Benign", "");
    }
}

static void a_few_disagreements_are_counted_and_listed(void **state) {
    (void)state;
    begin();
    tell_hundred(1); /* 1%: the limit, not beyond it */
    finish(NULL);
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_ref_mismatch, 1);
    const char *listed = NULL;
    for (size_t i = 0; i < F.bundle.n_fact; i++)
        if (strcmp(F.bundle.fact[i].key, "known.ref_disagrees.01") == 0)
            listed = F.bundle.fact[i].value;
    assert_non_null(listed);
    assert_non_null(strstr(listed, "chr1:8001 "));
}

static void many_disagreements_are_a_wrong_build(void **state) {
    (void)state;
    begin();
    tell_hundred(2);
    assert_fails(gnbs_refdata_end_known(F.data, "clinvar.vcf", &F.err), GNBS_E_DATA, &F.err,
                 "clinvar.vcf: 2 of 100 REF alleles (2.0%, limit 1%)");
    assert_non_null(strstr(F.err.msg, "chr1:8001"));
    assert_non_null(strstr(F.err.msg, "another genome build"));
}

static void a_position_past_the_contig_is_a_disagreement_not_a_gap(void **state) {
    (void)state;
    begin();
    tell(20000, "A", "C", "1", "Benign", "");
    assert_int_equal(gnbs_refdata_counts(F.data)->known.n_ref_mismatch, 1);
}

static void an_inclusion_list_of_another_reference_is_refused(void **state) {
    (void)state;
    small_genome_write(&F.genome, 0, 2000, "GATTACA");
    begin();
    const gnbs_panel_allele_t include = {.gene = "A",
                                         .chrom = "1",
                                         .pos = 2001,
                                         .ref = "CT",
                                         .alt = "C",
                                         .hgvs = "",
                                         .line = 7};
    const gnbs_panel_t panel = {.name = "p",
                                .version = "1",
                                .genome_build = "",
                                .n_include = 1,
                                .include = &include};
    assert_fails(gnbs_refdata_fix_targets(F.data, &panel, &F.err), GNBS_E_DATA, &F.err,
                 "inclusion list of panel p, line 7: A 1:2002 has REF CT");
}

static void an_inclusion_list_of_another_build_is_noted_and_not_placed(void **state) {
    (void)state;
    begin();
    const gnbs_panel_allele_t include = {.gene = "A",
                                         .chrom = "1",
                                         .pos = 2001,
                                         .ref = "A",
                                         .alt = "C",
                                         .hgvs = "",
                                         .line = 7};
    const gnbs_panel_t panel = {.name = "p",
                                .version = "1",
                                .genome_build = "GRCh38",
                                .n_include = 1,
                                .include = &include};
    finish(&panel);
    assert_int_equal(gnbs_refdata_counts(F.data)->n_include_unplaced, 1);
    assert_int_equal(F.bundle.n_target, 2);
}

static void tell_frequency(gnbs_pos_t pos, const char *ref, const char *alt, double af,
                           int32_t an, const char *source, bool is_usable) {
    const gnbs_refdata_frequency_t allele = {.tid = 0,
                                             .chrom = "chr1",
                                             .is_usable = is_usable,
                                             .value = {.variant = {0, pos, ref, alt},
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
                                                       .source = source}};
    assert_ok(gnbs_refdata_add_frequency(F.data, &allele, &F.err), &F.err);
}

static void frequencies_of_another_build_are_refused(void **state) {
    (void)state;
    small_genome_write(&F.genome, 0, 1060, "TCACACAG");
    begin();
    assert_ok(gnbs_refdata_end_known(F.data, "", &F.err), &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, NULL, &F.err), &F.err);
    tell_frequency(1060, "TCA", "T", 0.5, 100, "small.vcf", true);
    tell_frequency(1064, "ACA", "A", 0.25, 1000, "large.vcf", true); /* the same allele */
    tell_frequency(1060, "TCACA", "T", 0.1, 10, "small.vcf", false); /* no frequency     */
    tell_frequency(1060, "G", "A", 0.1, 10, "small.vcf", true);      /* REF is T         */
    tell_frequency(8000, "A", "C", 0.1, 10, "small.vcf", true);      /* not held         */
    assert_fails(gnbs_refdata_end_frequency(F.data, "small.vcf", &F.err), GNBS_E_DATA,
                 &F.err, "1 of 3 REF alleles");
}

static void keeps_the_best_frequency_and_counts_the_others(void **state) {
    (void)state;
    OPT.max_ref_mismatch_frac = 0.5;
    small_genome_write(&F.genome, 0, 1060, "TCACACAG");
    begin();
    assert_ok(gnbs_refdata_end_known(F.data, "", &F.err), &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, NULL, &F.err), &F.err);
    tell_frequency(1060, "TCA", "T", 0.5, 100, "small.vcf", true);
    tell_frequency(1064, "ACA", "A", 0.25, 1000, "large.vcf", true);
    tell_frequency(1060, "TCACA", "T", 0.1, 10, "small.vcf", false);
    tell_frequency(1060, "G", "A", 0.1, 10, "small.vcf", true);
    tell_frequency(8000, "A", "C", 0.1, 10, "small.vcf", true);
    assert_ok(gnbs_refdata_end_frequency(F.data, "small.vcf", &F.err), &F.err);
    assert_ok(gnbs_refdata_finish(F.data, NULL, &F.bundle, &F.err), &F.err);
    assert_int_equal(F.bundle.n_frequency, 1);
    assert_string_equal(F.bundle.frequency[0].source, "large.vcf");
    assert_int_equal(F.bundle.frequency[0].variant.pos, 1060);
    assert_true(F.bundle.frequency[0].af == 0.25);
    const struct gnbs_refdata_allele_counts *c = &gnbs_refdata_counts(F.data)->frequency;
    assert_int_equal(c->n_allele, 5);
    assert_int_equal(c->n_duplicate, 1);
    assert_int_equal(c->n_unusable, 1);
    assert_int_equal(c->n_ref_mismatch, 1);
    assert_int_equal(c->n_outside, 1);
    assert_int_equal(c->n_kept, 1);
}

static void a_record_that_passed_its_filters_stands_before_a_larger_one_that_did_not(
    void **state) {
    (void)state;
    small_genome_write(&F.genome, 0, 1060, "TCACACAG");
    begin();
    assert_ok(gnbs_refdata_end_known(F.data, "", &F.err), &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, NULL, &F.err), &F.err);
    gnbs_refdata_frequency_t allele = {.tid = 0,
                                       .chrom = "chr1",
                                       .is_usable = true,
                                       .value = {.variant = {0, 1060, "TCA", "T"},
                                                 .af = 0.5,
                                                 .faf95 = -1,
                                                 .af_grpmax = -1,
                                                 .af_male = -1,
                                                 .an = 1000,
                                                 .ac = -1,
                                                 .n_hom = -1,
                                                 .n_hemi = -1,
                                                 .grpmax = "",
                                                 .groups = "afr=0.5",
                                                 .filter = "AC0",
                                                 .source = "large.vcf"}};
    gnbs_variant_t other = {0, 1062, "A", "G"};
    assert_ok(gnbs_refdata_add_frequency(F.data, &allele, &F.err), &F.err);
    tell_frequency(1060, "TCA", "T", 0.25, 100, "small.vcf", true);
    allele.value.variant = other;
    assert_ok(gnbs_refdata_add_frequency(F.data, &allele, &F.err), &F.err);
    assert_ok(gnbs_refdata_end_frequency(F.data, "", &F.err), &F.err);
    assert_int_equal(gnbs_refdata_counts(F.data)->frequency.n_filtered, 1);
    assert_ok(gnbs_refdata_finish(F.data, NULL, &F.bundle, &F.err), &F.err);
    const gnbs_variant_t both = {0, 1060, "TCA", "T"};
    assert_string_equal(gnbs_bundle_frequency(&F.bundle, &both)->source, "small.vcf");
    assert_null(
        gnbs_bundle_frequency(&F.bundle, &other)); /* filtered: nobody judges by it */
    assert_string_equal(gnbs_bundle_frequency_any(&F.bundle, &other)->filter, "AC0");
    /* a place beside it was looked at, one far away was not */
    const char *source;
    assert_int_equal(gnbs_bundle_covered(&F.bundle, 0, 1070, &source), 1000);
    assert_string_equal(source, "large.vcf");
    assert_int_equal(gnbs_bundle_covered(&F.bundle, 0, 1073, &source), 0);
}

/* Exact 5 % points of the Poisson distribution (Garwood 1936): of 2 seen 0.3554, of 3 0.8177, of 10 5.4254, of 100
 * 84.139. gnomAD v4.0 states 4.32e-6 for 2 of 76,882 (chr1:10037 T>C); 0.3554 / 76,882 is 4.62e-6, its search is
 * coarse. */
static void filtering_frequencies_are_poisson_bounds(void **state) {
    (void)state;
    assert_near(gnbs_refdata_faf95(2, 1), 0.35536, 1e-5);
    assert_near(gnbs_refdata_faf95(3, 100), 0.0081769, 1e-6);
    assert_near(gnbs_refdata_faf95(10, 1000), 0.0054254, 1e-7);
    assert_near(gnbs_refdata_faf95(100, 1000), 0.084139, 1e-6);
    assert_near(gnbs_refdata_faf95(2, 76882), 4.32e-6, 0.4e-6);
    assert_true(gnbs_refdata_faf95(1, 100) == 0);
    assert_true(gnbs_refdata_faf95(0, 100) == 0);
    assert_true(gnbs_refdata_faf95(-1, 100) == -1);
    assert_true(gnbs_refdata_faf95(5, 0) == -1);
    /* the approximation for many meets the sum for few */
    assert_near(gnbs_refdata_faf95(2000, 4000000), gnbs_refdata_faf95(2001, 4000000), 3e-7);
    for (int64_t ac = 2; ac < 4000; ac += 37)
        assert_true(gnbs_refdata_faf95(ac, 10000) < gnbs_refdata_faf95(ac + 1, 10000));
}

static void options_outside_their_range_are_named(void **state) {
    (void)state;
    OPT.flank_bp = -1;
    assert_fails(gnbs_refdata_new(&F.genome.ref, GNBS_BUILD_CUSTOM, &OPT, &F.data, &F.err),
                 GNBS_E_USAGE, &F.err, "flank-bp is -1; expected 0 to 1000");
    OPT = gnbs_refdata_opt_default();
    OPT.max_ref_mismatch_frac = 1.5;
    assert_fails(gnbs_refdata_new(&F.genome.ref, GNBS_BUILD_CUSTOM, &OPT, &F.data, &F.err),
                 GNBS_E_USAGE, &F.err, "max-ref-mismatch is 1.5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(targets_are_coding_parts_with_flanks_and_pathogenic_alleles),
        TEST(a_gene_that_codes_for_nothing_has_its_exons_as_targets),
        TEST(sequence_can_be_held_without_being_a_target),
        TEST(a_gene_without_reference_sequence_is_recorded),
        TEST(counts_the_bases_of_a_gene_that_are_n),
        TEST(known_alleles_are_left_aligned),
        TEST(shifts_through_a_repeat_longer_than_the_first_look),
        TEST(of_two_records_of_one_allele_the_better_reviewed_stays),
        TEST(says_why_each_allele_is_left_out),
        TEST(a_few_disagreements_are_counted_and_listed),
        TEST(many_disagreements_are_a_wrong_build),
        TEST(a_position_past_the_contig_is_a_disagreement_not_a_gap),
        TEST(an_inclusion_list_of_another_reference_is_refused),
        TEST(an_inclusion_list_of_another_build_is_noted_and_not_placed),
        TEST(frequencies_of_another_build_are_refused),
        TEST(keeps_the_best_frequency_and_counts_the_others),
        TEST(a_record_that_passed_its_filters_stands_before_a_larger_one_that_did_not),
        TEST(filtering_frequencies_are_poisson_bounds),
        TEST(options_outside_their_range_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
