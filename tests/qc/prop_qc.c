/* Depth is the number of fragments with a base there, whatever the alignments: compared with a set per base. */
#include "support/testing.h"

#include "qc/qc.h"
#include "support/make_chunk.h"

enum { REF_BP = 1000 };

static made_chunk_t m;

static int compare_int(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

/* A CIGAR of a few operations that begins and ends with aligned bases; the read length is returned. */
static int make_cigar(uint64_t *rng, char *out, size_t cap) {
    int n_read = 0, at = 0;
    for (int k = 0, n = 1 + random_below(rng, 4); k < n; k++) {
        int m_bp = 1 + random_below(rng, 40);
        at +=
            snprintf(out + at, cap - (size_t)at, "%d%c", m_bp, "M=X"[random_below(rng, 3)]);
        n_read += m_bp;
        if (k + 1 == n) break;
        int g_bp = 1 + random_below(rng, 20);
        char op = "IDN"[random_below(rng, 3)];
        at += snprintf(out + at, cap - (size_t)at, "%d%c", g_bp, op);
        n_read += op == 'I' ? g_bp : 0;
    }
    return n_read;
}

static void make_reads(uint64_t *rng) {
    int beg[120], n = random_below(rng, 120), n_fragment = 1 + random_below(rng, 120),
                  seen[120] = {0}, span = 50 + random_below(rng, 650);
    gnbs_read_t *first[120] = {NULL};
    for (int i = 0; i < n; i++) beg[i] = random_below(rng, span);
    qsort(beg, (size_t)n, sizeof *beg, compare_int);
    for (int i = 0; i < n; i++) {
        int f = random_below(rng, n_fragment);
        if (seen[f] == 2) continue; /* a fragment has two mates at most */
        seen[f]++;
        char cigar[64], bases[401];
        int len = make_cigar(rng, cigar, sizeof cigar);
        memset(bases, 'A', (size_t)len);
        bases[len] = '\0';
        gnbs_read_t *r = add_read(&m, beg[i], cigar, bases, 30, f), *mate = first[f];
        if (mate == NULL) {
            first[f] = r;
            continue;
        }
        r->flag = mate->flag = GNBS_READ_PAIRED | GNBS_READ_PROPER;
        r->mate_tid = mate->mate_tid = 0;
        r->mate_beg = mate->beg, mate->mate_beg = r->beg;
    }
}

static void make_targets(uint64_t *rng) {
    gnbs_pos_t at = 0;
    m.chunk.n_target = 0;
    for (int i = 0; i < 4; i++) {
        gnbs_pos_t beg = at + random_below(rng, 150), end = beg + 1 + random_below(rng, 99);
        m.target[m.chunk.n_target++] = (gnbs_region_t){0, beg, end};
        at = end;
    }
    m.chunk.region = (gnbs_region_t){0, m.target[0].beg, at};
}

/* Does the read have a base at p? */
static bool covers(const gnbs_read_t *r, gnbs_pos_t p) {
    gnbs_pos_t pos = r->beg;
    for (int k = 0; k < r->n_cigar; k++) {
        int op = gnbs_cigar_op(r->cigar[k]);
        int32_t n = gnbs_cigar_len(r->cigar[k]);
        if (!gnbs_cigar_eats_ref(op)) continue;
        if (p >= pos && p < pos + n) return gnbs_cigar_is_aligned(op);
        pos += n;
    }
    return false;
}

static int count_fragments(gnbs_pos_t p) {
    bool has[MADE_READS] = {false};
    int n = 0;
    for (size_t i = 0; i < m.chunk.n_read; i++) {
        const gnbs_read_t *r = &m.read[i];
        if (!covers(r, p) || has[r->fragment]) continue;
        has[r->fragment] = true;
        n++;
    }
    return n;
}

static void depth_is_the_number_of_fragments_with_a_base(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    char letters[REF_BP + 1];
    int64_t n_deep = 0;
    for (int round = 0; round < 300; round++) {
        for (int i = 0; i < REF_BP; i++)
            letters[i] = "ACGTACGTACGTACGTN"[random_below(&rng, 17)];
        letters[REF_BP] = '\0';
        make_chunk(&m, "chr1", letters, 0, REF_BP);
        make_targets(&rng);
        make_reads(&rng);
        static gnbs_qc_sum_t want, got;
        gnbs_qc_part_t part;
        memset(&want, 0, sizeof want);
        memset(&got, 0, sizeof got);
        for (size_t t = 0; t < m.chunk.n_target; t++)
            for (gnbs_pos_t p = m.target[t].beg; p < m.target[t].end; p++) {
                if (p >= REF_BP || letters[p] == 'N') continue;
                int d = count_fragments(p);
                want.count.auto_bp++;
                want.count.auto_depth += d;
                want.hist[d]++;
            }
        gnbs_arena_t arena;
        gnbs_err_t err;
        gnbs_arena_init(&arena);
        const gnbs_qc_opt_t opt = gnbs_qc_opt_default();
        const gnbs_qc_request_t rq = {.opt = &opt};
        assert_ok(gnbs_qc_observe(&rq, &m.chunk, &arena, &part, &err), &err);
        gnbs_qc_add(&got, &part);
        assert_int_equal(got.count.auto_bp, want.count.auto_bp);
        assert_int_equal(got.count.auto_depth, want.count.auto_depth);
        assert_memory_equal(got.hist, want.hist, sizeof got.hist);
        for (int d = 15; d < 120; d++) n_deep += got.hist[d];
        gnbs_arena_clear(&arena);
    }
    assert_true(n_deep > 100); /* the cases reach the thresholds */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth_is_the_number_of_fragments_with_a_base)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
