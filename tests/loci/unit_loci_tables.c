/* The tables of refdata/loci, and what is refused in one. */
#include "loci/paper_genome.h"

static paper_genome_t G;

static int tear_down(void **state) {
    (void)state;
    paper_clear(&G);
    return 0;
}

static const char *const ALL[] = {"SMN1",  "CYP21A2", "HBA",      "GBA1",
                                  "STRC",  "NCF1",    "SBDS",     "OTOA",
                                  "IKBKG", "CYP11B1", "controls", "unseen"};
enum { N_ALL = sizeof ALL / sizeof *ALL };

/* Every event of a shipped table has its sites or its region, every site a gene and a copy, on both builds. */
static void shipped_tables_are_whole_on_both_builds(void **state) {
    (void)state;
    const gnbs_build_t build[] = {GNBS_BUILD_GRCH38, GNBS_BUILD_GRCH37};
    for (int b = 0; b < 2; b++) {
        paper_init(&G, build[b]);
        gnbs_loci_t loci = paper_loci(&G, build[b], N_ALL, ALL);
        assert_int_equal(loci.n_locus, 10);
        assert_true(loci.n_unseen >= 15);
        assert_int_equal(loci.n_control > 20, build[b] == GNBS_BUILD_GRCH38);
        for (size_t i = 0; i < loci.n_locus; i++) {
            const gnbs_loci_locus_t *l = &loci.locus[i];
            assert_true(l->n_event > 0 && l->n_limit > 0 && l->title[0] != '\0');
            assert_true(l->n_haplotype > 0 || l->affected_functional < 0);
            for (size_t k = 0; k < l->n_event; k++)
                if (l->event[k].n_site == 0 && l->event[k].i_region < 0)
                    fail_msg("%s: event %s stands on nothing", l->name, l->event[k].name);
            for (size_t k = 0; k < l->n_site; k++)
                if (l->site[k].n_place < 2)
                    fail_msg("%s: site %s has no copy", l->name, l->site[k].name);
        }
        if (b == 0) paper_clear(&G);
    }
}

/* c.840 of SMN1 and SMN2 (SMNCopyNumberCaller's and SMA Finder's positions); on GRCh38 three more on alternative contigs */
static void the_base_of_exon_7_stands_where_the_literature_has_it(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    const char *const name[] = {"SMN1"};
    gnbs_loci_t loci = paper_loci(&G, GNBS_BUILD_GRCH38, 1, name);
    for (size_t i = 0; i < loci.locus[0].n_site; i++) {
        const gnbs_loci_site_t *s = &loci.locus[0].site[i];
        if (strcmp(s->name, "c.840") != 0) continue;
        assert_int_equal(s->place[0].at.beg, 70951945);
        assert_int_equal(s->place[1].at.beg, 70076525);
        assert_int_equal(s->n_place, 5);
        assert_true(s->place[4].is_reverse);
        assert_string_equal(s->gene_allele[0], "C");
        assert_string_equal(s->other_allele, "T");
        return;
    }
    fail_msg("no c.840");
}

/* NCF1C is turned round, and written down by nobody: the table says where to look (tests' genome has it in the middle). */
static void a_copy_is_found_where_the_table_only_says_where_to_look(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    const char *const name[] = {"NCF1"};
    gnbs_loci_t loci = paper_loci(&G, GNBS_BUILD_GRCH38, 1, name);
    const gnbs_loci_site_t *s = &loci.locus[0].site[0];
    assert_int_equal(s->n_place, 3);
    gnbs_pos_t middle1 = (75153639 + 75176964) / 2;
    assert_true(s->place[2].is_reverse);
    assert_int_equal(s->place[2].at.end, middle1);
    assert_int_equal(gnbs_region_len(s->place[2].at), 1); /* G, not GGT */
}

static gnbs_loci_rows_t prepare(const char *name) {
    gnbs_loci_rows_t rows;
    gnbs_err_t err;
    gnbs_table_t table = paper_table(&G, name, GNBS_BUILD_GRCH38);
    gnbs_ref_source_t ref = paper_source(&G);
    assert_ok(gnbs_loci_prepare(&table, &ref, GNBS_BUILD_GRCH38, &G.arena, &rows, &err),
              &err);
    return rows;
}

static void expect_note(const gnbs_loci_rows_t *rows, const char *words) {
    for (size_t i = 0; i < rows->n_note; i++)
        if (strstr(rows->note[i], words) != NULL) return;
    fail_msg("no note says '%s' (%zu notes)", words, rows->n_note);
}

static const gnbs_locus_row_t *find_row(const gnbs_loci_rows_t *rows, const char *name) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->row[i].name, name) == 0) return &rows->row[i];
    return NULL;
}

static void what_the_reference_does_not_bear_out_is_not_used_and_is_noted(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    gnbs_loci_rows_t whole = prepare("GBA1");
    assert_int_equal(whole.n_note, 0);
    assert_string_equal(find_row(&whole, "A495P")->kind, "site");
    for (size_t i = 0; i < G.n_site; i++) {
        paper_site_t *s = &G.site[i];
        if (s->beg == 155214589)
            s->letters[0] = 'C'; /* the copy has the gene's base: A495P */
        if (s->beg == 155235251) s->letters[0] = 'T'; /* the gene has neither: L483P */
    }
    size_t n_site = G.n_site;
    gnbs_loci_rows_t rows =
        prepare("GBA1"); /* adds its sites again, behind; the first ones count */
    assert_true(G.n_site > n_site);
    expect_note(&rows, "A495P: not used: gene and copy do not differ in this reference");
    expect_note(&rows, "L483P: left out: this reference has another base in the gene");
    assert_string_equal(find_row(&rows, "A495P")->kind, "unused");
    /* its place stays known: the ordinary caller's word on it does not count */
    gnbs_loci_t loci;
    gnbs_err_t err;
    assert_ok(gnbs_loci_read(rows.n, rows.row, &G.contigs, GNBS_BUILD_GRCH38, &G.arena,
                             &loci, &err),
              &err);
    bool is_own = false;
    for (size_t i = 0; i < loci.locus[0].n_own; i++)
        is_own = is_own || loci.locus[0].own[i].beg == 155235216;
    assert_true(is_own);
}

static void a_region_without_sequence_is_left_out_and_noted(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    G.hole = (gnbs_region_t){14, 43620000, 43650000}; /* chr15: CATSPER2 */
    gnbs_loci_rows_t rows = prepare("STRC");
    expect_note(&rows, "CATSPER2: left out: no sequence in this reference");
    assert_string_equal(find_row(&rows, "CATSPER2")->kind, "unused");
    G.hole = (gnbs_region_t){14, 43698000, 43720000}; /* STRCP1 */
    rows = prepare("STRC");
    expect_note(&rows, "block: a copy of it has no sequence in this reference");
    assert_string_equal(find_row(&rows, "block")->place, "chr15:43599003-43610000");
}

static void senseless_rows_are_refused_by_name(void **state) {
    (void)state;
    paper_init(&G, GNBS_BUILD_GRCH38);
    static const char LOCUS[] = "locus|X|||hgnc=HGNC:1";
    static const struct {
        const char *row, *words;
    } BAD[] = {
        {"color|blue", "expected locus, region"},
        {"region|r||", "region r: expected a place"},
        {"region|r|chr99:1-10", "expected contigs that the genome has"},
        {"region|r|chr1:10", "role="},
        {"region|r|5-10", "expected places as chr1:100-200"},
        {"region|r|chr1:1-10||role=king", "expected role=total"},
        {"region|r|chr1:1-10||spread=much", "spread=much: not a number"},
        {"region|r|chr1:1-10||spread=0.9", "expected spread between"},
        {"region|r|chr1:1-10||lost=0:2", "expected priors as"},
        {"region|r|chr1:1-10||lost=12:0.5", "expected priors as"},
        {"region|r|chr1:1-10||adds=9", "adds: expected 0 to 4"},
        {"site|s|chr1:5;chr1:9|C", "expected alleles as C>T"},
        {"site|s|chr1:5;chr1:9|C>C", "alleles of A, C, G, T that differ"},
        {"site|s|chr1:5;~chr1:9-90|C>T", "expected places that were found"},
        {"site|s|chr1:5;chr1:9|C>T|total=none", "expected total= a region above"},
        {"haplotype|h||", "expected prior=share"},
        {"event|e|||site=s", "expected sites of this locus"},
        {"event|e|||region=r", "region= a region of this locus"},
        {"event|e|||min_fragment=20", "setting 'min_fragment=20': expected one of site"},
        {"text|limit|||site=s", "setting 'site=s'"},
        {"text|loud||", "expected affected, possible, hybrid, clear or limit"},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        gnbs_err_t err = {.msg = ""};
        gnbs_code_t code;
        char text[300];
        snprintf(text, sizeof text, "%s\n%s", LOCUS, BAD[i].row);
        paper_read(&G, text, &err, &code);
        if (strcmp(BAD[i].words, "role=") == 0) {
            assert_int_equal(code, GNBS_OK); /* one position is a region of one base */
            continue;
        }
        if (code != GNBS_E_FORMAT || strstr(err.msg, BAD[i].words) == NULL)
            fail_msg("'%s' gave %d '%s', expected '%s'", BAD[i].row, (int)code, err.msg,
                     BAD[i].words);
    }
    gnbs_err_t err;
    gnbs_code_t code;
    paper_read(&G, "locus|X|||\n", &err, &code);
    assert_int_equal(code, GNBS_E_FORMAT); /* no gene */
    paper_read(&G, "locus|X|||hgnc=HGNC:1 switch=0.7\n", &err, &code);
    assert_int_equal(code, GNBS_E_FORMAT);
    paper_read(&G, "locus|X|||hgnc=HGNC:1 copies_at=nowhere\nsite|s|chr1:5;chr1:9|C>T\n",
               &err, &code);
    assert_int_equal(code, GNBS_E_FORMAT);
}

int main(void) {
#define CASE(f) cmocka_unit_test_teardown(f, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(shipped_tables_are_whole_on_both_builds),
        CASE(the_base_of_exon_7_stands_where_the_literature_has_it),
        CASE(a_copy_is_found_where_the_table_only_says_where_to_look),
        CASE(what_the_reference_does_not_bear_out_is_not_used_and_is_noted),
        CASE(a_region_without_sequence_is_left_out_and_noted),
        CASE(senseless_rows_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
