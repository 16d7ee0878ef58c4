#include "support/testing.h"

#include "refdata/refdata.h"
#include "refdata/refdata_genome.h"

static const gnbs_exon_t EXONS[] = {{1000, 1100}, {1200, 1300}};
static const gnbs_exon_t LONG_EXONS[] = {{1000, 1100}, {1200, 1400}};
static const gnbs_exon_t EARLY[] = {{300, 400}};
static const gnbs_exon_t OTHER[] = {{5000, 5200}};

typedef struct fixture {
    small_genome_t genome;
    gnbs_refdata_t *data;
    gnbs_bundle_t bundle;
    gnbs_err_t err;
} fixture_t;

static fixture_t F;

static void begin(gnbs_build_t build) {
    gnbs_refdata_opt_t opt = gnbs_refdata_opt_default();
    memset(&F, 0, sizeof F);
    small_genome_init(&F.genome, 7);
    assert_ok(gnbs_refdata_new(&F.genome.ref, build, &opt, &F.data, &F.err), &F.err);
}

static void select_and_finish(size_t n, const gnbs_transcript_t tx[], size_t n_row,
                              const gnbs_condition_t row[], const gnbs_table_t *ids,
                              const gnbs_table_t *difficult) {
    const gnbs_panel_t panel = {.name = "p",
                                .version = "1",
                                .genome_build = "",
                                .n_condition = n_row,
                                .condition = row};
    bool is_all = n_row == 0;
    assert_ok(gnbs_refdata_add_transcripts(F.data, n, tx, &F.err), &F.err);
    assert_ok(
        gnbs_refdata_select(F.data, is_all ? NULL : &panel, is_all, ids, difficult, &F.err),
        &F.err);
    assert_ok(gnbs_refdata_fix_targets(F.data, is_all ? NULL : &panel, &F.err), &F.err);
}

static void finish(void) {
    assert_ok(gnbs_refdata_finish(F.data, NULL, &F.bundle, &F.err), &F.err);
}

static void end(void) {
    gnbs_refdata_free(F.data);
    gnbs_arena_clear(&F.bundle.arena);
}

static bool has_note(const char *words) {
    for (size_t i = 0; i < gnbs_refdata_n_note(F.data); i++)
        if (strstr(gnbs_refdata_note(F.data, i), words) != NULL) return true;
    return false;
}

static void keeps_the_panels_transcript_and_the_mane_ones(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T3.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T4.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T5.1", "B", 1, 1, OTHER, 5000, 5200)};
    tx[1].mane = GNBS_MANE_PLUS_CLINICAL;
    tx[2].mane = GNBS_MANE_SELECT;
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "T4.1")};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(5, tx, 1, row, NULL, NULL);
    finish();
    /* T1 is neither; B is not on the panel */
    assert_int_equal(F.bundle.n_gene, 1);
    assert_int_equal(F.bundle.n_transcript, 3);
    const gnbs_gene_t *g = gnbs_bundle_gene(&F.bundle, "HGNC:1");
    assert_int_equal(g->n_transcript, 3);
    assert_string_equal(F.bundle.transcript[g->transcript[0]].id,
                        "T3.1"); /* MANE Select first */
    assert_string_equal(F.bundle.transcript[g->transcript[1]].id, "T2.1");
    assert_string_equal(F.bundle.transcript[g->transcript[2]].id, "T4.1");
    assert_string_equal(F.bundle.transcript[g->transcript[0]].hgnc_id, "HGNC:1");
    end();
}

static void finds_a_transcript_by_the_name_of_its_mane_partner(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("ENST01.4", "A", 0, 2, EXONS, 1010, 1290)};
    tx[0].other_id = "NM_01.2";
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "NM_01.2")};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(1, tx, 1, row, NULL, NULL);
    assert_int_equal(gnbs_refdata_n_note(F.data), 0);
    finish();
    assert_non_null(gnbs_bundle_transcript(&F.bundle, "NM_01.2"));
    end();
}

static void notes_a_transcript_of_another_version(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.3", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T11.1", "B", 1, 1, OTHER, 5000, 5200)};
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "T1.2")};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(2, tx, 1, row, NULL, NULL);
    assert_true(has_note("T1.2 is not in the gene models; T1.3 was taken"));
    finish();
    assert_int_equal(F.bundle.n_gene, 1);
    end();
}

static void finds_a_gene_by_symbol_only_when_the_models_give_no_id(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "B", 1, 1, OTHER, 5000, 5200)};
    tx[1].hgnc_id = "HGNC:77"; /* this B is another gene than the panel's */
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", ""),
                                    small_row("B", "HGNC:2", "")};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(2, tx, 2, row, NULL, NULL);
    assert_true(has_note("A (HGNC:1) was found by its symbol"));
    assert_true(has_note("B (HGNC:2) has no transcript"));
    assert_int_equal(gnbs_refdata_counts(F.data)->n_panel_gene, 2);
    assert_int_equal(gnbs_refdata_counts(F.data)->n_panel_gene_missing, 1);
    finish();
    assert_null(gnbs_bundle_gene(&F.bundle, "HGNC:2"));
    assert_null(gnbs_bundle_gene(&F.bundle, "HGNC:77"));
    end();
}

static void refuses_a_transcript_of_another_gene(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "B", 0, 2, EXONS, 1010, 1290)};
    tx[0].hgnc_id = "HGNC:2";
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "T1.1")};
    const gnbs_panel_t panel = {.name = "p", .n_condition = 1, .condition = row};
    begin(GNBS_BUILD_CUSTOM);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_fails(gnbs_refdata_select(F.data, &panel, false, NULL, NULL, &F.err),
                 GNBS_E_DATA, &F.err, "T1.1 belongs to B (HGNC:2)");
    end();
}

static void says_when_no_gene_of_the_panel_is_there(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "B", 0, 2, EXONS, 1010, 1290)};
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "T9.1")};
    const gnbs_panel_t panel = {.name = "p", .n_condition = 1, .condition = row};
    begin(GNBS_BUILD_CUSTOM);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_fails(gnbs_refdata_select(F.data, &panel, false, NULL, NULL, &F.err),
                 GNBS_E_DATA, &F.err, "none of the panel's genes");
    end();
}

static void keeps_all_genes_with_the_longest_cds_first_where_there_is_no_mane(
    void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "A", 0, 2, LONG_EXONS, 1010, 1390),
                              small_transcript("T3.1", "B", 1, 1, OTHER, 5000, 5200),
                              small_transcript("T4.1", "C", 0, 1, EARLY, 300, 400)};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(4, tx, 0, NULL, NULL, NULL);
    finish();
    assert_int_equal(F.bundle.n_gene, 3);
    assert_int_equal(F.bundle.n_transcript, 4);
    /* in the order of the genome: C at chr1:301, A at chr1:1001, B on chr2 */
    assert_string_equal(F.bundle.gene[0].symbol, "C");
    assert_string_equal(F.bundle.gene[1].symbol, "A");
    assert_string_equal(F.bundle.gene[2].symbol, "B");
    assert_int_equal(F.bundle.gene[1].n_transcript, 2);
    assert_string_equal(F.bundle.transcript[F.bundle.gene[1].transcript[0]].id, "T2.1");
    assert_string_equal(F.bundle.transcript[F.bundle.gene[1].transcript[1]].id, "T1.1");
    assert_int_equal(F.bundle.transcript[1].i_gene, 1);
    assert_string_equal(F.bundle.panel_name, "all");
    end();
}

static void counts_a_transcript_that_two_files_give_once(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290)};
    begin(GNBS_BUILD_CUSTOM);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    select_and_finish(1, tx, 0, NULL, NULL, NULL);
    assert_int_equal(gnbs_refdata_counts(F.data)->n_transcript_duplicate, 1);
    assert_int_equal(gnbs_refdata_counts(F.data)->n_transcript, 1);
    end();
}

static void refuses_models_that_end_past_their_contig(void **state) {
    (void)state;
    const gnbs_exon_t beyond[] = {{9900, 10001}}; /* chr1 has 10,000 bases */
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 1, beyond, 9900, 10001)};
    begin(GNBS_BUILD_CUSTOM);
    assert_fails(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), GNBS_E_DATA, &F.err,
                 "another build?");
    end();
}

static void leaves_out_mitochondrial_genes_of_another_sequence_than_rcrs(void **state) {
    (void)state;
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "MT-X", 3, 1, OTHER, 0, 0)};
    begin(GNBS_BUILD_GRCH37);
    F.genome.contig[3].length_bp = 16571; /* chrM of UCSC hg19 */
    select_and_finish(2, tx, 0, NULL, NULL, NULL);
    assert_true(has_note("MT-X was left out"));
    finish();
    assert_int_equal(F.bundle.n_gene, 1);
    end();
}

static const char *ID_COLUMNS[] = {"hgnc_id", "symbol", "prev_symbols"};
static const char *ID_CELLS[2][3] = {{"HGNC:1", "A", "OLD"}, {"HGNC:2", "B", "A"}};

static void gives_ids_to_approved_symbols_only(void **state) {
    (void)state;
    const gnbs_table_row_t rows[] = {{2, 3, ID_CELLS[0]}, {3, 3, ID_CELLS[1]}};
    const gnbs_table_t ids = {.path = "hgnc.tsv",
                              .header_line = 1,
                              .n_column = 3,
                              .column = ID_COLUMNS,
                              .n_row = 2,
                              .row = rows};
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "OLD", 1, 1, OTHER, 5000, 5200)};
    begin(GNBS_BUILD_CUSTOM);
    select_and_finish(2, tx, 0, NULL, &ids, NULL);
    finish();
    assert_string_equal(F.bundle.gene[0].hgnc_id, "HGNC:1");
    assert_string_equal(F.bundle.gene[1].hgnc_id, "");
    end();
}

static const char *HARD_COLUMNS[] = {
    "hgnc_id", "gene", "level", "builds", "resolved_if_masked", "reason", "source"};
static const char *HARD_CELLS[3][7] = {
    {"HGNC:1", "A", "limited", "both", "", "a pseudogene", "paper"},
    {"HGNC:2", "B", "needs_method", "GRCh38", "chr21:101-200", "a false copy",
     "other paper"},
    {"HGNC:1", "A", "needs_method", "GRCh37", "", "not of this build", ""}};

static gnbs_table_t hard_table(gnbs_table_row_t rows[3]) {
    for (int i = 0; i < 3; i++) rows[i] = (gnbs_table_row_t){2 + i, 7, HARD_CELLS[i]};
    return (gnbs_table_t){.path = "genes.tsv",
                          .header_line = 1,
                          .n_column = 7,
                          .column = HARD_COLUMNS,
                          .n_row = 3,
                          .row = rows};
}

static void build_with_hard_genes(bool is_masked) {
    gnbs_table_row_t rows[3];
    const gnbs_table_t table = hard_table(rows);
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290),
                              small_transcript("T2.1", "B", 1, 1, OTHER, 5000, 5200)};
    const gnbs_condition_t row[] = {small_row("A", "HGNC:1", "T1.1"),
                                    small_row("B", "HGNC:2", "T2.1")};
    begin(GNBS_BUILD_GRCH38);
    if (is_masked) small_genome_mask(&F.genome, 2, 100, 200); /* chr21:101-200 */
    select_and_finish(2, tx, 2, row, NULL, &table);
}

static void states_why_a_gene_is_difficult(void **state) {
    (void)state;
    build_with_hard_genes(false);
    finish();
    assert_int_equal(F.bundle.gene[0].difficulty, GNBS_DIFFICULT_LIMITED);
    assert_string_equal(F.bundle.gene[0].difficult, "a pseudogene");
    assert_string_equal(F.bundle.gene[0].difficult_source, "paper");
    assert_int_equal(F.bundle.gene[1].difficulty, GNBS_DIFFICULT_NEEDS_METHOD);
    end();
}

static void a_masked_false_copy_is_no_difficulty(void **state) {
    (void)state;
    build_with_hard_genes(true);
    assert_true(has_note("B: its false copy at chr21:101-200 is masked"));
    finish();
    assert_int_equal(F.bundle.gene[1].difficulty, GNBS_DIFFICULT_NONE);
    assert_string_equal(F.bundle.gene[1].difficult, "");
    end();
}

static void one_base_of_a_false_copy_is_enough_to_do_harm(void **state) {
    (void)state;
    gnbs_table_row_t rows[3];
    const gnbs_table_t table = hard_table(rows);
    gnbs_transcript_t tx[] = {small_transcript("T2.1", "B", 1, 1, OTHER, 5000, 5200)};
    const gnbs_condition_t row[] = {small_row("B", "HGNC:2", "T2.1")};
    begin(GNBS_BUILD_GRCH38);
    small_genome_mask(&F.genome, 2, 100, 199); /* the last base of chr21:101-200 is left */
    select_and_finish(1, tx, 1, row, NULL, &table);
    finish();
    assert_int_equal(F.bundle.gene[0].difficulty, GNBS_DIFFICULT_NEEDS_METHOD);
    end();
}

static void refuses_a_word_that_is_no_level(void **state) {
    (void)state;
    const char *cells[7] = {"HGNC:1", "A", "hard", "both", "", "why", ""};
    const gnbs_table_row_t rows[] = {{9, 7, cells}};
    const gnbs_table_t table = {.path = "genes.tsv",
                                .header_line = 1,
                                .n_column = 7,
                                .column = HARD_COLUMNS,
                                .n_row = 1,
                                .row = rows};
    gnbs_transcript_t tx[] = {small_transcript("T1.1", "A", 0, 2, EXONS, 1010, 1290)};
    begin(GNBS_BUILD_GRCH38);
    assert_ok(gnbs_refdata_add_transcripts(F.data, 1, tx, &F.err), &F.err);
    assert_fails(gnbs_refdata_select(F.data, NULL, true, NULL, &table, &F.err),
                 GNBS_E_FORMAT, &F.err, "genes.tsv: line 9: level 'hard'");
    end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_panels_transcript_and_the_mane_ones),
        cmocka_unit_test(finds_a_transcript_by_the_name_of_its_mane_partner),
        cmocka_unit_test(notes_a_transcript_of_another_version),
        cmocka_unit_test(finds_a_gene_by_symbol_only_when_the_models_give_no_id),
        cmocka_unit_test(refuses_a_transcript_of_another_gene),
        cmocka_unit_test(says_when_no_gene_of_the_panel_is_there),
        cmocka_unit_test(keeps_all_genes_with_the_longest_cds_first_where_there_is_no_mane),
        cmocka_unit_test(counts_a_transcript_that_two_files_give_once),
        cmocka_unit_test(refuses_models_that_end_past_their_contig),
        cmocka_unit_test(leaves_out_mitochondrial_genes_of_another_sequence_than_rcrs),
        cmocka_unit_test(gives_ids_to_approved_symbols_only),
        cmocka_unit_test(states_why_a_gene_is_difficult),
        cmocka_unit_test(a_masked_false_copy_is_no_difficulty),
        cmocka_unit_test(one_base_of_a_false_copy_is_enough_to_do_harm),
        cmocka_unit_test(refuses_a_word_that_is_no_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
