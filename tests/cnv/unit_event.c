/* From counts and reads to events: a gene of five exons, 200 bases each, 2,800 apart, on a genome of two contigs.
 *
 *     exons    2000   5000   8000   11000   14000       coding 1,000 bases
 *     tiles    every 200 bases from 1000 to 15800, 40 reads each of two copies; 600 more on chr2 to compare with     */
#include "cnv/made_genes.h"
#include "evidence/made_reads.h"

enum { TILE_BP = 200, GENE_TILES = 74, CONTROL_TILES = 600, DEPTH = 40 };

static gnbs_arena_t arena;
static made_genes_t m;
static fake_file_t file;
static gnbs_tile_t tile[GENE_TILES + CONTROL_TILES];
static gnbs_cnv_opt_t opt;
static gnbs_cnv_hint_t hint[256];
static size_t n_hint;
static gnbs_call_t call[8];
static size_t n_call;
static uint64_t n_name;
static bool is_beside_calls;

static int set_up(void **state) {
    (void)state;
    static const gnbs_exon_t exon[] = {
        {2000, 2200}, {5000, 5200}, {8000, 8200}, {11000, 11200}, {14000, 14200}};
    gnbs_arena_init(&arena);
    made_init(&m);
    fake_init(&file);
    made_gene(&m, 0, 1, 5, exon);
    m.contig[1].name = "chr2";
    opt = gnbs_cnv_opt_default();
    n_hint = n_call = 0;
    n_name = 1;
    is_beside_calls = true;
    for (size_t i = 0; i < GENE_TILES + CONTROL_TILES; i++) {
        bool is_gene = i < GENE_TILES;
        gnbs_pos_t beg = is_gene ? 1000 + TILE_BP * (gnbs_pos_t)i
                                 : 1000 + 400 * (gnbs_pos_t)(i - GENE_TILES);
        tile[i] = (gnbs_tile_t){.region = {!is_gene, beg, beg + TILE_BP},
                                .gc_frac = 0.4,
                                .i_gene = !is_gene,
                                .n_read = DEPTH + (int)(i % 5) - 2};
        for (int e = 0; e < 5 && is_gene; e++)
            if (beg == exon[e].beg) tile[i].exon_number = e + 1;
    }
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static int compare_read(const void *a, const void *b) {
    const gnbs_read_t *x = a, *y = b;
    if (x->tid != y->tid) return x->tid - y->tid;
    return x->beg < y->beg ? -1 : x->beg > y->beg;
}

/* Tiles that lie in [beg, end) have `copies` of two. */
static void set_copies(gnbs_pos_t beg, gnbs_pos_t end, double copies) {
    for (size_t i = 0; i < GENE_TILES; i++)
        if (tile[i].region.beg >= beg && tile[i].region.end <= end)
            tile[i].n_read = (int32_t)(tile[i].n_read * copies / 2);
}

static gnbs_read_t *add_aligned(gnbs_pos_t beg, gnbs_pos_t end) {
    gnbs_read_t *r = fake_add(&file, 0, beg, end, 0, n_name++);
    r->len = 100;
    return r;
}

/* n reads of a hundred bases across the junction left|right, half of them aligned on each side; half are seen by the pass. */
static void add_splits(int n, gnbs_pos_t left, gnbs_pos_t right, bool is_seen) {
    for (int i = 0; i < n; i++) {
        bool is_tail = i % 2;
        int clip = 30 + i;
        gnbs_read_t *r = is_tail ? add_aligned(left - 100 + clip, left)
                                 : add_aligned(right, right + 100 - clip);
        r->has_split = true;
        r->split_tid = 0;
        r->clip_tail = is_tail ? clip : 0;
        r->clip_head = is_tail ? 0 : clip;
        r->split_beg = is_tail ? right : left - clip;
        r->split_end = is_tail ? right + clip : left;
        r->split_head = is_tail ? 100 - clip : 0;
        if (is_seen) assert_true(gnbs_cnv_split_hint(r, &hint[n_hint++]));
    }
}

/* Through an end; their middles lie outside the event that begins, or ends, there. */
static void add_spanning(int n, gnbs_pos_t at, int outside) {
    for (int i = 0; i < n; i++) add_aligned(at - 50 + outside, at + 50 + outside);
}
enum { LEFT = -10, RIGHT = 10 };

static size_t conclude(gnbs_dosage_t **event) {
    qsort(file.read, file.n, sizeof *file.read, compare_read);
    gnbs_read_source_t reads = fake_source(&file);
    const gnbs_cnv_request_t rq = {.opt = &opt,
                                   .bundle = &m.bundle,
                                   .sex = GNBS_SEX_FEMALE,
                                   .insert_mean_bp = 400,
                                   .insert_sd_bp = 80,
                                   .n_hint = n_hint,
                                   .hint = hint,
                                   .reads = &reads,
                                   .n_call = n_call,
                                   .call = call,
                                   .is_beside_calls = is_beside_calls};
    gnbs_cnv_result_t r;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_conclude(&rq, GENE_TILES + CONTROL_TILES, tile, &arena, &r, &err),
              &err);
    assert_int_equal(r.status, GNBS_CNV_DONE);
    *event = r.event;
    return r.n_event;
}

static gnbs_dosage_t one_event(gnbs_dosage_kind_t kind, int copies, uint32_t filter) {
    gnbs_dosage_t *d;
    assert_int_equal(conclude(&d), 1);
    assert_int_equal(d->kind, kind);
    assert_int_equal(d->expected, 2);
    assert_int_equal(d->copies, copies);
    assert_int_equal(d->filter, filter);
    return *d;
}

static void expect_place(const gnbs_dosage_t *d, gnbs_pos_t beg, gnbs_pos_t end) {
    assert_true(d->is_exact);
    assert_int_equal(d->region.beg, beg);
    assert_int_equal(d->region.end, end);
}

static void a_healthy_gene_has_no_event(void **state) {
    (void)state;
    gnbs_dosage_t *d;
    add_spanning(20, 4000, LEFT);
    assert_int_equal(conclude(&d), 0);
}

static void a_deletion_with_its_junction_is_known_to_the_base(void **state) {
    (void)state;
    set_copies(4300, 9410, 1); /* exons 2 and 3 */
    add_splits(12, 4321, 9417, true);
    add_spanning(10, 4321, LEFT);
    add_spanning(12, 9417, RIGHT);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DEL, 1, 0);
    expect_place(&d, 4321, 9417);
    assert_int_equal(d.n_split, 12);
    assert_int_equal(d.n_spanning, 11);
    assert_near(d.ratio, 0.5, 0.05);
    assert_true(d.ratio_lo < 0.5 && d.ratio_hi > 0.5 && d.ratio_lo > 0.3);
    assert_true(d.log10_bf > d.log10_bf_depth && d.log10_bf_depth > 8);
    assert_int_equal(gnbs_dosage_n_alt(&d), 1);
}

static void a_junction_deep_in_introns_is_looked_for_where_counts_change(void **state) {
    (void)state;
    set_copies(4300, 9410, 1);
    add_splits(8, 4321, 9417, false); /* the pass saw none of them */
    add_spanning(10, 4321, LEFT);
    add_spanning(12, 9417, RIGHT);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DEL, 1, 0);
    expect_place(&d, 4321, 9417);
}

static void a_wide_loss_of_one_copy_needs_no_junction_a_narrow_one_does(void **state) {
    (void)state;
    set_copies(4400, 9400, 1);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DEL, 1, 0);
    assert_false(d.is_exact);
    assert_int_equal(d.region.beg, 4400);
    assert_int_equal(d.region.end, 9400);
    assert_int_equal(d.ci_beg.beg, 4200); /* from the tile before to the end of the first */
    assert_int_equal(d.ci_beg.end, 4600);
    assert_int_equal(d.ci_end.beg, 9200);
    assert_int_equal(d.ci_end.end, 9600);
    tear_down(NULL), set_up(NULL);
    set_copies(4600, 5800, 1); /* six tiles around exon 2 */
    d = one_event(GNBS_DOSAGE_DEL, 1, GNBS_DOSAGE_NO_JUNCTION);
}

static void without_any_reads_left_only_a_junction_tells_loss_from_lost_reads(
    void **state) {
    (void)state;
    set_copies(4400, 9400, 0);
    one_event(GNBS_DOSAGE_DEL, 0, GNBS_DOSAGE_NO_JUNCTION);
    tear_down(NULL), set_up(NULL);
    set_copies(4400, 9400, 0);
    add_splits(24, 4400, 9400, true);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DEL, 0, 0);
    expect_place(&d, 4400, 9400);
    assert_int_equal(gnbs_dosage_n_alt(&d), 2);
}

static void a_short_event_rests_on_its_own_reads(void **state) {
    (void)state;
    /* 150 bases within exon 2; the tile keeps most of its reads. Reads inside: 14 where 30 are expected */
    add_splits(10, 5020, 5170, true);
    add_spanning(10, 5020, LEFT);
    add_spanning(10, 5170, RIGHT);
    for (int i = 0; i < 14; i++) add_aligned(5030 + i, 5130 + i);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DEL, 1, 0);
    expect_place(&d, 5020, 5170);
    assert_int_equal(d.n_read, 14);
}

static void a_junction_whose_depth_does_not_change_is_no_call(void **state) {
    (void)state;
    add_splits(12, 4321, 9417, true);
    add_spanning(10, 4321, LEFT);
    add_spanning(12, 9417, RIGHT);
    gnbs_dosage_t *d;
    assert_int_equal(conclude(&d), 1);
    assert_true(d->filter & GNBS_DOSAGE_DEPTH_DISAGREES);
    assert_true(d->log10_bf_depth < -5);
}

static void two_stray_reads_are_weak(void **state) {
    (void)state;
    set_copies(4600, 5400, 1);
    add_splits(2, 4600, 5400, true);
    add_spanning(20, 4600, LEFT);
    add_spanning(20, 5400, RIGHT);
    gnbs_dosage_t *d;
    size_t n = conclude(&d);
    for (size_t i = 0; i < n; i++) assert_int_not_equal(d[i].filter, 0);
}

static void a_tandem_duplication_shows_itself_by_reads_that_start_again(void **state) {
    (void)state;
    set_copies(4300, 9410, 3);
    add_splits(12, 9417, 4321, true);
    add_spanning(22, 4321, LEFT);
    add_spanning(22, 9417, RIGHT);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DUP, 3, 0);
    expect_place(&d, 4321, 9417);
    assert_true(d.is_tandem);
    assert_int_equal(gnbs_dosage_n_alt(&d), 1);
}

static void a_duplication_by_depth_alone_is_not_said_to_be_tandem(void **state) {
    (void)state;
    set_copies(4400, 9400, 3);
    gnbs_dosage_t d = one_event(GNBS_DOSAGE_DUP, 3, 0);
    assert_false(d.is_tandem || d.is_exact);
}

static void heterozygous_variants_speak_against_a_deletion(void **state) {
    (void)state;
    for (int n = 1; n <= 2; n++) {
        tear_down(NULL), set_up(NULL);
        set_copies(4400, 9400, 1);
        for (int i = 0; i < n; i++)
            call[n_call++] = (gnbs_call_t){.variant = {0, 5100 + 10 * i, "A", "G"},
                                           .zygosity = GNBS_ZYG_HET,
                                           .n_alt = 1,
                                           .gq_phred = 99};
        one_event(GNBS_DOSAGE_DEL, 1, n == 2 ? GNBS_DOSAGE_HET_INSIDE : 0);
    }
}

static void what_the_small_variant_caller_has_is_not_told_twice(void **state) {
    (void)state;
    static char ref[152];
    memset(ref, 'A', 151);
    add_splits(10, 5020, 5170, true);
    add_spanning(10, 5020, LEFT);
    add_spanning(10, 5170, RIGHT);
    for (int i = 0; i < 14; i++) add_aligned(5030 + i, 5130 + i);
    call[n_call++] = (gnbs_call_t){
        .variant = {0, 5019, ref, "A"}, .zygosity = GNBS_ZYG_HET, .ploidy = 2, .n_alt = 1};
    gnbs_dosage_t *d;
    assert_int_equal(conclude(&d), 0);
    is_beside_calls = false; /* nobody else tells it */
    assert_int_equal(conclude(&d), 1);
    is_beside_calls = true;
    call[0].filter = GNBS_FILTER_LOW_QUAL; /* doubtful there: it stays ours */
    assert_int_equal(conclude(&d), 1);
}

static void between_exons_nothing_is_told(void **state) {
    (void)state;
    gnbs_dosage_t *d;
    set_copies(5800, 7400, 1);
    add_splits(12, 5800, 7400, true);
    assert_int_equal(conclude(&d), 0);
}

static void a_boy_lost_his_only_copy_by_a_junction(void **state) {
    (void)state;
    m.contig[0].name = "chrX";
    set_copies(0, 20000, 1); /* a boy */
    set_copies(4400, 9400, 0);
    add_splits(12, 4400, 9400, true);
    qsort(file.read, file.n, sizeof *file.read, compare_read);
    gnbs_read_source_t reads = fake_source(&file);
    const gnbs_cnv_request_t rq = {.opt = &opt,
                                   .bundle = &m.bundle,
                                   .sex = GNBS_SEX_MALE,
                                   .insert_mean_bp = 400,
                                   .insert_sd_bp = 80,
                                   .n_hint = n_hint,
                                   .hint = hint,
                                   .reads = &reads};
    gnbs_cnv_result_t r;
    gnbs_err_t err;
    assert_ok(gnbs_cnv_conclude(&rq, GENE_TILES + CONTROL_TILES, tile, &arena, &r, &err),
              &err);
    assert_int_equal(r.n_event, 1);
    assert_int_equal(r.event[0].expected, 1);
    assert_int_equal(r.event[0].copies, 0);
    assert_int_equal(r.event[0].filter, 0);
    assert_int_equal(gnbs_dosage_n_alt(&r.event[0]), 1);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_healthy_gene_has_no_event),
        CASE(a_deletion_with_its_junction_is_known_to_the_base),
        CASE(a_junction_deep_in_introns_is_looked_for_where_counts_change),
        CASE(a_wide_loss_of_one_copy_needs_no_junction_a_narrow_one_does),
        CASE(without_any_reads_left_only_a_junction_tells_loss_from_lost_reads),
        CASE(a_short_event_rests_on_its_own_reads),
        CASE(a_junction_whose_depth_does_not_change_is_no_call),
        CASE(two_stray_reads_are_weak),
        CASE(a_tandem_duplication_shows_itself_by_reads_that_start_again),
        CASE(a_duplication_by_depth_alone_is_not_said_to_be_tandem),
        CASE(heterozygous_variants_speak_against_a_deletion),
        CASE(what_the_small_variant_caller_has_is_not_told_twice),
        CASE(between_exons_nothing_is_told),
        CASE(a_boy_lost_his_only_copy_by_a_junction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
