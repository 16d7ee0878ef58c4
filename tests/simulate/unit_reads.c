#include "simulate/world.h"

#include "genome/seq.h"

static const char SCENARIO[] =
    META("M", "chr1:40000,chrX:20000") COLUMNS GENE("SYNA1", "1", "chr1", "+", "6")
        GENE("SYNX1", "2", "chrX", "-", "5") ALLELE("SYNA1", "2", "frameshift", "hom", ".")
            ALLELE("SYNA1", "3", "inframe_deletion", "het", "2")
                ALLELE("SYNX1", "3", "stop_gained", "hemi", ".") HOLE("SYNA1", "4");

/* The read's bases are its haplotype's, but for as many as the simulator says it got wrong. */
static void bases_less_errors_are_the_haplotype(void **state) {
    (void)state;
    world_t w;
    kept_t k;
    make_world(&w, SCENARIO);
    make_reads(&w, &k);
    int64_t n_error = 0;
    for (size_t i = 0; i < k.read.n; i++) {
        const gnbs_simulate_read_t *r = &k.read.at[i];
        const gnbs_simulate_haplotype_t *hap = &w.newborn.haplotype[r->i_haplotype];
        int32_t n = 0;
        assert_int_equal(hap->tid, r->read.tid);
        for (int32_t b = 0; b < r->read.len; b++)
            n += hap->seq[r->hap_beg + b] != r->read.base[b];
        assert_int_equal(n, r->n_error);
        n_error += n;
    }
    assert_int_equal(n_error, k.counts.n_error);
    /* The table's shares at mid-read, the second read 1.4 times the first: Q2 0.0036, Q12 0.030, Q23 0.084; times
     * 10^(-Q/10): 0.0023 + 0.0019 + 0.0004 + 0.0002 = 0.0048 */
    double rate = (double)n_error / (double)k.counts.n_base;
    assert_true(rate > 0.0044 && rate < 0.0052);
    clear_reads(&k);
    clear_world(&w);
}

/* Following the CIGAR on the reference, and putting the haplotype's edits where it has gaps, gives the haplotype:
 * every gap of a CIGAR is a variant of the truth, at its place. */
static void every_gap_is_a_variant_of_the_truth_at_its_leftmost_place(void **state) {
    (void)state;
    world_t w;
    kept_t k;
    make_world(&w, SCENARIO);
    make_reads(&w, &k);
    int n_gap = 0, n_near = 0;
    for (size_t i = 0; i < k.read.n; i++) {
        const gnbs_read_t *r = &k.read.at[i].read;
        gnbs_pos_t at = r->beg;
        int32_t q = 0;
        for (int c = 0; c < r->n_cigar; c++) {
            int op = gnbs_cigar_op(r->cigar[c]);
            int32_t len = gnbs_cigar_len(r->cigar[c]);
            if (op == GNBS_CIGAR_INS || op == GNBS_CIGAR_DEL) {
                n_gap++;
                size_t t = 0;
                for (; t < w.newborn.n_truth; t++) {
                    const gnbs_variant_t *v = &w.newborn.truth[t].variant;
                    int32_t change = (int32_t)strlen(v->alt) - (int32_t)strlen(v->ref);
                    if (v->tid == r->tid && v->pos + 1 == at &&
                        change == (op == GNBS_CIGAR_INS ? len : -len))
                        break;
                }
                assert_true(t < w.newborn.n_truth);
                n_near += q < 5 || r->len - q < 5;
            }
            if (gnbs_cigar_eats_read(op)) q += len;
            if (gnbs_cigar_eats_ref(op)) at += len;
        }
        assert_int_equal(at, r->end);
        assert_int_equal(q, r->len);
    }
    assert_true(n_gap > 200);
    assert_true(n_near < n_gap / 10);
    clear_reads(&k);
    clear_world(&w);
}

static void a_homozygous_deletion_is_in_every_read_that_spans_it(void **state) {
    (void)state;
    world_t w;
    kept_t k;
    make_world(&w, SCENARIO);
    make_reads(&w, &k);
    const gnbs_variant_t *v = &w.world.allele[0];
    int32_t change = (int32_t)strlen(v->alt) - (int32_t)strlen(v->ref);
    int n_span = 0;
    for (size_t i = 0; i < k.read.n; i++) {
        const gnbs_read_t *r = &k.read.at[i].read;
        if (r->tid != v->tid || r->beg > v->pos - 20 || r->end < v->pos + 40) continue;
        gnbs_pos_t at = r->beg;
        bool has_gap = false;
        for (int c = 0; c < r->n_cigar; c++) {
            int op = gnbs_cigar_op(r->cigar[c]),
                want = change < 0 ? GNBS_CIGAR_DEL : GNBS_CIGAR_INS;
            has_gap |= op == want && at == v->pos + 1 &&
                       gnbs_cigar_len(r->cigar[c]) == abs(change);
            if (gnbs_cigar_eats_ref(op)) at += gnbs_cigar_len(r->cigar[c]);
        }
        assert_true(has_gap);
        n_span++;
    }
    assert_true(n_span >= 3);
    clear_reads(&k);
    clear_world(&w);
}

static void no_read_reaches_into_a_hole_and_coverage_stands_elsewhere(void **state) {
    (void)state;
    world_t w;
    kept_t k;
    make_world(&w, SCENARIO);
    make_reads(&w, &k);
    const gnbs_transcript_t *tx = &w.world.transcript[0];
    gnbs_exon_t hole = tx->exon[3]; /* exon 4 of a plus gene */
    int64_t n_base[2] = {0, 0};
    for (size_t i = 0; i < k.read.n; i++) {
        const gnbs_read_t *r = &k.read.at[i].read;
        if (!(r->flag & GNBS_READ_DUPLICATE)) n_base[r->tid] += r->len;
        if (r->tid == tx->tid) assert_false(r->beg < hole.end && r->end > hole.beg);
    }
    assert_true(k.counts.n_removed > 0);
    /* 10x on two copies; X of a boy has one, so half; what the hole took is below a tenth */
    assert_true(n_base[0] > 40000 * 9 && n_base[0] <= 40000 * 10 + 300 * 10);
    assert_true(n_base[1] > 98000 && n_base[1] <= 20000 * 5 + 300 * 5);
    clear_reads(&k);
    clear_world(&w);
}

static void half_of_the_reads_carry_each_haplotype(void **state) {
    (void)state;
    world_t w;
    kept_t k;
    make_world(&w, SCENARIO);
    make_reads(&w, &k);
    assert_int_equal(w.newborn.n_haplotype, 3); /* chr1 twice, chrX once */
    int64_t n[3] = {0};
    for (size_t i = 0; i < k.read.n; i++) n[k.read.at[i].i_haplotype]++;
    assert_true(n[0] > n[1] * 9 / 10 && n[1] > n[0] * 9 / 10);
    clear_reads(&k);
    clear_world(&w);
}

static bool same_read(const gnbs_simulate_read_t *a, const gnbs_simulate_read_t *b) {
    return a->read.beg == b->read.beg && a->read.flag == b->read.flag &&
           memcmp(a->read.base, b->read.base, (size_t)a->read.len) == 0 &&
           memcmp(a->read.qual, b->read.qual, (size_t)a->read.len) == 0;
}

static void the_same_seed_gives_the_same_reads_and_another_others(void **state) {
    (void)state;
    world_t a, b;
    kept_t x, y, z;
    make_world(&a, SCENARIO);
    make_world(&b, SCENARIO);
    make_reads(&a, &x);
    make_reads(&b, &y);
    b.s.seed++;
    make_world_of(&b);
    make_reads(&b, &z);
    assert_int_equal(x.read.n, y.read.n);
    for (size_t i = 0; i < x.read.n; i++)
        assert_true(same_read(&x.read.at[i], &y.read.at[i]));
    size_t n_same = 0;
    for (size_t i = 0; i < x.read.n && i < z.read.n; i++)
        n_same += same_read(&x.read.at[i], &z.read.at[i]);
    assert_true(n_same < x.read.n / 100);
    clear_reads(&x);
    clear_reads(&y);
    clear_reads(&z);
    clear_world(&a);
    clear_world(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bases_less_errors_are_the_haplotype),
        cmocka_unit_test(every_gap_is_a_variant_of_the_truth_at_its_leftmost_place),
        cmocka_unit_test(a_homozygous_deletion_is_in_every_read_that_spans_it),
        cmocka_unit_test(no_read_reaches_into_a_hole_and_coverage_stands_elsewhere),
        cmocka_unit_test(half_of_the_reads_carry_each_haplotype),
        cmocka_unit_test(the_same_seed_gives_the_same_reads_and_another_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
