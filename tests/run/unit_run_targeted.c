/* Results of loci that another program made: what is taken from them, what is refused, and what they may not hide. */
#include <unistd.h>

#include "support/testing.h"

#include "run/run_targeted.h"

static gnbs_arena_t arena;
static gnbs_err_t err;
static char path[64];

static int setup(void **state) {
    (void)state;
    gnbs_arena_init(&arena);
    snprintf(path, sizeof path, "/tmp/gnbs-targeted-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    remove(path);
    gnbs_arena_clear(&arena);
    return 0;
}

static gnbs_code_t read_text(const char *text, gnbs_run_targeted_t *out) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return gnbs_run_targeted_read(path, "N001", &arena, out, &err);
}

static const gnbs_run_targeted_row_t *row_of(const gnbs_run_targeted_t *t,
                                             const char *locus) {
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->row[i].locus, locus) == 0) return &t->row[i];
    fail_msg("no %s", locus);
    return NULL;
}

/* Field names as in the user guide of DRAGEN 4.2 to 4.5. */
static void dragen_tells_copies_of_four_loci(void **state) {
    (void)state;
    gnbs_run_targeted_t t;
    assert_ok(read_text("{\"sample\": \"N001\", \"dragenVersion\": \"4.2.4\",\n"
                        " \"smn\": {\"smn1CopyNumber\": 0, \"smn2CopyNumber\": 3, "
                        "\"smn2Delta78CopyNumber\": 0, \"totalCopyNumber\": 3, "
                        "\"variants\": []},\n"
                        " \"hba\": {\"genotype\": \"--/-a3.7\", \"genotypeFilter\": "
                        "\"PASS\", \"genotypeQual\": 30.1, \"variants\": []},\n"
                        " \"cyp21a2\": {\"totalCopyNumber\": 4, "
                        "\"deletionBreakpointInGene\": false, "
                        "\"recombinantHaplotypes\": [], \"variants\": []},\n"
                        " \"gba\": {\"totalCopyNumber\": 4, \"isBiallelic\": false, "
                        "\"isCarrier\": true}, \"cyp2d6\": {\"genotype\": \"*1/*2\"}}\n",
                        &t),
              &err);
    assert_int_equal(t.n, 4);
    assert_int_equal(row_of(&t, "SMN1")->status, GNBS_LOCUS_AFFECTED);
    assert_string_equal(row_of(&t, "SMN1")->genotype, "SMN1 0, SMN2 3");
    assert_string_equal(row_of(&t, "SMN1")->made_by, "DRAGEN 4.2.4");
    assert_int_equal(row_of(&t, "HBA")->status, GNBS_LOCUS_AFFECTED);
    assert_int_equal(row_of(&t, "CYP21A2")->status, GNBS_LOCUS_CLEAR);
    assert_int_equal(row_of(&t, "GBA1")->status, GNBS_LOCUS_CLEAR);
}

static void what_dragen_does_not_decide_is_inconclusive(void **state) {
    (void)state;
    static const struct {
        const char *text, *locus;
        gnbs_locus_status_t status;
    } CASE[] = {
        {"\"smn\": {\"smn1CopyNumber\": null}", "SMN1", GNBS_LOCUS_INCONCLUSIVE},
        {"\"smn\": {\"smn1CopyNumber\": 1, \"smn2CopyNumber\": 2}", "SMN1",
         GNBS_LOCUS_CLEAR},
        {"\"hba\": {\"genotype\": \"--/aa\", \"genotypeFilter\": \"LowGQ\"}", "HBA",
         GNBS_LOCUS_INCONCLUSIVE},
        {"\"hba\": {\"genotype\": \"--/aa\", \"genotypeFilter\": \"PASS\"}", "HBA",
         GNBS_LOCUS_CLEAR}, /* two of four: a carrier */
        {"\"hba\": {\"genotype\": \"--/--\"}", "HBA", GNBS_LOCUS_AFFECTED},
        {"\"hba\": {\"genotype\": \"-a3.7/-a4.2\"}", "HBA", GNBS_LOCUS_CLEAR},
        {"\"hba\": {\"genotype\": \"?\"}", "HBA", GNBS_LOCUS_INCONCLUSIVE},
        {"\"cyp21a2\": {\"totalCopyNumber\": 3, \"variants\": [{\"hgvs\": "
         "\"NM_000500.9:c.293-13C>G\", \"altCopyNumber\": 1}]}",
         "CYP21A2", GNBS_LOCUS_INCONCLUSIVE},
        {"\"cyp21a2\": {\"totalCopyNumber\": 1}", "CYP21A2", GNBS_LOCUS_INCONCLUSIVE},
        {"\"gba\": {\"isBiallelic\": true}", "GBA1", GNBS_LOCUS_AFFECTED},
        {"\"gba\": {\"totalCopyNumber\": 4}", "GBA1", GNBS_LOCUS_INCONCLUSIVE},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        gnbs_run_targeted_t t;
        const char *text =
            gnbs_arena_printf(&arena, "{\"sample\": \"N001\", %s}", CASE[i].text);
        assert_ok(read_text(text, &t), &err);
        if (row_of(&t, CASE[i].locus)->status != CASE[i].status)
            fail_msg("%s: %s", CASE[i].text,
                     gnbs_locus_status_name(row_of(&t, CASE[i].locus)->status));
    }
}

static void a_table_tells_what_any_laboratory_found(void **state) {
    (void)state;
    gnbs_run_targeted_t t;
    assert_ok(read_text("locus\tstatus\tmade_by\tsample\tgenotype\treason\n"
                        "SMN1\tclear\tMLPA P021, laboratory X\tN001\tSMN1 2\t\n"
                        "STRC\tinconclusive\tMLPA P461\t\t\ttoo little DNA\n",
                        &t),
              &err);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.row[0].status, GNBS_LOCUS_CLEAR);
    assert_string_equal(t.row[1].reason, "too little DNA");
}

static void what_cannot_be_used_is_refused_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text, *words;
        gnbs_code_t code;
    } CASE[] = {
        {"{\"sample\": \"N002\", \"smn\": {\"smn1CopyNumber\": 2}}", "'N002'", GNBS_E_DATA},
        {"{\"smn\": {\"smn1CopyNumber\": 2}}", "$.sample", GNBS_E_FORMAT},
        {"{\"sample\": \"N001\", \"cyp2d6\": {}}", "none of smn", GNBS_E_FORMAT},
        {"{\"sample\": ", "", GNBS_E_FORMAT},
        {"locus\tstatus\nSMN1\tclear\n", "no column 'made_by'", GNBS_E_FORMAT},
        {"locus\tstatus\tmade_by\nSMN1\tnegative\tX\n", "line 2: status 'negative'",
         GNBS_E_FORMAT},
        {"locus\tstatus\tmade_by\nSMN1\tclear\t\n", "needs locus and made_by",
         GNBS_E_FORMAT},
        {"locus\tstatus\tmade_by\nSMN1\tclear\tX\nSMN1\tclear\tX\n", "stands twice",
         GNBS_E_FORMAT},
        {"locus\tstatus\tmade_by\tsample\nSMN1\tclear\tX\tN009\n", "'N009'", GNBS_E_DATA},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        gnbs_run_targeted_t t;
        assert_int_equal(read_text(CASE[i].text, &t), CASE[i].code);
        if (strstr(err.msg, CASE[i].words) == NULL)
            fail_msg("%s: '%s'", CASE[i].text, err.msg);
    }
    assert_int_equal(gnbs_run_targeted_read("/nowhere/x.json", "N001", &arena,
                                            &(gnbs_run_targeted_t){0}, &err),
                     GNBS_E_IO);
}

static gnbs_locus_result_t ours(gnbs_locus_status_t status) {
    static const char *const LIMIT[] = {"a limit of the locus"};
    return (gnbs_locus_result_t){.locus = "SMN1",
                                 .title = "SMA",
                                 .method = "",
                                 .status = status,
                                 .reason = "what these reads say",
                                 .genotype = "SMN1 2, SMN2 2",
                                 .gene_copies = 2,
                                 .n_limit = 1,
                                 .limit = LIMIT,
                                 .note = "",
                                 .n_lost = 1};
}

static void a_supplied_result_is_marked_wherever_it_is_told(void **state) {
    (void)state;
    gnbs_run_targeted_row_t row = {"SMN1", GNBS_LOCUS_AFFECTED, "SMN1 0, SMN2 3",
                                   "DRAGEN 4.2.4", "no exon 7"};
    gnbs_locus_result_t l = ours(GNBS_LOCUS_NOT_ASSESSED);
    assert_ok(gnbs_run_targeted_apply(&row, &arena, &l, &err), &err);
    assert_int_equal(l.status, GNBS_LOCUS_AFFECTED);
    assert_string_equal(l.method, "DRAGEN 4.2.4");
    assert_string_equal(l.reason, "Supplied result, made by DRAGEN 4.2.4: no exon 7");
    assert_string_equal(l.genotype, "SMN1 0, SMN2 3");
    assert_int_equal(l.n_limit, 2);
    assert_non_null(strstr(l.limit[0], "not made or checked here"));
    assert_string_equal(l.limit[1], "a limit of the locus");
    assert_int_equal(l.gene_copies, -1);
    assert_int_equal(l.n_lost, 0);
}

/* A supplied "clear" does not silence reads that say that a baby is ill. */
static void a_contradiction_reassures_nobody(void **state) {
    (void)state;
    gnbs_run_targeted_row_t row = {"SMN1", GNBS_LOCUS_CLEAR, "SMN1 2", "X", ""};
    gnbs_locus_result_t l = ours(GNBS_LOCUS_AFFECTED);
    assert_ok(gnbs_run_targeted_apply(&row, &arena, &l, &err), &err);
    assert_int_equal(l.status, GNBS_LOCUS_INCONCLUSIVE);
    assert_non_null(strstr(l.reason, "what these reads say"));
    l = ours(GNBS_LOCUS_CLEAR);
    assert_ok(gnbs_run_targeted_apply(&row, &arena, &l, &err), &err);
    assert_int_equal(l.status, GNBS_LOCUS_CLEAR);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(dragen_tells_copies_of_four_loci),
        TEST(what_dragen_does_not_decide_is_inconclusive),
        TEST(a_table_tells_what_any_laboratory_found),
        TEST(what_cannot_be_used_is_refused_with_its_place),
        TEST(a_supplied_result_is_marked_wherever_it_is_told),
        TEST(a_contradiction_reassures_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
