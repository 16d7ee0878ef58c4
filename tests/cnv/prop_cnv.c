/* Whatever the exons and the chunks, a window's count is the bases of all reads over it; and of reads that fall at
 * random, windows that lost a copy are found and the others are not. */
#include "support/testing.h"

#include <math.h>

#include "cnv/cnv.h"
#include "evidence/made_reads.h"

enum { MAX_GENES = 6, MAX_EXONS = 8, MAX_WINDOWS = 500, FLANK_BP = 200 };

typedef struct world {
    fake_file_t file;
    size_t n_target, n_window;
    gnbs_region_t target[MAX_GENES * MAX_EXONS];
    gnbs_cnv_window_t window[MAX_WINDOWS];
} world_t;

static int compare_beg(const void *a, const void *b) {
    const gnbs_read_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid - y->tid;
    return x->beg < y->beg ? -1 : x->beg > y->beg;
}
static gnbs_pos_t middle(const gnbs_cnv_window_t *w) { /* as cnv.c rounds it */
    return w->region.beg + (w->region.end - w->region.beg) / 2;
}
static int compare_middle(const void *a, const void *b) {
    const gnbs_cnv_window_t *x = a, *y = b;
    if (x->region.tid != y->region.tid) return x->region.tid - y->region.tid;
    gnbs_pos_t d = middle(x) - middle(y);
    return d < 0 ? -1 : d > 0;
}

/* Genes that may overlap, on two contigs, and reads of 100 bases anywhere. */
static void make_world(world_t *w, uint64_t *rng) {
    fake_init(&w->file);
    w->n_target = w->n_window = 0;
    for (int g = 0, n = 1 + random_below(rng, MAX_GENES); g < n; g++) {
        gnbs_exon_t exon[MAX_EXONS];
        gnbs_transcript_t tx = {.tid = random_below(rng, 2), .exon = exon};
        gnbs_pos_t at = random_below(rng, 8000);
        for (int e = 0, n_exon = 1 + random_below(rng, MAX_EXONS); e < n_exon; e++) {
            int len = 1 + random_below(rng, random_below(rng, 4) == 0 ? 2500 : 300);
            if (at + len > 19500) break;
            exon[tx.n_exon++] = (gnbs_exon_t){at, at + len};
            w->target[w->n_target++] = (gnbs_region_t){tx.tid, at, at + len};
            at += len + 1 + random_below(rng, 1000);
        }
        w->n_window += gnbs_cnv_plan(&tx, FLANK_BP, MAX_WINDOWS - w->n_window,
                                     w->window + w->n_window);
    }
    qsort(w->window, w->n_window, sizeof *w->window, compare_middle);
    for (int i = 0, n = random_below(rng, 1500); i < n; i++) {
        int beg = random_below(rng, 19900);
        fake_add(&w->file, random_below(rng, 2), beg, beg + 100, 0, (uint64_t)i);
    }
    qsort(w->file.read, w->file.n, sizeof *w->file.read, compare_beg);
}

typedef struct counted {
    size_t first, n;
    gnbs_cnv_window_t *window;
} counted_t;

static gnbs_code_t observe(const void *ctx, const gnbs_chunk_t *c, gnbs_arena_t *arena,
                           void **result, gnbs_err_t *err) {
    const world_t *w = ctx;
    counted_t *r = GNBS_NEW(arena, counted_t, 1);
    *result = r;
    return gnbs_cnv_observe(c, w->n_window, w->window, arena, &r->first, &r->n, &r->window,
                            err);
}
static gnbs_code_t collect(void *ctx, const gnbs_chunk_t *c, void *result,
                           gnbs_err_t *err) {
    (void)c, (void)err;
    world_t *w = ctx;
    const counted_t *r = result;
    for (size_t i = 0; i < r->n; i++) {
        assert_int_equal(w->window[r->first + i].known_bp,
                         0); /* counted by one chunk only */
        assert_int_equal(w->window[r->first + i].region.beg, r->window[i].region.beg);
        w->window[r->first + i] = r->window[i];
    }
    return GNBS_OK;
}

static void every_window_holds_the_bases_of_all_reads_over_it(void **state) {
    (void)state;
    static world_t w;
    uint64_t rng = test_seed();
    for (int round = 0; round < 200; round++) {
        make_world(&w, &rng);
        gnbs_evidence_opt_t opt = gnbs_evidence_opt_default();
        opt.join_bp = random_below(&rng, 1000);
        opt.chunk_bp =
            20000; /* no target is longer: a window and its reads stay together */
        opt.max_starts = FAKE_READS;
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        gnbs_schedule_t s;
        gnbs_err_t err;
        gnbs_read_source_t reads = fake_source(&w.file);
        gnbs_ref_source_t ref = fake_reference(&w.file);
        const gnbs_observer_t o = {"dosage", &w, observe, collect};
        assert_ok(gnbs_evidence_plan(&opt, w.n_target, w.target, &arena, &s, &err), &err);
        assert_ok(gnbs_evidence_pass(&opt, &s, GNBS_BUILD_CUSTOM, &reads, &ref, 1, &o, NULL,
                                     NULL, &err),
                  &err);
        for (size_t i = 0; i < w.n_window; i++) {
            gnbs_region_t r = w.window[i].region;
            int64_t n_base = 0;
            for (size_t k = 0; k < w.file.n; k++) {
                const gnbs_read_t *read = &w.file.read[k];
                if (read->tid != r.tid) continue;
                gnbs_pos_t beg = read->beg > r.beg ? read->beg : r.beg,
                           end = read->end < r.end ? read->end : r.end;
                if (end > beg) n_base += end - beg;
            }
            assert_int_equal(w.window[i].n_base, n_base);
            assert_int_equal(w.window[i].known_bp,
                             r.end < 20000 ? r.end - r.beg : 20000 - r.beg);
        }
        gnbs_arena_clear(&arena);
    }
}

/* Poisson by multiplication (Knuth 1969). */
static int poisson(uint64_t *rng, double mean) {
    double limit = exp(-mean), p = 1;
    int k = -1;
    do {
        k++;
        p *= ((double)(random_u64(rng) >> 11) + 0.5) / 9007199254740992.0;
    } while (p > limit);
    return k;
}

static void lost_copies_are_found_among_noise_and_noise_is_not(void **state) {
    (void)state;
    static const gnbs_contig_t CONTIG[] = {{"chr1", 100000000, ""},
                                           {"chrX", 100000000, ""}};
    static const gnbs_contigs_t CONTIGS = {2, CONTIG, "made"};
    uint64_t rng = test_seed();
    for (int round = 0; round < 20; round++) {
        /* 300 windows of 1,000 bases at 60x: 400 reads of 150 bases; GC from 35 to 60, which costs up to a fifth of
         * the depth; X of a boy has half. Windows 50, 51 and 290 (on X) have lost one copy. */
        static gnbs_cnv_window_t window[300];
        for (int i = 0; i < 300; i++) {
            int gc = 35 + random_below(&rng, 26);
            double copies = i >= 270 ? 1 : 2;
            if (i == 50 || i == 51 || i == 290) copies -= 1;
            int n = poisson(&rng, 200 * copies * (1 - 0.008 * (gc - 35)));
            window[i] = (gnbs_cnv_window_t){.region = {i >= 270, 2000 * i, 2000 * i + 1000},
                                            .n_base = 150 * n,
                                            .gc_bp = 10 * gc,
                                            .known_bp = 1000};
        }
        gnbs_cnv_opt_t opt = gnbs_cnv_opt_default();
        gnbs_dosage_sign_t *sign;
        size_t n;
        gnbs_err_t err;
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        assert_ok(gnbs_cnv_find_signs(&opt, &CONTIGS, GNBS_BUILD_CUSTOM, GNBS_SEX_MALE, 300,
                                      window, &arena, &n, &sign, &err),
                  &err);
        assert_int_equal(n, 3);
        assert_int_equal(sign[0].region.beg, 100000);
        assert_int_equal(sign[1].region.beg, 102000);
        assert_int_equal(sign[2].region.beg, 580000);
        gnbs_arena_clear(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_window_holds_the_bases_of_all_reads_over_it),
        cmocka_unit_test(lost_copies_are_found_among_noise_and_noise_is_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
