/* Any scenario: reads lie on their contig, mates agree, lengths add up; the BAM gives back what was put in. */
#include "simulate/world.h"

#include <unistd.h>

#include "core/str.h"
#include "io/fasta_write.h"
#include "io/reads.h"
#include "io/reads_write.h"

enum { N_CASES = 12 };

static void random_scenario(uint64_t *seed, gnbs_str_t *out) {
    static const char *const EFFECT[] = {
        "stop_gained", "frameshift",   "inframe_deletion", "missense",
        "synonymous",  "splice_donor", "splice_acceptor",  "intron"};
    bool is_male = random_below(seed, 2) == 1;
    gnbs_str_reset(out);
    gnbs_str_printf(
        out, "##name=random\n##sample=S\n##sex=%s\n##genome_seed=%d\n##seed=%d\n",
        is_male ? "M" : "F", random_below(seed, 1000), random_below(seed, 1000));
    gnbs_str_printf(out, "##contigs=chr1:%d,chrX:%d\n##coverage=%d\n",
                    22000 + random_below(seed, 9000), 12000 + random_below(seed, 5000),
                    3 + random_below(seed, 10));
    gnbs_str_printf(
        out,
        "##read_length=%d\n##insert_mean=%d\n##insert_sd=%d\n##duplicate_fraction=%g\n",
        75 + random_below(seed, 150), 230 + random_below(seed, 300),
        random_below(seed, 120), random_below(seed, 20) / 100.0);
    gnbs_str_printf(out,
                    "##site_snv_per_kb=%d\n##site_indel_per_kb=%d\n##private_snv_per_kb=1\n"
                    "##private_indel_per_kb=1\n",
                    random_below(seed, 6), random_below(seed, 5));
    gnbs_str_add(out, COLUMNS);
    gnbs_str_add(out, GENE("SYNA1", "1", "chr1", "+", "6"));
    gnbs_str_add(out, GENE("SYNB1", "2", "chr1", "-", "6"));
    gnbs_str_add(out, GENE("SYNX1", "3", "chrX", "-", "5"));
    for (int i = 0; i < 5; i++) {
        bool on_x = random_below(seed, 3) == 0;
        const char *zygosity = on_x && is_male         ? "hemi"
                               : random_below(seed, 2) ? "hom"
                                                       : "het";
        gnbs_str_printf(out,
                        "allele\t%s\t.\t.\t.\t.\t.\t.\t%d\t%s\t%s\t%d\tPathogenic\t1\t.\n",
                        on_x                    ? "SYNX1"
                        : random_below(seed, 2) ? "SYNA1"
                                                : "SYNB1",
                        2 + random_below(seed, 3), EFFECT[random_below(seed, 8)], zygosity,
                        1 + random_below(seed, 2));
    }
    if (random_below(seed, 2)) gnbs_str_add(out, HOLE("SYNB1", "2"));
    assert_false(out->failed);
}

/* False when the draw asks for two alleles in one splice site, which the room refuses. */
static bool make_random(uint64_t *seed, world_t *w) {
    gnbs_str_t text;
    gnbs_err_t err = {0};
    gnbs_str_init(&text);
    random_scenario(seed, &text);
    gnbs_arena_init(&w->arena);
    assert_ok(parse_scenario(text.s, &w->arena, &w->s, &err), &err);
    gnbs_code_t code = gnbs_simulate_world_make(&w->s, &w->arena, &w->world, &err);
    gnbs_str_clear(&text);
    if (code == GNBS_OK) {
        assert_ok(
            gnbs_simulate_newborn_make(&w->s, &w->world, &w->arena, &w->newborn, &err),
            &err);
        return true;
    }
    assert_int_equal(code, GNBS_E_DATA);
    gnbs_arena_clear(&w->arena);
    return false;
}

static gnbs_pos_t most(gnbs_pos_t a, gnbs_pos_t b) { return a > b ? a : b; }
static gnbs_pos_t least(gnbs_pos_t a, gnbs_pos_t b) { return a < b ? a : b; }

static void check_pair(const gnbs_simulate_read_t *x, const gnbs_simulate_read_t *y) {
    const gnbs_read_t *a = &x->read, *b = &y->read;
    assert_string_equal(x->name, y->name);
    assert_true(a->mate_tid == b->tid && a->mate_beg == b->beg && b->mate_beg == a->beg);
    assert_true(((a->flag & GNBS_READ_FIRST) != 0) != ((b->flag & GNBS_READ_FIRST) != 0));
    assert_true(((a->flag & GNBS_READ_REVERSE) != 0) ==
                ((b->flag & GNBS_READ_MATE_REVERSE) != 0));
    assert_true(((a->flag & GNBS_READ_REVERSE) != 0) !=
                ((b->flag & GNBS_READ_REVERSE) != 0));
    assert_int_equal(a->flag & GNBS_READ_DUPLICATE, b->flag & GNBS_READ_DUPLICATE);
    /* SAM 1.6: TLEN runs from the leftmost to the rightmost mapped base; plus on the left read */
    gnbs_pos_t span = most(a->end, b->end) - least(a->beg, b->beg);
    assert_int_equal(a->insert_bp, -b->insert_bp);
    assert_int_equal(llabs(a->insert_bp), span);
    if (a->beg < b->beg) assert_true(a->insert_bp > 0);
    assert_int_equal(x->n_mate_cigar, b->n_cigar);
    assert_memory_equal(x->mate_cigar, b->cigar, (size_t)b->n_cigar * 4);
}

static int by_name(const void *a, const void *b) {
    const gnbs_simulate_read_t *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c != 0 ? c
                  : (int)(x->read.flag & GNBS_READ_SECOND) -
                        (int)(y->read.flag & GNBS_READ_SECOND);
}

static void check_reads(const world_t *w, kept_t *k) {
    for (size_t i = 0; i < k->read.n; i++) {
        const gnbs_simulate_read_t *r = &k->read.at[i];
        gnbs_pos_t at = r->read.beg;
        int32_t q = 0, edits = 0;
        assert_true(at >= 0 &&
                    r->read.end <= w->world.contigs.contig[r->read.tid].length_bp);
        for (int c = 0; c < r->read.n_cigar; c++) {
            int op = gnbs_cigar_op(r->read.cigar[c]);
            int32_t len = gnbs_cigar_len(r->read.cigar[c]);
            assert_true(len > 0);
            if (c > 0) assert_true(gnbs_cigar_op(r->read.cigar[c - 1]) != op);
            if (op == GNBS_CIGAR_INS ||
                op == GNBS_CIGAR_DEL) { /* held by a match on both sides */
                assert_true(c > 0 && c + 1 < r->read.n_cigar);
                assert_int_equal(gnbs_cigar_op(r->read.cigar[c - 1]), GNBS_CIGAR_MATCH);
                assert_int_equal(gnbs_cigar_op(r->read.cigar[c + 1]), GNBS_CIGAR_MATCH);
                edits += len;
            }
            for (int32_t b = 0; op == GNBS_CIGAR_MATCH && b < len; b++)
                edits += r->read.base[q + b] != w->world.seq[r->read.tid][at + b];
            if (gnbs_cigar_eats_read(op)) q += len;
            if (gnbs_cigar_eats_ref(op)) at += len;
        }
        assert_int_equal(q, r->read.len);
        assert_int_equal(at, r->read.end);
        assert_int_equal(edits, r->edit_distance);
        if (i > 0 && k->read.at[i - 1].read.tid == r->read.tid)
            assert_true(k->read.at[i - 1].read.beg <= r->read.beg);
        if (i > 0) assert_true(k->read.at[i - 1].read.tid <= r->read.tid);
    }
    assert_int_equal(k->read.n % 2, 0);
    qsort(k->read.at, k->read.n, sizeof *k->read.at, by_name);
    for (size_t i = 0; i + 1 < k->read.n; i += 2) {
        check_pair(&k->read.at[i], &k->read.at[i + 1]);
        check_pair(&k->read.at[i + 1], &k->read.at[i]);
    }
}

static void reads_of_any_scenario_are_sound_alignments(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    int n_made = 0;
    for (int i = 0; i < N_CASES; i++) {
        world_t w;
        kept_t k;
        if (!make_random(&seed, &w)) continue;
        make_reads(&w, &k);
        assert_true(k.read.n > 100);
        check_reads(&w, &k);
        n_made++;
        clear_reads(&k);
        clear_world(&w);
    }
    assert_true(n_made > N_CASES / 2);
}

/* ---- through a file ---- */
typedef struct writing {
    gnbs_reads_writer_t *writer;
    int64_t n;
} writing_t;

static gnbs_code_t write_read(void *ctx, const gnbs_simulate_read_t *read,
                              gnbs_err_t *err) {
    writing_t *to = ctx;
    to->n++;
    gnbs_reads_line_t line = {&read->read, read->name, read->edit_distance,
                              read->n_mate_cigar, read->mate_cigar};
    return gnbs_reads_writer_put(to->writer, &line, err);
}

static void write_bam(const world_t *w, const char *path, gnbs_contigs_t *contigs,
                      writing_t *to) {
    gnbs_err_t err = {0};
    gnbs_reads_header_t header = {"S", "0", "SYNTHETIC", "SYNTHETIC"};
    gnbs_simulate_counts_t counts;
    for (int i = 0; i < contigs->n; i++)
        assert_ok(gnbs_fasta_md5(contigs->contig[i].length_bp, w->world.seq[i],
                                 ((gnbs_contig_t *)contigs->contig)[i].m5, &err),
                  &err);
    assert_ok(gnbs_reads_writer_open(path, contigs, &header, 1, &to->writer, &err), &err);
    gnbs_simulate_sink_t sink = {to, write_read};
    assert_ok(gnbs_simulate_reads(&w->s, &w->world, &w->newborn, &sink, &counts, &err),
              &err);
    assert_ok(gnbs_reads_writer_commit(to->writer, &err), &err);
}

static void compare_reads(const kept_t *k, const char *path,
                          const gnbs_contigs_t *contigs) {
    gnbs_err_t err = {0};
    gnbs_reads_t *reads;
    gnbs_reads_opt_t opt = {0};
    assert_ok(gnbs_reads_open(path, contigs, &opt, &reads, &err), &err);
    assert_string_equal(gnbs_reads_sample(reads), "S");
    assert_true(gnbs_reads_is_synthetic(reads));
    gnbs_read_source_t source = gnbs_reads_source(reads);
    gnbs_arena_t arena;
    void *handle;
    size_t n = 0;
    gnbs_arena_init(&arena);
    assert_ok(source.open(source.ctx, &handle, &err), &err);
    for (int32_t tid = 0; tid < contigs->n; tid++) {
        gnbs_region_t all = {tid, 0, contigs->contig[tid].length_bp};
        assert_ok(source.seek(handle, all, &err), &err);
        for (;;) {
            gnbs_read_t got;
            bool more;
            assert_ok(source.next(handle, &arena, &got, &more, &err), &err);
            if (!more) break;
            const gnbs_read_t *put = &k->read.at[n++].read;
            assert_true(got.beg == put->beg && got.end == put->end &&
                        got.flag == put->flag && got.tid == put->tid);
            assert_true(got.mate_beg == put->mate_beg && got.insert_bp == put->insert_bp);
            if (got.base == NULL) continue; /* a duplicate: not decoded */
            assert_memory_equal(got.base, put->base, (size_t)put->len);
            assert_memory_equal(got.qual, put->qual, (size_t)put->len);
            assert_memory_equal(got.cigar, put->cigar, (size_t)put->n_cigar * 4);
        }
    }
    assert_int_equal(n, k->read.n);
    source.close(handle);
    gnbs_arena_clear(&arena);
    gnbs_reads_close(reads);
}

static void a_bam_gives_back_the_reads_put_into_it(void **state) {
    (void)state;
    uint64_t seed = test_seed();
    char dir[] = "/tmp/gnbs-prop-XXXXXX", path[64], bai[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/reads.bam", dir);
    snprintf(bai, sizeof bai, "%s/reads.bam.bai", dir);
    for (int i = 0; i < 3; i++) {
        world_t w;
        kept_t k;
        writing_t to = {0};
        if (!make_random(&seed, &w)) continue;
        make_reads(&w, &k);
        gnbs_contigs_t contigs = w.world.contigs;
        contigs.contig =
            copy_of(&w.arena, contigs.contig, (size_t)contigs.n, sizeof *contigs.contig);
        write_bam(&w, path, &contigs, &to);
        assert_int_equal(to.n, k.read.n);
        compare_reads(&k, path, &contigs);
        clear_reads(&k);
        clear_world(&w);
    }
    unlink(path);
    unlink(bai);
    assert_int_equal(rmdir(dir), 0); /* nothing else was left behind */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_of_any_scenario_are_sound_alignments),
        cmocka_unit_test(a_bam_gives_back_the_reads_put_into_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
