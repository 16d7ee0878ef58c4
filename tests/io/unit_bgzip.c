#include "support/testing.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <htslib/bgzf.h>
#include <htslib/kstring.h>
#include <htslib/tbx.h>

#include "core/mem.h"
#include "io/bgzip.h"
#include "io/fasta_write.h"
#include "io/reads_write.h"

typedef struct folder {
    char dir[32], path[64];
} folder_t;

static void folder_make(folder_t *f, const char *name) {
    strcpy(f->dir, "/tmp/gnbs-bgzip-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/%s", f->dir, name);
}

static int folder_count(const folder_t *f) {
    int n = 0;
    DIR *dir = opendir(f->dir);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) n += e->d_name[0] != '.';
    closedir(dir);
    return n;
}

static void folder_clear(folder_t *f, int n_suffix, const char *const suffix[]) {
    char path[128];
    for (int i = 0; i < n_suffix; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, suffix[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(f->dir), 0);
}
static const char *const WITH_TBI[] = {"", ".tbi"};

static void many_lines(gnbs_str_t *text, int n) {
    gnbs_str_init(text);
    gnbs_str_add(text, "##fileformat=VCFv4.2\n##contig=<ID=chr1>\n#"
                       "CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    for (int i = 1; i <= n; i++)
        gnbs_str_printf(text, "chr1\t%d\t.\tA\tC\t.\t.\tX=%d\n", 10 * i, i * 7919 % 10007);
    assert_false(text->failed);
}

static void text_comes_back_as_it_went_in(void **state) {
    (void)state;
    folder_t f;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    folder_make(&f, "x.vcf.gz");
    many_lines(&text, 20000); /* several blocks of 64 KiB */
    assert_ok(gnbs_bgzip_write_text(f.path, &text, GNBS_BGZIP_TBI_VCF, &err), &err);
    char *back = gnbs_mem_alloc(text.n + 2, 1);
    BGZF *file = bgzf_open(f.path, "r");
    assert_non_null(file);
    assert_int_equal(bgzf_check_EOF(file), 1);
    assert_int_equal(bgzf_read(file, back, text.n + 2), text.n);
    assert_memory_equal(back, text.s, text.n);
    bgzf_close(file);
    gnbs_mem_free(back);
    assert_int_equal(folder_count(&f), 2);
    gnbs_str_clear(&text);
    folder_clear(&f, 2, WITH_TBI);
}

static void the_index_finds_a_line_in_a_later_block(void **state) {
    (void)state;
    folder_t f;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    folder_make(&f, "x.vcf.gz");
    many_lines(&text, 20000);
    assert_ok(gnbs_bgzip_write_text(f.path, &text, GNBS_BGZIP_TBI_VCF, &err), &err);
    tbx_t *tbx = tbx_index_load(f.path);
    assert_non_null(tbx);
    htsFile *file = hts_open(f.path, "r");
    hts_itr_t *itr = tbx_itr_queryi(tbx, tbx_name2id(tbx, "chr1"), 189994,
                                    190005); /* POS 190000 alone */
    kstring_t line = KS_INITIALIZE;
    assert_true(tbx_itr_next(file, tbx, itr, &line) >= 0);
    assert_memory_equal(line.s, "chr1\t190000\t", 12);
    assert_true(tbx_itr_next(file, tbx, itr, &line) < 0);
    ks_free(&line);
    tbx_itr_destroy(itr);
    hts_close(file);
    tbx_destroy(tbx);
    gnbs_str_clear(&text);
    folder_clear(&f, 2, WITH_TBI);
}

static void unsorted_text_leaves_nothing(void **state) {
    (void)state;
    folder_t f;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    folder_make(&f, "x.bed.gz");
    gnbs_str_init(&text);
    gnbs_str_add(&text, "chr1\t100\t200\nchr1\t50\t60\n");
    assert_fails(gnbs_bgzip_write_text(f.path, &text, GNBS_BGZIP_TBI_BED, &err),
                 GNBS_E_FORMAT, &err, "sorted");
    assert_int_equal(folder_count(&f), 0);
    gnbs_str_clear(&text);
    folder_clear(&f, 0, NULL);
}

static void empty_text_is_an_empty_file_with_an_index(void **state) {
    (void)state;
    folder_t f;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    folder_make(&f, "x.bed.gz");
    gnbs_str_init(&text);
    assert_ok(gnbs_bgzip_write_text(f.path, &text, GNBS_BGZIP_TBI_BED, &err), &err);
    assert_int_equal(folder_count(&f), 2);
    folder_clear(&f, 2, WITH_TBI);
}

static void a_missing_folder_is_an_error_that_names_the_file(void **state) {
    (void)state;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    many_lines(&text, 1);
    assert_fails(
        gnbs_bgzip_write_text("/tmp/gnbs-no-such/x.gz", &text, GNBS_BGZIP_NO_INDEX, &err),
        GNBS_E_IO, &err, "/tmp/gnbs-no-such/x.gz");
    assert_fails(gnbs_bgzip_write_text("a##idx##b", &text, GNBS_BGZIP_NO_INDEX, &err),
                 GNBS_E_USAGE, &err, "##idx##");
    gnbs_str_clear(&text);
}

static void a_name_with_a_scheme_stays_a_local_file(void **state) {
    (void)state;
    gnbs_err_t err = {0};
    char *plain;
    assert_ok(gnbs_bgzip_plain_path("s3://bucket/x.gz", &plain, &err), &err);
    assert_string_equal(plain, "./s3://bucket/x.gz");
    gnbs_mem_free(plain);
    assert_ok(gnbs_bgzip_plain_path("/data/x.gz", &plain, &err), &err);
    assert_string_equal(plain, "/data/x.gz");
    gnbs_mem_free(plain);
}

/* An index that cannot be replaced must not be left beside data of another run. */
static void an_index_in_the_way_stops_the_data_too(void **state) {
    (void)state;
    folder_t f;
    gnbs_str_t text;
    gnbs_err_t err = {0};
    char tbi[80];
    folder_make(&f, "x.vcf.gz");
    snprintf(tbi, sizeof tbi, "%s.tbi", f.path);
    assert_int_equal(mkdir(tbi, 0777), 0);
    many_lines(&text, 10);
    assert_int_equal(gnbs_bgzip_write_text(f.path, &text, GNBS_BGZIP_TBI_VCF, &err),
                     GNBS_E_IO);
    assert_int_equal(folder_count(&f), 1);
    rmdir(tbi);
    gnbs_str_clear(&text);
    folder_clear(&f, 0, NULL);
}

/* ---- a disk that is full: no file may be larger than 4,000 bytes ---- */
static uint8_t *random_codes(int n) {
    uint64_t seed = 5;
    uint8_t *codes = gnbs_mem_alloc((size_t)n, 1);
    for (int i = 0; i < n; i++) codes[i] = (uint8_t)random_below(&seed, 4);
    return codes;
}

static gnbs_code_t write_text(const char *path) {
    gnbs_str_t text;
    many_lines(&text, 20000);
    return gnbs_bgzip_write_text(path, &text, GNBS_BGZIP_TBI_VCF, NULL);
}

/* Small enough to stay in htslib's buffer until the file is closed. */
static gnbs_code_t write_little(const char *path) {
    gnbs_str_t text;
    many_lines(&text, 1500);
    return gnbs_bgzip_write_text(path, &text, GNBS_BGZIP_NO_INDEX, NULL);
}

enum { N_BP = 30000 };

static gnbs_code_t write_fasta(const char *path) {
    uint8_t *codes = random_codes(N_BP);
    gnbs_contig_t contig = {"chr1", N_BP, ""};
    gnbs_contigs_t contigs = {1, &contig, "test"};
    return gnbs_fasta_write(path, &contigs, &codes, NULL);
}

static gnbs_code_t write_bam(const char *path) {
    uint8_t *codes = random_codes(N_BP);
    static uint8_t qual[150];
    gnbs_contig_t contig = {"chr1", N_BP, ""};
    gnbs_contigs_t contigs = {1, &contig, "test"};
    gnbs_reads_writer_t *writer;
    gnbs_reads_header_t header = {"S", "0", "test", NULL};
    uint32_t cigar = 150 << 4;
    gnbs_code_t code = gnbs_reads_writer_open(path, &contigs, &header, 1, &writer, NULL);
    if (code != GNBS_OK) return code;
    for (int i = 0; i + 150 < N_BP && code == GNBS_OK; i += 3) {
        gnbs_read_t read = {.beg = i,
                            .mate_tid = -1,
                            .mate_beg = -1,
                            .n_cigar = 1,
                            .len = 150,
                            .cigar = &cigar,
                            .base = codes + i,
                            .qual = qual};
        gnbs_reads_line_t line = {.read = &read, .name = "r"};
        code = gnbs_reads_writer_put(writer, &line, NULL);
    }
    if (code == GNBS_OK) return gnbs_reads_writer_commit(writer, NULL);
    gnbs_reads_writer_discard(writer);
    return code;
}

/* In a child of its own: the limit is for a process, and htslib keeps the memory of a file that fails on closing. */
static int code_on_full_disk(gnbs_code_t (*write)(const char *path), const char *path) {
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {4000, 4000};
        signal(SIGXFSZ, SIG_IGN); /* write then fails with EFBIG */
        if (freopen("/dev/null", "w", stderr) == NULL ||
            setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(99);
        _exit((int)write(path));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_full_disk_is_an_error_and_leaves_nothing(void **state) {
    (void)state;
    gnbs_code_t (*const write[])(const char *path) = {write_text, write_little, write_fasta,
                                                      write_bam};
    for (int i = 0; i < 4; i++) {
        folder_t f;
        folder_make(&f, "x");
        assert_int_equal(code_on_full_disk(write[i], f.path), GNBS_E_IO);
        assert_int_equal(folder_count(&f), 0);
        folder_clear(&f, 0, NULL);
    }
}

static void md5_is_that_of_the_letters(void **state) {
    (void)state;
    gnbs_err_t err = {0};
    char md5[33];
    static const uint8_t ACGTN[5] = {0, 1, 2, 3, 4};
    assert_ok(gnbs_fasta_md5(5, ACGTN, md5, &err), &err);
    assert_string_equal(md5,
                        "252fe4e1c9aa67ce660443056dfa3799"); /* printf ACGTN | md5sum */
    assert_ok(gnbs_fasta_md5(0, ACGTN, md5, &err), &err);
    assert_string_equal(md5,
                        "d41d8cd98f00b204e9800998ecf8427e"); /* RFC 1321, appendix A.5 */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_back_as_it_went_in),
        cmocka_unit_test(the_index_finds_a_line_in_a_later_block),
        cmocka_unit_test(unsorted_text_leaves_nothing),
        cmocka_unit_test(empty_text_is_an_empty_file_with_an_index),
        cmocka_unit_test(a_missing_folder_is_an_error_that_names_the_file),
        cmocka_unit_test(a_name_with_a_scheme_stays_a_local_file),
        cmocka_unit_test(an_index_in_the_way_stops_the_data_too),
        cmocka_unit_test(a_full_disk_is_an_error_and_leaves_nothing),
        cmocka_unit_test(md5_is_that_of_the_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
