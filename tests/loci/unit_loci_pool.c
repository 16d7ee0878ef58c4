/* A gene that the reference holds twice by mistake: the copy is laid against it, or found masked. */
#include <stdio.h>

#include "loci/loci_pool.h"
#include "loci/paper_genome.h"

enum { GENE_BP = 30000, TRUE_BEG = 43053000, FALSE_BEG = 6445000 };

/* A genome with one contig of GRCh38's chr21: invented sequence at two places, the second made of the first with a base
 * changed every 701, 7 bases fewer at 9000, 300 more at 20000. N elsewhere. */
typedef struct twice {
    gnbs_contig_t contig;
    gnbs_contigs_t contigs;
    uint8_t gene[GENE_BP], copy[GENE_BP + 400];
    size_t n_copy;
    bool is_masked;
} twice_t;

static twice_t T;
static gnbs_arena_t arena;
static gnbs_err_t err;

static uint8_t made_base(uint32_t p) {
    uint32_t h = p * 2654435761u;
    h ^= h >> 15;
    h *= 2246822519u;
    return (uint8_t)(h >> 13 & 3);
}

static gnbs_code_t fetch(void *ctx, gnbs_region_t r, uint8_t *codes, gnbs_err_t *e) {
    const twice_t *t = ctx;
    (void)e;
    for (gnbs_pos_t p = r.beg; p < r.end; p++) {
        gnbs_pos_t a = p - TRUE_BEG, b = p - FALSE_BEG;
        codes[p - r.beg] = a >= 0 && a < GENE_BP ? t->gene[a]
                           : b >= 0 && b < (gnbs_pos_t)t->n_copy && !t->is_masked
                               ? t->copy[b]
                               : 4;
    }
    return GNBS_OK;
}

static int setup(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    T = (twice_t){.contig = {.name = "chr21", .length_bp = 46709983}};
    T.contigs = (gnbs_contigs_t){1, &T.contig, "GRCh38"};
    for (uint32_t i = 0; i < GENE_BP; i++) T.gene[i] = made_base(i + 1);
    for (uint32_t i = 0; i < GENE_BP; i++) {
        if (i >= 9000 && i < 9007) continue;
        for (uint32_t k = 0; i == 20000 && k < 300; k++)
            T.copy[T.n_copy++] = made_base(900000 + k);
        T.copy[T.n_copy++] = i % 701 == 700 ? (uint8_t)((T.gene[i] + 1) & 3) : T.gene[i];
    }
    return 0;
}

static int teardown(void **state) {
    (void)state;
    gnbs_arena_clear(&arena);
    return 0;
}

static void check_blocks(size_t n, const gnbs_pool_block_t block[], gnbs_pos_t least) {
    gnbs_pos_t n_same = 0, n_differ = 0;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(gnbs_region_len(block[i].to), gnbs_region_len(block[i].from));
        if (i > 0) {
            assert_true(block[i].to.beg >= block[i - 1].to.end);
            assert_true(block[i].from.beg >= block[i - 1].from.end);
        }
        for (gnbs_pos_t k = 0; k < gnbs_region_len(block[i].to); k++)
            if (T.gene[block[i].to.beg + k - TRUE_BEG] ==
                T.copy[block[i].from.beg + k - FALSE_BEG])
                n_same++;
            else
                n_differ++;
    }
    assert_true(n_same >= least);
    assert_true(n_differ <= GENE_BP / 701 + 1);
}

static void a_copy_is_laid_block_by_block(void **state) {
    (void)state;
    size_t n;
    gnbs_pool_block_t *block;
    assert_ok(gnbs_loci_lay((gnbs_region_t){0, TRUE_BEG, TRUE_BEG + GENE_BP}, T.gene,
                            (gnbs_region_t){0, FALSE_BEG, FALSE_BEG + (gnbs_pos_t)T.n_copy},
                            T.copy, &arena, &n, &block, &err),
              &err);
    assert_int_equal(n, 3); /* before, between and behind the two gaps */
    check_blocks(n, block, GENE_BP - 7 - GENE_BP / 701 - 40);
    /* the gaps: 7 bases that the copy lacks, 300 that it has alone; ends may share bases that both sides have */
    assert_int_equal(
        block[1].to.beg - block[0].to.end - (block[1].from.beg - block[0].from.end), 7);
    assert_int_equal(
        block[2].from.beg - block[1].from.end - (block[2].to.beg - block[1].to.end), 300);
}

static void unlike_sequences_give_no_block(void **state) {
    (void)state;
    size_t n;
    gnbs_pool_block_t *block;
    uint8_t other[5000];
    for (uint32_t i = 0; i < sizeof other; i++) other[i] = made_base(i + 5000000);
    assert_ok(gnbs_loci_lay((gnbs_region_t){0, 0, GENE_BP}, T.gene,
                            (gnbs_region_t){0, 50000, 55000}, other, &arena, &n, &block,
                            &err),
              &err);
    assert_int_equal(n, 0);
}

static const char *HEADER[] = {"kind",   "name",    "GRCh38", "GRCh37",
                               "allele", "setting", "text",   "source"};

/* Rows of a table that nobody ships: a locus is its table, no line of C knows of it. */
static gnbs_table_t made_table(size_t n_row, const char *const row[][8]) {
    static const gnbs_table_meta_t META[] = {{1, "name", "MADE"}};
    gnbs_table_row_t *rows = GNBS_NEW(&arena, gnbs_table_row_t, n_row);
    for (size_t i = 0; i < n_row; i++) {
        const char **cell = GNBS_NEW(&arena, const char *, 8);
        memcpy(cell, row[i], 8 * sizeof *cell);
        rows[i] = (gnbs_table_row_t){.line = (int)i + 3, .n_cell = 8, .cell = cell};
    }
    return (gnbs_table_t){.path = "made.tsv",
                          .n_meta = 1,
                          .meta = META,
                          .header_line = 2,
                          .n_column = 8,
                          .column = HEADER,
                          .n_row = n_row,
                          .row = rows};
}

static const char *const ROWS[][8] = {
    {"locus", "MADE", "", "", "", "hgnc=HGNC:1550 variants=need depth=helpful", "A gene",
     ""},
    {"pool", "MADE", "chr21:43053001-43083000;chr21:6445001-6475250", "", "", "", "", ""},
    {"region", "gene", "chr21:43054001-43082000", "", "", "role=gene", "", ""},
    {"event", "lost", "", "", "", "region=gene", "The gene is lost", ""},
    {"text", "clear", "", "", "", "", "Both places were read together", ""}};

static gnbs_loci_rows_t prepare(size_t n, const char *const row[][8], gnbs_build_t build,
                                gnbs_code_t expected) {
    gnbs_loci_rows_t rows = {0};
    gnbs_table_t table = made_table(n, row);
    gnbs_ref_source_t ref = {&T, &T.contigs, fetch};
    assert_int_equal(gnbs_loci_prepare(&table, &ref, build, &arena, &rows, &err), expected);
    return rows;
}

static void a_made_up_gene_needs_a_table_alone(void **state) {
    (void)state;
    gnbs_loci_t loci;
    gnbs_loci_rows_t rows = prepare(5, ROWS, GNBS_BUILD_GRCH38, GNBS_OK);
    assert_int_equal(rows.n, 5);
    assert_ok(gnbs_loci_read(rows.n, rows.row, &T.contigs, GNBS_BUILD_GRCH38, &arena, &loci,
                             &err),
              &err);
    assert_int_equal(loci.n_locus, 1);
    assert_string_equal(loci.locus[0].name, "MADE");
    assert_true(loci.locus[0].needs_variants);
    assert_string_equal(loci.locus[0].clear, "Both places were read together");
    assert_int_equal(loci.n_pool, 3);
    check_blocks(loci.n_pool, loci.pool, GENE_BP - 200);
}

static void a_masked_copy_needs_no_method(void **state) {
    (void)state;
    T.is_masked = true;
    gnbs_loci_rows_t rows = prepare(5, ROWS, GNBS_BUILD_GRCH38, GNBS_OK);
    assert_int_equal(rows.n, 0);
    assert_int_equal(rows.n_note, 1);
    assert_non_null(strstr(rows.note[0], "no second copy in this reference"));
    T.is_masked = false;
    /* nor does a build that never had one */
    rows = prepare(5, ROWS, GNBS_BUILD_GRCH37, GNBS_OK);
    assert_int_equal(rows.n, 0);
}

/* The gene stays difficult, and so not assessed: a place that does not hold the copy must not lend its reads. */
static void a_copy_that_is_not_where_the_table_says_is_not_used(void **state) {
    (void)state;
    for (size_t i = 0; i < T.n_copy; i++) T.copy[i] = made_base(7000000 + (uint32_t)i);
    gnbs_loci_rows_t rows = prepare(5, ROWS, GNBS_BUILD_GRCH38, GNBS_OK);
    assert_int_equal(rows.n, 0);
    assert_non_null(strstr(rows.note[0], "not at the stated place"));
}

static void a_pool_names_two_places(void **state) {
    (void)state;
    static const char *const ONE[][8] = {
        {"pool", "MADE", "chr21:43053001-43083000", "", "", "", "", ""}};
    prepare(1, ONE, GNBS_BUILD_GRCH38, GNBS_E_FORMAT);
    assert_non_null(strstr(err.msg, "two places"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_copy_is_laid_block_by_block),
        TEST(unlike_sequences_give_no_block),
        TEST(a_made_up_gene_needs_a_table_alone),
        TEST(a_masked_copy_needs_no_method),
        TEST(a_copy_that_is_not_where_the_table_says_is_not_used),
        TEST(a_pool_names_two_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
