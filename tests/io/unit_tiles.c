/* Tile counts to a file, files to normals, normals to counts of a plan. */
#include "io_files.h"

#include "core/arena.h"
#include "io/tiles.h"

static gnbs_err_t err;
static gnbs_arena_t arena;
static gnbs_bundle_t bundle;
static gnbs_gene_t gene;
enum { N_TILE = 5 };
static gnbs_tile_t tile[N_TILE];

static int set_up(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    gene = (gnbs_gene_t){.symbol = "SYN1"};
    bundle = (gnbs_bundle_t){
        .build_name = "custom", .contigs = *small_genome(), .n_gene = 1, .gene = &gene};
    for (int i = 0; i < N_TILE; i++) {
        gnbs_pos_t beg = 100 + 300 * i;
        tile[i] = (gnbs_tile_t){.region = {i / 3, beg, beg + 200},
                                .gc_frac = 0.4,
                                .n_read = 60 + i,
                                .n_low = i,
                                .expected = 2,
                                .is_usable = true,
                                .n_expected = 50,
                                .copies = 2};
    }
    tile[1].exon_number = 3;
    tile[4].is_usable = false;
    tile[4].gc_frac = -1;
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static const char *write_sample(const char *name, gnbs_sex_t sex, uint64_t plan, int more) {
    static const char *const LINE[] = {"noise=spread 0.1"};
    const gnbs_tiles_meta_t meta = {.sample = "NB-0042",
                                    .program_line = "gnbs 0.1.0",
                                    .sex = sex,
                                    .plan = plan,
                                    .n_line = 1,
                                    .line = LINE};
    for (int i = 0; i < N_TILE; i++) tile[i].n_read = 60 + i + more;
    assert_ok(gnbs_tiles_write(test_path(name), &bundle, &meta, N_TILE, tile, &err), &err);
    return test_path(name);
}

static char *unzip(const char *path) {
    static char text[1 << 16];
    memset(text, 0, sizeof text);
    gzFile f = gzopen(path, "rb");
    assert_non_null(f);
    assert_true(gzread(f, text, sizeof text - 1) > 0);
    gzclose(f);
    return text;
}

static void a_sample_is_a_bed_that_says_what_it_is(void **state) {
    (void)state;
    const char *text = unzip(write_sample("one.bed.gz", GNBS_SEX_MALE, 0xABC, 0));
    assert_string_equal(
        text,
        "##gnbs_tiles=1\n##source=gnbs "
        "0.1.0\n##sample=NB-0042\n##sex=male\n##build=custom\n"
        "##plan=0000000000000abc\n##noise=spread 0.1\n"
        "#contig\tbegin\tend\tgene\texon\tgc\treads\tlow\texpected_copies\texpected_reads\t"
        "ratio\tcopies\n"
        "chr1\t100\t300\tSYN1\t.\t0.400\t60\t0\t2\t50.0\t1.200\t2\n"
        "chr1\t400\t600\tSYN1\t3\t0.400\t61\t1\t2\t50.0\t1.220\t2\n"
        "chr1\t700\t900\tSYN1\t.\t0.400\t62\t2\t2\t50.0\t1.240\t2\n"
        "chr2\t1000\t1200\tSYN1\t.\t0.400\t63\t3\t2\t50.0\t1.260\t2\n"
        "chr2\t1300\t1500\tSYN1\t.\t.\t64\t4\t2\t.\t.\t.\n");
}

static void samples_are_joined_without_their_names_in_an_order_that_tells_nothing(
    void **state) {
    (void)state;
    const char *a = gnbs_arena_strdup(&arena,
                                      write_sample("a.bed.gz", GNBS_SEX_FEMALE, 1, 0)),
               *b = gnbs_arena_strdup(&arena,
                                      write_sample("b.bed.gz", GNBS_SEX_MALE, 1, 10)),
               *c = gnbs_arena_strdup(&arena,
                                      write_sample("c.bed.gz", GNBS_SEX_UNKNOWN, 1, 20)),
               *out = gnbs_arena_strdup(&arena, test_path("normals.bed.gz"));
    const char *const one[] = {a, b, c}, *const other[] = {c, a, b};
    assert_ok(gnbs_tiles_join(one, 3, out, &err), &err);
    char first[4096];
    snprintf(first, sizeof first, "%s", unzip(out));
    assert_ok(gnbs_tiles_join(other, 3, out, &err), &err);
    assert_string_equal(unzip(out), first);
    assert_null(strstr(first, "NB-0042"));

    gnbs_tile_normals_t n;
    assert_ok(gnbs_normals_read(out, &bundle.contigs, N_TILE, tile, &arena, &n, &err),
              &err);
    assert_int_equal(n.n_sample, 3);
    assert_int_equal(n.n_tile, N_TILE);
    for (size_t s = 0; s < 3; s++) { /* each column is one of the three, with its sex */
        int more = n.count[s * N_TILE] - 60;
        for (int i = 0; i < N_TILE; i++)
            assert_int_equal(n.count[s * N_TILE + (size_t)i], 60 + i + more);
        assert_int_equal(n.sex[s], more == 0    ? GNBS_SEX_FEMALE
                                   : more == 10 ? GNBS_SEX_MALE
                                                : GNBS_SEX_UNKNOWN);
    }
    /* a plan with one place more: it has no counts there; with two of six others: another panel */
    gnbs_tile_t plan[N_TILE + 1];
    memcpy(plan, tile, sizeof tile);
    plan[N_TILE] = (gnbs_tile_t){.region = {1, 2000, 2200}};
    assert_ok(gnbs_normals_read(out, &bundle.contigs, N_TILE + 1, plan, &arena, &n, &err),
              &err);
    assert_int_equal(n.count[N_TILE], -1);
    plan[0].region.beg++;
    assert_fails(
        gnbs_normals_read(out, &bundle.contigs, N_TILE + 1, plan, &arena, &n, &err),
        GNBS_E_DATA, &err, "has 4 of the 6 tiles");
}

static void counts_of_other_places_and_other_files_are_refused(void **state) {
    (void)state;
    const char *a = gnbs_arena_strdup(&arena,
                                      write_sample("a.bed.gz", GNBS_SEX_FEMALE, 1, 0)),
               *b =
                   gnbs_arena_strdup(&arena, write_sample("b.bed.gz", GNBS_SEX_MALE, 2, 0)),
               *out = gnbs_arena_strdup(&arena, test_path("n.bed.gz")),
               *text = gnbs_arena_strdup(&arena, test_path("x.tsv"));
    const char *const two[] = {a, b}, *const wrong[] = {text};
    gnbs_tile_normals_t n;
    assert_fails(gnbs_tiles_join(two, 2, out, &err), GNBS_E_DATA, &err,
                 "counts of other places");
    write_file("x.tsv",
               "##gnbs_tiles=1\n##build=custom\n##plan=1\ncontig\tbegin\tend\treads\n"
               "chr1\t1\t2\tmany\n");
    assert_fails(gnbs_tiles_join(wrong, 1, out, &err), GNBS_E_FORMAT, &err,
                 "'many' is not a number");
    write_file("x.tsv", "contig\tbegin\tend\treads\nchr1\t1\t2\t3\n");
    assert_fails(gnbs_tiles_join(wrong, 1, out, &err), GNBS_E_FORMAT, &err,
                 "not a file of tile counts");
    assert_fails(gnbs_normals_read(text, &bundle.contigs, N_TILE, tile, &arena, &n, &err),
                 GNBS_E_FORMAT, &err, "not a file of normals");
    write_file(
        "x.tsv",
        "##gnbs_normals=1\n##sex=F\n#contig\tbegin\tend\t1\t2\nchr1\t100\t300\t5\t6\n");
    assert_fails(gnbs_normals_read(text, &bundle.contigs, N_TILE, tile, &arena, &n, &err),
                 GNBS_E_FORMAT, &err, "##sex names 1 samples of 2");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_sample_is_a_bed_that_says_what_it_is),
        CASE(samples_are_joined_without_their_names_in_an_order_that_tells_nothing),
        CASE(counts_of_other_places_and_other_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
