#include "support/testing.h"

#include <math.h>

#include "call/call.h"
#include "call/call_pairhmm.h"
#include "call/call_pileup.h"
#include "call/call_stats.h"
#include "support/make_chunk.h"

/* 400 bases without repeats worth the name, from a fixed seed; test positions are near the middle. */
static char REF[401];
static made_chunk_t m;

static int set_up(void **state) {
    (void)state;
    make_letters(REF, 400, 7);
    make_chunk(&m, "chr1", REF, 100, 300);
    return 0;
}

/* n reads of 100 bases from `beg`; `n_alt` of them carry ALT at pos. */
static void cover(gnbs_pos_t beg, int n, int n_alt, gnbs_pos_t pos) {
    for (int i = 0; i < n; i++) {
        char bases[101];
        memcpy(bases, REF + beg, 100);
        bases[100] = '\0';
        if (i % n < n_alt) bases[pos - beg] = other_base(REF[pos]);
        gnbs_read_t *r = add_read(&m, beg, "100M", bases, 37, (int32_t)m.chunk.n_read);
        if (i % 2) r->flag |= GNBS_READ_REVERSE;
    }
}

static gnbs_call_result_t call(gnbs_arena_t *arena, gnbs_sex_t sex, size_t n_known,
                               const gnbs_variant_t *known) {
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_request_t rq = {
        .opt = &opt, .chunk = &m.chunk, .sex = sex, .n_known = n_known, .known = known};
    gnbs_call_result_t result;
    gnbs_err_t err;
    assert_ok(gnbs_call_chunk(&rq, arena, &result, &err), &err);
    return result;
}

static void half_of_the_reads_make_a_heterozygote_and_all_a_homozygote(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 20, 10, 200);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].variant.pos, 200);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HET);
    assert_int_equal(r.call[0].ad_alt, 10);
    assert_int_equal(r.call[0].ad_ref, 10);
    assert_int_equal(r.call[0].filter, 0);
    assert_int_equal(r.call[0].gq_phred, 40);
    set_up(NULL);
    cover(150, 20, 20, 200);
    r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HOM_ALT);
    gnbs_arena_clear(&arena);
}

static void likelihoods_are_those_of_the_formula(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_pileup_t p;
    gnbs_err_t err;
    cover(150, 3, 1, 200);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    /* two bases like the reference, one ALT, all Q37: e = 10^-3.7
     * ref: 2 ln(1-e) + ln(e/3)   het: 3 ln(1/2 (1-e) + 1/2 e/3)   hom: 2 ln(e/3) + ln(1-e) */
    double e = pow(10, -3.7), ln[3];
    gnbs_pile_likelihood(&p.target[0][100], gnbs_seq_code(other_base(REF[200])), ln);
    assert_near(ln[0], 2 * log(1 - e) + log(e / 3), 1e-9);
    assert_near(ln[1], 3 * log(0.5 * (1 - e) + 0.5 * e / 3), 1e-9);
    assert_near(ln[2], 2 * log(e / 3) + log(1 - e), 1e-9);
    gnbs_arena_clear(&arena);
}

static void mates_that_overlap_speak_once(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_pileup_t p;
    gnbs_err_t err;
    char a[101], b[101];
    memcpy(a, REF + 150, 100), memcpy(b, REF + 160, 100);
    a[100] = b[100] = '\0';
    add_read(&m, 150, "100M", a, 30, 0);
    add_read(&m, 160, "100M", b, 37, 0);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_int_equal(gnbs_pile_depth(&p.target[0][200 - 100]), 1);
    assert_int_equal(p.qual[0][50], 0); /* the worse base is silent */
    assert_int_equal(p.qual[1][40],
                     37); /* the better keeps its own quality: no more than it knew */
    assert_int_equal(p.qual[0][5], 30); /* outside the overlap nothing changes */
    set_up(NULL);
    b[40] = other_base(b[40]);
    add_read(&m, 150, "100M", a, 30, 0);
    add_read(&m, 160, "100M", b, 37, 0);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_int_equal(p.qual[1][40],
                     0); /* 37 - 30 = 7, below the least quality that is judged... */
    gnbs_arena_clear(&arena);
}

static void a_deletion_is_called_left_aligned_whatever_the_aligner_wrote(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    memcpy(REF + 196, "CGAAAAAATC", 10); /* six A at 198..203 */
    make_chunk(&m, "chr1", REF, 100, 300);
    char bases[100];
    for (int i = 0; i < 20; i++) {
        bool has_del = i < 10;
        if (has_del) { /* the deleted A written at the right end of the run */
            memcpy(bases, REF + 150, 53);
            memcpy(bases + 53, REF + 204, 46);
            bases[99] = '\0';
            add_read(&m, 150, "53M1D46M", bases, 37, i);
        } else {
            memcpy(bases, REF + 150, 99);
            bases[99] = '\0';
            add_read(&m, 150, "99M", bases, 37, i);
        }
        if (i % 2) m.read[i].flag |= GNBS_READ_REVERSE;
    }
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].variant.pos, 197); /* VCF: POS 198 GA>G */
    assert_string_equal(r.call[0].variant.ref, "GA");
    assert_string_equal(r.call[0].variant.alt, "G");
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HET);
    assert_int_equal(r.call[0].ad_alt, 10);
    gnbs_arena_clear(&arena);
}

static void males_have_one_x(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    make_chunk(&m, "chrX", REF, 100, 300);
    cover(150, 12, 12, 200);
    gnbs_call_result_t r = call(&arena, GNBS_SEX_MALE, 0, NULL);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HEMI_ALT);
    assert_int_equal(r.call[0].ploidy, 1);
    const gnbs_contig_t contig[] = {{.name = "chrX"}, {.name = "Y"}, {.name = "1"}};
    const gnbs_contigs_t contigs = {3, contig, "x"};
    assert_int_equal(
        gnbs_call_ploidy(&contigs, GNBS_BUILD_GRCH38, GNBS_SEX_MALE, 0, 5000000), 1);
    assert_int_equal(
        gnbs_call_ploidy(&contigs, GNBS_BUILD_GRCH38, GNBS_SEX_MALE, 0, 1000000),
        2); /* PAR1 */
    assert_int_equal(
        gnbs_call_ploidy(&contigs, GNBS_BUILD_GRCH38, GNBS_SEX_FEMALE, 1, 5000000), 0);
    assert_int_equal(gnbs_call_ploidy(&contigs, GNBS_BUILD_GRCH38, GNBS_SEX_MALE, 2, 5), 2);
    gnbs_arena_clear(&arena);
}

static int64_t bases_of(const gnbs_call_result_t *r, gnbs_callable_t status) {
    int64_t n = 0;
    for (size_t i = 0; i < r->n_span; i++)
        if (r->span[i].status == status) n += gnbs_region_len(r->span[i].region);
    return n;
}

static void every_target_base_has_one_status(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 12, 0, 200); /* covers 150..249 of 100..299 */
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE), 100);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE_NO_COVERAGE), 100);
    for (size_t i = 1; i < r.n_span; i++)
        assert_int_equal(r.span[i].region.beg, r.span[i - 1].region.end);
    set_up(NULL);
    cover(150, 7, 0, 200); /* one fragment short of the least */
    r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE_LOW_DEPTH), 100);
    set_up(NULL);
    cover(150, 12, 0, 200);
    for (int i = 0; i < 12; i++) m.read[i].mapq = 3;
    r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE_LOW_MAPQ), 100);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE), 0);
    gnbs_arena_clear(&arena);
}

static void known_alleles_are_present_absent_or_not_callable(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 16, 8, 200);
    char ref[3][2] = {{REF[200], 0}, {REF[210], 0}, {REF[280], 0}},
         alt[3][2] = {{other_base(REF[200]), 0},
                      {other_base(REF[210]), 0},
                      {other_base(REF[280]), 0}};
    const gnbs_variant_t known[] = {
        {0, 200, ref[0], alt[0]}, {0, 210, ref[1], alt[1]}, {0, 280, ref[2], alt[2]}};
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 3, known);
    assert_int_equal(r.known[0].state, GNBS_KNOWN_PRESENT);
    assert_int_equal(r.known[1].state, GNBS_KNOWN_ABSENT);
    assert_int_equal(r.known[2].state, GNBS_KNOWN_NOT_CALLABLE); /* no read there */
    gnbs_arena_clear(&arena);
}

static void neighbours_on_the_same_reads_are_in_cis_else_in_trans(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    for (int is_cis = 0; is_cis < 2; is_cis++) {
        set_up(NULL);
        for (int i = 0; i < 20; i++) {
            char bases[101];
            memcpy(bases, REF + 150, 100);
            bases[100] = '\0';
            bool first = i < 10, second = is_cis ? first : !first;
            if (first) bases[30] = other_base(bases[30]);
            if (second) bases[60] = other_base(bases[60]);
            gnbs_read_t *r = add_read(&m, 150, "100M", bases, 37, i);
            if (i % 2) r->flag |= GNBS_READ_REVERSE;
        }
        gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
        assert_int_equal(r.n_call, 2);
        assert_true(r.call[0].is_phased && r.call[1].is_phased);
        assert_int_equal(r.call[0].phase_set, 180);
        assert_int_equal(r.call[1].phase_set, 180);
        assert_int_equal(r.call[0].haplotype == r.call[1].haplotype, is_cis);
    }
    gnbs_arena_clear(&arena);
}

static void one_strand_alone_raises_the_strand_filter(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 40, 20, 200);
    for (int i = 0; i < 40; i++)
        m.read[i].flag =
            i < 20 ? 0 : GNBS_READ_REVERSE; /* ALT forward only, REF reverse only */
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_true(r.call[0].filter & GNBS_FILTER_STRAND);
    assert_true(bases_of(&r, GNBS_CALLABLE_LOW_GQ) >=
                1); /* the doubt reaches callability */
    gnbs_arena_clear(&arena);
}

static gnbs_call_t made_het(int32_t n_ref, int32_t n_alt, double mapq) {
    return (gnbs_call_t){.ploidy = 2,
                         .n_alt = 1,
                         .qual_phred = 100,
                         .gq_phred = 99,
                         .dp = n_ref + n_alt,
                         .ad_ref = n_ref,
                         .ad_alt = n_alt,
                         .alt_forward = n_alt / 2,
                         .alt_reverse = n_alt - n_alt / 2,
                         .ref_forward = n_ref / 2,
                         .ref_reverse = n_ref - n_ref / 2,
                         .alt_mapq_mean = mapq,
                         .alt_read_pos_mean = 40};
}

static void balance_is_judged_by_chance_and_not_by_a_share(void **state) {
    (void)state;
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    /* P(K <= k | n, 1/2): 3 of 18 gives 988/2^18 = 0.0038, which one heterozygote in 265 shows; 3 of 30 gives 4526/2^30 = 4e-6 */
    gnbs_call_t common = made_het(15, 3, 60), rare = made_het(27, 3, 60);
    gnbs_call_set_filters(&opt, &common);
    gnbs_call_set_filters(&opt, &rare);
    assert_int_equal(common.filter, 0);
    assert_int_equal(rare.filter, GNBS_FILTER_ALLELE_BALANCE);
}

static void few_reads_that_map_badly_are_taken_for_another_copy(void **state) {
    (void)state;
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_call_t few = made_het(20, 8, 24), even = made_het(10, 9, 24),
                good = made_het(20, 8, 50);
    gnbs_call_set_filters(&opt, &few);
    gnbs_call_set_filters(&opt, &even);
    gnbs_call_set_filters(&opt, &good);
    assert_int_equal(few.filter, GNBS_FILTER_LOW_MAPQ);
    assert_int_equal(even.filter, 0);
    assert_int_equal(good.filter, 0);
}

/* Pairs at 120 and 150, the second over 200; XS of the second is `margin` below its AS, of the first nothing. */
static void cover_with_rivals(int n, int n_alt, int margin, uint8_t mapq) {
    for (int end = 0; end < 2; end++)
        for (int i = 0; i < n; i++) {
            char bases[101];
            gnbs_pos_t beg = end == 0 ? 90 : 150;
            memcpy(bases, REF + beg, 100);
            bases[100] = '\0';
            if (end == 1 && i < n_alt) bases[50] = other_base(REF[200]);
            gnbs_read_t *r = add_read(&m, beg, "100M", bases, 37, i);
            r->flag |= GNBS_READ_PAIRED | (i % 2 ? GNBS_READ_REVERSE : 0);
            r->mapq = mapq;
            r->has_rival = true;
            r->score = 95;
            r->rival_score = end == 0 ? 95 : 95 - margin;
        }
}

static void pairs_that_fit_elsewhere_do_not_make_a_heterozygote(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover_with_rivals(20, 10, 10, 60); /* two mismatches better here: not proven */
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.n_call, 1);
    assert_int_equal(r.call[0].filter, GNBS_FILTER_LOW_MAPQ);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE_LOW_GQ), 1); /* nor is it reference */
    set_up(NULL);
    cover_with_rivals(20, 10, 11, 60); /* one point more is proof enough */
    r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.call[0].filter, 0);
    set_up(NULL);
    cover_with_rivals(20, 20, 10, 60); /* a homozygote stands: no read says otherwise */
    r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.call[0].zygosity, GNBS_ZYG_HOM_ALT);
    assert_int_equal(r.call[0].filter, 0);
    gnbs_arena_clear(&arena);
}

static void a_pair_that_fits_elsewhere_as_well_is_believed_little(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    gnbs_pileup_t p;
    gnbs_err_t err;
    cover_with_rivals(1, 0, 0, 60);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_int_equal(p.qual[1][50], 12); /* a tie of the pair */
    set_up(NULL);
    cover_with_rivals(1, 0, 5, 60);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_int_equal(p.qual[0][99], 15 + 2 * 5); /* its mate holds it by 5 points */
    set_up(NULL);
    cover_with_rivals(1, 0, 0, 60);
    m.read[1].has_rival = false; /* nothing is known of the pair: MAPQ decides */
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    assert_int_equal(p.qual[1][50], 37);
    gnbs_arena_clear(&arena);
}

static void a_variant_that_only_unplaced_reads_show_is_not_reference(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    cover(150, 20, 0, 200);
    for (int i = 0; i < 8; i++) {
        char bases[101];
        memcpy(bases, REF + 150, 100);
        bases[100] = '\0';
        bases[50] = other_base(REF[200]);
        add_read(&m, 150, "100M", bases, 37, (int32_t)m.chunk.n_read)->mapq = 0;
    }
    gnbs_call_result_t r = call(&arena, GNBS_SEX_FEMALE, 0, NULL);
    assert_int_equal(r.n_call, 0);
    assert_int_equal(bases_of(&r, GNBS_CALLABLE_LOW_MAPQ), 1);
    gnbs_arena_clear(&arena);
}

static void gq_adds_the_error_of_the_place(void **state) {
    (void)state;
    /* -10 log10(10^-9.9 + 10^-4) = 40; 10^-4 + 10^-4 is Phred 36.99; 10^-2 alone is 20, with 10^-2 more 17 */
    assert_int_equal(gnbs_call_honest_gq(99, 0), 40);
    assert_int_equal(gnbs_call_honest_gq(40, 0), 37);
    assert_int_equal(gnbs_call_honest_gq(20, 0.1), 17);
    assert_int_equal(gnbs_call_honest_gq(99, 0.9), 15);
}

static void contamination_makes_few_alt_bases_another_persons(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_call_opt_t opt = gnbs_call_opt_default();
    opt.contamination_frac = 0.04;
    gnbs_pileup_t p;
    gnbs_err_t err;
    cover(150, 3, 1, 200);
    assert_ok(gnbs_call_pile_up(&m.chunk, &opt, &arena, &p, &err), &err);
    /* a base that no copy has: 0.96 e/3 + 0.04 / 2 */
    double e = pow(10, -3.7), ln[3];
    gnbs_pile_likelihood(&p.target[0][100], gnbs_seq_code(other_base(REF[200])), ln);
    assert_near(ln[0], 2 * log(1 - e) + log(0.96 * e / 3 + 0.02), 1e-9);
    gnbs_arena_clear(&arena);
}

static void fisher_agrees_with_the_lady_tasting_tea(void **state) {
    (void)state;
    /* Fisher 1935: 3 of 4 right; two-sided p = (16 + 16 + 1 + 1) / 70 = 34/70 */
    assert_near(gnbs_call_fisher(3, 1, 1, 3), 34.0 / 70, 1e-9);
    assert_near(gnbs_call_fisher(4, 0, 0, 4), 2.0 / 70, 1e-9);
}

/* The same model without a band, in plain recursion over every alignment: ten lines, no tricks. */
static double slow_m(const uint8_t *r, int q, const uint8_t *h, const double *open, int i,
                     int j, int s, int n_hap);
static double emit(const uint8_t *r, int q, const uint8_t *h, int i, int j) {
    double e = pow(10, -q / 10.0);
    return r[i - 1] == h[j - 1] ? 1 - e : e / 3;
}
static double slow_m(const uint8_t *r, int q, const uint8_t *h, const double *open, int i,
                     int j, int s, int n_hap) {
    if (i == 0) return s == 0 ? 1.0 / (n_hap + 1) : 0; /* M: the start; I and D: not yet */
    if (s == 1)
        return 0.25 * (open[j > 0 ? j - 1 : 0] * (j > 0) *
                           slow_m(r, q, h, open, i - 1, j, 0, n_hap) +
                       0.1 * (j > 0) * slow_m(r, q, h, open, i - 1, j, 1, n_hap));
    if (j == 0) return 0;
    if (s == 2)
        return open[j - 1] * slow_m(r, q, h, open, i, j - 1, 0, n_hap) +
               0.1 * slow_m(r, q, h, open, i, j - 1, 2, n_hap);
    return emit(r, q, h, i, j) *
           ((1 - 2 * open[j - 1]) * slow_m(r, q, h, open, i - 1, j - 1, 0, n_hap) +
            0.9 * (slow_m(r, q, h, open, i - 1, j - 1, 1, n_hap) +
                   slow_m(r, q, h, open, i - 1, j - 1, 2, n_hap)));
}

static double score(gnbs_simd_t simd, int n_read, const uint8_t *read, const uint8_t *qual,
                    int n_hap, const uint8_t *hap, const double *open, int offset,
                    int half) {
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    gnbs_pairhmm_job_t job = {.n_read = n_read,
                              .n_hap = n_hap,
                              .read = read,
                              .qual = qual,
                              .hap = hap,
                              .open = open,
                              .offset = offset};
    assert_true(gnbs_call_pairhmm(simd, 1, &job, half, &arena));
    gnbs_arena_clear(&arena);
    return job.ln;
}

static void the_banded_forward_agrees_with_its_slow_twin(void **state) {
    (void)state;
    uint64_t rng = test_seed();
    for (int k = 0; k < 200; k++) {
        uint8_t read[6], hap[8], qual[6];
        double open[8], sum = 0;
        int n_read = 2 + random_below(&rng, 4), n_hap = n_read + random_below(&rng, 3),
            q = 10 + random_below(&rng, 30);
        for (int i = 0; i < n_read; i++)
            read[i] = (uint8_t)random_below(&rng, 4), qual[i] = (uint8_t)q;
        for (int j = 0; j < n_hap; j++)
            hap[j] = (uint8_t)random_below(&rng, 4),
            open[j] = 0.001 * (1 + random_below(&rng, 50));
        for (int j = 0; j <= n_hap; j++)
            sum += slow_m(read, q, hap, open, n_read, j, 0, n_hap) +
                   slow_m(read, q, hap, open, n_read, j, 1, n_hap);
        assert_near(score(GNBS_SIMD_SCALAR, n_read, read, qual, n_hap, hap, open, 0, 20),
                    log(sum), 1e-6);
    }
}

static void every_width_gives_the_same_bits(void **state) {
    (void)state;
    enum { N_JOB = 37, N_READ = 60, N_HAP = 90 };
    uint64_t rng = test_seed();
    static uint8_t read[N_JOB][N_READ], qual[N_JOB][N_READ], hap[N_JOB][N_HAP];
    static double open[N_JOB][N_HAP];
    gnbs_pairhmm_job_t job[4][N_JOB];
    for (int k = 0; k < N_JOB; k++) {
        for (int j = 0; j < N_HAP; j++)
            hap[k][j] = (uint8_t)random_below(&rng, 5),
            open[k][j] = 1e-4 * (1 + random_below(&rng, 300));
        int offset = random_below(&rng, 40) - 5;
        for (int i = 0; i < N_READ; i++) {
            int at = i + offset;
            bool copies = at >= 0 && at < N_HAP && random_below(&rng, 20) > 0;
            read[k][i] = copies ? hap[k][at] : (uint8_t)random_below(&rng, 5);
            qual[k][i] = (uint8_t)random_below(&rng, 41);
        }
        job[0][k] = (gnbs_pairhmm_job_t){.n_read = 1 + random_below(&rng, N_READ),
                                         .n_hap = 1 + random_below(&rng, N_HAP),
                                         .read = read[k],
                                         .qual = qual[k],
                                         .hap = hap[k],
                                         .open = open[k],
                                         .offset = offset};
    }
    const gnbs_simd_t width[] = {GNBS_SIMD_SCALAR, GNBS_SIMD_AVX2, GNBS_SIMD_AVX512};
    for (int w = 2; w >= 0; w--) {
        memcpy(job[w], job[0], sizeof job[0]);
        if (width[w] > gnbs_call_simd_best()) continue;
        gnbs_arena_t arena;
        gnbs_arena_init(&arena);
        assert_true(gnbs_call_pairhmm(width[w], N_JOB, job[w], 9, &arena));
        gnbs_arena_clear(&arena);
    }
    for (int w = 1; w < 3; w++)
        for (int k = 0; k < N_JOB && width[w] <= gnbs_call_simd_best(); k++)
            assert_memory_equal(&job[0][k].ln, &job[w][k].ln, sizeof(double));
    int n_fit = 0;
    for (int k = 0; k < N_JOB; k++) n_fit += job[0][k].ln > GNBS_PAIRHMM_FLOOR_LN;
    assert_true(n_fit > N_JOB / 2); /* the comparison is of numbers, not of floors */
}

static void repeats_slip_more_than_other_sequence(void **state) {
    (void)state;
    uint8_t hap[20];
    double open[20];
    for (int i = 0; i < 20; i++)
        hap[i] = (uint8_t)(i < 10 ? GNBS_BASE_A : (i * 7 + i / 3) % 4);
    gnbs_call_gap_open(20, hap, (double[2]){0, 0}, open);
    assert_near(open[19], pow(10, -4.5), 1e-9);
    assert_near(open[4], pow(10, -2.5) / 10,
                1e-9); /* ten A: one read in 10^2.5, shared by ten places */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(half_of_the_reads_make_a_heterozygote_and_all_a_homozygote,
                               set_up),
        cmocka_unit_test_setup(likelihoods_are_those_of_the_formula, set_up),
        cmocka_unit_test_setup(mates_that_overlap_speak_once, set_up),
        cmocka_unit_test_setup(a_deletion_is_called_left_aligned_whatever_the_aligner_wrote,
                               set_up),
        cmocka_unit_test_setup(males_have_one_x, set_up),
        cmocka_unit_test_setup(every_target_base_has_one_status, set_up),
        cmocka_unit_test_setup(known_alleles_are_present_absent_or_not_callable, set_up),
        cmocka_unit_test_setup(neighbours_on_the_same_reads_are_in_cis_else_in_trans,
                               set_up),
        cmocka_unit_test_setup(one_strand_alone_raises_the_strand_filter, set_up),
        cmocka_unit_test(balance_is_judged_by_chance_and_not_by_a_share),
        cmocka_unit_test(few_reads_that_map_badly_are_taken_for_another_copy),
        cmocka_unit_test_setup(pairs_that_fit_elsewhere_do_not_make_a_heterozygote, set_up),
        cmocka_unit_test_setup(a_pair_that_fits_elsewhere_as_well_is_believed_little,
                               set_up),
        cmocka_unit_test_setup(a_variant_that_only_unplaced_reads_show_is_not_reference,
                               set_up),
        cmocka_unit_test(gq_adds_the_error_of_the_place),
        cmocka_unit_test_setup(contamination_makes_few_alt_bases_another_persons, set_up),
        cmocka_unit_test(fisher_agrees_with_the_lady_tasting_tea),
        cmocka_unit_test(the_banded_forward_agrees_with_its_slow_twin),
        cmocka_unit_test(every_width_gives_the_same_bits),
        cmocka_unit_test(repeats_slip_more_than_other_sequence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
