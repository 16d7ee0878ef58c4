/* VCF records to genome types: what is read, what is a reference block, what is refused and how it is said. */
#include "io_files.h"

#include "core/str.h"
#include "io/bgzip.h"
#include "io/vcf.h"

static gnbs_err_t err;
static gnbs_vcf_t *vcf;
static gnbs_vcf_record_t rec;
static bool more;

static int close_vcf(void **state) {
    (void)state;
    gnbs_vcf_close(vcf);
    vcf = NULL;
    return 0;
}

#define META                                                                               \
    "##contig=<ID=1,length=10000>\n##contig=<ID=2>\n"                                      \
    "##INFO=<ID=END,Number=1,Type=Integer,Description=\"x\">\n"                            \
    "##INFO=<ID=AF,Number=A,Type=Float,Description=\"x\">\n"                               \
    "##INFO=<ID=DB,Number=0,Type=Flag,Description=\"x\">\n"                                \
    "##FILTER=<ID=q10,Description=\"x\">\n##FILTER=<ID=s50,Description=\"x\">\n"           \
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n"                            \
    "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"x\">\n"                           \
    "##FORMAT=<ID=GQF,Number=1,Type=Float,Description=\"x\">\n"                            \
    "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"x\">\n"                           \
    "##FORMAT=<ID=PS,Number=1,Type=String,Description=\"x\">\n"
#define COLUMNS "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
#define SITES   "##fileformat=VCFv4.2\n" META COLUMNS "\n"
#define BABY    "##fileformat=VCFv4.2\n" META COLUMNS "\tFORMAT\tbaby\n"

static void open_text(const char *head, const char *lines) {
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_printf(&text, "%s%s", head, lines);
    gnbs_vcf_close(vcf);
    assert_ok(gnbs_vcf_open(write_file("t.vcf", text.s), small_genome(), &vcf, &err), &err);
    gnbs_str_clear(&text);
}

static void next(void) {
    assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
    assert_true(more);
}

static void header_tells_contigs_and_samples(void **state) {
    (void)state;
    open_text("##fileformat=VCFv4.2\n##contig=<ID=chr1,length=10000,md5="
              "6aef897c3d6ff0c78aff06ac189178dd>\n##contig=<ID=chr2>\n" COLUMNS
              "\tFORMAT\tbaby\tmother\n",
              "");
    assert_int_equal(gnbs_vcf_n_sample(vcf), 2);
    assert_string_equal(gnbs_vcf_sample(vcf, 1), "mother");
    assert_null(gnbs_vcf_sample(vcf, 2));
    const gnbs_contigs_t *c = gnbs_vcf_contigs(vcf);
    assert_int_equal(c->n, 2);
    assert_string_equal(c->contig[0].name, "chr1");
    assert_int_equal(c->contig[0].length_bp, 10000);
    assert_string_equal(c->contig[0].m5, "6aef897c3d6ff0c78aff06ac189178dd");
    assert_int_equal(c->contig[1].length_bp, 0);
    assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
    assert_false(more);
}

static void record_fields_are_read(void **state) {
    (void)state;
    open_text(SITES,
              "1\t100\trs1\tac\tg,t,*\t50.5\tq10;s50\tDB;AF=0.123456789,.,1e-3;X=a,b\n"
              "MT\t7\t.\tN\tA\t.\tPASS\t.\n2\t9\t.\tA\t.\t0\t.\tEMPTY=\n9\t1\t.\tA\t<DEL>"
              "\t.\t.\tEND=50\n");
    next();
    assert_int_equal(rec.n_line, 1);
    assert_string_equal(rec.chrom, "1");
    assert_int_equal(rec.tid, 0); /* chr1 of the caller */
    assert_int_equal(rec.pos, 99);
    assert_int_equal(rec.end, 101);
    assert_string_equal(rec.id, "rs1");
    assert_int_equal(rec.n_allele, 4);
    assert_string_equal(rec.allele[0], "AC"); /* folded to upper case */
    assert_string_equal(rec.allele[2], "T");
    assert_string_equal(rec.allele[3], "*");
    assert_true(rec.qual_phred > 50.4 && rec.qual_phred < 50.6);
    assert_false(rec.is_pass);
    assert_string_equal(rec.filter_text, "q10;s50");
    assert_false(rec.is_ref_block);
    double x = 7;
    assert_string_equal(gnbs_vcf_info_text(vcf, "AF"),
                        "0.123456789,.,1e-3"); /* as written, all digits */
    assert_true(gnbs_vcf_info_real(vcf, "AF", 0, &x) && x > 0.1234567889 &&
                x < 0.1234567891);
    assert_false(gnbs_vcf_info_real(vcf, "AF", 1, &x)); /* missing is not zero */
    assert_true(gnbs_vcf_info_real(vcf, "AF", 2, &x) && x > 0.00099 && x < 0.00101);
    assert_false(gnbs_vcf_info_real(vcf, "AF", 3, &x));
    assert_false(gnbs_vcf_info_real(vcf, "X", 0, &x));
    assert_true(gnbs_vcf_info_flag(vcf, "DB"));
    assert_string_equal(gnbs_vcf_info_text(vcf, "DB"), "");
    assert_false(gnbs_vcf_info_flag(vcf, "D"));
    assert_null(gnbs_vcf_info_text(vcf, "A"));
    next();
    assert_int_equal(rec.tid, 2);
    assert_true(rec.is_pass && rec.qual_phred < 0);
    assert_string_equal(rec.filter_text, "PASS");
    assert_null(gnbs_vcf_info_text(vcf, "AF"));
    next();
    assert_int_equal(rec.n_allele, 1);
    assert_true(rec.is_pass);
    assert_string_equal(rec.filter_text, ".");
    assert_string_equal(gnbs_vcf_info_text(vcf, "EMPTY"), "");
    assert_false(
        rec.is_ref_block); /* no ALT, but nothing that judged it like the reference */
    next();
    assert_int_equal(rec.tid, -1); /* a contig that the caller does not have */
    assert_string_equal(rec.chrom, "9");
    assert_int_equal(rec.end, 50);
    assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
    assert_false(more);
}

static void genotypes_keep_missing_apart_from_reference(void **state) {
    (void)state;
    static const struct {
        const char *sample;
        int ploidy, a, b;
        bool is_phased;
    } CASES[] = {
        {"0/1", 2, 0, 1, false},  {"1|2", 2, 1, 2, true},  {"./.", 2, -1, -1, false},
        {"./1", 2, -1, 1, false}, {".|1", 2, -1, 1, true}, {"0|.", 2, 0, -1, true},
        {"1", 1, 1, -1, false},   {".", 1, -1, -1, false}, {"0/1/2", 3, -1, -1, false}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char line[100];
        int allele[2];
        bool is_phased;
        snprintf(line, sizeof line, "1\t5\t.\tA\tC,G\t.\t.\t.\tGT\t%s\n", CASES[i].sample);
        open_text(BABY, line);
        next();
        assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), CASES[i].ploidy);
        assert_int_equal(allele[0], CASES[i].a);
        assert_int_equal(allele[1], CASES[i].b);
        assert_int_equal(is_phased, CASES[i].is_phased);
        assert_int_equal(gnbs_vcf_genotype(vcf, 1, allele, &is_phased),
                         0); /* no such sample */
    }
}

static void samples_of_different_ploidy_stand_side_by_side(void **state) {
    (void)state;
    open_text("##fileformat=VCFv4.2\n" META COLUMNS "\tFORMAT\tson\tmother\n",
              "1\t5\t.\tA\tC\t.\t.\t.\tGT:AD\t1:7\t0/1:3,4\n");
    next();
    int allele[2];
    bool is_phased;
    int32_t n = -9;
    assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), 1);
    assert_int_equal(allele[0], 1);
    assert_int_equal(allele[1], -1);
    assert_int_equal(gnbs_vcf_genotype(vcf, 1, allele, &is_phased), 2);
    assert_false(gnbs_vcf_format_int(vcf, "AD", 0, 1, &n)); /* the son's list is shorter */
    assert_true(gnbs_vcf_format_int(vcf, "AD", 1, 1, &n) && n == 4);
}

static void format_values_are_read_whatever_their_type(void **state) {
    (void)state;
    int32_t n = -9;
    int allele[2];
    bool is_phased;
    open_text(BABY, "1\t5\t.\tA\tC\t.\t.\t.\tGT:GQ:AD:GQF:PS\t0|1:99:300,70000:12.6:"
                    "4711\n1\t6\t.\tA\tC\t.\t.\t.\tGQ:AD:GQF:PS\t.:.,3:.:X\n");
    next();
    assert_true(gnbs_vcf_format_int(vcf, "GQ", 0, 0, &n) && n == 99);
    assert_true(gnbs_vcf_format_int(vcf, "AD", 0, 0, &n) && n == 300);
    assert_true(gnbs_vcf_format_int(vcf, "AD", 0, 1, &n) && n == 70000);
    assert_false(gnbs_vcf_format_int(vcf, "AD", 0, 2, &n));
    assert_true(gnbs_vcf_format_int(vcf, "GQF", 0, 0, &n) && n == 13);
    assert_true(gnbs_vcf_format_int(vcf, "PS", 0, 0, &n) && n == 4711);
    assert_false(gnbs_vcf_format_int(vcf, "DP", 0, 0, &n));
    next();
    n = 5;
    assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), 0); /* no GT at all */
    assert_false(gnbs_vcf_format_int(vcf, "GQ", 0, 0, &n));
    assert_false(gnbs_vcf_format_int(vcf, "AD", 0, 0, &n));
    assert_false(gnbs_vcf_format_int(vcf, "GQF", 0, 0, &n));
    assert_false(gnbs_vcf_format_int(vcf, "PS", 0, 0, &n));
    assert_int_equal(n, 5); /* untouched */
    assert_true(gnbs_vcf_format_int(vcf, "AD", 0, 1, &n) && n == 3);
}

/* Lines in the manner of each caller: GATK HaplotypeCaller, DeepVariant, bcftools call -g, Strelka2, GATK all-sites. */
static void reference_blocks_of_every_caller_are_known(void **state) {
    (void)state;
    static const struct {
        const char *line;
        long end;
        bool is_block;
    } CASES[] = {
        {"1\t10\t.\tA\t<NON_REF>\t.\t.\tEND=25\tGT:DP:GQ:MIN_DP:PL\t0/"
         "0:30:90:28:0,81,900\n",
         25, true},
        {"1\t10\t.\tA\t<NON_REF>\t.\t.\t.\tGT:DP:GQ:PL\t0/0:30:90:0,81,900\n", 10, true},
        {"1\t10\t.\tA\t<*>\t0\t.\tEND=25\tGT:GQ:MIN_DP:PL\t0/0:50:20:0,60,599\n", 25, true},
        {"1\t10\t.\tA\t.\t.\t.\tEND=25;MinDP=7\tGT:DP\t0/0:7\n", 25, true},
        {"1\t10\t.\tA\t.\t.\tPASS\tEND=25;BLOCKAVG_min30p3a\tGT:GQX:DP:DPF\t0/0:30:11:0\n",
         25, true},
        {"1\t10\t.\tA\t.\t.\tPASS\t.\tGT:GQX:DP:DPF\t0/0:30:11:0\n", 10, true},
        {"1\t10\t.\tA\t.\t.\t.\tDP=9\tGT:AD:DP:RGQ\t0/0:9:9:27\n", 10, true},
        {"1\t10\t.\tAC\tG,<NON_REF>\t.\t.\t.\tGT:GQ\t0/1:50\n", 11, false},
        {"1\t10\t.\tAC\tG,<*>\t.\t.\tEND=500\tGT:GQ\t0/1:50\n", 11,
         false}, /* a variant has its REF */
        {"1\t10\t.\tA\t<DEL>\t.\t.\tEND=25\tGT:GQ\t0/1:50\n", 25, false},
        {"1\t10\t.\tA\t.\t.\t.\tDP=9\tGT\t0/0\n", 10, false}, /* nothing says how sure */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        open_text(BABY, CASES[i].line);
        next();
        assert_int_equal(rec.pos, 9);
        if (rec.end != CASES[i].end || rec.is_ref_block != CASES[i].is_block)
            fail_msg("end %ld, block %d: %s", (long)rec.end, rec.is_ref_block,
                     CASES[i].line);
    }
}

static void each_fault_names_record_place_and_what_was_expected(void **state) {
    (void)state;
    static const struct {
        const char *line, *words;
    } CASES[] = {
        {"1\t0\t.\tA\tC\t.\t.\t.\tGT\t0/1", "(1:0): POS is 0"},
        {"1\t10001\t.\tA\tC\t.\t.\t.\tGT\t0/1",
         "(1:10001): ends at 10001, but the contig has 10000 bases"},
        {"1\t10000\t.\tAC\tC\t.\t.\t.\tGT\t0/1", "(1:10000): ends at 10001"},
        {"chr2\t5001\t.\tA\tC\t.\t.\t.\tGT\t0/1",
         "has 5000 bases"}, /* length of the caller's chr2 */
        {"1\t-3\t.\tA\tC\t.\t.\t.\tGT\t0/1", "(1:-3): POS is not a number"},
        {"1\tx\t.\tA\tC\t.\t.\t.\tGT\t0/1", "(1:x): POS is not a number"},
        {"1\t5\t.\t-\tC\t.\t.\t.\tGT\t0/1", "REF is '-', expected bases"},
        {"1\t5\t.\t.\tC\t.\t.\t.\tGT\t0/1", "REF is '.', expected bases"},
        {"1\t5\t.\tA\t-\t.\t.\t.\tGT\t0/1", "ALT is '-', expected bases"},
        {"1\t5\t.\tA\tC,.\t.\t.\t.\tGT\t0/1", "ALT is '.'"},
        {"1\t5\t.\tA\t\t.\t.\t.\tGT\t0/1", "ALT is empty"},
        {"1\t5\t.\tA\tC\tbad\t.\t.\tGT\t0/1", "QUAL is 'bad'"},
        {"1\t5\t.\tA\tC\tnan\t.\t.\tGT\t0/1", "QUAL is 'nan'"},
        {"1\t5\t.\tA\tC\t-1\t.\t.\tGT\t0/1", "QUAL is '-1'"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/2",
         "GT names an allele that the record does not have"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/x", "not a valid VCF line"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/", "not a valid VCF line"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT:GQ\t0/1:x", "not a valid VCF line"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1:9", "more than FORMAT names"},
        {"1\t5\t.\tA\tC\t.\t.\t.\tGT\t0/1\t0/1",
         "has 11 column(s) separated by TAB, expected 10"},
        {"1\t5\t.\tA\tC\t.\t.\t.", "has 8 column(s) separated by TAB, expected 10"},
        {"1 5 . A C . . . GT 0/1", "record 2: has 1 column(s)"},
        {"1\t5\t.\tA\t<NON_REF>\t.\t.\tEND=4\tGT:GQ\t0/0:9", "END is '4'"},
        {"1\t5\t.\tA\t<*>\t.\t.\tEND=x\tGT:GQ\t0/0:9", "END is 'x'"},
        {"1\t5\t.\tA\t<*>\t.\t.\tEND=10001\tGT:GQ\t0/0:9", "ends at 10001"},
        {"\x1b[2J\t5\t.\t-\tC\t.\t.\t.\tGT\t0/1",
         "(\\x1B[2J:5)"}, /* nothing of a file reaches a terminal raw */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char lines[400];
        snprintf(lines, sizeof lines, "1\t4\t.\tA\tC\t.\t.\t.\tGT\t0/1\n%s\n",
                 CASES[i].line);
        open_text(BABY, lines);
        next();
        assert_fails(gnbs_vcf_next(vcf, &rec, &more, &err), GNBS_E_FORMAT, &err,
                     "t.vcf: record 2");
        assert_false(more);
        if (strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("'%s' lacks '%s'", err.msg, CASES[i].words);
    }
}

static void versions_four_one_to_four_four_are_read(void **state) {
    (void)state;
    static const char *const GOOD[] = {"VCFv4.1", "VCFv4.2", "VCFv4.3", "VCFv4.4"},
                             *const BAD[] = {"VCFv3.3", "VCFv4.0", "VCFv4.5"};
    char text[1000];
    for (int i = 0; i < 4; i++) {
        snprintf(text, sizeof text,
                 "##fileformat=%s\n" COLUMNS "\n1\t5\t.\tA\tC\t.\t.\t.\n", GOOD[i]);
        open_text("", text);
        next();
    }
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "##fileformat=%s\n" COLUMNS "\n", BAD[i]);
        gnbs_vcf_t *none;
        assert_fails(gnbs_vcf_open(write_file("v.vcf", text), NULL, &none, &err),
                     GNBS_E_FORMAT, &err, "expected VCFv4.1 to VCFv4.4");
        assert_null(none);
    }
}

static void leading_phase_of_four_four_is_read(void **state) {
    (void)state;
    int allele[2];
    bool is_phased;
    open_text("##fileformat=VCFv4.4\n" META COLUMNS "\tFORMAT\ta\tb\n",
              "1\t5\t.\tA\tC\t.\t.\t.\tGT:GQ\t|0|1:9\t/1:8\n");
    next();
    assert_int_equal(gnbs_vcf_genotype(vcf, 0, allele, &is_phased), 2);
    assert_true(is_phased && allele[0] == 0 && allele[1] == 1);
    assert_int_equal(gnbs_vcf_genotype(vcf, 1, allele, &is_phased), 1);
    assert_int_equal(allele[0], 1);
}

static void windows_ends_and_empty_last_lines_are_accepted(void **state) {
    (void)state;
    open_text("##fileformat=VCFv4.2\r\n" COLUMNS "\r\n",
              "1\t5\t.\tA\tC\t.\tPASS\tX=1\r\n\r\n\n");
    next();
    assert_string_equal(gnbs_vcf_info_text(vcf, "X"), "1");
    assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
    assert_false(more);
    open_text(SITES, "1\t5\t.\tA\tC\t.\t.\t.\n\n1\t6\t.\tA\tC\t.\t.\t.\n");
    next();
    assert_fails(gnbs_vcf_next(vcf, &rec, &more, &err), GNBS_E_FORMAT, &err,
                 "record 2 (1:6): follows an empty line");
}

static void what_is_no_vcf_is_refused(void **state) {
    (void)state;
    gnbs_vcf_t *none;
    assert_fails(gnbs_vcf_open(write_file("a.vcf", "chr1\t1\t2\n"), NULL, &none, &err),
                 GNBS_E_FORMAT, &err, "neither VCF nor BCF");
    assert_fails(gnbs_vcf_open(write_file("b.vcf", ""), NULL, &none, &err), GNBS_E_FORMAT,
                 &err, "neither VCF nor BCF");
    assert_fails(gnbs_vcf_open(write_file("c.vcf", "##fileformat=VCFv4.2\n1\t1\n"), NULL,
                               &none, &err),
                 GNBS_E_FORMAT, &err, "header");
    assert_fails(gnbs_vcf_open(write_file("d.vcf", "##fileformat=VCFv4.2\n" COLUMNS
                                                   "\tFORMAT\ta\ta\n"),
                               NULL, &none, &err),
                 GNBS_E_FORMAT, &err, "names that all differ");
    assert_fails(
        gnbs_vcf_open(
            write_file("e.vcf",
                       "##fileformat=VCFv4.2\n##contig=<ID=1,length=12x>\n" COLUMNS "\n"),
            NULL, &none, &err),
        GNBS_E_FORMAT, &err, "contig 1 has length '12x'");
    assert_fails(gnbs_vcf_open("http://example.org/a.vcf.gz", NULL, &none, &err),
                 GNBS_E_USAGE, &err, "only local files");
    assert_fails(gnbs_vcf_open(test_path("absent.vcf"), NULL, &none, &err), GNBS_E_IO, &err,
                 "No such file");
    static const char NUL[] = SITES "1\t5\t.\tA\tC\t.\t.\tX=\0\n";
    gnbs_vcf_close(vcf);
    assert_ok(gnbs_vcf_open(write_bytes("n.vcf", NUL, sizeof NUL - 1), NULL, &vcf, &err),
              &err);
    assert_fails(gnbs_vcf_next(vcf, &rec, &more, &err), GNBS_E_FORMAT, &err, "NUL byte");
}

/* Enough records for several blocks of compression; the last 28 bytes of a bgzip file are its end marker. */
static void truncated_files_are_refused(void **state) {
    (void)state;
    gnbs_str_t text;
    gnbs_str_init(&text);
    gnbs_str_add(&text, SITES);
    for (int i = 1; i <= 9000; i++)
        gnbs_str_printf(&text, "1\t%d\tid%d\tA\tC\t.\t.\tX=%d\n", i, i * 7919 % 9001,
                        i * 31 % 977);
    const char *path = test_path("long.vcf.gz");
    assert_ok(gnbs_bgzip_write_text(path, &text, GNBS_BGZIP_NO_INDEX, &err), &err);
    assert_ok(gnbs_vcf_open(path, NULL, &vcf, &err), &err);
    for (int i = 0; i < 9000; i++) next();
    assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
    assert_false(more);
    close_vcf(NULL);
    cut_file(path, 28);
    assert_fails(gnbs_vcf_open(path, NULL, &vcf, &err), GNBS_E_FORMAT, &err,
                 "truncated: bgzip's end marker");
    path = write_gzip("long2.vcf.gz",
                      text.s); /* plain gzip has no marker: found while reading */
    cut_file(path, 1000);
    assert_ok(gnbs_vcf_open(path, NULL, &vcf, &err), &err);
    gnbs_code_t code = GNBS_OK;
    int n = 0;
    for (more = true; code == GNBS_OK && more; n++)
        code = gnbs_vcf_next(vcf, &rec, &more, &err);
    assert_int_equal(code, GNBS_E_FORMAT);
    assert_true(n > 1000);
    gnbs_str_clear(&text);
}

/* ---- real files ----------------------------------------------------------------------- */

static void clinvar_is_complete(void **state) {
    (void)state;
    char path[512];
    if (shared_file(path, sizeof path, "data/clinvar/clinvar_2016-11-02.GRCh38.vcf.gz") ==
        NULL)
        return;
    assert_ok(gnbs_vcf_open(path, NULL, &vcf, &err), &err);
    int64_t n = 0, n_f508del = 0;
    for (more = true; more; n++) {
        assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
        if (!more) break;
        assert_non_null(gnbs_vcf_info_text(vcf, "CLNSIG"));
        /* ClinVar 7105: CFTR c.1521_1523del, chr7:117559590 ATCT>A (GRCh38) */
        if (strcmp(rec.id, "7105") != 0) continue;
        n_f508del++;
        assert_int_equal(rec.pos, 117559590 - 1);
        assert_string_equal(rec.allele[0], "ATCT");
        assert_string_equal(rec.allele[1], "A");
        assert_memory_equal(gnbs_vcf_info_text(vcf, "GENEINFO"), "CFTR:", 5);
    }
    assert_int_equal(n, 131834);
    assert_int_equal(n_f508del, 1);
}

static void excerpts_of_public_files_are_read_to_their_end(void **state) {
    (void)state;
    static const struct {
        const char *file;
        int n; /* lines that do not begin with #, counted with grep */
    } FILES[] = {{"data/formats/clinical/clinvar_20191007_excerpt.vcf", 32},
                 {"data/formats/clinical/gnomad_v4.0_genomes_excerpt.vcf", 2},
                 {"data/formats/clinical/gnomad_v3.1_mtdna_excerpt.vcf", 3},
                 {"data/formats/clinical/gnomad_v4.0_cnv_excerpt.vcf", 2},
                 {"data/mito/gatk_filtered.vcf", 6}};
    char path[512];
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        if (shared_file(path, sizeof path, FILES[i].file) == NULL) return;
        gnbs_vcf_close(vcf);
        assert_ok(gnbs_vcf_open(path, NULL, &vcf, &err), &err);
        int n = 0;
        for (more = true; more; n += more)
            assert_ok(gnbs_vcf_next(vcf, &rec, &more, &err), &err);
        assert_int_equal(n, FILES[i].n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(header_tells_contigs_and_samples, close_vcf),
        cmocka_unit_test_teardown(record_fields_are_read, close_vcf),
        cmocka_unit_test_teardown(genotypes_keep_missing_apart_from_reference, close_vcf),
        cmocka_unit_test_teardown(samples_of_different_ploidy_stand_side_by_side,
                                  close_vcf),
        cmocka_unit_test_teardown(format_values_are_read_whatever_their_type, close_vcf),
        cmocka_unit_test_teardown(reference_blocks_of_every_caller_are_known, close_vcf),
        cmocka_unit_test_teardown(each_fault_names_record_place_and_what_was_expected,
                                  close_vcf),
        cmocka_unit_test_teardown(versions_four_one_to_four_four_are_read, close_vcf),
        cmocka_unit_test_teardown(leading_phase_of_four_four_is_read, close_vcf),
        cmocka_unit_test_teardown(windows_ends_and_empty_last_lines_are_accepted,
                                  close_vcf),
        cmocka_unit_test_teardown(what_is_no_vcf_is_refused, close_vcf),
        cmocka_unit_test_teardown(truncated_files_are_refused, close_vcf),
        cmocka_unit_test_teardown(clinvar_is_complete, close_vcf),
        cmocka_unit_test_teardown(excerpts_of_public_files_are_read_to_their_end,
                                  close_vcf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
