#include "support/testing.h"

#include "io/table_read.h"
#include "panel/panel.h"
#include "panel/panel_terms.h"
#include "run/run_panel.h"

/* Columns in an order of their own: they are found by name. */
static const char PANEL[] =
    "##name=two\n##version=2.1\n##status=draft\n##date=2026-01-02\n##genome_build=GRCh38\n"
    "hgnc_id\tgene\tcondition\tcondition_"
    "id\tinheritance\tmechanism\ttranscript\treport\tclasses\tonset\turgency\taction\t"
    "confirmatory_test\tprevalence\tprogrammes\tevidence\tstatus\tcurator\treviewed\tnote\n"
    "HGNC:1884\tCFTR\tCystic "
    "fibrosis\t\tAR\tLoF\tENST00000003084.11;NM_000492.4\tknown+lof\tSNV;INDEL;"
    "CNV\tinfancy\tweeks\tact\t"
    "sweat chloride\t1/2,500 (UK)\t\t\tgreen\t\t\t\n"
    "HGNC:11117\tSMN1\tSpinal muscular "
    "atrophy\t\tAR\tLoF\tENST00000380707.9\tknown\tSNV;SMN1-"
    "CN\tinfancy\tdays\tact\t\t\t\t\tamber\t\t\t\n";
static const char EXCLUDE[] =
    "gene\thgnc_id\tchrom\tpos\tref\talt\thgvs\treason\tsource\tdate\tcurator\n"
    "CFTR\tHGNC:1884\tchr7\t117509089\tC\tT\tc.220C>T\tmild\ta "
    "source\t2026-01-02\tsomebody\n";
static const char SHA[65] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static gnbs_code_t load(gnbs_arena_t *arena, const char *panel_text,
                        const char *exclude_text, gnbs_panel_t *panel, gnbs_err_t *err) {
    gnbs_table_t *table = GNBS_NEW(arena, gnbs_table_t, 2);
    gnbs_panel_tables_t tables = {.rows = &table[0]};
    assert_ok(gnbs_table_parse("panel.tsv", panel_text, strlen(panel_text), '\t', arena,
                               &table[0], err),
              err);
    if (exclude_text != NULL) {
        assert_ok(gnbs_table_parse("exclude.tsv", exclude_text, strlen(exclude_text), '\t',
                                   arena, &table[1], err),
                  err);
        tables.exclude = &table[1];
    }
    return gnbs_panel_load(&tables, SHA, arena, panel, err);
}

static void a_panel_is_read_by_column_name_into_its_terms(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    assert_ok(load(&arena, PANEL, EXCLUDE, &p, &err), &err);
    assert_string_equal(p.name, "two");
    assert_string_equal(p.version, "2.1");
    assert_string_equal(p.previous, "");
    assert_string_equal(p.genome_build, "GRCh38");
    assert_string_equal(p.sha256, SHA);
    assert_false(p.is_signed);
    assert_int_equal(p.n_condition, 2);
    const gnbs_condition_t *c = &p.condition[0];
    assert_string_equal(c->gene, "CFTR");
    assert_string_equal(c->hgnc_id, "HGNC:1884");
    assert_int_equal(c->inheritance, GNBS_INH_AR);
    assert_int_equal(c->policy, GNBS_POLICY_KNOWN_LOF);
    assert_int_equal(c->status, GNBS_STATUS_GREEN);
    assert_int_equal(c->classes, GNBS_CLASS_SNV | GNBS_CLASS_INDEL | GNBS_CLASS_CNV);
    assert_string_equal(c->transcript, "ENST00000003084.11"); /* the first of two */
    assert_true(c->prevalence > 0.000399 &&
                c->prevalence < 0.000401); /* 1 / 2500 = 0.0004 */
    assert_int_equal(c->line, 7);
    c = &p.condition[1];
    assert_int_equal(c->policy, GNBS_POLICY_KNOWN);
    assert_int_equal(c->status, GNBS_STATUS_AMBER);
    assert_int_equal(c->classes, GNBS_CLASS_SNV | GNBS_CLASS_PARALOGUE);
    assert_true(c->prevalence == 0);
    assert_int_equal(p.n_include, 0);
    assert_int_equal(p.n_exclude, 1);
    assert_int_equal(p.exclude[0].pos, 117509088); /* POS is 1-based, pos is not */
    assert_string_equal(p.exclude[0].curator, "somebody");
    assert_string_equal(p.exclude[0].condition, "");
    gnbs_arena_clear(&arena);
}

static void loading_stops_at_the_first_error_and_counts_the_others(void **state) {
    (void)state;
    char text[sizeof PANEL];
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    memcpy(text, PANEL, sizeof text);
    *strstr(text, "green") = 'G';
    *strstr(text, "\tdays\t") =
        ' '; /* the row loses a cell border: urgency and what follows are wrong */
    assert_fails(load(&arena, text, NULL, &p, &err), GNBS_E_DATA, &err,
                 "panel.tsv:7:17: error: status: unknown status 'Green'");
    assert_non_null(strstr(err.msg, "more error"));
    gnbs_arena_clear(&arena);
}

static void prevalence_is_births_per_birth_however_it_is_written(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double expected; /* < 0: refused */
    } CASE[] = {{"", 0},
                {"1/3000", 1.0 / 3000},
                {"1/3,000 (UK; NHS)", 1.0 / 3000},
                {"1 in 4000", 0.00025},
                {"0.0003 (UK; source)", 0.0003},
                {"2/5", 0.4},
                {"0", -1},
                {"1/0", -1},
                {"-1/5", -1},
                {"nan", -1},
                {"0x1p-3", -1},
                {"5/2", -1},
                {"rare", -1},
                {"1/3000(UK)", -1},
                {"1e-4", -1},
                {"1/", -1},
                {",1", -1}};
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        double got = -2;
        bool is_good = gnbs_panel_parse_prevalence(CASE[i].text, &got);
        if (is_good != (CASE[i].expected >= 0))
            fail_msg("'%s' %s", CASE[i].text, is_good ? "accepted" : "refused");
        if (is_good)
            assert_true(got > CASE[i].expected - 1e-12 && got < CASE[i].expected + 1e-12);
    }
}

static void classes_are_bits_and_targeted_methods_are_paralogues(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t expected; /* 0: refused */
    } CASE[] = {{"SNV", GNBS_CLASS_SNV},
                {"SV;INV", GNBS_CLASS_SV},
                {"INV", GNBS_CLASS_SV},
                {"SMN1-CN", GNBS_CLASS_PARALOGUE},
                {"HBA1-CN;PARALOGUE", GNBS_CLASS_PARALOGUE},
                {"MT", GNBS_CLASS_MT},
                {"", 0},
                {"snv", 0},
                {"SNV ;CNV", 0},
                {"-CN", 0},
                {"SNV;", 0},
                {";SNV", 0},
                {"SNV,CNV", 0}};
    for (size_t i = 0; i < sizeof CASE / sizeof CASE[0]; i++) {
        uint32_t got;
        const char *bad;
        size_t n_bad;
        bool is_good = gnbs_panel_parse_classes(CASE[i].text, &got, &bad, &n_bad);
        assert_int_equal(is_good, CASE[i].expected != 0);
        if (is_good) assert_int_equal(got, CASE[i].expected);
    }
}

/* A bundle of one gene at chr7:100-200 (0-based), reference ACGTACGT... from 100, MANE Select ENST00000003084.12. */
typedef struct toy {
    gnbs_contig_t contig[2];
    gnbs_exon_t exon;
    gnbs_transcript_t tx;
    gnbs_gene_t gene;
    int32_t i_tx;
    uint8_t codes[100];
    gnbs_seq_block_t block;
    gnbs_bundle_t bundle;
} toy_t;

static void make_toy(toy_t *t) {
    memset(t, 0, sizeof *t);
    t->contig[0] = (gnbs_contig_t){.name = "chr7", .length_bp = 159345973};
    t->contig[1] = (gnbs_contig_t){.name = "chrX", .length_bp = 156040895};
    t->exon = (gnbs_exon_t){100, 200};
    t->tx = (gnbs_transcript_t){.id = "ENST00000003084.12",
                                .other_id = "NM_000492.4",
                                .mane = GNBS_MANE_SELECT,
                                .strand = 1,
                                .beg = 100,
                                .end = 200,
                                .n_exon = 1,
                                .exon = &t->exon};
    t->gene = (gnbs_gene_t){.symbol = "CFTR",
                            .hgnc_id = "HGNC:1884",
                            .gene_id = "",
                            .strand = 1,
                            .beg = 100,
                            .end = 200,
                            .n_transcript = 1,
                            .transcript = &t->i_tx,
                            .target_bp = 100,
                            .difficult = "",
                            .difficult_source = ""};
    for (int i = 0; i < 100; i++) t->codes[i] = (uint8_t)(i % 4);
    t->block = (gnbs_seq_block_t){{0, 100, 200}, t->codes};
    t->bundle = (gnbs_bundle_t){.contigs = {2, t->contig, "toy"},
                                .build = GNBS_BUILD_GRCH38,
                                .n_gene = 1,
                                .gene = &t->gene,
                                .n_transcript = 1,
                                .transcript = &t->tx,
                                .n_block = 1,
                                .block = &t->block};
}

static bool lint_finds(const char *panel_text, const char *include_text,
                       const gnbs_bundle_t *bundle, gnbs_panel_severity_t severity,
                       const char *what) {
    gnbs_arena_t arena;
    gnbs_err_t err = {0};
    gnbs_table_t rows, include;
    gnbs_panel_problems_t found;
    bool is_found = false;
    gnbs_arena_init(&arena);
    gnbs_panel_tables_t tables = {.rows = &rows};
    assert_ok(gnbs_table_parse("panel.tsv", panel_text, strlen(panel_text), '\t', &arena,
                               &rows, &err),
              &err);
    if (include_text != NULL) {
        assert_ok(gnbs_table_parse("include.tsv", include_text, strlen(include_text), '\t',
                                   &arena, &include, &err),
                  &err);
        tables.include = &include;
    }
    assert_ok(gnbs_panel_lint(&tables, bundle, &arena, &found, &err), &err);
    for (size_t i = 0; i < found.n && !is_found; i++) {
        gnbs_str_t s;
        gnbs_str_init(&s);
        gnbs_panel_print_problem(&s, &found.problem[i]);
        is_found = found.problem[i].severity == severity &&
                   strstr(gnbs_str_text(&s), what) != NULL;
        gnbs_str_clear(&s);
    }
    gnbs_arena_clear(&arena);
    return is_found;
}

static void a_bundle_shows_what_is_missing_or_outdated(void **state) {
    (void)state;
    toy_t t;
    make_toy(&t);
    assert_true(lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_ERROR,
                           "expected ENST00000003084.12, which is the one that is there"));
    assert_true(lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_WARNING,
                           "HGNC:11117 is not in the bundle"));
    assert_false(lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_ERROR,
                            "NM_000492")); /* the partner name is there as written */
    t.tx.id = "ENST00000999999.1";
    assert_true(lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_ERROR,
                           "ENST00000003084.11 is not in the bundle; expected a transcript "
                           "of CFTR that the bundle holds: ENST00000999999.1"));
    t.gene.target_n_bp = 60;
    assert_true(
        lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_WARNING,
                   "CFTR has no reference sequence for 60 of its 100 target bases"));
    t.gene.tid = 1;
    t.gene.beg = 5000000; /* outside the pseudo-autosomal regions, which end at 2781479 */
    t.gene.end = 5000100;
    assert_true(lint_finds(PANEL, NULL, &t.bundle, GNBS_PANEL_WARNING,
                           "inheritance is AR, and CFTR lies on chrX"));
}

static void a_bundle_shows_alleles_that_the_reference_contradicts(void **state) {
    (void)state;
    toy_t t;
    char text[512];
    static const char COLUMNS[] =
        "gene\thgnc_id\tchrom\tpos\tref\talt\thgvs\treason\tsource\tdate\tcurator\n";
    make_toy(&t);
    snprintf(text, sizeof text, "%sCFTR\tHGNC:1884\t7\t102\tCG\tC\t\twhy\twho\t\t\n",
             COLUMNS); /* 0-based 101, 102: C G */
    assert_false(lint_finds(PANEL, text, &t.bundle, GNBS_PANEL_ERROR, "ref has"));
    snprintf(text, sizeof text, "%sCFTR\tHGNC:1884\t7\t101\tCG\tC\t\twhy\twho\t\t\n",
             COLUMNS); /* one off */
    assert_true(lint_finds(PANEL, text, &t.bundle, GNBS_PANEL_ERROR,
                           "ref has C where the reference has A"));
    snprintf(text, sizeof text, "%sCFTR\tHGNC:1884\t7\t300\tC\tG\t\twhy\twho\t\t\n",
             COLUMNS); /* no sequence held: nothing to say */
    assert_false(lint_finds(PANEL, text, &t.bundle, GNBS_PANEL_ERROR, "ref has"));
    snprintf(text, sizeof text, "%sCFTR\tHGNC:1884\tchrX\t102\tC\tG\t\twhy\twho\t\t\n",
             COLUMNS);
    assert_true(
        lint_finds(PANEL, text, &t.bundle, GNBS_PANEL_ERROR, "does not lie near CFTR"));
    snprintf(text, sizeof text, "%sCFTR\tHGNC:1884\tchr9\t102\tC\tG\t\twhy\twho\t\t\n",
             COLUMNS);
    assert_true(lint_finds(PANEL, text, &t.bundle, GNBS_PANEL_ERROR,
                           "the bundle has no contig 'chr9'"));
}

static void showing_a_gene_takes_its_symbol_or_its_id_and_nothing_else(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    gnbs_str_t a, b;
    gnbs_arena_init(&arena);
    gnbs_str_init(&a);
    gnbs_str_init(&b);
    assert_ok(load(&arena, PANEL, EXCLUDE, &p, &err), &err);
    gnbs_panel_about_t gene;
    assert_ok(gnbs_panel_about(&p, NULL, "CFTR", 8, &arena, &gene, &err), &err);
    gnbs_panel_show_gene(&gene, &a);
    assert_ok(gnbs_panel_about(&p, NULL, "HGNC:1884", 8, &arena, &gene, &err), &err);
    gnbs_panel_show_gene(&gene, &b);
    assert_string_equal(gnbs_str_text(&a), gnbs_str_text(&b));
    assert_non_null(strstr(gnbs_str_text(&a), "DRAFT"));
    assert_non_null(strstr(gnbs_str_text(&a), "chr7:117509089 C>T")); /* 1-based again */
    assert_fails(gnbs_panel_about(&p, NULL, "CF", 8, &arena, &gene, &err), GNBS_E_DATA,
                 &err, "no row for 'CF'");
    gnbs_str_clear(&a);
    gnbs_str_clear(&b);
    gnbs_arena_clear(&arena);
}

/* Numbers as counted when the lists were compiled: 646 rows, 643 genes; AR 508, AD 98, XLR 28, XL 10, XLD 1, MT 1;
 * 474 + 121 rows in the first two tiers (green), 46 in the third (amber), 5 benign phenotypes (red); of the green ones HYDIN and
 * IGHM are off (red), and HK1 waits for its alleles (amber). */
static void the_shipped_panel_loads_and_counts_as_compiled(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    size_t n_inh[GNBS_INH_MT + 1] = {0}, n_status[3] = {0}, n_gene = 0;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_run_load_panel("panels/newborn", &arena, &p, &err), &err);
    assert_int_equal(p.n_condition, 646);
    for (size_t i = 0; i < p.n_condition; i++) {
        n_inh[p.condition[i].inheritance]++;
        n_status[p.condition[i].status]++;
        n_gene += i == 0 || strcmp(p.condition[i].hgnc_id, p.condition[i - 1].hgnc_id) !=
                                0;                       /* sorted by gene */
        assert_string_equal(p.condition[i].curator, ""); /* a draft: nobody has signed */
        assert_string_not_equal(p.condition[i].needs_review, "");
        assert_null(strstr(p.condition[i].condition_id, "OMIM"));
    }
    assert_int_equal(n_gene, 643);
    assert_int_equal(n_inh[GNBS_INH_AR], 508);
    assert_int_equal(n_inh[GNBS_INH_AD], 98);
    assert_int_equal(n_inh[GNBS_INH_XLR], 28);
    assert_int_equal(n_inh[GNBS_INH_XL], 10);
    assert_int_equal(n_inh[GNBS_INH_XLD], 1);
    assert_int_equal(n_inh[GNBS_INH_MT], 1);
    assert_int_equal(n_status[GNBS_STATUS_GREEN], 592);
    assert_int_equal(n_status[GNBS_STATUS_AMBER], 47);
    assert_int_equal(n_status[GNBS_STATUS_RED], 7);
    assert_string_equal(p.status, "draft");
    gnbs_arena_clear(&arena);
}

/* Positions from the literature: HbS is rs334, chr11:5227002 T>A; BTD D444H chr3:15645186 G>C (GRCh38). */
static void the_shipped_lists_hold_the_alleles_that_every_programme_names(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    bool has_hbs = false, has_m1555 = false, has_d444h = false;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_run_load_panel("panels/newborn/panel.tsv", &arena, &p, &err), &err);
    for (size_t i = 0; i < p.n_include; i++) {
        const gnbs_panel_allele_t *a = &p.include[i];
        if (strcmp(a->gene, "HBB") == 0)
            assert_true(a->condition[0] !=
                        '\0'); /* a carrier of HbS has no dominant thalassaemia */
        has_hbs = has_hbs || (strcmp(a->chrom, "chr11") == 0 && a->pos == 5227001 &&
                              strcmp(a->ref, "T") == 0 && strcmp(a->alt, "A") == 0);
        has_m1555 = has_m1555 || (strcmp(a->chrom, "chrM") == 0 && a->pos == 1554 &&
                                  strcmp(a->alt, "G") == 0);
    }
    for (size_t i = 0; i < p.n_exclude; i++)
        has_d444h = has_d444h ||
                    (strcmp(p.exclude[i].gene, "BTD") == 0 &&
                     p.exclude[i].pos == 15645185 && strcmp(p.exclude[i].alt, "C") == 0);
    assert_true(has_hbs);
    assert_true(has_m1555);
    assert_true(has_d444h);
    gnbs_arena_clear(&arena);
}

static void the_checksum_of_a_panel_can_be_repeated_with_sha256sum(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    char expected[65] = "";
    gnbs_arena_init(&arena);
    assert_ok(gnbs_run_load_panel("panels/newborn", &arena, &p, &err), &err);
    FILE *f = popen(
        "cd panels/newborn && sha256sum panel.tsv include.tsv exclude.tsv | sha256sum",
        "r");
    assert_non_null(f);
    assert_int_equal(fread(expected, 1, 64, f), 64);
    pclose(f);
    assert_string_equal(p.sha256, expected);
    gnbs_arena_clear(&arena);
}

static void a_folder_without_a_panel_and_a_missing_gene_table_say_what_to_do(void **state) {
    (void)state;
    gnbs_arena_t arena;
    gnbs_panel_t p;
    gnbs_err_t err = {0};
    gnbs_arena_init(&arena);
    assert_fails(gnbs_run_load_panel("panels", &arena, &p, &err), GNBS_E_IO, &err,
                 "holds no panel.tsv");
    assert_fails(gnbs_run_load_panel("panels/nowhere", &arena, &p, &err), GNBS_E_IO, &err,
                 "panels/nowhere");
    setenv("GNBS_DATADIR", "/nonexistent", 1);
    assert_fails(gnbs_run_load_panel("panels/newborn", &arena, &p, &err), GNBS_E_IO, &err,
                 "symbols cannot be checked");
    setenv("GNBS_DATADIR", ".", 1);
    gnbs_arena_clear(&arena);
}

int main(void) {
    setenv("GNBS_DATADIR", ".", 1); /* the tests run from the top of the tree */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_is_read_by_column_name_into_its_terms),
        cmocka_unit_test(loading_stops_at_the_first_error_and_counts_the_others),
        cmocka_unit_test(prevalence_is_births_per_birth_however_it_is_written),
        cmocka_unit_test(classes_are_bits_and_targeted_methods_are_paralogues),
        cmocka_unit_test(a_bundle_shows_what_is_missing_or_outdated),
        cmocka_unit_test(a_bundle_shows_alleles_that_the_reference_contradicts),
        cmocka_unit_test(showing_a_gene_takes_its_symbol_or_its_id_and_nothing_else),
        cmocka_unit_test(the_shipped_panel_loads_and_counts_as_compiled),
        cmocka_unit_test(the_shipped_lists_hold_the_alleles_that_every_programme_names),
        cmocka_unit_test(the_checksum_of_a_panel_can_be_repeated_with_sha256sum),
        cmocka_unit_test(a_folder_without_a_panel_and_a_missing_gene_table_say_what_to_do),
    };
    return cmocka_run_group_tests_name("panel load", tests, NULL, NULL);
}
