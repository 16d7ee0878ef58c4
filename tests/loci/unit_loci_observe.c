/* What one chunk of reads adds: depth by the middle of reads, votes by base and by window. */
#include "loci/loci.h"
#include "support/make_chunk.h"

static made_chunk_t m;
static gnbs_arena_t arena;
static char ref[1001];

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    make_letters(ref, 1000, 7);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

/* One locus, one site with these places. */
typedef struct stage {
    gnbs_loci_place_t place[3];
    gnbs_loci_site_t site;
    gnbs_loci_locus_t locus;
    gnbs_loci_t loci;
    gnbs_loci_tile_t tile[8];
    struct gnbs_loci_tiles list;
    gnbs_loci_plan_t plan;
    gnbs_loci_part_t part;
} stage_t;

static stage_t s;

static void stage(const char *gene, const char *other, size_t n_place) {
    s.site = (gnbs_loci_site_t){.name = "s",
                                .n_place = n_place,
                                .place = s.place,
                                .n_gene_allele = 1,
                                .gene_allele = {gene},
                                .other_allele = other,
                                .i_total = -1};
    s.locus = (gnbs_loci_locus_t){.name = "X", .n_site = n_place > 0, .site = &s.site};
    s.loci = (gnbs_loci_t){.n_locus = 1, .locus = &s.locus};
    s.plan = (gnbs_loci_plan_t){.loci = &s.loci, .tile = s.tile};
}

static void observe(void) {
    gnbs_err_t err;
    gnbs_loci_opt_t opt = gnbs_loci_opt_default();
    assert_ok(gnbs_loci_observe(&s.plan, &opt, &m.chunk, &arena, &s.part, &err), &err);
}

static void expect_votes(int gene, int other, int neither) {
    int n[3] = {0, 0, 0};
    for (size_t i = 0; i < s.part.n_vote; i++) n[s.part.vote[i].vote]++;
    assert_int_equal(n[0], gene);
    assert_int_equal(n[1], other);
    assert_int_equal(n[2], neither);
}

/* A read of n bases of the reference from beg, with one base changed. */
static gnbs_read_t *add(gnbs_pos_t beg, int n, gnbs_pos_t change, char to) {
    static char text[400];
    char cigar[16];
    memcpy(text, ref + beg, (size_t)n);
    text[n] = '\0';
    if (change >= 0) text[change - beg] = to;
    snprintf(cigar, sizeof cigar, "%dM", n);
    return add_read(&m, beg, cigar, text, 30, 0);
}

static void a_base_votes_on_either_strand_and_at_any_mapping_quality(void **state) {
    (void)state;
    ref[300] = 'C'; /* the gene; */
    ref[700] = 'A'; /* the copy, turned round: T on its own strand */
    make_chunk(&m, "chr1", ref, 200, 900);
    add(250, 100, -1, 0)->mapq = 0;         /* C: gene */
    add(260, 100, 300, 'T');                /* other */
    add(270, 100, 300, 'G');                /* neither */
    add(280, 100, 300, 'T')->name_hash = 9; /* other */
    add(650, 100, -1, 0);                   /* A at the turned place: T, other */
    add(660, 100, 700, 'G');                /* C: gene */
    add(701, 100, -1, 0);                   /* begins behind it */
    m.qual[1][40] = 12;                     /* too poor to vote */
    stage("C", "T", 2);
    s.place[0] = (gnbs_loci_place_t){.at = {0, 300, 301}};
    s.place[1] = (gnbs_loci_place_t){.at = {0, 700, 701}, .is_reverse = true};
    observe();
    expect_votes(2, 2, 1);
    for (size_t i = 0; i < s.part.n_vote; i++) assert_int_equal(s.part.vote[i].i_site, 0);
}

static void a_place_is_judged_by_the_chunk_that_holds_it(void **state) {
    (void)state;
    ref[300] = 'C';
    make_chunk(&m, "chr1", ref, 301, 900);
    add(250, 100, -1, 0);
    stage("C", "T", 1);
    s.place[0] = (gnbs_loci_place_t){.at = {0, 300, 301}};
    observe();
    assert_int_equal(s.part.n_vote, 0);
}

/* The eight bases of the CYP21A2 deletion, written as aligners write it: gap, clip, mismatches. */
static void alleles_of_different_length_vote_however_they_are_aligned(void **state) {
    (void)state;
    make_letters(ref, 1000, 11);
    make_chunk(&m, "chr1", ref, 200, 900);
    char gene[10], other[2] = {ref[400], '\0'}, lost[200];
    memcpy(gene, ref + 400, 9); /* anchor and eight bases */
    gene[9] = '\0';
    memcpy(lost, ref + 340, 61);
    memcpy(lost + 61, ref + 409, 59);
    lost[120] = '\0';
    add(340, 120, -1, 0);                                /* gene */
    add_read(&m, 340, "61M8D59M", lost, 30, 1);          /* other */
    add_read(&m, 340, "61M59S", lost, 30, 2);            /* clipped: other */
    add_read(&m, 348, "61S59M", lost, 30, 3)->beg = 409; /* clipped in front: other */
    m.read[3].end = 409 + 59;
    add(409, 100, -1, 0); /* does not span: no vote */
    stage(gene, other, 1);
    s.place[0] = (gnbs_loci_place_t){.at = {0, 400, 409}};
    observe();
    expect_votes(1, 3, 0);
}

/* GTGT or GT before more: left-aligned in the file, told apart only behind the repeat. */
static void a_repeat_is_told_by_what_stands_behind_it(void **state) {
    (void)state;
    make_letters(ref, 1000, 13);
    memcpy(ref + 500, "AGTGTC", 6);
    make_chunk(&m, "chr1", ref, 200, 900);
    char text[200];
    add(440, 120, -1, 0);
    memcpy(text, ref + 440, 61);
    memcpy(text + 61, ref + 503, 59); /* one GT fewer */
    text[120] = '\0';
    add_read(&m, 440, "61M2D59M", text, 30, 1);
    add_read(&m, 440, "63M2D57M", text, 30, 2); /* the gap at the other end */
    /* ends inside the repeat: says nothing */
    memcpy(text, ref + 403, 100);
    text[100] = '\0';
    add_read(&m, 403, "100M", text, 30, 3);
    stage("AGT", "A", 1);
    s.place[0] = (gnbs_loci_place_t){.at = {0, 500, 503}};
    observe();
    expect_votes(1, 2, 0);
}

static void a_read_counts_once_where_its_middle_lies(void **state) {
    (void)state;
    make_chunk(&m, "chr1", ref, 200, 500);
    add(100, 100, -1, 0);           /* middle 150: before the chunk */
    add(180, 100, -1, 0)->mapq = 5; /* 230: first tile */
    add(250, 100, -1, 0);           /* 300: second tile, its first base */
    add(249, 101, -1, 0);           /* 299: first tile */
    add(340, 100, -1, 0);           /* 390: between the tiles */
    add(455, 100, -1, 0);           /* 505: behind the chunk */
    stage("C", "T", 0);
    s.tile[0] = (gnbs_loci_tile_t){.at = {0, 200, 300}};
    s.tile[1] = (gnbs_loci_tile_t){.at = {0, 300, 380}};
    s.tile[2] = (gnbs_loci_tile_t){.at = {0, 400, 600}};
    s.list = (struct gnbs_loci_tiles){0, 0, 0, {0, 200, 600}, 0, 3};
    s.plan.n_tile = 3, s.plan.n_place = 1, s.plan.place = &s.list;
    observe();
    assert_int_equal(s.part.n_count, 2);
    assert_int_equal(s.part.count[0].i_tile, 0);
    assert_int_equal(s.part.count[0].n_read, 2);
    assert_int_equal(s.part.count[0].n_low_mapq, 1);
    assert_int_equal(s.part.count[1].i_tile, 1);
    assert_int_equal(s.part.count[1].n_read, 1);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_base_votes_on_either_strand_and_at_any_mapping_quality),
        CASE(a_place_is_judged_by_the_chunk_that_holds_it),
        CASE(alleles_of_different_length_vote_however_they_are_aligned),
        CASE(a_repeat_is_told_by_what_stands_behind_it),
        CASE(a_read_counts_once_where_its_middle_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
