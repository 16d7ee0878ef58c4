#include "support/testing.h"

#include <unistd.h>

#include <sqlite3.h>

#include "io/bundle_score.h"
#include "io/bundle_store.h"
#include "refdata/refdata_bundle.h"
#include "refdata/refdata_genome.h"

static char PATH[256];
static gnbs_err_t E;

static void save_one(uint64_t seed) {
    gnbs_bundle_t bundle;
    random_bundle(&seed, &bundle);
    while (bundle.n_known < 2 || bundle.n_block < 1 ||
           bundle.n_locus < 1) { /* something in every table */
        gnbs_bundle_clear(&bundle);
        random_bundle(&seed, &bundle);
    }
    assert_ok(gnbs_bundle_save(temp_name(PATH, "bundle"), &bundle, &E), &E);
    gnbs_bundle_clear(&bundle);
}

static void change(const char *sql) { /* as anyone can with the sqlite3 shell */
    sqlite3 *db;
    assert_int_equal(sqlite3_open(PATH, &db), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

static void what_is_saved_is_loaded(void **state) {
    (void)state;
    uint64_t seed = 3;
    gnbs_bundle_t a, b;
    random_bundle(&seed, &a);
    assert_ok(gnbs_bundle_save(temp_name(PATH, "bundle"), &a, &E), &E);
    assert_ok(gnbs_bundle_load(PATH, &b, &E), &E);
    assert_same_bundle(&a, &b);
    assert_string_equal(b.path, PATH);
    assert_int_equal(strlen(b.identity), 64);
    gnbs_bundle_clear(&a);
    gnbs_bundle_clear(&b);
    unlink(PATH);
}

static void the_same_content_gives_the_same_bytes(void **state) {
    (void)state;
    char bytes[2][1 << 17];
    size_t n[2];
    for (int i = 0; i < 2; i++) {
        save_one(5);
        FILE *f = fopen(PATH, "rb");
        assert_non_null(f);
        n[i] = fread(bytes[i], 1, sizeof bytes[i], f);
        fclose(f);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    unlink(PATH);
}

static void a_whole_bundle_verifies(void **state) {
    (void)state;
    char identity[65];
    gnbs_bundle_t bundle;
    save_one(5);
    assert_ok(gnbs_bundle_verify(PATH, identity, &E), &E);
    assert_ok(gnbs_bundle_load(PATH, &bundle, &E), &E);
    assert_string_equal(bundle.identity, identity);
    gnbs_bundle_clear(&bundle);
    unlink(PATH);
}

static void every_table_is_under_the_identity(void **state) {
    (void)state;
    static const char *const CHANGES[] = {
        "UPDATE meta SET value='x' WHERE key='a.key'",
        "UPDATE source SET licence='none'",
        "UPDATE contig SET length_bp=length_bp+1 WHERE id=0",
        "UPDATE gene SET difficult='none of it' WHERE id=0",
        "UPDATE transcript SET accession='NM_1.1' WHERE id=0",
        "UPDATE exon SET stop=stop-1 WHERE transcript=0 AND number=0",
        "UPDATE known SET stars=(stars+1)%5 WHERE id=0",
        "UPDATE frequency SET af=af*0.999999999 WHERE id=1",
        "UPDATE frequency SET an=12345 WHERE id=1",
        "UPDATE target SET beg=beg+1 WHERE id=0 AND stop-beg>1",
        "UPDATE block SET sequence=replace(replace(sequence,'A','C'),'G','T') WHERE id=0",
        "UPDATE rule SET limit_text='>0.06' WHERE criterion='BA1'",
        "UPDATE rule SET note='other' WHERE id=0",
        "UPDATE marker SET af=0.26 WHERE id=0",
        "UPDATE marker SET pc1=pc1*1.000001 WHERE id=1"};
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
        char identity[65];
        gnbs_bundle_t bundle;
        save_one(17);
        change(CHANGES[i]);
        if (gnbs_bundle_verify(PATH, identity, &E) != GNBS_E_DATA)
            fail_msg("not found: %s", CHANGES[i]);
        assert_non_null(strstr(E.msg, "altered since it was made"));
        assert_int_equal(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_DATA);
        unlink(PATH);
    }
}

/* Scores are not read by load: what was done to them is found by verify, and their digest is under the identity. */
static void scores_are_asked_one_allele_at_a_time(void **state) {
    (void)state;
    uint64_t seed = 17;
    gnbs_bundle_t made, bundle;
    random_bundle(&seed, &made);
    while (made.n_known < 2) {
        gnbs_bundle_clear(&made);
        random_bundle(&seed, &made);
    }
    assert_ok(gnbs_bundle_save(temp_name(PATH, "bundle"), &made, &E), &E);
    assert_ok(gnbs_bundle_load(PATH, &bundle, &E), &E);
    gnbs_bundle_scores_t *scores;
    gnbs_arena_t arena;
    gnbs_arena_init(&arena);
    assert_ok(gnbs_bundle_scores_open(&bundle, &scores, &E), &E);
    for (size_t i = 0; i < made.n_known; i++) {
        size_t n;
        gnbs_score_t *score;
        assert_ok(
            gnbs_bundle_scores_of(scores, &made.known[i].variant, &arena, &n, &score, &E),
            &E);
        assert_int_equal(n, 2);
        assert_string_equal(score[0].name, "A");
        assert_true(score[0].value == made.scored[2 * i].value);
        assert_string_equal(score[0].detail, made.scored[2 * i].detail);
        assert_string_equal(score[1].source, made.source[0].name);
        gnbs_variant_t other = made.known[i].variant;
        other.pos += 1;
        assert_ok(gnbs_bundle_scores_of(scores, &other, &arena, &n, &score, &E), &E);
        assert_int_equal(n, 0);
    }
    gnbs_bundle_scores_close(scores);
    gnbs_arena_clear(&arena);
    gnbs_bundle_clear(&bundle);
    gnbs_bundle_clear(&made);
    static const char *const CHANGES[] = {"UPDATE score SET value=value+1 WHERE name='A'",
                                          "DELETE FROM score WHERE name='B'"};
    for (int i = 0; i < 2; i++) {
        char identity[65];
        change(CHANGES[i]);
        assert_fails(gnbs_bundle_verify(PATH, identity, &E), GNBS_E_DATA, &E,
                     "its scores are not those it was made with");
    }
    unlink(PATH);
}

static void rows_that_cannot_be_are_named(void **state) {
    (void)state;
    static const struct {
        const char *sql, *words;
    } CASES[] = {
        {"UPDATE known SET ref='' WHERE id=0", "table known, row 1, column ref"},
        {"UPDATE known SET stars=9 WHERE id=1", "table known, row 2, column stars"},
        {"UPDATE known SET contig=7 WHERE id=0", "expected a contig's id"},
        {"DELETE FROM known WHERE id=0", "ids that count from 0"},
        {"UPDATE gene SET strand=0 WHERE id=0", "strand 1 or -1"},
        {"UPDATE gene SET difficulty='hard' WHERE id=0",
         "table gene, row 1, column difficulty"},
        {"UPDATE transcript SET rank_in_gene=5 WHERE id=0",
         "rank among its gene's transcripts"},
        {"UPDATE transcript SET gene=99 WHERE id=0", "a gene's id"},
        {"UPDATE exon SET stop=stop+9000 WHERE transcript=0 AND number=0",
         "an end in the transcript"},
        {"DELETE FROM exon WHERE transcript=0", "no exon"},
        {"UPDATE block SET sequence=sequence||'A' WHERE id=0", "as many letters"},
        {"UPDATE frequency SET af='often' WHERE id=0", "a frequency from 0 to 1"},
        {"UPDATE frequency SET af=1.5 WHERE id=0", "a frequency from 0 to 1"},
        {"DELETE FROM meta WHERE key='bundle.build'", "table meta lacks"},
        {"UPDATE target SET stop=beg-1 WHERE id=0", "table target, row 1, column stop"},
        {"UPDATE rule SET criterion='PM9' WHERE id=0", "an ACMG/AMP criterion"},
        {"UPDATE rule SET strength='Weak' WHERE id=1",
         "table rule, row 2, column strength"},
        {"UPDATE rule SET measure='faf96' WHERE id=1", "expected a measure"},
        {"UPDATE rule SET limit_text='0.05' WHERE id=1", "a limit that fits the measure"},
        {"UPDATE rule SET gene=99 WHERE id=0", "table rule, row 1, column gene"},
        {"UPDATE marker SET af=0.0 WHERE id=0", "a frequency in (0, 1)"},
        {"UPDATE marker SET alt='N' WHERE id=0", "one of A, C, G, T"},
        {"UPDATE marker SET ref='AC' WHERE id=0", "one of A, C, G, T"},
        {"UPDATE marker SET origin='x' WHERE id=0", "table marker, row 1, column origin"},
        {"UPDATE marker SET pc2='x' WHERE id=1", "expected a number"},
        {"UPDATE marker SET contig=0, pos1=1 WHERE id=1", "markers in order"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        gnbs_bundle_t bundle;
        save_one(17);
        change(CASES[i].sql);
        gnbs_code_t code = gnbs_bundle_load(PATH, &bundle, &E);
        if (code != GNBS_E_FORMAT || strstr(E.msg, CASES[i].words) == NULL)
            fail_msg("%s: %d '%s'", CASES[i].sql, code, code != GNBS_OK ? E.msg : "");
        unlink(PATH);
    }
}

static void a_file_that_is_no_bundle_is_said_to_be_none(void **state) {
    (void)state;
    gnbs_bundle_t bundle;
    FILE *f = fopen(temp_name(PATH, "text"), "wb");
    fputs("chr1\t1\t2\n", f);
    fclose(f);
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "not a reference bundle");
    f = fopen(PATH, "wb"); /* an empty file is an empty database to SQLite */
    fclose(f);
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "not a reference bundle");
    change("CREATE TABLE t(a)");
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "not a reference bundle");
    unlink(PATH);
    assert_int_equal(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_IO);
}

static void a_bundle_of_another_version_says_which(void **state) {
    (void)state;
    gnbs_bundle_t bundle;
    save_one(5);
    change("PRAGMA user_version=7");
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "of version 7, this gnbs reads version 5");
    unlink(PATH);
}

static void a_table_that_is_a_query_is_refused(void **state) {
    (void)state;
    gnbs_bundle_t bundle;
    save_one(5);
    change(
        "ALTER TABLE target RENAME TO hidden; CREATE VIEW target AS SELECT * FROM hidden");
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "another definition");
    save_one(5);
    change("CREATE TRIGGER t AFTER INSERT ON known BEGIN DELETE FROM gene; END");
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E,
                 "another definition");
    save_one(5);
    change("DROP TABLE frequency");
    assert_fails(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT, &E, "14 of 15 tables");
    unlink(PATH);
}

static void a_cut_file_is_an_error(void **state) {
    (void)state;
    gnbs_bundle_t bundle;
    save_one(5);
    assert_int_equal(truncate(PATH, 12288), 0);
    assert_int_equal(gnbs_bundle_load(PATH, &bundle, &E), GNBS_E_FORMAT);
    unlink(PATH);
}

static void names_with_marks_of_uris_are_names(void **state) {
    (void)state;
    char odd[512];
    gnbs_bundle_t bundle;
    save_one(5);
    snprintf(odd, sizeof odd, "%s 100%%41?mode=rw#x&y", PATH);
    assert_int_equal(rename(PATH, odd), 0);
    assert_ok(gnbs_bundle_load(odd, &bundle, &E), &E);
    gnbs_bundle_clear(&bundle);
    unlink(odd);
}

static void what_cannot_be_written_leaves_nothing(void **state) {
    (void)state;
    uint64_t seed = 3;
    gnbs_bundle_t bundle;
    random_bundle(&seed, &bundle);
    assert_int_equal(gnbs_bundle_save("/nowhere/at/all.bundle", &bundle, &E), GNBS_E_IO);
    assert_int_equal(gnbs_bundle_save("-", &bundle, &E), GNBS_E_USAGE);
    ((gnbs_transcript_t *)(uintptr_t)bundle.transcript)[0].i_gene =
        99; /* a promise of ours broken */
    assert_int_equal(gnbs_bundle_save(temp_name(PATH, "bad"), &bundle, &E),
                     GNBS_E_INTERNAL);
    assert_int_equal(access(PATH, F_OK), -1);
    gnbs_bundle_clear(&bundle);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(the_same_content_gives_the_same_bytes),
        cmocka_unit_test(a_whole_bundle_verifies),
        cmocka_unit_test(every_table_is_under_the_identity),
        cmocka_unit_test(scores_are_asked_one_allele_at_a_time),
        cmocka_unit_test(rows_that_cannot_be_are_named),
        cmocka_unit_test(a_file_that_is_no_bundle_is_said_to_be_none),
        cmocka_unit_test(a_bundle_of_another_version_says_which),
        cmocka_unit_test(a_table_that_is_a_query_is_refused),
        cmocka_unit_test(a_cut_file_is_an_error),
        cmocka_unit_test(names_with_marks_of_uris_are_names),
        cmocka_unit_test(what_cannot_be_written_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
