#include "support/testing.h"

#include "genome/contig.h"

/* Lengths as the GRC's assembly reports state them. */
static const gnbs_contig_t B37[] = {
    {"1", 249250621, ""}, {"20", 63025520, ""}, {"X", 155270560, ""}, {"MT", 16569, ""}};
static const gnbs_contig_t B38[] = {{"chr1", 248956422, ""},
                                    {"chr20", 64444167, ""},
                                    {"chrX", 156040895, ""},
                                    {"chrM", 16569, ""},
                                    {"HLA-A*01:01:01:01", 3503, ""}};
static const gnbs_contigs_t IN_37 = {4, B37, "old.bam"}, IN_38 = {5, B38, "new.fa"};

static void chr1_and_1_are_one_contig(void **state) {
    (void)state;
    assert_true(gnbs_contig_same_name("chr1", "1"));
    assert_true(gnbs_contig_same_name("chrX", "X"));
    assert_false(gnbs_contig_same_name("chr1", "chr11"));
    assert_false(gnbs_contig_same_name("chr1_random", "1"));
    assert_int_equal(gnbs_contig_find(&IN_38, "20"), 1);
    assert_int_equal(gnbs_contig_find(&IN_37, "chr20"), 1);
    assert_int_equal(gnbs_contig_find(&IN_37, "chr21"), -1);
}

static void the_mitochondrial_genome_has_four_names(void **state) {
    (void)state;
    static const char *const NAMES[] = {"M", "MT", "chrM", "chrMT"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(gnbs_contig_find(&IN_37, NAMES[i]), 3);
        assert_int_equal(gnbs_contig_find(&IN_38, NAMES[i]), 3);
        assert_int_equal(gnbs_contig_kind(NAMES[i]), GNBS_CONTIG_MT);
    }
}

static void kinds_follow_names(void **state) {
    (void)state;
    assert_int_equal(gnbs_contig_kind("chr1"), GNBS_CONTIG_AUTOSOME);
    assert_int_equal(gnbs_contig_kind("22"), GNBS_CONTIG_AUTOSOME);
    assert_int_equal(gnbs_contig_kind("23"), GNBS_CONTIG_OTHER);
    assert_int_equal(gnbs_contig_kind("0"), GNBS_CONTIG_OTHER);
    assert_int_equal(gnbs_contig_kind("01"), GNBS_CONTIG_OTHER);
    assert_int_equal(gnbs_contig_kind("chrX"), GNBS_CONTIG_X);
    assert_int_equal(gnbs_contig_kind("Y"), GNBS_CONTIG_Y);
    assert_int_equal(gnbs_contig_kind("chr1_KI270706v1_random"), GNBS_CONTIG_OTHER);
    assert_int_equal(gnbs_contig_kind(""), GNBS_CONTIG_OTHER);
}

static void an_exact_name_wins_over_a_spelling_of_it(void **state) {
    (void)state;
    const gnbs_contig_t both[] = {{"1", 100, ""}, {"chr1", 200, ""}};
    const gnbs_contigs_t contigs = {2, both, "both.fa"};
    assert_int_equal(gnbs_contig_find(&contigs, "chr1"), 1);
    assert_int_equal(gnbs_contig_find(&contigs, "1"), 0);
}

static void builds_are_told_by_lengths_never_by_names(void **state) {
    (void)state;
    assert_int_equal(gnbs_contig_build(&IN_37), GNBS_BUILD_GRCH37);
    assert_int_equal(gnbs_contig_build(&IN_38), GNBS_BUILD_GRCH38);
    const gnbs_contig_t ucsc[] = {{"chr1", 249250621, ""}}; /* hg19 is GRCh37 with chr */
    const gnbs_contigs_t hg19 = {1, ucsc, "hg19.fa"};
    assert_int_equal(gnbs_contig_build(&hg19), GNBS_BUILD_GRCH37);
    const gnbs_contigs_t only_mt = {1, &B37[3], "mt.fa"}; /* the same in both builds */
    assert_int_equal(gnbs_contig_build(&only_mt), GNBS_BUILD_CUSTOM);
    const gnbs_contig_t mouse[] = {{"chr1", 195471971, ""}};
    const gnbs_contigs_t mm10 = {1, mouse, "mm10.fa"};
    assert_int_equal(gnbs_contig_build(&mm10), GNBS_BUILD_CUSTOM);
}

static void build_names_read_back(void **state) {
    (void)state;
    for (int b = GNBS_BUILD_GRCH37; b <= GNBS_BUILD_CUSTOM; b++)
        assert_int_equal(gnbs_contig_build_parse(gnbs_contig_build_name((gnbs_build_t)b)),
                         b);
    assert_int_equal(gnbs_contig_build_parse("hg38"), GNBS_BUILD_UNKNOWN);
    assert_string_equal(gnbs_contig_build_name(GNBS_BUILD_UNKNOWN), "unknown");
}

static void a_mismatch_names_both_files_builds_and_the_contig(void **state) {
    (void)state;
    gnbs_err_t err;
    assert_fails(gnbs_contig_check(&IN_38, &IN_37, &err), GNBS_E_DATA, &err,
                 "old.bam (GRCh37)");
    assert_non_null(strstr(err.msg, "new.fa (GRCh38)"));
    assert_non_null(strstr(err.msg, "1 has 248956422"));
    assert_non_null(strstr(err.msg, "249250621"));
}

static void equal_lengths_with_other_sequence_are_refused_by_m5(void **state) {
    (void)state;
    const gnbs_contig_t plain[] = {{"chr1", 248956422, "6aef897c3d6ff0c78aff06ac189178dd"}};
    const gnbs_contig_t masked[] = {{"1", 248956422, "00000000000000000000000000000000"}};
    const gnbs_contigs_t a = {1, plain, "a.fa"}, b = {1, masked, "b.bam"};
    gnbs_err_t err;
    assert_fails(gnbs_contig_check(&a, &b, &err), GNBS_E_DATA, &err, "M5 6aef897c");
    assert_ok(gnbs_contig_check(&a, &(gnbs_contigs_t){1, B38, "c.bam"}, &err),
              &err); /* no M5: no doubt */
}

static void what_fits_passes_and_what_shares_nothing_does_not(void **state) {
    (void)state;
    gnbs_err_t err;
    const gnbs_contig_t some[] = {{"20", 64444167, ""}, {"decoy", 1000, ""}};
    assert_ok(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){2, some, "x.vcf"}, &err), &err);
    const gnbs_contig_t unstated[] = {{"chr20", 0, ""}};
    assert_ok(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){1, unstated, "y.vcf"}, &err),
              &err);
    assert_fails(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){1, &some[1], "z.vcf"}, &err),
                 GNBS_E_DATA, &err, "share no contig");
    assert_non_null(strstr(err.msg, "decoy"));
}

static void another_mitochondrion_is_not_another_genome(void **state) {
    (void)state;
    gnbs_err_t err;
    const gnbs_contig_t ucsc[] = {{"chr20", 64444167, ""}, {"chrM", 16571, ""}};
    assert_ok(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){2, ucsc, "hg.bam"}, &err), &err);
    const gnbs_contig_t rcrs = {"MT", 16569, ""};
    assert_true(gnbs_contig_is_other_mito(&rcrs, &ucsc[1]));
    assert_true(gnbs_contig_is_other_mito(&ucsc[1], &rcrs));
    assert_false(gnbs_contig_is_other_mito(&rcrs, &rcrs));
    assert_false(gnbs_contig_is_other_mito(&ucsc[0], &ucsc[1]));
    /* nothing but the mitochondrion in common is nothing in common */
    assert_fails(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){1, &ucsc[1], "m.bam"}, &err),
                 GNBS_E_DATA, &err, "share no contig");
    const gnbs_contig_t odd[] = {{"chrM", 16570, ""}};
    assert_fails(gnbs_contig_check(&IN_38, &(gnbs_contigs_t){1, odd, "o.bam"}, &err),
                 GNBS_E_DATA, &err, "16570");
}

/* GRC's pseudo-autosomal regions, 1-based inclusive as published:
 * GRCh38 X 10001-2781479, 155701383-156030895; Y 10001-2781479, 56887903-57217415
 * GRCh37 X 60001-2699520, 154931044-155260560; Y 10001-2649520, 59034050-59363566 */
static void pseudo_autosomal_regions_begin_and_end_where_the_grc_says(void **state) {
    (void)state;
    static const struct {
        gnbs_build_t build;
        gnbs_contig_kind_t kind;
        gnbs_pos_t first1, last1;
    } PUBLISHED[] = {{GNBS_BUILD_GRCH38, GNBS_CONTIG_X, 10001, 2781479},
                     {GNBS_BUILD_GRCH38, GNBS_CONTIG_X, 155701383, 156030895},
                     {GNBS_BUILD_GRCH38, GNBS_CONTIG_Y, 10001, 2781479},
                     {GNBS_BUILD_GRCH38, GNBS_CONTIG_Y, 56887903, 57217415},
                     {GNBS_BUILD_GRCH37, GNBS_CONTIG_X, 60001, 2699520},
                     {GNBS_BUILD_GRCH37, GNBS_CONTIG_X, 154931044, 155260560},
                     {GNBS_BUILD_GRCH37, GNBS_CONTIG_Y, 10001, 2649520},
                     {GNBS_BUILD_GRCH37, GNBS_CONTIG_Y, 59034050, 59363566}};
    for (size_t i = 0; i < sizeof PUBLISHED / sizeof PUBLISHED[0]; i++) {
        gnbs_pos_t first = PUBLISHED[i].first1 - 1, last = PUBLISHED[i].last1 - 1;
        assert_false(gnbs_contig_is_par(PUBLISHED[i].build, PUBLISHED[i].kind, first - 1));
        assert_true(gnbs_contig_is_par(PUBLISHED[i].build, PUBLISHED[i].kind, first));
        assert_true(gnbs_contig_is_par(PUBLISHED[i].build, PUBLISHED[i].kind, last));
        assert_false(gnbs_contig_is_par(PUBLISHED[i].build, PUBLISHED[i].kind, last + 1));
    }
    assert_false(gnbs_contig_is_par(GNBS_BUILD_GRCH38, GNBS_CONTIG_AUTOSOME, 20000));
    assert_false(gnbs_contig_is_par(GNBS_BUILD_CUSTOM, GNBS_CONTIG_X, 20000));
}

static void expect_region(const char *text, int32_t tid, gnbs_pos_t beg, gnbs_pos_t end) {
    gnbs_region_t r;
    gnbs_err_t err;
    assert_ok(gnbs_contig_parse_region(&IN_38, text, &r, &err), &err);
    assert_int_equal(r.tid, tid);
    assert_int_equal(r.beg, beg);
    assert_int_equal(r.end, end);
}

static void regions_are_read_as_samtools_reads_them(void **state) {
    (void)state;
    expect_region("chr20:11-20", 1, 10, 20);
    expect_region("20:1,000-2,000", 1, 999, 2000);
    expect_region("chr20:5-5", 1, 4, 5);
    expect_region("chr20", 1, 0, 64444167);
    expect_region("chr20:64444167", 1, 64444166, 64444167); /* from there to the end */
    expect_region("HLA-A*01:01:01:01", 4, 0, 3503); /* colons may be part of a name */
    expect_region("HLA-A*01:01:01:01:3-4", 4, 2, 4);
}

static void regions_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const char *const BAD[] = {"chr21:1-2",  "chr20:0-5",
                                      "chr20:6-5",  "chr20:1-64444168",
                                      "chr20:a-b",  "chr20:1-",
                                      "chr20:-5",   "chr20:1-2x",
                                      "chr20:,1-2", "chr20:99999999999999999999-5",
                                      "",           ":",
                                      "nothing"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        gnbs_region_t r;
        gnbs_err_t err;
        assert_fails(gnbs_contig_parse_region(&IN_38, BAD[i], &r, &err), GNBS_E_USAGE, &err,
                     BAD[i]);
    }
}

static void regions_print_one_based_and_inclusive(void **state) {
    (void)state;
    gnbs_str_t out;
    gnbs_str_init(&out);
    gnbs_contig_print_region(&out, &IN_38, (gnbs_region_t){1, 10, 20});
    assert_string_equal(gnbs_str_text(&out), "chr20:11-20");
    gnbs_str_reset(&out);
    gnbs_contig_print_region(&out, &IN_38, (gnbs_region_t){-1, 10, 20});
    assert_string_equal(gnbs_str_text(&out), "?:11-20");
    gnbs_str_clear(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chr1_and_1_are_one_contig),
        cmocka_unit_test(the_mitochondrial_genome_has_four_names),
        cmocka_unit_test(kinds_follow_names),
        cmocka_unit_test(an_exact_name_wins_over_a_spelling_of_it),
        cmocka_unit_test(builds_are_told_by_lengths_never_by_names),
        cmocka_unit_test(build_names_read_back),
        cmocka_unit_test(a_mismatch_names_both_files_builds_and_the_contig),
        cmocka_unit_test(equal_lengths_with_other_sequence_are_refused_by_m5),
        cmocka_unit_test(another_mitochondrion_is_not_another_genome),
        cmocka_unit_test(what_fits_passes_and_what_shares_nothing_does_not),
        cmocka_unit_test(pseudo_autosomal_regions_begin_and_end_where_the_grc_says),
        cmocka_unit_test(regions_are_read_as_samtools_reads_them),
        cmocka_unit_test(regions_that_cannot_be_are_refused),
        cmocka_unit_test(regions_print_one_based_and_inclusive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
