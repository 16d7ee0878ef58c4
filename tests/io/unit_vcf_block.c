/* A gVCF and the words of parents: written here, read back here and by a peer. */
#include "io_files.h"

#include "io/vcf.h"

static gnbs_err_t err;

static const gnbs_vcf_meta_t META = {.sample = "NB-0042", .program_line = "gnbs 0.1.0"};

static gnbs_call_t call(int tid, long pos, const char *ref, const char *alt) {
    return (gnbs_call_t){.variant = {tid, pos, ref, alt},
                         .ploidy = 2,
                         .n_alt = 1,
                         .qual_phred = 50,
                         .gq_phred = 40,
                         .pl = {90, 0, 80},
                         .dp = 30,
                         .ad_ref = 14,
                         .ad_alt = 16};
}

static gnbs_ref_block_t block(int tid, gnbs_pos_t beg, gnbs_pos_t end,
                              gnbs_callable_t status, int ploidy) {
    return (gnbs_ref_block_t){{tid, beg, end}, status, (int8_t)ploidy, 'A', 37, 12};
}

static char *unzip(const char *path) {
    char *text = calloc(1, 1 << 20);
    gzFile f = gzopen(path, "rb");
    assert_non_null(f);
    assert_true(gzread(f, text, (1 << 20) - 1) >= 0);
    gzclose(f);
    return text;
}

static void expect_words(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("'%s' is not in:\n%s", words, text);
}

static void blocks_stand_between_the_lines_in_order(void **state) {
    (void)state;
    const gnbs_call_t c = call(0, 20, "ACG", "A");
    const gnbs_vcf_line_t line = {.call = &c, .status = GNBS_CALLABLE_LOW_GQ};
    const gnbs_ref_block_t b[] = {
        block(0, 10, 20, GNBS_CALLABLE, 2), block(0, 23, 30, GNBS_CALLABLE_LOW_DEPTH, 2),
        block(0, 30, 31, GNBS_CALLABLE_NO_COVERAGE, 1), block(0, 31, 40, GNBS_CALLABLE, 1),
        block(1, 5, 9, GNBS_CALLABLE, 0)};
    const char *path = test_path("g.vcf.gz");
    assert_ok(gnbs_vcf_write_blocks(path, small_genome(), &META, 1, &line, 5, b, &err),
              &err);
    char *text = unzip(path);
    /* POS and END are 1-based and inclusive: [10, 20) is 11 to 20 */
    const char *name[] = {small_genome()->contig[0].name, small_genome()->contig[1].name};
    char want[1000];
    snprintf(want, sizeof want,
             "%s\t11\t.\tA\t<*>\t.\tPASS\tEND=20\tGT:GQ:MIN_DP\t0/0:37:12\n"
             "%s\t21\t.\tACG\tA\t50\tPASS\tSTATUS=LOW_GENOTYPE_QUALITY\tGT:DP:AD:GQ:PL\t0/"
             "1:30:14,16:40:90,0,80\n"
             "%s\t24\t.\tA\t<*>\t.\tLOW_COVERAGE\tEND=30\tGT:GQ:MIN_DP\t./.:.:12\n"
             "%s\t31\t.\tA\t<*>\t.\tNO_COVERAGE\tEND=31\tGT:GQ:MIN_DP\t.:.:12\n"
             "%s\t32\t.\tA\t<*>\t.\tPASS\tEND=40\tGT:GQ:MIN_DP\t0:37:12\n"
             "%s\t6\t.\tA\t<*>\t.\tNO_COPY\tEND=9\tGT:GQ:MIN_DP\t.:.:12\n",
             name[0], name[0], name[0], name[0], name[0], name[1]);
    expect_words(text, want);
    expect_words(text, "##GVCFBlock30-40=minGQ=30(inclusive),maxGQ=40(exclusive)\n");
    expect_words(text, "##GVCFBlock60-100=minGQ=60(inclusive),maxGQ=100(exclusive)\n");
    expect_words(text, "##FILTER=<ID=POOR_MAPPING_QUALITY,");
    expect_words(text, "##ALT=<ID=*,");
    free(text);
}

static void a_no_call_is_read_back_as_no_call(void **state) {
    (void)state;
    const gnbs_ref_block_t b[] = {block(0, 10, 20, GNBS_CALLABLE, 2),
                                  block(0, 20, 30, GNBS_CALLABLE_LOW_MAPQ, 2)};
    const char *path = test_path("n.vcf.gz");
    assert_ok(gnbs_vcf_write_blocks(path, small_genome(), &META, 0, NULL, 2, b, &err),
              &err);
    gnbs_vcf_t *vcf;
    assert_ok(gnbs_vcf_open(path, small_genome(), &vcf, &err), &err);
    for (int i = 0; i < 2; i++) {
        gnbs_vcf_record_t r;
        bool more, is_phased;
        int allele[2];
        int32_t v;
        assert_ok(gnbs_vcf_next(vcf, &r, &more, &err), &err);
        assert_true(more && r.is_ref_block);
        assert_int_equal(r.pos, b[i].region.beg);
        assert_int_equal(r.end, b[i].region.end);
        assert_int_equal(r.is_pass, i == 0);
        assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), 2);
        assert_int_equal(allele[0], i == 0 ? 0 : -1);
        assert_int_equal(allele[1], i == 0 ? 0 : -1);
        assert_int_equal(gnbs_vcf_format_int(vcf, "GQ", 0, 0, &v), i == 0);
        assert_true(gnbs_vcf_format_int(vcf, "MIN_DP", 0, 0, &v) && v == 12);
        if (i == 1) assert_string_equal(r.filter_text, "POOR_MAPPING_QUALITY");
    }
    gnbs_vcf_close(vcf);
}

static void a_peer_reads_it(void **state) {
    (void)state;
    if (system("command -v bcftools > /dev/null 2>&1") != 0) {
        print_message("skipped: no bcftools\n");
        return;
    }
    const gnbs_call_t c = call(0, 20, "ACG", "A");
    const gnbs_trio_call_t trio = {.parent = {{.is_given = true, .ploidy = 2, .n_alt = -1},
                                              {.is_given = true, .ploidy = 2, .n_alt = 1}},
                                   .is_judged = true,
                                   .origin = GNBS_ORIGIN_MATERNAL};
    const gnbs_vcf_line_t line = {.call = &c, .trio = &trio};
    const gnbs_ref_block_t b[] = {block(0, 10, 20, GNBS_CALLABLE, 2),
                                  block(0, 23, 30, GNBS_CALLABLE_LOW_DEPTH, 2)};
    gnbs_vcf_meta_t meta = META;
    meta.has_parents = true;
    const char *path = test_path("p.vcf.gz");
    assert_ok(gnbs_vcf_write_blocks(path, small_genome(), &meta, 1, &line, 2, b, &err),
              &err);
    char command[600], said[400] = "";
    snprintf(command, sizeof command,
             "bcftools query -f '%%POS %%END %%MOTHER_GT %%ORIGIN [%%GT]\\n' '%s' 2>&1",
             path);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    said[fread(said, 1, sizeof said - 1, p)] = '\0';
    assert_int_equal(pclose(p), 0);
    assert_string_equal(said, "11 20 . . 0/0\n21 23 0/1 maternal 0/1\n24 30 . . ./.\n");
}

static void what_parents_say_is_in_info_and_dnp(void **state) {
    (void)state;
    gnbs_call_t c[3];
    for (int i = 0; i < 3; i++) c[i] = call(0, 10 * i, "A", "C");
    c[0].is_phased = true, c[0].haplotype = 2, c[0].phase_set = 0;
    const gnbs_trio_call_t trio[3] = {
        {.parent =
             {{.is_given = true, .ploidy = 2, .n_alt = 0, .ad_ref = 31},
              {.is_given = true, .ploidy = 2, .n_alt = 1, .ad_ref = 15, .ad_alt = 12}},
         .is_judged = true,
         .origin = GNBS_ORIGIN_MATERNAL},
        {.parent = {{.is_given = false, .ploidy = 2, .n_alt = -1},
                    {.is_given = true, .ploidy = 2, .n_alt = -1, .ad_ref = 3}},
         .is_judged = true,
         .origin = GNBS_ORIGIN_DENOVO,
         .dnp_phred = 17},
        {{{0}}}};
    const gnbs_vcf_line_t line[3] = {{.call = &c[0], .trio = &trio[0]},
                                     {.call = &c[1], .trio = &trio[1]},
                                     {.call = &c[2], .trio = &trio[2]}};
    gnbs_vcf_meta_t meta = META;
    meta.has_parents = true;
    const char *path = test_path("t.vcf.gz");
    assert_ok(gnbs_vcf_write(path, small_genome(), &meta, 3, line, &err), &err);
    char *text = unzip(path);
    expect_words(
        text,
        "\tMOTHER_GT=0/1;MOTHER_AD=15,12;FATHER_GT=0/0;FATHER_AD=31,0;ORIGIN=maternal\t"
        "GT:DP:AD:GQ:PL:PS:DNP\t0|1:30:14,16:40:90,0,80:1:0\n");
    expect_words(
        text, "\tMOTHER_GT=./.;MOTHER_AD=3,0;ORIGIN=de_novo;DENOVO\tGT:DP:AD:GQ:PL:DNP\t0/"
              "1:30:14,16:40:90,0,80:17\n");
    expect_words(text, "\tPASS\t.\tGT:DP:AD:GQ:PL\t0/1:30:14,16:40:90,0,80\n");
    free(text);
}

static void blocks_that_overlap_are_refused(void **state) {
    (void)state;
    const gnbs_ref_block_t twice[] = {block(0, 10, 20, GNBS_CALLABLE, 2),
                                      block(0, 19, 30, GNBS_CALLABLE, 2)};
    assert_fails(gnbs_vcf_write_blocks(test_path("o.vcf.gz"), small_genome(), &META, 0,
                                       NULL, 2, twice, &err),
                 GNBS_E_INTERNAL, &err, "overlaps another");
    const gnbs_ref_block_t empty = block(0, 10, 10, GNBS_CALLABLE, 2);
    assert_fails(gnbs_vcf_write_blocks(test_path("o.vcf.gz"), small_genome(), &META, 0,
                                       NULL, 1, &empty, &err),
                 GNBS_E_INTERNAL, &err, "is empty");
    gnbs_vcf_meta_t meta = META;
    meta.sample = NULL;
    assert_fails(gnbs_vcf_write_blocks(test_path("o.vcf.gz"), small_genome(), &meta, 0,
                                       NULL, 1, twice, &err),
                 GNBS_E_INTERNAL, &err, "sample column");
}

static void a_synthetic_file_says_so_when_read(void **state) {
    (void)state;
    for (int is_synthetic = 0; is_synthetic < 2; is_synthetic++) {
        gnbs_vcf_meta_t meta = META;
        meta.is_synthetic = is_synthetic;
        const char *path = test_path("s.vcf.gz");
        assert_ok(gnbs_vcf_write(path, small_genome(), &meta, 0, NULL, &err), &err);
        gnbs_vcf_t *vcf;
        assert_ok(gnbs_vcf_open(path, small_genome(), &vcf, &err), &err);
        assert_int_equal(gnbs_vcf_is_synthetic(vcf), is_synthetic);
        gnbs_vcf_close(vcf);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_stand_between_the_lines_in_order),
        cmocka_unit_test(a_no_call_is_read_back_as_no_call),
        cmocka_unit_test(a_peer_reads_it),
        cmocka_unit_test(what_parents_say_is_in_info_and_dnp),
        cmocka_unit_test(blocks_that_overlap_are_refused),
        cmocka_unit_test(a_synthetic_file_says_so_when_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
