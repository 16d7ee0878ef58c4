/* What is written is VCF and BED to other programs too, and the same bytes each time. */
#include "io_files.h"

#include "core/str.h"
#include "io/vcf.h"

static gnbs_err_t err;

static gnbs_call_t call(int tid, long pos, const char *ref, const char *alt, int n_alt) {
    return (gnbs_call_t){.variant = {tid, pos, ref, alt},
                         .ploidy = 2,
                         .n_alt = (int8_t)n_alt,
                         .qual_phred = 50,
                         .gq_phred = 40,
                         .pl = {90, 0, 80},
                         .dp = 30,
                         .ad_ref = 14,
                         .ad_alt = 16};
}

static const gnbs_vcf_meta_t META = {.sample = "NB-0042",
                                     .program_line = "gnbs 0.1.0",
                                     .reference_line = "bundle \"x\"\nsecond line",
                                     .csq_format = "Allele|Consequence|\"odd\""};

/* Runs a peer's program; its standard output, or NULL on a machine without it. To be freed. */
static char *run(const char *program, const char *arguments, const char *path) {
    char command[1000];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    if (system(command) != 0) {
        print_message("skipped: no %s\n", program);
        return NULL;
    }
    snprintf(command, sizeof command, "%s %s '%s' 2>&1", program, arguments, path);
    FILE *p = popen(command, "r");
    char *out = calloc(1, 1 << 16);
    assert_non_null(p);
    if (fread(out, 1, (1 << 16) - 1, p) == 0) out[0] = '\0';
    assert_int_equal(pclose(p), 0);
    return out;
}

/* The text of a bgzip file, to be freed. */
static char *unzip(const char *path) {
    char *text = calloc(1, 1 << 20);
    gzFile f = gzopen(path, "rb");
    assert_non_null(f);
    assert_true(gzread(f, text, (1 << 20) - 1) >= 0);
    gzclose(f);
    return text;
}

static char *write_calls(const char *name, size_t n, const gnbs_call_t calls[]) {
    gnbs_vcf_line_t line[16] = {{0}};
    for (size_t i = 0; i < n; i++) line[i].call = &calls[i];
    assert_ok(gnbs_vcf_write(test_path(name), small_genome(), &META, n, line, &err), &err);
    return unzip(test_path(name));
}

static void expect_words(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("'%s' is not in:\n%s", words, text);
}

static void genotypes_are_written_as_the_header_says(void **state) {
    (void)state;
    gnbs_call_t c[10];
    for (int i = 0; i < 10; i++) c[i] = call(0, 10 * i, "A", "C", 1);
    c[1].n_alt = 2;
    c[2].n_alt = -1;
    c[3].n_alt = 0;
    c[4].n_other_alt = 1;
    c[5].is_phased = c[6].is_phased = c[7].is_phased = true;
    c[5].haplotype = 1;
    c[6].haplotype = 2;
    c[7].haplotype = 1;
    c[7].n_other_alt = 1;
    c[5].phase_set = c[6].phase_set = c[7].phase_set = 50;
    c[8].ploidy = c[9].ploidy = 1;
    c[9].n_alt = -1;
    static const char *const EXPECTED[10] = {"\t0/1:30:14,16:40:90,0,80\n",
                                             "\t1/1:",
                                             "\t./.:",
                                             "\t0/0:",
                                             "\t./1:",
                                             "\t1|0:30:14,16:40:90,0,80:51\n",
                                             "\t0|1:30:14,16:40:90,0,80:51\n",
                                             "\t1|.:",
                                             "\tGT:DP:AD:GQ:PL\t1:30:14,16:40:90,0\n",
                                             "\t.:"};
    char *text = write_calls("gt.vcf.gz", 10, c);
    const char *line = strstr(text, "\nchr1");
    for (int i = 0; i < 10; i++) {
        assert_non_null(line);
        char one[300];
        snprintf(one, sizeof one, "%.*s\n", (int)strcspn(line + 1, "\n"), line + 1);
        expect_words(one, EXPECTED[i]);
        line = strchr(line + 1, '\n');
    }
    free(text);
}

static void quality_filters_and_info_are_written(void **state) {
    (void)state;
    gnbs_call_t c[4] = {call(0, 0, "A", "C", 1), call(0, 9, "AT", "A", 1),
                        call(1, 4, "G", "T", 1), call(2, 16568, "G", "<DEL>", 1)};
    c[0].qual_phred = 12.3456;
    c[1].qual_phred = 30;
    c[1].filter = GNBS_FILTER_STRAND | GNBS_FILTER_LOW_DEPTH;
    c[1].is_forced = true;
    c[2].qual_phred = -1;
    c[2].dp = c[2].gq_phred = c[2].ad_ref = c[2].ad_alt = -1;
    gnbs_vcf_line_t line[4] = {{&c[0], "C|missense_variant|p.Ala2=", "17661"},
                               {&c[1], "a;b c,d\te", NULL},
                               {&c[2], NULL, ""},
                               {&c[3], NULL, NULL}};
    assert_ok(gnbs_vcf_write(test_path("q.vcf.gz"), small_genome(), &META, 4, line, &err),
              &err);
    char *text = unzip(test_path("q.vcf.gz"));
    expect_words(
        text,
        "chr1\t1\t17661\tA\tC\t12.35\tPASS\tGNBS_CSQ=C|missense_variant|p.Ala2%3D\tGT");
    expect_words(
        text,
        "chr1\t10\t.\tAT\tA\t30\tLowDepth;StrandBias\tFORCED;GNBS_CSQ=a%3Bb%20c,d%09e\tGT");
    expect_words(text,
                 "chr2\t5\t.\tG\tT\t.\tPASS\t.\tGT:DP:AD:GQ:PL\t0/1:.:.,.:.:90,0,80\n");
    expect_words(text, "chrM\t16569\t.\tG\t<DEL>\t50\t");
    free(text);
}

static void header_says_what_the_columns_mean(void **state) {
    (void)state;
    gnbs_vcf_meta_t meta = META;
    meta.is_synthetic = true;
    assert_ok(gnbs_vcf_write(test_path("h.vcf.gz"), small_genome(), &meta, 0, NULL, &err),
              &err);
    char *text = unzip(test_path("h.vcf.gz"));
    assert_memory_equal(text, "##fileformat=VCFv4.3\n", 21);
    expect_words(text, "##source=gnbs 0.1.0\n");
    expect_words(
        text,
        "##reference=bundle \"x\"\\x0Asecond line\n"); /* a line of the header stays one line */
    expect_words(text, "##gnbs_synthetic=");
    expect_words(text, "##contig=<ID=chr1,length=10000>\n");
    expect_words(text, "Format: Allele|Consequence|\\\"odd\\\"\">\n");
    expect_words(text, "(./1) is another ALT of the same site");
    for (int i = 0; i < GNBS_FILTER_N; i++) {
        char words[100];
        snprintf(words, sizeof words, "##FILTER=<ID=%s,Description=\"",
                 gnbs_filter_name(i));
        expect_words(text, words);
    }
    expect_words(text, "\tINFO\tFORMAT\tNB-0042\n");
    free(text);
    meta.sample = NULL;
    assert_ok(gnbs_vcf_write(test_path("h.vcf.gz"), small_genome(), &meta, 0, NULL, &err),
              &err);
    text = unzip(test_path("h.vcf.gz"));
    expect_words(text, "\tFILTER\tINFO\n");
    assert_null(strstr(text, "##FORMAT"));
    free(text);
}

static void bcftools_and_tabix_read_what_is_written(void **state) {
    (void)state;
    gnbs_call_t c[3] = {call(0, 99, "A", "C", 1), call(0, 199, "AT", "A", 2),
                        call(1, 299, "G", "T", 1)};
    c[2].is_phased = true;
    c[2].haplotype = 2;
    c[2].phase_set = 299;
    free(write_calls("peer.vcf.gz", 3, c));
    char *out = run("bcftools",
                    "query -f '%CHROM %POS %REF %ALT %FILTER [%GT %AD{1} %PL{2} %PS]\\n' "
                    "-r chr1:150-300,chr2",
                    test_path("peer.vcf.gz"));
    if (out != NULL)
        assert_string_equal(
            out, "chr1 200 AT A PASS 1/1 16 80 .\nchr2 300 G T PASS 0|1 16 80 300\n");
    free(out);
    out = run("bcftools", "view -H",
              test_path("peer.vcf.gz")); /* no warning on standard error either */
    if (out != NULL) assert_memory_equal(out, "chr1\t100\t", 9);
    free(out);
    out = run("tabix", "-l", test_path("peer.vcf.gz"));
    if (out != NULL) assert_string_equal(out, "chr1\nchr2\n");
    free(out);
}

/* As VCF 4.3 has it (sections 3 and 5.3): POS the base before, END the last base, SVLEN of a deletion negative. */
static void deletions_and_duplications_are_lines_that_bcftools_reads(void **state) {
    (void)state;
    const gnbs_dosage_t event[] = {{.kind = GNBS_DOSAGE_DEL,
                                    .region = {0, 100, 600},
                                    .is_exact = true,
                                    .ci_beg = {0, 100, 103},
                                    .ci_end = {0, 600, 603},
                                    .homology_bp = 3,
                                    .expected = 2,
                                    .copies = 1,
                                    .ratio = 0.5,
                                    .ratio_lo = 0.4,
                                    .ratio_hi = 0.6,
                                    .log10_bf = 12,
                                    .log10_bf_depth = 7.5,
                                    .n_tile = 4,
                                    .n_read = 50,
                                    .n_split = 9,
                                    .n_pair = 6,
                                    .n_spanning = 11},
                                   {.kind = GNBS_DOSAGE_DUP,
                                    .region = {0, 900, 1500},
                                    .ci_beg = {0, 700, 1000},
                                    .ci_end = {0, 1400, 1800},
                                    .expected = 1,
                                    .copies = 2,
                                    .ratio = 2,
                                    .ratio_lo = 1.8,
                                    .ratio_hi = 2.2,
                                    .filter = GNBS_DOSAGE_NO_JUNCTION | GNBS_DOSAGE_WEAK}};
    gnbs_call_t c[] = {call(0, 99, "A", "<DEL>", 1), call(0, 899, "G", "<DUP>", 1),
                       call(1, 9, "G", "T", 1)};
    c[1].ploidy = 1;
    gnbs_vcf_meta_t meta = META;
    meta.has_dosage = true;
    const gnbs_vcf_line_t line[] = {{.call = &c[0], .dosage = &event[0]},
                                    {.call = &c[1], .dosage = &event[1]},
                                    {.call = &c[2]}};
    assert_ok(
        gnbs_vcf_write(test_path("dosage.vcf.gz"), small_genome(), &meta, 3, line, &err),
        &err);
    char *text = unzip(test_path("dosage.vcf.gz"));
    expect_words(text, "\nchr1\t100\t.\tA\t<DEL>\t50\tPASS\tSVTYPE=DEL;END=600;SVLEN=-500;"
                       "CIPOS=0,3;CIEND=0,3;HOMLEN=3;EXPECTED=2;RATIO=0.500,0.400,0.600;"
                       "TILES=4;BF=12.0,7.5\tGT:CN:GQ:RC:SR:PE\t0/1:1:40:50:11,9:6\n");
    expect_words(text, "\nchr1\t900\t.\tG\t<DUP>\t50\tNoJunction;WeakEvidence\t"
                       "SVTYPE=DUP;END=1500;SVLEN=600;IMPRECISE;CIPOS=-200,100;"
                       "CIEND=-100,300;EXPECTED=1;");
    expect_words(text, "\t1:2:40:0:.,.:0\n");
    expect_words(text, "\nchr2\t10\t.\tG\tT\t50\tPASS\t.\tGT:DP:AD:GQ:PL\t");
    free(text);
    char *out =
        run("bcftools", "query -f '%POS %END %SVTYPE %FILTER [%CN %SR{1}]\\n' -r chr1",
            test_path("dosage.vcf.gz"));
    if (out != NULL)
        assert_string_equal(out, "100 600 DEL PASS 1 9\n"
                                 "900 1500 DUP NoJunction;WeakEvidence 2 .\n");
    free(out);
    out = run("bcftools", "view -H -r chr1:550",
              test_path("dosage.vcf.gz")); /* END is indexed */
    if (out != NULL) assert_memory_equal(out, "chr1\t100\t", 9);
    free(out);
}

static void same_calls_give_the_same_bytes(void **state) {
    (void)state;
    gnbs_call_t c[2] = {call(0, 99, "A", "C", 1), call(0, 199, "AT", "A", 2)};
    size_t n[4];
    free(write_calls("one.vcf.gz", 2, c));
    free(write_calls("two.vcf.gz", 2, c));
    char *one = read_bytes(test_path("one.vcf.gz"), &n[0]),
         *two = read_bytes(test_path("two.vcf.gz"), &n[1]);
    char *one_tbi = read_bytes(test_path("one.vcf.gz.tbi"), &n[2]),
         *two_tbi = read_bytes(test_path("two.vcf.gz.tbi"), &n[3]);
    assert_non_null(one_tbi);
    assert_int_equal(n[0], n[1]);
    assert_int_equal(n[2], n[3]);
    assert_memory_equal(one, two, n[0]);
    assert_memory_equal(one_tbi, two_tbi, n[2]);
    free(one);
    free(two);
    free(one_tbi);
    free(two_tbi);
}

static void what_cannot_be_a_column_is_refused_and_nothing_is_written(void **state) {
    (void)state;
    const char *path = test_path("refused.vcf.gz");
    gnbs_call_t c[2] = {call(0, 99, "A", "C", 1), call(0, 98, "A", "C", 1)};
    gnbs_vcf_line_t line[2] = {{&c[0], NULL, NULL}, {&c[1], NULL, NULL}};
    static const char *const NAMES[] = {"", "a\tb", "a b", "a\nb", "<img>"};
    gnbs_vcf_meta_t meta = META;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        meta.sample = NAMES[i];
        assert_fails(gnbs_vcf_write(path, small_genome(), &meta, 1, line, &err),
                     GNBS_E_DATA, &err, "sample's name");
    }
    assert_fails(gnbs_vcf_write(path, small_genome(), &META, 2, line, &err),
                 GNBS_E_INTERNAL, &err, "not sorted at chr1:99");
    line[0].clinvar_id = "1;2";
    assert_fails(gnbs_vcf_write(path, small_genome(), &META, 1, line, &err), GNBS_E_DATA,
                 &err, "ClinVar id");
    line[0].clinvar_id = NULL;
    c[0].variant.alt = "";
    assert_int_equal(gnbs_vcf_write(path, small_genome(), &META, 1, line, &err),
                     GNBS_E_INTERNAL);
    assert_int_not_equal(access(path, F_OK), 0);
    c[0].variant.alt = "C";
    assert_fails(
        gnbs_vcf_write(test_path("no/such.vcf.gz"), small_genome(), &META, 1, line, &err),
        GNBS_E_IO, &err, "cannot create");
}

static void callability_is_a_bed_that_tabix_reads(void **state) {
    (void)state;
    const gnbs_callable_span_t span[] = {{{0, 0, 100}, GNBS_CALLABLE, 31.25},
                                         {{0, 100, 120}, GNBS_CALLABLE_LOW_DEPTH, 3},
                                         {{1, 5, 10}, GNBS_CALLABLE_NO_COVERAGE, -1}};
    const char *path = test_path("callable.bed.gz");
    assert_ok(gnbs_callable_write(path, small_genome(), NULL, 3, span, &err), &err);
    char *text = unzip(path);
    assert_string_equal(text, "#contig\tbegin\tend\tstatus\tdepth_"
                              "mean\nchr1\t0\t100\tCALLABLE\t31.2\n"
                              "chr1\t100\t120\tLOW_COVERAGE\t3.0\nchr2\t5\t10\tNO_"
                              "COVERAGE\t.\n"); /* 31.25 is exact: ties to even */
    free(text);
    char *out = run("tabix", "", test_path("callable.bed.gz' 'chr1:110-115"));
    if (out != NULL) assert_string_equal(out, "chr1\t100\t120\tLOW_COVERAGE\t3.0\n");
    free(out);
    assert_ok(gnbs_callable_write(path, small_genome(), NULL, 0, NULL, &err), &err);
    const gnbs_callable_span_t twice[] = {{{0, 0, 100}, GNBS_CALLABLE, 1},
                                          {{0, 99, 120}, GNBS_CALLABLE, 1}};
    assert_fails(gnbs_callable_write(path, small_genome(), NULL, 2, twice, &err),
                 GNBS_E_INTERNAL, &err, "overlaps");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(genotypes_are_written_as_the_header_says),
        cmocka_unit_test(quality_filters_and_info_are_written),
        cmocka_unit_test(header_says_what_the_columns_mean),
        cmocka_unit_test(bcftools_and_tabix_read_what_is_written),
        cmocka_unit_test(deletions_and_duplications_are_lines_that_bcftools_reads),
        cmocka_unit_test(same_calls_give_the_same_bytes),
        cmocka_unit_test(what_cannot_be_a_column_is_refused_and_nothing_is_written),
        cmocka_unit_test(callability_is_a_bed_that_tabix_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
