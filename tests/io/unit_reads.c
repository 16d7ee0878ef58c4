/* What can be wrong with an alignment file is said by gnbs_reads_open; what it holds arrives as reads. */
#include "io_files.h"

#include <htslib/sam.h>

#include "genome/seq.h"
#include "io/reads.h"

#define SQ     "@SQ\tSN:chr1\tLN:10000\n@SQ\tSN:chr2\tLN:5000\n"
#define RG     "@RG\tID:a\tSM:NB1\n"
#define HEADER "@HD\tVN:1.6\tSO:coordinate\n" SQ RG

/* Ten bases each; the first two are mates. */
static const char *const LINES[] = {
    "p\t99\tchr1\t101\t60\t2S5M1D3M\t=\t301\t210\tACGTNACGTA\tABCDEFGHIJ\tSA:Z:chr2,51,-,"
    "5S5M,60,0;",
    "d\t1024\tchr1\t150\t60\t10M\t*\t0\t0\tACGTACGTAC\tIIIIIIIIII",
    "u\t4\tchr1\t200\t0\t*\t*\t0\t0\tACGTACGTAC\tIIIIIIIIII",
    "p\t147\tchr1\t301\t40\t10M\t=\t101\t-210\tGGGGGCCCCC\t*",
    "n\t0\tchr1\t401\t60\t6M4N4M\t*\t0\t0\t*\t*",
    "x\t65\tchr2\t11\t60\t10=\tchr1\t101\t0\tTTTTTTTTTT\tIIIIIIIIII",
    NULL};

typedef enum damage {
    INTACT,
    MATE_CONTIG,    /* of the first read: a contig that the header does not have */
    CIGAR_TOO_LONG, /* of the first read: more bases than it has */
    NO_INDEX,
} damage_t;

static void spoil(bam1_t *b, damage_t damage) {
    if (damage == MATE_CONTIG) b->core.mtid = 1000000;
    if (damage == CIGAR_TOO_LONG) bam_get_cigar(b)[0] = bam_cigar_gen(4000, BAM_CMATCH);
}

/* mode: "wb" BAM, "wz" bgzip SAM, "w" SAM. Indexed as far as the format can be. */
static const char *write_reads(const char *name, const char *mode, const char *header,
                               const char *const line[], damage_t damage) {
    const char *path = test_path(name);
    samFile *f = sam_open(path, mode);
    sam_hdr_t *h = sam_hdr_parse(strlen(header), header);
    bam1_t *b = bam_init1();
    assert_true(f != NULL && h != NULL && b != NULL);
    h->l_text = strlen(header);
    h->text = strdup(header);
    assert_int_equal(sam_hdr_write(f, h), 0);
    for (int i = 0; line[i] != NULL; i++) {
        kstring_t s = {0, 0, strdup(line[i])};
        s.l = strlen(s.s), s.m = s.l + 1;
        assert_true(sam_parse1(&s, h, b) >= 0);
        if (i == 0) spoil(b, damage);
        assert_true(damage == MATE_CONTIG ? bam_write1(f->fp.bgzf, b) > 0
                                          : sam_write1(f, h, b) >= 0);
        free(s.s);
    }
    bam_destroy1(b);
    sam_hdr_destroy(h);
    assert_int_equal(sam_close(f), 0);
    if (damage == INTACT && strcmp(mode, "w") != 0)
        assert_int_equal(sam_index_build(path, 0), 0);
    return path;
}
/* Indexed while intact: samtools would not index it afterwards, but nobody has to ask samtools. */
static const char *write_spoilt(const char *name, damage_t damage) {
    write_reads(name, "wb", HEADER, LINES, INTACT);
    return write_reads(name, "wb", HEADER, LINES, damage);
}
static const char *write_bam(const char *name, const char *header) {
    return write_reads(name, "wb", header, LINES, INTACT);
}

static gnbs_reads_t *open_good(const char *path) {
    const gnbs_reads_opt_t opt = {0};
    gnbs_reads_t *r;
    gnbs_err_t err;
    assert_ok(gnbs_reads_open(path, small_genome(), &opt, &r, &err), &err);
    return r;
}

static void expect_refused(const char *path, gnbs_code_t code, const char *words) {
    const gnbs_reads_opt_t opt = {0};
    gnbs_reads_t *r;
    gnbs_err_t err;
    assert_fails(gnbs_reads_open(path, small_genome(), &opt, &r, &err), code, &err, words);
    assert_null(r);
    if (strstr(err.msg, path) == NULL) fail_msg("'%s' does not name %s", err.msg, path);
}

typedef struct cursor {
    gnbs_read_source_t source;
    void *handle;
    gnbs_arena_t arena;
} cursor_t;

static void seek(cursor_t *c, gnbs_reads_t *r, gnbs_region_t region) {
    gnbs_err_t err;
    gnbs_arena_init(&c->arena);
    c->source = gnbs_reads_source(r);
    assert_ok(c->source.open(c->source.ctx, &c->handle, &err), &err);
    assert_ok(c->source.seek(c->handle, region, &err), &err);
}
static bool step(cursor_t *c, gnbs_read_t *read) {
    bool more;
    gnbs_err_t err;
    assert_ok(c->source.next(c->handle, &c->arena, read, &more, &err), &err);
    return more;
}
static void end(cursor_t *c) {
    c->source.close(c->handle);
    gnbs_arena_clear(&c->arena);
}

/* ---- what reads become ------------------------------------------------------------------------------------ */

static void expect_bases(const gnbs_read_t *r, const char *letters, const char *qual33) {
    assert_int_equal(r->len, strlen(letters));
    for (int32_t i = 0; i < r->len; i++) {
        assert_int_equal(gnbs_seq_letter(r->base[i]), letters[i]);
        assert_int_equal(r->qual[i], qual33 != NULL ? qual33[i] - 33 : 0);
    }
}

static void check_reads_of_chr1(gnbs_reads_t *r) {
    cursor_t c;
    gnbs_read_t p, d, u, q, n, none;
    seek(&c, r, (gnbs_region_t){0, 0, 10000});
    assert_true(step(&c, &p) && step(&c, &d) && step(&c, &u) && step(&c, &q) &&
                step(&c, &n));
    assert_false(step(&c, &none));
    /* 2S5M1D3M at 101: spans 5 + 1 + 3 */
    assert_int_equal(p.tid, 0);
    assert_int_equal(p.beg, 100);
    assert_int_equal(p.end, 109);
    assert_int_equal(p.mate_tid, 0);
    assert_int_equal(p.mate_beg, 300);
    assert_int_equal(p.insert_bp, 210);
    assert_int_equal(p.flag, 99);
    assert_int_equal(p.mapq, 60);
    assert_int_equal(p.fragment, -1);
    assert_int_equal(p.n_cigar, 4);
    const uint32_t cigar[] = {2 << 4 | GNBS_CIGAR_SOFT, 5 << 4, 1 << 4 | GNBS_CIGAR_DEL,
                              3 << 4};
    assert_memory_equal(p.cigar, cigar, sizeof cigar);
    expect_bases(&p, "ACGTNACGTA", "ABCDEFGHIJ");
    assert_true(p.has_split);
    assert_int_equal(p.split_tid, 1);
    assert_int_equal(p.split_beg, 50);
    assert_int_equal(p.split_end, 55); /* chr2,51,-,5S5M,60,0 */
    assert_int_equal(p.split_head, 5);
    assert_true(p.split_reverse);
    assert_int_equal(p.split_mapq, 60);
    assert_int_equal(p.clip_head, 2); /* 2S5M1D3M */
    assert_int_equal(p.clip_tail, 0);
    /* a duplicate and an unmapped read are told, without their bases */
    assert_int_equal(d.flag, 1024);
    assert_int_equal(d.beg, 149);
    assert_null(d.cigar);
    assert_null(d.base);
    assert_int_equal(d.mate_tid, -1);
    assert_int_equal(u.beg, 199);
    assert_null(u.cigar);
    /* its mate: same name, other place; qualities that are absent are 0 */
    assert_true(q.name_hash == p.name_hash && q.name_hash != n.name_hash);
    assert_int_equal(q.insert_bp, -210);
    assert_false(q.has_split);
    expect_bases(&q, "GGGGGCCCCC", NULL);
    /* SEQ *: as many bases as the CIGAR spans, and they say nothing */
    assert_int_equal(n.end, 414);
    expect_bases(&n, "NNNNNNNNNN", NULL);
    end(&c);
}

static void alignments_arrive_as_reads(void **state) {
    (void)state;
    gnbs_reads_t *r = open_good(write_bam("good.bam", HEADER));
    assert_string_equal(gnbs_reads_sample(r), "NB1");
    assert_int_equal(gnbs_reads_contigs(r)->n, 2);
    assert_false(gnbs_reads_is_synthetic(r));
    check_reads_of_chr1(r);
    gnbs_reads_close(r);
    gnbs_reads_close(NULL);
}

static void bgzip_sam_gives_the_same_reads(void **state) {
    (void)state;
    gnbs_reads_t *r = open_good(write_reads("good.sam.gz", "wz", HEADER, LINES, INTACT));
    check_reads_of_chr1(r);
    gnbs_reads_close(r);
}

static void a_region_gives_what_overlaps_it_and_a_handle_seeks_again(void **state) {
    (void)state;
    gnbs_reads_t *r = open_good(write_bam("seek.bam", HEADER));
    cursor_t c;
    gnbs_read_t read;
    gnbs_err_t err;
    seek(&c, r, (gnbs_region_t){0, 109, 149}); /* between the first two */
    assert_false(step(&c, &read));
    assert_ok(c.source.seek(c.handle, (gnbs_region_t){0, 108, 150}, &err), &err);
    assert_true(step(&c, &read));
    assert_int_equal(read.beg, 100);
    assert_true(step(&c, &read));
    assert_int_equal(read.beg, 149);
    assert_false(step(&c, &read));
    assert_ok(c.source.seek(c.handle, (gnbs_region_t){1, 0, 5000}, &err), &err);
    assert_true(step(&c, &read));
    assert_int_equal(read.tid, 1);
    assert_int_equal(read.mate_tid, 0);
    assert_false(step(&c, &read));
    end(&c);
    gnbs_reads_close(r);
}

static void a_contig_the_file_lacks_has_no_reads(void **state) {
    (void)state;
    gnbs_reads_t *r = open_good(write_bam("nomt.bam", HEADER));
    cursor_t c;
    gnbs_read_t read;
    seek(&c, r, (gnbs_region_t){2, 0, 16569}); /* chrM of the genome */
    assert_false(step(&c, &read));
    end(&c);
    gnbs_reads_close(r);
}

static void names_with_and_without_chr_are_one_contig(void **state) {
    (void)state;
    static const char *const lines[] = {
        "a\t0\tMT\t11\t60\t10M\t*\t0\t0\tACGTACGTAC\tIIIIIIIIII",
        "b\t65\t2\t21\t60\t10M\tdecoy\t7\t0\tACGTACGTAC\tIIIIIIIIII", NULL};
    const char *path = write_reads("nochr.bam", "wb",
                                   "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:MT\tLN:16569\n"
                                   "@SQ\tSN:2\tLN:5000\n@SQ\tSN:decoy\tLN:777\n" RG,
                                   lines, INTACT);
    gnbs_reads_t *r = open_good(path);
    cursor_t c;
    gnbs_read_t read;
    seek(&c, r,
         (gnbs_region_t){1, 0, 5000}); /* chr2: second in the genome, second in the file */
    assert_true(step(&c, &read));
    assert_int_equal(read.tid, 1);
    assert_int_equal(read.beg, 20);
    assert_int_equal(read.mate_tid, -1); /* on a contig that the genome does not have */
    end(&c);
    seek(&c, r, (gnbs_region_t){2, 0, 100}); /* chrM: third here, first there */
    assert_true(step(&c, &read));
    assert_int_equal(read.tid, 2);
    assert_int_equal(read.beg, 10);
    end(&c);
    gnbs_reads_close(r);
}

static void a_synthetic_file_says_so(void **state) {
    (void)state;
    gnbs_reads_t *r =
        open_good(write_bam("synth.bam", HEADER "@CO\tSYNTHETIC DATA: no person\n"));
    assert_true(gnbs_reads_is_synthetic(r));
    gnbs_reads_close(r);
    r = open_good(write_bam("notsynth.bam", HEADER "@CO\tsynthesis of a library\n"));
    assert_false(gnbs_reads_is_synthetic(r));
    gnbs_reads_close(r);
}

/* ---- what is wrong with a file ---------------------------------------------------------------------------- */

static void a_missing_index_is_named_with_its_cure(void **state) {
    (void)state;
    expect_refused(write_reads("noindex.bam", "wb", HEADER, LINES, NO_INDEX), GNBS_E_IO,
                   "make it with: samtools index");
}

static void a_file_sorted_by_name_is_refused(void **state) {
    (void)state;
    expect_refused(write_bam("byname.bam", "@HD\tVN:1.6\tSO:queryname\n" SQ RG),
                   GNBS_E_DATA, "sorted by 'queryname', expected 'coordinate'");
    expect_refused(write_bam("unsorted.bam", "@HD\tVN:1.6\tSO:unsorted\n" SQ RG),
                   GNBS_E_DATA, "run: samtools sort");
    gnbs_reads_close(
        open_good(write_bam("nohd.bam", SQ RG))); /* not stated: the index vouches */
}

static void a_file_cut_short_is_refused(void **state) {
    (void)state;
    const char *path = write_bam("cut.bam", HEADER);
    cut_file(path, 28); /* the empty block that ends a BGZF file: SAM specification 4.1.2 */
    expect_refused(path, GNBS_E_FORMAT, "cut short");
}

static void damage_inside_the_file_is_an_error_where_it_is_met(void **state) {
    (void)state;
    enum { N = 3000 };
    static char text[N][200];
    static const char *lines[N + 1];
    uint64_t rng = test_seed();
    for (int i = 0; i < N; i++) {
        char bases[101];
        for (int k = 0; k < 100; k++) bases[k] = "ACGT"[random_below(&rng, 4)];
        bases[100] = '\0';
        snprintf(text[i], sizeof text[i], "r%d\t0\tchr1\t%d\t60\t100M\t*\t0\t0\t%s\t*", i,
                 1 + 3 * i, bases);
        lines[i] = text[i];
    }
    const char *path = write_reads("crc.bam", "wb", HEADER, lines, INTACT);
    size_t n_bytes = 0;
    char *bytes = read_bytes(path, &n_bytes);
    assert_true(bytes != NULL && n_bytes > 100000);
    bytes[n_bytes / 2] = (char)~bytes[n_bytes / 2];
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, n_bytes, f), n_bytes);
    fclose(f);
    free(bytes);
    gnbs_reads_t *r = open_good(path);
    cursor_t c;
    gnbs_read_t read;
    gnbs_err_t err = {0};
    bool more = true;
    gnbs_code_t code = GNBS_OK;
    seek(&c, r, (gnbs_region_t){0, 0, 10000});
    while (code == GNBS_OK && more)
        code = c.source.next(c.handle, &c.arena, &read, &more, &err);
    assert_int_equal(code, GNBS_E_FORMAT);
    assert_non_null(strstr(err.msg, "truncated or damaged near chr1:"));
    end(&c);
    gnbs_reads_close(r);
}

static void one_newborn_per_file(void **state) {
    (void)state;
    expect_refused(write_bam("two.bam", HEADER "@RG\tID:b\tSM:NB2\n"), GNBS_E_DATA,
                   "two samples in one file, 'NB1' and 'NB2'");
    expect_refused(write_bam("norg.bam", "@HD\tVN:1.6\tSO:coordinate\n" SQ), GNBS_E_DATA,
                   "no sample name");
    expect_refused(write_bam("nosm.bam", "@HD\tVN:1.6\tSO:coordinate\n" SQ "@RG\tID:a\n"),
                   GNBS_E_DATA, "no sample name");
    gnbs_reads_close(open_good(write_bam("lanes.bam", HEADER "@RG\tID:b\tSM:NB1\n")));
}

static void another_genome_is_refused_with_both_files_named(void **state) {
    (void)state;
    const char *path =
        write_bam("length.bam", "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:10001\n"
                                "@SQ\tSN:chr2\tLN:5000\n" RG);
    expect_refused(path, GNBS_E_DATA, "small.fa");
    expect_refused(path, GNBS_E_DATA, "10001");
    expect_refused(write_bam("alien.bam",
                             "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:scaffold1\tLN:20000\n"
                             "@SQ\tSN:chr1\tLN:77777\n@SQ\tSN:chr2\tLN:7\n" RG),
                   GNBS_E_DATA, "small.fa");
}

static void what_is_no_indexed_alignment_file_is_refused(void **state) {
    (void)state;
    expect_refused(write_reads("plain.sam", "w", HEADER, LINES, INTACT), GNBS_E_FORMAT,
                   "plain SAM cannot be read by region");
    expect_refused(write_file("notes.bam", "dear colleague,\n"), GNBS_E_FORMAT, "not BAM");
    expect_refused(write_file("empty.bam", ""), GNBS_E_FORMAT, "not BAM");
    expect_refused(write_gzip("text.bam", "dear colleague,\n"), GNBS_E_FORMAT, "not BAM");
    expect_refused(test_path("absent.bam"), GNBS_E_IO, "No such file");
    expect_refused(test_folder(), GNBS_E_IO, "is a folder");
}

static void addresses_and_index_tricks_are_refused_before_anything_is_opened(void **state) {
    (void)state;
    expect_refused("http://127.0.0.1:9/x.bam", GNBS_E_USAGE, "no URLs");
    expect_refused("s3://bucket/x.bam", GNBS_E_USAGE, "no URLs");
    expect_refused("data:,hello", GNBS_E_USAGE, "no URLs");
    expect_refused("x.bam##idx##http://127.0.0.1:9/x.bai", GNBS_E_USAGE, "##idx##");
    const gnbs_reads_opt_t opt = {0};
    gnbs_reads_t *r;
    gnbs_err_t err;
    assert_fails(gnbs_reads_open("x\n.bam", small_genome(), &opt, &r, &err), GNBS_E_USAGE,
                 &err, "control character");
}

/* Reads of one contig; the first error, or all is well. */
static gnbs_code_t read_all(gnbs_reads_t *r, gnbs_err_t *err) {
    cursor_t c;
    gnbs_read_t read;
    bool more = true;
    gnbs_code_t code = GNBS_OK;
    seek(&c, r, (gnbs_region_t){0, 0, 10000});
    while (code == GNBS_OK && more)
        code = c.source.next(c.handle, &c.arena, &read, &more, err);
    end(&c);
    return code;
}

static void records_that_lie_about_themselves_are_errors(void **state) {
    (void)state;
    static const char *const past_the_end[] = {
        "e\t0\tchr1\t9995\t60\t10M\t*\t0\t0\tACGTACGTAC\tIIIIIIIIII", NULL};
    gnbs_err_t err;
    gnbs_reads_t *r = open_good(write_spoilt("mate.bam", MATE_CONTIG));
    assert_fails(read_all(r, &err), GNBS_E_FORMAT, &err, "mate");
    gnbs_reads_close(r);
    r = open_good(write_spoilt("cigar.bam", CIGAR_TOO_LONG));
    assert_fails(read_all(r, &err), GNBS_E_FORMAT, &err, "chr1:101"); /* ours or htslib's */
    gnbs_reads_close(r);
    r = open_good(write_reads("past.bam", "wb", HEADER, past_the_end, INTACT));
    assert_fails(read_all(r, &err), GNBS_E_FORMAT, &err, "ends past the end of chr1");
    gnbs_reads_close(r);
}

/* ---- CRAM ------------------------------------------------------------------------------------------------- */

static void cram_is_safe_from_the_releases_with_the_fixes_on(void **state) {
    (void)state;
    static const struct {
        const char *version;
        bool is_safe;
    } CASES[] = {{"1.9", false},     {"1.16", false},   {"1.21", false},
                 {"1.21.1", true},   {"1.21.2", true},  {"1.22", false},
                 {"1.22.1", false},  {"1.22.2", true},  {"1.23", false},
                 {"1.23.1", true},   {"1.24", true},    {"1.100", true},
                 {"2.0", true},      {"0.99.9", false}, {"", false},
                 {"unknown", false}, {"1", false},      {"1.21.1-5-gabcdef", true}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (gnbs_reads_cram_is_safe(CASES[i].version) != CASES[i].is_safe)
            fail_msg("htslib %s", CASES[i].version);
}

/* hg19 chr20 as the CRAM's header has it. */
static const gnbs_contigs_t *chr20(void) {
    static const gnbs_contig_t CONTIG[] = {{"20", 63025520, ""}};
    static const gnbs_contigs_t CONTIGS = {1, CONTIG, "hg19"};
    return &CONTIGS;
}
static const char *shared_cram(char *buf, size_t cap) {
    return shared_file(buf, cap, "reads/NA12878_S1.chr20.10_10p1mb.cram");
}

static void cram_needs_a_reference_of_this_machine_and_a_safe_decoder_or_trust(
    void **state) {
    (void)state;
    char cram[600], fasta[600];
    if (shared_cram(cram, sizeof cram) == NULL ||
        shared_file(fasta, sizeof fasta, "reference/hg19.chr20.unittest.fa.gz") == NULL)
        return;
    gnbs_reads_t *r;
    gnbs_err_t err;
    gnbs_reads_opt_t opt = {.trusts_cram = true};
    assert_fails(gnbs_reads_open(cram, chr20(), &opt, &r, &err), GNBS_E_USAGE, &err,
                 "CRAM needs --reference");
    opt.reference = "https://127.0.0.1:9/hg19.fa";
    assert_fails(gnbs_reads_open(cram, chr20(), &opt, &r, &err), GNBS_E_USAGE, &err,
                 "no URLs");
    opt.reference = fasta;
    opt.trusts_cram = false;
    if (gnbs_reads_cram_is_safe(gnbs_reads_htslib_version())) {
        assert_ok(gnbs_reads_open(cram, chr20(), &opt, &r, &err), &err);
        gnbs_reads_close(r);
    } else {
        assert_fails(gnbs_reads_open(cram, chr20(), &opt, &r, &err), GNBS_E_USAGE, &err,
                     "--trust-cram");
        assert_non_null(strstr(err.msg, gnbs_reads_htslib_version()));
    }
}

static void a_real_cram_gives_the_reads_that_samtools_sees_without_the_network(
    void **state) {
    (void)state;
    char cram[600], fasta[600];
    if (shared_cram(cram, sizeof cram) == NULL ||
        shared_file(fasta, sizeof fasta, "reference/hg19.chr20.unittest.fa.gz") == NULL)
        return;
    unsetenv(
        "REF_PATH"); /* what a user's shell has: htslib would ask a server for what it lacks */
    unsetenv("REF_CACHE");
    const gnbs_reads_opt_t opt = {.reference = fasta, .trusts_cram = true};
    gnbs_reads_t *r;
    gnbs_err_t err;
    assert_ok(gnbs_reads_open(cram, chr20(), &opt, &r, &err), &err);
    assert_string_equal(getenv("REF_PATH"), ":");
    assert_string_equal(getenv("REF_CACHE"), "");
    assert_string_equal(gnbs_reads_sample(r), "NA12878");
    /* samtools 1.16.1 view chr20:10000001-10010000: 4,986 alignments; with -F 3844: 4,951, and their SEQ hold
     * 173,048 A and 154 N; -f 1024 -F 2820: 15 */
    int n = 0, n_used = 0, n_duplicate = 0, n_a = 0, n_n = 0;
    cursor_t c;
    gnbs_read_t read;
    seek(&c, r, (gnbs_region_t){0, 10000000, 10010000});
    for (; step(&c, &read); n++) {
        n_duplicate += read.cigar == NULL && (read.flag & 0xF04) == GNBS_READ_DUPLICATE;
        if (read.cigar == NULL) continue;
        if (n_used++ == 0) {
            assert_int_equal(read.beg, 9999911); /* 9,999,912, 85M2I14M */
            assert_int_equal(read.n_cigar, 3);
        }
        for (int32_t i = 0; i < read.len; i++) {
            n_a += read.base[i] == GNBS_BASE_A;
            n_n += read.base[i] == GNBS_BASE_N;
        }
    }
    end(&c);
    assert_int_equal(n, 4986);
    assert_int_equal(n_used, 4951);
    assert_int_equal(n_duplicate, 15);
    assert_int_equal(n_a, 173048);
    assert_int_equal(n_n, 154);
    gnbs_reads_close(r);
}

static void a_cram_whose_reference_was_not_given_is_an_error_and_no_download(void **state) {
    (void)state;
    char cram[600];
    if (shared_cram(cram, sizeof cram) == NULL) return;
    char fasta[400];
    snprintf(fasta, sizeof fasta, "%s", write_file("other.fa", ">chrZ\nACGTACGT\n"));
    write_file("other.fa.fai", "chrZ\t8\t6\t8\t9\n");
    unsetenv("REF_PATH");
    const gnbs_reads_opt_t opt = {.reference = fasta, .trusts_cram = true};
    gnbs_reads_t *r;
    gnbs_err_t err;
    bool more;
    gnbs_read_t read;
    cursor_t c;
    assert_ok(gnbs_reads_open(cram, chr20(), &opt, &r, &err), &err);
    seek(&c, r, (gnbs_region_t){0, 10000000, 10010000});
    assert_fails(c.source.next(c.handle, &c.arena, &read, &more, &err), GNBS_E_FORMAT, &err,
                 cram);
    end(&c);
    gnbs_reads_close(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alignments_arrive_as_reads),
        cmocka_unit_test(bgzip_sam_gives_the_same_reads),
        cmocka_unit_test(a_region_gives_what_overlaps_it_and_a_handle_seeks_again),
        cmocka_unit_test(a_contig_the_file_lacks_has_no_reads),
        cmocka_unit_test(names_with_and_without_chr_are_one_contig),
        cmocka_unit_test(a_synthetic_file_says_so),
        cmocka_unit_test(a_missing_index_is_named_with_its_cure),
        cmocka_unit_test(a_file_sorted_by_name_is_refused),
        cmocka_unit_test(a_file_cut_short_is_refused),
        cmocka_unit_test(damage_inside_the_file_is_an_error_where_it_is_met),
        cmocka_unit_test(one_newborn_per_file),
        cmocka_unit_test(another_genome_is_refused_with_both_files_named),
        cmocka_unit_test(what_is_no_indexed_alignment_file_is_refused),
        cmocka_unit_test(addresses_and_index_tricks_are_refused_before_anything_is_opened),
        cmocka_unit_test(records_that_lie_about_themselves_are_errors),
        cmocka_unit_test(cram_is_safe_from_the_releases_with_the_fixes_on),
        cmocka_unit_test(
            cram_needs_a_reference_of_this_machine_and_a_safe_decoder_or_trust),
        cmocka_unit_test(
            a_real_cram_gives_the_reads_that_samtools_sees_without_the_network),
        cmocka_unit_test(a_cram_whose_reference_was_not_given_is_an_error_and_no_download),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
