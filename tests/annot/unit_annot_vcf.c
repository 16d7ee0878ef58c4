/* io/vcf_annotate: what is copied, what is added, and what is refused. */
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
static gnbs_code_t say(void *ctx, const gnbs_vcf_site_t *site, int i_alt, gnbs_str_t *value,
                       gnbs_err_t *err) {
    *(int *)ctx += 1;
    if (site->pos == 665) return gnbs_err_set(err, GNBS_E_DATA, "not this one");
    if (site->allele[i_alt][0] != '<')
        gnbs_str_printf(value, "%s|%d", site->allele[i_alt], i_alt);
    return GNBS_OK;
}

static gnbs_code_t run(gnbs_err_t *err) {
    static const char *const META[] = {"##meta=1"};
    int n_call = 0;
    const gnbs_vcf_annotate_t how = {"X_CSQ", "Format: A|B", 1, META, &n_call, say};
    return gnbs_vcf_annotate_file(in_path, out_path, &how, NULL, err);
}

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
        {HEADER, "chr1\t10\t.\tA\tG\t.\tPASS\n", "line 5: has 7 columns"},
        {HEADER, "chr1\tten\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n", "line 5: POS is 'ten'"},
        {HEADER, "chr1\t10\t.\t\tG\t.\tPASS\t.\tGT\t0/1\n", "line 5: REF or ALT is empty"},
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
    int n_call = 0;
    const gnbs_vcf_annotate_t how = {"X", "", 0, NULL, &n_call, say};
    gnbs_err_t err = {GNBS_OK, ""};
    assert_int_equal(gnbs_vcf_annotate_file("/nonexistent.vcf", out_path, &how, NULL, &err),
                     GNBS_E_IO);
    write_input(HEADER, "chr1\t10\t.\tA\tG\t.\tPASS\t.\tGT\t0/1\n");
    assert_int_equal(
        gnbs_vcf_annotate_file(in_path, "/nonexistent/out.vcf.gz", &how, NULL, &err),
        GNBS_E_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_is_copied_and_info_gains_a_value),
        cmocka_unit_test(what_is_wrong_is_named_and_leaves_no_file),
        cmocka_unit_test(a_missing_input_and_a_missing_folder_are_errors),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
