/* Marker files as laboratories have them: VCF, and VerifyBamID2's three files. */
#include <unistd.h>

#include "support/testing.h"

#include "run/run_markers.h"

static gnbs_arena_t arena;
static gnbs_err_t err;
static char prefix[64];
static gnbs_contig_t contig[] = {
    {"chr1", 248956422, ""}, {"chr2", 242193529, ""}, {"chrY", 57227415, ""}};
static gnbs_contigs_t contigs = {3, contig, "made.fa"};
static gnbs_marker_t *marker;
static size_t n;

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    snprintf(prefix, sizeof prefix, "/tmp/gnbs-test-%d-markers", (int)getpid());
    return 0;
}
static const char *path_of(const char *suffix) {
    static char path[80];
    snprintf(path, sizeof path, "%s%s", prefix, suffix);
    return path;
}
static int tear_down(void **state) {
    (void)state;
    static const char *const SUFFIX[] = {".bed", ".mu", ".UD", ".vcf"};
    for (int i = 0; i < 4; i++) remove(path_of(SUFFIX[i]));
    gnbs_arena_clear(&arena);
    return 0;
}
static void write_file(const char *suffix, const char *text) {
    FILE *f = fopen(path_of(suffix), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}
static gnbs_code_t read_markers(const char *path) {
    return gnbs_run_read_markers(path, &contigs, &arena, &n, &marker, &err);
}

/* Rows as in the files that VerifyBamID2 ships (1000g.phase3.10k.b38). */
static void write_panel(void) {
    write_file(".bed", "chr2\t1541727\t1541728\tG\tA\nchr1\t1070425\t1070426\tC\tT\n"
                       "chr9\t5\t6\tC\tT\nchrY\t5\t6\tC\tT\n");
    write_file(".mu", "chr2:1541728_G/A_rs1046878\t0.261182\nchr1:1070426\t0.446885\n"
                      "chr9:6_C/T_rs1\t1\nchrY:6\t1\n");
    write_file(
        ".UD",
        "10.5678\t0.168805\t3.22562\t0.564533\n-3.92883\t-8.14869\t2.37844\t-1.92664\n"
        "1\t1\t1\t1\n1\t1\t1\t1\n");
}

static void a_panel_is_three_files_of_one_order(void **state) {
    (void)state;
    static const char *const NAMES[] = {"", ".UD", ".mu", ".bed"};
    write_panel();
    for (int i = 0; i < 4; i++) {
        assert_ok(read_markers(path_of(NAMES[i])), &err);
        assert_int_equal(n,
                         2); /* chr9 is not in this genome, Y tells no two copies apart */
        assert_int_equal(marker[0].tid, 0);
        assert_int_equal(marker[0].pos, 1070425);
        assert_int_equal(marker[0].ref, 1);
        assert_int_equal(marker[0].alt, 3);
        assert_near(marker[0].af, 0.2234425, 1e-12); /* half of mu */
        assert_true(marker[0].has_pc && marker[0].is_given);
        assert_near(marker[0].pc[1], -8.14869, 0);
        assert_near(marker[1].pc[3], 0.564533, 0);
    }
}

static void files_that_do_not_belong_together_are_refused(void **state) {
    (void)state;
    write_panel();
    write_file(".mu", "chr2:1541728_G/A_rs1046878\t0.261182\nchr1:10704267\t0.446885\n");
    assert_fails(read_markers(prefix), GNBS_E_FORMAT, &err,
                 ".mu:2: expected the place of the same row");
    write_panel();
    write_file(".mu", "chr2:1541728\t0.261182\n");
    assert_fails(read_markers(prefix), GNBS_E_FORMAT, &err,
                 ".mu:1: expected a place and a number");
    write_panel();
    write_file(".UD", "1 2\n3 x\n");
    assert_fails(read_markers(prefix), GNBS_E_FORMAT, &err, ".UD:2: expected numbers");
    write_panel();
    write_file(".bed", "chr2\t1541727\t1541729\tG\tA\n");
    assert_fails(read_markers(prefix), GNBS_E_FORMAT, &err,
                 ".bed:1: expected contig, begin, end");
    write_panel();
    remove(path_of(".mu"));
    assert_fails(read_markers(prefix), GNBS_E_IO, &err, ".mu");
}

static void of_a_vcf_the_snvs_with_a_frequency_are_markers(void **state) {
    (void)state;
    write_file(".vcf", "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n"
                       "##contig=<ID=chr2,length=242193529>\n"
                       "##INFO=<ID=AF,Number=A,Type=Float,Description=\"x\">\n"
                       "##FILTER=<ID=bad,Description=\"x\">\n"
                       "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                       "chr1\t100\t.\tA\tG\t.\tPASS\tAF=0.25\n"
                       "chr1\t200\t.\tA\tG,T\t.\tPASS\tAF=0.25,0.1\n"
                       "chr1\t300\t.\tAC\tA\t.\tPASS\tAF=0.25\n"
                       "chr1\t400\t.\tA\tG\t.\tbad\tAF=0.25\n"
                       "chr1\t500\t.\tA\tG\t.\tPASS\tAF=0\n"
                       "chr2\t100\t.\tC\tT\t.\t.\tAF=0.5\n");
    assert_ok(read_markers(path_of(".vcf")), &err);
    assert_int_equal(n, 2);
    assert_int_equal(marker[0].pos, 99);
    assert_near(marker[0].af, 0.25, 1e-7);
    assert_false(marker[0].has_pc);
    assert_int_equal(marker[1].tid, 1);
}

static void a_vcf_without_frequencies_or_of_another_genome_is_refused(void **state) {
    (void)state;
    write_file(".vcf", "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n"
                       "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                       "chr1\t100\t.\tA\tG\t.\tPASS\t.\n");
    assert_fails(read_markers(path_of(".vcf")), GNBS_E_FORMAT, &err, "INFO/AF");
    write_file(".bed", "22\t5\t6\tC\tT\n");
    write_file(".mu", "22:6\t1\n");
    write_file(".UD", "1\t1\n");
    assert_fails(read_markers(prefix), GNBS_E_DATA, &err, "another genome");
}

static void the_panels_of_verifybamid2_are_read_whole(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t n;
    } FILES[] = {{"1000g.phase3.10k.b38.vcf.gz.dat",
                  903 + 832}}; /* of chr1 and chr2, counted with cut and uniq */
    char path[600], bed[128];
    snprintf(bed, sizeof bed, "sites/verifybamid/%s.bed", FILES[0].name);
    if (shared_file(path, sizeof path, bed) == NULL) return;
    assert_ok(read_markers(path), &err);
    assert_int_equal(n, FILES[0].n);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_panel_is_three_files_of_one_order),
        CASE(files_that_do_not_belong_together_are_refused),
        CASE(of_a_vcf_the_snvs_with_a_frequency_are_markers),
        CASE(a_vcf_without_frequencies_or_of_another_genome_is_refused),
        CASE(the_panels_of_verifybamid2_are_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
