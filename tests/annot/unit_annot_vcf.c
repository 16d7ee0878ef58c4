/* io/vcf_annotate: what is copied, what is added, and what is refused. */
#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/tbx.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/str.h"
#include "io/text.h"
#include "io/vcf_annotate.h"
#include "support/testing.h"

static const char HEADER[] = "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=1000>\n"
                             "##INFO=<ID=X_CSQ,Number=1,Type=String,Description=\"old\">\n"
                             "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n";
static char folder[] = "/tmp/gnbs-annot-XXXXXX";
static char in_path[64], out_path[64], tbi_path[80];

static int make_folder(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) return -1;
    snprintf(in_path, sizeof in_path, "%s/in.vcf", folder);
    snprintf(out_path, sizeof out_path, "%s/out.vcf.gz", folder);
    snprintf(tbi_path, sizeof tbi_path, "%s.tbi", out_path);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    unlink(in_path);
    unlink(out_path);
    unlink(tbi_path);
    return rmdir(folder); /* fails, as it should, when anything else was left behind */
}

static void write_input(const char *header, const char *records) {
    FILE *f = fopen(in_path, "w");
    assert_non_null(f);
    fputs(header, f);
    fputs(records, f);
    assert_int_equal(fclose(f), 0);
    unlink(out_path);
    unlink(tbi_path);
}

/* Says ALT and its number, nothing for symbolic ones; refuses position 666. */
static gnbs_code_t say(void *ctx, int i_worker, const gnbs_vcf_site_t *site, int i_alt,
                       gnbs_str_t *value, gnbs_err_t *err) {
    (void)ctx;
    (void)i_worker;
    if (site->pos == 665) return gnbs_err_set(err, GNBS_E_DATA, "not this one");
    if (site->allele[i_alt][0] != '<')
        gnbs_str_printf(value, "%s|%d", site->allele[i_alt], i_alt);
    return GNBS_OK;
}

typedef struct told {
    int n_sample, n_bad;
    char sample[64], bad[512];
} told_t;

static gnbs_code_t begin(void *ctx, int n_sample, const char *const sample[],
                         gnbs_err_t *err) {
    (void)err;
    told_t *told = ctx;
    told->n_sample = n_sample;
    if (n_sample > 0)
        snprintf(told->sample, sizeof told->sample, "%s", sample[n_sample - 1]);
    return GNBS_OK;
}

static void note_bad(void *ctx, const gnbs_vcf_bad_t *bad) {
    told_t *told = ctx;
    size_t n = strlen(told->bad);
    snprintf(told->bad + n, sizeof told->bad - n, "%lld: %s\n", (long long)bad->n_line,
             bad->why);
    told->n_bad++;
}

static told_t told;

static gnbs_code_t run_with(bool skips_bad, int n_threads,
                            gnbs_vcf_annotate_counts_t *counts, gnbs_err_t *err) {
    static const char *const META[] = {"##meta=1"};
    told = (told_t){0};
    const gnbs_vcf_annotate_t how = {.key = "X_CSQ",
                                     .description = "Format: A|B",
                                     .n_meta = 1,
                                     .meta = META,
                                     .ctx = &told,
                                     .n_threads = n_threads,
                                     .skips_bad = skips_bad,
                                     .begin = begin,
                                     .annotate = say,
                                     .bad = note_bad};
    return gnbs_vcf_annotate_file(in_path, out_path, &how, counts, err);
}

static gnbs_code_t run(gnbs_err_t *err) { return run_with(false, 1, NULL, err); }

static void every_column_is_copied_and_info_gains_a_value(void **state) {
    (void)state;
    write_input(HEADER,
                "chr1\t10\trs1\tA\tG,<DEL>,t\t1e3\tq10;q20\tDP=007;DB\tGT:X\t0|1:.\n"
                "chr1\t20\t.\tA\t<DEL>\t.\t.\t.\tGT\t./.\n"
                "chr1\t30\t.\tAC\tA\t.\tPASS\tX_CSQ=old|9;AC=1\tGT\t1/1\n"
                "chr2\t5\t.\tN\tC\t.\tPASS\tX_CSQ2=1;X_CSQ\tGT\t0/1\r\n");
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(run(&err), &err);
    char *text;
    size_t n;
    assert_ok(gnbs_text_read(out_path, 1 << 20, &text, &n, &err), &err);
    assert_string_equal(
        text,
        "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=1000>\n"
        "##INFO=<ID=X_CSQ,Number=.,Type=String,Description=\"Format: A|B\">\n##meta=1\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n"
        "chr1\t10\trs1\tA\tG,<DEL>,t\t1e3\tq10;q20\tDP=007;DB;X_CSQ=G|1,T|3\tGT:X\t0|1:.\n"
        "chr1\t20\t.\tA\t<DEL>\t.\t.\t.\tGT\t./.\n"
        "chr1\t30\t.\tAC\tA\t.\tPASS\tAC=1;X_CSQ=A|1\tGT\t1/1\n"
        "chr2\t5\t.\tN\tC\t.\tPASS\tX_CSQ2=1;X_CSQ=C|1\tGT\t0/1\n");
    gnbs_mem_free(text);
    assert_int_equal(access(tbi_path, F_OK), 0);
}

static void what_is_wrong_is_named_and_leaves_no_file(void **state) {
    (void)state;
    static const struct {
        const char *header, *records, *words;
    } CASES[] = {
        {"", "nothing like it\n", "expected a first line like ##fileformat"},
        {"##fileformat=VCFv4.2\n", "", "has no #CHROM line"},
        {"##fileformat=VCFv4.2\n", "chr1\t1\t.\tA\tC\t.\t.\t.\n",
         "line 2: expected the #CHROM"},
        {HEADER, "chr1\t10\t.\tA\tG\t.\tPASS\n", "line 5: has 7 columns, expected 10"},
        {HEADER, "chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\t0/1\n",
         "line 5: has 11 columns, expected 10 as in the #CHROM line"},
        {HEADER, "chr1\t10\t.\tA\tG>\t.\tPASS\t.\tGT\t0/1\n",
         "line 5: ALT is 'G>', expected alleles of letters"},
        {HEADER, "chr1\t10\t.\tA\tG,\t.\tPASS\t.\tGT\t0/1\n", "line 5: ALT is 'G,'"},
        {HEADER, "chr1\t10\t.\tAQ\tG\t.\tPASS\t.\tGT\t0/1\n",
         "line 5: REF is 'AQ', expected letters A C G T N; correct the record, or leave "
         "such "
         "records out and have them counted with --skip-bad"},
        {HEADER, "chr1\t10\t.\tA\tG\tgood\tPASS\t.\tGT\t0/1\n",
         "line 5: QUAL is 'good', expected a number or ."},
        {HEADER, "chr1\t10\t.\tA\tG\t.\t\t.\tGT\t0/1\n",
         "line 5: FILTER is '', expected a value or ."},
        {HEADER, "chr1\t-4\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n", "line 5: POS is '-4'"},
        {HEADER, "chr1\tten\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n", "line 5: POS is 'ten'"},
        {HEADER, "chr1\t10\t.\t\tG\t.\tPASS\t.\tGT\t0/1\n",
         "line 5: REF is '', expected a value"},
        {HEADER, "chr1\t666\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n", "line 5: not this one"},
        {HEADER,
         "chr1\t20\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\nchr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n",
         "expected sorted"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        write_input(CASES[i].header, CASES[i].records);
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_code_t code = run(&err);
        if (code == GNBS_OK || strstr(err.msg, CASES[i].words) == NULL)
            fail_msg("case %zu: '%s' lacks '%s'", i, err.msg, CASES[i].words);
        assert_int_not_equal(access(out_path, F_OK), 0);
        assert_int_not_equal(access(tbi_path, F_OK), 0);
    }
}

static void a_missing_input_and_a_missing_folder_are_errors(void **state) {
    (void)state;
    const gnbs_vcf_annotate_t how = {.key = "X", .description = "", .annotate = say};
    gnbs_err_t err = {GNBS_OK, ""};
    assert_int_equal(gnbs_vcf_annotate_file("/nonexistent.vcf", out_path, &how, NULL, &err),
                     GNBS_E_IO);
    write_input(HEADER, "chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n");
    assert_int_equal(
        gnbs_vcf_annotate_file(in_path, "/nonexistent/out.vcf.gz", &how, NULL, &err),
        GNBS_E_IO);
}

/* The five fields of a breakend and its kin: VCF 4.4, section 5. */
static void every_kind_of_allele_passes(void **state) {
    (void)state;
    write_input(HEADER, "chr1\t10\t.\tR\t*\t.\t.\t.\tGT\t0/1\n"
                        "chr1\t11\t.\tA\t.\t3.5e-2\t.\t.\tGT\t0/0\n"
                        "chr1\t12\t.\tA\tA]chr2:99],[chr2:5[A,.TC,TC.\t.\t.\t.\tGT\t0/1\n"
                        "chr1\t13\t.\tn\t<INS:ME:ALU>\tinf\t.\t.\tGT\t0/1\n");
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_vcf_annotate_counts_t counts;
    assert_ok(run_with(false, 1, &counts, &err), &err);
    assert_int_equal(counts.n_record, 4);
    assert_int_equal(told.n_sample, 1);
    assert_string_equal(told.sample, "S1");
}

/* Twenty-four ways to be wrong: each stops with file, line, field and cure; with skips_bad each is left out, alone, and
 * told with the same words. */
static void every_kind_of_malformed_record_stops_or_is_counted(void **state) {
    (void)state;
    static const struct {
        const char *record, *words;
    } CASES[] = {
        {"chr1\t10\t.\tA", "has 4 columns, expected 10"},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t.", "has 8 columns, expected 10"},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\t0/1", "has 11 columns, expected 10"},
        {"chr1 10 . A G . PASS . GT 0/1", "has 1 columns, expected 10 separated by tabs"},
        {"\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1", "CHROM is '', expected a value"},
        {"chr1\t\t.\tA\tG\t.\tPASS\t.\tGT\t0/1", "POS is '', expected a value"},
        {"chr1\t1e3\t.\tA\tG\t.\tPASS\t.\tGT\t0/1", "POS is '1e3', expected a number"},
        {"chr1\t-4\t.\tA\tG\t.\tPASS\t.\tGT\t0/1", "POS is '-4', expected a number"},
        {"chr1\t1234567890123\t.\tA\tG\t.\tPASS\t.\tGT\t0/1", "POS is '1234567890123'"},
        {"chr1\t10\t\tA\tG\t.\tPASS\t.\tGT\t0/1", "ID is '', expected a value or ."},
        {"chr1\t10\t.\t.\tG\t.\tPASS\t.\tGT\t0/1", "REF is '.', expected letters"},
        {"chr1\t10\t.\tA-C\tG\t.\tPASS\t.\tGT\t0/1", "REF is 'A-C', expected letters"},
        {"chr1\t10\t.\tA\tG;T\t.\tPASS\t.\tGT\t0/1", "ALT is 'G;T', expected alleles"},
        {"chr1\t10\t.\tA\tG,\t.\tPASS\t.\tGT\t0/1", "ALT is 'G,', expected alleles"},
        {"chr1\t10\t.\tA\t<DEL\t.\tPASS\t.\tGT\t0/1", "ALT is '<DEL', expected alleles"},
        {"chr1\t10\t.\tA\tG,T,g\t.\tPASS\t.\tGT\t0/1", "ALT is 'G,T,g', expected each"},
        {"chr1\t10\t.\tA\tG\t1.2.3\tPASS\t.\tGT\t0/1",
         "QUAL is '1.2.3', expected a number"},
        {"chr1\t10\t.\tA\tG\t0x1F\tPASS\t.\tGT\t0/1", "QUAL is '0x1F', expected a number"},
        {"chr1\t10\t.\tA\tG\t.\t\t.\tGT\t0/1", "FILTER is '', expected a value or ."},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t\tGT\t0/1", "INFO is '', expected a value or ."},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/2",
         "GT of sample 1 is '0/2', expected alleles 0 to 1"},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t.\tDP:GT\t12:het", "GT of sample 1 is 'het'"},
        {"chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0||1", "GT of sample 1 is '0||1'"},
        {"chr1\t666\t.\tA\tG\t.\tPASS\t.\tGT\t0/1",
         "not this one"}, /* refused by the caller */
    };
    static const char GOOD[] = "chr1\t9\t.\tA\tG\t.\t.\t.\tGT\t0/1\n";
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char records[512];
        snprintf(records, sizeof records, "%s%s\nchr1\t700\t.\tA\tT\t.\t.\t.\tGT\t0/1\n",
                 GOOD, CASES[i].record);
        write_input(HEADER, records);
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_code_t code = run(&err);
        if (code == GNBS_OK || strstr(err.msg, CASES[i].words) == NULL ||
            strstr(err.msg, in_path) == NULL || strstr(err.msg, "line 6: ") == NULL)
            fail_msg("case %zu: '%s' lacks '%s'", i, err.msg, CASES[i].words);
        assert_int_not_equal(access(out_path, F_OK), 0);
        gnbs_vcf_annotate_counts_t counts;
        assert_ok(run_with(true, 1, &counts, &err), &err);
        if (counts.n_record != 2 || counts.n_bad != 1)
            fail_msg("case %zu: %d written, %d left out", i, (int)counts.n_record,
                     (int)counts.n_bad);
    }
}

static void malformed_records_are_left_out_and_counted_when_asked(void **state) {
    (void)state;
    write_input(HEADER, "chr1\t10\t.\tA\tG\t.\t.\t.\tGT\t0/1\n"
                        "chr1\tten\t.\tA\tG\t.\t.\t.\tGT\t0/1\n"
                        "chr1\t20\t.\tA\tG\t.\t.\n"
                        "chr1\t30\t.\tA\tT\t.\t.\t.\tGT\t0/1\n"
                        "chr1\t666\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n");
    gnbs_err_t err = {GNBS_OK, ""};
    gnbs_vcf_annotate_counts_t counts;
    assert_ok(run_with(true, 1, &counts, &err), &err);
    assert_int_equal(counts.n_record, 2);
    assert_int_equal(counts.n_bad, 3);
    assert_string_equal(told.bad, "6: POS is 'ten', expected a number\n"
                                  "7: has 7 columns, expected 10 separated by tabs\n"
                                  "9: not this one\n");
    char *text;
    size_t n;
    assert_ok(gnbs_text_read(out_path, 1 << 20, &text, &n, &err), &err);
    assert_non_null(strstr(text, "chr1\t10\t.\tA\tG\t.\t.\tX_CSQ=G|1\tGT\t0/1\n"
                                 "chr1\t30\t.\tA\tT\t.\t.\tX_CSQ=T|1\tGT\t0/1\n"));
    gnbs_mem_free(text);
}

static void write_many(int n) {
    FILE *f = fopen(in_path, "w");
    assert_non_null(f);
    fputs(HEADER, f);
    for (int i = 0; i < n; i++)
        fprintf(f, "chr%d\t%d\t.\tA\tG\t.\tPASS\tN=%d\tGT\t0/1\n", 1 + i / (n / 2),
                2 + 7 * (i % (n / 2)), i);
    assert_int_equal(fclose(f), 0);
}

static char *whole_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *n = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*n + 1);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    fclose(f);
    return bytes;
}

/* Twenty thousand records are ten chunks; data and index must be the same bytes. */
static void threads_do_not_show_in_the_bytes(void **state) {
    (void)state;
    char *data[2], *index[2];
    size_t n_data[2], n_index[2];
    write_many(20000);
    for (int k = 0; k < 2; k++) {
        gnbs_err_t err = {GNBS_OK, ""};
        gnbs_vcf_annotate_counts_t counts;
        assert_ok(run_with(false, k == 0 ? 1 : 7, &counts, &err), &err);
        assert_int_equal(counts.n_record, 20000);
        data[k] = whole_file(out_path, &n_data[k]);
        index[k] = whole_file(tbi_path, &n_index[k]);
    }
    assert_int_equal(n_data[0], n_data[1]);
    assert_memory_equal(data[0], data[1], n_data[0]);
    assert_int_equal(n_index[0], n_index[1]);
    assert_memory_equal(index[0], index[1], n_index[0]);
    for (int k = 0; k < 2; k++) {
        free(data[k]);
        free(index[k]);
    }
}

/* htslib finds by our index what a look through the whole file finds. */
static void the_index_leads_to_its_records(void **state) {
    (void)state;
    write_many(20000);
    gnbs_err_t err = {GNBS_OK, ""};
    assert_ok(run(&err), &err);
    htsFile *file = hts_open(out_path, "r");
    tbx_t *tbx = tbx_index_load(out_path);
    assert_non_null(file);
    assert_non_null(tbx);
    static const struct {
        const char *region;
        int n;
    } CASES[] = {{"chr1:1-7", 1},         {"chr2:1-700", 100},     {"chr2:69995-69995", 1},
                 {"chr1:35002-35002", 1}, {"chr2:70001-80000", 0}, {"chr1", 10000}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        hts_itr_t *itr = tbx_itr_querys(tbx, CASES[i].region);
        kstring_t line = KS_INITIALIZE;
        int n = 0;
        while (itr != NULL && tbx_itr_next(file, tbx, itr, &line) >= 0) n++;
        if (n != CASES[i].n) fail_msg("%s: %d records", CASES[i].region, n);
        ks_free(&line);
        hts_itr_destroy(itr);
    }
    tbx_destroy(tbx);
    hts_close(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_is_copied_and_info_gains_a_value),
        cmocka_unit_test(every_kind_of_allele_passes),
        cmocka_unit_test(malformed_records_are_left_out_and_counted_when_asked),
        cmocka_unit_test(threads_do_not_show_in_the_bytes),
        cmocka_unit_test(the_index_leads_to_its_records),
        cmocka_unit_test(what_is_wrong_is_named_and_leaves_no_file),
        cmocka_unit_test(every_kind_of_malformed_record_stops_or_is_counted),
        cmocka_unit_test(a_missing_input_and_a_missing_folder_are_errors),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
