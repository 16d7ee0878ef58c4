/* A reference by its .fai. The index lines are worked out by hand: name, bases, offset, bases and bytes per line. */
#include "io_files.h"

#include "genome/seq.h"
#include "io/fasta.h"

/* ">chr1\n" is 6 bytes; 10 bases in lines of 4 take 13 bytes; ">chr2 x\n" is 8 more: chr2 begins at 27. */
static const char FASTA[] = ">chr1\nACGT\nacgt\nNN\n>chr2 x\nTTTT\n";
static const char INDEX[] = "chr1\t10\t6\t4\t5\nchr2\t4\t27\t4\t5\n";

static const char *make_fasta(const char *name, const char *fasta, const char *index) {
    char fai[64];
    snprintf(fai, sizeof fai, "%s.fai", name);
    if (index != NULL) write_file(fai, index);
    return write_file(name, fasta);
}

static void contigs_come_from_the_index(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_fasta_t *f;
    assert_ok(gnbs_fasta_open(make_fasta("a.fa", FASTA, INDEX), &f, &err), &err);
    const gnbs_contigs_t *c = gnbs_fasta_contigs(f);
    assert_int_equal(c->n, 2);
    assert_string_equal(c->contig[1].name, "chr2");
    assert_int_equal(c->contig[0].length_bp, 10);
    gnbs_fasta_close(f);
    gnbs_fasta_close(NULL);
}

static void m5_is_the_md5_of_the_upper_case_sequence(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_fasta_t *f;
    assert_ok(gnbs_fasta_open(make_fasta("m.fa", FASTA, INDEX), &f, &err), &err);
    assert_ok(gnbs_fasta_checksum(f, 2, NULL, NULL, &err), &err);
    /* printf ACGTACGTNN | md5sum; printf TTTT | md5sum (coreutils) */
    assert_string_equal(gnbs_fasta_contigs(f)->contig[0].m5,
                        "a0e5e77e1f26e1b3d8a27baa3db84c40");
    assert_string_equal(gnbs_fasta_contigs(f)->contig[1].m5,
                        "2f803268a6367d0943978eb5f84cc62e");
    gnbs_fasta_close(f);
}

static void fetch_gives_codes_and_n_beyond_the_contig(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_fasta_t *f;
    uint8_t codes[14];
    static const uint8_t EXPECTED[14] = {4, 4, 0, 1, 2, 3, 0, 1, 2, 3, 4, 4, 4, 4};
    assert_ok(gnbs_fasta_open(make_fasta("b.fa", FASTA, INDEX), &f, &err), &err);
    assert_ok(gnbs_fasta_fetch(f, (gnbs_region_t){0, -2, 12}, codes, &err), &err);
    assert_memory_equal(codes, EXPECTED, 14);
    gnbs_ref_source_t source = gnbs_fasta_source(f);
    assert_ok(source.fetch(source.ctx, (gnbs_region_t){1, 0, 4}, codes, &err), &err);
    assert_memory_equal(codes, ((uint8_t[]){3, 3, 3, 3}), 4);
    assert_ok(gnbs_fasta_fetch(f, (gnbs_region_t){1, 100, 102}, codes, &err), &err);
    assert_memory_equal(codes, ((uint8_t[]){4, 4}), 2);
    assert_int_equal(gnbs_fasta_fetch(f, (gnbs_region_t){2, 0, 4}, codes, &err),
                     GNBS_E_INTERNAL);
    gnbs_fasta_close(f);
}

static void missing_index_says_how_to_make_it(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_fasta_t *f;
    assert_fails(gnbs_fasta_open(make_fasta("c.fa", FASTA, NULL), &f, &err), GNBS_E_IO,
                 &err, "samtools faidx");
    assert_fails(gnbs_fasta_open("https://example.org/a.fa", &f, &err), GNBS_E_USAGE, &err,
                 "only local files");
}

static void truncated_fasta_is_an_error_where_bases_are_missing(void **state) {
    (void)state;
    gnbs_err_t err;
    gnbs_fasta_t *f;
    uint8_t codes[4];
    assert_ok(
        gnbs_fasta_open(make_fasta("d.fa", ">chr1\nACGT\nacgt\nNN\n", INDEX), &f, &err),
        &err);
    assert_fails(gnbs_fasta_fetch(f, (gnbs_region_t){1, 0, 4}, codes, &err), GNBS_E_IO,
                 &err, "chr2:1-4");
    gnbs_fasta_close(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contigs_come_from_the_index),
        cmocka_unit_test(m5_is_the_md5_of_the_upper_case_sequence),
        cmocka_unit_test(fetch_gives_codes_and_n_beyond_the_contig),
        cmocka_unit_test(missing_index_says_how_to_make_it),
        cmocka_unit_test(truncated_fasta_is_an_error_where_bases_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
